"""The rejected file of a crawl: a JSON line for every page that gave no article, and every item that was dropped."""
from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any


class RejectedFile:
    """Appends `{"url", "kind", "reason", "at"}` to the file at `path`, which is made with the first line; broken items stand whole under `item`."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        self._file: IO[str] | None = None

    def add(self, url: str | None, kind: str, reason: str, item: dict[str, Any] | None = None) -> None:
        """One line, flushed."""
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("a", encoding="utf-8", errors="backslashreplace")
        line = {"url": url, "kind": kind, "reason": reason, "at": datetime.now(UTC).isoformat(timespec="seconds")} | ({"item": item} if item is not None else {})
        print(json.dumps(line, ensure_ascii=False), file=self._file, flush=True)

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._file is not None:
            self._file.close()
            self._file = None
