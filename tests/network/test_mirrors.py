"""Which address is fetched, which is refused: mirrors, hostile addresses, private networks by name and by number."""
from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request

from crawler.middlewares.refusing import OnSite, Refused, refusal
from crawler.network.mirrors import Mirrors, is_loopback, is_public
from crawler.site import sites

BJX, FINEWS = sites()["bjx"], sites()["finews"]
NONE = Mirrors(None)


# ---------------------------------------------------------------------------------------------------- mirrors
@pytest.mark.parametrize("setting", [None, "", "{}", {}])
def test_no_mirror(setting):
    mirrors = Mirrors(setting)
    assert not mirrors
    assert mirrors.address("https://a.cn/") is None
    assert mirrors.hosts == frozenset()
    assert not mirrors.is_local("https://a.cn/")
    assert mirrors.original("http://127.0.0.1/x", "https://a.cn/") == "http://127.0.0.1/x"


@pytest.mark.parametrize("setting", [
    "[]", '"x"', "{", "1", '{"a.cn": null}', '{"a.cn": ["http://b"]}', '{"a.cn": "b.cn"}', '{"a.cn": "ftp://b"}', '{"a.cn": "http://"}', '{"a.cn": "http:///x"}',
    '{"a.cn": "file:///srv"}', '{"a.cn": "http://b/?x="}', '{"a.cn": "http://b/#x"}', '{"a.cn": "http://u:p@b"}', '{"a.cn": "http://b:port"}', '{"a.cn": "http://b:99999"}',
    '{"a.cn": "http://[::1"}', '{"a.cn": "http://b c"}', '{"https://a.cn": "http://b"}', '{"a.cn/x": "http://b"}', '{"a.cn:80": "http://b"}', '{"": "http://b"}', '{"a.cn.": "http://b"}',
    '{"电.cn": "http://b"}', {1: "http://b"}])
def test_what_is_no_setting_is_said(setting):
    with pytest.raises(ValueError, match="MIRRORS"):
        Mirrors(setting)


@pytest.mark.parametrize("url, address", [
    ("https://a.cn", "http://127.0.0.1:8123/"), ("https://a.cn/", "http://127.0.0.1:8123/"), ("http://A.CN/x/y.html?p=1&q=%20#top", "http://127.0.0.1:8123/x/y.html?p=1&q=%20"),
    ("https://a.cn:8080/x", "http://127.0.0.1:8123/x"), ("https://a.cn//x//y", "http://127.0.0.1:8123//x//y"), ("https://a.cn/x;v=1", "http://127.0.0.1:8123/x;v=1"),
    ("https://a.cn?x=1", "http://127.0.0.1:8123/?x=1"), ("https://b.cn/x", "https://mirror.example/b.cn/x"), ("https://c.cn/x", None), ("https://www.a.cn/x", None),
    ("https://a.cn.evil.net/", None), ("https://a.cn./", None), ("https://a.cn@evil.net/", None)])
def test_where_a_page_is_fetched_from(url, address):
    assert Mirrors('{"a.cn": "http://127.0.0.1:8123", "B.cn": "https://mirror.example/b.cn/"}').address(url) == address


def test_a_redirect_inside_the_mirror_is_one_inside_the_site():
    mirrors = Mirrors({"a.cn": "http://127.0.0.1:8123", "b.cn": "http://127.0.0.1:8123/b", "c.cn": "http://m.example", "d.cn": "http://m.example"})
    for url, asked, original in (
            ("http://127.0.0.1:8123/x?y=1", "https://a.cn/", "https://a.cn/x?y=1"), ("http://127.0.0.1:8123", "http://a.cn/", "http://a.cn/"),
            ("http://127.0.0.1:8123?x", "http://a.cn/", "http://a.cn/?x"), ("http://127.0.0.1:8123/b/x", "https://a.cn/", "https://b.cn/x"),
            ("http://127.0.0.1:8123/bc/x", "https://a.cn/", "https://a.cn/bc/x"), ("http://m.example/x", "https://c.cn/", "https://c.cn/x"),
            ("http://m.example/x", "https://d.cn/", "https://d.cn/x"), ("http://127.0.0.1:81234/x", "https://a.cn/", "http://127.0.0.1:81234/x"),
            ("http://127.0.0.1/x", "https://a.cn/", "http://127.0.0.1/x"), ("http://m.example.evil.net/x", "https://c.cn/", "http://m.example.evil.net/x"),
            ("http://169.254.169.254/", "https://a.cn/", "http://169.254.169.254/")):
        assert mirrors.original(url, asked) == original
        if original != url and "?" not in url.replace("/x?", ""):
            assert (mirrors.address(original) or "").rstrip("/") == url.rstrip("/")


def test_hosts_and_local_mirrors():
    mirrors = Mirrors({"a.cn": "http://127.0.0.1:8123", "b.cn": "http://Mirror.example/b", "c.cn": "http://[::1]:80", "d.cn": "http://localhost"})
    assert mirrors.hosts == {"127.0.0.1", "mirror.example", "::1", "localhost"}
    assert [mirrors.is_local(f"https://{host}.cn/") for host in "abcde"] == [True, False, True, True, False]
    assert [is_loopback(host) for host in ("127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost", "x.localhost", "10.0.0.1", "a.cn", "localhost.cn")] == [True] * 6 + [False] * 3


# ---------------------------------------------------------------------------------------------------- addresses that lead off the site
@pytest.mark.parametrize("url", ["https://bjx.com.cn/", "http://news.bjx.com.cn/html/20210721/1.shtml", "https://NEWS.BJX.com.cn:443/x", "https://bjx.com.cn:8080/x", "https://a.b.bjx.com.cn/",
                                 "HTTPS://bjx.com.cn/x?u=http://evil.net/", "https://bjx.com.cn", "https://bjx.com.cn/robots.txt", "https://bjx.com.cn/a@b", "https://bjx.com.cn:/x"])
def test_the_site_s_own(url):
    assert refusal(url, BJX, NONE) is None


HOSTILE = [
    "https://evil.net/", "https://evil-bjx.com.cn/", "https://evilbjx.com.cn/", "https://bjx.com.cn.evil.net/", "https://bjx.com/", "https://com.cn/", "https://cn/",
    "https://bjx.com.cn./", "https://news.bjx.com.cn./x", "https://.bjx.com.cn.evil.net/", "https://bjx.com.cn..evil.net/",
    "https://bjx.com.cn@evil.net/", "https://bjx.com.cn:80@evil.net/", "https://evil.net@bjx.com.cn/", "https://evil.net:80@bjx.com.cn/", "https://user:pass@news.bjx.com.cn/",
    "https://evil.net%2f@bjx.com.cn/", "https://evil.net%2f.bjx.com.cn/", "https://evil.net%00.bjx.com.cn/", "https://evil.net\\@bjx.com.cn/", "https://bjx.com.cn\\.evil.net/",
    "https://evil.net\\.bjx.com.cn/", "https://bjx.com.cn\t.evil.net/", "https://bjx.com.cn\n.evil.net/", "https://evil.net#.bjx.com.cn/", "https://evil.net?.bjx.com.cn/",
    "https://evil.net/.bjx.com.cn/", "https://evil.net;.bjx.com.cn/", "https://evil.net .bjx.com.cn/", "https://evil.net&.bjx.com.cn/", "https://[evil.net].bjx.com.cn/",
    "https://ｂｊｘ.com.cn/", "https://bjx。com。cn/", "https://evil.net。bjx.com.cn/", "https://evil.net／.bjx.com.cn/", "https://evil.net＃.bjx.com.cn/", "https://вjx.com.cn/", "https://xn--jx-hmc.com.cn/",
    "https://bjx.com.cn:99999/", "https://bjx.com.cn:0/", "https://bjx.com.cn:x/", "https://bjx.com.cn:80:80/", "https://bjx.com.cn:-1/", "https://bjx.com.cn:８０/",
    "http:///path", "http://", "http:", "", "/path", "//bjx.com.cn/", "bjx.com.cn", "http:bjx.com.cn", "http:/bjx.com.cn/", "http:\\\\bjx.com.cn\\", "http://?", "http://#",
    "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://0/", "http://0.0.0.0/", "http://169.254.169.254/latest/meta-data/",
    "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[fc00::1]/", "http://[64:ff9b::7f00:1]/", "http://[fe80::1%25eth0]/", "http://[::1", "http://[::1]@bjx.com.cn/", "http://100.64.0.1/",
    "http://localhost/", "http://bjx/", "http://127.0.0.1.nip.io/", "http://10.0.0.1#@bjx.com.cn/",
    "file:///etc/passwd", "file://bjx.com.cn/etc/passwd", "data:text/html,x", "ftp://bjx.com.cn/", "javascript:alert(1)", "view-source:https://bjx.com.cn/", "gopher://bjx.com.cn/", "mailto:a@bjx.com.cn",
    "s3://bjx.com.cn/x", "httpx://bjx.com.cn/", "https//bjx.com.cn/", "blob:https://bjx.com.cn/1", "about:blank",
]


@pytest.mark.parametrize("url", HOSTILE)
def test_hostile_addresses_are_refused(url):
    """As they stand in a page, and as Scrapy writes them."""
    found = refusal(url, BJX, NONE)
    assert found is not None
    assert found.reason in ("scheme", "offsite")
    assert len(str(found)) < 400
    try:
        asked = Request(url).url
    except ValueError:
        return
    again = refusal(asked, BJX, NONE)
    if again is None:  # Scrapy writes what a browser takes for the site, too: in https://bjx.com.cn\\.evil.net/ the \\ begins the path
        assert re.match(r"https?://(?:evil\.net\.)?bjx\.com\.cn[:/]", asked)


def test_only_the_folder_of_a_shared_host():
    site: Any = SimpleNamespace(name="paper", hosts=("epaper.example.cn/hnrb",), owns=lambda host, folder: host == "epaper.example.cn" and folder == "hnrb")
    assert refusal("http://epaper.example.cn/hnrb/html/1.htm", site, NONE) is None
    assert refusal("http://epaper.example.cn/robots.txt", site, NONE) is None
    for url in ("http://epaper.example.cn/", "http://epaper.example.cn/rmrb/1.htm", "http://epaper.example.cn/hnrb2/1.htm", "http://evil.net/robots.txt", "http://epaper.example.cn:80@evil.net/robots.txt"):
        assert (refusal(url, site, NONE) or Refused("redirect", "")).reason == "offsite"


def test_a_mirrored_site_is_left_alone():
    mirrors = Mirrors({"finews.withounder.com": "http://127.0.0.1:8123"})
    assert refusal("https://finews.withounder.com/x", FINEWS, mirrors) is None
    assert (refusal("https://finews.zning.me/x", FINEWS, mirrors) or Refused("redirect", "")).reason == "not-mirrored"
    assert refusal("https://news.bjx.com.cn/x", BJX, mirrors) is None
    assert (refusal("http://127.0.0.1:8123/x", FINEWS, mirrors) or Refused("redirect", "")).reason == "offsite"


def test_the_middleware_refuses_before_anything_is_asked():
    crawler: Any = SimpleNamespace(spider=SimpleNamespace(site=BJX), settings={"MIRRORS": None})
    middleware = OnSite.from_crawler(crawler)
    assert middleware.process_request(Request("https://news.bjx.com.cn/")) is None
    with pytest.raises(Refused) as raised:
        middleware.process_request(Request("http://169.254.169.254/latest/meta-data/"))
    assert raised.value.reason == "offsite"


# ---------------------------------------------------------------------------------------------------- numbers
@pytest.mark.parametrize("address", ["1.1.1.1", "114.114.114.114", "39.96.0.1", "2400:3200::1", "2606:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1", "2002:101:101::1"])
def test_public_addresses(address):
    assert is_public(address)


@pytest.mark.parametrize("address", [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.8", "192.0.0.170",
    "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.88.99.1",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::10.0.0.1", "64:ff9b:1::7f00:1",
    "2002:7f00:1::1", "2002:a9fe:a9fe::", "2002:c0a8:101::", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1", "2001:db8::1", "2001::1", "100::1", "3fff::1", "5f00::1",
    "4000::1"])
def test_addresses_that_are_not_public(address):
    assert not is_public(address)
