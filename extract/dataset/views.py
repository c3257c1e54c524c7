"""SQL over a folder of Parquet parts: a view for each table, of the rows that hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.dataset.file import LATE, OFFLINE
from extract.dataset.schema import OF_A_DOCUMENT, TABLES, typed

if TYPE_CHECKING:
    import duckdb

    from extract.dataset.files import Folder


def views(folder: Folder) -> duckdb.DuckDBPyConnection:
    """A connection in memory with a view for each table, of the rows that hold."""
    import duckdb

    connection = duckdb.connect(config=OFFLINE | LATE)
    if not folder.is_local:
        connection.register_filesystem(folder.fs)
    whole = set(folder.names("documents"))
    files: dict[str, list[str]] = {}
    for name in TABLES:
        names = [stem for stem in folder.names(name) if name not in OF_A_DOCUMENT or stem in whole]
        files[name] = folder.urls(name, names)
    connection.execute("SET allowed_paths = ?", [[url for urls in files.values() for url in urls]])
    for name, urls in files.items():
        connection.execute(f"CREATE VIEW all_{name} AS {_scan(name, urls)}")
    stale = _stale(connection)
    for name in TABLES:
        columns = ", ".join(f'"{column}"' for column in TABLES[name].columns)
        held = f"ANTI JOIN stale_{'failures' if name == 'failures' else 'documents'} USING (doc, part)" if stale and name in OF_A_DOCUMENT else ""
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
        CREATE TEMP TABLE twice AS
        WITH seen AS (SELECT doc, part, sha256, false AS failed FROM all_documents UNION ALL SELECT doc, part, sha256, true FROM all_failures)
        SELECT *, max(part) OVER (PARTITION BY doc) AS last FROM seen SEMI JOIN (SELECT doc FROM seen GROUP BY doc HAVING count(*) > 1) USING (doc)""")
    connection.execute("""
        CREATE TEMP TABLE stale_documents AS SELECT DISTINCT old.doc, old.part FROM twice old JOIN twice new USING (doc)
        WHERE NOT old.failed AND new.part > old.part AND (NOT new.failed OR new.sha256 NOT IN ('', old.sha256))""")
    connection.execute("CREATE TEMP TABLE stale_failures AS SELECT DISTINCT doc, part FROM twice WHERE failed AND part < last")
    return sum(connection.execute(f"SELECT count(*) FROM stale_{name}").fetchone()[0] for name in ("documents", "failures"))
