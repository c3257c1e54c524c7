"""The page's parts without a browser: addresses, corrections, the dataset held and let go, comparisons, drawings."""

import json
import threading
import xml.etree.ElementTree as ElementTree

import pytest
from served import made, own, served  # noqa: F401 - fixtures
from starlette.datastructures import QueryParams

from extract.dataset import file, open_dataset, open_store, reviews
from extract.dataset.schema import BadDataset
from extract.explore import audit, chart, compare, facts, review
from extract.explore.access import Access
from extract.explore.filters import SIZES, Filter, Row
from extract.records import Fact
from extract.twin.wording import LANGUAGES, sayer


@pytest.fixture
def access(made):
    opened = Access(made)
    yield opened
    opened.close()


def asks(query):
    return Filter.read(QueryParams(query))


@pytest.mark.parametrize("query", [
    "", "q=%E5%9C%B0&kind=amount&kind=place", "indicator=a%2Cb&indicator=c%26d", "place=a%2Fb&since=2015&until=2018&sure=0.8", "sort=-value&page=3&size=100",
    "status=planned&qualifier=about&review=none&doc=a%2Fb.txt",
])
def test_an_address_says_the_whole_filter(query):
    asked = asks(query)
    assert asks(asked.address().partition("?")[2]) == asked


def test_what_is_as_always_stands_in_no_address():
    assert asks("page=1&size=50&q=&kind=nonsense&sort=nonsense&since=20").address() == "/"
    assert asks("page=7&kind=amount").address(sort="value") == "/?kind=amount&sort=value"
    assert asks("kind=amount&kind=place").without("kind", "amount") == "/?kind=place"
    assert [asks(f"sort={now}").turned("value") for now in ("", "-value", "value")] == ["-value", "value", ""]


@pytest.mark.parametrize("key", [Row(1, 2, "count", "a.b/c.txt"), Row(0, 9, "place", "x")])
def test_a_rows_key_survives_the_address(key):
    assert Row.read(str(key)) == key


@pytest.mark.parametrize("text", ["", "1.2", "a.2.count.x", "1.b.count.x", "1.2.count.", "١.2.count.x"])
def test_what_is_no_key(text):
    assert Row.read(text) is None


@pytest.mark.parametrize(("query", "condition"), [
    ("kind=amount&kind=area", "kind IN ('amount', 'area')"), ("status=planned", "status = 'planned'"), ("sure=0.9", "confidence >= 0.9"),
    ("since=2018&until=2019", "period <> '' AND period[:4] <= '2019' AND split_part(period, '/', -1)[:4] >= '2018'"),
    ("q=全县 资金", "(contains(sentence, '全县') OR contains(indicator, '全县') OR contains(doc, '全县')) AND (contains(sentence, '资金') OR contains(indicator, '资金'))"),
    ("q=SCAN.PDF", "doc = 'scan.pdf'"), ("doc=scan.pdf", "doc = 'scan.pdf'"), ("qualifier=masked", "qualifier = 'masked'"), ("review=right", "false"), ("review=none", "true"),
    ("place=贵州省/毕节市", "place_path = '贵州省/毕节市' OR place_path LIKE '贵州省/毕节市/%'"), ("indicator=贫困发生率", "indicator = '贫困发生率'"),
])
def test_filters_find_what_sql_finds(access, query, condition):
    found = access.rows(f"SELECT count(*) FROM facts WHERE {condition}")[0][0]
    assert facts.count(access, asks(query)) == found
    assert len(facts.page(access, asks(query + "&size=200")).rows) == min(200, found)


@pytest.mark.parametrize("sort", ["value", "-value", "period", "-confidence", "indicator", "place", "-doc", "text", "status", "kind", "-order"])
def test_pages_hold_every_row_once(access, sort):
    keys = []
    for page in range(1, 100):
        found = facts.page(access, asks(f"kind=households&kind=time&sort={sort}&size=200&page={page}"))
        keys += [facts.key(fact) for fact in found.rows]
        if not found.more:
            break
    assert len(keys) == len(set(keys)) == facts.count(access, asks("kind=households&kind=time"))


def test_every_page_reads_the_columns_that_it_shows_for_its_rows_alone():
    assert facts._DEEP + max(SIZES) + 1 <= int(file.LATE["late_materialization_max_rows"])


def test_choices_and_places_count_what_they_leave(access):
    for name in facts.CHOICES:
        for choice in facts.choices(access, asks("since=2018"), name)[:3]:
            assert facts.count(access, Filter(since="2018", **{name: (choice.value,)})) >= choice.rows > 0
    for branch in facts.branches(access, Filter())[:3]:
        assert facts.count(access, Filter(place=branch.path)) >= branch.rows
        assert not branch.parted or facts.branches(access, Filter(), branch.path)


FACT = Fact("a.txt", 0, 3, 8, "3220万元", "amount", value=32200000.0, unit="元", qualifier="exact", indicator="资金", relation="level", status="actual")


def test_a_correction_holds_what_was_changed():
    made = review.make(FACT, {"verdict": "corrected", "value": "32,300,000", "unit": "元", "status": "planned", "value_max": "", "note": " 改 "})
    assert made[:5] == ("a.txt", 3, 8, "amount", "corrected") and json.loads(made[5]) == {"value": 32300000.0, "status": "planned"} and made[6] == "改"
    assert review.make(FACT, {"verdict": "right"})[4:6] == ("right", "")


@pytest.mark.parametrize("form", [
    {"verdict": "corrected"}, {"verdict": "corrected", "value": "三"}, {"verdict": "corrected", "value": "NaN"}, {"verdict": "corrected", "value": "1e400"},
    {"verdict": "corrected", "status": "maybe"}, {"verdict": "certainly"},
])
def test_a_correction_that_says_nothing_is_refused(form):
    with pytest.raises(review.BadReview):
        review.make(FACT, form)


def test_a_later_review_takes_the_place_of_an_earlier_one(own):
    dataset, _ = own
    key = ("hezhang_county.txt", 66, 72, "percentage")
    access = Access(dataset)
    for verdict in ("right", "wrong"):
        access.review((*key, verdict, "", "", "甲", "2026-01-01T00:00:00+00:00"))
        assert [one.verdict for one in review.every(access)] == [verdict]
    access.review((*key, "", "", "", "", ""))
    assert review.every(access) == []
    access.close()
    with pytest.raises(BadDataset):
        reviews.keep(str(dataset.parent), [])


def test_it_is_opened_ahead_unless_another_has_it(made, tmp_path):
    Access(tmp_path / "none.duckdb").wake()
    path = tmp_path / "new.duckdb"
    access, writer = Access(path), open_store(str(path))
    access.wake()
    assert access._open is None
    writer.close()
    access.wake()
    assert access._open and access.rows("SELECT count(*) FROM facts") == [(0,)]
    access.close()


def test_many_ask_while_one_writes(own):
    access, failed = Access(own[0]), []

    def ask():
        try:
            for _ in range(15):
                assert access.kept("n", lambda: access.rows("SELECT count(*) FROM facts"))[0][0] > 0
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for number in range(5):
        access.review(("d", number, number + 1, "count", "right", "", "", "", ""))
    for thread in threads:
        thread.join(60)
    assert not failed and len(access.rows("SELECT 1 FROM reviews")) == 5
    access.close()
    with open_dataset(own[0]) as opened:
        assert opened.rows("SELECT count(*) FROM reviews") == [(5,)]


def test_the_most_certain_figure_is_drawn_and_all_are_listed():
    def point(value, period, sure, doc="a"):
        return compare.Point("某县", period[:4], period, "actual", value, "户", value, "户", f"{value}户", sure, Row(0, 1, "households", doc))

    points = [point(1, "2018-01/2018-06", .99), point(2, "2018-06-30", .95), point(3, "2018", .7), point(4, "2018-12-31", .8)]
    assert [p.value for p in sorted(points, key=lambda p: p.rank)] == [4, 3, 2, 1]


def test_comparison_counts_its_places_and_units(access):
    data = compare.compared(access, compare.Asked("贫困人口"))
    assert data.unit == "人" and data.points and set(data.drawn.values()) <= set(data.points)
    assert compare.compared(access, compare.Asked("没有这个指标")).points == []


@pytest.mark.parametrize("values", [[0], [5, 5], [-3, 7], [1e12, 2e12], [0.001, 0.002], [99.8, 99.9]])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_drawings_are_whole_and_inside_their_frame(values, lang):
    words = {"planned": "计划", "actual": "实际", "lang": lang}
    dots = [chart.Dot(str(2015 + n), value, bool(n % 2), "<某县>&\u202e", "/?row=1") for n, value in enumerate(values)]
    for drawing in (chart.lines("标题 <b>", [chart.Series("某县", dots)], [dot.at for dot in dots], words), chart.bars("标题", [chart.Series("", dots)], [dot.at for dot in dots], words)):
        root = ElementTree.fromstring(drawing)
        assert "style" not in drawing and "\u202e" not in drawing
        for shape in root.iter("{http://www.w3.org/2000/svg}circle"):
            assert 0 <= float(shape.get("cx")) <= 900 and 0 <= float(shape.get("cy")) <= 484
        for shape in root.iter("{http://www.w3.org/2000/svg}rect"):
            assert float(shape.get("height")) > 0 and float(shape.get("y", 0)) >= 0


def test_a_checks_figures_may_lie_in_other_documents():
    check = audit.Check("甲 乙.txt", 0, "restated", "disagrees", "", None, None, None, None, "", 3, 5, "3-5 丙 丁/a:b.txt:7-9 12-15", "")
    assert check.figures == [("甲 乙.txt", 3, 5), ("丙 丁/a:b.txt", 7, 9), ("甲 乙.txt", 12, 15)]


def test_every_word_is_said_in_both_languages():
    from extract.explore.wording import PAGE, WORDING

    assert all(len(said) == 2 and all(said) for said in PAGE.values())
    assert all(zh.count("{}") == en.count("{}") for zh, en in PAGE.values())
    assert sayer("en", *WORDING)("actual") == "actual" and sayer("zh", *WORDING)("actual") == "实际"


def test_every_word_that_a_template_asks_for_exists():
    import re
    from pathlib import Path

    from extract import explore
    from extract.explore.wording import WORDING

    known = {key for wording in WORDING for key in wording}
    for path in (Path(explore.__file__).parent / "templates").glob("*.html"):
        wanted = set(re.findall(r"\bt\('(\w+)'\)", path.read_text(encoding="utf-8")))
        assert wanted <= known, path.name
