"""Templates: where the values go, what they cite, what stays empty, and that all else stays as it was."""

import re
import shutil
import subprocess
import zipfile

import openpyxl
import pytest
from lxml import etree
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from reports import REPORTS, make

import extract
from extract import query
from extract.dataset import open_dataset
from extract.fill import BadTemplate, fill
from extract.fill.layout import head, measure
from extract.table import BadTarget


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return make(tmp_path_factory.mktemp("fill"))


def template(folder, rows, name="主要指标", merge=()):
    """A template of one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    for cells in merge:
        sheet.merge_cells(cells)
    book.save(folder / "template.xlsx")
    return folder / "template.xlsx"


def filled(path, source, **conditions):
    """What fill says, and the filled sheets."""
    target = source.with_name("filled.xlsx")
    with open_dataset(path) as data:
        said = fill(data, source, target, query.wanted(**conditions))
    return said, openpyxl.load_workbook(target)


def test_units_that_heads_name():
    assert measure("亿元")[1:] == ("元", 1e8) and measure("千公顷")[1:] == ("平方米", 1e7) and measure("万吨")[1:] == ("公斤", 1e7)
    assert measure("千瓦时")[1:] == ("千瓦时", 1) and measure("地区") is None and measure("万") is None


def test_what_heads_ask_for():
    assert head(["地区生产总值", "2018年", "亿元"])[:1] == (("地区生产总值",),)
    assert head(["贫困人口（人）"]).measure.unit == "人" and head(["贫困人口 （单位：万人）"]).measure.size == 10_000
    assert head(["地区生产总值比上年增长（%）"])[:2] == (("地区生产总值",), True)
    assert head(["2018年度"]).year == "2018" and head(["2018年度"]).names == ()


def test_a_year_in_the_title_and_units_in_the_heads(path, tmp_path):
    said, book = filled(path, template(tmp_path, [
        ["2018年主要指标"], ["县", "地区生产总值（亿元）", "贫困发生率（%）", "耕地面积（万亩）", "地区生产总值增速（%）"], ["赫章县"],
    ]))
    sheet = book.active
    assert [sheet.cell(3, column).value for column in range(1, 6)] == ["赫章县", 151.23, 5.6, 30, 10.5]
    assert said.number == 4 and said.empty == [] and said.taken == 0


def test_each_value_cites_its_source(path, tmp_path):
    _, book = filled(path, template(tmp_path, [["县", "地区生产总值（亿元）"], ["赫章县"]]), year=2018)
    start = REPORTS["b.txt"].index("151.23")
    first, where, sentence, also = book.active["B2"].comment.text.split("\n")
    assert first == "151.23 亿元 ← 151.23亿元, 2018" and where == f"b.txt, characters {start}-{start + 8}"
    assert "地区生产总值⟦151.23亿元⟧，" in sentence and also.startswith("also: 151.2亿元 in a.txt (")


def test_a_decrease_is_below_zero(path, tmp_path):
    _, book = filled(path, template(tmp_path, [["县", "地区生产总值", None], [None, "总量（亿元）", "增速（%）"], ["赫章县"]], merge=["B1:C1", "A1:A2"]), year=2019)
    assert [book.active.cell(3, column).value for column in (2, 3)] == [163, -1.5]


@pytest.mark.parametrize(("rows", "name", "cell"), [
    ([["县", "2009年", "2018年"], [None, "地区生产总值（亿元）", "地区生产总值（亿元）"], ["赫章县"]], "表", "C3"),
    ([["县", "年份", "地区生产总值（亿元）"], ["赫章县", 2018], ["赫章县", 2009]], "表", "C2"),
    ([["县", "地区生产总值（亿元）"], ["赫章县"]], "2018年", "B2"),
    ([["各县地区生产总值（亿元）"], ["县", "2009年", "2018年"], ["赫章县"]], "表", "C3"),
    ([["主要指标", None], [None, "单位：亿元"], ["2018年", None], ["县", "地区生产总值"], ["赫章县"]], "表", "B5"),
])
def test_the_year_and_the_unit_stand_in_many_places(path, tmp_path, rows, name, cell):
    _, book = filled(path, template(tmp_path, rows, name))
    assert book.active[cell].value == 151.23


def test_places_by_code_and_by_the_column_before(path, tmp_path):
    _, book = filled(path, template(tmp_path, [["市", "区", "地区生产总值（亿元）"], ["南京市", "鼓楼区"], ["福州市", "鼓楼区"]]), year=2018)
    assert [book.active.cell(row, 3).value for row in (2, 3)] == [1389, 1700]
    _, book = filled(path, template(tmp_path, [["代码", "区", "地区生产总值（亿元）"], [320106, "鼓楼区"], ["350102", "鼓楼区"]]), year=2018)
    assert [book.active.cell(row, 3).value for row in (2, 3)] == [1389, 1700]
    said, book = filled(path, template(tmp_path, [["区", "地区生产总值（亿元）"], ["鼓楼区"]]), year=2018, place="南京市")
    assert book.active["B2"].value == 1389


@pytest.mark.parametrize(("rows", "reason"), [
    ([["县", "地区生产总值（亿元）"], ["鼓楼区"]], "several places are called so"),
    ([["县", "地区生产总值（亿元）"], ["霍邱县"]], "no fact about 霍邱县"),
    ([["县", "贫困人口（人）"], ["赫章县"]], "documents disagree: 39900 in a.txt"),
    ([["县", "粮食产量（吨）"], ["赫章县"]], "no fact about 粮食产量 of 赫章县 in 2018"),
    ([["县", "没有的指标"], ["赫章县"]], "no indicator of the dataset is called 没有的指标"),
    ([["县", "地区生产总值（公顷）"], ["赫章县"]], "the facts are in 元, the head asks for 公顷"),
    ([["县", "一般公共预算收入（亿元）"], ["福州市鼓楼区"], ["赫章县"]], "the facts are in 美元"),
    ([["县", "地区生产总值（亿元）"], ["赫章县"], ["合计"]], "合计 is no place that is known"),
])
def test_what_cannot_be_filled_stays_empty_and_is_told(path, tmp_path, rows, reason):
    said, book = filled(path, template(tmp_path, rows), year=2018)
    assert any(reason in why for _, why in said.empty), said.empty


def test_without_a_year_nothing_is_filled(path, tmp_path):
    said, book = filled(path, template(tmp_path, [["县", "地区生产总值（亿元）"], ["赫章县"]]))
    assert said.number == 0 and "give one with --year" in said.empty[0][1] and said.empty[0][0] == "主要指标!B2"


def rich(folder):
    """A template with all that a workbook may hold besides."""
    source = template(folder, [["县", "地区生产总值（亿元）", "耕地面积（万亩）", "贫困发生率（%）"], ["赫章县", None, 29], ["合计", "=SUM(B2:B2)"]], "2018年")
    book = openpyxl.load_workbook(source)
    sheet = book.active
    sheet["B2"].number_format, sheet["B2"].fill = "0.0", PatternFill("solid", fgColor="FFFF00")
    sheet["B2"].comment, sheet["A3"].comment = Comment("请核对", "审核"), Comment("合计行", "审核")
    sheet.conditional_formatting.add("B2:B3", CellIsRule(operator="greaterThan", formula=["100"], fill=PatternFill(bgColor="FF0000")))
    validation = DataValidation(type="decimal", operator="greaterThan", formula1="0")
    sheet.add_data_validation(validation)
    validation.add("D2")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2))
    sheet.add_chart(chart, "F2")
    book.create_sheet("说明")["A1"] = "请勿修改"
    book.save(source)
    return source


def test_all_else_stays_as_it_was(path, tmp_path):
    source = rich(tmp_path)
    said, book = filled(path, source)
    sheet = book["2018年"]
    assert (said.number, said.taken) == (2, 1)
    assert sheet["B2"].value == 151.23 and sheet["B2"].number_format == "0.0" and sheet["B2"].fill.fgColor.rgb == "00FFFF00"
    assert sheet["C2"].value == 29 and sheet["B3"].value == "=SUM(B2:B2)" and sheet["D2"].value == 5.6
    assert sheet["B2"].comment.text.startswith("请核对\n151.23 亿元") and sheet["A3"].comment.text == "合计行"
    assert sheet["D2"].comment.text.startswith("5.6 %") and len(sheet.conditional_formatting) == 1 and len(sheet.data_validations.dataValidation) == 1
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(source.with_name("filled.xlsx")) as after:
        changed = {name for name in after.namelist() if name not in before.namelist() or after.read(name) != before.read(name)}
        assert set(before.namelist()) <= set(after.namelist())
    sheets = {name for name in changed if name.startswith("xl/worksheets/sheet")}
    assert sheets == {"xl/worksheets/sheet1.xml"} and not {name for name in changed if "chart" in name or "styles" in name or "sheet2" in name}
    assert 'fullCalcOnLoad="1"' in zipfile.ZipFile(source.with_name("filled.xlsx")).read("xl/workbook.xml").decode()


def test_a_drawing_that_is_no_xml_is_kept_and_added_to(path, tmp_path):
    source = rich(tmp_path)
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    drawing, = (name for name in parts if name.endswith(".vml"))
    parts[drawing] = parts[drawing].replace(b"</xml>", b"<note>one<br>two</note></xml>")  # as Excel writes it
    with zipfile.ZipFile(source, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with open_dataset(path) as data:
        fill(data, source, tmp_path / "filled.xlsx", query.wanted())
    vml = zipfile.ZipFile(tmp_path / "filled.xlsx").read(drawing).decode()
    assert "one<br>two" in vml and vml.rstrip().endswith("</xml>") and vml.count('ObjectType="Note"') == 3
    ids = re.findall(r':shape [^>]*?id="(\w+)"', vml)
    assert len(ids) == len(set(ids)) == 3
    etree.fromstring(vml.replace("one<br>two", ""))  # all prefixes are declared


def test_a_cell_that_shows_percentages_gets_a_fraction(path, tmp_path):
    source = template(tmp_path, [["县", "贫困发生率"], ["赫章县"]])
    book = openpyxl.load_workbook(source)
    book.active["B2"].number_format = "0.0%"
    book.save(source)
    _, book = filled(path, source, year=2018)
    assert book.active["B2"].value == 0.056 and book.active["B2"].comment.text.startswith("5.6 %")


def test_the_same_template_gives_the_same_bytes(path, tmp_path):
    source = rich(tmp_path)
    filled(path, source)
    once = source.with_name("filled.xlsx").read_bytes()
    filled(path, source)
    assert source.with_name("filled.xlsx").read_bytes() == once


def test_a_filled_template_can_be_filled_again(path, tmp_path):
    source = rich(tmp_path)
    filled(path, source)
    again = tmp_path / "again"
    again.mkdir()
    shutil.copy(source.with_name("filled.xlsx"), again / "template.xlsx")
    said, book = filled(path, again / "template.xlsx")
    assert said.number == 0 and said.taken == 3 and book["2018年"]["D2"].comment.text.startswith("5.6 %")


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.slow
def test_another_program_reads_values_and_comments(path, tmp_path):
    filled(path, rich(tmp_path))
    (tmp_path / "out").mkdir()
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", tmp_path / "out", tmp_path / "filled.xlsx"],
                   check=True, capture_output=True, timeout=120)
    sheet = openpyxl.load_workbook(tmp_path / "out" / "filled.xlsx", data_only=True)["2018年"]
    assert sheet["B2"].value == 151.23 and sheet["B3"].value == 151.23  # the sum was computed again
    assert "⟦151.23亿元⟧" in sheet["B2"].comment.text and sheet["D2"].comment.text.startswith("5.6 %") and "合计行" in sheet["A3"].comment.text


def test_what_is_no_template_is_refused(path, tmp_path):
    (tmp_path / "t.xlsx").write_bytes(b"no zip")
    with open_dataset(path) as data:
        for source, target, error, said in (
            (tmp_path / "t.xlsx", tmp_path / "f.xlsx", BadTemplate, "is no .xlsx workbook"),
            (tmp_path / "no.xlsx", tmp_path / "f.xlsx", BadTemplate, "no such template"),
            (tmp_path / "t.xlsx", tmp_path / "f.csv", BadTarget, "is an .xlsx as the template"),
            (tmp_path / "t.xlsx", tmp_path / "t.xlsx", BadTarget, "is the template itself"),
            (template(tmp_path, [["姓名", "年龄"], ["张三", 30]]), tmp_path / "f.xlsx", BadTemplate, "no sheet has places down"),
        ):
            with pytest.raises(error, match=said):
                fill(data, source, target, query.wanted())
    assert not (tmp_path / "f.xlsx").exists()


def test_the_command_fills_and_tells(baobiao, path, tmp_path):
    source = template(tmp_path, [["县", "地区生产总值（亿元）", "贫困人口（人）"], ["赫章县"]])
    ran = baobiao("panel", path, "--fill", source, "--to", tmp_path / "f.xlsx", "--year", "2018")
    assert ran.status == 0 and "主要指标!C2: documents disagree" in ran.err and f"{tmp_path / 'f.xlsx'}: 1 cell filled, 1 left empty" in ran.err
    ran = baobiao("panel", path, "--fill", source, "--to", tmp_path / "f.xlsx", "--year", "2018", "--prefer", "latest")
    book = openpyxl.load_workbook(tmp_path / "f.xlsx")
    assert book.active["C2"].value == 38_700 and "the others say otherwise: 3.99万人 in a.txt" in book.active["C2"].comment.text


def test_python_fills(path, tmp_path):
    with extract.open_dataset(path) as data:
        assert data.fill(template(tmp_path, [["县", "地区生产总值（亿元）"], ["赫章县"]]), tmp_path / "f.xlsx", year=2018).number == 1
