"""Real `scrapy crawl` processes against the replica."""
from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.commands.conftest import default_signals, environment
from tests.replica import Replica

BY_DAY = {
    "hunan_daily": ("since=2026-09-01", "until=2026-09-30"),
    "people_daily": ("since=2024-11-25", "until=2024-12-05"),
    "china_energy_news": ("since=2024-11-14", "until=2024-12-12"),
    "sgcc_news": ("since=2026-09-01", "until=2026-09-30"),
}
"""The days of issue that the replica has, for sites with a newspaper."""
_STATISTIC = re.compile(r"^[ {]'([^']+)': (\d[\d.]*|'[^']*')[,}]", re.M)
SITES = ("bjx", "china_energy_news", "chinapower", "cpnn", "finews", "hunan_daily", "nea", "people_daily", "sgcc_news")


@dataclass
class Crawl:
    """A finished crawl: exit status, what it said, and what the replica was asked for meanwhile."""

    status: int
    err: str
    requests: list[dict[str, Any]]
    seconds: float

    @cached_property
    def stats(self) -> dict[str, Any]:
        """Scrapy's statistics, as the log has them: numbers and words."""
        dump = self.err.rpartition("Dumping Scrapy stats:\n")[2]
        return {key: ast.literal_eval(value) for key, value in _STATISTIC.findall(dump)}

    def asked(self, *, status: int | None = None) -> list[str]:
        """The pages asked for, as `host/path`, robots.txt left out."""
        return [f"{request['host']}{request['path']}" + (f"?{request['query']}" if request["query"] else "") for request in self.requests
                if request["path"] != "/robots.txt" and status in (None, request["status"])]


class Crawler:
    """Crawls in one folder, whose feeds and state stay from crawl to crawl."""

    def __init__(self, folder: Path, replica: Replica) -> None:
        self.folder, self.replica = folder, replica
        folder.mkdir(parents=True, exist_ok=True)

    def command(self, site: str, *options: str, days: bool = True, mirrors: dict[str, str] | None = None) -> list[str]:
        """The command line of a crawl of `site` from the replica."""
        found = self.replica.mirrors_of(site) if mirrors is None and site != "saved" else mirrors or {}
        arguments = [part for argument in BY_DAY.get(site, ()) if days for part in ("-a", argument)]
        return [sys.executable, "-m", "scrapy", "crawl", site, "-s", f"MIRRORS={json.dumps(found)}", *arguments, *options]

    def start(self, site: str, *options: str, **how: Any) -> subprocess.Popen[bytes]:
        """A crawl under way."""
        return subprocess.Popen(self.command(site, *options, **how), cwd=self.folder, env=environment(), stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=default_signals)

    def run(self, site: str, *options: str, timeout: float = 120, **how: Any) -> Crawl:
        """A crawl from beginning to end."""
        self.replica.clear()
        began = time.monotonic()
        done = subprocess.run(self.command(site, *options, **how), cwd=self.folder, env=environment(), stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=timeout, check=False)
        return Crawl(done.returncode, done.stderr.decode(), self.replica.requests(), time.monotonic() - began)

    def items(self, name: str = "out.jsonl") -> list[dict[str, Any]]:
        """The items of a feed of JSON lines; every line must be whole. None yet: empty."""
        path = self.folder / name
        text = path.read_text("utf-8") if path.exists() else ""
        assert not text or text.endswith("\n")
        return [json.loads(line) for line in text.splitlines()]


def wanted(replica: Replica, site: str) -> dict[str, Any]:
    """The articles that a feed must hold, by the id of their items."""
    return {f"{site}:{expected.id}": expected for expected in replica.articles(site) if expected.kind == "article"}
