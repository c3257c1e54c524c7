"""A dataset's folder of Parquet parts: its files, on this machine or wherever fsspec reaches (`s3://…`).


    FOLDER/dataset.json              the schema's number
    FOLDER/documents/RUN-PART.parquet
    FOLDER/facts/RUN-PART.parquet    and so for marks, checks, failures; runs/RUN.parquet; reviews/

A part is written under a temporary name and renamed, its `documents` file last: a part without one is not
there. Parts are never changed. Of a document that stands in two, the later part holds; `tidy` removes
what no longer holds, and until then every reader leaves it out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from extract.dataset.file import refuse_schema
from extract.dataset.schema import OF_A_DOCUMENT, SCHEMA, BadDataset

if TYPE_CHECKING:
    import pyarrow
    from fsspec import AbstractFileSystem

    from extract.dataset.part import Part

_ABOUT = "dataset.json"
#: How a part is laid out: groups of rows that a filter can pass over, and every distinct sentence once in a group,
#: so that it is looked into once however many facts it holds.
_LAYOUT = {"compression": "zstd", "row_group_size": 16_384, "dictionary_pagesize_limit": 1 << 24}


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
        return [self.file(table, name) if self.is_local else self.fs.unstrip_protocol(self.file(table, name)) for name in names]

    @property
    def is_local(self) -> bool:
        """Whether the folder lies in this machine's file system."""
        return "file" in (self.fs.protocol if isinstance(self.fs.protocol, tuple) else (self.fs.protocol,))

    def write(self, table: str, name: str, rows: pyarrow.Table) -> None:
        """Write a table's file whole: under a temporary name, onto the disk, then renamed."""
        from pyarrow import parquet

        self.replace(self.file(table, name), lambda out: parquet.write_table(rows, out, **_LAYOUT))

    def replace(self, target: str, fill: Callable[[BinaryIO], object]) -> None:
        """Put a file in place of another of its name once `fill(stream)` has written it."""
        parent, _, name = target.rpartition("/")
        self.fs.makedirs(parent, exist_ok=True)
        temporary = f"{parent}/.{name}.{os.getpid()}.part"
        with self.fs.open(temporary, "wb") as out:
            fill(out)
            if self.is_local:
                out.flush()
                os.fsync(out.fileno())
        if self.is_local:
            os.replace(temporary, target)
        else:
            self.fs.mv(temporary, target)

    def has(self, name: str) -> bool:
        """Whether a part is there, whole."""
        return self.fs.exists(self.file("documents", name))

    def read_part(self, name: str) -> Part:
        """A part's tables; one that it has no file of is empty."""
        from pyarrow import parquet

        from extract.dataset.part import rows

        read = {}
        for table in OF_A_DOCUMENT:
            there = self.fs.exists(self.file(table, name))
            read[table] = parquet.read_table(self.file(table, name), filesystem=self.fs) if there else rows(table, [])
        return read

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

    def write_part(self, name: str, part: Part) -> None:
        """Write a part's files; it is there once its `documents` file is."""
        from extract.dataset.part import rows

        for table in OF_A_DOCUMENT:
            if table in part or table == "documents":
                self.write(table, name, part[table] if table in part else rows(table, []))

    def refuse_others(self) -> None:
        """Nothing, or BadDataset where the folder holds something that is no dataset."""
        if self.fs.exists(self.root) and not self.fs.exists(f"{self.root}/{_ABOUT}") and (not self.fs.isdir(self.root) or self._visible()):
            raise BadDataset(f"{self.path}: holds other files; name an empty or a new folder for the dataset")

    def begin(self) -> None:
        """Make the folder a dataset, unless it is one."""
        if not self.fs.exists(f"{self.root}/{_ABOUT}"):
            self.refuse_others()
            self.replace(f"{self.root}/{_ABOUT}", lambda out: out.write(json.dumps({"schema": SCHEMA}).encode()))
        self.check()

    def _visible(self) -> list[str]:
        """The names in the folder, hidden ones aside."""
        return [name for name in (file.rstrip("/").rpartition("/")[2] for file in self.fs.ls(self.root, detail=False)) if not name.startswith(".")]


def part_name(run: int, number: int, away: bool = False) -> str:
    """A part's name; a later run's name is the greater one. `away`: other machines write it.

    >>> part_name(3, 14), part_name(4, 1, away=True)
    ('000003-000014', '000004-away000001')
    """
    return f"{run:06d}-{'away' if away else ''}{number:06d}"
