"""baobiao inside spaCy: spans on whole tokens, rows beside them, with every segmenter."""

import subprocess
import sys

import pytest
from conftest import ROOT

spacy = pytest.importorskip("spacy")

from extract import spacy_component  # noqa: E402

TEXT = "赫章县2018年总结\n截至2018年底，松林坡乡箐营村有贫困户104户312人，扶贫资金3.22亿元，涉及农户××户。"


def pipeline(segmenter="char", **config):
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": segmenter}}})
    if segmenter == "pkuseg":
        nlp.tokenizer.initialize(pkuseg_model=str(spacy_component.segmenter()))
    nlp.add_pipe("baobiao", config=config)
    return nlp


@pytest.mark.parametrize("segmenter", ["char", "jieba", "pkuseg"])
def test_spans_cover_their_mentions(segmenter):
    doc = pipeline(segmenter)(TEXT)
    assert {span._.fact["text"] for span in doc.spans["facts"]} >= {"赫章县", "箐营村", "104户", "312人", "3.22亿元", "××户"}
    for span in doc.spans["facts"]:
        row = span._.fact
        assert span.label_ == row["kind"] and doc.text[row["start"]:row["end"]] == row["text"]
        assert span.start_char <= row["start"] and row["end"] <= span.end_char
        assert span._.whole == (span.text == row["text"])


def test_single_characters_cut_nothing():
    doc = pipeline()(TEXT)
    assert all(span._.whole for span in doc.spans["facts"])


def test_the_row_holds_the_tables_columns():
    doc = pipeline()(TEXT)
    village = next(span for span in doc.spans["facts"] if span.text == "箐营村")
    assert village._.fact["place_code"] == "520527203216" and village._.fact["place_path"].startswith("贵州省/毕节市/赫章县")
    money = next(span for span in doc.spans["facts"] if span.label_ == "amount")
    assert money._.fact["value"] == 322_000_000.0 and money._.fact["unit"] == "元"


def cutting(text, alignment):
    """The pipeline on a text with one token a half: every mention is cut."""
    from spacy.tokens import Doc

    nlp = pipeline(alignment=alignment)
    doc = Doc(nlp.vocab, words=[text[:12], text[12:]], spaces=[False, False])
    return nlp.get_pipe("baobiao")(doc)


def test_a_mention_that_cuts_a_token():
    text = "今年全县共有贫困户104户，较上年减少。"
    wide, strict = cutting(text, "expand"), cutting(text, "strict")
    assert [(span.text, span._.whole, span._.fact["text"]) for span in wide.spans["facts"] if span.label_ == "households"] == [(text, False, "104户")]
    assert not [span for span in strict.spans["facts"] if span.label_ == "households"]
    assert "104户" in [row["text"] for row in strict._.facts]


def test_kinds_and_key_are_chosen():
    doc = pipeline(kinds=["place"], key="places")(TEXT)
    assert {span.label_ for span in doc.spans["places"]} == {"place"} and "facts" not in doc.spans


@pytest.mark.parametrize("config", [{"kinds": ["village"]}, {"alignment": "nearly"}])
def test_a_wrong_setting_is_named(config):
    with pytest.raises(ValueError, match="village|nearly"):
        pipeline(**config)


def test_line_ends_of_two_characters():
    text = TEXT.replace("\n", "\r\n")
    doc = pipeline()(text)
    assert all(text[row["start"]:row["end"]] == row["text"] for row in doc._.facts)


def test_a_document_is_stored_and_read_again():
    nlp = pipeline()
    doc = nlp(TEXT)
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert [span._.fact for span in again.spans["facts"]] == [span._.fact for span in doc.spans["facts"]]


def test_a_pipeline_is_stored_and_read_again(tmp_path):
    nlp = pipeline(kinds=["place"])
    nlp.to_disk(tmp_path / "nlp")
    doc, again = nlp(TEXT), spacy.load(tmp_path / "nlp")(TEXT)
    assert [span.text for span in again.spans["facts"]] == [span.text for span in doc.spans["facts"]] != []


def test_other_spans_have_no_row():
    doc = pipeline()(TEXT)
    assert doc[0:2]._.fact is None and doc[0:2]._.whole is False


def test_spacy_finds_the_component_by_its_entry_point(tmp_path):
    info = tmp_path / "baobiao-0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: baobiao\nVersion: 0\n")
    declared = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition('[project.entry-points.spacy_factories]\n')[2].split("\n")[0]
    (info / "entry_points.txt").write_text(f"[spacy_factories]\n{declared.replace(chr(34), '')}\n")
    code = "import spacy; nlp = spacy.blank('zh'); nlp.add_pipe('baobiao'); doc = nlp('全县有贫困户104户。'); print(*doc.spans['facts'])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONPATH": f"{tmp_path}:{ROOT}"}, cwd=tmp_path)
    assert ran.stdout == "104户\n", ran.stderr
