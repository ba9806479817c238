"""中国电力新闻网, since about 2022 中国能源新闻网, cpnn.com.cn, with 中国电力报. Old pages GBK, new ones UTF-8.

Three old templates print years with two digits (日期：21.07.13). Of the new one no selector is known: the generic reader reads it. The e-paper
of 中国电力报 has no pages at all: an article is a JSON object, asked for at one address that names none.
"""
import re

from crawler.page import Page
from crawler.reader import RawArticle
from crawler.site import JsonLayout, Layout, Listing, Site, TextLayout

OWNED = (r"中国(?:电力|能源)新闻网\s{0,20}版权所有|版权所有.{0,12}中国(?:电力|能源)新闻网"
         r"|(?:【稿件声明】|凡.{0,10}注明).{0,40}中国(?:电力|能源)新闻网")
LINKS = "div.cpnnlist_l li a, div.cpnn-content-left-list ul li h1 a, ul.infoList > li a"
PAGES = "//a[starts-with(@id, 'pagenav_')][starts-with(@href, 'index_')]"
CHANNELS = tuple("nytt xwtt xny dfny nyqy hy kj dianli2023 yq".split())
DROP = {"copyright": "//b[contains(., '稿件声明')]/parent::p"}
ENDS = {"attachments": r"附件[:：]$"}
SHORT_INFO = r"日期[:：]\s*\d\d[^\d\s]\d\d[^\d\s]\d\d(?!\d)"
MOBILE = re.compile(r"_wap(?=\.html(?:\?|$))")
PICTURES = "//div[@class='txs' or starts-with(@class, 'txs-')]"
CAPTIONS = f"{PICTURES}//p[not(.//img)] | {PICTURES}/div[not(.//img or .//p)]"
GUIDS = ("guid", "ZB_GUID", "zbGuid")


class Cpnn(Site):
    name, publisher, short_years = "cpnn", "中国电力新闻网", True
    hosts = ("cpnn.com.cn",)
    article_url = r"/(?:[A-Za-z0-9-]{1,40}/){1,5}\d{6}/t(?P<date>\d{8})_(?P<id>\d+)(?:_wap)?\.html?"
    service_url = r"/reader/layout/detailData\.do$"
    title_suffix = r"\s*[-_—]{1,2}\s*中国(?:能源|电力)新闻网"
    listings = (Listing("https://cpnn.com.cn/news/{section}/", LINKS, next=PAGES, sections=CHANNELS),
                Listing("http://www.cpnn.com.cn/zdyw/default.htm", LINKS), Listing("https://cpnn.com.cn/", LINKS))
    layouts = (
        Layout(name="a", marks=(".cpnn-con-title",), title=".cpnn-con-title h1", info=".cpnn-zhengwen-time", crumbs=".cpnn-minnav",
               body=".cpnn-con-zhenwen", head=("keywords",), drop=DROP, ends=ENDS),
        Layout(name="b", marks=(".hdtitle",), title=".hdtitle h1", info=".tiebar", crumbs=".mianbaoxie", body="#Zoom", head=("keywords",), drop=DROP, ends=ENDS),
        Layout(name="c", marks=(".F-title",), title=".F-title", info=".cDGray", crumbs=".title02", body="#zoom", head=("keywords",), drop=DROP, ends=ENDS),
        JsonLayout(name="json", keys=("docTitle", "docPubTime", "content"), title=".docTitle", date=".docPubTime", authors=".docAuthor",
                   subtitle="//div[@class='fb'][starts-with(normalize-space(.), '——')]", section=".fb",
                   body=f"//div[@class='content'] | {PICTURES}", captions=CAPTIONS, drop={"address": ".address"}),
        TextLayout(name="text", marks=(OWNED,), info=SHORT_INFO, ends=ENDS),
    )

    def article_id(self, page: Page, raw: RawArticle) -> str | None:
        """The number of the page, or the GUID that the JSON of the e-paper gives."""
        return next((value for place, value in page.values if place in GUIDS and value), None) or super().article_id(page, raw)

    def canonical_url(self, url: str) -> str:
        """The desktop page of a mobile one."""
        return MOBILE.sub("", super().canonical_url(url))
