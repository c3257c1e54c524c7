"""A dataset in a folder of Parquet parts."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from extract.dataset import tidy
from extract.dataset.files import Folder, part_name
from extract.dataset.schema import BadDataset
from extract.dataset.views import views

if TYPE_CHECKING:
    import duckdb
    import filelock
    import pyarrow

    from extract.dataset.part import Part


def connect(path: str) -> duckdb.DuckDBPyConnection:
    """A connection with a view for each table, that reaches the dataset's own files only."""
    folder = Folder(path)
    folder.check()
    connection = views(folder)
    connection.execute("SET enable_external_access = false; SET lock_configuration = true")
    return connection


class FolderStore:
    """A folder of Parquet parts open for writing; a second writer on this machine is refused."""

    #: A part takes at most so many documents, or those of so many seconds.
    batch, seconds = 2_000, 10.0

    def __init__(self, path: str) -> None:
        self.path = path
        self.folder = Folder(path)
        self._lock = self._locked()
        self.folder.begin()
        self._views = views(self.folder)
        self._count: Counter[int] = Counter()

    def _locked(self) -> filelock.BaseFileLock | None:
        """The folder's lock, which ends with this process; None where the folder is not on this machine."""
        if not self.folder.is_local:
            return None
        import filelock

        self.folder.refuse_others()
        os.makedirs(self.folder.root, exist_ok=True)
        lock = filelock.FileLock(f"{self.folder.root}/.lock")
        try:
            lock.acquire(blocking=False)
        except filelock.Timeout:
            raise BadDataset(f"{self.path}: is in use by another process; wait until it ends") from None
        return lock

    def rows(self, sql: str) -> list[tuple]:
        """The rows of a query over what was there when the folder was opened."""
        return self._views.execute(sql).fetchall()

    def put(self, part: Part) -> None:
        """Write a part; what it holds of a document takes the place of what was there before."""
        run = part["documents" if "documents" in part else "failures"]["run"][0].as_py()
        self._count[run] += 1
        self.folder.write_part(part_name(run, self._count[run]), part)

    def drop(self, docs: list[str]) -> None:
        """Remove all rows of some documents."""
        tidy.tidy(self.folder, docs)

    def record(self, run: pyarrow.Table) -> None:
        """Write a run's record, in place of an earlier one of that number."""
        self.folder.write("runs", f"{run['run'][0].as_py():06d}", run)

    def tidy(self) -> None:
        """Remove what no longer holds."""
        tidy.tidy(self.folder)

    def close(self) -> None:
        """Let go of the folder."""
        self._views.close()
        if self._lock:
            self._lock.release()
