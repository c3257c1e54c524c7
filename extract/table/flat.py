"""Files of one table for other programs: CSV, JSON Lines, Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

from extract.codebook import Column
from extract.table.cells import Add, Row, plain, turned

_ROW_GROUP = 50_000  # rows kept in memory before they are written


@contextmanager
def csv_file(path: Path, columns: Sequence[Column]) -> Iterator[Add]:
    """CSV with a BOM, by which Excel knows UTF-8."""
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        yield csv_rows(file, columns)


def csv_rows(file: TextIO, columns: Sequence[Column]) -> Add:
    """A function that adds rows to a CSV stream whose header it has written.

    Cells stay verbatim, also those that begin with = + - @: a span must be what the document says.
    """
    out = csv.writer(file, lineterminator="\n")
    out.writerow(column.name for column in columns)
    return lambda items: out.writerows(map(plain, item) for item in items)


@contextmanager
def jsonl_file(path: Path, columns: Sequence[Column]) -> Iterator[Add]:
    """One JSON object a line."""
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        yield jsonl_rows(file, columns)


def jsonl_rows(file: TextIO, columns: Sequence[Column]) -> Add:
    """A function that adds rows as JSON objects; numbers are written as exactly as in CSV, empty ones are null."""
    keys = [json.dumps(column.name, ensure_ascii=False) + ": " for column in columns]

    def cell(value: Any) -> str:
        return plain(value) if isinstance(value, (Decimal, float)) else json.dumps(value, ensure_ascii=False)

    return lambda items: file.writelines("{" + ", ".join(map(str.__add__, keys, map(cell, item))) + "}\n" for item in items)


@contextmanager
def parquet_file(path: Path, columns: Sequence[Column]) -> Iterator[Add]:
    """Parquet with typed columns: string, double, int64."""
    import pyarrow
    from pyarrow import parquet

    arrow = {str: pyarrow.string(), float: pyarrow.float64(), int: pyarrow.int64()}
    schema = pyarrow.schema([(column.name, arrow[column.type]) for column in columns])
    pending: list[Row] = []
    with parquet.ParquetWriter(path, schema, compression="zstd") as out:

        def flush(count: int) -> None:
            group, pending[:] = pending[:count], pending[count:]
            arrays = [pyarrow.array(cells, field.type) for cells, field in zip(turned(columns, group), schema, strict=True)]
            out.write_table(pyarrow.table(arrays, schema=schema))

        def add(items: Iterable[Row]) -> None:
            pending.extend(items)
            while len(pending) >= _ROW_GROUP:
                flush(_ROW_GROUP)

        yield add
        if pending:
            flush(len(pending))
