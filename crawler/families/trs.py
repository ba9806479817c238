"""TRS and its like: the content management systems of Chinese government bodies and state companies.

The text stands in an editor's box (`.TRS_Editor`, one in the other where it was pasted). The head has the tags that
government sites must have: `ArticleTitle`, `PubDate`, `ContentSource`, `Keywords`; their `Author` is whoever entered
the page, and is left alone. A document has a table over it (索引号, 发文字号, 成文日期, 发布日期), which is fields;
the list of its appendices and the signature (落款) under it are text.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar
from urllib.parse import urlsplit

from crawler.page import Page
from crawler.site import Layout, Site, TextLayout

ADDRESS = r"/(?:[A-Za-z0-9-]{1,40}/){1,8}\d{6}/t\d{8}_(?P<id>\d{1,12})(?:_\d{1,2})?\.s?html?"
"""The path of an article: /xwzx/2026/2026gsyw/202608/t20260818_356897.html, its second page …_356897_1.html."""

EDITOR = "(//*[contains(concat(' ', @class, ' '), ' TRS_Editor ') or contains(concat(' ', @class, ' '), ' TRS_UEDITOR ')])[1]"
"""The first and outermost editor's box: others stand inside it, or hold the page's foot."""

TITLES = ("h1", ".article-title", ".titles", ".con-title")
BODIES = ("div.article-content", "#UCAP-CONTENT", EDITOR, "#zoom")
HEAD = ("date", "source", "keywords")

_TABLE = "//table[not(.//table) and .//td[starts-with(translate(., ' \u3000\u00a0\n\t\r', ''), '索引号')]]"
_TABLE_LINE = r"^\s*索\s*引\s*号"
_INFO_LINE = r"^(?:发布时间|发布日期|信息来源|来源)\s?[:：\s]\s?\S"
_ENDS = {"attachments": r"相关附件\s?[:：]?$"}
_DROP = {
    "pages": "#div_currpage, #pagination, .pageInfo, .pagination",
    "widgets": ".bdsharebuttonbox, .bshare-custom, .share, .fontsize, .printIco, .jiucuo",
    "qr-code": "#qrcode, .qrcode, #qr_container, .sweep",
}


def layout(name: str, *, body: str | Sequence[str] = BODIES, title: str | Sequence[str] = TITLES,
           info: str | None = None, marks: Sequence[str] = (), head: Sequence[str] = HEAD) -> Layout:
    """One template of such a site; what is not given is as the systems make it."""
    return Layout(name=name, marks=marks, title=title, body=body, info=info, head=head, drop=_DROP)


def document() -> Layout:
    """A document under its table, which says of date and origin what is said."""
    return layout("document", marks=(_TABLE,), info=_TABLE)


def text_layouts(owner: str) -> tuple[TextLayout, TextLayout]:
    """The pages saved as text, documents first; `owner` is the pattern of a line that this site alone prints."""
    return (TextLayout(name="text", marks=(owner, _TABLE_LINE), info=_TABLE_LINE, title_below=True, ends=_ENDS),
            TextLayout(name="text", marks=(owner,), info=_INFO_LINE, ends=_ENDS))


class Trs(Site):
    """A site of such a system. Regional offices and subsidiaries count their articles for themselves: a number is an
    id on the hosts of `numbering` alone."""

    numbering: ClassVar[Sequence[str]] = ()

    def knows(self, page: Page) -> bool:
        """Whether a page without URL is this site's: as any site's, or by its owner's line, where a layout of the family fits."""
        if super().knows(page):
            return True
        owned = page.form == "html" and (self.publisher or "\n") in page.text and any(
            re.search(layout.marks[0], page.text) for layout in self.layouts if isinstance(layout, TextLayout))
        return owned and self.layout(page) is not None

    def id_at(self, url: str) -> str | None:
        """The number in the address of an article on the main hosts; None on any other: there the address is the id."""
        host = (urlsplit(url).hostname or "").lower()
        return super().id_at(url) if self.fold_hosts.get(host, host) in self.numbering else None
