"""`scrapy crawl SITE`: Scrapy's command, with its arguments looked at before anything is fetched, and an exit status that says how it ended."""
from __future__ import annotations

import argparse
import difflib
from collections.abc import Mapping
from typing import Any

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError
from scrapy.settings import SETTINGS_PRIORITIES
from scrapy.spiderloader import get_spider_loader

from crawler import listings
from crawler import settings as project
from crawler.commands.console import say
from crawler.exporters import feed as feeds
from crawler.network.mirrors import Mirrors
from crawler.spiders.news import NewsSpider
from crawler.spiders.plan import Plan
from crawler.state import State, StateError

_GOOD_ENDS = ("finished", "shutdown")


class Command(ScrapyCrawl):
    """Exit status: 0 the crawl came to its end (or was stopped by Ctrl-C), 1 it could not (a WAF, the feed, the state, or no page at all could be fetched), 2 wrong
    usage."""

    requires_crawler_process = False  # it is made when the arguments are known to be right

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("give one SITE; `scrapy list` shows them")
        try:
            self._prepare(args[0], opts.spargs)
        except StateError as error:
            say(f"scrapy crawl: {error}")
            self.exitcode = 1
            return
        self._introduce()
        self.crawler_process = AsyncCrawlerProcess(self.settings)
        crawler = self._create_crawler(args[0])
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        stats = crawler.stats.get_stats() if crawler.stats else {}
        if self.crawler_process.bootstrap_failed or stats.get("finish_reason") not in _GOOD_ENDS or _failed(stats):
            self.exitcode = 1

    def _prepare(self, name: str, arguments: Mapping[str, Any]) -> None:
        """UsageError or StateError for whatever would go wrong later."""
        assert self.settings is not None
        spiders = get_spider_loader(self.settings)
        known = spiders.list()
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            raise UsageError(f"no site {name!r}" + (f"; did you mean {near[0]}?" if near else "") + f" There are: {', '.join(known)}", print_help=False)
        spider = spiders.load(name)
        try:
            Mirrors(self.settings.get("MIRRORS"))
            if issubclass(spider, NewsSpider):
                plan = Plan.of(arguments)
                listings.starts(spider.site, plan.sections)
                if plan.until and not plan.since and spider.site.issues:
                    raise ValueError("until needs since, for a newspaper: its issues are asked for day by day")
            else:
                spider(**arguments)
        except ValueError as error:
            raise UsageError(str(error), print_help=False) from error
        targets = [self._target(uri, options) for uri, options in self.settings.getdict("FEEDS").items()]
        if any(target and target.replace and _holds(target) for target in targets):
            say("scrapy crawl: -O replaces a feed that holds articles: known ones are read again")
            self.settings.set("REREAD", True, priority="cmdline")
        if issubclass(spider, NewsSpider):
            self._try_state(name)

    def _target(self, uri: str, options: Mapping[str, Any]) -> feeds.Target | None:
        """The feed file that a setting FEEDS means; None for what is no file of this machine, or where the crawl names it."""
        if "://" in uri or "%(" in uri or uri.startswith("stdout:"):
            return None
        assert self.settings is not None
        return feeds.target(f"{uri}:{options['format']}", feeds.exporters(self.settings), replace=bool(options.get("overwrite")))

    def _introduce(self) -> None:
        """The user agent names the setting CONTACT, wherever that was set."""
        assert self.settings is not None
        if (self.settings.getpriority("USER_AGENT") or 0) <= SETTINGS_PRIORITIES["project"]:
            self.settings.set("USER_AGENT", project.user_agent(self.settings.get("CONTACT") or ""), priority="project")

    def _try_state(self, name: str) -> None:
        assert self.settings is not None
        state = State(self.settings.get("STATE_URL"), name)
        try:
            state.claim()
        finally:
            state.close()


def _holds(target: feeds.Target) -> bool:
    """Whether the feed, or what a crawl that was cut short left of it, holds anything."""
    paths = (target.path, feeds.part_of(target.path)) if target.path else ()
    return any(path.is_file() and path.stat().st_size > 0 for path in paths)


def _failed(stats: Mapping[str, Any]) -> bool:
    """Whether the feed or the state could not be written, something of ours broke, or nothing came of all that was to be asked for."""
    if any(stats.get(key) for key in ("feedexport/failed", "state/failed", "failed/error")):
        return True
    tried = any(key.startswith(("lists/", "refused/")) for key in stats)
    return tried and not any(stats.get(key) for key in ("lists/fetched", "lists/unchanged", "lists/none", "item_scraped_count", "articles/unchanged", "articles/outside"))
