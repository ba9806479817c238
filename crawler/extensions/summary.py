"""What a crawl did, as a short table for a person at its end."""
from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from scrapy import signals

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler


class Summary:
    """Prints the table to standard error when the spider is closed, whatever the log level."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Summary:
        summary = cls(crawler)
        crawler.signals.connect(summary.show, signals.engine_stopped)
        return summary

    def show(self) -> None:
        """Print the table."""
        from crawler.commands.console import printable

        spider: Spider | None = self._crawler.spider
        stats = self._crawler.stats.get_stats() if self._crawler.stats else {}
        if spider is not None:
            print(printable(table(spider.name, stats)), file=sys.stderr, flush=True)


def table(name: str, stats: Mapping[str, Any]) -> str:
    """The table of the crawl of `name`, from its statistics."""
    rows: list[tuple[str, int, Mapping[str, int]]] = [
        ("fetched", stats.get("downloader/response_count", 0), {}),
        ("lists", *_by_kind(stats, "lists/")),
        ("articles", *_sum(stats, "articles/", ("new", "updated", "reread"))),
        ("known", *_sum(stats, "articles/", ("known", "unchanged"))),
        ("left out", *_sum(stats, "articles/", ("outside", "duplicate", "invalid"))),
        ("no article", *_by_kind(stats, "no_article/")),
        ("failed", *_by_kind(stats, "failed/")),
        ("refused", *_by_kind(stats, "refused/")),
    ]
    lines = [f"{label:<10} {number:>8,}  {', '.join(f'{count:,} {kind}' for kind, count in sorted(kinds.items()))}".rstrip()
             for label, number, kinds in rows if number or label in ("fetched", "articles", "known")]
    return "\n".join([f"{name}: {stats.get('finish_reason', 'ended')}", *lines])


def _by_kind(stats: Mapping[str, Any], prefix: str) -> tuple[int, Mapping[str, int]]:
    kinds = Counter({key.removeprefix(prefix).replace("/", " "): number for key, number in stats.items() if key.startswith(prefix)})
    return kinds.total(), kinds


def _sum(stats: Mapping[str, Any], prefix: str, kinds: tuple[str, ...]) -> tuple[int, Mapping[str, int]]:
    found = Counter({kind: stats[prefix + kind] for kind in kinds if stats.get(prefix + kind)})
    return found.total(), found
