"""Running text that is no report: blog and forum posts, poems, encyclopaedia entries, notices."""
from __future__ import annotations

import re
from statistics import median

from crawler.page import Page
from crawler.raw import RawArticle
from crawler.zh.pattern import Pattern
from crawler.zh.text import fold

_URL = Pattern(r"//(?:[\w-]{1,40}\.){0,3}(?:blog|bbs|baike|wenku|zhidao|tieba|club|forum|wiki)\b|/(?:blog|bbs|baike|wiki|thread|forum)[/-]", re.I)
_TITLE = Pattern(r"博客|论坛|贴吧|百科|知道_|_文库|诗词|诗歌|BBS", re.I)
_NOTICE = Pattern(r"关于.{2,80}的?(?:通知|公告|通告|公示|启事|批复|决定|意见|函|通报|决议|复函)|(?:招标|中标|采购|招聘|成交|拍卖|流标|询价|比选)(?:结果)?(?:公告|公示|启事|信息)$")
_NEWS_OF_NOTICE = Pattern(r"(?:发布|印发|下发|出台|公布|召开|转发|解读|就)《?关于")
_NOTICE_CRUMBS = Pattern(r"通知公告|公示公告|公告公示|公告通知|招标公告|中标公告|政策文件|公文|文件通知|法律法规|政策法规|国务院公报")
_VERSE = Pattern(r"[^\d：:（）()]{2,18}[，。！？；,.]?")
_MIN_VERSES, _MIN_STANZAS = 4, 6
_VERSE_LENGTHS = (4, 10)  # characters in the middle verse of a poem; headlines are longer, the words of a menu shorter


def is_not_news(page: Page, raw: RawArticle) -> bool:
    """Whether what was read is running text, but no report."""
    title = fold(raw.title or "")
    document = page.title if page.form == "html" else title
    if (page.url and _URL.search(page.url)) or _TITLE.search(document.replace(title, "") or document):
        return True
    if _NOTICE.search(title) and not _NEWS_OF_NOTICE.search(title.replace("关于印发", "", 1)):
        return True
    return any(_NOTICE_CRUMBS.search(crumb) for crumb in raw.crumbs) or is_verse(raw)


def is_verse(raw: RawArticle) -> bool:
    """Whether most of the body's lines are as short as verses."""
    lines = [line.folded for line in raw.body if line.count]
    short = [line for line in lines if _VERSE.fullmatch(line)]
    return len(short) >= max(_MIN_VERSES, 0.6 * len(lines)) and sum(map(len, short)) * 4 >= sum(map(len, lines))


def is_poem(raw: RawArticle) -> bool:
    """Whether the lines under a title are a poem's, though nobody signs it and no sentence ends: shorter than headlines, longer than a menu's words."""
    lengths = [len(line.folded) for line in raw.body if line.count]
    return len(lengths) >= _MIN_STANZAS and is_verse(raw) and _VERSE_LENGTHS[0] <= median(lengths) <= _VERSE_LENGTHS[1]
