"""A fact table against the expected one → how much of it is right.

A mention is found when start, end and kind are those of an expected row. Of the figures found, every
attribute is compared by itself; a *figure* is right with its value and unit, a *row* with all that it
says. Expected rows that are marked `optional` are neither rewarded nor punished: they count for nothing,
and a found row that touches one without matching an expected row is not held against the table.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from extract.records import FIGURES, KINDS, Fact
from extract.table import COLUMNS, plain, rows

Row = Mapping[str, str]
Key = tuple[int, int, str]

#: The kinds for which the product was made.
CORE = ("place", "households", "persons", "amount", "percentage")

# Spellings of one unit that a table may use instead of the canonical one.
_SAME_UNIT = {
    "名": "人", "位": "人", "人口": "人", "个百分点": "百分点", "％": "%", "平方千米": "平方公里",
    "千米": "公里", "km": "公里", "m": "米", "RMB": "元", "CNY": "元",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """What was found and expected (`hits`), found only (`extra`), and expected only (`missed`)."""

    hits: int = 0
    extra: int = 0
    missed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.hits + other.hits, self.extra + other.extra, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """The share of what was found that was expected."""
        return _share(self.hits, self.hits + self.extra)

    @property
    def recall(self) -> float:
        """The share of what was expected that was found."""
        return _share(self.hits, self.hits + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall.

        >>> Tally(hits=8, extra=2, missed=2).f1
        0.8
        """
        return _share(2 * self.hits, 2 * self.hits + self.extra + self.missed)


@dataclass(frozen=True, slots=True)
class Score:
    """How one table, or several added up, compares with what was expected.

    `missed`, `extra` and `wrong` (attribute → pairs of expected and found row) hold the rows behind the counts.
    """

    kinds: dict[str, Tally] = field(default_factory=dict)
    figures: Tally = Tally()
    rows: Tally = Tally()
    matched: int = 0
    right: Counter[str] = field(default_factory=Counter)
    missed: tuple[Row, ...] = ()
    extra: tuple[Row, ...] = ()
    wrong: dict[str, tuple[tuple[Row, Row], ...]] = field(default_factory=dict)

    def __add__(self, other: Score) -> Score:
        return Score(
            {kind: self.kinds.get(kind, Tally()) + other.kinds.get(kind, Tally()) for kind in KINDS if kind in self.kinds or kind in other.kinds},
            self.figures + other.figures, self.rows + other.rows, self.matched + other.matched, self.right + other.right,
            self.missed + other.missed, self.extra + other.extra,
            {name: self.wrong.get(name, ()) + other.wrong.get(name, ()) for name in ATTRIBUTES},
        )

    def of(self, kinds: Iterable[str]) -> Tally:
        """The mentions of these kinds together."""
        return sum((self.kinds.get(kind, Tally()) for kind in kinds), Tally())

    @property
    def mentions(self) -> Tally:
        """Places and figures together; times serve the figures and are left out."""
        return self.of(kind for kind in self.kinds if kind != "time")

    @property
    def core(self) -> Tally:
        """The mentions of the core kinds together."""
        return self.of(CORE)

    def attribute(self, name: str) -> Tally:
        """The figures that are found and right in an attribute, against those found and those expected."""
        right, offered, due = self.right[name], self.figures.hits + self.figures.extra, self.figures.hits + self.figures.missed
        return Tally(right, offered - right, due - right)

    def accuracy(self, attribute: str) -> float:
        """The share of the matched figures whose attribute is right."""
        return _share(self.right[attribute], self.matched)


def read(path: str | Path, doc: str = "") -> list[Row]:
    """The rows of a CSV fact table, of one document when it is named."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if not (doc and row.get("doc")) or row["doc"] == doc]


def of_facts(facts: Iterable[Fact]) -> list[Row]:
    """The facts as the rows that their CSV table would have."""
    return [dict(zip(COLUMNS, map(plain, row), strict=True)) for row in rows(facts)]


def score(expected: Iterable[Row], found: Iterable[Row]) -> Score:
    """The score of one document's found rows against its expected rows."""
    expected, found = list(expected), list(found)
    wanted = {key_of(row): row for row in expected if not row.get("optional")}
    ignored = spared(expected)
    given = {key_of(row): row for row in found}
    missed = [row for key, row in wanted.items() if key not in given]
    extra = [row for row in found if key_of(row) not in wanted and not ignored(row)]
    pairs = [(row, given[key]) for key, row in wanted.items() if key in given]

    kinds = {kind: _tally(kind, pairs, extra, missed) for kind in KINDS}
    matched = [pair for pair in pairs if pair[0]["kind"] in FIGURES]
    right: Counter[str] = Counter()
    wrong: dict[str, list[tuple[Row, Row]]] = {name: [] for name in ATTRIBUTES}
    whole = valued = 0
    for pair in matched:
        verdict = {name: same(*pair) for name, same in ATTRIBUTES.items()}
        right.update(name for name, good in verdict.items() if good)
        for name, good in verdict.items():
            if not good:
                wrong[name].append(pair)
        whole += all(verdict[name] for name in WHOLE_ROW)
        valued += verdict["value"] and verdict["unit"]

    offered = len(matched) + sum(row["kind"] in FIGURES for row in extra)
    due = len(matched) + sum(row["kind"] in FIGURES for row in missed)
    return Score(
        {kind: tally for kind, tally in kinds.items() if tally != Tally()},
        Tally(valued, offered - valued, due - valued), Tally(whole, offered - whole, due - whole), len(matched), right,
        tuple(missed), tuple(extra), {name: tuple(pairs) for name, pairs in wrong.items()},
    )


def _tally(kind: str, pairs: list[tuple[Row, Row]], extra: list[Row], missed: list[Row]) -> Tally:
    """The tally of one kind of mention."""
    return Tally(
        sum(row["kind"] == kind for row, _ in pairs), sum(row["kind"] == kind for row in extra), sum(row["kind"] == kind for row in missed)
    )


def key_of(row: Row) -> Key:
    """What makes two rows the same mention: start, end, kind."""
    return int(row["start"]), int(row["end"]), row["kind"]


def spared(expected: Iterable[Row]) -> Callable[[Row], bool]:
    """Whether a row touches an `optional` one of the expected rows, and so is not held against the table."""
    covered = {at for row in expected if row.get("optional") for at in range(int(row["start"]), int(row["end"]))}
    return lambda row: any(at in covered for at in range(int(row["start"]), int(row["end"])))


def _share(part: int, whole: int) -> float:
    """part / whole, and 0 of nothing."""
    return part / whole if whole else 0.0


def likeness(one: str, other: str) -> float:
    """How far two phrases have the same characters, as F1, from 0 to 1; their order is not looked at.

    >>> likeness("贫困发生率", "贫困发生率"), round(likeness("农村贫困人口", "贫困人口"), 2), likeness("", "贫困户")
    (1.0, 0.8, 0.0)
    """
    if one == other:
        return 1.0
    return _share(2 * (Counter(one) & Counter(other)).total(), len(one) + len(other))


def _number(cell: str | None) -> float | None:
    """A cell's number, or None."""
    try:
        return float(cell or "")
    except ValueError:
        return None


def _same_number(one: str | None, other: str | None) -> bool:
    """Whether two cells hold one number, or none both; 1e-9 apart is the same, as tables go through floats."""
    a, b = _number(one), _number(other)
    if a is None or b is None:
        return a is b
    return abs(a - b) <= 1e-9 * max(abs(a), abs(b), 1)


def _unit(row: Row) -> str:
    """The row's unit in its canonical spelling."""
    unit = row.get("unit") or ""
    return _SAME_UNIT.get(unit, unit)


def _lowest(row: Row) -> str:
    """The lowest level of the row's place, should it be given as a path."""
    return (row.get("place") or "").rsplit("/", 1)[-1]


def _same_value(one: Row, other: Row) -> bool:
    """Whether both ends of the value are the same."""
    return all(_same_number(one.get(name), other.get(name)) for name in ("value", "value_max"))


def _equal(name: str) -> Callable[[Row, Row], bool]:
    """Whether two rows have the same text in a column."""
    return lambda one, other: (one.get(name) or "") == (other.get(name) or "")


def _alike(name: str, least: float) -> Callable[[Row, Row], bool]:
    """Whether two rows' phrases in a column are at least so much alike."""
    return lambda one, other: likeness(one.get(name) or "", other.get(name) or "") >= least


#: Attribute of a figure → whether an expected and a found row agree in it.
ATTRIBUTES: dict[str, Callable[[Row, Row], bool]] = {
    "value": _same_value,
    "unit": lambda one, other: _unit(one) == _unit(other),
    "qualifier": _equal("qualifier"),
    "indicator": _alike("indicator", 0.8),
    "indicator_exact": _equal("indicator"),
    "relation": _equal("relation"),
    "base": _alike("base", 0.6),
    "place": lambda one, other: _lowest(one) == _lowest(other),
    "period": _equal("period"),
    "status": _equal("status"),
}
#: What must be right for a whole row to be right.
WHOLE_ROW = ("value", "unit", "qualifier", "indicator", "relation", "place", "period", "status")
