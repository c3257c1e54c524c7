"""`cases.jsonl`: small inputs on which tools of this kind are known to fail, each with the right facts.

A case names only the columns that matter; where `figures_complete` holds, its facts are all figures of
the input, so that a figure too many fails as well.
"""

import json
from pathlib import Path

import pytest

from extract.pipeline import convert_source
from extract.records import FIGURES, Source

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases.jsonl").read_text(encoding="utf-8").splitlines()]


def figures(text):
    """The figures of a text in reading order."""
    return [fact for fact in convert_source(Source("case", text)).facts if fact.kind in FIGURES]


def seen(fact, columns):
    """The columns of a fact as a case writes them: numbers as floats."""
    row = {column: getattr(fact, column) for column in columns}
    return {c: float(v) if c.startswith("value") and v is not None else v for c, v in row.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case):
    found = {(fact.start, fact.end): fact for fact in figures(case["input"])}
    for wanted in case["facts"]:
        span = wanted["start"], wanted["end"]
        assert span in found, f"{case['why']}: {wanted['text']!r} is not among {[f.text for f in found.values()]}"
        assert seen(found[span], wanted) == wanted, case["why"]
    if case["figures_complete"]:
        assert [f.text for f in found.values()] == [f["text"] for f in case["facts"]], case["why"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_spans_of_a_case_are_its_texts(case):
    assert [case["input"][f["start"]:f["end"]] for f in case["facts"]] == [f["text"] for f in case["facts"]]


def test_cases_have_names_of_their_own():
    names = [case["id"] for case in CASES]
    assert len(names) == len(set(names))
