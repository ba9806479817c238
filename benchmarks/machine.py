"""What it was measured on: the machine, Python, and the versions of everything that takes part."""
from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from lxml import etree

import crawler
from benchmarks.readers import Reader

_MODEL = re.compile(r"^model name\s*:\s*(.+)$", re.M)
_BESIDE = ("scrapy", "parsel", "dateparser", "rjieba")


def describe(peers: Sequence[Reader]) -> dict[str, Any]:
    """CPU, cores, system, Python, load at the start, and the versions by name: of ours with its libraries, and of `peers`."""
    return {
        "cpu": _cpu(), "cores": os.cpu_count(), "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "load": round(os.getloadavg()[0], 2), "versions": _versions(), "peers": {reader.package: reader.installed for reader in peers},
    }


def _cpu() -> str:
    listing = Path("/proc/cpuinfo")
    model = _MODEL.search(listing.read_text()) if listing.exists() else None
    return model.group(1) if model else platform.processor() or "unknown"


def _versions() -> dict[str, str | None]:
    libxml2 = ".".join(map(str, etree.LIBXML_VERSION))
    return {"dianwen": crawler.__version__, "lxml": f"{version('lxml')} (libxml2 {libxml2})"} | {name: _version(name) for name in _BESIDE}


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
