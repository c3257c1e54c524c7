"""`patterns/`: every rule proves itself by its examples, every table is clean."""

import csv
import lzma
import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from extract import lexicon, rules
from extract.records import FIGURES

PATTERNS = Path(__file__).resolve().parents[1] / "patterns"
RULES = [
    pytest.param(path.name, rule, id=f"{path.stem}.{rule.get('id', number)}")
    for path in sorted(PATTERNS.glob("*.toml"))
    for number, rule in enumerate(tomllib.loads(path.read_text(encoding="utf-8")).get("rule", []))
]
UNITS = rules.table("unit")
TABLES = [pytest.param(path, id=path.stem) for path in sorted(PATTERNS.glob("*.csv"))]


@pytest.mark.parametrize(("file", "rule"), RULES)
def test_a_rule_is_whole(file, rule):
    assert set(rule) == {"id", "why", "regex", "yes", "no"}
    assert re.fullmatch(r"[a-z][a-z0-9_]*", rule["id"]) and rule["why"].strip() and rule["yes"]


@pytest.mark.parametrize(("file", "rule"), RULES)
def test_a_rule_finds_its_yes_and_not_its_no(file, rule):
    assert [*rules.failing(next(known for known in rules.load(file.removesuffix(".toml")) if known.id == rule["id"]))] == []


@pytest.mark.parametrize("path", sorted(PATTERNS.glob("*.toml")), ids=lambda path: path.stem)
def test_rule_names_are_unique_and_the_loader_takes_them(path):
    names = [rule.id for rule in rules.load(path.stem)]
    assert names and len(names) == len(set(names))


@pytest.mark.parametrize("path", TABLES)
def test_a_table_is_clean(path):
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    assert lines[0].startswith("#"), "a table begins with its source and licence"
    assert [line for line in lines if line != line.rstrip() + "\n"] == []
    head, *rows = csv.reader(line for line in lines if not line.startswith("#"))
    assert [row for row in rows if len(row) != len(head)] == []
    assert [row for row in rows if any(cell != cell.strip() for cell in row)] == []
    key = [head.index(column) for column in lexicon.KEYS[path.stem]]
    names = [tuple(row[index] for index in key) for row in rows]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


@pytest.mark.parametrize(("table", "column"), lexicon.VOCABULARY)
def test_a_cell_says_one_of_the_words_that_it_may(table, column):
    assert {word for row in rules.table(table) for word in row[column].split()} <= set(lexicon.VOCABULARY[table, column])


@pytest.mark.parametrize("path", sorted(PATTERNS.glob("*.csv.xz")), ids=lambda path: path.name)
def test_a_packed_table_is_clean(path):
    head, *rows = csv.reader(lzma.decompress(path.read_bytes()).decode().splitlines())
    assert rows and {len(row) for row in rows} == {len(head)}


def test_there_is_no_code_and_no_yaml():
    kinds = {"".join(path.suffixes) for path in PATTERNS.iterdir()}
    assert kinds <= {".toml", ".csv", ".csv.xz", ".md", ".zip", ".txt", ".crfsuite"}


@pytest.mark.parametrize(("file", "rule"), RULES)
def test_a_rule_needs_a_character(file, rule):
    assert not re.compile(rule["regex"]).match(""), "a rule that matches nothing at all matches everywhere"


@pytest.mark.parametrize("path", [path for path in sorted(PATTERNS.glob("*.toml")) if "begins = " in path.read_text(encoding="utf-8")], ids=lambda path: path.stem)
def test_a_scanner_looks_where_its_rules_can_begin(path):
    """What a rule finds in its own examples begins where `begins` says, or the scanner would never see it."""
    begins = re.compile(tomllib.loads(path.read_text(encoding="utf-8"))["begins"])
    for rule in rules.load(path.stem):
        for example in rule.yes:
            unseen = [match.group() for match in re.finditer(rule.regex, example) if not begins.match(example, match.start())]
            assert unseen == [], f"{rule.id} in {example!r}"


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit["unit"])
def test_a_unit_converts(unit):
    assert unit["kind"] in FIGURES and unit["canonical"]
    assert Decimal(unit["scale"]) > 0
    assert bool(unit["factor"]) == bool(unit["base"]), "a factor leads to a base unit, and only a factor does"
    assert not unit["factor"] or Decimal(unit["factor"]) > 0


def test_a_canonical_unit_has_one_factor_and_a_measured_kind_one_base():
    factors, bases = {}, {}
    for unit in UNITS:
        factors.setdefault((unit["kind"], unit["canonical"]), set()).add((unit["factor"], unit["base"]))
        if unit["base"] and unit["kind"] in {"area", "length", "mass", "volume", "energy", "power", "duration"}:
            bases.setdefault(unit["kind"], set()).add(unit["base"])
    assert {name: found for name, found in (factors | bases).items() if len(found) > 1} == {}


def test_a_canonical_unit_reads_as_itself():
    own = {unit["unit"]: unit for unit in UNITS}
    named = [own[unit["canonical"]] for unit in UNITS if unit["canonical"] in own]
    assert [unit for unit in named if unit["canonical"] != unit["unit"] or Decimal(unit["scale"]) != 1] == []
