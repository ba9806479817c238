"""中国电力网 (desktop, mobile, old) and 北极星 (new, old): the portals, with the large column of 中国电力网 for benchmarks."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache, partial
from random import Random

from tests.replica import texts
from tests.replica.world import Expected, Row, Story, World, chrome, cut, fill, marked, stories

NEWEST = datetime(2026, 9, 15, 20, 30)

# ------------------------------------------------------------------------------------------------------------------ 中国电力网

CHINAPOWER = "http://www.chinapower.com.cn"
DESKTOP = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>${title}_电力网</title>
<meta name="keywords" content="电力,电网,火电,水电,核电,风电,光伏" /><link href="/static/css/base.css" rel="stylesheet" type="text/css" />
$style</head>
<body>
<div class="top"><a href="/">首页</a> <a href="/xw/">新闻</a> <a href="/zx/">资讯</a> <a href="/dww/">电网</a> <a href="/fd/">火电</a> <a href="/sj/">数据</a></div>
$nav<div class="w1200"><div class="left">
<div class="weizhi">当前位置: <a href="/">首页</a> &gt; <a href="/dww/">电网</a> &gt; <a href="/dww/swxw/">省网新闻</a></div>
<h1>$title</h1>
<div>${info}</div>
<div class="content">
$body
</div>
<div class="fenxiang"><span>分享到:</span><a href="javascript:;">微信</a><a href="javascript:;">微博</a></div>
<div class="pinglun"><h3>评论</h3><form action="/pl/" method="post">用户名:<input name="u" /> <label>匿名发表</label> 密码:<input name="p" /> 验证码:<input name="c" /></form>
<p>最新评论0</p></div>
<div class="xgyd"><h3>相关阅读</h3><ul>
$related
</ul></div></div>
<div class="right"><h3>热点</h3><ul>
$rail
</ul></div></div>
<div class="foot">Copyright © 1999-2026 www.chinapower.com.cn 版权所有</div>
</body></html>
"""
MOBILE = """<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1.0">
<title>${title}_电力网</title><link rel="stylesheet" href="/mm/css/style.css"></head><body>
<header><a href="http://mm.chinapower.com.cn/"><img src="/mm/images/logo.png" alt="中国电力网"></a></header>
<nav><a href="/xw/">要闻</a><a href="/dww/">电网</a><a href="/fd/">火电</a></nav>
<h1>$title</h1>
<div class="info"><span>$source</span>发布时间:$date<br>作者:$author</div>
<div class="content">
$body
</div>
<div class="gg"><p>中国电力网:你关心的,就是我们所关注的</p><img src="/mm/images/ewm.jpg" alt="二维码"><p>扫描识别二维码,关注中国电力网</p><p>中国电力网简介:</p></div>
<div class="sm">【版权及免责声明】凡本网所属版权作品,转载时须获得授权并注明来源“中国电力网”</div>
<div class="small">
$related
</div><div class="pl">评论</div><footer>Copyright &copy; 1999-2026 中国电力网</footer></body></html>
"""
SUBLEFT = """<html><head><title>$title-中国电力网-</title><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<link href="/css/content.css" rel="stylesheet" type="text/css"></head><body>
<div class="header"><a href="/">首页</a> <a href="/guonei/">国内</a> <a href="/guoji/">国际</a> <a href="/shuidian/">水电</a></div>
<div class="main"><div class="subleft">
<div class="dqwz">您现在的位置：<a href="/">首页</a> &gt; <a href="/guonei/">国内新闻</a> &gt; 正文</div>
<h1>$title</h1>
<h3>来源：《$source》　作者：$author　发布时间：$date</h3>
$body
</div><div class="subright"><h4>24小时点击排行</h4><ul>
$rail
</ul></div></div><div class="footer">中国电力网 版权所有 1999-2016 未经授权禁止转载</div></body></html>
"""
POWER_LINK = f'<li><a href="{CHINAPOWER}/dww/swxw/20261008/$number.html" title="$title">$title</a><span>$date</span></li>'
SMALL_LINK = '<a href="/dww/jcdt/20261007/$number.html"><p>近日,$title,受到广泛好评。</p></a>'
SOURCES = ("国家电网报", "中国电力网", "中国能源报", "中国电力报", "南方电网报")


def _power_list(rows: Sequence[Row], number: int, count: int, folder: str, name: str, *, relative: bool = False) -> str:
    """A list of the new template; the last page's 下一页 leads to itself."""
    items = "\n".join(
        '<li class="headlinelist"><a class="img" href="{0}" title="{1}"><img src="/d/small/0.jpg" alt=""></a><div><a href="{0}" title="{1}">{2}</a>'
        "<p>{1}。相关工作正在推进……</p><span>{3:%Y-%m-%d %H:%M}</span></div></li>".format(
            row.href.removeprefix(f"{CHINAPOWER}{folder}") if relative else row.href, row.title, row.shown, row.date) for row in rows)
    onward = f"index_{min(number + 2, count)}.html"
    pager = f'<a title="下一页" href="{onward}">下一页</a><a href="index_{count}.html">尾页</a>' if count > 1 else ""
    return (f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{name}_电力网</title></head><body><div class="top"><a href="/">首页</a> <a href="/xw/">新闻</a></div>'
            f'<div class="weizhi">当前位置: <a href="/">首页</a> &gt; <a href="{folder}">{name}</a></div><ul class="list">\n{items}\n</ul>'
            f'<div class="page"><b>{number + 1}</b>{pager}</div><div class="foot">Copyright © www.chinapower.com.cn 版权所有</div></body></html>')


def _old_list(rows: Sequence[Row], number: int, count: int) -> str:
    items = "\n".join(f'<li><span>{row.date:%Y-%m-%d}</span><a href="{row.href.removeprefix(CHINAPOWER)}" target="_blank">{row.title}</a></li>' for row in rows)
    onward = f'<a href="index_{number + 2}.html">下一页</a>' if number + 1 < count else ""
    return (f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>国内新闻-中国电力网-</title></head><body>'
            f'<div class="ns_nr"><ul class="list00">\n{items}\n</ul><div class="fy">{onward}</div></div></body></html>')


def _small_list(rows: Sequence[Row], number: int, count: int) -> str:
    items = "\n".join(f'<div class="small"><a href="{row.href}"><p>{row.title}</p></a><span>{row.date:%Y-%m-%d}</span></div>' for row in rows)
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>基层动态_电力网</title></head><body><h2>基层动态</h2>\n{items}\n<footer>中国电力网</footer></body></html>'


def _index(folder: str, number: int) -> str:
    return folder if number == 0 else f"{folder}index_{number + 1}.html"


def _power_address(number: int, when: datetime, folder: str = "/dww/swxw") -> str:
    return f"{CHINAPOWER}{folder}/{when:%Y%m%d}/{280000 + number}.html"


def _power_article(world: World, story: Story, url: str, *, mobile: bool = False, twin: bool = False) -> Row:
    source, path = story.choice(*SOURCES), url.removeprefix(CHINAPOWER)
    if source == "中国电力网":
        story = story.led("中国电力网讯 ")
    small = fill(MOBILE, title=story.title, source=source, date=story.clock(), author=story.reporter, body=marked(story.paragraphs),
                 related=chrome(story.key, SMALL_LINK, 3))
    page = fill(DESKTOP, title=story.title, style="", nav="", info=f"{source}发布时间:{story.clock()}&nbsp;&nbsp;作者:{story.reporter}",
                body=marked(story.paragraphs, '<p style="text-indent: 2em;">'), related=chrome(story.key, POWER_LINK, 4), rail=chrome("power", POWER_LINK, 12))
    on_mobile = f"http://mm.chinapower.com.cn{path}"
    row = world.article(story, on_mobile if mobile else url, [(on_mobile, small) if mobile else (url, page)], id=path.rpartition("/")[2][:-5],
                        published=story.iso, source=source, also=[(on_mobile, small)] if twin else ())
    return Row(on_mobile, row.title, row.date) if twin else row


def chinapower(world: World, scale: int = 0) -> None:
    """/dww/ (3 pages; `scale` articles over pages of 50 instead, if given), /zx/, /guonei/ in GBK, and /fd/jcdt/ on the mobile host."""
    twins, main = [], []
    for story in stories("chinapower/dww", 44, NEWEST, 7, main=True, updated=world.updated):
        row = _power_article(world, story, _power_address(story.n, story.when), twin=11 < story.rank < 18)
        twins += [row] if row.href.startswith("http://mm.") else []
        main.append(Row(_power_address(story.n, story.when), row.title, row.date))
    other = [_power_article(world, s, _power_address(2000 + s.n, s.when, "/zx/hyfx")) for s in stories("chinapower/zx", 12, NEWEST, 9)]
    if scale:
        large_column(world, scale)
    else:
        world.column(lambda k: _index(f"{CHINAPOWER}/dww/", k), world.traps(main, _power_address), 18,
                     lambda rows, k, n: _power_list(rows, k, n, "/dww/", "电网"))
    world.column(lambda k: _index(f"{CHINAPOWER}/zx/", k), sorted(other + main[-39:-35], key=lambda row: row.date, reverse=True), 18,
                 lambda rows, k, n: _power_list(rows, k, n, "/zx/", "资讯"))
    small = [_power_article(world, s, _power_address(4000 + s.n, s.when, "/fd/jcdt"), mobile=True) for s in stories("chinapower/mm", 9, NEWEST, 11)]
    world.column(lambda k: "http://mm.chinapower.com.cn/fd/jcdt/", sorted(small + twins, key=lambda row: row.date, reverse=True), 18, _small_list)
    old = []
    for story in stories("chinapower/guonei", 15, datetime(2016, 8, 26, 9), 20):
        url = f"{CHINAPOWER}/guonei/{story.when:%Y%m%d}/{52000 + story.n}.html"
        page = fill(SUBLEFT, title=story.title, source="中国电力报", author=story.reporter, date=story.clock("%Y-%m-%d"), body=marked(story.paragraphs),
                    rail=chrome("guonei", POWER_LINK))
        old.append(world.article(story, url, [(url, page)], id=str(52000 + story.n), published=story.clock("%Y-%m-%d"), source="中国电力报", charset="gbk"))
    world.column(lambda k: _index(f"{CHINAPOWER}/guonei/", k), old, 18, _old_list, "gbk")


# ------------------------------------------------------------------------------------------------------------- the large column

ROWS, SPREAD, PARTS = 50, 400, 5  # rows of a list page, paragraphs to choose from, those of an article


@cache
def _pool() -> tuple[str, ...]:
    return tuple(texts.paragraphs(f"large/{n}", 0, 1)[0] for n in range(SPREAD))


def _large_paragraphs(n: int) -> list[str]:
    return [f"这是今年入库的第{n + 1}项工程。{_pool()[n % SPREAD]}", *(_pool()[(n * 7 + part * 83) % SPREAD] for part in range(1, PARTS))]


def _large_row(n: int) -> Row:
    when = NEWEST - timedelta(minutes=n * 17)
    return Row(_power_address(100000 + n, when), f"{texts.title(f'large/{n % SPREAD}')}（第{n + 1}号）", when)


@cache
def _large_template() -> tuple[bytes, ...]:
    """The desktop template around title, title, info and body, with as much chrome as real pages have."""
    draw = Random("chrome")
    rules = "\n".join(f".{draw.choice(('tab', 'hot', 'nav'))}_{n}{{float:left;width:{draw.randint(50, 999)}px;background:url(/static/img/bg_{n}.png) no-repeat 4px 9px;overflow:hidden}}"
                      for n in range(110))
    nav = chrome("nav", '<a href="/dww/$number/" target="_blank" title="$title">$title</a>', 90)
    page = fill(DESKTOP, title="\0", style=f'<style type="text/css">\n{rules}\n</style>', nav=f'<div class="nav">{nav}</div>\n', info="\0", body="\0",
                related=chrome("large", POWER_LINK, 10), rail=chrome("power", POWER_LINK, 40))
    return tuple(part.encode() for part in page.split("\0"))


def _large_page(n: int) -> bytes:
    row, (head, middle, under, over, tail) = _large_row(n), _large_template()
    title, info = row.title.encode(), f"国家电网报发布时间:{row.date:%Y-%m-%d %H:%M:%S}&nbsp;&nbsp;作者:周启文".encode()
    return b"".join((head, title, middle, title, under, info, over, marked(_large_paragraphs(n)).encode(), tail))


def large_column(world: World, count: int) -> None:
    """/dww/ with `count` articles; pages are made when they are asked for. Links are relative, so that a crawler without mirrors can follow them."""
    rows = [_large_row(n) for n in range(count)]
    parts = list(cut(rows, ROWS))
    for number, part in enumerate(parts):
        listing = _index(f"{CHINAPOWER}/dww/", number)
        world.put(listing, partial(lambda part, number: _power_list(part, number, len(parts), "/dww/", "电网", relative=True).encode(), part, number))
        world.enlist(listing, [row.href for row in part])
    for n, row in enumerate(rows):
        world.put(row.href, partial(_large_page, n))
        world.expect(Expected(row.href, str(380000 + n), row.title, row.date.strftime("%Y-%m-%dT%H:%M:%S+08:00"), "国家电网报", "\n\n".join(_large_paragraphs(n))))


# ---------------------------------------------------------------------------------------------------------------------- 北极星

BJX_NEW = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>$title-北极星${channel}网</title>
<meta name="keywords" content="电网,储能"><link rel="stylesheet" href="https://static.example.com/news/css/2021/common.css"></head><body>
<div class="header-top"><a href="https://www.bjx.com.cn/">北极星</a><a href="https://news.bjx.com.cn/">新闻</a><a href="https://hr.bjx.com.cn/">招聘</a></div>
<div class="cc-crumbs">您的位置：<a href="https://www.bjx.com.cn/">电力</a> &gt; <a href="https://news.bjx.com.cn/yw/">要闻</a> &gt; 正文</div>
<div class="cc-headline"><h1>$title</h1>
<div class="box"><p><span>$date</span><span>来源：$source</span><span>作者：$author</span><span id="key_word">关键词：<a href="/topics/1">电网</a> <a href="/topics/2">储能</a></span></p></div></div>
<div class="cc-tougao"><a href="https://news.bjx.com.cn/tougao/">我要投稿</a></div>
<div id="article_cont"><div class="cc-article">
$body
</div>
$bar<p>投稿与新闻线索:李女士 微信/手机:13000000000 邮箱:xiansuo#example.com(请将#改成@)</p>
<p>特别声明:北极星转载其他网站内容,出于传递更多信息而非盈利之目的,内容仅供参考。</p>
<p>凡来源注明北极星*网的内容为北极星原创,转载需获授权。</p></div>
<div class="cc-keylist"><span><a href="/topics/1">电网</a><a href="/topics/1">查看更多&gt;</a></span><span><a href="/topics/2">储能</a><a href="/topics/2">查看更多&gt;</a></span></div>
<div class="right"><h3>热点新闻</h3><ul class="active">
$rail
</ul></div>
<div class="cc-related"><h3>相关阅读</h3><ul>
$related
</ul></div><div class="footer">北极星电力网版权所有</div></body></html>
"""
BJX_OLD = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title>$title-北极星电力网</title>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312" /><meta name="Keywords" content="电力体制改革 直接交易" /></head><body>
<div class="top_nav"><a href="http://www.bjx.com.cn/">北极星首页</a> <a href="http://hr.bjx.com.cn/">招聘</a></div>
<div class="weizhi">您的位置：<a href="http://www.bjx.com.cn/">首页</a> &gt; <a href="/">输配电</a> &gt; 正文</div>
<div class="list_detail"><h1>$title</h1>
<div class="list_copy"><a href="http://news.bjx.com.cn/">北极星电力网新闻中心</a>&nbsp;&nbsp;<b>来源：</b><b>《$source》</b>&nbsp;&nbsp;作者：$author&nbsp;&nbsp;$date&nbsp;&nbsp;<a href="/tougao.asp">我要投稿</a></div>
<div class="list_key"><b>关键词：</b><a href="/zt.asp?topic=1">电力体制改革</a><a href="/zt.asp?topic=2">直接交易</a></div>
<div id="content">
$body
</div>
$bar<div class="share">分享到：<a>微博</a> <a>微信</a></div></div>
<div class="list_right"><h3>热点关注</h3><ul>
$rail
</ul></div><div class="foot">北极星电力网 版权所有</div></body></html>
"""
SORRY = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>北极星电力网</title></head><body>
<div class="error"><span class="sorry">抱歉，您访问的页面不存在或已被删除！</span><p class="back_home"><em>5</em>秒后自动跳转，<a href="https://www.bjx.com.cn/">返回首页</a></p></div>
<div class="footer">北极星电力网版权所有</div></body></html>
"""
BJX_LINK = '<li><a href="https://news.bjx.com.cn/html/20261008/$number.shtml" target="_blank" title="$title">$title</a><span>$date</span></li>'


def _bjx_address(number: int, when: datetime) -> str:
    return f"https://news.bjx.com.cn/html/{when:%Y%m%d}/{1512000 + number}.shtml"


def _parts(story: Story, url: str, per_page: int) -> list[tuple[str, Sequence[str]]]:
    """The addresses and paragraphs of the pages of an article: `<id>.shtml`, `<id>-2.shtml`…"""
    return [(url if not at else url.replace(".shtml", f"-{at // per_page + 1}.shtml"), story.paragraphs[at:at + per_page])
            for at in range(0, len(story.paragraphs), per_page)]


def _digits(urls: Sequence[str], number: int) -> str:
    """The bar 1 2 3 下一页 of page `number`."""
    names = [url.rpartition("/")[2] for url in urls]
    items = [f"<b>{n + 1}</b>" if n == number else f'<a href="{name}">{n + 1}</a>' for n, name in enumerate(names)]
    onward = [f'<a href="{names[number + 1]}" title="下一页">下一页</a>'] if number + 1 < len(names) else []
    return "".join(items + onward) if len(names) > 1 else ""


def _bjx_article(world: World, story: Story, url: str, *, channel: str = "电力", mirror: str = "", per_page: int = 6) -> Row:
    source = story.choice("国家电网报", f"北极星{channel}网", "中国能源报", "新华社")
    story = story.led(f"北极星{channel}网讯：")
    parts = _parts(story, url, per_page)
    urls = [address for address, _ in parts]
    pages = [(address, fill(BJX_NEW, title=story.title, channel=channel, date=story.clock("%Y-%m-%d %H:%M"), source=source, author=story.reporter,
                            body=marked(text, '<p style="text-indent: 2em;">'), bar=f'<div class="cc-paging">{bar}</div>\n' if (bar := _digits(urls, n)) else "",
                            rail=chrome("bjx", BJX_LINK, 12), related=chrome(story.key, BJX_LINK, 4))) for n, (address, text) in enumerate(parts)]
    return world.article(story, url, pages, id=url.rpartition("/")[2][:-6], published=story.clock("%Y-%m-%dT%H:%M:00+08:00"), source=source,
                         also=[(mirror, pages[0][1])] if mirror else ())


def _bjx_list(rows: Sequence[Row], number: int, count: int, folder: str, *, loops: bool = False) -> str:
    items = "\n".join(f'<li><a href="{row.href}" target="_blank" title="{row.title}">{row.shown}</a><span>{row.date:%Y-%m-%d}</span></li>' for row in rows)
    onward = min(number + 2, count) if loops else number + 2
    pager = f'<a href="{folder}{onward}">下一页</a>' if onward <= count and count > 1 else ""
    return (f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>要闻-北极星电力网</title></head><body><div class="header-top"><a href="https://www.bjx.com.cn/">北极星</a></div>'
            f'<div class="cc-list-content"><ul>\n{items}\n</ul></div><div class="cc-paging"><b>{number + 1}</b>{pager}</div>'
            f'<div class="footer">北极星电力网版权所有</div></body></html>')


def _bjx_old_list(rows: Sequence[Row], number: int, count: int) -> str:
    items = "\n".join(f'<li><a href="{row.href}" target="_blank">{row.title}</a><span>{row.date:%Y/%m/%d}</span></li>' for row in rows)
    pager = f'<a href="/NewsList?page={number + 2}" title="下一页">下一页</a>' if number + 1 < count else ""
    return (f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312" /><title>输配电新闻-北极星电力网</title></head><body>'
            f'<div class="list_left"><ul>\n{items}\n</ul></div><div class="page"><b>{number + 1}</b>{pager}</div></body></html>')


def bjx(world: World) -> None:
    """/yw/ (3 pages) and /zc/, guangfu /mq/ with mirrors of /yw/, and the old shupeidian /NewsList (2 pages, GBK); an article of 3 pages, an old one of 2."""
    main, mirrored = [], []
    for story in stories("bjx/yw", 44, NEWEST, 6, main=True, updated=world.updated, long=9):
        url = _bjx_address(story.n, story.when)
        mirror = f"https://guangfu.bjx.com.cn/news/{url.partition('/html/')[2]}" if 11 < story.rank < 17 else ""
        main.append(_bjx_article(world, story, url, mirror=mirror, per_page=3 if len(story.paragraphs) > 6 else 6))
        mirrored += [Row(mirror, story.title, story.when)] if mirror else []
    policy = [_bjx_article(world, s, _bjx_address(2000 + s.n, s.when)) for s in stories("bjx/zc", 12, NEWEST, 8)]
    gone = Row(_bjx_address(900099, NEWEST), texts.title("bjx/sorry"), main[30].date)
    world.put(gone.href, SORRY)
    world.expect(Expected(gone.href, kind="sorry"))
    rows = world.traps(main, _bjx_address)
    rows.insert(33, gone)
    world.column(lambda k: f"https://news.bjx.com.cn/yw/{k + 1 if k else ''}", rows, 19, lambda part, k, n: _bjx_list(part, k, n, "/yw/", loops=True))
    world.column(lambda k: f"https://news.bjx.com.cn/zc/{k + 1 if k else ''}", sorted(policy + main[-36:-32], key=lambda row: row.date, reverse=True), 18,
                 lambda part, k, n: _bjx_list(part, k, n, "/zc/"))
    solar = [_bjx_article(world, s, f"https://guangfu.bjx.com.cn/news/{s.when:%Y%m%d}/{1512000 + 4000 + s.n}.shtml", channel="太阳能光伏")
             for s in stories("bjx/mq", 10, NEWEST, 10)]
    world.column(lambda k: "https://guangfu.bjx.com.cn/mq/", sorted(solar + mirrored, key=lambda row: row.date, reverse=True), 18,
                 lambda part, k, n: _bjx_list(part, k, n, "/mq/"))
    old = []
    for story in stories("bjx/old", 28, datetime(2017, 6, 12, 15), 9, long=8):
        url = f"https://shupeidian.bjx.com.cn/html/{story.when:%Y%m%d}/{829000 + story.n}.shtml"
        parts = _parts(story, url, 4 if len(story.paragraphs) > 6 else 6)
        urls = [address for address, _ in parts]
        pages = [(address, fill(BJX_OLD, title=story.title, source="中国能源报", author=story.reporter, date=f"{story.when:%Y}/{story.when.month}/{story.when.day} {story.when.hour}:{story.when:%M:%S}",
                                body=marked(text), bar=f'<div class="page">{bar}</div>\n' if (bar := _digits(urls, n)) else "", rail=chrome("bjxold", BJX_LINK)))
                 for n, (address, text) in enumerate(parts)]
        old.append(world.article(story, url, pages, id=str(829000 + story.n), published=story.iso, source="中国能源报", charset="gbk"))
    world.column(lambda k: f"https://shupeidian.bjx.com.cn/NewsList{f'?page={k + 1}' if k else ''}", old, 14, _bjx_old_list, "gbk")
