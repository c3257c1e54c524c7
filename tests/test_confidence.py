"""`extract/confidence.py`: the table knows every way of finding a part, and says what a reader would expect."""

import ast
import random

import pytest
from conftest import ROOT, SEEDS

from extract import confidence, convert_source
from extract.confidence import Evidence, of_row
from extract.read import read
from extract.records import FIGURES
from extract.rules import table

#: How each part can be found.
HOWS = {
    "indicator": {"", "clause", "sentence", "list", "heading"},
    "place": {"", "clause", "sentence", "paragraph", "list", "report"},
    "period": {"", "clause", "sentence", "list", "heading", "report"},
}
GOOD = {"mention": 0.97, "indicator": "建档立卡贫困户", "how_indicator": "clause", "how_place": "clause", "how_period": "clause"}


def hows_in_the_code() -> set[str]:
    """The literal words that `extract/link/` gives for how a part was found."""
    found = set()
    for path in (ROOT / "extract/link").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Link", "replace"):
                given = [*node.args[1:2], *(keyword.value for keyword in node.keywords if keyword.arg == "how")]
                found |= {part.value for one in given for part in ast.walk(one) if isinstance(part, ast.Constant) and isinstance(part.value, str)}
    return found


def test_the_ways_of_finding_are_those_of_the_code():
    assert hows_in_the_code() <= set().union(*HOWS.values())


@pytest.mark.parametrize("part", HOWS)
def test_the_table_knows_every_way_of_finding_a_part(part):
    assert HOWS[part] <= confidence.odds()[part].keys()


def test_the_table_knows_what_the_samples_hold():
    factors = confidence.odds()
    for path in SEEDS.glob("*.txt"):
        for fact in convert_source(read(path)).facts:
            if fact.kind in FIGURES:
                found = confidence.evidence(
                    fact.indicator, fact.how_indicator, fact.how_place, fact.how_period, fact.relation, bool(fact.table_cell)
                )
                assert [pair for pair in zip(Evidence._fields, found, strict=True) if pair[1] not in factors[pair[0]]] == []


def test_the_commonest_value_of_each_evidence_has_factor_one():
    for column in Evidence._fields:
        rows = [row for row in table("confidence") if row["evidence"].startswith(f"{column}=")]
        assert float(max(rows, key=lambda row: int(row["rows"]))["odds"]) == 1


def test_values_are_probabilities():
    factors, draw = confidence.odds(), random.Random(1)
    for _ in range(500):
        found = Evidence(*(draw.choice(list(factors[column])) for column in Evidence._fields))
        for mention in (0.0, 0.3, 0.9, 1.0):
            assert 0 < confidence.weighed(confidence.probability(found, factors), mention) < 1


@pytest.mark.parametrize(("better", "worse"), [
    ({}, {"how_indicator": "sentence"}),
    ({}, {"how_indicator": "", "indicator": ""}),
    ({}, {"indicator": "户数"}),
    ({}, {"how_place": "sentence"}),
    ({"how_place": "sentence"}, {"how_place": "report"}),
    ({"how_period": "sentence"}, {"how_period": ""}),
    ({"how_period": "report"}, {"how_period": ""}),
    ({"in_table": True}, {}),
])
def test_better_evidence_is_no_less_likely(better, worse):
    assert of_row(**GOOD | better) > of_row(**GOOD | worse)


def test_a_row_rises_with_its_mention_and_is_no_surer():
    rising = [of_row(**GOOD | {"mention": step / 20}) for step in range(21)]
    assert rising == sorted(rising) and rising[0] < 0.05 < rising[10] < rising[-1]
    assert of_row(**GOOD) == of_row(**GOOD | {"mention": 1.0})  # figures are hardly ever mistaken: their parts are


@pytest.mark.parametrize("part", ["how_indicator", "how_place", "how_period", "relation"])
def test_what_the_table_does_not_know_counts_as_the_worst(part):
    column = part.removeprefix("how_")
    known = min(of_row(**GOOD | {part: value}) for value in confidence.odds()[column])
    assert of_row(**GOOD | {part: "hearsay"}) == known


def test_an_indicator_that_is_empty_was_not_found():
    assert of_row(**GOOD | {"indicator": "", "how_indicator": "list"}) == of_row(**GOOD | {"indicator": "", "how_indicator": ""})


def test_a_figures_row_is_less_sure_than_the_mention_and_other_rows_are_not_touched():
    from extract import from_text

    facts = convert_source(from_text("截至2018年底，赫章县有建档立卡贫困户104户，总数312人。", doc="a")).facts
    sure = {fact.text: fact.confidence for fact in facts}
    assert sure["104户"] > sure["312人"] > 0
    assert sure["2018年底"] > 0.9 and sure["赫章县"] > 0.9
