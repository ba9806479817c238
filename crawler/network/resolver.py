"""Names to addresses: none of a private network, whatever a name server says (setting TWISTED_DNS_RESOLVER)."""
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.abstract import isIPv6Address
from twisted.internet.defer import succeed
from twisted.internet.error import DNSLookupError

from crawler.network.mirrors import Mirrors, is_public

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver, but for answers that are no public address: those are refused, unless the name is that of a mirror's base or of a proxy."""

    allowed: frozenset[str] = frozenset()
    refused: ClassVar[dict[str, str]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> PublicResolver:
        resolver = super().from_crawler(crawler, reactor)
        resolver.allowed = Mirrors(crawler.settings.get("MIRRORS")).hosts | _proxies()
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        found = succeed(name) if isIPv6Address(name) else super().getHostByName(name, timeout)  # Scrapy's asks for IPv4 alone
        return found if name.lower() in self.allowed else found.addCallback(self._public, name)

    def _public(self, address: str, name: str) -> str:
        if not is_public(address):
            self.refused[name.lower()] = address  # Twisted gives on that there is no answer, and not why
            raise DNSLookupError(f"{name} stands for {address}, which is no public address")
        return address

    @classmethod
    def refuses(cls, url: str) -> bool:
        """Whether the host of `url` was found to stand for a private address."""
        return _host(url) in cls.refused


def _proxies() -> frozenset[str]:
    """The hosts of the proxies that the environment names for the web; what it names under `no` are none."""
    proxies = (proxy for scheme, proxy in getproxies().items() if scheme in ("http", "https", "all"))
    return frozenset(filter(None, (_host(proxy if "//" in proxy else f"//{proxy}") for proxy in proxies)))


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
