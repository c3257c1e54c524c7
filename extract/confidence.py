"""How likely a figure's whole row is right: the evidence by which it was found → a probability.

`patterns/confidence.csv` holds the odds of the commonest row and, for every other way of finding a part, by how
much it changes them; `tests/benchmarks/calibrate.py` fits the table to documents with expected tables.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from extract.rules import BadPattern, table

#: A mention at least so sure takes nothing from its row: of those in the measured documents hardly one was no
#: figure. One less sure lowers its row in proportion.
_SURE = 0.9
# No row is quite certain, and none quite hopeless.
_LEAST, _MOST = 0.01, 0.99
# An indicator of so few characters (`总数`, `面积`) often lacks what tells it from the report's other totals.
_SHORT = 3


class Evidence(NamedTuple):
    """What tells good rows from doubtful ones; the fields are the `evidence` column of the table."""

    indicator: str
    place: str
    period: str
    relation: str
    name: str
    layout: str


def evidence(indicator: str, how_indicator: str, how_place: str, how_period: str, relation: str, in_table: bool) -> Evidence:
    """The evidence of a row; an indicator that is empty was not found, however it was looked for.

    >>> evidence("面积", "clause", "report", "sentence", "level", False).name
    'short'
    """
    return Evidence(
        how_indicator if indicator else "", how_place, how_period, relation, "full" if len(indicator) > _SHORT else "short",
        "table" if in_table else "prose",
    )


def of_row(
    mention: float, indicator: str, how_indicator: str, how_place: str, how_period: str, relation: str = "level", in_table: bool = False,
) -> float:
    """The probability that the row is right in all that it says, from its mention's confidence and its evidence.

    >>> of_row(0.97, "贫困户", "clause", "clause", "clause") > of_row(0.97, "", "", "report", "") > 0
    True
    """
    return weighed(_probability(evidence(indicator, how_indicator, how_place, how_period, relation, in_table)), mention)


def weighed(row: float, mention: float) -> float:
    """A row's probability once its mention is no longer taken for certain."""
    return max(_LEAST, row * min(1.0, mention / _SURE))


def probability(found: Evidence, factors: dict[str, dict[str, float]]) -> float:
    """The probability that goes with the evidence; what the factors do not know counts as its column's worst."""
    product = factors["base"][""]
    for column, value in zip(Evidence._fields, found, strict=True):
        product *= factors[column].get(value, min(factors[column].values()))
    return min(_MOST, product / (1 + product))


@cache
def _probability(found: Evidence) -> float:
    """The probability by the table."""
    return probability(found, odds())


@cache
def odds() -> dict[str, dict[str, float]]:
    """Evidence → value → factor of the odds, from the table; BadPattern when it is not whole."""
    found: dict[str, dict[str, float]] = {}
    for row in table("confidence"):
        column, _, value = row["evidence"].partition("=")
        found.setdefault(column, {})[value] = float(row["odds"])
    missing = {"base", *Evidence._fields} - found.keys()
    if missing or any(factor <= 0 for column in found.values() for factor in column.values()):
        raise BadPattern(f"confidence.csv: odds are above 0, and none of {sorted(missing)} may be missing")
    return found
