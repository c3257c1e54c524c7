"""XLSX and CSV: numbers as the sheet shows them, tables and text apart, cells by their names."""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from extract import read
from extract.pipeline import convert_source
from extract.read.cellformat import shown

SHOWN = [
    (0.1337, "0.00%", "13.37%"), (0.5, "0%", "50%"), (1234.5, "#,##0.00", "1,234.50"), (1234567, "#,##0", "1,234,567"), (12.345, "0.0", "12.3"), (0.125, "0.00", "0.13"),
    (3220, '0"万元"', "3220万元"), (3220, "0万元", "3220万元"), (-12.5, "0.0;(0.0)", "-12.5"), (-1200, "#,##0_);(#,##0)", "-1,200"), (1234567, "#,##0,", "1,235"),
    (86, "General", "86"), (0.1 + 0.2, "General", "0.3"), (1e15, "General", "1000000000000000"), (86, "@", "86"), (0, '0;-0;"-"', "-"),
    (date(2018, 12, 31), "yyyy/m/d", "2018年12月31日"), ("86户", "General", "86户"), (True, "General", "TRUE"), (None, "General", ""), (86, '[Red]0"户"', "86户"), (5, "00", "5"),
]


@pytest.mark.parametrize(("value", "code", "expected"), SHOWN)
def test_shown(value, code, expected):
    assert shown(value, code) == expected


def book(path, rows, formats=(), merged=()):
    made = openpyxl.Workbook()
    made.active.title = "收支"
    for row in rows:
        made.active.append(row)
    for cell, code in formats:
        made.active[cell].number_format = code
    for area in merged:
        made.active.merge_cells(area)
    made.save(path)
    return read.read(path)


def figures(source):
    return [(f.text, f.value, f.unit, f.indicator, f.place, f.table_cell) for f in convert_source(source).facts if f.unit]


def test_a_table_with_text_around_it(tmp_path):
    source = book(tmp_path / "a.xlsx", [
        ["青田县2020年扶贫情况"], [None, None, "单位：万元"], ["乡镇", "投入资金", "贫困发生率"], ["船寮镇", 1200.5, 0.1337], ["海溪乡", 80, 0.05], ["合计", 1280.5], [], ["全县共有农户3782户。"]],
        [("C4", "0.00%"), ("C5", "0.00%"), ("B4", "#,##0.00")], ["A1:C1"])
    assert figures(source) == [
        ("1,200.50", 12_005_000, "元", "投入资金", "船寮镇", "收支!B4"), ("13.37%", Decimal("13.37"), "%", "贫困发生率", "船寮镇", "收支!C4"),
        ("80", 800_000, "元", "投入资金", "海溪乡", "收支!B5"), ("5.00%", 5, "%", "贫困发生率", "海溪乡", "收支!C5"),
        ("1280.5", 12_805_000, "元", "投入资金", "青田县", "收支!B6"), ("3782户", 3782, "户", "农户", "青田县", "收支!A8")]


def test_blank_cells_are_masked_only_where_a_unit_stands(tmp_path):
    source = book(tmp_path / "a.xlsx", [["项目", "数量"], ["发放金额", "　　万元"], ["总户数", "户"], ["面积", None], ["通路村", "　"]])
    facts = [fact for fact in convert_source(source).facts if fact.unit]
    assert [(fact.text, fact.value, fact.qualifier, fact.indicator) for fact in facts] == [("万元", None, "masked", "发放金额"), ("户", None, "masked", "总户数")]


def test_a_list_of_units_is_no_form(tmp_path):
    assert figures(book(tmp_path / "a.xlsx", [["指标", "单位"], ["粮食产量", "吨"], ["果园", "亩"]])) == []


def test_formulas_without_results(tmp_path):
    source = book(tmp_path / "a.xlsx", [["全县共有农户3782户。"], ["合计", "=1+1"]])
    assert "1 formulas have no stored result" in source.warnings[0]


def test_names_of_sheets_are_text_where_there_are_several(tmp_path):
    made = openpyxl.Workbook()
    for year in ("2019年", "2020年"):
        sheet = made.create_sheet(year)
        sheet.append(["全县脱贫86户。"])
    made["Sheet"].sheet_state = "hidden"
    made.save(tmp_path / "a.xlsx")
    assert read.read(tmp_path / "a.xlsx").raw.split() == ["2019年", "全县脱贫86户。", "2020年", "全县脱贫86户。"]


def test_cells_that_hold_whole_reports(tmp_path):
    report = "全县共有农户3782户。" * 30
    source = book(tmp_path / "a.xlsx", [["编号", "正文"], [1, report], [2, report]])
    assert len(figures(source)) == 60 and not source.tables


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv(tmp_path, mark, encoding):
    quoted = '"1,200"'
    (tmp_path / "a.csv").write_bytes(f"乡镇{mark}户数（户）{mark}人口（人）\r\n青河镇{mark}310{mark}{quoted}\r\n白石乡{mark}95{mark}402\r\n".encode(encoding))
    assert figures(read.read(tmp_path / "a.csv")) == [
        ("310", 310, "户", "户数", "青河镇", "B2"), ("1,200", 1200, "人", "人口", "青河镇", "C2"), ("95", 95, "户", "户数", "白石乡", "B3"), ("402", 402, "人", "人口", "白石乡", "C3")]


def test_tables_that_the_program_wrote_are_no_documents(tmp_path, baobiao):
    (tmp_path / "a.txt").write_text("全县共有农户3782户。", encoding="utf-8")
    for name in ("facts.csv", "facts.xlsx", "more.csv"):
        assert baobiao("convert", tmp_path, "--to", tmp_path / name, "--documents", tmp_path / "documents.csv", "--quiet").status == 0
    assert [doc for _, doc in read.documents([tmp_path])] == ["a.txt"]
