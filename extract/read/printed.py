"""What a PDF or a scan gives: characters, lines and tables with their places on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from extract.read.draft import Entry


class Piece(NamedTuple):
    """Characters printed without a wide gap: their box in points from the top left, and how sure they are."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float = 1.0


class Table(NamedTuple):
    """A table with where it stands; `xs` are its rules' positions, or without rules each column's left and right edge."""

    entries: Sequence[Entry]
    top: float
    bottom: float
    xs: tuple[float, ...]
    confidence: float = 1.0
    ruled: bool = True

    @property
    def x0(self) -> float:
        """Its left edge."""
        return self.xs[0]

    @property
    def x1(self) -> float:
        """Its right edge."""
        return self.xs[-1]


@dataclass(slots=True)
class Page:
    """What stands on a page."""

    number: int
    width: float
    height: float
    pieces: list[Piece]
    tables: list[Table] = field(default_factory=list)


class Line(NamedTuple):
    """A printed line of a column: its pieces, and the column's edges and usual height of a line."""

    pieces: tuple[Piece, ...]
    left: float
    right: float
    size: float
    page: int

    @property
    def text(self) -> str:
        """The line's characters."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def gap(self) -> float:
        """The widest gap in the line; 0 where it has none."""
        return max((b.x0 - a.x1 for a, b in zip(self.pieces, self.pieces[1:])), default=0.0)

    @property
    def height(self) -> float:
        """The height of the line's characters."""
        return median(piece.bottom - piece.top for piece in self.pieces)


@dataclass(slots=True)
class Item:
    """A line, a table or an aside (running head, page number) in reading order; `last` is the page on which a
    table over several ends."""

    page: int
    last: int = 0
    line: Line | None = None
    table: Table | None = None
    aside: str = ""
