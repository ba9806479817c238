"""MHTML files: real ones, written by Chromium (tests/saved), and others as Edge, Android and Internet Explorer write them."""
from __future__ import annotations

import base64
import quopri
import time
import tracemalloc
from pathlib import Path

import pytest

import crawler
from crawler.containers import Broken, Record, form_of, mhtml_page, records
from tests.cases import HERE, cases
from tests.containers.making import LIMIT, events, page, said

SAVED = sorted((HERE / "saved").glob("*.mhtml"))
HTML = page(1)
URL = "https://news.bjx.com.cn/html/20260915/1512829.shtml"
JPEG = base64.encodebytes(b"\xff\xd8\xff" + bytes(range(256)) * 40)


def blink(html: bytes = HTML, encoding: str = "quoted-printable", kind: str = "text/html", boundary: str = "----MultipartBoundary--x9----", end: str = "\r\n",
          date: str = "Tue, 15 Sep 2026 16:30:05 +0800", start: str = "", last: bool = True) -> bytes:
    """An MHTML file as Chromium and Edge write it: the page first, then a style sheet and a picture."""
    encoded = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes}.get(encoding, bytes)(html)
    head = (f"From: <Saved by Blink>\nSnapshot-Content-Location: {URL}\nSubject: =?utf-8?Q?=E7=94=B5?=\nDate: {date}\nMIME-Version: 1.0\n"
            f'Content-Type: multipart/related;\n\ttype="text/html";{start}\n\tboundary="{boundary}"\n\n\n').encode()
    parts = [
        (f"Content-Type: {kind}\nContent-ID: <frame-1@mhtml.blink>\nContent-Transfer-Encoding: {encoding}\nContent-Location: {URL}\n\n".encode(), encoded),
        (b"Content-Type: text/css\nContent-Transfer-Encoding: quoted-printable\nContent-Location: cid:css-1@mhtml.blink\n\n", b"p { color: red }"),
        (b"Content-Type: image/jpeg\nContent-Transfer-Encoding: base64\nContent-Location: https://img01.mybjx.net/1.jpg\n\n", JPEG),
    ]
    mark = f"--{boundary}".encode()
    lines = [head.replace(b"\n", end.encode())]
    for header, body in parts:
        lines += [mark, end.encode(), header.replace(b"\n", end.encode()), body, end.encode()]
    return b"".join([*lines, mark, b"--" if last else b"", end.encode()])


@pytest.mark.parametrize("file", SAVED, ids=lambda file: file.stem)
def test_chromium_saves_the_page_that_was_served(file: Path) -> None:
    case = next(case for case in cases() if case.name.replace("/", "--") == file.stem)
    found = mhtml_page(file.read_bytes())
    assert isinstance(found, Record)
    assert found.url == case.known["url"]
    assert found.fetched_at and found.fetched_at.endswith("+00:00")
    assert (found.name, found.headers) == ("", {"content-type": "text/html"})
    served, saved = (crawler.parse(body, case.known["url"]) for body in (case.body, found.body))
    assert (saved.id, saved.title, saved.text, saved.content_hash) == (served.id, served.title, served.text, served.content_hash)


def test_there_are_real_files() -> None:
    assert len(SAVED) >= 5


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "binary", "8bit"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, end: str) -> None:
    made = blink(encoding=encoding, end=end)
    assert form_of(made[:4096]) == "mhtml"
    found = mhtml_page(made)
    assert isinstance(found, Record)
    assert found.body.rstrip(b"\r\n") == HTML
    assert (found.url, found.fetched_at) == (URL, "2026-09-15T16:30:05+08:00")
    assert [event.body for event in events(made, tmp_path) if isinstance(event, Record)] == [found.body]


def test_gbk_stays_gbk() -> None:
    html = "<html><head><meta charset=gbk></head><body><p>国家电网有限公司=50%</p></body></html>".encode("gbk")
    found = mhtml_page(blink(html, kind='text/html; charset="gbk"'))
    assert isinstance(found, Record)
    assert (found.body, found.headers) == (html, {"content-type": 'text/html; charset="gbk"'})


def test_the_part_that_start_names_is_the_page() -> None:
    frame = f"------MultipartBoundary--x9----\r\nContent-Type: text/html\r\nContent-ID: <advert@mhtml.blink>\r\n\r\n{page(2).decode()}\r\n".encode()
    made = blink(start=' start="<frame-1@mhtml.blink>";')
    at = made.index(b"------MultipartBoundary")
    for name, expected in (("frame-1@mhtml.blink", HTML), ("gone@mhtml.blink", page(2))):
        found = mhtml_page(made[:at].replace(b"frame-1@mhtml.blink", name.encode()) + frame + made[at:])
        assert isinstance(found, Record)
        assert found.body.rstrip() == expected


def test_internet_explorer(tmp_path: Path) -> None:
    boundary = "----=_NextPart_000_0000_01CC89F1.7A3B5C60"
    html = "<html><head><meta content=\"text/html; charset=gb2312\"></head><body>北极星电力网讯</body></html>".encode("gbk")
    head = (b"From: <Saved by Windows Internet Explorer 8>\r\nSubject: =?gb2312?B?sbG8q9DH?=\r\nDate: Thu, 13 Oct 2011 15:40:00 +0800\r\nMIME-Version: 1.0\r\n")
    part = b'Content-Type: text/html;\r\n\tcharset="gb2312"\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: http://news.bjx.com.cn/1.shtml\r\n\r\n'
    multipart = (head + f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{boundary}"\r\nX-MimeOLE: Produced By Microsoft MimeOLE\r\n\r\n'
                        f'This is a multi-part message in MIME format.\r\n\r\n--{boundary}\r\n'.encode() + part + quopri.encodestring(html) + f"\r\n--{boundary}--\r\n".encode())
    nested = multipart.replace(part, f'Content-Type: multipart/alternative;\r\n\tboundary="{boundary}b"\r\n\r\n\r\n--{boundary}b\r\n'.encode() + part)
    for made in (multipart, nested, head + part + quopri.encodestring(html)):
        assert form_of(made[:4096]) == "mhtml"
        found, = events(made, tmp_path)
        assert isinstance(found, Record)
        assert (found.body.rstrip(), found.url, found.fetched_at) == (html, "http://news.bjx.com.cn/1.shtml", "2011-10-13T15:40:00+08:00")


@pytest.mark.parametrize("date, expected", [
    ("Sat, 21 Nov 2026 21:56:33 GMT", "2026-11-21T21:56:33+00:00"), ("Sat, 21 Nov 2026 21:56:33 -0000", None), ("yesterday", None), ("", None),
    ("Sat, 99 Nov 2026 21:56:33 GMT", None), ("Sat, 21 Nov 99999999 21:56:33 GMT", None)])
def test_the_date_it_was_saved(date: str, expected: str | None) -> None:
    found = mhtml_page(blink(date=date))
    assert isinstance(found, Record)
    assert found.fetched_at == expected


def test_a_file_that_is_cut_off(tmp_path: Path) -> None:
    whole = blink()
    css = whole.index(b"Content-Type: text/css")
    found, = events(whole[:css + 10], tmp_path)  # the page is all there
    assert isinstance(found, Record)
    assert found.body.rstrip() == HTML
    for cut in (css - 60, css - 500, whole.index(b"\r\n\r\n--") + 100, whole.index(b"boundary=") + 20):
        found, = events(whole[:cut], tmp_path)
        assert isinstance(found, Broken)
        assert found.kind == "container"


@pytest.mark.parametrize("made, kind", [
    (blink(kind="image/png"), "other"),
    (blink().replace(b"boundary=", b"bound="), "container"),
    (blink(boundary="x" * 300), "container"),
    (blink(b"<p>" + "电".encode() * LIMIT), "too_large"),
    (blink(encoding="base64").replace(b"\r\n\r\nPCF", b"\r\n\r\nA", 1)[:900], "container"),
    (b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="a"\r\n\r\n', "other"),
    (b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="a"\r\n\r\n--a\r\nContent-Type: text/html', "container"),
    (b"Content-Type: multipart/related; boundary=a\r\n\r\n" + b"\r\n--a\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" * 20, "container"),
])
def test_files_without_a_page(tmp_path: Path, made: bytes, kind: str) -> None:
    assert said(events(made, tmp_path)) == [f"!  {kind}"]


def test_text_that_speaks_of_mime_is_no_mhtml() -> None:
    for text in ("Content-Type: multipart/related 是 MHTML 的一种类型\n\n正文", "标题\nContent-Type: multipart/related\n\n", "<!-- \nContent-Type: multipart/related\n",
                 "From: a@b.cn\nMIME-Version: 1.0\nContent-Type: text/plain\n\n信", "---\nContent-Type: multipart/related\n---\n"):
        assert form_of(text.encode()) in (None, "mhtml" if text.startswith("Content-Type") else None)


def test_pictures_cost_no_memory_and_little_time(tmp_path: Path) -> None:
    whole = blink()
    at = whole.index(b"------MultipartBoundary")
    picture = b"------MultipartBoundary--x9----\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n" + JPEG * 3000 + b"\r\n"
    (tmp_path / "file").write_bytes(whole[:at] + picture + whole[at:])  # 40 MB before the page
    tracemalloc.start()
    began = time.perf_counter()
    found, = records(tmp_path / "file", LIMIT)
    assert isinstance(found, Record)
    assert time.perf_counter() - began < 3
    assert tracemalloc.get_traced_memory()[1] < 1_500_000
    tracemalloc.stop()


@pytest.mark.parametrize("made", [
    blink(b"\r\n--" * 300_000), blink(b"=" * 900_000, encoding="binary").replace(b"Encoding: binary", b"Encoding: quoted-printable"),
    blink(b"------MultipartBoundary--x9---" * 30_000, encoding="8bit"), blink(start=' start="' + ";" * 10_000 + '";'),
    b"Content-Type: multipart/related; boundary=a\r\n\r\n" + b"\r\n--a\r\n\r\n" * 200_000, b"Content-Type: multipart/related;" + b'a="' * 900,
], ids=range(6))
def test_hostile_files_take_no_time(tmp_path: Path, made: bytes) -> None:
    began = time.perf_counter()
    assert len(events(made, tmp_path)) == 1
    assert time.perf_counter() - began < 3
