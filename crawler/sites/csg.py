"""中国南方电网 www.csg.cn and its subsidiaries. UTF-8; templates of about 2017 (`old`) and 2026 (`new`).

The folders of the lists are named by the year.
"""
from crawler.families import trs
from crawler.site import Listing

LINKS, NEXT = "div.list-news li a", "//div[@id='page']//a[normalize-space(.)='>']"


class Csg(trs.Trs):
    name, publisher, scheme = "csg", "中国南方电网", "https"
    hosts = ("csg.cn",)
    numbering = ("www.csg.cn",)
    fold_hosts = {"csg.cn": "www.csg.cn"}
    article_url = trs.ADDRESS
    title_suffix = r"\s*[-_|]{1,3}\s*(?:中国)?南方电网(?:有限责任公司|公司)?"
    listings = (Listing("https://www.csg.cn/xwzx/2026/2026gsyw/", links=LINKS, next=NEXT),
                Listing("https://www.csg.cn/xwzx/2026/2026yxcz/", links=LINKS, next=NEXT))
    layouts = (trs.layout("old", marks=("#articleTitle",), title="#articleTitle h2", info="#articleTitle h4",
                          body=trs.EDITOR, head=("date", "source")),
               trs.layout("new", marks=("#ArtText",), body="#ArtText", head=("date", "source")),
               *trs.text_layouts(r"中国南方电网(?:有限责任公司)?\s*版权所有|版权所有\s*[:：]?\s*中国南方电网"))
