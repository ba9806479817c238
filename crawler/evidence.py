"""What an HTML page shows of itself before anything is read: one pass over the tree adds its characters up, a second look weighs them.

Running text has commas and full stops; what surrounds it is links. The texts of teasers, comments and side blocks look like running text
and count little, those of the page's foot nothing.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from operator import attrgetter

from lxml import etree

from crawler.page import inner_text
from crawler.zh import dates
from crawler.zh.boilerplate import END_MARKERS, PAGE_FOOT, Table
from crawler.zh.pattern import Pattern
from crawler.zh.text import fold

INLINE = frozenset("a abbr b big cite code em font i ins kbd label mark nobr q s small span strike strong sub sup tt u".split())
"""Elements that begin no line of their own."""

MIN_RUN = 8
"""Characters: a shorter text with a comma in it is a label or a number."""

MIN_TITLE, MAX_TITLE = 4, 120
"""Characters: what is shorter or longer is not noticed as the title standing again in the page."""

TEASER = 0.15
"""What a character of a teaser counts."""

FOOT = Table((*END_MARKERS, *PAGE_FOOT))
"""Lines that end an article or stand at the foot of whole pages."""

INFO_HINT = Pattern(r"\d{4}\s?[-年/.]\s?\d{1,2}\s?[-月/.]\s?\d|来源|作者|记者|编辑|责编|发布|时间|日期|稿源|摘自|供稿")
"""What a line of date, source and people holds."""

_STOP = Pattern("[，。；！？…,;]")
_OUTSIDE = Pattern(
    r"comment|pinglun|(?<![a-z])foot|copyright|banquan|relat(?:ed|ive)|recommend|tuijian|ranking|paihang|side_?bar|share|(?<![a-z])nav(?![a-z])|navbar"
    r"|(?<![a-z])menu|login|banner|guess|statement|disclaimer|shengming|shenming|mianze|breadcrumb|(?<![a-z])ads?(?![a-z])|advert|guanggao|qr_?code|ewm"
    r"|friend_?link|hot_?news|dialog|popup|xgxw|xgwz|next_?prev|prev_?next|toolbar", re.I)
_FOOT_ANYWHERE = Pattern(r"ICP备|版权所有|[Cc]opyright|©|不良信息举报|公网安备|增值电信|许可证\s*(?:编号|号|[:：])|违法和不良|(?:主办|承办)(?:单位)?[:：]|建议使用.{0,20}浏览")
_IN_BLOCK = INLINE | {"p"}
_ASIDE_TAGS = frozenset(("footer", "nav", "aside"))
_TEXT, _TAIL = attrgetter("text"), attrgetter("tail")
_LINE_SHARE = 0.2  # what a character outside links that is no running text counts against a container; one inside a link counts 1
_ASIDE = 0.15
_SURE_BODY, _FOOT_LENGTH, _HEADLINE, _MARKS = 400, 200, 6, 3  # characters
_TEASER_DEPTH, _NEIGHBOURS = 4, 10


@dataclass(slots=True)
class Evidence:
    """What one pass over a tree adds up: for the element number n (in page order) its `parent`'s number, the characters in it (`total`), in
    links (`linked`; `own_linked` those not inside a child), and, once weighed, of running text (`running`).

    `pieces` are the running texts as (place, holder, length), `texts` all other texts outside links as (place, holder, text): place is the
    number of the element that opens before the text, holder of the one it stands in. `headings` are the elements h1 to h4, `named` those that
    hold a part of `<title>`. `first` gives the place of the first running text in an element, `teasers` holder and length of each teaser.
    """

    elements: list[etree._Element]
    number: dict[etree._Element, int]
    parent: list[int]
    total: list[int]
    linked: list[int]
    running: list[float]
    own_linked: list[int] = field(default_factory=list)
    pieces: list[tuple[int, int, int]] = field(default_factory=list)
    texts: list[tuple[int, int, str]] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    named: list[int] = field(default_factory=list)
    first: dict[int, int] = field(default_factory=dict)
    teasers: list[tuple[int, int]] = field(default_factory=list)
    _names: dict[int, str] = field(default_factory=dict)

    def ancestors(self, n: int) -> Iterator[int]:
        """The numbers of the ancestors of element `n`, nearest first."""
        n = self.parent[n]
        while n >= 0:
            yield n
            n = self.parent[n]

    def holds(self, outer: int, inner: int) -> bool:
        """Whether `outer` is `inner` or an ancestor of it."""
        parent = self.parent
        while inner > outer:
            inner = parent[inner]
        return inner == outer

    def text(self, n: int) -> str:
        """All text in element `n`, white space folded."""
        return fold(inner_text(self.elements[n]))

    def names(self, n: int) -> str:
        """Class and id of element `n`; empty where it has none."""
        names = self._names.get(n)
        if names is None:
            element = self.elements[n]
            classes, name = element.get("class"), element.get("id")
            names = self._names[n] = f"{classes or ''} {name or ''}" if classes or name else ""
        return names

    def weight(self, n: int) -> float:
        """How much running text element `n` holds, less what else is in it."""
        running = self.running[n]
        others = self.linked[n] + max(0.0, self.total[n] - self.linked[n] - running) * _LINE_SHARE
        return running * running / (running + others) if running else 0.0

    def links_between(self, start: int, end: int) -> int:
        """Characters in links from element `start` up to element `end`."""
        return sum(self.own_linked[start:end])

    def first_piece(self, n: int, *, after: int = -1) -> int | None:
        """The place of the first running text in element `n` behind the place `after`."""
        return next((place for place, holder, _ in self.pieces if place > after and self.holds(n, holder)), None)

    def prints_date(self, above: int, below: int | None) -> bool:
        """Whether a line of date and source is printed between two places."""
        return any(INFO_HINT.search(text) and dates.find(text) for place, _, text in self.texts if above < place and (below is None or place <= below))


def gather(root: etree._Element, title: str) -> Evidence:
    """The evidence of the tree under `root`, not yet weighed; `title` is what `<title>` says, used to notice where it stands again."""
    elements = list(root.iter("*"))
    size = len(elements)
    number = dict(zip(elements, range(size), strict=True))
    parent = [-1, *map(number.__getitem__, map(etree._Element.getparent, elements[1:]))]
    found = Evidence(elements, number, parent, [0] * size, [0] * size, [0.0] * size)
    found.headings = [number[heading] for heading in root.iter("h1", "h2", "h3", "h4")]
    _count(found, _texts(elements, parent), title)
    found.own_linked = found.linked.copy()
    total, linked = found.total, found.linked
    for n in range(size - 1, 0, -1):
        if total[n]:
            up = parent[n]
            total[up] += total[n]
            linked[up] += linked[n]
    return found


def _texts(elements: list[etree._Element], parent: list[int]) -> list[tuple[int, int, str]]:
    """All texts but blank ones. This is the one loop over all elements of a page: its inner part is what `locate` takes longest over."""
    texts: list[tuple[int, int, str]] = []
    add = texts.append
    for n, (up, tail, text) in enumerate(zip(parent, map(_TAIL, elements), map(_TEXT, elements), strict=True)):
        if tail and (tail := tail.strip()) and n:
            add((n, up, tail))
        if text and (text := text.strip()):
            add((n, n, text))
    return texts


def _count(found: Evidence, texts: list[tuple[int, int, str]], title: str) -> None:
    """Adds the texts up in their holders, and tells running text and what stands in links from the rest."""
    total, linked = found.total, found.linked
    in_link = _in_links(found)
    stops, add_piece, add_text, add_named = _STOP.search, found.pieces.append, found.texts.append, found.named.append
    for entry in texts:
        place, holder, text = entry
        length = len(text)
        total[holder] += length
        if holder in in_link:
            linked[holder] += length
        elif length >= MIN_RUN and stops(text):
            add_piece((place, holder, length))
        else:
            add_text(entry)
        if MIN_TITLE <= length <= MAX_TITLE and text in title:
            add_named(holder)


def _in_links(found: Evidence) -> set[int]:
    """The numbers of all links and of what stands in them: the elements behind a link whose parents are not before it."""
    number, parent, size = found.number, found.parent, len(found.parent)
    inside: set[int] = set()
    for link in found.elements[0].iterdescendants("a"):
        n = number[link]
        inside.add(n)
        inner = n + 1
        while inner < size and parent[inner] >= n:
            inside.add(inner)
            inner += 1
    return inside


def weigh(found: Evidence, titles: Iterable[int]) -> None:
    """Counts the running texts into the elements they stand in; those of teasers, comments and side blocks little, the page's foot not at all.

    No element around one of `titles` is a side block.
    """
    _drop_feet(found)
    inside = sorted(_note_first(found))
    aside = _asides(found, inside, {up for n in titles for up in (n, *found.ancestors(n))})
    running, parent = found.running, found.parent
    teasers: dict[int, bool] = {}
    for _, holder, length in found.pieces:
        share = _ASIDE if holder in aside else 1.0
        if _is_teaser(found, holder, teasers):
            share *= TEASER
            found.teasers.append((holder, length))
        running[holder] += length * share
    for n in reversed(inside):
        if n:
            running[parent[n]] += running[n]


def _drop_feet(found: Evidence) -> None:
    """Forgets the running texts of the page's foot; in a block that holds much running text nothing is a foot."""
    blocks = [_block_around(found, holder) for _, holder, _ in found.pieces]
    company: dict[int, int] = {}
    for block, (_, _, length) in zip(blocks, found.pieces, strict=True):
        company[block] = company.get(block, 0) + length
    found.pieces[:] = [piece for block, piece in zip(blocks, found.pieces, strict=True)
                       if company[block] >= _SURE_BODY or not _is_foot(found, piece[0], piece[1])]


def _note_first(found: Evidence) -> dict[int, int]:
    """Notes, for all elements that hold running text, where it begins."""
    parent, first = found.parent, found.first
    for place, n, _ in found.pieces:
        while n >= 0 and n not in first:
            first[n] = place
            n = parent[n]
    return first


def _asides(found: Evidence, numbers: list[int], never: set[int]) -> set[int]:
    """Those of the elements `numbers` (in page order) that stand in a block that is named as something else than the article."""
    aside: set[int] = set()
    for n in numbers:
        if n not in never and (found.parent[n] in aside or found.elements[n].tag in _ASIDE_TAGS or ((names := found.names(n)) and names_outside(names))):
            aside.add(n)
    return aside


def _block_around(found: Evidence, n: int) -> int:
    """The nearest element around a text that is no paragraph and nothing inside one."""
    elements, parent = found.elements, found.parent
    while elements[n].tag in _IN_BLOCK and parent[n] >= 0:
        n = parent[n]
    return n


def _is_foot(found: Evidence, place: int, holder: int) -> bool:
    """Whether a text is what stands at the foot of whole pages."""
    element = found.elements[place]
    text = ((element.text if place == holder else element.tail) or "").strip()
    return len(text) < _FOOT_LENGTH and (FOOT.name(text[:80]) is not None or _FOOT_ANYWHERE.search(text) is not None)


@lru_cache(maxsize=8192)
def names_outside(names: str) -> str | None:
    """The word in class and id (`Evidence.names`) that says that a block is no article; None where there is none."""
    found = _OUTSIDE.search(names)
    return found.group().lower() if found else None


def _is_teaser(found: Evidence, holder: int, known: dict[int, bool]) -> bool:
    """Whether a running text stands in one of several like blocks that each open with a link: a list of other articles."""
    n, parent, linked = holder, found.parent, found.linked
    for _ in range(_TEASER_DEPTH):
        if parent[n] < 0:
            return False
        if linked[n]:
            if n not in known:
                known[n] = _opens_with_link(found.elements[n]) and _has_like_siblings(found.elements[n])
            if known[n]:
                return True
        n = parent[n]
    return False


def _has_like_siblings(element: etree._Element) -> bool:
    """Whether at least two of the ten elements on each side of `element` open with a link as it does."""
    sides = (islice(element.itersiblings(element.tag, preceding=back), _NEIGHBOURS) for back in (False, True))
    return len(list(islice((other for side in sides for other in side if _opens_with_link(other)), 2))) == 2


def _opens_with_link(element: etree._Element) -> bool:
    """Whether the first text in `element` is that of a link that could be a headline."""
    for child in element.iter():
        if child.tag == "a" and (text := inner_text(child).strip()):
            return len(text) >= _HEADLINE
        if (child.text and len(child.text.strip()) > _MARKS) or (child is not element and child.tail and len(child.tail.strip()) > _MARKS):
            return False
    return False
