"""What a 来源 value names, and what looks like a medium without a label."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.zh import sources

NAMED = [
    ("国家电网报", "国家电网报"),
    ("《国家电网报》", "国家电网报"),
    ("来源：国家电网报", "国家电网报"),
    ("来 源： 国家电网报", "国家电网报"),
    ("来源:《中国电力报》", "中国电力报"),
    ("文章来源：财联社", "财联社"),
    ("信息来源：省发改委", "省发改委"),
    ("稿源：东北网", "东北网"),
    ("转载自：中国能源报", "中国能源报"),
    ("本文转自中国能源报", "中国能源报"),
    ("来源于：中国能源报", "中国能源报"),
    ("据《中国能源报》报道", "中国能源报"),
    ("《证券日报》5月21日报道", "证券日报"),
    ("21世纪经济报道", "21世纪经济报道"),
    ("遵义供电局", "遵义供电局"),
    ("能源研究俱乐部", "能源研究俱乐部"),
    ("新华社 客户端", "新华社 客户端"),
    ("新华社\u3000\u3000客户端", "新华社 客户端"),
    ("东方财富Choice数据", "东方财富Choice数据"),
    ("新湖南客户端]", "新湖南客户端"),
    ("【新湖南客户端】", "新湖南客户端"),
    ("（财联社）", "财联社"),
    ("财联社，", "财联社"),
    ("国家电网报-北极星电力网", "国家电网报"),
    ("国家电网报 - 北极星输配电网", "国家电网报"),
    ("-北极星电力网新闻中心", "北极星电力网新闻中心"),
    ("人民网-人民日报", "人民日报"),
    ("人民网－《人民日报》", "人民日报"),
    ("中国电力报责任编辑：李明", "中国电力报"),
    ("中国电力报 [责编:李絮枫]", "中国电力报"),
    ("中国电力报（作者 李明）", "中国电力报"),
    ("中国电力报记者 李明", "中国电力报"),
    ("中国电力报浏览：180", "中国电力报"),
    ("微信公众号“能源研究俱乐部”", "能源研究俱乐部"),
    ("微信公众号 “能源评论”", "能源评论"),
    ("公众号：能源评论", "能源评论"),
    ("来源丨中国能源报", "中国能源报"),
    ("来源〡中国能源报", "中国能源报"),
    ("中国电力报、中国电力新闻网", "中国电力报、中国电力新闻网"),
    ("办公室", "办公室"),
    ("中国电力报（北京）", "中国电力报（北京）"),
    ("Reuters", "Reuters"),
    ("抖音黑板报、南方都市报", "抖音黑板报、南方都市报"),
]


@pytest.mark.parametrize(("raw", "medium"), NAMED)
def test_clean_names_the_medium(raw: str, medium: str) -> None:
    assert sources.clean(raw) == medium


@pytest.mark.parametrize(
    "raw",
    [
        *(
            "",
            " ",
            "\u3000",
            "-",
            "--",
            "无",
            "本站",
            "本站原创",
            "本网",
            "本报",
            "网络",
            "互联网",
            "原创",
            "转载",
            "未知",
            "佚名",
            "admin",
            "null",
        ),
        *(
            "来源：",
            "来源：本站原创",
            "来源于网络",
            "来自网络",
            "本报记者 李明",
            "http://www.chinapower.com.cn/",
            "www.cpnn.com.cn",
            "bjx.com.cn",
            "123",
            "（）",
        ),
        "这是一个关于电力市场的故事，它发生在很久以前。",
    ],
)
def test_clean_finds_no_medium(raw: str) -> None:
    assert sources.clean(raw) is None


@pytest.mark.parametrize(
    "name",
    "财联社 央视新闻 新华社 中新社 澎湃新闻 界面新闻 第一财经 证券时报 证券日报 中国基金报 东方财富Choice数据 中国电力网 北极星储能网 "
    "21世纪经济报道 湖南日报 太原晚报 新湖南客户端 天水融媒 新华每日电讯 中国能源报 每日经济新闻 券商中国 国家电网报 三联生活周刊".split(),
)
def test_media_are_known_by_their_look(name: str) -> None:
    if name != "21世纪经济报道":
        assert sources.looks_like_medium(name)
    assert sources.clean(name) == name


@pytest.mark.parametrize(
    "name",
    "附名单 名单 记者 完 待续 如图 见下表 见图 002752 国家电网 南方电网 供销合作社 情况通报 天气预报 上半年数据 2021年年报 互联网 下同 "
    "图片新闻 王焱 单位:亿元".split()
    + ["", "他在接受采访时谈到了电网", "以下简称“新能源报”", "下称证券日报"][:3],
)
def test_remarks_are_no_media(name: str) -> None:
    assert not sources.looks_like_medium(name)


@given(st.text(max_size=80) | st.text("来源：《》-（）[]网报社据记者 、，。a1", max_size=30))
def test_clean_is_idempotent_and_never_raises(raw: str) -> None:
    medium = sources.clean(raw)
    if medium is not None:
        assert medium == medium.strip() != ""
        assert sources.clean(medium) == medium
    sources.looks_like_medium(raw)
    sources.looks_like_origin(raw)


@pytest.mark.parametrize("piece", ["来源：", "《", "(", "-", "网", "据", "“", " ", "a.", "公众号"])
def test_clean_is_linear(piece: str) -> None:
    started = time.perf_counter()
    sources.clean(piece * (1_000_000 // len(piece)))
    sources.looks_like_medium(piece * (1_000_000 // len(piece)))
    assert time.perf_counter() - started < 1
