"""No pattern takes long, whatever it is asked about: a line of digits once took for ever."""
from __future__ import annotations

import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

import crawler
from crawler.site import sites
from crawler.zh.boilerplate import Rule
from crawler.zh.pattern import Pattern

LONGEST = 0.5  # seconds for 300 characters; the slowest takes a tenth of it
SCRAPY_SIDE = ("crawler.commands", "crawler.exporters", "crawler.settings", "crawler.spiders")
CHARACTERS = "1a人 。，()|-_>/：、版页记者年月日图·《\t\n"
LINES = [character * 300 + "!" for character in CHARACTERS] + [(one + two) * 150 + "!" for one, two in pairwise(CHARACTERS)]
BEGINNINGS = ("", "记者", "上一页", "2021年", "（")


def found_in(value: Any) -> Iterator[re.Pattern[str]]:
    """The patterns that a module's variable holds."""
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, Pattern):
        yield re.compile(value.pattern, value._flags)
    elif isinstance(value, Rule):
        yield re.compile(value.pattern)
    elif isinstance(value, tuple | list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from found_in(inner)


def patterns() -> dict[str, list[re.Pattern[str]]]:
    """Every pattern of the pure part, by module."""
    names = [module.name for module in pkgutil.walk_packages(crawler.__path__, "crawler.") if not module.name.startswith(SCRAPY_SIDE)]
    found = {name: [pattern for value in vars(importlib.import_module(name)).values() for pattern in found_in(value)] for name in names}
    for site in sites().values():
        said = [getattr(site, name) for name in ("title_suffix", "article_url", "issue_url", "list_url", "service_url") if getattr(site, name, None)]
        said += [end for layout in site.layouts for end in (layout.ends or {}).values()]
        found[site.name] = [re.compile(pattern) for pattern in said]
    return {name: some for name, some in found.items() if some}


PATTERNS = patterns()


def test_the_patterns_are_found() -> None:
    assert sum(map(len, PATTERNS.values())) > 300


@pytest.mark.parametrize("name", PATTERNS)
def test_none_takes_long(name: str) -> None:
    def too_long(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, too_long)
    try:
        for pattern in PATTERNS[name]:
            for line in LINES:
                for begin in BEGINNINGS:
                    signal.setitimer(signal.ITIMER_REAL, 20 * LONGEST)  # the machine may be busy: what counts is the time spent
                    began = time.process_time()
                    pattern.search(begin + line)
                    pattern.match(begin + line)
                    assert time.process_time() - began < LONGEST, (pattern.pattern, begin + line[:4])
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
