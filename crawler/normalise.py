"""RawArticle -> Article: the only place where strings become values."""
from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import takewhile
from urllib.parse import urljoin

from crawler.article import SHORT_BODY, Article, Block, Image, Person
from crawler.lines import Line, is_bare_heading
from crawler.page import Page
from crawler.pictures import picture_source
from crawler.raw import RawArticle
from crawler.site import Site
from crawler.version import __version__
from crawler.zh import bylines, dates, sources
from crawler.zh.surnames import is_person
from crawler.zh.text import content_hash, fold, language, normalise, visible

_DASHES = re.compile(r"^\s*[—─―\-]{1,4}\s*|\s*[—─―]{2,}\s*$")
_CRUMB_LABEL = re.compile(r"^.{0,8}?位置\s*[:：]?|^当前(?:位置|栏目)\s*[:：]?")
_CRUMB_SPLIT = re.compile(r"\s*(?:>{1,2}|»|＞|›|→|/)\s*")
_CRUMB_NOISE = re.compile(r"(?:网站|返回)?(?:首页|主页)|home|正文|(?:新闻)?(?:正文|内容|详情)页?|文章正文|阅读正文", re.I)
_KEYWORD_LABEL = re.compile(r"^\s*(?:关键[词字]|标签|tags?|TAG)\s*[:：]\s*", re.I)
_KEYWORD_SPLIT = re.compile(r"[\s,，、;；|/]+")
_CREDIT_LABEL = re.compile(r"(?:摄影|图片来源|图源|供图|图)\s*[:：/]\s*(\S.{0,30})$|^(?:资料)?来源\s*[:：]\s*(\S.{0,30})$")
_CREDIT_SIGN = re.compile(r"([^。，；！？（）()]{2,24}?)\s{0,3}/?\s{0,3}((?<!拍)摄影?|供图)\s*[）)]?。?$")
_BOLD_HEADING = 60
_SENTENCE_END = re.compile(r"[。；;，,、]$")
_MAX_RAW = 200
_A_DAY = timedelta(days=1)


def normalise_article(raw: RawArticle, page: Page, site: Site, site_id: str | None) -> Article:
    """The article that `raw` amounts to. `site_id` is the site's own id, where it has one."""
    body = blocks(raw, page.url)
    text = "\n\n".join(line for block in body for line in block.lines)
    url = page.url
    canonical = site.canonical_url(url) if url and not (site.service_url and re.search(site.service_url, url)) else None
    people = _credits(raw, body)
    date = _date(raw, page, site)
    return Article(
        id=f"{site.name}:{site_id or _digest(canonical or text)}",
        site=site.name,
        url=url,
        canonical_url=canonical,
        title=_title(raw.title),
        kicker=_title(raw.kicker),
        subtitle=_title(_DASHES.sub("", fold(raw.subtitle))) if raw.subtitle else None,
        published_at=date.value if date else None,
        published_raw=date.raw[:_MAX_RAW] if date else None,
        source=people.source,
        origin_url=_absolute(raw.origin_url, url) if raw.origin_url else None,
        authors=tuple(Person(c.name, c.role) for c in people.credits),  # type: ignore[arg-type]
        editors=tuple(people.editors),
        section=tuple(section(raw.crumbs, site, raw.title)),
        keywords=tuple(keywords(raw.keywords or ([people.keywords] if people.keywords else []))),
        summary=normalise(raw.summary) or None if raw.summary else None,
        body=tuple(body),
        text=text,
        images=tuple(block.image for block in body if block.image is not None),
        language=language(text or raw.title or ""),
        rights=fold(raw.rights) if raw.rights else None,
        fetched_at=page.fetched_at.isoformat(timespec="seconds") if page.fetched_at else None,
        content_hash=content_hash(text),
        warnings=tuple(sorted(_warnings(raw, page, text, date))),
        ledger=raw.ledger,
        reader=f"{raw.layout}@{__version__}",
        part=raw.part,
    )


def blocks(raw: RawArticle, base: str | None) -> list[Block]:
    """The body's blocks: list items gathered, headings told from paragraphs, pictures with their captions."""
    found: list[Block] = []
    items: list[str] = []
    list_of = 0
    for n, line in enumerate(raw.body):
        if items and (line.kind != "item" or line.item_of != list_of):
            found.append(Block("list", items=tuple(items)))
            items = []
        text = normalise(line.text) if line.kind not in ("image", "table") else ""
        if line.kind == "image":
            found.append(_picture(line, raw.captions.get(id(line), []), base))
        elif line.kind == "table":
            found.append(Block("table", rows=tuple(tuple(normalise(cell) for cell in row) for row in line.rows)))
        elif line.kind == "item" and text:
            items, list_of = [*items, text], line.item_of
        elif text:
            found.append(_text_block(raw.body, n, text))
    if items:
        found.append(Block("list", items=tuple(items)))
    return found


def _text_block(body: Sequence[Line], n: int, text: str) -> Block:
    line = body[n]
    if line.kind == "heading" and line.level > 1:
        return Block("heading", text, level=line.level)
    if line.kind == "quote":
        return Block("quote", text)
    short = len(text) <= _BOLD_HEADING and not _SENTENCE_END.search(text)
    if line.level or (line.bold and short and len(body) > 1) or is_bare_heading(body, n):
        return Block("heading", text, level=2)
    return Block("paragraph", text)


def _picture(line: Line, captions: Sequence[str], base: str | None) -> Block:
    source = picture_source(line.where) if not isinstance(line.where, (int, str)) else ""
    caption = normalise(" ".join(captions)) or None
    credit = next(filter(None, (_credit(normalise(line)) for line in captions)), None)
    return Block("image", image=Image(_absolute(source, base) if source else None, caption, credit))


def _credit(caption: str) -> str | None:
    """Who made a picture: behind a label (图片来源：…), or the names before 摄 and 供图."""
    label = _CREDIT_LABEL.search(caption)
    if label:
        return str(next(filter(None, label.groups()))).strip("）)。 ")
    sign = _CREDIT_SIGN.search(caption) if "摄" in caption or "供图" in caption else None
    parts = re.split(r"[\s、/]+", sign.group(1)) if sign else []
    people = list(takewhile(is_person, reversed(parts)))
    giver = parts[-1] if sign and sign.group(2) == "供图" and len(parts) == 1 else None
    return " ".join(reversed(people)) or giver


def _absolute(address: str, base: str | None) -> str | None:
    if address.startswith(("https://", "http://")) and "/." not in address:
        return address
    try:
        joined = urljoin(base or "", address)
    except ValueError:
        return None
    if joined.startswith("//"):
        joined = "https:" + joined
    return joined or None


def section(crumbs: Iterable[str], site: Site, title: str | None) -> list[str]:
    """Parts of a breadcrumb without 首页, 正文, the site's own name and the article's title."""
    parts = [part for crumb in crumbs for part in _CRUMB_SPLIT.split(_CRUMB_LABEL.sub("", fold(crumb)))]
    own = {normalise(title or ""), site.publisher or ""}
    cleaned = (normalise(part).strip("·-|") for part in parts)
    return [part for part in cleaned if part and not _CRUMB_NOISE.fullmatch(part) and part not in own]


def keywords(raw: Iterable[str]) -> list[str]:
    """Tags split on marks and spaces, labels off, each once."""
    split = (word for value in raw for word in _KEYWORD_SPLIT.split(_KEYWORD_LABEL.sub("", normalise(value))))
    return list(dict.fromkeys(word for word in split if word))


def _title(raw: str | None) -> str | None:
    return (normalise(raw) or None) if raw else None


def _digest(text: str) -> str:
    return hashlib.sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()[:16]


def _date(raw: RawArticle, page: Page, site: Site) -> dates.Stamp | None:
    """The first date that the head prints, else one that a byline behind the body prints, else that of a document's signing, else the day of
    issue in a newspaper's address."""
    now = page.fetched_at
    signed: dates.Stamp | None = None
    for line in ([raw.date] if raw.date else []) + raw.info + raw.bylines:
        text = fold(line)
        stamp = bylines.read_head_line(text, short_years=raw.short_years).date or (dates.find(text, now=now) if now else None)
        if stamp is None and line is raw.date:
            stamp = dates.parse(text)
        if stamp is not None and dates.is_of_signing(text, stamp):
            signed, stamp = signed or stamp, dates.find_published(text, now=now)
        if stamp is not None and not _in_future(stamp, now):
            return stamp
    return signed or (site.issue_day(page.url) if page.url else None)


def _in_future(stamp: dates.Stamp, now: datetime | None) -> bool:
    return now is not None and stamp.value[:10] > (now + _A_DAY).date().isoformat()


def _credits(raw: RawArticle, body: Sequence[Block]) -> bylines.Info:
    """Who and where from, in printed order: the head, the first and last paragraphs, lines that stand alone behind them."""
    said = bylines.Info(credits=[bylines.Credit(name, "author") for name in raw.authors])
    if raw.source:
        said.source = sources.clean(raw.source)
    running = [block.text for block in body if block.type in ("paragraph", "quote")]
    last = len(running) - 1
    inside = {n: bylines.inline(running[n], first=n < 2, last=n == last) for n in sorted({0, 1, last} & set(range(len(running))))}
    head = partial(_head, short_years=raw.short_years)
    for found in (*map(head, raw.info), *inside.values(), *map(head, raw.bylines)):
        _merge(said, found)
    said.credits = list(dict.fromkeys(c for c in said.credits if c.name not in said.editors))
    return said


def _head(line: str, *, short_years: bool) -> bylines.Info:
    return bylines.read_head_line(fold(line), short_years=short_years)


def _merge(into: bylines.Info, found: bylines.Info) -> None:
    into.source = into.source or found.source
    into.keywords = into.keywords or found.keywords
    into.credits.extend(c for c in found.credits if c not in into.credits)
    into.editors.extend(name for name in found.editors if name not in into.editors)


def _warnings(raw: RawArticle, page: Page, text: str, date: dates.Stamp | None) -> set[str]:
    found = set(raw.warnings)
    if date is None:
        found.add("date-missing")
    if not raw.title:
        found.add("title-missing")
    if visible(text) < SHORT_BODY:
        found.add("body-short")
    if date is not None and raw.unsure_before and date.value < raw.unsure_before:
        found.add("time-zone-unsure")
    if raw.part is not None:
        found.add("pages-missing")
    if page.decoded.damaged or "\ufffd" in text:
        found.add("charset-damaged")
    return found
