"""Who is measured: ours, and every peer that is installed. A peer's own names for things end here."""
from __future__ import annotations

import importlib
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import crawler
from benchmarks.measures import MEASURES, Found
from benchmarks.pages import Sample

Run = Callable[[Sample], Any]

NO_URL = "https://example.org/"
_DATE_MARKS = re.compile(r"[年月/.]")


@dataclass(frozen=True)
class Reader:
    """One way to read a page.

    `load` imports it and gives the call that is timed; `tell` puts what that call gave into our words; `offers` are the
    measures that it can be held to: what it does not claim to give is not held against it.
    """

    name: str
    package: str
    load: Callable[[], Run]
    tell: Callable[[Any], Found]
    offers: frozenset[str]

    @property
    def is_ours(self) -> bool:
        return self.package == "dianwen"

    @property
    def installed(self) -> str | None:
        """Its version, or None where it is not installed."""
        try:
            return crawler.__version__ if self.is_ours else version(self.package)
        except PackageNotFoundError:
            return None

    @property
    def trouble(self) -> str | None:
        """Why it cannot be measured and what to do about it, or None where it can."""
        remedy = f"`make bench` installs it, or: pip install -c constraints.txt '{_REQUIREMENTS.get(self.package, self.package)}'"
        if not self.installed:
            return f"not installed ({remedy})"
        try:
            self.load()
        except ImportError as error:
            return f"does not import: {error} ({remedy})"
        return None


def _ours(site: str | None = None) -> Callable[[], Run]:
    def run(sample: Sample) -> Any:
        options = dict(sample.options) | ({"site": site} if site else {})
        try:
            return crawler.parse(sample.body, sample.url, **options)
        except crawler.NotAnArticle as verdict:
            return verdict

    return lambda: run


def _tell_ours(result: Any) -> Found:
    if isinstance(result, crawler.NotAnArticle):
        return Found(verdict=result.kind)
    found = result.to_dict()
    authors = tuple(person["name"] for person in found["authors"])
    return Found(found["text"], found["title"], found["published_at"], found["source"], authors, ledger=found["ledger"])


def _trafilatura(**options: bool) -> Callable[[], Run]:
    def load() -> Run:
        extract = importlib.import_module("trafilatura").bare_extraction
        return lambda sample: extract(sample.for_peers, url=sample.url, with_metadata=True, **options)

    return load


def _tell_trafilatura(result: Any) -> Found:
    if result is None:
        return Found()
    return Found(result.text or "", result.title, result.date, authors=_names(result.author))


def _readability() -> Run:
    document = importlib.import_module("readability").Document

    def run(sample: Sample) -> tuple[str, str]:
        page = document(sample.for_peers, url=sample.url)
        return page.summary(html_partial=True), page.short_title()

    return run


def _tell_readability(result: tuple[str, str]) -> Found:
    from lxml import html

    summary, title = result
    return Found(html.fromstring(summary).text_content() if summary.strip() else "", title)


def _gne() -> Run:
    extractor = importlib.import_module("gne").GeneralNewsExtractor()
    return lambda sample: extractor.extract(sample.for_peers)


def _tell_gne(result: dict[str, Any]) -> Found:
    date = _DATE_MARKS.sub("-", result.get("publish_time") or "").replace("日", " ")
    return Found(result.get("content") or "", result.get("title"), " ".join(date.split()) or None, authors=_names(result.get("author")))


def _newspaper() -> Run:
    newspaper = importlib.import_module("newspaper")
    config = importlib.import_module("newspaper.configuration").Configuration()
    config.language = "zh"
    # It asks the network how large a page's images are; `config.fetch_images` stops that for one of them only.
    config.fetch_images = False
    importlib.import_module("newspaper.extractors.image_extractor").ImageExtractor._fetch_image = lambda *_: None

    def run(sample: Sample) -> Any:
        article = newspaper.Article(sample.url or NO_URL, config=config)
        article.download(input_html=sample.for_peers)
        article.parse()
        return article

    return run


def _tell_newspaper(result: Any) -> Found:
    date = result.publish_date.isoformat() if result.publish_date else None
    return Found(result.text or "", result.title, date, authors=tuple(result.authors or ()))


def _names(printed: str | None) -> tuple[str, ...]:
    return tuple(name for name in re.split(r"[;；,，、\s]+", printed or "") if name)


_REQUIREMENTS = {"newspaper4k": "newspaper4k[zh]"}
_TEXT = frozenset({"f1", "order", "no_article"})
_DAY = _TEXT | {"title", "day", "no_date", "authors"}

OURS = Reader("dianwen", "dianwen", _ours(), _tell_ours, frozenset(MEASURES) | {"verdict"})
OURS_GENERIC = Reader('dianwen, site="generic"', "dianwen", _ours("generic"), _tell_ours, frozenset(MEASURES) | {"verdict"})
PEERS = (
    Reader("trafilatura", "trafilatura", _trafilatura(), _tell_trafilatura, _DAY),
    Reader("trafilatura, fast", "trafilatura", _trafilatura(fast=True), _tell_trafilatura, _DAY),
    Reader("trafilatura, precision", "trafilatura", _trafilatura(favor_precision=True), _tell_trafilatura, _DAY),
    Reader("readability-lxml", "readability-lxml", _readability, _tell_readability, _TEXT | {"title"}),
    Reader("gne", "gne", _gne, _tell_gne, _DAY | {"minute"}),
    Reader("newspaper4k, zh", "newspaper4k", _newspaper, _tell_newspaper, _DAY | {"minute"}),
)


def peers() -> tuple[list[Reader], dict[str, str]]:
    """The peers that can be measured, and by package what is wrong with the others."""
    troubles = {reader.name: reader.trouble for reader in PEERS}
    missing = {reader.package: trouble for reader in PEERS if (trouble := troubles[reader.name])}
    return [reader for reader in PEERS if not troubles[reader.name]], missing


def quiet_peers() -> None:
    """Keep the peers' log lines out of the report."""
    logging.disable(logging.ERROR)
