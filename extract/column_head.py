"""The heads over a column of a table: by number where marks part the cells, by where they are printed where blanks do."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.cell_figure import NUMBER
from extract.tables import Lines, Span

_SLACK = 8  # columns that a head and its figures may miss each other by
_MOST = 24  # figures that a row of a printed page may have
_WIDE = re.compile(" {3}")
_MARKS = re.compile(r"[ |]*[\t|][\t |]*(?=\n|\Z)")
_MARK = re.compile(r"[\t|]")
_TOTAL = re.compile("合计?$|总计$|小计$")
_HANZI = re.compile("[\u2e80-\U0010ffff]")
_OF_LABELS = re.compile("(?:名称|编码|科目|项目|分类)$")


def heads_over(text: str, heads: Lines, spans: list[Span], column: int) -> tuple[Span, tuple[Span, ...]]:
    """The head of a column, the lowest one with words, and those above it. Where blanks alone part the cells, an
    empty one leaves no trace; so a head there has to stand above its cell on the page."""
    printed = _is_printed(text, spans)
    over = [_over(text, line, spans, column, printed and _WIDE.search(text, line[0][0], line[-1][1]) is not None) for line in heads]
    said = list(dict.fromkeys(span for span in over if span and span[1] > span[0]))
    return (said[-1], tuple(said[:-1])) if said else ((0, 0), ())


def _over(text: str, line: list[Span], spans: list[Span], column: int, printed: bool) -> Span | None:
    """What a line of heads says of a column: as many heads as cells go in order, on a printed page where they stand
    above each other; else, in a row with one label, what stands right above."""
    own = line[column - 1] if len(line) == len(spans) or _ends_empty(text, spans, len(line)) else None
    if not printed or own and _meet(_columns(text, own), _columns(text, spans[column - 1]), _SLACK):
        return own
    words = [span for span in spans if span[1] > span[0] and not NUMBER.fullmatch(text, *span)]
    return _above(text, line, [span for span in spans if span > words[0]], spans[column - 1]) if len(words) == 1 else None


def _above(text: str, line: list[Span], cells: list[Span], cell: Span) -> Span | None:
    """The head above a cell, if each cell of its row has one of its own. The first of several has the total's or the
    nearest, the others stand as far from it as their heads do: a page break may have moved the row."""
    if max(len(line), len(cells)) > _MOST:
        return None
    middles = {head: sum(_columns(text, head)) / 2 for head in line if not _OF_LABELS.search(text, *head)}
    if not middles or cell not in cells:
        return None
    start, edge = _columns(text, cells[0])
    total = next((head for head in middles if _TOTAL.search(text, *head)), None) if len(cells) > 1 else None
    first = total or min(middles, key=lambda head: abs(middles[head] - (start + edge) / 2))
    if total is None and not _meet(_columns(text, first), (start, edge), 0):
        return None
    found = [min(middles, key=lambda head: abs(middles[head] - middles[first] - (_columns(text, other)[1] - edge))) for other in cells]
    return found[cells.index(cell)] if found == sorted(set(found)) else None


def _ends_empty(text: str, spans: list[Span], wanted: int) -> bool:
    """Whether as many marks as cells are wanted stand behind the last cell of a row."""
    rest = _MARKS.match(text, spans[-1][1])
    return 0 < wanted - len(spans) <= len(_MARK.findall(rest.group())) if rest else False


def _is_printed(text: str, spans: list[Span]) -> bool:
    """Whether the cells of a row are set in columns by blanks alone, more than two of them somewhere."""
    line = text[spans[0][0]:spans[-1][1]]
    return "\n" not in line and "\t" not in line and "|" not in line and _WIDE.search(line) is not None


def _meet(first: tuple[int, int], second: tuple[int, int], slack: int) -> bool:
    """Whether two stretches of a line stand above each other, or miss each other by less than `slack` columns."""
    return min(first[1], second[1]) - max(first[0], second[0]) > -slack


def _columns(text: str, span: Span) -> tuple[int, int]:
    """Where a span begins and ends on its printed line; hanzi take two columns."""
    line = text.rfind("\n", 0, span[0]) + 1
    return _width(text[line:span[0]]), _width(text[line:span[1]])


@lru_cache(maxsize=4096)  # the heads of a table are measured for each of its cells
def _width(words: str) -> int:
    """Printed width of words in columns: hanzi and their punctuation take two."""
    return len(words) if words.isascii() else len(words) + len(_HANZI.findall(words))
