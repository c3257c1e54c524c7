"""Changes: from one level to another against the printed difference or growth.

`由800公里增加到1405公里，增加605公里，增长75.6%`; `总计9859.38万元，比上年增加1062.85万元，增长12.08%`.
Growth at comparable prices does not follow from amounts of money: a misfit of such a rate says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from extract.audit.finding import Finding
from extract.audit.interval import Interval, point, root
from extract.audit.nesting import Nesting
from extract.audit.reading import Item, Report
from extract.audit.verdict import Reckoning, finding, off, said, weigh

HUNDRED = Decimal(100)
_UP, _DOWN = "增长|增加|新增|增产|增收|增幅|增速|净增|提高|上升|提升|多|高|升", "下降|减少|减产|降低|降幅|缩小|压减|减|降|少|低"
_RATE_GAP = re.compile(rf"^[，,、；（]?(?:同比|环比|比上年|较上年|比去年|较去年|比上年同期|上年同期)?(?:净)?(?P<word>{_UP}|{_DOWN})(?:了|为|达|率|率为|约|幅度为|幅为)*$")
_FROM = re.compile(r"[由从]")
_TO = re.compile(
    r"^(?:左右|以上)?[，]?(?:[^，。；：、（）\d]{0,8}年[^，。；：、（）\d]{0,4}的?)?(?:大幅|逐步|稳步|进一步)?"
    r"(?:增加|增长|提高|上升|下降|降低|减少|扩大|发展|提升|缩小|压减|调整|攀升|增|升|降|减)?(?:到了?|至)(?:\d{0}[^，。；：、（）]{0,10})$"
)
_CHANGE_GAP = re.compile(
    rf"^[，,（]?(?:同比|累计|共|总共|净|整整|五年|十年|一年|[五十]年间|比[^，。；：、\d]{{0,6}}|较[^，。；：、\d]{{0,6}}){{0,4}}(?P<year>年均|平均每年|年平均|每年平均|每年)?(?:同比|净|递)?(?P<word>{_UP}|{_DOWN})[了为达约近]*$"
)
_PRICED = re.compile(r"生产总值|增加值|产值|GDP|消费品|固定资产投资")
_COMPARABLE = re.compile(r"可比|不变价|同口径|剔除|扣除|实际增长|按.{0,4}口径|调整")


def check(report: Report, nesting: Nesting) -> Iterator[Finding]:
    """The findings on changes of a report's prose."""
    for sentence in report.sentences:
        items = sentence.items
        for index, item in enumerate(items):
            if item.fact.relation in ("increase", "decrease"):
                yield from _from_year_before(report, item)
            if item.unit == "%" and index and item.fact.relation in ("increase", "decrease"):
                yield from _grown(report, items, index)
            if index > 1 and item.fact.relation in ("increase", "decrease") and item.fact.kind != "percentage":
                yield from _differed(report, *items[index - 2:index + 1])
            if item.unit == "%" and 0 < index < len(items) - 1 and item.fact.relation == "increase":
                yield from _gained(report, *items[index - 1:index + 2])
            if index and _one_year_on(items[index - 1], item):
                yield from _moved(report, items, index)
            elif index and (found := _wrong_way(report, items[index - 1], item)):
                yield found
            elif index and _TO.match(item.gap) and _FROM.search(items[index - 1].gap) and item.unit == items[index - 1].unit:
                yield from _moved(report, items, index)


def _grown(report: Report, items: list[Item], index: int) -> Iterator[Finding]:
    """Level, difference and growth rate: x万元，比上年增加z万元，增长p%."""
    rate, gain = items[index], items[index - 1]
    match = _RATE_GAP.match(rate.gap)
    if match is None or gain.fact.kind in ("percentage", "multiple") or gain.fact.relation not in ("increase", "decrease") or gain.fact.relation != rate.fact.relation:
        return
    level = _level_of(report, gain)
    if level is None or not (gain.interval.bounded and level.interval.bounded) or rate.fact.status != gain.fact.status:
        return
    sign = 1 if gain.fact.relation == "increase" else -1
    if _BASE.search(level.gap):
        yield from _on_base(report, level, gain, rate)
        return
    before = level.interval - gain.interval if sign > 0 else level.interval + gain.interval
    if before.low <= 0 or gain.interval.low <= 0:
        return
    # z ÷ (x ∓ z) falls and rises with x and z one way each, so its ends are at theirs
    low = gain.interval.low / (level.interval.high - sign * gain.interval.low)
    high = gain.interval.high / (level.interval.low - sign * gain.interval.high)
    if low > high:
        low, high = high, low
    formula = f"{said(gain)} ÷ （{said(level)} {'-' if sign > 0 else '+'} {said(gain)}）"
    reckoning = Reckoning(Interval(low * HUNDRED, high * HUNDRED), (gain, level), formula, "增减额与增减率", "%")
    verdict = weigh(rate, reckoning.computed)
    if verdict != "agrees" and (_priced(report, level, rate) or off(rate, reckoning.computed) > Decimal("0.99")):
        verdict = "unsure"
    yield finding(report, "change", verdict, rate, reckoning)


def _differed(report: Report, level: Item, base: Item, gain: Item) -> Iterator[Finding]:
    """A level, the base that it is compared with, and the difference: 69万吨，比1980年的50万吨增加19万吨."""
    if not (_BASE.search(base.gap) and re.match(r"^(?:净|再)?[增减下上多少]", gain.gap) and len({level.unit, base.unit, gain.unit}) == 1 and level.level):
        return
    if not all(item.interval.bounded for item in (level, base, gain)):
        return
    high, low = (level, base) if level.printed.value >= base.printed.value else (base, level)
    reckoning = Reckoning(high.interval - low.interval, (level, base), f"{said(high)} - {said(low)}", "增减额")
    verdict = weigh(gain, reckoning.computed)
    if verdict == "agrees" and low.interval.high < high.interval.low and (high is base) == (gain.fact.relation == "increase"):
        yield replace(finding(report, "change", "disagrees", gain, reckoning, "增减方向与数字相反"), statement=f"{said(level)}比{said(base)}{'少' if high is base else '多'}，文中为“{gain.gap}”")
        return
    if verdict != "agrees" and off(gain, reckoning.computed) > Decimal("0.99"):
        verdict = "unsure"
    yield finding(report, "change", verdict, gain, reckoning)


_BASE = re.compile(r"[比较][^，。；：、（）]{0,12}的?$")


def _on_base(report: Report, base: Item, gain: Item, rate: Item) -> Iterator[Finding]:
    """Difference and rate on the level that they start from: 比1980年的50万吨增加19万吨，增长38%."""
    if base.interval.low <= 0:
        return
    reckoning = Reckoning(_percent(gain.interval.over(base.interval)), (gain, base), f"{said(gain)} ÷ {said(base)}", "增减额与增减率", "%")
    verdict = weigh(rate, reckoning.computed)
    if verdict != "agrees" and (_priced(report, base, rate) or off(rate, reckoning.computed) > Decimal("0.99")):
        verdict = "unsure"
    yield finding(report, "change", verdict, rate, reckoning)


def _priced(report: Report, first: Item, last: Item) -> bool:
    """Whether a growth rate may be one at comparable prices."""
    start = max(report.sentence_of(first).start, report.text.rfind("；", 0, first.fact.start) + 1, first.fact.start - 60)
    around = report.text[start:last.fact.end + 8]
    named = _PRICED.search(first.fact.indicator + last.fact.indicator + first.lead)
    return bool(_COMPARABLE.search(around) or named or not first.fact.indicator and _PRICED.search(around.rpartition("，")[0][-60:]))


def _level_of(report: Report, gain: Item) -> Item | None:
    """The level that an increase leads to: just before it, or of the same name in the sentence before."""
    at = report.index(gain.fact.start)
    for item in reversed(report.items[max(0, at - 4):at]):
        if gain.sentence - item.sentence > 1 or item.sentence != gain.sentence and report.sentences[gain.sentence].start - report.sentences[item.sentence].end > 4:
            return None
        if item.fact.kind == "percentage":
            continue
        if item.fact.relation != "level" or item.unit != gain.unit or item.printed.value <= gain.printed.value and gain.fact.relation == "increase":
            return None
        same = item.name == gain.name
        beside = item.sentence == gain.sentence and re.match(r"^[，,（]?(?:[比较与同][^，。；：]{0,14}?(?:相比|比)?，?)?(?:净)?[增减下上多少]", gain.gap)
        return item if beside or same and item.fact.period == gain.fact.period else None
    return None


_VERBS = ((re.compile(r"(?:增加|增长|提高|上升|提升|扩大|攀升|增|升)(?:到|至)"), 1), (re.compile(r"(?:下降|降低|减少|缩小|压减|降|减)(?:到|至|为)"), -1))


def _wrong_way(report: Report, start: Item, end: Item) -> Finding | None:
    """The finding on words that say the other way than the figures: 由10.2%上升到3.1%."""
    if end.unit in ("位", "名") or re.search("位次|排名|第$|[-负]$", start.gap + end.gap):  # 由第36位上升到第23位
        return None
    if not (_TO.match(end.gap) and _FROM.search(start.gap) and start.unit == end.unit and start.fact.relation == end.fact.relation == "level"):
        return None
    way = next((sign for pattern, sign in _VERBS if pattern.search(end.gap)), 0)
    rises = end.interval.low > start.interval.high
    falls = end.interval.high < start.interval.low
    if not (way > 0 and falls or way < 0 and rises):
        return None
    made = finding(report, "change", "disagrees", end, Reckoning(start.interval, (start,), "", "增减方向与数字相反"))
    return replace(made, statement=f"由{said(start)}到{said(end)}是{'减' if falls else '增'}，文中为“{end.gap.lstrip('，')}”")


_GAINED = re.compile(r"^，(?:增收|增加|净增|增长)(?:了)?$")


def _gained(report: Report, level: Item, rate: Item, gain: Item) -> Iterator[Finding]:
    """Level, growth rate and then the gain: 4.86亿元，增长8.0%，增收0.36亿元."""
    if not (_GAINED.match(gain.gap) and level.usable and gain.unit == level.unit and gain.interval.bounded and 0 < gain.interval.low and gain.interval.high < level.interval.low):
        return
    low = gain.interval.low / (level.interval.high - gain.interval.low) * HUNDRED
    high = gain.interval.high / (level.interval.low - gain.interval.high) * HUNDRED
    formula = f"{said(gain)} ÷ （{said(level)} - {said(gain)}）"
    value = gain.printed.value / (level.printed.value - gain.printed.value) * HUNDRED
    reckoning = Reckoning(Interval(low, high), (gain, level), formula, "增减额与增减率", "%", value)
    verdict = weigh(rate, reckoning.computed)
    yield finding(report, "change", "unsure" if verdict != "agrees" and _priced(report, level, gain) else verdict, rate, reckoning)


def _one_year_on(before: Item, item: Item) -> bool:
    """Whether two figures are the same indicator's of one year and the next: 去年3.56亿元，今年达到4.12亿元."""
    a, b = before.fact.period, item.fact.period
    same = before.name and before.name == item.name and before.unit == item.unit and before.fact.relation == item.fact.relation == "level"
    return bool(same and len(a) == len(b) == 4 and a.isdigit() and b.isdigit() and int(b) - int(a) == 1 and before.fact.place == item.fact.place and "；" not in item.gap)


def _from_year_before(report: Report, gain: Item) -> Iterator[Finding]:
    """This year's level, last year's a little before, and the difference 比上年增加 between them."""
    at = report.index(gain.fact.start)
    if not at or not re.search("[比较]?(?:上年|去年)", gain.gap) or gain.fact.kind in ("percentage", "multiple"):
        return
    level = report.items[at - 1]
    if level.name != gain.name or level.unit != gain.unit or not level.level or level.sentence != gain.sentence or not level.name:
        return
    before = [item for item in report.items[max(0, at - 14):at - 1] if (item.name, item.unit, item.fact.place) == (level.name, level.unit, level.fact.place)]
    before = [item for item in before if item.level and item.fact.period.isdigit() and level.fact.period.isdigit() and int(level.fact.period) - int(item.fact.period) == 1]
    if len({item.printed.value for item in before}) != 1 or not all(item.interval.bounded for item in (level, before[0], gain)):
        return
    high, low = (level, before[0]) if level.printed.value >= before[0].printed.value else (before[0], level)
    reckoning = Reckoning(high.interval - low.interval, (level, before[0]), f"{said(high)} - {said(low)}", "与上年之差")
    verdict = weigh(gain, reckoning.computed)
    yield finding(report, "change", verdict if verdict == "agrees" or off(gain, reckoning.computed) < Decimal("0.5") else "unsure", gain, reckoning)


def _moved(report: Report, items: list[Item], index: int) -> Iterator[Finding]:
    """From–to with what is said of the way between: 由a增加到b，增加c，增长p%."""
    start, end = items[index - 1], items[index]
    if not (start.interval.bounded and end.interval.bounded) or start.interval.low <= 0:
        return
    said_before = items[index - 2:index - 1] if index > 1 and items[index - 2].fact.relation in ("increase", "decrease") and re.match("^，[由从]", start.gap) else []
    for change in (*said_before, *items[index + 1:index + 3]):
        match = _CHANGE_GAP.match(change.gap) if change not in said_before else re.search(rf"(?P<year>年均)?(?P<word>{_UP}|{_DOWN})了?$", change.gap)
        if match is None:
            if change in said_before:
                continue
            return
        up = bool(re.fullmatch(_UP, match.group("word")))
        reckonings = _ways(start, end, change, bool(match.group("year")))
        if not reckonings:
            return
        judged = sorted(reckonings, key=lambda r: ("agrees", "truncated", "disagrees").index(weigh(change, r.computed)))
        verdict = weigh(change, judged[0].computed)
        wrong_way = up != (end.printed.value > start.printed.value) and start.printed.value != end.printed.value
        money = change.unit in ("%", "倍") and (_priced(report, start, change) or _priced(report, end, change))
        if verdict != "agrees" and (money or wrong_way or match.group("year") or off(change, judged[0].computed) > Decimal("0.9")):
            verdict = "unsure"
        yield finding(report, "change", verdict, change, judged[0])


def _ways(start: Item, end: Item, change: Item, yearly: bool) -> list[Reckoning]:
    """What a change from one figure to another can be said to be, in the unit of what is said."""
    a, b = start.interval, end.interval
    low, high = (a, b) if end.printed.value >= start.printed.value else (b, a)
    gap = high - low
    made = []
    if yearly:
        years = _years_between(start, end)
        if change.unit == "%" and years:
            power = root(Interval(b.low / a.high, b.high / a.low), years)
            made.append(Reckoning(_percent(power - point(1)), (start, end), f"（{said(end)} ÷ {said(start)}）^（1/{years}） - 1", "年均增长", "%"))
        return made
    difference = f"{said(end)} - {said(start)}" if end.printed.value >= start.printed.value else f"{said(start)} - {said(end)}"
    if change.unit == start.unit or change.unit == "百分点" and start.unit in ("%", "百分点"):
        made.append(Reckoning(gap, (start, end), difference, "增减额", change.unit))
    if change.unit == "%":
        relative = Interval(abs(1 - b.high / a.low), abs(1 - b.low / a.high))
        made.append(Reckoning(_percent(Interval(min(relative), max(relative))), (start, end), f"（{difference}） ÷ {said(start)}", "增减率", "%"))
    if change.unit == "倍":
        made.append(Reckoning(Interval(gap.low / a.high, gap.high / a.low), (start, end), f"（{difference}） ÷ {said(start)}", "增长倍数", "倍"))
        made.append(Reckoning(Interval(b.low / a.high, b.high / a.low), (start, end), f"{said(end)} ÷ {said(start)}", "倍数", "倍"))
    return made


def _percent(interval: Interval) -> Interval:
    """A ratio in per cent."""
    return Interval(interval.low * HUNDRED, interval.high * HUNDRED)


def _years_between(start: Item, end: Item) -> int:
    """How many years lie between two figures; 0 when their periods do not say."""
    a, b = start.fact.period[:4], end.fact.period[-10:][:4] if "/" in end.fact.period else end.fact.period[:4]
    return max(0, int(b) - int(a)) if a.isdigit() and b.isdigit() else 0
