"""Page + Site -> RawArticle: strings exactly as printed, plus the ledger.

Every form of page becomes `Line`s (crawler.lines), its head is read by crawler.trees or crawler.texts; here each line of the body gets the
rule that says what became of it. The ledger follows from the rules, so nothing can be dropped without a name.
"""
from __future__ import annotations

import re
from collections.abc import Sequence

from crawler import columns, metadata, pictures, texts, trees
from crawler.article import Ledger, LedgerEntry
from crawler.lines import Line, path
from crawler.page import Page
from crawler.raw import Found, RawArticle
from crawler.site import AnyLayout, Layout, Site, TextLayout
from crawler.zh import bylines
from crawler.zh.boilerplate import ENDS, LOOSE, SUBTITLE
from crawler.zh.text import fold, letters

__all__ = ["Found", "RawArticle", "ledger", "read"]

_SUMMARY = re.compile(r"(?:核心提示|内容提要|内容摘要|摘要|导读|提要|阅读提示)\s*[:：]\s*(?=\S)|[【\[](?:核心提示|摘要|导读|提要|阅读提示)[】\]]\s*(?=\S)")
_WORD = re.compile(r"[^\W_]")
_SOFT_ENDS = frozenset(("follow", "widgets"))
_SURE_ENDS = frozenset(("reader-comments",))  # what runs on behind them are comments
_SIGNED_BELOW = _SOFT_ENDS | {"copyright", "attachments"}  # the line of editors may stand behind these
_DOUBTFUL_IN_TEXT = frozenset(("contact", "follow", "widgets"))
_RIGHTS_LINE = re.compile(r"[（(【*※]?(?:©|版权所有\s*[,，]?\s*(?:未经|翻印|违者|侵权|转载)|未经.{0,16}(?:授权|许可|允许|同意).{0,8}(?:不得|禁止|严禁|请勿)"
                          r"|(?:(?:本文|本稿|作品|文章)(?:的)?)?版权(?:归|属于?).{2,24}所有)")
_RIGHTS = re.compile(r"[【\[(（]|凡|本网|本文|以上内容|声明|.{0,8}(?:声明|条款|说明)\s*[:：]|.{0,24}版权所有|投稿|新闻(?:热线|线索)|联系|合作|商务|广告")
_KEYWORDS = re.compile(r"(?:关键[词字]|标签|tags?)\s*[:：]\s*(?=\S)", re.I)
_PROMOTION = re.compile(r"广告|点击(?:报名|下载|进入|领取|咨询)|立即(?:报名|下载|领取)|(?:报名|预约)(?:通道|入口)")
_READ_METHODS = ("title", "kicker", "subtitle", "summary", "date", "source", "origin_url", "crumbs", "keywords", "rights")
_NEAR, _RUNNING, _PROSE, _LIST_LINKS = 8, 40, 12, 3  # lines, characters; links
_LONG_LINE, _SHORT_LINE, _SUBTITLE_LENGTH, _BYLINE_LENGTH = 300, 40, 80, 60  # characters


def read(page: Page, site: Site, layout: AnyLayout, *, found: Found | None = None, audit: bool = False) -> RawArticle:
    """What `layout` of `site` reads on `page`; with `audit` the ledger has its entries.

    `found` says where the article stands; without it the layout's selectors do.
    """
    raw = RawArticle(f"{site.name}/{layout.name}", unsure_before=layout.time_zone_unsure_before, short_years=site.short_years)
    if isinstance(layout, TextLayout):
        lines = texts.read_head(page, layout, raw)
    else:
        lines = trees.read_head(page, layout, found or trees.locate(page, site, layout), raw, audit)
    _read_body(lines, layout, raw)
    pictures.attach_captions(lines, raw)
    raw.body = [line for line in lines if line.zone == "body" and line.rule is None and (line.count or line.kind == "image")]
    _take_indent_for_quote(raw)
    if page.form in ("text", "json"):
        pictures.captions_as_pictures(raw)
    if isinstance(layout, TextLayout) and (layout.newspaper or layout.columns):
        columns.repair(raw)
    if not raw.body_count and raw.summary:
        _summary_as_body(lines, raw)
    if isinstance(layout, Layout) and layout.head:
        metadata.fill_gaps(page, raw, layout.head)
    for name in _READ_METHODS:
        method = getattr(site, f"read_{name}", None)
        if method is not None:
            setattr(raw, name, method(page, raw))
    raw.ledger = ledger(page, lines, audit)
    return raw


def ledger(page: Page, lines: Sequence[Line], audit: bool) -> Ledger:
    """The account of `page` whose `lines` have their rules; `lines` must be all of the page's when `audit` is on."""
    kept = sum(line.count for line in lines if _is_kept(line))
    removed = sum(line.count for line in lines if not _is_kept(line) and _in_region(line))
    total = page.visible + sum(line.count for line in lines if line.rule == "markup")
    entries = None
    if audit:
        entries = tuple(LedgerEntry(_rule_name(line), " ".join((line.mark + line.text).split()), path(line.where))
                        for line in lines if line.count and not _is_kept(line))
    return Ledger(total, kept, removed, total - kept - removed, entries)


def _is_kept(line: Line) -> bool:
    return (line.rule is None and line.zone == "body") or (line.rule is not None and line.rule.startswith("field:"))


def _in_region(line: Line) -> bool:
    return line.zone in ("head", "body")


def _rule_name(line: Line) -> str:
    if _in_region(line):
        return line.rule or "between"
    return f"outside:{line.zone}" + (f":{line.rule}" if line.rule else "")


def _read_body(lines: Sequence[Line], layout: AnyLayout, raw: RawArticle) -> None:
    """Names what is no running text among the body's lines: ends, furniture, bylines, repeats, summaries."""
    title = letters(raw.title or "")
    ended: str | None = None
    begun = softly = False
    for n, line in enumerate(lines):
        if line.zone != "body":
            if ended and isinstance(layout, TextLayout):
                line.rule = line.rule or ended
            continue
        if line.rule is not None or not line.count:
            line.rule = ended if ended and not _is_kept(line) else line.rule
            continue
        if ended:
            line.rule = _editor_line(line, raw) if softly else None
            line.rule = line.rule or ended
            continue
        text = line.folded
        if raw.rights is None and len(text) < _SUBTITLE_LENGTH and _RIGHTS_LINE.match(text):
            raw.rights, line.rule = text, "field:rights"
            continue
        end, closes = _end(lines, n, layout, begun)
        if end and closes:
            line.rule = ended = f"end:{end}"
            softly = end in _SIGNED_BELOW
            continue
        if end in _SOFT_ENDS:
            line.rule = end
            continue
        line.rule = _line_rule(line, layout, raw, title, begun)
        begun = begun or (line.rule is None and line.kind != "image")
    _name_list_heading(lines)


def _name_list_heading(lines: Sequence[Line]) -> None:
    """A short bold line behind which nothing but links follows is their heading."""
    links = 0
    for line in reversed(lines):
        if line.zone != "body" or not line.count:
            continue
        if line.rule is None:
            if links >= _LIST_LINKS and (line.bold or line.kind == "heading") and line.count <= _SHORT_LINE and not _is_prose(line):
                line.rule = "links"
            return
        links += line.rule == "links"


def _end(lines: Sequence[Line], n: int, layout: AnyLayout, begun: bool) -> tuple[str | None, bool]:
    """The end marker that line `n` is, and whether it closes the article: the layout's own always do, the shared ones where nothing goes on."""
    line = lines[n]
    own = layout.own_ends.name(line.folded)
    if own:
        return own, True
    end = ENDS.name(line.folded) if (begun or len(line.folded) < _SHORT_LINE) and not _is_prose(line) else None
    if begun and end in _SURE_ENDS:
        return end, True
    return end, end is not None and (begun or end not in _SOFT_ENDS) and not _goes_on(lines, n, layout, end, begun)


def _is_prose(line: Line) -> bool:
    """Whether a line is a sentence of its own: 免责声明不是“护身符”。, 扫描二维码即可办理业务，…。 Sentences about rights are told by their rule."""
    text = line.folded
    return len(text) > _PROSE and text.endswith(("。", "。”", "！", "？")) and not _RIGHTS.match(text) and line.linked * 2 < line.count


def _goes_on(lines: Sequence[Line], n: int, layout: AnyLayout, end: str, begun: bool) -> bool:
    """Whether running text follows line `n` soon: then what looks like an end stands inside the article (a bar of sharing buttons, 联系电话 in a tender,
    a box 相关链接). Above the first paragraph nothing is closed that has a paragraph (已有 12 条评论 over a short notice). On a text page the leads of other articles look like running text, so there 相关阅读 is believed."""
    if isinstance(layout, TextLayout) and end not in _DOUBTFUL_IN_TEXT:
        return False
    near = [line for line in lines[n + 1:n + 1 + _NEAR] if line.zone == "body" and line.count]
    running = [line for line in near if len(line.folded) > _RUNNING and "。" in line.folded and line.linked * 2 < line.count
               and not layout.own_ends.name(line.folded) and (_is_prose(line) or not ENDS.name(line.folded))]
    return len(running) > (0 if end in _SOFT_ENDS or not begun else 1)


def _line_rule(line: Line, layout: AnyLayout, raw: RawArticle, title: str, begun: bool) -> str | None:
    """The rule of one line of the body; None where it is running text."""
    text = line.folded
    if isinstance(layout, TextLayout) and layout.origin and raw.origin_url is None and re.match(layout.origin, text):
        raw.origin_url = text.strip("<>")
        return "field:origin"
    furniture = LOOSE.name(text) if len(text) < _LONG_LINE and line.kind != "heading" else None
    if furniture or line.kind == "table":
        return furniture
    if not _WORD.search(text):
        return "marks"
    if line.linked * 10 >= line.count * 9 and _PROMOTION.match(text):
        return "advert"
    if len(text) < _SUBTITLE_LENGTH and not raw.keywords and _KEYWORDS.match(text) and "。" not in text:
        raw.keywords.append(text)
        return "field:keywords"
    if not begun and title and len(text) <= 3 * len(title) and letters(text) == title and _looks_like_title(line, raw):
        return "repeat"
    byline = bylines.read_byline(text) if "。" not in text[:-1] else None
    if byline is not None:
        return _take_byline(text, byline, raw, begun)
    return None if begun else _opening_rule(line, raw)


def _opening_rule(line: Line, raw: RawArticle) -> str | None:
    """What may stand between the head and the first paragraph: a subtitle, a summary."""
    text = line.folded
    if raw.subtitle is None and not line.level and SUBTITLE.match(text) and len(text) < _SUBTITLE_LENGTH and not text.endswith("。"):
        raw.subtitle = text
        return "field:subtitle"
    summary = _SUMMARY.match(text) if raw.summary is None else None
    if summary is None:
        return None
    raw.summary = text[summary.end():]
    return "field:summary"


def _looks_like_title(line: Line, raw: RawArticle) -> bool:
    """Whether a line that says what the title says is set like one. A plain one is kept: the whole body of a post may repeat its title (finews)."""
    return line.kind == "heading" or line.bold or line.centered or raw.layout.endswith("/text")


def _take_byline(text: str, byline: bylines.Info, raw: RawArticle, begun: bool = True) -> str:
    """Keeps a standalone byline, unless all that it says was said before (bjx prints 作者 again under the body)."""
    said = [bylines.read_head_line(fold(line)) for line in (*raw.info, *raw.bylines)]
    names = {c.name for info in said for c in info.credits} | {name for info in said for name in info.editors}
    new = {c.name for c in byline.credits} | set(byline.editors)
    sources = {letters(info.source or "") for info in said} | {letters(raw.source or "")}
    if (new or byline.source or byline.date) and new <= names and (not byline.source or letters(byline.source) in sources) and not byline.date:
        return "repeated-byline"
    (raw.bylines if begun else raw.info).append(text)
    return "field:byline"


def _editor_line(line: Line, raw: RawArticle) -> str | None:
    """Reads the line of editors that sites print under their bar of sharing buttons or their word on copyright."""
    byline = bylines.read_byline(line.folded) if line.count < _BYLINE_LENGTH else None
    return _take_byline(line.folded, byline, raw) if byline is not None and byline.editors else None


def _take_indent_for_quote(raw: RawArticle) -> None:
    """A blockquote round the whole body only indents it (editors about 2000 had no other way): an article of nothing but quotes is no quote."""
    if all(line.kind in ("quote", "image", "table") for line in raw.body):
        for line in raw.body:
            line.kind = "text" if line.kind == "quote" else line.kind


def _summary_as_body(lines: Sequence[Line], raw: RawArticle) -> None:
    """A page that prints nothing but its digest: the digest is the article."""
    for line in lines:
        if line.rule == "field:summary":
            line.zone, line.rule, line.kind = "body", None, "text"
            raw.body.append(line)
    raw.summary = None
