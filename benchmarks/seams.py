"""Train the seam model of `crawler.zh.seams` and write its weights.

    python -m benchmarks.seams news.jsonl other.jsonl crawler/zh/seams.bin [--steps 60000]

Needs PyTorch and numpy, which the project itself does not. `benchmarks.seam_texts` makes the two files; the shipped
weights were learnt from 1.8 million characters of news (the People's Daily of January 1998) and 5 million others (laws,
reviews, manuals), in 73,000 steps, by an earlier form of this script with the same data, net and schedule: a new run gives
weights of the same kind, not the same bytes, and `python -m tests.columns` says how good they are. Nothing of the project's
own pages was among the texts. One core takes half an hour or more.

An article is cut inside its sentences as columns cut it, into ends and starts. The model learns to find the start that
goes on from each end among all starts of the same article, and the end before each start. Some articles of the news
are kept back: from them it learns to tell the start of a paragraph from the inside of a sentence, and a heading from
the piece of one, because in the articles trained on it knows the true starts of paragraphs by heart.
"""

import argparse
import json
import math
import random
import time
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from crawler.zh.seams import BUCKETS, CROSSINGS, PADDING, PAIRS, REACH, UNKNOWN, fold

CHARACTERS, CHAR_SIZE, PAIR_SIZE, HIDDEN, MIXED, TURNED = 4400, 32, 16, 128, 32, 64
BATCH, CUTS, PARAGRAPHS, HEADINGS = 24, 8, 3, 2  # articles in a step; of each: cuts, whole paragraphs, headings
PART = 1600  # characters
KEPT_BACK = 0.08  # of the news, for the heads
OTHER = 0.4  # of the steps learn from texts that are no news
HEAD_PENALTY = 0.003
LARGEST, LARGEST_SMALL = 63, 127  # the largest weight of the large tables, and of the small ones

_STOPS = "。！？…；!?;"
_CLOSING = _STOPS + "”’）)」』"
_NEVER_FIRST = _STOPS + "，、：）”’》】」』〉％%·—,:)]."
_NEVER_LAST = "（“‘《【「『〈([·—" + _STOPS


class Article:
    """The characters of an article as numbers, and the places at which it may be cut: as a printer would, and any."""

    def __init__(self, paragraphs: Sequence[str], headings: Sequence[str], numbers: dict[str, int]) -> None:
        self.paragraphs = [_numbered(text, numbers) for text in paragraphs]
        self.headings = [_numbered(text, numbers) for text in headings]
        self.places = [
            [(number, at) for number, text in enumerate(paragraphs) for at in places(fold(text), anywhere)]
            for anywhere in (False, True)
        ]

    def cuts(self, count: int, chance: random.Random) -> list[tuple[int, int]]:
        """`count` places spread over the article; none if it is too short."""
        found = self.places[chance.random() < 0.4]
        if len(found) < 4 * count:
            return []
        step, offset = len(found) / count, chance.random()
        spots = (int((number + offset + chance.uniform(-0.4, 0.4)) * step) for number in range(count))
        chosen = sorted({found[min(max(spot, 0), len(found) - 1)] for spot in spots})
        return chosen if len(chosen) == count else []

    def sides(self, cuts: Sequence[tuple[int, int]]) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """The pieces before and behind each of `cuts`, as far as the neighbouring cuts of the same paragraph."""
        found = []
        for before, (number, at), behind in zip([(-1, 0), *cuts], cuts, [*cuts[1:], (-1, 0)], strict=False):
            text = self.paragraphs[number]
            begin = before[1] if before[0] == number else 0
            end = behind[1] if behind[0] == number else len(text)
            found.append((text[begin:at], text[at:end]))
        return found


def places(text: str, anywhere: bool) -> list[int]:
    """The offsets inside the sentences of `text` at which a column may end."""
    if text[-1:] not in _CLOSING:
        return []
    inside = [
        at
        for at in range(2, len(text) - 1)
        if text[at - 1] not in _STOPS and not (text[at] in _CLOSING and text[at - 1] in _CLOSING)
    ]
    if anywhere:
        return inside
    return [
        at
        for at in inside
        if text[at] not in _NEVER_FIRST
        and text[at - 1] not in _NEVER_LAST
        and not (text[at].isascii() and text[at - 1].isascii())
    ]


def _numbered(text: str, numbers: dict[str, int]) -> NDArray[np.int64]:
    return np.array([numbers.get(char, UNKNOWN) for char in fold(text)], np.int64)


class Net(nn.Module):
    """The model as `crawler.zh.seams` reads it, with weights that can be learnt."""

    def __init__(self, characters: int) -> None:
        super().__init__()
        self.characters = nn.Embedding(characters, CHAR_SIZE, padding_idx=PADDING)
        self.pairs, self.crossings = nn.Embedding(BUCKETS, PAIR_SIZE), nn.Embedding(CROSSINGS, 1)
        nn.init.normal_(self.characters.weight, 0, 0.3)
        nn.init.normal_(self.pairs.weight, 0, 0.2)
        nn.init.zeros_(self.crossings.weight)
        with torch.no_grad():
            self.characters.weight[PADDING] = 0
        inputs = REACH * CHAR_SIZE + PAIRS * PAIR_SIZE
        self.ends, self.starts = nn.Linear(inputs, HIDDEN), nn.Linear(inputs, HIDDEN)
        self.end, self.start = nn.Linear(HIDDEN, TURNED), nn.Linear(HIDDEN, TURNED)
        self.mix, self.follows = nn.Linear(HIDDEN, MIXED), nn.Linear(MIXED, 1, bias=False)
        self.heading, self.inside = nn.Linear(HIDDEN, 1), nn.Linear(HIDDEN, 1)
        self.drop = nn.Dropout(0.15)

    def read_ends(self, near: Tensor) -> Tensor:
        """What the first layer makes of ends."""
        return self.ends(self._inputs(near, near[..., -PAIRS - 1 :]))

    def read_starts(self, near: Tensor) -> Tensor:
        """What the first layer makes of starts."""
        return self.starts(self._inputs(near, near[..., : PAIRS + 1]))

    def _inputs(self, near: Tensor, nearest: Tensor) -> Tensor:
        one, two = nearest[..., :-1], nearest[..., 1:]
        pairs = self.pairs((one * 31337 + two * 7919) % BUCKETS) * ((one > 0) & (two > 0))[..., None]
        return self.drop(torch.cat([self.characters(near).flatten(-2), pairs.flatten(-2)], -1))

    def seams(self, ends: Tensor, starts: Tensor, near_ends: Tensor, near_starts: Tensor) -> Tensor:
        """The evidence for each end (rows) and each start (columns) of an article."""
        both = functional.relu(ends[..., :, None, :] + starts[..., None, :, :])
        score = self.follows(functional.relu(self.mix(both)))[..., 0]
        turned = torch.tanh(self.end(functional.relu(ends))), torch.tanh(self.start(functional.relu(starts)))
        score = score + turned[0] @ turned[1].transpose(-1, -2)
        last, before = near_ends[..., -1][..., None], near_ends[..., -2][..., None]
        first, behind = near_starts[..., None, :, 0], near_starts[..., None, :, 1]
        rows = (
            last * 7919 + first * 104729 + 11,
            before * 15485863 + last * 7919 + first * 104729 + 5,
            last * 7919 + first * 104729 + behind * 32452843 + 3,
        )
        return score + sum(self.crossings(row % CROSSINGS)[..., 0] for row in rows)


def batch(articles: Sequence[Article], chance: random.Random) -> tuple[Tensor, Tensor, Tensor]:
    """Ends (of cuts, then headings) and starts (of cuts, then paragraphs) of some articles; which headings there are."""
    ends = np.zeros((BATCH, CUTS + HEADINGS, REACH), np.int64)
    starts = np.zeros((BATCH, CUTS + PARAGRAPHS, REACH), np.int64)
    headed = np.zeros((BATCH, HEADINGS), np.float32)
    for row in range(BATCH):
        while not (cuts := (article := chance.choice(articles)).cuts(CUTS, chance)):
            pass
        for column, (left, right) in enumerate(article.sides(cuts)):
            _put_end(ends[row, column], left[-_seen(chance) :])
            _put_start(starts[row, column], right[: _seen(chance)])
        for column in range(PARAGRAPHS):
            _put_start(starts[row, CUTS + column], article.paragraphs[chance.randint(cuts[0][0], cuts[-1][0])])
        for column in range(HEADINGS if article.headings else 0):
            _put_end(ends[row, CUTS + column], chance.choice(article.headings))
            headed[row, column] = 1
    return torch.from_numpy(ends), torch.from_numpy(starts), torch.from_numpy(headed)


def _seen(chance: random.Random) -> int:
    """How many characters of a piece are shown: now and then few, as short pieces have few."""
    return REACH if chance.random() < 0.85 else chance.randint(3, REACH)


def _put_end(row: NDArray[np.int64], text: NDArray[np.int64]) -> None:
    near = text[-REACH:]
    row[len(row) - len(near) :] = near


def _put_start(row: NDArray[np.int64], text: NDArray[np.int64]) -> None:
    row[: len(text[:REACH])] = text[:REACH]


def train(net: Net, news: Sequence[Article], other: Sequence[Article], steps: int) -> None:
    """Teach `net`, `steps` times a batch."""
    chance, begun, total = random.Random(1), time.monotonic(), 0.0
    best = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=1e-5)
    for step in range(1, steps + 1):
        for group in best.param_groups:
            group["lr"] = 2e-3 * min(1, step / 300) * (0.5 + 0.5 * math.cos(math.pi * step / steps)) + 1e-5
        seam, aside = _losses(net, *batch(other if chance.random() < OTHER else news, chance))
        best.zero_grad()
        (seam + 0.5 * aside).backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        best.step()
        total += seam.item()
        if step % 2000 == 0:
            print(f"{step:6} {time.monotonic() - begun:5.0f} s, loss {total / 2000:.3f}", flush=True)
            total = 0.0


def _losses(net: Net, ends: Tensor, starts: Tensor, headed: Tensor) -> tuple[Tensor, Tensor]:
    left, right = net.read_ends(ends), net.read_starts(starts)
    seams = net.seams(left[:, :CUTS], right[:, :CUTS], ends[:, :CUTS], starts[:, :CUTS])
    true = torch.arange(CUTS).repeat(len(seams))
    loss = functional.cross_entropy(seams.reshape(-1, CUTS), true)
    loss = loss + functional.cross_entropy(seams.transpose(1, 2).reshape(-1, CUTS), true)
    inside = torch.zeros(starts.shape[:2])
    inside[:, :CUTS] = 1
    aside = functional.binary_cross_entropy_with_logits(net.inside(functional.relu(right))[..., 0], inside)
    weight = torch.cat([torch.ones(len(ends), CUTS), 4 * headed], 1)
    heading = (torch.arange(CUTS + HEADINGS) >= CUTS).float().expand(len(ends), -1)
    judged = net.heading(functional.relu(left))[..., 0]
    return loss, aside + functional.binary_cross_entropy_with_logits(judged, heading, weight=weight)


def heads(net: Net, articles: Sequence[Article]) -> dict[str, list[float]]:
    """The heads that tell insides of sentences and headings, from articles that `net` has not seen: bias and weights."""
    chance = random.Random(2)
    insides, begins, pieces, titles = [], [], [], []
    for article in articles:
        for _ in range(2):
            for left, right in article.sides(article.cuts(6, chance)):
                insides.append(right)
                pieces.append(left)
        begins += [text for text in article.paragraphs[1:] if len(text) > 16]
        titles += [text for text in article.headings if len(text) > 3]
    with torch.no_grad():
        starts = [functional.relu(net.read_starts(_rows(texts, _put_start))) for texts in (insides, begins)]
        ends = [functional.relu(net.read_ends(_rows(texts, _put_end))) for texts in (titles, pieces)]
    return {"inside": _judge(*starts), "heading": _judge(*ends)}


def _rows(texts: Sequence[NDArray[np.int64]], put: object) -> Tensor:
    rows = np.zeros((len(texts), REACH), np.int64)
    for row, text in zip(rows, texts, strict=True):
        put(row, text)  # type: ignore[operator]
    return torch.from_numpy(rows)


def _judge(those: Tensor, others: Tensor) -> list[float]:
    """Bias and weights of the logistic regression that tells `those` from `others`, as many of each."""
    seen, true = torch.cat([those, others]), torch.cat([torch.ones(len(those)), torch.zeros(len(others))])
    share = torch.where(true == 1, 0.5 / true.mean(), 0.5 / (1 - true.mean()))
    weights = torch.zeros(seen.shape[1] + 1, requires_grad=True)
    best = torch.optim.LBFGS([weights], max_iter=120)

    def loss() -> Tensor:
        best.zero_grad()
        judged = seen @ weights[1:] + weights[0]
        wrong = functional.binary_cross_entropy_with_logits(judged, true, weight=share)
        wrong = wrong + HEAD_PENALTY * (weights[1:] ** 2).sum()
        wrong.backward()
        return wrong

    best.step(loss)  # type: ignore[no-untyped-call]
    return [round(weight, 4) for weight in weights.tolist()]


def packed(net: Net, characters: str, judges: dict[str, list[float]]) -> bytes:
    """The file that `crawler.zh.seams.Model` reads: weights as small integers, compressed."""
    weights = {name: value.numpy().astype(np.float64) for name, value in net.state_dict().items()}
    large = np.concatenate([weights["characters.weight"], weights["pairs.weight"].reshape(-1, CHAR_SIZE)])
    inputs = _step(large, LARGEST)
    pairs = np.concatenate([weights["pairs.weight"], np.zeros((1, PAIR_SIZE))])  # the last row is that of no pair
    first = _step(np.concatenate([weights["ends.weight"], weights["starts.weight"]]), LARGEST)
    steps = {"characters": inputs, "pairs": inputs, "crossings": _step(weights["crossings.weight"], LARGEST)}
    tables = {"characters": weights["characters.weight"], "pairs": pairs, "crossings": weights["crossings.weight"].T}
    scale = {"crossings": steps["crossings"], "ends": inputs * first, "starts": inputs * first}
    for name in ("ends", "starts", "mix", "end", "start"):
        tables[name] = weights[f"{name}.weight"].T
        steps[name] = first if name in scale else _step(tables[name], LARGEST_SMALL)
        scale.setdefault(name, scale["ends"] * steps[name])
    small = {name: LARGEST_SMALL if name in ("mix", "end", "start") else LARGEST for name in tables}
    whole = {
        name: np.clip(np.round(table / steps[name]), -small[name], small[name]).astype(np.int8)
        for name, table in tables.items()
    }
    header = {
        "characters": characters,
        "scale": scale,
        "bias": {
            name: [round(value / scale[name]) for value in weights[f"{name}.bias"].tolist()]
            for name in ("ends", "starts", "mix", "end", "start")
        },
        "heads": {"follows": [round(value, 4) for value in weights["follows.weight"][0].tolist()], **judges},
        "shapes": [(name, *table.shape) for name, table in whole.items()],
    }
    line = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    return zlib.compress(line + b"\n" + b"".join(table.tobytes() for table in whole.values()), 9)


def _step(table: NDArray[np.float64], largest: int) -> float:
    """What 1 stands for in a table of integers up to `largest`; the few largest weights are cut off."""
    sizes = np.abs(table)
    return float(np.percentile(sizes, 99.97) if sizes.size > 2000 else sizes.max()) / largest


def _texts(path: Path) -> list[tuple[list[str], list[str]]]:
    said = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [(part, article["headings"]) for article in said for part in _parts(article["paragraphs"])]


def _parts(paragraphs: Sequence[str]) -> list[list[str]]:
    """A long article in parts of the length of a page: starts that are hard to tell apart stand close together."""
    parts: list[list[str]] = [[]]
    for text in paragraphs:
        if sum(map(len, parts[-1])) > PART:
            parts.append([])
        parts[-1].append(text)
    return parts


def _numbers(texts: Iterable[tuple[list[str], list[str]]]) -> dict[str, int]:
    count = Counter(char for both in texts for part in both for text in part for char in fold(text))
    return {char: number for number, (char, _) in enumerate(count.most_common(CHARACTERS), UNKNOWN + 1)}


def _long_enough(articles: Iterable[Article]) -> list[Article]:
    return [article for article in articles if all(len(places) > 4 * CUTS for places in article.places)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--steps", type=int, default=73_000)
    wanted = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    news, other = _texts(wanted.news), _texts(wanted.other)
    known = round(len(news) * (1 - KEPT_BACK))
    numbers = _numbers([*news[:known], *other])
    net = Net(len(numbers) + UNKNOWN + 1)
    learnt = [_long_enough(Article(*text, numbers) for text in texts) for texts in (news[:known], other)]
    train(net, *learnt, wanted.steps)
    net.eval()
    judges = heads(net, [Article(*text, numbers) for text in news[known:]])
    wanted.weights.write_bytes(packed(net, "".join(numbers), judges))


if __name__ == "__main__":
    main()
