"""Newspaper e-papers. Here: a page saved as text, whose columns may have come out in the wrong order.

A printed page has what a web page has not: a kicker above the title, a subtitle under it that opens with ——, a byline, no line of
date and source, and captions that stand among the columns.
"""
from __future__ import annotations

from crawler.site import TextLayout
from crawler.zh.boilerplate import WEB_INFO

PRINTED_BYLINE = r"^\s*(?:[■□◎●▲◆]\s*)?(?:撰文|本报(?:通讯员|记者)|文[/／]|图文[/／]|\S{0,12}(?:记者|通讯员)\s)"
SUBTITLE = r"^\s*(?:#{1,6}\s*)?(?:——|--|──|――)\s*\S"
HEADLINE = r"^\s*#\s+\S"


def text_layout() -> TextLayout:
    """The layout of a newspaper page saved as text."""
    return TextLayout(name="text", marks=(f"{SUBTITLE}|{HEADLINE}", PRINTED_BYLINE), without=(WEB_INFO,), newspaper=True)
