"""What kind of failure it is that a page was not fetched."""
from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response

from crawler.middlewares.refusing import Reason, Refused
from crawler.network.resolver import PublicResolver

if TYPE_CHECKING:
    from twisted.python.failure import Failure

REFUSALS = frozenset({*get_args(Reason), "private-address"})
"""Reasons for which we did not ask; all others are failures to get an answer."""

_KINDS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    (CannotResolveHostError, "dns"), (DownloadConnectionRefusedError, "connection-refused"), ((DownloadTimeoutError, TimeoutError), "timeout"),
    (DownloadCancelledError, "too_large"), ((DownloadFailedError, ResponseDataLossError), "connection-lost"),
)


def reason(failure: Failure) -> str:
    """The kind: one of `REFUSALS`, `dns`, `connection-refused`, `connection-lost`, `timeout`, `too_large`, or the name of the exception."""
    error = failure.value
    if isinstance(error, Refused):
        return error.reason
    request = getattr(failure, "request", None)
    if isinstance(error, CannotResolveHostError) and request is not None and PublicResolver.refuses(request.url):
        return "private-address"
    if isinstance(error, IgnoreRequest):  # Scrapy's decompression, which says it so alone
        return "too_large" if "size" in str(error) else "ignored"
    return next((kind for types, kind in _KINDS if isinstance(error, types)), type(error).__name__)


def said(error: object) -> str:
    """A failure in words."""
    return f"the server answered {error.status}" if isinstance(error, Response) else " ".join(str(error).split())[:300] or type(error).__name__
