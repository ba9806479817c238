"""Mirrors: where the pages of a host are fetched from instead (setting MIRRORS)."""
from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*", re.ASCII)
_DOTS = re.compile(r"/(?:\.|%2e){1,2}(?=/|$)", re.I)
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NOT_USED = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20")))  # set aside, though Python calls (some of) them global


class Mirrors:
    """Hosts and the base addresses that stand for them: the path of a page is appended to its host's base.

    `setting` is JSON or a mapping, host -> base (`{"finews.withounder.com": "http://127.0.0.1:8123"}`). Raises `ValueError` for anything else.
    """

    def __init__(self, setting: str | Mapping[str, str] | None) -> None:
        self.bases: dict[str, str] = {}
        for host, base in _mapping(setting).items():
            if not isinstance(host, str) or not _HOST.fullmatch(host.lower()):
                raise ValueError(f"MIRRORS: {host!r} is no host: give its name alone, www.example.cn")
            if not _is_base(base):
                raise ValueError(f"MIRRORS: {base!r} is no base address for {host}: give http://host:port or https://host/folder")
            self.bases[host.lower()] = base.rstrip("/")

    def __bool__(self) -> bool:
        return bool(self.bases)

    def address(self, url: str) -> str | None:
        """Where `url` is fetched from; None for a host without mirror."""
        parts = urlsplit(url)
        base = self.bases.get((parts.hostname or "").lower()) if self.bases else None
        return base + _resolved(parts.path or "/") + (f"?{parts.query}" if parts.query else "") if base else None

    def original(self, url: str, asked: str) -> str:
        """The site's own address for one that a mirror gave in a redirect from `asked`, if it leads into the mirror of a host of ours: of the
        innermost, and of the host that was asked where several have one mirror."""
        parts = urlsplit(asked)
        for host, base in sorted(self.bases.items(), key=lambda pair: (-len(pair[1]), pair[0] != parts.hostname)):
            if url == base or url.startswith((base + "/", base + "?")):
                rest = url[len(base):]
                return f"{parts.scheme}://{host}{rest if rest.startswith('/') else '/' + rest}"
        return url

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of the bases: private addresses among them are meant."""
        return frozenset((urlsplit(base).hostname or "").lower() for base in self.bases.values())

    def is_local(self, url: str) -> bool:
        """Whether `url` is fetched from a mirror on this machine."""
        address = self.address(url)
        return address is not None and is_loopback(urlsplit(address).hostname or "")


def _resolved(path: str) -> str:
    """`path` without `.` and `..`, as browsers ask for it: it must not lead out of the mirror's folder."""
    if not _DOTS.search(path):
        return path
    kept: list[str] = []
    plain = ""
    for segment in path.split("/")[1:]:
        plain = segment.lower().replace("%2e", ".")
        if plain == "..":
            del kept[-1:]
        elif plain != ".":
            kept.append(segment)
    return "/".join(["", *kept, *([""] if plain in (".", "..") else [])])


def _mapping(setting: str | Mapping[str, str] | None) -> Mapping[str, str]:
    if not setting:
        return {}
    try:
        found = json.loads(setting) if isinstance(setting, str) else setting
    except ValueError as error:
        raise ValueError(f"MIRRORS is no JSON ({error}); give {{\"host\": \"http://base\"}}") from error
    if not isinstance(found, Mapping):
        raise ValueError("MIRRORS: give a JSON object, {\"host\": \"http://base\"}")
    return found


def _is_base(base: object) -> bool:
    """Whether a path can be put behind `base`."""
    if not isinstance(base, str):
        return False
    try:
        parts = urlsplit(base)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and not (set("@?#\\ ") & set(base))
    except ValueError:
        return False


def is_loopback(host: str) -> bool:
    """Whether `host`, as written in an address, is this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet: not private, loopback, link-local, reserved or multicast; an IPv4 address in an IPv6 one counts as itself."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (ipaddress.IPv4Address(int(found) & 0xFFFFFFFF) if found in _NAT64 else None)
        if inner is None and found not in _GLOBAL_V6:
            return False
        found = inner or found
    return found.is_global and not (found.is_multicast or found.is_reserved) and not any(found in network for network in _NOT_USED)
