"""Invented power news: titles and paragraphs that a key alone determines, every one different."""
from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random

PLACES = ("云溪 望江 临泽 白沙 青川 石浦 鹿鸣 柳泉 永丰 南屏 松岭 金塘 苇塘 沙洲 河湾 桐柏岭 雁门渡 清渡河 乌兰滩 碧澜湾 鹤溪 龙脊 云汀 兰河 石渡 塔拉镇 "
          "盘石 千岛屿 红柳井 牧羊川").split()
PEOPLE = ("周启文 许国梁 葛青松 聂海涛 滕飞虎 祁连生 秦越 沈大川 冯阿炳 耿长河 罗桂芝 欧阳慧 叶知秋 林阿水 孟繁星 费雨晴 柳青 梁帆 乔喆 纪晓峰 "
          "马青川 韦如海 庄晓岚 邵一帆 卢晓棠 尹若彤").split()
REPORTERS = "苏南杉 韩墨非 范亦琛 宋博远 乔楠 顾盼 陶喆 沈星河 葛晓燕 石磊 蒋剑 冉启明".split()
FIRMS = ("{}供电公司", "{}电力调度中心", "{}电网建设分公司", "{}新能源集控中心", "{}抽水蓄能公司", "{}输电检修中心", "{}电力交易中心")
TITLES = (
    "{place}{kv}千伏输变电工程提前{many}天投运", "{place}首座{many2}兆瓦时储能电站并网", "{firm}完成{many2}公里线路秋检", "{place}{many2}个台区告别低电压",
    "从“等客来”到“送上门”：{place}办电提速{few}天 惠及{many}个村", "{place}迎峰度夏负荷{few}次创新高 最大达{d}万千瓦", "{firm}绿电交易量突破{d}亿千瓦时", "{place}海上风电场{many}台风机全部吊装",
    "一张网连起{many2}个村：{place}农网改造侧记", "{place}虚拟电厂聚合{many2}兆瓦可调负荷", "{firm}：{few}项举措稳住{many}家企业用电", "{place}{many}台机器人上岗 巡检效率提高{few}倍",
    "{place}抽蓄电站{few}号机组进入整组调试 年发电{many}亿千瓦时", "{place}充电桩两年增加{many2}根", "山高水长送光明——{place}“{few}人班组”的{many}里巡线路", "{place}整县光伏并网{d}兆瓦",
)
SENTENCES = (
    "{month}月{day}日，{firm}对外披露，辖区当日最大负荷达到{d}万千瓦，比去年同期增长{p}%，电网运行总体平稳。",
    "走进{place}变电站的主控室，{few}块大屏上跳动着{many}路实时数据，值班员{person}正在核对当天的第{few2}张操作票。",
    "“过去巡完这条线要{few}天，如今无人机{few2}个小时就能飞完。”{firm}运维班班长{person}这样形容眼前的变化。",
    "据统计，今年前{few}个月，{place}累计完成售电量{d}亿千瓦时，其中居民生活用电占{p}%，高技术制造业用电增速最快。",
    "这项工程总投资{d}亿元，新建{kv}千伏线路{many}公里、铁塔{many2}基，建成后可满足{place}及周边{few}个乡镇的用电增长。",
    "为了赶在汛期之前完工，{many}名建设者分成{few}个作业面，在海拔{many2}米的山脊上连续奋战了{few2}个星期。",
    "{person}算了一笔账：一台设备每年少跑{many}趟现场，省下的人工和车辆费用接近{d}万元，不到{few}年就能收回成本。",
    "{firm}有关负责人表示，下一步将把试点范围扩大到{many}个台区，力争明年{few}月底前实现故障自愈全覆盖。",
    "数据显示，{place}风电、光伏装机已达{d}万千瓦，占全部装机的{p}%，午间出力最高时相当于当地负荷的{few}倍。",
    "“电来得稳，机器才敢开足。”{place}一家纺织厂的厂长{person}说，今年以来企业没有因为停电损失过一个班次。",
    "与单独建设相比，共享储能的投资下降{p}%，{few}家新能源企业按照容量租用，年租金由交易中心统一结算。",
    "受连续阴雨影响，{place}水库水位比常年同期高出{d}米，梯级电站及时加大出力，{few}天多发电{many}万千瓦时。",
    "按照方案，用户在尖峰时段每少用一千瓦时可得补贴{d}元，{many}家企业首批签约，合计可调能力{many2}兆瓦。",
    "调试人员在{few}天里完成了{many}项试验，发现的{few2}处缺陷全部整改闭环，机组振动值优于国家标准。",
    "{place}的山路弯多坡陡，{person}和同事每个月要走{many}公里，背包里除了工具，还有给独居老人捎的药和面条。",
    "今年以来，{firm}投入{d}万元更换老旧变压器{many}台，户均配变容量提高到{few}千伏安，投诉量同比下降{p}%。",
    "专家认为，随着分布式电源大量接入，配电网正由“单向送电”变为“双向互动”，对保护和调度都提出了新的要求。",
    "市场开闸当天，共有{many}家发电企业和{many2}家售电公司参与报价，出清均价比标杆电价低{p}%，价差收窄。",
    "清晨{few}点，气温只有零下{few2}摄氏度，{person}系好安全带爬上{many}米高的铁塔，脚下的导线裹着一层薄冰。",
    "项目采用柔性直流技术，输送容量{d}万千瓦，每年可把{many}亿千瓦时清洁电量送到负荷中心，减少标准煤消耗{many2}万吨。",
    "“台区的家底亮出来，企业就知道该往哪里投。”{place}发展改革局局长{person}认为，公开可接入容量是最好的引导。",
    "{firm}建立了“一户一册”，把{many}户重要用户的接线、自备电源和联系人录入系统，抢修派单平均用时缩短到{few}分钟。",
    "从{place}到{place2}，这条全长{many}公里的通道跨越{few}条河流，最大档距{many2}米，是当地电网的主动脉。",
    "上半年，全市充电量达到{d}万千瓦时，同比增长{p}%，其中夜间谷段占六成以上，有序充电的效果开始显现。",
    "根据规划，到“十五五”末，{place}将建成抽水蓄能{few}座、新型储能{many}座，系统调节能力翻一番。",
    "{person}介绍说，平台每{few}分钟更新一次预测曲线，风电日前准确率提高到{p}%，弃电率降到历史最低。",
    "台风登陆前，{firm}预置抢修队伍{many}支、应急发电车{few}台，把{many2}基薄弱电杆全部加固了一遍。",
    "为解决“最后一公里”的难题，供电所把服务点设到{many}个村的便民中心，农户办电只需跑一次，最快{few}天接电。",
    "在刚刚结束的联合演练中，{few}座电站从全停到带起厂用电只用了{many}分钟，比预案要求快了{few2}分钟。",
    "煤价回落带动发电成本下降，{place}的{few}家火电企业扭亏，但利用小时数同比减少{many}小时，调峰压力仍然不小。",
    "“以前怕检查，现在盼体检。”{place}工业园区的设备科长{person}说，红外测温一次就查出{few}处接头过热。",
    "据{firm}测算，{many}座换电站参与调频以后，每年可以多得收益{d}万元，相当于多建了一座小型储能电站。",
    "工程自开工以来，累计开挖土石方{many}万立方米，浇筑混凝土{many2}万立方米，地下厂房提前{few}个月封顶。",
    "{place}的牧民{person}家里装了{few}块光伏板，除去自用，一年卖电收入{many2}元，够给孩子交学费。",
    "监管部门要求，各单位要在{month}月底前完成隐患排查，对逾期未改的{few}类问题挂牌督办，结果向社会公开。",
    "自动化开关投运后，故障区段在{few}秒内被隔离，非故障区域{few2}分钟恢复送电，户均停电时间减少{p}%。",
    "这支平均年龄{many}岁的班组，{few}年间获得专利{few2}项，自制的带电接火工具已经在{place}推广应用。",
    "用电结构也在变化：{place}第三产业用电占比升至{p}%，数据中心、冷链物流和电动汽车成为三大增量。",
    "不过，也有企业反映偏差考核过严，{person}建议给新入市的中小用户留出{few}个月的过渡期，逐步放开价格上限。",
    "{month}月上旬，{place}连续{few}天气温超过三十八摄氏度，空调负荷占比接近{p}%，晚峰持续到夜里十一点。",
    "海缆敷设船以每小时{few}公里的速度前进，{many}名工人分成{few2}班轮换，误差被控制在半米以内。",
    "跨省互济当天就见到了效果：送端多发水电{d}万千瓦时，受端少开{few}台机组，双方按季节价差结算。",
    "“钱要花在刀刃上。”{firm}总经理{person}说，公司把年度投资的{p}%投向了农村和边远地区的配电网。",
    "检修期间，调度机构调整运行方式{many}次，转移负荷{d}万千瓦，{few}座牵引站的供电没有受到影响。",
    "依托激光点云，运维单位为{many}基铁塔建立了三维模型，树木长到多高、弧垂有多大，点开地图就能看见。",
    "{place}氢能示范项目每天制氢{few}吨，所用的电全部来自邻近的风电场，绿电溯源证书可以逐小时核验。",
    "第三方评估认为，项目每千瓦造价比同类工程低{p}%，但送出线路晚投产{few}个月，影响了首年收益。",
    "“电费单上的数字降了，心里就踏实了。”{place}的养殖户{person}指着增氧机说，一个夏天省下{many}元。",
    "目前，{few}个标段已全部进场，{many}台大型设备完成进场验收，预计{month}月下旬具备带电条件。",
    "{firm}与气象部门共享{many}座自动站的数据，雷电预警提前到{few}小时，线路跳闸率同比下降{p}%。",
    "从{few}年前的一根独苗，到今天的{many}座场站，{place}走出了一条荒滩变绿洲、绿洲变电站的路子。",
    "结算结果显示，{many}家参与绿电交易的出口企业平均溢价每千瓦时{few}分，环境权益单独列示。",
    "冬季供暖临近，{place}热电联产机组提前{few}天点火，供热面积{d}万平方米，管网失水率降到{p}%以下。",
    "施工方把{many}吨钢材化整为零，用索道一趟趟运上山，{person}说，最远的一基塔要倒{few}次肩。",
    "系统上线{few}个月来，共推送预警{many}条，准确率{p}%，基层员工不再守着屏幕，而是带着任务去现场。",
    "业内人士指出，容量电价落地以后，煤电由电量主体转向调节主体，{place}的{few}台老机组因此得以保留。",
    "{place}把废弃矿坑改造成下水库，少占耕地{many}亩，{few}台可逆式机组建成后日调节电量{d}万千瓦时。",
    "值得注意的是，午间电价一度降到每千瓦时{few}分，储能电站抓住机会充电{many}兆瓦时，傍晚再放出来顶峰。",
    "{person}在工作日志里写道，今天完成了{few}处接地改造，{place}小学的孩子们可以在亮堂的教室里上晚自习了。",
    "经过{few}轮协商，{place}和{place2}就联络线功率达成一致，晚峰互济能力由{many}万千瓦提高到{many2}万千瓦。",
    "当地组建了{many}人的护线队，村民既是用户也是哨兵，山火隐患从发现到处置平均只要{few2}个小时。",
    "新版细则明确，独立储能的调用次数每年不少于{many}次，未按指令响应的，扣减当月容量补偿的{p}%。",
    "整条生产线每小时产出组件{many}块，单位能耗比行业平均水平低{p}%，屋顶光伏满足了{few}成用电。",
    "对照目标还有差距：{place}仍有{few}座变电站满足不了检修方式下的可靠供电，{many}公里线路需要升级。",
)
SHORTEST = 85  # characters of a paragraph, at least; the longest sentence is added to that


def _values(draw: Random) -> dict[str, object]:
    place, place2 = draw.sample(PLACES, 2)
    return {"place": place, "place2": place2, "person": draw.choice(PEOPLE), "firm": draw.choice(FIRMS).format(place), "few": draw.randint(2, 9),
            "few2": draw.randint(2, 9), "many": draw.randint(12, 98), "many2": draw.randint(110, 970), "d": f"{draw.randint(110, 9980) / 10:.1f}",
            "p": f"{draw.randint(11, 489) / 10:.1f}", "kv": draw.choice((35, 110, 220, 500)), "month": draw.randint(1, 12), "day": draw.randint(1, 28)}


def _paragraphs(draw: Random, count: int) -> Iterator[str]:
    order = iter(draw.sample(SENTENCES, len(SENTENCES)))
    for _ in range(count):
        text = ""
        while len(text) < SHORTEST:
            text += next(order).format(**_values(draw))
        yield text


@cache
def paragraphs(key: str, version: int = 0, count: int = 0) -> tuple[str, ...]:
    """The text of the article `key`: 3 to 6 paragraphs, or `count` of them, of 85 to about 150 characters. Another `version` has another last one."""
    draw = Random(f"text/{key}")
    kept = tuple(_paragraphs(draw, count or draw.randint(3, 6)))
    return kept if not version else (*kept[:-1], *_paragraphs(Random(f"text/{key}/{version}"), 1))


@cache
def title(key: str, version: int = 0) -> str:
    """The title of the article `key`; another one for another `version`."""
    draw = Random(f"title/{key}/{version}")
    return draw.choice(TITLES).format(**_values(draw))
