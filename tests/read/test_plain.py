"""Reading text files: encodings, line ends, and what is no text."""

import hashlib

import pytest

from extract import read
from extract.read import Unreadable
from extract.read.plain import decode

SHORT = "全县农户一百户"
LONG = "青石县2018年工作总结\n全县建档立卡贫困户3782户，其中已脱贫1151户，占30.4%。下一步，计划投入3220万元。\n" * 20
TRADITIONAL = "全縣農戶３７８２戶，貧困發生率為13.37%，預計投入三千萬元。"
ENCODINGS = ("utf-8", "gb18030", "utf-16le", "utf-16be")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", [SHORT, LONG], ids=["short", "long"])
def test_encodings_are_found_out(text, encoding):
    assert decode(text.encode(encoding)) == (text, encoding)


def test_gbk_and_gb2312_are_read_as_their_superset():
    assert decode(LONG.encode("gbk")) == decode(LONG.encode("gb2312")) == (LONG, "gb18030")


@pytest.mark.parametrize("encoding", ["big5", "gb18030", "utf-16le"])
def test_traditional_text(encoding):
    assert decode(TRADITIONAL.encode(encoding)) == (TRADITIONAL, encoding)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_bom_decides_and_is_no_part_of_the_text(encoding):
    assert decode(LONG.encode(encoding)) == (LONG, encoding)


def test_digits_alone_in_utf_16_are_not_taken_for_utf_8():
    assert decode("2018 100 35".encode("utf-16le")) == ("2018 100 35", "utf-16le")


def test_an_encoding_that_is_given_is_the_only_one_tried():
    assert decode(TRADITIONAL.encode("big5"), encoding="big5") == (TRADITIONAL, "big5")
    with pytest.raises(Unreadable, match="not whole utf-8 text.*at byte 0"):
        decode(TRADITIONAL.encode("big5"), encoding="utf-8")
    with pytest.raises(Unreadable, match="no encoding is called 'klingon'"):
        decode(b"abc", encoding="klingon")


@pytest.mark.parametrize(("data", "reason"), [
    (b"", "is empty"),
    (b"\xef\xbb\xbf \r\n", "nothing but white space"),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is binary|not Chinese text"),
    (bytes(range(256)) * 40, "is binary|not Chinese text"),
    ("年" .encode() + b"\x01\x02\x03\x04" * 10, "is binary"),
    ("résumé of the year, garçon".encode("latin-1"), "not Chinese text"),
    (LONG.encode()[:-1] + b"\xe4", "not Chinese text"),
    (b"\xff\xfe" + LONG.encode("utf-16le") + b"\x00", "not whole utf-16 text"),
])
def test_what_is_no_text_is_told_in_one_sentence(tmp_path, data, reason):
    path = tmp_path / "报告.txt"
    path.write_bytes(data)
    with pytest.raises(Unreadable, match=reason) as caught:
        read.read(path)
    assert str(caught.value).startswith(str(path)) and "\n" not in str(caught.value)


def test_a_damaged_table_of_digits_is_refused_rather_than_garbled():
    data = ("户数\t" + "\t".join(map(str, range(200))) + "\n").encode()
    assert decode(data)[1] == "utf-8"
    with pytest.raises(Unreadable, match="not Chinese text"):
        decode(data.replace("户".encode(), "户".encode()[:2]) + "户".encode()[:2])


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16le"])
def test_drawn_tables_and_full_width_figures_are_chinese_text(encoding):
    text = "┌────┬────┐\n│户数│３７８２│\n└────┴────┘\n"
    assert decode(text.encode(encoding)) == (text, encoding)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_do_not_move_spans(tmp_path, end):
    path = tmp_path / "a.txt"
    path.write_bytes(LONG.replace("\n", end).encode("gb18030"))
    source = read.read(path)
    assert source.raw == LONG
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (source.doc, source.reader, source.encoding) == ("a.txt", "text", "gb18030")


def test_damage_done_before_is_a_warning(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(LONG + "\ufffd", encoding="utf-8")
    assert "1 replacement characters" in read.read(path).warnings[0]


def test_other_files_and_missing_files(tmp_path):
    (tmp_path / "a.exe").write_bytes(b"MZ")
    with pytest.raises(Unreadable, match="no kind of file"):
        read.read(tmp_path / "a.exe")
    with pytest.raises(Unreadable, match="does not exist"):
        read.read(tmp_path / "b.txt")
    with pytest.raises(Unreadable, match="is a folder"):
        read.read(tmp_path)


def test_documents_of_a_folder(tmp_path):
    for name in ("b.txt", "a/c.MD", "a.txt", ".hidden.txt", ".git/x.txt", "b.facts.csv", "README.md", "a/d.mp3"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(SHORT, encoding="utf-8")
    assert [doc for _, doc in read.documents([tmp_path])] == ["a/c.MD", "a.txt", "b.txt"]
    assert [path.name for path in read.others([tmp_path])] == ["README.md", "d.mp3"]
    assert read.read(tmp_path / "a/c.MD", tmp_path).doc == "a/c.MD"


def test_document_ids_never_clash(tmp_path):
    for name in ("x/2018/a.txt", "y/2018/a.txt", "y/2018/b.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(SHORT, encoding="utf-8")
    folders = [tmp_path / "x/2018", tmp_path / "y/2018"]
    assert [doc for _, doc in read.documents(folders)] == ["x/2018/a.txt", "y/2018/a.txt", "y/2018/b.txt"]
    assert [doc for _, doc in read.documents([tmp_path / "x", tmp_path / "y"])] == ["x/2018/a.txt", "y/2018/a.txt", "y/2018/b.txt"]
    assert [doc for _, doc in read.documents([folders[1], folders[1] / "a.txt"])] == ["a.txt", "b.txt"]


def test_names_in_gbk_are_written_out(tmp_path):
    try:
        (tmp_path / b"\xb1\xa8.txt".decode("utf-8", "surrogateescape")).write_text(SHORT, encoding="utf-8")
    except OSError:
        pytest.skip("this system's file names are always Unicode")
    [(path, doc)] = read.documents([tmp_path])
    assert doc == read.read(path).doc == r"\xb1\xa8.txt"


def test_a_folder_that_cannot_be_listed_is_not_passed_over(tmp_path, monkeypatch):
    def scandir(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("os.scandir", scandir)
    with pytest.raises(PermissionError):
        read.documents([tmp_path])
