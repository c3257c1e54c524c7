"""The base of a figure: the whole of a share, and what a change is compared with."""

from __future__ import annotations

import re
from itertools import islice

from extract import context
from extract.link.rows import Row
from extract.records import Link

_HAVING = re.compile("具有|拥有|设有|建有|配备|开展|开设|建立|采用|参与|达到|实现|提供")
_ITEMS = (3, 4, 5, 6)  # levels of the markers that number a list's items
_ITEM = re.compile(r"\s*(?:（?\d{1,2}(?:[）、．]|[.](?!\d))|（[一二三四五六七八九十]{1,3}）|[①-⑳])")
_LIST = 80  # rows that a list with its opening may have
_PLANNED = re.compile("年初预算|预算|计划|任务")


_YEARLY = re.compile(r"年均|平均每年|每年平均|年平均|每年")
_NAMES_YEAR = re.compile(r"(?:\d{4}|[一二][九〇零○][〇零○一二三四五六七八九]{2})年")
_AGAINST = re.compile("[比较]|同比|年均|每年")


class Basing:
    """The part of a sentence's linker that finds what its figures are measured against."""

    def _share_behind(self, row: Row) -> None:
        """`儿童之家覆盖50%的村`: the whole stands behind the figure; `医院中，65%开展预约` says behind it what they do."""
        figure = row.figure
        if row.relation == "level" and figure.unit == "%" and self.whole and self._clause_start(figure.start) == figure.start and self.linker.phrases.is_verb_at(figure.end):
            row.relation = "share"
            row.indicator = self._doing(figure.end) or row.indicator
        if row.relation != "level" or figure.kind != "percentage" or figure.unit != "%" or self.clean[figure.end:figure.end + 1] != "的":
            return
        whole = self.linker.phrases.after(figure.end + 1, self._clause_end(figure.end))
        if whole and not re.match(r"速度|标准|比例|增速|幅度|水平|要求|目标|利率|税率|增长|高|年", self.clean[whole[0]:whole[1]]):
            row.relation, row.base = "share", self._say(whole)
            if verb := _HAVING.search(self.clean, whole[0] + 1, whole[1]):
                row.base = self._say((whole[0], verb.start()))  # 89%的企业|具有仓库管理系统
                row.indicator = self._doing(verb.start()) or row.indicator

    def _doing(self, verb: int) -> Link | None:
        """What those counted have or do: from their verb to the end of the clause."""
        end = self._clause_end(verb)
        return Link(self._say((verb, end)), "clause", verb, end, 0.7) if 2 < end - verb <= 24 else None

    def _base(self, row: Row, relation: context.Relation) -> None:
        if row.relation == "level" or row.base:
            return
        if relation.base:
            row.base = re.sub(r"[（(][^（）()]*[）)]$|的?(?:比重|比例|份额)(?:[则也将]?[由从].*|(?:继续|持续|进一步|稳步|明显|显著|大幅|逐步|逐年|不断|也|均|都|仍|已)++)?$", "", self._say(relation.base).strip("的").rstrip("偏"))
        elif row.relation == "share":
            budget = self.rows and self.rows[-1].status == "planned" and _PLANNED.search(self.clean[self.body:row.figure.start])
            row.base = budget.group() if budget and self.clean[row.figure.start - 2:row.figure.start] == "完成" else self._whole_of(row)
        elif row.relation in ("increase", "decrease") and self._goes_with(row):
            row.base = self.rows[-1].base
        elif row.relation in ("increase", "decrease") and (other := self._other_side(row) or self._from_side(row)):
            row.base = other
        elif self.with_base and row.relation in ("increase", "decrease"):
            row.base = self.with_base
        elif row.relation in ("increase", "decrease"):
            row.base = self._in_parallel(row)

    def _whole_of(self, row: Row) -> str:
        """The whole of a share that names none: that of the list or sentence, which no rate can be, or the one of the share before."""
        whole = self.whole if not self.whole.endswith("率") else ""
        if not whole and self.rows and self.rows[-1].relation == "share" and self.clean[row.figure.start - 1] == "占":
            whole = self.rows[-1].base  # 第一产业占全部投资的2%，第二产业占40%
        return whole or self._list_whole() or self._opened_with()

    def _opened_with(self) -> str:
        """`支出307万元，主要用于以下方面：` and below it `教育支出264万元，占[86%]`: the amount right before the colon."""
        previous = self.linker.previous
        if previous is None or previous.figure.kind != "amount" or previous.relation != "level":
            return ""
        return previous.indicator.value if self.clean[previous.sentence.start:self.sentence.start].rstrip().endswith("：") else ""

    def _list_whole(self) -> str:
        """`全年支出3098万元。按科目分：` and below it `1.农林水支出2401万元，占[77.5%]`: the first amount of the paragraph that
        opens the list."""
        if self.sentence.level not in _ITEMS:
            return ""
        rows = list(islice(reversed(self.linker.rows), _LIST))
        last = next((row for row in rows if row.sentence.line < self.sentence.line and not self._in_item(row.sentence.start)), None)
        if last is None or not self._opens_list(last.sentence.end):
            return ""
        first = [row for row in rows if row.sentence.line == last.sentence.line][-1]
        return first.indicator.value if first.relation == "level" and first.figure.kind == "amount" else ""

    def _in_item(self, position: int) -> bool:
        """Whether the line of a position begins with an item's number."""
        return _ITEM.match(self.clean, self.clean.rfind("\n", 0, position) + 1) is not None

    def _opens_list(self, end: int) -> bool:
        """Whether the line of a position ends in a colon."""
        stop = self.clean.find("\n", end)
        return self.clean[max(0, end - 1):stop].rstrip().endswith("：") if stop >= 0 else False

    def _goes_with(self, row: Row) -> bool:
        """`比2014年增加0.82亿元，增长[12.6%]`: the same change said twice has one base."""
        previous = self.rows[-1] if self.rows else None
        return (previous is not None and previous.base != "" and previous.relation == row.relation and row.indicator.how != "clause" and not _YEARLY.search(self.clean, previous.figure.end, row.figure.start)
                and previous.figure.kind != "percentage" and re.fullmatch(r"[，（、]?[^，；。（]{0,6}", self.clean[previous.figure.end:row.figure.start]) is not None)

    def _in_parallel(self, row: Row) -> str:
        """`货运量达到9万吨，比2015年增长两成；客运量达到3万人，增长[一成]`: behind ； the change of a new level has the year of the one before."""
        if len(self.rows) < 3 or self.rows[-1].relation != "level" or self.rows[-2].relation != row.relation or not _NAMES_YEAR.fullmatch(self.rows[-2].base):
            return ""
        return self.rows[-2].base if "；" in self.clean[self.rows[-2].figure.end:self.rows[-1].figure.start] and not _AGAINST.search(self.clean, self.rows[-1].figure.end, row.figure.start) else ""

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
        """`比一九五二年的827亿元增长[68%]`, `比上年（36.9%）下降[2.1个百分点]`: what stands between 比 and the figure before."""
        if not self.rows or self._clause_start(row.figure.start) > self.rows[-1].figure.start:
            return ""
        match = re.search(r"(?<![同环占可])[比较]([^，。；]{2,14}?)[的（]?$", self.clean[min(map(self._clause_start, (self.rows[-1].figure.start, row.figure.start))):self.rows[-1].figure.start])
        return match.group(1) if match else ""
