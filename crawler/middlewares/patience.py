"""When a request is made: not before the server wants it, later after each failure, and no more to a host that does not answer."""
from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)

from crawler import verdict
from crawler.article import NotAnArticle
from crawler.middlewares.refusing import Refused
from crawler.network.pauses import Pauses, host_of, retry_after
from crawler.network.slowing import Slowing
from crawler.page import Page

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_LONGEST = 120  # seconds between two tries of a page
_QUICK = 0.1  # seconds before the first new try where nothing is to be slowed
_ENOUGH = 6  # points: then a host is not asked again
_POINTS = (((CannotResolveHostError, DownloadConnectionRefusedError), 2), ((DownloadTimeoutError, DownloadFailedError), 1))  # a page may be at fault for these
_BUSY = 2  # points for a pause longer than is waited for


class Patience(RetryMiddleware):
    """Scrapy's retries with a pause that doubles each time, and with `Retry-After` honoured for the whole host.

    A host that cannot be found, refuses the connection or wants too long a pause three requests in a row, or gives no answer six requests in a row, each after
    all tries, is not asked again in this crawl. Settings: RETRY_BACKOFF, the seconds before the first new try; RETRY_AFTER_MAX, the longest `Retry-After` that
    is waited for.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler.settings)
        self.crawler = crawler
        self._backoff = crawler.settings.getfloat("RETRY_BACKOFF")
        self._longest_wait = crawler.settings.getfloat("RETRY_AFTER_MAX")
        self._slowing = Slowing(crawler.settings)
        self._pauses = Pauses.of(crawler)
        self._silent: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Patience:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        self._pauses.refuse_where_left(request)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        asked_for = retry_after(response) if response.status in self.retry_http_codes else None
        is_too_long = asked_for is not None and asked_for > self._longest_wait
        if not is_too_long:
            self._silent.pop(host_of(request), None)
        if response.status not in self.retry_http_codes or _is_challenge(response):
            return response
        if is_too_long:
            self._add_silence(request, _BUSY)
            raise Refused("retry-after", f"{host_of(request)} wants a pause of {asked_for:.0f} s (RETRY_AFTER_MAX is {self._longest_wait:.0f}): {request.url}")
        again = super().process_response(request, response)
        if isinstance(again, Request) and asked_for is None:  # else the host is left alone for as long as it wants
            await self._pauses.pause(request, self._pause_before(again))
        return again

    async def process_exception(self, request: Request, exception: Exception) -> Request | Response | None:
        again = super().process_exception(request, exception)
        if isinstance(again, Request):
            await self._pauses.pause(request, self._pause_before(again))
        else:
            self._add_silence(request, next((points for errors, points in _POINTS if isinstance(exception, errors)), 0))
        return again

    def _add_silence(self, request: Request, points: int) -> None:
        host = host_of(request)
        self._silent[host] += points
        if self._silent[host] >= _ENOUGH:
            self._pauses.leave(host)

    def _pause_before(self, again: Request) -> float:
        first = self._backoff if self._slowing.is_on and not self._slowing.is_local(again.url) else min(_QUICK, self._backoff)
        return min(_LONGEST, first * 2 ** (again.meta["retry_times"] - 1))


def _is_challenge(response: Response) -> bool:
    """Whether an error is a WAF's answer: asking again makes it worse."""
    try:
        found = verdict.before_reading(Page(response.body, response.url))
    except (NotAnArticle, ValueError):
        return False
    return found is not None and found.kind == "challenge"
