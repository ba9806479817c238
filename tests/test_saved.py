"""What browsers made of the kept pages: MHTML, complete pages, copies of the source, reader view. `tests/browser.py` had them made."""
from __future__ import annotations

import base64
import random
import time
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


def test_single_files_with_megabytes_of_pictures() -> None:
    source = (HERE / "saved" / "chinapower--desktop.singlefile.html").read_text(encoding="utf-8")
    picture = "data:image/png;base64," + base64.b64encode(random.Random(1).randbytes(6_000_000)).decode()
    expected = crawler.parse(source.encode())
    for made in (source.replace("</html>", "") + f"<img src={picture}>", source.replace("</html>", "") + f'<p><img alt=图 src="{picture}">',
                 source.replace("<style>", f"<style>.a{{background:url({picture})}}", 1), source.replace("<p>", f"<p><img src={picture[:200_000]}>")):
        began = time.process_time()
        assert crawler.parse(made.encode()).text == expected.text
        assert time.process_time() - began < 1


def test_a_picture_embedded_in_the_page_keeps_its_caption() -> None:
    """SingleFile does not say where a picture was from; a dot that stands for one that was not loaded is none."""
    page = ("<html><body><h1>清河变电站投运</h1><p>9月15日，清河变电站一次送电成功，全县供电能力提高三成。</p><p align=center><img src='data:image/png;base64,%s'></p>"
            "<p align=center>图为运维人员巡视设备。刘海摄</p><p>变电站建成后，沿线两万户居民用电更加可靠。</p></body></html>")
    (found,) = crawler.parse((page % ("iVBORw0KGgo" * 90)).encode()).images
    assert (found.url, found.caption, found.credit) == (None, "图为运维人员巡视设备。刘海摄", "刘海")
    assert crawler.parse((page % "R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==").encode()).images == ()
