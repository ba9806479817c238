"""What the head of an HTML document says of the article for machines: title, date, source, keywords.

Used where the text says nothing.
"""
from __future__ import annotations

from collections.abc import Collection

from lxml import etree

from crawler.page import Page
from crawler.raw import RawArticle
from crawler.zh import bylines, dates, sources
from crawler.zh.pattern import Pattern
from crawler.zh.text import HANZI, fold

_TITLES = ("articletitle", "og:title")
_DATES = ("pubdate", "publishdate", "publish-date", "article:published_time", "og:release_date", "weibo: article:create_at", "bytedance:published_time",
          "firstpublishedtime", "datepublished", "dc.date.issued", "publish_time", "og:published_time", "pubtime")
_SOURCES = ("contentsource", "source", "mediaid")
_KEYWORDS = ("keywords",)
_LD_DATE = Pattern(r'"(?:datePublished|pubDate)"\s{0,4}:\s{0,4}"([^"]{8,40})"')
_TAG = Pattern(r"<[^>]{0,200}>")
_MAX_SOURCE = 40


def document_title(page: Page) -> str:
    """What `<title>` says, or, where it is missing, og:title or ArticleTitle; white space folded; empty where nothing does."""
    return _tab_title(_head(page)) or given_title(page) or ""


def given_title(page: Page) -> str | None:
    """The article's title as ArticleTitle or og:title give it."""
    return _content(page, _TITLES)


def fill_gaps(page: Page, raw: RawArticle, fields: Collection[str]) -> None:
    """Gives `raw` those of `fields` (date, source, keywords) that the head says and the text does not."""
    now = page.fetched_at
    said = [bylines.read_head_line(fold(text)) for text in (*raw.info, *raw.bylines)]
    if "date" in fields and not any(dates.find_published(fold(text), now=now) for text in (*raw.info, *raw.bylines)):
        given = _content(page, _DATES) or _linked_data_date(page.text)
        if given and dates.find(given):
            raw.date = given
    if "source" in fields and raw.source is None and not any(info.source for info in said):
        source = _content(page, _SOURCES)
        if source and HANZI.search(source) and len(source) < _MAX_SOURCE:
            raw.source = sources.clean(source) or None
    if "keywords" in fields and not raw.keywords and not any(info.keywords for info in said):
        raw.keywords = [words] if (words := _content(page, _KEYWORDS)) else []


def _tab_title(within: etree._Element) -> str:
    return fold(next((title.text for title in within.iter("title")), None) or "")


def _linked_data_date(source: str) -> str | None:
    """The date that JSON-LD gives. Looked for as a word first: few pages have any, and a pattern takes longer to say so."""
    found = _LD_DATE.search(source) if "datePublished" in source or "pubDate" in source else None
    return found.group(1) if found else None


def _head(page: Page) -> etree._Element:
    """The document's head; the whole tree where it has none (a fragment)."""
    return next(page.tree.iterchildren("head"), page.tree)


def _content(page: Page, names: Collection[str]) -> str | None:
    """The content of the first of `names` that the head gives."""
    found: dict[str, str] = {}
    for element in _head(page).iter("meta"):
        name = (element.get("name") or element.get("property") or "").lower()
        if name in names and name not in found and (content := fold(_TAG.sub("", element.get("content") or ""))):
            found[name] = content
    return next((found[name] for name in names if name in found), None)
