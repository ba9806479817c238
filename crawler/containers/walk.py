"""What the containers inside each other share while one file is read."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import BinaryIO

from crawler.containers.streams import Budget


@dataclass(frozen=True, slots=True)
class Walk:
    """The bounds, and the place reached: `path` is the name of the container being read inside the file, empty for the file
    itself; `depth` counts the containers opened so far, each inside the one before."""

    max_record: int
    budget: Budget
    file: BinaryIO
    path: str = ""
    depth: int = 0

    def tell(self) -> int:
        """How many bytes of the file have been read."""
        return self.file.tell()

    def named(self, name: str) -> str:
        """The full name of the record or member `name` of this container."""
        return f"{self.path}/{name}" if self.path and name else self.path or name

    def at(self, name: str) -> Walk:
        """The walk at the member `name` of this container."""
        return replace(self, path=self.named(name))

    def into(self) -> Walk:
        """The walk inside the container that stands here."""
        return replace(self, depth=self.depth + 1)
