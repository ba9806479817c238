"""A mirror on this machine is not slowed, unless the user asks for it."""
from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.network.slowing import Slowing

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class LocalPace:
    """Takes delay and AutoThrottle off the hosts whose mirror is on this machine."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._slowing = Slowing(crawler.settings)
        self._slot = {"delay": self._slowing.local_delay, "concurrency": crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LocalPace:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        if self._slowing.throttles_local or not self._slowing.is_local(request.url):
            return
        host = (urlsplit(request.url).hostname or "").lower()
        self._crawler.engine.downloader.per_slot_settings.setdefault(host, self._slot)
        request.meta["autothrottle_dont_adjust_delay"] = True
