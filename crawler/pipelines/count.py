"""Counts what items lack and what they warn of, so that a site that changed is seen in the numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.spiders.visit import Item

FIELDS = ("title", "published_at", "source", "authors", "editors", "section", "keywords", "images", "text")
"""Fields whose lack is counted: those that a template gives on most of its pages."""


class Count:
    """Adds to the statistics `article/count`, `article/field/<name>/missing`, `article/warning/<code>` and `article/layout/<reader>`; each also
    by site (`article/site/<site>/…`) where one crawl reads several."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Count:
        return cls(crawler)

    def process_item(self, item: Item) -> Item:
        prefix = "article" if item["site"] == self._crawler.spider.name else f"article/site/{item['site']}"  # type: ignore[union-attr]
        names = [f"{prefix}/count", f"{prefix}/layout/{item['reader'].partition('@')[0]}"]
        names += [f"{prefix}/field/{name}/missing" for name in FIELDS if not item[name]]
        names += [f"{prefix}/warning/{code}" for code in item["warnings"]]
        for name in names:
            self._crawler.stats.inc_value(name)  # type: ignore[union-attr]
        return item
