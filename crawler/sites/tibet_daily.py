"""西藏日报 epaper.chinatibetnews.com/xzrb. UTF-8 with a BOM. The host has five papers more, in Tibetan some of them."""
from crawler.families.epaper import ARTICLES, LAYOUTS, PAGES, Founder, copied
from crawler.site import Listing


class TibetDaily(Founder):
    name, publisher = "tibet_daily", "西藏日报"
    hosts = ("epaper.chinatibetnews.com/xzrb",)
    listings = (Listing("http://epaper.chinatibetnews.com/xzrb/index.html", ARTICLES, PAGES),)
    layouts = (*LAYOUTS, copied(r"西藏日报社出版"))
