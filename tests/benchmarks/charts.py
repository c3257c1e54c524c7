"""Bar and line charts as SVG, drawn without a library: the same figures always give the same file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import log10

_COLOURS = ("#1f6f8b", "#e07a3f", "#7a9e5b", "#a8557a", "#8a8a8a", "#c9a227", "#4b5fa8", "#b04a3a", "#5aa0a0")
_STYLE = 'font-family="sans-serif" font-size="12" fill="#222"'


def bars(title: str, groups: Mapping[str, Mapping[str, float]], unit: str = "", top: float | None = None) -> str:
    """A chart of horizontal bars: groups of rows, each row a name and its value; a value that is missing is left out.

    >>> bars("F1", {"amounts": {"ours": 1.0, "theirs": 0.5}}).count("<rect")
    3
    """
    names = list(dict.fromkeys(name for rows in groups.values() for name in rows))
    colours = {name: _COLOURS[number % len(_COLOURS)] for number, name in enumerate(names)}
    most = top or max((value for rows in groups.values() for value in rows.values()), default=1) or 1
    parts, y = [], 44
    for group, rows in groups.items():
        parts.append(f'<text x="12" y="{y}" font-weight="bold">{escape(group)}</text>')
        y += 8
        for name, value in rows.items():
            width = max(1.0, 420 * min(value / most, 1))
            parts.append(f'<text x="190" y="{y + 12}" text-anchor="end">{escape(name)}</text>')
            parts.append(f'<rect x="198" y="{y + 1}" width="{width:.1f}" height="14" fill="{colours[name]}"/>')
            parts.append(f'<text x="{204 + width:.1f}" y="{y + 12}">{value:,.3g}{escape(unit)}</text>')
            y += 19
        y += 22
    return _svg(title, parts, 720, y)


def lines(title: str, series: Mapping[str, Sequence[tuple[float, float]]], across: str, up: str) -> str:
    """A chart of lines through points, both axes logarithmic: a straight line of slope one is linear growth.

    >>> lines("t", {"ours": [(1, 1), (10, 10)]}, "n", "s").count("<polyline")
    1
    """
    points = [point for line in series.values() for point in line if min(point) > 0]
    (left, right), (low, high) = ((log10(min(axis)), log10(max(axis))) for axis in zip(*points))

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return 80 + 540 * (log10(point[0]) - left) / ((right - left) or 1), 340 - 270 * (log10(point[1]) - low) / ((high - low) or 1)

    parts = [f'<path d="M80 60V340H640" fill="none" stroke="#999"/><text x="640" y="376" text-anchor="end">{escape(across)}</text><text x="12" y="52">{escape(up)}</text>']
    for number, (name, line) in enumerate(series.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        at = [place(point) for point in line if min(point) > 0]
        parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in at)}"/>')
        for (x, y), point in zip(at, line):
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/><text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="middle" font-size="10">{point[1]:,.3g}</text>')
            if not number:
                parts.append(f'<text x="{x:.1f}" y="357" text-anchor="middle" font-size="10">{point[0]:,.0f}</text>')
        parts.append(f'<text x="{at[-1][0] + 8:.1f}" y="{at[-1][1] + 14:.1f}" fill="{colour}">{escape(name)}</text>')
    return _svg(title, parts, 760, 390)


def _svg(title: str, parts: Sequence[str], width: int, height: float) -> str:
    """The document around the parts of a chart."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height:.0f}" viewBox="0 0 {width} {height:.0f}" role="img" aria-label="{escape(title)}">'
        f'<rect width="100%" height="100%" fill="#fff"/><g {_STYLE}><text x="12" y="22" font-size="15" font-weight="bold">{escape(title)}</text>{"".join(parts)}</g></svg>\n'
    )
