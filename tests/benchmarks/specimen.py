"""The specimens of `specimens/*.csv`: sentences with one figure marked, its value and its unit.

`村里{约|<三百>亩}茶园。` marks the mention 约三百亩 (braces), its number 三百 (angle brackets) and its measure
三百亩 (the part, between bars, that holds the number): tools agree on a figure and not on how far it goes, so
each is compared by the span that it means to give. A sentence without braces holds no figure at all. Rows that
differ in their braces only are the figures of one sentence.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "specimens"
FIELDS = ("number", "percent", "currency", "dimension")


class Specimen(NamedTuple):
    """One figure of a sentence, or (no kind) a sentence without one; spans are of `text`."""

    field: str
    pattern: str
    text: str
    mention: tuple[int, int] = (0, 0)
    measure: tuple[int, int] = (0, 0)
    number: tuple[int, int] = (0, 0)
    kind: str = ""
    value: Decimal | None = None
    value_max: Decimal | None = None
    unit: str = ""
    qualifier: str = ""

    @property
    def name(self) -> str:
        """The text with the mention in brackets."""
        start, end = self.mention
        return f"{self.text[:start]}[{self.text[start:end]}]{self.text[end:]}" if self.kind else self.text


def load(*fields: str) -> list[Specimen]:
    """The specimens of some fields (default: all) in the files' order."""
    return [specimen for field in fields or FIELDS for specimen in _file(field)]


def _file(field: str) -> Iterator[Specimen]:
    """The specimens of one file."""
    with open(FOLDER / f"{field}.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text, spans = unmark(row["sentence"])
            yield Specimen(
                field, row["pattern"], text, *(spans or ((0, 0),) * 3), row["kind"], _decimal(row["value"]), _decimal(row["value_max"]),
                row["unit"], row["qualifier"],
            )


def _decimal(cell: str) -> Decimal | None:
    """The number in a cell, None when it is empty."""
    return Decimal(cell) if cell else None


def unmark(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The sentence without its marks, and the spans of mention, measure and number.

    >>> unmark("有{约|<三百>亩}茶园。")
    ('有约三百亩茶园。', ((1, 5), (2, 5), (2, 4)))
    """
    found = re.search(r"\{(.*)\}", marked)
    if not found:
        return re.sub("[<>]", "", marked), ()
    before = re.sub("[<>]", "", marked[:found.start()])
    start = position = len(before)
    measure = number = (start, start)
    for part in found.group(1).split("|"):
        bare = re.sub("[<>]", "", part)
        if "<" in part:
            measure = (position, position + len(bare))
            number = (position + part.index("<"), position + part.index(">") - 1)
        position += len(bare)
    inside = re.sub("[<>|]", "", found.group(1))
    return before + inside + re.sub("[<>]", "", marked[found.end():]), ((start, position), measure, number)
