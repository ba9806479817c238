"""Containers made for tests: a page of any length, WARC records, and what `records` says of bytes."""
from __future__ import annotations

from pathlib import Path

from crawler.containers import Broken, Event, PassedOver, Record, records

LIMIT = 1_000_000
"""The `max_record` of these tests."""


def page(number: int, hanzi: int = 600) -> bytes:
    """A small HTML page, another one for each number."""
    text = f"第{number}号机组并网发电，" * (hanzi // 10)
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{number}</title></head><body><p>{text}</p></body></html>".encode()


def events(body: bytes, folder: Path, limit: int = LIMIT) -> list[Event]:
    """What `records` gives for a file of these bytes."""
    file = folder / "file"
    file.write_bytes(body)
    return list(records(file, limit))


def said(found: list[Event]) -> list[str]:
    """The events in short: the name of a page, `- name` of what was passed over, `! name kind` of what is broken."""
    return [e.name if isinstance(e, Record) else f"- {e.name}" if isinstance(e, PassedOver) else f"! {e.name} {e.kind}" for e in found]


def bodies(found: list[Event]) -> list[bytes]:
    """The pages."""
    return [event.body for event in found if isinstance(event, Record)]


def reasons(found: list[Event]) -> list[str]:
    """Why the broken ones are."""
    return [event.reason for event in found if isinstance(event, Broken)]


def record(block: bytes, url: str = "http://news.bjx.com.cn/html/1.shtml", kind: str = "response", **fields: str) -> bytes:
    """One WARC record around `block`; `fields` with `_` for `-` are added to its header, and replace those it has. An empty one is left out."""
    given = {name.replace("_", "-").lower(): value for name, value in fields.items()}
    header = {"warc-type": kind, "warc-target-uri": url, "warc-date": "2026-09-15T08:30:00Z", "warc-record-id": "<urn:uuid:1>",
              "content-type": "application/http; msgtype=response", "content-length": str(len(block))} | given
    lines = "".join(f"{name}: {value}\r\n" for name, value in header.items() if value)
    return f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def http(body: bytes, status: str = "200 OK", content_type: str = "text/html; charset=utf-8", **fields: str) -> bytes:
    """An HTTP response."""
    header = {"content-type": content_type} | {name.replace("_", "-"): value for name, value in fields.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in header.items() if value)
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body
