"""The same page gives the same article whichever form it comes in."""
from __future__ import annotations

import json
import tarfile
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

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


SINGLE = [case for case in HTML if "pages-missing" not in case.golden.get("warnings", ())]
WITH_URL = [case for case in SINGLE if case.known.get("url") and not case.options()]


def test_a_warc_gives_the_same(tmp_path: Path) -> None:
    file = tmp_path / "crawl.warc.gz"
    with file.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for case in WITH_URL:
            http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(case.known["url"], "response", payload=BytesIO(case.body), http_headers=http,
                                                          warc_headers_dict={"WARC-Date": "2026-09-15T08:30:00Z"}))
    same_articles(list(crawler.parse_file(file, audit=True)), "2026-09-15T08:30:00+00:00")


def test_json_lines_give_the_same(tmp_path: Path) -> None:
    file = tmp_path / "pages.jsonl"
    lines = [{"url": case.known["url"], "html": Page(case.body).text, "fetched_at": "2026-09-15T16:30:00+08:00"} for case in WITH_URL]
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    same_articles(list(crawler.parse_file(file, audit=True)), "2026-09-15T16:30:00+08:00")


@pytest.mark.parametrize("form", ["zip", "tar.gz", "tar.xz"])
def test_archives_give_the_same(tmp_path: Path, form: str) -> None:
    """Without their addresses: an archive's member has a name alone. Some pages are nothing then."""
    file = tmp_path / "saved"
    if form == "zip":
        with ZipFile(file, "w") as archive:
            for number, case in enumerate(SINGLE):
                archive.write(case.file, f"{number}.html")
    else:
        with tarfile.open(file, f"w:{form.removeprefix('tar.')}") as archive:
            for number, case in enumerate(SINGLE):
                archive.add(case.file, f"{number}.html")
    for found, case in zip(crawler.parse_file(file), SINGLE, strict=True):
        if isinstance(found, crawler.NotAnArticle):
            with pytest.raises(crawler.NotAnArticle) as verdict:
                crawler.parse(case.body)
            assert found.kind == verdict.value.kind
        else:
            assert found == crawler.parse(case.body)


def test_a_verdict_in_an_archive_names_its_member(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "saved.zip", "w") as archive:
        archive.writestr("页面/空.html", "")
    (found,) = crawler.parse_file(tmp_path / "saved.zip")
    assert isinstance(found, crawler.NotAnArticle)
    assert (found.kind, found.reason.partition(": ")[0]) == ("empty", "页面/空.html")


def same_articles(found: list[crawler.Article | crawler.NotAnArticle], fetched_at: str) -> None:
    assert len(found) == len(WITH_URL)
    for article, case in zip(found, WITH_URL, strict=True):
        assert isinstance(article, crawler.Article), article
        assert article.to_dict() == parsed(case.name) | {"fetched_at": fetched_at}


def _redeclared(text: str, charset: str) -> str:
    for name in ("utf-8", "UTF-8", "gb2312", "GB2312", "gbk", "GBK"):
        text = text.replace(f"charset={name}", f"charset={charset}").replace(f'charset="{name}"', f'charset="{charset}"')
    return text
