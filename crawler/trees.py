"""Where an article stands in an element tree, and what its head says: selectors and claims become fields."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape
from itertools import chain, islice

from lxml import etree

from crawler.lines import CAPTION, Line, Walk
from crawler.page import Page, inner_text
from crawler.raw import Found, RawArticle
from crawler.site import JsonLayout, Layout, Site, SourceLayout, first_of, select, within
from crawler.zh import bylines, sources
from crawler.zh.boilerplate import CRUMB_MARK, CRUMBS, SUBTITLE
from crawler.zh.text import HANZI, fold, letters, visible

_FEW_WORDS, _KICKER_LENGTH = 4, 40
_FEW_PARTS, _LINE, _LONG_LINE, _CRUMBS_LENGTH, _CRUMBS_HOLDER = 6, 160, 300, 120, 3000
_SITE_ROOT = re.compile(r"/|https?://www\.[\w.-]{1,80}/?")
_EDITOR = re.compile("[编审校]")
_ADDED = ("kicker", "subtitle")  # fields that may stand in several elements, one to a line
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>", re.S)


def locate(page: Page, site: Site, layout: Layout) -> Found:
    """Where the selectors of `layout` find the article on `page`."""
    title = _title_element(page, site, layout)
    claims: dict[etree._Element, str] = {} if title is None else {title: "field:title"}
    for name in ("kicker", "subtitle", "info", "date", "crumbs", "section", "keywords", "summary", "authors", "byline", "origin"):
        for element in select(page, getattr(layout, name)):
            claims.setdefault(element, f"field:{name}")
    for element in select(page, layout.captions):
        claims.setdefault(element, CAPTION if HANZI.search(inner_text(element)) else "no-caption")
    bodies = _outermost(first_of(page, layout.body))
    for rule, css in (layout.drop or {}).items():
        for element in within(page, bodies, css):
            claims.setdefault(element, rule)
    if layout.crumbs is None and "位置" in page.shown:
        claims.update((element, "field:crumbs") for element in islice(_crumbs_by_text(title), 1) if element not in claims)
    if title is not None and not select(page, layout.kicker):
        claims.update((element, "field:kicker") for element in _kicker_above(title) if element not in claims)
    if layout.byline is None and bodies:
        claims.update((element, "field:byline") for element in _editors_below(bodies[-1]) if element not in claims)
    if isinstance(layout, JsonLayout):
        for element in page.root:
            if element not in bodies:
                claims.setdefault(element, "data")
    return Found(title, bodies, claims, site.bare_title(page) if title is None and page.form == "html" else None)


def _kicker_above(title: etree._Element) -> Iterable[etree._Element]:
    """The heading right above the title, where it is short and no sentence: 引题."""
    above = title.getprevious()
    if above is not None and above.tag in ("h2", "h3", "h4", "h5", "h6"):
        text = fold(inner_text(above))
        if 2 <= len(text) <= _KICKER_LENGTH and not text.endswith(("。", "，", "：", ":")) and HANZI.search(text):
            yield above


def _editors_below(body: etree._Element) -> Iterable[etree._Element]:
    """Lines of editors (责任编辑：…) that stand right behind the element of the body."""
    for level in islice(chain((body,), body.iterancestors()), 3):
        for below in islice(level.itersiblings("*"), 4):
            text = inner_text(below) if len(below) <= _FEW_PARTS else ""
            if len(text) < _LINE and _EDITOR.search(text):
                byline = bylines.read_byline(fold(text))
                if byline is not None and byline.editors:
                    yield below


def _title_element(page: Page, site: Site, layout: Layout) -> etree._Element | None:
    """The element of the title: the first that the layout's selectors fit, in their order, and that `<title>` repeats (the first h1 may be
    the site's name); else the first that is not the publisher's name."""
    choices = (layout.title,) if isinstance(layout.title, str) else layout.title or ()
    said, own = letters(page.title), letters(site.publisher or "")
    possible: list[etree._Element] = []
    for css in choices:
        for element in select(page, css):
            words = letters(inner_text(element))
            if len(words) >= _FEW_WORDS and words in said and words != own:
                return element
            if words and words != own:
                possible.append(element)
    return possible[0] if possible else None


def read_head(page: Page, layout: Layout, found: Found, raw: RawArticle, audit: bool) -> list[Line]:
    """The lines of an element tree; what is claimed, and the lines between title and body, are read into `raw`."""
    raw.title = found.title_text
    lines = Walk(page.root, found.title, found.bodies, found.claims, audit).lines()
    head = _front_lines(page, layout, raw) if isinstance(layout, SourceLayout) else []
    for line in lines:
        _take_claim(page, line, raw)
    _read_gap(lines, raw)
    return [*head, *lines, *(_markup(page) if head else [])]


def _take_claim(page: Page, line: Line, raw: RawArticle) -> None:
    """Reads a claimed element into the field that its rule names."""
    rule, text = line.rule, line.text
    if rule is None or not rule.startswith("field:") or not line.count:
        return
    name = rule[6:]
    if name == "origin":
        links = [line.where] if line.where.tag == "a" else list(line.where.iter("a"))
        raw.origin_url = raw.origin_url or next((a.get("href") for a in links if a.get("href")), None)
    elif name == "crumbs":
        raw.crumbs = raw.crumbs or _crumb_parts(line.where)
        if not raw.crumbs:
            line.rule = "crumbs"
    elif name == "keywords":
        links = [inner_text(a) for a in line.where.iter("a")]
        raw.keywords.extend(links or [text])
    elif name == "section":
        raw.crumbs.append(line.folded)
    elif name == "info":
        raw.info.append(_spaced_text(line.where))
    elif name == "authors":
        _take_authors(line.where, raw)
    elif name == "byline":
        raw.bylines.append(text)
    elif name == "title" and raw.title is None:
        raw.title, raw.subtitle = _title_lines(line.where)
    elif name == "subtitle" and bylines.read_byline(line.folded) is not None:  # newspapers set both in the same way
        raw.info.append(text)
        line.rule = "field:info"
    elif name in _ADDED and getattr(raw, name) is not None:
        setattr(raw, name, f"{getattr(raw, name)} {line.folded}")
    elif getattr(raw, name) is None:
        setattr(raw, name, text)


def _take_authors(element: etree._Element, raw: RawArticle) -> None:
    """Reads an element of names: labelled ones (本报记者 张敏) as an info line, bare ones as those of authors; a bare department is none."""
    text = _spaced_text(element)
    if bylines.read_head_line(fold(text)).says_something:
        raw.info.append(text)
    else:
        raw.authors += [credit.name for credit in bylines.read_info(f"作者：{fold(text)}").credits if not sources.looks_like_origin(credit.name)]


def _title_lines(element: etree._Element) -> tuple[str, str | None]:
    """The title in an element, its lines joined, and the subtitle where one of the lines is one."""
    if next(element.iterdescendants("br"), None) is None:
        return inner_text(element), None
    for br in element.iterdescendants("br"):
        br.tail = f"\n{br.tail or ''}"  # white space: no count changes
    lines = [line.strip() for line in inner_text(element).split("\n") if line.strip()]
    subtitle = next((line for line in lines[1:] if SUBTITLE.match(line)), None)
    return "".join(line for line in lines if line is not subtitle), subtitle


def _spaced_text(element: etree._Element) -> str:
    """Text of an info line whose parts stand in elements of their own: a space where one element ends and the next begins."""
    return " ".join(piece.strip() if not piece.isspace() else "" for piece in element.itertext())


def _read_gap(lines: Sequence[Line], raw: RawArticle) -> None:
    """Finds subtitle and info lines between title and body."""
    for line in lines:
        if line.zone != "head" or line.rule is not None or not line.count:
            continue
        text = line.folded
        if raw.subtitle is None and SUBTITLE.match(text) and len(text) < _LONG_LINE:
            raw.subtitle, line.rule = text, "field:subtitle"
        elif len(text) < _LONG_LINE and bylines.read_head_line(text, short_years=raw.short_years).says_something:
            raw.info.append(line.text)
            line.rule = "field:info"
        else:
            line.rule = "between"


def _outermost(elements: Sequence[etree._Element]) -> list[etree._Element]:
    chosen = set(elements)
    return [e for e in elements if not any(a in chosen for a in e.iterancestors())]


def _crumbs_by_text(title: etree._Element | None) -> Iterable[etree._Element]:
    """The smallest element that holds a line of breadcrumbs, found by its words (当前位置: …) above the title, where no selector is known."""
    if title is None:
        return
    for level in (title, *title.iterancestors()):
        for above in level.itersiblings("*", preceding=True):
            text = inner_text(above)
            if len(text) < _CRUMBS_HOLDER and "位置" in text:
                yield from (e for e in reversed(list(above.iter())) if _is_crumbs(e))
                return


def _is_crumbs(element: etree._Element) -> bool:
    text = fold(inner_text(element))
    return len(text) < _CRUMBS_LENGTH and CRUMBS.match(text) is not None and (CRUMB_MARK.search(text) is not None or len(element) > 1)


def _crumb_parts(element: etree._Element) -> list[str]:
    anchors = list(element.iter("a"))
    links = [inner_text(a) for a in anchors]
    text = inner_text(element)
    if len(anchors) > 1 and _SITE_ROOT.fullmatch((anchors[0].get("href") or "").strip()):  # 首页, whatever its words
        links, text = links[1:], text.replace(links[0], "", 1)
    if CRUMB_MARK.search(text):
        return [text]
    return links


def _front_lines(page: Page, layout: SourceLayout, raw: RawArticle) -> list[Line]:
    """The front matter's lines, those of known keys read into `raw`."""
    front = page.front_matter
    keys = {key: name for name, key in layout.fields.items()}
    lines = []
    for number, source in enumerate(front.source.splitlines(), 1):
        key = source.partition(":")[0].strip()
        name = keys.get(key) if front.values.get(key) else None
        lines.append(Line(source, visible(source), number, zone="head", rule=f"field:{name}" if name else "front-matter"))
    for name, key in layout.fields.items():
        value = front.values.get(key, "")
        if value and name == "keywords":
            raw.keywords.append(value)
        elif value:
            setattr(raw, name, value)
    return [line for line in lines if line.count]


def _markup(page: Page) -> list[Line]:
    """Markdown's own marks: what the source of a Jekyll post has and its rendering has not."""
    source = "".join(unescape(_TAG.sub("", page.markdown)).split())
    shown = "".join(page.shown.split())
    marks: list[str] = []
    at = 0
    for character in shown:
        found = source.find(character, at)
        if found < 0:
            return []
        marks.append(source[at:found])
        at = found + 1
    marks.append(source[at:])
    text = "".join(marks)
    return [Line(text, visible(text), "markdown", zone="body", rule="markup")] if visible(text) else []
