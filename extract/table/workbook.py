"""Excel: a sheet a table, bold frozen heads with filters, numbers as numbers, no formulas, and the codebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from extract import codebook
from extract.codebook import Column
from extract.table.cells import Add, BadTarget, Marked, Row

_CELL, _SHEET = 32_767, 1_048_576  # Excel's limits: characters in a cell, rows in a sheet
_WIDTHS = {
    "doc": 24, "text": 18, "indicator": 28, "base": 16, "place": 14, "place_path": 36, "period": 14, "sentence": 60, "extractor": 18,
    "meaning": 60, "values": 60, "marked": 60, "where": 28, "disagreements": 40, "column": 20, "title": 20,
}
_INSTEAD = "write .parquet, .csv or .jsonl"


@contextmanager
def xlsx_file(path: Path, lang: str) -> Iterator[Callable[[str, Sequence[Column]], Add]]:
    """A function (name, columns) that begins a sheet and gives the function that adds its rows."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2000, 1, 1)})  # the same rows, the same bytes
    sheets: list[_Sheet] = []

    def begin(name: str, columns: Sequence[Column]) -> Add:
        sheets.append(_Sheet(book, name, columns, lang))
        return sheets[-1].add

    try:
        yield begin
        lines = [line for sheet in sheets for line in codebook.rows(sheet.name, sheet.columns, lang)]
        begin("codebook", codebook.ITSELF)(lines)
        for sheet in sheets:
            sheet.finish()
    finally:
        book.close()


class _Sheet:
    """One sheet under construction."""

    def __init__(self, book: Any, name: str, columns: Sequence[Column], lang: str) -> None:
        self.name, self.columns, self.count = name, columns, 0
        self.sheet = book.add_worksheet(codebook.table_title(name, lang))
        self.marked = book.add_format({"bg_color": "#FFE699"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"}) if name == "codebook" else None
        for index, column in enumerate(columns):
            self.sheet.set_column(index, index, _WIDTHS.get(column.name, max(11, min(40, 2 * len(column.name)))))
        self.sheet.write_row(0, 0, [column.title(lang) for column in columns], book.add_format({"bold": True}))
        self.sheet.freeze_panes(1, 0)

    def add(self, items: Iterable[Row]) -> None:
        """Write rows below those that are there."""
        for item in items:
            self.count += 1
            if self.count >= _SHEET:
                raise BadTarget(f"a workbook holds {_SHEET - 1:,} rows and there are more; {_INSTEAD}")
            for index, value in enumerate(item):
                self._cell(index, value)

    def _cell(self, index: int, value: Any) -> None:
        """Write one cell; a text longer than a cell may be is refused rather than cut."""
        style = self.wrapped
        if isinstance(value, Marked):
            value, comment = value
            style = self.marked
            self.sheet.write_comment(self.count, index, comment, {"x_scale": 3, "y_scale": 2})
        if value is None or value == "":
            if style is self.marked:
                self.sheet.write_blank(self.count, index, None, style)
        elif self.columns[index].type is not str:
            self.sheet.write_number(self.count, index, float(value), style)
        elif len(value) > _CELL:
            raise BadTarget(f"a cell of a workbook holds {_CELL:,} characters and a {self.columns[index].name} has {len(value):,}; {_INSTEAD}")
        else:
            self.sheet.write_string(self.count, index, value, style)

    def finish(self) -> None:
        """Set the filters, now that the number of rows is known."""
        self.sheet.autofilter(0, 0, self.count, len(self.columns) - 1)
