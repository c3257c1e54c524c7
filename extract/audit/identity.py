"""Identities that a genre's own terms promise: 自然增长率 is 出生率 less 死亡率, 顺差 is 出口 less 进口, the
三次产业结构 are the shares of the three 产业, and 决算数 is what the words say beside the 预算数.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extract.audit.finding import Finding
from extract.audit.interval import Interval, total
from extract.audit.nesting import Nesting
from extract.audit.reading import Item, Report
from extract.audit.verdict import Reckoning, finding, middle, said, weigh

HUNDRED = Decimal(100)
#: Result, minuend and subtrahend by their names.
_DIFFERENCES = tuple(tuple(re.compile(pattern) for pattern in row) for row in (
    ("自然增长率", "出生率", "死亡率"),
    ("顺差", "(?<!进)出口", "(?<!出)进口(?!出)"),
    ("逆差", "(?<!出)进口(?!出)", "(?<!进)出口"),
))
#: A total and its two parts by their names.
_SUMS = tuple(tuple(re.compile(pattern) for pattern in row) for row in (
    ("进出口", "(?<!进)出口", "(?<!出)进口(?!出)"),
    ("^(?:年末|全[县市省区])?(?:总人口|常住人口)", "城镇(?:常住)?人口", "(?:乡村|农村)(?:常住)?人口"),
))
_NEAR = 10  # figures between a result and what it follows from


def check(report: Report, nesting: Nesting) -> Iterator[Finding]:
    """The findings on identities in a report's prose."""
    for item in report.items:
        for result, more, less in _DIFFERENCES:
            if item.fact.relation == "level" and item.interval.bounded and result.search(item.lead or item.fact.indicator):
                yield from _difference(report, item, more, less)
        if item.fact.kind == "length" and "高差" in item.lead and item.interval.bounded:
            yield from _relief(report, item)
    for sentence in report.sentences:
        yield from _two_parts(report, sentence.items)
    yield from _structures(report)
    yield from _accounts(report)


def _near(report: Report, item: Item) -> list[Item]:
    """The figures before one, the nearest first, within its paragraph's reach."""
    at = report.index(item.fact.start)
    return [other for other in reversed(report.items[max(0, at - _NEAR):at]) if item.sentence - other.sentence <= 1]


def _difference(report: Report, item: Item, more: re.Pattern, less: re.Pattern) -> Iterator[Finding]:
    """A difference of two figures that their names lead to."""
    found = []
    for pattern in (more, less):
        own = [
            other for other in _near(report, item)
            if other.unit == item.unit and other.fact.relation == "level" and pattern.search(other.lead) and other.interval.bounded and other.fact.period == item.fact.period
        ]
        if not own:
            return
        found.append(own[0])
    computed, formula = found[0].interval - found[1].interval, f"{said(found[0])} - {said(found[1])}"
    if re.search("[-负－]$", item.gap):  # a rate below zero is kept without its sign
        computed, formula = found[1].interval - found[0].interval, f"{said(found[1])} - {said(found[0])}"
    reckoning = Reckoning(computed, tuple(found), formula, "差额")
    yield finding(report, "sum", weigh(item, reckoning.computed), item, reckoning)


def _relief(report: Report, item: Item) -> Iterator[Finding]:
    """相对高差 against the range of heights before it."""
    span = next((other for other in _near(report, item) if other.fact.value_max is not None and other.unit == item.unit), None)
    if span is None:
        return
    step = span.printed.step
    middle_of = span.fact.value_max - span.fact.value
    reckoning = Reckoning(Interval(middle_of - step, middle_of + step), (span,), f"{said(span)}的两端相差", "高差")
    yield finding(report, "sum", weigh(item, reckoning.computed), item, reckoning)


def _two_parts(report: Report, items: list[Item]) -> Iterator[Finding]:
    """A total and the two parts that it is made of, all in one sentence and once each."""
    levels = [item for item in items if item.level and item.interval.bounded]
    for total_name, *names in _SUMS:
        wholes = [item for item in levels if total_name.search(item.lead)]
        parts = [[item for item in levels if name.search(item.lead) and not total_name.search(item.lead)] for name in names]
        if len(wholes) != 1 or any(len(found) != 1 for found in parts):
            continue
        own = [found[0] for found in parts]
        if {item.unit for item in own} != {wholes[0].unit} or any(item.fact.period != wholes[0].fact.period for item in own):
            continue
        reckoning = Reckoning(total(item.interval for item in own), tuple(own), " + ".join(map(said, own)), "两部分合起来即全部")
        yield finding(report, "sum", weigh(wholes[0], reckoning.computed), wholes[0], reckoning)


_STRUCTURE = re.compile(r"(?:三次产业|产业结构|一二三产|三产)[^，。；\d]{0,14}?(?P<a>\d+(?:\.\d+)?)\s*[:：∶]\s*(?P<b>\d+(?:\.\d+)?)\s*[:：∶]\s*(?P<c>\d+(?:\.\d+)?)")
_INDUSTRIES = (re.compile("第?一产业|一产"), re.compile("第?二产业|二产"), re.compile("第?三产业|三产"))


def _structures(report: Report) -> Iterator[Finding]:
    """三次产业结构 against the three values added before it."""
    if not report.items:
        return
    low, high = report.items[0].fact.start, report.items[-1].fact.end + 200
    for match in _STRUCTURE.finditer(report.text, low, min(high, len(report.text))):
        if re.search("[由从]", match.group()):
            continue
        at = report.index(match.start())
        near = [item for item in reversed(report.items[max(0, at - 2 * _NEAR):at]) if item.level and item.fact.kind == "amount" and item.interval.bounded]
        near_all = near
        near = [item for item in near if "增加值" in item.fact.indicator + item.lead]
        values = [next((item for item in near if pattern.search(item.lead + item.fact.indicator)), None) for pattern in _INDUSTRIES]
        if None in values:
            values = _in_one_list(near_all)
        if None in values or len({item.fact.period for item in values}) > 1 or len({id(item) for item in values}) < 3:
            continue
        for name, value in zip("abc", values, strict=True):
            yield from _part(report, match, name, value, values)


def _in_one_list(near: list[Item]) -> list[Item | None]:
    """The three values of `三次产业增加值分别为12.6亿元、58.6亿元、55.3亿元`; `near` has the nearest first."""
    for third, second, first in zip(near, near[1:], near[2:], strict=False):
        if re.search("产业.*分别", first.gap) and second.gap in "、，和" and third.gap in "、，和":
            return [first, second, third]
    return [None]


def _part(report: Report, match: re.Match, name: str, value: Item, values: list[Item]) -> Iterator[Finding]:
    """One part of a structure against its value's share of the sum."""
    printed = Decimal(match.group(name))
    step = Decimal(1).scaleb(printed.as_tuple().exponent)
    quotient = value.interval.over(total(item.interval for item in values))
    if quotient is None:
        return
    computed = Interval(quotient.low * HUNDRED, quotient.high * HUNDRED)
    if Interval(printed - step / 2, printed + step / 2).meets(computed):
        verdict = "agrees"
    elif Interval(printed - step, printed + step).meets(computed):
        verdict = "unsure"  # the last digit of one part is often adjusted, for the three to make 100
    else:
        verdict = "disagrees"
    formula = f"{said(value)} ÷ （{' + '.join(said(item) for item in values)}）"
    shown = middle(computed).quantize(step)
    yield Finding(
        report.doc, report.section, "share", verdict, f"{formula} = {shown}%，文中为{match.group(name)}", printed, middle(computed),
        (computed.high - computed.low + step) / 2, "%", (match.span(name), *((item.fact.start, item.fact.end) for item in (value, *(v for v in values if v is not value)))),
        "三次产业结构",
    )


_WORDS = re.compile(r"决算数?(?P<word>大于|高于|多于|超过|小于|低于|少于|等于|[同与和])年?初?预算数?(?P<even>持平|一致|相同)?")


def _accounts(report: Report) -> Iterator[Finding]:
    """What the words say of 决算 and 预算 against the two figures before them."""
    if not report.items:
        return
    low, high = report.items[0].fact.start, min(report.items[-1].fact.end + 200, len(report.text))
    for match in _WORDS.finditer(report.text, low, high):
        word = "=" if match.group("even") or match.group("word") == "等于" else ">" if match.group("word")[0] in "大高多超" else "<" if match.group("word")[0] in "小低少" else ""
        at = report.index(match.start())
        near = [item for item in report.items[max(0, at - 4):at] if item.fact.kind == "amount" and item.fact.relation == "level"]
        if not word or len(near) < 2 or match.start() - near[-2].fact.start > 140:
            continue
        budget, account = near[-2:]
        if "预算" not in budget.lead or "决算" not in account.lead or "预算" in account.lead:
            continue
        real = ">" if account.printed.value > budget.printed.value else "<" if account.printed.value < budget.printed.value else "="
        verdict = "agrees" if real == word else "disagrees"
        reckoning = Reckoning(budget.interval, (budget,), "", "决算数与预算数")
        made = finding(report, "change", verdict, account, reckoning)
        statement = f"决算{said(account)} {real} 预算{said(budget)}，文中为“{match.group()}”"
        yield Finding(
            made.doc, made.section, made.rule, verdict, statement, account.printed.value, budget.printed.value, made.tolerance, account.unit,
            (match.span(), *made.spans), made.why,
        )
