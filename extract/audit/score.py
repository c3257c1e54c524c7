"""Findings against the checks that a reader expects (`NAME.checks.csv`)."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from extract.audit.finding import Finding
from extract.records import Refusal

#: The columns of a table of expected checks; others may stand beside them.
EXPECTED = ("rule", "verdict", "start", "end", "spans")

Key = tuple[str, frozenset[str]]


class BadChecks(Refusal):
    """A table of expected checks that cannot be used; `str()` is one sentence."""


class Score(NamedTuple):
    """Of each verdict how many were found, expected and right, and what was gained and lost."""

    counts: dict[str, tuple[int, int, int]]
    gained: list[Finding]
    lost: list[dict[str, str]]

    def precision(self, verdict: str) -> float:
        """Of the findings with that verdict the part that is expected; 1 when there are none."""
        found, _, right = self.counts[verdict]
        return right / found if found else 1.0

    def recall(self, verdict: str) -> float:
        """Of the expected ones the part that was found; 1 when none are expected."""
        _, expected, right = self.counts[verdict]
        return right / expected if expected else 1.0


def read_expected(path: str | Path) -> list[dict[str, str]]:
    """The rows of a `NAME.checks.csv`."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = set(EXPECTED) - set(reader.fieldnames or ())
        if missing:
            raise BadChecks(f"{path}: lacks the column {', '.join(sorted(missing))}; a table of expected checks has {', '.join(EXPECTED)}")
        return list(reader)


def score(findings: Iterable[Finding], expected: Iterable[dict[str, str]]) -> Score:
    """Findings against expected rows: the same verdict on the same figures is right, whatever family it
    came by. `unsure` findings are not scored."""
    found = {(f.verdict, frozenset(_spans(f))): f for f in findings if f.verdict != "unsure"}
    wanted = {(row["verdict"], frozenset(row["spans"].split())): row for row in expected}
    counts = {
        verdict: (
            sum(key[0] == verdict for key in found), sum(key[0] == verdict for key in wanted), sum(key[0] == verdict for key in found.keys() & wanted.keys()),
        )
        for verdict in ("disagrees", "truncated", "agrees")
    }
    return Score(counts, [f for key, f in found.items() if key not in wanted], [row for key, row in wanted.items() if key not in found])


def _spans(finding: Finding) -> list[str]:
    """The spans as the table writes them."""
    return [f"{start}-{end}" for start, end in finding.spans]
