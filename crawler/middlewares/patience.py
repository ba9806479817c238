"""When a request is made: not before the server wants it, later after each failure, and no more to a host that does not answer."""
from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError

from crawler import verdict
from crawler.article import NotAnArticle
from crawler.middlewares.refusing import Refused
from crawler.network.mirrors import Mirrors
from crawler.network.pauses import Pauses, host_of, retry_after
from crawler.page import Page

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

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
        self._pauses = Pauses.of(crawler)
        self._silent: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Patience:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        host = host_of(request)
        if self._silent[host] >= _SILENT:
            raise Refused("host-down", f"{host} did not answer {_SILENT} requests; {request.url} was not asked")

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        if response.status == 200:
            self._silent.pop(host_of(request), None)
            return response
        if response.status not in self.retry_http_codes or _is_challenge(response):
            return response
        asked_for = retry_after(response)
        if asked_for is not None and asked_for > self._longest_wait:
            raise Refused("retry-after", f"{host_of(request)} wants a pause of {asked_for:.0f} s (RETRY_AFTER_MAX is {self._longest_wait:.0f}): {request.url}")
        again = super().process_response(request, response)
        if isinstance(again, Request) and asked_for is None:  # else the host is left alone for as long as it wants
            await self._pauses.pause(request, self._pause_before(again))
        return again

    async def process_exception(self, request: Request, exception: Exception) -> Request | Response | None:
        again = super().process_exception(request, exception)
        if isinstance(again, Request):
            await self._pauses.pause(request, self._pause_before(again))
        elif isinstance(exception, _HOST_ERRORS):
            self._silent[host_of(request)] += 1
        return again

    def _pause_before(self, again: Request) -> float:
        first = self._backoff if self._is_slow and not self._mirrors.is_local(again.url) else min(_QUICK, self._backoff)
        return min(_LONGEST, first * 2 ** (again.meta["retry_times"] - 1))


def _is_challenge(response: Response) -> bool:
    """Whether an error is a WAF's answer: asking again makes it worse."""
    try:
        found = verdict.before_reading(Page(response.body, response.url))
    except (NotAnArticle, ValueError):
        return False
    return found is not None and found.kind == "challenge"
