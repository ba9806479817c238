"""Files -> what came of each, in this process or in several, in the order of the paths.

Nothing here raises for a file: whatever happens to it is an outcome.
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
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

import crawler
from crawler.article import Kind, NotAnArticle

# Kinds that say that a file could not be read, rather than what the page in it is.
FAILURES: frozenset[Kind] = frozenset({"unreadable", "too_large", "container"})
CHUNK = 16  # files handed to a process at a time: a page takes a millisecond or two, and so does handing it over
WINDOW = 4  # chunks for each process that are under way: bounds the outcomes that wait for their turn

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """How files are read: the arguments of `crawler.parse_file`, and the largest size in bytes."""

    max_input: int
    url: str | None = None
    site: str | None = None
    audit: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """An article: its path as the user gave it, and its JSON object."""

    path: str
    item: dict[str, Any]


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


Outcome = Accepted | Rejected


def read(path: str, options: Options) -> Iterator[Outcome]:
    """What the file holds: at least one outcome, one a record for a container. Never raises for the file's sake."""
    count = 0
    try:
        check(path, options.max_input)
        for result in crawler.parse_file(path, options.url, site=options.site, audit=options.audit):
            count += 1
            if isinstance(result, NotAnArticle):
                url = result.url if result.url != options.url else None  # of a record, not the one that was given
                yield _verdict(path, result, url)
            else:
                yield Accepted(path, result.to_dict())
        if not count:
            yield Rejected(path, "empty", "nothing in the file")
    except NotAnArticle as verdict:
        yield _verdict(path, verdict)
    except OSError as error:
        yield Rejected(path, "unreadable", error.strerror or str(error), failed=True)
    except Exception as error:  # one bad page, even one that runs out of memory, never stops a run
        logger.debug("%s", path, exc_info=True)
        yield unexpected(path, error)


def check(path: str, max_input: int) -> None:
    """OSError unless `path` is a regular file (a pipe would block the run), NotAnArticle if it is over `max_input`."""
    status = Path(path).stat()
    if stat.S_ISDIR(status.st_mode):
        os.scandir(path).close()  # says why the folder was not listed
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "Not a file but a pipe, socket or device", path)
    if status.st_size > max_input:
        raise NotAnArticle("too_large", f"{status.st_size:,} bytes, over MAX_INPUT of {max_input:,}")


def unexpected(path: str, error: BaseException) -> Rejected:
    """The outcome for an exception that no contract names."""
    return Rejected(path, "other", f"{type(error).__name__}: {error}"[:300].rstrip(": "), failed=True)


def _verdict(path: str, verdict: NotAnArticle, url: str | None = None) -> Rejected:
    return Rejected(path, verdict.kind, verdict.reason, url, verdict.kind in FAILURES)


def read_all(paths: Sequence[str], options: Options, jobs: int = 1) -> Generator[Iterator[Outcome], None, None]:
    """The outcomes of each path, in the order of `paths`, whatever the number of processes. `close` ends the work."""
    if min(jobs, len(paths)) <= 1:
        return (read(path, options) for path in paths)
    return _read_in_processes(paths, options, min(jobs, len(paths)))


def _read_in_processes(paths: Sequence[str], options: Options, jobs: int) -> Generator[Iterator[Outcome], None, None]:
    size = max(1, min(CHUNK, len(paths) // (jobs * WINDOW)))
    chunks = iter([paths[start:start + size] for start in range(0, len(paths), size)])
    pool = _pool(jobs)
    under_way: deque[tuple[Sequence[str], Future[list[list[Outcome]]]]] = deque()
    try:
        while True:
            while len(under_way) < jobs * WINDOW and (chunk := next(chunks, None)):
                under_way.append((chunk, _submit(pool, chunk, options)))
            if not under_way:
                return
            chunk, future = under_way.popleft()
            if not future.exception():
                yield from map(iter, future.result())
                continue
            suspects = [(chunk, future), *under_way]  # nobody says which of them broke the pool
            under_way.clear()
            pool.shutdown()
            yield from _read_again(suspects, options)
            pool = _pool(jobs)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        if under_way:  # stopped early: nobody waits for what the processes still read
            for process in multiprocessing.active_children():
                process.terminate()


def _read_again(suspects: list[tuple[Sequence[str], Future[list[list[Outcome]]]]],
                options: Options) -> Iterator[Iterator[Outcome]]:
    """The outcomes of chunks whose pool broke: what is there, and each file of the others once more, alone."""
    for chunk, future in suspects:
        if future.exception():
            yield from (_read_alone(path, options) for path in chunk)
        else:
            yield from map(iter, future.result())


def _read_alone(path: str, options: Options) -> Iterator[Outcome]:
    with _pool(1) as pool:
        future = pool.submit(_read_chunk, [path], options)
        error = future.exception()
    if isinstance(error, BrokenProcessPool):
        return iter([Rejected(path, "other", "the process that read it died, twice", failed=True)])
    return iter([unexpected(path, error)] if error else future.result()[0])


def _submit(pool: ProcessPoolExecutor, chunk: Sequence[str], options: Options) -> Future[list[list[Outcome]]]:
    try:
        return pool.submit(_read_chunk, chunk, options)
    except BrokenProcessPool as error:
        broken: Future[list[list[Outcome]]] = Future()
        broken.set_exception(error)
        return broken


def _read_chunk(chunk: Sequence[str], options: Options) -> list[list[Outcome]]:
    return [list(read(path, options)) for path in chunk]


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
