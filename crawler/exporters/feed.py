"""One feed file, written through Scrapy's own item exporters without a crawl.

Appending keeps what the file holds and mends what a crash left at its end. Replacing writes a hidden file beside it and
renames that one when all is written, so that a run that fails leaves the old feed as it was.
"""
from __future__ import annotations

import csv
import errno
import io
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
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
            self.note = _mend(path, self.target.format)
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


def _mend(path: Path, name: str) -> str:
    if not path.exists() or not path.stat().st_size:
        return ""
    if name in LINES:
        return mend_lines(path)
    return _mend_csv(path) if name == "csv" else ""


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


def _mend_csv(path: Path) -> str:
    """Refuse a CSV file of other columns; cut off a record that a crash tore (one line break inside quotes is text)."""
    with path.open(encoding="utf-8-sig", newline="") as text:
        if tuple(next(csv.reader(text), ())) != COLUMNS:
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
