"""ZIP archives: the members as their directory lists them, each unpacked on its own, none before it is asked for."""
from __future__ import annotations

import io
from typing import BinaryIO, cast
from zipfile import BadZipFile, ZipFile, ZipInfo

from crawler.containers.libraries import Checked, damage
from crawler.containers.names import member_path
from crawler.containers.streams import Budget, Damaged

MAX_DIRECTORY = 100_000_000
"""Bytes of the directory of an archive, which `zipfile` holds whole: a million members of usual names."""

_UTF8, _ENCRYPTED = 0x800, 0x1


class Locked(Exception):
    """The member cannot be read without something that the archive does not hold: a password, or an unusual method."""


class _Bounded(io.RawIOBase):
    """The file of an archive: not more of it is read at once than an honest directory takes."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        if size > MAX_DIRECTORY:
            raise Damaged(f"a ZIP archive with a directory of over {MAX_DIRECTORY:,} bytes")
        return self._file.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        if whence == 0 and offset < 0:
            raise BadZipFile("a place before the beginning of the file")
        return self._file.seek(offset, whence)

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._file.tell()


def archive(file: BinaryIO) -> ZipFile:
    """The archive in `file`. Raises `Damaged` where it has no sound directory, or one that is too long."""
    with damage("the ZIP archive is damaged or cut off"):
        return ZipFile(cast(BinaryIO, _Bounded(file)))


def path(member: ZipInfo) -> str:
    """The path of a member; a folder's ends with `/`."""
    try:
        return member_path(member.orig_filename if member.flag_bits & _UTF8 else member.orig_filename.encode("cp437"))
    except UnicodeEncodeError:  # from a field that only some archives have
        return member_path(member.orig_filename)


def content(archive: ZipFile, member: ZipInfo, budget: Budget) -> Checked:
    """What a member holds, unpacked as it is read. Raises `Locked`, or `Damaged` where no member begins at its place."""
    if member.flag_bits & _ENCRYPTED:
        raise Locked("encrypted: unpack it with its password, and give the files")
    with damage("it is damaged"):
        try:
            return Checked(archive.open(member), budget)
        except NotImplementedError as error:
            raise Locked(f"{error}: unpack it, and give the files") from error
