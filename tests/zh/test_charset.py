"""The charset traps of Chinese pages, each with bytes of its own."""
from __future__ import annotations

import pytest

from crawler.zh.charset import decode

TEXT = "国家电网公司朱镕基、陶喆出席会议，部署迎峰度夏。用电量㎡①"
PAGE = "<html><head><meta charset={}><title>用电</title></head><body><p>" + TEXT + "</p></body></html>"


@pytest.mark.parametrize(("label", "charset"), [("utf-8", "utf-8"), ("gbk", "gb18030"), ("gb2312", "gb18030"), ("GB2312", "gb18030"), ("gb18030", "gb18030")])
def test_meta_is_believed_and_gb2312_means_gb18030(label: str, charset: str) -> None:
    found = decode(PAGE.format(label).encode(charset))
    assert (found.text, found.charset, found.origin, found.damaged) == (PAGE.format(label), charset, "meta", 0)


def test_header_names_the_charset() -> None:
    found = decode(TEXT.encode("gb18030"), "text/html; charset=GBK")
    assert (found.text, found.charset, found.origin) == (TEXT, "gb18030", "header")


@pytest.mark.parametrize("lie", ["ISO-8859-1", "iso-8859-1", "latin1", "windows-1252", "us-ascii"])
def test_single_byte_header_over_a_gbk_page_is_a_lie(lie: str) -> None:
    found = decode(PAGE.format("gbk").encode("gb18030"), f"text/html; charset={lie}")
    assert found.text == PAGE.format("gbk")


def test_header_that_says_gbk_over_a_utf8_page() -> None:
    assert decode(TEXT.encode("utf-8"), "text/html; charset=gbk").text == TEXT


def test_meta_that_says_utf8_over_a_gbk_page() -> None:
    assert decode(PAGE.format("utf-8").encode("gb18030")).text == PAGE.format("utf-8")


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16"])
def test_byte_order_mark(charset: str) -> None:
    found = decode(TEXT.encode(charset))
    assert (found.text, found.origin) == (TEXT, "bom")


def test_short_unlabelled_gbk() -> None:
    assert decode("电力".encode("gbk")).text == "电力"


@pytest.mark.parametrize(("charset", "cut"), [("utf-8", 1), ("utf-8", 2), ("gb18030", 1)])
def test_cut_off_inside_a_character(charset: str, cut: int) -> None:
    body = (TEXT + "电").encode(charset)[:-cut]
    found = decode(body, f"text/html; charset={charset}")
    assert found.text.startswith(TEXT)
    assert "\ufffd" not in found.text
    assert found.damaged == 1


def test_big5() -> None:
    text = "國家電力公司在這個月的用電量是去年的兩倍，我們認為不會有問題。" * 3
    assert decode(text.encode("big5")).text == text
    assert decode(text.encode("big5"), "text/html; charset=big5").text == text


def test_damaged_bytes_are_counted_and_nothing_raises() -> None:
    found = decode(TEXT.encode("utf-8") + b"\xff\xff\xff\xff" + TEXT.encode("utf-8"))
    assert found.damaged > 0
    assert found.charset == "utf-8"


@pytest.mark.parametrize("name", ["nonsense", "utf-16", "rot13", "hex", "x" * 29])
def test_unknown_or_impossible_names_are_passed_over(name: str) -> None:
    assert decode(PAGE.format(name).encode("gb18030")).text == PAGE.format(name)
