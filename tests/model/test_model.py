"""Training of the place extractor: its sentences, and that it can be repeated."""

from random import Random

import pytest
from conftest import SEEDS

from extract.kinds.place_edges import is_kind
from extract.model.__main__ import main
from extract.model.train import examples, labels
from extract.model.weak import HELD_OUT, Names, Sentence, labelled, own, swapped
from extract.rules import patterns_dir


@pytest.fixture(scope="module")
def names():
    return Names(Random(1), held_out=False)


def test_a_hundred_sentences_teach_what_is_no_place():
    lines = [line for line in (patterns_dir() / "place_train.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert len([line for line in lines if "[" not in line and "{" not in line]) >= 100
    assert len(lines) == len(set(lines))


def test_slots_are_filled_with_names_of_provinces_that_train(names):
    held = Names(Random(1), held_out=True)
    assert not set(names.lists["市"]) & set(held.lists["市"])
    assert "广西壮族自治区" in held.lists["省"] and "广西壮族自治区" not in names.lists["省"] and len(HELD_OUT) == 3
    assert not any(is_kind(stem) for stem in names.lists["村干"])


def test_spans_hold_the_names(names):
    for sentence in own(names, 1):
        assert len(labels(sentence)) == len(sentence.text)
        assert all(0 <= start < end <= len(sentence.text) for start, end in sentence.spans)
        assert "{" not in sentence.text and "[" not in sentence.text


def test_names_of_people_and_firms_are_no_places(names):
    from extract.model.weak import filled

    assert filled("{人名}到{企业}调研", names).spans == ()


def test_swapping_moves_the_spans(names):
    sentence = Sentence("到箐营村去", ((1, 4),))
    other = swapped(sentence, ("村",), names)
    (start, end), = other.spans
    assert other.text[:start] == "到" and other.text[end:] == "去" and other.text[start:end] in names.lists["村"]
    assert swapped(sentence, ("",), names) == sentence


def test_a_table_beside_a_document_says_what_its_places_are():
    clauses = dict(labelled(SEEDS / "hezhang_county.txt"))
    marked = {sentence.text[start:end] for sentence in clauses for start, end in sentence.spans}
    assert {"箐营村", "松林坡乡"} <= marked


@pytest.mark.slow
def test_the_same_seed_gives_the_same_weights(tmp_path, capsys):
    assert examples([SEEDS], 3, 40, 1) == examples([SEEDS], 3, 40, 1)
    for name in ("one", "two"):
        assert main(["train", str(SEEDS), "--out", str(tmp_path / name), "--drawn", "40", "--fills", "1"]) == 0
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert "sentences" in capsys.readouterr().out


def test_a_missing_folder_is_told(tmp_path, capsys):
    assert main(["train", str(tmp_path / "none"), "--out", str(tmp_path / "w")]) == 2
    assert "does not exist" in capsys.readouterr().err
