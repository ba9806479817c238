"""新华网 www.news.cn, until 2021 www.xinhuanet.com, and its channels. UTF-8, before 2010 GB2312. Templates of 2021 (`new`: the date in pieces, 2026 09/15
08:30:12, the head once more for telephones), 2017 (`old`), 2012 (`portal`), 2005 (`regional`).
"""
import re

from crawler.page import Page
from crawler.reader import RawArticle
from crawler.site import Layout, Listing, Site, TextLayout

SIGNED = r"XINHUANET\.com|新华网(?:股份有限公司)?\s{0,9}版权所有|版权所有\s{0,9}[:：]?\s{0,9}新华网|【纠错】\s{0,9}[【\[]?\s?责任编辑"
PIECES = r"^[ \t]{0,9}\d{4}\s{1,9}\d\d\s?/\s?\d\d\s{1,9}\d\d:\d\d(?::\d\d)?[ \t]{0,9}$"
WHOLE = r"\d{4}[-年]\d\d[-月]\d\d日?\s{0,9}(?:\d\d:\d\d(?::\d\d)?)?\s{0,9}来源\s?[:：]"
TOOLS = r"^字体\s?[:：]|^【字号"
ENDS = {"neighbours": r"阅读下一篇", "comments": r"新闻\s?评论$|热帖$"}
DROP = {"pages": "#div_currpage, #div_page_roll1", "correction": ".tiyi1, .advise", "widgets": ".tadd, .zan-wap, .share, .p-kwap"}


class Xinhua(Site):
    name, publisher, scheme = "xinhua", "新华网", "http"
    hosts = ("news.cn", "xinhuanet.com")
    article_url = (r"/(?:[A-Za-z0-9_-]{1,40}/){0,6}(?:(?:\d{4}-\d\d/\d\d/c_|\d{8}/)(?P<id>\d{8,12}|[0-9a-f]{32})|\d{4}-\d\d/\d\d/content_\d{4,12})"
                   r"(?:_\d{1,2})?(?:/c)?\.html?")
    title_suffix = r"\s*[-_—]{1,2}\s*新华网(?:[^\s_-]{1,8}频道)?"
    listings = (Listing("http://www.news.cn/energy/", "//a[contains(@href, '/c.html') or contains(@href, '/c_')]"),)
    layouts = (
        Layout(name="new", marks=("div.head-line",), title=("div.head-line .title", "h1"), date="div.header-cont .header-time",
               info="div.header-cont .source, div.mheader .info", crumbs="div.header-nav", body=("#detailContent", "#detail"), byline="#articleEdit .editor", drop=DROP, ends=ENDS),
        Layout(name="old", marks=("div.h-title",), title="div.h-title", info="div.h-info", crumbs="div.news-position", body=("div.main-aticle", "#p-detail"), drop=DROP, ends=ENDS),
        Layout(name="portal", marks=("#title", "//meta[@name='publishid'] | id('pubtime')"), title=("#title",), info="#pubtime, #source",
               body=("#content", "div.article", "#article"), drop=DROP, ends=ENDS),
        Layout(name="regional", marks=("#Title", "#Content"), title="#Title", body="#Content", drop=DROP, ends=ENDS),
        TextLayout(name="text", marks=(SIGNED, PIECES), without=(WHOLE,), info=rf"^来源\s?[:：]|{TOOLS}", title_below=True, ends=ENDS),
        TextLayout(name="text", marks=(SIGNED, WHOLE), info=f"{WHOLE}|{TOOLS}", ends=ENDS),
    )

    def read_date(self, page: Page, raw: RawArticle) -> str | None:
        """The date, which a copied page has in pieces over the source and the title."""
        found = re.search(PIECES, page.plain, re.M) if page.form == "text" else None
        return found.group().strip() if found else raw.date
