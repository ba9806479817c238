"""Feeds that are written beside their place: what a crawl that is killed leaves, what the next one makes of it, full disks, two crawls at once."""
from __future__ import annotations

import csv
import io
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any

import pytest
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from crawler import settings as project
from crawler.exporters.feed import COLUMNS, _exporter, finish, hold, mend, part_of
from crawler.extensions.feeds import LocalFeedStorage
from tests.cases import ROOT

SETTINGS = Settings({"FEED_EXPORTERS": project.FEED_EXPORTERS, "FEED_EXPORT_ENCODING": "utf-8"})
SPIDER: Any = SimpleNamespace(name="bjx")


def lines(*numbers: int) -> bytes:
    return b"".join(json.dumps({"id": number, "text": f"第{number}条"}, ensure_ascii=False).encode() + b"\n" for number in numbers)


def ids(path: Path) -> list[int]:
    return [json.loads(line)["id"] for line in path.read_bytes().splitlines()]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def rows(*numbers: int) -> bytes:
    """A CSV feed of these items, with its header."""
    file = io.BytesIO()
    exporter = _exporter(file, "csv", SETTINGS)
    exporter.start_exporting()
    for number in numbers:
        exporter.export_item(dict.fromkeys(COLUMNS) | {"id": str(number), "text": f'第"{number}"条\n，二'})
    exporter.finish_exporting()
    return file.getvalue()


def csv_ids(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert all(set(row) == set(COLUMNS) for row in found)
    return [row["id"] for row in found]


# ---------------------------------------------------------------------------------------------------- finish
def test_a_part_becomes_the_feed(tmp_path):
    feed = tmp_path / "a.jsonl"
    assert part_of(feed) == tmp_path / "a.jsonl.part"
    part_of(feed).write_bytes(lines(1, 2) + b'{"id": 3')
    finish(part_of(feed), feed, "jsonl")
    assert ids(feed) == [1, 2]
    assert names(tmp_path) == ["a.jsonl"]


def test_a_part_goes_behind_the_feed(tmp_path):
    feed = tmp_path / "a.jsonl"
    feed.write_bytes(lines(1, 2)[:-1])
    part_of(feed).write_bytes(lines(3, 4) + b'{"id"')
    finish(part_of(feed), feed, "jsonlines")
    assert feed.read_bytes() == lines(1, 2, 3, 4)
    assert names(tmp_path) == ["a.jsonl"]


def test_csv_keeps_one_header(tmp_path):
    feed = tmp_path / "a.csv"
    for numbers in ((1, 2), (3,), (4, 5)):
        part_of(feed).write_bytes(rows(*numbers))
        finish(part_of(feed), feed, "csv")
    assert csv_ids(feed) == ["1", "2", "3", "4", "5"]
    feed.write_bytes(b"")
    part_of(feed).write_bytes(rows(6))
    finish(part_of(feed), feed, "csv")
    assert csv_ids(feed) == ["6"]


@pytest.mark.parametrize("columns", [["id", "title"], ["id"]])
def test_csv_of_the_user_s_own_columns(tmp_path, columns):
    feed = tmp_path / "a.csv"
    for text in (b"1,x\r\n", b"2,y\r\n3"):
        part_of(feed).write_bytes(",".join(columns).encode() + b"\r\n" + text)
        finish(part_of(feed), feed, "csv", columns=columns)
    assert feed.read_bytes() == ",".join(columns).encode() + b"\r\n1,x\r\n2,y\r\n"
    part_of(feed).write_bytes(b"other,columns\r\n")
    with pytest.raises(UsageError, match="columns"):
        finish(part_of(feed), feed, "csv", columns=columns)
    assert part_of(feed).exists()


def test_a_torn_header_is_no_other_column(tmp_path):
    header = rows(1).partition(b"\r\n")[0]
    for end in (1, 10, len(header), len(header) + 1):
        (tmp_path / "a.csv").write_bytes((header + b"\r\n")[:end])
        assert "header" in mend(tmp_path / "a.csv", "csv")
        assert (tmp_path / "a.csv").read_bytes() == b""


def test_a_document_is_replaced_but_not_appended_to(tmp_path):
    feed = tmp_path / "a.json"
    part_of(feed).write_text("[1]")
    finish(part_of(feed), feed, "json")
    part_of(feed).write_text("[2]")
    with pytest.raises(UsageError, match=r"a\.json\.part"):
        finish(part_of(feed), feed, "json")
    assert (feed.read_text(), part_of(feed).read_text()) == ("[1]", "[2]")
    feed.chmod(0o640)
    finish(part_of(feed), feed, "json", replace=True)
    assert feed.read_text() == "[2]"
    assert feed.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("make, read", [(lines, ids), (rows, csv_ids)], ids=["jsonl", "csv"])
def test_cut_short_after_any_byte(tmp_path, make: Callable[..., bytes], read: Callable[[Path], list[Any]]):
    """Every state that a kill may leave: the feed with some of the part behind it, and the part."""
    name = "jsonl" if make is lines else "csv"
    feed = tmp_path / f"a.{name}"
    part = make(3, 4, 3, 5)
    old, new = make(1, 2), part if make is lines else part.partition(b"\r\n")[2]
    for end in range(len(new) + 1):
        feed.write_bytes(old + new[:end])
        part_of(feed).write_bytes(part)
        finish(part_of(feed), feed, name)
        assert feed.read_bytes() == old + new
    assert [int(number) for number in read(feed)] == [1, 2, 3, 4, 3, 5]


def test_what_only_looks_like_a_copy(tmp_path):
    """The end of the feed is not the beginning of the part: nothing of the part is left out."""
    feed = tmp_path / "a.jsonl"
    for old, part in (((1, 3), (3, 4)), ((3, 9), (3, 4)), ((3, 4, 9), (3, 4)), ((), (3,)), ((3, 4), ()), ((4, 4), (4, 4, 5)), ((3, 4, 5, 6), (3, 4))):
        feed.write_bytes(lines(*old))
        part_of(feed).write_bytes(lines(*part))
        finish(part_of(feed), feed, "jsonl")
        found = ids(feed)
        assert found[:len(old)] == list(old)
        assert found[-len(part):] == list(part) if part else found == list(old)


FINISH = """
import sys
from pathlib import Path
from crawler.exporters.feed import finish, part_of
print("ready", flush=True)
finish(part_of(Path(sys.argv[1])), Path(sys.argv[1]), "jsonl")
print("done", flush=True)
"""


def test_kill_9_while_50_mb_are_put_in_place(tmp_path):
    """Each process is killed later than the one before; the last one comes to its end. Every line is there once."""
    feed = tmp_path / "a.jsonl"
    filling = "电" * 3300
    with part_of(feed).open("w", encoding="utf-8") as part:
        part.writelines(json.dumps({"id": number, "text": filling}, ensure_ascii=False) + "\n" for number in range(100, 5100))
    assert part_of(feed).stat().st_size > 45e6
    feed.write_bytes(lines(*range(100)))
    kills, sizes = 0, set()
    while part_of(feed).exists():
        process = subprocess.Popen([sys.executable, "-c", FINISH, str(feed)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(kills * 0.004)
        process.kill()
        kills += process.wait() != 0
        process.stdout.close()
        sizes.add(feed.stat().st_size)
    assert ids(feed) == list(range(5100))
    assert kills > 2
    assert len(sizes) > 1


# ---------------------------------------------------------------------------------------------------- the storage
@pytest.fixture
def storage(tmp_path) -> Iterator[Callable[..., LocalFeedStorage]]:
    made: list[LocalFeedStorage] = []

    def make(name: str = "bjx-2021-07-21.jsonl", **options: Any) -> LocalFeedStorage:
        made.append(LocalFeedStorage(str(tmp_path / name), feed_options={"format": "jsonlines", "fields": None} | options))
        return made[-1]

    yield make
    for one in made:
        if one._file is not None:
            one._file.close()


def write(storage: LocalFeedStorage, content: bytes) -> IO[bytes]:
    file = storage.open(SPIDER)
    file.write(content)
    file.flush()
    return file


def test_appending(tmp_path, storage):
    for content in (lines(1), lines(2) + b'{"torn', lines(3)):
        one = storage("new/folder/a.jsonl")
        one.store(write(one, content))
    assert ids(tmp_path / "new/folder/a.jsonl") == [1, 2, 3]
    assert names(tmp_path / "new/folder") == ["a.jsonl"]


def test_the_default_feed_has_a_part(tmp_path, storage, caplog):
    feed = tmp_path / "bjx-2021-07-21.jsonl"
    one = storage(part=True)
    file = write(one, lines(1, 2) + b'{"torn')
    assert names(tmp_path) == [part_of(feed).name]
    file.close()  # as a kill does
    one = storage(part=True)
    file = write(one, lines(3))
    assert "torn" in caplog.text
    assert not one.is_idle()
    one.store(file)
    assert ids(feed) == [1, 2, 3]
    one = storage(part=True)
    one.store(write(one, lines(4)))
    assert ids(feed) == [1, 2, 3, 4]
    assert names(tmp_path) == [feed.name]


def test_parts_of_other_days_are_finished(tmp_path, storage):
    (tmp_path / "bjx-2021-07-19.jsonl.part").write_bytes(lines(1) + b"{")
    (tmp_path / "bjx-2021-07-20.jsonl.part").write_bytes(lines(3))
    (tmp_path / "bjx-2021-07-20.jsonl").write_bytes(lines(2))
    (tmp_path / "cpnn-2021-07-20.jsonl.part").write_bytes(lines(9))
    (tmp_path / "bjx-old.jsonl.part").write_bytes(lines(9))
    write(storage(part=True), lines(4))
    assert ids(tmp_path / "bjx-2021-07-19.jsonl") == [1]
    assert ids(tmp_path / "bjx-2021-07-20.jsonl") == [2, 3]
    assert sorted(path.name for path in tmp_path.glob("*.part")) == ["bjx-2021-07-21.jsonl.part", "bjx-old.jsonl.part", "cpnn-2021-07-20.jsonl.part"]


def test_appending_takes_up_what_a_replacing_crawl_left(tmp_path, storage):
    feed = tmp_path / "a.jsonl"
    feed.write_bytes(lines(1))
    part_of(feed).write_bytes(lines(2))
    one = storage("a.jsonl")
    one.store(write(one, lines(3)))
    assert ids(feed) == [1, 2, 3]
    assert not part_of(feed).exists()


def test_replacing(tmp_path, storage):
    feed = tmp_path / "a.jsonl"
    feed.write_bytes(lines(1))
    one = storage("a.jsonl", overwrite=True)
    file = write(one, lines(2))
    assert ids(feed) == [1]
    one.store(file)
    assert ids(feed) == [2]
    one = storage("a.jsonl", overwrite=True)
    one.open(SPIDER)
    assert one.is_idle()
    one.discard()
    assert ids(feed) == [2]
    assert names(tmp_path) == ["a.jsonl"]


def test_what_a_replacing_crawl_left_is_kept_until_it_is_replaced(tmp_path, storage):
    """Its articles are known, so that they must not be gone when the next crawl finds nothing."""
    feed = tmp_path / "a.jsonl"
    file = write(storage("a.jsonl", overwrite=True), lines(1, 2))
    file.close()  # as a kill does
    one = storage("a.jsonl", overwrite=True)
    one.open(SPIDER)
    assert one.is_idle()
    one.discard()
    assert ids(feed) == [1, 2]


def test_replacing_follows_links_and_keeps_the_mode(tmp_path, storage):
    (tmp_path / "real").mkdir()
    feed = tmp_path / "real" / "a.jsonl"
    feed.write_bytes(lines(1))
    feed.chmod(0o640)
    (tmp_path / "link.jsonl").symlink_to(feed)
    one = storage("link.jsonl", overwrite=True)
    one.store(write(one, lines(2)))
    assert (tmp_path / "link.jsonl").is_symlink()
    assert ids(feed) == [2]
    assert feed.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("options", [{}, {"part": True}])
def test_a_document_that_was_cut_short_is_not_continued(tmp_path, storage, options):
    (tmp_path / "bjx-2021-07-20.json.part").write_text("[1,")
    part_of(tmp_path / "bjx-2021-07-21.json").write_text("[1,")
    with pytest.raises(UsageError, match="-O"):
        storage("bjx-2021-07-21.json", format="json", **options).open(SPIDER)
    one = storage("bjx-2021-07-21.json", format="json", overwrite=True)
    one.store(write(one, b"[2]"))
    assert (tmp_path / "bjx-2021-07-21.json").read_text() == "[2]"


def test_csv_appended_to_after_a_torn_header(tmp_path, storage):
    (tmp_path / "a.csv").write_bytes(rows(1)[:20])
    file = storage("a.csv", format="csv").open(SPIDER)
    assert file.tell() == 0
    exporter = _exporter(file, "csv", SETTINGS)
    exporter.export_item(dict.fromkeys(COLUMNS) | {"id": "1"})
    exporter.finish_exporting()
    file.flush()
    assert csv_ids(tmp_path / "a.csv") == ["1"]


def test_no_article_leaves_no_file(tmp_path, storage):
    one = storage(part=True)
    one.open(SPIDER)
    assert one.is_idle()
    one.discard()
    assert names(tmp_path) == []


def test_a_pipe_is_written_to_as_it_is(tmp_path, storage):
    for options in ({}, {"overwrite": True}, {"part": True}):
        one = LocalFeedStorage("/dev/null", feed_options=options)
        one.store(write(one, lines(1)))
    assert Path("/dev/null").is_char_device()
    assert not Path("/dev/null.part").exists()


@pytest.mark.parametrize("options", [{"part": True}, {"overwrite": True}, {"format": "csv"}, {"format": "json"}])
def test_a_feed_of_another_crawl_is_refused_and_left_alone(tmp_path, storage, options):
    first = storage("bjx-2021-07-21.x", **options)
    file = write(first, b"")
    second = storage("bjx-2021-07-21.x", **options)
    with pytest.raises(UsageError, match=r"another crawl writes to .*bjx-2021-07-21"):
        second.open(SPIDER)
    file.write(lines(1))
    first.store(file)
    assert ids(tmp_path / "bjx-2021-07-21.x") == [1]


def test_the_running_crawl_of_another_day_is_left_alone(tmp_path, storage):
    running = storage("bjx-2021-07-20.jsonl", part=True)
    file = write(running, lines(1))
    one = storage(part=True)
    one.store(write(one, lines(2)))
    assert part_of(tmp_path / "bjx-2021-07-20.jsonl").exists()
    running.store(file)
    assert ids(tmp_path / "bjx-2021-07-20.jsonl") == [1]


APPEND = """
import json, sys
from types import SimpleNamespace
from crawler.extensions.feeds import LocalFeedStorage
storage = LocalFeedStorage(sys.argv[1], feed_options={"format": "jsonlines"})
file = storage.open(SimpleNamespace(name=sys.argv[2]))
for number in range(300):
    file.write(json.dumps({"id": sys.argv[2] + str(number), "text": sys.argv[2] * 100_000}).encode() + b"\\n")
    file.flush()
storage.store(file)
"""


def test_crawls_may_append_to_one_feed_at_once(tmp_path):
    feed = tmp_path / "all.jsonl"
    processes = [subprocess.Popen([sys.executable, "-c", APPEND, str(feed), name], cwd=ROOT) for name in "abc"]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    found = [json.loads(line) for line in feed.read_bytes().splitlines()]
    assert sorted(item["id"] for item in found) == sorted(f"{name}{number}" for name in "abc" for number in range(300))


# ---------------------------------------------------------------------------------------------------- real crawls
PAGES = ROOT / "tests" / "pages" / "bjx"
FULL = """
import resource, sys
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
from scrapy.cmdline import execute
execute()
"""


def crawl(folder: Path, *arguments: str, limit: int | None = None, **options: Any) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "SCRAPY_SETTINGS_MODULE": "crawler.settings", "PYTHONDONTWRITEBYTECODE": "1"}
    program = ["-m", "scrapy"] if limit is None else ["-c", FULL, str(limit)]
    return subprocess.Popen([sys.executable, *program, "crawl", "saved", "-a", f"path={PAGES}", *arguments], cwd=folder, env=environment, text=True,
                            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    said = process.communicate(timeout=60)[1]
    return process.returncode, said


def articles(path: Path) -> list[str]:
    return sorted(json.loads(line)["id"] for line in path.read_bytes().splitlines())


@pytest.fixture(scope="module")
def expected(tmp_path_factory) -> list[str]:
    folder = tmp_path_factory.mktemp("expected")
    status, said = ended(crawl(folder, "-O", "a.jsonl"))
    assert status == 0, said
    assert not list(folder.glob("*.part"))
    return articles(folder / "a.jsonl")


def test_a_full_disk_is_said_and_loses_nothing(tmp_path, expected):
    """After a few articles no file can grow; with room again all is there, and every line whole."""
    (tmp_path / "a.jsonl").write_bytes(lines(1))
    status, said = ended(crawl(tmp_path, "-o", "a.jsonl", limit=9_000))
    assert "a.jsonl could not be written: File too large" in said
    assert "feed_failed" in said
    assert status == 1
    status, said = ended(crawl(tmp_path, "-o", "a.jsonl"))
    assert status == 0
    found = [json.loads(line)["id"] for line in (tmp_path / "a.jsonl").read_bytes().splitlines()]
    assert found[0] == 1
    assert sorted(set(found[1:])) == expected


def test_a_full_disk_leaves_the_old_feed(tmp_path, expected):
    (tmp_path / "a.jsonl").write_bytes(lines(1))
    status, said = ended(crawl(tmp_path, "-O", "a.jsonl", limit=100))
    assert "File too large" in said
    assert status == 1
    assert (tmp_path / "a.jsonl").read_bytes() == lines(1)
    assert ended(crawl(tmp_path, "-O", "a.jsonl"))[0] == 0
    assert articles(tmp_path / "a.jsonl") == expected


@pytest.mark.parametrize("arguments", [("-o", "out.jsonl"), ("-O", "out.jsonl"), ()], ids=["append", "replace", "default"])
def test_kill_9_and_again(tmp_path, expected, arguments):
    """Saved pages are read anew each time: what counts here is that every line is whole and that no part is left."""
    chance = random.Random(5)
    for _ in range(3):
        process = crawl(tmp_path, *arguments)
        time.sleep(0.6 + 1.2 * chance.random())
        process.kill()
        process.communicate()
    status, said = ended(crawl(tmp_path, *arguments))
    assert status == 0, said
    [feed] = [path for path in tmp_path.rglob("*.jsonl") if "rejected" not in path.parts]
    assert set(articles(feed)) == set(expected)
    assert not list(tmp_path.rglob("*.part"))


def test_a_feed_in_a_file_or_in_use_is_said(tmp_path, expected):
    (tmp_path / "file").write_text("")
    status, said = ended(crawl(tmp_path, "-o", "file/a.jsonl"))
    assert status != 0
    assert "Traceback" not in said
    with part_of(tmp_path / "a.jsonl").open("ab") as file:
        assert hold(file)
        status, said = ended(crawl(tmp_path, "-O", "a.jsonl"))
        assert status == 1
        assert "another crawl writes to" in said
        assert part_of(tmp_path / "a.jsonl").exists()
    assert ended(crawl(tmp_path, "-O", "a.jsonl"))[0] == 0
    assert articles(tmp_path / "a.jsonl") == expected
