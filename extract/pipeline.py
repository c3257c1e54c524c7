"""The whole flow: a source → its facts."""

from __future__ import annotations

import gc
import re
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from operator import attrgetter
from typing import NamedTuple

from extract import confidence, frame, grid, link, provenance, split, tables, units
from extract.dates import Dates, dates_of
from extract.kinds import entity, figure, period, place
from extract.kinds.indicator import Phrases
from extract.kinds.standard import standard
from extract.records import Document, Fact, Figure, Mention, Place, Source, Text, Time
from extract.text import repaired, text_of
from extract.words import Words, tag

_START = attrgetter("start")


def convert_source(source: Source, model: bool = True) -> Document:
    """All facts of a document in reading order; without the model, places are found by lists and rules alone."""
    with _no_collection():
        return _convert(source, model)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Cyclic collection put off: a document makes many small objects and no cycles, and looking for
    them costs a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _convert(source: Source, model: bool) -> Document:
    """All facts of a document."""
    text = text_of(source)
    found = propose(text.clean, tables.given(text, source.tables), model)
    cells, figures = found.cells, found.winners
    times, places = _settle(figures, found.times), _settle(figures, found.places)
    phrases = Phrases(text.clean, found.words, sorted((*figures, *times, *places), key=lambda mention: mention.start))
    facts: list[Fact] = []
    before = Head({}, Dates())
    reports = split.reports(text.clean)
    filed = provenance.date(source, (dates_of(text.clean, report, _within(times, report)) for report in reports), times)
    head: tuple[str, ...] = ()
    for report in reports:
        own = [_within(items, report) for items in (figures, places, times)]
        rows, before = _report(source, text, report, *own, phrases, cells, before, filed)
        facts.extend(rows)
        head = head or _head(text.clean, report, before)
    provenance.locate(source, facts)
    return Document(source, tuple(facts), *head)


class Head(NamedTuple):
    """What a report's head says: its own places by level (the country's in a national report) and its dates."""

    home: dict[str, Place]
    dates: Dates


def _head(text: str, report: split.Report, head: Head) -> tuple[str, str, str]:
    """What a report says of itself: its title on one line, the path of its place, its date."""
    place = frame.lowest(head.home)
    return frame.title(text, report), "/".join(place.path or (place.name,)) if place else "", head.dates.date


class Proposed(NamedTuple):
    """What the finders propose for a clean text: `figures` as the prose reads, and the table cells by
    where they begin; times and places before any figure has taken from them."""

    words: Words
    times: list[Time]
    places: list[Place]
    figures: list[Figure]
    cells: dict[int, grid.Cell]

    @property
    def winners(self) -> list[Figure]:
        """The figures that become rows, in order: a cell's takes the place of the prose's."""
        figures = {figure.start: figure for figure in self.figures} | {start: cell.figure for start, cell in self.cells.items()}
        return sorted(figures.values(), key=_START)


def propose(text: str, known: tables.Given = (), model: bool = True) -> Proposed:
    """All mentions of a clean text before figures, times and places are settled with one another; `known`
    are the tables that its reader knows, and `model` says whether the trained extractor helps to find places."""
    words = tag(text)
    times = period.find(text)
    places = place.find(text, words, model)
    blocked = _block(text, times, places)
    figures = figure.find(text, words, blocked)
    cells = {cell.figure.start: cell for cell in grid.find(text, figures, known)}
    rows = {text.rfind("\n", 0, start) for start in cells}
    figures = [f for f in figures if f.start in cells or not grid.as_unit(text[f.start:f.end]) or text.rfind("\n", 0, f.start) not in rows]  # 粮食    吨    31.2
    return Proposed(words, times, places, figures, cells)


def _block(text: str, times: list[Time], places: list[Place]) -> bytearray:
    """What figures may not overlap: times, places with a numeral in their name, and what is no figure."""
    blocked = figure.block(text)
    for mention in (*times, *places):
        blocked[mention.start:mention.end] = b"\x01" * (mention.end - mention.start)
    return blocked


def _settle(figures: list[Figure], mentions: list) -> list:
    """The mentions that no figure overlaps."""
    starts = [f.start for f in figures]
    kept = []
    for mention in mentions:
        index = bisect_left(starts, mention.end) - 1
        if index < 0 or figures[index].end <= mention.start:
            kept.append(mention)
    return kept


def _within(mentions: list, report: split.Report) -> list:
    """The mentions inside a report."""
    first = bisect_left(mentions, report.start, key=_START)
    return mentions[first:bisect_left(mentions, report.end, lo=first, key=_START)]


def _report(source: Source, text: Text, report: split.Report, figures, places, times, phrases, cells, before: Head, filed: str) -> tuple[list[Fact], Head]:
    """The facts of one report, with its head; `before` is that of the report before it in the file, which
    one without a head of its own may go on with; `filed` is the file's date, where no report has one."""
    said = dates_of(text.clean, report, times)
    dates = Dates(filed, filed[:4]) if filed else said
    places = place.resolve(text.clean, places, _year(dates, times), report.title_end)
    home = frame.NATION if frame.is_national(text.clean, report) else place.home(places, text.clean, report.start, report.end, report.title_end)
    if before.dates.of_congress and not dates.of_congress and "-" not in dates.date and not frame.title(text.clean, report):
        home, dates = home or before.home, before.dates  # a chapter that counts from 一、 anew
    elif before.home and (frame.same(home, before.home) if home else frame.continues(text.clean, report, before.home)):
        own = said.date and (len(said.date) > 4 or frame.title(text.clean, report))
        home, dates = home or before.home, dates if own else before.dates
    titled = {} if home else provenance.home(source, _year(dates, times))
    governing = list(filter(entity.governs, places))
    rows, resolved = link.link(text, report, figures, governing, times, home or titled, dates, phrases, cells)
    provenance.tell(rows, times, bool(filed), bool(titled))
    facts = [_figure_fact(source, text, report, row) for row in rows]
    facts += [_place_fact(source, text, report, mention) for mention in places]
    facts += [_time_fact(source, text, report, mention, value) for mention, value in resolved]
    return sorted(facts, key=lambda fact: (fact.start, fact.end)), Head(home, dates)


def _year(dates: Dates, times: list[Time]) -> int | None:
    """The year whose divisions a report speaks of: that of its date, else the latest one that it names."""
    year = dates.date[:4] or max((t.period[:4] for t in times if re.fullmatch(r"\d{4}[-\d]*", t.period)), default="")
    return int(year) if year else None


def _fact(source: Source, text: Text, report: split.Report, mention: Mention, sentence: split.Sentence | None) -> Fact:
    """The fact of a mention with the columns that every row has."""
    start, end = text.raw_span(mention.start, mention.end)
    said = text.raw[slice(*text.raw_span(sentence.start, sentence.end))] if sentence else ""
    return Fact(
        source.doc, report.index, start, end, text.raw[start:end], mention.kind, sentence=said,
        extractor=mention.rule, confidence=round(mention.confidence, 2),
    )


def _raw(text: Text, found: link.Link) -> tuple[int | None, int | None]:
    """The raw span that a link came from, or None twice."""
    return text.raw_span(found.start, found.end) if 0 <= found.start < found.end else (None, None)


def _figure_fact(source: Source, text: Text, report: split.Report, row: link.Row) -> Fact:
    """The fact of a linked figure."""
    mention, place = row.figure, row.place_is
    fact = _fact(source, text, report, mention, row.sentence)
    fact.value, fact.value_max, fact.unit, fact.qualifier = mention.value, mention.value_max, mention.unit, mention.qualifier
    if mention.value is not None and (base := units.to_base(mention.value, mention.unit)):
        fact.base_value, fact.base_unit = base
    fact.indicator, fact.relation, fact.base, fact.status = row.indicator.value, row.relation, row.base, row.status
    fact.indicator_std = standard(row.indicator.value, mention.kind)
    fact.place, fact.period, fact.table_cell = row.place.value, row.period.value, row.cell
    if place is not None:
        fact.place_path, fact.place_code, fact.place_candidates = "/".join(place.path), place.code, "、".join(place.candidates)
    fact.indicator_start, fact.indicator_end = _raw(text, row.indicator)
    fact.place_start, fact.place_end = _raw(text, row.place)
    fact.how_indicator, fact.how_place, fact.how_period = row.indicator.how, row.place.how, row.period.how
    sure = confidence.of_row(mention.confidence, fact.indicator, fact.how_indicator, fact.how_place, fact.how_period, row.relation, bool(row.cell))
    if repaired(text, *mention.number):
        fact.extractor += "+repaired"
        sure *= _REPAIRED
    fact.confidence = round(sure, 2)
    return fact


_REPAIRED = 0.8  # how sure a figure still is whose digits were set right


def _place_fact(source: Source, text: Text, report: split.Report, mention: Place) -> Fact:
    """The fact of a place mention."""
    fact = _fact(source, text, report, mention, split.sentence_at(report, mention.start))
    fact.place, fact.place_path, fact.place_code = mention.name, "/".join(mention.path), mention.code
    fact.place_candidates = "、".join(mention.candidates)
    return fact


def _time_fact(source: Source, text: Text, report: split.Report, mention: Time, value: str) -> Fact:
    """The fact of a time mention."""
    fact = _fact(source, text, report, mention, split.sentence_at(report, mention.start))
    fact.period = value
    return fact
