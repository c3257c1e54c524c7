"""The audit (勾稽核对): figures that lean on each other, recomputed within what their printed digits allow.

`audit(document)` gives the findings of one document, `across(...)` those between documents. Facts are
never changed. A verdict is given where the relation is certain; what may be a relation is `unsure`.
"""

from __future__ import annotations

from collections.abc import Iterable

from extract.audit import (
    change,
    codes,
    identity,
    impossible,
    product,
    rate,
    restated,
    share,
    sum,
    tables,
    totals,
    years,
)
from extract.audit.across import Across, audit_dataset
from extract.audit.finding import COLUMNS, RULES, TYPES, VERDICTS, Finding
from extract.audit.finding import rows as _rows
from extract.audit.nesting import nest
from extract.audit.reading import reports
from extract.audit.score import Score, read_expected, score
from extract.records import Document
from extract.text import fold

__all__ = [
    "COLUMNS", "RULES", "TYPES", "VERDICTS", "Across", "Finding", "Score", "audit", "audit_dataset", "read_expected", "rows", "score",
]
_FAMILIES = (share, sum, totals, rate, change, product, restated, impossible, tables, identity, years)


def audit(document: Document) -> list[Finding]:
    """The findings of a document in the order of their stated figures, `unsure` ones included."""
    found = list(impossible.periods(document.source.doc, fold(document.source.raw)))
    for report in reports(document):
        nesting = nest(report)
        for family in _FAMILIES:
            found.extend(family.check(report, nesting))
        found.extend(codes.check(report))
    return sorted(_once(found), key=lambda finding: (finding.spans[0], VERDICTS.index(finding.verdict), finding.spans))


def rows(document: Document) -> list[tuple]:
    """The rows of the table `checks` of a document: the values of `COLUMNS`, `unsure` ones left out; where one
    figure has several verdicts under one rule, all of them."""
    return _rows(finding for finding in audit(document) if finding.verdict != "unsure")


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """The findings without those that weigh the same figures again; the surer verdict is kept."""
    kept: dict[tuple, Finding] = {}
    for finding in findings:
        key = finding.spans[0], frozenset(finding.spans)
        before = kept.get(key)
        if before is None or before.verdict == "unsure":
            kept[key] = finding
    return list(kept.values())
