"""Newspapers of Founder's build: 湖南日报, 人民日报 and 中国能源报, the last two before and after the change of December 2024."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from tests.replica.world import Row, Story, World, fill, marked, stories

NAMES = ("要闻", "时政", "经济", "民生")
PAGES, ARTICLES = 4, 3  # printed pages of an issue, articles of a page
PROPERTY = ("<!--enpproperty <date>$day 00:00:00:0</date><author></author><title>$title</title><subtitle></subtitle><introtitle></introtitle><keyword></keyword>"
            "<paperarticleid>$number</paperarticleid><nodename></nodename><url>$url</url> /enpproperty-->")

HUNAN = "https://epaper.voc.com.cn/hnrb/"
HUNAN_HEAD = """<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>$title</title><link href="../../../tplimg/css_epaper.css" rel="stylesheet" type="text/css" /></head>
<body onLoad="initMPPage();" text=#000000 leftmargin=0 topmargin=0>
<table width="980" align="center"><tr><td><img src="../../../tplimg/logo.gif" alt="" /></td><td class="px12">湖南日报数字报</td><td class="px12">$printed</td><td><a href="../../../index.htm">往期回顾</a></td></tr></table>
<table width="980" align="center"><tr><td width="370" valign="top">
<div align="left"><map name=PagePicMap>$areas</map><img src=../../../images/$day/$k/Page_b.jpg USEMAP=#PagePicMap></div>
<table width=353><tr><td width="160" align=left>第$k版：<STRONG>$name</STRONG></td><td><a class=preart href="$back">上一版</a></td><td><a class=preart href="$onward">下一版</a></td></tr></table>
<ul id="titleList">
$titles
</ul></td><td valign="top">
<div id=bmdh style="display:none">版面导航<table id="bmdhTable"><TBODY>
$nodes
</TBODY></table></div>
"""
HUNAN_PAGE = HUNAN_HEAD + """<table width="100%"><tr><td><a href="#">版面导航</a> <a href="#">标题导航</a></td><td><a class=preart href="content_$above.htm">上一篇</a></td><td><a href="#">放大</a>⊕ <a href="#">缩小</a>⊖ <a href="#">默认</a>○</td></tr></table>
<table cellspacing=0 cellpadding=5 width=100%><tbody><tr valign=top><td class="font02" align=center></td></tr>
<tr valign=top><td class="font01" align=center>$title</td></tr><tr valign=top><td class="font02" align=center></td></tr></tbody></table>
<div id=ozoom style="zoom:100%;"><founder-content><!--enpcontent--><p>     </p>$body<!--/enpcontent--></founder-content></div>
""" + PROPERTY + "\n"
HUNAN_FOOT = '</td></tr></table><div id="commonFoot"><ul><li><a href="#">版权声明</a></li></ul><p>湖南日报社版权所有 未经许可不得转载</p></div></body></html>'

OLD_HEAD = """<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="content-type" content="text/html;charset=UTF-8"/>
<title>$title--$paper</title><link href="/img/page.css" type="text/css" rel="stylesheet" /></head><body>
<div class="c_top"><ul><li><a href="http://www.people.com.cn">人民网</a></li><li><a href="http://paper.people.com.cn">报系数字报</a></li></ul></div>
<div class="header"><div class="date">$printed</div><a href="../../../paperindex.htm">往期回顾</a></div>
<div class="main w1000"><div class="left_c left"><div class="paper"><map name=PagePicMap>$areas</map></div>
<div class="paper-bottom"><div class="ban">$k版：$name</div><a href="$back">上一版</a> <a href="$onward">下一版</a></div></div>
<div class="right_c left"><div class="title_list">版面目录
$nodes
</div><div id="titleList"><h4 class="tit">标题导航</h4><ul>
$titles
</ul></div>
"""
OLD_PAGE = OLD_HEAD + """<div class="text_c"><div class="pdf"><a href="#">返回目录</a> <a href="#">放大</a> <a href="#">缩小</a> <a href="content_$above.htm">上一篇</a></div>
<h3></h3>
<h1>$title</h1>
<h2></h2>
<h4></h4>
<div class="lai">《 $paper 》（ $cited&nbsp;&nbsp;&nbsp;第 $k 版）</div>
<div class="c_c"><div id="articleContent"><div id="ozoom" style="zoom:100%;"><!--enpcontent--><p>     </p>$body<!--/enpcontent--></div></div></div></div>
""" + PROPERTY + "\n"
PEOPLE_FOOT = '</div></div><div class="footer"><p>关于人民网 | 报社招聘</p><p>人民网版权所有，未经书面授权禁止使用</p></div></body></html>'
PC_HEAD = """<!DOCTYPE html><html><head><meta charset="utf-8" /><title>$title-$paper</title><link rel="stylesheet" href="../../../css/swiper.min.css" /></head><body>
<div class="header"><div class="left"><a href="http://www.people.com.cn">人民网</a></div><div class="right date">$printed</div></div>
<div class="main w1200"><div class="left paper-box"><div class="paper"><map name="PagePicMap">$areas</map></div>
<div class="paper-bot"><p class="left ban">第$k版：$name</p><p class="right btn"><a href="$back">上一版</a> <a href="$onward">下一版</a></p></div></div>
<div class="right right-main"><div class="swiper-container"><div class="swiper-wrapper">
$nodes
</div></div>
<div class="news"><ul class="news-list">
$titles
</ul></div></div>
"""
PC_PAGE = PC_HEAD + """<div class="article-box"><div class="article-tool"><a href="content_$above.html">上一篇</a> <a href="javascript:;">放大</a> <a href="javascript:;">缩小</a> <a href="javascript:;">默认</a></div>
<div class="article"><h3></h3>
<h1>$title</h1>
<h2></h2>
<p class="sec"><span class="date newstime">《$paper》（$cited 第 $k 版）</span></p>
<div class="attachment"></div><div id="ozoom" style="zoom:100%;"><!--enpcontent--><p>     </p>$body<!--/enpcontent--></div></div></div>
""" + PROPERTY + "\n"

HUNAN_NODE = ('<TR id=row_black$k><TD align=left>&nbsp;</TD><TD align=left class="black">&nbsp;<a href=$node class="black" id=pageLink>第$k版：$name</a></TD>'
              "<TD><a href=../../../images/$day/$k/$k_pdf.pdf><IMG src=../../../tplimg/pdf.gif></a></TD></TR>").replace("$k_pdf", "${k}_pdf")
OLD_NODE = '<div class="right_title-name"><a id="pageLink" href="$node">$k版：$name</a></div><div class="right_title-pdf"><a href="../../../page/1/$day/$k/page.pdf"><img src="/images/pdf.gif"></a></div>'
PC_NODE = '<div class="swiper-slide"><a id="pageLink" href="$node">$k版：$name</a></div>'


class Build:
    """One build of one paper: where its pages are, and its templates. `node` and `content` make an address of a day and a number."""

    def __init__(self, paper: str, node: Callable[[date, int], str], content: Callable[[date, int], str], head: str, page: str, foot: str, node_item: str, area: str) -> None:
        self.paper, self.node, self.content, self.head, self.page, self.foot = paper, node, content, head, page, foot
        self.node_item, self.area = node_item, area

    def _common(self, day: date, k: int, rows: Sequence[Row]) -> dict[str, str]:
        """What the pages of a printed page share. The last one's 下一版 leads to itself."""
        nodes = [self.node(day, n + 1) for n in range(PAGES)]
        written = day.strftime("%Y-%m/%d")
        hrefs = [row.href + (self.area if row.href.startswith("http") else "") for row in rows]
        named = [{"k": f"{n + 1:02}", "name": NAMES[n], "node": node, "day": written} for n, node in enumerate(nodes)]
        return {"paper": self.paper, "printed": f"{day.year}年{day:%m月%d日} 星期{'一二三四五六日'[day.weekday()]}", "cited": f"{day.year}年{day:%m月%d日}",
                "k": f"{k + 1:02}", "name": NAMES[k], "back": nodes[max(k - 1, 0)], "onward": nodes[min(k + 1, PAGES - 1)], "day": written,
                "nodes": "\n".join(fill(self.node_item, **values) for values in named),
                "areas": "".join(f'<Area coords="1,2,3,4" shape="polygon" href="{href}">' for href in hrefs),
                "titles": "\n".join(f"<li><a href={href}>{row.title}</a></li>" for href, row in zip(hrefs, rows, strict=True))}

    def printed_page(self, world: World, day: date, k: int, told: Sequence[tuple[Story, int]], lead: str, source: str | None, extra: Sequence[Row] = ()) -> None:
        """One printed page and its articles: stories with their numbers."""
        rows = [Row(self.content(day, number), story.title, story.when) for story, number in told]
        common = self._common(day, k, [*rows[:1], *extra, *rows[1:]])
        for (story, number), row in zip(told, rows, strict=True):
            short, full = story.n % 3 == 0, story.led(lead.format(story.reporter))
            story = story if short else full
            page = fill(self.page + self.foot, **common | {"title": story.title, "number": number, "url": row.href, "above": 980000, "day": f"{day:%Y-%m-%d}",
                                                          "body": marked(story.paragraphs).replace("\n", "")})
            world.article(story, row.href, [(row.href, page)], id=row.href.rpartition("/")[2].rpartition(".")[0].removeprefix("content_").removeprefix("nw.D110000renmrb_"),
                          published=f"{day:%Y-%m-%d}", source=self.paper if short or source is None else source)
        world.put(self.node(day, k + 1), fill(self.head + self.foot, **common | {"title": f"第{k + 1:02}版：{NAMES[k]}", "day": f"{day:%Y-%m/%d}"}))
        world.enlist(self.node(day, k + 1), [row.href for row in (*rows, *extra)])


def _issues(world: World, builds: Sequence[tuple[date, Build]], start: int, lead: str, source: str | None, folder: str) -> None:
    """The issues of a paper, the newest first. The second state adds to page 1 of the newest; page 1 of the second newest holds what is no article."""
    told = stories(world.site, PAGES * ARTICLES * len(builds), datetime(2026, 9, 14, 5), 5, main=True, updated=world.updated)
    for at, (day, build) in enumerate(builds):
        for k in range(PAGES):
            first = (at * PAGES + k) * ARTICLES
            page = [(story, start + story.n) for story in told if first <= story.rank < first + ARTICLES or (first == 0 and story.rank < 0)]
            address = partial(lambda build, day, n, when: build.content(day, n), build, day)
            extra = world.trap_rows(address, datetime(day.year, day.month, day.day), forbidden=f"{folder}/forbidden") if (at, k) == (1, 0) else []
            build.printed_page(world, day, k, page, lead, source, extra)


def _door(world: World, url: str, newest: str) -> None:
    world.put(url, f'<html><head><meta http-equiv="refresh" content="0;URL={newest}"></head><body></body></html>')


def hunan_daily(world: World) -> None:
    """Four issues of four pages, `period.xml` of their month, and the door. Links in lists have ?div=-1."""
    build = Build("湖南日报", lambda day, k: f"{HUNAN}html/{day:%Y-%m/%d}/node_{200 + k}.htm", lambda day, n: f"{HUNAN}html/{day:%Y-%m/%d}/content_{n}.htm",
                  HUNAN_HEAD, HUNAN_PAGE, HUNAN_FOOT, HUNAN_NODE, "?div=-1")
    days = [date(2026, 9, 14) - timedelta(days=n) for n in range(4)]
    _issues(world, [(day, build) for day in days], 1780000, "本报讯（全媒体记者 {}）", None, "/hnrb")
    periods = "".join(f'<period id="{n}"><period_date>{day}</period_date><period_name></period_name><front_page>node_201.htm</front_page></period>' for n, day in enumerate(reversed(days)))
    world.put(f"{HUNAN}html/2026-09/period.xml", f'<?xml version="1.0" encoding="UTF-8"?><period_list>{periods}</period_list>', type="text/xml")
    _door(world, f"{HUNAN}paperindex.htm", "html/2026-09/14/node_201.htm")


def _people(world: World, paper: str, base: str, node: Callable[[date, int], str], content: Callable[[date, int], str], days: Sequence[date], start: int, lead: str, source: str | None) -> None:
    """A paper of the family: the days of December by the new build, those before by the old."""
    old = Build(paper, node, content, OLD_HEAD, OLD_PAGE, PEOPLE_FOOT, OLD_NODE, "")
    new = Build(paper, lambda day, k: f"{base}pc/layout/{day:%Y%m/%d}/node_{k:02}.html", lambda day, n: f"{base}pc/content/{day:%Y%m/%d}/content_{n}.html",
                PC_HEAD, PC_PAGE, PEOPLE_FOOT, PC_NODE, "")
    _issues(world, [(day, new if day >= date(2024, 12, 1) else old) for day in days], start, lead, source, "/" + base.split("/")[3])
    _door(world, f"{base}paperindex.htm", f"pc/layout/{days[0]:%Y%m/%d}/node_01.html")


def people_daily(world: World) -> None:
    """Two issues of December 2024, new build, and two of November, old build."""
    base = "https://paper.people.com.cn/rmrb/"
    _people(world, "人民日报", base, lambda day, k: f"{base}html/{day:%Y-%m/%d}/nbs.D110000renmrb_{k:02}.htm",
            lambda day, n: f"{base}html/{day:%Y-%m/%d}/nw.D110000renmrb_{day:%Y%m%d}_{-n % ARTICLES + 1}-{-n % (PAGES * ARTICLES) // ARTICLES + 1:02}.htm",
            [date(2024, 12, 3), date(2024, 12, 2), date(2024, 11, 29), date(2024, 11, 28)], 30060996, "新华社北京12月1日电（记者{}）", "新华社")


def china_energy_news(world: World) -> None:
    """Four Mondays, two by each build. Pages of an old issue are node_2222 and on."""
    base = "http://paper.people.com.cn/zgnyb/"
    _people(world, "中国能源报", base, lambda day, k: f"{base}html/{day:%Y-%m/%d}/node_{2221 + k}.htm", lambda day, n: f"{base}html/{day:%Y-%m/%d}/content_{n}.htm",
            [date(2024, 12, 9), date(2024, 12, 2), date(2024, 11, 25), date(2024, 11, 18)], 26089000, "本报讯（记者 {}）", None)
