"""Cut an article in good order into newspaper columns, shuffle them, and remember the right order.

What comes out looks like a page saved as text: the columns break sentences in the middle (never a number or a Latin
word, and never so that a line begins with a comma or ends with an opening bracket, as a typesetter would), stand in
the wrong order, and may have picture captions between them. The same seed always gives the same page.
"""

import random
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

CAPTIONS = (
    "图为抢修人员在更换变压器。",
    "供电员工走进农户家中检查线路。",
    "施工现场。",
    "志愿者向居民讲解安全用电知识。",
    "运维人员(左一)正在核对设备参数。",
    "夜色中的变电站灯火通明。",
    "青年突击队整装出发。",
)

_SENTENCE_END = "。！？…；!?;"
_NEVER_FIRST = _SENTENCE_END + "，、：）”’》】」』〉％%·—,:)]."
_NEVER_LAST = "（“‘《【「『〈([·—" + _SENTENCE_END
_UNBROKEN = re.compile(r"[0-9A-Za-z.%％]")
_SENTENCE = re.compile(r"[^。！？…；!?;]+[。！？…；!?;]*[”’）」』)]*")


@dataclass(frozen=True, slots=True)
class Columns:
    """A page of shuffled columns and its solution.

    `paragraphs` are its lines in page order; `headings` the indexes of its headings; `captions` the indexes of the
    captions put in; `right` the right order as tuples of indexes, one tuple for each paragraph of the article.
    """

    paragraphs: list[str]
    headings: list[int]
    captions: list[int]
    right: list[tuple[int, ...]]


def cut_and_shuffle(
    article: Sequence[str], *, columns: int, seed: int, headings: Collection[int] = (), captions: bool = False
) -> Columns | None:
    """`article` cut into `columns` and shuffled, never in the right order; None if it has too few places to cut at."""
    chance = random.Random(f"{seed}/{columns}/{captions}")
    cuts = _choose_cuts(article, columns, headings, chance)
    if cuts is None:
        return None
    pieces = _pieces(article, cuts)
    order = list(range(columns))
    while order == sorted(order):
        chance.shuffle(order)
    return _lay_out(pieces, order, headings, captions, chance)


def as_text(page: Columns, title: str) -> str:
    """`page` as a text file under `title`: a blank line between paragraphs, three on either side of a caption."""
    lines = [f"# {title}"]
    for index, text in enumerate(page.paragraphs):
        beside = {index - 1, index} & set(page.captions)
        lines += [""] * (3 if beside else 1) + [text]
    return "\n".join(lines) + "\n"


def sentences(text: str) -> list[str]:
    """The sentences of `text`, each with its final punctuation; a piece without any is one sentence."""
    return _SENTENCE.findall(text)


def kendall_tau(found: Sequence[int]) -> float:
    """Kendall's tau of a list of distinct ranks against their sorted order: 1.0 in order, -1.0 reversed."""
    pairs = len(found) * (len(found) - 1) // 2
    if not pairs:
        return 1.0
    wrong = sum(later < earlier for at, earlier in enumerate(found) for later in found[at + 1 :])
    return 1.0 - 2.0 * wrong / pairs


def tau(page: Columns, lines: Sequence[Sequence[int]]) -> float:
    """Kendall's tau over the sentences of `page` read in the order `lines`; a line left out counts as read last."""
    rank: dict[tuple[int, int], int] = {}
    for source in (index for line in page.right for index in line):
        for number, _ in enumerate(sentences(page.paragraphs[source])):
            rank[source, number] = len(rank)
    read = [index for line in lines for index in line if index not in page.captions]
    read += [index for line in page.right for index in line if index not in read]
    return kendall_tau([rank[key] for source in read for key in sorted(key for key in rank if key[0] == source)])


def _choose_cuts(
    article: Sequence[str], columns: int, headings: Collection[int], chance: random.Random
) -> list[tuple[int, int]] | None:
    """One (paragraph, character) for each cut, near the ends of `columns` columns of equal length."""
    lengths = [len(paragraph) for paragraph in article]
    starts = [sum(lengths[:number]) for number in range(len(article))]
    width = sum(lengths) / columns
    places = [
        (starts[number] + at, number, at)
        for number, paragraph in enumerate(article)
        if number not in headings
        for at in _places(paragraph)
    ]
    cuts: list[tuple[int, int]] = []
    for column in range(1, columns):
        wanted = width * (column + chance.uniform(-0.2, 0.2))
        near = [place for place in places if abs(place[0] - wanted) < width / 5]
        if not near:
            return None
        cuts.append(chance.choice(near)[1:])
    return cuts if len(set(cuts)) == len(cuts) else None


def _places(paragraph: str) -> list[int]:
    """The offsets in `paragraph` at which a column may end: inside a sentence."""
    if paragraph[-1:] not in _SENTENCE_END + "”’）)」』":
        return []
    return [
        at
        for at in range(2, len(paragraph) - 1)
        if paragraph[at] not in _NEVER_FIRST
        and paragraph[at - 1] not in _NEVER_LAST
        and not (_UNBROKEN.match(paragraph[at]) and _UNBROKEN.match(paragraph[at - 1]))
        and not paragraph[at - 1].isspace()
        and not (paragraph[at - 1] in "”’）)」』" and paragraph[at - 2] in _SENTENCE_END)
    ]


def _pieces(article: Sequence[str], cuts: Sequence[tuple[int, int]]) -> list[list[tuple[int, str]]]:
    """The columns in the right order, each a list of (number of the paragraph, its text or a piece of it)."""
    columns: list[list[tuple[int, str]]] = [[]]
    for number, paragraph in enumerate(article):
        begin = 0
        for at in sorted(at for paragraph_cut, at in cuts if paragraph_cut == number):
            columns[-1].append((number, paragraph[begin:at]))
            columns.append([])
            begin = at
        columns[-1].append((number, paragraph[begin:]))
    return columns


def _lay_out(
    pieces: Sequence[Sequence[tuple[int, str]]],
    order: Sequence[int],
    headings: Collection[int],
    captions: bool,
    chance: random.Random,
) -> Columns:
    page = Columns([], [], [], [])
    placed: dict[int, list[tuple[int, int]]] = {}
    unused = chance.sample(CAPTIONS, len(CAPTIONS))
    for position, column in enumerate(order):
        if captions and position and chance.random() < 0.6:
            page.captions.append(len(page.paragraphs))
            page.paragraphs.append(unused.pop())
        for number, text in pieces[column]:
            placed.setdefault(number, []).append((column, len(page.paragraphs)))
            if number in headings:
                page.headings.append(len(page.paragraphs))
            page.paragraphs.append(text)
    page.right.extend(tuple(index for _, index in sorted(placed[number])) for number in sorted(placed))
    return page
