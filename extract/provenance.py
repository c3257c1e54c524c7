"""Where rows come from beyond their text: page, paragraph and cell of the original, and what only the file's
own metadata says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from extract.dates import Dates
from extract.kinds import place
from extract.link import Row
from extract.records import Fact, Place, Source, Time
from extract.text import clean
from extract.words import tag


def locate(source: Source, facts: list[Fact]) -> None:
    """Give each fact the page, paragraph and cell that it stands in, and take from its confidence what its
    characters are not sure of. The facts are in reading order, and so are the marks."""
    marks, index = source.marks, -1
    for fact in facts:
        while index + 1 < len(marks) and marks[index + 1].start <= fact.start:
            index += 1
        while index >= 0 and marks[index].start > fact.start:  # reports may part a line
            index -= 1
        if index < 0:
            continue
        mark = marks[index]
        fact.page, fact.paragraph = mark.page, mark.paragraph
        fact.table_cell = mark.cell or fact.table_cell
        if mark.confidence < 1:
            fact.confidence = round(fact.confidence * mark.confidence, 2)


def date(source: Source, own: Iterable[Dates], times: list[Time]) -> str:
    """The file's date where the text is silent: `own` are the dates that its reports say of themselves, and
    no year that it names comes later."""
    if not source.date or any(said.date or said.period for said in own):
        return ""
    return source.date if max((time.period[:4] for time in times), default="") <= source.date[:4] else ""


def home(source: Source, year: int | None) -> dict[str, Place]:
    """The places that the file's own title names, for a report that names none as its own; they have no span."""
    if not source.title:
        return {}
    text = clean(source.title).clean
    found = place.resolve(text, place.find(text, tag(text)), year, len(text))
    named = place.home(found, text, 0, len(text), len(text))
    return {level: replace(own, start=-1, end=-1) for level, own in named.items()}


def tell(rows: Iterable[Row], times: list[Time], dated: bool, placed: bool) -> None:
    """Say of the rows that took their period or place from the metadata that they did."""
    relative = {time.start for time in times if not time.period}
    for row in rows:
        if dated and row.period.value and (row.period.how == "report" or row.period.start in relative):
            row.period.how = "metadata"
        if placed and row.place.value and (row.place.how == "report" or row.place_is is not None and row.place_is.start < 0):
            row.place.how = "metadata"
