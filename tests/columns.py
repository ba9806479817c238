"""Cut an article in good order into newspaper columns, shuffle them, and remember the right order.

What comes out looks like a page saved as text: the columns break sentences in the middle (never a number or a Latin
word, and never so that a line begins with a comma or ends with an opening bracket, as a typesetter would), stand in
the wrong order, and may have picture captions between them. The same seed always gives the same page.

    python -m tests.columns [FOLDER…]

measures how well shuffled pages come back in order, made from the articles of the folders: each `article.json` and
`*.gold.json`; without a folder, those of the project's own kept pages.
"""

import json
import random
import re
import sys
import unicodedata
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import crawler

PAGES = Path(__file__).with_name("pages")

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


@dataclass(frozen=True, slots=True)
class Body:
    """An article in good order: its name, its title, its lines, and which of them are headings."""

    name: str
    title: str
    lines: list[str]
    headings: list[int]


_LEAST = 300  # characters of an article worth cutting
_MOST = 8000
_CLOSED_SHARE = 0.6  # of an article's lines; one with fewer is a list or a poem


def bodies(folder: Path) -> list[Body]:
    """The articles of the answers in `folder` that have running text enough to be cut into columns, each text once."""
    found: dict[str, Body] = {}
    for path in sorted([*folder.rglob("article.json"), *folder.rglob("*.gold.json")]):
        body = _body(path.stem.removesuffix(".gold") if "gold" in path.name else path.parent.name, json.loads(path.read_text("utf-8")))
        closed = sum(line[-1] in _SENTENCE_END + "”’）)」』" for line in body.lines)
        if _LEAST <= sum(map(len, body.lines)) <= _MOST and closed >= _CLOSED_SHARE * len(body.lines):
            found.setdefault("".join(body.lines), body)
    return list(found.values())


def _body(name: str, answer: dict[str, object]) -> Body:
    blocks = answer.get("body")
    if isinstance(blocks, list):
        said = [(block["text"], block["type"] == "heading") for block in blocks if block.get("text")]
    else:
        paragraphs = answer.get("paragraphs") or str(answer.get("text") or "").split("\n")
        said = [(str(text), False) for text in paragraphs if str(text).strip()]  # type: ignore[attr-defined]
    lines = [" ".join(text.split()) for text, _ in said]
    headings = [at for at, (text, marked) in enumerate(said) if marked or _bare(lines[at])]
    return Body(name, str(answer.get("title") or "").strip(), lines, headings)


def _bare(line: str) -> bool:
    return len(line) < 30 and line[-1] not in _SENTENCE_END + "”’）)」』：:"


@dataclass(frozen=True, slots=True)
class Case:
    """One shuffled page: the article's name, the number of columns, Kendall's tau as given and as read, whether it moved.

    A page that is read as no article at all counts as read at random (or worse, if it stood so).
    """

    name: str
    columns: int
    given: float
    found: float
    moved: bool


def cases(articles: Iterable[Body], seeds: Sequence[int], columns: Sequence[int] = (3, 4, 5, 6)) -> Iterator[Case]:
    """Each of `articles` cut and shuffled once for each of `seeds` and `columns`, every other page with captions, and read."""
    for body in articles:
        for seed in seeds:
            for count in columns:
                number = zlib.crc32(body.name.encode()) % 10_000 * 100 + seed
                captions = (seed + count) % 2 == 0
                page = cut_and_shuffle(body.lines, columns=count, seed=number, headings=body.headings, captions=captions)
                if page:
                    yield _read(body, page, count)


def _read(body: Body, page: Columns, count: int) -> Case:
    given = tau(page, [(index,) for index in range(len(page.paragraphs))])
    try:
        article = crawler.parse(as_text(page, body.title or "无题").encode())
    except crawler.NotAnArticle:
        return Case(body.name, count, given, min(given, 0.0), False)
    return Case(body.name, count, given, tau_of_text(page, article.text), "reading-order-repaired" in article.warnings)


def tau_of_text(page: Columns, text: str) -> float:
    """Kendall's tau over the sentences of `page` by where they stand in `text`; one that is missing counts as last."""
    text = _folded(text)
    taken: dict[str, int] = {}
    places: list[int] = []
    for source in (index for line in page.right for index in line):
        for sentence in map(_folded, sentences(page.paragraphs[source])):
            at = text.find(sentence, taken.get(sentence, 0))
            places.append(at if at >= 0 else len(text) + len(places))
            taken[sentence] = places[-1] + 1
    return kendall_tau(sorted(range(len(places)), key=places.__getitem__))


def _folded(text: str) -> str:
    """`text` without what a reader may change: width and white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def table(found: Sequence[Case]) -> str:
    """`found` by number of columns: how many, tau as given and as read, share exactly right, left alone, and worse than given."""
    lines = ["columns cases  given   read  exact  still  worse"]
    for count in sorted({case.columns for case in found}):
        row = [case for case in found if case.columns == count]
        figures = (
            mean(case.given for case in row),
            mean(case.found for case in row),
            mean(case.found == 1.0 for case in row),
            mean(not case.moved for case in row),
        )
        worse = sum(case.found < case.given for case in row)
        lines.append(f"{count:7} {len(row):5} " + " ".join(f"{figure:6.3f}" for figure in figures) + f" {worse:6}")
    return "\n".join(lines)


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


if __name__ == "__main__":
    for place in [Path(name) for name in sys.argv[1:]] or [PAGES]:
        print(place)
        print(table(list(cases(bodies(place), range(4)))))
