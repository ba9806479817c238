"""Lists of articles: which a site has, and what one of their pages says. Pages in, entries out; nothing is fetched here."""
from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape, unescape
from html.entities import html5
from itertools import islice
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import etree

from crawler import pager
from crawler.page import Page
from crawler.site import Issues, Listing, Site, links_in
from crawler.zh import dates
from crawler.zh.text import fold

_FEED = re.compile(r"\ufeff?\s{0,400}(?:(?:<\?[^>]{0,500}>|<!--(?:(?!-->).){0,2000}-->|<!DOCTYPE[^>\[]{0,500}(?:\[[^\]]{0,4000}\]\s{0,20})?>)\s{0,400}){0,20}"
                   r"<(?:\w{1,20}:)?(rss|feed|RDF|urlset|sitemapindex)[\s>]", re.S)
_SECTION = re.compile(r"[\w()-]{1,60}(?:/[\w()-]{1,60}){0,3}")
_NO_SECTION = re.compile(r"(?:(?:paper)?index|default|feed)?(?:_\d+)?")
_ROW_TAGS = frozenset({"li", "tr", "dl", "dt", "dd", "td", "div", "p", "span", "b", "strong", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "article", "section"})
_ROW_LEVELS, _LONGEST_ROW, _MOST_PIECES = 5, 2000, 100  # elements, characters, elements: above that it is no row of a list
_BESIDE, _LONGEST_LINE, _SHORT_TITLE = 12, 60, 8  # characters
_BASE = etree.XPath("string((//base/@href)[1])")
_LOOKS_DATED = re.compile(r"\d[-/.年－／．–—]|年")
_SENTENCE = re.compile(r"[，。；！？…]")
_NO_PAGE = re.compile(r"#|(?:javascript|vbscript|mailto|tel|about):", re.I)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)([A-Za-z]{2,20};)?")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,400}>")
_CALENDAR_DAY = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_DAY_IN_PATH = re.compile(r"/(\d{4})[-/]?(\d\d)[-/]?(\d\d)(?=/)|/t?(\d{4})(\d\d)(\d\d)_", re.A)
_FILES = tuple(f".{suffix}" for suffix in "pdf jpg jpeg png gif mp3 mp4 flv doc docx xls xlsx ppt pptx zip rar apk swf".split())
_MOST_LINKS, _LONGEST_URL = 50_000, 2000  # as many as a sitemap may name; characters
_DATED = ("published", "pubdate", "date", "issued", "created", "updated", "modified")


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of a list: absolute `url`, `title` and `date` (ISO, a day or a time) as the list has them, or as the address has the day."""

    url: str
    title: str | None = None
    date: str | None = None


class Listed(NamedTuple):
    """What a page of a list says: its entries, the pages that may come next (in the order in which they are to be tried), and whether the
    next one is only supposed to exist."""

    entries: list[Entry]
    next: list[str]
    supposed: bool = False


class Start(NamedTuple):
    """A list to walk, from its first page on. `day` is that of a newspaper's issue."""

    url: str
    listing: Listing | Issues
    day: date | None = None


def starts(site: Site, sections: Sequence[str] = ()) -> list[Start]:
    """The lists of `site`, or those of some sections alone: a section is what stands for `{section}` in an address, or a folder in it.

    Raises `ValueError`, with the sections that there are, for one that no list can be of.
    """
    wanted = [section.strip("/") for section in sections]
    for section in wanted:
        if not _SECTION.fullmatch(section) or not any(True for listing in site.listings for _ in _of_listing(listing, [section])):
            raise ValueError(f"{site.name} has no section {section!r}; sections: {', '.join(known_sections(site)) or 'none'}")
    return [start for listing in site.listings for start in _of_listing(listing, wanted)]


def known_sections(site: Site) -> list[str]:
    """The sections of a site's lists, by name."""
    paths = [urlsplit(listing.url).path for listing in site.listings if "{section}" not in listing.url]
    fixed = (name for path in paths for name in (path.rpartition("/")[0].strip("/"), path.rpartition("/")[2].partition(".")[0]) if not _NO_SECTION.fullmatch(name))
    return list(dict.fromkeys([*(name for listing in site.listings for name in listing.sections), *fixed]))


def _of_listing(listing: Listing, sections: Sequence[str]) -> Iterator[Start]:
    if "{section}" in listing.url:
        for section in sections or listing.sections:
            yield Start(listing.url.format(section=section), listing)
    elif not sections or _is_in(listing.url, sections):
        yield Start(listing.url, listing)


def _is_in(url: str, sections: Sequence[str]) -> bool:
    """Whether a section is a folder of an address, or the name of its file."""
    path = urlsplit(url).path
    return any(f"/{section.strip('/')}/" in path or path.rpartition("/")[2].partition(".")[0] == section for section in sections)


def list_at(site: Site, url: str) -> Listing | None:
    """The list of `site` whose address `url` may be: one with a `{section}` stands for many."""
    return next((listing for listing in site.listings if "{section}" in listing.url
                 and re.fullmatch(re.escape(listing.url).replace(r"\{section\}", _SECTION.pattern), url)), None)


def days(since: date, until: date) -> Iterator[date]:
    """The days from the last to the first, both included."""
    for back in range((until - since).days + 1):
        yield until - timedelta(days=back)


def issue(site: Site, day: date, sections: Sequence[str] = ()) -> list[Start]:
    """The issues of `day`, by what the site says of its addresses: none where it has none then, or where they are of none of `sections`."""
    return [Start(issues.url.format(day=day), issues, day) for issues in site.issues
            if issues.first <= day.isoformat() <= issues.last and day.weekday() in issues.weekdays and (not sections or _is_in(issues.url, sections))]


def is_of_issues(site: Site, url: str) -> bool:
    """Whether a list is on the host of a newspaper whose issues can be asked for by day: it is that of the latest issue then."""
    return any(urlsplit(url).netloc == urlsplit(issues.url).netloc for issues in site.issues)


def calendar_days(body: bytes) -> set[date]:
    """The days of issue that a month's calendar (Founder's `period.xml`) names."""
    found = set()
    for year, month, day in _CALENDAR_DAY.findall(body.decode("latin-1")):
        try:
            found.add(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return found


# ---------------------------------------------------------------------------------------------------- a page of a list
def read(page: Page, site: Site, listing: Listing | Issues, number: int = 1, first: str | None = None) -> Listed:
    """What `page`, which has a URL, says as page `number` of the list that begins at `first`. Raises `NotAnArticle` for bytes that cannot be parsed."""
    feed = _FEED.match(page.text[:16_384])
    if feed:
        return _sitemap(page) if feed.group(1) in ("urlset", "sitemapindex") else Listed(_feed(page), [])
    base = _joined(page.url or "", _BASE(page.menu_tree)) or page.url or ""
    links = links_in(page.menu_tree, listing.links)[:_MOST_LINKS]

    def onward(href: str | None) -> str | None:
        """The address of a link, if it may be a page of this list."""
        url = _answered(site, _joined(base, href))
        return url if url and _host(site, url) == _host(site, page.url or "") and not is_file(url) and not site.id_at(url) else None

    first = first or page.url or ""
    following = pager.following(page, listing, onward, number, first, printed=is_of_issues(site, first))
    entries = [entry for entry in _entries(site, links, base) if entry.url not in following.urls or following.supposed]
    return Listed(entries, following.urls, following.supposed) if entries or not following.supposed else Listed([], [])


def _entries(site: Site, links: Sequence[etree._Element], base: str) -> list[Entry]:
    """One entry an address, in page order; its title and its day are those of the first of its links that has one."""
    targets = {link: url for link in links if (url := _answered(site, _joined(base, site.target(link))))}
    holders = _holders(targets)
    by_url: dict[str, list[etree._Element]] = {}
    for link, url in targets.items():
        by_url.setdefault(url, []).append(link)
    entries = []
    for url, own in by_url.items():
        read = [_read_link(link) for link in own[:_MOST_PIECES]]
        said = (_day_beside(link, url, holders, site) or day for link, (_, day) in zip(own[:_ROW_LEVELS], read, strict=False))
        entries.append(Entry(url, _title([title for title, _ in read]), next(filter(None, said), None) or day_in(url) or _day_about(own[0], url, holders)))
    return entries


def _title(titles: Sequence[str]) -> str | None:
    """The first title that is not as short as 图文 or 详细, else the longest: under a headline stands its teaser, a link as well."""
    return next((title for title in titles if len(title) >= _SHORT_TITLE), None) or max(titles, key=len) or None


def _read_link(link: etree._Element) -> tuple[str, str | None]:
    """The title that a link is or has, and the day that is a piece of its own in it, or all that it shows besides the title."""
    pieces = [piece for piece in map(fold, islice(link.itertext(), _MOST_PIECES)) if piece]
    days = {piece: stamp.value for piece in pieces if (stamp := _found(piece)) and not any(map(str.isalnum, piece.replace(stamp.raw, "")))}
    title = fold(link.get("title") or "")
    text = fold("".join(" " if fold(piece) in days else piece for piece in islice(link.itertext(), _MOST_PIECES)))
    if title and not days:
        stamp = _found(" ".join(pieces).replace(title, " ")) if title in text else None
        return title, stamp.value if stamp else None
    return title or text or " ".join(pieces), next(iter(days.values()), None)


def _holders(targets: dict[etree._Element, str]) -> dict[etree._Element, str]:
    """The elements around links, each with the address that all links in it lead to; without one where they lead to several."""
    found: dict[etree._Element, str] = {}
    for link, url in targets.items():
        for holder in link.iterancestors():
            known = found.get(holder)
            if known in ("", url):
                break
            found[holder] = url if known is None else ""
    return found


def _rows(link: etree._Element, url: str, holders: dict[etree._Element, str]) -> Iterator[list[str]]:
    """What stands beside a link, outside links: in the element around it, in the one around that, and so on while all links in it lead to `url`."""
    for holder in islice(link.iterancestors(), _ROW_LEVELS):
        if holder.tag not in _ROW_TAGS or holders[holder] != url:
            return
        pieces = list(islice(_outside_links(holder), _MOST_PIECES))
        if len(pieces) == _MOST_PIECES or sum(map(len, pieces)) > _LONGEST_ROW:
            return
        yield [piece for piece in map(fold, pieces) if piece]


def _outside_links(row: etree._Element) -> Iterator[str]:
    """The texts in `row` that are in no link; an empty one for each element, so that whoever counts them counts elements."""
    yield row.text or ""
    walk = etree.iterwalk(row, events=("start", "end"))
    for event, element in walk:
        if element is row:
            continue
        if event == "end":
            yield element.tail or ""
        elif element.tag == "a":
            walk.skip_subtree()
        elif element.text:
            yield element.text


def _day_beside(link: etree._Element, url: str, holders: dict[etree._Element, str], site: Site) -> str | None:
    """The day that stands beside a link in a piece of its own (2021-07-21, 发布时间：2021/7/21 9:15), in the nearest element that has one."""
    for pieces in _rows(link, url, holders):
        for piece in pieces:
            stamp = _found(piece, short_years=site.short_years)
            if stamp and len(piece) - len(stamp.raw) <= _BESIDE and not _SENTENCE.search(piece):
                return stamp.value
    return None


def _day_about(link: etree._Element, url: str, holders: dict[etree._Element, str]) -> str | None:
    """The day in the one line that all that stands beside a link makes; a longer text is a teaser, and its dates are its own."""
    lines = (" ".join(pieces) for pieces in _rows(link, url, holders))
    return next((stamp.value for line in lines if len(line) <= _LONGEST_LINE and (stamp := _found(line))), None)


def _found(text: str, *, short_years: bool = False) -> dates.Stamp | None:
    """The first date in `text` but for those of signing."""
    if len(text) > _LONGEST_ROW or not _LOOKS_DATED.search(text):
        return None
    return next((stamp for stamp in dates.find_all(text, short_years=short_years) if not dates.is_of_signing(text, stamp)), None)


def day_in(url: str) -> str | None:
    """The day that an address names (`/20210721/86.html`, `/t20210721_86.html`), ISO; None where it names none."""
    for found in _DAY_IN_PATH.finditer(urlsplit(url).path):
        year, month, day = (group for group in found.groups() if group)
        if "1980" <= year <= "2100" and "01" <= month <= "12" and "01" <= day <= f"{monthrange(int(year), int(month))[1]:02}":
            return f"{year}-{month}-{day}"
    return None


def is_file(url: str) -> bool:
    """Whether an address is that of a picture, document or the like, by its name: no page."""
    return urlsplit(url).path.lower().endswith(_FILES)


def _answered(site: Site, url: str | None) -> str | None:
    """An address by the scheme under which the site answers: some have no https that works."""
    if url and site.scheme == "http" and url.startswith("https://") and site.owns((urlsplit(url).hostname or "").lower(), ""):
        return "http://" + url.removeprefix("https://")
    return url


def _joined(base: str, href: str | None) -> str | None:
    """The absolute address of a link, without fragment; None for one that leads nowhere. The scheme may be any: who fetches refuses."""
    href = _CONTROL.sub("", href or "").strip().replace("\\", "/")  # as browsers do
    if not href or len(href) > _LONGEST_URL or _NO_PAGE.match(href):
        return None
    try:
        url = urljoin(base, href).partition("#")[0].replace(" ", "%20")
        return url if urlsplit(url).port != 0 and len(url) <= _LONGEST_URL else None
    except ValueError:
        return None


def _host(site: Site, url: str) -> str:
    host = (urlsplit(url).hostname or "").lower()
    return site.fold_hosts.get(host, host)


# ---------------------------------------------------------------------------------------------------- feeds and sitemaps
def _xml(page: Page) -> etree._Element | None:
    """The tree of a feed or a sitemap, as far as it can be read; None for none. It knows HTML's entities and no other; nothing is fetched."""
    text = _REFERENCE.sub(lambda found: escape(html5.get(found[1] or "", found[0])), _NOT_IN_XML.sub("", page.text))
    parser = etree.XMLParser(encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(text.encode("utf-8", "replace"), parser)


def _name(element: etree._Element) -> str:
    """The name of an element, lower case; a namespace that is another's than the feed's stays before it, but for Dublin Core's."""
    if not isinstance(element.tag, str):
        return ""
    name = element.tag.rpartition("}")[2].lower()
    prefix, _, local = name.rpartition(":")
    prefix = prefix or (element.prefix or "").lower()
    return f"{prefix}:{local}" if prefix in ("media", "itunes", "image", "video", "news", "g") else local


def _feed(page: Page) -> list[Entry]:
    """The entries of a feed: RSS of all versions, RDF, Atom. Of each the first element of a name counts: a torn one may hold the next entry."""
    root = _xml(page)
    found: list[dict[str, str]] = []
    for element in () if root is None else root.iter():
        name = _name(element)
        if name in ("item", "entry"):
            found.append({key.rpartition("}")[2]: value for key, value in element.attrib.items() if key.endswith("}about")})
        elif found and name in (*_DATED, "title", "link", "guid", "id"):
            _take(found[-1], name, element)
    by_url: dict[str, Entry] = {}
    for entry in filter(None, (_entry_of(said, page.url or "") for said in found[:_MOST_LINKS])):
        by_url.setdefault(entry.url, entry)
    return list(by_url.values())


def _take(said: dict[str, str], name: str, element: etree._Element) -> None:
    text = (element.text or "").strip() or (element[0].text or "" if len(element) else "")
    if name == "link" and element.get("rel", "alternate") == "alternate":
        text = text or element.get("href") or ""
    elif name == "link" or (name in ("guid", "id") and (element.get("ispermalink", element.get("isPermaLink")) == "false" or not text.startswith("http"))):
        return
    if text:
        said.setdefault(name, text)


def _entry_of(said: dict[str, str], base: str) -> Entry | None:
    link = next((said[name] for name in ("link", "guid", "id", "about") if name in said), "")
    url = _joined(base, link.replace("&amp;", "&"))
    day = next((moment for name in _DATED if (moment := _moment(said.get(name)))), None)
    return Entry(url, fold(_TAG.sub("", unescape(said.get("title", "")))) or None, day or day_in(url)) if url else None


def _moment(text: str | None) -> str | None:
    """The time that a feed or sitemap gives, in China's; a day where it gives a day."""
    stamp = dates.find(fold(text)) if text else None
    if stamp is None or "T" not in stamp.value:
        return stamp.value if stamp else None
    return datetime.fromisoformat(stamp.value).astimezone(dates.CHINA).isoformat()


def _sitemap(page: Page) -> Listed:
    """The pages of a sitemap; those of an index of sitemaps come next."""
    root = _xml(page)
    if root is None:
        return Listed([], [])
    pages = {url: said.get("lastmod") for element in root
             if (said := {_name(child): child.text for child in element}) and (url := _joined(page.url or "", said.get("loc")))}
    if _name(root) == "sitemapindex":
        return Listed([], list(pages)[:_MOST_LINKS])
    return Listed([Entry(url, None, day_in(url) or _moment(last)) for url, last in islice(pages.items(), _MOST_LINKS)], [])


def in_range(day: str | None, since: str | None, until: str | None) -> bool:
    """Whether `day` (ISO, a day or a time) is within both days; what has no day is."""
    return not day or ((not since or day[:10] >= since) and (not until or day[:10] <= until))


def all_before(entries: Iterable[Entry], since: str | None) -> bool:
    """Whether a page of a list is wholly older than `since`: there is a dated entry on it, and none that is younger."""
    listed = [entry.date[:10] for entry in entries if entry.date]
    return bool(since and listed) and all(day < since for day in listed if since)
