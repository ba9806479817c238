"""新华网 www.news.cn, until 2021 www.xinhuanet.com, and its channels. UTF-8; in the years before 2010 GB2312.

Templates of 2021 (`new`: the date in pieces, 2026 09/15 08:30:12, and head and info once more for telephones), 2017 (`old`), 2012 (`portal`), 2005 (`regional`).
"""
from crawler.site import Layout, Listing, Site, TextLayout

OWNED = r"XINHUANET\.com|新华网(?:股份有限公司)?\s*版权所有|版权所有\s*[:：]?\s*新华网"
PIECES = r"^\s*\d{4}\s{1,9}\d\d\s?/\s?\d\d\s{1,9}\d\d:\d\d(?::\d\d)?\s*$"
WHOLE = r"\d{4}[-年]\d\d[-月]\d\d日?\s{0,9}(?:\d\d:\d\d(?::\d\d)?)?\s{0,9}来源\s?[:：]"
DROP = {"pages": "#div_currpage, #div_page_roll1, .p-pages", "correction": ".tiyi1, .advise",
        "widgets": ".tadd, .zan-wap, .share, .p-kwap", "related": ".nextpage, .bookList, .relatedNews, .columBottomTJ"}


class Xinhua(Site):
    name, publisher, scheme = "xinhua", "新华网", "http"
    hosts = ("news.cn", "xinhuanet.com")
    article_url = (r"/(?:[A-Za-z0-9_-]{1,40}/){0,6}(?:(?:\d{4}-\d\d/\d\d/c_|\d{8}/)(?P<id>\d{8,12}|[0-9a-f]{32})|\d{4}-\d\d/\d\d/content_\d{4,12})"
                   r"(?:_\d{1,2})?(?:/c)?\.html?")
    title_suffix = r"\s*[-_—]{1,2}\s*新华网(?:[^\s_-]{1,8}频道)?"
    listings = (Listing("http://www.news.cn/energy/", "//a[contains(@href, '/c.html') or contains(@href, '/c_')]"),)
    layouts = (
        Layout(name="new", marks=("div.head-line",), title=("div.head-line .title", "h1"), info="div.header-cont .header-time, div.header-cont .source",
               crumbs="div.header-nav", body=("#detailContent", "#detail"), byline="#articleEdit .editor", drop=DROP),
        Layout(name="old", marks=("div.h-title",), title="div.h-title", info="div.h-info", crumbs="div.news-position",
               body=("div.main-aticle", "#p-detail"), drop=DROP),
        Layout(name="portal", marks=("#title", "//meta[@name='publishid'] | id('pubtime')"), title=("#title",), info="#pubtime, #source",
               body=("#content", "div.article", "#article"), drop=DROP),
        Layout(name="regional", marks=("#Title", "#Content"), title="#Title", body="#Content", drop=DROP),
        TextLayout(name="text", marks=(f"{OWNED}|【纠错】", PIECES), without=(WHOLE,), info=PIECES, title_below=True),
        TextLayout(name="text", marks=(OWNED, WHOLE)), TextLayout(name="text", marks=(r"【纠错】", r"责任编辑\s?[:：]")),
    )
