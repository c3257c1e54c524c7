"""Tables without rules: lines whose words stand far apart, below one another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.read.draft import Entry
from extract.read.printed import Item, Line, Piece, Table

_TABULAR = 1.5  # a gap of so many characters' widths parts the cells of two columns


def with_tables(lines: list[Line]) -> Iterator[Item]:
    """The lines of a column; two or more in a row that have wide gaps are a table without rules."""
    run: list[Line] = []
    for line in (*lines, None):
        if line and (len(line.pieces) > 2 or line.gap > _TABULAR * line.size or run and _hangs_below(line, run)):
            run.append(line)
            continue
        if (len(run) > 1 or run and _has_number(run[0])) and (table := _loose_table(run)):
            yield Item(run[0].page, table=table)
        else:
            yield from (Item(row.page, line=row) for row in run)
        run = []
        if line:
            yield Item(line.page, line=line)


_NUMBER = re.compile(r"[-+\d.,%％‰]+")


def _has_number(line: Line) -> bool:
    """Whether a line of three cells or more holds a number; letter-spaced headings do not."""
    return len(line.pieces) > 2 and any(_NUMBER.fullmatch(piece.text) for piece in line.pieces)


def _hangs_below(line: Line, run: list[Line]) -> bool:
    """Whether a line holds what did not fit into the cells above: words, right below, none in the first column."""
    first = max(above.pieces[0].x1 for above in run)
    close = line.pieces[0].top - run[-1].pieces[0].bottom < 0.8 * line.size
    return close and line.pieces[0].x0 > first and not any(_NUMBER.fullmatch(piece.text) for piece in line.pieces)


def _parted(piece: Piece, lines: list[Line]) -> tuple[Piece, ...]:
    """A piece in two at its last blank, where another line has the gap between two cells right there: 油茶面积 亩,
    which a scanner read as one."""
    left, blank, right = piece.text.rpartition(" ")
    for line in lines if blank else ():
        for one, other in zip(line.pieces, line.pieces[1:]):
            if piece.x0 < one.x1 < other.x0 < piece.x1:
                return piece._replace(text=left.strip(), x1=one.x1), piece._replace(text=right, x0=other.x0)
    return (piece,)


def _loose_table(lines: list[Line]) -> Table | None:
    """The table that lines with wide gaps make up where their pieces stand below one another, or None."""
    lines = [line._replace(pieces=tuple(part for piece in line.pieces for part in _parted(piece, lines))) for line in lines]
    spans: list[list[float]] = []
    for piece in sorted((piece for line in lines for piece in line.pieces), key=lambda p: p.x0):
        if spans and piece.x0 < spans[-1][1] - 1:
            spans[-1][1] = max(spans[-1][1], piece.x1)
        else:
            spans.append([piece.x0, piece.x1])
    entries: dict[tuple[int, int], str] = {}
    row = 0
    for index, line in enumerate(lines):
        columns = [next(i for i, (x0, x1) in enumerate(spans, 1) if x0 <= piece.x0 <= x1) for piece in line.pieces]
        if len(set(columns)) < len(columns):
            return None
        row += not (index and _hangs_below(line, lines[:index]))
        for column, piece in zip(columns, line.pieces):
            entries[row, column] = entries.get((row, column), "") + piece.text
    return Table(tuple(Entry(text, *at) for at, text in entries.items()), lines[0].pieces[0].top, lines[-1].pieces[0].bottom, tuple(x for span in spans for x in span), min(p.confidence for line in lines for p in line.pieces), False)
