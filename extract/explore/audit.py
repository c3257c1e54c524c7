"""The cross-checks of a dataset: which figures do not agree, disagreements first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from extract.explore.access import Access

VERDICTS = ("disagrees", "truncated", "unsure", "agrees")
_COLUMNS = 'doc, section, rule, verdict, statement, stated, computed, difference, tolerance, unit, start, "end", spans, why'
_SPAN = re.compile(r"(?:(.*?):)??(\d{1,12})-(\d{1,12})(?: |$)", re.S)
SIZE = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """Which checks are shown, as the address holds it."""

    verdict: str = ""
    rule: str = ""
    doc: str = ""
    page: int = 1

    @classmethod
    def read(cls, query: Any) -> Asked:
        """What a query asks for."""
        page = query.get("page", "")
        return cls(query.get("verdict", "")[:40], query.get("rule", "")[:40], query.get("doc", "")[:500], int(page) if re.fullmatch(r"[1-9]\d{0,6}", page, re.A) else 1)

    def address(self, **changes: Any) -> str:
        """The address of the same list with some parts changed."""
        now = {"verdict": self.verdict, "rule": self.rule, "doc": self.doc, "page": 1} | changes
        query = urlencode({name: value for name, value in now.items() if value and (name, value) != ("page", 1)})
        return f"/audit?{query}" if query else "/audit"


@dataclass(frozen=True, slots=True)
class Check:
    """One relation between figures, as the table `checks` holds it."""

    doc: str
    section: int
    rule: str
    verdict: str
    statement: str
    stated: float | None
    computed: float | None
    difference: float | None
    tolerance: float | None
    unit: str
    start: int
    end: int
    spans: str
    why: str

    @property
    def figures(self) -> list[tuple[str, int, int]]:
        """Document, start and end of every figure, the stated one first."""
        found = [(hit[1] or self.doc, int(hit[2]), int(hit[3])) for hit in _SPAN.finditer(self.spans)]
        return found or [(self.doc, self.start, self.end)]

    @property
    def query(self) -> str:
        """The query by which the check is found again."""
        return urlencode({"doc": self.doc, "rule": self.rule, "start": self.start, "end": self.end, "spans": self.spans})


def checks(access: Access, asked: Asked) -> tuple[list[Check], bool]:
    """A page of the checks, those that disagree first and the widest apart before others; whether there are more."""
    conditions = [(f"{name} = ?", value) for name in ("verdict", "rule", "doc") if (value := getattr(asked, name))]
    where = " AND ".join(condition for condition, _ in conditions) or "true"
    order = " ".join(f"WHEN '{verdict}' THEN {number}" for number, verdict in enumerate(VERDICTS))
    rows = access.rows(
        f"SELECT {_COLUMNS} FROM checks WHERE {where} ORDER BY CASE verdict {order} ELSE 9 END, "
        f'abs(difference) / nullif(abs(stated), 0) DESC NULLS LAST, doc, start LIMIT {SIZE + 1} OFFSET {(asked.page - 1) * SIZE}',
        [value for _, value in conditions],
    )
    return [Check(*row) for row in rows[:SIZE]], len(rows) > SIZE


def tallies(access: Access) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """How many checks there are of every verdict, and of every rule."""
    of = {name: access.rows(f"SELECT {name}, count(*) FROM checks GROUP BY 1 ORDER BY 2 DESC, 1") for name in ("verdict", "rule")}
    verdicts = sorted(of["verdict"], key=lambda pair: VERDICTS.index(pair[0]) if pair[0] in VERDICTS else 9)
    return verdicts, of["rule"]


def one(access: Access, query: Any) -> Check | None:
    """The check that a query names."""
    start, end = query.get("start", ""), query.get("end", "")
    if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit() and len(start + end) < 24):
        return None
    rows = access.rows(
        f'SELECT {_COLUMNS} FROM checks WHERE doc = ? AND rule = ? AND start = ? AND "end" = ? ORDER BY spans = ? DESC LIMIT 1',
        [query.get("doc", ""), query.get("rule", ""), int(start), int(end), query.get("spans", "")],
    )
    return Check(*rows[0]) if rows else None
