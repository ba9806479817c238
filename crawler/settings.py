"""Settings of the Scrapy project: what differs from Scrapy's defaults, each with its reason."""
from __future__ import annotations

import os

import crawler

BOT_NAME = "dianwen"
SPIDER_MODULES = ["crawler.spiders"]
COMMANDS_MODULE = "crawler.commands"

# A site's owner can see who reads the site and whom to write to. Set DIANWEN_CONTACT to an address or a page of yours.
CONTACT = os.environ.get("DIANWEN_CONTACT", "")
USER_AGENT = f"dianwen/{crawler.__version__} ({f'+{CONTACT}' if CONTACT else 'reader of power-industry news'})"

# Small sites of public bodies: one request at a time. Scrapy spreads a delay over 0.5 to 1.5 times its value, so that
# two seconds are never less than one; a slow server gets longer pauses.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 2
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 2

# Nobody steers a crawl through an open port.
TELNETCONSOLE_ENABLED = False

# Chinese is to be read, not escaped; nested values and nulls need care in CSV and XML.
FEED_EXPORT_ENCODING = "utf-8"
FEED_EXPORTERS = {
    "csv": "crawler.exporters.formats.ArticleCsvExporter",
    "xml": "crawler.exporters.formats.ArticleXmlExporter",
}

# Bytes of one page or saved file; a larger one is not read. It may be set lower: `crawler.parse` has this limit itself.
MAX_INPUT = crawler.MAX_INPUT
DOWNLOAD_MAXSIZE = MAX_INPUT
