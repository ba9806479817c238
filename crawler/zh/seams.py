"""What is likely to follow where a line of Chinese news breaks off: a small trained model that needs no library.

The model weighs a seam: the last characters of one piece of a sentence against the first characters of another piece.
It also tells from a line's first characters whether a paragraph or the rest of a sentence begins there, and from its
last ones whether the line is a heading. Every answer is a log-likelihood ratio. What the weights were
trained on, and how to make them again, stands in `benchmarks/seams.py`.

Weights are small integers. A row of them is kept as one long integer, with a lane for each weight, so that a number
times a row is one multiplication: that makes plain Python fast enough for whole pages.
"""

import json
import math
import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from operator import mul
from pathlib import Path
from typing import Any

WEIGHTS = Path(__file__).with_name("seams.bin")
REACH = 12  # characters read on either side of a seam
PAIRS = 5  # pairs of neighbouring characters read there
BUCKETS, CROSSINGS = 16384, 65536  # rows of the table of pairs, and of the table of strings across a seam
PADDING, UNKNOWN = 0, 1  # numbers of no character, and of one that is not known

_FOLDED = str.maketrans(",;:()!?", "，；：（）！？")


def fold(text: str) -> str:
    """`text` as the model reads it, character for character: one sign for Latin letters, full-width punctuation."""
    return "".join("A" if char.isascii() and char.isalpha() else char for char in text.translate(_FOLDED))


def bucket(one: int, two: int) -> int:
    """The row of the table of pairs for two neighbouring characters."""
    return (one * 31337 + two * 7919) % BUCKETS


def crossings(before: int, last: int, first: int, behind: int) -> tuple[int, int, int]:
    """The rows of the table of strings across a seam, for the two characters on either side of it."""
    return (
        (last * 7919 + first * 104729 + 11) % CROSSINGS,
        (before * 15485863 + last * 7919 + first * 104729 + 5) % CROSSINGS,
        (last * 7919 + first * 104729 + behind * 32452843 + 3) % CROSSINGS,
    )


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a seam, read once and weighed against many others."""

    hidden: int
    turned: Sequence[float]
    at_seam: tuple[int, int]


class _Lanes:
    """How rows of `width` numbers are packed into long integers, which add up lane by lane and can be multiplied.

    `code` is the type of a lane, as in `array`; sums must stay within the signed numbers of its size.
    """

    def __init__(self, width: int, code: str) -> None:
        size = array(code).itemsize
        self._code, self._length, self._zero = code, size * width, 1 << (8 * size - 1)
        self._zeros = self._packed([self._zero] * width)

    def _packed(self, row: Iterable[int]) -> int:
        return int.from_bytes(array(self._code, row).tobytes(), sys.byteorder)

    def pack(self, row: Iterable[int]) -> int:
        """The numbers of `row`, which may be negative, as one long integer."""
        zero = self._zero
        return self._packed([number + zero for number in row]) - self._zeros

    def unpack(self, packed: int) -> list[int]:
        """The numbers of a packed row."""
        zero, lanes = self._zero, array(self._code)
        lanes.frombytes((packed + self._zeros).to_bytes(self._length, sys.byteorder))
        return [lane - zero for lane in lanes]

    def positive(self, packed: int) -> list[int]:
        """The numbers of a packed row, 0 in place of the negative ones."""
        zero, lanes = self._zero, array(self._code)
        lanes.frombytes((packed + self._zeros).to_bytes(self._length, sys.byteorder))
        return [lane - zero if lane > zero else 0 for lane in lanes]


class _Layer:
    """A row of weights for each number that goes in, and a row added to their sum; `scale` is what 1 in it stands for."""

    def __init__(self, weights: Sequence[Sequence[int]], bias: Sequence[int], scale: float, code: str) -> None:
        self.lanes, self.scale = _Lanes(len(bias), code), scale
        self._rows, self._bias = [self.lanes.pack(row) for row in weights], self.lanes.pack(bias)

    def __call__(self, numbers: Iterable[int]) -> int:
        added: int = sum(map(mul, numbers, self._rows), self._bias)
        return added


class Model:
    """The trained weights, and the answers that they give."""

    def __init__(self, packed: bytes) -> None:
        """The weights as `benchmarks/seams.py` writes them: compressed, a line of JSON and the tables behind it."""
        header, _, data = zlib.decompress(packed).partition(b"\n")
        said: dict[str, Any] = json.loads(header)
        tables = _tables(data, said["shapes"])
        self._numbers = {char: number for number, char in enumerate(said["characters"], UNKNOWN + 1)}
        self._characters, self._pairs, self._crossings = tables["characters"], tables["pairs"], tables["crossings"][0]
        self._layers = {
            name: _Layer(tables[name], said["bias"][name], said["scale"][name], code)
            for name, code in (("ends", "I"), ("starts", "I"), ("mix", "Q"), ("end", "Q"), ("start", "Q"))
        }
        self._crossing: float = said["scale"]["crossings"]
        self._heads: dict[str, list[float]] = said["heads"]

    def end(self, line: str) -> Side:
        """The end of `line`, to be weighed against starts."""
        numbers = [self._numbers.get(char, UNKNOWN) for char in fold(line[-REACH:])]
        numbers = [PADDING] * (REACH - len(numbers)) + numbers
        hidden = self._layers["ends"](self._inputs(numbers, numbers[-PAIRS - 1 :]))
        return self._side(hidden, "ends", "end", (numbers[-1], numbers[-2]))

    def start(self, line: str) -> Side:
        """The start of `line`, to be weighed against ends."""
        numbers = [self._numbers.get(char, UNKNOWN) for char in fold(line[:REACH])]
        numbers += [PADDING] * (REACH - len(numbers))
        hidden = self._layers["starts"](self._inputs(numbers, numbers[: PAIRS + 1]))
        return self._side(hidden, "starts", "start", (numbers[0], numbers[1]))

    def follows(self, end: Side, start: Side) -> float:
        """The evidence that the sentence broken off at `end` goes on at `start`."""
        mix, lanes = self._layers["mix"], self._layers["ends"].lanes
        mixed = mix.lanes.positive(mix(lanes.positive(end.hidden + start.hidden)))
        (last, before), (first, behind) = end.at_seam, start.at_seam
        across = sum(self._crossings[row] for row in crossings(before, last, first, behind))
        together: float = mix.scale * sum(map(mul, mixed, self._heads["follows"]))
        alike: float = sum(map(mul, end.turned, start.turned))
        return together + alike + self._crossing * across

    def inside(self, start: Side) -> float:
        """The evidence that the line begins inside a sentence, against the start of a paragraph."""
        return self._judged("inside", "starts", start)

    def heading(self, end: Side) -> float:
        """The evidence that a line without final punctuation is a heading, against the piece of a sentence."""
        return self._judged("heading", "ends", end)

    def _judged(self, head: str, layer: str, side: Side) -> float:
        seen, (bias, *weights) = self._layers[layer].lanes.positive(side.hidden), self._heads[head]
        judged: float = sum(map(mul, seen, weights))
        return bias + self._layers[layer].scale * judged

    def _inputs(self, numbers: Sequence[int], near: Sequence[int]) -> list[int]:
        """What the first layer reads: each character, and each pair near the seam."""
        inputs: list[int] = []
        for number in numbers:
            inputs += self._characters[number]
        for one, two in pairwise(near):
            inputs += self._pairs[bucket(one, two)] if one and two else self._pairs[-1]
        return inputs

    def _side(self, hidden: int, layer: str, turn: str, at_seam: tuple[int, int]) -> Side:
        turned = self._layers[turn]
        numbers = turned.lanes.unpack(turned(self._layers[layer].lanes.positive(hidden)))
        return Side(hidden, [math.tanh(turned.scale * number) for number in numbers], at_seam)


def _tables(data: bytes, shapes: Sequence[tuple[str, int, int]]) -> dict[str, list[Sequence[int]]]:
    """The tables of `shapes` (name, rows, columns), which stand in `data` one after another, a byte for each weight."""
    view, tables, at = memoryview(data).cast("b"), dict[str, list[Sequence[int]]](), 0
    for name, rows, columns in shapes:
        tables[name] = [view[at + columns * row : at + columns * (row + 1)] for row in range(rows)]
        at += rows * columns
    return tables


@cache
def model() -> Model:
    """The model that the package brings, read when first asked for."""
    return Model(WEIGHTS.read_bytes())
