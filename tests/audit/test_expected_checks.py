"""The samples' expected checks (`NAME.checks.csv`, made by reading), and the scoring against them."""

import csv

import pytest
from conftest import SEEDS

from extract import read
from extract.audit import COLUMNS, TYPES, VERDICTS, audit, read_expected, rows, score
from extract.audit.score import BadChecks
from extract.pipeline import convert_source

TABLES = sorted(SEEDS.glob("*.checks.csv"))


def document(table):
    """The sample of a table of expected checks."""
    return convert_source(read.read(table.with_name(table.name.replace(".checks.csv", ".txt"))))


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
def test_expected_checks_point_at_the_figures_that_they_name(table):
    text = document(table).source.raw
    for row in read_expected(table):
        spans = [tuple(map(int, span.split("-"))) for span in row["spans"].split()]
        assert ["".join(text[slice(*span)].split()) for span in spans] == row["figures"].split(" | ")
        assert spans[0] == (int(row["start"]), int(row["end"])) and row["verdict"] in VERDICTS


def test_samples_reach_the_floors():
    found, expected, right = ({verdict: 0 for verdict in ("disagrees", "truncated", "agrees")} for _ in range(3))
    for table in TABLES:
        made = score(audit(document(table)), read_expected(table))
        for verdict, (a, b, c) in made.counts.items():
            found[verdict], expected[verdict], right[verdict] = found[verdict] + a, expected[verdict] + b, right[verdict] + c
    assert right["disagrees"] == found["disagrees"] == expected["disagrees"] == 9
    assert right["truncated"] == found["truncated"] == expected["truncated"] == 1
    assert right["agrees"] >= 0.98 * found["agrees"] and right["agrees"] >= 0.85 * expected["agrees"]


def test_score_counts_gains_and_losses():
    table = SEEDS / "project_library.checks.csv"
    findings, expected = audit(document(table)), read_expected(table)
    made = score(findings, expected)
    assert made.precision("disagrees") == made.recall("disagrees") == 1
    fewer = [finding for finding in findings if finding.verdict != "disagrees"]
    made = score(fewer, expected[1:])
    assert made.recall("disagrees") == 0 and made.precision("disagrees") == 1
    assert {row["verdict"] for row in made.lost} >= {"disagrees"}
    made = score(findings, [])
    assert len(made.gained) == len([finding for finding in findings if finding.verdict != "unsure"])


def test_a_table_without_its_columns_is_refused(tmp_path):
    bad = tmp_path / "a.checks.csv"
    bad.write_text("rule,verdict\nsum,agrees\n", encoding="utf-8")
    with pytest.raises(BadChecks, match="lacks the column end, spans, start"):
        read_expected(bad)


def test_rows_are_those_of_the_table_checks():
    made = rows(document(SEEDS / "project_library.checks.csv"))
    assert all(len(row) == len(COLUMNS) for row in made)
    for row in made:
        cells = dict(zip(COLUMNS, row, strict=True))
        assert cells["verdict"] != "unsure" and cells["spans"].split()[0] == f"{cells['start']}-{cells['end']}"
        assert all(cells[column] is None or not isinstance(cells[column], str) for column in TYPES)


def test_tables_of_expected_checks_open_in_excel():
    for table in TABLES:
        assert table.read_bytes().startswith(b"\xef\xbb\xbf")
        with open(table, encoding="utf-8-sig", newline="") as file:
            assert next(csv.reader(file)) == ["rule", "verdict", "start", "end", "spans", "figures", "note"]
