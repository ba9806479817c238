"""What is being done now, on standard error: one changing line on a terminal, a line a section on a pipe."""
from __future__ import annotations

import sys
import time
from types import TracebackType

from rich.console import Console
from rich.status import Status
from rich.text import Text


class Progress:
    """Shows sections and the steps within them, with the seconds since the beginning."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._section = ""
        console = Console(stderr=True, highlight=False)
        self._status = Status("", console=console) if console.is_terminal else None

    def __enter__(self) -> Progress:
        if self._status:
            self._status.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._status:
            self._status.stop()

    def section(self, name: str) -> None:
        """From here on `name` is measured."""
        self._section = name
        if not self._status:
            print(f"{self._seconds()} {name} …", file=sys.stderr, flush=True)

    def step(self, what: str) -> None:
        """Within the section, `what` is being done."""
        if self._status:
            self._status.update(Text(f"{self._seconds()} {self._section}: {what}"))

    def _seconds(self) -> str:
        return f"{time.monotonic() - self._start:4.0f} s"
