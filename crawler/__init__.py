"""电闻 dianwen: Chinese power-industry news as clean, uniform articles.

    import crawler
    article = crawler.parse(open("page.html", "rb").read())

This is the pure part: it needs no Scrapy and no network.
"""
from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from os import PathLike
from pathlib import Path

from crawler import generic, kinds, paging, reader, verdict
from crawler.article import SCHEMA, Article, Block, Image, Ledger, LedgerEntry, NotAnArticle, Person
from crawler.joining import join
from crawler.normalise import normalise_article
from crawler.page import Headers, Page
from crawler.site import Site, by_name, site_of
from crawler.version import __version__

__all__ = ["MAX_INPUT", "SCHEMA", "Article", "Block", "Image", "Ledger", "LedgerEntry", "NotAnArticle", "Person", "__version__", "join",
           "parse", "parse_file"]

MAX_INPUT = 20_000_000
"""Bytes: a longer page is refused with the verdict `too_large`."""


def parse(body: bytes, url: str | None = None, *, headers: Headers | None = None, fetched_at: datetime | str | None = None,
          site: str | None = None, audit: bool = False) -> Article:
    """The article on one page.

    `body` is the page as received or saved (HTML, plain text, a Jekyll source); `url` where it was fetched; `headers` the HTTP
    headers (str to str or bytes); `fetched_at` an aware datetime or ISO string; `site` the name of the Site to read
    it by, where the page's own evidence is not to decide; with `audit` the ledger has its entries.

    Raises `NotAnArticle` for a page that is none, `ValueError` for an unknown `site` (the message lists the names), a `url` that
    cannot be taken apart, or a `fetched_at` without zone. Nothing else, whatever the bytes.
    """
    chosen = by_name(site) if site is not None else None
    if len(body) > MAX_INPUT:
        raise NotAnArticle("too_large", f"{len(body):,} bytes; the limit is {MAX_INPUT:,}")
    page = Page(bytes(body), url, headers, fetched_at)
    owner = chosen or site_of(page)
    refusal = verdict.before_reading(page) or owner.verdict(page)
    if refusal is not None:
        raise refusal
    return _read(page, owner, audit)


def _read(page: Page, site: Site, audit: bool) -> Article:
    layout = site.layout(page) or site.text_layout(page)
    raw = reader.read(page, site, layout, audit=audit) if layout else None
    if raw is None or not _holds_article(raw):
        refusal = verdict.error(page)
        if refusal is not None:
            raise refusal
        raw = generic.read(page, site, audit=audit)
    if raw is None or not _holds_article(raw):
        raise verdict.after_reading(page)
    if kinds.is_verse(raw):
        raw.warnings.add("not-news")
    raw.part = paging.part(page, layout, raw.title)
    return normalise_article(raw, page, site, site.article_id(page, raw))


def _holds_article(raw: reader.RawArticle) -> bool:
    return raw.body_count > 0 or bool(raw.title and any(line.kind == "image" for line in raw.body))


def parse_file(path: str | PathLike[str], url: str | None = None, *, headers: Headers | None = None,
               fetched_at: datetime | str | None = None, site: str | None = None, audit: bool = False) -> Iterator[Article | NotAnArticle]:
    """What the file at `path` holds: an article, or the verdict that it holds none (given, not raised).

    A container would give many. Raises `OSError` where the file cannot be read, `ValueError` as `parse`.
    """
    file = Path(path)
    size = file.stat().st_size
    if size > MAX_INPUT:
        yield NotAnArticle("too_large", f"{size:,} bytes; the limit is {MAX_INPUT:,}", url)
        return
    try:
        yield parse(file.read_bytes(), url, headers=headers, fetched_at=fetched_at, site=site, audit=audit)
    except NotAnArticle as found:
        yield NotAnArticle(found.kind, found.reason, url)
