"""`patterns/*.toml` and `patterns/*.csv` → typed rules and tables; strict about what it reads.

A rule file holds `[[rule]]` tables with `id`, `why`, `regex`, `yes` and `no`. The examples are part
of the rule: `yes` strings are found by the regex, `no` strings are not, and the test suite runs them.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


class BadPattern(ValueError):
    """A rule or table in `patterns/` that cannot be used; the message names file, rule and fault."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, why it is there, its regex as text, and what it must and must not find."""

    id: str
    why: str
    regex: str
    yes: tuple[str, ...]
    no: tuple[str, ...]


def patterns_dir() -> Path:
    """The folder of rules and tables: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    for folder in (package / "patterns", package.parent / "patterns"):
        if folder.is_dir():
            return folder
    raise BadPattern(f"no folder patterns/ beside or inside {package}; reinstall baobiao")


@lru_cache(maxsize=None)
def load(name: str) -> tuple[Rule, ...]:
    """The rules of `patterns/NAME.toml` in file order; BadPattern names a rule that is not whole."""
    path = patterns_dir() / f"{name}.toml"
    with open(path, "rb") as file:
        tables = tomllib.load(file).get("rule", [])
    seen: set[str] = set()
    rules = []
    for number, table in enumerate(tables, 1):
        rule = _rule(table, f"{path.name}, rule {number}")
        if rule.id in seen:
            raise BadPattern(f"{path.name}: two rules are called {rule.id!r}; rename one")
        seen.add(rule.id)
        rules.append(rule)
    return tuple(rules)


def _rule(table: dict, where: str) -> Rule:
    """A rule from its TOML table, or BadPattern."""
    unknown = set(table) - {"id", "why", "regex", "yes", "no"}
    missing = {"id", "why", "regex", "yes", "no"} - set(table)
    if unknown or missing:
        raise BadPattern(f"{where}: unknown {sorted(unknown)}, missing {sorted(missing)}")
    try:
        re.compile(table["regex"])
    except re.error as error:
        raise BadPattern(f"{where} ({table['id']}): the regex does not compile: {error}") from None
    return Rule(table["id"], table["why"], table["regex"], tuple(table["yes"]), tuple(table["no"]))


class Scanner:
    """All rules of a file as one regex, tried in file order, only where a match can begin.

    The file names the characters with which its matches begin (`begins = "..."`): looking for one of
    them first is many times faster than trying every rule at every character.
    """

    def __init__(self, name: str) -> None:
        with open(patterns_dir() / f"{name}.toml", "rb") as file:
            begins = tomllib.load(file).get("begins", "")
        self.pattern = re.compile("|".join(f"(?P<{rule.id}>{rule.regex})" for rule in load(name)))
        self._begin = re.compile(begins or "(?s:.)")

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches from left to right, without overlaps; `lastgroup` is the rule's id."""
        match_at, begin = self.pattern.match, self._begin.search
        found = begin(text)
        while found:
            position = found.start()
            match = match_at(text, position)
            if match and match.end() > position:
                yield match
                position = match.end() - 1
            found = begin(text, position + 1)


@lru_cache(maxsize=None)
def scanner(name: str) -> Scanner:
    """The scanner of `patterns/NAME.toml`."""
    return Scanner(name)


@lru_cache(maxsize=None)
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `patterns/NAME.csv`, comment lines (`#`) left out."""
    with open(patterns_dir() / f"{name}.csv", encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(line for line in file if not line.startswith("#")))
