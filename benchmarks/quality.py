"""How right the results are, set by set."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.measures import MEASURES, Found, score
from benchmarks.pages import PageSet, Sample
from benchmarks.readers import OURS, OURS_GENERIC, Reader, Run

Row = dict[str, Any]


def measure(sets: Sequence[PageSet], peers: Sequence[Reader], step: Callable[[str], None]) -> tuple[list[Row], list[str]]:
    """One row for each set and reader, and what broke in ours.

    A row has the set's name, kind and number of pages, the reader's name, `errors` (pages on which it raised) and, for
    each of `MEASURES`, the mean and how many pages it was taken over, or None.
    """
    rows, broken = [], []
    for pages in sets:
        # The pages of other sites are read by the generic reader anyway.
        ours = [OURS] if pages.kind == "generic" else [OURS, OURS_GENERIC]
        for reader in [*ours, *peers]:
            step(f"{pages.name}: {reader.name}")
            row, errors = _row(pages, reader)
            rows.append(row)
            broken += errors if reader.is_ours else []
    return rows, broken


def _row(pages: PageSet, reader: Reader) -> tuple[Row, list[str]]:
    run = reader.load()
    scores, errors = [], []
    for sample in pages.samples:
        found, error = _read(run, reader, sample)
        scores.append(score(sample.gold, found, reader.offers))
        errors += [f"{reader.name}: {sample.name}: {error}"] if error else []
    row: Row = {"set": pages.name, "kind": pages.kind, "pages": len(pages.samples), "reader": reader.name, "errors": len(errors)}
    for name in MEASURES:
        values = [one[name] for one in scores if name in one]
        row[name] = {"mean": sum(values) / len(values), "pages": len(values)} if values else None
    return row, errors


def _read(run: Run, reader: Reader, sample: Sample) -> tuple[Found, str]:
    try:
        return reader.tell(run(sample)), ""
    except Exception as error:  # noqa: BLE001 - whatever a reader raises is a page it has not read, and is counted
        return Found(), f"{type(error).__name__}: {error}"
