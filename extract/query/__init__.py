"""Facts of a dataset by place, indicator, year and the like: what is wanted → SQL → rows.

Everything here asks a `Dataset`, which only reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import isfinite
from typing import Any

from extract import codebook
from extract.codebook import Column
from extract.dataset import Dataset
from extract.query.place import Places
from extract.query.condition import BadWish, Condition, Wanted, conditions, order, standards, wanted, where, years
from extract.table import FULL_COLUMNS, Row

__all__ = ["BadWish", "Search", "Wanted", "answer", "places", "standards", "wanted", "years"]


class Search:
    """A dataset asked for what is wanted; `places` are the places that were meant."""

    def __init__(self, dataset: Dataset, wanted: Wanted) -> None:
        self._dataset, self._wanted = dataset, wanted
        there = places(dataset) if wanted.place else None
        self.places = tuple(there.choose(name) for name in wanted.place) if there else ()
        self._held = conditions(wanted, self.places)

    def rows(self, columns: Sequence[str] = FULL_COLUMNS, limit: int | None = None) -> list[Row]:
        """The rows that are wanted, in the order wanted, else as they stand in the documents."""
        return self._dataset.rows(*self._sql(columns, limit))

    def batches(self, columns: Sequence[str] = FULL_COLUMNS) -> Iterator[list[Row]]:
        """The same rows, some at a time."""
        return self._dataset.batches(*self._sql(columns, None))

    def _sql(self, columns: Sequence[str], limit: int | None) -> Condition:
        """The query and its parameters."""
        clause, params = where(self._held)
        listed = ", ".join(f'"{column}"' for column in columns)
        limits = [number for number in (limit, self._wanted.limit) if number is not None]
        most = f" LIMIT {int(min(limits))}" if limits else ""
        return f"SELECT {listed} FROM facts{clause} ORDER BY {order(self._wanted.order)}{most}", params

    def count(self) -> int:
        """How many rows meet the conditions, without regard to a limit."""
        return self._count(self._held)

    def _count(self, held: dict[str, Condition]) -> int:
        clause, params = where(held)
        return self._dataset.rows(f"SELECT count(*) FROM facts{clause}", params)[0][0]

    def nothing(self) -> str:
        """A sentence that says which condition leaves no row."""
        counts = {name: self._count({other: self._held[other] for other in self._held if other != name}) for name in self._held}
        helpful = [f"{number:,} without the {name}" for name, number in counts.items() if number]
        if helpful:
            return f"no row meets all conditions; there would be {', '.join(helpful)}"
        return "no row meets even all but one of the conditions; ask for less" if self._held else "the dataset has no facts"


def places(dataset: Dataset) -> Places:
    """The places of which the dataset's rows speak."""
    known = dataset.rows("SELECT DISTINCT place_path, place_code, CASE place_path WHEN '' THEN place ELSE '' END FROM facts")
    return Places(((path, code) for path, code, _ in known if path), (name for _, _, name in known if name))


def answer(dataset: Dataset, sql: str) -> tuple[list[Column], list[Row]]:
    """The columns, by the codebook where it knows their names, and rows that a SELECT gives; what is neither number nor text is given as text."""
    described, found = dataset.described(sql)
    columns: list[Column] = []
    for name, kind in described:
        taken = {column.name for column in columns}
        name = next(free for free in (name, *(f"{name}_{number}" for number in range(2, len(taken) + 3))) if free not in taken)
        known, found_type = codebook.columns([name])[0], _python_type(kind)
        columns.append(known if known.type is found_type else Column(name, found_type))
    return columns, [tuple(_cell(column.type, cell) for column, cell in zip(columns, row, strict=True)) for row in found]


def _cell(kind: type, cell: Any) -> Any:
    """A cell as tables take it: text as text, and no number that is none."""
    if kind is str:
        return "" if cell is None else str(cell)
    return None if cell is None or not isfinite(cell) else cell


def _python_type(kind: str) -> type:
    """The type of a column that DuckDB calls so.

    >>> [_python_type(kind).__name__ for kind in ("BIGINT", "DECIMAL(18,3)", "VARCHAR", "DOUBLE[]")]
    ['int', 'float', 'str', 'str']
    """
    if re.fullmatch(r"U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?", kind):
        return int
    return float if re.fullmatch(r"DOUBLE|FLOAT|DECIMAL\(.*\)", kind) else str
