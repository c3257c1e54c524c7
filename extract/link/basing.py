"""The base of a figure: the whole of a share, and what a change is compared with."""

from __future__ import annotations

import re
from itertools import islice

from extract import context
from extract.link.rows import Row

_ITEMS = (3, 4, 5, 6)  # levels of the markers that number a list's items
_ITEM = re.compile(r"\s*(?:（?\d{1,2}(?:[）、．]|[.](?!\d))|（[一二三四五六七八九十]{1,3}）|[①-⑳])")
_LIST = 80  # rows that a list with its opening may have
_PLANNED = re.compile("年初预算|预算|计划|任务")


class Basing:
    """The part of a sentence's linker that finds what its figures are measured against."""

    def _share_behind(self, row: Row) -> None:
        """`儿童之家覆盖50%的村`: the whole stands behind the figure."""
        figure = row.figure
        if row.relation != "level" or figure.kind != "percentage" or figure.unit != "%" or self.clean[figure.end:figure.end + 1] != "的":
            return
        whole = self.linker.phrases.after(figure.end + 1, self._clause_end(figure.end))
        if whole and not re.match(r"速度|标准|比例|增速|幅度|水平|要求|目标|利率|税率|增长|高|年", self.clean[whole[0]:whole[1]]):
            row.relation, row.base = "share", self._say(whole)

    def _base(self, row: Row, relation: context.Relation) -> None:
        if row.relation == "level" or row.base:
            return
        if relation.base:
            row.base = re.sub(r"[（(][^（）()]*[）)]$|比重$", "", self._say(relation.base).strip("的"))
        elif row.relation == "share":
            budget = self.rows and self.rows[-1].status == "planned" and _PLANNED.search(self.clean[self.body:row.figure.start])
            row.base = budget.group() if budget and self.clean[row.figure.start - 2:row.figure.start] == "完成" else self.whole or self._list_whole()
        elif row.relation in ("increase", "decrease") and self._goes_with(row):
            row.base = self.rows[-1].base
        elif row.relation in ("increase", "decrease") and (other := self._other_side(row) or self._from_side(row)):
            row.base = other
        elif self.with_base and row.relation in ("increase", "decrease"):
            row.base = self.with_base

    def _list_whole(self) -> str:
        """`全年支出3098万元。按科目分：` and below it `1.农林水支出2401万元，占[77.5%]`: the first amount of the paragraph that
        opens the list."""
        if self.sentence.level not in _ITEMS:
            return ""
        rows = list(islice(reversed(self.linker.rows), _LIST))
        last = next((row for row in rows if row.sentence.line < self.sentence.line and not self._is_item(row.sentence.start)), None)
        if last is None or not self._opens_list(last.sentence.end):
            return ""
        first = [row for row in rows if row.sentence.line == last.sentence.line][-1]
        return first.indicator.value if first.relation == "level" and first.figure.kind == "amount" else ""

    def _is_item(self, position: int) -> bool:
        """Whether the line of a position begins with an item's number."""
        return _ITEM.match(self.clean, self.clean.rfind("\n", 0, position) + 1) is not None

    def _opens_list(self, end: int) -> bool:
        """Whether the line of a position ends in a colon."""
        stop = self.clean.find("\n", end)
        return self.clean[max(0, end - 1):stop].rstrip().endswith("：") if stop >= 0 else False

    def _goes_with(self, row: Row) -> bool:
        """`比2014年增加0.82亿元，增长[12.6%]`: the same change said twice has one base."""
        previous = self.rows[-1] if self.rows else None
        return (previous is not None and previous.base != "" and previous.relation == row.relation and row.indicator.how != "clause"
                and previous.figure.kind != "percentage" and re.fullmatch(r"[，（、]?[^，；。（]{0,6}", self.clean[previous.figure.end:row.figure.start]) is not None)

    def _from_side(self, row: Row) -> str:
        """`由2014年的2400元提高到3000元，提高[25%]`: the time at which the first level stood."""
        if len(self.rows) < 2 or self.rows[-1].relation != "level" or self.rows[-2].figure.unit != self.rows[-1].figure.unit:
            return ""
        if re.fullmatch(r"，[^，。；]{0,6}", self.clean[self.rows[-1].figure.end:row.figure.start]) is None:
            return ""
        first = self.rows[-2].figure
        match = re.search(r"[由从]([^，。；由从]{2,14}?)的?$", self.clean[self._clause_start(first.start):first.start])
        return match.group(1) if match and re.search(r"[年月初末底]$", match.group(1)) else ""

    def _other_side(self, row: Row) -> str:
        """`比一九五二年的827亿元增长[68%]`: what stands between 比 and the figure before."""
        if not self.rows or self._clause_start(row.figure.start) > self.rows[-1].figure.start:
            return ""
        match = re.search(r"[比较]([^，。；]{2,14}?)的?$", self.clean[self._clause_start(self.rows[-1].figure.start):self.rows[-1].figure.start])
        return match.group(1) if match else ""
