"""What every kind of file needs: facts as rows, cells as text or numbers, and the fault of a bad target."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from extract.codebook import Column, tables
from extract.records import Fact, Refusal, Source

#: Every column of the fact table in the contract's order, and the part that is written by default.
FULL_COLUMNS = tuple(field.name for field in fields(Fact))
COLUMNS = FULL_COLUMNS[: FULL_COLUMNS.index("confidence") + 1]
DOCUMENT_COLUMNS = ("doc", "sha256", "reader", "encoding", "characters", "warnings", "text")

#: The columns that are not text.
TYPES: dict[str, type] = {column.name: column.type for known in tables().values() for column in known.values() if column.type is not str}

Row = tuple[Any, ...]
Add = Callable[[Iterable[Row]], None]


class Marked(NamedTuple):
    """A cell that a workbook marks, with a comment beside it; elsewhere its value alone is written."""

    value: Any
    comment: str


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

    >>> [plain(v) for v in (Decimal("3.99E+4"), Decimal("13.370"), Decimal(0), None, 0.9, 1e16)]
    ['39900', '13.37', '0', '', '0.9', '10000000000000000']
    """
    if isinstance(value, float):
        text = repr(value)
        if "e" not in text:
            return text.removesuffix(".0")
        value = Decimal(text)
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return "" if value is None else str(value)


def typed(column: Column, cells: Iterable[Any]) -> list[Any]:
    """The cells of a column as float where the column holds numbers."""
    if column.type is float:
        return [None if cell is None else float(cell) for cell in cells]
    return list(cells)


def turned(columns: Sequence[Column], items: Sequence[Row]) -> list[list[Any]]:
    """The rows as one list a column, numbers as float."""
    cells = zip(*items, strict=True) if items else ((),) * len(columns)
    return [typed(column, of_column) for column, of_column in zip(columns, cells, strict=True)]
