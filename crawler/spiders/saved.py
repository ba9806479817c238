"""Saved pages through the pipelines of a crawl: `scrapy crawl saved -a path=FOLDER`."""
from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from scrapy import Spider

import crawler
from crawler.addresses import address_in
from crawler.article import Article
from crawler.commands.inputs import Inputs
from crawler.exporters.rejected import RejectedFile
from crawler.joining import Joiner
from crawler.spiders.visit import Item

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

NAMES = ("path", "site", "url_from")


class SavedSpider(Spider):
    """Reads the files and folders at `path` as `crawler.parse_file` does; nothing is fetched.

    `site` names the site to read them by; `url_from=name` takes addresses from file names. ValueError for other arguments, or without a path.
    """

    name = "saved"
    rejected: RejectedFile

    def __init__(self, *args: Any, **arguments: Any) -> None:
        super().__init__(*args)
        unknown = [name for name in arguments if name not in NAMES]
        if unknown or not arguments.get("path"):
            raise ValueError(f"no such argument: -a {unknown[0]}; there are {', '.join(NAMES)}" if unknown else "give -a path=FOLDER, or a file, of saved pages")
        self.path, self._site = str(arguments["path"]), arguments.get("site")
        self._url_from_name = arguments.get("url_from") == "name"

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **arguments: Any) -> SavedSpider:
        spider = super().from_crawler(crawler, *args, **arguments)
        spider.rejected = RejectedFile(crawler.settings.get("REJECTED").format(name=cls.name))
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """The articles of all files, in a stable order; those on several pages joined."""
        joiner = Joiner()
        for path in Inputs([self.path]).paths:
            for article in self._articles(path):
                for whole in joiner.add(article):
                    yield Item(whole)
        for whole in joiner.rest():
            yield Item(whole)

    def _articles(self, path: str) -> Any:
        try:
            for found in crawler.parse_file(path, address_in(path.rpartition("/")[2]) if self._url_from_name else None, site=self._site):
                if isinstance(found, Article):
                    yield found
                else:
                    self._count(f"no_article/{found.kind}")
                    self.rejected.add(found.url, found.kind, f"{path}: {found.reason}")
        except OSError as error:
            self._count("failed/unreadable")
            self.rejected.add(None, "unreadable", f"{path}: {error.strerror or error}")
            self.logger.error("%s: %s", path, error.strerror or error)

    def _count(self, name: str) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(name)

    def exported(self, item: Item) -> None:
        """Called when an item stands in the feed."""
        self._count("articles/new")

    def dropped(self, item: Item, *, broken: bool) -> None:
        """Called when a pipeline dropped an item."""

    def closed(self, reason: str) -> None:
        """Called by Scrapy at the end."""
        self.rejected.close()
