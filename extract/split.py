"""Clean text → reports → lines → sentences, with the headings' levels.

A file may hold several reports. A sentence ends at 。！？ or at the end of its line; wrapped lines
were joined before (see `text`). A marker at a sentence's beginning (一、 （一） 1. 一是 ——) gives it a
level; what stands under a marked sentence is about it until a marker of the same or a higher level.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

# Level of each kind of marker; a title stands above all of them.
_MARKER = re.compile(
    r"(?P<m1>第[一二三四五六七八九十百\d]{1,4}[章部篇分])"
    r"|(?P<m2>[一二三四五六七八九十]{1,3}[、.．](?![一二三四五六七八九十]{1,2}(?:、|和|次?产业|季度|线|级|[组号期]))|第[一二三四五六七八九十百\d]{1,4}[节条])"
    r"|(?P<m3>（[一二三四五六七八九十]{1,3}）、?)"
    r"|(?P<m4>\d{1,2}(?:[、．]|[.](?!\d)|[.](?=(?:19|20)\d\d年)))"
    r"|(?P<m5>（\d{1,2}）|\d{1,2}）|[①-⑳])"
    r"|(?P<m6>[—―─-]{2,}|[●•■◆★※▪·])"
    r"|(?P<m7>[一二三四五六七八九十]{1,2}[是要]|(?:首先|其次|再次|最后)，)"
)
_FIGURE = re.compile(r"\d[\d.]*[万亿]?(?:[%元户人亩个吨]|公里)")
BODY = 99
_END = re.compile(r"[。！？!?]+[”’》）]?|\n|\.(?<=[^\d\W]\.)(?=[^\d\W])")
_BLANK = " \t\n"
_MARKDOWN = re.compile("#{1,6} +")  # ### （二）医院: the mark of a heading is none of its words
_LONGEST = 2_000  # characters


@dataclass(slots=True)
class Sentence:
    """A sentence: its span without outer blanks, the number of its line, the level of its marker
    (`BODY` without one), the length of the marker, and whether it is a heading."""

    start: int
    end: int
    line: int
    level: int = BODY
    marker: int = 0
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a file: its number, its span, the end of its title and letterhead, its sentences."""

    index: int
    start: int
    end: int
    title_end: int
    sentences: tuple[Sentence, ...]


def sentences(text: str) -> list[Sentence]:
    """All sentences of a clean text in order; blank lines give none.

    >>> [t[s.start:s.end] for t in ["全年产粮123.46吨.其中小麦2吨。\\n完"] for s in sentences(t)]
    ['全年产粮123.46吨.', '其中小麦2吨。', '完']
    """
    found, start, line = [], 0, 0
    for end in _ends(text):
        first, last = start, end
        while first < last and text[first] in _BLANK:
            first += 1
        if head := _MARKDOWN.match(text, first, last):
            first = head.end()
        while last > first and text[last - 1] in _BLANK:
            last -= 1
        if last > first:
            found.append(_sentence(text, first, last, line))
        if end and text[end - 1] == "\n":
            line += 1
        start = end
    return found


def _ends(text: str) -> Iterator[int]:
    """Where sentences end. One longer than `_LONGEST` is no sentence but a list or lost punctuation, and
    is cut at a ； or ， of its own, so that the work within a sentence stays bounded."""
    start = 0
    for end in (*(match.end() for match in _END.finditer(text)), len(text)):
        while end - start > _LONGEST:
            limit = start + _LONGEST
            cuts = (text.rfind(mark, start, limit) + 1 for mark in "；，、 ")
            start = next((cut for cut in cuts if cut > start), limit)
            yield start
        yield end
        start = end


def _sentence(text: str, start: int, end: int, line: int) -> Sentence:
    """The sentence with the level of its marker; short ones that do not end like one are headings."""
    match = _MARKER.match(text, start)
    if match:
        level, body = int(match.lastgroup[1:]), match.end()
        heading = end - body <= 45 and not _FIGURE.search(text, body, end)
        return Sentence(start, end, line, level, body - start, heading and level < 7)
    bare = end - start <= 40 and text[end - 1] not in "。！？；，、" and text.find("\t", start, end) < 0 and not _FIGURE.search(text, start, end)
    return Sentence(start, end, line, BODY, 0, bare)


_TITLE = re.compile(
    r"(?:报告|汇报|总结|公报|方案|规划|计划|纲要|材料|范文|讲话|意见|通知|决算|预算|说明|情况|概况|要点|措施|述职|年报|简报|通报|调查|回顾|思考|打算|范文精选|致辞)"
    r"(?:（[^）]{1,12}）|摘要|[\d一二三四五六七八九十]{1,3}|全文|范文|节选|稿)*$"
)
_DATE_LINE = re.compile(r"[（(]?(?:(?:19|20)\d\d|[一二][九〇零○][〇零○一二三四五六七八九]{2})年[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}日)?[）)]?")
_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)年")
_TABLE = re.compile(r"(?:附|续)?表\s?\d")
_OPENING = re.compile(r"现将.{0,40}如下|(?:汇报|报告)如下[：:]|^尊敬的各位")


def reports(text: str) -> list[Report]:
    """The reports of a file; most files hold one.

    A report begins at a title behind a body, at an opening formula, or where numbering at the top
    level starts again at 一、; never inside a paragraph.
    """
    all_sentences = sentences(text)
    starts = _with_shifts(text, all_sentences, _starts(text, all_sentences))
    found = []
    for index, first in enumerate(starts):
        last = starts[index + 1] if index + 1 < len(starts) else len(all_sentences)
        part = tuple(all_sentences[first:last])
        begin = 0 if index == 0 else part[0].start
        end = all_sentences[last].start if last < len(all_sentences) else len(text)
        found.append(Report(index, begin, end, _title_end(text, part), part))
    return found or [Report(0, 0, len(text), 0, ())]


def _starts(text: str, all_sentences: list[Sentence]) -> list[int]:
    """The numbers of the sentences at which reports begin; the first is 0."""
    starts, top, body, addressed = [0], 0, 0, False
    for number, sentence in enumerate(all_sentences if not _is_account(text, all_sentences) else ()):
        if number and sentence.line == all_sentences[number - 1].line:
            body += sentence.end - sentence.start
            top = _top_number(text, sentence) or top
            continue
        begins = _begins(text, all_sentences, number, body, top, addressed)
        if begins is not None and begins > starts[-1]:
            starts.append(begins)
            top, body, addressed = 0, 0, False
        addressed = addressed or text.startswith("各位代表", sentence.start)
        top = _top_number(text, sentence) or top
        body += sentence.end - sentence.start
    return starts if all_sentences else []


def _is_account(text: str, all_sentences: list[Sentence]) -> bool:
    """Whether a file is a department's budget or accounts with a table of contents: its parts, each numbered from
    一、, are one report."""
    head = ["".join(text[sentence.start:sentence.end].split()) for sentence in all_sentences[:12]]
    contents = next((number for number, line in enumerate(head) if line == "目录"), 0)
    return any(re.search(r"(?:部门|单位)(?:预算|决算)$", line) for line in head[:contents])


def _with_shifts(text: str, all_sentences: list[Sentence], starts: list[int]) -> list[int]:
    """The starts, and those of reports without a head: a long tail without numbering behind numbered
    text, that speaks for another level (全省) and never for the one before it (我县)."""
    found = list(starts)
    for first, last in zip(starts, (*starts[1:], len(all_sentences))):
        numbered = [n for n in range(first, last) if all_sentences[n].level <= 5]
        if len(numbered) < 5:
            continue
        line = all_sentences[numbered[-1]].line
        tail = next((n for n in range(numbered[-1], last) if all_sentences[n].line > line), last)
        if last - tail < 12:
            continue
        cut = all_sentences[tail].start
        head = Counter(_OWN_LEVEL.findall(text, all_sentences[first].start, cut))
        rest = Counter(_OWN_LEVEL.findall(text, cut, all_sentences[last - 1].end))
        if head and rest and head.most_common(1)[0][1] >= 3 and rest.most_common(1)[0][1] >= 3 and not rest[head.most_common(1)[0][0]]:
            found.append(tail)
    return sorted(found)


_OWN_LEVEL = re.compile(r"[全我](省|市|州|县|区|乡|镇|村)(?!长|委|政)")


def _top_number(text: str, sentence: Sentence) -> int:
    """1 for 一、, 2 for 二、 and so on; 0 when the sentence is not numbered at the top level."""
    if sentence.level != 2 or not sentence.heading and sentence.level == 2 and text[sentence.start] == "第":
        return 0
    order = "一二三四五六七八九十".find(text[sentence.start])
    return order + 1 if order >= 0 and text[sentence.start + 1] in "、.．" else 0


def _begins(text: str, all_sentences: list[Sentence], number: int, body: int, top: int, addressed: bool) -> int | None:
    """The sentence at which a new report begins, seen from the line that starts at `number`; or None. The parts of one that is
    `addressed` to a congress may each be numbered from 一、."""
    sentence = all_sentences[number]
    line = text[sentence.start:sentence.end]
    if body < 150:
        return None
    again = body >= 250 and top >= 2 and not addressed and _top_number(text, sentence) == 1 and sentence.heading and _heads_text(text, all_sentences, number)
    opening = top >= 1 and _OPENING.search(line) is not None and sentence.level == BODY
    title = (top >= 2 or body > 1500) and sentence.level == BODY and 6 <= len(line) <= 45 and _TITLE.search(line) is not None and "，" not in line and not _TABLE.match(line) and _leads(text, all_sentences, number)
    signed = (sentence.level == BODY and sentence.heading and len(line) >= 8 and _TITLE.search(line) is not None
              and _DATE_LINE.fullmatch(text[all_sentences[number - 1].start:all_sentences[number - 1].end]) is not None)
    if not (again or opening or title or signed):
        return None
    return _back_to_title(text, all_sentences, number)


def _heads_text(text: str, all_sentences: list[Sentence], number: int) -> bool:
    """Whether text stands under a heading 一、, not the next item of a list or a row of a table."""
    head = all_sentences[number]
    if text[head.end - 1] in "；，、" or " " in text[head.start:head.end] or "\t" in text[head.start:head.end]:
        return False
    under = 0
    for sentence in all_sentences[number + 1:number + 12]:
        if _top_number(text, sentence) == 2:
            break
        under += sentence.end - sentence.start
    return under >= 80


def _leads(text: str, all_sentences: list[Sentence], number: int) -> bool:
    """Whether a report's opening follows a title: numbering from 一、 or an opening formula, soon."""
    for sentence in all_sentences[number + 1:number + 7]:
        if _top_number(text, sentence) == 1 or _OPENING.search(text, sentence.start, sentence.end):
            return True
        if _top_number(text, sentence) > 1:
            return False
    return False


def _back_to_title(text: str, all_sentences: list[Sentence], number: int) -> int:
    """The first of the lines right above that belong to the new report's head."""
    first = number
    while first > 1:
        begin = first - 1  # the first sentence of the line above
        while begin > 0 and all_sentences[begin - 1].line == all_sentences[begin].line:
            begin -= 1
        above, last = all_sentences[begin], all_sentences[first - 1]
        line = text[above.start:last.end]
        if _dated_above(text, all_sentences, begin):
            first = begin - 1
            continue
        if begin == 0 or above.level != BODY or not (above.heading or _OPENING.search(line) or line[-1] in "：:"):
            break
        first = begin
    return first


def _dated_above(text: str, all_sentences: list[Sentence], number: int) -> bool:
    """Whether a letterhead's date stands above a line that begins with the year before: 2023年3月 above
    2022年，全市…, where a signature's would end the report of an earlier year."""
    year, above = _YEAR_FIRST.match(text, all_sentences[number].start), all_sentences[number - 1]
    date = _DATE_LINE.fullmatch(text, above.start, above.end)
    return bool(year and date) and text[above.start:above.start + 4] == str(int(year[1]) + 1)


def _title_end(text: str, part: tuple[Sentence, ...]) -> int:
    """Where the title and letterhead end: before the first sentence that is long or numbered."""
    end = part[0].start if part else 0
    for sentence in part[:8]:
        if sentence.level != BODY or not sentence.heading:
            break
        end = sentence.end
    return end


def sentence_at(report: Report, position: int) -> Sentence | None:
    """The sentence of a report that holds a position, or None."""
    index = bisect_right(report.sentences, position, key=lambda sentence: sentence.start) - 1
    return report.sentences[index] if index >= 0 and position < report.sentences[index].end else None
