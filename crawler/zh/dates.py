"""Dates as Chinese pages print them: found in a line, read, and given as ISO 8601.

What is read: `2021-07-21 08:58:17` and its kin with `/`, `.` or 年月日, full width or spaced out, with a weekday or
`T` before the time, with a zone after it or `[GMT+8, …]` before it; `二〇二六年三月五日 下午三时`; `21 Jul 2021 08:58 GMT`;
two-digit years where the caller says that the site prints them; and, where the caller knows when the page was
fetched, `7月21日`, `07-21 08:58`, `昨天 10:22`, `3小时前`.

Rules that every form shares:

* A date without a day (`2021年7月`) is no date, and a time without a date is none either.
* A time without a zone is China time (+08:00). Minutes only give `:00` seconds; parts of seconds are dropped.
* Midnight to the second (`00:00`, `00:00:00`, `00:00:00:0`, `0时`, `24:00`) gives the date alone, whatever the zone:
  templates print it for "no time known", and a false midnight is worse than a missing time.
* What no calendar or clock has (month 13, 30 February, 25:10, a year before 1980 or after 2100) is skipped.
* A date inside a longer run of digits, a number with more parts (an ISBN, an IP address), a path or a file name is
  no date.

Every pattern is linear: repetitions are bounded, and nothing looks further back than a few characters.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from crawler.zh.pattern import Pattern

__all__ = ["CHINA", "Stamp", "find", "find_all", "find_published", "is_of_signing", "parse"]

CHINA = timezone(timedelta(hours=8))
"""The zone of a time that names none."""

_FIRST_YEAR, _LAST_YEAR = 1980, 2100


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date read from a text.

    `value` is ISO 8601: `2021-07-21T08:58:17+08:00`, or `2021-07-21` where the page gives no time. `raw` is the exact
    characters read (date, weekday, time and zone; no label), and stands at `text[start:end]` of the text given.
    """

    value: str
    raw: str
    start: int
    end: int


# ---------------------------------------------------------------------------------------------------- patterns
# Each date pattern opens with a plain character class, not with a look-behind: so re skips to candidates fast. The
# look-behind stands after the first character instead.

_D = "[0-9０-９]"
_HAN = r"[\u3400-\u9fff]"
_NUMERALS = "零〇一二两三四五六七八九十廿卅"
_N = f"(?:{_D}{{1,2}}|[{_NUMERALS}]{{1,3}})"
_SEPARATOR = "－–—‐‑−/／.．-"  # inside a class; - stands last
_PART = "凌晨|清晨|早晨|早上|上午|中午|午间|下午|午后|傍晚|晚上|晚间|夜间|深夜|午夜|早|晚|夜|[AaPp][Mm]"
_DAY = f"(?P<day>{_D}{{1,2}}(?!{_D})|{_D}{_D}(?={_D}{_D}[:：]{_D}{_D}))"  # the second: 2019-09-3010:31, spans joined
_DAY_MARK = r"(?(han)(?P<mark>\s{0,2}[日号號])?)"  # not the 日 of 2021-07-21 日均
_OFFSET = r"(?:0[0-9]|1[0-4])(?::?[0-5][0-9])?(?![0-9:])"

_NUMERIC = Pattern(
    rf"(?P<year>[12１２](?<!{_D}{_D}){_D}{{3}})"
    rf"(?P<first>\s{{0,3}}(?:(?P<han>年)|[{_SEPARATOR}])\s{{0,3}}|\s{{1,3}})(?P<month>{_D}{{1,2}})"
    rf"(?P<second>\s{{0,3}}[月{_SEPARATOR}]\s{{0,3}}){_DAY}{_DAY_MARK}"
)
_SHORT_YEAR = Pattern(
    rf"(?P<year>{_D}(?<!{_D}{_D}){_D})(?P<first>\s?(?:(?P<han>年)|[{_SEPARATOR}])\s?)(?P<month>{_D}{{1,2}})"
    rf"(?P<second>\s?[月{_SEPARATOR}]\s?){_DAY}{_DAY_MARK}"
)
_ZEROS = "零〇○◯Ｏ０O0o"
_YEAR_NUMERALS = f"[{_ZEROS}一二三四五六七八九]"
_NUMERAL = Pattern(
    rf"(?P<year>[一二](?<!{_YEAR_NUMERALS}{{2}}){_YEAR_NUMERALS}{{3}})\s{{0,2}}年\s{{0,2}}"
    rf"(?P<month>[{_NUMERALS}]{{1,3}})\s{{0,2}}月\s{{0,2}}(?P<day>[{_NUMERALS}]{{1,3}})\s{{0,2}}[日号號]"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_NAME = Pattern("[JFMASOND][aepuco][nbrylgptvc]")
_ENGLISH = Pattern(
    rf"(?P<day>[0-9](?<!{_D}{_D})[0-9]?)[ \xa0-]{{1,2}}(?P<month>{'|'.join(_MONTHS)})[a-z]{{0,6}}[.,]?"
    rf"[ \xa0-]{{1,2}}(?P<year>[12][0-9]{{3}})(?!{_D})"
)
_ENGLISH_WEEKDAY = Pattern(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},?\s{0,2}\Z")
_NO_YEAR = Pattern(
    rf"(?P<month>{_D}(?<!{_D}{_D})(?<!{_D}[年{_SEPARATOR}].){_D}?)"
    rf"(?P<first>\s{{0,2}}(?:(?P<han>月)|[{_SEPARATOR}])\s{{0,2}}){_DAY}{_DAY_MARK}"
)
_DAY_WORD = Pattern("今[天日]|昨[天日]|前[天日]|大前天")
_DAYS_BACK = {"今": 0, "昨": 1, "前": 2, "大": 3}
# 用3天前往 is no "3 days ago", 30.5分钟前 is no "5 minutes ago".
_AGO = Pattern(
    rf"(?P<count>[0-9０-９{_NUMERALS}半](?<![0-9０-９.．{_NUMERALS}].)[0-9０-９{_NUMERALS}]{{0,2}})\s{{0,2}}"
    r"(?P<unit>秒|分|个?小时|个?星期|天|日|周)[钟鐘]?\s?[之以]?前(?![往线沿端后置])"
)
_JUST_NOW = Pattern("刚刚|刚才")

# What may follow a date: a weekday, then a time, then its zone. Matches the empty string where nothing does.
_TAIL = Pattern(
    rf"""
    (?P<weekday>\s{{0,4}}(?:
        [(（\[](?:星期|周|週|礼拜)[一二三四五六日天][)）\]]
      | (?:星期|礼拜)[一二三四五六日天]
      | [周週][一二三四五六日天](?:(?!{_HAN})|(?={_PART}))      # not the author 周一帆
    ))?
    (?:
      \s{{0,8}}(?:(?P<t>T)|[,，|｜/／·-]?\s{{0,8}})
      (?P<part>{_PART})?\s{{0,2}}
      (?:
        (?P<hour>{_D}{{1,2}})[:：]
        (?P<minute>{_D}{_D}(?!{_D}|[:：]{_D})|{_D}{{1,2}}(?=[:：]{_D}))
        (?:[:：](?P<second>{_D}{{1,2}})(?:[.．]{_D}{{1,9}}|[:：]{_D}{{1,3}}(?!{_D}))?)?
        (?:\s?(?P<half_day>[AaPp][Mm])(?![A-Za-z]))?
      | (?P<han_hour>{_N})\s?
        (?: [时時](?![间期代段刻候])
          | [点點](?(part)|(?:(?!{_HAN})|(?=[半整许]|{_N}\s?分))))      # not 21日 3点建议
        (?: \s?(?P<han_minute>{_N}(?=\s?分)|{_D}{_D}(?!{_D}|{_HAN}|[%％.．]))(?:\s?分)?
            (?:\s?(?P<han_second>{_N})\s?秒)?
          | (?P<quarter>半|一刻|三刻) | 整 | 许 | (?!{_D}) )      # 15点27人: no hour that the page means
      )
      (?:\s?(?P<zone>
          (?:GMT|UTC|UT)(?:\s?[+-][0-9]{{1,2}}(?!{_D})(?::?[0-5][0-9])?)?(?![A-Za-z])
        | (?:Z|CST|BJT|HKT|JST|E[SD]T|P[SD]T)(?![A-Za-z])
        | \+{_OFFSET}
        | -(?(second){_OFFSET}|(?(t){_OFFSET}|(?!)))
      ))?
    )?
    """,
    re.VERBOSE,
)
_ZONE_NAMES = {"Z": "+00:00", "GMT": "+00:00", "UTC": "+00:00", "UT": "+00:00",
               "CST": "+08:00", "BJT": "+08:00", "HKT": "+08:00", "JST": "+09:00",
               "EST": "-05:00", "EDT": "-04:00", "PST": "-08:00", "PDT": "-07:00"}
_ZONE_OFFSET = Pattern(r"([+-])([0-9]{1,2}):?([0-9]{2})?\Z")
_ZONE_BEFORE = Pattern(r"[\[(（](?P<zone>(?:GMT|UTC)(?:[+-][0-9]{1,2})?)[^\[\]()（）]{0,30}[\])）]\s{0,3}\Z")

_MAY_END_A_ZONE = ("]", ")", "）", " ", "\xa0", "\u3000", "\n")
_MIDNIGHTS = ((0, 0, 0), (24, 0, 0))
_QUARTERS = {"一刻": 15, "半": 30, "三刻": 45}

_LABEL = Pattern(
    r"\s{0,40}[\[(（【]?\s{0,4}(?:"
    r"(?:文章|稿件|新闻|信息|原文|本文|首次|最后|更)?"
    r"(?:发布|发表|发稿|发文|更新|刊发|刊登|出版|录入|添加|上传|创建|提交|编辑|修改|成文|见报|签发|播出|上线|生成|公布|印发|采集)?"
    r"(?:时间|日期|時間|于|日)?|[Dd]ate|[Tt]ime|(?:[Pp]ublish|[Uu]pdat|[Pp]ost)ed(?: at| on)?)"
    r"\s{0,4}[:：]?\s{0,8}[\])）】]?\s{0,8}(?:[\[(（](?:GMT|UTC)[^\[\]()（）]{0,40}[\])）]\s{0,3})?"
)
_AFTER = Pattern(r"\s{0,40}[\])）】|｜]?\s{0,40}")
_SIGNING = Pattern(r"(?:成文|制发|印发|签发|生成|发文)\s?(?:日\s{0,2}期|时\s{0,2}间)\s?[:：]?\s{0,8}\Z")
_LABEL_LENGTH = 20
_COMPACT = Pattern(r"(?P<year>[12][0-9]{3})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_BLANK_END = Pattern(r"\s{0,40}\Z")


def _numeral_values() -> dict[str, int]:
    """`二十一`, `廿一`, `零五`, `十` … and their values, 0 to 59."""
    ones = "一二三四五六七八九"
    values = {"零": 0, "〇": 0, "两": 2, "十": 10}
    for tens, word in ((0, ""), (0, "零"), (0, "〇"), (10, "十"), (10, "一十"), (20, "廿"), (30, "卅"),
                       *((10 * (n + 1), ones[n] + "十") for n in range(1, 5))):
        if tens:
            values[word] = tens
        values.update((word + one, tens + n) for n, one in enumerate(ones, 1))
    return values


_NUMERAL_VALUES = _numeral_values()
_YEAR_DIGITS = {ord(zero): "0" for zero in _ZEROS} | {ord(one): str(n) for n, one in enumerate("一二三四五六七八九", 1)}


# ---------------------------------------------------------------------------------------------------- public
def find(text: str, *, now: datetime | None = None, short_years: bool = False) -> Stamp | None:
    """The leftmost plausible date in `text`, or None.

    `now` is the aware moment when the page was fetched, the base of relative words and of dates without a year;
    without it these are not read. A relative time is given to the minute, 3天前 as a date alone; `7月21日` is the latest
    such day not after `now`. `short_years` also reads `09.03.21` (70 to 99 are 19xx, the rest 20xx). Raises ValueError
    for a naive `now`, and for nothing else.
    """
    firsts = [stamp for stamps in _families(text, now, short_years) if (stamp := next(stamps, None))]
    return min(firsts, key=_by_place) if firsts else None


def find_all(text: str, *, now: datetime | None = None, short_years: bool = False) -> list[Stamp]:
    """All plausible dates in `text`, from left to right, none overlapping another. Arguments as in `find`."""
    found: list[Stamp] = []
    for stamp in sorted((stamp for stamps in _families(text, now, short_years) for stamp in stamps), key=_by_place):
        if not found or stamp.start >= found[-1].end:
            found.append(stamp)
    return found


def find_published(text: str, *, now: datetime | None = None) -> Stamp | None:
    """The leftmost date in `text` but for those of signing; None where there is none. `now` as in `find`."""
    return next((stamp for stamp in find_all(text, now=now) if not is_of_signing(text, stamp)), None)


def is_of_signing(text: str, stamp: Stamp) -> bool:
    """Whether `stamp`, found in `text`, is labelled as the day when a document was signed (成文日期：2024年3月28日),
    which was published later."""
    return _SIGNING.search(text, max(0, stamp.start - _LABEL_LENGTH), stamp.start) is not None


def parse(text: str, *, now: datetime | None = None, short_years: bool = False) -> Stamp | None:
    """The date that `text` is, or None where it holds anything else.

    In front may stand a label (发布时间：, 日期, `Published`) and a zone (`[GMT+8, …]`); around it spaces and one pair of
    brackets. Eight digits (`20210721`) are a date here, and only here. Arguments as in `find`.
    """
    label = _LABEL.match(text)
    begin = label.end() if label else 0
    compact = _COMPACT.match(text, begin)
    if compact and _AFTER.fullmatch(text, compact.end()):
        value = _day(int(compact["year"]), int(compact["month"]), int(compact["day"]))
        return Stamp(value, compact[0], compact.start(), compact.end()) if value else None
    stamp = find(text, now=now, short_years=short_years)
    if stamp is None or not _LABEL.fullmatch(text, 0, stamp.start) or not _AFTER.fullmatch(text, stamp.end):
        return None
    return stamp


# ---------------------------------------------------------------------------------------------------- the forms
def _by_place(stamp: Stamp) -> tuple[int, int]:
    return stamp.start, -stamp.end


def _families(text: str, now: datetime | None, short_years: bool) -> list[Iterator[Stamp]]:
    """One iterator for each form that may stand in `text`, each from left to right."""
    families = [_numeric(text, _NUMERIC)]
    if _MONTH_NAME.search(text):
        families.append(_english(text))
    if "年" in text:
        families.append(_numeral(text))
    if short_years:
        families.append(_numeric(text, _SHORT_YEAR))
    if now is not None:
        if now.utcoffset() is None:
            raise ValueError("now must be an aware datetime")
        base = now.astimezone(CHINA)
        families += [_without_year(text, base), _day_words(text, base)]
        if "前" in text:
            families.append(_ago(text, base))
        if "刚" in text:
            families.append(_just_now(text, base))
    return families


def _numeric(text: str, pattern: Pattern) -> Iterator[Stamp]:
    for match in pattern.finditer(text):
        tail = _tail(text, match.end())
        if _well_joined(text, match, tail):
            year = int(match["year"])
            if year < 100:
                year += 1900 if year >= 70 else 2000
            stamp = _stamp(text, match.start(), year, int(match["month"]), int(match["day"]), tail)
            if stamp:
                yield stamp


def _numeral(text: str) -> Iterator[Stamp]:
    for match in _NUMERAL.finditer(text):
        year = int(match["year"].translate(_YEAR_DIGITS))
        month, day = _NUMERAL_VALUES.get(match["month"], 0), _NUMERAL_VALUES.get(match["day"], 0)
        stamp = _stamp(text, match.start(), year, month, day, _tail(text, match.end()))
        if stamp:
            yield stamp


def _english(text: str) -> Iterator[Stamp]:
    for match in _ENGLISH.finditer(text):
        before = _ENGLISH_WEEKDAY.search(text, max(0, match.start() - 12), match.start())
        start = before.start() if before else match.start()
        month = _MONTHS.index(match["month"]) + 1
        stamp = _stamp(text, start, int(match["year"]), month, int(match["day"]), _tail(text, match.end()))
        if stamp:
            yield stamp


def _without_year(text: str, now: datetime) -> Iterator[Stamp]:
    for match in _NO_YEAR.finditer(text):
        tail = _tail(text, match.end())
        joint, start = match["first"].strip(), match.start()
        if joint == "月":
            # The day of a date whose year was not believed is no date of this year.
            fits = bool(match["mark"]) and not text[max(0, start - 3):start].rstrip().endswith("年")
        else:
            fits = _has_minutes(tail) and not _goes_on(text, start, match.end(), joint, joint, tail)
        year = _latest_year(int(match["month"]), int(match["day"]), now) if fits else None
        stamp = _stamp(text, start, year, int(match["month"]), int(match["day"]), tail) if year else None
        if stamp:
            yield stamp


def _day_words(text: str, now: datetime) -> Iterator[Stamp]:
    for match in _DAY_WORD.finditer(text):
        tail = _tail(text, match.end())
        if tail["hour"] or tail["han_hour"] or _stands_alone(text, match.start(), match.end()):
            day = now - timedelta(days=_DAYS_BACK[match[0][0]])
            stamp = _stamp(text, match.start(), day.year, day.month, day.day, tail)
            if stamp:
                yield stamp


def _ago(text: str, now: datetime) -> Iterator[Stamp]:
    for match in _AGO.finditer(text):
        back = _span(match["count"], match["unit"].removeprefix("个"))
        if back is not None:
            moment = (now - back).replace(second=0, microsecond=0)
            whole_days = match["unit"] in ("天", "日", "周", "星期", "个星期")
            value = moment.date().isoformat() if whole_days else moment.isoformat()
            yield Stamp(value, match[0], match.start(), match.end())


def _just_now(text: str, now: datetime) -> Iterator[Stamp]:
    for match in _JUST_NOW.finditer(text):
        yield Stamp(now.replace(second=0, microsecond=0).isoformat(), match[0], match.start(), match.end())


# ---------------------------------------------------------------------------------------------------- evidence
def _well_joined(text: str, match: re.Match[str], tail: re.Match[str]) -> bool:
    """Whether the marks between year, month and day belong together, and the whole to nothing longer."""
    first, second = match["first"].strip(), match["second"].strip()
    if first == "年":
        return second == "月" and (bool(match["mark"]) or _has_minutes(tail)
                                  or _BLANK_END.match(text, match.end()) is not None)
    if not first:  # 2021 07/21 08:58:17, a head with the year in a line of its own
        return second in "/／" and len(match["month"]) == len(match["day"]) == 2 and _has_minutes(tail)
    return first == second and not _goes_on(text, match.start(), match.end(), first, second, tail)


def _goes_on(text: str, start: int, end: int, first: str, second: str, tail: re.Match[str]) -> bool:
    """Whether the date is part of a longer number, a path or a file name."""
    before, after = text[max(0, start - 2):start], text[end:end + 2]
    if before:
        if before[-1] == "_" or (before[-1] in "vV" and first in ".．"):
            return True
        part = before[0].isdigit() or (before[-1] == "/" and before[0].isascii() and before[0].isalpha())
        if len(before) == 2 and before[1] in (first + "/") and part:
            return True
    if after[:1] in ("_", "%", "％"):
        return True
    if len(after) == 2 and not _has_minutes(tail):
        if after[0] == second and after[1].isdigit():
            return True
        return after[0] == "." and after[1].isascii() and after[1].isalpha()
    return False


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether 今天, 昨天 or 前天 is a word of its own here (not so in 如今天然气, 目前日均)."""
    before, after = text[start - 1:start], text[end:end + 1]
    return ((not "\u3400" <= before <= "\u9fff" or before in "于在间期")
            and (not "\u3400" <= after <= "\u9fff" or after in "来作编责浏阅点评发"))


def _latest_year(month: int, day: int, now: datetime) -> int | None:
    """The year of the latest such day that is not after `now`; None where no year has it."""
    for year in range(now.year, max(now.year - 9, 0), -1):
        try:
            moment = datetime(year, month, day, tzinfo=CHINA)
        except ValueError:
            continue
        if moment <= now:
            return year
    return None


def _span(count: str, unit: str) -> timedelta | None:
    if count == "半":
        return timedelta(minutes=30) if unit == "小时" else None
    number = int(count) if count.isdecimal() else _NUMERAL_VALUES.get(count)
    if number is None:
        return None
    seconds = {"秒": 1, "分": 60, "小时": 3600, "天": 86400, "日": 86400, "周": 604800, "星期": 604800}[unit]
    return timedelta(seconds=number * seconds)


# ---------------------------------------------------------------------------------------------------- values
def _tail(text: str, end: int) -> re.Match[str]:
    match = _TAIL.match(text, end)
    assert match is not None  # every part of it is optional
    return match


def _has_minutes(tail: re.Match[str]) -> bool:
    return tail["hour"] is not None or tail["han_hour"] is not None


def _stamp(text: str, start: int, year: int, month: int, day: int, tail: re.Match[str]) -> Stamp | None:
    """The stamp of a date at `start` whose tail was read; None for what no calendar or clock has."""
    value = _day(year, month, day)
    clock = _clock(tail)
    if value and clock and clock not in _MIDNIGHTS:
        hour, minute, second = clock
        zone = _zone(text, start, tail["zone"])
        fits = hour < 24 and minute < 60 and second < 60 and zone
        value = f"{value}T{hour:02}:{minute:02}:{second:02}{zone}" if fits else None
    end = tail.end()
    return Stamp(value, text[start:end], start, end) if value else None


def _day(year: int, month: int, day: int) -> str | None:
    """`2021-07-21`, or None where no calendar has that day or no page of our time is dated so."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _clock(tail: re.Match[str]) -> tuple[int, int, int] | None:
    """Hour, minute and second as printed, 下午3时 as 15; they may be more than any clock has."""
    hour, minute, second, half_day, part = tail.group("hour", "minute", "second", "half_day", "part")
    if hour:
        part = half_day or part
        return _hour(int(hour), part) if part else int(hour), int(minute), int(second) if second else 0
    hour, minute, second, quarter = tail.group("han_hour", "han_minute", "han_second", "quarter")
    if hour:
        minutes = _number(minute) if minute else _QUARTERS.get(quarter, 0)
        return _hour(_number(hour), part), minutes, _number(second) if second else 0
    return None


def _hour(hour: int, part: str | None) -> int:
    """The hour of 24 for an hour as printed and the part of the day in front of it (下午3时, 晚8点, 3:15 PM)."""
    part = part.lower() if part else None
    if part in ("pm", "下午", "午后", "傍晚"):
        return hour + 12 if hour < 12 else hour
    if part in ("晚", "晚上", "晚间", "夜", "夜间", "深夜", "午夜"):
        return hour + 12 if 5 <= hour <= 12 else hour
    if part in ("中午", "午间"):
        return hour + 12 if 1 <= hour <= 3 else hour
    if part in ("am", "凌晨"):
        return 0 if hour == 12 else hour
    return hour


def _number(printed: str) -> int:
    """The value of digits or Chinese numerals; 99, which no clock has, for numerals that are no number."""
    return int(printed) if printed.isdecimal() else _NUMERAL_VALUES.get(printed, 99)


def _zone(text: str, start: int, printed: str | None) -> str | None:
    """The offset of the zone printed after a time, or in brackets before its date, or China's; None for no zone."""
    if printed is None:
        before = None
        if text[start - 1:start] in _MAY_END_A_ZONE:
            before = _ZONE_BEFORE.search(text, max(0, start - 48), start)
        if before is None:
            return "+08:00"
        printed = before["zone"]
    offset = _ZONE_OFFSET.search(printed)
    if offset is None:
        return _ZONE_NAMES[printed]
    hours = int(offset[2])
    return f"{offset[1]}{hours:02}:{offset[3] or '00'}" if hours <= 14 else None
