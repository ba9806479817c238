"""Every kept page gives what its golden says: a test per page and field, and a lint over the goldens themselves."""
from __future__ import annotations

import re

import pytest
from jsonschema import Draft202012Validator

import crawler
from tests.cases import Case, articles, cases, golden_text, parsed

NOT_FIELDS = {"reviewed", "removed", "verdict", "reason"}
FIELDS = [pytest.param(case, field, id=f"{case.name}:{field}") for case in articles() for field in case.golden if field not in NOT_FIELDS]
BOILERPLATE = re.compile(r"责任编辑[:：]|相关阅读|版权声明|免责声明|返回首页|扫描.{0,4}二维码|查看更多\s*[>＞]|我要投稿|上一篇[:：]|下一篇[:：]|打印本页|关闭窗口")


@pytest.mark.parametrize(("case", "field"), FIELDS)
def test_field(case: Case, field: str) -> None:
    assert parsed(case.name)[field] == case.golden[field]


@pytest.mark.parametrize("case", [c for c in articles() if "body" in c.golden], ids=lambda c: c.name)
def test_text_is_the_body(case: Case) -> None:
    assert parsed(case.name)["text"] == golden_text(case.golden)


@pytest.mark.parametrize("case", [c for c in cases() if "verdict" in c.golden], ids=lambda c: c.name)
def test_verdict(case: Case) -> None:
    with pytest.raises(crawler.NotAnArticle) as found:
        case.parse()
    assert found.value.kind == case.golden["verdict"]
    assert found.value.reason


@pytest.mark.parametrize("case", [c for c in articles() if c.golden.get("removed")], ids=lambda c: c.name)
def test_removed_stands_in_the_ledger(case: Case) -> None:
    article = parsed(case.name)
    entries = "\n".join(entry["text"] for entry in article["ledger"]["entries"])
    for phrase in case.golden["removed"]:
        assert phrase in entries, phrase
        assert phrase not in article["text"]


@pytest.mark.parametrize("case", articles(), ids=lambda c: c.name)
def test_item_fits_the_schema(case: Case) -> None:
    Draft202012Validator(crawler.SCHEMA).validate(parsed(case.name))


@pytest.mark.parametrize("case", cases(), ids=lambda c: c.name)
def test_golden_is_reviewed(case: Case) -> None:
    assert case.golden.get("reviewed") is True


@pytest.mark.parametrize("case", articles(), ids=lambda c: c.name)
def test_golden_lint(case: Case) -> None:
    golden = case.golden
    text = golden_text(golden)
    assert "\ufffd" not in str(golden)
    assert not re.search(r"[_|｜-]\s*(?:\S*(?:网|金融消息|频道|新闻中心))$", golden["title"] or "")
    assert not {person["name"] for person in golden["authors"]} & set(golden["editors"])
    assert "T00:00:00" not in (golden["published_at"] or "")
    assert not BOILERPLATE.search(text)
    paragraphs = [block["text"] for block in golden["body"] if block["type"] == "paragraph"]
    assert len(paragraphs) == len(set(paragraphs))
    assert not any(re.search(r"icon|logo|qrcode|spacer|\.svg", image["url"] or "", re.I) for image in golden["images"])
    assert golden["images"] == [{k: b[k] for k in ("url", "caption", "credit")} for b in golden["body"] if b["type"] == "image"]
