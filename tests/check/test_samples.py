"""Samples: which there are, how the program does on them, and the sample documents of the project."""

import csv

import pytest
from conftest import SEEDS

import extract
from extract.check import audited, floors, samples
from extract.score import ATTRIBUTES

TEXT = "赫章县2018年情况\n全县有贫困户104户312人，投入资金3220万元。\n"


@pytest.fixture
def folder(tmp_path):
    """A folder with one sample whose expected table is what the program finds."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    [one] = samples.find([tmp_path], without_table=True)
    samples.pin(one, next(outcome(one)).document)
    return tmp_path


def outcome(one):
    from extract import batch

    return batch.convert([(one.path, one.doc)])


def rewrite(path, change):
    """Change the rows of an expected table."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = list(rows[0])
    samples.write(path, columns, change(rows))


def report(*paths, exact=False):
    return samples.Report(tuple(samples.check(samples.find(paths), exact=exact)))


def labels(found):
    return [item.label for item in found.differences]


def test_what_the_program_finds_is_what_a_pinned_table_expects(folder):
    result = report(folder)
    assert labels(result) == []
    assert result.score.rows.f1 == result.score.mentions.f1 == 1
    with open(folder / "a.facts.csv", encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file)) == [*"section start end text kind value value_max unit qualifier indicator relation base place place_path period status optional note".split()]


def test_gained_lost_and_changed_facts_are_told_with_line_and_quote(folder):
    def change(rows):
        by_text = {row["text"]: row for row in rows}
        by_text["104户"]["indicator"] = "农户"
        by_text["312人"]["text"], by_text["312人"]["end"] = "312", str(int(by_text["312人"]["end"]) - 1)
        rows.remove(by_text["3220万元"])
        rows.append(by_text["104户"] | {"start": "11", "end": "13", "text": "全县", "kind": "place"})
        return rows

    rewrite(folder / "a.facts.csv", change)
    result = report(folder)
    assert labels(result) == ["lost: place", "indicator: 农户 → 贫困户", "span: 312 → 312人", "gained: amount"]
    changed = result.differences[1]
    assert (changed.doc, changed.line, changed.quote) == ("a.txt", 2, "全县有贫困户⟦104户⟧312人，投入资金3220万元。")
    assert result.score.figures.missed == result.score.figures.extra - 1 == 1


def test_what_is_near_enough_is_listed_only_on_demand(folder):
    rewrite(folder / "a.facts.csv", lambda rows: [row | {"indicator": row["indicator"].replace("贫困户", "贫困户数")} for row in rows])
    assert labels(report(folder)) == []
    assert labels(report(folder, exact=True)) == ["indicator: 贫困户数 → 贫困户"] * 2


def test_what_touches_an_optional_row_is_no_difference(folder):
    rewrite(folder / "a.facts.csv", lambda rows: [row | {"optional": "1"} if row["text"] == "312人" else row for row in rows])
    assert labels(report(folder)) == []
    assert report(folder).score.figures.hits == 2


def test_pinning_keeps_notes_columns_and_encoding(folder):
    path = folder / "a.facts.csv"
    rewrite(path, lambda rows: [row | {"note": "read twice", "value": "1"} if row["text"] == "104户" else row for row in rows])
    path.write_text(path.read_text(encoding="utf-8-sig"), encoding="utf-8")
    [one] = samples.find([folder])
    count, differences = samples.pin(one, next(outcome(one)).document)
    assert count == 5 and [item.label for item in differences] == ["value: 1 → 104"]
    text = path.read_text(encoding="utf-8")
    assert not text.startswith("\ufeff") and "104,,户" in text and "read twice" in text


@pytest.mark.parametrize(("change", "said"), [
    (lambda path: path.write_text("start,end\n1,2\n", encoding="utf-8"), "has no column text, kind"),
    (lambda path: path.write_text(path.read_text(encoding="utf-8-sig").replace("104户", "104人"), encoding="utf-8"), "not '104人'"),
    (lambda path: path.write_text(path.read_text(encoding="utf-8-sig").replace("0,17,21", "0,1E+01,21"), encoding="utf-8"), "have to be whole numbers"),
    (lambda path: path.write_text("".join(2 * line if "104户" in line else line for line in path.read_text(encoding="utf-8-sig").splitlines(True)), encoding="utf-8"), "says again what line"),
    (lambda path: path.rename(path.with_name("b.facts.csv")), "there is no document b"),
    (lambda path: path.unlink(), "no document with an expected table"),
])
def test_bad_input_is_one_sentence(folder, change, said):
    change(folder / "a.facts.csv")
    with pytest.raises(ValueError) as raised:
        report(folder)
    assert said in str(raised.value) and "\n" not in str(raised.value)


def test_a_document_that_is_named_needs_a_table(folder):
    (folder / "b.txt").write_text(TEXT, encoding="utf-8")
    assert [one.doc for one in samples.find([folder])] == ["a.txt"]
    with pytest.raises(samples.BadSample, match="b.facts.csv beside it; write one with 'baobiao annotate"):
        samples.find([folder / "b.txt"])
    with pytest.raises(samples.BadSample, match="does not exist"):
        samples.find([folder / "c.txt"])


def test_measures_name_what_the_score_defines(folder):
    measured = samples.measures(report(folder).score, {})
    assert set(measured["overall"]) == {"mentions", "core", "figures", "rows"}
    assert set(measured["attributes"]) == set(ATTRIBUTES)
    assert measured["kinds"] == {"place": 1, "households": 1, "persons": 1, "amount": 1, "time": 1}


@pytest.fixture(scope="module")
def seeds():
    return report(SEEDS)


def test_checks_that_are_expected_are_scored_with_the_facts(tmp_path):
    text = "全县总人口82.05万人，其中农业人口76.87万人，占93.56%。"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    document = extract.convert_source(extract.from_text(text))
    samples.pin(samples.Sample("a.txt", tmp_path / "a.txt", tmp_path / "a.facts.csv"), document)
    start = text.index("93.56%")
    spans = " ".join(f"{text.index(said)}-{text.index(said) + len(said)}" for said in ("93.56%", "76.87万人", "82.05万人"))
    head = "rule,verdict,start,end,spans\n"
    for verdict, hits, labels in (("disagrees", 1, []), ("agrees", 0, ["kind: check agrees → check disagrees"])):
        (tmp_path / "a.checks.csv").write_text(f"{head}share,{verdict},{start},{start + 6},{spans}\n", encoding="utf-8")
        found = report(tmp_path)
        assert found.checks["disagrees"].hits == hits and [item.label for item in found.differences] == labels
    assert samples.measures(found.score, found.checks)["checks"]["agrees"] == 0.0


def test_the_projects_own_floors_hold(seeds):
    known = floors.read(SEEDS / floors.NAME)
    assert known.fallen(samples.measures(seeds.score, seeds.checks)) == []


def test_the_projects_own_floors_are_those_of_its_samples(seeds):
    files = [file for one in seeds.checked for file in (one.sample.path, one.sample.table, audited.table_of(one.sample.path))]
    assert str(floors.read(SEEDS / floors.NAME).changes(floors.fingerprints(files, SEEDS))) == ""


def test_every_difference_in_the_samples_has_its_quote(seeds):
    assert seeds.differences
    for one in seeds.checked:
        text = one.document.source.raw
        for item in one.differences:
            assert text[item.start:item.end] == item.text
            assert text.split("\n")[item.line - 1].startswith(item.left.lstrip("…").split("\n")[0]) or item.left.startswith("…")
            assert item.line == text.count("\n", 0, item.start) + 1
