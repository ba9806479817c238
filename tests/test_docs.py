"""The documentation says what is so: its examples are run, its lists compared with the code."""
from __future__ import annotations

import doctest
import json
import re
import shlex
import subprocess
import sys
from argparse import ArgumentParser
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest
from scrapy.settings import Settings

import crawler
from crawler import listings, settings
from crawler.article import WARNINGS, Kind
from crawler.commands.reading import FAILURES
from crawler.page import Page
from crawler.site import GENERIC, Site, by_name, sites
from crawler.spiders import plan
from crawler.spiders.loader import spider_of
from tests.cases import ROOT, golden_text
from tests.commands.conftest import environment
from tests.dump import dump_text

READMES = ("README.md", "README.zh-CN.md")
DOCS = (*READMES, "docs/warnings.md", "docs/adding-a-site.md", "docs/crawling.md", "docs/forms.md")
GUIDE = "docs/adding-a-site.md"
COMMANDS = ("extract", "audit", "show", "crawl")
CUT = "…"
"""In an example stands for text left out; on a line of its own, for lines."""

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
_SEED = re.compile(r"seeds/\S+?\.txt")


@cache
def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, kind: str) -> list[str]:
    return [content for language, content in _BLOCK.findall(text(name)) if language == kind]


def prose(name: str) -> str:
    return _BLOCK.sub("", text(name))


def rows(name: str) -> dict[str, list[str]]:
    """The tables' rows that begin with a code in backquotes: the code, and the other cells."""
    found = {}
    for line in prose(name).splitlines():
        first, *cells = (cell.strip() for cell in line.strip("|").replace(r"\|", "¦").split("|"))
        if line.startswith("| `") and cells:
            found[first.strip("`")] = cells
    return found


def as_pattern(shown: str) -> re.Pattern[str]:
    """What an example with `…` in it allows."""
    lines = re.escape(shown).replace(re.escape(f"\n{CUT}\n"), r"\n(?:.*\n)+?")
    return re.compile(lines.replace(re.escape(CUT), r".+"))


def assert_shown(shown: Any, real: Any) -> None:
    """`shown` is `real`, but for text cut out of long strings."""
    if isinstance(shown, dict) and isinstance(real, dict):
        assert list(shown) == list(real)
        for key in shown:
            assert_shown(shown[key], real[key])
    elif isinstance(shown, list) and isinstance(real, list):
        assert len(shown) == len(real)
        for one, other in zip(shown, real, strict=True):
            assert_shown(one, other)
    elif isinstance(shown, str) and CUT in shown:
        assert re.compile(".+".join(map(re.escape, shown.split(CUT))), re.S).fullmatch(real)
    else:
        assert shown == real


# ---------------------------------------------------------------- lists

def test_every_warning_is_listed_and_no_other() -> None:
    warnings, verdicts = text("docs/warnings.md").split("## Verdicts")
    assert set(re.findall(r"^\| `([\w-]+)`", warnings, re.M)) == set(WARNINGS)
    assert set(re.findall(r"^\| `([\w-]+)`", verdicts, re.M)) == set(get_args(Kind))


def test_warnings_and_verdicts_are_in_both_languages() -> None:
    for code, cells in rows("docs/warnings.md").items():
        *_, english, chinese = cells
        assert re.search(r"[a-z]{3}", english), code
        assert re.search(r"[一-鿿]{2}", chinese), code


def test_verdicts_name_their_exit_status() -> None:
    listed = rows("docs/warnings.md")
    assert {kind for kind in get_args(Kind) if listed[kind][0] == "1"} == FAILURES


@pytest.mark.parametrize("name", READMES)
def test_sites_and_layouts_are_listed(name: str) -> None:
    listed = {code: cells for code, cells in rows(name).items() if code in {*sites(), GENERIC.name}}
    assert set(listed) == {*sites(), GENERIC.name}
    for site in sites().values():
        assert set(re.findall(r"`([a-z]+)`", listed[site.name][-1])) - {"epaper"} == {layout.name for layout in site.layouts}
        assert all(host in listed[site.name][0] for host in site.hosts[:1])


@pytest.mark.parametrize("name", READMES)
def test_largest_input_is_right(name: str) -> None:
    assert set(re.findall(r"(\d+) MB", text(name))) == {str(crawler.MAX_INPUT // 1_000_000)}


# ---------------------------------------------------------------- form

def test_both_readmes_say_the_same() -> None:
    one, other = READMES
    assert re.findall(r"^#+(?= )", prose(one), re.M) == re.findall(r"^#+(?= )", prose(other), re.M)
    for kind in ("console", "json", "pycon"):
        assert blocks(one, kind) == blocks(other, kind)
    assert _commands(one) == _commands(other)
    assert list(rows(one)) == list(rows(other))


def _commands(name: str) -> list[str]:
    """The commands of the shell examples without their comments."""
    return [line.partition("#")[0].strip() for block in blocks(name, "sh") for line in block.splitlines()]


@pytest.mark.parametrize("name", READMES)
def test_readme_is_short(name: str) -> None:
    assert len(text(name).splitlines()) < 200


@pytest.mark.parametrize("name", DOCS)
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", prose(name)):
        assert ((ROOT / name).parent / target).is_file(), target
    for path in re.findall(r"`((?:crawler|docs|seeds)/[\w/.-]+\.\w+)`", prose(name)):
        assert (ROOT / path).is_file() or path == "crawler/sites/nanling.py", path


# ---------------------------------------------------------------- examples

@pytest.mark.parametrize("name", DOCS)
def test_make_targets_exist(name: str) -> None:
    targets = set(re.findall(r"^(\w+):", text("Makefile"), re.M))
    assert set(re.findall(r"(?:`|^)make (\w+)", text(name), re.M)) <= targets


@pytest.mark.parametrize("name", DOCS)
def test_commands_and_their_options_exist(name: str) -> None:
    for command, rest in re.findall(r"`scrapy (\w+)([^`]*)`", prose(name)):
        if command == "list":
            continue
        assert command in COMMANDS
        assert set(re.findall(r"(?<![\w-])--?[a-zA-Z]+", rest)) <= _options(command)


@pytest.mark.parametrize("name", DOCS)
def test_crawls_are_of_sites_that_there_are_with_arguments_that_there_are(name: str) -> None:
    for site, rest in re.findall(r"^scrapy crawl (\w+)(.*)", "".join(blocks(name, "sh")), re.M):
        assert site == "saved" or by_name(site).listings
        given = set(re.findall(r"-a (\w+)=", rest))
        assert given <= ({"path"} if site == "saved" else set(plan.NAMES))
        assert set(re.findall(r"-s (\w+)=", rest)) <= set(dir(settings))


def test_arguments_settings_and_ends_of_a_crawl_are_listed() -> None:
    listed = rows("docs/crawling.md")
    assert set(plan.NAMES) <= set(listed)
    assert {name for name in listed if name.isupper()} <= set(dir(settings))
    sources = "".join((ROOT / "crawler" / part).read_text("utf-8") for part in ("spiders/news.py", "extensions/feeds.py"))
    assert {"finished", "shutdown", *re.findall(r'"(feed_failed|state_failed|blocked_by_waf)"', sources)} <= set(listed)
    for name, cells in listed.items():
        assert re.search(r"[一-鿿]{2}", cells[-1]), name


def _options(name: str) -> set[str]:
    command = import_module(f"crawler.commands.{name}").Command()
    command.settings = Settings()
    parser = ArgumentParser()
    command.add_options(parser)
    return {option for action in parser._actions for option in action.option_strings}


@pytest.mark.parametrize("name", READMES)
def test_every_command_is_shown(name: str) -> None:
    assert {*COMMANDS} <= set(re.findall(r"`scrapy (\w+)", prose(name)))


def test_console_examples_print_what_is_shown(tmp_path: Path) -> None:
    for name in ("seeds", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    for block in blocks(READMES[0], "console"):
        for line, shown in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", block, re.M):
            assert as_pattern(shown.strip()).fullmatch(_printed(line, tmp_path).strip()), line


def _printed(line: str, folder: Path) -> str:
    """What a command prints when it is run in `folder`."""
    program, *arguments = shlex.split(line)
    if program == "cat":
        return (folder / arguments[0]).read_text(encoding="utf-8")
    assert program == "scrapy"
    done = subprocess.run([sys.executable, "-m", "scrapy", *arguments], cwd=folder, env=environment(), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60, check=True)
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize("name", READMES)
def test_python_example_gives_what_it_shows(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (example,) = blocks(name, "pycon")
    test = doctest.DocTestParser().get_doctest(example, {}, name, name, 0)
    assert len(test.examples) > 3
    said: list[str] = []
    assert doctest.DocTestRunner().run(test, out=said.append).failed == 0, "".join(said)


@pytest.mark.parametrize("name", READMES)
def test_item_is_real(name: str) -> None:
    (item,) = map(json.loads, blocks(name, "json"))
    before = text(name).partition("```json")[0]
    real = crawler.parse((ROOT / _SEED.findall(before)[-1]).read_bytes()).to_dict()
    assert_shown(item, real)
    cut = [key for key, value in item.items() if isinstance(value, str) and CUT in value]
    assert cut == ["text"]  # nothing else is shortened, but for the body's own texts


# ---------------------------------------------------------------- the guide's site

@pytest.fixture
def guide_site(monkeypatch: pytest.MonkeyPatch) -> Site:
    """The site of the guide, known as if its file stood beside the others."""
    (source,) = blocks(GUIDE, "python")
    module = ModuleType("nanling")
    exec(compile(source, GUIDE, "exec"), module.__dict__)
    known = {**sites(), "nanling": module.Nanling()}
    monkeypatch.setattr("crawler.site.sites", lambda: known)
    return known["nanling"]


def test_site_of_the_guide_reads_its_page(guide_site: Site) -> None:
    (page,) = blocks(GUIDE, "html")
    known, golden = map(json.loads, blocks(GUIDE, "json"))
    article = crawler.parse(page.encode("utf-8"), known["url"], audit=True).to_dict()
    assert {key: article[key] for key in golden if key in article} == {key: golden[key] for key in golden if key in article}
    assert set(golden) - set(article) == {"reviewed", "removed"}
    assert article["reader"].startswith("nanling/page@")
    assert article["text"] == golden_text(golden)
    entries = "\n".join(entry["text"] for entry in article["ledger"]["entries"])
    assert all(phrase in entries for phrase in golden["removed"])


def test_site_of_the_guide_reads_its_page_without_url_and_as_text(guide_site: Site) -> None:
    (page,) = blocks(GUIDE, "html")
    golden = json.loads(blocks(GUIDE, "json")[1])
    for source in (page, dump_text(Page(page.encode("utf-8")).text)):
        article = crawler.parse(source.encode("utf-8")).to_dict()
        same = ("site", "title", "published_at", "source", "authors", "section", "body")
        assert {key: article[key] for key in same} == {key: golden[key] for key in same}


def test_site_of_the_guide_can_be_crawled(guide_site: Site) -> None:
    (page,) = blocks(GUIDE, "html")
    url = json.loads(blocks(GUIDE, "json")[0])["url"]
    starts = listings.starts(guide_site)
    assert [start.url for start in starts] == ["https://www.nanling.example/jc/", "https://www.nanling.example/dw/"]
    rows = f'<ul class="nl-list"><li><a href="/20240318/1024.html">梅关供电所：夜巡护春灌</a><span>2024-03-18</span></li></ul><a href="2.html">下一页</a>{page}'
    found = listings.read(Page(rows.encode(), starts[0].url), guide_site, starts[0].listing)
    assert found.entries == [listings.Entry(url, "梅关供电所：夜巡护春灌", "2024-03-18")]
    assert found.next == ["https://www.nanling.example/jc/2.html"]
    assert spider_of(guide_site).name == "nanling"


def test_site_file_of_the_guide_is_as_short_as_it_says() -> None:
    (source,) = blocks(GUIDE, "python")
    assert len(source.splitlines()) <= 25
