"""Two runs over the same documents: tables of every kind and datasets, and what changed between them."""

import pytest

from extract import convert_source, from_text, load, table
from extract.check import differ, runs

TEXT = "赫章县2018年情况\n全县有贫困户{}户312人，投入资金3220万元。\n"


def facts(households=104, doc="a.txt"):
    return list(convert_source(from_text(TEXT.format(households), doc=doc)).facts)


def written(path, *documents):
    table.write([fact for found in documents for fact in found], path)
    return path


def compared(one, other):
    with runs.open_run(one) as before, runs.open_run(other) as after:
        return runs.compare(before, after)


@pytest.mark.parametrize("suffix", load.SUFFIXES)
def test_a_table_of_any_kind_is_the_same_as_its_csv(tmp_path, suffix):
    one, other = written(tmp_path / "a.csv", facts()), written(tmp_path / f"b{suffix}", facts())
    assert runs.is_run(one) and runs.is_run(other)
    result = compared(one, other)
    assert result.differences == () and (result.documents, result.before, result.after) == (1, 5, 5)
    assert set(result.columns) == set(differ.SAYS) - {"indicator_std"}, "the columns that both have"


def test_what_changed_is_grouped_and_quoted_from_the_sentence(tmp_path):
    changed = facts()
    changed[2].indicator, changed[3].period = "农户", "2019"
    result = compared(written(tmp_path / "a.csv", facts()), written(tmp_path / "b.jsonl", changed[:-1], facts(doc="b.txt")))
    found = {group.label: group for group in differ.groups(result.differences)}
    assert list(found) == ["lost: amount", "gained: amount", "gained: households", "gained: persons", "gained: place", "gained: time", "indicator: 贫困户 → 农户", "period: 2018 → 2019"]
    [item] = found["indicator: 贫困户 → 农户"].differences
    assert item.quote == "全县有贫困户⟦104户⟧312人，投入资金3220万元。" and item.line == 0
    assert found["gained: persons"].documents == ("b.txt",)


def test_a_sample_is_always_the_same_and_in_order(tmp_path):
    many = [fact for number in range(30) for fact in facts(doc=f"{number:02}.txt")]
    for fact in many:
        fact.status = "planned" if fact.status else ""
    result = compared(written(tmp_path / "a.csv", *(facts(doc=f"{number:02}.txt") for number in range(30))), written(tmp_path / "b.csv", many))
    [group] = differ.groups(result.differences)
    assert len(group.differences) == 90 and group.sample(5) == group.sample(5)
    assert [item.doc for item in group.sample(5)] == sorted(item.doc for item in group.sample(5))
    assert len({item.doc for item in group.sample(5)}) > 2


@pytest.fixture
def build(baobiao, tmp_path):
    """A function that makes a dataset of texts."""

    def make(name, *options, **texts):
        folder = tmp_path / f"in-{name}"
        folder.mkdir()
        for stem, text in texts.items():
            (folder / f"{stem}.txt").write_text(text, encoding="utf-8")
        target = str(tmp_path / name) + ("" if name.endswith(".duckdb") else "/")
        assert baobiao("convert", folder, "--to", target, *options).status == 0
        return tmp_path / name

    return make


@pytest.mark.parametrize("name", ["b.duckdb", "b"])
def test_datasets_are_compared_with_lines_and_other_texts_are_told(tmp_path, build, name, monkeypatch):
    monkeypatch.setattr(runs, "_TOGETHER", 2)
    (tmp_path / "own").mkdir()
    rule = '[[rule]]\nid = "planned"\nextends = true\nwhy = "w"\nregex = "投入"\nyes = ["投入"]\nno = ["支出"]\n'
    (tmp_path / "own" / "cue.toml").write_text(rule, encoding="utf-8")
    one = build("a.duckdb", a=TEXT.format(104), b=TEXT.format(5), c=TEXT.format(6), d="没有数字。")
    other = build(name, "--patterns", tmp_path / "own", a=TEXT.format(104), b=TEXT.format(7), d="没有数字。", e=TEXT.format(8))
    assert runs.is_run(other)
    result = compared(one, other)
    assert result.other_text == ("b.txt",) and result.only_before == ("c.txt",) and result.only_after == ("e.txt",)
    assert result.documents == 2
    assert [(item.doc, item.label, item.line) for item in result.differences] == [("a.txt", "period: 2018 → ∅", 2), ("a.txt", "status: actual → planned", 2)]


def test_documents_are_no_runs(tmp_path):
    (tmp_path / "a.txt").write_text("甲", encoding="utf-8")
    assert not runs.is_run(tmp_path) and not runs.is_run(tmp_path / "a.txt")


@pytest.mark.parametrize(("text", "said"), [
    ("doc,start\na,1\n", "has no column end, text, kind; its columns are doc, start"),
    ("doc,start,end,text,kind\na,1E+05,2,x,place\n", "line 2: start and end have to be whole numbers"),
])
def test_what_is_no_fact_table_is_refused(tmp_path, text, said):
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        runs.open_run(tmp_path / "a.csv")


def test_the_tables_of_two_annotators_are_compared(tmp_path):
    columns = ("start", "end", "text", "kind", "indicator", "note")
    for name, indicator in (("a", "贫困户"), ("b", "农户")):
        with table.writer(tmp_path / f"{name}.csv", columns) as add:
            add([(17, 21, "104户", "households", indicator, name), (0, 3, "赫章县", "place", "", "")])
    result = compared(tmp_path / "a.csv", tmp_path / "b.csv")
    assert [item.label for item in result.differences] == ["indicator: 贫困户 → 农户"] and result.columns == ("indicator",)
