"""What a user asks of a crawl, what a server does to it, and what is wrong input."""
from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import crawler
from tests.crawling.crawls import Crawl, Crawler, wanted
from tests.replica import Replica


@pytest.fixture
def crawls(tmp_path: Path) -> Iterator[Crawler]:
    with Replica(tmp_path) as replica:
        yield Crawler(tmp_path / "work", replica)


def times(crawl: Crawl, host: str) -> list[float]:
    return [datetime.fromisoformat(request["time"]).timestamp() if isinstance(request["time"], str) else request["time"]
            for request in crawl.requests if request["host"] == host]


# ---------------------------------------------------------------- which articles
def test_since_and_until(crawls: Crawler) -> None:
    days = sorted({one.published[:10] for one in wanted(crawls.replica, "bjx").values()})
    since, until = days[len(days) // 3], days[2 * len(days) // 3]
    done = crawls.run("bjx", "-a", f"since={since}", "-a", f"until={until}", "-o", "out.jsonl")
    expected = {number for number, one in wanted(crawls.replica, "bjx").items() if since <= one.published[:10] <= until}
    assert {item["id"] for item in crawls.items()} == expected
    assert done.stats["articles/outside"] > 0
    rest = crawls.run("bjx", "-o", "out.jsonl")  # what was not wanted then is new now
    assert rest.status == 0
    assert sorted(item["id"] for item in crawls.items()) == sorted(wanted(crawls.replica, "bjx"))


def test_a_list_is_left_where_it_is_older_than_since(crawls: Crawler) -> None:
    newest = max(one.published[:10] for one in wanted(crawls.replica, "nea").values())
    done = crawls.run("nea", "-a", f"since={newest}", "-o", "out.jsonl")
    assert all(item["published_at"][:10] == newest for item in crawls.items())
    assert not [path for path in done.asked() if path.endswith("nyyw_3.htm")]


def test_dates_that_no_list_gives_are_those_of_the_page(crawls: Crawler) -> None:
    since = "2026-09-14"
    crawls.run("finews", "-a", f"since={since}", "-o", "out.jsonl")
    assert {item["id"] for item in crawls.items()} == {number for number, one in wanted(crawls.replica, "finews").items() if one.published[:10] >= since}


def test_max_pages(crawls: Crawler) -> None:
    done = crawls.run("nea", "-a", "max_pages=1", "-o", "out.jsonl")
    lists = [path for path in done.asked() if "/nyyw" in path]
    assert lists == ["www.nea.gov.cn/xwzx/nyyw.htm"]
    first = len(crawls.items())
    assert 0 < first < len(wanted(crawls.replica, "nea"))
    crawls.run("nea", "-o", "out.jsonl")  # a walk that was cut short is no reason to stop early
    assert len(crawls.items()) == len(wanted(crawls.replica, "nea"))


def test_section(crawls: Crawler) -> None:
    done = crawls.run("chinapower", "-a", "section=zx", "-o", "out.jsonl")
    lists = {path for path in done.asked() if not path.endswith("html") or "index" in path}
    assert lists == {"www.chinapower.com.cn/zx/", "www.chinapower.com.cn/zx/index_2.html"}
    in_zx = {number for number, one in wanted(crawls.replica, "chinapower").items() if any("/zx/" in page for page in one.listed)}
    assert {item["id"] for item in crawls.items()} == in_zx


def test_a_paper_without_days_gives_its_latest_issue(crawls: Crawler) -> None:
    done = crawls.run("hunan_daily", "-o", "out.jsonl", days=False)
    assert done.status == 0, done.err
    assert {item["published_at"] for item in crawls.items()} == {"2026-09-14"}
    assert len(crawls.items()) == 12


def test_a_list_is_left_after_known_articles_in_a_row(crawls: Crawler) -> None:
    crawls.run("nea", "-o", "out.jsonl")
    done = crawls.run("nea", "-s", "STOP_AFTER_KNOWN=10", "-o", "out.jsonl")
    assert [path for path in done.asked() if "/nyyw" in path] == ["www.nea.gov.cn/xwzx/nyyw.htm"]


def test_young_articles_are_asked_for_again(crawls: Crawler) -> None:
    crawls.run("nea", "-o", "out.jsonl")
    published = min(one.published for one in wanted(crawls.replica, "nea").values())[:10]
    age = (datetime.now() - datetime.fromisoformat(published)).days + 2
    done = crawls.run("nea", "-s", f"REVISIT_DAYS={age}", "-o", "out.jsonl")
    assert done.stats["articles/unchanged"] == len(wanted(crawls.replica, "nea"))


def test_replacing_a_feed_reads_everything_again(crawls: Crawler) -> None:
    crawls.run("nea", "-O", "out.jsonl")
    first = crawls.items()
    done = crawls.run("nea", "-O", "out.jsonl")
    assert "known ones are read again" in done.err
    assert [item["id"] for item in sorted(crawls.items(), key=lambda item: item["id"])] == sorted(item["id"] for item in first)
    assert not any("updated" in item["warnings"] for item in crawls.items())
    new = crawls.run("nea", "-O", "new.jsonl")
    assert "read again" not in new.err
    assert crawls.items("new.jsonl") == []


def test_replacing_a_feed_keeps_it_where_nothing_comes(crawls: Crawler) -> None:
    crawls.run("nea", "-O", "out.jsonl")
    before = crawls.items()
    done = crawls.run("nea", "-O", "out.jsonl", mirrors={"www.nea.gov.cn": "http://127.0.0.1:9"})
    assert done.status == 1
    assert crawls.items() == before


@pytest.mark.parametrize("name", ["out.json", "out.csv", "out.xml"])
def test_other_feeds(crawls: Crawler, name: str) -> None:
    done = crawls.run("nea", "-O", name)
    assert done.status == 0, done.err
    text = (crawls.folder / name).read_text("utf-8")
    assert all(number in text for number in wanted(crawls.replica, "nea"))


# ---------------------------------------------------------------- several pages
def test_several_pages_are_fetched_in_order_and_joined(crawls: Crawler) -> None:
    done = crawls.run("bjx", "-o", "out.jsonl")
    several = [one for one in wanted(crawls.replica, "bjx").values() if one.pages > 1]
    assert {one.pages for one in several} == {2, 3}
    for one in several:
        item = next(item for item in crawls.items() if item["id"] == f"bjx:{one.id}")
        assert item["text"] == one.text
        assert "pages-missing" not in item["warnings"]
        pages = [path for path in done.asked() if one.id in path]
        assert pages == sorted(pages, key=len) and len(pages) == one.pages


def test_a_missing_page_gives_a_warning(crawls: Crawler) -> None:
    one = next(one for one in wanted(crawls.replica, "bjx").values() if one.pages == 3)
    crawls.replica.control("robots", host="news.bjx.com.cn", forbid=one.url.removesuffix(".shtml").partition("bjx.com.cn")[2] + "-2.shtml")
    done = crawls.run("bjx", "-o", "out.jsonl")
    item = next(item for item in crawls.items() if item["id"] == f"bjx:{one.id}")
    assert item["warnings"] == ["pages-missing"]
    assert one.text.startswith(item["text"][:40]) and one.text.endswith(item["text"][-40:])
    assert "a page of the article" in done.err


# ---------------------------------------------------------------- politeness
def test_a_contact_stands_in_the_user_agent(crawls: Crawler) -> None:
    done = crawls.run("nea", "-a", "max_pages=1", "-s", "CONTACT=news@example.org", "-o", "out.jsonl")
    assert {request["user_agent"] for request in done.requests} == {f"dianwen/{crawler.__version__} (+news@example.org)"}


def test_retry_after_is_honoured(crawls: Crawler) -> None:
    done = crawls.run("nea", "-o", "out.jsonl")
    asked = times(done, "www.nea.gov.cn")
    (busy,) = [n for n, request in enumerate(done.requests) if request["status"] == 429]
    assert asked[busy + 1] - asked[busy] >= 0.9


def test_a_delay_that_is_asked_for_holds_on_a_mirror_too(crawls: Crawler) -> None:
    done = crawls.run("nea", "-a", "max_pages=1", "-s", "DOWNLOAD_DELAY=0.4", "-s", "CLOSESPIDER_PAGECOUNT=8", "-o", "out.jsonl")
    asked = times(done, "www.nea.gov.cn")
    assert all(later - sooner >= 0.15 for sooner, later in itertools.pairwise(asked))


def test_without_slowing_nothing_waits(crawls: Crawler) -> None:
    done = crawls.run("chinapower", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False", "-o", "out.jsonl")
    assert done.seconds < 20  # over a hundred pages, at 2 s each


def test_a_site_whose_robots_forbids_everything_is_left_alone(crawls: Crawler) -> None:
    crawls.replica.control("robots", host="www.nea.gov.cn", forbid="/")
    done = crawls.run("nea", "-o", "out.jsonl")
    assert done.asked() == []
    assert done.stats["refused/robots"] == 3
    assert done.status == 1
    assert crawls.items() == []


def test_a_challenge_ends_the_crawl(crawls: Crawler) -> None:
    crawls.replica.control("waf", host="news.bjx.com.cn")
    done = crawls.run("bjx", "-o", "out.jsonl", "-s", "DOWNLOAD_DELAY=0.3")
    assert done.stats["finish_reason"] == "blocked_by_waf"
    assert done.status == 1
    assert "Aliyun WAF" in done.err
    assert "scrapy extract" in done.err
    assert len([path for path in done.asked() if path.startswith("news.bjx")]) <= 2


def test_a_host_without_mirror_is_not_asked(crawls: Crawler) -> None:
    done = crawls.run("bjx", "-o", "out.jsonl", mirrors={"news.bjx.com.cn": crawls.replica.mirrors["news.bjx.com.cn"]})
    assert {request["host"] for request in done.requests} == {"news.bjx.com.cn"}
    assert done.stats["refused/not-mirrored"] > 0


# ---------------------------------------------------------------- what goes wrong
def test_a_server_that_is_down(crawls: Crawler) -> None:
    done = crawls.run("nea", "-o", "out.jsonl", mirrors={"www.nea.gov.cn": "http://127.0.0.1:9"})
    assert done.status == 1
    assert any(key.startswith("lists/failed/connection-refused") for key in done.stats)
    assert "Traceback" not in done.err


def test_a_name_that_nobody_knows(crawls: Crawler) -> None:
    done = crawls.run("nea", "-o", "out.jsonl", "-s", "RETRY_TIMES=0", mirrors={"www.nea.gov.cn": "http://nobody.invalid"})
    assert done.status == 1
    assert any(key.startswith("lists/failed/dns") for key in done.stats)


@pytest.mark.parametrize(("site", "options", "said"), [
    ("finws", (), "did you mean finews?"),
    ("finews", ("-a", "since=yesterday"), "since=yesterday is no day"),
    ("finews", ("-a", "max_pages=0"), "max_pages=0"),
    ("finews", ("-a", "sinse=2021-01-01"), "no such argument: -a sinse"),
    ("finews", ("-a", "since=2022-01-01", "-a", "until=2021-01-01"), "is after"),
    ("nea", ("-a", "section=nowhere"), "no section 'nowhere'"),
    ("hunan_daily", ("-a", "until=2021-01-01"), "until needs since"),
    ("finews", ("-s", "MIRRORS={x"), "MIRRORS is no JSON"),
    ("finews", ("-s", 'MIRRORS={"a":"ftp://b"}'), "no base address"),
    ("finews", ("-o", "out.pdf"), "pdf"),
    ("saved", (), "-a path=FOLDER"),
])
def test_wrong_usage(crawls: Crawler, site: str, options: tuple[str, ...], said: str) -> None:
    done = crawls.run(site, *options, mirrors={}, days=False)
    assert done.status == 2
    assert said in done.err
    assert "Traceback" not in done.err
    assert done.requests == []


def test_a_state_that_is_none(crawls: Crawler) -> None:
    (crawls.folder / "state.sqlite").write_text("no database " * 100)
    done = crawls.run("nea", "-s", "STATE_URL=sqlite:///state.sqlite", "-o", "out.jsonl")
    assert done.status == 1
    assert "state.sqlite" in done.err and "Traceback" not in done.err


def test_a_feed_that_cannot_be_written(crawls: Crawler) -> None:
    (crawls.folder / "file").write_text("")
    done = crawls.run("nea", "-o", "file/out.jsonl")
    assert done.status in (1, 2)
    assert "file/out.jsonl" in done.err
    again = crawls.run("nea", "-o", "out.jsonl")  # nothing counts as known
    assert again.status == 0
    assert len(crawls.items()) == len(wanted(crawls.replica, "nea"))


def test_an_old_document_is_not_appended_to(crawls: Crawler) -> None:
    (crawls.folder / "out.json").write_text("[]")
    done = crawls.run("nea", "-o", "out.json")
    assert done.status == 2
    assert "nothing can be appended" in done.err


def test_articles_that_failed_are_tried_by_the_next_crawl(crawls: Crawler) -> None:
    crawls.run("nea", "-o", "out.jsonl", "-s", "RETRY_TIMES=0")  # an error that would heal, and a busy server
    missing = {*wanted(crawls.replica, "nea")} - {item["id"] for item in crawls.items()}
    assert len(missing) == 2
    crawls.run("nea", "-o", "out.jsonl")
    assert {item["id"] for item in crawls.items()} == {*wanted(crawls.replica, "nea")}


def rejected(crawls: Crawler, site: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (crawls.folder / f"output/rejected/{site}.jsonl").read_text("utf-8").splitlines()]


def test_a_broken_item_is_kept_in_the_rejected_file(crawls: Crawler) -> None:
    """A reader with a bug: here a pipeline in front of the others stands for it."""
    (crawls.folder / "broken.py").write_text("class Break:\n    def process_item(self, item):\n        if item['id'].endswith('5'):\n            item['text'] = None\n        return item\n")
    pipelines = {"broken.Break": 50, "crawler.pipelines.validate.Validate": 100, "crawler.pipelines.deduplicate.Deduplicate": 200}
    done = crawls.run("nea", "-o", "out.jsonl", "-s", f"ITEM_PIPELINES={json.dumps(pipelines)}")
    broken = {number for number in wanted(crawls.replica, "nea") if number.endswith("5")}
    assert {item["id"] for item in crawls.items()} == {*wanted(crawls.replica, "nea")} - broken
    assert done.stats["articles/invalid"] == len(broken) > 0
    lines = [line for line in rejected(crawls, "nea") if line["kind"] == "invalid"]
    assert {line["item"]["id"] for line in lines} == broken
    assert all("text" in line["reason"] for line in lines)
    crawls.run("nea", "-o", "out.jsonl")  # with the bug mended they are read
    assert {item["id"] for item in crawls.items()} == {*wanted(crawls.replica, "nea")}
