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
from typing import Any

from crawler import containers, copies, generic, kinds, paging, reader, verdict
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

    `body` is the page as received or saved (HTML, plain text, a Jekyll source, a newspaper's JSON, a browser's MHTML or view-source copy); `url` where it was fetched; `headers` the HTTP
    headers (str to str or bytes); `fetched_at` an aware datetime or ISO string; `site` the name of the Site to read
    it by, where the page's own evidence is not to decide; with `audit` the ledger has its entries.

    Raises `NotAnArticle` for a page that is none, `ValueError` for an unknown `site` (the message lists the names), a `url` that
    cannot be taken apart, or a `fetched_at` without zone. Nothing else, whatever the bytes.
    """
    chosen = by_name(site) if site is not None else None
    if len(body) > MAX_INPUT:
        raise NotAnArticle("too_large", f"{len(body):,} bytes; the limit is {MAX_INPUT:,}")
    page = _page(bytes(body), url, headers, fetched_at)
    owner = chosen or site_of(page)
    refusal = verdict.before_reading(page) or owner.verdict(page)
    if refusal is not None:
        raise refusal
    return _read(page, owner, audit)


def _page(body: bytes, url: str | None, headers: Headers | None, fetched_at: datetime | str | None) -> Page:
    """The page in `body`, out of what a browser wrapped it in; what the caller knows of it goes first."""
    if not body.startswith(b"<") and containers.form_of(body[:containers.START]) == "mhtml":
        record = containers.mhtml_page(body)
        if isinstance(record, containers.Broken):
            raise NotAnArticle(record.kind, record.reason, record.url)
        body, url, headers, fetched_at = record.body, url or record.url, headers or record.headers, fetched_at or record.fetched_at
    return copies.unwrapped(Page(body, url, headers, fetched_at))


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
    if kinds.is_not_news(page, raw):
        raw.warnings.add("not-news")
    raw.part = paging.part(page, layout, raw.title)
    return normalise_article(raw, page, site, site.article_id(page, raw))


def _holds_article(raw: reader.RawArticle) -> bool:
    return raw.body_count > 0 or bool(raw.title and any(line.kind == "image" for line in raw.body))


def parse_file(path: str | PathLike[str], url: str | None = None, *, headers: Headers | None = None,
               fetched_at: datetime | str | None = None, site: str | None = None, audit: bool = False) -> Iterator[Article | NotAnArticle]:
    """What the file at `path` holds, in its order: articles, and verdicts where it holds none (given, not raised).

    A plain page gives one of either. A container (MHTML, WARC, ZIP, tar, JSON lines; gzip, bzip2, xz around them) gives one a record, read as a
    stream; a record's own address and time go before `url` and `fetched_at`, and articles on several pages are joined as `join` says.
    Records that hold no page are passed over. Raises `OSError` where the file cannot be read, `ValueError` as `parse`.
    """
    options: dict[str, Any] = {"headers": headers, "fetched_at": fetched_at, "site": site, "audit": audit}
    if containers.holds_records(path):
        return join(_records(path, url, options))
    return _plain_file(Path(path), url, options)


def _plain_file(file: Path, url: str | None, options: dict[str, Any]) -> Iterator[Article | NotAnArticle]:
    size = file.stat().st_size
    if size > MAX_INPUT:
        yield NotAnArticle("too_large", f"{size:,} bytes; the limit is {MAX_INPUT:,}", url)
        return
    yield _article_or_verdict(file.read_bytes(), url, options)


def _records(path: str | PathLike[str], url: str | None, options: dict[str, Any]) -> Iterator[Article | NotAnArticle]:
    for event in containers.records(path, MAX_INPUT):
        if isinstance(event, containers.Broken):
            yield NotAnArticle(event.kind, containers.placed(event.name, event.reason), event.url)
        elif isinstance(event, containers.Record):
            own = {"headers": event.headers or options["headers"], "fetched_at": event.fetched_at or options["fetched_at"]}
            yield _article_or_verdict(event.body, event.url or url, options | own, event.name)


def _article_or_verdict(body: bytes, url: str | None, options: dict[str, Any], name: str = "") -> Article | NotAnArticle:
    try:
        return parse(body, url, **options)
    except NotAnArticle as found:
        return NotAnArticle(found.kind, containers.placed(name, found.reason), found.url or url)
