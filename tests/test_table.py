"""Tables: columns, cells, and the four kinds of file."""

import csv
import io
import json
from decimal import Decimal

import openpyxl
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from extract import table
from extract.records import Fact, Source
from extract.table import COLUMNS, FULL_COLUMNS, BadTarget

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
    monkeypatch.setattr(table, "_ROW_GROUP", 4)
    for name, size in (("a", 1), ("b", 7)):
        with table.writer(tmp_path / f"{name}.parquet", COLUMNS) as add:
            rows = list(table.rows(FACTS * 5))
            for start in range(0, len(rows), size):
                add(rows[start:start + size])
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    assert parquet.read_metadata(tmp_path / "a.parquet").num_row_groups == 4


def test_xlsx_has_numbers_no_formulas_and_a_frozen_header(tmp_path):
    table.write(FACTS, tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
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
    monkeypatch.setattr(table, "_SHEET", 3)
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
