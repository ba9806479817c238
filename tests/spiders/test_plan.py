"""The arguments of a crawl."""
from __future__ import annotations

from datetime import date

import pytest

from crawler.spiders.plan import NAMES, Plan


def test_without_arguments():
    assert Plan.of({}) == Plan(None, None, None, (), False)
    assert Plan.of(dict.fromkeys(NAMES)) == Plan.of(dict.fromkeys(NAMES, "")) == Plan()


@pytest.mark.parametrize("arguments, plan", [
    ({"since": "2021-07-01"}, Plan(since=date(2021, 7, 1))), ({"since": "2021-07-01", "until": "2021-07-01"}, Plan(date(2021, 7, 1), date(2021, 7, 1))),
    ({"until": date(2021, 7, 31)}, Plan(until=date(2021, 7, 31))), ({"max_pages": "3"}, Plan(max_pages=3)), ({"max_pages": 3}, Plan(max_pages=3)),
    ({"section": "dww"}, Plan(sections=("dww",))), ({"section": " dww, zc ,,"}, Plan(sections=("dww", "zc"))), ({"section": "dww，zc"}, Plan(sections=("dww", "zc"))),
    ({"section": "要闻"}, Plan(sections=("要闻",))), ({"section": ("dww", "zc")}, Plan(sections=("dww", "zc"))), ({"section": ","}, Plan())])
def test_what_arguments_mean(arguments, plan):
    assert Plan.of(arguments) == plan


@pytest.mark.parametrize("said, refresh", [("1", True), ("true", True), ("YES", True), ("on", True), (True, True), (1, True), ("0", False), ("False", False), ("no", False), ("off", False),
                                           ("", False), (False, False), (None, False)])
def test_refresh(said, refresh):
    assert Plan.of({"refresh": said}).refresh is refresh


@pytest.mark.parametrize("arguments, message", [
    ({"from": "2021-07-01"}, r"-a from; there are since, until, max_pages, section, refresh"), ({"max_page": "3"}, "max_page"), ({"since": "2021-02-30"}, "since=2021-02-30 .*YYYY-MM-DD"),
    ({"since": "yesterday"}, "since=yesterday"), ({"since": "2021/07/01"}, "YYYY-MM-DD"), ({"since": "2021-7-1"}, "YYYY-MM-DD"), ({"until": "2021年7月1日"}, "until="), ({"since": "20210701"}, "YYYY-MM-DD"),
    ({"since": "2021-W26-4"}, "YYYY-MM-DD"), ({"since": "2021-07-01T00:00"}, "YYYY-MM-DD"), ({"since": "0"}, "YYYY-MM-DD"), ({"since": "2021-07-02", "until": "2021-07-01"}, "after until"),
    ({"max_pages": "0"}, "1 or more"), ({"max_pages": 0}, "1 or more"), ({"max_pages": "-1"}, "1 or more"), ({"max_pages": "all"}, "1 or more"), ({"max_pages": "1.5"}, "1 or more"),
    ({"max_pages": "²"}, "1 or more"), ({"max_pages": "9" * 5000}, "1 or more"), ({"refresh": "2"}, "give 1 or 0"), ({"refresh": "ja"}, "give 1 or 0")])
def test_what_is_wrong_is_said(arguments, message):
    with pytest.raises(ValueError, match=message) as raised:
        Plan.of(arguments)
    assert len(str(raised.value)) < 200


def test_a_time_is_a_day():
    from datetime import datetime

    found = Plan.of({"since": datetime(2021, 7, 1, 10, 22)})
    assert found.since == date(2021, 7, 1)
    assert type(found.since) is date
