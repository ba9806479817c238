"""`scrapy extract` from the outside: statuses, files and messages."""
from __future__ import annotations

import csv
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from scrapy.cmdline import execute

from crawler.article import SCHEMA

from .conftest import FAULTS, ROOT, default_signals, environment

SEEDS = ROOT / "seeds"
POST = """---
layout: post
title: "迎峰度夏 {number} 座变电站完成检修"
date: 2022-07-0{number} 08:30:00 +0800
---
<p>7月{number}日，检修人员完成了第 {number} 座变电站的年度检修，为迎峰度夏做好了准备。</p>
<p>“设备状态良好，可以送电。”值班负责人在现场说，这座变电站供应城区三万户居民的用电。</p>
"""
KEYS = list(SCHEMA["properties"])


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """A folder `posts` of three articles."""
    folder = tmp_path / "posts"
    folder.mkdir()
    for number in (1, 2, 3):
        (folder / f"{number}.md").write_text(POST.format(number=number), "utf-8")
    return folder


def adds_up(summary: str) -> bool:
    """Does `N files[, M inputs]: A articles, R rejected (…), P passed over[, U not read]` add up, kinds too?"""
    found = re.match(r"(\d+) files?(?:, (\d+) inputs?)?: (\d+) articles?, (\d+) rejected(?: \((.*?)\))?, "
                     r"(\d+) passed over(?:, (\d+) not read)?\.", summary)
    assert found, summary
    files, inputs, articles, rejected, kinds, passed_over, not_read = found.groups(default="0")
    assert sum(int(number) for number in re.findall(r"\d+", kinds)) == int(rejected)
    return int(inputs if inputs != "0" else files) == sum(map(int, (articles, rejected, passed_over, not_read)))


def test_seeds_are_five_articles(scrapy, tmp_path):
    run = scrapy("extract", SEEDS, "-O", "deep/er/articles.jsonl")
    assert run.status == 0
    assert run.out == b""
    assert run.summary.startswith("5 files: 5 articles, 0 rejected, 0 passed over.")
    items = run.lines("deep/er/articles.jsonl")
    assert [list(item) for item in items] == [KEYS] * 5
    assert items[0]["id"] == "finews:202203032294703757"
    assert "电保姆".encode() in (tmp_path / "deep/er/articles.jsonl").read_bytes()
    assert run.lines() == []


def test_without_a_feed_json_lines_go_to_standard_output(scrapy, posts):
    run = scrapy("extract", "posts")
    assert [json.loads(line)["title"][5] for line in run.out.splitlines()] == ["1", "2", "3"]
    assert run.summary.startswith("3 files: 3 articles, 0 rejected, 0 passed over.")


def test_o_appends_and_mends_what_a_crash_left(scrapy, posts, tmp_path):
    feed = tmp_path / "feed.jsonl"
    scrapy("extract", "posts/1.md", "-o", "feed.jsonl")
    with feed.open("ab") as file:
        file.write(b'{"id": "fine')
    assert "a torn last line of 12 bytes was cut off" in scrapy("extract", "posts/2.md", "-o", "feed.jsonl").err
    feed.write_bytes(feed.read_bytes()[:-1])
    assert "newline" in scrapy("extract", "posts/3.md", "-o", "feed.jsonl").err
    assert [item["title"][5] for item in map(json.loads, feed.read_text("utf-8").splitlines())] == ["1", "2", "3"]


def test_O_replaces_but_not_with_nothing(scrapy, posts, tmp_path):
    (tmp_path / "feed.jsonl").write_text("old\n")
    run = scrapy("extract", "psots", "-O", "feed.jsonl")
    assert run.status == 1
    assert "feed.jsonl as it was" in run.summary
    assert (tmp_path / "feed.jsonl").read_text() == "old\n"
    scrapy("extract", "posts/1.md", "-O", "feed.jsonl")
    assert len(run.lines("feed.jsonl")) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["feed.jsonl", "output", "posts"]


def test_csv_holds_nested_values_as_json(scrapy, posts, tmp_path):
    for number in (1, 2):
        assert scrapy("extract", f"posts/{number}.md", "-o", "feed.csv").status == 0
    with (tmp_path / "feed.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["title"][5] for row in rows] == ["1", "2"]
    assert list(rows[0]) == KEYS
    assert json.loads(rows[0]["body"])[0]["type"] == "paragraph"
    assert json.loads(rows[0]["authors"]) == []
    assert rows[0]["kicker"] == ""


def test_json_and_xml_are_whole_documents(scrapy, posts, tmp_path):
    scrapy("extract", "posts", "-O", "feed.json")
    assert len(json.loads((tmp_path / "feed.json").read_text("utf-8"))) == 3
    scrapy("extract", "posts", "-O", "feed.data:xml")
    items = ElementTree.parse(tmp_path / "feed.data").getroot()
    assert [child.tag for child in items[0]] == KEYS
    assert not items[0].findtext("kicker")


@pytest.mark.parametrize("name", ["feed.json", "feed.xml"])
def test_o_onto_a_whole_document_is_refused(scrapy, posts, tmp_path, name):
    (tmp_path / name).write_text("[]")
    run = scrapy("extract", "posts", "-o", name)
    assert run.status == 2
    assert f"-O {name}" in run.err
    assert (tmp_path / name).read_text() == "[]"


@pytest.mark.parametrize("arguments, said", [
    ([], "give the PATH of a saved page or of a folder of them"),
    (["posts", "-o", "a.jsonl", "-O", "b.jsonl"], "one feed"),
    (["posts", "--jobs", "0"], "at least 1"),
    (["posts", "--jobs", "two"], "invalid"),
    (["posts", "--site", "nosuchsite"], "finews"),
    (["posts", "--url", "http://a.cn/1.html"], "several files"),
    (["posts/1.md", "--url", "a.cn/1.html"], "http://"),
    (["posts", "--nosuch"], "--nosuch"),
    (["posts", "-O", "feed.txt"], ".jsonl"),
    (["posts", "-o", "out.parquet"], "use one of .csv, .jl, .json, .jsonl"),
    (["posts", "-o", "out"], "use one of .csv, .jl, .json, .jsonl"),
    (["posts", "-O", "posts"], "posts"),
    (["posts/1.md", "-O", "posts/1.md:jsonl"], "posts/1.md"),
    (["posts", "-O", "a.jsonl", "--rejected", "a.jsonl"], "one file"),
    (["posts", "--rejected", "posts"], "folder"),
])
def test_wrong_usage(posts, tmp_path, arguments, said, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "crawler.settings")
    with pytest.raises(SystemExit) as end:
        execute(["scrapy", "extract", *arguments])
    assert end.value.code == 2
    shown = capsys.readouterr()
    assert said in shown.err.splitlines()[-1]
    assert shown.out == ""
    assert [path.name for path in tmp_path.iterdir()] == ["posts"]
    assert len(list(posts.iterdir())) == 3


def test_everything_in_a_folder_is_accounted_for(scrapy, posts, tmp_path):
    for hidden in (".git/HEAD", "page_files/ad.js"):
        (posts / hidden).parent.mkdir()
        (posts / hidden).write_text("x")
    (posts / ".DS_Store").write_text("x")
    (posts / "page.html").write_text("")
    (posts / "noise.bin").write_bytes(bytes(range(256)) * 64)
    os.mkfifo(posts / "pipe")
    (posts / "gone").symlink_to("nowhere")
    (posts / "self").symlink_to("self")
    (posts / "loop").symlink_to("..", target_is_directory=True)
    (posts / "same.md").symlink_to("1.md")
    with (posts / "big.html").open("wb") as big:
        big.truncate(50_000_000)
    run = scrapy("extract", "posts", "missing.html", "-O", "posts/feed.jsonl", "--rejected", "posts/no.jsonl")
    assert run.status == 1
    assert adds_up(run.summary)
    assert run.summary.startswith("15 files: 4 articles, 8 rejected (1 binary, 1 empty, 1 other, 1 too_large, "
                                  "4 unreadable), 3 passed over.")
    rejected = run.lines("posts/no.jsonl")
    assert [(line["path"], line["kind"]) for line in rejected] == [
        ("posts/loop/posts", "other"), ("posts/big.html", "too_large"), ("posts/gone", "unreadable"), ("posts/noise.bin", "binary"),
        ("posts/page.html", "empty"), ("posts/pipe", "unreadable"), ("posts/self", "unreadable"),
        ("missing.html", "unreadable")]
    assert all(list(line) == ["path", "kind", "reason"] and line["reason"] for line in rejected)
    assert len(run.lines("posts/feed.jsonl")) == 4
    again = scrapy("extract", "posts", "-O", "posts/feed.jsonl", "--rejected", "posts/no.jsonl")
    assert again.summary.startswith("16 files: 4 articles, 7 rejected"), "its own output is passed over"


def test_links_to_folders_read_already_have_a_line_each(scrapy, posts):
    (posts / "deep").mkdir()
    (posts / "deep/up").symlink_to("..", target_is_directory=True)
    (posts / "here").symlink_to(".", target_is_directory=True)
    (posts / "twin").symlink_to("deep", target_is_directory=True)
    run = scrapy("extract", "posts", "-O", "feed.jsonl")
    assert run.status == 0
    assert run.summary.startswith("6 files: 3 articles, 3 rejected (3 other), 0 passed over.")
    assert run.lines() == [
        {"path": path, "kind": "other", "reason": f"a link back to a folder that is read already: {folder}"}
        for path, folder in (("posts/deep/up", "posts"), ("posts/here", "posts"), ("posts/twin", "posts/deep"))]


def test_a_loop_of_links_alone_is_nothing_to_read(scrapy, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/loop").symlink_to(".", target_is_directory=True)
    (tmp_path / "feed.jsonl").write_text("old\n")
    run = scrapy("extract", "folder", "-O", "feed.jsonl")
    assert run.status == 1
    assert run.summary.startswith("1 file: 0 articles, 1 rejected (1 other), 0 passed over.")
    assert (tmp_path / "feed.jsonl").read_text() == "old\n"


def test_verdicts_alone_are_no_failure(scrapy, tmp_path):
    (tmp_path / "empty.html").write_text("")
    run = scrapy("extract", "empty.html", "-O", "feed.json")
    assert run.status == 0
    assert run.summary.startswith("1 file: 0 articles, 1 rejected (1 empty), 0 passed over.")
    assert json.loads((tmp_path / "feed.json").read_text()) == []


def test_nothing_found(scrapy, tmp_path):
    (tmp_path / "folder").mkdir()
    run = scrapy("extract", "folder", "-O", "feed.jsonl")
    assert run.status == 1
    assert run.summary.startswith("0 files: 0 articles, 0 rejected, 0 passed over.")


def test_forbidden_paths(scrapy, posts):
    (posts / "1.md").chmod(0)
    (posts / "closed").mkdir(mode=0)
    run = scrapy("extract", "posts", unprivileged=True)
    assert run.status == 1
    assert {line["path"]: line["reason"] for line in run.lines()} == {
        "posts/1.md": "Permission denied", "posts/closed": "Permission denied"}
    paths = ["posts/closed/x.html", "posts/closed/deep"]
    run = scrapy("extract", *paths, "x" * 300, "posts/2.md", unprivileged=True)
    assert run.summary.startswith("4 files: 1 article, 3 rejected (3 unreadable), 0 passed over.")
    assert [line["path"] for line in run.lines()] == [*paths, "x" * 300]


def cannot_write(name: str, reason: str) -> str:
    return f"scrapy extract: cannot write {name}: {reason}\n"


@pytest.mark.parametrize("option", ["-o", "-O", "--rejected"])
def test_an_output_in_a_closed_folder(scrapy, posts, tmp_path, option):
    (tmp_path / "closed").mkdir(mode=0)
    run = scrapy("extract", "posts", option, "closed/deep/x.jsonl", unprivileged=True)
    assert run.status == 1
    assert run.err == cannot_write("closed/deep/x.jsonl", "Permission denied")


@pytest.mark.parametrize("option", ["-o", "-O", "--rejected"])
@pytest.mark.parametrize("name, reason", [
    ("posts/1.md/x.jsonl", "Not a directory"), ("posts/1.md/deep/x.jsonl", "Not a directory"),
    ("x" * 300 + ".jsonl", "File name too long"), ("loop.jsonl", "Too many levels of symbolic links")])
def test_an_output_that_cannot_be(posts, tmp_path, option, name, reason, monkeypatch, capfd):
    (tmp_path / "loop.jsonl").symlink_to("loop.jsonl")
    before = (posts / "1.md").read_bytes()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "crawler.settings")
    with pytest.raises(SystemExit) as end:
        execute(["scrapy", "extract", "posts", option, name])
    assert end.value.code == 1
    assert capfd.readouterr().err == cannot_write(name, reason)
    assert (posts / "1.md").read_bytes() == before
    assert not list(tmp_path.glob(".*.part"))


def test_chinese_file_names(scrapy, posts, tmp_path):
    (posts / "1.md").rename(posts / "迎峰度夏（一）.md")
    (posts / "空.html").write_text("")
    posts.rename(tmp_path / "新闻 页")
    run = scrapy("extract", "新闻 页", "不存在", "-O", "结果.jsonl", "--rejected", "落选.jsonl")
    assert "scrapy extract: 不存在: unreadable: No such file or directory" in run.err
    assert run.summary == ("5 files: 3 articles, 2 rejected (1 empty, 1 unreadable), 0 passed over. Feed: 结果.jsonl. "
                           "Rejected: 落选.jsonl.")
    assert [line["path"] for line in run.lines("落选.jsonl")] == ["新闻 页/空.html", "不存在"]


@pytest.mark.parametrize("command", ["extract", "audit", "show"])
def test_help_can_be_shown_in_ascii(scrapy, monkeypatch, command):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    run = scrapy(command, "--help")
    assert (run.status, run.err) == (0, "")
    assert f"scrapy {command} ".encode() in run.out


def test_a_file_name_in_no_utf8(scrapy, tmp_path):
    name = "空页.html".encode("gb18030")
    (tmp_path / os.fsdecode(name)).write_text("")
    run = scrapy("extract", ".")
    assert run.status == 0
    assert os.fsencode(run.lines()[0]["path"]) == b"./" + name


def test_no_file_stops_the_run(scrapy, posts):
    for name, word in (("0a", "BUG"), ("0b", "MEMORY"), ("1a", "DEEP")):
        (posts / name).write_text(f"{word} x")
    (posts / "2a.md").write_text("MANY " + POST.format(number=4))
    run = scrapy("extract", "posts", faults=True)
    assert run.status == 1
    assert run.summary.startswith(
        "7 files, 9 inputs: 4 articles, 5 rejected (1 container, 1 list, 3 other), 0 passed over.")
    assert run.lines() == [
        {"path": "posts/0a", "kind": "other", "reason": "KeyError: 'bug'"},
        {"path": "posts/0b", "kind": "other", "reason": "MemoryError"},
        {"path": "posts/1a", "kind": "other", "reason": "RecursionError: too deep"},
        {"path": "posts/2a.md", "url": "http://a.cn/2", "kind": "list", "reason": "links"},
        {"path": "posts/2a.md", "kind": "container", "reason": "the archive ends early"}]


def test_jobs_give_the_same_bytes(scrapy, posts, tmp_path):
    (posts / "2a.html").write_text("")
    paths = ["posts", SEEDS, "missing"]
    one = scrapy("extract", *paths, "-O", "one.jsonl", "--rejected", "one.no", "--audit")
    three = scrapy("extract", *paths, "-O", "three.jsonl", "--rejected", "three.no", "--audit", "--jobs", "3")
    assert one.status == three.status == 1
    for name in ("one.jsonl", "one.no"):
        assert (tmp_path / name).read_bytes() == (tmp_path / name.replace("one", "three")).read_bytes()
    assert all(item["ledger"]["entries"] is not None for item in one.lines("one.jsonl"))


def test_a_killed_process_costs_one_file(scrapy, posts):
    (posts / "2a.md").write_text("DIE now")
    run = scrapy("extract", "posts", "--jobs", "2", faults=True)
    assert run.status == 1
    assert [json.loads(line)["title"][5] for line in run.out.splitlines()] == ["1", "2", "3"]
    assert [(line["path"], line["kind"]) for line in run.lines()] == [("posts/2a.md", "other")]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupted_runs_leave_a_whole_feed(posts, tmp_path, jobs):
    for number in range(10, 50):
        (posts / f"{number}.md").write_text("SLOW " + POST.format(number=4))
    arguments = [sys.executable, "-c", FAULTS, "extract", "posts", "-O", "feed.json", "--jobs", jobs]
    with subprocess.Popen(arguments, cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, text=True,
                          preexec_fn=default_signals) as process:
        deadline = time.monotonic() + 20
        while not any(part.stat().st_size > 100 for part in tmp_path.glob(".feed.json.*")):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=20)[1].splitlines()
    assert process.returncode == 130
    assert "interrupted" in said[-2]
    assert adds_up(said[-1])
    articles = json.loads((tmp_path / "feed.json").read_text("utf-8"))
    assert 1 <= len(articles) < 43
    assert f": {len(articles)} article" in said[-1]


def test_a_feed_may_be_a_pipe(scrapy, posts):
    run = scrapy("extract", "posts", "-O", "/dev/stdout:jsonl")
    assert len(run.out.splitlines()) == 3
    assert run.summary.startswith("3 files: 3 articles, 0 rejected, 0 passed over. Feed: /dev/stdout.")


def test_a_full_disk_is_said(scrapy, posts):
    run = scrapy("extract", "posts", "-O", "/dev/full:jsonl")
    assert run.status == 1
    assert "cannot write /dev/full" in run.summary
    run = scrapy("extract", "missing", "-O", "feed.jsonl", "--rejected", "/dev/full")
    assert run.status == 1
    assert "cannot write /dev/full" in run.summary


def test_the_end_of_a_pipe_is_no_error(posts, tmp_path):
    with subprocess.Popen([sys.executable, "-m", "scrapy", "extract", "posts"], cwd=tmp_path, env=environment(),
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        process.stdout.close()
        assert process.stderr
        said = process.stderr.read()
    assert "Traceback" not in said
    assert process.returncode == 141


def on_a_terminal(folder: Path, *arguments: str, **options: Any) -> str:
    """What `scrapy extract …` shows on standard error, that being a terminal."""
    parent, child = pty.openpty()
    subprocess.run([sys.executable, "-m", "scrapy", "extract", *arguments], cwd=folder, check=True, stderr=child,
                   env=environment() | {"TERM": "xterm-256color"}, timeout=60, **options)
    os.close(child)
    shown = os.read(parent, 65536).decode(errors="replace")
    os.close(parent)
    return shown


def test_a_bar_is_drawn_on_a_terminal_only(posts, tmp_path):
    shown = on_a_terminal(tmp_path, "posts", "-O", "feed.jsonl")
    assert "3/3" in shown
    assert "\x1b[" in shown
    assert adds_up(shown.splitlines()[-1].split("\r")[-1].removeprefix("\x1b[?25h").removeprefix("\x1b[1A\x1b[2K"))


def test_a_bar_leaves_the_terminal_to_who_reads_the_articles(posts, tmp_path):
    with (tmp_path / "feed.jsonl").open("wb") as file:
        assert "3/3" in on_a_terminal(tmp_path, "posts", stdout=file)
    assert adds_up(on_a_terminal(tmp_path, "posts", stdout=subprocess.PIPE))


def test_settings_can_be_given(scrapy, posts):
    run = scrapy("extract", "posts/1.md", "-s", "MAX_INPUT=100")
    assert run.status == 1
    assert run.lines()[0]["kind"] == "too_large"


def test_commands_work_without_a_project(posts, tmp_path):
    """As after `pip install .`: found by the package's entry points, with no settings module."""
    lines = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["scrapy.commands"]
    installed = tmp_path / "installed" / "dianwen-0.dist-info"
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: dianwen\nVersion: 0\n")
    (installed / "entry_points.txt").write_text("\n".join(["[scrapy.commands]", *(f"{k} = {v}" for k, v in lines.items())]))
    variables = environment() | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(installed.parent)])}
    del variables["SCRAPY_SETTINGS_MODULE"]
    for arguments in (["extract", "posts", "-O", "feed.csv"], ["audit", "posts/1.md"]):
        subprocess.run([sys.executable, "-m", "scrapy", *arguments], cwd=tmp_path, env=variables, check=True, timeout=60,
                       capture_output=True)
    assert "迎峰度夏" in (tmp_path / "feed.csv").read_text("utf-8")


def test_scrapy_list_is_quiet(scrapy):
    run = scrapy("list")
    assert (run.status, run.err) == (0, "")
