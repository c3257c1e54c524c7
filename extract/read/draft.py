"""The text of a document while a reader puts it together, with the way back to page, paragraph and cell."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from extract.records import Mark, Source, TableCell

_PROSE = 200  # characters from which a cell with sentences is text set in a frame
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufdd0-\ufdef\ufffe\uffff]")
_DAMAGE = re.compile(r"\(cid:\d+\)|\ufffd")
_UNITS = "%|‰|个百分点|[万亿]?元|[万亿]?[户人吨亩](?![\u4e00-\u9fff])|公顷|公里"
# 同比增长%, 共有户: what stands before a unit when its digits are gone.
_LOST = re.compile(rf"(?:增长|下降|增加|减少|达到?|[占为有]|共|完成|投入|实现)[了至到]?(?:{_UNITS})(?=[，。；、,;（(]|$)", re.M)


Name = Callable[[int, int], str]  # row and column of a cell, from 1 → what the cell is called


class Entry(NamedTuple):
    """A cell of a table as a reader found it: its paragraphs, its place from 1, over how many rows and columns
    it reaches, and its page where the table goes over several."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    page: int | None = None


class Draft:
    """A document in the making: lines and tables are added in reading order."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.paragraph = 0
        self.marks: list[Mark] = []
        self.gaps: list[tuple[int, int]] = []
        self.tables: list[tuple[TableCell, ...]] = []
        self.warnings: list[str] = []
        self.counted = 0  # tables, those set in lines included

    def add(self, text: str) -> None:
        """Add characters as they are."""
        self.pieces.append(text)
        self.length += len(text)

    def line(self, text: str, page: int | None = None, cell: str = "", confidence: float = 1.0) -> None:
        """Add a paragraph, without outer blanks; one that is blank is left out. Its own breaks stay breaks."""
        lines = [line.strip() for line in plain(text).split("\n")]
        lines = [line for line in lines if line]
        if not lines:
            return
        self.paragraph += 1
        self.marks.append(Mark(self.length, page, self.paragraph, cell, confidence))
        self.add("\n".join(lines) + "\n")

    def wrapped(self, text: str, page: int | None, follows: bool, goes_on: bool, confidence: float = 1.0) -> None:
        """Add a printed line: whether it `follows` the paragraph of the line before it, and whether its own
        `goes_on`; then its break is kept and marked as no part of the words."""
        self.paragraph += not follows
        self.marks.append(Mark(self.length, page, self.paragraph, "", confidence))
        self.add(text)
        if goes_on:
            self.gaps.append((self.length, self.length + 1))
        self.add("\n")

    def aside(self, text: str, page: int | None) -> None:
        """Add a running head or page number, which is kept and marked as no part of the words."""
        self.marks.append(Mark(self.length, page))
        self.gaps.append((self.length, self.length + len(text) + 1))
        self.add(text + "\n")

    def table(self, entries: Sequence[Entry], page: int | None = None, name: Name | None = None, confidence: float = 1.0) -> None:
        """Add a table: a row a line, cells parted by tabs. Rows that frame prose become paragraphs; `name` says
        what a cell is called (表2第3行第1列)."""
        self.counted += 1
        named = name or partial(where, f"表{self.counted}")
        rows: dict[int, list[Entry]] = {}
        for entry in sorted(entries, key=lambda entry: (entry.row, entry.column)):
            rows.setdefault(entry.row, []).append(entry)
        framed = max((entry.column for entry in entries), default=1) == 1
        cells: list[TableCell] = []
        for row, line in rows.items():
            if framed or any(_is_prose(entry.text) for entry in line):
                cells = self._close(cells)
                for entry in line:
                    self.line(entry.text, entry.page or page, named(row, entry.column), confidence)
            elif any(entry.text.strip() for entry in line):
                if not cells:
                    self.paragraph += 1
                cells += self._row(line, page, named, confidence)
        self._close(cells)

    def _row(self, line: list[Entry], page: int | None, named: Name, confidence: float) -> list[TableCell]:
        """Add one row of a table; its cells."""
        cells, column = [], 1
        for entry in line:
            self.add("\t" * (entry.column - column))
            column = entry.column
            text = one_line(plain(entry.text))
            if text:
                self.marks.append(Mark(self.length, entry.page or page, self.paragraph, named(entry.row, entry.column), confidence))
            cells.append(TableCell(self.length, self.length + len(text), *entry[1:5]))
            self.add(text)
        self.add("\n")
        return cells

    def _close(self, cells: list[TableCell]) -> list[TableCell]:
        """Keep the cells so far as a table, if they are more than a row; no cells."""
        if len({cell.row for cell in cells}) > 1:
            self.tables.append(tuple(cells))
        return []

    def source(self, path: Path, reader: str, data: bytes, encoding: str = "", joined: bool = False, title: str = "", date: str = "") -> Source:
        """The finished document."""
        raw = "".join(self.pieces)
        warnings = (*self.warnings, *damage(raw))
        return Source(
            path.name, raw, reader, encoding, hashlib.sha256(data).hexdigest(), warnings,
            tuple(self.marks), tuple(self.gaps), joined, tuple(self.tables), title.strip(), date,
        )


def where(table: str, row: int, column: int) -> str:
    """A cell for people: 表2第3行第1列."""
    return f"{table}第{row}行第{column}列"


def plain(text: str) -> str:
    """The text with LF line ends, without characters that no text has.

    >>> plain("共\\x0086户\\r\\n")
    '共\\ufffd86户\\n'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n").replace("\u2028", "\n").replace("\x85", "\n")
    return _CONTROL.sub("\ufffd", text) if _CONTROL.search(text) else text


def one_line(text: str) -> str:
    """The text of a cell on one line: a break between hanzi goes, one between words becomes a blank.

    >>> one_line("贫困户\\n户数"), one_line("GDP\\n(万元)")
    ('贫困户户数', 'GDP (万元)')
    """
    text = text.replace("\t", " ").strip()
    if "\n" not in text:
        return text
    joined = ""
    for line in filter(None, map(str.strip, text.split("\n"))):
        joined += (" " if joined and joined[-1] < "\x7f" else "") + line
    return joined


def _is_prose(text: str) -> bool:
    """Whether a cell frames text rather than holds an item."""
    return len(text) > _PROSE and "。" in text


def damage(text: str) -> Iterable[str]:
    """Sentences about characters and digits that were lost before the file came here."""
    if marks := len(_DAMAGE.findall(text)):
        yield f"{marks} characters without a meaning (U+FFFD or (cid:…)): the file or its fonts are damaged, and figures beside them are left out"
    if (lost := len(_LOST.findall(text))) > 2 and lost > sum(map(str.isdigit, text)) / 20:
        yield f"{lost} units stand without their figures: digits were lost when the file was made; look at the original"
