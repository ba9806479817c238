"""Bylines and info lines: who wrote, reported, photographed and edited, for which medium, and when.

Three places to read from. A **head line** is made of fields in any order, glued or spaced (`read_info`). A **line that
stands alone** is nothing but a byline, or it is running text (`read_byline`). A **paragraph** may carry a dateline at its
front and a bracket at its end (`inline`).

Decisions where print leaves a choice:
* The nearest word gives the role: 文/记者 李明 makes 李明 a reporter, 新华社记者 谢环驰 摄 a photographer. 文/图 and 摄影报道 give
  two entries for each name. An intern (实习生) counts as a reporter, a commentator (评论员) as an author.
* 编辑, 责编, 审核, 校对, 编审, 监制, 统筹, 主编 … are editors. 策划, 制作, 设计, 翻译, 出品 … are read and dropped.
* A surname that no list has is believed behind a role word (记者 拜喆喆, 作者：敖日格乐) and beside another name, nowhere else.
* A department or medium is an author only behind 作者, 撰文 or 文 with a colon; where a person stands beside it, it is the
  person's affiliation and dropped. Behind 记者, 通讯员, 摄影 there are persons only.
* A place before 报道 (`记者 李明 北京报道`) is dropped.
* 发布人 names the source, unless a person stands behind it.
* The medium of a dateline (中国电力网讯, 新华社北京5月9日电, 东方网记者曹磊5月13日报道) is a source for a page that names no other.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from crawler.zh import dates, sources
from crawler.zh.pattern import Pattern
from crawler.zh.surnames import PLACES, SINGLE, is_person, may_be_person, opens_with_word, surname_length


@dataclass(frozen=True, slots=True)
class Credit:
    """One person (or department) in one role: `author`, `reporter`, `correspondent` or `photographer`."""

    name: str
    role: str


@dataclass(slots=True)
class Info:
    """What an info line or byline says. What it does not say is None or empty."""

    date: dates.Stamp | None = None
    """The time of publication; its span is that in the line given."""
    source: str | None = None
    """The medium, as `sources.clean` gives it."""
    credits: list[Credit] = field(default_factory=list)
    """In printed order, one entry per name and role. Never an editor."""
    editors: list[str] = field(default_factory=list)
    """Names behind 编辑, 责编, 责任编辑, 审核, 校对 and their kind, in printed order, each once."""
    keywords: str | None = None
    """The characters behind 关键词, not split: where words part is not always printed."""
    crumbs: str | None = None
    """The characters behind 当前位置 or 您的位置, not split."""
    rest: str = ""
    """What no label, date or widget claimed."""

    @property
    def says_something(self) -> bool:
        """Whether anything but `rest` was read."""
        return bool(self.date or self.source or self.credits or self.editors or self.keywords)


# ---------------------------------------------------------------------------------------------------------- vocabulary

_SP = r"[\s\u200b\ufeff]"
_BAR = "|｜丨〡︱│"  # for the inside of a class; what pages set behind a label like a colon: 来源 | 新华社
_GAP = _SP + "{0,4}"
_HANZI = r"\u3400-\u9fff"


_SPELLINGS = {
    "date": "发布时间 发布日期 发表时间 发表日期 刊发时间 上传时间 发稿时间 录入时间 添加时间 创建时间 上传日期 添加日期 时间 日期",
    "updated": "更新时间 更新日期 修改时间 最后更新 编辑时间",
    "source": "来源 文章来源 信息来源 新闻来源 消息来源 稿件来源 内容来源 本文来源 原文来源 媒体来源 转载来源 稿源 出处 转载自 转自 本文转自 来源于 来源自 摘自 原载"
    " 发布单位 发布机构 供稿单位 来稿单位 来稿",
    "poster": "发布人 发布者",
    "author": "作者 原作者 文章作者 本文作者 撰文 撰稿 撰稿人 执笔 采写 采编 署名 供稿 整理 文字 文",
    "both": "文图 图文 文摄影 文摄 撰文摄影 摄影撰文 采写摄影 文字摄影 文字图片 图片文字 摄影报道",
    "reporter": "记者 本报记者 本网记者 本刊记者 见习记者 实习记者 首席记者 特派记者 特约记者 全媒体记者 融媒体记者 文字记者 实习生",
    "correspondent": "通讯员 通迅员 特约通讯员 本报通讯员",
    "photographer": "摄影 摄像 图片 图 摄 供图 配图 摄影记者 图片摄影",
    "editor": "编辑 责编 责任编辑 执行编辑 值班编辑 网络编辑 网页编辑 新媒体编辑 文字编辑 图片编辑 见习编辑 实习编辑 本文编辑 本期编辑 审核 校对 责任校对 责校 编审 审校 编校 审稿 审读 选稿"
    " 初审 复审 终审 一审 二审 三审 一校 二校 三校 主编 副主编 执行主编 值班主编 总编辑 总编 监制 总监制 统筹 签发 审签 值班编委 值班主任 美编 美术编辑 责任人",
    "maker": "策划 总策划 版式设计 制作 设计 视觉 排版 版式 制图 剪辑 配音 翻译 编译 译者 出品 出品人",
    "crew": "视频 海报 作者单位 文号 索引号 版次 版面 微信 邮箱 电话",
    "caption": "图片来源 图源 题图来源 封面来源 视频来源 数据来源 资料来源 图片说明 作者简介",
    "keywords": "关键词 关键字 标签",
    "crumbs": "当前位置 当前的位置 您的位置 您当前位置 您当前的位置 您现在的位置 现在位置 你的位置 所在位置 所属栏目 所属频道 栏目",
}
_FIELD = {spelling: kind for kind, spellings in _SPELLINGS.items() for spelling in spellings.split()}
_PERSONS_ONLY = frozenset(("reporter", "correspondent", "photographer", "both"))
_NAMED = frozenset(("source", "poster", "author", "editor", *_PERSONS_ONLY))
_WITH_SLASH = frozenset(("source", "author", "editor", *_PERSONS_ONLY))


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_BOTH = Pattern(
    rf"(?:文字?|撰文|采写|图片?|摄影)[/／](?:文字?|撰文|图片?|摄影?|摄像)(?:{_GAP}[:：︰∶]|(?=[ \u3000]))"
)
_BOTH_AT_END = Pattern(r"(?:图片?|摄影?)\s{0,4}(?:\Z|[)）\]】])")
_SEPARATOR = Pattern(rf"[{_HANZI}](?:{_GAP}[:：︰∶]|{_SP}?[/／{_BAR}])")
_LONGEST_LABEL = max(map(len, _FIELD))


class _Mark(NamedTuple):
    """A label or a date in a line."""

    start: int
    end: int
    kind: str
    word: str
    stamp: dates.Stamp | None = None


def _labels(line: str) -> Iterator[_Mark]:
    """The labels of `line` in order: what stands before a colon (for some labels a slash) and is spelled like one."""
    if "/" in line or "／" in line:
        for both in _BOTH.finditer(line):
            yield _Mark(both.start(), both.end(), "both", "文图")
    for separator in _SEPARATOR.finditer(line):
        start, word = _word_before(line, separator.start() + 1)
        if not word or (len(word) == 1 and line[max(start - 1, 0) : start].isalnum()):
            continue
        kind = _FIELD[word]
        if word == "文" and _BOTH_AT_END.match(line, separator.end()):
            continue
        sign = line[separator.end() - 1]
        if sign in ":：︰∶" or kind in _WITH_SLASH or (kind == "maker" and sign in _BAR):
            yield _Mark(start, separator.end(), kind, word)


def _word_before(line: str, end: int) -> tuple[int, str]:
    """The longest label that ends at `end`, and where it starts; blanks may stand inside it (来 源)."""
    for start in range(max(end - _LONGEST_LABEL, 0), end):
        if line[start:end] in _FIELD:
            return start, line[start:end]
    if end < 2 or not line[end - 2].isspace():
        return end, ""
    word, best, start, blanks = "", (end, ""), end, 0
    while start > 0 and len(word) < _LONGEST_LABEL and blanks <= 4:
        start -= 1
        sign = line[start]
        if sign.isspace():
            blanks += 1
            continue
        word, blanks = sign + word, 0
        if word in _FIELD:
            best = (start, word)
    return best


_BARE_LABEL = Pattern(
    rf"(?:(?<=^)|(?<=[ \u3000\xa0\[【(（/{_BAR}]))({_any_of(w for w in _FIELD if _FIELD[w] in _NAMED - {'source', 'poster'})})"
    rf"(?=[ \u3000\xa0]{{1,4}}[{_HANZI}A-Z])"
)

_STRONG_WIDGETS = tuple(
    str.split(
        "收藏 点赞 分享到 分享至 分享 字体大小 字体 字号 打印本页 打印文章 打印 浏览次数 浏览量 浏览数 阅读次数 "
        "阅读量 阅读数 点击次数 点击量 点击数 点击率 访问量 访问次数 评论数 网友评论 我要评论 参与评论 发表评论 "
        "查看评论 我要投稿 投稿 关闭窗口 关闭本页 关闭 我要纠错 纠错 举报 复制链接 扫一扫 听新闻 语音播报 手机看新闻 "
        "扫码阅读 手机扫码看新闻 文章二维码 人气 加入收藏 放大 缩小"
    )
)
_WEAK_WIDGETS = tuple(str.split("浏览 阅读 点击 评论 转发 微信 微博 朋友圈 QQ空间 默认 大 中 小 A- A+ T 次"))
_COUNT = rf"{_GAP}[:：]?{_GAP}[(（\[]?\d{{1,9}}(?:\.\d{{1,2}})?[万wk+]?{_SP}?(?:人次|次|人|条)?[)）\]]?"
# A class of hanzi with other ranges beside it takes re milliseconds to compile; "letter" said by category takes none.
_LETTER = r"[^\W\d_]"
_LONELY = "|".join(rf"{re.escape(word)}(?<!{_LETTER}{'.' * len(word)})(?!{_LETTER})" for word in _WEAK_WIDGETS)
"""Weak words are widgets only where no word runs into them. Each alternative opens with a letter, so that re can skip."""
_ONE_WIDGET = (
    rf"(?:{_any_of(_STRONG_WIDGETS)}|大 ?中 ?小|(?:浏览|阅读|点击|评论)(?={_GAP}[:：(（\d])|{_LONELY})"
    rf"(?:{_COUNT}|{_GAP}[:：]|(?=[\W\d_]|\Z|{_any_of(_STRONG_WIDGETS)}))[\[【(（\]】)） |/]{{0,4}}"
)
_WIDGET = Pattern(f"(?:{_ONE_WIDGET})+")
_HARD = Pattern(rf"[ \u2002\u2003\u2009]{{2,}}|[\t\xa0\u3000{_BAR}\r\n]+| [/·•] ")
_EDGES = " \t\r\n\u3000\xa0\u2002\u2003\u2009\u200b\ufeff,，、;；:：.。|｜丨〡︱│/／\\-—–_·•*>＞■□◎●▲◆★☆※▌◇△○"
_BRACKETS = "[]【】()（）〔〕"

_AUTHOR, _REPORTER, _CORRESPONDENT, _PHOTOGRAPHER = "author", "reporter", "correspondent", "photographer"
_ROLES = {
    "author": (_AUTHOR,),
    "reporter": (_REPORTER,),
    "correspondent": (_CORRESPONDENT,),
    "photographer": (_PHOTOGRAPHER,),
    "both": (_AUTHOR, _PHOTOGRAPHER),
}
_ROLE_WORD = Pattern(
    r"(?:本报|本网|本刊|本台|特约|见习|实习|首席|资深|特派|全媒体|融媒体|文字|驻站|职工){0,3}"
    r"(?P<word>摄影记者|图片记者|记者|实习生|通讯员|通迅员|评论员|撰稿人)[:：/]?"
)
_ROLE_OF = {
    "摄影记者": (_PHOTOGRAPHER,),
    "图片记者": (_PHOTOGRAPHER,),
    "记者": (_REPORTER,),
    "实习生": (_REPORTER,),
    "通讯员": (_CORRESPONDENT,),
    "通迅员": (_CORRESPONDENT,),
    "评论员": (_AUTHOR,),
    "撰稿人": (_AUTHOR,),
}
_TAIL = Pattern(
    r"(?:(?P<both>文[/、／]?(?:图|摄影?)|图[/、／]?文|摄影报道)|(?P<photo>(?<=[\s/／、])图|摄影|摄|供图)|(?P<text>(?<=[\s/／])文|撰文|采写|整理|综合报道))\Z"
)
_NOTES = Pattern(r"[(（](?:实习生?|见习|特约|整理|文|图|摄影?)[)）]")
_PLACE_REPORTS = Pattern(r"(?:发自)?([\u3400-\u9fff]{2,8}?)?(?:综合)?(?:报道|电|讯)\Z")



# --------------------------------------------------------------------------------------------------------------- names

_SPLIT = Pattern(rf"[、，,;；/／{_BAR}&＆]+|\s+")
_PAREN = Pattern(r"[(（\[【][^()（）\[\]【】]{0,40}[)）\]】]")
_LATIN_WORDS = Pattern(r"(?<=[A-Za-z.]) +(?=[A-Z])")
_AND = Pattern("[和与]")
_NOT_IN_NAME = Pattern(
    r"[\d０-９:：。！？!?“”\"《》<>=@#%\[\]【】()（）]|记者|通讯员|通迅员|来源|作者|责编|责任编辑|摄影|发布时间|关键词"
)
_NO_NAME = frozenset(
    str.split(
        "佚名 匿名 未知 不详 本站 本网 原创 转载 网络 无 暂无 编辑 管理员 系统管理员 文 图 摄 整理 报道 等 admin null "
        "none"
    )
)
_ORG_END = Pattern(
    r"(?:公司|集团|局|厅|委|部|院|所|会|中心|站|社|报|网|党支部|支部|班|组|处|科|室|大学|学院|电力|供电|银行|证券|联盟|俱乐部|研究员|部长|主任|教授|院长|所长)\Z"
)
_TITLE = Pattern(
    r"(?:研究员|教授|院士|部长|主任|所长|院长|会长|秘书长|董事长|总经理|总裁|经理|书记|局长|处长|博士|分析师|工程师|专家|委员|顾问|评论员)[ ]?([\u3400-\u9fff]{2,4})\Z"
)
_LONGEST_NAME = 30


def names(text: str) -> list[str]:
    """The names in a printed list, in order: split at 、，；/ and spaces, and at 和/与 between two plausible names.

    Single hanzi are put together (`王 焱 李 明` is 王焱, 李明) where the first of them is a surname. Names with · and Latin names stay
    whole. Remarks in brackets, glued counts and codes (王鹏30010, 黄忆南 PN269) and 报道 are cut off. A piece may be a department;
    no piece is empty, has a digit, a bracket or a label in it, or is longer than 30 characters.
    """
    if _is_one_name(text):
        return [text]
    text = _PAREN.sub(" ", _LATIN_WORDS.sub("\x00", text))
    found: list[str] = []
    for piece in _joined(_SPLIT.split(text.strip(_EDGES))):
        found.extend(name for part in _parted(piece) if (name := _name(part, alone=not found)))
    return found


def _is_one_name(text: str) -> bool:
    """The common case, settled fast: nothing but one person's name."""
    return is_person(text) and text[-1] != "摄" and not _NOT_IN_NAME.search(text)


def _joined(pieces: list[str]) -> list[str]:
    """Pieces with runs of single hanzi made into names: 王, 焱, 李, 明 -> 王焱, 李明; three make one name."""
    out: list[str] = []
    run: list[str] = []
    for piece in [*pieces, ""]:
        if len(piece) == 1 and "\u3400" <= piece <= "\u9fff":
            run.append(piece)
            continue
        if len(run) == 1 and run[0] in SINGLE and len(piece) == 2 and not surname_length(piece):
            piece, run = run[0] + piece, []  # 张 晓庆: neither is a name without the other
        out.extend(_run_names(run))
        run = []
        if piece:
            out.append(piece)
    return out


def _run_names(run: list[str]) -> list[str]:
    if len(run) in (2, 3) and run[0] in SINGLE:
        return ["".join(run)]
    if len(run) % 2 == 0 and all(sign in SINGLE for sign in run[::2]):
        return [first + second for first, second in zip(run[::2], run[1::2], strict=True)]
    return []


def _parted(piece: str) -> list[str]:
    for conjunction in _AND.finditer(piece[:20]):
        left, right = piece[: conjunction.start()], piece[conjunction.end() :]
        if is_person(left) and is_person(right):
            return [left, right]
    return [piece]


def _name(part: str, *, alone: bool) -> str:
    """One name without what is glued to it; empty when nothing of a name is left."""
    part = re.split(r"\d", part.replace("\x00", " ").strip(_EDGES + _BRACKETS), maxsplit=1)[0].strip(_EDGES + _BRACKETS)
    if part.startswith("发自"):
        return ""
    report = _PLACE_REPORTS.search(part) if part.endswith(("报道", "电", "讯")) else None
    if report and not part.endswith("21世纪经济报道"):
        place = part[: report.start()] + (report.group(1) or "")
        if place in PLACES or part == "报道" or (not alone and not is_person(place)):
            return ""
        part = place if is_person(place) else part
    if not part or len(part) > _LONGEST_NAME or part.lower() in _NO_NAME or _NOT_IN_NAME.search(part):
        return ""
    if len(part) == 1 or any(sign.isdigit() for sign in part) or (part.isascii() and len(part) <= 3 and part.isupper()):
        return ""  # half of a name, or what is left of an editor's code
    return part


# ------------------------------------------------------------------------------------------------------ rolls of people


class _Roll(NamedTuple):
    credits: list[Credit]
    sure: bool
    """Whether every character was read, and every name reads as a person's."""


def _roll(text: str, roles: tuple[str, ...], *, trusting: bool = False) -> _Roll:
    """`海南日报全媒体记者 李艳玫 / 通讯员 陈宏`, `王焱 熊杨`, `记者 王某 摄`: the people in it. `roles` is for names without a word of their
    own, which are taken for persons' whatever their surnames where the reader is `trusting`."""
    if _is_one_name(text):
        return _Roll([Credit(text, role) for role in roles], True)
    text = _NOTES.sub(" ", text).strip(_EDGES)
    text = (_PAREN.sub(" ", text).strip() or text).strip(_EDGES + _BRACKETS)
    signed = _SIGNED.findall(text) if "/" in text or "／" in text else []
    if signed and not _SIGNED.sub("", text).strip(_EDGES):
        return _signed(signed)
    text, tail = _without_tail(text)
    words = list(_ROLE_WORD.finditer(text))
    if not words:
        signed_alone = tail == (_PHOTOGRAPHER,) and len(text) == 3  # 拜喆喆 摄
        return _people(text, _with_tail(roles, tail), trusting or signed_alone)
    lead = _people(text[: words[0].start()], roles, trusting) if roles and words[0].start() > 1 else _Roll([], False)
    led = bool(lead.credits) and lead.sure  # 作者：覃伟 通讯员 杨帆
    credits: list[Credit] = lead.credits if led else []
    sure = led or _is_affiliation(text[: words[0].start()])
    for word, following in zip(words, [*words[1:], None], strict=True):
        segment = text[word.end() : following.start() if following else len(text)]
        if following:
            segment = _without_affiliation(segment)
        group = _people(segment, _with_tail(_ROLE_OF[word["word"]], tail), _set_off(word, segment))
        if credits and not group.sure and _PEN_NAME.fullmatch(segment) and "讯员" in word["word"]:
            group = group._replace(sure=True)
        credits += [credit for credit in group.credits if group.sure or is_person(credit.name)]
        sure = sure and group.sure and (bool(group.credits) or bool(following) or _is_nameless(text, word))
    return _Roll(credits, sure)


_PEN_NAME = Pattern(r"\s{1,4}[\u3400-\u9fff]{2,4}\s{0,4}")
"""通讯员 粤能宣, after a reporter: several people under one name."""
_SIGNED = Pattern(
    r"([\u3400-\u9fff·]{2,8}(?:[、 ][\u3400-\u9fff·]{2,8}){0,4}) ?[/／] ?(文|图|摄影?)(?![\u3400-\u9fff])"
)


def _signed(found: list[tuple[str, str]]) -> _Roll:
    """`李明/文 王芳/图`."""
    credits: list[Credit] = []
    sure = True
    for people, word in found:
        group = _roll(people, (_AUTHOR,) if word == "文" else (_PHOTOGRAPHER,))
        credits += group.credits
        sure = sure and group.sure
    return _Roll(credits, sure)


def _without_tail(text: str) -> tuple[str, tuple[str, ...]]:
    tail = _TAIL.search(text)
    if not tail or not text[: tail.start()].strip(_EDGES):
        return text, ()
    roles = _ROLES["both"] if tail["both"] else (_PHOTOGRAPHER,) if tail["photo"] else (_AUTHOR,)
    return text[: tail.start()].rstrip(_EDGES), roles


def _with_tail(roles: tuple[str, ...], tail: tuple[str, ...]) -> tuple[str, ...]:
    """记者 … 摄影报道 did both; 记者 … 摄 photographed; 记者 … 整理 stays a reporter."""
    if tail == (_PHOTOGRAPHER,) or not roles:
        return tail
    return (*roles, _PHOTOGRAPHER) if _PHOTOGRAPHER in tail and _PHOTOGRAPHER not in roles else roles


def _set_off(word: re.Match[str], segment: str) -> bool:
    """Whether a name of any surname may follow a role word: behind a space or colon (记者 拜喆喆), or with a surname that also opens words
    (记者铁凝). Glued to it stand the names of columns: 记者走基层."""
    if word.group()[-1] in ":：/" or segment[:1].isspace():
        return True
    return surname_length(segment) == 1 and len(segment.strip(_EDGES)) == 2


def _people(text: str, roles: tuple[str, ...], trusting: bool) -> _Roll:
    pieces = names(text)
    people = _persons(pieces, trusting)
    return _Roll(
        [Credit(name, role) for name in people or pieces for role in roles],
        len(people) == len(pieces) and _is_used_up(text, pieces),
    )


def _persons(pieces: list[str], trusting: bool) -> list[str]:
    """Those of `pieces` that are persons; one of an unknown surname is, where the reader is `trusting` or another is surely one."""
    sure = [name for name in pieces if is_person(name)]
    if len(sure) == len(pieces) or not (sure or trusting):
        return sure
    return [name for name in pieces if is_person(name) or (may_be_person(name) and not _ORG_END.search(name))]


def _is_used_up(text: str, pieces: list[str]) -> bool:
    """Whether the names are all that the text holds, but for spaces, punctuation, 和/与, brackets, and 报道 with its place."""
    left = len(re.sub(r"[\W\d_]|[A-Z]{1,3}\d+", "", _PAREN.sub("", text)))
    told = sum(len(re.sub(r"\W", "", piece)) for piece in pieces)
    reported = re.search(
        r"(?:发自)?[\u3400-\u9fff]{0,4}(?:报道|电|讯)\Z|发自[\u3400-\u9fff]{2,4}\Z", text.strip(_EDGES)
    )
    return left - told <= (len(reported.group()) if reported else len(_AND.findall(text)))


_NEVER_AFFILIATION = Pattern(r"[，。！？；：:,;!?“”\"《》（）()\d]|[对向让被把给了的从是在有请问]|，")


def _is_affiliation(text: str) -> bool:
    """Whether what stands before the first 记者 may be whom they write for: short, and no piece of a sentence."""
    text = text.strip(_MARKS + "/|｜")
    return (
        len(text) <= 18
        and not _NEVER_AFFILIATION.search(text)
        and (" " not in text or sources.looks_like_origin(text.split()[-1]))
    )


def _without_affiliation(segment: str) -> str:
    """What stands between two role words, without the medium that belongs to the second: `李明 海南日报`(通讯员)."""
    if segment[-1:].strip(_EDGES) == "":
        return segment
    head, space, last = segment.rpartition(" ")
    if not space:
        head, space, last = segment.rpartition("、")
    return segment if is_person(last) and not sources.looks_like_medium(last) else head


def _is_nameless(text: str, word: re.Match[str]) -> bool:
    """本报记者, 本报评论员: a byline that names nobody."""
    return text.strip(_EDGES) == word.group() and text.startswith(("本报", "本网", "本刊", "本台"))


# ---------------------------------------------------------------------------------------------------------- head lines


@dataclass(slots=True)
class _Reading:
    """An `Info` in the making, what was left loose, and whether something in it does not look like a field."""

    info: Info = field(default_factory=Info)
    loose: list[tuple[str, bool]] = field(default_factory=list)
    stamps: list[tuple[int, dates.Stamp]] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    makers: list[tuple[str, str]] = field(default_factory=list)
    """The labels 出品, 策划 and their kind, each with what stands behind it."""
    strange: bool = False


def read_info(line: str, *, now: datetime | None = None, short_years: bool = False) -> Info:
    """What a head line says: date, 来源, 作者, 责编, 关键词 in any order, with or without space between them.

    `now` and `short_years` are passed to `dates.find_all`. A medium without a label is read where it stands glued before its time label
    (`国家电网报发布时间:`) or beside the date. Widgets (字体, 浏览量：180, 收藏, 打印 …) are dropped. What stands behind the first 4,000
    characters is no head line any more and goes to `rest` unread. Never raises.
    """
    head = line[:_LONGEST_HEAD]
    if "[" in head or "【" in head:
        head = _BOXED_ROLE.sub("\u3000\\1：\\2\u3000", head)  # no character more or less: a date stays where it stands
    info = _read(head, now, short_years).info
    if len(line) > _LONGEST_HEAD:
        info.rest = f"{info.rest} {line[_LONGEST_HEAD:].strip()}".strip()
    return info


_LONGEST_HEAD = 4000
_BOXED_ROLE = Pattern(rf"[\[【](本报记者|记者|通讯员|责任编辑|责编|编辑|作者)[ \u3000]([{_HANZI}][{_HANZI} 、]{{1,20}})[\]】]")
"""[记者 甲] [责编 乙]: what a line puts into boxes needs no colon."""


def _read(line: str, now: datetime | None, short_years: bool) -> _Reading:
    reading = _Reading()
    marks = [_Mark(0, 0, "", ""), *_marks(line, now, short_years)]
    for place, mark in enumerate(marks):
        following = marks[place + 1] if place + 1 < len(marks) else None
        gap = line[mark.end : following.start if following else len(line)]
        if mark.stamp:
            label = marks[place - 1].kind if mark.start - marks[place - 1].end < 4 else ""
            reading.stamps.append((1 if label == "updated" else 0, mark.stamp))
        reading.kinds.add(mark.kind)
        if mark.kind in ("", "stamp"):
            _take_loose(reading, gap, mark, following)
        else:
            _take_field(reading, gap, mark)
    return _settled(reading)


def _marks(line: str, now: datetime | None, short_years: bool) -> list[_Mark]:
    """Labels and dates, in order, none overlapping; of two that overlap the first stays."""
    found = [_Mark(stamp.start, stamp.end, "stamp", "", stamp) for stamp in _stamps(line, now, short_years)]
    found.extend(_labels(line))
    found.sort(key=lambda mark: mark.start)
    marks: list[_Mark] = []
    for mark in found:
        if not marks or mark.start >= marks[-1].end:
            marks.append(mark)
    return marks


_MAY_BE_DATE = Pattern(r"[\d０-９〇零]|[今昨前]天|刚刚|年|小时前")


def _stamps(line: str, now: datetime | None, short_years: bool) -> list[dates.Stamp]:
    return dates.find_all(line, now=now, short_years=short_years) if _MAY_BE_DATE.search(line) else []


def _take_field(reading: _Reading, gap: str, mark: _Mark) -> None:
    info = reading.info
    widget = _WIDGET.search(gap)
    value = gap[: widget.start()] if widget else gap
    if widget:
        _take_loose(reading, gap[widget.end() :], mark, None)
    if mark.kind in ("source", "poster"):
        _take_source(reading, value, mark)
    elif mark.kind == "editor":
        _take_editors(reading, value, mark.word)
    elif mark.kind in _ROLES:
        _take_credits(reading, value, mark)
    elif mark.kind == "maker":
        reading.makers.append((mark.word, value.strip(_EDGES + _BRACKETS)))
    elif mark.kind == "keywords":
        info.keywords = info.keywords or value.strip(_EDGES + _BRACKETS) or None
    elif mark.kind == "crumbs":
        info.crumbs = info.crumbs or value.strip(_EDGES) or None


def _first_chunk(reading: _Reading, value: str) -> str:
    """`value` up to its first hard separator; what follows goes loose."""
    value = value.strip(" \t\r\n\u3000\xa0\u2002\u2003\u2009")
    hard = _HARD.search(value)
    if not hard:
        return value
    _leave_loose(reading, value[hard.end() :])
    return value[: hard.start()]


_CREDIT_TAIL = Pattern(
    r"[(（]((?:作者|记者|通讯员|本报记者)[:： ]?[^()（）]{2,40})[)）]?|(?<=[\u3400-\u9fff]) ?((?:首席|见习|全媒体)?(?:记者|通讯员)[ :：].{2,40})\Z"
)


def _take_source(reading: _Reading, value: str, mark: _Mark) -> None:
    chunk = _first_chunk(reading, value)
    credit = _CREDIT_TAIL.search(chunk[:200])
    if credit:
        inner = _BARE_LABEL.sub(r"\1", credit[1] or credit[2])
        people = _roll(inner.removeprefix("作者").lstrip(":： "), (_AUTHOR,))
        reading.info.credits += people.credits
        chunk = chunk[: credit.start()]
    medium = sources.clean(chunk)
    if medium and mark.kind == "poster" and is_person(medium):
        return
    reading.info.source = reading.info.source or medium
    bare = chunk.strip(_EDGES + _BRACKETS)
    if len(bare) > 40 or (not medium and re.search(r"[。！？!?；]|[，,].{6}|……", bare)):
        reading.strange = True


def _take_credits(reading: _Reading, value: str, mark: _Mark) -> None:
    kind, word = mark.kind, mark.word
    chunk = value.strip(" \t\r\n\u3000\xa0\u2002\u2003\u2009")
    trusting = word not in _MAY_CAPTION
    if _is_one_name(chunk) and (trusting or not _may_be_caption(chunk)):
        reading.info.credits += [Credit(chunk, role) for role in _ROLES[kind]]
        return
    pieces = _HARD.split(chunk)
    taken = 1
    while taken < len(pieces) and _is_more_names(pieces[taken]):
        taken += 1
    if taken < len(pieces):
        _leave_loose(reading, "  ".join(pieces[taken:]))
    text = " ".join(pieces[:taken])
    titled = _TITLE.search(text[-80:].rstrip(_EDGES + _BRACKETS)) if kind == "author" else None
    if titled and is_person(titled[1]):
        text = titled[1]
    people = _roll(text, _ROLES[kind], trusting=trusting)
    credits = _with_pictures(people.credits) if kind == "both" else people.credits
    if kind in _PERSONS_ONLY or word in ("供稿", "采编", "执笔"):
        pen_name = kind == "correspondent" and reading.info.credits and _PEN_NAME.fullmatch(" " + text)
        if not pen_name:
            credits = _credits_of_persons(credits, trusting)
            sure = people.sure and (trusting or bool(credits))
            reading.strange |= bool(text) and not sure and kind != "author"
    elif kind == "author":
        reading.strange |= _is_strange(text) or _is_nobody(text, people)
    reading.info.credits += credits


def _with_pictures(credits: list[Credit]) -> list[Credit]:
    """文/图 记者 黄婷婷: who has a role of their own took the pictures too."""
    return [Credit(one.name, role) for one in credits for role in dict.fromkeys((one.role, _PHOTOGRAPHER))]


_MAY_CAPTION = frozenset(("图", "图片", "供图", "配图", "摄", "供稿", "采编", "执笔"))
"""Labels behind which a picture's subject or a department may stand: 图：检修现场, 供稿：营销部."""


def _credits_of_persons(credits: list[Credit], trusting: bool) -> list[Credit]:
    persons = _persons([credit.name for credit in credits], trusting)
    return [one for one in credits if one.name in persons and (trusting or not _may_be_caption(one.name))]


def _may_be_caption(name: str) -> bool:
    """图：施工图, 图：温州段."""
    return len(name) == 3 and opens_with_word(name)


def _is_nobody(text: str, people: _Roll) -> bool:
    """Whether characters stand behind 作者 of which nothing became a name, though they are not just 佚名 or 本站."""
    bare = text.strip(_EDGES + _BRACKETS)
    return bool(bare) and not people.credits and bare.lower() not in _NO_NAME and not bare.isascii()


def _is_more_names(piece: str) -> bool:
    found = names(piece)
    return (
        bool(found)
        and len(piece) <= 24
        and all(is_person(name) and len(name) <= 4 for name in found)
        and "".join(found) == re.sub(r"\W", "", piece)
    )


_STRANGE = Pattern(r"[。！？!?；]|……|[，,：].{10,40}[，,。]")


def _is_strange(text: str) -> bool:
    return bool(_STRANGE.search(text))


def _take_editors(reading: _Reading, value: str, word: str) -> None:
    chunk = value.strip(_EDGES)
    if _is_one_name(chunk):
        reading.info.editors.append(chunk)
        return
    pieces = _HARD.split(chunk)
    taken = 1
    while taken < len(pieces) and _is_more_names(pieces[taken]):
        taken += 1
    if taken < len(pieces) and names(pieces[taken]):
        _leave_loose(reading, "  ".join(pieces[taken:]))
    text = _ROLE_WORD.sub(" ", " ".join(pieces[:taken]))
    found = names(text)
    people = _persons(found, False)
    reading.info.editors += people or found
    longest = 10 if "编" in word else 4  # 编辑：新媒体中心, but 统筹：发展和安全 is no name
    reading.strange |= _is_strange(text) or (not people and any(len(name) > longest for name in found))
    reading.strange |= "编" not in word and len(people) < len(found)


def _leave_loose(reading: _Reading, text: str, *, after: bool = False) -> None:
    """Reads `本报记者 李明` in what no label claimed, and keeps the other parts as loose chunks; `after` a date or not."""
    for part in _HARD.split(_WIDGET.sub("  ", text).strip()):
        part = part.strip(_EDGES + _BRACKETS)
        if part and not _take_signed(reading.info, part):
            reading.loose.append((part, after))


def _take_loose(reading: _Reading, gap: str, mark: _Mark, following: _Mark | None) -> None:
    if not gap or gap.isspace():
        return
    if following and following.kind in ("date", "updated") and reading.info.source is None:
        gap = _take_glued(reading, gap, following.word)
    _leave_loose(reading, gap, after=mark.kind == "stamp")


_GLUED_NAME = Pattern(rf"[{_HANZI}A-Za-z0-9·]{{2,20}}\Z")
_NAMED_MEDIUM = Pattern(
    rf"《[{_HANZI}A-Za-z0-9]{{2,16}}》|(?:微信)?公众号{_SP}?[:：]?{_SP}?[“\"「『][^“”\"「」『』]{{2,30}}[”\"」』]|(?:微信)?公众号[:：]{_SP}?[{_HANZI}A-Za-z0-9]{{2,20}}"
)
_DOCUMENT = Pattern(r"(?:法|条例|规定|办法|细则|通知|意见|方案|规划|报告|纲要|计划|标准|规范|规程|指南|目录|白皮书|公告|决定|手册)》\Z")


def _take_glued(reading: _Reading, gap: str, label: str) -> str:
    """The medium glued in front of a time label becomes the source; what stands before it comes back."""
    bare = gap.rstrip(" \t\r\n\u3000\xa0\u2002\u2003\u2009\u200b\ufeff")
    whole = _HARD.split(bare[-60:])[-1].strip(_EDGES)
    if _names_media(whole):
        medium = sources.clean(whole)
        if medium:
            reading.info.source = medium
            return bare[: bare.rindex(whole)]
    glued = _GLUED_NAME.search(gap[-21:])
    if not glued or _WIDGET.search(glued.group()):
        return gap
    medium = sources.clean(glued.group())
    if not medium or not (
        sources.looks_like_origin(medium) or (len(label) == 4 and len(medium) >= 4 and not is_person(medium))
    ):
        return gap
    reading.info.source = medium
    return gap[: len(gap) - len(glued.group())]


def _names_media(text: str) -> bool:
    """《国家电网报》, 微信公众号“能源评论”, 中国电力报、中国电力新闻网: media, and nothing else."""
    if _NAMED_MEDIUM.fullmatch(text):
        return not _DOCUMENT.search(text)
    media = text.split("、")
    return 1 < len(media) <= 4 and all(_NAMED_MEDIUM.fullmatch(one) or sources.looks_like_medium(one) for one in media)


def _settled(reading: _Reading) -> _Reading:
    info = reading.info
    if reading.stamps:
        info.date = min(reading.stamps, key=lambda ranked: ranked[0])[1]
    chunks = reading.loose
    if info.source is None and not reading.kinds & {"source", "caption"}:
        chunks = _without_bare_source(info, chunks)
    info.rest = " ".join(part for part, _ in chunks)
    info.credits = list(dict.fromkeys(info.credits))
    info.editors = list(dict.fromkeys(info.editors))
    return reading


def _take_signed(info: Info, part: str) -> bool:
    """`本报记者 李明` among the fields of a head line."""
    roll = _roll(part, ()) if len(part) <= _LONGEST_LINE and _ROLE_WORD.search(part) else None
    if not roll or not roll.sure:
        return False
    info.credits += roll.credits
    return bool(roll.credits)


def _is_quoted_medium(word: str) -> bool:
    return word[:1] == "《" and _names_media(word) and sources.looks_like_medium(sources.clean(word) or "")


def _without_bare_source(info: Info, chunks: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """The chunk that names a medium becomes the source, one behind the date before any other; the others come back."""
    if not info.date and not info.credits:
        return chunks
    for wanted in (True, False):
        for place, (part, after) in enumerate(chunks):
            words = part.split() if after is wanted else []
            named = next((word for word in words if sources.looks_like_origin(word) or _is_quoted_medium(word)), "")
            if named and (medium := sources.clean(named)):
                info.source = medium
                left = " ".join(word for word in words if word != named)
                return chunks[:place] + ([(left, after)] if left else []) + chunks[place + 1 :]
    return chunks


# -------------------------------------------------------------------------------------------------- lines that stand alone

_LONGEST_LINE, _LONGEST_LABELLED = 120, 600
_MARKS = "■□◎●▲◆★☆※▌◇△○·•—-　 \t\xa0\u2002\u2003\u200b\ufeff\r\n"
_LABELLED = Pattern(
    rf"[{re.escape(_MARKS)}\[【(（]{{0,8}}(?:[\d\-/年月日 :：|]{{0,40}}(?:{_any_of(_FIELD)}|来{_GAP}源|作{_GAP}者|责{_GAP}编)(?:{_GAP}[:：︰∶]|{_SP}?[/／{_BAR}])"
    rf"|本文转|文章转|转[载自]|来源于|摘自)"
)
_HINT = Pattern(
    rf"记\s{{0,4}}者|通[讯迅]员|评论员|编\s{{0,4}}[辑审校]|责\s{{0,4}}[编校]|作\s{{0,4}}者|来\s{{0,4}}源|稿源|撰[文稿]|摄|文[/图字\s:：{_BAR}]|图[/文\s:：{_BAR}]"
    r"|审[核校签稿]|[初复终一二三]审|校\s{0,4}对|[一二三]校|监\s{0,4}制|统\s{0,4}筹|本文转|转载|转自|摘自|出处|原载|实习生|采写|执笔|供[图稿]|主编|总编"
    r"|[讯电社报网闻台][)）】]|[讯电]$|签发|发布|出品|(?:策划|制作|设计|视觉|排版|版式|制图|剪辑|配音|翻译|编译|译者)\s{0,2}[:：|｜丨〡]"
)
_ENDS = "。！？!?…；;，,：:、"


def read_byline(line: str) -> Info | None:
    """What a line says that stands alone and is nothing but a byline, source or editor line; None for text and headings.

    Two or more names in brackets, or one of three characters, are authors (（常书香 马丹阳）). 出品, 策划 and their kind with names behind them
    give an empty `Info`. A label with nothing behind it (`责任编辑：`) is such a line too and gives an empty `Info`; so does 本报记者. A line of more than
    120 characters is one only when it is built of labelled fields alone. Dates may stand in it; a date alone, keywords or crumbs alone are
    no byline. A caption (图片来源：…, 图为…) is none either. Never raises.
    """
    if len(line) > _LONGEST_LINE:
        if len(line) > _LONGEST_LABELLED or not _LABELLED.match(line):
            return None
    elif line[-1:] in "。！？!?…；" and not _LABELLED.match(line):
        return None
    elif not (line[:1] == "据" or _HINT.search(line, 0, 40) or _HINT.search(line, max(40, len(line) - 12))):
        return _names_in_brackets(line)
    text = line.strip(_MARKS)
    inner = _unbracketed(text)
    said = _labelled(inner) or _origin_line(inner, bracketed=inner is not text) or _signed_line(inner)
    return said or _names_in_brackets(line)


_IN_BRACKETS = Pattern(rf"[{re.escape(_MARKS)}]{{0,8}}[(（]\s?([{_HANZI}、 \u3000\xa0]{{3,40}})[)）]\s{{0,4}}\Z")


def _names_in_brackets(line: str) -> Info | None:
    """`（常书香 马丹阳）`: a line of its own, as newspapers sign."""
    found = _IN_BRACKETS.match(line) if len(line) < 60 and line.rstrip()[-1:] in ("）", ")") else None
    people = (bare_signature(found[1].strip()) or _of_organisation(found[1])) if found else []
    return Info(credits=[Credit(name, _AUTHOR) for name in people]) if people else None


def _of_organisation(inner: str) -> list[str]:
    """The names behind that of an organisation, as those who send their reports in sign: 枫桥供电局 宋启明."""
    place, *people = inner.split()
    fits = people and sources.looks_like_origin(place) and all(2 <= len(name) <= 4 and is_person(name) for name in people)
    return people if fits else []


@lru_cache(maxsize=32)
def read_head_line(line: str, *, short_years: bool = False) -> Info:
    """What a line of an article's head says, labelled (来源：… 作者：…) or signed (撰文 张坤); `short_years` as in `read_info`. Cached: one page's
    lines are asked for several times, so what is given must not be changed."""
    info = read_info(line, short_years=short_years)
    return info if info.says_something else read_byline(line) or info


def _unbracketed(text: str) -> str:
    if text[:1] in "(（[【" and text[-1:] in ")）]】" and text[:1] and not re.search(r"[()（）\[\]【】]", text[1:-1]):
        return text[1:-1].strip(_MARKS)
    return text


def _labelled(text: str) -> Info | None:
    if not _SEPARATOR.search(text):
        return None
    reading = _read(_BARE_LABEL.sub(r"\1：", text), None, False)
    if reading.strange or "caption" in reading.kinds or not (reading.kinds & _NAMED or _is_made(reading)):
        return None
    left = re.sub(r"[\W_]", "", reading.info.rest)
    return None if left else reading.info


def _is_made(reading: _Reading) -> bool:
    """`出品 | 国家电网报社`, `策划：张敏 设计：李静`: nothing but the names of those who are dropped."""
    if not reading.makers or reading.kinds - {"", "maker"}:
        return False
    for word, value in reading.makers:
        made = names(value) if 0 < len(value) <= 40 else []
        if not made or (
            len(_persons(made, word.startswith("出品"))) < len(made) and not all(map(sources.looks_like_origin, made))
        ):
            return False
    return True


_GIVEN_PICTURE = Pattern(rf"(?<=文)[ 　/]?[{_HANZI}]{{2,12}}(?:供图|提供图片)\Z")


def _signed_line(text: str) -> Info | None:
    """`撰文 张坤 曾舸`, `半月谈记者 史卫燕`, `王芳 摄`: no colon, but names all through."""
    if not text or text[-1] in _ENDS or len(text) > _LONGEST_LINE:
        return None
    if _ROLE_WORD.search(text) or _TAIL.search(text) or "/" in text:
        text = _GIVEN_PICTURE.sub("", text)
        roll = _roll(text, ())
        if roll.sure and (roll.credits or _is_role_only(text)):
            return Info(credits=list(dict.fromkeys(roll.credits)))
    if _ORGANISATION_WROTE.fullmatch(text):
        return Info()
    bare = _BARE_LABEL.sub(r"\1：", text)
    info = _labelled(bare) if bare != text and _FIELD_AT_START.match(bare) else None
    people = [credit.name for credit in info.credits] + info.editors if info else []
    trusting = info is not None and not info.editors and all(len(name) == 3 for name in people)  # 摄影 拜喆喆, not 摄影 大赛
    return info if people and len(_persons(people, trusting)) == len(people) else None


_ORGANISATION_WROTE = Pattern(rf"(?:撰文|供稿|文/图|图文|图/文|文|图)[ \u3000/：:]+[{_HANZI}（）()]{{2,24}}(?:公司|局|部|中心|所|办公室|党委|支部|集团|站|队|厅|院|处)")
_FIELD_AT_START = Pattern(rf"(?:{_any_of(_FIELD)})：")


def _is_role_only(text: str) -> bool:
    word = _ROLE_WORD.fullmatch(text.strip(_EDGES))
    return bool(word) and text.startswith(("本报", "本网", "本刊", "本台"))


_TRANSFERRED = Pattern(
    r"(?:本文|文章|稿件|内容|以上内容)?(?:转载自|转载于|转自|摘自|来源于|选自|原载于?|首发于)[:： ]{0,2}(.{2,40})|据(.{2,30}?)(?:报道|消息|电)"
)


def _origin_line(text: str, *, bracketed: bool) -> Info | None:
    """（财联社）, 本文转自《中国能源报》, 据新华社拉萨电（记者 格桑边觉）, 中国电力网讯: a line that says no more than where it comes from."""
    text = text.rstrip("。 ")
    if bracketed and sources.looks_like_medium(text):
        return Info(source=text)
    transferred = _TRANSFERRED.fullmatch(text)
    if transferred:
        value = transferred[1] or transferred[2]
        medium = sources.clean(value)
        if medium and (sources.looks_like_medium(medium) or _QUOTED.fullmatch(value.strip())):
            return Info(source=medium)
    info = Info()
    return info if _take_dateline(text, info) == len(text) else None


_QUOTED = Pattern(r"《[^《》]{2,20}》|(?:微信)?公众号[:：]?.{2,20}")


# ----------------------------------------------------------------------------------------------------- inside paragraphs

_HEAD, _FOOT = 160, 100
_DATELINE = Pattern(
    rf"(?P<start>[{re.escape(_MARKS)}【]{{0,8}}据?)(?:(?P<own>本报|本网|本刊|本台|本社)|(?P<who>[{_HANZI}A-Za-z0-9·]{{1,14}}(?:社|网|报|台|新闻|客户端|在线|频道|e公司|AI快)))"
    rf"(?P<place>[{_HANZI}、]{{0,10}}?)(?P<date>{_SP}?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?){_SP}?(?P<verb>消息|电|讯)】?(?=[\s:：,，(（【]|$)"
)
_OPENING_CREDIT = Pattern(
    rf"{_SP}{{0,3}}[:：]?{_SP}{{0,3}}[(（]([^()（）]{{2,80}}(?:[(（][^()（）]{{1,6}}[)）][^()（）]{{0,40}}){{0,2}})[)）]"
)
_REPORTS = Pattern(
    rf"[{re.escape(_MARKS)}]{{0,8}}(?P<who>[{_HANZI}A-Za-z·]{{0,14}}?)(?:全媒体|首席|见习|实习|特约)?(?:记者|通讯员){_SP}?(?P<names>[{_HANZI}·、 \u3000]{{2,30}}?)"
    rf"(?P<place>[{_HANZI}]{{0,6}}?){_SP}?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?{_SP}?(?:综合)?(?:报道|电|讯)[:：,，\s]"
)
_REPORTED = Pattern(
    rf"[{re.escape(_MARKS)}]{{0,8}}据《([^《》]{{2,20}})》(?:\d{{1,2}}月\d{{1,2}}日)?(?:报道|消息)|[{re.escape(_MARKS)}]{{0,8}}据([{_HANZI}]{{2,12}})(?:报道|消息)[,，:：]"
)
_CLOSING = Pattern(r"[(（【\[]([^()（）【】\[\]]{2,80})[)）】\]][。\s\u200b]{0,4}\Z")
_PRINTED = Pattern(r"(?:据|摘自|原载)?《([^《》]{2,20})》(?:.{0,12}(?:报道|刊发|消息))?\Z")
_LAST_STOP = Pattern(r"[。！？”](?=[^。！？”]{3,40}\Z)")


def inline(paragraph: str, *, first: bool, last: bool) -> Info:
    """Credits, editors and source inside a paragraph of the body; the paragraph itself stays as it is.

    Read are its opening, a dateline such as 本报讯（记者 李明 通讯员 陈宏） or 新华社北京5月9日电（记者 …）, in the `first` paragraph also a
    bracket alone (（记者 张敏）2月10日，…) and 记者张敏从…获悉, and its closing bracket or
    last words (（记者 胡晓蓉）, 新华社记者 谢环驰 摄). A medium is read from the opening of the `first` paragraph (中国电力网讯, 据《中国能源报》报道) and
    from the closing bracket of the `last` ((央视新闻), （《证券日报》5月21日报道）) only, since elsewhere it is a citation. Never raises.
    """
    info = Info()
    head, foot = paragraph[:_HEAD], paragraph[-_FOOT:].rstrip()
    _take_opening(head, info, first)
    if "\uff09" in foot[-6:] or ")" in foot[-6:] or "】" in foot[-6:] or "]" in foot[-6:]:
        _take_closing(foot, info, last)
    elif _ROLE_HINT.search(foot[-40:]):
        stop = _LAST_STOP.search(foot)
        signed = _signed_line(foot[stop.end() :].strip(_MARKS)) if stop else None
        info.credits += signed.credits if signed else []
    info.credits = list(dict.fromkeys(info.credits))
    info.editors = list(dict.fromkeys(info.editors))
    return info


_ROLE_HINT = Pattern(r"记者|通讯员|摄|撰文|编辑|文/|图/")


def _take_opening(head: str, info: Info, first: bool) -> None:
    said = Info()
    begin = _take_dateline(head, said)
    if not said.credits and (begin or first or "记者" in head[:30]):
        _take_reports(head[begin:].lstrip(_EDGES), said)
    if first and not said.credits and not said.source:
        said = _opening_bracket(head) or _learned(head) or said
    info.credits += said.credits
    info.editors += said.editors
    if first:
        info.source = said.source
        reported = None if said.source else _REPORTED.match(head)
        if reported:
            medium = sources.clean(reported[1] or reported[2])
            info.source = medium if medium and (reported[1] or sources.looks_like_medium(medium)) else None


def _take_dateline(text: str, info: Info) -> int:
    """Reads the dateline that `text` opens with into `info`; how many characters it takes, 0 for none."""
    found = _DATELINE.match(text)
    if not found or (found["verb"] == "消息" and not found["who"]):
        return 0
    who = found["who"]
    if who and not sources.looks_like_medium(who):
        return 0
    info.source = who
    credit = _OPENING_CREDIT.match(text, found.end())
    if not credit:
        return found.end()
    roll = _roll(credit[1], (_REPORTER,))
    if not roll.sure and not _ROLE_WORD.search(credit[1]):
        return found.end()
    info.credits += [one for one in roll.credits if roll.sure or is_person(one.name)]
    return credit.end()


_BRACKET_FIRST = Pattern(rf"[{re.escape(_MARKS)}]{{0,8}}[(（【]([^()（）【】]{{2,60}})[)）】]")


def _opening_bracket(head: str) -> Info | None:
    """`（记者 张敏）2月10日，…`: a bracket in front of the first paragraph, which says who reports."""
    found = _BRACKET_FIRST.match(head)
    inner = found[1].strip(_EDGES) if found else ""
    return (_labelled(inner) or _signed_line(inner)) if inner and _HINT.search(inner) else None


_LEARNED = Pattern(
    rf"[{re.escape(_MARKS)}]{{0,8}}(?P<who>[{_HANZI}A-Za-z·]{{0,14}}?)(?:全媒体|首席|见习|实习|特约)?记者{_SP}?"
    rf"(?P<names>[{_HANZI}]{{2,3}}?(?:[、 \u3000][{_HANZI}]{{2,3}}?){{0,3}}){_SP}?"
    r"(?:从|在|日前|近日|昨日|今日|昨天|今天|获悉|了解到|(?:综合)?报道|\d)"
)
_WHEN_OR_HOW = Pattern(
    "(?:[元春夏秋冬][旦日]|周[一二三四五六日末]|凌晨|连[日夜续]|陆续|时[隔间]|历时|全[程天]|高达|方才|应邀|易地|车行|席上|经[多过])|.{0,2}(?:[近日昨今当]日|日前|多[次方日])"
)


def _learned(head: str) -> Info | None:
    """`记者张敏从国家能源局获悉`, `本报记者张敏、王强近日在…`: the opening of the first paragraph. Not 记者近日从…, 记者连日在…."""
    found = _LEARNED.match(head) if "记者" in head[:24] else None
    if not found:
        return None
    who, people = found["who"].strip(_EDGES), re.split(r"[、\s]", found["names"])
    if who and who not in ("本报", "本网", "本刊", "本台", "本社") and not sources.looks_like_medium(who):
        return None
    if not all(is_person(name) and not opens_with_word(name) and not _WHEN_OR_HOW.match(name) for name in people):
        return None
    return Info(credits=[Credit(name, _REPORTER) for name in people])


def _take_reports(head: str, info: Info) -> None:
    """`东方网记者曹磊5月13日报道：`."""
    found = _REPORTS.match(head)
    if found and found["place"] not in PLACES and is_person(re.split(r"[、 \u3000]", found["names"])[-1] + found["place"]):
        people = names(found["names"] + found["place"])  # 记者王睿佳 报道: no place
    else:
        people = names(found["names"]) if found else []
    if not found or not people or not all(is_person(name) for name in people):
        return
    role = _CORRESPONDENT if "通讯员" in found.group()[: found.start("names")] else _REPORTER
    info.credits += [Credit(name, role) for name in people]
    who = found["who"].strip(_EDGES)
    if sources.looks_like_medium(who):
        info.source = who


def _take_closing(foot: str, info: Info, last: bool) -> None:
    closing = _CLOSING.search(foot)
    inner = closing[1].strip(_EDGES) if closing else ""
    if not inner:
        return
    said = _labelled(inner) if _HINT.search(inner) else None
    said = said or (_signed_line(inner) if _HINT.search(inner) else None)
    if said:
        info.credits += said.credits
        info.editors += said.editors
        info.source = info.source or (said.source if last else None)
        return
    printed = _PRINTED.match(inner)
    medium = sources.clean(printed[1]) if printed else inner
    if not last:
        return
    if medium and (printed or sources.looks_like_medium(medium)):
        info.source = info.source or medium
    else:
        info.credits += [Credit(name, _AUTHOR) for name in bare_signature(inner)]


_PLACE_REPORTED = Pattern(rf"[ \u3000][{_HANZI}]{{2,4}}(?:报道|电|讯)\Z")


def bare_signature(inner: str) -> list[str]:
    """Names that stand without any label in a closing bracket or right under a title: 常书香 马丹阳, 姚峰 上海报道. Empty where it may be
    something else; one name of two characters is too little evidence (彭博, 金十), but for one that is set as wide as three (石　羚)."""
    if len(inner) > _LONGEST_LINE:
        return []
    named = _PLACE_REPORTED.sub("", inner)
    people = _joined([part for part in re.split(r"[ \u3000\xa0、]+", named) if part])
    plausible = all(is_person(name) and 2 <= len(name) <= 4 and not _NO_SIGNATURE.search(name) for name in people)
    plausible = plausible and not any(name in PLACES or (len(name) == 3 and opens_with_word(name)) for name in people)
    return people if plausible and people and (len(people) > 1 or len(named) == 3 or len(people[0]) < len(named) or named != inner) else []


_NO_SIGNATURE = Pattern(r"[区县市省镇村乡局部网报社院所站线段图表版稿篇化型额率期券股价侧端式项]\Z")
