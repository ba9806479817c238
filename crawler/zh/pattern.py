"""Regular expressions that are compiled when they are first used.

A class of hanzi with other ranges beside it takes `re` some three milliseconds to compile, and there are a hundred of them: compiled
at import they would make `import crawler` slower than importing Scrapy.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any


class Pattern:
    """A regular expression with the methods of `re.Pattern`. The first use compiles it; from then on a call costs what it costs there."""

    search: Callable[..., re.Match[str] | None]
    match: Callable[..., re.Match[str] | None]
    fullmatch: Callable[..., re.Match[str] | None]
    finditer: Callable[..., Iterator[re.Match[str]]]
    findall: Callable[..., list[Any]]
    split: Callable[..., list[str]]
    sub: Callable[..., str]

    def __init__(self, source: str, flags: int = 0) -> None:
        self.pattern = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Called for a method as long as the expression is not compiled: takes over the compiled one's methods."""
        if name not in Pattern.__annotations__:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        for method in Pattern.__annotations__:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
