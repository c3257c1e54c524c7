"""Tables inside a text: which numbers are cells, and the row label, column head and unit that they stand under.

A table is a run of lines whose cells are parted by tabs, bars or wide blanks. A number in a cell is a
figure when a unit is known for it: from its head, its label, a unit cell of its row, or a 单位： line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract import units
from extract.records import Figure
from extract.tables import Given, Lines, Span
from extract.units import Unit

_SEPARATOR = re.compile(r"\t+| *\| *| {2,}|(?<=\d\.\d\d) (?=[^\d ])")
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?(?P<percent>[%‰]?)")
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?(?:[^\d]{0,6})?")
_UNIT_LINE = re.compile(r"单位：\s*(?P<unit>[^\s）)，。；]{1,12})")
_IN_BRACKETS = re.compile(r"[（(\[]\s*+(?P<unit>[^（）()\[\]]{1,8})\s*[）)\]]$|[/、](?P<after>万?[元人户亩吨]|%)$")
_MULTIPLIERS = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "百万": 10**6, "千万": 10**7, "十亿": 10**9}
_BY_NAME = (
    (re.compile(r"(?:增长|增速|增幅|比重|占比|构成|率|比例|±)(?:%|）)?$"), "%"),
    (re.compile(r"(?:户数|总户|农户|贫困户)$"), "户"),
    (re.compile(r"(?:人数|人口|总人口|劳动力|人员|职工数|学生数|教师数)$"), "人"),
)
_CODE_HEAD = re.compile(r"(?:编码|代码|编号|序号|行次|栏次|邮编|电话|页码)(?![\u4e00-\u9fff])")
_PROSE = re.compile(r"[。；！？]|，(?!\d{3})")
_TOTAL = re.compile(r"(?:合\s*计|总\s*计|小\s*计|共\s*计|全[省市县区镇乡村])$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure's cell: its row label and column head as clean spans (empty spans when there is none),
    row and column numbers in the table from 1, the spans of all row labels of its table, how many numbers
    stand in its row, and, where its label recurs in the table, the label that it stands under,
    the line above the table, and the heads above its head, from the top."""

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

    @property
    def name(self) -> str:
        """Row and column for people: 第3行第2列."""
        return f"第{self.row}行第{self.column}列"


def find(text: str, figures: list[Figure], blocked: bytearray, tables: Given = ()) -> list[Cell]:
    """The cells of all tables of a clean text that hold a figure, those of `figures` included, in order;
    `tables` are the known ones, the rest is found by its looks."""
    if not tables and "\t" not in text and "|" not in text and "  " not in text:
        return []
    known = {figure.start: figure for figure in figures}
    cells: list[Cell] = []
    for unit_line, lines in _tables(text, {lines[0][0][0]: lines for lines in tables}):
        cells.extend(_cells(text, unit_line, lines, known, blocked))
    return cells


def _tables(text: str, known: dict[int, Lines]) -> Iterator[tuple[str, Lines]]:
    """Each table as its 单位 and its lines of cell spans; `known` ones by where they begin."""
    lines: Lines = []
    unit, since, position, blanks, inside = "", 99, 0, 0, 0
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
        spans = _split(text, position, position + len(line))
        position += len(line) + 1
        said = _UNIT_LINE.search(line)
        if said:
            unit, since = said.group("unit"), 0
        if len(spans) >= 2 and not (said and len(spans) < 3) and not _CAPTION.match(line):
            if _has_number(text, lines[-1:]) and _is_head(text, spans):
                yield (unit if since <= len(lines) + 6 else ""), lines  # a new head: another table
                lines = []
            lines.append(spans)
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
        said = next(filter(None, (_UNIT_LINE.search(text, *span) for span in words)), None)
        if said and len(words) < 3:
            unit, since = said.group("unit"), 0
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


def _is_head(text: str, spans: list[Span]) -> bool:
    """Whether a line can only be a head: three cells or more, all words, none of them a unit or a dash."""
    said = [text[slice(*span)].strip() for span in spans]
    return len(said) > 2 and all(said) and not any(_NUMBER.fullmatch(word) or _as_unit(word) or word in ("—", "-", "–", "…") for word in said)


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


def _cells(text: str, unit_line: str, lines: list[list[Span]], known: dict[int, Figure], blocked: bytearray) -> Iterator[Cell]:
    """The cells of one table that hold a figure."""
    heads = _heads(text, lines)
    body = lines[len(heads):]
    labels = tuple(spans[0] for spans in body if spans and not _is_number(text, spans[0]))
    caption = (text.rfind("\n", 0, max(0, text.rfind("\n", 0, lines[0][0][0]))) + 1, max(0, text.rfind("\n", 0, lines[0][0][0])))
    counted = Counter(plain_label(text[slice(*span)]) for span in labels)
    labelled, parent, seen = frozenset(labels), (0, 0), set()
    for row, spans in enumerate(body, len(heads) + 1):
        if spans[0] in labelled and counted[plain_label(text[slice(*spans[0])])] == 1 and not text[slice(*spans[0])].startswith("其中"):
            parent = spans[0]
        named = [span for span in spans if span[1] > span[0] and not _is_number(text, span) and not _known(known, span)
                 and (span == spans[0] or not _as_unit(text[slice(*span)]))]  # 人口 is a label where it comes first
        row_unit = next((text[slice(*span)] for span in spans[1:] if _as_unit(text[slice(*span)])), "")
        numbers = [span for span in spans if _is_number(text, span) or _known(known, span)]
        if named and any(span[0] > named[0][0] for span in numbers):
            numbers = [span for span in numbers if span[0] > named[0][0]]  # before the label stand codes
        blanks = [] if numbers else _blanks(text, spans, heads)
        for column, span in enumerate(spans, 1):
            if span not in numbers and span not in blanks or span in seen:
                continue
            seen.add(span)
            label = _label(named, span)
            head, above = _head(heads, column, len(spans))
            if any(_CODE_HEAD.search(text, *over) for over in (head, *above)) and not _known(known, span):
                continue
            figure = _blank(text, span) if span in blanks else _known(known, span) or _figure(text, span, head, label, row_unit, unit_line, blocked, above)
            if figure:
                recurs = counted[plain_label(text[slice(*label)])] > 1
                yield Cell(figure, label, head, row, column, labels, len(numbers), parent if recurs else (0, 0), caption, above)


def _head(heads: Lines, column: int, width: int) -> tuple[Span, tuple[Span, ...]]:
    """The head of a column, the lowest one with words, and those above it."""
    over = [line[column - 1] for line in heads if len(line) == width]
    said = list(dict.fromkeys(span for span in over if span[1] > span[0]))
    return (said[-1], tuple(said[:-1])) if said else ((0, 0), ())


def _label(named: list[Span], cell: Span) -> Span:
    """The label of a cell: the row's first; in a row of two sides, each with a label, the nearest."""
    before = [span for span in named if span[1] <= cell[0]]
    if not before:
        return (0, 0)
    return before[-1] if len(named) > 1 else before[0]


def _heads(text: str, lines: list[list[Span]]) -> list[list[Span]]:
    """The leading lines that hold no number but years."""
    heads = []
    for spans in lines[:3]:
        said = [text[slice(*span)] for span in spans]
        if any(_NUMBER.fullmatch(word) and not _YEAR.fullmatch(word) for word in said) or not any(said[1:]):
            break
        if _YEAR.fullmatch(said[0] or " ") and heads or _units_behind_labels([word for word in said if word.strip()]):
            break
        heads.append(spans)
    return heads if len(heads) < len(lines) else []


def _is_number(text: str, span: Span) -> bool:
    return _NUMBER.fullmatch(text, *span) is not None


def _known(known: dict[int, Figure], span: Span) -> Figure | None:
    """The figure that fills a cell, if the text's own units made it one already."""
    figure = known.get(span[0])
    return figure if figure and figure.end == span[1] else None


def _as_unit(said: str) -> tuple[int, Unit] | None:
    """`万元` → (10**4, the unit 元); None when the words are no unit."""
    said = said.strip()
    for length in range(min(2, len(said) - 1), -1, -1):
        multiplier = _MULTIPLIERS.get(said[:length])
        unit = units.table().get(said[length:]) if multiplier else None
        if unit:
            return multiplier, unit
    return None


def _unit_of(head: str, label: str, row_unit: str, unit_line: str, above: Sequence[str]) -> tuple[int, Unit] | None:
    """The unit of a bare number from the nearest that names one."""
    for said in (head, *above, label):
        match = _IN_BRACKETS.search(said)
        if match and (found := _as_unit(match.group("unit") or match.group("after"))):
            return found
    if row_unit:
        return _as_unit(row_unit)
    for said in (head, label):
        for pattern, name in _BY_NAME[:1]:
            if pattern.search(said):
                return 1, units.table()[name]
    for said in re.split(r"[、,，/]", unit_line):
        if found := _as_unit(said):
            return found
    for said in (head, label):
        for pattern, name in _BY_NAME[1:]:
            if pattern.search(said):
                return 1, units.table()[name]
    return None


def _figure(text: str, span: Span, head: Span, label: Span, row_unit: str, unit_line: str, blocked: bytearray, above: Sequence[Span]) -> Figure | None:
    """The figure of a bare number in a cell, or None when no unit is known for it."""
    match = _NUMBER.fullmatch(text, *span)
    if match is None:
        return None
    found = _as_unit(match.group("percent")) if match.group("percent") else _unit_of(
        text[slice(*head)], text[slice(*label)], row_unit, unit_line, [text[slice(*span)] for span in reversed(above)])
    if found is None:
        return None
    multiplier, unit = found
    value = Decimal(match.group().rstrip("%‰").replace(",", "").replace("，", "")) * multiplier * unit.scale
    return Figure(span[0], span[1], unit.kind, "figure.cell", 0.9, value, None, unit.canonical, "exact", span)


def _blanks(text: str, spans: list[Span], heads: Lines) -> list[Span]:
    """The units of a row that was left blank: behind each label stands a unit and nowhere a number. A list that
    only says in what each thing is counted has no blank."""
    filled = [span for span in spans if text[slice(*span)].strip()]
    if not _units_behind_labels([text[slice(*span)] for span in filled]):
        return []
    listing = any("单位" in text[slice(*_head(heads, column, len(spans))[0])] for column in range(1, len(spans) + 1))
    return filled[1::2] if len(filled) < len(spans) or not listing else []


def _units_behind_labels(words: list[str]) -> bool:
    """Whether behind each label of a row stands a unit and nothing else."""
    return len(words) > 1 and len(words) % 2 == 0 and all(map(_as_unit, words[1::2])) and not any(map(_as_unit, words[::2]))


def _blank(text: str, span: Span) -> Figure:
    """The masked figure of a cell that holds a unit and no number."""
    words = text[slice(*span)]
    start = span[0] + len(words) - len(words.lstrip())
    _, unit = _as_unit(words) or (1, units.table()["个"])
    return Figure(start, start + len(words.strip()), unit.kind, "figure.blank", 0.8, None, None, unit.canonical, "masked", (start, start))


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
