"""Page + Site -> RawArticle: strings exactly as printed, plus the ledger.

Every form of page becomes `Line`s (crawler.lines); here each line gets the rule that says what became of it. The ledger follows from
the rules, so nothing can be dropped without a name.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from lxml import etree

from crawler.article import Ledger, LedgerEntry
from crawler.lines import Line, Walk, path, text_lines
from crawler.page import Page, inner_text
from crawler.site import AnyLayout, Layout, Site, SourceLayout, TextLayout, first_of, select, within
from crawler.zh import bylines
from crawler.zh.boilerplate import CRUMBS
from crawler.zh.text import HANZI, fold, letters, visible

if TYPE_CHECKING:
    from crawler.zh.order import Order

_SUBTITLE = re.compile(r"\s*(?:——|--|──|――|—(?!—)|─)\s*(?=\S)")
_SUMMARY = re.compile(r"(?:核心提示|内容提要|内容摘要|摘要|导读|提要|阅读提示)\s*[:：]\s*(?=\S)|[【\[](?:核心提示|摘要|导读|提要|阅读提示)[】\]]\s*(?=\S)")
_CAPTION = re.compile(r"(?:图片来源|图片说明|图源|图/|图\s*[:：]|供图|图为|上图为?|下图为?|左图|右图|资料图|[▲△▼▽↑↓]|图\s?\d{1,2}\s?[:：、. ])"
                      r"|.{2,80}(?:[\s（(。，]\S{2,12}\s?(?:摄影?|供图)[)）]?|[（(](?:资料图|图源|图片来源)[^）)]{0,30}[)）])[。]?$")
_CAPTION_WORD = re.compile(r"(?:图片来源|图片说明|图源|供图|图为|上图为|下图为|左图为|右图为|资料图|[▲△▼▽])|注\s*[:：](?=.{2,50}$)|图/")
_NEW_CAPTION = re.compile(r"[▲△▼▽上下左右]?图为|[▲△▼▽]")
_WORD = re.compile(r"[^\W_]")
_NOTE = re.compile(r"注\s*[:：]")
_NO_PICTURE = re.compile(r"(?:logo|icon|qrcode|qr_code|ewm|erweima|weixin_?code|wxcode|blank|spacer|loading|placeholder|pixel|/1x1|dot\.gif|line\.gif|"
                         r"share|GetPic\.aspx\?)", re.I)
_PICTURE_SOURCES = ("data-original", "data-src", "data-echo", "data-lazy-src", "data-url", "original", "src")
_CRUMB_MARK = re.compile(r"[>»＞›→/]")
_SMALL = 40
_SOFT_ENDS = frozenset(("follow", "widgets"))
_NEAR, _RUNNING = 8, 40
_INFO_LENGTH, _INFO_REST, _MENU_LINES, _TITLE_LENGTH = 160, 24, 300, 120
_HEAD_LINES, _LONG_LINE, _SHORT_LINE, _CAPTION_LENGTH, _CRUMBS_LENGTH, _CRUMBS_HOLDER = 40, 300, 40, 60, 120, 1000
_ENDS_SENTENCE = re.compile(r"[。！？!?…；;：:，,、”』」]$")


@dataclass(slots=True)
class RawArticle:
    """What one layout read: strings as printed. `body` are the kept lines in reading order, images among them (`kind`).

    `info` are the head's lines of date, source and people, `authors` names that stand there without a label, `bylines` those that stand alone in or behind the body; `date` is a string that
    is known to hold the date; printed times before `unsure_before` may be off. `crumbs` are parts, or one string still to be split.
    """

    layout: str
    title: str | None = None
    kicker: str | None = None
    subtitle: str | None = None
    summary: str | None = None
    date: str | None = None
    info: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    source: str | None = None
    origin_url: str | None = None
    crumbs: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    rights: str | None = None
    unsure_before: str | None = None
    body: list[Line] = field(default_factory=list)
    captions: dict[int, list[str]] = field(default_factory=dict)
    warnings: set[str] = field(default_factory=set)
    ledger: Ledger = Ledger(0, 0, 0, 0)

    @property
    def body_count(self) -> int:
        """Visible characters of the body."""
        return sum(line.count for line in self.body)


@dataclass(slots=True)
class Found:
    """Where an article stands in a tree: its `title` element, the elements that hold its body, and the `claims`: elements whose whole
    content goes into a field (`field:info`) or is dropped by a rule. `title_text` is the title where no element holds it."""

    title: etree._Element | None
    bodies: list[etree._Element]
    claims: dict[etree._Element, str] = field(default_factory=dict)
    title_text: str | None = None


def read(page: Page, site: Site, layout: AnyLayout, *, found: Found | None = None, audit: bool = False) -> RawArticle:
    """What `layout` of `site` reads on `page`; with `audit` the ledger has its entries.

    `found` says where the article stands; without it the layout's selectors do.
    """
    raw = RawArticle(f"{site.name}/{layout.name}", unsure_before=layout.time_zone_unsure_before)
    if isinstance(layout, TextLayout):
        lines = _text_head(page, layout, raw)
    else:
        lines = _tree_head(page, layout, found or locate(page, site, layout), raw, audit)
    _read_body(lines, layout, raw)
    _attach_captions(lines, raw)
    raw.body = [line for line in lines if line.zone == "body" and line.rule is None and (line.count or line.kind == "image")]
    if isinstance(layout, TextLayout):
        _captions_as_pictures(raw)
        if layout.newspaper:
            _repair_order(raw)
    if not raw.body_count and raw.summary:
        _summary_as_body(lines, raw)
    for name in _READ_METHODS:
        method = getattr(site, f"read_{name}", None)
        if method is not None:
            setattr(raw, name, method(page, raw))
    raw.ledger = ledger(page, lines, audit)
    return raw


_READ_METHODS = ("title", "kicker", "subtitle", "summary", "date", "source", "origin_url", "crumbs", "keywords", "rights")


def ledger(page: Page, lines: Sequence[Line], audit: bool) -> Ledger:
    """The account of `page` whose `lines` have their rules; `lines` must be all of the page's when `audit` is on."""
    kept = sum(line.count for line in lines if _is_kept(line))
    removed = sum(line.count for line in lines if not _is_kept(line) and _in_region(line))
    total = page.visible + sum(line.count for line in lines if line.rule == "markup")
    entries = None
    if audit:
        entries = tuple(LedgerEntry(_rule_name(line), " ".join((line.mark + line.text).split()), path(line.where))
                        for line in lines if line.count and not _is_kept(line))
    return Ledger(total, kept, removed, total - kept - removed, entries)


def _is_kept(line: Line) -> bool:
    return (line.rule is None and line.zone == "body") or (line.rule is not None and line.rule.startswith("field:"))


def _in_region(line: Line) -> bool:
    return line.zone in ("head", "body")


def _rule_name(line: Line) -> str:
    if _in_region(line):
        return line.rule or "between"
    return f"outside:{line.zone}" + (f":{line.rule}" if line.rule else "")


# ---------------------------------------------------------------- HTML and Jekyll

def locate(page: Page, site: Site, layout: Layout) -> Found:
    """Where the selectors of `layout` find the article on `page`."""
    title = _title_element(page, layout)
    claims: dict[etree._Element, str] = {} if title is None else {title: "field:title"}
    for name in ("kicker", "subtitle", "info", "date", "crumbs", "keywords", "summary", "byline", "origin"):
        for element in select(page, getattr(layout, name)):
            claims.setdefault(element, f"field:{name}")
    bodies = _outermost(first_of(page, layout.body))
    for rule, css in (layout.drop or {}).items():
        for element in within(bodies, css):
            claims.setdefault(element, rule)
    if layout.crumbs is None:
        claims.update((element, "field:crumbs") for element in islice(_crumbs_by_text(page, title), 1) if element not in claims)
    if layout.byline is None and bodies:
        claims.update((element, "field:byline") for element in _editors_below(bodies[-1]) if element not in claims)
    return Found(title, bodies, claims, site.bare_title(page) if title is None and page.form == "html" else None)


def _editors_below(body: etree._Element) -> Iterable[etree._Element]:
    """Lines of editors (责任编辑：…) that stand right behind the element of the body."""
    for level in islice(chain((body,), body.iterancestors()), 3):
        for below in islice(level.itersiblings(), 4):
            text = inner_text(below) if len(below) < _SMALL else ""
            byline = bylines.read_byline(fold(text)) if len(text) < _INFO_LENGTH and not text.isspace() else None
            if byline is not None and byline.editors:
                yield below


def _title_element(page: Page, layout: Layout) -> etree._Element | None:
    """The element of the title; of several the one that `<title>` repeats (the first h1 may be the site's name)."""
    titles = [e for e in first_of(page, layout.title) if inner_text(e).strip()]
    if len(titles) > 1:
        said = letters(page.title)
        titles.sort(key=lambda e: letters(inner_text(e)) not in said)
    return titles[0] if titles else None


def _tree_head(page: Page, layout: Layout, found: Found, raw: RawArticle, audit: bool) -> list[Line]:
    """The lines of an element tree, claimed elements read into `raw`."""
    raw.title = found.title_text
    lines = Walk(page.root, found.title, found.bodies, found.claims, audit).lines()
    head = _front_lines(page, layout, raw) if isinstance(layout, SourceLayout) else []
    for line in lines:
        _take_claim(page, line, raw)
    _read_gap(lines, raw)
    return [*head, *lines, *(_markup(page) if head else [])]


def _take_claim(page: Page, line: Line, raw: RawArticle) -> None:
    """Reads a claimed element into the field that its rule names."""
    rule, text = line.rule, line.text
    if rule is None or not rule.startswith("field:") or not line.count:
        return
    name = rule[6:]
    if name == "origin":
        links = [line.where] if line.where.tag == "a" else list(line.where.iter("a"))
        raw.origin_url = raw.origin_url or next((a.get("href") for a in links if a.get("href")), None)
    elif name == "crumbs":
        raw.crumbs = raw.crumbs or _crumb_parts(line.where)
        if not raw.crumbs:
            line.rule = "crumbs"
    elif name == "keywords":
        links = [inner_text(a) for a in line.where.iter("a")]
        raw.keywords.extend(links or [text])
    elif name in ("info", "byline"):
        (raw.info if name == "info" else raw.bylines).append(_spaced_text(line.where))
    elif getattr(raw, name) is None:
        setattr(raw, name, text)


def _spaced_text(element: etree._Element) -> str:
    """Text of an info line whose parts stand in elements of their own: a space where one element ends and the next begins."""
    return " ".join(piece.strip() if not piece.isspace() else "" for piece in element.itertext())


def _read_gap(lines: Sequence[Line], raw: RawArticle) -> None:
    """Finds subtitle and info lines between title and body."""
    for line in lines:
        if line.zone != "head" or line.rule is not None or not line.count:
            continue
        text = line.folded
        if raw.subtitle is None and _SUBTITLE.match(text) and len(text) < _LONG_LINE:
            raw.subtitle, line.rule = text, "field:subtitle"
        elif len(text) < _LONG_LINE and _says_something(head_line(text)):
            raw.info.append(line.text)
            line.rule = "field:info"
        else:
            line.rule = "between"


@lru_cache(maxsize=32)
def head_line(text: str) -> bylines.Info:
    """What a line of the head says, labelled (来源：… 作者：…) or signed (撰文 张坤). Not to be changed: it is asked for
    several times on the way of one page."""
    info = bylines.read_info(text)
    return info if _says_something(info) else bylines.read_byline(text) or info


def _says_something(info: bylines.Info) -> bool:
    return bool(info.date or info.source or info.credits or info.editors or info.keywords)


def _outermost(elements: Sequence[etree._Element]) -> list[etree._Element]:
    chosen = set(elements)
    return [e for e in elements if not any(a in chosen for a in e.iterancestors())]


def _crumbs_by_text(page: Page, title: etree._Element | None) -> Iterable[etree._Element]:
    """The smallest element that holds a line of breadcrumbs, found by its words (当前位置: …) above the title, where no selector is known."""
    if title is None or "位置" not in page.text:
        return
    for level in (title, *title.iterancestors()):
        for above in level.itersiblings(preceding=True):
            text = inner_text(above)
            if "位置" in text and visible(text) < _CRUMBS_HOLDER:
                yield from (e for e in reversed(list(above.iter())) if _is_crumbs(e))
                return


def _is_crumbs(element: etree._Element) -> bool:
    text = fold(inner_text(element))
    return len(text) < _CRUMBS_LENGTH and CRUMBS.match(text) is not None and (_CRUMB_MARK.search(text) is not None or len(element) > 1)


def _crumb_parts(element: etree._Element) -> list[str]:
    links = [inner_text(a) for a in element.iter("a")]
    text = inner_text(element)
    if _CRUMB_MARK.search(text):
        return [text]
    return links


def _front_lines(page: Page, layout: SourceLayout, raw: RawArticle) -> list[Line]:
    """The front matter's lines, those of known keys read into `raw`."""
    front = page.front_matter
    keys = {key: name for name, key in layout.fields.items()}
    lines = []
    for number, source in enumerate(front.source.splitlines(), 1):
        key = source.partition(":")[0].strip()
        name = keys.get(key) if front.values.get(key) else None
        lines.append(Line(source, visible(source), number, zone="head", rule=f"field:{name}" if name else "front-matter"))
    for name, key in layout.fields.items():
        value = front.values.get(key, "")
        if value and name == "keywords":
            raw.keywords.append(value)
        elif value:
            setattr(raw, name, value)
    return [line for line in lines if line.count]


_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>", re.S)


def _markup(page: Page) -> list[Line]:
    """Markdown's own marks: what the source of a Jekyll post has and its rendering has not."""
    from html import unescape

    source = "".join(unescape(_TAG.sub("", page.markdown)).split())
    shown = "".join(inner_text(page.root).split())
    marks: list[str] = []
    at = 0
    for character in shown:
        found = source.find(character, at)
        if found < 0:
            return []
        marks.append(source[at:found])
        at = found + 1
    marks.append(source[at:])
    text = "".join(marks)
    return [Line(text, visible(text), "markdown", zone="body", rule="markup")] if visible(text) else []


# ---------------------------------------------------------------- plain text

def _text_head(page: Page, layout: TextLayout, raw: RawArticle) -> list[Line]:
    """The lines of a text page; those of the head are read into `raw`, zones set."""
    lines = text_lines(page)
    anchor = _text_anchor(lines, layout)
    at = _text_title(lines, layout, anchor)
    begin = at if at is not None else anchor or 0
    for line in lines[:begin]:
        line.zone = "before"
        text = line.folded
        if CRUMBS.match(text) and not raw.crumbs:
            raw.crumbs = [text] if _CRUMB_MARK.search(text) else []
            line.rule = "field:crumbs" if raw.crumbs else "crumbs"
    if at is None:
        return lines
    title = lines[at]
    raw.title, title.rule, title.zone = title.text, "field:title", "head"
    if layout.title_below and anchor is not None:
        raw.info.append(lines[anchor].text)
        lines[anchor].rule = "field:info"
    elif layout.newspaper and at and _is_kicker(lines[at - 1], title):
        raw.kicker = lines[at - 1].text
        lines[at - 1].rule = "field:kicker"
    _text_info(lines[at + 1:], layout, raw)
    return lines


def _text_info(lines: Sequence[Line], layout: TextLayout, raw: RawArticle) -> None:
    """Reads the head's lines behind the title up to the first line of running text; repeats of the head are named so."""
    seen = {letters(raw.title or ""), letters(raw.kicker or "")}
    for line in lines[:_HEAD_LINES]:
        text = line.folded
        key = letters(text)
        if key and key in seen:
            line.rule = "repeat"
        elif raw.subtitle is None and _SUBTITLE.match(text) and not raw.info:
            raw.subtitle, line.rule = text, "field:subtitle"
        elif _info_rank(text, layout):
            raw.info.append(line.text)
            line.rule = "field:info"
        elif layout.furniture.name(text):
            line.rule = layout.furniture.name(text)
        elif not raw.info and not raw.authors and bylines.bare_signature(text):
            raw.authors, line.rule = bylines.bare_signature(text), "field:authors"
        else:
            return
        line.zone = "head"
        seen.add(key)


def _info_rank(text: str, layout: TextLayout) -> int:
    """How sure a line is to be of the head: 3 a date and a name or source, 2 a date, 1 a byline, 0 none of it."""
    if layout.info and re.search(layout.info, text):
        return 4
    if len(text) > _INFO_LENGTH or text.endswith(("。", "！", "？")):
        return 0
    byline = bylines.read_byline(text)
    info = bylines.read_info(text)
    if info.date is None or visible(info.rest) > _INFO_REST:
        small = _says_something(info) and visible(info.rest) * 2 < visible(text)
        return 1 if byline or small else 0
    return 3 if info.source or info.credits else 2


def _text_anchor(lines: Sequence[Line], layout: TextLayout) -> int | None:
    """Index of the line that only a head has: the surest line of date, source and people, else a subtitle.

    It stands above the first paragraph of running text. Of equally sure ones the first is it where it says source or people; of mere dates the
    last (a menu may print today's).
    """
    best: int | None = None
    rank = 0
    for n, line in enumerate(lines[:_MENU_LINES]):
        text = line.folded
        if len(text) > _INFO_LENGTH and text.endswith(("。", "”", "！")) and rank > 0:
            break
        found = 0 if CRUMBS.match(text) or not text else _info_rank(text, layout)
        if not found and n and _SUBTITLE.match(text) and len(text) < _INFO_LENGTH and not text.endswith("。"):
            found = 1
        if found > rank or (found == rank == 2):
            best, rank = n, found
    return best


def _text_title(lines: Sequence[Line], layout: TextLayout, anchor: int | None) -> int | None:
    """Index of the title: a Markdown heading of level 1, else the nearest line above the anchor that can be one, or below where the layout says so."""
    first = next((n for n, line in enumerate(lines[:_HEAD_LINES]) if line.level == 1), None)
    if first is not None:
        return first
    if anchor is None:
        text = lines[0].folded if len(lines) > 1 else "。"
        return 0 if len(text) < _CAPTION_LENGTH and not re.search(r"[。；;，,：:]$", text) else None
    above, below = range(anchor - 1, -1, -1), range(anchor + 1, min(len(lines), anchor + 6))
    n: int
    for n in below if layout.title_below else chain(above, below):
        text = lines[n].folded
        if 2 <= len(text) < _TITLE_LENGTH and HANZI.search(text) and not CRUMBS.match(text) and not layout.furniture.name(text) \
                and (n < anchor or not _info_rank(text, layout)):
            return n
    return None


def _is_kicker(line: Line, title: Line) -> bool:
    text = line.folded
    return 2 <= len(text) <= _SHORT_LINE and not _ENDS_SENTENCE.search(text) and not CRUMBS.match(text) and letters(text) != letters(title.text)


# ---------------------------------------------------------------- body, whatever the form

def _read_body(lines: Sequence[Line], layout: AnyLayout, raw: RawArticle) -> None:
    """Names what is no running text among the body's lines: ends, furniture, bylines, repeats, summaries."""
    title = letters(raw.title or "")
    ended: str | None = None
    begun = softly = False
    for n, line in enumerate(lines):
        if line.zone != "body":
            if ended and isinstance(layout, TextLayout):
                line.rule = line.rule or ended
            continue
        if line.rule is not None or not line.count:
            line.rule = ended if ended and not _is_kept(line) else line.rule
            continue
        if ended:
            line.rule = _editor_line(line, raw) if softly else None
            line.rule = line.rule or ended
            continue
        text = line.folded
        end = layout.end_markers.name(text) if begun or len(text) < _SHORT_LINE else None
        if end is not None:
            softly = end in _SOFT_ENDS
            passing = softly and (not begun or _goes_on(lines[n + 1:]))
            line.rule = end if passing else f"end:{end}"
            ended = None if passing else line.rule
            continue
        line.rule = _line_rule(line, layout, raw, title, begun)
        begun = begun or (line.rule is None and line.kind != "image")


def _editor_line(line: Line, raw: RawArticle) -> str | None:
    """Reads the line of editors that sites print under their bar of sharing buttons."""
    byline = bylines.read_byline(line.folded) if line.count < _CAPTION_LENGTH else None
    return _take_byline(line.folded, byline, raw) if byline is not None and byline.editors else None


def _goes_on(lines: Sequence[Line]) -> bool:
    """Whether running text follows soon: then a bar of sharing buttons stands inside the article, not behind it."""
    near = [line for line in islice(lines, _NEAR) if line.zone == "body" and line.count]
    return sum(len(line.folded) > _RUNNING and "。" in line.folded and line.linked * 2 < line.count for line in near) > 1


def _line_rule(line: Line, layout: AnyLayout, raw: RawArticle, title: str, begun: bool) -> str | None:
    """The rule of one line of the body; None where it is running text."""
    text = line.folded
    furniture = layout.furniture.name(text) if len(text) < _LONG_LINE and line.kind != "heading" else None
    if furniture or line.kind == "table":
        return furniture
    if not _WORD.search(text):
        return "marks"
    if not begun and title and len(text) <= 3 * len(title) and letters(text) == title and _looks_like_title(line, raw):
        return "repeat"
    byline = bylines.read_byline(text) if "。" not in text[:-1] else None
    if byline is not None:
        return _take_byline(text, byline, raw)
    return None if begun else _opening_rule(line, raw)


def _opening_rule(line: Line, raw: RawArticle) -> str | None:
    """What may stand between the head and the first paragraph: a subtitle, a summary."""
    text = line.folded
    if raw.subtitle is None and not line.level and _SUBTITLE.match(text) and len(text) < 80 and not text.endswith("。"):
        raw.subtitle = text
        return "field:subtitle"
    summary = _SUMMARY.match(text) if raw.summary is None else None
    if summary is None:
        return None
    raw.summary = text[summary.end():]
    return "field:summary"


def _looks_like_title(line: Line, raw: RawArticle) -> bool:
    """Whether a line that says what the title says is set like one. A plain one is kept: the whole body of a post may repeat its title (finews)."""
    return line.kind == "heading" or line.bold or line.centered or raw.layout.endswith("/text")


def _take_byline(text: str, byline: bylines.Info, raw: RawArticle) -> str:
    """Keeps a standalone byline, unless all that it says was said before (bjx prints 作者 again under the body)."""
    said = [head_line(fold(line)) for line in (*raw.info, *raw.bylines)]
    names = {c.name for info in said for c in info.credits} | {name for info in said for name in info.editors}
    new = {c.name for c in byline.credits} | set(byline.editors)
    sources = {letters(info.source or "") for info in said} | {letters(raw.source or "")}
    if (new or byline.source or byline.date) and new <= names and (not byline.source or letters(byline.source) in sources) and not byline.date:
        return "repeated-byline"
    raw.bylines.append(text)
    return "field:byline"


def _attach_captions(lines: Sequence[Line], raw: RawArticle) -> None:
    """Gives lines beside a picture to it as caption; drops what is no picture of the article."""
    picture: Line | None = None
    body = [line for line in lines if line.zone == "body" and line.rule is None and (line.count or line.kind == "image")]
    for n, line in enumerate(body):
        if line.kind == "image":
            if not is_picture(line.where):
                line.rule = "no-picture"
                continue
            picture = line
            continue
        text = line.folded
        follows = body[n + 1] if n + 1 < len(body) else None
        if picture is not None and _is_caption(line, text, first=id(picture) not in raw.captions):
            line.rule = "field:caption"
            raw.captions.setdefault(id(picture), []).append(line.text)
            continue
        if follows is not None and follows.kind == "image" and len(text) < _CAPTION_LENGTH and re.match(r"下图|▼|↓", text):
            line.rule = "field:caption"
            raw.captions.setdefault(id(follows), []).append(line.text)
        picture = None


def _is_caption(line: Line, text: str, *, first: bool) -> bool:
    """Whether a line right behind a picture is its caption: by its words, or the `first` line by being centred and short."""
    if len(text) > 200 or line.kind == "heading":
        return False
    if _CAPTION.match(text) or _NOTE.match(text):
        return True
    return first and line.centered and not line.bold and len(text) <= _CAPTION_LENGTH


def is_picture(image: etree._Element) -> bool:
    """Whether an `img` shows something of the article: no icon, spacer, live chart, QR code."""
    source = picture_source(image)
    if not source or _NO_PICTURE.search(source) or "二维码" in (image.get("alt") or ""):
        return False
    sizes = (_pixels(image.get("width")), _pixels(image.get("height")))
    return not any(size is not None and size < _SMALL for size in sizes)


def picture_source(image: etree._Element) -> str:
    """The address of an `img`, lazy-loading attributes first; empty where there is none."""
    for name in _PICTURE_SOURCES:
        value = (image.get(name) or "").strip()
        if value and not value.startswith(("data:", "javascript:", "about:")):
            return str(value)
    return ""


def _pixels(value: str | None) -> int | None:
    found = re.match(r"\s*(\d{1,5})(?:px)?\s*$", value or "")
    return int(found.group(1)) if found else None


def _summary_as_body(lines: Sequence[Line], raw: RawArticle) -> None:
    """A page that prints nothing but its digest: the digest is the article."""
    for line in lines:
        if line.rule == "field:summary":
            line.zone, line.rule, line.kind = "body", None, "text"
            raw.body.append(line)
    raw.summary = None


def _captions_as_pictures(raw: RawArticle) -> None:
    """A line that says itself that it is a caption, on a page saved as text: the picture is gone, its caption is left."""
    previous: Line | None = None
    kept = []
    for line in raw.body:
        text = line.folded
        if line.kind == "text" and len(text) <= _CAPTION_LENGTH * 2 and _CAPTION_WORD.match(text):
            if previous is not None and not _NEW_CAPTION.match(text):
                raw.captions[id(previous)].append(line.text)
                line.rule = "field:caption"
                continue
            previous = _as_picture(line, raw)
        else:
            previous = None
        kept.append(line)
    raw.body = kept


# ---------------------------------------------------------------- reading order

def _repair_order(raw: RawArticle) -> None:
    """Puts column fragments of a newspaper page back in order; lines set apart as captions become pictures without address."""
    from crawler.zh import order  # its patterns take a while to compile, and few pages need them

    body = raw.body
    captions = [n for n, line in enumerate(body) if _is_print_caption(line)]
    headings = [n for n, line in enumerate(body) if n not in captions and (line.level or is_bare_heading(body, n))]
    found = order.repair([line.folded for line in body], headings=headings, captions=captions)
    if found.moved or found.joined:
        raw.warnings.add("reading-order-repaired")
    if found.unsure:
        raw.warnings.add("reading-order-unsure")
    raw.body = _with_captions(body, found, raw)


def _with_captions(body: Sequence[Line], found: Order, raw: RawArticle) -> list[Line]:
    """The lines in their new order. A caption goes before the paragraph whose piece it was printed above; the last ones behind what they stood under."""
    place = {n: at for at, group in enumerate(found.lines) for n in group}
    before: dict[int, list[Line]] = {}
    for n in sorted(found.captions):
        below = next((place[m] for m in range(n + 1, len(body)) if m in place), None)
        above = next((place[m] + 1 for m in range(n - 1, -1, -1) if m in place), 0)
        before.setdefault(above if below is None else below, []).append(_as_picture(body[n], raw))
    repaired: list[Line] = []
    for at, group in enumerate(found.lines):
        repaired += [*before.get(at, ()), _joined([body[n] for n in group])]
    return repaired + before.get(len(found.lines), [])


def _is_print_caption(line: Line) -> bool:
    """A short sentence set apart by more blank lines than paragraphs are: a picture stood there."""
    text = line.folded
    return line.gap >= 2 and not line.level and len(text) <= _CAPTION_LENGTH and (text.endswith("。") or bool(_CAPTION.match(text)))


def _as_picture(line: Line, raw: RawArticle) -> Line:
    line.kind, line.rule = "image", "field:caption"
    raw.captions[id(line)] = [line.text]
    return line


def _joined(pieces: Sequence[Line]) -> Line:
    first = pieces[0]
    if len(pieces) > 1:
        first.text, first._folded = "".join(piece.text.strip() for piece in pieces), None
        first.count = sum(piece.count for piece in pieces)
        for piece in pieces[1:]:
            piece.count = 0
    return first


def is_bare_heading(body: Sequence[Line], n: int) -> bool:
    """Whether a line without any mark-up is a heading: short, no sentence, with running text right behind it."""
    line = body[n]
    text = line.folded
    if line.kind != "text" or not 2 <= len(text) <= _SHORT_LINE or _ENDS_SENTENCE.search(text) or text.endswith(("。", ".")):
        return False
    follows: Any = next((other for other in body[n + 1:n + 3] if other.kind != "image"), None)
    if follows is None or not HANZI.search(text):
        return False
    behind = follows.folded
    return len(behind) > max(_SHORT_LINE, 2 * len(text)) and bool(re.search(r"[。！？；：，,;:!?]", behind))
