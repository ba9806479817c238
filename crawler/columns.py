"""Columns of a newspaper page saved as text: captions taken out of the flow, fragments put back in order."""
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crawler.lines import Line, is_bare_heading
from crawler.pictures import CAPTION, CAPTION_LENGTH, as_picture
from crawler.raw import RawArticle

if TYPE_CHECKING:
    from crawler.zh.order import Order


def repair(raw: RawArticle) -> None:
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
        before.setdefault(above if below is None else below, []).append(as_picture(body[n], raw))
    repaired: list[Line] = []
    for at, group in enumerate(found.lines):
        repaired += [*before.get(at, ()), _joined([body[n] for n in group])]
    return repaired + before.get(len(found.lines), [])


def _is_print_caption(line: Line) -> bool:
    """A short sentence set apart by more blank lines than paragraphs are: a picture stood there."""
    text = line.folded
    return line.gap >= 2 and not line.level and len(text) <= CAPTION_LENGTH and (text.endswith("。") or bool(CAPTION.match(text)))


def _joined(pieces: Sequence[Line]) -> Line:
    first = pieces[0]
    if len(pieces) > 1:
        first.text, first._folded = "".join(piece.text.strip() for piece in pieces), None
        first.count = sum(piece.count for piece in pieces)
        for piece in pieces[1:]:
            piece.count = 0
    return first
