"""What a site may declare, and which Site a page belongs to.

A site file under `crawler/sites/` holds one subclass of `Site` and is found by being there. Layouts are tried in order;
the first whose marks stand in the page reads it: the page decides, not the date of the crawl.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree

from crawler.article import NotAnArticle
from crawler.page import Form, Page
from crawler.zh import dates
from crawler.zh.boilerplate import Rule, Table

TRACKING_KEYS = re.compile(
    r"utm_\w+|spm|scm|fbclid|gclid|bd_vid|share_token|share_from|sharer_\w+|wfr|isappinstalled|nsukey|weibo_id|tt_from|hmsr|_t_from")
"""Query keys that say how a reader came, never which page is meant."""

_LIST_LINKS = 3
_HOME_PATH = re.compile(r"/?(?:index|default)?(?:\.(?:s?html?|php|aspx?|jsp))?", re.I)


@cache
def selector(css: str, prefix: str = "descendant-or-self::") -> Callable[[etree._Element], list[etree._Element]]:
    """The compiled form of a CSS selector, or of an XPath expression where `css` begins with `/` or `.//`."""
    from cssselect import HTMLTranslator

    return etree.XPath(css if _is_xpath(css) else HTMLTranslator().css_to_xpath(css, prefix=prefix))  # type: ignore[no-any-return]


def select(page: Page, css: str | None) -> list[etree._Element]:
    """Elements of `page` that `css` fits, in page order; none for None.

    Of `head rest…` the head is searched once for all selectors that begin with it: searching the whole page is what costs.
    """
    if not css:
        return []
    found = page.selected.get(css)
    if found is None:
        found = page.selected[css] = _select(page, css)
    return found


def _select(page: Page, css: str) -> list[etree._Element]:
    parts = _alternatives(css)
    if len(parts) > 1:
        found = [elements for elements in (select(page, part) for part in parts) if elements]
        return _in_page_order(page, found) if len(found) > 1 else found[0] if found else []
    if _TAG_ALONE.fullmatch(css):
        return list(page.tree.iter(css))
    head, _, rest = css.partition(" ")
    if _is_xpath(css) or not _SIMPLE_HEAD.fullmatch(head) or rest.startswith((">", "+", "~")):
        return selector(css)(page.tree)
    if not rest:
        return _by_head(page, css)
    inner = [element for holder in select(page, head) for element in selector(rest, "descendant::")(holder)]
    return list(dict.fromkeys(inner))


@cache
def _alternatives(css: str) -> tuple[str, ...]:
    """The parts of a list of CSS selectors; a selector with a comma of its own, in `:not(…)` or in quotes, is one part."""
    return (css,) if _is_xpath(css) or _OWN_COMMA.search(css) else tuple(part.strip() for part in css.split(","))


def _in_page_order(page: Page, found: Sequence[list[etree._Element]]) -> list[etree._Element]:
    joined = found[0]
    for more in found[1:]:
        joined = _UNION(page.tree, a=joined, b=more)
    return joined


def _by_head(page: Page, head: str) -> list[etree._Element]:
    """Elements by id, or by tag and class names: both looked up, not searched."""
    if head.startswith("#"):
        return list(_BY_ID(page.tree, name=head[1:]))
    tag, first, *more = head.split(".")
    return [element for element in page.classes.get(first, ())
            if (not tag or element.tag == tag) and (not more or set(more) <= set(element.get("class").split()))]


def first_of(page: Page, choices: str | Sequence[str] | None) -> list[etree._Element]:
    """Elements that the first of several selectors fits that fits any: the sure one goes first."""
    alternatives = (choices,) if isinstance(choices, str) else choices or ()
    return next((found for found in (select(page, css) for css in alternatives) if found), [])


def within(page: Page, holders: Sequence[etree._Element], css: str) -> list[etree._Element]:
    """Elements inside `holders` that `css` fits; an XPath expression looks at the whole page all the same."""
    if _is_xpath(css):
        return selector(css)(holders[0]) if holders else []
    parts = [part for part in _alternatives(css) if _may_stand(page, part)]
    if not parts:
        return []
    return [element for holder in holders for element in selector(", ".join(parts), "descendant::")(holder)]


def _may_stand(page: Page, css: str) -> bool:
    """Whether anything that `css` fits can stand in the page: looked up where it begins with an id or a class."""
    head = _LEADING.match(css)
    return head is None or bool(_by_head(page, head.group()))


def links_in(tree: etree._Element, css: str) -> list[etree._Element]:
    """Elements of `tree` that `css` fits, in page order, in time that grows with the page alone: XPath squares it where what `div a` names is nested.

    `css` is a list of selectors with nothing in quotes and brackets but attributes' names, or an XPath expression.
    """
    if _is_xpath(css):
        return selector(css)(tree)
    found = {element for part in css.split(",") for element in _stepwise(tree, _COMBINED.sub(r"\1", part).split())}
    return [element for element in tree.iter() if element in found]


def _stepwise(tree: etree._Element, steps: Sequence[str]) -> list[etree._Element]:
    """What the last step fits inside what the others fit: of holders in each other the outermost will do."""
    holders = selector(steps[0])(tree)
    for step in steps[1:]:
        outer = _outermost(tree, holders) if len(holders) > 1 else holders
        holders = [element for holder in outer for element in selector(step, "descendant::")(holder)]
    return holders


def _outermost(tree: etree._Element, holders: Sequence[etree._Element]) -> list[etree._Element]:
    among, found = set(holders), []
    walk = etree.iterwalk(tree, events=("start",))
    for _, element in walk:
        if element in among:
            found.append(element)
            walk.skip_subtree()
    return found


def _is_xpath(css: str) -> bool:
    return css.startswith(("/", "./", "("))


_TAG_ALONE = re.compile(r"[a-z][a-z0-9-]*")
_OWN_COMMA = re.compile(r"[(\[\"'][^)\]\"']*,")
_COMBINED = re.compile(r"\s*([>+~])\s*")
_LEADING = re.compile(r"#[\w-]+|[a-z0-9]*\.[\w-]+")
_SIMPLE_HEAD = re.compile(r"#[\w-]+|[a-z0-9]*(?:\.[\w-]+)+")
_BY_ID = etree.XPath("id($name)")
_UNION = etree.XPath("$a | $b")


class _Closing:
    """What layouts of all forms share: lines of their own that close the article."""

    ends: Mapping[str, str] | None

    @cached_property
    def own_ends(self) -> Table:
        """The layout's own end markers: they close the article whatever follows."""
        return Table(Rule(name, pattern, "") for name, pattern in (self.ends or {}).items())


@dataclass(frozen=True, kw_only=True)
class Layout(_Closing):
    """One template of a site in HTML. All but `name`, `body` and the mappings are CSS selectors (or XPath, from `//` on).

    `marks` must all stand in the page, `body` too, and `title` where nothing else marks the layout; of several selectors for these two the
    first that fits counts. `info` are the lines of date, source and people; where no selector is known, such
    lines are found between title and body by what they say. `date` holds the date and nobody's name, `section` the name of a section or printed page and nothing else. `drop` and `ends` map the name of a rule, as it will stand in
    the ledger, to a selector of what is no article text, or to the pattern of a line that closes the article.
    `authors` are elements that hold the names of those who wrote, with or without a label, `captions` those that hold captions and stand apart from the pictures.
    `head` are the fields (date, source, keywords) that the document's `<meta>` may give where the page prints none.
    `time_zone_unsure_before` is a date (ISO) before which printed times may be off.
    """

    name: str
    body: str | Sequence[str]
    title: str | Sequence[str] | None = None
    marks: Sequence[str] = ()
    info: str | None = None
    date: str | None = None
    kicker: str | None = None
    subtitle: str | None = None
    crumbs: str | None = None
    keywords: str | None = None
    section: str | None = None
    summary: str | None = None
    authors: str | None = None
    byline: str | None = None
    captions: str | None = None
    origin: str | None = None
    drop: Mapping[str, str] | None = None
    ends: Mapping[str, str] | None = None
    head: Sequence[str] = ()
    time_zone_unsure_before: str | None = None
    form: ClassVar[Form] = "html"

    def fits(self, page: Page) -> bool:
        """Whether this layout can read `page`."""
        if page.form != self.form or not all(select(page, mark) for mark in self.marks):
            return False
        return bool(first_of(page, self.body) and (self.marks or self.title is None or first_of(page, self.title)))


@dataclass(frozen=True, kw_only=True)
class SourceLayout(Layout):
    """A Jekyll source: `fields` maps title, date, keywords to keys of the front matter; the other selectors look into the rendered body.

    `text_marks` are patterns of the source; all must stand in it for the file to be this site's.
    """

    body: str | Sequence[str] = "//body"
    fields: Mapping[str, str]
    text_marks: Sequence[str] = ()
    form: ClassVar[Form] = "jekyll"

    def fits(self, page: Page) -> bool:
        """Whether this layout can read `page`."""
        return page.form == "jekyll" and all(re.search(mark, page.text) for mark in self.text_marks)


@dataclass(frozen=True, kw_only=True)
class JsonLayout(Layout):
    """A page that is one article as JSON. Selectors look into `Page.tree`, where each string stands in a `div` of its key's class: `.docTitle`.

    `keys` are those that the record must have for the page to be this site's. Strings that no selector takes are removed by the rule `data`.
    """

    keys: Sequence[str]
    form: ClassVar[Form] = "json"

    def fits(self, page: Page) -> bool:
        """Whether this layout can read `page`."""
        if page.form != "json" or not all(f'"{key}"' in page.text for key in self.keys):
            return False
        return {*self.keys} <= {place for place, _ in page.values} and super().fits(page)


@dataclass(frozen=True, kw_only=True)
class TextLayout(_Closing):
    """A page of the site saved as plain text (copied from the screen or dumped).

    `marks` are patterns; each must match some line, and none of `without`. `info` finds the line of date and source where it looks unlike others;
    the title stands above it, or with `title_below` under it.
    With `newspaper` the head is that of a printed page: kicker,
    title, subtitle, byline; with `columns` (as with `newspaper`) the body's columns may be out of order and captions stand among them.
    `origin` is the pattern of a line that is the link to the original.
    `ends` is as in `Layout`.
    """

    name: str
    marks: Sequence[str] = ()
    without: Sequence[str] = ()
    info: str | None = None
    ends: Mapping[str, str] | None = None
    origin: str | None = None
    newspaper: bool = False
    columns: bool = False
    title_below: bool = False
    time_zone_unsure_before: str | None = None
    form: ClassVar[Form] = "text"

    def fits(self, page: Page) -> bool:
        """Whether this layout can read `page`."""
        return page.form == "text" and all(p.search(page.plain) for p in self._marks) and not any(
            p.search(page.plain) for p in self._without)

    @cached_property
    def _marks(self) -> list[re.Pattern[str]]:
        return [re.compile(mark, re.M) for mark in self.marks]

    @cached_property
    def _without(self) -> list[re.Pattern[str]]:
        return [re.compile(mark, re.M) for mark in self.without]


AnyLayout = Layout | SourceLayout | JsonLayout | TextLayout


_IS_NEXT = "[contains(translate(., ' \u00a0\u3000', ''), '下一页') or contains(., '下页')][string-length(normalize-space(.)) < 9]"
NEXT_PAGE = f"//a[text(){_IS_NEXT} or */text(){_IS_NEXT} or @title{_IS_NEXT} or img/@alt{_IS_NEXT}]"
"""The link to the next page of a list, as nearly every Chinese site words it. A headline is longer (地下页岩油气开发提速)."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Pages that list articles, newest first.

    `url` is the first of them; where one stands for many, `{section}` in it is one of `sections`. `links` and `next` are selectors of the links to
    articles and to further pages of the list: of those the first that was not walked yet is the next page. `numbered` is the address of
    page `{page}`, counted from 2 and relative to the first, for lists whose pages have no links to each other. A feed (RSS, Atom)
    or sitemap is told by its content and needs no selector.
    """

    url: str
    links: str = "a"
    next: str = NEXT_PAGE
    sections: Sequence[str] = ()
    numbered: str | None = None


@dataclass(frozen=True, slots=True)
class Issues:
    """The issues of a newspaper by day: each is a list, its printed pages are the list's pages.

    `url` is the first page of the issue of a `{day:…}` (format of `strftime`). It holds from `first` to `last` (ISO dates, both included), on
    `weekdays` (0 is Monday). `calendar` is the address of a month's list of issues (`{day:%Y-%m}`), where there is one.
    """

    url: str
    links: str
    next: str
    first: str = ""
    last: str = "9999"
    weekdays: Sequence[int] = (0, 1, 2, 3, 4, 5, 6)
    calendar: str | None = None


class Site:
    """One site. A subclass states only what is peculiar to it; a method `read_<field>(page, raw)` returns what no selector can say.

    `hosts` are domain names, sub-domains included; one that several papers share stands with the paper's folder (`paper.people.com.cn/rmrb`). `article_url` is the pattern of the whole path of an article's address, with the group `id`, `list_url` one that only paths of lists hold. `fold_hosts` maps a host to its
    canonical one (mobile hosts), `scheme` is the canonical scheme. `title_suffix` is the pattern of what the site hangs onto `<title>`.
    `listings` are its lists, `issues` those of a newspaper by day. `issue_url` is the pattern of what a newspaper's addresses say of the day of issue, with the groups `year`, `month` and `day`: it dates a page that prints no date.
    `service_url` is the pattern of addresses that give many articles and name none (a form's), so nobody can cite them.
    `short_years` says that the site prints years with two digits (21.07.13). `marks` are
    selectors of what stands in this site's pages alone, `errors` of what only stands in a not-found page. `any_host` marks a site that is known by the
    build of its pages, whatever their host, and asked after all others.
    """

    name: ClassVar[str]
    publisher: ClassVar[str | None] = None
    hosts: ClassVar[Sequence[str]] = ()
    any_host: ClassVar[bool] = False
    article_url: ClassVar[str | None] = None
    list_url: ClassVar[str | None] = None
    scheme: ClassVar[str | None] = None
    fold_hosts: ClassVar[Mapping[str, str]] = {}
    title_suffix: ClassVar[str | None] = None
    issue_url: ClassVar[str | None] = None
    service_url: ClassVar[str | None] = None
    short_years: ClassVar[bool] = False
    marks: ClassVar[Sequence[str]] = ()
    errors: ClassVar[Sequence[str]] = ()
    layouts: ClassVar[Sequence[AnyLayout]] = ()
    listings: ClassVar[Sequence[Listing]] = ()
    issues: ClassVar[Sequence[Issues]] = ()

    def owns(self, host: str, folder: str) -> bool:
        """Whether `host` (lower case) is one of the site's, and `folder`, the first part of the path, where the site names one."""
        named = (own.partition("/") for own in self.hosts)
        return any((host == own or host.endswith("." + own)) and part in ("", folder) for own, _, part in named)

    def layout(self, page: Page) -> AnyLayout | None:
        """The first layout that fits `page`; None where none does."""
        return next((layout for layout in self.layouts if layout.fits(page)), None)

    def text_layout(self, page: Page) -> TextLayout | None:
        """The layout for a text page that is known to be this site's, though no mark says so."""
        return next((layout for layout in self.layouts if isinstance(layout, TextLayout) and page.form == "text"), None)

    def bare_title(self, page: Page) -> str | None:
        """What `<title>` says without the site's suffix; None where it says nothing else."""
        return (re.sub(f"(?:{self.title_suffix})$", "", page.title) if self.title_suffix else page.title) or None

    def knows(self, page: Page) -> bool:
        """Whether a page without URL is this site's: by the suffix of its title, by the marks of a text or source layout, or, where the page
        names one of the site's hosts or its publisher as owner (many a site has a `div.content`), by the site's marks or those of an HTML layout."""
        if page.form == "html":
            if self.title_suffix and re.search(f"(?:{self.title_suffix})$", page.title):
                return True
            if not any(map(page.mentions, self.hosts)) and not self._signs(page):
                return False
            if any(select(page, mark) for mark in self.marks):
                return True
        return any(_telling(layout) and layout.fits(page) for layout in self.layouts)

    def _signs(self, page: Page) -> bool:
        if not self.publisher or not page.is_signed or self.publisher not in page.text:
            return False
        owner = re.escape(self.publisher)
        return bool(re.search(rf"{owner}.{{0,8}}版权所有|版权所有.{{0,12}}{owner}", page.text))

    def verdict(self, page: Page) -> NotAnArticle | None:
        """The site's own word that a page is no article, where it has one: a mark of its error page, its list's links and no layout, or JSON that
        no layout knows."""
        if page.form == "json" and self.layout(page) is None:
            return NotAnArticle("other", f"JSON that is no article of a known site ({self.name})")
        path = urlsplit(page.url).path if page.url else None
        named = bool(path and self.list_url and re.search(self.list_url, path))
        if page.form != "html" or (self.layout(page) is not None and not named):
            return None
        if any(select(page, css) for css in self.errors):
            return NotAnArticle("error", f"the page says that there is no such page ({self.name})")
        if path is not None and _HOME_PATH.fullmatch(path):
            return NotAnArticle("home", f"the home page ({self.name})")
        if self._holds_text(page) or (path is not None and self._article_at(path)):
            return None
        links = self.listed(page)
        if links >= _LIST_LINKS or named or (path is not None and self._lists_at(path)):
            return NotAnArticle("list", f"a list of {links} articles ({self.name})")
        return None

    def listed(self, page: Page) -> int:
        """How many articles `page` lists, by the links of the site's lists."""
        return max((len(links_in(page.tree, links)) for links in dict.fromkeys(listing.links for listing in self.listings)), default=0)

    def _holds_text(self, page: Page) -> bool:
        """Whether the element of a layout's text stands in `page`, though that of its title does not: related articles may be listed under it."""
        return any(layout.form == "html" and not layout.marks and first_of(page, layout.body) for layout in self.layouts
                   if isinstance(layout, Layout))

    def _lists_at(self, path: str) -> bool:
        """Whether the site's lists are where `path` is."""
        folders = (urlsplit(listing.url).path.rpartition("/")[0] for listing in self.listings)
        return any(folder and path.startswith(folder + "/") for folder in folders)

    def _article_at(self, path: str) -> re.Match[str] | None:
        """What `article_url` finds in `path`, the path of an article's address; None where it is none."""
        return re.fullmatch(self.article_url, path) if self.article_url else None

    def article_id(self, page: Page, raw: Any) -> str | None:
        """The site's own id of the article, as its URL names it; None where the page has no URL or the URL no id."""
        return self.id_at(page.url) if page.url else None

    def id_at(self, url: str) -> str | None:
        """The site's own id of the article at `url`, by the address alone; None where it has none."""
        found = self._article_at(urlsplit(url).path)
        return found.group("id") if found else None

    def key(self, url: str) -> str:
        """What is the same for all addresses of one article, before any of them was read: the id that it names, else the canonical address."""
        number = self.id_at(url)
        return f"{self.name}:{number}" if number else self.canonical_url(url)

    def target(self, link: etree._Element) -> str | None:
        """Where a link of a list leads, as written; None where it leads nowhere."""
        href: str | None = link.get("href")
        return href

    def list_of(self, url: str) -> str | None:
        """The address of the list that the article at `url` stands in, where its address says so and no page links to that list."""
        return None

    def issue_day(self, url: str) -> dates.Stamp | None:
        """The day of issue that the address of a newspaper's page says, where the site says how; `raw` is that piece of the address."""
        found = re.search(self.issue_url, url) if self.issue_url else None
        stamp = dates.parse("-".join(found.group("year", "month", "day"))) if found else None
        raw = url[found.start("year"):found.end("day")] if found else ""
        return replace(stamp, raw=raw, start=0, end=len(raw)) if stamp else None

    def canonical_url(self, url: str) -> str:
        """The address a person would cite: no fragment, no tracking keys, scheme and mobile host folded."""
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
        scheme = self.scheme or parts.scheme.lower()
        query = urlencode([(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING_KEYS.fullmatch(k)]) \
            if TRACKING_KEYS.search(parts.query) else parts.query
        return urlunsplit((scheme, self.fold_hosts.get(host, host) + port, parts.path or "/", query, ""))


def _telling(layout: AnyLayout) -> bool:
    return bool(layout.text_marks if isinstance(layout, SourceLayout) else layout.keys if isinstance(layout, JsonLayout) else layout.marks)


class Generic(Site):
    """A page of no known site."""

    name = "generic"


GENERIC = Generic()


@cache
def sites() -> Mapping[str, Site]:
    """All known sites by name, in the order of their file names."""
    import crawler.sites

    modules = [import_module(f"crawler.sites.{m.name}") for m in iter_modules(crawler.sites.__path__)]
    return {site.name: site for module in modules for site in _declared(module)}


def _declared(module: Any) -> Iterator[Site]:
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, Site) and value.__module__ == module.__name__:
            yield value()


def by_name(name: str) -> Site:
    """The site called `name`. Raises `ValueError`, with the names there are, for an unknown one."""
    if name == GENERIC.name:
        return GENERIC
    try:
        return sites()[name]
    except KeyError:
        raise ValueError(f"unknown site {name!r}; known sites: {', '.join([*sites(), GENERIC.name])}") from None


@lru_cache(maxsize=1024)
def _by_host(host: str, folder: str) -> Site | None:
    return next((site for site in sites().values() if site.owns(host, folder)), None)


def site_at(url: str) -> Site | None:
    """The site that `url` belongs to; None where none is known."""
    parts = urlsplit(url)
    return _by_host((parts.hostname or "").lower(), parts.path.strip("/").partition("/")[0])


def site_of(page: Page) -> Site:
    """The site that `page` belongs to: by its URL, else by its content, last by its build; `generic` where none is known."""
    found = site_at(page.url) if page.url else None
    if found:
        return found
    possible = sorted(sites().values(), key=lambda site: site.any_host)
    return next((site for site in possible if (site.any_host or not page.given_url) and site.knows(page)), GENERIC)
