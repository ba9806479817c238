"""One run of `scrapy extract`: outcomes into the feed and the rejected file, the counts, and the stop in good order."""
from __future__ import annotations

import json
import os
import signal
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import IO, TYPE_CHECKING, Any

from crawler.commands import reading
from crawler.commands.console import console, say
from crawler.commands.reading import Accepted, Options, Outcome, Passed, Rejected
from crawler.exporters.feed import writing
from crawler.joining import Joiner

if TYPE_CHECKING:
    from crawler.article import Article
    from crawler.commands.inputs import Inputs
    from crawler.exporters.feed import Feed

NAMED_FAILURES = 20  # files that could not be read are named on the screen, up to here


class Run:
    """One run: where its outcomes go, and the counts of the summary.

    `read_any` is true once a file could be read, whatever the verdict on it.
    """

    def __init__(self, feed: Feed, rejected: IO[str], inputs: Inputs) -> None:
        self._feed, self._rejected, self._inputs = feed, rejected, inputs
        self._files = self._articles = self._passed_over = self._pages = self._joined = 0
        self._joiner = Joiner()
        self._kinds: Counter[str] = Counter()
        self._failures: list[Rejected] = []
        self._failed = 0
        self._signal = 0
        self.read_any = False

    def read_all(self, options: Options, jobs: int) -> None:
        """Every outcome into the feed or the rejected file, until the end or a signal."""
        paths = self._inputs.paths
        for link, folder in self._inputs.links:
            self._reject(Rejected(link, "other", f"a link back to a folder that is read already: {folder}"))
        with (closing(reading.read_all(paths, options, jobs)) as work, self._stopping(),
              self._progress(len(paths)) as advance):
            for step in work:
                for outcome in step.outcomes:
                    self._keep(outcome)
                self._files += step.done == 1
                advance(step.done % 1)
                if self._signal:
                    break
            for article in self._joiner.rest():
                self._export_joined(article)

    def _keep(self, outcome: Outcome) -> None:
        if isinstance(outcome, Passed):
            self._passed_over += 1
            return
        self.read_any |= isinstance(outcome, Accepted) or not outcome.failed
        if isinstance(outcome, Rejected):
            self._reject(outcome)
        elif outcome.page is None:
            self._export(outcome.path, outcome.item)
        else:
            self._pages += 1
            for article in self._joiner.add(outcome.page):
                self._export_joined(article)

    def _export_joined(self, article: Article) -> None:
        self._joined += 1
        self._export(article.url or article.id, article.to_dict())

    def _export(self, path: str, item: dict[str, Any]) -> None:
        try:
            self._feed.export(item)
        except UnicodeError as error:
            self._reject(reading.unexpected(path, error))
        else:
            self._articles += 1

    def _reject(self, outcome: Rejected) -> None:
        with writing(self._rejected.name):
            print(json.dumps(outcome.to_dict(), ensure_ascii=False), file=self._rejected, flush=True)
        self._kinds[outcome.kind] += 1
        if outcome.failed:
            self._failed += 1
            if len(self._failures) < NAMED_FAILURES:
                self._failures.append(outcome)

    @property
    def status(self) -> int:
        """The exit status of the run."""
        if self._signal:
            return 128 + self._signal
        return 1 if self._failed or not self._inputs.paths else 0

    def report(self, rejected: str) -> None:
        """What could not be read, and the summary, on standard error."""
        for failure in self._failures:
            say(f"scrapy extract: {failure.path}: {failure.kind}: {failure.reason}")
        if self._failed > len(self._failures):
            say(f"scrapy extract: and {self._failed - len(self._failures)} more that could not be read")
        if not self._inputs.paths:
            say("scrapy extract: nothing to read was found")
        if self._signal:
            say("scrapy extract: interrupted; the feed ends with what was read so far")
        feed = self._feed.target if self._feed.written else f"{self._feed.target} as it was"
        say(f"{self._summary()}. Feed: {feed}. Rejected: {rejected}.")

    def _summary(self) -> str:
        """Files = articles + pages joined to them + rejected + passed over + not read; of a container its records are counted."""
        passed_over, rejected = self._inputs.passed_over + self._passed_over, self._kinds.total()
        joined = self._pages - self._joined
        not_read = len(self._inputs.paths) - self._files
        files = len(self._inputs.paths) + len(self._inputs.links) + self._inputs.passed_over
        inputs = self._articles + joined + rejected + passed_over + not_read
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(self._kinds.items()))
        return (_count(files, "file") + (f", {_count(inputs, 'input')}" if inputs != files else "")
                + f": {_count(self._articles, 'article')}, {rejected} rejected" + (f" ({kinds})" if kinds else "")
                + f", {passed_over} passed over" + (f", {_count(joined, 'further page')} joined" if joined else "")
                + (f", {not_read} not read" if not_read else ""))

    @contextmanager
    def _stopping(self) -> Iterator[None]:
        """A first Ctrl-C (or SIGTERM) is acted on between two files, never inside a line; a second one at once."""
        def stop(number: int, frame: object) -> None:
            self._signal = number
            signal.signal(signal.SIGINT, signal.default_int_handler)

        heard = [s for s in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(s) is not signal.SIG_IGN]
        before = {number: signal.signal(number, stop) for number in heard}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def _progress(self, total: int) -> Iterator[Callable[[float], None]]:
        """A bar on standard error, if that is a terminal on which nothing else is written (as a pager or jq does)."""
        to_file = self._feed.target.path is not None or stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
        if not (sys.stderr.isatty() and to_file):
            yield lambda share: None
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        # auto_refresh would be a thread, and processes are forked beside it
        with Progress(BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[found]}"), TimeRemainingColumn(),
                      console=console(sys.stderr), auto_refresh=False, transient=True) as bar:
            task = bar.add_task("files", total=total, found="")
            step, shown = max(0.005, total / 200), 0.0

            def advance(share: float) -> None:
                nonlocal shown
                if self._files + share - shown >= step or self._files == total:
                    shown = self._files + share
                    found = f"{_count(self._articles, 'article')}, {self._kinds.total()} rejected"
                    bar.update(task, completed=shown, found=found, refresh=True)

            yield advance


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
