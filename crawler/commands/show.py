"""`scrapy show FEED`: a feed of articles as a table, for a person."""
from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands.console import console, leave_pipe, printable, say
from crawler.commands.options import paths

_MISSING = "—"
_TITLE = 30
_WIDE = 240  # off a terminal nothing is cut


class Command(ScrapyCommand):
    """Shows what a feed of JSON lines holds: one row an article. Exit status 1 for a feed that cannot be read."""

    requires_project = False
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "FEED.jsonl"

    def short_desc(self) -> str:
        return "Show the articles of a feed (JSON lines) as a table"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        feeds = paths(args, "the FEED to show: a file of JSON lines")
        if len(feeds) > 1:
            raise UsageError("give one FEED")
        try:
            rows = list(_articles(Path(feeds[0])))
        except (OSError, ValueError) as error:
            say(f"scrapy show: {feeds[0]}: {getattr(error, 'strerror', None) or error}")
            self.exitcode = 1
            return
        try:
            _show(feeds[0], rows)
        except BrokenPipeError:
            leave_pipe()


def _articles(feed: Path) -> Iterator[dict[str, Any]]:
    with feed.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                article = json.loads(line)
            except ValueError as error:
                raise ValueError(f"line {number} is no JSON ({error}); a feed of JSON lines (.jsonl) is wanted") from error
            if not isinstance(article, dict) or "ledger" not in article:
                raise ValueError(f"line {number} is no article; a feed that `scrapy extract` or `scrapy crawl` wrote is wanted")
            yield article


def _show(feed: str, articles: list[dict[str, Any]]) -> None:
    from rich import box  # rich takes a while to load
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in ("site", "published", "title", "source", "people"):
        table.add_column(head, no_wrap=True)
    for head in ("characters", "kept"):
        table.add_column(head, no_wrap=True, justify="right")
    table.add_column("warnings")
    for article in articles:
        table.add_row(*(printable(cell) for cell in _row(article)))
    out = console(sys.stdout)
    if not sys.stdout.isatty():
        out.width = _WIDE
    out.print(table)
    out.print(f"{len(articles)} article{'' if len(articles) == 1 else 's'} in {feed}")


def _row(article: dict[str, Any]) -> list[str]:
    title, ledger = article["title"] or _MISSING, article["ledger"]
    return [article["site"], (article["published_at"] or _MISSING)[:16].replace("T", " "),
            title if len(title) <= _TITLE else title[:_TITLE - 1] + "…", article["source"] or _MISSING,
            ", ".join(person["name"] for person in article["authors"]) or _MISSING, f"{len(article['text']):,}",
            f"{100 * ledger['kept'] // max(1, ledger['page'])} %", ", ".join(article["warnings"]) or _MISSING]
