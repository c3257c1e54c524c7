"""DOCX: what a paragraph holds beyond its direct runs, numbers that Word makes, tables, notes, metadata."""

import zipfile
from datetime import datetime

import pytest
import written

from extract import read
from extract.pipeline import convert_source
from extract.read.numbering import numeral

NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:v"'


def document(path, body, **parts):
    """Write a DOCX whose body is this XML."""
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        for name, xml in parts.items():
            made.writestr(f"word/{name}.xml", xml)
    return read.read(path)


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


PARAGRAPHS = {
    f"<w:smartTag>{run('3250平方公里')}</w:smartTag>": "3250平方公里",
    f"<w:sdt><w:sdtPr/><w:sdtContent>{run('86户')}</w:sdtContent></w:sdt>": "86户",
    f"<w:ins>{run('85.6')}</w:ins><w:del><w:r><w:delText>84.1</w:delText></w:r></w:del>{run('亿元')}": "85.6亿元",
    f"<w:fldSimple w:instr='PAGE'>{run('12户')}</w:fldSimple>": "12户",
    f"<w:hyperlink>{run('全县')}</w:hyperlink>{run('12户')}": "全县12户",
    f"<w:r><w:instrText>HYPERLINK</w:instrText></w:r>{run('12户')}": "12户",
    f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>{run('12户')}": "12户",
    f"{run('增长')}<w:r><w:noBreakHyphen/></w:r>{run('3.1%')}": "增长-3.1%",
    f"<mc:AlternateContent><mc:Choice>{run('12户')}</mc:Choice><mc:Fallback>{run('12户')}</mc:Fallback></mc:AlternateContent>": "12户",
    f"{run('正文')}<w:r><w:pict><v:textbox><w:txbxContent><w:p>{run('框内12户')}</w:p></w:txbxContent></v:textbox></w:pict></w:r>": "正文\n框内12户",
}


@pytest.mark.parametrize("xml", PARAGRAPHS)
def test_what_a_paragraph_holds(tmp_path, xml):
    assert document(tmp_path / "a.docx", f"<w:p>{xml}</w:p>").raw == PARAGRAPHS[xml] + "\n"


def test_numbers_that_word_makes(tmp_path):
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (kind, text) in enumerate([("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("bullet", "·")])
    )
    numbering = f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    styles = f'<w:styles {NAMES}><w:style w:styleId="head"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'

    def item(level, text):
        return f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>{run(text)}</w:p>'

    styled = f'<w:p><w:pPr><w:pStyle w:val="head"/></w:pPr>{run("问题")}</w:p>'
    body = item(0, "概况") + item(1, "人口") + item(1, "耕地") + item(2, "水田") + item(3, "旱地") + styled + item(1, "资金")
    source = document(tmp_path / "a.docx", body, numbering=numbering, styles=styles)
    assert source.raw.split() == ["一、概况", "（一）人口", "（二）耕地", "1.水田", "旱地", "二、问题", "（一）资金"]


@pytest.mark.parametrize(("number", "kind", "printed"), [
    (10, "chineseCounting", "十"), (21, "japaneseCounting", "二十一"), (3, "upperLetter", "C"), (9, "lowerRoman", "ix"), (14, "upperRoman", "XIV"), (7, "decimal", "7")])
def test_numeral(number, kind, printed):
    assert numeral(number, kind) == printed


def test_merged_cells(tmp_path):
    docx = pytest.importorskip("docx")
    made = docx.Document()
    made.add_paragraph("青田县2020年扶贫资金情况")
    rows = [["乡镇", "投入（万元）", ""], ["", "中央", "省级"], ["船寮镇", "310", "120.5"], ["海溪乡", "95", "48"]]
    table = made.add_table(4, 3)
    for row, cells in zip(table.rows, rows):
        for cell, words in zip(row.cells, cells):
            cell.text = words
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    made.save(tmp_path / "a.docx")
    facts = [fact for fact in convert_source(read.read(tmp_path / "a.docx")).facts if fact.unit]
    assert [(fact.text, fact.value, fact.place, fact.table_cell) for fact in facts] == [
        ("310", 3_100_000, "船寮镇", "表1第3行第2列"), ("120.5", 1_205_000, "船寮镇", "表1第3行第3列"),
        ("95", 950_000, "海溪乡", "表1第4行第2列"), ("48", 480_000, "海溪乡", "表1第4行第3列")]
    assert len({fact.indicator for fact in facts}) == 2  # the lower head tells them apart


def test_pages_and_paragraphs(tmp_path):
    br = '<w:r><w:br w:type="page"/></w:r>'
    source = document(tmp_path / "a.docx", f"<w:p>{run('一')}</w:p><w:p>{br}{run('二')}</w:p><w:p>{run('三')}{br}</w:p><w:p>{run('四')}</w:p>")
    assert [(mark.page, mark.paragraph) for mark in source.marks] == [(1, 1), (2, 2), (2, 3), (3, 4)]


def test_notes_stand_at_the_end(tmp_path):
    notes = f'<w:footnotes {NAMES}><w:footnote w:type="separator"><w:p>{run("x")}</w:p></w:footnote><w:footnote><w:p>{run("注：含移民86户。")}</w:p></w:footnote></w:footnotes>'
    assert document(tmp_path / "a.docx", f"<w:p>{run('正文')}</w:p>", footnotes=notes).raw == "正文\n注：含移民86户。\n"


def dated(path, text, created, modified, title=""):
    """Write a DOCX with these dates and title in its metadata; its rows."""
    docx = pytest.importorskip("docx")
    made = docx.Document()
    made.add_paragraph(text)
    made.core_properties.author, made.core_properties.title = "扶贫办", title
    made.core_properties.created, made.core_properties.modified = created, modified
    made.save(path)
    return {fact.text: fact for fact in convert_source(read.read(path)).facts}


def test_metadata_speaks_where_the_text_is_silent(tmp_path):
    facts = dated(tmp_path / "a.docx", "全县现有贫困户86户，今年脱贫12户。", datetime(2019, 3, 1), datetime(2019, 3, 9), "青田县扶贫工作汇报")
    assert {(facts[text].period[:4], facts[text].how_period) for text in ("86户", "12户")} == {("2019", "metadata")}
    assert facts["86户"].place == "青田县" and facts["86户"].how_place == "metadata"


def test_the_text_speaks_first(tmp_path):
    facts = dated(tmp_path / "a.docx", "截至2018年底，青川县现有贫困户86户。", datetime(2019, 3, 1), datetime(2019, 3, 9), "青田县扶贫工作汇报")
    assert (facts["86户"].period, facts["86户"].place) == ("2018-12-31", "青川县") and "metadata" not in (facts["86户"].how_period, facts["86户"].how_place)


def test_dates_that_disagree_say_nothing(tmp_path):
    assert dated(tmp_path / "a.docx", "全县现有贫困户86户。", datetime(2009, 3, 1), datetime(2019, 3, 9))["86户"].period == ""


def test_a_wrong_suffix(tmp_path):
    written.write_docx(tmp_path / "a.docx", "全县86户。")
    (tmp_path / "a.docx").rename(tmp_path / "a.doc")
    source = read.read(tmp_path / "a.doc")
    assert source.raw == "全县86户。\n" and "DOCX" in source.warnings[0]
    (tmp_path / "b.doc").write_bytes("<html><body><p>全县86户。</p></body></html>".encode("gbk"))
    assert read.read(tmp_path / "b.doc").reader == "html"
