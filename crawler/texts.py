"""The head of a page saved as plain text: which line is the title, which say date, source and people."""
from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from crawler.lines import Line, joined, text_lines
from crawler.page import Page
from crawler.raw import RawArticle
from crawler.site import TextLayout
from crawler.zh import bylines, sources
from crawler.zh.boilerplate import CRUMB_MARK, CRUMBS, LOOSE, SUBTITLE
from crawler.zh.surnames import is_person
from crawler.zh.text import HANZI, RUNNING, letters, visible

_LABEL = re.compile(r"(?:文章|信息|稿件)?(?:来源|作者|记者|通讯员|编辑|责编|责任编辑|发布时间|发表时间|发布日期|时间|日期)\s*[:：]")
_NO_TITLE_END = re.compile(r"[。；;，,：:]$")
_NO_KICKER_END = re.compile(r"[。！？!?…；;：:，,、”』」]$")
_INFO_LENGTH, _INFO_REST, _TITLE_LENGTH, _BARE_TITLE_LENGTH, _KICKER_LENGTH, _VALUE_LENGTH = 160, 24, 120, 60, 40, 40  # characters
_MENU_LINES, _HEAD_LINES = 300, 40
_PAGE_NAME = re.compile(r"第?\s?[A-Z]?\d{1,3}\s?版(?:\s?[:：]|\s|$)\s?\S{0,12}(?:\s\S{1,6}){0,3}$")
"""第02版：要闻 返回: the name of a printed page, over the title."""
_NUMBERED = re.compile(r"0\d\s\S{2,8}$")
_BUTTON = re.compile(r"(?:(?:返回|目录|关闭|分享|字号|上一[篇版]|下一[篇版])\s?){1,6}")
_SIGNS = "□■◎●▲◆ "
_SECTION_LENGTH, _SENTENCE_LENGTH, _SECTION_LINES = 4, 40, 8  # characters, lines


def read_head(page: Page, layout: TextLayout, raw: RawArticle) -> list[Line]:
    """The lines of a text page; those of the head are read into `raw`, zones set."""
    lines = _with_values(text_lines(page))
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
    _text_info(lines, at, anchor or 0, layout, raw)
    return lines


def _with_values(lines: list[Line]) -> list[Line]:
    """Joins a line that is a label alone (发布时间：) with the value on the next one, above the running text."""
    kept: list[Line] = []
    head = True
    for line in lines:
        before = kept[-1] if kept else None
        head = head and not (len(line.folded) > _INFO_LENGTH or RUNNING.match(line.folded))
        if head and before is not None and _LABEL.fullmatch(before.folded) and len(line.folded) < _VALUE_LENGTH and not _LABEL.match(line.folded):
            joined((before, line))
        else:
            kept.append(line)
    return kept


def _text_info(lines: Sequence[Line], at: int, anchor: int, layout: TextLayout, raw: RawArticle) -> None:
    """Reads the head's lines behind the title (line `at`) up to the first line of running text, but at least as far as the `anchor`."""
    seen = {letters(raw.title or ""), letters(raw.kicker or "")}
    for n in range(at + 1, min(len(lines), at + _HEAD_LINES)):
        line = lines[n]
        key = letters(line.folded)
        rule = "repeat" if key and key in seen else _head_rule(line, layout, raw)
        if rule is None and not raw.info and _named(line.folded) and n + 1 < len(lines) and (
                _is_running(lines[n + 1].folded) or (_named(lines[n + 1].folded) and not line.gap and not lines[n + 1].gap)):
            raw.authors.extend(_named(line.folded))
            rule = "field:authors"
        if rule is None and n < anchor:
            rule = _above_info(line, raw)
        if rule is None:
            return
        line.rule, line.zone = rule, "head"
        seen.add(key)


def _head_rule(line: Line, layout: TextLayout, raw: RawArticle) -> str | None:
    """The rule of a line that only a head has; None for any other. What it says goes into `raw`."""
    text = line.folded
    if line.level == 1 and not raw.subtitle and not raw.info and len(text) < _KICKER_LENGTH:
        raw.title = f"{raw.title} {text}"
        return "field:title"
    if raw.subtitle is None and SUBTITLE.match(text) and not raw.info:
        raw.subtitle = text
        return "field:subtitle"
    if _info_rank(text, layout):
        raw.info.append(line.text)
        return "field:info"
    if not raw.info and not raw.authors and bylines.bare_signature(text):
        raw.authors = bylines.bare_signature(text)
        return "field:authors"
    return LOOSE.name(text)


def _above_info(line: Line, raw: RawArticle) -> str:
    """The rule of a line between title and info line: the medium, which some pages print there alone, or nothing that belongs to the article."""
    if raw.source is None and sources.looks_like_origin(line.folded):
        raw.source = line.text
        return "field:source"
    return "between"


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
    last (a menu may print today's), but none behind running text (a list of other articles).
    """
    best: int | None = None
    rank = 0
    read_on = running = False
    for n, line in enumerate(lines[:_MENU_LINES]):
        text = line.folded
        if len(text) > _INFO_LENGTH and text.endswith(("。", "”", "！")) and rank > 0:
            break
        found = 0 if CRUMBS.match(text) or not text else _info_rank(text, layout)
        if not found and n and SUBTITLE.match(text) and len(text) < _INFO_LENGTH and not text.endswith("。"):
            found = 1
        if found == 1 and running:
            continue
        running = running or _is_running(text)
        if found > rank or (found == rank == 2 and not read_on):
            best, rank, read_on = n, found, False
        read_on = read_on or (rank > 1 and len(text) > _BARE_TITLE_LENGTH and text.endswith(("。", "”")))
    return best


def _text_title(lines: Sequence[Line], layout: TextLayout, anchor: int | None) -> int | None:
    """Index of the title: a Markdown heading of level 1, else the nearest line above the anchor that can be one, or below where the layout says so."""
    first = next((n for n, line in enumerate(lines[:_HEAD_LINES]) if line.level == 1), None)
    if first is not None:
        return first
    if anchor is None:
        begin = _after_section(lines)
        text = lines[begin].folded if len(lines) > begin + 1 else "。"
        return begin if len(text) < _BARE_TITLE_LENGTH and not _NO_TITLE_END.search(text) else None
    above, below = range(anchor - 1, -1, -1), range(anchor + 1, min(len(lines), anchor + 6))
    possible = [n for n in (below if layout.title_below else chain(above, below)) if _may_be_title(lines[n]) and (
        n < anchor or not _info_rank(lines[n].folded, layout))][:2]
    # Right above the info line the medium may stand alone, with the title above it.
    if len(possible) == 2 and possible[1] == possible[0] - 1 < anchor and sources.looks_like_medium(lines[possible[0]].folded):
        return possible[1]
    return possible[0] if possible else None


def _after_section(lines: Sequence[Line]) -> int:
    """Index of the first line behind the name of a printed page or a section, which a copied page may open with: 第02版：要闻, or 副刊 over a
    longer line, over a name or running text."""
    shown = [n for n, line in enumerate(lines[:_SECTION_LINES]) if not _BUTTON.fullmatch(line.folded)][:3]
    if len(shown) < 3:
        return 0
    texts = [lines[n].folded for n in shown]
    named = (_PAGE_NAME.match(texts[0]) or _NUMBERED.match(texts[0])) is not None
    over = len(texts[0]) <= _SECTION_LENGTH and len(texts[1]) > 2 * len(texts[0]) and not RUNNING.match(texts[1]) and not _named(texts[1])
    return shown[named or (over and bool(_named(texts[2]) or _is_running(texts[2])))]


def _named(text: str) -> list[str]:
    """The names of a line that holds nothing else, as it stands under a title: 张敏 李晓燕, 任平, 国网江州供电公司 张敏."""
    text = text.strip(_SIGNS)
    place, _, name = text.partition(" ")
    if (is_person(text) and len(text) == 2) or (name and is_person(name) and sources.looks_like_origin(place)):
        return [name or text]
    return bylines.bare_signature(text)


def _is_running(text: str) -> bool:
    return len(text) > _SENTENCE_LENGTH and text.endswith(("。", "”", "！", "？"))


def _may_be_title(line: Line) -> bool:
    text = line.folded
    return 2 <= len(text) < _TITLE_LENGTH and HANZI.search(text) is not None and not (
        _PAGE_NAME.match(text) or (_is_running(text) and text.endswith("。")) or CRUMBS.match(text) or LOOSE.name(text) or SUBTITLE.match(text) or _LABEL.fullmatch(text) or bylines.read_byline(text))


def _is_kicker(line: Line, title: Line) -> bool:
    text = line.folded
    return 2 <= len(text) <= _KICKER_LENGTH and not _NO_KICKER_END.search(text) and not CRUMBS.match(text) and letters(text) != letters(title.text)
