"""Pages of no known site, made by hand after the kinds that there are; the right answer stands beside each."""
from __future__ import annotations

import pytest

import crawler
from crawler import Article, NotAnArticle, generic, titles
from crawler.page import Page

LEDE = "本报讯（记者 赵明）昨日上午，云岭县供电所投入三十余人，对全县一百二十公里线路开展巡视，更换老化绝缘子四十六只。"
SECOND = "据了解，这次巡视为期三天，重点检查山区和跨河地段，力争在雨季到来之前消除隐患。"
THIRD = "云岭县供电所所长周立说，所里还将走访用电大户，了解夏季用电需求，提前安排检修计划。"
PARAGRAPHS = [LEDE, SECOND, THIRD]
MENU = "".join(f'<li><a href="/c{n}/">{name}</a></li>' for n, name in enumerate("首页 新闻 财经 体育 娱乐 科技 汽车 房产 教育 健康 旅游 图片".split()))
HEADLINES = ["我省重点工程建设进展顺利", "市民热议新版公交线路图", "今年高考报名人数再创新高", "多部门联合整治市容环境", "秋粮收购价格稳中有升", "大桥合龙比计划提前两个月",
             "老城区改造一期工程完工", "游客数量同比增长两成", "小学生走进博物馆过周末", "新一轮寒潮明天到达本地"]
LINKS = "".join(f'<li><a href="/a/{n}.html">{title}</a></li>' for n, title in enumerate(HEADLINES))
TEASERS = "".join(f'<div class="item"><h4><a href="/a/{n}.html">{title}</a></h4><p>记者从有关部门获悉，{title}，相关工作正在有序推进，预计年底前全部完成，市民可放心……</p></div>'
                  for n, title in enumerate(HEADLINES))
FOOT = ('<div class="foot"><p>版权所有 某某新闻网 未经授权，不得转载，违者必究</p><p>京ICP备12345678号 地址：某市某路1号，邮编：100000，电话：010-12345678</p></div>')


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>　　{text}</p>" for text in texts)


def html(body: str, title: str = "", head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


def read(body: bytes, **options: str) -> Article:
    article = crawler.parse(body, audit=True, **options)  # type: ignore[arg-type]
    ledger = article.ledger
    assert ledger.page == ledger.kept + ledger.removed + ledger.outside
    return article


def texts(article: Article) -> list[str]:
    return [block.text for block in article.body if block.text]


MODERN = html(
    f"""<header><nav><ul>{MENU}</ul></nav></header><div class="wrap"><div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/x/">本地</a> &gt; 正文</div>
    <div class="main"><h1>云岭县供电所巡线迎雨季</h1><div class="info"><span>2023-05-06 08:12</span> <span>来源：云岭日报</span> <span>作者：赵明</span>
    <span>浏览：1203</span></div><div class="article-content">{paragraphs(PARAGRAPHS)}</div><div class="edit">责任编辑：孙芳</div>
    <div class="related"><h3>相关阅读</h3><ul>{LINKS}</ul></div></div><aside class="side"><h3>热点</h3>{TEASERS}</aside></div>{FOOT}""",
    "云岭县供电所巡线迎雨季_本地_某某新闻网")


def test_modern_portal() -> None:
    article = read(MODERN)
    assert article.title == "云岭县供电所巡线迎雨季"
    assert texts(article) == PARAGRAPHS
    assert article.published_at == "2023-05-06T08:12:00+08:00"
    assert article.source == "云岭日报"
    assert "赵明" in [person.name for person in article.authors]
    assert article.editors == ("孙芳",)
    assert article.section == ("本地",)
    assert article.warnings == ()


OLD_TABLE = f"""<html><head><title>云岭县供电所巡线迎雨季--某某在线</title><meta http-equiv=Content-Type content="text/html; charset=gb2312"></head>
<body bgcolor=#ffffff><table width=760 align=center><tr>{''.join(f'<td><a href=/c{n}>{name}</a></td>' for n, name in enumerate('首页 新闻 财经 体育 娱乐 论坛'.split()))}</tr></table>
<table width=760 align=center><tr><td width=560 valign=top><table width=100%><tr><td align=center><font size=4 color=#000099><b>云岭县供电所<br>巡线迎雨季</b></font></td></tr>
<tr><td align=center><font size=2>http://www.example.com 2004年05月06日 08:12 云岭日报</font></td></tr><tr><td><hr size=1></td></tr>
<tr><td><font size=3>　　{LEDE}<br><br>　　{SECOND}
<table align=left width=200 border=0><tr><td><a href=/ad><img src=/ad/pip.gif width=200 height=200></a></td></tr><tr><td><a href=/ad>某某手机图铃下载，免费送彩信</a></td></tr></table>
<br><br>　　{THIRD}<br></font></td></tr><tr><td align=right><font size=2>【<a href=/bbs>评论</a>】【<a href=#>关闭</a>】</font></td></tr>
<tr><td><b>相关链接</b></td></tr><tr><td><ul>{LINKS}</ul></td></tr></table></td>
<td width=190 valign=top><table>{''.join(f'<tr><td>·<a href=/a/{n}.htm>{title}</a></td></tr>' for n, title in enumerate(HEADLINES))}</table></td></tr></table>
<center><font size=2>Copyright &copy; 1996-2004 某某公司 版权所有，未经许可，不得转载</font></center></body></html>""".encode("gbk")


def test_old_table_layout_in_gbk() -> None:
    article = read(OLD_TABLE)
    assert article.title == "云岭县供电所巡线迎雨季"
    assert texts(article) == PARAGRAPHS
    assert article.published_at == "2004-05-06T08:12:00+08:00"
    assert article.source == "云岭日报"


BARE_DIV = html(
    f"""<div id="nav">{MENU}</div><div id="left"><div class="bt">云岭县供电所巡线迎雨季</div><div>日期：2009-05-06　来源：云岭日报　字体：[大 中 小]</div>
    <div id="text">　　{LEDE}<br/><br/>　　{SECOND}<br/>　　<strong>提前安排</strong><br/>　　{THIRD}<br/></div><div>上一篇：<a href="/1">{HEADLINES[0]}</a></div><div>下一篇：<a href="/2">{HEADLINES[1]}</a></div></div>{FOOT}""",
    "云岭县供电所巡线迎雨季-云岭新闻网")


def test_bare_text_with_br() -> None:
    article = read(BARE_DIV)
    assert article.title == "云岭县供电所巡线迎雨季"
    assert texts(article) == [LEDE, SECOND, "提前安排", THIRD]
    assert article.body[2].type == "heading"
    assert (article.published_at, article.source) == ("2009-05-06", "云岭日报")


SHORT = "昨日傍晚，云岭县城区部分路段因雷击停电，供电所抢修人员冒雨查线，两小时后恢复送电，共影响居民三百余户，没有人员受伤。"


def test_short_article_among_many_links() -> None:
    page = html(
        f"""<ul>{MENU}</ul><table><tr><td class="left"><h2>县城雷击停电两小时后恢复</h2><div class="time">2011年07月08日 09:30 来源：云岭新闻网</div>
        <div class="c1"><p>{SHORT}</p></div><div class="c2"><h3>本地新闻</h3>{TEASERS}</div></td><td><ul>{LINKS}</ul><ul>{LINKS}</ul></td></tr></table>{FOOT}""",
        "县城雷击停电两小时后恢复_云岭新闻网")
    article = read(page)
    assert article.title == "县城雷击停电两小时后恢复"
    assert texts(article) == [SHORT]
    assert article.published_at == "2011-07-08T09:30:00+08:00"


def test_very_short_article_in_the_cell_of_the_whole_page() -> None:
    page = html(
        f"""<table><tr><td>{''.join(f'<a href=/{n}>{name}</a> | ' for n, name in enumerate(HEADLINES))}</td></tr><tr><td align=center><b>县城雷击停电两小时后恢复</b></td></tr>
        <tr><td align=center>2003-07-08 09:30:00</td></tr><tr><td>　　{SHORT}（李华）</td></tr><tr><td><ul>{LINKS}</ul></td></tr></table>""", "新闻中心")
    article = read(page)
    assert article.title == "县城雷击停电两小时后恢复"
    assert article.published_at == "2003-07-08T09:30:00+08:00"
    assert texts(article) == [SHORT + "（李华）"]


def test_body_cut_up_by_advertisements() -> None:
    ad = '<div class="ad-box"><a href="/ad1">限时抢购</a><a href="/ad2">点此领取优惠券，全场五折起</a></div>'
    page = html(
        f"""<ul>{MENU}</ul><div class="page"><h1>云岭县供电所巡线迎雨季</h1><p class="date">2020-05-06 10:00:00　来源：云岭日报</p>
        <div class="part"><p>{LEDE}</p></div>{ad}<div class="part"><p>{SECOND}</p></div>{ad}<div class="part"><p>{THIRD}</p></div><div class="share">分享到：微信 微博</div></div>{FOOT}""",
        "云岭县供电所巡线迎雨季")
    article = read(page)
    assert texts(article) == PARAGRAPHS
    assert article.source == "云岭日报"


def test_nested_tables() -> None:
    inner = f"<table><tr><td><table><tr><td>{paragraphs(PARAGRAPHS)}</td></tr></table></td></tr></table>"
    page = html(
        f"""<table><tr><td><table><tr><td>{''.join(f'<a href=/{n}>{t}</a> ' for n, t in enumerate(HEADLINES))}</td></tr></table></td></tr><tr><td><table><tr><td>
        <table><tr><td class=title>云岭县供电所巡线迎雨季</td></tr><tr><td>发布时间：2006-5-6 8:12:33　　作者：赵明　　点击：88</td></tr></table>{inner}</td>
        <td><table><tr><td>推荐文章</td></tr><tr><td><ul>{LINKS}</ul></td></tr></table></td></tr></table></td></tr></table>""",
        "云岭县供电所巡线迎雨季 - 云岭电力")
    article = read(page)
    assert article.title == "云岭县供电所巡线迎雨季"
    assert texts(article) == PARAGRAPHS
    assert article.published_at == "2006-05-06T08:12:33+08:00"
    assert {person.name for person in article.authors} == {"赵明"}


def test_fragment() -> None:
    fragment = f'<div class="cont"><p style="text-align:center"><strong>云岭县供电所巡线迎雨季</strong></p>{paragraphs(PARAGRAPHS)}<p>（编辑：孙芳）</p></div>'.encode()
    article = read(fragment)
    assert article.title == "云岭县供电所巡线迎雨季"
    assert texts(article) == PARAGRAPHS
    assert article.editors == ("孙芳",)
    assert article.published_at is None


def test_fragment_without_a_title() -> None:
    article = read(f"<td class=detail>{paragraphs(PARAGRAPHS)}</td>".encode())
    assert article.title is None
    assert texts(article) == PARAGRAPHS
    assert "title-missing" in article.warnings


def test_page_that_starts_at_head() -> None:
    page = MODERN[MODERN.index(b"<head>"):]
    article = read(page)
    assert article.title == "云岭县供电所巡线迎雨季"
    assert texts(article) == PARAGRAPHS
    assert article.published_at == "2023-05-06T08:12:00+08:00"


def test_picture_with_a_line() -> None:
    page = html(
        f"""<ul>{MENU}</ul><div class="box"><h1>图说：云岭水电站首台机组吊装</h1><div class="info">2018-03-04 15:20 来源：云岭日报</div>
        <div class="pic"><img src="/upload/2018/0304/1.jpg" width="600"><p>3月3日，工人在云岭水电站吊装机组转子。赵明 摄</p></div></div>
        <div class="list"><ul>{LINKS}</ul></div>""", "图说：云岭水电站首台机组吊装-云岭新闻网", "<base href='http://www.example.com/'>")
    article = read(page, url="http://www.example.com/p/1.html")
    assert article.title == "图说：云岭水电站首台机组吊装"
    assert article.published_at == "2018-03-04T15:20:00+08:00"
    assert [image.url for image in article.images] == ["http://www.example.com/upload/2018/0304/1.jpg"]


def test_notice_with_attachments() -> None:
    page = html(
        f"""<ul>{MENU}</ul><div class="pos">您的位置：<a href="/">首页</a> &gt; <a href="/tzgg/">通知公告</a></div><div class="con"><div class="con-title">关于做好2022年迎峰度夏电力供应工作的通知</div>
        <div class="xx">发布日期：2022-06-01　信息来源：云岭县发展和改革局　浏览次数：</div><div id="zoom"><p>各乡镇人民政府，县直有关单位：</p>
        <p>为做好今年迎峰度夏期间的电力供应工作，确保居民生活用电，现将有关事项通知如下。</p><p>一、加强组织领导。各单位要落实责任，细化措施，确保各项工作落到实处。</p>
        <p>联系电话：0000-1234567</p><p>附件：<a href="/files/1.doc">1.有序用电方案.doc</a></p><p>云岭县发展和改革局</p><p>2022年5月30日</p></div></div>{FOOT}""",
        "关于做好2022年迎峰度夏电力供应工作的通知")
    article = read(page)
    assert article.title == "关于做好2022年迎峰度夏电力供应工作的通知"
    assert article.published_at == "2022-06-01"
    assert article.source == "云岭县发展和改革局"
    assert texts(article)[0] == "各乡镇人民政府，县直有关单位："
    assert texts(article)[-1] == "2022年5月30日"
    assert "附件：1.有序用电方案.doc" in texts(article)
    assert "not-news" in article.warnings
    assert article.section == ("通知公告",)


def test_news_about_a_notice_is_news() -> None:
    page = html(f"<h1>国家能源局发布《关于做好迎峰度夏工作的通知》</h1><p>2022-06-01 来源：云岭日报</p><div class=content>{paragraphs(PARAGRAPHS)}</div>",
                "国家能源局发布《关于做好迎峰度夏工作的通知》")
    assert "not-news" not in read(page).warnings


def test_page_without_a_date() -> None:
    page = html(
        f"""<div class="top">今天是2024年3月5日 星期二</div><ul>{MENU}</ul><h1>云岭县供电所巡线迎雨季</h1><div class="content">{paragraphs(PARAGRAPHS)}</div>
        <div class="comments"><p>网友甲 2023-01-02 10:00 说得好，支持一下，希望多多报道。</p></div><ul>{''.join(f'<li><a href=/{n}>{t}</a> 2024-03-0{n % 9 + 1}</li>' for n, t in enumerate(HEADLINES))}</ul>
        <div class="foot">Copyright 2010-2024 某某网，版权所有</div>""", "云岭县供电所巡线迎雨季_某某网")
    article = read(page)
    assert texts(article) == PARAGRAPHS
    assert article.published_at is None
    assert "date-missing" in article.warnings


def test_head_of_the_document_helps_out() -> None:
    head = '<meta name="ArticleTitle" content="云岭县供电所巡线迎雨季"><meta name="PubDate" content="2022-02-11 09:52"><meta name="ContentSource" content="云岭日报">'
    article = read(html(f"<ul>{MENU}</ul><div class=content>{paragraphs(PARAGRAPHS)}</div>", "云岭县人民政府", head))
    assert article.title == "云岭县供电所巡线迎雨季"
    assert (article.published_at, article.source) == ("2022-02-11T09:52:00+08:00", "云岭日报")


def test_what_is_printed_wins_over_the_head() -> None:
    head = '<meta name="PubDate" content="2024-01-01 00:00"><meta name="source" content="某某网">'
    article = read(MODERN.replace(b"<title>", head.encode() + b"<title>"))
    assert (article.published_at, article.source) == ("2023-05-06T08:12:00+08:00", "云岭日报")


def test_summary_between_title_and_body() -> None:
    page = MODERN.replace(b'<div class="article-content">', '<div class="summary"><p>核心提示：供电所三天巡线一百二十公里，更换绝缘子四十六只。</p></div><div class="article-content">'.encode())
    article = read(page)
    assert article.summary == "供电所三天巡线一百二十公里，更换绝缘子四十六只。"
    assert texts(article) == PARAGRAPHS


def test_info_line_in_the_body_element() -> None:
    page = html(
        f"<ul>{MENU}</ul><div class=news><h2>云岭县供电所巡线迎雨季</h2><p>来源：云岭日报　发布时间：2017/5/6 8:12:33</p>{paragraphs(PARAGRAPHS)}<p>（责任编辑：孙芳）</p><p><a href=/1>{HEADLINES[0]}</a></p></div>{FOOT}",
        "云岭县供电所巡线迎雨季")
    article = read(page)
    assert article.title == "云岭县供电所巡线迎雨季"
    assert texts(article) == PARAGRAPHS
    assert (article.published_at, article.source, article.editors) == ("2017-05-06T08:12:33+08:00", "云岭日报", ("孙芳",))


def test_each_paragraph_in_a_block_of_its_own() -> None:
    sections = "".join(f"<section><section><p><span>{text}</span></p></section></section>" for text in [*PARAGRAPHS, "全县用电负荷预计增长一成，电网运行平稳，物资储备充足。"])
    page = html(f'<div id="page"><h1>云岭县供电所巡线迎雨季</h1><div id="meta"><a href="/p">云岭融媒</a> <em>2022-05-06 10:00</em></div><div id="js_content">{sections}</div></div>', "")
    article = read(page)
    assert texts(article) == [*PARAGRAPHS, "全县用电负荷预计增长一成，电网运行平稳，物资储备充足。"]
    assert article.published_at == "2022-05-06T10:00:00+08:00"


def test_comments_are_no_body() -> None:
    comments = "".join(f'<div class="comment-item"><p class="txt">第{n}楼网友：{text}这件事说得很对，我完全同意，希望能继续关注，多发一些这样的报道！</p></div>' for n, text in enumerate(PARAGRAPHS * 3))
    page = html(f'<h1>县城雷击停电两小时后恢复</h1><div class="info">2019-07-08 09:30</div><div class="body"><p>{SHORT}</p></div><div class="comment-list">{comments}</div>', "县城雷击停电两小时后恢复")
    assert texts(read(page)) == [SHORT]


def test_poem_is_not_news() -> None:
    lines = ["青山隐隐水迢迢，", "铁塔巍巍入碧霄。", "莫道山村灯火远，", "银线千里到今朝。"]
    page = html(f'<ul>{MENU}</ul><h1>咏银线</h1><div>2020年01月12日 作者：周立</div><div class="poem">{"<br>".join(lines)}</div>', "咏银线")
    article = read(page)
    assert texts(article) == lines
    assert "not-news" in article.warnings


def test_blog_post_is_not_news() -> None:
    article = read(html(f"<h1>我在供电所的这些年</h1><div>2012-05-06 08:12:33</div><div class=articalContent>{paragraphs(PARAGRAPHS)}</div>", "我在供电所的这些年_周立_某某博客"))
    assert article.title == "我在供电所的这些年"
    assert "not-news" in article.warnings


def verdict(body: bytes, **options: str) -> str:
    with pytest.raises(NotAnArticle) as found:
        crawler.parse(body, **options)  # type: ignore[arg-type]
    return found.value.kind


def test_list_page() -> None:
    rows = "".join(f'<li><a href="/a/{n}.html">{title}</a><span>2024-03-{n % 28 + 1:02}</span></li>' for n, title in enumerate(HEADLINES * 3))
    assert verdict(html(f"<ul>{MENU}</ul><h2>公司新闻</h2><ul class=list>{rows}</ul><div>共12页 <a href=2>下一页</a></div>{FOOT}", "公司新闻_某某网")) == "list"


def test_list_page_with_digests() -> None:
    assert verdict(html(f"<ul>{MENU}</ul><h2>本地新闻</h2>{TEASERS}<div><a href=2>下一页</a></div>{FOOT}", "本地新闻_某某网")) == "list"


def test_home_page() -> None:
    blocks = "".join(f"<div><h3><a href=/c{n}>栏目{n}</a></h3><ul>{LINKS}</ul></div>" for n in range(20))
    assert verdict(html(f"<ul>{MENU}</ul>{blocks}{FOOT}", "某某新闻网首页"), url="http://www.example.com/") == "home"


def test_gallery_without_running_text() -> None:
    pictures = "".join(f'<img src="/p/{n}.jpg">' for n in range(8))
    assert verdict(html(f"<div>{pictures}</div><p>1/8</p>", "图集")) == "media"


def test_page_drawn_by_script() -> None:
    assert verdict(html('<div id="app"></div><script>var a=1</script><script src="/app.js"></script>', "某某新闻")) == "shell"


@pytest.mark.parametrize(("tab", "title"), [
    ("云岭县供电所巡线迎雨季_本地_某某新闻网", "云岭县供电所巡线迎雨季"),
    ("云岭县供电所巡线迎雨季-云岭新闻网", "云岭县供电所巡线迎雨季"),
    ("云岭县供电所巡线迎雨季--本地--人民网", "云岭县供电所巡线迎雨季"),
    ("COVID-19疫情下的电力需求_某某网", "COVID-19疫情下的电力需求"),
    ("改革再出发——电力体制改革二十年", "改革再出发——电力体制改革二十年"),
    ("被控受贿 原主席受审|山东省|青岛市_新浪新闻", "被控受贿 原主席受审"),
    ("云岭县供电所巡线迎雨季", "云岭县供电所巡线迎雨季"),
])
def test_suffix_of_a_tab_title(tab: str, title: str) -> None:
    assert titles.without_suffix(tab) == title


def test_locating_never_fails() -> None:
    for body in (b"<p>", b"<html></html>", b"<body>a</body>", "<td>，，，，，，，，，，</td>".encode(), b"<frameset><frame src=a></frameset>", "<h1>标题标题标题</h1>".encode()):
        generic.locate(Page(body))


PLAIN = f"""某某新闻网
首页 新闻 财经 体育
当前位置：首页 > 本地 > 正文

云岭县供电所巡线迎雨季

2023-05-06 08:12 来源：云岭日报 作者：赵明 字号：大 中 小

　　{LEDE}

　　{SECOND}

　　{THIRD}

责任编辑：孙芳

相关阅读
{HEADLINES[0]}
{HEADLINES[1]}
""".encode()


def test_page_saved_as_text() -> None:
    article = read(PLAIN)
    assert article.title == "云岭县供电所巡线迎雨季"
    assert texts(article) == PARAGRAPHS
    assert (article.published_at, article.source) == ("2023-05-06T08:12:00+08:00", "云岭日报")
    assert article.authors[0].name == "赵明"
    assert article.editors == ("孙芳",)
    assert article.section == ("本地",)


VERSES = ["你站在山岗上", "风从你的肩头吹过", "银线是你伸出的手臂", "牵着一个又一个村庄", "春天的雨落下来", "你数着每一滴水声", "夏天的雷喊你的名字",
          "你不回答", "秋天的稻子黄了", "你还是那身灰色的衣裳", "冬天的雪把路盖住", "巡线的人踩出一行脚印", "你低头看他", "灯就亮了"]


@pytest.mark.parametrize("site", ["generic", None])
@pytest.mark.parametrize("head", ["# 致铁塔\n\n撰文 林小雨", "# 致铁塔", "致铁塔\n\n作者：林小雨"])
def test_poem_saved_as_text(head: str, site: str | None) -> None:
    article = read("\n".join([head, "", *VERSES]).encode(), site=site)
    assert article.title == "致铁塔"
    assert texts(article) == VERSES
    assert [person.name for person in article.authors] == (["林小雨"] if "林小雨" in head else [])
    assert "not-news" in article.warnings


def test_headlines_saved_as_text_are_a_list() -> None:
    assert verdict("\n".join(["# 公司要闻", "", *HEADLINES, "全县迎峰度夏电力保供动员会召开", "某某水电站首台机组投产发电", "特高压工程全线贯通"]).encode(), site="generic") == "list"
