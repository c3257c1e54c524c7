"""Figures in tables: label and head say what, where and when."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from extract import grid
from extract.kinds import period_resolve
from extract.kinds.tidy import tidy
from extract.link.rows import Row
from extract.records import Link, Time
from extract.split import Sentence
from extract.text import original

if TYPE_CHECKING:
    from extract.link.report import ReportLinker



_CHANGE_HEAD = re.compile(r"增长|增速|增幅|同比|±|增减")
_CHANGE_LABEL = re.compile(r"(?:[比较](?P<base>[^，。（）]{2,6}?))?(?:同比|环比)?(?:增长|增减|增速|增幅)(?:速度|幅度|率)?")
_PLAN_HEAD = re.compile(r"预算|计划|目标")
_SHARE_HEAD = re.compile(r"比重|占比|构成")
_PLAIN_HEAD = re.compile(r"(?:(?:科目)?(?:名称|编码)|项目|[类款项]|年?初?预算数?|决算数?|执行数|金额|数量|数额|合计|本年|上年|本期|上期|累计|实际|完成数?|指标值?|数值|绝对[数量值]|总量|单位|产量)$")
_THIS_YEAR = re.compile(r"^本年度?(?=.{4})")
_UNIT_BRACKET = re.compile(r"[（(\[][^（）()\[\]]{1,8}[）)\]]$")


def cell_row(linker: ReportLinker, sentence: Sentence, cell: grid.Cell) -> Row:
    """The row of a figure in a table: its label and head say what it is, where and when."""
    clean = linker.clean
    label, head = clean[slice(*cell.label)].strip(), clean[slice(*cell.head)].strip()
    row = Row(cell.figure, sentence, cell=cell.name)
    over = (cell.head, *reversed(cell.above))
    said = [_governing(linker, over), _governing(linker, (cell.label,))]
    place = next(filter(None, (_in_span(linker.places, linker.place_starts, span) for span in (cell.label, *over))), None)
    time = said[0] or said[1]
    dated = said[1] is not None and len(label) - (said[1].end - said[1].start) < 4  # 2018年, not 年初结转和结余
    total = grid.is_total(label) and cell.head[1] > 0 and not said[0] and _names(head)
    named_by_head = not label or place is not None and place.start == cell.label[0] or dated or total
    main, other = (cell.head, "") if named_by_head and cell.head[1] else (cell.label, head)
    value = "".join(_said(linker, part) for part in cell.parts if main == cell.label) or _said(linker, main)
    if main == cell.label and cell.parent[1]:
        value = _said(linker, cell.parent) + value
    for span in reversed(cell.above):
        words = clean[slice(*span)].strip()
        if not label:
            words = _PLAIN_HEAD.sub("", _UNIT_BRACKET.sub("", words)) or words  # 合计 below “三公”经费预算数
        if (_names(words) or not label) and not _in_span(linker.times, linker.time_starts, span) and not _in_span(linker.places, linker.place_starts, span):
            value = tidy(_UNIT_BRACKET.sub("", words)) + value if main == cell.head else value + tidy(_UNIT_BRACKET.sub("", words))
    if other and not said[0] and cell.peers > 1 and _names(other):
        value += tidy(_UNIT_BRACKET.sub("", other))
    changed = _CHANGE_LABEL.fullmatch(grid.plain_label(_UNIT_BRACKET.sub("", label)))
    above_it = cell.labels[:cell.labels.index(cell.label)] if changed and cell.label in cell.labels else ()
    value = _said(linker, above_it[-1]) if above_it else value  # 比上年增长 below 生产总值
    row.indicator = Link(_THIS_YEAR.sub("", value), "heading", main[0], main[1], 0.85)
    caption = clean[slice(*cell.caption)]
    if (above_it or any(_CHANGE_HEAD.search(clean, *span) for span in over) or re.search(r"涨跌|增长|增速|增减", caption)) and cell.figure.kind == "percentage":
        row.relation = "decrease" if cell.figure.value is not None and cell.figure.value < 0 else "increase"
        row.figure = grid.unsigned(cell).figure
        compared = re.search(r"[比较]([^，。（）]{2,8}?)(?:增|减|上|下|±|升|降)", head)
        row.base = compared.group(1) if compared else changed.group("base") or "" if above_it else ""
    elif _SHARE_HEAD.search(head) and cell.figure.kind == "percentage":
        row.relation = "share"
    row.place, row.place_is = (Link(place.name, "list", place.start, place.end, 0.9), place) if place else linker.place_here()
    if place is None and grid.is_total(label) and any(span[0] <= row.place.start < span[1] for span in cell.labels):
        row.place, row.place_is = Link(), None  # the total of all places is not about the one that named the report
    row.period = _cell_period(linker, cell, label, time)
    row.status = "planned" if _PLAN_HEAD.search(head) and not re.search(r"完成|执行|报账|占", head) or linker._framed("planned") and not time else "actual"
    if re.search(r"预算(?:总?投资|资金|金额)$", _UNIT_BRACKET.sub("", head)):
        row.status = "actual"
    return row


def _said(linker: ReportLinker, span: tuple[int, int]) -> str:
    """The document's own characters of a label or head, without numbering and unit."""
    return grid.plain_label(_UNIT_BRACKET.sub("", tidy(original(linker.text, *span)))) if span[1] > span[0] else ""


def _names(head: str) -> bool:
    """Whether a head names what is counted, not only which sum, year or change it is."""
    return not _PLAIN_HEAD.search(_UNIT_BRACKET.sub("", head)) and not _CHANGE_HEAD.search(head)


def _governing(linker: ReportLinker, spans) -> Time | None:
    """The first time in the spans that says when their figures were."""
    times = (_in_span(linker.times, linker.time_starts, span) for span in spans)
    return next((time for time in times if time and linker.governs(time)), None)


def _in_span(mentions, starts, span):
    """The first mention inside a span, or None."""
    index = bisect_left(starts, span[0])
    return mentions[index] if index < len(starts) and starts[index] < span[1] else None


def _cell_period(linker: ReportLinker, cell: grid.Cell, label: str, time: Time | None) -> Link:
    """The time of a cell: of its head or label; of all labels for a total; else of heading or report."""
    if time is not None:
        return Link(linker.resolve(time), "list", time.start, time.end, 0.9)
    if grid.is_total(label):
        spans = [_in_span(linker.times, linker.time_starts, span) for span in cell.labels]
        years = [period_resolve.year_of(linker.resolve(t)) for t in spans if t is not None]
        if len(set(years)) > 1:
            return Link(f"{years[0]}/{years[-1]}", "list", -1, -1, 0.8)
    framed = linker._framed("period")
    return Link(framed, "heading", -1, -1, 0.8) if framed else Link(linker.dates.period, "report", -1, -1, 0.75)
