"""Printed lines with their places on the page → text in reading order, paragraphs joined again.

What a PDF or a scan gives is lines. Two columns are read one after the other (here); running heads and page
numbers are told by where they stand and that they come again (`running`); words far apart are cells (`loose`);
lines are joined into paragraphs (`paragraph`). Nothing is dropped: breaks and running heads stay in the text,
marked as gaps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from statistics import median
from typing import NamedTuple

from extract.read.draft import Draft
from extract.read.loose import with_tables
from extract.read.paragraph import BETWEEN_WORDS, going_on
from extract.read.printed import Item, Line, Page, Piece, Table
from extract.read.running import in_margin, is_aside, joined_tables, repeated_lines

_WIDE = 0.8  # a gap of so many characters' widths parts pieces


def draft_pages(draft: Draft, pages: list[Page]) -> None:
    """Draft the text of all pages."""
    repeated = repeated_lines(pages)
    body = _body(pages)
    items = [item for page in pages for item in _items(page, repeated, body)]
    items = joined_tables(items)
    goes_on = going_on(items)
    follows = False
    for item, on in zip(items, goes_on):
        if item.table:
            draft.table(item.table.entries, item.page, confidence=item.table.confidence)
        elif item.aside:
            draft.aside(item.aside, item.page)
        elif item.line:
            draft.wrapped(item.line.text + (" " if on == BETWEEN_WORDS else ""), item.page, follows, bool(on), min(piece.confidence for piece in item.line.pieces))
            follows = bool(on)


class Body(NamedTuple):
    """The left and right edge of the text on most pages, and of the first of two columns where pages have two."""

    left: float
    right: float
    column: float | None = None


def _body(pages: list[Page]) -> Body:
    """Where the text of a document stands."""
    inside = [[p for p in page.pieces if not in_margin(page, p)] for page in pages]
    edges = [(min(p.x0 for p in pieces), max(p.x1 for p in pieces)) for pieces in inside if len(pieces) >= 5]
    if not edges:
        return Body(float("-inf"), float("inf"))
    gutters = [(gutter, pieces) for page, pieces in zip(pages, inside) if (gutter := _gutter(pieces, page)) is not None]
    columns = [max((p.x1 for p in pieces if p.x1 < gutter), default=gutter) for gutter, pieces in gutters]
    return Body(median(left for left, _ in edges), median(right for _, right in edges), median(columns) if columns else None)


def _items(page: Page, repeated: Counter[str], body: Body) -> Iterator[Item]:
    """What stands on a page, in reading order."""
    asides, pieces = [], []
    for piece in page.pieces:
        (asides if is_aside(page, piece, repeated) else pieces).append(piece)
    heads = sorted((p for p in asides if p.top < page.height / 2), key=lambda p: (p.top, p.x0))
    feet = sorted((p for p in asides if p.top >= page.height / 2), key=lambda p: (p.top, p.x0))
    yield from (Item(page.number, aside=piece.text) for piece in heads)
    for column, left, right in _columns([*pieces, *page.tables], page, body):
        yield from _column(column, page, left, right)
    yield from (Item(page.number, aside=piece.text) for piece in feet)


def _column(things: list[Piece | Table], page: Page, left: float, right: float) -> Iterator[Item]:
    """The lines and drawn tables of a column, from the top; rows of words far apart are tables too."""
    pieces = [thing for thing in things if isinstance(thing, Piece)]
    last = float("-inf")
    for table in (*sorted((thing for thing in things if isinstance(thing, Table)), key=lambda table: table.top), None):
        end = table.top if table else float("inf")
        part = [piece for piece in pieces if last <= (piece.top + piece.bottom) / 2 < end]
        last = end
        if part:
            yield from with_tables(_lines(part, page, left, right))
        if table:
            yield Item(page.number, table=table)


Column = tuple[list[Piece | Table], float, float]  # what stands in a column, and its edges


def _columns(things: list[Piece | Table], page: Page, body: Body) -> Iterator[Column]:
    """Pieces and tables in the columns they are set in; what reaches over both parts the page into bands."""
    pieces = [thing for thing in things if isinstance(thing, Piece)]
    gutter = _gutter(pieces, page)
    if gutter is None:
        if things:
            yield things, *_edges(pieces, body)
        return
    over = sorted((p for p in things if p.x0 < gutter - 2 and p.x1 > gutter + 2), key=lambda p: p.top)
    sides = [p for p in things if not (p.x0 < gutter - 2 and p.x1 > gutter + 2)]
    left, right = [p for p in sides if p.x0 < gutter - 2], [p for p in sides if p.x0 >= gutter - 2]
    outer = min(p.x0 for p in left), max(p.x1 for p in right)
    edges = [(min(p.x0 for p in column), max(p.x1 for p in column)) for column in (left, right)]
    low, wide = float("-inf"), []
    for high in [(p.top + p.bottom) / 2 for p in over] + [float("inf")]:
        parts = [[p for p in column if low <= (p.top + p.bottom) / 2 < high] for column in (left, right)]
        if any(parts):
            if wide:
                yield wide, *outer
            wide = []
            for part, sides in zip(parts, edges):
                if part:
                    yield part, *sides
        if high < float("inf"):
            wide.append(over[0])
            over = over[1:]
        low = high
    if wide:
        yield wide, *outer


def _edges(pieces: list[Piece], body: Body) -> tuple[float, float]:
    """The left and right edge of a page's text: the document's, unless much here stands beyond it; those of
    the first column where nothing stands in the second."""
    if not pieces:
        return body.left, body.right
    size = median(p.bottom - p.top for p in pieces)
    left, right = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    if body.left > float("-inf") and sum(p.x0 < body.left - size for p in pieces) <= 0.3 * len(pieces):
        left = body.left
    if body.column is not None and right <= body.column + size:
        right = body.column
    elif body.right < float("inf") and sum(p.x1 > body.right + size for p in pieces) <= 0.3 * len(pieces):
        right = body.right
    return left, right


def _gutter(pieces: list[Piece], page: Page) -> float | None:
    """The left edge of the second of two columns of prose, or None. Cells of a table are short, columns' lines full."""
    starts = Counter(round(p.x0 / 4) * 4 for p in pieces if 0.3 * page.width < p.x0 < 0.7 * page.width)
    for edge, count in starts.most_common(10):
        if count < 3:
            break
        left = [p for p in pieces if p.x1 <= edge - 1]
        right = [p for p in pieces if p.x0 >= edge - 4]
        if not left or not right or len(pieces) - len(left) - len(right) > 0.3 * len(pieces):
            continue
        begin, end = min(p.x0 for p in left), max(p.x1 for p in right)
        full = sum(p.x1 - p.x0 >= 0.75 * (edge - begin) for p in left), sum(p.x1 - p.x0 >= 0.75 * (end - edge) for p in right)
        if min(full) >= 3 and max(full) >= 5 and sum(full) >= 0.3 * len(pieces):
            return min(p.x0 for p in right)
    return None


def _lines(pieces: list[Piece], page: Page, left: float, right: float) -> list[Line]:
    """The pieces of a column as lines from the top, each from the left."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: ((p.top + p.bottom) / 2, p.x0)):
        middle = (piece.top + piece.bottom) / 2
        if rows and abs(middle - (rows[-1][0].top + rows[-1][0].bottom) / 2) < 0.5 * min(piece.bottom - piece.top, rows[-1][0].bottom - rows[-1][0].top):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    size = median(p.bottom - p.top for p in pieces)
    return [Line(_together(sorted(row, key=lambda p: p.x0)), left, right, size, page.number) for row in rows]


def _together(row: list[Piece]) -> tuple[Piece, ...]:
    """The pieces of a line, those without a wide gap between them joined."""
    joined = [row[0]]
    for piece in row[1:]:
        last = joined[-1]
        gap, size = piece.x0 - last.x1, piece.bottom - piece.top
        if gap < _WIDE * size:
            blank = " " if gap > 0.3 * size else ""
            joined[-1] = Piece(
                last.text + blank + piece.text, last.x0, min(last.top, piece.top), max(last.x1, piece.x1), max(last.bottom, piece.bottom),
                min(last.confidence, piece.confidence),
            )
        else:
            joined.append(piece)
    return tuple(joined)
