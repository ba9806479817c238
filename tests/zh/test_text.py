"""Uniform text, visible characters, hashes, language."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.zh.text import content_hash, fold, language, letters, normalise, visible

MIXED = st.text(alphabet="中文，。,;:!?()（） \u3000\xa0\u200b\ufeffabcＡ１0-9“”…—A%.\n\t）：\ue001", max_size=60)


@pytest.mark.parametrize(("printed", "uniform"), [
    ("7月5日,江苏南京", "7月5日，江苏南京"),
    ("同比增长17.92%", "同比增长17.92%"),
    ("17.92%,同比", "17.92%，同比"),
    ("上午10:22发布", "上午10:22发布"),
    ("共计1,300户", "共计1,300户"),
    ("昇兴股份(002752)1月21日", "昇兴股份(002752)1月21日"),
    ("GWP(全球变暖潜值)", "GWP（全球变暖潜值）"),
    ("1)多因素影响", "1）多因素影响"),
    ("Hello, world (ok): fine!", "Hello, world (ok): fine!"),
    ("He said “yes, no”: ok", "He said “yes, no”: ok"),
    ("为民服务!", "为民服务！"),
    ("你认为?", "你认为？"),
    ("“哪些方面?!”他问", "“哪些方面？！”他问"),
    ("中国电力网:你关心的,就是", "中国电力网：你关心的，就是"),
    ("ＨＦＯ－１２３４ｙｆ", "HFO－1234yf"),
    ("　　两个全角空格　开头", "两个全角空格 开头"),
    ("零\u200b宽\ufeff字\u00ad符", "零宽字符"),
    ("私用\ue010区", "私用区"),
    ("不断行\xa0空格  两个", "不断行 空格 两个"),
    ("活动侧记--遵义供电局...", "活动侧记--遵义供电局..."),
    ('他说"好"', '他说"好"'),
    ("当好“电保姆” 为民生", "当好“电保姆” 为民生"),
    ("（记者 李明)", "（记者 李明）"),
    ("投资11月,A股", "投资11月，A股"),
    ("", ""),
    ("   \n\t ", ""),
])
def test_normalise(printed: str, uniform: str) -> None:
    assert normalise(printed) == uniform


@given(st.one_of(MIXED, st.text()))
def test_normalise_is_idempotent(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert fold(fold(text)) == fold(text)


@given(st.one_of(MIXED, st.text()))
def test_letters_and_digits_survive(text: str) -> None:
    assert letters(normalise(text)) == letters(fold(text))


@given(st.one_of(MIXED, st.text()))
def test_visible_counts_what_folding_keeps_and_private_characters(text: str) -> None:
    private = sum("\ue000" <= c <= "\uf8ff" or c >= "\U000f0000" for c in text)
    assert visible(text) == visible(fold(text)) + private


def test_visible_leaves_out_what_nobody_sees() -> None:
    assert visible("中 文\u200b\u00ad\x00\t\u3000字\ufeff") == 3


def test_two_printings_of_one_text_have_one_hash() -> None:
    assert content_hash("7月5日,用电量1,300万千瓦时(同比 +2%)") == content_hash("７月５日，用电量1，300万千瓦时（同比+2%）")
    assert content_hash("甲") != content_hash("乙")
    assert content_hash("面积20㎡") == content_hash("面积20m2")


@pytest.mark.parametrize(("text", "tag"), [
    ("国家电网公司召开会议，部署迎峰度夏工作。", "zh-Hans"), ("國家電網公司召開會議，部署迎峰度夏工作。", "zh-Hant"),
    ("Power demand rose by 5 percent in July.", "en"), ("電力需要は前年を上回りました。東京電力によると", "ja"), ("2021-07-21", "und"),
])
def test_language(text: str, tag: str) -> None:
    assert language(text) == tag
