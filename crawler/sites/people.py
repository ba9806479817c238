"""人民网 people.com.cn and its channels (energy., finance., society., the provinces'); its newspapers on paper.people.com.cn are sites of their own.

Pages are declared GB2312 to this day, those of some channels UTF-8. Templates of 2020 (`new`), 2016 (`old`), 2012 (`portal`), and that of 理论 and 党建
(`theory`). Numbers are counted twice, for the centre (/n1/) and the provinces (/n2/), before 2015 by each for itself.
"""
from crawler.page import Page
from crawler.site import Layout, Listing, Site, TextLayout, select

OWNED = r"人\s?民\s?网\s?(?:股\s?份\s?有\s?限\s?公\s?司\s?)?版\s?权\s?所\s?有"
INFO = r"^\s*\d{4}年\d{1,2}月\d{1,2}日\s?\d\d:\d\d\s{0,9}(?:[|｜]\s{0,9})?来源[:：]"
LINKS = "//a[contains(@href, '/n1/') or contains(@href, '/n2/')]"
DROP = {"pages": ".zdfy, .zdfy + center, .page_n", "widgets": ".paper_num"}


class People(Site):
    name, publisher, scheme = "people", "人民网", "http"
    hosts = ("people.com.cn", "people.cn")
    article_url = r"/(?:GB/)?(?:n\d?/\d{4}/\d{4}/c\d{1,8}-|GB/(?:\d{1,8}/){1,5})(?P<id>\d{5,10})(?:-\d{1,2})?\.html?"
    list_url = r"/GB/\d{1,8}(?:/\d{1,8}){0,4}(?:/index\d{0,3}\.html?|/?)$"
    title_suffix = r"(?:\s?-{2}\s?[^\s-]{1,12})?\s?-{2}\s?人民网"
    listings = (Listing("http://www.people.com.cn/rss/{section}.xml", LINKS, sections=("finance", "politics", "world", "opinion")),
                Listing("http://energy.people.com.cn/GB/71890/index.html", LINKS))
    layouts = (
        Layout(name="new", marks=("div.rm_txt_con",), title=("div.rm_txt h1", "h1"), kicker="div.rm_txt h3.pre", subtitle="div.rm_txt h4.sub",
               info="div.rm_txt .author, div.rm_txt .col-1-1", crumbs="#rwb_navpath", body=("div.rm_txt_con",), drop=DROP),
        Layout(name="old", marks=("#rwb_zw",), title=("div.text_title h1", "h1"), kicker="div.text_title h3.pre", subtitle="div.text_title h4.sub",
               info="div.text_title .author, div.text_title .box01 .fl", crumbs="#rwb_navpath", body="#rwb_zw", drop=DROP),
        Layout(name="portal", marks=("#p_publishtime",), title=("#p_title", "h1"), info="#p_publishtime, #p_origin", body="#p_content", drop=DROP),
        Layout(name="theory", marks=("div.show_text", ".sou"), title="h1", info=".sou", body="div.show_text", drop=DROP),
        TextLayout(name="text", marks=(OWNED, INFO)), TextLayout(name="text", marks=(r"^\s*[（(]责(?:任编辑|编)[:：]", INFO)),
    )

    def owns(self, host: str, folder: str) -> bool:
        """Whether `host` is the site's: any but that of the newspapers."""
        return not host.startswith("paper.") and super().owns(host, folder)

    def knows(self, page: Page) -> bool:
        """Whether a page without URL is this site's: as any site's, but no page of a newspaper, which names the site as its owner."""
        return super().knows(page) and not (page.form == "html" and select(page, "#ozoom"))

    def id_at(self, url: str) -> str | None:
        """The number of an article with what counted it (`n1-40801234`); None before 2015: there the address is the id."""
        number, counter = super().id_at(url), next((part for part in ("n1", "n2") if f"/{part}/" in url), None)
        return f"{counter}-{number}" if number and counter else None
