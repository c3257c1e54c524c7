"""Products: a value for each times the number of them against their total.

`28户72人贷款360万元，人均5万元`; `人均分红1500元`; `亩产593公斤`; `上网电价0.75元/千瓦时`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extract.audit.finding import Finding
from extract.audit.interval import Interval, point
from extract.audit.nesting import Nesting
from extract.audit.reading import Item, Report
from extract.audit.verdict import Reckoning, finding, middle, off, said, weigh

_EACH = (
    (re.compile(r"人均|平均每人|每人|每名"), frozenset({"人", "人次"})),
    (re.compile(r"户均|平均每户|每户"), frozenset({"户"})),
    (re.compile(r"亩均|平均每亩|每亩|亩产"), frozenset({"亩"})),
    (re.compile(r"每公里"), frozenset({"公里"})),
    (re.compile(r"村均"), frozenset({"村"})),
    (re.compile(r"(?:平均)?每个|平均每[家所座处条村]"), frozenset({"个", "家", "所", "座", "处", "条"})),
)
_OF_EACH = re.compile(r"平均每([\u4e00-\u9fff])")
_OVERALL = re.compile(r"生产总值|GDP|可支配收入|纯收入|年均|预期")
_STOP = re.compile(r"标准|不低于|不少于|以上|可|拟|约")


def check(report: Report, nesting: Nesting) -> Iterator[Finding]:
    """The findings on products of a report's prose."""
    for sentence in report.sentences:
        items = sentence.items
        for index, each in enumerate(items):
            counted = next((units for pattern, units in _EACH if pattern.search(each.lead)), None)
            if counted is None and (match := _OF_EACH.search(each.lead)):
                counted = frozenset({match.group(1)})
            if counted is None and "/" in each.unit:
                counted = frozenset({each.unit.partition("/")[2]})
            if each.interval.bounded and re.search("年均|平均每年", each.lead) and index:
                yield from _yearly(report, items[index - 1], each)
            if each.unit == "%" and index + 1 < len(items):
                yield from _at_rate(report, items, index)
            if counted and each.level and each.interval.bounded and each.interval.low > 0:
                yield from _one(report, items, index, counted)


def _one(report: Report, items: list[Item], index: int, counted: frozenset[str]) -> Iterator[Finding]:
    """The finding on one value for each: total over number, from the figures near it."""
    each = items[index]
    near = [item for item in (*items[max(0, index - 8):index], *items[index + 1:index + 3]) if item.usable]
    if index < 3:
        near += [item for item in report.adjoining(each.sentence) if item.usable]
    numbers = [item for item in near if item.unit in counted or item.fact.kind == "count" and item.fact.indicator[-1:] in counted]
    totals = [item for item in near if item not in numbers and not _each(item) and (scale := _scale(item, each)) and item.printed.value * scale > each.printed.value]
    made = [(_quotient(total, number, each), total, number) for total in totals for number in numbers]
    if not made:
        return
    fitting = next((m for m in made if weigh(each, m[0].computed) == "agrees" and not _vague(m[0], each)), None)
    if fitting:
        yield finding(report, "product", "agrees", each, fitting[0])
        return
    best, total, number = min(made, key=lambda m: off(each, m[0].computed))
    if off(each, best.computed) <= Decimal("0.9"):
        sure = len(made) == 1 and _of_one_thing(items, index, total, number)
        yield finding(report, "product", weigh(each, best.computed) if sure else "unsure", each, best)


def _quotient(total: Item, number: Item, each: Item) -> Reckoning:
    """Total over number in the unit of the value for each."""
    scale = _scale(total, each)
    computed = (total.interval * point(scale)).over(number.interval)
    return Reckoning(computed, (total, number), f"{said(total)} ÷ {said(number)}", "总数与均数", each.unit, total.printed.value * scale / number.printed.value)


_OF_MONEY = re.compile(r"(?:[人户亩村]均|每公里)(?:投入|投资|费用|金额|成本|造价)|亩产|平均每")
_EACH_WORDS = re.compile(r"[人户亩村]均|平均每[人户亩]|每[人户亩名]|平均")


def _of_one_thing(items: list[Item], index: int, total: Item, number: Item) -> bool:
    """Whether total, number and the value for each stand side by side and speak of one thing."""
    each = items[index]
    if total.sentence != each.sentence or total.fact.period != each.fact.period or total.fact.status != each.fact.status:
        return False
    if _OVERALL.search(each.fact.indicator + each.lead) or _STOP.search(each.lead):
        return False
    stem = _EACH_WORDS.sub("", each.lead + each.fact.indicator)
    name = total.fact.indicator + total.lead
    if "人均消费" in each.lead and "旅游" in name:
        stem = name
    if not ("/" in each.unit or _OF_MONEY.match(each.lead) or any(stem[i:i + 2] in name for i in range(len(stem) - 1))):
        return False
    before, after = items[max(0, index - 2):index], items[index + 1:index + 3]
    if total in before:
        return each.gap.startswith(("，", "、", "（"))
    if number in before:
        return total in after[:1] and bool(re.match(r"^，(?:总|共|产量|合计)", total.gap))
    return total in after and number in after and "；" not in after[0].gap + after[1].gap


def _at_rate(report: Report, items: list[Item], index: int) -> Iterator[Finding]:
    """An amount at a rate of another one before it: 贷款360万元，按3%分红10.8万元. What does not fit says nothing."""
    rate, paid = items[index:index + 2]
    if not re.search(r"按$", rate.lead) or paid.fact.kind != "amount" or not paid.interval.bounded or not rate.interval.bounded:
        return
    at = report.index(rate.fact.start)
    for whole in reversed(report.items[max(0, at - 3):at]):
        if whole.unit == paid.unit and whole.level and whole.interval.bounded:
            computed = whole.interval * Interval(rate.interval.low / 100, rate.interval.high / 100)
            reckoning = Reckoning(computed, (whole, rate), f"{said(whole)} × {said(rate)}", "按比例计算", "", whole.printed.value * rate.printed.value / 100)
            if weigh(paid, computed) == "agrees":
                yield finding(report, "product", "agrees", paid, reckoning)
            return


def _yearly(report: Report, whole: Item, each: Item) -> Iterator[Finding]:
    """A total over several years and what it comes to a year."""
    years = re.fullmatch(r"(\d{4})/(\d{4})", whole.fact.period)
    if not years or whole.unit != each.unit or whole.fact.relation != each.fact.relation or whole.fact.kind == "percentage" or not whole.interval.bounded:
        return
    number = int(years.group(2)) - int(years.group(1)) + 1
    reckoning = Reckoning(whole.interval.over(point(number)), (whole,), f"{said(whole)} ÷ {number}年", "总数与年均数")
    verdict = weigh(each, reckoning.computed)
    yield finding(report, "product", verdict if verdict == "agrees" or off(each, reckoning.computed) < Decimal("0.15") else "unsure", each, reckoning)


def _scale(item: Item, each: Item) -> Decimal | None:
    """By what a total is multiplied to be in the unit of the value for each; None when it cannot be."""
    if item.unit == each.unit.partition("/")[0]:
        return Decimal(1)
    a, b = item.fact, each.fact
    if a.kind != "mass" or not a.base_unit or a.base_unit != b.base_unit or not a.value or not b.value:
        return None
    return ((a.base_value / a.value) / (b.base_value / b.value)).quantize(Decimal("1e-6"))


def _each(item: Item) -> bool:
    """Whether a figure is itself one for each."""
    return any(pattern.search(item.lead) for pattern, _ in _EACH)


def _vague(reckoning: Reckoning, each: Item) -> bool:
    """Whether so much is approximate that nearly anything fits, and the printed values do not meet either."""
    computed = reckoning.computed
    plain = abs(reckoning.central - each.printed.value) <= each.printed.step / 2
    return not plain and computed.high - computed.low > abs(middle(computed)) / 8
