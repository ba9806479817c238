"""Jekyll news sites: a post's source file, and the page that Jekyll makes of it.

kramdown gives a Markdown body as direct children of the layout's content element; the front matter gives title, date and tags. A date
without a zone is the zone of the people who wrote it, here China's, though Jekyll itself takes it for UTC. A post whose front matter
Jekyll does not recognise (a blank line stands before it) or cannot read becomes a page without layout, its front matter printed as a
paragraph or gone.
"""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from crawler.page import Page
from crawler.reader import RawArticle
from crawler.site import Layout, Site, SourceLayout

FRONT_MATTER = {"title": "title", "date": "date", "keywords": "tags"}
"""Keys that Jekyll itself defines for a post."""

_PRINTED = "//p[starts-with(normalize-space(.), 'layout: post')]"
_PRINTED_TITLE = re.compile(r"title:\s*[“”\"](.*?)[“”\"]\s*date:", re.S)
_PRINTED_TAGS = re.compile(r"\stags:\s*(.*?)\s*(?:—|-{2,3})?\s*$", re.S)


def layouts(content: str, *, title: str, marks: Sequence[str], time: str, tags: str, summary: str, origin: str, source: str,
            drop: Mapping[str, str], text_marks: Sequence[str], unsure_before: str | None = None) -> tuple[Layout, ...]:
    """The rendered page, the page without layout and the source of one Jekyll theme.

    `content` is the element of the page that the body stands in, `title`, `time` and `tags` stand in it too; `summary`, `origin`, `source` (a line that
    names it) and `drop` select inside the body, so they hold for source and page. `text_marks` are patterns that make a source file
    this site's. Printed times before `unsure_before` (ISO date) may be off by the zone.
    """
    page = Layout(name="page", marks=marks, title=title, body=content, info=time, keywords=tags, summary=summary, origin=origin, byline=source, drop=drop,
                  time_zone_unsure_before=unsure_before)
    bare = Layout(name="bare", marks=(_PRINTED,), date=_PRINTED, body="//body", summary=summary, origin=origin, byline=source, drop=drop)
    fragment = Layout(name="bare", marks=(origin,), body="//body", summary=summary, origin=origin, byline=source, drop=drop)
    post = SourceLayout(name="source", text_marks=text_marks, fields=FRONT_MATTER, summary=summary, origin=origin, byline=source, drop=drop)
    return page, bare, fragment, post


class Jekyll(Site):
    """A site made by Jekyll: reads the front matter that a page without layout prints."""

    def read_title(self, page: Page, raw: RawArticle) -> str | None:
        """The title, out of the printed front matter where there is no other."""
        printed = _PRINTED_TITLE.search(raw.date or "") if not raw.title else None
        return printed.group(1) if printed else raw.title

    def read_keywords(self, page: Page, raw: RawArticle) -> list[str]:
        """The tags, likewise."""
        printed = _PRINTED_TAGS.search(raw.date or "")
        return [printed.group(1)] if printed else raw.keywords
