"""Bytes read forward, once, through a small buffer: from a file, or unpacked from gzip, bzip2 or xz under a budget."""
from __future__ import annotations

import bz2
import lzma
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Protocol

CHUNK = 1 << 16
_HISTORY = 4 << 20  # compressed bytes kept of the member being read, to look for the next one in where it is damaged
_MORSEL = 4096  # packed bytes given to a member at a time: a file may hold a thousand members in a chunk
WARC = b"WARC/"
_XZ_MEMORY = 128 << 20  # xz -9 needs 65 MB
_MARKS = {"gzip": b"\x1f\x8b\x08", "bzip2": b"BZh", "xz": b"\xfd7zXZ\x00"}


class Damaged(Exception):
    """The container says something that cannot be. The message is for a person."""


class Exhausted(Exception):
    """More was unpacked than an honest file holds. The message is for a person."""


class TooLarge(Exception):
    """A page that is longer than `max_record` when its encoding is undone."""


class Budget:
    """How many bytes may still be unpacked. `spend` raises `Exhausted` when they are used up."""

    def __init__(self, total: int) -> None:
        self.total = self.left = total

    def spend(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise Exhausted(f"over {self.total:,} bytes when unpacked: reading ends here")


class Readable(Protocol):
    """Where bytes come from: `read(n)` gives one to `n` of them, or none at the end."""

    def read(self, n: int, /) -> bytes: ...


class Source:
    """Bytes in order: `start`, then those of `stream`. `at` is how many have been taken. `file` is the file itself, `size` long,
    where this is a plain file that can be jumped about in."""

    def __init__(self, stream: Readable, start: bytes = b"", file: BinaryIO | None = None, size: int = 0) -> None:
        self.at = 0
        self.file, self.size = file, size
        self._stream = stream
        self._buffer = start
        self._next = 0

    def _more(self) -> bool:
        data = self._stream.read(CHUNK)
        self._buffer, self._next = self._buffer[self._next:] + data, 0
        return bool(data)

    def peek(self, n: int) -> bytes:
        """The next `n` bytes, fewer only before the end; they stay."""
        while len(self._buffer) - self._next < n and self._more():
            pass
        return self._buffer[self._next:self._next + n]

    def read(self, n: int) -> bytes:
        """The next `n` bytes, fewer only before the end."""
        parts = [self._buffer[self._next:self._next + n]]
        self._next += len(parts[0])
        left = n - len(parts[0])
        while left > 0 and (data := self._stream.read(min(left, 1 << 20))):
            parts.append(data)
            left -= len(data)
        self.at += n - left
        return b"".join(parts) if len(parts) > 1 else parts[0]

    def unread(self, data: bytes) -> None:
        """Puts `data`, the last bytes taken, back."""
        self._buffer, self._next = data + self._buffer[self._next:], 0
        self.at -= len(data)

    def skip(self, n: int) -> int:
        """Passes over `n` bytes and says how many there were. A plain file is not read for it."""
        if self.file is not None:
            n = min(n, max(0, self.size - self.at))
            self.jump(self.at + n)
            return n
        left = n
        while left > 0 and (data := self.read(min(left, CHUNK))):
            left -= len(data)
        return n - left

    def jump(self, at: int) -> None:
        """Goes to `at` in a plain file; needs `file`."""
        inside = self._next + at - self.at
        if 0 <= inside <= len(self._buffer):
            self._next = inside
        else:
            assert self.file is not None
            self.file.seek(at)
            self._buffer, self._next = b"", 0
        self.at = at

    def line(self, limit: int) -> bytes:
        """The next line with its `\\n`; cut after `limit` bytes; empty at the end."""
        seen = 0
        while True:
            end = self._buffer.find(b"\n", self._next + seen, self._next + limit)
            if end >= 0:
                return self._take(end + 1 - self._next)
            seen = min(limit, len(self._buffer) - self._next)
            if seen == limit or not self._more():
                return self._take(seen)

    def until(self, mark: re.Pattern[bytes], longest: int, found: list[bytes]) -> Iterator[bytes]:
        """What stands before the next `mark`, in pieces; the mark itself is taken and put into `found`, which stays empty where the end comes first.

        No match of `mark` may be longer than `longest` bytes, nor look further ahead.
        """
        while True:
            match = mark.search(self._buffer, self._next)
            if match and (match.end() + longest <= len(self._buffer) or not self._more()):
                match = mark.search(self._buffer, self._next)  # the buffer has moved, and more may belong to it
                assert match
                yield self._take(match.start() - self._next)
                found.append(self._take(match.end() - match.start()))
                return
            if match:
                continue
            spare = len(self._buffer) - self._next - longest
            if spare > 0:
                yield self._take(spare)
            if not self._more():
                yield self._take(len(self._buffer) - self._next)
                return

    def _take(self, n: int) -> bytes:
        data = self._buffer[self._next:self._next + n]
        self._next += n
        self.at += n
        return data


class Inflater(Protocol):
    """One compressed member being unpacked: at most `n` bytes a call, `eof` at its end, `unused_data` what follows it."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    @property
    def needs_input(self) -> bool: ...

    def decompress(self, data: bytes, n: int, /) -> bytes: ...


class Zlib:
    """zlib's inflater with the manners of bz2's: it keeps the input that it has not used yet."""

    def __init__(self, window: int) -> None:
        self._inflater = zlib.decompressobj(window)
        self._full = False

    @property
    def eof(self) -> bool:
        return self._inflater.eof

    @property
    def unused_data(self) -> bytes:
        return self._inflater.unused_data

    @property
    def needs_input(self) -> bool:
        # A full answer may hide more of it, even where all input is used.
        return not (self._full or self._inflater.unconsumed_tail)

    def decompress(self, data: bytes, n: int, /) -> bytes:
        out = self._inflater.decompress(self._inflater.unconsumed_tail + data, n)
        self._full = len(out) == n
        return out


def inflater(method: str) -> Inflater:
    """A fresh inflater for `gzip`, `bzip2`, `xz`, `zlib` or `deflate` (raw)."""
    match method:
        case "bzip2":
            return bz2.BZ2Decompressor()
        case "xz":
            return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)
        case _:
            return Zlib({"gzip": 31, "zlib": 15, "deflate": -15}[method])


class Unpacked:
    """What a gzip, bzip2 or xz file holds. Raises `Damaged` where the bytes do not unpack or end too soon.

    A WARC file is packed record by record, so the ends of members say where records end, whatever the records say: where the
    first member begins with `WARC/`, `read` ends before each further one that does, `open_next` goes on to it, and `recover`
    finds the next sound one behind a damaged one.
    """

    def __init__(self, method: str, source: Source, budget: Budget) -> None:
        self._method, self._source, self._budget = method, source, budget
        self._mark = _MARKS[method]
        self._member: Inflater | None = None
        self._packed, self._next = b"", 0  # read from the source; given to the member up to `_next`
        self._history = bytearray()  # what the member was given
        self._splits: bool | None = None  # not known before the first member
        self._held = b""  # unpacked already: the beginning of the next record
        self._damage: Damaged | None = None  # of what stands where the next record should begin

    def read(self, n: int, /) -> bytes:
        """At most `n` bytes; none at the end and before the next record."""
        while not (self._held or self._damage):
            begins = self._member is None
            data = self._begin() if begins else self._inflate(n)
            if data is None:
                return b""
            if begins and self._splits and data == WARC:
                self._held = data
                return b""
            if begins and self._splits is None:
                self._splits = data == WARC
            if data:
                return data
        return b""

    def open_next(self) -> bytes | None:
        """The first bytes of the record that `read` stopped at; None at the end of the file. Raises `Damaged` where something else follows."""
        if self._damage:
            raise self._damage
        data, self._held = self._held, b""
        return data or None

    def _begin(self) -> bytes | None:
        """The first bytes of the next member; None where there is none, or none that is sound and the record before it is to be given first."""
        try:
            return self._first() if self._begin_member() else None
        except Damaged as damage:
            if not self._splits:
                raise
            self._damage = damage
            return None

    def _begin_member(self) -> bool:
        while len(self._packed) - self._next < len(self._mark) and self._more():
            pass
        self._history.clear()
        if not self._packed.startswith(self._mark, self._next):
            if self._only_zeros_follow():
                return False
            raise Damaged(f"bytes that are no {self._method} data stand where a member should begin")
        self._member = inflater(self._method)
        return True

    def _only_zeros_follow(self) -> bool:
        """Nothing, or what tapes and some tools pad files with."""
        while not self._packed[self._next:].strip(b"\x00"):
            self._next = len(self._packed)
            if not self._more():
                return True
        return False

    def _more(self) -> bool:
        more = self._source.read(CHUNK)
        self._packed, self._next = self._packed[self._next:] + more, 0
        return bool(more)

    def _first(self) -> bytes:
        """The first bytes of a member that has just begun: as many as tell a WARC record, fewer only where it holds no more."""
        data = b""
        while len(data) < len(WARC) and (more := self._inflate(len(WARC) - len(data))):
            data += more
        return data

    def _inflate(self, n: int) -> bytes:
        """The next bytes of the member; none where it has ended."""
        while (member := self._member) is not None:
            data = self._step(member, n)
            if member.eof:
                self._next -= len(member.unused_data)
                self._member = None
            if data:
                return data
        return b""

    def _step(self, member: Inflater, n: int) -> bytes:
        packed, hungry = b"", member.needs_input
        if hungry and (self._next < len(self._packed) or self._more()):
            packed = self._packed[self._next:self._next + _MORSEL]
            self._next += len(packed)
            self._history += packed
            if len(self._history) > 2 * _HISTORY:
                del self._history[:-_HISTORY]
        try:
            data = member.decompress(packed, n)
        except (zlib.error, OSError, lzma.LZMAError, EOFError) as error:
            raise Damaged(f"the {self._method} data is damaged: {error}") from error
        if hungry and not (data or packed or member.eof):
            raise Damaged(f"the {self._method} data is cut off")
        self._budget.spend(len(data))
        return data

    def recover(self) -> bool:
        """Goes on to the next gzip member that begins a WARC record; False where there is none."""
        packed, at = bytes(self._history) + self._packed[self._next:], 1
        self._member, self._held, self._damage = None, b"", None
        self._history.clear()
        while self._method == "gzip":
            found = packed.find(self._mark, at)
            at = found if found >= 0 else max(at, len(packed) - len(self._mark))
            if (found < 0 or len(packed) - at < _MORSEL) and (more := self._source.read(CHUNK)):
                packed, at = packed[at:] + more, 0
            elif found < 0:
                break
            elif self._begins_record(packed[at:at + _MORSEL]):
                self._packed, self._next = packed, at
                self._splits = True
                return True
            else:
                at += 1
        self._packed, self._next = b"", 0
        return False

    def _begins_record(self, packed: bytes) -> bool:
        try:
            return inflater(self._method).decompress(packed, len(WARC)) == WARC
        except (zlib.error, OSError, lzma.LZMAError, EOFError):
            return False
