"""Articles printed on several pages: which of them a page is, and where the others are.

Told by the bar under the text: `1 2 3 下一页`. Its links name the same file with a number behind it (bjx `1512829-2.shtml`, TRS
`t20210721_86_1.html`, counted from 0), or the same address with another page key.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from lxml import etree

from crawler.article import Part
from crawler.page import Page, inner_text
from crawler.site import AnyLayout, Layout, select
from crawler.zh.pattern import Pattern

_STEP = Pattern(r"[上下]一?页|[尾末]页")
_STEP_WORDS = ("一页", "下页", "上页", "尾页")
_FORTH = Pattern(r"下一?页|[尾末]页")
_BACK = Pattern(r"上一?页")
_TEXT_BAR = Pattern(r"(?:首页|第一页)?[\s|]{0,9}(上一?页)?([\d\s|\[\]【】()（）]{2,200})(下一?页)?[\s|>＞»]{0,9}(?:[尾末]页)?[\s|>＞»]{0,9}")
_NO_DIGIT = re.compile(r"\D+")
_OWN_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
_NUMBER_TOLD = Pattern(r"第\s*(\d{1,3})\s*页|(?<!\d)(\d{1,3})\s*/\s*\d{1,3}\s*页")
_OF = Pattern(r"共\s*(\d{1,3})\s*页")
_NUMBERED = re.compile(r"[-_](\d{1,2})(?=(?:\.\w{2,6})?$)")
_NAMED = re.compile(r"\d{4}|[0-9a-f]{16}")
_PAGE_KEY = re.compile(r"p|pn|pg|page|pageno|page_?(?:num|index|no)|cur(?:rent)?_?page", re.I)
_STEPS = etree.XPath("//a[contains(., '下一页') or contains(., '上一页') or contains(., '下页') or contains(., '上页')]")
_ANCHORS = etree.XPath("descendant-or-self::a[@href]")
_TEXTS = etree.XPath("descendant::text()")
_MOST_LINKS = 80
_STEP_LENGTH = 12  # characters


class _Address(NamedTuple):
    stem: str
    number: int | None


def part(page: Page, layout: AnyLayout | None, title: str | None) -> Part | None:
    """Which page of its article `page` is; None for an article on one page. `title` is the article's."""
    if page.form == "text":
        return _in_text(page, title) if _names_steps(page) else None
    return next((found for bar in _bars(page, layout) if (found := _in_bar(page, bar)) is not None), None)


def _names_steps(page: Page) -> bool:
    """Whether 下一页 or the like stands anywhere. Words are looked for: few pages have any, and a pattern takes longer to say so."""
    return any(word in page.shown for word in _STEP_WORDS)


def _bars(page: Page, layout: AnyLayout | None) -> Iterator[etree._Element]:
    """Elements that may be the bar: those that the layout names, and what holds a link to the next or the last page."""
    if isinstance(layout, Layout) and layout.drop:
        yield from select(page, layout.drop.get("pages"))
    for step in _STEPS(page.tree) if _names_steps(page) else ():
        holder = step.getparent()
        while holder is not None and holder.tag in ("li", "span", "b", "strong", "em", "font", "td", "tr"):
            holder = holder.getparent()
        if holder is not None and len(inner_text(step).strip()) <= _STEP_LENGTH:
            yield holder


def _in_bar(page: Page, bar: etree._Element) -> Part | None:
    """The part that `bar` makes of the page, if all its links lead to pages of one article, this one among them."""
    links = {link: _target(page, link) for link in _ANCHORS(bar)}
    if not 0 < len(links) <= _MOST_LINKS:
        return None
    others = {link: target for link, target in links.items() if target is not None}
    texts = {link: inner_text(link).strip(" \t\r\n[]【】()（）") for link in others}
    numbered = {int(text): others[link] for link, text in reversed(texts.items()) if _is_number(text)}
    leading = [link for link, text in texts.items() if _is_number(text) or (_STEP.search(text) and len(text) <= _STEP_LENGTH)]
    stem = _common_stem(page, [others[link] for link in leading])
    if stem is None:
        return None
    number = _own_number(bar, numbered, others, _address(page.url) if page.url else None, stem)
    onward = any(_FORTH.search(texts[link]) for link in leading)
    of = max(number + onward, *numbered, *map(int, _OF.findall(inner_text(bar))), 1)
    return Part(stem, number, of, dict(sorted(numbered.items()))) if of > 1 else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 3


def _target(page: Page, link: etree._Element) -> str | None:
    """Where a link leads, without fragment; None for one that leads nowhere else."""
    href = link.get("href").strip()
    if not href or href.startswith(("#", "javascript:", "mailto:")):
        return None
    try:
        target = urlunsplit((*urlsplit(urljoin(page.url or "", href))[:4], ""))
        return None if page.url and target == urlunsplit((*urlsplit(page.url)[:4], "")) else target
    except ValueError:
        return None


def _common_stem(page: Page, targets: Sequence[str]) -> str | None:
    """What all addresses of a bar have in common, the page's own too; None where they lead to different things."""
    stems = {_address(target).stem for target in targets}
    if len(stems) != 1:
        return None
    stem = stems.pop()
    if page.url is None:
        return stem if _NAMED.search(stem.rpartition("/")[2]) else None
    bare = urlunsplit(("", *urlsplit(page.url)[1:4], ""))
    return stem if stem in (_address(page.url).stem, bare) else None


def _own_number(bar: etree._Element, numbered: Mapping[int, str], others: Mapping[etree._Element, str], own: _Address | None, stem: str) -> int:
    """The number of the page itself: the one that is printed and leads nowhere else, else the one in its address, else the one that lacks."""
    told = _NUMBER_TOLD.search(inner_text(bar))
    if told:
        return int(told.group(1) or told.group(2))
    plain = "".join(" " if any(holder in others for holder in _holders(text)) else text for text in _TEXTS(bar))
    printed = [int(number) for number in _OWN_NUMBER.findall(_OF.sub("", plain)) if int(number) not in numbered]
    if len(printed) == 1:
        return printed[0]
    if own is not None and own.stem == stem and own.number is not None:
        return own.number
    missing = set(range(1, max(numbered, default=0) + 1)) - set(numbered)
    return missing.pop() if len(missing) == 1 else 1


def _holders(text: Any) -> Iterator[etree._Element]:
    """The elements that a text node stands in, the nearest first."""
    parent = text.getparent()
    return parent.iterancestors() if text.is_tail else chain((parent,), parent.iterancestors())


def _address(url: str) -> _Address:
    """What an address has in common with those of the article's other pages, and the number that it adds."""
    parts = urlsplit(url)
    keys = parse_qsl(parts.query, keep_blank_values=True)
    number = next((value for key, value in keys if _PAGE_KEY.fullmatch(key) and value.isdigit()), None)
    query = urlencode([(key, value) for key, value in keys if not _PAGE_KEY.fullmatch(key)]) if number else parts.query
    path, found = parts.path, _NUMBERED.search(parts.path)
    if number is None and found:
        number, path = found.group(1), path[:found.start()] + path[found.end():]
    return _Address(urlunsplit(("", parts.netloc, path, query, "")), int(number) if number else None)


def _in_text(page: Page, title: str | None) -> Part | None:
    """The bar of a page saved as text: `上一页 1 2 3 下一页`. The first page's has nothing that leads back, the last one's nothing that leads on."""
    for line in reversed(page.lines):
        bar = _TEXT_BAR.fullmatch(line.strip()) if _STEP.search(line) else None
        of = _counted(bar.group(2)) if bar else 0
        if bar and of:
            return Part(title or "", of if not bar.group(3) else None if bar.group(1) else 1, of)
    return None


def _counted(numbers: str) -> int:
    """How far `1 2 3` counts; it may be glued (`123`). 0 for anything else."""
    digits, counted = _NO_DIGIT.sub("", numbers), ""
    for number in range(1, _MOST_LINKS):
        counted += str(number)
        if counted == digits:
            return number if number > 1 else 0
    return 0
