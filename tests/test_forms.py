"""The same page gives the same article whichever form it comes in."""
from __future__ import annotations

from pathlib import Path

import pytest

import crawler
from crawler.page import Page
from tests.cases import Case, articles, parsed
from tests.dump import dump_text

HTML = [case for case in articles() if case.file.suffix == ".html"]
NAMED = [case for case in HTML if "anonymous" not in case.known]
SAME_IN_DUMP = ("site", "title", "published_at", "source", "authors")
SAME = ("title", "published_at", "source", "authors", "text", "content_hash")


@pytest.mark.parametrize("case", NAMED, ids=lambda c: c.name)
def test_text_dump_gives_the_same_article(case: Case) -> None:
    html = parsed(case.name)
    text = crawler.parse(dump_text(Page(case.body).text).encode("utf-8")).to_dict()
    # Nothing in a dump tells a digest from a first paragraph: there it is one.
    digest = f"{html['summary']}\n\n" if html["summary"] and text["summary"] is None else ""
    assert text["text"] == digest + html["text"]
    assert {key: text[key] for key in SAME_IN_DUMP} == {key: html[key] for key in SAME_IN_DUMP}


@pytest.mark.parametrize("case", HTML, ids=lambda c: c.name)
def test_charset_does_not_matter(case: Case) -> None:
    text = Page(case.body).text
    html = parsed(case.name)
    for charset in ("utf-8", "gb18030", "utf-16"):
        found = crawler.parse(_redeclared(text, charset).encode(charset), case.known.get("url"), audit=True).to_dict()
        assert {key: found[key] for key in SAME} == {key: html[key] for key in SAME}


@pytest.mark.parametrize("case", NAMED, ids=lambda c: c.name)
def test_saved_without_its_url(case: Case) -> None:
    """A page that a browser saved names its URL only in its source, or not at all: site and text stay the same."""
    found = crawler.parse(case.body).to_dict()
    html = parsed(case.name)
    assert {key: found[key] for key in ("site", *SAME)} == {key: html[key] for key in ("site", *SAME)}


@pytest.mark.parametrize("case", NAMED, ids=lambda c: c.name)
def test_saved_as_complete_page_or_fragment(case: Case) -> None:
    text, url = Page(case.body).text, case.known.get("url") or "https://example.com/"
    saved = f"<!-- saved from url=({len(url):04}){url} -->\r\n" + text.replace("\n", "\r\n")
    fragment = text[text.lower().index("<body"):]
    for source in (saved, fragment):
        found = crawler.parse(source.encode("utf-8"), case.known.get("url")).to_dict()
        assert {key: found[key] for key in SAME} == {key: parsed(case.name)[key] for key in SAME}


SEEDS = [case for case in articles() if case.known.get("file")]


@pytest.mark.parametrize("case", SEEDS, ids=lambda c: c.name)
@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("charset", ["utf-8-sig", "gb18030", "utf-16"])
def test_seeds_with_other_line_ends_and_charsets(case: Case, end: str, charset: str) -> None:
    source = case.body.decode("utf-8").replace("\n", end)
    found = crawler.parse(("\n" + source + "\n\n").encode(charset)).to_dict()
    assert {key: value for key, value in found.items() if key != "ledger"} == {
        key: value for key, value in parsed(case.name).items() if key != "ledger"}


def test_parse_file_gives_the_same(tmp_path: Path) -> None:
    case = HTML[0]
    file = tmp_path / "页面.html"
    file.write_bytes(case.body)
    assert [a.to_dict() for a in crawler.parse_file(file, case.known.get("url"), audit=True)] == [parsed(case.name)]


def _redeclared(text: str, charset: str) -> str:
    for name in ("utf-8", "UTF-8", "gb2312", "GB2312", "gbk", "GBK"):
        text = text.replace(f"charset={name}", f"charset={charset}").replace(f'charset="{name}"', f'charset="{charset}"')
    return text
