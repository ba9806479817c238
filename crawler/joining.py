"""Articles printed on several pages, put together: pages in, whole articles out."""
from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from crawler.article import SHORT_BODY, Article, Block, Ledger, NotAnArticle
from crawler.zh.text import content_hash, language, visible

MISSING = "pages-missing"
_Result = TypeVar("_Result", Article, Article | NotAnArticle)
_MOST_WAITING = 500
_FEWEST_BROKEN = 30  # characters: a shorter line without an end is a heading
_SENTENCE_ENDS = tuple("。！？!?…；;：:”’）)》】」』")


@dataclass(slots=True)
class _Waiting:
    """The pages of one article that are there so far."""

    numbered: dict[int, Article] = field(default_factory=dict)
    loose: list[Article] = field(default_factory=list)
    of: int = 1

    def takes(self, page: Article) -> bool:
        return page.part is None or page.part.number is None or page.part.number not in self.numbered

    def add(self, page: Article) -> None:
        assert page.part is not None
        self.of = max(self.of, page.part.of)
        if page.part.number is None:
            self.loose.append(page)
        else:
            self.numbered[page.part.number] = page

    @property
    def is_whole(self) -> bool:
        return len(self.numbered) + len(self.loose) >= self.of

    def pages(self) -> list[Article]:
        """In order; pages that do not say which they are take the free places in the order in which they came."""
        places = dict(self.numbered)
        free = (number for number in range(1, self.of + len(self.loose) + 1) if number not in places)
        places |= dict(zip(free, self.loose, strict=False))
        return [places[number] for number in sorted(places)]


class Joiner:
    """Holds back the pages of articles that have several until all are there.

    An article waits for its pages among the next articles, up to 500 waiting ones; then it is given as it is, with the
    warning `pages-missing`, so that memory stays bounded. A page that is given twice begins its article anew.
    """

    def __init__(self) -> None:
        self._waiting: OrderedDict[tuple[str, str], _Waiting] = OrderedDict()

    def add(self, page: Article) -> list[Article]:
        """Whatever is ready now that `page` is there: `page` itself where it is the whole article."""
        if page.part is None:
            return [page]
        key, ready = (page.site, page.part.article), []
        if key in self._waiting and not self._waiting[key].takes(page):
            ready.append(joined(self._waiting.pop(key).pages()))
        waiting = self._waiting.setdefault(key, _Waiting())
        waiting.add(page)
        if waiting.is_whole:
            ready.append(joined(self._waiting.pop(key).pages()))
        elif len(self._waiting) > _MOST_WAITING:
            ready.append(joined(self._waiting.popitem(last=False)[1].pages()))
        return ready

    def rest(self) -> Iterator[Article]:
        """The articles that lack a page, in the order in which their first page came."""
        while self._waiting:
            yield joined(self._waiting.popitem(last=False)[1].pages())


def join(pages: Iterable[_Result]) -> Iterator[_Result | Article]:
    """Articles of `pages`, those of one article joined in order: head of the first page, texts one behind the other, ledgers
    added up. An article that lacks a page has the warning `pages-missing` and comes at the end. Verdicts among them pass as they are."""
    joiner = Joiner()
    for page in pages:
        if isinstance(page, Article):
            yield from joiner.add(page)
        else:
            yield page
    yield from joiner.rest()


def joined(pages: Sequence[Article]) -> Article:
    """One article of `pages`, which are in order. `part` is None where none lacks."""
    first = pages[0]
    if len(pages) == 1:
        return first
    body = _bodies(pages)
    text = "\n\n".join(line for block in body for line in block.lines)
    whole = _is_whole(pages)
    return replace(
        first,
        published_at=_first(page.published_at for page in pages),
        published_raw=_first(page.published_raw for page in pages),
        source=_first(page.source for page in pages),
        origin_url=_first(page.origin_url for page in pages),
        authors=tuple(dict.fromkeys(person for page in pages for person in page.authors)),
        editors=tuple(dict.fromkeys(name for page in pages for name in page.editors)),
        keywords=tuple(dict.fromkeys(word for page in pages for word in page.keywords)),
        body=tuple(body),
        text=text,
        images=tuple(block.image for block in body if block.image is not None),
        language=language(text or first.title or ""),
        rights=_first(page.rights for page in pages),
        content_hash=content_hash(text),
        warnings=_warnings(pages, text, whole),
        ledger=_added_up([page.ledger for page in pages]),
        part=None if whole else first.part,
    )


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _is_whole(pages: Sequence[Article]) -> bool:
    parts = [page.part for page in pages if page.part is not None]
    return len(pages) >= max((part.of for part in parts), default=1)


def _bodies(pages: Sequence[Article]) -> list[Block]:
    """The blocks of all pages; a paragraph that one page breaks off goes on with the first of the next."""
    blocks: list[Block] = []
    for page in pages:
        new = list(page.body)
        if blocks and new and _breaks_off(blocks[-1]) and new[0].type == "paragraph":
            blocks[-1] = replace(blocks[-1], text=blocks[-1].text + new.pop(0).text)
        blocks += new
    return blocks


def _breaks_off(block: Block) -> bool:
    return block.type == "paragraph" and len(block.text) >= _FEWEST_BROKEN and not block.text.endswith(_SENTENCE_ENDS)


def _warnings(pages: Sequence[Article], text: str, whole: bool) -> tuple[str, ...]:
    """What holds for the article: of what a page may lack and another give, only what all lack."""
    found = {warning for page in pages for warning in page.warnings} - {MISSING, "body-short"}
    for warning in ("date-missing", "title-missing"):
        if any(warning not in page.warnings for page in pages):
            found.discard(warning)
    if not whole:
        found.add(MISSING)
    if visible(text) < SHORT_BODY:
        found.add("body-short")
    return tuple(sorted(found))


def _added_up(ledgers: Sequence[Ledger]) -> Ledger:
    audited = all(ledger.entries is not None for ledger in ledgers)
    entries = tuple(entry for ledger in ledgers for entry in ledger.entries or ()) if audited else None
    page, kept, removed, outside = (sum(getattr(ledger, name) for ledger in ledgers) for name in ("page", "kept", "removed", "outside"))
    return Ledger(page, kept, removed, outside, entries)
