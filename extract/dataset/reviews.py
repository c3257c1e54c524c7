"""What readers say of rows: kept in the dataset's table `reviews`, never over the facts.

A DuckDB file is opened for writing only as long as one review takes; in a folder the reviews are one small
Parquet file of their own, which a running conversion does not touch.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from extract.dataset import file, files, part
from extract.dataset.schema import TABLES

COLUMNS = tuple(TABLES["reviews"].columns)
KEY = TABLES["reviews"].key
_VERDICT = COLUMNS.index("verdict")

Review = tuple[Any, ...]


def keep(path: str, reviews: Sequence[Review]) -> None:
    """Put reviews (values of COLUMNS) in place of earlier ones of the same facts; one with an empty verdict
    takes the earlier one away. BadDataset while another process writes the file."""
    (_in_file if file.is_named(path) else _in_folder)(path, reviews)


def _in_file(path: str, reviews: Sequence[Review]) -> None:
    """Keep them in a DuckDB file, in one transaction."""
    connection = file._open(path, read_only=False)
    try:
        file.check(connection, path)
        same = " AND ".join(f'"{column}" = ?' for column in KEY)
        connection.execute("BEGIN")
        for review in reviews:
            connection.execute(f"DELETE FROM reviews WHERE {same}", review[: len(KEY)])
            if review[_VERDICT]:
                connection.execute(f"INSERT INTO reviews VALUES ({', '.join('?' * len(COLUMNS))})", review)
        connection.execute("COMMIT")
    finally:
        connection.close()


def _in_folder(path: str, reviews: Sequence[Review]) -> None:
    """Keep them in a folder's one file of reviews, one writer after the other."""
    from pyarrow import parquet

    place = files.Folder(path)
    place.check()
    with _turn(place):
        kept: dict[tuple, Review] = {}
        for name in place.names("reviews"):
            with place.fs.open(place.file("reviews", name), "rb") as stored:
                kept |= {row[: len(KEY)]: row for row in zip(*parquet.read_table(stored).to_pydict().values(), strict=True)}
        for review in reviews:
            kept.pop(review[: len(KEY)], None)
            if review[_VERDICT]:
                kept[review[: len(KEY)]] = review
        place.write("reviews", "reviews", part.rows("reviews", list(kept.values())))


def _turn(place: files.Folder):
    """A lock that lets one process at a time rewrite the reviews, where the folder is on this machine."""
    if not place.is_local:
        return nullcontext()
    import filelock

    place.fs.makedirs(f"{place.root}/reviews", exist_ok=True)
    return filelock.FileLock(f"{place.root}/reviews/.lock", timeout=10)
