"""A crawl of the replica, slowing off, beside a bare Scrapy spider on the same pages: pages per second of CPU, and memory over a long crawl."""
from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from tests.cases import ROOT
from tests.replica import Replica

FLAT = 16 * 2**20
"""Bytes by which a crawl of ten times the pages may take more memory: an address and a key stay of every page that was seen."""
_ROUNDS = 2  # of each spider, in turns: the better counts
_TIMES = 10
_HOST = "www.chinapower.com.cn"
_UNSLOWED = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False", "-s", "LOG_LEVEL=WARNING")

_BARE = """
import scrapy
class Bare(scrapy.Spider):
    name = "bare"
    def start_requests(self):
        yield scrapy.Request(self.first)
    async def start(self):
        yield scrapy.Request(self.first)
    def parse(self, response):
        for link in response.css("li.headlinelist a[title]::attr(href)").getall():
            yield response.follow(link, self.article)
        following = response.css("a[title='下一页']::attr(href)").get()
        if following:
            yield response.follow(following, self.parse)
    def article(self, response):
        yield {"url": response.url, "title": response.css("h1::text").get(), "text": "\\n".join(response.css("div.content p::text").getall())}
"""
"""What one writes in five minutes: Scrapy's defaults, parsel's selectors, one dict a page."""


class Cost(NamedTuple):
    """What a crawl took: seconds of CPU, the most bytes that it held, its items."""

    cpu: float
    rss: int
    items: int


def measure(pages: int, step: Callable[[str], None]) -> dict[str, Any]:
    """`rate`: pages per second of CPU by spider, over a tenth of `pages`; `ratio`: ours against the bare one; `rss` and `growth`: the most bytes held over
    that tenth and over all of them. Raises `RuntimeError` where a crawl fails or loses a page."""
    few = max(1, pages // _TIMES)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        best: dict[str, Cost] = {}
        with Replica(folder, scale=few) as replica:
            for _ in range(_ROUNDS):
                for spider, run in (("ours", _ours), ("bare", _bare)):
                    step(f"{few:,} pages, {spider}")
                    cost = run(replica, folder, few)
                    best[spider] = min(best.get(spider, cost), cost)
        with Replica(folder, scale=pages) as replica:
            step(f"{pages:,} pages, ours")
            long = _ours(replica, folder, pages)
    rate = {spider: few / cost.cpu for spider, cost in best.items()}
    return {"pages": pages, "few": few, "rate": rate, "ratio": rate["ours"] / rate["bare"], "rss": {few: best["ours"].rss, pages: long.rss},
            "growth": long.rss - best["ours"].rss}


def _ours(replica: Replica, folder: Path, pages: int) -> Cost:
    mirrors = json.dumps({_HOST: replica.mirrors[_HOST]})
    command = ["-m", "scrapy", "crawl", "chinapower", "-a", "section=dww", "-s", f"MIRRORS={mirrors}", *_UNSLOWED]
    return _run(command, folder, pages)


def _bare(replica: Replica, folder: Path, pages: int) -> Cost:
    program = folder / "bare.py"
    program.write_text(_BARE, encoding="utf-8")
    return _run(["-m", "scrapy", "runspider", str(program), "-a", f"first={replica.mirrors[_HOST]}/dww/", "-s", "LOG_LEVEL=WARNING"], folder, pages, project=False)


def _run(command: list[str], folder: Path, pages: int, *, project: bool = True) -> Cost:
    with tempfile.TemporaryDirectory(dir=folder) as work:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("SCRAPY_")} | {"PYTHONPATH": str(ROOT)}
        if project:
            environment["SCRAPY_SETTINGS_MODULE"] = "crawler.settings"
        feed = Path(work, "out.jsonl")
        with Path(work, "err").open("wb") as err:
            process = subprocess.Popen([sys.executable, *command, "-o", str(feed)], cwd=work, env=environment, stdin=subprocess.DEVNULL, stdout=err, stderr=err)
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{' '.join(command[1:4])} ended with status {process.returncode}: {Path(work, 'err').read_text('utf-8')[-300:]}")
        with feed.open("rb") as lines:
            items = sum(1 for _ in lines)
    if items < pages:
        raise RuntimeError(f"{' '.join(command[1:4])}: {items:,} articles of {pages:,} pages")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024), items)
