"""A table file → its rows as text, whichever program saved it last.

The counterpart of `table`, which writes them: CSV (also as Excel saves it: with or without BOM, in GBK,
parted by semicolons or tabs), JSONL, Parquet, XLSX.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from extract.records import Refusal
from extract.table import plain

Row = dict[str, str]


class BadTable(Refusal):
    """A file that is no table, or not the one that is needed; `str()` is one sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A table's columns and rows, each row with its line in the file; `notes` say what was odd about the file."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    lines: tuple[int, ...]
    notes: tuple[str, ...] = ()


def load(path: str | Path, needs: Iterable[str] = ()) -> Loaded:
    """The table in a file; BadTable when it is none or lacks a column that is needed."""
    path = Path(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise BadTable(f"{path}: a table ends in {', '.join(SUFFIXES)}; convert or rename it")
    if not path.is_file():
        raise BadTable(f"{path}: does not exist; check its name")
    loaded = reader(path)
    if missing := [column for column in needs if column not in loaded.columns]:
        raise BadTable(f"{path}: has no column {', '.join(missing)}; its columns are {', '.join(loaded.columns) or 'none'}")
    return loaded


def cell(value: Any) -> str:
    """A cell as a CSV table would have it: no exponent, no .0, nothing as ''.

    >>> [cell(v) for v in (39900.0, 13.37, float("nan"), None, "贫困户", 7)]
    ['39900', '13.37', '', '', '贫困户', '7']
    """
    if isinstance(value, float):
        return "" if value != value else plain(Decimal(repr(value)))
    return plain(value)


def _csv(path: Path) -> Loaded:
    """A CSV file. Lines count as an editor shows them; a row's line is the one where it begins."""
    text, notes = decoded(path)
    head = text.partition("\n")[0]
    comma = max(",;\t", key=head.count)
    csv.field_size_limit(2**31 - 1)
    if comma != ",":
        notes.append(f"its columns are parted by {comma!r} instead of a comma")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma)
    columns = tuple(name.strip() for name in next(reader, ()))
    rows, lines, line = [], [], reader.line_num + 1
    for values in reader:
        if any(values):
            rows.append(dict(zip(columns, [*values, *[""] * (len(columns) - len(values))])))
            lines.append(line)
        line = reader.line_num + 1
    return Loaded(columns, tuple(rows), tuple(lines), tuple(notes))


def decoded(path: Path) -> tuple[str, list[str]]:
    """The text of a CSV file and what is odd about its encoding; BadTable when it is in none that Excel writes."""
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16"), ["it is UTF-16, as Excel's 'Unicode text' is"]
    for encoding, notes in (("utf-8-sig", []), ("gb18030", ["it is in GBK, as Chinese Excel saves plain CSV"])):
        try:
            return content.decode(encoding), notes
        except UnicodeDecodeError:
            continue
    raise BadTable(f"{path}: is neither UTF-8 nor GBK; save it as 'CSV UTF-8'")


def _jsonl(path: Path) -> Loaded:
    """One JSON object a line."""
    rows, lines, columns = [], [], {}
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line, parse_float=Decimal)
        except json.JSONDecodeError as error:
            raise BadTable(f"{path}, line {number}: is no JSON: {error}") from None
        if not isinstance(item, dict):
            raise BadTable(f"{path}, line {number}: is no JSON object")
        columns |= dict.fromkeys(item)
        rows.append(item)
        lines.append(number)
    filled = tuple({column: cell(row.get(column)) for column in columns} for row in rows)
    return Loaded(tuple(columns), filled, tuple(lines))


def _parquet(path: Path) -> Loaded:
    """A Parquet file."""
    import pyarrow
    from pyarrow import parquet

    try:
        content = parquet.read_table(path)
    except pyarrow.ArrowInvalid as error:
        raise BadTable(f"{path}: is no Parquet file: {error}") from None
    values = [[cell(value) for value in column.to_pylist()] for column in content.columns]
    columns = tuple(content.column_names)
    rows = tuple(dict(zip(columns, row)) for row in zip(*values))
    return Loaded(columns, rows, tuple(range(1, len(rows) + 1)))


def _xlsx(path: Path) -> Loaded:
    """The first sheet of a workbook; a row's line is its row in the sheet."""
    from zipfile import BadZipFile

    try:
        import openpyxl
    except ModuleNotFoundError:
        raise BadTable(f"{path}: to read a workbook install openpyxl (pip install openpyxl), or save it as CSV") from None
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets[0]
    except (BadZipFile, InvalidFileException, KeyError) as error:
        raise BadTable(f"{path}: is no workbook: {error}") from None
    rows, lines, columns = [], [], ()
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        if not columns:
            columns = tuple(cell(value).strip() for value in values)
        elif any(value is not None for value in values):
            rows.append(dict(zip(columns, map(_excel, values))))
            lines.append(number)
    return Loaded(columns, tuple(rows), tuple(lines))


def _excel(value: Any) -> str:
    """A workbook's cell; a date that Excel made of a text is shown as one, so that it is noticed."""
    return value.strftime("%Y/%m/%d") if hasattr(value, "strftime") else cell(value)


_READERS = {".csv": _csv, ".jsonl": _jsonl, ".parquet": _parquet, ".xlsx": _xlsx}
SUFFIXES = tuple(_READERS)
