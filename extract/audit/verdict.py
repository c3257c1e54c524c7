"""Weighing: what a relation computes to against what the document states."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.audit.finding import Finding
from extract.audit.interval import Interval
from extract.audit.reading import Item, Report
from extract.text import fold


@dataclass(frozen=True, slots=True)
class Reckoning:
    """One way in which a stated figure may follow from others: what it computes to, from which figures, how
    that is written, and why these figures are thought to belong together; `value` is the result of the
    printed values themselves, where it is not the middle."""

    computed: Interval
    operands: tuple[Item, ...]
    formula: str
    why: str
    unit: str = ""
    value: Decimal | None = None

    @property
    def central(self) -> Decimal:
        """The result of the printed values."""
        return middle(self.computed) if self.value is None else self.value


def weigh(stated: Item, computed: Interval) -> str:
    """The verdict on one reckoning: `agrees`, `truncated` or `disagrees`."""
    if stated.interval.meets(computed):
        return "agrees"
    exact = stated.fact.qualifier == "exact" and stated.printed.step > 0
    return "truncated" if exact and stated.printed.truncated.meets(computed) else "disagrees"


def off(stated: Item, computed: Interval) -> Decimal:
    """By which part of itself a computed value misses the stated one; 0 when they meet."""
    if stated.interval.meets(computed):
        return Decimal(0)
    value = stated.printed.value
    gap = min(abs(value - computed.low), abs(value - computed.high))
    return gap / max(abs(value), abs(middle(computed)), Decimal("1e-9"))


def middle(interval: Interval) -> Decimal:
    """The middle of a bounded interval."""
    return (interval.low + interval.high) / 2


def best(stated: Item, reckonings: Sequence[Reckoning]) -> tuple[str, Reckoning] | None:
    """The reckoning that fits a stated figure best, with its verdict; the first of equals."""
    if not reckonings:
        return None
    order = {"agrees": 0, "truncated": 1, "disagrees": 2}
    judged = [(weigh(stated, r.computed), r) for r in reckonings]
    return min(judged, key=lambda pair: (order[pair[0]], off(stated, pair[1].computed)))


def finding(report: Report, rule: str, verdict: str, stated: Item, reckoning: Reckoning, why: str = "") -> Finding:
    """The Finding of a stated figure and its reckoning."""
    value = reckoning.central
    tolerance = (reckoning.computed.high - reckoning.computed.low) / 2 + stated.printed.step / 2
    unit = reckoning.unit or stated.unit
    return Finding(
        report.doc, report.section, rule, verdict,
        f"{reckoning.formula} {_result(reckoning, stated, verdict)}，文中为{said(stated)}",
        stated.printed.value, value, tolerance, unit,
        ((stated.fact.start, stated.fact.end), *((i.fact.start, i.fact.end) for i in reckoning.operands)), why or reckoning.why,
    )


def _result(reckoning: Reckoning, stated: Item, verdict: str) -> str:
    """What a relation computes to: `= 93.69%`; where only the bounds of rounded figures meet the stated one, both bounds."""
    unit = _printed_unit(stated)
    shown = number(reckoning.central, stated, verdict)
    if verdict == "agrees" and shown != number(stated.printed.value, stated, verdict) and stated.fact.qualifier == "exact":
        low, high = (number(end, stated, "agrees", 1) for end in reckoning.computed)
        return f"在{low}{unit}与{high}{unit}之间"
    return f"= {shown}{unit}"


def said(item: Item) -> str:
    """A figure as the document prints it, on one line."""
    return "".join(fold(item.fact.text).split())


_SCALES = (("亿", Decimal(10**8)), ("万", Decimal(10**4)))


def _printed_unit(stated: Item) -> str:
    """The multiplier and unit with which a figure is printed: 万元."""
    return _multiplier(stated)[0] + ("" if stated.fact.table_cell else stated.unit)


def _multiplier(stated: Item) -> tuple[str, Decimal]:
    """万 or 亿 where the figure is printed with it."""
    text = said(stated)
    return next(((name, value) for name, value in _SCALES if name in text), ("", Decimal(1)))


def number(value: Decimal, stated: Item, verdict: str, more: int = 0) -> str:
    """A computed value in the stated figure's digits and `more`; one more where rounding would hide the difference.

    Numbers of a table are given in the table's own unit.
    """
    scale = _multiplier(stated)[1]
    if stated.fact.table_cell and stated.printed.step:
        digits = len(said(stated).partition(".")[2].rstrip("%‰"))
        scale = stated.printed.step.scaleb(digits)
    step = (stated.printed.step or Decimal(1)) / scale
    shown = value / scale
    for extra in range(more, more + 4):
        rounded = shown.quantize(step.scaleb(-extra).normalize() if step.scaleb(-extra) < 1 else Decimal(1))
        if verdict == "agrees" or rounded == shown or rounded != stated.printed.value / scale:
            break
    return format(rounded, "f")


def written(items: Iterable[Item], sign: str) -> str:
    """Figures joined by a sign: `2.25亿元 + 7.5亿元`; a long list by its ends."""
    texts = [said(item) for item in items]
    if len(texts) > 8:
        texts = [*texts[:3], "…", *texts[-2:]]
    return f" {sign} ".join(texts)
