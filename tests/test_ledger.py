"""The account adds up: on every kept page, and on pages mutilated at random."""
from __future__ import annotations

import random

import pytest

import crawler
from crawler.page import Page
from crawler.zh.text import visible
from tests.cases import Case, articles

MUTATIONS = 12


def adds_up(article: crawler.Article, body: bytes) -> None:
    ledger = article.ledger
    assert ledger.page == ledger.kept + ledger.removed + ledger.outside
    assert min(ledger.kept, ledger.removed, ledger.outside) >= 0
    assert ledger.kept >= visible(article.text) * 0.98
    if ledger.entries is not None:
        assert sum(visible(entry.text) for entry in ledger.entries) == ledger.removed + ledger.outside
        assert all(entry.rule and entry.where for entry in ledger.entries)
    page = Page(body)
    if page.form != "jekyll":
        assert ledger.page == page.visible


@pytest.mark.parametrize("case", articles(), ids=lambda c: c.name)
def test_every_character_is_accounted_for(case: Case) -> None:
    adds_up(case.parse(audit=True), case.body)


@pytest.mark.parametrize("case", articles(), ids=lambda c: c.name)
def test_auditing_changes_no_count_and_no_field(case: Case) -> None:
    with_entries, without = case.parse(audit=True).to_dict(), case.parse(audit=False).to_dict()
    del with_entries["ledger"]["entries"]
    assert with_entries == without


@pytest.mark.parametrize("case", articles(), ids=lambda c: c.name)
def test_mutilated_pages_add_up(case: Case) -> None:
    rng = random.Random(case.name)
    for _ in range(MUTATIONS):
        body = mutilated(case.body, rng)
        try:
            article = crawler.parse(body, case.known.get("url"), audit=True)
        except crawler.NotAnArticle:
            continue
        adds_up(article, body)
        assert crawler.parse(body, case.known.get("url")).ledger.kept == article.ledger.kept


def mutilated(body: bytes, rng: random.Random) -> bytes:
    """`body` with a stretch cut out, doubled, or moved; or cut off."""
    a, b = sorted(rng.sample(range(len(body)), 2))
    b = min(b, a + len(body) // 4)
    return rng.choice([body[:a] + body[b:], body[:b] + body[a:], body[a:b] + body[:a] + body[b:], body[:b] or body])
