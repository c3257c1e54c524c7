"""Shares: a part over its whole against the printed percentage.

`农业人口76.87万人，占93.56%` of `总人口82.05万人`. The whole is the one that 占 names, else the figure
that the part stands under (其中, a colon, a bracket). Shares of one whole are weighed together: when most
of them want another whole than the one found, it was the wrong one; when one of them cannot be true
beside the others, it disagrees though it might stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.audit.finding import Finding
from extract.audit.interval import Interval, total
from extract.audit.nesting import Nesting
from extract.audit.reading import Item, Report, core
from extract.audit.verdict import Reckoning, finding, off, said, weigh, written
from extract.table import plain

_OF = re.compile(
    r"占(?:到|了|比|据)?(?P<whole>[^，。；：、（）占]*?)(?:的)?(?:比重|比例|份额|比)?(?:的)?(?:分别)?(?:是|为|达到?|高达|超过|约|近|仅|只|到|的|由|从|上升|下降|提高)*$"
)
_ELSE = re.compile(r"[从由]|预计|上限|不(?:得|低|高)|原则")
_DIRECT = re.compile(r"^[）]?[，,、；（]?[^，。；（）\d]{0,8}?占|^[）]?（?占")
_LIST = re.compile(r"^[、，；和及与]+$")
HUNDRED = Decimal(100)
_LEVELS = {"国": "国", "省": "省区市", "市": "市州盟地区", "州": "市州盟地区", "县": "县区市旗", "区": "区县", "镇": "镇街道办", "乡": "乡镇", "村": "村社区"}


@dataclass(slots=True)
class Claim:
    """A stated share with the figure that it is of and the figures that may be its whole."""

    stated: Item
    part: Item
    wholes: list[Item]
    why: str
    key: object

    def implied(self) -> Interval | None:
        """What the whole must be for the share to hold."""
        share = self.stated.interval
        whole = self.part.interval.over(Interval(share.low / HUNDRED, share.high / HUNDRED)) if share.low > 0 else None
        return whole if whole and whole.bounded else None


def check(report: Report, nesting: Nesting) -> Iterator[Finding]:
    """The findings on shares of a report's prose."""
    together: dict[object, list[Claim]] = {}
    loose: dict[str, tuple[int, int]] = {}  # unit → the sentence of the last share without a whole, and the first of its run
    for claim in _claims(report, nesting):
        if not claim.part.interval.bounded or claim.part.printed.value <= 0:
            continue
        if isinstance(claim.key, tuple) and isinstance(claim.key[0], tuple) and claim.key[0][0] == "loose":
            last, first = loose.get(claim.part.unit, (-9, -9))
            first = first if claim.part.sentence - last <= 4 else claim.part.sentence
            loose[claim.part.unit] = claim.part.sentence, first
            claim.key = ("loose", first), claim.part.unit
        together.setdefault(claim.key, []).append(claim)
    for claims in together.values():
        yield from _weighed(report, claims)
    for sentence in report.sentences:
        yield from _all_shares(report, sentence.items)


_OTHERS = re.compile(r"(?:其他|其它|其余)[^，。；]{0,8}占")


def _all_shares(report: Report, items: list[Item]) -> Iterator[Finding]:
    """Shares one behind the other, the last of which is that of all others, against 100 %."""
    for index, last in enumerate(items):
        if last.unit != "%" or not _OTHERS.search(last.gap):
            continue
        run = [last]
        for item in reversed(items[:index]):
            if item.fact.kind != "percentage":
                continue
            listed = _LIST.match(item.gap) and item is not items[0]
            if item.unit != "%" or not listed and (item.fact.relation != "share" or "占" not in item.gap) or not item.interval.bounded:
                break
            run.insert(0, item)
        if len(run) < 3 or len({item.fact.base for item in run} - {""}) > 1 or not last.interval.bounded:
            continue
        computed = total(item.interval for item in run)
        reckoning = Reckoning(computed, tuple(run[:-1]), written(run, "+"), "各项占比合计应为100%", "%")
        verdict = "agrees" if computed.low <= HUNDRED <= computed.high else "disagrees"
        made = finding(report, "share", verdict, last, reckoning)
        statement = f"{written(run, '+')} = {plain(sum(item.printed.value for item in run))}%，应为100%"
        yield replace(made, statement=statement, stated=HUNDRED, computed=sum(item.printed.value for item in run))


def _claims(report: Report, nesting: Nesting) -> Iterator[Claim]:
    """The shares of a report."""
    for sentence in report.sentences:
        for index, stated in enumerate(sentence.items):
            if stated.unit != "%" or stated.fact.qualifier == "range" or "占" not in stated.gap:
                continue
            named = _OF.search(stated.gap)
            if named is None or _ELSE.search(stated.gap[named.start():]) or stated.fact.relation in ("increase", "decrease", "gap"):
                continue
            if re.search(r"(?:合计|共计|总计|两者|三者|共同?)$", stated.gap[:named.start()]):  # of several together
                continue
            if "分别" in stated.gap:
                yield from _respectively(report, nesting, sentence.items, index, named.group("whole").replace("分别", ""))
            elif parts := _parts(sentence.items, index):
                yield from _made(report, nesting, stated, parts, named.group("whole"))


def _respectively(report: Report, nesting: Nesting, items: list[Item], index: int, whole: str) -> Iterator[Claim]:
    """The shares of `分别占15%、20%和65%`, each of the figure at its place in the list before."""
    shares = [items[index]]
    while index + len(shares) < len(items) and _LIST.match(items[index + len(shares)].gap) and items[index + len(shares)].unit == "%":
        shares.append(items[index + len(shares)])
    before = [item for item in items[:index] if item.fact.kind != "percentage"][-len(shares):]
    if len(shares) < 2 or len(before) < len(shares) or len({item.unit for item in before}) > 1:
        return
    for stated, part in zip(shares, before, strict=True):
        yield from _made(report, nesting, stated, [part], whole)


def _made(report: Report, nesting: Nesting, stated: Item, parts: list[Item], whole: str) -> Iterator[Claim]:
    """The claim on one share; where 户 and 人 stand side by side, on the one that has a whole."""
    name = core(whole)
    made = []
    for part in parts:
        if name:
            wholes, why, key = _named(report, part, whole, name), f"占{whole}", (name, part.unit, part.fact.period[:4], whole[:2])
            if not wholes:
                wholes = [item for group in nesting.over(part)[:1] for item in group.wholes(part.unit)[:1] if _means(whole, name, item)]
            if not wholes:
                at = report.index(part.fact.start)
                before = [item for item in report.items[max(0, at - 4):at] if item.unit == part.unit and item.level and part.sentence - item.sentence <= 1][-1:]
                wholes = [item for item in before if _near(stated, part, item, 8 if item.name.endswith(name) or name in part.gap else 40)]
        else:
            groups = [group for group in nesting.over(part) if not group.how.startswith("分别")]
            group = next((group for group in groups if group.wholes(part.unit)), None)
            wholes, why, key = (group.wholes(part.unit)[:1] if group else []), "其中", (id(groups[0]) if groups else ("loose", part.sentence), part.unit)
            if not wholes:
                before = [item for item in report.before(part) if item.unit == part.unit and item.level][-1:]
                wholes = [item for item in before if _near(stated, part, item)]
                key = (id(groups[0]) if groups and not wholes else ("near", part.sentence) if wholes else ("loose", part.sentence), part.unit)
        made.append(Claim(stated, part, wholes, why, key))
    said_unit = "户" if re.search("户数?$", whole) else "人" if re.search("人[口数]$", whole) else ""
    if said_unit:
        made = [claim for claim in made if claim.part.unit == said_unit] or made
    fitting = [claim for claim in made if any(_fits(claim, whole) for whole in claim.wholes)]
    yield (fitting or [claim for claim in made if claim.wholes] or made)[0]


_OF_ALL = {"人": re.compile(r"^(?:[全该本]?[村镇乡县市])?总?(?:人口|人数)"), "户": re.compile(r"^(?:[全该本]?[村镇乡县市])?总?(?:农?户数?|户籍)")}


def _means(whole: str, name: str, item: Item) -> bool:
    """Whether the words behind 占 mean the figure that the part stands under: 总支出 of 预算支出, 总户数 of 320户."""
    return item.name.endswith(name) or item.unit in _OF_ALL and bool(_OF_ALL[item.unit].match(whole))


def _near(stated: Item, part: Item, whole: Item, times: int = 8) -> bool:
    """Whether a share misses what these figures compute to by less than one in so many."""
    if whole.printed.value <= 0:
        return False
    value = part.printed.value / whole.printed.value * HUNDRED
    return abs(value - stated.printed.value) * times < stated.printed.value


def _parts(items: list[Item], index: int) -> list[Item]:
    """The figures that a share may be of: the one before it, growth rates between them passed over; both of 104户312人."""
    stated, found = items[index], []
    if not _DIRECT.match(stated.gap):
        return []
    for item in reversed(items[max(0, index - 4):index]):
        if item.fact.kind == "percentage":
            if item.fact.relation not in ("increase", "decrease") and not re.search("[增升降减占]", item.gap):
                break
            continue
        if not item.level:
            break
        found.append(item)
        if item.gap or item.fact.kind != "persons":  # 104户312人 stand side by side
            break
    return found


def _named(report: Report, part: Item, whole: str, name: str) -> list[Item]:
    """The figures that bear the whole's name, the nearest before the part first; one of each value."""
    found: dict[Decimal, Item] = {}
    level = re.match(r"[全我该本]([国省市州县区镇乡村])", whole)
    own = part.fact.period
    for item in sorted(report.called(name, part.unit, part.order, 10), key=lambda i: (i.order > part.order, abs(i.order - part.order))):
        if item is part or (item.fact.status == "planned") != (part.fact.status == "planned"):
            continue
        if level and item.fact.place and item.fact.place[-1] not in _LEVELS[level.group(1)]:
            continue
        if item.fact.period and own and item.fact.period[:4] != own[:4]:
            continue
        found.setdefault(item.printed.value, item)
    return list(found.values())


def _fits(claim: Claim, whole: Item) -> bool:
    """Whether a figure can be the claim's whole."""
    implied = claim.implied()
    return implied is not None and implied.meets(whole.interval)


def _weighed(report: Report, claims: list[Claim]) -> Iterator[Finding]:
    """The findings on shares of one whole."""
    parts = {claim.part.order for claim in claims}
    for claim in claims:
        claim.wholes = [item for item in claim.wholes if item.order not in parts]
    region, members = _common(claims)
    whole = _whole(report, claims, region if len(members) > 1 else None)
    used: list[tuple[Claim, Item, str]] = []
    for claim in claims:
        candidates = claim.wholes if whole is None else [whole]
        fits = [item for item in candidates if _fits(claim, item)]
        if whole is None and len(members) > 1 and not any(_fits(other, item) for other in claims for item in candidates):
            fits, candidates = [], candidates[:1]
            sure = False  # the shares fit one another, and not the whole that was found
        else:
            sure = len(candidates) == 1
        if not candidates:
            continue
        item = (fits or candidates)[0]
        made = _reckon(claim, item)
        if made is None:
            continue
        verdict = weigh(claim.stated, made.computed)
        if verdict == "agrees" and len(members) > 1 and len(members) * 2 > len(claims) and claim not in members and region.meets(item.interval):
            narrow = Interval(max(region.low, item.interval.low), min(region.high, item.interval.high))
            made = replace(made, computed=_quotient(claim.part.interval, narrow), why="与同一总数的其他占比不能同时成立")
            verdict = weigh(claim.stated, made.computed)
        used.append((claim, item, verdict))
        if verdict != "agrees" and not (sure and off(claim.stated, made.computed) < Decimal("0.85")):
            verdict = "unsure"
        yield finding(report, "share", verdict, claim.stated, made)
    yield from _made_up(report, used)


def _made_up(report: Report, used: list[tuple[Claim, Item, str]]) -> Iterator[Finding]:
    """The parts of one whole whose shares make up 100 %, added up; a whole that none of them fits is another thing's."""
    if not any(verdict == "agrees" for *_, verdict in used):
        return
    if len(used) < 3 or len({id(whole) for _, whole, _ in used}) > 1 or len({claim.part.order for claim, *_ in used}) < len(used):
        return
    shares = [claim.stated for claim, *_ in used]
    slack = Decimal(len(shares)) * max(share.printed.step for share in shares) / 2
    if abs(sum(share.printed.value for share in shares) - HUNDRED) > slack:
        return
    parts, whole = [claim.part for claim, *_ in used], used[0][1]
    reckoning = Reckoning(total(part.interval for part in parts), tuple(parts), written(parts, "+"), "各项占比合计为100%")
    yield finding(report, "sum", weigh(whole, reckoning.computed), whole, reckoning)


def _common(claims: list[Claim]) -> tuple[Interval, list[Claim]]:
    """The values of the whole that most shares allow, and the shares that allow them."""
    spans = [(implied, claim) for claim in claims if (implied := claim.implied())]
    edges = sorted([(span.low, 0) for span, _ in spans] + [(span.high, 1) for span, _ in spans])
    depth, deepest, at = 0, 0, Decimal(0)
    for value, closing in edges:
        depth += -1 if closing else 1
        if depth > deepest:
            deepest, at = depth, value
    members = [(span, claim) for span, claim in spans if span.low <= at <= span.high]
    if not members:
        return Interval(Decimal(0), Decimal(0)), []
    return Interval(max(s.low for s, _ in members), min(s.high for s, _ in members)), [claim for _, claim in members]


def _whole(report: Report, claims: list[Claim], region: Interval | None) -> Item | None:
    """The figure that several shares point at together: one that was found for them, else the nearest before them."""
    if region is None:
        return None
    found = [item for claim in claims for item in claim.wholes if item.interval.meets(region)]
    if found:
        return found[0]
    if claims[0].wholes or (region.high - region.low) > region.low / 50:
        return None
    first, unit = claims[0].part.order, claims[0].part.unit
    near = report.items[max(0, (index := report.index(first)) - 40):index]
    return next((item for item in reversed(near) if item.unit == unit and item.level and item.interval.meets(region)), None)


def _quotient(part: Interval, whole: Interval) -> Interval:
    """Part over whole, in per cent."""
    quotient = part.over(whole)
    assert quotient is not None
    return Interval(quotient.low * HUNDRED, quotient.high * HUNDRED)


def _reckon(claim: Claim, whole: Item) -> Reckoning | None:
    """Part over whole; None when the whole has no bounds or may be zero."""
    if not whole.interval.bounded or whole.interval.low <= 0 or whole.printed.value <= 0:
        return None
    part, value = claim.part, claim.part.printed.value / whole.printed.value * HUNDRED
    return Reckoning(_quotient(part.interval, whole.interval), (part, whole), f"{said(part)} ÷ {said(whole)}", claim.why, "%", value)
