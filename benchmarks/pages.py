"""The pages that everything is measured on: the project's own, and folders of saved pages with their gold beside them."""
from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

import crawler
from crawler.page import Page
from crawler.site import GENERIC, site_of
from tests.cases import Case, cases, golden_text

Kind = Literal["seeds", "known", "generic"]
Item = TypeVar("Item")

GOLD = ".gold.json"
PAGE_SUFFIXES = (".html", ".md", ".txt", ".mhtml")
_XML_DECLARATION = re.compile(r"\s{0,100}<\?xml[^>]{0,200}\?>")


@dataclass(frozen=True)
class Sample:
    """One page and what is true of it.

    `gold` has any of `title`, `published_at` (null: the page has no date), `source`, `authors` (names), `text`, and
    `kind`, the verdict on a page that is no article. `options` are what `crawler.parse` takes beside body and URL.
    """

    name: str
    body: bytes
    url: str | None
    is_html: bool
    gold: Mapping[str, Any]
    options: Mapping[str, Any]

    @cached_property
    def decoded(self) -> str:
        """The page as str, without an XML declaration: lxml takes none in front of a str."""
        try:
            text = self.body.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = self.body.decode("gb18030", "replace")
        return _XML_DECLARATION.sub("", text, count=1)

    @cached_property
    def for_peers(self) -> str:
        """The page for a reader that knows HTML only: of a text file, each line is a paragraph."""
        return self.decoded if self.is_html else _lines_as_html(self.decoded)


@dataclass(frozen=True)
class PageSet:
    """Pages whose figures are given together. `kind` says what they are, and so which goals they have."""

    name: str
    kind: Kind
    samples: Sequence[Sample]


def own_sets() -> list[PageSet]:
    """The seeds, the kept pages of known sites, and those of no known site where there are any."""
    sets: dict[Kind, list[Sample]] = {"seeds": [], "known": [], "generic": []}
    for case in cases():
        sets[_kind(case)].append(_from_case(case))
    names: Mapping[Kind, str] = {"seeds": "Seeds", "known": "Own pages of known sites", "generic": "Own pages of other sites"}
    return [PageSet(names[kind], kind, samples) for kind, samples in sets.items() if samples]


def folder_sets(folder: Path, limit: int | None = None) -> list[PageSet]:
    """The pages under `folder` that have a `NAME.gold.json` beside them, those of known sites apart from the others.

    With `limit` that many of them, taken evenly over their names. Raises `ValueError` where the folder holds none or a
    gold is no JSON object, `OSError` where a file cannot be read.
    """
    found = list(_with_gold(folder))
    if not found:
        raise ValueError(f"no page with a {GOLD} beside it in {folder}")
    samples = [_from_files(folder, page, gold) for page, gold in evenly(found, limit)]
    known = [sample for sample in samples if _site_name(sample) != GENERIC.name]
    others = [sample for sample in samples if _site_name(sample) == GENERIC.name]
    sets = [PageSet(f"{folder.name}, known sites", "known", known), PageSet(f"{folder.name}, other sites", "generic", others)]
    return [one for one in sets if one.samples]


def evenly(items: Sequence[Item], limit: int | None) -> list[Item]:
    """At most `limit` of `items`, spread evenly over them and in their order."""
    if limit is None or len(items) <= limit:
        return list(items)
    return [items[i * len(items) // limit] for i in range(limit)]


def _kind(case: Case) -> Kind:
    if str(case.known.get("file", "")).startswith("seeds/"):
        return "seeds"
    return "generic" if case.name.startswith(f"{GENERIC.name}/") else "known"


def _from_case(case: Case) -> Sample:
    golden = case.golden
    gold: dict[str, Any] = {key: golden[key] for key in ("title", "published_at", "source") if key in golden}
    if "verdict" in golden:
        gold["kind"] = golden["verdict"]
    if "authors" in golden:
        gold["authors"] = [person["name"] for person in golden["authors"]]
    if "body" in golden:
        gold["text"] = golden_text(golden)
    return Sample(case.name, case.body, case.known.get("url"), case.file.suffix == ".html", gold, case.options())


def _with_gold(folder: Path) -> Iterator[tuple[Path, Path]]:
    for gold in sorted(folder.rglob(f"*{GOLD}")):
        stem = gold.name.removesuffix(GOLD)
        page = next((p for p in (gold.with_name(stem + suffix) for suffix in PAGE_SUFFIXES) if p.exists()), None)
        if page is not None:
            yield page, gold


def _from_files(folder: Path, page: Path, gold_file: Path) -> Sample:
    gold = json.loads(gold_file.read_text(encoding="utf-8"))
    if not isinstance(gold, dict):
        raise ValueError(f"{gold_file} holds no JSON object")
    if not gold.get("text") and gold.get("paragraphs"):
        gold["text"] = "\n\n".join(gold["paragraphs"])
    # Of a text file nothing but its content is known.
    url = None if page.suffix in (".md", ".txt") else gold.get("url")
    return Sample(str(page.relative_to(folder)), page.read_bytes(), url, page.suffix == ".html", gold, {})


def _site_name(sample: Sample) -> str:
    try:
        return site_of(Page(sample.body, sample.url)).name
    except crawler.NotAnArticle:
        return GENERIC.name


def _lines_as_html(text: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    paragraphs = (line if line.startswith("<") else f"<p>{html.escape(line)}</p>" for line in lines if line)
    return "<html><body>\n{}\n</body></html>".format("\n".join(paragraphs))
