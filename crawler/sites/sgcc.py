"""国家电网公司 www.sgcc.com.cn and its provincial companies. UTF-8; the template of about 2017.

Date and source stand in the text's box. Newer pages are answered with a script first: save them from a browser.
"""
from crawler.families import trs
from crawler.site import Listing


class Sgcc(trs.Trs):
    name, publisher, scheme = "sgcc", "国家电网公司", "http"
    hosts = ("sgcc.com.cn",)
    numbering = ("www.sgcc.com.cn",)
    fold_hosts = {"sgcc.com.cn": "www.sgcc.com.cn"}
    article_url = (r"/(?:xwzx(?:/[A-Za-z0-9]{1,20}){1,3}/\d{4}/\d\d|html/sgcc(?:_main)?/col\d{6,12}/\d{4}-\d\d/\d\d)"
                   r"/(?P<id>\d{4,24})(?:_\d{1,2})?\.shtml")
    title_suffix = r"\s*[-_|]{1,3}\s*国家电网(?:有限)?公司(?:门户网站)?"
    listings = (Listing("http://www.sgcc.com.cn/xwzx/gsyw/yxfc/index.shtml", links="#t1 ul li a"),
                Listing("http://www.sgcc.com.cn/html/sgcc/col2022121225/column_2022121225_1.shtml",
                        links=".newslist > li a"))
    layouts = (trs.layout("page", marks=(".cSgcc",), title=".cSgcc", body=".blkContainerSblkCon_14",
                          head=("date", "source")),
               *trs.text_layouts(r"国家电网(?:有限)?公司\s*版权所有|版权所有\s*[:：]?\s*国家电网(?:有限)?公司"))
