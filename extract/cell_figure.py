"""The figure of a table's cell: its number, and the unit that it stands under."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from extract import units
from extract.records import Figure
from extract.tables import Span
from extract.units import Unit

NUMBER = re.compile(r"(?P<number>[-+]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?)(?P<percent>[%‰]?)(?P<bound>左右|以上|以内|以下)?")
_BOUNDS = {None: "exact", "左右": "about", "以上": "at_least", "以内": "at_most", "以下": "at_most"}
_UNIT_LINE = re.compile(r"单位：\s*(?P<unit>[^\s）)，。；]{1,12})")
_IN_BRACKETS = re.compile(r"[（(\[]\s*+(?P<unit>[^（）()\[\]]{1,8})\s*[）)\]]$|[/、](?P<after>万?[元人户亩吨]|%)$")
_MULTIPLIERS = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "百万": 10**6, "千万": 10**7, "十亿": 10**9}
_BY_NAME = (
    (re.compile(r"(?:增长|增速|增幅|比重|占比|构成|率|比例|±)(?:%|）)?$"), "%"),
    (re.compile(r"(?:户数|总户|农户|贫困户)$"), "户"),
    (re.compile(r"(?:人数|人口|总人口|劳动力|人员|职工数|学生数|教师数)$"), "人"),
)


def unit_said(text: str, start: int, end: int) -> str:
    """The 单位 that a line gives its table; '' when it gives none, or only who drew it up (编制单位：县文化馆)."""
    found = [match.group("unit") for match in _UNIT_LINE.finditer(text, start, end) if text[match.start() - 1:match.start()] not in _AUTHOR]
    return found[-1] if found else ""


_AUTHOR = frozenset("制报算写管")  # 编制单位, 填报单位, 预算单位


@lru_cache(maxsize=1024)
def as_unit(said: str) -> tuple[int, Unit] | None:
    """`万元` → (10**4, the unit 元); None when the words are no unit."""
    said = said.strip()
    if said == "单位":
        return None  # the head of a column of units; of organisations that are counted it is the unit in prose only
    for length in range(min(2, len(said) - 1), -1, -1):
        multiplier = _MULTIPLIERS.get(said[:length])
        unit = units.table().get(said[length:]) if multiplier else None
        if unit:
            return multiplier, unit
    return None


def _unit_of(head: str, label: str, row_unit: str, unit_line: str, above: Sequence[str]) -> tuple[int, Unit] | None:
    """The unit of a bare number from the nearest that names one."""
    for said in (head, *above, label):
        match = _IN_BRACKETS.search(said)
        if match and (found := as_unit(match.group("unit") or match.group("after"))):
            return found
    if row_unit:
        return as_unit(row_unit)
    for said in (head, label):
        for pattern, name in _BY_NAME[:1]:
            if pattern.search(said):
                return 1, units.table()[name]
    for said in re.split(r"[、,，/]", unit_line):
        if found := as_unit(said):
            return found
    for said in (head, label):
        for pattern, name in _BY_NAME[1:]:
            if pattern.search(said):
                return 1, units.table()[name]
    return None


def figure(text: str, span: Span, head: Span, label: Span, row_unit: str, unit_line: str, above: Sequence[Span]) -> Figure | None:
    """The figure of a bare number in a cell, or None when no unit is known for it."""
    match = NUMBER.fullmatch(text, *span)
    if match is None:
        return None
    found = as_unit(match.group("percent")) if match.group("percent") else _unit_of(
        text[slice(*head)], text[slice(*label)], row_unit, unit_line, [text[slice(*span)] for span in reversed(above)])
    if found is None:
        return None
    multiplier, unit = found
    value = Decimal(match.group("number").replace(",", "").replace("，", "")) * multiplier * unit.scale
    return Figure(span[0], span[1], unit.kind, "figure.cell", 0.9, value, None, unit.canonical, _BOUNDS[match.group("bound")], span)


def blank(text: str, span: Span) -> Figure:
    """The masked figure of a cell that holds a unit and no number."""
    words = text[slice(*span)]
    start = span[0] + len(words) - len(words.lstrip())
    _, unit = as_unit(words) or (1, units.table()["个"])
    return Figure(start, start + len(words.strip()), unit.kind, "figure.blank", 0.8, None, None, unit.canonical, "masked", (start, start))
