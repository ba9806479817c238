"""What the standard library's readers of archives complain of, said in our words."""
from __future__ import annotations

import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from crawler.containers.streams import Budget, Damaged, Readable

_COMPLAINTS = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error, ValueError, OverflowError, EOFError, IndexError,
               RecursionError, NotImplementedError, MemoryError)


@contextmanager
def damage(what: str) -> Iterator[None]:
    """Turns what a library raises for the content's sake into `Damaged`, whose message begins with `what`; an `OSError` of the file itself passes."""
    try:
        yield
    except _COMPLAINTS as error:
        raise Damaged(f"{what}: {error}"[:200].rstrip(": ")) from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise Damaged(f"{what}: {error}"[:200].rstrip(": ")) from error


class Checked:
    """What a library's `stream` gives, taken from the `budget`; its complaints are `Damaged`."""

    def __init__(self, stream: Readable, budget: Budget) -> None:
        self._stream, self._budget = stream, budget

    def read(self, n: int, /) -> bytes:
        """At most `n` bytes; none at the end."""
        with damage("it is damaged or cut off"):
            data = self._stream.read(n)
        self._budget.spend(len(data))
        return data
