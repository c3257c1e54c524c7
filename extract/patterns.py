"""A folder of rules of one's own: what is in it, and which of its examples fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from extract import lexicon, rules
from extract.kinds import period
from extract.kinds.standard import fold, wordings
from extract.records import FIGURES
from extract.score import Row, of_facts


class Entry(NamedTuple):
    """A rule or row of one's own: its file, its name, how it stands to the built-in ones, and what it is for."""

    file: str
    name: str
    how: str
    why: str


@dataclass(frozen=True, slots=True)
class Tested:
    """How many rules, examples, rows and sentences the folder has, and what failed, one sentence each; of a rule
    that extends a built-in one the built-in examples are tried too."""

    rules: int
    examples: int
    rows: int
    sentences: int
    faults: tuple[str, ...]


def entries() -> list[Entry]:
    """The rules and rows of the folder that is in use, file by file."""
    folder = rules.own_dir()
    found: list[Entry] = []
    for path in rules.own_files(folder) if folder else ():
        if path.name == rules.EXAMPLES:
            found += [Entry(path.name, example["text"][:24], "sentence", example.get("why", "")) for example in _examples(path)]
        elif path.suffix == ".toml":
            found += _rules(path)
        else:
            found += _rows(path)
    return found


def _rules(path: Path) -> Iterator[Entry]:
    """The rules of a file of one's own."""
    known = {rule.id for rule in rules.read_rules(rules.patterns_dir() / path.name)}
    for rule in rules.read_rules(path):
        yield Entry(path.name, rule.id, "extends" if rule.extends else "replaces" if rule.id in known else "new", rule.why)
    for name in rules.read_toml(path).get("off", []):
        yield Entry(path.name, name, "off", "")


def _rows(path: Path) -> Iterator[Entry]:
    """The rows of a table of one's own."""
    built_in = rules.patterns_dir() / path.name
    key = lexicon.KEYS[path.stem]
    known = {tuple(row[column] for column in key) for row in lexicon.read(built_in)}
    for _, row in lexicon.own_rows(path, built_in):
        name = tuple(row[column] for column in key)
        how = "off" if row.get("off") else "replaces" if name in known else "new"
        yield Entry(path.name, "/".join(filter(None, name)), how, "" if row.get("off") else ", ".join(cell for column, cell in row.items() if cell and column not in key))


def built_in() -> list[tuple[str, int]]:
    """The built-in files of rules and tables, with the number of their rules or rows."""
    folder = rules.patterns_dir()
    counts = [(f"{name}.toml", len(rules.read_rules(folder / f"{name}.toml"))) for name in rules.FILES]
    return counts + [(f"{name}.csv", len(lexicon.read(folder / f"{name}.csv"))) for name in lexicon.KEYS]


def test() -> Tested:
    """The examples of the folder that is in use, of the built-in rules where there is none, and whether
    its indicators are of one meaning each; BadPattern for what cannot be read at all."""
    folder = rules.own_dir()
    tried = [(name, rule) for name in rules.FILES for rule in rules.load(name) if rule.own or folder is None]
    where = f"{folder}/" if folder else ""
    faults = [f"{where}{name}.toml: {fault}" for name, rule in tried for fault in rules.failing(rule)]
    faults += [f"{where}period.toml: {fault}" for name, rule in tried if name == "period" and rule.own for fault in _undated(rule)]
    rows = sum(1 for path in (rules.own_files(folder) if folder else ()) if path.suffix == ".csv" for _ in lexicon.own_rows(path, rules.patterns_dir() / path.name))
    faults += [f"{where}indicator.csv: {fault}" for fault in _ambiguous()]
    path = folder / rules.EXAMPLES if folder else None
    sentences = _examples(path) if path and path.is_file() else []
    for number, example in enumerate(sentences, 1):
        faults += [f"{path}, example {number}: {fault}" for fault in _sentence(example)]
    written = [rule for name in rules.FILES for path in [(folder or rules.patterns_dir()) / f"{name}.toml"] if path.is_file() for rule in rules.read_rules(path)]
    return Tested(len(written), sum(len(rule.yes) + len(rule.no) for rule in written), rows, len(sentences), tuple(faults))


def _undated(rule: rules.Rule) -> Iterator[str]:
    """The examples of a rule for times in which nothing is read as one."""
    for text in rule.yes:
        if not any(time.rule == f"period.{rule.id}" for time in period.find(text)):
            yield f"rule {rule.id!r} finds no date in {text!r} that can be read; say what it means, as in period = \"2017-10\""


def _ambiguous() -> Iterator[str]:
    """Wordings that lead to two standard indicators of one kind."""
    leads: dict[tuple[str, str], str] = {}
    for row in rules.table("indicator"):
        for wording in wordings(row):
            for kind in row["kinds"].split():
                other = leads.setdefault((fold(wording), kind), row["name"])
                if other != row["name"]:
                    yield f"{wording!r} leads to {other} and to {row['name']} for {kind}; leave it to one, or replace the other's row without it"


def _examples(path: Path) -> list[dict[str, Any]]:
    """The sentences with their facts, or BadPattern."""
    content = rules.read_toml(path)
    examples = content.get("example", [])
    if set(content) - {"example"} or not all(isinstance(item, dict) and isinstance(item.get("text"), str) and isinstance(item.get("facts"), list)
                                             and not set(item) - {"text", "facts", "why"} for item in examples):
        raise rules.BadPattern(f"{path}: holds [[example]] tables with text and facts, and why if need be; nothing else")
    if strange := sorted({str(column) for item in examples for fact in item["facts"] for column in fact} - set(_columns())):
        raise rules.BadPattern(f"{path}: a fact has no column {strange[0]!r}; its columns are {', '.join(_columns())}")
    return examples


def _columns() -> tuple[str, ...]:
    from extract.table import COLUMNS

    return COLUMNS


def _sentence(example: dict[str, Any]) -> Iterator[str]:
    """Where a text's facts are not the expected ones; every figure has to be listed, places and times may be."""
    from extract.pipeline import convert_source
    from extract.read import from_text

    found = of_facts(convert_source(from_text(example["text"])).facts)
    wanted = [{column: _cell(value) for column, value in fact.items()} for fact in example["facts"]]
    left: list[Row] = list(found)
    for fact in wanted:
        near = [row for row in left if row["text"] == fact.get("text", row["text"]) and row["kind"] == fact.get("kind", row["kind"])]
        row = next((row for row in near if _differing(fact, row) == ""), near[0] if near else None)
        if row is None:
            yield f"{fact.get('text', fact)!r} is not found in {example['text']!r}"
            continue
        left.remove(row)
        if differing := _differing(fact, row):
            yield f"{row['text']!r} has {differing} {row[differing]!r}, not {fact[differing]!r}"
    for row in left:
        if row["kind"] in FIGURES:
            yield f"{row['text']!r} ({row['kind']}) is found and not among the facts"


def _differing(fact: dict[str, str], row: Row) -> str:
    """The first column in which a row is not the fact; '' when it is."""
    return next((column for column, cell in fact.items() if row.get(column, "") != cell), "")


def _cell(value: Any) -> str:
    """A TOML value as a table's cell."""
    from extract.table import plain

    return plain(Decimal(str(value))) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)
