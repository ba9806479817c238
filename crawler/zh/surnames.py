"""Chinese surnames as data, and how plausible a string is as the name of one person.

Nothing here proves that a string is a name; it says whether a reader of newspapers would take it for one. Names with a
middle dot and names of Tibetan, Uyghur, Mongolian or Kazakh form carry no Han surname and are known by their parts.
"""

from crawler.zh.pattern import Pattern

SINGLE = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花"
    "方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米"
    "贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支"
    "柯昝管卢莫房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲封芮羿储靳汲邴糜松井段富"
    "巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰鄂索咸"
    "籍赖卓蔺屠蒙池乔阴胥苍闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿边扈燕冀郏浦尚农温别庄晏柴瞿阎慕连茹习宦艾"
    "鱼容古易慎戈廖庾终暨居耿满弘匡文寇广禄阙殴殳沃蔚夔隆巩厍聂晁勾敖融冷訾辛阚简饶曾毋沙乜养鞠须丰巢关蒯荆游竺权"
    "逯盖益桓仉督岳帅缑亢况郈琴晋楚闫法汝鄢涂钦商牟佘佴伯赏墨哈谯笪阳佟肖覃付丘邸邝苑谌辜庹揭修斯操郄战矫冼缐官仝"
    "冶斛闾揣撒卿敬母迟"
)
"""Single-character surnames, the hundred families and what the press adds to them."""

COMPOUND = frozenset(
    str.split(
        "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 "
        "申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 "
        "宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 "
        "公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师 纳兰 叶赫 完颜 "
        "爱新 富察 佟佳"
    )
)
"""Surnames of two characters."""

MINORITY = tuple(
    str.split(
        "格桑 扎西 次仁 次旦 次旺 次珍 卓玛 卓嘎 旦增 丹增 旦巴 索朗 索南 达娃 尼玛 白玛 平措 普布 边巴 边觉 巴桑 "
        "拉巴 拉姆 米玛 多吉 仁青 仁增 央金 央宗 德吉 德庆 洛桑 罗布 阿旺 强巴 晋美 贡嘎 贡觉 嘎玛 桑珠 桑吉 曲珍 "
        "曲扎 顿珠 欧珠 旺堆 旺姆 旺久 云丹 益西 江村 赤列 塔杰 才让 才旦 土登 阿卜 阿布 买买 麦麦 麦提 努尔 古丽 "
        "吐尔 吐逊 热合 玉素 玉山 帕提 迪丽 艾力 艾合 艾尼 依明 依马 木拉 木沙 肉孜 赛力 赛买 沙吾 库尔 哈力 叶尔 "
        "别克 汗古 巴特尔 巴图 乌云 其其格 其木格 娜仁 萨仁 斯琴 苏和 苏日 格日 朝鲁 宝音 吉日 额尔 阿拉坦 阿如 布和 "
        "那日 呼和 道尔吉 图雅 高娃 乌兰"
    )
)
"""Parts by which names without a Han surname are known."""

_MINORITY_PART = Pattern("|".join(MINORITY))

NOT_PERSONS = frozenset(
    str.split(
        "谢谢 报道 综合报道 连线 万里行 管窥 成长 明白 平台 和平 高度 高度评价 全文 安全 安排 时评 时间 时候 时代 "
        "常见 方面 方案 路上 关于 关注 关闭 关键 关系 程序 经济 经过 经理 文字 文章 文件 文化 国家 国网 国电 国际 "
        "国内 国务院 华电 华能 华润 金融 金额 金句 江苏 江西 安徽 海南 海口 海外 云南 云端 广东 广西 广州 贵州 吉林 "
        "宁夏 山东 山西 成都 温州 武汉 常州 东莞 东方 通讯 通知 通过 通报 解读 解析 解决 应对 应用 能源 水利 水电 "
        "计划 任务 项目 项目部 强调 应该 任何 相关 有关 有人 有的 有望 有何 须知 单位 公司 公告 公布 公示 公开 毕竟 "
        "何时 何地 何人 何以 何为 那么 那些 许多 从而 从中 从严 利用 利好 利润 向前 向上 年度 年报 年初 年底 爱心 "
        "包括 成立 成功 成果 党委 党员 党建 家庭 家里 房间 双碳 双方 高温 高质量 高压 易懂 计算 支持 支部 全国 全省 "
        "全市 全部 全面 管理 管理员 系统管理员 路透 谈话 余额 万元 强化 项目组 项目办 金属 明年 明天 明日 白天 和谐 "
        "云计算 广告 通稿 商报 信息 信号 信达 农网 农电 官网 官方 官微 连载 钟点 水平 山村 别墅 师傅 初步 查看 步骤 "
        "宿舍 时政 时讯 方式 方法 石油 石化 车间 班组 党总支 寿命 简介 简讯 简单 简报 综合 海报 海上 海量 海关 花絮 "
        "花园 文稿 文图 相片 言论 福利 越来越 燕赵 阳光 爱国 终于 终审 都是 曾经 乐观 常常 常规 尤其 单独 平常 平均"
    )
)
"""Words of the press that begin with a surname and are as short as a name."""

_HAN = Pattern(r"[\u3400-\u9fff〇]{2,12}\Z")
_DOTTED = Pattern(r"[\u3400-\u9fffA-Za-z.]{1,16}(?:[·•・‧][\u3400-\u9fffA-Za-z. ]{1,24}){1,4}\Z")
_LATIN = Pattern(r"[A-Z][A-Za-z'.\-]{1,20}(?: [A-Z][A-Za-z'.\-]{0,20}){0,3}\Z")
_NEVER = Pattern(r"[的了是在被把将您吗呢吧这哪怎么获悉说者等都从与及也很]")


def surname_length(name: str) -> int:
    """How many characters of `name` are its surname: 2, 1, or 0 when it begins with none."""
    if name[:2] in COMPOUND:
        return 2
    return 1 if name[:1] in SINGLE else 0


def is_person(name: str) -> bool:
    """Whether `name` (one name, without spaces at its ends) reads as the name of one person."""
    if _HAN.match(name):
        return name not in NOT_PERSONS and _is_han_person(name)
    return bool(_DOTTED.match(name) or (_LATIN.match(name) and len(name) > 2))


def _is_han_person(name: str) -> bool:
    if _is_minority(name):
        return not _NEVER.search(name)
    taken = surname_length(name)
    if not taken or _NEVER.search(name, taken):
        return False
    if len(name) == 4 and taken == 1:
        return name[1] in SINGLE and name[2:] not in NOT_PERSONS and name[:2] not in NOT_PERSONS
    return taken < len(name) <= taken + 2 and (taken == 1 or len(name) > 2)


def _is_minority(name: str) -> bool:
    return 3 <= len(name) <= 10 and _MINORITY_PART.search(name) is not None
