"""Requests that are not made: off the site, of another scheme, forbidden by robots.txt, redirected too often. Each is counted by its reason."""
from __future__ import annotations

import asyncio
import logging
import re
from typing import TYPE_CHECKING, Literal
from urllib.parse import urldefrag, urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest

from crawler.network.mirrors import Mirrors

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

    from crawler.site import Site

Reason = Literal["scheme", "offsite", "not-mirrored", "robots", "redirect", "host-down", "retry-after", "closing"]


_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LONGEST_ROBOTS = 1 << 21  # bytes; 500 KiB must be read
_PLAIN_HOST = re.compile(r"[A-Za-z0-9._-]+(?::\d*)?", re.ASCII)


class Refused(IgnoreRequest):
    """A request that was not made, or an answer that was not followed, for `reason`."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def refusal(url: str, site: Site, mirrors: Mirrors) -> Refused | None:
    """Why `url` is not to be asked for a page of `site`; None where it may be.

    Of a site one of whose hosts has a mirror, the hosts without mirror are not asked: a mirror is there so that the site is left alone.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return Refused("scheme", f"no valid address: {url[:200]}")
    if parts.scheme not in ("http", "https"):
        return Refused("scheme", f"{parts.scheme or 'no'}: addresses are not followed: {url[:200]}")
    if not _PLAIN_HOST.fullmatch(parts.netloc) or port == 0:  # a name and password, an IPv6 address, or what another program takes for another host
        return Refused("offsite", f"no plain host: {url[:200]}")
    if not _owns(site, host, parts.path):
        return Refused("offsite", f"{host} is not of {site.name}: {url}")
    if mirrors and host not in mirrors.bases and any(_is_of(site, mirrored) for mirrored in mirrors.bases):
        return Refused("not-mirrored", f"MIRRORS has no mirror of {host}: {url}")
    return None


def _owns(site: Site, host: str, path: str) -> bool:
    return _is_of(site, host) if path == "/robots.txt" else site.owns(host, path.strip("/").partition("/")[0])


def _is_of(site: Site, host: str) -> bool:
    """Whether `host` is one of the site's, whatever folder of it."""
    names = (own.partition("/")[0] for own in site.hosts)
    return any(host == name or host.endswith("." + name) for name in names)


class OnSite:
    """Refuses whatever leads off the spider's site: links and redirects."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._mirrors = Mirrors(crawler.settings.get("MIRRORS"))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OnSite:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        found = refusal(request.url, self._crawler.spider.site, self._mirrors)  # type: ignore[union-attr]
        if found is not None:
            raise found


def _without_traceback(record: logging.LogRecord) -> bool:
    record.exc_info = None
    return True


class Robots(RobotsTxtMiddleware):
    """Scrapy's, with the reason named, and without a traceback where a server does not answer.

    A robots.txt that is not there says nothing, whatever its error page says; of one that is far too long the beginning counts (RFC 9309, 2.3.1.3 and 2.5).
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        logging.getLogger(RobotsTxtMiddleware.__module__).addFilter(_without_traceback)
        self._rules: dict[str, asyncio.Future[RobotParser | None]] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the request's host, the same for all who wait for them: of those who wait in Scrapy (2.19) the second gets none, and asks for
        what is forbidden."""
        host = urlsplit(request.url).netloc
        if host not in self._rules:
            self._rules[host] = asyncio.ensure_future(super().robot_parser(request))
        return await asyncio.shield(self._rules[host])

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        body = b"" if 400 <= response.status < 500 else response.body[:_LONGEST_ROBOTS]
        await super()._parse_robots(response.replace(body=body), netloc, request)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            raise Refused("robots", f"robots.txt of the site forbids {request.url}") from error


class Redirect(RedirectMiddleware):
    """Scrapy's, with the reason named, also for what it does not follow; no Referer and no fragment is sent along."""

    def _engine_started(self) -> None:
        """Scrapy looks here for what sends a Referer, and complains that nothing does."""

    def handle_referer(self, request: Request, response: Response) -> None:
        request.headers.pop("Referer", None)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        location = response.headers.get("Location")
        if location is None or response.status not in _REDIRECTS:
            return response
        try:
            again = super().process_response(request, response)
        except IgnoreRequest as error:
            raise Refused("redirect", f"redirected too often: {request.url}") from error
        except ValueError:  # javascript:, a port that is none, half an IPv6 address
            again = response
        if not isinstance(again, Request):
            raise Refused("scheme", f"{request.url} leads to what is not followed: {location[:200].decode('latin-1')}")
        return again.replace(url=urldefrag(again.url).url) if "#" in again.url else again
