"""Names what stands around and between an article's paragraphs on an HTML page: breadcrumbs, the line of date and source, digest and tags, and
the blocks in the body that are none of it. The reader takes each claimed element as a whole by the rule that it is claimed for."""
from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from crawler.bodies import MIN_BODY, SUMMARY_NAME
from crawler.evidence import INFO_HINT, INLINE, MIN_RUN, Evidence, names_outside
from crawler.lines import BLOCK_TAGS
from crawler.page import inner_text
from crawler.zh import bylines, dates
from crawler.zh.boilerplate import CRUMBS, ENDS
from crawler.zh.pattern import Pattern
from crawler.zh.text import visible

_SUMMARY_BEGINS = Pattern(r"[【\[]?(?:核心提示|内容提要|内容摘要|摘要|导读|提要|阅读提示|导语)[】\]]?\s*[:：]|[【\[](?:核心提示|摘要|导读|提要|导语)[】\]]")
_CRUMB_NAME = Pattern(r"crumb|location|position|weizhi|(?<![a-z])path(?![a-z])|cur_?pos|daohang|where|(?<![a-z])local(?![a-z])|minnav|mbx", re.I)
_CRUMB_MARK = Pattern(r"[>»＞›→]")
_CRUMB_HINT = Pattern(r"[>»＞›→置]")  # what stands in every part of breadcrumbs that is worth a look
_ROW_MARK = Pattern(r"[>»＞›→]{1,2}|-{1,2}>?|—")
_DASHES = ("-", "--", "—")
_CRUMB_EDGES = " \t\r\n\xa0\u3000[]【】〔〕"
_ATTACHMENT = Pattern(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|zip|rar|7z|ofd|ceb|txt)(?:$|[?#])|download|附件", re.I)
_TAGS_LABEL = Pattern(r"(?:本文|文章|相关)?(?:关键[词字]|标签|tags?)\s*[:：]", re.I)
_DATE_LABEL = Pattern(r"(?:发布|发表|发稿|刊发|上传|录入|添加|更新|成文)?(?:时间|日期)\s*[:：]|发布于|发表于")
_NOT_PUBLISHED = Pattern(r"今天是|现在是|当前时间|今日|版权|copyright|备案|举报|截止|截至|有效期|访问", re.I)
_ISSUE = Pattern(r"星期|第\s?[0-9一二三四五六七八九十A-Z]{1,4}\s?[版期]|版次|总第")
_YEAR = Pattern(r"(?:19|20)\d{2}\s?[-年/.]")
_NEWSPAPER = Pattern(r"第\s?[A-Z]?\d{1,3}\s?版|[上下]一[版期]|国内统一(?:连续出版物|刊)号|邮发代号|版面导航|数字报|往期")
_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dd"))
_OUTSIDE_TAGS = frozenset(("nav", "footer", "aside", "form"))
_NEAR_ABOVE, _BEHIND, _TAGS_REACH = 6, 60, 400  # texts; elements
_CRUMBS_REACH, _MAX_ROW = 12, 5  # texts; links
_MAX_HEAD, _MAX_BEHIND, _MAX_CRUMBS, _MAX_TAGS, _MAX_SUMMARY, _MAX_REST, _MIN_LINK = 160, 120, 100, 120, 500, 24, 6  # characters

Claims = dict[etree._Element, str]


def claim(found: Evidence, title: int | None, bodies: list[int], claims: Claims) -> None:
    """Adds to `claims`, by element, the rules of what stands around the paragraphs in `bodies` (in page order) under `title`."""
    _Claimant(found, title, bodies, claims).claim()


class _Claimant:
    """One article's claims in the making. `start` and `end` are the places of its first and last running text."""

    def __init__(self, found: Evidence, title: int | None, bodies: list[int], claims: Claims) -> None:
        self.found, self.title, self.bodies, self.claims = found, title, bodies, claims
        self.start = found.first.get(bodies[0], bodies[0])
        self.end = next((place for place, holder, _ in reversed(found.pieces) if self._in_body(holder)), bodies[-1])

    def claim(self) -> None:
        for body in self.bodies:
            self._claim_junk(body)
        for left, right in pairwise(self.bodies):
            self._claim_between(left, right)
        if self.title is not None:
            for up in (self.title, *self.found.ancestors(self.title)):
                self.claims.pop(self.found.elements[up], None)
            self.claims[self.found.elements[self.title]] = "field:title"
        self._claim_crumbs()
        self._claim_info()
        if self.title is not None:
            self._claim_summary(self.title)
        self._claim_tags()

    # ---- what several claims ask

    def _in_body(self, n: int) -> bool:
        return any(self.found.holds(body, n) for body in self.bodies)

    def _around_body(self, n: int) -> bool:
        return any(self.found.holds(n, body) for body in self.bodies)

    def _is_free(self, n: int) -> bool:
        """Whether nothing in or around element `n` has been claimed."""
        element = self.found.elements[n]
        return not any(e in self.claims for e in element.iter()) and not any(e in self.claims for e in element.iterancestors())

    def _line_of(self, holder: int) -> int:
        """The block that a text stands in."""
        elements, parent = self.found.elements, self.found.parent
        while elements[holder].tag not in BLOCK_TAGS and parent[holder] >= 0:
            holder = parent[holder]
        return holder

    def _inline_of(self, holder: int) -> int:
        """The outermost inline element that a text fills."""
        found = self.found
        while found.elements[holder].tag in INLINE and found.elements[up := found.parent[holder]].tag in INLINE and found.total[up] == found.total[holder]:
            holder = up
        return holder

    # ---- blocks that are no article text

    def _claim_junk(self, body: int) -> None:
        """Blocks inside the body that hold no running text but links, or that are named as something else."""
        found = self.found
        stack = [body]
        while stack:
            for child in found.elements[stack.pop()].iterchildren("*"):
                n, tag = found.number[child], child.tag
                if not found.total[n] or n == self.title or (tag == "p" and found.running[n] >= MIN_RUN):
                    continue
                if self.title is not None and found.holds(n, self.title):
                    stack.append(n)
                elif tag in BLOCK_TAGS:
                    rule = self._junk(n, found.running[body])
                    if rule == "links" and n > self.end and found.total[n] <= _MAX_BEHIND and ENDS.name(found.text(n)):
                        continue  # 【返回】 【TOP】: a line that closes the article, to be read as one
                    if rule:
                        self.claims.setdefault(child, rule)
                    elif tag not in _PARAGRAPHS:
                        stack.append(n)
                elif tag == "a":
                    if n > self.end and found.total[n] >= _MIN_LINK and not _is_attachment(child):
                        self.claims.setdefault(child, "links")
                elif tag in INLINE:
                    stack.append(n)

    def _junk(self, n: int, body_running: float) -> str | None:
        """The rule for a block in a body with so much running text; None where it may be part of the article."""
        found = self.found
        element, running, linked, total = found.elements[n], found.running[n], found.linked[n], found.total[n]
        if running < 0.15 * body_running:
            name = names_outside(found.names(n))
            if name and (running < MIN_BODY or n > self.end or linked * 2 > total):
                return f"block:{name}"
            if element.tag in _OUTSIDE_TAGS and running < MIN_BODY:
                return f"block:{element.tag}"
        if running >= MIN_RUN or linked * 10 < total * 6 or any(_is_attachment(a) for a in element.iter("a")):
            return None
        links = sum(1 for a in element.iter("a") if found.total[found.number[a]] >= 2)
        return "links" if links >= 2 or n > self.end or element.tag not in _PARAGRAPHS else None

    def _claim_between(self, left: int, right: int) -> None:
        """What stands between two bodies and is none: an advertisement, a list."""
        found = self.found
        common = next(up for up in found.ancestors(left) if found.holds(up, right))
        for child in found.elements[common].iterchildren("*"):
            n = found.number[child]
            if left < n < right and found.total[n] and not self._around_body(n):
                self.claims.setdefault(child, "between")

    # ---- fields

    def _claim_crumbs(self) -> None:
        """The smallest element above the body that holds the whole line of breadcrumbs."""
        best: int | None = None
        for place, holder, text in self.found.texts:
            if place >= self.start:
                break
            if not _CRUMB_HINT.search(text):
                continue
            sure = CRUMBS.match(text) is not None
            if not sure and not _CRUMB_MARK.search(text):
                continue
            best = next(self._crumbs_around(holder, text, sure), best)
            if best is not None and sure:
                break
        if best is None:
            self._claim_link_row()
        elif not any(e in self.claims for e in self.found.elements[best].iterdescendants()):
            self.claims.setdefault(self.found.elements[best], "field:crumbs")

    def _claim_link_row(self) -> None:
        """Two or more links joined by marks right above the title are breadcrumbs, though nothing says so; by dashes only behind 首页, and few
        of them, or it is a menu. A row without an element of its own is claimed link by link."""
        found, top = self.found, self.title if self.title is not None else self.start
        above = [entry for entry in found.texts if entry[0] < top][-_CRUMBS_REACH:]
        rows: dict[int, list[int]] = {}
        for place, holder, text in above:
            mark, link = text.strip(_CRUMB_EDGES), found.elements[place]
            after = link.getnext()
            if mark and _ROW_MARK.fullmatch(mark) and link.tag == "a" and found.parent[place] == holder and after is not None and after.tag == "a":
                row = rows.setdefault(holder, [place])
                row += [found.number[after]] if row[-1] == place else []
                if mark in _DASHES and (found.total[holder] > _MAX_CRUMBS or not found.text(holder).startswith("首页")):
                    rows.pop(holder)
        for holder, row in reversed(rows.items()):
            if len(row) > _MAX_ROW:
                continue
            own = found.total[holder] <= _MAX_CRUMBS and holder not in self.bodies and not self._around_body(holder)
            for n, rule in [(holder, "field:crumbs")] if own else [(n, "field:section") for n in row]:
                if self._is_free(n):
                    self.claims[found.elements[n]] = rule
            return

    def _crumbs_around(self, holder: int, text: str, sure: bool) -> Iterator[int]:
        """Of the holder of a mark and the two elements around it those that hold breadcrumbs, more than the mark alone."""
        found = self.found
        for n in (holder, *list(found.ancestors(holder))[:2]):
            if found.total[n] > _MAX_CRUMBS:
                return
            whole = found.text(n)
            marked = bool(_CRUMB_MARK.search(whole) and found.linked[n])
            named = CRUMBS.match(whole) or _CRUMB_NAME.search(found.names(n)) or (whole.startswith("首页") and marked)
            if named and (marked or sure) and found.total[n] > len(text):
                yield n

    def _claim_info(self) -> None:
        """Lines of date, source and people that the reader would not come across: above the title, inside the body above its first paragraph,
        and behind the body."""
        top = self.title if self.title is not None else self.bodies[0]
        hinted = [(place, holder, text) for place, holder, text in self.found.texts if top < place < self.end + _BEHIND and INFO_HINT.search(text)]
        dated = False
        for place, holder, text in hinted:
            if top < place <= self.start or (self.title is None and self.bodies[0] <= place <= self.start):
                if self._in_body(holder):
                    self._claim_head_line(self._line_of(holder), dated)
                dated = dated or (_YEAR.search(text) is not None and dates.find(text) is not None)
        if self.title is not None and not dated:
            dated = self._claim_date_above(self.title)
        for n in dict.fromkeys(self._line_of(holder) for place, holder, _ in hinted if place > self.end):
            self._claim_behind(n, dated)

    def _claim_head_line(self, n: int, dated: bool) -> None:
        found = self.found
        if n in self.bodies or found.total[n] > _MAX_HEAD or found.running[n] or self._around_body(n) or not self._is_free(n):
            return
        info = bylines.read_head_line(found.text(n))
        if (info.source or (info.date and not dated)) and visible(info.rest) < _MAX_REST:
            self.claims[found.elements[n]] = "field:info"

    def _claim_date_above(self, title: int) -> bool:
        """The line with the date, where it stands above the title; True when there is one.

        Far above the title a date is that of the day on which somebody looked, or of quotes and weather whatever its label, except on the page
        of a newspaper, which is dated.
        """
        found = self.found
        above = [(holder, text) for place, holder, text in found.texts if place < title]
        for distance, (holder, text) in enumerate(reversed(above)):
            if not _YEAR.search(text) or not dates.find(text):
                continue
            n = self._line_of(holder)
            if found.total[n] > _MAX_HEAD:  # a line without a block of its own, between breaks
                n = self._inline_of(holder)
            whole = found.text(n)
            if len(whole) > _MAX_HEAD or _NOT_PUBLISHED.search(whole) or not self._is_free(n):
                return False
            sure = distance < _NEAR_ABOVE and (_is_date(text) or _DATE_LABEL.search(whole) or bylines.read_head_line(whole).source)
            if sure or ((_is_date(text) or _ISSUE.search(whole)) and any(_NEWSPAPER.search(other) for _, _, other in found.texts)):
                self.claims[found.elements[n]] = "field:info"
                return True
            return False
        return False

    def _claim_behind(self, n: int, dated: bool) -> None:
        """Editors, source and, where no other is printed, the date under the body."""
        found = self.found
        if found.total[n] > _MAX_BEHIND or self._in_body(n) or self._around_body(n) or not self._is_free(n):
            return
        text = found.text(n)
        said = bylines.read_byline(text)
        if said is None or (said.date is not None and (dated or not _DATE_LABEL.search(text))) or _NOT_PUBLISHED.search(text):
            return
        if said.editors or said.source or said.credits or said.date:
            self.claims[found.elements[n]] = "field:byline"

    def _claim_summary(self, title: int) -> None:
        """A digest set apart between title and body."""
        found = self.found
        for place, holder, _ in found.pieces:
            if place > self.bodies[0]:
                return
            n = self._line_of(holder)
            if place <= title or found.total[n] > _MAX_SUMMARY or self._around_body(n) or not self._is_free(n):
                continue
            named = any(SUMMARY_NAME.search(found.names(up)) for up in (n, found.parent[n]))
            if named or _SUMMARY_BEGINS.match(found.text(n)):
                self.claims[found.elements[n]] = "field:summary"
                return

    def _claim_tags(self) -> None:
        """The page's own tags: 标签：, 关键词：."""
        found = self.found
        for place, holder, text in found.texts:
            if place < self.end - _TAGS_REACH or not _TAGS_LABEL.match(text):
                continue
            for n in (holder, found.parent[holder]):
                free = self._is_free(n) or self.claims.get(found.elements[n]) == "links"  # tags are links as well
                if n >= 0 and len(text) < found.total[n] <= _MAX_TAGS and found.running[n] == 0 and free:
                    self.claims[found.elements[n]] = "field:keywords"
                    return


def _is_attachment(link: etree._Element) -> bool:
    return bool(_ATTACHMENT.search(link.get("href") or "") or _ATTACHMENT.search(inner_text(link)))


def _is_date(text: str) -> bool:
    """Whether a text is a date and hardly anything else."""
    stamp = dates.find(text)
    return stamp is not None and visible(text) - visible(stamp.raw) <= 6
