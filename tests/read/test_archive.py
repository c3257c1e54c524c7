"""ZIP archives: every file inside is a document of its own."""

import zipfile

import pytest
import written

import extract
from extract import batch, read
from extract.read import Unreadable

REPORT = "全县共有农户3782户。"


@pytest.fixture
def packed(tmp_path):
    """An archive of documents, in a folder."""
    written.write_docx(tmp_path / "b.docx", REPORT)
    with zipfile.ZipFile(tmp_path / "年报.zip", "w") as made:
        made.writestr("乡镇/a.txt", REPORT.encode("gbk"))
        made.write(tmp_path / "b.docx", "内/b.docx")
        made.writestr("broken.docx", b"PK")
        for name in ("__MACOSX/._a.txt", ".hidden.txt", "README.txt", "photo.mp3", "~$b.docx"):
            made.writestr(name, b"x")
    (tmp_path / "b.docx").unlink()
    return tmp_path


def test_documents_of_an_archive(packed):
    outcomes = list(batch.convert(read.documents([packed]), jobs=1))
    assert [(outcome.doc, bool(outcome.document)) for outcome in outcomes] == [
        ("年报.zip/乡镇/a.txt", True), ("年报.zip/内/b.docx", True), ("年报.zip/broken.docx", False)]
    assert {fact.doc for outcome in outcomes if outcome.document for fact in outcome.document.facts} == {"年报.zip/乡镇/a.txt", "年报.zip/内/b.docx"}


def test_one_document_of_an_archive(packed):
    source = read.read(packed / "年报.zip/乡镇/a.txt")
    assert source.raw == REPORT and source.encoding == "gb18030"
    with pytest.raises(Unreadable, match="not in the archive"):
        read.read(packed / "年报.zip/乡镇/c.txt")
    with pytest.raises(Unreadable, match="an archive of 3 documents"):
        read.read(packed / "年报.zip")


def test_from_python(packed):
    with pytest.warns(UserWarning, match="broken.docx"):
        assert set(extract.convert(packed / "年报.zip")["text"]) == {"3782户"}


def test_names_in_gbk(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("XXXXXXXX.txt", REPORT)
    data = (tmp_path / "a.zip").read_bytes().replace(b"XXXXXXXX", "扶贫报告".encode("gbk"))
    (tmp_path / "a.zip").write_bytes(data)
    assert [doc for _, doc in read.documents([tmp_path])] == ["a.zip/扶贫报告.txt"]
    assert read.read(tmp_path / "a.zip/扶贫报告.txt").raw == REPORT


def test_what_a_member_is(packed):
    member = packed / "年报.zip/乡镇/a.txt"
    assert read.exists(member) and not read.exists(packed / "年报.zip/乡镇/c.txt") and read.exists(packed / "年报.zip")
    assert read.sha256(member) == read.read(member).sha256


def test_a_dataset_knows_members_again(packed, baobiao):
    assert baobiao("convert", packed / "年报.zip", "--to", packed / "a.duckdb").status == 2  # one of them is broken
    again = baobiao("convert", packed / "年报.zip", "--to", packed / "a.duckdb")
    assert "new 0, replaced 0, unchanged 2, vanished 0" in again.err and "failures: 1" in again.err
