"""湖南日报 epaper.voc.com.cn/hnrb, before about 2016 hnrb.voc.com.cn. UTF-8. Page k of an issue is node_20k.htm."""
from crawler.families.epaper import ARTICLES, LAYOUTS, PAGES, Founder, copied
from crawler.site import Issues, Listing


class HunanDaily(Founder):
    name, publisher = "hunan_daily", "湖南日报"
    hosts = ("epaper.voc.com.cn/hnrb", "hnrb.voc.com.cn/hnrb_epaper")
    title_suffix = r"\s*[-_—|]{1,2}\s*湖南日报(?:数字报|电子版)?"
    listings = (Listing("https://epaper.voc.com.cn/hnrb/paperindex.htm", ARTICLES, PAGES),)
    issues = (Issues("https://epaper.voc.com.cn/hnrb/html/{day:%Y-%m/%d}/node_201.htm", ARTICLES, PAGES,
                     calendar="https://epaper.voc.com.cn/hnrb/html/{day:%Y-%m}/period.xml"),
              Issues("http://hnrb.voc.com.cn/hnrb_epaper/html/{day:%Y-%m/%d}/node_201.htm", ARTICLES, PAGES, last="2015-12-31"))
    layouts = (*LAYOUTS, copied(r"湖南日报(?:数字报|电子版|社版权所有|报业集团)|^\s*湖南日报\s*$"))
