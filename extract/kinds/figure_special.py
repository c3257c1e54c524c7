"""Figures without a unit of their own: 百分之五, 三分之一, 过半, 八折."""

from __future__ import annotations

import re
from decimal import Decimal

from extract import numeral, units
from extract.kinds.figure_qualifier import finish
from extract.kinds.figure_unit import RANGE
from extract.records import Figure

_PERCENT_WORDS = re.compile(r"(百|千|万)分之")
_SLASHED = re.compile(r"(?<![\d/.])\d{1,2}/\d{1,2}(?=的|以上|左右)")


def read_fraction(text: str, start: int, number: numeral.Numeral) -> Figure | None:
    """三分之二 as a percentage (66.67 %), from the denominator on."""
    if not number.value:
        return None
    upper = numeral.read(text, number.end + 2) if number.end + 2 < len(text) else None
    if upper is None or upper.value is None:
        return None
    value = (upper.value * 100 / number.value).quantize(Decimal("0.0001")).normalize()
    return finish(text, Figure(start, upper.end, "percentage", "figure.fraction", 0.9, Decimal(f"{value:f}"), None, "%", "exact", (start, upper.end)))


def read_slashed(text: str, start: int) -> Figure | None:
    """1/3 before 的 or 以上 as a percentage; None when it is no part of a whole (24/7)."""
    match = _SLASHED.match(text, start)
    upper, lower = map(Decimal, match.group().split("/")) if match else (Decimal(0), Decimal(0))
    if not match or not 0 < upper < lower:
        return None
    value = (upper * 100 / lower).quantize(Decimal("0.0001")).normalize()
    return finish(text, Figure(*match.span(), "percentage", "figure.fraction", 0.9, Decimal(f"{value:f}"), None, "%", "exact", match.span()))


def read_percent_words(text: str, match: re.Match[str]) -> Figure | None:
    """百分之三十, 千分之五, 百分之十到十五: the number behind the words."""
    unit, scale = {"百": ("%", 1), "千": ("‰", 1), "万": ("%", 100)}[text[match.start()]]
    number = numeral.read(text, match.end())
    if number is None or number.value is None:
        return None
    if text[match.end() - 3] == "百" and number.value > 10000:
        return None
    value, high, end = number.value / scale, number.high, number.end
    joint = RANGE.match(text, end)
    if joint and high is None:
        again = _PERCENT_WORDS.match(text, joint.end())
        second = numeral.read(text, again.end() if again else joint.end())
        if second and second.value is not None and second.value > number.value and units.at(text, second.end) is None:
            high, end = second.value / scale, second.end
    blur = number.blur
    if text[end:end + 1] in ("多", "余"):
        blur, end = "over", end + 1
    qualifier = "range" if high is not None else blur or "exact"
    return finish(text, Figure(match.start(), end, "percentage", "figure.percent_words", 0.98, value, high, unit, qualifier, (match.end(), end)))


def read_half(text: str, match: re.Match[str]) -> Figure | None:
    """一半, 过半 as 50 %; 半年, 半小时 as a half of the unit."""
    start, end = match.span()
    unit = units.at(text, end)
    if unit and match.group() == "半":
        if start and text[start - 1] in "上下前后大多一过":
            return None
        return Figure(start, end + len(unit.text), unit.kind, "figure.half", 0.9, Decimal("0.5") * unit.scale, None, unit.canonical, "exact", (start, end))
    return finish(text, Figure(start, text.index("半", start) + 1, "percentage", "figure.half", 0.85, Decimal(50), None, "%", "exact", (start, end)))


def read_discount(match: re.Match[str]) -> Figure:
    """打九折, 打八五折, 打对折: the share of the price that is paid."""
    said = match.group()[:-1].replace("对", "五").replace("半", "五").replace("点", "")
    digits = "".join(str(numeral.DIGITS.get(c, 10 if c == "十" else c)) for c in said)
    value = Decimal(digits if "." in digits else digits[:1] + "." + digits[1:]) * 10
    return Figure(match.start(), match.end(), "percentage", "figure.discount", 0.9, value, None, "%", "exact", match.span())
