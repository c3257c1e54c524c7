"""doccano and Label Studio: there and back without a loss, and what their own exports look like."""

import json
from pathlib import Path

import pytest
from conftest import SEEDS

from extract import annotate, convert_source, exchange, from_text, read

NAMES = ("a.doccano.jsonl", "a.labelstudio.json", "a.labelstudio.jsonl")
TEXT = "𠮷村2018年有贫困户104户312人。\n"  # its first character takes two units of UTF-16


def exported(tmp_path, name, *documents):
    """The path of a tool's file with the documents' drafts, and their texts."""
    path = tmp_path / name
    items = [(document.source.doc, document.source.raw, annotate.draft(document)) for document in documents]
    path.write_text(exchange.export(path, items), encoding="utf-8")
    return path, {document.source.doc: document.source.raw for document in documents}


@pytest.mark.parametrize("name", NAMES)
def test_there_and_back_is_the_same(tmp_path, name):
    documents = [convert_source(read.read(path)) for path in sorted(SEEDS.glob("*.txt"))]
    documents.append(convert_source(from_text(TEXT, doc="rare.txt")))
    path, texts = exported(tmp_path, name, *documents)
    found = exchange.read(path, texts)
    assert list(found) == [document.source.doc for document in documents]
    for document in documents:
        assert annotate.filled(document, found[document.source.doc]) == annotate.draft(document)


def test_label_studio_counts_utf_16_units(tmp_path):
    path, _ = exported(tmp_path, NAMES[1], convert_source(from_text(TEXT)))
    [task] = json.loads(path.read_text(encoding="utf-8"))
    values = [region["value"] for region in task["annotations"][0]["result"]]
    units = TEXT.encode("utf-16-le")
    assert all(units[2 * value["start"]:2 * value["end"]].decode("utf-16-le") == value["text"] for value in values)
    assert values[-1]["text"] == "312人" and values[-1]["start"] == TEXT.index("312人") + 1


DOCCANO = [
    {"id": 7, "text": TEXT, "label": [[11, 15, "households"]], "Comments": []},
    {"id": 7, "text": TEXT, "labels": [[11, 15, "households"]]},
    {"id": 7, "text": TEXT, "entities": [{"id": 1, "label": "households", "start_offset": 11, "end_offset": 15}], "relations": [], "meta": {"doc": "a.txt"}},
]


@pytest.mark.parametrize("task", DOCCANO)
def test_what_doccano_exports_is_filled_from_the_program(tmp_path, task):
    (tmp_path / "e.jsonl").write_text(json.dumps(task) + "\n", encoding="utf-8")
    document = convert_source(from_text(TEXT, doc="a.txt"))
    found = exchange.read(tmp_path / "e.jsonl", {"a.txt": TEXT})
    [row] = annotate.filled(document, found["a.txt"])
    assert row["text"] == "104户"
    assert (row["value"], row["unit"], row["indicator"]) == ("104", "户", "贫困户")


def label_studio(start, end, **more):
    """A task as Label Studio exports it."""
    value = {"start": start, "end": end, "labels": ["households"]} | more
    region = {"value": value, "id": "gew3t9", "from_name": "label", "to_name": "text", "type": "labels", "origin": "manual"}
    return {"id": 1, "data": {"text": TEXT}, "annotations": [
        {"id": 8, "was_cancelled": True, "result": []}, {"id": 9, "was_cancelled": False, "result": [region, {"type": "choices", "value": {"choices": ["a"]}}]},
    ], "predictions": []}


@pytest.mark.parametrize("shift", [1, 0])
def test_what_label_studio_exports_is_read_in_units_or_in_characters(tmp_path, shift):
    start = TEXT.index("104户") + shift
    (tmp_path / "e.json").write_text(json.dumps([label_studio(start, start + 4, text="104户")]), encoding="utf-8")
    [row] = exchange.read(tmp_path / "e.json", {"a.txt": TEXT})["a.txt"]
    assert row == {"start": str(TEXT.index("104户")), "end": str(TEXT.index("104户") + 4), "text": "104户", "kind": "households"}


def test_an_annotators_words_become_a_note(tmp_path):
    start = TEXT.index("104户") + 1
    task = label_studio(start, start + 4)
    task["annotations"][1]["result"][0]["meta"] = {"text": ["sure?"]}
    (tmp_path / "e.json").write_text(json.dumps([task]), encoding="utf-8")
    assert exchange.read(tmp_path / "e.json", {"a.txt": TEXT})["a.txt"][0]["note"] == "sure?"


@pytest.mark.parametrize(("content", "said"), [
    ("", "holds no tasks"),
    ("{", "is no JSON in UTF-8"),
    ('{"txt": "甲"}', "line 1: has no text"),
    ('{"text": "甲"}', "its text is not that of any of the 1 documents"),
    (json.dumps({"text": TEXT, "doc": "a.txt", "label": [[0, 2, "town"]]}), "'town' is no kind; name the labels place"),
    (json.dumps({"text": TEXT, "label": [[0, 99, "place"]]}), "the span 0-99 is not in the text"),
    (json.dumps({"text": TEXT, "label": [[0, "place"]]}), "annotations are not as doccano's JSONL"),
    (json.dumps({"text": TEXT, "annotations": [{"label": 7, "start_offset": 0}]}) + "\n" + json.dumps({"text": TEXT}), "line 2: a.txt is annotated twice"),
    (json.dumps([label_studio(0, 3, text="104户")]), "import the document's text unchanged"),
])
def test_what_does_not_fit_is_refused(tmp_path, content, said):
    (tmp_path / "e.json").write_text(content, encoding="utf-8")
    with pytest.raises(exchange.BadExchange) as raised:
        exchange.read(tmp_path / "e.json", {"a.txt": TEXT})
    assert said in str(raised.value) and "\n" not in str(raised.value)


def test_the_command_exports_expected_tables_and_takes_them_back(tmp_path, baobiao, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("hezhang_county", "two_reports"):
        for suffix in (".txt", ".facts.csv"):
            Path(name + suffix).write_bytes((SEEDS / (name + suffix)).read_bytes())
    before = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in tmp_path.glob("*.csv")}
    for name in NAMES:
        ran = baobiao("annotate", ".", "--to", name)
        assert ran.status == 0 and ran.err == f"{name}: 210 annotations of 2 documents\n"
        assert baobiao("annotate", ".", "--from", name).status == 2
        assert baobiao("annotate", ".", "--from", name, "--force").status == 0
        assert {path: len(path.read_text(encoding="utf-8-sig").splitlines()) >= lines for path, lines in before.items()} == dict.fromkeys(before, True)
        for doc in ("hezhang_county", "two_reports"):
            ran = baobiao("annotate", f"{doc}.txt", "--check", f"{doc}.facts.csv")
            assert ran.status == 0, ran.out
            again = [{column: row[column] for column in ("start", "end", "kind", "value", "indicator", "optional", "note")} for row in rows(Path(f"{doc}.facts.csv"))]
            assert again == [{column: row[column] for column in again[0]} for row in rows(SEEDS / f"{doc}.facts.csv")]


def rows(path):
    from extract import load

    return load.load(path).rows


def test_the_labeling_interface_has_a_label_a_kind(tmp_path, baobiao):
    from xml.etree import ElementTree

    from extract.records import KINDS

    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert baobiao("annotate", tmp_path / "a.txt", "--to", tmp_path / "a.labelstudio.xml").status == 0
    view = ElementTree.parse(tmp_path / "a.labelstudio.xml").getroot()
    assert tuple(label.get("value") for label in view.iter("Label")) == KINDS
    [task] = json.loads(exported(tmp_path, NAMES[1], convert_source(from_text(TEXT)))[0].read_text(encoding="utf-8"))
    region = task["annotations"][0]["result"][0]
    assert (view.find("Labels").get("name"), view.find("Text").get("name")) == (region["from_name"], region["to_name"])
    assert view.find("Text").get("value").lstrip("$") in task["data"]
