"""Which elements of an HTML page hold the article's body: those with the most running text under the title, and their like beside them."""
from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from crawler.evidence import FOOT, MIN_RUN, TEASER, Evidence, names_outside
from crawler.titles import GAP_LINKS, PRINTED, SURE, Title
from crawler.zh.pattern import Pattern
from crawler.zh.text import HANZI

SUMMARY_NAME = Pattern(r"summary|digest|abstract|zhaiyao|daodu|neirongtiyao|(?<![a-z])lead(?![a-z])", re.I)
"""In class or id of a digest."""

MIN_BODY = 40
"""Characters of running text that make a body."""

_BODY_NAME = Pattern(r"content|article|zoom|(?<![a-z])text|detail|trs_?(?:ue)?editor|(?<![a-z])zw|zhengwen|artibody|main_?text|(?<![a-z])con(?![a-z])|news_?body|post_?body", re.I)
_SAME_PAGE = Pattern(r"^(?:$|#|javascript:)|\.(?:jpe?g|png|gif|webp|bmp)$", re.I)
_CONTAINERS = frozenset("div td section article main body html center form li dd blockquote table tbody tr fieldset pre".split())
_WRAPPERS = frozenset(("div", "td", "section", "article"))
_NEVER_MORE = frozenset(("footer", "nav", "aside", "form", "ul", "ol"))
_ANCHOR_BOOST, _GOOD_NAME, _BEFORE_TITLE = 4.0, 1.15, 0.15
_BEST_TITLE = 1.5  # what the surest title makes of a boost
_CLEARLY = 1.001  # an element must beat the one around it
_MIN_ALONE, _MIN_ANCHORED, _SURE_BODY = 100, 14, 300  # characters
_LEVELS, _DATE_REACH = 3, 10  # elements


def best(found: Evidence, sure: list[Title]) -> tuple[int | None, Title | None]:
    """The element that holds the body, and the title that belongs to it; `sure` are the page's sure titles, in page order."""
    anchors = _anchors(found, sure)
    body, most, over = None, 0.0, None
    boost = _GOOD_NAME * _ANCHOR_BOOST * _BEST_TITLE
    for n in sorted(found.first):
        if found.running[n] * boost < most or (score := found.weight(n)) * boost < most:
            continue
        if _names_body(found.names(n)):
            score *= _GOOD_NAME
        title = _title_over(found, n, anchors)
        if title is not None:
            score *= _ANCHOR_BOOST * (0.5 + 0.5 * title.score)
        elif sure and found.first[n] < sure[0].n:
            score *= _BEFORE_TITLE
        if score > most * _CLEARLY:
            body, most, over = n, score, title
    if body is None:
        return None, None
    body = _container(found, body)
    return body, over or next((t for t in reversed(sure) if t.n < found.first[body] or found.holds(body, t.n)), None)


def _anchors(found: Evidence, sure: list[Title]) -> list[tuple[int, Title]]:
    """For each of the surest titles the smallest element around it that holds running text."""
    top = max((t.score for t in sure), default=0.0)
    around = ((next((up for up in found.ancestors(t.n) if found.running[up] - found.running[t.n] >= MIN_BODY), None), t)
              for t in sure if t.score >= top - 0.5)
    return [(up, title) for up, title in around if up is not None]


def _title_over(found: Evidence, n: int, anchors: list[tuple[int, Title]]) -> Title | None:
    """The sure title to which element `n` would be the body: the nearest one above it, one outside it rather than one in it."""
    start = found.first[n]
    fitting = [title for anchor, title in anchors if start > title.n and found.holds(anchor, n)]
    outside = (title for title in reversed(fitting) if not found.holds(n, title.n) and found.links_between(title.n, start) < GAP_LINKS)
    return next(outside, fitting[-1] if fitting else None)


@lru_cache(maxsize=8192)
def _names_body(names: str) -> bool:
    return _BODY_NAME.search(names) is not None


def _container(found: Evidence, n: int) -> int:
    """The element around a paragraph or an inline element that can hold a body."""
    while found.elements[n].tag not in _CONTAINERS and found.parent[n] >= 0:
        n = found.parent[n]
    # An editor's wrapper within the wrapper: the same text, nothing beside it.
    while (up := found.parent[n]) >= 0 and found.total[up] == found.total[n] and found.elements[up].tag in _WRAPPERS:
        n = up
    return n


def is_article(found: Evidence, body: int, title: Title | None) -> bool:
    """Whether there is enough running text, in one place, for an article."""
    running = found.running[body]
    teasers = sum(length for holder, length in found.teasers if found.holds(body, holder))
    if teasers > (running - TEASER * teasers) * 2:
        return False
    if title is not None and title.score >= SURE:
        start = found.first_piece(body, after=title.n)
        links = found.links_between(title.n, start) if start is not None else 0
        if links > max(GAP_LINKS, running) and running < _SURE_BODY:
            return False
        return running >= MIN_BODY or (running >= _MIN_ANCHORED and found.prints_date(title.n, start))
    if title is not None and title.score == PRINTED and not teasers and running >= MIN_BODY and _is_set_by_itself(found, body, title):
        return True
    if found.linked[0] > found.total[0] * 0.6 and found.total[0] > 600 and running < _SURE_BODY:
        return False
    return running >= (MIN_BODY if title is not None or found.total[0] < 2 * running else _MIN_ALONE)


def _is_set_by_itself(found: Evidence, body: int, title: Title) -> bool:
    """Whether a date, a title and a full sentence under it stand together with no link between: the form of an article, however many links
    stand elsewhere on the page."""
    start = found.first_piece(body, after=title.n)
    if start is None or found.links_between(title.n, start) or max((length for place, _, length in found.pieces if place >= start), default=0) < MIN_BODY:
        return False
    return found.prints_date(max(0, title.n - _DATE_REACH), start)


def with_siblings(found: Evidence, body: int, title: Title | None) -> list[int]:
    """`body`, and the elements beside it that hold more of the same text (a body cut up by advertisements, one element a paragraph)."""
    bodies = [body]
    at = body
    for _ in range(_LEVELS):
        up = found.parent[at]
        if up < 0 or found.elements[at].tag in ("body", "html"):
            break
        children = [found.number[child] for child in found.elements[up].iterchildren("*")]
        here = children.index(at)
        behind = _like(found, children[here + 1:], body)
        above = [n for n in reversed(children[:here]) if title is None or n > title.n]
        before = _like(found, above, body)
        if title is not None and len(bodies) == 1:
            before += _pictures(found, above) if not before else []
        bodies = [*reversed(before), *bodies, *behind]
        if title is not None and found.holds(up, title.n):
            break
        at = up
    return bodies


def _like(found: Evidence, siblings: Iterable[int], body: int) -> list[int]:
    """Those of `siblings`, going away from the body, that hold running text and little else, up to the first that ends the article."""
    chosen = []
    for n in siblings:
        total = found.total[n]
        if not total:
            continue
        text = found.text(n)[:40] if total < 400 else ""
        if (text and FOOT.name(text)) or (found.linked[n] > 30 and found.linked[n] * 2 > total):
            break
        name = names_outside(found.names(n))
        if name and "comment" in name:
            break
        if not name and _is_like(found, n, body):
            chosen.append(n)
    return chosen


def _pictures(found: Evidence, siblings: Iterable[int]) -> list[int]:
    """Those of `siblings`, going up from the body, that hold a picture and no text: it stands in a row of its own above its caption or the text."""
    chosen = []
    for n in siblings:
        if found.total[n]:
            break
        if any(_leads_nowhere(found, found.number[picture]) for picture in found.elements[n].iter("img")):
            chosen.append(n)
    return chosen


def _leads_nowhere(found: Evidence, picture: int) -> bool:
    """Whether a picture leads to no other page: only to a larger print of it, the next picture, a script."""
    link = next((found.elements[up] for up in found.ancestors(picture) if found.elements[up].tag == "a"), None)
    return link is None or _SAME_PAGE.search(link.get("href") or "") is not None


def _is_like(found: Evidence, n: int, body: int) -> bool:
    """Whether element `n` holds running text; a short one only where it is made like the body."""
    element, model, running = found.elements[n], found.elements[body], found.running[n]
    if element.tag in _NEVER_MORE or running < 0.6 * found.total[n] or SUMMARY_NAME.search(found.names(n)):
        return False
    same = element.tag == model.tag and element.get("class") and element.get("class") == model.get("class")
    return running >= (MIN_RUN if same else MIN_BODY)


def without_running_text(found: Evidence, sure: list[Title]) -> tuple[int, Title] | None:
    """Body and title of a page with a sure title, a date under it and behind that pictures or some lines: a picture, or a very short notice."""
    for title in sure:
        for up in found.ancestors(title.n):
            if not (_holds_line_behind(found, up, title.n) or _holds_picture_behind(found, up, title.n)):
                continue
            if found.prints_date(title.n, None) and found.linked[up] <= 200 and found.linked[up] * 2 <= found.total[up]:
                return up, title
            break
    return None


def _holds_line_behind(found: Evidence, n: int, start: int) -> bool:
    return any(place > start and found.holds(n, holder) and HANZI.search(text) for place, holder, text in found.texts)


def _holds_picture_behind(found: Evidence, n: int, start: int) -> bool:
    return any(found.number[image] > start for image in found.elements[n].iter("img"))
