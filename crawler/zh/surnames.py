"""Chinese surnames as data, and how plausible a string is as the name of one person.

Nothing here proves that a string is a name; it says whether a reader of newspapers would take it for one. Names with a
middle dot and names of Tibetan, Uyghur, Mongolian or Kazakh form carry no Han surname and are known by their parts.

Two questions, by what stands around the string: `is_person` where nothing says that a name must come, `may_be_person` behind
a role (记者, 作者：), where a surname that no list has is as good as any.
"""

from crawler.zh.pattern import Pattern

WORDLIKE = frozenset("原智展种银门由巨税同占先初兴铁那端渠续运查召台完相雄员练植奉普步来保光东青信英海良忠南千历水双招折买纳归刀锁鲜冒闪虎扬呼忽玄")
"""Surnames that open far more words than names: 运维, 铁路, 同时 are no persons, 运建国 may be one."""

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
    # rarer ones of today
    "代隋苟栗粟尉鹿旷綦衣亓迮贠郇轩腾妥拜兰沐杞剡禤睢眭檀忻恽郧雒楼芦朴漆宛幺药禚肇钏淳丛砀杲皋淦苻妫炅隽缴郅枚溥麹莎毓"
    "麦郤芈芶苌茆莒菅萨蕲虢蹇郯鄞铎隰靖颉麴呙琚甯禇粘謇蔄俎佀凃寸尧岱崇师柘衡邾郃鬲骞洛"
    # traditional forms
    "趙錢孫馮陳衛蔣韓楊許呂張嚴華謝鄒竇雲蘇範魯韋馬鳳費賀羅畢鄔樂齊顧黃蕭湯龐紀項閔賈婁駱鍾鐘萬盧繆鄧單諸鈕龔陸榮儲烏車"
    "劉龍葉薊賴藺陰蒼聞黨譚貢勞莊閻連習魚終廣闕歐師鞏聶闞簡饒養豐關荊權蓋閆塗賞譙陽鄺強談溫寧遲蘭滿肅壽邊鄭喬麥鮑樓區餘"
) | WORDLIKE
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

PLACES = frozenset(
    str.split(
        "北京 上海 天津 重庆 河北 山西 内蒙古 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 四川 贵州 云南 "
        "西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾 华北 华东 华中 华南 东北 西北 西南 京津冀 长三角 珠三角 "
        "石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 雄安 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁 "
        "呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 乌兰浩特 兴安盟 锡林郭勒 锡林浩特 阿拉善 额尔古纳 "
        "沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛 长春 四平 辽源 通化 白山 松原 白城 延边 "
        "哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 大兴安岭 "
        "南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 "
        "合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 "
        "南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 "
        "滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 济源 "
        "武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 仙桃 潜江 天门 神农架 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 "
        "张家界 益阳 郴州 永州 怀化 娄底 湘西 浏阳 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 "
        "中山 潮州 揭阳 云浮 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左 海口 三亚 三沙 儋州 "
        "成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 阿坝 甘孜 凉山 贵阳 六盘水 遵义 安顺 "
        "毕节 铜仁 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆 拉萨 日喀则 昌都 林芝 山南 那曲 "
        "阿里 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏 甘南 "
        "西宁 海东 玉树 果洛 银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 博尔塔拉 巴音郭楞 阿克苏 克孜勒苏 喀什 和田 "
        "伊犁 塔城 阿勒泰 石河子 塔里木 准噶尔 额尔齐斯 东京 纽约 伦敦 巴黎 柏林 莫斯科 华盛顿 布鲁塞尔 日内瓦"
    )
)
"""Provinces, their cities and what else stands before 报道; some of them are names of persons as well (常德, 金华)."""

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
        "花园 文稿 文图 相片 言论 福利 越来越 燕赵 阳光 爱国 终于 终审 都是 曾经 乐观 常常 常规 尤其 单独 平常 平均 "
        # words that begin with one of the rarer surnames
        "代表 代理 代码 代替 代价 代建 代销 代际 原因 原来 原料 原则 原油 原创 原有 原文 原始 原标 智能 智慧 智库 智造 展开 展示 展览 展望 展现 "
        "种类 种植 种子 银行 银保 门户 门票 门店 由于 由此 由来 巨大 巨头 税务 税收 税费 税率 同时 同比 同样 同期 同意 同步 同志 同行 同类 "
        "占比 占全 占地 占用 先进 先后 先行 先锋 先生 先导 初级 初心 初期 初始 初审 初夏 初秋 初冬 初春 兴业 兴建 兴起 兴趣 铁路 铁塔 铁军 "
        "铁人 铁矿 那样 那时 那个 那里 端午 端到 渠道 续航 续签 续写 续建 运行 运维 运营 运输 运检 运用 运动 查询 查处 查找 查验 召开 召集 "
        "召回 台区 台风 台账 完成 完善 完工 完全 完整 完美 相比 相信 相对 相互 相继 相应 相当 员工 员额 练兵 植树 奉献 普通 普及 普遍 普查 步伐 "
        "来源 来自 来电 来信 来稿 保障 保护 保供 保电 保证 保险 保持 光伏 光明 光电 光热 东部 东盟 青年 青春 英国 英语 海洋 海军 良好 南方 千瓦 "
        "千亿 千万 千家 历史 历时 历年 历经 水库 水泥 水利 水务 双方 双向 双赢 招标 招聘 招商 招生 折旧 折扣 买卖 买方 纳入 纳税 归属 归口 "
        "锁定 鲜花 冒雨 呼吁 呼叫 忽视 腾飞 妥善 妥当 锡林 特高压 高温 高校 高速 高端 高效 高层 高铁 高考 应急 应当 应邀 安装 安监 安规 施工 修订 "
        "修复 成本 成员 成套 单价 单一 平时 平稳 时隔 时常 时刻 时尚 陆续 连续 连日 连夜 于是 常年 常态 常务 常用 明显 明确 贯通 车辆 车站 山区 农业 "
        "农村 农民 农户 农机 广大 广泛 利率 利益 利息 强调 强大 强国 强烈 包含 包装 支出 支撑 支付 支援 支行 支队 胡同 党组 党群 党课 谷物 连接 "
        "曲线 范围 万千 万亿 万吨 全年 全员 全球 全力 全新 全程 方向 方针 金牌 金奖 关停 关口 计量 腾讯 "
        # titles of columns and of what reporters do, behind 记者 and 摄影
        "手记 调查 观察 走访 见闻 札记 日记 笔记 感言 随笔 心得 快评 评论 点评 专栏 专访 访谈 报告 提问 直击 探访 体验 亲历 在线 视点 视角 "
        "眼中 现场 特稿 追踪 暗访 纪实 采访 视频 来信 培训 队伍 大赛 比赛 作品 摄影 艺术 资料 网络 视觉 出品 写真 招募 名单 名录 专题 培训班 摄影展 "
        "走基层 看两会 出镜 见证 蹲点 播报 解说 主播 行动 述评 综述 速递 直播 特写 图集 风采 之家 团队 沙龙 展播 展评 信箱 英雄 心声 故事 影像 影展 "
        "技巧 协会 学会 约稿 邮箱 待遇 报名 征集 征稿 须知 提示 推荐 无误 已毕 打卡 支招 帮忙 帮办 揭秘 实拍 航拍 街拍 抓拍 随拍 组图 美图 "
        # what newspapers of the trade call their departments
        "电力 供电 检修 调度 营销 变电 输电 配电 党建 宣传 新闻 办公 后勤 物资 财务 人资 工会 团委 新媒体 融媒体 全媒体 多媒体 供电所 电业局 "
        # days and moments that stand behind 记者
        "昨日 今日 近日 日前 昨天 今天 前天 获悉 了解 了解到 目前 此前 随后 最近 连线 正在 于近日 于日前"
    )
)
"""Words of the press as short as a name: those that begin with a surname, and those that stand where a name may stand."""

_HAN = Pattern(r"[\u3400-\u9fff〇]{2,12}\Z")
_DOTTED = Pattern(
    r"[\u3400-\u9fffA-Za-z.]{1,16}(?:[·•・‧](?:[\u3400-\u9fffA-Za-z.]|(?<=[A-Za-z.]) (?=[A-Z])){1,24}){1,4}\Z"
)
_LATIN = Pattern(r"[A-Z][A-Za-z'.\-]{1,20}(?: [A-Z][A-Za-z'.\-]{0,20}){0,3}\Z")
_NEVER = Pattern(r"[的了是在被把将您吗呢吧这哪怎么获悉说者等都从与及也很]")
_ORGANISATION = Pattern(
    r"(?:公司|集团|局|厅|委|部|院|所|会|站|社|报|网|中心|学校|大学|[省市县区州盟旗镇乡村]|电力|供电|电厂|银行)\Z"
)
_NO_UNKNOWN_FIRST = frozenset("走看问探访进深追目亲跟到赴每各本该几两三四五六七八九十百大小中上下最更再又已正新老全多少")
"""What opens no name whose surname is not known."""
_NO_UNKNOWN = Pattern(
    r"[你我他她它们呀啊啦嘛呵没不其此些]"
    r"|[展赛记录谈化型式率额机器图表书馆界稿集版刊篇段课营队团员家体品物材案类项页处室科组班线厂场]\Z"
)
_TRANSCRIBED = frozenset(
    "阿敖巴白宝保毕别布才朝达丹旦道德登迪都杜额恩尔嘎尕噶格根贡古哈海汗和赫呼嘉金克库拉郎勒乐力林鲁伦罗洛麦满曼蒙孟米"
    "莫木牧穆姆那纳娜楠尼诺帕普其齐恰钦青热仁日荣若萨赛桑顺斯思松苏孙索塔台坦特腾提通图吐托娃旺维乌希锡西夏雅央耶依伊音"
    "玉云扎珍卓珠宗措吉次"
)
"""Characters that write the syllables of Mongolian, Tibetan, Uyghur and Kazakh names: 敖日格乐, 那仁满都拉, 额尔德木图."""


_OPENERS = frozenset("白鹤 乌东 向家 葛洲 龙羊 石岛 单选 多选 农林 金属 文明 文物 温室 安徽 解放".split())
"""Words that no bracket holds alone and that longer ones open with: 白鹤滩, 单选题, 文明办."""


def surname_length(name: str) -> int:
    """How many characters of `name` are its surname: 2, 1, or 0 when it begins with none."""
    if name[:2] in COMPOUND:
        return 2
    return 1 if name[:1] in SINGLE else 0


def opens_with_word(name: str) -> bool:
    """Whether a known word or place stands at the front of `name`, as in 高压侧, 温州段, 施工图; so it does in 曾经国, a name."""
    return name[:2] in NOT_PERSONS or name[:2] in _OPENERS or name[:2] in PLACES or name[:3] in PLACES


def is_person(name: str) -> bool:
    """Whether `name` (one name, without spaces at its ends) reads as the name of one person."""
    if _HAN.match(name):
        return name not in NOT_PERSONS and not (len(name) > 2 and name in PLACES) and _is_han_person(name)
    return bool(_DOTTED.match(name) or (_LATIN.match(name) and len(name) > 2))


def may_be_person(name: str) -> bool:
    """Whether `name` may be a person's where a role stands before it (记者, 作者：): 拜喆喆, 敖日格乐, whatever the surname.

    Besides what `is_person` takes, two or three hanzi that are no word of `NOT_PERSONS`, no place and hold no function word,
    and four to six that spell a name of another tongue. The caller sees to it that no department stands there.
    """
    if is_person(name):
        return True
    if not _HAN.match(name) or name in NOT_PERSONS or name in PLACES:
        return False
    if len(name) > 3:
        return len(name) <= 6 and _TRANSCRIBED.issuperset(name)
    return name[0] not in _NO_UNKNOWN_FIRST and not _NEVER.search(name) and not _NO_UNKNOWN.search(name)


def _is_han_person(name: str) -> bool:
    if _is_minority(name):
        return not _NEVER.search(name)
    taken = surname_length(name)
    if not taken or _NEVER.search(name, taken):
        return False
    if taken == 1 and name[0] in WORDLIKE:
        return len(name) == 3 and not opens_with_word(name) and not _NO_UNKNOWN.search(name)
    if len(name) == 4 and taken == 1:
        parents = name[1] in SINGLE and name[1] not in WORDLIKE
        return parents and name[2:] not in NOT_PERSONS and name[:2] not in NOT_PERSONS
    return taken < len(name) <= taken + 2 and (taken == 1 or len(name) > 2)


def _is_minority(name: str) -> bool:
    if not 3 <= len(name) <= 10 or _MINORITY_PART.search(name) is None:
        return False
    return not _ORGANISATION.search(name)
