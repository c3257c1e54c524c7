"""`patterns/*.toml` and `patterns/*.csv` → typed rules and tables; strict about what it reads.

A rule file holds `[[rule]]` tables with `id`, `why`, `regex`, `yes` and `no`. The examples are part
of the rule: `yes` strings are found by the regex, `no` strings are not, and the test suite runs them.

A folder of one's own (`use`) adds to the built-in ones: a rule with the id of a built-in rule and a
row with the key of a built-in row take its place, others are added, and what is marked `off` is gone.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from extract import lexicon
from extract.lexicon import BadPattern

#: The environment variable that names the folder of one's own; processes that are started inherit it.
VARIABLE = "BAOBIAO_PATTERNS"

#: Rule file → whether rules of new names are of use there; the others' rules are called by name.
FILES = {"not_figure": True, "period": True, "cue": False, "place": False}
#: Besides rules and tables a folder of one's own may hold whole sentences with their facts.
EXAMPLES = "examples.toml"

_DATE = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
#: A period as tables hold it: a year, month or day, or two of them; not the empty one.
EDTF = re.compile(rf"{_DATE}(?:/{_DATE})?")
_NEVER = "(?!)"  # the regex of a rule that is called by name and switched off


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, why it is there, its regex as text, and what it must and must not find.

    `extends` and `own` say how a rule of one's own stands to the built-in ones; `period` is what a
    rule for times always means (`党的十九大` → `2017-10-18/2017-10-24`), where its words are no date.
    """

    id: str
    why: str
    regex: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    extends: bool = False
    own: bool = False
    period: str = ""


def patterns_dir() -> Path:
    """The folder of built-in rules and tables: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    for folder in (package / "patterns", package.parent / "patterns"):
        if folder.is_dir():
            return folder
    raise BadPattern(f"no folder patterns/ beside or inside {package}; reinstall baobiao")


def own_dir() -> Path | None:
    """The folder of one's own that is in use, if any."""
    name = os.environ.get(VARIABLE, "")
    return Path(name) if name else None


def use(folder: str | os.PathLike[str] | None, examples: bool = True) -> None:
    """Use a folder of one's own from now on, in this process and those that it starts, or none; BadPattern
    when something in it cannot be used, or fails its own `examples`, and then nothing has changed.

    Not for several threads at once.
    """
    before = os.environ.get(VARIABLE)
    try:
        _set(None if folder is None else str(Path(folder).resolve()))
        check(examples)
    except Exception:
        _set(before)
        raise


@contextmanager
def using(folder: str | os.PathLike[str] | None) -> Iterator[None]:
    """Inside the block the folder is in use; None leaves all as it is."""
    before = own_dir()
    if folder is None or before == Path(folder).resolve():
        yield
        return
    use(folder)
    try:
        yield
    finally:
        _set(str(before) if before else None)


def carried() -> tuple[tuple[str, bytes], ...]:
    """The files of one's own that are in use, by name, to be sent to where the folder is not: see `carry`."""
    folder = own_dir()
    return tuple((path.name, path.read_bytes()) for path in own_files(folder)) if folder else ()


_CARRIED: dict[tuple[tuple[str, bytes], ...], TemporaryDirectory[str]] = {}  # kept as long as the process


def carry(files: tuple[tuple[str, bytes], ...]) -> None:
    """Use the files that another process sent, whose examples were tried there; none: the built-in rules alone."""
    if not files:
        use(None)
        return
    if files not in _CARRIED:
        folder = _CARRIED[files] = TemporaryDirectory(prefix="baobiao-")
        for name, content in files:
            (Path(folder.name) / name).write_bytes(content)
    if own_dir() != Path(_CARRIED[files].name).resolve():
        use(_CARRIED[files].name, examples=False)


def _set(name: str | None) -> None:
    """Name the folder to this process and its children, and forget all that was worked out of patterns."""
    if os.environ.get(VARIABLE) is None is name:
        return
    if name is None:
        del os.environ[VARIABLE]
    else:
        os.environ[VARIABLE] = name
    for module in [module for key, module in sys.modules.items() if key.partition(".")[0] == __package__]:
        for value in list(vars(module).values()):
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def check(examples: bool = True) -> None:
    """Nothing, or BadPattern for the first thing in the folder of one's own that cannot be used: a file
    that nothing reads, a rule that is not whole or fails its own examples, a row that means nothing."""
    from extract import gazetteer

    folder = own_dir()
    if folder is None:
        return
    if not folder.is_dir():
        raise BadPattern(f"{folder}: is no folder of rules; give --patterns (or {VARIABLE}) a folder that exists")
    for path in own_files(folder):
        if path.name == EXAMPLES:
            continue
        if path.suffix == ".csv" and path.stem in lexicon.KEYS:
            table(path.stem)
        elif path.suffix == ".toml" and path.stem in FILES:
            for rule in load(path.stem):
                for fault in failing(rule) if rule.own and examples else ():
                    raise BadPattern(f"{path}: {fault}; 'baobiao patterns test {folder}' lists all that fail")
            scanner(path.stem) if FILES[path.stem] else None
        else:
            known = [*(f"{name}.toml" for name in FILES), EXAMPLES, *(f"{name}.csv" for name in lexicon.KEYS)]
            raise BadPattern(f"{path}: nothing reads a file of that name; the names are {', '.join(known)}")
    if (folder / "place_name.csv").is_file() or (folder / "place_alias.csv").is_file():
        gazetteer.names()


def own_files(folder: Path) -> list[Path]:
    """The files of a folder of rules by name; notes (.md, README) and hidden files are left out."""
    return [path for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith((".", "~", "README")) and path.suffix != ".md"]


def failing(rule: Rule) -> Iterator[str]:
    """What is wrong with the rule's examples: one sentence each."""
    regex = re.compile(rule.regex)
    if regex.match(""):
        yield f"rule {rule.id!r} matches nothing at all, and so everywhere"
    yield from (f"rule {rule.id!r} does not find its example {text!r}" for text in rule.yes if not regex.search(text))
    yield from (f"rule {rule.id!r} finds {regex.search(text)[0]!r} in {text!r}, which it must not" for text in rule.no if regex.search(text))


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Sixteen hexadecimal digits that change with any rule or table in use, built-in or one's own."""
    digest = sha256()
    for owner, folder in (("", patterns_dir()), ("own/", own_dir())):
        for path in own_files(folder) if folder else ():
            content = path.read_bytes()
            digest.update(f"{owner}{path.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


@lru_cache(maxsize=None)
def load(name: str) -> tuple[Rule, ...]:
    """The rules called NAME in the order in which they are tried, one's own new ones first; BadPattern
    names a rule that is not whole."""
    rules = read_rules(patterns_dir() / f"{name}.toml")
    path = _own(f"{name}.toml")
    if path is None:
        return tuple(rules)
    known = {rule.id: rule for rule in rules}
    own = {rule.id: _own_rule(rule, known.get(rule.id), path) for rule in read_rules(path)}
    off = read_toml(path).get("off", [])
    if unknown := [*(id for id in off if id not in known), *(id for id in own if id not in known and not FILES[name])]:
        raise BadPattern(f"{path}: there is no rule {unknown[0]!r} to replace or to switch off; the rules are {', '.join(known)}")
    kept = [own.get(rule.id, rule) for rule in rules]
    kept = [replace(rule, regex=_NEVER, yes=(), no=()) if rule.id in off else rule for rule in kept if rule.id not in off or not FILES[name]]
    return tuple([rule for rule in own.values() if rule.id not in known] + kept)


def _own(name: str) -> Path | None:
    """The file of that name in the folder of one's own, if there is one."""
    folder = own_dir()
    return folder / name if folder and (folder / name).is_file() else None


def _own_rule(rule: Rule, known: Rule | None, path: Path) -> Rule:
    """A rule of one's own as it is used: one that extends a built-in rule finds what either finds."""
    if not rule.extends:
        return replace(rule, own=True)
    if known is None:
        raise BadPattern(f"{path.name}: rule {rule.id!r} extends a rule that is not there; leave out `extends`, or correct the id")
    regex = f"(?:{known.regex})|(?:{rule.regex})"
    try:
        re.compile(regex)
    except re.error as error:
        raise BadPattern(f"{path.name}: rule {rule.id!r} cannot extend the built-in one: {error}; replace it instead") from None
    return Rule(rule.id, rule.why, regex, known.yes + rule.yes, known.no + rule.no, True, True)


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file, or BadPattern."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadPattern(f"{path}: is no TOML in UTF-8: {error}") from None


def read_rules(path: Path) -> list[Rule]:
    """The rules of one file, whole and of different names, or BadPattern."""
    content = read_toml(path)
    if unknown := sorted(set(content) - {"rule", "begins", "off"}):
        raise BadPattern(f"{path.name}: unknown {unknown}; a rule file holds [[rule]], begins and off")
    seen: set[str] = set()
    rules = []
    for number, item in enumerate(content.get("rule", []), 1):
        rule = _rule(item, f"{path.name}, rule {number}")
        if rule.id in seen:
            raise BadPattern(f"{path.name}: two rules are called {rule.id!r}; rename one")
        seen.add(rule.id)
        rules.append(rule)
    return rules


def _rule(item: dict[str, Any], where: str) -> Rule:
    """A rule from its TOML table, or BadPattern."""
    unknown = set(item) - {"id", "why", "regex", "yes", "no", "extends", "period"}
    missing = {"id", "why", "regex", "yes", "no"} - set(item)
    if unknown or missing:
        raise BadPattern(f"{where}: unknown {sorted(unknown)}, missing {sorted(missing)}")
    if not re.fullmatch("[a-z][a-z0-9_]*", item["id"]) or not item["why"].strip() or not item["yes"]:
        raise BadPattern(f"{where} ({item['id']}): needs an id of small letters, a reason, and a `yes` example")
    period = item.get("period", "")
    if period and not (where.startswith("period.toml") and EDTF.fullmatch(period)):
        raise BadPattern(f"{where} ({item['id']}): period has to be as 2018, 2018-06, 2018-12-31 or 2014/2018, and of a rule in period.toml")
    try:
        re.compile(item["regex"])
    except re.error as error:
        raise BadPattern(f"{where} ({item['id']}): the regex does not compile: {error}") from None
    return Rule(item["id"], item["why"], item["regex"], tuple(item["yes"]), tuple(item["no"]), bool(item.get("extends")), period=period)


class Scanner:
    """All rules of a file as one regex, tried in file order, only where a match can begin.

    The file names the characters with which its matches begin (`begins = "..."`): looking for one of
    them first is many times faster than trying every rule at every character.
    """

    def __init__(self, name: str) -> None:
        begins = read_toml(patterns_dir() / f"{name}.toml").get("begins", "")
        path = _own(f"{name}.toml")
        if path and begins and (more := read_toml(path).get("begins", "")):
            begins = f"(?:{begins})|(?:{more})"
        try:
            self.pattern = re.compile("|".join(f"(?P<{rule.id}>{rule.regex})" for rule in load(name)))
            self._begin = re.compile(begins or "(?s:.)")
        except re.error as error:
            raise BadPattern(f"{path}: cannot be tried together with the other rules: {error}; use no \\1, and names of their own for groups") from None
        for rule in load(name):
            if rule.own and (unseen := self.unseen(rule)):
                raise BadPattern(f"{path}: rule {rule.id!r} would not be tried at {unseen!r}; name the characters its matches begin with, as in begins = '[{unseen[0]}]'")
            if rule.own and not any(failing(rule)) and (lost := next((text for text in rule.yes if rule.id not in {m.lastgroup for m in self.finditer(text)}), "")):
                raise BadPattern(f"{path}: in {lost!r} another rule finds something sooner than {rule.id!r}; take another example, or replace that rule")

    def unseen(self, rule: Rule) -> str:
        """What the rule finds in its own examples where the scanner does not look; '' if it always looks."""
        hits = ((example, match) for example in rule.yes for match in re.finditer(rule.regex, example))
        return next((match.group() for example, match in hits if match.group() and not self._begin.match(example, match.start())), "")

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
    """The scanner of the rules called NAME."""
    return Scanner(name)


@lru_cache(maxsize=None)
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of the table called NAME, comment lines (`#`) left out, with those of one's own."""
    return lexicon.merged(patterns_dir() / f"{name}.csv", _own(f"{name}.csv"))
