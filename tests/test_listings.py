"""Lists: which a site has, and what one of their pages says. Pages are written by hand from what is known of the templates."""
from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from datetime import date

import pytest

from crawler import listings
from crawler.listings import Entry, Listed, all_before, day_in, in_range, issue, known_sections, read, starts
from crawler.page import Page
from crawler.site import Issues, Listing, by_name, links_in, site_at, sites
from tests.cases import HERE


def listed(site: str, body: str | bytes, url: str, listing: Listing | Issues | None = None, number: int = 1, first: str | None = None,
           headers: dict[str, str] | None = None) -> Listed:
    """What a page of the first list of `site`, or of `listing`, says."""
    known = by_name(site)
    return read(Page(body.encode() if isinstance(body, str) else body, url, headers), known, listing or known.listings[0], number, first)


def kept(name: str) -> Listed:
    """What the kept page of a list says."""
    folder = HERE / "pages" / name
    page = Page((folder / "page.html").read_bytes(), json.loads((folder / "page.json").read_text(encoding="utf-8"))["url"])
    site = site_at(page.url or "")
    assert site is not None
    listing: Listing | Issues = site.issues[0] if site.issues else site.listings[0]
    if site.name == "sgcc_news" and "indaa" in (page.url or ""):
        listing = site.listings[1]
    return read(page, site, listing)


# ---------------------------------------------------------------------------------------------------- templates
BJX = "https://guangfu.bjx.com.cn/mq/"
BJX_ENTRIES = [Entry("https://guangfu.bjx.com.cn/news/20260915/1512829.shtml", "两部门：完善分布式光伏并网管理的通知", "2026-09-15"),
               Entry("https://news.bjx.com.cn/html/20260914/1512700.shtml", "某省启动第三批竞争性配置", "2026-09-14")]


@pytest.mark.parametrize(("body", "entries"), [
    pytest.param("""<div class="cc-list"><div class="cc-list-content"><ul>
        <li><a href="/news/20260915/1512829.shtml" title="两部门：完善分布式光伏并网管理的通知" target="_blank">两部门：完善分布式光伏并网…</a><span>2026-09-15</span></li>
        <li><a href="https://news.bjx.com.cn/html/20260914/1512700.shtml" title="某省启动第三批竞争性配置">某省启动第三批竞争性配置</a><span>2026-09-14</span></li>
        </ul></div></div><div class="right"><ul class="active"><li><a href="/news/20260920/1513999.shtml">更新的热点</a></li></ul></div>""", BJX_ENTRIES, id="new"),
    pytest.param("""<div class="list_left"><ul><li><a href="/news/20260915/1512829.shtml">两部门：完善分布式光伏并网管理的通知</a><span>2026-09-15</span></li>
        <li><a href="https://news.bjx.com.cn/html/20260914/1512700.shtml">某省启动第三批竞争性配置</a><span>2026-09-14</span></li></ul></div>""", BJX_ENTRIES, id="old"),
    pytest.param("""<div class="cc-list"><ul><li><div class="top"><a href="/news/20260915/1512829.shtml">两部门：完善分布式光伏并网管理的通知</a></div>
        <div class="bottom"><div class="left"><p>通知称，自2026年10月1日起，各地应当公开接入能力。</p></div><div class="right"><p><em>来源：北极星</em><em>2026-09-15</em></p></div></div></li>
        <li><div class="top"><a href="https://news.bjx.com.cn/html/20260914/1512700.shtml">某省启动第三批竞争性配置</a></div>
        <div class="bottom"><div class="right"><p><em>来源：某报</em><em>2026-09-14</em></p></div></div></li></ul></div>""", BJX_ENTRIES, id="综合能源"),
    pytest.param("""<ul class="news-list-ul"><li><a href="/news/20260915/1512829.shtml">两部门：完善分布式光伏并网管理的通知</a><i>2026-09-15</i></li>
        <li><a href="https://news.bjx.com.cn/html/20260914/1512700.shtml">某省启动第三批竞争性配置</a><i>2026-09-14</i></li></ul>""", BJX_ENTRIES, id="碳管家"),
    pytest.param("""<ul class="list_left_ul"><li><a href="/news/20260915/1512829.shtml">两部门：完善分布式光伏并网管理的通知</a><span>[2026/9/15]</span></li>
        <li><a href="https://news.bjx.com.cn/html/20260914/1512700.shtml">某省启动第三批竞争性配置</a><span>[2026/9/14]</span></li></ul>""", BJX_ENTRIES, id="智能电网"),
])
@pytest.mark.parametrize("pager", ['<div class="cc-paging"><a class="disabled">上一页</a><a href="/mq/2/">2</a><a href="/mq/2/">下一页</a></div>',
                                   '<div class="tempa page btemp"><a title="下一页" href="2/">&gt;</a></div>'])
def test_bjx(body: str, entries: list[Entry], pager: str) -> None:
    assert listed("bjx", f"<html><body>{body}{pager}</body></html>", BJX) == (entries, [f"{BJX}2/"], False)


@pytest.mark.parametrize(("body", "entry"), [
    pytest.param("""<ul><li class="headlinelist"><a class="img" href="http://www.chinapower.com.cn/dww/swxw/20210917/100758.html" title="某省电动汽车充电量创新高"><img src="/1.jpg"></a>
        <div><a href="http://www.chinapower.com.cn/dww/swxw/20210917/100758.html" title="某省电动汽车充电量创新高">某省电动汽车充电量创新高</a>
        <p>截至2021年8月31日，全省充电桩……</p><span>2021-09-18 10:15</span></div></li></ul>""",
                 Entry("http://www.chinapower.com.cn/dww/swxw/20210917/100758.html", "某省电动汽车充电量创新高", "2021-09-18T10:15:00+08:00"), id="desktop"),
    pytest.param("""<div class="ns_nr"><ul class="list00"><li><span>·</span><a href="/guonei/201312/86.html">某水电站首台机组投产</a><span>2013-12-05</span></li></ul></div>""",
                 Entry("http://www.chinapower.com.cn/guonei/201312/86.html", "某水电站首台机组投产", "2013-12-05"), id="old"),
    pytest.param("""<div class="small"><a href="/fd/jcdt/20240102/230553.html"><p>某电厂完成机组检修</p></a><a href="/fd/jcdt/">基层动态</a></div>""",
                 Entry("http://www.chinapower.com.cn/fd/jcdt/20240102/230553.html", "某电厂完成机组检修", "2024-01-02"), id="mobile"),
])
def test_chinapower(body: str, entry: Entry) -> None:
    found = listed("chinapower", body, "http://www.chinapower.com.cn/dww/")
    assert found.entries[0] == entry
    assert (found.next, found.supposed) == (["http://www.chinapower.com.cn/dww/index_2.html"], True)


def test_cpnn() -> None:
    new = listed("cpnn", """<div class="cpnnlist_l"><ul><li><a href="./202406/t20240610_1706000.html" title="配网自动化改造完成">配网自动化改造…</a><b class="fr">2024-06-10</b></li></ul></div>
        <a id="pagenav_0" href="index.html">1</a><a id="pagenav_1" href="index_1.html">2</a><a id="pagenav_2" href="index_2.html">3</a>""", "https://cpnn.com.cn/news/xny/")
    assert new == ([Entry("https://cpnn.com.cn/news/xny/202406/t20240610_1706000.html", "配网自动化改造完成", "2024-06-10")],
                   ["https://cpnn.com.cn/news/xny/index_1.html", "https://cpnn.com.cn/news/xny/index_2.html"], False)
    old = listed("cpnn", """<div class="cpnn-content-left-list"><ul><li><h1><a href="./202107/t20210713_1404478.html">新型储能电站首次参与调峰</a></h1>
        <p>新型储能电站首次参与调峰，相关工作按计划推进。</p><span>21.07.12</span></li></ul></div><a href="default_1.htm">下一页</a>""".encode("gb18030"),
                 "http://www.cpnn.com.cn/zdyw/default.htm", by_name("cpnn").listings[1], headers={"content-type": "text/html; charset=gbk"})
    assert old == ([Entry("http://www.cpnn.com.cn/zdyw/202107/t20210713_1404478.html", "新型储能电站首次参与调峰", "2021-07-12")],
                   ["http://www.cpnn.com.cn/zdyw/default_1.htm"], False)
    home = listed("cpnn", """<ul class="infoList"><li><a href="https://cpnn.com.cn/news/nytt/202607/t20260701_1900001.html">迎峰度夏首周负荷创新高</a><span>07-01</span></li></ul>
        <ul class="menu"><li><a href="/news/xny/">新能源</a></li></ul>""", "https://cpnn.com.cn/", by_name("cpnn").listings[2])
    assert home == ([Entry("https://cpnn.com.cn/news/nytt/202607/t20260701_1900001.html", "迎峰度夏首周负荷创新高", "2026-07-01")], [], False)


def test_sgcc_news() -> None:
    drawn = listed("sgcc_news", """<svg class="hot"><polygon class="area" points="0,0" title="河湾供电公司服务驿站开到园区" data-pageid="1" data-contentid="746450"></polygon>
        <polygon class="area" title="柳泉配网自动化改造完成" data-pageid="2" data-contentid="746455"></polygon><polygon class="area" title="广告"></polygon></svg>
        <div class="pager"><a href="#page=1">上一版</a></div>""", "https://epaper.sgcctop.com/202506/13/", by_name("sgcc_news").issues[0])
    assert drawn == ([Entry("https://epaper.sgcctop.com/202506/13/con-746450.html", "河湾供电公司服务驿站开到园区", "2025-06-13"),
                      Entry("https://epaper.sgcctop.com/202506/13/con-746455.html", "柳泉配网自动化改造完成", "2025-06-13")], [], False)
    indaa = kept("sgcc_news/list")
    assert indaa.entries[0] == Entry("http://www.indaa.com.cn/xwzx/yw_btxw/201704/t20170410_450000.html", "望江线路防山火巡视全面展开助力乡村振兴", "2017-04-10")
    assert (len(indaa.entries), indaa.next) == (15, ["http://www.indaa.com.cn/xwzx/yw_btxw/index_2814_1.html"])


def test_nea_and_csg() -> None:
    nea = listed("nea", """<ul class="list01"><li><a href="../../20251225/135a236edc1b048507cbd56630a17d05/c.html">国家能源局召开迎峰度冬会议</a><span class="date">(2025-12-25)</span></li>
        <li><a href="http://www.nea.gov.cn/2012-12/19/c_132049418.htm">某规划发布</a><span class="date">(2012-12-19)</span></li></ul>
        <div><span>1</span> <a href="nyyw_2.htm">2</a> <a href="nyyw_3.htm">3</a> <a href="nyyw_2.htm">下一页</a></div>""", "https://www.nea.gov.cn/xwzx/nyyw.htm")
    assert nea == ([Entry("https://www.nea.gov.cn/20251225/135a236edc1b048507cbd56630a17d05/c.html", "国家能源局召开迎峰度冬会议", "2025-12-25"),
                    Entry("http://www.nea.gov.cn/2012-12/19/c_132049418.htm", "某规划发布", "2012-12-19")], ["https://www.nea.gov.cn/xwzx/nyyw_2.htm"], False)
    csg = listed("csg", """<div class="list-news"><ul><li><a href="./202608/t20260818_356897.html">西电东送创新高</a><span>2026-08-18</span></li></ul></div>
        <div id="page"><span>1</span><a href="index_1.html">2</a><a href="index_1.html">&gt;</a><a href="index_9.html">&gt;&gt;</a></div>""", "https://www.csg.cn/xwzx/2026/2026gsyw/")
    assert csg == ([Entry("https://www.csg.cn/xwzx/2026/2026gsyw/202608/t20260818_356897.html", "西电东送创新高", "2026-08-18")],
                   ["https://www.csg.cn/xwzx/2026/2026gsyw/index_1.html"], False)


OLD_NODE = """<map name=PagePicMap><Area coords="1,2" shape="polygon" href="./content_1187730.htm?div=-1"><Area coords="1,2" shape="polygon" href="./content_1187731.htm?div=-1"></map>
<table id="titleList"><tr><td><a href=./content_1187730.htm?div=-1><div style="display:inline" id=mp1187730>今天进入中伏</div></a></td></tr>
<tr><td><a href=./content_1187731.htm?div=-1><div style="display:inline">高温里的“云端舞者”</div></a></td></tr></table>
<div id=bmdh style="display:none"><table><TR><TD>&nbsp;<a href=node_201.htm id=pageLink>第01版：要闻</a></TD><TD><a href=../../../images/2024-07/26/01/page01_pdf.pdf><IMG src=x.gif></a></TD></TR>
<TR><TD>&nbsp;<a href=node_202.htm id=pageLink>第02版：要闻</a></TD><TD><a href=../../../images/2024-07/26/02/page02_pdf.PDF><IMG src=x.gif></a></TD></TR></table></div>"""
NEW_NODE = """<map name="PagePicMap"><area shape="polygon" href="../../../content/202503/07/content_30061810.html"></map>
<div class="swiper-slide"><a id="pageLink" href="node_01.html">01版：要闻</a></div><div class="swiper-slide"><a id="pageLink" href="node_02.html">02版：要闻</a></div>
<ul class="news-list"><li><a href="../../../content/202503/07/content_30061810.html">青海新能源装机突破5000万千瓦</a></li></ul>"""


def test_printed_pages() -> None:
    old = listed("hunan_daily", OLD_NODE, "https://epaper.voc.com.cn/hnrb/html/2024-07/26/node_201.htm", by_name("hunan_daily").issues[0])
    folder = "https://epaper.voc.com.cn/hnrb/html/2024-07/26/"
    assert old == ([Entry(f"{folder}content_1187730.htm?div=-1", "今天进入中伏", "2024-07-26"), Entry(f"{folder}content_1187731.htm?div=-1", "高温里的“云端舞者”", "2024-07-26")],
                   [f"{folder}node_201.htm", f"{folder}node_202.htm"], False)
    new = listed("people_daily", NEW_NODE, "https://paper.people.com.cn/rmrb/pc/layout/202503/07/node_01.html", by_name("people_daily").issues[0])
    assert new == ([Entry("https://paper.people.com.cn/rmrb/pc/content/202503/07/content_30061810.html", "青海新能源装机突破5000万千瓦", "2025-03-07")],
                   [f"https://paper.people.com.cn/rmrb/pc/layout/202503/07/node_0{n}.html" for n in (1, 2)], False)


@pytest.mark.parametrize(("name", "count", "first", "onward"), [
    ("chinapower/list", 24, Entry("http://www.chinapower.com.cn/flfd/hsfd/20210905/102234.html", "大唐发电：数字化班组建设提速 500千伏", "2021-09-28T09:15:00+08:00"),
     ["http://www.chinapower.com.cn/dww/swxw/index_3.html"]),
    ("cpnn/list", 18, Entry("https://cpnn.com.cn/news/xny/202406/t20240610_1706000.html", "南屏供电公司配网自动化改造完成", "2024-06-10"),
     ["https://cpnn.com.cn/news/xny/index_1.html"]),
    ("cpnn/list-old", 14, Entry("http://www.cpnn.com.cn/zdyw/202107/t20210710_1404000.html", "图说：永丰供电公司新型储能电站首次参与调峰 服务半径再缩短", "2021-07-10"), None),
    ("csg/list", 20, Entry("https://www.csg.cn/xwzx/2017/gsyw/201706/t20170420_156009.html", "供电局开展春季安全大检查", "2017-05-22"),
     ["https://www.csg.cn/xwzx/2026/2026gsyw/index_1.html"]),
    ("nea/list", 24, Entry("https://www.nea.gov.cn/20251225/135a236edc1b048507cbd56630a17d05/c.html", "冀北电力司完成44项迎峰度夏重点任务", "2026-09-13"),
     ["https://www.nea.gov.cn/xwzx/nyyw_2.htm"]),
    ("sgcc/list", 20, Entry("http://www.sgcc.com.cn/xwzx/gsyw/yxfc/2017/08/340981.shtml", "规划院部署冬季供暖保电工作", "2017-08-19"),
     ["http://www.sgcc.com.cn/xwzx/gsyw/yxfc/index_3.shtml"]),
    ("sgcc_news/issue", 8, Entry("https://epaper.sgcctop.com/202506/13/con-746450.html", "图说：云溪供电公司供电服务驿站开到园区 服务半径再缩短", "2025-06-13"), []),
    ("hunan_daily/node", 4, Entry("https://epaper.voc.com.cn/hnrb/html/2024-07/26/content_1187730.htm?div=-1", "今天进入中伏", "2024-07-26"),
     [f"https://epaper.voc.com.cn/hnrb/html/2024-07/26/node_{n}.htm" for n in range(201, 213)]),
    ("china_energy_news/node", 3, None, None), ("people_daily/node", 3, None, None),
    ("tibet_daily/node", 6, Entry("http://epaper.chinatibetnews.com/xzrb/202308/26/content_219950.html", "我区秋收有序推进", "2023-08-26"), None),
])
def test_kept_lists(name: str, count: int, first: Entry | None, onward: list[str] | None) -> None:
    found = kept(name)
    assert len(found.entries) == count
    assert all(entry.title and entry.date for entry in found.entries)
    assert first is None or found.entries[0] == first
    assert onward is None or found.next == onward


def test_finews_category() -> None:
    folder = HERE / "pages" / "finews" / "category-list"
    found = listed("finews", (folder / "page.html").read_bytes(), "https://finews.withounder.com/category/zhongguodianlibao.html", by_name("finews").listings[1])
    assert len(found.entries) == 20
    assert found.entries[0] == Entry("https://finews.withounder.com/zhongguodianlibao/2022/05/28/NW202205202391000000.html", "两部委：2025年新型储能装机规模达3000万千瓦以上", "2022-05-28")
    assert found.next == []


# ---------------------------------------------------------------------------------------------------- rows
ROWS = Listing("http://news.example.cn/a/", links="ul.l li a, div.l a")
AT = "http://news.example.cn/a/"


def rows(body: str, listing: Listing = ROWS, url: str = AT) -> Listed:
    return listed("generic", body, url, listing)


@pytest.mark.parametrize(("row", "day"), [
    ('<a href="1.html">某地电网工程投产送电</a><span>2021-07-21</span>', "2021-07-21"),
    ('<span>2021/7/21</span><a href="1.html">某地电网工程投产送电</a>', "2021-07-21"),
    ('<a href="1.html">某地电网工程投产送电</a> (2021-07-21)', "2021-07-21"),
    ('<a href="1.html">某地电网工程投产送电</a><em>2021年07月21日 09:15</em>', "2021-07-21T09:15:00+08:00"),
    ('<a href="1.html">某地电网工程投产送电</a><span>发布时间：2021-07-21</span>', "2021-07-21"),
    ('<a href="1.html">某地电网工程投产送电</a><span>来源：国家能源局电力可靠性管理中心 2021-07-21</span>', "2021-07-21"),
    ('<a href="1.html">某地电网工程投产送电</a><span>[07-21]</span>', None),
    ('<a href="20210720/1.html">某地电网工程投产送电</a><span>[07-21]</span>', "2021-07-20"),
    ('<a href="20210720/1.html">某地电网工程投产送电</a><span>2021-07-21</span>', "2021-07-21"),
    ('<a href="1.html">某地电网工程投产送电</a>', None),
    ('<a href="1.html">某地电网工程投产送电<span>2021-07-21</span></a>', "2021-07-21"),
    ('<a href="1.html"><i>[2021-07-21]</i>某地电网工程投产送电</a>', "2021-07-21"),
    ('<a href="1.html" title="某地电网工程投产送电">某地电网工程投产送电 2021-07-21</a>', "2021-07-21"),
    ('<a href="1.html">2021年7月1日某地电网工程投产送电</a><span>2021-07-21</span>', "2021-07-21"),
    ('<a href="1.html" title="2021年7月1日某地电网工程投产送电，惠及十万户">2021年7月1日某地电网工程投产…</a>', None),
    ('<a href="1.html">2021年7月1日某地电网工程投产送电</a>', None),
    ('<a href="1.html">某地电网工程投产送电</a><span>2021-07-21</span><span>更新：2021-08-02</span>', "2021-07-21"),
    ('<a href="1.html">关于印发办法的通知</a><span>成文日期：2021-07-01</span><span>发布日期：2021-07-21</span>', "2021-07-21"),
    ('<div><h3><a href="1.html">某地电网工程投产送电</a></h3></div><p>据介绍，工程于2020年6月1日开工，全长一百公里，途经三市九县。</p><p class="info"><span>2021-07-21</span></p>', "2021-07-21"),
    ('<a href="1.html">某地电网工程投产送电</a><p>据介绍，工程于2020年6月1日开工，全长一百公里，途经三市九县，总投资十二亿元，投产后每年可向负荷中心输送清洁电力八十亿千瓦时。</p>', None),
    ('<a href="1.html">某地电网工程投产送电</a><span>2021-02-30</span>', None),
])
def test_day_of_a_row(row: str, day: str | None) -> None:
    found = rows(f'<ul class="l"><li>{row}</li><li><a href="2.html">另一条消息的标题</a><span>1999-12-31</span></li></ul>').entries
    assert [entry.date for entry in found] == [day, "1999-12-31"]


@pytest.mark.parametrize(("row", "title"), [
    ('<a href="1.html" title="某地电网工程投产送电，惠及十万户">某地电网工程投产…</a>', "某地电网工程投产送电，惠及十万户"),
    ('<a href="1.html"><img src="1.jpg"></a><a href="1.html">某地电网工程投产送电</a>', "某地电网工程投产送电"),
    ('<a href="1.html">图文</a><a href="1.html">某地电网工程投产送电</a><a href="1.html">[详细]</a>', "某地电网工程投产送电"),
    ('<a href="1.html">某地电网工程投产送电</a><p><a href="1.html">据介绍，工程全长一百公里，途经三市九县，投产后每年可向负荷中心输送清洁电力……</a></p>', "某地电网工程投产送电"),
    ('<a href="1.html">某地电网<font color=red>工程</font>投产送电<span>2021-07-21</span></a>', "某地电网工程投产送电"),
    ('<a href="1.html">2021年7月21日电煤日报</a>', "2021年7月21日电煤日报"), ('<a href="1.html">2021年7月21日</a>', "2021年7月21日"),
    ('<a href="1.html">  要　闻\n </a>', "要 闻"), ('<a href="1.html"><img src="1.jpg"></a>', None),
])
def test_title_of_a_row(row: str, title: str | None) -> None:
    assert [entry.title for entry in rows(f'<ul class="l"><li>{row}</li></ul>').entries] == [title]


def test_a_picture_link_and_a_title_link_are_one_entry() -> None:
    found = rows("""<div class="l"><div class="item"><div class="pic"><a href="1.html"><img src="1.jpg"></a></div><div class="txt"><h3><a href="1.html">某地电网工程投产送电</a></h3><i>2021-07-21</i></div></div>
        <div class="item"><div class="pic"><a href="2.html"><img src="2.jpg"></a></div><div class="txt"><h3><a href="2.html">另一条消息的标题</a></h3><i>2021-07-20</i></div></div></div>""")
    assert found.entries == [Entry(f"{AT}1.html", "某地电网工程投产送电", "2021-07-21"), Entry(f"{AT}2.html", "另一条消息的标题", "2021-07-20")]


def test_links_in_a_row_that_no_selector_takes() -> None:
    found = rows("""<ul class="x"><li><a class="col" href="/dww/">[电网]</a><a title="某地电网工程投产送电" href="1.html">某地…</a><a href="http://ad.example.com/?d=2020-01-01">广告 2020-01-01</a><b>2021-07-21</b></li></ul>""",
                 Listing(AT, links="ul.x a[title]"))
    assert found.entries == [Entry(f"{AT}1.html", "某地电网工程投产送电", "2021-07-21")]
    advertised = rows("""<ul class="l"><li><a href="1.html">某地电网工程投产送电</a><a href="http://ad.example.com/1">广告</a><b>2021-07-21</b></li></ul>""")
    assert [(entry.url, entry.date) for entry in advertised.entries] == [(f"{AT}1.html", None), ("http://ad.example.com/1", None)]


def test_rows_without_an_element_of_their_own_have_no_day() -> None:
    found = rows('<div class="l"><a href="1.html">某地电网工程投产送电</a> 2021-07-21<br><a href="2.html">另一条消息的标题</a> 2021-07-20<br></div>')
    assert [entry.date for entry in found.entries] == [None, None]


# ---------------------------------------------------------------------------------------------------- addresses
@pytest.mark.parametrize(("href", "url"), [
    ("1.html", f"{AT}1.html"), ("./1.html#top", f"{AT}1.html"), ("../b/1.html", "http://news.example.cn/b/1.html"), ("//mm.example.cn/1.html", "http://mm.example.cn/1.html"),
    ("/a b/1.html ", "http://news.example.cn/a%20b/1.html"), ("\n\t/a/\n1.html\x01", "http://news.example.cn/a/1.html"), ("\u3000/1.html\u3000", "http://news.example.cn/1.html"),
    ("news\\2021\\1.html", f"{AT}news/2021/1.html"), ("http://news.example.cn\\@evil.example.com/", "http://news.example.cn/@evil.example.com/"),
    ("http://新闻.中国/1.html", "http://新闻.中国/1.html"), ("?id=7&page=2", f"{AT}?id=7&page=2"), ("HTTP://NEWS.example.cn/1.html", "http://NEWS.example.cn/1.html"),
    ("file:///etc/passwd", "file:///etc/passwd"), ("data:text/html,x", "data:text/html,x"),
    *((href, None) for href in ("", " ", "#", "#top", "javascript:void(0)", "JavaScript:void(0);", " java\nscript:alert(1)", "\x01javascript:alert(1)", "mailto:a@b.cn", "MailTo:a@b.cn",
                                "tel:10086", "about:blank", "http://[::1", "http://a.cn:99999/", "http://a.cn:x/", "/" + "x" * 3000)),
])
def test_address_of_a_link(href: str, url: str | None) -> None:
    from html import escape
    found = rows(f'<ul class="l"><li><a href="{escape(href)}">某地电网工程投产送电</a></li></ul>').entries
    assert [entry.url for entry in found] == ([url] if url else [])
    for entry in found:  # nothing that a list gives may break those who go on with it
        assert by_name("bjx").key(entry.url)


@pytest.mark.parametrize(("base", "url"), [
    ("/b/", "http://news.example.cn/b/1.html"), ("http://www.example.cn/c/index.html", "http://www.example.cn/c/1.html"), ("", f"{AT}1.html"),
    ("http://[x", f"{AT}1.html"), ("javascript:alert(1)", f"{AT}1.html"), (" ../ ", "http://news.example.cn/1.html"),
])
def test_base_of_a_page(base: str, url: str) -> None:
    assert [entry.url for entry in rows(f'<head><base href="{base}"></head><ul class="l"><li><a href="1.html">某地电网工程投产送电</a></li></ul>').entries] == [url]


@pytest.mark.parametrize(("url", "day"), [
    ("http://www.chinapower.com.cn/dww/20210721/86.html", "2021-07-21"), ("https://cpnn.com.cn/news/xny/202406/t20240604_1706589_wap.html", "2024-06-04"),
    ("https://epaper.sgcctop.com/202506/13/con-746458.html", "2025-06-13"), ("https://epaper.voc.com.cn/hnrb/html/2024-07/26/content_1.htm?div=-1", "2024-07-26"),
    ("https://www.nea.gov.cn/20260916/dbc37cd08438465f98d539873064d4fe/c.html", "2026-09-16"), ("http://www.nea.gov.cn/2012-12/19/c_132049418_2.htm", "2012-12-19"),
    ("https://finews.withounder.com/emnews/2022/05/30/202205302396671645.html", "2022-05-30"), ("https://news.bjx.com.cn/html/20111013/1.shtml", "2011-10-13"),
    ("http://www.chinapower.com.cn/guonei/201312/5.html", None), ("http://a.cn/20210230/1.html", None), ("http://a.cn/20211301/1.html", None), ("http://a.cn/12345678/1.html", None),
    ("http://a.cn/99999999/20210721/1.html", "2021-07-21"), ("http://a.cn/202107211/1.html", None), ("http://a.cn/1.html?d=/20210721/", None), ("http://a.cn/２０２１０７２１/1.html", None),
    ("http://www.sgcc.com.cn/xwzx/gsyw/tpxw/2008/10/174096.shtml", None), ("http://a.cn/19000101/1.html", None),
])
def test_day_in_an_address(url: str, day: str | None) -> None:
    assert day_in(url) == day


def test_files_are_no_pages() -> None:
    assert listings.is_file("http://a.cn/x/PAGE.PDF?x=1")
    assert not listings.is_file("http://a.cn/x/1.html?f=1.pdf")


# ---------------------------------------------------------------------------------------------------- the next page
ENTRY = '<ul class="l"><li><a href="1.html">某地电网工程投产送电</a></li></ul>'


@pytest.mark.parametrize(("pager", "onward"), [
    ('<a href="index_2.html">下一页</a>', ["index_2.html"]), ('<a href="index_2.html"><span>下一页 &gt;&gt;</span></a>', ["index_2.html"]), ('<a href="?page=2">下页</a>', ["?page=2"]),
    ('<a href="index_2.html" title="下一页"><img src="n.gif"></a>', ["index_2.html"]), ('<a href="index_2.html"><img src="n.gif" alt="下一页"></a>', ["index_2.html"]),
    ('<a href="index_2.html">下 一 页</a>', ["index_2.html"]), ('<a href="index_2.html">下一页</a><div><a href="index_2.html">下一页</a></div>', ["index_2.html"]),
    ('<div style="display:none"><a href="index_2.html">下一页</a></div>', ["index_2.html"]),
    ('<a href="javascript:next()">下一页</a>', []), ('<a>下一页</a>', []), ('<a href="#">下一页</a>', []), ('<a href="http://other.example.com/2.html">下一页</a>', []),
    ('<a href="1.html">地下页岩油气开发提速新闻</a>', []), ('<a href="/x.html">翻开电力改革的下一页：市场化交易</a>', []), ('<a href="2.pdf">下一页</a>', []),
    ('<script>createPageHTML(10, 0, "index", "html");</script>', ["index_1.html"]), ("<script>createPageHTML( 10,8,'index','htm' )</script>", ["index_9.htm"]),
    ('<script>createPageHTML(10, 9, "index", "html");</script>', []), ('<script>function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){}</script>', []),
])
def test_next_page(pager: str, onward: list[str]) -> None:
    found = rows(f"{ENTRY}<div class=page>{pager}</div>")
    assert [url.removeprefix(AT) for url in found.next] == onward
    assert len(found.entries) == 1
    assert not found.supposed


def test_next_page_on_another_name_of_the_host() -> None:
    body = '<div class="small"><a href="/fd/jcdt/20240102/230553.html">某电厂完成机组检修</a></div><a href="http://chinapower.com.cn/fd/jcdt/index_2.html">下一页</a>'
    assert listed("chinapower", body, "http://www.chinapower.com.cn/fd/jcdt/").next == ["http://chinapower.com.cn/fd/jcdt/index_2.html"]


def test_next_page_as_its_site_numbers_them() -> None:
    body = '<div class="small"><a href="/dww/20240102/230553.html">某电厂完成机组检修</a></div>'
    at = "http://www.chinapower.com.cn/dww/"
    assert listed("chinapower", body, f"{at}index_7.html", number=7, first=at)[1:] == ([f"{at}index_8.html"], True)
    assert listed("chinapower", "<div class=small></div>", at)[1:] == ([], False)
    assert listed("chinapower", f'{body}<a href="index_6.html">上一页</a><b>7</b>', f"{at}index_7.html", number=7, first=at)[1:] == ([], False)


def test_pager_among_the_links_is_no_article() -> None:
    found = rows('<div class="l"><a href="1.html">某地电网工程投产送电</a><p><a href="index_2.html">下一页</a></p></div>')
    assert ([entry.url for entry in found.entries], found.next) == ([f"{AT}1.html"], [f"{AT}index_2.html"])


# ---------------------------------------------------------------------------------------------------- feeds
FEED_AT = "https://finews.withounder.com/feed.xml"
ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" ><generator uri="https://jekyllrb.com/" version="4.3.1">Jekyll</generator>
<link href="https://finews.withounder.com/feed.xml" rel="self" type="application/atom+xml" /><link href="https://finews.withounder.com/" rel="alternate" type="text/html" />
<updated>2022-04-21T19:00:00+08:00</updated><id>https://finews.withounder.com/feed.xml</id><title type="html">金融消息</title>
<entry><title type="html">浓度满足&lt;1% 的要求 &amp;amp; 其他</title><link href="https://finews.withounder.com/cailianshe/2022/04/21/NW202204212351234567.html" rel="alternate" type="text/html" title="x" />
<published>2022-04-21T18:31:09+08:00</published><updated>2022-04-22T00:00:00+08:00</updated><id>https://finews.withounder.com/x</id>
<content type="html" xml:base="https://finews.withounder.com/x"><![CDATA[<p>正文 <a href="https://x.cn/2021/01/01/1.html">x</a></p>]]></content><author><name>ZNing</name></author><category term="x" /></entry>
<entry><title>第二条</title><link rel="enclosure" href="a.mp3"/><link href="/emnews/2022/04/21/202204212351234568.html"/><updated>2022-04-21T08:00:00Z</updated></entry></feed>"""


def feed(body: str | bytes, url: str = FEED_AT, headers: dict[str, str] | None = None) -> list[Entry]:
    found = listed("finews", body, url, headers=headers)
    assert (found.next, found.supposed) == ([], False)
    return found.entries


def test_atom() -> None:
    assert feed(ATOM) == [Entry("https://finews.withounder.com/cailianshe/2022/04/21/NW202204212351234567.html", "浓度满足<1% 的要求 & 其他", "2022-04-21T18:31:09+08:00"),
                          Entry("https://finews.withounder.com/emnews/2022/04/21/202204212351234568.html", "第二条", "2022-04-21T16:00:00+08:00")]


RSS = """<?xml version="1.0" encoding="{charset}"?>
<!-- a --><!-- b --><?xml-stylesheet href="x.xsl"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>某网</title><link>http://a.cn/</link><pubDate>Thu, 22 Jul 2021 00:00:00 GMT</pubDate>
<item><media:title>图</media:title><title><![CDATA[<b>某地</b>电网&工程投产]]></title><link>http://a.cn/?id=1&amp;c=2</link><pubDate>Wed, 21 Jul 2021 18:58:17 GMT</pubDate><description>x</description></item>
<item><title>第二条</title><link>
http://a.cn/2.html
</link><pubDate>2021-07-21 18:58:17</pubDate></item>
<item><title>第三条</title><guid isPermaLink="true">http://a.cn/3.html</guid><dc:date>2021-07-21</dc:date></item>
<item><title>第四条</title><guid isPermaLink="false">http://a.cn/4.html</guid></item>
<item><title>又一次第二条</title><link>http://a.cn/2.html</link></item>
<item><title>第五条</title><link><![CDATA[http://a.cn/20210720/5.html?a=1&b=2]]></link><pubDate>昨天</pubDate></item></channel></rss>"""
RSS_ENTRIES = [Entry("http://a.cn/?id=1&c=2", "某地电网&工程投产", "2021-07-22T02:58:17+08:00"), Entry("http://a.cn/2.html", "第二条", "2021-07-21T18:58:17+08:00"),
               Entry("http://a.cn/3.html", "第三条", "2021-07-21"), Entry("http://a.cn/20210720/5.html?a=1&b=2", "第五条", "2021-07-20")]


@pytest.mark.parametrize(("charset", "codec", "headers"), [
    ("utf-8", "utf-8", None), ("utf-8", "utf-8-sig", None), ("gb2312", "gb18030", None), ("GBK", "gb18030", {"content-type": "text/xml"}), ("utf-16", "utf-16", None),
    ("utf-8", "gb18030", {"content-type": "text/xml; charset=GBK"}), ("gb2312", "utf-8", None),
])
def test_rss_of_any_charset(charset: str, codec: str, headers: dict[str, str] | None) -> None:
    assert feed(RSS.format(charset=charset).encode(codec), headers=headers) == RSS_ENTRIES


def test_rdf() -> None:
    assert feed("""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="http://a.cn/"><title>某网</title><items><rdf:Seq><rdf:li rdf:resource="http://a.cn/1.html"/></rdf:Seq></items></channel>
        <item rdf:about="http://a.cn/1.html"><title>第一条</title><link>http://a.cn/1.html</link><dc:date>2021-07-21T08:58+08:00</dc:date></item>
        <item rdf:about="http://a.cn/2.html"><title>第二条</title></item></rdf:RDF>""") == [Entry("http://a.cn/1.html", "第一条", "2021-07-21T08:58:00+08:00"), Entry("http://a.cn/2.html", "第二条")]


@pytest.mark.parametrize("body", [
    pytest.param("<rss><channel><item><title>电&网</title><link>http://a.cn/?a=1&b=2</link></item><item><title>第二条</title><link>http://a.cn/2.html</link></item></channel></rss>", id="bare &"),
    pytest.param("<rss><channel><item><title>电&amp;网</title><link>http://a.cn/?a=1&amp;b=2</link><description>三相&nbsp;&undefined; <br> a<b</description></item><item><title>第二条</title>"
                 "<link>http://a.cn/2.html</link></item></channel></rss>", id="HTML inside"),
    pytest.param("<rss><channel><item><title>电&amp;网</title><link>http://a.cn/?a=1&amp;b=2</link></item><item><title>第二条</title><link>http://a.cn/2.html</link><descr", id="cut off"),
    pytest.param("<rss><channel>\x0b<item><title>电&amp;网\x00</title><link>http://a.cn/?a=1&amp;b=2</link><x:y>z</x:y></item><item><title>第二条</title><link>http://a.cn/2.html</link></item>", id="control"),
    pytest.param('<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/rss.dtd"><rss version="0.91"><channel><item><title>电&amp;网</title><link>http://a.cn/?a=1&amp;b=2</link></item>'
                 "<item><title>第二条</title><link>http://a.cn/2.html</link></item></channel></rss>", id="doctype"),
])
def test_broken_feeds(body: str) -> None:
    assert [(entry.url, entry.title) for entry in feed(body)] == [("http://a.cn/?a=1&b=2", "电&网"), ("http://a.cn/2.html", "第二条")]


@pytest.mark.parametrize("body", ["<rss></rss>", "<rss ", "<feed>", "<!-- x --> <rss/>", "<rss><channel><item></item><item><link>javascript:x</link></item></channel></rss>",
                                  "<?xml version='1.0'?><urlset></urlset>", "<sitemapindex><sitemap/></sitemapindex>"])
def test_empty_feeds(body: str) -> None:
    assert feed(body) == []


def test_an_html_page_in_place_of_a_feed() -> None:
    assert feed("<!DOCTYPE html><html><body><a href='/x.html'>首页导航</a> rss feed</body></html>") == [Entry("https://finews.withounder.com/x.html", "首页导航")]


@pytest.mark.parametrize(("said", "day"), [
    ("Wed, 21 Jul 2021 00:00:00 +0800", "2021-07-21"), ("Wed, 21 Jul 2021 08:58:17 +0800", "2021-07-21T08:58:17+08:00"), ("9999-12-31T23:59:59Z", None), ("0001-01-01T00:00:00Z", None),
    ("2021-07-21T23:30:00Z", "2021-07-22T07:30:00+08:00"), ("2021/7/21 8:58", "2021-07-21T08:58:00+08:00"), ("2021-07-21T10:00:00-05:00", "2021-07-21T23:00:00+08:00"), ("x" * 100_000, None),
])
def test_time_of_a_feed(said: str, day: str | None) -> None:
    assert [entry.date for entry in feed(f"<rss><channel><item><link>http://a.cn/1.html</link><pubDate>{said}</pubDate></item></channel></rss>")] == [day]


# ---------------------------------------------------------------------------------------------------- sitemaps
def test_sitemap() -> None:
    found = listed("chinapower", """<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
        <url><loc>
          http://www.chinapower.com.cn/dww/20210721/86.html </loc><lastmod>2021-08-01</lastmod><image:image><image:loc>http://x.cn/1.jpg</image:loc></image:image></url>
        <url><image:image><image:loc>http://x.cn/2.jpg</image:loc></image:image><loc>/zx/87.html?a=1&b=2</loc><lastmod>2021-07-31T20:00:00Z</lastmod></url><url><lastmod>2021-08-01</lastmod></url>
        <url><loc>http://www.chinapower.com.cn/dww/20210721/86.html</loc></url></urlset>""", "http://www.chinapower.com.cn/sitemap.xml")
    assert found == ([Entry("http://www.chinapower.com.cn/dww/20210721/86.html", None, "2021-07-21"),
                      Entry("http://www.chinapower.com.cn/zx/87.html?a=1&b=2", None, "2021-08-01T04:00:00+08:00")], [], False)


def test_index_of_sitemaps() -> None:
    found = listed("chinapower", """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>http://www.chinapower.com.cn/s1.xml</loc><lastmod>2021-08-01</lastmod></sitemap>
        <sitemap><loc>/s2.xml</loc></sitemap></sitemapindex>""", "http://www.chinapower.com.cn/sitemap.xml")
    assert found == ([], ["http://www.chinapower.com.cn/s1.xml", "http://www.chinapower.com.cn/s2.xml"], False)


# ---------------------------------------------------------------------------------------------------- hostile pages
@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something was fetched")
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


BOMB = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("root", ["rss", "feed", "urlset"])
def test_entities_are_neither_followed_nor_unfolded(root: str) -> None:
    body = f"""<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY p SYSTEM "file:///etc/passwd"><!ENTITY h SYSTEM "http://127.0.0.1:9/x"><!ENTITY a "aaaaaaaaaa">{BOMB}]>
        <{root}><item><title>&p;&h;&m;</title><link href="http://a.cn/&m;">http://a.cn/1.html</link></item><url><loc>http://a.cn/&p;&m;</loc></url></{root}>"""
    begin = time.perf_counter()
    found = feed(body)
    assert time.perf_counter() - begin < 1
    assert all("root:" not in (entry.title or "") + entry.url and len(entry.title or "") < 100 for entry in found)


@pytest.mark.usefixtures("no_network")
def test_external_doctype_is_not_fetched() -> None:
    body = '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd"><rss xmlns:x="http://127.0.0.1:9/"><channel><item><title>第一条</title><link>http://a.cn/1.html</link></item></channel></rss>'
    assert feed(body) == [Entry("http://a.cn/1.html", "第一条")]


def _hostile() -> Iterator[tuple[str, str]]:
    item = "<item><title>标题</title><link>http://a.cn/{}.html</link><pubDate>Wed, 21 Jul 2021 08:58:17 GMT</pubDate><description><![CDATA[" + "电" * 1000 + "]]></description></item>"
    yield "rows", '<ul class="l">' + "".join(f'<li><a href="{n}.html" title="某地电网工程第{n}号投产送电">x</a><span>2021-07-21</span></li>' for n in range(20_000)) + "</ul>"
    yield "no rows", '<div class="l">' + "".join(f'<a href="{n}.html">某地电网工程</a> 2021-07-21 ' for n in range(20_000)) + "</div>"
    yield "one address", '<div class="l">' + '<p><a href="1.html">某</a></p>' * 20_000 + "</div>"
    yield "no addresses", '<div class="l">' + "<a>某</a>" * 12_000 + "".join(f'<a href="{n}.html">x</a>' for n in range(12_000)) + "</div>"
    yield "holders in each other", '<div class="l">' * 1000 + "".join(f'<a href="{n}.html">x</a>' for n in range(20_000))
    yield "rows in each other", '<ul class="l">' + "".join(f'<div class="l"><a href="{n}.html">x</a><b>1</b>' for n in range(1500))
    yield "a deep row", "<div>" * 900 + '<div class="l"><a href="1.html">x</a>' + "<b>1</b>" * 100_000
    yield "a long row", '<ul class="l"><li><a href="1.html">' + "2021-07-2 " * 50_000 + "</a>" + "2021-07-2 " * 50_000
    yield "many next", '<a href="2.html">下一页</a>' * 40_000
    yield "a long next", '<a href="2.html">' + "<b>下</b>" * 100_000
    yield "scripts", '<div class="l"><a href="1.html">x</a></div>' + "createPageHTML( " * 60_000
    yield "comments", "<!---->" * 5000 + "<p>" + "<!-- " * 50_000
    yield "blanks", " " * 500_000 + "<p>"
    yield "instructions", "<?x ?>" * 100_000 + "<p>"
    yield "a feed of 10 MB", "<rss><channel>" + "".join(map(item.format, range(3200))) + "</channel></rss>"
    yield "a feed of 10 MB, broken", "<rss><channel>" + "".join(map(item.replace(".html", "?a=1&b=2").format, range(3200)))
    yield "a feed in depth", "<rss>" + "<item>" * 200_000
    yield "open titles", "<rss><channel>" + "<item><title>" * 100_000 + "x" * 1_000_000
    yield "ampersands", "<rss><channel><item><title>" + "&" * 500_000
    yield "angles", "<rss><channel><item><title>" + "<" * 500_000
    yield "a sitemap", "<urlset>" + "".join(f"<url><loc>http://a.cn/20210721/{n}.html</loc></url>" for n in range(20_000)) + "</urlset>"
    yield "a wide element of a sitemap", "<urlset><url>" + "<x/>" * 300_000 + "</url></urlset>"


@pytest.mark.parametrize("body", [pytest.param(body, id=name) for name, body in _hostile()])
def test_hostile_lists_are_read_in_time(body: str) -> None:
    """Each takes under a second on an idle machine."""
    page = Page(body.encode(), AT)
    begin = time.process_time()
    found = read(page, by_name("generic"), ROWS)
    assert time.process_time() - begin < 3
    assert len(found.entries) <= 50_000


@pytest.mark.parametrize("body", ["<ul class=l><li><a href=1.html>某地电网工程投产送电<span>2021-07-21<li><a href=2.html>另一条消息的标题<span>2021-07-20", "<ul class=l><li><a href='1.html>x</a>", "<<<>>>", "", "x"])
def test_torn_markup(body: str) -> None:
    for entry in rows(f"<html>{body}").entries:
        assert entry.url.startswith(AT)


def test_unclosed_rows() -> None:
    found = rows("<ul class=l><li><a href=1.html>某地电网工程投产送电</a><b>2021-07-21</b><li><a href=2.html>另一条消息的标题</a><b>2021-07-20</b></ul>")
    assert [(entry.url, entry.date) for entry in found.entries] == [(f"{AT}1.html", "2021-07-21"), (f"{AT}2.html", "2021-07-20")]


# ---------------------------------------------------------------------------------------------------- selectors
@pytest.mark.parametrize(("css", "tags"), [
    ("ul.l li a", "1 2 3"), ("div.x > ul > li > a", "1"), ("ul.l li a, p a", "1 2 3 4"), ("p a, ul.l a", "1 2 3 4"), ("div.x a", "1 2 3 4"), ("//p/a", "4"), ("a", "1 2 3 4"),
    ("a[title]", "3"), ("div.x>ul>li a", "1 2 3"), ("#n a", "4"), ("div.none a", ""), ("div.x div.x a", "4"),
])
def test_links_in(css: str, tags: str) -> None:
    page = Page(b"""<div class=x><ul class=l><li><a id=1></a><ul class=l><li><div><a id=2></a></div><li><a id=3 title=t></a></ul></li></ul>
        <div class=x><p id=n><a id=4></a></p></div></div>""", AT)
    assert " ".join(element.get("id") for element in links_in(page.tree, css)) == tags


# ---------------------------------------------------------------------------------------------------- which lists there are
def test_starts() -> None:
    assert [start.url for start in starts(by_name("chinapower"))][:2] == ["http://www.chinapower.com.cn/dww/", "http://www.chinapower.com.cn/xw/"]
    assert [start.url for start in starts(by_name("chinapower"), ["dww", "zk/zjgd"])] == ["http://www.chinapower.com.cn/dww/", "http://www.chinapower.com.cn/zk/zjgd/"]
    assert [start.url for start in starts(by_name("bjx"), ["mq"])] == ["https://news.bjx.com.cn/mq/", "https://guangfu.bjx.com.cn/mq/"]
    assert [start.url for start in starts(by_name("bjx"), ["/mq/"])] == ["https://news.bjx.com.cn/mq/", "https://guangfu.bjx.com.cn/mq/"]
    assert [start.url for start in starts(by_name("sgcc_news"), ["dwjs"])] == ["http://www.indaa.com.cn/dwjs/"]
    assert [start.url for start in starts(by_name("finews"), ["zhongguodianlibao", "anxinguojizhengquan(xianggang)"])] == [
        "https://finews.withounder.com/category/zhongguodianlibao.html", "https://finews.withounder.com/category/anxinguojizhengquan(xianggang).html"]
    assert {start.url for start in starts(by_name("finews"))} == {"https://finews.withounder.com/feed.xml", "https://finews.withounder.com/category/emnews.html", "https://finews.withounder.com/"}
    assert starts(by_name("epaper")) == starts(by_name("generic")) == []


@pytest.mark.parametrize(("site", "sections"), [
    ("sgcc_news", ["none"]), ("sgcc_news", ["wjs"]), ("sgcc_news", ["dwjs", "wjs"]), ("chinapower", [".."]), ("chinapower", ["dww/../x"]), ("chinapower", ["{day}"]), ("chinapower", ["x" * 70]),
    ("chinapower", ["http://a.cn"]), ("chinapower", ["a\n"]), ("chinapower", ["/"]), ("hunan_daily", ["2024"]), ("generic", ["x"]),
])
def test_no_such_section(site: str, sections: list[str]) -> None:
    with pytest.raises(ValueError, match=f"{site} has no section"):
        starts(by_name(site), sections)


def test_known_sections() -> None:
    assert known_sections(by_name("csg")) == ["xwzx/2026/2026gsyw", "xwzx/2026/2026yxcz"]
    assert known_sections(by_name("sgcc_news")) == ["xwzx/yw_btxw", "dwjs"]
    assert known_sections(by_name("nea")) == ["xwzx", "nyyw", "news", "jwzdt", "ldhd"]
    assert "fd/jcdt" in known_sections(by_name("chinapower"))
    assert known_sections(by_name("finews")) == ["emnews"]
    for site in sites().values():
        for section in known_sections(site):
            assert starts(site, [section])


def test_every_list_is_its_sites_own() -> None:
    for site in sites().values():
        for start in starts(site):
            assert site_at(start.url) is site
            assert "{" not in start.url
            assert site.id_at(start.url) is None
        for issues in site.issues:
            assert site_at(issues.url.format(day=date(2024, 1, 2))) is site


def test_issues() -> None:
    def urls(site: str, day: date) -> list[str]:
        return [start.url for start in issue(by_name(site), day)]
    assert urls("people_daily", date(2024, 11, 30)) == ["https://paper.people.com.cn/rmrb/html/2024-11/30/nbs.D110000renmrb_01.htm"]
    assert urls("people_daily", date(2024, 12, 1)) == ["https://paper.people.com.cn/rmrb/pc/layout/202412/01/node_01.html"]
    assert urls("hunan_daily", date(2024, 7, 6)) == ["https://epaper.voc.com.cn/hnrb/html/2024-07/06/node_201.htm"]
    assert urls("sgcc_news", date(2025, 6, 13)) == ["https://epaper.sgcctop.com/202506/13/"]
    assert urls("sgcc_news", date(2025, 6, 14)) == urls("sgcc_news", date(2025, 6, 15)) == urls("bjx", date(2025, 6, 13)) == []
    start = issue(by_name("hunan_daily"), date(2024, 7, 6))[0]
    assert start.day == date(2024, 7, 6)
    assert isinstance(start.listing, Issues)
    assert (start.listing.calendar or "").format(day=start.day) == "https://epaper.voc.com.cn/hnrb/html/2024-07/period.xml"


def test_lists_of_the_latest_issue() -> None:
    assert listings.is_of_issues(by_name("hunan_daily"), "https://epaper.voc.com.cn/hnrb/paperindex.htm")
    assert not listings.is_of_issues(by_name("sgcc_news"), "http://www.indaa.com.cn/dwjs/")


def test_days() -> None:
    assert list(listings.days(date(2024, 2, 28), date(2024, 3, 1))) == [date(2024, 3, 1), date(2024, 2, 29), date(2024, 2, 28)]
    assert list(listings.days(date(2024, 3, 1), date(2024, 3, 1))) == [date(2024, 3, 1)]
    assert list(listings.days(date(2024, 3, 2), date(2024, 3, 1))) == []


def test_calendar_days() -> None:
    calendar = """<?xml version="1.0" encoding="utf-8"?><period_list><period id="1"><period_date>2024-07-01</period_date><front_page>node_201.htm</front_page></period>
        <period id="2"><period_date>2024-07-03</period_date></period><period><period_date>2024-02-30</period_date></period><x>12024-07-04</x></period_list>"""
    assert listings.calendar_days(calendar.encode()) == listings.calendar_days(calendar.encode("utf-8-sig")) == {date(2024, 7, 1), date(2024, 7, 3)}
    assert listings.calendar_days(b"") == listings.calendar_days(b"\xff\xfe<html>404</html>") == set()
    assert listings.calendar_days("<d>２０２４-０７-０１</d>".encode()) == set()
    assert len(listings.calendar_days(b"2024-07-01" * 100_000)) <= 1


@pytest.mark.parametrize(("day", "since", "until", "within"), [
    (None, "2021-07-01", "2021-07-31", True), ("2021-07-01", "2021-07-01", None, True), ("2021-07-31T23:59:59+08:00", None, "2021-07-31", True), ("2021-06-30T23:59:59+08:00", "2021-07-01", None, False),
    ("2021-08-01", "2021-07-01", "2021-07-31", False), ("2021-08-01", None, None, True), ("2021-07-15", "", "", True),
])
def test_in_range(day: str | None, since: str | None, until: str | None, within: bool) -> None:
    assert in_range(day, since, until) is within


def test_all_before() -> None:
    def entries(*listed_days: str | None) -> list[Entry]:
        return [Entry(f"{AT}{n}.html", None, day) for n, day in enumerate(listed_days)]
    assert all_before(entries("2021-06-30", "2021-06-29T10:00:00+08:00", None), "2021-07-01")
    assert not all_before(entries("2020-01-01", "2021-07-02"), "2021-07-01"), "a pinned row is older than the rest"
    assert not all_before(entries(None, None), "2021-07-01")
    assert not all_before(entries(), "2021-07-01")
    assert not all_before(entries("2021-06-30"), None)
    assert not all_before(entries("2021-07-01"), "2021-07-01")


# ---------------------------------------------------------------------------------------------------- what a site says of addresses
@pytest.mark.parametrize(("site", "one", "other"), [
    ("chinapower", "http://mm.chinapower.com.cn/dww/20210721/86.html", "http://www.chinapower.com.cn/dww/20210721/86.html"),
    ("bjx", "https://guangfu.bjx.com.cn/news/20260915/1512829.shtml", "https://news.bjx.com.cn/html/20260915/1512829-2.shtml"),
    ("finews", "https://finews.zning.me/emnews/2022/01/07/202201072239307540.html", "https://finews.withounder.com/quanshangzhongguo/2022/01/07/NW202201072239307540.html"),
    ("cpnn", "https://cpnn.com.cn/news/xny/202406/t20240604_1706589_wap.html", "https://cpnn.com.cn/news/xny/202406/t20240604_1706589.html"),
    ("hunan_daily", "https://epaper.voc.com.cn/hnrb/html/2024-07/26/content_1187730.htm?div=-1", "https://epaper.voc.com.cn/hnrb/html/2024-07/26/content_1187730.htm"),
    ("epaper", "http://a.cn/p/html/2024-07/26/content_7.htm?div=-1", "http://a.cn/p/html/2024-07/26/content_7.htm"),
    ("people_daily", "https://paper.people.com.cn/rmrb/pad/content/202503/07/content_30061810.html", "https://paper.people.com.cn/rmrb/pc/content/202503/07/content_30061810.html"),
    ("nea", "http://nea.gov.cn/2012-12/19/c_132049418.htm", "https://www.nea.gov.cn/2012-12/19/c_132049418_2.htm"),
    ("generic", "http://a.cn/1.html?utm_source=x#c", "http://a.cn/1.html"),
])
def test_one_key_for_one_article(site: str, one: str, other: str) -> None:
    assert by_name(site).key(one) == by_name(site).key(other)


def test_keys_of_different_articles() -> None:
    epaper, nea = by_name("epaper"), by_name("nea")
    assert epaper.key("http://a.cn/p/html/2024-07/26/content_7.htm") != epaper.key("http://b.cn/p/html/2024-07/26/content_7.htm")
    assert nea.key("https://henb.nea.gov.cn/x/202402/t20240226_2.html") != nea.key("https://jsb.nea.gov.cn/x/202402/t20240226_2.html")


@pytest.mark.parametrize(("site", "url", "of"), [
    ("finews", "https://finews.withounder.com/emnews/2022/01/21/202201212257099936.html", "https://finews.withounder.com/category/emnews.html"),
    ("finews", "http://finews.zning.me/emnews/2022/01/21/202201212257099936.html", "https://finews.withounder.com/category/emnews.html"),
    ("finews", "https://finews.withounder.com/21shijijingjibaodao/21caijingapp/2022/01/21/NW1.html", None), ("finews", "https://finews.withounder.com/2022/01/21/1.html", None),
    ("bjx", "https://news.bjx.com.cn/html/20260915/1512829.shtml", None),
])
def test_list_that_an_article_stands_in(site: str, url: str, of: str | None) -> None:
    assert by_name(site).list_of(url) == of


# ---------------------------------------------------------------- pagers that do not say 下一页
DWW_ROW = '<ul><li class="headlinelist"><a title="一条新闻的标题在这里" href="/dww/20260915/{n}.html">一条</a></li></ul>'
DWW = "http://www.chinapower.com.cn/dww/"


def next_of(pager: str, number: int = 1, url: str = DWW, site: str = "chinapower") -> tuple[list[str], bool]:
    one = by_name(site)
    listing = next(start.listing for start in listings.starts(one) if start.url == DWW or site != "chinapower")
    found = listings.read(Page((DWW_ROW.format(n=118000 + number) + pager).encode(), url), one, listing, number, DWW if site == "chinapower" else url)
    return found.next, found.supposed


@pytest.mark.parametrize("pager", [
    '<div id="page"><span class="current">1</span> <a href="/dww/index_2.html">2</a> <a href="/dww/index_3.html">3</a></div>',
    '<a href="index_3.html">[3]</a> <a href="index_2.html">[2]</a>',
    '<a href="index_2.html">&gt;</a>',
    '<a href="index_9.html">&gt;&gt;</a><a href="index_2.html">›</a>',
    '<a class="next" rel="next" href="index_2.html"><i></i></a>',
    '<link rel="next" href="index_2.html">',
    '<a href="index_2.html">更多新闻请看这里</a>',
])
def test_pagers_without_words(pager: str) -> None:
    assert next_of(pager) == ([DWW + "index_2.html"], False)


def test_a_number_or_an_arrow_elsewhere_is_another_lists() -> None:
    assert next_of('<div class="calendar"><a href="/rl/20260902.html">2</a></div><a href="/zx/">&gt;</a>') == ([DWW + "index_2.html"], True)


def test_another_lists_number_is_no_reason_not_to_try_ones_own() -> None:
    assert next_of('<a href="/xw/index_2.html">新闻往期内容</a>') == ([DWW + "index_2.html"], True)


def test_the_last_page_of_a_numbered_list_has_no_next() -> None:
    assert next_of('<a href="index_1.html">1</a> <a href="index_2.html">2</a> <b>3</b>', 3, DWW + "index_3.html") == ([], False)


def test_an_own_pager_does_not_shut_out_the_words() -> None:
    page = '<div class="cpnnlist_l"><ul><li><a href="./202609/t20260915_1.html" title="一条新闻">一条</a></li></ul></div><a href="./index_1.html">下一页</a>'
    site = by_name("cpnn")
    found = listings.read(Page(page.encode(), "https://cpnn.com.cn/news/nytt/"), site, listings.starts(site)[0].listing)
    assert found.next == ["https://cpnn.com.cn/news/nytt/index_1.html"]


def test_a_printed_paper_has_only_the_links_that_the_site_names() -> None:
    site = by_name("hunan_daily")
    url = "https://epaper.voc.com.cn/hnrb/html/2026-09/14/node_201.htm"
    page = '<map><area href="content_1.htm?div=-1"></map><a href="node_202.htm">2</a><a href="../13/node_201.htm">&gt;</a>'
    (start,) = [start for start in listings.issue(site, date(2026, 9, 14)) if start.url == url]
    assert listings.read(Page(page.encode(), url), site, start.listing).next == []


def test_a_section_may_be_the_name_of_a_lists_file_and_of_a_papers_folder() -> None:
    assert [start.url for start in listings.starts(by_name("nea"), ["nyyw"])] == ["https://www.nea.gov.cn/xwzx/nyyw.htm"]
    assert listings.issue(by_name("hunan_daily"), date(2026, 9, 14), ["hnrb"])
    assert not listings.issue(by_name("hunan_daily"), date(2026, 9, 14), ["zgnyb"])


def test_old_issues_are_looked_for_on_the_papers_old_host_too() -> None:
    assert [start.url.split("/")[2] for start in listings.issue(by_name("hunan_daily"), date(2014, 9, 6))] == ["epaper.voc.com.cn", "hnrb.voc.com.cn"]


def test_a_list_found_by_an_address_is_read_as_its_site_says() -> None:
    finews = by_name("finews")
    found = listings.list_at(finews, "https://finews.withounder.com/category/cailianshe.html")
    assert found is not None and found.links == "section li a"
    assert listings.list_at(finews, "https://finews.withounder.com/about.html") is None


def test_addresses_have_the_scheme_under_which_the_site_answers() -> None:
    row = DWW_ROW.format(n=1).replace('href="', 'href="https://www.chinapower.com.cn') + '<a href="https://www.chinapower.com.cn/dww/index_2.html">下一页</a>'
    site = by_name("chinapower")
    found = listings.read(Page(row.encode(), DWW), site, site.listings[0], 1, DWW)
    assert found.entries[0].url == "http://www.chinapower.com.cn/dww/20260915/1.html"
    assert found.next == [DWW + "index_2.html"]
