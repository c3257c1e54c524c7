"""Datasets: what was made of many documents, in a DuckDB file or a folder of Parquet parts.

`open_dataset(path)` reads one; `open_store(path)` writes one, and no two at a time.
"""

from __future__ import annotations

import os

from extract.dataset import file, folder
from extract.dataset.reader import BadQuery, Dataset, open_dataset
from extract.dataset.schema import SCHEMA, TABLES, BadDataset

__all__ = ["SCHEMA", "TABLES", "BadDataset", "BadQuery", "Dataset", "is_named", "open_dataset", "open_store"]

Store = file.FileStore | folder.FolderStore


def is_named(target: str) -> bool:
    """Whether a target names a dataset: `NAME.duckdb`, a name that ends in `/`, or a folder that is there."""
    return file.is_named(target) or target.endswith("/") or os.path.isdir(target)


def is_folder(target: str) -> bool:
    """Whether a dataset's name is a folder's."""
    return not file.is_named(target)


def open_store(path: str) -> Store:
    """The dataset open for writing, made if it is not there; BadDataset when another process has it."""
    return file.FileStore(path) if file.is_named(path) else folder.FolderStore(path)
