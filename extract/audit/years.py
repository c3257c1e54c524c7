"""Figures of several years against those of the years themselves, from anywhere in a report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extract.audit.finding import Finding
from extract.audit.nesting import Nesting
from extract.audit.reading import Item, Report
from extract.audit.sum import added, additive
from extract.audit.verdict import finding, off, weigh


@dataclass(frozen=True, slots=True)
class _Years:
    """The years that a period takes in."""

    first: int
    last: int


_PERIOD = re.compile(r"(\d{4})(?:/(\d{4}))?$")


def _years(item: Item) -> _Years | None:
    """The whole years of a figure's period; None when it is not of whole years."""
    match = _PERIOD.match(item.fact.period)
    return _Years(int(match.group(1)), int(match.group(2) or match.group(1))) if match else None


def check(report: Report, nesting: Nesting) -> Iterator[Finding]:
    """Figures of several years against those of the years themselves."""
    series: dict[tuple[str, str, str], dict[_Years, list[Item]]] = {}
    for item in (*report.items, *report.cells):
        years = _years(item)
        if years is None or not item.name or not item.level or not additive(item):
            continue
        series.setdefault((item.name, item.unit, item.fact.place), {}).setdefault(years, []).append(item)
    ends: dict[tuple[str, str, str], list[str]] = {}
    for name, unit, place in series:
        ends.setdefault((name[-2:], unit, place), []).append(name)
    for key, periods in series.items():
        for years in [years for years in periods if years.last > years.first]:
            for other in _kindred(series, ends, key):
                yield from _partition(report, periods[years], years, other, sure=other is periods)


def _kindred(series: dict, ends: dict, key: tuple[str, str, str]) -> Iterator[dict[_Years, list[Item]]]:
    """The series of a name, then those whose names end with it (项目, 录入项目)."""
    yield series[key]
    for name in ends.get((key[0][-2:], *key[1:]), ())[:50]:
        if name != key[0] and name.endswith(key[0]) and len(key[0]) > 1:
            yield series[name, key[1], key[2]]


def _partition(report: Report, wholes: list[Item], years: _Years, periods: dict[_Years, list[Item]], sure: bool) -> Iterator[Finding]:
    """The sums by single years and by the longest stretches that make up a period."""
    done = set()
    for longest in (False, True):
        parts = _cover(years, periods, longest)
        if parts is None or tuple(parts) in done:
            continue
        done.add(tuple(parts))
        lists = [_of_one_place([periods[part] for part in parts], part) for part in [periods[part] for part in parts]]
        single = all(len({item.printed.value for item in found}) == 1 for found in lists)
        reckoning = added([found[0] for found in lists], "分年度相加")
        values = {item.printed.value: item for item in reversed(wholes)}.values()
        known = len(values) == 1 or any(weigh(whole, reckoning.computed) == "agrees" for whole in values)
        for whole in values:
            verdict = weigh(whole, reckoning.computed)
            if verdict != "agrees" and not (sure and single and known and off(whole, reckoning.computed) < Decimal("0.3")):
                verdict = "unsure"
            if verdict == "agrees" or sure:
                yield finding(report, "sum", verdict, whole, reckoning)


def _of_one_place(lists: list[list[Item]], own: list[Item]) -> list[Item]:
    """The figures of one period: those in tables where most of the periods have one there, else those in prose."""
    tabled = sum(any(item.fact.table_cell for item in found) for found in lists) * 2 > len(lists)
    return [item for item in own if bool(item.fact.table_cell) == tabled] or own


def _cover(years: _Years, periods: dict[_Years, list[Item]], longest: bool) -> list[_Years] | None:
    """Periods that follow one another and make up the years; by the longest or by the shortest at each step."""
    starts: dict[int, list[_Years]] = {}
    for part in periods:
        if part != years and years.first <= part.first and part.last <= years.last:
            starts.setdefault(part.first, []).append(part)
    parts, year = [], years.first
    while year <= years.last:
        choices = starts.get(year)
        if not choices:
            return None
        part = (max if longest else min)(choices, key=lambda p: p.last)
        parts.append(part)
        year = part.last + 1
    return parts if len(parts) > 1 and year == years.last + 1 else None
