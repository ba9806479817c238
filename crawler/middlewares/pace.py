"""A mirror on this machine is not slowed, unless the user asks for it."""
from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.settings import SETTINGS_PRIORITIES

from crawler.network.mirrors import Mirrors

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

_PROJECT = SETTINGS_PRIORITIES["project"]


class LocalPace:
    """Takes delay and AutoThrottle off the hosts whose mirror is on this machine.

    A DOWNLOAD_DELAY or AUTOTHROTTLE_ENABLED that was set with more weight than this project's own (`-s`, a spider) holds for them too.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._mirrors = Mirrors(settings.get("MIRRORS"))
        asked_delay = (settings.getpriority("DOWNLOAD_DELAY") or 0) > _PROJECT
        self._throttled = (settings.getpriority("AUTOTHROTTLE_ENABLED") or 0) > _PROJECT and settings.getbool("AUTOTHROTTLE_ENABLED")
        self._slot = {"delay": settings.getfloat("DOWNLOAD_DELAY") if asked_delay else 0.0,
                      "concurrency": settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LocalPace:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        if self._throttled or not self._mirrors.is_local(request.url):
            return
        host = (urlsplit(request.url).hostname or "").lower()
        self._crawler.engine.downloader.per_slot_settings.setdefault(host, self._slot)  # type: ignore[union-attr]
        request.meta["autothrottle_dont_adjust_delay"] = True
