"""Sums: the parts of a list against the figure that they stand under.

A list in prose is often not whole (其中 names what matters), so parts that fall short say nothing by
themselves. That a list is whole must show: in the shares beside its parts, in a second unit whose parts
do add up (户 beside 人), in names that leave nothing out (男 and 女, the three 产业), in a list of the
same make elsewhere that adds up, or in brackets that give nothing but the parts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extract.audit.finding import Finding
from extract.audit.interval import Interval, total
from extract.audit.nesting import Group, Nesting
from extract.audit.reading import Item, Report
from extract.audit.verdict import (
    Reckoning,
    finding,
    middle,
    weigh,
    written,
)

_MEAN = re.compile(r"人均|户均|均|每|率|平均|单价|标准(?!化)|亩产|价格|浓度|得分|排名|倍|指数")
_LOOSE = re.compile(r"等[^级于]|主要|特别|尤其|部分")
#: Names that leave nothing out: one part for each pattern of a row.
_WHOLES = tuple(tuple(re.compile(pattern) for pattern in row.split()) for row in (
    "第一产业|一产 第二产业|二产 第三产业|三产|服务业",
    "男 女",
    "城镇|城市 农村|乡村",
    "基本支出 项目支出",
    "人员经费 公用经费",
    "(?<!非)税收 非税",
    "(?<!进)出口 进口",
    "轻工业 重工业",
    "夏粮 秋粮",
    "夏粮 早稻 秋粮",
    "公立 民营|民办",
    "公办 民办",
    "邮政 电信",
    "预期性 约束性",
    "财产险|财产保险 人身险|人身保险|寿险",
    "货物 工程 服务",
    "中央 地方",
    "离退休|退休 职工|在职",
    "本地 外出",
    "中央 省 市(?!场) 县|区",
    "养殖 捕捞",
    "外国人 香港|港澳",
    "短期 中长期|长期",
    "科学院 工程院",
    "财政拨款 事业收入 经营收入 其他收入",
    "行政村|村委会 居委会|社区",
    "优 良 (?<!不)合格 不合格",
    "新建 续建",
    "省内 省外",
    "境内 境外",
))


@dataclass(slots=True)
class List:
    """Parts of one unit that stand under one or several figures that may be their whole."""

    group: Group
    unit: str
    parts: list[Item]
    wholes: list[Item]

    @property
    def key(self) -> tuple:
        """Lists of the same make have the same key."""
        return self.wholes[0].name, self.unit, tuple(part.name for part in self.parts)


def check(report: Report, nesting: Nesting) -> Iterator[Finding]:
    """The findings on sums of a report's prose."""
    lists = [found for group in nesting.groups for found in _lists(group, nesting)]
    results = [(found, *fit) for found in lists if (fit := _fit(found))]
    whole_keys = Counter(found.key for found, verdict, *_ in results if verdict == "agrees" and len(found.parts) > 2)
    whole_groups = Counter(id(found.group) for found, verdict, *_ in results if verdict == "agrees")
    for found, verdict, reckoning, whole in results:
        if verdict == "agrees" and _vague(reckoning.computed):
            verdict = "unsure"
        elif verdict == "agrees":
            yield finding(report, "sum", verdict, whole, reckoning, "其中" if found.group.how != "（" else "括号内各项")
            continue
        why = "其中" if found.group.how != "（" else "括号内各项"
        if verdict != "unsure":
            sure = _complete(report, found, whole, reckoning, whole_keys, whole_groups)
            verdict, why = (verdict, sure) if sure else ("unsure", why)
        yield finding(report, "sum", verdict, whole, reckoning, why)


def _lists(group: Group, nesting: Nesting) -> Iterator[List]:
    """The lists of a group, one a unit."""
    parts = [item for item, _ in group.parts if additive(item)]
    for unit, relation in dict.fromkeys((item.unit, item.fact.relation) for item in parts):
        wholes = [whole for whole in group.wholes(unit, relation)[:3] if additive(whole)]
        if not wholes and relation == "level":  # 新增造林3.2万亩，其中…
            wholes = [whole for whole in group.wholes(unit, "increase")[:1] if additive(whole) and "新" in whole.gap]
        own = [item for item in parts if item.unit == unit and item.fact.relation == relation]
        if wholes:
            own = _of_one_name(own, wholes[0].name)
        if len(own) > 1 and wholes:
            yield List(group, unit, own, wholes)


def additive(item: Item) -> bool:
    """Whether a figure can be added to others of its kind: no mean, rate or open bound."""
    return item.fact.kind != "percentage" and item.interval.bounded and not _MEAN.search(item.fact.indicator + item.lead)


def _of_one_name(parts: list[Item], name: str) -> list[Item]:
    """The parts, or where the same names come round (预算…，报账…；预算…，报账…) those of the whole's name."""
    counted = Counter(part.name for part in parts)
    if len(counted) == 1 or min(counted.values(), default=0) < 2:
        return parts
    return [part for part in parts if part.name == name] if counted[name] > 1 else []


def _fit(found: List) -> tuple[str, Reckoning, Item] | None:
    """How the list adds up: to which figure, over all parts or those before the first ；."""
    stretch = {item.order: number for item, number in found.group.parts}
    first = [part for part in found.parts if stretch[part.order] == stretch[found.parts[0].order]]
    runs = [found.parts] + ([first] if 1 < len(first) < len(found.parts) else [])
    made = [(whole, added(run)) for run in runs for whole in found.wholes]
    judged = [(weigh(whole, r.computed), r, whole) for whole, r in made]
    return next((j for j in judged if j[0] == "agrees"), judged[0]) if judged else None


def _vague(computed: Interval) -> bool:
    """Whether so much is approximate that nearly anything fits."""
    return computed.high - computed.low > abs(middle(computed)) / 12


def added(parts: list[Item], why: str = "其中") -> Reckoning:
    """The sum of figures."""
    return Reckoning(total(part.interval for part in parts), tuple(parts), written(parts, "+"), why)


def _complete(report: Report, found: List, whole: Item, reckoning: Reckoning, keys: Counter, groups: Counter) -> str:
    """Why the list is known to be whole; empty when it is not."""
    parts = reckoning.operands
    if whole is not found.wholes[0] or len(parts) != len(found.parts):
        return ""
    span = report.text[parts[0].fact.start - 12:parts[-1].fact.end + 2]
    ratio = middle(reckoning.computed) / whole.printed.value if whole.printed.value else Decimal(9)
    if not Decimal("0.1") < ratio < 10 or _LOOSE.search(span) or any(part.fact.status != whole.fact.status for part in parts):
        return ""
    if groups[id(found.group)] and len({item.unit for item, _ in found.group.parts if item.level}) > 1:
        return "同一列中另一单位各项相加相符"
    if _shares_full(report, found):
        return "各项占比合计为100%"
    if _negated(parts) or any(_all_named(parts, row) for row in _WHOLES):
        return "各项合起来即全部"
    if re.match("[，、；和及]*(?:其他|其它|其余)", parts[-1].gap):
        return "最后一项是其余的"
    if found.group.how == "分别" and parts[0].gap.startswith("，分别") and Decimal("0.8") < ratio < Decimal("1.25"):
        return "分别列出"
    if covers(whole, list(parts)):
        return "各年合起来即整个时期"
    if keys[found.key]:
        return "同样的一列在别处相加相符"
    if found.group.how == "（":
        return "括号内各项"
    if Decimal(1) < ratio < Decimal("1.1") and whole.sentence == parts[0].sentence:
        return "各项之和大于总数"
    if _slip(whole, parts):
        return "只差一个数字"
    return ""


def _shares_full(report: Report, found: List) -> bool:
    """Whether every part has a share behind it and these add up to 100."""
    shares = []
    for part in found.parts:
        after = report.after(part)[:2]
        share = next((item for item in after if item.unit == "%" and "占" in item.gap), None)
        if share is None:
            return False
        shares.append(share)
    slack = Decimal(len(shares)) * max(share.printed.step for share in shares) / 2
    return abs(sum(share.printed.value for share in shares) - 100) <= slack


def _slip(whole: Item, parts: tuple[Item, ...]) -> bool:
    """Whether one digit more or less in one figure would make the list add up. Only of figures with five
    digits or more: a list that is not whole seldom misses its total by a single digit there."""
    figures = (whole, *parts)
    if any(item.fact.qualifier != "exact" for item in figures):
        return False
    finest = min(item.printed.coarse for item in figures)
    missing = abs(whole.printed.value - sum(part.printed.value for part in parts))
    spread = total(part.interval for part in parts)
    slack = (spread.high - spread.low + whole.printed.step) / 2
    if not missing or whole.printed.value < 10_000 * max(finest, slack) or missing < 20 * slack:
        return False
    lead = Decimal(1).scaleb(missing.adjusted())
    return abs(missing - (missing / lead).quantize(Decimal(1)) * lead) <= slack


def _negated(parts: tuple[Item, ...]) -> bool:
    """Whether two parts are a thing and what is not that thing: 贫困户 and 非贫困户."""
    if len(parts) != 2:
        return False
    one, other = (re.sub(r"的|人口|户|^其中", "", part.lead or part.fact.indicator) for part in parts)
    return any(len(a) > 1 and re.search(f"[非未不无]{re.escape(a[:2])}", b) for a, b in ((one, other), (other, one)))


def _all_named(parts: tuple[Item, ...], row: tuple[re.Pattern, ...]) -> bool:
    """Whether the parts' names are those of a row that leaves nothing out, one each."""
    if len(parts) != len(row):
        return False
    names = [part.lead or part.fact.indicator for part in parts]
    return all(any(pattern.search(name) for name in names) for pattern in row) and all(any(p.search(name) for p in row) for name in names)


def covers(whole: Item, parts: list[Item]) -> bool:
    """Whether the parts' periods follow one another and make up the whole's: 2016, 2017, 2018 of 2016/2018."""
    spans = [_days(part.fact.period) for part in parts]
    over = _days(whole.fact.period)
    if over is None or None in spans or len(parts) < 2:
        return False
    return spans[0][0] == over[0] and spans[-1][1] == over[1] and all(_next(a[1]) == b[0] for a, b in zip(spans, spans[1:], strict=False))


_ENDS = {"03-31": "04-01", "06-30": "07-01", "09-30": "10-01"}


def _days(period: str) -> tuple[str, str] | None:
    """First and last day of a period of whole years, halves and quarters."""
    first, _, last = period.partition("/")
    last = last or first
    first = f"{first}-01-01" if len(first) == 4 else first
    last = f"{last}-12-31" if len(last) == 4 else last
    return (first, last) if len(first) == len(last) == 10 and first < last else None


def _next(day: str) -> str:
    """The day behind the last of a year or quarter; empty for others."""
    if day.endswith("12-31"):
        return f"{int(day[:4]) + 1}-01-01"
    return f"{day[:5]}{_ENDS[day[5:]]}" if day[5:] in _ENDS else ""
