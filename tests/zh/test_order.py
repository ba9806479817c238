"""Reading order: what is broken is mended, what is whole is never touched."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.zh.order import Order, is_rest, repair
from tests.columns import Columns, cut_and_shuffle, kendall_tau, tau

MEAN_TAU = 0.95  # what the shuffled pages below must reach on average
SEEDS = Path(__file__).parents[2] / "seeds"

# ---- pages -------------------------------------------------------------------------------------------------------

NEWS = [
    "本报讯（记者 陈立）8月3日上午，随着最后一基铁塔组立完成，清溪至白塔220千伏输电线路工程全线贯通，"
    "标志着库区八个乡镇二十多年来单电源供电的历史宣告结束。",
    "清溪库区山高谷深，原有线路建于上世纪九十年代，每逢汛期便跳闸频发。当地茶农王德顺告诉记者，往年制茶季一停电，"
    "满屋的鲜叶只能眼看着变红，一季的收成要损失三成。",
    "为了让铁塔避开生态保护区，设计人员带着干粮在林子里走了四十多天，前后比选了七条路径，最终让线路多绕行6.8公里，"
    "少砍树木1.2万棵。施工单位放弃开挖便道，改用索道和无人机运送塔材，每一基塔的基础都由人工开凿。",
    "“最难的是跨江那一档。”项目经理周海波回忆说，江面宽九百多米，两岸又都是悬崖，展放导线时不能影响航运。"
    "他们与海事部门反复商量，把封航时间压缩到每天清晨的两个小时，分六次完成了全部导线的展放。",
    "工程投运后，库区的供电能力将提高三倍，冷库、民宿和制茶厂都可以放心用电。镇里的电商负责人李芸已经订好了三台新的"
    "真空包装机，她打算在秋茶上市前把直播间从两个扩大到五个。",
    "下一步，该公司将对沿线六个村的低压线路进行改造，计划年底前全部完工，让山里的每一户人家都用上稳定的电。",
]

POEM = ["深夜看书须尽欢，", "明月照亮浊酒案。", "一杯美酒空对月，", "两行清泪落阑干，", "且把残灯重挑起，", "半窗风雨到更残。"]
LIST = ["获奖名单", "一等奖：张三、李四", "二等奖：王五、赵六、孙七", "三等奖：周八，吴九", "优秀组织奖：城南供电所"]
TABLE = ["项目 计划 完成", "线路 120千米 118千米", "变压器 45台 45台", "电表 1300只 1290只"]
INTERVIEW = [
    "问：新的电价政策什么时候执行？",
    "答：自2022年1月1日起执行，居民用户不受影响。",
    "问：企业怎样办理？",
    "答：可以在网上国网办理，也可以到营业厅办理。",
]
ITEMS = [
    "会议提出以下要求：",
    "一是加强设备巡视，及时消除缺陷；",
    "二是落实值班制度，确保通信畅通；",
    "三是备足抢修物资，做到随叫随到。",
]
HEADED = [
    "近日，国网海宁市供电公司完成了春季检修任务。",
    "上门服务，解企业难题",
    "3月5日，公司员工走访了12家企业，收集问题31条。",
    "线上办电，让群众少跑腿",
    "目前，九成以上的业务可以在手机上办理。",
    "（作者：沈一鸣 单位：国网海宁市供电公司）",
]
LATIN = [
    "路透社援引彭博新能源财经（BloombergNEF）的报告称，全球储能装机去年增长了68%。",
    "报告作者Yayoi Sekine表示，锂电池价格仍在下降。",
    "“我们预计这一趋势会持续到2030年。”她说。",
    "By Michelle Ma",
]
STOPLESS = [
    "6月1日，城东供电所组织员工走进社区，宣传安全用电知识，受到居民欢迎",
    "活动现场，工作人员发放宣传册200余份，解答居民提问。",
    "社区居民张阿姨说，这样的活动很实用。",
    "据了解，该所每月都会开展类似活动，今年已经走进14个社区，服务居民3000余人次，为平安用电打下了基础",
]


def seed(number: str) -> list[str]:
    text = next(SEEDS.glob(f"{number}_*")).read_text(encoding="utf-8")
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def between(lines: Sequence[str], first: str, last: str) -> list[str]:
    """The lines from the one that begins with `first` to the one that begins with `last`."""
    begin = next(at for at, line in enumerate(lines) if line.startswith(first))
    end = next(at for at, line in enumerate(lines) if at >= begin and line.startswith(last))
    return list(lines[begin : end + 1])


def bodies() -> dict[str, list[str]]:
    return {
        "001": between(seed("001"), "7月5日,江苏南京", "自“优质服务惠民生”"),
        "003": between(seed("003"), "中国电力网讯", "下一步,海勃湾"),
        "004": between(seed("004"), "在贵州遵义", "工作中,遵供"),
    }


def read(page: Sequence[str], order: Order) -> list[str]:
    return ["".join(page[index] for index in line) for line in order.lines]


def untouched(order: Order, size: int) -> bool:
    return order.lines == [(index,) for index in range(size)] and not (order.moved or order.joined or order.captions)


# ---- the newspaper page ------------------------------------------------------------------------------------------

RIGHT_ORDER = [
    "从3月17日至8月17日",
    "下基层走一线 问计于民",
    "广开门路纳谏言",
    "“你认为公司管理的哪些方面",
    "据统计",
    "应需求惠民生 知行合一",
    "有问题就要改",
    "这个“立即”",
    "在征求意见结束后第二天",
    "4月7日",
    "4月14日",
    "4月21日",
    "然而",
    "整改",
    "对内",
    "拧紧思想“总开关”",
    "改进会风文风",
    "从严管控“四风”",
    "对外",
    "完善业扩报装",
    "改进停电信息",
    "做实“台区服务经理制”",
    "缩短停电时限",
    "建设坚强电网",
    "“改”是问题的解决",
    "健全服务网络",
    "服务进企业",
    "服务“零距离”",
    "履责任急抢修 雪中送炭",
    "坚持做老百姓最“盼”的事",
    "5月24日至5月25日",
    "这样的场景还有很多",
    "九层之台",
]


@pytest.fixture(scope="module")
def newspaper() -> tuple[list[str], list[int], list[int]]:
    """The body of the newspaper page: its lines, its headings, and its four captions."""
    marked = between(seed("002"), "电力员工在变电站", "服务队现场施工")
    starts = ("电力员工在变电站", "国网长沙供电公司党委书记", "工作人员走村串户", "服务队现场施工")
    captions = [at for at, line in enumerate(marked) if line.startswith(starts)]
    headings = [at for at, line in enumerate(marked) if line.startswith("#")]
    return [line.lstrip("# ") for line in marked], headings, captions


@pytest.mark.parametrize("known", [4, 1], ids=["captions known", "captions in the flow"])
def test_newspaper_page(newspaper: tuple[list[str], list[int], list[int]], known: int) -> None:
    lines, headings, captions = newspaper
    order = repair(lines, headings=headings, captions=captions[:known])
    text = read(lines, order)
    assert len(text) == len(RIGHT_ORDER)
    assert [line[: len(start)] for line, start in zip(text, RIGHT_ORDER, strict=True)] == RIGHT_ORDER
    assert order.captions == captions
    assert (order.moved, order.joined, order.unsure) == (True, True, False)


def test_newspaper_sentences_are_whole(newspaper: tuple[list[str], list[int], list[int]]) -> None:
    lines, headings, captions = newspaper
    text = "\n".join(read(lines, repair(lines, headings=headings, captions=captions)))
    assert "张坊供电所,向供电所一线员工征求意见和建议。" in text
    assert "要求各部室以最硬的手段、最快的速度进行整改,确保工作取得实效。" in text
    assert "投资4257万元,新建改造24条10千伏线路,改造93个行政村" in text
    assert text.index("第一次推进会") < text.index("第二次推进会") < text.index("第三次推进会")


# ---- good articles -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page", [NEWS, POEM, LIST, TABLE, INTERVIEW, ITEMS, HEADED, LATIN, [], ["一行"]], ids=lambda page: "".join(page)[:6]
)
def test_good_article_is_untouched(page: list[str]) -> None:
    order = repair(page)
    assert untouched(order, len(page))
    assert not order.unsure


@pytest.mark.parametrize("name", ["001", "003", "004"])
def test_seed_body_is_untouched(name: str) -> None:
    page = bodies()[name]
    assert untouched(repair(page), len(page))


def test_a_missing_full_stop_moves_nothing() -> None:
    order = repair(STOPLESS)
    assert untouched(order, len(STOPLESS))
    assert order.unsure


@pytest.mark.parametrize("at", range(len(NEWS)))
def test_any_missing_full_stop_moves_nothing(at: int) -> None:
    page = [line[:-1] if number == at else line for number, line in enumerate(NEWS)]
    assert untouched(repair(page), len(page))


def test_known_captions_are_out_of_the_flow() -> None:
    page = [NEWS[0], "图为施工现场。", NEWS[1]]
    order = repair(page, captions=[1])
    assert order.lines == [(0,), (2,)]
    assert order.captions == [1]
    assert not order.moved


# ---- sentences broken in place -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("工程于去年开工。今年该公司计划投资4257", "万元，新建线路24条。"),
        ("工程于去年开工。今年该公司计划新建改", "造线路24条，惠及村民3万人。"),
        ("记者来到现场。只见抢修人员正以最快的速", "度更换受损的变压器。"),
        ("会议传达了文件精神。会上学习了《关于加快建", "设新型电力系统的意见》，并作了部署。"),
    ],
    ids=["number and unit", "word", "word", "book title"],
)
def test_a_broken_sentence_is_joined_in_place(left: str, right: str) -> None:
    page = [NEWS[0], left, right, NEWS[5]]
    order = repair(page)
    assert order.lines == [(0,), (1, 2), (3,)]
    assert (order.moved, order.joined, order.unsure) == (False, True, False)


def test_a_name_used_elsewhere_joins() -> None:
    page = [
        "国网浏阳市供电公司昨日召开会议。",
        "会议由经理主持。参加会议的有国网浏阳市供",
        "电公司各部门负责人。",
        "会议要求尽快落实。",
    ]
    assert repair(page).lines == [(0,), (1, 2), (3,)]


def test_a_caption_inside_a_broken_sentence_is_taken_out() -> None:
    page = [NEWS[0], "记者来到现场。只见抢修人员正以最快的速", "图为抢修人员更换变压器。", "度抢修受损的设备，恢复供电。", NEWS[5]]
    order = repair(page)
    assert order.lines == [(0,), (1, 3), (4,)]
    assert order.captions == [2]
    assert not order.moved


def test_a_break_that_nothing_mends_is_unsure() -> None:
    page = [NEWS[0], "记者来到现场。只见抢修人员正在紧张地更换", "近日，城南供电所举办了消防演练。", NEWS[5]]
    order = repair(page)
    assert untouched(order, 4)
    assert order.unsure


# ---- columns in the wrong order ----------------------------------------------------------------------------------


def test_three_columns() -> None:
    page = [
        NEWS[0],
        NEWS[1][:-11],
        NEWS[3][60:],
        NEWS[4],
        NEWS[5],
        NEWS[1][-11:],
        NEWS[2],
        NEWS[3][:60],
    ]
    order = repair(page)
    assert read(page, order) == NEWS
    assert (order.moved, order.joined) == (True, True)


def test_one_character_and_a_full_stop_begin_no_paragraph() -> None:
    right = [
        "本报讯（记者 陈立）7月8日，石坎村的孤寡老人周大娘家停了电，抢修队员老杜连夜上山，摸黑接好了线。灯亮的那一刻，"
        "老人拉着他的手不肯松开，眼里含着泪。",
        "村里人都说，老杜比亲人还亲。谁家的灯不亮了，谁家的水泵不转了，打一个电话，他就背着工具一步一步往山上"
        "走。“他比我儿子来得还勤。”周大娘说。",
        "石坎村离镇上十九公里，没有一段平路。三十年来，老杜走坏了四十多双胶鞋，巡过的线路加起来能绕地球一圈。",
    ]
    page = ["走" + right[1].split("上走")[1], right[2], right[0][:-2], "泪。", right[1].split("走。")[0]]
    order = repair(page)
    assert order.lines == [(2, 3), (4, 0), (1,)]
    assert order.moved


@pytest.mark.parametrize(
    ("line", "others"),
    [
        ("案，明确了责任人和完成时限。", []),
        ("泪。", []),
        ("，恢复了供电。", []),
        ("”他说。", []),
        ("说：“灯亮了。", []),
        ("度抢修受损的设备。", ["只见抢修人员正以最快的速"]),
        ("万元，新建线路24条。", ["今年计划投资4257"]),
        ("的方法显然不合时宜。", ["原来均分费用"]),
    ],
)
def test_rest_of_a_sentence(line: str, others: list[str]) -> None:
    assert is_rest(line, others)


@pytest.mark.parametrize(
    ("line", "others"),
    [
        ("运维人员在烈日下巡视线路。", ["并逐条制定了整改方"]),
        ("工作人员走村串户征求意见。", ["要求以最硬的手"]),
        ("地铁站内的变电所。", ["公司要求最快"]),
        ("度夏期间的抢修现场。", ["一切恢复正常。"]),
        ("好，就这么办。", ["一个标题"]),
        ("一、加强设备巡视。", ["一个标题"]),
    ],
)
def test_whole_sentence(line: str, others: list[str]) -> None:
    assert not is_rest(line, others)


def shuffled() -> list[Columns]:
    """Pages of three to six columns made from the texts above, with and without captions."""
    articles = [(body, _headings(body)) for body in [NEWS, *bodies().values()]]
    pages = [
        cut_and_shuffle(body, columns=columns, seed=number, headings=headings, captions=captions)
        for body, headings in articles
        for columns in (3, 4, 5, 6)
        for number in range(3)
        for captions in (False, True)
    ]
    return [page for page in pages if page]


def _headings(body: Sequence[str]) -> list[int]:
    return [at for at, line in enumerate(body) if len(line) < 30 and line[-1] not in "。！？”"]


def test_shuffled_columns() -> None:
    pages = shuffled()
    orders = [repair(page.paragraphs, headings=page.headings) for page in pages]
    before = [tau(page, [(index,) for index in range(len(page.paragraphs))]) for page in pages]
    after = [tau(page, order.lines) for page, order in zip(pages, orders, strict=True)]
    assert len(pages) > 70
    assert sum(before) / len(pages) < 0.4
    assert sum(after) / len(pages) > MEAN_TAU
    assert all(later >= earlier for earlier, later in zip(before, after, strict=True))
    assert not any(order.unsure and order.moved for order in orders)
    for page, order in zip(pages, orders, strict=True):
        assert sorted([*order.captions, *(index for line in order.lines for index in line)]) == list(
            range(len(page.paragraphs))
        )


def test_a_repaired_page_is_a_good_article() -> None:
    for page in shuffled():
        order = repair(page.paragraphs, headings=page.headings)
        if order.lines != page.right:
            continue
        text = read(page.paragraphs, order)
        assert untouched(repair(text), len(text))


# ---- the generator -----------------------------------------------------------------------------------------------


def test_columns_are_deterministic_and_solvable() -> None:
    page = cut_and_shuffle(NEWS, columns=4, seed=7, captions=True)
    assert page is not None
    assert page == cut_and_shuffle(NEWS, columns=4, seed=7, captions=True)
    assert ["".join(page.paragraphs[index] for index in line) for line in page.right] == NEWS
    assert len(page.paragraphs) == len(NEWS) + 3 + len(page.captions)
    assert tau(page, page.right) == 1.0
    assert cut_and_shuffle(["短。"], columns=3, seed=1) is None


def test_kendall_tau() -> None:
    assert kendall_tau([0, 1, 2, 3]) == 1.0
    assert kendall_tau([3, 2, 1, 0]) == -1.0
    assert kendall_tau([1, 0, 2, 3]) == pytest.approx(2 / 3)


# ---- cost and hostile input --------------------------------------------------------------------------------------


def test_whole_sentences_cost_nothing() -> None:
    page = NEWS * 10
    fastest = min(_seconds(page) for _ in range(50))
    assert fastest < 100e-6


def _seconds(page: list[str]) -> float:
    begin = time.perf_counter()
    repair(page)
    return time.perf_counter() - begin


def test_word_list_is_loaded_only_for_a_break() -> None:
    code = (
        "import sys; from crawler.zh.order import repair; repair(['一句话。', '标题', '两句话。']); "
        "print('rjieba' in sys.modules); repair(['他说。今年线路改', '造完毕。']); print('rjieba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


@pytest.mark.parametrize(
    "page",
    [
        ["。" + "电" * 1_000_000],
        ["他说。今年" + "（" * 500_000, "）" * 500_000],
        ["他说。今年的"] * 5000,
        ["一句。他说。今年"] * 12 + ["一句话。"] * 380,
        ["，" * 300] * 12,
    ],
    ids=["one line", "brackets", "broken lines", "long page", "commas"],
)
def test_hostile_pages_end_soon(page: list[str]) -> None:
    begin = time.perf_counter()
    order = repair(page)
    assert time.perf_counter() - begin < 5.0
    assert len({index for line in order.lines for index in line} | set(order.captions)) == len(page)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(alphabet="电力的了，。、“”（）4月改造线 a\n", min_size=0, max_size=30), max_size=9), st.data())
def test_every_line_comes_back_once(page: list[str], data: st.DataObject) -> None:
    indexes = st.sets(st.integers(0, max(len(page) - 1, 0)), max_size=3)
    order = repair(page, headings=data.draw(indexes), captions=data.draw(indexes))
    found = [index for line in order.lines for index in line] + order.captions
    assert sorted(found) == list(range(len(page)))
