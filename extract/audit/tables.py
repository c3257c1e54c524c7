"""Tables: totals against the rows and columns that they add up, and columns that follow from others.

Which column follows from which is not read but found: a rule that most rows obey to their last digit is
the table's, and the rows that break it disagree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from extract.audit.finding import Finding
from extract.audit.grid import Row, Table, tables
from extract.audit.interval import Interval, total
from extract.audit.nesting import Nesting
from extract.audit.reading import Item, Report
from extract.audit.verdict import Reckoning, finding, middle, off, said, weigh, written

HUNDRED = Decimal(100)
_TOTAL = re.compile(r"^[^，。]{0,8}?(?:合计|总计|共计|总额|合\s*计)$")
_SUB = re.compile(r"^(?:其中|#|＃|[—–-]|（[一二三四五六七八九十\d]+）|\d+[.．、]|小计)")
_NOT_ADDED = re.compile(r"均|率|%|占比|比重|增长|增速|增幅|±|单价|指数|排名|位次|年度?$|倍")
_MOST = 12  # columns of a table whose rules are looked for


def check(report: Report, nesting: Nesting) -> Iterator[Finding]:
    """The findings on a report's tables."""
    for table in tables(report):
        if len(table.rows) < 2:
            continue
        yield from _totals_down(report, table)
        yield from _subtotals(report, table)
        yield from _parts_of_total(report, table)
        yield from _rules(report, table)


def _totals_down(report: Report, table: Table) -> Iterator[Finding]:
    """Rows called 合计 against the rows that they add up."""
    numbers = [index for index, row in enumerate(table.rows) if _TOTAL.match(row.label)]
    if len(numbers) != 1:
        return
    index = numbers[0]
    others = table.rows[:index] if index else table.rows[1:]
    if index and index != len(table.rows) - 1:
        return
    if len(others) < 2:
        return
    whole = table.rows[index]
    ways = [others]
    top = [row for row in others if not _SUB.match(row.label)]
    if 1 < len(top) < len(others):
        ways.append(top)
    least = min(row.indent for row in others)
    flush = [row for row in others if row.indent == least]
    if 1 < len(flush) < len(others):
        ways.append(flush)
    columns = [column for column in table.columns() if column in whole.cells and _addable(table, whole, column)]
    tried = [(way, [_column(way, whole, column) for column in columns]) for way in ways]
    way, made = max(tried, key=lambda pair: sum(1 for item in pair[1] if item and weigh(item[0], item[1].computed) == "agrees"))
    right = sum(1 for item in made if item and weigh(item[0], item[1].computed) == "agrees" and len(item[1].operands) > 1)
    for item in made:
        if item is None:
            continue
        stated, reckoning = item
        verdict = weigh(stated, reckoning.computed)
        plain = len(ways) == 1 and len(reckoning.operands) == len(way) > 2 and off(stated, reckoning.computed) < Decimal("0.1")
        full = right and len(reckoning.operands) == len(way) and off(stated, reckoning.computed) < Decimal("0.5")
        if verdict != "agrees" and not (full or plain):
            verdict = "unsure"
        yield finding(report, "sum", verdict, stated, reckoning, "表内各行相加")


def _subtotals(report: Report, table: Table) -> Iterator[Finding]:
    """Rows called 小计 against the rows of their groups, before or behind them; and 合计 against them."""
    marks = [index for index, row in enumerate(table.rows) if row.label.endswith("小计")]
    ends = [index for index, row in enumerate(table.rows) if _TOTAL.match(row.label)]
    if len(marks) < 2 or len(ends) > 1:
        return
    last = ends[0] if ends and ends[0] > marks[-1] else len(table.rows)
    if marks[0] == 0:
        groups = [(mark, range(mark + 1, end)) for mark, end in zip(marks, [*marks[1:], last], strict=True)]
    else:
        groups = [(mark, range(start + 1, mark)) for mark, start in zip(marks, [-1, *marks[:-1]], strict=True)]
    if ends and last < len(table.rows):
        groups.append((last, marks))
    for mark, members in groups:
        whole, rows = table.rows[mark], [table.rows[index] for index in members]
        for column in (column for column in table.columns() if column in whole.cells and _addable(table, whole, column)):
            found = _column(rows, whole, column)
            if found:
                stated, reckoning = found
                verdict = weigh(stated, reckoning.computed)
                if verdict != "agrees" and (len(reckoning.operands) < len(rows) or off(stated, reckoning.computed) > Decimal("0.3")):
                    verdict = "unsure"
                yield finding(report, "sum", verdict, stated, reckoning, "小计与各行")


def _parts_of_total(report: Report, table: Table) -> Iterator[Finding]:
    """A column of shares against each row's part of the 合计 row."""
    totals = [row for row in table.rows if _TOTAL.match(row.label)]
    if len(totals) != 1:
        return
    whole = totals[0]
    for column in (column for column in table.columns()[:_MOST] if table.unit(column) == "%"):
        rows = [row for row in table.rows if row is not whole and column in row.cells]
        best: list[tuple[Item, Reckoning]] = []
        for source in (c for c in table.columns()[:_MOST] if c in whole.cells and table.unit(c) not in ("%", "")):
            base = whole.cells[source]
            if not base.usable and not (base.interval.bounded and base.interval.low > 0):
                continue
            made = [(row.cells[column], _over_total(row.cells[source], base)) for row in rows if source in row.cells and row.cells[source].interval.bounded]
            right = [stated for stated, made_of in made if weigh(stated, made_of.computed) == "agrees" and stated.printed.value > 20 * stated.printed.step]
            if len(right) >= 2 and len(right) * 2 >= len(made) and len(made) > len(best):
                best = made
        for stated, reckoning in best:
            yield finding(report, "share", weigh(stated, reckoning.computed), stated, reckoning)


def _over_total(part: Item, whole: Item) -> Reckoning:
    """A row's part of a column's total, in per cent."""
    quotient = part.interval.over(whole.interval)
    computed = Interval(quotient.low * HUNDRED, quotient.high * HUNDRED)
    return Reckoning(computed, (part, whole), f"{said(part)} ÷ {said(whole)}", "占合计", "%", part.printed.value / whole.printed.value * HUNDRED)


def _addable(table: Table, whole: Row, column: int) -> bool:
    """Whether a column's figures add up to something."""
    item = whole.cells[column]
    return item.fact.kind != "percentage" and item.fact.relation == "level" and not _NOT_ADDED.search(table.heads.get(column, "")) and item.interval.bounded


def _column(rows: list[Row], whole: Row, column: int) -> tuple[Item, Reckoning] | None:
    """A total and what the rows of its column add up to."""
    stated = whole.cells[column]
    parts = [row.cells[column] for row in rows if column in row.cells and row.width == whole.width or column in row.cells and "\t" in row.label]
    parts = [part for part in parts if part.unit == stated.unit and part.interval.bounded]
    if len(parts) < 2:
        return None
    return stated, Reckoning(total(part.interval for part in parts), tuple(parts), written(parts, "+"), "表内各行相加")


@dataclass(frozen=True, slots=True)
class _Rule:
    """A column that follows from others: which, from which, how it is computed and written."""

    column: int
    sources: tuple[int, ...]
    compute: Callable[..., Interval | None]
    sign: str
    family: str


def _ratio(a: Interval, b: Interval) -> Interval | None:
    """a ÷ b in per cent."""
    quotient = a.over(b)
    return quotient and Interval(quotient.low * HUNDRED, quotient.high * HUNDRED)


def _growth(a: Interval, b: Interval) -> Interval | None:
    """(a - b) ÷ b in per cent, as an amount without sign."""
    quotient = a.over(b)
    if quotient is None:
        return None
    ends = sorted((quotient.low * HUNDRED - HUNDRED, quotient.high * HUNDRED - HUNDRED))
    if ends[1] <= 0:
        ends = [-ends[1], -ends[0]]
    return Interval(*ends)


def _minus(a: Interval, b: Interval) -> Interval:
    return a - b


def _rules(report: Report, table: Table) -> Iterator[Finding]:
    """The findings of the rules that most of a table's rows obey."""
    columns = table.columns()[:_MOST]
    if len(columns) < 3:
        return
    for column in columns:
        rows = [row for row in table.rows if column in row.cells]
        if len(rows) < 3:
            continue
        best = _best(report, table, rows, column, columns)
        if best:
            yield from _broken(report, rows, *best)


def _best(report: Report, table: Table, rows: list[Row], column: int, columns: list[int]) -> tuple[_Rule, list[_Rule]] | None:
    """The rule that a column obeys in most rows, and the others that hold in some of them."""
    percent = table.unit(column) == "%"
    sums = [] if percent else [
        _Rule(column, tuple(c for c in columns if c != column and table.unit(c) == table.unit(column)), lambda *parts: total(parts), "+", "sum")
    ]
    pairs = [(a, b) for a in columns for b in columns if len({a, b, column}) == 3 and table.unit(a) == table.unit(b) != "%" and table.unit(a)]
    made = [_Rule(column, pair, _ratio, "÷", "rate") for pair in pairs if percent] + [_Rule(column, pair, _growth, "", "change") for pair in pairs if percent]
    head = table.heads.get(column, "")
    made += [rule for rule in sums if len(rule.sources) > 1 and re.search("合计|小计|总计", head)]
    if not percent:
        alike = [(a, b) for a in columns for b in columns if len({a, b, column}) == 3 and table.unit(a) == table.unit(b) == table.unit(column)]
        made += [_Rule(column, pair, _minus, "-", "change") for pair in alike if re.search("差|结余|余额|增减|增加|减少|净增|剩余|未", head)]
        apart = [(a, b) for a in columns for b in columns if len({a, b, column}) == 3 and table.unit(a) == table.unit(column) != table.unit(b)]
        made += [_Rule(column, pair, Interval.over, "÷", "product") for pair in apart if re.search("均|亩产|单产|单价|每", head)]
    counted = [(sum(_telling(rule, row) for row in rows), sum(_holds(rule, row) is not None for row in rows), rule) for rule in made]
    good = [(right, rule) for right, tested, rule in counted if right >= 2 and right * 2 >= tested]
    if not good:
        return None
    usual = report.meant.get(table.heads.get(column, "") + ("率" if not table.heads.get(column, "").endswith("率") else ""))
    named = [rule for right, rule in good if usual and table.heads.get(rule.sources[-1]) == usual]
    some = [rule for right, tested, rule in counted if right >= 2]
    if usual and not named:
        named = [rule for rule in some if rule.family == "rate" and table.heads.get(rule.sources[-1]) == usual]
    chosen = named[0] if named else max(good, key=lambda pair: pair[0])[1]
    return chosen, [rule for rule in some if rule is not chosen and rule.family == chosen.family]


def _holds(rule: _Rule, row: Row) -> str | None:
    """The verdict of a rule on a row; None when a figure is missing or the test would say nothing."""
    made = _apply(rule, row)
    return made and weigh(row.cells[rule.column], made.computed)


def _telling(rule: _Rule, row: Row) -> bool:
    """Whether a row obeys a rule to digits that chance would not give it."""
    made = _apply(rule, row)
    if made is None or weigh(row.cells[rule.column], made.computed) != "agrees":
        return False
    stated = row.cells[rule.column].printed
    value = abs(stated.value)
    if rule.sign in ("+", "-"):  # figures of few digits add up to the last of them
        return middle(made.computed) == stated.value and value >= 3 * stated.step
    wide = max(made.computed.high - made.computed.low, stated.step)
    return value not in (0, 100) and wide * (200 if rule.family != "product" else 40) < value


def _apply(rule: _Rule, row: Row) -> Reckoning | None:
    """What a rule computes to in a row; None when a figure is missing or without bounds."""
    sources = [row.cells.get(column) for column in rule.sources]
    stated = row.cells.get(rule.column)
    if stated is None or any(item is None or not item.interval.bounded for item in sources):
        return None
    computed = rule.compute(*(item.interval for item in sources))
    if computed is None or not computed.bounded:
        return None
    if not rule.sign:
        formula = f"（{said(sources[0])} - {said(sources[1])}） ÷ {said(sources[1])}"
    else:
        formula = written(sources, rule.sign)
    return Reckoning(computed, tuple(sources), formula, "表内各列", stated.unit)


def _broken(report: Report, rows: list[Row], rule: _Rule, others: list[_Rule]) -> Iterator[Finding]:
    """The findings of one rule on all rows."""
    for row in rows:
        made = _apply(rule, row)
        if made is None:
            continue
        stated = row.cells[rule.column]
        verdict, why = weigh(stated, made.computed), "表内各列"
        if verdict == "disagrees":
            other = next((o for o in others if _holds(o, row) == "agrees"), None)
            if other:
                why = f"只与{written([row.cells[c] for c in other.sources], other.sign or '比')}相符"
            elif abs(middle(made.computed)) > 10 * abs(stated.printed.value) + 10:
                verdict = "unsure"
        yield finding(report, rule.family, verdict, stated, made, why)
