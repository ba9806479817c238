"""Files -> what came of each, in this process or in several, in the order of the paths.

A plain file is opened where it is read; a container is opened here, and its records are handed out, so that one WARC keeps
all processes busy. Nothing here raises for a file: whatever happens to it is an outcome.
"""
from __future__ import annotations

import errno
import logging
import multiprocessing
import os
import signal
import stat
import sys
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from enum import Enum
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

import crawler
from crawler import containers
from crawler.addresses import address_in
from crawler.article import Article, Kind, NotAnArticle
from crawler.containers import Broken, Event, PassedOver, Record, placed

# Kinds that say that a file could not be read, rather than what the page in it is.
FAILURES: frozenset[Kind] = frozenset({"unreadable", "too_large", "container"})
CHUNK = 16  # pages handed to a process at a time: a page takes a millisecond or two, and so does handing it over
CHUNK_BYTES = 1_000_000  # of records, which are handed over with their bytes
WINDOW = 4  # chunks for each process that are under way: bounds the outcomes that wait for their turn

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """How files are read: the arguments of `crawler.parse_file`, the largest size of a page in bytes, and whether a file's name may tell its URL."""

    max_input: int
    url: str | None = None
    site: str | None = None
    audit: bool = False
    url_from_name: bool = False

    def address(self, name: str) -> str | None:
        """The address of a page that does not come with its own: the one that was given, or the one that its name is made of."""
        return self.url or (address_in(name.rpartition("/")[2]) if self.url_from_name else None)


@dataclass(frozen=True, slots=True)
class Accepted:
    """An article: its path as the user gave it, and its JSON object; `page` is the article itself where it is one page of several."""

    path: str
    item: dict[str, Any]
    page: Article | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """No article: a verdict on the page (`failed` is False), or a file that could not be read."""

    path: str
    kind: Kind
    reason: str
    url: str | None = None
    failed: bool = False

    def to_dict(self) -> dict[str, str]:
        """The line of the rejected file."""
        line = {"path": self.path} | ({"url": self.url} if self.url else {})
        return line | {"kind": self.kind, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Passed:
    """A record of a container that holds no page: only counted."""

    path: str


Outcome = Accepted | Rejected | Passed


class Whole(Enum):
    """What a task that is no record stands for: a file to be opened where it is read, or the end of a container."""

    FILE = "file"
    END = "end"


@dataclass(frozen=True, slots=True)
class Task:
    """Something to read. `done` is the share of its file that is read then: 1 for the last task of the file."""

    path: str
    what: Event | Whole
    done: float


@dataclass(frozen=True, slots=True)
class Step:
    """What came of a task."""

    done: float
    outcomes: list[Outcome]


def read(path: str, options: Options) -> Iterator[Outcome]:
    """What the file holds: at least one outcome, one a record for a container. Never raises for the file's sake."""
    for task in tasks(path, options.max_input):
        yield from perform(task, options)


def tasks(path: str, max_input: int) -> Iterator[Task]:
    """The tasks that reading the file takes: one, or one a record of a container and one for its end."""
    if not _is_container(path):
        yield Task(path, Whole.FILE, 1)
        return
    pages = passed = 0
    for event, done in _events(path, max_input):
        passed += isinstance(event, PassedOver)
        pages += not isinstance(event, PassedOver)
        yield Task(path, event, done)
    yield Task(path, Whole.END if pages else Broken("", f"no page in the file: {passed} records passed over", "empty"), 1)


def _is_container(path: str) -> bool:
    try:
        check(path)
        return containers.holds_records(path)
    except OSError:  # reading it says why
        return False


def _events(path: str, max_input: int) -> Iterator[tuple[Event, float]]:
    """The events of a container, each with the share of the file that is read."""
    try:
        size = max(1, Path(path).stat().st_size)
        for event in containers.records(path, max_input):
            yield event, min(event.position / size, 0.999)
    except OSError as error:
        yield Broken("", error.strerror or str(error), "unreadable"), 0.999
    except Exception as error:  # a container that nobody foresaw never stops a run
        logger.debug("%s", path, exc_info=True)
        yield Broken("", f"{type(error).__name__}: {error}"[:300].rstrip(": "), "container"), 0.999


def perform(task: Task, options: Options) -> Iterator[Outcome]:
    """What comes of a task. Never raises for the page's sake."""
    path, what = task.path, task.what
    try:
        if isinstance(what, Record):
            yield _accepted(path, _parse(what, options, path))
        elif isinstance(what, Broken):
            raise NotAnArticle(what.kind, placed(what.name, what.reason), what.url)
        elif isinstance(what, PassedOver):
            yield Passed(path)
        elif what is Whole.FILE:
            yield from _read_file(path, options)
    except NotAnArticle as verdict:
        yield _verdict(path, verdict)
    except OSError as error:
        yield Rejected(path, "unreadable", error.strerror or str(error), failed=True)
    except Exception as error:  # one bad page, even one that runs out of memory, never stops a run
        logger.debug("%s", path, exc_info=True)
        yield unexpected(path, error)


def _read_file(path: str, options: Options) -> Iterator[Outcome]:
    check(path)
    if Path(path).stat().st_size > options.max_input:
        raise NotAnArticle("too_large", f"{Path(path).stat().st_size:,} bytes, over MAX_INPUT of {options.max_input:,}")
    count = 0
    for result in crawler.parse_file(path, options.address(path), site=options.site, audit=options.audit):
        count += 1
        if isinstance(result, NotAnArticle):
            url = result.url if result.url != options.url else None  # of a record, not the one that was given
            yield _verdict(path, NotAnArticle(result.kind, result.reason, url))
        else:
            yield _accepted(path, result)
    if not count:
        yield Rejected(path, "empty", "nothing in the file")


def _parse(record: Record, options: Options, path: str) -> Article:
    try:
        return crawler.parse(record.body, record.url or options.address(record.name or path), headers=record.headers, fetched_at=record.fetched_at,
                             site=options.site, audit=options.audit)
    except NotAnArticle as verdict:
        raise NotAnArticle(verdict.kind, placed(record.name, verdict.reason), record.url) from None


def _accepted(path: str, article: Article) -> Accepted:
    return Accepted(path, article.to_dict(), article if article.part else None)


def check(path: str) -> None:
    """OSError unless `path` is a regular file: a pipe would block the run."""
    status = Path(path).stat()
    if stat.S_ISDIR(status.st_mode):
        os.scandir(path).close()  # says why the folder was not listed
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "Not a file but a pipe, socket or device", path)


def unexpected(path: str, error: BaseException) -> Rejected:
    """The outcome for an exception that no contract names."""
    return Rejected(path, "other", f"{type(error).__name__}: {error}"[:300].rstrip(": "), failed=True)


def _verdict(path: str, verdict: NotAnArticle) -> Rejected:
    return Rejected(path, verdict.kind, verdict.reason, verdict.url, verdict.kind in FAILURES)


def read_all(paths: Sequence[str], options: Options, jobs: int = 1) -> Generator[Step, None, None]:
    """What comes of each task of each path, in the order of `paths`, whatever the number of processes. `close` ends the work."""
    if len(paths) < jobs and not any(map(_is_container, paths)):
        jobs = len(paths)
    if jobs <= 1:
        return (Step(task.done, list(perform(task, options))) for path in paths for task in tasks(path, options.max_input))
    return _read_in_processes(paths, options, jobs)


def _read_in_processes(paths: Sequence[str], options: Options, jobs: int) -> Generator[Step, None, None]:
    chunks = _chunks((task for path in paths for task in tasks(path, options.max_input)), max(1, min(CHUNK, len(paths) // (jobs * WINDOW))))
    pool = _pool(jobs)
    under_way: deque[tuple[Sequence[Task], Future[list[list[Outcome]]]]] = deque()
    try:
        while True:
            while len(under_way) < jobs * WINDOW and (chunk := next(chunks, None)):
                under_way.append((chunk, _submit(pool, chunk, options)))
            if not under_way:
                return
            chunk, future = under_way.popleft()
            if not future.exception():
                yield from _steps(chunk, future.result())
                continue
            suspects = [(chunk, future), *under_way]  # nobody says which of them broke the pool
            under_way.clear()
            pool.shutdown()
            yield from _read_again(suspects, options)
            pool = _pool(jobs)
    finally:
        pool.shutdown(wait=not under_way, cancel_futures=True)
        if under_way:  # stopped early: nobody waits for what the processes still read
            for process in multiprocessing.active_children():
                process.terminate()


def _chunks(work: Iterable[Task], files: int) -> Iterator[list[Task]]:
    """The tasks in portions for a process: of so many files, or of so many records with so many bytes."""
    chunk: list[Task] = []
    size = 0
    for task in work:
        chunk.append(task)
        is_record = isinstance(task.what, Record)
        size += len(task.what.body) if isinstance(task.what, Record) else 0
        if len(chunk) >= (CHUNK if is_record else files) or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _steps(chunk: Sequence[Task], outcomes: Iterable[list[Outcome]]) -> Iterator[Step]:
    return (Step(task.done, found) for task, found in zip(chunk, outcomes, strict=True))


def _read_again(suspects: list[tuple[Sequence[Task], Future[list[list[Outcome]]]]], options: Options) -> Iterator[Step]:
    """The outcomes of chunks whose pool broke: what is there, and each task of the others once more, alone."""
    for chunk, future in suspects:
        yield from _steps(chunk, (_do_alone(task, options) for task in chunk) if future.exception() else future.result())


def _do_alone(task: Task, options: Options) -> list[Outcome]:
    with _pool(1) as pool:
        future = pool.submit(_do_chunk, [task], options)
        error = future.exception()
    if isinstance(error, BrokenProcessPool):
        name = task.what.name if isinstance(task.what, Record) else ""
        return [Rejected(task.path, "other", placed(name, "the process that read it died, twice"), failed=True)]
    return [unexpected(task.path, error)] if error else future.result()[0]


def _submit(pool: ProcessPoolExecutor, chunk: Sequence[Task], options: Options) -> Future[list[list[Outcome]]]:
    try:
        return pool.submit(_do_chunk, chunk, options)
    except BrokenProcessPool as error:
        broken: Future[list[list[Outcome]]] = Future()
        broken.set_exception(error)
        return broken


def _do_chunk(chunk: Sequence[Task], options: Options) -> list[list[Outcome]]:
    return [list(perform(task, options)) for task in chunk]


def _pool(jobs: int) -> ProcessPoolExecutor:
    # A forked process has everything imported already; elsewhere forking is not safe, and the default stands.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_start_worker)


def _start_worker() -> None:
    """Leave Ctrl-C to the parent, which ends the feed in good order, and end when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
