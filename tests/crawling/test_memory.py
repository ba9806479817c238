"""What crawls remember of each other: lists and articles that change, move, fail for a while and come back. Nothing may be lost, and nothing asked for or given twice."""
from __future__ import annotations

import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

import pytest

from crawler.article import Article, Block, Ledger, Part
from crawler.listings import Entry, Start
from crawler.site import Listing
from crawler.spiders.plan import Plan
from crawler.spiders.rules import Asking, Rules
from crawler.spiders.visit import Chain, Place, Visit, Walk
from crawler.state import Known, KnownEntry, KnownList, State, Validators
from crawler.state import Walk as PastWalk
from tests.crawling.crawls import Crawl, Crawler
from tests.replica import portals, texts
from tests.replica.world import fill, marked

NEWS, SOLAR = "news.bjx.com.cn", "guangfu.bjx.com.cn"


class Answer(NamedTuple):
    """What the server answers: with an ETag, if `tagged`, and after `pause` seconds."""

    body: str = ""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    tagged: bool = True
    pause: float = 0

    @property
    def tag(self) -> str:
        return f'"{sha1(self.body.encode(), usedforsecurity=False).hexdigest()[:16]}"'


ERROR, MISSING = Answer(status=500), Answer(status=404)
BUSY = Answer(status=429, headers=(("Retry-After", "99999"),))


class Row(NamedTuple):
    """A row of a list."""

    number: int
    title: str = ""
    day: str = "2026-11-10"
    host: str = NEWS

    @property
    def html(self) -> str:
        return f'<li><a href="{address(self.number, self.host)}">{self.title or headline(self.number)}</a><span>{self.day}</span></li>'


def address(number: int, host: str = NEWS, part: int = 1) -> str:
    return f"https://{host}/{'html' if host == NEWS else 'news'}/20261110/{1512000 + number}{f'-{part}' if part > 1 else ''}.shtml"


def headline(number: int, version: int = 0) -> str:
    return texts.title(f"memory/{number}", version)


def text(number: int, version: int = 0) -> str:
    return "\n\n".join(texts.paragraphs(f"memory/{number}", version, 4))


class Site:
    """北极星 with two hosts, and 中国电力网: pages that a test changes between crawls, and crawls of them into one feed."""

    def __init__(self, folder: Path) -> None:
        self.pages: dict[str, Answer] = {}
        self.log: list[str] = []
        self.crawls = Crawler(folder, self)  # type: ignore[arg-type]
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"site": self}))
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    # ---- what `Crawler` wants of a replica
    def mirrors_of(self, site: str) -> dict[str, str]:
        return {host: f"http://127.0.0.1:{self._server.server_port}/{host}" for host in (NEWS, SOLAR, "www.chinapower.com.cn")}

    def clear(self) -> None:
        self.log.clear()

    def requests(self) -> list[dict[str, Any]]:
        return []

    # ---- pages
    def put(self, url: str, answer: Answer) -> None:
        self.pages[url.partition("://")[2]] = answer

    def article(self, *numbers: int, version: int = 0, day: str = "2026-11-10", host: str = NEWS, parts: int = 1, **how: Any) -> None:
        """Articles of four paragraphs, on one page or two."""
        for number in numbers:
            paragraphs = text(number, version).split("\n\n")
            for part in range(1, parts + 1):
                bar = f'<div class="cc-paging"><b>{part}</b><a href="{1512000 + number}{"-2" if part == 1 else ""}.shtml">{3 - part}</a></div>' if parts > 1 else ""
                body = marked(paragraphs if parts == 1 else paragraphs[part * 2 - 2:part * 2])
                page = fill(portals.BJX_NEW, title=headline(number), channel="电力", date=f"{day} 10:22", source="国家电网报", author="周启文", body=body, bar=bar, rail="", related="")
                self.put(address(number, host, part), Answer(page, **how))

    def column(self, name: str, *pages: Sequence[Row | int], host: str = NEWS, **how: Any) -> None:
        """A list over several pages."""
        for at, rows in enumerate(pages, 1):
            onward = f'<a href="/{name}/{at + 1}">下一页</a>' if at < len(pages) else ""
            items = "".join((row if isinstance(row, Row) else Row(row)).html for row in rows)
            self.put(f"https://{host}/{name}/{at if at > 1 else ''}",
                     Answer(f'<html><head><meta charset="utf-8"><title>要闻-北极星电力网</title></head><body><div class="cc-list-content"><ul>{items}</ul></div>{onward}</body></html>', **how))

    # ---- crawls
    def crawl(self, *options: str, sections: str = "yw", stop: int = 50, site: str = "bjx") -> Crawl:
        self.clear()
        done = self.crawls.run(site, "-a", f"section={sections}", "-o", "out.jsonl", "-s", f"STOP_AFTER_KNOWN={stop}", "-s", "RETRY_TIMES=0", *options)
        assert done.status == 0, done.err
        assert "Traceback" not in done.err
        return done

    def read(self) -> list[int]:
        """The numbers of the articles in the feed, in its order."""
        return [int(item["id"].partition(":")[2]) - 1512000 for item in self.crawls.items()]

    def asked(self) -> list[str]:
        """The articles that the last crawl asked for."""
        return [path for path in self.log if ".shtml" in path]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize, disable_nagle_algorithm = -1, True
    site: Site

    def do_GET(self) -> None:
        path = self.path[1:]
        self.site.log.append(path)
        found = self.site.pages.get(path, MISSING)
        time.sleep(found.pause)
        known = found.status == 200 and found.tagged and self.headers.get("If-None-Match") == found.tag
        body = b"" if known else found.body.encode()
        self.send_response_only(304 if known else found.status)
        for name, value in (*found.headers, *((("ETag", found.tag),) if found.tagged and found.status == 200 else ()), ("Content-Type", "text/html; charset=utf-8")):
            self.send_header(name, value)
        if not known:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the site has its log."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path / "work")
    yield made
    made.close()


# ---------------------------------------------------------------- when a list is left
def test_a_page_of_a_list_that_was_missing_once_is_no_end(site: Site) -> None:
    site.article(1, 2)
    site.column("yw", [1], [2])
    second = site.pages.pop(f"{NEWS}/yw/2")
    site.crawl()
    site.pages[f"{NEWS}/yw/2"] = second
    site.crawl(stop=1)
    assert site.read() == [1, 2]


def test_articles_that_come_from_another_list_are_not_known_to_this_one(site: Site) -> None:
    site.article(1, 2, 3, 4)
    site.column("yw", [1])
    site.column("zc", [2, 3])
    site.crawl(sections="yw,zc")
    site.column("yw", [2, 3], [4, 1])
    site.crawl(stop=2)
    assert sorted(site.read()) == [1, 2, 3, 4]


def test_a_crawl_since_a_day_does_not_say_that_older_ones_are_known(site: Site) -> None:
    site.article(1, 2, 3, 4)
    site.article(5, day="2026-11-01")
    site.column("yw", [1, 2])
    site.crawl()
    site.column("yw", [3, 4], [Row(5, day="2026-11-01"), 1, 2])
    site.crawl("-a", "since=2026-11-05", stop=2)
    assert 5 not in site.read()
    site.crawl(stop=2)
    assert sorted(site.read()) == [1, 2, 3, 4, 5]


def test_a_page_that_is_only_supposed_is_asked_for_where_no_walk_went_so_far(site: Site) -> None:
    def rows(number: int, day: str) -> Answer:
        return Answer(f'<html><body><ul><li class="headlinelist"><a href="http://www.chinapower.com.cn/dww/{day.replace("-", "")}/{number}.html" title="{headline(number)}">'
                      f"{headline(number)}</a><span>{day}</span></li></ul></body></html>")

    site.put("http://www.chinapower.com.cn/dww/", rows(1, "2026-11-10"))
    site.put("http://www.chinapower.com.cn/dww/index_2.html", rows(2, "2026-10-10"))
    site.crawl("-a", "since=2026-11-01", site="chinapower", sections="dww")
    site.crawl(site="chinapower", sections="dww")
    assert "www.chinapower.com.cn/dww/20261010/2.html" in site.log


def test_what_is_asked_for_again_is_no_reason_to_leave_a_list(site: Site) -> None:
    site.article(1, 2, 3)
    site.column("yw", [1, 2], [3])
    site.crawl()
    days = (date.today() - date(2026, 11, 10)).days
    site.crawl("-s", f"REVISIT_DAYS={days + 2}", stop=1)
    assert len(site.asked()) == 3


# ---------------------------------------------------------------- which articles are asked for
def test_another_address_serves_where_the_first_one_failed(site: Site) -> None:
    site.article(1, host=SOLAR)
    site.column("yw", [1])
    site.column("mq", [Row(1, host=SOLAR)], host=SOLAR, pause=0.5)  # comes when the first address has failed
    site.crawl(sections="yw,mq")
    assert site.read() == [1]


def test_what_a_server_puts_off_for_long_is_not_forgotten(site: Site) -> None:
    site.article(1)
    site.put(address(2), BUSY)
    site.column("yw", [1], [2])
    site.crawl()
    site.article(2)
    site.crawl(stop=1)
    assert site.read() == [1, 2]


def test_a_failed_page_that_is_out_of_range_stays_due(site: Site) -> None:
    site.article(1)
    site.put(address(2), ERROR)
    site.column("yw", [1], [2])
    site.column("zc", [1])
    site.crawl()
    site.article(2)
    site.crawl("-a", "since=2026-11-15", sections="zc")
    site.crawl(stop=1)
    assert site.read() == [1, 2]


def test_a_list_that_has_an_article_twice_has_it_as_it_has_it_first(site: Site) -> None:
    site.article(1, 2)
    site.column("yw", [Row(1, "【置顶】电网快讯汇总", ""), 2], [1])
    for _ in range(2):
        site.crawl()
    assert site.asked() == []
    assert sorted(site.read()) == [1, 2]


def test_each_list_has_a_title_of_its_own(site: Site) -> None:
    site.article(1)
    site.column("yw", [1])
    site.column("zc", [Row(1, "白沙供电公司的秋检")])
    site.crawl(sections="yw,zc")
    site.article(1, version=1)
    site.column("zc", [Row(1, "白沙供电公司的秋检（更新）")])
    site.crawl(sections="yw,zc")
    assert [item["text"] for item in site.crawls.items()] == [text(1), text(1, 1)]


def test_a_known_article_that_is_out_of_range_stays_known(site: Site) -> None:
    site.article(1, day="2026-11-01", tagged=False)
    site.column("yw", [1])
    for options in ((), ("-a", "since=2026-11-05", "-a", "refresh=1"), ()):
        site.crawl(*options)
    assert site.read() == [1]


# ---------------------------------------------------------------- articles on several pages
@pytest.mark.parametrize("answer", [Answer(status=302, headers=(("Location", address(1)),)), BUSY])
def test_an_article_that_lacks_a_page_is_completed_wherever_its_lists_have_gone(site: Site, answer: Answer) -> None:
    site.article(1, parts=2)
    site.article(2)
    site.put(address(1, part=2), answer)
    site.column("yw", [1])
    site.crawl()
    (part,) = site.crawls.items()
    assert part["warnings"] == ["pages-missing"]
    assert text(1).startswith(part["text"])  # and not the first page twice
    site.article(1, parts=2)
    site.column("yw", [2])
    site.crawl()
    whole = [item for item in site.crawls.items() if item["id"] == part["id"]][1:]
    assert [(item["text"], item["warnings"]) for item in whole] == [(text(1), ["updated"])]


def test_a_whole_article_is_not_replaced_by_a_part(site: Site) -> None:
    site.article(1, parts=2)
    site.column("yw", [1])
    site.crawl()
    site.article(1, version=1, parts=2)
    site.put(address(1, part=2), ERROR)
    site.crawl("-a", "refresh=1")
    assert site.read() == [1]
    site.article(1, version=1, parts=2)
    site.column("yw", [2])
    site.crawl()
    assert [(item["text"], item["warnings"]) for item in site.crawls.items()] == [(text(1), []), (text(1, 1), ["updated"])]


def test_ctrl_c_between_two_pages_leaves_the_article_to_the_next_crawl(site: Site) -> None:
    site.article(1, parts=2)
    site.column("yw", [1])
    site.put(address(1, part=2), Answer(status=429, headers=(("Retry-After", "20"),)))
    process = site.crawls.start("bjx", "-a", "section=yw", "-o", "out.jsonl")
    while not any("-2.shtml" in path for path in site.log):
        assert process.poll() is None
        time.sleep(0.02)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=15)
    site.article(1, parts=2)
    site.crawl()
    assert [(item["text"], item["warnings"]) for item in site.crawls.items()] == [(text(1), [])]


# ---------------------------------------------------------------- the rules by themselves
NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
RULES = Rules(Plan(), stop_after=2, tries=3, now=NOW)
URL = "https://news.example.cn/1.html"
READ = Known(URL, "article", "a" * 40, "题目", "2026-11-22T09:00:00+08:00", Validators('"1"'), "2026-11-22T01:10:00+00:00", "2026-11-22T01:10:00+00:00")
ENTRY = Entry(URL, "题目", "2026-11-22")
HAD = KnownEntry("题目", "2026-11-22", "2026-11-22T01:10:00.000000+00:00")


def test_a_known_article_is_left_alone_without_a_reason() -> None:
    assert RULES.asking(READ, ENTRY, HAD) is Asking.NOT
    assert RULES.asking(READ, ENTRY, None) is Asking.NOT
    assert RULES.asking(None, ENTRY, None) is Asking.ANYWAY
    assert RULES.asking(READ, replace(ENTRY, title="另一个题目"), HAD) is Asking.IF_CHANGED
    assert RULES.asking(READ, replace(ENTRY, date="2026-11-23"), HAD) is Asking.IF_CHANGED
    assert RULES.asking(READ, Entry(URL), HAD) is Asking.NOT
    assert replace(RULES, plan=Plan(refresh=True)).asking(READ, ENTRY, HAD) is Asking.IF_CHANGED
    assert replace(RULES, rereads=True).asking(READ, ENTRY, HAD) is Asking.ANYWAY


@pytest.mark.parametrize(("published", "days", "young"), [
    ("2026-11-22T09:00:00+08:00", 0, False),  # an hour ago, though its clock shows later than that of UTC
    ("2026-12-01", 0, False),  # of a page that is ahead of its time
    ("2026-11-21T10:30:00+08:00", 1, True), ("2026-11-21T09:30:00+08:00", 1, False),
    ("2026-11-21", 1, False), ("2026-11-21", 1.5, True),  # a day begins in China
    (None, 1, True),  # since it was first seen
    ("2021-07-21", 1e6, True),
])
def test_young_articles(published: str | None, days: float, young: bool) -> None:
    asking = replace(RULES, revisit=timedelta(days=days)).asking(replace(READ, published=published), ENTRY, HAD)
    assert asking is (Asking.IF_CHANGED if young else Asking.NOT)


@pytest.mark.parametrize(("kind", "tries", "day", "url", "wanted"), [
    ("failed", 2, "2026-11-22", URL, True), ("failed", 3, "2026-11-22", URL, False),
    ("incomplete", 2, "2026-11-22", URL, True), ("incomplete", 3, "2026-11-22", URL, False),
    ("error", 1, "2026-11-22", URL, False), ("error", 1, "2026-11-21", URL, True), ("error", 3, "2026-11-21", URL, False),
    ("refused", 1, "2026-11-22", URL, False), ("refused", 1, "2026-11-21", URL, True),
    ("error", 1, "2026-11-22", "https://m.example.cn/1.html", True),  # was asked for on another host
    ("robots", 9, "2026-11-22", URL, True), ("media", 1, "2026-11-21", URL, False),
])
def test_pages_that_were_not_read(kind: str, tries: int, day: str, url: str, wanted: bool) -> None:
    known = Known(url, kind, tries=tries, fetched_at=f"{day}T01:00:00+00:00")
    assert RULES.asking(known, ENTRY, None) is (Asking.ANYWAY if wanted else Asking.NOT)
    assert replace(RULES, plan=Plan(refresh=True)).asking(known, ENTRY, None) is Asking.ANYWAY


def test_what_was_out_of_range_is_asked_for_when_it_is_not() -> None:
    known = replace(READ, kind="outside", published="2026-10-01")
    assert RULES.asking(known, ENTRY, HAD) is Asking.ANYWAY
    assert replace(RULES, plan=Plan(since=date(2026, 11, 1))).asking(known, ENTRY, HAD) is Asking.NOT


def walk(past: PastWalk | None = None, pages: int = 2, known: int = 0, day: date | None = None) -> Walk:
    return Walk(Start("https://news.example.cn/list/", Listing("https://news.example.cn/list/"), day), past, pages=pages, known_in_a_row=known)


def test_a_list_is_left_where_an_earlier_walk_went_as_far() -> None:
    whole, to_november = PastWalk("", "2026-11-21T00:00:00"), PastWalk("2026-11-01", "2026-11-21T00:00:00")
    since = replace(RULES, plan=Plan(since=date(2026, 11, 5)))
    assert not RULES.leaves(walk(None, known=9), unchanged=False)
    assert not RULES.leaves(walk(whole, known=1), unchanged=False)
    assert RULES.leaves(walk(whole, known=2), unchanged=False)
    assert not RULES.leaves(walk(to_november, known=2), unchanged=False)
    assert since.leaves(walk(to_november, known=2), unchanged=False)
    assert not replace(RULES, stop_after=0).leaves(walk(whole, known=99), unchanged=True)
    assert RULES.leaves(walk(whole, pages=1, day=date(2026, 11, 1)), unchanged=True)
    assert not replace(RULES, plan=Plan(refresh=True)).leaves(walk(whole, known=9), unchanged=True)


def test_known_in_a_row_is_what_the_last_whole_walk_of_the_list_passed() -> None:
    found = walk(PastWalk("", "2026-11-22T01:10:00.000000+00:00"), known=3)
    found.count(HAD)
    assert found.known_in_a_row == 4
    found.count(HAD._replace(seen="2026-11-22T01:10:00.000001+00:00"))
    assert found.known_in_a_row == 0
    found.count(HAD)
    found.count(None)
    assert found.known_in_a_row == 0


def test_an_end_that_no_page_names_is_believed_the_second_time() -> None:
    nothing = KnownList(Validators(), [], [])
    assert not walk().ends_with([], None)
    assert walk().ends_with([], nothing)
    assert not walk(pages=1).ends_with([], nothing)  # the first page of a list says nothing of the others
    assert not walk().ends_with([], KnownList(Validators(), [(URL, "题目", None)], []))
    assert walk().ends_with([Entry(URL, "题目")], KnownList(Validators(), [(URL, "题目", None)], []))


def part(number: int, *others: int, of: int = 3) -> Article:
    return Article(id="x:1", site="x", url=URL, text="", body=(Block("paragraph", text=f"第{number}页"),), language="zh-Hans", content_hash="a" * 40, ledger=Ledger(3, 3, 0, 0),
                   reader="x/x", part=Part("x", number, of, {other: f"{URL}?{other}" for other in others}))


def test_a_chain_asks_for_each_page_once() -> None:
    chain = Chain()
    chain.add(1, part(1, 2), URL)
    assert chain.onward(lambda url: True) == (2, f"{URL}?2")
    assert chain.onward(lambda url: True) is None  # it failed
    chain.add(2, part(2, 1, 3), f"{URL}?2")
    assert chain.onward(lambda url: False) is None
    assert chain.onward(lambda url: True) == (3, f"{URL}?3")
    assert chain.article().text == "第1页\n\n第2页"
    assert chain.article().warnings == ("body-short", "pages-missing")


def test_a_visit_keeps_what_the_feed_has() -> None:
    state = State("memory:", "x")
    place = Place(walk(), replace(ENTRY, title="另一个题目"))
    state.settle("x:1", READ)
    visit = Visit("x:1", URL, READ)
    visit.found_in(place)
    visit.found_in(place)
    assert place.walk.open == 1
    visit.keep_unread(state, "error")
    assert state.page("x:1") == replace(READ, fetched_at=state.page("x:1").fetched_at)  # type: ignore[union-attr]
    visit.keep_unread(state, "failed", transient=True)
    found = state.page("x:1")
    assert found is not None
    assert (found.kind, found.content_hash, found.tries) == ("article", READ.content_hash, 1)
    assert state.entry(place.walk.url, "x:1") is None
    assert state.failed(5) == [("x:1", URL)]
    visit.keep_unchanged(state)
    assert state.failed(5) == []
    assert (state.entry(place.walk.url, "x:1") or HAD).title == "另一个题目"


def test_a_page_that_was_not_asked_for_was_not_tried() -> None:
    state = State("memory:", "x")
    for asked, tries in ((False, 1), (False, 1), (True, 2), (True, 3), (False, 3)):
        Visit("x:1", URL, state.page("x:1")).keep_unread(state, "failed", transient=True, asked=asked)
        assert (state.page("x:1") or READ).tries == tries


def test_validators_are_sent_to_the_address_that_gave_them() -> None:
    assert Visit("x:1", URL, READ).headers() == {"If-None-Match": b'"1"'}
    assert Visit("x:1", URL, READ, unconditional=True).headers() == {}
    assert Visit("x:1", "https://m.example.cn/1.html", READ).headers() == {}
