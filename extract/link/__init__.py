"""Figure ↔ indicator ↔ place ↔ period ↔ status: what each figure of a report means, and how it is known.

Sentences are read in order (`report`). What one says of place and time holds for the next until something
nearer speaks; headings and the report's frame hold where nothing does. Within a sentence (`sentence`) each
figure gets its indicator (`naming`, `sharing`; what a lead-in says, `leading`; what a name takes in or is
completed with, `completing` by its `measure`, `counting`, `costing`, `doing`, `spending`), its base (`basing`),
its place (`placing`), its period and status (`dating`); 分别 crosses lists (`lists`); tables are read by label and
head (`cells`). Every link records how it was found.
"""

from __future__ import annotations

from extract import grid
from extract.dates import Dates
from extract.kinds.indicator import Phrases
from extract.link.report import ReportLinker
from extract.link.rows import Row, unsigned
from extract.records import Figure, Link, Place, Text, Time
from extract.split import Report

__all__ = ["Link", "Row", "link"]


def link(text: Text, report: Report, figures: list[Figure], places: list[Place], times: list[Time],
         home: dict[str, Place], dates: Dates, phrases: Phrases, cells: dict[int, grid.Cell]) -> tuple[list[Row], list[tuple[Time, str]]]:
    """The rows of a report's figures in reading order, and its times with the EDTF each one stands for."""
    linker = ReportLinker(text, report, figures, places, times, home, dates, phrases, cells)
    for sentence in report.sentences:
        linker.read(sentence)
    return [unsigned(row) for row in linker.rows], linker.resolved
