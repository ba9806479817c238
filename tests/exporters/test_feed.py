"""Feeds without a crawl: what appending mends, what replacing keeps, what the formats do to awkward values."""
from __future__ import annotations

import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from crawler import settings as project
from crawler.exporters.feed import COLUMNS, Feed, exporters, mend_lines, target
from crawler.exporters.formats import ArticleCsvExporter, ArticleXmlExporter

SETTINGS = Settings({"FEED_EXPORTERS": project.FEED_EXPORTERS, "FEED_EXPORT_ENCODING": "utf-8"})
FORMATS = exporters(SETTINGS)
ITEM = dict.fromkeys(COLUMNS) | {"id": "x:1", "title": "一", "text": "一\n二", "authors": [{"name": "王焱"}]}


def write(path: Path, *, replace: bool = False, **values: str) -> Feed:
    feed = Feed(target(str(path), FORMATS, replace=replace), SETTINGS)
    feed.export(ITEM | values)
    feed.commit()
    return feed


@pytest.mark.parametrize("argument, path, form", [
    ("a.jsonl", "a.jsonl", "jsonl"), ("a.JSON", "a.JSON", "json"), ("a.txt:csv", "a.txt", "csv"),
    ("C:/a.xml", "C:/a.xml", "xml"), ("-:csv", None, "csv"), ("-", None, "jsonlines")])
def test_what_an_argument_means(argument, path, form):
    found = target(argument, FORMATS, replace=False)
    assert (found.path and str(found.path), found.format) == (path, form)


@pytest.mark.parametrize("whole", [b"", b'{"a": 1}\n', b'{"a": 1}\n{"b": 2}\n'])
@pytest.mark.parametrize("tail, left", [(b"", b""), (b'{"c"', b""), (b"\xe4\xb8", b""), (b'{"c": 3}', b'{"c": 3}\n'),
                                        (b'{"c": "' + b"x" * 200_000, b"")])
def test_the_torn_last_line(tmp_path, whole, tail, left):
    path = tmp_path / "feed.jsonl"
    path.write_bytes(whole + tail)
    assert bool(mend_lines(path)) == bool(tail)
    assert path.read_bytes() == whole + left


def test_a_torn_csv_record_is_cut_off(tmp_path):
    path = tmp_path / "feed.csv"
    write(path)
    once = path.read_bytes()
    write(path)
    twice = path.read_bytes()
    assert twice.startswith(once)
    assert twice.count(b"id,site") == 1
    for end in range(len(once) + 1, len(twice)):
        path.write_bytes(twice[:end])
        feed = write(path)
        assert "torn" in feed.note
        assert path.read_bytes() == twice


def test_csv_of_other_columns_is_refused(tmp_path):
    (tmp_path / "feed.csv").write_text("a,b\r\n1,2\r\n")
    with pytest.raises(UsageError, match="columns"):
        write(tmp_path / "feed.csv")
    assert (tmp_path / "feed.csv").read_text() == "a,b\n1,2\n"


def test_replacing_happens_at_the_end(tmp_path):
    path = tmp_path / "feed.jsonl"
    path.write_text("old")
    path.chmod(0o640)
    link = tmp_path / "link.jsonl"
    link.symlink_to(path)
    feed = Feed(target(str(link), FORMATS, replace=True), SETTINGS)
    feed.export(ITEM)
    assert path.read_text() == "old"
    feed.discard()
    assert path.read_text() == "old"
    write(link, replace=True)
    assert json.loads(path.read_text("utf-8"))["title"] == "一"
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert len(list(tmp_path.iterdir())) == 2


def test_what_cannot_be_encoded_leaves_no_trace(tmp_path):
    for name in ("feed.jsonl", "feed.json", "feed.csv"):
        feed = Feed(target(str(tmp_path / name), FORMATS, replace=True), SETTINGS)
        with pytest.raises(UnicodeError):
            feed.export(ITEM | {"title": "\ud800"})
        feed.export(ITEM)
        feed.commit()
        write(tmp_path / f"only-{name}")
        assert (tmp_path / name).read_bytes() == (tmp_path / f"only-{name}").read_bytes()


@given(st.text(st.characters(codec=None), max_size=30))
def test_xml_can_be_read_again_whatever_the_text(text):
    file = io.BytesIO()
    exporter = ArticleXmlExporter(file, encoding="utf-8")
    exporter.start_exporting()
    exporter.export_item({"title": text, "body": [{"rows": [[text]]}], "source": None})
    exporter.finish_exporting()
    item = ElementTree.fromstring(file.getvalue())[0]
    assert item.findtext("source") == ""
    assert len(item.findtext("title") or "") <= len(text)


def test_csv_on_a_pipe_has_its_header():
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    pipe = Pipe()
    exporter = ArticleCsvExporter(pipe)
    exporter.export_item({"a": [1, "二"], "b": None})
    exporter.finish_exporting()
    assert pipe.getvalue().decode() == 'a,b\r\n"[1, ""二""]",\r\n'
