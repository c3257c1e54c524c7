"""Totals in one sentence: behind the list that they add up, over pairs of 户 and 人, and of what is done and what is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extract.audit.finding import Finding
from extract.audit.nesting import Nesting
from extract.audit.reading import Item, Report
from extract.audit.sum import added, additive, covers
from extract.audit.verdict import best, finding, off, weigh


def check(report: Report, nesting: Nesting) -> Iterator[Finding]:
    """The findings on totals of a report's prose."""
    for sentence in report.sentences:
        yield from _totals(report, sentence.items)
        yield from _paired_totals(report, sentence.items)
        yield from _remainders(report, [item for item in sentence.items if all(group.how != "（" for group in nesting.over(item))])


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


def _paired_totals(report: Report, items: list[Item]) -> Iterator[Finding]:
    """Pairs of 户 and 人 and the pair that adds them up: where the one adds up, the other must."""
    pairs = [(a, b) for a, b in zip(items, items[1:], strict=False) if a.fact.kind == "households" and b.fact.kind == "persons" and not b.gap and a.level and b.level]
    for index, (whole, other) in enumerate(pairs):
        if index < 2 or not re.search("共|合计|总计", whole.lead):
            continue
        sums = [added([pair[side] for pair in pairs[:index]], "户与人分别相加") for side in (0, 1)]
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
            if item.unit != whole.unit or not additive(item) or not item.level or len(parts) > 11:
                break
            parts.insert(0, item)
        joined = [part for part in parts]
        while len(joined) > 1 and not all(_JOINED.match(part.gap) for part in joined[1:]):
            joined.pop(0)
        fit = best(whole, [added(parts[start:], "合计") for start in range(len(parts) - 1)])
        if fit is None:
            continue
        verdict, reckoning = fit
        if verdict != "agrees":
            listed = len(joined) > 1 and "分别" in joined[0].gap
            run = joined if listed else parts
            reckoning = added(run, "合计")
            close = off(whole, reckoning.computed) < Decimal("0.3")
            row = len(parts) == index > 2 and all(part.gap.startswith("、") for part in parts[1:]) and off(whole, reckoning.computed) < Decimal("0.1")
            covered = covers(whole, parts) or said_number and items[items.index(whole) - 1].printed.value == len(parts)
            sure = listed or row or covered or (_TOTAL.match(whole.gap) or yearly) and len(parts) == index and all(_BESIDE.match(part.gap) for part in parts[1:])
            verdict = weigh(whole, reckoning.computed) if close and sure else "unsure"
        yield finding(report, "sum", verdict, whole, reckoning)


_DONE = re.compile(r"已|完成|完工|竣工|实际|实施|修通|建成|硬化|拨付|支出")
_LEFT = re.compile(r"剩余|剩下|余下|其余|还剩|尚余|尚未|未完[成工]|还有|缺口|还差|还缺|尚缺|未(?=[\u4e00-\u9fff]{2})")
_PLAINLY_LEFT = re.compile(r"剩余|剩下|余下|其余|还剩|尚余|尚未|未完[成工]|还有|缺口|还差|还缺|尚缺")
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
        same_verb = verb is not None and verb.group("verb") in done.gap
        if not same_verb and (not _DONE.search(done.gap) or verb and not _PLAINLY_LEFT.search(left.gap)):
            continue
        first = items.index(min(whole, done, key=lambda item: item.order))
        together = all(item.unit in ("%", "人") or item in (whole, done) for item in items[first:index]) and whole.printed.value > max(done.printed.value, left.printed.value)
        plain = ("已" in done.gap or verb) and re.search("未|剩余|剩下|余下", left.gap + left.tail[:8]) and not re.search("[；。]", done.gap + left.gap)
        reckoning = added([done, left], "已完成与剩余")
        verdict = weigh(whole, reckoning.computed)
        if verdict != "agrees" and not (together and plain and off(whole, reckoning.computed) < Decimal("0.2")):
            verdict = "unsure"
        yield finding(report, "sum", verdict, whole, reckoning)
        beside = [items[items.index(item) + 1] if items.index(item) + 1 < len(items) else None for item in (whole, done, left)]
        if verdict == "agrees" and all(item is not None and item.unit == "人" and not item.gap and item.interval.bounded for item in beside):
            reckoning = added(beside[1:], "已完成与剩余")
            yield finding(report, "sum", weigh(beside[0], reckoning.computed), beside[0], reckoning)
