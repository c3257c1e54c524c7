"""The tables of a report as rows and columns of figures, with row labels and column heads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.audit.reading import Item, Report, core

_CELL = re.compile(r"第(\d+)行第(\d+)列")
_SEPARATOR = re.compile(r"\t| *\| *| {2,}")
_FAR = 600  # characters between two rows of one table at most


@dataclass(slots=True)
class Row:
    """A row: its number, its label, its figures by column, and how many fields its line has."""

    number: int
    label: str
    cells: dict[int, Item] = field(default_factory=dict)
    width: int = 0
    indent: int = 0


@dataclass(slots=True)
class Table:
    """A table: its rows in order, and the heads of its columns where they are known."""

    rows: list[Row]
    heads: dict[int, str]

    def columns(self) -> list[int]:
        """The columns that hold figures, in order."""
        return sorted({column for row in self.rows for column in row.cells})

    def unit(self, column: int) -> str:
        """The unit of a column; empty when its figures have several."""
        units = {row.cells[column].unit for row in self.rows if column in row.cells}
        return units.pop() if len(units) == 1 else ""


def tables(report: Report) -> Iterator[Table]:
    """The tables of a report."""
    rows: list[Row] = []
    end = 0
    for item in report.cells:
        number, column = map(int, _CELL.match(item.fact.table_cell).groups()) if _CELL.match(item.fact.table_cell) else (0, 0)
        if not number:
            continue
        same = rows and rows[-1].number == number and "\n" not in report.text[end:item.fact.start]
        if rows and not same and (number <= rows[-1].number or item.fact.start - end > _FAR):
            yield Table(rows, _heads(report, rows))
            rows = []
        if not same:
            rows.append(_row(report, item, number))
        rows[-1].cells[column] = item
        end = item.fact.end
    if rows:
        yield Table(rows, _heads(report, rows))


def _row(report: Report, first: Item, number: int) -> Row:
    """The row that begins with a figure."""
    start = report.text.rfind("\n", 0, first.fact.start) + 1
    end = report.text.find("\n", first.fact.start)
    line = report.text[start:end if end >= 0 else len(report.text)].strip("\r\n")
    label = re.sub(r"[\d\s|]+", "", report.text[start:first.fact.start])
    return Row(number, label, {}, len(_fields(line)), len(line) - len(line.lstrip()))


def _fields(line: str) -> list[str]:
    """The fields of a table's line."""
    return [part.strip() for part in _SEPARATOR.split(line.strip(" |"))]


def _heads(report: Report, rows: list[Row]) -> dict[int, str]:
    """The heads of the columns, from the line above the first row, where it has as many fields."""
    first = next(iter(rows[0].cells.values())).fact.start
    position = report.text.rfind("\n", 0, first)
    for _ in range(3):
        if position <= 0:
            return {}
        start = report.text.rfind("\n", 0, position) + 1
        fields = _fields(report.text[start:position].strip("\r\n"))
        if len(fields) == rows[0].width and len(fields) > 1:
            return {number: core(said.split("（")[0]) for number, said in enumerate(fields, 1)}
        position = start - 1
    return {}
