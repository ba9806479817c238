"""Names that stand for private addresses, asked of the real reactor; and the pace of mirrors on this machine."""
from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.settings import Settings

from crawler.middlewares.pace import LocalPace
from crawler.network.resolver import PublicResolver, _proxies
from tests.cases import ROOT

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "ftp_proxy")

RESOLVE = """
import json, sys
from types import SimpleNamespace
from scrapy.settings import Settings
from twisted.internet import reactor
from twisted.internet.defer import gatherResults
from twisted.internet.endpoints import HostnameEndpoint
from twisted.internet.protocol import Factory, Protocol
from crawler.network.resolver import PublicResolver
names, mirrors, port = json.loads(sys.argv[1])
resolver = PublicResolver.from_crawler(SimpleNamespace(settings=Settings({"MIRRORS": mirrors})), reactor)
resolver.install_on_reactor()
said = {}
def ask(name):
    found = HostnameEndpoint(reactor, name.encode(), port, timeout=10).connect(Factory.forProtocol(Protocol))
    def connected(protocol):
        said[name] = "connected"
        protocol.transport.loseConnection()
    def failed(failure):
        said[name] = "refused" if PublicResolver.refuses(f"http://{name}/") else failure.type.__name__
    return found.addCallbacks(connected, failed)
def ask_all(_=None):
    return gatherResults([ask(name) for name in names])
reactor.callWhenRunning(lambda: ask_all().addCallback(ask_all).addBoth(lambda _: reactor.stop()))
reactor.run()
print(json.dumps(said))
"""


def resolved(names: list[str], mirrors: dict[str, str] | None = None, **environment: str) -> dict[str, str]:
    """What becomes of a connection to each name, asked twice, so that the second answer is a remembered one. A server listens on all of this machine's addresses."""
    kept = {name: value for name, value in os.environ.items() if name.lower() not in PROXIES}
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        done = subprocess.run([sys.executable, "-c", RESOLVE, json.dumps([names, mirrors, server.server_port])], cwd=ROOT, check=True, capture_output=True, text=True,
                              env=kept | environment, timeout=60)
        server.shutdown()
    found: dict[str, str] = json.loads(done.stdout)
    return found


def test_a_name_that_stands_for_this_machine_is_refused():
    names = ["localhost", "LOCALHOST", "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0.0.0.0", "169.254.169.254", "10.0.0.1"]
    assert resolved(names) == dict.fromkeys(names, "refused")


def test_a_mirror_s_name_is_meant_and_no_other():
    assert resolved(["localhost", "127.0.0.1"], {"a.cn": "http://localhost:8123"}) == {"localhost": "connected", "127.0.0.1": "refused"}
    assert resolved(["localhost"], {"localhost": "http://a.cn"}) == {"localhost": "refused"}


def test_a_proxy_s_name_is_meant_and_what_needs_none_is_not():
    assert resolved(["localhost"], http_proxy="http://localhost:3128") == {"localhost": "connected"}
    assert resolved(["localhost"], no_proxy="localhost") == {"localhost": "refused"}


@pytest.mark.parametrize("environment, hosts", [
    ({}, set()), ({"https_proxy": "http://User:pw@Proxy.example:3128/"}, {"proxy.example"}), ({"all_proxy": "proxy.example:3128"}, {"proxy.example"}),
    ({"http_proxy": "http://[::1]:3128"}, {"::1"}), ({"http_proxy": "http://[::1"}, set()), ({"ftp_proxy": "http://other.example"}, set()), ({"no_proxy": "localhost,[::1],.internal"}, set())])
def test_proxies_of_the_environment(environment, hosts, monkeypatch):
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert _proxies() == hosts


def test_what_is_no_address_was_not_refused():
    for url in ("", "http://[::1", "http:///x", "http://never.asked.example/"):
        assert not PublicResolver.refuses(url)


# ---------------------------------------------------------------------------------------------------- pace
MIRRORS = {"a.cn": "http://127.0.0.1:8123", "b.cn": "https://mirror.example"}


def pace(**asked: Any) -> tuple[LocalPace, dict[str, Any]]:
    """The middleware under this project's settings and what a user asked for with `-s`; the pace of each host that has one of its own."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict({"MIRRORS": MIRRORS} | asked, priority="cmdline")
    slots: dict[str, Any] = dict(settings.getdict("DOWNLOAD_SLOTS"))
    crawler: Any = SimpleNamespace(settings=settings, engine=SimpleNamespace(downloader=SimpleNamespace(per_slot_settings=slots)))
    return LocalPace.from_crawler(crawler), slots


def test_a_mirror_on_this_machine_is_not_slowed():
    middleware, slots = pace()
    request, other = Request("https://A.cn/x"), Request("https://b.cn/x")
    assert middleware.process_request(request) is None
    middleware.process_request(other)
    middleware.process_request(Request("https://c.cn/x"))
    assert slots == {"a.cn": {"delay": 0.0, "concurrency": 1}}
    assert request.meta == {"autothrottle_dont_adjust_delay": True}
    assert other.meta == {}


def test_unless_it_is_asked_for():
    middleware, slots = pace(DOWNLOAD_DELAY="0.5")
    middleware.process_request(Request("https://a.cn/x"))
    assert slots == {"a.cn": {"delay": 0.5, "concurrency": 1}}
    middleware, slots = pace(AUTOTHROTTLE_ENABLED="True")
    request = Request("https://a.cn/x")
    middleware.process_request(request)
    assert slots == {}
    assert request.meta == {}


def test_all_slowing_off_is_off():
    middleware, slots = pace(DOWNLOAD_DELAY="0", AUTOTHROTTLE_ENABLED="False", CONCURRENT_REQUESTS_PER_DOMAIN="8")
    middleware.process_request(Request("https://a.cn/x"))
    middleware.process_request(Request("https://b.cn/x"))
    assert slots == {"a.cn": {"delay": 0.0, "concurrency": 8}}


def test_what_a_user_says_of_a_host_holds():
    middleware, slots = pace(DOWNLOAD_SLOTS={"a.cn": {"delay": 7}})
    middleware.process_request(Request("https://a.cn/x"))
    assert slots == {"a.cn": {"delay": 7}}
