"""Crawls that are stopped at any moment: nothing is lost, and the next one fetches what is missing."""
from __future__ import annotations

import random
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.crawling.crawls import Crawler, wanted
from tests.replica import Replica

KILLS = 20


@pytest.fixture
def crawls(tmp_path: Path) -> Iterator[Crawler]:
    with Replica(tmp_path) as replica:
        yield Crawler(tmp_path / "work", replica)


def killed(crawls: Crawler, *options: str, after: float) -> bool:
    """Start a crawl of bjx and kill it with SIGKILL `after` the first article was asked for; False where it came to its end before."""
    crawls.replica.clear()
    process = crawls.start("bjx", *options)
    try:
        deadline = time.monotonic() + 30
        while process.poll() is None and not any(".shtml" in request["path"] for request in crawls.replica.requests()) and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(after)
        ended = process.poll() is not None
        process.send_signal(signal.SIGKILL)
    finally:
        process.communicate(timeout=30)
    return not ended


def whole_lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8", errors="replace").splitlines(keepends=True) if line.endswith("\n")] if path.exists() else []


def check_complete(crawls: Crawler, items: list[dict[str, Any]]) -> None:
    expected = wanted(crawls.replica, "bjx")
    assert {item["id"] for item in items} == {*expected}
    times = [sum(item["id"] == number for item in items) for number in expected]
    assert max(times) <= 2
    assert all((item["title"], item["text"]) == (expected[item["id"]].title, expected[item["id"]].text) for item in items)


def test_twenty_kills_lose_nothing(crawls: Crawler) -> None:
    chance = random.Random(20261122)
    kills = 0
    for _ in range(KILLS):  # some strike in the feed, some in the state, some between
        kills += killed(crawls, "-o", "out.jsonl", "-s", "DOWNLOAD_DELAY=0.01", after=chance.uniform(0, 0.12))
    lines = len(whole_lines(crawls.folder / "out.jsonl"))
    assert kills >= KILLS // 2
    assert lines > 0
    done = crawls.run("bjx", "-o", "out.jsonl")
    assert done.status == 0, done.err
    check_complete(crawls, crawls.items())


def test_killed_with_the_default_feed(crawls: Crawler) -> None:
    for after in (0.1, 0.3, 0.05):
        assert killed(crawls, "-s", "DOWNLOAD_DELAY=0.01", after=after)
    parts = list((crawls.folder / "output").glob("*.part"))
    assert len(parts) == 1
    done = crawls.run("bjx")
    assert done.status == 0, done.err
    (feed,) = (crawls.folder / "output").glob("bjx-????-??-??.jsonl")
    assert not list((crawls.folder / "output").glob("*.part"))
    check_complete(crawls, crawls.items(f"output/{feed.name}"))


def test_a_part_of_another_day_is_finished_under_its_own_name(crawls: Crawler) -> None:
    assert killed(crawls, "-s", "DOWNLOAD_DELAY=0.01", after=0.3)
    (part,) = (crawls.folder / "output").glob("*.part")
    old = part.rename(part.with_name("bjx-2026-01-02.jsonl.part"))
    with old.open("ab") as file:
        file.write(b'{"id": "bjx:torn')
    done = crawls.run("bjx")
    assert done.status == 0, done.err
    feeds = sorted((crawls.folder / "output").glob("bjx-????-??-??.jsonl"))
    assert next(feed.name for feed in feeds) == "bjx-2026-01-02.jsonl"
    assert not list((crawls.folder / "output").glob("*.part"))
    check_complete(crawls, [item for feed in feeds for item in crawls.items(f"output/{feed.name}")])


def test_another_crawl_of_the_day_goes_into_the_same_feed(crawls: Crawler) -> None:
    crawls.run("bjx")
    crawls.replica.control("update")
    crawls.run("bjx")
    crawls.run("bjx")
    (feed,) = (crawls.folder / "output").glob("bjx-????-??-??.jsonl")
    numbers = [item["id"] for item in crawls.items(f"output/{feed.name}")]
    assert {*numbers} == {*wanted(crawls.replica, "bjx")}
    assert len(numbers) == len({*numbers}) + 1  # the article whose title changed stands there in both versions


def test_ctrl_c_once_ends_in_good_order_and_the_next_crawl_goes_on(crawls: Crawler) -> None:
    process = crawls.start("bjx", "-o", "out.jsonl", "-s", "DOWNLOAD_DELAY=0.05")
    while sum(".shtml" in request["path"] for request in crawls.replica.requests()) < 20:
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "bjx: shutdown" in err.decode()
    first = [item["id"] for item in crawls.items()]
    assert 0 < len(first) < len(wanted(crawls.replica, "bjx"))
    done = crawls.run("bjx", "-o", "out.jsonl")
    assert done.status == 0
    numbers = [item["id"] for item in crawls.items()]
    assert sorted(numbers) == sorted(wanted(crawls.replica, "bjx"))  # not one twice
    assert numbers[:len(first)] == first


def test_ctrl_c_does_not_wait_for_a_pause(crawls: Crawler) -> None:
    process = crawls.start("bjx", "-o", "out.jsonl", "-s", "DOWNLOAD_DELAY=0.2", "-s", "RETRY_BACKOFF=60")
    while not any(request["status"] in (500, 429) for request in crawls.replica.requests()):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    process.communicate(timeout=50)
    assert time.monotonic() - began < 20


def test_a_torn_line_is_cut_off_before_the_feed_goes_on(crawls: Crawler) -> None:
    crawls.folder.joinpath("out.jsonl").write_bytes(b'{"id": "x"}\n{"id": "to')
    done = crawls.run("finews", "-o", "out.jsonl")
    assert "a torn last line of 10 bytes was cut off" in done.err
    assert next(item["id"] for item in crawls.items()) == "x"


def test_two_crawls_of_a_site_do_not_run_at_once(crawls: Crawler) -> None:
    process = crawls.start("bjx", "-o", "out.jsonl", "-s", "DOWNLOAD_DELAY=0.2")
    try:
        while not crawls.replica.requests():
            assert process.poll() is None
            time.sleep(0.02)
        second = crawls.run("bjx", "-o", "second.jsonl")
        assert second.status == 1
        assert "another crawl of bjx" in second.err
        other = crawls.run("finews", "-o", "other.jsonl")
        assert other.status == 0
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
