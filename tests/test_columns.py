"""Newspaper pages saved as text: what is in order stays as it is, column tails are no captions, broken columns are mended."""
from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

import pytest

import crawler
from crawler.article import Article
from crawler.zh import order
from tests.columns import PAGES, Body, Case, as_text, bodies, cases, cut_and_shuffle, table, tau_of_text

GAP = "\n\n\n"  # before and behind what a picture's caption was

NEWS = """# 清溪至白塔输电线路贯通

本报讯（记者 陈立）8月3日上午，清溪至白塔220千伏输电线路工程全线贯通，库区八个乡镇单电源供电的历史宣告结束。

清溪库区山高谷深，原有线路建于上世纪九十年代，每逢汛期便跳闸频发。往年制茶季一停电，一季的收成要损失三成。

工程投运后，库区的供电能力将提高三倍，冷库、民宿和制茶厂都可以放心用电。
"""
SHORT = """# 光伏进村助增收

5月12日，石坎村86千瓦屋顶光伏并网发电，预计每年为村集体增收4.2万元。
"""
POEM = """# 巡线谣

山道弯弯云作伴，

银线悠悠挂两肩，

一把扳手拧星斗，

半壶凉水敬流年。

春来看遍桃花雪，

冬去踏平冰川寒，

若问此生何所愿，

万家灯火到天边。
"""
FREE_VERSE = """# 塔

风，从垭口吹来

塔站着

像一个不说话的人

雪，落在它的肩上

它把光

递给山那边的人
"""
LIST = """# 供电服务十项承诺

一、城市供电可靠率不低于99.9%

二、供电营业场所公开电价、收费标准和服务程序

三、提供24小时电力故障报修服务

四、非居民客户供电方案答复期限不超过15个工作日

五、受理客户用电申请后5个工作日内装表接电
"""
AWARDS = """# 2021年度先进集体和个人名单

先进集体

城南供电所，石坎供电所，输电运检班

先进个人

张志远，男，城南供电所抄表员，累计走访客户2300余户

李秀兰，女，石坎供电所收费员，连续8年无差错

王德顺，男，输电运检班班长，带队消除缺陷467处
"""
TABLE = """# 一季度主要生产指标完成情况

各单位一季度主要生产指标完成情况如下。

单位 售电量（亿千瓦时） 同比（%）

城南供电局 12.6 7.3

城北供电局 9.8 5.1

石坎供电局 3.2 11.4

全市合计 25.6 6.9
"""
INTERVIEW = """# 让电价改革惠及更多企业

问：新的电价政策什么时候执行？

答：自2022年1月1日起执行，居民用户不受影响。

问：企业怎样办理？

答：可以在网上办理，也可以到营业厅办理。

问：分时电价有什么变化？

答：尖峰时段由3个小时调整为2个小时，低谷电价下浮的比例扩大到50%。
"""
DIALOGUE = """# 老杜和他的徒弟

天还没亮，老杜就敲开了徒弟的门。

“走，上山！”

“雪这么大，车开得了吗？”徒弟揉着眼睛问。

“车开不了，腿走得了。”

徒弟不再说话，背起工具包跟了上去。

十里山路，两个人走了四个钟头。
"""
HEADED = """# 迎峰度冬显担当

腊月二十三，云岭县最北边的石坎村下了一夜的雪，清晨6点，供电所值班电话响起，村东头的变压器停了。

一个电话 四十里路

抢修车开到半山腰便动弹不得，5名队员背起工具，徒步走完剩下的12公里，上午10时40分恢复了供电。

一条线路，三代守护

石坎线全长23.6公里，1987年架设时，杆塔全靠人抬马驮，最难的一基塔立了整整9天。

这样的冬天，电不能停
"""
CAPTIONED = f"""# 风雨夜归人

7月9日晚8点47分，当最后一盏路灯在青石桥村口亮起时，守在村委会门前的乡亲们拍红了手掌。{GAP}服务队员冒雨抢修被洪水冲毁的线路。{GAP}7月8日凌晨，清沅河流域6小时降雨量达到213毫米，县城以北5个乡镇告急，公司连夜集结了127名队员。

截至7月10日18时，全县因灾停运的14条线路全部恢复供电，惠及2.8万户居民。{GAP}发电车为养殖场应急供电。
"""
LEAD_IN = """# 电，点亮山乡

电，是山乡的眼睛。没有电的年月，石坎村的夜晚只有松明火把和满天的星星。

难，难在路上。23.6公里的线路，有19公里要靠人背马驮，最远的一基塔来回要走两天。

好，日子总算有了盼头。2019年冬天，村里通了动力电，粉条作坊当年就挣了12万元。
"""
NOTICE = """# 停电检修期间的温馨提示

因10千伏石坎线检修，石坎村、青石桥村、白塔镇北街将短时停电，请广大用户提前做好准备：

提前为手机、手电筒充电

提前储存生活用水

冰箱内的食品请尽早食用

停电期间线路视同带电，请勿靠近和攀爬。

不便之处，敬请谅解。
"""
STOPLESS = """# 安全用电进社区

6月1日，城东供电所组织员工走进社区，宣传安全用电知识，受到居民欢迎

活动现场，工作人员发放宣传册200余份，解答居民提问。

据了解，该所每月都会开展类似活动，今年已经走进14个社区，服务居民3000余人次，为平安用电打下了基础
"""
GOOD = {
    "news": NEWS,
    "short": SHORT,
    "poem": POEM,
    "free verse": FREE_VERSE,
    "list": LIST,
    "awards": AWARDS,
    "table": TABLE,
    "interview": INTERVIEW,
    "dialogue": DIALOGUE,
    "headings": HEADED,
    "captions": CAPTIONED,
    "one character opens": LEAD_IN,
    "notice": NOTICE,
    "no full stops": STOPLESS,
}
CAPTIONS = ["服务队员冒雨抢修被洪水冲毁的线路。", "发电车为养殖场应急供电。"]

LONG = [
    "从3月17日到8月17日，石坎县供电公司用了五个月的时间，走遍全县93个行政村，把征集到的意见一条一条记在本子上，"
    "再一条一条拿到会上讨论。",
    "“你家的电压稳不稳？”这是总经理杜茂春进村后问得最多的一句话。在石坎村，村民王德顺告诉他，每到腌菜的季节，"
    "家家户户一起开机，电灯就暗得像萤火虫。第二天，技术人员便带着仪器上了门。",
    "经过测量，问题出在一台使用了21年的变压器上。公司当即决定投资37万元，更换变压器两台，改造低压线路4.6公里，"
    "工程赶在腌菜季节之前完工，村里的作坊再也没有停过机。",
    "白塔镇的茶农反映，制茶季节停电损失太大。公司把原来安排在四月的检修全部改到六月，又为12家茶厂装上了专用线路，"
    "今年春茶的产量比去年增加了两成多。",
    "意见有大有小，办理没有先后。公司为每一条意见建立了台账，写明由谁办、怎样办、什么时候办完，办完一条销掉一条，"
    "办不了的也要上门说明原因。截至八月中旬，467条意见已经办结439条。",
    "下一步，公司将把走访固定下来，每个季度走一遍，让老百姓的话有人听、有人记、有人办。",
]


def parse(page: str) -> Article:
    return crawler.parse(page.encode(), site="epaper")


def order_warnings(article: Article) -> list[str]:
    return [warning for warning in article.warnings if warning.startswith("reading-order")]


def page_of(*lines: str) -> str:
    return "# 走遍山乡听民声\n\n" + "\n\n".join(lines) + "\n"


@pytest.mark.parametrize("name", GOOD)
def test_a_page_in_good_order_stays_as_it_is(name: str) -> None:
    article = parse(GOOD[name])
    lines = [line.strip() for line in GOOD[name].splitlines() if line.strip()]
    captions = CAPTIONS if name == "captions" else []
    assert article.title == lines[0].removeprefix("# ")
    assert article.text.split("\n\n") == [line for line in lines[1:] if line not in captions]
    assert [image.caption for image in article.images] == captions
    assert order_warnings(article) == (["reading-order-unsure"] if name == "no full stops" else [])


def test_a_column_tail_behind_a_gap_is_no_caption() -> None:
    page = page_of(
        "6月以来，用电负荷连续攀升，公司组织人员对全县线路进行了一次拉网式排查，并逐条制定了整改方"
        f"{GAP}运维人员在烈日下巡视线路。{GAP}案，明确了责任人和完成时限。",
        "今年3月，公司成立了3支青年突击队，累计处理隐患127处。",
    )
    article = parse(page)
    assert "并逐条制定了整改方案，明确了责任人和完成时限。\n\n今年3月，" in article.text
    assert [image.caption for image in article.images] == ["运维人员在烈日下巡视线路。"]
    assert order_warnings(article) == ["reading-order-repaired"]


@pytest.mark.parametrize(
    ("left", "tail"),
    [
        ("记者来到现场。只见抢修人员正以最快的速", "度更换受损的变压器。"),
        ("工程于去年开工。今年该公司计划投资4257", "万元，新建线路24条。"),
        ("会议传达了文件精神。会上学习了《关于加快建", "设新型电力系统的意见》。"),
    ],
    ids=["word", "number", "book title"],
)
def test_a_tail_that_makes_a_word_is_joined(left: str, tail: str) -> None:
    article = parse(page_of(f"{LONG[0]}", f"{left}{GAP}{tail}", LONG[5]))
    assert article.text.split("\n\n") == [LONG[0], left + tail, LONG[5]]
    assert not article.images


def test_a_caption_beside_a_broken_sentence_stays_one() -> None:
    """工作人员 opens a sentence, even where the line above ends with a character that it makes a word with (手工)."""
    left = "记者来到现场。公司要求以最硬的手"
    article = parse(page_of(LONG[0], f"{left}{GAP}工作人员走村串户征求意见。{GAP}段、最快的速度进行整改。", LONG[5]))
    assert [image.caption for image in article.images] == ["工作人员走村串户征求意见。"]
    assert article.text.split("\n\n") == [LONG[0], left + "段、最快的速度进行整改。", LONG[5]]


def test_shuffled_columns_come_back() -> None:
    cut, again = LONG[1].index("灯就暗"), LONG[3].index("修全部")  # 电|灯, 检|修
    page = page_of(LONG[3][again:], *LONG[4:], LONG[1][cut:], LONG[2], LONG[3][:again], LONG[0], LONG[1][:cut])
    article = parse(page)
    assert article.text.split("\n\n") == LONG
    assert order_warnings(article) == ["reading-order-repaired"]


@pytest.mark.parametrize("columns", [3, 4, 5])
@pytest.mark.parametrize("seed", range(6))
def test_a_moved_page_says_so_and_an_unsure_one_is_not_moved(columns: int, seed: int) -> None:
    made = cut_and_shuffle(LONG, columns=columns, seed=seed)
    assert made is not None
    article = parse(as_text(made, "走遍山乡听民声"))
    text = article.text.replace("\n", "")
    assert sorted("".join(LONG)) == sorted(text)
    if order_warnings(article) != ["reading-order-repaired"]:
        assert order_warnings(article) == ["reading-order-unsure"]
        assert text == "".join(made.paragraphs)


# ---- reading order at large --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def articles() -> list[Body]:
    """The articles of the project's own kept pages, and of the folder that DIANWEN_ARTICLES names."""
    more = os.environ.get("DIANWEN_ARTICLES")
    return bodies(PAGES) + (bodies(Path(more)) if more else [])


@pytest.fixture(scope="module")
def shuffled(articles: list[Body]) -> list[Case]:
    """Some 500 shuffled pages made from them, or from a part of them where there are many."""
    found = list(cases(articles[:: -(-len(articles) // 80)], range(2)))
    print(table(found))
    return found


@pytest.mark.parametrize(("columns", "least"), [((3, 4), 0.92), ((5, 6), 0.87)], ids=["3 and 4 columns", "5 and 6"])
def test_shuffled_articles_come_back(shuffled: list[Case], columns: Sequence[int], least: float) -> None:
    found = [case for case in shuffled if case.columns in columns]
    assert len(shuffled) >= 300
    assert mean(case.given for case in found) < 0.3
    assert mean(case.found for case in found) >= least


def test_hardly_a_page_becomes_worse(shuffled: list[Case]) -> None:
    assert sum(case.found < case.given for case in shuffled) <= 0.03 * len(shuffled)


def test_no_article_in_good_order_is_changed(articles: list[Body]) -> None:
    """Whole articles, their halves, and their paragraphs without headings."""
    looked_at = 0
    for body in articles:
        half = len(body.lines) // 2
        plain = [line for at, line in enumerate(body.lines) if at not in body.headings]
        for lines in (body.lines, body.lines[:half], body.lines[half:], plain):
            found = order.repair(lines, title=body.title)
            assert found.lines == [(index,) for index in range(len(lines))], body.name
            assert not found.captions
            looked_at += 1
    assert looked_at >= 240


def test_a_sentence_that_is_missing_counts_as_last() -> None:
    made = cut_and_shuffle(LONG, columns=3, seed=1)
    assert made is not None
    assert tau_of_text(made, "".join(LONG)) == 1.0
    assert tau_of_text(made, "".join(LONG[:-1])) == 1.0
    assert tau_of_text(made, "".join(LONG[1:])) < 1.0
    assert tau_of_text(made, "".join(reversed(LONG))) < 0.0
