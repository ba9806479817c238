"""The address in the name of a saved page, as scripts write it: `news.bjx.com.cn_html_20260915_1512829.shtml.html`."""
from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from urllib.parse import urlsplit

from crawler.site import site_at

_SAVED_AS = re.compile(r"\.(?:html?|shtml|xhtml|mht|mhtml|txt|gz)$", re.I)
_ADDRESS = re.compile(r"(?P<host>(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,8})_(?P<path>[\w.~%-]{1,300})", re.I)
_MOST_GAPS = 12
_MOST_ENDINGS = 2


def address_in(name: str) -> str | None:
    """The address that the file name `name` is made of, `/` written as `_`; None where it cannot be told beyond doubt.

    Beyond doubt means: the host is a known site's, and of all ways to read each `_` as `/` or as itself, and each ending as the page's or the
    saving program's, exactly one is the address of an article there.
    """
    found = _ADDRESS.fullmatch(name)
    if found is None or found["path"].count("_") > _MOST_GAPS:
        return None
    host = found["host"].lower()
    possible = {url for path in _paths(found["path"]) if (url := _article_at(host, path)) is not None}
    return possible.pop() if len(possible) == 1 else None


def _article_at(host: str, path: str) -> str | None:
    """The address of the article at `path` of `host`; None where no known site has articles there."""
    site = site_at(f"https://{host}{path}")
    url = f"{site.scheme or 'https'}://{host}{path}" if site is not None else ""
    return url if site is not None and site.article_url and re.fullmatch(site.article_url, urlsplit(url).path) else None


def _paths(name: str) -> Iterator[str]:
    """All paths that `name` may stand for, with the endings of saving programs taken off or not."""
    for _ in range(_MOST_ENDINGS + 1):
        first, *rest = name.split("_")
        for marks in product("/_", repeat=len(rest)):
            yield "/" + first + "".join(mark + part for mark, part in zip(marks, rest, strict=True))
        shorter = _SAVED_AS.sub("", name)
        if shorter == name:
            return
        name = shorter
