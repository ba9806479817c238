"""JSON lines, an object with `html` a line: what crawlers write that keep the pages."""
from __future__ import annotations

import json
import re
from collections.abc import Iterator

from crawler.containers.record import Broken, Event, Record, moment, web_address
from crawler.containers.streams import CHUNK, Source
from crawler.containers.walk import Walk

_BOM = b"\xef\xbb\xbf"
_ESCAPED = 2  # a hanzi takes 3 bytes, and 6 as \uXXXX
_KEY = re.compile(r'[ \t]*"((?:[^"\\]|\\.){0,200})"[ \t]*:[ \t]*')
_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]{0,4096}\{")
_COMMA = re.compile(r"[ \t]*,")
_CHARSET = {"content-type": "text/html; charset=utf-8"}
_MAX_KEYS = 50


def looks_like_pages(start: bytes) -> bool:
    """Whether a file that begins so holds pages as JSON lines: its first line is an object with a text under `html`.

    A feed of articles and other JSON are none.
    """
    if not _OBJECT.match(start):
        return False
    text, at = start.removeprefix(_BOM).lstrip(b" \t\r\n").decode("utf-8", "ignore"), 1
    for _ in range(_MAX_KEYS):
        key = _KEY.match(text, at)
        if not key:
            return False
        if key.group(1) == "html":
            return text.startswith('"', key.end())
        try:
            at = json.JSONDecoder().raw_decode(text, key.end())[1]
        except (ValueError, RecursionError):  # also where the value goes on behind `start`
            return False
        comma = _COMMA.match(text, at)
        if not comma:
            return False
        at = comma.end()
    return False


def events(source: Source, walk: Walk) -> Iterator[Event]:
    """Each line as a page; a line that is none is broken. Blank lines count, and give nothing."""
    limit = _ESCAPED * walk.max_record + CHUNK
    number = 0
    while line := source.line(limit):
        number += 1
        name = walk.named(f"line {number}")
        if len(line) == limit and not line.endswith(b"\n"):
            while (rest := source.line(CHUNK)) and not rest.endswith(b"\n"):
                pass
            yield Broken(name, f"over {walk.max_record:,} bytes", "too_large", position=walk.tell())
        elif line.strip():
            yield _page(line.removeprefix(_BOM) if number == 1 else line, name, walk)


def _page(line: bytes, name: str, walk: Walk) -> Event:
    position = walk.tell()
    try:
        found = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return Broken(name, "the line is not in UTF-8", position=position)
    except (ValueError, RecursionError) as error:
        return Broken(name, f"the line is no JSON: {error}"[:200], position=position)
    html = found.get("html") if isinstance(found, dict) else None
    url = web_address(found.get("url")) if isinstance(found, dict) else None
    if not isinstance(html, str):
        return Broken(name, "no text under the key “html” in this line", "other", url, position)
    body = html.encode("utf-8", "replace")  # JSON can write half a character; bytes cannot
    if len(body) > walk.max_record:
        return Broken(name, f"over {walk.max_record:,} bytes", "too_large", url, position)
    return Record(body, name, url, _CHARSET, moment(found.get("fetched_at")), position)
