"""Shares: a part over its whole against the printed percentage.

`农业人口76.87万人，占93.56%` of `总人口82.05万人`. The whole is the one that 占 names, else the figure
that the part stands under (其中, a colon, a bracket).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extract.audit.finding import Finding
from extract.audit.interval import Interval
from extract.audit.reading import Item, Report, core
from extract.audit.verdict import Reckoning, best, finding, off, said

_OF = re.compile(
    r"占(?:到|了|比|据)?(?P<whole>[^，。；：、（）占]*?)(?:的)?(?:比重|比例|份额|比)?(?:的)?(?:分别)?(?:是|为|达到?|高达|超过|约|近|仅|只|到|的|由|从|上升|下降|提高)*$"
)
_BRACKET = re.compile(r"[（，、；：]?占?比?(?:为|达|约)?$")
_CHANGE = frozenset({"increase", "decrease", "gap", "rank"})
HUNDRED = Decimal(100)


def check(report: Report) -> Iterator[Finding]:
    """The findings on shares of a report's prose."""
    for sentence in report.sentences:
        for index, stated in enumerate(sentence.items):
            if stated.fact.kind != "percentage" or stated.unit != "%":
                continue
            named = _OF.search(stated.gap)
            if named is None or stated.fact.relation in ("increase", "decrease", "gap"):
                continue
            yield from _one(report, sentence.items, index, named.group("whole"))


def _one(report: Report, items: list[Item], index: int, whole: str) -> Iterator[Finding]:
    """The finding on one share, if its part and whole are known."""
    stated = items[index]
    parts = _parts(items, index)
    if not parts:
        return
    if "分别" in stated.gap or "分别" in whole:
        return
    name = core(whole)
    if name:
        reckonings = [r for part in parts for r in _named(report, part, stated, whole, name)]
    else:
        reckonings = [r for part in parts for r in _under(report, items, part)]
    fit = best(stated, reckonings)
    if fit is None:
        return
    verdict, reckoning = fit
    if verdict == "disagrees" and not _sure(stated, reckonings):
        verdict = "unsure"
    yield finding(report, "share", verdict, stated, reckoning)


def _parts(items: list[Item], index: int) -> list[Item]:
    """The figures that a share may be of: the one before it, growth rates between them passed over; both of 104户312人."""
    stated, found = items[index], []
    if not re.match(r"[）]?[，,、；（]?[^，。；]{0,8}?占", stated.gap) and not re.match(r"[^。；]{0,12}，占", stated.gap):
        return []
    for item in reversed(items[max(0, index - 4):index]):
        if item.fact.kind == "percentage":
            if item.fact.relation not in ("increase", "decrease") and "增" not in item.gap:
                break
            continue
        if item.level or item.fact.relation == "increase" and not found:
            found.append(item)
            if item.gap or item.fact.kind != "persons":  # 104户312人 stand side by side
                break
        else:
            break
    return found


def _reckon(part: Item, whole: Item, why: str) -> Reckoning | None:
    """Part over whole, in per cent."""
    quotient = part.interval.over(whole.interval) if part.interval.bounded and whole.interval.bounded else None
    if quotient is None:
        return None
    computed = Interval(quotient.low * HUNDRED, quotient.high * HUNDRED)
    return Reckoning(computed, (part, whole), f"{said(part)} ÷ {said(whole)}", why, "%")


_LEVELS = {"国": "国", "省": "省区市", "市": "市州盟地区", "县": "县区市旗", "区": "区县", "镇": "镇街道办", "乡": "乡镇", "村": "村社区"}


def _named(report: Report, part: Item, stated: Item, whole: str, name: str) -> list[Reckoning]:
    """The reckonings with the figures that bear the whole's name."""
    found: dict[Decimal, Item] = {}
    level = re.match(r"[全我该本]([国省市县区镇乡村])", whole)
    for item in report.by_name.get((name, part.unit), ()):
        if item is part or item.fact.status != part.fact.status and item.fact.status == "planned":
            continue
        if level and item.fact.place and item.fact.place[-1] not in _LEVELS[level.group(1)]:
            continue
        if item.fact.period and part.fact.period and item.fact.period[:4] != part.fact.period[:4] and "/" not in item.fact.period + part.fact.period:
            continue
        found[item.printed.value] = item
    return [r for item in found.values() if (r := _reckon(part, item, f"占{whole}"))]


def _under(report: Report, items: list[Item], part: Item) -> list[Reckoning]:
    """The reckonings with the figures under which a part stands."""
    position = items.index(part)
    found = []
    opened = False
    for index in range(position, -1, -1):
        if opened and items[index].unit == part.unit and items[index].level:
            found.append(items[index])
            break
        opened = opened or "其中" in items[index].gap or "：" in items[index].gap or "包括" in items[index].gap or "（" in items[index].gap
    return [r for item in found if (r := _reckon(part, item, "其中"))]


def _sure(stated: Item, reckonings: list[Reckoning]) -> bool:
    """Whether it is certain enough which figures belong together that a misfit is the document's."""
    return len(reckonings) == 1 and off(stated, reckonings[0].computed) < Decimal("0.5")
