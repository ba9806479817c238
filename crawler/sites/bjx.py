"""北极星 bjx.com.cn and its sub-sites. New templates (about 2021 on) UTF-8, old ones GBK; one id over all hosts.

The site stands behind an Aliyun WAF: a challenge page is a verdict, pages saved in a browser are read. Spans of the info line run together
in text form (来源:遵义供电局作者:…关键词:…), where the 查看更多 tail shows how the keywords part.
"""
import re

from crawler.page import Page
from crawler.reader import RawArticle
from crawler.site import Layout, Listing, Site, TextLayout

ENDS = {"contact": r"投稿与新闻线索", "copyright": r"特别声明[:：]\s*北极星|凡来源注明北极星", "follow-tags": r"(?:[^\s>]{1,30}查看更多\s*[>＞]\s*)+$"}
FOLLOW = re.compile(r"([^\s>＞]{1,30}?)查看更多\s*[>＞]")
LINKS = ("div.cc-list-content li a, div.cc-list .top a, ul.news-list-ul li a, ul.list_left_ul li a, "
         "div.list_left > ul > li a")
COLUMNS = tuple("yw zc sc sj xm mq pl gj dj js".split())


class Bjx(Site):
    name, publisher, scheme = "bjx", "北极星", "https"
    hosts = ("bjx.com.cn", "chinasmartgrid.com.cn")
    article_url = r"/(?:html|m?news)/(?P<date>\d{8})/(?P<id>\d+)(?:-\d+)?\.shtml"
    title_suffix = r"\s*[-_]\s*北极星\S{0,12}网"
    errors = ("span.sorry", "p.back_home", "//title[contains(., 'resource cannot be found')]")
    listings = (Listing("https://news.bjx.com.cn/{section}/", LINKS, sections=COLUMNS, numbered="{page}"),
                Listing("https://guangfu.bjx.com.cn/mq/", LINKS), Listing("https://fd.bjx.com.cn/yw/", LINKS),
                Listing("https://shoudian.bjx.com.cn/dljy/", LINKS), Listing("https://huanbao.bjx.com.cn/yw/", LINKS),
                Listing("https://shupeidian.bjx.com.cn/NewsList", LINKS))
    layouts = (
        Layout(name="new", marks=(".cc-headline",), title=".cc-headline h1", info=".cc-headline .box p span:not(#key_word)",
               keywords=".cc-headline #key_word", crumbs=".cc-crumbs", body=("#article_cont .cc-article", "#article_cont", ".cc-article"),
               drop={"follow-tags": ".cc-follow, .cc-keyword", "pages": ".cc-paging"}, ends=ENDS),
        Layout(name="old", marks=("div.list_detail",), title=("div.list_detail h1", "h1"), info="div.list_copy", keywords="div.list_key",
               body=("div#content", "div.btemp"), drop={"pages": "div.page"}, ends=ENDS),
        Layout(name="huanbao", marks=("div.details_title",), title=("div.details_title h2", "div.details_title h1"), info="p.article_pro",
               body="div.details", drop={"head": "div.details_title, p.article_pro"}, ends=ENDS),
        TextLayout(name="text", marks=(r"北极星\S{0,8}网?\s*版权所有|凡来源注明北极星|^\s*北极星\S{0,6}$|#bjxmail|^北极星\S{0,8}网新闻中心\s+我要投稿",
                                       r"\d{4}[-/]\d{1,2}[-/]\d{1,2}|凡来源注明北极星|#bjxmail"), ends=ENDS),
    )

    def read_keywords(self, page: Page, raw: RawArticle) -> list[str]:
        """The keywords as the 查看更多 tail parts them, where the info line has them glued."""
        followed = [word.strip() for word in FOLLOW.findall(page.text)] if page.form == "text" else []
        return followed or raw.keywords
