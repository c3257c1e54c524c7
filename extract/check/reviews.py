"""Reviews, as readers make them page by page, as expectations: what was found right has to stay, what was
found wrong has to go, and what was corrected has to be as it was corrected."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extract import batch, dataset, load
from extract.check.differ import SAYS, Difference, Row, differences
from extract.check.samples import BadSample
from extract.records import KINDS
from extract.score import Key, key_of, of_facts
from extract.table import COLUMNS as COLUMNS_OF_FACTS
from extract.table import FULL_COLUMNS

#: What a verdict may be called; any other, as of a row put off, expects nothing.
RIGHT, WRONG, CORRECTED = ("right", "correct", "accepted"), ("wrong", "rejected"), ("corrected", "edited")
COLUMNS = ("doc", "start", "end", "kind", "verdict", "corrected", "note")


@dataclass(frozen=True, slots=True)
class Review:
    """One reviewed mention: whether it is to be there, and the columns of its row that are known to be right."""

    doc: str
    key: Key
    verdict: str
    expected: Row = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How far the program does what reviewers said: reviews and held ones by verdict, and what does not hold."""

    documents: int
    counts: dict[str, tuple[int, int]]
    differences: tuple[Difference, ...]
    missing: tuple[str, ...] = ()

    @property
    def measures(self) -> dict[str, dict[str, float]]:
        """The share of the reviews that hold, of all and by verdict."""
        total, held = (sum(pair[index] for pair in self.counts.values()) for index in (0, 1))
        shares = {name: count[1] / count[0] for name, count in self.counts.items() if count[0]}
        return {"reviews": {"all": held / total if total else 1.0} | shares}


def read(path: Path) -> list[Review]:
    """The reviews in a table file or a dataset, of each mention the last; BadSample names a line that is none."""
    if path.suffix.lower() == ".duckdb" or path.is_dir():
        rows, known = _of_dataset(path)
        numbered = enumerate(rows, 1)
    else:
        loaded = load.load(path, COLUMNS[:5])
        numbered = sorted(zip(loaded.lines, loaded.rows), key=lambda item: item[1].get("at", ""))
        known = {} if "text" not in loaded.columns else {(row["doc"], key_of(row)): row for row in loaded.rows if row["start"].isdecimal() and row["end"].isdecimal() and row["text"]}
    found: dict[tuple[str, Key], Review] = {}
    for line, row in numbered:
        review = _review(row, f"{path}, line {line}", known)
        if review is not None:
            found[review.doc, review.key] = review
    return list(found.values())


def _of_dataset(path: Path) -> tuple[list[Row], dict[tuple[str, Key], Row]]:
    """A dataset's reviews in the order in which they were made, and the rows that were reviewed."""
    names = ", ".join(f'f."{column}"' for column in FULL_COLUMNS)
    with dataset.open_dataset(path) as data:
        reviews = data.rows('SELECT doc, start, "end", kind, verdict, corrected, note FROM reviews ORDER BY "at"')
        facts = data.rows(f'SELECT {names} FROM facts f SEMI JOIN reviews r ON f.doc = r.doc AND f.start = r.start AND f."end" = r."end" AND f.kind = r.kind')
    rows = [dict(zip(COLUMNS, map(load.cell, values))) for values in reviews]
    reviewed = [dict(zip(FULL_COLUMNS, map(load.cell, values))) for values in facts]
    return rows, {(row["doc"], key_of(row)): row for row in reviewed}


def _review(row: Row, where: str, known: dict[tuple[str, Key], Row]) -> Review | None:
    """The review in a row; None when it expects nothing."""
    if not (row["start"].isdecimal() and row["end"].isdecimal()) or row["kind"] not in KINDS:
        raise BadSample(f"{where}: {row['start']!r}-{row['end']!r} of kind {row['kind']!r} is no mention; start and end are whole numbers, kinds those of the table")
    verdict = next((words[0] for words in (RIGHT, WRONG, CORRECTED) if row["verdict"].strip().lower() in words), "")
    try:
        corrected = json.loads(row.get("corrected") or "{}")
    except json.JSONDecodeError as error:
        raise BadSample(f"{where}: what is corrected has to be a JSON object of columns: {error}") from None
    if isinstance(corrected, dict):  # the page's own CSV has a column new_… for everything that can be corrected
        corrected |= {column.removeprefix("new_"): cell for column, cell in row.items() if column.startswith("new_") and cell}
    if not isinstance(corrected, dict) or (strange := sorted(set(corrected) - set(FULL_COLUMNS))):
        raise BadSample(f"{where}: what is corrected has to be a JSON object of columns{': there is no ' + strange[0] if isinstance(corrected, dict) else ''}")
    if not verdict and not corrected:
        return None
    seen = known.get((row["doc"], key_of(row)), {})
    # With another place its path and code are others too.
    follows = ("place_path", "place_code") if {"place", "place_path"} & corrected.keys() else ()
    expected = {column: cell for column, cell in seen.items() if column in SAYS and column in COLUMNS_OF_FACTS and column not in follows}
    expected |= {column: load.cell(value) for column, value in corrected.items()}
    key = key_of({name: expected.get(name) or row[name] for name in ("start", "end", "kind")})
    return Review(row["doc"], key, verdict or "corrected", expected, row.get("note", ""))


def check(reviews: Sequence[Review], files: Iterable[batch.File], jobs: int = 0) -> Reviewed:
    """How far the program does what the reviewers said of these documents."""
    by_doc: dict[str, list[Review]] = {}
    for review in reviews:
        by_doc.setdefault(review.doc, []).append(review)
    files = [file for file in files if file[1] in by_doc]
    if not files:
        raise BadSample(f"none of the documents was reviewed; the reviews are of {', '.join(list(by_doc)[:3]) or 'none'}: give the folder in which these lie")
    found: list[Difference] = []
    for outcome in batch.convert(files, jobs):
        if outcome.document is None:
            raise BadSample(outcome.failure)
        found += _broken(by_doc[outcome.doc], outcome.doc, outcome.document.source.raw, of_facts(outcome.document.facts))
    docs = {doc for _, doc in files}
    looked = [review for review in reviews if review.doc in docs]
    broken = {(item.doc, item.start, item.end, item.kind) for item in found}
    counts = {}
    for verdict in (RIGHT[0], WRONG[0], CORRECTED[0]):
        own = [review for review in looked if review.verdict == verdict]
        counts[verdict] = len(own), sum((review.doc, *review.key) not in broken for review in own)
    return Reviewed(len(files), counts, tuple(found), tuple(sorted(by_doc.keys() - docs)))


def _broken(reviews: Sequence[Review], doc: str, text: str, rows: Sequence[Row]) -> Iterator[Difference]:
    """What is not as the reviewers of a document said."""
    given = {key_of(row): row for row in rows}
    needed = {review.key: _mention(review, text) | review.expected for review in reviews if review.verdict not in WRONG}
    unwanted = {review.key for review in reviews if review.verdict in WRONG} - needed.keys()
    kept = {key: row for key, row in given.items() if key in needed or key in unwanted}

    def changed(expected: Row, row: Row) -> list[str]:
        return [column for column in SAYS if column in expected and expected[column] != (row.get(column) or "")]

    yield from differences(doc, text, needed, kept, changed, pair=False)


def _mention(review: Review, text: str) -> Row:
    """The mention of a review as a row that says nothing more."""
    start, end, kind = review.key
    return {"start": str(start), "end": str(end), "kind": kind, "text": text[start:end]}
