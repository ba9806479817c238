"""What a file is; plain pages; and the rule on what lies beside pages."""
from __future__ import annotations

import errno
from pathlib import Path

import pytest

from crawler.containers import Broken, Record, form_of, holds_records, records
from crawler.containers.companions import companions
from tests.cases import cases
from tests.containers.making import LIMIT, events, page, said


def test_no_kept_page_is_a_container() -> None:
    assert [case.name for case in cases() if form_of(case.body[:4096])] == []


@pytest.mark.parametrize("start", [
    b"", b"\n", b"\0" * 4096, b"PK", b"\x1f\x8b", b"BZhou Daily", b"WARC", "WARC 是一种存档格式".encode(), b"%PDF-1.7", b"\xff" * 600, b"a" * 600, b"0" * 4096,
    b"1f8b08", "国家电网报".encode("gbk") * 60, b" " * 600, b"7" * 155 + b"\0" + b"0" * 500])
def test_what_is_no_container(start: bytes, tmp_path: Path) -> None:
    assert form_of(start) is None
    assert events(start, tmp_path) == [Record(start, "", position=len(start))]


def test_a_plain_page_is_one_record(tmp_path: Path) -> None:
    assert events(page(1), tmp_path) == [Record(page(1), "", position=len(page(1)))]
    assert said(events(b"x" * (LIMIT + 1), tmp_path)) == ["!  too_large"]
    (tmp_path / "page.zip").write_bytes(page(1))
    assert not holds_records(tmp_path / "page.zip")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "missing", tmp_path):
        for read in (holds_records, lambda path: list(records(path, LIMIT))):
            with pytest.raises(OSError) as raised:
                read(path)
            assert raised.value.errno in (errno.ENOENT, errno.EISDIR)


def test_the_file_is_closed_when_nobody_reads_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(page(1))
    reading = records(tmp_path / "file", LIMIT)
    assert not isinstance(next(reading), Broken)
    reading.close()  # type: ignore[attr-defined]
    with pytest.raises(StopIteration):
        next(reading)


def test_the_folders_beside_pages() -> None:
    assert companions(["新闻.html", "a.b.HTM", "c.txt", "html"]) == {"新闻_files", "新闻.files", "a.b_files", "a.b.files"}
