"""A dataset in Python: facts, panels and SQL as pandas DataFrames; what `extract.open_dataset` gives."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from extract import fill, panel, table
from extract.dataset import Dataset
from extract.panel import tables
from extract.query import Search, wanted
from extract.query.source import COLUMNS, NEEDED, Sources

if TYPE_CHECKING:
    import pandas

Several = str | Sequence[str]


class Conditions(TypedDict, total=False):
    """Which facts are wanted; all conditions must hold, of several values of one any.

    place: a name, path or code, with all below it unless `exact_place`. indicator: a standard indicator, or words
    of the phrase, or with `exact_indicator` that name alone. year: 2018, "2016..2018", "2016..", "..2018". kind,
    status, relation, unit, qualifier: values of these columns. doc: ids, folders, patterns with `*`. text: words
    that must all stand in the sentence. min_confidence: from 0 to 1.
    """

    place: Several
    exact_place: bool
    indicator: Several
    exact_indicator: bool
    year: str | int
    kind: Several
    status: Several
    relation: Several
    unit: Several
    qualifier: Several
    doc: Several
    text: str
    min_confidence: float


class Archive(Dataset):
    """A dataset open for reading, which answers in DataFrames; a context manager that closes it.

    Texts are never missing but empty; missing numbers are NaN or <NA>. A condition that is not well said, an
    unknown place and a name that fits several places raise a `Refusal` (a ValueError) with the remedy.
    """

    def facts(
        self, *, columns: str | Sequence[str] = "contract", source: bool = False, order: str = "", limit: int | None = None, **conditions: Unpack[Conditions],
    ) -> pandas.DataFrame:
        """The facts that meet the conditions, in the order of the documents or in `order` (columns by commas, `-` before one: greatest first).

        `columns`: "contract", "full" or names. `source`: also where each stands and its sentence with the mention marked.
        """
        names = table.columns_of(columns) if isinstance(columns, str) else tuple(columns)
        search = Search(self, wanted(**conditions, order=order, limit=limit))
        if not source:
            return table.framed(names, search.rows(names))
        sources, rows = Sources(self), search.rows((*names, *NEEDED))
        found = (sources.of(row[len(names):]) for row in rows)
        return table.framed((*names, *COLUMNS), [(*row[: len(names)], one.where, one.marked) for row, one in zip(rows, found, strict=True)])

    def panel(self, *, by: Sequence[str] = ("place", "year"), prefer: str = "", **conditions: Unpack[Conditions]) -> pandas.DataFrame:
        """Places × years (or periods), one column for each indicator and unit.

        A cell on which documents disagree is NaN and its column is named in `disagreements`, unless `prefer` ("latest"
        document, or "confident") decides; nothing is averaged. Levels that are actual, unless conditions say otherwise.
        """
        return self._panel(0, by, prefer, conditions)

    def disagreements(self, *, by: Sequence[str] = ("place", "year"), prefer: str = "", **conditions: Unpack[Conditions]) -> pandas.DataFrame:
        """What the documents say where they disagree on a cell of that panel: a row for each figure."""
        return self._panel(1, by, prefer, conditions)

    def sources(self, *, by: Sequence[str] = ("place", "year"), prefer: str = "", **conditions: Unpack[Conditions]) -> pandas.DataFrame:
        """The figures behind every cell of that panel, and how each was used."""
        return self._panel(2, by, prefer, conditions)

    def _panel(self, which: int, by: Sequence[str], prefer: str, conditions: Conditions) -> pandas.DataFrame:
        """One of the tables of a panel."""
        one = tables.tables(panel.build(self, wanted(**conditions), tuple(by), prefer))[which]
        return table.framed(one.columns, [table.unmarked(row) for row in one.rows], one.name)

    def fill(self, template: str | Path, target: str | Path, *, prefer: str = "", **conditions: Unpack[Conditions]) -> fill.Filled:
        """Fill a template (places down, indicators across) and write it as `target`; which cells stay empty, and why."""
        return fill.fill(self, Path(template), Path(target), wanted(**conditions), prefer)


def open_dataset(path: str | os.PathLike[str]) -> Archive:
    """The dataset in a `.duckdb` file or a folder of Parquet parts, open for reading; a `Refusal` when there is none."""
    return Archive(os.fspath(path))
