"""How a result is held against what is true of its page. Width, white space and punctuation style do not count."""
from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MEASURES = ("f1", "order", "title", "day", "minute", "no_date", "source", "authors", "no_article", "ledger")

_SENTENCE_END = re.compile(r"(?<=[。！？；!?;\n])")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2}))?")
_SHINGLE = 4
_SENTENCE_MIN = 8  # characters: a shorter one may stand anywhere
_OPENING = 12  # characters that find a sentence which the result breaks in two


@dataclass(frozen=True)
class Found:
    """What a reader made of a page. `verdict` is the kind of page, where it said that it is no article."""

    text: str = ""
    title: str | None = None
    published_at: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    verdict: str | None = None
    ledger: Mapping[str, int] | None = None


def score(gold: Mapping[str, Any], found: Found, offers: frozenset[str]) -> dict[str, float]:
    """The measures, each 0 to 1, that `gold` allows and that the reader `offers`; see `MEASURES` for their names.

    f1 of the text's shingles; order, −1 to 1; whether title, day, minute, source and authors are right; no_date: none
    was found where the page has none; no_article: a page that is none was told so, and as what, where the reader gives
    kinds; ledger: it adds up and what it calls kept covers the text.
    """
    if gold.get("kind"):
        return {"no_article": float(_told(gold["kind"], found, offers))}
    scores: dict[str, float | None] = {
        "f1": f1(gold["text"], found.text) if gold.get("text") else None,
        "order": order(gold["text"], found.text) if gold.get("text") else None,
        "title": _same(gold.get("title"), found.title),
        "source": _same(gold.get("source"), found.source),
        "authors": _same_names(gold.get("authors"), found.authors),
        "ledger": _adds_up(found),
        **_date_scores(gold, found),
    }
    return {name: value for name, value in scores.items() if value is not None and name in offers}


def fold(text: str | None) -> str:
    """`text` in NFKC without white space."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def f1(gold: str, found: str) -> float:
    """F1 of the multisets of 4-character shingles, 0 to 1."""
    wanted, given = _shingles(gold), _shingles(found)
    hits = (wanted & given).total()
    if not hits:
        return 0.0
    precision, recall = hits / given.total(), hits / wanted.total()
    return 2 * precision * recall / (precision + recall)


def order(gold: str, found: str) -> float | None:
    """Kendall τ of the gold's sentences by their place in the result, −1 to 1; None where under two are found there."""
    whole, result = fold(gold), fold(found)
    sentences = [fold(sentence) for sentence in _SENTENCE_END.split(gold)]
    told_apart = [s for s in sentences if len(s) >= _SENTENCE_MIN and whole.count(s) == 1]
    places = [place for place in (_place(sentence, result) for sentence in told_apart) if place >= 0]
    pairs = len(places) * (len(places) - 1) // 2
    if not pairs:
        return None
    balance = sum((b > a) - (b < a) for i, a in enumerate(places) for b in places[i + 1:])
    return balance / pairs


def when(raw: str | None) -> tuple[str | None, str | None]:
    """(day, minute) of a date; the minute is None where it has no time, both where it is no date."""
    match = _DATE.match(raw or "")
    if not match:
        return None, None
    year, month, day, hour, minute = match.groups()
    return f"{year}-{int(month):02}-{int(day):02}", f"{int(hour):02}:{minute}" if hour is not None else None


def _shingles(text: str) -> Counter[str]:
    text = fold(text)
    return Counter(text[i:i + _SHINGLE] for i in range(max(1, len(text) - _SHINGLE + 1))) if text else Counter()


def _place(sentence: str, result: str) -> int:
    place = result.find(sentence)
    return place if place >= 0 else result.find(sentence[:_OPENING])


def _same(gold: str | None, found: str | None) -> float | None:
    return float(fold(gold) == fold(found)) if gold else None


def _same_names(gold: list[str] | None, found: tuple[str, ...]) -> float | None:
    return float({fold(name) for name in gold} == {fold(name) for name in found}) if gold else None


def _date_scores(gold: Mapping[str, Any], found: Found) -> dict[str, float | None]:
    if "published_at" not in gold:
        return {}
    if gold["published_at"] is None:
        # A page that was taken for no article gives no date, but not because it was looked for.
        return {"no_date": float(found.published_at is None) if found.verdict is None else None}
    (day, minute), (found_day, found_minute) = when(gold["published_at"]), when(found.published_at)
    return {"day": float(day == found_day),
            "minute": float((day, minute) == (found_day, found_minute)) if minute else None}


def _adds_up(found: Found) -> float | None:
    if found.ledger is None:
        return None
    counts = found.ledger
    complete = counts["page"] == counts["kept"] + counts["removed"] + counts["outside"]
    # What was written out (a list's numbers, say) is not on the page: a little less than the whole text may be kept.
    return float(complete and counts["kept"] >= len("".join(found.text.split())) * 0.98)


def _told(kind: str, found: Found, offers: frozenset[str]) -> bool:
    return found.verdict == kind if "verdict" in offers else not found.text.strip()
