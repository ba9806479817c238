"""What servers do to a crawl: answers that break off, lie about themselves, never end, or lead astray. A small server of its own says whatever a test wants."""
from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any

import pytest

from crawler.network.mirrors import Mirrors
from tests.commands.conftest import default_signals, environment
from tests.crawling.crawls import Crawl
from tests.replica import texts

HOST, SECTION, LIST = "www.nea.gov.cn", "xwzx", "/xwzx/nyyw.htm"
NO_LIST = b"HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n"
BOMB = 1 << 25  # bytes: more than is read of a page


def path(number: int) -> str:
    return f"/20260915/{number:032x}/c.html"


def article(number: int) -> bytes:
    random = Random(number)
    body = "".join(f"<p>{random.choice(texts.PLACES)}供电公司完成第{number}号线路第{n}段的检修，{random.randint(2, 90)}处缺陷全部消除，"
                   f"迎峰度夏期间{random.randint(2, 90)}万户居民用电有了保障。</p>" for n in range(8))
    return (f'<html><head><meta charset="utf-8"><title>第{number}号线路检修完成 - 国家能源局</title></head><body><h1>第{number}号线路检修完成</h1>'
            f'<div>发布时间：2026-09-15 10:00 来源：国家能源局</div><div class="article-content">{body}</div></body></html>').encode()


def listed(*numbers: int) -> bytes:
    rows = "".join(f'<li><a href="{path(number)}">第{number}号线路检修完成</a><span>2026-09-15</span></li>' for number in numbers)
    return f'<html><head><meta charset="utf-8"></head><body><ul class="list01">{rows}</ul></body></html>'.encode()


def answer(body: bytes = b"", status: int = 200, **headers: str) -> bytes:
    """An answer, whole and honest but for what `headers` say (`Content_Encoding="gzip"`)."""
    said = {"Content-Type": "text/html", "Content-Length": str(len(body))} | {name.replace("_", "-"): value for name, value in headers.items()}
    return "".join([f"HTTP/1.1 {status} X\r\n", *(f"{name}: {value}\r\n" for name, value in said.items())]).encode("latin-1") + b"\r\n" + body


def flood(send: Callable[[bytes], Any]) -> None:
    """A head that does not end: as much as is taken."""
    send(b"HTTP/1.1 200 OK\r\n")
    while True:
        send(b"X-Padding: " + b"x" * 4000 + b"\r\n")


Answer = bytes | Callable[[Callable[[bytes], Any]], None]


class Handler(BaseHTTPRequestHandler):
    """Says what `answers` has for a path, byte for byte, and hangs up; 404 for others."""

    answers: Mapping[str, Answer] = {}
    log: list[tuple[float, str]] = []

    def do_GET(self) -> None:
        """Answers GET."""
        self.log.append((time.monotonic(), self.path))
        self.close_connection = True
        found = self.answers.get(self.path, NO_LIST)
        try:
            self.wfile.write(found) if isinstance(found, bytes) else found(self.wfile.write)
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the log is a list."""


class Site:
    """国家能源局 on a server that says what it is told to, and crawls of it in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log: list[tuple[float, str]] = []
        self._handler = type("Bound", (Handler,), {"log": self.log})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler)
        self.server.daemon_threads = True
        Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def crawl(self, answers: Mapping[str, Answer], *options: str) -> Crawl:
        """A crawl from beginning to end. Nothing goes wrong in it that was not foreseen."""
        self._handler.answers = answers  # type: ignore[attr-defined]
        self.log.clear()
        base = f"http://127.0.0.1:{self.server.server_port}"
        began = time.monotonic()
        settings = ("-s", f"MIRRORS={json.dumps({HOST: base})}", "-s", "DOWNLOAD_TIMEOUT=5", "-s", "REJECTED=rejected.jsonl")
        done = subprocess.run([sys.executable, "-m", "scrapy", "crawl", "nea", "-a", f"section={SECTION}", "-o", "out.jsonl", *settings, *options], cwd=self.folder, env=environment(),
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False, preexec_fn=default_signals)
        err = done.stderr.decode()
        assert "Traceback" not in err
        return Crawl(done.returncode, err, [], time.monotonic() - began)

    def asked(self, start: str = "") -> list[str]:
        """The paths asked for that begin so."""
        return [path for _, path in self.log if path.startswith(start)]

    def articles(self, name: str = "out.jsonl") -> dict[int, str]:
        """The texts of the articles in a feed, by their numbers."""
        feed = self.folder / name
        items = [json.loads(line) for line in feed.read_text("utf-8").splitlines()] if feed.exists() else []
        return {int(item["title"].strip("第号线路检修完成")): item["text"] for item in items}

    def rejected(self) -> dict[int, str]:
        """Why there is no article, by number."""
        lines = map(json.loads, (self.folder / "rejected.jsonl").read_text("utf-8").splitlines())
        return {int(line["url"].split("/")[-2], 16): line["kind"] for line in lines}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    found = Site(tmp_path)
    yield found
    found.server.shutdown()
    found.server.server_close()


def whole(number: int) -> str:
    return f"第{number}号线路第7段"  # the last paragraph has it


def squeezed(body: bytes) -> bytes:
    """gzip, of what is too long to be held."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([packer.compress(body) for _ in range(BOMB // len(body))] + [packer.flush()])


def test_packed_bodies_and_heads(site: Site) -> None:
    """What can be read is read whole, what cannot be is a failure with a name, and the pages that are kept say the same."""
    good = {
        1: answer(article(1)), 2: answer(gzip.compress(article(2)), Content_Encoding="gzip"),
        3: answer(article(3), Content_Encoding="gzip"), 4: answer(article(4), Content_Encoding="br"), 5: answer(article(5), Content_Encoding="zstd"),  # says so, and is not
        6: answer(article(6), Content_Encoding="deflate"), 7: answer(article(7), Content_Encoding="utf-8"),
        8: answer(gzip.compress(article(8)[:900]) + gzip.compress(article(8)[900:]), Content_Encoding="gzip"),  # in two parts
        9: answer(gzip.compress(article(9))[:-8], Content_Encoding="gzip"),  # without the checksum at its end
        10: answer(article(10)).replace(b"\r\n", "\r\nX-电: 力\r\nno colon\r\n".encode(), 1),
        11: answer(article(11)).replace(b"\r\n", b"\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"y" * 500) for n in range(300)), 1),
    }
    bad = {
        21: (answer(gzip.compress(article(21))[:-60], Content_Encoding="gzip"), "connection-lost"),
        22: (answer(squeezed(b"a" * (1 << 20)), Content_Encoding="gzip"), "too_large"),
        23: (answer(article(23), Content_Length="99999"), "connection-lost"), 24: (flood, "connection-lost"),
    }
    answers = good | {number: found for number, (found, _) in bad.items()}
    done = site.crawl({LIST: answer(listed(*answers)), **{path(number): found for number, found in answers.items()}}, "-s", "KEEP_PAGES=kept", "-s", "RETRY_TIMES=1")
    assert done.status == 0
    found = site.articles()
    assert sorted(found) == sorted(good)
    assert all(whole(number) in text for number, text in found.items())
    assert site.rejected() == {number: kind for number, (_, kind) in bad.items()}
    subprocess.run([sys.executable, "-m", "scrapy", "extract", "kept", "-O", "again.jsonl"], cwd=site.folder, env=environment(), capture_output=True, timeout=60, check=True)
    assert site.articles("again.jsonl") == found


def test_redirects_that_lead_nowhere_are_refused_and_counted(site: Site) -> None:
    nowhere = ["file:///etc/passwd", "data:text/html,x", "javascript:alert(1)", "ftp://www.nea.gov.cn/x", "http://[::1/x", "https://www.nea.gov.cn:99999/x"]
    off = ["http://[::1]/x", "http://u:p@www.nea.gov.cn/x", "//evil.example/x", "http://127.0.0.1:1/x"]
    answers: dict[str, Answer] = {path(number): answer(status=302, Location=location) for number, location in enumerate([*nowhere, *off], 1)}
    last = len(answers) + 1
    answers |= {path(last): answer(status=301, Location="/moved.html#top"), "/moved.html": answer(article(last))}
    done = site.crawl({LIST: answer(listed(*range(1, last + 1))), **answers})
    assert (done.status, done.stats["refused/scheme"], done.stats["refused/offsite"]) == (0, len(nowhere), len(off))
    assert not any(key.startswith("failed/") for key in done.stats)
    assert [json.loads(line)["url"] for line in (site.folder / "out.jsonl").read_text("utf-8").splitlines()] == [f"https://{HOST}/moved.html"]
    site.crawl({LIST: answer(listed(*range(1, last + 1))), **answers})
    assert site.asked("/2026") == []  # not asked for again and again


# ---------------------------------------------------------------- robots.txt
def test_the_page_of_an_error_is_no_robots_txt(site: Site) -> None:
    forbids = b"User-agent: *\nDisallow: /\n"
    pages: dict[str, Answer] = {LIST: answer(listed(1)), path(1): answer(article(1))}
    site.crawl({"/robots.txt": answer(forbids, 404), **pages})
    assert list(site.articles()) == [1]
    assert site.crawl({"/robots.txt": answer(forbids, Content_Encoding="gzip"), **pages}).stats["refused/robots"] == 1
    assert site.asked() == ["/robots.txt"]


@pytest.mark.parametrize("options, least", [(("-s", "DOWNLOAD_DELAY=0.1"), 1.0), ((), 0.0), (("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False"), 0.0)])
def test_crawl_delay(site: Site, options: tuple[str, ...], least: float) -> None:
    """It holds where requests are slowed, whatever AutoThrottle finds; a mirror on this machine is slowed where that is asked for alone."""
    site.crawl({"/robots.txt": answer(b"User-agent: *\nCrawl-delay: 1\n"), LIST: answer(listed(1, 2)), path(1): answer(article(1)), path(2): answer(article(2))}, *options)
    gaps = [after - before for (before, _), (after, _) in zip(site.log, site.log[1:], strict=False)]
    assert len(gaps) == 3
    assert min(gaps) >= least - 0.05
    assert least or max(gaps) < 0.9


# ---------------------------------------------------------------- a host that wants to be left alone
@pytest.mark.parametrize("found, kind, asked", [(answer(status=429, Retry_After="1000000000"), "retry-after", 3), (b"", "connection-lost", 6)], ids=["busy", "mute"])
def test_a_host_that_gives_no_answer_is_left_alone(site: Site, found: bytes, kind: str, asked: int) -> None:
    numbers = range(1, 10)
    done = site.crawl({LIST: answer(listed(*numbers)), **{path(number): found for number in numbers}}, "-s", "RETRY_TIMES=0")
    assert asked <= len(set(site.asked("/2026"))) <= asked + 1  # the next may be on its way before the last one's failure is looked at
    assert done.stats["refused/host-down"] >= len(numbers) - asked - 1
    assert done.stats[f"{'refused' if kind == 'retry-after' else 'failed'}/{kind}"] >= asked
    site.crawl({LIST: answer(listed(*numbers)), **{path(number): answer(article(number)) for number in numbers}})
    assert sorted(site.articles()) == list(numbers)


def test_one_page_that_fails_is_no_host_that_is_down(site: Site) -> None:
    numbers = range(1, 20)
    answers = {path(number): answer(article(number)) if number % 3 else b"" for number in numbers}
    done = site.crawl({LIST: answer(listed(*numbers)), **answers}, "-s", "RETRY_TIMES=0")
    assert sorted(site.articles()) == [number for number in numbers if number % 3]
    assert "refused/host-down" not in done.stats


@pytest.mark.parametrize("asked, address", [
    ("/a/../b", "/b"), ("/../../x", "/x"), ("/a/%2E%2e/b/", "/b/"), ("/a/.", "/a/"), ("/..", "/"), ("/a/..b/c", "/a/..b/c"), ("//x/./y", "//x/y"), ("/...", "/..."), ("/a/b/../?q=/../", "/a/?q=/../")])
def test_no_path_leads_out_of_the_folder_of_a_mirror(asked: str, address: str) -> None:
    assert Mirrors({"a.cn": "http://127.0.0.1:8123/a.cn"}).address(f"https://a.cn{asked}") == f"http://127.0.0.1:8123/a.cn{address}"
