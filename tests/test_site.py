"""Which site a page belongs to, and the addresses and ids that a site gives."""
from __future__ import annotations

import pytest

from crawler.page import Page
from crawler.site import by_name, select, site_of, sites

PAGE = b"<html><head><title>%s</title></head><body><p>x</p></body></html>"


@pytest.mark.parametrize(("url", "name"), [
    ("https://finews.withounder.com/emnews/2022/01/21/202201212257099936.html", "finews"),
    ("https://finews.zning.me/emnews/2022/01/21/202201212257099936.html", "finews"),
    ("http://www.chinapower.com.cn/dww/20210721/1.html", "chinapower"), ("http://mm.chinapower.com.cn/x/20210721/1.html", "chinapower"),
    ("http://chinapower.com.cn/zk/zjgd/20210324/60163.html", "chinapower"),
    ("https://news.bjx.com.cn/html/20111013/1.shtml", "bjx"), ("https://HUANBAO.bjx.com.cn/news/20111013/1.shtml", "bjx"),
    ("http://www.chinasmartgrid.com.cn/news/20150101/1.shtml", "bjx"),
    ("https://www.nea.gov.cn/20260916/dbc37cd08438465f98d539873064d4fe/c.html", "nea"), ("http://zfxxgk.nea.gov.cn/2024-04/02/c_1310771072.htm", "nea"),
    ("http://www.sgcc.com.cn/xwzx/gsyw/tpxw/2008/10/174096.shtml", "sgcc"), ("https://www.csg.cn/xwzx/2026/2026gsyw/202608/t20260818_356897.html", "csg"),
    ("http://www.indaa.com.cn/dwjs/", "sgcc_news"), ("https://yq.cpnn.com.cn/a/202001/t20200101_1.html", "cpnn"),
    ("https://notbjx.com.cn/html/20111013/1.shtml", "generic"), ("https://bjx.com.cn.example.com/html/1.shtml", "generic"),
])
def test_site_by_host(url: str, name: str) -> None:
    assert site_of(Page(b"<p>x</p>", url)).name == name


@pytest.mark.parametrize(("title", "name"), [
    ("国家能源局发布数据-北极星储能网", "bjx"), ("省网新闻 | 金融消息", "finews"), ("江苏电力办实事_电力网", "chinapower"), ("北极星储能网介绍", "generic"), ("金融消息", "generic"),
])
def test_site_by_title_suffix(title: str, name: str) -> None:
    assert site_of(Page(PAGE % title.encode())).name == name


@pytest.mark.parametrize(("site", "url", "canonical"), [
    ("chinapower", "https://mm.chinapower.com.cn/dww/20210721/1.html?from=singlemessage#top", "http://www.chinapower.com.cn/dww/20210721/1.html?from=singlemessage"),
    ("chinapower", "http://www.chinapower.com.cn:80/dww/20210721/1.html?utm_source=wx&id=3", "http://www.chinapower.com.cn/dww/20210721/1.html?id=3"),
    ("bjx", "http://huanbao.bjx.com.cn/news/20111013/1.shtml", "https://huanbao.bjx.com.cn/news/20111013/1.shtml"),
    ("finews", "http://finews.zning.me/emnews/2022/01/21/2.html", "https://finews.withounder.com/emnews/2022/01/21/2.html"),
    ("cpnn", "https://cpnn.com.cn/news/xny/202406/t20240604_1706589_wap.html", "https://cpnn.com.cn/news/xny/202406/t20240604_1706589.html"),
    ("generic", "HTTP://News.Example.COM/a.html?id=7&spm=x#c", "http://news.example.com/a.html?id=7"),
    ("generic", "https://news.example.com/a?b=%E7%94%B5&a=", "https://news.example.com/a?b=%E7%94%B5&a="),
    ("generic", "https://news.example.com:8443", "https://news.example.com:8443/"),
])
def test_canonical_url(site: str, url: str, canonical: str) -> None:
    assert by_name(site).canonical_url(url) == canonical


@pytest.mark.parametrize(("url", "number"), [
    ("https://finews.withounder.com/cailianshe/2022/05/30/NW202205302396671645.html", "202205302396671645"),
    ("https://finews.withounder.com/emnews/2022/05/30/202205302396671645.html", "202205302396671645"),
    ("https://finews.withounder.com/sitenews/2021/12/01/init.html", "init"),
    ("http://mm.chinapower.com.cn/flfd/hsfd/20240102/230553.html", "230553"), ("http://www.chinapower.com.cn/guonei/201312/5.html", "5"),
    ("https://news.bjx.com.cn/html/20260915/1512829.shtml", "1512829"), ("https://m.bjx.com.cn/mnews/20260915/1512829.shtml", "1512829"),
    ("https://news.bjx.com.cn/html/20131018/466546-2.shtml", "466546"),
    ("https://epaper.sgcctop.com/202506/13/con-746458.html", "746458"), ("http://www.indaa.com.cn/xwzx/yw_btxw/201704/t20170418_451203.html", "451203"),
    ("https://cpnn.com.cn/news/xny/202406/t20240604_1706589_wap.html", "1706589"), ("http://www.cpnn.com.cn/zdyw/202107/t20210713_1404478.html", "1404478"),
    ("https://cpnn.com.cn/qiye/jishu2023/202605/t20260512_1886952.html", "1886952"),
    ("https://www.nea.gov.cn/20260916/dbc37cd08438465f98d539873064d4fe/c.html", "dbc37cd08438465f98d539873064d4fe"),
    ("http://www.nea.gov.cn/2012-12/19/c_132049418.htm", "132049418"), ("http://nea.gov.cn/2012-12/19/c_132049418_2.htm", "132049418"),
    ("http://zfxxgk.nea.gov.cn/auto87/201608/t20160823_2289.htm", "2289"),
    ("http://www.sgcc.com.cn/xwzx/gsyw/tpxw/2008/10/174096.shtml", "174096"),
    ("http://www.sgcc.com.cn/html/sgcc_main/col2017021449/2018-01/16/20180116173153474246178_1.shtml", "20180116173153474246178"),
    ("https://www.csg.cn/xwzx/2026/2026gsyw/202608/t20260818_356897.html", "356897"), ("http://csg.cn/xwzx/2017/gsyw/201703/t20170302_152415_1.html", "152415"),
])
def test_article_id(url: str, number: str) -> None:
    page = Page(b"<p>x</p>", url)
    from crawler.reader import RawArticle
    assert site_of(page).article_id(page, RawArticle("x")) == number


@pytest.mark.parametrize("url", [
    "https://henb.nea.gov.cn/xxgk/zcfg/202402/t20240226_257102.html", "http://www.js.sgcc.com.cn/xwzx/gsyw/yxfc/2017/08/10233.shtml",
    "https://www.gd.csg.cn/xwzx/202608/t20260818_356897.html", "https://www.nea.gov.cn/xwzx/nyyw.htm", "https://www.csg.cn/xwzx/2026/2026gsyw/index_1.html",
])
def test_no_id_of_the_site(url: str) -> None:
    """An office's or a subsidiary's number is its own; a list has none."""
    from crawler.reader import RawArticle
    page = Page(b"<p>x</p>", url)
    assert site_of(page).article_id(page, RawArticle("x")) is None


@pytest.mark.parametrize(("site", "url", "day"), [
    ("sgcc_news", "https://epaper.sgcctop.com/202506/13/con-746458.html", ("2025-06-13", "202506/13")),
    ("sgcc_news", "https://epaper.sgcctop.com/202502/30/con-746458.html", None),
    ("sgcc_news", "http://www.indaa.com.cn/xwzx/yw_btxw/201704/t20170418_451203.html", None),
    ("generic", "https://epaper.sgcctop.com/202506/13/con-746458.html", None),
])
def test_day_of_issue_that_an_address_says(site: str, url: str, day: tuple[str, str] | None) -> None:
    found = by_name(site).issue_day(url)
    assert (found and (found.value, found.raw)) == day


@pytest.mark.parametrize(("source", "url"), [
    (b'<link rel="canonical" href="https://a.cn/1.html"><p>x</p>', "https://a.cn/1.html"),
    (b"<link href='https://a.cn/1.html?a=1&amp;b=2' rel=canonical><p>x</p>", "https://a.cn/1.html?a=1&b=2"),
    (b'<meta property="og:url" content="https://a.cn/1.html"><p>x</p>', "https://a.cn/1.html"),
    (b"<!-- saved from url=(0020)https://a.cn/1.html -->\r\n<html><p>x</p>", "https://a.cn/1.html"),
    (b"<html><!--\n Page saved with SingleFile \n url: https://a.cn/1.html \n saved date: x -->", "https://a.cn/1.html"),
    (b'<link rel="canonical" href="https://a.cn/"><p>x</p>', None), (b'<link rel="canonical" href="/1.html"><p>x</p>', None),
    (b'<link rel="stylesheet" href="https://a.cn/1.css"><p>x</p>', None),
])
def test_url_that_the_page_names(source: bytes, url: str | None) -> None:
    assert Page(source).url == url


def test_selectors_give_what_css_means() -> None:
    page = Page(b"<div class='a b'><p class=a>1</p><i id=x class='b'>2</i></div><p class=ab>3</p>")
    tags = {css: [e.tag for e in select(page, css)] for css in (".a", "p.a", ".a.b", "div.b i", "#x", "div #x", ".b, p", "//p[@class='ab']", ".a > p", ".none")}
    assert tags == {".a": ["div", "p"], "p.a": ["p"], ".a.b": ["div"], "div.b i": ["i"], "#x": ["i"], "div #x": ["i"], ".b, p": ["div", "p", "i", "p"],
                    "//p[@class='ab']": ["p"], ".a > p": ["p"], ".none": []}


def test_sites_are_found_and_each_can_be_recognised() -> None:
    assert list(sites()) == ["bjx", "china_energy_news", "chinapower", "cpnn", "csg", "epaper", "finews", "hunan_daily", "nea", "people", "people_daily", "sgcc",
                             "sgcc_news", "tibet_daily", "xinhua"]
    for site in sites().values():
        assert site.layouts
        assert site.hosts or site.any_host
