"""What the audit says: one Finding a relation that was recomputed, and its row in the table `checks`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

#: Families of relations, and verdicts from the worst to the best known.
RULES = ("share", "sum", "rate", "change", "product", "restated", "impossible")
VERDICTS = ("disagrees", "truncated", "unsure", "agrees")

#: The columns of the table `checks` and those that are not text.
COLUMNS = (
    "doc", "section", "rule", "verdict", "statement", "stated", "computed", "difference", "tolerance", "unit",
    "start", "end", "spans", "why",
)
TYPES: dict[str, type] = dict.fromkeys(("stated", "computed", "difference", "tolerance"), float) | dict.fromkeys(("section", "start", "end"), int)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """One relation, recomputed.

    `stated` and `computed` are in `unit`; `tolerance` is by how much they may differ, from the printed
    digits of all figures that take part. `spans` are theirs, the stated figure's first; across documents
    `docs` names the document of each.
    """

    doc: str
    section: int
    rule: str
    verdict: str
    statement: str
    stated: Decimal | None
    computed: Decimal | None
    tolerance: Decimal | None
    unit: str
    spans: tuple[Span, ...]
    why: str
    docs: tuple[str, ...] = ()

    @property
    def difference(self) -> Decimal | None:
        """Stated less computed."""
        return None if self.stated is None or self.computed is None else self.stated - self.computed

    def row(self) -> tuple[Any, ...]:
        """The values of `COLUMNS`; `spans` as `12-17 30-35`, with the document's name before a span of another one."""
        start, end = self.spans[0]
        names = self.docs or (self.doc,) * len(self.spans)
        spans = " ".join((f"{name}:" if name != self.doc else "") + f"{a}-{b}" for name, (a, b) in zip(names, self.spans, strict=True))
        return (
            self.doc, self.section, self.rule, self.verdict, self.statement, _short(self.stated), _short(self.computed),
            _short(self.difference), _short(self.tolerance), self.unit, start, end, spans, self.why,
        )


def _short(value: Decimal | None) -> Decimal | None:
    """A number without the endless digits of a quotient: ten significant ones."""
    return None if value is None else +value.quantize(Decimal(1).scaleb(min(0, value.adjusted() - 11)) if value else Decimal(1))


def rows(findings: Iterable[Finding]) -> list[tuple[Any, ...]]:
    """The rows of the table `checks`."""
    return [finding.row() for finding in findings]
