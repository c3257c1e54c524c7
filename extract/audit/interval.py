"""What a printed figure can stand for, and arithmetic on that.

A printed 93.56 stands for everything that rounds to it, [93.555, 93.565]; a truncated one for
[93.56, 93.57]. Counted things (104户) stand for themselves. 约, 余, 以上 widen the interval or leave
it open on one side. Intervals are closed: a value on the border rounds either way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, localcontext
from typing import NamedTuple

from extract import numeral
from extract.records import Fact
from extract.text import fold

INFINITE = Decimal("Infinity")
_COUNTED = frozenset({"households", "persons", "count", "duration", "age"})


class Interval(NamedTuple):
    """All values from `low` to `high`; either may be infinite."""

    low: Decimal
    high: Decimal

    @property
    def bounded(self) -> bool:
        """Whether both ends are finite."""
        return self.low.is_finite() and self.high.is_finite()

    def meets(self, other: Interval) -> bool:
        """Whether the two have a value in common.

        >>> Interval(Decimal(1), Decimal(2)).meets(Interval(Decimal(2), Decimal(3)))
        True
        """
        return self.low <= other.high and other.low <= self.high

    def __add__(self, other: Interval) -> Interval:  # type: ignore[override]
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:  # type: ignore[override]
        ends = [a * b for a in self for b in other]
        return Interval(min(ends), max(ends))

    def over(self, other: Interval) -> Interval | None:
        """The quotient; None when the divisor may be zero.

        >>> Interval(Decimal(1), Decimal(2)).over(Interval(Decimal(4), Decimal(5)))
        Interval(low=Decimal('0.2'), high=Decimal('0.5'))
        """
        if other.low <= 0 <= other.high:
            return None
        ends = [a / b for a in self for b in other]
        return Interval(min(ends), max(ends))


def point(value: Decimal | int) -> Interval:
    """The interval of one value."""
    return Interval(Decimal(value), Decimal(value))


def total(intervals: Iterable[Interval]) -> Interval:
    """The sum of several."""
    low = high = Decimal(0)
    for interval in intervals:
        low, high = low + interval.low, high + interval.high
    return Interval(low, high)


def root(value: Interval, degree: int) -> Interval:
    """The positive root, for average yearly growth."""
    with localcontext() as context:
        context.prec = 20
        power = Decimal(1) / degree
        return Interval(value.low ** power, value.high ** power)


class Printed(NamedTuple):
    """A figure as printed: its value, one unit of its last printed digit (0 for counted things), one unit
    of its last digit that is no zero, and all values that it can stand for."""

    value: Decimal
    step: Decimal
    coarse: Decimal
    interval: Interval

    @property
    def truncated(self) -> Interval:
        """What it stands for when its further digits were cut off instead of rounded."""
        return Interval(self.value, self.value + self.step)


_DIGITS = re.compile(r"\d[\d,，]*(?:\.\d+)?")
_OPEN_ABOVE = ("超", "突破", "高于", "大于", "逾")


def printed(fact: Fact) -> Printed | None:
    """The fact's figure as printed; None when it has no value."""
    if fact.value is None or not fact.value.is_finite():
        return None
    text = re.sub(r"\s+", "", fold(fact.text))
    step, coarse = _steps(text, fact)
    value = fact.value
    if fact.value_max is not None:
        return Printed(value, step, coarse, Interval(value - step / 2, fact.value_max + step / 2))
    match fact.qualifier:
        case "about":
            blur = min(coarse, max(step, abs(value) / 10))
            interval = Interval(value - blur, value + blur)
        case "over" if not text.startswith(_OPEN_ABOVE):
            interval = Interval(value, value + coarse)
        case "over" | "at_least":
            interval = Interval(value, INFINITE)
        case "under" | "at_most":
            interval = Interval(-INFINITE, value)
        case _:
            interval = Interval(value - step / 2, value + step / 2)
    return Printed(value, step, coarse, interval)


def _steps(text: str, fact: Fact) -> tuple[Decimal, Decimal]:
    """One unit of the last printed digit, and of the last that is no zero, both in the fact's unit."""
    match = _DIGITS.search(text)
    value = abs(fact.value)
    if match is None:
        return _in_words(text, fact)
    digits = match.group().replace(",", "").replace("，", "")
    whole, _, decimals = digits.partition(".")
    read = numeral.read(text, match.start())
    literal = Decimal(digits)
    scale = value / literal if literal and value else (read.multiplier if read else Decimal(1))
    mixed = read is not None and read.value is not None and literal and read.value != literal * read.multiplier
    if mixed:  # 2万3千: the smaller part is the last digit
        return (Decimal(0) if fact.kind in _COUNTED else Decimal(1)), Decimal(1)
    if not literal and not decimals:
        return Decimal(0), Decimal(1)  # 0万元 is nothing, not less than half of 1万元
    step = scale.scaleb(-len(decimals))
    zeros = 0 if decimals.strip("0") else len(whole) - len(whole.rstrip("0"))
    coarse = step if decimals.strip("0") else scale.scaleb(min(zeros, max(len(whole) - 1, 0)))
    plain = fact.kind in _COUNTED and not decimals and (read is None or read.multiplier == 1)
    return (Decimal(0) if plain else step), coarse


def _in_words(text: str, fact: Fact) -> tuple[Decimal, Decimal]:
    """The steps of a figure in Chinese numerals: counted things are exact, of others the last multiplier counts."""
    value = abs(fact.value)
    if "成" in text or "半" in text or "分之" in text or not value:
        return value / 10, value / 10
    coarse = Decimal(1).scaleb(value.normalize().as_tuple().exponent)
    return (Decimal(0) if fact.kind in _COUNTED and coarse < 10**4 else coarse), coarse
