"""Trade press and authority on TRS systems: 中国电力新闻网 (new, mobile, old A B C), 英大网 with the e-paper of 国家电网报, 国家能源局."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import md5

from tests.replica.world import Row, Story, World, chrome, fill, marked, stories

NEWEST = datetime(2026, 9, 15, 18, 10)

# -------------------------------------------------------------------------------------------------------------- 中国电力新闻网

CPNN, CPNN_OLD = "https://cpnn.com.cn/news/nytt/", "http://www.cpnn.com.cn/zdyw/"
CPNN_NEW = """<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>$title--中国能源新闻网</title><link rel="stylesheet" href="/css/common.css"></head><body>
$head<div class="main"><div class="left">$crumbs
<div class="article"><h1>$title</h1>
<p class="info">$info</p>
<div class="article-con">
$body
</div></div>
<div class="related"><h3>相关新闻</h3><ul>
$related
</ul></div></div>$rail</div>
<div class="foot"><p>关于我们 | 联系我们 | 网站地图</p><p>中国能源新闻网 版权所有 未经书面授权禁止使用</p></div></body></html>
"""
CPNN_HEAD = '<div class="head"><a href="/"><img src="/images/logo.png" alt=""></a><ul class="nav"><li><a href="/news/nytt/">头条</a></li><li><a href="/news/xny/">新能源</a></li></ul></div>\n'
CPNN_CRUMBS = '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/news/">新闻</a> &gt; <a href="/news/nytt/">头条</a></div>'
CPNN_A = """<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312" />
<title>$title-中国电力新闻网</title><meta name="keywords" content="保供 电网" /></head><body>
<div class="cpnn-top"><a href="/">中国电力新闻网首页</a> <a href="#">电子报</a></div>
<div class="cpnn-minnav">您的位置&gt;<a href="/">首页</a>&gt;<a href="/zdyw/">要闻</a>&gt;正文</div>
<div class="cpnn-con-title"><h1>$title</h1></div>
<div class="cpnn-zhengwen-time"><p>来源：中国电力报&nbsp;&nbsp;&nbsp;&nbsp;日期：$date</p></div>
<div class="cpnn-con-zhenwen"><div class=TRS_Editor>$body</div>
<div><p><b>【稿件声明】凡来源“中国电力报”或“中国电力新闻网”的稿件，转载须注明。</b></p></div></div><div class="cpnn-zeren">责任编辑：陶然</div>
<div class="right"><div class="tit">24小时排行</div><ul>
$rail
</ul></div><div class="cpnn-foot"><p>中国电力新闻网 版权所有 未经书面授权禁止使用</p></div></body></html>
"""
CPNN_B = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>${title}_中国电力新闻网</title></head><body>
<div class="menu"><ul><li><a href="/zdyw/">要闻</a></li><li><a href="/zngc/">政策</a></li></ul></div>
<div class="mianbaoxie">您的位置&gt;<a href="/">首页</a>&gt;<a href="/zdyw/">要闻</a></div>
<div class="leftbox"><div class="hdtitle"><h1>$title</h1></div>
<div class="tiebar"><span>来源：中国电力报</span><span>作者：$author</span><span>日期：$date</span></div>
<div id="Zoom">
$body
<p align=right>责任编辑：陶然</p></div>
<div class="fx"><a href="javascript:window.print()">打印本页</a> <a href="javascript:self.close()">关闭窗口</a></div></div>
<div class="rightbox"><h4>图片新闻</h4><ul>
$rail
</ul></div><div class="cpnn-foot"><p>中国电力新闻网 版权所有</p></div></body></html>
"""
CPNN_C = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>$title</title></head><body bgcolor="#FFFFFF">
<table width="960" align="center"><tr><td class="title02">您的位置：<a href="/">首页</a> &gt; <a href="/zdyw/">要闻</a> &gt; 正文</td></tr></table>
<table width="960" align="center"><tr><td width="660" valign="top"><table width="100%"><tr><td align="center" class="F-title">$title</td></tr>
<tr><td align="center" class="cDGray">来源：中国电力报&nbsp;作者：$author&nbsp;日期：$date</td></tr>
<tr><td id="zoom">
$body
<p>责任编辑：陶然 校对：文静</p></td></tr></table></td></tr></table>
<table width="960" align="center"><tr><td class="F-tit2">热点新闻</td></tr><tr><td><ul>
$rail
</ul></td></tr></table><div class="cpnn-foot"><p>中国电力新闻网 版权所有 未经书面授权禁止使用</p></div></body></html>
"""
CPNN_LINK = '<li><a href="/news/xwtt/202610/t20261008_$number.html" target="_blank">$title</a></li>'


def _trs_address(number: int, when: datetime, folder: str = CPNN, start: int = 1700000) -> str:
    return f"{folder}{when:%Y%m}/t{when:%Y%m%d}_{start + number}.html"


def _cpnn_article(world: World, story: Story) -> tuple[Row, Row | None]:
    """An article's row, and that of its mobile page where it has one."""
    url = _trs_address(story.n, story.when)
    wap = url.replace(".html", "_wap.html") if 11 < story.rank < 15 else ""
    source, common = story.choice("中国电力报", "中国能源新闻网", "新华社"), {"title": story.title, "body": marked(story.paragraphs), "related": chrome(story.key, CPNN_LINK, 4)}
    page = fill(CPNN_NEW, head=CPNN_HEAD, crumbs=CPNN_CRUMBS, info=f"<span>{story.clock('%Y-%m-%d %H:%M')}</span> <span>来源：{source}</span> <span>作者：{story.reporter}</span>",
                rail=f'<div class="right"><h3>热点新闻</h3><ul>\n{chrome("cpnn", CPNN_LINK, 12)}\n</ul></div>', **common)
    small = fill(CPNN_NEW, head='<div class="m-head"><a href="/">首页</a></div>', crumbs="", info=f"{story.clock('%Y-%m-%d %H:%M')}　　来源：{source}", rail="", **common)
    row = world.article(story, url, [(url, page)], id=str(1700000 + story.n), published=story.clock("%Y-%m-%dT%H:%M:00+08:00"), source=source, also=[(wap, small)] if wap else ())
    return row, Row(wap, story.title, story.when) if wap else None


def _cpnn_list(rows: Sequence[Row], number: int, count: int) -> str:
    """A list of the new site. Its bar links to all pages but the first: on page 2 pagenav_1 is the page itself."""
    items = "\n".join(f'<li><a href="{row.href.replace(CPNN, "./")}" title="{row.title}">{row.shown}</a><b class="fr">{row.date:%Y-%m-%d}</b></li>' for row in rows)
    bar = "".join(f'<a id="pagenav_{n}" href="index{f"_{n}" if n else ""}.html"{" class=cur" if n == number else ""}>{n + 1}</a>' for n in range(count))
    return (f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>头条--中国能源新闻网</title></head><body>{CPNN_HEAD}<div class="cpnnlist_l"><ul>\n{items}\n</ul>'
            f'<div class="page">{bar}</div></div><div class="foot">中国能源新闻网 版权所有</div></body></html>')


def _cpnn_old_list(rows: Sequence[Row], number: int, count: int) -> str:
    items = "\n".join(f'<li><h1><a href="{row.href.replace(CPNN_OLD, "./")}">{row.title}</a></h1><p>{row.title}，相关工作按计划推进。</p><span>{row.date:%y.%m.%d}</span></li>' for row in rows)
    bar = f'<a href="default_{number + 1}.htm">下一页</a>' if number + 1 < count else ""
    return (f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312" /><title>要闻-中国电力新闻网</title></head><body>'
            f'<div class="cpnn-content-left-list"><ul>\n{items}\n</ul></div><div class="page">{bar}</div><div class="cpnn-foot"><p>中国电力新闻网 版权所有</p></div></body></html>')


def cpnn(world: World) -> None:
    """/news/nytt/ (3 pages, some rows once more as mobile pages) and the old /zdyw/ (2 pages, GBK, three templates by turns)."""
    pairs = [_cpnn_article(world, story) for story in stories("cpnn/nytt", 44, NEWEST, 7, main=True, updated=world.updated)]
    rows = world.traps([row for row, _ in pairs], _trs_address)
    rows[40:40] = [wap for _, wap in pairs if wap]
    world.column(lambda k: f"{CPNN}index_{k}.html" if k else CPNN, rows, 18, _cpnn_list)
    old = []
    for story in stories("cpnn/zdyw", 28, datetime(2021, 7, 13, 9), 15):
        url = _trs_address(story.n, story.when, CPNN_OLD, 1404000)
        page = fill(story.choice(CPNN_A, CPNN_B, CPNN_C), title=story.title, author=story.reporter, date=story.clock("%y.%m.%d"), body=marked(story.paragraphs), rail=chrome("zdyw", CPNN_LINK))
        old.append(world.article(story, url, [(url, page)], id=str(1404000 + story.n), published=story.clock("%Y-%m-%d"), source="中国电力报", charset="gbk"))
    world.column(lambda k: f"{CPNN_OLD}default{f'_{k}' if k else ''}.htm", old, 14, _cpnn_old_list, "gbk")


# ------------------------------------------------------------------------------------------------------------------ 国家电网报

INDAA, SGCC = "http://www.indaa.com.cn", "https://epaper.sgcctop.com"
INDAA_PAGE = """<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>${title}_英大网</title><meta name="keywords" content="英大网,国家电网,电力新闻" /><link href="/images/wyf0221.css" rel="stylesheet" type="text/css" /></head><body>
<div class="wyf0221_top"><div class="wyf0221_topl">英大网 —— 国家电网报社主办</div><div class="wyf0221_topr"><a href="#">加入收藏</a> | <a href="/login/">登录</a></div></div>
<div class="wyf0221_pos">当前位置：<a href="/">首页</a> > 新闻中心 > 要闻</div>
<div class="wyf0221_main"><div class="wyf0221_listbox"><div class="wyf0221_listbox_top">
<h1>$title</h1>
<dl>作者：$author 时间：$date 来源：$source</dl></div>
<div class="wyf0221_listbox_cont">
$body
</div><div class="wyf0221_share"><a href="javascript:window.print()">打印本页</a> <a href="javascript:window.close()">关闭窗口</a></div>
<div class="wyf0221_rel"><h3>相关阅读</h3><ul>
$related
</ul></div></div><div class="wyf0221_right"><h3>新闻排行</h3><ul>
$rail
</ul></div></div><div class="wyf0221_foot"><p>关于我们 | 联系我们</p><p>版权所有 英大传媒投资集团有限公司</p></div></body></html>
"""
SGCC_PAGE = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>国家电网报</title><link rel="stylesheet" href="/static/css/con.css"></head><body><div class="wrapper">
<div class="top_bar">$section<a href="javascript:history.back()" class="back">返回</a><span class="font_btn">字号</span></div>
<div class="article_box"><div class="title">$title</div>
<div class="author">本报记者 $author</div>
<div class="content">
$body
</div></div>
<div class="share_bar"><span>分享到：</span><a href="javascript:;">微信</a></div>
<div class="page_list"><div class="page_list_title">本版其他文章</div><ul>
$related
</ul></div><div class="calendar"><div class="cal_head">2026年10月</div></div>
<div class="footer"><p>国家电网报社 版权所有</p><p>地址：北京市西城区</p></div></div></body></html>
"""
INDAA_LINK = '<li><span>$date</span><a href="/xwzx/yw_btxw/202610/t20261008_$number.html" title="$title">$title</a></li>'
SGCC_LINK = '<li><a href="con-$number.html" target="_blank">$title</a></li>'
DAYS = ("202609/14", "202609/11", "202609/10")
SECTIONS = ("要闻", "综合", "经营管理", "一线", "观点")


def _indaa_list(rows: Sequence[Row], number: int, count: int, name: str, folder: str) -> str:
    items = "\n".join(f'<div class="wyf0221_item"><h1><a href="{row.href.replace(INDAA + folder, "./")}">{row.title}</a></h1><p>{row.title}，相关情况引发关注。</p><span>{row.date:%Y-%m-%d}</span></div>' for row in rows)
    bar = f'<a href="{name}_{min(number + 1, count - 1)}.html">下一页</a>' if count > 1 else ""
    return (f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>要闻_英大网</title></head><body><div class="wyf0221_top">英大网</div>'
            f'<div class="wyf0221_list">\n{items}\n</div><div class="page">{bar}</div><div class="wyf0221_foot">版权所有 英大传媒投资集团有限公司</div></body></html>')


def _indaa_article(world: World, story: Story, folder: str, start: int) -> Row:
    url, source = _trs_address(story.n, story.when, INDAA + folder, start), story.choice("国家电网报", "英大网", "亮报")
    page = fill(INDAA_PAGE, title=story.title, author=story.reporter, date=story.clock("%Y-%m-%d"), source=source, body=marked(story.paragraphs),
                related=chrome(story.key, INDAA_LINK, 4), rail=chrome("indaa", INDAA_LINK, 12))
    return world.article(story, url, [(url, page)], id=str(start + story.n), published=story.clock("%Y-%m-%d"), source=source)


def _issue(rows: Sequence[Row], per_page: int) -> str:
    """An issue as its script has drawn it: hot areas, none of them a link."""
    areas = "\n".join(f'<polygon class="area" points="0,40 70,40 70,300 0,300" title="{row.title}" data-pageid="{n // per_page + 1}" data-contentid="{row.href.partition("con-")[2][:-5]}"></polygon>'
                      for n, row in enumerate(rows))
    return (f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>国家电网报</title></head><body><div id="app"><div class="header"><span>国家电网报</span></div>'
            f'<div class="book"><svg class="hot" viewBox="0 0 842 2000">\n{areas}\n</svg></div><div class="pager"><a href="#page=1">上一版</a><a href="#page=4">下一版</a></div></div></body></html>')


def sgcc_news(world: World) -> None:
    """英大网 /xwzx/yw_btxw/ (3 pages) and /dwjs/; the e-paper's last three issues, and its door, which leads to the newest."""
    folder = "/xwzx/yw_btxw/"
    main = [_indaa_article(world, s, folder, 450000) for s in stories("sgcc_news/indaa", 44, NEWEST, 7, main=True, updated=world.updated)]
    rows = world.traps(main, lambda n, when: _trs_address(n, when, INDAA + folder, 450000))
    world.column(lambda k: f"{INDAA}{folder}index_2814{f'_{k}' if k else ''}.html", rows, 18, lambda part, k, n: _indaa_list(part, k, n, "index_2814", folder))
    built = [_indaa_article(world, s, "/dwjs/", 460000) for s in stories("sgcc_news/dwjs", 14, NEWEST, 9)]
    world.column(lambda k: f"{INDAA}/dwjs/", built, 18, lambda part, k, n: _indaa_list(part, k, n, "index", "/dwjs/"))
    for at, day in enumerate(DAYS):
        issue, printed = [], datetime.strptime(day, "%Y%m/%d")
        for story in stories(f"sgcc_news/{day}", 16, printed, 0):
            url = f"{SGCC}/{day}/con-{751000 - at * 16 + story.n}.html"
            page = fill(SGCC_PAGE, title=story.title, section=SECTIONS[story.rank // 4], author=story.reporter, body=marked(story.paragraphs), related=chrome(story.key, SGCC_LINK, 5))
            issue.append(world.article(story, url, [(url, page)], id=url.partition("con-")[2][:-5], published=f"{printed:%Y-%m-%d}", source="国家电网报"))
        world.column(lambda k, day=day: f"{SGCC}/{day}/", issue, 16, lambda part, k, n: _issue(part, 4))  # type: ignore[misc]
    world.put(f"{SGCC}/", f'<html><head><meta http-equiv="refresh" content="0;URL=/{DAYS[0]}/"></head><body></body></html>')


# ------------------------------------------------------------------------------------------------------------------ 国家能源局

NEA = "https://www.nea.gov.cn"
NEA_NEW = """<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<meta name="SiteName" content="国家能源局"><meta name="ColumnName" content="能源要闻"><meta name="ArticleTitle" content="$title"><meta name="PubDate" content="$date">
<meta name="ContentSource" content="$source"><meta name="Author" content="网站编辑部"><title>$title-国家能源局</title>
<link href="http://www.nea.gov.cn/static/default/css/public/master_nyj_v1.0.css" rel="stylesheet" type="text/css"></head><body>
<div class="topnav"><a href="https://www.gov.cn/" target="_blank">中国政府网</a> | <a href="/gylsm.htm">关怀版</a> | <span id="today">2026年10月29日 星期四</span></div>
<div class="now-site">您当前位置：<a href="/">首页</a> &gt; <a href="/xwzx/">新闻中心</a> &gt; <a href="/xwzx/nyyw.htm">能源要闻</a></div>
<h1>$title</h1>
<div class="article-source">发布时间：$date　来源：$source</div>
<div class="article-content">
$body
$bar</div>
<div class="dykj">[<a href="javascript:print()">打印</a>] [<a href="javascript:close()">关闭</a>] 字体：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a></div>
<div class="tpxw"><h3>图片新闻</h3><ul class="list01">
$rail
</ul></div><div class="footer">主办单位：国家能源局　网站标识码：bm62000002</div></body></html>
"""
NEA_OLD = NEA_NEW.replace('<meta name="ArticleTitle" content="$title"><meta name="PubDate" content="$date">\n<meta name="ContentSource" content="$source">', "")
NEA_LINK = '<li><a href="/2026-10/08/c_$number.htm" target="_blank">$title</a><span class="date">($date)</span></li>'


def _nea_address(number: int, when: datetime) -> str:
    return f"{NEA}/{when:%Y%m%d}/{md5(str(number).encode(), usedforsecurity=False).hexdigest()}/c.html"


def _nea_list(rows: Sequence[Row], number: int, count: int, name: str) -> str:
    items = "\n".join(f'<li><a href="{row.href.removeprefix(NEA)}" target="_blank">{row.title}</a><span class="date">({row.date:%Y-%m-%d})</span></li>' for row in rows)
    bar = f'<a href="{name}_{min(number + 2, count)}.htm">下一页</a>' if count > 1 else ""
    return (f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>能源要闻---国家能源局</title></head><body><ul class="nav"><li><a href="/xwzx/">新闻</a></li></ul>'
            f'<ul class="list01">\n{items}\n</ul><div class="page">{bar}</div><div class="footer">主办单位：国家能源局</div></body></html>')


def nea(world: World) -> None:
    """/xwzx/nyyw.htm (3 pages, new addresses) and /ldhd/index.htm (old ones, an article of two pages among them)."""
    rail, main, old = chrome("nea", NEA_LINK, 8), [], []
    for story in stories("nea/nyyw", 44, NEWEST, 9, main=True, updated=world.updated):
        url, source = _nea_address(story.n, story.when), story.choice("国家能源局", "新华社", "人民日报")
        page = fill(NEA_NEW, title=story.title, date=story.clock(), source=source, body=marked(story.paragraphs), bar="", rail=rail)
        main.append(world.article(story, url, [(url, page)], id=url.split("/")[-2], published=story.iso, source=source))
    world.column(lambda k: f"{NEA}/xwzx/nyyw{f'_{k + 1}' if k else ''}.htm", world.traps(main, _nea_address), 18, lambda part, k, n: _nea_list(part, k, n, "nyyw"))
    for story in stories("nea/ldhd", 14, datetime(2024, 6, 12, 9), 30, long=7):
        name, cut_at = f"c_{1310778000 + story.n}", 4 if len(story.paragraphs) > 6 else 6
        url = f"{NEA}/{story.when:%Y-%m/%d}/{name}.htm"
        parts = [(url, story.paragraphs[:cut_at], "<span>1</span> <a href=\"{0}_2.htm\">2</a> <a href=\"{0}_2.htm\">下一页</a>")]
        if story.paragraphs[cut_at:]:
            parts.append((url.replace(".htm", "_2.htm"), story.paragraphs[cut_at:], "<a href=\"{0}.htm\">上一页</a> <a href=\"{0}.htm\">1</a> <span>2</span>"))
        pages = [(address, fill(NEA_OLD, title=story.title, date=story.clock("%Y-%m-%d"), source="新华网", body=marked(text), rail=rail,
                                bar=f'<div id="div_currpage" class="pageInfo">{bar.format(name)}</div>' if len(parts) > 1 else "")) for address, text, bar in parts]
        old.append(world.article(story, url, pages, id=name[2:], published=story.clock("%Y-%m-%d"), source="新华网"))
    world.column(lambda k: f"{NEA}/ldhd/index.htm", old, 18, lambda part, k, n: _nea_list(part, k, n, "index"))
