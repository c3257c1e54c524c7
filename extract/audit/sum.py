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
from extract.audit.verdict import Reckoning, best, finding, middle, off, said, weigh, written

_MEAN = re.compile(r"人均|户均|均|每|率|平均|单价|标准(?!化)|亩产|价格|浓度|得分|排名|倍|指数")
_LOOSE = re.compile(r"等[^级于]|主要|特别|尤其|部分")
_NEAR = re.compile(r"超[过额]?$|以上$|近$|达到?$")
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
    for sentence in report.sentences:
        yield from _totals(report, sentence.items)
        yield from _paired_totals(report, sentence.items)
        yield from _remainders(report, [item for item in sentence.items if all(group.how != "（" for group in nesting.over(item))])


def _lists(group: Group, nesting: Nesting) -> Iterator[List]:
    """The lists of a group, one a unit."""
    parts = [item for item, _ in group.parts if _additive(item)]
    for unit, relation in dict.fromkeys((item.unit, item.fact.relation) for item in parts):
        wholes = [whole for whole in group.wholes(unit, relation)[:3] if _additive(whole)]
        own = [item for item in parts if item.unit == unit and item.fact.relation == relation]
        if wholes:
            own = _of_one_name(own, wholes[0].name)
        if len(own) > 1 and wholes:
            yield List(group, unit, own, wholes)


def _additive(item: Item) -> bool:
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
    made = [(whole, _sum(run)) for run in runs for whole in found.wholes]
    judged = [(weigh(whole, r.computed), r, whole) for whole, r in made]
    return next((j for j in judged if j[0] == "agrees"), judged[0]) if judged else None


def _vague(computed: Interval) -> bool:
    """Whether so much is approximate that nearly anything fits."""
    return computed.high - computed.low > abs(middle(computed)) / 12


def _sum(parts: list[Item], why: str = "其中") -> Reckoning:
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
    if _covers(whole, list(parts)):
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


_TOTAL = re.compile(r"^[^。；]{0,12}(?:合计|共计|总计|相加|合起来)[^，。；、（）]{0,10}$")
_ALL = re.compile(r"^[，,；]?(?:全[村镇乡县市区校]|[两三四五]\w{0,2})?(?:一共|总共|共有?|合计|共计|总计)$")
_JOINED = re.compile(r"^[、，和及]+$")
_YEARS_IN_ALL = re.compile(r"^[，；]?(?:全年)?[两二三四五六七八九十几\d]?年?(?:累计|合计|共|总共)[^，。；、（）]{0,8}$")
_TOGETHER = re.compile(r"^[^，。；、（）]{0,6}共[^，。；、（）]{0,8}$")
_BESIDE = re.compile(r"^[^。；：（）]{0,24}$")


def _numbers_parts(items: list[Item], index: int) -> bool:
    """Whether a figure only says how many parts a total has: 两家企业共投资2.2亿元."""
    if not 0 < index < len(items) - 1:
        return False
    item = items[index]
    return item.fact.kind == "count" and 2 <= item.printed.value <= 12 and not item.fact.text[0].isdecimal() and bool(_TOGETHER.match(items[index + 1].gap))


def _covers(whole: Item, parts: list[Item]) -> bool:
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


def _paired_totals(report: Report, items: list[Item]) -> Iterator[Finding]:
    """Pairs of 户 and 人 and the pair that adds them up: where the one adds up, the other must."""
    pairs = [(a, b) for a, b in zip(items, items[1:], strict=False) if a.fact.kind == "households" and b.fact.kind == "persons" and not b.gap and a.level and b.level]
    for index, (whole, other) in enumerate(pairs):
        if index < 2 or not re.search("共|合计|总计", whole.lead):
            continue
        sums = [_sum([pair[side] for pair in pairs[:index]], "户与人分别相加") for side in (0, 1)]
        verdicts = [weigh(stated, made.computed) for stated, made in zip((whole, other), sums, strict=True)]
        if "agrees" in verdicts:
            for stated, made, verdict in zip((whole, other), sums, verdicts, strict=True):
                yield finding(report, "sum", verdict, stated, made)


def _totals(report: Report, items: list[Item]) -> Iterator[Finding]:
    """Lists that end in their total: A 2万元、B 3万元，合计5万元."""
    counted = [item for number, item in enumerate(items) if item.fact.kind != "duration" and not _numbers_parts(items, number)]
    for index, whole in enumerate(counted):
        if not index or not whole.level or not whole.interval.bounded:
            continue
        yearly = counted[index - 1].order < whole.order and items[max(0, items.index(whole) - 1)].fact.kind == "duration" and _YEARS_IN_ALL.match(whole.gap)
        said_number = _numbers_parts(items, items.index(whole) - 1)
        timed = _YEARS_IN_ALL.match(whole.gap)
        if not (_TOTAL.match(whole.gap) or _ALL.match(whole.gap) or yearly or said_number or timed):
            continue
        parts: list[Item] = []
        for item in reversed(counted[:index]):
            if item.unit != whole.unit or not _additive(item) or not item.level or len(parts) > 11:
                break
            parts.insert(0, item)
        joined = [part for part in parts]
        while len(joined) > 1 and not all(_JOINED.match(part.gap) for part in joined[1:]):
            joined.pop(0)
        fit = best(whole, [_sum(parts[start:], "合计") for start in range(len(parts) - 1)])
        if fit is None:
            continue
        verdict, reckoning = fit
        if verdict != "agrees":
            listed = len(joined) > 1 and "分别" in joined[0].gap
            run = joined if listed else parts
            reckoning = _sum(run, "合计")
            close = off(whole, reckoning.computed) < Decimal("0.3")
            row = len(parts) == index > 2 and all(part.gap.startswith("、") for part in parts[1:]) and off(whole, reckoning.computed) < Decimal("0.1")
            covered = _covers(whole, parts) or said_number and items[items.index(whole) - 1].printed.value == len(parts)
            sure = listed or row or covered or (_TOTAL.match(whole.gap) or yearly) and len(parts) == index and all(_BESIDE.match(part.gap) for part in parts[1:])
            verdict = weigh(whole, reckoning.computed) if close and sure else "unsure"
        yield finding(report, "sum", verdict, whole, reckoning)


_DONE = re.compile(r"已|完成|完工|竣工|实际|实施|修通|建成|硬化|拨付|支出")
_LEFT = re.compile(r"剩余|剩下|余下|其余|还剩|尚余|尚未|未完[成工]|还有|缺口|还差|还缺|尚缺")
_NOT_YET = re.compile(r"(?:尚未|没有|未)(?P<verb>[\u4e00-\u9fff]{2})")


def _remainders(report: Report, items: list[Item]) -> Iterator[Finding]:
    """A whole, what is done, and what is left: 共5条，已完工4条，未完工的1条; with 户 the 人 beside them."""
    for index, left in enumerate(items):
        if not left.level or not _LEFT.search(left.gap) or not left.interval.bounded:
            continue
        same = [item for item in items[:index] if item.unit == left.unit and item.level and item.interval.bounded]
        if len(same) < 2:
            continue
        done, whole = sorted(same[-2:], key=lambda item: item.printed.value)
        verb = _NOT_YET.search(left.gap)
        if not _DONE.search(done.gap) and not (verb and verb.group("verb") in done.gap):
            continue
        first = items.index(min(whole, done, key=lambda item: item.order))
        together = all(item.unit in ("%", "人") or item in (whole, done) for item in items[first:index]) and whole.printed.value > max(done.printed.value, left.printed.value)
        plain = ("已" in done.gap or verb) and re.search("未|剩余|剩下|余下", left.gap + left.tail[:8]) and not re.search("[；。]", done.gap + left.gap)
        reckoning = _sum([done, left], "已完成与剩余")
        verdict = weigh(whole, reckoning.computed)
        if verdict != "agrees" and not (together and plain and off(whole, reckoning.computed) < Decimal("0.2")):
            verdict = "unsure"
        yield finding(report, "sum", verdict, whole, reckoning)
        beside = [items[items.index(item) + 1] if items.index(item) + 1 < len(items) else None for item in (whole, done, left)]
        if verdict == "agrees" and all(item is not None and item.unit == "人" and not item.gap and item.interval.bounded for item in beside):
            reckoning = _sum(beside[1:], "已完成与剩余")
            yield finding(report, "sum", weigh(beside[0], reckoning.computed), beside[0], reckoning)


@dataclass(frozen=True, slots=True)
class _Years:
    """The years that a period takes in."""

    first: int
    last: int


_PERIOD = re.compile(r"(\d{4})(?:/(\d{4}))?$")


def _years(item: Item) -> _Years | None:
    """The whole years of a figure's period; None when it is not of whole years."""
    match = _PERIOD.match(item.fact.period)
    return _Years(int(match.group(1)), int(match.group(2) or match.group(1))) if match else None


def over_years(report: Report) -> Iterator[Finding]:
    """Figures of several years against those of the years themselves."""
    series: dict[tuple[str, str, str], dict[_Years, list[Item]]] = {}
    for item in (*report.items, *report.cells):
        years = _years(item)
        if years is None or not item.name or not item.level or not item.interval.bounded or _MEAN.search(item.fact.indicator + item.lead):
            continue
        series.setdefault((item.name, item.unit, item.fact.place), {}).setdefault(years, []).append(item)
    for key, periods in series.items():
        for years in [years for years in periods if years.last > years.first]:
            for other in _kindred(series, key):
                yield from _partition(report, periods[years], years, other, sure=other is periods)


def _kindred(series: dict, key: tuple[str, str, str]) -> Iterator[dict[_Years, list[Item]]]:
    """The series of a name, then those whose names end with it (项目, 录入项目)."""
    yield series[key]
    for (name, unit, place), periods in series.items():
        if unit == key[1] and place == key[2] and name != key[0] and name.endswith(key[0]) and len(key[0]) > 1:
            yield periods


def _partition(report: Report, wholes: list[Item], years: _Years, periods: dict[_Years, list[Item]], sure: bool) -> Iterator[Finding]:
    """The sums by single years and by the longest stretches that make up a period."""
    done = set()
    for longest in (False, True):
        parts = _cover(years, periods, longest)
        if parts is None or tuple(parts) in done:
            continue
        done.add(tuple(parts))
        lists = [_of_one_place([periods[part] for part in parts], part) for part in [periods[part] for part in parts]]
        single = all(len({item.printed.value for item in found}) == 1 for found in lists)
        reckoning = _sum([found[0] for found in lists], "分年度相加")
        values = {item.printed.value: item for item in reversed(wholes)}.values()
        known = len(values) == 1 or any(weigh(whole, reckoning.computed) == "agrees" for whole in values)
        for whole in values:
            verdict = weigh(whole, reckoning.computed)
            if verdict != "agrees" and not (sure and single and known and off(whole, reckoning.computed) < Decimal("0.3")):
                verdict = "unsure"
            if verdict == "agrees" or sure:
                yield finding(report, "sum", verdict, whole, reckoning)


def _of_one_place(lists: list[list[Item]], own: list[Item]) -> list[Item]:
    """The figures of one period: those in tables where most of the periods have one there, else those in prose."""
    tabled = sum(any(item.fact.table_cell for item in found) for found in lists) * 2 > len(lists)
    return [item for item in own if bool(item.fact.table_cell) == tabled] or own


def _cover(years: _Years, periods: dict[_Years, list[Item]], longest: bool) -> list[_Years] | None:
    """Periods that follow one another and make up the years; by the longest or by the shortest at each step."""
    starts: dict[int, list[_Years]] = {}
    for part in periods:
        if part != years and years.first <= part.first and part.last <= years.last:
            starts.setdefault(part.first, []).append(part)
    parts, year = [], years.first
    while year <= years.last:
        choices = starts.get(year)
        if not choices:
            return None
        part = (max if longest else min)(choices, key=lambda p: p.last)
        parts.append(part)
        year = part.last + 1
    return parts if len(parts) > 1 and year == years.last + 1 else None
