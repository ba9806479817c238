"""JSON lines that hold pages, and everything in JSON that holds none."""
from __future__ import annotations

import gzip
import json
import tracemalloc
from pathlib import Path

import pytest

from crawler.containers import Record, form_of, records
from tests.containers.making import LIMIT, events, page, reasons, said


def line(**values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"


GOOD = line(url="https://news.bjx.com.cn/1.shtml", html=page(1).decode(), fetched_at="2026-09-15T16:30:00+08:00")


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_page_a_line(tmp_path: Path, pack) -> None:
    made = GOOD + b"\n" + line(html="<p>2", status=200, headers={"a": 1}) + line(fetched_at="2026-09-15", html="<p>3", url="news").rstrip()
    found = events(pack(made), tmp_path)
    charset = {"content-type": "text/html; charset=utf-8"}
    assert [event for event in found if isinstance(event, Record)] == [
        Record(page(1), "line 1", "https://news.bjx.com.cn/1.shtml", charset, "2026-09-15T16:30:00+08:00", found[0].position),
        Record(b"<p>2", "line 3", None, charset, None, found[0].position), Record(b"<p>3", "line 4", None, charset, None, found[0].position)]


def test_lines_that_hold_no_page(tmp_path: Path) -> None:
    made = [GOOD, line(url="https://a.cn/", body="<p>"), line(html=None), b"[1]\n", b"{\n", b"\xff\xfe\n", b"[" * 100_000 + b"\n", b"1" * 9000 + b"\n",
            line(html="x" * (LIMIT + 1)), b'{"html":"' + b"x" * 3 * LIMIT + b'"}\n', b'{"html":"\\ud800<p>"}\n', GOOD[:-9]]
    found = events(b"".join(made), tmp_path)
    assert said(found) == ["line 1", "! line 2 other", "! line 3 other", "! line 4 other", "! line 5 container", "! line 6 container", "! line 7 container",
                           "! line 8 container", "! line 9 too_large", "! line 10 too_large", "line 11", "! line 12 container"]
    assert "html" in reasons(found)[0]


def test_which_json_holds_pages() -> None:
    for text in (GOOD, b"\xef\xbb\xbf" + GOOD, b"\n" + GOOD, GOOD[:120], line(id=1, tags=["a", {"b": 1}], html="<p>"), b'{"html" : "'):
        assert form_of(text[:4096]) == "jsonl"
    article = line(id="bjx:1", site="bjx", url=None, title="标题", body=[{"type": "paragraph", "text": '"html":"'}], text="正文" * 3000)
    for text in (article, line(docTitle="1", content="<p>", html=1), b'[{"html": "1"}]', b'{\n"html": "1"}', b'{"a":{"html":"1"}}', b"{html}", b"{" * 4096,
                 b'{"a":' * 800, b'{"a":1 "html":"', line(html=None), b"{}", b"{"):
        assert form_of(text[:4096]) is None


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(GOOD * 1500)
    tracemalloc.start()
    assert sum(1 for _ in records(tmp_path / "file", LIMIT)) == 1500
    assert tracemalloc.get_traced_memory()[1] < 600_000
    tracemalloc.stop()
