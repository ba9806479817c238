"""The web server: all hosts on one port, the first folder of the path being the host."""
from __future__ import annotations

import gzip
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from tests.replica import portals
from tests.replica.sites import FORBIDDEN, HOSTS, WITHOUT_ROBOTS, sites_of, world
from tests.replica.world import Resource

SLOW, RETRY_AFTER = 1.0, 1  # seconds
CHALLENGE = ('<html><head><meta charset="utf-8"><title>Verification</title><meta name="aliyun_waf_aa" content="{0}"><script>\nvar arg1=\'{0}\';\n'
             "function setCookie(name,value){{document.cookie=name+'='+value;}} function reload(x){{setCookie('acw_sc__v2',x);document.location.reload();}}\nvar k=[{1}];\n"
             '</script></head><body><textarea id="renderData" style="display:none">{{"l1":"aliyunwaf"}}</textarea></body></html>')


def challenge() -> Resource:
    """What a site behind an Aliyun WAF answers: a script of about 11 KB, status 200."""
    words = [sha1(str(n).encode(), usedforsecurity=False).hexdigest() for n in range(245)]
    return Resource(CHALLENGE.format(words[0].upper(), ",".join(f"'{word}'" for word in words)).encode())


@dataclass
class State:
    """What the tests have switched, and how often each page of a short temper was asked for."""

    scale: int = 0
    updated: bool = False
    walled: set[str] = field(default_factory=set)
    forbidden: dict[str, list[str]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)

    def control(self, order: str, query: dict[str, list[str]]) -> bool:
        """Carries out an order of a test; whether there is such an order."""
        host = query.get("host", [""])[0]
        match order:
            case "update":
                self.updated = True
            case "reset":
                self.updated = False
                self.walled, self.forbidden, self.asked = set(), {}, Counter()
            case "waf":
                self.walled.add(host)
            case "robots":
                self.forbidden.setdefault(host, []).append(query["forbid"][0])
            case _:
                return False
        return True

    def answer(self, host: str, path: str, query: str) -> Resource:
        """What `host` answers now. A query that no page has is as none."""
        if host in self.walled:
            return challenge()
        if path == "/robots.txt" and host not in WITHOUT_ROBOTS and sites_of(host):
            lines = ["User-agent: *", *(f"Disallow: {folder}" for folder in ("/forbidden/", *FORBIDDEN.get(host, ()), *self.forbidden.get(host, ())))]
            return Resource("\n".join(lines).encode() + b"\n", "text/plain")
        for site in sites_of(host):
            pages = world(site, self.updated, self.scale if site == "chinapower" else 0).pages
            found = pages.get(f"{host}{path}?{query}") or pages.get(host + path)
            if found:
                return self._tempered(found, host + path)
        return Resource(portals.SORRY.encode() if host in HOSTS["bjx"] else b"<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>",
                        status=404)

    def _tempered(self, found: Resource, key: str) -> Resource:
        if found.trait in ("heals", "busy"):
            self.asked[key] += 1
            if found.trait == "heals" and self.asked[key] <= 2:
                return Resource(b"<html><body>500 Internal Server Error</body></html>", status=500)
            if found.trait == "busy" and self.asked[key] <= 1:
                return Resource(b"<html><body>429 Too Many Requests</body></html>", status=429, trait="busy")
        return found


class Handler(BaseHTTPRequestHandler):
    """Answers one request, having logged it first: a client that has its answer finds it in the log."""

    protocol_version = "HTTP/1.1"
    wbufsize, disable_nagle_algorithm = -1, True  # head and body in one packet
    state: ClassVar[State]
    log: ClassVar[Path | None] = None
    lock: ClassVar[Lock] = Lock()

    def do_GET(self) -> None:
        """Answers GET and HEAD."""
        parts = urlsplit(self.path)
        _, host, path = (*parts.path.split("/", 2), "")[:3]
        with self.lock:
            if host == "_control":
                known = self.state.control(path, parse_qs(parts.query))
                found = Resource(b"ok\n" if known else b"no such order\n", "text/plain", status=200 if known else 404)
            else:
                found = self.state.answer(host, f"/{path}", parts.query)
        if found.trait == "slow":
            time.sleep(SLOW)
        status, headers, body = self._reply(found)
        if host != "_control":
            self._write(host, f"/{path}", parts.query, status, len(body))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    do_HEAD = do_GET

    def _reply(self, found: Resource) -> tuple[int, dict[str, str], bytes]:
        body, tag = found.content()
        headers = {"Content-Type": found.type}
        if found.location:
            headers["Location"] = found.location
        if found.status == 429:
            headers["Retry-After"] = str(RETRY_AFTER)
        if found.status == 200:
            headers |= {"ETag": tag, "Last-Modified": format_datetime(found.modified.replace(tzinfo=UTC), usegmt=True)}
            if self._is_known(found, tag):
                del headers["Content-Type"]
                return 304, headers, b""
            if found.trait == "gzip" and "gzip" in self.headers.get("Accept-Encoding", ""):
                body = gzip.compress(body, mtime=0)
                headers["Content-Encoding"] = "gzip"
        return found.status, headers | {"Content-Length": str(len(body))}, body

    def _is_known(self, found: Resource, tag: str) -> bool:
        """Whether the client has this very page: by its tag, else by its time."""
        known = self.headers.get("If-None-Match")
        if known is not None:
            return tag in [part.strip().removeprefix("W/") for part in known.split(",")] or known.strip() == "*"
        since = self.headers.get("If-Modified-Since")
        try:
            return since is not None and parsedate_to_datetime(since) >= found.modified.replace(tzinfo=UTC)
        except (ValueError, TypeError):
            return False

    def _write(self, host: str, path: str, query: str, status: int, length: int) -> None:
        if self.log is None:
            return
        line = {"time": round(time.time(), 3), "method": self.command, "host": host, "path": path, "query": query, "status": status,
                "if_none_match": self.headers.get("If-None-Match"), "if_modified_since": self.headers.get("If-Modified-Since"),
                "user_agent": self.headers.get("User-Agent"), "length": length}
        with self.lock, self.log.open("a", encoding="utf-8") as log:
            log.write(json.dumps(line, ensure_ascii=False) + "\n")

    def version_string(self) -> str:
        """What the header Server says."""
        return "nginx"

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the log is a file of its own."""


def serve(port: int, log: Path | None, scale: int) -> ThreadingHTTPServer:
    """The server on 127.0.0.1, listening; port 0 takes any free one."""
    if scale:
        world("chinapower", False, scale)  # before the first request waits for it
    handler = type("Bound", (Handler,), {"state": State(scale), "log": log})
    return ThreadingHTTPServer(("127.0.0.1", port), handler)
