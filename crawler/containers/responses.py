"""An HTTP response as a WARC record holds it: status, headers, and the body with its encodings undone."""
from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from crawler.containers.streams import Budget, CutOff, Damaged, TooLarge

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]{1,8}(\d{3})(?![0-9])")
_HEADERS_END = re.compile(rb"\r?\n\r?\n")
_CHUNK_SIZE = re.compile(rb"[ \t]{0,8}([0-9A-Fa-f]{1,16})[ \t]{0,8}(?:;[^\n]{0,1000})?\r?\n")
_MAX_HEADERS = 1 << 16
_MAX_ENCODINGS = 3
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml"})
_PAGE_TYPES = _HTML_TYPES | {"text/plain", "text/markdown", "application/json", "text/json"}  # a newspaper's reader answers in JSON
_UNSAID = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/unknown", "unknown/unknown", "*/*", "content/unknown"})
_HTML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,1000}<(?:!doctype\s{1,20}html|html|head|body|meta|title|!--|\?xml|div|table|p|h[1-6])\b", re.I)


@dataclass(frozen=True, slots=True)
class Response:
    """`status`, `headers` (lower-case names; of a name that comes twice the last value), and the `body` as it was sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def response(block: bytes) -> Response:
    """The response that `block` holds. Raises `Damaged` where it is none."""
    status = _STATUS.match(block)
    if not status:
        raise Damaged("the record holds no HTTP response")
    end = _HEADERS_END.search(block, 0, _MAX_HEADERS)
    if not end:
        raise Damaged("its HTTP header does not end")
    return Response(int(status.group(1)), header_fields(block[:end.start()].partition(b"\n")[2]), block[end.end():])


def header_fields(block: bytes) -> dict[str, str]:
    """The lines of a WARC or HTTP header as name (lower case) and value; folded lines are joined, lines that are no header passed over."""
    fields: dict[str, str] = {}
    name = ""
    for line in block.decode("utf-8", "replace").split("\n"):
        if line[:1] in (" ", "\t") and name:
            fields[name] += " " + line.strip()
            continue
        name, colon, value = line.partition(":")
        name = name.strip().lower() if colon else ""
        if name:
            fields[name] = value.strip()
    return fields


def may_hold_page(content_type: str, body: bytes = b"") -> bool:
    """Whether content of this type may be a page; where the type says nothing, its first characters tell."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind in _PAGE_TYPES or (kind in _UNSAID and bool(_HTML_START.match(body)))


def holds_html(content_type: str, body: bytes) -> bool:
    """Whether the type or the first characters say that this is HTML, and there is something in it."""
    kind = content_type.partition(";")[0].strip().lower()
    return bool(body.strip()) and (kind in _HTML_TYPES or bool(_HTML_START.match(body)))


def says_nothing(content_type: str) -> bool:
    """Whether the type leaves open what the content is."""
    return content_type.partition(";")[0].strip().lower() in _UNSAID


def decoded(found: Response, max_record: int, budget: Budget) -> bytes:
    """The body with chunks joined and compression undone; an encoding that is only claimed (some crawlers undo it and leave the header) is left.

    Raises `Damaged` for a body that breaks off, `TooLarge`, and `Exhausted`.
    """
    body = found.body
    if "chunked" in found.headers.get("transfer-encoding", "").lower():
        body = _joined(body)
    encodings = [e.strip() for e in found.headers.get("content-encoding", "").lower().split(",") if e.strip() not in ("", "identity", "none")]
    if len(encodings) > _MAX_ENCODINGS:
        raise Damaged(f"{len(encodings)} content encodings on top of each other")
    for encoding in reversed(encodings):
        body = _unpacked(body, encoding, max_record, budget)
        if len(body) > max_record:
            raise TooLarge
    return body


def _joined(body: bytes) -> bytes:
    if not _CHUNK_SIZE.match(body):
        return body
    parts, at = [], 0
    while (size := _CHUNK_SIZE.match(body, at)) and (length := int(size.group(1), 16)):
        if size.end() + length > len(body):
            raise Damaged("its last chunk is cut off")
        parts.append(body[size.end():size.end() + length])
        at = size.end() + length
        at += 2 if body.startswith(b"\r\n", at) else 1 if body.startswith(b"\n", at) else 0
    if size is None:
        raise Damaged("its chunks break off" if parts else "its chunks are no chunks")
    return b"".join(parts)


def _unpacked(body: bytes, encoding: str, max_record: int, budget: Budget) -> bytes:
    """`body` with one encoding undone, at most `max_record` + 1 bytes of it."""
    try:
        match encoding:
            case "gzip" | "x-gzip":
                found = _inflated(body, 31, max_record) if body.startswith(b"\x1f\x8b") else body
            case "deflate" if body and body[:1] not in b"< \r\n\xef":
                is_raw = body[0] & 15 != 8 or int.from_bytes(body[:2], "big") % 31  # some servers leave zlib's header out
                found = _inflated(body, -15 if is_raw else 15, max_record)
            case "br" if body and not _HTML_START.match(body):
                found = _from_brotli(body, max_record + 1)
            case "zstd" if body.startswith(b"\x28\xb5\x2f\xfd"):
                found = _from_zstd(body, max_record + 1)
            case "deflate" | "br" | "zstd":
                found = body
            case _:
                raise Damaged(f"content encoding {encoding[:40]} is unknown")
    except (zlib.error, OSError, ImportError) as error:
        raise Damaged(f"its body does not unpack: {error}") from error
    budget.spend(len(found))
    return found


def _inflated(body: bytes, window: int, max_record: int) -> bytes:
    inflater = zlib.decompressobj(window)
    found = inflater.decompress(body, max_record + 1)
    return _whole(found, inflater.eof, max_record + 1)


def _from_brotli(body: bytes, most: int) -> bytes:
    import brotli  # type: ignore[import-untyped, unused-ignore]  # comes with Scrapy

    unpacker = brotli.Decompressor()
    try:
        found = bytes(unpacker.process(body, output_buffer_limit=most))
        while len(found) < most and (more := unpacker.process(b"", output_buffer_limit=most - len(found))):
            found += more
    except brotli.error as error:
        raise Damaged(f"its body does not unpack: {error}") from error
    return _whole(found, unpacker.is_finished(), most)


def _from_zstd(body: bytes, most: int) -> bytes:
    from backports import zstd  # comes with Scrapy

    unpacker = zstd.ZstdDecompressor()
    try:
        found = unpacker.decompress(body, most)
    except zstd.ZstdError as error:
        raise Damaged(f"its body does not unpack: {error}") from error
    return _whole(found, unpacker.eof, most)


def _whole(found: bytes, is_finished: bool, most: int) -> bytes:
    if not is_finished and len(found) < most:
        raise CutOff("its packed body is cut off")
    return found
