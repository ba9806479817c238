"""CPU time of a page, as a multiple of what lxml takes to parse that page and nothing else.

A reader and the bare parse take turns on a page, in one process, pass after pass, so that whatever else the machine does
falls on both; of each the median counts. The readers come one after the other: a turn of all of them would have each run
with the processor's caches full of the others. A reader gets the page as it takes it: ours bytes, which it decodes in
its own time, the peers and lxml the decoded page.
"""
from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from itertools import product
from typing import Any, NamedTuple

from lxml import html

from benchmarks.pages import Kind, PageSet, Sample, evenly
from benchmarks.readers import OURS, OURS_GENERIC, Reader, Run
from crawler.zh import bylines

Row = dict[str, Any]

SIZES = {"4-40 KB": (4 * 1024, 40 * 1024), "40 KB and more": (40 * 1024, 1 << 62)}
BARE = "lxml, bare parse"
PAGES_A_GROUP = 12
_PASSES = 25
_PEER_PASSES = 7  # they take ten times as long, and their figures no more than their size


class Spent(NamedTuple):
    """Median CPU seconds of a reader and of the bare parse on one page."""

    reader: float
    bare: float


def measure(sets: Sequence[PageSet], peers: Sequence[Reader], step: Callable[[str], None]) -> list[Row]:
    """One row for each kind of page, size and reader: `pages`, `ms` a page, `times` lxml over all pages, `worst` page.

    Only HTML pages that hold an article count; of a group with many pages, `PAGES_A_GROUP` taken evenly. A page on
    which a reader raises is left out of its row.
    """
    kinds: tuple[Kind, ...] = ("known", "generic")
    rows: list[Row] = []
    for kind, (size, (least, limit)) in product(kinds, SIZES.items()):
        pages = [s for one in sets if one.kind == kind for s in one.samples if s.is_html and not s.gold.get("kind")]
        group = evenly([sample for sample in pages if least <= len(sample.body) < limit], PAGES_A_GROUP)
        if group:
            readers = [OURS, *([OURS_GENERIC] if kind == "known" else []), *peers]
            rows += _group(kind, size, group, readers, step)
    return rows


def _group(kind: Kind, size: str, pages: Sequence[Sample], readers: Sequence[Reader], step: Callable[[str], None]) -> list[Row]:
    rows: list[Row] = []
    for reader in readers:
        step(f"{kind} pages, {size}: {reader.name}")
        run, passes = reader.load(), _PASSES if reader.is_ours else _PEER_PASSES
        spent = [_page(sample, run, passes) for sample in pages if _warm(run, sample)]
        if spent and not rows:
            rows.append(_row(kind, size, BARE, [Spent(one.bare, one.bare) for one in spent]))
        if spent:
            rows.append(_row(kind, size, reader.name, spent))
    return rows


def _page(sample: Sample, run: Run, passes: int) -> Spent:
    # What the imports and the warm-up left need not be gone through by every collection from here on.
    gc.collect()
    gc.freeze()
    turns = []
    for _ in range(passes):
        bylines.read_head_line.cache_clear()  # a page's own lines, which no other page would have left there
        turns.append(Spent(bare=_cpu(_bare, sample), reader=_cpu(run, sample)))
    gc.unfreeze()
    return Spent(statistics.median(turn.reader for turn in turns), statistics.median(turn.bare for turn in turns))


def _warm(run: Run, sample: Sample) -> bool:
    try:
        run(sample)
    except Exception:  # noqa: BLE001 - whatever it raises, there is no time to take; the quality section counts it
        return False
    return True


def _cpu(run: Run, sample: Sample) -> float:
    start = time.process_time()
    run(sample)
    return time.process_time() - start


def _bare(sample: Sample) -> Any:
    return html.document_fromstring(sample.decoded)


def _row(kind: Kind, size: str, reader: str, spent: Sequence[Spent]) -> Row:
    seconds = sum(one.reader for one in spent)
    return {
        "kind": kind, "size": size, "reader": reader, "pages": len(spent), "ms": 1000 * seconds / len(spent),
        "times": seconds / sum(one.bare for one in spent), "worst": max(one.reader / one.bare for one in spent),
    }
