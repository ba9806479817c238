"""What the spider holds while it walks lists and visits pages."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from crawler.article import Article
from crawler.joining import joined
from crawler.listings import Entry, Start
from crawler.state import Known, KnownEntry, KnownList, State, Validators
from crawler.state import Walk as PastWalk

READ = ("article", "incomplete")
"""Kinds of pages whose article is in the feed."""


@dataclass(eq=False, slots=True)
class Walk:
    """The walk along one list in this crawl. `past` is the last one that came to its end; `visited` are the pages so far, `sent_on` how often one was left at once for
    another, `listed` the addresses on them and `keys` their articles, as hashes: there may be many. `open` counts what was asked for and is not settled; `depth` is the day down to which the list is known when all of it is (empty: to its
    end), None while that cannot be said."""

    start: Start
    past: PastWalk | None = None
    derived: bool = False
    pages: int = 0
    visited: set[str] = field(default_factory=set)
    sent_on: int = 0
    listed: set[int] = field(default_factory=set)
    keys: set[int] = field(default_factory=set)
    known_in_a_row: int = 0
    open: int = 0
    depth: str | None = None

    @property
    def url(self) -> str:
        """The list's first page: what names the list."""
        return self.start.url

    def next_of(self, candidates: Iterable[str]) -> str | None:
        """The first page that was not walked yet."""
        return next((url for url in candidates if url not in self.visited), None)

    def fresh(self, entries: Iterable[Entry]) -> list[Entry]:
        """Those of `entries` that no page of the list had before; from now on they are listed."""
        found = [entry for entry in entries if hash(entry.url) not in self.listed]
        self.listed.update(hash(entry.url) for entry in found)
        return found

    def is_first(self, key: str) -> bool:
        """Whether no entry before was of the article with this key."""
        if hash(key) in self.keys:
            return False
        self.keys.add(hash(key))
        return True

    def count(self, had: KnownEntry | None) -> None:
        """Count an entry that the list `had`. It is known if the last walk that came to its end passed it: what stands below was read then."""
        known = had is not None and self.past is not None and had.seen <= self.past.ended
        self.known_in_a_row = self.known_in_a_row + 1 if known else 0

    def ends_with(self, entries: Iterable[Entry], before: KnownList | None) -> bool:
        """Whether a page that adds nothing (it is missing, or empty, or has what others have) is the end of the list: if it added nothing `before` either. Else the
        server may have stumbled, and what lies behind would never be asked for."""
        return self.pages > 1 and before is not None and [tuple(entry) for entry in before.entries] == [(entry.url, entry.title, entry.date) for entry in entries]


@dataclass(slots=True)
class Chain:
    """The pages of one article that has several, asked for one after the other. `lost` says that one of them may be there another time."""

    pages: dict[int, Article] = field(default_factory=dict)
    addresses: set[str] = field(default_factory=set)
    lost: bool = False
    _wanted: dict[int, str] = field(default_factory=dict)

    def add(self, number: int, page: Article, url: str) -> None:
        """Page `number`, which came from `url`."""
        self.pages[number] = page
        self.addresses.add(url)

    def onward(self, may: Callable[[str], bool]) -> tuple[int, str] | None:
        """Number and address of the next page, each once, of those that the pages so far name and that `may` be asked for; None when all were."""
        for page in self.pages.values():
            for number, url in (page.part.pages if page.part else {}).items():
                if number not in self.pages and may(url):
                    self._wanted.setdefault(number, url)
        left = [number for number, url in self._wanted.items() if url and number not in self.pages]
        if not left:
            return None
        url, self._wanted[min(left)] = self._wanted[min(left)], ""
        return min(left), url

    def article(self) -> Article:
        """The pages that there are, joined in order."""
        return joined([self.pages[number] for number in sorted(self.pages)])


class Place(NamedTuple):
    """Where an article was found: the walk along a list, and the list's entry."""

    walk: Walk
    entry: Entry


@dataclass(eq=False, slots=True)
class Visit:
    """One article to be fetched: its `key`, the lists where it was found, and what was known of it before this crawl. `unconditional` says that an unchanged
    version is wanted too. Of its addresses `asked` were asked for, and `others` may be; `settled` says that no answer is awaited."""

    key: str
    url: str
    known: Known | None = None
    unconditional: bool = False
    places: list[Place] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    others: list[str] = field(default_factory=list)
    validators: Validators = Validators()
    chain: Chain = field(default_factory=Chain)
    settled: bool = False

    def found_in(self, place: Place) -> None:
        """The article stands in this place, too: the walk waits for it."""
        if all(place.walk is not walk for walk, _ in self.places):
            self.places.append(place)
            place.walk.open += 1
        if place.entry.url not in self.asked and place.entry.url not in (self.url, *self.others):
            self.others.append(place.entry.url)

    @property
    def had(self) -> Known | None:
        """What the feed has of the article: None for nothing."""
        return self.known if self.known is not None and self.known.kind in READ else None

    @property
    def kind(self) -> str:
        """What the page is when its article is read."""
        return "incomplete" if self.chain.lost else "article"

    def headers(self) -> dict[str, bytes]:
        """Those of the request: conditional where the version that is known came from the same address."""
        known = self.known
        return known.validators.headers() if known and not self.unconditional and known.url == self.url else {}

    # ------------------------------------------------------------------------------------------------ what is remembered
    def keep_read(self, state: State, kind: str, article: Article) -> None:
        """Remember the page as `kind` (`article`, `incomplete`, `outside`), and how its lists have it."""
        self._keep(state, Known(self.url, kind, article.content_hash, article.title, article.published_at, self.validators, fetched_at=article.fetched_at or "",
                                tries=self._tries + 1 if kind == "incomplete" else 0))
        self._keep_entries(state)

    def keep_unchanged(self, state: State) -> None:
        """Remember that the page is as it was."""
        assert self.known is not None
        self._keep(state, replace(self.known, fetched_at="", tries=0))
        self._keep_entries(state)

    def keep_unread(self, state: State, kind: str, *, transient: bool = False, asked: bool = True) -> None:
        """Remember why the page was not read. What the feed has of it stays what is known, and its lists' word for it stays what it was, so that a page that they
        announce is asked for until it is read; after a `transient` failure it is tried again in any case. One that was not even `asked` for was not tried."""
        tries = max(1, self._tries + asked)
        if self.had is not None:
            self._keep(state, replace(self.had, fetched_at="", tries=tries if transient else self.had.tries))
            return
        self._keep(state, Known(self.url, kind, tries=tries))
        if not transient:
            self._keep_entries(state)

    @property
    def _tries(self) -> int:
        return self.known.tries if self.known is not None else 0

    def _keep(self, state: State, page: Known) -> None:
        state.settle(self.key, page)

    def _keep_entries(self, state: State) -> None:
        for walk, entry in self.places:
            state.keep_entry(walk.url, self.key, entry.title, entry.date)


class Item(dict[str, Any]):
    """The JSON object of an article, with the visit that it came from: None for a page that was not fetched."""

    def __init__(self, article: Article, visit: Visit | None = None) -> None:
        super().__init__(article.to_dict())
        self.article, self.visit = article, visit
