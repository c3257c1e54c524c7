"""Which printed lines belong to one paragraph: a line goes on with the one before it when that one is full and
this one is not indented, or when the words say so."""

from __future__ import annotations

import re
from statistics import median
from typing import NamedTuple

from extract.read.printed import Item, Line
from extract.text import fold
from extract.wraps import hangs

_HEADING = re.compile(
    r"(?:[（(]?[一二三四五六七八九十百]{1,4}[）)、.．]|第[一二三四五六七八九十百\d]{1,4}[章节条部分篇]|[（(]?\d{1,2}[）)、.．](?!\d)|[①-⑳]|[●•■◆★※▪]|附[件表]|注[：:]|[一二三四五六七八九十]是)"
)
_ENDS = frozenset("。！？；：…!?;:”》")
_WORD = re.compile(r"[A-Za-z0-9.,%％．，]+[万亿]?[元户人亩吨]?|[万亿][元户人亩吨]?")
_APART = 2.5  # a gap of so many characters' widths stands in no line of prose

BETWEEN_WORDS = 2


def going_on(items: list[Item]) -> list[int]:
    """For each item whether it is a line whose paragraph goes on in the next line: 1, or `BETWEEN_WORDS` where
    Latin words stand on both sides. Asides stand between lines and part nothing, tables do."""
    style = style_of(items)
    found, before = [0] * len(items), None
    for index, item in enumerate(items):
        if item.table:
            before = None
        elif item.line:
            if before is not None and goes_on_with(items[before].line, item.line, style):
                ends, begins = items[before].line.text[-1:], item.line.text[:1]
                found[before] = BETWEEN_WORDS if ends.isascii() and ends.isalpha() and begins.isascii() and begins.isalpha() else 1
            before = index
    return found


class Style(NamedTuple):
    """How a document is set: whether first lines are indented, and the usual height of its characters."""

    indents: bool
    size: float


def style_of(items: list[Item]) -> Style:
    """How the lines of a document are set."""
    lines = [item.line for item in items if item.line and len(item.line.pieces) == 1]
    indented = sum(1.2 * line.size < line.pieces[0].x0 - line.left < 4.6 * line.size for line in lines)
    return Style(indented >= max(2, 0.08 * len(lines)), median(line.height for line in lines) if lines else 0.0)


_CLAUSES = re.compile(r"[，。；]")


def _is_centred(line: Line, style: Style) -> bool:
    """Whether a line stands in the middle of its column, with more room on both sides than a first line's indent."""
    if _CLAUSES.search(line.text):
        return False  # no title
    before, behind = line.pieces[0].x0 - line.left, line.right - line.pieces[-1].x1
    return before > (2.6 if style.indents else 1.2) * line.size and behind > 1.8 * line.size and abs(before - behind) < 1.5 * line.size


def goes_on_with(line: Line, after: Line, style: Style) -> bool:
    """Whether the paragraph of a line goes on in the next."""
    text, following = line.text, after.text
    if max(line.gap, after.gap) > _APART * line.size or not text or not following:
        return False
    first, last = after.pieces[0], line.pieces[-1]
    if not 0.8 < after.height / max(line.height, 0.1) < 1.25:
        return False
    said = hangs(fold(text), fold(following))
    if said is not None:
        return said
    size = line.size
    titles = _is_centred(line, style), _is_centred(after, style)
    heading = line.height > 1.15 * style.size and text[-1] not in _ENDS  # a title's full first line
    if titles[0] and not titles[1] or titles[1] and not titles[0] and not heading:
        return False
    if line.page == after.page and first.top - last.bottom > 1.9 * size and first.top > last.top:
        return False
    if first.x0 - after.left > 1.2 * size and not titles[1] or _HEADING.match(following) and text[-1] not in "，、,（(":
        return False
    short = line.right - last.x1 - (3 * size if titles[0] else 0)
    if style.indents and not any(titles) and abs(first.x0 - after.left) < 0.6 * size:  # only first lines are indented
        return short < (0.15 if text[-1] in _ENDS else 0.45) * (line.right - line.left)
    word = _WORD.match(following)
    if short > 2.4 * size + (len(word.group()) * 0.6 * size if word else 0):
        return False
    return text[-1] not in _ENDS
