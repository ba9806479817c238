"""Articles printed on several pages: which page is which, and what they are together."""
from __future__ import annotations

import random
from itertools import permutations

import pytest

import crawler
from crawler import paging
from crawler.article import Article, Part
from crawler.joining import Joiner
from crawler.page import Page
from crawler.zh.text import visible
from tests.cases import Case, cases, golden_text
from tests.dump import dump_text

PAGES = [next(case for case in cases() if case.name == f"bjx/{name}-of-three") for name in ("first", "second", "third")]
SEAM = ("其中农户租金1200至1800元，", "其余由企业用于偿还贷款和运维。")  # a sentence that goes on on the next page
TEXT = "\n\n".join(golden_text(case.golden) for case in PAGES).replace("\n\n".join(SEAM), "".join(SEAM))
HTML = "<html><body><h1>题目</h1><p>正文在这里，一共两句话。这是第二句。</p>%s</body></html>"


def parts(source: str, url: str | None = None, title: str = "题目") -> Part | None:
    return paging.part(Page(source.encode(), url), None, title)


def test_pages_of_one_article_are_one_article() -> None:
    pages = [case.parse() for case in PAGES]
    (article,) = crawler.join(pages)
    found, first = article.to_dict(), pages[0].to_dict()
    assert found["text"] == TEXT
    assert [block["type"] for block in found["body"]].count("heading") == 4
    for key in ("id", "url", "canonical_url", "title", "published_at", "source", "authors", "section", "keywords", "reader"):
        assert found[key] == first[key]
    assert found["warnings"] == []
    for count in ("page", "kept", "removed", "outside"):
        assert found["ledger"][count] == sum(page.to_dict()["ledger"][count] for page in pages)
    entries = article.ledger.entries
    assert entries is not None
    assert sum(visible(entry.text) for entry in entries) == article.ledger.removed + article.ledger.outside
    assert found["text"].count(found["title"]) == 0


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_whatever_the_order_they_come_in(order: tuple[int, ...]) -> None:
    (article,) = crawler.join(PAGES[n].parse(audit=False) for n in order)
    assert article.text == TEXT


def test_without_addresses_and_as_text() -> None:
    """A page that was saved without its URL names the others by their file names; a copy of the screen does not even say which of them it is."""
    (article,) = crawler.join(crawler.parse(case.body) for case in PAGES)
    assert article.text == TEXT
    dumps = [dump_text(Page(case.body).text).encode() for case in PAGES]
    for order in ((0, 1, 2), (2, 1, 0), (1, 2, 0)):
        (article,) = crawler.join(crawler.parse(dumps[n]) for n in order)
        assert article.text == TEXT
        assert article.warnings == ()


@pytest.mark.parametrize("given", [(0,), (1,), (2,), (0, 1), (0, 2), (1, 2)], ids=str)
def test_a_missing_page_is_a_warning(given: tuple[int, ...]) -> None:
    (article,) = crawler.join(PAGES[n].parse() for n in given)
    assert "pages-missing" in article.warnings
    for n in given:
        assert all(paragraph in article.text for paragraph in golden_text(PAGES[n].golden).split("\n\n"))


def test_other_articles_pass_at_once_and_a_page_given_twice_begins_anew() -> None:
    others = [case for case in cases() if case.name in ("bjx/new", "chinapower/mobile")]
    mixed: list[Case] = [PAGES[0], others[0], PAGES[1], others[1], PAGES[2], *PAGES]
    found = [article.title for article in crawler.join(case.parse() for case in mixed)]
    assert found == [*(case.golden["title"] for case in others), PAGES[0].golden["title"], PAGES[0].golden["title"]]
    twice = list(crawler.join(PAGES[n].parse() for n in (0, 1, 0, 1, 2)))
    assert [("pages-missing" in article.warnings, article.text == TEXT) for article in twice] == [(True, False), (False, True)]


def test_waiting_is_bounded() -> None:
    """A crawl that holds nothing but first pages needs no more memory the longer it is; nothing is lost."""
    page = PAGES[0].parse()
    joiner, ready = Joiner(), 0
    for number in range(1200):
        ready += len(joiner.add(_renamed(page, str(number))))
        assert len(joiner._waiting) <= 500
    assert ready + len(list(joiner.rest())) == 1200


def _renamed(page: Article, name: str) -> Article:
    from dataclasses import replace

    assert page.part is not None
    return replace(page, part=replace(page.part, article=name))


BARS = [
    # bjx about 2015: page 1 carries no number, the current one is no link
    ('<div class="page"><a href="529930.shtml">1</a> <span>2</span> <a href="529930-3.shtml">3</a> <a title="下一页" href="529930-3.shtml">下一页</a></div>',
     "http://news.bjx.com.cn/html/20140718/529930-2.shtml", (2, 3)),
    # TRS counts from 0
    ('<div id="div_currpage"><span>1</span> <a href="t20210721_86_1.htm">2</a> <a href="t20210721_86_2.htm">3</a> <a href="t20210721_86_1.htm">下一页</a></div>',
     "http://www.nea.gov.cn/xwfb/202107/t20210721_86.htm", (1, 3)),
    ('<p>第2页/共4页 <a href="5512_1.html">上一页</a> <a href="5512_3.html">下一页</a></p>', "http://a.example.cn/5512_2.html", (2, 4)),
    ('<ul><li><a href="?id=5&amp;page=1">1</a></li><li><a href="?id=5&amp;page=2">2</a></li><li><a href="?id=5&amp;page=3">下一页</a></li></ul>',
     "http://a.example.cn/show.php?id=5&page=2", (2, 3)),
    ('<p><a href="/2021/c_1127.htm">1</a><a href="/2021/c_1127_2.htm">2</a><b>3</b></p><p><a href="/2021/c_1127_2.htm">上一页</a></p>',
     "http://a.example.cn/2021/c_1127_3.htm", None),  # two bars: either says it
]


@pytest.mark.parametrize(("bar", "url", "expected"), BARS, ids=range(len(BARS)))
def test_bars_of_the_field(bar: str, url: str, expected: tuple[int, int] | None) -> None:
    found = parts(HTML % bar, url)
    assert found is not None
    assert (found.number, found.of) == (expected or (3, 3))


@pytest.mark.parametrize(("bar", "url"), [
    ('<div><a href="list_2.html">2</a> <a href="list_3.html">3</a> <a href="list_2.html">下一页</a></div>', "http://a.example.cn/202107/1512.html"),  # of a list
    ('<div><a href="?comment=2#c">2</a> <a href="?comment=2#c">下一页</a></div>', "http://a.example.cn/202107/1512.html"),  # of the comments
    ('<div><a href="node_3.htm">下一页</a></div>', "http://a.example.cn/2021-07/21/content_1.htm"),  # of a newspaper
    ('<div><a href="/a/1.html">下一页</a></div>', None),
    ('<div><a href="javascript:void(0)">下一页</a> <a href="#">2</a></div>', "http://a.example.cn/1.html"),
    ('<p>请看下一页的图。</p>', "http://a.example.cn/1.html"),
    ('<p><a href="http://[::1">下一页</a></p>', "http://a.example.cn/1.html"),
], ids=range(7))
def test_what_is_no_bar(bar: str, url: str | None) -> None:
    assert parts(HTML % bar, url) is None


@pytest.mark.parametrize(("line", "expected"), [
    ("1 2 3 下一页", (1, 3)), ("123下一页", (1, 3)), ("上一页 1 2 3 下一页", (None, 3)), ("上一页 1 2", (2, 2)), ("[1] [2] 下一页 尾页", (1, 2)),
    ("2021 07 21 下一页", None), ("1 3 5 下一页", None), ("下一页", None), ("详见下一页。", None), ("12345678910 11下一页", (1, 11)),
])
def test_bars_of_text_copies(line: str, expected: tuple[int | None, int] | None) -> None:
    found = parts(f"题目\n\n正文在这里，一共两句话。这是第二句。\n\n{line}\n")
    assert (found and (found.number, found.of)) == expected


def test_any_bar_is_survived() -> None:
    rng = random.Random(7)
    pieces = ["<a href='%s'>", "</a>", "<div>", "</div>", "下一页", "上一页", "1", "2", " 3", "共9页", "第2页"]
    for _ in range(300):
        bar = "".join(rng.choice(pieces).replace("%s", rng.choice(["1_2.htm", "1.htm", "?page=2", "//", "http://[", "1-3.htm#a"])) for _ in range(12))
        found = parts(HTML % bar, rng.choice([None, "http://a.example.cn/1.htm", "http://a.example.cn/1_2.htm"]))
        assert found is None or found.of > 1
