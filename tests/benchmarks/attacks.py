"""Strings on which a regular expression is slow if it can be: for each of its repetitions, what comes before it,
what it repeats, many times, and something that it does not expect."""

from __future__ import annotations

import importlib
import pkgutil
import re
import tomllib
from collections.abc import Iterator
from re import _constants as op
from re import _parser as parser

import extract
from extract import rules

_ENDS = ("\x01", "一", "1", " ", "。")


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """(name, pattern) of every compiled expression of the package and of every rule in `patterns/`."""
    for module in pkgutil.walk_packages(extract.__path__, "extract."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield f"{module.name}.{name}", value
            elif isinstance(value, (tuple, list)):
                yield from ((f"{module.name}.{name}", item) for row in value for item in (row if isinstance(row, tuple) else (row,)) if isinstance(item, re.Pattern))
    for path in sorted(rules.patterns_dir().glob("*.toml")):
        for rule in tomllib.loads(path.read_text(encoding="utf-8")).get("rule", []):
            yield f"{path.stem}.{rule['id']}", re.compile(rule["regex"])


def attacks(pattern: re.Pattern[str], length: int) -> Iterator[str]:
    """The strings for each repetition of a pattern, about so many characters of its body."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    seen = set()
    for before, body in _repeats(tree, ""):
        for lead in ("", "县", before, "县" + before):
            for end in _ENDS:
                attack = lead + (body or " ") * (length // max(1, len(body)) + 1) + end
                if attack not in seen:
                    seen.add(attack)
                    yield attack


def _repeats(tree, before: str) -> Iterator[tuple[str, str]]:
    """(text before it, its body's text) of each repetition in a parsed pattern."""
    for kind, value in tree:
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            low, high, inner = value
            if high > 3:
                for sample in _samples(inner):
                    yield before, sample
            yield from _repeats(inner, before)
        elif kind is op.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, before)
        elif kind is op.SUBPATTERN:
            yield from _repeats(value[3], before)
        elif kind is op.ATOMIC_GROUP:
            yield from _repeats(value, before)
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            yield from _repeats(value[1], before)
            if kind is op.ASSERT and value[0] < 0:
                before += _sample(value[1])
            continue
        before += _sample([(kind, value)])


def _samples(tree) -> Iterator[str]:
    """Texts that a repeated body matches: with its repetitions once, twice, and its options there or not."""
    yield from dict.fromkeys((_sample(tree), _sample(tree, 1), _sample(tree, 2), _sample(tree, 2, last=True), _sample(tree, 1, last=True)))


def _sample(tree, times: int = 0, last: bool = False) -> str:
    """A text that a parsed pattern matches, each repetition at least so many times; lookarounds are not heeded."""
    said = ""
    for kind, value in tree:
        if kind is op.LITERAL:
            said += chr(value)
        elif kind is op.ANY:
            said += "村"
        elif kind is op.NOT_LITERAL:
            said += "村"
        elif kind is op.IN:
            said += _member(value, last)
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            said += _sample(value[2], times, last) * min(max(value[0], times), value[1])
        elif kind is op.BRANCH:
            said += _sample(value[1][-1 if last else 0], times, last)
        elif kind is op.SUBPATTERN:
            said += _sample(value[3], times, last)
        elif kind is op.ATOMIC_GROUP:
            said += _sample(value, times, last)
    return said


def _member(members, last: bool) -> str:
    """A character of a class; of a negated one 村, or a digit."""
    if members[0][0] is op.NEGATE:
        return "村" if last else "1"
    kind, value = members[-1 if last else 0]
    if kind is op.LITERAL:
        return chr(value)
    if kind is op.RANGE:
        return chr(value[1 if last else 0])
    return {op.CATEGORY_DIGIT: "1", op.CATEGORY_SPACE: " ", op.CATEGORY_WORD: "a"}.get(value, "村")
