"""中国电力网 www.chinapower.com.cn, 中国电力发展促进会. UTF-8; old template GBK. https fails: http it is.

Desktop (www.) and mobile (mm.) templates of 2021 and one of about 2014. The source stands glued to its label:
国家电网报发布时间:2021-07-21.
"""
from crawler.site import Layout, Listing, Site, TextLayout

OWNED = (r"中国电力网\s*版权所有|chinapower\.com\.cn.{0,20}版权所有|关注中国电力网|注明来源“中国电力网”|中国电力网简介|中国电力网[:：]你关心的"
         r"|^\s*(?:最新评论\d*|用户名[:：].*匿名发表.*)\s*$")
LINKS = "li.headlinelist a[title], div.ns_nr ul.list00 li a, div.small a"
CHANNELS = tuple("dww xw zx fd flfd tynfd chuneng qingneng tanzhonghe guihuajianshe zjqy dlxxh sj guonei".split())
PROMOTION = r"中国电力网[:：]你关心的"
COMMENTS = r"评论\s*用户名"


class ChinaPower(Site):
    name, publisher, scheme = "chinapower", "中国电力网", "http"
    hosts = ("chinapower.com.cn",)
    fold_hosts = {"mm.chinapower.com.cn": "www.chinapower.com.cn", "chinapower.com.cn": "www.chinapower.com.cn"}
    article_url = r"/(?:[A-Za-z0-9-]{1,40}/){1,6}(?P<date>\d{6,8})/(?P<id>\d+)\.html"
    title_suffix = r"[_-](?:中国)?电力网"
    listings = (Listing("http://www.chinapower.com.cn/{section}/", LINKS, sections=CHANNELS, numbered="index_{page}.html"),
                Listing("http://mm.chinapower.com.cn/fd/jcdt/", LINKS, numbered="index_{page}.html"))
    layouts = (
        Layout(name="old", marks=("div.subleft",), title=("div.subleft h1", "div.subleft h2", "h1", "h2"),
               info="div.subleft h3", body="div.subleft", ends={"comments": COMMENTS}),
        Layout(name="mobile", marks=("div.info",), title=("h1", "h2", "h3", ".title"), info="div.info", body="div.content",
               ends={"promotion": PROMOTION, "comments": COMMENTS}),
        Layout(name="desktop", title=("h1", "h2"), body=("div.content", ".content"), ends={"promotion": PROMOTION, "comments": COMMENTS}),
        TextLayout(name="text", marks=(OWNED, r"发布时间[:：]|^\s*来源[:：].{1,30}作者[:：]|^\s*当前位置[:：]\s*首页"), ends={"promotion": PROMOTION, "comments": COMMENTS}),
        TextLayout(name="text", marks=(r"^\s*[^\s:：]{2,20}发布时间[:：]\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\s+作者[:：]|\s*$)",)),
    )
