"""What a reader says of a row: right, wrong, or how it should read.

Reviews stand in the dataset's table `reviews` beside the facts, never over them; `baobiao check --reviews`
takes the dataset, or the table that is made here, as what is expected.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from extract import clock
from extract.dataset import reviews
from extract.dataset.schema import VOCABULARY
from extract.explore.access import FACT, Access
from extract.explore.filters import Row
from extract.records import Fact
from extract.table import plain

#: What can be corrected of a row; places and times have fewer parts than figures.
PARTS = ("kind", "value", "value_max", "unit", "qualifier", "indicator", "relation", "base", "place", "place_path", "period", "status")
PARTS_OF = {"place": ("kind", "place", "place_path"), "time": ("kind", "period")}
NUMBERS = ("value", "value_max")


class BadReview(ValueError):
    """A correction that cannot be kept: the key of what to tell, and what it is about."""


@dataclass(frozen=True, slots=True)
class Review:
    """A review and the fact that it is about, which a later conversion may have taken away."""

    row: Row
    verdict: str
    corrected: Mapping[str, Any]
    note: str
    reviewer: str
    at: str
    fact: Fact | None = None

    def changes(self) -> list[tuple[str, str, str]]:
        """Column, what it was, what it should be."""
        return [(name, said(getattr(self.fact, name)) if self.fact else "", said(value)) for name, value in self.corrected.items()]


def said(value: Any) -> str:
    """A cell as text, a number without a needless .0."""
    return plain(Decimal(repr(value))) if isinstance(value, (float, int)) else plain(value)


def make(fact: Fact, form: Mapping[str, str]) -> reviews.Review:
    """The row to keep of what a form says of a fact; an empty verdict takes an earlier review away. BadReview
    where a correction is no number, none of the words that are known, or no correction at all."""
    verdict = form.get("verdict", "")
    corrected = _corrected(fact, form) if verdict == "corrected" else {}
    if verdict not in ("", "right", "wrong", "corrected"):
        raise BadReview("bad_word", verdict)
    if verdict == "corrected" and not corrected:
        raise BadReview("unchanged", "")
    shown = json.dumps(corrected, ensure_ascii=False) if corrected else ""
    return (fact.doc, fact.start, fact.end, fact.kind, verdict, shown, form.get("note", "").strip()[:2000], form.get("reviewer", "").strip()[:100], clock.now())


def _corrected(fact: Fact, form: Mapping[str, str]) -> dict[str, Any]:
    """The parts that the form gives otherwise than the row has them."""
    changed: dict[str, Any] = {}
    for name in PARTS_OF.get(fact.kind, PARTS):
        if name not in form:
            continue
        value: Any = form[name].strip()[:500]
        if name in NUMBERS:
            value = _number(value)
        elif name in VOCABULARY and value not in VOCABULARY[name]:
            raise BadReview("bad_word", value)
        if value != getattr(fact, name):
            changed[name] = value
    return changed


def _number(text: str) -> float | None:
    """The number of a form's field, None for an empty one."""
    if not text:
        return None
    try:
        value = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        raise BadReview("bad_number", text) from None
    if not value.is_finite() or not -18 < value.adjusted() < 18:
        raise BadReview("bad_number", text)
    return float(value)


_COLUMNS = 'r.start, r."end", r.kind, r.doc, r.verdict, r.corrected, r.note, r.reviewer, r."at"'


def of(access: Access, row: Row, fact: Fact) -> Review | None:
    """What was said of a row, which is this fact."""
    found = access.rows(f'SELECT {_COLUMNS} FROM reviews r WHERE r.doc = ? AND r.start = ? AND r."end" = ? AND r.kind = ?', [row.doc, row.start, row.end, row.kind])
    return replace(_review(found[0]), fact=fact) if found else None


def every(access: Access) -> list[Review]:
    """All reviews, the latest first, each with its fact."""
    same = 'f.doc = r.doc AND f.start = r.start AND f."end" = r."end" AND f.kind = r.kind'
    found = access.rows(f'SELECT {_COLUMNS}, {FACT} FROM reviews r LEFT JOIN facts f ON {same} ORDER BY r."at" DESC, r.doc, r.start')
    return [_review(row) for row in found]


def _review(row: Sequence[Any]) -> Review:
    fact = Fact(*row[9:]) if len(row) > 9 and row[9] is not None else None
    try:
        corrected = json.loads(row[5]) if row[5] else {}
    except ValueError:
        corrected = {}
    known = {name: value for name, value in corrected.items() if name in PARTS} if isinstance(corrected, dict) else {}
    return Review(Row(*row[:4]), row[4], known, *row[6:9], fact)


def table(every_review: Sequence[Review]) -> Iterator[str]:
    """All reviews as CSV, as `baobiao check --reviews` takes it: the row as it is, the verdict, and as JSON what
    was corrected."""
    columns = ("doc", "start", "end", "kind", "text", *PARTS[1:])
    yield "\ufeff" + _line([*columns, "verdict", "corrected", "note", "reviewer", "at"])
    for review in every_review:
        key = (review.row.doc, review.row.start, review.row.end, review.row.kind)
        cells = [said(getattr(review.fact, name)) if review.fact else "" for name in columns[4:]]
        corrected = json.dumps(review.corrected, ensure_ascii=False) if review.corrected else ""
        yield _line([*key, *cells, review.verdict, corrected, review.note, review.reviewer, review.at])


def _line(cells: Sequence[Any]) -> str:
    """One line of CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()

