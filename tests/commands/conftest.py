"""Commands run as a user runs them: a process of its own, in an empty folder outside the project."""
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

# Stands in for a page that nothing foresaw: crawler.parse_file does what the file's first word says.
FAULTS = """
import os, signal, sys, time
from pathlib import Path
import crawler
real = crawler.parse_file
def parse_file(path, *args, **options):
    word = Path(path).read_bytes().split(b" ")[0]
    if word == b"BUG": raise KeyError("bug")
    if word == b"MEMORY": raise MemoryError
    if word == b"DEEP": raise RecursionError("too deep")
    if word == b"DIE": os.kill(os.getpid(), signal.SIGKILL)
    if word == b"SLOW": time.sleep(0.3)
    if word == b"MANY":
        yield from (next(iter(real(path, *args, **options))), crawler.NotAnArticle("list", "links", "http://a.cn/2"))
        raise crawler.NotAnArticle("container", "the archive ends early")
    yield from real(path, *args, **options)
real_parse = crawler.parse
def parse(body, *args, **options):
    if body.startswith(b"<!--DIE-->"): os.kill(os.getpid(), signal.SIGKILL)
    return real_parse(body, *args, **options)
crawler.parse_file, crawler.parse = parse_file, parse
from scrapy.cmdline import execute
execute()
"""


# Root may read everything, unless it gives that up (util-linux).
UNPRIVILEGED = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]


class Run:
    """A finished command: `status`, `out` (bytes), `err` (text), and files of its folder."""

    def __init__(self, done: subprocess.CompletedProcess[bytes], folder: Path) -> None:
        self.status, self.out, self.err, self.folder = done.returncode, done.stdout, done.stderr.decode(), folder

    @property
    def summary(self) -> str:
        """The last line on standard error."""
        return self.err.splitlines()[-1]

    def lines(self, name: str = "output/rejected.jsonl") -> list[dict[str, Any]]:
        """The objects of a JSON Lines file."""
        return [json.loads(line) for line in (self.folder / name).read_text("utf-8").splitlines()]


def environment() -> dict[str, str]:
    """The variables of a plain shell, in which `crawler` can be imported and its commands are known."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith("SCRAPY_") and name not in ("NO_COLOR", "FORCE_COLOR")}
    return kept | {"PYTHONPATH": str(ROOT), "SCRAPY_SETTINGS_MODULE": "crawler.settings"}


def default_signals() -> None:
    """For the child: Ctrl-C is heard even where the tests run in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def scrapy(tmp_path: Path) -> Callable[..., Run]:
    """`scrapy("extract", "a.html")` in `tmp_path`; `faults=True` for files that break the reader, `unprivileged=True` so that permissions count
    for root too."""

    def run(*arguments: str | bytes | Path, faults: bool = False, unprivileged: bool = False, **options: Any) -> Run:
        without_privileges = UNPRIVILEGED if unprivileged and os.geteuid() == 0 else []
        program = ["-c", FAULTS] if faults else ["-m", "scrapy"]
        done = subprocess.run([*without_privileges, sys.executable, *program, *arguments], cwd=tmp_path, capture_output=True, timeout=60,
                              check=False, env=environment(), stdin=subprocess.DEVNULL, **options)
        return Run(done, tmp_path)

    return run
