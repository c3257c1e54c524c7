"""PDF: lines joined again, running heads told, columns, tables with and without rules, lost characters."""

import pytest
import written

from extract import read
from extract.pipeline import convert_source
from extract.read import Unreadable
from extract.read.page import Body, _columns
from extract.read.paragraph import Style, goes_on_with
from extract.read.printed import Line, Page, Piece
from extract.read.ruled import Stroke, grids
from extract.text import text_of

reportlab = pytest.importorskip("reportlab")


def lines(path):
    return [line for line in text_of(read.read(path)).clean.split("\n") if line]


def paragraphs(text=written.REPORT):
    return [block for block in written.blocks(text) if isinstance(block, str)]


@pytest.mark.parametrize("how", [{}, {"size": 9}, {"size": 14}, {"columns": 2, "size": 9}])
def test_paragraphs_come_back_whole(tmp_path, how):
    written.write_pdf(tmp_path / "a.pdf", **how)
    found = lines(tmp_path / "a.pdf")
    whole = [paragraph for paragraph in paragraphs() if paragraph in found]
    assert len(whole) >= len(paragraphs()) - 1


def test_breaks_and_running_heads_stay_in_the_text(tmp_path):
    written.write_pdf(tmp_path / "a.pdf")
    source = read.read(tmp_path / "a.pdf")
    assert source.raw.count("青田县扶贫开发文件汇编") == 2 and "— 1 —" in source.raw and source.joined
    clean = text_of(source).clean
    assert "文件汇编" not in clean and "— 1 —" not in clean
    assert source.raw.count("\n") > clean.count("\n") + 10


def test_a_table_over_two_pages_is_one(tmp_path):
    rows = "\n".join(f"第{number}村\t{number + 100}\t{number + 500}" for number in range(1, 61))
    written.write_pdf(tmp_path / "a.pdf", f"青田县2020年各村情况\n村名\t户数（户）\t人口（人）\n{rows}\n以上为全部村。")
    source = read.read(tmp_path / "a.pdf")
    assert len(source.tables) == 1
    facts = [fact for fact in convert_source(source).facts if fact.kind in ("households", "persons")]
    assert len(facts) == 120 and {fact.page for fact in facts} == {1, 2, 3}
    assert (facts[-1].text, facts[-1].unit, facts[-1].table_cell) == ("560", "人", "表1第61行第3列")


def canvas(path, draw, size=(420, 595)):
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    made = Canvas(str(path), pagesize=size)
    made.setFont("STSong-Light", 12)
    draw(made)
    made.save()
    return read.read(path)


def test_merged_cells(tmp_path):
    def draw(page):
        for x0, y0, x1, y1 in [(50, 500, 350, 500), (150, 470, 350, 470), (50, 440, 350, 440), (50, 410, 350, 410), (50, 500, 50, 410), (150, 500, 150, 410), (250, 470, 250, 410), (350, 500, 350, 410)]:
            page.line(x0, y0, x1, y1)
        for x, y, words in [(60, 465, "乡镇"), (200, 480, "投入（万元）"), (160, 450, "中央"), (260, 450, "省级"), (60, 420, "船寮镇"), (160, 420, "310"), (260, 420, "120.5")]:
            page.drawString(x, y, words)

    source = canvas(tmp_path / "a.pdf", draw)
    [table] = source.tables
    assert [(source.raw[c.start:c.end], c.row, c.column, c.rows, c.columns) for c in table] == [
        ("乡镇", 1, 1, 2, 1), ("投入（万元）", 1, 2, 1, 2), ("中央", 2, 2, 1, 1), ("省级", 2, 3, 1, 1), ("船寮镇", 3, 1, 1, 1), ("310", 3, 2, 1, 1), ("120.5", 3, 3, 1, 1)]
    facts = [fact for fact in convert_source(source).facts if fact.unit]
    assert [(fact.value, fact.place) for fact in facts] == [(3_100_000, "船寮镇"), (1_205_000, "船寮镇")]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages(tmp_path, turn):
    def draw(page):
        page.setPageRotation(turn)
        page.translate(*{90: (420, 0), 180: (420, 595), 270: (0, 595)}[turn])
        page.rotate({90: 90, 180: 180, 270: 270}[turn])
        for number, words in enumerate(["青田县2020年情况", "全县共有农户3782户，人口11654人。"]):
            page.drawString(40, 300 - 30 * number, words)

    assert canvas(tmp_path / "a.pdf", draw).raw == "青田县2020年情况\n全县共有农户3782户，人口11654人。\n"


def test_characters_without_a_meaning_are_told_and_no_figure(tmp_path):
    def draw(page):
        page.drawString(40, 500, "全县共有农户(cid:2345)户，人口1\ufffd5人，耕地86亩。")

    source = canvas(tmp_path / "a.pdf", draw)
    assert any("without a meaning" in warning for warning in source.warnings)
    assert [fact.text for fact in convert_source(source).facts if fact.unit] == ["86亩"]


def test_lost_digits_are_told(tmp_path):
    (tmp_path / "a.txt").write_text("全县共有户，比上年增长%，达万元，占%，增长%。", encoding="utf-8")
    assert "digits were lost" in read.read(tmp_path / "a.txt").warnings[0]


def test_a_page_without_text(tmp_path):
    with pytest.raises(Unreadable, match="holds no text"):
        canvas(tmp_path / "a.pdf", lambda page: page.line(0, 0, 9, 9))


def line(text, x0=40.0, x1=380.0, size=12.0, top=0.0, page=1):
    return Line((Piece(text, x0, top, x1, top + size),), 40.0, 380.0, size, page)


JOINS = [
    (line("全县共有农户"), line("三千户"), True, True), (line("全县共有农户。"), line("三千户"), True, True), (line("全县共有农户"), line("三千户", x0=64), True, False),
    (line("全县共有农户", x1=150), line("三千户"), True, False), (line("全县共有农户。", x1=150), line("三千户"), True, False), (line("投入资金12.5", x1=150), line("万元，增长"), True, True),
    (line("全县共有农户"), line("二、问题"), True, False), (line("工作总结", 150, 270, 18), line("全县共有", 64), True, False), (line("全县共有农户。"), line("三千户"), False, False),
    (line("全县共有农户"), line("三千户"), False, True), (line("全县共有农户、", x1=200), line("三千户"), False, True), (line("全县共有农户"), line("三千户", top=90), True, False),
    (line("全县共有农户", top=500), line("三千户", page=2), True, True),
]


@pytest.mark.parametrize(("first", "second", "indents", "joined"), JOINS)
def test_which_lines_go_on(first, second, indents, joined):
    assert goes_on_with(first, second, Style(indents, 12.0)) is joined


def test_columns_and_what_reaches_over_both():
    pieces = [Piece("题", 150, 20, 270, 34)] + [
        Piece(f"{side}{row}", x, 60 + 20 * row, x + 150, 72 + 20 * row) for side, x in (("左", 40), ("右", 220)) for row in range(6)]
    read_in_order = [piece.text for column, _, _ in _columns(pieces, Page(1, 420, 595, pieces), Body(40, 370)) for piece in column]
    assert read_in_order == ["题", *(f"左{row}" for row in range(6)), *(f"右{row}" for row in range(6))]


def test_a_frame_around_text_is_no_table():
    assert grids([Stroke(10, 0, 100), Stroke(90, 0, 100)], [Stroke(0, 10, 90), Stroke(100, 10, 90)]) == []


def test_open_sides_and_broken_strokes():
    across = [Stroke(y, x, x + 49) for y in (0, 20, 40) for x in (0, 50, 100)]
    [grid] = grids(across, [Stroke(50, 0, 40), Stroke(100.8, 0, 20.2), Stroke(100, 20, 40)])
    assert (len(grid.xs), len(grid.ys)) == (4, 3) and len(set(grid.owner.values())) == 6
    assert grid.cell(75, 30) == (1, 1, 1, 1) and grid.cell(75, 300) is None
