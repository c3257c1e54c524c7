"""What loses to what, and what is refused: kinds, rules and raw spans."""

import pytest
from conftest import SEEDS

from extract import contest, pipeline, read
from extract.records import Document, Source


def contests(raw):
    """The contests of a text as (loser's text, its kind, its rule, winner's text, its rule)."""
    return [
        (raw[lost.start:lost.end], lost.kind, lost.rule, raw[won.start:won.end], won.rule)
        for lost, won in contest.contests(Source("a", raw))
    ]


@pytest.mark.parametrize(("raw", "lost"), [
    # Times and places that a figure overlaps.
    ("救助50人以上半年完成。", ("上半年", "time", "period.part_of_year", "50人以上", "figure.number")),
    ("每户补助500元/年底发放。", ("年底", "time", "period.part_of_year", "500元/年", "figure.number")),
    # Figures that a time, a place's numeral or a refusal stands in the way of.
    ("2019年全面完成。", ("2019年", "duration", "figure.number", "2019年", "period.date")),
    ("在五头镇召开会议。", ("五头", "count", "figure.chinese", "五头镇", "place.town")),
    ("下拨第3批资金。", ("3批", "count", "figure.number", "第3批", "not_figure.ordinal")),
    # Places that lost to a longer one, or to the lake of that name.
    ("走访贵阳路社区的居民。", ("贵阳", "place", "place.short", "贵阳路社区", "place.village")),
    ("治理太湖、巢湖。", ("巢湖", "place", "place.short", "巢湖", "place.nature")),
    # A figure of the prose that a table's cell replaces.
    ("收入（元）\t10.50 至20.50元\n支出（元）\t11.50\n", ("10.50 至20.50元", "amount", "figure.range", "10.50", "figure.cell")),
])
def test_what_loses_to_what(raw, lost):
    assert lost in contests(raw)


def test_what_nothing_contends_for_has_no_contest():
    assert contests("全县有农户3782户。") == []
    assert contests("赫章县有农户3782户。") == []  # 赫章 is a part of the name
    assert contest.contests(Source("a", "")) == contest.refusals(Source("a", "")) == ()


def test_spans_are_raw():
    raw = "下拨 1 2.5 亿元，支持第３\u200b批项目。"
    assert contests(raw) == [("３\u200b批", "count", "figure.number", "第３\u200b批", "not_figure.ordinal")]
    assert [(raw[m.start:m.end], m.rule) for m in contest.refusals(Source("a", raw))] == [("第３\u200b批", "not_figure.ordinal")]


def test_refusals_are_told_even_where_no_figure_would_be():
    raw = "一方面，第一书记到村。"
    assert [(m.start, m.end, m.kind, m.rule) for m in contest.refusals(Source("a", raw))] == [
        (0, 3, "", "not_figure.fixed_words"), (4, 6, "", "not_figure.ordinal"),
    ]
    assert contests(raw) == []


def test_losers_of_the_samples_are_no_rows_and_winners_are():
    for path, _ in read.documents([SEEDS]):
        document = pipeline.convert_source(read.read(path))
        rows = {(fact.start, fact.end, fact.extractor) for fact in document.facts}
        for lost, won in contest.contests(document.source):
            assert (lost.start, lost.end, lost.rule) not in rows
            assert lost.start < won.end and won.start < lost.end
            assert won.rule.startswith("not_figure.") or (won.start, won.end, won.rule) in rows


def test_a_conversion_works_out_no_contest(monkeypatch):
    monkeypatch.setattr(contest, "propose", lambda text: 1 / 0)
    document = pipeline.convert_source(Source("a", "第3批补助2户。"))
    assert isinstance(document, Document) and [fact.text for fact in document.facts] == ["2户"]
