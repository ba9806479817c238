"""人民网 people.com.cn and its channels (energy., finance., society., the provinces'); the newspapers on paper.people.com.cn are sites of their own.

Declared GB2312 to this day, some channels UTF-8. Templates of 2020 (`new`), 2016 (`old`), 2012 (`portal`) and that of 理论 and 党建 (`theory`).
"""
from crawler.site import Layout, Listing, Site, TextLayout

INFO = r"^\s*\d{4}年\d{1,2}月\d{1,2}日\s?\d\d:\d\d\s{0,9}(?:[|｜]\s{0,9})?来源[:：]"
SIGNED = r"人\s?民\s?网\s?(?:股\s?份\s?有\s?限\s?公\s?司\s?)?版\s?权\s?所\s?有|^\s*[（(]责(?:任编辑|编)[:：]"
ENDS = {"copyright": r"《\s?人民日报(?:海外版)?\s?》\s?[（(]\s?\d{4}\s?年", "downloads": r"\S{0,8}客户端下载"}
DROP = {"pages": ".zdfy, .zdfy + center, .page_n", "widgets": ".paper_num"}
CRUMBS, LINKS = "(//a[@class='clink'])[1]/..", "//a[contains(@href, '/n1/') or contains(@href, '/n2/')]"


class People(Site):
    name, publisher, scheme = "people", "人民网", "http"
    hosts = ("people.com.cn", "people.cn")
    article_url = r"/(?:GB/)?(?:n\d?/\d{4}/\d{4}/c\d{1,8}-|GB/(?:\d{1,8}/){1,5})(?P<id>\d{5,10})(?:-\d{1,2})?\.html?"
    list_url = r"/GB/\d{1,8}(?:/\d{1,8}){0,4}(?:/index\d{0,3}\.html?|/?)$"
    title_suffix = r"(?:\s?--?\s?[^\s-]{1,12})?(?<![报\s-])\s?--?\s?人民网"  # --人民日报--人民网 is a newspaper
    listings = (Listing("http://www.people.com.cn/rss/{section}.xml", LINKS, sections=("finance", "politics", "world", "opinion")),
                Listing("http://energy.people.com.cn/GB/71890/index.html", LINKS))
    layouts = (
        Layout(name="new", marks=("div.rm_txt_con",), title=("div.rm_txt h1", "h1"), kicker="div.rm_txt .pre", subtitle="div.rm_txt .sub",
               info="div.rm_txt .author, div.rm_txt .col-1-1", crumbs=CRUMBS, body="div.rm_txt_con", drop=DROP, ends=ENDS),
        Layout(name="old", marks=("#rwb_zw",), title=("div.text_title h1", "h1"), kicker="div.text_title .pre", subtitle="div.text_title .sub",
               info="div.text_title .author, div.text_title .box01 .fl", crumbs=CRUMBS, body="#rwb_zw", drop=DROP, ends=ENDS),
        Layout(name="portal", marks=("#p_publishtime",), title=("#p_title", "h1"), info="#p_publishtime, #p_origin", crumbs=CRUMBS, body="#p_content", drop=DROP, ends=ENDS),
        Layout(name="theory", marks=("div.show_text", ".sou"), title="h1", info=".sou", crumbs=CRUMBS, body="div.show_text", drop=DROP, ends=ENDS),
        TextLayout(name="text", marks=(SIGNED, INFO), info=rf"{INFO}|^小字号$|^打印\s?网摘", ends=ENDS),
    )

    def owns(self, host: str, folder: str) -> bool:
        """Whether `host` is the site's: any but that of the newspapers."""
        return not host.startswith("paper.") and super().owns(host, folder)

    def id_at(self, url: str) -> str | None:
        """The number of an article with what counted it, the centre (`n1-40801234`) or the provinces (`n2-`); None before 2015: each counted for itself."""
        number, counter = super().id_at(url), next((part for part in ("n1", "n2") if f"/{part}/" in url), None)
        return f"{counter}-{number}" if number and counter else None
