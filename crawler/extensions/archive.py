"""Keeps every response, unpacked, in a WARC file that `scrapy extract` reads (setting KEEP_PAGES=FOLDER)."""
from __future__ import annotations

import io
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured

from crawler.network.handler import FETCHED_AT

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_FRAMING = frozenset({b"transfer-encoding", b"content-length", b"connection"})  # of the connection: what is kept is the body without it
_MOST_HEADERS = 1 << 15  # bytes: what reads WARC files gives up at twice as many


class Archive:
    """A file `<spider>-<time>.warc.gz` a crawl; a record a response, flushed, so that a crawl that is killed leaves all but the last whole."""

    def __init__(self, crawler: Crawler, folder: Path) -> None:
        from warcio.warcwriter import WARCWriter

        name = f"{crawler.spider.name if crawler.spider else 'crawl'}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.warc.gz"
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / name
        self._file = self.path.open("ab")
        self._writer = WARCWriter(self._file, gzip=True)
        self._writer.write_record(self._writer.create_warcinfo_record(name, {"software": crawler.settings["USER_AGENT"], "format": "WARC File Format 1.0"}))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Archive:
        folder = crawler.settings.get("KEEP_PAGES")
        if not folder:
            raise NotConfigured
        archive = cls(crawler, Path(folder))
        crawler.signals.connect(archive.keep, signals.response_downloaded)
        crawler.signals.connect(archive.close, signals.engine_stopped)
        return archive

    def keep(self, response: Response, request: Request, spider: Spider) -> None:
        """Write a response: its status, its headers, and its body."""
        from warcio.statusandheaders import StatusAndHeaders

        try:
            phrase = HTTPStatus(response.status).phrase
        except ValueError:
            phrase = "Unknown"
        said = StatusAndHeaders(f"{response.status} {phrase}", [*_headers(response), ("Content-Length", str(len(response.body)))], protocol="HTTP/1.1")
        fetched_at = request.meta.get(FETCHED_AT) or datetime.now(UTC).isoformat(timespec="seconds")
        self._writer.write_record(self._writer.create_warc_record(
            response.url, "response", payload=io.BytesIO(response.body), http_headers=said,
            warc_headers_dict={"WARC-Date": fetched_at.replace("+00:00", "Z")}))
        self._file.flush()

    def close(self) -> None:
        """Called when the crawl is over."""
        self._file.close()


def _headers(response: Response) -> list[tuple[str, str]]:
    """The headers as they came; of far too many the short ones, as those are that say anything of the page."""
    said = [(name.decode("latin-1"), value.decode("latin-1")) for name, values in response.headers.items() if name.lower() not in _FRAMING for value in values]
    kept, room = set(), _MOST_HEADERS
    for header in sorted(said, key=lambda header: len("".join(header))):
        room -= len("".join(header)) + len(": \r\n")
        if room < 0:
            break
        kept.add(header)
    return [header for header in said if header in kept]
