"""The lines of a page in page order: what a person sees as one line or paragraph, whatever form the page has.

Both an element tree and a text file become `Line`s, so that everything said about lines (bylines, end markers,
captions, headings) is said once, and so that every visible character stands in exactly one line.
"""
from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from lxml import etree

from crawler.page import Page, inner_text
from crawler.zh.text import HANZI, fold, visible

Zone = Literal["before", "head", "body", "after"]
LineKind = Literal["text", "heading", "image", "table", "item", "quote"]

CAPTION = "caption"
"""The claim on an element that holds a caption: no rule yet, its picture may stand beside it."""

BLOCK_TAGS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html iframe legend li main menu nav object ol p pre section table tbody td tfoot th thead tr ul".split())
_BOLD_TAGS = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"))
_HEADING_LEVEL = {f"h{n}": n for n in range(1, 7)}
_CENTERED = re.compile(r"text-align\s*:\s*center", re.I)
_MARKDOWN_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(?=\S)")
_NEVER_IN_HEADING = ("p", "div", "section", "table", "h1", "h2", "h3")  # a heading left open holds the rest of the page
_PLAIN_BLOCKS = BLOCK_TAGS - {"table", "blockquote", "pre", "ul", "ol", *_HEADING_LEVEL}
_OUTSIDE = ("before", "after")
_MAX_DEPTH = 240  # deeper than any real page (and three calls each); what is deeper still is read as one text
_MAX_CELL, _MAX_RULED_CELL, _MAX_CELL_PARAGRAPHS = 160, 1000, 1
_PICTURE_TABLE, _RUNNING_LINE = 200, 40
_STOPS = ("。", "。”", "！", "？")
_MIN_WRAPPED, _MAX_WIDTH, _NEARLY = 6, 60, 0.85  # lines, columns, share of the full width
_CAPTION_CLASS = re.compile(r"caption|pic_?te?xt|img_?te?xt|tu_?zhu|tu_?shuo|photo_?(?:text|desc)", re.I)
_ENUMERATED = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]")
_NO_HEADING = re.compile(r"附件\s*\d{0,2}\s*[:：]|(?:来源|说明|电话|地址|邮箱|网址|邮编|传真|联系人|时间|地点)\s*[:：]|^[图表]\s?\d|[\u3400-\u9fff]{2,20}[〔［\[(（]\d{4}[〕］\])）]\s?第?\d{1,5}\s?号$")
_HEADING_LENGTH = 40
_ENDS_SENTENCE = re.compile(r"[。！？!?…；;：:，,、”』」]$")
_PUNCTUATION = re.compile(r"[。！？；：，,;:!?]")
_MIN_TABLE = 2


@dataclass(slots=True, eq=False)
class Line:
    """One line: `text` as printed, `count` its visible characters, `where` its element or line number.

    `rule` says what became of it: None while it is body text, `field:<name>` when it was read into a field, else the name
    of the rule that removed it. `gap` is the number of blank lines before it (text files). `item_of` numbers the list that
    an item belongs to, `mark` is what Markdown puts before the text.
    `caption` tells that the page sets it as one: `figcaption`, a class of that name, a cell under a picture.
    """

    text: str
    count: int
    where: Any
    zone: Zone = "body"
    kind: LineKind = "text"
    level: int = 0
    bold: bool = False
    centered: bool = False
    caption: bool = False
    linked: int = 0
    gap: int = 0
    item_of: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    mark: str = ""
    rule: str | None = None
    _folded: str | None = None

    @property
    def folded(self) -> str:
        """The text with its white space folded."""
        if self._folded is None:
            self._folded = fold(self.text)
        return self._folded


class Walk:
    """Turns the part of a tree from the title to the end of the body into lines.

    `claims` maps an element to the rule of its content (`field:title`, `advert`), but for claimed elements inside it; `bodies` are the elements that hold the
    body; `title` opens the region. With `everything` the lines of the whole tree are made, else what stands before
    and after the region is passed over.
    """

    def __init__(self, root: etree._Element, title: etree._Element | None, bodies: Collection[etree._Element],
                 claims: Mapping[etree._Element, str], everything: bool) -> None:
        self._root, self._title, self._claims = root, title, claims
        self._bodies = set(bodies)
        self._last_body = list(bodies)[-1] if bodies else None
        self._special = {*bodies, *claims}
        self._path = None if everything else _ancestors([*self._special, *([title] if title is not None else [])], root)
        self._zone: Zone = "before"
        self._passing = not everything  # past what stands outside the region
        self._lines: list[Line] = []
        self._pieces: list[str] = []
        self._images: list[etree._Element] = []
        self._block: etree._Element = root
        self._bold = self._link = self._quote = self._center = self._caption = self._pre = 0
        self._bold_count = self._link_count = 0
        self._level = self._list = self._lists = self._in_body = 0

    def lines(self) -> list[Line]:
        """The lines in page order. Their counts add up to the visible characters of what was walked."""
        self._element(self._root, 0)
        self._flush()
        return self._lines

    def _element(self, element: etree._Element, depth: int) -> None:
        """Walks one element. Its tail is its parent's."""
        if element in self._special:
            self._special_element(element, depth)
        elif depth > _MAX_DEPTH:
            self._add(inner_text(element))
        elif element.tag in BLOCK_TAGS:
            self._flush()
            self._block_element(element, depth)
            self._flush()
        else:
            self._inline_element(element, depth)

    def _special_element(self, element: etree._Element, depth: int) -> None:
        """Walks an element that is claimed, or holds the body, or both."""
        body = element in self._bodies
        if body:
            self._flush()
            self._in_body += 1
            if self._zone == "head" or self._title is None or not _inside(self._title, element):
                self._enter("body")
        if element in self._claims:
            self._claim(element, self._claims[element])
        else:
            self._block_element(element, depth)
            self._flush()
        if body:
            self._in_body -= 1
            if element is self._last_body:
                self._enter("after")

    def _enter(self, zone: Zone) -> None:
        self._zone = zone
        self._passing = self._path is not None and zone in _OUTSIDE

    def _children(self, element: etree._Element, depth: int) -> None:
        add = self._add
        text = element.text
        if text:
            add(text)
        for child in element:
            if self._passing and child not in self._path:  # type: ignore[operator]
                continue
            self._element(child, depth + 1)
            text = child.tail
            if text:
                add(text)

    def _inline_element(self, element: etree._Element, depth: int) -> None:
        tag = element.tag
        if tag == "br":
            self._flush()
        elif tag == "img":
            self._images.append(element)
            if not any(piece.strip() for piece in self._pieces):
                self._flush_images()
        elif tag in _BOLD_TAGS:
            self._bold += 1
            self._children(element, depth)
            self._bold -= 1
        elif tag == "a":
            self._link += 1
            self._children(element, depth)
            self._link -= 1
        else:
            self._children(element, depth)

    def _block_element(self, element: etree._Element, depth: int) -> None:
        self._block = element
        tag = element.tag
        centered, caption = _centers(element, tag), self._in_body > 0 and _is_caption_holder(element, tag)
        self._center += centered
        self._caption += caption
        if tag in _PLAIN_BLOCKS:
            self._children(element, depth)
        elif tag == "table" and self._zone == "body" and (rows := _data_table(element)) is not None:
            for title in element.iterchildren("caption"):
                self._emit(Line(inner_text(title), visible(inner_text(title)), title))
            text = "\n".join("\t".join(row) for row in rows)
            self._emit(Line(text, visible(text), element, kind="table", rows=rows))
        elif tag in _HEADING_LEVEL and next(element.iterdescendants(*_NEVER_IN_HEADING), None) is None:
            outer, self._level = self._level, _HEADING_LEVEL[tag]
            self._bold += 1
            self._children(element, depth)
            self._flush()
            self._bold -= 1
            self._level = outer
        else:
            self._nested(element, tag, depth)
        if centered or caption:
            self._flush()
            self._center -= centered
            self._caption -= caption

    def _nested(self, element: etree._Element, tag: str, depth: int) -> None:
        """Blocks that say what the lines in them are: quotes, lists, text with its own line ends."""
        outer = self._list
        quote, pre = tag == "blockquote", tag == "pre"
        if tag in ("ul", "ol"):
            self._lists += 1
            self._list = self._lists
        self._quote += quote
        self._pre += pre
        self._children(element, depth + 1)  # one call more than other blocks
        self._flush()
        self._quote -= quote
        self._pre -= pre
        self._list = outer

    def _claim(self, element: etree._Element, rule: str) -> None:
        if rule.startswith("field:") or element.tag in BLOCK_TAGS:
            self._flush()
        inner = [claimed for claimed in element.iterdescendants("*") if claimed in self._claims] if len(element) else []
        text = "".join(_texts_outside(element, inner)) if inner else inner_text(element)
        caption = rule == CAPTION
        self._emit(Line(text, visible(text), element, caption=caption, rule=None if caption else rule))
        if element is self._title:
            self._enter("body" if self._in_body else "head")
        for claimed in inner:
            if not any(_inside(claimed, other) for other in inner):
                self._claim(claimed, self._claims[claimed])

    def _add(self, text: str) -> None:
        if self._pre and "\n" in text:
            first, *rest = text.split("\n")
            self._add(first)
            for piece in rest:
                self._flush()
                self._add(piece)
            return
        if not self._pieces and text.isspace():  # between blocks
            return
        self._pieces.append(text)
        if self._bold or self._link:
            count = visible(text)
            if self._bold:
                self._bold_count += count
            if self._link:
                self._link_count += count

    def _flush(self) -> None:
        if self._pieces:
            text = "".join(self._pieces)
            self._pieces.clear()
            count = visible(text) if not text.isspace() else 0
            if count:
                kind: LineKind = "heading" if self._level else "item" if self._list else "quote" if self._quote else "text"
                self._emit(Line(text, count, self._block, kind=kind, level=self._level, bold=self._bold_count >= count,
                                centered=self._center > 0, caption=self._caption > 0, linked=self._link_count, item_of=self._list))
            self._bold_count = self._link_count = 0
        if self._images:
            self._flush_images()

    def _flush_images(self) -> None:
        for image in self._images:
            self._emit(Line("", 0, image, kind="image"))
        self._images.clear()

    def _emit(self, line: Line) -> None:
        line.zone = self._zone
        self._lines.append(line)


def text_lines(page: Page) -> list[Line]:
    """The lines of a page saved as text, with the blank lines before each counted. Markdown's `#` makes a heading, two and more lines
    with the same number of tabs a table (so browsers copy one)."""
    lines: list[Line] = []
    gap = 0
    for number, source in enumerate(page.lines, 1):
        count = visible(source)
        if not count:
            gap += 1
            continue
        cells = tuple(" ".join(cell.split()) for cell in source.strip().split("\t")) if "\t" in source else ()
        table = lines[-1] if lines else None
        if len(cells) > 1 and table is not None and not gap and _columns(table) == len(cells):
            table.kind, table.rows = "table", (*table.rows, cells)
            table.text, table.count = f"{table.text}\n{source}", table.count + count
            continue
        mark = _MARKDOWN_HEADING.match(source)
        lines.append(Line(source[mark.end():] if mark else source, count, number, kind="heading" if mark else "text",
                          level=len(mark.group(1)) if mark else 0, gap=gap, mark=mark.group() if mark else "", rows=(cells,) if len(cells) > 1 else ()))
        gap = 0
    return _unwrapped(lines)


def _unwrapped(lines: list[Line]) -> list[Line]:
    """Joins lines that were broken at a fixed width (a mail, a terminal, an old editor): most lines are as long as the longest, and break
    off in the middle of sentences. Any other text is left as it is."""
    widths = [_width(line.text.rstrip()) for line in lines]
    full = sorted(widths)[-max(1, len(widths) // 20)] if widths else 0
    broken = [n for n, width in enumerate(widths) if _NEARLY * full <= width <= full + 1]
    inside = sum(not _ENDS_SENTENCE.search(lines[n].folded) for n in broken)
    if len(lines) < _MIN_WRAPPED or full > _MAX_WIDTH or len(broken) * 2 < len(lines) or inside * 3 < len(broken) * 2:
        return lines
    groups: list[list[Line]] = []
    follows = False
    for line, width in zip(lines, widths, strict=True):
        if follows and not line.gap and not line.level and not line.text[:1].isspace():
            groups[-1].append(line)
        else:
            groups.append([line])
        follows = width >= _NEARLY * full and not line.level and not (width < full - 1 and _ENDS_SENTENCE.search(line.folded))
    return [joined(group, spaced=True) for group in groups]


def joined(pieces: Sequence[Line], *, spaced: bool = False) -> Line:
    """The pieces of a broken line as one, which is the first of them; the others count nothing from then on. With `spaced` a space stands
    between two words in Latin letters."""
    first = pieces[0]
    parts = [first.folded]
    for before, piece in pairwise(pieces):
        words = before.folded[-1:] + piece.folded[:1]
        parts += [" " if spaced and words.isascii() and words.isalpha() else "", piece.folded]
    if len(pieces) > 1:
        first.text, first._folded, first.count = "".join(parts), None, sum(piece.count for piece in pieces)
        for piece in pieces[1:]:
            piece.count = 0
    return first


def _width(text: str) -> float:
    """Columns that `text` takes on a screen, a hanzi counted as one."""
    return sum(0.5 if character.isascii() else 1 for character in text[:_MAX_WIDTH * 2 + 2])


def _columns(line: Line) -> int:
    return len(line.rows[0]) if line.rows else 0


def path(where: Any) -> str:
    """A short name of a line's place for a person: `div#side > ul.hot > li`, `line 12`."""
    if not isinstance(where, etree._Element):
        return where if isinstance(where, str) else f"line {where}"
    names = [_name(e) for e in (where, *where.iterancestors()) if e.tag not in ("html", "body")]
    return " > ".join(reversed(names[:4])) or "body"


def _name(element: etree._Element) -> str:
    identity, classes = element.get("id"), (element.get("class") or "").split()
    return f"{element.tag}#{identity}" if identity else ".".join([str(element.tag), *classes[:2]])


def _ancestors(elements: Collection[etree._Element], root: etree._Element) -> set[etree._Element]:
    found: set[etree._Element] = set()
    for element in elements:
        at = element
        while at is not None and at not in found:
            found.add(at)
            at = at.getparent() if at is not root else None
    return found


def _inside(element: etree._Element, ancestor: etree._Element) -> bool:
    return any(e is ancestor for e in element.iterancestors())


def _texts_outside(element: etree._Element, others: Collection[etree._Element]) -> Iterator[str]:
    """The texts inside `element` that stand in none of `others`."""
    passed = {inner for other in others for inner in other.iter()}
    for event, at in etree.iterwalk(element, events=("start", "end")):
        if event == "start" and at not in passed:
            yield at.text or ""
        elif event == "end" and at is not element and at.getparent() not in passed:
            yield at.tail or ""


def _centers(element: etree._Element, tag: str) -> bool:
    if tag == "center" or (element.get("align") == "center" and tag != "table"):  # a table is placed by it, its text is not
        return True
    style = element.get("style")
    return style is not None and _CENTERED.search(style) is not None


def _is_caption_holder(element: etree._Element, tag: str) -> bool:
    """Whether the page itself says that captions stand here: by tag, by class, or in a table that holds pictures and few words."""
    if tag == "figcaption":
        return True
    if tag == "table":
        return next(element.iterdescendants("img"), None) is not None and visible(inner_text(element)) < _PICTURE_TABLE and _says_captions(element)
    name = element.get("class")
    return name is not None and _CAPTION_CLASS.search(name) is not None


def _says_captions(table: etree._Element) -> bool:
    """Whether what a table with pictures says may all be captions: behind as many lines as there are pictures no sentence runs on. A short
    article is laid out in such a table as well, its picture over the first paragraphs."""
    pictures = sum(1 for _ in table.iterdescendants("img"))
    lines = [fold(line) for line in _broken_text(table, "\0").split("\0") if line.strip()]
    return not any(len(line) > _RUNNING_LINE and line.endswith(_STOPS) for line in lines[pictures:])


def _data_table(table: etree._Element) -> tuple[tuple[str, ...], ...] | None:
    """The cells of a table that holds data; None for one that only lays out the page: nested, with pictures or a form, of a single
    column or row, or with long running text in cells that stand in no order."""
    if next(table.iterdescendants("table", "img", "form"), None) is not None:
        return None
    rows = [tuple(_cell_text(cell) for cell in row.iterchildren("td", "th")) for row in table.iterdescendants("tr")]
    rows = [row for row in rows if any(row)]
    if len(rows) < _MIN_TABLE or max(map(len, rows)) < _MIN_TABLE:
        return None
    ruled = len({len(row) for row in rows}) == 1 and (table.get("border") not in (None, "0") or next(table.iterdescendants("th"), None) is not None)
    if any(len(cell) > (_MAX_RULED_CELL if ruled else _MAX_CELL) for row in rows for cell in row):
        return None
    if not ruled and any(len(list(cell.iterchildren("p", "div"))) > _MAX_CELL_PARAGRAPHS for cell in table.iterdescendants("td")):
        return None
    titles = sum(visible(inner_text(title)) for title in table.iterchildren("caption"))
    told = sum(visible(cell) for row in rows for cell in row)
    return tuple(rows) if told + titles == visible(inner_text(table)) else None


def _cell_text(cell: etree._Element) -> str:
    """A cell's text on one line: a space where a line or block begins or ends, none where mere markup does."""
    return " ".join(_broken_text(cell, " ").split())


def _broken_text(outer: etree._Element, mark: str) -> str:
    """The text in `outer` with `mark` wherever a line or block begins or ends."""
    pieces = [outer.text or ""]
    for event, element in etree.iterwalk(outer, events=("start", "end")):
        if element is outer:
            continue
        if element.tag in BLOCK_TAGS or (element.tag == "br" and event == "start"):
            pieces.append(mark)
        pieces.append((element.text if event == "start" else element.tail) or "")
    return "".join(pieces)


def is_bare_heading(body: Sequence[Line], n: int) -> bool:
    """Whether a line without any mark-up is a heading: short, no sentence, with running text right behind it."""
    line = body[n]
    text = line.folded
    if line.kind != "text" or not 2 <= len(text) <= _HEADING_LENGTH or _ENDS_SENTENCE.search(text) or text.endswith(("。", ".")):
        return False
    follows: Any = next((other for other in body[n + 1:n + 3] if other.kind != "image"), None)
    if follows is None or not HANZI.search(text) or _NO_HEADING.search(text) or (_ENUMERATED.match(text) and _in_list(body, n)):
        return False
    behind = follows.folded
    return len(behind) > max(_HEADING_LENGTH, 2 * len(text)) and _PUNCTUATION.search(behind) is not None


def _in_list(body: Sequence[Line], n: int) -> bool:
    """Whether an enumerated line stands among others that are as short: items, not headings."""
    return any(len(other.folded) <= _HEADING_LENGTH and _ENUMERATED.match(other.folded) for other in (*body[max(0, n - 1):n], *body[n + 1:n + 2]))
