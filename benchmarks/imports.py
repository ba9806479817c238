"""How long `import crawler` takes, against `import scrapy`: each in fresh processes, in turns, the best of each."""
from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from tests.cases import ROOT

MODULES = ("crawler", "scrapy")
TRIES = 5
_TIMED = "import time; start = time.perf_counter(); import {}; print(time.perf_counter() - start)"


def measure(step: Callable[[str], None]) -> dict[str, float]:
    """Seconds by module, and `ratio`: the first over the second. Raises `RuntimeError` where an import fails."""
    best = dict.fromkeys(MODULES, float("inf"))
    for _ in range(TRIES):
        for module in MODULES:
            step(f"import {module}")
            best[module] = min(best[module], _seconds(module))
    return best | {"ratio": best["crawler"] / best["scrapy"]}


def _seconds(module: str) -> float:
    done = subprocess.run([sys.executable, "-c", _TIMED.format(module)], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"import {module}: {done.stderr.strip().splitlines()[-1]}")
    return float(done.stdout)
