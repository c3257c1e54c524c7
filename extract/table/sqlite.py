"""SQLite: a table a table, typed, and the codebook as one more."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from extract import codebook
from extract.codebook import Column
from extract.table.cells import Add, Row, typed

_TYPES = {str: "TEXT", float: "REAL", int: "INTEGER"}


@contextmanager
def sqlite_file(path: Path, lang: str) -> Iterator[Callable[[str, Sequence[Column]], Add]]:
    """A function (name, columns) that makes a table and gives the function that adds its rows."""
    begun: list[tuple[str, Sequence[Column]]] = []
    with closing(sqlite3.connect(path)) as connection:
        # The file gets its name only when it is whole, so that no journal is needed.
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")

        def begin(name: str, columns: Sequence[Column]) -> Add:
            begun.append((name, columns))
            made = ", ".join(f"{_quoted(column.name)} {_TYPES[column.type]}" for column in columns)
            connection.execute(f"CREATE TABLE {_quoted(name)} ({made})")
            insert = f"INSERT INTO {_quoted(name)} VALUES ({', '.join('?' * len(columns))})"

            def add(items: Iterable[Row]) -> None:
                connection.executemany(insert, (_cells(columns, item) for item in items))

            return add

        yield begin
        lines = [line for name, columns in begun for line in codebook.rows(name, columns, lang)]
        begin("codebook", codebook.ITSELF)(lines)
        connection.commit()


def _quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def _cells(columns: Sequence[Column], item: Row) -> list:
    """The cells of a row as SQLite takes them."""
    return [typed(column, [cell])[0] for column, cell in zip(columns, item, strict=True)]
