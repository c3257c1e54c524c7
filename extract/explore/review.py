"""What a reader says of a row: right, wrong, or how it should read; and what is made of all that.

Reviews stand in the dataset's table `reviews` beside the facts. As samples for `baobiao check` they become
expected tables: rows that are right or corrected are expected, wrong ones are not, and rows that nobody
has looked at count for nothing.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
#: The columns of an expected table, as `baobiao check` reads them.
EXPECTED = (
    "section", "start", "end", "text", "kind", "value", "value_max", "unit", "qualifier", "indicator", "relation", "base",
    "place", "place_path", "period", "status", "optional", "note",
)


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


def of(access: Access, row: Row) -> Review | None:
    """What was said of a row."""
    found = access.rows(f'SELECT {_COLUMNS} FROM reviews r WHERE r.doc = ? AND r.start = ? AND r."end" = ? AND r.kind = ?', [row.doc, row.start, row.end, row.kind])
    return _review(found[0]) if found else None


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
    """All reviews as CSV: the row as it is, the verdict, and `new_…` columns with what was corrected."""
    columns = ("doc", "start", "end", "kind", "text", *PARTS[1:])
    yield "\ufeff" + _line([*columns, "verdict", *(f"new_{name}" for name in PARTS), "note", "reviewer", "at"])
    for review in every_review:
        key = (review.row.doc, review.row.start, review.row.end, review.row.kind)
        cells = [said(getattr(review.fact, name)) if review.fact else "" for name in columns[4:]]
        new = [said(review.corrected[name]) if name in review.corrected else "" for name in PARTS]
        yield _line([*key, *cells, review.verdict, *new, review.note, review.reviewer, review.at])


def _line(cells: Sequence[Any]) -> str:
    """One line of CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def samples(access: Access) -> bytes:
    """A ZIP of the documents that have been reviewed, each with its expected table beside it."""
    said_of: dict[str, dict[Row, Review]] = defaultdict(dict)
    for review in every(access):
        said_of[review.row.doc][review.row] = review
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for doc in sorted(said_of):
            found = access.rows("SELECT text FROM documents WHERE doc = ?", [doc])
            if found:
                name = _file_name(doc)
                archive.writestr(f"{name}.txt", found[0][0].encode("utf-8", "replace"))
                archive.writestr(f"{name}.facts.csv", expected(access.facts(doc), said_of[doc]).encode("utf-8-sig", "replace"))
    return out.getvalue()


def expected(facts: Sequence[Fact], said_of: Mapping[Row, Review]) -> str:
    """The expected table of a document: what was found to be right or corrected; the rest is optional."""
    lines = [_line(EXPECTED)]
    for fact in facts:
        review = said_of.get(Row(fact.start, fact.end, fact.kind, fact.doc))
        if review and review.verdict == "wrong":
            continue
        row = {name: said(getattr(fact, name)) for name in EXPECTED[:-2]}
        if review:
            row |= {name: said(value) for name, value in review.corrected.items()}
        lines.append(_line([*row.values(), "" if review else "1", review.note if review else ""]))
    return "".join(lines)


def _file_name(doc: str) -> str:
    """A document's name as one that stays inside the folder where the archive is unpacked, without `.txt`."""
    parts = [re.sub(r'[\x00-\x1f<>:"|?*\\]', "_", part) for part in doc.removesuffix(".txt").split("/") if part not in ("", ".", "..")]
    return "/".join(parts) or "document"
