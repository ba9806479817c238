"""The address in a file's name: right, or none."""
from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from crawler.addresses import address_in
from tests.cases import Case, articles

KNOWN = [case for case in articles() if case.known.get("url") and not urlsplit(case.known["url"]).query and "site" not in case.known]
TOLD = 40
"""So many of the kept pages' addresses can be told at least."""


def name_of(url: str) -> str:
    """What scripts make of an address."""
    parts = urlsplit(url)
    return parts.netloc + parts.path.replace("/", "_")


@pytest.mark.parametrize("ending", ["", ".html", ".mhtml", ".html.gz", ".txt"])
@pytest.mark.parametrize("case", KNOWN, ids=lambda c: c.name)
def test_it_is_right_or_none(case: Case, ending: str) -> None:
    found = address_in(name_of(case.known["url"]) + ending)
    if found is not None:
        told, real = urlsplit(found), urlsplit(case.known["url"])
        assert (told.netloc, told.path) == (real.netloc, real.path)


def test_most_addresses_can_be_told() -> None:
    assert sum(address_in(name_of(case.known["url"]) + ".html") is not None for case in KNOWN) >= TOLD


@pytest.mark.parametrize("name", [
    "www.indaa.com.cn_xwzx_yw_btxw_201704_t20170418_451203.html",  # channels there have _ in their names: /yw_btxw/ or /yw/btxw/
    "example.com_html_20260915_1512829.shtml.html", "news.bjx.com.cn_html_20260915.html", "news.bjx.com.cn_.html", "1512829.shtml.html",
    "news.bjx.com.cn_html_20260915_1512829.shtml.exe", "news.bjx.com.cn" + "_a" * 60 + ".html", "_" * 4000, "页面.html", "",
])
def test_doubt_gives_none(name: str) -> None:
    assert address_in(name) is None


@pytest.mark.parametrize(("name", "address"), [
    ("news.bjx.com.cn_html_20260915_1512829.shtml.html", "https://news.bjx.com.cn/html/20260915/1512829.shtml"),
    ("NEWS.bjx.com.cn_html_20260915_1512829-2.shtml", "https://news.bjx.com.cn/html/20260915/1512829-2.shtml"),
    ("epaper.voc.com.cn_hnrb_html_2014-07_12_content_30201.htm.html", "https://epaper.voc.com.cn/hnrb/html/2014-07/12/content_30201.htm"),
    ("cpnn.com.cn_news_nytt_202406_t20240604_1706589_wap.html", "https://cpnn.com.cn/news/nytt/202406/t20240604_1706589_wap.html"),
    ("www.nea.gov.cn_2024-03_18_c_1310768041.htm", "https://www.nea.gov.cn/2024-03/18/c_1310768041.htm"),
])
def test_addresses_with_marks_of_their_own(name: str, address: str) -> None:
    assert address_in(name) == address
