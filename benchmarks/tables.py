"""The report as tables for a person: in colour on a terminal, plain on a pipe."""
from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from typing import IO, Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from benchmarks import goals
from benchmarks.goals import NAMES, Goal, Report
from benchmarks.measures import MEASURES

_LEAST_WIDTH = 132  # columns that the widest table takes: a narrower terminal may break lines, but no figure is cut off
_BUSY = 0.5  # load per core from which the machine is not ours alone

_NOTES = {
    "quality": "f1 over 4-character shingles, NFKC, no white space; order: Kendall τ of the gold's sentences; date: the day, time: also the\n"
               "minute; no date: none found where there is none; no article: told so. – : not offered, or nothing to measure on these pages.\n"
               "A peer gets a text file as HTML, each line a paragraph. What newspaper4k finds differs a little from run to run.",
    "speed": "CPU of the whole article, in one process, in turns with a bare lxml parse of the same decoded page, medians. × lxml: over all\n"
             "pages together. Ours decodes the page's bytes in its own time.",
    "memory": "Resident memory of a fresh process that parses the project's own pages round and round.",
    "archive": "`scrapy extract` of one WARC.GZ of the project's own pages, wall-clock time with the start of Python, the better of two runs in turns.\n"
               "Resident memory: the most that the largest process held.",
    "crawl": "Pages of 40 KB from the replica on this machine, slowing off, each spider a process, the better of two runs in turns; the CPU of the whole\n"
             "process. The bare spider is Scrapy as it comes, and yields one dict a page by parsel's selectors.",
    "imports": "Fresh processes in turns, best of five.",
}


def console(stream: IO[str]) -> Console:
    """A rich console on `stream`, without any escape code where it is no terminal or under NO_COLOR."""
    terminal = stream.isatty()
    plain = not terminal or bool(os.environ.get("NO_COLOR"))
    return Console(file=stream, color_system=None if plain else "auto", highlight=False, markup=False, emoji=False,
                   width=max(_LEAST_WIDTH, shutil.get_terminal_size().columns if terminal else 0))


def show(report: Report, out: Console) -> None:
    """Print everything that `report` holds."""
    _machine(report["machine"], out)
    for section, table in (("quality", _quality), ("speed", _speed), ("memory", _memory), ("archive", _archive), ("crawl", _crawl), ("imports", _imports)):
        if section in report:
            for one in table(report[section]):
                _print(one, out)
            out.print(_NOTES[section] + "\n", style="dim")
    reckoned = goals.of(report)
    if reckoned:
        _print(_goals(reckoned), out)


def _print(table: Table, out: Console) -> None:
    """Title and caption stand apart from the table: within it they would be as narrow as it is."""
    title, caption = table.title, table.caption
    table.title = table.caption = None
    out.print(title, style="bold")
    out.print(table)
    if caption:
        out.print(caption)


def _machine(machine: dict[str, Any], out: Console) -> None:
    out.print(f"{machine['cpu']}, {machine['cores']} cores · {machine['system']} · {machine['python']}")
    out.print(_named(machine["versions"]))
    if machine["peers"]:
        out.print(f"peers: {_named(machine['peers'])}")
    for package, trouble in machine["missing"].items():
        out.print(f"{package}: {trouble}", style="yellow")
    if machine["load"] > _BUSY * (machine["cores"] or 1):
        out.print(f"Other programs were running (load {machine['load']}): go by the ratios, not by the milliseconds.", style="yellow")
    out.print()


def _named(versions: dict[str, str | None]) -> str:
    return " · ".join(f"{name} {number}" for name, number in versions.items() if number)


def _table(title: str, *columns: str, words: int = 1) -> Table:
    """An empty table; the first `words` columns hold words, the others figures."""
    table = Table(title=title, box=box.SIMPLE_HEAD, pad_edge=False)
    for place, column in enumerate(columns):
        table.add_column(column, justify="left" if place < words else "right", no_wrap=True)
    return table


def _quality(rows: list[dict[str, Any]]) -> Iterable[Table]:
    for name in dict.fromkeys(row["set"] for row in rows):
        mine = [row for row in rows if row["set"] == name]
        shown = [measure for measure in MEASURES if any(row[measure] for row in mine)]
        broke = any(row["errors"] for row in mine)
        table = _table(f"{name}: {mine[0]['pages']} pages", "", *(_heading(m) for m in shown), *(["raised"] if broke else []))
        table.add_row("pages measured", *(_pages(mine, measure) for measure in shown), *([""] if broke else []), style="dim", end_section=True)
        for row in mine:
            cells = [f"{row[m]['mean']:.3f}" if row[m] else "–" for m in shown]
            table.add_row(row["reader"], *cells, *([str(row["errors"])] if broke else []), style=_ours(row["reader"]))
        yield table


def _heading(measure: str) -> str:
    return NAMES.get(measure, measure).removesuffix(" rightly")


def _pages(rows: list[dict[str, Any]], measure: str) -> str:
    return str(max(row[measure]["pages"] for row in rows if row[measure]))


def _speed(rows: list[dict[str, Any]]) -> Iterable[Table]:
    for kind, size in dict.fromkeys((row["kind"], row["size"]) for row in rows):
        mine = [row for row in rows if (row["kind"], row["size"]) == (kind, size)]
        sites = "known sites" if kind == "known" else "other sites"
        table = _table(f"Speed on pages of {sites}, {size}", "", "pages", "ms a page", "× lxml", "worst page")
        for row in mine:
            table.add_row(row["reader"], str(row["pages"]), f"{row['ms']:.2f}", f"{row['times']:.2f}", f"{row['worst']:.2f}", style=_ours(row["reader"]))
        yield table


def _memory(memory: dict[str, Any]) -> Iterable[Table]:
    table = _table(f"Memory over {memory['parses']:,} parses", "parses", "resident MB", words=0)
    for done, size in memory["rss"].items():
        table.add_row(f"{done:,}", f"{size / 2**20:.1f}")
    verdict = {True: "flat", False: "not flat", None: "too few parses to tell"}[memory["flat"]]
    table.caption = f"growth after warm-up {memory['growth'] / 2**20:+.1f} MB: {verdict}"
    yield table


def _archive(archive: dict[str, Any]) -> Iterable[Table]:
    table = _table(f"A WARC of {archive['pages']:,} pages", "", "pages a second")
    for jobs, rate in archive["rate"].items():
        table.add_row(f"--jobs {jobs}", f"{rate:,.0f}")
    table.add_row("ratio", f"{archive['speedup']:.2f}")
    table.caption = "resident MB: " + ", ".join(f"{most / 2**20:.1f} for {pages:,} pages" for pages, most in archive["rss"].items())
    yield table


def _crawl(crawl: dict[str, Any]) -> Iterable[Table]:
    table = _table(f"A crawl of {crawl['few']:,} pages", "", "pages per CPU-second")
    for spider, rate in crawl["rate"].items():
        table.add_row(spider, f"{rate:,.0f}")
    table.add_row("ratio", f"{crawl['ratio']:.2f}")
    table.caption = "resident MB of ours: " + ", ".join(f"{most / 2**20:.1f} for {pages:,} pages" for pages, most in crawl["rss"].items())
    yield table


def _imports(imports: dict[str, float]) -> Iterable[Table]:
    table = _table("Import time", "", "seconds")
    for module in ("crawler", "scrapy"):
        table.add_row(f"import {module}", f"{imports[module]:.3f}")
    table.add_row("ratio", f"{imports['ratio']:.2f}")
    yield table


def _goals(reckoned: list[Goal]) -> Table:
    table = Table(title="Goals", box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("", "figure", "goal", "", ""):
        table.add_column(heading, justify="right" if heading else "left", no_wrap=True)
    for goal in reckoned:
        digits = 4 if not goal.unit else 2
        reached = Text("reached", "green") if goal.reached else Text("missed", "bold red")
        table.add_row(goal.what, f"{goal.figure:.{digits}f}", f"{goal.bound} {goal.goal:g}", goal.unit, reached)
    return table


def _ours(reader: str) -> str:
    return "bold" if reader.startswith("dianwen") else ""
