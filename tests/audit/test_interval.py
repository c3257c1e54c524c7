"""What printed figures stand for, and arithmetic on it."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import read
from extract.audit.interval import INFINITE, Interval, point, printed, root, total
from extract.pipeline import convert_source

decimals = st.decimals(min_value=-10_000, max_value=10_000, places=4)
positive = st.decimals(min_value="0.0001", max_value=10_000, places=4)


@st.composite
def around(draw, values=decimals):
    """A value and an interval that holds it."""
    value = draw(values)
    below, above = draw(st.decimals(0, 5, places=3)), draw(st.decimals(0, 5, places=3))
    return value, Interval(value - below, value + above)


@settings(deadline=None)
@given(around(), around())
def test_sums_differences_and_products_hold_those_of_the_values(one, other):
    (a, first), (b, second) = one, other
    for value, interval in ((a + b, first + second), (a - b, first - second), (a * b, first * second)):
        assert interval.low <= value <= interval.high


@settings(deadline=None)
@given(around(), around(positive))
def test_quotients_hold_those_of_the_values_or_are_none(one, other):
    (a, first), (b, second) = one, other
    quotient = first.over(second)
    if second.low <= 0:
        assert quotient is None
    else:
        slack = Decimal("1e-20") * (1 + abs(a / b))
        assert quotient.low - slack <= a / b <= quotient.high + slack


@settings(deadline=None)
@given(st.lists(around(), max_size=8))
def test_totals_hold_the_total(pairs):
    interval = total(span for _, span in pairs)
    assert interval.low <= sum((value for value, _ in pairs), Decimal(0)) <= interval.high


@settings(deadline=None)
@given(st.integers(1, 1000), st.integers(1, 12))
def test_roots(base, degree):
    span = root(point(base), degree)
    assert abs(span.low ** degree - base) < Decimal("1e-9") * base


def figure(text):
    """The fact of a figure in a sentence."""
    facts = convert_source(read.from_text(f"2020年，全县完成投资{text}。")).facts
    return next(fact for fact in facts if fact.value is not None)


@settings(deadline=None)
@given(st.decimals(min_value="0.01", max_value=99_999, places=6), st.integers(0, 3))
def test_a_rounded_figure_stands_for_what_was_rounded_and_a_truncated_one_for_what_was_cut(value, digits):
    step = Decimal(1).scaleb(-digits)
    for rounding in (ROUND_HALF_UP, ROUND_DOWN):
        shown = value.quantize(step, rounding)
        if not shown:
            continue
        made = printed(figure(f"{shown}万元"))
        interval = made.interval if rounding == ROUND_HALF_UP else made.truncated
        assert interval.low <= value * 10_000 <= interval.high
        assert made.step == step * 10_000


@pytest.mark.parametrize(("text", "low", "high"), [
    ("93.56万元", 935_550, 935_650),
    ("10亿元", 950_000_000, 1_050_000_000),
    ("1.20亿元", 119_500_000, 120_500_000),
    ("0万元", 0, 0),
    ("约300万元", 2_700_000, 3_300_000),
    ("300余万元", 3_000_000, 4_000_000),
    ("5万元至8万元", 45_000, 85_000),
    ("2亿3千万元", None, None),
])
def test_amounts(text, low, high):
    made = printed(figure(text))
    if low is not None:
        assert (made.interval.low, made.interval.high) == (low, high)
    assert made.interval.low <= made.value <= made.interval.high


@pytest.mark.parametrize(("text", "low", "high"), [("超过300万元", 3_000_000, INFINITE), ("300万元以上", 3_000_000, INFINITE), ("不足300万元", -INFINITE, 3_000_000)])
def test_bounds_are_open(text, low, high):
    assert printed(figure(text)).interval == (low, high)


def test_counted_things_stand_for_themselves():
    facts = convert_source(read.from_text("全村有104户312人，耕地1260亩，水库3座，人口2.4万人。")).facts
    steps = {fact.text: printed(fact).step for fact in facts if fact.value is not None}
    assert steps == {"104户": 0, "312人": 0, "1260亩": 1, "3座": 0, "2.4万人": 1000}
