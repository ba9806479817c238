"""Which element of an HTML page holds the title: what `<title>` says again above the body, else a heading or a line set like one."""
from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from crawler import metadata
from crawler.evidence import INFO_HINT, INLINE, MAX_TITLE, MIN_TITLE, Evidence
from crawler.page import Page, inner_text
from crawler.raw import Found
from crawler.zh import bylines, dates
from crawler.zh.boilerplate import CRUMBS, SUBTITLE
from crawler.zh.pattern import Pattern
from crawler.zh.text import HANZI, fold, letters, visible

GAP_LINKS = 250
"""Characters in links: where more stand between title and body, they do not belong together."""

PRINTED = 0.5
"""The score of a title that nothing but its print tells."""

SURE = 0.75
"""The score from which on a title is sure."""

_HEADINGS = {"h1": 0.4, "h2": 0.25, "h3": 0.15, "h4": 0.05}
_TITLE_NAME = Pattern(r"title|(?<![a-z])tit(?![a-z])|biaoti|(?<![a-z])bt(?![a-z])|headline|subject|topic", re.I)
_NO_TITLE_NAME = Pattern(r"crumb|location|position|weizhi|(?<![a-z])nav|path|logo|site_?name|share", re.I)
_PARTS = Pattern(r"[_|｜]|\s[-–—]{1,2}\s")
_LAST_PART = Pattern(r"\s?([-–—]{1,2})\s?([^-–—]{2,20})$")
_SITE_WORD = Pattern(r"网|频道|新闻|报$|日报|晚报|门户|在线|首页|官网|官方|栏目|中心|公司|政府|集团|论坛|博客|客户端|[A-Za-z]+\.(?:com|cn|net|org)|社$|局$|委$|厅$|台$|正文|动态|资讯")
_SITE_NAME = Pattern(r"(?:网站?|频道|日报|晚报|在线|门户|客户端|\.(?:com|cn|net|org))$")
"""What names a site beyond doubt: behind a dash like —— stands the second half of a title more often."""

_SITE_ONLY = Pattern(r"[-_|\s]{0,9}[^，。！？：]{2,12}(?:网|网站|门户|首页|日报|晚报|新闻|在线)|无标题文档|untitled.*|new page \d+|index", re.I)
_NO_TITLE_END = Pattern("[。；：:，,]$")
_SET_OFF_TAGS = frozenset(("b", "strong", "center", "h1", "h2", "h3"))
_FONT_SIZES = {"1": 10, "2": 13, "3": 16, "4": 18, "5": 24, "6": 32, "7": 48, "+1": 18, "+2": 24, "+3": 32, "+4": 48, "-1": 13, "-2": 10}
_STYLE_SIZE = Pattern(r"font(?:-size)?\s{0,3}:[^;]{0,30}?(\d{1,3})(px|pt)", re.I)
_TITLE_SIZE, _BODY_SIZE, _POINT = 18, 13, 4 / 3  # pixels
_KICKER_DISTANCE, _MAX_KICKER = 6, 40  # elements, characters
_LARGE = frozenset(("4", "5", "6", "+1", "+2", "+3"))
_MOST_TITLES, _NEAR_LINES, _NEAR_ELEMENTS = 400, 14, 60
_MIN_LINE, _MAX_LINE, _MAX_FIRST_LINE, _MAX_CHANNEL = 5, 60, 50, 6  # characters
_SHORT, _SHORT_MALUS = 5, 0.6  # a title of four characters may be a column's name


def without_suffix(title: str) -> str:
    """`title`, as a browser's tab shows it, without the names of site and channel behind it."""
    parts = [part.strip() for part in _PARTS.split(title) if part.strip()]
    head = max(parts[:2], key=len) if parts and len(parts[0]) < MIN_TITLE else parts[0] if parts else ""
    mark = None
    while True:
        cut = _LAST_PART.search(head)
        if cut is None or cut.start() < MIN_TITLE:
            return head
        # 标题--文化--人民网: what stands before the site, by the same dash, is a channel.
        channel = mark is not None and cut.group(1) == mark and len(cut.group(2)) <= _MAX_CHANNEL
        if not channel and not (_SITE_NAME if "—" in cut.group(1) else _SITE_WORD).search(cut.group(2)):
            return head
        mark, head = cut.group(1), head[:cut.start()].strip()


@dataclass(slots=True)
class Title:
    """An element that may be the title: its number, text, and how sure that is (0 to about 2)."""

    n: int
    text: str
    score: float

    @property
    def is_sure(self) -> bool:
        """Whether the page can be read by it."""
        return self.score >= SURE + (0 if len(letters(self.text)) >= _SHORT else _SHORT_MALUS)


def candidates(page: Page, found: Evidence, document: str) -> list[Title]:
    """Elements that may be the title, in page order; `document` is what `<title>` says."""
    whole = letters(document)
    main = letters(without_suffix(document))
    other = letters(metadata.given_title(page) or "")
    numbers = {_widest(found, n, whole) for n in {*found.named, *found.headings}}
    titles = []
    for n in sorted(numbers)[:_MOST_TITLES]:
        if not 2 <= found.total[n] <= MAX_TITLE * 2 or (found.linked[n] == found.total[n] and found.elements[n].tag != "h1"):
            continue
        text = found.text(n)
        mine = letters(text)
        if len(mine) < 2 or len(mine) > MAX_TITLE:
            continue
        agrees = max(_agreement(mine, main), _agreement(mine, other), 0.9 * _agreement(mine, whole))
        if agrees >= 0.5 or found.elements[n].tag in _HEADINGS:
            titles.append(Title(n, text, agrees + _shape(found, n, text)))
    return titles


def _agreement(mine: str, printed: str) -> float:
    """How much two titles agree, 0 to 1: the longer may go on behind the shorter (a suffix, a subtitle)."""
    if mine == printed:
        return 1.0
    if not printed or len(mine) < MIN_TITLE:
        return 0.0
    if mine in printed:
        return 0.5 + 0.5 * len(mine) / len(printed) if printed.startswith(mine) else 0.8 * len(mine) / len(printed)
    if printed in mine:
        return len(printed) / len(mine)
    same = next((n for n, (a, b) in enumerate(zip(mine, printed, strict=False)) if a != b), 0)
    return 0.9 * same / max(len(mine), len(printed)) if same >= 6 else 0.0


def _shape(found: Evidence, n: int, text: str) -> float:
    """What speaks for an element as title besides its wording: its tag and names, and that it is neither a link nor a breadcrumb."""
    score = _HEADINGS.get(str(found.elements[n].tag), 0.0)
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
        if not same and (found.total[up] > 200 or found.elements[n].tag not in INLINE or letters(found.text(up)) not in document):
            break
        n = up
    return n


def heading_above(found: Evidence, titles: list[Title], body: int) -> Title | None:
    """Where no title is sure: the nearest heading above the body's first running text that can be one, else such a line."""
    start = found.first_piece(body)
    if start is None:
        return None
    near = [t for t in titles if t.n < start and t.score > 0 and len(letters(t.text)) >= MIN_TITLE and found.links_between(t.n, start) < GAP_LINKS]
    best = max(near, key=lambda t: (round(t.score, 1), t.n), default=None)
    return best or _line_above(found, start)


def _line_above(found: Evidence, start: int) -> Title | None:
    """A line above the body, right over the line of date and source, or named or set like a title."""
    above = [(holder, text) for place, holder, text in found.texts if start - _NEAR_ELEMENTS <= place < start][-_NEAR_LINES:]
    seen_info = False
    for holder, text in reversed(above):
        if INFO_HINT.search(text) and (dates.find(text) or bylines.read_info(text).source):
            seen_info = True
            continue
        n = _widest(found, holder, "")
        whole = found.text(n)
        if not _MIN_LINE <= len(whole) <= _MAX_LINE or not HANZI.search(whole) or whole.endswith(("。", "：", ":")) or CRUMBS.match(whole) or INFO_HINT.search(whole):
            continue
        if SUBTITLE.match(whole):  # what goes on behind a dash has begun above
            continue
        names = [found.names(up) for up in (holder, *found.ancestors(holder)) if up >= n]
        element = found.elements[n]
        set_off = (seen_info and (_is_set_off(element) or _is_set_off(found.elements[holder]))) or is_printed_large(found, holder)
        if any(map(_TITLE_NAME.search, names)) or set_off or element.tag in _HEADINGS:
            return Title(n, whole, PRINTED)
    return None


def is_printed_large(found: Evidence, holder: int) -> bool:
    """Whether a text is printed in a size that only titles have, and bold or centred besides."""
    element = found.elements[holder]
    return print_size(element) >= _TITLE_SIZE and _is_set_off(element)


def print_size(element: etree._Element) -> int:
    """The size in pixels that the page prints an element's text in, as far as it says so at it or at the elements close around it; 0 where it does not."""
    for at in (element, *islice(element.iterancestors(), 2)):
        if at.tag == "font" and (size := _FONT_SIZES.get(at.get("size") or "")):
            return size
        if style := _STYLE_SIZE.search(at.get("style") or ""):
            return int(int(style.group(1)) * (_POINT if style.group(2).lower() == "pt" else 1))
    return 0


def kicker_above(found: Evidence, title: Title) -> int | None:
    """The line right above the title that is set like it but smaller: 引题. Asked only of pages that say how large they print both."""
    size = print_size(_innermost(found.elements[title.n]))
    above = next((entry for entry in reversed(found.texts) if entry[0] < title.n), None) if size else None
    if above is None or title.n - above[0] > _KICKER_DISTANCE or found.links_between(above[0], title.n):
        return None
    n = _widest(found, above[1], "")
    text = found.text(n)
    if not _MIN_LINE <= len(text) <= _MAX_KICKER or not HANZI.search(text) or _NO_TITLE_END.search(text) or CRUMBS.match(text) or INFO_HINT.search(text):
        return None
    above_size = print_size(found.elements[above[1]])
    return n if _BODY_SIZE < above_size < size and found.linked[n] == 0 and _is_set_off(found.elements[above[1]]) else None


def _innermost(element: etree._Element) -> etree._Element:
    """The element in `element` that the first of its text stands in."""
    return next((e for e in element.iter("*") if e.text and not e.text.isspace()), element)


def _is_set_off(element: etree._Element) -> bool:
    """Whether a line is bold, large or centred."""
    around = [element, *list(element.iterancestors())[:2], *element.iterdescendants("b", "strong", "font")]
    return any(e.tag in _SET_OFF_TAGS or (e.get("align") or "").lower() in ("center", "middle") or e.get("size") in _LARGE
               or "center" in (e.get("style") or "") or "bold" in (e.get("style") or "") for e in around)


def take_without_element(page: Page, found: Evidence, document: str, result: Found) -> None:
    """Where no element was taken for the title: gives `result` what the head or `<title>` says, or the first line of a fragment."""
    text = metadata.given_title(page) or without_suffix(document)
    if len(letters(text)) >= MIN_TITLE and not _SITE_ONLY.fullmatch(text):
        result.title_text = text
        return
    body = result.bodies[0]
    first = next((e for e in body.iter("p", "div", "h1", "h2", "h3", "strong", "b", "center") if visible(inner_text(e))
                  and found.total[found.number[e]] < MAX_TITLE), None)
    if first is None or found.number[first] > (found.first_piece(found.number[body]) or 0):
        return
    line = fold(inner_text(first))
    if _MIN_LINE <= len(line) <= _MAX_FIRST_LINE and not _NO_TITLE_END.search(line) and _is_set_off(first):
        result.title = first
        result.claims[first] = "field:title"
