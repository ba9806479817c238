"""Head lines, lines that stand alone, and credits inside paragraphs: each expectation read off the printed line."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.zh import bylines, surnames
from crawler.zh.bylines import Info


def said(info: Info | None) -> dict[str, object]:
    """What is set in `info`, as short values: credits as `name role`, the date as its value."""
    assert info is not None
    everything: dict[str, object] = {
        "date": info.date and info.date.value,
        "source": info.source,
        "credits": [f"{credit.name} {credit.role}" for credit in info.credits],
        "editors": info.editors,
        "keywords": info.keywords,
        "crumbs": info.crumbs,
        "rest": info.rest,
    }
    return {key: value for key, value in everything.items() if value}


HEAD_LINES = [
    ("当前位置: 首页 > 电网 > 省网新闻", {"crumbs": "首页 > 电网 > 省网新闻"}),
    (
        "国家电网报发布时间:2021-07-21 08:58:17  作者:周瑾",
        {"date": "2021-07-21T08:58:17+08:00", "source": "国家电网报", "credits": ["周瑾 author"]},
    ),
    (
        "中国电力网发布时间:2021-03-24 16:57:02  作者:陈宗法",
        {"date": "2021-03-24T16:57:02+08:00", "source": "中国电力网", "credits": ["陈宗法 author"]},
    ),
    ("中国电力网发布时间:2021-10-19 16:23:37", {"date": "2021-10-19T16:23:37+08:00", "source": "中国电力网"}),
    ("发布时间:2021-10-19 16:23:37", {"date": "2021-10-19T16:23:37+08:00"}),
    ("中国电力网 发布时间：2021-10-19", {"date": "2021-10-19", "source": "中国电力网"}),
    ("作者:李静", {"credits": ["李静 author"]}),
    (
        "2011-10-13 15:27来源:遵义供电局作者:王焱 熊杨关键词:遵义供电局创先争优供电服务收藏点赞",
        {
            "date": "2011-10-13T15:27:00+08:00",
            "source": "遵义供电局",
            "credits": ["王焱 author", "熊杨 author"],
            "keywords": "遵义供电局创先争优供电服务",
        },
    ),
    (
        "北极星电力网新闻中心  我要投稿  2013/10/18 10:34:33   北极星电力网",
        {"date": "2013-10-18T10:34:33+08:00", "source": "北极星电力网", "rest": "北极星电力网新闻中心"},
    ),
    ("2013/10/18 10:34:33   北极星电力网", {"date": "2013-10-18T10:34:33+08:00", "source": "北极星电力网"}),
    (
        "来源:中国能源报\xa0作者:张子瑞\xa02017/3/6 9:05:12",
        {"date": "2017-03-06T09:05:12+08:00", "source": "中国能源报", "credits": ["张子瑞 author"]},
    ),
    (
        "2026-09-15 11:47 | 来源：河北省招标投标公共服务平台 | 关键词：储能招标 储能系统",
        {"date": "2026-09-15T11:47:00+08:00", "source": "河北省招标投标公共服务平台", "keywords": "储能招标 储能系统"},
    ),
    ("作者: 王焱 熊杨", {"credits": ["王焱 author", "熊杨 author"]}),
    ("发布时间：2012-12-19 来源：新华网", {"date": "2012-12-19", "source": "新华网"}),
    (
        "日期:2021-09-06    来源:信达证券  作者:左前明",
        {"date": "2021-09-06", "source": "信达证券", "credits": ["左前明 author"]},
    ),
    (
        "2020-04-16 能源研究俱乐部 作者:王鹏30010",
        {"date": "2020-04-16", "source": "能源研究俱乐部", "credits": ["王鹏 author"]},
    ),
    (
        "2021-12-13 11:39:19 [来源:新湖南客户端] [责编:李絮枫] 字体:【",
        {"date": "2021-12-13T11:39:19+08:00", "source": "新湖南客户端", "editors": ["李絮枫"]},
    ),
    (
        "2021-12-13 11:39:19 [来源:新湖南客户端] [责编:李絮枫] 字体:【大 中 小】",
        {"date": "2021-12-13T11:39:19+08:00", "source": "新湖南客户端", "editors": ["李絮枫"]},
    ),
    ("作者:张小燕 来源:《国家电网报》 网友评论", {"source": "国家电网报", "credits": ["张小燕 author"]}),
    ("2024年04月24日23:52 | 来源：新华网", {"date": "2024-04-24T23:52:00+08:00", "source": "新华网"}),
    ("(责编：牛镛、岳弘彬)", {"editors": ["牛镛", "岳弘彬"]}),
    (
        "来源：本站原创\xa0\xa0作者：医技药剂党支部 时间：2019年10月31日 23:00\xa0\xa0浏览：",
        {"date": "2019-10-31T23:00:00+08:00", "credits": ["医技药剂党支部 author"]},
    ),
    (
        "来源：本站原创  作者：医技药剂党支部 时间：2019年10月31日 23:00  浏览：",
        {"date": "2019-10-31T23:00:00+08:00", "credits": ["医技药剂党支部 author"]},
    ),
    ("来源：太原晚报 2021-11-25 16:26:07", {"date": "2021-11-25T16:26:07+08:00", "source": "太原晚报"}),
    ("2005-01-14 17:02:30 来源:21世纪经济报道", {"date": "2005-01-14T17:02:30+08:00", "source": "21世纪经济报道"}),
    (
        "时间：2017/4/1 14:18:12  来源：中国电力报  浏览量：180",
        {"date": "2017-04-01T14:18:12+08:00", "source": "中国电力报"},
    ),
    ("发布时间：2011-03-23 / 发布人：-北极星电力网新闻中心", {"date": "2011-03-23", "source": "北极星电力网新闻中心"}),
    ("发布时间：2011-03-23 / 发布人：", {"date": "2011-03-23"}),
    ("发布时间：2011-03-23 / 发布人：李明", {"date": "2011-03-23"}),
    (
        "来 源：中国电力报   作 者：李 明   责 编：王芳",
        {"source": "中国电力报", "credits": ["李明 author"], "editors": ["王芳"]},
    ),
    ("【来源：新湖南客户端】【责编：李絮枫】", {"source": "新湖南客户端", "editors": ["李絮枫"]}),
    ("来源：新华社 客户端", {"source": "新华社 客户端"}),
    ("来源：中国电力报收藏点赞分享", {"source": "中国电力报"}),
    ("来源：中国电力报 点击：1024次 评论(3) 打印 关闭", {"source": "中国电力报"}),
    ("来源：中国电力报｜作者：李明｜阅读 1.2万", {"source": "中国电力报", "credits": ["李明 author"]}),
    ("来源：中国电力报（作者 李明）", {"source": "中国电力报", "credits": ["李明 author"]}),
    (
        "（本文来源：经济日报 作者：中国国际经济交流中心世界经济研究部部长，“一带一路”研究部部长、研究员徐占忱）",
        {"source": "经济日报", "credits": ["徐占忱 author"]},
    ),
    (
        "2019-09-26 12:11 来源：证券时报网  作者：李在山",
        {"date": "2019-09-26T12:11:00+08:00", "source": "证券时报网", "credits": ["李在山 author"]},
    ),
    ("来源：巴彦淖尔日报  \u2002\u2002\u2002编辑：苏亮", {"source": "巴彦淖尔日报", "editors": ["苏亮"]}),
    ("2022-11-24 05:30:58   编辑：", {"date": "2022-11-24T05:30:58+08:00"}),
    ("责编：黄忆南 PN269", {"editors": ["黄忆南"]}),
    ("信息来源：省发改委", {"source": "省发改委"}),
    ("作者：新京报", {"credits": ["新京报 author"]}),
    ("作者：佚名 来源：网络", {}),
    ("来源：http://www.nea.gov.cn/2012-12/19/c_132049418.htm", {}),
    ("作者：国网江苏电力 周瑾", {"credits": ["周瑾 author"]}),
    (
        "2021-07-21 08:58:17 国家电网报 周瑾",
        {"date": "2021-07-21T08:58:17+08:00", "source": "国家电网报", "rest": "周瑾"},
    ),
    ("2021年07月21日 08:58 新浪财经 收藏 分享", {"date": "2021-07-21T08:58:00+08:00", "source": "新浪财经"}),
    ("2021-07-21 电网", {"date": "2021-07-21", "rest": "电网"}),
    ("[ 发布时间：2021-07-21 ] [ 来源：国家电网报 ] [ 浏览：30 ]", {"date": "2021-07-21", "source": "国家电网报"}),
    ("来源：国家能源局  发布日期：2021-07-21  字体：[ 大 中 小 ]", {"date": "2021-07-21", "source": "国家能源局"}),
    ("更新时间：2021-07-22 发布时间：2021-07-21 来源：新华网", {"date": "2021-07-21", "source": "新华网"}),
    ("本报记者 李明 2021-07-21", {"date": "2021-07-21", "credits": ["李明 reporter"]}),
    ("《国家电网报》　发布时间：2021-07-21 08:58", {"date": "2021-07-21T08:58:00+08:00", "source": "国家电网报"}),
    ("《国家电网报》发布时间：2021-07-21 08:58  ", {"date": "2021-07-21T08:58:00+08:00", "source": "国家电网报"}),
    ("《能源评论》 发布时间：2021-07-21", {"date": "2021-07-21", "source": "能源评论"}),
    ("2021-07-21 《国家电网报》", {"date": "2021-07-21", "source": "国家电网报"}),
    ("微信公众号“能源评论”发布时间:2021-07-21", {"date": "2021-07-21", "source": "能源评论"}),
    ("微信公众号“能源评论”　发布时间:2021-07-21", {"date": "2021-07-21", "source": "能源评论"}),
    ("公众号：能源评论 发布时间：2021-07-21", {"date": "2021-07-21", "source": "能源评论"}),
    (
        "中国电力报、中国电力新闻网发布时间:2021-07-21 作者:周瑾",
        {"date": "2021-07-21", "source": "中国电力报、中国电力新闻网", "credits": ["周瑾 author"]},
    ),
    ("中国电力报、中国电力新闻网　发布时间:2021-07-21", {"date": "2021-07-21", "source": "中国电力报、中国电力新闻网"}),
    ("《关于加快电网发展的通知》　发布时间：2021-07-21", {"date": "2021-07-21", "rest": "《关于加快电网发展的通知》"}),
    ("电网投资创新高 发布时间：2021-07-21", {"date": "2021-07-21", "rest": "电网投资创新高"}),
    ("发布时间：", {}),
    ("来源：", {}),
    ("作者：", {}),
    ("发布时间： 来源： 作者：", {}),
    ("作者:代晓明 李静", {"credits": ["代晓明 author", "李静 author"]}),
    ("作者：拜喆喆 李静", {"credits": ["拜喆喆 author", "李静 author"]}),
    ("作者：泰州 王丽", {"credits": ["王丽 author"]}),
    ("作者：电力 王丽", {"credits": ["王丽 author"]}),
    ("来源〡国家电网报〡作者〡张敏", {"source": "国家电网报", "credits": ["张敏 author"]}),
    ("来源：国家电网有限公司 供稿：张三", {"source": "国家电网有限公司", "credits": ["张三 author"]}),
    (
        "信息来源：办公室 发布时间：2022-03-04 浏览次数：12次 【字体：大 中 小】",
        {"date": "2022-03-04", "source": "办公室"},
    ),
]


@pytest.mark.parametrize(("line", "expected"), HEAD_LINES)
def test_head_line(line: str, expected: dict[str, object]) -> None:
    assert said(bylines.read_info(line)) == expected


STANDING_ALONE = [
    ("作者:李静", {"credits": ["李静 author"]}),
    ("作者: 王焱 熊杨", {"credits": ["王焱 author", "熊杨 author"]}),
    ("作者/周瑾", {"credits": ["周瑾 author"]}),
    ("作者：张小燕", {"credits": ["张小燕 author"]}),
    ("作者:张小燕 来源:《国家电网报》 网友评论", {"source": "国家电网报", "credits": ["张小燕 author"]}),
    ("(责编：牛镛、岳弘彬)", {"editors": ["牛镛", "岳弘彬"]}),
    ("责编：牛镛、岳弘彬", {"editors": ["牛镛", "岳弘彬"]}),
    ("责任编辑：支全明 SF099", {"editors": ["支全明"]}),
    ("【责任编辑：刘峻凌】", {"editors": ["刘峻凌"]}),
    ("责任编辑：", {}),
    ("（责任编辑：系统管理员）", {}),
    ("编辑：李明 审核：王芳 校对：赵敏", {"editors": ["李明", "王芳", "赵敏"]}),
    ("值班编辑：李明", {"editors": ["李明"]}),
    ("监制：李明 统筹：王芳 编审：赵敏", {"editors": ["李明", "王芳", "赵敏"]}),
    ("责任编辑 李明  校对 王芳", {"editors": ["李明", "王芳"]}),
    ("■ 海南日报全媒体记者 李艳玫 / 通讯员 陈宏", {"credits": ["李艳玫 reporter", "陈宏 correspondent"]}),
    ("□ 本报记者 李艳玫", {"credits": ["李艳玫 reporter"]}),
    ("◎记者 李艳玫", {"credits": ["李艳玫 reporter"]}),
    ("●本报记者 李艳玫 通讯员 陈宏 王芳", {"credits": ["李艳玫 reporter", "陈宏 correspondent", "王芳 correspondent"]}),
    ("▲ 通讯员 陈宏", {"credits": ["陈宏 correspondent"]}),
    ("◆特约通讯员 陈宏", {"credits": ["陈宏 correspondent"]}),
    ("撰文 张坤 曾舸", {"credits": ["张坤 author", "曾舸 author"]}),
    ("文/图 王某某", {"credits": ["王某某 author", "王某某 photographer"]}),
    ("文/图：王芳", {"credits": ["王芳 author", "王芳 photographer"]}),
    ("文/记者 李明 图/王芳", {"credits": ["李明 reporter", "王芳 photographer"]}),
    ("文丨政能亮特约评论员 韩涵", {"credits": ["韩涵 author"]}),
    ("李明/文 王芳/图", {"credits": ["李明 author", "王芳 photographer"]}),
    ("顶端新闻·河南商报记者 马俊峰", {"credits": ["马俊峰 reporter"]}),
    ("半月谈记者 史卫燕", {"credits": ["史卫燕 reporter"]}),
    ("（总台央视记者 奚丹霓 张赛）", {"credits": ["奚丹霓 reporter", "张赛 reporter"]}),
    ("记者 刘涛", {"credits": ["刘涛 reporter"]}),
    ("记者刘涛", {"credits": ["刘涛 reporter"]}),
    ("本报记者 王 焱 李 明", {"credits": ["王焱 reporter", "李明 reporter"]}),
    ("（记者 格桑边觉）", {"credits": ["格桑边觉 reporter"]}),
    ("（记者 格桑·边觉）", {"credits": ["格桑·边觉 reporter"]}),
    ("（通讯员 陈宏 王芳）", {"credits": ["陈宏 correspondent", "王芳 correspondent"]}),
    ("本报记者 李明 通讯员 陈宏（实习）", {"credits": ["李明 reporter", "陈宏 correspondent"]}),
    ("摄影：王芳", {"credits": ["王芳 photographer"]}),
    ("王芳 摄", {"credits": ["王芳 photographer"]}),
    ("新华社记者 谢环驰 摄", {"credits": ["谢环驰 photographer"]}),
    ("本报记者 李明 摄影报道", {"credits": ["李明 reporter", "李明 photographer"]}),
    ("王芳 摄影报道", {"credits": ["王芳 author", "王芳 photographer"]}),
    ("本报记者 李明 北京报道", {"credits": ["李明 reporter"]}),
    ("海南日报全媒体记者张琬茜 通讯员林妙莹", {"credits": ["张琬茜 reporter", "林妙莹 correspondent"]}),
    ("本报讯 （海南日报全媒体记者张琬茜 通讯员林妙莹）", {"credits": ["张琬茜 reporter", "林妙莹 correspondent"]}),
    ("据新华社拉萨电（记者 格桑边觉）", {"source": "新华社", "credits": ["格桑边觉 reporter"]}),
    ("文：李明 图：王芳", {"credits": ["李明 author", "王芳 photographer"]}),
    ("文 李明 图 王芳", {"credits": ["李明 author", "王芳 photographer"]}),
    ("撰文/李明 摄影/王芳", {"credits": ["李明 author", "王芳 photographer"]}),
    ("本报记者 李明 文/图", {"credits": ["李明 reporter", "李明 photographer"]}),
    ("南方日报记者 李明 通讯员 粤能宣", {"credits": ["李明 reporter", "粤能宣 correspondent"]}),
    ("中国能源报记者 李明 实习记者 王芳", {"credits": ["李明 reporter", "王芳 reporter"]}),
    ("本报记者李明实习生王芳", {"credits": ["李明 reporter", "王芳 reporter"]}),
    ("本报通讯员 王丽 本报记者 张晓东", {"credits": ["王丽 correspondent", "张晓东 reporter"]}),
    ("本报记者 李明 发自北京", {"credits": ["李明 reporter"]}),
    ("记者李明报道", {"credits": ["李明 reporter"]}),
    ("作者：李明，国网能源研究院研究员", {"credits": ["李明 author"]}),
    ("作者：李明（国网能源研究院）", {"credits": ["李明 author"]}),
    ("供稿：国网江苏电力", {}),
    ("李明摄", {"credits": ["李明 photographer"]}),
    ("编辑丨李明 审核丨王芳", {"editors": ["李明", "王芳"]}),
    ("编 辑丨李明", {"editors": ["李明"]}),
    ("监 制：李明", {"editors": ["李明"]}),
    ("本报北京5月9日电", {}),
    ("新华网黑龙江频道\xa0 记者\xa0 伊琳\xa0 李清芬", {"credits": ["伊琳 reporter", "李清芬 reporter"]}),
    ("新华社记者邹多为、唐诗凝、丁乐", {"credits": ["邹多为 reporter", "唐诗凝 reporter", "丁乐 reporter"]}),
    ("2005年8月25日（来源：上海证券报）", {"date": "2005-08-25", "source": "上海证券报"}),
    ("本报记者", {}),
    ("本报评论员", {}),
    ("（记者 隋建国）", {"credits": ["隋建国 reporter"]}),
    ("（记者占勇）", {"credits": ["占勇 reporter"]}),
    ("本报记者 代晓明", {"credits": ["代晓明 reporter"]}),
    ("本报记者 苟伟 栗翔 綦卫东", {"credits": ["苟伟 reporter", "栗翔 reporter", "綦卫东 reporter"]}),
    ("通讯员 拜喆喆", {"credits": ["拜喆喆 correspondent"]}),
    ("记者 敖日格乐", {"credits": ["敖日格乐 reporter"]}),
    ("（记者 那仁满都拉 李静）", {"credits": ["那仁满都拉 reporter", "李静 reporter"]}),
    ("摄影：拜喆喆", {"credits": ["拜喆喆 photographer"]}),
    ("拜喆喆 摄", {"credits": ["拜喆喆 photographer"]}),
    ("作者:依力哈木·玉山 李静", {"credits": ["依力哈木·玉山 author", "李静 author"]}),
    ("（张敏 王强）", {"credits": ["张敏 author", "王强 author"]}),
    ("　　（常书香 马丹阳）", {"credits": ["常书香 author", "马丹阳 author"]}),
    ("（李建国）", {"credits": ["李建国 author"]}),
    ("(姚峰 上海报道)", {"credits": ["姚峰 author"]}),
    (
        "供稿：王焱 | 摄影：李明 | 编辑：赵强",
        {"credits": ["王焱 author", "李明 photographer"], "editors": ["赵强"]},
    ),
    ("文字：王焱 摄影：李明", {"credits": ["王焱 author", "李明 photographer"]}),
    ("文/王焱 图/李明 编辑/赵强", {"credits": ["王焱 author", "李明 photographer"], "editors": ["赵强"]}),
    ("来源丨中国能源报", {"source": "中国能源报"}),
    ("来源〡中国能源报", {"source": "中国能源报"}),
    ("来源 | 国家能源局", {"source": "国家能源局"}),
    ("作者丨张敏", {"credits": ["张敏 author"]}),
    ("记者丨张敏 编辑丨李静", {"credits": ["张敏 reporter"], "editors": ["李静"]}),
    ("撰文 | 张敏", {"credits": ["张敏 author"]}),
    ("编辑 | 李静", {"editors": ["李静"]}),
    ("作者｜张敏｜编辑｜李静", {"credits": ["张敏 author"], "editors": ["李静"]}),
    ("出品 | 某某", {}),
    ("出品：国家电网报社", {}),
    ("策划 | 张敏　设计 | 李静", {}),
    ("来源：新华网", {"source": "新华网"}),
    ("来源 | 综合抖音黑板报、南方都市报", {"source": "抖音黑板报、南方都市报"}),
    ("（文章来源：财联社）", {"source": "财联社"}),
    ("（财联社）", {"source": "财联社"}),
    ("转载自：中国能源报", {"source": "中国能源报"}),
    ("本文转自中国能源报", {"source": "中国能源报"}),
    ("据《中国能源报》报道", {"source": "中国能源报"}),
    ("稿源：东北网", {"source": "东北网"}),
    ("2024年04月24日23:52 | 来源：新华网", {"date": "2024-04-24T23:52:00+08:00", "source": "新华网"}),
    (
        "来源：河南日报客户端 作者：李明 王芳 编辑：赵敏 审核：孙立",
        {"source": "河南日报客户端", "credits": ["李明 author", "王芳 author"], "editors": ["赵敏", "孙立"]},
    ),
]


@pytest.mark.parametrize(("line", "expected"), STANDING_ALONE)
def test_line_that_stands_alone(line: str, expected: dict[str, object]) -> None:
    assert said(bylines.read_byline(line)) == expected


@pytest.mark.parametrize(
    "line",
    [
        "",
        " ",
        "记者从国网公司获悉，今年迎峰度夏期间全网用电负荷创新高。",
        "记者 昨日从省能源局了解到",
        "记者昨日从省能源局了解到，电价不变。",
        "来源于生活的灵感，总是让人惊喜。",
        "来源于生活的灵感……",
        "图为施工现场。",
        "图为施工现场",
        "图：施工现场",
        "图片来源：霍尼韦尔官网",
        "数据来源：Wind",
        "编辑部收到来信……。",
        "编辑部收到来信",
        "记者手记",
        "记者调查",
        "记者观察：电价怎么走",
        "记者连线",
        "记者：您怎么看这次改革？",
        "记者：谢谢！",
        "作者认为，电力市场化改革已进入深水区。",
        "作者系国网能源研究院研究员",
        "审核评估工作全面启动",
        "校对无误后方可送电",
        "摄影大赛落幕",
        "统筹发展和安全",
        "统筹：发展和安全两件大事",
        "下基层走一线 问计于民",
        "应需求惠民生 知行合一",
        "纪念广场上,发出铮铮誓言",
        "电力员工在变电站凌晨检修。",
        "2021-07-21 08:58:17",
        "关键词：储能招标 储能系统",
        "当前位置: 首页 > 电网 > 省网新闻",
        "投稿与新闻线索:陈女士 微信/手机:13693626116 邮箱:chenchen#bjxmail.com(请将#改成@)",
        "特别声明:北极星转载其他网站内容,出于传递更多信息而非盈利之目的",
        "凡来源注明北极星*网的内容为北极星原创,转载需获授权。",
        "遵义供电局查看更多>创先争优查看更多>供电服务查看更多>",
        "本报讯 7月5日,江苏南京供电公司营销部计量班员工完成装表接电作业。",
        "中国电力网讯 今年以来,乌海电业局海勃湾供电分局党支部开展活动。",
        "（附名单）",
        "（完）",
        "（见下表）",
        "来源：这笔资金主要来自三个方面，一是财政拨款，二是企业自筹。",
        "收入来源：售电",
        "据新华社报道，今年全国用电量增长百分之五。",
        "推进水/风/光一体化 打造能源走廊",
        "沪上一家大型券商的创新金融部负责人告诉记者",
        "国家能源局有关负责人答记者问",
        "让记者李明没想到的是",
        "变电/输电/配电 三大专业",
        "关于审核的通知",
        "图为施工现场。 本报记者 李明 摄",
        "（作者系国网能源研究院研究员）",
        "（作者单位：国网江苏电力）",
        "经济日报记者 李明：如何看待电价改革",
        "记者王国庆说",
        "主持人 李明",
        "李明 王芳",
        "全国劳模 张黎明",
        "审核 通过",
        "作者 简介",
        "图｜视觉中国",
        "原标题：电改再出发",
        "高清大图",
        "记者 手记",
        "记者走基层",
        "记者 走基层",
        "本报记者走基层",
        "记者 昨日",
        "记者信箱",
        "记者召集令",
        "摄影 大赛",
        "摄影 作品展",
        "通讯员 培训班",
        "图：施工图",
        "图：检修中",
        "（彭博）",
        "（金十）",
        "（万千瓦时）",
        "（高压侧）",
        "（智能化）",
        "（常态化）",
        "（白鹤滩 乌东德）",
        "（石家庄 保定）",
        "（常州 金华）",
        "（安徽省）",
        "（施工图）",
        "（运维 检修）",
        "张敏 王强 李建国",
        "视频：无人机巡检",
        "制作：传统工艺",
        "出品：",
        "策划 | 新变化",
    ],
)
def test_running_text_and_headings_are_no_bylines(line: str) -> None:
    assert bylines.read_byline(line) is None


def test_a_long_line_is_a_byline_only_when_made_of_fields() -> None:
    people = "、".join(["李明", "王芳", "赵敏", "孙立", "周瑾"] * 9)
    assert said(bylines.read_byline(f"来源：中国电力报 作者：李明 责任编辑：{people}"))["source"] == "中国电力报"
    assert bylines.read_byline("记者从国网公司获悉，" + "今年迎峰度夏期间全网用电负荷创新高，" * 10) is None
    assert bylines.read_byline("来源：" + "今年迎峰度夏期间全网用电负荷创新高，" * 10) is None


INLINE = [
    (
        "本报讯（记者 李明 通讯员 陈宏）7月5日，电网负荷创新高。",
        True,
        False,
        {"credits": ["李明 reporter", "陈宏 correspondent"]},
    ),
    (
        "本报讯 （海南日报全媒体记者张琬茜 通讯员林妙莹）7月5日，",
        True,
        False,
        {"credits": ["张琬茜 reporter", "林妙莹 correspondent"]},
    ),
    (
        "据新华社拉萨电（记者 格桑边觉）记者近日从西藏自治区农业农村厅召开的会议上了解到，",
        True,
        True,
        {"source": "新华社", "credits": ["格桑边觉 reporter"]},
    ),
    (
        "新华社北京5月9日电（记者李明、王芳）国家能源局9日发布数据。",
        True,
        False,
        {"source": "新华社", "credits": ["李明 reporter", "王芳 reporter"]},
    ),
    ("新华社北京5月9日电 题：电从哪里来", True, False, {"source": "新华社"}),
    (
        "东方网记者曹磊5月13日报道：今天，上海的气温升到三十度。",
        True,
        False,
        {"source": "东方网", "credits": ["曹磊 reporter"]},
    ),
    ("中国电力网讯 今年以来,乌海电业局海勃湾供电分局", True, False, {"source": "中国电力网"}),
    ("北极星储能网讯：近日，河北发布招标公告。", True, False, {"source": "北极星储能网"}),
    ("财联社5月30日电，中石化宣布。", True, True, {"source": "财联社"}),
    ("据《中国能源报》报道，今年风电装机大增。", True, False, {"source": "中国能源报"}),
    ("据《中国能源报》报道，今年风电装机大增。", False, False, {}),
    ("中国电力网讯 今年以来,乌海电业局", False, False, {}),
    ("将对相关市场产生影响。（财联社）", False, True, {"source": "财联社"}),
    ("将对相关市场产生影响。（财联社）", True, False, {}),
    ("他说。(央视新闻)", True, True, {"source": "央视新闻"}),
    ("跌幅居前。(东方财富Choice数据)", True, True, {"source": "东方财富Choice数据"}),
    ("有利于发展。（文章来源：财联社）", False, True, {"source": "财联社"}),
    ("大增。 （证券时报）", False, True, {"source": "证券时报"}),
    ("电价上调。（《证券日报》5月21日报道）", False, True, {"source": "证券日报"}),
    ("推动云南工业高质量发展。（记者 胡晓蓉）\xa0", False, True, {"credits": ["胡晓蓉 reporter"]}),
    ("工程按期投产。（记者 李明 通讯员 陈宏）", False, False, {"credits": ["李明 reporter", "陈宏 correspondent"]}),
    ("发表重要讲话。新华社记者 谢环驰 摄", False, False, {"credits": ["谢环驰 photographer"]}),
    ("供电所员工在检修线路。（王芳 摄）", False, False, {"credits": ["王芳 photographer"]}),
    ("今天的故事就到这里。（责任编辑：李明）", False, True, {"editors": ["李明"]}),
    ("图为施工现场。 本报记者 李明 摄", False, False, {"credits": ["李明 photographer"]}),
    ("本网讯（李明 王芳）近日，国网公司召开会议。", True, False, {"credits": ["李明 reporter", "王芳 reporter"]}),
    ("中国电力报讯（通讯员 李明）近日，", True, False, {"source": "中国电力报", "credits": ["李明 correspondent"]}),
    ("中国网5月13日讯 据呼和浩特市人民政府网站消息，", True, False, {"source": "中国网"}),
    ("证券时报e公司讯，当升科技竞得常州市工业用地。", True, False, {"source": "证券时报e公司"}),
    ("名单如下（附名单）", True, True, {}),
    ("入选名单公布。（名单）", True, True, {}),
    ("股票涨停（002752）", True, True, {}),
    ("故事讲完了。（完）", False, True, {}),
    ("下回再说。（待续）", False, True, {}),
    ("装机占比（如图）", False, True, {}),
    ("装机占比（见下表）。", False, True, {}),
    ("装机占比（见图）。", False, True, {}),
    ("公司全称为国家电网有限公司（国家电网）", False, True, {}),
    ("记者近日从国家能源局获悉，今年用电量增长。", True, True, {}),
    ("记者在现场看到，报道组已经到位。", True, True, {}),
    ("“确实是有这样的窗口指导。”沪上一家券商的负责人告诉记者", True, True, {}),
    ("（记者 张敏）2月10日，国网公司召开会议。", True, False, {"credits": ["张敏 reporter"]}),
    ("（记者 张敏）2月10日，国网公司召开会议。", False, False, {}),
    ("（本报记者 张敏 通讯员 李静）", True, True, {"credits": ["张敏 reporter", "李静 correspondent"]}),
    (
        "　　（本报记者 张敏 通讯员 拜喆喆）近日，国网公司召开会议。",
        True,
        False,
        {"credits": ["张敏 reporter", "拜喆喆 correspondent"]},
    ),
    ("（记者手记）今天走进变电站。", True, False, {}),
    ("（张敏）今天走进变电站。", True, False, {}),
    ("记者张敏从国家能源局获悉，今年用电量增长。", True, False, {"credits": ["张敏 reporter"]}),
    ("记者张敏从国家能源局获悉，今年用电量增长。", False, False, {}),
    ("本报记者张敏报道", True, False, {"credits": ["张敏 reporter"]}),
    ("记者隋建国2月10日从国家能源局获悉，", True, False, {"credits": ["隋建国 reporter"]}),
    (
        "中国电力报记者李明、王芳近日在工地看到，",
        True,
        False,
        {"credits": ["李明 reporter", "王芳 reporter"]},
    ),
    ("记者从国家能源局获悉，今年用电量增长。", True, False, {}),
    ("记者了解到，今年用电量增长。", True, False, {}),
    ("记者日前在工地看到，", True, False, {}),
    ("记者于近日从国家能源局获悉，", True, False, {}),
    ("记者连日在一线采访，", True, False, {}),
    ("记者周一从国家能源局获悉，", True, False, {}),
    ("记者时隔3年重访小岗村。", True, False, {}),
    ("记者曾多次在现场看到，", True, False, {}),
    ("记者同时从国家能源局获悉，", True, False, {}),
    ("当年记者张敏在现场。", True, False, {}),
    ("本报讯（记者 隋建国 通讯员 拜喆喆）近日，", True, False, {"credits": ["隋建国 reporter", "拜喆喆 correspondent"]}),
    ("", True, True, {}),
    ("中国电力网通讯员队伍建设会议召开。", True, True, {}),
]


@pytest.mark.parametrize(("paragraph", "first", "last", "expected"), INLINE)
def test_inside_a_paragraph(paragraph: str, first: bool, last: bool, expected: dict[str, object]) -> None:
    assert said(bylines.inline(paragraph, first=first, last=last)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("王焱 熊杨", ["王焱", "熊杨"]),
        ("王 焱", ["王焱"]),
        ("王　焱", ["王焱"]),
        ("王 焱 李 明", ["王焱", "李明"]),
        ("王 小 明", ["王小明"]),
        ("王 焱 熊杨", ["王焱", "熊杨"]),
        ("王焱、熊杨", ["王焱", "熊杨"]),
        ("王焱，熊杨；李明/王芳", ["王焱", "熊杨", "李明", "王芳"]),
        ("王焱,熊杨;李明", ["王焱", "熊杨", "李明"]),
        ("王焱和熊杨", ["王焱", "熊杨"]),
        ("王焱与熊杨", ["王焱", "熊杨"]),
        ("王和平", ["王和平"]),
        ("欧阳和平", ["欧阳和平"]),
        ("格桑·边觉", ["格桑·边觉"]),
        ("格桑边觉 次仁卓玛", ["格桑边觉", "次仁卓玛"]),
        ("阿卜杜拉·买买提", ["阿卜杜拉·买买提"]),
        ("依力哈木·玉山 李静", ["依力哈木·玉山", "李静"]),
        ("弗朗西斯·John Smith 李静", ["弗朗西斯·John Smith", "李静"]),
        ("代 晓明 李静", ["代晓明", "李静"]),
        ("John Smith、王焱", ["John Smith", "王焱"]),
        ("王鹏30010", ["王鹏"]),
        ("黄忆南 PN269", ["黄忆南"]),
        ("支全明 SF099", ["支全明"]),
        ("王焱（实习）", ["王焱"]),
        ("王焱 北京报道", ["王焱"]),
        ("欧阳修远", ["欧阳修远"]),
        ("医技药剂党支部", ["医技药剂党支部"]),
        ("佚名", []),
        ("", []),
        ("12345", []),
    ],
)
def test_names(text: str, expected: list[str]) -> None:
    assert bylines.names(text) == expected


PIECES = st.sampled_from(
    [
        *(
            "来源： 作者: 记者 通讯员 责编： 摄 文/图 （ ） [ ] 【 】 王焱 李 明 国家电网报 发布时间: 2021-07-21 08:58 收藏".split(
                " "
            )
        ),
        *("浏览量：180 、 ， 。 | / 讯 电 本报 据 《 》 ■ 关键词: 和 · 5月9日 ².".split(" ")),
        *(" ", "  ", "\u3000", "\xa0", "\n"),
    ]
)


@given(st.text(max_size=120) | st.lists(PIECES, max_size=25).map("".join))
def test_never_raises_and_names_are_names(text: str) -> None:
    for info in (
        bylines.read_info(text),
        bylines.read_byline(text),
        bylines.inline(text, first=True, last=True),
    ):
        people = [credit.name for credit in info.credits] + info.editors if info else []
        for name in [*people, *bylines.names(text)]:
            assert name.strip() == name != ""
            assert not any(sign.isdigit() or sign in ":：（）()[]【】" for sign in name)
            assert not any(label in name for label in ("记者", "通讯员", "来源", "作者", "责编"))


@pytest.mark.parametrize(
    "piece",
    [
        "来源：",
        "作者:王焱 ",
        "王 ",
        "（",
        "记者",
        "（记者 李明",
        "浏览",
        "收藏点赞",
        "大 中 小 ",
        "本报讯",
        "文/",
        "和",
        " ",
        "来 源 ",
        "新华社",
        "国",
        "、",
        "|",
        "·",
        "/图",
        "2021-07-21",
    ],
)
def test_linear(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    started = time.perf_counter()
    bylines.read_byline(text)
    bylines.inline(text, first=True, last=True)
    bylines.read_info(text)
    assert time.perf_counter() - started < 0.5
    bylines.names(text)
    assert time.perf_counter() - started < 5


def test_speed() -> None:
    def micros(call: object, argument: str) -> float:
        assert callable(call)
        best = min(_timed(call, argument) for _ in range(7))
        return best * 1e6

    line = "2021-07-21 08:58:17  来源：国家电网报  作者：周瑾  责编：李明  浏览量：180 收藏 点赞 分享"
    paragraph = (
        "南京供电公司党委根据群众反馈的需求,把解决老旧小区加装电梯接电施工难度大、耗时长的问题作为重要内容,依托低压网格化综合服务体系,"
        * 3
    )
    assert micros(bylines.read_info, line) < 240  # 60 on a quiet machine
    assert micros(bylines.read_byline, paragraph[:150]) < 12  # 3 on a quiet machine


def _timed(call, argument: str) -> float:  # type: ignore[no-untyped-def]
    started = time.perf_counter()
    for _ in range(200):
        call(argument)
    return (time.perf_counter() - started) / 200


@pytest.mark.parametrize(("paragraph", "authors"), [
    ("所有的改革难道不都是利益再分配的过程吗？”（姚峰 上海报道）", ["姚峰"]), ("过一个平安、廉洁的新春佳节。（常书香 马丹阳 ）", ["常书香", "马丹阳"]),
    ("全部工程提前完工。（李建国）", ["李建国"]), ("据外媒报道。（彭博）", []), ("市场情绪回暖。（金十）", []), ("名单如下。（附名单）", []), ("业绩增长。（财联社）", []),
])
def test_closing_bracket_with_nothing_but_names(paragraph: str, authors: list[str]) -> None:
    assert [credit.name for credit in bylines.inline(paragraph, first=False, last=True).credits] == authors
    assert bylines.inline(paragraph, first=False, last=False).credits == []


def test_writer_with_pictures_that_others_gave() -> None:
    info = bylines.read_byline("顶端新闻·河南商报记者马俊峰/文受访者供图")
    assert info is not None
    assert [(credit.name, credit.role) for credit in info.credits] == [("马俊峰", "reporter")]


@pytest.mark.parametrize(
    "name",
    "代晓明 隋建国 苟伟 栗翔 粟裕 尉健行 綦卫东 旷达 门小春 原中国 智利民 展建国 种衍民 衣俊卿 由广志 巨建国 税小洁 占建军 冼星海 初国栋 "
    "亓军 兴小民 铁木儿 那小兵 渠文广 续小伟 轩小雨 运建国 查良镛 召小华 腾小飞 妥建军 完小兵 相明亮 雄建国 员建平 贠小丽 郇建国 趙建國 陳小明".split(),
)
def test_persons_with_rarer_surnames(name: str) -> None:
    assert surnames.is_person(name)


@pytest.mark.parametrize(
    "word",
    "运维 运行 铁路 同时 先进 初步 展望 智能 智能化 运维部 铁路局 原创 由于 税务 占比 查看 召开 台区 完成 员工 兴业 石家庄 乌鲁木齐 "
    "呼和浩特 呼和浩特供电公司 乌兰察布电业局".split(),
)
def test_words_and_places_are_no_persons(word: str) -> None:
    assert not surnames.is_person(word)


@pytest.mark.parametrize("name", "拜喆喆 铁凝 那英 占勇 敖日格乐 那仁满都拉 额尔德木图 李静".split())
def test_behind_a_role_any_surname_will_do(name: str) -> None:
    assert surnames.may_be_person(name)


@pytest.mark.parametrize("word", "手记 昨日 泰州 克拉玛依 乌鲁木齐 深入一线 走基层 作品展 你好 电力 的话".split())
def test_behind_a_role_words_stay_words(word: str) -> None:
    assert not surnames.may_be_person(word)
