"""XLSX and CSV → `Source`: rows of one cell are text, the rest are tables; numbers read as the sheet shows them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import NamedTuple

from extract.read import Unreadable
from extract.read.cellformat import shown
from extract.read.draft import Draft, Entry
from extract.read.package import Package, metadata
from extract.read.plain import decode
from extract.records import Source

CELLS = 3_000_000  # cells of a sheet, empty ones between others counted
_DEFAULT_NAME = re.compile(r"(?:sheet|工作表)\s*\d*", re.IGNORECASE)
_NO_RESULT = re.compile(rb"<f(?:/>|[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_LONGEST_LABEL = 40  # characters of a row's only cell that may stand inside a table


class Value(NamedTuple):
    """A cell that is not empty: its text, its column from 1, and over how many rows and columns it reaches."""

    text: str
    column: int
    rows: int = 1
    columns: int = 1


Row = tuple[int, list[Value]]  # the row's number from 1, and its cells


def read(data: bytes, path: Path, encoding: str = "") -> Source:
    """The document in an XLSX or CSV file."""
    if path.suffix.lower() in (".csv", ".tsv"):
        return _read_csv(path, data, encoding)
    package = Package(data, path)
    for name in package.names:
        if name.endswith(".xml") and b"<!DOCTYPE" in package.bytes(name)[:1000]:
            raise Unreadable(path, "declares an XML document type, which no office program writes; it is left alone")
    draft = Draft()
    missing = sum(len(_NO_RESULT.findall(package.bytes(name))) for name in package.names if name.startswith("xl/worksheets/"))
    if missing:
        draft.warnings.append(f"{missing} formulas have no stored result and are read as empty; open the file in a spreadsheet program and save it")
    sheets = [sheet for sheet in _workbook(data, path).worksheets if sheet.sheet_state == "visible"]
    for sheet in sheets:
        rows = list(_rows(sheet, path))
        if rows and len(sheets) > 1 and not _DEFAULT_NAME.fullmatch(sheet.title):
            draft.line(sheet.title, cell=sheet.title)
        _draft(draft, rows, f"{sheet.title}!")
    if not draft.length:
        raise Unreadable(path, "holds no cells with text or numbers")
    title, date = metadata(package)
    return draft.source(path, "xlsx", data, title=title, date=date)


def _workbook(data: bytes, path: Path):
    """The opened workbook, formulas as their stored results."""
    import warnings

    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that do not matter here
            return openpyxl.load_workbook(BytesIO(data), data_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises whatever a broken part leads it into
        raise Unreadable(path, f"is no whole XLSX workbook ({type(error).__name__}: {error}); open it and save it again") from None


def _rows(sheet, path: Path) -> Iterator[Row]:
    """The rows of a sheet that hold anything."""
    if sheet.max_row * sheet.max_column > CELLS:
        raise Unreadable(path, f"spreads its sheet {sheet.title!r} over {sheet.max_row:,} rows and {sheet.max_column:,} columns; delete the cells that are not used")
    merged = {(area.min_row, area.min_col): (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1) for area in sheet.merged_cells.ranges}
    for row in sheet.iter_rows():
        found = []
        for cell in row:
            text = shown(cell.value, cell.number_format).strip() if cell.value is not None else ""
            if text:
                found.append(Value(text, cell.column, *merged.get((cell.row, cell.column), (1, 1))))
        if found:
            yield row[0].row, found


def _draft(draft: Draft, rows: Iterable[Row], sheet: str) -> None:
    """Draft a sheet: runs of rows with two cells or more are tables, with the short labels between them."""
    run: list[Row] = []
    held: list[Row] = []  # rows of one cell that belong to the table if it goes on
    for number, cells in rows:
        follows = not run or number == (held or run)[-1][0] + 1
        if len(cells) > 1:
            if not follows:
                _table(draft, run, sheet)
                _lines(draft, held, sheet)
                run, held = [], []
            run, held = [*run, *held, (number, cells)], []
        elif run and follows and len(held) < 3 and len(cells[0].text) <= _LONGEST_LABEL and "。" not in cells[0].text:
            held.append((number, cells))
        else:
            _table(draft, run, sheet)
            _lines(draft, [*held, (number, cells)], sheet)
            run, held = [], []
    _table(draft, run, sheet)
    _lines(draft, held, sheet)


def _lines(draft: Draft, rows: list[Row], sheet: str) -> None:
    """Draft rows of one cell as paragraphs."""
    for number, cells in rows:
        draft.line(cells[0].text, cell=_name(sheet, number, cells[0].column))


def _table(draft: Draft, rows: list[Row], sheet: str) -> None:
    """Draft rows as one table, its empty first columns left out."""
    if not rows:
        return
    top, left = rows[0][0] - 1, min(cell.column for _, cells in rows for cell in cells) - 1
    entries = [
        Entry(cell.text, number - top, cell.column - left, min(cell.rows, rows[-1][0] - number + 1), cell.columns) for number, cells in rows for cell in cells
    ]
    draft.table(entries, name=lambda row, column: _name(sheet, row + top, column + left))


def _name(sheet: str, row: int, column: int) -> str:
    """A cell as spreadsheet programs call it: 收支!B7."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{sheet}{letters}{row}"


def _read_csv(path: Path, data: bytes, encoding: str) -> Source:
    """The document in a CSV file."""
    text, name = decode(data, path, encoding)
    if "\0" in text:
        raise Unreadable(path, "is binary, not text; convert it to text first")
    csv.field_size_limit(10_000_000)
    draft = Draft()
    try:
        lines = list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=_delimiter(path, text)))
    except csv.Error as error:
        raise Unreadable(path, f"is no CSV that can be read ({error}); save it again as CSV or XLSX") from None
    rows = [(number, cells) for number, line in enumerate(lines, 1) if (cells := [Value(cell.strip(), column) for column, cell in enumerate(line, 1) if cell.strip()])]
    _draft(draft, rows, "")
    if not draft.length:
        raise Unreadable(path, "holds nothing but white space")
    return draft.source(path, "csv", data, name)


def _delimiter(path: Path, text: str) -> str:
    """What parts the cells: of comma, tab, semicolon and bar the one that most lines have equally often."""
    if path.suffix.lower() == ".tsv":
        return "\t"
    lines = [line for line in text[:20_000].splitlines()[:50] if line.strip()]

    def evenness(mark: str) -> tuple[int, int]:
        counts = [line.count(mark) for line in lines]
        usual = max(set(counts), key=counts.count, default=0)
        return (counts.count(usual) if usual else 0, usual)

    best = max(",\t;|", key=evenness)
    return best if evenness(best)[1] else ","
