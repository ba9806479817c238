"""A WARC of many pages through `scrapy extract`: whether memory stays flat, and what a second process brings.

    python -m benchmarks.archive extract FILE JOBS    reads FILE, then writes a line `seconds bytes` to standard output
"""
from __future__ import annotations

import itertools
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from tests.cases import ROOT, articles

FLAT = 8 * 2**20
"""Bytes by which a WARC of ten times the pages may take more memory: what allocators and caches take until they are warm."""
_TIMES = 10
_ROUNDS = 2  # of each number of processes, in turns: the better counts


def measure(pages: int, step: Callable[[str], None]) -> dict[str, Any]:
    """`rss`: the most bytes that any process held, by the number of pages; `rate`: pages per second by the number of processes, both with one
    gzip member a record. Raises `RuntimeError` where a run fails or loses a page."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small.warc.gz"), Path(folder, "large.warc.gz")
        for file, count in ((small, pages // _TIMES), (large, pages)):
            step(f"a WARC of {count:,} pages is written")
            write_warc(file, count)
        seconds: dict[int, float] = {1: float("inf"), 2: float("inf")}
        rss = {pages // _TIMES: _extract(small, 1, pages // _TIMES)[1], pages: 0}
        for jobs in (1, 2) * _ROUNDS:
            step(f"{pages:,} pages, {jobs} process{'es' if jobs > 1 else ''}")
            took, most = _extract(large, jobs, pages)
            seconds[jobs] = min(seconds[jobs], took)
            if jobs == 1:
                rss[pages] = max(rss[pages], most)
    rate = {jobs: pages / took for jobs, took in seconds.items()}
    return {"pages": pages, "rss": rss, "growth": rss[pages] - rss[pages // _TIMES], "rate": rate, "speedup": rate[2] / rate[1]}


def write_warc(file: Path, pages: int) -> None:
    """A WARC.GZ of so many responses, made of the project's own pages; every one has an address of its own."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    kept = [case for case in articles() if case.file.suffix == ".html" and case.known.get("url") and not case.golden.get("warnings")]
    with file.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for number, case in zip(range(pages), itertools.cycle(kept), strict=False):
            http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            url = f"{case.known['url']}?copy={number}"
            writer.write_record(writer.create_warc_record(url, "response", payload=BytesIO(case.body), http_headers=http))


def _extract(file: Path, jobs: int, pages: int) -> tuple[float, int]:
    feed = file.with_suffix(f".{jobs}.jsonl")
    command = [sys.executable, "-m", "benchmarks.archive", "extract", str(file), str(jobs), str(feed)]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"scrapy extract --jobs {jobs} ended with status {done.returncode}: {done.stderr.strip()[-300:]}")
    with feed.open("rb") as lines:
        found = sum(1 for _ in lines)
    if found != pages:
        raise RuntimeError(f"scrapy extract --jobs {jobs}: {found:,} articles of {pages:,} pages")
    seconds, most = done.stdout.split()[-2:]
    return float(seconds), int(most)


def main(file: str, jobs: str, feed: str) -> int:
    """Run the command in this process and say how long it took and how much memory its largest process held."""
    from scrapy.cmdline import execute

    status = 0
    begin = time.perf_counter()
    try:
        execute(["scrapy", "extract", file, "-O", feed, "--jobs", jobs, "--rejected", feed + ".rejected"])
    except SystemExit as end:
        status = int(end.code or 0)
    took = time.perf_counter() - begin
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(took, most if sys.platform == "darwin" else most * 1024)
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[2:]))
