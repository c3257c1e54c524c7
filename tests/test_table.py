"""Tables: columns, cells, the six kinds of file, and the data package."""

import csv
import hashlib
import io
import json
import sqlite3
from contextlib import closing
from decimal import Decimal

import openpyxl
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from extract import codebook, table
from extract.records import Fact, Source
from extract.table import COLUMNS, FULL_COLUMNS, BadTarget, Marked, Table, flat, workbook

CONTRACT = (
    "doc section start end text kind value value_max unit qualifier indicator relation base place place_path "
    "place_code period status sentence extractor confidence"
).split()
FACTS = [
    Fact("a.txt", 0, 0, 6, "3.99万人", "persons", Decimal("3.99E+4"), unit="人", qualifier="exact", place_code="520527",
         sentence="减少\n3.99万人", confidence=0.97, base_value=Decimal("39900"), base_unit="人", indicator_start=3, indicator_end=5),
    Fact("a.txt", 1, 9, 15, "=1+1,\"甲\"", "place", place="=1+1", confidence=0.5),
    Fact("b.txt", 0, 1, 8, "5万元至10万元", "amount", Decimal("5E+4"), Decimal("100000.10"), "元", "range"),
]


def test_the_columns_are_the_contracts_in_its_order():
    assert list(COLUMNS) == CONTRACT
    assert FULL_COLUMNS[: len(COLUMNS)] == COLUMNS and FULL_COLUMNS[-1] == "table_cell"
    assert table.columns_of("full") == FULL_COLUMNS
    with pytest.raises(ValueError, match="'contract' or 'full'"):
        table.columns_of("some")


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_numbers_are_exact_and_short(value):
    text = table.plain(value)
    assert Decimal(text) == value
    assert "e" not in text.lower() and not ("." in text and text.endswith("0"))


def test_csv_opens_right_in_excel(tmp_path):
    table.write(FACTS, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbfdoc,section,")
    with open(tmp_path / "t.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["text"] for row in rows] == [fact.text for fact in FACTS]
    assert [(row["value"], row["value_max"]) for row in rows] == [("39900", ""), ("", ""), ("50000", "100000.1")]
    assert rows[0]["sentence"] == "减少\n3.99万人" and rows[0]["confidence"] == "0.97"


def test_csv_on_a_stream_has_no_bom():
    stream = io.StringIO()
    table.write(FACTS, stream)
    assert stream.getvalue().startswith("doc,section,")


def test_jsonl_keeps_numbers_exact(tmp_path):
    table.write(FACTS, tmp_path / "t.jsonl", FULL_COLUMNS)
    lines = (tmp_path / "t.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line, parse_float=Decimal) for line in lines]
    assert list(rows[0]) == list(FULL_COLUMNS)
    assert '"value": 39900, "value_max": null' in lines[0]
    assert rows[2]["value_max"] == Decimal("100000.1") and rows[1]["text"] == '=1+1,"甲"'


def test_parquet_is_typed(tmp_path):
    table.write(FACTS, tmp_path / "t.parquet", FULL_COLUMNS)
    read = parquet.read_table(tmp_path / "t.parquet")
    types = {field.name: str(field.type) for field in read.schema}
    assert (types["start"], types["value"], types["place_code"], types["indicator_start"]) == ("int64", "double", "string", "int64")
    assert read["value"].to_pylist() == [39900.0, None, 50000.0]
    assert read["place_code"].to_pylist() == ["520527", "", ""]


def test_parquet_groups_rows_alike_however_they_come(tmp_path, monkeypatch):
    monkeypatch.setattr(flat, "_ROW_GROUP", 4)
    for name, size in (("a", 1), ("b", 7)):
        with table.writer(tmp_path / f"{name}.parquet", COLUMNS) as add:
            rows = list(table.rows(FACTS * 5))
            for start in range(0, len(rows), size):
                add(rows[start:start + size])
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    assert parquet.read_metadata(tmp_path / "a.parquet").num_row_groups == 4


def test_xlsx_has_numbers_no_formulas_and_a_frozen_header(tmp_path):
    table.write(FACTS, tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["facts"]
    column = {cell.value: cell.column for cell in sheet[1]}
    assert list(column) == CONTRACT
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:U4" and sheet["A1"].font.bold
    cell = sheet.cell(3, column["text"])
    assert (cell.value, cell.data_type) == ('=1+1,"甲"', "s")
    assert sheet.cell(2, column["value"]).value == 39900 and sheet.cell(2, column["place_code"]).value == "520527"
    assert sheet.cell(3, column["value"]).value is None


def test_xlsx_says_what_it_cannot_hold(tmp_path, monkeypatch):
    long = Fact("a.txt", 0, 0, 1, "一", "count", sentence="长" * 40_000)
    with pytest.raises(BadTarget, match="32,767 characters"):
        table.write([long], tmp_path / "t.xlsx")
    monkeypatch.setattr(workbook, "_SHEET", 3)
    with pytest.raises(BadTarget, match="holds 2 rows"):
        table.write(FACTS, tmp_path / "t.xlsx")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", table.SUFFIXES)
def test_the_same_rows_give_the_same_bytes(tmp_path, suffix):
    for name in ("a", "b"):
        table.write(FACTS, tmp_path / f"{name}{suffix}")
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", table.SUFFIXES)
def test_a_table_of_nothing_is_a_table(tmp_path, suffix):
    table.write([], tmp_path / f"t{suffix}")
    assert (tmp_path / f"t{suffix}").exists()


@pytest.mark.parametrize("suffix", table.SUFFIXES)
def test_a_fault_leaves_the_old_table_as_it_was(tmp_path, suffix):
    target = tmp_path / f"t{suffix}"
    target.write_text("old")
    with pytest.raises(RuntimeError), table.writer(target, COLUMNS) as add:
        add(table.rows(FACTS))
        raise RuntimeError
    assert target.read_text() == "old" and list(tmp_path.iterdir()) == [target]


def test_bad_targets_are_told_before_anything_is_done(tmp_path):
    for name, reason in (("t.doc", "ends in .csv"), ("no/t.csv", "there is no folder")):
        with pytest.raises(BadTarget, match=reason):
            table.check(tmp_path / name)


def test_the_documents_table_holds_the_text(tmp_path):
    with table.writer(tmp_path / "d.parquet", table.DOCUMENT_COLUMNS) as add:
        add([table.document_row(Source("a.txt", "第一行\n第二行", sha256="00", warnings=("甲", "乙")))])
    row = parquet.read_table(tmp_path / "d.parquet").to_pylist()[0]
    assert row == {"doc": "a.txt", "sha256": "00", "reader": "text", "encoding": "", "characters": 7, "warnings": "甲; 乙", "text": "第一行\n第二行"}


@pytest.mark.parametrize("facts", [FACTS, []], ids=["rows", "empty"])
def test_frames_are_typed(facts):
    frame = table.frame(facts, FULL_COLUMNS)
    assert tuple(frame.columns) == FULL_COLUMNS and len(frame) == len(facts)
    assert frame["start"].dtype == "int64" and frame["value"].dtype == "float64" and frame["indicator_start"].dtype == "Int64"
    assert pandas.api.types.is_string_dtype(frame["text"])


def test_xlsx_in_chinese_has_chinese_heads_and_a_codebook(tmp_path):
    with table.writer(tmp_path / "t.xlsx", COLUMNS, lang="zh") as add:
        add(table.rows(FACTS))
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["事实", "说明"]
    assert [cell.value for cell in book["事实"][1]][:6] == ["文档", "第几篇", "起", "止", "原文", "种类"]
    head, *lines = book["说明"].iter_rows(values_only=True)
    assert head == ("表", "列", "标题", "类型", "含义", "取值") and [line[1] for line in lines] == CONTRACT
    assert "persons: 人数" in next(line for line in lines if line[1] == "kind")[5]


def test_xlsx_holds_several_tables_and_marks_cells(tmp_path):
    tables = [Table("panel", ["place", codebook.Column("人口（人）", float)], [("甲县", Marked(None, "两处不同")), ("乙县", 5)]),
              Table("sources", ["doc"], [("a.txt",)])]
    table.write_tables(tmp_path / "t.xlsx", tables)
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["panel", "sources", "codebook"]
    cell = book["panel"]["B2"]
    assert cell.value is None and cell.comment.text == "两处不同" and cell.fill.fgColor.rgb == "FFFFE699"
    assert book["panel"]["B3"].value == 5 and book["panel"]["B3"].comment is None
    table.write_tables(tmp_path / "t.csv", tables)
    assert (tmp_path / "t.csv").read_text(encoding="utf-8-sig") == "place,人口（人）\n甲县,\n乙县,5\n"
    assert (tmp_path / "t.sources.csv").read_text(encoding="utf-8-sig") == "doc\na.txt\n"


def test_stata_reads_what_was_written(tmp_path):
    sentence = "长" * 3000
    facts = [*FACTS, Fact("c.txt", 2, 5, 6, "一", "count", place="地" * 800, sentence=sentence)]
    table.write(facts, tmp_path / "t.dta", FULL_COLUMNS)
    read = pandas.read_stata(tmp_path / "t.dta")
    assert list(read.columns) == [column if column != "end" else "end_" for column in FULL_COLUMNS]
    assert read["end_"].tolist() == [6, 15, 8, 6] and read["start"].dtype.kind == "i"
    assert read["value"].tolist()[0] == 39900 and pandas.isna(read["value"][1])
    assert read["text"].tolist() == [fact.text for fact in facts] and read["place_code"].tolist() == ["520527", "", "", ""]
    assert read["sentence"][3] == sentence and read["place"][3] == "地" * 800
    assert read["indicator_start"][0] == 3 and pandas.isna(read["indicator_start"][1])
    with pandas.read_stata(tmp_path / "t.dta", iterator=True) as reader:
        labels = reader.variable_labels()
    assert labels["end_"] == "where it ends: the first character behind it" and max(map(len, labels.values())) <= 80
    assert (tmp_path / "t.dta").read_bytes()[:60].startswith(b"<stata_dta><header><release>118</release>")


def test_stata_names_every_column_of_a_panel(tmp_path):
    names = ["地区生产总值（元）", "地区生产总值(元)", "2018", "指" * 40, "指" * 40 + "标"]
    table.write_tables(tmp_path / "t.dta", [Table("panel", [codebook.Column(name, float) for name in names], [(1, 2, 3, 4, None)])])
    read = pandas.read_stata(tmp_path / "t.dta")
    assert list(read.columns) == ["地区生产总值_元_", "地区生产总值_元_2", "_2018", "指" * 32, "指" * 31 + "2"]
    assert read.iloc[0].tolist()[:4] == [1, 2, 3, 4]


def test_sqlite_is_typed_and_has_the_codebook(tmp_path):
    table.write(FACTS, tmp_path / "t.sqlite", FULL_COLUMNS)
    with closing(sqlite3.connect(tmp_path / "t.sqlite")) as connection:
        assert connection.execute('select text, value, "end", place_code, typeof(place_code), page from facts').fetchall()[0] == (
            "3.99万人", 39900.0, 6, "520527", "text", None,
        )
        types = {name: kind for _, name, kind, *_ in connection.execute("pragma table_info(facts)")}
        assert (types["start"], types["value"], types["period"]) == ("INTEGER", "REAL", "TEXT")
        assert connection.execute('select count(*) from codebook where "table" = \'facts\'').fetchone() == (len(FULL_COLUMNS),)


def test_a_data_package_describes_the_files_beside_it(tmp_path):
    for suffix in (".csv", ".parquet"):
        with table.writer(tmp_path / f"facts{suffix}", COLUMNS, package=True) as add:
            add(table.rows(FACTS[:2]))
    with table.writer(tmp_path / "documents.csv", table.DOCUMENT_COLUMNS, name="documents", package=True) as add:
        add([table.document_row(Source("a.txt", "文", sha256="00"))])
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    found = {resource["path"]: resource for resource in package["resources"]}
    assert list(found) == ["documents.csv", "facts.csv", "facts.parquet"]
    assert [resource["name"] for resource in package["resources"]] == ["documents", "facts", "facts-parquet"]
    facts = found["facts.csv"]
    assert facts["hash"] == "sha256:" + hashlib.sha256((tmp_path / "facts.csv").read_bytes()).hexdigest()
    assert facts["rows"] == 2 and facts["schema"]["primaryKey"] == ["doc", "start", "end", "kind"]
    fields = {field["name"]: field for field in facts["schema"]["fields"]}
    assert list(fields) == CONTRACT and fields["value"]["type"] == "number" and fields["start"]["type"] == "integer"
    assert "planned" in fields["status"]["constraints"]["enum"] and "planned: " in fields["status"]["description"]


def test_frictionless_finds_no_fault_in_a_data_package(tmp_path, monkeypatch):
    frictionless = pytest.importorskip("frictionless")
    with table.writer(tmp_path / "facts.csv", FULL_COLUMNS, package=True) as add:
        add(table.rows(FACTS, FULL_COLUMNS))
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.to_summary()
    assert report.tasks[0].stats["rows"] == len(FACTS)
    (tmp_path / "facts.csv").write_text((tmp_path / "facts.csv").read_text(encoding="utf-8").replace("persons", "nobody"), encoding="utf-8")
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_a_package_is_refused_where_it_cannot_be(tmp_path):
    with pytest.raises(BadTarget, match="describes .csv and .parquet"):
        table.check(tmp_path / "t.xlsx", package=True)
    (tmp_path / "datapackage.json").write_text("[]")
    with pytest.raises(BadTarget, match="is no data package"):
        table.check(tmp_path / "t.csv", package=True)


def test_marks_of_another_package_stay(tmp_path):
    (tmp_path / "datapackage.json").write_text('{"name": "mine", "resources": [{"name": "facts", "path": "other.csv"}]}')
    with table.writer(tmp_path / "facts.csv", COLUMNS, package=True) as add:
        add(table.rows(FACTS))
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert package["name"] == "mine" and [resource["name"] for resource in package["resources"]] == ["facts-csv", "facts"]
