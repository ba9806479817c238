"""`python -m benchmarks [FOLDER…]`: measures, prints tables, and says of each figure with a goal whether it is reached.

Exit status 0 whether goals are reached or not, 1 when something of ours breaks, 2 for wrong usage.
"""
from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import archive, crawl, goals, imports, machine, memory, quality, readers, speed, tables
from benchmarks.pages import PageSet, folder_sets, own_sets
from benchmarks.progress import Progress
from crawler.commands.console import printable

SECTIONS = ("quality", "speed", "memory", "archive", "crawl", "imports")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what `arguments` ask for and print it; gives the exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.json and not options.json.parent.is_dir():
        parser.error(f"--json: no folder {options.json.parent}")
    try:
        sets = own_sets() + [one for folder in options.folder for one in folder_sets(folder, options.limit)]
    except (OSError, ValueError) as error:
        parser.error(printable(str(error)))
    readers.quiet_peers()
    report, broken = _measure(options, sets)
    tables.show(report, tables.console(sys.stdout))
    if options.json:
        options.json.write_text(json.dumps(_for_machines(report, broken), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for line in broken:
        print(f"BROKEN {printable(line)}", file=sys.stderr)
    return 1 if broken else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measures dianwen beside its peers.")
    parser.add_argument("folder", type=Path, nargs="*", help="saved pages with NAME.gold.json beside each, in addition to the project's own")
    parser.add_argument("--only", action="append", choices=SECTIONS, help="this section alone; may be given several times")
    parser.add_argument("--parses", type=_count, default=20_000, metavar="N", help="parses in a row for the memory section (%(default)s)")
    parser.add_argument("--pages", type=_count, default=20_000, metavar="N", help="pages of the WARC of the archive section (%(default)s)")
    parser.add_argument("--crawled", type=_count, default=20_000, metavar="N", help="pages of the longer crawl (%(default)s)")
    parser.add_argument("--limit", type=_count, metavar="N", help="at most N pages of each folder")
    parser.add_argument("--no-peers", action="store_true", help="measure ours alone")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE as well")
    return parser


def _count(raw: str) -> int:
    number = int(raw)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _measure(options: argparse.Namespace, sets: Sequence[PageSet]) -> tuple[dict[str, Any], list[str]]:
    peers, missing = readers.peers() if not options.no_peers else ([], {})
    report: dict[str, Any] = {"machine": machine.describe(peers) | {"missing": missing}}
    broken: list[str] = []
    with Progress() as progress:
        def quality_rows() -> list[dict[str, Any]]:
            rows, errors = quality.measure(sets, peers, progress.step)
            broken.extend(errors)
            return rows

        sections: dict[str, Callable[[], Any]] = {
            "quality": quality_rows,
            "speed": lambda: speed.measure(sets, peers, progress.step),
            "memory": lambda: memory.measure(options.parses, progress.step),
            "archive": lambda: archive.measure(options.pages, progress.step),
            "crawl": lambda: crawl.measure(options.crawled, progress.step),
            "imports": lambda: imports.measure(progress.step),
        }
        for name in options.only or SECTIONS:
            progress.section(name)
            try:
                report[name] = sections[name]()
            except (RuntimeError, OSError) as error:
                broken.append(f"{name}: {error}")
    return report, broken


def _for_machines(report: dict[str, Any], broken: list[str]) -> dict[str, Any]:
    reckoned = [asdict(goal) | {"reached": goal.reached} for goal in goals.of(report)]
    return {**report, "goals": reckoned, "broken": broken}


if __name__ == "__main__":
    sys.exit(main())
