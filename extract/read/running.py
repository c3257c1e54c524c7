"""What comes again from page to page: running heads, page numbers, and tables that go on."""

from __future__ import annotations

import re
from collections import Counter

from extract.read.draft import Entry
from extract.read.printed import Item, Page, Piece, Table

_PAGE_NUMBER = re.compile(r"[-—–―－·.\s]*(?:第\s*)?(?:\d{1,4}|[ivxIVX]{1,6})(?:\s*页)?(?:\s*[/／，,]?\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–―－·.\s]*")
_MARGIN = 0.12  # the share of a page's height in which running heads stand


def _pattern(text: str) -> str:
    """A line with its numbers left open, by which running heads are known again."""
    return re.sub(r"\d+|\s+", "#", text)


def in_margin(page: Page, piece: Piece) -> bool:
    """Whether a piece stands in the upper or lower margin."""
    return piece.bottom < _MARGIN * page.height or piece.top > (1 - _MARGIN) * page.height


def repeated_lines(pages: list[Page]) -> Counter[str]:
    """On how many pages each line of the margins stands, its numbers left open; of those on three or more, or on both of two."""
    counts = Counter(pattern for page in pages for pattern in {_pattern(p.text) for p in page.pieces if in_margin(page, p)})
    least = 3 if len(pages) > 2 else 2
    return Counter({pattern: count for pattern, count in counts.items() if count >= max(least, 0.2 * len(pages)) and "单位" not in pattern})


def is_aside(page: Page, piece: Piece, repeated: Counter[str]) -> bool:
    """Whether a piece is a page number or a running head: beyond everything else in the margin."""
    if not in_margin(page, piece):
        return False
    if not (_PAGE_NUMBER.fullmatch(piece.text.strip()) or _pattern(piece.text) in repeated):
        return False
    level = [p for p in page.pieces if abs((p.top + p.bottom) - (piece.top + piece.bottom)) < piece.bottom - piece.top]
    if not all(_pattern(p.text) in repeated for p in level) and len(level) > 1:
        return False  # the numbers of a table's row
    upper = piece.top < page.height / 2
    farther = [p for p in page.pieces if (p.bottom < piece.top if upper else p.top > piece.bottom)]
    return all(_PAGE_NUMBER.fullmatch(p.text.strip()) or _pattern(p.text) in repeated for p in farther)


def joined_tables(items: list[Item]) -> list[Item]:
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
