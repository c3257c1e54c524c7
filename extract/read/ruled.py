"""The lines drawn on a page → the cells of its tables.

A table is a set of horizontal and vertical strokes that touch. Its grid is every x and y at which a stroke
runs; two fields of the grid without a stroke between them are one cell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import NamedTuple

_NEAR = 2.5  # points: strokes no farther apart are one, or touch
_COVERED = 0.6  # the share of a field's side that a stroke must cover to part it from its neighbour
FIELDS, CROSSINGS = 40_000, 4_000_000  # fields of a grid, and pairs of strokes that may touch; a drawing has more


class Stroke(NamedTuple):
    """A straight line along an axis: its position across, and from where to where it runs; points, from the top left."""

    at: float
    start: float
    end: float


class Grid(NamedTuple):
    """A table's outline: the edges of its columns and rows, and for each field the cell that it belongs to, which
    is named by its first row and column and says over how many it reaches."""

    xs: list[float]
    ys: list[float]
    owner: dict[tuple[int, int], tuple[int, int, int, int]]

    def cell(self, x: float, y: float) -> tuple[int, int, int, int] | None:
        """The cell (row, column, rows, columns; from 0) at a point, or None outside the table."""
        return self.owner.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))


def grids(across: list[Stroke], down: list[Stroke]) -> list[Grid]:
    """The tables that horizontal and vertical strokes draw, from the top."""
    across, down = _merged(across), _merged(down)
    if len(across) * len(down) > CROSSINGS:
        return []
    found = []
    for rows, columns in _touching(across, down):
        if len(rows) >= 2 and columns and (grid := _grid(rows, columns)):
            found.append(grid)
    return sorted(found, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _merged(strokes: list[Stroke]) -> list[Stroke]:
    """The strokes, those along one line that touch put together."""
    lines: list[list[Stroke]] = []
    for stroke in sorted(strokes):
        if lines and stroke.at - lines[-1][0].at <= _NEAR:
            lines[-1].append(stroke)
        else:
            lines.append([stroke])
    merged = []
    for line in lines:
        at = sum(stroke.at for stroke in line) / len(line)
        start = end = None
        for stroke in sorted(line, key=lambda stroke: stroke.start):
            if end is not None and stroke.start <= end + _NEAR:
                end = max(end, stroke.end)
                continue
            if end is not None:
                merged.append(Stroke(at, start, end))
            start, end = stroke.start, stroke.end
        merged.append(Stroke(at, start, end))
    return merged


def _touching(across: list[Stroke], down: list[Stroke]) -> list[tuple[list[Stroke], list[Stroke]]]:
    """The strokes in sets that touch one another."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, row in enumerate(across):
        for j, column in enumerate(down):
            if row.start - _NEAR <= column.at <= row.end + _NEAR and column.start - _NEAR <= row.at <= column.end + _NEAR:
                parent[root(i)] = root(len(across) + j)
    sets: dict[int, tuple[list[Stroke], list[Stroke]]] = defaultdict(lambda: ([], []))
    for index, stroke in enumerate((*across, *down)):
        sets[root(index)][index >= len(across)].append(stroke)
    return list(sets.values())


def _grid(rows: list[Stroke], columns: list[Stroke]) -> Grid | None:
    """The grid of strokes that touch, or None where it has a single cell. Open sides count as closed."""
    left, right = min(row.start for row in rows), max(row.end for row in rows)
    top, bottom = min(column.start for column in columns), max(column.end for column in columns)
    xs = _edges([left, right, *(column.at for column in columns)])
    ys = _edges([top, bottom, *(row.at for row in rows)])
    height, width = len(ys) - 1, len(xs) - 1
    if not 1 < height * width <= FIELDS:
        return None
    beside = _parting(columns, xs, ys)
    below = _parting(rows, ys, xs)
    owner: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    cells = 0
    for i in range(height):
        for j in range(width):
            if (i, j) in owner:
                continue
            across = 1
            while j + across < width and (j + across, i) not in beside and (i, j + across) not in owner:
                across += 1
            deep = 1
            while i + deep < height and not any((i + deep, k) in below or (i + deep, k) in owner for k in range(j, j + across)) \
                    and not any((k, i + deep) in beside for k in range(j + 1, j + across)):
                deep += 1
            owner.update({(r, c): (i, j, deep, across) for r in range(i, i + deep) for c in range(j, j + across)})
            cells += 1
    return Grid(xs, ys, owner) if cells > 1 else None


def _edges(positions: list[float]) -> list[float]:
    """The positions in order, those that are near one another taken once."""
    edges: list[float] = []
    for position in sorted(positions):
        if not edges or position - edges[-1] > _NEAR:
            edges.append(position)
    return edges


def _parting(strokes: list[Stroke], at: list[float], along: list[float]) -> set[tuple[int, int]]:
    """The (edge, field along it) at which a stroke parts two fields."""
    parts = set()
    for stroke in strokes:
        edge = min(range(len(at)), key=lambda k: abs(at[k] - stroke.at))
        for field in range(len(along) - 1):
            low, high = along[field], along[field + 1]
            if min(stroke.end, high) - max(stroke.start, low) >= _COVERED * (high - low):
                parts.add((edge, field))
    return parts
