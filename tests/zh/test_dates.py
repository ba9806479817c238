"""Every printed form of a date, what must not be read as one, and what holds for any text."""
from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.zh.dates import CHINA, Stamp, find, find_all, find_published, is_of_signing, parse

NOW = datetime(2021, 7, 22, 9, 30, 45, tzinfo=CHINA)

PRINTED = [
    # numbers with marks
    ("2021-07-21 08:58:17", "2021-07-21T08:58:17+08:00"),
    ("2021-07-21 08:58", "2021-07-21T08:58:00+08:00"),
    ("2021-07-21", "2021-07-21"),
    ("2013/10/18 10:34:33", "2013-10-18T10:34:33+08:00"),
    ("2017/4/1 14:18:12", "2017-04-01T14:18:12+08:00"),
    ("2017/4/1 9:8:7", "2017-04-01T09:08:07+08:00"),
    ("2021.07.21", "2021-07-21"),
    ("2021.7.21 8:58", "2021-07-21T08:58:00+08:00"),
    ("2021 - 07 - 21", "2021-07-21"),
    ("2021–07–21", "2021-07-21"),
    ("2019-09-3010:31", "2019-09-30T10:31:00+08:00"),
    ("2021-07-21\u00a0\u00a008:58", "2021-07-21T08:58:00+08:00"),
    ("2021-07-21\n      08:58", "2021-07-21T08:58:00+08:00"),
    ("2007-08-20-23:59:59", "2007-08-20T23:59:59+08:00"),
    ("2021-07-21 | 08:58", "2021-07-21T08:58:00+08:00"),
    ("2021 07/21 08:58:17", "2021-07-21T08:58:17+08:00"),
    ("2021 / 09/06 / 10:35", "2021-09-06T10:35:00+08:00"),
    ("2021/7/21 3:05:09 PM", "2021-07-21T15:05:09+08:00"),
    ("2021/7/21 12:05:09 AM", "2021-07-21T00:05:09+08:00"),
    ("2021-07-21 08:58:17.123", "2021-07-21T08:58:17+08:00"),
    # 年月日
    ("2021年7月21日", "2021-07-21"),
    ("2021年7月21号", "2021-07-21"),
    ("2021年07月21日08:58", "2021-07-21T08:58:00+08:00"),
    ("2024年04月24日23:52", "2024-04-24T23:52:00+08:00"),
    ("2021 年 7 月 21 日", "2021-07-21"),
    ("2021 年 7 月 21 日 8:58", "2021-07-21T08:58:00+08:00"),
    ("2021年7月21 08:58", "2021-07-21T08:58:00+08:00"),
    ("2021年7月21", "2021-07-21"),
    # times in words
    ("2021年7月21日 下午3时", "2021-07-21T15:00:00+08:00"),
    ("2021年7月21日下午3时15分", "2021-07-21T15:15:00+08:00"),
    ("2021年7月21日上午9点", "2021-07-21T09:00:00+08:00"),
    ("2021年7月21日15时27分", "2021-07-21T15:27:00+08:00"),
    ("2021年7月21日，15时27分", "2021-07-21T15:27:00+08:00"),
    ("2021年7月21日15时27分09秒", "2021-07-21T15:27:09+08:00"),
    ("2021年7月21日15点27", "2021-07-21T15:27:00+08:00"),
    ("2021年7月21日晚8点", "2021-07-21T20:00:00+08:00"),
    ("2021年7月21日晚上8点半", "2021-07-21T20:30:00+08:00"),
    ("2021年7月21日中午12时", "2021-07-21T12:00:00+08:00"),
    ("2021年7月21日中午1点", "2021-07-21T13:00:00+08:00"),
    ("2021年7月21日凌晨1时30分", "2021-07-21T01:30:00+08:00"),
    ("2021年7月21日凌晨12时30分", "2021-07-21T00:30:00+08:00"),
    ("2021年7月21日下午15时", "2021-07-21T15:00:00+08:00"),
    ("2021-07-21 下午 3:15", "2021-07-21T15:15:00+08:00"),
    ("2021/7/21 上午 9:05:01", "2021-07-21T09:05:01+08:00"),
    ("2021年7月21日上午十时二十五分", "2021-07-21T10:25:00+08:00"),
    # Chinese numerals
    ("二〇二六年三月五日", "2026-03-05"),
    ("二○二六年三月五日", "2026-03-05"),
    ("二O二六年三月五日", "2026-03-05"),
    ("二零二一年十二月三十一日", "2021-12-31"),
    ("二0二一年十月十日", "2021-10-10"),
    ("二〇一九年十一月二十日", "2019-11-20"),
    ("一九九八年一月廿一日", "1998-01-21"),
    ("二〇二六年三月五日下午三时", "2026-03-05T15:00:00+08:00"),
    # full width
    ("２０２１年７月２１日　０８：５８", "2021-07-21T08:58:00+08:00"),
    ("２０２１－０７－２１ ０８：５８：１７", "2021-07-21T08:58:17+08:00"),
    ("２０２１／７／２１", "2021-07-21"),
    # weekdays
    ("2021年7月21日 星期三 08:58", "2021-07-21T08:58:00+08:00"),
    ("2021年7月21日星期三", "2021-07-21"),
    ("2021-07-21（周三）", "2021-07-21"),
    ("2021-07-21 (星期三) 08:58:17", "2021-07-21T08:58:17+08:00"),
    ("2021-07-21 周三下午3时", "2021-07-21T15:00:00+08:00"),
    # zones
    ("2021-12-08T10:46:18+08:00", "2021-12-08T10:46:18+08:00"),
    ("2021-12-08T10:46:18Z", "2021-12-08T10:46:18+00:00"),
    ("2021-12-08T10:46:18.000Z", "2021-12-08T10:46:18+00:00"),
    ("2021-12-08T10:46:18+0800", "2021-12-08T10:46:18+08:00"),
    ("2021-12-08T10:46:18", "2021-12-08T10:46:18+08:00"),
    ("2021-12-08T10:46-05:00", "2021-12-08T10:46:00-05:00"),
    ("2022-03-03 05:23:34 +0800", "2022-03-03T05:23:34+08:00"),
    ("2022-03-03 05:23:34 -0500", "2022-03-03T05:23:34-05:00"),
    ("2022-03-03 05:23 GMT+8", "2022-03-03T05:23:00+08:00"),
    ("2022-03-03 05:23:34 CST", "2022-03-03T05:23:34+08:00"),
    ("2022-03-03 05:23:34 UTC", "2022-03-03T05:23:34+00:00"),
    # mail and feeds
    ("Wed, 21 Jul 2021 08:58:17 GMT", "2021-07-21T08:58:17+00:00"),
    ("Wed, 21 Jul 2021 08:58:17 +0800", "2021-07-21T08:58:17+08:00"),
    ("1 September 2021", "2021-09-01"),
    # midnight: a template's "no time known"
    ("2022-02-13 00:00:00", "2022-02-13"),
    ("2022-02-13 00:00:00:0", "2022-02-13"),
    ("2022-02-13 00:00:00.0", "2022-02-13"),
    ("2022-02-13 00:00", "2022-02-13"),
    ("2022-02-13 0:00:00", "2022-02-13"),
    ("2022-02-13T00:00:00Z", "2022-02-13"),
    ("2022年2月13日24时", "2022-02-13"),
    ("2022-02-13 00:00:01", "2022-02-13T00:00:01+08:00"),
    ("2022-02-13 00:01", "2022-02-13T00:01:00+08:00"),
]


@pytest.mark.parametrize(("printed", "value"), PRINTED)
def test_a_printed_form_is_read_whole(printed: str, value: str) -> None:
    assert find(printed) == Stamp(value, printed, 0, len(printed))
    assert parse(printed) == find(printed)


# A day without 日 is read only at the end or before a time.
@pytest.mark.parametrize(("printed", "value"), [case for case in PRINTED if case[0] != "2021年7月21"])
def test_a_printed_form_is_found_between_label_and_source(printed: str, value: str) -> None:
    assert find(f"发布时间：{printed} 来源：国家电网报") == Stamp(value, printed, 5, 5 + len(printed))
    assert parse(f" 发布时间： {printed}\n") == Stamp(value, printed, 7, 7 + len(printed))


@pytest.mark.parametrize(("line", "value", "raw"), [
    ("国家电网报发布时间:2021-07-21 08:58:17  作者:周瑾", "2021-07-21T08:58:17+08:00", "2021-07-21 08:58:17"),
    ("2011-10-13 15:27来源:遵义供电局作者:王焱 熊杨", "2011-10-13T15:27:00+08:00", "2011-10-13 15:27"),
    ("发布日期：2021-07-21", "2021-07-21", "2021-07-21"),
    ("时间：2017/4/1 14:18:12  来源：中国电力报  浏览量：180", "2017-04-01T14:18:12+08:00", "2017/4/1 14:18:12"),
    ("北极星电力网新闻中心  我要投稿  2013/10/18 10:34:33   北极星电力网", "2013-10-18T10:34:33+08:00", "2013/10/18 10:34:33"),
    ("2024年04月24日23:52 | 来源：新华网", "2024-04-24T23:52:00+08:00", "2024年04月24日23:52"),
    ("来源：太原晚报 2021-11-25 16:26:07", "2021-11-25T16:26:07+08:00", "2021-11-25 16:26:07"),
    ("2020-04-16 能源研究俱乐部 作者:王鹏30010", "2020-04-16", "2020-04-16"),
    ("[GMT+8, Asia/Shanghai, CST] 2022-04-21 18:31:09 \xa0", "2022-04-21T18:31:09+08:00", "2022-04-21 18:31:09"),
    ("(GMT+8, Asia/Shanghai, CST) 2022-04-21 18:31:09", "2022-04-21T18:31:09+08:00", "2022-04-21 18:31:09"),
    ("[GMT+0, Europe/London] 2022-04-21 18:31:09", "2022-04-21T18:31:09+00:00", "2022-04-21 18:31:09"),
    ("<date>2022-02-13 00:00:00:0</date>", "2022-02-13", "2022-02-13 00:00:00:0"),
    ("2021-07-21 周一帆", "2021-07-21", "2021-07-21"),
    ("2021-07-21 日均用电", "2021-07-21", "2021-07-21"),
    ("2021年7月21日 3点建议", "2021-07-21", "2021年7月21日"),
    ("2021年7月21日 8时间", "2021-07-21", "2021年7月21日"),
    ("2021-07-21 16:23180次", "2021-07-21", "2021-07-21"),
    ("2021-07-21 16:23:37180次", "2021-07-21T16:23:37+08:00", "2021-07-21 16:23:37"),
    ("2021年7月21日08:58-09:30", "2021-07-21T08:58:00+08:00", "2021年7月21日08:58"),
    ("2021年7月21日 15点27人到场", "2021-07-21", "2021年7月21日"),
    ("(2026-09-13)", "2026-09-13", "2026-09-13"),
    ("2021年12月11日至2022年3月25日", "2021-12-11", "2021年12月11日"),
])
def test_a_line_as_printed(line: str, value: str, raw: str) -> None:
    stamp = find(line)
    assert stamp is not None
    assert (stamp.value, stamp.raw) == (value, raw)
    assert line[stamp.start:stamp.end] == raw


@pytest.mark.parametrize("line", [
    "", " ", "2021年7月", "7月21日", "07-21 08:58", "10:22", "下午3时15分", "15时27分", "刚刚", "昨天 10:22", "3小时前",
    "投稿热线:13693626116", "0731-84326110", "202203032294703757", "content_1755244", "NW202203032294703757",
    "20210721", "编号20210721", "版本1.2.3", "v2021.07.21", "192.168.1.1", "2001.1.1.1", "1.2001.1.1", "2021-2022",
    "110-120", "ISBN 978-7-5198-2021-3", "978-7-2021-03-5", "7-5083-11-12", "1∶2021", "17.92%", "2000.10元", "3:2",
    "2021-07-213", "12021-07-21", "2021-07-21-3", "t20210721_128707.html", "content_2021-07-21", "A-2021-07-21-3", "2021-07-21.html",
    "http://epaper.voc.com.cn/hnrb/html/2021-07/21/node_1.htm", "http://a.com/2021/07/21/128.html", "2021-07/21",
    "2021年7-21", "2021年7月21家", "09.03.21", "2021-13-01", "2021-02-30", "1979-12-31", "2101-01-01", "2021-00-10",
    "2021-07-21 25:10", "2021-07-21 10:61", "二〇二一年十三月一日", "二〇二一年十十月一日", "一〇二一年三月一日",
    "31 Feb 2021", "21 Jul 1921", "2021 7/21", "2021 07/21", "2021 07 21",
])
def test_what_is_no_date(line: str) -> None:
    assert find(line) is None
    assert find_all(line) == []


@pytest.mark.parametrize("line", [
    "2021-13-01 2021-07-21", "2021-02-30，2021年7月21日", "1900年1月1日 2021/7/21", "2021-07-21 25:10 2021-07-21",
    "13693626116 2021-07-21", "2021-2022 2021.07.21", "202203032294703757 二〇二一年七月二十一日", "2021年7月 2021年7月21日",
])
def test_finding_goes_on_to_the_right_of_what_is_implausible(line: str) -> None:
    stamp = find(line)
    assert stamp is not None
    assert stamp.value == "2021-07-21"
    assert stamp.end == len(line)


def test_find_all_gives_every_date_once_from_left_to_right() -> None:
    line = "2021-07-21 08:58 周瑾 二〇二六年三月五日 10:22 2013/10/18 Wed, 21 Jul 2021 08:58:17 GMT"
    assert [stamp.value for stamp in find_all(line)] == [
        "2021-07-21T08:58:00+08:00", "2026-03-05T10:22:00+08:00", "2013-10-18", "2021-07-21T08:58:17+00:00",
    ]


@pytest.mark.parametrize(("line", "value"), [
    ("日期：09.03.21", "2009-03-21"),
    ("09-03-21", "2009-03-21"),
    ("09/3/21 10:22", "2009-03-21T10:22:00+08:00"),
    ("98.03.21", "1998-03-21"),
    ("69.03.21", "2069-03-21"),
    ("80.03.21", "1980-03-21"),
    ("09年3月21日", "2009-03-21"),
    ("来源：中国电力新闻网 日期：09.03.21责任编辑：", "2009-03-21"),
    ("2009-03-21", "2009-03-21"),
    ("70.03.21", None),
    ("09.13.21", None),
    ("10.12.13.14", None),
    ("08:58:17", None),
])
def test_two_digit_years_are_read_where_the_site_prints_them(line: str, value: str | None) -> None:
    stamp = find(line, short_years=True)
    assert (stamp.value if stamp else None) == value


@pytest.mark.parametrize(("line", "value"), [
    ("刚刚", "2021-07-22T09:30:00+08:00"),
    ("3分钟前", "2021-07-22T09:27:00+08:00"),
    ("45 秒前", "2021-07-22T09:30:00+08:00"),
    ("半小时前", "2021-07-22T09:00:00+08:00"),
    ("半个小时前", "2021-07-22T09:00:00+08:00"),
    ("2小时前", "2021-07-22T07:30:00+08:00"),
    ("两小时前", "2021-07-22T07:30:00+08:00"),
    ("12个小时前", "2021-07-21T21:30:00+08:00"),
    ("今天 10:22", "2021-07-22T10:22:00+08:00"),
    ("昨天 10:22", "2021-07-21T10:22:00+08:00"),
    ("昨日下午3时15分", "2021-07-21T15:15:00+08:00"),
    ("昨天", "2021-07-21"),
    ("前天", "2021-07-20"),
    ("大前天", "2021-07-19"),
    ("3天前", "2021-07-19"),
    ("三天前", "2021-07-19"),
    ("1周前", "2021-07-15"),
    ("7月21日", "2021-07-21"),
    ("7月22日", "2021-07-22"),
    ("7月23日", "2020-07-23"),
    ("2月29日", "2020-02-29"),
    ("7月21日 08:58", "2021-07-21T08:58:00+08:00"),
    ("07-21 08:58", "2021-07-21T08:58:00+08:00"),
    ("12-31 08:58:17", "2020-12-31T08:58:17+08:00"),
    ("2021年7月20日", "2021-07-20"),
    ("2021-07-20 08:58", "2021-07-20T08:58:00+08:00"),
])
def test_relative_words_and_days_without_a_year_need_the_moment_of_the_fetch(line: str, value: str) -> None:
    stamp = parse(line, now=NOW)
    assert stamp == Stamp(value, line, 0, len(line))
    if not line.startswith("2021"):
        assert parse(line) is None


@pytest.mark.parametrize("line", [
    "07-21", "2月30日", "13-01 08:58", "如今天然气发电", "目前日均发电量", "以前天然气", "用3天前往", "1900年7月21日", "1.5小时前",
    "3个月前", "10:22", "3-2 比分", "半天前", "十三十天前", "2021年7月",
])
def test_what_no_moment_makes_a_date(line: str) -> None:
    assert find(line, now=NOW) is None


def test_the_leftmost_of_several_relative_words_is_found() -> None:
    stamp = find("刚刚 3小时前 昨天", now=NOW)
    assert stamp is not None
    assert stamp.raw == "刚刚"


def test_the_moment_of_the_fetch_is_read_in_china_time() -> None:
    stamp = find("今天 10:22", now=datetime(2021, 7, 21, 20, 0, tzinfo=UTC))
    assert stamp is not None
    assert stamp.value == "2021-07-22T10:22:00+08:00"


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        find("昨天", now=datetime(2021, 7, 22))


@pytest.mark.parametrize(("text", "value"), [
    ("20210721", "2021-07-21"),
    ("发布日期：20210721", "2021-07-21"),
    (" 20210721 ", "2021-07-21"),
    ("（2021-07-21）", "2021-07-21"),
    ("[2021-07-21 08:58]", "2021-07-21T08:58:00+08:00"),
    ("更新于2021-07-21", "2021-07-21"),
    ("Published: 2021-07-21", "2021-07-21"),
    ("[GMT+8, Asia/Shanghai, CST] 2022-04-21 18:31:09", "2022-04-21T18:31:09+08:00"),
    ("时间:2021-07-21 |", "2021-07-21"),
    ("20211321", None),
    ("20210721085817", None),
    ("202107", None),
    ("周瑾 2021-07-21", None),
    ("国家电网报发布时间:2021-07-21", None),
    ("2021-07-21 来源：国家电网报", None),
    ("2021-07-21 2021-07-22", None),
    ("发布时间：", None),
    ("", None),
])
def test_parse_reads_a_text_that_is_a_date_and_nothing_else(text: str, value: str | None) -> None:
    stamp = parse(text)
    assert (stamp.value if stamp else None) == value
    assert stamp is None or text[stamp.start:stamp.end] == stamp.raw


# ------------------------------------------------------------------------------------------------ any text
PIECES = st.sampled_from([
    *"0123456789０９零〇○一二三十廿年月日号时点分秒半前今昨天周星期刚:-/.：，TZ+ _()（）\n",
    "2021", "07", "21", "08:58", "刚刚", "小时", "下午", "晚", "GMT", "+0800", "Jul", "个", "来源：", "1900", "[GMT+99] ",
])
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join))


def _is_iso(value: str) -> bool:
    return date.fromisoformat(value).isoformat() == value if len(value) == 10 \
        else datetime.fromisoformat(value).utcoffset() is not None


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from([None, NOW]), st.booleans())
def test_any_text_gives_valid_stamps_or_none(text: str, now: datetime | None, short_years: bool) -> None:
    stamps = find_all(text, now=now, short_years=short_years)
    assert find(text, now=now, short_years=short_years) == (stamps[0] if stamps else None)
    parse(text, now=now, short_years=short_years)
    for stamp in stamps:
        assert stamp.raw == text[stamp.start:stamp.end] == stamp.raw.strip()
        assert _is_iso(stamp.value)
    assert all(left.end <= right.start for left, right in pairwise(stamps))


MOMENTS = st.datetimes(datetime(1980, 1, 1), datetime(2100, 12, 31)).map(lambda moment: moment.replace(microsecond=0))
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else "一二三四五六七八九"[tens - 1] + "十") \
        + ("" if ones == 0 and number else "零一二三四五六七八九"[ones])


def _prints(moment: datetime) -> dict[str, str]:
    """The moment in each printed form, by the part of it that the form shows."""
    y, mo, d, h, mi, s = moment.timetuple()[:6]
    half, twelve = ("下午" if h >= 12 else "上午"), (h - 12 if h > 12 else h)
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(y))
    month = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[mo - 1]
    return {
        f"{moment:%Y-%m-%d %H:%M:%S}": "second", f"{moment:%Y/%m/%d %H:%M:%S}": "second",
        f"{y}/{mo}/{d} {h}:{mi:02}:{s:02}": "second", f"{moment:%Y.%m.%d %H:%M:%S}": "second",
        f"{moment:%Y-%m-%dT%H:%M:%S}+08:00": "second", f"{moment:%Y-%m-%d %H:%M:%S} +0800": "second",
        f"{d} {month} {y} {moment:%H:%M:%S} +0800": "second", f"{y}年{mo}月{d}日{h}时{mi}分{s}秒": "second",
        f"{moment:%Y年%m月%d日%H:%M}": "minute", f"{moment:%Y-%m-%d %H:%M}": "minute",
        f"{moment:%Y年%m月%d日　%H：%M}".translate(WIDE): "minute", f"{moment:%Y %m/%d %H:%M}": "minute",
        f"{y}年{mo}月{d}日{half}{twelve}时{mi}分": "minute",
        f"{year}年{_numeral(mo)}月{_numeral(d)}日{_numeral(h)}时{_numeral(mi)}分": "minute",
        f"{moment:%Y-%m-%d}": "day", f"{y}年{mo}月{d}日": "day", f"{moment:%Y.%m.%d}": "day",
        f"{year}年{_numeral(mo)}月{_numeral(d)}日": "day", f"{y} 年 {mo} 月 {d} 日": "day",
    }


@settings(max_examples=150, deadline=None)
@given(MOMENTS)
def test_a_moment_comes_back_from_every_printed_form(moment: datetime) -> None:
    for printed, part in _prints(moment).items():
        shown = moment if part == "second" else moment.replace(second=0)
        midnight = shown.time() == datetime.min.time()
        value = shown.date().isoformat() if part == "day" or midnight else shown.replace(tzinfo=CHINA).isoformat()
        assert find(printed) == Stamp(value, printed, 0, len(printed))
        assert parse(f"发布时间：{printed}") == Stamp(value, printed, 5, 5 + len(printed))


@given(MOMENTS, st.integers(-11, 14))
def test_a_printed_zone_comes_back(moment: datetime, hours: int) -> None:
    printed = moment.replace(tzinfo=timezone(timedelta(hours=hours))).isoformat()
    stamp = find(printed)
    assert stamp is not None
    assert stamp.raw == printed
    assert stamp.value == (printed if moment.time() != datetime.min.time() else printed[:10])


@pytest.mark.parametrize(("text", "published"), [
    ("成文日期：2024年03月26日 发布日期：2024年04月02日", "2024-04-02"), ("发布日期：2024-04-02 成文日期：2024-03-26", "2024-04-02"),
    ("制发日期: 2024-03-28 发布时间：2024-04-02 09:41", "2024-04-02T09:41:00+08:00"), ("发布时间：2024-04-02", "2024-04-02"), ("2024-04-02", "2024-04-02"),
    ("成文日期：2024-03-26", None), ("成文 日 期 ：2024-03-26", None), ("印发日期 2024年3月26日", None), ("来源：国家能源局", None),
])
def test_the_day_of_signing_is_not_that_of_publication(text: str, published: str | None) -> None:
    stamp = find_published(text)
    assert (stamp.value if stamp else None) == published
    assert all(is_of_signing(text, other) for other in find_all(text) if other != stamp)


@pytest.mark.parametrize("piece", [
    "2", "2021-", "2021-07-", "2021-13-01 ", " ", "2021 ", "二〇", "二〇二一年", "1 Jan ", "3天", "今", "年", "[GMT+8", "1900年7月1日",
    "2021-07-21 ", "7月21日", "(", "09.03.", "中国电力网讯",
])
def test_a_megabyte_of_one_line_is_read_in_linear_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    began = time.process_time()
    find(text, now=NOW, short_years=True)
    parse(text, now=NOW, short_years=True)
    find_published(text)
    assert time.process_time() - began < 6
