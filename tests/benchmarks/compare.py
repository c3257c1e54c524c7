"""What each tool finds, beside what there is: on the specimens, and on documents with tables made by reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from specimen import FIELDS, Specimen, load

from extract import numeral, units
from extract.kinds.figure_qualifier import AFTER, BEFORE
from extract.read import read
from extract.score import read as read_table
from extract.text import fold

Span = tuple[int, int]
GOLD = {
    "currency": {"amount"}, "percent": {"percentage"}, "dimension": {"area", "length", "mass", "volume", "energy", "power", "age"},
    "time": {"time"}, "place": {"place"},
}


@dataclass
class Result:
    """What a tool made of the specimens of a field: how many, and of these the shares in counts."""

    asked: int = 0
    exact: int = 0
    overlapping: int = 0
    valued: int = 0
    values: int = 0  # of those that have a value
    empty: int = 0
    alarms: int = 0
    right: Counter = field(default_factory=Counter)  # pattern → specimens with the right value
    of: Counter = field(default_factory=Counter)


def specimens(talk) -> dict[str, Result]:
    """The result of each field that a tool can be asked; cn2an is handed the numerals."""
    results = {}
    for name in FIELDS:
        if name in talk.asks:
            chosen = load(name)
            texts = list(dict.fromkeys(specimen.text for specimen in chosen))
            found = {texts[number]: mentions for number, _, mentions in talk.ask(name, texts)}
            results[name] = judge(name, chosen, found)
        elif "value of" in talk.asks:
            results[name] = handed(talk, load(name))
    return results


def handed(talk, chosen: list[Specimen]) -> Result:
    """The result of a tool that finds nothing and is handed the characters of each number."""
    result, chosen = Result(), [specimen for specimen in chosen if specimen.kind]
    numbers = [specimen.text[slice(*specimen.number)] for specimen in chosen]
    answers = {number: mentions for number, _, mentions in talk.ask("value of", numbers)}
    for number, specimen in enumerate(chosen):
        mentions = [(*specimen.number, *mention[2:]) for mention in answers.get(number, [])]
        count(result, specimen, mentions, bare=True)
    return result


def judge(name: str, chosen: list[Specimen], found: dict[str, list]) -> Result:
    """The specimens of a field beside what a tool found in their sentences."""
    result = Result()
    for specimen in chosen:
        mentions = found.get(specimen.text, [])
        if specimen.kind:
            count(result, specimen, mentions, bare=name == "number")
        else:
            result.empty += 1
            result.alarms += bool(mentions)
    return result


def count(result: Result, specimen: Specimen, mentions: list, bare: bool) -> None:
    """Count one specimen with a figure."""
    touching = [m for m in mentions if m[0] < specimen.number[1] and specimen.number[0] < m[1]]
    spans = {specimen.mention, specimen.measure, specimen.number}
    result.asked += 1
    result.exact += any((m[0], m[1]) in spans for m in touching)
    result.overlapping += bool(touching)
    if specimen.value is None:
        return
    result.values += 1
    good = valued(specimen, touching, bare)
    result.valued += good
    result.of[specimen.pattern] += 1
    result.right[specimen.pattern] += good


def valued(specimen: Specimen, mentions: list, bare: bool) -> bool:
    """Whether the mentions give the specimen's value in its unit; a range may be one mention or two numbers.

    `bare`: numbers without units are compared, and a share of a whole may be said as 0.2 or as 20.
    """
    wanted = [value for value in (specimen.value, specimen.value_max) if value is not None]
    said = [(number(value), m[4]) for m in mentions for value in (m[2], m[3]) if value is not None]
    return all(any(same(value, specimen, got, unit, bare) for got, unit in said if got is not None) for value in wanted)


def same(value: Decimal, specimen: Specimen, got: Decimal, unit: str, bare: bool) -> bool:
    """Whether a number in a unit is the wanted one; units of one kind are converted, % and 百分点 not told apart."""
    if specimen.kind == "percentage":
        return close(got, value) or close(got * 100, value) or specimen.unit == "‰" and close(got, value / 10)
    if bare or unit == specimen.unit:
        return close(got, value)
    wanted, given = units.to_base(value, specimen.unit), base(got, unit)
    return wanted is not None and given is not None and wanted[1] == given[1] and close(given[0], wanted[0])


def base(value: Decimal, unit: str) -> tuple[Decimal, str] | None:
    """A number in a printed unit (角, 兆瓦) in its base unit."""
    known = units.table().get(unit)
    return units.to_base(value * known.scale, known.canonical) if known else None


def number(text: str | None) -> Decimal | None:
    """The decimal in a text; None for what is none."""
    try:
        return Decimal(str(text).replace(",", ""))
    except InvalidOperation:
        return None


def close(a: Decimal, b: Decimal) -> bool:
    """Whether two numbers agree to six digits."""
    return abs(a - b) <= Decimal("1e-6") * max(abs(a), abs(b), Decimal("1e-9")) or abs(a - b) < Decimal("0.0001")


@dataclass
class Found:
    """Mentions of a field in documents: those there are, those found, by exact span and by overlap."""

    there: int = 0
    given: int = 0
    exact: list[int] = field(default_factory=lambda: [0, 0])  # there and found, given and there
    overlapping: list[int] = field(default_factory=lambda: [0, 0])

    def f1(self, hits: list[int]) -> float:
        """The harmonic mean of what was found of what is there, and of what is there of what was found."""
        recall, precision = hits[0] / self.there if self.there else 0.0, hits[1] / self.given if self.given else 0.0
        return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def gold(talk, pairs: Iterable[tuple[Path, Path]]) -> dict[str, Found]:
    """What a tool finds in documents with expected tables, by field. The peers are given a line at a time, as
    they are made for utterances; this project is given the document."""
    results: dict[str, Found] = {}
    for path, table in pairs:
        text, rows = read(path).raw, read_table(table)
        pieces = [(0, text)] if not talk.peer.packages else list(lines(text))
        for name, kinds in GOLD.items():
            asked = "measures" if name == "dimension" and "measures" in talk.asks else name
            if asked not in talk.asks:
                continue
            mentions = [
                (pieces[number][0] + m[0], pieces[number][0] + m[1])
                for number, _, found in talk.ask(asked, (piece for _, piece in pieces)) for m in found
            ]
            tally(results.setdefault(name, Found()), text, rows, kinds, mentions)
    return results


def lines(text: str) -> Iterable[tuple[int, str]]:
    """(start, line) of the lines that hold anything."""
    position = 0
    for line in text.split("\n"):
        if line.strip():
            yield position, line
        position += len(line) + 1


def tally(result: Found, text: str, rows: list, kinds: set[str], mentions: list[Span]) -> None:
    """Count the mentions of one document; masked figures and optional rows are neither asked nor held against anyone."""
    wanted = [(int(row["start"]), int(row["end"])) for row in rows if row["kind"] in kinds and row["qualifier"] != "masked" and not optional(row)]
    free = [(int(row["start"]), int(row["end"])) for row in rows if optional(row) or row["qualifier"] == "masked"]
    spans = {span: alternatives(text, *span) if kinds - {"time", "place"} else {span} for span in wanted}
    everything = {span for meant in spans.values() for span in meant}
    mentions = [m for m in dict.fromkeys(mentions) if not any(touch(m, span) for span in free)]
    result.there += len(wanted)
    result.given += len(mentions)
    given = set(mentions)
    result.exact[0] += sum(bool(spans[span] & given) for span in wanted)
    result.exact[1] += sum(m in everything for m in mentions)
    result.overlapping[0] += sum(any(touch(m, span) for m in mentions) for span in wanted)
    result.overlapping[1] += sum(any(touch(m, span) for span in wanted) for m in mentions)


def optional(row: dict[str, str]) -> bool:
    """Whether an expected row is neither asked nor held against anyone."""
    return bool(row.get("optional"))


def touch(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def alternatives(text: str, start: int, end: int) -> set[Span]:
    """The spans that may be meant by a figure: with its approximators, without them, its number alone.

    >>> sorted(alternatives("约300户以上", 0, 7))
    [(0, 7), (1, 4), (1, 5)]
    """
    said = fold(text[start:end])
    low = next((len(word) for word in sorted(BEFORE, key=len, reverse=True) if said.startswith(word)), 0)
    high = next((len(word) for word in sorted(AFTER, key=len, reverse=True) if said.endswith(word)), 0)
    spans = {(start, end), (start + low, end - high)}
    inside = numeral.read(said, low) if low < len(said) else None
    return spans | ({(start + low, start + inside.end)} if inside else set())
