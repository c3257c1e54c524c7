"""A user's template → the cells that wait for a value, each with its place, indicator, unit and year.

Places stand down a column, indicators across the rows above it; the year stands in a column's head, in a
column of its own, in the title, in the sheet's name, or is given.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from extract import gazetteer, units

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)\s*(?:年度?)?")
_IN_BRACKETS = re.compile(r"[（(]\s*+(?:单位[：:]\s*+)?([^（）()]{1,8}?)\s*+[）)]")
_UNIT_LINE = re.compile(r"单位[：:]\s*([^\s（）()、，,。；;]{1,8})")
_GROWTH = re.compile(r"(?:同比|比上年|较上年)?(?:增长率|增长速度|增速|增长|增幅)$")
_MULTIPLES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


class Measure(NamedTuple):
    """A unit that a head names: a value in the base unit (else in the canonical one), divided by `size`, is in it."""

    text: str
    unit: str
    size: float


class Head(NamedTuple):
    """What a column asks for: the words that may name its indicator, best first; growth or level; unit and year.

    `loose`: the words are a title's, which may say more than the indicator.
    """

    names: tuple[str, ...]
    growth: bool = False
    measure: Measure | None = None
    year: str = ""
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell that waits for a value; `places` are the names for its place, the best first; `taken`: it has
    one; `percent`: it shows a fraction as a percentage."""

    sheet: str
    cell: str
    places: tuple[str, ...]
    head: Head
    year: str
    taken: bool
    percent: bool = False


def measure(text: str) -> Measure | None:
    """The unit of that name, with multiples such as 万; None when it is none.

    >>> [measure(text)[1:] for text in ("万元", "千瓦时", "万亩", "%")]
    [('元', 10000.0), ('千瓦时', 1.0), ('平方米', 6666666.666666667), ('%', 1.0)]
    >>> measure("备注")
    """
    text, size, rest = unicodedata.normalize("NFKC", text).strip(), 1, None
    rest = text
    while rest not in units.table() and rest[:1] in _MULTIPLES and len(rest) > 1:
        size, rest = size * _MULTIPLES[rest[0]], rest[1:]
    unit = units.table().get(rest)
    if unit is None:
        return None
    factor = unit.factor if unit.factor is not None else 1
    return Measure(text, unit.base or unit.canonical, float(size * unit.scale * factor))


def head(parts: Sequence[str]) -> Head:
    """What the texts above a column, from top to bottom, ask for.

    >>> head(["2018年", "地区生产总值（亿元）"])
    Head(names=('地区生产总值',), growth=False, measure=Measure(text='亿元', unit='元', size=100000000.0), year='2018', loose=False)
    >>> head(["一般公共预算收入", "增速", "%"])[:2]
    (('一般公共预算收入',), True)
    """
    year, found, growth, words = "", None, False, []
    for part in parts:
        if match := _YEAR.search(part):
            year, part = match[1], _YEAR.sub("", part, count=1)
        for match in _IN_BRACKETS.finditer(part):
            if named := measure(match[1]):
                found, part = named, part.replace(match[0], "")
        if match := _UNIT_LINE.search(part):
            found, part = measure(match[1]) or found, part.replace(match[0], "")
        part = re.sub(r"\s", "", part).strip("，,、；;：:")
        if part and (named := measure(part)):
            found, part = named, ""
        if match := _GROWTH.search(part):
            growth, part = True, part[: match.start()]
        if part:
            words.append(part)
    names = dict.fromkeys([*reversed(words), "".join(words)])
    return Head(tuple(name for name in names if name), growth, found, year)


class Sheet:
    """One sheet of the template as text, merged cells filled with what they show."""

    def __init__(self, sheet: Any, is_place: Callable[[str], bool]) -> None:
        self.name, self._is_place = sheet.title, is_place
        self.raw = {(cell.row, cell.column): cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}
        self._percent = {(cell.row, cell.column) for row in sheet.iter_rows() for cell in row if "%" in cell.number_format}
        self._counts = Counter(row for row, _ in self.raw)
        self._rows: list[int] = []
        self.text = {at: _said(value) for at, value in self.raw.items()}
        self.spans: dict[tuple[int, int], tuple[int, int]] = {}
        for merged in sheet.merged_cells.ranges:
            shown = self.text.get((merged.min_row, merged.min_col), "")
            for row in range(merged.min_row, merged.max_row + 1):
                for column in range(merged.min_col, merged.max_col + 1):
                    self.text[row, column] = shown
                    self.spans[row, column] = (merged.min_col, merged.max_col)
        self.covered = {at for at in self.spans if at not in self.raw}
        self.columns = sorted({column for _, column in self.text} | {column for _, column in self.spans})

    def slots(self, given_year: str) -> Iterator[Slot]:
        """The cells that wait for a value; none when the sheet has no places down or nothing above them.

        A row below the first place whose name is of no known place is one slot without a head.
        """
        counts = Counter(column for row, column in self.text if self._place_at(row, column))
        # Of a province's, a city's and a county's column, the last one is the row's own.
        down = max((column for column in counts if counts[column] > max(counts.values()) / 2), default=None)
        if down is None:
            return
        self._rows = [row for row, column in sorted(self.text) if column == down and self._place_at(row, column)]
        rows = [row for row in self._rows if not self._alone(row)]
        if not rows:
            return
        for row, column in sorted(self.raw):
            if column == down and row > rows[0] and row not in rows and len(self.text[row, column]) <= 20:
                yield Slot(self.name, f"{_letters(column)}{row}", (self.text[row, column],), Head(()), "", False)
        others = [column for column in self.columns if column < down and counts[column]]
        codes = next((column for column in self.columns if any(_is_code(self.text.get((row, column), "")) for row in rows)), None)
        title = self._title(rows[0], down)
        years = next((column for column in self.columns if column != down and all(_is_year(self.text.get((row, column), "")) for row in rows)), None)
        for column in self.columns:
            if column <= down and column in (down, *others) or column in (codes, years):
                continue
            above = self._head(rows[0], column, down)
            if not above.names and above.year:
                named = head([title]) if title else head([self.name])
                above = named._replace(year=above.year, measure=above.measure or named.measure, loose=True)
            if not above.names:
                continue
            if above.measure is None and (match := _UNIT_LINE.search(title)):
                above = above._replace(measure=measure(match[1]))
            for row in rows:
                year = above.year or (_years(self.text.get((row, years), "")) if years else "") or _years(title) or _years(self.name) or given_year
                yield Slot(self.name, f"{_letters(column)}{row}", self._names(row, down, others, codes), above, year, self._taken(row, column), (row, column) in self._percent)

    def _place_at(self, row: int, column: int) -> bool:
        """Whether the cell shows the name of a place of its own, not as a part of a wide merged title."""
        text, (low, high) = self.text.get((row, column), ""), self.spans.get((row, column), (column, column))
        return bool(text) and low == high and len(text) <= 40 and self._is_place(text)

    def _head(self, first: int, column: int, down: int) -> Head:
        """What stands above the first row of places in a column; what also stands above the places is a title."""
        parts: list[str] = []
        for row in range(1, first):
            low, high = self.spans.get((row, column), (column, column))
            text = self.text.get((row, column), "")
            if text and not low <= down <= high and text not in parts[-1:] and not self._alone(row):
                parts.append(text)
        return head(parts)

    def _alone(self, row: int) -> bool:
        """Whether a row shows one text only and stands above the heads, as a title or a line with the unit does."""
        many = {at for at, _ in self.raw if at > row and at < self._rows[-1] and at not in self._rows and self._texts(at) > 1}
        return self._texts(row) == 1 and bool(many)

    def _texts(self, row: int) -> int:
        """How many cells of a row have a text or number of their own."""
        return self._counts[row]

    def _title(self, first: int, down: int) -> str:
        """What stands above the places or above all heads."""
        return " ".join(text for (row, column), text in sorted(self.text.items())
                        if row < first and (row, column) in self.raw and (column <= down or self._alone(row)))

    def _names(self, row: int, down: int, others: Sequence[int], codes: int | None) -> tuple[str, ...]:
        """How the place of a row may be looked up: by its code, by its path from the columns before it, by its name."""
        name = self.text[row, down]
        above = [text for column in others if (text := self._last(row, column)) and text != name]
        code = self.text.get((row, codes), "") if codes else ""
        return tuple(dict.fromkeys(filter(None, [code, "/".join([*above, name]), name])))

    def _last(self, row: int, column: int) -> str:
        """What the column shows in the row or, where it shows nothing, nearest above it among places."""
        return next((text for at in range(row, 0, -1) if (text := self.text.get((at, column), "")) and self._is_place(text)), "")

    def _taken(self, row: int, column: int) -> bool:
        """Whether the cell has a value or formula, or is covered by a merged one."""
        return (row, column) in self.raw or (row, column) in self.covered


def _said(value: Any) -> str:
    """A cell's value as text: whole numbers without point."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _is_code(text: str) -> bool:
    """Whether the text is the code of a division of the country."""
    return bool(re.fullmatch(r"\d{6}|\d{9}|\d{12}", text)) and gazetteer.by_code(text[:6]) is not None


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"(19|20)\d\d\s*(年度?)?", text))


def _years(text: str) -> str:
    """The year in a text, '' when there is none or several."""
    found = set(_YEAR.findall(text))
    return found.pop() if len(found) == 1 else ""


def _letters(column: int) -> str:
    """The letters of a column's number.

    >>> _letters(1), _letters(27)
    ('A', 'AA')
    """
    letters = ""
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return letters
