"""Clearing a folder of parts: rows that no longer hold go, and files that no part needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.dataset.schema import OF_A_DOCUMENT
from extract.dataset.views import views

if TYPE_CHECKING:
    from extract.dataset.files import Folder

_NEXT = re.compile(r"(.*?)(?:\.(\d+))?$")


def tidy(folder: Folder, gone: list[str] | None = None) -> None:
    """Rewrite the parts that hold rows that no longer hold, or that are of documents that are to go.

    At every moment a reader finds the same rows, but for those that are to go: the new part is there, and
    supersedes the old one, before the old one is removed.
    """
    connection = views(folder)
    connection.execute("CREATE TEMP TABLE gone AS SELECT unnest(?::VARCHAR[]) AS doc", [gone or []])
    touched = connection.execute("""
        SELECT part FROM stale_documents UNION SELECT part FROM stale_failures
        UNION SELECT part FROM all_documents SEMI JOIN gone USING (doc)
        UNION SELECT part FROM all_failures SEMI JOIN gone USING (doc) ORDER BY part""").fetchall()
    for (name,) in touched:
        kept = {}
        for table in OF_A_DOCUMENT:
            stale = "stale_failures" if table == "failures" else "stale_documents"
            query = f"SELECT * EXCLUDE part FROM all_{table} ANTI JOIN {stale} USING (doc, part) ANTI JOIN gone USING (doc) WHERE part = ?"
            kept[table] = connection.sql(query, params=[name]).to_arrow_table()
        if kept["documents"].num_rows or kept["failures"].num_rows:
            folder.write_part(following(name), {table: rows for table, rows in kept.items() if rows.num_rows})
    connection.close()
    for (name,) in touched:
        folder.remove("documents", name)
    _remove_orphans(folder)


def following(name: str) -> str:
    """The name of a part that takes another one's place: after it, and before every later one.

    >>> following("000003-000014"), following("000003-000014.09")
    ('000003-000014.01', '000003-000014.10')
    """
    stem, number = _NEXT.match(name).groups()
    return f"{stem}.{int(number or 0) + 1:02d}"


def _remove_orphans(folder: Folder) -> None:
    """Remove files of parts that are not there, and half files, that a writer on this machine left when it was ended.

    Those that other machines write stay: a task may still be at work for a run that was given up.
    """
    if not folder.is_local:
        return
    whole = set(folder.names("documents"))
    for table in OF_A_DOCUMENT:
        for name in folder.names(table):
            if name not in whole and "away" not in name:
                folder.remove(table, name)
    for file in folder.fs.glob(f"{folder.root}/*/.*.part"):
        if "away" not in file:
            folder.fs.rm(file)
