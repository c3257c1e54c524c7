"""An indicator compared: over time for some places, of places in one year, planned against actual.

Where a place has several figures for a year, none are averaged: the chart takes one by a fixed order (whole
years before parts of one, then the more certain, then the earlier document) and the table lists them all.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

from extract.explore.access import Access
from extract.explore.filters import Row
from extract.explore.review import said

VIEWS = ("time", "places", "plan")
_MOST_ROWS, _MOST_PLACES, DRAWN = 20_000, 60, 8


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared, as the address holds it."""

    indicator: str = ""
    place: tuple[str, ...] = ()
    view: str = "time"
    year: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def read(cls, query: Any) -> Asked:
        """What a query asks for; what makes no sense is left out."""
        def year(name: str) -> str:
            value = (query.getlist(name) or [""])[-1]
            return value if len(value) == 4 and value.isascii() and value.isdigit() else ""

        view = (query.getlist("view") or ["time"])[-1]
        return cls(
            (query.getlist("indicator") or [""])[-1].strip()[:200], tuple(dict.fromkeys(p[:300] for p in query.getlist("place") if p))[:_MOST_PLACES],
            view if view in VIEWS else "time", year("year"), year("since"), year("until"),
        )

    def query(self, **changes: Any) -> str:
        """The query of the same comparison with some parts changed."""
        now = replace(self, **changes)
        pairs = [(name, getattr(now, name)) for name in ("indicator", "view", "year", "since", "until") if getattr(now, name)]
        return urlencode(pairs + [("place", place) for place in now.place])


class Point(NamedTuple):
    """A figure of the indicator: where, when, how much, and the fact that says so."""

    place: str
    year: str
    period: str
    status: str
    value: float
    unit: str
    base_value: float
    base_unit: str
    text: str
    confidence: float
    row: Row

    @property
    def rank(self) -> tuple:
        """What comes first is drawn where a place has several figures for a year."""
        whole = self.period in (self.year, f"{self.year}-12-31", f"{self.year}-12", f"{self.year}-01/{self.year}-12", f"{self.year}-01-01/{self.year}-12-31")
        return (0 if whole else 2 if "/" in self.period else 1, -self.confidence, self.row.doc, self.row.start)


@dataclass(frozen=True, slots=True)
class Compared:
    """What there is to draw and to list."""

    points: list[Point]  # all that fit, by place, year, status and rank
    drawn: dict[tuple[str, str, str], Point]  # (place, year, status) → the one in the chart
    unit: str
    other_units: list[tuple[str, int]]
    places: list[tuple[str, int]]  # all places with the number of their years
    chosen: tuple[str, ...]
    years: list[str]
    year: str

    @property
    def several(self) -> int:
        """How many cells have more than one figure."""
        return sum(n > 1 for n in Counter((p.place, p.year, p.status) for p in self.points).values())


def compared(access: Access, asked: Asked) -> Compared:
    """The figures of the indicator in its most frequent unit, for the places chosen or those with most years."""
    every, years_of = access.kept(("compare", asked.indicator), lambda: _every(access, asked.indicator))
    units = Counter(point.base_unit for point in every)
    most_frequent = units.most_common(1)[0][0] if units else ""
    alike = _in_one_unit([p for p in every if p.base_unit == most_frequent])
    unit = alike[0].unit if alike else ""
    fitting = [p for p in alike if (not asked.since or p.year >= asked.since) and (not asked.until or p.year <= asked.until)]
    years = sorted({p.year for p in fitting})
    year = asked.year if asked.year in years else Counter(p.year for p in fitting).most_common(1)[0][0] if fitting else ""
    known = [(place, n) for place, n in years_of if place in {p.place for p in fitting}]
    most = DRAWN if asked.view != "places" else 24
    chosen = asked.place or tuple(place for place, _ in _first(known, fitting, asked.view, year)[: 1 if asked.view == "plan" else 5 if asked.view == "time" else 12])
    points = sorted(
        (p for p in fitting if p.place in chosen and (asked.view != "places" or p.year == year)),
        key=lambda p: (chosen.index(p.place), p.year, p.status, p.rank),
    )
    drawn: dict[tuple[str, str, str], Point] = {}
    for point in points:
        if point.place in chosen[:most]:
            drawn.setdefault((point.place, point.year, point.status), point)
    return Compared(points, drawn, unit, [pair for pair in units.most_common() if pair[0] != most_frequent], known[:_MOST_PLACES], chosen, years, year)


def _in_one_unit(points: list[Point]) -> list[Point]:
    """The points in the unit in which they are printed where that is one, else in their base unit."""
    if len({point.unit for point in points}) <= 1:
        return points
    return [point._replace(value=point.base_value, unit=point.base_unit) for point in points]


def _first(known: list[tuple[str, int]], fitting: Iterable[Point], view: str, year: str) -> list[tuple[str, int]]:
    """The places in the order in which they are taken unless a reader chooses: those of the most frequent level first."""
    has = {p.place for p in fitting if p.year == year}
    planned = Counter(p.place for p in fitting if p.status == "planned")
    if view == "plan":
        return sorted(known, key=lambda pair: -planned[pair[0]])
    known = [pair for pair in known if pair[0] in has] if view == "places" else known
    level = Counter(place.count("/") for place, _ in known).most_common(1)[0][0] if known else 0
    return sorted(known, key=lambda pair: pair[0].count("/") != level)  # like beside like


def _every(access: Access, indicator: str) -> tuple[list[Point], list[tuple[str, int]]]:
    """All figures of the indicator that say a level in one year, and its places, those with most years first."""
    if not indicator:
        return [], []
    found = access.rows(f"""
        SELECT coalesce(nullif(place_path, ''), place), left(period, 4), period, status, value, unit, coalesce(base_value, value),
               coalesce(nullif(base_unit, ''), unit), text, confidence, start, "end", kind, doc
        FROM facts WHERE (indicator = ? OR indicator_std = ?) AND relation = 'level' AND value IS NOT NULL AND period <> ''
          AND place <> '' AND left(period, 4) = left(split_part(period, '/', -1), 4)
        ORDER BY confidence DESC, doc, start LIMIT {_MOST_ROWS}""", [indicator, indicator])
    points = [Point(*row[:10], Row(*row[10:])) for row in found]
    years: dict[str, set[str]] = defaultdict(set)
    for point in points:
        years[point.place].add(point.year)
    return points, sorted(((place, len(of)) for place, of in years.items()), key=lambda pair: (-pair[1], pair[0]))


def indicators(access: Access, find: str) -> list[tuple[str, int]]:
    """Indicators whose name holds a text, with the number of places and years that they are given for."""

    def make() -> list[tuple[str, int]]:
        looked = "AND contains(lower(name), lower(?))" if find else ""
        return access.rows(f"""
            SELECT name, count(*) AS n FROM (SELECT coalesce(nullif(indicator_std, ''), indicator) AS name FROM facts
              WHERE relation = 'level' AND period <> '' AND place <> '' AND value IS NOT NULL)
            WHERE name <> '' {looked} GROUP BY name ORDER BY n DESC, name LIMIT 30""", [find] if find else [])

    return access.kept(("indicators", find), make)


def table(data: Compared, indicator: str) -> str:
    """The table behind a chart as CSV: every figure with its source, and whether it is the one drawn."""
    out = io.StringIO("\ufeff")
    out.seek(1)
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(("indicator", "place", "year", "period", "status", "value", "unit", "drawn", "text", "confidence", "doc", "start", "end"))
    for p in data.points:
        drawn = "yes" if data.drawn.get((p.place, p.year, p.status)) is p else ""
        lines.writerow((indicator, p.place, p.year, p.period, p.status, said(p.value), p.unit, drawn, p.text, said(p.confidence), p.row.doc, p.row.start, p.row.end))
    return out.getvalue()


def names(places: Sequence[str]) -> dict[str, str]:
    """The shortest ends of the paths by which the places can be told apart.

    >>> names(["河北省/保定市/徐水县", "贵州省/毕节市"])
    {'河北省/保定市/徐水县': '徐水县', '贵州省/毕节市': '毕节市'}
    """
    found = {}
    for place in places:
        parts = place.split("/")
        for depth in range(1, len(parts) + 1):
            name = "/".join(parts[-depth:])
            if sum(other == name or other.endswith("/" + name) for other in places) == 1:
                break
        found[place] = name
    return found
