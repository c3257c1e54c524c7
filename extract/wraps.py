"""Where a sentence goes on in the next line: the wraps of a printed page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

_HEADING = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十百]{1,4}[）)、.．]|第[一二三四五六七八九十百\d]{1,4}[章节条部分篇]|[（(]?\d{1,2}[）)、.．](?!\d)"
    r"|[①-⑳]|[—―─-]{2}|[●•■◆★※▪]|附[件表录]?\d*[：:]?|图 ?\d|表 ?\d|[一二三四五六七八九十]是)"
)
_ENDS = frozenset("。！？；：…!?;:”》")
_HANGS = re.compile(r"[，、,（(“《]$")
_CONTINUES = re.compile(r"[，。、；）)”》%‰/]|分别[为达是]|[为达]\d")
# A line that breaks off: 比上年末增加 before its figure, 岸线长度 before 2.29万公里，清查.
_BREAKS_OFF = re.compile(r"[，。；].*(?:增长|增加|提高|上升|上涨|提升|下降|减少|降低|回落|下跌|达到?|[为共约近超]|完成|实现|提供|惠及)$")
_UNENDED = re.compile(r"[，。；].*[\u4e00-\u9fff]$")
_FIGURE_LINE = re.compile(r"\d[\d,]*(?:\.\d+)? ?[万亿]?[余多]?(?:[元户人亩吨件头只台辆套%‰]|公[里顷斤]|千[米瓦]|[平立]方|百分点|[毫微]克)[\u4e00-\u9fff]{0,4}[，。；、/（(]")
_GOES_ON = re.compile(r"[\u4e00-\u9fff]{1,12}(?:[、，。；]| ?\d[\d.]* ?[万亿]?[\u4e00-\u9fff]{1,3}[，。；])")  # 其中学员 before 结业率，
_UNIT_ALONE = re.compile(r"（(?:[%‰]|[万亿]?[元人户吨亩]|平方米|公顷)）")  # of a table's last head
# 竹园|镇、公平镇: the suffix of a name that the wrap has parted; 村、组 or 县、乡两级 may begin a line.
_SUFFIX = re.compile(r"(镇|乡|村|县|街道|社区)[、和与及][\u4e00-\u9fff]{1,6}?\1[、，。和与及的]")
_UNIT_LINE = re.compile(r"[余多](?:人次?|户|名|亩|元|吨|公里|公斤|平方[公米])|(?:\d{3}(?!\d)(?:\.\d+)?)?[万亿]?[余多]?(?:[元户人亩吨个名家项米处座%‰]|公顷|公里|千米|千瓦时?|平方公?[里米]|立方米|百分点|公斤)[，。；、）(（]")


_HEAD = 3  # lines in which a title may stand
_TITLE = re.compile(r"(?:报告|公报|决算|预算|说明|总结|汇报|方案|规划|计划|纲要)$")
# No sentence begins so: 2961.68 万元。
_FIGURE_FIRST = re.compile(r"\d[\d.,，]*\d? ?[万亿]?(?:元|%|户|人|亩|公顷|公里|个百分点)[，。；]")
_PROSE = re.compile("[，。；]")


class _Line:
    """A line with words: where it stands in the text, how many lines on from the one with words before it, its
    characters without the blanks behind them, and, once asked for, its printed width in hanzi."""

    __slots__ = ("start", "gap", "body", "_width")

    def __init__(self, start: int, gap: int, body: str) -> None:
        self.start, self.gap, self.body, self._width = start, gap, body, -1.0

    @property
    def width(self) -> float:
        if self._width < 0:
            self._width = _width(self.body.lstrip())
        return self._width


def wraps(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the line breaks, with the blanks around them, at which a sentence goes on.

    >>> list(wraps("累计支付17402.6万\\n元，完成\\n一、概况"))
    [(12, 13)]
    """
    lines = _lines(text)
    double = _double_spaced(lines)
    for index, line in enumerate(lines[:-1]):
        following = lines[index + 1]
        in_columns = "\t" in line.body and "\t" in line.body.strip()
        if in_columns and following.gap == 1 and _UNIT_ALONE.fullmatch(following.body):
            yield line.start + len(line.body), following.start
        if in_columns or line.body[-1] in _ENDS:
            continue
        wide = double(index)
        if _may_follow(lines, index, wide) and _goes_on(lines, index, wide):
            yield line.start + len(line.body), following.start + len(following.body) - len(following.body.lstrip())


def _lines(text: str) -> list[_Line]:
    """The lines of a text that are not blank."""
    lines: list[_Line] = []
    position = last = 0
    for number, line in enumerate(text.split("\n")):
        body = line.rstrip()
        if body:
            lines.append(_Line(position, number - last, body))
            last = number
        position += len(line) + 1
    return lines


def _width(line: str) -> float:
    """Printed width of a line in hanzi: ASCII counts half; blanks that set it wide letter by letter count nothing."""
    wide = line.count(" ") if len(line) < 4 * line.count(" ") else 0
    return len(line) - wide / 2 - sum(map(line.count, "0123456789.%- ")) / 2


_BLOCK = 12  # lines on either side that show how a page is set
_PROSE_WIDTH = 20  # hanzi; what is narrower is set in columns or in verse


def _double_spaced(lines: Sequence[_Line]) -> Callable[[int], bool]:
    """A function that says of a line whether the page around it is set with a blank line below every line and
    paragraphs indented: there a blank line parts no paragraphs."""
    spaced, indented = [0], [0]
    for line in lines:
        spaced.append(spaced[-1] + (line.gap == 2))
        indented.append(indented[-1] + line.body[0].isspace())

    def double(index: int) -> bool:
        low, high = max(0, index - _BLOCK), min(len(lines), index + _BLOCK + 1)
        first = indented[high] - indented[low]
        return high - low > 4 and spaced[high] - spaced[low] >= 0.7 * (high - low) and 0 < first <= 0.7 * (high - low)

    return double


def _may_follow(lines: Sequence[_Line], index: int, double: bool) -> bool:
    """Whether the next line with words can go on with this one: it is the very next, or beyond the blank lines of a
    page set wide, of a page break in full prose, or between a number and its unit."""
    line, gap = lines[index], lines[index + 1].gap
    if gap == 1 or gap == 2 and double:
        return True
    if gap == 2 and _splits_figure(line.body, lines[index + 1].body.lstrip(" ")):
        return True
    return gap <= 3 and _full(lines, index) and "，" in line.body


def _goes_on(lines: Sequence[_Line], index: int, double: bool) -> bool:
    """Whether the next line continues the sentence of line `index`."""
    body, following = lines[index].body, lines[index + 1].body
    head = following.lstrip(" ")
    if "\t" in head or "   " in head or "   " in body.lstrip() or head[:1] == "|" and body[-1] == "|":
        return False  # a row of a table
    said = hangs(body, head)
    if said is not None:
        return said
    if index < _HEAD and _TITLE.search(body):
        return False
    if lines[index].width >= _PROSE_WIDTH and _FIGURE_FIRST.match(head) and (_PROSE.search(body) or not _HEADING.match(body.lstrip())):
        return True
    indented = len(following) - len(head) >= 2
    if not indented and 24 <= lines[index].width <= 60 and _UNENDED.search(body) and _GOES_ON.match(head) and not _HEADING.match(head):
        return True
    return not indented and not _HEADING.match(head) and _full(lines, index) and (not double or lines[index].width >= _PROSE_WIDTH)


def hangs(line: str, following: str) -> bool | None:
    """Whether words alone show that a sentence goes on in the line that follows; None when they show nothing.

    >>> hangs("支付17402.6万", "元，完成"), hangs("涉及青河镇、", "一、概况"), hangs("涉及青河镇", "白石乡")
    (True, False, None)
    """
    if _CONTINUES.match(following) or _HANGS.search(line):
        return not _HEADING.match(following)
    breaks_off = following[:1].isdigit() and (_BREAKS_OFF.search(line) or _UNENDED.search(line) and _FIGURE_LINE.match(following))
    parted = _SUFFIX.match(following) and "\u4e00" <= line[-1] <= "\u9fff" and len(line) >= 12
    return True if breaks_off or parted or _splits_figure(line, following) else None


def _splits_figure(line: str, following: str) -> bool:
    """Whether a line ends in a number whose unit begins the one that follows."""
    return _UNIT_LINE.match(following) is not None and line[-1] in "0123456789万亿千百" and len(line) > 3


_UNBROKEN = re.compile(r"\s*([（(《“]?[\w.,，%-]*[A-Za-z\d%][）)]?)", re.A)


def _full(lines: Sequence[_Line], index: int) -> bool:
    """Whether a line is as long as its neighbours in a block of wrapped lines. A number or a Latin
    word is never broken: one that begins the next line counts where this line is prose."""
    line = lines[index]
    near = [other.width for other in lines[max(0, index - 3): index + 4] if 12 <= other.width <= 90]
    if line.width < 12 or len(near) < 2:
        return False
    enough = 0.87 * max(near)
    moved = _UNBROKEN.match(lines[index + 1].body) if _PROSE.search(line.body) else None
    return line.width + (len(moved.group(1)) / 2 if moved else 0) >= enough and sum(width >= enough for width in near) >= 2
