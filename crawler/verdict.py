"""Pages that are no article: what kind they are, and how one tells.

Used before reading (challenge and error pages look like nothing else) and after it, when no article was found.
"""
from __future__ import annotations

import json
import re
from collections.abc import Sequence

from lxml import etree

from crawler.article import NotAnArticle
from crawler.page import Page, inner_text
from crawler.zh.pattern import Pattern
from crawler.zh.text import HANZI, RUNNING, visible

_CHALLENGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("an Aliyun WAF challenge", ("var arg1=", "var arg1 =", "acw_sc__v2", "aliyunwaf", "aliyun_waf")),
    ("a JSL (知道创宇) challenge", ("__jsl_clearance", "__jsluid_")),
    ("a Cloudflare challenge", ("cf-browser-verification", "challenges.cloudflare.com", "/cdn-cgi/challenge-platform/", "cf_chl_opt")),
    ("a 瑞数 challenge", ("$_ts=window['$_ts']", "window['$_ts']", "$_ts.nsd")),
    ("a Yunsuo challenge", ("yunsuo_session_verify", "security_verify_data")),
    ("a captcha", ("captcha.qq.com/TCaptcha", "wappass.baidu.com", "verify.snssdk.com", "安全验证</title>", "人机验证</title>", "访问验证</title>")),
)
_ERROR = Pattern(
    r"^\s*404\b(?!\s*[\u3400-\u9fff])|\b404\b.{0,3}(?:not found|error|错误|页面?|-)|\b50[0234]\b.{0,30}(?:error|gateway|unavailable|错误)|\b403\b.{0,20}forbidden|not\s+found|cannot be found|(?:页面|网页|文件|内容|文章|信息|新闻|链接)(?:已经?)?"
    r"(?:不存在|没有找到|找不到|未找到|已?被?删除|已失效|走丢了?|去火星了)|(?:找不到|没有找到|未找到)(?:您|你)?(?:要|想|所)?(?:访问|查看|请求|浏览)?的?(?:页面|网页|文件|内容|文章|资源)|"
    r"(?:抱歉|对不起|很遗憾|sorry)[，,！! ]{0,3}.{0,20}(?:不存在|找不到|没有找到|无法(?:访问|显示|找到)|已?删除|出错)|无法(?:访问|找到|显示)(?:此|该|您|你|这个)?.{0,8}(?:网页|页面)"
    r"|服务器(?:内部)?错误|bad gateway|service unavailable|access denied|nginx error", re.I)
_SEARCH = re.compile(r"搜索结果|站内搜索|检索结果|全文检索|search results?|的搜索|搜索[:：_-]", re.I)
_APP_ROOT = re.compile(r"<(?:div|section)\s[^>]{0,80}id\s*=\s*[\"']?(?:app|root|__next|__nuxt|main-app)[\"'\s>]", re.I)
_SCRIPT_WORD = re.compile(r"(?:enable|需要|启用|开启|打开|允许).{0,12}javascript|javascript.{0,12}(?:enabled|启用|开启|支持)", re.I)
_LIST_LINES = 8
_CODE_START = re.compile(r"\s*(?:[{\[@.#(/;!]|[\w$-]{1,40}\s*[{(:=,]|(?:function|var|let|const|import|html|body|if|\"use strict\")\b)")
_TORN_JSON = re.compile(r"\s*(?:[{\[]\s{0,200}){1,3}\"[\w-]{1,60}\"\s{0,20}:")
_CODE_LINE = re.compile(r"[{};,]\s*$|^\s*(?://|/?\*|[}\])]|\"[\w-]+\"\s*:)")
_ROBOTS = re.compile(r"^User-agent:[^\n]{0,200}(?:\n[^\n]{0,500}){0,20}\n(?:Dis)?allow:", re.I | re.M)
_ROBOTS_HEAD = 4000  # characters
_ERROR_SHARE = 4  # the words of the error make up at least a quarter of what is said
_CHALLENGE_TEXT, _ERROR_TEXT, _SHELL_TEXT = 600, 600, 120
_MEDIA_TEXT = 200
_HEADLINE = 8
_GALLERY, _PHOTOGRAPH = 4, 300  # pictures, pixels
_links = etree.XPath("descendant-or-self::a[@href]")
_title = etree.XPath("string(//title)")
_headings = etree.XPath("//h1|//h2|//h3")


def before_reading(page: Page) -> NotAnArticle | None:
    """A verdict that needs no reading: challenge pages, data and code."""
    if page.form == "text" and _is_code(page.text):
        return NotAnArticle("other", "data or code (JSON, a script, a style sheet), no page")
    if page.form == "text" and _ROBOTS.search(page.text[:_ROBOTS_HEAD]):
        return NotAnArticle("other", "a robots.txt, no page")
    if page.form != "html" or page.visible >= _CHALLENGE_TEXT:
        return None
    for name, marks in _CHALLENGES:
        if any(mark in page.text for mark in marks):
            return NotAnArticle("challenge", f"{name}: open the page in a browser, save it, and read the saved file")
    return None


def error(page: Page) -> NotAnArticle | None:
    """The verdict on a page that says itself that it is an error page; for pages that no site's layout fits."""
    if page.form != "html" or page.visible >= _ERROR_TEXT:
        return None
    for text in (page.title, *(inner_text(h) for h in _headings(page.root)[:3]), *([page.shown] if page.visible < _SHELL_TEXT else [])):
        found = _ERROR.search(text)
        if found and (found.end() - found.start()) * _ERROR_SHARE >= visible(text):
            return NotAnArticle("error", f"the page says “{found.group().strip()[:40]}”")
    return None


def _is_code(text: str) -> bool:
    if not _CODE_START.match(text):
        return False
    if _TORN_JSON.match(text):
        return True
    if text.lstrip()[0] in "{[":
        try:
            return isinstance(json.JSONDecoder().raw_decode(text.lstrip())[0], dict | list)
        except (ValueError, RecursionError):
            pass
    lines = [line for line in text[:20_000].splitlines() if line.strip()]
    return sum(bool(_CODE_LINE.search(line)) for line in lines) * 2 > len(lines)


def after_reading(page: Page) -> NotAnArticle:
    """The verdict on a page in which no article was found."""
    if page.form == "text":
        return _headlines(page.lines) or NotAnArticle("empty" if not page.visible else "other", "no running text under a title was found")
    text = page.shown
    total = visible(text)
    if total < _SHELL_TEXT and (_APP_ROOT.search(page.text) or _SCRIPT_WORD.search(page.text)):
        return NotAnArticle("shell", "the page draws its text by JavaScript: save it from a browser after it has loaded")
    pictures = sum(1 for _ in page.root.iter("img", "video", "audio", "embed", "object"))
    if not total:
        return NotAnArticle("media" if pictures else "empty", "nothing is printed on the page" + (" but pictures" if pictures else ""))
    links = _links(page.root)
    linked = sum(visible(inner_text(link)) for link in links)
    title = _title(page.tree)
    if linked * 2 > total and len(links) >= 8:
        if _SEARCH.search(title):
            return NotAnArticle("search", "a page of search results")
        home = _is_home(page, len(links), title)
        return NotAnArticle("home" if home else "list", f"{len(links)} links make up {100 * linked // total} % of the text")
    if pictures and total < _MEDIA_TEXT:
        return NotAnArticle("media", f"{pictures} pictures or players and {total} characters of text")
    shown = sum(1 for picture in page.root.iter("img") if _is_large(picture) and next(picture.iterancestors("a"), None) is None)
    if shown >= _GALLERY and not any(RUNNING.search(line) for line in text.splitlines()):
        return NotAnArticle("media", f"{shown} large pictures and not one sentence")
    headlines = sum(1 for link in links if visible(inner_text(link)) >= _HEADLINE)
    # A list with a digest under each headline: the links are few, but there is nothing else.
    if len(links) >= 8 and (linked * 3 > total or (headlines >= 8 and linked * 8 > total)):
        return NotAnArticle("list", f"{len(links)} links make up {100 * linked // total} % of the text")
    return _headlines(text.splitlines()) or NotAnArticle("other", "no running text was found" if HANZI.search(text) else "no running Chinese text was found")


def _is_large(picture: etree._Element) -> bool:
    """Whether the page itself gives a picture the width of a photograph."""
    width = re.match(r"\s*(\d{1,4})(?:px)?\s*$", picture.get("width") or "")
    return width is not None and int(width.group(1)) >= _PHOTOGRAPH


def _is_home(page: Page, links: int, title: str) -> bool:
    path = re.sub(r"^https?://[^/]+", "", page.url or "-").partition("?")[0]
    if path in ("", "/", "/index.html", "/index.htm", "/index.shtml", "/index.php", "/default.htm"):
        return True
    return not page.url and links > 150 and bool(re.search(r"首页|门户|官网|官方网站", title))


def _headlines(lines: Sequence[str]) -> NotAnArticle | None:
    said = [line for line in lines if HANZI.search(line)]
    if len(said) < _LIST_LINES or any(RUNNING.search(line) for line in said):
        return None
    return NotAnArticle("list", f"{len(said)} lines, and not one sentence")
