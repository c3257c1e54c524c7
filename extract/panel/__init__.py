"""Panel data: places × years, one column for each indicator and unit, from the facts of a dataset.

Nothing is averaged and nothing is chosen silently: where documents disagree on a cell, it stays empty and
both are listed, unless the user says what decides. Values are in one unit a kind, so that 亩 and 公顷, or
万元 and 元, stand in one column.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from extract import gazetteer, rules
from extract.dataset import Dataset
from extract.panel.cell import PREFERENCES, Cell, Figure, settle
from extract.query import BadWish, Search, Wanted
from extract.query.place import Chosen, identity

AXES = (("place", "year"), ("year", "place"), ("place", "period"), ("period", "place"))

_ASKED = (
    "doc", "start", "end", "kind", "text", "sentence", "page", "paragraph", "table_cell", "confidence", "period", "qualifier", "value",
    "value_max", "unit", "base_value", "base_unit", "indicator", "indicator_std", "relation", "status", "place", "place_path", "place_code",
)


class Series(NamedTuple):
    """What a column holds: an indicator in a unit, and whether it is a level or a change, actual or planned."""

    indicator: str
    unit: str
    relation: str = "level"
    status: str = "actual"

    @property
    def title(self) -> str:
        """What heads the column.

        >>> Series("贫困发生率", "%").title, Series("地区生产总值", "%", "increase").title
        ('贫困发生率（%）', '地区生产总值·increase（%）')
        """
        marks = [self.relation] * (self.relation != "level") + [self.status] * (self.status != "actual")
        return "·".join([self.indicator, *marks]) + (f"（{self.unit}）" if self.unit else "")


class Place(NamedTuple):
    """A place of a panel: its path by its latest name, and its code."""

    path: str
    code: str = ""

    @property
    def name(self) -> str:
        """Its own name."""
        return self.path.rpartition("/")[2]


@dataclass(slots=True)
class Panel:
    """A panel: its cells by place, time and series; the places that were meant; what was left out and why."""

    by: tuple[str, str]
    cells: dict[tuple[Place, str, Series], Cell] = field(default_factory=dict)
    places: tuple[Chosen, ...] = ()
    left_out: Counter[str] = field(default_factory=Counter)
    nothing: str = ""

    @property
    def rows(self) -> list[tuple[Place, str]]:
        """The pairs of place and time, places in the order of their codes."""
        pairs = {(place, time) for place, time, _ in self.cells}

        def key(pair: tuple[Place, str]) -> tuple:
            place, time = pair
            where = (place.code or "~", place.path)
            return (where, time) if self.by[0] == "place" else (time, where)

        return sorted(pairs, key=key)

    @property
    def series(self) -> list[Series]:
        """The columns: those of one indicator together."""
        return sorted({series for _, _, series in self.cells})

    @property
    def disputed(self) -> list[tuple[Place, str, Series]]:
        """The cells in which documents disagree, in the order of the rows."""
        order = {pair: number for number, pair in enumerate(self.rows)}
        return sorted((key for key, cell in self.cells.items() if cell.disputed), key=lambda key: (order[key[:2]], key[2]))


def build(dataset: Dataset, wanted: Wanted, by: Sequence[str] = ("place", "year"), prefer: str = "") -> Panel:
    """The panel of the facts that are wanted.

    Where nothing else is said, levels that are actual; of a standard indicator, figures of its own kinds;
    and without an indicator, all that have a standard name. BadWish, NoSuchPlace, AmbiguousPlace.
    """
    if tuple(by) not in AXES:
        raise BadWish(f"by {','.join(by)}: a panel goes by {' or '.join(','.join(axes) for axes in AXES)}")
    if prefer not in ("", *PREFERENCES):
        raise BadWish(f"prefer {prefer}: it is one of {', '.join(PREFERENCES)}")
    asked = replace(
        wanted, relation=wanted.relation or ("level",), status=wanted.status or ("actual",), exact_indicator=True, only_standard=not wanted.indicator,
    )
    search = Search(dataset, asked)
    panel = Panel(tuple(by), places=search.places)
    dates = dict(dataset.rows("SELECT doc, date FROM documents"))
    held: dict[tuple[Place, str, Series], list[tuple[Figure, str]]] = defaultdict(list)
    for batch in search.batches(_ASKED):
        for row in batch:
            entry = _entry(dict(zip(_ASKED, row, strict=True)), dates, panel, bool(wanted.kind))
            if entry:
                key, figure, day = entry
                held[key].append((figure, day))
    panel.cells.update((key, settle(figures, prefer)) for key, figures in _as_one_place(held).items())
    panel.nothing = "" if panel.cells else search.nothing() if not panel.left_out else "no row has a place, a year and one value"
    return panel


def _entry(row: dict, dates: dict[str, str], panel: Panel, any_kind: bool):
    """The cell to which a row belongs, its figure and its day; None, and the reason counted, where it has none."""
    series = Series(row["indicator_std"] or row["indicator"], row["base_unit"] or row["unit"], row["relation"], row["status"])
    time, day = _time(row["period"], "year" in panel.by)
    reason = (
        "without a value" if row["value"] is None else "ranges" if row["value_max"] is not None
        else "without an indicator" if not series.indicator
        else "of another kind than the indicator's own" if not any_kind and _stranger(row)
        else "without a place" if not row["place"] else "of several places" if "、" in row["place"]
        else "without a time" if not row["period"] else f"of no one {panel.by[1] if panel.by[0] == 'place' else panel.by[0]}" if not time else ""
    )
    if reason:
        panel.left_out[reason] += 1
        return None
    value = row["base_value"] if row["base_unit"] and row["base_value"] is not None else row["value"]
    names = ("doc", "start", "end", "kind", "text", "sentence", "page", "paragraph", "table_cell", "confidence", "period", "qualifier")
    figure = Figure(date=dates.get(row["doc"], ""), value=value, **{name: row[name] for name in names})
    return (place_of(row["place_path"] or row["place"], row["place_code"]), time, series), figure, day


def _stranger(row: dict) -> bool:
    """Whether a level is of a kind that does not give its standard indicator its value (地区生产总值 as 1.1倍)."""
    kinds = _kinds().get(row["indicator_std"])
    return bool(kinds) and row["relation"] == "level" and row["kind"] not in kinds


@lru_cache(maxsize=1)
def _kinds() -> dict[str, frozenset[str]]:
    """Standard indicator → the kinds of figure that give it its value."""
    return {row["name"]: frozenset(row["kinds"].split()) for row in rules.table("indicator")}


def _time(period: str, yearly: bool) -> tuple[str, str]:
    """The time of a cell to which a period belongs ('' where to none), and the day in it ('' for the whole of it).

    >>> [_time(period, True) for period in ("2018", "2018-12-31", "2018-03-05", "2018-06", "2018-01-01/2018-06-30", "2014/2018")]
    [('2018', ''), ('2018', ''), ('2018', '2018-03-05'), ('', ''), ('', ''), ('', '')]
    """
    if not yearly:
        return period, ""
    if re.fullmatch(r"(\d{4})(-12(-31)?|-01(-01)?/\1-12(-31)?)?", period):
        return period[:4], ""
    return (period[:4], period) if re.fullmatch(r"\d{4}-\d\d-\d\d", period) else ("", "")


@lru_cache(maxsize=65536)
def place_of(path: str, code: str = "") -> Place:
    """The place of a path, under its latest name (毕节地区/赫章县 is 毕节市/赫章县)."""
    one = identity(tuple(path.split("/")))
    division = gazetteer.by_code(one[0]) if one[0].isdigit() else None
    if division is None:
        return Place(path, code)
    return Place("/".join((*division.path, *one[1:])), one[0] if len(one) == 1 else code)


def _as_one_place(held: dict[tuple[Place, str, Series], list]) -> dict[tuple[Place, str, Series], list]:
    """The same, places of one path as one place: a code that some rows lack is that of the others."""
    codes: dict[str, set[str]] = defaultdict(set)
    for place, _, _ in held:
        codes[place.path].update({place.code} - {""})
    joined: dict[tuple[Place, str, Series], list] = defaultdict(list)
    for (place, time, series), figures in held.items():
        code = next(iter(codes[place.path])) if len(codes[place.path]) == 1 else ""
        joined[Place(place.path, code), time, series] += figures
    return joined


def left_out(counts: Counter[str]) -> str:
    """What was left out, in words.

    >>> left_out(Counter({"ranges": 2, "without a place": 5}))
    '5 rows without a place, 2 ranges'
    """
    def said(reason: str, number: int) -> str:
        return f"{number:,} {reason}" if reason == "ranges" else f"{number:,} row{'s' * (number != 1)} {reason}"

    return ", ".join(said(reason, number) for reason, number in counts.most_common())


def citations(panel: Panel, keys: Iterable[tuple[Place, str, Series]]) -> list[tuple]:
    """The figures of some cells as rows of the codebook's table `sources`."""
    when = int if "year" in panel.by else str
    return [
        (place.path, when(time), series.title, figure.value, series.unit, use, figure.doc, figure.start, figure.end, figure.page,
         figure.text, figure.period, figure.confidence, figure.sentence)
        for place, time, series in keys for figure, use in panel.cells[place, time, series].figures
    ]
