"""Figures that were blanked out (×万户) and forms that were left blank (总户数    户)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extract import numeral, units
from extract.kinds import figure_parts as parts
from extract.kinds.figure_qualifier import finish
from extract.kinds.figure_unit import RANGE, unit_at
from extract.records import Figure
from extract.units import Unit

MASK = r"(?:[×xX□■]{1,8}|\*{2,8}|_{2,8}|[○〇]{2,8})"
_AT_BLANK = re.compile(r"(?<=[\u4e00-\u9fff）”：])( {1,12})((?:约|近|余|多|万|亿){0,2})")
_BARE_OVER = re.compile(r"(?<=[\u4e00-\u9fff])[余多](?=(?:户|人|亩|名|元|个|公里|万元)[，。；、,;.])")
_NOT_BARE_OVER = frozenset("其剩业多盈节结残富课许很诸更冗空额工")


def masked_end(text: str, start: int, end: int, blocked: bytearray) -> Figure | None:
    """`1200至XX米`: a range whose high end is blanked out is masked as a whole."""
    joint = RANGE.match(text, end)
    mask = joint and _MASKED.match(text, joint.end())
    unit = mask and unit_at(text, mask.end(), blocked, False, numeral.Numeral(end, Decimal(1)))
    return _masked_figure(text, start, mask.end(), unit, "figure.masked") if unit else None


_MASKED = re.compile(rf"{MASK}(?:\.{MASK})?(?:[多余])?(?:[十百千万亿]+)?(?:[多余])?")


def read_masked(text: str, start: int, blocked: bytearray) -> Figure | None:
    """A figure whose digits are blanked out with × or X: `×万户`, `××.×%`, `XX—XX户`."""
    match = _MASKED.match(text, start)
    end = match.end()
    joint = RANGE.match(text, end)
    if joint and (again := _MASKED.match(text, joint.end())):
        end = again.end()
    unit = unit_at(text, end, blocked, False, numeral.Numeral(end, Decimal(1)))
    if unit is None or unit.text in ("年", "组", "路", "站", "点", "m", "g", "t", "L", "号", "m2", "道"):
        return None
    if text[start] in "xX×*" and start and text[start - 1].isdecimal():
        return None  # 3×5米 is a product
    return _masked_figure(text, start, end, unit, "figure.masked")


def _masked_figure(text: str, start: int, end: int, unit: Unit, rule: str) -> Figure:
    """A masked figure with unit and approximators."""
    per, stop = parts.per(text, end + len(unit.text))
    canonical = unit.canonical + per
    return finish(text, Figure(start, stop, unit.kind, rule, 0.9, None, None, canonical, "masked", (start, end)))


def blank_forms(text: str, blocked: bytearray, found: list[Figure]) -> Iterator[Figure]:
    """Forms whose figure was left blank: `总户数 户`, `发放金额    万元`, `总人口余人`."""
    taken, last = {figure.start for figure in found}, -1
    if " " in text:
        for match in _AT_BLANK.finditer(text):
            end = match.end()
            unit = units.at(text, end)
            if unit is None or unit.text not in _FORM_UNITS or blocked[end] or end in taken:
                continue
            stop = end + len(unit.text)
            if text[stop:stop + 1] not in _FORM_ENDS and not text[stop:stop + 2].startswith(("以上", "以下", "左右")):
                continue
            if match.start(1) != last and not _is_form(text, match.start(1), stop):
                continue
            last = stop
            yield _masked_figure(text, match.start(2), end, unit, "figure.blank")
    for match in _BARE_OVER.finditer(text):
        if text[match.start() - 1] not in _NOT_BARE_OVER and text[match.start() - 1] not in numeral.CHINESE and match.start() not in taken:
            unit = units.at(text, match.end())
            if unit:
                yield _masked_figure(text, match.start(), match.end(), unit, "figure.blank")


_FORM_UNITS = frozenset(
    "户 人 名 人次 元 亩 公顷 平方米 平方公里 公里 米 吨 公斤 % 百分点 个百分点 个 家 所 座 条 处 口 台 套 次 场 期 份 岁 项 间 栋 天 度 千瓦 斤".split()
)
_FORM_ENDS = (" ", "", "\n", "，", "。", "；", "、", "）", "（", ",", ";", ".")


def _is_form(text: str, blank: int, stop: int) -> bool:
    """Whether the unit behind a blank belongs to a form and not to letter-spaced or tabular words:
    two hanzi or more stand before the blank, and the line goes on like a sentence."""
    label = text[max(0, blank - 2):blank]
    if len(label) < 2 or not all("\u4e00" <= c <= "\u9fff" or c in "）”：" for c in label):
        return False
    after = text[stop:stop + 1]
    if after != " ":
        return True
    rest = text[stop:stop + 8].lstrip(" ")
    return bool(rest) and (units.at(rest, 0) is not None or not "\u4e00" <= rest[0] <= "\u9fff")
