"""Columns of a newspaper page saved as text: captions taken out of the flow, fragments put back in order."""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from crawler.lines import Line, joined
from crawler.pictures import CAPTION, CAPTION_LENGTH, as_picture
from crawler.raw import RawArticle

if TYPE_CHECKING:
    from crawler.zh.order import Order

_APART = 2  # blank lines
_COMMA = re.compile(r"[，,；;]")
_MOST_COMMAS = 2  # a sentence with more is running text behind a picture


def repair(raw: RawArticle) -> None:
    """Puts column fragments of a newspaper page back in order; lines set apart as captions become pictures without address."""
    from crawler.zh import order  # its patterns take a while to compile, and few pages need them

    body = raw.body
    captions = {n for n, line in enumerate(body) if line.kind == "image"} | _print_captions(body)
    whole = {n for n, line in enumerate(body) if n not in captions and (line.level or line.rows)}  # any other bare line may be a column's end
    found = order.repair([line.folded for line in body], headings=whole, captions=captions, title=raw.title or "")
    if found.moved or found.joined:
        raw.warnings.add("reading-order-repaired")
    if found.unsure:
        raw.warnings.add("reading-order-unsure")
    raw.body = _with_captions(body, found, raw)


def _with_captions(body: Sequence[Line], found: Order, raw: RawArticle) -> list[Line]:
    """The lines in their new order. A caption goes before the paragraph whose piece it was printed above; the last ones behind what they stood under."""
    place = {n: at for at, group in enumerate(found.lines) for n in group}
    below = _nearest(place, range(len(body) - 1, -1, -1))
    above = _nearest(place, range(len(body)))
    before: dict[int, list[Line]] = {}
    for n in sorted(found.captions):
        picture = body[n] if body[n].kind == "image" else as_picture(body[n], raw)
        before.setdefault(below.get(n, above.get(n, -1) + 1), []).append(picture)
    repaired: list[Line] = []
    for at, group in enumerate(found.lines):
        repaired += [*before.get(at, ()), joined([body[n] for n in group])]
    return repaired + before.get(len(found.lines), [])


def _nearest(place: Mapping[int, int], lines: Sequence[int]) -> dict[int, int]:
    """For each of the `lines`, walked in this direction, the place of the last one passed that has one."""
    nearest: dict[int, int] = {}
    passed: int | None = None
    for n in lines:
        passed = place.get(n, passed)
        if passed is not None:
            nearest[n] = passed
    return nearest


def _print_captions(body: Sequence[Line]) -> set[int]:
    """The lines set apart as captions; the tail of a column that a picture cut off is none."""
    from crawler.zh import order

    apart = {n for n, line in enumerate(body) if _is_print_caption(line)}
    if len(body) > order.MOST_LINES:
        return apart
    others = [line.folded for n, line in enumerate(body) if n not in apart and not line.level]
    return {n for n in apart if CAPTION.match(body[n].folded) or not order.is_rest(body[n].folded, others)}


def _is_print_caption(line: Line) -> bool:
    """One short sentence set apart by more blank lines than paragraphs are: a picture stood there."""
    text = line.folded
    if line.kind != "text" or line.level or line.gap < _APART or len(text) > CAPTION_LENGTH:
        return False
    return bool(CAPTION.match(text)) or (text.find("。") == len(text) - 1 and len(_COMMA.findall(text)) <= _MOST_COMMAS)
