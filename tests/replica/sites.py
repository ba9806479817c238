"""The sites of the replica: which hosts they have, and what they answer in each state."""
from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from tests.replica import finews, papers, portals, press
from tests.replica.world import World

HOSTS = {
    "finews": ("finews.withounder.com",),
    "chinapower": ("www.chinapower.com.cn", "mm.chinapower.com.cn"),
    "bjx": ("news.bjx.com.cn", "guangfu.bjx.com.cn", "shupeidian.bjx.com.cn"),
    "sgcc_news": ("www.indaa.com.cn", "epaper.sgcctop.com"),
    "hunan_daily": ("epaper.voc.com.cn",),
    "people_daily": ("paper.people.com.cn",),
    "china_energy_news": ("paper.people.com.cn",),
    "cpnn": ("cpnn.com.cn", "www.cpnn.com.cn"),
    "nea": ("www.nea.gov.cn",),
}
MAKERS: dict[str, Callable[[World], None]] = {
    "finews": finews.finews, "chinapower": portals.chinapower, "bjx": portals.bjx, "sgcc_news": press.sgcc_news, "hunan_daily": papers.hunan_daily,
    "people_daily": papers.people_daily, "china_energy_news": papers.china_energy_news, "cpnn": press.cpnn, "nea": press.nea,
}
FORBIDDEN = {"epaper.voc.com.cn": ("/hnrb/forbidden/",), "paper.people.com.cn": ("/rmrb/forbidden/", "/zgnyb/forbidden/")}
"""What robots.txt forbids besides /forbidden/."""
WITHOUT_ROBOTS = HOSTS["finews"]


@cache
def world(site: str, updated: bool = False, scale: int = 0) -> World:
    """What `site` answers in its first or second state, 中国电力网 with a column of `scale` articles."""
    made = World(site, world(site, False, scale) if updated else None)
    maker = partial(portals.chinapower, scale=scale) if site == "chinapower" else MAKERS[site]
    maker(made)
    return made


def sites_of(host: str) -> list[str]:
    """The sites that have pages on `host`."""
    return [site for site, hosts in HOSTS.items() if host in hosts]
