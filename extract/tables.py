"""The tables whose cells a document's reader knows → lines of cell spans in the clean text."""

from __future__ import annotations

from collections.abc import Sequence

from extract.records import TableCell, Text

Span = tuple[int, int]
#: A table as rows of clean cell spans; an empty span is an empty cell.
Lines = list[list[Span]]
Given = Sequence[Lines]


def given(text: Text, tables: Sequence[Sequence[TableCell]]) -> Given:
    """The known tables of a document as lines of clean cell spans. A cell that reaches over several rows or
    columns stands in each of them; where a table has no cell, the span is empty."""
    return tuple(lines for table in tables if (lines := _laid_out(text, table)))


def _laid_out(text: Text, table: Sequence[TableCell]) -> Lines:
    """One known table as lines of equal length."""
    width = max((cell.column + cell.columns - 1 for cell in table), default=0)
    height = max((cell.row + cell.rows - 1 for cell in table), default=0)
    lines: Lines = [[] for _ in range(height)]
    for cell in table:
        span = text.clean_span(cell.start, cell.end)
        for line in lines[cell.row - 1:cell.row - 1 + cell.rows]:
            line.extend([(span[0], span[0])] * (cell.column - 1 - len(line)))
            line[cell.column - 1:cell.column - 1 + cell.columns] = [span] * cell.columns
    last = table[-1].end if table else 0
    for line in lines:
        end = line[-1][1] if line else text.clean_span(last, last)[0]
        line.extend([(end, end)] * (width - len(line)))
    return [line for line in lines if any(end > start for start, end in line)]
