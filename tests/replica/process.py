"""The server as a process of its own, for tests."""
from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode
from urllib.request import urlopen

from tests.replica.sites import HOSTS, world
from tests.replica.world import Expected

ROOT = Path(__file__).parents[2]


class Replica:
    """A running replica: `with Replica(tmp_path) as replica:`. Its log is `requests.jsonl` in the folder."""

    def __init__(self, folder: Path, *, scale: int = 0, lifetime: float = 900) -> None:
        self.log, self.scale, self.updated = folder / "requests.jsonl", scale, False
        self.url, self._seen, self._lifetime = "", 0, lifetime
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.replica", "--log", str(self.log), "--scale", str(self.scale), "--lifetime", str(self._lifetime)]
        self.log.touch()
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()
        if not self.url:
            raise RuntimeError("the replica did not start")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            assert self._process.stdout is not None
            self._process.stdout.close()

    @property
    def mirrors(self) -> dict[str, str]:
        """Where each host is mirrored: the setting MIRRORS."""
        return {host: f"{self.url}/{host}" for hosts in HOSTS.values() for host in hosts}

    def mirrors_of(self, site: str) -> dict[str, str]:
        """The same for the hosts of one site."""
        return {host: f"{self.url}/{host}" for host in HOSTS[site]}

    def at(self, url: str) -> str:
        """Where the page of a site's `url` is fetched from."""
        return f"{self.url}/{url.partition('://')[2]}"

    def requests(self) -> list[dict[str, Any]]:
        """The requests since the start or the last `clear`, in the order of their answers."""
        with self.log.open(encoding="utf-8") as log:
            log.seek(self._seen)
            return [json.loads(line) for line in log if line.endswith("\n")]  # the last one may be half there

    def clear(self) -> None:
        """Forgets the requests so far."""
        self._seen = self.log.stat().st_size

    def control(self, order: str, **query: str) -> None:
        """Gives the server an order: update, reset, waf (host), robots (host, forbid)."""
        with urlopen(f"{self.url}/_control/{order}?{urlencode(query)}", timeout=10) as answer:
            answer.read()
        self.updated = {"update": True, "reset": False}.get(order, self.updated)

    def articles(self, site: str) -> list[Expected]:
        """The rows of the site's lists in the present state: articles, and what else stands there (`kind`)."""
        return world(site, self.updated, self.scale if site == "chinapower" else 0).expected()
