"""What a crawl is asked for: the arguments of `scrapy crawl SITE -a NAME=VALUE`."""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

_YES, _NO = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off", ""})
_COMMA, _DAY, _NUMBER = re.compile("[,，]"), re.compile(r"\d{4}-\d\d-\d\d", re.ASCII), re.compile(r"\d{1,9}")
NAMES = ("since", "until", "max_pages", "section", "refresh")


@dataclass(frozen=True, slots=True)
class Plan:
    """`since` and `until` are the first and last day of publication wanted, `max_pages` the most pages of one list, `sections` the lists wanted (all
    without), `refresh` whether known articles are asked for again."""

    since: date | None = None
    until: date | None = None
    max_pages: int | None = None
    sections: tuple[str, ...] = ()
    refresh: bool = False

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> Plan:
        """The plan that the arguments of a spider make. `ValueError` says which is unknown or wrong, and what is wanted."""
        unknown = [name for name in arguments if name not in NAMES]
        if unknown:
            raise ValueError(f"no such argument: -a {unknown[0]}; there are {', '.join(NAMES)}")
        plan = cls(_day("since", arguments.get("since")), _day("until", arguments.get("until")), _count(arguments.get("max_pages")),
                   _names(arguments.get("section")), _flag(arguments.get("refresh")))
        if plan.since and plan.until and plan.since > plan.until:
            raise ValueError(f"since={plan.since} is after until={plan.until}")
        return plan


def _day(name: str, value: object) -> date | None:
    if not value:
        return None
    try:
        if isinstance(value, date):
            return date(value.year, value.month, value.day)  # of a time, too
        if _DAY.fullmatch(str(value)):
            return date.fromisoformat(str(value))
    except ValueError:
        pass
    raise ValueError(f"{name}={value} is no day: give YYYY-MM-DD")


def _count(value: object) -> int | None:
    if value in (None, ""):
        return None
    if not _NUMBER.fullmatch(str(value)) or int(str(value)) < 1:
        raise ValueError(f"max_pages={str(value)[:20]} is no number of pages: give 1 or more")
    return int(str(value))


def _names(value: object) -> tuple[str, ...]:
    """Names between commas, or a sequence of them."""
    parts = value if isinstance(value, list | tuple) else _COMMA.split(str(value or ""))
    return tuple(filter(None, (str(name).strip() for name in parts)))


def _flag(value: object) -> bool:
    said = str(value or "").lower()
    if said not in _YES | _NO:
        raise ValueError(f"refresh={value}: give 1 or 0")
    return said in _YES
