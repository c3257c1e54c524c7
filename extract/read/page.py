"""Printed lines with their places on the page → text in reading order, paragraphs joined again.

What a PDF or a scan gives is lines. Two columns are read one after the other; running heads and page numbers
are told by where they stand and that they come again; a line goes on with the one before it when that one is
full and this one is not indented. Nothing is dropped: breaks and running heads stay in the text, marked as
gaps.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from extract.read.draft import Draft, Entry
from extract.text import fold, hangs

_PAGE_NUMBER = re.compile(r"[-—–―－·.\s]*(?:第\s*)?(?:\d{1,4}|[ivxIVX]{1,6})(?:\s*页)?(?:\s*[/／，,]?\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–―－·.\s]*")
_HEADING = re.compile(
    r"(?:[（(]?[一二三四五六七八九十百]{1,4}[）)、.．]|第[一二三四五六七八九十百\d]{1,4}[章节条部分篇]|[（(]?\d{1,2}[）)、.．](?!\d)|[①-⑳]|[●•■◆★※▪]|附[件表]|注[：:]|[一二三四五六七八九十]是)"
)
_ENDS = frozenset("。！？；：…!?;:”》")
_WORD = re.compile(r"[A-Za-z0-9.,%％．，]+[万亿]?[元户人亩吨]?|[万亿][元户人亩吨]?")
_MARGIN = 0.12  # the share of a page's height in which running heads stand
_WIDE, _TABULAR, _APART = 1.0, 1.5, 2.5  # gaps, in characters' widths: that part pieces, cells of two columns, and lines of prose


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


def draft_pages(draft: Draft, pages: list[Page]) -> None:
    """Draft the text of all pages."""
    repeated = _repeated(pages)
    body = _body(pages)
    items = [item for page in pages for item in _items(page, repeated, body)]
    items = _joined_tables(items)
    goes_on = _going_on(items, _style(items))
    follows = False
    for item, on in zip(items, goes_on):
        if item.table:
            draft.table(item.table.entries, item.page, confidence=item.table.confidence)
        elif item.aside:
            draft.aside(item.aside, item.page)
        elif item.line:
            draft.wrapped(item.line.text + (" " if on == _BETWEEN_WORDS else ""), item.page, follows, bool(on), min(piece.confidence for piece in item.line.pieces))
            follows = bool(on)


_BETWEEN_WORDS = 2


def _going_on(items: list[Item], style: Style) -> list[int]:
    """For each item whether it is a line whose paragraph goes on in the next line: 1, or `_BETWEEN_WORDS` where
    Latin words stand on both sides. Asides stand between lines and part nothing, tables do."""
    found, before = [0] * len(items), None
    for index, item in enumerate(items):
        if item.table:
            before = None
        elif item.line:
            if before is not None and goes_on_with(items[before].line, item.line, style):
                ends, begins = items[before].line.text[-1:], item.line.text[:1]
                found[before] = _BETWEEN_WORDS if ends.isascii() and ends.isalpha() and begins.isascii() and begins.isalpha() else 1
            before = index
    return found


# -- lines -------------------------------------------------------------------------------------------


class Body(NamedTuple):
    """The left and right edge of the text on most pages, and of the first of two columns where pages have two."""

    left: float
    right: float
    column: float | None = None


def _body(pages: list[Page]) -> Body:
    """Where the text of a document stands."""
    inside = [[p for p in page.pieces if not _in_margin(page, p)] for page in pages]
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
        (asides if _is_aside(page, piece, repeated) else pieces).append(piece)
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
            yield from _with_tables(_lines(part, page, left, right))
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


def _with_tables(lines: list[Line]) -> Iterator[Item]:
    """The lines of a column; two or more in a row that have wide gaps are a table without rules."""
    run: list[Line] = []
    for line in (*lines, None):
        if line and (len(line.pieces) > 2 or line.gap > _TABULAR * line.size or run and _hangs_below(line, run)):
            run.append(line)
            continue
        if (len(run) > 1 or run and len(run[0].pieces) > 2) and (table := _loose_table(run)):
            yield Item(run[0].page, table=table)
        else:
            yield from (Item(row.page, line=row) for row in run)
        run = []
        if line:
            yield Item(line.page, line=line)


_NUMBER = re.compile(r"[-+\d.,%％‰]+")


def _hangs_below(line: Line, run: list[Line]) -> bool:
    """Whether a line holds what did not fit into the cells above: words, right below, none in the first column."""
    first = max(above.pieces[0].x1 for above in run)
    close = line.pieces[0].top - run[-1].pieces[0].bottom < 0.8 * line.size
    return close and line.pieces[0].x0 > first and not any(_NUMBER.fullmatch(piece.text) for piece in line.pieces)


def _loose_table(lines: list[Line]) -> Table | None:
    """The table that lines with wide gaps make up where their pieces stand below one another, or None."""
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


# -- running heads -----------------------------------------------------------------------------------


def _pattern(text: str) -> str:
    """A line with its numbers left open, by which running heads are known again."""
    return re.sub(r"\d+|\s+", "#", text)


def _in_margin(page: Page, piece: Piece) -> bool:
    """Whether a piece stands in the upper or lower margin."""
    return piece.bottom < _MARGIN * page.height or piece.top > (1 - _MARGIN) * page.height


def _repeated(pages: list[Page]) -> Counter[str]:
    """On how many pages each line of the margins stands, its numbers left open; of those on three or more, or on both of two."""
    counts = Counter(pattern for page in pages for pattern in {_pattern(p.text) for p in page.pieces if _in_margin(page, p)})
    least = 3 if len(pages) > 2 else 2
    return Counter({pattern: count for pattern, count in counts.items() if count >= max(least, 0.2 * len(pages)) and "单位" not in pattern})


def _is_aside(page: Page, piece: Piece, repeated: Counter[str]) -> bool:
    """Whether a piece is a page number or a running head: beyond everything else in the margin."""
    if not _in_margin(page, piece):
        return False
    if not (_PAGE_NUMBER.fullmatch(piece.text.strip()) or _pattern(piece.text) in repeated):
        return False
    level = [p for p in page.pieces if abs((p.top + p.bottom) - (piece.top + piece.bottom)) < piece.bottom - piece.top]
    if not all(_pattern(p.text) in repeated for p in level) and len(level) > 1:
        return False  # the numbers of a table's row
    upper = piece.top < page.height / 2
    farther = [p for p in page.pieces if (p.bottom < piece.top if upper else p.top > piece.bottom)]
    return all(_PAGE_NUMBER.fullmatch(p.text.strip()) or _pattern(p.text) in repeated for p in farther)


# -- tables over pages -------------------------------------------------------------------------------


def _joined_tables(items: list[Item]) -> list[Item]:
    """The items, a table at a page's top put to the one at the foot of the page before whose columns it has."""
    joined: list[Item] = []
    before: Item | None = None  # the last thing that is no aside
    grown: list[Entry] = []  # the entries of the table that is `before`
    for item in items:
        if item.table and before and before.table and _continues(before, item) and _same_columns(before.table, item.table):
            rows = grown[-1].row + grown[-1].rows - 1
            again = _heads_again(before.table, item.table)
            grown += [entry._replace(row=entry.row + rows - again, page=item.page) for entry in item.table.entries if entry.row > again]
            before.last, before.table = item.page, before.table._replace(entries=grown, top=item.table.top, confidence=min(before.table.confidence, item.table.confidence))
            continue
        if not item.aside:
            before = item
            if item.table:
                grown = [entry._replace(page=item.page) for entry in item.table.entries]
        joined.append(item)
    return joined


_HEADS = 4  # rows that a head has at most


def _heads_again(before: Table, table: Table) -> int:
    """How many rows of the first table's head stand at the top of its continuation again."""
    first, again = _top(before), _top(table)
    same = 0
    while same < _HEADS and first[same] and first[same] == again[same]:
        same += 1
    return same


def _top(table: Table) -> list[list[str]]:
    """The texts of a table's first rows."""
    rows: list[list[str]] = [[] for _ in range(_HEADS)]
    for entry in table.entries:
        if entry.row > _HEADS:
            break
        rows[entry.row - 1].append(entry.text)
    return rows


def _continues(before: Item, item: Item) -> bool:
    """Whether a table that follows another right away stands on a later page, or in the next column."""
    page = before.last or before.page
    return page < item.page or page == item.page and item.table.top < before.table.top


def _same_columns(a: Table, b: Table) -> bool:
    """Whether two tables have the same columns: the same edges, or in tables without rules columns that overlap."""
    if len(a.xs) != len(b.xs) or a.ruled != b.ruled:
        return False
    shift = b.xs[0] - a.xs[0]
    if a.ruled:
        return all(abs(x + shift - y) < 4 for x, y in zip(a.xs, b.xs))
    return all(x0 + shift < y1 and y0 < x1 + shift for (x0, x1), (y0, y1) in zip(zip(a.xs[::2], a.xs[1::2]), zip(b.xs[::2], b.xs[1::2])))


# -- paragraphs --------------------------------------------------------------------------------------


class Style(NamedTuple):
    """How a document is set: whether first lines are indented, and the usual height of its characters."""

    indents: bool
    size: float


def _style(items: list[Item]) -> Style:
    """How the lines of a document are set."""
    lines = [item.line for item in items if item.line and len(item.line.pieces) == 1]
    indented = sum(1.2 * line.size < line.pieces[0].x0 - line.left < 4.6 * line.size for line in lines)
    return Style(indented >= max(2, 0.08 * len(lines)), median(line.height for line in lines) if lines else 0.0)


_CLAUSES = re.compile(r"[，。；]")


def _is_centred(line: Line, style: Style) -> bool:
    """Whether a line stands in the middle of its column, with more room on both sides than a first line's indent."""
    if _CLAUSES.search(line.text):
        return False  # no title
    before, behind = line.pieces[0].x0 - line.left, line.right - line.pieces[-1].x1
    return before > (2.6 if style.indents else 1.2) * line.size and behind > 1.8 * line.size and abs(before - behind) < 1.5 * line.size


def goes_on_with(line: Line, after: Line, style: Style) -> bool:
    """Whether the paragraph of a line goes on in the next."""
    text, following = line.text, after.text
    if max(line.gap, after.gap) > _APART * line.size or not text or not following:
        return False
    first, last = after.pieces[0], line.pieces[-1]
    if not 0.8 < after.height / max(line.height, 0.1) < 1.25:
        return False
    said = hangs(fold(text), fold(following))
    if said is not None:
        return said
    size = line.size
    titles = _is_centred(line, style), _is_centred(after, style)
    heading = line.height > 1.15 * style.size and text[-1] not in _ENDS  # a title's full first line
    if titles[0] and not titles[1] or titles[1] and not titles[0] and not heading:
        return False
    if line.page == after.page and first.top - last.bottom > 1.9 * size and first.top > last.top:
        return False
    if first.x0 - after.left > 1.2 * size and not titles[1] or _HEADING.match(following) and text[-1] not in "，、,（(":
        return False
    short = line.right - last.x1 - (3 * size if titles[0] else 0)
    if style.indents and not any(titles) and abs(first.x0 - after.left) < 0.6 * size:  # only first lines are indented
        return short < (0.15 if text[-1] in _ENDS else 0.45) * (line.right - line.left)
    word = _WORD.match(following)
    if short > 2.4 * size + (len(word.group()) * 0.6 * size if word else 0):
        return False
    return text[-1] not in _ENDS
