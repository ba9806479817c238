"""One feed file, written through Scrapy's own item exporters without a crawl.

Appending keeps what the file holds and mends what a crash left at its end. Replacing writes a hidden file beside it and
renames that one when all is written, so that a run that fails leaves the old feed as it was.
"""
from __future__ import annotations

import csv
import errno
import io
import json
import mmap
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from scrapy.exceptions import UsageError
from scrapy.exporters import BaseItemExporter
from scrapy.settings import BaseSettings
from scrapy.utils.conf import feed_complete_default_values_from_settings
from scrapy.utils.misc import load_object

from crawler.article import SCHEMA

COLUMNS = tuple(SCHEMA["properties"])
LINES = frozenset({"jsonl", "jl", "jsonlines"})
ONE_DOCUMENT = frozenset({"json", "xml"})
_BLOCK = 1 << 16
_COPIED_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Target:
    """Where articles go: `path` (None is standard output), the exporter's name, and whether old content goes."""

    path: Path | None
    format: str
    replace: bool

    def __str__(self) -> str:
        return str(self.path or "standard output")


STDOUT = Target(None, "jsonlines", False)


def exporters(settings: BaseSettings) -> dict[str, str]:
    """Feed format -> exporter class, as the settings FEED_EXPORTERS and FEED_EXPORTERS_BASE say."""
    return {name: path for name, path in settings.getwithbase("FEED_EXPORTERS").items() if path}


def target(argument: str, formats: Iterable[str], *, replace: bool) -> Target:
    """What a person means by `-o ARGUMENT` or `-O ARGUMENT`: FILE.jsonl, FILE:csv, or `-` for standard output.

    UsageError for an unknown format, for a folder, and for appending to a feed that is one document (.json, .xml).
    OSError where its folder cannot be looked into.
    """
    formats = sorted(formats)
    name, colon, ending = argument.rpartition(":")
    if not (colon and ending.lower() in formats):
        name, ending = argument, Path(argument).suffix.removeprefix(".")
    if name == "-":
        return Target(None, ending.lower() or "jsonlines", False)
    if ending.lower() not in formats:
        raise UsageError(f"{argument}: no such feed format; use one of .{', .'.join(formats)} or FILE:FORMAT")
    path = Path(name)
    with writing(path):
        folder, holds = path.is_dir(), path.is_file() and path.stat().st_size
    if folder:
        raise UsageError(f"{name} is a folder; name a feed file in it")
    if not replace and ending.lower() in ONE_DOCUMENT and holds:
        raise UsageError(f"{name} exists, and nothing can be appended to a .{ending} document: "
                         f"replace it with -O {argument}, or append to a .jsonl feed")
    return Target(path, ending.lower(), replace)


class Feed:
    """An open feed. `export` items, then `commit`, or `discard` when the run failed.

    `note` says in a sentence what was mended at the end of the old feed, if anything; `written` is true once the feed
    is in its place. Opening makes the folders that are missing; it raises UsageError for a CSV file with other columns.
    Whatever cannot be written is an OSError whose `filename` is the target as the user named it.
    """

    def __init__(self, target: Target, settings: BaseSettings) -> None:
        self.target, self.note, self.written = target, "", False
        self._part: Path | None = None
        if target.path is None:
            self._file: IO[bytes] = sys.stdout.buffer
        else:
            with writing(target):
                self._file = self._open(target.path)
        self._exporter = _exporter(self._file, target.format, settings)
        with writing(target):
            self._exporter.start_exporting()

    def export(self, item: dict[str, Any]) -> None:
        """Write one item, at once: after a crash at most the last line is torn. UnicodeError: nothing was written."""
        with writing(self.target):
            self._exporter.export_item(item)
            self._file.flush()

    def commit(self) -> None:
        """End the document and put the file in its place."""
        with writing(self.target):
            self._exporter.finish_exporting()
            self._file.flush()
            if self.target.path is not None:
                self._file.close()
            if self._part and self.target.path:
                self._part.replace(real(self.target.path))
        self.written = True

    def discard(self) -> None:
        """Give up: of a feed that was to be replaced nothing changes, what was appended stays."""
        if self.target.path is not None:
            with suppress(OSError):  # closing writes once more, onto the disk that was full
                self._file.close()
        if self._part:
            self._part.unlink(missing_ok=True)

    def _open(self, path: Path) -> IO[bytes]:
        if is_device(path):  # it cannot be renamed over, and what /dev/stdout links to may have no name
            return path.open("wb")
        path = real(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not self.target.replace:
            self.note = mend(path, self.target.format)
            return path.open("ab")
        self._part = path.with_name(f".{path.name}.{os.getpid()}.part")
        part = self._part.open("wb")
        if path.exists():
            shutil.copymode(path, self._part)
        return part


def _exporter(file: IO[bytes], name: str, settings: BaseSettings) -> BaseItemExporter:
    options = feed_complete_default_values_from_settings({"format": name}, settings)
    exporter: BaseItemExporter = load_object(exporters(settings)[name])(
        file, fields_to_export=options["fields"], encoding=options["encoding"], indent=options["indent"],
        **options["item_export_kwargs"])
    return exporter


def part_of(path: Path) -> Path:
    """Where a feed is written until it is put in its place."""
    return path.with_name(f"{path.name}.part")


def finish(part: Path, path: Path, name: str, *, replace: bool = False, columns: Sequence[str] = COLUMNS) -> None:
    """Put what is in `part` into its place: as the feed `path`, or behind what that holds. Killed at any moment, it loses nothing and can be called again:
    it goes on where it was. A document (.json, .xml) cannot be appended to: UsageError, as for a CSV file with other `columns`."""
    if replace or not path.exists():
        if not replace:
            mend(part, name, columns)
        elif path.exists():
            shutil.copymode(path, part)
        part.replace(path)
        return
    if name in ONE_DOCUMENT:
        raise UsageError(f"nothing can be appended to {path}, and {part} is to be: move one of them away")
    mend(part, name, columns)
    mend(path, name, columns)
    with part.open("rb") as source, path.open("ab") as target:
        if name == "csv" and path.stat().st_size:
            source.readline()
        source.seek(_end_of_copy(source, path))
        shutil.copyfileobj(source, target, _COPIED_AT_ONCE)
        target.flush()
        os.fsync(target.fileno())
    part.unlink()


def _end_of_copy(source: IO[bytes], path: Path) -> int:
    """Up to where the end of `path` is a copy of `source` from where it stands; that place itself where nothing was copied."""
    begin, first = source.tell(), source.readline()
    length = source.seek(0, io.SEEK_END) - begin
    if not first or not path.stat().st_size:
        return begin
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
        at = held.find(first, max(0, len(held) - length))
        while at >= 0:
            source.seek(begin)
            blocks = (held[position:position + _COPIED_AT_ONCE] for position in range(at, len(held), _COPIED_AT_ONCE))
            if all(block == source.read(len(block)) for block in blocks):
                return begin + len(held) - at
            at = held.find(first, at + 1)
    return begin


def mend(path: Path, name: str, columns: Sequence[str] = COLUMNS) -> str:
    """Make an existing feed of format `name` end with a whole item; the sentence says what was done, "" for nothing. UsageError for a CSV file with other
    `columns`."""
    if not path.exists() or not path.stat().st_size:
        return ""
    if name in LINES:
        return mend_lines(path)
    return _mend_csv(path, columns) if name == "csv" else ""


def hold(file: IO[bytes], *, alone: bool = True) -> bool:
    """Keep the open `file` for this process, or for those that hold it with `alone=False`, until it is closed; False where another process has it.
    Where a system or a disk has no such locks, the answer is True."""
    try:
        import fcntl

        fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except (ImportError, OSError):
        return True
    return True


def mend_lines(path: Path) -> str:
    """Make the JSON Lines file `path` end with a whole line; the sentence says what was done, "" for nothing.

    A last line without its newline gets it when it is valid JSON, and is cut off when it is not. OSError.
    """
    with path.open("r+b") as file:
        start, tail = _last_line(file)
        if not tail:
            return ""
        try:
            json.loads(tail)
        except ValueError:
            file.truncate(start)
            return f"{path.name}: a torn last line of {len(tail)} bytes was cut off"
        file.seek(0, io.SEEK_END)
        file.write(b"\n")
        return f"{path.name}: the newline that the last line lacked was added"


def _last_line(file: IO[bytes]) -> tuple[int, bytes]:
    """Offset and bytes of what follows the last newline, found from the end: a feed may be large."""
    end = position = file.seek(0, io.SEEK_END)
    while position:
        position = max(0, position - _BLOCK)
        file.seek(position)
        newline = file.read(min(_BLOCK, end - position)).rfind(b"\n")
        if newline >= 0:
            position += newline + 1
            break
    file.seek(position)
    return position, file.read(end - position)


def _mend_csv(path: Path, columns: Sequence[str]) -> str:
    """Refuse a CSV file of other columns; cut off a record that a crash tore (one line break inside quotes is text)."""
    header = ",".join(columns).encode() + b"\r\n"
    if path.stat().st_size < len(header) and header.startswith(path.read_bytes()):
        os.truncate(path, 0)
        return f"{path.name}: a torn header was cut off"
    with path.open(encoding="utf-8-sig", newline="") as text:
        if tuple(next(csv.reader(text), ())) != tuple(columns):
            raise UsageError(f"{path} has other columns than an article: replace it with -O, or append to a new file")
    with path.open("r+b") as file:
        whole, quotes, position = 0, 0, 0
        for line in file:
            position += len(line)
            quotes += line.count(b'"')
            if line.endswith(b"\n") and quotes % 2 == 0:
                whole = position
        if whole == position:
            return ""
        file.truncate(whole)
    return f"{path.name}: a torn last record of {position - whole} bytes was cut off"


@contextmanager
def writing(name: object) -> Iterator[None]:
    """An OSError from inside gets the `filename` `name`: what the user called the file, not a part or a folder of it."""
    try:
        yield
    except OSError as error:
        number = errno.ENOTDIR if isinstance(error, FileExistsError) else error.errno  # of a file that is no folder
        reason = os.strerror(number) if number else str(error)
        raise OSError(number, reason, str(name)) from error


def real(path: Path) -> Path:
    """`path` absolute and with its links followed, as far as it exists. OSError, with `path` as its `filename`, for a
    loop of links, for a folder that is closed, and for a name that is too long."""
    with writing(path):
        with suppress(RuntimeError):  # what Python before 3.13 raises for a loop
            found = path.resolve()
            if not found.is_symlink():
                return found
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))


def is_device(path: Path) -> bool:
    """Is `path` there, and something to write to that keeps nothing: a pipe, a terminal, /dev/null?"""
    return path.exists() and not path.is_file()


def is_same_file(path: str, other: Path) -> bool:
    """Do both names mean one existing regular file? False where either is missing."""
    try:
        return Path(path).is_file() and Path(path).samefile(other)
    except OSError:
        return False
