"""Panels: which figure fills a cell, what documents disagree on, and what is left out."""

import csv
import json
import math

import openpyxl
import pandas
import pytest
from reports import make

import extract
from extract import query
from extract.dataset import open_dataset
from extract.panel import Place, Series, build, left_out, place_of
from extract.panel.cell import Figure, agree, rounding, settle
from extract.query import BadWish

GDP, POOR, LAND = Series("地区生产总值", "元"), Series("贫困人口", "人"), Series("耕地面积", "平方米")
HEZHANG = Place("贵州省/毕节市/赫章县", "520527")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return make(tmp_path_factory.mktemp("panel"))


@pytest.fixture(scope="module")
def data(path):
    with open_dataset(path) as opened:
        yield opened


def panel(data, by=("place", "year"), prefer="", **conditions):
    return build(data, query.wanted(**conditions), by, prefer)


def figure(value, text, *, qualifier="exact", doc="a.txt", date="", confidence=0.9, start=0):
    return Figure(doc, date, start, start + len(text), "amount", text, "", None, None, "", confidence, "2018", qualifier, value)


def settled(*figures, prefer=""):
    cell = settle([(one, "") for one in figures], prefer)
    return cell.value, cell.disputed, [use for _, use in cell.figures]


@pytest.mark.parametrize(("text", "value", "half"), [
    ("3.99万人", 39_900, 50), ("39912人", 39_912, 0.5), ("1,700亿元", 1.7e11, 5e7), ("９８５９.３８ 万元", 98_593_800, 50), ("三成", 30, 0), ("0.0%", 0, 0),
])
def test_the_rounding_of_what_is_printed(text, value, half):
    assert math.isclose(rounding(figure(value, text)), half)


def test_a_rounded_figure_agrees_with_the_exact_one_and_two_of_one_precision_only_if_equal():
    assert agree(figure(39_900, "3.99万人"), figure(39_912, "39912人"))
    assert not agree(figure(39_900, "3.99万人"), figure(39_960, "39960人"))
    assert not agree(figure(104, "104户"), figure(105, "105户")) and agree(figure(104, "104户"), figure(104, "104户"))


def test_the_most_exact_figure_fills_the_cell():
    assert settled(figure(39_900, "3.99万人"), figure(39_912, "39912人")) == (39_912, False, ["used", "agrees"])


def test_disagreement_is_never_averaged_and_decided_only_on_request():
    one, other = figure(10, "10个", date="2018", confidence=0.9), figure(12, "12个", doc="b.txt", date="2019-01-05", confidence=0.8)
    assert settled(one, other) == (None, True, ["disagrees", "disagrees"])
    assert settled(one, other, prefer="latest") == (12, True, ["disagrees", "used"])
    assert settled(one, other, prefer="confident") == (10, True, ["used", "disagrees"])
    assert settled(one, other._replace(confidence=0.9), prefer="confident")[:2] == (None, True)


def test_exact_figures_go_before_approximate_ones():
    about, exact = figure(1000, "约1000人", qualifier="about"), figure(1023, "1023人")
    assert settled(about, exact) == (1023, False, ["used", "approximate"])
    assert settled(about) == (1000, False, ["used"])


def test_what_a_change_began_from_is_of_another_time():
    sentence = "贫困发生率由10.2%降至3.1%。"
    first, last = figure(10.2, "10.2%")._replace(sentence=sentence), figure(3.1, "3.1%", start=9)._replace(sentence=sentence)
    assert settled(first, last) == (3.1, False, ["used", "other_time"])
    assert settled(first) == (10.2, False, ["used"])  # the end stands in another cell: the beginning has a time of its own


def test_the_whole_year_goes_before_a_day_and_the_last_day_before_others():
    march, june, year = figure(1, "1个"), figure(2, "2个"), figure(3, "3个")
    assert settle([(march, "2018-03-01"), (june, "2018-06-30"), (year, "")]).value == 3
    cell = settle([(march, "2018-03-01"), (june, "2018-06-30")])
    assert cell.value == 2 and not cell.disputed and [use for _, use in cell.figures] == ["used", "other_time"]


def test_cells_of_a_dataset(data):
    made = panel(data, indicator=["地区生产总值", "贫困人口", "耕地面积"])
    cells = {(place.name, year, series): cell.value for (place, year, series), cell in made.cells.items()}
    assert cells["赫章县", "2018", GDP] == 15_123_000_000  # 151.2亿元 in the other report is the same, rounded
    assert cells["赫章县", "2018", POOR] is None and cells["赫章县", "2009", POOR] == 120_000
    assert cells["赫章县", "2019", POOR] == 12_000
    assert cells["赫章县", "2018", LAND] == pytest.approx(2e8)  # 30万亩 and 2万公顷
    assert made.disputed == [(HEZHANG, "2018", POOR)]
    assert {place for place, *_ in made.cells if place.name == "赫章县"} == {HEZHANG}


def test_places_of_one_name_stay_apart(data):
    made = panel(data, indicator="地区生产总值", year=2018)
    assert [(place.path, place.code) for place, _ in made.rows] == [
        ("江苏省/南京市/鼓楼区", "320106"), ("福建省/福州市/鼓楼区", "350102"), ("贵州省/毕节市/赫章县", "520527"),
    ]


def test_a_place_has_its_latest_name():
    assert place_of("贵州省/毕节地区/赫章县") == HEZHANG and place_of("河北省/保定市/满城县").path == "河北省/保定市/满城区"
    assert place_of("贵州省/毕节地区/赫章县/松林坡乡", "520527203") == Place("贵州省/毕节市/赫章县/松林坡乡", "520527203")
    assert place_of("全国") == Place("全国")


def test_what_is_left_out_is_counted(data):
    made = panel(data, indicator="贫困发生率")
    assert left_out(made.left_out) == "1 row of several places" and len(made.cells) == 1


def test_without_an_indicator_all_standard_ones(data):
    assert {series.indicator for series in panel(data).series} >= {"地区生产总值", "贫困人口", "贫困发生率", "耕地面积"}
    assert all(series.relation == "level" and series.status == "actual" for series in panel(data).series)


def test_changes_and_plans_on_request(data):
    made = panel(data, indicator="地区生产总值", relation=["level", "increase", "decrease"])
    assert [series.title for series in made.series] == ["地区生产总值·decrease（%）", "地区生产总值·increase（%）", "地区生产总值（元）"]
    assert [series.title for series in panel(data, indicator="新建通村公路", status="planned").series] == ["新建通村公路·planned（米）"]


def test_axes(data):
    assert [time for _, time in panel(data, by=("place", "period"), indicator="贫困人口").rows] == ["2009-12-31", "2018-12-31", "2019-12-31"]
    assert [(time, place.code[:2]) for place, time in panel(data, by=("year", "place"), indicator="地区生产总值").rows] == [
        ("2009", "52"), ("2018", "32"), ("2018", "35"), ("2018", "52"), ("2019", "52"),
    ]
    with pytest.raises(BadWish, match="goes by place,year"):
        panel(data, by=("doc",))
    with pytest.raises(BadWish, match="latest, confident"):
        panel(data, prefer="mean")


def test_the_command_prints_the_panel_and_the_disagreements(baobiao, path):
    ran = baobiao("panel", path, "--place", "赫章县", "--indicator", "贫困人口", "--year", "2018..2019")
    assert [line.split() for line in ran.out.splitlines()] == [
        ["place", "year", "贫困人口（人）"], ["赫章县", "2018", "≠"], ["赫章县", "2019", "12,000"],
    ]
    assert "1 of 2 cells in which documents disagree:\n  贵州省/毕节市/赫章县 2018 贫困人口（人）: 39900 in a.txt (" in ran.err and "38700 in b.txt (" in ran.err


def test_the_command_writes_csv_with_the_disagreements_beside_it(baobiao, path, tmp_path):
    ran = baobiao("panel", path, "--indicator", "贫困人口", "--indicator", "耕地面积", "--to", tmp_path / "p.csv", "--datapackage")
    assert ran.status == 0 and sorted(file.name for file in tmp_path.iterdir()) == ["datapackage.json", "p.csv", "p.disagreements.csv", "p.sources.csv"]

    def rows(name):
        with open(tmp_path / name, encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    wide = {row["year"]: row for row in rows("p.csv")}
    assert wide["2018"]["贫困人口（人）"] == "" and wide["2018"]["disagreements"] == "贫困人口（人）" and wide["2009"]["贫困人口（人）"] == "120000"
    assert [(row["value"], row["doc"], row["use"]) for row in rows("p.disagreements.csv")] == [("39900", "a.txt", "disagrees"), ("38700", "b.txt", "disagrees")]
    assert {row["use"] for row in rows("p.sources.csv")} == {"used", "disagrees", "agrees"}
    assert len(json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))["resources"]) == 3


def test_the_command_writes_a_workbook(baobiao, path, tmp_path):
    baobiao("panel", path, "--indicator", "贫困人口", "--to", tmp_path / "p.xlsx", "--lang", "zh")
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    assert book.sheetnames == ["面板", "分歧", "出处", "说明"]
    assert [cell.value for cell in book["面板"][1]] == ["地点", "地点全称", "区划代码", "年份", "贫困人口（人）", "有分歧的列"]
    cell = next(row[4] for row in book["面板"].iter_rows(min_row=2) if row[3].value == 2018)
    assert cell.value is None and "39900 in a.txt" in cell.comment.text and "38700 in b.txt" in cell.comment.text
    assert book["分歧"].max_row == 3


@pytest.mark.parametrize("suffix", [".dta", ".sqlite", ".parquet", ".jsonl"])
def test_the_command_writes_other_files(baobiao, path, tmp_path, suffix):
    assert baobiao("panel", path, "--indicator", "地区生产总值", "--to", tmp_path / f"p{suffix}").status == 0
    if suffix == ".dta":
        read = pandas.read_stata(tmp_path / "p.dta")
        assert read["地区生产总值_元_"].tolist() == [1.389e11, 1.7e11, 4.5e9, 1.5123e10, 1.63e10] and read["year"].tolist() == [2018, 2018, 2009, 2018, 2019]


def test_the_command_streams_the_wide_table(baobiao, path):
    out = baobiao("panel", path, "--indicator", "贫困人口", "--format", "csv").out
    assert out.splitlines()[0] == "place,place_path,place_code,year,贫困人口（人）,disagreements" and len(out.splitlines()) == 4


@pytest.mark.parametrize(("arguments", "said"), [
    (("--by", "place"), "goes by"), (("--prefer", "mean"), "latest, confident"), (("--place", "鼓楼区"), "several places"), (("--fill", "t.xlsx"), "add --to"),
])
def test_mistakes_of_a_panel_end_in_one_sentence(baobiao, path, arguments, said):
    ran = baobiao("panel", path, *arguments)
    assert ran.status == 2 and said in ran.err and len(ran.err.splitlines()) == 1


def test_an_empty_panel_says_why(baobiao, path):
    ran = baobiao("panel", path, "--indicator", "贫困人口", "--year", "1999")
    assert ran.status == 0 and "without the year" in ran.err


def test_panels_are_frames(path):
    with extract.open_dataset(path) as data:
        conditions = {"place": "赫章县", "indicator": ["贫困人口", "地区生产总值"], "year": "2018.."}
        frame = data.panel(**conditions)
        assert frame["year"].tolist() == [2018, 2019] and frame["year"].dtype == "int64"
        assert pandas.isna(frame["贫困人口（人）"][0]) and frame["disagreements"].tolist() == ["贫困人口（人）", ""]
        assert data.disagreements(**conditions)["value"].tolist() == [39_900, 38_700]
        assert data.panel(**conditions, prefer="latest")["贫困人口（人）"].tolist() == [38_700, 12_000]
        assert set(data.sources(**conditions)["doc"]) == {"a.txt", "b.txt"}
