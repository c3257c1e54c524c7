"""Which facts are wanted, and the SQL that says so.

The conditions are joined by *and*, the values of one condition by *or*.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from typing import Any

from extract import codebook, rules, units
from extract.kinds.standard import standard
from extract.query.place import Chosen
from extract.records import KINDS, Refusal
from extract.table import FULL_COLUMNS


class BadWish(Refusal):
    """A condition that no row can meet, as it is not well said; `str()` is one sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which facts are wanted; an empty condition is none.

    place: names, paths or codes; the division and everything below it, or with `exact_place` it alone.
    indicator: names; see `_indicator`. year: `2018`, `2016..2018`, `2016..`, `..2018`; a fact fits whose
    period overlaps these years. only_standard: indicators that have a standard name. text: words that must all stand in the sentence. doc: ids, folders, or
    patterns with `*`. order: columns by commas, `-` before one for the greatest first.
    """

    place: tuple[str, ...] = ()
    indicator: tuple[str, ...] = ()
    year: str = ""
    kind: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    relation: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    qualifier: tuple[str, ...] = ()
    doc: tuple[str, ...] = ()
    text: str = ""
    min_confidence: float = 0.0
    exact_place: bool = False
    exact_indicator: bool = False
    only_standard: bool = False
    order: str = ""
    limit: int | None = None


Condition = tuple[str, list[Any]]


def wanted(**given: Any) -> Wanted:
    """What is wanted, from keyword arguments: a text stands for a list of one; an unknown name is a TypeError.

    >>> wanted(place="赫章县", year=2018).place, wanted(year=2018).year
    (('赫章县',), '2018')
    """
    if unknown := set(given) - {field.name for field in fields(Wanted)}:
        raise TypeError(f"there is no condition {min(unknown)!r}; they are {', '.join(field.name for field in fields(Wanted))}")
    many = {field.name for field in fields(Wanted) if field.type.startswith("tuple")}
    plain = {name: value for name, value in given.items() if value is not None}
    for name in many & set(plain):
        plain[name] = (plain[name],) if isinstance(plain[name], str) else tuple(plain[name])
    if "year" in plain:
        plain["year"] = str(plain["year"])
    return replace(Wanted(), **plain)


def conditions(wanted: Wanted, chosen: Sequence[Chosen] = ()) -> dict[str, Condition]:
    """Name of each condition → its SQL and parameters, with the places as they were chosen; BadWish."""
    known: dict[str, Condition] = {}
    if chosen:
        known["place"] = _any([_place(place, wanted.exact_place) for place in chosen])
    if wanted.indicator:
        known["indicator"] = _any([_indicator(name, wanted.kind, wanted.exact_indicator) for name in wanted.indicator])
    if wanted.only_standard:
        known["standard indicator"] = ("indicator_std <> ''", [])
    if wanted.year:
        known["year"] = _years(wanted.year)
    for name in ("kind", "status", "relation", "qualifier"):
        if values := getattr(wanted, name):
            known[name] = _one_of(name, [_listed(name, value) for value in values])
    if wanted.unit:
        known["unit"] = _any([_unit(name) for name in wanted.unit])
    if wanted.doc:
        known["document"] = _any([_doc(name) for name in wanted.doc])
    if wanted.text:
        known["text"] = _text(wanted.text)
    if not 0 <= wanted.min_confidence <= 1:
        raise BadWish(f"confidence {wanted.min_confidence}: it is a number from 0 to 1")
    if wanted.min_confidence:
        known["confidence"] = ("confidence >= ?", [wanted.min_confidence])
    return known


def where(held: dict[str, Condition]) -> Condition:
    """All conditions as one WHERE."""
    if not held:
        return "", []
    return " WHERE " + " AND ".join(f"({sql})" for sql, _ in held.values()), [param for _, params in held.values() for param in params]


def _any(options: Sequence[Condition]) -> Condition:
    """One of several conditions."""
    return " OR ".join(sql for sql, _ in options), [param for _, params in options for param in params]


def _one_of(column: str, values: list[str]) -> Condition:
    return f"{column} IN ({', '.join('?' * len(values))})", values


def _place(chosen: Chosen, exact: bool) -> Condition:
    """Rows about the place, or also about what lies below it; and those about a list of places that has it."""
    options: list[Condition] = [("place_path = '' AND place = ?", [name]) for name in chosen.names if chosen.unplaced]
    for path in chosen.paths:
        options.append(("place_path = ?", [path]))
        if not exact:
            options.append(("starts_with(place_path, ?)", [path + "/"]))
    if not chosen.unplaced:
        options += [("contains(place, '、') AND list_contains(string_split(place, '、'), ?)", [name]) for name in chosen.names]
    return _any(options)


def standards(name: str, kinds: Sequence[str] = ()) -> set[str]:
    """The standard indicators that a name may mean: itself, else those of which it is another name.

    >>> standards("贫困发生率"), standards("GDP增速"), standards("规上工业增加值")
    ({'贫困发生率'}, set(), {'规模以上工业增加值'})
    """
    if name in {row["name"] for row in rules.table("indicator")}:
        return {name}
    return {found for kind in kinds or KINDS if (found := standard(name, kind))}


def _indicator(name: str, kinds: Sequence[str], exact: bool) -> Condition:
    """Rows of an indicator.

    Of a standard indicator (its name, or another name of it): the rows that have that standard name, and of
    the rows that have none those whose phrase holds all the words. Of any other: the rows whose phrase holds
    all the words. Exact: that standard name; and where a row has none, that very phrase.
    """
    words, known = name.split(), sorted(standards(name, kinds))
    if not words:
        raise BadWish("indicator: is empty; give the name of an indicator or words of it")
    holds = " AND ".join(["contains(indicator, ?)"] * len(words))
    in_standard = f"indicator_std IN ({', '.join('?' * len(known))})" if known else "FALSE"
    if exact:
        return f"{in_standard} OR (indicator_std = '' AND indicator = ?)", [*known, name]
    if known:
        return f"{in_standard} OR indicator = ? OR (indicator_std = '' AND {holds})", [*known, name, *words]
    return f"({holds}) OR ({holds.replace('indicator', 'indicator_std')})", words * 2


def years(said: str) -> tuple[str, str]:
    """The first and last year of a condition; an open end is 0000 or 9999.

    >>> years("2016..2018"), years("2018"), years("2016.."), years("..2018")
    (('2016', '2018'), ('2018', '2018'), ('2016', '9999'), ('0000', '2018'))
    """
    match = re.fullmatch(r"(\d{4})?(\.\.)?(\d{4})?", said.strip())
    if not match or not any((match[1], match[3])) or (match[1] and match[3] and not match[2]):
        raise BadWish(f"year {said}: years are written 2018, 2016..2018, 2016.. or ..2018")
    first, last = match[1] or "0000", match[3] or ("9999" if match[2] else match[1])
    if first > last:
        raise BadWish(f"year {said}: the first year is after the last; write {last}..{first}")
    return first, last


def _years(said: str) -> Condition:
    """Rows whose period overlaps the years; 196X is all of the sixties."""
    first, last = years(said)
    ends = "coalesce(nullif(split_part(period, '/', 2), ''), period)"
    return (
        f"period <> '' AND replace(left(period, 4), 'X', '0') <= ? AND replace(left({ends}, 4), 'X', '9') >= ?", [last, first],
    )


def _listed(column: str, value: str) -> str:
    """The value, or BadWish when the column never has it."""
    known = [entry.value for entry in codebook.vocabularies()[column]]
    if value not in known:
        near = get_close_matches(value, known, 1)
        raise BadWish(f"{column} {value}: " + (f"do you mean {near[0]}? " if near else "") + f"it is one of {', '.join(known)}")
    return value


def _unit(name: str) -> Condition:
    """Rows with that unit, as it is canonically called: 万元 is 元."""
    unit = units.table().get(name) or units.table().get(name.lstrip("百千万亿"))
    return "unit = ?", [unit.canonical if unit else name]


def _doc(name: str) -> Condition:
    """Rows of a document, of a folder's documents, or of those that fit a pattern."""
    if "*" in name:
        return "doc GLOB ?", [name]
    return "doc = ? OR starts_with(doc, ?)", [name, name.rstrip("/") + "/"]


def _text(words: str) -> Condition:
    """Rows whose sentence holds all the words, wherever its lines are wrapped."""
    one = "(contains(sentence, ?) OR (contains(sentence, chr(10)) AND contains(replace(sentence, chr(10), ''), ?)))"
    found = words.split()
    return " AND ".join([one] * len(found)) or "TRUE", [word for word in found for _ in range(2)]


def order(said: str) -> str:
    """The columns of an order as SQL; the place in the documents breaks ties."""
    parts = []
    for name in filter(None, said.split(",")):
        column, direction = name.strip().lstrip("-+"), "DESC" if name.strip().startswith("-") else "ASC"
        if column not in FULL_COLUMNS:
            near = get_close_matches(column, FULL_COLUMNS, 1)
            raise BadWish(f"order {column}: there is no such column" + (f"; do you mean {near[0]}?" if near else ""))
        parts.append(f'"{column}" {direction} NULLS LAST')
    return ", ".join([*parts, "doc", "start", '"end"', "kind"])
