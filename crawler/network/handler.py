"""Fetches a page from the site or from its mirror, unpacks it, and stamps it with the time (setting DOWNLOAD_HANDLERS)."""
from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

from crawler import MAX_INPUT
from crawler.network import heads
from crawler.network.encodings import unpacked, with_changes
from crawler.network.mirrors import Mirrors
from crawler.network.pauses import Pauses

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

FETCHED_AT = "fetched_at"
"""Key of `Request.meta`: when the response was there (UTC, ISO, to the second, as a WARC record has it)."""


class SiteHandler(HTTP11DownloadHandler):
    """Scrapy's handler behind the mirrors: nothing above it sees another address than the site's own."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._mirrors = Mirrors(crawler.settings.get("MIRRORS"))
        self._pauses = Pauses.of(crawler)
        heads.bound(self._pool)

    async def download_request(self, request: Request) -> Response:
        async with self._pauses.turn(request):
            address = self._mirrors.address(request.url)
            response = await (super().download_request(request) if address is None else self._from_mirror(request, address))
            self._pauses.heed(request, response)  # before the next request of the line is sent
        response = unpacked(response, self._default_maxsize or MAX_INPUT)
        request.meta[FETCHED_AT] = datetime.now(UTC).isoformat(timespec="seconds")
        return response

    async def _from_mirror(self, request: Request, address: str) -> Response:
        asked = request.replace(url=address)
        asked.meta.pop("proxy", None)  # a proxy is for the site
        response = await super().download_request(asked)
        if "download_latency" in asked.meta:  # what AutoThrottle goes by
            request.meta["download_latency"] = asked.meta["download_latency"]
        location = response.headers.get("Location")
        if location is not None:
            response.headers["Location"] = self._of_the_site(location.decode("latin-1"), address, request.url)
        return with_changes(response, url=request.url)

    def _of_the_site(self, location: str, address: str, url: str) -> str:
        """Where a redirect leads that a mirror gave at `address`, which stands for `url`."""
        try:
            target = urljoin(address, location)
        except ValueError:
            return location
        original = self._mirrors.original(target, url)
        return location if original == target else original
