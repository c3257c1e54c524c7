"""The same thing stated twice: same indicator, place, period and unit, different values.

Linking keeps the shortest name that a table needs, so two figures of one name may well be two things. A
restatement is certain only where something else holds the two together: a second figure that stands
beside both (104户312人 and 104户314人), or digits that differ as a slip of the pen differs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.audit.across import comparable
from extract.audit.finding import Finding
from extract.audit.interval import Interval
from extract.audit.nesting import Nesting
from extract.audit.reading import Item, Report
from extract.audit.verdict import Reckoning, finding, said


def check(report: Report, nesting: Nesting) -> Iterator[Finding]:
    """The findings on what a report states twice in its prose."""
    yield from _pairs(report)
    yield from _slips(report)
    yield from _standard(report)


def _pairs(report: Report) -> Iterator[Finding]:
    """Pairs such as 104户312人 that share one figure and the name, and differ in the other."""
    seen: dict[tuple, list[tuple[Item, Item]]] = {}
    for first, second in zip(report.items, report.items[1:], strict=False):
        beside = second.sentence == first.sentence and second.gap in ("", "，", "、", "/") and {first.fact.kind, second.fact.kind} == {"households", "persons"}
        exact = first.fact.qualifier == second.fact.qualifier == "exact" and min(first.printed.value, second.printed.value) >= 10
        if not (beside and exact and first.level and second.level):
            continue
        key = (first.fact.place, first.unit, first.printed.value, second.unit)
        others = seen.setdefault(key, [])
        akin = [other for other in others if _akin(first, other[0]) and other[0].sentence != first.sentence]
        if akin and not any(other[1].interval.meets(second.interval) for other in akin):
            before = akin[-1]
            if abs(second.printed.value - before[1].printed.value) * 20 < second.printed.value:
                same = first.fact.period[:4] == before[0].fact.period[:4]
                yield _twice(report, second, before[1], "disagrees" if same else "unsure", f"同为{said(first)}的{first.fact.indicator}")
        if len(others) < 8:
            others.append((first, second))


def _akin(one: Item, other: Item) -> bool:
    """Whether two names are one, or end alike (贫困户, 建档立卡贫困户)."""
    a, b = one.name, other.name
    return len(min(a, b, key=len)) > 1 and (a.endswith(b) or b.endswith(a) or len(a) > 2 and a[-3:] == b[-3:])


def _twice(report: Report, later: Item, first: Item, verdict: str, why: str) -> Finding:
    """The finding on a second statement."""
    reckoning = Reckoning(first.interval, (first,), f"前文为{said(first)}", why)
    made = finding(report, "restated", verdict, later, reckoning, why)
    return Finding(*(getattr(made, name) if name != "statement" else f"{later.fact.indicator}：前文为{said(first)}，此处为{said(later)}" for name in made.__slots__))


_OTHER = re.compile(r"其中|预计|计划|目标|力争|上年|去年|分别|约|由|从|原")


def _slips(report: Report) -> Iterator[Finding]:
    """Figures of one full name, place, stated period and status whose digits differ as by a slip."""
    groups: dict[tuple, list[Item]] = {}
    for item in report.items:
        fact = item.fact
        if fact.relation != "level" or len(item.name) < 4 or not fact.period or fact.status != "actual" or fact.qualifier != "exact":
            continue
        if _OTHER.search(item.gap) or fact.how_period not in ("clause", "sentence") or item.name[-3:] not in item.lead + report.sentence_of(item).text:
            continue
        groups.setdefault((fact.indicator, item.unit, fact.place, fact.period), []).append(item)
    for items in groups.values():
        values = {item.printed.value: item for item in reversed(items)}
        if len(values) != 2:
            continue
        first, later = sorted(values.values(), key=lambda item: item.order)
        if first.sentence == later.sentence or _meets(first.interval, later.interval):
            continue
        a, b = _digits(first), _digits(later)
        if len(a) >= 3 and a != b and _slip(a, b):
            yield _twice(report, later, first, "disagrees" if len(a.replace(".", "")) > 3 and item_named(first, later) else "unsure", "同一指标、地区、时间，数字只差一处")


_CLOSE = 20  # two values of one thing differ by less than one in so many; else they are rather two things


def _standard(report: Report) -> Iterator[Finding]:
    """Standard indicators of one place and stated period that another sentence gives a little otherwise."""
    seen: dict[tuple, Item] = {}
    for item in report.items:
        if not comparable(item.fact) or _OTHER.search(item.gap):
            continue
        first = seen.setdefault((item.fact.indicator, item.fact.place, item.fact.period, item.unit), item)
        if first.sentence == item.sentence or first.interval.meets(item.interval):
            continue
        cut = first.printed.truncated.meets(item.interval) or item.printed.truncated.meets(first.interval)
        if not cut and abs(item.printed.value - first.printed.value) * _CLOSE < abs(item.printed.value):
            yield _twice(report, item, first, "disagrees", "同一指标、地区、时间")


def item_named(first: Item, later: Item) -> bool:
    """Whether both figures stand right behind the whole name of their indicator."""
    return all(item.fact.how_indicator == "clause" and item.fact.indicator[-4:] in item.lead for item in (first, later))


def _meets(a: Interval, b: Interval) -> bool:
    return a.meets(b)


def _digits(item: Item) -> str:
    """The digits of a figure with its point."""
    match = re.search(r"\d[\d,，.]*", said(item))
    return re.sub("[,，]", "", match.group()) if match else ""


def _slip(a: str, b: str) -> bool:
    """Whether two numbers differ in one digit, or by two that changed places.

    >>> _slip("5213.69", "5123.69"), _slip("312", "314"), _slip("312", "3120"), _slip("53.11", "54.97")
    (True, True, False, False)
    """
    if len(a) != len(b):
        return False
    apart = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(apart) == 1:
        return a[apart[0]] != "." != b[apart[0]]
    return len(apart) == 2 and apart[1] - apart[0] <= 2 and a[apart[0]] == b[apart[1]] and a[apart[1]] == b[apart[0]]
