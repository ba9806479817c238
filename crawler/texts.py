"""The head of a page saved as plain text: which line is the title, which say date, source and people."""
from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from crawler.lines import Line, text_lines
from crawler.page import Page
from crawler.raw import RawArticle
from crawler.site import TextLayout
from crawler.trees import CRUMB_MARK, SUBTITLE
from crawler.zh import bylines
from crawler.zh.boilerplate import CRUMBS
from crawler.zh.text import HANZI, letters, visible

_NO_TITLE_END = re.compile(r"[。；;，,：:]$")
_NO_KICKER_END = re.compile(r"[。！？!?…；;：:，,、”』」]$")
_INFO_LENGTH, _INFO_REST, _TITLE_LENGTH, _BARE_TITLE_LENGTH, _KICKER_LENGTH = 160, 24, 120, 60, 40  # characters
_MENU_LINES, _HEAD_LINES = 300, 40



def read_head(page: Page, layout: TextLayout, raw: RawArticle) -> list[Line]:
    """The lines of a text page; those of the head are read into `raw`, zones set."""
    lines = text_lines(page)
    anchor = _text_anchor(lines, layout)
    at = _text_title(lines, layout, anchor)
    begin = at if at is not None else anchor or 0
    for line in lines[:begin]:
        line.zone = "before"
        text = line.folded
        if CRUMBS.match(text) and not raw.crumbs:
            raw.crumbs = [text] if CRUMB_MARK.search(text) else []
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
        elif raw.subtitle is None and SUBTITLE.match(text) and not raw.info:
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
        small = info.says_something and visible(info.rest) * 2 < visible(text)
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
        if not found and n and SUBTITLE.match(text) and len(text) < _INFO_LENGTH and not text.endswith("。"):
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
        return 0 if len(text) < _BARE_TITLE_LENGTH and not _NO_TITLE_END.search(text) else None
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
    return 2 <= len(text) <= _KICKER_LENGTH and not _NO_KICKER_END.search(text) and not CRUMBS.match(text) and letters(text) != letters(title.text)
