"""What bad input gets: a named verdict for each, in bounded time; and `parse` raises nothing else on any bytes."""
from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import crawler

PARAGRAPH = "7月5日，江苏南京供电公司完成老旧小区的装表接电作业，新加装的电梯投入使用，居民用电需求得到满足。"
ARTICLE = f"<html><body><h1>电网公司完成老旧小区改造</h1><p>来源：国家电网报 2021-07-21 08:58</p><div>{'<p>' + PARAGRAPH + '</p>'}</div></body></html>"
LIST = "<html><head><title>新闻列表</title></head><body><ul>" + "".join(
    f'<li><a href="/news/{n}.html">国网某公司完成第{n}座变电站改造工程建设</a><span>2021-07-{n % 28 + 1:02}</span></li>' for n in range(40)) + "</ul></body></html>"


def kind(body: bytes, url: str | None = None) -> str:
    with pytest.raises(crawler.NotAnArticle) as found:
        crawler.parse(body, url)
    assert found.value.reason
    return found.value.kind


@pytest.mark.parametrize(("body", "expected"), [
    (b"", "empty"), (b" \r\n\t ", "empty"), (b"\xef\xbb\xbf", "empty"), (b"<!-- nothing -->", "empty"), (b"<html><body></body></html>", "empty"),
    (b"\x89PNG\r\n\x1a\n" + bytes(300), "binary"), (b"%PDF-1.7\n%\xe2\xe3", "binary"), (bytes(range(256)) * 40, "binary"),
    (b"PK\x03\x04" + bytes(100), "container"), (b"\x1f\x8b\x08" + bytes(100), "container"), (b"WARC/1.0\r\n", "container"),
    (LIST.encode(), "list"),
    (b"<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1><hr>nginx</body></html>", "error"),
    ("<html><head><title>提示信息</title></head><body><h2>对不起，您访问的页面不存在</h2><a href='/'>返回首页</a></body></html>".encode(), "error"),
    (b"<html><script>var arg1='A1B2';document.cookie='acw_sc__v2='+x;</script><body></body></html>", "challenge"),
    (b"<html><body><textarea id='renderData'>{}</textarea><script src='https://aeu.alicdn.com/aliyunwaf.js'></script>Verification</body></html>", "challenge"),
    ("<html><head><title>新闻</title></head><body><div id='app'></div><script src='/app.js'></script><noscript>请启用JavaScript</noscript></body></html>".encode(), "shell"),
])
def test_verdicts(body: bytes, expected: str) -> None:
    assert kind(body) == expected


def test_too_large() -> None:
    assert kind(b"<p>" + b"x" * 50_000_000) == "too_large"


def test_an_article_about_the_firewall_is_an_article() -> None:
    body = ARTICLE.replace("</div>", "<p>攻击脚本里写着 var arg1= 和 acw_sc__v2 字样，技术人员据此判断这是挑战页面。</p>" + f"<p>{PARAGRAPH}</p>" * 20 + "</div>")
    assert crawler.parse(body.encode()).title == "电网公司完成老旧小区改造"


def test_truncated_multibyte_text_is_read() -> None:
    body = ARTICLE.replace("</p></div></body></html>", "").encode("gb18030")[:-1]
    assert crawler.parse(body).text.startswith("7月5日，江苏南京供电公司")


def test_nul_bytes_are_passed_over() -> None:
    article = crawler.parse(ARTICLE.replace("江苏", "江\x00苏\x00").encode())
    assert article.text == PARAGRAPH


@pytest.mark.parametrize(("name", "body"), [
    ("100,000 nested elements", b"<div>" * 100_000 + "电力".encode()),
    ("100,000 attributes", b"<p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">" + PARAGRAPH.encode() + b"</p>"),
    ("many tags of many attributes", (b"<p " + b" ".join(b"a%d" % n for n in range(2_000)) + b">x</p>") * 100),
    ("1 MB on one line", b"<p>" + PARAGRAPH.encode() * 7_000 + b"</p>"),
    ("1 MB of text on one line", PARAGRAPH.encode() * 7_000),
    ("1 MB without sentence end", "电力".encode() * 170_000),
    ("200,000 unclosed tags", "<b><i>电</b>".encode() * 100_000),
    ("a million <", b"<" * 1_000_000),
    ("100,000 paragraphs", ("<p>" + PARAGRAPH[:20] + "</p>").encode() * 50_000),
    ("100,000 lines", (PARAGRAPH[:12] + "\n").encode() * 100_000),
    ("100,000 sharing bars", (PARAGRAPH + "\n" + "分享到微信\n" * 100_000).encode()),
    ("100,000 contacts", (PARAGRAPH + "\n" + "投稿邮箱：a@example.com\n" * 100_000 + PARAGRAPH).encode()),
    ("brackets", ("（" * 100_000 + "(" * 100_000).encode()),
    ("labels", "来源：作者：责编：".encode() * 20_000),
    ("dates", b"2021-07-21 08:58 " * 50_000),
    ("front matter", b"---\n" + b"a: b\n" * 100_000 + b"---\n" + PARAGRAPH.encode()),
    ("stars of Markdown", b"---\ntitle: x\n---\n" + b"*a **b " * 50_000),
])
def test_hostile_pages_take_bounded_time(name: str, body: bytes) -> None:
    begin = time.process_time()
    try:
        crawler.parse(body, audit=True)
    except crawler.NotAnArticle as verdict:
        assert verdict.reason
    assert time.process_time() - begin < 15, name


HTML_BITS = st.sampled_from(["<p>", "</p>", "<div style='display:none'>", "</div>", "<table><tr><td>", "</table>", "<br>", "<img src=a.jpg>", "<h1>", "</h1>", "<!--",
                             "-->", "<a href=x>", "</a>", "---\n", "title: a\n", "# ", "来源：", "记者 ", "2021-07-21 08:58", "。", "（", "）", "责任编辑：", PARAGRAPH, "\n", "\n\n",
                             "&nbsp;", "<script>", "</script>", "当前位置：首页 > 新闻", "——", "评论", "\x00", "<meta charset=gbk>"])


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=300).map(str.encode), st.lists(HTML_BITS, max_size=25).map(lambda bits: "".join(bits).encode())),
       st.sampled_from([None, "http://www.chinapower.com.cn/dww/20210721/1.html", "https://news.bjx.com.cn/html/20210721/1.shtml",
                        "https://finews.withounder.com/emnews/2022/01/21/202201212257099936.html", "https://example.com/a.html"]))
def test_any_bytes_give_an_article_or_a_verdict(body: bytes, url: str | None) -> None:
    try:
        article = crawler.parse(body, url, audit=True)
    except crawler.NotAnArticle:
        return
    ledger = article.ledger
    assert ledger.page == ledger.kept + ledger.removed + ledger.outside
    Draft202012Validator(crawler.SCHEMA).validate(article.to_dict())


def test_unknown_site_lists_the_names() -> None:
    with pytest.raises(ValueError, match=r"nonsense.*bjx.*chinapower.*epaper.*finews.*generic"):
        crawler.parse(b"x", site="nonsense")


def test_fetched_at_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        crawler.parse(ARTICLE.encode(), fetched_at="2021-07-21T08:00:00")


def test_missing_file() -> None:
    with pytest.raises(OSError, match="none"):
        list(crawler.parse_file("/nonexistent/none.html"))


@pytest.mark.parametrize("url", ["http://[bad", "http://a.cn:99999/x"])
def test_a_url_that_is_none_is_named(url: str) -> None:
    with pytest.raises(ValueError, match=r"no valid URL: 'http"):
        crawler.parse(ARTICLE.encode(), url)


def test_broken_addresses_in_a_page_are_passed_over() -> None:
    body = ARTICLE.replace("<html>", '<html><link rel="canonical" href="http://[bad/1.html">').replace("</p></div>", '</p><p><img src="http://[bad"></p></div>')
    article = crawler.parse(body.encode())
    assert (article.url, article.text) == (None, PARAGRAPH)
