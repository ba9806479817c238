"""Newspaper e-papers. Here: a page saved as text, whose columns may have come out in the wrong order.

A printed page has what a web page has not: a kicker above the title, a subtitle under it that opens with ——, a byline, no line of
date and source, and captions that stand among the columns.
"""
from __future__ import annotations

from crawler.site import TextLayout

PRINTED_BYLINE = r"^\s*(?:[■□◎●▲◆]\s*)?(?:撰文|本报(?:通讯员|记者)|文[/／]|图文[/／]|\S{0,12}(?:记者|通讯员)\s)"
SUBTITLE = r"^\s*(?:#{1,6}\s*)?(?:——|--|──|――)\s*\S"
WEB_INFO = r"发布时间|来源\s*[:：]|\d{4}-\d\d-\d\d[ T]\d\d:\d\d"


def text_layout() -> TextLayout:
    """The layout of a newspaper page saved as text."""
    return TextLayout(name="text", marks=(SUBTITLE, PRINTED_BYLINE), without=(WEB_INFO,), newspaper=True)
