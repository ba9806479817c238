"""Drops an item that breaks the contract of `article.py`, and keeps it in the rejected file."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema_rs
from scrapy.exceptions import DropItem

from crawler.article import SCHEMA

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.spiders.visit import Item


class Validate:
    """Holds every item against the JSON Schema, and its ledger against the sum that it must make."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._validator = jsonschema_rs.validator_for(json.dumps(SCHEMA))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Validate:
        return cls(crawler)

    def process_item(self, item: Item) -> Item:
        fault = self._fault(item)
        if fault is None:
            return item
        spider = self._crawler.spider
        spider.rejected.add(item.get("url"), "invalid", fault, dict(item))  # type: ignore[union-attr]
        self._crawler.stats.inc_value("articles/invalid")  # type: ignore[union-attr]
        spider.dropped(item, broken=True)  # type: ignore[union-attr]
        raise DropItem(f"{item.get('url') or item.get('id')}: {fault}")

    def _fault(self, item: Item) -> str | None:
        try:
            self._validator.validate(dict(item))
        except jsonschema_rs.ValidationError as error:
            place = "".join(f"[{part!r}]" for part in error.instance_path)
            return f"item{place}: {error.message}"[:500]
        ledger = item["ledger"]
        if ledger["page"] != ledger["kept"] + ledger["removed"] + ledger["outside"]:
            return f"the ledger does not add up: {ledger['page']} = {ledger['kept']} + {ledger['removed']} + {ledger['outside']}"
        return None
