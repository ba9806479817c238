"""Put newspaper columns back into reading order and rejoin the sentences that they broke.

A page read column by column often comes out with its columns shuffled. Each column but the article's last ends in the
middle of a sentence, so the lines that end without punctuation tell how many columns there are. A small model of news
text (`seams`) tells what is likely to follow at a seam and where a line begins inside a sentence; the words, numbers,
brackets and names that a seam makes whole tell the rest. Every piece of evidence is a log-likelihood ratio (positive:
these two belong together), so that pieces add up and can be weighed against the order as given.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from crawler.zh.seams import Side, model

# ---- what a line's two ends say ----------------------------------------------------------------------------------

_CLOSED = frozenset("。！？…；：!?;:.”’」』）)》】〉］]〕\"'~～—｡|>→*")
_FINAL = re.compile(r"[。！？!?]")
_COMMA = re.compile(r"[，、；,;]")
_SOFTLY_CLOSED = re.compile(r"[一-鿿][”’》】」』]$")
_OPEN_TAIL = re.compile(r"[、（(《“‘「『【〈的和与及或在对把被将向从以为于]$")
_LONG = 30  # a line without final punctuation that is longer than this is hardly a heading

_CANNOT_BEGIN = re.compile(r"[、，。；：！？”’）》」』】％,;:!?)%]")
_BROKEN_OFF = re.compile(  # 案，明确了责任人: one character and a mark end what began in another column; 好，一、and 甲：do not
    r"(?![一二三四五六七八九十好啊哎唉哦噢嗯呀哟哈嘿喂咦对是不行])[一-鿿][，。、；！？”]|[说道示称]："
)
_NEVER_FIRST = re.compile(r"[，。；：！？”’）》」』】％,;:!?)%]|(?![一二三四五六七八九十好啊哎唉哦噢嗯呀哟哈嘿喂咦对是不行])[一-鿿][。、；？”]")
_UNLIKELY_FIRST = re.compile(r"[的了着们地得吗呢吧]")
_ANAPHORA = re.compile(
    r"该|此|这|那|其(?!实)|他|她|它|同时|另外|但|而|然而|因此|所以|于是|随后|接着|最后|其次|再次|再者|目前|据悉|据了解|下一步|如今"
    r"|不过|与此|对此|为此|不仅|[二三四五六七八九十][、.．]|[（(][二三四五六七八九十][）)]|第[二三四五六七八九十]"
)
_DATELINE = re.compile(
    r"本报讯|本报[一-鿿]{0,6}\d|本报记者|新华社|中新社|中新网|[一-鿿]{2,10}讯[:：（( ]|[一-鿿]{2,6}记者[一-鿿]{2,4}\d|核心提示"
)
_LABEL = re.compile(r"[一-鿿 丨]{2,6}[:：丨]")  # 责任编辑：, 文丨
_OPENING = re.compile(
    r"据[^，,。]{2,12}(?:消息|报道)|近日|日前|近年来|最近|今年以来"
    r"|[（(]?记者|从?(?:\d{4}年)?\d{1,2}月\d{1,2}日|今日|今天|今年|昨日|周[一二三四五六日]|●"
)
_CLOSING = re.compile(r"下一步|未来|今后|接下来|展望|总之|最后|[（(][^（()）]{0,6}(?:记者|通讯员|作者|编辑)")

# ---- numbers and brackets ----------------------------------------------------------------------------------------

_UNIT = re.compile(
    r"[万亿千百多余个条台项户人次名家座处基组套公米吨元年月日时分秒号点度位件张支层期周天小岁倍成届批所村镇辆艘兆伏瓦安％%]|kV|km|MW|GW"
)
_UNIT_ONLY = re.compile(r"[万亿％%]")
_PAIRS = {"”": "“", "’": "‘", "）": "（", "》": "《", "】": "【", "」": "「", "』": "『", ")": "(", "〉": "〈"}
_OPENERS = frozenset(_PAIRS.values())
_QUOTATIONS = frozenset("“‘「『《")
_REACH = 400  # characters looked at on either side of a seam

# ---- series that run through an article --------------------------------------------------------------------------

_NUMERALS = "一二三四五六七八九十"
_SERIES = (
    re.compile(rf"([{_NUMERALS}])[、.．]"),
    re.compile(rf"[（(]([{_NUMERALS}])[）)]"),
    re.compile(rf"第([{_NUMERALS}])(?![{_NUMERALS}])"),
    re.compile(r"(\d{1,2})[、.．](?!\d)"),
    re.compile(r"(首先|其次|再次|最后)"),
)
_SERIES_WORDS = {"首先": 1, "其次": 2, "再次": 3, "最后": 9}
_ORDINAL = re.compile(rf"第([{_NUMERALS}])([一-鿿]{{2,3}})")
_DAY = re.compile(r"(?<![\d年])(\d{1,2})月(\d{1,2})日[,，]")

# ---- captions ----------------------------------------------------------------------------------------------------

_CAPTION_LONGEST = 45
_CAPTION_MARK = re.compile(r"图为|上图|下图|[（(][前后中左右][^）)]{0,3}[）)]|摄$|[摄图][）)]?。?$|^图[:：\d]|资料图")

# ---- weights and limits ------------------------------------------------------------------------------------------

_JOIN = 2.0  # what a seam must show before two lines that stay where they are become one
_MARGINS = (5.0, 5.0, 1.0, 0.5)  # by how much an order must beat the given one, by broken lines: few may only lack full stops
_OPENS_WELL = 1.8  # by how much more where two lines are broken, and the page begins as articles do
_REVEALED = 4.0  # what a seam must show to make breaks of lines that could all be headings
_REST = 2.5  # what a seam must show to make the rest of a sentence of a line that may be a caption
_STAY = 0.3  # for each two columns left in the given order
_DEAD_END = -8.0  # something follows a column that ends with a full stop
_ENDS_OPEN = -2.0  # the article ends without punctuation
_MARKED = -3.0  # a line that reads like a caption (图为…, 前右) is none
_SKIP = -1.5  # a line is called a caption because of where it stands
_EXACT = 8  # columns that are put in order exactly; more by a beam
_BEAM = 200
_MOST_BREAKS = 12  # more lines without final punctuation than this are a list, a table or a poem
_CANDIDATES = 10  # ways to cut a page into columns that are weighed in full
MOST_LINES, _MOST_TEXT = 400, 40_000  # a longer text is no newspaper page

_SPEAKS = 2.5  # what a seam's words must show to make a short line the piece of a sentence
_STOP_MISSING = -2.0  # a sentence is whole and only lacks its full stop
_QUOTED = 3.5  # a line that ends with a quotation or a title is whole
_IN_PLACE = -1.0  # a line without punctuation goes on in the very next line, as a heading seems to
_NO_PIECE = -3.0  # a line with less evidence than this is whole
_MOST_STARTS = 40  # lines weighed for a hidden start
_MOST_PIECES = 8  # doubtful lines weighed both ways
_HIDDEN = -1.0  # a column begins where no broken line before it shows it
_BESIDE_HEADING = -1.0  # it begins with a heading, or the article ends with one
_WIDTH_FITS = 1.0  # what a column as long as the others adds
_COLUMN_WIDTH = 4.0  # columns of one page are about equally long: the price of a squared log ratio (of one at most)

# What tells a line without final punctuation that is the piece of a sentence from a heading.
_PIECE = -0.9
_PIECE_NO_HEADING = 0.8  # how much the model's judgement counts
_PIECE_LABEL = -2.0
_PIECE_ENDS = {"whole": 0.0, "lone": 1.25, "function": 2.1}  # by its last word
_PIECE_IF_LAST, _PIECE_BEFORE_REST, _PIECE_SPEAKS, _PIECE_OPENS, _PIECE_BRACKET = 3.0, 0.6, 1.75, 1.2, 2.2
_PIECE_UNEVEN, _PIECE_HEADINGS_MARKED, _PIECE_LONG, _PIECE_AS_HEADING = 2.0, 2.0, 0.5, -1.2
_HEADING_LENGTHS, _LONG_HEADING, _EVEN_HALVES = range(6, 21), 22, 3  # characters

# How the kinds of evidence that a sentence goes on at a seam add up: fitted to seams of articles not trained on.
_MODEL, _WORDS, _SUBJECT, _ANY_SEAM = 0.65, 0.8, 0.5, -2.9

# The evidence that an article begins with a line.
_GIVEN_FIRST, _OPENS_DATELINE, _OPENS_USUALLY, _REFERS_BACK, _TITLE_PAIR, _TITLE_PAIRS = 1.0, 4.0, 2.0, -2.0, 0.5, 5

_FUNCTION_WORDS = frozenset("的了和与及在对将把被向从以为是有等并也都，、,")
_EDGES = {
    ("whole", "whole"): 0.7,
    ("whole", "lone"): -0.9,
    ("whole", "function"): 1.1,
    ("lone", "whole"): -0.9,
    ("lone", "lone"): -1.2,
    ("lone", "function"): -1.2,
    ("function", "whole"): 1.1,
    ("function", "lone"): -0.8,
    ("function", "function"): 0.3,
}

_WHOLE_WORDS = _EDGES["whole", "whole"]  # words that fit, and no more: not enough to join what stays where it is
_REPEATED = (-0.3, -0.3, 1.3, 1.5, 3.3, 4.2)  # a string across the seam that stands elsewhere too, by its length

_WORDS_IN_DICTIONARY = 60_101_967  # the sum of the frequencies that the word list is scaled to


@dataclass(frozen=True, slots=True)
class Order:
    """The reading order of an article's lines.

    `lines`: tuples of source indexes, one for each paragraph in reading order; several indexes are the pieces of one
    broken sentence, to be joined in that order with nothing between. `captions`: indexes out of the flow, those given
    and those recognised, ascending. Every source index is in `lines` or in `captions`, once.
    `moved`: the order differs from the given one. `joined`: a broken sentence was rejoined. `unsure`: a sentence is
    broken and the evidence was not enough to mend it; then nothing moved.
    """

    lines: list[tuple[int, ...]]
    captions: list[int]
    moved: bool
    joined: bool
    unsure: bool


def repair(
    paragraphs: Sequence[str],
    *,
    headings: Collection[int] = (),
    captions: Collection[int] = (),
    title: str = "",
) -> Order:
    """Find the reading order of `paragraphs`, the lines of one article's body in page order.

    White space in the lines is folded already. `headings` and `captions` are the indexes of lines known to be such;
    the article's `title`, where it is known, helps to find its first paragraph. An article whose sentences are all
    whole comes back as it is; so does one whose breaks cannot be mended.
    """
    known, marked = set(captions), set(headings)
    outside = sorted(known & set(range(len(paragraphs))))
    flow = [index for index in range(len(paragraphs)) if index not in known]
    ends = {
        index: after
        for index, after in pairwise([*flow, -1])
        if paragraphs[index][-1:] not in _CLOSED and index not in marked
    }
    if 0 < len(ends) <= _MOST_BREAKS and _may_be_a_page(paragraphs):
        sure = [index for index, after in ends.items() if _breaks(paragraphs, index, after)]
        order = _mended(_Page(paragraphs, flow, frozenset(marked), title), outside, ends, sure)
        if order and (sure or order.moved):
            return order
    return Order([(index,) for index in flow], outside, False, False, False)


def _mended(page: "_Page", outside: list[int], ends: Mapping[int, int], sure: list[int]) -> Order | None:
    """The order of a page whose lines `ends` lack final punctuation; None if none of them is a broken sentence."""
    if not sure and not _seem_to_break(page.lines, page.flow, ends):
        return None
    page.count_pairs()
    breaks = sure or page.revealed(list(ends))
    page.find_breaks(breaks, [index for index in ends if index not in breaks])
    return _decide(page, outside) if breaks else None


def _may_be_a_page(paragraphs: Sequence[str]) -> bool:
    return all(paragraphs) and len(paragraphs) <= MOST_LINES and sum(map(len, paragraphs)) <= _MOST_TEXT


def is_rest(line: str, others: Sequence[str]) -> bool:
    """Whether `line`, which looks like one whole sentence, is the rest of a broken one.

    No sentence begins so, or one of `others` that ends open clearly goes on with it.
    """
    if _NEVER_FIRST.match(line) or _BROKEN_OFF.match(line) or _closing_bracket(line):
        return True
    ends = [other for other in others if other and other[-1] not in _CLOSED]
    if not 0 < len(ends) <= _MOST_BREAKS:
        return False
    if _UNIT_ONLY.match(line) and any(end[-1].isdigit() for end in ends):
        return True
    if _CAPTION_MARK.search(line):
        return False
    page = _Page([line, *ends], list(range(len(ends) + 1)), frozenset())
    page.count_pairs()
    return any(page.seam(end, 0) >= _REST for end in page.flow[1:])


def _breaks(paragraphs: Sequence[str], index: int, after: int) -> bool:
    """Whether the line `index`, without final punctuation, is a broken sentence: by itself, or by the line `after` it."""
    return _breaks_off(paragraphs[index]) or (after >= 0 and bool(_NEVER_FIRST.match(paragraphs[after])))


def _seem_to_break(paragraphs: Sequence[str], flow: Sequence[int], ends: Mapping[int, int]) -> bool:
    """Whether lines without final punctuation that could all be headings are worth a closer look.

    There are several of them, but fewer than other lines; or the page ends with one; or what stands behind one begins
    like the rest of a sentence.
    """
    if 2 * len(ends) > len(flow) + 1:
        return False
    starts = (paragraphs[start] for start in (flow[0], *ends.values()) if start >= 0)
    return len(ends) > 1 or flow[-1] in ends or any(_BROKEN_OFF.match(line) or _closing_bracket(line) for line in starts)


def _breaks_off(line: str) -> bool:
    """Whether a line without final punctuation is a broken sentence: no heading, item of a list or line of verse."""
    if _FINAL.search(line, 0, len(line) - 1) or _OPEN_TAIL.search(line[-1:]):
        return True
    return (len(line) > _LONG and bool(_COMMA.search(line))) or _open_bracket(line) in _QUOTATIONS


def _open_bracket(line: str) -> str:
    """The last bracket or quotation mark that the end of `line` opens and does not close; empty if none."""
    stack: list[str] = []
    for char in line[-_REACH:]:
        if char in _OPENERS:
            stack.append(char)
        elif char in _PAIRS and stack and stack[-1] == _PAIRS[char]:
            stack.pop()
    return stack[-1] if stack else ""


def _closing_bracket(line: str) -> str:
    """The opening form of the first bracket that `line` closes without having opened it; empty if none."""
    stack: list[str] = []
    for char in line[:_REACH]:
        if char in _OPENERS:
            stack.append(char)
        elif char in _PAIRS:
            if not stack:
                return _PAIRS[char]
            stack.pop()
    return ""


def _caption_like(line: str) -> bool:
    """Whether `line` is one short sentence, as a picture's caption is."""
    if not 3 < len(line) <= _CAPTION_LONGEST or line[0] in _OPENERS:
        return False
    if _CANNOT_BEGIN.match(line) or _BROKEN_OFF.match(line) or _ANAPHORA.match(line) or len(_COMMA.findall(line)) > 2:
        return False
    return line[-1] not in "：；，、:;,…！？!?" and not _FINAL.search(line, 0, len(line) - 1)


def _hanzi_pairs(text: str) -> set[str]:
    return {a + b for a, b in pairwise(text) if "一" <= a <= "鿿" and "一" <= b <= "鿿"}


@cache
def _dictionary() -> tuple[Callable[[str], list[str]], Callable[[str], float]]:
    """Segmenter and log-probability of a word, loaded when first needed."""
    import rjieba

    jieba = rjieba.Jieba()

    def cut(text: str) -> list[str]:
        return list(jieba.cut(text, False))

    def weight(word: str) -> float:
        count = jieba.suggest_freq(word) if jieba.has_word(word) else 0.5
        return math.log(max(float(count), 0.5) / _WORDS_IN_DICTIONARY)

    return cut, weight


def _word_across(left: str, right: str) -> float | None:
    """How much likelier the word across the seam is than its two halves (a log ratio); None if no word crosses."""
    cut, weight = _dictionary()
    head, tail = left[-8:], right[:8]
    at = 0
    for word in cut(head + tail):
        if at < len(head) < at + len(word):
            if not _hanzi_pairs(word):
                return None
            halves = cut(word[: len(head) - at]) + cut(word[len(head) - at :])
            return weight(word) - sum(weight(half) for half in halves)
        at += len(word)
    return None


@dataclass
class _Page:
    """The lines of a page, the places where it is broken, and the evidence for each seam.

    `breaks`: the lines that may break off, of them `sure` those that do. `bare`: headings, and lines that look so.
    """

    lines: Sequence[str]
    flow: list[int]
    headings: frozenset[int]
    title: str = ""
    breaks: set[int] = field(default_factory=set)
    sure: set[int] = field(default_factory=set)
    bare: set[int] = field(default_factory=set)
    pieces: dict[int, float] = field(default_factory=dict)
    _seams: dict[tuple[int, int], float] = field(default_factory=dict)
    _ends: dict[int, Side] = field(default_factory=dict)
    _starts: dict[int, tuple[Side, float]] = field(default_factory=dict)
    _pairs: Counter[str] = field(default_factory=Counter)
    _text: str = ""

    def count_pairs(self) -> None:
        """Count the page's pairs of characters, which the evidence of shared subjects needs."""
        self._text = "\n".join(self.lines[index] for index in self.flow)
        for index in self.flow:
            self._pairs.update(_hanzi_pairs(self.lines[index]))

    def revealed(self, ends: Sequence[int]) -> list[int]:
        """Those of `ends`, lines that could all be headings, that some line of the page clearly goes on from."""
        starts = {self.flow[0], *(self.after(end) for end in ends)}
        starts |= {self.after(start) for start in starts if start >= 0 and _caption_like(self.lines[start])}
        if self.flow[-1] in ends:  # then a column begins somewhere unannounced
            starts |= set(self.flow[:_MOST_STARTS])
        inside = [start for start in starts if start >= 0 and self.inside(start) > 0]
        return [end for end in ends if any(self.seam(end, start) >= _REVEALED for start in inside if start != end)]

    def find_breaks(self, sure: Sequence[int], doubtful: Sequence[int]) -> None:
        """Take for breaks the `sure` ends, and those of the `doubtful` and of the quoted that look like pieces."""
        self.sure, self.bare = set(sure), {*self.headings, *doubtful}
        quoted = [index for index in self.flow if _SOFTLY_CLOSED.search(self.lines[index]) and index not in self.headings]
        starts = [self.flow[0], *(self.after(end) for end in [*sure, *doubtful] if self.after(end) >= 0)]
        found = {end: self._piece_evidence(end, starts) for end in doubtful[: _MOST_BREAKS * 2]}
        found |= {end: self._piece_evidence(end, starts) - _QUOTED for end in quoted[:_MOST_BREAKS]}
        likely = sorted((end for end in found if found[end] > _NO_PIECE), key=lambda end: -found[end])
        self.pieces = {end: found[end] for end in likely[:_MOST_PIECES]}
        self.breaks = {*sure, *self.pieces}

    def _piece_evidence(self, end: int, starts: Sequence[int]) -> float:
        """The evidence that the line `end`, without final punctuation, is the piece of a sentence and no heading."""
        line, follower = self.lines[end], self.after(end)
        cut, _ = _dictionary()
        rest = _PIECE_BEFORE_REST * self.inside(follower) if follower >= 0 else _PIECE_IF_LAST
        score = _PIECE + _PIECE_ENDS[_edge(cut(line[-8:])[-1])] + rest + _shape_evidence(line)
        if max((self.lexical(end, start) for start in starts), default=0.0) >= _SPEAKS:
            score += _PIECE_SPEAKS
        score -= _PIECE_NO_HEADING * model().heading(self._end(end))
        return score + (_PIECE_HEADINGS_MARKED if self.headings else 0.0)

    def goes_on(self, end: int, start: int) -> bool:
        """Whether line `start`, which is read after the broken line `end`, is the rest of its sentence."""
        return end in self.pieces or start != self.after(end) or self.seam(end, start) > self.whole(end)

    def mends(self, end: int, start: int) -> bool:
        """Whether the seam of two lines that stay where they are shows of itself that they are one sentence."""
        if end not in self.breaks or self.seam(end, start) < max(_JOIN, self.whole(end)):
            return False
        return self.lexical(end, start) > (_WHOLE_WORDS if end in self.sure else _SPEAKS)

    def whole(self, end: int) -> float:
        """The evidence that line `end`, which has no final punctuation, is whole after all."""
        return _STOP_MISSING if end in self.sure else -self.pieces[end]

    def after(self, index: int) -> int:
        """The line of the flow after `index`; -1 at the end."""
        at = self.flow.index(index) + 1
        return self.flow[at] if at < len(self.flow) else -1

    def seam(self, end: int, start: int) -> float:
        """The evidence that the sentence broken off at line `end` goes on at line `start`."""
        key = end, start
        if key not in self._seams:
            left, right = self.lines[end], self.lines[start]
            score = _ANY_SEAM + _MODEL * model().follows(self._end(end), self._start(start)[0])
            score += _WORDS * self.lexical(end, start) + _SUBJECT * self._cohesion(left, right)
            score += _bracket_evidence(left, right) + _particle_evidence(left, right)
            score -= 6.0 if start in self.headings else 0.0
            counted = left[-1].isdigit() and _UNIT.match(right)
            self._seams[key] = score + (0.0 if counted else self.inside(start))
        return self._seams[key]

    def inside(self, start: int) -> float:
        """The evidence that line `start` begins inside a sentence, and no paragraph begins there."""
        return self._start(start)[1]

    def _end(self, index: int) -> Side:
        if index not in self._ends:
            self._ends[index] = model().end(self.lines[index])
        return self._ends[index]

    def _start(self, index: int) -> tuple[Side, float]:
        if index not in self._starts:
            side = model().start(self.lines[index])
            self._starts[index] = side, model().inside(side)
        return self._starts[index]

    def lexical(self, end: int, start: int) -> float:
        """The evidence of words: one of the word list, a number with its unit, a string of the article itself."""
        left, right = self.lines[end], self.lines[start]
        if left[-1].isdigit():
            return _number_evidence(right)
        if _UNIT_ONLY.match(right):
            return -1.0
        across = _word_across(left, right)
        word = _edge_evidence(left, right) if across is None else max(0.5, min(0.5 + 0.5 * across, 4.5))
        name = self._repeat(left, right)
        return max(word, name) + 0.4 * min(word, name)

    def _repeat(self, left: str, right: str) -> float:
        """The evidence of a string across the seam that stands whole elsewhere in the article."""
        longest = 0
        if not _hanzi_pairs(left[-1] + right[0]):
            return -0.3
        for before in range(1, 6):
            for behind in range(1, 6):
                string = left[-before:] + right[:behind]
                if len(string) == before + behind and string in self._text:
                    longest = max(longest, before + behind)
        return _REPEATED[min(longest, 5)]

    def _cohesion(self, left: str, right: str) -> float:
        """The evidence of a shared subject: rare pairs of characters on both sides of the seam."""
        left, right = left[-120:], right[:120]
        shared = _hanzi_pairs(left) & _hanzi_pairs(right)
        total = math.log(max(len(self.flow), 2))
        weight = sum(total - math.log(self._pairs.get(pair, 1)) for pair in shared)
        return min(-0.5 + 12.0 * weight / math.sqrt(max(len(left), 40) * max(len(right), 40)), 1.4)

    def opening(self, start: int) -> float:
        """The evidence that the article begins with line `start`."""
        line = self.lines[start]
        if _CANNOT_BEGIN.match(line) or _BROKEN_OFF.match(line) or _closing_bracket(line):
            return -6.0
        if _UNLIKELY_FIRST.match(line):
            return -3.0
        score = _GIVEN_FIRST if start == self.flow[0] else 0.0
        if start not in self.bare:
            score += _TITLE_PAIR * min(len(_hanzi_pairs(self.title) & _hanzi_pairs(line)), _TITLE_PAIRS)
        if _ANAPHORA.match(line):
            return score + _REFERS_BACK
        if _DATELINE.match(line):
            return score + _OPENS_DATELINE
        return score + (_OPENS_USUALLY if _OPENING.match(line) else 0.0)

    def gap(self, start: int) -> float:
        """The evidence that the article's last line stands on the page just before line `start`."""
        before = self.lines[self.flow[self.flow.index(start) - 1]]
        subject = -0.5 * self._cohesion(before, self.lines[start])
        return subject + (1.5 if _CLOSING.match(before) or _CLOSING.search(before, max(len(before) - 30, 0)) else 0.0)


def _shape_evidence(line: str) -> float:
    """The evidence of length, halves and opening words that a line without final punctuation is no heading."""
    score = _PIECE_AS_HEADING if len(line) in _HEADING_LENGTHS else _PIECE_LONG if len(line) > _LONG_HEADING else 0.0
    score += _PIECE_LABEL if _LABEL.match(line) else 0.0
    clauses = _COMMA.split(line)
    even = len(clauses) == 2 and abs(len(clauses[0]) - len(clauses[1])) <= _EVEN_HALVES
    if len(clauses) > 1 and not even:
        score += _PIECE_UNEVEN
    if any(pattern.match(line) for pattern in (_DATELINE, _OPENING, _ANAPHORA)):
        score += _PIECE_OPENS
    return score + (_PIECE_BRACKET if _open_bracket(line) else 0.0)


def _edge_evidence(left: str, right: str) -> float:
    """The evidence of two words that meet at a seam: whole ones may, one left with a single character lacks the rest."""
    cut, _ = _dictionary()
    return _EDGES[_edge(cut(left[-8:])[-1]), _edge(cut(right[:8])[0])]


def _edge(word: str) -> str:
    if word in _FUNCTION_WORDS:
        return "function"
    return "lone" if len(word) == 1 and "一" <= word <= "鿿" else "whole"


def _number_evidence(right: str) -> float:
    if right[0].isdigit() or right[0] == ".":
        return 0.0
    return 3.0 if _UNIT.match(right) else -1.5


def _bracket_evidence(left: str, right: str) -> float:
    opened, closed = _open_bracket(left), _closing_bracket(right)
    if opened and closed:
        return 3.5 if opened == closed else -3.0
    if opened:
        return -2.5
    return -4.0 if closed else 0.0


def _particle_evidence(left: str, right: str) -> float:
    if left[-1] in "，、,的和与" and (_CANNOT_BEGIN.match(right) or _UNLIKELY_FIRST.match(right)):
        return -3.0
    return 0.0


# ---- columns and their order -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Column:
    """A run of lines that stays together; `leading` of them, at its head, may be captions."""

    lines: tuple[int, ...]
    leading: int
    open: bool


@dataclass(frozen=True)
class _Reading:
    """One way to read a page: its score, and the columns in order, each with the number of captions at its head."""

    score: float
    columns: tuple[tuple[_Column, int], ...]
    given: bool
    tail: tuple[int, ...] = ()

    def flow(self) -> list[int]:
        """The lines in the order of this reading, without captions."""
        return [index for column, skip in self.columns for index in column.lines[skip:]]

    def with_tail(self, tail: Sequence[int], evidence: float) -> "_Reading":
        """This reading with `tail` for captions at the page's end, and more `evidence`."""
        return _Reading(self.score + evidence + _SKIP * len(tail), self.columns, self.given, tuple(tail))


def _columns(page: _Page, flow: Sequence[int], ends: Collection[int], hidden: int) -> list[_Column]:
    """The columns of `flow`: cut after each of the `ends`, and before the line `hidden`."""
    runs: list[list[int]] = [[]]
    for index in flow:
        if index == hidden and runs[-1]:
            runs.append([])
        runs[-1].append(index)
        if index in ends:
            runs.append([])
    return [_column(page, run, ends) for run in runs if run]


def _column(page: _Page, run: Sequence[int], ends: Collection[int]) -> _Column:
    leading = 0
    for index in run[:-1][:2]:
        if index in page.headings or not _caption_like(page.lines[index]):
            break
        leading += 1
    return _Column(tuple(run), leading, run[-1] in ends)


def _entry(page: _Page, column: _Column, score: Callable[[int], float]) -> tuple[float, int]:
    """The best score of entering `column`, with the number of captions skipped on the way in."""
    best, skip, cost = -math.inf, 0, 0.0
    for count in range(column.leading + 1):
        marked = count < column.leading and _CAPTION_MARK.search(page.lines[column.lines[count]])
        value = score(column.lines[count]) + cost + (_MARKED if marked else 0.0)
        cost += 0.0 if marked else _SKIP
        if value > best:
            best, skip = value, count
    return best, skip


def _series(page: _Page, lines: Sequence[int]) -> dict[tuple[object, ...], list[int]]:
    """The members of each series (一、二、三; 第一次, 第二次; dates) that stand in `lines`."""
    found: dict[tuple[object, ...], list[int]] = {}
    for line in (page.lines[index] for index in lines):
        for kind, pattern in enumerate(_SERIES):
            if match := pattern.match(line):
                found.setdefault((kind,), []).append(_value(match[1]))
        for match in _ORDINAL.finditer(line[:_REACH]):
            found.setdefault(("第", match[2][:2]), []).append(_value(match[1]))
        if match := _DAY.match(line):
            found.setdefault(("日",), []).append(int(match[1]) * 31 + int(match[2]))
    return found


def _value(numeral: str) -> int:
    if numeral.isdigit():
        return int(numeral)
    return _SERIES_WORDS.get(numeral) or _NUMERALS.index(numeral) + 1


def _precedence(page: _Page, columns: Sequence[_Column]) -> list[list[float]]:
    """For each two columns, the evidence of their series that the first stands somewhere before the second."""
    series = [_series(page, column.lines) for column in columns]
    table = [[0.0] * len(columns) for _ in columns]
    for one, first in enumerate(series):
        for two, second in enumerate(series):
            for kind in first.keys() & second.keys() if one != two else ():
                weight = 0.5 if kind == ("日",) else 1.5
                if max(first[kind]) < min(second[kind]):
                    table[one][two] += weight
                elif min(first[kind]) > max(second[kind]):
                    table[one][two] -= weight
    return table


class _Puzzle:
    """Columns to be put in order: what each says about standing first, after another, or somewhere before another."""

    def __init__(self, page: _Page, columns: Sequence[_Column]) -> None:
        self.columns = columns
        self.places = range(len(columns))
        self.first = [_entry(page, column, page.opening) for column in columns]
        self.link = [[_link(page, columns, one, two) for two in self.places] for one in self.places]
        self.before = _precedence(page, columns)

    def grown(self, score: float, order: tuple[int, ...], new: int) -> float:
        """The score of `order` with the column `new` behind it, where `order` alone has `score`."""
        step = self.link[order[-1]][new][0] if order else self.first[new][0]
        return score + step + sum(self.before[old][new] for old in order)

    def reading(self, score: float, order: Sequence[int], given: bool) -> _Reading:
        skips = [self.first[order[0]][1], *(self.link[one][two][1] for one, two in pairwise(order))]
        ends_open = _ENDS_OPEN if self.columns[order[-1]].open else 0.0
        columns = zip((self.columns[at] for at in order), skips, strict=True)
        return _Reading(score + ends_open, tuple(columns), given)

    def as_given(self) -> _Reading:
        score, order = 0.0, tuple(self.places)
        for at in order:
            score = self.grown(score, order[:at], at)
        return self.reading(score, order, True)

    def solved(self) -> _Reading:
        states: dict[tuple[int, ...], float] = {(): 0.0}
        for _ in self.places:
            states = _step(states, self.places, self.grown)
        return max((self.reading(score, order, False) for order, score in states.items()), key=lambda item: item.score)


def _step(
    states: dict[tuple[int, ...], float],
    given: Sequence[int],
    grown: Callable[[float, tuple[int, ...], int], float],
) -> dict[tuple[int, ...], float]:
    """Each order in `states` longer by one column: the best for each set of columns and last column."""
    best: dict[tuple[frozenset[int], int], tuple[float, tuple[int, ...]]] = {}
    for order, score in states.items():
        for new in given:
            if new in order:
                continue
            key, value = (frozenset((*order, new)), new), grown(score, order, new)
            if key not in best or value > best[key][0]:
                best[key] = value, (*order, new)
    kept = sorted(best.values(), key=lambda item: -item[0])
    return {order: score for score, order in (kept if len(given) <= _EXACT else kept[:_BEAM])}


def _link(page: _Page, columns: Sequence[_Column], one: int, two: int) -> tuple[float, int]:
    if one == two:
        return _DEAD_END, 0
    end = columns[one].lines[-1]
    stay = 0.0 if two != one + 1 else _IN_PLACE if end in page.pieces else _STAY
    if not columns[one].open:
        return _DEAD_END + stay, 0
    score, skip = _entry(page, columns[two], lambda start: page.seam(end, start))
    if two == one + 1 and end in page.sure and score < page.whole(end):
        score, skip = page.whole(end), 0
    return score + stay, skip


# ---- the decision ------------------------------------------------------------------------------------------------


def _trailing_captions(page: _Page) -> list[int]:
    """The lines after the last break, if all of them (three at most) look like captions."""
    last = max(page.flow.index(end) for end in page.breaks) + 1
    rest = page.flow[last:]
    if len(rest) > 3 or any(index in page.headings or not _caption_like(page.lines[index]) for index in rest):
        return []
    return rest


@dataclass(frozen=True)
class _Cut:
    """One way to cut a page into columns.

    `ends`: the broken lines that columns end with. `hidden`: the line at which a column begins unannounced, after the
    article's last; -1 if none does. `evidence`: for cutting so; `promise`: what the order may gain by the hidden start.
    """

    ends: frozenset[int]
    hidden: int
    evidence: float
    promise: float = 0.0


def _cuts(page: _Page, flow: Sequence[int]) -> list[_Cut]:
    """The likeliest ways to cut `flow` into columns, best first."""
    found = [_Cut(frozenset(page.sure), -1, 0.0)]
    for end, evidence in page.pieces.items():
        if end in flow:
            found += [_Cut(cut.ends | {end}, -1, cut.evidence + evidence) for cut in found]
    starts = _hidden_starts(page, flow) if flow[-1] in page.breaks else []
    found += [
        _Cut(cut.ends, start.hidden, cut.evidence + start.evidence, start.promise)
        for cut in found
        if flow[-1] in cut.ends
        for start in starts
        if start.hidden - 1 not in cut.ends
    ]
    widths = _Widths(page, flow)
    found = [_Cut(cut.ends, cut.hidden, cut.evidence + widths.evidence(cut), cut.promise) for cut in found]
    return sorted(found, key=lambda cut: -cut.evidence - cut.promise)[:_CANDIDATES]


class _Widths:
    """How well ways to cut a page fit columns of equal length."""

    def __init__(self, page: _Page, flow: Sequence[int]) -> None:
        self.begins: dict[int, int] = {}
        self.ends: dict[int, int] = {}
        self.total = 0
        for index in flow:
            self.begins[index] = self.total
            self.total += len(page.lines[index])
            self.ends[index] = self.total

    def evidence(self, cut: _Cut) -> float:
        """The evidence of the lengths of the columns that `cut` makes."""
        places = {0, self.total, *(self.ends[end] for end in cut.ends)}
        if cut.hidden >= 0:
            places.add(self.begins[cut.hidden])
        mean = self.total / (len(places) - 1)
        misfits = (min(abs(math.log((two - one) / mean)), 1.0) ** 2 for one, two in pairwise(sorted(places)))
        return sum(_WIDTH_FITS - _COLUMN_WIDTH * misfit for misfit in misfits)


def _hidden_starts(page: _Page, flow: Sequence[int]) -> list[_Cut]:
    """A cut for each line at which a column may begin unannounced, without any ends."""
    ends = [index for index in flow if index in page.breaks]
    found: list[_Cut] = []
    for previous, index in pairwise(flow):
        if previous in page.sure:
            continue
        evidence = page.gap(index) + _caption_evidence(page, flow, index) + _HIDDEN
        evidence += _BESIDE_HEADING * ((previous in page.bare) + (index in page.bare))
        promise = max(page.opening(index), *(page.seam(end, index) for end in ends))
        found.append(_Cut(frozenset(), index, evidence, promise))
    found.sort(key=lambda cut: -cut.evidence - cut.promise)
    return found[:_MOST_STARTS]


def _caption_evidence(page: _Page, flow: Sequence[int], index: int) -> float:
    """The evidence of a caption at line `index`, or just before it: pictures stand at the ends of columns."""
    if index - 1 not in page.flow:
        return 2.0
    line = page.lines[index]
    if not _caption_like(line) or page.after(index) not in flow:
        return 0.0
    return 2.0 if _CAPTION_MARK.search(line) else 1.0


def _readings(page: _Page) -> Iterator[_Reading]:
    """Each way to read the page worth weighing; `tail` are lines taken for captions at the page's end."""
    captions = _trailing_captions(page)
    for tail in ([], captions) if captions else ([],):
        flow = [index for index in page.flow if index not in tail]
        yield _Puzzle(page, _columns(page, flow, page.breaks, -1)).as_given().with_tail(tail, 0.0)
        for cut in _cuts(page, flow):
            puzzle = _Puzzle(page, _columns(page, flow, cut.ends, cut.hidden))
            yield puzzle.solved().with_tail(tail, cut.evidence)
            if cut.hidden < 0:
                yield puzzle.as_given().with_tail(tail, cut.evidence)


def _decide(page: _Page, outside: list[int]) -> Order:
    """The best reading, if it beats the given order clearly."""
    readings = list(_readings(page))
    given = max((reading for reading in readings if reading.given), key=lambda reading: reading.score)
    best = max(readings, key=lambda reading: reading.score)
    broken = min(sum(column.open for column, _ in best.columns), len(page.sure) + 1, 3)
    opens_well = broken == 2 and page.opening(page.flow[0]) >= _GIVEN_FIRST + _OPENS_USUALLY
    if not best.given and best.score >= given.score + _MARGINS[broken] + (_OPENS_WELL if opens_well else 0.0):
        return _as_read(page, best, outside)
    return _as_given(page, given, outside)


def _as_given(page: _Page, given: _Reading, outside: list[int]) -> Order:
    """The page's own order; a sentence whose halves follow one another, perhaps around a caption, is rejoined."""
    lines: list[tuple[int, ...]] = []
    captions, mended = list(outside), set[int]()
    for column, skip in given.columns:
        end = lines[-1][-1] if lines else -1
        entry = next((at for at in (skip, 0) if lines and page.mends(end, column.lines[at])), -1)
        if entry < 0:
            lines += [(index,) for index in column.lines]
            continue
        captions += column.lines[:entry]
        mended.add(end)
        lines[-1] += (column.lines[entry],)
        lines += [(index,) for index in column.lines[entry + 1 :]]
    lines += [(index,) for index in given.tail]
    return Order(lines, sorted(captions), False, bool(mended), bool(page.sure - mended))


def _as_read(page: _Page, reading: _Reading, outside: list[int]) -> Order:
    flow = reading.flow()
    ends = {column.lines[-1] for column, _ in reading.columns if column.open}
    captions = set(page.flow) - set(flow) | set(outside)
    lines: list[tuple[int, ...]] = []
    for index in flow:
        if lines and lines[-1][-1] in ends and page.goes_on(lines[-1][-1], index):
            lines[-1] += (index,)
        else:
            lines.append((index,))
    joined = any(len(line) > 1 for line in lines)
    return Order(lines, sorted(captions), flow != sorted(flow), joined, False)
