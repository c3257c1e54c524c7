"""The READMEs: every command is run and every specimen compared, in both languages."""

import doctest
import re
import shlex
import subprocess
import sys
import tomllib
from dataclasses import fields

import pytest
from conftest import ROOT, SEEDS

import extract
from extract import batch
from extract.dataset import TABLES
from extract.records import KINDS, Fact
from extract.table import plain

READMES = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")}
each_readme = pytest.mark.parametrize("name", READMES)


def blocks(text: str, language: str) -> list[str]:
    """The contents of a README's code blocks of one language."""
    return [body for name, body in re.findall(r"^```(\w*)\n(.*?)^```$", text, re.M | re.S) if name == language]


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A function that lays out a README's specimen, its rules (named in their first lines) and the samples in the working folder."""

    def lay(name):
        (tmp_path / "report.txt").write_text(blocks(READMES[name], "text")[0], encoding="utf-8")
        for content in (*blocks(READMES[name], "toml"), *blocks(READMES[name], "csv")):
            path = tmp_path / content.partition("\n")[0].removeprefix("# ")
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8")
        (tmp_path / "seeds").symlink_to(SEEDS)
        monkeypatch.chdir(tmp_path)
        return tmp_path

    return lay


def tables(text: str) -> list[tuple[list[str], list[list[str]]]]:
    """The Markdown tables of a README: heads and rows of cells."""
    found = re.findall(r"^(\|.*\|)\n\|(?: -+:? \|| ---:? \|)+\n((?:\|.*\|\n)+)", text, re.M)
    return [(cells(head), [cells(line) for line in body.splitlines()]) for head, body in found]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


@each_readme
def test_the_specimens_rows_are_what_the_program_gives(name, desk):
    head, shown = next(table for table in tables(READMES[name]) if "start" in table[0])
    facts = [fact for fact in batch.facts(desk(name) / "report.txt") if fact.kind not in ("place", "time")]
    assert shown == [[plain(getattr(fact, column)) for column in head] for fact in facts]


@each_readme
def test_what_is_said_below_the_specimen_is_so(name, desk):
    facts = {fact.text: fact for fact in batch.facts(desk(name) / "report.txt")}
    village = facts["箐营村"]
    assert f"`{village.place_path}`" in READMES[name] and f"`{village.place_code}`" in READMES[name]
    assert facts["××户"].value is None and facts["××户"].qualifier == "masked"


@each_readme
def test_commands_print_what_is_shown(name, desk, baobiao):
    desk(name)
    for step in (step for block in blocks(READMES[name], "console") for step in re.split(r"^\$ ", block, flags=re.M)[1:]):
        command, _, shown = step.partition("\n")
        ran = baobiao(*shlex.split(command)[1:])
        assert ran.out + ran.err == shown, command
        assert ran.status == (2 if "missing.txt" in command else 0)


@each_readme
def test_the_python_specimens(name, desk, baobiao):
    pytest.importorskip("spacy")
    import extract.spacy_component  # noqa: F401  what the entry point of an installation does

    desk(name)
    baobiao("convert", "report.txt", "--to", "reports.duckdb", "--quiet")
    for block in blocks(READMES[name], "python"):
        test = doctest.DocTestParser().get_doctest(block, {}, name, name, 0)
        runner, said = doctest.DocTestRunner(verbose=False), []
        assert runner.run(test, out=said.append).failed == 0, "".join(said)


@each_readme
def test_the_commands_for_a_fresh_machine(name, desk):
    """Their parts: the environment and the installation are `.ci/run`'s; the rest is run here."""
    install, test = blocks(READMES[name], "sh")
    assert install.startswith("python3 -m venv .venv && .venv/bin/pip install . && ")
    folder, command = desk(name), install.rsplit(" && ", 1)[1]
    arguments = shlex.split(command.replace(".venv/bin/baobiao", f"{sys.executable} -m extract"))
    ran = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, env={"PYTHONPATH": str(ROOT)}, check=True)
    assert (folder / "facts.csv").stat().st_size > 10_000 and "failures: 0" in ran.stderr
    assert test.endswith(".venv/bin/pip install '.[test]' && .venv/bin/python -m pytest\n")
    assert "test" in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert "python -m pytest" in (ROOT / ".ci/run").read_text(encoding="utf-8")


def commands(group=None, path=()):
    """Every command of the program as its arguments, those of groups too."""
    from typer.main import get_command

    from extract.cli import app

    for name, command in (group or get_command(app)).commands.items():
        yield from commands(command, (*path, name)) if hasattr(command, "commands") else [(*path, name)]


@each_readme
def test_every_option_and_column_is_explained(name, baobiao):
    text = READMES[name]
    told = set(re.findall(r"(?<![-|])--[a-z-]*[a-z]", re.sub(r"python (?:-m|tests/)[^`\n]*", "", text)))
    known = {option for command in commands() for option in re.findall(r"--[a-z-]*[a-z]", baobiao(*command, "--help").out)}
    assert known - {"--help"} <= told
    assert told <= known | {"--help", "--require-hashes", "--version", "--out", "--quick"}
    for columns in (table.columns for table in TABLES.values() if not table.columns.keys() & {"verdict"}):
        assert set(columns) <= set(re.findall(r"`([a-z_0-9]+)`", text))
    assert {field.name for field in fields(Fact)} <= set(re.findall(r"`([a-z_]+)`", text))
    assert set(KINDS) <= set(re.findall(r"`([a-z]+)`", text))


@each_readme
def test_the_architecture_names_what_is_there(name):
    modules = next(rows for head, rows in tables(READMES[name]) if "`records.py`" in rows[0])
    for entry in re.findall(r"`([a-z_]+(?:\.py|/))`", " ".join(row[0] for row in modules)):
        assert (ROOT / "extract" / entry).exists(), entry
    there = {path.name for path in (ROOT / "extract").glob("*.py")} - {"__init__.py", "__main__.py", "build_gazetteer.py"}
    assert there <= set(re.findall(r"`([a-z_]+\.py)`", READMES[name]))


@each_readme
def test_links_and_scripts_exist(name):
    for target in re.findall(r"\]\(([^)#]+)\)", READMES[name]) + re.findall(r"python (tests/\S+\.py)", READMES[name]):
        assert (ROOT / target).exists(), target


def test_both_readmes_say_the_same():
    one, other = READMES.values()
    assert [blocks(one, language) for language in ("text", "console", "python", "sh", "toml", "csv", "")] == [
        blocks(other, language) for language in ("text", "console", "python", "sh", "toml", "csv", "")
    ]
    assert one.count("\n## ") == other.count("\n## ")
    numbers = r"\d[\d,.]*\d"
    figures = [re.findall(numbers, re.search(r"<!-- accuracy -->.*<!-- /accuracy -->", text, re.S)[0]) for text in (one, other)]
    assert figures[0] == figures[1]


def test_the_version_is_the_packages(baobiao):
    assert baobiao("--version").out == f"baobiao {extract.__version__}\n"
