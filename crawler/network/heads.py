"""The head of an answer: bounded, and read on where one of its lines is wrong, as browsers do."""
from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from twisted.web.http_headers import InvalidHeaderName

if TYPE_CHECKING:
    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IAddress
    from twisted.web._newclient import HTTP11ClientProtocol, HTTPClientParser, Request
    from twisted.web.client import HTTPConnectionPool
    from twisted.web.iweb import IResponse

_LONGEST = 1 << 18  # bytes, as in Chrome


class HeadTooLong(Exception):
    """The head of an answer does not end. The connection is given up."""


def bound(pool: HTTPConnectionPool) -> None:
    """Make the connections of `pool` read heads so. Twisted reads on until the time is up, however much comes, and gives up at a name that is not ASCII."""

    class Connections(pool._factory):  # type: ignore[misc, name-defined]
        def buildProtocol(self, address: IAddress | None) -> HTTP11ClientProtocol:
            connection = super().buildProtocol(address)
            ask = connection.request

            def request(asked: Request) -> Deferred[IResponse]:
                answer = ask(asked)
                connection._parser.__class__ = _bounded(type(connection._parser))  # Scrapy's own way: the class is written into `ask`
                return answer

            connection.request = request
            return connection

    pool._factory = Connections


@cache
def _bounded(parser: type[HTTPClientParser]) -> type[HTTPClientParser]:
    class Bounded(parser):  # type: ignore[misc, valid-type]
        _seen = 0

        def lineReceived(self, line: bytes) -> None:
            self._seen += len(line) + 1
            if self._seen > _LONGEST:
                raise HeadTooLong(f"the head of the answer is longer than {_LONGEST:,} bytes")
            super().lineReceived(line)

        def headerReceived(self, name: bytes, value: bytes) -> None:
            try:
                super().headerReceived(name, value)
            except InvalidHeaderName:
                return

    return Bounded
