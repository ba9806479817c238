"""The figures that have a goal, and whether they reach it."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from benchmarks import archive, crawl
from benchmarks.memory import FLAT
from benchmarks.readers import OURS, OURS_GENERIC

Report = Mapping[str, Any]

# By kind of pages: the least that the mean may be. What a set's gold does not tell is not measured.
QUALITY: Mapping[str, Mapping[str, float]] = {
    "seeds": dict.fromkeys(("f1", "order", "title", "day", "minute", "no_date", "source", "authors", "ledger"), 1.0),
    "known": {"f1": 0.99, "ledger": 1.0},
    "generic": {"f1": 0.98, "title": 0.99, "day": 0.99, "no_date": 0.95, "source": 0.97, "authors": 0.95, "ledger": 1.0},
}
NAMES = {"f1": "text F1", "order": "order τ", "day": "date", "minute": "time", "no_date": "no date rightly", "no_article": "no article"}


@dataclass(frozen=True)
class Goal:
    """`figure` should be at least or at most `goal`; both in `unit`."""

    what: str
    figure: float
    bound: Literal["≥", "≤", "<"]
    goal: float
    unit: str = ""

    @property
    def reached(self) -> bool:
        return {"≥": self.figure >= self.goal, "≤": self.figure <= self.goal, "<": self.figure < self.goal}[self.bound]


def of(report: Report) -> list[Goal]:
    """The goals of whatever `report` holds, in its order."""
    return [*_quality(report), *_speed(report), *_memory(report), *_archive(report), *_crawl(report), *_imports(report)]


def _quality(report: Report) -> Iterator[Goal]:
    for row in report.get("quality", ()):
        if row["reader"] == OURS.name:
            for name, least in QUALITY[row["kind"]].items():
                if row[name]:
                    yield Goal(f"{row['set']}: {NAMES.get(name, name)}", row[name]["mean"], "≥", least)


def _speed(report: Report) -> Iterator[Goal]:
    rows = report.get("speed", ())
    for row in rows:
        what = f"CPU, {row['kind']} pages, {row['size']}"
        if row["reader"] == OURS.name and row["kind"] == "generic":
            yield Goal(what, row["times"], "≤", 4.0, "× lxml")
        elif row["reader"] == OURS.name and row["size"] == "40 KB and more":
            yield Goal(what, row["times"], "≤", 2.5, "× lxml")
        elif row["reader"] == OURS.name:
            yield Goal(what, row["times"], "≤", 8.0, "× lxml")
            yield Goal(what, row["ms"], "≤", 1.5, "ms")
        elif row["reader"] == OURS_GENERIC.name and row["size"] == "40 KB and more" and not any(r["kind"] == "generic" for r in rows):
            yield Goal(f"{what}, read as unknown", row["times"], "≤", 4.0, "× lxml")


def _memory(report: Report) -> Iterator[Goal]:
    if report.get("memory", {}).get("flat") is not None:
        memory = report["memory"]
        yield Goal(f"memory, growth over {memory['parses']:,} parses", memory["growth"] / 2**20, "<", FLAT / 2**20, "MB")


def _archive(report: Report) -> Iterator[Goal]:
    if "archive" in report:
        found = report["archive"]
        yield Goal(f"memory, a WARC of {found['pages']:,} pages against a tenth of it", found["growth"] / 2**20, "<", archive.FLAT / 2**20, "MB")
        yield Goal("pages a second, --jobs 2 against --jobs 1", found["speedup"], "≥", 1.8, "×")


def _crawl(report: Report) -> Iterator[Goal]:
    if "crawl" in report:
        found = report["crawl"]
        yield Goal(f"pages per CPU-second, a crawl of {found['few']:,} pages against a bare Scrapy spider", found["ratio"], "≥", 0.75, "×")
        yield Goal(f"memory, a crawl of {found['pages']:,} pages against a tenth of it", found["growth"] / 2**20, "<", crawl.FLAT / 2**20, "MB")


def _imports(report: Report) -> Iterator[Goal]:
    if "imports" in report:
        yield Goal("import crawler, against import scrapy", report["imports"]["ratio"], "≤", 0.5, "×")
