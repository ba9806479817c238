"""WARC files (1.0, 1.1), plain or packed: the pages among their records.

Read here and not by fastwarc or warcio: both end at the first record that is damaged; fastwarc gives the short block of one that is cut off as if it were
whole, ends in silence at a gzip member that is cut off, and finds no length where the names of fields are in small letters (2.0.1, measured). Here damage
is an event, and reading goes on with the next record.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crawler.article import Kind
from crawler.containers import responses
from crawler.containers.record import Broken, Event, PassedOver, Record, moment, web_address
from crawler.containers.streams import CutOff, Damaged, Source, TooLarge, Unpacked
from crawler.containers.walk import Walk

_VERSION = re.compile(rb"WARC/\d\.\d{1,2}[ \t]{0,8}\r?\n")
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_NEXT = re.compile(rb"\n(?=WARC/\d\.\d{1,2}[ \t]{0,8}\r?\n)")
_LONGEST_NEXT = 32
_USUAL_HEADER, _MAX_HEADER = 2048, 1 << 16
_HTTP_SLACK = 1 << 16  # a page as long as is allowed, and its HTTP header
_BLANK_LINES = 8  # bytes of the two lines that end a record
_NO_CONTENT = frozenset({204, 205})


class _Lost(Exception):
    """The record is damaged, so where the next one begins has to be looked for. The message is for a person."""


@dataclass(frozen=True, slots=True)
class _Head:
    """What the header of a record says."""

    type: str
    length: int
    fields: Mapping[str, str]

    @property
    def content_type(self) -> str:
        return self.fields.get("content-type", "")


class Warc:
    """One WARC file: `events` gives each of its records, in their order. `unpacked` is what unpacks the file, where it is packed."""

    def __init__(self, source: Source, unpacked: Unpacked | None, walk: Walk) -> None:
        self._source, self._unpacked, self._walk = source, unpacked, walk
        self._count = 0
        self._name = ""
        self._url: str | None = None

    def events(self) -> Iterator[Event]:
        """A `Record`, a `Broken` or a `PassedOver` for each record. Raises `Damaged` where the file is, and no further record is found."""
        while True:
            is_said = False
            while self._skip_blank_lines():
                try:
                    yield self._next()
                    is_said = False
                except _Lost as lost:
                    yield self._broken(str(lost))
                    is_said = not self._seek_next()
            fault = self._source.fault
            if fault and not is_said:
                self._begin()
                yield self._broken(str(fault))
            if not fault or not self._unpacked or not self._unpacked.recover():
                return
            self._source = Source(self._unpacked)

    def _skip_blank_lines(self) -> bool:
        """Goes to where a record should begin; False at the end."""
        while ahead := self._source.peek(64):
            blank = len(ahead) - len(ahead.lstrip(b"\r\n"))
            self._source.skip(blank)
            if blank < len(ahead):
                return True
        return False

    def _begin(self) -> None:
        self._count += 1
        self._name, self._url = self._walk.named(f"record {self._count}"), None

    def _broken(self, reason: str, kind: Kind = "container") -> Broken:
        return Broken(self._name, reason, kind, self._url, self._walk.tell())

    def _next(self) -> Event:
        self._begin()
        begin = self._source.at
        head = self._head()
        if head.length > self._walk.max_record + _HTTP_SLACK:
            return self._long(head)
        block = self._block(head, begin)
        try:
            return self._page(head, block)
        except Damaged as damage:  # of the page: the next record begins where it should
            return self._broken(str(damage))
        except TooLarge:
            return self._too_large()

    def _head(self) -> _Head:
        """The header that begins here; the source stands behind it."""
        for size in (_USUAL_HEADER, _MAX_HEADER):
            start = self._source.peek(size)
            end = _HEADER_END.search(start)
            if end:
                break
        if not _VERSION.match(start):
            raise _Lost("no WARC record begins where one should")
        if not end or _NEXT.search(start, 0, end.end()):
            raise _Lost("its header breaks off")
        self._source.skip(end.end())
        fields = responses.header_fields(start[:end.start()].partition(b"\n")[2])
        self._url = web_address(fields.get("warc-target-uri"))
        length = fields.get("content-length", "")
        if not (length.isascii() and length.isdigit() and len(length) < 19):
            raise _Lost("it has no Content-Length")
        return _Head(fields.get("warc-type", "").lower(), int(length), fields)

    def _block(self, head: _Head, begin: int) -> bytes:
        """What the record holds."""
        block = self._source.peek(head.length)
        ahead = self._source.ahead(head.length, 64)
        if len(block) < head.length:
            raise _Lost(str(self._source.fault or _misfit(head.length, len(block))))
        if ahead and not ahead.startswith((b"\r\n\r\n", b"\n\n")) and ahead.lstrip(b"\r\n")[:5] not in (b"", b"WARC/"):
            raise _Lost(_misfit(head.length, len(block)))
        if self._is_damaged(begin):
            raise _Lost(str(self._source.fault))
        self._source.skip(head.length)
        return block

    def _is_damaged(self, begin: int) -> bool:
        """Whether the record lies in the packed member that is known by now to be damaged: its bytes may be wrong even where none is missing."""
        fault, unpacked = self._source.fault, self._unpacked
        if not fault or not unpacked or begin < unpacked.begin:
            return False
        return begin == unpacked.begin or not isinstance(fault, CutOff)

    def _long(self, head: _Head) -> Event:
        """Passes over a record that is too long to be read: to the next one, wherever that begins."""
        start, begin = self._source.peek(_HTTP_SLACK), self._source.at
        self._seek_next()
        length = self._source.at - begin
        if not 0 <= length - head.length <= _BLANK_LINES:
            return self._broken(_misfit(head.length, length))
        return self._too_large() if _may_be_page(head, start) else PassedOver(self._name, self._walk.tell())

    def _seek_next(self) -> bool:
        """Goes to the next line that a record's header may begin with, or to the end."""
        found: list[bytes] = []
        try:
            for _ in self._source.until(_NEXT, _LONGEST_NEXT, found):
                pass
        except Damaged:  # the source has it as its fault
            return False
        return bool(found)

    def _too_large(self) -> Broken:
        return self._broken(f"over {self._walk.max_record:,} bytes", "too_large")

    def _page(self, head: _Head, block: bytes) -> Event:
        if head.type == "response" and block.startswith(b"HTTP/"):
            return self._of_response(head, block)
        if head.type == "response" and (head.content_type or "application/http").lower().startswith("application/http"):
            raise Damaged("the record holds no HTTP response")
        if head.type == "resource" and responses.may_hold_page(head.content_type, block):
            return self._record(head, block, {"content-type": head.content_type} if head.content_type else {})
        return PassedOver(self._name, self._walk.tell())

    def _of_response(self, head: _Head, block: bytes) -> Event:
        found = responses.response(block)
        kind = found.headers.get("content-type", "")
        nothing = 100 <= found.status < 200 or 300 <= found.status < 400 or found.status in _NO_CONTENT
        if nothing or not (responses.says_nothing(kind) or responses.may_hold_page(kind)):
            return PassedOver(self._name, self._walk.tell())
        if "warc-truncated" in head.fields or "warc-segment-number" in head.fields:
            raise Damaged("the crawler kept only a part of the page")
        body = responses.decoded(found, self._walk.max_record, self._walk.budget)
        if found.status >= 400 and not responses.holds_html(kind, body):
            return self._broken(f"HTTP status {found.status}, and no page", "error")
        if responses.says_nothing(kind) and not responses.may_hold_page(kind, body):
            return PassedOver(self._name, self._walk.tell())
        return self._record(head, body, {":status": str(found.status), **found.headers})

    def _record(self, head: _Head, body: bytes, headers: Mapping[str, str]) -> Event:
        if len(body) > self._walk.max_record:
            return self._too_large()
        return Record(body, self._name, self._url, headers, moment(head.fields.get("warc-date")), self._walk.tell())


def _may_be_page(head: _Head, start: bytes) -> bool:
    """Whether a record whose content begins with `start` may hold a page."""
    if head.type == "resource":
        return responses.may_hold_page(head.content_type, start)
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
