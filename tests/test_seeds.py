"""The sample documents: each has a fact table that follows the contract, row by row."""

import csv
import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from extract.records import FIGURES, KINDS

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
TEXTS = sorted(SEEDS.glob("*.txt"))
COLUMNS = (
    "section,start,end,text,kind,value,value_max,unit,qualifier,indicator,relation,base,"
    "place,place_path,period,status,optional,note"
).split(",")
QUALIFIERS = {"exact", "about", "over", "under", "at_least", "at_most", "range", "masked"}
RELATIONS = {"level", "increase", "decrease", "share", "gap", "rank"}
STATUSES = {"actual", "planned"}
UNITS = {
    "households": {"户"}, "persons": {"人", "人次"}, "percentage": {"%", "‰", "百分点"},
    "multiple": {"倍"}, "area": {"亩", "公顷", "平方米", "平方公里"}, "length": {"米", "公里"},
    "mass": {"吨", "公斤", "斤", "担"}, "volume": {"立方米", "升"}, "energy": {"千瓦时"}, "power": {"千瓦"},
    "duration": {"年", "个月", "天", "小时"}, "age": {"岁"},
}
DATE = r"\d{4}(-\d{2}(-\d{2})?)?"


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
    assert {row["qualifier"] for row in figures(rows)} == QUALIFIERS
    assert {row["relation"] for row in figures(rows)} == RELATIONS
    assert {row["status"] for row in figures(rows)} == STATUSES
    assert {row["section"] for row in rows} >= {"0", "1"}


@each_seed
def test_length(path):
    assert 450 <= len(read_text(path)) <= 1600


@each_seed
def test_columns(path):
    with path.with_suffix(".facts.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == COLUMNS


@each_seed
def test_spans_give_the_text(path):
    text = read_text(path)
    for row in read_rows(path):
        assert text[int(row["start"]):int(row["end"])] == row["text"] != ""


@each_seed
def test_rows_are_in_reading_order(path):
    spans = [(int(row["section"]), int(row["start"]), int(row["end"])) for row in read_rows(path)]
    assert all(a < b for a, b in pairwise(spans))


@each_seed
def test_figures_do_not_overlap(path):
    spans = [(int(row["start"]), int(row["end"])) for row in figures(read_rows(path))]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@each_seed
def test_figure_rows_use_the_vocabulary(path):
    for row in figures(read_rows(path)):
        assert row["qualifier"] in QUALIFIERS, row
        assert row["relation"] in RELATIONS, row
        assert row["status"] in STATUSES, row
        assert row["unit"] in UNITS.get(row["kind"], {row["unit"]}), row
        assert row["unit"] or row["relation"] == "rank", row
        assert not row["base"] or row["relation"] in {"increase", "decrease", "share", "gap"}, row


@each_seed
def test_values_are_plain_numbers(path):
    for row in figures(read_rows(path)):
        assert (row["value"] == "") == (row["qualifier"] == "masked"), row
        assert (row["value_max"] != "") == (row["qualifier"] == "range"), row
        assert all(re.fullmatch(r"\d+(\.\d+)?", row[c]) for c in ("value", "value_max") if row[c]), row
        if row["value_max"]:
            assert Decimal(row["value"]) < Decimal(row["value_max"]), row


@each_seed
def test_places_and_times_carry_only_their_own_columns(path):
    for row in read_rows(path):
        if row["kind"] == "place":
            assert row["place"] and row["place_path"], row
            assert not row["period"] and not row["status"], row
        if row["kind"] in ("place", "time"):
            assert not any(row[c] for c in ("value", "unit", "qualifier", "indicator", "relation", "base")), row


@each_seed
def test_periods_are_edtf(path):
    for row in read_rows(path):
        assert re.fullmatch(f"({DATE}(/{DATE})?)?", row["period"]), row


@each_seed
def test_a_figure_is_about_a_place_that_the_section_names(path):
    rows = read_rows(path)
    named = {(row["section"], row["place"]) for row in rows if row["kind"] == "place"}
    for row in figures(rows):
        for place in filter(None, row["place"].split("、")):
            assert (row["section"], place) in named, row
