"""The loader of rules and tables is strict and names what is wrong."""

import re

import pytest
from conftest import SEEDS

from extract import rules

GOOD = 'id = "a"\nwhy = "w"\nregex = "x"\nyes = ["x"]\nno = ["y"]\n'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An own patterns folder, with nothing remembered from or left to other tests."""
    monkeypatch.setattr(rules, "patterns_dir", lambda: tmp_path)
    yield tmp_path
    for name in ("load", "table", "scanner"):
        getattr(rules, name).cache_clear()


@pytest.fixture(autouse=True)
def fresh():
    for name in ("load", "table", "scanner"):
        getattr(rules, name).cache_clear()


def test_rules_come_in_file_order(folder):
    (folder / "some.toml").write_text(f'[[rule]]\n{GOOD}\n[[rule]]\n{GOOD.replace("a", "b", 1)}', encoding="utf-8")
    assert [rule.id for rule in rules.load("some")] == ["a", "b"]
    assert rules.load("some")[0].yes == ("x",)


@pytest.mark.parametrize(("text", "named"), [
    (GOOD.replace('why = "w"\n', ""), "why"),
    (GOOD + 'note = "n"\n', "note"),
    (GOOD.replace('"x"\nyes', '"("\nyes'), "compile"),
    (GOOD + f"[[rule]]\n{GOOD}", "'a'"),
])
def test_a_faulty_rule_is_refused_by_name(folder, text, named):
    (folder / "bad.toml").write_text(f"[[rule]]\n{text}", encoding="utf-8")
    with pytest.raises(rules.BadPattern, match="bad.toml") as raised:
        rules.load("bad")
    assert named in str(raised.value)


def test_scanner_tries_rules_in_order_without_overlaps(folder):
    (folder / "two.toml").write_text(
        'begins = "[a-c]"\n[[rule]]\n' + GOOD.replace('"a"', '"long"').replace('regex = "x"', 'regex = "ab"')
        + "[[rule]]\n" + GOOD.replace('"a"', '"short"').replace('regex = "x"', 'regex = "[abx]"'), encoding="utf-8")
    assert [(m.lastgroup, m.group()) for m in rules.Scanner("two").finditer("abaxb")] == [("long", "ab"), ("short", "a"), ("short", "b")]


def test_table_leaves_comments_out(folder):
    (folder / "t.csv").write_text("# source\nunit,kind\n户,households\n", encoding="utf-8")
    assert rules.table("t") == ({"unit": "户", "kind": "households"},)


@pytest.mark.parametrize("name", ["not_figure", "period"])
def test_where_a_scanner_looks_only_saves_time(name):
    """With every character tried, the rules find the same."""
    scanner, plain = rules.scanner(name), rules.Scanner(name)
    plain._begin = re.compile("(?s:.)")
    examples = [example for rule in rules.load(name) for example in (*rule.yes, *rule.no)]
    for text in (*examples, *(path.read_text(encoding="utf-8") for path in SEEDS.glob("*.txt"))):
        assert spans(scanner, text) == spans(plain, text)


def spans(scanner, text):
    """What a scanner finds."""
    return [(match.lastgroup, match.span()) for match in scanner.finditer(text)]
