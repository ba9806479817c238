"""The reader for a page of no known site: finds title and body by evidence, and has them read like any other page.

What a Chinese news page gives: the title stands in `<title>` and again, above the body, in an element of its own; between the
two stands a line of date and source; the body is running text (it has commas and full stops), what surrounds it is links.
One pass over the tree adds the characters up (`Evidence`); everything else looks at the few elements that hold running text.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, pairwise

from lxml import etree

from crawler import reader
from crawler.lines import BLOCK_TAGS
from crawler.page import Page, inner_text
from crawler.reader import Found, RawArticle
from crawler.site import Layout, Site, SourceLayout, TextLayout
from crawler.zh import bylines, dates, sources
from crawler.zh.boilerplate import CRUMBS, END_MARKERS, PAGE_FOOT, WEB_INFO, Table
from crawler.zh.pattern import Pattern
from crawler.zh.text import HANZI, RUNNING, fold, letters, visible

HTML = Layout(name="generic", body="//body")
TEXT = TextLayout(name="generic")
PRINT = TextLayout(name="generic", without=(WEB_INFO,), columns=True)
SOURCE = SourceLayout(name="generic", fields={"title": "title", "date": "date", "keywords": "tags"})

_STOP = Pattern("[，。；！？…,;]")
_OUTSIDE_WORDS = (r"comment|pinglun|(?<![a-z])foot|copyright|banquan|relat(?:ed|ive)|recommend|tuijian|ranking|paihang|side_?bar|share|(?<![a-z])nav(?![a-z])|navbar"
                  r"|(?<![a-z])menu|login|banner|guess|statement|disclaimer|shengming|shenming|mianze|breadcrumb|(?<![a-z])ads?(?![a-z])|advert|guanggao|qr_?code|ewm"
                  r"|friend_?link|hot_?news|dialog|popup|xgxw|xgwz|next_?prev|prev_?next|toolbar")
_OUTSIDE = Pattern(_OUTSIDE_WORDS, re.I)
_BODY_NAME = Pattern(r"content|article|zoom|(?<![a-z])text|detail|trs_?(?:ue)?editor|(?<![a-z])zw|zhengwen|artibody|main_?text|(?<![a-z])con(?![a-z])|news_?body|post_?body", re.I)
_TITLE_NAME = Pattern(r"title|(?<![a-z])tit(?![a-z])|biaoti|(?<![a-z])bt(?![a-z])|headline|subject|topic", re.I)
_NO_TITLE_NAME = Pattern(r"crumb|location|position|weizhi|(?<![a-z])nav|path|logo|site_?name|share", re.I)
_SUMMARY_NAME = Pattern(r"summary|digest|abstract|zhaiyao|daodu|neirongtiyao|(?<![a-z])lead(?![a-z])", re.I)
_SUMMARY_LABEL = Pattern(r"\s*[【\[]?(?:核心提示|内容提要|内容摘要|摘要|导读|提要|阅读提示|简介|导语)[】\]]?\s*[:：]?\s*")
_CRUMB_NAME = Pattern(r"crumb|location|position|weizhi|(?<![a-z])path(?![a-z])|cur_?pos|daohang|where|(?<![a-z])local(?![a-z])|minnav|mbx", re.I)
_CRUMB_MARK = Pattern(r"[>»＞›→]")
_ATTACHMENT = Pattern(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|zip|rar|7z|ofd|ceb|txt)(?:$|[?#])|download|附件", re.I)
_TAGS_LABEL = Pattern(r"(?:本文|文章|相关)?(?:关键[词字]|标签|tags?)\s*[:：]", re.I)
_INFO_HINT = Pattern(r"\d{4}\s?[-年/.]\s?\d{1,2}\s?[-月/.]\s?\d|来源|作者|记者|编辑|责编|发布|时间|日期|稿源|摘自|供稿")
_DATE_LABEL = Pattern(r"(?:发布|发表|发稿|刊发|上传|录入|添加|更新|成文)?(?:时间|日期)\s*[:：]|发布于|发表于")
_NOT_PUBLISHED = Pattern(r"今天是|现在是|当前时间|今日|版权|copyright|备案|举报|截止|截至|有效期|访问", re.I)
_ISSUE = Pattern(r"星期|第\s?[0-9一二三四五六七八九十A-Z]{1,4}\s?[版期]|版次|总第")
_HEADINGS = {"h1": 0.4, "h2": 0.25, "h3": 0.15, "h4": 0.05}
_INLINE = frozenset("a abbr b big cite code em font i ins kbd label mark nobr q s small span strike strong sub sup tt u".split())
_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dd"))
_CONTAINERS = frozenset("div td section article main body html center form li dd blockquote table tbody tr fieldset pre".split())
_MEDIA = frozenset(("img", "video", "audio", "embed", "object", "iframe"))

_ASIDE_TAGS = frozenset(("footer", "nav", "aside"))
_SURE_BODY, _SURE_TITLE = 400, 0.75

_MIN_RUN = 8
"""Characters: a shorter text with a comma in it is a label or a number."""
_LINE_SHARE = 0.2
"""What a character outside links that is no running text counts against a container; one inside a link counts 1."""
_ANCHOR_BOOST = 4.0
_BAD_NAME, _GOOD_NAME, _BEFORE_TITLE, _TEASER = 0.15, 1.15, 0.15, 0.15
_MIN_TITLE, _MAX_TITLE, _MOST_TITLES = 4, 120, 400
_MIN_BODY, _MIN_BODY_ALONE, _MIN_BODY_ANCHORED = 40, 100, 14
_NEAR = 14
_GAP_LINKS = 250


@dataclass(slots=True)
class Evidence:
    """What one pass over a tree adds up: for the element number n (in page order) its `parent`'s number, the characters in it (`total`), in
    links (`linked`), and of running text (`running`); `pieces` are the running texts, `texts` all other texts outside links; `first` gives
    the place of the first running text in an element.

    A text is (place, holder, length): the number of the element that opens before it, and of the element it stands in.
    """

    elements: list[etree._Element]
    number: dict[etree._Element, int]
    parent: list[int]
    total: list[int]
    linked: list[int]
    running: list[float]
    pieces: list[tuple[int, int, int]] = field(default_factory=list)
    texts: list[tuple[int, int, str]] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    named: list[int] = field(default_factory=list)
    own_linked: list[int] = field(default_factory=list)
    first: dict[int, int] = field(default_factory=dict)
    teasers: list[tuple[int, int]] = field(default_factory=list)

    def ancestors(self, n: int) -> Iterator[int]:
        """The numbers of the ancestors of element `n`, nearest first."""
        n = self.parent[n]
        while n >= 0:
            yield n
            n = self.parent[n]

    def holds(self, outer: int, inner: int) -> bool:
        """Whether `outer` is `inner` or an ancestor of it."""
        while inner > outer:
            inner = self.parent[inner]
        return inner == outer

    def text(self, n: int) -> str:
        """All text in element `n`, white space folded."""
        return fold(inner_text(self.elements[n]))

    def names(self, n: int) -> str:
        """Class and id of element `n`."""
        element = self.elements[n]
        return f"{element.get('class') or ''} {element.get('id') or ''}"

    def weight(self, n: int) -> float:
        """How much running text element `n` holds, less what else is in it."""
        running = self.running[n]
        others = self.linked[n] + max(0.0, self.total[n] - self.linked[n] - running) * _LINE_SHARE
        return running * running / (running + others) if running else 0.0


def read(page: Page, site: Site, *, audit: bool = False) -> RawArticle | None:
    """What can be read on `page` without knowing its site; None where no article is found."""
    if page.form == "text":
        raw: RawArticle | None = reader.read(page, site, PRINT if PRINT.fits(page) else TEXT, audit=audit)
        if raw is not None and not any(RUNNING.search(line.folded) for line in raw.body) and not (raw.info or raw.authors):
            return None
    elif page.form == "jekyll":
        raw = reader.read(page, site, SOURCE, audit=audit)
    else:
        found = locate(page)
        raw = reader.read(page, site, HTML, found=found, audit=audit) if found else None
        if raw is not None:
            _fill_from_head(page, raw)
    if raw is not None:
        _tidy(raw)
        if is_not_news(page, raw):
            raw.warnings.add("not-news")
    return raw


# ---------------------------------------------------------------- evidence

def gather(root: etree._Element, title: str) -> Evidence:
    """The evidence of the tree under `root`; `title` is the text of its `<title>`, used to notice where it stands again."""
    elements = list(root.iter("*"))
    number = {element: n for n, element in enumerate(elements)}
    size = len(elements)
    parent, total, linked = [-1] * size, [0] * size, [0] * size
    running = [0.0] * size
    found = Evidence(elements, number, parent, total, linked, running)
    pieces, texts, named = found.pieces, found.texts, found.named
    in_link = [False] * size
    stops = _STOP.search
    for n, element in enumerate(elements):
        if n:
            up = parent[n] = number[element.getparent()]
            tail = element.tail
            if tail and (tail := tail.strip()):
                length = len(tail)
                total[up] += length
                if in_link[up]:
                    linked[up] += length
                elif length >= _MIN_RUN and stops(tail):
                    pieces.append((n, up, length))
                else:
                    texts.append((n, up, tail))
                if _MIN_TITLE <= length <= _MAX_TITLE and tail in title:
                    named.append(up)
            link = in_link[n] = in_link[up] or element.tag == "a"
        else:
            link = False
        text = element.text
        if text and (text := text.strip()):
            length = len(text)
            total[n] += length
            if link:
                linked[n] += length
            elif length >= _MIN_RUN and stops(text):
                pieces.append((n, n, length))
            else:
                texts.append((n, n, text))
            if _MIN_TITLE <= length <= _MAX_TITLE and text in title:
                named.append(n)
        if element.tag in _HEADINGS:
            found.headings.append(n)
    found.own_linked = linked.copy()
    for n in range(size - 1, 0, -1):
        up = parent[n]
        total[up] += total[n]
        linked[up] += linked[n]
    return found


def weigh(found: Evidence, titles: Iterable[int]) -> None:
    """Counts the running texts into the elements they stand in; those of teasers, comments and side blocks little, the page's foot not at all.

    No element around one of `titles` is a side block.
    """
    kept = []
    teasers: dict[int, bool] = {}
    aside: dict[int, bool] = {up: False for n in titles for up in (n, *found.ancestors(n))}
    company: dict[int, int] = {}
    blocks = [_block_around(found, holder) for _, holder, _ in found.pieces]
    for n, (_, _, length) in zip(blocks, found.pieces, strict=True):
        company[n] = company.get(n, 0) + length
    for n, (place, holder, length) in zip(blocks, found.pieces, strict=True):
        if company[n] < _SURE_BODY and _is_foot(found, place, holder):
            continue
        # What opens with running text opens with no link, nor does an element of which that is the first child.
        opening = holder if place == holder else -1
        while opening >= 0 and opening not in teasers:
            teasers[opening] = False
            opening = found.parent[opening] if found.parent[opening] == opening - 1 and not found.elements[opening - 1].text else -1
        share = 1.0
        if _is_teaser(found, holder, teasers):
            share = _TEASER
            found.teasers.append((holder, length))
        if _is_aside(found, holder, aside):
            share *= _BAD_NAME
        found.running[holder] += length * share
        kept.append((place, holder, length))
    found.pieces[:] = kept
    running, parent, first = found.running, found.parent, found.first
    for place, n, _ in kept:
        while n >= 0 and n not in first:
            first[n] = place
            n = parent[n]
    for n in sorted(first, reverse=True):
        if n:
            running[parent[n]] += running[n]


def _block_around(found: Evidence, n: int) -> int:
    """The nearest element around a text that is no paragraph and nothing inside one."""
    elements, parent = found.elements, found.parent
    while parent[n] >= 0 and (elements[n].tag == "p" or elements[n].tag in _INLINE):
        n = parent[n]
    return n


def _is_foot(found: Evidence, place: int, holder: int) -> bool:
    """Whether a text is what stands at the foot of whole pages."""
    element = found.elements[place]
    text = ((element.text if place == holder else element.tail) or "").strip()
    return len(text) < 200 and (PAGE_FOOT_TABLE.name(text[:80]) is not None or _FOOT_ANYWHERE.search(text) is not None)


def _is_aside(found: Evidence, n: int, known: dict[int, bool]) -> bool:
    """Whether element `n` stands in a block that is named as something else than the article."""
    path = []
    answer: bool | None = False
    while n >= 0:
        answer = known.get(n)
        if answer is not None:
            break
        path.append(n)
        if found.elements[n].tag in _ASIDE_TAGS or _names_outside(found.names(n)):
            answer = True
            break
        n = found.parent[n]
    for other in path:
        known[other] = bool(answer)
    return bool(answer)


_FOOT_ANYWHERE = Pattern(r"ICP备|版权所有|[Cc]opyright|©|不良信息举报|公网安备|增值电信|许可证\s*(?:编号|号|[:：])|违法和不良|(?:主办|承办)(?:单位)?[:：]|建议使用.{0,20}浏览")
PAGE_FOOT_TABLE = Table((*END_MARKERS, *PAGE_FOOT))


def _is_teaser(found: Evidence, holder: int, known: dict[int, bool]) -> bool:
    """Whether a running text stands in one of several like blocks that each open with a link: a list of other articles."""
    n = holder
    for _ in range(4):
        up = found.parent[n]
        if up < 0:
            return False
        answer = known.get(n)
        if answer is None:
            answer = known[n] = _opens_with_link(found.elements[n]) and _has_like_siblings(found.elements[n])
        if answer:
            return True
        n = up
    return False


def _has_like_siblings(element: etree._Element) -> bool:
    """Whether at least two of the ten elements on each side of `element` open with a link as it does."""
    sides = (islice(element.itersiblings(element.tag, preceding=back), 10) for back in (False, True))
    return len(list(islice((other for side in sides for other in side if _opens_with_link(other)), 2))) == 2


def _opens_with_link(element: etree._Element) -> bool:
    """Whether the first text in `element` is that of a link that could be a headline."""
    for child in element.iter():
        if child.tag == "a" and (text := inner_text(child).strip()):
            return len(text) >= 6
        if (child.text and len(child.text.strip()) > 3) or (child is not element and child.tail and len(child.tail.strip()) > 3):
            return False
    return False


# ---------------------------------------------------------------- title

def _document_title(page: Page) -> str:
    """The text of `<title>`, or what og:title or ArticleTitle say where it is missing; folded."""
    title = fold(_head(page).findtext(".//title") or "")
    return title or _meta(page, _META_TITLES) or ""


def _head(page: Page) -> etree._Element:
    """The document's head; the whole tree where it has none (a fragment)."""
    head = page.tree.find("head")
    return page.tree if head is None else head


_LAST_PART = Pattern(r"\s?([-–—]{1,2})\s?([^-–—]{2,20})$")
_SITE_WORD = Pattern(r"网|频道|新闻|报$|日报|晚报|门户|在线|首页|官网|官方|栏目|中心|公司|政府|集团|论坛|博客|客户端|[A-Za-z]+\.(?:com|cn|net|org)|社$|局$|委$|厅$|台$|正文|动态|资讯")


def without_suffix(title: str) -> str:
    """`title`, as a browser's tab shows it, without the names of site and channel behind it."""
    parts = [part.strip() for part in re.split(r"[_|｜]|\s[-–—]{1,2}\s", title) if part.strip()]
    head = max(parts[:2], key=len) if parts and len(parts[0]) < _MIN_TITLE else parts[0] if parts else ""
    mark = None
    while True:
        cut = _LAST_PART.search(head)
        if cut is None or cut.start() < _MIN_TITLE:
            return head
        # 标题--文化--人民网: what stands before the site, by the same dash, is a channel.
        channel = mark is not None and cut.group(1) == mark and len(cut.group(2)) <= 6
        if not channel and not _SITE_WORD.search(cut.group(2)):
            return head
        mark, head = cut.group(1), head[:cut.start()].strip()


@dataclass(slots=True)
class _Title:
    """An element that may be the title: its number, text, and how sure that is (0 to about 2)."""

    n: int
    text: str
    score: float


def _titles(page: Page, found: Evidence, document: str) -> list[_Title]:
    """Elements that may be the title, in page order."""
    whole = letters(document)
    main = letters(without_suffix(document))
    other = letters(_meta(page, _META_TITLES) or "")
    numbers = {_widest(found, n, whole) for n in (*found.named, *found.headings)}
    candidates = []
    for n in sorted(numbers)[:_MOST_TITLES]:
        if not 2 <= found.total[n] <= _MAX_TITLE * 2 or (found.linked[n] == found.total[n] and found.elements[n].tag != "h1"):
            continue
        text = found.text(n)
        mine = letters(text)
        if len(mine) < 2 or len(mine) > _MAX_TITLE:
            continue
        agrees = max(_agreement(mine, main), _agreement(mine, other), 0.9 * _agreement(mine, whole))
        score = agrees + _title_shape(found, n, text)
        if agrees >= 0.5 or found.elements[n].tag in _HEADINGS:
            candidates.append(_Title(n, text, score))
    return candidates


def _agreement(mine: str, printed: str) -> float:
    """How much two titles agree, 0 to 1: the longer may go on behind the shorter (a suffix, a subtitle)."""
    if mine == printed:
        return 1.0
    if not printed or len(mine) < _MIN_TITLE:
        return 0.0
    if mine in printed:
        return 0.5 + 0.5 * len(mine) / len(printed) if printed.startswith(mine) else 0.8 * len(mine) / len(printed)
    if printed in mine:
        return len(printed) / len(mine)
    same = next((n for n, (a, b) in enumerate(zip(mine, printed, strict=False)) if a != b), 0)
    return 0.9 * same / max(len(mine), len(printed)) if same >= 6 else 0.0


def _title_shape(found: Evidence, n: int, text: str) -> float:
    element = found.elements[n]
    score = _HEADINGS.get(str(element.tag), 0.0)
    names = found.names(n)
    if _TITLE_NAME.search(names):
        score += 0.15
    around = names + (found.names(found.parent[n]) if found.parent[n] >= 0 else "")
    if _NO_TITLE_NAME.search(around):
        score -= 0.4
    if found.linked[n] * 2 > found.total[n]:
        score -= 0.5
    if CRUMBS.match(text):
        score -= 1.0
    return score


def _widest(found: Evidence, n: int, document: str) -> int:
    """The outermost element around `n` with the same text, or, for a title broken into pieces, the one that holds more of it."""
    while (up := found.parent[n]) >= 0 and found.elements[up].tag not in ("body", "html"):
        same = found.total[up] == found.total[n]
        if not same and (found.total[up] > 200 or found.elements[n].tag not in _INLINE or letters(found.text(up)) not in document):
            break
        n = up
    return n


# ---------------------------------------------------------------- body

def locate(page: Page) -> Found | None:
    """Where the article stands on an HTML page; None where nothing looks like one."""
    document = _document_title(page)
    found = gather(page.root, document)
    titles = _titles(page, found, document)
    strong = [t for t in titles if t.score >= _SURE_TITLE + (0 if len(letters(t.text)) >= 5 else 0.6)]
    weigh(found, [t.n for t in strong])
    body, title = _best(found, strong)
    if body is None:
        return _without_running_text(page, found, strong)
    title = title or _heading_above(found, titles, body)
    if not _is_article(found, body, title):
        return None
    bodies = _with_siblings(found, body, title)
    result = Found(found.elements[title.n] if title else None, [found.elements[n] for n in bodies])
    if title is None:
        _titleless(page, found, bodies, document, result)
    _claim_all(found, title.n if title else None, bodies, result.claims)
    return result


def _best(found: Evidence, strong: list[_Title]) -> tuple[int | None, _Title | None]:
    """The element that holds the body, and the title that belongs to it."""
    first = found.first
    anchors = _anchors(found, strong)
    best, best_score, best_title = None, 0.0, None
    for n in sorted(first):
        score = found.weight(n)
        if score * _GOOD_NAME * _ANCHOR_BOOST * 1.5 < best_score:
            continue
        if _names_body(found.names(n)):
            score *= _GOOD_NAME
        title = _title_over(found, n, anchors)
        if title is not None:
            score *= _ANCHOR_BOOST * (0.5 + 0.5 * title.score)
        elif strong and first[n] < strong[0].n:
            score *= _BEFORE_TITLE
        if score > best_score * 1.001:
            best, best_score, best_title = n, score, title
    if best is None:
        return None, None
    best = _container(found, best)
    return best, best_title or next((t for t in reversed(strong) if t.n < first[best] or found.holds(best, t.n)), None)


def _title_over(found: Evidence, n: int, anchors: list[tuple[int, _Title]]) -> _Title | None:
    """The sure title to which element `n` would be the body: the nearest one above it, one outside it rather than one in it."""
    fitting = [title for anchor, title in anchors if found.first[n] > title.n and found.holds(anchor, n)]
    outside = [title for title in fitting if not found.holds(n, title.n) and sum(found.own_linked[title.n:found.first[n]]) < _GAP_LINKS]
    return outside[-1] if outside else fitting[-1] if fitting else None


@lru_cache(maxsize=8192)
def _names_body(names: str) -> bool:
    return _BODY_NAME.search(names) is not None


@lru_cache(maxsize=8192)
def _names_outside(names: str) -> str | None:
    """The word in class and id that says that a block is no article; None where there is none."""
    found = _OUTSIDE.search(names)
    return found.group().lower() if found else None


def _anchors(found: Evidence, strong: list[_Title]) -> list[tuple[int, _Title]]:
    """For each sure title the smallest element around it that holds running text."""
    anchors = []
    top = max((t.score for t in strong), default=0.0)
    for title in strong:
        if title.score < top - 0.5:
            continue
        for up in found.ancestors(title.n):
            if found.running[up] - found.running[title.n] >= _MIN_BODY:
                anchors.append((up, title))
                break
    return anchors


def _container(found: Evidence, n: int) -> int:
    """The element around a paragraph or an inline element that can hold a body."""
    while found.elements[n].tag not in _CONTAINERS and found.parent[n] >= 0:
        n = found.parent[n]
    # An editor's wrapper within the wrapper: the same text, nothing beside it.
    while (up := found.parent[n]) >= 0 and found.total[up] == found.total[n] and found.elements[up].tag in ("div", "td", "section", "article"):
        n = up
    return n


def _is_article(found: Evidence, body: int, title: _Title | None) -> bool:
    """Whether there is enough running text, in one place, for an article."""
    running = found.running[body]
    teasers = sum(length for holder, length in found.teasers if found.holds(body, holder))
    if teasers > (running - _TEASER * teasers) * 2:
        return False
    if title is not None and title.score >= _SURE_TITLE:
        start = next((place for place, holder, _ in found.pieces if place > title.n and found.holds(body, holder)), None)
        links = sum(found.own_linked[title.n:start]) if start is not None else 0
        if links > max(_GAP_LINKS, running) and running < 300:
            return False
        return running >= _MIN_BODY or (running >= _MIN_BODY_ANCHORED and _has_info(found, title.n, start))
    if found.linked[0] > found.total[0] * 0.6 and found.total[0] > 600 and running < 300:
        return False
    return running >= (_MIN_BODY if title is not None or found.total[0] < 2 * running else _MIN_BODY_ALONE)


def _has_info(found: Evidence, above: int, below: int | None) -> bool:
    """Whether a date or a source is printed between two places."""
    return any(_INFO_HINT.search(text) and dates.find(text) for place, _, text in found.texts if above < place and (below is None or place <= below))


def _with_siblings(found: Evidence, body: int, title: _Title | None) -> list[int]:
    """`body`, and the elements beside it that hold more of the same text (a body cut up by advertisements, one element a paragraph)."""
    bodies = [body]
    at = body
    for _ in range(3):
        up = found.parent[at]
        if up < 0 or found.elements[at].tag in ("body", "html"):
            break
        children = [found.number[child] for child in found.elements[up].iterchildren("*")]
        here = children.index(at)
        behind = _like(found, children[here + 1:], body)
        before = _like(found, [n for n in reversed(children[:here]) if title is None or n > title.n], body)
        bodies = [*reversed(before), *bodies, *behind]
        if title is not None and found.holds(up, title.n):
            break
        at = up
    return bodies


def _like(found: Evidence, siblings: Iterable[int], body: int) -> list[int]:
    """Those of `siblings`, going away from the body, that hold running text and little else, up to the first that ends the article."""
    chosen = []
    for n in siblings:
        running, total = found.running[n], found.total[n]
        if not total:
            continue
        element = found.elements[n]
        text = found.text(n)[:40] if total < 400 else ""
        if (text and PAGE_FOOT_TABLE.name(text)) or (found.linked[n] > 30 and found.linked[n] * 2 > total):
            break
        name = _names_outside(found.names(n))
        if name and "comment" in name:
            break
        if name or element.tag in ("footer", "nav", "aside", "form", "ul", "ol"):
            continue
        same = element.tag == found.elements[body].tag and element.get("class") == found.elements[body].get("class") and element.get("class")
        if running >= 0.6 * total and (running >= _MIN_BODY or (same and running >= _MIN_RUN)) and not _SUMMARY_NAME.search(found.names(n)):
            chosen.append(n)
    return chosen


def _without_running_text(page: Page, found: Evidence, strong: list[_Title]) -> Found | None:
    """A page with a sure title, a date under it and behind that pictures or some lines: a picture, or a very short notice."""
    for title in strong:
        for up in found.ancestors(title.n):
            behind = [n for n in range(title.n + 1, len(found.elements)) if found.elements[n].tag == "img" and found.holds(up, n)]
            lines = [n for place, n, text in found.texts if place > title.n and found.holds(up, n) and HANZI.search(text)]
            if not behind and not lines:
                continue
            if not _has_info(found, title.n, None) or found.linked[up] > 200 or found.linked[up] * 2 > found.total[up]:
                break
            result = Found(found.elements[title.n], [found.elements[up]])
            _claim_all(found, title.n, [up], result.claims)
            return result
    return None


# ---------------------------------------------------------------- title, where <title> says nothing

def _heading_above(found: Evidence, titles: list[_Title], body: int) -> _Title | None:
    """The nearest heading above the body's first running text that can be a title."""
    start = next(place for place, holder, _ in found.pieces if found.holds(body, holder))
    above = [t for t in titles if t.n < start and t.score > 0 and len(letters(t.text)) >= 4]
    near = [t for t in above if sum(found.own_linked[t.n:start]) < _GAP_LINKS]
    best = max(near, key=lambda t: (round(t.score, 1), t.n), default=None)
    return best or _line_above(found, start)


def _line_above(found: Evidence, start: int) -> _Title | None:
    """A line above the body, right over the line of date and source, or named or set like a title."""
    above = [(holder, text) for place, holder, text in found.texts if place < start and place >= start - 60][-_NEAR:]
    seen_info = False
    for holder, text in reversed(above):
        if _INFO_HINT.search(text) and (dates.find(text) or bylines.read_info(text).source):
            seen_info = True
            continue
        n = _widest(found, holder, "")
        whole = found.text(n)
        if not 5 <= len(whole) <= 60 or not HANZI.search(whole) or whole.endswith(("。", "：", ":")) or CRUMBS.match(whole) or _INFO_HINT.search(whole):
            continue
        element = found.elements[n]
        if _TITLE_NAME.search(found.names(n)) or (seen_info and _is_set_off(element)) or found.elements[n].tag in _HEADINGS:
            return _Title(n, whole, 0.5)
    return None


def _is_set_off(element: etree._Element) -> bool:
    around = [element, *list(element.iterancestors())[:2], *element.iterdescendants("b", "strong", "font")]
    return any(e.tag in ("b", "strong", "center", "h1", "h2", "h3") or e.get("align") == "center" or e.get("size") in ("4", "5", "6", "+1", "+2", "+3")
               or "center" in (e.get("style") or "") or "bold" in (e.get("style") or "") for e in around)


def _titleless(page: Page, found: Evidence, bodies: list[int], document: str, result: Found) -> None:
    """No element holds the title: `<title>` says it, or the first line of a fragment is it."""
    text = _meta(page, _META_TITLES) or without_suffix(document)
    if len(letters(text)) >= _MIN_TITLE and not _SITE_ONLY.fullmatch(text):
        result.title_text = text
        return
    first = next((e for e in result.bodies[0].iter("p", "div", "h1", "h2", "h3", "strong", "b", "center") if visible(inner_text(e))
                  and found.total[found.number[e]] < _MAX_TITLE), None)
    if first is None or found.number[first] > next((place for place, holder, _ in found.pieces if found.holds(bodies[0], holder)), 0):
        return
    line = fold(inner_text(first))
    if 5 <= len(line) <= 50 and not re.search("[。；：:，,]$", line) and _is_set_off(first):
        result.title = first
        result.claims[first] = "field:title"


_SITE_ONLY = Pattern(r"[-_|\s]*[^，。！？：]{2,12}(?:网|网站|门户|首页|日报|晚报|新闻|在线)|无标题文档|untitled.*|new page \d+|index", re.I)


# ---------------------------------------------------------------- claims

def _claim_all(found: Evidence, title: int | None, bodies: list[int], claims: dict[etree._Element, str]) -> None:
    """Names, by element, what stands around and between the paragraphs."""
    start = found.first.get(bodies[0], bodies[0])
    end = next((place for place, holder, _ in reversed(found.pieces) if any(found.holds(n, holder) for n in bodies)), bodies[-1])
    for n in bodies:
        _claim_junk(found, n, title, end, claims)
    for left, right in pairwise(bodies):
        _claim_between(found, left, right, bodies, claims)
    if title is not None:
        _drop_claims_around(found, title, claims)
        claims[found.elements[title]] = "field:title"
    _claim_crumbs(found, start, claims)
    _claim_info(found, title, bodies, start, end, claims)
    if title is not None:
        _claim_summary(found, title, bodies, claims)
    _claim_tags(found, end, claims)


def _claim_junk(found: Evidence, body: int, title: int | None, end: int, claims: dict[etree._Element, str]) -> None:
    """Blocks inside the body that hold no running text but links, or that are named as something else."""
    stack = [body]
    while stack:
        for child in found.elements[stack.pop()].iterchildren("*"):
            n, tag = found.number[child], child.tag
            if not found.total[n] or n == title or (tag == "p" and found.running[n] >= _MIN_RUN):
                continue
            if title is not None and found.holds(n, title):
                stack.append(n)
            elif tag in BLOCK_TAGS:
                rule = _junk(found, n, end, found.running[body])
                if rule:
                    claims.setdefault(child, rule)
                elif tag not in _PARAGRAPHS:
                    stack.append(n)
            elif tag == "a":
                if n > end and found.total[n] >= 6 and not _is_attachment(child):
                    claims.setdefault(child, "links")
            elif tag in _INLINE:
                stack.append(n)


def _junk(found: Evidence, n: int, end: int, body_running: float) -> str | None:
    element = found.elements[n]
    running, linked, total = found.running[n], found.linked[n], found.total[n]
    if running < 0.15 * body_running:
        name = _names_outside(found.names(n))
        if name and (running < _MIN_BODY or n > end or linked * 2 > total):
            return f"block:{name}"
        if element.tag in ("nav", "footer", "aside", "form") and running < _MIN_BODY:
            return f"block:{element.tag}"
    if running >= _MIN_RUN or linked * 10 < total * 6 or any(_is_attachment(a) for a in element.iter("a")):
        return None
    links = sum(1 for a in element.iter("a") if found.total[found.number[a]] >= 2)
    return "links" if links >= 2 or n > end or element.tag not in _PARAGRAPHS else None


def _is_attachment(link: etree._Element) -> bool:
    return bool(_ATTACHMENT.search(link.get("href") or "") or _ATTACHMENT.search(inner_text(link)))


def _claim_between(found: Evidence, left: int, right: int, bodies: list[int], claims: dict[etree._Element, str]) -> None:
    """What stands between two bodies and is none: an advertisement, a list."""
    common = next(up for up in found.ancestors(left) if found.holds(up, right))
    for child in found.elements[common].iterchildren("*"):
        n = found.number[child]
        if left < n < right and not any(found.holds(n, body) for body in bodies) and found.total[n]:
            claims.setdefault(child, "between")


def _drop_claims_around(found: Evidence, n: int, claims: dict[etree._Element, str]) -> None:
    for up in (n, *found.ancestors(n)):
        claims.pop(found.elements[up], None)


def _claim_crumbs(found: Evidence, start: int, claims: dict[etree._Element, str]) -> None:
    """The smallest element above the body that holds the whole line of breadcrumbs."""
    best: tuple[int, int] | None = None
    for place, holder, text in found.texts:
        if place >= start:
            break
        sure = bool(CRUMBS.match(text))
        if not sure and not _CRUMB_MARK.search(text):
            continue
        for n in (holder, *list(found.ancestors(holder))[:2]):
            total, whole = found.total[n], ""
            if total > 100:
                break
            whole = found.text(n)
            marked = _CRUMB_MARK.search(whole) and found.linked[n]
            if (CRUMBS.match(whole) or _CRUMB_NAME.search(found.names(n)) or (whole.startswith("首页") and marked)) and (marked or sure) and total > len(text):
                best = (n, total)
                break
        if best and sure:
            break
    if best and not any(e in claims for e in found.elements[best[0]].iterdescendants()):
        claims.setdefault(found.elements[best[0]], "field:crumbs")


def _claim_info(found: Evidence, title: int | None, bodies: list[int], start: int, end: int, claims: dict[etree._Element, str]) -> None:
    """Lines of date, source and people that the reader would not come across: above the title, inside the body above its first paragraph,
    and behind the body."""
    top = title if title is not None else bodies[0]
    hinted = [(place, holder, text) for place, holder, text in found.texts if top < place < end + _BEHIND and _INFO_HINT.search(text)]
    gap_says_date = False
    for place, holder, text in hinted:
        if top < place <= start or (title is None and bodies[0] <= place <= start):
            if any(found.holds(n, holder) for n in bodies):
                _claim_head_line(found, holder, bodies, gap_says_date, claims)
            gap_says_date = gap_says_date or (_YEAR.search(text) is not None and dates.find(text) is not None)
    if title is not None and not gap_says_date:
        gap_says_date = _claim_date_above(found, title, claims)
    for place, holder, _text in hinted:
        if end < place:
            _claim_behind(found, holder, bodies, gap_says_date, claims)


def _line_of(found: Evidence, holder: int) -> int:
    """The block that a text stands in."""
    n = holder
    while found.elements[n].tag not in BLOCK_TAGS and found.parent[n] >= 0:
        n = found.parent[n]
    return n


def _free(found: Evidence, n: int, claims: dict[etree._Element, str]) -> bool:
    """Whether nothing in or around element `n` has been claimed."""
    element = found.elements[n]
    return not any(e in claims for e in element.iter()) and not any(e in claims for e in element.iterancestors())


def _claim_head_line(found: Evidence, holder: int, bodies: list[int], dated: bool, claims: dict[etree._Element, str]) -> None:
    n = _line_of(found, holder)
    if n in bodies or found.total[n] > 160 or found.running[n] or any(found.holds(n, body) for body in bodies) or not _free(found, n, claims):
        return
    info = bylines.read_info(found.text(n))
    if (info.source or (info.date and not dated)) and visible(info.rest) < 24:
        claims[found.elements[n]] = "field:info"


def _claim_date_above(found: Evidence, title: int, claims: dict[etree._Element, str]) -> bool:
    """The line with the date, where it stands above the title; True when there is one.

    Far above the title a bare date is that of the day on which somebody looked, except on the page of a newspaper, which is dated.
    """
    above = [(place, holder, text) for place, holder, text in found.texts if place < title]
    newspaper: bool | None = None
    for distance, (_, holder, text) in enumerate(reversed(above)):
        if not _YEAR.search(text) or not dates.find(text):
            continue
        n = _line_of(found, holder)
        whole = found.text(n)
        if len(whole) > 160 or _NOT_PUBLISHED.search(whole) or not _free(found, n, claims):
            return False
        sure = _DATE_LABEL.search(whole) or bylines.read_info(whole).source
        near = distance < _NEAR_ABOVE and _only_date(text)
        if not sure and not near:
            newspaper = any(_NEWSPAPER.search(other) for _, _, other in found.texts) if newspaper is None else newspaper
        if sure or near or (newspaper and (_only_date(text) or _ISSUE.search(whole))):
            claims[found.elements[n]] = "field:info"
            return True
        return False
    return False


_YEAR = Pattern(r"(?:19|20)\d{2}\s?[-年/.]")
_NEWSPAPER = Pattern(r"第\s?[A-Z]?\d{1,3}\s?版|[上下]一[版期]|国内统一(?:连续出版物|刊)号|邮发代号|版面导航|数字报|往期")
_NEAR_ABOVE, _BEHIND = 6, 60


def _only_date(text: str) -> bool:
    stamp = dates.find(text)
    return stamp is not None and visible(text) - visible(stamp.raw) <= 6


def _claim_behind(found: Evidence, holder: int, bodies: list[int], dated: bool, claims: dict[etree._Element, str]) -> None:
    """Editors, source and, where no other is printed, the date under the body."""
    n = _line_of(found, holder)
    if found.total[n] > 120 or any(found.holds(body, n) or found.holds(n, body) for body in bodies) or not _free(found, n, claims):
        return
    text = found.text(n)
    said = bylines.read_byline(text)
    if said is None or (said.date is not None and (dated or not _DATE_LABEL.search(text))) or _NOT_PUBLISHED.search(text):
        return
    if said.editors or said.source or said.credits or said.date:
        claims[found.elements[n]] = "field:byline"


def _claim_summary(found: Evidence, title: int, bodies: list[int], claims: dict[etree._Element, str]) -> None:
    """A digest set apart between title and body."""
    for place, holder, _ in found.pieces:
        if place > bodies[0]:
            return
        n = _line_of(found, holder)
        if place <= title or found.total[n] > 500 or any(found.holds(n, body) for body in bodies) or not _free(found, n, claims):
            continue
        named = any(_SUMMARY_NAME.search(found.names(up)) for up in (n, found.parent[n]))
        if named or _SUMMARY_BEGINS.match(found.text(n)):
            claims[found.elements[n]] = "field:summary"
            return


_SUMMARY_BEGINS = Pattern(r"[【\[]?(?:核心提示|内容提要|内容摘要|摘要|导读|提要|阅读提示|导语)[】\]]?\s*[:：]|[【\[](?:核心提示|摘要|导读|提要|导语)[】\]]")


def _claim_tags(found: Evidence, end: int, claims: dict[etree._Element, str]) -> None:
    """The page's own tags: 标签：, 关键词：."""
    for place, holder, text in found.texts:
        if not _TAGS_LABEL.match(text) or place < end - 400:
            continue
        for n in (holder, found.parent[holder]):
            if n >= 0 and len(text) < found.total[n] <= 120 and found.running[n] == 0 and _free(found, n, claims):
                claims[found.elements[n]] = "field:keywords"
                return


# ---------------------------------------------------------------- what the head of the document says

_META_TITLES = ("articletitle", "og:title")
_META_DATES = ("pubdate", "publishdate", "publish-date", "article:published_time", "og:release_date", "weibo: article:create_at", "bytedance:published_time",
               "firstpublishedtime", "datepublished", "dc.date.issued", "publish_time", "og:published_time", "pubtime")
_META_SOURCES = ("contentsource", "source", "mediaid")
_LD_DATE = Pattern(r'"(?:datePublished|pubDate)"\s{0,4}:\s{0,4}"([^"]{8,40})"')
_TAG = Pattern(r"<[^>]{0,200}>")


def _meta(page: Page, names: Iterable[str]) -> str | None:
    """The content of the first of `names` that the document's head gives."""
    found: dict[str, str] = {}
    for element in _head(page).iter("meta"):
        name = (element.get("name") or element.get("property") or "").lower()
        content = fold(_TAG.sub("", element.get("content") or ""))
        if name in names and content:
            found.setdefault(name, content)
    return next((found[name] for name in names if name in found), None)


def _fill_from_head(page: Page, raw: RawArticle) -> None:
    """Date and source from the document's head where the text gives none."""
    said = [*raw.info, *raw.bylines]
    now = page.fetched_at
    if not any(dates.find(fold(text), now=now) for text in said):
        given = _meta(page, _META_DATES) or next((m.group(1) for m in [_LD_DATE.search(page.text)] if m), None)
        if given and dates.find(given):
            raw.date = given
    if raw.source is None and not any(bylines.read_info(fold(text)).source for text in said):
        source = _meta(page, _META_SOURCES)
        cleaned = sources.clean(source) if source and HANZI.search(source) and len(source) < 40 else None
        if cleaned:
            raw.source = cleaned


def _tidy(raw: RawArticle) -> None:
    if raw.summary:
        raw.summary = _SUMMARY_LABEL.sub("", raw.summary, count=1)


# ---------------------------------------------------------------- no news

_NOT_NEWS_URL = Pattern(r"//(?:[\w-]{1,40}\.){0,3}(?:blog|bbs|baike|wenku|zhidao|tieba|club|forum|wiki)\b|/(?:blog|bbs|baike|wiki|thread|forum)[/-]", re.I)
_NOT_NEWS_TITLE = Pattern(r"博客|论坛|贴吧|百科|知道_|_文库|诗词|诗歌|BBS", re.I)
_NOTICE = Pattern(r"^(?!.{0,30}(?:发布|印发|下发|出台|公布|召开|通过|转发|部署|解读)\W{0,3}[《“关]).{0,60}(?:通知|公告|通告|公示|启事|招标公告|中标公告|公开招聘|批复|决定|办法|规定|条例|细则|意见|函|法)(?:[（(].{0,30}[）)])?$")
_ABOUT = Pattern(r"关于.{2,80}的?(?:通知|公告|通告|公示|启事|批复|决定|意见|函|通报|决议|复函)|(?:招标|中标|采购|招聘|成交|拍卖|流标|询价|比选)(?:结果)?(?:公告|公示|启事|信息)$")
_NOTICE_CRUMBS = Pattern(r"通知公告|公示公告|公告公示|公告通知|招标公告|中标公告|政策文件|公文|文件通知|法律法规|政策法规|国务院公报")
_VERSE = Pattern(r"[^\d：:（）()]{2,18}[，。！？；,.]?")


def is_not_news(page: Page, raw: RawArticle) -> bool:
    """Whether what was read is running text, but no report: a blog or forum post, a poem, an encyclopaedia entry, a notice."""
    title = fold(raw.title or "")
    document = fold(page.tree.findtext(".//title") or "") if page.form == "html" else title
    if (page.url and _NOT_NEWS_URL.search(page.url)) or _NOT_NEWS_TITLE.search(document.replace(title, "") or document):
        return True
    if _ABOUT.search(title) and not re.search(r"(?:发布|印发|下发|出台|公布|召开|转发|解读|就)《?关于", title.replace("关于印发", "", 1)):
        return True
    if any(_NOTICE_CRUMBS.search(crumb) for crumb in raw.crumbs):
        return True
    return _is_verse(raw)


def _is_verse(raw: RawArticle) -> bool:
    lines = [fold(line.text) for line in raw.body if line.count]
    short = [line for line in lines if _VERSE.fullmatch(line)]
    return len(short) >= max(4, 0.6 * len(lines)) and sum(map(len, short)) * 4 >= sum(map(len, lines))
