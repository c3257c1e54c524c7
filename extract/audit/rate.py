"""Named rates: numerator over denominator in the same context.

`项目1222个，竣工1154个，竣工率94%`; `完成年初预算的95.45%`; 贫困发生率 of a village whose people are counted.
The rate's own stem (竣工 of 竣工率) names the numerator. A rate that fits one of two denominators is right
by that one; where the report has shown before which one it means, the other is a disagreement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extract.audit.finding import Finding
from extract.audit.interval import Interval
from extract.audit.nesting import Nesting
from extract.audit.reading import Item, Report, core
from extract.audit.verdict import Reckoning, finding, off, said, weigh

HUNDRED = Decimal(100)
_NAME = re.compile(r"(?P<stem>[\u4e00-\u9fff]{2})[率面]$")
_NOT_OF_COUNTS = re.compile(
    r"增长率|递增率|利率|汇率|税率|失业率|出生率|死亡率|自然增长率|覆盖率|绿化率|绿地率|普及率|贡献率|回报率|收益率|利润率|毛利率|费用率|周转率|生产率|比率|占有率|满意率|升学率"
)
_PLAN = re.compile(r"(?:完成|达到?|为|是|相当于)(?:了)?(?P<plan>[^，。；：、（）\d]{0,8}?(?:预算|计划|任务|目标)[数量额]?)(?:的)?(?:约|近)?$")
_TOPIC = re.compile(r"(?P<year>(?:19|20)\d\d)?年?(?P<name>[^，。；：（）\d]{2,14}?)中[已有共，]")


@dataclass(slots=True)
class Claim:
    """A stated rate with its possible numerators and denominators, each pair with how sure it is."""

    stated: Item
    name: str
    pairs: list[tuple[Item, Item, bool]]
    by_stem: bool = False

    def fitting(self) -> list[tuple[Item, Item, bool]]:
        """The pairs that the rate agrees with."""
        return [pair for pair in self.pairs if (r := _reckon(*pair[:2])) and weigh(self.stated, r.computed) == "agrees"]


def check(report: Report, nesting: Nesting) -> Iterator[Finding]:
    """The findings on rates of a report's prose."""
    for sentence in report.sentences:
        for index, stated in enumerate(sentence.items):
            if stated.unit != "%" or stated.fact.qualifier == "range" or stated.fact.relation in ("increase", "decrease", "gap"):
                continue
            items = sentence.items
            claim = _of_figure(items, index) or _done_of(report, items, index) or _planned(report, items, index) or _named(report, items, index)
            if claim and claim.pairs:
                yield from _judged(report, claim, report.meant)


def _judged(report: Report, claim: Claim, meant: dict[str, str]) -> Iterator[Finding]:
    """The finding on one rate; `meant` keeps which denominator each rate was first seen to have."""
    stated = claim.stated
    fitting = claim.fitting()
    usual = meant.get(claim.name) if claim.name else None
    if fitting:
        top, bottom, _ = next((pair for pair in fitting if pair[1].name == usual), fitting[0])
        other = next((pair for pair in claim.pairs if pair[1].name == usual and pair[0] is top), None)
        if usual and bottom.name != usual and other and (made := _reckon(*other[:2])) and weigh(stated, made.computed) == "disagrees":
            yield finding(report, "rate", "disagrees", stated, made, f"别处的{claim.name}以{other[1].fact.indicator}为分母，此处只与{said(bottom)}（{bottom.fact.indicator}）相符")
            return
        if claim.name and len({pair[1].name for pair in fitting}) == 1 and bottom.name and bottom.printed.value != top.printed.value:
            meant.setdefault(claim.name, bottom.name)
        yield finding(report, "rate", "agrees", stated, _reckon(top, bottom))
        return
    values: dict[tuple, tuple] = {}
    for top, bottom, sure in claim.pairs:
        key = top.printed.value, bottom.printed.value
        values[key] = (top, bottom, sure or values.get(key, (0, 0, False))[2])
    made = [(r, sure) for top, bottom, sure in values.values() if (r := _reckon(top, bottom))]
    if not made:
        return
    best, sure = min(made, key=lambda pair: (weigh(stated, pair[0].computed) != "truncated", off(stated, pair[0].computed)))
    verdict = weigh(stated, best.computed)
    miss = off(stated, best.computed)
    others = sorted(off(stated, r.computed) for r, _ in made)[1:]
    if not sure and claim.by_stem and miss < Decimal("0.006") and others and others[0] > Decimal("0.05"):
        yield finding(report, "rate", verdict, stated, best)
        return
    if not sure or miss > (Decimal("0.9") if len(claim.pairs) == 1 else Decimal("0.25")) or (len(made) > 1 and miss > Decimal("0.03") and verdict != "truncated"):
        verdict = "unsure"
    yield finding(report, "rate", verdict, stated, best)


def _reckon(top: Item, bottom: Item) -> Reckoning | None:
    """The quotient in per cent."""
    if not (top.interval.bounded and bottom.interval.bounded and bottom.interval.low > 0 and bottom.printed.value > 0):
        return None
    if "range" in (top.fact.qualifier, bottom.fact.qualifier):
        return None
    quotient = top.interval.over(bottom.interval)
    computed = Interval(quotient.low * HUNDRED, quotient.high * HUNDRED)
    return Reckoning(computed, (top, bottom), f"{said(top)} ÷ {said(bottom)}", "分子与分母", "%", top.printed.value / bottom.printed.value * HUNDRED)


_OF_FIGURE = re.compile(r"(?:完成|占|达到|为|相当于)[^，。；、]{0,12}$")


def _of_figure(items: list[Item], index: int) -> Claim | None:
    """The claim of `6.8亿元，占总支出8.5亿元的82%`: the figure before over the one that 的 joins to the rate."""
    if index < 2 or items[index].gap != "的":
        return None
    top, bottom = items[index - 2:index]
    if top.unit != bottom.unit or not top.level or not _OF_FIGURE.search(bottom.lead) or re.search("[；。]", bottom.gap):
        return None
    return Claim(items[index], "", [(top, bottom, True)])


_DONE_GAP = re.compile(r"^[，]?(?:已)?完成(?:率|进度)?(?:为|达到?)?$")
_PLAN_NAME = re.compile(r"预算|计划|任务|目标")


def _done_of(report: Report, items: list[Item], index: int) -> Claim | None:
    """The claim of `…支出412.30万元。年初预算400万元，完成103.08%`: the plan just before the rate, what was done before it."""
    if not index or not _DONE_GAP.match(items[index].gap) or not _PLAN_NAME.search(items[index - 1].lead):
        return None
    bottom = items[index - 1]
    at = report.index(bottom.fact.start)
    done = [
        item for item in report.items[max(0, at - 4):at]
        if item.unit == bottom.unit and item.fact.relation == "level" and item.interval.bounded and not _PLAN_NAME.search(item.lead) and bottom.sentence - item.sentence <= 1
    ]
    return Claim(items[index], "", [(done[-1], bottom, True)]) if len(done) == 1 else None


def _planned(report: Report, items: list[Item], index: int) -> Claim | None:
    """The claim of `完成年初预算的95%`: the figure just before over the one that the plan's name leads to."""
    stated = items[index]
    match = _PLAN.search(stated.gap)
    if match is None:
        return None
    plan = core(match.group("plan"))
    before = report.items[max(0, (at := report.index(stated.fact.start)) - 8):at]
    same = [item for item in before if item.fact.kind != "percentage" and item.fact.relation == "level" and item.sentence >= stated.sentence - 1]
    if not same or same[-1].sentence != stated.sentence and stated.sentence - same[-1].sentence > 1:
        return None
    done = same[-1]
    stem = plan[-2:]
    if stem in done.lead:  # 年初预算…，完成预算的: the plan comes last
        return None
    plans = [item for item in same[:-1] if item.unit == done.unit and stem in item.lead + item.fact.indicator and stem not in done.lead]
    if not plans:
        return None
    near = plans[-1]
    direct = near is same[-2] and near.sentence == done.sentence
    return Claim(stated, "", [(done, near, direct), *(() if direct else ((done, item, False) for item in plans[:-1]))])


def _named(report: Report, items: list[Item], index: int) -> Claim | None:
    """The claim of a rate with a name: figures with its stem over those of their unit before them."""
    stated = items[index]
    name = re.sub(r"[“”\"\s]", "", stated.fact.indicator)
    match = _NAME.search(name)
    if match is None or not re.search("[率面]", stated.lead):
        return None
    if among := _among(items, index, match.group("stem")):
        return Claim(stated, name, [among])
    if _NOT_OF_COUNTS.search(name):
        return None
    if name.endswith("贫困发生率"):
        return _poverty(report, stated, name)
    stem = match.group("stem")
    tight = _tight(items, index, stem)
    if tight:
        return Claim(stated, name, [tight])
    own = [item for item in items[:index] if item.level and item.interval.bounded]
    tops = [item for item in own[-8:] if stem in item.lead + item.fact.indicator and "率" not in item.lead][-2:]
    named = bool(tops)
    if not tops:
        last = [item for item in own if item.sentence == stated.sentence][-2:]
        tops = last
    pairs = []
    earlier = _earlier(report, items, stated)
    topic = _topic(report, items[0], stated)
    for top in reversed(tops):
        bottoms = [item for item in own if item.unit == top.unit and item.order < top.order and item.printed.value >= top.printed.value and stem not in item.lead]
        unique = named and len({item.printed.value for item in bottoms}) == 1
        pairs += [(top, item, unique) for item in reversed(bottoms)]
        pairs += [(top, item, len([t for t in topic if t.unit == top.unit]) == 1 and named) for item in topic if item.unit == top.unit]
        if not bottoms and named:
            pairs += [(top, item, False) for item in earlier if item.unit == top.unit and item.printed.value >= top.printed.value]
    return Claim(stated, name, pairs, named)


_DONE, _MEANT = re.compile(r"实际|已|完成"), re.compile(r"计划|任务|目标|应|下达")


def _tight(items: list[Item], index: int, stem: str) -> tuple[Item, Item, bool] | None:
    """Denominator, numerator and rate one behind the other: 下达1260.8万元，到位1198.5万元，到位率95.1%."""
    if index < 2:
        return None
    bottom, top = items[index - 2:index]
    if not (top.unit == bottom.unit and top.level and bottom.level and top.interval.bounded and bottom.interval.bounded):
        return None
    if re.search("[；。（）]", top.gap + items[index].gap) or index > 2 and not re.search("[，；：]", bottom.gap):
        return None
    if "人" in (top.unit, items[index - 2].unit) and index > 2 and not bottom.gap:  # 104户312人
        return None
    if sum(item.unit == top.unit and item.level and item.interval.bounded for item in items[:index]) > 2:
        return None
    part = len(bottom.name) > 1 and top.name.endswith(bottom.name) and top.name != bottom.name and top.printed.value <= bottom.printed.value
    named = stem in top.lead and stem not in bottom.lead or stem == "完成" and _DONE.search(top.lead) and _MEANT.search(bottom.lead)
    made = _reckon(top, bottom)
    near = made is not None and off(items[index], made.computed) < Decimal("0.1")
    already = near and ("已" in top.gap or stem[0] in top.lead) and len(items[index].lead) <= 6
    return (top, bottom, True) if named or near and (part or already) else None


def _among(items: list[Item], index: int, stem: str) -> tuple[Item, Item, bool] | None:
    """Denominator and numerator of `16个村中，有9个村通了光纤，覆盖率为56%`."""
    if index < 2 or not re.match(rf"^{stem}率", items[index].lead):
        return None
    bottom, top = items[index - 2:index]
    among = re.match(r"^[^，。；：]{0,8}中[，]?(?:有|已有?)[^，。；]{0,6}$", top.gap)
    return (top, bottom, True) if among and top.unit == bottom.unit and top.level and bottom.level and bottom.printed.value >= top.printed.value else None


def _earlier(report: Report, items: list[Item], stated: Item) -> list[Item]:
    """The figures of the sentence before, the last first."""
    if not stated.sentence:
        return []
    return [item for item in reversed(report.sentences[stated.sentence - 1].items) if item.level and item.interval.bounded][:4]


def _topic(report: Report, first: Item, stated: Item) -> list[Item]:
    """The figures of the whole that a sentence says it speaks of (2017年搬迁总人口中已…)."""
    match = _TOPIC.search(first.gap)
    if match is None:
        return []
    name, found = core(match.group("name")), {}
    for unit in report.units.get(name, ()):
        fitting = [i for i in report.called(name, unit, first.order) if not match.group("year") or i.fact.period == match.group("year")]
        if len({i.printed.value for i in fitting}) == 1:
            found[unit] = fitting[-1]
    return list(found.values())


_POOR = re.compile(r"贫困(?:人口|群众|户|人员)|建档立卡")
_PEOPLE = re.compile(r"^(?:农村|农业|户籍|常住|乡村|总)?(?:农业|户籍)?人口$")


def _poverty(report: Report, stated: Item, name: str) -> Claim | None:
    """The claim of a 贫困发生率: poor people over all people of the same place, in its sentence or the one before."""
    at = report.index(stated.fact.start)
    near = [
        item for item in report.items[max(0, at - 8):at + 7]
        if item.fact.kind == "persons" and item.level and item.interval.bounded and item.fact.place == stated.fact.place and abs(stated.sentence - item.sentence) <= 1
    ]
    poor = [item for item in near if _POOR.search(item.fact.indicator)]
    people = [item for item in near if _PEOPLE.match(item.fact.indicator)]
    if not poor or not people:
        return None
    top = min(poor, key=lambda item: (item.order > stated.order, abs(item.order - stated.order)))
    return Claim(stated, name, [(top, item, len(people) == 1 and _likely(stated, top, item)) for item in people])


def _likely(stated: Item, top: Item, bottom: Item) -> bool:
    """Whether numerator and denominator stand in the rate's own sentence, or the rate misses theirs by little."""
    if top.sentence == bottom.sentence == stated.sentence and _POOR_PEOPLE.search(top.fact.indicator):
        return True
    made = _reckon(top, bottom)
    return made is not None and off(stated, made.computed) < Decimal("0.15")


_POOR_PEOPLE = re.compile(r"贫困(?:人口|群众)")
