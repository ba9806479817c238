"""tar archives (v7, ustar, GNU, pax), read forward: the members in them."""
from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import IO, Self, cast

from crawler.containers.libraries import Checked, damage
from crawler.containers.names import member_path
from crawler.containers.streams import Budget, Damaged, Source

_MAX_HEADER = 1 << 16


def looks_like_tar(start: bytes) -> bool:
    """Whether a file that begins so is a tar archive: the checksum of its first header is right."""
    try:
        return start[:1] != b"\0" and bool(tarfile.TarInfo.frombuf(start[:tarfile.BLOCKSIZE], "utf-8", "surrogateescape"))
    except (tarfile.HeaderError, ValueError):
        return False


class _Forward:
    """A source as the file that `tarfile` reads; it never goes back, and no header in it is longer than `_MAX_HEADER`."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.last = b""  # what was read last
        self.end_of_header: int | None = None

    def tell(self) -> int:
        return self._source.at

    def seek(self, at: int) -> None:
        if at < self._source.at:
            raise tarfile.StreamError("a member that lies before the one in front of it")
        self._source.skip(at - self._source.at)

    def read(self, n: int) -> bytes:
        if self.end_of_header is not None and self._source.at + n > self.end_of_header:
            raise Damaged(f"a header in the tar archive is over {_MAX_HEADER:,} bytes long")
        self.last = self._source.read(n)
        return self.last


class _Header(tarfile.TarInfo):
    """A header that tells its archive what `tarfile` passes over in silence."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        assert isinstance(archive, _Archive)
        file = cast(_Forward, archive.fileobj)
        file.end_of_header = file.tell() + _MAX_HEADER
        try:
            return super().fromtarfile(archive)
        except tarfile.HeaderError:
            archive.gap |= bool(file.last.strip(b"\0"))
            archive.has_end |= bool(file.last) and not archive.gap
            raise

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        header = super().frombuf(buf, encoding, errors)
        if header.size < 0:
            raise tarfile.HeaderError("a negative size")
        return header


class _Archive(tarfile.TarFile):
    tarinfo = _Header
    gap = False  # bytes that are no header stood where one should
    has_end = False


class Archive:
    """The tar archive that `source` holds."""

    def __init__(self, source: Source) -> None:
        self._file = _Forward(source)
        self._archive: _Archive | None = None

    def members(self) -> Iterator[tarfile.TarInfo | None]:
        """The members in their order; None for damage that was passed over. The content of one can be read until the next is asked for. Raises `Damaged`."""
        while True:
            member = self._next()
            archive = cast(_Archive, self._archive)
            self._file.end_of_header = None
            archive.members.clear()  # type: ignore[attr-defined]
            if archive.gap:
                yield None
            if member is None:
                break
            yield member
            archive.gap = False
        if not (archive.has_end or archive.gap):
            raise Damaged("the tar archive is cut off: it has no end")

    def _next(self) -> tarfile.TarInfo | None:
        with damage("the tar archive is damaged or cut off"):
            if self._archive is None:
                self._archive = _Archive(fileobj=cast(IO[bytes], self._file), encoding="utf-8", errors="surrogateescape", ignore_zeros=True)
            return self._archive.next()

    def content(self, member: tarfile.TarInfo, budget: Budget) -> Checked | None:
        """What the member that was given last holds; None where it is no file."""
        with damage("it is damaged"):
            content = self._archive.extractfile(member) if self._archive and member.isreg() else None
        return Checked(content, budget) if content else None


def path(member: tarfile.TarInfo) -> str:
    """The path of a member."""
    return member_path(member.name.encode("utf-8", "surrogateescape"))
