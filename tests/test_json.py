"""A page that is JSON: which object in it is the article, what its ledger counts, and what is no article."""
from __future__ import annotations

import json
from typing import Any

import pytest

import crawler
from crawler.page import Page
from crawler.zh.text import visible
from tests.test_ledger import adds_up

LINES = ("青川水电站3号机组大修提前4天完成，比计划工期缩短近一成。", "检修期间，运行人员完成试验42项，消除缺陷17项。")
RECORD: dict[str, Any] = {"docTitle": "青川水电站3号机组大修完成", "docAuthor": "本报记者 高远　通讯员 夏晴", "docPubTime": "2025-06-13", "fb": "04版：发电",
                          "guid": "A1", "content": "".join(f"<p>　　{line}</p>" for line in LINES), "txs": None, "zs": 60, "jpPath": "2025/06/13/04.jpg"}


def read(value: Any) -> crawler.Article:
    body = json.dumps(value, ensure_ascii=False).encode("utf-8")
    article = crawler.parse(body, audit=True)
    adds_up(article, body)
    return article


@pytest.mark.parametrize("page", [RECORD, [RECORD], {"data": RECORD}, {"code": 0, "msg": "成功", "data": [RECORD]}, {"a": 1, **RECORD, "channel": dict.fromkeys("abcdefghijkl", "电网")}],
                         ids=["bare", "list of one", "wrapped", "wrapped list of one", "with an object of more keys inside"])
def test_record_is_found_one_level_deep(page: Any) -> None:
    article = read(page)
    assert (article.reader.partition("@")[0], article.id) == ("cpnn/json", "cpnn:A1")
    assert (article.title, article.published_at, article.section) == ("青川水电站3号机组大修完成", "2025-06-13", ("04版：发电",))
    assert [(person.name, person.role) for person in article.authors] == [("高远", "reporter"), ("夏晴", "correspondent")]
    assert article.text == "\n\n".join(LINES)


@pytest.mark.parametrize(("change", "expected"), [
    ({"txs": "图为检修现场。高远 摄"}, [(None, "图为检修现场。高远 摄", "高远")]),
    ({"txs": ["水轮机吊装", "现场会"]}, [(None, "水轮机吊装", None), (None, "现场会", None)]),
    ({"txs": [{"desc": "水轮机吊装", "url": "/a/1.jpg"}, {"desc": "现场会", "url": "/a/2.png"}]}, [("/a/1.jpg", "水轮机吊装", None), ("/a/2.png", "现场会", None)]),
    ({"txs": "<p><img src='/a/1.jpg'></p><p>水轮机吊装</p>"}, [("/a/1.jpg", "水轮机吊装", None)]),
    ({"txs": "612"}, []), ({"txs": ""}, []), ({"txs": 612}, []),
])
def test_pictures_and_their_captions(change: dict[str, Any], expected: list[tuple[str | None, str, str | None]]) -> None:
    article = read(RECORD | change)
    assert [(image.url, image.caption, image.credit) for image in article.images] == expected
    assert article.text == "\n\n".join(LINES)


def test_ledger_counts_the_strings_as_shown() -> None:
    article = read(RECORD)
    strings = [value for key, value in RECORD.items() if isinstance(value, str) and key != "content"]
    assert article.ledger.page == sum(map(visible, [*strings, *LINES]))
    assert article.ledger.kept == article.ledger.page - visible(RECORD["guid"] + RECORD["jpPath"])
    assert {(entry.rule.rpartition(":")[2], entry.text) for entry in article.ledger.entries or ()} == {("data", "A1"), ("data", "2025/06/13/04.jpg")}


def test_body_without_markup_entities_and_a_subtitle() -> None:
    article = read(RECORD | {"content": "\n　　".join(LINES), "docTitle": "“光伏&amp;储能”进村来", "fb": "——来自青川的报道", "docPubTime": "20250613"})
    assert (article.title, article.subtitle, article.section, article.published_at) == ("“光伏&储能”进村来", "来自青川的报道", (), "2025-06-13")
    assert article.text == "\n\n".join(LINES)


@pytest.mark.parametrize("source", [
    "[]", "{}", "[1, 2]", '{"a": "电网"}', json.dumps([RECORD, RECORD]), json.dumps({"list": [RECORD, RECORD]}), json.dumps({key: RECORD[key] for key in ("docTitle", "fb")}),
    json.dumps(RECORD)[:200], '{"html": "<p>电</p><p>网</p><p>报</p>"}', "[" * 100_000, '{"docTitle":' * 50_000, json.dumps(RECORD | {"more": ["电"] * 5000}),
])
def test_any_other_json_is_no_article(source: str) -> None:
    with pytest.raises(crawler.NotAnArticle) as found:
        crawler.parse(source.encode("utf-8"))
    assert found.value.kind == "other"


def test_markup_stays_in_its_string() -> None:
    article = read(RECORD | {"content": f"</div></body></html><p>{LINES[0]}</p><table><tr><td><b>{LINES[1]}", "docTitle": "<b>青川</b>水电站"})
    assert (article.title, article.text) == ("青川水电站", "\n\n".join(LINES))


@pytest.mark.parametrize(("text", "form"), [('{"a": 1}', "json"), ("\ufeff [1]\n", "json"), ("[1] 张敏：电力市场", "text"), ("{{ page.title }}", "text")])
def test_form_is_json_only_where_the_whole_source_is(text: str, form: str) -> None:
    assert Page(text.encode("utf-8")).form == form
