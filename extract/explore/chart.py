"""Points → a drawing: SVG that a browser shows, links and all, and can turn into a PNG by itself.

All colours and letters are attributes of the drawing, as the page's policy allows no styles in it and a
picture made of it has no style sheet.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from extract.twin.markup import number, visible

COLOURS = ("#1f5fa8", "#c2571a", "#2a8a57", "#8250c4", "#b8860b", "#c43d66", "#2b8c9e", "#6b7484")
_WIDTH, _HEIGHT = 900, 460
_LEFT, _RIGHT, _TOP, _BOTTOM = 78, 24, 64, 64
_FONT = "Noto Sans SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
_INK, _SOFT, _LINE = "#1c2430", "#6b7484", "#e4e0d8"


class Dot(NamedTuple):
    """A value to draw: where on the axis, how much, what a hover tells, where a click leads."""

    at: str
    value: float
    planned: bool
    told: str
    href: str


class Series(NamedTuple):
    """Values of one name and colour."""

    name: str
    dots: list[Dot]


def lines(title: str, series: Sequence[Series], years: Sequence[str], words: dict[str, str]) -> str:
    """A line for every series over the years: actual values solid, planned ones hollow and dashed."""
    low, high, ticks = _scale([dot.value for one in series for dot in one.dots], from_zero=False)
    first, last = int(years[0]), int(years[-1])

    def x(year: str) -> float:
        return (_LEFT + _WIDTH - _RIGHT) / 2 if first == last else _LEFT + 24 + (int(year) - first) / (last - first) * (_WIDTH - _LEFT - _RIGHT - 48)

    def y(value: float) -> float:
        return _y(value, low, high)

    parts = [_frame(title, ticks, low, high, words), *(_label(x(year), year) for year in _thinned([str(n) for n in range(first, last + 1)], 14))]
    for index, one in enumerate(series):
        colour = COLOURS[index % len(COLOURS)]
        for planned in (False, True):
            dots = sorted((dot for dot in one.dots if dot.planned == planned), key=lambda dot: dot.at)
            path = " ".join(f"{'L' if n else 'M'}{x(dot.at):.1f} {y(dot.value):.1f}" for n, dot in enumerate(dots))
            if len(dots) > 1:
                dashes = ' stroke-dasharray="6 5"' if planned else ""
                parts.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"{dashes}/>')
            parts += [_dot(x(dot.at), y(dot.value), dot, colour) for dot in dots]
    return _svg(title, [*parts, *_legend([one.name for one in series], series, words)])


def bars(title: str, series: Sequence[Series], groups: Sequence[str], words: dict[str, str]) -> str:
    """Bars side by side for every group: actual values filled, planned ones outlined."""
    low, high, ticks = _scale([dot.value for one in series for dot in one.dots], from_zero=True)
    step = (_WIDTH - _LEFT - _RIGHT) / max(1, len(groups))
    slots = 1 if len(series) == 1 and not any(d.planned for d in series[0].dots) else 2
    width = min(46.0, step * 0.72 / slots)
    parts = [_frame(title, ticks, low, high, words)]
    for place, group in enumerate(groups):
        middle = _LEFT + step * (place + 0.5)
        parts.append(_label(middle, group, step))
        for one in series:
            for dot in (dot for dot in one.dots if dot.at == group):
                left = middle - width / 2 if slots == 1 else middle + (1 if dot.planned else -width - 1)
                parts.append(_bar(left, width, _y(dot.value, low, high), _y(0, low, high), dot, words["lang"]))
    return _svg(title, [*parts, *_legend([], series, words)])


def _bar(left: float, width: float, top: float, base: float, dot: Dot, lang: str) -> str:
    look = f'fill="#ffffff" stroke="{COLOURS[1]}" stroke-width="2" stroke-dasharray="5 4"' if dot.planned else f'fill="{COLOURS[0]}"'
    shape = f'<rect x="{left:.1f}" y="{min(top, base):.1f}" width="{width:.1f}" height="{max(1.0, abs(base - top)):.1f}" rx="3" {look}/>'
    value = _text(left + width / 2, min(top, base) - 6, short(dot.value, lang), size=11, anchor="middle", colour=_INK) if width > 26 else ""
    return _linked(dot, shape + value)


def _dot(x: float, y: float, dot: Dot, colour: str) -> str:
    fill = "#ffffff" if dot.planned else colour
    return _linked(dot, f'<circle cx="{x:.1f}" cy="{y:.1f}" r="10" fill="transparent"/><circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{fill}" stroke="{colour}" stroke-width="2"/>')


def _linked(dot: Dot, inner: str) -> str:
    """A shape that leads to its source."""
    told = escape(visible(dot.told))
    return f'<a href="{escape(dot.href)}" class="point" aria-label="{told}"><title>{told}</title>{inner}</a>'


def _frame(title: str, ticks: Sequence[float], low: float, high: float, words: dict[str, str]) -> str:
    """Title, horizontal lines and what they stand for."""
    parts = [_text(_LEFT - 54, 30, title, size=17, colour=_INK, weight=600)]
    for tick in ticks:
        at = _y(tick, low, high)
        parts.append(f'<line x1="{_LEFT}" y1="{at:.1f}" x2="{_WIDTH - _RIGHT}" y2="{at:.1f}" stroke="{_SOFT if tick == 0 else _LINE}" stroke-width="1"/>')
        parts.append(_text(_LEFT - 10, at + 4, short(tick, words["lang"]), anchor="end"))
    return "".join(parts)


def _legend(names: Sequence[str], series: Sequence[Series], words: dict[str, str]) -> list[str]:
    """What colours and fillings mean, below the drawing."""
    planned = any(dot.planned for one in series for dot in one.dots)
    keys = [(name, f'fill="{COLOURS[index % len(COLOURS)]}"') for index, name in enumerate(names)]
    if planned and names:
        keys += [(words["planned"], f'fill="#ffffff" stroke="{_SOFT}" stroke-width="1.6" stroke-dasharray="3 2"')]
    elif planned:
        keys += [(words["actual"], f'fill="{COLOURS[0]}"'), (words["planned"], f'fill="#ffffff" stroke="{COLOURS[1]}" stroke-width="1.6" stroke-dasharray="3 2"')]
    parts, x, y = [], float(_LEFT), _HEIGHT - 16
    for name, look in keys:
        shown = name if len(name) < 16 else name[:15] + "…"
        width = 32 + 1.25 * _width(shown)  # narrow windows show larger letters
        if x + width > _WIDTH - _RIGHT:
            x, y = float(_LEFT), y + 20
        parts += [f'<rect x="{x:.1f}" y="{y - 10}" width="12" height="12" rx="3" {look}/>', _text(x + 18, y, shown, colour=_INK)]
        x += width
    return parts


def _svg(title: str, parts: Sequence[str]) -> str:
    height = _HEIGHT + 24
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-label="{escape(visible(title))}" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" font-family="{_FONT}"><rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def _text(x: float, y: float, said: str, size: int = 12, anchor: str = "start", colour: str = _SOFT, weight: int = 400) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{colour}" font-weight="{weight}">{escape(visible(said))}</text>'


def _label(x: float, said: str, room: float = 80) -> str:
    """A name below the axis, cut to its room."""
    most = max(2, int(room // 15.5))
    shown = said if _width(said) * 1.2 <= room else said[: most - 1] + "…"
    return f"<g><title>{escape(visible(said))}</title>{_text(x, _HEIGHT - _BOTTOM + 20, shown, anchor='middle')}</g>"


def _width(said: str) -> float:
    """About how wide a text is in pixels."""
    return sum(12.5 if ord(c) > 0x2E80 else 7 for c in said)


def _thinned(names: Sequence[str], most: int) -> Sequence[str]:
    """So many of the names that they do not touch."""
    return names[:: max(1, math.ceil(len(names) / most))]


def _y(value: float, low: float, high: float) -> float:
    return _TOP + (high - value) / (high - low) * (_HEIGHT - _TOP - _BOTTOM)


def _scale(values: Sequence[float], from_zero: bool) -> tuple[float, float, list[float]]:
    """The ends of the axis and some five round values on it."""
    low, high = min(values), max(values)
    if from_zero or (low >= 0 and low < 0.5 * high):
        low, high = min(0.0, low), max(0.0, high)
    if low == high:
        low, high = (low - 1, high + 1) if low else (0.0, 1.0)
    rough = (high - low) / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * n for n in (1, 2, 2.5, 5, 10) if power * n >= rough * 0.999)
    first, last = math.floor(low / step), math.ceil(high / step)
    return first * step, last * step, [round(n * step, 12) for n in range(first, last + 1)]


def short(value: float, lang: str = "zh") -> str:
    """A number as an axis shows it, in 万 and 亿, or in thousands, millions and billions, where it is large.

    >>> short(32200000), short(13.37), short(-5e8, "en")
    ('3,220万', '13.37', '-500M')
    """
    for unit, word in ((1e8, "亿"), (1e4, "万")) if lang == "zh" else ((1e9, "B"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= unit:
            return number(float(f"{value / (1e3 if word == 'k' else unit):.6g}")) + word
    return number(float(f"{value:.6g}"))
