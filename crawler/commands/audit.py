"""`scrapy audit`: one saved page for a person to see, what was kept of it and what was left out by which rule."""
from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.utils.log import configure_logging

from crawler import settings as project
from crawler.commands import reading
from crawler.commands.console import BROKEN_PIPE, console, leave_pipe, printable, say
from crawler.commands.inputs import is_folder
from crawler.commands.options import add_reading_options, paths, reading_options
from crawler.commands.reading import Accepted, Outcome

if TYPE_CHECKING:
    from rich.console import Console

OUTSIDE = "outside"  # the rules of what never was in the article's region begin so
INDENT = "    "


class Command(ScrapyCommand):
    """Show the account of one saved page. Works outside a project too."""

    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False, "MAX_INPUT": project.MAX_INPUT}

    def syntax(self) -> str:
        return "FILE [--url URL] [--site NAME]"

    def short_desc(self) -> str:
        return "Show what is kept of a saved page, and what is removed by which rule"

    def long_desc(self) -> str:
        return ("Show what is kept of a saved page, and what is removed by which rule. Exit status: 0 the page was read, "
                "also when it is no article, 1 the file could not be read, 2 wrong usage.")

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_reading_options(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        path, *others = paths(args, "the FILE to show: one saved page")
        if others or is_folder(Path(path)):
            raise UsageError(f"audit shows one FILE{'' if others else f', and {path} is a folder'}; "
                             "for many, use: scrapy extract PATH... --audit")
        options = reading_options(self.settings, opts, audit=True)
        configure_logging(self.settings)
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a terminal of another charset
        out = console(sys.stdout)
        try:
            for outcome in reading.read(path, options):
                self.exitcode |= show(outcome, out)
            sys.stdout.flush()
        except KeyboardInterrupt:
            self.exitcode = 130
        except BrokenPipeError:
            leave_pipe()
            self.exitcode = BROKEN_PIPE


def show(outcome: Outcome, out: Console) -> int:
    """Print one page's account; 1 for a file that could not be read (said on standard error), else 0."""
    if isinstance(outcome, Accepted):
        _show_article(outcome, out)
        return 0
    if outcome.failed:
        say(f"scrapy audit: {outcome.path}: {outcome.kind}: {outcome.reason}")
        return 1
    _heading(out, outcome.path)
    _line(out, "no article", f"{outcome.kind}: {outcome.reason}")
    _line(out, "url", outcome.url)
    return 0


def _show_article(outcome: Accepted, out: Console) -> None:
    item = outcome.item
    _heading(out, outcome.path)
    for name, value in _head(item):
        _line(out, name, value)
    _heading(out, "kept")
    for block in item["body"]:
        _print(out, BLOCKS[block["type"]](block), "bold" if block["type"] == "heading" else "")
        out.print()
    entries = item["ledger"]["entries"]
    _heading(out, f"removed and outside ({len(entries)})")
    for entry in entries:
        style = "dim" if entry["rule"].startswith(OUTSIDE) else "red"
        _print(out, f"[{entry['rule']}] {entry['where']}", f"{style} bold")
        _print(out, _indented(entry["text"]), style)
    _heading(out, "account")
    _print(out, _account(item["ledger"]))
    out.print()


def _head(item: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    """The fields worth a line, with their names; those without a value are skipped by `_line`, but for the chief ones."""
    yield from ((name, item[name]) for name in ("id", "url", "canonical_url"))
    yield from ((name, item[name]) for name in ("kicker",))
    yield "title", item["title"] or "-"
    yield "subtitle", item["subtitle"]
    yield "published_at", f"{item['published_at'] or '-'}" + (
        f"   (printed: {item['published_raw']})" if item["published_raw"] else "")
    yield "source", item["source"] or "-"
    yield "origin_url", item["origin_url"]
    yield "authors", ", ".join(f"{person['name']} ({person['role']})" for person in item["authors"]) or "-"
    for name, joint in (("editors", ", "), ("section", " > "), ("keywords", ", ")):
        yield name, joint.join(item[name])
    yield from ((name, item[name]) for name in ("summary", "rights", "language", "fetched_at"))
    yield "warnings", ", ".join(item["warnings"]) or "-"
    yield "reader", item["reader"]


def _image(block: dict[str, Any]) -> str:
    parts = (block["url"] or "(no address)", block["caption"], block["credit"] and f"({block['credit']})")
    return "[image] " + " ".join(part for part in parts if part)


BLOCKS: dict[str, Callable[[dict[str, Any]], str]] = {
    "paragraph": lambda block: block["text"],
    "heading": lambda block: f"{'#' * block['level']} {block['text']}",
    "quote": lambda block: f"> {block['text']}",
    "list": lambda block: "\n".join(f"- {item}" for item in block["items"]),
    "table": lambda block: "\n".join(" | ".join(row) for row in block["rows"]),
    "image": _image,
}
"""How each type of block is printed."""


def _account(ledger: dict[str, Any]) -> str:
    """`page 1000 = kept 800 (80.0 %) + removed 150 (15.0 %) + outside 50 (5.0 %)`, in visible characters."""
    page = ledger["page"]
    shares = " + ".join(f"{name} {ledger[name]} ({100 * ledger[name] / page if page else 0:.1f} %)"
                        for name in ("kept", "removed", "outside"))
    return f"page {page} = {shares}"


def _indented(text: str) -> str:
    return "\n".join(INDENT + line for line in text.splitlines())


def _heading(out: Console, text: str) -> None:
    _print(out, f"== {text} ==", "bold cyan")


def _line(out: Console, name: str, value: str | None) -> None:
    if value:
        _print(out, f"{name:<14} {value}")


def _print(out: Console, text: str, style: str = "") -> None:
    out.print(printable(text), style=style or None)
