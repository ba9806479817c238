"""The next page of a list: by the links that lead there, by the script that draws them, or as the site is known to number its pages."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import etree

from crawler.page import Page, inner_text
from crawler.site import NEXT_PAGE, Issues, Listing, links_in

_SCRIPTED = re.compile(r"createPageHTML\(\s*(\d{1,5})\s*,\s*(\d{1,5})\s*,\s*[\"']([\w./-]{1,80})[\"']\s*,\s*[\"'](\w{2,5})[\"']")
_REL_NEXT = "//a[@rel='next'] | //link[@rel='next']"
_ARROWS, _DOUBLE_ARROWS = (">", "›", "＞", "→"), ("»", ">>", "＞＞")
_BRACKETS = " \t\r\n\u00a0\u3000[]【】()（）"
_LONGEST_LABEL = 12  # characters
_ANY_NUMBER = 987654321

Joined = Callable[[str | None], str | None]


class Next(NamedTuple):
    """Pages that may come next, in the order in which they are to be tried; `supposed` where nothing on the page leads there."""

    urls: list[str]
    supposed: bool = False


def following(page: Page, listing: Listing | Issues, joined: Joined, number: int, first: str, *, printed: bool) -> Next:
    """What comes behind `page`, the page `number` of the list that begins at `first`. `joined` gives the address of a link if it may be a page of the list.
    Of a `printed` paper only the links that the site names count: others lead to other days."""
    named = _addresses(links_in(page.menu_tree, listing.next), joined)
    if named or printed or not isinstance(listing, Listing):
        return Next(named)
    own = _own_number(listing, first)
    for urls in _by_words(page, listing, joined, number, first, own):
        if urls:
            return Next(urls)
    scripted = _SCRIPTED.search(page.text)
    if scripted:
        pages, current = int(scripted.group(1)), int(scripted.group(2))
        name = f"{scripted.group(3)}_{current + 1}.{scripted.group(4)}"
        return Next([url] if current + 1 < pages and (url := joined(name)) else [])
    if listing.numbered and own and not any(own.fullmatch(url) for url in _addresses(page.menu_tree.iter("a"), joined)):
        return Next([urljoin(first, listing.numbered.format(page=number + 1))], supposed=True)
    return Next([])


def _by_words(page: Page, listing: Listing, joined: Joined, number: int, first: str, own: re.Pattern[str] | None) -> Iterator[list[str]]:
    """The links of a pager, the surest first: 下一页, rel=next, the next number, an arrow, a double one (it may be the last page's), and what is numbered
    as the site's pages are."""
    if listing.next != NEXT_PAGE:
        yield _addresses(links_in(page.menu_tree, NEXT_PAGE), joined)
    yield _in_folder(_addresses(page.menu_tree.xpath(_REL_NEXT), joined), first)
    labels = {link: label for link in page.menu_tree.iter("a") if link.get("href") and 0 < len(label := inner_text(link).strip(_BRACKETS)) <= _LONGEST_LABEL}
    for wanted in ((str(number + 1),), _ARROWS, _DOUBLE_ARROWS):
        yield _in_folder(_addresses([link for link, label in labels.items() if label in wanted], joined), first)
    if own and listing.numbered:
        wanted_url = urljoin(first, listing.numbered.format(page=number + 1))
        yield [wanted_url] if wanted_url in _addresses(page.menu_tree.iter("a"), joined) else []


def _own_number(listing: Listing, first: str) -> re.Pattern[str] | None:
    """What the addresses of the list's further pages look like, where the site is known to number them."""
    if not listing.numbered:
        return None
    return re.compile(re.escape(urljoin(first, listing.numbered.format(page=_ANY_NUMBER))).replace(str(_ANY_NUMBER), r"\d{1,6}"))


def _addresses(links: Iterator[etree._Element] | list[etree._Element], joined: Joined) -> list[str]:
    return list(dict.fromkeys(url for link in links if (url := joined(link.get("href")))))


def _in_folder(urls: list[str], first: str) -> list[str]:
    """Those in the folder of the list: a number or an arrow elsewhere is another list's."""
    folder = urlsplit(first).path.rpartition("/")[0] + "/"
    return [url for url in urls if urlsplit(url).path.startswith(folder) or urlsplit(url).path + "/" == folder]
