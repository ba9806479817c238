"""MHTML, the one-file web page of Chromium, Edge and the old Internet Explorer: the page in it, never the pictures."""
from __future__ import annotations

import binascii
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from crawler.containers.record import Broken, Record, web_address
from crawler.containers.streams import Damaged, Source, TooLarge
from crawler.containers.walk import Walk

if TYPE_CHECKING:
    from email.message import Message

_FIELD = re.compile(rb"[!-9;-~]{1,76}:")
_HEADER_END = re.compile(rb"\r?\n[ \t]*\r?\n")
_MULTIPART = re.compile(rb"^content-type:\s{0,20}multipart/related\b", re.I | re.M)
_SINGLE = re.compile(rb"^content-type:\s{0,20}text/html\b", re.I | re.M)
_VERSION = re.compile(rb"^mime-version:", re.I | re.M)
_USUAL_HEADER, _MAX_HEADER = 1024, 1 << 14
_MAX_PARTS = 10_000
_MAX_BOUNDARIES = 8
_LONGEST_BOUNDARY = 200
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_LONGEST_MARK = _LONGEST_BOUNDARY + 8
_LONG_LINE = 1 << 12
_BLANK_LINE = re.compile(rb"[ \t]*\r?\n")
_NEVER = re.compile(rb"(?!)")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")


def looks_like_mhtml(start: bytes) -> bool:
    """Whether a file that begins so is MHTML: header lines, among them that of a multipart/related (or, from Internet Explorer, of one HTML part)."""
    start = start.lstrip(b"\r\n")
    if not _FIELD.match(start):
        return False
    head, *rest = _HEADER_END.split(start, maxsplit=1)
    if not rest:
        head = head.rpartition(b"\n")[0]  # the last line may be cut off
    if not all(line[:1] in (b" ", b"\t") or _FIELD.match(line) for line in head.split(b"\n")):
        return False
    return bool(_MULTIPART.search(head) or (_VERSION.search(head) and _SINGLE.search(head)))


def page(source: Source, walk: Walk) -> Record | Broken:
    """The page in an MHTML file: the part that `start` names, else the first HTML part, else the first of plain text."""
    try:
        return Mhtml(source, walk).page()
    except Damaged as damage:
        return Broken(walk.path, str(damage), position=walk.tell())
    except TooLarge:
        return Broken(walk.path, f"its page is over {walk.max_record:,} bytes", "too_large", position=walk.tell())


@dataclass(frozen=True, slots=True)
class _Part:
    header: Message
    body: bytes

    @property
    def type(self) -> str:
        return self.header.get_content_type()


class Mhtml:
    """One MHTML file, read forward; `source` stands at its beginning."""

    def __init__(self, source: Source, walk: Walk) -> None:
        self._source, self._walk = source, walk
        self._boundaries: list[bytes] = []
        self._mark = _NEVER  # any of the boundaries
        self._count = 0
        self._boundary = b""  # the one that the source stands behind

    def page(self) -> Record | Broken:
        """The page. Raises `Damaged` where its part breaks off, `TooLarge`, and `Exhausted`."""
        ahead = self._source.peek(64)
        self._source.skip(len(ahead) - len(ahead.lstrip(b"\r\n")))
        header = self._header()
        if header.get_content_maintype() != "multipart":
            return self._record(header, _Part(header, self._body(header)))
        root = self._root(header)
        if root is None:
            return Broken(self._walk.path, "no page is among its parts", "other", _url(header, header), self._walk.tell())
        return self._record(header, root)

    def _root(self, header: Message) -> _Part | None:
        self._add_boundary(header)
        start = _one_line(header.get_param("start")).strip("<>")
        best: _Part | None = None
        for part in self._parts():
            kind = part.get_content_type()
            if start and _one_line(part["Content-ID"]).strip("<>") == start and kind.startswith("text/"):
                return _Part(part, self._body(part))
            if kind in _HTML_TYPES and (best is None or best.type not in _HTML_TYPES):
                best = _Part(part, self._body(part))
                if not start:
                    return best
            elif kind == "text/plain" and best is None:
                best = _Part(part, self._body(part))
        return best

    def _parts(self) -> Iterator[Message]:
        """The header of each part that is no multipart, until the source has its body read or the next is asked for; the
        parts of a multipart inside are given in its place."""
        self._pass_to_boundary()
        while self._boundary:
            behind, self._boundary = self._boundary, b""
            opens = behind.strip()[2:] in self._boundaries
            header = self._part_header() if opens else None
            if header is not None and header.get_content_maintype() == "multipart":
                self._add_boundary(header)
            elif header is not None:
                yield header
            if not self._boundary:
                self._pass_to_boundary()

    def _add_boundary(self, header: Message) -> None:
        boundary = _one_line(header.get_param("boundary")).encode("utf-8", "replace")
        if not boundary or len(boundary) > _LONGEST_BOUNDARY or len(self._boundaries) == _MAX_BOUNDARIES:
            raise Damaged("a multipart without a sound boundary")
        self._boundaries.append(boundary)
        known = b"|".join(map(re.escape, sorted(self._boundaries, key=len, reverse=True)))
        self._mark = re.compile(rb"\r?\n--(?:" + known + rb")(?:--)?(?=[ \t\r\n]|\Z)")

    def _part_header(self) -> Message:
        self._count += 1
        if self._count > _MAX_PARTS:
            raise Damaged(f"over {_MAX_PARTS:,} parts, and no page among them")
        self._source.line(_LONGEST_BOUNDARY)  # what is left of the boundary's
        return self._header()

    def _header(self) -> Message:
        """The header that begins here; the source stands before the last line break of the blank line, for a boundary may follow it at once."""
        for size in (_USUAL_HEADER, _MAX_HEADER):
            start = self._source.peek(size)
            blank = _BLANK_LINE.match(start)
            end = blank or _HEADER_END.search(start)
            if end:
                break
        else:
            raise Damaged("a header in it does not end")
        from email.parser import BytesHeaderParser

        self._source.skip(end.end() - len(_line_break(start[:end.end()])))
        return BytesHeaderParser().parsebytes(b"" if blank else start[:end.start()])

    def _pass_to_boundary(self) -> None:
        found: list[bytes] = []
        for _ in self._source.until(self._mark, _LONGEST_MARK, found):
            pass
        self._boundary = b"".join(found)

    def _body(self, header: Message) -> bytes:
        """The body of the part whose header was read, decoded. Raises `Damaged` where no boundary ends it."""
        found: list[bytes] = []
        if not self._mark.match(self._source.peek(_LONGEST_MARK)):
            ahead = self._source.peek(2)
            self._source.skip(2 if ahead == b"\r\n" else 1 if ahead[:1] == b"\n" else 0)
        body = self._decoded(header, self._source.until(self._mark, _LONGEST_MARK, found))
        if not found and self._boundaries:
            raise Damaged(f"the file is cut off inside its page, after {len(body):,} bytes")
        self._boundary = b"".join(found)
        return body

    def _decoded(self, header: Message, pieces: Iterator[bytes]) -> bytes:
        decode = _DECODERS.get(_one_line(header["Content-Transfer-Encoding"]).lower(), _as_it_is)
        body, rest = bytearray(), b""
        for piece in pieces:
            data, rest = decode(rest + piece, False)
            body += data
            if len(body) > self._walk.max_record:
                raise TooLarge
        return bytes(body + decode(rest, True)[0])

    def _record(self, header: Message, part: _Part) -> Record:
        kind = _one_line(part.header["Content-Type"])
        return Record(part.body, self._walk.path, _url(header, part.header), {"content-type": kind} if kind else None,
                      _sent(_one_line(header["Date"])), self._walk.tell())


def _line_break(data: bytes) -> bytes:
    """The line break that `data` ends with."""
    return b"\r\n" if data.endswith(b"\r\n") else data[-1:] if data.endswith(b"\n") else b""


def _as_it_is(data: bytes, ended: bool) -> tuple[bytes, bytes]:
    return data, b""


def _quoted(data: bytes, ended: bool) -> tuple[bytes, bytes]:
    """Quoted-printable `data` as far as it can be decoded, and the rest, which may be an incomplete line."""
    cut = len(data) if ended else data.rfind(b"\n") + 1
    if not cut and len(data) > _LONG_LINE:
        mark = data.find(b"=", len(data) - 3)
        cut = mark if mark >= 0 else len(data)
    return binascii.a2b_qp(data[:cut]), data[cut:]


def _base64(data: bytes, ended: bool) -> tuple[bytes, bytes]:
    """Base64 `data` in whole groups of four characters, and the rest."""
    letters = _NOT_BASE64.sub(b"", data)
    cut = len(letters) // 4 * 4
    try:
        return binascii.a2b_base64(letters[:cut]), letters[cut:]
    except binascii.Error as error:
        raise Damaged(f"its page is no base64: {error}") from error


_DECODERS: Mapping[str, Callable[[bytes, bool], tuple[bytes, bytes]]] = {"quoted-printable": _quoted, "base64": _base64}


def _one_line(value: object) -> str:
    """A header's value or parameter as one line; empty where there is none."""
    text = value[2] if isinstance(value, tuple) else value
    return " ".join(str(text or "").split())


def _url(header: Message, part: Message) -> str | None:
    places = (header["Snapshot-Content-Location"], part["Content-Location"], header["Content-Location"])
    return next(filter(None, (web_address(_one_line(place).replace(" ", "")) for place in places)), None)


def _sent(date: str) -> str | None:
    from email.utils import parsedate_to_datetime

    try:
        found: datetime = parsedate_to_datetime(date)
    except (ValueError, TypeError, OverflowError):
        return None
    return found.isoformat() if found.tzinfo else None  # "-0000" says that nobody knows the zone
