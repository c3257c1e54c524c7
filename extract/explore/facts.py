"""The table of facts: one page of it, how many there are, and what they can be narrowed by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extract.explore.access import FACT, Access
from extract.explore.filters import Filter, Row
from extract.records import Fact

#: The fields that are narrowed by choosing among values → the column that holds these.
CHOICES = {"kind": "kind", "status": "status", "qualifier": "qualifier", "indicator": "indicator", "doc": "doc"}
MOST = 40  # values offered at once
_KEY = 'f.doc, f.start, f."end", f.kind'
_DEEP = 2_000  # rows beyond which a page is found by keys first; up to there DuckDB does so itself (`file.LATE`)


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of the table, what readers said of them, and whether there are more."""

    rows: list[Fact]
    verdicts: dict[Row, str]
    more: bool


class Choice(NamedTuple):
    """A value that rows can be narrowed to, and how many rows it leaves."""

    value: str
    rows: int


class Branch(NamedTuple):
    """A place in the tree of places: its path, its name, the rows about it and all below, whether any lie below."""

    path: str
    name: str
    rows: int
    parted: bool


def key(fact: Fact) -> Row:
    """The key of a fact."""
    return Row(fact.start, fact.end, fact.kind, fact.doc)


def page(access: Access, asked: Filter) -> Page:
    """The page that was asked for."""
    where, params = asked.where()
    skip = (asked.page - 1) * asked.size
    limit = f"LIMIT {asked.size + 1} OFFSET {skip}"
    if skip > _DEEP:  # sorting whole rows only to leave them out costs ten times as much
        inner = f"SELECT {_KEY} FROM facts f WHERE {where} ORDER BY {asked.order()} {limit}"
        sql = f"SELECT {FACT} FROM facts f WHERE ({_KEY}) IN ({inner}) ORDER BY {asked.order()}"
    else:
        sql = f"SELECT {FACT} FROM facts f WHERE {where} ORDER BY {asked.order()} {limit}"
    rows = [Fact(*row) for row in access.rows(sql, params)]
    return Page(rows[: asked.size], _verdicts(access, {fact.doc for fact in rows}), len(rows) > asked.size)


def _verdicts(access: Access, docs: set[str]) -> dict[Row, str]:
    """What readers said of rows of the documents."""
    if not docs:
        return {}
    sql = f'SELECT start, "end", kind, doc, verdict FROM reviews WHERE doc IN ({", ".join("?" * len(docs))})'
    return {Row(*row[:4]): row[4] for row in access.rows(sql, sorted(docs))}


def one(access: Access, row: Row) -> Fact | None:
    """The fact of a key, if the dataset has it."""
    found = access.rows(f'SELECT {FACT} FROM facts f WHERE doc = ? AND start = ? AND "end" = ? AND kind = ?', [row.doc, row.start, row.end, row.kind])
    return Fact(*found[0]) if found else None


def count(access: Access, asked: Filter) -> int:
    """How many rows fit."""
    where, params = asked.where()
    return access.kept(("count", where, *params), lambda: access.rows(f"SELECT count(*) FROM facts f WHERE {where}", params)[0][0])


def choices(access: Access, asked: Filter, name: str, find: str = "") -> list[Choice]:
    """The values of a field that fit everything else that was asked, most frequent first; those chosen stand
    in front, whatever is looked for."""
    column = CHOICES[name]
    where, params = asked.where(but=name)

    def make() -> list[Choice]:
        looked = f" AND contains(lower({column}), lower(?))" if find else ""
        sql = f"SELECT {column}, count(*) AS n FROM facts f WHERE {where} AND {column} <> ''{looked} GROUP BY {column} ORDER BY n DESC, {column} LIMIT {MOST}"
        return [Choice(*row) for row in access.rows(sql, [*params, *([find] if find else [])])]

    found = access.kept(("choices", name, find, where, *params), make)
    chosen: Sequence[str] = getattr(asked, name)
    rows = dict(found)
    return [Choice(value, rows.get(value, -1)) for value in chosen] + [choice for choice in found if choice.value not in chosen]


def branches(access: Access, asked: Filter, under: str = "") -> list[Branch]:
    """The places right below a path, with the rows that fit everything else that was asked."""
    where, params = asked.where(but="place")

    def make() -> list[Branch]:
        depth = under.count("/") + 2 if under else 1
        below = "starts_with(f.place_path, ?)" if under else "f.place_path <> ''"
        sql = f"""
            SELECT split_part(path, '/', {depth}) AS name, sum(n), bool_or(split_part(path, '/', {depth + 1}) <> '') AS parted
            FROM (SELECT f.place_path AS path, count(*) AS n FROM facts f WHERE {where} AND {below} GROUP BY 1)
            GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 300"""
        found = access.rows(sql, [*params, *([under + "/"] if under else [])])
        return [Branch(f"{under}/{name}" if under else name, name, int(rows), bool(parted)) for name, rows, parted in found if name]

    return access.kept(("branches", under, where, *params), make)


def places(access: Access, asked: Filter, find: str) -> list[Branch]:
    """The places whose name holds a text, with their paths."""
    where, params = asked.where(but="place")
    sql = f"""
        SELECT f.place_path AS path, count(*) AS n FROM facts f
        WHERE {where} AND f.place_path <> '' AND contains(split_part(f.place_path, '/', -1), ?) GROUP BY 1 ORDER BY n DESC, 1 LIMIT {MOST}"""
    return [Branch(path, path, rows, False) for path, rows in access.rows(sql, [*params, find])]
