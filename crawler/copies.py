"""Copies of a page that a browser makes beside saving it: its source shown as a document (view-source), its text set for reading (reader view)."""
from __future__ import annotations

import re
from html import escape

from lxml import etree

from crawler.page import Page, inner_text
from crawler.titles import without_suffix

_HEAD = 1024  # bytes: browsers begin such a copy with its marks
_CHROMIUM_LINES = etree.XPath("//td[contains(concat(' ', @class, ' '), ' line-content ')]")
_FIREFOX_SOURCE = etree.XPath("//body[@id='viewsource']")
_READER_TEXT = etree.XPath("//*[contains(concat(' ', @class, ' '), ' moz-reader-content ')]")
_READER_BYLINE = etree.XPath("//*[contains(concat(' ', @class, ' '), ' reader-credits ')]")
_READER_LINK = etree.XPath("string(//a[contains(concat(' ', @class, ' '), ' reader-domain ')]/@href)")
_WEB = re.compile(r"https?://[^/\s]+/\S*", re.I)


def unwrapped(page: Page) -> Page:
    """The page that `page` is a copy of; `page` itself where it is none. What the browser draws around it is no part of it.

    Known are Chromium's and Firefox's view-source (its DOM, as saving it gives) and Firefox' reader view, which leaves out
    the line of date and source: there is nothing to be read then.
    """
    head = page.body[:_HEAD]
    if b"line-content" in head or b"viewsource" in head:
        return _from_source(page)
    if b"reader-title" in head:
        return _from_reader_view(page)
    return page


def _from_source(page: Page) -> Page:
    if page.form != "html":
        return page
    whole = _FIREFOX_SOURCE(page.tree)
    source = inner_text(whole[0]) if whole else "\n".join(map(inner_text, _CHROMIUM_LINES(page.tree)))
    if not source.lstrip().startswith("<"):
        return page
    return _copied(page, source, page.title.removeprefix("view-source:") if whole else "")


def _from_reader_view(page: Page) -> Page:
    """The tab's title stands over the text: what it says of the site goes behind the heading."""
    texts = _READER_TEXT(page.tree) if page.form == "html" else []
    if not texts:
        return page
    title = without_suffix(page.title)
    rest = page.title[len(title):] if page.title.startswith(title) else ""
    parts = [f"<title>{escape(page.title)}</title><h1>{escape(title)}</h1><i>{escape(rest)}</i>"]
    parts += [etree.tostring(element, encoding="unicode", method="html", with_tail=False) for element in (*_READER_BYLINE(page.tree), *texts)]
    return _copied(page, "<!DOCTYPE html>" + "\n".join(parts), _READER_LINK(page.tree))


def _copied(page: Page, source: str, url: str) -> Page:
    return Page(source.encode("utf-8", "replace"), page.given_url or (url if _WEB.fullmatch(url) else None),
                {**page.headers, "content-type": "text/html; charset=utf-8"}, page.fetched_at)
