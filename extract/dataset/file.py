"""A dataset in a DuckDB file."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from extract.dataset.schema import OF_A_DOCUMENT, SCHEMA, TABLES, BadDataset, ddl

if TYPE_CHECKING:
    import duckdb
    import pyarrow

    from extract.dataset.part import Part

SUFFIX = ".duckdb"
#: Nothing is fetched: DuckDB would look for an extension that a query names.
OFFLINE = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
#: Of the first so many rows of an order, the columns that neither filter nor order are read last, and for those rows alone.
LATE = {"late_materialization_max_rows": "2500"}
#: No statement reaches another file.
CLOSED = {"enable_external_access": "false", "lock_configuration": "true"}
#: How often, and after how many seconds each, a writer tries again while another has the file: a page lets go of
#: it a moment after each answer.
_TRIES, _PAUSE = 60, 0.05


class InUse(BadDataset):
    """Another process has the file."""


def is_named(path: str) -> bool:
    """Whether the path names a DuckDB file, not a folder."""
    return path.lower().endswith(SUFFIX)


def connect(path: str) -> duckdb.DuckDBPyConnection:
    """A connection that only reads."""
    if not os.path.isfile(path):
        raise BadDataset(f"{path}: there is no such dataset; make it with `baobiao convert FOLDER --to {path}`")
    connection = _open(path, read_only=True)
    check(connection, path)
    return connection


def _open(path: str, read_only: bool) -> duckdb.DuckDBPyConnection:
    """A connection to the file, or BadDataset with what stands in the way."""
    import duckdb

    try:
        return duckdb.connect(path, read_only=read_only, config=OFFLINE | LATE | CLOSED)
    except duckdb.Error as error:
        said = str(error)
        if "lock" in said:
            process = re.search(r"PID \d+", said)
            raise InUse(f"{path}: is in use by another process{f' ({process.group()})' if process else ''}; wait until it ends") from None
        if isinstance(error, duckdb.ConnectionException):
            raise BadDataset(f"{path}: is open in this process already; close it first") from None
        if "not a valid DuckDB" in said:
            raise BadDataset(f"{path}: is no DuckDB file; give the dataset another name") from None
        raise BadDataset(f"{path}: cannot be opened ({' '.join(said.split())})") from None


def _open_patiently(path: str) -> duckdb.DuckDBPyConnection:
    """A connection that writes, tried again for a while when another process has the file; then InUse."""
    for _ in range(_TRIES):
        with suppress(InUse):
            return _open(path, read_only=False)
        threading.Event().wait(_PAUSE)
    return _open(path, read_only=False)


def check(connection: duckdb.DuckDBPyConnection, path: str) -> None:
    """Nothing, or BadDataset when the file is none of ours, or of another schema."""
    import duckdb

    try:
        [(number,)] = connection.execute("SELECT schema FROM about").fetchall()
    except (duckdb.Error, ValueError):
        connection.close()
        raise BadDataset(f"{path}: is a DuckDB file, but no dataset of baobiao's") from None
    if number != SCHEMA:
        connection.close()
        refuse_schema(path, number)


def refuse_schema(path: str, number: int) -> None:
    """BadDataset that says which side is older."""
    remedy = "convert the documents again into a new dataset" if number < SCHEMA else "use the baobiao that made it, or a newer one"
    raise BadDataset(f"{path}: has schema {number}, and this baobiao reads schema {SCHEMA}; {remedy}")


class FileStore:
    """A DuckDB file open for writing; no other process can open it meanwhile."""

    #: A transaction takes at most so many documents, or those of so many seconds.
    batch, seconds = 500, 3.0

    def __init__(self, path: str) -> None:
        self.path = path
        fresh = not os.path.exists(path)
        self._connection = _open_patiently(path)
        if not fresh and self._is_bare():
            fresh = True  # a run that was ended before it had made the tables
        if fresh:
            self._make()
        check(self._connection, path)
        self._docs = {doc for doc, in self._connection.execute("SELECT doc FROM documents UNION SELECT doc FROM failures").fetchall()}

    def _is_bare(self) -> bool:
        """Whether the file has no table at all."""
        return not self._connection.execute("SELECT 1 FROM information_schema.tables LIMIT 1").fetchall()

    def _make(self) -> None:
        """The empty tables, in one transaction."""
        with self._transaction():
            for name in TABLES:
                self._connection.execute(ddl(name))
            self._connection.execute("CREATE TABLE about (schema BIGINT)")
            self._connection.execute("INSERT INTO about VALUES (?)", [SCHEMA])

    def rows(self, sql: str) -> list[tuple]:
        """The rows of a query."""
        return self._connection.execute(sql).fetchall()

    def put(self, part: Part) -> None:
        """Let in what was made of some documents, in place of what was there, in one transaction."""
        fresh = part["documents"]["doc"].to_pylist() if "documents" in part else []
        failed = part["failures"].select(["doc", "sha256"]).to_pylist() if "failures" in part else []
        with self._transaction():
            self._delete([doc for doc in fresh if doc in self._docs])
            for failure in failed:
                self._delete_outdated(failure["doc"], failure["sha256"])
            for name, added in part.items():
                self._insert(name, added)
        self._docs.update(fresh, (failure["doc"] for failure in failed))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing of what the block does; BadDataset when it cannot be written."""
        import duckdb

        self._connection.execute("BEGIN")
        try:
            yield
            self._connection.execute("COMMIT")
        except duckdb.Error as error:
            with suppress(duckdb.Error):
                self._connection.execute("ROLLBACK")
            raise BadDataset(f"{self.path}: cannot be written ({' '.join(str(error).split())}); see that there is room on the disk") from None

    def _insert(self, name: str, added: pyarrow.Table) -> None:
        """Add an Arrow table's rows."""
        self._connection.register("added", added)
        self._connection.execute(f"INSERT INTO {name} SELECT * FROM added")
        self._connection.unregister("added")

    def _delete(self, docs: list[str]) -> None:
        """Remove all rows of some documents."""
        if docs:
            for name in OF_A_DOCUMENT:
                self._connection.execute(f"DELETE FROM {name} WHERE doc IN (SELECT unnest(?))", [docs])

    def _delete_outdated(self, doc: str, sha256: str) -> None:
        """Remove a failed document's old failure, and its rows if they were made of another text."""
        if doc in self._docs:
            self._connection.execute("DELETE FROM failures WHERE doc = ?", [doc])
            if sha256 and self._connection.execute("SELECT 1 FROM documents WHERE doc = ? AND sha256 <> ?", [doc, sha256]).fetchall():
                self._delete([doc])

    def drop(self, docs: list[str]) -> None:
        """Remove all rows of some documents, in one transaction."""
        with self._transaction():
            self._delete(docs)

    def record(self, run: pyarrow.Table) -> None:
        """Write a run's record, in place of an earlier one of that number."""
        with self._transaction():
            self._connection.execute("DELETE FROM runs WHERE run = ?", [run["run"][0].as_py()])
            self._insert("runs", run)

    def tidy(self) -> None:
        """Write everything into the file itself."""
        self._connection.execute("CHECKPOINT")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
