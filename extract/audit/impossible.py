"""What cannot be: a share beyond 100 %, a part larger than its whole, a period that ends before it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extract.audit.finding import Finding
from extract.audit.nesting import Nesting
from extract.audit.reading import Item, Report
from extract.audit.verdict import Reckoning, finding, said

_CAPPED = re.compile(
    r"(?<!毛)(?:覆盖率|参保率|参合率|普及率|合格率|满意率|满意度|签约率|脱贫率|发生率|成活率|失业率|达标率|城镇化率|绿化率|通过率|竣工率|拆除率|入住率|办结率|报账率|采用率|净入学率|签订率)$"
)
_MAY_EXCEED = re.compile(r"生产总值|GDP|存款|预算|计划|任务|目标|年度?$|上年|同期|序时")
_MEAN = re.compile(r"人均|均|每|率|平均|单价|价")


def check(report: Report, nesting: Nesting) -> Iterator[Finding]:
    """The findings on what cannot be in a report's prose."""
    for item in report.items:
        if item.unit == "%" and item.interval.low > 100 and _capped(item):
            limit = Reckoning(item.interval._replace(low=Decimal(0), high=Decimal(100)), (), "上限", "超过100%")
            yield _said(finding(report, "impossible", "disagrees", item, limit, "占比或这类比率不会超过100%"), f"{item.fact.indicator}{said(item)}，超过100%")
    yield from _larger(report, nesting)


def _capped(item: Item) -> bool:
    """Whether a percentage cannot be more than 100."""
    fact = item.fact
    if fact.relation == "share":
        return "占" in item.gap and not _MAY_EXCEED.search(fact.base + item.gap)
    return fact.relation == "level" and bool(_CAPPED.search(fact.indicator)) and "率" in item.lead + fact.sentence


def _said(made: Finding, statement: str) -> Finding:
    """A finding with a statement of its own."""
    return Finding(*(getattr(made, name) if name != "statement" else statement for name in made.__slots__))


_DIRECTLY = re.compile(r"^[，；（]?其中[：，]?(?!\d{4}年)[^，。；]{0,14}$")


def _larger(report: Report, nesting: Nesting) -> Iterator[Finding]:
    """Parts behind 其中 that are larger than the figure just before it."""
    for group in nesting.groups:
        if group.how != "其中" or not group.parts or not group.anchors:
            continue
        part = group.parts[0][0]
        wholes = group.wholes(part.unit)
        if not part.level or not wholes or _MEAN.search(part.lead + part.fact.indicator + wholes[0].lead + wholes[0].fact.indicator):
            continue
        whole = wholes[0]
        if not part.interval.low > whole.interval.high or part.fact.status != whole.fact.status:
            continue
        between = group.anchors[group.anchors.index(whole) + 1:]
        beside = whole.sentence == part.sentence and not between and len(wholes) == 1
        sure = beside and _DIRECTLY.match(part.gap) and part.printed.value < 10 * whole.printed.value
        reckoning = Reckoning(whole.interval, (whole,), "", "其中一项大于总数")
        yield _said(finding(report, "impossible", "disagrees" if sure else "unsure", part, reckoning), f"其中{said(part)}，大于总数{said(whole)}")


_PERIOD = re.compile(
    r"(?<![\d.])(?P<y1>(?:19|20)\d\d)年?(?:(?P<m1>\d{1,2})月)?(?:(?P<d1>\d{1,2})日)?\s*(?:[-—–~～]{1,2}|至|到)\s*"
    r"(?P<y2>(?:19|20)\d\d)年(?:(?P<m2>\d{1,2})月)?(?:(?P<d2>\d{1,2})日)?"
)
_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d年(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?")
_LENGTHS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def periods(doc: str, text: str) -> Iterator[Finding]:
    """The findings on periods and dates in a document's folded text."""
    for match in _PERIOD.finditer(text):
        first, last = _when(match, "1"), _when(match, "2")
        size = min(len(first), len(last))
        if last[:size] < first[:size] and not re.search(r"[由从]$", text[max(0, match.start() - 1):match.start()]):
            yield _dated(doc, match, f"{match.group()}：结束早于开始", "时间先后颠倒")
    for match in _DATE.finditer(text):
        month, day = int(match.group("m")), int(match.group("d") or 1)
        if not 1 <= month <= 12 or not 1 <= day <= _LENGTHS[month]:
            yield _dated(doc, match, f"{match.group()}：没有这个日期", "日期不存在")


def _when(match: re.Match, side: str) -> tuple[int, ...]:
    """Year, month and day of one side, as far as they are said."""
    return tuple(int(match.group(name + side)) for name in "ymd" if match.group(name + side))


def _dated(doc: str, match: re.Match, statement: str, why: str) -> Finding:
    """A finding on a stretch of text."""
    return Finding(doc, 0, "impossible", "disagrees", statement, None, None, None, "", (match.span(),), why)
