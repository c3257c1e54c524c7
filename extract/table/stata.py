"""Stata's .dta, version 118 (Stata 14 and later): labels from the codebook, long texts as strL.

A variable's name has up to 32 letters, digits and underscores: what a name may not hold becomes `_`,
and `end`, which Stata keeps for itself, becomes `end_`. Stata's string of fixed width holds 2,045 bytes;
a column with a longer text, and the sentences, which repeat, are strL.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from extract.codebook import Column
from extract.table.cells import Add, Row, turned

_BYTES, _NAME, _LABEL = 2045, 32, 80
_KEPT = frozenset("end using with in if by long int byte float double strL".split())


@contextmanager
def dta_file(path: Path, columns: Sequence[Column], lang: str = "en") -> Iterator[Add]:
    """A function that adds rows; they are kept in memory until the file is written at the end."""
    items: list[Row] = []
    yield items.extend
    _write(path, columns, items, lang)


def _write(path: Path, columns: Sequence[Column], items: Sequence[Row], lang: str) -> None:
    """Write the file."""
    import pandas

    names = variables(column.name for column in columns)
    cells = turned(columns, items)
    frame = pandas.DataFrame({
        name: pandas.Series(of_column, dtype=_dtype(column, of_column)) for name, column, of_column in zip(names, columns, cells, strict=True)
    })
    long = [
        name for name, column, of_column in zip(names, columns, cells, strict=True)
        if column.type is str and (column.name == "sentence" or any(len(cell) * 4 > _BYTES and len(cell.encode()) > _BYTES for cell in of_column))
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pandas.errors.PerformanceWarning)
        frame.to_stata(
            path, write_index=False, version=118, convert_strl=long, time_stamp=datetime(2000, 1, 1),  # the same rows, the same bytes
            data_label="baobiao", variable_labels={name: _label(column, lang) for name, column in zip(names, columns, strict=True)},
        )


def _dtype(column: Column, cells: Sequence) -> str:
    """Whole numbers as int64, numbers and whole numbers with gaps as float64, else object."""
    if column.type is int and None not in cells:
        return "int64"
    return "object" if column.type is str else "float64"


def variables(names) -> list[str]:
    """Stata's names for columns, each once.

    >>> variables(["end", "贫困人口（人）", "贫困人口(人)", "2018年"])
    ['end_', '贫困人口_人_', '贫困人口_人_2', '_2018年']
    """
    taken: list[str] = []
    for name in names:
        name = re.sub(r"\W", "_", name)
        name = f"_{name}" if name[:1].isdigit() else f"{name}_" if name in _KEPT else name
        name, number = name[:_NAME] or "_", 1
        stem = name
        while name in taken:
            number += 1
            name = stem[: _NAME - len(str(number))] + str(number)
        taken.append(name)
    return taken


def _label(column: Column, lang: str) -> str:
    """The variable's label, up to 80 characters: its Chinese title, and its meaning."""
    titled = [column.title(lang)] if lang == "zh" or not column.meaning(lang) else []
    return "：".join([*titled, *filter(None, [column.meaning(lang)])])[:_LABEL]
