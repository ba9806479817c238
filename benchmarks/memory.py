"""Whether memory stays flat over many parses in a row, in a process that does nothing else.

    python -m benchmarks.memory PARSES    writes a line `parses bytes` after each hundredth part
"""
from __future__ import annotations

import itertools
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.pages import own_sets
from benchmarks.readers import OURS
from tests.cases import ROOT

FLAT = 3 * 1024 * 1024  # bytes of growth after the warm-up that allocators and caches may take
MARKS = (0.1, 0.25, 0.5, 1.0)  # shares of all parses; the first ends the warm-up
ENOUGH = 5_000  # parses: with fewer the warm-up is not over at the first mark
_PARTS = 100


def measure(parses: int, step: Callable[[str], None]) -> dict[str, Any]:
    """`rss`: resident bytes by the number of parses done, `growth` from the first mark to the last, `flat`: whether under
    `FLAT`, None after under `ENOUGH` parses. Raises `RuntimeError` where the process dies."""
    command = [sys.executable, "-m", "benchmarks.memory", str(parses)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        rss: dict[int, int] = {}
        for line in process.stdout or ():
            done, size = map(int, line.split())
            rss[done] = size
            step(f"{done:,} parses, {size / 2**20:.1f} MB")
    if process.returncode or parses not in rss:
        raise RuntimeError(f"the process of {parses:,} parses ended with status {process.returncode}")
    marks = {done: rss[done] for done in (_mark(share, parses, rss) for share in MARKS)}
    growth = rss[parses] - next(iter(marks.values()))
    return {"parses": parses, "rss": marks, "growth": growth, "flat": growth < FLAT if parses >= ENOUGH else None}


def _mark(share: float, parses: int, rss: dict[int, int]) -> int:
    return min(rss, key=lambda done: abs(done - share * parses))


def main(parses: int) -> None:
    """Parse the project's own pages, round and round, `parses` times in all."""
    read = OURS.load()
    pages = itertools.cycle([sample for one in own_sets() for sample in one.samples])
    part = max(1, parses // _PARTS)
    for done in range(1, parses + 1):
        read(next(pages))
        if done % part == 0 or done == parses:
            print(done, resident(), flush=True)


def resident() -> int:
    """Resident bytes of this process; where the system has no /proc, the most it ever had."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    main(int(sys.argv[1]))
