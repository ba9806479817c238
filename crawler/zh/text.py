"""Characters and uniform text: what is visible, how white space and width are made uniform, hashes, language.

Pure functions on str. The rules of uniform text are those of the contract: white space, zero-width, control and
private-use characters fold to nothing or one space; Latin letters and digits become half width; the marks
`, ; : ! ? ( )` become full width beside Chinese. Nothing else changes.
"""
from __future__ import annotations

import hashlib
import unicodedata

from crawler.zh.pattern import Pattern

HANZI_CLASS = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇"
HANZI = Pattern(f"[{HANZI_CLASS}]")
RUNNING = Pattern(f"[{HANZI_CLASS}][^。！？]{{0,200}}[。！？…]|.{{12}}[，,；].{{6}}")
"""What makes a line running text: a sentence that ends, or a long one with its commas."""

_INVISIBLE_CLASS = r"\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
_INVISIBLE = Pattern(f"[{_INVISIBLE_CLASS}]+")
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010ffff"
_DROPPED = Pattern(f"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
                      f"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f{_PRIVATE}]+")
_WIDE_ALNUM = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_ANY_WIDE_ALNUM = Pattern("[０-９Ａ-Ｚａ-ｚ]")

_SURELY_CHINESE_CLASS = HANZI_CLASS + r"\u3001-\u3003\u3005-\u3006\u3008-\u3011\u3014-\u301b，；：！？（）．％"
_SURELY_CHINESE = Pattern(f"[{_SURELY_CHINESE_CLASS}]")
# Curly quotes, dashes and dots are Chinese punctuation only where the string is Chinese: English prints them too.
_CHINESE = Pattern(f"[{_SURELY_CHINESE_CLASS}“”‘’—…·]")
_HALF_MARK = Pattern(r"[,;:!?()]")
_MARK_RUN = Pattern(r"[,;:!?\x01\x02](?:\s*[,;:!?\x01\x02])*")
_WIDE_MARK = str.maketrans(",;:!?()\x01\x02", "，；：！？（）（）")
_BRACKETS = Pattern(r"[()（）]")
_MARKS = Pattern(r"[\s，。、；：！？％～（）“”‘’《》【】…—·,.;:!?()\"'%/±+<>\[\]~&=#@*_-]+")
_NOT_WORD = Pattern(r"[\W_]+")


def visible(text: str) -> int:
    """How many visible characters `text` has: all but white space, zero-width and control characters."""
    packed = "".join(text.split())
    return len(packed) if packed.isprintable() else len(_INVISIBLE.sub("", packed))


def fold(text: str) -> str:
    """`text` with white space folded to one space and invisible and private-use characters dropped; ends stripped.

    Widths stay as printed. Idempotent.
    """
    packed = " ".join(text.split())
    return packed if packed.isprintable() else " ".join(_DROPPED.sub("", packed).split())


def normalise(text: str) -> str:
    """Uniform text: `fold`, half-width letters and digits, full-width marks beside Chinese. Idempotent."""
    text = fold(text)
    if _ANY_WIDE_ALNUM.search(text):
        text = text.translate(_WIDE_ALNUM)
    if _HALF_MARK.search(text) and _SURELY_CHINESE.search(text):
        text = _widen_marks(_widen_brackets(text) if "(" in text or ")" in text else text)
    return text


def _widen_brackets(text: str) -> str:
    """Pairs that hold Chinese, or of which one is full width, become full width; a lone one is left to `_widen_marks`.

    A lone half-width bracket is handed on as \\x01 or \\x02 (control characters never survive `fold`).
    """
    chars = list(text)
    open_at: list[int] = []
    half: set[int] = set()
    for found in _BRACKETS.finditer(text):
        at, mark = found.start(), found.group()
        if mark in "()":
            half.add(at)
        if mark in "(（":
            open_at.append(at)
        elif open_at:
            begin = open_at.pop()
            if begin in half or at in half:
                wide = begin not in half or at not in half or _CHINESE.search(text, begin + 1, at) is not None
                if wide:
                    chars[begin], chars[at] = "（", "）"
                half -= {begin, at}
    for at in half:
        chars[at] = "\x01" if chars[at] == "(" else "\x02"
    return "".join(chars)


def _widen_marks(text: str) -> str:
    """Runs of marks with a Chinese character as nearest neighbour on either side become full width."""
    out: list[str] = []
    last = 0
    for run in _MARK_RUN.finditer(text):
        begin, end = run.span()
        wide = begin > 0 and "\u4e00" <= text[begin - 1] <= "\u9fff"  # what it nearly always is, told without a pattern
        if not wide:
            before, after = text[max(0, begin - 2):begin].rstrip()[-1:], text[end:end + 2].lstrip()[:1]
            wide = bool(_CHINESE.match(before) or _CHINESE.match(after))
        out.append(text[last:begin])
        marks = run.group()
        out.append(marks.translate(_WIDE_MARK) if wide else marks.replace("\x01", "(").replace("\x02", ")"))
        last = end
    out.append(text[last:])
    return "".join(out)


def letters(text: str) -> str:
    """The letters and digits of NFKC `text`: what `content_hash` is taken over, and what two printings share."""
    # Most of what NFKC would change are marks that go anyway; without them it has nothing to do but check, which is fast.
    words = unicodedata.normalize("NFKC", _MARKS.sub("", text))
    return words if words.isalnum() else _NOT_WORD.sub("", words)


def content_hash(text: str) -> str:
    """SHA-1 (40 hex digits) over `letters(text)`: equal for two printings of one text."""
    return hashlib.sha1(letters(text).encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


# Frequent characters that only one of the two scripts has; enough to tell the script of a paragraph.
_ONLY_HANS = frozenset("这国个们来时说会为对发电业东车长门问间见现过还进学头实动开关战斗书习买卖无机样点热产务员给区县万与"
                        "专丝严丧丰临丽举义乌乐乔乡亏云亚亲亿仅从仓仪价众优伙伟传伤伦伪体余佣侠侣侦侧侨俭债倾储儿党兰兴养兽冈册写军农"
                        "冯决况冻净凉减凤凭凯击则刚创删别剂剑剧劝办劳势勋华协单卢卫厂厅历厉压厌县参双变叶号叹听启吴员响哑哗唤"
                        "团园围图圆圣场坏块坚坛坝坟坠垄垦垒备复够夹夺奋奖妇妈姗娱婴孙宁宝宠审宪宫宽宾寝寻导寿将尔尘尝层届属岁岂岗岛岭币帅师带帮")
_ONLY_HANT = frozenset("這國個們來時說會為對發電業東車長門問間見現過還進學頭實動開關戰鬥書習買賣無機樣點熱產務員給區縣萬與"
                        "專絲嚴喪豐臨麗舉義烏樂喬鄉虧雲亞親億僅從倉儀價眾優夥偉傳傷倫偽體餘傭俠侶偵側僑儉債傾儲兒黨蘭興養獸岡冊寫軍農"
                        "馮決況凍淨涼減鳳憑凱擊則剛創刪別劑劍劇勸辦勞勢勳華協單盧衛廠廳歷厲壓厭縣參雙變葉號嘆聽啟吳員響啞嘩喚"
                        "團園圍圖圓聖場壞塊堅壇壩墳墜壟墾壘備複夠夾奪奮獎婦媽娛嬰孫寧寶寵審憲宮寬賓寢尋導壽將爾塵嘗層屆屬歲豈崗島嶺幣帥師帶幫")
_KANA = Pattern("[\u3041-\u30ff]")
_LATIN = Pattern("[A-Za-z]")


def language(text: str) -> str:
    """BCP 47 tag of `text`: `zh-Hans`, `zh-Hant`, `ja`, `en`, or `und` where nothing tells.

    Works on the first 160 characters. A text of hanzi that both scripts share counts as simplified.
    """
    sample = text[:160]
    found = frozenset(sample)
    if found & _ONLY_HANS and not found & _ONLY_HANT and 2 * len(sample.encode("ascii", "ignore")) < len(sample) and not _KANA.search(sample):
        return "zh-Hans"  # what nearly every page is, told without counting
    hanzi = len(HANZI.findall(sample))
    if len(_KANA.findall(sample)) * 5 > hanzi + 5:
        return "ja"
    if hanzi * 4 >= len(_LATIN.findall(sample)) and hanzi:
        return "zh-Hant" if len(found & _ONLY_HANT) > len(found & _ONLY_HANS) else "zh-Hans"
    return "en" if _LATIN.search(sample) else "und"
