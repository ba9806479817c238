"""Drops an article that this crawl gave already: the same id, from another host or another address."""
from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.spiders.visit import Item


class Deduplicate:
    """The first item with an id goes on."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._ids: set[int] = set()  # hashes: a crawl may give many

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Deduplicate:
        return cls(crawler)

    def process_item(self, item: Item) -> Item:
        if (number := hash(item["id"])) not in self._ids:
            self._ids.add(number)
            return item
        self._crawler.stats.inc_value("articles/duplicate")  # type: ignore[union-attr]
        self._crawler.spider.dropped(item, broken=False)  # type: ignore[union-attr]
        raise DropItem(f"{item['url'] or item['id']}: the article {item['id']} is in the feed already", log_level="DEBUG")
