"""Figures in the manner of the test suites of number, percentage, currency and measure recognizers.

The specimens are those on which the benchmark compares tools (`benchmarks/specimens/`); here each must come
out whole: span, kind, value, unit, qualifier, and nothing else in its sentence.
"""

from decimal import Decimal
from itertools import groupby

import pytest
from specimen import FIELDS, Specimen, load, unmark

from extract.pipeline import convert_source
from extract.records import FIGURES, Source

SENTENCES = {text: list(group) for text, group in groupby(load(), key=lambda specimen: specimen.text)}

#: What is not read so far, with the reason.
OPEN = {
    "登记人数三五六人。": "three digits in a row are a list more often than a number (一二三产业)",
}
NO_KIND = "what the contract names no kind for"


def wanted(specimens: list[Specimen]) -> list[tuple]:
    """The figures that a sentence holds."""
    return sorted((*s.mention, s.kind, s.value, s.value_max, s.unit, s.qualifier) for s in specimens if s.kind)


def found(text: str) -> list[tuple]:
    """The figures that are found in a sentence; thirds to four places."""
    facts = convert_source(Source("specimen", text)).facts
    return [(f.start, f.end, f.kind, rounded(f.value), rounded(f.value_max), f.unit, f.qualifier) for f in facts if f.kind in FIGURES]


def rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, 4)


def case(text: str):
    reason = OPEN.get(text) or (NO_KIND if SENTENCES[text][0].pattern == NO_KIND else "")
    return pytest.param(text, marks=pytest.mark.xfail(strict=True, reason=reason) if reason else ())


@pytest.mark.parametrize("text", [case(text) for text in SENTENCES])
def test_specimen(text):
    assert found(text) == wanted(SENTENCES[text])


def test_the_specimens_are_whole():
    assert len(load()) >= 600 and set(OPEN) <= set(SENTENCES)
    for specimen in load():
        assert specimen.field in FIELDS and specimen.kind in FIGURES | {""}
        assert specimen.mention[0] <= specimen.measure[0] <= specimen.number[0] <= specimen.number[1] <= specimen.measure[1] <= specimen.mention[1]
        assert not set("{}<>|") & set(specimen.text)
    assert len(SENTENCES) == len({specimen.text for specimen in load()}), "the rows of one sentence stand together"


def test_every_field_has_specimens_without_a_figure():
    assert {specimen.field for specimen in load() if not specimen.kind} == set(FIELDS)


@pytest.mark.parametrize(("marked", "text", "spans"), [
    ("有{约|<三百>亩}茶园。", "有约三百亩茶园。", ((1, 5), (2, 5), (2, 4))),
    ("{<5%>|以上}", "5%以上", ((0, 4), (0, 2), (0, 2))),
    ("甲<1>户，乙{<2>户}。", "甲1户，乙2户。", ((5, 7), (5, 7), (5, 6))),
    ("没有数。", "没有数。", ()),
])
def test_marks(marked, text, spans):
    assert unmark(marked) == (text, spans)
