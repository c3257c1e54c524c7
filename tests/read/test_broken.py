"""Broken and hostile files: each costs one sentence, and the rest is converted."""

import time
import zipfile

import broken
import pytest
import written

from extract import batch, read
from extract.read import Unreadable, archive
from extract.read.package import check_zip

REPORT = "全县共有农户3782户。"


@pytest.mark.slow
def test_a_folder_of_broken_files_among_good_ones(tmp_path):
    names = broken.write_all(tmp_path)
    assert len(names) >= 30
    (tmp_path / "good.txt").write_text(REPORT, encoding="gbk")
    written.write_docx(tmp_path / "good.docx", REPORT)
    outcomes = list(batch.convert(read.documents([tmp_path]), jobs=1))
    assert len(outcomes) == len(names) + 2
    assert [outcome.doc for outcome in outcomes if outcome.document] == ["good.docx", "good.txt"]
    for outcome in outcomes:
        if not outcome.document:
            assert "please report" not in outcome.failure and "\n" not in outcome.failure and len(outcome.failure) < 400


REFUSED = {
    "entities.docx": "XML document type", "outside.docx": "XML document type", "bomb.docx": "would unpack to", "encrypted.docx": "encrypted",
    "cut.docx": "cut off or damaged", "cut.pdf": "no whole PDF", "cut.xlsx": "cut off or damaged", "wrong.docx": "no DOCX", "empty.pdf": "is empty",
    "scripts.html": "no text", "noise.csv": "not Chinese text",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("broken")
    broken.write_all(made)
    return made


@pytest.mark.parametrize("name", REFUSED)
def test_the_sentence_says_what_is_wrong(folder, name):
    with pytest.raises(Unreadable, match=REFUSED[name]):
        read.read(folder / name)


def test_no_entity_reaches_out(tmp_path):
    (tmp_path / "secret.txt").write_text("机密1户", encoding="utf-8")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]><html><body><p>全县共有农户3782户。&x;</p></body></html>'
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert "机密" not in read.read(tmp_path / "a.html").raw


def test_a_zip_is_bounded(tmp_path):
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as made:
        for number in range(20_001):
            made.writestr(f"{number}.txt", "")
    with zipfile.ZipFile(tmp_path / "many.zip") as opened, pytest.raises(Unreadable, match="20,001 entries"):
        check_zip(opened, "many.zip")
    assert [doc for _, doc in read.documents([tmp_path])] == ["many.zip"]


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/outside.txt", "a/../../outside.txt", "C:/outside.txt"])
def test_a_member_that_names_a_place_outside_is_left_alone(tmp_path, name):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr(name, REPORT)
        made.writestr("inner.txt", REPORT)
    outcomes = {outcome.doc: outcome for outcome in batch.convert(read.documents([tmp_path / "a.zip"]), jobs=1)}
    assert outcomes["a.zip/inner.txt"].document
    assert "outside its archive" in outcomes[f"a.zip/{name}"].failure
    assert not (tmp_path.parent / "outside.txt").exists()


def pages(count):
    """The bytes of a PDF of so many empty pages."""
    kids = " ".join(f"{number + 3} 0 R" for number in range(count))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {count}/Kids[{kids}]>>", *["<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"] * count]
    out, at = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        at.append(len(out))
        out += f"{number} 0 obj{body}endobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(at) + 1}\n0000000000 65535 f \n".encode() + b"".join(b"%010d 00000 n \n" % position for position in at)
    return bytes(out) + f"trailer<</Size {len(at) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()


@pytest.mark.slow
def test_ten_thousand_pages(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pages(10_000))
    start = time.process_time()
    with pytest.raises(Unreadable, match="holds no text"):
        read.read(tmp_path / "a.pdf")
    assert time.process_time() - start < 30


def test_pages_beyond_the_bound_are_told(tmp_path, monkeypatch):
    from extract.read import pdf

    monkeypatch.setattr(pdf, "PAGES", 1)
    written.write_pdf(tmp_path / "a.pdf")
    source = read.read(tmp_path / "a.pdf")
    assert "only the first 1 of its 2 pages" in source.warnings[0] and {mark.page for mark in source.marks} == {1}


def test_an_encrypted_pdf(tmp_path):
    pytest.importorskip("reportlab")
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "a.pdf"), encrypt=StandardEncryption("secret"))
    canvas.drawString(100, 100, "a")
    canvas.save()
    with pytest.raises(Unreadable, match="encrypted"):
        read.read(tmp_path / "a.pdf")


@pytest.mark.parametrize("depth", [300, 20_000])
def test_pages_that_nest_without_end(tmp_path, depth):
    (tmp_path / "a.html").write_text("<div>" * depth + REPORT + "</div>" * depth, encoding="utf-8")
    try:
        assert REPORT in read.read(tmp_path / "a.html").raw
    except Unreadable:
        assert depth > 300


def test_a_sheet_spread_out_without_end(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active["XFD1048576"] = 1
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(Unreadable, match="1,048,576 rows"):
        read.read(tmp_path / "a.xlsx")


def test_macros_are_only_bytes(tmp_path):
    written.write_docx(tmp_path / "a.docx", REPORT)
    with zipfile.ZipFile(tmp_path / "a.docx", "a") as made:
        made.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(100))
    (tmp_path / "a.docx").rename(tmp_path / "a.docm")
    assert read.read(tmp_path / "a.docm").raw.strip() == REPORT


def test_nothing_to_read_from_an_archive(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("a.mp3", b"")
    with pytest.raises(Unreadable, match="holds no document"):
        read.read(tmp_path / "a.zip")
    assert archive.members(tmp_path / "a.zip") == []
