"""When a request is made: not before the server wants it, later after each failure, and no more to a host that does not answer."""
from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError

from crawler import verdict
from crawler.article import NotAnArticle
from crawler.middlewares.refusing import Refused
from crawler.network.mirrors import Mirrors
from crawler.page import Page

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_SLICE = 0.2  # seconds: how soon a pause ends when the crawl is stopped
_LONGEST = 120  # seconds between two tries of a page
_QUICK = 0.1  # seconds before the first new try where nothing is to be slowed
_SILENT = 3  # requests in a row that a host does not answer, after all tries: then it is down
_HOST_ERRORS = (CannotResolveHostError, DownloadConnectionRefusedError)


class Patience(RetryMiddleware):
    """Scrapy's retries with a pause that doubles each time, and with `Retry-After` honoured for the whole host.

    A host that cannot be found or refuses the connection three requests in a row is not asked again in this crawl. Settings: RETRY_BACKOFF,
    the seconds before the first new try; RETRY_AFTER_MAX, the longest `Retry-After` that is waited for.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler.settings)
        self.crawler = crawler
        self._backoff = crawler.settings.getfloat("RETRY_BACKOFF")
        self._longest_wait = crawler.settings.getfloat("RETRY_AFTER_MAX")
        self._is_slow = crawler.settings.getfloat("DOWNLOAD_DELAY") > 0 or crawler.settings.getbool("AUTOTHROTTLE_ENABLED")
        self._mirrors = Mirrors(crawler.settings.get("MIRRORS"))
        self._not_before: dict[str, float] = {}
        self._silent: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Patience:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        host = _host(request)
        if self._silent[host] >= _SILENT:
            raise Refused("host-down", f"{host} did not answer {_SILENT} requests; {request.url} was not asked")
        while self._not_before.get(host, 0) > monotonic():
            await self._pause(self._not_before[host] - monotonic())

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        if response.status == 200:
            self._silent.pop(_host(request), None)
            return response
        if response.status not in self.retry_http_codes or _is_challenge(response):
            return response
        asked_for = _retry_after(response)
        if asked_for is not None and asked_for > self._longest_wait:
            raise Refused("retry-after", f"{_host(request)} wants a pause of {asked_for:.0f} s (RETRY_AFTER_MAX is {self._longest_wait:.0f}): {request.url}")
        again = super().process_response(request, response)
        if isinstance(again, Request):
            if asked_for is not None:
                self._not_before[_host(request)] = monotonic() + asked_for
            await self._pause(asked_for if asked_for is not None else self._pause_before(again))
        return again

    async def process_exception(self, request: Request, exception: Exception) -> Request | Response | None:
        again = super().process_exception(request, exception)
        if isinstance(again, Request):
            await self._pause(self._pause_before(again))
        elif isinstance(exception, _HOST_ERRORS):
            self._silent[_host(request)] += 1
        return again

    def _pause_before(self, again: Request) -> float:
        first = self._backoff if self._is_slow and not self._mirrors.is_local(again.url) else min(_QUICK, self._backoff)
        return min(_LONGEST, first * 2 ** (again.meta["retry_times"] - 1))

    async def _pause(self, seconds: float) -> None:
        """Wait, but not longer than the crawl goes on."""
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0:
            if self._is_closing():
                raise Refused("closing", "the crawl is being stopped")
            await asyncio.sleep(min(left, _SLICE))

    def _is_closing(self) -> bool:
        slot = getattr(self.crawler.engine, "_slot", None)
        return slot is None or slot.closing is not None


def _host(request: Request) -> str:
    return (urlsplit(request.url).hostname or "").lower()


def _is_challenge(response: Response) -> bool:
    """Whether an error is a WAF's answer: asking again makes it worse."""
    try:
        found = verdict.before_reading(Page(response.body, response.url))
    except (NotAnArticle, ValueError):
        return False
    return found is not None and found.kind == "challenge"


def _retry_after(response: Response) -> float | None:
    """The seconds that `Retry-After` asks for: a number, or a date; None without one that can be read."""
    said = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if said.isdigit():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
