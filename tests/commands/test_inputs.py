"""Which files a command reads, and in what order."""
from __future__ import annotations

from pathlib import Path

import pytest

from crawler.commands.inputs import Inputs


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`tmp_path` as current folder, with b/2.html, b/10.html, b/deep/x.txt and a.html."""
    for name in ("b/2.html", "b/10.html", "b/deep/x.txt", "a.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_names_are_sorted_and_arguments_are_not(tree):
    assert Inputs(["b", "a.html"]).paths == ["b/10.html", "b/2.html", "b/deep/x.txt", "a.html"]
    assert Inputs(["./b/"]).paths == ["./b/10.html", "./b/2.html", "./b/deep/x.txt"]


def test_each_file_is_read_once(tree):
    inputs = Inputs(["b/2.html", "b", "b", "./b/2.html"])
    assert inputs.paths == ["b/2.html", "b/10.html", "b/deep/x.txt"]
    assert (inputs.passed_over, inputs.links) == (3, [])
    inputs = Inputs(["b/deep", "b"])
    assert inputs.paths == ["b/deep/x.txt", "b/10.html", "b/2.html"]
    assert (inputs.passed_over, inputs.links) == (1, [])


def test_linked_folders_are_read_once_and_after_the_real_ones(tree):
    (tree / "b/alias").symlink_to("deep", target_is_directory=True)
    (tree / "b/deep/up").symlink_to("../..", target_is_directory=True)
    elsewhere = tree / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "y.txt").write_text("y")
    (elsewhere / "back").symlink_to("../b", target_is_directory=True)
    (tree / "b/linked").symlink_to(elsewhere, target_is_directory=True)
    inputs = Inputs(["b"])
    assert inputs.paths == ["b/10.html", "b/2.html", "b/deep/x.txt", "b/deep/up/a.html", "b/deep/up/elsewhere/y.txt"]
    assert inputs.links == [("b/alias", "b/deep"), ("b/deep/up/b", "b"), ("b/linked", "b/deep/up/elsewhere"),
                            ("b/deep/up/elsewhere/back", "b")]
    assert inputs.passed_over == 0


def test_a_link_that_is_named_before_and_after_its_folder(tree):
    (tree / "link").symlink_to("b/deep", target_is_directory=True)
    before = Inputs(["link", "b/deep", "link"])
    assert (before.paths, before.passed_over, before.links) == (["link/x.txt"], 2, [])
    after = Inputs(["b/deep", "link"])
    assert (after.paths, after.passed_over, after.links) == (["b/deep/x.txt"], 0, [("link", "b/deep")])


def test_hidden_and_companions_and_own_output(tree):
    for name in (".hidden", "2_files/i.png", "2.files/i.png", "3_files/kept.txt", "out.jsonl"):
        (tree / "b" / name).parent.mkdir(exist_ok=True)
        (tree / "b" / name).write_text("x")
    inputs = Inputs(["b"], own=["b/out.jsonl"])
    assert inputs.paths == ["b/10.html", "b/2.html", "b/3_files/kept.txt", "b/deep/x.txt"]
    assert inputs.passed_over == 4


def test_what_is_named_is_read_even_if_hidden(tree):
    (tree / ".hidden").mkdir()
    (tree / ".hidden/x.html").write_text("x")
    assert Inputs([".hidden"]).paths == [".hidden/x.html"]


def test_what_is_missing_is_an_input(tree):
    assert Inputs(["missing", "a.html"]).paths == ["missing", "a.html"]
