"""The whole flow: what every document's facts promise."""

from collections import Counter

import pytest
from conftest import SEEDS

from extract.pipeline import convert_source
from extract.records import FIGURES, KINDS, Source

TEXTS = {
    **{path.stem: path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))},
    "empty": "", "blank": " \n\t\n", "one character": "户", "no words": "，。；！", "latin": "no figures here, 12 of them", "crlf": "全村共\r\n有86户。\r\n",
    "astral": "𠮷坪村住86户，𡎚下村住9户。", "marks": "\ufeff共\u200b86\u202e户\x00。",
}
QUALIFIERS = {"exact", "about", "over", "under", "at_least", "at_most", "range", "masked"}
RELATIONS = {"level", "increase", "decrease", "share", "gap", "rank"}


@pytest.fixture(scope="module", params=TEXTS)
def document(request):
    return convert_source(Source(request.param, TEXTS[request.param]))


def test_spans_give_the_text(document):
    raw = document.source.raw
    assert all(raw[fact.start:fact.end] == fact.text != "" for fact in document.facts)


def test_facts_come_in_reading_order(document):
    keys = [(fact.section, fact.start, fact.end) for fact in document.facts]
    assert keys == sorted(keys)
    assert max(Counter(keys).values(), default=1) == 1


def test_figures_and_times_do_not_overlap(document):
    spans = [(fact.start, fact.end) for fact in document.facts if fact.kind != "place"]
    assert all(end <= start for (_, end), (start, _) in zip(spans, spans[1:]))


def test_places_are_apart_from_figures(document):
    figures = [range(fact.start, fact.end) for fact in document.facts if fact.kind in FIGURES]
    taken = {position for span in figures for position in span}
    assert not any(taken.intersection(range(fact.start, fact.end)) for fact in document.facts if fact.kind == "place")


def test_vocabulary(document):
    for fact in document.facts:
        assert fact.kind in KINDS and fact.doc == document.source.doc and fact.extractor and 0 <= fact.confidence <= 1
        if fact.kind in FIGURES:
            assert fact.qualifier in QUALIFIERS and fact.relation in RELATIONS and fact.status in ("actual", "planned"), fact
            assert fact.unit, fact
        else:
            assert (fact.value, fact.value_max, fact.unit, fact.indicator, fact.relation, fact.base) == (None, None, "", "", "", ""), fact


def test_values(document):
    for fact in document.facts:
        assert fact.qualifier != "masked" or fact.value is None
        assert (fact.value_max is not None) == (fact.qualifier == "range"), fact
        assert fact.value_max is None or fact.value < fact.value_max
        assert fact.value is None or fact.value.is_finite()


def test_a_sentence_holds_its_mention(document):
    assert all(fact.text in fact.sentence for fact in document.facts)


def test_the_place_of_a_figure_ends_its_path(document):
    for fact in document.facts:
        if fact.place_path and fact.kind in FIGURES and "、" not in fact.place:
            assert fact.place_path.rpartition("/")[2].startswith(fact.place[:1]), fact
        assert not fact.place_code or fact.place_path


def test_twice_the_same(document):
    assert convert_source(document.source).facts == document.facts


def test_half_a_character_is_no_end():
    assert [(f.start, f.text) for f in convert_source(Source("d", "共\ud800有86户。")).facts] == [(3, "86户")]


def test_a_new_report_starts_afresh():
    body = "全县新修水渠十二公里，栽植核桃八百亩，群众生活有了改善，干部作风有了转变，各项工作都有了新的起色。" * 6
    first = f"青田县2018年工作总结\n一、基本情况\n{body}\n二、主要做法\n{body}\n"
    second = f"遂昌县2020年工作总结\n一、基本情况\n全县有农户8600户。{body}\n二、主要做法\n{body}\n"
    (fact,) = [f for f in convert_source(Source("d", first + second)).facts if f.text == "8600户"]
    assert (fact.section, fact.place, fact.period) == (1, "遂昌县", "2020")


def test_one_row_of_every_column():
    (fact,) = [f for f in convert_source(Source("a/b.txt", "赫章县2018年森林覆盖率为56.4%。")).facts if f.kind in FIGURES]
    assert (fact.doc, fact.section, fact.start, fact.end, fact.text) == ("a/b.txt", 0, 14, 19, "56.4%")
    assert (fact.kind, str(fact.value), fact.unit, fact.qualifier, fact.relation, fact.status) == ("percentage", "56.4", "%", "exact", "level", "actual")
    assert (fact.indicator, fact.place, fact.place_path, fact.place_code, fact.period) == ("森林覆盖率", "赫章县", "贵州省/毕节市/赫章县", "520527", "2018")
    assert fact.sentence == "赫章县2018年森林覆盖率为56.4%。"


@pytest.mark.parametrize(("text", "value", "unit"), [("耕地15亩。", 10000, "平方米"), ("产粮3吨。", 3000, "公斤"), ("公路2公里。", 2000, "米"), ("投资3万元。", 30000, "元")])
def test_base_values_compare(text, value, unit):
    (fact,) = [f for f in convert_source(Source("d", text)).facts if f.kind in FIGURES]
    assert (float(fact.base_value), fact.base_unit) == (pytest.approx(value), unit)
