"""What one site answers in one of its two states: resources by address, and what a reader must find in them."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha1
from html import escape
from string import Template
from urllib.parse import urljoin, urlsplit

from tests.replica import texts

NEW, CHANGED_TEXT, CHANGED_TITLE, LONG = 3, 9, 11, 4
"""Articles that the second state adds; ranks (0 is the newest of the first state) of those that it changes; rank of the one on several pages."""
TRAITS = {1: "heals", 3: "slow", 5: "gzip", 7: "busy"}
"""By rank: answers 500 twice and then heals, takes a second, comes compressed, answers 429 once."""
BEFORE, AFTER = datetime(2026, 9, 16, 1), datetime(2026, 9, 17, 1)
"""When pages were last modified (UTC): those of the first state, and those that the second one changed."""
GONE = 900001
"""The first of the numbers of addresses in the lists that lead to no article."""
RAIL = 980000
"""Links of the chrome (right rail, related articles) have numbers from here on: no list has them, and a polite crawler never asks for them."""
ABROAD = {"redirect": "http://evil.example.net/", "private": "http://169.254.169.254/latest/"}


@dataclass(frozen=True)
class Expected:
    """One row of a site's lists: what a crawl must make of it.

    `url` is the address as the lists give it, `id` the site's own number in it, `published` an ISO date, or date and time in +08:00, as printed,
    `text` the paragraphs of all its `pages` joined by a blank line. `kind` is `article`, or what a row without one is: `404`, `sorry` (the not-found
    page, status 200), `forbidden` (by robots.txt), `redirect`, `private` (redirects off the site), `offsite`, `scheme` (file:, data:).
    `also` are other addresses of the same article, `listed` the list pages that hold it under any address.
    """

    url: str
    id: str = ""
    title: str = ""
    published: str = ""
    source: str | None = None
    text: str = ""
    pages: int = 1
    kind: str = "article"
    also: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Resource:
    """One answer. `body` may be made on demand; `trait` is one of TRAITS."""

    body: bytes | Callable[[], bytes] = b""
    type: str = "text/html; charset=utf-8"
    status: int = 200
    location: str = ""
    trait: str = ""
    modified: datetime = BEFORE

    def content(self) -> tuple[bytes, str]:
        """The body and its ETag."""
        body = self.body if isinstance(self.body, bytes) else self.body()
        return body, f'"{sha1(body, usedforsecurity=False).hexdigest()[:20]}"'


@dataclass(frozen=True)
class Story:
    """One article before a template prints it. `n` counts with time; `rank` from the newest of the first state, new ones below 0."""

    key: str
    n: int
    rank: int
    when: datetime
    title: str
    paragraphs: tuple[str, ...]
    trait: str = ""

    def choice(self, *options: str) -> str:
        """One of `options`, by turns."""
        return options[self.n % len(options)]

    @property
    def reporter(self) -> str:
        return self.choice(*texts.REPORTERS)

    def clock(self, form: str = "%Y-%m-%d %H:%M:%S") -> str:
        return self.when.strftime(form)

    @property
    def iso(self) -> str:
        return self.when.strftime("%Y-%m-%dT%H:%M:%S+08:00")

    def led(self, lead: str) -> Story:
        """The story with a lead before its first words."""
        return replace(self, paragraphs=(lead + self.paragraphs[0], *self.paragraphs[1:]))


@dataclass(frozen=True)
class Row:
    """One row of a list."""

    href: str
    title: str
    date: datetime

    @property
    def shown(self) -> str:
        """The title as a narrow column prints it."""
        return escape(self.title if len(self.title) <= 20 else self.title[:20] + "…")


def stories(key: str, count: int, newest: datetime, hours: float, *, main: bool = False, updated: bool = False, long: int = 0) -> list[Story]:
    """`count` stories of a column, the newest first, one every `hours`. A site's `main` column has the special ones, and `NEW` more when `updated`;
    the one on several pages has `long` paragraphs there."""
    found = []
    for rank in range(-NEW if main and updated else 0, count):
        n = count - rank
        when = newest - timedelta(hours=rank * hours, minutes=n * 7 % 50, seconds=n * 13 % 60)
        name, changed = f"{key}/{n}", main and updated
        text = texts.paragraphs(name, int(changed and rank == CHANGED_TEXT), long if rank == LONG else 0)
        title = texts.title(name, int(changed and rank == CHANGED_TITLE))
        found.append(Story(name, n, rank, when, title, text, TRAITS.get(rank, "") if main else ""))
    return found


def fill(template: str, **values: object) -> str:
    """`template` with its $names filled in: `title` is escaped, all else is markup."""
    if "title" in values:
        values["title"] = escape(str(values["title"]), quote=False)
    return Template(template).substitute({name: str(value) for name, value in values.items()})


def marked(texts_: Sequence[str], opening: str = "<p>　　", closing: str = "</p>") -> str:
    """Paragraphs as markup."""
    return "\n".join(opening + escape(text, quote=False) + closing for text in texts_)


def cut(rows: Sequence[Row], size: int) -> Iterator[Sequence[Row]]:
    """`rows` in pages of `size`."""
    return (rows[at:at + size] for at in range(0, len(rows), size))


def chrome(key: str, form: str, count: int = 8) -> str:
    """`count` links of the right rail or the like, with dates newer than any article's. `form` is an item's markup with $number, $title, $date."""
    return "\n".join(fill(form, number=RAIL + n, title=texts.title(f"{key}/rail/{n}"), date=f"2026-10-{n % 28 + 1:02}") for n in range(count))


class World:
    """All that a site answers, by host and path; `before` is its first state, where this is the second."""

    def __init__(self, site: str, before: World | None = None) -> None:
        self.site, self.before = site, before
        self.pages: dict[str, Resource] = {}
        self._expected: list[Expected] = []
        self._lists: dict[str, list[str]] = {}

    @property
    def updated(self) -> bool:
        return self.before is not None

    def put(self, url: str, page: str | bytes | Callable[[], bytes] = b"", charset: str = "utf-8", *, type: str = "text/html", **parts: object) -> None:
        """Makes `url` answer with `page`. GBK pages are served without a charset in the header, as old servers do."""
        body = page.encode("gb18030" if charset == "gbk" else charset) if isinstance(page, str) else page
        new = Resource(body, type if charset == "gbk" else f"{type}; charset=utf-8", **parts)  # type: ignore[arg-type]
        known = self.before.pages.get(self.key(url)) if self.before else new
        self.pages[self.key(url)] = new if known == new else replace(new, modified=AFTER)

    @staticmethod
    def key(url: str) -> str:
        """Where `url` stands in `pages`."""
        parts = urlsplit(url)
        return parts.netloc + (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    def article(self, story: Story, url: str, pages: Sequence[tuple[str, str]], *, id: str, published: str, source: str | None, charset: str = "utf-8",
                also: Sequence[tuple[str, str]] = ()) -> Row:
        """An article with the addresses and markup of its `pages`, and of its twins on other addresses; gives its row for a list."""
        for address, page in (*pages, *also):
            self.put(address, page, charset, trait=story.trait if address == url else "")
        self._expected.append(Expected(url, id, story.title, published, source, "\n\n".join(story.paragraphs), len(pages),
                                       also=tuple(address for address, _ in also)))
        return Row(url, story.title, story.when)

    def column(self, addresses: Callable[[int], str], rows: Sequence[Row], size: int, page: Callable[[Sequence[Row], int, int], str], charset: str = "utf-8") -> None:
        """A list over pages of `size` rows; `page` makes one of its rows, its number from 0, and how many there are."""
        parts = list(cut(rows, size))
        for number, part in enumerate(parts):
            self.enlist(addresses(number), [row.href for row in part])
            self.put(addresses(number), page(part, number, len(parts)), charset)

    def enlist(self, listing: str, hrefs: Sequence[str]) -> None:
        """Says that the list page at `listing` links to `hrefs`."""
        for href in hrefs:
            self._lists.setdefault(urljoin(listing, href), []).append(listing)

    def trap_rows(self, address: Callable[[int, datetime], str], when: datetime, *, forbidden: str | None = "/forbidden") -> list[Row]:
        """Rows that lead to no article: gone, off the site, forbidden. `address` makes an article's of a number; `forbidden` is the folder that
        robots.txt forbids, None for a site without one."""
        urls = {kind: address(number, when) for number, kind in enumerate(("404", "redirect", "private", "forbidden", "offsite"), GONE)}
        parts = urlsplit(urls["forbidden"])
        if forbidden is None:
            del urls["forbidden"]
        else:
            folder = forbidden.removesuffix("/forbidden")
            urls["forbidden"] = f"{parts.scheme}://{parts.netloc}{forbidden}{parts.path.removeprefix(folder)}"
        urls["offsite"] = f"http://www.example.com{urlsplit(urls['offsite']).path}"
        for kind, location in ABROAD.items():
            self.put(urls[kind], status=302, location=location)
        found = [*urls.items(), ("scheme", "file:///etc/passwd"), ("scheme", "data:text/html,x")]
        self._expected += [Expected(url, kind=kind) for kind, url in found]
        return [Row(url, texts.title(f"{self.site}/trap/{url}"), when) for _, url in found]

    def traps(self, rows: Sequence[Row], address: Callable[[int, datetime], str], *, forbidden: str | None = "/forbidden") -> list[Row]:
        """`rows` of a first list with those between them that lead to no article."""
        mixed = list(rows)
        for at, trap in enumerate(self.trap_rows(address, rows[0].date, forbidden=forbidden)):
            place = 4 * at + 2
            mixed.insert(place, replace(trap, date=mixed[place].date))
        return mixed

    def expect(self, expected: Expected) -> None:
        """One row more."""
        self._expected.append(expected)

    def expected(self) -> list[Expected]:
        """What a crawl must make of the rows of the lists, articles and others, in the order in which they were made."""
        placed = (replace(item, listed=tuple(dict.fromkeys(page for url in (item.url, *item.also) for page in self._lists.get(url, ())))) for item in self._expected)
        return [item for item in placed if item.listed]

    def lists(self) -> dict[str, list[str]]:
        """The addresses that each list page links to."""
        found: dict[str, list[str]] = {}
        for url, listings in self._lists.items():
            for listing in listings:
                found.setdefault(listing, []).append(url)
        return found
