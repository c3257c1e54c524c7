"""Two runs over the same documents → what changed from one to the other.

A run is a table file (as `convert` writes it) or a dataset. Datasets are read some documents at a time,
so that millions of rows need no more memory than a few thousand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract import dataset, load
from extract.check.differ import SAYS, Difference, Row, between_runs
from extract.load import SUFFIXES
from extract.table import FULL_COLUMNS

_TOGETHER = 200  # documents that are read from a dataset at once
_KEY = ("doc", "start", "end", "text", "kind")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two runs; `only_before` and `only_after` are documents that just one of them has,
    `other_text` those whose text is not the same in both, and that therefore are not compared."""

    documents: int
    before: int
    after: int
    differences: tuple[Difference, ...]
    only_before: tuple[str, ...] = ()
    only_after: tuple[str, ...] = ()
    other_text: tuple[str, ...] = ()
    columns: tuple[str, ...] = SAYS


class Table:
    """A run that lies in a table file; it has no texts. A table without `doc`, as expected ones are, is of one document."""

    def __init__(self, path: Path) -> None:
        loaded = load.load(path, _KEY[1:])
        self.columns = loaded.columns
        self._rows: defaultdict[str, list[Row]] = defaultdict(list)
        for row, line in zip(loaded.rows, loaded.lines):
            if not (row["start"].isdecimal() and row["end"].isdecimal()):
                raise load.BadTable(f"{path}, line {line}: start and end have to be whole numbers, not {row['start']!r} and {row['end']!r}")
            self._rows[row.get("doc", "")].append(row)

    def documents(self) -> dict[str, str]:
        """The documents that have rows, without fingerprints."""
        return dict.fromkeys(self._rows, "")

    def counted(self) -> dict[str, tuple[int, object]]:
        """How many rows every document has, without a digest of them."""
        return {doc: (len(rows), None) for doc, rows in self._rows.items()}

    def rows(self, docs: Sequence[str]) -> dict[str, list[Row]]:
        """The rows of each of the documents."""
        return {doc: self._rows.get(doc, []) for doc in docs}

    def texts(self, docs: Sequence[str]) -> dict[str, str]:
        """No texts: a table has none."""
        return {}

    def __enter__(self) -> Table:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is open."""


class Dataset:
    """A run that lies in a dataset."""

    columns = FULL_COLUMNS

    def __init__(self, path: Path) -> None:
        self._data = dataset.open_dataset(path)

    def documents(self) -> dict[str, str]:
        """Every document with its fingerprint."""
        return dict(self._data.rows("SELECT doc, sha256 FROM documents ORDER BY doc"))

    def counted(self) -> dict[str, tuple[int, object]]:
        """How many rows every document has, and a digest of what they say."""
        said = ", ".join(f'"{column}"' for column in (*_KEY[1:], *SAYS))
        return {doc: (count, digest) for doc, count, digest in self._data.rows(f"SELECT doc, count(*), sum(hash({said})::HUGEINT) FROM facts GROUP BY doc")}

    def rows(self, docs: Sequence[str]) -> dict[str, list[Row]]:
        """The rows of each of the documents."""
        names = ", ".join(f'"{column}"' for column in FULL_COLUMNS)
        found: dict[str, list[Row]] = {doc: [] for doc in docs}
        for values in self._data.rows(f"SELECT {names} FROM facts WHERE {_among(docs)}", docs):
            found[values[0]].append(dict(zip(FULL_COLUMNS, map(load.cell, values))))
        return found

    def texts(self, docs: Sequence[str]) -> dict[str, str]:
        """The text of each of the documents."""
        return dict(self._data.rows(f"SELECT doc, text FROM documents WHERE {_among(docs)}", docs))

    def __enter__(self) -> Dataset:
        return self

    def __exit__(self, *_: object) -> None:
        self._data.close()


def _among(docs: Sequence[str]) -> str:
    """The SQL condition that doc is one of so many parameters."""
    return f"doc IN ({', '.join('?' * len(docs))})"


def is_run(path: str | Path) -> bool:
    """Whether a path is a table file or a dataset rather than documents."""
    path = Path(path)
    return path.suffix.lower() in (*SUFFIXES, ".duckdb") or (path / "dataset.json").is_file()


def open_run(path: str | Path) -> Table | Dataset:
    """The run in a file or folder."""
    path = Path(path)
    return Table(path) if path.suffix.lower() in SUFFIXES and path.is_file() else Dataset(path)


def compare(before: Table | Dataset, after: Table | Dataset) -> Comparison:
    """What changed from one run to another, in the columns that say what a mention means and that both have."""
    one, other = before.documents(), after.documents()
    columns = tuple(column for column in SAYS if column in before.columns and column in after.columns)
    changed = {doc for doc in one.keys() & other.keys() if one[doc] and other[doc] and one[doc] != other[doc]}
    # A table knows only documents that have facts; one without any may still be in both.
    complete = isinstance(before, Dataset) and isinstance(after, Dataset)
    docs = sorted((one.keys() & other.keys() if complete else one.keys() | other.keys()) - changed)
    counts, others = before.counted(), after.counted()
    # Of two datasets only the documents are read whose rows do not have the same digest.
    todo = [doc for doc in docs if not complete or counts.get(doc) != others.get(doc)]
    found = [item for doc, text, rows, more in _pairs(before, after, todo) for item in between_runs(doc, text, rows, more, columns)]
    missing = (sorted(one.keys() - other.keys()), sorted(other.keys() - one.keys())) if complete else ((), ())
    totals = [sum(number.get(doc, (0, None))[0] for doc in docs) for number in (counts, others)]
    return Comparison(len(docs), *totals, tuple(found), *map(tuple, missing), tuple(sorted(changed)), columns)


def _pairs(before: Table | Dataset, after: Table | Dataset, docs: Sequence[str]) -> Iterator[tuple[str, str, list[Row], list[Row]]]:
    """Each document with its text, where one is at hand, and its rows in both runs."""
    for first in range(0, len(docs), _TOGETHER):
        some = docs[first:first + _TOGETHER]
        rows, others = before.rows(some), after.rows(some)
        texts = before.texts(some) or after.texts(some)
        for doc in some:
            yield doc, texts.get(doc, ""), rows[doc], others[doc]
