"""The house keeps its order: who imports whom, how long a site file is, what `import crawler` loads and how long it takes."""
from __future__ import annotations

import ast
import compileall
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cases import ROOT

CRAWLER = ROOT / "crawler"
SCRAPY_SIDE = {"spiders", "pipelines", "commands", "settings", "middlewares", "extensions", "exporters", "network"}
LAZY = {"psycopg", "filelock", "brotli", "backports", "cssselect", "trafilatura", "dateparser", "rjieba", "yaml", "markdown_it"}
ALLOWED = {
    "article": set(), "version": set(), "state": set(), "zh": {"zh"}, "page": {"article", "zh", "lxml"},
    "lines": {"page", "zh", "lxml"},
    "site": {"article", "page", "zh", "lxml", "sites"},
    "raw": {"article", "lines", "lxml"},
    "trees": {"lines", "page", "raw", "site", "zh", "lxml"},
    "texts": {"lines", "page", "raw", "site", "zh"},
    "pictures": {"lines", "page", "raw", "zh", "lxml"}, "columns": {"lines", "pictures", "raw", "zh"},
    "reader": {"article", "columns", "lines", "metadata", "page", "pictures", "raw", "site", "texts", "trees", "zh"},
    "listings": {"page", "pager", "site", "zh", "lxml"}, "pager": {"page", "site", "lxml"},
    "paging": {"article", "page", "site", "zh", "lxml"}, "joining": {"article", "zh"},
    "verdict": {"article", "page", "zh", "lxml"},
    "normalise": {"article", "page", "lines", "pictures", "raw", "site", "version", "zh"},
    "evidence": {"page", "zh", "lxml"}, "metadata": {"page", "raw", "zh", "lxml"},
    "titles": {"evidence", "metadata", "page", "raw", "zh", "lxml"}, "bodies": {"evidence", "titles", "zh"},
    "claims": {"bodies", "evidence", "lines", "page", "zh", "lxml"}, "kinds": {"page", "raw", "zh"},
    "generic": {"bodies", "claims", "evidence", "kinds", "metadata", "page", "raw", "reader", "site", "titles", "zh"},
    "families": {"site", "reader", "page", "zh", "families"},
    "sites": {"site", "reader", "page", "zh", "families"},
    "__init__": {"article", "page", "site", "reader", "verdict", "normalise", "generic", "kinds", "version", "paging", "joining",
                 "containers", "copies"},
    "containers": {"article", "containers"}, "copies": {"page", "titles", "lxml"}, "addresses": {"site"},
}
MODULES = sorted(CRAWLER.rglob("*.py"))


def room(module: Path) -> str:
    return module.relative_to(CRAWLER).parts[0].removesuffix(".py")


def imports(module: Path) -> tuple[set[str], set[str]]:
    """What a module imports when it is loaded, and what inside functions: rooms of the house, and other packages' names."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    inside = {id(node) for function in ast.walk(tree) if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) for node in ast.walk(function)}
    found: tuple[set[str], set[str]] = (set(), set())
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "crawler" else [node.module or ""]
        else:
            continue
        found[id(node) in inside].update(_room_or_package(name) for name in names)
    return found


def _room_or_package(name: str) -> str:
    first, *rest = name.split(".")
    return rest[0] if first == "crawler" and rest else first


@pytest.mark.parametrize("module", [m for m in MODULES if room(m) not in SCRAPY_SIDE], ids=lambda m: str(m.relative_to(ROOT)))
def test_pure_part_imports_only_what_its_room_may(module: Path) -> None:
    at_load, inside = imports(module)
    allowed = ALLOWED[room(module)]
    ours_or_foreign = {name for name in at_load if name not in sys.stdlib_module_names}
    assert ours_or_foreign <= allowed
    assert {name for name in inside if name not in sys.stdlib_module_names} <= allowed | LAZY


@pytest.mark.parametrize("module", [m for m in MODULES if room(m) == "sites" and m.name != "__init__.py"], ids=lambda m: m.stem)
def test_a_site_imports_no_other_site_and_is_short(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    assert "crawler.sites" not in source
    assert len(source.splitlines()) <= 60


def test_median_site_file_is_short() -> None:
    lengths = sorted(len(m.read_text(encoding="utf-8").splitlines()) for m in MODULES if room(m) == "sites" and m.name != "__init__.py")
    assert lengths[len(lengths) // 2] <= 25


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True, timeout=120).stdout


def test_import_crawler_loads_nothing_heavy() -> None:
    loaded = run("import sys, crawler; print(*sorted({name.partition('.')[0] for name in sys.modules}))").split()
    assert not {"scrapy", "trafilatura", "dateparser", "itemadapter", "twisted", "rjieba", "yaml", "markdown_it"} & set(loaded)


def test_import_crawler_is_quick() -> None:
    """Under half the CPU of importing scrapy, best of five each. Both from bytecode, as pip installs it."""
    assert compileall.compile_dir(CRAWLER, quiet=1)

    def best(module: str) -> float:
        def once() -> float:
            before = os.times()
            run(f"import {module}")
            after = os.times()
            return after.children_user + after.children_system - before.children_user - before.children_system
        return min(once() for _ in range(5))

    bare = best("sys")
    assert best("crawler") - bare < 0.5 * (best("scrapy") - bare)


def test_every_kept_page_parses_without_scrapy() -> None:
    code = """
import sys
for name in ("scrapy", "itemadapter", "twisted"):
    sys.modules[name] = None
import crawler
from tests.cases import cases
count = 0
for case in cases():
    try:
        case.parse()
    except crawler.NotAnArticle:
        pass
    count += 1
print(count)
"""
    assert int(run(code)) >= 25


def test_every_shared_rule_names_the_page_that_made_it_necessary() -> None:
    from crawler.zh.boilerplate import END_MARKERS, FURNITURE, PAGE_FOOT

    assert all(len(rule.seen) > 8 and rule.name and rule.pattern for rule in (*END_MARKERS, *FURNITURE, *PAGE_FOOT))
