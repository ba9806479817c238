"""Settings of the Scrapy project: what differs from Scrapy's defaults, each with its reason, and the project's own."""
from __future__ import annotations

import os
from importlib.util import find_spec

import crawler

BOT_NAME = "dianwen"
SPIDER_MODULES = ["crawler.spiders.saved"]
SPIDER_LOADER_CLASS = "crawler.spiders.loader.SiteSpiderLoader"
COMMANDS_MODULE = "crawler.commands"

# ---------------------------------------------------------------------------------------------------- who we are, and how slow
def user_agent(contact: str) -> str:
    """What a site's owner sees in the log: who reads the site, and whom to write to."""
    return f"dianwen/{crawler.__version__} ({f'+{contact}' if contact else 'reader of power-industry news'})"


# An address or a page of yours: set DIANWEN_CONTACT, or give `-s CONTACT=…`.
CONTACT = os.environ.get("DIANWEN_CONTACT", "")
USER_AGENT = user_agent(CONTACT)
ROBOTSTXT_USER_AGENT = "dianwen"

# Small sites of public bodies: one request at a time. Scrapy spreads a delay over 0.5 to 1.5 times its value, so that
# two seconds are never less than one; a slow server gets longer pauses.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 8  # over all hosts; also how many are still answered after Ctrl-C
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 2
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 2
RETRY_TIMES = 3
RETRY_BACKOFF = 5  # seconds before the first new try of a page, twice as many before the next
RETRY_AFTER_MAX = 600  # seconds: a longer `Retry-After` is not waited for, the page fails

# ---------------------------------------------------------------------------------------------------- what a crawl remembers and keeps
STATE_URL = "sqlite:///.crawl/state.sqlite"  # or postgresql://…, or memory:
REVISIT_DAYS = 0  # known articles younger than that are asked for again
STOP_AFTER_KNOWN = 50  # a list is left after so many known articles in a row; 0: never
FAILED_TRIES = 5  # crawls in which a page that cannot be fetched is tried
MIRRORS = None  # JSON, host -> base address: where pages are fetched from instead
KEEP_PAGES = None  # folder: every response is kept in a WARC file there
REJECTED = "output/rejected/{name}.jsonl"  # what gave no article, a line each

DEFAULT_FEEDS = {"output/%(name)s-%(day)s.jsonl": {"format": "jsonlines", "part": True}}  # where neither -o nor -O is given
FEED_URI_PARAMS = "crawler.extensions.feeds.uri_params"
FEED_STORAGES = {"": "crawler.extensions.feeds.LocalFeedStorage", "file": "crawler.extensions.feeds.LocalFeedStorage"}
FEED_EXPORT_ENCODING = "utf-8"  # Chinese is to be read, not escaped
FEED_EXPORTERS = {  # nested values and nulls need care in CSV and XML
    "csv": "crawler.exporters.formats.ArticleCsvExporter",
    "xml": "crawler.exporters.formats.ArticleXmlExporter",
}

# ---------------------------------------------------------------------------------------------------- what happens to an item
ITEM_PIPELINES = {
    "crawler.pipelines.validate.Validate": 100,
    "crawler.pipelines.deduplicate.Deduplicate": 200,
    "crawler.pipelines.count.Count": 300,
}

# ---------------------------------------------------------------------------------------------------- what happens to a request
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.middlewares.refusing.OnSite": 50,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.refusing.Robots": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.middlewares.patience.Patience": 550,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.middlewares.refusing.Redirect": 600,
    "crawler.middlewares.pace.LocalPace": 800,
    # Not needed here, and each costs every request: the spider itself follows the one page that refreshes.
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
}
SPIDER_MIDDLEWARES = {  # the spider looks at status and depth itself, and sends no Referer
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
CONCURRENT_ITEMS = 1  # Scrapy starts as many tasks for every page, and our pipelines wait for nothing
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the spider asks for an article once, under whatever address
COOKIES_ENABLED = False
DEFAULT_REQUEST_HEADERS = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "Accept-Language": "zh-CN,zh;q=0.9"}

# Bytes of one page or saved file, packed or unpacked; a larger one is not read. It may be set lower: `crawler.parse` has this limit itself.
MAX_INPUT = crawler.MAX_INPUT
DOWNLOAD_MAXSIZE = MAX_INPUT
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 60  # seconds for a whole page
REDIRECT_MAX_TIMES = 5
DOWNLOAD_HANDLERS = {  # nothing but the web
    "http": "crawler.network.handler.SiteHandler", "https": "crawler.network.handler.SiteHandler",
    "file": None, "data": None, "ftp": None, "s3": None,
}
TWISTED_DNS_RESOLVER = "crawler.network.resolver.PublicResolver"
DNS_TIMEOUT = 20

# ---------------------------------------------------------------------------------------------------- around it
EXTENSIONS = {
    "scrapy.extensions.feedexport.FeedExporter": None,
    "crawler.extensions.feeds.ArticleFeedExporter": 0,
    "crawler.extensions.archive.Archive": 0,
    "crawler.extensions.summary.Summary": 900,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
}
TELNETCONSOLE_ENABLED = False  # nobody steers a crawl through an open port
REMOTE_CONTROL_ENABLED = False
LOG_LEVEL = "INFO"  # a line a page, at DEBUG, takes longer than reading the page
WARN_ON_GENERATOR_RETURN_VALUE = False
if find_spec("uvloop"):
    ASYNCIO_EVENT_LOOP = "uvloop.Loop"
