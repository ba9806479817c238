"""What a site may declare, and which Site a page belongs to.

A site file under `crawler/sites/` holds one subclass of `Site` and is found by being there. Layouts are tried in order;
the first whose marks stand in the page reads it: the page decides, not the date of the crawl.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree

from crawler.article import NotAnArticle
from crawler.page import Form, Page
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
    if css.isalnum():
        return list(page.tree.iter(css))
    head, _, rest = css.partition(" ")
    if _is_xpath(css) or not _SIMPLE_HEAD.fullmatch(head) or "," in rest or rest.startswith((">", "+", "~")):
        return selector(css)(page.tree)
    if not rest:
        return _by_head(page, css)
    parts = [element for holder in select(page, head) for element in selector(rest, "descendant::")(holder)]
    return list(dict.fromkeys(parts))


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
    names = _classes_alone(css)
    if names and page.classes.keys().isdisjoint(names):
        return []
    return [element for holder in holders for element in selector(css, "descendant::")(holder)]


def _is_xpath(css: str) -> bool:
    return css.startswith(("/", "./", "("))


@cache
def _classes_alone(css: str) -> tuple[str, ...]:
    """The class names of a selector that is nothing but class names (`.a, .b`), one of which a page must have; else none."""
    parts = [part.strip() for part in css.split(",")]
    return tuple(part[1:] for part in parts) if all(_CLASS.fullmatch(part) for part in parts) else ()


_CLASS = re.compile(r"\.[\w-]+")
_SIMPLE_HEAD = re.compile(r"#[\w-]+|[a-z0-9]*(?:\.[\w-]+)+")
_BY_ID = etree.XPath("id($name)")


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
    lines are found between title and body by what they say. `date` holds the date and nobody's name. `drop` and `ends` map the name of a rule, as it will stand in
    the ledger, to a selector of what is no article text, or to the pattern of a line that closes the article.
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
    summary: str | None = None
    byline: str | None = None
    origin: str | None = None
    drop: Mapping[str, str] | None = None
    ends: Mapping[str, str] | None = None
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

    `front_marks` maps a key to the pattern that its value must hold for the file to be this site's.
    """

    body: str | Sequence[str] = "//body"
    fields: Mapping[str, str]
    text_marks: Sequence[str] = ()
    form: ClassVar[Form] = "jekyll"

    def fits(self, page: Page) -> bool:
        """Whether this layout can read `page`."""
        return page.form == "jekyll" and all(re.search(mark, page.text) for mark in self.text_marks)


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


AnyLayout = Layout | SourceLayout | TextLayout


@dataclass(frozen=True, slots=True)
class Listing:
    """A page that lists articles: where it is, which links lead to articles, which leads to its next page (selectors)."""

    url: str
    links: str
    next: str | None = None


class Site:
    """One site. A subclass states only what is peculiar to it; a method `read_<field>(page, raw)` returns what no selector can say.

    `hosts` are domain names, sub-domains included. `article_url` is a pattern with the group `id`. `fold_hosts` maps a host to its
    canonical one (mobile hosts), `scheme` is the canonical scheme. `title_suffix` is the pattern of what the site hangs onto `<title>`. `errors` are
    selectors that only stand in a not-found page.
    """

    name: ClassVar[str]
    publisher: ClassVar[str | None] = None
    hosts: ClassVar[Sequence[str]] = ()
    article_url: ClassVar[str | None] = None
    scheme: ClassVar[str | None] = None
    fold_hosts: ClassVar[Mapping[str, str]] = {}
    title_suffix: ClassVar[str | None] = None
    errors: ClassVar[Sequence[str]] = ()
    layouts: ClassVar[Sequence[AnyLayout]] = ()
    listings: ClassVar[Sequence[Listing]] = ()

    def owns_host(self, host: str) -> bool:
        """Whether `host` (lower case) is one of the site's."""
        return any(host == own or host.endswith("." + own) for own in self.hosts)

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
        """Whether a page without URL is this site's: by the suffix of its title, by the marks of a text or source layout, or by those of
        an HTML layout where the page names one of the site's hosts or its publisher as owner (many a site has a `div.content`)."""
        if page.form == "html":
            if self.title_suffix and re.search(f"(?:{self.title_suffix})$", page.title):
                return True
            if not any(host in page.text for host in self.hosts) and not self._signs(page):
                return False
        return any(_telling(layout) and layout.fits(page) for layout in self.layouts)

    def _signs(self, page: Page) -> bool:
        if not self.publisher or not page.is_signed or self.publisher not in page.text:
            return False
        owner = re.escape(self.publisher)
        return bool(re.search(rf"{owner}.{{0,8}}版权所有|版权所有.{{0,12}}{owner}", page.text))

    def verdict(self, page: Page) -> NotAnArticle | None:
        """The site's own word that a page is no article, where it has one: a mark of its error page, or its list's links and no layout."""
        if page.form != "html" or self.layout(page) is not None:
            return None
        if any(select(page, css) for css in self.errors):
            return NotAnArticle("error", f"the page says that there is no such page ({self.name})")
        path = urlsplit(page.url).path if page.url else None
        if path is not None and _HOME_PATH.fullmatch(path):
            return NotAnArticle("home", f"the home page ({self.name})")
        links = max((len(select(page, listing.links)) for listing in self.listings), default=0)
        if links >= _LIST_LINKS or (path is not None and self._lists_at(path)):
            return NotAnArticle("list", f"a list of {links} articles ({self.name})")
        return None

    def _lists_at(self, path: str) -> bool:
        """Whether the site's lists are where `path` is, and `path` is no article's."""
        folders = (urlsplit(listing.url).path.rpartition("/")[0] for listing in self.listings)
        return not (self.article_url and re.search(self.article_url, path)) and any(folder and path.startswith(folder + "/") for folder in folders)

    def article_id(self, page: Page, raw: Any) -> str | None:
        """The site's own id of the article, as its URL names it; None where the page has no URL or the URL no id."""
        found = re.search(self.article_url, page.url) if self.article_url and page.url else None
        return found.group("id") if found else None

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
    return bool(layout.text_marks if isinstance(layout, SourceLayout) else layout.marks)


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
def _by_host(host: str) -> Site | None:
    return next((site for site in sites().values() if site.owns_host(host)), None)


def site_of(page: Page) -> Site:
    """The site that `page` belongs to: by its URL, else by its content; `generic` where none is known."""
    if page.url:
        found = _by_host((urlsplit(page.url).hostname or "").lower())
        if found:
            return found
    return next((site for site in sites().values() if not page.given_url and site.knows(page)), GENERIC)
