"""The reader for a page of no known site: finds title and body by evidence, and has them read like any other page.

What a Chinese news page gives: the title stands in `<title>` and again, above the body, in an element of its own; between the
two stands a line of date and source; the body is running text (it has commas and full stops), what surrounds it is links.
"""
from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from crawler import bodies, claims, kinds, metadata, reader, titles
from crawler.evidence import gather, weigh
from crawler.page import Page
from crawler.raw import Found, RawArticle
from crawler.site import Layout, Site, SourceLayout, TextLayout
from crawler.zh.boilerplate import WEB_INFO
from crawler.zh.pattern import Pattern
from crawler.zh.text import RUNNING

HTML = Layout(name="generic", body="//body", head=("date", "source"))
"""How an HTML page is read, once `locate` has said where the article stands."""

TEXT = TextLayout(name="generic")
"""How a page of the web saved as text is read."""

PRINT = TextLayout(name="generic", without=(WEB_INFO,), columns=True)
"""How a printed page saved as text is read."""

SOURCE = SourceLayout(name="generic", fields={"title": "title", "date": "date", "keywords": "tags"})
"""How a Jekyll source is read."""

_SUMMARY_LABEL = Pattern(r"\s*[【\[]?(?:核心提示|内容提要|内容摘要|摘要|导读|提要|阅读提示|简介|导语)[】\]]?\s*[:：]?\s*")
_STOP = Pattern(r"[。！？…，,；]")
"""What running text has; asked first, since a long line without any takes long to be told from it."""
_HEADLINE = Pattern(r"^[ ]{0,3}#[ \t]+\S", re.M)


def read(page: Page, site: Site, *, audit: bool = False) -> RawArticle | None:
    """What can be read on `page` without knowing its site; None where no article is found."""
    if page.form == "text":
        raw = _read_text(page, site, audit)
    elif page.form == "jekyll":
        raw = reader.read(page, site, SOURCE, audit=audit)
    else:
        raw = _read_html(page, site, audit)
    if raw is None:
        return None
    if raw.summary:
        raw.summary = _SUMMARY_LABEL.sub("", raw.summary, count=1)
    return raw


def _read_text(page: Page, site: Site, audit: bool) -> RawArticle | None:
    """A text page with a sentence in it, or signed, or a poem under a Markdown title; other short lines are a list's."""
    raw = reader.read(page, site, PRINT if PRINT.fits(page) else TEXT, audit=audit)
    if raw.info or raw.authors or any(_STOP.search(line.folded) and RUNNING.search(line.folded) for line in raw.body):
        return raw
    return raw if _HEADLINE.search(page.text) and kinds.is_poem(raw) else None


def _read_html(page: Page, site: Site, audit: bool) -> RawArticle | None:
    found = locate(page) if page.form == "html" else None
    if found is None:
        return None
    return reader.read(page, site, _html(site), found=found, audit=audit)


@cache
def _html(site: Site) -> Layout:
    """How an HTML page is read that belongs to `site`, though none of its layouts fits: what closes an article there is known."""
    ends = {name: end for layout in site.layouts if isinstance(layout, Layout) for name, end in (layout.ends or {}).items()}
    return replace(HTML, ends=ends) if ends else HTML


def locate(page: Page) -> Found | None:
    """Where the article stands on an HTML page; None where nothing looks like one."""
    document = metadata.document_title(page)
    found = gather(page.root, document)
    possible = titles.candidates(page, found, document)
    sure = [title for title in possible if title.is_sure]
    weigh(found, [title.n for title in sure])
    body, title = bodies.best(found, sure)
    if body is None:
        picture = bodies.without_running_text(found, sure)
        if picture is None:
            return None
        chosen, title = [picture[0]], picture[1]
    else:
        if title is None and (title := titles.heading_above(found, possible, body)) is not None:
            # Under a title that the page alone tells stands the article, not all that runs on around it.
            nearer, _ = bodies.best(found, [title])
            body = nearer if nearer is not None and found.holds(body, nearer) and found.first[nearer] > title.n else body
        if not bodies.is_article(found, body, title):
            return None
        chosen = bodies.with_siblings(found, body, title)
    result = Found(found.elements[title.n] if title else None, [found.elements[n] for n in chosen])
    if title is None:
        titles.take_without_element(page, found, document, result)
    elif (kicker := titles.kicker_above(found, title)) is not None:
        result.claims[found.elements[kicker]] = "field:kicker"
    claims.claim(found, title.n if title else None, chosen, result.claims)
    return result
