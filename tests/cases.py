"""The kept pages with their goldens: what every test over whole pages runs on."""
from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import crawler

HERE = Path(__file__).parent
ROOT = HERE.parent


@dataclass(frozen=True)
class Case:
    """One kept page: its folder, what is known of it beside its bytes (`page.json`), and the golden (`article.json`)."""

    folder: Path

    @property
    def name(self) -> str:
        return str(self.folder.relative_to(HERE / "pages"))

    @cached_property
    def known(self) -> dict[str, Any]:
        return json.loads((self.folder / "page.json").read_text(encoding="utf-8"))

    @cached_property
    def golden(self) -> dict[str, Any]:
        return json.loads((self.folder / "article.json").read_text(encoding="utf-8"))

    @property
    def file(self) -> Path:
        if "file" in self.known:
            return ROOT / self.known["file"]
        return next(p for p in sorted(self.folder.glob("page.*")) if p.suffix != ".json")

    @property
    def body(self) -> bytes:
        return self.file.read_bytes()

    def options(self) -> dict[str, Any]:
        return {key: self.known[key] for key in ("headers", "fetched_at", "site") if self.known.get(key) is not None}

    def parse(self, audit: bool = True) -> crawler.Article:
        return crawler.parse(self.body, self.known.get("url"), audit=audit, **self.options())


@cache
def cases() -> list[Case]:
    """All kept pages, in the order of their names."""
    return [Case(golden.parent) for golden in sorted(HERE.glob("pages/*/*/article.json"))]


def articles() -> list[Case]:
    """The kept pages that hold an article."""
    return [case for case in cases() if "verdict" not in case.golden]


@cache
def parsed(name: str) -> dict[str, Any]:
    """The article of the kept page called `name`, as its JSON object, parsed once, with its ledger's entries."""
    return next(case for case in cases() if case.name == name).parse().to_dict()


def golden_text(golden: dict[str, Any]) -> str:
    """The `text` that a golden's body amounts to."""
    lines: list[str] = []
    for block in golden["body"]:
        match block["type"]:
            case "image":
                continue
            case "table":
                lines.extend("\t".join(row) for row in block["rows"])
            case "list":
                lines.extend(block["items"])
            case _:
                lines.append(block["text"])
    return "\n\n".join(lines)
