"""What comes in: the bytes of one page, and what can be said of them before anything is read.

A `Page` works out its form, charset, text and tree when first asked, once. It knows nothing of sites.
"""
from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from html import escape, unescape
from typing import Any, Literal
from urllib.parse import urlsplit

from lxml import etree

from crawler.article import NotAnArticle
from crawler.zh.charset import Decoded, decode
from crawler.zh.text import fold, visible

Form = Literal["html", "text", "jekyll", "json"]
Headers = Mapping[str, "str | bytes"]

UNSEEN_TAGS = ("script", "style", "noscript", "template", "textarea", "option")
"""Elements whose text a reader of the page never sees; `Page.tree` is without them."""

_TAG_TEXT = re.compile(r"</(?:p|div|td|tr|html|body|head|table|ul|li|h[1-6]|span|a|section|center|font|pre)\s*>", re.I)
_TAG_START = re.compile(r"\s*<(?:!--|(?:!doctype|\?xml|html|head|body|meta|title|div|p|table|tr|td|h[1-6]|span|ul|section|article|a|img|center|"
                        r"font|br|hr|script|link|base|style|polygon|header|main)\b)", re.I)
_MARKUP = re.compile(r"<[A-Za-z/!][^<>]{0,2000}>|&(?:[a-z]{2,8}|#x?[0-9a-f]{1,6});", re.I)
_PICTURE_ADDRESS = re.compile(r"[^\s<>\u3400-\u9fff]{1,500}\.(?:jpe?g|png|gif|webp|bmp)(?:\?\S{0,200})?", re.I)
_NO_CLASS = re.compile(r"[^\w-]+")
_FRONT_LINE = re.compile(r"\s*$|[A-Za-z_][\w-]{0,40}[ \t]*:|[ \t]+\S|- ")
_MAX_FRONT_LINES = 60
_CLASSES = etree.XPath("//@class")
_STYLES = etree.XPath("//@style[contains(., 'none') or contains(., 'NONE')]")
_STRING = etree.XPath("string()", smart_strings=False)
_HIDDEN_STYLE = re.compile(r"(?:^|[;\s])display\s*:\s*none", re.I)
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d{1,6}\)(\S{8,2000}) -->")
_SINGLE_FILE = re.compile(r"<!--\s*Page saved with SingleFile\s+url:\s*(\S{8,2000})")
_URL_TAG = re.compile(r"<(?:link|meta)\s[^>]{0,2000}>", re.I)
_URL_TAG_KIND = re.compile(r"""(?:rel\s*=\s*["']?canonical|property\s*=\s*["']?og:url)\b""", re.I)
_URL_TAG_VALUE = re.compile(r"""(?:href|content)\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s>"']+))""", re.I)
_TITLE_TAG = re.compile(r"<(?:title|TITLE|Title)(?:\s[^>]{0,200})?>([^<]{1,1000})")
_URL = re.compile(r"https?://[^/\s]+/.*[^/]", re.I)
_TRAP = re.compile(rb"<(?:[A-Za-z][^>]{600,}|/(?:body|BODY|html|HTML))")  # one search for what `parse_html` has to look at twice
_LONG_TAG = re.compile(rb"<[A-Za-z][^>]{600,}>?")
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_BLANK_LINES = re.compile(r"\n[ \t]*\n")
_EMBEDDED_FILE = re.compile(rb";base64,[A-Za-z0-9+/]{512,}={0,2}")
_HTML_END = re.compile(rb"</(?:html|body)\s*>", re.I)
_TAG_NAME = re.compile(rb"<[A-Za-z][\w:-]{0,40}")

_LARGE = 250_000  # bytes: what a smaller page has embedded costs no time worth the search
EMBEDDED = ";base64,embedded"
"""How the address of a file ends that was embedded in the page (SingleFile): the file itself is taken out before the page is read."""

_MAX_ATTRIBUTES = 200
_MAX_MARKDOWN = 400_000
_MAX_VALUES, _MAX_PLACE = 1000, 200  # strings of a JSON page (one article has a dozen), characters
_AFTERWORD = 40  # what may follow </html> without a loss: white space and a comment
_MAX_DEPTH = 2048  # libxml2's own limit, with huge_tree on; without it the limit is 256 and real pages lose text
_SAMPLE = 4096
_CONTROL = bytes(c for c in range(32) if c not in (9, 10, 12, 13, 27))
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document"), (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"),
    (b"RIFF", "a RIFF file (WebP, WAV, AVI)"), (b"\xd0\xcf\x11\xe0", "an Office document"), (b"\x7fELF", "a program"),
    (b"OggS", "an Ogg file"), (b"ID3", "an MP3 file"), (b"\x00\x00\x01\x00", "an icon"), (b"SQLite format 3", "an SQLite database"),
)
_CONTAINERS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a ZIP archive"), (b"\x1f\x8b", "a gzip file"), (b"BZh", "a bzip2 file"), (b"\xfd7zXZ", "an xz file"),
    (b"7z\xbc\xaf", "a 7-Zip archive"), (b"Rar!", "a RAR archive"), (b"WARC/", "a WARC file"),
)
_MHTML = re.compile(rb"^content-type:\s{0,20}multipart/related\b", re.I | re.M)
_KNOWN_STARTS = tuple(signature for signature, _ in (*_SIGNATURES, *_CONTAINERS))


class Page:
    """One page: `body` as received, its `url` if known, HTTP `headers`, and when it was fetched.

    Raises `NotAnArticle` (`empty`, `binary`, `container`) at once for bytes that are no page at all, `ValueError` for a URL that is none.
    """

    def __init__(self, body: bytes, url: str | None = None, headers: Headers | None = None,
                 fetched_at: datetime | str | None = None) -> None:
        self.body = _without_files(body)
        if url is not None and not _is_sound(url):
            raise ValueError(f"no valid URL: {url!r}")
        self.given_url = url
        self.headers = {k.lower(): v.decode("latin-1") if isinstance(v, bytes) else v for k, v in (headers or {}).items()}
        self.selected: dict[str, list[etree._Element]] = {}  # found so far, by selector
        self.fetched_at = _moment(fetched_at) if fetched_at is not None else None
        _refuse_non_pages(body)

    @cached_property
    def decoded(self) -> Decoded:
        """The text with the charset it was decoded by, and where that charset's name came from."""
        return decode(self.body, self.headers.get("content-type"))

    @property
    def text(self) -> str:
        """The page's source as str."""
        return self.decoded.text

    @cached_property
    def form(self) -> Form:
        """`html`, `jekyll` (front matter and a body), `json` (one JSON object or list, whole), or `text`: told by the content alone."""
        if self._front_lines:
            return "jekyll"
        if self.data is not None:
            return "json"
        text = self.text
        if _TAG_START.match(text) or sum(1 for _ in zip(range(3), _TAG_TEXT.finditer(text[:200_000]), strict=False)) == 3:
            return "html"
        return "text"

    @cached_property
    def _front_lines(self) -> int:
        """How many lines the front matter takes, with its fences and the blank lines before it; 0 where there is none.

        A blank line before the first fence makes it no front matter for Jekyll, but it was meant as one (finews, 2021-12-08).
        """
        if not self.text[:60].lstrip().startswith("---"):
            return 0
        lines = self.text[:100_000].splitlines()
        first = next(n for n, line in enumerate(lines) if line.strip())
        if lines[first].rstrip() != "---":
            return 0
        for n in range(first + 1, min(len(lines), first + _MAX_FRONT_LINES)):
            if lines[n].rstrip() == "---":
                return n + 1 if n > first + 1 else 0
            if not _FRONT_LINE.match(lines[n]):
                return 0
        return 0

    @cached_property
    def front_matter(self) -> FrontMatter:
        """The front matter of a Jekyll source; empty for the other forms."""
        end = self._front_lines
        return FrontMatter("".join(self.text.splitlines(keepends=True)[:end]) if end else "")

    @cached_property
    def markdown(self) -> str:
        """A Jekyll source behind its front matter, as written."""
        return "".join(self.text.splitlines(keepends=True)[self._front_lines:])

    @cached_property
    def data(self) -> dict[str, Any] | list[Any] | None:
        """The object or list that the whole source is as JSON; None where it is none."""
        if not self.text[:200].lstrip("\ufeff \t\r\n").startswith(("{", "[")):
            return None
        try:
            found = json.loads(self.text.lstrip("\ufeff"))
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, dict | list) else None

    @cached_property
    def values(self) -> list[tuple[str, str]]:
        """The strings of a JSON page, in order, each with its place: its key (`docTitle`), in an object inside the record with the keys above it
        (`txs-url`); `wrapper` outside the record; empty for other forms. What is neither string nor container is there as an empty string.

        The record is the object that holds the longest string: the page's own, or one a level deeper (`{"code": 0, "data": {…}}`, a list of one).
        """
        record = _record(self.data)
        found = [] if record is None else _leaves(record, "")
        outer = [] if record is self.data or record is None else _leaves(self.data, "", record)
        return [*(("wrapper", value) for _, value in outer), *found]

    @cached_property
    def url(self) -> str | None:
        """Where the page was fetched, else the URL that the page itself names beyond doubt, else None."""
        return self.given_url or (self._declared_url() if self.form == "html" else None)

    def _declared_url(self) -> str | None:
        head = self.text[:60_000]
        for pattern in (_SAVED_FROM, _SINGLE_FILE):
            found = pattern.search(head)
            if found and _URL.match(found.group(1)) and _is_sound(found.group(1)):
                return found.group(1)
        for tag in _URL_TAG.finditer(head):
            value = _URL_TAG_VALUE.search(tag.group()) if _URL_TAG_KIND.search(tag.group()) else None
            url = unescape(next(filter(None, value.groups()), "")) if value else ""
            if _URL.match(url) and _is_sound(url):
                return url
        return None

    @cached_property
    def tree(self) -> etree._Element:
        """The element tree of an HTML page, of a Jekyll source's body or of a JSON page's values, without what a reader never sees.

        Comments, `UNSEEN_TAGS` and elements with inline `display:none` are gone, their tails kept. Raises
        `NotAnArticle` for a page that cannot be parsed.
        """
        if self.form == "jekyll":
            return parse_html(self.rendered.encode("utf-8"))
        return _document(self.values) if self.form == "json" else parse_html(self._utf8)

    @cached_property
    def menu_tree(self) -> etree._Element:
        """The tree of an HTML page with what a style hides: menus that open, the table of an e-paper's pages."""
        return parse_html(self._utf8, keep_hidden=True)

    @property
    def _utf8(self) -> bytes:
        plain = self.decoded.charset == "utf-8" and not self.decoded.damaged
        return self.body if plain else self.text.encode("utf-8", "replace")

    @cached_property
    def rendered(self) -> str:
        """A Jekyll source's Markdown as HTML. Quotes, dashes and dots stay as written. A body longer than any article is taken for HTML: its
        paragraphs are told apart, its marks are not read (some take minutes)."""
        if len(self.markdown) > _MAX_MARKDOWN:
            return "".join(f"<p>{block}</p>" for block in _BLANK_LINES.split(self.markdown))
        from markdown_it import MarkdownIt

        return str(MarkdownIt("commonmark", {"html": True}).render(self.markdown))

    @cached_property
    def root(self) -> etree._Element:
        """The element that holds everything a reader sees: `body`, or the tree's root where there is none."""
        body = self.tree.find("body")
        return self.tree if body is None else body

    @cached_property
    def is_signed(self) -> bool:
        """Whether somebody is named as owner of the page: 版权所有 stands in it."""
        return "版权所有" in self.text

    def mentions(self, word: str) -> bool:
        """Whether `word`, which is ASCII, stands anywhere in the source. Bytes are searched where they can be: twice as fast as characters."""
        return word in self.text if b"\x00" in self.body[:_SAMPLE] else word.encode("ascii") in self.body

    @cached_property
    def title(self) -> str:
        """What `<title>` says, white space folded; empty where there is none."""
        found = _TITLE_TAG.search(self.text, 0, 60_000)
        return fold(unescape(found.group(1))) if found else ""

    @cached_property
    def classes(self) -> dict[str, list[etree._Element]]:
        """The tree's elements by class name, in page order."""
        found: dict[str, list[etree._Element]] = {}
        for value in _CLASSES(self.tree):
            element = None
            for name in value.split():
                element = value.getparent() if element is None else element
                found.setdefault(name, []).append(element)
        return found

    @cached_property
    def lines(self) -> list[str]:
        """The source's lines, without their line ends: what a page saved as text consists of."""
        return self.text.splitlines()

    @cached_property
    def plain(self) -> str:
        """The source with one kind of line end, whatever system it was saved on."""
        return "\n".join(self.lines)

    @cached_property
    def visible(self) -> int:
        """How many visible characters the whole page has; for a Jekyll source those of the front matter and the body as
        rendered."""
        return visible(self.shown) + (visible(self.front_matter.source) if self.form == "jekyll" else 0)

    @cached_property
    def shown(self) -> str:
        """All text that a reader of the page sees, nothing put between its pieces; of a Jekyll source the body as rendered."""
        return self.text if self.form == "text" else inner_text(self.root)


def _record(data: Any) -> dict[str, Any] | None:
    """The object that a JSON page is about, as `Page.values` says; None for a list of several."""
    inner = list(data.values()) if isinstance(data, dict) else data if isinstance(data, list) and len(data) == 1 else []
    objects = [data, *(value[0] if isinstance(value, list) and len(value) == 1 else value for value in inner)]
    return max((value for value in objects if isinstance(value, dict)), key=_longest_string, default=None)


def _longest_string(record: dict[str, Any]) -> int:
    return max((len(value) for value in record.values() if isinstance(value, str)), default=0)


def _leaves(data: Any, place: str, without: Any = None) -> list[tuple[str, str]]:
    """What `data` holds that is no container, in order, with its place; nothing of `without`. No recursion: data may be nested as deep as it likes."""
    found: list[tuple[str, str]] = []
    waiting = [(place, data)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, dict):
            pairs = sorted(value.items(), key=lambda pair: bool(place) and not _is_picture_address(pair[1]))  # its caption stands under a picture
            waiting += [(f"{place}-{key}"[:_MAX_PLACE] if place else key[:_MAX_PLACE], inner) for key, inner in reversed(pairs) if inner is not without]
        elif isinstance(value, list):
            waiting += [(place, inner) for inner in reversed(value) if inner is not without]
        else:
            found.append((place, value if isinstance(value, str) else ""))
    return found


def _is_picture_address(value: object) -> bool:
    return isinstance(value, str) and _PICTURE_ADDRESS.fullmatch(value) is not None


def _document(values: list[tuple[str, str]]) -> etree._Element:
    """The strings of a JSON page as a document: a `div` each, its class the string's place, in it the string as a browser would show it;
    before the address of a picture stands the picture."""
    if len(values) > _MAX_VALUES:
        raise NotAnArticle("other", f"JSON with {len(values):,} values: data, no article")
    tree = etree.Element("html")
    body = etree.SubElement(tree, "body")
    for place, value in values:
        holder = etree.SubElement(body, "div", {"class": _NO_CLASS.sub("-", place)})
        if not visible(value):
            continue
        if _is_picture_address(value):
            value = f'<img src="{escape(value)}"><i class="address">{escape(value)}</i>'
        elif not _MARKUP.search(value):
            value = "".join(f"<p>{escape(line)}</p>" for line in value.splitlines())
        holder.extend(list(parse_html(f"<body><div>{value}</div></body>".encode("utf-8", "replace"))[-1]))
    return tree


class FrontMatter:
    """The `source` of a front matter with its fences, and its `values` as written (quotes removed, nothing converted).

    Where it is no valid YAML (finews pastes titles between quotes unescaped), each line is read for itself.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.values = self._read("\n".join(source.strip().splitlines()[1:-1]))

    def _read(self, inner: str) -> dict[str, str]:
        if not inner.strip():
            return {}
        import yaml

        try:
            values = yaml.load(inner, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
        except yaml.YAMLError:
            values = None
        if isinstance(values, dict):
            return {str(k): _one_line(v) for k, v in values.items()}
        pairs = (line.partition(":") for line in inner.splitlines() if ":" in line)
        return {key.strip(): _unquoted(value.strip()) for key, _, value in pairs}


def parse_html(source: bytes, *, keep_hidden: bool = False) -> etree._Element:
    """The tree of an HTML document or fragment in UTF-8, stripped as `Page.tree` says (with `keep_hidden` without regard to styles). Bounded in time for
    hostile pages.

    libxml2 takes minutes over one tag with 100,000 attributes: a tag with more than 200 loses them all. It puts what follows the
    first `</body>` outside and drops what follows `</html>`; they may be those of an included header (gov.cn), so where much follows, none counts.
    """
    if b"\x00" in source:
        source = source.replace(b"\x00", b"")
    trap = _TRAP.search(source)
    if trap and trap.start() < len(source) - _AFTERWORD:
        source = _HTML_END.sub(b"", _LONG_TAG.sub(_without_attributes, source))
    parser = etree.HTMLParser(huge_tree=True, encoding="utf-8")
    try:
        tree = etree.fromstring(source, parser)
    except etree.ParserError:
        tree = None
    except etree.XMLSyntaxError as error:
        raise NotAnArticle("other", f"the page cannot be parsed as HTML: {error}") from error
    if tree is None:
        raise NotAnArticle("empty", "the page holds no element and no text")
    if "depth" in str(parser.error_log.last_error or ""):
        raise NotAnArticle("other", f"the page nests more than {_MAX_DEPTH} elements in each other; a browser would not show it either")
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, *UNSEEN_TAGS, with_tail=False)
    if not keep_hidden:
        _drop_hidden(tree)
    return tree


def inner_text(element: etree._Element) -> str:
    """All text inside `element`, in page order, nothing between the pieces (its tail is not in it)."""
    return str(_STRING(element))


def _drop_hidden(tree: etree._Element) -> None:
    for style in _STYLES(tree):
        if _HIDDEN_STYLE.search(style):
            element = style.getparent()
            if element.tag not in ("html", "body"):
                drop(element)


def drop(element: etree._Element) -> None:
    """Takes `element` out of its tree; its tail stays where it was."""
    parent, tail = element.getparent(), element.tail
    if parent is None:
        return
    if tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)


def _without_attributes(tag: re.Match[bytes]) -> bytes:
    source = tag.group()
    bare = _QUOTED.sub(b'""', source)
    if len(bare) < _MAX_ATTRIBUTES * 2 or len(re.split(rb"[\s/]+", bare, maxsplit=_MAX_ATTRIBUTES + 1)) <= _MAX_ATTRIBUTES:
        return source
    # A script's `a<b` opens no tag: what closes an element must stand.
    keep = source.rfind(b"</")
    name = _TAG_NAME.match(source)
    return (name.group() if name else b"<p") + b">" + (source[keep:] if keep > 0 and len(source) - keep < 40 else b"")


def _without_files(body: bytes) -> bytes:
    """An HTML page without the files embedded in it: SingleFile writes pictures and fonts into the page, megabytes of them."""
    if len(body) < _LARGE or b";base64," not in body or not body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return body
    return _EMBEDDED_FILE.sub(EMBEDDED.encode(), body)


def _refuse_non_pages(body: bytes) -> None:
    start = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        return
    if not start and not body.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise NotAnArticle("empty", "the file is empty" if not body else "the file holds nothing but white space")
    if body.startswith(_KNOWN_STARTS):
        for signature, what in _SIGNATURES:
            if body.startswith(signature):
                raise NotAnArticle("binary", f"{what}, no page")
        what = next(what for signature, what in _CONTAINERS if body.startswith(signature))
        raise NotAnArticle("container", f"{what}: unpack it and give the pages in it")
    if body[:1].isalpha() and _MHTML.search(body, 0, _SAMPLE):
        raise NotAnArticle("container", "an MHTML file: open it in a browser, save it as “HTML only”, and give that file")
    if body[257:262] == b"ustar":
        raise NotAnArticle("container", "a tar archive: unpack it and give the pages in it")
    if not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        sample = body[:_SAMPLE]
        if len(sample) - len(sample.translate(None, _CONTROL)) > len(sample) * 0.05:
            raise NotAnArticle("binary", "more than 5 % of its bytes are control characters: no page")


def _is_sound(url: str) -> bool:
    """Whether `url` can be taken apart: brackets and port make sense."""
    try:
        return urlsplit(url).port is not False
    except ValueError:
        return False


def _moment(value: datetime | str) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    if moment.tzinfo is None:
        raise ValueError(f"fetched_at needs a time zone: {value!r}")
    return moment


def _one_line(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
