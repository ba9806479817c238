"""国家电网报: its e-paper epaper.sgcctop.com, and 英大网 www.indaa.com.cn, which reprints it. UTF-8.

The e-paper is drawn by JavaScript; its articles are static pages. The folders of their addresses are the day of issue: the paper's own
printed date, and often the only one. The line over an article is the name of the paper's page, with buttons behind it.
"""
import re
from typing import Any

from crawler.page import Page
from crawler.reader import RawArticle
from crawler.site import NEXT_PAGE, Issues, Layout, Listing, Site, TextLayout, select
from crawler.zh import bylines

AREAS = "polygon.area"
INDAA = "//a[contains(@href, '/t19') or contains(@href, '/t20') or starts-with(@href, 't20')]"
NAME_LINE = re.compile(r"国(?<![^\s>]国)家电网报(?:电子报|数字报|电子版|社)?\s{0,20}(?:版权所有[^<\n]{0,40})?(?:<|$)", re.M)
ABOVE_AUTHOR = ("(//div[contains(@class, 'author')])[1]/preceding-sibling::*[not(contains(@class, 'top_bar') or starts-with(normalize-space(.), '—')"
                " or contains(@class, 'sub'))][1]")
BUTTONS = "//div[contains(@class, 'top_bar')]/*[self::a or self::button or ../text()[normalize-space()]]"


class SgccNews(Site):
    name, publisher = "sgcc_news", "国家电网报"
    hosts = ("epaper.sgcctop.com", "indaa.com.cn")
    article_url = r"/(?:\d{6}/\d\d/con-|(?:[\w-]{1,40}/){1,6}\d{6}/t\d{8}_)(?P<id>\d+)\.s?html?"
    issue_url = r"//epaper\.sgcctop\.com/(?P<year>\d{4})(?P<month>\d\d)/(?P<day>\d\d)/con-"
    title_suffix = r"(?:^|\s*[-_|—]{1,2}\s*)(?:英大网|国家电网报(?:电子报|数字报|电子版)?)"
    listings = (
        Listing("https://epaper.sgcctop.com/", AREAS),
        *(Listing(f"http://www.indaa.com.cn/{path}", INDAA) for path in ("xwzx/yw_btxw/", "xwzx/yw_btxw/index_2814.html", "dwjs/")),
    )
    issues = (Issues("https://epaper.sgcctop.com/{day:%Y%m/%d}/", AREAS, next=NEXT_PAGE, weekdays=range(5)),)
    layouts = (
        Layout(name="indaa", marks=(".wyf0221_listbox_top",), title=".wyf0221_listbox_top h1", info=".wyf0221_listbox_top dl",
               body=".wyf0221_listbox_cont"),
        Layout(name="paper", marks=("div.top_bar",), section="div.top_bar", title=("div.title", "h1", "h2", ABOVE_AUTHOR, "h3"),
               kicker=".pretitle, .pre_title, .introtitle", subtitle=".subtitle, .sub_title", authors="div.author", body="div.content",
               drop={"buttons": BUTTONS}),
        TextLayout(name="text", marks=(r"英大(?:网|传媒)|indaa\.com\.cn", r"时间[:：]\s*\d{4}-\d\d-\d\d"), info=r"作者[:：].{0,60}时间[:：]"),
        TextLayout(name="text", marks=(NAME_LINE.pattern,), without=(r"来源\s*[:：]",), ends={"footer": rf"(?:{NAME_LINE.pattern})"}),
    )

    def knows(self, page: Page) -> bool:
        """Whether a page without URL is this paper's: as any site's, or by the paper's name on a line of its own and the e-paper's elements."""
        if super().knows(page):
            return True
        return page.form == "html" and bool(NAME_LINE.search(page.text)) and all(select(page, part) for part in ("div.top_bar", "div.author", "div.content"))

    def target(self, link: Any) -> str | None:
        """Where an area of the printed page leads: its script makes the address out of the number."""
        number = link.get("data-contentid")
        return f"con-{number}.html" if number else super().target(link)

    def read_source(self, page: Page, raw: RawArticle) -> str | None:
        """The paper, for an article of its own that says nothing else, where the page names it on a line of its own or in its `<title>`."""
        opening = next((line.folded for line in raw.body if line.count), "")
        said = raw.source or any("来源" in line for line in raw.info) or bylines.inline(opening, first=True, last=False).source
        return self.publisher if not said and (page.title.endswith("国家电网报") or NAME_LINE.search(page.text)) else raw.source
