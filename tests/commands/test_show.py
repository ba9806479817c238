"""`scrapy show` from the outside: what is said of a feed that cannot be shown."""
from __future__ import annotations


def test_what_cannot_be_shown(scrapy, tmp_path):
    (tmp_path / "feed.csv").write_text("id,site\r\n")
    for name, reason in (("missing.jsonl", "No such file or directory"), (".", "Is a directory"),
                         ("feed.csv", "line 1 is no JSON")):
        run = scrapy("show", name)
        assert (run.status, run.out) == (1, b"")
        assert run.err.startswith(f"scrapy show: {name}: {reason}")
    run = scrapy("show")
    assert run.status == 2
    assert "give the FEED to show" in run.err
