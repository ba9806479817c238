"""What the spider holds while it walks lists and visits pages."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from crawler.article import Article
from crawler.listings import Entry, Start
from crawler.state import Known, State, Validators
from crawler.state import Walk as PastWalk


@dataclass(eq=False, slots=True)
class Walk:
    """The walk along one list in this crawl. `visited` are its pages so far, `listed` the addresses on them; `open` counts what was asked for and is not settled; `depth` is the day down to which
    the list is known when all of it is (empty: to its end), None while that cannot be said."""

    start: Start
    past: PastWalk | None = None
    pages: int = 0
    visited: set[str] = field(default_factory=set)
    listed: set[str] = field(default_factory=set)
    known_in_a_row: int = 0
    open: int = 0
    depth: str | None = None
    derived: bool = False

    @property
    def url(self) -> str:
        """The list's first page: what names the list."""
        return self.start.url

    def next_of(self, candidates: Iterable[str]) -> str | None:
        """The first page that was not walked yet."""
        return next((url for url in candidates if url not in self.visited), None)


@dataclass(eq=False, slots=True)
class Visit:
    """One article to be fetched: its `key`, the list and the entry where it was found, and what was known of it. `others` are further addresses of
    it, `unconditional` says that an unchanged version is wanted too."""

    key: str
    url: str
    walk: Walk | None = None
    entry: Entry | None = None
    known: Known | None = None
    unconditional: bool = False
    others: list[str] = field(default_factory=list)
    validators: Validators = Validators()
    pages: dict[int, Article] = field(default_factory=dict)
    wanted: dict[int, str] = field(default_factory=dict)
    lost: bool = False

    def settle(self, state: State, kind: str, article: Article | None = None) -> None:
        """Remember the page as `kind`, and how its list has it."""
        known = self.known
        tries = known.tries + 1 if known and known.kind == "failed" else 1
        if article is not None:
            page = Known(self.url, kind, article.content_hash, article.title, article.published_at, self.validators, fetched_at=article.fetched_at or "")
        elif known is not None and known.kind == "article":  # an article stays one, whatever became of its page
            page = Known(self.url, known.kind, known.content_hash, known.title, known.published, known.validators)
        else:
            page = Known(self.url, kind, validators=self.validators, tries=tries if kind == "failed" else 0)
        state.settle(self.key, page)
        if self.walk is not None and self.entry is not None and kind != "failed":
            state.keep_entry(self.walk.url, self.key, self.entry.title, self.entry.date)


class Item(dict[str, Any]):
    """The JSON object of an article, with the visit that it came from: None for a page that was not fetched."""

    def __init__(self, article: Article, visit: Visit | None = None) -> None:
        super().__init__(article.to_dict())
        self.article, self.visit = article, visit
