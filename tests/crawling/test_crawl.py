"""Every site, crawled four times from the replica: at first, again, after changes, and with `refresh`. Asserted on the feed and on the server's own log."""
from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import crawler
from tests.crawling.crawls import SITES, Crawl, Crawler, wanted
from tests.replica import Replica
from tests.replica.server import SLOW
from tests.replica.sites import world
from tests.replica.world import RAIL

Told = Callable[[str], "Story"]


@dataclass
class Story:
    """What four crawls of a site gave: `items` are those that each added to the feed, `wanted` what the replica had in its first and second state."""

    site: str
    folder: Path
    crawls: list[Crawl]
    items: list[list[dict[str, Any]]]
    wanted: list[dict[str, Any]]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Told:
    @cache
    def told(site: str) -> Story:
        folder = tmp_path_factory.mktemp(site)
        with Replica(folder) as replica:
            crawls = Crawler(folder / "work", replica)
            found = Story(site, folder / "work", [], [], [wanted(replica, site)])
            for options in (("-s", "KEEP_PAGES=kept"), (), None, ("-a", "refresh=1")):
                if options is None:
                    replica.control("update")
                    found.wanted.append(wanted(replica, site))
                before = len(crawls.items())
                found.crawls.append(crawls.run(site, "-o", "out.jsonl", *(options or ())))
                found.items.append(crawls.items()[before:])
        return found

    return told


@pytest.fixture(params=SITES)
def told(request: pytest.FixtureRequest, story: Told) -> Story:
    return story(request.param)


def keys(expected: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    return {number: (one.title, one.published, one.source, one.text) for number, one in expected.items()}


def said(items: list[dict[str, Any]]) -> dict[str, tuple[Any, ...]]:
    return {item["id"]: (item["title"], item["published_at"], item["source"], item["text"]) for item in items}


# ---------------------------------------------------------------- the first crawl
def test_first_crawl_gives_every_article_once(told: Story) -> None:
    assert told.crawls[0].status == 0, told.crawls[0].err
    assert Counter(item["id"] for item in told.items[0]).most_common(1)[0][1] == 1
    assert said(told.items[0]) == keys(told.wanted[0])
    assert told.crawls[0].stats["articles/new"] == len(told.wanted[0]) >= 40


def test_items_have_the_sites_own_addresses(told: Story) -> None:
    expected = told.wanted[0]
    for item in told.items[0]:
        one = expected[item["id"]]
        assert item["url"].partition("://")[2].removesuffix("?div=-1") in {url.partition("://")[2] for url in (one.url, *one.also)}
        assert "127.0.0.1" not in json.dumps(item)
        assert item["fetched_at"].endswith("+00:00")


def test_a_page_is_asked_for_once(told: Story) -> None:
    again = Counter(told.crawls[0].asked(status=200))
    assert [path for path, times in again.items() if times > 1] == []


def test_the_server_is_treated_politely(told: Story) -> None:
    requests = told.crawls[0].requests
    assert all(request["user_agent"].startswith("dianwen/") for request in requests)
    for host in {request["host"] for request in requests}:
        assert next(request["path"] for request in requests if request["host"] == host) == "/robots.txt"
    assert not [path for path in told.crawls[0].asked() if "forbidden" in path]
    assert not [path for path in told.crawls[0].asked() if str(RAIL)[:3] in path.rpartition("/")[2][:3]]


def test_a_host_is_asked_for_one_page_at_a_time(told: Story) -> None:
    requests = told.crawls[0].requests
    slowly = {key for key, page in world(told.site, False, 0).pages.items() if page.trait == "slow"}
    (slow,) = [n for n, request in enumerate(requests) if f"{request['host']}{request['path']}" in slowly]
    before = [request["time"] for request in requests[:slow] if request["host"] == requests[slow]["host"]]
    assert requests[slow]["time"] - before[-1] >= SLOW - 0.1  # nothing was answered while it was under way


def test_what_leads_off_the_site_is_refused_and_counted(told: Story) -> None:
    stats = told.crawls[0].stats
    assert stats["refused/offsite"] == 3  # a link, a redirect to another host, a redirect to an address of a cloud's own network
    assert stats.get("refused/scheme", 0) == (0 if told.site == "sgcc_news" else 2)  # file: and data:
    assert stats.get("refused/robots", 0) == (0 if told.site == "finews" else 1)
    assert {request["host"] for request in told.crawls[0].requests} <= {*Replica(told.folder).mirrors_of(told.site)}


def test_what_fails_is_counted_and_kept_as_a_line(told: Story) -> None:
    stats = told.crawls[0].stats
    assert stats["failed/http_404"] == 1
    rejected = [json.loads(line) for line in (told.folder / f"output/rejected/{told.site}.jsonl").read_text("utf-8").splitlines()]
    assert any(line["kind"] == "http_404" and line["url"] for line in rejected)
    assert stats.get("no_article/error", 0) == (1 if told.site == "bjx" else 0)  # its not-found page has the status 200


def test_an_error_that_heals_and_a_busy_server_are_asked_again(told: Story) -> None:
    by_status = Counter(request["status"] for request in told.crawls[0].requests)
    assert by_status[500] == 2
    assert by_status[429] == 1
    assert told.crawls[0].stats["retry/count"] == 3


def test_the_summary_says_it_to_a_person(told: Story) -> None:
    table = told.crawls[0].err.rpartition(f"{told.site}: finished\n")[2].splitlines()
    assert [line.split()[0] for line in table[:4]] == ["fetched", "lists", "articles", "known"]
    assert table[2].split()[1:] == [str(len(told.wanted[0])), str(len(told.wanted[0])), "new"]


# ---------------------------------------------------------------- the second
def test_second_crawl_asks_for_no_article(told: Story) -> None:
    crawl = told.crawls[1]
    assert crawl.status == 0
    assert told.items[1] == []
    articles = {url.partition("://")[2] for one in told.wanted[0].values() for url in (one.url, *one.also)}
    assert not articles & set(crawl.asked())
    assert "articles/new" not in crawl.stats


def test_second_crawl_asks_for_its_lists_conditionally(told: Story) -> None:
    lists = [request for request in told.crawls[1].requests if request["status"] in (200, 304) and request["path"] != "/robots.txt"
             and not request["path"].endswith("period.xml")]
    assert lists
    assert [request["path"] for request in lists if request["status"] == 200] == []
    assert all(request["if_none_match"] for request in lists)


# ---------------------------------------------------------------- after an update
def test_an_update_brings_what_is_new_and_what_its_list_has_otherwise(told: Story) -> None:
    before, after = keys(told.wanted[0]), keys(told.wanted[1])
    new = {number: one for number, one in after.items() if number not in before}
    retitled = {number: one for number, one in after.items() if number in before and one[0] != before[number][0]}
    assert len(new) == 3
    assert len(retitled) == 1
    assert said(told.items[2]) == new | retitled
    assert all(("updated" in item["warnings"]) == (item["id"] in retitled) for item in told.items[2])


def test_refresh_finds_the_changed_text(told: Story) -> None:
    before, after = keys(told.wanted[0]), keys(told.wanted[1])
    rewritten = {number: one for number, one in after.items() if number in before and one[0] == before[number][0] and one != before[number]}
    assert len(rewritten) == 1
    assert said(told.items[3]) == rewritten
    assert told.items[3][0]["warnings"] == ["updated"]
    assert told.crawls[3].stats["articles/unchanged"] >= len(before) - 2


def test_refresh_asks_conditionally(told: Story) -> None:
    several = {url.partition("://")[2] for one in told.wanted[1].values() if one.pages > 1 for url in (one.url, *one.also)}
    asked = Counter(request["status"] for request in told.crawls[3].requests if f"{request['host']}{request['path']}" not in several)
    assert asked[304] >= len(told.wanted[0]) - 2


# ---------------------------------------------------------------- three ways in, one result
def comparable(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key != "fetched_at"}


def test_kept_pages_give_the_same_items(told: Story, scrapy: Callable[..., Any]) -> None:
    kept = told.folder / "kept"
    done = scrapy("extract", kept, "-O", "again.jsonl")
    assert done.status == 0, done.err
    assert sorted(done.lines("again.jsonl"), key=lambda item: item["id"]) == sorted(told.items[0], key=lambda item: item["id"])


def test_the_spider_of_saved_pages_gives_the_same_items(told: Story, scrapy: Callable[..., Any]) -> None:
    done = scrapy("crawl", "saved", "-a", f"path={told.folder / 'kept'}", "-o", "saved.jsonl")
    assert done.status == 0, done.err
    assert sorted(done.lines("saved.jsonl"), key=lambda item: item["id"]) == sorted(told.items[0], key=lambda item: item["id"])


def test_an_offline_parse_gives_the_same_items(told: Story) -> None:
    found = [article.to_dict() for file in (told.folder / "kept").iterdir() for article in crawler.parse_file(file) if isinstance(article, crawler.Article)]
    assert sorted(map(comparable, found), key=lambda item: item["id"]) == sorted(map(comparable, told.items[0]), key=lambda item: item["id"])
