"""ZIP, tar and packed files: members as files of a folder are, whatever is wrong with one of them, and never more than is honest."""
from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import struct
import tarfile
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from crawler.containers import Broken, Record, records
from tests.containers.making import LIMIT, bodies, events, http, page, reasons, record, said

Files = dict[str, bytes]
FILES: Files = {"新闻/2026/1.html": page(1), "新闻/2.htm": page(2), "b.txt": "电网".encode(), "a.html": page(3)}
FOLDER: Files = {
    ".DS_Store": b"x", "__MACOSX/._1.html": b"x", "n/.hidden/1.html": page(1), "n/1_files/ad.html": page(2), "n/1_files/deep/frame.html": page(3),
    "n/1.html": page(4), "n/2_files/kept.html": page(5), "n/logo.PNG": b"\x89PNG", "n/style.css": b"p{}", "n/a.js": b"1", "n/f.woff2": b"w",
    "n/3.htm": page(6), "n/3.files/saved_resource.html": page(7), "m/1_files/kept.html": page(8), "n/list.json": b"{}",
}


def zipped(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return out.getvalue()


def tarred(files: Files, form: int = tarfile.PAX_FORMAT, charset: str = "utf-8", mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=form, encoding=charset) as archive:  # type: ignore[call-overload]
        for name, body in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            archive.addfile(info, io.BytesIO(body))
    return out.getvalue()


def named(found: Iterable[object]) -> Files:
    return {event.name: event.body for event in found if isinstance(event, Record)}


ARCHIVES = {
    "zip": zipped, "stored": lambda files: zipped(files, zipfile.ZIP_STORED), "bzip2 in zip": lambda files: zipped(files, zipfile.ZIP_BZIP2),
    "pax": tarred, "gnu": lambda files: tarred(files, tarfile.GNU_FORMAT), "ustar": lambda files: tarred(files, tarfile.USTAR_FORMAT),
    "tar.gz": lambda files: tarred(files, mode="w:gz"), "tar.bz2": lambda files: tarred(files, mode="w:bz2"), "tar.xz": lambda files: tarred(files, mode="w:xz"),
    "zip.gz": lambda files: gzip.compress(zipped(files)),
}


@pytest.mark.parametrize("form", ARCHIVES)
def test_members_in_their_order(tmp_path: Path, form: str) -> None:
    found = events(ARCHIVES[form](FILES), tmp_path)
    assert list(named(found).items()) == list(FILES.items())
    assert len(found) == len(FILES)
    assert found[-1].position > 100


@pytest.mark.parametrize("form", ARCHIVES)
def test_what_a_folder_passes_over(tmp_path: Path, form: str) -> None:
    found = events(ARCHIVES[form](FOLDER), tmp_path)
    assert list(named(found)) == ["n/1.html", "n/2_files/kept.html", "n/3.htm", "m/1_files/kept.html", "n/list.json"]
    assert said(found) == [name if name in named(found) else f"- {name}" for name in FOLDER]


def test_names_of_all_systems(tmp_path: Path) -> None:
    names = {"新闻/一.html": "utf-8", "电力报/二.html": "gb18030", "plain/three.html": "ascii"}
    for name, charset in names.items():
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(zipfile.ZipInfo("x" * len(name.encode(charset))), page(1))
        encoded = out.getvalue().replace(b"x" * len(name.encode(charset)), name.encode(charset).replace(b"/", b"\\"))
        assert list(named(events(encoded, tmp_path))) == [name]
        assert list(named(events(tarred({name: page(1)}, tarfile.GNU_FORMAT, charset), tmp_path))) == [name]
    upward = {"../../etc/1.html": page(1), "./2.html": page(2), "/abs/3.html": page(3)}
    for made in (zipped(upward), tarred(upward)):
        assert list(named(events(made, tmp_path))) == ["../../etc/1.html", "2.html", "abs/3.html"]
    assert not (tmp_path.parents[1] / "etc").exists()


def test_long_names_and_old_tars(tmp_path: Path) -> None:
    files = {"目录/" * 60 + "1.html": page(1), "x" * 90 + "/" + "y" * 60 + ".html": page(2)}
    for form in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        assert named(events(tarred(files, form), tmp_path)) == files
    old = bytearray(tarred({"1.html": page(1)}, tarfile.USTAR_FORMAT))
    old[257:265] = bytes(8)  # v7 had no magic
    old[148:156] = b" " * 8
    old[148:156] = b"%06o\0 " % sum(old[:512])
    assert named(events(bytes(old), tmp_path)) == {"1.html": page(1)}


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_one_packed_page(tmp_path: Path, pack) -> None:
    assert named(events(pack(page(1)), tmp_path)) == {"": page(1)}
    assert named(events(pack(page(1)) + pack(page(2)), tmp_path)) == {"": page(1) + page(2)}
    for damaged in (pack(page(1))[:-9], pack(page(1))[:20], pack(page(1)) + b"junk"):
        assert said(events(damaged, tmp_path)) == ["!  container"]


def test_containers_in_containers(tmp_path: Path) -> None:
    warc = b"".join(gzip.compress(record(http(page(n)))) for n in range(2))
    lines = b'{"url":"http://a.cn/","html":"<p>1</p>"}\n'
    inner: Files = {"1.html": page(1)}
    files = {"crawl.warc.gz": warc, "crawl.warc": record(http(page(5))), "pages.jsonl.gz": gzip.compress(lines), "z.zip": zipped(inner),
             "t.tar": tarred(inner), "t.tar.gz": tarred(inner, mode="w:gz"), "p.html.gz": gzip.compress(page(6)),
             "m.mhtml": b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n\r\n--a\r\nContent-Type: text/html\r\n\r\n<p>\r\n--a--\r\n'}
    expected = ["crawl.warc.gz/record 1", "crawl.warc.gz/record 2", "crawl.warc/record 1", "pages.jsonl.gz/line 1", "z.zip/1.html", "t.tar/1.html",
                "t.tar.gz/1.html", "p.html.gz", "m.mhtml"]
    for form in ARCHIVES.values():
        found = events(form(files), tmp_path)
        assert said(found) == expected
        deeper = events(form({"o.zip": zipped(files), "after.html": page(9)}), tmp_path)
        assert said(deeper) == [f"! o.zip/{name} container" for name in files] + ["after.html"]
    quine = page(1)
    for _ in range(20):
        quine = gzip.compress(quine)
    assert said(events(quine, tmp_path)) == ["!  container"]


@pytest.mark.parametrize("form", ["zip", "stored", "pax", "tar.gz"])
def test_a_member_that_is_too_large(tmp_path: Path, form: str) -> None:
    files = {"1.html": page(1), "big.html": bytes(LIMIT * 50), "2.html": page(2), "exact.html": b"x" * LIMIT}
    assert said(events(ARCHIVES[form](files), tmp_path)) == ["1.html", "! big.html too_large", "2.html", "exact.html"]


def test_damaged_members(tmp_path: Path) -> None:
    for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2):
        whole = zipped({f"{n}.html": page(n, 5000 + n) for n in range(4)}, method)
        at = whole.index(b"2.html") + 60
        found = events(whole[:at] + b"\xff" * 9 + whole[at + 9:], tmp_path)
        assert said(found) == ["0.html", "1.html", "! 2.html container", "3.html"]


def test_a_zip_that_lies(tmp_path: Path) -> None:
    whole = zipped({"1.html": page(1), "2.html": page(2)})
    central = whole.index(b"PK\x01\x02")
    entry = central + 46 + 6

    def patched(offset: int, value: bytes) -> list[str]:
        return said(events(whole[:central + offset] + value + whole[central + offset + len(value):], tmp_path))

    assert patched(8, b"\x01\0") == ["! 1.html unreadable", "2.html"]  # encrypted
    assert patched(10, b"\x63\0") == ["! 1.html unreadable", "2.html"]  # AES
    assert patched(10, b"\x09\0") == ["! 1.html unreadable", "2.html"]  # Deflate64
    assert patched(16, bytes(4)) == ["! 1.html container", "2.html"]  # checksum
    assert patched(24, struct.pack("<L", 5)) == ["! 1.html container", "2.html"]  # longer than declared
    assert patched(20, struct.pack("<L", 5)) == ["! 1.html container", "2.html"]  # packed length
    assert patched(42, struct.pack("<L", 7)) == ["!  container", "! 1.html container", "2.html"]  # place
    assert patched(42, struct.pack("<L", 1 << 30)) == ["!  container", "! 1.html container", "2.html"]
    assert patched(entry - central, b"PKxx") == ["!  container"]  # the second entry
    for broken in (whole[:-30], whole[:central + 10], whole[:40], b"PK\x03\x04", b"PK\x05\x06" + bytes(18)[:9]):
        assert said(events(broken, tmp_path)) == ["!  container"]
    assert said(events(whole[:-6] + b"\xff" * 4 + bytes(2), tmp_path)) == ["! 1.html container", "! 2.html container"]  # the directory is elsewhere
    assert events(zipped({}), tmp_path) == []


def test_a_zip_in_a_zip_that_is_cut_off(tmp_path: Path) -> None:
    """The directory of the one inside is not taken for that of the whole."""
    whole = zipped({"1.html": page(1), "in.zip": zipped({"2.html": page(2)}), "3.html": page(3)}, zipfile.ZIP_STORED)
    assert said(events(whole[:whole.index(b"3.html")], tmp_path)) == ["!  container", "2.html"]
    assert said(events(b"PK\x03\x04" + bytes(99) + zipped(FILES), tmp_path)) == ["!  container", *FILES]


def test_documents_are_no_archives(tmp_path: Path) -> None:
    for name in ("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"):
        assert said(events(zipped({name: b"x", "word/1.html": page(1)}), tmp_path)) == ["!  binary"]


def test_members_that_overlap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One kernel of packed zeros under many names, as zip bombs have it."""
    monkeypatch.setattr("crawler.containers.opening._MIN_BUDGET", 300_000_000)
    kernel = zlib.compressobj(9, wbits=-15)
    zeros = bytes(900_000)
    packed = kernel.compress(zeros) + kernel.flush()
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, zlib.crc32(zeros), len(packed), len(zeros), 1, 0) + b"a" + packed
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, zlib.crc32(zeros), len(packed), len(zeros), 1, 0, 0, 0, 0, 0, 0) + b"a"
    made = local + entry * 60_000 + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 60_000, 60_000, len(entry) * 60_000, len(local), 0)
    began = time.perf_counter()
    found = events(made, tmp_path)
    assert isinstance(found[-1], Broken)
    assert found[-1].kind in ("too_large", "container")
    assert time.perf_counter() - began < 10


def test_more_is_not_unpacked_than_is_honest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.containers.opening._MIN_BUDGET", 30_000_000)
    bomb = bytes(20_000_000)
    warc = gzip.compress(record(bomb, kind="metadata"))
    for made in (gzip.compress(bomb) * 3, tarred({"1.html": bomb, "2.html": bomb}, mode="w:gz"), warc * 2, bz2.compress(bomb) * 3, lzma.compress(bomb) * 3,
                 zipped({f"{n}.zip": zipped({str(m): bytes(LIMIT - 9) for m in range(9)}) for n in range(9)}),
                 gzip.compress(record(http(gzip.compress(bytes(LIMIT * 9)), content_encoding="gzip"))) * 90):
        found = events(made, tmp_path, limit=LIMIT)
        assert isinstance(found[-1], Broken)
        assert found[-1].kind == "too_large"
    assert "30,000,000" in reasons(found)[-1] or "when unpacked" in reasons(found)[-1]


def test_an_endless_stream_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gigabytes of zeros in a small tar.gz, and in a WARC record to be passed over."""
    monkeypatch.setattr("crawler.containers.opening._MIN_BUDGET", 300_000_000)
    member = gzip.compress(bytes(50_000_000), 1)
    header = tarfile.TarInfo("big.html")
    header.size = 200 << 30
    for made in (gzip.compress(header.tobuf()) + member * 9, gzip.compress(record(b"", kind="metadata", content_length=str(200 << 30))[:-4]) + member * 9):
        began = time.perf_counter()
        found = events(made, tmp_path)
        assert isinstance(found[-1], Broken)
        assert time.perf_counter() - began < 20


def test_damaged_tars(tmp_path: Path) -> None:
    whole = tarred({f"{n}.html": page(n) for n in range(4)}, tarfile.USTAR_FORMAT)
    at = whole.index(b"2.html")
    found = events(whole[:at] + b"x" * 512 + whole[at + 512:], tmp_path)
    assert said(found) == ["0.html", "1.html", "!  container", "3.html"]
    assert said(events(whole[:at + 700], tmp_path)) == ["0.html", "1.html", "! 2.html container", "!  container"]
    assert said(events(whole[:at + 300], tmp_path)) == ["0.html", "1.html", "!  container"]
    assert said(events(whole[:at], tmp_path)) == ["0.html", "1.html", "!  container"]  # the blank blocks that end an archive are missing
    assert said(events(gzip.compress(whole)[:-40], tmp_path))[-1] == "!  container"


def test_entries_of_a_tar_that_are_no_files(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (("folder", tarfile.DIRTYPE), ("link.html", tarfile.SYMTYPE), ("hard.html", tarfile.LNKTYPE), ("pipe", tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "../../etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("1.html")
        info.size = len(page(1))
        archive.addfile(info, io.BytesIO(page(1)))
    assert said(events(out.getvalue(), tmp_path)) == ["- link.html", "- hard.html", "- pipe", "1.html"]


def test_a_pax_header_of_any_length(tmp_path: Path) -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 50_000_000
    made = gzip.compress(info.tobuf() + bytes(50_000_000 + 256)) + gzip.compress(tarred({"1.html": page(1)}))
    tracemalloc.start()
    assert said(events(made, tmp_path))[-1].endswith(("1.html", "container"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000


def test_many_members_need_no_memory(tmp_path: Path) -> None:
    files = {f"{n}.html": b"<p>1" for n in range(1500)} | {"x_files/1.html": b"<p>1"}
    for made, bound in ((zipped(files, zipfile.ZIP_STORED), 3_000_000), (tarred(files, tarfile.USTAR_FORMAT), 600_000)):  # the directory of a ZIP is held
        (tmp_path / "file").write_bytes(made)
        tracemalloc.start()
        assert sum(isinstance(event, Record) for event in records(tmp_path / "file", LIMIT)) == 1501
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < bound


def test_any_damage_is_an_event(tmp_path: Path) -> None:
    dice = random.Random(20260916)
    for form in ("zip", "stored", "pax", "gnu", "tar.gz", "tar.bz2", "tar.xz"):
        whole = ARCHIVES[form](FILES | FOLDER)
        for _ in range(25):
            at, length = dice.randrange(len(whole)), dice.randrange(1, 60)
            broken = whole[:at] + dice.choice((b"", dice.randbytes(length), whole[at:at + length] * 2)) + whole[at + length:]
            assert isinstance(events(broken, tmp_path), list)
    assert bodies([]) == []
