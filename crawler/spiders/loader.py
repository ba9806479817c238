"""Finds the spiders: those of the modules, and one for every site that says where its lists are (setting SPIDER_LOADER_CLASS)."""
from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.spiderloader import SpiderLoader

from crawler.site import Site, sites
from crawler.spiders.news import NewsSpider

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


class SiteSpiderLoader(SpiderLoader):
    """Scrapy's loader; a site file with `listings` or `issues` is all that a spider needs."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self._spiders |= {name: spider_of(site) for name, site in sites().items() if site.listings or site.issues}
        self._spiders = dict(sorted(self._spiders.items()))


def spider_of(site: Site) -> type[NewsSpider]:
    """The spider of a site."""
    return type(f"{type(site).__name__}Spider", (NewsSpider,), {"name": site.name, "site": site, "__doc__": f"Crawls {site.publisher}."})
