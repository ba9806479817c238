"""What is asked for again, and when a list is left: docs/crawling.md as code. Nothing is fetched or remembered here."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum, auto

from scrapy.settings import BaseSettings

from crawler import listings
from crawler.listings import Entry
from crawler.spiders.plan import Plan
from crawler.spiders.visit import Walk
from crawler.state import Known, KnownEntry
from crawler.zh import dates


class Asking(Enum):
    """How a page is asked for: not at all, only if it changed, or whatever it says."""

    NOT = auto()
    IF_CHANGED = auto()
    ANYWAY = auto()


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one crawl. `stop_after` known articles in a row a list is left (0: never), `tries` are the crawls in which a page that fails is tried,
    articles younger than `revisit` are asked for again, and with `rereads` all are, their unchanged versions too. `now` is the time of the crawl."""

    plan: Plan
    stop_after: int = 50
    tries: int = 5
    revisit: timedelta = timedelta()
    rereads: bool = False
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @classmethod
    def of(cls, plan: Plan, settings: BaseSettings) -> Rules:
        """The rules that the settings STOP_AFTER_KNOWN, FAILED_TRIES, REVISIT_DAYS and REREAD make."""
        return cls(plan, settings.getint("STOP_AFTER_KNOWN"), settings.getint("FAILED_TRIES"), timedelta(days=settings.getfloat("REVISIT_DAYS")),
                   settings.getbool("REREAD"))

    @property
    def depth(self) -> str:
        """The day down to which lists are walked; empty for to the end."""
        return self.plan.since.isoformat() if self.plan.since else ""

    def covers(self, day: str | None) -> bool:
        """Whether what was published on `day` (ISO, a day or a time) is wanted; what has no day is."""
        return listings.in_range(day, self.depth, self.plan.until.isoformat() if self.plan.until else None)

    # ------------------------------------------------------------------------------------------------ articles
    def asking(self, known: Known | None, entry: Entry, had: KnownEntry | None) -> Asking:
        """How to ask for the page of `entry`, of which `known` is known, and which the list had as `had` when it was last read."""
        if known is None or self.rereads:
            return Asking.ANYWAY
        if known.kind == "article":
            return Asking.IF_CHANGED if self.plan.refresh or self._is_young(known) or _differs(had, entry) else Asking.NOT
        if self.plan.refresh or _differs(had, entry) or self._is_missing(known, entry):
            return Asking.ANYWAY
        return Asking.NOT

    def _is_missing(self, known: Known, entry: Entry) -> bool:
        """Whether a page that was not read as an article may be one now."""
        match known.kind:
            case "robots":  # whether it may be asked for is looked up every time
                return True
            case "outside":
                return self.covers(known.published)
            case "failed" | "incomplete":
                return known.tries < self.tries
            case "error" | "refused":  # a list may be there before its pages are, and a site may lead away for an hour: another day tells
                return known.tries < self.tries and (entry.url != known.url or known.fetched_at[:10] < self.now.isoformat()[:10])
        return False

    def _is_young(self, known: Known) -> bool:
        if not self.revisit:
            return False
        moment = datetime.fromisoformat(known.published or known.first_seen)
        return self.now - (moment if moment.tzinfo else moment.replace(tzinfo=dates.CHINA)) < self.revisit

    # ------------------------------------------------------------------------------------------------ lists
    def leaves(self, walk: Walk, *, unchanged: bool) -> bool:
        """Whether the rest of a list is as it was when an earlier walk came to its end; `unchanged` is what the server said of the page at hand."""
        if walk.past is None or self.plan.refresh or self.rereads:
            return False
        if walk.past.since and (not self.depth or self.depth < walk.past.since):
            return False
        if unchanged and walk.pages == 1 and walk.start.day is not None:  # a printed issue does not change
            return True
        return 0 < self.stop_after <= walk.known_in_a_row


def _differs(had: KnownEntry | None, entry: Entry) -> bool:
    """Whether a list has an article under another title or date than when it was last read."""
    return had is not None and any(was and is_now and was != is_now for was, is_now in ((had.title, entry.title), (had.date, entry.date)))
