"""A document and its facts → what a terminal shows: coloured stretches, and the account of one row.

Everything here is data; `cli/` prints it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extract import contest, rules, split
from extract.records import KINDS, Document, Fact
from extract.table import plain
from extract.text import text_of

#: Kind → the style in which a terminal shows it.
STYLES = dict(zip(KINDS, (
    "bold green", "bold magenta", "bold cyan", "bold yellow", "bold blue", "bold blue", "cyan", "cyan",
    "cyan", "cyan", "cyan", "cyan", "magenta", "dim cyan", "dim cyan", "red",
), strict=True))

#: What the finders that live in code do; the other rules say it themselves, in `patterns/`.
FINDERS = {
    "figure.number": "a number with a unit behind it",
    "figure.chinese": "a number in Chinese numerals with a unit behind it (五百多万元, 十二个)",
    "figure.range": "two numbers joined by a dash, 至 or 到: one mention, from the low to the high end",
    "figure.fraction": "a fraction in words (三分之二), given in %",
    "figure.percent_words": "a percentage in words (百分之三十, 三成), given in %",
    "figure.half": "半 before a unit, or 一半: half of one",
    "figure.doubled": "翻番: twice for each 番",
    "figure.masked": "a figure whose digits were blanked out (×万户): its place is kept, its value unknown",
    "figure.blank": "a figure that was left blank in a form (总户数 户): its place is kept, its value unknown",
    "figure.unit_left_out": "a number with a multiplier whose unit was left out (贫困人口3.99万), taken from what it counts",
    "figure.unit_shared": "a number of a list that has its unit from the list's last number (1.7和4.9个百分点)",
    "figure.cell": "a number in a table; its unit and indicator come from the table's head, label or 单位 line",
    "place.listed": "a name that the gazetteer lists, written in full",
    "place.short": "the short form of a name that the gazetteer lists (奉节 for 奉节县)",
    "place.echo": "a name that stands with its suffix elsewhere in the report",
    "place.list": "a name of a list that counts its names (石桥、白泥两个居委会)",
    "place.model": "the trained place model, where lists and rules leave doubt",
}


class Stretch(NamedTuple):
    """A piece of a document's text and the fact that it is a mention of, if any."""

    text: str
    fact: Fact | None


class Line(NamedTuple):
    """One line of the account of a row: what is told, and what there is to tell."""

    label: str
    said: str


def section_span(document: Document, section: int) -> tuple[int, int]:
    """The span of one report of the document; IndexError when it has fewer."""
    text = text_of(document.source)
    report = split.reports(text.clean)[section]
    return text.raw_span(report.start, report.end)


def stretches(document: Document, start: int = 0, end: int | None = None) -> Iterator[Stretch]:
    """The text from `start` to `end`, cut at the edges of its mentions; joined, it is that text again."""
    raw, at = document.source.raw, start
    end = len(raw) if end is None else end
    for fact in document.facts:
        if fact.start < at or fact.end > end:
            continue
        if at < fact.start:
            yield Stretch(raw[at:fact.start], None)
        yield Stretch(raw[fact.start:fact.end], fact)
        at = fact.end
    if at < end:
        yield Stretch(raw[at:end], None)


def at(document: Document, position: int) -> list[Fact]:
    """The rows whose mention begins at the position; else those whose mention covers it."""
    begin = [fact for fact in document.facts if fact.start == position]
    return begin or [fact for fact in document.facts if fact.start <= position < fact.end]


def nearest(document: Document, position: int) -> Fact | None:
    """The row whose mention begins nearest to the position."""
    return min(document.facts, key=lambda fact: abs(fact.start - position), default=None)


def why(extractor: str) -> str:
    """What the rule or finder with that name looks for.

    >>> why("place.short")
    'the short form of a name that the gazetteer lists (奉节 for 奉节县)'
    """
    if extractor in FINDERS:
        return FINDERS[extractor]
    file, _, name = extractor.partition(".")
    if (rules.patterns_dir() / f"{file}.toml").is_file():
        for rule in rules.load(file):
            if rule.id == name:
                return rule.why
    return ""


_HOW = {
    "clause": "said in its own clause", "sentence": "said in its own sentence", "list": "shared by the list that it stands in",
    "paragraph": "said earlier in its paragraph",
    "heading": "taken from the heading above it", "report": "taken from what the report says of itself",
    "metadata": "taken from the file's metadata", "table": "taken from the table that it stands in",
}


def account(document: Document, fact: Fact) -> list[Line]:
    """Where everything in a row came from, in the order of the table's columns."""
    lines = [
        Line("mention", f"{fact.text!r} at {fact.start}-{fact.end}, section {fact.section}"),
        Line("rule", ": ".join(filter(None, (fact.extractor, why(fact.extractor))))),
        Line("confidence", plain(fact.confidence)),
        *_lost(document, fact.start, fact.end, fact.kind),
        Line("kind", fact.kind),
        Line("value", _value(fact)),
        Line("in base unit", f"{plain(fact.base_value)} {fact.base_unit}" if fact.base_value is not None else ""),
        Line("indicator", _linked(document, fact.indicator, fact.how_indicator, fact.indicator_start, fact.indicator_end)),
        Line("relation", fact.relation + (f", base {fact.base}" if fact.base else "")),
        Line("place", _linked(document, fact.place, fact.how_place, fact.place_start, fact.place_end)),
        Line("place path", fact.place_path + (f", code {fact.place_code}" if fact.place_code else "")),
        Line("could also be", fact.place_candidates),
        Line("period", _linked(document, fact.period, fact.how_period, None, None)),
        Line("status", fact.status),
        Line("table cell", fact.table_cell),
        Line("sentence", fact.sentence),
    ]
    return [line for line in lines if line.said]


def refusal(document: Document, position: int) -> list[Line]:
    """Why the text at a position is no figure: the rule that refuses it and what that kept from being
    a row; empty when no rule does."""
    refused = next((m for m in contest.refusals(document.source) if m.start <= position < m.end), None)
    if refused is None:
        return []
    return [
        Line("no figure", _quote(document, refused.start, refused.end)),
        Line("rule", f"{refused.rule}: {why(refused.rule)}"),
        *_lost(document, refused.start, refused.end, refused.kind),
    ]


def _lost(document: Document, start: int, end: int, kind: str) -> list[Line]:
    """The mentions that lost a contest to the winner of that kind in the span."""
    return [
        Line("lost to it", f"{_quote(document, loser.start, loser.end)} as {loser.kind}, by {loser.rule}")
        for loser, winner in contest.contests(document.source)
        if winner.kind == kind and winner.start < end and start < winner.end
    ]


def _value(fact: Fact) -> str:
    """The value with unit and qualifier: `39900 人, exact`."""
    if not fact.qualifier:
        return ""
    number = "–".join(plain(v) for v in (fact.value, fact.value_max) if v is not None) or "unknown"
    return f"{number} {fact.unit}, {fact.qualifier}"


def _linked(document: Document, value: str, how: str, start: int | None, end: int | None) -> str:
    """A linked part with the way in which it was found and the characters it came from."""
    if not value:
        return ""
    source = f" from {_quote(document, start, end)}" if start is not None and end is not None else ""
    return f"{value} ({_HOW.get(how, how)}{source})" if how or source else value


def _quote(document: Document, start: int, end: int) -> str:
    """The characters of a span, with the span."""
    return f"{document.source.raw[start:end]!r} at {start}-{end}"
