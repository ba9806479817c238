"""What real browsers saved of kept pages (tests/saved; tests/browser.py says how) is the same article as the page that was served."""
from __future__ import annotations

import base64
import random
import time
from pathlib import Path

import pytest

import crawler
from crawler.containers import mhtml_page
from tests.cases import HERE, cases

FORMS = (".mhtml", ".complete.html", ".source.html", ".singlefile.html")
SAVED = sorted(file for file in (HERE / "saved").iterdir() if file.name.endswith(FORMS))
SAME = ("site", "title", "published_at", "source", "authors", "text", "content_hash")


@pytest.mark.parametrize("file", SAVED, ids=lambda file: file.name)
def test_saved_by_a_browser(file: Path) -> None:
    case = next(case for case in cases() if case.name.replace("/", "--") == file.name.partition(".")[0])
    body = file.read_bytes()
    record = mhtml_page(body) if file.suffix == ".mhtml" else None
    served = crawler.parse(case.body, case.known["url"]).to_dict()
    saved = crawler.parse(record.body, record.url) if isinstance(record, crawler.containers.Record) else crawler.parse(body)
    assert {key: saved.to_dict()[key] for key in SAME} == {key: served[key] for key in SAME}
    if not file.name.endswith(".source.html"):  # a view-source tab has its address in the address bar alone
        assert (saved.id, saved.url) == (served["id"], served["url"])


def test_single_files_with_megabytes_of_pictures() -> None:
    source = (HERE / "saved" / "chinapower--desktop.singlefile.html").read_text(encoding="utf-8")
    picture = "data:image/png;base64," + base64.b64encode(random.Random(1).randbytes(6_000_000)).decode()
    expected = crawler.parse(source.encode()).text
    for made in (source.replace("</html>", "") + f"<img src={picture}>", source.replace("</html>", "") + f'<p><img alt=图 src="{picture}">',
                 source.replace("<style>", f"<style>.a{{background:url({picture})}}", 1), source.replace("<p>", f"<p><img src={picture[:200_000]}>")):
        began = time.perf_counter()
        assert crawler.parse(made.encode()).text == expected
        assert time.perf_counter() - began < 2
