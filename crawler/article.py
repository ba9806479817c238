"""What comes out: one article, its blocks and its ledger; or the verdict that a page is no article.

The field docstrings are the contract. `SCHEMA` is built from them, so that validation, documentation and users share
one source.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any, Literal

Role = Literal["author", "reporter", "correspondent", "photographer"]
BlockType = Literal["paragraph", "heading", "image", "table", "list", "quote"]
Kind = Literal[
    "empty", "binary", "list", "home", "search", "error", "challenge", "shell", "media",
    "container", "too_large", "unreadable", "other",
]
ROLES: tuple[Role, ...] = ("author", "reporter", "correspondent", "photographer")

SHORT_BODY = 20
"""Visible characters: a body with fewer has the warning `body-short`."""

WARNINGS: Mapping[str, str] = {
    "body-short": f"the body has under {SHORT_BODY} visible characters",
    "charset-damaged": "some bytes fit no charset and stand as U+FFFD, the page was saved with such characters, or its end is cut off inside a character",
    "date-missing": "the page prints no date of publication",
    "not-news": "running text that is no news: a blog post, poem, encyclopaedia entry, notice or forum post",
    "pages-missing": "the article goes on on further pages, or begins on earlier ones, that were not given",
    "reading-order-repaired": "fragments of newspaper columns were put back in order, or a broken sentence rejoined",
    "reading-order-unsure": "a sentence breaks off and nothing on the page goes on with it beyond doubt",
    "time-zone-unsure": "the printed time may be eight hours late (a Jekyll post whose date had no zone)",
    "title-missing": "the page prints no title",
    "updated": "a crawl gave the article before; its text, title or date is another now",
}


def _doc(text: str, schema: dict[str, Any], **options: Any) -> Any:
    return field(metadata={"doc": text, "schema": schema}, **options)


_STR: dict[str, Any] = {"type": "string"}
_STR_OR_NULL: dict[str, Any] = {"type": ["string", "null"]}
_STRINGS: dict[str, Any] = {"type": "array", "items": _STR}
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_DATE = r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2}))?$"


@dataclass(frozen=True, slots=True)
class Person:
    """A person who wrote, reported or photographed."""

    name: str = _doc("the name as printed, without title or label", _STR)
    role: Role = _doc("author 作者/撰文/文, reporter 记者, correspondent 通讯员, photographer 摄影/图", {"enum": list(ROLES)})

    def to_dict(self) -> dict[str, Any]:
        return {"name": self.name, "role": self.role}


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article: no icon, spacer, live chart or QR code."""

    url: str | None = _doc("absolute URL; null where only the caption is left (a page saved as text)", _STR_OR_NULL)
    caption: str | None = _doc("the caption printed beside it", _STR_OR_NULL, default=None)
    credit: str | None = _doc("who made it, where the caption says so apart", _STR_OR_NULL, default=None)

    def to_dict(self) -> dict[str, Any]:
        return {"url": self.url, "caption": self.caption, "credit": self.credit}


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the body, in reading order; which attributes count depends on `type`.

    paragraph, quote: `text`; heading: `text`, `level`; image: `image`; table: `rows`; list: `items`.
    """

    type: BlockType
    text: str = ""
    level: int = 2
    image: Image | None = None
    rows: tuple[tuple[str, ...], ...] = ()
    items: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {"type": self.type} | _BLOCK_VALUES[self.type](self)

    @property
    def lines(self) -> list[str]:
        """The strings that the block adds to the article's `text`: none for an image, one a row for a table."""
        if self.type == "image":
            return []
        if self.type == "table":
            return ["\t".join(row) for row in self.rows]
        return list(self.items) if self.type == "list" else [self.text]


_BLOCK_VALUES: Mapping[str, Callable[[Block], dict[str, Any]]] = {
    "paragraph": lambda b: {"text": b.text},
    "quote": lambda b: {"text": b.text},
    "heading": lambda b: {"text": b.text, "level": b.level},
    "image": lambda b: b.image.to_dict() if b.image else {},
    "table": lambda b: {"rows": [list(row) for row in b.rows]},
    "list": lambda b: {"items": list(b.items)},
}


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One stretch of the page that is not in the article, and the rule that left it out."""

    rule: str = _doc("name of the rule; one of `outside:…` for what is not in the article's region", _STR)
    text: str = _doc("the characters as printed, white space folded", _STR)
    where: str = _doc("element path (`div#side > ul`) or line number (`line 12`) of its beginning", _STR)

    def to_dict(self) -> dict[str, Any]:
        return {"rule": self.rule, "text": self.text, "where": self.where}


@dataclass(frozen=True, slots=True)
class Ledger:
    """Counts of visible characters: `page == kept + removed + outside`, always."""

    page: int = _doc("visible characters of the whole page", _COUNT)
    kept: int = _doc("read into a field, with its label", _COUNT)
    removed: int = _doc("dropped from inside the article's region, or cut off after it by a named end marker", _COUNT)
    outside: int = _doc("the rest of the page", _COUNT)
    entries: tuple[LedgerEntry, ...] | None = _doc(
        "with auditing on: what was removed and what is outside, in page order",
        {"type": "array", "items": {"type": "object"}}, default=None)

    def to_dict(self) -> dict[str, Any]:
        counts: dict[str, Any] = {"page": self.page, "kept": self.kept, "removed": self.removed, "outside": self.outside}
        return counts if self.entries is None else counts | {"entries": [e.to_dict() for e in self.entries]}


@dataclass(frozen=True, slots=True)
class Part:
    """One page of an article that has several.

    `article` names the article: what the addresses of its pages have in common, or a title where a text copy has no address. `number` counts from 1 and is
    None where a text copy does not say which page it is; `of` is the highest number that the page knows of. `pages` are the addresses of the
    others by number, absolute where the page's own is known.
    """

    article: str
    number: int | None
    of: int
    pages: Mapping[int, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article. A value that the page does not give is None or empty: never guessed, never a placeholder."""

    id: str = _doc("`<site>:<the site's own id>`, else `<site>:` and 16 hex digits of SHA-1 over URL or text",
                   {"type": "string", "pattern": r"^[a-z0-9_]+:.+$"})
    site: str = _doc("name of the Site that read it; `generic` for a page of no known site", _STR)
    url: str | None = _doc("where the page was fetched, or the URL that the saved page names", _STR_OR_NULL, default=None)
    canonical_url: str | None = _doc("the address a person would cite", _STR_OR_NULL, default=None)
    title: str | None = _doc("the wording as printed, without site or channel suffix", _STR_OR_NULL, default=None)
    kicker: str | None = _doc("引题/肩题, the line above the title", _STR_OR_NULL, default=None)
    subtitle: str | None = _doc("副题, the line under the title, without its ——", _STR_OR_NULL, default=None)
    published_at: str | None = _doc("ISO 8601 with offset, or a date alone where the page gives no time",
                                    {"type": ["string", "null"], "pattern": _DATE}, default=None)
    published_raw: str | None = _doc("the characters that `published_at` was read from", _STR_OR_NULL, default=None)
    source: str | None = _doc("来源: the medium that the page names as the article's origin", _STR_OR_NULL, default=None)
    origin_url: str | None = _doc("the link to the original, where the page gives one", _STR_OR_NULL, default=None)
    authors: tuple[Person, ...] = _doc("who wrote, reported or photographed, in printed order",
                                       {"type": "array", "items": "Person"}, default=())
    editors: tuple[str, ...] = _doc("编辑, 责编, 责任编辑, 审核, 校对", _STRINGS, default=())
    section: tuple[str, ...] = _doc("breadcrumb without 首页 and 正文", _STRINGS, default=())
    keywords: tuple[str, ...] = _doc("the page's own tags, split", _STRINGS, default=())
    summary: str | None = _doc("导读/摘要, where the page sets it apart", _STR_OR_NULL, default=None)
    body: tuple[Block, ...] = _doc("blocks in reading order", {"type": "array", "items": "Block"}, default=())
    text: str = _doc("the body without images, blocks joined by a blank line", _STR)
    images: tuple[Image, ...] = _doc("the article's pictures", {"type": "array", "items": "Image"}, default=())
    language: str = _doc("BCP 47 tag worked out from the text", _STR)
    rights: str | None = _doc("the rights line as printed", _STR_OR_NULL, default=None)
    fetched_at: str | None = _doc("ISO 8601 with offset: when the page was fetched", _STR_OR_NULL, default=None)
    content_hash: str = _doc("SHA-1 over the letters and digits of the NFKC text",
                             {"type": "string", "pattern": "^[0-9a-f]{40}$"})
    warnings: tuple[str, ...] = _doc("codes of what the reader was unsure of",
                                     {"type": "array", "items": {"enum": sorted(WARNINGS)}}, default=())
    ledger: Ledger = _doc("the account of every visible character", {"$ref": "#/$defs/Ledger"})
    reader: str = _doc("`<site>/<layout>@<package version>`", _STR)
    part: Part | None = None
    """Which page of the article this is, where further pages lack; no key of the JSON object."""

    def to_dict(self) -> dict[str, Any]:
        """The article as the JSON object of the contract: plain dicts, lists and strings, keys in order."""
        return {f.name: _plain(getattr(self, f.name)) for f in filter(_is_key, fields(self))}


class NotAnArticle(Exception):
    """The verdict on a page that is no article: its `kind`, and a `reason` for a person.

    `url` is the address of the record that was judged, where one is known (a container holds many).
    """

    def __init__(self, kind: Kind, reason: str, url: str | None = None) -> None:
        super().__init__(kind, reason, url)
        self.kind: Kind = kind
        self.reason = reason
        self.url = url

    def __str__(self) -> str:
        return f"{self.kind}: {self.reason}"


def _is_key(attribute: Field[Any]) -> bool:
    """Whether an attribute is a key of the JSON object: those are documented."""
    return bool(attribute.metadata)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return value.to_dict() if hasattr(value, "to_dict") else value


def _object(cls: type) -> dict[str, Any]:
    properties = {}
    for f in filter(_is_key, fields(cls)):
        schema = dict(f.metadata["schema"])
        if isinstance(schema.get("items"), str):
            schema["items"] = {"$ref": f"#/$defs/{schema['items']}"}
        properties[f.name] = {"description": f.metadata["doc"], **schema}
    names = [f.name for f in filter(_is_key, fields(cls)) if f.name != "entries"]
    return {"type": "object", "properties": properties, "required": names, "additionalProperties": False}


def _block_schema() -> dict[str, Any]:
    text, level = {"type": "string", "minLength": 1}, {"type": "integer", "minimum": 1, "maximum": 6}
    rows = {"type": "array", "items": _STRINGS}
    kinds: dict[str, dict[str, Any]] = {
        "paragraph": {"text": text}, "quote": {"text": text}, "heading": {"text": text, "level": level},
        "image": {"url": _STR_OR_NULL, "caption": _STR_OR_NULL, "credit": _STR_OR_NULL},
        "table": {"rows": rows}, "list": {"items": _STRINGS},
    }
    return {"oneOf": [
        {"type": "object", "properties": {"type": {"const": kind}, **values}, "required": ["type", *values],
         "additionalProperties": False}
        for kind, values in kinds.items()]}


SCHEMA: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Article",
    **_object(Article),
    "$defs": {"Person": _object(Person), "Image": _object(Image), "Block": _block_schema(), "Ledger": _object(Ledger)},
}
"""JSON Schema (draft 2020-12) of `Article.to_dict()`."""
