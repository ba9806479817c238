"""金融消息 finews.withounder.com: a Jekyll site that gathers wire stories of eastmoney.com, UTF-8.

Title and time stand inside `section`, the site's own name is the first h1. Old pages hold their body once more in a broken
og:description, outside `section`. Before 2022 times were written without a zone and the rendered page shows them eight hours late.
"""
import re

from crawler.families import jekyll
from crawler.page import Page
from crawler.reader import RawArticle
from crawler.site import Listing, TextLayout

SOURCE_LINE = "p.em_media"
NAVIGATION = "//p[a[starts-with(normalize-space(.), '返回')]]"
ORIGIN = "//p[count(*)=1]/a[starts-with(normalize-space(.), 'http') and string-length(normalize-space(..))=string-length(normalize-space(.))]/.."
CHART = "//p[.//img[contains(@src, 'GetPic.aspx')]]"
POST_ID = re.compile(r"(?:infoCode=(?:NW)?|/news/\d+,|/a/|/(?:\d{4}-\d\d-\d\d-)?(?:NW)?)(\d{15,20})")
CATEGORY = re.compile(r"(https?://[^/]+)/([A-Za-z0-9-]{1,40})/\d{4}/\d\d/\d\d/")


class Finews(jekyll.Jekyll):
    name, publisher, scheme = "finews", "金融消息", "https"
    hosts = ("finews.withounder.com", "finews.zning.me")
    fold_hosts = {"finews.zning.me": "finews.withounder.com"}
    article_url = r"(?:/[A-Za-z0-9-]{1,40})?/\d{4}/\d\d/\d\d/(?:NW)?(?P<id>\d{15,20}|[\w-]+)\.html"
    list_url = r"^/category/|^/emnews/$"
    title_suffix = r"\s\|\s金融消息"
    listings = (Listing("https://finews.withounder.com/feed.xml"),
                Listing("https://finews.withounder.com/category/{section}.html", links="section li a", sections=("emnews",)),
                Listing("https://finews.withounder.com/", links="section li a"))
    layouts = (
        *jekyll.layouts(
            "section", title="//section/h1", marks=("//section/small[contains(., 'Asia/Shanghai')]",), time="//section/small[1]", tags="//section/small[em]",
            summary="//blockquote", origin=ORIGIN, source=SOURCE_LINE, unsure_before="2022-01-01",
            drop={"empty-link": "//p[normalize-space(.)='<>']", "navigation": NAVIGATION, "stock-chart": CHART},
            text_marks=(r"finews\.(?:withounder|zning)|(?m:^tags: *(?:\S+新闻|站长消息)\s*$)",)),
        TextLayout(name="text", marks=(r"^\W?GMT\+8, Asia/Shanghai, CST\W ",), info=r"^\W?GMT\+8, Asia/Shanghai", title_below=True,
                   origin=r"<?https?://\S+$", ends={"footer": r"【免责声明】", "navigation": r"返回\S{1,30}(?:｜返回首页)?$"},
                   time_zone_unsure_before="2022-01-01"),
    )

    def article_id(self, page: Page, raw: RawArticle) -> str | None:
        """The number of the story: from the URL, else from the link to the original."""
        found = POST_ID.search(raw.origin_url or "")
        return super().article_id(page, raw) or (found.group(1) if found else None)

    def id_at(self, url: str) -> str | None:
        """The number of the story, the same for its NW twin."""
        found = POST_ID.search(url)
        return found.group(1) if found else super().id_at(url)

    def list_of(self, url: str) -> str | None:
        """The page of the post's category: nothing links to some of them, and posts are gone from the other lists within a day."""
        found = CATEGORY.match(self.canonical_url(url))
        return f"{found.group(1)}/category/{found.group(2)}.html" if found else None
