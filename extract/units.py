"""The unit behind a number: its kind, its canonical form, and its value in one base unit per kind."""

from __future__ import annotations

from decimal import Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from extract import rules


class Unit(NamedTuple):
    """One printed unit: a number times `scale` is in `canonical`, that times `factor` is in `base`
    (no base: not comparable, as foreign currencies)."""

    text: str
    kind: str
    canonical: str
    scale: Decimal
    factor: Decimal | None
    base: str


@lru_cache(maxsize=1)
def table() -> dict[str, Unit]:
    """Printed unit → Unit, from `patterns/unit.csv`."""
    return {
        row["unit"]: Unit(
            row["unit"], row["kind"], row["canonical"], Decimal(row["scale"]),
            Decimal(row["factor"]) if row["factor"] else None, row["base"],
        )
        for row in rules.table("unit")
    }


@lru_cache(maxsize=1)
def _longest() -> dict[str, int]:
    """First character → length of the longest unit that begins with it."""
    longest: dict[str, int] = {}
    for text in table():
        longest[text[0]] = max(longest.get(text[0], 0), len(text))
    return longest


def first_characters() -> str:
    """The characters with which a unit may begin, each once."""
    return "".join(_longest())


def at(text: str, start: int) -> Unit | None:
    """The longest unit that begins at `start`, or None.

    >>> at("5个百分点", 1).canonical, at("7个村", 1).canonical
    ('百分点', '个')
    """
    units = table()
    for length in range(_longest().get(text[start:start + 1], 0), 0, -1):
        unit = units.get(text[start:start + length])
        if unit and len(unit.text) == length:
            return unit
    return None


@lru_cache(maxsize=1)
def _factors() -> dict[str, tuple[Decimal, str]]:
    """Canonical unit → (factor, base)."""
    return {unit.canonical: (unit.factor, unit.base) for unit in table().values() if unit.factor is not None}


_TWELVE_DIGITS = Context(prec=12)


def to_base(value: Decimal, unit: str) -> tuple[Decimal, str] | None:
    """A value in its kind's base unit, or None when there is no common base (`元/年`, `美元`).

    >>> to_base(Decimal(3), "亩"), to_base(Decimal(2), "吨")
    ((Decimal('2000.00000000'), '平方米'), (Decimal('2000'), '公斤'))
    """
    factor, base = _factors().get(unit, (None, ""))
    return (_TWELVE_DIGITS.multiply(value, factor), base) if factor is not None else None
