"""Facts by place, indicator, year and words; their sources; SQL that only reads."""

import csv
import io
import json
import re

import openpyxl
import pandas
import pytest
from pyarrow import parquet
from reports import REPORTS, make

import extract
from extract import query
from extract.dataset import open_dataset
from extract.query import BadWish, Search, condition, place
from extract.query.place import AmbiguousPlace, NoSuchPlace, Places


@pytest.fixture(scope="module", params=["t.duckdb", "parts/"])
def path(request, tmp_path_factory):
    return make(tmp_path_factory.mktemp("query"), request.param)


@pytest.fixture(scope="module")
def data(path):
    with open_dataset(path) as opened:
        yield opened


def texts(data, **conditions):
    return [text for text, in Search(data, query.wanted(**conditions)).rows(["text"])]


def test_a_place_takes_in_all_below_it(data):
    assert "104户" in texts(data, place="赫章县") and "104户" not in texts(data, place="赫章县", exact_place=True)
    assert texts(data, place="贵州省", kind="households") == texts(data, place="520527203216", kind="households") == ["104户"]
    assert "104户" in texts(data, place="52") and "104户" in texts(data, place="520500")


def test_a_place_is_called_by_short_form_path_code_and_former_code(data):
    names = ["赫章县", "赫章", "毕节市/赫章县", "贵州/赫章", "贵州省毕节市赫章县", "520527", "522428"]
    assert len({tuple(texts(data, place=name)) for name in names}) == 1


def test_a_county_keeps_its_rows_when_its_prefecture_is_renamed(data):
    assert {"45亿元", "163亿元"} <= set(texts(data, place="赫章县", indicator="地区生产总值"))
    assert texts(data, place="毕节市", kind="amount") == texts(data, place="毕节地区", kind="amount")


def test_lists_of_places_are_about_each_of_them(data):
    for name in ("威宁县", "威宁彝族回族苗族自治县", "赫章县"):
        assert "2%" in texts(data, place=name, exact_place=True)


def test_a_name_of_several_places_is_refused_with_all_of_them(data):
    with pytest.raises(AmbiguousPlace, match=r"江苏省/南京市/鼓楼区 \(320106\), 福建省/福州市/鼓楼区 \(350102\)"):
        texts(data, place="鼓楼区")
    assert texts(data, place="南京市/鼓楼区", kind="amount") == texts(data, place="320106", kind="amount") == ["1389亿元"]


def test_a_place_without_rows_is_refused_with_those_near_it(data):
    with pytest.raises(NoSuchPlace, match="松林坡镇: no row .* near it there are .*/松林坡"):
        texts(data, place="松林坡镇")
    with pytest.raises(NoSuchPlace, match="110000"):
        texts(data, place="110000")


def test_the_nation_is_a_place_without_a_path(data):
    assert texts(data, place="全国") == ["66384万吨"]


def test_places_whose_short_form_is_shared():
    known = Places([("吉林省", "220000"), ("吉林省/吉林市", "220200"), ("河北省/保定市/满城县", "130621"), ("河北省/保定市/满城区/满城镇", "")])
    with pytest.raises(AmbiguousPlace):
        known.choose("吉林")
    assert known.choose("吉林市").paths == ("吉林省/吉林市",)
    assert known.choose("满城").paths == ("河北省/保定市/满城区", "河北省/保定市/满城县")  # the county, under both names; not its seat


def test_a_path_without_a_province_is_no_division_that_several_could_be():
    known = Places([("鼓楼区", ""), ("江苏省/南京市/鼓楼区", "320106")])
    with pytest.raises(AmbiguousPlace, match="/鼓楼区, 江苏省"):
        known.choose("鼓楼区")
    assert known.choose("/鼓楼区").paths == ("鼓楼区",)


def test_a_lineage_ends_in_itself():
    lineage = place._lineage()
    assert all(lineage[lineage[code]] == lineage[code] for code in lineage)
    assert lineage["522428"] == lineage["520527"] and lineage["320106"] != lineage["350102"]


@pytest.mark.parametrize(("name", "found"), [
    ("地区生产总值", {"151.2亿元", "10.5%", "151.23亿元", "163亿元", "1.5%", "45亿元", "1389亿元", "1700亿元"}),
    ("生产总值", {"151.2亿元", "10.5%", "151.23亿元", "163亿元", "1.5%", "45亿元", "1389亿元", "1700亿元"}),
    ("通村 公路", {"36公里"}),
    ("贫困", {"3.99万人", "5.6%", "104户", "3.87万人", "约1.2万人", "2%", "12万人"}),
    ("贫困人口", {"3.99万人", "3.87万人", "约1.2万人", "12万人"}),
])
def test_an_indicator_is_a_standard_name_or_words(data, name, found):
    assert set(texts(data, indicator=name)) == found


def test_an_exact_indicator_is_that_one_alone(data):
    assert texts(data, indicator="公路", exact_indicator=True) == []
    assert texts(data, indicator="新建通村公路", exact_indicator=True) == ["36公里"]


@pytest.mark.parametrize(("year", "found"), [
    ("2018", ["3.99万人", "3.87万人"]), ("2018..2019", ["3.99万人", "3.87万人", "约1.2万人"]), ("..2010", ["12万人"]), ("2019..", ["约1.2万人"]),
])
def test_years_are_those_that_the_period_overlaps(data, year, found):
    assert texts(data, indicator="贫困人口", year=year) == found


def test_periods_of_all_forms_overlap_years():
    import duckdb

    clause, params = condition._years("2013..2015")
    periods = ["2013", "2012", "2011/2015", "2015-12-31/2016", "2016", "201X", "200X", "", "2014-01-01/2014-06-30"]
    found = duckdb.execute(f"SELECT period FROM (SELECT unnest(?) AS period) WHERE {clause}", [periods, *params]).fetchall()
    assert [period for period, in found] == ["2013", "2011/2015", "2015-12-31/2016", "201X", "2014-01-01/2014-06-30"]


@pytest.mark.parametrize(("conditions", "found"), [
    ({"kind": "area"}, ["30万亩", "2万公顷"]),
    ({"unit": "万亩"}, ["30万亩"]),
    ({"status": "planned"}, ["36公里"]),
    ({"relation": ("increase", "decrease")}, ["10.5%", "1.5%"]),
    ({"qualifier": "about"}, ["约1.2万人"]),
    ({"doc": "old", "kind": "amount"}, ["45亿元"]),
    ({"doc": "*/c.txt", "kind": "amount"}, ["45亿元"]),
    ({"text": "耕地 30万亩", "kind": "area"}, ["30万亩"]),
    ({"text": "耕地 没有的词"}, []),
    ({"order": "-value", "kind": "amount", "limit": 2}, ["1700亿元", "1389亿元"]),
])
def test_other_conditions(data, conditions, found):
    assert texts(data, **conditions) == found


def test_confidence_is_a_floor(data):
    assert texts(data, kind="amount", min_confidence=0.99) == []
    assert len(texts(data, kind="amount", min_confidence=0.5)) == 7


def test_words_are_found_across_a_wrap():
    import duckdb

    clause, params = condition._text("安全饮水 覆盖率")
    sentences = ["农村安全饮\n水覆盖率为100%。", "农村安全饮水覆盖率为100%。", "安全饮用水覆盖率"]
    found = duckdb.execute(f"SELECT sentence FROM (SELECT unnest(?) AS sentence) WHERE {clause}", [sentences, *params]).fetchall()
    assert [sentence for sentence, in found] == sentences[:2]


@pytest.mark.parametrize(("conditions", "said"), [
    ({"kind": "person"}, "do you mean persons"), ({"year": "2016-2018"}, "are written"), ({"year": "2018..2016"}, "write 2016..2018"),
    ({"order": "valu"}, "do you mean value"), ({"min_confidence": 1.5}, "from 0 to 1"), ({"indicator": " "}, "is empty"), ({"status": "done"}, "actual, planned"),
])
def test_what_is_not_well_said_is_refused_in_a_sentence(data, conditions, said):
    with pytest.raises(BadWish, match=said):
        texts(data, **conditions)


def test_nothing_says_which_condition_leaves_no_row(data):
    search = Search(data, query.wanted(indicator="地区生产总值", year="2015", place="赫章县"))
    assert search.count() == 0
    assert search.nothing() == "no row meets all conditions; there would be 6 without the year"


# The command

def test_the_command_prints_a_table(baobiao, path):
    ran = baobiao("query", path, "--place", "赫章", "--indicator", "贫困人口", "--year", "2016..2018", "--kind", "persons", "--status", "actual",
                  "--min-confidence", "0.8")
    assert ran.status == 0 and [line.split()[3:6] for line in ran.out.splitlines()[1:]] == [["3.99万人", "39,900", "人"], ["3.87万人", "38,700", "人"]]
    assert ran.err.splitlines()[-1] == "2 rows" and "毕节地区" in ran.err


def test_the_command_prints_sources(baobiao, path):
    out = baobiao("query", path, "--indicator", "贫困人口", "--year", "2009", "--source").out
    start = REPORTS["old/c.txt"].index("12万人")
    assert out.splitlines()[1:] == [f"  old/c.txt, characters {start}-{start + 4}", "  2009年，全县地区生产总值45亿元，年末贫困人口⟦12万人⟧。"]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_the_command_streams(baobiao, path, form):
    out = baobiao("query", path, "--kind", "area", "--format", form).out
    rows = list(csv.DictReader(io.StringIO(out))) if form == "csv" else [json.loads(line) for line in out.splitlines()]
    assert [row["text"] for row in rows] == ["30万亩", "2万公顷"] and [float(row["value"]) for row in rows] == [300_000, 20_000]


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet", ".xlsx", ".dta", ".sqlite"])
def test_the_command_writes_files(baobiao, path, tmp_path, suffix):
    ran = baobiao("query", path, "--kind", "area", "--source", "--to", tmp_path / f"t{suffix}")
    assert ran.status == 0 and ran.out == "" and "2 rows" in ran.err and list(tmp_path.iterdir()) == [tmp_path / f"t{suffix}"]
    if suffix == ".parquet":
        assert parquet.read_table(tmp_path / "t.parquet")["marked"].to_pylist()[0] == "全县耕地面积⟦30万亩⟧。"
    if suffix == ".dta":
        assert pandas.read_stata(tmp_path / "t.dta")["value"].tolist() == [300_000, 20_000]


def test_the_command_writes_chinese_heads_and_a_data_package(baobiao, path, tmp_path):
    baobiao("query", path, "--kind", "area", "--to", tmp_path / "t.xlsx", "--lang", "zh")
    assert openpyxl.load_workbook(tmp_path / "t.xlsx")["事实"]["A1"].value == "文档"
    baobiao("query", path, "--kind", "area", "--to", tmp_path / "t.csv", "--datapackage")
    assert json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))["resources"][0]["rows"] == 2


def test_sql_answers(baobiao, path, tmp_path):
    ran = baobiao("query", path, "--sql", "SELECT kind, count(*) AS n, [1, 2] AS list, NULL AS nothing FROM facts WHERE kind = 'area' GROUP BY 1", "--format", "jsonl")
    assert json.loads(ran.out) == {"kind": "area", "n": 2, "list": "[1, 2]", "nothing": ""}
    baobiao("query", path, "--sql", "SELECT doc, characters FROM documents ORDER BY 1", "--to", tmp_path / "t.parquet")
    assert parquet.read_table(tmp_path / "t.parquet")["characters"].to_pylist()[0] == len(REPORTS["a.txt"])


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet", ".xlsx", ".dta", ".sqlite"])
def test_odd_answers_are_written_too(baobiao, path, tmp_path, suffix):
    sql = "SELECT doc, doc, 'nan'::DOUBLE AS nan, 1e300 AS large, sum(start) AS total, true AS yes, NULL AS nothing, 1.5::DECIMAL(4, 2) AS some FROM facts GROUP BY doc"
    ran = baobiao("query", path, "--sql", sql, "--to", tmp_path / f"t{suffix}")
    assert ran.status == 0 and "6 rows" in ran.err


def test_the_columns_of_an_answer_are_those_of_the_codebook(baobiao, path, tmp_path):
    baobiao("query", path, "--sql", "SELECT place, value, count(*) AS 行数 FROM facts WHERE kind = 'area' GROUP BY ALL", "--to", tmp_path / "t.xlsx", "--lang", "zh")
    assert [cell.value for cell in openpyxl.load_workbook(tmp_path / "t.xlsx")["查询结果"][1]] == ["地点", "数值", "行数"]


@pytest.mark.parametrize("sql", [
    "DELETE FROM facts", "CREATE TABLE x (a INT)", "COPY facts TO 'x.csv'", "SELECT * FROM read_csv('/etc/passwd')", "SELECT * FROM '/etc/hosts'",
    "ATTACH 'x.duckdb'", "SET enable_external_access = true", "SELECT 1; SELECT 2", "INSTALL httpfs", "PRAGMA database_list", "SELECT * FROM glob('/*')", "",
])
def test_sql_only_reads_and_reaches_nothing_else(baobiao, path, sql, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = baobiao("query", path, "--sql", sql or " ")
    assert ran.status == 2 and ran.out == "" and len(ran.err.splitlines()) == 1 and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("arguments", "said"), [
    (("--place", "鼓楼区"), "several places are called so"), (("--format", "xlsx"), "add --to NAME.xlsx"), (("--datapackage",), "needs a file"),
    (("--sql", "SELECT 1", "--kind", "area"), "no conditions beside it"), (("--to", "t.doc"), "ends in .csv"),
    (("--to", "t.csv", "--format", "xlsx"), "leave one of them away"), (("--kind", "person"), "do you mean persons"),
])
def test_mistakes_of_a_query_end_in_one_sentence(baobiao, path, arguments, said):
    ran = baobiao("query", path, *arguments)
    assert ran.status == 2 and said in ran.err and len(ran.err.splitlines()) == 1


def test_an_empty_result_is_said_and_written(baobiao, path, tmp_path):
    ran = baobiao("query", path, "--kind", "energy", "--to", tmp_path / "t.csv")
    assert ran.status == 0 and "no row meets" in ran.err and (tmp_path / "t.csv").read_text(encoding="utf-8-sig").count("\n") == 1


def test_many_rows_are_shown_in_part(baobiao, path):
    rows = len(baobiao("query", path, "--limit", "0").out.splitlines()) - 1
    ran = baobiao("query", path)
    assert rows > 40 and (len(ran.out.splitlines()) - 1 == min(rows, 50))
    assert re.search(r"50 of \d+ rows|\d+ rows", ran.err)


# Python

def test_facts_are_a_typed_frame(path):
    with extract.open_dataset(path) as data:
        frame = data.facts(place="赫章县", kind=["area", "households"], year=2018, source=True)
        assert frame["text"].tolist() == ["104户", "30万亩", "2万公顷"] and frame["value"].dtype == "float64" and frame["start"].dtype == "int64"
        assert frame["marked"][1] == "全县耕地面积⟦30万亩⟧。" and frame["where"][0].startswith("a.txt, characters ")
        assert list(data.facts(columns=["doc", "value"], kind="area").columns) == ["doc", "value"]
        assert data.sql("SELECT count(*) AS n FROM facts")["n"][0] == len(data.facts())
        assert len(data.facts(kind="energy")) == 0
        with pytest.raises(TypeError, match="no condition 'plce'"):
            data.facts(plce="赫章县")
        with pytest.raises(ValueError, match="several places"):
            data.facts(place="鼓楼区")
