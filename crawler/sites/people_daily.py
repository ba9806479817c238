"""人民日报 paper.people.com.cn/rmrb. UTF-8. Until 2024-11 html/YYYY-MM/DD/nw.*.htm, since then pc/content and pad/content/YYYYMM/DD."""
from crawler.families.epaper import ARTICLES, LAYOUTS, PAGES, Founder, copied
from crawler.site import Issues, Listing


class PeopleDaily(Founder):
    name, publisher = "people_daily", "人民日报"
    hosts = ("paper.people.com.cn/rmrb",)
    title_suffix = r"\s*[-_—|]{1,2}\s*人民日报(?:数字报|电子版)?"
    listings = (Listing("https://paper.people.com.cn/rmrb/paperindex.htm", ARTICLES, PAGES),)
    issues = (Issues("https://paper.people.com.cn/rmrb/pc/layout/{day:%Y%m/%d}/node_01.html", ARTICLES, PAGES, first="2024-12-01"),
              Issues("https://paper.people.com.cn/rmrb/html/{day:%Y-%m/%d}/nbs.D110000renmrb_01.htm", ARTICLES, PAGES, last="2024-11-30"))
    layouts = (*LAYOUTS, copied(r"《\s?人民日报\s?》\s?[（(]\s?\d{4}\s?年|^人民日报(?:数字报|电子版)"))
