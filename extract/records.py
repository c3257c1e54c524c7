"""Every type that passes between modules; nothing here computes.

Two coordinate systems exist. The *raw* text is what the reader gave, and every
span in the output table refers to it. The *clean* text is the raw text with
some characters folded one to one and some wraps and blanks left out; every
module between `text` and `pipeline` works on it. `Text.raw_span` is the only
way back, and it is used once, where a `Fact` is made.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

#: The kinds of mention, in the order in which tables list them.
KINDS = (
    "place", "households", "persons", "amount", "percentage", "multiple", "area", "length",
    "mass", "volume", "energy", "power", "count", "duration", "age", "time",
)
FIGURES = frozenset(KINDS) - {"place", "time"}

#: Place levels from the widest to the narrowest. `zone` is a development zone or park, `spot`
#: a natural or scenic place; both hang below whatever division the text names.
LEVELS = ("country", "province", "prefecture", "county", "town", "village", "group", "zone", "spot")


class Refusal(ValueError):
    """What was asked for cannot be done; `str()` is one sentence that says which file, what, and the remedy."""


class Word(NamedTuple):
    """One word of the clean text with its part of speech (ICTCLAS tags, as jieba gives them)."""

    start: int
    end: int
    tag: str


@dataclass(frozen=True, slots=True)
class Text:
    """A document's raw text, its clean text, and the way back.

    `at[i]` is the raw position of clean character `i`; None means that both are the same length.
    `wrapped` says that its lines are no paragraphs (as a PDF's are not).
    """

    raw: str
    clean: str
    at: tuple[int, ...] | None = None
    wrapped: bool = False

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of a non-empty clean span: from its first to its last character."""
        if self.at is None:
            return start, end
        return self.at[start], self.at[end - 1] + 1

    def clean_span(self, start: int, end: int) -> tuple[int, int]:
        """The clean span of a raw span: of those of its characters that are kept."""
        if self.at is None:
            return start, end
        first = bisect_left(self.at, start)
        return first, bisect_left(self.at, end, lo=first)


class Mark(NamedTuple):
    """Where in the original document the raw text from `start` on comes from, and how sure its characters are."""

    start: int
    page: int | None = None
    paragraph: int | None = None
    cell: str = ""
    confidence: float = 1.0


class TableCell(NamedTuple):
    """A cell of a document's table: the raw span of its text, its first row and column from 1, and over how
    many of them it reaches."""

    start: int
    end: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Source:
    """A document as its reader gave it: `doc` is its id, `raw` the text to which spans refer.

    `gaps` are spans of `raw` that are no part of the report's words: wraps, running heads, markup. With
    `joined` they hold every wrap, and none is looked for. `tables` hold their cells in reading order, one row
    a line of `raw`. `title` and `date` are what the file's metadata says.
    """

    doc: str
    raw: str
    reader: str = "text"
    encoding: str = ""
    sha256: str = ""
    warnings: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    gaps: tuple[tuple[int, int], ...] = ()
    joined: bool = False
    tables: tuple[tuple[TableCell, ...], ...] = ()
    title: str = ""
    date: str = ""


@dataclass(slots=True, unsafe_hash=True)
class Mention:
    """A stretch of clean text that a rule or model proposes as one kind of thing. Like a `Fact`, nothing
    changes it once it is made, and like that it is not frozen, as this takes eight times as long to make."""

    start: int
    end: int
    kind: str
    rule: str
    confidence: float = 1.0


@dataclass(slots=True, unsafe_hash=True)
class Figure(Mention):
    """A figure: its number in `unit`, the bound or blur around it, and its unit's own span.

    `value` is exact decimal arithmetic with 万, 亿 and the like folded in; None when masked.
    """

    value: Decimal | None = None
    value_max: Decimal | None = None
    unit: str = ""
    qualifier: str = "exact"
    number: tuple[int, int] = (0, 0)


@dataclass(slots=True, unsafe_hash=True)
class Time(Mention):
    """A date or period.

    `period` is EDTF when the words alone decide it (`2018年` → `2018`), else empty;
    `relative` then holds what is still to be resolved (`上年`, `--07-15`), for `period_resolve.resolve`.
    """

    period: str = ""
    relative: str = ""


@dataclass(slots=True, unsafe_hash=True)
class Place(Mention):
    """A place name with what is known of it: the path from the widest known level to itself,
    the level, the official code when the gazetteer is sure, and the codes it could not decide between."""

    name: str = ""
    path: tuple[str, ...] = ()
    level: str = ""
    code: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(slots=True)
class Link:
    """One linked part of a row: its text, how it was found, and the clean span it came from."""

    value: str = ""
    how: str = ""
    start: int = -1
    end: int = -1
    confidence: float = 1.0


@dataclass(slots=True)
class Fact:
    """One row of the table: a mention and everything that the document says it means. Nothing changes
    it once it is made; it is not frozen only because that takes eight times as long to make.

    Spans are raw here. Columns and vocabulary are those of the contract (see README, *The table*).
    """

    doc: str
    section: int
    start: int
    end: int
    text: str
    kind: str
    value: Decimal | None = None
    value_max: Decimal | None = None
    unit: str = ""
    qualifier: str = ""
    indicator: str = ""
    relation: str = ""
    base: str = ""
    place: str = ""
    place_path: str = ""
    place_code: str = ""
    period: str = ""
    status: str = ""
    sentence: str = ""
    extractor: str = ""
    confidence: float = 1.0
    base_value: Decimal | None = None
    base_unit: str = ""
    indicator_std: str = ""
    indicator_start: int | None = None
    indicator_end: int | None = None
    place_start: int | None = None
    place_end: int | None = None
    how_indicator: str = ""
    how_place: str = ""
    how_period: str = ""
    place_candidates: str = ""
    page: int | None = None
    paragraph: int | None = None
    table_cell: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """All that one conversion gives: the source and its facts in reading order; title, place (a path) and
    date (EDTF) are its first report's, as far as it says."""

    source: Source
    facts: tuple[Fact, ...] = ()
    title: str = ""
    place: str = ""
    date: str = ""
