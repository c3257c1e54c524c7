"""Tables inside a text: which numbers are cells, and the row label, column head and unit that they stand under.

A table is a run of lines whose cells are parted by tabs, bars or wide blanks. A number in a cell is a
figure when a unit is known for it: from its head, its label, a unit cell of its row, or a 单位： line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract import row_label
from extract.cell_figure import NUMBER, as_unit, blank, figure, unit_said
from extract.column_head import heads_over
from extract.records import Figure
from extract.tables import Given, Lines, Span

_SEPARATOR = re.compile(r"\t+| *\| *| {2,}|(?<=\d\.\d\d) (?! )")
_RULE = re.compile(r"[ |：:-]*-{3}[ |：:-]*")  # between head and body of a table in Markdown
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?(?:[^\d]{0,6})?")
_CODE_HEAD = re.compile(r"(?:编码|代码|编号|序号|行次|栏次|邮编|电话|页码)(?![\u4e00-\u9fff])")
_UNIT_HEAD = re.compile(r"\s*(?:计量)?单\s*位\s*")
_PROSE = re.compile(r"[。；！？]|，(?!\d{3})")
_TOTAL = re.compile(r"(?:合\s*计|总\s*计|小\s*计|共\s*计|全[省市县区镇乡村])$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure's cell: its row label and column head as clean spans (empty spans when there is none),
    row and column numbers in the table from 1, the spans of all row labels of its table, how many numbers
    stand in its row, and, where its label recurs in the table, the label that it stands under,
    the line above the table, the heads above its head, from the top, and the parts of a label broken over lines."""

    figure: Figure
    label: tuple[int, int]
    head: tuple[int, int]
    row: int
    column: int
    labels: tuple[tuple[int, int], ...] = ()
    peers: int = 1
    parent: tuple[int, int] = (0, 0)
    caption: tuple[int, int] = (0, 0)
    above: tuple[tuple[int, int], ...] = ()
    parts: tuple[tuple[int, int], ...] = ()

    @property
    def name(self) -> str:
        """Row and column for people: 第3行第2列."""
        return f"第{self.row}行第{self.column}列"


def find(text: str, figures: list[Figure], tables: Given = ()) -> list[Cell]:
    """The cells of all tables of a clean text that hold a figure, those of `figures` included, in order;
    `tables` are the known ones, the rest is found by its looks."""
    if not tables and "\t" not in text and "|" not in text and "  " not in text:
        return []
    known = {figure.start: figure for figure in figures if not as_unit(text[figure.start:figure.end])}
    cells: list[Cell] = []
    for unit_line, lines in _tables(text, {lines[0][0][0]: lines for lines in tables}):
        cells.extend(_cells(text, unit_line, lines, known))
    return cells


def _tables(text: str, known: dict[int, Lines]) -> Iterator[tuple[str, Lines]]:
    """Each table as its 单位 and its lines of cell spans; `known` ones by where they begin."""
    lines: Lines = []
    unit, since, position, blanks, inside, alone = "", 99, 0, 0, 0, 0
    for line in text.split("\n"):
        if table := known.get(position):
            if len(lines) >= 2:
                yield (unit if since <= len(lines) + 6 else ""), lines
            lines, inside = [], max(end for row in table for _, end in row)
            unit, since, parts = _parts(text, table, unit, since)
            yield from parts
        if position < inside:
            position += len(line) + 1
            since += 1
            continue
        if "---" in line and _RULE.fullmatch(line):
            position += len(line) + 1
            continue
        spans = _split(text, position, position + len(line))
        position += len(line) + 1
        said = unit_said(text, position - len(line) - 1, position - 1)
        if said:
            unit, since = said, 0
        if len(spans) >= 2 and not (said and len(spans) < 3) and not _CAPTION.match(line):
            if _has_number(text, lines[-1:]) and _is_head(text, spans):
                yield (unit if since <= len(lines) + 6 else ""), lines  # a new head: another table
                lines = []
            lines.append(spans)
            blanks = alone = 0
            continue
        if lines and line.strip() and alone < _ALONE and _is_alone(line):
            start = position - len(line) - 1
            lines.append([(start + len(line) - len(line.lstrip()), start + len(line.rstrip()))])
            alone += 1
            blanks = 0
            continue
        if not line.strip() and lines:
            blanks += 1
            if blanks <= 5:
                continue  # lines of one table, set apart
        if len(lines) >= 2:
            yield (unit if since <= len(lines) + 6 else ""), lines
        lines, blanks = [], 0
        since += bool(line.strip())
    if len(lines) >= 2:
        yield (unit if since <= len(lines) + 6 else ""), lines


def _parts(text: str, table: Lines, unit: str, since: int) -> tuple[str, int, list[tuple[str, Lines]]]:
    """A known table without the lines that only give its title or 单位, cut where a new head begins;
    with the 单位 in force and how many lines ago it was said."""
    parts: list[tuple[str, Lines]] = []
    lines: Lines = []
    for spans in table:
        words = {span for span in spans if span[1] > span[0]}
        said = next(filter(None, (unit_said(text, *span) for span in words)), "")
        if said and len(words) < 3:
            unit, since = said, 0
            continue
        if len(words) == 1 and (not lines or text[slice(*spans[0])] == ""):
            continue  # a title
        if _has_number(text, lines[-1:]) and len(words) > 1 and _is_head(text, spans):
            parts.append((unit if since <= 6 else "", lines))
            lines = []
        lines.append(spans)
    if lines:
        parts.append((unit if since <= 6 else "", lines))
    return unit, since, parts


_CAPTION = re.compile(r"\s*[表图] ?\d")
_ALONE = 12  # lines in a row with a label and no figure
_NOT_ALONE = re.compile(r"(?:表|说明|情况|[：:])$|^\s*(?:注|备注|说明|表|图|附|第[一二三四五六七八九十]+部分)")


def _is_alone(line: str) -> bool:
    """Whether a line inside a table is a label without figures, or a part of one: set in from the edge, and short."""
    words = line.strip()
    return len(words) <= 30 and line.startswith("      ") and not _PROSE.search(words) and not _NOT_ALONE.search(line.rstrip())


def _is_head(text: str, spans: list[Span]) -> bool:
    """Whether a line can only be a head: three cells or more, all words, none of them a unit or a dash."""
    said = [text[slice(*span)].strip() for span in spans]
    return len(said) > 2 and all(said) and not any(NUMBER.fullmatch(word) or as_unit(word) or word in ("—", "-", "–", "…") for word in said)


def _has_number(text: str, lines: list[list[Span]]) -> bool:
    """Whether one of the lines has a cell with a number that is no year."""
    return any(_is_number(text, span) and not _YEAR.fullmatch(text, *span) for spans in lines for span in spans)


def _split(text: str, start: int, end: int) -> list[Span]:
    """The spans of a line's cells, blanks outside them left out; one span or none when it is no row."""
    line = text[start:end]
    if "\t" not in line and "|" not in line and ("  " not in line.strip() or _PROSE.search(line)):
        return []
    spans, position = [], 0
    lead = len(line) - len(line.lstrip(" |"))
    position = lead
    for match in _SEPARATOR.finditer(line, lead):
        spans.append((start + position, start + match.start()))
        position = match.end()
    spans.append((start + position, start + len(line.rstrip(" |\t"))))
    return [(s, e) for s, e in spans if e >= s] if any(e > s for s, e in spans) else []


def _cells(text: str, unit_line: str, lines: list[list[Span]], known: dict[int, Figure]) -> Iterator[Cell]:
    """The cells of one table that hold a figure."""
    heads, first = _heads(text, lines)
    body = lines[first:]
    labels = tuple(spans[0] for spans in body if spans and not _is_number(text, spans[0]))
    caption = (text.rfind("\n", 0, max(0, text.rfind("\n", 0, lines[0][0][0]))) + 1, max(0, text.rfind("\n", 0, lines[0][0][0])))
    counted = Counter(plain_label(text[slice(*span)]) for span in labels)
    labelled, parent, seen = frozenset(labels), (0, 0), set()
    coded = row_label.are_coded(text, body)
    broken = row_label.pieces(text, body, lambda span: _is_number(text, span) or _known(known, span) is not None)
    for row, spans in enumerate(body, first + 1):
        if spans[0] in labelled and (len(spans) > 1 or row_label.is_entry(text, spans[0])) and counted[plain_label(text[slice(*spans[0])])] == 1 and not text[slice(*spans[0])].startswith("其中"):
            parent = spans[0]
        named = [span for span in spans if span[1] > span[0] and not _is_number(text, span) and (not (given := _known(known, span)) or given.kind == "age" and span == spans[0])
                 and (span == spans[0] or not as_unit(text[slice(*span)]))]  # 人口 and 65岁及以上 are labels where they come first
        named = [span for span in named if span == named[0] or not _is_unit_cell(text, heads, spans, span)]
        row_unit = next((text[slice(*span)] for span in spans[1:] if as_unit(text[slice(*span)])), "")
        numbers = _numbers(text, spans, named, known, coded)
        blanks = [] if numbers else _blanks(text, spans, heads)
        parts = broken.get(row - first - 1, ())
        for column, span in enumerate(spans, 1):
            if span not in numbers and span not in blanks or span in seen:
                continue
            seen.add(span)
            label = _label(named, span) or (parts[0] if parts else (0, 0))
            head, above = heads_over(text, heads, spans, column)
            if any(_CODE_HEAD.search(text, *over) for over in (head, *above)) and not _known(known, span):
                continue
            found = blank(text, span) if span in blanks else _known(known, span) or figure(text, span, head, label, row_unit, unit_line, above)
            if found:
                recurs = counted[plain_label(text[slice(*label)])] > 1
                under = _side(text, heads, named, label) or (parent if recurs and label not in parts else (0, 0))
                yield Cell(found, label, head, row, column, labels, len(numbers), under, caption, above, parts if label in parts else ())


def _is_unit_cell(text: str, heads: Lines, spans: list[Span], cell: Span) -> bool:
    """Whether a cell stands below 计量单位: what no list of units has (吨标准煤/万元) is none of the labels."""
    return _UNIT_HEAD.fullmatch(text, *heads_over(text, heads, spans, spans.index(cell) + 1)[0]) is not None


def _numbers(text: str, spans: list[Span], named: list[Span], known: dict[int, Figure], coded: bool) -> list[Span]:
    """The numbers of a row that are no codes: those before its label are, unless they have decimals."""
    numbers = [span for span in spans if _is_number(text, span) or _known(known, span)]
    if coded:
        taken = row_label.codes(text, spans, named)
        numbers = [span for span in numbers if span not in taken]
    if named and any(span[0] > named[0][0] for span in numbers):
        return [span for span in numbers if span[0] > named[0][0] or coded and "." in text[slice(*span)]]
    return numbers


def _side(text: str, heads: Lines, named: list[Span], label: Span) -> Span | None:
    """For 总计 in a row of two sides, 收入 or 支出, which the first head says once for each side."""
    if len(named) != 2 or not is_total(text[slice(*label)]) or text[slice(*named[0])].strip() != text[slice(*named[1])].strip():
        return None
    sides = next((said for line in heads if len(said := [span for span in line if span[1] > span[0]]) == 2), None)
    return sides[named.index(label)] if sides and label in named else None


def _label(named: list[Span], cell: Span) -> Span | None:
    """The label of a cell: the row's first; in a row of two sides, each with a label, the nearest."""
    before = [span for span in named if span[1] <= cell[0]]
    if not before:
        return None
    return before[-1] if len(named) > 1 else before[0]


def _heads(text: str, lines: Lines) -> tuple[Lines, int]:
    """The leading lines that hold no number but years, and how many lines there are before the table's body."""
    heads: Lines = []
    first = 0
    for number, spans in enumerate(lines):
        if len(spans) == 1 and len(heads) < 3:
            continue  # a part of a head broken over lines
        said = [text[slice(*span)] for span in spans]
        if len(heads) == 3 or any(NUMBER.fullmatch(word) and not _YEAR.fullmatch(word) for word in said) or not any(said[1:]):
            break
        if _YEAR.fullmatch(said[0] or " ") and heads or _units_behind_labels([word for word in said if word.strip()]):
            break
        heads.append(spans)
        first = number + 1
    return (heads, first) if first < len(lines) else ([], 0)


def _is_number(text: str, span: Span) -> bool:
    return NUMBER.fullmatch(text, *span) is not None


def _known(known: dict[int, Figure], span: Span) -> Figure | None:
    """The figure that fills a cell, if the text's own units made it one already."""
    found = known.get(span[0])
    return found if found and found.end == span[1] else None


def _blanks(text: str, spans: list[Span], heads: Lines) -> list[Span]:
    """The units of a row that was left blank: behind each label stands a unit and nowhere a number. A list that
    only says in what each thing is counted has no blank."""
    filled = [span for span in spans if text[slice(*span)].strip()]
    if not _units_behind_labels([text[slice(*span)] for span in filled]):
        return []
    listing = any("单位" in text[slice(*heads_over(text, heads, spans, column)[0])] for column in range(1, len(spans) + 1))
    return filled[1::2] if len(filled) < len(spans) or not listing else []


def _units_behind_labels(words: list[str]) -> bool:
    """Whether behind each label of a row stands a unit and nothing else."""
    return len(words) > 1 and len(words) % 2 == 0 and all(map(as_unit, words[1::2])) and not any(map(as_unit, words[::2]))


_NUMBERING = re.compile(r"^(?:(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]?\d{1,2}[）)、.．]|其中[：:]?|#|\*|＃|—+)\s*)+")


def plain_label(label: str) -> str:
    """A row label without its numbering, 其中 and marks.

    >>> plain_label("其中：一般贸易"), plain_label("二、衣着"), plain_label("#新能源汽车")
    ('一般贸易', '衣着', '新能源汽车')
    """
    return _NUMBERING.sub("", label.strip())


def unsigned(cell: Cell) -> Cell:
    """The cell with its figure's sign taken off, for a column of changes."""
    value = cell.figure.value
    return replace(cell, figure=replace(cell.figure, value=abs(value))) if value is not None and value < 0 else cell


def is_total(label: str) -> bool:
    """Whether a row label says that the row adds up the others."""
    return _TOTAL.fullmatch(label.replace(" ", "")) is not None
