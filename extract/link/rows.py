"""The row of a figure while its links are being found."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from extract.records import Figure, Link, Place
from extract.split import Sentence


@dataclass(slots=True)
class Row:
    """A figure with its links, while they are being found; spans are clean."""

    figure: Figure
    sentence: Sentence
    indicator: Link = field(default_factory=Link)
    place: Link = field(default_factory=Link)
    place_is: Place | None = None
    period: Link = field(default_factory=Link)
    relation: str = "level"
    base: str = ""
    status: str = "actual"
    cell: str = ""


def unsigned(row: Row) -> Row:
    """The row; an increase below zero (同比增长-2.3%) becomes the decrease that it is, without its sign."""
    value = row.figure.value
    if row.relation == "increase" and value is not None and value < 0:
        row.relation, row.figure = "decrease", replace(row.figure, value=-value)
    return row
