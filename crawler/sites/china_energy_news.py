"""中国能源报 paper.people.com.cn/zgnyb, of the 人民日报 family. UTF-8. Plain HTTP has been answered 403 since 2026."""
from crawler.families.epaper import ARTICLES, LAYOUTS, PAGES, Founder, copied
from crawler.site import Issues, Listing


class ChinaEnergyNews(Founder):
    name, publisher = "china_energy_news", "中国能源报"
    hosts = ("paper.people.com.cn/zgnyb",)
    title_suffix = r"\s*[-_—|]{1,2}\s*中国能源报(?:数字报|电子版)?"
    listings = (Listing("http://paper.people.com.cn/zgnyb/paperindex.htm", ARTICLES, PAGES),)
    issues = (Issues("http://paper.people.com.cn/zgnyb/pc/layout/{day:%Y%m/%d}/node_01.html", ARTICLES, PAGES, first="2024-12-01"),
              Issues("http://paper.people.com.cn/zgnyb/html/{day:%Y-%m/%d}/node_2222.htm", ARTICLES, PAGES, last="2024-11-30"))
    layouts = (*LAYOUTS, copied(r"《\s?中国能源报\s?》\s?[（(]\s?\d{4}\s?年|^中国能源报(?:数字报|电子版)"))
