"""What a reader asks for, as the address holds it: from the query to SQL, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from extract.dataset.schema import VOCABULARY

SIZES = (50, 100, 200)
VERDICTS = ("right", "wrong", "corrected", "none")
#: What a table may be sorted by → the SQL that orders it.
SORTS = {
    "order": 'f.doc, f.start, f."end"', "value": "coalesce(f.base_value, f.value)", "confidence": "f.confidence", "period": "f.period",
    "place": "f.place_path", "indicator": "f.indicator", "kind": "f.kind", "doc": "f.doc", "text": "f.text", "status": "f.status",
}
_LONGEST = 500  # characters of any one value in an address that are looked at

Where = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Row:
    """A fact's key, as an address holds it: `40.43.count.county/report.txt`."""

    start: int
    end: int
    kind: str
    doc: str

    @classmethod
    def read(cls, text: str) -> Row | None:
        """The key, None where the text is none."""
        start, end, kind, doc = (*text.split(".", 3), "", "", "", "")[:4]
        whole = start.isascii() and start.isdigit() and end.isascii() and end.isdigit() and len(start + end) < 24
        return cls(int(start), int(end), kind, doc) if whole and doc else None

    def __str__(self) -> str:
        return f"{self.start}.{self.end}.{self.kind}.{self.doc}"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which facts are shown and in what order; every field stands in the address under its own name."""

    q: str = ""
    place: str = ""
    indicator: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    qualifier: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    doc: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    sure: str = ""
    sort: str = ""
    page: int = 1
    size: int = SIZES[0]

    @classmethod
    def read(cls, query: Any) -> Filter:
        """The filter in a query (Starlette's, or anything with `getlist`); what makes no sense is left out."""
        def several(name: str, known: Sequence[str] = ()) -> tuple[str, ...]:
            return tuple(dict.fromkeys(v[:_LONGEST] for v in query.getlist(name) if v and (not known or v in known)))

        def one(name: str, pattern: str = ".*") -> str:
            value = (query.getlist(name) or [""])[-1].strip()[:_LONGEST]
            return value if re.fullmatch(pattern, value, re.S | re.A) else ""

        size = int(one("size", r"\d{1,3}") or 0)
        return cls(
            q=one("q"), place=one("place"), indicator=several("indicator"), kind=several("kind", VOCABULARY["kind"]),
            status=several("status", VOCABULARY["status"]), qualifier=several("qualifier", VOCABULARY["qualifier"]),
            review=several("review", VERDICTS), doc=several("doc"), since=one("since", r"\d{4}"), until=one("until", r"\d{4}"),
            sure=one("sure", r"0?\.\d{1,4}|[01]"), sort=one("sort", f"-?({'|'.join(SORTS)})"),
            page=max(1, int(one("page", r"\d{1,7}") or 1)), size=size if size in SIZES else SIZES[0],
        )

    def pairs(self) -> list[tuple[str, str]]:
        """What the address has to hold: names and values, those that are as always left out."""
        found = []
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                found += [(field.name, one) for one in (value if isinstance(value, tuple) else (str(value),))]
        return found

    def address(self, path: str = "/", **changes: Any) -> str:
        """The address of the same view with some fields changed; a change of what is shown leads to page 1."""
        if changes and "page" not in changes:
            changes["page"] = 1
        query = urlencode(replace(self, **changes).pairs())
        return f"{path}?{query}" if query else path

    def without(self, name: str, value: str = "") -> str:
        """The address without one of the filters, or without one value of it."""
        now = getattr(self, name)
        return self.address(**{name: tuple(v for v in now if v != value) if isinstance(now, tuple) else ""})

    def turned(self, column: str) -> str:
        """The order to which a click on a column's head leads: one way, the other way, as the documents go."""
        ways = [f"-{column}", column] if column in ("value", "confidence") else [column, f"-{column}"]
        return {ways[0]: ways[1], ways[1]: ""}.get(self.sort, ways[0])

    def where(self, but: str = "") -> Where:
        """The SQL condition on `facts f`, and its parameters; `but` names a field that does not count."""
        conditions, params = [], []
        for name, make in _CONDITIONS.items():
            value = getattr(self, name)
            if value and name != but:
                condition, values = make(value)
                conditions.append(condition)
                params += values
        return " AND ".join(conditions) or "true", params

    def order(self) -> str:
        """The SQL that orders the rows: by what was asked, then as they stand in the documents."""
        name = self.sort.removeprefix("-")
        if not name or name == "order":
            return SORTS["order"] if not self.sort.startswith("-") else 'f.doc DESC, f.start DESC, f."end" DESC'
        empty = "" if name in ("value", "confidence") else f"{SORTS[name]} = '', "  # what is not known comes last
        return f"{empty}{SORTS[name]} {'DESC' if self.sort.startswith('-') else 'ASC'} NULLS LAST, {SORTS['order']}"


def _free(q: str) -> Where:
    """Rows whose sentence, indicator, place or document holds every word; Latin letters in the case typed, in
    capitals or in small ones, as lowering a million sentences takes seconds."""
    conditions, params = [], []
    for word in q.split()[:8]:
        spellings = dict.fromkeys((word, word.upper(), word.lower()))
        tests = [(column, spelling) for column in ("f.sentence", "f.indicator", "f.place_path", "f.doc") for spelling in spellings]
        conditions.append("(" + " OR ".join(f"contains({column}, ?)" for column, _ in tests) + ")")
        params += [spelling for _, spelling in tests]
    return " AND ".join(conditions) or "true", params


def _place(path: str) -> Where:
    """Rows about a place and all that lies below it; or about a place of that name whose path is not known."""
    return "(f.place_path = ? OR starts_with(f.place_path, ?) OR (f.place_path = '' AND f.place = ?))", [path, path + "/", path]


def _one_of(column: str):
    def condition(values: Iterable[str]) -> Where:
        values = list(values)
        return f"{column} IN ({', '.join('?' * len(values))})", values

    return condition


def _indicator(values: Sequence[str]) -> Where:
    """Rows with one of the indicators, in the document's words or under its standard name."""
    marks = ", ".join("?" * len(values))
    return f"(f.indicator IN ({marks}) OR f.indicator_std IN ({marks}))", [*values, *values]


def _review(verdicts: Sequence[str]) -> Where:
    """Rows with one of the verdicts; `none` stands for those that nobody has looked at."""
    same = 'SELECT 1 FROM reviews r WHERE r.doc = f.doc AND r.start = f.start AND r."end" = f."end" AND r.kind = f.kind'
    named = [verdict for verdict in verdicts if verdict != "none"]
    parts = [f"EXISTS ({same} AND r.verdict IN ({', '.join('?' * len(named))}))"] if named else []
    parts += [f"NOT EXISTS ({same})"] if "none" in verdicts else []
    return f"({' OR '.join(parts)})", named


_CONDITIONS: Mapping[str, Any] = {
    "kind": _one_of("f.kind"), "status": _one_of("f.status"), "qualifier": _one_of("f.qualifier"), "doc": _one_of("f.doc"),
    "sure": lambda least: ("f.confidence >= ?", [float(least)]),
    "since": lambda year: ("f.period <> '' AND left(split_part(f.period, '/', -1), 4) >= ?", [year]),
    "until": lambda year: ("f.period <> '' AND left(f.period, 4) <= ?", [year]),
    "indicator": _indicator, "place": _place, "review": _review, "q": _free,
}
