"""来源 values: from the characters printed after 来源： to the name of a medium, and what looks like a medium at all."""

import re

from crawler.zh.pattern import Pattern

NOT_MEDIA = frozenset(
    str.split(
        # the page speaks of itself: the name is the publisher's, which this value does not say
        "本站 本站原创 本站编辑 本站整理 本网 本网站 本网讯 本网原创 本报 本报讯 本报综合 本刊 本刊讯 本台 本台讯 "
        "本公司 本单位 本部门 本院 本校 本厅 我院 我校 我公司 我局 "
        # no medium is named
        "网络 网络转载 网络整理 网络综合 网络资料 来自网络 来源于网络 来源网络 互联网 互联网整理 互联网综合 网上 网友 "
        "网友投稿 用户投稿 投稿 会员投稿 原创 转载 转发 整理 综合 综合整理 综合报道 其他 其它 "
        # an empty field of the page's editing system
        "未知 不详 佚名 匿名 无 暂无 空 未填 默认 来源 作者 管理员 系统管理员 编辑 "
        "admin administrator null none undefined n/a"
    )
)
"""Values that name no medium: `clean` gives None for them."""

AGENCIES = frozenset(
    str.split(
        "新华社 中新社 财联社 新华网 人民网 中新网 央视 央视新闻 央视网 央视财经 央广网 国际在线 澎湃 澎湃新闻 界面 "
        "界面新闻 第一财经 财新 财新网 财经 虎嗅 36氪 路透 路透社 彭博 彭博社 法新社 美联社 塔斯社 韩联社 共同社 "
        "华尔街见闻 格隆汇 智通财经 每经 上证报 证券时报e公司 e公司 同花顺 东方财富 中国政府网 学习强国 观察者网 "
        "环球网 半月谈 求是 瞭望 中国之声 北极星 储能头条 新浪财经 腾讯新闻 券商中国 科创板日报 IT之家 中证金牛座 "
        "21财经 每经AI快讯 财联社电报 Wind 万得 Choice 东方财富研究中心 云财经 证券之星 贝壳财经 封面新闻 红星新闻 "
        "上游新闻 极目新闻 潮新闻 南方+"
    )
)
"""Media that their name alone does not show to be one."""

_SPACE = r"[\s\u200b\ufeff]"
_SPACES = Pattern(_SPACE + "+")
_LABEL = Pattern(
    rf"(?:(?:文章|信息|新闻|消息|稿件|内容|本文|原文)?来{_SPACE}{{0,4}}源(?:于|自)?|稿源|出处|(?:本文|文章|稿件)?(?:转载自|转载于|转自|摘自|来源于)|发布人)"
    rf"{_SPACE}{{0,4}}(?:[:：︰∶|｜丨〡︱│]|(?<=[自于])){_SPACE}{{0,4}}"
)
_BARE = Pattern(r"(?!据|综合|转|摘|稿|来|文章|信息|新闻|消息|内容|本文|原文|出处|发布)[\u3400-\u9fff]{2,14}\Z")
_URL = Pattern(r"(?:https?:)?//|www\.|[\w-]{1,40}(?:\.[\w-]{1,40}){0,3}\.(?:com|cn|net|org|gov)\b", re.I)
_GLUED = Pattern(
    rf"[\[【(（|｜丨〡/]{{0,2}}{_SPACE}{{0,4}}(?:责{_SPACE}{{0,2}}编|责任编辑|编{_SPACE}{{0,2}}辑|作{_SPACE}{{0,2}}者|记者|通讯员|审核|校对|关键词|发布时间|时间|日期"
    rf"|浏览量?|阅读|点击|ID){_SPACE}{{0,4}}[:：]"
)
_PERSON_TAIL = Pattern(r"[(（](?:作者|记者|本报记者|编辑|责编|通讯员|文|图)[^)）]{0,60}(?:[)）]|\Z)")
_REPORTER = Pattern(r"(?:全媒体|融媒体|首席|见习|实习|特约)?[ ]?记者")
_REPORTED = Pattern(r"\A据(.{2,40}?)(?:报道|消息|电|讯)?\Z")
_PRINTED = Pattern(r"\A《([^《》]{2,30})》(?:.{0,12}(?:报道|刊发|消息))?\Z")
_ACCOUNT = Pattern(r"\A(?:微信)?公众号 ?[:：]? ?[“\"「『](.{2,30})[”\"」』]\Z|\A(?:微信)?公众号 ?[:：](.{2,30})\Z")
_SUFFIX = Pattern(rf"{_SPACE}{{0,2}}[-－—–_]{{1,2}}{_SPACE}{{0,2}}")
_COUNT = Pattern(r"(?<=[\u3400-\u9fff])(?:\d{4,12}| 第?\d{1,2}版)\Z")
_EDGES = " ,，、;；:：.。|｜丨〡︱│/\\-－—–_·*>＞"
_QUOTES = "“”\"'「」"
_OPEN, _CLOSE = "([（【〔<", ")]）】〕>"
_LETTER = Pattern(r"[\u3400-\u9fffA-Za-z]")
_SENTENCE = Pattern(r"[。！？!?；;，]|……")
_LONGEST = 50


def clean(raw: str) -> str | None:
    """The medium that a 来源 value names, or None where it names none. Idempotent on what it returns.

    Cut away: the label, 《》 and quotes, a glued 责编：/作者：/浏览： and all after it, a bracket that opens with 作者 or 记者,
    unpaired brackets, punctuation at both ends, 据…报道, a count glued to the end, and a site suffix `-某某`
    (`国家电网报-北极星电力网` is 国家电网报; but `人民网-人民日报` and `人民网－《人民日报》` name the newspaper).
    No medium: nothing left, a URL, `NOT_MEDIA` (本站, 本网, 网络, 原创, …: see the reasons there), a value with 记者 in it, a
    sentence, or more than 50 characters.
    """
    value: str | None = raw[:400]
    for _ in range(4):
        before, value = value, _cleaned(value or "")
        if value is None or value == before:
            return value
    return None  # no name: a nest of labels and brackets


def _cleaned(raw: str) -> str | None:
    if _BARE.match(raw):
        return raw if _is_name(raw) else None
    value = _SPACES.sub(" ", raw).strip(_EDGES)
    for _ in range(3):
        label = _LABEL.match(value)
        if not label:
            break
        value = value[label.end() :].strip(_EDGES)
    if _URL.match(value):
        return None
    value = _without_reporter(_cut(value))
    value = _without_suffix(value)
    value = _unwrapped(value)
    return value if _is_name(value) else None


def _cut(value: str) -> str:
    for pattern in (_GLUED, _PERSON_TAIL):
        found = pattern.search(value)
        if found:
            value = value[: found.start()]
    value = _paired(value.partition(" 〖")[0]).strip(_EDGES)  # 〖股吧〗 holds a button, whatever its words
    return _COUNT.sub("", value).strip(_EDGES)


def _without_reporter(value: str) -> str:
    """中国电力报记者 李明 is 中国电力报; 本报记者 李明 stays, to be no medium."""
    reporter = _REPORTER.search(value)
    medium = value[: reporter.start()].strip(_EDGES) if reporter else ""
    return medium if looks_like_medium(medium) else value


def _paired(value: str) -> str:
    """`value` up to its first closing bracket that nothing opened, without a bracket that nothing closes."""
    depth: list[int] = []
    for place, sign in enumerate(value):
        if sign in _OPEN:
            depth.append(place)
        elif sign in _CLOSE:
            if not depth:
                return value[:place] if value[:place].strip(_EDGES) else _paired(value[place + 1 :])
            depth.pop()
    if depth and not value[: depth[0]].strip(_EDGES):
        return value[depth[0] + 1 :]
    return value[: depth[0]] if depth else value


def _without_suffix(value: str) -> str:
    left, *others = _SUFFIX.split(value)
    if not others or len(left) < 2 or len(others[0]) < 2 or not _LETTER.search(others[0]):
        return value
    right = others[0].strip(_EDGES)
    if right.startswith("《") or (right.endswith(("报", "社")) and left.endswith(("网", "客户端"))):
        return right
    return left.strip(_EDGES)


def _unwrapped(value: str) -> str:
    reported = _REPORTED.match(value)
    if reported:
        value = reported.group(1).strip(_EDGES)
    if value[:1] in _OPEN and value[-1:] in _CLOSE:
        value = value[1:-1].strip(_EDGES)
    if value.startswith("综合") and ("、" in value or looks_like_medium(value[2:])):
        value = value[2:].lstrip("自 :：")
    account = _ACCOUNT.match(value)
    if account:
        value = (account.group(1) or account.group(2)).strip(_EDGES)
    printed = _PRINTED.match(value)
    if printed:
        return printed.group(1).strip(_EDGES)
    return value.replace("》《", "、").replace("《", "").replace("》", "").strip(_EDGES + _QUOTES)


def _is_name(value: str) -> bool:
    if not 1 < len(value) <= _LONGEST or value.lower() in NOT_MEDIA:
        return False
    if "记者" in value or _SENTENCE.search(value) or _URL.match(value):
        return False
    return bool(_LETTER.search(value))


_MEDIUM_END = Pattern(
    r"(?:报|社|网|新闻|时报|日报|晚报|财经|证券|数据|电视台|广播台|电台|总台|客户端|公众号|频道|周刊|杂志|月刊|半月刊|期刊|通讯|融媒体?|融媒体中心"
    r"|传媒|在线|新闻中心|视频号|微博|微信|头条|电讯|快讯|e公司|APP|App|app)\Z"
)
_NO_MEDIUM = Pattern(
    r"(?:电网|配网|农网|主网|微网|管网|路网|水网|内网|外网|专网|联网|物联网|局域网|一张网|渔网|铁塔网|上网|并网|入网|通报|汇报|预报|海报|申报|年报|季报"
    r"|月报|财报|公报|警报|举报|回报|喜报|捷报|填报|上报|简报|谎报|情报|电子报|业绩快报|合作社|旅行社|公社|有报|图片新闻|要闻|本报|本社|本网|该报|该社|该网|官网"
    r"|黑板报|大数据)\Z"
)
_FIGURES = Pattern(
    r"上半年|下半年|年度|季度|以上|以下|相关|有关|初步|最新|统计数据|附|如图|见[下上]|名单|记者|通讯员|作者|编辑|[的了是在被]"
)
_ORIGIN_END = Pattern(
    r"(?:公司|集团|局|厅|委|委员会|部|研究院|研究所|院|所|中心|学会|协会|联合会|联盟|俱乐部|智库|论坛|大学|学院|政府|办公室|平台|发改委|能源局|交易所|官网"
    r"|电站|电厂|供电所|工作室|基金会|促进会|研究会|商会|电力|能源|储能|光伏|风电)\Z"
)
_PLAIN = Pattern(r"[\u3400-\u9fffA-Za-z0-9·+•&.\-（）() ]{2,24}\Z")


def looks_like_medium(name: str) -> bool:
    """Whether `name`, standing without a label (（财联社） at the end of a paragraph), reads as a medium and not as a remark.

    A known agency, or a short name with the ending of one (报, 社, 网, 新闻, …, 数据) that is not a common word of that
    ending (通报, 电网, 合作社). Strict: 附名单, 完, 002752 and whole sentences are not media.
    """
    if name in AGENCIES:
        return True
    if not _PLAIN.match(name) or len(name) > 20 or _FIGURES.search(name):
        return False
    return bool(_MEDIUM_END.search(name)) and not _NO_MEDIUM.search(name) and name.lower() not in NOT_MEDIA


def looks_like_origin(name: str) -> bool:
    """Whether `name`, standing bare in an info line, may be its 来源: a medium, or an organisation (能源研究俱乐部, 省能源局)."""
    if looks_like_medium(name):
        return True
    if not _PLAIN.match(name) or len(name) < 4 or _FIGURES.search(name):
        return False
    return bool(_ORIGIN_END.search(name)) and name.lower() not in NOT_MEDIA
