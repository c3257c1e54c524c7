"""A dataset open for reading: SQL over its tables, in a DuckDB file or in a folder of Parquet parts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from extract.dataset import file, folder
from extract.dataset.schema import BadDataset

if TYPE_CHECKING:
    import duckdb
    import pandas


class BadQuery(BadDataset):
    """SQL that is wrong, or would change something; `str()` is one sentence."""


class Dataset:
    """A dataset's tables for reading; a context manager that closes it."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._connection = connect(path)

    def rows(self, sql: str, params: Sequence[Any] = ()) -> list[tuple]:
        """The rows that a SELECT gives; `?` stand for the parameters. BadQuery when it is none or wrong."""
        return self._run(sql, params, lambda answer: answer.fetchall())

    def sql(self, sql: str, params: Sequence[Any] = ()) -> pandas.DataFrame:
        """The same as a DataFrame."""
        return self._run(sql, params, lambda answer: answer.df())

    def described(self, sql: str, params: Sequence[Any] = ()) -> tuple[list[tuple[str, str]], list[tuple]]:
        """The names and DuckDB types of a SELECT's columns, and its rows."""
        return self._run(sql, params, lambda answer: ([(name, str(kind)) for name, kind, *_ in answer.description], answer.fetchall()))

    def batches(self, sql: str, params: Sequence[Any] = (), size: int = 50_000) -> Iterator[list[tuple]]:
        """The same rows, up to `size` at a time, where all of them might fill the memory."""
        import duckdb

        answer = self._run(sql, params, lambda answer: answer)
        try:
            while rows := answer.fetchmany(size):
                yield rows
        except duckdb.Error as error:
            raise BadDataset(f"{self.path}: cannot be read further ({' '.join(str(error).split())})") from None

    def _run(self, sql: str, params: Sequence[Any], take: Callable[[Any], Any], once_more: bool = True) -> Any:
        """What `take` makes of the answer of one statement that only reads."""
        import duckdb

        try:
            statements = self._connection.extract_statements(sql)
            if [statement.type.name for statement in statements] not in (["SELECT"], ["EXPLAIN"]):
                raise BadQuery("only one SELECT at a time can be asked of a dataset")
            return take(self._connection.cursor().execute(sql, list(params)))
        except duckdb.IOException as error:
            if not once_more:
                raise BadDataset(f"{self.path}: cannot be read ({' '.join(str(error).split())})") from None
        except duckdb.Error as error:
            raise BadQuery(f"{self.path}: {' '.join(str(error).split())}") from None
        self.close()  # a part that another process has meanwhile replaced
        self._connection = connect(self.path)
        return self._run(sql, params, take, once_more=False)

    def close(self) -> None:
        """Let go of the dataset."""
        self._connection.close()

    def __enter__(self) -> Dataset:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_dataset(path: str | os.PathLike[str]) -> Dataset:
    """The dataset in a `.duckdb` file or in a folder of Parquet parts, for reading; BadDataset when there is none."""
    return Dataset(os.fspath(path))


def connect(path: str) -> duckdb.DuckDBPyConnection:
    """A connection that has the dataset's tables and views and can reach nothing else."""
    return file.connect(path) if file.is_named(path) else folder.connect(path)
