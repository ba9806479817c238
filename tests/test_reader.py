"""How lines become an article: ends, furniture, heads, pictures, tables, each shown on the smallest page that shows it."""
from __future__ import annotations

from typing import Any

import pytest

import crawler

URL = "http://www.chinapower.com.cn/dww/20210721/1.html"
P = ["7月5日，南通供电公司输变电工程项目部组织三百余名施工人员，全力推进线路跨江段施工，目前已完成铁塔组立四十二基。",
     "该项目部实行网格化管理，把施工现场划分为六个责任区，每个责任区由一名党员牵头，每天早晚两次通报进度。",
     "下一步，项目部将继续盯紧关键节点，确保工程如期投运，为地方经济社会发展提供可靠的电力保障。"]


def page(body: str, head: str = "<h1>跨江线路工程提速</h1><div>国家电网报发布时间:2021-07-21 08:58:17  作者:周瑾</div>") -> dict[str, Any]:
    source = f"<html><head><title>跨江线路工程提速_电力网</title></head><body>{head}<div class='content'>{body}</div></body></html>"
    return crawler.parse(source.encode(), URL, audit=True).to_dict()


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def rules(article: dict[str, Any]) -> dict[str, str]:
    return {entry["text"]: entry["rule"] for entry in article["ledger"]["entries"]}


@pytest.mark.parametrize("line", [
    "下一条线路的检修计划，安排在国庆节后。", "免责声明不是“护身符”。记者调查发现，有的商家仍以此推责。", "新闻线索：有市民反映小区停电。", "上一篇章已经翻过，新的一页正在打开。",
    "版权声明写得再清楚，也要有人执行。", "特别声明的是，该政策自明年起执行。", "联系电话：12345，居民可拨打咨询用电业务。", "以上内容仅代表个别企业，不代表行业整体。",
    "扫描二维码即可办理用电业务，全程不用跑腿。", "关注我们身边的电力工人，他们用脚步丈量山川。", "返回首页就能看到电费余额，十分方便。", "分享到会的各位代表，纷纷点赞。",
    "特别声明：本公告所列数据以最终核定为准，请各投标人注意查看。",
])
def test_a_sentence_that_begins_like_an_end_marker_is_text(line: str) -> None:
    assert page(paragraphs(P[0], line, P[1], P[2]))["text"].split("\n\n") == [P[0], line, P[1], P[2]]


@pytest.mark.parametrize(("line", "rule"), [
    ("责任编辑：李强", "field"), ("【版权及免责声明】凡本网所属版权作品，转载时须获得授权。", "end:copyright"), ("特别声明：转载其他网站内容，出于传递更多信息之目的。", "end:copyright"),
    ("声明：本文来源于网络，如有侵权请联系删除。", "end:copyright"), ("相关阅读", "end:related"), ("推荐阅读：", "end:related"), ("上一篇：关于停电的公告", "end:neighbours"), ("最新评论0", "end:comments"),
    ("扫描识别二维码,关注中国电力网", "end:follow"), ("投稿与新闻线索:陈女士 微信/手机:13600000000", "end:contact"), ("中国电力网 版权所有", "end:footer"), ("24小时点击排行", "end:hot-list"),
])
def test_what_closes_an_article(line: str, rule: str) -> None:
    article = page(paragraphs(*P, line, "别的文章的标题"))
    if rule == "field":
        assert article["editors"] == ["李强"]
        assert article["text"].split("\n\n")[:3] == P
    else:
        assert article["text"].split("\n\n") == P
        assert rules(article)["别的文章的标题"] == rule


@pytest.mark.parametrize("line", ["分享到微信", "扫一扫", "投稿邮箱：abc@example.com", "相关链接"])
def test_an_end_marker_with_the_article_behind_it_ends_nothing(line: str) -> None:
    assert [text for text in page(paragraphs(P[0], line, P[1], P[2]))["text"].split("\n\n") if text != line] == P


def test_a_bar_of_sharing_buttons_above_the_body() -> None:
    article = page(paragraphs("分享到微信", *P))
    assert article["text"].split("\n\n") == P
    assert rules(article)["分享到微信"] == "follow"


def test_editors_under_the_sharing_buttons_and_behind_the_body() -> None:
    assert page(paragraphs(*P, "分享到：", "责任编辑：李强"))["editors"] == ["李强"]
    source = f"<h1>跨江线路工程提速</h1><div class=content>{paragraphs(*P)}</div><div>（责任编辑：李强 审核：王丽）</div>"
    assert crawler.parse(source.encode(), URL).editors == ("李强", "王丽")


def test_a_disclaimer_is_furniture_and_the_source_behind_it_is_read() -> None:
    article = page(paragraphs(*P, "(声明：文章内容仅供参考，不构成投资建议。投资者据此操作，风险自担。)", "（文章来源：证券时报）"), head="<h1>跨江线路工程提速</h1>")
    assert (article["source"], article["text"].split("\n\n")) == ("证券时报", P)


@pytest.mark.parametrize("line", ["（本文版权归国家电网报社所有，未经授权不得转载）", "未经许可，不得转载。", "© 2021 国家电网报社"])
def test_a_rights_line_is_read(line: str) -> None:
    article = page(paragraphs(*P, line))
    assert (article["rights"], article["text"].split("\n\n")) == (line, P)


def test_a_line_of_keywords_in_the_body() -> None:
    article = page(paragraphs(*P, "关键词：页岩气 能源安全"))
    assert (article["keywords"], article["text"].split("\n\n")) == (["页岩气", "能源安全"], P)


def test_marks_and_linked_promotion_are_no_text() -> None:
    article = page(paragraphs(P[0], "· · ·", "<a href=/ad>点击报名2026储能峰会</a>", P[1]))
    assert article["text"].split("\n\n") == P[:2]
    assert rules(article) == {"· · ·": "marks", "点击报名2026储能峰会": "advert"}


# ---------------------------------------------------------------- heads

@pytest.mark.parametrize("head", [
    "<h1><a href='/'>中国电力网</a></h1><h2>跨江线路工程提速</h2>", "<h1>中国电力网</h1><h1>跨江线路工程提速</h1>", "<h1><span>跨江</span>线路<b>工程</b>提速</h1>",
])
def test_title_is_what_the_title_tag_repeats(head: str) -> None:
    assert page(paragraphs(*P), head)["title"] == "跨江线路工程提速"


def test_subtitle_in_the_title_element_or_under_it() -> None:
    for head in ("<h1>跨江线路工程提速<br>——南通供电公司施工纪实</h1>", "<h1>跨江线路工程提速</h1><h2>——南通供电公司施工纪实</h2>", "<h1>跨江线路工程提速</h1><p>——南通供电公司施工纪实</p>"):
        article = page(paragraphs(*P), head)
        assert (article["title"], article["subtitle"]) == ("跨江线路工程提速", "南通供电公司施工纪实")


def test_kicker_above_the_title() -> None:
    article = page(paragraphs(*P), "<h3>奋进新时代</h3><h1>跨江线路工程提速</h1><div>国家电网报发布时间:2021-07-21 08:58:17</div>")
    assert [article[key] for key in ("kicker", "title", "source")] == ["奋进新时代", "跨江线路工程提速", "国家电网报"]


def text(*lines: str) -> dict[str, Any]:
    return crawler.parse("\n".join(lines).encode(), URL, audit=True).to_dict()


def test_text_head_with_subtitle_above_the_info_line() -> None:
    article = text("当前位置: 首页 > 电网 > 省网新闻", "跨江线路工程提速", "——南通供电公司施工纪实", "国家电网报发布时间:2021-07-21 08:58:17", *P)
    assert [article[key] for key in ("title", "subtitle", "source", "section")] == ["跨江线路工程提速", "南通供电公司施工纪实", "国家电网报", ["电网", "省网新闻"]]


def test_text_head_with_the_medium_on_a_line_of_its_own() -> None:
    article = text("跨江线路工程提速", "国家电网报", "发布时间:2021-07-21 08:58:17", *P)
    assert [article[key] for key in ("title", "source", "published_at")] == ["跨江线路工程提速", "国家电网报", "2021-07-21T08:58:17+08:00"]


def test_text_head_with_labels_and_values_on_lines_of_their_own() -> None:
    article = text("跨江线路工程提速", "中国电力网", "发布时间:", "2021-07-21 08:58:17", "作者:", "李静", *P)
    assert [article[key] for key in ("title", "source", "published_at")] == ["跨江线路工程提速", "中国电力网", "2021-07-21T08:58:17+08:00"]
    assert article["authors"] == [{"name": "李静", "role": "author"}]
    assert article["text"].split("\n\n") == P


def test_text_head_under_a_menu_with_todays_date() -> None:
    article = text("首页 新闻 财经 登录", "2026年11月21日 星期六", "您的位置：首页 > 能源 > 正文", "跨江线路工程提速", "2021-07-21 08:58 来源：新华社 记者 周圆 字号：大 中 小", *P)
    assert [article[key] for key in ("title", "source", "published_at", "section")] == ["跨江线路工程提速", "新华社", "2021-07-21T08:58:00+08:00", ["能源"]]


@pytest.mark.parametrize("indent", ["", "　　"])
def test_text_broken_at_a_fixed_width_is_joined(indent: str) -> None:
    wrapped = [line for text in P for line in (lambda t: [t[i:i + 24] for i in range(0, len(t), 24)])(indent + text)]
    article = text("跨江线路工程提速", "国家电网报发布时间:2021-07-21 08:58:17", *wrapped)
    assert article["text"].split("\n\n") == P


def test_lines_of_verse_and_lists_are_not_joined() -> None:
    verse = ["铁塔站成了山的模样", "银线牵着万家的灯光", "风从垭口吹来的时候", "它把春天送到了远方", "巡线的人走过了四季", "脚印里开满了小野花"]
    article = crawler.parse("\n".join(["致铁塔", "2021-07-21 08:58 来源：国家电网报 作者：林小雨", *verse]).encode()).to_dict()
    assert article["text"].split("\n\n") == verse


def test_markdown_title_on_two_lines() -> None:
    article = crawler.parse("\n\n".join(["# 迎峰度夏", "# 电力先行", "## ——南通供电公司施工纪实", "本报记者 李明", *P]).encode()).to_dict()
    assert [article[key] for key in ("site", "title", "subtitle")] == ["epaper", "迎峰度夏 电力先行", "南通供电公司施工纪实"]


# ---------------------------------------------------------------- pictures and tables

def images(body: str) -> list[tuple[str | None, ...]]:
    return [(i["url"].rpartition("/")[2], i["caption"], i["credit"]) for i in page(body)["images"]]


@pytest.mark.parametrize(("html", "expected"), [
    ("<figure><img src=/u/a.jpg><figcaption>抢修现场</figcaption></figure>", [("a.jpg", "抢修现场", None)]),
    ("<p><img src=/u/a.jpg></p><p class=caption>抢修现场</p>", [("a.jpg", "抢修现场", None)]),
    ("<p><img src=/u/a.jpg>图为抢修现场。</p>", [("a.jpg", "图为抢修现场。", None)]),
    ("<p><img src=/u/a.jpg></p><p>（图片来源：视觉中国）</p>", [("a.jpg", "（图片来源：视觉中国）", "视觉中国")]),
    ("<table align=center><tr><td><img src=/u/a.jpg></td></tr><tr><td>员工在巡线途中。</td></tr></table>", [("a.jpg", "员工在巡线途中。", None)]),
    ("<table><tr><td><img src=/u/a.jpg></td><td><img src=/u/b.jpg></td></tr><tr><td>攀登铁塔</td><td>雪中抢修</td></tr></table>", [("a.jpg", "攀登铁塔", None), ("b.jpg", "雪中抢修", None)]),
    ("<p><img src=/u/a.jpg></p><p>图片来源：国家电网</p><p>注：数据截至5月31日</p>", [("a.jpg", "图片来源：国家电网 注：数据截至5月31日", "国家电网")]),
    ("<p><img src=/u/polysilicon.jpg><img src=/newmedia/a.jpg><img src=/uploading/b.jpg></p>", [("polysilicon.jpg", None, None), ("a.jpg", None, None), ("b.jpg", None, None)]),
    ("<p><img src=/u/share-icon.png><img src=/img/logo.jpg><img src=/u/qrcode2.png><img src=/u/a.gif width=1 height=1><img src='data:image/gif;base64,R0'></p>", []),
    ("<p>图1 装机变化</p><p><img src=/u/a.jpg></p><p>图2 电量变化</p><p><img src=/u/b.jpg></p>", [("a.jpg", "图1 装机变化", None), ("b.jpg", "图2 电量变化", None)]),
    ("<p><img src=/u/a.jpg></p><p>图1 装机变化</p><p><img src=/u/b.jpg></p><p>图2 电量变化</p>", [("a.jpg", "图1 装机变化", None), ("b.jpg", "图2 电量变化", None)]),
    ("<p><img src=/blank.gif data-echo=/u/a.jpg></p>", [("a.jpg", None, None)]),
])
def test_pictures_and_their_captions(html: str, expected: list[tuple[str | None, ...]]) -> None:
    assert images(paragraphs(P[0]) + html + paragraphs(*P[1:])) == expected
    assert page(paragraphs(P[0]) + html + paragraphs(*P[1:]))["text"].split("\n\n") == P


def test_the_origin_of_the_pictures_behind_the_article() -> None:
    article = page(f"<p><img src=/u/a.jpg></p>{paragraphs(*P, '图片来源：国网西藏电力')}")
    assert (article["images"][0]["caption"], article["text"].split("\n\n")) == ("图片来源：国网西藏电力", P)


def test_a_picture_stands_where_it_is_printed() -> None:
    article = page(f"<p><img src=/u/a.jpg>　　{P[0]}</p><p>{P[1]}<img src=/u/b.jpg></p>")
    assert [block["type"] for block in article["body"]] == ["image", "paragraph", "paragraph", "image"]


def test_tables_are_rows_and_nothing_of_them_is_lost() -> None:
    article = page(paragraphs(*P) + "<table border=1><caption>表1 装机容量</caption><tr><th>类型</th><th>容量</th></tr><tr><td>储能</td><td>100MW<br>200MWh</td></tr></table>")
    assert article["body"][-1] == {"type": "table", "rows": [["类型", "容量"], ["储能", "100MW 200MWh"]]}
    assert article["text"].endswith("表1 装机容量\n\n类型\t容量\n\n储能\t100MW 200MWh")
    assert article["ledger"]["page"] == article["ledger"]["kept"]


def test_a_ruled_table_with_long_cells_is_a_table_and_a_layout_table_is_none() -> None:
    long = "；".join(P)
    ruled = page(paragraphs(*P) + f"<table border=1><tr><th>项目</th><th>内容</th></tr><tr><td>目标</td><td>{long}</td></tr></table>")
    assert ruled["body"][-1]["type"] == "table"
    laid_out = page(f"<table><tr><td>{paragraphs(*P)}</td><td>热点</td></tr><tr><td>版权</td><td>底部</td></tr></table>")
    assert laid_out["body"][0] == {"type": "paragraph", "text": P[0]}


@pytest.mark.parametrize("line", ["附件：招标文件.pdf", "数据来源：国家能源局", "联系人：李先生", "图1 装机变化"])
def test_what_is_short_but_no_heading(line: str) -> None:
    blocks = page(paragraphs(P[0], line, P[1]))["body"]
    assert {"type": "heading", "text": line, "level": 2} not in blocks


@pytest.mark.parametrize(("html", "block"), [
    ("<p><strong>破解“卡脖子”难题</strong></p>", {"type": "heading", "text": "破解“卡脖子”难题", "level": 2}), ("<h3>三、下一步</h3>", {"type": "heading", "text": "三、下一步", "level": 3}),
    ("<p>深入调研满足客户用电需求</p>", {"type": "heading", "text": "深入调研满足客户用电需求", "level": 2}), ("<blockquote>人民电业为人民。</blockquote>", {"type": "quote", "text": "人民电业为人民。"}),
    ("<ul><li>户号；</li><li>地址。</li></ul>", {"type": "list", "items": ["户号；", "地址。"]}),
])
def test_blocks(html: str, block: dict[str, Any]) -> None:
    assert page(paragraphs(P[0]) + html + paragraphs(P[1]))["body"][1] == block


# ---------------------------------------------------------------- verdicts

SECTION = "<html><head><title>x | 金融消息</title></head><body><header><h1><a>金融消息</a></h1></header><section>{}</section><script>1</script><script>2</script></body></html>"


@pytest.mark.parametrize(("path", "body", "kind"), [
    ("/", "<h2>a</h2><ul><li><a href=/emnews/2022/01/01/1.html>一条新闻</a></li></ul>", "home"),
    ("/category/x.html", "<h2>某报新闻</h2><ul><li><a href=/x/2022/01/01/1.html>一条新闻</a></li></ul>", "list"),
    ("/category/21shijijingjibaodao 21caijingAPP.html", "<h2>某报新闻</h2><ul></ul>", "list"),
    ("/emnews/", "<pre><code>&lt;li&gt;&lt;a href=\"/1.html\"&gt;一条新闻&lt;/a&gt;&lt;/li&gt;</code></pre>", "list"),
])
def test_finews_pages_that_are_no_post(path: str, body: str, kind: str) -> None:
    with pytest.raises(crawler.NotAnArticle) as found:
        crawler.parse(SECTION.format(body).encode(), f"https://finews.withounder.com{path}")
    assert found.value.kind == kind


def test_everything_behind_an_early_end_of_the_document_is_read() -> None:
    """gov.cn includes a header that is a whole document; libxml2 would drop all behind its `</html>`."""
    source = f"<html><body><div>页眉</div></body></html><h1>跨江线路工程提速</h1><div class=content>{paragraphs(*P)}</div></body></html>"
    assert crawler.parse(source.encode(), URL).text.split("\n\n") == P


def test_charset_label_behind_the_first_hanzi() -> None:
    """libxml2, told nothing, garbles a page whose `<meta charset>` stands behind other characters than ASCII."""
    for charset in ("utf-8", "gbk"):
        source = f"<html><head><title>跨江线路工程提速_电力网</title><meta charset={charset}></head><body><h1>跨江线路工程提速</h1><div class=content>{paragraphs(*P)}</div>"
        assert crawler.parse(source.encode(charset), URL).text.split("\n\n") == P
