"""WARC files: which records are pages, what is said of them, and that damage to one record costs that record alone."""
from __future__ import annotations

import gzip
import io
import random
import tracemalloc
import zlib
from pathlib import Path

import pytest

from crawler.containers import Broken, Record, records
from tests.containers.making import LIMIT, bodies, events, http, page, reasons, record, said

PAGES = [page(n) for n in range(5)]
RECORDS = [record(http(body), f"http://news.bjx.com.cn/html/20260915/{n}.shtml") for n, body in enumerate(PAGES, 1)]
PLAIN = b"".join(RECORDS)
MEMBERS = [gzip.compress(one, mtime=0) for one in RECORDS]


def with_length(one: bytes, length: str) -> bytes:
    head, _, rest = one.partition(b"content-length: ")
    return head + b"content-length: " + length.encode() + rest[rest.index(b"\r\n"):]


def test_what_a_page_is_and_what_is_said_of_it(tmp_path: Path) -> None:
    found, *_ = events(record(http(PAGES[0], server="nginx"), "<http://news.bjx.com.cn/html/20260915/1512829.shtml>"), tmp_path)
    assert found == Record(
        PAGES[0], "record 1", "http://news.bjx.com.cn/html/20260915/1512829.shtml",
        {":status": "200", "content-type": "text/html; charset=utf-8", "server": "nginx"}, "2026-09-15T08:30:00+00:00", found.position)
    assert found.position == (tmp_path / "file").stat().st_size


@pytest.mark.parametrize("packed", [False, True])
def test_which_records_are_pages(tmp_path: Path, packed: bool) -> None:
    png = b"\x89PNG\r\n\x1a\n" + bytes(50)
    made = [
        record(b"software: Wget\r\n", "", "warcinfo", content_type="application/warc-fields"),
        record(b"GET / HTTP/1.1\r\nHost: a.cn\r\n\r\n", kind="request", content_type="application/http; msgtype=request"),
        record(http(PAGES[0])),
        record(http(png, content_type="image/png")),
        record(http(b"body{}", content_type="text/css")),
        record(http(PAGES[1], content_type="")),
        record(http(png, content_type="")),
        record(http(PAGES[2], content_type="application/octet-stream")),
        record(http(b"", "301 Moved Permanently", location="http://a.cn/")),
        record(http(b"", "304 Not Modified")),
        record(http(page(7), "404 Not Found")),
        record(http(b"  ", "502 Bad Gateway")),
        record(PAGES[3], kind="resource", content_type="text/html"),
        record(png, kind="resource", content_type="image/png"),
        record(b"20260915\r\na.cn 60 IN A 1.2.3.4", "dns:a.cn", content_type="text/dns"),
        record(http(b""), kind="revisit"),
        record(b"{}", kind="metadata", content_type="application/json"),
        record(b"text", kind="conversion", content_type="text/plain"),
        record(http(b'{"docTitle":"1"}', content_type="application/json")),
        record(http(b"404 page not found", "404 Not Found", content_type="text/plain"), "http://a.cn/gone"),
    ]
    found = events(b"".join(map(gzip.compress, made) if packed else made), tmp_path)
    assert said(found) == [
        "- record 1", "- record 2", "record 3", "- record 4", "- record 5", "record 6", "- record 7", "record 8", "- record 9",
        "- record 10", "record 11", "! record 12 error", "record 13", "- record 14", "- record 15", "- record 16", "- record 17", "- record 18", "record 19",
        "! record 20 error"]
    assert isinstance(found[-1], Broken)
    assert (found[-1].reason, found[-1].url) == ("HTTP status 404, and no page", "http://a.cn/gone")
    pages = [event for event in found if isinstance(event, Record)]
    assert [event.body for event in pages[:5]] == [PAGES[0], PAGES[1], PAGES[2], page(7), PAGES[3]]
    assert [(event.headers or {}).get(":status") for event in pages] == ["200", "200", "200", "404", None, "200"]


def test_dates_and_addresses(tmp_path: Path) -> None:
    made = [record(http(PAGES[0]), url, warc_date=date) for url, date in (
        ("https://a.cn/1", "2026-09-15T08:30:00.123456789Z"), ("urn:uuid:2", "2026-09-15"), ("http://[a.cn/", "2026-09-15T08:30:00"),
        ("ftp://a.cn/1", "yesterday"), ("http://a.cn:x/", "2026-13-15T08:30:00Z"))]
    assert [(event.url, event.fetched_at) for event in events(b"".join(made), tmp_path) if isinstance(event, Record)] == [
        ("https://a.cn/1", "2026-09-15T08:30:00+00:00"), (None, None), (None, None), (None, None), (None, None)]


def chunked(body: bytes, size: int) -> bytes:
    pieces = [body[at:at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;note=1\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def brotlied(body: bytes) -> bytes:
    import brotli  # type: ignore[import-untyped, unused-ignore]

    return bytes(brotli.compress(body))


def zstded(body: bytes) -> bytes:
    from backports import zstd

    return zstd.compress(body)


def raw_deflated(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize("body, fields", [
    (chunked(PAGES[0], 100), {"transfer_encoding": "chunked"}),
    (gzip.compress(PAGES[0]), {"content_encoding": "gzip"}),
    (chunked(gzip.compress(PAGES[0]), 64), {"content_encoding": "x-gzip", "transfer_encoding": "Chunked"}),
    (zlib.compress(PAGES[0]), {"content_encoding": "deflate"}),
    (raw_deflated(PAGES[0]), {"content_encoding": "deflate"}),
    (brotlied(PAGES[0]), {"content_encoding": "br"}),
    (zstded(PAGES[0]), {"content_encoding": "zstd"}),
    (brotlied(gzip.compress(PAGES[0])), {"content_encoding": "gzip, br"}),
    # Undone by the crawler, and claimed nevertheless.
    (PAGES[0], {"content_encoding": "gzip", "transfer_encoding": "chunked"}),
    (PAGES[0], {"content_encoding": "br"}), (PAGES[0], {"content_encoding": "deflate"}), (PAGES[0], {"content_encoding": "zstd"}),
    (PAGES[0], {"content_encoding": "identity"}),
])
def test_encodings_are_undone(tmp_path: Path, body: bytes, fields: dict[str, str]) -> None:
    assert bodies(events(record(http(body, **fields)), tmp_path)) == [PAGES[0]]


@pytest.mark.parametrize("block, reason", [
    (http(gzip.compress(PAGES[0])[:-30], content_encoding="gzip"), "cut off"),
    (http(brotlied(PAGES[0])[:-3], content_encoding="br"), "cut off"),
    (http(zstded(PAGES[0])[:-3], content_encoding="zstd"), "cut off"),
    (http(zstded(PAGES[0])[:4] + b"\xff" * 90, content_encoding="zstd"), "does not unpack"),
    (http(b"\x1f\x8b\x08\x00" + b"\xff" * 90, content_encoding="gzip"), "does not unpack"),
    (http(b"\xff" * 90, content_encoding="br"), "does not unpack"),
    (http(PAGES[0], content_encoding="lzma7"), "lzma7 is unknown"),
    (http(PAGES[0], content_encoding="gzip," * 9), "9 content encodings"),
    (http(chunked(PAGES[0], 400)[:-200], transfer_encoding="chunked"), "cut off"),
    (http(b"5\r\nabcde\r\nxyz", transfer_encoding="chunked"), "break off"),
    (b"HTTP/1.1 200 OK\r\nContent-Type: text/html", "does not end"),
    (b"no response", "no HTTP response"),
])
def test_a_page_that_does_not_unpack(tmp_path: Path, block: bytes, reason: str) -> None:
    found = events(record(block) + RECORDS[1], tmp_path)
    assert said(found) == ["! record 1 container", "record 2"]
    assert reason in reasons(found)[0]


def test_pages_that_the_crawler_cut(tmp_path: Path) -> None:
    made = record(http(PAGES[0]), warc_truncated="length") + record(http(PAGES[0]), warc_segment_number="1") + RECORDS[1]
    assert said(events(made, tmp_path)) == ["! record 1 container", "! record 2 container", "record 3"]


@pytest.mark.parametrize("damaged", [
    with_length(RECORDS[1], "300"), with_length(RECORDS[1], "2500"), with_length(RECORDS[1], "400000"), with_length(RECORDS[1], "9" * 15),
    with_length(RECORDS[1], "9" * 40), with_length(RECORDS[1], "-1"), with_length(RECORDS[1], "²"), RECORDS[1].replace(b"content-length", b"x"),
    RECORDS[1][30:], RECORDS[1][:90] + b"\r\n", RECORDS[1].replace(b"WARC/1.0", b"CRAW/1.0"), b"junk\r\n" * 3, RECORDS[1][:-500] + b"\r\n\r\n",
    b"WARC/1.0\r\n" + b"x" * 100_000 + b"\r\n",
], ids=range(14))
def test_damage_costs_one_record(tmp_path: Path, damaged: bytes) -> None:
    found = events(RECORDS[0] + damaged + b"".join(RECORDS[2:]), tmp_path)
    assert bodies(found) == [PAGES[0], *PAGES[2:]]
    assert said(found).count("! record 2 container") == len(reasons(found)) == 1
    # Packed record by record, nothing but the record itself can be wrong.
    packed = [*MEMBERS[:1], gzip.compress(damaged), *MEMBERS[2:]]
    found = events(b"".join(packed), tmp_path)
    assert bodies(found) == [PAGES[0], *PAGES[2:]]
    assert len(reasons(found)) == 1


@pytest.mark.parametrize("damaged", [
    MEMBERS[1][:-200], MEMBERS[1][:5], MEMBERS[1][:14], MEMBERS[1][:-8] + bytes(8), MEMBERS[1][:60] + b"\xff" * 40 + MEMBERS[1][100:],
    b"no member", b"\x1f\x8b\x08" * 9, bytes(512) + b"x", MEMBERS[1][1:], MEMBERS[1][:4] + b"\xe0" + MEMBERS[1][4:],
], ids=range(10))
def test_torn_gzip_members_cost_one_record(tmp_path: Path, damaged: bytes) -> None:
    for place in (1, 4):
        made = [*MEMBERS[:place], damaged, *MEMBERS[place + 1:]]
        found = events(b"".join(made), tmp_path)
        assert bodies(found) == [*PAGES[:place], *PAGES[place + 1:]]
        assert len(reasons(found)) == 1
    assert said(events(damaged, tmp_path))[-1:] != []  # and never raises


def test_a_damaged_first_member(tmp_path: Path) -> None:
    found = events(MEMBERS[0][:60] + b"\xff" * 40 + b"".join(MEMBERS[1:]), tmp_path)
    assert bodies(found) == PAGES[1:]
    assert len(reasons(found)) == 1


@pytest.mark.parametrize("cut", [1, 3, 20, 400, 1500])
def test_a_file_that_is_cut_off(tmp_path: Path, cut: int) -> None:
    whole = b"".join(RECORDS)
    found = events(whole[:-4 - cut], tmp_path)
    assert bodies(found) == PAGES[:4] and reasons(found)
    packed = b"".join(MEMBERS)
    found = events(packed[:-min(cut, 300)], tmp_path)
    assert bodies(found) == PAGES[:4] and len(reasons(found)) == 1


def test_whole_records_before_any_cut_are_given(tmp_path: Path) -> None:
    for pieces in (RECORDS, MEMBERS):
        whole = b"".join(pieces)
        ends = [len(b"".join(pieces[:n])) for n in range(1, 6)]
        for cut in range(40, len(whole), len(whole) // 60):
            found = events(whole[:cut], tmp_path)
            before = sum(end <= cut for end in ends)
            assert bodies(found)[:before] == PAGES[:before]
            assert reasons(found) or any(0 <= end - cut <= 4 for end in [0, *ends])


def test_other_ways_to_pack_and_to_end_lines(tmp_path: Path) -> None:
    bgzip = b"".join(gzip.compress(PLAIN[at:at + 1000]) for at in range(0, len(PLAIN), 1000))
    newlines = b"".join(record(http(body).replace(b"\r\n", b"\n")).replace(b"\r\n", b"\n") for body in PAGES)
    for made in (gzip.compress(PLAIN), bgzip, newlines, b"\r\n" + PLAIN, PLAIN[:-4], b"".join(MEMBERS) + bytes(3000)):
        assert bodies(events(made, tmp_path)) == PAGES


def test_a_record_that_is_too_large(tmp_path: Path) -> None:
    made = [
        RECORDS[0], record(http(b"<p>" + bytes(LIMIT + 100_000))), RECORDS[1], record(http(bytes(LIMIT * 2), content_type="video/mp4")),
        record(b"x" * LIMIT * 2, kind="metadata"), record(http(gzip.compress(b"<p>" + bytes(LIMIT * 100)), content_encoding="gzip")), RECORDS[2],
        record(http(b"<p>" + b" " * LIMIT)), RECORDS[3],
    ]
    expected = ["record 1", "! record 2 too_large", "record 3", "- record 4", "- record 5", "! record 6 too_large", "record 7", "! record 8 too_large", "record 9"]
    assert said(events(b"".join(made), tmp_path)) == expected
    assert said(events(b"".join(map(gzip.compress, made)), tmp_path)) == expected


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    peaks = []
    for count in (300, 3000):
        (tmp_path / "file").write_bytes(b"".join(MEMBERS) * (count // 5))
        tracemalloc.start()
        assert sum(isinstance(event, Record) for event in records(tmp_path / "file", LIMIT)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert max(peaks) < 600_000, peaks  # of files of 100 KB and 1 MB, which hold 0.8 and 8


def test_any_damage_is_an_event(tmp_path: Path) -> None:
    """Bytes changed, dropped and doubled at random: no exception, and no page that is not one of those in the file."""
    dice = random.Random(20260915)
    for whole in (PLAIN, b"".join(MEMBERS), b"".join(RECORDS[:2]) + record(http(chunked(gzip.compress(PAGES[3]), 50), content_encoding="gzip",
                                                                               transfer_encoding="chunked"))):
        for _ in range(60):
            at, length = dice.randrange(len(whole)), dice.randrange(1, 200)
            broken = whole[:at] + dice.choice((b"", dice.randbytes(length), whole[at:at + length] * 2)) + whole[at + length:]
            found = events(broken, tmp_path)
            assert all(event.kind == "container" for event in found if isinstance(event, Broken))


def test_what_warcio_writes_and_reads(tmp_path: Path) -> None:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    for packed in (False, True):
        out = io.BytesIO()
        writer = WARCWriter(out, gzip=packed, warc_version="1.1")
        writer.write_record(writer.create_warcinfo_record("crawl.warc.gz", {"software": "test"}))
        for number, body in enumerate(PAGES):
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), ("Content-Encoding", "gzip")], protocol="HTTP/1.1")
            response = writer.create_warc_record(f"http://a.cn/{number}.html", "response", payload=io.BytesIO(gzip.compress(body)), http_headers=headers)
            request = writer.create_warc_record(f"http://a.cn/{number}.html", "request", http_headers=StatusAndHeaders("GET / HTTP/1.1", []))
            writer.write_request_response_pair(request, response)
        found = events(out.getvalue(), tmp_path)
        assert said(found) == ["- record 1", *(f"{mark}record {2 + n}" for n, mark in enumerate(["", "- "] * 5))]
        theirs = [(one.rec_headers["WARC-Target-URI"], one.content_stream().read()) for one in ArchiveIterator(io.BytesIO(out.getvalue()))
                  if one.rec_type == "response"]
        assert [(event.url, event.body) for event in found if isinstance(event, Record)] == theirs
