"""A folder of Parquet parts → one DuckDB file."""

from __future__ import annotations

import os
from pathlib import Path

from extract.dataset import file
from extract.dataset.files import Folder
from extract.dataset.schema import SCHEMA, TABLES, BadDataset, ddl
from extract.dataset.views import views


def compact(source: str, target: str) -> dict[str, int]:
    """Load the rows that hold into a new DuckDB file; table → number of rows. The file appears when it is whole."""
    if not file.is_named(target):
        raise BadDataset(f"{target}: a compact dataset ends in {file.SUFFIX}; rename it")
    if os.path.exists(target):
        raise BadDataset(f"{target}: is there already; remove it, or give another name")
    if not (parent := Path(target).absolute().parent).is_dir():
        raise BadDataset(f"{target}: there is no folder {parent}; make it first")
    folder = Folder(source)
    folder.check()
    unfinished = Path(target).with_name(f".{Path(target).name}.{os.getpid()}.part")
    connection = views(folder)
    try:
        connection.execute("SET temp_directory = ?", [f"{unfinished}.tmp"])
        connection.execute(f"ATTACH '{str(unfinished).replace(chr(39), 2 * chr(39))}' AS made")
        connection.execute("CREATE TABLE made.about (schema BIGINT)")
        connection.execute("INSERT INTO made.about VALUES (?)", [SCHEMA])
        counts = {}
        for name in TABLES:
            connection.execute(ddl(name).replace(f"TABLE {name}", f"TABLE made.{name}", 1))
            [(counts[name],)] = connection.execute(f"INSERT INTO made.{name} SELECT * FROM {name}").fetchall()
        connection.execute("DETACH made")
        unfinished.replace(target)
    finally:
        connection.close()
        for left in (unfinished, Path(f"{unfinished}.wal")):
            left.unlink(missing_ok=True)
    return counts
