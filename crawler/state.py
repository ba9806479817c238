"""What earlier crawls saw: pages, lists and walks, in SQLite or PostgreSQL.

A page's row is written after its line is flushed to the feed, so that a crawl that is killed at any moment forgets a page sooner than it
loses one. Tables hold no page text.
"""
from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha1
from pathlib import Path
from time import monotonic, sleep
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote

_TABLES = {
    "pages": """site TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL, kind TEXT NOT NULL, content_hash TEXT, title TEXT, published TEXT, etag TEXT,
        modified TEXT, first_seen TEXT NOT NULL, fetched_at TEXT NOT NULL, tries INTEGER NOT NULL, PRIMARY KEY (site, key)""",
    "lists": "site TEXT NOT NULL, url TEXT NOT NULL, etag TEXT, modified TEXT, listed TEXT NOT NULL, PRIMARY KEY (site, url)",
    "entries": "site TEXT NOT NULL, list TEXT NOT NULL, key TEXT NOT NULL, title TEXT, date TEXT, seen TEXT NOT NULL, PRIMARY KEY (site, list, key)",
    "walks": "site TEXT NOT NULL, list TEXT NOT NULL, since TEXT NOT NULL, ended TEXT NOT NULL, PRIMARY KEY (site, list)",
}
_BUSY = 30  # seconds that a write waits for another crawl's
_LONGEST_KEY = 400  # characters: PostgreSQL's index takes rows of 2,704 bytes
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_COLUMN = re.compile(r"(?:^|, ?\s*)([a-z_]+) (?:TEXT|INTEGER)")


class StateError(Exception):
    """The state cannot be opened or written; the message says which and what to do."""


class Validators(NamedTuple):
    """What a server said of a version of a page: sent back, it asks for the page only if there is another version."""

    etag: str | None = None
    modified: str | None = None

    def headers(self) -> dict[str, bytes]:
        """The headers of a conditional request."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value.encode("latin-1", "replace") for name, value in pairs.items() if value}  # as they came


@dataclass(frozen=True, slots=True)
class Known:
    """A page that was seen. `kind` is `article`, `incomplete` (an article one of whose pages failed), `outside` (one that was not wanted: before `since` or after
    `until`), a verdict's kind, `failed`, `refused` (it leads off the site) or `robots`. `tries` counts the crawls since the last in which it was read;
    `first_seen` and `fetched_at` are UTC, ISO."""

    url: str
    kind: str
    content_hash: str | None = None
    title: str | None = None
    published: str | None = None
    validators: Validators = Validators()
    first_seen: str = ""
    fetched_at: str = ""
    tries: int = 0


@dataclass(frozen=True, slots=True)
class KnownList:
    """A page of a list as it was last answered: its entries `(url, title, date)`, further pages, and whether those were only `supposed` to exist, for when
    it has not changed."""

    validators: Validators
    entries: Sequence[tuple[str, str | None, str | None]]
    next: Sequence[str]
    supposed: bool = False


class KnownEntry(NamedTuple):
    """How a list had an article when the article was last read, and when it was first `seen` there (UTC, ISO)."""

    title: str | None
    date: str | None
    seen: str


class Walk(NamedTuple):
    """The last time that a list was walked to its end, or down to the day `since`: when that walk `ended` (UTC, ISO)."""

    since: str
    ended: str


_Errors = tuple[type[Exception], ...]
_ANOTHER = "name another one with STATE_URL=sqlite:///FILE, or move this one away to begin anew"


class _Connection(Protocol):
    def execute(self, query: str, values: Sequence[Any] = ...) -> Any: ...
    def close(self) -> None: ...


class State:
    """The memory of crawls at `url`: `sqlite:///relative/path`, `sqlite:////absolute/path`, `postgresql://…` (extra `postgres`), or `memory:` for none.

    `site` is the site whose rows are meant. Several crawls may share one. Raises `StateError`, and nothing else, where it cannot be opened, read or written.
    """

    def __init__(self, url: str, site: str) -> None:
        self.url, self.site = url, site
        self._lock: Any = None
        self._sqlite = not url.startswith(("postgresql://", "postgres://"))
        self._db, self.name, self._errors = _sqlite(url) if self._sqlite else _postgres(url)
        try:
            for table, columns in _TABLES.items():
                self._prepare(table, columns)
        except StateError:
            self.close()
            raise

    def _prepare(self, table: str, columns: str) -> None:
        """Make a table that is missing; `StateError` where one of that name is not ours."""
        wanted = _COLUMN.findall(columns)
        try:
            found = self._columns(table)
        except self._errors as missing:
            try:
                self._db.execute(f"CREATE TABLE IF NOT EXISTS {table} ({columns})")
            except self._errors as error:
                try:  # another crawl made it at the same moment
                    self._columns(table)
                except self._errors:
                    raise self._failure("used", error) from missing
            found = self._columns(table)
        if found != wanted:
            raise StateError(f"the state {self.name} was not made by this version: its table {table} has the columns {', '.join(found)}; {_ANOTHER}")

    def _columns(self, table: str) -> list[str]:
        return [column[0] for column in self._db.execute(f"SELECT * FROM {table} WHERE 1 = 0").description]

    def _execute(self, query: str, values: Sequence[Any]) -> Any:
        values = [_UNSTORABLE.sub("\ufffd", value) if isinstance(value, str) and _UNSTORABLE.search(value) else value for value in values]
        try:
            return self._db.execute(query if self._sqlite else query.replace("?", "%s"), values)
        except self._errors as error:
            if getattr(self._db, "broken", False):  # PostgreSQL was started anew; a statement that is sent twice does no harm
                self._db, self.name, self._errors = _postgres(self.url)
                return self._execute(query, values)
            raise self._failure("read" if query.startswith("SELECT") else "written", error) from error

    def _failure(self, done: str, error: Exception) -> StateError:
        return StateError(f"the state {self.name} cannot be {done} ({_said(error)}); {_ANOTHER}")

    def claim(self) -> None:
        """Keep other crawls of this site off until `close`, whatever process they are in. StateError where one is under way."""
        if self._sqlite and self.url != "memory:":
            from filelock import FileLock, Timeout

            self._lock = FileLock(f"{self.name}.{self.site}.lock")
            try:
                self._lock.acquire(timeout=0)
                return
            except (Timeout, OSError) as error:
                busy: Exception | None = error
        elif self._sqlite or self._execute("SELECT pg_try_advisory_lock(hashtext(?))", (f"dianwen {self.site}",)).fetchone()[0]:
            return
        else:
            busy = None
        raise StateError(f"another crawl of {self.site} is under way with the state {self.name}: wait for its end, or give this one a STATE_URL of its own") from busy

    def close(self) -> None:
        """Let go of the database, and of the site. May be called twice."""
        self._db.close()
        if self._lock is not None:
            self._lock.release()

    # ------------------------------------------------------------------------------------------------ pages
    def page(self, key: str) -> Known | None:
        """What is known of the page with this key."""
        row = self._execute("SELECT url, kind, content_hash, title, published, etag, modified, first_seen, fetched_at, tries FROM pages WHERE site = ? AND key = ?",
                            (self.site, _key(key))).fetchone()
        if row is None:
            return None
        url, kind, content_hash, title, published, etag, modified, first_seen, fetched_at, tries = row
        return Known(url, kind, content_hash, title, published, Validators(etag, modified), first_seen, fetched_at, tries)

    def settle(self, key: str, page: Known) -> None:
        """Remember a page; `first_seen` stays what it was, and `fetched_at` is now where it is not given."""
        moment = now()
        self._execute("""INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (site, key) DO UPDATE SET url = excluded.url, kind = excluded.kind,
            content_hash = excluded.content_hash, title = excluded.title, published = excluded.published, etag = excluded.etag, modified = excluded.modified,
            fetched_at = excluded.fetched_at, tries = excluded.tries""",
                    (self.site, _key(key), page.url, page.kind, page.content_hash, page.title, page.published, *page.validators,
                     page.first_seen or moment, page.fetched_at or moment, page.tries))

    def failed(self, most_tries: int) -> list[tuple[str, str]]:
        """Key and address of the pages to be tried again, the ones that were tried too often left out: those that failed, articles that lack a page, and known
        articles that could not be fetched when they were last asked for."""
        return list(self._execute("""SELECT key, url FROM pages WHERE site = ? AND (kind IN ('failed', 'incomplete') OR (kind = 'article' AND tries > 0)) AND tries < ?
            ORDER BY first_seen, key""", (self.site, most_tries)).fetchall())

    # ------------------------------------------------------------------------------------------------ lists
    def list_page(self, url: str) -> KnownList | None:
        """A page of a list as it was last answered."""
        row = self._execute("SELECT etag, modified, listed FROM lists WHERE site = ? AND url = ?", (self.site, _key(url))).fetchone()
        if row is None:
            return None
        listed = json.loads(row[2])
        return KnownList(Validators(row[0], row[1]), [tuple(entry) for entry in listed["entries"]], listed["next"], listed["supposed"])

    def keep_list_page(self, url: str, page: KnownList) -> None:
        """Remember what a page of a list said."""
        listed = json.dumps({"entries": page.entries, "next": page.next, "supposed": page.supposed}, ensure_ascii=False)
        self._execute("INSERT INTO lists VALUES (?, ?, ?, ?, ?) ON CONFLICT (site, url) DO UPDATE SET etag = excluded.etag, modified = excluded.modified, listed = excluded.listed",
                    (self.site, _key(url), *page.validators, listed))

    def entry(self, list_url: str, key: str) -> KnownEntry | None:
        """How a list had an article when the article was last read."""
        row = self._execute("SELECT title, date, seen FROM entries WHERE site = ? AND list = ? AND key = ?", (self.site, _key(list_url), _key(key))).fetchone()
        return KnownEntry(*row) if row else None

    def keep_entry(self, list_url: str, key: str, title: str | None, date: str | None) -> None:
        """Remember how a list has an article."""
        self._execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (site, list, key) DO UPDATE SET title = excluded.title, date = excluded.date",
                    (self.site, _key(list_url), _key(key), title, date, now()))

    def walk(self, list_url: str) -> Walk | None:
        """The last walk of a list that came to its end."""
        row = self._execute("SELECT since, ended FROM walks WHERE site = ? AND list = ?", (self.site, _key(list_url))).fetchone()
        return Walk(*row) if row else None

    def keep_walk(self, list_url: str, walk: Walk) -> None:
        """Remember a walk that came to its end."""
        self._execute("INSERT INTO walks VALUES (?, ?, ?, ?) ON CONFLICT (site, list) DO UPDATE SET since = excluded.since, ended = excluded.ended",
                    (self.site, _key(list_url), *walk))


def now() -> str:
    """The present as the state writes it: UTC, ISO, so finely that what one crawl saw and what the next one sees are never of one moment."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _key(text: str) -> str:
    """`text`, shortened where it is too long for an index: the same every time, and unlike that of any other text."""
    return text if len(text) <= _LONGEST_KEY else text[:_LONGEST_KEY - 41] + "#" + sha1(text.encode("utf-8", "replace")).hexdigest()


def _sqlite(url: str) -> tuple[_Connection, str, _Errors]:
    if url == "memory:":
        return sqlite3.connect(":memory:", isolation_level=None), url, (sqlite3.Error,)
    scheme, slashes, rest = url.partition(":///")
    if scheme != "sqlite" or not slashes or not rest.strip("/") or "?" in rest or "#" in rest:
        raise StateError(f"STATE_URL={_without_password(url)}: give sqlite:///path/to/file.sqlite, postgresql://user@host/name, or memory: to remember nothing")
    path = Path(unquote(rest))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(path, timeout=_BUSY, isolation_level=None)
    except (OSError, ValueError, sqlite3.Error) as error:
        raise _unopened(path, error) from error
    try:
        _in_wal_mode(db)
    except sqlite3.Error as error:
        db.close()
        raise _unopened(path, error) from error
    return db, str(path), (sqlite3.Error,)


def _in_wal_mode(db: sqlite3.Connection) -> None:
    """A commit survives the death of the process without waiting for the disk; a power cut may take the last ones, whose pages are then read again."""
    end = monotonic() + _BUSY
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as error:  # the change of mode does not wait for another crawl, whatever `timeout` says
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) or monotonic() > end:
                raise
            sleep(0.05)
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("BEGIN IMMEDIATE")  # a file that cannot be written is found out now
    db.execute("PRAGMA user_version = 1")
    db.execute("ROLLBACK")


def _postgres(url: str) -> tuple[_Connection, str, _Errors]:
    name = _without_password(url)
    if "@" in url and (url.count("@") > 1 or "@" not in _authority(url)):
        raise StateError(f"STATE_URL={name}: in a user's name and password, @ / ? # are written %40 %2F %3F %23")
    try:
        import psycopg
    except ImportError as error:
        raise StateError(f"STATE_URL={name} needs the extra: pip install 'dianwen[postgres]'") from error
    try:
        connection = psycopg.connect(url, connect_timeout=_BUSY, autocommit=True)
    except psycopg.Error as error:
        raise _unopened(name, error) from error
    if connection.info.parameter_status("server_encoding") != "UTF8":
        connection.close()
        raise StateError(f"the state {name} cannot hold Chinese: make a database with the encoding UTF8")
    return connection, name, (psycopg.Error,)


def _unopened(name: object, error: Exception) -> StateError:
    return StateError(f"the state {name} cannot be opened ({_said(error)}); {_ANOTHER}")


def _said(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or " ".join(str(error).split()) or type(error).__name__


def _authority(url: str) -> str:
    return re.split("[/?#]", url.partition("://")[2], maxsplit=1)[0]


def _without_password(url: str) -> str:
    """The address as it may be shown: also where a password is not written as it should be."""
    return re.sub(r"(?i)(password=)[^&]*", r"\1…", re.sub(r"(//[^:@/]*):.*@", r"\1:…@", url, flags=re.DOTALL))
