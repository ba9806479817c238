"""Newspaper e-papers of Founder (方正): hundreds of papers, one build; and a printed page that somebody saved as text.

A page shows one article of one printed page: kicker, title and subtitle in elements of their own, the body in `#ozoom`, pictures with their
captions in a table above it. Around them stand the titles of the whole page, the names of all pages, a calendar. What the build knows of
an article stands once more in a comment (`<!--enpproperty <date>…<author>…<introtitle>… /enpproperty-->`, in an older build
`<!--mpproperty <founder-date>…`), which speaks where the page says nothing. The same comment, with `articleid` for `paperarticleid`,
stands in web pages of Founder's other system: they are no newspaper.

Decisions: the section is the printed page's name as it stands (第05版：要闻). The date is the issue's, never with a time: as the comment gives it,
else as printed, else the day in the address. The source is the agency whose dateline opens the text, else the paper, where the page names it.
"""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from urllib.parse import urlsplit

from crawler.page import Page, inner_text
from crawler.reader import RawArticle
from crawler.site import AnyLayout, Layout, Site, TextLayout, select
from crawler.zh import bylines, dates
from crawler.zh.boilerplate import SUBTITLE as DASHES
from crawler.zh.boilerplate import WEB_INFO
from crawler.zh.pattern import Pattern
from crawler.zh.surnames import is_person
from crawler.zh.text import RUNNING, fold, letters

# ------------------------------------------------------------------------------------------------------- a printed page as text

PRINTED_BYLINE = r"^\s*(?:[■□◎●▲◆]\s*)?(?:撰文|本报(?:通讯员|记者)|文[/／]|图文[/／]|\S{0,12}(?:记者|通讯员)\s)"
SUBTITLE = r"^\s*(?:#{1,6}\s*)?(?:——|--|──|――)\s*\S"
HEADLINE = r"^\s*#\s+\S"


PRINTED = TextLayout(name="text", marks=(f"{SUBTITLE}|{HEADLINE}", PRINTED_BYLINE), without=(WEB_INFO,), newspaper=True)
"""A newspaper page saved as text."""


# ------------------------------------------------------------------------------------------------------- the build in HTML

_NAMED = "id('ozoom articleContent')"  # looked up, not searched
_HOLDER = f"({_NAMED} | (//founder-content)[position() < 4])"
_AROUND = f"{_NAMED}/ancestor-or-self::*[position() < 4]"
_BODY = (f"({_HOLDER} | id('newspic') | //table[translate(@bgcolor, 'EF', 'ef')='#efefef'][.//img] | {_NAMED}/preceding-sibling::table[position() < 9][.//img]"
         f" | {_NAMED}/following-sibling::table[position() < 9][.//img][not(.//a)]"
         f" | {_AROUND}/preceding-sibling::div[position() < 9][contains(@class, 'attachment')]"
         f" | {_AROUND}/following-sibling::div[position() < 9][contains(@class, 'attachment')])")
_PAGE_NAME = ("((//text()[contains(., '版')][string-length(.) < 60][contains(., '版：') or contains(., '版:')])[position() < 100][not(ancestor::a)]/..)"
              "[contains(translate(., '123456789', '000000000'), '0')][string-length(normalize-space(.)) < 30]")
_PRINTED_DATE = "#paperdate, div.lai, p.sec span"
_HEADLINE_ROW = "(//td[@class='font01'])[position() < 4]/.."
_H1 = "(//h1)[position() < 6]"
_ENDS = {"neighbours": r"[《<«\s]*(?:上一篇|下一篇|上一版|下一版)\s*[》>»]*(?:\s|$)", "zoom": r"放大\W*缩小\W*默认"}


def _template(name: str, mark: str, **parts: str | tuple[str, ...]) -> Layout:
    return Layout(name=name, marks=(_HOLDER, mark), section=_PAGE_NAME, date=_PRINTED_DATE, body=_BODY, ends=_ENDS,
                  authors="founder-author, div.author, p.author", **parts)  # type: ignore[arg-type]


LAYOUTS: tuple[Layout, ...] = (
    _template("founder", "(id('Title') | //founder-title)", title=("#Title", "founder-title"), kicker="#PreTitle, founder-introtitle",
              subtitle="#SubTitle, founder-subtitle"),
    _template("table", "td.font01", title="td.font01", kicker=f"{_HEADLINE_ROW}/preceding-sibling::tr[position() < 4]/td[@class='font02']",
              subtitle=f"{_HEADLINE_ROW}/following-sibling::tr[position() < 5]/td[@class='font02']"),
    _template("people", "h1", title=("div.text_c h1", "div.article h1", "h1"), kicker=f"{_H1}/preceding-sibling::h3[position() < 4]",
              subtitle=f"{_H1}/following-sibling::h2[position() < 4]", info=f"{_H1}/following-sibling::*[self::h4 or self::p[@class='sec']][position() < 4]"),
    Layout(name="plain", title=("h1", "h2", "h3"), body=("#ozoom", "#zoom", "div.content"), section=_PAGE_NAME, date=_PRINTED_DATE, ends=_ENDS),
)
"""The templates: with elements for each part of the headline, with a table of them, that of 人民日报, and what is left."""

ARTICLES = "#titleList a, #main-ed-articlenav-list a, ul.news-list li a, map area"
"""The links of a printed page to its articles: the list of titles, and the map over its picture."""

PAGES = "a#pageLink, #bmdh a, #bmdhTable a, .swiper-slide a"
"""The links to the other printed pages of an issue; beside them stand those to the same pages as PDF."""

# ------------------------------------------------------------------------------------------------------- the page copied as text

_BUILD = r"放大\W{0,4}\s?缩小|版面(?:导航|目录|概览)|标题导航|返回目录|上一版|下一版"
_FURNITURE = rf"{_BUILD}|往期(?:回顾|数字报)|按日期(?:查找|检索|查询)|数字报(?:首页)?$|统一刊号"
_ISSUE = r"第?\s{0,2}[A-Z]?\d{1,3}\s{0,2}版|\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
_BAR = Pattern(rf"{_FURNITURE}|(?:上|下)一[篇期]|星期[一二三四五六日天]|^第?\s?[A-Z]?\d{{1,3}}\s?版|字[号体]\s*[:：]|朗读|^\d{{4}}\s?年\s?\d{{1,2}}\s?月\s?\d{{1,2}}\s?日|[Pp][Dd][Ff]|^(?:返回|搜索|检索|日历)$")
_ZOOM = Pattern(r"放大\W{0,4}\s*缩小|字[号体]\s*[:：].{0,12}[大中小]")
_ISSUE_LINE = Pattern(r"《\s?([^《》\s]{2,12})\s?》\s?[（(]\s*\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日\s*第?\s*[A-Z]?\d{1,3}\s*版\s*[）)]$")
"""《 人民日报 》（ 2021年02月12日 第 01 版）: ends the head."""

_NO_SUBTITLE = re.compile(r"[。；：，:,;]$")
_FOOT = {"footer": r"\S{2,10}报(?:数字报|电子版)$|\S{2,10}社(?:概况|出版)|人\s?民\s?网\s?版\s?权|\S{0,20}统一刊号|(?:版权声明|报业集团|网站简介|广告服务|全国数字报联盟|往期回顾)\s*(?:$|[|｜])"}
_MOST_LINES, _HEAD_LINES, _SHORT = 400, 8, 60  # lines, lines, characters


def copied(paper: str | None = None) -> TextLayout:
    """The layout of an e-paper's web page copied as text; `paper` is a pattern that some line of this paper's pages alone holds. Without it the
    furniture of the build must stand there, and no line of a web page's head."""
    marks, without = ((paper, _FURNITURE), ()) if paper else ((_BUILD,), (WEB_INFO,))
    return TextLayout(name="text", marks=(*marks, _ISSUE), without=without, ends=_ENDS | _FOOT)


@dataclass(frozen=True, slots=True)
class _Head:
    """Where the head of a copied page stands, by line number: its `title` (None where no line can be told to be it), the line `above`, the kicker;
    `broken` where the title goes on in the next line."""

    title: int | None
    above: int | None
    kicker: int | None
    broken: bool = False


def _head(lines: Sequence[str]) -> _Head:
    """The head of a page copied as text. It stands under the last line of furniture above the running text, or above the line of issue and page;
    of several lines the title is the one that the list of this page's titles repeats, else the one above a subtitle, else the first."""
    shown = [(n, fold(line)) for n, line in enumerate(lines[:_MOST_LINES]) if line.strip()]
    end = next((at for at, (_, text) in enumerate(shown) if _ISSUE_LINE.search(text)), None)
    if end is None:
        end = next((at for at, (_, text) in enumerate(shown) if len(text) >= _SHORT // 2 and RUNNING.match(text) and not _BAR.search(text)), len(shown))
    bars = [at for at, (_, text) in enumerate(shown[:end]) if _BAR.search(text)]
    zoom = next((at for at in reversed(bars) if _ZOOM.search(shown[at][1])), None)
    bar = zoom if zoom is not None else bars[-1] if bars else None
    if bar is None or bar + 1 >= end:
        return _Head(None, None, None)
    last = min(end, bar + 1 + _HEAD_LINES) if zoom is not None else end
    possible = range(max(bar + 1, last - _HEAD_LINES), last)
    times = Counter(letters(text) for _, text in shown)
    subtitle = next((at for at in possible if at > bar + 1 and DASHES.match(shown[at][1])), None)
    repeated = [at for at in possible if times[letters(shown[at][1])] > 1]
    broken = next((at for at in possible[:-1] if times[letters(shown[at][1] + shown[at + 1][1])]), None)
    title = repeated[-1] if repeated else broken if broken is not None else subtitle - 1 if subtitle is not None else possible[0]
    title -= letters(shown[title - 1][1]) == letters(shown[title][1])  # the list of titles ends right above
    kicker = shown[title - 1][0] if title - 1 == bar + 1 and zoom is not None else None
    return _Head(shown[title][0], shown[title - 1][0], kicker, broken=not repeated and broken is not None)


# ------------------------------------------------------------------------------------------------------- what the build's comment says

_PROPERTY = re.compile(r"<(?:founder-)?(date|author|title|subtitle|introtitle|nodename|pagenum|papername|paperarticleid|url|type)>(.{0,1000}?)</", re.S)
_COMMENTS = ("<!--enpproperty", "<!--mpproperty")
_OF_ARTICLE = {"paperarticleid", "title"}
_MARKUP = re.compile(r"<[^<>]{0,200}>")
_LONGEST_COMMENT = 20_000


@lru_cache(maxsize=1)
def properties(page: Page) -> dict[str, str]:
    """What the build's comment says of the article: date, author, title, subtitle, introtitle, pagenum, papername, paperarticleid, url, as written,
    the empty ones left out. Empty for any other page. Asked for a page again and again, so it is kept for the last one."""
    source = page.text
    start = next((at for at in map(source.find, _COMMENTS) if at >= 0), -1)
    if start < 0:
        return {}
    end = source.find("-->", start, start + _LONGEST_COMMENT)
    comment = source[start:end if end >= 0 else start + _LONGEST_COMMENT].replace("<p>", "").replace("</p>", " ")
    found = ((name, fold(_MARKUP.sub(" ", value))) for name, value in _PROPERTY.findall(comment))
    return {name: value for name, value in found if value}


_BUILD_WORDS = ("pproperty", "founder-", "agePicMap")


def is_founder(page: Page) -> bool:
    """Whether an HTML page is of this build: by its comment, its own elements, or the map of a printed page with links to articles."""
    if not any(map(page.mentions, _BUILD_WORDS)):
        return False
    said = properties(page)
    if "paperarticleid" in said or "pagenum" in said or "papername" in said:
        return True
    text = page.text
    if "<founder-content" in text or "<founder-title" in text:
        return True
    return ("PagePicMap" in text or "pagePicMap" in text) and ("content_" in text or "nw.D" in text)


# ------------------------------------------------------------------------------------------------------- the site

_ARTICLE_LINK = "//a[contains(@href, 'content_') or contains(@href, 'nw.D')] | //area[contains(@href, 'content_') or contains(@href, 'nw.D')]"
_DAY = re.compile(r"\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日")
_SENTENCE = re.compile(r"[。，；！？,]")
_PAPER = re.compile(r"([一-鿿]{1,9}报)(?:社)?(?:·|-|—|\s)?(?:多媒体)?(?:数字|电子)(?:报刊?|版)")
_PRINTED_IN = r"《\s?{paper}\s?》\s?[（(]\s?\d{{4}}\s?年"
_EDITORS = re.compile(r"[■□●◆▲]?\s?(?:本版|本期)?(?:责任编辑|责编|编辑)[\s:：]\s?\S{2,4}(?:\s\S{2,4}){0,2}\s{0,2}(?:(?:版式|美编|校对|视觉|组版|版面|检校|制图)[\s:：]?\s?\S{2,4}\s?){0,3}$")
_EDITOR_WORD = re.compile(r"(责任编辑|责编|编辑|版式|美编|校对|视觉|组版|版面|检校|制图)[\s:：]\s?")
_DATELINE = re.compile(r"社|[电讯]|报道")
_MARKS = " ■□●○◆▲◎"
_ROLE = re.compile(r"记者|通讯员|摄影|作者|[:：]")
_TOP = 4  # lines
_SURE_NUMBER = 5  # digits: shorter ones count the articles of an issue


class Founder(Site):
    """A paper on Founder's build. A site states its name, publisher and hosts, and what its copied pages are known by."""

    article_url = (r"(?:/[A-Za-z0-9-]+){0,4}?/(?:html/(?P<date>\d{4}-\d\d/\d\d)|(?:(?:pc|pad)/)?(?:con(?:tent)?/)?\d{6}/\d\d)"
                   r"/(?:content_|nw\.[A-Z]\d{6}[a-z]+_)(?P<id>[\d_-]+)\.html?")
    issue_url = r"/(?P<year>\d{4})-?(?P<month>\d\d)/(?P<day>\d\d)/(?:content_|nw\.)"
    list_url = r"/(?:node_|nbs\.)[\w.-]{1,40}\.html?$"
    layouts = (*LAYOUTS, copied())

    def knows(self, page: Page) -> bool:
        """Whether a page without URL is this paper's: by the address or the paper's name in the build's comment, the suffix of its title, the line
        that names paper, issue and page, or the paper's name as owner."""
        if page.form != "html":
            return any(layout.marks and layout.fits(page) for layout in self.layouts)
        said = properties(page)
        if "url" in said:
            return self._owns(said["url"])
        if "papername" in said:
            return said["papername"] == self.publisher
        if self.title_suffix and re.search(f"(?:{self.title_suffix})$", page.title):
            return True
        if not self.publisher or self.publisher not in page.text or not (self._signs(page) or re.search(_PRINTED_IN.format(paper=self.publisher), page.text)):
            return False
        return self.layout(page) is not None

    def _owns(self, url: str) -> bool:
        parts = urlsplit(url)
        return self.owns((parts.hostname or "").lower(), parts.path.strip("/").partition("/")[0])

    def layout(self, page: Page) -> AnyLayout | None:
        """The first layout that fits; for a copied page, one that knows the line above this page's title."""
        layout = super().layout(page)
        above = self._head(page).above
        if not isinstance(layout, TextLayout) or above is None:
            return layout
        return replace(layout, info=f"^{re.escape(fold(page.lines[above]))}$", title_below=True)

    def _head(self, page: Page) -> _Head:
        """The head of a page copied as text; of any other page nothing."""
        layout = super().layout(page) if page.form == "text" else None
        return _head(page.lines) if isinstance(layout, TextLayout) and not layout.newspaper else _Head(None, None, None)

    def listed(self, page: Page) -> int:
        """How many articles a printed page links to; none where the page is an article's."""
        return 0 if properties(page).keys() & _OF_ARTICLE else len({element.get("href") for element in select(page, _ARTICLE_LINK)})

    def article_id(self, page: Page, raw: RawArticle) -> str | None:
        """The number in the address, else in the build's comment."""
        said = properties(page) if page.form == "html" else {}
        url = page.url or said.get("url", "")
        return self.id_at(url) or self._dated(said.get("paperarticleid"), url)

    def id_at(self, url: str) -> str | None:
        """The number in the address."""
        return self._dated(super().id_at(url), url)

    def _dated(self, number: str | None, url: str) -> str | None:
        """`number`; one that counts the articles of an issue comes with its day."""
        if number and number.isdigit() and len(number) < _SURE_NUMBER:
            day = self.issue_day(url)
            return f"{day.value.replace('-', '')}-{number}" if day else None
        return number

    def canonical_url(self, url: str) -> str:
        """The address without `?div=-1`, which only scrolls; that of a tablet page is the desktop page's."""
        bare = super().canonical_url(url)
        return bare.removesuffix("?div=-1").replace("/pad/content/", "/pc/content/")

    def read_title(self, page: Page, raw: RawArticle) -> str | None:
        """The title. First of all readings, it settles what elements cannot say: editors under the text, an author that the comment alone names."""
        said = properties(page) if page.form == "html" else {}
        author = said.get("author", "")
        if self._head(page).broken and raw.title and raw.body:
            raw.title += raw.body[0].folded
            raw.body[0].rule = "field:title"
        _settle(raw, author, copied=self._head(page).title is not None)
        if page.form == "html":
            raw.authors.extend(name for line in raw.info if not bylines.read_head_line(line).says_something for name in _signature(line.strip(_MARKS)))
        if author and not _is_said(author, raw):
            if _ROLE.search(author):
                raw.info.append(author)
            else:
                raw.authors.extend(bylines.names(author))
        without_element = raw.title is None or (page.form == "html" and raw.title == self.bare_title(page))
        return said.get("title", raw.title) if without_element else raw.title

    def read_kicker(self, page: Page, raw: RawArticle) -> str | None:
        """The kicker: above the title, else as the comment has it."""
        if page.form != "html":
            kicker = raw.info.pop(0) if self._head(page).kicker is not None and raw.info else None
            return raw.kicker or kicker
        return raw.kicker or _other_than(raw.title, properties(page).get("introtitle"))

    def read_subtitle(self, page: Page, raw: RawArticle) -> str | None:
        """The subtitle: under the title, else as the comment has it."""
        if raw.subtitle:
            return raw.subtitle
        if page.form == "html":
            return _other_than(raw.title, properties(page).get("subtitle"))
        head = self._head(page)
        first = raw.body[0] if len(raw.body) > 1 else None
        if head.title is None or first is None or first.kind != "text" or len(first.folded) > _SHORT or _NO_SUBTITLE.search(first.folded):
            return None
        if any(line.strip() for line in page.lines[head.title + 1:first.where - 1]) or len(raw.body[1].folded) < len(first.folded):
            return None
        first.rule, raw.body = "field:subtitle", raw.body[1:]
        return first.text

    def read_date(self, page: Page, raw: RawArticle) -> str | None:
        """The day of the issue: as the comment gives it, else as printed; `issue_url` has it where neither does."""
        said = properties(page).get("date", "")[:10] if page.form == "html" else ""
        found = dates.find(said) or dates.find(fold(raw.date or "")) or dates.find(_printed_day(page) or "")
        return found.raw if found else None

    def read_source(self, page: Page, raw: RawArticle) -> str | None:
        """The agency of the dateline or of a line under the text (据新华社电), else the paper where the page names it."""
        for line in [line.folded for line in raw.body if line.kind == "text"][:2]:
            source = bylines.inline(line, first=True, last=False).source if _DATELINE.search(line[:_SHORT]) else None
            if source:
                return source
        return next(filter(None, (bylines.read_head_line(line).source for line in raw.bylines)), None) or self.paper(page)

    def paper(self, page: Page) -> str | None:
        """The paper's name, where the page prints it."""
        return self.publisher if self.publisher and self.publisher in page.text else None

    def read_crumbs(self, page: Page, raw: RawArticle) -> list[str]:
        """The name of the printed page; none where several stand on the page and nothing says which it is."""
        names = list(dict.fromkeys("".join(_BEFORE_NAME.sub("", name).split()) for name in raw.crumbs or _page_names(page)))
        number = properties(page).get("pagenum") if page.form == "html" else None
        fitting = [name for name in names if number and re.match(rf"第?0?{re.escape(number.lstrip('0'))}版", name)]
        return (fitting or names)[:1] if len(names) == 1 or fitting else []


def named_paper(page: Page) -> str | None:
    """The paper's name on a page of no known paper: from the comment, the line of paper, issue and page, the end of `<title>`, or the one
    masthead that the page prints."""
    if page.form == "html":
        said = properties(page).get("papername") or next(iter(_PAPER.findall(page.title)[-1:]), None)
        if said:
            return said
    lines = page.tree.xpath("//text()[contains(., '》') or contains(., '报')]") if page.form == "html" else page.lines[:_MOST_LINES]
    short = [text for text in map(fold, lines) if len(text) < _SHORT]
    issues, mastheads = ({name for text in short for name in pattern.findall(text)} for pattern in (_ISSUE_LINE, _PAPER))
    return next((names.pop() for names in (issues, mastheads) if len(names) == 1), None)


def _other_than(title: str | None, text: str | None) -> str | None:
    return text if text and letters(text) != letters(title or "") else None


def _is_said(author: str, raw: RawArticle) -> bool:
    """Whether the names in the comment stand in the head or in the first and last paragraphs, where their role is printed too."""
    said = "".join([*raw.info, *raw.bylines, *(line.folded for line in (*raw.body[:2], *raw.body[-2:]))])
    names = [credit.name for credit in bylines.read_head_line(author).credits] or bylines.names(author)
    return all(letters(name) in letters(said) for name in names)


def _signature(text: str) -> list[str]:
    """The names that a line of the head is, which stands where nothing else does: 刘 勇 石羚, and 任平 alone."""
    return bylines.bare_signature(text) or ([text] if is_person(text) and len(text) == 2 else [])


def _settle(raw: RawArticle, author: str, *, copied: bool) -> None:
    """Takes out of the text what is none: the line of paper, issue and page, an author's bare name under the title (on a copied page, or where it
    is the `author` that the comment names), and ■责任编辑 王芳 版式 李四, which has no colons."""
    info, raw.info = raw.info, []
    for said in info:
        _take_info(fold(said), raw)
    for line in [line for line in raw.body if line.rule is None or line.kind == "image"][:_TOP]:
        text = line.folded
        if line.kind != "text" or line.count > _SHORT:
            break
        names = bylines.bare_signature(text.strip(_MARKS)) if copied and not raw.authors else []
        if _ISSUE_LINE.search(text):
            _take_info(text, raw)
            line.rule = "field:info"
        elif names or (author and letters(text) == letters(author)):
            raw.authors.extend(names or bylines.names(author))
            line.rule = "field:authors"
    for line in raw.body[-2:]:
        if line.kind == "text" and _EDITORS.match(line.folded):
            line.rule = "field:byline"
            raw.bylines.append(line.folded)
    raw.bylines = [_with_colons(line) for line in map(fold, raw.bylines)]
    raw.body = [line for line in raw.body if line.rule is None or line.kind == "image"]


def _take_info(text: str, raw: RawArticle) -> None:
    """Keeps a line of the head without paper, issue and page; a bare name before them is the author's."""
    issue = _ISSUE_LINE.search(text)
    said = text[:issue.start()] if issue else text
    raw.info.append(said)
    if issue and not bylines.read_head_line(said).says_something:
        raw.authors.extend(_signature(said.strip(_MARKS)))


def _with_colons(byline: str) -> str:
    return _EDITOR_WORD.sub(r" \1：", byline.strip(_MARKS)) if _EDITORS.match(byline) else byline


def _printed_day(page: Page) -> str | None:
    """The first date that a short line prints that is no sentence: the issue's, in the masthead or under the title."""
    if page.form == "html":
        lines: Sequence[str] = page.tree.xpath("//text()[contains(., '月') and contains(., '日')][string-length(.) < 80]")
    else:
        lines = [line for line in page.lines[:_MOST_LINES] if len(line) < _SHORT]
    return next((match.group() for line in lines if (match := _DAY.search(line)) and not _SENTENCE.search(line)), None)


def _page_names(page: Page) -> list[str]:
    """Names of printed pages where no layout claimed one; on a copied page that with 上一版 or 下一版 beside it, else all."""
    if page.form == "html":
        return [inner_text(element) for element in select(page, _PAGE_NAME)]
    lines = [line for line in map(fold, page.lines[:_MOST_LINES]) if line]
    shown = [(match.group(), line, below) for line, below in pairwise([*lines, ""]) if (match := _NAME.match(line))]
    beside = [name for name, line, below in shown if "一版" in line or below.startswith(("上一版", "下一版"))]
    return beside or [name for name, _, _ in shown]


_BEFORE_NAME = re.compile(r"^.{1,40}?(?=第\s?[A-Z]?\d{1,3}\s?版\s?[:：])")
_NAME = re.compile(r"第?\s?[A-Z]?\d{1,3}\s?版\s?[:：]\s?(?:(?![上下]一版)[^\s\d]){1,12}")
