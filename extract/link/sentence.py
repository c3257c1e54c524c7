"""One sentence: its figures in order, its clauses, and what its first words leave for its last."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from extract import context
from extract.link.acting import Acting
from extract.link.basing import Basing
from extract.link.completing import Completing
from extract.link.costing import Costing
from extract.link.counting import Counting
from extract.link.dating import Dating
from extract.link.doing import Doing
from extract.link.leading import Leading
from extract.link.lists import distribute, spread
from extract.link.measure import head_of
from extract.link.naming import Naming
from extract.link.placing import Placing
from extract.link.rows import Row
from extract.link.sharing import YEARLY_END, Sharing
from extract.link.spending import Spending
from extract.records import Figure, Link
from extract.split import BODY, Sentence

if TYPE_CHECKING:
    from extract.link.report import ReportLinker


DELIMITERS = "，；：。！？（）\n"
# 分类别看, 按经济类型分: what follows are parts of the indicator before.
_BROKEN_DOWN = re.compile(r"分[^，。；]{1,6}看，|按[^，。；]{1,8}(?:分|划分|看)，|从[^，。；]{1,8}看，")
# 产量全国第一、加工率|60%: a rank is said of what stands before it.
_RANKED = re.compile(r"(?:第[一二三四五六七八九十\d]{1,3}[位名]?|首位|前列|新高)、")
_CLOSES = re.compile(r"[^（]*[）〕]")
_TOPIC = re.compile(r"([^，。；：]{2,30})(中|看|方面)[，：]")
# 销售额占全国的比重分别为：华东36.3%，中南27%: what the items of a list are shares of.
_SHARES_OF = re.compile(r"([^，。；：]*?)占([^，。；：]{2,24}?)的?(?:比重|比例|份额)(?:分别)?[为是]?：")
_CHANGED_SHARE = re.compile("的?(?:比(?:重|例)?|份额)[则也将]?[由从]")  # 占投资比重由18%提高到25%
# 与2015年相比，; 一九五七年比一九五二年，: what all changes behind it are compared with.
_COMPARED = re.compile(r"[与和同]([^，。；]{2,16}?)(?:相比|比较|相较)，|(?<!相)[比较]([^，。；比较]{2,8}年(?:同期)?)，")
_BEHIND_BRACKET = re.compile("）(?:[高低多少]|高出|低出)(?:了|约)?")
_ASIDE = ("包括", "不包括", "含", "不含")  # what a bracket may say of what is counted
_PAIR = ("前者", "后者")
_AMONG = re.compile(r"其中|包括|包含|（含")


class SentenceLinker(Naming, Acting, Completing, Leading, Spending, Doing, Costing, Counting, Sharing, Basing, Placing, Dating):
    """Links the figures of one sentence."""

    def __init__(self, linker: ReportLinker, sentence: Sentence, figures, places, times):
        self.linker, self.sentence = linker, sentence
        self.clean = linker.clean
        self.figures, self.places, self.times = figures, places, times
        self.place_starts = [place.start for place in places]
        self.figure_ends = {figure.start: figure.end for figure in figures}
        self.resolved = [(time, value, linker.governs(time)) for time in times if (value := linker.resolve(time))]
        self.body = sentence.start + sentence.marker
        self.subject: Link | None = None  # the indicator last stated at level, for 增长, 占 and the like
        self.whole: str = ""  # the indicator before 其中 or a colon, for shares without a stated whole
        self.parent = ""  # the indicator before a bracket or 其中, whose sub-groups follow
        self.outer: Link | None = None  # the indicator that was in force before a bracket opened
        self.closed = False  # whether a bracket closed right before the figure at hand
        self.head = ""  # the measure that a list says once
        self.donor = ""  # who gave what the sentence tells of
        self.with_base = ""
        self.shares_of = ""  # the whole of the shares that a list gives
        self.added = -1  # the last figure that 新增 makes an increase, for the items joined to it
        self.led = False  # whether a lead-in says what the items of its list have in common
        self.rows: list[Row] = []
        self.clauses: dict[int, int] = {}  # where the clauses of positions begin, as far as was asked
        self.references = self._references()
        self.plans = context.Plans(self.clean, self.body, sentence.end)

    def run(self) -> None:
        """Link all figures of the sentence in order and hand the rows to the report's linker."""
        previous, tail = self.linker.previous, self.linker.tail
        if tail and self.clean[self.linker.previous.sentence.end - 1:self.linker.previous.sentence.end] == "；" and self.sentence.level == BODY:
            self.subject, self.whole, self.head = tail.subject, tail.whole, tail.head  # a list goes on in the next line
        if previous and _AMONG.match(self.clean, self.body):
            self.subject, self.whole = previous.indicator, previous.indicator.value
            self.head = head_of(previous.indicator.value)
        elif previous and (by := _BROKEN_DOWN.match(self.clean, self.body)):
            self.head = head_of(previous.indicator.value) if not any(f.start < by.end() for f in self.figures) else ""
        self._take_lead()
        for index, figure in enumerate(self.figures):
            self.rows.append(self._row(index, figure))
        self._fill_backwards()
        self._share_events()
        self._distribute()
        self._pair_changes()
        self.linker.rows.extend(self.rows)
        if self.rows:
            self.linker.previous, self.linker.tail = self.rows[-1], self

    def _row(self, index: int, figure: Figure) -> Row:
        previous = self.figures[index - 1] if index else None
        low = self._low(previous, figure)
        row = Row(figure, self.sentence)
        self._cross(previous.end if previous else self.body, figure.start)
        relation = context.read(self.clean, low, figure.start, figure.kind, figure.unit)
        if previous and self._continues(previous, figure):
            relation = relation._replace(name=self.rows[-1].relation)
            row.base = self.rows[-1].base
        elif relation.name == "level" and figure.unit == "%":
            low, relation = self._share_around(previous, figure) or (low, relation)
            if relation.name == "level" and self.shares_of:
                relation, row.base = relation._replace(name="share"), self.shares_of
        elif relation.name == "level" and previous and _BEHIND_BRACKET.fullmatch(self.clean, previous.end, figure.start):
            low = self._clause_start(figure.start)  # 城镇化率62%，比全省平均水平（65%）低[3个百分点]
            self.subject = self.rows[-2].indicator if index > 1 else self.subject
            relation = context.read(self.clean, low, figure.start, figure.kind, figure.unit)
        row.relation = relation.name
        self._indicator(row, index, low, relation)
        if row.relation == "level" and row.indicator.how != "clause":
            row.indicator = replace(row.indicator, value=YEARLY_END.sub("", row.indicator.value))  # 年均增长5%、迈上3万亿元台阶
        self._share_behind(row)
        self._base(row, relation)
        self._place(row)
        self._period(row)
        self._status(row)
        if row.indicator.value and (row.relation == "level" or row.indicator.how == "clause") and not self._is_in_whole(index):
            self.subject = row.indicator
        return row

    def _share_around(self, previous: Figure | None, figure: Figure) -> tuple[int, context.Relation] | None:
        """`占全国七大类商品销售额的[86%]`: a share whose whole holds a figure, and where the words that name it begin."""
        clause = self._clause_start(figure.start)
        if previous is None or previous.end <= clause or self.clean.find("占", clause, previous.start) < 0:
            return None
        relation = context.read(self.clean, clause, figure.start, figure.kind, figure.unit)
        if relation.name != "share" or not relation.base or relation.base[0] > previous.start:
            return None
        changed = _CHANGED_SHARE.search(self.clean, *relation.base)
        if changed and changed.start() == relation.base[0]:
            return None  # 所占的比重由
        return clause, relation._replace(base=(relation.base[0], changed.start())) if changed else relation

    def _is_in_whole(self, index: int) -> bool:
        """Whether a figure is only part of a share's whole: 占全国[七大类]商品销售额的86%."""
        if index + 1 == len(self.figures) or self.figures[index + 1].unit != "%":
            return False
        figure, following = self.figures[index:index + 2]
        return self._share_around(figure, following) is not None

    def _continues(self, previous: Figure, figure: Figure) -> bool:
        """`增长10.5%、[13.7%]`: the next of a list of changes or shares is one too."""
        return self.rows[-1].relation != "level" and (previous.kind, previous.unit) == (figure.kind, figure.unit) and self._joined(previous, figure)

    def _joined(self, first: Figure, second: Figure) -> bool:
        """Whether nothing but a joint parts two figures."""
        return self.clean[first.end:second.start] in ("、", "和", "及", "与")

    def _low(self, previous: Figure | None, figure: Figure) -> int:
        """Where the words begin that can name a figure: its clause, or behind the figure before it and
        behind the 、 that parts them."""
        clause = self._clause_start(figure.start)
        if previous is None or previous.end < clause:
            ranked = next(reversed([*_RANKED.finditer(self.clean, clause, figure.start)]), None) if self.clean.find("、", clause, figure.start) > 0 else None
            return ranked.end() if ranked and context.strip_links(self.clean, ranked.end(), figure.start) > ranked.end() else clause
        joint = self.clean.rfind("、", previous.end, figure.start)
        while joint >= 0 and self._closed_bracket(joint, figure.start):
            joint = self.clean.rfind("、", previous.end, joint)  # 县（区、县级市）级
        return joint + 1 if joint >= 0 else previous.end

    def _clause_start(self, position: int) -> int:
        """Where the clause of a position begins; brackets around plain words, as in 支出（类）, do not part it."""
        start = self.clauses.get(position)
        if start is None:
            start = self.clauses[position] = self._find_clause_start(position)
        return start

    def _find_clause_start(self, position: int) -> int:
        """The same, worked out."""
        marks, clean = self.linker.marks, self.clean
        index = bisect_left(marks, position) - 1
        while index >= 0 and marks[index] >= self.body:
            mark = marks[index]
            if clean[mark] not in "（）":
                return mark + 1
            opening = mark if clean[mark] == "（" else clean.rfind("（", self.body, mark)
            closing = clean.find("）", opening, position) if opening >= 0 else -1
            if 0 < closing == self.figure_ends.get(opening + 1):
                index = bisect_left(marks, opening) - 1  # 住院药费（2010元）占住院费用的
                continue
            reach = 32 if clean.startswith(_ASIDE, opening + 1) else 10
            if not (0 <= opening < closing <= opening + reach) or any(opening < f.start < closing for f in self.figures):
                return mark + 1
            index = bisect_left(marks, opening) - 1
        return self.body

    def _clause_end(self, position: int) -> int:
        """Where the clause of a position ends."""
        marks, end = self.linker.marks, self.sentence.end
        index = bisect_left(marks, position)
        return min(marks[index], end) if index < len(marks) and position < end else max(position, end)

    def _cross(self, low: int, high: int) -> None:
        """Take note of 其中, colons and topics between two figures."""
        between = self.clean[low:high]
        if closing := _CLOSES.match(between) if "）" in between or "〕" in between else None:  # before what a colon takes up
            self.subject, self.outer = self.outer or self.subject, None
            self.parent = ""
        if "；" in between:
            self.parent = ""
        if self.rows and (_AMONG.search(between) or "：" in between):
            self.whole = (self.subject or Link()).value
            self.head = head_of(self.whole)
            self.parent = self.whole
        if self.rows and between.startswith(("（", "〔")):
            self.outer = self.subject
            self.parent = (self.subject or Link()).value
        self.closed = closing is not None
        topic, listed = None, "：" in between
        for topic in _TOPIC.finditer(between) if listed or "，" in between else ():
            self.head = head_of(topic.group(1)) or self.head
        if topic and topic.group(2) == "中" and not topic.group(1).endswith("其"):
            span = self.linker.phrases.before(low, low + topic.end(1))
            self.whole = self._say(span) if span else self.whole
        if listed and (shares := _SHARES_OF.search(between)):
            self.shares_of, self.head = shares.group(2).replace(" ", ""), head_of(shares.group(1))
        compared = _COMPARED.search(between)
        if compared:
            self.with_base = (compared.group(1) or compared.group(2)).replace(" ", "")

    def _pair_changes(self) -> None:
        """`存款、贷款余额分别为249亿元、108亿元，增长7.5%、12%`: as many changes as levels before them go in order."""
        first = 0 if len(self.rows) > 3 else len(self.rows)
        while first < len(self.rows):
            last = first + 1
            while last < len(self.rows) and self.rows[last].relation != "level" and self._joined(self.rows[last - 1].figure, self.rows[last].figure):
                last += 1
            count = last - first
            levels = self.rows[max(0, first - count):first]
            if count > 1 and self.rows[first].relation != "level" and len(levels) == count and all(row.relation == "level" for row in levels) and not any(
                    re.search("[，。；]", self.clean[a.figure.end:b.figure.start]) for a, b in zip(levels, levels[1:])):
                for row, level in zip(self.rows[first:last], levels):
                    if row.indicator.how != "clause" and row.indicator.start < levels[-1].figure.end:  # else its name stands behind them
                        yearly = "年均" if row.indicator.value.endswith("年均") else ""
                        row.indicator = replace(level.indicator, value=level.indicator.value + yearly, how="list", confidence=0.85)
                        row.place, row.place_is = level.place, level.place_is
            first = last

    def _joined_rows(self) -> Iterator[list[Row]]:
        """Runs of two rows or more whose figures nothing but a joint parts and that are of one unit."""
        run = self.rows[:1]
        for row in self.rows[1:]:
            if row.figure.unit == run[-1].figure.unit and self._joined(run[-1].figure, row.figure):
                run.append(row)
                continue
            if len(run) > 1:
                yield run
            run = [row]
        if len(run) > 1:
            yield run

    def _distribute(self) -> None:
        """分别: labels, places or times in order to figures in order, when there are as many."""
        before: list[Row] = []
        for match in re.finditer("分别", self.clean[self.body:self.sentence.end]):
            before = distribute(self, self.body + match.start(), self.body + match.end(), before)
        for rows in self._joined_rows():
            first = rows[0].indicator
            if first.how == "clause" and first.end <= rows[0].figure.start and all(row.indicator.value == first.value and row.relation == rows[0].relation for row in rows):
                spread(self, rows)
        pair: list[Link] = []
        for row in self.rows:
            if row.indicator.value[:2] in _PAIR and len(pair) == 2:
                row.indicator = pair[_PAIR.index(row.indicator.value[:2])]
            if row.indicator.how == "list" and row.relation == "level":
                pair = [*pair[-1:], row.indicator]
