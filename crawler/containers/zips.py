"""ZIP archives: the members as their directory lists them, each unpacked on its own, none before it is asked for.

Read by hand: Python's `zipfile` holds the whole directory in memory (600 MB for a million members) and reads names in GBK as cp437.
"""
from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from crawler.containers.names import member_path
from crawler.containers.streams import CHUNK, Budget, Damaged, Inflater, inflater

_END = struct.Struct("<4s4H2LH")
_LOCATOR = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_MAX_COMMENT = 1 << 16
_UTF8, _ENCRYPTED = 0x800, 0x1
_METHODS = {8: "deflate", 12: "bzip2"}
_AES = 99
_FULL = 0xFFFFFFFF
_ZIP64, _UNICODE_PATH = 0x1, 0x7075
_MAX_ENTRY = _ENTRY.size + 3 * 0xFFFF


class Locked(Exception):
    """The member cannot be read without something that the archive does not hold: a password, or an unusual method."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member, as the directory of the archive declares it."""

    path: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int

    @property
    def is_folder(self) -> bool:
        return self.path.endswith("/")


class Archive:
    """A ZIP archive in `file`, which is `size` bytes long. Raises `Damaged` where it has no directory."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file, self._size = file, size
        self._begin, self._end, self._shift = self._directory()

    def _directory(self) -> tuple[int, int, int]:
        """Where the directory begins and ends, and how far all is shifted by what stands before the archive."""
        start = max(0, self._size - _MAX_COMMENT - _END.size)
        tail = self._read(start, self._size - start)
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) - at < _END.size:
            raise Damaged("the ZIP archive has no directory at its end: it is cut off")
        _, disk, _, _, _, length, offset, _ = _END.unpack_from(tail, at)
        end = start + at
        if length == _FULL or offset == _FULL or disk == 0xFFFF:
            end, length, offset = self._directory64(end)
        elif disk:
            raise Damaged("a part of a ZIP archive in several files")
        shift = end - length - offset
        if shift < 0:
            raise Damaged("the ZIP archive's directory is not where it should be")
        return end - length, end, shift

    def _directory64(self, end: int) -> tuple[int, int, int]:
        locator = self._read(max(0, end - _LOCATOR.size), _LOCATOR.size)
        if len(locator) == _LOCATOR.size and locator.startswith(b"PK\x06\x07"):
            at = end - _LOCATOR.size - _END64.size  # as it stands in all archives without a private extension
            record = self._read(at, _END64.size) if at >= 0 else b""
            if record.startswith(b"PK\x06\x06"):
                length, offset = _END64.unpack(record)[-2:]
                return at, length, offset
        raise Damaged("the ZIP64 directory is not where it should be")

    def members(self) -> Iterator[Member]:
        """The members in the order of the directory, read as they are asked for. Raises `Damaged` where the directory breaks off."""
        at = self._begin
        window, base = b"", at
        while at < self._end:
            if at + _MAX_ENTRY > base + len(window) and base + len(window) < self._end:
                window, base = self._read(at, min(4 * _MAX_ENTRY, self._end - at)), at
            if len(window) - (at - base) < _ENTRY.size or not window.startswith(b"PK\x01\x02", at - base):
                raise Damaged("the ZIP archive's directory is damaged")
            member, length = self._member(window, at - base)
            yield member
            at += length

    def _member(self, window: bytes, at: int) -> tuple[Member, int]:
        (_, _, _, flags, method, _, _, crc, packed, size, name_length, extra_length, comment_length, _, _, _, offset) = _ENTRY.unpack_from(window, at)
        name = window[at + _ENTRY.size:at + _ENTRY.size + name_length]
        extra = window[at + _ENTRY.size + name_length:at + _ENTRY.size + name_length + extra_length]
        path, sizes = member_path(name, bool(flags & _UTF8)), [size, packed, offset]
        for kind, value in _extras(extra):
            if kind == _ZIP64:
                sizes = _wide(sizes, value)
            elif kind == _UNICODE_PATH and value[1:5] == zlib.crc32(name).to_bytes(4, "little"):
                path = member_path(value[5:], True)
        member = Member(path, flags, method, crc, sizes[1], sizes[0], sizes[2] + self._shift)
        return member, _ENTRY.size + name_length + extra_length + comment_length

    def open(self, member: Member, budget: Budget) -> Content:
        """The content of `member`. Raises `Locked`, or `Damaged` where no member begins at its place."""
        if member.flags & _ENCRYPTED or member.method == _AES:
            raise Locked("encrypted: unpack it with its password, and give the files")
        if member.method and member.method not in _METHODS:
            raise Locked(f"packed by the unusual ZIP method {member.method}: unpack it, and give the files")
        local = self._read(member.offset, _LOCAL.size)
        if len(local) < _LOCAL.size or not local.startswith(b"PK\x03\x04"):
            raise Damaged("nothing begins where the ZIP archive's directory says")
        name_length, extra_length = _LOCAL.unpack(local)[-2:]
        return Content(self._file, member, member.offset + _LOCAL.size + name_length + extra_length, budget)

    def _read(self, at: int, length: int) -> bytes:
        self._file.seek(at)
        return self._file.read(length)


class Content:
    """What one member holds, unpacked as it is read; its length and checksum are verified at its end (`Damaged`)."""

    def __init__(self, file: BinaryIO, member: Member, at: int, budget: Budget) -> None:
        self._file, self._member, self._at, self._budget = file, member, at, budget
        self._left = member.packed
        self._inflater: Inflater | None = inflater(_METHODS[member.method]) if member.method else None
        self._crc = self._size = 0

    def read(self, n: int, /) -> bytes:
        """At most `n` bytes; none at the end."""
        data = self._stored(n) if self._inflater is None else self._unpacked(self._inflater, n)
        self._budget.spend(len(data))
        self._crc = zlib.crc32(data, self._crc)
        self._size += len(data)
        if self._size > self._member.size:
            raise Damaged("it holds more than the ZIP archive's directory says")
        if not data and (self._size, self._crc) != (self._member.size, self._member.crc):
            raise Damaged("its checksum or length is wrong: it is damaged")
        return data

    def _stored(self, n: int) -> bytes:
        self._file.seek(self._at)
        data = self._file.read(min(n, self._left))
        self._at += len(data)
        self._left -= len(data)
        return data

    def _unpacked(self, member: Inflater, n: int) -> bytes:
        while not member.eof:
            packed = self._stored(CHUNK) if member.needs_input else b""
            starved = member.needs_input and not packed
            try:
                data = member.decompress(packed, n)
            except (zlib.error, OSError, EOFError) as error:
                raise Damaged(f"it does not unpack: {error}") from error
            if data:
                return data
            if starved and not member.eof:
                raise Damaged("it is cut off")
        return b""


def _extras(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        yield kind, extra[at + 4:at + 4 + length]
        at += 4 + length


def _wide(sizes: list[int], value: bytes) -> list[int]:
    """Size, packed size and offset, those that are too large for 32 bits taken from the ZIP64 field."""
    wide = iter(struct.unpack(f"<{len(value) // 8}Q", value[:len(value) // 8 * 8]))
    return [next(wide, size) if size == _FULL else size for size in sizes]
