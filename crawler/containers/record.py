"""What a container yields, page by page: a record, a broken record, or something that is no page."""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from crawler.article import Kind

_MAX_URL = 8192
_WEB = re.compile(r"https?://[^\s/]+(?:/\S*)?", re.I)
_TO_THE_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}")


@dataclass(frozen=True, slots=True)
class Record:
    """One page in a container: its bytes, and what the container says of it.

    `name` is its place: `folder/a.html` (ZIP, tar), `record 17` (WARC), `line 3` (JSON lines), empty where the file holds one page; inside
    a container in a container both, `crawl.warc.gz/record 17`. `url` is a sound http(s) address or None. `headers` have lower-case names;
    the status of an HTTP response stands under `:status`. `fetched_at` is ISO 8601 with offset. `position` is how many bytes of the file
    have been read so far.
    """

    body: bytes
    name: str
    url: str | None = None
    headers: Mapping[str, str] | None = None
    fetched_at: str | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that cannot be read: `reason` for a person, and its `kind`.

    `container` is damage to the container, `too_large` a record or a container over its bounds, `unreadable` what would need a password or an
    unknown method, `error` an HTTP error status without a page, `binary` and `other` what holds no page.
    """

    name: str
    reason: str
    kind: Kind = "container"
    url: str | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A record that holds no page (a picture, a style sheet, a request, metadata): only counted."""

    name: str
    position: int = 0


Event = Record | Broken | PassedOver


def placed(name: str, reason: str) -> str:
    """`reason` with the place of its record in front, where the file holds several."""
    return f"{name}: {reason}" if name else reason


def web_address(text: object) -> str | None:
    """`text` as an http(s) URL without spaces or angle brackets around it; None where it is no sound one."""
    if not isinstance(text, str) or len(text) > _MAX_URL:
        return None
    url = text.strip().removeprefix("<").removesuffix(">").strip()
    try:
        return url if _WEB.fullmatch(url) and urlsplit(url).port is not False and url.encode() else None
    except ValueError:  # a port or brackets that make no sense, a lone surrogate
        return None


def moment(text: object) -> str | None:
    """`text`, an ISO 8601 time, with its offset and to the second; None for a date alone, a time without zone, or anything else.

    A time without zone is nobody's time: it is not guessed.
    """
    if not isinstance(text, str) or not _TO_THE_SECOND.match(text.strip()):
        return None
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found.replace(microsecond=0).isoformat() if found.tzinfo else None
