"""WARC files (1.0, 1.1), plain or packed: the pages among their records.

Read by hand: the libraries give the short block of a record that is cut off as if it were whole, and end the file at the
first damaged one. Here each of these is an event of its own, and reading goes on with the next record.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from crawler.article import Kind
from crawler.containers import responses
from crawler.containers.record import Broken, Event, PassedOver, Record, moment, web_address
from crawler.containers.streams import Damaged, Source, TooLarge, Unpacked
from crawler.containers.walk import Walk

_VERSION = re.compile(rb"WARC/\d\.\d{1,2}[ \t]{0,8}\r?\n")
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_NEXT = re.compile(rb"\n(?=WARC/\d\.\d{1,2}[ \t]{0,8}\r?\n)")
_LONGEST_NEXT = 32
_USUAL_HEADER, _MAX_HEADER = 2048, 1 << 16
_HTTP_SLACK = 1 << 16  # a page as long as is allowed, and its HTTP header
_NO_CONTENT = frozenset({204, 205})


class _Lost(Exception):
    """The record is damaged, so where the next one begins has to be looked for. The message is for a person."""


@dataclass(frozen=True, slots=True)
class _Head:
    """The name of a record, and the fields of its header."""

    name: str
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def type(self) -> str:
        return self.fields.get("warc-type", "").lower()

    @property
    def url(self) -> str | None:
        return web_address(self.fields.get("warc-target-uri"))

    @property
    def length(self) -> int:
        length = self.fields.get("content-length", "")
        if not (length.isascii() and length.isdigit() and len(length) < 19):
            raise _Lost("it has no Content-Length")
        return int(length)


class Warc:
    """One WARC file: `events` gives each of its records, in their order.

    Where the file is packed record by record (`unpacked` is what unpacks it), a new member ends a record, whatever its Content-Length says.
    """

    def __init__(self, source: Source, unpacked: Unpacked | None, walk: Walk) -> None:
        self._source, self._unpacked, self._walk = source, unpacked, walk
        self._count = 0
        self._head: _Head | None = None  # of the record being read

    def events(self) -> Iterator[Event]:
        """Each record as a page, broken, or passed over. Raises `Exhausted`."""
        while True:
            try:
                while self._at_record():
                    yield self._next()
                return
            except Damaged as damage:  # of the packing
                yield self._broken(str(damage))
                if self._unpacked is None or not self._unpacked.recover():
                    return
                self._source = Source(self._unpacked)

    def _at_record(self) -> bool:
        """Goes past blank lines to where a record should begin; False at the end."""
        self._head = None
        while True:
            ahead = self._source.peek(64)
            blank = len(ahead) - len(ahead.lstrip(b"\r\n"))
            self._source.skip(blank)
            if blank < len(ahead):
                return True
            if not ahead and not self._open_next():
                return False

    def _open_next(self) -> bool:
        start = self._unpacked.open_next() if self._unpacked else None
        if start is None or self._unpacked is None:
            return False
        self._source = Source(self._unpacked, start)
        return True

    def _next(self) -> Event:
        self._head = self._begin()
        try:
            self._head = _Head(self._head.name, self._fields())
            if self._head.length > self._walk.max_record + _HTTP_SLACK:
                return self._long(self._head)
            block = self._block(self._head)
        except _Lost as lost:
            self._seek_next()
            return self._broken(str(lost))
        try:
            return self._page(self._head, block)
        except Damaged as damage:  # of the page: the next record begins where it should
            return self._broken(str(damage))

    def _begin(self) -> _Head:
        self._count += 1
        return _Head(self._walk.named(f"record {self._count}"))

    def _broken(self, reason: str, kind: Kind = "container") -> Broken:
        head = self._head or self._begin()
        return Broken(head.name, reason, kind, head.url, self._walk.tell())

    def _fields(self) -> dict[str, str]:
        """The fields of the header that begins here; the source stands behind it."""
        if not _VERSION.match(self._source.peek(_LONGEST_NEXT)):
            raise _Lost("no WARC record begins where one should")
        for size in (_USUAL_HEADER, _MAX_HEADER):
            start = self._source.peek(size)
            end = _HEADER_END.search(start)
            if end:
                break
        if not end or _NEXT.search(start, 0, end.end()):
            raise _Lost("its header breaks off")
        self._source.skip(end.end())
        return responses.header_fields(start[:end.start()].partition(b"\n")[2])

    def _block(self, head: _Head) -> bytes:
        """What the record holds."""
        block = self._source.read(head.length)
        if len(block) == head.length and self._is_at_end():
            return block
        found = _NEXT.search(block)
        self._source.unread(block[found.start() if found else max(0, len(block) - _LONGEST_NEXT):])
        raise _Lost(_misfit(head.length, len(block)))

    def _long(self, head: _Head) -> Event:
        """Passes over a record that is too long to be read."""
        begin = self._source.at
        start = self._source.peek(_HTTP_SLACK)
        skipped = self._source.skip(head.length)
        if skipped < head.length or not self._is_at_end():
            if self._source.file is not None:
                self._source.jump(begin)
            raise _Lost(_misfit(head.length, skipped))
        return self._too_large() if _may_be_page(head, start) else PassedOver(head.name, self._walk.tell())

    def _is_at_end(self) -> bool:
        """Whether a record may end here: before the blank lines that end one, another record, or nothing."""
        ahead = self._source.peek(64)
        return not ahead or ahead.startswith((b"\r\n\r\n", b"\n\n")) or ahead.lstrip(b"\r\n")[:5] in (b"", b"WARC/")

    def _seek_next(self) -> None:
        """Goes to the next line that a record's header may begin with, or to the end."""
        found: list[bytes] = []
        for _ in self._source.until(_NEXT, _LONGEST_NEXT, found):
            pass

    def _too_large(self) -> Broken:
        return self._broken(f"over {self._walk.max_record:,} bytes", "too_large")

    def _page(self, head: _Head, block: bytes) -> Event:
        if head.type == "response" and block.startswith(b"HTTP/"):
            return self._of_response(head, block)
        if head.type == "response" and head.fields.get("content-type", "application/http").lower().startswith("application/http"):
            raise Damaged("the record holds no HTTP response")
        if head.type == "resource" and responses.may_hold_page(kind := head.fields.get("content-type", ""), block):
            return self._record(head, block, {"content-type": kind} if kind else {})
        return PassedOver(head.name, self._walk.tell())

    def _of_response(self, head: _Head, block: bytes) -> Event:
        found = responses.response(block)
        kind = found.headers.get("content-type", "")
        nothing = 100 <= found.status < 200 or 300 <= found.status < 400 or found.status in _NO_CONTENT
        if nothing or not (responses.says_nothing(kind) or responses.may_hold_page(kind)):
            return PassedOver(head.name, self._walk.tell())
        if "warc-truncated" in head.fields or "warc-segment-number" in head.fields:
            raise Damaged("the crawler kept only a part of the page")
        try:
            body = responses.decoded(found, self._walk.max_record, self._walk.budget)
        except TooLarge:
            return self._too_large()
        if found.status >= 400 and not responses.holds_html(kind, body):
            return self._broken(f"HTTP status {found.status}, and no page", "error")
        if responses.says_nothing(kind) and not responses.may_hold_page(kind, body):
            return PassedOver(head.name, self._walk.tell())
        return self._record(head, body, {":status": str(found.status), **found.headers})

    def _record(self, head: _Head, body: bytes, headers: Mapping[str, str]) -> Event:
        if len(body) > self._walk.max_record:
            return self._too_large()
        return Record(body, head.name, head.url, headers, moment(head.fields.get("warc-date")), self._walk.tell())


def _may_be_page(head: _Head, start: bytes) -> bool:
    """Whether a record whose content begins with `start` may hold a page."""
    if head.type == "resource":
        return responses.may_hold_page(head.fields.get("content-type", ""), start)
    try:
        found = responses.response(start)
    except Damaged:
        return False
    kind = found.headers.get("content-type", "")
    return head.type == "response" and responses.may_hold_page(kind, found.body)


def _misfit(length: int, found: int) -> str:
    if found < length:
        return f"it breaks off after {found:,} of {length:,} bytes"
    return f"its Content-Length of {length:,} does not fit what follows"
