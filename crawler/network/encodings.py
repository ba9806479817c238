"""Compressed bodies: unpacked by what reads WARC files, so that a crawl and `scrapy extract` read the same of what a server sends."""
from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError

from crawler.containers import responses
from crawler.containers.streams import Budget, CutOff, Damaged, Exhausted, TooLarge

if TYPE_CHECKING:
    from scrapy.http import Response

_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a]")
_SAMPLE = 512  # bytes: packed ones hold control characters among so many
_MEMBERS = 100  # parts of a gzip body: a server makes one, or one a block
_GZIP = b"\x1f\x8b"
_STEPS = 3  # encodings on top of each other, each of which may give as much as is allowed


def unpacked(response: Response, most: int) -> Response:
    """`response` with its body unpacked, and without the header that says that it is packed: also where that is not true, or is no encoding at all (utf-8).

    Raises `ResponseDataLossError` for a body that breaks off or is damaged, `DownloadCancelledError` for one that is more than `most` bytes unpacked.
    """
    said = b",".join(response.headers.getlist("Content-Encoding"))
    if not said:
        return response
    try:
        body = _body(response, said.decode("latin-1").strip().lower(), most)
    except (TooLarge, Exhausted) as error:
        raise DownloadCancelledError(f"{response.url} holds more than {most:,} bytes when unpacked") from error
    except Damaged as damage:
        if isinstance(damage, CutOff) or _NO_TEXT.search(response.body[:_SAMPLE]):
            raise ResponseDataLossError(f"{response.url}: {damage}") from damage
        body = response.body
    response.headers.pop("Content-Encoding")
    return with_changes(response, body=body)


def _body(response: Response, encodings: str, most: int) -> bytes:
    if encodings in ("gzip", "x-gzip") and response.body.startswith(_GZIP):
        return _gunzipped(response.body, most)
    return responses.decoded(responses.Response(response.status, {"content-encoding": encodings}, response.body), most, Budget(_STEPS * (most + 1)))


def _gunzipped(body: bytes, most: int) -> bytes:
    """All parts of a gzip body. A length and a checksum that are missing or wrong are no loss: browsers do not look at them either."""
    found = bytearray()
    for _ in range(_MEMBERS):
        is_short = body[3:4] == b"\0"  # a header without name and comment, as servers make it: ten bytes
        member = zlib.decompressobj(-15 if is_short else 31)
        try:
            found += member.decompress(body[10:] if is_short else body, most + 1 - len(found))
        except zlib.error as error:
            raise Damaged(f"its body does not unpack: {error}") from error
        if len(found) > most:
            raise TooLarge
        if not member.eof:
            raise CutOff("its packed body is cut off")
        body = member.unused_data[8:] if is_short else member.unused_data
        if not body.startswith(_GZIP):
            return bytes(found)
    raise Damaged(f"its packed body has more than {_MEMBERS} parts")


def with_changes(response: Response, **changes: Any) -> Response:
    """`response.replace(**changes)`, but a text's charset is not worked out for it, which takes long and is of no use: the page itself is asked for it."""
    if "encoding" in response.attributes:
        changes["encoding"] = None
    return response.replace(**changes)  # type: ignore[no-any-return]
