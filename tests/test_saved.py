"""What browsers made of the kept pages: MHTML, complete pages, copies of the source, reader view. `tests/browser.py` had them made."""
from __future__ import annotations

from pathlib import Path
from urllib.parse import urldefrag

import pytest

import crawler
from tests.cases import HERE, parsed
from tests.test_ledger import adds_up

SAVED = sorted(file for file in (HERE / "saved").iterdir() if file.is_file())
MHTML = [file for file in SAVED if file.suffix == ".mhtml"]
FIELDS = ("site", "title", "kicker", "subtitle", "published_at", "source", "authors", "editors", "section", "keywords", "body", "text", "content_hash", "warnings")
LEFT_OUT = {"published_at", "source", "authors", "editors", "section", "keywords", "warnings"}
"""By Firefox' reader view."""


def case_of(file: Path) -> str:
    return file.name.partition(".")[0].replace("--", "/")


def copy_of(file: Path) -> str:
    """Which copy it is: `mhtml`, `complete`, `source`, `firefox-reader`, …"""
    return file.name.removesuffix(".html").rpartition(".")[2]


@pytest.mark.parametrize("file", SAVED, ids=lambda f: f.name)
def test_a_copy_gives_the_same_article(file: Path) -> None:
    found, kept = crawler.parse(file.read_bytes(), audit=True), parsed(case_of(file))
    left_out = LEFT_OUT if copy_of(file) == "firefox-reader" else set()
    assert {name: found.to_dict()[name] for name in FIELDS if name not in left_out} == {name: kept[name] for name in FIELDS if name not in left_out}
    assert found.ledger.page == found.ledger.kept + found.ledger.removed + found.ledger.outside


@pytest.mark.parametrize("file", [file for file in SAVED if copy_of(file) != "source"], ids=lambda f: f.name)
def test_its_address_is_known(file: Path) -> None:
    """Chromium's copy of the source alone does not say where it is from."""
    found, kept = crawler.parse(file.read_bytes()).to_dict(), parsed(case_of(file))
    assert found["id"] == kept["id"]
    assert urldefrag(found["url"])[0] == urldefrag(kept["url"])[0]


@pytest.mark.parametrize("file", MHTML, ids=lambda f: f.name)
def test_mhtml_is_read_as_a_file_too(file: Path) -> None:
    (article,) = crawler.parse_file(file, audit=True)
    assert isinstance(article, crawler.Article)
    assert article == crawler.parse(file.read_bytes(), audit=True)
    assert article.fetched_at is not None
    kept = parsed(case_of(file))["ledger"]
    assert (article.ledger.kept, article.ledger.removed) == (kept["kept"], kept["removed"])
    assert article.ledger.outside >= kept["outside"]  # the browser ran the scripts: 今天是2026年…


def test_every_browser_is_there() -> None:
    assert {"mhtml", "complete", "source", "firefox-source", "firefox-reader", "singlefile"} <= {copy_of(file) for file in SAVED}


def test_a_page_that_only_speaks_of_such_copies_is_no_copy() -> None:
    page = "<html><head><style>.line-content, #viewsource, .reader-title {}</style></head><body><h1>查看源代码的三种办法</h1><p>第一种办法是按快捷键，第二种办法是用菜单，第三种办法是在地址栏里写前缀。</p><p>三种办法看到的都是服务器发来的那一份，不是浏览器改过的那一份。</p></body></html>"
    article = crawler.parse(page.encode())
    assert article.title == "查看源代码的三种办法"
    adds_up(article, page.encode())
