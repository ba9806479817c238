"""The seam model: what goes on where, and that plain integers say what the weights say."""

import time

import pytest

from crawler.zh.seams import WEIGHTS, _Lanes, bucket, crossings, fold, model

SENTENCES = [
    ("会议要求各部室以最硬的手", "段、最快的速度进行整改，确保工作取得实效。"),
    ("清溪至白塔220千伏输电线路工程全线贯", "通，库区八个乡镇单电源供电的历史宣告结束。"),
    ("往年制茶季一停电，一季的收", "成要损失三成。"),
    ("公司把征集到的意见一条一条记在", "本子上，再一条一条拿到会上讨论。"),
]


def test_a_sentence_goes_on_as_it_was_written() -> None:
    known = model()
    starts = [known.start(right) for _, right in SENTENCES]
    for at, (left, _) in enumerate(SENTENCES):
        scores = [known.follows(known.end(left), start) for start in starts]
        assert scores[at] > sum(scores) / len(scores)


def test_the_rest_of_a_sentence_does_not_look_like_a_paragraph() -> None:
    known = model()
    rest = [known.inside(known.start(right)) for _, right in SENTENCES]
    paragraphs = ["据了解，该所每月都会开展类似活动。", "8月3日上午，记者来到现场。", "“上门服务真好。”王德顺说。"]
    assert min(rest) > max(known.inside(known.start(line)) for line in paragraphs)


def test_a_heading_does_not_look_like_the_piece_of_a_sentence() -> None:
    known = model()
    headings = ["我国电力供应能力明显增强", "全国安全生产工作会议召开"]
    pieces = ["公司投资建设了一座", "他们把征集到的意见", "随着最后一基铁塔组立完成，线路"]
    judged = [[known.heading(known.end(line)) for line in lines] for lines in (headings, pieces)]
    assert min(judged[0]) > max(judged[1])


@pytest.mark.parametrize("text", ["", "。", "A", "\U0001f300", "abc 123 ，", "电" * 1_000_000], ids=len)
def test_any_text_has_two_ends(text: str) -> None:
    known = model()
    assert isinstance(known.follows(known.end(text), known.start(text)), float)
    assert isinstance(known.inside(known.start(text)) + known.heading(known.end(text)), float)


def test_text_is_folded_character_for_character() -> None:
    assert fold("Wind,风;(3%)!") == "AAAA，风；（3%）！"


def test_lanes_add_and_multiply_like_lists() -> None:
    lanes = _Lanes(4, "I")
    one, two = [5, -7, 0, 2**20], [-63, 63, -1, -(2**19)]
    packed = lanes.pack(one) * 3 + lanes.pack(two) * -2
    expected = [3 * a - 2 * b for a, b in zip(one, two, strict=True)]
    assert lanes.unpack(packed) == expected
    assert lanes.positive(packed) == [max(number, 0) for number in expected]


def test_tables_have_a_row_for_everything() -> None:
    known = model()
    rows = {bucket(one, two) for one in range(1, 300) for two in range(1, 300)}
    assert max(rows) < len(known._pairs) - 1  # the last row is that of no pair
    assert all(0 <= row < len(known._crossings) for row in crossings(4401, 4400, 4399, 4398))


def test_the_weights_are_small_and_soon_read() -> None:
    assert WEIGHTS.stat().st_size < 500_000
    known, begin = model(), time.perf_counter()
    ends = [known.end(left) for left, _ in SENTENCES * 2]
    starts = [known.start(right) for _, right in SENTENCES * 8]
    for end in ends:
        for start in starts:
            known.follows(end, start)
    assert time.perf_counter() - begin < 0.5
