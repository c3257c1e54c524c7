"""Figures: numbers with their units, approximators, ranges and masks.

`find` goes over every numeral once. A numeral becomes a figure when a unit stands behind it and
nothing speaks against it; the contest between readings (a year or a duration, a document number or
a count) is decided by the spans that `blocked` holds.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from extract import numeral, rules, units
from extract.kinds import figure_parts as parts
from extract.kinds import unit_elsewhere
from extract.kinds.figure_masked import MASK, blank_forms, masked_end, read_masked
from extract.kinds.figure_qualifier import finish
from extract.kinds.figure_settle import settle_households, settle_positions, share_about
from extract.kinds.figure_special import read_discount, read_fraction, read_half, read_percent_words, read_slashed
from extract.kinds.figure_unit import RANGE, unit_at
from extract.records import Figure, Word
from extract.units import Unit
from extract.words import Words

_BLUR = {"多": "over", "余": "over", "来": "about", "几": "about"}
_DISCOUNT = re.compile(rf"(?:半|[{numeral.CHINESE}]点?[{numeral.CHINESE}]?|\d(?:\.\d|\d)?)折")
_GLUED = frozenset("由有达至共从超增")  # what an unknown word of the segmenter may begin with, before a numeral


@lru_cache(maxsize=1)
def _scanner() -> re.Pattern[str]:
    """Where a figure may begin: an Arabic digit, a Chinese numeral with a unit behind it, a mask, a
    percentage in words, 翻番."""
    first = re.escape(units.first_characters())
    chinese = f"[{numeral.CHINESE}]"
    # The lookahead spares most characters the alternatives: four times faster.
    return re.compile(
        rf"(?=[{numeral.CHINESE}\d×xX□■*_○〇翻半])(?:"
        rf"(?P<words>[百千万]分之(?=[{numeral.CHINESE}\d]))"
        r"|(?P<digits>\d)"
        rf"|(?P<chinese>(?!数[^十百千万亿]){chinese}{{1,32}}(?:点{chinese}{{1,16}})?(?:[多余来几][万亿]){{0,3}}(?=[多余来几]?(?:[{first}折]|、[二三四五六七八九](?:[十百千万亿]|[年个天倍成])| ?[-—~至到] ?{chinese}|分之[{numeral.CHINESE}]|又[{numeral.CHINESE}\d]+分之)))"
        rf"|(?P<mask>{MASK})"
        r"|(?P<doubled>翻了?[一二两三四五六1-9]?番)"
        r"|(?P<half>(?<=[占近超过])一?半(?:以上|以下)?(?![年月径岛边天夜导成百数路途生])|半(?=年|个月|天|小时|亩|公里|成(?![品就员])))"
        r")"
    )


def find(text: str, words: Words, blocked: bytearray) -> list[Figure]:
    """All figures of the clean text in order; `blocked` marks the characters that belong to times and
    to what is no figure (one byte a character)."""
    found: list[Figure] = []
    position = 0
    for match in _scanner().finditer(text):
        start = match.start()
        if start < position or blocked[start]:
            continue
        figure = _read(text, match, blocked, words)
        if figure:
            if figure.start < position:
                figure = replace(figure, start=start)  # the approximator is the figure before: 三[成]百分之三十
            found.append(figure)
            position = figure.end
    found.extend(blank_forms(text, blocked, found))
    if "打对折" in text:
        found.extend(read_discount(match) for match in re.finditer("(?<=打)对折", text) if not blocked[match.start()])
    found.sort(key=lambda figure: figure.start)
    return [settle_positions(text, settle_households(text, figure)) for figure in share_about(text, found)]


def _read(text: str, match: re.Match[str], blocked: bytearray, words: Words) -> Figure | None:
    """The figure that begins at a match of the scanner, or None."""
    group = match.lastgroup
    if group == "words":
        return read_percent_words(text, match)
    if group == "doubled":
        times = match.group()[1:-1].removeprefix("了")
        power = int(times) if times.isdecimal() else numeral.DIGITS.get(times, 1) if times else 1
        return Figure(match.start(), match.end(), "multiple", "figure.doubled", 0.95, Decimal(2) ** power, None, "倍", "exact", match.span())
    if group == "half":
        return read_half(text, match)
    if group == "mask":
        return read_masked(text, match.start(), blocked)
    if match.start() and text[match.start() - 1] in "打按" and (discount := _DISCOUNT.match(text, match.start())):
        return read_discount(discount)
    word = words.beginning(match.start()) if group == "chinese" else None
    if group == "chinese" and not _may_begin(text, match, word, words):
        return None
    if text.startswith("一遍", match.start()):
        return None
    figure = _numbered(text, match.start(), blocked, group == "chinese")
    if figure and word and word.tag != "m" and word.end > figure.end:
        return None  # 三门峡, 零部件: the numeral is part of a longer word
    return figure


def _may_begin(text: str, match: re.Match[str], word: Word | None, words: Words) -> bool:
    """Whether a Chinese numeral may begin here: at a word's edge, not behind another numeral or 第,
    and 一 not behind a word that points (每一个, 新一轮, 上一篇, 最大的一年)."""
    start = match.start()
    before = text[start - 1:start]
    said = match.group()
    if word is None and (sum(map(said.count, "十百千拾佰仟")) > 1 or "〇" in said or "零" in said[1:] or before in _GLUED and words.beginning(start - 1)):
        word = Word(start, match.end(), "m")  # 捐书|肆佰陆拾册, 由|三人: no word edge where the segmenter knows none
    bare = text[start] in "百千万亿" and before in ("近", "上", "超", "过", "逾", "约")
    if word is None and not bare or (before and (before in "第星初周.点" or before.isdecimal())):
        return False
    if text[start] == "一" and before and before in "每新又再这那各任同唯统单之某另哪上下":
        return False
    if text.startswith(("一年", "一天"), start) and before in ("的", "过"):
        return False
    if text[start] == "几" and text[start + 1:start + 2] not in numeral.MAGNITUDES:
        return False  # 几个方面 counts nothing definite
    return before not in ("好", "无", "总", "每") or text[start] not in "数百千万亿"


def _numbered(text: str, start: int, blocked: bytearray, chinese: bool) -> Figure | None:
    """A figure with a number: its unit, the far end of a range, the approximators around it."""
    number = numeral.read(text, start)
    if number is None or blocked[number.end - 1]:
        return None
    fraction = read_fraction(text, start, number) if text.startswith("分之", number.end) else read_slashed(text, start) if text.startswith("/", number.end) else None
    if fraction:
        return fraction
    blur, end = number.blur, number.end
    if text[end:end + 1] in _BLUR and text[end:end + 1]:
        blur, end = blur or _BLUR[text[end]], end + 1
    half_unit, stop = parts.half_more(text, end) if text.startswith("个半", end) else ("", end)
    if half_unit and number.value is not None:
        unit = units.table()[half_unit]
        return finish(text, Figure(start, stop, unit.kind, "figure.half", 0.9, number.value + Decimal("0.5"), None, unit.canonical, blur or "exact", (start, end)))
    unit = unit_at(text, end, blocked, chinese, number)
    masked = masked_end(text, start, end + (len(unit.text) if unit else 0), blocked)
    if masked:
        return masked
    high, high_end = _range_end(text, end, unit, number, blocked)
    if high:
        return _ranged(text, start, number, unit, high, high_end, blocked)
    if unit is None:
        return _unitless(text, start, number, end, blur, blocked)
    stop = end + len(unit.text)
    return _assemble(text, start, stop, number, unit, blur, "figure.chinese" if chinese else "figure.number")


def _range_end(text: str, end: int, unit: Unit | None, number: numeral.Numeral, blocked: bytearray):
    """The numeral at the far end of a range and the position behind its unit, or (None, 0)."""
    joint = RANGE.match(text, end + (len(unit.text) if unit else 0))
    if not joint or number.value is None or number.high is not None:
        return None, 0
    far = joint.end()
    if far >= len(text) or blocked[far]:
        return None, 0
    if not (text[far].isdecimal() or text[far] in numeral.CHINESE):
        return None, 0
    second = numeral.read(text, far)
    if second is None or second.value is None or second.high is not None:
        return None, 0
    far_unit = unit_at(text, second.end, blocked, False, second)
    if far_unit is None or (unit and unit.kind != far_unit.kind) or second.value <= 0:
        return None, 0
    return second, second.end + len(far_unit.text)


def _ranged(text: str, start: int, number, unit: Unit | None, high, stop: int, blocked: bytearray) -> Figure | None:
    """A range: the low end takes the high end's unit and multiplier when it has none of its own."""
    far_unit = unit_at(text, high.end, blocked, False, high)
    low, top = number.value, high.value
    if unit is None and number.multiplier < 10**4 <= high.multiplier and low < high.multiplier and low * high.multiplier <= top or (
            unit is None and number.multiplier == 1 < high.multiplier and low * high.multiplier <= top):
        low *= high.multiplier
    low *= (unit or far_unit).scale
    top *= far_unit.scale
    if low >= top and not (unit and far_unit.canonical == unit.canonical and low == top):
        return _assemble(text, start, number.end + len(unit.text), number, unit, number.blur, "figure.number") if unit else None
    per, stop = parts.per(text, stop)
    canonical = far_unit.canonical + per
    figure = Figure(start, stop, far_unit.kind, "figure.range", 0.97, low, top, canonical, "range", (start, high.end))
    return replace(finish(text, figure), qualifier="range")


def _unitless(text: str, start: int, number, end: int, blur: str, blocked: bytearray) -> Figure | None:
    """`493万贫困人口`, `参保人数增加1.4亿`: the unit left out, known from a noun beside it or from the number that follows."""
    currency, length = parts.sign_before(text, start)
    if currency and number.value is not None:
        return finish(text, Figure(start - length, end, "amount", "figure.sign", 0.9, number.value, None, currency, blur or "exact", (start, number.end)))
    if number.value is None or not text[start].isdecimal():
        return None
    if shared := _of_the_next(text, start, number, end, blocked):
        return shared
    if number.multiplier < 10**4 or text[end:end + 1] and text[end] in "-—~至到":
        return None
    named = unit_elsewhere.named(text, start, end, number.multiplier)
    if not named:
        return None
    unit = units.table()[named]
    figure = Figure(start, end, unit.kind, "figure.unit_left_out", 0.8, number.value, None, unit.canonical, blur or "exact", (start, number.end))
    return finish(text, figure)


def _of_the_next(text: str, start: int, number, end: int, blocked: bytearray) -> Figure | None:
    """A number of a list whose last one alone has the unit (分别高[4.2]和0.7个百分点), and its multiplier too
    (突破[70]和50亿元); None where none follows."""
    following = end == number.end and unit_elsewhere.next_number(text, start, number)
    unit = unit_at(text, following.end, blocked, False, following) if following and not blocked[following.end - 1] else None
    if unit is None or unit.kind not in unit_elsewhere.SHARED and unit.text not in unit_elsewhere.SHARED_CLASSIFIERS:
        return None
    multiplier = following.multiplier if number.multiplier == 1 else 1
    return finish(text, Figure(start, end, unit.kind, "figure.unit_shared", 0.85, number.value * multiplier * unit.scale, None, unit.canonical, "exact", (start, end)))


def _assemble(text: str, start: int, stop: int, number, unit: Unit, blur: str, rule: str) -> Figure | None:
    """A single figure from number and unit, with denominators, small money and approximators."""
    value, canonical = number.value, unit.canonical
    bare = text[start] in "百千万亿" and number.end - start <= 2
    if value is not None:
        value *= unit.scale
    if unit.text in ("元", "块") and value is not None:
        small, behind = parts.small_money(text, stop, unit.text)
        if behind > stop and unit.text == "块":
            unit, canonical = units.table()["元"], "元"
        value, stop = value + small, behind
        canonical = parts.currency_before(text, start) or canonical if unit.text == "元" else canonical
    elif unit.text == "米" and value is not None:
        more, stop = parts.centimetres(text, stop)
        value += more
    if text.startswith("/", stop):
        per, stop = parts.per(text, stop)
        canonical += per
    if unit.text == "年" and text[stop:stop + 1] == "多" or (text[stop:stop + 1] == "多" and unit.kind in ("amount", "age", "duration", "multiple", "length", "area", "mass") and not blur):
        blur, stop = "over", stop + 1
    if value is not None and text.startswith("半", stop) and (behind := parts.half(text, stop, unit.kind)) > stop:
        value, stop = value + Decimal("0.5") * unit.scale, behind
    if unit.text == "成" and value is not None and text[stop:stop + 1] in numeral.DIGITS or unit.text == "成" and text[stop:stop + 1] == "半":
        value += 5 if text[stop] == "半" else numeral.DIGITS[text[stop]]  # 七成半, 八成五
        stop += 1
    high = number.high * unit.scale if number.high is not None else None
    qualifier = "range" if high is not None else blur or "exact"
    figure = Figure(start, stop, unit.kind, rule, 0.97 if rule == "figure.number" else 0.9, value, high, canonical, qualifier, (start, number.end))
    figure = finish(text, figure)
    if bare and not blur and figure.start == start and figure.end == stop:
        return figure if unit.kind in ("households", "persons", "area") and text[start] in "百千万" and stop - start > 2 else None
    return figure


def block(text: str) -> bytearray:
    """One byte a character: 1 where `patterns/not_figure.toml` finds what is no figure."""
    blocked = bytearray(len(text) + 1)
    for match in rules.scanner("not_figure").finditer(text):
        start, end = match.span()
        blocked[start:end] = b"\x01" * (end - start)
    return blocked
