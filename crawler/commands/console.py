"""What the commands print for a person."""
from __future__ import annotations

import os
import re
import sys
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

# A saved page or a file name must not steer the terminal: escape codes, and marks that turn the writing round.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

BROKEN_PIPE = 141  # what the shell reports for a program that the end of a pipe killed, such as `… | head`


def printable(text: str) -> str:
    """`text` with control characters shown as escapes; newline and tab stay."""
    return _STEERING.sub(lambda found: found.group().encode("unicode_escape").decode(), text)


def console(stream: IO[str]) -> Console:
    """A rich console on `stream`: in colour on a terminal, without any escape code on a pipe or under NO_COLOR."""
    from rich.console import Console  # only where something is shown: it takes a while to load

    plain = bool(os.environ.get("NO_COLOR")) or not stream.isatty()
    return Console(file=stream, color_system=None if plain else "auto", highlight=False, markup=False, emoji=False,
                   soft_wrap=not stream.isatty())


def say(message: str) -> None:
    """A line on standard error."""
    print(printable(message), file=sys.stderr, flush=True)


def leave_pipe() -> None:
    """Nobody reads standard output any more: let Python's last flush go nowhere instead of complaining."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
