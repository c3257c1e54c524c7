"""The audit's findings against the checks that are expected of a sample (`NAME.checks.csv`)."""

from __future__ import annotations

from pathlib import Path

from extract.audit import audit, read_expected, score
from extract.check.differ import Difference, Row, differences
from extract.records import Document
from extract.score import Tally, key_of

SUFFIX = ".checks.csv"


def table_of(path: Path) -> Path:
    """The table of expected checks that belongs to a document."""
    return path.with_suffix(SUFFIX)


def against_expected(doc: str, document: Document, table: Path) -> tuple[dict[str, Tally], list[Difference]]:
    """Verdict → how many findings were expected, gained and lost; and which, a finding's kind being its verdict.
    Nothing where no checks are expected; BadChecks for a table that cannot be used."""
    if not table.is_file():
        return {}, []
    found, text = score(audit(document), read_expected(table)), document.source.raw
    tallies = {verdict: Tally(right, given - right, wanted - right) for verdict, (given, wanted, right) in found.counts.items()}
    lost = [_row(text, int(row["start"]), int(row["end"]), row["verdict"]) for row in found.lost]
    gained = [_row(text, *finding.spans[0], finding.verdict) for finding in found.gained]
    return tallies, differences(doc, text, {key_of(row): row for row in lost}, {key_of(row): row for row in gained}, lambda *_: [])


def _row(text: str, start: int, end: int, verdict: str) -> Row:
    """The stated figure of a check, as a row."""
    return {"start": str(start), "end": str(end), "text": text[start:end], "kind": f"check {verdict}"}
