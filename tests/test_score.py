"""Scores of small tables that can be checked by hand."""

import pytest

from extract.records import KINDS
from extract.score import ATTRIBUTES, Score, Tally, likeness, of_facts, read, score


def figure(start=0, kind="households", **columns):
    """A row that says everything a figure can say."""
    row = {
        "start": str(start), "end": str(start + 4), "kind": kind, "value": "104", "value_max": "", "unit": "户", "qualifier": "exact",
        "indicator": "建档立卡贫困户", "relation": "level", "base": "", "place": "箐营村", "period": "2018", "status": "actual",
    }
    return row | columns


def place(start=100):
    return {"start": str(start), "end": str(start + 3), "kind": "place", "place": "箐营村"}


def test_the_table_itself_is_perfect():
    rows = [figure(), figure(10, "persons", unit="人"), place()]
    result = score(rows, rows)
    assert result.mentions == result.core == Tally(3)
    assert result.figures == result.rows == Tally(2)
    assert result.of(["place"]).f1 == result.rows.f1 == 1
    assert all(result.accuracy(name) == 1 for name in ATTRIBUTES)
    assert not result.missed and not result.extra and not any(result.wrong.values())


def test_nothing_against_nothing():
    result = score([], [])
    assert result == Score(wrong=dict.fromkeys(ATTRIBUTES, ()))
    assert result.mentions.f1 == result.accuracy("value") == 0


def test_a_wrong_span_or_kind_is_one_missed_and_one_extra():
    expected, found = [figure(0), figure(10)], [figure(1), figure(10, "count")]
    result = score(expected, found)
    assert result.kinds["households"] == Tally(0, 1, 2)
    assert result.kinds["count"] == Tally(0, 1, 0)
    assert result.core == Tally(0, 1, 2)
    assert result.rows == Tally(0, 2, 2)
    assert list(result.missed) == expected and list(result.extra) == found


def test_precision_and_recall():
    tally = score([figure(0), figure(10), figure(20), figure(30)], [figure(0), figure(10), figure(50)]).mentions
    assert (tally.precision, tally.recall) == (2 / 3, 1 / 2)
    assert tally.f1 == pytest.approx(4 / 7)


@pytest.mark.parametrize(("attribute", "columns", "row_is_right"), [
    ("value", {"value": "105"}, False),
    ("value", {"value_max": "110"}, False),
    ("value", {"value": ""}, False),
    ("unit", {"unit": "人"}, False),
    ("qualifier", {"qualifier": "about"}, False),
    ("indicator", {"indicator": "危房"}, False),
    ("indicator_exact", {"indicator": "建档立卡的贫困户"}, True),
    ("relation", {"relation": "increase"}, False),
    ("base", {"base": "全县贫困户"}, True),
    ("place", {"place": "赫章县"}, False),
    ("period", {"period": ""}, False),
    ("status", {"status": "planned"}, False),
])
def test_one_wrong_attribute(attribute, columns, row_is_right):
    result = score([figure()], [figure(**columns)])
    assert result.accuracy(attribute) == 0
    assert [name for name in ATTRIBUTES if result.wrong[name] and name != "indicator_exact"] == [attribute] * (attribute != "indicator_exact")
    assert result.rows == (Tally(1) if row_is_right else Tally(0, 1, 1))
    assert result.figures == (Tally(0, 1, 1) if attribute in ("value", "unit") else Tally(1))


@pytest.mark.parametrize(("attribute", "columns"), [
    ("value", {"value": "104.0"}),
    ("value", {"value": "104.00000000001"}),
    ("unit", {"unit": "户"}),
    ("indicator", {"indicator": "建档立卡户"}),
    ("place", {"place": "赫章县/松林坡乡/箐营村"}),
])
def test_what_is_near_enough(attribute, columns):
    assert score([figure()], [figure(**columns)]).accuracy(attribute) == 1


@pytest.mark.parametrize(("one", "other"), [("名", "人"), ("km", "公里"), ("个百分点", "百分点"), ("平方千米", "平方公里")])
def test_spellings_of_one_unit(one, other):
    assert score([figure(unit=one)], [figure(unit=other)]).accuracy("unit") == 1


def test_masked_figures_agree_in_having_no_value():
    assert score([figure(value="")], [figure(value="")]).accuracy("value") == 1


def test_a_base_agrees_from_six_tenths_on():
    assert score([figure(base="全县贫困人口")], [figure(base="贫困人口")]).accuracy("base") == 1
    assert score([figure(base="全县贫困人口")], [figure(base="上年")]).accuracy("base") == 0


def test_optional_rows_are_neither_rewarded_nor_punished():
    optional = figure(10) | {"optional": "1"}
    for found in ([figure()], [figure(), figure(10)], [figure(), figure(11, "count")]):
        assert score([figure(), optional], found).mentions == Tally(1)
    assert score([figure(), optional], [figure(), figure(14)]).mentions == Tally(1, 1)


def test_an_expected_row_counts_even_where_an_optional_one_lies():
    assert score([figure(), figure(2) | {"optional": "1"}], [figure()]).rows == Tally(1)


def test_times_are_counted_by_themselves():
    time = {"start": "0", "end": "5", "kind": "time", "period": "2018"}
    result = score([time], [time])
    assert result.kinds["time"] == Tally(1)
    assert result.mentions == Tally()


def test_documents_add_up():
    one, two = score([figure(), place()], [figure()]), score([figure()], [figure(value="3"), figure(10, "count")])
    both = one + two
    assert both.mentions == one.mentions + two.mentions == Tally(2, 1, 1)
    assert list(both.kinds) == [kind for kind in KINDS if kind in {"place", "households", "count"}]
    assert both.accuracy("value") == 1 / 2
    assert sum([one, two], Score()) == both


def test_likeness_counts_characters():
    assert likeness("贫困户", "") == 0
    assert likeness("贫困户", "户困贫") == 1
    assert likeness("安全饮水", "饮水") == pytest.approx(2 / 3)


def test_reading_a_table_of_several_documents(tmp_path):
    path = tmp_path / "facts.csv"
    path.write_text("\ufeffdoc,start,end,kind\na.txt,0,3,place\nb.txt,5,8,place\n", encoding="utf-8")
    assert [row["start"] for row in read(path, "b.txt")] == ["5"]
    assert len(read(path)) == 2


def test_facts_score_against_their_own_table():
    from extract import convert_source, from_text

    facts = convert_source(from_text("箐营村共有贫困户104户312人，2018年脱贫30户。")).facts
    result = score(of_facts(facts), of_facts(facts))
    assert result.matched >= 3 and result.rows.f1 == 1
