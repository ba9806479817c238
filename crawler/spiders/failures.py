"""What kind of failure it is that a page was not fetched."""
from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
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
_UNSAID: tuple[tuple[type[BaseException], str], ...] = ((ResponseDataLossError, "the answer broke off"), (DownloadCancelledError, "the answer was longer than is read"))


def reason(failure: Failure) -> str:
    """The kind: one of `REFUSALS`, `dns`, `connection-refused`, `connection-lost`, `timeout`, `too_large`, or the name of the exception."""
    error = failure.value
    if isinstance(error, Refused):
        return error.reason
    request = getattr(failure, "request", None)
    if isinstance(error, CannotResolveHostError) and request is not None and PublicResolver.refuses(request.url):
        return "private-address"
    return next((kind for types, kind in _KINDS if isinstance(error, types)), type(error).__name__)


def said(error: object) -> str:
    """A failure in words."""
    if isinstance(error, Response):
        return f"the server answered {error.status}"
    reasons = getattr(getattr(error, "__cause__", None), "reasons", None) if isinstance(error, DownloadFailedError) else None
    words = "; ".join(reason.getErrorMessage() for reason in reasons) if reasons else str(error)
    unsaid = next((text for kind, text in _UNSAID if isinstance(error, kind)), type(error).__name__)
    return " ".join(words.split())[:300] or unsaid
