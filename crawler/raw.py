"""What is known of an article between reading and normalising: strings exactly as printed."""
from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from crawler.article import Ledger, Part
from crawler.lines import Line


@dataclass(slots=True)
class RawArticle:
    """What one layout read: strings as printed. `body` are the kept lines in reading order, images among them (`kind`).

    `info` are the head's lines of date, source and people, `authors` names that stand there without a label, `bylines` the lines that stand
    alone in or behind the body; `date` is a string that is known to hold the date; printed times before `unsure_before` may be off.
    With `short_years` the site prints years with two digits. `crumbs` are parts, or one string still to be split. `captions` are those of the pictures in `body`, by the `id` of their line.
    `part` says which page of an article on several pages this is.
    """

    layout: str
    title: str | None = None
    kicker: str | None = None
    subtitle: str | None = None
    summary: str | None = None
    date: str | None = None
    info: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    source: str | None = None
    origin_url: str | None = None
    crumbs: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    rights: str | None = None
    unsure_before: str | None = None
    short_years: bool = False
    body: list[Line] = field(default_factory=list)
    captions: dict[int, list[str]] = field(default_factory=dict)
    warnings: set[str] = field(default_factory=set)
    part: Part | None = None
    ledger: Ledger = Ledger(0, 0, 0, 0)

    @property
    def body_count(self) -> int:
        """Visible characters of the body."""
        return sum(line.count for line in self.body)


@dataclass(slots=True)
class Found:
    """Where an article stands in a tree: its `title` element, the elements that hold its body, and the `claims`: elements whose whole
    content goes into a field (`field:info`) or is dropped by a rule. `title_text` is the title where no element holds it."""

    title: etree._Element | None
    bodies: list[etree._Element]
    claims: dict[etree._Element, str] = field(default_factory=dict)
    title_text: str | None = None
