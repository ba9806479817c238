"""Feeds of a crawl that a crash does not damage: Scrapy's feed exports, with every line flushed before its page counts as known.

A feed that is to be replaced (`-O`) and the default feed are written as `….part` and put in their place when the crawl closes.
"""
from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from io import SEEK_END
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from scrapy.exceptions import UsageError
from scrapy.extensions.feedexport import FeedExporter, FeedSlot, FileFeedStorage

from crawler.exporters.feed import COLUMNS, LINES, ONE_DOCUMENT, finish, hold, is_device, mend, part_of, real, writing
from crawler.state import StateError

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

    from crawler.spiders.visit import Item

logger = logging.getLogger(__name__)

_LONGEST_LINE = 1 << 22  # bytes that go to the disk in one write; a longer line may be torn, or another crawl's may stand in it


def uri_params(params: dict[str, Any], spider: Spider) -> dict[str, Any]:
    """What stands for `%(name)s` and `%(day)s` in the address of a feed (setting FEED_URI_PARAMS)."""
    return {**params, "day": date.today().isoformat()}


class LocalFeedStorage(FileFeedStorage):
    """A feed file. Appending mends what a crash left at its end; `overwrite`, and the option `part`, write beside it until the crawl closes.

    A part, and a feed that is no JSON Lines, belong to one crawl at a time. Several may append to a JSON Lines feed at once: each line is one write.
    """

    def __init__(self, uri: str, *, feed_options: dict[str, Any] | None = None) -> None:
        super().__init__(uri, feed_options=feed_options)
        options = feed_options or {}
        self.target = Path(self.path)
        self.replaces = bool(options.get("overwrite"))
        self.part = part_of(self.target) if self.replaces or options.get("part") else None
        self._format = options.get("format", "jsonlines")
        fields = options.get("fields") or COLUMNS
        self._columns = tuple(fields.values() if isinstance(fields, Mapping) else fields)
        self._file: IO[bytes] | None = None

    def open(self, spider: Spider) -> IO[bytes]:
        """The file to write to. OSError where that cannot be; UsageError where it cannot be appended to, or another crawl writes to it."""
        if is_device(self.target):
            self.part = None
            return self.target.open("wb")
        with writing(self.target):
            self.target = real(self.target)
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self.part = self.part and part_of(self.target)
            for part in self._left(spider.name):
                self._finish_left(part)
            self._file = self._take(self.part or self.target)
        return self._file

    def _take(self, path: Path) -> IO[bytes]:
        """`path`, opened for appending, whole at its end."""
        file = _held(path)
        if file is None and self.part is None and self._format in LINES:
            file = path.open("ab", _LONGEST_LINE)
            if hold(file, alone=False):
                return file
            file.close()
        if file is None:
            raise _busy(path)
        try:
            if self.replaces:
                file.truncate(0)
            else:
                note = mend(path, self._format, self._columns)
                if note:
                    logger.warning("%s", note)
        except BaseException:
            file.close()
            raise
        file.seek(0, SEEK_END)
        if self.part is None and self._format in LINES:
            hold(file, alone=False)
        return file

    def _left(self, name: str) -> list[Path]:
        """The parts that crawls of this spider, or of this feed, did not come to finish, the one that is continued left out."""
        own = part_of(self.target)
        if self.part is None or self.replaces:
            return [own] if _holds(own) else []
        return [part for part in sorted(self.target.parent.glob(f"{name}-????-??-??{self.target.suffix}.part")) if part != own]

    def _finish_left(self, part: Path) -> None:
        file = _held(part)
        if file is None:
            if part == part_of(self.target):
                raise _busy(part)
            return
        with file:
            if self._format not in ONE_DOCUMENT:
                finish(part, part.with_suffix(""), self._format, columns=self._columns)
                logger.info("%s, left by a crawl that was cut short, was finished as %s", part, part.with_suffix("").name)
            elif not self.replaces:
                raise UsageError(f"{part} was left by a crawl that was cut short, and a .{self._format} document cannot be continued: read its articles again with -O")

    def store(self, file: IO[bytes]) -> None:
        """Put the part in its place. OSError: then it stays where it is, and the next crawl puts it there."""
        try:
            with writing(self.target):
                file.close()
                if self.part is not None:
                    finish(self.part, self.target, self._format, replace=self.replaces, columns=self._columns)
        except OSError as error:
            logger.error("the feed could not be finished: %s. What was read stays in %s; the next crawl goes on from there.", error, self.part or self.target)
            raise

    def is_idle(self) -> bool:
        """Whether a crawl without articles has nothing to put in its place: an old feed is not replaced by an empty one, and an empty part is no feed."""
        if self.replaces:
            return _holds(self.target)
        return self.part is not None and not _holds(self.part)

    def discard(self) -> None:
        """Give the part up: the old feed stays as it is."""
        if self.replaces:
            logger.warning("no article was read: %s stays as it was", self.target)
        if self._file is not None:
            self._file.close()
        if self.part is not None:
            self.part.unlink(missing_ok=True)


def _held(path: Path) -> IO[bytes] | None:
    """`path`, opened for appending and kept from other processes; None where one of them has it."""
    while True:
        file = path.open("ab", _LONGEST_LINE)
        if not hold(file):
            file.close()
            return None
        if path.exists() and os.path.samestat(path.stat(), os.fstat(file.fileno())):
            return file
        file.close()  # another crawl has just put it in its place


def _busy(path: Path) -> UsageError:
    return UsageError(f"another crawl writes to {path}")


class ArticleFeedExporter(FeedExporter):
    """Scrapy's feed exporter; a crawl whose feed cannot be written ends with the reason `feed_failed`, one whose state cannot be with `state_failed`, and
    what it read is read again next time."""

    _closing: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArticleFeedExporter:
        if not crawler.settings["FEEDS"]:
            crawler.settings.set("FEEDS", crawler.settings.getdict("DEFAULT_FEEDS"), priority="project")
        return super().from_crawler(crawler)

    def open_spider(self, spider: Spider) -> None:
        super().open_spider(spider)
        with self._failing("opened"):
            for slot in self.slots:
                slot.start_exporting()

    def item_scraped(self, item: Item, spider: Spider) -> None:
        if self._failed():
            return
        with self._failing("written"):
            super().item_scraped(item, spider)
            for slot in self.slots:
                if slot.file is not None:
                    slot.file.flush()
            spider.exported(item)  # type: ignore[attr-defined]

    async def _close_slot(self, slot: FeedSlot, spider: Spider) -> None:
        storage = slot.storage
        if slot.file is None and self._failed():  # it could not be opened
            return
        if isinstance(storage, LocalFeedStorage) and not slot.itemcount and storage.is_idle():
            storage.discard()
        else:
            slot.store_empty = True  # what an earlier crawl left in the part is to be put in its place
            await super()._close_slot(slot, spider)
            stats = self.crawler.stats
            if stats is not None and stats.get_value(f"feedexport/failed_count/{type(storage).__name__}"):
                stats.set_value("feedexport/failed", stats.get_value("feedexport/failed") or "the feed could not be finished")

    def _failed(self) -> bool:
        return any(self.crawler.stats.get_value(key) for key in ("feedexport/failed", "state/failed"))

    @contextmanager
    def _failing(self, done: str) -> Iterator[None]:
        try:
            yield
        except StateError as error:
            logger.error("%s. The crawl ends here; articles whose state is not written are read again by the next one.", error)
            self._end("state_failed", "state/failed", error)
        except (OSError, UsageError, UnicodeError) as error:
            name = ", ".join(slot.uri for slot in self.slots) or ", ".join(self.feeds)
            logger.error("the feed %s could not be %s: %s. The crawl ends here; what is not in the feed is read again by the next one.", name, done, getattr(error, "strerror", None) or error)
            self._end("feed_failed", "feedexport/failed", error)

    def _end(self, reason: str, stat: str, error: Exception) -> None:
        self.crawler.stats.set_value(stat, str(error))
        self._closing = self._closing or asyncio.ensure_future(self._close(reason))

    async def _close(self, reason: str) -> None:
        """End the crawl. Scrapy waits for ever where it is told to while an item that came without a response is on its way: it does not look again."""
        engine = self.crawler.engine
        assert engine is not None
        closing = asyncio.ensure_future(engine.close_spider_async(reason=reason))
        while not (await asyncio.wait([closing], timeout=0.1))[0]:
            slot = engine.scraper.slot
            if slot is not None and slot.closing is not None and not slot.closing.called:
                engine.scraper._check_if_closing()


def _holds(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0
