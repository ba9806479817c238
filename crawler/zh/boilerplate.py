"""Lines that Chinese sites print around their articles, as data: each rule with the page that made it necessary.

Two kinds: an *end marker* closes the article, and everything behind it is cut off; a *furniture* line is dropped for itself.
A rule matches a whole line from its start, white space folded. Rules here hold for any site; what one site alone prints belongs into its site file.
"""
from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from crawler.zh.pattern import Pattern


class Rule(NamedTuple):
    """`name` stands in the ledger, `pattern` is matched from the start of a line, `seen` names a page that prints it.

    `words`, of which one stands in every line that the pattern matches, spare a pattern that begins with anything from being tried on every line.
    """

    name: str
    pattern: str
    seen: str
    words: tuple[str, ...] = ()


END_MARKERS: tuple[Rule, ...] = (
    Rule("related", r"[>＞»]{0,2}\s?[【\[]?(?:(?:更多)?相关(?:阅读|新闻|报道|文章|链接|推荐|资讯|专题|稿件|内容)|延伸阅读|推荐阅读|更多阅读|精彩推荐|热门推荐|为您推荐|为你推荐"
                    r"|猜你喜欢|编辑推荐|今日推荐|热点新闻|热门文章|大家都在看|你可能(?:还)?(?:喜欢|感兴趣)|您可能(?:还)?(?:喜欢|感兴趣)|更多精彩(?:内容)?)"
                    r"[】\]]?\s*(?:[:：>»]{0,3}\s*$|[:：]\s*(?=[^。]{0,80}$))", "chinapower desktop 2021: 相关阅读 / 无相关信息"),
    Rule("comments", r"(?:网友评论|最新评论|热门评论|评论列表|全部评论|发表评论|我要评论|我来说两句|我有话说|文明上网理性发言|用户评论|评论)\s*[(（]?\d{0,6}[)）]?\s*[:：]?\s*$",
         "chinapower desktop 2021: 评论 / 用户名: 匿名发表 / 密码: / 验证码: / 最新评论0"),
    Rule("reader-comments", r"(?:网友|读者|用户)(?:评论|留言|点评)\s?[(（](?:以下|仅|只|共)[^()（）]{0,40}[)）]|(?:网友|读者)\s?\S{1,20}\s?(?:于|在)\s?\d{4}[-年/.]\d.{3,20}(?:评论|发表|留言|说)(?:道|了)?\s*[:：]?\s*$",
         "local portals about 2005: 网友评论（以下言论只代表网友个人观点）, 网友 某某 于 2005-09-17 9:20:00 评论道："),
    Rule("comments", r"(?:(?:本文|本新闻|该文|本条新闻)\s?)?(?:已有|共有|目前有)\s?\d{1,7}\s?(?:条|位|个)(?:网友)?(?:评论|留言|跟帖|点评)(?![^。]{0,60}。).{0,60}$",
         "local portals about 2009: 本文共有 12 条评论 查看"),
    Rule("widgets", r"[【\[〖]\s?(?:返回|后退|回首页|返回上页|返回上一页|TOP|回顶部|关闭|关闭窗口)\s?[】\]〗]\s*$"
                    r"|(?=.{0,60}(?:打印|关闭|返回|推荐|评论|论坛|收藏|转发|顶部|TOP))[【\[〖][^【】\[\]〖〗。，]{1,12}[】\]〗](?:\s{0,4}[【\[〖][^【】\[\]〖〗。，]{1,12}[】\]〗]){1,7}(?:\s{1,4}\S{2,10})?\s*$"
                    r"|(?:转发|转贴|分享)(?:此|本)文(?:到|至)\s?[:：]|顶一下\s*(?:[(（]\d{1,6}[)）]\s*)?(?:\d{1,3}%\s*)?$",
         "DedeCMS: 顶一下 (3) 100% 踩一下; portals and FrontPage about 2000, nothing but boxes: 【返回】 【更多新闻】 【TOP】, [打印本稿] [进入论坛] [关闭窗口]"),
    Rule("copyright", r"[【\[(（]?(?:版权(?:及免责)?声明|版权说明|版权与免责声明|免责声明|免责条款|特别声明|郑重声明|稿件声明|转载声明)"
         r"\s*[】\])）]?\s*(?:[:：]?\s*$|(?:[:：]|(?<=[】\])）])).{0,200}?(?:转载|版权|本[网站报]|来源|侵权|观点|供参考|免责|责任|授权|原创))",
         "chinapower mobile 2021: 【版权及免责声明】凡本网所属版权作品; bjx: 特别声明:北极星转载其他网站内容"),
    Rule("copyright", r"(?:凡本网(?:站)?(?:所属|注明|转载)|凡注明[“\"《]?(?:来源|稿源).{0,20}本[网站报]|凡来源(?:注明|为)\S{0,12}(?:网|社|报)|本网站所有(?:内容|文章)"
                      r"|本文(?:版权|仅代表)(?:归)?(?:原)?作者|以上内容仅代表(?:原?作者|个人|其)|本网转载|声明[:：](?:本文|该文|此文|以上|转载)(?!.{0,30}投资建议))",
         "bjx: 凡来源注明北极星*网的内容为北极星原创"),
    Rule("hot-list", r"(?:(?:24|48|72)\s*小时|[一本]周|今日|昨日|本月|新闻|文章|资讯)?(?:点击|热点|热门|阅读|点赞|新闻|评论|浏览)?排行榜?$|(?:一周|本周|24小时|今日|新闻)热点$|热点(?:关注|排行|推荐)$",
         "bjx 环保: 一周热点; chinapower about 2014: 24小时点击排行"),
    Rule("footer", r".{0,24}(?:版权所有|All Rights Reserved|ICP[备证]\S{0,4}\d{6,})|.{0,60}网站标识码", "every footer: 中国电力网 版权所有", ("版权所有", "All Rights Reserved", "ICP", "网站标识码")),
    Rule("neighbours", r"(?:上一(?:篇|页|条|则)|下一(?:篇|条|则)|前一篇|后一篇)(?:(?:文章|新闻|内容)?\s*(?:[:：>＞»]|$)|\s+\S)", "government CMS: 上一篇：… 下一篇：…"),
    Rule("copyright", r"平台声明\s*[:：]", "sohu 2024: 平台声明：该文观点仅代表作者本人"),
    Rule("contact", r"(?:投稿(?:与新闻线索|邮箱|热线|信箱|QQ)?|新闻(?:热线|线索)|联系我们|合作联系人?|商务合作|广告(?:热线|合作|投放))\s*[:：]\s*(?=$|.{0,40}(?:\d{5}|@|#|微信|QQ|电话|邮箱))",
         "bjx: 投稿与新闻线索:陈女士 微信/手机:… 邮箱:chenchen#bjxmail.com(请将#改成@)"),
    Rule("follow", r"(?:扫描(?:识别)?二维码|扫一扫|扫码(?:关注|阅读|看)|长按(?:识别)?二维码|(?:欢迎)?关注(?:我们|微信公众号|官方微信|本公众号)|微信公众号\s*[:：]|分享到微信)",
         "chinapower mobile 2021: 扫描识别二维码,关注中国电力网"),
    Rule("widgets", r"(?:分享到|分享至|分享让更多人看到|转发到|打印本页|关闭窗口|\[?打印\]?\s*\[?关闭\]?|返回(?:顶部|首页|列表)|收藏本页|(?:【?(?:打印|关闭|收藏)】?\s*){1,4}$|推荐给朋友)",
         "people.com.cn: 分享让更多人看到"),
)

FURNITURE: tuple[Rule, ...] = (
    Rule("widgets", r"(?:收藏\s*点赞|点赞|收藏|分享|投稿|我要投稿|转发|打印|关闭|朗读|字号|字体|大\s*中\s*小|\[?(?:放大|缩小|默认|小|中|大)\]?|评论|举报|复制链接|微信|微博|QQ空间|"
                    r"QQ好友|语音播报|倍速|播放|暂停|(?:阅读|浏览|点击)(?:次数|量|数)?\s*[:：]?\s*\d{0,9}(?:\s*次)?)\s*$", "bjx: 收藏点赞 / 投稿 / 我要投稿"),
    Rule("disclaimer", r"[（(【]?(?:(?:风险|特别|免责)?(?:声明|提示)\s*[:：]).{0,40}(?:仅供参考|不构成(?:任何)?(?:投资)?建议|风险自担)", "finews: (声明：文章内容仅供参考，不构成投资建议。…)"),
    Rule("original-title", r"[（(【\[]?原(?:标题|题)\s*[:：].{2,120}$", "bjx about 2015, sina: 原标题：…"),
    Rule("pages", r"(?:(?:首页|上一?页)\s*)?\d[\d\s]{0,150}(?:(?:下一?页|尾页|末页)\s*){1,2}$|(?:上一页|下一页|尾页)\s*$", "bjx article in several pages: 1 2 3 下一页"),
    Rule("bare-link", r"<?https?://[^\s\u3400-\u9fff]{6,500}>?$", "finews as text: the link to the original on a line of its own"),
    Rule("widgets", r"参与互动\s?[(（]\d{0,7}[)）].{0,30}$|文章录入\s?[:：]\s?\w{1,20}\s{1,8}责任编辑\s?[:：]\s?(?:admin|administrator|管理员)\s*$",
         "news portals 2011: 参与互动(3) 【字体：↑大 ↓小】; PowerEasy 2007: 文章录入：admin 责任编辑：admin"),
    Rule("list-date", r"[\[(（【]\s?\d{1,2}(?:[/.-]|月)\d{1,2}日?(?:\s\d{1,2}:\d{2})?\s?[\])）】]\s*$", "portals about 2002, behind each link of a list: [6/9]"),
    Rule("advert", r"(?:广告|【广告】|\[广告\]|AD|赞助商链接|推广)\s*$", "portals put 广告 over a banner inside the body"),
    Rule("follow-tags", r"(?:[^\s>]{1,30}查看更多\s*[>＞]?\s*)+$", "bjx: 遵义供电局查看更多>创先争优查看更多>", ("查看更多",)),
    Rule("video", r"(?:您的浏览器不支持|你的浏览器不支持|抱歉[，,]您的浏览器|视频加载中|正在加载|加载中|点击播放|Your browser does not support)", "HTML5 player fallbacks inside bodies"),
    Rule("more", r"(?:点击|查看)?(?:展开|阅读)?(?:全文|更多|剩余\d{1,3}%)\s*[>＞»↓]{0,3}\s*$", "portals fold long articles: 展开全文"),
    Rule("pages", r"(?:上一页|首页)?\s{0,9}[\[【(（]?\d[\d\[\]【】()（）\s|]{0,200}\d[\]】)）\s|]{0,9}(?:下一页|尾页|末页|全文)?[\s>＞»]{0,9}$|(?:上一页|下一页|尾页|末页)(?:\s{0,9}(?:上一页|下一页|尾页|末页)){0,9}\s{0,9}[>＞»]{0,9}$",
         "xinhuanet 2005: [1] [2] [3] [4] [5] [6] under a body in six pages"),
    Rule("widgets", r"(?:\+\s?1|首赞|赞|图集|共找到\s?[\d,]{1,12}\s?(?:个|条|篇)相关(?:新闻|文章).?|阅读\s?[(（][\d.]{1,8}\s?[万wW+]?[)）])\s*$", "xinhuanet 2019: 图集, +1; sohu 2024: 首赞 +1 阅读 （42万）"),
    Rule("more", r"(?:请)?点击(?:进入|查看|观看|此处|这里|下载).{0,40}[>＞»]{1,3}\s*$", "people.com.cn 2019: 点击进入“文艺星青年”>>"),
    Rule("copyright", r"[^。]{0,60}(?:专稿|稿件|原创|作品)?[，,；; ]{0,2}(?:未经|如需|若需)[^。]{0,20}(?:授权|许可|允许|同意)[^。]{0,16}(?:请勿|不得|禁止|严禁|谢绝)[^。]{0,12}(?:转载|使用|复制)[^。]{0,20}[。.]?\s*$",
         "39.net 2021: 39健康网(www.39.net)专稿，未经书面授权请勿转载。", ("未经", "如需", "若需")),
    Rule("follow", r"(?:想)?(?:了解|获取|查看)?更多[^。]{0,60}(?:资讯|信息|内容|新闻|详情|精彩)[^。]{0,10}(?:请|欢迎|敬请)(?:关注|访问|登录|收藏)[^。]{0,60}[。！!]?$", "tqxz 2022: 更多“…”的相关经验资讯请关注www.…"),
    Rule("search-box", r"(?:搜索历史(?:清空)?|热门搜索|请输入关键[词字]|搜索)\s*$", "bjx as text: 搜索历史清空"),
)

PAGE_FOOT: tuple[Rule, ...] = (
    Rule("foot", r"(?:[Cc]opy\s?[Rr]ight|COPYRIGHT|版权所有|©|[^。]{0,20}ICP[备证]|地址\s*[:：]|电话\s*[:：]|传真\s*[:：]|邮编\s*[:：]|主办(?:单位)?\s*[:：]|承办(?:单位)?\s*[:：]|技术支持"
                 r"|网站所有内容|未经(?:书面)?(?:授权|许可|允许)|违法和不良信息|互联网新闻信息服务|您是第|网站声明|使用前必读|友情链接|提示[:：]网站|浏览器|建议(?:您)?(?:使用|用)|请(?:各位|您)遵[守纪]"
                 r"|您发表的|您的发表的|欢迎(?:来到|访问|光临))",
         "sohu 2004: copyright © 2006 sohu.com inc. all rights reserved, 请各位遵纪守法并注意语言文明。"),
)
"""What stands at the foot or head of whole pages and is never running text, though it has commas."""

CRUMBS = Pattern(r"(?:您|你)?(?:的|现在|当前|本页)?(?:所在)?(?:的)?位置\s*[:：>＞]|当前位置|首页\s*[>»]")
"""Begins the line of breadcrumbs: 当前位置: 首页 > 电网 > 省网新闻, 您的位置:电力农电报道正文, 您当前位置：首页."""


CRUMB_MARK = Pattern(r"[>»＞›→/]")
"""Stands between the parts of breadcrumbs."""

SUBTITLE = Pattern(r"\s*(?:——|--|──|――|—(?!—)|─)\s*(?=\S)")
"""Opens a subtitle, on a page of any form."""

WEB_INFO = r"发布时间|(?<!图片)来源\s*[:：]|\d{4}-\d\d-\d\d[ T]\d\d:\d\d"
"""What a page of a web site prints in its head, and a printed page does not (a pattern, to be searched)."""


class Table:
    """Rules compiled into one pattern, so that a line that no rule knows costs one failed match; those with `words` are asked apart."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        rules = list(rules)
        self._names = [rule.name for rule in rules]
        self._plain = [n for n, rule in enumerate(rules) if not rule.words]
        self._pattern = Pattern("|".join(f"({rules[n].pattern})" for n in self._plain) or "(?!)")
        worded = [(n, rule.words, Pattern(rule.pattern)) for n, rule in enumerate(rules) if rule.words]
        self._worded = [(word, n, pattern) for n, words, pattern in worded for word in words]

    def name(self, line: str) -> str | None:
        """Name of the first rule that matches `line` from its start; None where none does."""
        found = self._pattern.match(line)
        first = self._plain[(found.lastindex or 1) - 1] if found else len(self._names)
        for word, n, pattern in self._worded:
            if word in line and n < first and pattern.match(line):
                first = n
        return self._names[first] if first < len(self._names) else None


ENDS = Table(END_MARKERS)
"""The end markers that all sites share."""

LOOSE = Table(FURNITURE)
"""The furniture lines that all sites share."""
