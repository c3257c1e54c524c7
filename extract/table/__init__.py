"""Rows → files: the columns and their types, and files of six kinds, chosen by suffix.

A file is written beside its target and renamed when it is whole, so that what lies under the target's
name is never half a table. The same rows give the same bytes: nothing here looks at a clock.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

from extract import codebook
from extract.codebook import Column
from extract.records import Fact
from extract.table import datapackage
from extract.table.cells import (
    COLUMNS,
    DOCUMENT_COLUMNS,
    FULL_COLUMNS,
    TYPES,
    Add,
    BadTarget,
    Marked,
    Row,
    columns_of,
    document_row,
    plain,
    rows,
    turned,
)
from extract.table.flat import csv_file, csv_rows, jsonl_file, jsonl_rows, parquet_file
from extract.table.sqlite import sqlite_file
from extract.table.stata import dta_file
from extract.table.workbook import xlsx_file

if TYPE_CHECKING:
    import pandas

__all__ = [
    "COLUMNS", "DOCUMENT_COLUMNS", "FULL_COLUMNS", "STREAMS", "SUFFIXES", "TYPES", "Add", "BadTarget", "Marked", "Row", "Table",
    "check", "columns_of", "document_row", "files", "frame", "framed", "plain", "rows", "unmarked", "write", "write_tables", "writer",
]

#: Files that hold one table; files that hold several and the codebook; what can go to a stream.
_SINGLE = {".csv": csv_file, ".jsonl": jsonl_file, ".parquet": parquet_file, ".dta": dta_file}
_BOOKS = {".xlsx": xlsx_file, ".sqlite": sqlite_file}
STREAMS = {"csv": csv_rows, "jsonl": jsonl_rows}
SUFFIXES = (".csv", ".jsonl", ".parquet", ".xlsx", ".dta", ".sqlite")


class Table(NamedTuple):
    """A table to be written: its name in the codebook, its columns, its rows."""

    name: str
    columns: Sequence[str | Column]
    rows: Iterable[Row]


def write(facts: Iterable[Fact], target: str | Path | TextIO, columns: Sequence[str] = COLUMNS) -> None:
    """Write a fact table to a file (by its suffix) or, as CSV, to an open text stream."""
    with writer(target, columns) as add:
        add(rows(facts, columns))


@contextmanager
def writer(
    target: str | Path | TextIO, columns: Sequence[str | Column], *, name: str = "facts", lang: str = "en", package: bool = False,
) -> Iterator[Add]:
    """A function that adds rows to the table; the table is in place when the block ends without fault.

    `name` is the table's in the codebook. `lang` (en, zh) is the language of an Excel sheet's heads, of Stata's
    labels, and of the codebook. `package` also describes a .csv or .parquet file in the folder's `datapackage.json`.
    """
    known = codebook.columns(columns, name)
    if not isinstance(target, (str, Path)):
        yield csv_rows(target, known)
        return
    target, suffix = Path(target), Path(target).suffix.lower()
    check(target, package)
    counted = _Counted()
    with ExitStack() as stack:
        part = stack.enter_context(_whole(target))
        if suffix in _BOOKS:
            add = stack.enter_context(_BOOKS[suffix](part, lang))(name, known)
        else:
            add = stack.enter_context(_single(part, suffix, known, lang))
        yield lambda items: add(counted(items))
    if package:
        datapackage.describe(target, name, known, counted.rows, lang)


def write_tables(target: str | Path, tables: Sequence[Table], *, lang: str = "en", package: bool = False) -> None:
    """Write several tables: as sheets or tables of one file where it can hold them, else as the files that `files` names."""
    target = Path(target)
    check(target, package)
    book = _BOOKS.get(target.suffix.lower())
    if book:
        with _whole(target) as part, book(part, lang) as begin:
            for table in tables:
                add = begin(table.name, codebook.columns(table.columns, table.name))
                add(table.rows if book is xlsx_file else map(unmarked, table.rows))
        return
    for path, table in zip(files(target, [table.name for table in tables]), tables, strict=True):
        with writer(path, table.columns, name=table.name, lang=lang, package=package) as add:
            add(map(unmarked, table.rows))


def unmarked(row: Row) -> Row:
    """The row without marks."""
    return tuple(cell.value if isinstance(cell, Marked) else cell for cell in row)


def files(target: str | Path, names: Sequence[str]) -> list[Path]:
    """Where tables of these names lie: the first in the target itself, the others beside it where it holds one table only.

    >>> [path.name for path in files("p.csv", ["panel", "sources"])], [path.name for path in files("p.xlsx", ["panel", "sources"])]
    (['p.csv', 'p.sources.csv'], ['p.xlsx', 'p.xlsx'])
    """
    target = Path(target)
    if target.suffix.lower() in _BOOKS:
        return [target] * len(names)
    return [target, *(target.with_name(f"{target.stem}.{name}{target.suffix}") for name in names[1:])]


def check(target: str | Path, package: bool = False) -> None:
    """Nothing, or BadTarget when no table can be written under that name, or none that a package describes."""
    target = Path(target)
    if target.suffix.lower() not in SUFFIXES:
        raise BadTarget(f"{target}: a table ends in {', '.join(SUFFIXES)}, a dataset in .duckdb or, for a folder, in /; rename it")
    if not target.parent.is_dir():
        raise BadTarget(f"{target}: there is no folder {target.parent}; make it first")
    if target.is_dir() or not os.access(target.parent, os.W_OK):
        raise BadTarget(f"{target}: cannot be written there; choose another name or folder")
    if package:
        datapackage.check(target)


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """A name beside the target; what is written there takes the target's name when the block ends without fault."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    try:
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _single(part: Path, suffix: str, columns: Sequence[Column], lang: str):
    """The writer of a file that holds one table; only Stata's has labels."""
    return dta_file(part, columns, lang) if suffix == ".dta" else _SINGLE[suffix](part, columns)


class _Counted:
    """Passes rows through and counts them."""

    rows = 0

    def __call__(self, items: Iterable[Row]) -> Iterator[Row]:
        for item in items:
            self.rows += 1
            yield item


def frame(facts: Iterable[Fact], columns: Sequence[str] = COLUMNS) -> pandas.DataFrame:
    """The facts as a DataFrame: int64, Int64 where a cell may be empty, float64, str."""
    return framed(columns, list(rows(facts, columns)))


def framed(columns: Sequence[str | Column], items: Sequence[Row], name: str = "facts") -> pandas.DataFrame:
    """Rows as a DataFrame, typed as `frame` says."""
    import pandas

    known = codebook.columns(columns, name)
    always = {"section", "start", "end", "characters", "year"}

    def dtype(column: Column) -> str:
        return {float: "float64", int: "int64" if column.name in always else "Int64", str: "str"}[column.type]

    cells = zip(known, turned(known, items), strict=True)
    return pandas.DataFrame({column.name: pandas.Series(of_column, dtype=dtype(column)) for column, of_column in cells})
