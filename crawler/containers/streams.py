"""Bytes read forward, once, through a buffer that looks ahead; and what gzip, bzip2 and xz files hold, unpacked under a budget."""
from __future__ import annotations

import bz2
import lzma
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Protocol

CHUNK = 1 << 16
WARC = b"WARC/"
_MORSEL = 1 << 14  # packed bytes given to a member at a time
_HISTORY = 4 << 20  # packed bytes kept of the member being read, to look for the next one in where it is damaged
_XZ_MEMORY = 128 << 20  # xz -9 needs 65 MB
_MARKS = {"gzip": b"\x1f\x8b\x08", "bzip2": b"BZh", "xz": b"\xfd7zXZ\x00"}
_GZIP = re.compile(re.escape(_MARKS["gzip"]))


class Damaged(Exception):
    """The container says something that cannot be. The message is for a person."""


class CutOff(Damaged):
    """The container ends too soon; what was read of it is sound."""


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
    """Where bytes come from: `read(n)` gives one to `n` of them, none at the end."""

    def read(self, n: int, /) -> bytes: ...


class Source:
    """The bytes of `stream` in their order. `at` is how many have been taken. `file` is the file itself, `size` long, where this is a plain file.

    Looking ahead never raises for damage to the stream: it ends there, and `fault` says why. Taking what is no longer there raises it.
    """

    def __init__(self, stream: Readable, file: BinaryIO | None = None, size: int = 0) -> None:
        self.at = 0
        self.fault: Damaged | None = None
        self.file, self.size = file, size
        self._stream = stream
        self._buffer = bytearray()
        self._next = 0

    def _more(self) -> bool:
        if self.fault:
            return False
        try:
            data = self._stream.read(CHUNK)
        except Damaged as fault:
            self.fault, data = fault, b""
        del self._buffer[:self._next]
        self._next = 0
        self._buffer += data
        return bool(data)

    def _take(self, n: int) -> bytes:
        data = bytes(memoryview(self._buffer)[self._next:self._next + n])  # one copy, not two
        self._next += len(data)
        self.at += len(data)
        return data

    def _check_end(self) -> None:
        if self.fault:
            raise self.fault

    def ahead(self, skip: int, n: int) -> bytes:
        """The `n` bytes that stand `skip` bytes further on, fewer only before the end; they stay."""
        while len(self._buffer) - self._next < skip + n and self._more():
            pass
        return bytes(memoryview(self._buffer)[self._next + skip:self._next + skip + n])

    def peek(self, n: int) -> bytes:
        """The next `n` bytes, fewer only before the end; they stay."""
        return self.ahead(0, n)

    def read(self, n: int) -> bytes:
        """The next `n` bytes, fewer only before the end."""
        self.ahead(n, 0)
        if len(self._buffer) - self._next < n:
            self._check_end()
        return self._take(n)

    def some(self, n: int) -> bytes:
        """One to `n` bytes; none at the end."""
        if self._next == len(self._buffer) and not self._more():
            self._check_end()
        return self._take(n)

    def unread(self, data: bytes) -> None:
        """Puts `data`, the last bytes taken, back."""
        self._buffer[:self._next] = data
        self._next = 0
        self.at -= len(data)

    def skip(self, n: int) -> int:
        """Passes over `n` bytes and says how many there were."""
        left = n
        while left > 0:
            step = min(left, len(self._buffer) - self._next)
            if not step and not self._more():
                self._check_end()
                break
            self._next += step
            self.at += step
            left -= step
        return n - left

    def line(self, limit: int) -> bytes:
        """The next line with its `\\n`; cut after `limit` bytes; empty at the end."""
        seen = 0
        while True:
            end = self._buffer.find(b"\n", self._next + seen, self._next + limit)
            if end >= 0:
                return self._take(end + 1 - self._next)
            seen = min(limit, len(self._buffer) - self._next)
            if seen == limit:
                return self._take(seen)
            if not self._more():
                self._check_end()
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
                self._check_end()
                return


class _Member(Protocol):
    """What zlib, bz2 and lzma call a decompressor."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, n: int, /) -> bytes: ...


class Unpacked:
    """What a gzip, bzip2 or xz file holds, member after member; no read reaches over the end of one. Raises `Damaged` where the bytes do not unpack,
    `CutOff` where they end too soon. `at` is how many bytes have been unpacked, `begin` how many had been when the member being read began."""

    def __init__(self, method: str, source: Source, budget: Budget) -> None:
        self.at = self.begin = 0
        self._method, self._source, self._budget = method, source, budget
        self._member: _Member | None = None
        self._history = bytearray()  # what the member was given

    def read(self, n: int, /) -> bytes:
        """One to `n` bytes; none at the end."""
        while (member := self._member or self._next_member()) is not None:
            data = self._step(member, n)
            if member.eof:
                self._member = None
            if data:
                self.at += len(data)
                self._budget.spend(len(data))
                return data
        return b""

    def _next_member(self) -> _Member | None:
        while (ahead := self._source.peek(512)) and not ahead.strip(b"\0"):  # some tools pad files with zeros
            self._source.skip(len(ahead))
        self.begin = self.at
        self._history.clear()
        if not ahead.startswith(_MARKS[self._method]):
            if ahead or self._source.fault:
                raise self._source.fault or Damaged(f"bytes that are no {self._method} data stand where a member should begin")
            return None
        match self._method:
            case "gzip":
                self._member = zlib.decompressobj(31)
            case "bzip2":
                self._member = bz2.BZ2Decompressor()
            case _:
                self._member = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)
        return self._member

    def _step(self, member: _Member, n: int) -> bytes:
        hungry = getattr(member, "needs_input", True)  # zlib's member keeps no input
        packed = self._source.some(_MORSEL) if hungry else b""
        try:
            data = member.decompress(packed, n)
        except (zlib.error, OSError, lzma.LZMAError, EOFError) as error:
            self._history += packed
            raise Damaged(f"the {self._method} data is damaged: {error}") from error
        left = member.unused_data if member.eof else getattr(member, "unconsumed_tail", b"")
        self._source.unread(left)
        self._history += packed[:len(packed) - len(left)]
        if len(self._history) > 2 * _HISTORY:
            del self._history[:-_HISTORY]
        if hungry and not (packed or data or member.eof):
            raise CutOff(f"the {self._method} data is cut off")
        return data

    def recover(self) -> bool:
        """Goes on behind damage to the next gzip member that begins a WARC record; False where there is none."""
        if self._method != "gzip":
            return False
        self._source.unread(bytes(self._history))
        self._source.skip(1 if self._history else 0)
        self._history.clear()
        self._member, self.at = None, 0
        while True:
            found: list[bytes] = []
            for _ in self._source.until(_GZIP, len(_MARKS["gzip"]), found):
                pass
            self._source.unread(b"".join(found))
            if not found or self._begins_record():
                return bool(found)
            self._source.skip(1)

    def _begins_record(self) -> bool:
        try:
            return zlib.decompressobj(31).decompress(self._source.peek(1 << 12), len(WARC)) == WARC
        except zlib.error:
            return False
