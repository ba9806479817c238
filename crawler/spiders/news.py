"""The spider of every site: walks its lists and fetches its articles. What a page says is `crawler.parse`'s business."""
from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy import Request, Spider, signals
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from w3lib.html import get_meta_refresh

import crawler
from crawler import listings, verdict
from crawler.article import Article, NotAnArticle
from crawler.exporters.rejected import RejectedFile
from crawler.listings import Entry, Start
from crawler.middlewares.refusing import refusal
from crawler.network.handler import FETCHED_AT
from crawler.network.mirrors import Mirrors
from crawler.page import Page
from crawler.site import Issues, Site
from crawler.spiders import failures
from crawler.spiders.plan import Plan
from crawler.spiders.rules import Asking, Rules
from crawler.spiders.visit import READ, Item, Place, Visit, Walk
from crawler.state import KnownEntry, KnownList, State, StateError, Validators, now
from crawler.state import Walk as PastWalk

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

ARTICLE, FURTHER_PAGE, LIST = 10, 20, 0
"""Priorities: a list goes on when its articles are read, so that few requests wait; the pages of one article come together."""

_KINDS = {"http_404": "error", "http_410": "error", "robots": "robots", "offsite": "refused", "scheme": "refused", "redirect": "refused", "private-address": "refused"}
"""What a page is that was not got, by the reason; for any other it failed, and may be there the next time."""
_NOT_ASKED = ("host-down", "not-mirrored")  # reasons of ours, of which the page knows nothing
_SURELY_OUT = timedelta(days=7)  # an issue that is not there by then did not come out
_MOST_SENT_ON = 5
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
        self._visits: dict[str, Visit | None] = {}  # by key; None once the page was read
        self._once: set[int] = set()  # what is counted or walked once, however many lists name it

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **arguments: Any) -> NewsSpider:
        spider = super().from_crawler(crawler, *args, **arguments)
        settings = crawler.settings
        spider.rules = Rules.of(spider.plan, settings)
        spider.state = State(settings.get("STATE_URL"), cls.site.name)
        spider.state.claim()
        crawler.signals.connect(spider.erred, signals.spider_error)
        spider.rejected = RejectedFile(settings.get("REJECTED").format(name=cls.name))
        spider._mirrors = Mirrors(settings.get("MIRRORS"))
        return spider

    rules: Rules
    state: State
    rejected: RejectedFile
    _mirrors: Mirrors

    def closed(self, reason: str) -> None:
        """Called by Scrapy at the end."""
        self.state.close()
        self.rejected.close()

    def erred(self, failure: Failure) -> None:
        """Called by Scrapy for an error in this class: without its state a crawl does not go on."""
        if failure.check(CloseSpider) or self.crawler.engine is None:
            return
        self._count("failed/error")
        if failure.check(StateError):
            self.logger.error("%s", failure.value)
            self._count("state/failed")
            self.crawler.engine.close_spider(self, "state_failed")

    def _count(self, name: str, number: int = 1) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(name, number)

    # ------------------------------------------------------------------------------------------------ where to begin
    async def start(self) -> AsyncIterator[Any]:
        """What failed before, and the first page of every list; for the issues of a newspaper, day by day from the last on."""
        for key, url in self.state.failed(self.rules.tries):
            known = self.state.page(key)
            yield self._visit(Visit(key, url, known, unconditional=self.rules.rereads or known is None or known.kind != "article"))
        by_day = bool(self.plan.since and self.site.issues)
        for start in listings.starts(self.site, self.plan.sections):
            if not (by_day and listings.is_of_issues(self.site, start.url)):
                for request in self._walk(start):
                    yield request
        if self.plan.since and by_day:
            for request in self._by_day(self.plan.since, self.plan.until or date.today()):
                yield request

    def _by_day(self, since: date, until: date) -> Iterator[Request]:
        """The issues from `until` back to `since`: a month's calendar first, where the paper has calendars."""
        months: dict[str, list[Start]] = {}
        for day in listings.days(since, until):
            for start in listings.issue(self.site, day, self.plan.sections):
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
            yield from self._follow(walk, self._unchanged(known, walk), before=known, unchanged=True)
        elif response.status != 200:
            self._list_failed(walk, asked, f"http_{response.status}", response)
        else:
            yield from self._read_list(response, walk, asked)
        self._leave(walk)

    def _unchanged(self, known: KnownList, walk: Walk) -> listings.Listed:
        """What a page of a list says that is as it was. A page that is only supposed to come next is not asked for where earlier walks ended without it."""
        onward = known.next
        if known.supposed and walk.past is not None:
            onward = [url for url in onward if (following := self.state.list_page(url)) is None or following.entries]
        return listings.Listed([Entry(*entry) for entry in known.entries], list(onward), known.supposed)

    def _read_list(self, response: Response, walk: Walk, asked: str) -> Iterator[Followed]:
        try:
            page = Page(response.body, response.url, _headers(response))
            self._stop_at_challenge(response.url, verdict.before_reading(page))
            onward = _refreshed(page, response)
            if onward and walk.next_of([onward]):
                walk.sent_on += 1
                if walk.sent_on > _MOST_SENT_ON:
                    self._list_failed(walk, asked, "redirect", f"sent on again and again: {onward}")
                else:
                    yield from self._list_page(walk, onward)
                return
            found = listings.read(page, self.site, walk.start.listing, walk.pages, walk.url)
        except NotAnArticle as error:
            self._list_failed(walk, asked, error.kind, response)
            return
        if not found.entries and walk.start.day is None:  # a printed page may be all advertisement
            self._count("lists/empty")
            self.logger.warning("no article in the list %s: empty, or its layout has changed", asked)
        else:
            self._count("lists/fetched")
        before = self.state.list_page(asked)
        entries = [(entry.url, entry.title, entry.date) for entry in found.entries]
        self.state.keep_list_page(asked, KnownList(_validators(response), entries, found.next, found.supposed))
        yield from self._follow(walk, found, before)

    def _follow(self, walk: Walk, found: listings.Listed, before: KnownList | None, *, unchanged: bool = False) -> Iterator[Followed]:
        """Requests for the entries that are wanted and for the next page, if there is reason to go on. `before` is what the page said the last time."""
        fresh = walk.fresh(found.entries)
        for entry in fresh:
            if self._is_refused(entry.url):
                continue
            yield from self._entry(Place(walk, entry))
            beside = self.site.list_of(entry.url) if not self.plan.sections else None
            if beside and self._is_new_list(beside):
                yield from self._walk(Start(beside, listings.list_at(self.site, beside) or walk.start.listing), derived=True)
        following = walk.next_of(found.next) if fresh or not found.entries else None  # many a site gives its last page for all that lie behind it
        if self.rules.leaves(walk, unchanged=unchanged):
            walk.depth = max(walk.past.since if walk.past else "", self.rules.depth)  # what is older was passed over
        elif following is None or listings.all_before(fresh, self.rules.depth):
            if fresh or walk.ends_with(found.entries, before):
                walk.depth = self.rules.depth
        elif self.plan.max_pages is None or walk.pages < self.plan.max_pages:
            yield from self._list_page(walk, following)

    def _is_new_list(self, url: str) -> bool:
        return self._is_first(f"list {url}") and all(url != start.url for start in listings.starts(self.site))

    def _is_refused(self, url: str) -> bool:
        """Whether `url` is not to be asked for; counted once, however many lists have it."""
        refused = refusal(url, self.site, self._mirrors)
        if refused is not None and self._is_first(f"refused {url}"):
            self._refuse(refused.reason, str(refused))
        return refused is not None

    def _is_first(self, name: str) -> bool:
        mark = hash(name)
        if mark in self._once:
            return False
        self._once.add(mark)
        return True

    def list_failed(self, failure: Failure) -> None:
        """Called by Scrapy for a page of a list that could not be fetched."""
        request = failure.request  # type: ignore[attr-defined]
        walk = request.cb_kwargs["walk"]
        self._list_failed(walk, request.cb_kwargs["asked"], failures.reason(failure), failure.value)
        self._leave(walk)

    def _list_failed(self, walk: Walk, url: str, reason: str, said: object) -> None:
        """A list that is only supposed to exist, or an issue of a day without one, does not fail."""
        if isinstance(said, Response):
            self._stop_at_challenge(said.url, _verdict_on(said))
        if reason in ("http_404", "http_410") and (walk.derived or walk.start.day is not None or walk.pages > 1):
            self._count("lists/none")
            self._end_before(walk, url)
        elif reason in failures.REFUSALS:
            self._refuse(reason, str(said))
        else:
            self._count(f"lists/failed/{reason}")
            self.rejected.add(url, reason, f"a page of a list: {failures.said(said)}")
            self.logger.warning("the list %s: %s (%s)", url, reason, failures.said(said))

    def _end_before(self, walk: Walk, url: str) -> None:
        """A list has no page at `url`: it ends there, if that is sure."""
        if walk.start.day is not None:
            sure = date.today() - walk.start.day > _SURELY_OUT
        else:
            sure = walk.pages <= 1 or walk.ends_with([], self.state.list_page(url))
            self.state.keep_list_page(url, KnownList(Validators(), [], []))
        if sure:
            walk.depth = self.rules.depth

    def _leave(self, walk: Walk) -> None:
        """One thing less is open in a walk: when nothing is, and its end was reached, the walk is remembered."""
        walk.open -= 1
        if walk.open == 0 and walk.depth is not None and (not self.plan.until or walk.start.day):
            self.state.keep_walk(walk.url, PastWalk(walk.depth, now()))

    # ------------------------------------------------------------------------------------------------ articles
    def _entry(self, place: Place) -> Iterator[Request]:
        """The request for the page of an entry, if it is wanted and this crawl has not asked for it."""
        walk, entry = place
        if listings.is_file(entry.url):
            return
        if not self.rules.covers(entry.date):
            self._count("articles/outside")
            return
        key = self.site.key(entry.url)
        is_first = walk.is_first(key)  # what a list has twice, pinned or on two hosts, it has as it has it first
        if key in self._visits:
            yield from self._met_again(key, place, is_first=is_first)
        elif is_first:
            known, had = self.state.page(key), self.state.entry(walk.url, key)
            asking = self.rules.asking(known, entry, had)
            walk.count(had if asking is not Asking.IF_CHANGED else None)
            if asking is not Asking.NOT:
                yield self._visit(Visit(key, entry.url, known, asking is Asking.ANYWAY), place)
                return
            self._note(place, key, had)
            if self._is_first(key):
                self._count("articles/known")

    def _met_again(self, key: str, place: Place, *, is_first: bool) -> Iterator[Request]:
        """An article that this crawl asked for stands in another place: its address may serve where the first one does not."""
        visit = self._visits[key]
        if visit is None:
            if is_first:
                self.state.keep_entry(place.walk.url, key, place.entry.title, place.entry.date)
        elif not visit.settled:
            visit.found_in(place)
        elif place.entry.url not in visit.asked:
            yield self._visit(Visit(key, place.entry.url, visit.known, True, asked=visit.asked), place)

    def _note(self, place: Place, key: str, had: KnownEntry | None) -> None:
        """Remember what a list says of a known article and did not say before."""
        title, day = (had.title, had.date) if had else (None, None)
        said = (title or place.entry.title, day or place.entry.date)
        if had is None or said != (title, day):
            self.state.keep_entry(place.walk.url, key, *said)

    def _visit(self, visit: Visit, place: Place | None = None) -> Request:
        self._visits[visit.key] = visit
        if place is not None:
            visit.found_in(place)
        return self._article_request(visit)

    def _article_request(self, visit: Visit) -> Request:
        visit.asked.add(visit.url)
        return Request(visit.url, self.parse_article, errback=self.article_failed, dont_filter=True, priority=ARTICLE, headers=visit.headers(),
                       cb_kwargs={"visit": visit})

    def parse_article(self, response: Response, visit: Visit) -> Iterator[Followed]:
        """The article of a page, or the requests for its further pages."""
        if response.status == 304 and visit.had is not None and visit.headers():
            self._count("articles/unchanged")
            visit.keep_unchanged(self.state)
            self._settled(visit)
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
        if article.part is None:
            visit.validators = _validators(response)
            yield from self._read(visit, article)
        else:  # a server's word on the first page says nothing of the others
            visit.chain.add(article.part.number or 1, article, response.url)
            yield from self._further(visit)

    def _further(self, visit: Visit) -> Iterator[Followed]:
        """The next page of an article that has several; the article when all were asked for."""
        onward = visit.chain.onward(lambda url: refusal(url, self.site, self._mirrors) is None)
        if onward is None:
            yield from self._read(visit, visit.chain.article())
            return
        number, url = onward
        yield Request(url, self.parse_further, errback=self.further_failed, dont_filter=True, priority=FURTHER_PAGE,
                      cb_kwargs={"visit": visit, "number": number})

    def parse_further(self, response: Response, visit: Visit, number: int) -> Iterator[Followed]:
        """A further page of an article; one that is none lacks."""
        try:
            if response.status != 200:
                self._stop_at_challenge(response.url, _verdict_on(response))
                self._lack(visit, response.url, f"http_{response.status}")
            elif response.url in visit.chain.addresses:
                self._lack(visit, response.url, "repeated")
            else:
                visit.chain.add(number, _parse(response), response.url)
        except NotAnArticle as found:
            self._stop_at_challenge(response.url, found)
            self._lack(visit, response.url, found.kind, transient=found.kind == "empty")
        yield from self._further(visit)

    def further_failed(self, failure: Failure) -> Iterator[Followed]:
        """Called by Scrapy for a further page that could not be fetched."""
        request = failure.request  # type: ignore[attr-defined]
        reason = failures.reason(failure)
        if reason != "closing":
            self._lack(request.cb_kwargs["visit"], request.url, reason)
            yield from self._further(request.cb_kwargs["visit"])

    def _lack(self, visit: Visit, url: str, reason: str, *, transient: bool = True) -> None:
        """An article has to do without a page; where the reason may pass, it is read again."""
        visit.chain.lost = visit.chain.lost or (transient and reason not in _KINDS)
        self._count(f"failed/{reason}")
        self.rejected.add(url, reason, f"a further page of {visit.url}")
        self.logger.warning("a page of the article %s is missing: %s: %s", visit.url, url, reason)

    def _read(self, visit: Visit, article: Article) -> Iterator[Item]:
        """The item of an article, where the feed does not have it."""
        had, kind = visit.had, visit.kind
        same = had is not None and (had.content_hash, had.title, had.published) == (article.content_hash, article.title, article.published_at)
        if same and not self.rules.rereads:
            self._count("articles/unchanged")
            visit.keep_read(self.state, kind, article)
        elif had is not None and had.kind == "article" and kind == "incomplete" and not self.rules.rereads:  # the feed has it whole
            visit.keep_unread(self.state, "failed", transient=True)
        elif not self.rules.covers(article.published_at):
            self._count("articles/outside")
            if visit.known is None or visit.known.kind not in (*READ, "failed"):  # one that failed stays due: its lists may have been walked since
                visit.keep_read(self.state, "outside", article)
        else:
            if had is not None and not same:
                article = replace(article, warnings=tuple(sorted({*article.warnings, "updated"})))
            yield Item(article, visit)
            return
        self._settled(visit)

    def exported(self, item: Item) -> None:
        """Called when an item stands in the feed: from now on its page is known."""
        visit = item.visit
        if visit is not None:
            visit.keep_read(self.state, visit.kind, item.article)
            self._settled(visit)
            self._count("articles/updated" if "updated" in item["warnings"] else "articles/reread" if visit.had else "articles/new")

    def dropped(self, item: Item, *, broken: bool) -> None:
        """Called when a pipeline dropped an item: a broken one is to be read again."""
        visit = item.visit
        if visit is not None:
            if broken:
                visit.keep_unread(self.state, "failed", transient=True)
            else:
                visit.keep_read(self.state, "article", item.article)
            self._settled(visit)

    def _no_article(self, visit: Visit, found: NotAnArticle) -> Iterator[Request]:
        if visit.others and found.kind == "error":
            yield self._other_address(visit)
            return
        if found.kind == "empty":  # a server that stumbles says so more often than a page that has nothing to say
            yield from self._failed(visit, found.kind, found.reason)
            return
        self._count(f"no_article/{found.kind}")
        self.rejected.add(visit.url, found.kind, found.reason)
        visit.keep_unread(self.state, found.kind)
        self._settled(visit, read=found.kind != "error")

    def article_failed(self, failure: Failure) -> Iterable[Request]:
        """Called by Scrapy for an article that could not be fetched."""
        visit = failure.request.cb_kwargs["visit"]  # type: ignore[attr-defined]
        return self._failed(visit, failures.reason(failure), failures.said(failure.value))

    def _failed(self, visit: Visit, reason: str, said: str) -> Iterator[Request]:
        """The request for another address of a page that was not got; where there is none, the failure is remembered."""
        if reason == "closing":  # neither here nor there: the next crawl finds it
            return
        if visit.others:
            yield self._other_address(visit)
            return
        if reason in failures.REFUSALS:
            self._refuse(reason, said)
        else:
            self._count(f"failed/{reason}")
            self.rejected.add(visit.url, reason, said)
            self.logger.warning("%s: %s (%s)", visit.url, reason, said)
        kind = _KINDS.get(reason, "failed")
        visit.keep_unread(self.state, kind, transient=kind == "failed", asked=reason not in _NOT_ASKED)
        self._settled(visit, read=False)

    def _other_address(self, visit: Visit) -> Request:
        """The same article on another host, where the first address failed."""
        visit.url = visit.others.pop(0)
        visit.unconditional = True
        return self._article_request(visit)

    def _settled(self, visit: Visit, *, read: bool = True) -> None:
        """Nothing is open in a visit. One that found no page is held: the article may turn up at another address."""
        visit.settled = True
        self._visits[visit.key] = None if read else visit
        for walk, _ in visit.places:
            self._leave(walk)

    def _refuse(self, reason: str, said: str) -> None:
        self._count(f"refused/{reason}")
        self.logger.info("refused (%s): %s", reason, said)

    def _stop_at_challenge(self, url: str, found: NotAnArticle | None) -> None:
        if found is not None and found.kind == "challenge" and self._is_first("challenge"):
            self._count("no_article/challenge")
            self.logger.error("%s answers for the site at %s. The crawl ends here: a challenge is not worked around. Pages saved in a browser can be read with "
                              "`scrapy extract PATH`.", found.reason.partition(":")[0], url)
        if found is not None and found.kind == "challenge":
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
    try:
        pause, url = get_meta_refresh(page.text[:4096], response.url, ignore_tags=("script", "noscript"))
    except ValueError:  # half an IPv6 address
        return None
    return url if url and pause is not None and pause < 5 and url != response.url else None
