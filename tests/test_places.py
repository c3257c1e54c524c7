"""The list of places: of a document, a folder and a dataset alike, the open ones first."""

import csv
import json

import pytest
from conftest import SEEDS

from extract import places

TEXT = "赫章县2018年总结\n赫章县松林坡乡箐营村有贫困户104户。\n江苏省鼓楼区派出干部。\n×××村有贫困户20户。\n老鹰岩村有贫困户5户。\n松林坡乡有贫困人口300人。\n"


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_places_of_a_document(report):
    found = {one.path.rpartition("/")[2]: one for one in places.survey(report)}
    village, district = found["箐营村"], found["鼓楼区"]
    assert (village.code, village.state, village.mentions, village.figures) == ("520527203216", "resolved", 1, 1)
    assert district.state == "ambiguous" and district.candidates == "320106、320302" and district.code == ""
    assert found["×××村"].state == "masked" and found["老鹰岩村"].state == "unlisted"
    assert found["松林坡乡"].mentions == 2 and found["松林坡乡"].docs == {"report.txt"}


def test_the_open_ones_come_first(report):
    states = [places.STATES.index(one.state) for one in places.survey(report)]
    assert states == sorted(states) and set(states) == {0, 1, 2, 3}


def test_spellings_of_one_place_are_counted_together(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("贵州省赫章县2018年总结\n赫章县有贫困户104户。赫章有27个乡镇，赫章县减贫。\n", encoding="utf-8")
    one, = [one for one in places.survey(path) if one.code == "520527"]
    assert one.row()["names"] == "赫章县、赫章" and one.mentions == 4


def test_a_dataset_gives_what_its_documents_give(tmp_path, baobiao):
    assert baobiao("convert", SEEDS, "--to", tmp_path / "d.duckdb", "--quiet").status == 0
    assert [one.row() for one in places.survey(tmp_path / "d.duckdb")] == [one.row() for one in places.survey(SEEDS)]
    assert baobiao("convert", SEEDS, "--to", f"{tmp_path}/parts/", "--quiet").status == 0
    assert [one.row() for one in places.survey(f"{tmp_path}/parts/")] == [one.row() for one in places.survey(SEEDS)]


def test_the_command_prints_and_writes(report, tmp_path, baobiao):
    shown = baobiao("places", report)
    assert shown.out.splitlines()[0].split() == ["state", "place", "path", "code", "mentions", "figures", "documents", "candidates"]
    assert shown.out.splitlines()[1].startswith("ambiguous") and "ambiguous 1" in shown.err
    assert "2 shown" in baobiao("places", report, "--limit", "2").err
    assert baobiao("places", report, "--to", tmp_path / "p.csv").status == 0
    with open(tmp_path / "p.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == places.COLUMNS and len(rows) == len(json.loads(baobiao("places", report, "--format", "json").out))


@pytest.mark.parametrize(("arguments", "said"), [
    (("none.txt",), "none.txt"), (("none.duckdb",), "no such dataset"), (("report.txt", "--to", "p.xlsx"), ".csv or .json"),
    (("report.txt", "--to", "p.csv", "--format", "json"), "p.json"),
])
def test_refusals_are_one_sentence(report, monkeypatch, baobiao, arguments, said):
    monkeypatch.chdir(report.parent)
    ran = baobiao("places", *arguments)
    assert ran.status == 2 and said in ran.err and ran.err.count("\n") == 1
