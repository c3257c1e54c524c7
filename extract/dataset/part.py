"""Documents → parts: Arrow tables of what was made of some documents, checked before they are let in."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from extract import table
from extract.dataset.schema import TABLES, VOCABULARY, BadDataset, arrow
from extract.records import Document

if TYPE_CHECKING:
    import pyarrow

Part = dict[str, "pyarrow.Table"]


class BadRows(BadDataset):
    """Rows that break the schema: a fault of the program's, told with the row that shows it."""


def of_document(document: Document, path: str, run: int, checks: Sequence[tuple[Any, ...]] = ()) -> Part:
    """The rows of one document and of its checks, or BadRows."""
    source, facts = document.source, document.facts
    _check(document)
    row = (
        source.doc, path, source.sha256, document.title, document.place, document.date, source.reader, source.encoding,
        len(source.raw), len(facts), "; ".join(source.warnings), source.raw, run,
    )
    part = {"documents": rows("documents", [row]), "facts": rows("facts", list(table.rows(facts, table.FULL_COLUMNS)))}
    if source.marks:
        part["marks"] = rows("marks", [(source.doc, mark.start, mark.page, mark.paragraph, mark.cell) for mark in source.marks])
    if checks:
        part["checks"] = rows("checks", checks)
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
    doc, raw, facts = document.source.doc, document.source.raw, document.facts
    faults = [(fact, "is not what stands there") for fact in facts if raw[fact.start:fact.end] != fact.text or fact.start < 0 or not fact.text or fact.doc != doc]
    if len({(fact.start, fact.end, fact.kind) for fact in facts}) < len(facts):
        seen: set[tuple] = set()
        faults += [(fact, "comes twice") for fact in facts if (key := (fact.start, fact.end, fact.kind)) in seen or seen.add(key)]
    for column, words in VOCABULARY.items():
        if wrong := set(map(attrgetter(column), facts)).difference(words):
            faults += [(fact, f"has a {column} that is none") for fact in facts if getattr(fact, column) in wrong]
    faults += [(fact, "has a confidence beyond 0 to 1") for fact in facts if not 0 <= fact.confidence <= 1]
    for fact, fault in faults:
        raise BadRows(f"{fact.kind} {fact.text!r} at {fact.start}-{fact.end} {fault}")
