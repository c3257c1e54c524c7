"""Facts → tables: the columns and their types, and files of four kinds, chosen by suffix.

A table is written beside its target and renamed when it is whole, so that a file under the target's
name is never half a table. The same rows give the same bytes: nothing here looks at a clock.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from extract.records import Fact, Refusal, Source

if TYPE_CHECKING:
    import pandas

#: Every column of the fact table in the contract's order, and the part that is written by default.
FULL_COLUMNS = tuple(field.name for field in fields(Fact))
COLUMNS = FULL_COLUMNS[: FULL_COLUMNS.index("confidence") + 1]
DOCUMENT_COLUMNS = ("doc", "sha256", "reader", "encoding", "characters", "warnings", "text")

#: The columns that are not text.
TYPES: dict[str, type] = dict.fromkeys(("value", "value_max", "base_value", "confidence"), float) | dict.fromkeys(
    ("section", "start", "end", "indicator_start", "indicator_end", "place_start", "place_end", "page", "paragraph", "characters"),
    int,
)
SUFFIXES = (".csv", ".jsonl", ".parquet", ".xlsx")

Row = tuple[Any, ...]
Add = Callable[[Iterable[Row]], None]


class BadTarget(Refusal):
    """A table that cannot be written where it was asked for; `str()` is one sentence with the remedy."""


def columns_of(choice: str) -> tuple[str, ...]:
    """The columns called `contract` or `full`."""
    try:
        return {"contract": COLUMNS, "full": FULL_COLUMNS}[choice]
    except KeyError:
        raise ValueError(f"columns are 'contract' or 'full', not {choice!r}") from None


def rows(facts: Iterable[Fact], columns: Sequence[str] = COLUMNS) -> Iterator[Row]:
    """The facts as tuples of the columns' values."""
    return map(attrgetter(*columns), facts)


def document_row(source: Source) -> Row:
    """What is kept of a document: where it came from, and the text to which the spans point."""
    return (source.doc, source.sha256, source.reader, source.encoding, len(source.raw), "; ".join(source.warnings), source.raw)


def plain(value: Any) -> str:
    """A cell as text: numbers exact, without exponent and trailing zeros, nothing as ''.

    >>> [plain(v) for v in (Decimal("3.99E+4"), Decimal("13.370"), Decimal(0), None, 0.9)]
    ['39900', '13.37', '0', '', '0.9']
    """
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return "" if value is None else str(value)


def write(facts: Iterable[Fact], target: str | Path | TextIO, columns: Sequence[str] = COLUMNS) -> None:
    """Write a fact table to a file (by its suffix) or, as CSV, to an open text stream."""
    with writer(target, columns) as add:
        add(rows(facts, columns))


@contextmanager
def writer(target: str | Path | TextIO, columns: Sequence[str]) -> Iterator[Add]:
    """A function that adds rows to the table; the table is in place when the block ends without fault."""
    if not isinstance(target, (str, Path)):
        yield _csv_rows(target, columns)
        return
    target = Path(target)
    check(target)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with _FORMATS[target.suffix.lower()](part, columns) as add:
            yield add
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def check(target: str | Path) -> None:
    """Nothing, or BadTarget when no table can be written under that name."""
    target = Path(target)
    if target.suffix.lower() not in _FORMATS:
        raise BadTarget(f"{target}: a table ends in {', '.join(SUFFIXES)}, a dataset in .duckdb or, for a folder, in /; rename it")
    if not target.parent.is_dir():
        raise BadTarget(f"{target}: there is no folder {target.parent}; make it first")
    if target.is_dir() or not os.access(target.parent, os.W_OK):
        raise BadTarget(f"{target}: cannot be written there; choose another name or folder")


@contextmanager
def _csv(path: Path, columns: Sequence[str]) -> Iterator[Add]:
    """CSV with a BOM, by which Excel knows UTF-8."""
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        yield _csv_rows(file, columns)


def _csv_rows(file: TextIO, columns: Sequence[str]) -> Add:
    """A function that adds rows to a CSV stream whose header it has written.

    Cells stay verbatim, also those that begin with = + - @: a span must be what the document says.
    """
    out = csv.writer(file, lineterminator="\n")
    out.writerow(columns)
    return lambda items: out.writerows(map(plain, item) for item in items)


@contextmanager
def _jsonl(path: Path, columns: Sequence[str]) -> Iterator[Add]:
    """One JSON object a line; numbers are written as exactly as in CSV, empty ones are null."""
    keys = [json.dumps(column) + ": " for column in columns]

    def cell(value: Any) -> str:
        return plain(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)

    with open(path, "w", encoding="utf-8", newline="\n") as file:
        yield lambda items: file.writelines("{" + ", ".join(map(str.__add__, keys, map(cell, item))) + "}\n" for item in items)


_ROW_GROUP = 50_000  # rows kept in memory before they are written


@contextmanager
def _parquet(path: Path, columns: Sequence[str]) -> Iterator[Add]:
    """Parquet with typed columns: string, double, int64."""
    import pyarrow
    from pyarrow import parquet

    arrow = {str: pyarrow.string(), float: pyarrow.float64(), int: pyarrow.int64()}
    schema = pyarrow.schema([(column, arrow[TYPES.get(column, str)]) for column in columns])
    pending: list[Row] = []
    with parquet.ParquetWriter(path, schema, compression="zstd") as out:

        def flush(count: int) -> None:
            group, pending[:] = pending[:count], pending[count:]
            typed = [_typed(column, cells) for column, cells in zip(columns, zip(*group, strict=True), strict=True)]
            out.write_table(pyarrow.table([pyarrow.array(cells, f.type) for cells, f in zip(typed, schema, strict=True)], schema=schema))

        def add(items: Iterable[Row]) -> None:
            pending.extend(items)
            while len(pending) >= _ROW_GROUP:
                flush(_ROW_GROUP)

        yield add
        if pending:
            flush(len(pending))


def _typed(column: str, cells: Iterable[Any]) -> list[Any]:
    """The cells of a column as float where the column holds decimals."""
    if TYPES.get(column) is float:
        return [None if cell is None else float(cell) for cell in cells]
    return list(cells)


_CELL, _SHEET = 32_767, 1_048_576  # Excel's limits: characters in a cell, rows in a sheet
_WIDTHS = {"doc": 24, "text": 18, "indicator": 28, "base": 16, "place": 14, "place_path": 36, "period": 14, "sentence": 60, "extractor": 18}


@contextmanager
def _xlsx(path: Path, columns: Sequence[str]) -> Iterator[Add]:
    """A workbook of one sheet: bold frozen header with filters, numbers as numbers, no formulas."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2000, 1, 1)})  # the same rows, the same bytes
    sheet = book.add_worksheet("table")
    for index, column in enumerate(columns):
        sheet.set_column(index, index, _WIDTHS.get(column, 11))
    sheet.write_row(0, 0, columns, book.add_format({"bold": True}))
    sheet.freeze_panes(1, 0)
    count = 0

    def add(items: Iterable[Row]) -> None:
        nonlocal count
        for item in items:
            count += 1
            if count >= _SHEET:
                raise BadTarget(f"a workbook holds {_SHEET - 1:,} rows and there are more; write .parquet, .csv or .jsonl")
            for index, value in enumerate(item):
                _xlsx_cell(sheet, count, index, columns[index], value)

    try:
        yield add
        sheet.autofilter(0, 0, count, len(columns) - 1)
    finally:
        book.close()


def _xlsx_cell(sheet: Any, row: int, index: int, column: str, value: Any) -> None:
    """Write one cell; a text longer than a cell may be is refused rather than cut."""
    if value is None or value == "":
        return
    if column in TYPES:
        sheet.write_number(row, index, float(value))
    elif len(value) > _CELL:
        raise BadTarget(f"a cell of a workbook holds {_CELL:,} characters and a {column} has {len(value):,}; write .parquet, .csv or .jsonl")
    else:
        sheet.write_string(row, index, value)


_FORMATS = dict(zip(SUFFIXES, (_csv, _jsonl, _parquet, _xlsx), strict=True))


def frame(facts: Iterable[Fact], columns: Sequence[str] = COLUMNS) -> pandas.DataFrame:
    """The facts as a DataFrame: int64, Int64 where a cell may be empty, float64, str."""
    import pandas

    items = list(rows(facts, columns))
    cells = dict(zip(columns, zip(*items, strict=True) if items else ((),) * len(columns), strict=True))
    always = {"section", "start", "end", "characters"}
    dtypes = {column: {float: "float64", int: "int64" if column in always else "Int64", str: "str"}[TYPES.get(column, str)] for column in columns}
    return pandas.DataFrame({column: pandas.Series(_typed(column, cells[column]), dtype=dtypes[column]) for column in columns})
