"""The spider of every site: walks its lists and fetches its articles. What a page says is `crawler.parse`'s business."""
from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy import Request, Spider, signals
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from w3lib.html import get_meta_refresh

import crawler
from crawler import listings, verdict
from crawler.article import Article, NotAnArticle
from crawler.exporters.rejected import RejectedFile
from crawler.joining import joined
from crawler.listings import Entry, Start
from crawler.middlewares.refusing import refusal
from crawler.network.handler import FETCHED_AT
from crawler.network.mirrors import Mirrors
from crawler.page import Page
from crawler.site import Issues, Site
from crawler.spiders import failures
from crawler.spiders.plan import Plan
from crawler.spiders.visit import Item, Visit, Walk
from crawler.state import KnownList, State, StateError, Validators
from crawler.state import Walk as PastWalk

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

ARTICLE, FURTHER_PAGE, LIST = 10, 20, 0
"""Priorities: a list goes on when its articles are read, so that few requests wait; the pages of one article come together."""

_READ_ONCE = ("article", "incomplete")
_GONE = (404, 410)
_LED_AWAY = ("offsite", "scheme", "redirect", "private-address")  # what a page that was asked for led to
_SURELY_OUT = timedelta(days=7)  # an issue that is not there by then did not come out
_BLOCKED = "blocked_by_waf"

Followed = Request | Item


class NewsSpider(Spider):
    """Crawls `site`. Arguments: those of `Plan`. Settings: STATE_URL, REVISIT_DAYS, STOP_AFTER_KNOWN, FAILED_TRIES, MIRRORS, REJECTED.

    Closes with the reason `blocked_by_waf` when a WAF answers in the site's place.
    """

    site: ClassVar[Site]

    def __init__(self, *args: Any, **arguments: Any) -> None:
        super().__init__(*args)
        self.plan = Plan.of(arguments)
        self.rereads = False
        self._visits: dict[str, Visit | None] = {}  # by key; None once settled
        self._once: set[str] = set()  # what is counted or walked once, however many lists name it

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **arguments: Any) -> NewsSpider:
        spider = super().from_crawler(crawler, *args, **arguments)
        settings = crawler.settings
        spider.rereads = settings.getbool("REREAD")
        spider.state = State(settings.get("STATE_URL"), cls.site.name)
        spider.state.claim()
        crawler.signals.connect(spider.erred, signals.spider_error)
        spider.rejected = RejectedFile(settings.get("REJECTED").format(name=cls.name))
        spider._mirrors = Mirrors(settings.get("MIRRORS"))
        spider._stop_after = settings.getint("STOP_AFTER_KNOWN")
        spider._tries = settings.getint("FAILED_TRIES")
        spider._young = (datetime.now(UTC) - timedelta(days=settings.getfloat("REVISIT_DAYS"))).isoformat()
        return spider

    state: State
    rejected: RejectedFile
    _mirrors: Mirrors
    _stop_after: int
    _tries: int
    _young: str

    def closed(self, reason: str) -> None:
        """Called by Scrapy at the end."""
        self.state.close()
        self.rejected.close()

    def erred(self, failure: Failure) -> None:
        """Called by Scrapy for an error in this class: without its state a crawl does not go on."""
        if failure.check(StateError) and self.crawler.engine is not None:
            self.logger.error("%s", failure.value)
            self._count("state/failed")
            self.crawler.engine.close_spider(self, "state_failed")

    def _count(self, name: str, number: int = 1) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(name, number)

    # ------------------------------------------------------------------------------------------------ where to begin
    async def start(self) -> AsyncIterator[Any]:
        """What failed before, and the first page of every list; for the issues of a newspaper, day by day from the last on."""
        for key, url in self.state.failed(self._tries):
            for request in self._visit(Visit(key, url, known=self.state.page(key), unconditional=True)):
                yield request
        by_day = bool(self.plan.since and self.site.issues)
        for start in listings.starts(self.site, self.plan.sections):
            if not (by_day and listings.is_of_issues(self.site, start.url)):
                for request in self._walk(start):
                    yield request
        if self.plan.since and by_day and not self.plan.sections:
            for request in self._by_day(self.plan.since, self.plan.until or date.today()):
                yield request

    def _by_day(self, since: date, until: date) -> Iterator[Request]:
        """The issues from `until` back to `since`: a month's calendar first, where the paper has calendars."""
        months: dict[str, list[Start]] = {}
        for day in listings.days(since, until):
            for start in listings.issue(self.site, day):
                calendar = start.listing.calendar if isinstance(start.listing, Issues) else None
                if calendar is None:
                    yield from self._walk(start)
                else:
                    months.setdefault(calendar.format(day=day), []).append(start)
        for url, issues in months.items():
            yield Request(url, self.parse_calendar, errback=self.calendar_failed, dont_filter=True, priority=LIST, cb_kwargs={"issues": issues})

    def parse_calendar(self, response: Response, issues: list[Start]) -> Iterator[Request]:
        """The issues of a month that there were; all days of it where the calendar does not say."""
        named = listings.calendar_days(response.body) if response.status == 200 else set()
        for start in issues:
            if not named or start.day in named:
                yield from self._walk(start)

    def calendar_failed(self, failure: Failure) -> Iterator[Request]:
        """Without a calendar every day is asked for."""
        for start in failure.request.cb_kwargs["issues"]:  # type: ignore[attr-defined]
            yield from self._walk(start)

    # ------------------------------------------------------------------------------------------------ lists
    def _walk(self, start: Start, *, derived: bool = False) -> Iterator[Request]:
        walk = Walk(start, self.state.walk(start.url), derived=derived)
        if walk.past and start.day and not self.plan.refresh and self.state.list_page(start.url) is None:
            self._count("lists/none")  # no issue came out on that day
        else:
            yield from self._list_page(walk, start.url)

    def _list_page(self, walk: Walk, url: str) -> Iterator[Request]:
        walk.visited.add(url)
        refused = refusal(url, self.site, self._mirrors)
        if refused is not None:
            self._refuse(refused.reason, str(refused))
            return
        walk.open += 1
        known = self.state.list_page(url)
        yield Request(url, self.parse_list, errback=self.list_failed, dont_filter=True, priority=LIST,
                      headers=known.validators.headers() if known else None, cb_kwargs={"walk": walk, "asked": url})

    def parse_list(self, response: Response, walk: Walk, asked: str) -> Iterator[Followed]:
        """The articles of a page of a list, and its next page."""
        walk.pages += 1
        known = self.state.list_page(asked) if response.status == 304 else None
        if known is not None:
            self._count("lists/unchanged")
            onward = [] if known.supposed and walk.past is not None else list(known.next)
            found = listings.Listed([Entry(*entry) for entry in known.entries], onward, known.supposed)
            yield from self._follow(walk, found, unchanged=True)
        elif response.status != 200:
            self._list_failed(walk, asked, f"http_{response.status}", response)
        else:
            yield from self._read_list(response, walk, asked)
        self._settled(walk)

    def _read_list(self, response: Response, walk: Walk, asked: str) -> Iterator[Followed]:
        try:
            page = Page(response.body, response.url, _headers(response))
            self._stop_at_challenge(response.url, verdict.before_reading(page))
            onward = _refreshed(page, response)
            if onward and walk.next_of([onward]):
                yield from self._list_page(walk, onward)
                return
            found = listings.read(page, self.site, walk.start.listing, walk.pages, walk.url)
        except NotAnArticle as error:
            self._list_failed(walk, asked, error.kind, response)
            return
        if not found.entries and not found.next:
            self._count("lists/empty")
            self.logger.warning("no article in the list %s: empty, or its layout has changed", asked)
        else:
            self._count("lists/fetched")
        entries = [(entry.url, entry.title, entry.date) for entry in found.entries]
        self.state.keep_list_page(asked, KnownList(_validators(response), entries, found.next, found.supposed))
        yield from self._follow(walk, found)

    def _follow(self, walk: Walk, found: listings.Listed, *, unchanged: bool = False) -> Iterator[Followed]:
        """Requests for the entries that are wanted and for the next page, if there is reason to go on."""
        for entry in found.entries:
            if self._is_refused(entry.url):
                continue
            yield from self._entry(walk, entry)
            beside = self.site.list_of(entry.url) if not self.plan.sections else None
            if beside and self._is_new_list(beside):
                yield from self._walk(Start(beside, walk.start.listing), derived=True)
        fresh = [entry for entry in found.entries if entry.url not in walk.listed]
        walk.listed.update(entry.url for entry in fresh)
        following = walk.next_of(found.next) if fresh or not found.entries else None  # many a site gives its last page for all that lie behind it
        if self._is_known_from_here(walk, unchanged):
            walk.depth = walk.past.since if walk.past else None
        elif following is None or listings.all_before(fresh, self._depth):
            walk.depth = self._depth
        elif self.plan.max_pages is None or walk.pages < self.plan.max_pages:
            walk.depth = None
            yield from self._list_page(walk, following)

    def _is_known_from_here(self, walk: Walk, unchanged: bool) -> bool:
        """Whether the rest of a list is as it was when an earlier walk came to its end."""
        if walk.past is None or self.plan.refresh or self.rereads:
            return False
        if walk.past.since and (not self._depth or self._depth < walk.past.since):
            return False
        if unchanged and walk.pages == 1 and walk.start.day is not None:  # a printed issue does not change
            return True
        return 0 < self._stop_after <= walk.known_in_a_row

    @property
    def _depth(self) -> str:
        """The day down to which this crawl walks: empty for to the end."""
        return self.plan.since.isoformat() if self.plan.since else ""

    def _is_new_list(self, url: str) -> bool:
        return self._is_first(f"list {url}") and all(url != start.url for start in listings.starts(self.site))

    def _is_refused(self, url: str) -> bool:
        """Whether `url` is not to be asked for; counted once, however many lists have it."""
        refused = refusal(url, self.site, self._mirrors)
        if refused is not None and self._is_first(f"refused {url}"):
            self._refuse(refused.reason, str(refused))
        return refused is not None

    def _is_first(self, name: str) -> bool:
        if name in self._once:
            return False
        self._once.add(name)
        return True

    def list_failed(self, failure: Failure) -> None:
        """Called by Scrapy for a page of a list that could not be fetched."""
        request = failure.request  # type: ignore[attr-defined]
        walk = request.cb_kwargs["walk"]
        self._list_failed(walk, request.cb_kwargs["asked"], failures.reason(failure), failure.value)
        self._settled(walk)

    def _list_failed(self, walk: Walk, url: str, reason: str, said: object) -> None:
        """A list that is only supposed to exist, or an issue of a day without one, does not fail."""
        if isinstance(said, Response):
            self._stop_at_challenge(said.url, _verdict_on(said))
        supposed = walk.derived or walk.start.day is not None or walk.pages > 1
        if reason in ("http_404", "http_410") and supposed:
            walk.depth = self._depth if walk.start.day is None or date.today() - walk.start.day > _SURELY_OUT else None
            self._count("lists/none")
        elif reason in failures.REFUSALS:
            self._refuse(reason, str(said))
        else:
            self._count(f"lists/failed/{reason}")
            self.rejected.add(url, reason, f"a page of a list: {failures.said(said)}")
            self.logger.warning("the list %s: %s (%s)", url, reason, failures.said(said))

    def _settled(self, walk: Walk | None) -> None:
        """One thing less is open in a walk: when nothing is, and its end was reached, the walk is remembered."""
        if walk is None:
            return
        walk.open -= 1
        if walk.open == 0 and walk.depth is not None and (not self.plan.until or walk.start.day):
            self.state.keep_walk(walk.url, PastWalk(walk.depth, datetime.now(UTC).isoformat(timespec="seconds")))

    # ------------------------------------------------------------------------------------------------ articles
    def _entry(self, walk: Walk, entry: Entry) -> Iterator[Request]:
        if listings.is_file(entry.url):
            return
        if not self._in_range(entry.date):
            self._count("articles/outside")
            return
        key = self.site.key(entry.url)
        if key in self._visits:
            visit = self._visits[key]
            if visit is not None and entry.url != visit.url and entry.url not in visit.others:
                visit.others.append(entry.url)
            return
        known = self.state.page(key)
        was_there = known is not None and known.kind != "failed" and walk.past is not None and known.first_seen <= walk.past.ended
        walk.known_in_a_row = walk.known_in_a_row + 1 if was_there else 0
        visit = Visit(key, entry.url, walk, entry, known)
        if not self._is_wanted(visit):
            if self._is_first(key):
                self._count("articles/known")
            return
        yield from self._visit(visit)

    def _is_wanted(self, visit: Visit) -> bool:
        """Whether a page is to be asked for: it is new, it failed, or there is reason to believe that it changed."""
        known, entry, walk = visit.known, visit.entry, visit.walk
        if known is None or self.rereads:
            visit.unconditional = True
            return True
        if known.kind in ("failed", "incomplete", "outside", "robots"):
            visit.unconditional = True
            if known.kind == "robots":  # whether it may be asked for is asked every time
                return True
            return self.plan.refresh or (known.tries < self._tries if known.kind != "outside" else self._in_range(known.published))
        if self.plan.refresh or (known.kind == "article" and (known.published or known.first_seen) > self._young):
            return True
        if entry is None or walk is None:
            return False
        had = self.state.entry(walk.url, visit.key)
        if had is None:
            self.state.keep_entry(walk.url, visit.key, entry.title, entry.date)
            return False
        return any(was and is_now and was != is_now for was, is_now in zip(had, (entry.title, entry.date), strict=True))

    def _in_range(self, day: str | None) -> bool:
        return listings.in_range(day, self._depth, self.plan.until and self.plan.until.isoformat())

    def _visit(self, visit: Visit) -> Iterator[Request]:
        self._visits[visit.key] = visit
        if visit.walk is not None:
            visit.walk.open += 1
        yield self._article_request(visit)

    def _article_request(self, visit: Visit) -> Request:
        known = visit.known
        headers = known.validators.headers() if known and not visit.unconditional else None
        return Request(visit.url, self.parse_article, errback=self.article_failed, dont_filter=True, priority=ARTICLE, headers=headers, cb_kwargs={"visit": visit})

    def parse_article(self, response: Response, visit: Visit) -> Iterator[Followed]:
        """The article of a page, or the requests for its further pages."""
        if response.status == 304 and visit.known is not None:
            self._count("articles/unchanged")
            self._settle(visit, visit.known.kind)
            return
        if response.status != 200:
            self._stop_at_challenge(response.url, _verdict_on(response))
            yield from self._failed(visit, f"http_{response.status}", f"the server answered {response.status}")
            return
        try:
            article = _parse(response)
        except NotAnArticle as found:
            self._stop_at_challenge(response.url, found)
            yield from self._no_article(visit, found)
            return
        visit.validators = _validators(response)
        if article.part is None:
            yield from self._read(visit, article)
            return
        visit.validators = Validators()  # a server's word on the first page says nothing of the others
        visit.pages[article.part.number or 1] = article
        yield from self._further(visit)

    def _further(self, visit: Visit) -> Iterator[Followed]:
        """The next page of an article that has several; the article when all were asked for."""
        for page in list(visit.pages.values()):
            for number, url in (page.part.pages if page.part else {}).items():
                if number not in visit.pages and refusal(url, self.site, self._mirrors) is None:
                    visit.wanted.setdefault(number, url)
        number = min((number for number in visit.wanted if number not in visit.pages and visit.wanted[number]), default=None)
        if number is not None:
            url, visit.wanted[number] = visit.wanted[number], ""
            yield Request(url, self.parse_further, errback=self.further_failed, dont_filter=True, priority=FURTHER_PAGE,
                          cb_kwargs={"visit": visit, "number": number})
            return
        yield from self._read(visit, joined([visit.pages[number] for number in sorted(visit.pages)]))

    def parse_further(self, response: Response, visit: Visit, number: int) -> Iterator[Followed]:
        """A further page of an article; one that is none lacks."""
        try:
            if response.status != 200:
                self._stop_at_challenge(response.url, _verdict_on(response))
                self._lack(visit, response.url, f"http_{response.status}", transient=response.status not in _GONE)
            else:
                visit.pages[number] = _parse(response)
        except NotAnArticle as found:
            self._stop_at_challenge(response.url, found)
            self._lack(visit, response.url, found.kind, transient=False)
        yield from self._further(visit)

    def further_failed(self, failure: Failure) -> Iterator[Followed]:
        """Called by Scrapy for a further page that could not be fetched."""
        request = failure.request  # type: ignore[attr-defined]
        reason = failures.reason(failure)
        self._lack(request.cb_kwargs["visit"], request.url, reason, transient=reason not in failures.REFUSALS)
        yield from self._further(request.cb_kwargs["visit"])

    def _lack(self, visit: Visit, url: str, reason: str, *, transient: bool) -> None:
        visit.lost = visit.lost or transient
        self._count(f"failed/{reason}")
        self.rejected.add(url, reason, f"a further page of {visit.url}")
        self.logger.warning("a page of the article %s is missing: %s: %s", visit.url, url, reason)

    def _read(self, visit: Visit, article: Article) -> Iterator[Item]:
        known = visit.known if visit.known and visit.known.kind in _READ_ONCE else None
        if not self._in_range(article.published_at):
            self._count("articles/outside")
            self._settle(visit, "outside", article)
            return
        same = known is not None and (known.content_hash, known.title, known.published) == (article.content_hash, article.title, article.published_at)
        if same and not self.rereads:
            self._count("articles/unchanged")
            self._settle(visit, self._kind(visit), article)
            return
        if known is not None and not same:
            article = replace(article, warnings=tuple(sorted({*article.warnings, "updated"})))
        yield Item(article, visit)

    def exported(self, item: Item) -> None:
        """Called when an item stands in the feed: from now on its page is known."""
        visit = item.visit
        if visit is not None:
            known = visit.known is not None and visit.known.kind in _READ_ONCE
            self._settle(visit, self._kind(visit), item.article)
            self._count("articles/updated" if "updated" in item["warnings"] else "articles/reread" if known else "articles/new")

    def dropped(self, item: Item, *, broken: bool) -> None:
        """Called when a pipeline dropped an item: a broken one is to be read again."""
        if item.visit is not None:
            self._settle(item.visit, "failed" if broken else "article", None if broken else item.article)

    @staticmethod
    def _kind(visit: Visit) -> str:
        return "incomplete" if visit.lost else "article"

    def _settle(self, visit: Visit, kind: str, article: Article | None = None) -> None:
        visit.settle(self.state, kind, article)
        self._visits[visit.key] = None
        self._settled(visit.walk)

    def _no_article(self, visit: Visit, found: NotAnArticle) -> Iterator[Request]:
        if visit.others and found.kind == "error":
            yield self._other_address(visit)
            return
        self._count(f"no_article/{found.kind}")
        self.rejected.add(visit.url, found.kind, found.reason)
        self._settle(visit, found.kind)

    def article_failed(self, failure: Failure) -> Iterable[Request]:
        """Called by Scrapy for an article that could not be fetched."""
        visit = failure.request.cb_kwargs["visit"]  # type: ignore[attr-defined]
        return self._failed(visit, failures.reason(failure), failures.said(failure.value))

    def _failed(self, visit: Visit, reason: str, said: str) -> Iterator[Request]:
        if visit.others:
            yield self._other_address(visit)
            return
        if reason == "closing":  # neither here nor there: the next crawl finds it
            return
        if reason in failures.REFUSALS:
            self._refuse(reason, said)
            if reason in _LED_AWAY:  # not asked for again and again
                self._settle(visit, "refused")
            elif reason == "robots":
                self._settle(visit, reason)
            else:
                self._visits[visit.key] = None
                self._settled(visit.walk)
            return
        self._count(f"failed/{reason}")
        self.rejected.add(visit.url, reason, said)
        self.logger.warning("%s: %s (%s)", visit.url, reason, said)
        self._settle(visit, "error" if reason in ("http_404", "http_410") else "failed")

    def _other_address(self, visit: Visit) -> Request:
        """The same article on another host, where the first address failed."""
        visit.url = visit.others.pop(0)
        visit.unconditional = True
        return self._article_request(visit)

    def _refuse(self, reason: str, said: str) -> None:
        self._count(f"refused/{reason}")
        self.logger.info("refused (%s): %s", reason, said)

    def _stop_at_challenge(self, url: str, found: NotAnArticle | None) -> None:
        if found is not None and found.kind == "challenge":
            self._count("no_article/challenge")
            self.logger.error("%s answers for the site at %s. The crawl ends here: a challenge is not worked around. Pages saved in a browser can be read with "
                              "`scrapy extract PATH`.", found.reason.partition(":")[0], url)
            raise CloseSpider(_BLOCKED)


def _parse(response: Response) -> Article:
    assert response.request is not None
    return crawler.parse(response.body, response.url, headers=_headers(response), fetched_at=response.request.meta.get(FETCHED_AT))


def _headers(response: Response) -> Mapping[str, bytes]:
    content_type = response.headers.get("Content-Type")
    return {"content-type": content_type} if content_type else {}


def _validators(response: Response) -> Validators:
    etag, modified = (response.headers.get(name) for name in ("ETag", "Last-Modified"))
    return Validators(etag.decode("latin-1") if etag else None, modified.decode("latin-1") if modified else None)


def _verdict_on(response: Response) -> NotAnArticle | None:
    try:
        return verdict.before_reading(Page(response.body, response.url, _headers(response)))
    except (NotAnArticle, ValueError):
        return None


def _refreshed(page: Page, response: Response) -> str | None:
    """Where a page sends the browser on at once (`<meta http-equiv=refresh>`), as the first page of an e-paper does."""
    pause, url = get_meta_refresh(page.text[:4096], response.url, ignore_tags=("script", "noscript"))
    return url if url and pause is not None and pause < 5 and url != response.url else None
