"""OCR: what it reads is laid out, and how sure it is lowers the confidence of rows."""

from importlib.util import find_spec

import pytest
import written

from extract import read
from extract.pipeline import convert_source
from extract.read import Unreadable, formats
from extract.read.draft import Draft
from extract.read.page import draft_pages
from extract.read.printed import Page, Piece
from extract.records import Mark, Source

with_ocr = pytest.mark.skipif(find_spec("rapidocr") is None, reason="OCR is not installed (pip install 'baobiao[ocr]')")


def test_without_ocr_the_sentence_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "find_spec", lambda name: None if name == "rapidocr" else True)
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(Unreadable, match=r"pip install 'baobiao\[ocr\]'"):
        read.read(tmp_path / "a.png")


@with_ocr
@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["png", "jpg", "tif"])
def test_pictures(tmp_path, suffix):
    import pypdfium2

    text = "青田县2020年扶贫情况\n全县共有农户3782户，人口11654人。"
    written.scan(tmp_path, text)
    picture = pypdfium2.PdfDocument(tmp_path / "printed.pdf")[0].render(scale=150 / 72).to_pil().convert("RGB").crop((0, 0, 870, 400))
    if suffix == "tif":
        picture.save(tmp_path / "a.tif", save_all=True, append_images=[picture])
    else:
        picture.save(tmp_path / f"a.{suffix}")
    source = read.read(tmp_path / f"a.{suffix}")
    assert source.raw.count("3782户") == (2 if suffix == "tif" else 1)
    facts = [fact for fact in convert_source(source).facts if fact.unit]
    assert {fact.text for fact in facts} == {"3782户", "11654人"} and {fact.page for fact in facts} == ({1, 2} if suffix == "tif" else {1})
    assert all(0.7 < mark.confidence < 1 for mark in source.marks if mark.paragraph)


def test_doubt_about_characters_lowers_the_row():
    text = "全县共有农户3782户。"
    sure, doubtful = (convert_source(Source("a", text, marks=(Mark(0, 1, 1, "", confidence),))).facts[-1].confidence for confidence in (1.0, 0.6))
    assert doubtful == pytest.approx(0.6 * sure, abs=0.01)


def test_lines_keep_how_sure_they_are():
    draft = Draft()
    draft_pages(draft, [Page(1, 400, 600, [Piece("全县共有农户", 40, 100, 380, 112, 0.9), Piece("3782户。", 40, 120, 90, 132, 0.7)])])
    assert [mark.confidence for mark in draft.marks] == [0.9, 0.7]


REPAIRED = {
    "全县脱贫1O4户。": ("1O4户", 104), "增长１。５％。": ("１。５％", 1.5), "比重为l2.5%。": ("l2.5%", 12.5), "投入3O00万元。": ("3O00万元", 30_000_000), "共有2I户。": ("2I户", 21),
    "位居全省第3。5个百分点的差距。": None, "购置O2O设备12台。": ("12台", 12), "比201 1 年增长8%。": ("8%", 8),
}


@pytest.mark.parametrize("text", REPAIRED)
def test_misread_figures(text):
    facts = {fact.text: fact for fact in convert_source(Source("a", text)).facts if fact.unit}
    if REPAIRED[text] is None:
        assert not any("repaired" in fact.extractor for fact in facts.values())
        return
    said, value = REPAIRED[text]
    fact = facts[said]
    misread = any(mark in said for mark in "OlI。")
    assert float(fact.value) == value and fact.extractor.endswith("+repaired") is misread
    assert text[fact.start:fact.end] == said
