"""A dataset in a folder of Parquet parts, on this machine or wherever fsspec reaches (`s3://…`).

    FOLDER/dataset.json              the schema's number
    FOLDER/documents/RUN-PART.parquet
    FOLDER/facts/RUN-PART.parquet    and so for marks, failures, checks, reviews; runs/RUN.parquet

A part is written under a temporary name and renamed, its `documents` file last: a part without one is not
there. Parts are never changed. Of a document that stands in two, the later part holds; `tidy` removes
what no longer holds, and until then every reader leaves it out.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from extract.dataset.file import OFFLINE, refuse_schema
from extract.dataset.schema import SCHEMA, TABLES, BadDataset, typed

if TYPE_CHECKING:
    import duckdb
    import pyarrow
    from fsspec import AbstractFileSystem

    from extract.dataset.part import Part

_ABOUT = "dataset.json"
#: The tables whose rows are superseded document by document.
_VERSIONED = ("documents", "failures", "facts", "marks")


class Folder:
    """The files of a dataset's folder: where they lie, and how one is written whole."""

    def __init__(self, path: str) -> None:
        import fsspec

        self.path = path
        self.fs: AbstractFileSystem
        self.fs, self.root = fsspec.core.url_to_fs(path)
        self.root = self.root.rstrip("/")

    def names(self, table: str) -> list[str]:
        """The names of a table's files in order, without suffix."""
        try:
            found = self.fs.ls(f"{self.root}/{table}", detail=False, refresh=True)
        except FileNotFoundError:
            return []
        stems = (file.rpartition("/")[2] for file in found)
        return sorted(stem.removesuffix(".parquet") for stem in stems if stem.endswith(".parquet") and not stem.startswith("."))

    def file(self, table: str, name: str) -> str:
        """Where a table's file lies."""
        return f"{self.root}/{table}/{name}.parquet"

    def urls(self, table: str, names: list[str]) -> list[str]:
        """The table's files as DuckDB names them."""
        return [self.file(table, name) if self._is_local() else self.fs.unstrip_protocol(self.file(table, name)) for name in names]

    def _is_local(self) -> bool:
        """Whether the folder lies in this machine's file system."""
        return "file" in (self.fs.protocol if isinstance(self.fs.protocol, tuple) else (self.fs.protocol,))

    def write(self, table: str, name: str, rows: pyarrow.Table) -> None:
        """Write a table's file whole: under a temporary name, onto the disk, then renamed."""
        from pyarrow import parquet

        self.replace(self.file(table, name), lambda out: parquet.write_table(rows, out, compression="zstd"))

    def replace(self, target: str, fill) -> None:
        """Put a file in place of another of its name once `fill(stream)` has written it."""
        parent, _, name = target.rpartition("/")
        self.fs.makedirs(parent, exist_ok=True)
        temporary = f"{parent}/.{name}.{os.getpid()}.part"
        with self.fs.open(temporary, "wb") as out:
            fill(out)
            if self._is_local():
                out.flush()
                os.fsync(out.fileno())
        if self._is_local():
            os.replace(temporary, target)
        else:
            self.fs.mv(temporary, target)

    def remove(self, table: str, name: str) -> None:
        """Remove a table's file, if it is there."""
        if self.fs.exists(self.file(table, name)):
            self.fs.rm(self.file(table, name))

    def check(self) -> None:
        """Nothing, or BadDataset when this is no dataset, or one of another schema."""
        try:
            number = json.loads(self.fs.cat_file(f"{self.root}/{_ABOUT}"))["schema"]
        except (FileNotFoundError, NotADirectoryError):
            raise BadDataset(f"{self.path}: there is no dataset; make it with `baobiao convert FOLDER --to {self.path}`") from None
        except (ValueError, KeyError, TypeError):
            raise BadDataset(f"{self.path}/{_ABOUT}: is damaged; convert the documents into a new folder") from None
        if number != SCHEMA:
            refuse_schema(self.path, number)

    def begin(self) -> None:
        """Make the folder a dataset, unless it is one; BadDataset where it holds something else."""
        if not self.fs.exists(f"{self.root}/{_ABOUT}"):
            if self.fs.exists(self.root) and (not self.fs.isdir(self.root) or any(self._visible())):
                raise BadDataset(f"{self.path}: holds other files; name an empty or a new folder for the dataset")
            self.replace(f"{self.root}/{_ABOUT}", lambda out: out.write(json.dumps({"schema": SCHEMA}).encode()))
        self.check()

    def _visible(self) -> list[str]:
        """The names in the folder, hidden ones aside."""
        return [name for name in (file.rstrip("/").rpartition("/")[2] for file in self.fs.ls(self.root, detail=False)) if not name.startswith(".")]


def connect(path: str) -> duckdb.DuckDBPyConnection:
    """A connection with a view for each table, that reaches the dataset's own files only."""
    folder = Folder(path)
    folder.check()
    connection = views(folder)
    connection.execute("SET enable_external_access = false; SET lock_configuration = true")
    return connection


def views(folder: Folder) -> duckdb.DuckDBPyConnection:
    """A connection in memory with a view for each table, of the rows that hold."""
    import duckdb

    connection = duckdb.connect(config=OFFLINE)
    if not folder._is_local():
        connection.register_filesystem(folder.fs)
    whole = set(folder.names("documents"))
    files: dict[str, list[str]] = {}
    for name in TABLES:
        names = [stem for stem in folder.names(name) if name not in _VERSIONED or stem in whole]
        files[name] = folder.urls(name, names)
    connection.execute("SET allowed_paths = ?", [[url for urls in files.values() for url in urls]])
    for name, urls in files.items():
        connection.execute(f"CREATE VIEW all_{name} AS {_scan(name, urls)}")
    stale = _stale(connection)
    for name in TABLES:
        columns = ", ".join(f'"{column}"' for column in TABLES[name].columns)
        held = f"ANTI JOIN stale_{'failures' if name == 'failures' else 'documents'} USING (doc, part)" if stale and name in _VERSIONED else ""
        connection.execute(f"CREATE VIEW {name} AS SELECT {columns} FROM all_{name} {held}")
    return connection


def _scan(name: str, urls: list[str]) -> str:
    """The SQL that reads a table's files; `part` is the file's name."""
    if not urls:
        return f"SELECT {', '.join(typed(name))}, '' AS part WHERE false"
    listed = ", ".join("'" + url.replace("'", "''") + "'" for url in urls)
    return f"SELECT * EXCLUDE filename, parse_filename(filename, true) AS part FROM read_parquet([{listed}], filename = true)"


def _stale(connection: duckdb.DuckDBPyConnection) -> int:
    """How many rows of documents and failures no longer hold; they are listed in two tables.

    A later part of the same document, or a later failure with another text, supersedes it; a failure is
    superseded by anything later.
    """
    connection.execute("""
        CREATE TEMP TABLE twice AS SELECT *, max(part) OVER (PARTITION BY doc) AS last
        FROM (SELECT doc, part, sha256, false AS failed FROM all_documents UNION ALL SELECT doc, part, sha256, true FROM all_failures)
        QUALIFY count(*) OVER (PARTITION BY doc) > 1""")
    connection.execute("""
        CREATE TEMP TABLE stale_documents AS SELECT DISTINCT old.doc, old.part FROM twice old JOIN twice new USING (doc)
        WHERE NOT old.failed AND new.part > old.part AND (NOT new.failed OR new.sha256 NOT IN ('', old.sha256))""")
    connection.execute("CREATE TEMP TABLE stale_failures AS SELECT DISTINCT doc, part FROM twice WHERE failed AND part < last")
    return sum(connection.execute(f"SELECT count(*) FROM stale_{name}").fetchone()[0] for name in ("documents", "failures"))


class FolderStore:
    """A folder of Parquet parts open for writing; a second writer is refused."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.folder = Folder(path)
        self._lock = self._locked()
        self.folder.begin()
        self._views = views(self.folder)
        self._count: dict[int, int] = {}

    def _locked(self):
        """The folder's lock, which ends with this process; none where the folder is on another machine."""
        if not self.folder._is_local():
            return None
        import filelock

        os.makedirs(self.folder.root, exist_ok=True)
        lock = filelock.FileLock(f"{self.folder.root}/.lock")
        try:
            lock.acquire(blocking=False)
        except filelock.Timeout:
            raise BadDataset(f"{self.path}: is being written by another process; wait until it ends") from None
        return lock

    def rows(self, sql: str) -> list[tuple]:
        """The rows of a query over what was there when the folder was opened."""
        return self._views.execute(sql).fetchall()

    def put(self, part: Part) -> None:
        """Write a part; what it holds of a document takes the place of what was there before."""
        table = part["documents"] if "documents" in part else part["failures"]
        run = table["run"][0].as_py()
        self._count[run] = self._count.get(run, 0) + 1
        write(self.folder, part, f"{run:06d}-{self._count[run]:06d}")

    def drop(self, docs: list[str]) -> None:
        """Remove all rows of some documents."""
        tidy(self.folder, docs)

    def record(self, run: Part) -> None:
        """Write a run's record, in place of an earlier one of that number."""
        self.folder.write("runs", f"{run['runs']['run'][0].as_py():06d}", run["runs"])

    def close(self) -> None:
        """Let go of the folder."""
        self._views.close()
        if self._lock:
            self._lock.release()


def write(folder: Folder, part: Part, name: str) -> None:
    """Write a part's files; it is there when its `documents` file is."""
    from extract.dataset.part import rows

    for table in ("facts", "marks", "failures"):
        if table in part:
            folder.write(table, name, part[table])
    folder.write("documents", name, part.get("documents", rows("documents", [])))


def tidy(folder: Folder, gone: list[str] | None = None) -> None:
    """Rewrite the parts that hold rows that no longer hold, or rows of documents that are to go."""
