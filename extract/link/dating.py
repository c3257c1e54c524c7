"""The period of a figure, and whether it is a plan or a fact."""

from __future__ import annotations

import re
from dataclasses import replace

from extract.kinds import period, period_resolve
from extract.link.rows import Row
from extract.records import Figure, Link, Time

_BUDGETED = re.compile(r"(?:(?:年初|调整|全年)预算数?(?:数|为|是|安排|：| )*|支出预算数?为 ?)$")
_SPAN = re.compile(r"\d{4}/\d{4}")
_YEAR = re.compile(r"\d{4}")
_YEARLY = re.compile(r"年均|平均每年|每年平均")
# 达到N，比1980年的N: what the level is compared with stands behind it.
_COMPARED_BEHIND = re.compile(r"，?[即又]?[比较]([^，。；]{3,10}?年)")
_ARRIVED = re.compile(r"(?:达到?了?|(?:增加|提高|提升|上升|攀升|跃升|增长|扩大|发展|下降|降低|减少|缩小|缩短|压缩|[增升降减缩扩提])(?:到|至|为))(?:约|近|超过?)?\s?$")
_RANGE = re.compile("年[到至—-]")  # 从2011年到2015年
_ADDED_UP = re.compile("累计|新增|合计|总共|完成|增加|增长|[投收支]入|投资")
_RISEN = re.compile(r"(?:增加|提高|提升|攀升|回升|上涨|上升|增长|扩大|发展|下降|降低|减少|缩小|缩短|压缩|延长|降)[到至]$")
_CHANGED = re.compile(r"[增升涨提降减跌缩扩]")
# 从N增加到N: where the change began is said right before the figure, where it ended behind.
_BEGAN = re.compile(r"(?<![以自])[从由][^，。；\d]{0,10}$")
_ENDED = re.compile(r"[^，。；\d]{0,6}(?:增|提|升|扩|发展|降|减|缩|延)[^，。；\d]{0,2}[到至为]")
_TIMES_OF = re.compile(r"[是为](\d{4} ?年)的\s?(?:约|近)?$")
# What a year yields, and no day: 产量 beside the stocks of 年末.
_FLOW = re.compile("(?:产量|产值|增加值|零售额|销售[额量]|出栏量?|营业额|[出进]口额|(?:营业|财政|预算|经营)收入|发电量|用电量|运量|周转量|吞吐量|招生|毕业生|[成交]交额|利润(?:总额)?)$")
# 7月27日无新增病例: the day that is reported on, of no event.
_REPORTED = re.compile("(?:全[国省市县区])?(?:无|零|未|新增|报告|累计|共)")
_EVERY = re.compile(r"每[年月季周]")
_COHORT = re.compile(r"[^，。；]{2,14}中(?!央|国|心|小|等|级|药|医)")


def _year_said(words: str) -> int:
    """The year that words name and no more: 一九八〇年 → 1980; else 0."""
    said = period.read(words.removesuffix("末").removesuffix("底"))
    return int(said) if _YEAR.fullmatch(said) else 0


class Dating:
    """The part of a sentence's linker that finds when its figures hold, and whether they are plans."""

    def _period(self, row: Row) -> None:
        """The time that the figure is about."""
        figure, linker = row.figure, self.linker
        clause = self._clause_start(figure.start)
        row.period = self._time_before(figure, clause) or linker.carried_time or self._time_around()
        if row.period.how != "clause" and _SPAN.fullmatch(row.period.value) and row.relation in ("level", "share") and self._arrived(figure, clause):
            row.period = replace(row.period, value=row.period.value[5:])  # 五年来…达到: the level at the span's end
        elif _SPAN.fullmatch(row.period.value) and not _YEARLY.search(self.clean, max(clause, figure.start - 10), figure.start) and self._since(row) == int(row.period.value[:4]) - 1:
            row.period = replace(row.period, value=row.period.value[5:])  # 比1980年 in 1981/1985: the span as a whole, told at its end
        elif row.period.how == "sentence" and _FLOW.search(row.indicator.value) and self._at_year_end(row.period):
            row.period = replace(row.period, value=row.period.value[:4])  # 年末存栏9万头，…出栏14万头
        elif row.period.how != "clause" and self._began(figure, clause):
            row.period = Link()
        elif _YEAR.fullmatch(row.period.value) and _YEARLY.search(self.clean, max(clause, figure.start - 10), figure.start):
            row.period = self._since_base(row) or row.period

    def _at_year_end(self, said: Link) -> bool:
        """Whether a time is a bare 年末, the day of a stock; 截至年末 may be that of what was done so far."""
        return (said.value.endswith("-12-31") and self.clean[said.start:said.end] in ("年末", "年底")
                and not self.clean.endswith(("截至", "截止", "到"), said.start - 2, said.start))

    def _arrived(self, figure: Figure, clause: int) -> bool:
        """Whether a figure is the level that was reached: 达到, or 突破 of what does not add up over the years."""
        if _ARRIVED.search(self.clean, max(clause, figure.start - 8), figure.start):
            return True
        if self.rows and self._joined(self.rows[-1].figure, figure) and _YEAR.fullmatch(self.rows[-1].period.value):
            return True  # 五年来…分别达到2.4万元、[1.1万元]
        return self.clean.startswith("突破", figure.start) and _ADDED_UP.search(self.clean, clause, figure.start) is None

    def _time_around(self) -> Link:
        """The time of the nearest heading that has one, else of the report."""
        framed = self.linker._framed("period")
        if framed:
            return Link(framed, "heading", -1, -1, 0.85)
        own = self.linker.period_at(self.sentence.start)
        return Link(own, "report", -1, -1, 0.75) if own else Link()

    def _since_base(self, row: Row) -> Link | None:
        """`2016年…是2011年的1.6倍，年均增长[8.2%]`: a yearly rate holds from the base year on."""
        for previous in reversed(self.rows[-3:]):
            times_of = _TIMES_OF.search(self.clean, self.body, previous.figure.start) if previous.figure.kind == "multiple" else None
            since = _year_said(times_of.group(1) if times_of else previous.base)  # 是2011年的1.6倍
            if since and previous.period.value[:4] == row.period.value:
                return replace(row.period, value=f"{since + 1}/{row.period.value}") if since + 1 < int(row.period.value) else None
        return None

    def _since(self, row: Row) -> int:
        """The year with which a figure is compared, 0 for none."""
        if row.relation != "level":
            return _year_said(row.base)
        behind = _COMPARED_BEHIND.match(self.clean, row.figure.end)
        return _year_said(behind.group(1)) if behind else 0

    def _time_before(self, figure: Figure, clause: int) -> Link | None:
        """The last governing time before the figure in its sentence; 目前 outranks the year of a cohort."""
        choice: Link | None = None
        now = False
        for time, value, governs in self.resolved:
            if time.start >= figure.start:
                break
            if self._is_other_side(time, figure):
                return Link(value, "clause", time.start, time.end, 0.93)
            if not governs:
                continue
            if now and _COHORT.match(self.clean, time.end):
                continue
            if time.start < clause and (self._closed_bracket(time.start, figure.start) or self._is_event_day(time)):
                continue
            before = self.clean[max(self.body, time.start - 1):time.start]
            if before in ("由", "从", "于") and not _RANGE.search(self.clean, time.start, time.end) and any(time.end <= f.start < figure.start for f in self.figures) or before == "于" and time.start < clause:
                continue
            now = now or time.relative == "now"
            how = "clause" if time.start >= clause else "sentence"
            choice = Link(value, how, time.start, time.end, 0.93 if how == "clause" else 0.9)
        return choice

    def _is_event_day(self, time: Time) -> bool:
        """`2012年11月28日挂牌，面积…`: a day that dates an event says nothing of what stands in other clauses."""
        return re.fullmatch(r"\d{4}-\d\d-\d\d", self.linker.resolve(time)) is not None and time.rule != "period.relative_year" and (
            not _REPORTED.match(self.clean, time.end) and "日" in self.clean[time.start:time.end] and self.clean[time.end:time.end + 1] not in ("，", "、", "："))

    def _began(self, figure: Figure, clause: int) -> bool:
        """`从[10万元]提高到15万元`: the level at which a change began."""
        low = max(clause, figure.start - 12)
        if self.clean.find("从", low, figure.start) < 0 and self.clean.find("由", low, figure.start) < 0:
            return False
        return _BEGAN.search(self.clean, low, figure.start) is not None and _ENDED.match(self.clean, figure.end) is not None

    def _is_other_side(self, time: Time, figure: Figure) -> bool:
        """`比一九五二年的[827亿元]增长`: the figure that a change is compared with has the time before it."""
        return ((self.clean[time.start - 1:time.start] in ("比", "较") or _RISEN.search(self.clean, self.body, time.start) is not None) and self.clean[time.end:time.end + 1] == "的"
                and figure.start - time.end <= 10 and not any(time.end <= f.start < figure.start for f in self.figures)
                and not _CHANGED.search(self.clean, time.end, figure.start))

    def _is_base_side(self, figure: Figure, clause: int) -> bool:
        """Whether a figure is what a change is measured from, so that no plan makes it."""
        if self._began(figure, clause):
            return True
        return self.times != [] and any(self.clean[t.start - 1:t.start] in ("比", "较") and self._is_other_side(t, figure) for t in self.times if clause <= t.start < figure.start)

    def _status(self, row: Row) -> None:
        """Plan or fact."""
        linker, figure = self.linker, row.figure
        value = row.period.value
        inherited = bool(linker._framed("planned")) or self._in_plan(row.period)
        until = figure.start
        if row.relation == "share" and row.base and (whole := self.clean.rfind(row.base, self.body, figure.start)) >= 0:
            until = whole  # 占年计划投资的: the whole is a plan, its part is not
        planned = self.plans.hold(until, self._clause_end(figure.end), inherited and not self._past(row.period))
        if value and row.period.how in ("clause", "sentence", "heading") and self._lies_ahead(value):
            planned = True
        if figure.qualifier in ("at_least", "at_most") and linker._framed("planned") is not False and _EVERY.search(self.clean, self.body, figure.start):
            planned = True
        if planned and self._is_base_side(figure, self._clause_start(figure.start)):
            planned = False
        row.status = "planned" if planned else "actual"
        if row.relation == "level" and self._budgeted(figure):
            row.status = "planned"
            return
        if planned and row.period.how == "report" and not linker.frames[0].planned and "预计" not in self.clean[self.body:figure.start]:
            row.period = Link()

    def _lies_ahead(self, value: str) -> bool:
        """Whether a period begins after the report, or in its year and goes on for years: 2026/2030 in a report of 2026."""
        own = self.linker.dates.date[:4]
        return self.linker._future(value) or own != "" and _SPAN.fullmatch(value) is not None and own <= value[:4] < value[5:]

    def _in_plan(self, said: Link) -> bool:
        """Whether a time said with the figure is that of the plan that the report lays down, or its end."""
        plan = self.linker.dates.plan
        return plan != "" and said.how in ("clause", "sentence") and said.value.removesuffix("-12-31") in (plan, plan[5:])

    def _past(self, said: Link) -> bool:
        """Whether a time said with the figure lies before the report's own year or the plan that it lays down."""
        dates = self.linker.dates
        own = dates.date[:4] or dates.plan[:4]
        return said.how in ("clause", "sentence") and "" < period_resolve.year_of(said.value) < own

    def _budgeted(self, figure: Figure) -> bool:
        """`年初预算为54.53万元`: the figure is the budget's."""
        return _BUDGETED.search(self.clean, max(self.body, figure.start - 12), figure.start) is not None
