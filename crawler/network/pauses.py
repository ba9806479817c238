"""Pauses that a server asks for, with `Retry-After` and with `Crawl-delay`: the host is left alone meanwhile, also by the requests that wait in line already."""
from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from scrapy import signals

from crawler.middlewares.refusing import Refused
from crawler.network.slowing import Slowing

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

_BUSY = (429, 503)
_LONGEST_DISTANCE = 60.0  # seconds: a `Crawl-delay` that is longer counts as that
_SLICE = 0.2  # seconds: how soon a pause ends when the crawl is stopped


class Pauses:
    """The hosts of one crawl that are left alone for a while."""

    _of: WeakKeyDictionary[Crawler, Pauses] = WeakKeyDictionary()

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._longest = crawler.settings.getfloat("RETRY_AFTER_MAX")
        self._at_once = max(1, crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))
        self._lines: dict[str, asyncio.Semaphore] = {}
        self._until: dict[str, float] = {}
        self._slowing = Slowing(crawler.settings)
        self._user_agent = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        self._distance: dict[str, float] = {}
        self._asked: dict[str, float] = {}
        self._left: set[str] = set()
        crawler.signals.connect(self._keep_distance, signals.robots_parsed)

    @classmethod
    def of(cls, crawler: Crawler) -> Pauses:
        """Those of `crawler`, the same for all its parts."""
        found = cls._of.get(crawler)
        if found is None:
            found = cls._of[crawler] = cls(crawler)
        return found

    def _keep_distance(self, robotparser: RobotParser, request: Request) -> None:
        """Called by Scrapy for each robots.txt. What it says of the distance between two requests holds whatever AutoThrottle makes of the host's delay."""
        seconds = robotparser.crawl_delay(self._user_agent) if self._slowing.holds_for(request.url) else None
        if seconds is not None and seconds > 0:
            self._distance[host_of(request)] = min(seconds, _LONGEST_DISTANCE)

    def heed(self, request: Request, response: Response) -> None:
        """Leave the host of `request` alone for as long as its answer asks for, where that is not too long (RETRY_AFTER_MAX)."""
        seconds = retry_after(response) if response.status in _BUSY else None
        if seconds is not None and seconds <= self._longest:
            self._until[host_of(request)] = monotonic() + seconds

    def leave(self, host: str) -> None:
        """Ask `host` for nothing more in this crawl."""
        self._left.add(host)

    def refuse_where_left(self, request: Request) -> None:
        """Refused for a request to a host that is left alone for good."""
        if host_of(request) in self._left:
            raise Refused("host-down", f"{host_of(request)} answered none of the last requests; {request.url} was not asked")

    @asynccontextmanager
    async def turn(self, request: Request) -> AsyncIterator[None]:
        """Holds the line of the host of `request` until it may be asked, and while it is. Refused where the crawl is being stopped, or the host left alone: the
        requests in line are given up at once.

        Scrapy's own limit (CONCURRENT_REQUESTS_PER_DOMAIN) lets a burst through where there is no delay: it counts a request when its task runs, not
        when it is taken from the line (2.19).
        """
        line = self._lines.get(host_of(request))
        if line is None:
            line = self._lines[host_of(request)] = asyncio.Semaphore(self._at_once)
        async with line:
            await self._until_free(request)
            self.refuse_where_left(request)
            self._asked[host_of(request)] = monotonic()
            yield

    async def _until_free(self, request: Request) -> None:
        while not self._refuse_when_closing(request) and (left := self._free_at(host_of(request)) - monotonic()) > 0:
            await asyncio.sleep(min(left, _SLICE))

    def _free_at(self, host: str) -> float:
        return max(self._until.get(host, 0), self._asked.get(host, 0) + self._distance.get(host, 0))

    async def pause(self, request: Request, seconds: float) -> None:
        """Wait so long, but not longer than the crawl goes on. Refused likewise."""
        end = monotonic() + seconds
        while not self._refuse_when_closing(request) and (left := end - monotonic()) > 0:
            await asyncio.sleep(min(left, _SLICE))

    def _refuse_when_closing(self, request: Request) -> bool:
        engine = self._crawler.engine
        slot = getattr(engine, "_slot", None)
        if engine is None or (slot is not None and slot.closing is None):
            return False
        for waiting in engine.downloader.slots.values():  # nothing more is sent, so nothing more has to be spaced
            waiting.delay = 0
        raise Refused("closing", f"the crawl is being stopped: {request.url}")


def host_of(request: Request) -> str:
    """The host of the address, lower case."""
    return (urlsplit(request.url).hostname or "").lower()


def retry_after(response: Response) -> float | None:
    """The seconds that `Retry-After` asks for: a number, or a date; None without one that can be read."""
    said = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if said.isdigit():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
