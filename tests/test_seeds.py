"""The sample documents: each has a fact table that follows the contract, row by row."""

import csv
from itertools import pairwise
from pathlib import Path

import pytest

from extract import annotate, convert_source, load, read
from extract.dataset.schema import VOCABULARY
from extract.records import FIGURES, KINDS

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
TEXTS = sorted(SEEDS.glob("*.txt"))
COLUMNS = (
    "section,start,end,text,kind,value,value_max,unit,qualifier,indicator,relation,base,"
    "place,place_path,period,status,optional,note"
).split(",")


def read_text(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.with_suffix(".facts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figures(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [row for row in rows if row["kind"] in FIGURES]


each_seed = pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)


def test_there_are_enough_documents_and_no_orphans():
    assert len(TEXTS) >= 8
    assert {p.stem for p in TEXTS} == {p.name.removesuffix(".facts.csv") for p in SEEDS.glob("*.facts.csv")}


def test_the_documents_cover_the_contract():
    rows = [row for path in TEXTS for row in read_rows(path)]
    assert {row["kind"] for row in rows} == set(KINDS)
    for column in ("qualifier", "relation", "status"):
        assert {row[column] for row in figures(rows)} == set(VOCABULARY[column]) - {""}
    assert {row["section"] for row in rows} >= {"0", "1"}


@each_seed
def test_length(path):
    assert 450 <= len(read_text(path)) <= 1600


@each_seed
def test_columns(path):
    with path.with_suffix(".facts.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == COLUMNS


@each_seed
def test_a_table_is_without_fault(path):
    """Spans give their texts, values follow from them, words are those of the contract, figures do not overlap."""
    table = load.load(path.with_suffix(".facts.csv"), annotate.NEEDED)
    assert annotate.examine(convert_source(read.read(path)), table).faults == ()


@each_seed
def test_rows_are_in_reading_order(path):
    spans = [(int(row["section"]), int(row["start"]), int(row["end"])) for row in read_rows(path)]
    assert all(a < b for a, b in pairwise(spans))


@each_seed
def test_a_figure_is_about_a_place_that_the_section_names(path):
    rows = read_rows(path)
    named = {(row["section"], row["place"]) for row in rows if row["kind"] == "place"}
    for row in figures(rows):
        for place in filter(None, row["place"].split("、")):
            assert (row["section"], place) in named, row
