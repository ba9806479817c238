"""西藏日报 epaper.chinatibetnews.com/xzrb. UTF-8 with a BOM. The host has five papers more, in Tibetan some of them."""
from crawler.families.epaper import LAYOUTS, Founder, copied
from crawler.site import Listing


class TibetDaily(Founder):
    name, publisher = "tibet_daily", "西藏日报"
    hosts = ("epaper.chinatibetnews.com/xzrb",)
    listings = (Listing("http://epaper.chinatibetnews.com/xzrb/index.html", links="#main-ed-articlenav-list a, area", next="a#pageLink"),)
    layouts = (*LAYOUTS, copied(r"西藏日报社出版"))
