"""`scrapy audit` from the outside."""
from __future__ import annotations

import os
import pty
import re
import subprocess
import sys

import pytest
from scrapy.cmdline import execute

from .conftest import ROOT, environment

SEED = ROOT / "seeds" / "001_86615e91b483547b.txt"


def test_a_page_is_shown_with_its_account(scrapy):
    run = scrapy("audit", SEED)
    assert run.status == 0
    assert run.err == ""
    text = run.out.decode()
    assert "\x1b" not in text
    places = [text.index(part) for part in (
        "title ", "2021-07-21T08:58:17+08:00", "source ", "周瑾 (", "== kept ==", "## 公益行动服务城市建设",
        "== removed and outside (", "匿名发表", "== account ==")]
    assert places == sorted(places)
    page, kept, removed, outside = map(int, re.search(
        r"page (\d+) = kept (\d+) \([\d.]+ %\) \+ removed (\d+) \([\d.]+ %\) \+ outside (\d+) \([\d.]+ %\)", text).groups())
    assert page == kept + removed + outside
    assert re.search(r"^\[[^\]]+\] line \d+$", text, re.M)


def test_a_verdict_is_shown(scrapy, tmp_path):
    (tmp_path / "empty.html").write_text("")
    run = scrapy("audit", "empty.html")
    assert run.status == 0
    assert "no article     empty: " in run.out.decode()


def test_what_cannot_be_read(scrapy, tmp_path):
    for name, reason in (("missing.html", "No such file"), ("x" * 300, "File name too long")):
        run = scrapy("audit", name)
        assert (run.status, run.out) == (1, b"")
        assert reason in run.err


@pytest.mark.parametrize("arguments, said", [
    ([], "give the FILE to show"), ([SEED, SEED], "one FILE; for many"), ([SEED.parent], "is a folder; for many"),
    ([SEED, "--site", "nosuchsite"], "nosuchsite"), ([SEED, "--jobs", "2"], "--jobs")])
def test_wrong_usage(arguments, said, monkeypatch, capsys):
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "crawler.settings")
    with pytest.raises(SystemExit) as end:
        execute(["scrapy", "audit", *map(str, arguments)])
    assert end.value.code == 2
    shown = capsys.readouterr()
    assert said in shown.err.splitlines()[-1]
    assert shown.out == ""


def on_a_terminal(**variables: str) -> str:
    parent, child = pty.openpty()
    with subprocess.Popen([sys.executable, "-m", "scrapy", "audit", str(SEED)], stdout=child,
                          env=environment() | {"TERM": "xterm-256color"} | variables) as process:
        os.close(child)
        shown = b""
        try:
            while block := os.read(parent, 65536):
                shown += block
        except OSError:  # how Linux says that the terminal was closed
            pass
    os.close(parent)
    assert process.returncode == 0
    return shown.decode()


def test_colour_on_a_terminal_unless_unwanted():
    assert "\x1b[" in on_a_terminal()
    assert "\x1b[" not in on_a_terminal(NO_COLOR="1")


def test_a_page_does_not_steer_the_terminal(scrapy, tmp_path):
    (tmp_path / "sly.txt").write_text(SEED.read_text("utf-8").replace("匿名发表", "匿名\x1b]0;发表\x07"), "utf-8")
    assert b"\x1b" not in scrapy("audit", "sly.txt").out
