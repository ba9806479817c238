"""The replica says of its pages what they say: every article of every site reads as expected, and the server keeps its manners."""
from __future__ import annotations

import gzip
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email.message import Message
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import pytest
from parsel import Selector

import crawler
from crawler.joining import join
from tests.replica import HOSTS, Expected, Replica, world
from tests.replica.world import RAIL, World

SHORT = 0.7  # seconds
FIRST = {"finews": "https://finews.withounder.com/category/emnews.html", "chinapower": "http://www.chinapower.com.cn/dww/", "bjx": "https://news.bjx.com.cn/yw/",
         "sgcc_news": "http://www.indaa.com.cn/xwzx/yw_btxw/index_2814.html", "hunan_daily": "https://epaper.voc.com.cn/hnrb/html/2026-09/14/node_201.htm",
         "people_daily": "https://paper.people.com.cn/rmrb/pc/layout/202412/03/node_01.html", "cpnn": "https://cpnn.com.cn/news/nytt/",
         "china_energy_news": "http://paper.people.com.cn/zgnyb/pc/layout/202412/09/node_01.html", "nea": "https://www.nea.gov.cn/xwzx/nyyw.htm"}
LINKS = ("section li a", "li.headlinelist a.img", "ul.list00 li a", "div.small a", "div.cc-list-content li a", "div.list_left > ul > li a", "div.wyf0221_item h1 a",
         "#titleList li a", "ul.news-list li a", "div.cpnnlist_l li a", "div.cpnn-content-left-list li h1 a", "ul.list01 li a")
"""How the lists of the sites hold their links; one kind stands in a list page."""


def articles(site: str, updated: bool = False) -> dict[str, Expected]:
    return {item.id: item for item in world(site, updated).expected() if item.kind == "article"}


def content(made: World, url: str) -> bytes:
    return made.pages[made.key(url)].content()[0]


def page_urls(item: Expected) -> Iterator[str]:
    """The addresses of an article's pages, as the two sites that have such name them."""
    for number in range(1, item.pages + 1):
        stem, dot, end = item.url.rpartition(".")
        yield item.url if number == 1 else f"{stem}{'_' if '.nea.' in stem else '-'}{number}{dot}{end}"


def check(site: str, made: World, item: Expected) -> None:
    """Reads an article at each of its addresses."""
    for urls in (list(page_urls(item)), *([url] for url in item.also)):
        pages = [crawler.parse(content(made, url), url, headers={"Content-Type": made.pages[made.key(url)].type}) for url in urls]
        read, = join(pages)
        assert isinstance(read, crawler.Article)
        assert (read.id, read.title, read.published_at, read.source, read.text) == (f"{site}:{item.id}", item.title, item.published, item.source, item.text), urls[0]


def listed(made: World, listing: str) -> list[str]:
    """What a list page links to, found by the selectors that the facts name."""
    body = content(made, listing)
    if b"<polygon" in body:
        return [urljoin(listing, f"con-{area.attrib['data-contentid']}.html") for area in Selector(body.decode()).css("polygon.area")]
    if listing.endswith(".xml"):
        return re.findall(r'<link href="([^"]+)" rel="alternate"', body.decode())
    page = Selector(body.decode("gb18030" if b"gb2312" in body else "utf-8"))
    found = next(links for css in LINKS if (links := page.css(f"{css}::attr(href)").getall()))
    return [urljoin(listing, href.removesuffix("?div=-1")) for href in found]


@pytest.mark.parametrize("site", HOSTS)
def test_every_article_reads_as_expected(site: str) -> None:
    made = world(site)
    for item in articles(site).values():
        check(site, made, item)


@pytest.mark.parametrize("site", HOSTS)
def test_articles_are_many_and_different(site: str) -> None:
    made, found = world(site, True), articles(site, True)
    assert len(found) >= 43 and len(made.lists()) >= 3
    assert len({item.title for item in found.values()}) == len({item.text for item in found.values()}) == len(found)
    kinds = {item.kind for item in made.expected()}
    assert kinds >= {"article", "404", "redirect", "private", "offsite", "scheme"} and ("forbidden" in kinds) is (site != "finews")
    assert not any(made.key(item.url) in made.pages for item in made.expected() if item.kind in ("404", "forbidden", "offsite", "scheme"))


@pytest.mark.parametrize("site", HOSTS)
@pytest.mark.parametrize("updated", [False, True])
def test_lists_hold_what_is_expected(site: str, updated: bool) -> None:
    made = world(site, updated)
    for listing, urls in made.lists().items():
        assert sorted(set(listed(made, listing))) == sorted(set(urls)), listing
        assert not any(re.search(rf"{RAIL // 1000}\d\d\d\.", url) for url in urls)


@pytest.mark.parametrize("site", HOSTS)
def test_the_second_state_changes_what_it_says(site: str) -> None:
    before, after = articles(site), articles(site, True)
    new = [item for number, item in after.items() if number not in before]
    changed = [(before[number], item) for number, item in after.items() if number in before and (before[number].title, before[number].text) != (item.title, item.text)]
    assert len(new) == 3 and all(FIRST[site] in item.listed for item in new)
    assert sorted((old.title == now.title, old.text == now.text) for old, now in changed) == [(False, True), (True, False)]
    for item in (*new, *(now for _, now in changed)):
        check(site, world(site, True), item)
        page = world(site, True).pages[World.key(item.url)]
        known = world(site).pages.get(World.key(item.url))
        assert known is None or (page.content()[1] != known.content()[1] and page.modified > known.modified)


def test_pages_are_in_their_charsets() -> None:
    pages = world("chinapower").pages
    assert "国内".encode("gb18030") in pages["www.chinapower.com.cn/guonei/"].content()[0] and pages["www.chinapower.com.cn/guonei/"].type == "text/html"
    assert "下一页".encode() in pages["www.chinapower.com.cn/dww/"].content()[0]


@pytest.mark.parametrize(("site", "listing", "itself"), [
    ("chinapower", "http://www.chinapower.com.cn/dww/index_3.html", "index_3.html"), ("bjx", "https://news.bjx.com.cn/yw/3", "/yw/3"),
    ("sgcc_news", "http://www.indaa.com.cn/xwzx/yw_btxw/index_2814_2.html", "index_2814_2.html"), ("nea", "https://www.nea.gov.cn/xwzx/nyyw_3.htm", "nyyw_3.htm")])
def test_the_last_page_of_a_list_leads_to_itself(site: str, listing: str, itself: str) -> None:
    for updated in (False, True):
        assert Selector(content(world(site, updated), listing).decode()).xpath("//a[contains(., '下一页')]/@href").get() == itself


def test_the_bar_of_cpnn_has_the_page_itself() -> None:
    page = Selector(content(world("cpnn"), "https://cpnn.com.cn/news/nytt/index_1.html").decode())
    assert page.css("a#pagenav_1::attr(href)").get() == "index_1.html" and page.css("a#pagenav_2::attr(href)").get() == "index_2.html"


def test_the_large_column() -> None:
    made = world("chinapower", False, 120)
    large = [item for item in made.expected() if item.listed[0].startswith("http://www.chinapower.com.cn/dww/")]
    assert len(large) == len({item.text for item in large}) == 120
    assert [len(listed(made, f"http://www.chinapower.com.cn/dww/{name}")) for name in ("", "index_2.html", "index_3.html")] == [50, 50, 20]
    assert 36_000 < len(content(made, large[7].url)) < 44_000
    for item in large[::20]:
        check("chinapower", made, item)


# ------------------------------------------------------------------------------------------------------------------- the server

class Answer(NamedTuple):
    status: int
    headers: Message
    body: bytes


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replica]:
    with Replica(tmp_path_factory.mktemp("replica")) as replica:
        yield replica


@pytest.fixture
def replica(running: Replica) -> Replica:
    running.control("reset")
    running.clear()
    return running


def ask(replica: Replica, url: str, method: str = "GET", **headers: str) -> Answer:
    parts = urlsplit(replica.at(url))
    connection = HTTPConnection(parts.netloc, timeout=10)
    connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer: HTTPResponse = connection.getresponse()
    body = answer.read()
    connection.close()
    return Answer(answer.status, answer.headers, body)


def by_trait(replica: Replica, site: str, trait: str) -> Expected:
    pages = world(site, replica.updated).pages
    return next(item for item in replica.articles(site) if item.kind == "article" and pages[World.key(item.url)].trait == trait)


def test_an_article_is_served_as_it_is_and_logged(replica: Replica) -> None:
    item = next(item for item in replica.articles("bjx") if item.pages > 1)
    answer = ask(replica, item.url, User_Agent="test")
    assert (answer.status, answer.body) == (200, content(world("bjx"), item.url))
    assert answer.headers["Content-Length"] == str(len(answer.body)) and answer.headers["Content-Type"] == "text/html; charset=utf-8"
    logged, = replica.requests()
    assert (logged["host"], logged["path"], logged["status"], logged["user_agent"]) == ("news.bjx.com.cn", urlsplit(item.url).path, 200, "test")
    assert set(logged) == {"time", "method", "host", "path", "query", "status", "if_none_match", "if_modified_since", "user_agent", "length"}
    replica.clear()
    assert replica.requests() == []
    assert ask(replica, item.url, "HEAD").body == b""


@pytest.mark.parametrize("site", HOSTS)
def test_articles_of_short_temper(replica: Replica, site: str) -> None:
    heals, busy = by_trait(replica, site, "heals"), by_trait(replica, site, "busy")
    assert [ask(replica, heals.url).status for _ in range(4)] == [500, 500, 200, 200]
    first = ask(replica, busy.url)
    assert (first.status, first.headers["Retry-After"]) == (429, "1") and ask(replica, busy.url).status == 200
    replica.control("reset")
    assert ask(replica, heals.url).status == 500
    packed = by_trait(replica, site, "gzip")
    answer = ask(replica, packed.url, Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip" and gzip.decompress(answer.body) == ask(replica, packed.url).body
    assert by_trait(replica, site, "slow")


def test_a_slow_page_holds_up_no_other(replica: Replica) -> None:
    with ThreadPoolExecutor() as pool:
        begin = time.perf_counter()
        slow = pool.submit(ask, replica, by_trait(replica, "nea", "slow").url)
        assert ask(replica, FIRST["nea"]).status == 200
        assert time.perf_counter() - begin < SHORT
        assert slow.result().status == 200
        assert time.perf_counter() - begin > SHORT


@pytest.mark.parametrize("site", HOSTS)
def test_conditional_requests(replica: Replica, site: str) -> None:
    first = ask(replica, FIRST[site])
    tag, modified = first.headers["ETag"], first.headers["Last-Modified"]
    known = ask(replica, FIRST[site], If_None_Match=tag)
    assert (known.status, known.body, known.headers["ETag"]) == (304, b"", tag)
    assert ask(replica, FIRST[site], If_Modified_Since=modified).status == 304
    assert ask(replica, FIRST[site], If_None_Match='"other"', If_Modified_Since=modified).status == 200
    replica.control("update")
    assert ask(replica, FIRST[site], If_None_Match=tag, If_Modified_Since=modified).status == 200
    assert ask(replica, FIRST[site], If_Modified_Since=modified).status == 200
    assert [request["if_none_match"] for request in replica.requests()][1] == tag


@pytest.mark.parametrize("site", HOSTS)
def test_rows_that_lead_to_no_article(replica: Replica, site: str) -> None:
    by_kind = {item.kind: item.url for item in replica.articles(site)}
    assert ask(replica, by_kind["404"]).status == 404
    for kind, location in (("redirect", "http://evil.example.net/"), ("private", "http://169.254.169.254/latest/")):
        answer = ask(replica, by_kind[kind])
        assert (answer.status, answer.headers["Location"]) == (302, location)
    if site == "bjx":
        answer = ask(replica, by_kind["sorry"])
        assert answer.status == 200 and b"sorry" in answer.body
    host = urlsplit(FIRST[site]).netloc
    robots = ask(replica, f"http://{host}/robots.txt")
    assert robots.status == (404 if site == "finews" else 200)
    if site != "finews":
        folders = re.findall(r"Disallow: (\S+)", robots.body.decode())
        assert "/forbidden/" in folders and any(urlsplit(by_kind["forbidden"]).path.startswith(folder) for folder in folders)


def test_controls(replica: Replica) -> None:
    url = "https://news.bjx.com.cn/yw/"
    replica.control("waf", host="news.bjx.com.cn")
    answer = ask(replica, url)
    assert answer.status == 200 and 10_000 < len(answer.body) < 12_000
    with pytest.raises(crawler.NotAnArticle) as found:
        crawler.parse(answer.body, url)
    assert found.value.kind == "challenge"
    assert ask(replica, "https://guangfu.bjx.com.cn/mq/").body == content(world("bjx"), "https://guangfu.bjx.com.cn/mq/")
    replica.control("robots", host="www.nea.gov.cn", forbid="/2024-06/")
    assert b"Disallow: /2024-06/\n" in ask(replica, "https://www.nea.gov.cn/robots.txt").body
    replica.control("reset")
    assert ask(replica, url).body == content(world("bjx"), url)
    assert b"2024-06" not in ask(replica, "https://www.nea.gov.cn/robots.txt").body
    assert not any(request["host"] == "_control" for request in replica.requests())


def test_doors_and_calendar(replica: Replica) -> None:
    for door, newest in (("https://epaper.voc.com.cn/hnrb/paperindex.htm", FIRST["hunan_daily"]), ("https://paper.people.com.cn/rmrb/paperindex.htm", FIRST["people_daily"]),
                         ("http://paper.people.com.cn/zgnyb/paperindex.htm", FIRST["china_energy_news"])):
        assert urljoin(door, ask(replica, door).body.decode().partition("URL=")[2].partition('"')[0]) == newest
    calendar = ask(replica, "https://epaper.voc.com.cn/hnrb/html/2026-09/period.xml").body.decode()
    assert re.findall(r"<period_date>(\S+?)</period_date>", calendar) == ["2026-09-11", "2026-09-12", "2026-09-13", "2026-09-14"]
    assert ask(replica, "http://paper.people.com.cn/zgnyb/pc/layout/202412/03/node_01.html").status == 404
    assert ask(replica, "https://finews.withounder.com/sitemap.xml").status == 404


def test_it_stops_when_told(tmp_path: Path) -> None:
    with Replica(tmp_path, lifetime=0.2) as replica:
        assert replica.mirrors["news.bjx.com.cn"] == f"{replica.url}/news.bjx.com.cn"
        assert replica._process is not None and replica._process.wait(5) == 0
    assert set(replica.mirrors_of("cpnn")) == {"cpnn.com.cn", "www.cpnn.com.cn"}
