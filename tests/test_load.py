"""Tables read back, whichever program saved them."""

import pytest

from extract import convert_source, from_text, load, table
from extract.score import of_facts

FACTS = convert_source(from_text("赫章县2018年投入资金3220.5万元，比上年增长13.37%，涉及“一\n户”3户，海拔168米-1500米。", doc="a.txt")).facts


@pytest.mark.parametrize("suffix", load.SUFFIXES)
def test_what_is_written_is_read_back(tmp_path, suffix):
    table.write(FACTS, tmp_path / f"t{suffix}")
    loaded = load.load(tmp_path / f"t{suffix}", ("doc", "start"))
    assert list(loaded.rows) == of_facts(FACTS) and loaded.columns == table.COLUMNS and loaded.notes == ()
    assert len(loaded.lines) == len(FACTS)


@pytest.mark.parametrize(("content", "note"), [
    ("doc,text\na,户\n".encode(), ""),
    ("doc,text\r\na,户\r\n".encode("utf-8-sig"), ""),
    ("doc,text\r\na,贫困户\r\n".encode("gbk"), "GBK"),
    ("doc\ttext\r\na\t户\r\n".encode("utf-16"), "UTF-16"),
    ("doc;text\r\na;户\r\n".encode(), "parted by ';'"),
])
def test_every_way_in_which_excel_saves_a_csv_is_read_and_told(tmp_path, content, note):
    (tmp_path / "t.csv").write_bytes(content)
    loaded = load.load(tmp_path / "t.csv")
    assert loaded.columns == ("doc", "text") and loaded.rows[0]["text"] in ("户", "贫困户")
    assert note in " ".join(loaded.notes) and bool(loaded.notes) == bool(note)


def test_lines_are_those_of_the_file(tmp_path):
    (tmp_path / "t.csv").write_text('doc,text\na,"甲\n乙"\n\nb,丙\nc\n', encoding="utf-8")
    loaded = load.load(tmp_path / "t.csv")
    assert loaded.lines == (2, 5, 6) and loaded.rows[2] == {"doc": "c", "text": ""}


@pytest.mark.parametrize(("name", "content", "said"), [
    ("t.doc", b"", "a table ends in .csv"),
    ("t.jsonl", b"{\n", "line 1: is no JSON"),
    ("t.jsonl", b"[1]\n", "line 1: is no JSON object"),
    ("t.parquet", b"PAR", "is no Parquet file"),
    ("t.xlsx", b"PK", "is no workbook"),
    ("t.csv", b"\x81", "neither UTF-8 nor GBK"),
    ("t.csv", b"text\n", "has no column doc; its columns are text"),
])
def test_what_is_no_table_is_refused(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(load.BadTable, match=said):
        load.load(tmp_path / name, ("doc",))


def test_a_missing_table_is_refused(tmp_path):
    with pytest.raises(load.BadTable, match="does not exist"):
        load.load(tmp_path / "t.csv")
