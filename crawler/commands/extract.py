"""`scrapy extract`: saved pages -> articles in a feed, and a line for every file that gave none."""
from __future__ import annotations

import argparse
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.utils.log import configure_logging

from crawler import settings as project
from crawler.commands.console import BROKEN_PIPE, leave_pipe, say
from crawler.commands.inputs import Inputs, is_folder
from crawler.commands.options import add_reading_options, paths, positive, reading_options
from crawler.commands.reading import Options
from crawler.commands.run import Run
from crawler.exporters import feed as feeds
from crawler.exporters.feed import Target

REJECTED = "output/rejected.jsonl"


class Command(ScrapyCommand):
    """Read saved pages without a crawl. Works outside a project too: its settings have defaults of their own."""

    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {
        "LOG_ENABLED": False,
        "FEED_EXPORT_ENCODING": project.FEED_EXPORT_ENCODING,
        "FEED_EXPORTERS": project.FEED_EXPORTERS,
        "MAX_INPUT": project.MAX_INPUT,
    }

    def syntax(self) -> str:
        return "PATH... [-o FEED | -O FEED] [--site NAME] [--url URL] [--audit] [--rejected FILE] [--jobs N]"

    def short_desc(self) -> str:
        return "Read saved pages (files and folders) into articles"

    def long_desc(self) -> str:
        return ("Read saved pages into articles. PATH is a file or a folder, read with all its folders in sorted order; "
                "hidden entries, and the folder of pictures beside a page, are passed over. "
                "Without -o or -O the articles go to standard output as JSON lines. Exit status: 0 everything was read, "
                "also when a page is no article, 1 something could not be read or written, or nothing was found, "
                "2 wrong usage.")

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("-o", "--output", metavar="FEED", action="append", default=[],
                            help="append the articles to FEED (.jsonl .json .csv .xml, or FILE:FORMAT)")
        parser.add_argument("-O", "--overwrite-output", metavar="FEED", action="append", default=[],
                            help="write the articles to FEED in place of what it holds")
        add_reading_options(parser)
        parser.add_argument("--audit", action="store_true", help="name in each ledger what was left out, and by which rule")
        parser.add_argument("--rejected", metavar="FILE", default=REJECTED,
                            help=f"JSON lines of what gave no article, rewritten each run (default: {REJECTED})")
        parser.add_argument("--jobs", metavar="N", type=positive, default=1, help="processes to read with (default: 1)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        arguments = paths(args)
        options = reading_options(self.settings, opts, audit=opts.audit)
        try:
            target = self._target(opts)
            _refuse_overwriting(arguments, target, opts.rejected)
            inputs = Inputs(arguments, own=[opts.rejected, *([str(target.path)] if target.path else [])])
            if options.url and len(inputs.paths) > 1:
                raise UsageError("--url is the address of one page, and several files were given")
            self.exitcode = self._extract(inputs, target, options, opts)
        except KeyboardInterrupt:
            say("scrapy extract: interrupted")
            self.exitcode = 128 + signal.SIGINT
        except BrokenPipeError:
            leave_pipe()
            self.exitcode = BROKEN_PIPE
        except OSError as error:
            say(f"scrapy extract: cannot write {error.filename}: {error.strerror}" if error.filename
                else f"scrapy extract: {error}")
            self.exitcode = 1

    def _target(self, opts: argparse.Namespace) -> Target:
        assert self.settings is not None
        if len(opts.output) + len(opts.overwrite_output) > 1:
            raise UsageError("give one feed: either -o FEED, which appends, or -O FEED, which replaces")
        formats = feeds.exporters(self.settings)
        for argument in (*opts.output, *opts.overwrite_output):
            return feeds.target(argument, formats, replace=bool(opts.overwrite_output))
        return feeds.STDOUT

    def _extract(self, inputs: Inputs, target: Target, options: Options, opts: argparse.Namespace) -> int:
        """Read everything and print the summary; the exit status."""
        assert self.settings is not None
        configure_logging(self.settings)
        feed = feeds.Feed(target, self.settings)
        try:
            if feed.note:
                say(f"scrapy extract: {feed.note}")
            with _lines(Path(opts.rejected)) as rejected:
                run = Run(feed, rejected, inputs)
                run.read_all(options, opts.jobs)
            if run.read_any or not target.replace:  # a mistyped path does not cost the old feed
                feed.commit()
            else:
                feed.discard()
        except BaseException:
            feed.discard()
            raise
        run.report(opts.rejected)
        return run.status


@contextmanager
def _lines(path: Path) -> Iterator[IO[str]]:
    with feeds.writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("w", encoding="utf-8", errors="backslashreplace")  # a file name in no UTF-8 is JSON too: \udcb5
    try:
        yield file
    finally:
        with feeds.writing(path):  # closing writes once more
            file.close()


def _refuse_overwriting(arguments: Sequence[str], target: Target, rejected: str) -> None:
    for argument in arguments:
        for name, output in (("the feed", target.path), ("the rejected file", Path(rejected))):
            if output and feeds.is_same_file(argument, output):
                raise UsageError(f"{argument} is to be read, and {name} would be written over it")
    if target.path and feeds.real(target.path) == feeds.real(Path(rejected)) and not feeds.is_device(target.path):
        raise UsageError("the feed and the rejected file are one file")
    if is_folder(Path(rejected)):
        raise UsageError(f"--rejected {rejected} is a folder; name a file in it")
