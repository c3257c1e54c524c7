"""What a lead-in says once for the list behind it: `主要产品的产量比一九五二年增长的情况如下：`."""

from __future__ import annotations

import re
from typing import NamedTuple

from extract.records import Figure

# 粮食：达到, 棉花360万吨: what is measured stands right before the figure.
_BEFORE_FIGURE = 16
_LEADS = re.compile(r"(?:如下列?|下列|(?:情况|指标|计划|数字|分配|变化)(?:是|为)?)：$")
_HEAD = re.compile(r"播种面积|种植面积|产量|产值|面积|投资|支出|收入|出口额|进口额|生产能力")
_BASE = re.compile(r"[比较]([^，。；：]{2,9}年)")
_WHOLE = re.compile(r"在([^，。；：在]{2,16})中所?占的?(?:比重|比例)")


# What goes together in reports, each with the measure it shares: 货物周转量 and 旅客周转量.
_OTHER_OF_PAIR = {"货物": "旅客", "旅客": "货物", "货运": "客运", "客运": "货运", "出口": "进口", "进口": "出口"}


class Lead(NamedTuple):
    """The measure of a list's items, what their changes are compared with, the whole of their shares."""

    head: str = ""
    base: str = ""
    whole: str = ""


def lead_in(words: str) -> Lead | None:
    """What words that end in ： say for the list behind them; None when they lead in no list of figures.

    >>> lead_in("主要产品的产量比一九五二年增长的情况如下：")
    Lead(head='产量', base='一九五二年', whole='')
    """
    if _LEADS.search(words) is None:
        return None
    heads, base, whole = _HEAD.findall(words), _BASE.search(words), _WHOLE.search(words)
    lead = Lead("" if whole else heads[-1] if heads else "", base.group(1) if base else "", whole.group(1) if whole else "")
    return lead if any(lead) else None


def is_item(words: str) -> bool:
    """Whether the words from a line's beginning to its first figure are those of an item of such a list."""
    return len(words) <= _BEFORE_FIGURE and re.search("[，。；]", words) is None


class Leading:
    """The part of a sentence's linker that takes over what a lead-in says, from the line above or before a colon."""

    def _take_lead(self) -> None:
        """Let the lead-in in force complete the figures of an item, and a new one those behind it."""
        linker, first = self.linker, self.figures[0].start
        opens = "\n" in self.clean[max(0, self.sentence.start - 3):self.sentence.start]
        if linker.lead and opens and not is_item(self.clean[self.body:first]):
            linker.lead = None
        colon = self.clean.find("：", self.body, first)
        lead = lead_in(self.clean[self.body:colon + 1]) if colon >= 0 else None
        if lead := lead or linker.lead:
            self.led = True
            self.head, self.with_base, self.shares_of = lead.head or self.head, lead.base, lead.whole

    def _holds(self, figure: Figure) -> bool:
        """`在工业总产值中，国营工业所占的比重为[63%]`: what holds a share is named without the measure of the whole."""
        return "所占" in self.clean[self._clause_start(figure.start):figure.start]

    def _counterpart(self, value: str, subject: str) -> str:
        """`内河货物周转量9万吨；旅客周转量3万人`: the other side of a pair has the owner of the first."""
        other = _OTHER_OF_PAIR.get(value[:2])
        if other is None:
            return ""
        at = subject.find(other + value[2:])
        return subject[:at] + value if at > 0 and subject.endswith(other + value[2:]) else ""
