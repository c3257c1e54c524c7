"""Documents → parts: Arrow tables of what was made of some documents, checked before they are let in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from extract import table
from extract.dataset.schema import TABLES, VOCABULARY, BadDataset, arrow
from extract.records import Document

if TYPE_CHECKING:
    import pyarrow

Part = dict[str, "pyarrow.Table"]


class BadRows(BadDataset):
    """Rows that break the schema: a fault of the program's, told with the row that shows it."""


def of_document(document: Document, path: str, run: int) -> Part:
    """The rows of one document, or BadRows."""
    source, facts = document.source, document.facts
    _check(document)
    row = (
        source.doc, path, source.sha256, document.title, document.place, document.date, source.reader, source.encoding,
        len(source.raw), len(facts), "; ".join(source.warnings), source.raw, run,
    )
    part = {"documents": rows("documents", [row]), "facts": rows("facts", list(table.rows(facts, table.FULL_COLUMNS)))}
    if source.marks:
        part["marks"] = rows("marks", [(source.doc, mark.start, mark.page, mark.paragraph, mark.cell) for mark in source.marks])
    return part


def of_failure(doc: str, path: str, sha256: str, reason: str, run: int) -> Part:
    """The row of a document that could not be converted."""
    return {"failures": rows("failures", [(doc, path, sha256, reason, run)])}


def rows(name: str, items: Sequence[tuple[Any, ...]]) -> pyarrow.Table:
    """Rows as an Arrow table of the schema; BadRows where a cell is of another type, or empty where none may be."""
    import pyarrow

    schema = arrow(name)
    columns = zip(*items, strict=True) if items else ((),) * len(schema)
    arrays = []
    for (column, kind), cells, field in zip(TABLES[name].columns.items(), columns, schema, strict=True):
        try:
            arrays.append(pyarrow.array([None if cell is None else float(cell) for cell in cells] if kind is float else cells, field.type))
        except (pyarrow.ArrowException, TypeError, ValueError) as error:
            raise BadRows(f"{name}.{column} is no {kind.__name__} ({error})") from None
        if arrays[-1].null_count and (kind is str or column in TABLES[name].key):
            raise BadRows(f"{name}.{column} must not be NULL")
    return pyarrow.Table.from_arrays(arrays, schema=schema)


def joined(parts: Sequence[Part]) -> Part:
    """One part of several; a table that none of them has is left out."""
    import pyarrow

    return {name: pyarrow.concat_tables([part[name] for part in parts if name in part]) for name in TABLES if any(name in part for part in parts)}


def _check(document: Document) -> None:
    """BadRows when a fact's span, key, vocabulary or confidence is not what the contract says."""
    raw, seen = document.source.raw, set()
    for fact in document.facts:
        where = f"{fact.kind} {fact.text!r} at {fact.start}-{fact.end}"
        if fact.doc != document.source.doc or not 0 <= fact.start < fact.end or raw[fact.start:fact.end] != fact.text:
            raise BadRows(f"{where} is not what stands there")
        if (key := (fact.start, fact.end, fact.kind)) in seen:
            raise BadRows(f"{where} comes twice")
        seen.add(key)
        for column, words in VOCABULARY.items():
            if getattr(fact, column) not in words:
                raise BadRows(f"{where} has the {column} {getattr(fact, column)!r}")
        if not 0 <= fact.confidence <= 1:
            raise BadRows(f"{where} has the confidence {fact.confidence}")
