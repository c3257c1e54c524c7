"""The tables of a dataset: their columns, types and keys, and what a row must hold to be let in.

Texts are never NULL but empty; numbers that are not known are NULL. The schema has a number, kept in
the dataset; another number is refused by name rather than read as if it were this one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extract.audit import finding
from extract.records import KINDS, Refusal
from extract.table import FULL_COLUMNS, TYPES

if TYPE_CHECKING:
    import pyarrow

#: Raised by one whenever a table or column changes its name, type or meaning.
SCHEMA = 1


class BadDataset(Refusal):
    """A dataset that cannot be opened, read or written; `str()` is one sentence with the remedy."""


class Table(NamedTuple):
    """A table: columns in order with their Python types, and the columns by which a row is known."""

    columns: dict[str, type]
    key: tuple[str, ...]


def _table(key: str, texts_and_numbers: str) -> Table:
    """A table from `name` (text), `name:int` and `name:float`."""
    kinds = {"": str, "int": int, "float": float}
    columns = {name: kinds[kind] for name, _, kind in (word.partition(":") for word in texts_and_numbers.split())}
    return Table(columns, tuple(key.split()))


#: What the tables hold. A conversion writes all but the reviews, which are what readers say of facts.
TABLES: dict[str, Table] = {
    "documents": _table("doc", "doc path sha256 title place date reader encoding characters:int facts:int warnings text run:int"),
    "facts": Table({column: TYPES.get(column, str) for column in FULL_COLUMNS}, ("doc", "start", "end", "kind")),
    "marks": _table("doc start", "doc start:int page:int paragraph:int cell"),
    "failures": _table("doc", "doc path sha256 reason run:int"),
    "runs": _table("run", "run:int version patterns options documents:int facts:int failures:int started seconds:float"),
    "checks": Table({column: finding.TYPES.get(column, str) for column in finding.COLUMNS}, ("doc", "rule", "start", "end", "spans")),
    "reviews": _table("doc start end kind", "doc start:int end:int kind verdict corrected note reviewer at"),
}
#: The tables that hold what was made of a document, in the order in which a part's files are written; its rows
#: in them come and go together.
OF_A_DOCUMENT = ("facts", "marks", "checks", "failures", "documents")

VOCABULARY = {
    "kind": KINDS,
    "qualifier": ("", "exact", "about", "over", "under", "at_least", "at_most", "range", "masked"),
    "relation": ("", "level", "increase", "decrease", "share", "gap", "rank"),
    "status": ("", "actual", "planned"),
}

_SQL = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE"}


def ddl(name: str) -> str:
    """The SQL that makes a table; only `documents` has an index, as an index costs more than it gives."""
    columns = ", ".join(f'"{column}" {_SQL[kind]}' for column, kind in TABLES[name].columns.items())
    return f'CREATE TABLE {name} ({columns}{", PRIMARY KEY (doc)" if name == "documents" else ""})'


def typed(name: str) -> list[str]:
    """A table's columns as SQL that selects typed NULLs."""
    return [f'NULL::{_SQL[kind]} AS "{column}"' for column, kind in TABLES[name].columns.items()]


def arrow(name: str) -> pyarrow.Schema:
    """The Arrow schema of a table."""
    import pyarrow

    types = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64()}
    return pyarrow.schema([(column, types[kind]) for column, kind in TABLES[name].columns.items()])
