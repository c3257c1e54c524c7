"""Tables to correct by hand: the draft, what hands and Excel do to it, and what is told of that."""

import csv
import io

import pytest

from extract import annotate, convert_source, from_text, load

TEXT = "赫章县2018年6月情况\n2018年底，全县有贫困户104户312人，投入资金1621.19亿元，贫困发生率13.37%，每村配5-10人，编号“=3户”，共08户。\n"
DOCUMENT = convert_source(from_text(TEXT))


def table(*edits, encoding="utf-8-sig", rows=None):
    """The draft as a CSV with (text, column, new cell) edits, as bytes."""
    rows = rows or annotate.draft(DOCUMENT)
    for text, column, cell in edits:
        next(row for row in rows if row["text"] == text)[column] = cell
    file = io.StringIO()
    out = csv.DictWriter(file, annotate.COLUMNS, lineterminator="\r\n")
    out.writeheader()
    out.writerows(rows)
    return file.getvalue().encode(encoding)


def examined(tmp_path, *edits, document=DOCUMENT, **options):
    (tmp_path / "t.csv").write_bytes(table(*edits, **options))
    return annotate.examine(document, load.load(tmp_path / "t.csv", annotate.NEEDED))


def test_the_draft_is_without_fault(tmp_path):
    result = examined(tmp_path)
    assert result.faults == () and [dict(row) for row in result.rows] == annotate.draft(DOCUMENT)


@pytest.mark.parametrize(("edit", "column", "said", "remedy"), [
    (("104户", "start", "1E+05"), "start", "Excel has shortened it", "this text stands at 26-30"),
    (("104户", "start", "甲"), "start", "no whole number", "stands at"),
    (("104户", "start", "27"), "text", "the document has '04户' at 27-30", "this text stands at 26-30"),
    (("104户", "text", "140户"), "text", "is '140户', but the document has '104户'", "no such text"),
    (("104户", "kind", "household"), "kind", "is 'household'", "one of place, households"),
    (("104户", "value", "105"), "value", "'104户' comes to '104'", "correct the cell, or the span"),
    (("104户", "value", ""), "value", "is empty", "or masked as the qualifier"),
    (("104户", "value", "一百"), "value", "no plain number", "the digits alone"),
    (("104户", "unit", "家"), "unit", "is '家'", "a unit of households is one of 户"),
    (("312人", "unit", "名"), "unit", "is '名'", "its canonical form is 人"),
    (("104户", "qualifier", "exactly"), "qualifier", "is 'exactly'", "one of exact, about"),
    (("104户", "qualifier", "masked"), "value", "a masked figure has none", "empty it"),
    (("104户", "qualifier", "range"), "value_max", "is empty", "a range has both ends"),
    (("5-10人", "value_max", "4"), "value_max", "is '4' and value '5'", "the low end of a range comes first"),
    (("104户", "relation", ""), "relation", "is empty", "one of level"),
    (("104户", "base", "上年"), "base", "a level has none", "empty it; only increase"),
    (("104户", "status", "done"), "status", "is 'done'", "one of actual, planned"),
    (("104户", "indicator", "贫困農户"), "indicator", "農 stands nowhere in the document", "the document's own characters"),
    (("104户", "place", "威宁县"), "place", "威宁 stands nowhere", "own characters"),
    (("104户", "period", "去年"), "period", "is '去年', which is no period", "write it as 2018"),
    (("104户", "period", "2018/6/1"), "period", "turned into a date", "write 2018-06-01 or 2018-06"),
    (("1621.19亿元", "value", "1.63E+11"), "value", "has been shortened", "write all digits"),
    (("赫章县", "place", ""), "place", "is empty", "own name stands there: 赫章县"),
    (("赫章县", "status", "actual"), "status", "a place has none", "empty the cell"),
    (("赫章县", "period", "2018"), "period", "a place has none", "empty the cell"),
])
def test_a_fault_is_told_with_line_column_and_remedy(tmp_path, edit, column, said, remedy):
    result = examined(tmp_path, edit)
    lines = {row["text"]: number for number, row in enumerate(annotate.draft(DOCUMENT), 2)}
    found = [fault for fault in result.open if fault.column == column]
    assert [fault.line for fault in found] == [lines[edit[0]]] and len(result.open) == 1
    assert said in found[0].said and remedy in found[0].remedy and not found[0].mended


@pytest.mark.parametrize(("edit", "cell", "said"), [
    (("1621.19亿元", "value", "1.62E+11"), "162119000000", "has been shortened"),
    (("1621.19亿元", "value", "162,119,000,000"), "162119000000", "has separators"),
    (("1621.19亿元", "value", "¥162,119,000,000.00"), "162119000000", "is shown as money"),
    (("13.37%", "value", "13.37%"), "13.37", "is shown as a percentage"),
    (("2018年底", "period", "2018/12/31"), "2018-12-31", "has been turned into a date"),
    (("2018年6月", "period", "Jun-18"), "2018-06", "has been turned into a date"),
    (("2018年6月", "period", "2018/6/1"), "2018-06", "has been turned into a date"),
    (("2018年6月", "period", "43252"), "2018-06", "has been turned into a date"),
    (("08户", "text", "8户"), "08户", "has lost '0' at its beginning"),
    (("5-10人", "text", "10-May"), "5-10人", "is what Excel made of it"),
    (("5-10人", "text", "#NAME?"), "5-10人", "is what Excel made of it"),
    (("104户", "start", "26.00"), "26", ""),
    (("104户", "value", "104.0"), "104", ""),
    (("104户", "status", "Actual"), "actual", "is written small"),
])
def test_what_excel_did_is_undone_where_that_is_certain(tmp_path, edit, cell, said):
    text, column, _ = edit
    result = examined(tmp_path, edit)
    assert result.open == () and [fault.remedy for fault in result.faults] == [f"set to {cell!r}"] * bool(said)
    assert all(said in fault.said for fault in result.faults)
    assert [dict(row) for row in result.rows] == annotate.draft(DOCUMENT)


def test_gbk_is_read_and_told(tmp_path):
    (tmp_path / "t.csv").write_bytes(table(encoding="gbk"))
    loaded = load.load(tmp_path / "t.csv", annotate.NEEDED)
    assert annotate.examine(DOCUMENT, loaded).faults == () and "GBK" in loaded.notes[0]


def test_rows_that_say_the_same_or_overlap_are_told(tmp_path):
    rows = annotate.draft(DOCUMENT)
    again = dict(next(row for row in rows if row["text"] == "104户"))
    wider = again | {"start": str(int(again["start"]) - 3), "text": "贫困户104户"}
    [twice] = examined(tmp_path, rows=[*rows, again]).faults
    assert twice.said.startswith("says again what line 5 says: '104户'") and twice.line == len(rows) + 2
    overlapping = examined(tmp_path, rows=[*rows, wider]).open
    assert [fault.said for fault in overlapping] == ["'104户' overlaps '贫困户104户' of line 12"]


def test_an_added_row_is_recomputed_from_its_text_alone(tmp_path):
    rows = annotate.draft(DOCUMENT)
    start = TEXT.index("3户")
    own = next(row for row in rows if row["text"] == "104户")
    rows = [row for row in rows if row["text"] != "3户"]
    added = own | {"start": str(start), "end": str(start + 2), "text": "3户", "value": "4"}
    [fault] = examined(tmp_path, rows=[*rows, added]).open
    assert fault.said == "is '4', but '3户' comes to '3'"
    result = examined(tmp_path, rows=[*rows, added | {"value": "3"}])
    assert result.open == () and [int(row["start"]) for row in result.rows] == sorted(int(row["start"]) for row in result.rows)


def test_loose_numerals_that_are_optional_need_no_unit(tmp_path):
    rows = annotate.draft(DOCUMENT)
    start = TEXT.index("3户")
    own = next(row for row in rows if row["text"] == "104户")
    loose = own | {"start": str(start), "end": str(start + 1), "text": "3", "kind": "count", "value": "3", "unit": "", "optional": "1"}
    assert examined(tmp_path, rows=[*[row for row in rows if row["text"] != "3户"], loose]).open == ()
    assert len(examined(tmp_path, rows=[*[row for row in rows if row["text"] != "3户"], loose | {"optional": ""}]).open) == 1


@pytest.fixture
def desk(tmp_path, monkeypatch):
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["report.facts.csv", "t.csv", "t.xlsx"])
def test_the_command_writes_a_draft_that_holds(desk, baobiao, name):
    arguments = () if name == "report.facts.csv" else ("--to", name)
    ran = baobiao("annotate", "report.txt", *arguments)
    assert ran.status == 0 and f"{name}: 10 facts to correct; then: baobiao annotate report.txt --check {name}" in ran.err
    ran = baobiao("annotate", "report.txt", "--check", name)
    assert (ran.status, ran.out, ran.err) == (0, "", f"{name}: 10 rows, 0 faults\n")
    if name.endswith(".csv"):
        assert (desk / name).read_bytes().startswith(b"\xef\xbb\xbf")


def test_nothing_is_written_over_by_accident(desk, baobiao):
    assert baobiao("annotate", "report.txt").status == 0
    ran = baobiao("annotate", "report.txt")
    assert ran.status == 2 and "report.facts.csv: is there already" in ran.err
    assert baobiao("annotate", "report.txt", "--force").status == 0


def test_the_command_prints_faults_and_writes_what_it_could_set_right(desk, baobiao):
    (desk / "bad.csv").write_bytes(table(("104户", "value", "105"), encoding="gbk"))
    ran = baobiao("annotate", "report.txt", "--check", "bad.csv", "--to", "good.csv")
    assert ran.status == 1 and "bad.csv:5 value is '105', but '104户' comes to '104'; correct the cell" in ran.out
    assert "it is in GBK" in ran.out and not (desk / "good.csv").exists()
    (desk / "bad.csv").write_bytes(table(("1621.19亿元", "value", "1.62E+11"), encoding="gbk"))
    ran = baobiao("annotate", "report.txt", "--check", "bad.csv")
    assert ran.status == 1 and "set to '162119000000'" in ran.out and "write what was set right with --to FILE" in ran.err
    assert baobiao("annotate", "report.txt", "--check", "bad.csv", "--to", "report.facts.csv").status == 0
    assert baobiao("annotate", "report.txt", "--check", "report.facts.csv").status == 0
    assert baobiao("check", "report.txt").out.endswith("1 documents, 0 differences\nno floors; set them with --update floors\n")


@pytest.mark.parametrize(("arguments", "said"), [
    (("annotate", "no.txt"), "no.txt: does not exist"),
    (("annotate", "report.txt", "--check", "no.csv"), "no.csv: does not exist"),
    (("annotate", "report.txt", "--to", "t.jsonl"), "a table to correct is .csv or .xlsx"),
    (("annotate", ".", "--check", "t.csv", "--from", "t.json"), "do not go together"),
    (("annotate", "report.txt", "other.txt", "--to", "t.csv"), "the table of one document, not of 2"),
    (("annotate", "report.txt", "other.txt", "--check", "t.csv"), "one document's table, not at 2"),
])
def test_mistakes_are_one_sentence(desk, baobiao, arguments, said):
    ran = baobiao(*arguments)
    assert ran.status == 2 and said in ran.err and "Traceback" not in ran.err
