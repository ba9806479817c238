"""Pictures of an article and their captions, and the columns of a newspaper page that pictures break up."""
from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import zip_longest

from lxml import etree

from crawler.lines import Line
from crawler.page import EMBEDDED
from crawler.raw import RawArticle
from crawler.zh import bylines

CAPTION = re.compile(r"[（(【\[]?(?:图片来源|图片说明|图源|图/|图\s*[:：]|供图|图为|上图为?|下图为?|左图|右图|资料图|[▲△▼▽↑↓]|图\s?(?:\d{1,2}|[①-⑳])\s?[:：、. ]|(?:以上|本版|本文)(?:图片|照片))"
                      r"|.{2,80}(?:[\s（(。，]\S{2,12}\s?(?:摄影?|供图)[)）]?|[（(](?:资料图|图源|图片来源)[^）)]{0,30}[)）])[。]?$")
_CAPTION_WORD = re.compile(r"(?:图\s?[①-⑳]|(?:以上|本版)(?:图片|照片)|图片来源|图片说明|图源|供图|图为|上图为|下图为|左图为|右图为|资料图|[▲△▼▽])|注\s*[:：](?=.{2,50}$)|图/")
_SIGNED_CAPTION = re.compile(r"[^“”]{4,80}[。\s]\s?(?!图|文)\S{2,12}(?:\s\S{2,6}){0,2}\s?(?<!拍)摄影?[)）]?。?$")
_CREDIT_LINE = re.compile(r"[^。，]{2,20}摄\s?[（(](?:影像中国|人民视觉|人民图片|视觉中国|新华社发|资料图片?|本报资料照片)[）)]$")
"""张　敏摄（影像中国）: the last line of a caption."""
_NEW_CAPTION = re.compile(r"[▲△▼▽上下左右]?图为|[▲△▼▽]")
_OF_NEXT = re.compile(r"下图|▼|↓|图\s?\d{1,2}(?!\d)")  # a numbered line gets here only where it stands above its picture
_NOTE = re.compile(r"注\s*[:：]")
_ORIGIN = re.compile(r"[（(]?(?:图片来源|图源|(?:本文)?图片(?:均)?由.{2,20}提供)")  # stands behind the article as well as under its picture
_NO_PICTURE = re.compile(r"(?<![a-z])(?:logo|icon|qr_?code|ewm|erweima|weixin_?code|wxcode|blank|spacer|loading|placeholder|pixel|1x1|dot|line|share)"
                         r"(?:s|\d{1,4})?(?![a-z])|GetPic\.aspx\?", re.I)
_ADVERT = re.compile(r"(?:^|[/.])(?:ads?|adv|advert\w{0,8}|guanggao|banners?)[/.?]", re.I)
"""In the address of an advertisement, or of what it leads to: /ad/250x250.jpg, http://ad.example.com/c/9."""
_PICTURE_SOURCES = ("data-sf-original-src", "data-original", "data-src", "data-echo", "data-lazy-src", "data-url", "original", "src")
_SMALL = 40  # pixels
_PLACEHOLDER = 600  # characters of a data: address; the dot that stands for a picture still to be loaded has fewer
CAPTION_LENGTH, _SIGNED_LENGTH, _LONGEST_CAPTION, _RUNNING = 60, 80, 200, 40  # characters


def attach_captions(lines: Sequence[Line], raw: RawArticle) -> None:
    """Gives lines beside a picture to it as caption; drops what is no picture of the article.

    As many captions as pictures in a row before them belong to one each (a table of pictures), else all to the last.
    """
    for line in lines:
        if line.kind == "image" and line.zone == "body" and line.rule is None and not is_picture(line.where):
            line.rule = "no-picture"
    body = [line for line in lines if line.zone == "body" and line.rule is None and (line.count or line.kind == "image")]
    n = 0
    last: Line | None = None
    while n < len(body):
        line = body[n]
        if line.kind == "image":
            pictures = _run(body, n, lambda line, _: line.kind == "image")
            last = pictures[-1]
            captions = _run(body, n + len(pictures), _is_caption) if id(last) not in raw.captions else []
            owners = pictures if len(pictures) == len(captions) else [last] * len(captions)
            for picture, caption in zip(owners, captions, strict=True):
                _give(caption, picture, raw)
            n += len(pictures) + len(captions)
            continue
        n += 1
        follows = body[n] if n < len(body) else None
        if line.count < CAPTION_LENGTH:
            if last is not None and _ORIGIN.match(line.folded):
                _give(line, last, raw)
            if follows is not None and follows.kind == "image" and _OF_NEXT.match(line.folded):
                _give(line, follows, raw)


def _run(body: Sequence[Line], begin: int, fits: Callable[[Line, int], bool]) -> list[Line]:
    """The lines from `begin` on that fit, each told how many fitted before it."""
    found: list[Line] = []
    while begin + len(found) < len(body) and fits(body[begin + len(found)], len(found)):
        found.append(body[begin + len(found)])
    return found


def _give(caption: Line, picture: Line, raw: RawArticle) -> None:
    caption.rule = "field:caption"
    raw.captions.setdefault(id(picture), []).append(caption.text)


def _is_caption(line: Line, before: int) -> bool:
    """Whether a line behind a picture, with `before` captions between, is one: by its words, by its place, or the first by being centred and short."""
    text = line.folded
    if line.kind in ("heading", "image", "table") or len(text) > _LONGEST_CAPTION:
        return False
    if CAPTION.match(text) or _NOTE.match(text) or (line.caption and len(text) <= _LONGEST_CAPTION):
        return True
    return not before and line.centered and not line.bold and len(text) <= CAPTION_LENGTH


def is_picture(image: etree._Element) -> bool:
    """Whether an `img` shows something of the article: no icon, spacer, live chart, QR code."""
    source = picture_source(image)
    if not (source or _is_embedded(image)) or _NO_PICTURE.search(source) or "二维码" in (image.get("alt") or "") or _is_advert(image, source):
        return False
    sizes = (_pixels(image.get("width")), _pixels(image.get("height")))
    return not any(size is not None and size < _SMALL for size in sizes)


def _is_advert(image: etree._Element, source: str) -> bool:
    """Whether a picture, or the link that it stands in, has the address of an advertisement."""
    link = next(image.iterancestors("a"), None)
    return _ADVERT.search(source) is not None or (link is not None and _ADVERT.search(link.get("href") or "") is not None)


def _is_embedded(image: etree._Element) -> bool:
    """Whether the page itself holds the picture: more than the dot that stands for one that is still to be loaded."""
    source = (image.get("src") or "").strip()
    return source.startswith("data:image/") and (len(source) > _PLACEHOLDER or source.endswith(EMBEDDED))


def picture_source(image: etree._Element) -> str:
    """The address of an `img`, lazy-loading attributes first; empty where there is none."""
    for name in _PICTURE_SOURCES:
        value = (image.get(name) or "").strip()
        if value and not value.startswith(("data:", "javascript:", "about:")):
            return str(value)
    return ""


def _pixels(value: str | None) -> int | None:
    found = re.match(r"\s*(\d{1,5})(?:px)?\s*$", value or "")
    return int(found.group(1)) if found else None


def captions_as_pictures(raw: RawArticle) -> None:
    """A line that says itself that it is a caption, or is declared to be one, on a page that has text alone: the picture is gone, its caption is left."""
    previous: Line | None = None
    kept = []
    long = sum(line.count > _RUNNING for line in raw.body)
    for line, below in zip_longest(raw.body, raw.body[1:]):
        text = line.folded
        if line.kind == "text" and (line.caption or (len(text) <= CAPTION_LENGTH * 2 and _CAPTION_WORD.match(text))
                                    or (long > 1 and (_is_signed_caption(text) or _is_credited(line, below)))):
            if previous is not None and not line.caption and not _NEW_CAPTION.match(text):
                raw.captions[id(previous)].append(line.text)
                line.rule = "field:caption"
                continue
            previous = as_picture(line, raw)
        else:
            previous = None
        kept.append(line)
    raw.body = kept


def _is_credited(line: Line, below: Line | None) -> bool:
    """Whether a short line has the one with the photographer's name below it, or is that one."""
    if line.count > CAPTION_LENGTH:
        return False
    return _CREDIT_LINE.match(line.folded) is not None or (below is not None and below.kind == "text" and _CREDIT_LINE.match(below.folded) is not None)


def _is_signed_caption(text: str) -> bool:
    """Whether a line ends with a photographer's name: 红柳滩风电场。 记者 秦朗 摄."""
    return text.endswith(("摄", "摄）", "摄影", "摄。")) and len(text) <= _SIGNED_LENGTH and _SIGNED_CAPTION.match(text) is not None \
        and bylines.read_byline(text) is None


def as_picture(line: Line, raw: RawArticle) -> Line:
    """Makes a picture without address of a line that was its caption."""
    line.kind, line.rule = "image", "field:caption"
    raw.captions[id(line)] = [line.text]
    return line
