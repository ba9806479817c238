"""金融消息: a Jekyll site without robots.txt, sitemap or pagination; stories of the rolling news have NW twins in their medium's category."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from tests.replica.world import Row, Story, World, fill, marked, stories

HOST = "https://finews.withounder.com"
MEDIA = {"zhongguodianlibao": "中国电力报", "zhongguonengyuanbao": "中国能源报", "cailianshe": "财联社"}
HEAD = """<!DOCTYPE html>
<html lang="zh-CN">
  <head>
    <meta charset="UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta content="ZNing" name="author" />
    <meta property="og:title" content="$title"><link rel="alternate" type="application/atom+xml" title="金融消息" href="https://finews.withounder.com/feed.xml">
<!-- Begin Jekyll SEO tag v2.8.0 -->
<title>$title | 金融消息</title>
<meta property="og:site_name" content="金融消息" />$published
<link rel="canonical" href="$url" />
<!-- End Jekyll SEO tag -->
    <link rel="stylesheet" href="/assets/css/style.css?v=0000000">
  </head>
  <body onload="JavaScript:AutoRefresh(60000);">
    <div class="wrapper">
      <header><h1><a href="https://finews.withounder.com/">金融消息</a></h1><p></p></header>
      <section>

"""
FOOT = """
      </section>
      <footer><p><small>【免责声明】<br />投资有风险，入市需谨慎。本页面所载内容通过各方消息源渠道聚合，不构成任何投资建议。</small></p><p>&copy; 2020 - 金融消息聚合简站. </p></footer>
    </div>
  </body>
</html>
"""
POST = HEAD + """      <small>[GMT+8, Asia/Shanghai, CST] $clock &nbsp; </small>
<h1>$title</h1>

$body

<p><a href="$origin">$origin</a></p>

<p><a href="//finews.withounder.com/$back">返回$tag</a>｜<a href="//finews.withounder.com/">返回首页</a></p>

  <small>tags: <em>$tag</em></small>
""" + FOOT
LIST = HEAD + "$body" + FOOT


def _page(title: str, url: str, body: str) -> str:
    return fill(LIST, title=title, url=url, published="", body=body)


def _links(rows: Sequence[Row]) -> str:
    return "<ul>\n" + "\n".join(f'  <li><a href="{row.href.removeprefix(HOST)}">{row.title}</a></li>' for row in rows) + "\n</ul>\n"


def _post(story: Story, url: str, tag: str, back: str, origin: str, body: str) -> str:
    return fill(POST, title=story.title, url=url, clock=story.clock(), body=body, origin=origin, back=back, tag=tag,
                published=f'<meta property="article:published_time" content="{story.iso}" />')


def _story(world: World, story: Story) -> tuple[Row, Row | None, str, str]:
    """A story of the rolling news, its twin's row, its category and its body: every third is a digest alone, every third has a twin."""
    number = f"{story.when:%Y%m%d}{2400000000 + story.n * 7919}"
    category, medium = list(MEDIA.items())[story.n // 3 % len(MEDIA)]
    url = f"{HOST}/emnews/{story.when:%Y/%m/%d}/{number}.html"
    twin = f"{HOST}/{category}/{story.when:%Y/%m/%d}/NW{number}.html" if story.n % 3 == 1 else ""
    if story.n % 3 == 0:
        story = Story(story.key, story.n, story.rank, story.when, story.title, (f"{story.paragraphs[-1]}（{medium}）",), story.trait)
        body = marked(story.paragraphs, "<p>")
    else:
        digest = story.paragraphs[0].partition("。")[0] + "。"
        inner = marked(story.paragraphs, "<p>") + f'<p class="em_media">（文章来源：{medium}）</p>'
        body = f"<blockquote>\n  <p>{escape(digest, quote=False)}</p>\n</blockquote>\n\n{inner}"
    page = _post(story, url, "东财滚动新闻", "emnews/", f"http://finance.eastmoney.com/news/1355,{number}.html", body)
    also = []
    if twin:
        also = [(twin, _post(story, twin, f"{medium}新闻", f"category/{category}.html", f"http://finews.zning.xyz/html_News/NewsShare.html?infoCode=NW{number}", inner))]
    row = world.article(story, url, [(url, page)], id=number, published=story.iso, source=medium, also=also)
    return row, Row(twin, story.title, story.when) if twin else None, category, body


def _entry(row: Row, body: str) -> str:
    stamp = row.date.strftime("%Y-%m-%dT%H:%M:%S+08:00")
    return (f'<entry><title type="html">{escape(row.title)}</title><link href="{row.href}" rel="alternate" type="text/html" title="{escape(row.title)}" />'
            f'<published>{stamp}</published><updated>{stamp}</updated><id>{row.href[:-5]}</id><content type="html" xml:base="{row.href}"><![CDATA[{body}]]></content>'
            f'<author><name>ZNing</name></author><category term="emnews" /><summary type="html"><![CDATA[{row.title}]]></summary></entry>')


def finews(world: World) -> None:
    """/feed.xml, /, /emnews/ (no links, only their text), /category/: emnews (to which nothing links) and three media."""
    made = [_story(world, story) for story in stories("finews/emnews", 44, datetime(2026, 9, 15, 21, 12), 3, main=True, updated=world.updated)]
    columns: dict[str, list[Row]] = {category: [twin for _, twin, of, _ in made if twin and of == category] for category in MEDIA}
    for at, (category, medium) in enumerate(MEDIA.items()):
        for story in stories(f"finews/{category}", 6, datetime(2026, 9, 15, 19), 11):
            number = f"{story.when:%Y%m%d}{2500000000 + at * 1000 + story.n}"
            url = f"{HOST}/{category}/{story.when:%Y/%m/%d}/NW{number}.html"
            page = _post(story, url, f"{medium}新闻", f"category/{category}.html", f"http://finews.zning.xyz/html_News/NewsShare.html?infoCode=NW{number}",
                         marked(story.paragraphs, " <p>").replace("\n", "\r\n") + f'<p class="em_media">（文章来源：{medium}）</p>')
            columns[category].append(world.article(story, url, [(url, page)], id=number, published=story.iso, source=medium))
        columns[category].sort(key=lambda row: row.date, reverse=True)
    rolling = [row for row, *_ in made]
    address = f"{HOST}/category/emnews.html"
    rows = world.traps(rolling, lambda n, when: f"{HOST}/emnews/{when:%Y/%m/%d}/{when:%Y%m%d}{n:010}.html", forbidden=None)
    tags = {"emnews": ("东财滚动新闻", rows)} | {category: (f"{medium}新闻", columns[category]) for category, medium in MEDIA.items()}
    for category, (tag, listed) in tags.items():
        address = f"{HOST}/category/{category}.html"
        world.put(address, _page(f"{tag}", address, f'<h2 id="{tag}">{tag}</h2>\n\n{_links(listed)}'))
        world.enlist(address, [row.href for row in listed])
    home = {tag: (rolling if category == "emnews" else listed)[:5] for category, (tag, listed) in tags.items()}
    world.put(f"{HOST}/", _page("金融消息", f"{HOST}/", "\n<hr />\n".join(f'<h2 id="{tag}">{tag}</h2>\n\n{_links(listed)}' for tag, listed in home.items())))
    world.enlist(f"{HOST}/", [row.href for listed in home.values() for row in listed])
    code = escape("\n".join(f'<li><a href="{row.href.removeprefix(HOST)}">{row.title}</a></li>' for row in rolling[:20]), quote=False)
    world.put(f"{HOST}/emnews/", _page("东财滚动新闻", f"{HOST}/emnews/", f'<div class="highlighter-rouge"><pre class="highlight"><code>{code}\n</code></pre></div>'))
    entries = "".join(_entry(row, body) for row, _, _, body in made[:10])
    world.put(f"{HOST}/feed.xml", f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" ><generator uri="https://jekyllrb.com/" version="4.3.1">Jekyll</generator>'
              f'<link href="{HOST}/feed.xml" rel="self" type="application/atom+xml" /><id>{HOST}/feed.xml</id><title type="html">金融消息</title>{entries}</feed>', type="application/xml")
    world.enlist(f"{HOST}/feed.xml", [row.href for row in rolling[:10]])
