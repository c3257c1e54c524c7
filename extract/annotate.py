"""A first expected table of a document, to be corrected by hand; and what is wrong with a corrected one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract import mangled, units
from extract.dataset.schema import VOCABULARY
from extract.load import Loaded
from extract.records import FIGURES, KINDS, Document
from extract.score import Row, key_of, of_facts

COLUMNS = (
    "section", "start", "end", "text", "kind", "value", "value_max", "unit", "qualifier", "indicator", "relation", "base",
    "place", "place_path", "period", "status", "optional", "note", "sentence",
)
#: What a corrected table must still have; the others may be left out.
NEEDED = ("start", "end", "text", "kind", "value", "value_max", "unit", "qualifier", "indicator", "relation", "base", "place", "period", "status")
_FIGURE_ONLY = ("value", "value_max", "unit", "qualifier", "indicator", "relation", "base", "status")
_WITH_BASE = ("increase", "decrease", "share", "gap")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a line of a table and what to do about it; `mended` when it was set right, as what
    stood there is certain."""

    line: int
    column: str
    said: str
    remedy: str
    mended: bool = False


@dataclass(frozen=True, slots=True)
class Examination:
    """The faults of a corrected table, and its rows in reading order with all set right that is certain."""

    faults: tuple[Fault, ...]
    rows: tuple[Row, ...]

    @property
    def open(self) -> tuple[Fault, ...]:
        """The faults that are left to be corrected."""
        return tuple(fault for fault in self.faults if not fault.mended)


def draft(document: Document) -> list[Row]:
    """What the program finds, as the rows of an expected table."""
    rows = of_facts(document.facts)
    return [{column: row.get(column, "") for column in COLUMNS} for row in rows]


def filled(document: Document, given: Sequence[Row]) -> list[Row]:
    """Rows of which a tool gave little more than the spans: the columns it kept, else what the program finds
    at that span, else what the mention's text alone comes to."""
    found = {key_of(row): row for row in of_facts(document.facts)}
    rows = []
    for row in given:
        own = found.get(key_of(row), {})
        bare = not set(row) - {"start", "end", "text", "kind", "note"}
        known = (own or recomputed(row["text"], row["kind"])) if bare else {}
        merged = {column: known.get(column, "") for column in COLUMNS}
        merged |= {column: own.get(column, "") for column in ("section", "sentence")}
        rows.append(merged | {column: cell for column, cell in row.items() if column in COLUMNS})
    return rows


def examine(document: Document, table: Loaded) -> Examination:
    """What is wrong with a corrected table of the document."""
    found = {key_of(row): row for row in of_facts(document.facts)}
    faults: list[Fault] = []
    rows: list[tuple[int, Row]] = []
    for line, given in zip(table.lines, table.rows):
        check = _Check(document, found, line, {column: cell.strip() if column != "text" else cell.replace("\r\n", "\n") for column, cell in given.items()})
        check.run()
        faults += check.faults
        rows.append((line, check.row))
    faults += _among(rows)
    kept = [row for _, row in rows]
    ordered = sorted(kept, key=key_of) if all(row["start"].isdecimal() and row["end"].isdecimal() for row in kept) else kept
    return Examination(tuple(sorted(faults, key=lambda fault: fault.line)), tuple(ordered))


def _among(rows: Sequence[tuple[int, Row]]) -> Iterator[Fault]:
    """What is wrong between rows: the same mention twice, figures that overlap."""
    placed = sorted((key_of(row), line, row) for line, row in rows if row["start"].isdecimal() and row["end"].isdecimal()) if rows else []
    last: tuple[int, str, int] | None = None
    for index, (key, line, row) in enumerate(placed):
        if index and placed[index - 1][0] == key:
            yield Fault(line, "", f"says again what line {placed[index - 1][1]} says: {row['text']!r} at {key[0]}", "leave one of the two out")
        elif row["kind"] in FIGURES and not row.get("optional"):
            if last and key[0] < last[0]:
                yield Fault(line, "start", f"{row['text']!r} overlaps {last[1]!r} of line {last[2]}", "figures do not overlap: keep one, or mark one as optional")
            last = max(last or (0, "", 0), (key[1], row["text"], line))


class _Check:
    """One row under examination: its cells are set right where that is certain, and told where not."""

    def __init__(self, document: Document, found: Mapping[tuple[int, int, str], Row], line: int, row: Row) -> None:
        self.text, self.found, self.line, self.row = document.source.raw, found, line, row
        self.faults: list[Fault] = []

    def run(self) -> None:
        """Examine the row from span to status."""
        if not self._kind() or not self._span():
            return
        self.program = self.found.get(key_of(self.row), {})
        if self.row["kind"] in FIGURES:
            self._numbers()
            self._value()
            for column in ("qualifier", "relation", "status"):
                self._word(column, VOCABULARY[column][1:])
            self._base()
            self._from_text("indicator")
        else:
            for column in _FIGURE_ONLY:
                if self.row[column]:
                    self._tell(column, f"is {self.row[column]!r}, but a {self.row['kind']} has none", "empty the cell")
            if self.row["kind"] == "place" and not self.row["place"]:
                self._tell("place", "is empty", f"a place's own name stands there: {self.row['text']}")
        self._from_text("place")
        self._period()

    def _tell(self, column: str, said: str, remedy: str) -> None:
        self.faults.append(Fault(self.line, column, said, remedy))

    def _mend(self, column: str, cell: str, said: str) -> None:
        """Set a cell right, and say so."""
        self.faults.append(Fault(self.line, column, f"is {self.row[column]!r}: it {said}", f"set to {cell!r}", True))
        self.row[column] = cell

    def _word(self, column: str, words: Sequence[str]) -> bool:
        """Whether a cell is one of its words."""
        if self.row[column] in words:
            return True
        near = next((word for word in words if word == self.row[column].lower()), "")
        if near:
            self._mend(column, near, "is written small")
            return True
        said = f"is {self.row[column]!r}" if self.row[column] else "is empty"
        self._tell(column, said, f"one of {', '.join(words)}")
        return False

    def _kind(self) -> bool:
        return self._word("kind", KINDS)

    def _span(self) -> bool:
        """Whether start and end give the text, once what Excel did to the cells is undone."""
        for column in ("start", "end"):
            cell = mangled.number(self.row[column])
            if cell is None or not cell.certain or not cell.text.isdecimal():
                return self._seek(column, f"is {self.row[column]!r}, which is no whole number" if cell is None or cell.certain else f"is {self.row[column]!r}: Excel has shortened it")
            if cell.what:
                self._mend(column, cell.text, cell.what)
            self.row[column] = cell.text
        start, end, said = int(self.row["start"]), int(self.row["end"]), self.row["text"]
        there = self.text[start:end]
        if there == said and said:
            return True
        if there and (lost := mangled.shortened(said, there)):
            self._mend("text", there, f"has lost {lost!r} at its beginning")
            return True
        if there and mangled.looks_turned(said):
            self._mend("text", there, "is what Excel made of it")
            return True
        if there and "".join(there.split()) == "".join(said.split()):
            self._mend("text", there, "has other blanks than the document")
            return True
        return self._seek("text", f"is {said[:40]!r}, but the document has {there[:40]!r} at {start}-{end}")

    def _seek(self, column: str, said: str) -> bool:
        """Tell of a span that is wrong, with the place where the text stands, if it stands anywhere; False."""
        text = self.row["text"]
        near = mangled.number(self.row["start"])
        spots = _spots(self.text, text, int(float(near.text)) if near else 0) if text else []
        where = ", ".join(f"{spot}-{spot + len(text)}" for spot in spots)
        self._tell(column, said, f"this text stands at {where}: correct start and end, or the text" if spots else "the document has no such text: correct it, start and end")
        return False

    def _numbers(self) -> None:
        """Set the numbers right, or tell."""
        for column in ("value", "value_max"):
            said = self.row[column]
            if not said:
                continue
            cell = mangled.number(said)
            if cell is None:
                self._tell(column, f"is {said!r}, which is no plain number", "write the digits alone, 万 and 亿 folded in (39900), without unit")
                continue
            known = self.program.get(column, "")
            if cell.certain:
                if cell.what:
                    self._mend(column, cell.text, cell.what)
                self.row[column] = cell.text
            elif known and _rounds_to(known, said):
                self._mend(column, known, cell.what)
            else:
                self._tell(column, f"is {said!r}: it {cell.what}", "write all digits of the number, as text or in a cell formatted as number")

    def _value(self) -> None:
        """Tell where value and unit are not what the text says; the program may read a text without surroundings
        otherwise, so only what it finds at this very span counts, and else the text by itself."""
        row = self.row
        computed = self.program or recomputed(row["text"], row["kind"])
        if row["qualifier"] == "masked":
            if row["value"]:
                self._tell("value", f"is {row['value']!r}, but a masked figure has none", "empty it, or correct the qualifier")
        elif not row["value"] and not (computed and not computed["value"]) and not row.get("optional"):
            self._tell("value", "is empty", "write the number, or masked as the qualifier")
        if (row["qualifier"] == "range") != bool(row["value_max"]):
            self._tell("value_max", f"is {row['value_max']!r}" if row["value_max"] else "is empty", "a range has both ends and the qualifier range; nothing else has a value_max")
        elif row["value_max"] and row["value"] and float(row["value"]) >= float(row["value_max"]):
            self._tell("value_max", f"is {row['value_max']!r} and value {row['value']!r}", "the low end of a range comes first")
        self._unit()
        told = {fault.column for fault in self.faults if not fault.mended}
        for column in ("value", "value_max", "unit") if computed else ():
            if row[column] and row[column] != computed[column] and column not in told:
                self._tell(column, f"is {row[column]!r}, but {row['text']!r} comes to {computed[column] or 'none'!r}", "correct the cell, or the span if it takes in too little or too much")

    def _unit(self) -> None:
        """Tell where the unit is not one of the kind's; loose numerals (optional) and ranks may have none."""
        kind, unit = self.row["kind"], self.row["unit"]
        allowed = canonical(kind)
        if unit in allowed or not unit and (self.row.get("optional") or self.row["relation"] == "rank"):
            return
        printed = units.table().get(unit)
        if printed and printed.kind == kind:
            self._tell("unit", f"is {unit!r}", f"its canonical form is {printed.canonical}")
        elif not unit or kind not in ("amount", "count"):  # per-units and classifiers that no table lists
            some = "the classifier itself, as 个 or 所" if kind == "count" else f"one of {', '.join(sorted(allowed))}"
            self._tell("unit", f"is {unit!r}" if unit else "is empty", f"a unit of {kind} is {some}")

    def _base(self) -> None:
        if self.row["base"] and self.row["relation"] not in _WITH_BASE:
            self._tell("base", f"is {self.row['base']!r}, but a {self.row['relation'] or 'figure without relation'} has none", f"empty it; only {', '.join(_WITH_BASE)} have a base")

    def _from_text(self, column: str) -> None:
        """Tell where a phrase has characters that the document has not."""
        strange = sorted({char for char in self.row[column] if char not in "、/" and not char.isspace()} - _characters(self.text))
        if strange:
            self._tell(column, f"is {self.row[column]!r}, and {''.join(strange)} stands nowhere in the document", "use the document's own characters")

    def _period(self) -> None:
        """Set the period right, or tell."""
        if self.row["kind"] == "place":
            if self.row["period"]:
                self._tell("period", f"is {self.row['period']!r}, but a place has none", "empty the cell")
            return
        said, known = self.row["period"], self.program.get("period", "")
        cell = mangled.period(said)
        if cell is None:
            self._tell("period", f"is {said!r}, which is no period", "write it as 2018, 2018-06, 2018-12-31, 2014/2018 or 2018-01-01/2018-06-30")
        elif cell.certain or cell.text == known:
            if cell.what:
                self._mend("period", cell.text, cell.what)
            self.row["period"] = cell.text
        elif cell.text.startswith(known) and known:
            self._mend("period", known, cell.what)
        else:
            self._tell("period", f"is {said!r}: it {cell.what}", f"write {cell.text} or {cell.text[:7]}, in a cell formatted as text")


def _spots(text: str, said: str, near: int) -> list[int]:
    """Where a text stands, the three places nearest to a position."""
    spots, at = [], text.find(said)
    while at >= 0 and len(spots) < 1000:
        spots.append(at)
        at = text.find(said, at + 1)
    return sorted(sorted(spots, key=lambda spot: abs(spot - near))[:3])


def _rounds_to(number: str, shortened: str) -> bool:
    """Whether a number is the one that was shortened: 162119160000 and 1.62E+11; 13.37 and 13%."""
    if shortened.endswith("%"):
        return float(number) == float(shortened[:-1])
    digits = len(shortened.upper().partition("E")[0].replace(".", ""))
    return f"{float(number):.{digits - 1}E}" == f"{float(shortened):.{digits - 1}E}"


@lru_cache(maxsize=4)
def _characters(text: str) -> frozenset[str]:
    """The characters of a text, each in its folded form too."""
    from extract.text import clean

    return frozenset(text) | frozenset(clean(text).clean)


@lru_cache(maxsize=None)
def canonical(kind: str) -> frozenset[str]:
    """The canonical units of a kind."""
    return frozenset(unit.canonical for unit in units.table().values() if unit.kind == kind)


@lru_cache(maxsize=4096)
def recomputed(text: str, kind: str) -> Row:
    """What a figure's text alone comes to, {} when it cannot be read without its surroundings."""
    from extract.pipeline import convert_source
    from extract.read import from_text

    facts = convert_source(from_text(text)).facts
    return next((row for row in of_facts(facts) if row["text"] == text and row["kind"] == kind), {})


