"""`scrapy extract` and `scrapy audit` on files that hold several pages, and on articles that stand on several."""
from __future__ import annotations

import gzip
import json
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from .conftest import ROOT

PAGES = ROOT / "tests" / "pages"
NEW = (PAGES / "bjx/new/page.html").read_bytes()
CHALLENGE = (PAGES / "bjx/challenge/page.html").read_bytes()
PARTS = [(PAGES / f"bjx/{name}-of-three/page.html").read_bytes() for name in ("first", "second", "third")]
URL = "https://guangfu.bjx.com.cn/news/20221108/1267001.shtml"


def warc(file: Path, *records: tuple[str, str, bytes], compress: bool = True) -> Path:
    """A WARC of HTTP responses: address, content type, body."""
    with file.open("wb") as out:
        writer = WARCWriter(out, gzip=compress)
        for url, content_type, body in records:
            http = StatusAndHeaders("200 OK", [("Content-Type", content_type)], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(url, "response", payload=BytesIO(body), http_headers=http,
                                                          warc_headers_dict={"WARC-Date": "2026-09-15T08:30:00Z"}))
    return file


def numbers(summary: str) -> dict[str, int]:
    """The counts of the summary by their words."""
    found = re.findall(r"(\d+) (file|input|article|rejected|passed over|further page|not read)", summary.partition(". Feed")[0])
    counts = {word: int(number) for number, word in found}
    parts = ("article", "rejected", "passed over", "further page", "not read")
    assert counts.get("input", counts["file"]) == sum(counts.get(part, 0) for part in parts), summary
    return counts


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_warc_beside_plain_files(scrapy, tmp_path, jobs):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.html").write_bytes(PARTS[0])
    warc(tmp_path / "in/b.warc.gz", ("https://news.bjx.com.cn/html/20210720/1.shtml", "text/html", NEW), ("https://a.cn/x.png", "image/png", b"\x89PNG"),
         ("https://news.bjx.com.cn/html/20210720/2.shtml", "text/html; charset=utf-8", CHALLENGE))
    (tmp_path / "in/c.jsonl").write_text(json.dumps({"url": "https://news.bjx.com.cn/html/20210720/3.shtml", "html": NEW.decode(),
                                                     "fetched_at": "2026-01-02T03:04:05+08:00"}) + "\n{\"url\": \"https://a.cn/4\"}\n", "utf-8")
    with zipfile.ZipFile(tmp_path / "in/d.zip", "w") as archive:
        archive.writestr("页面/一.html", NEW)
        archive.writestr("页面/一_files/logo.png", b"\x89PNG")
    run = scrapy("extract", "in", "-O", "out.jsonl", "--jobs", jobs)
    items = run.lines("out.jsonl")
    assert [item["url"] for item in items[:2]] == ["https://news.bjx.com.cn/html/20210720/1.shtml", "https://news.bjx.com.cn/html/20210720/3.shtml"]
    assert [item["fetched_at"] for item in items[:2]] == ["2026-09-15T08:30:00+00:00", "2026-01-02T03:04:05+08:00"]
    assert items[-1]["warnings"] == ["pages-missing"]  # waited for its other pages till the end
    assert len(items) == 4
    challenge, no_html = run.lines()
    assert (challenge["path"], challenge["url"], challenge["kind"]) == ("in/b.warc.gz", "https://news.bjx.com.cn/html/20210720/2.shtml", "challenge")
    assert no_html["path"] == "in/c.jsonl"
    assert "line 2" in no_html["reason"]
    assert numbers(run.summary) == {"file": 4, "input": 8, "article": 4, "rejected": 2, "passed over": 2}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_pages_of_one_article_in_a_folder_and_in_a_warc(scrapy, tmp_path, jobs):
    (tmp_path / "in").mkdir()
    for number, body in enumerate(PARTS, 1):
        (tmp_path / f"in/page{number}.html").write_bytes(body)
    folder = scrapy("extract", "in", "-O", "folder.jsonl", "--jobs", jobs)
    file = warc(tmp_path / "crawl.warc", *((URL.replace(".shtml", f"-{n}.shtml" if n > 1 else ".shtml"), "text/html", body)
                                           for n, body in ((3, PARTS[2]), (1, PARTS[0]), (2, PARTS[1]))), compress=False)
    one = scrapy("extract", file, "-O", "warc.jsonl", "--jobs", jobs)
    for run, feed, files in ((folder, "folder.jsonl", 3), (one, "warc.jsonl", 1)):
        (item,) = run.lines(feed)
        assert item["warnings"] == []
        assert item["text"].startswith("北极星太阳能光伏网讯") and item["text"].endswith("这位负责人说。")
        assert run.status == 0
        counts = numbers(run.summary)
        assert (counts["file"], counts["article"], counts["further page"]) == (files, 1, 2)
    assert one.lines("warc.jsonl")[0]["url"] == URL
    assert folder.lines("folder.jsonl")[0]["content_hash"] == one.lines("warc.jsonl")[0]["content_hash"]


@pytest.mark.parametrize(("name", "body", "kind"), [
    ("torn.warc.gz", None, "container"),
    ("torn.zip", b"PK\x03\x04" + b"\x00" * 60, "container"),
    ("torn.html.gz", gzip.compress(NEW)[:900], "container"),
    ("nothing.warc", b"WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: <urn:x:1>\r\nContent-Length: 0\r\n\r\n\r\n\r\n", "empty"),
])
def test_a_broken_container_is_said_and_stops_nothing(scrapy, tmp_path, name, body, kind):
    if body is None:
        whole = warc(tmp_path / "whole.warc.gz", ("https://news.bjx.com.cn/html/20210720/1.shtml", "text/html", NEW),
                     ("https://news.bjx.com.cn/html/20210720/2.shtml", "text/html", NEW)).read_bytes()
        body = whole[:-len(whole) // 4]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(body)
    (tmp_path / "in/z.html").write_bytes(NEW)
    run = scrapy("extract", "in", "-O", "out.jsonl")
    assert run.lines("out.jsonl")[-1]["site"] == "bjx"
    assert {(line["path"], line["kind"]) for line in run.lines()} == {(f"in/{name}", kind)}
    assert run.status == (1 if kind == "container" else 0)
    if run.status:
        assert f"in/{name}" in run.err
    numbers(run.summary)


def test_a_packed_page_is_one_file(scrapy, tmp_path):
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(NEW))
    run = scrapy("extract", "a.html.gz", "--url", URL, "-O", "out.jsonl")
    assert run.status == 0
    assert run.lines("out.jsonl")[0]["url"] == URL
    assert numbers(run.summary) == {"file": 1, "article": 1, "rejected": 0, "passed over": 0}


def test_a_process_that_dies_on_a_record_costs_that_record(scrapy, tmp_path):
    """The other records of a WARC are read, and the line names the one."""
    url = "https://news.bjx.com.cn/html/20210720/{}.shtml"
    warc(tmp_path / "a.warc", *((url.format(n), "text/html", b"<!--DIE-->" if n == 3 else NEW) for n in range(1, 6)))
    run = scrapy("extract", "a.warc", "-O", "out.jsonl", "--jobs", "2", faults=True)
    assert len(run.lines("out.jsonl")) == 4
    (line,) = run.lines()
    assert line["kind"] == "other" and "died" in line["reason"] and "record 3" in line["reason"]
    assert run.status == 1


@pytest.mark.parametrize(("name", "url"), [
    ("news.bjx.com.cn_html_20260915_1512829.shtml.html", "https://news.bjx.com.cn/html/20260915/1512829.shtml"),
    ("guangfu.bjx.com.cn_news_20221108_1267001-2.shtml", "https://guangfu.bjx.com.cn/news/20221108/1267001-2.shtml"),
    ("www.chinapower.com.cn_zx_hyfx_20230731_211282.html", "http://www.chinapower.com.cn/zx/hyfx/20230731/211282.html"),
    ("news.bjx.com.cn_html_20260915.html", None),
    ("example.com_html_20260915_1512829.shtml.html", None),
    ("第一页.html", None),
])
def test_the_url_from_the_name(scrapy, tmp_path, name, url):
    page = b"<html><body><h1>\xe6\xa0\x87\xe9\xa2\x98\xe5\x9c\xa8\xe8\xbf\x99\xe9\x87\x8c</h1>" + NEW.partition(b"<body>")[2]
    (tmp_path / name).write_bytes(page)
    run = scrapy("extract", name, "--url-from", "name", "-O", "out.jsonl")
    assert [item["url"] for item in run.lines("out.jsonl")] == [url]
    assert [item["url"] for item in scrapy("extract", name, "-O", "plain.jsonl").lines("plain.jsonl")] == [None]


def test_audit_shows_each_page_of_a_container(scrapy, tmp_path):
    warc(tmp_path / "a.warc.gz", ("https://news.bjx.com.cn/html/20210720/1.shtml", "text/html", NEW), ("https://news.bjx.com.cn/html/20210720/2.shtml", "text/html", NEW))
    run = scrapy("audit", "a.warc.gz")
    assert run.status == 0
    assert run.out.decode().count("== account ==") == 2


def test_a_container_given_as_url_from_standard_names(scrapy, tmp_path):
    run = scrapy("extract", "a.html", "--url-from", "title")
    assert run.status == 2
