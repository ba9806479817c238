"""tar archives (v7, ustar, GNU, pax), read forward: the regular files in them.

Read by hand: Python's `tarfile` keeps every member in memory, reads a pax header of any length, and ends the archive at the first damaged header.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.containers.names import member_path
from crawler.containers.streams import Damaged, Source

BLOCK = 512
_MAX_NAME = 1 << 16
_PAX_LINE = re.compile(rb"(\d{1,7}) ")
_DIGITS = re.compile(rb"\d{1,18}")
_OCTAL = re.compile(rb" {0,11}[0-7]{1,11}[ \0]{0,11}")
_MAGIC = b"ustar"
_FILES = (b"0", b"\0", b"7")
_LONG_NAME, _PAX = b"L", b"x"
_ABOUT_NEXT = (_LONG_NAME, _PAX, b"K", b"g", b"X")  # they say something of the next member, or of all


@dataclass(frozen=True, slots=True)
class Member:
    """One member: its path, its length in bytes, and whether it is a regular file."""

    path: str
    size: int
    is_file: bool
    is_folder: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Bytes where a header should be; the archive goes on behind them."""

    reason: str


def looks_like_tar(start: bytes) -> bool:
    """Whether a file that begins so is a tar archive: the checksum of its first header is right."""
    return len(start) >= BLOCK and start[:1] != b"\0" and _is_header(start[:BLOCK])


class Content:
    """What the member that was given last holds; ends with it."""

    def __init__(self, source: Source, size: int) -> None:
        self._source, self._left = source, size

    def read(self, n: int, /) -> bytes:
        """At most `n` bytes; none at the end. Raises `Damaged` where the archive is cut off inside the member."""
        data = self._source.read(min(n, self._left))
        self._left -= len(data)
        if not data and self._left and n:
            raise Damaged("the tar archive is cut off inside it")
        return data


def members(source: Source) -> Iterator[Member | Gap]:
    """The members in their order; the source stands at the content of the one given until the next is asked for."""
    path: bytes | None = None
    size: int | None = None
    while header := _next_header(source):
        if isinstance(header, Gap):
            yield header
            continue
        kind, length = header[156:157], _number(header[124:136])
        if kind not in _ABOUT_NEXT:
            length = length if size is None else size
            start = source.at
            yield _member(header, path, length)
            path, size = None, None
            left = _padded(length) - (source.at - start)
            if source.skip(left) < left and source.at - start < length and left == _padded(length):
                yield Gap("the tar archive is cut off")
        elif length > _MAX_NAME or kind not in (_LONG_NAME, _PAX):
            source.skip(_padded(length))
        else:
            said = source.read(_padded(length))[:length]
            fields = _pax(said) if kind == _PAX else {b"path": said.rstrip(b"\0")}
            path = fields.get(b"path", path)
            size = int(fields[b"size"]) if _DIGITS.fullmatch(fields.get(b"size", b"")) else size


def _next_header(source: Source) -> bytes | Gap | None:
    blank = 0
    while block := source.read(BLOCK):
        if _is_header(block):
            return block
        if block.strip(b"\0"):
            while len(ahead := source.peek(BLOCK)) == BLOCK and not (ahead[257:262] == _MAGIC and _is_header(ahead)):
                source.skip(BLOCK)
            return Gap("bytes that are no header stand where one should")
        blank += 1
        if blank == 2:
            return None
    return None


def _is_header(block: bytes) -> bool:
    if len(block) != BLOCK or not _OCTAL.fullmatch(block[148:156]):
        return False
    return sum(block) - sum(block[148:156]) + 8 * 32 == _number(block[148:156])


def _number(field: bytes) -> int:
    """A number in octal digits, or, from GNU tar, in base 256."""
    if field[0] & 0x80:
        return int.from_bytes(field[1:], "big") if field[0] == 0x80 else 0
    digits = field.strip(b" \0")
    return int(digits, 8) if _OCTAL.fullmatch(digits) else 0


def _member(header: bytes, path: bytes | None, size: int) -> Member:
    if path is None:
        path = header[:100].partition(b"\0")[0]
        prefix = header[345:500].partition(b"\0")[0] if header[257:263] == _MAGIC + b"\0" else b""
        path = prefix + b"/" + path if prefix else path
    name, kind = member_path(path), header[156:157]
    is_folder = kind == b"5" or name.endswith("/")
    return Member(name, size, kind in _FILES and not is_folder, is_folder)


def _pax(content: bytes) -> dict[bytes, bytes]:
    """The fields of a pax header: lines of `length key=value`."""
    fields: dict[bytes, bytes] = {}
    at = 0
    while line := _PAX_LINE.match(content, at):
        length = int(line.group(1))
        key, equals, value = content[line.end():at + length].rstrip(b"\n").partition(b"=")
        if not equals:
            break
        fields[key] = value
        at += length
    return fields


def _padded(length: int) -> int:
    return -(-length // BLOCK) * BLOCK
