"""国家能源局 www.nea.gov.cn, its documents on zfxxgk.nea.gov.cn, and its regional offices. UTF-8.

Addresses: /2024-03/18/c_<number>.htm up to 2024, /20260916/<32 hex digits>/c.html since; the offices have TRS's own.
"""
from crawler.families import trs
from crawler.site import Listing


class Nea(trs.Trs):
    name, publisher = "nea", "国家能源局"
    hosts = ("nea.gov.cn",)
    numbering = ("www.nea.gov.cn", "zfxxgk.nea.gov.cn")
    fold_hosts = {"nea.gov.cn": "www.nea.gov.cn"}
    article_url = (r"/(?:\d{4}-\d\d/\d\d/c_|\d{8}/|(?:[A-Za-z0-9-]{1,40}/){1,8}\d{6}/t\d{8}_)"
                   r"(?P<id>\d{1,12}|[0-9a-f]{32})(?:_\d{1,2})?(?:/c)?\.s?html?")
    title_suffix = r"\s*[-_|]{1,3}\s*国家能源局(?:网站)?"
    marks = ("//link[contains(@href, '.nea.gov.cn/')]",)
    listings = (Listing("https://www.nea.gov.cn/xwzx/nyyw.htm", links="ul.list01 li a"),
                Listing("https://www.nea.gov.cn/news/jwzdt.htm", links="ul.list01 li a"),
                Listing("https://www.nea.gov.cn/ldhd/index.htm", links="ul.list01 li a"))
    layouts = (trs.document(), trs.layout("article"),
               *trs.text_layouts(r"(?:主办(?:单位)?|版权所有)\s*[:：]?\s*国家能源局(?!\S{0,6}监管)|国家能源局\s*版权所有"))
