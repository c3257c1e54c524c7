"""Tables of budget and final accounts: rows with function codes (201, 201 06, 201 06 01), each the sum of
those one level below it; and a first column that the others add up to.

Columns are told apart by where their numbers end in the line, as cells without a number leave no trace.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extract.audit.finding import Finding
from extract.audit.interval import total
from extract.audit.reading import Item, Report
from extract.audit.verdict import Reckoning, finding, off, weigh, written

_NUMBER = r"-?\d{1,3}(?:[，,]?\d{3})*\.\d"
_NAME = r"[^\d\n]{0,40}?[\u4e00-\u9fff][^\d\n]{0,40}?[ \t|]+"
# A name that takes two lines may stand above and below its code: `30108    6.18`.
_ROW = re.compile(
    rf"(?:^[ \t|]*|[ \t|]{{2,}})(?P<a>\d{{3}})(?:[ \t|]*(?P<b>\d{{2}}))?(?:[ \t|]*(?P<c>\d{{2}}))?[ \t|]+"
    rf"(?(b)(?:{_NAME})?|{_NAME})(?={_NUMBER})", re.M
)
_TOTAL = re.compile(rf"^[ \t|类款项]*合[ \t]?计[ \t|]+(?={_NUMBER})", re.M)
_NEAR = 3  # characters by which the ends of one column's numbers may lie apart


@dataclass(slots=True)
class _Row:
    """A row: its code, its figures in order, and where each ends in its line."""

    code: tuple[str, ...]
    items: list[Item]
    ends: list[int]
    start: int


def check(report: Report) -> Iterator[Finding]:
    """The findings on tables with codes."""
    if not report.cells:
        return
    for rows in _tables(report):
        yield from _levels(report, rows)
        yield from _across(report, rows)


def _tables(report: Report) -> Iterator[list[_Row]]:
    """The rows of each table with codes; a 合计 row has an empty code."""
    low, high = max(0, report.cells[0].fact.start - 200), min(report.cells[-1].fact.end + 200, len(report.text))
    found = sorted((*_ROW.finditer(report.text, low, high), *_TOTAL.finditer(report.text, low, high)), key=lambda match: match.end())
    starts = [item.fact.start for item in report.cells]
    rows: list[_Row] = []
    codes: set[tuple[str, ...]] = set()
    for index, match in enumerate(found):
        code = tuple(filter(None, (match.group("a"), match.group("b"), match.group("c")))) if match.re is _ROW else ()
        until = found[index + 1].start() if index + 1 < len(found) else len(report.text)
        row = _row(report, starts, match, code, until)
        if row is None:
            continue
        if rows and (code in codes or row.start - rows[-1].start > 200 and "。" in report.text[rows[-1].start:row.start]):
            yield rows
            rows, codes = [], set()
        rows.append(row)
        codes.add(code)
    if rows:
        yield rows


def _row(report: Report, starts: list[int], match: re.Match, code: tuple[str, ...], until: int) -> _Row | None:
    """The row with the figures of its line, as far as the next code in it."""
    line = report.text.rfind("\n", 0, match.end()) + 1
    last = report.text.find("\n", match.end())
    last = min(len(report.text) if last < 0 else last, until)
    first = bisect_left(starts, match.end())
    items = []
    for item in report.cells[first:first + 16]:
        if item.fact.end > last:
            break
        if item.fact.kind == "amount" and item.interval.bounded and "." in item.fact.text:
            items.append(item)
    return _Row(code, items, [item.fact.end - line for item in items], line) if items else None


def _levels(report: Report, rows: list[_Row]) -> Iterator[Finding]:
    """Each row against those one level below it, and 合计 against the highest."""
    below: dict[tuple[str, ...], list[_Row]] = {}
    for row in rows:
        if row.code:
            below.setdefault(row.code[:-1], []).append(row)
    for row in rows:
        children = below.get(row.code, [])
        if len(children) < 2:
            continue
        whole = _all_there(report, rows, [row, *children])
        for position, stated in enumerate(row.items):
            yield from _column(report, row, position, stated, children, whole)


def _all_there(report: Report, rows: list[_Row], family: list[_Row]) -> bool:
    """Whether no line with an amount between the rows of a family escaped the rows of the table."""
    low, last = min(row.start for row in family), max(row.start for row in family)
    deep = [row.start for row in rows if row.start > last and row.code[:len(family[-1].code)] != family[-1].code]
    high = min(min(deep, default=last + 300), len(report.text))
    known = {row.start for row in rows}
    position = low
    while position < high:
        end = report.text.find("\n", position)
        end = len(report.text) if end < 0 else end
        if position not in known and re.search(r"\d\.\d|^\s*\d{3}", report.text[position:end]):
            return False
        position = end + 1
    return True


def _column(report: Report, row: _Row, position: int, stated: Item, below: list[_Row], whole: bool) -> Iterator[Finding]:
    """One figure of a row against the figures below it: the first of each row, or those that end where it ends."""
    if position:
        parts = [item for other in below for item, end in zip(other.items[1:], other.ends[1:], strict=True) if abs(end - row.ends[position]) <= _NEAR]
    else:
        parts = [other.items[0] for other in below]
    if len(parts) < 2:
        return
    reckoning = Reckoning(total(part.interval for part in parts), tuple(parts), written(parts, "+"), "下级科目相加")
    verdict = weigh(stated, reckoning.computed)
    aligned = not position or all(any(abs(end - other) <= _NEAR for other in row.ends[1:]) for child in below for end in child.ends[1:])
    if verdict != "agrees" and (not aligned or not whole or off(stated, reckoning.computed) > Decimal("0.3")):
        verdict = "unsure"
    yield finding(report, "sum", verdict, stated, reckoning)


def _across(report: Report, rows: list[_Row]) -> Iterator[Finding]:
    """Rows whose first figure is the sum of the others, where most rows of the table are."""
    wide = [row for row in rows if len(row.items) > 2]
    made = [(row, Reckoning(total(i.interval for i in row.items[1:]), tuple(row.items[1:]), written(row.items[1:], "+"), "首列为其余各列之和")) for row in wide]
    right = sum(weigh(row.items[0], reckoning.computed) == "agrees" for row, reckoning in made)
    if right < 3 or right * 4 < len(made) * 3:
        return
    for row, reckoning in made:
        yield finding(report, "sum", weigh(row.items[0], reckoning.computed), row.items[0], reckoning)
