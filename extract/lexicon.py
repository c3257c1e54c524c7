"""The tables of `patterns/` → rows: what makes two rows the same entry, what a cell may say, and how a
table of one's own is laid over the built-in one."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from extract.records import FIGURES, LEVELS, Refusal

Row = dict[str, str]
Key = tuple[str, ...]

#: Table → the columns that together name an entry.
KEYS: dict[str, Key] = {
    "unit": ("unit",), "indicator": ("name",), "verb": ("verb",), "confidence": ("evidence",),
    "place_word": ("word", "role"), "place_alias": ("alias",), "place_variant": ("traditional",), "place_name": ("name", "parent"), "place_extra": ("name",),
}
#: (table, column) → the words that may stand there.
VOCABULARY = {
    ("unit", "kind"): FIGURES, ("indicator", "kinds"): FIGURES, ("verb", "use"): {"stop", "keep", "drop"}, ("place_alias", "suffix"): {"yes", "no"},
    ("place_word", "role"): {"kind", "lead", "common", "never", "known"}, ("place_name", "level"): set(LEVELS) - {"country"}, ("place_extra", "level"): set(LEVELS) - {"country"},
}
#: Columns that may be empty.
_OPTIONAL = {"aliases", "note", "short", "factor", "base", "rows", "right", "parent", "code", "start", "end"}
_NUMBERS = {"scale", "factor", "odds"}
_YEARS = {"start", "end"}
_NEEDED = {"户", "人", "人次", "元", "%"}  # units that code names


class BadPattern(Refusal):
    """A rule or table that cannot be used; the message names file, rule or line, fault and remedy."""


def read(path: Path) -> tuple[Row, ...]:
    """The rows of a built-in table, comment lines (`#`) left out."""
    with open(path, encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(line for line in file if not line.startswith("#")))


def merged(path: Path, own: Path | None) -> tuple[Row, ...]:
    """The rows of a built-in table with those of one's own: of the same key in its place, others at the
    end, and without those that are switched off; BadPattern names the line that cannot be used."""
    rows = read(path)
    if own is None:
        return rows
    key = KEYS[path.stem]
    entries = {tuple(row[column] for column in key): row for row in rows}
    off: set[str] = set()
    for line, row in own_rows(own, path):
        name = tuple(row[column] for column in key)
        if row.pop("off", ""):
            if entries.pop(name, None) is None:
                raise BadPattern(f"{own}, line {line}: there is no {'/'.join(name)} to switch off; leave the line out")
            off.add(name[0])
        else:
            entries[name] = row
    if path.stem == "unit":
        _check_units(entries, off, own)
    return tuple(entries.values())


def own_rows(own: Path, path: Path) -> Iterator[tuple[int, Row]]:
    """The rows of one's own table with their line numbers, each checked."""
    columns = list(csv.DictReader(line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")).fieldnames or ())
    try:
        text = own.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadPattern(f"{own}: is not UTF-8; in Excel save it as 'CSV UTF-8'") from None
    # Comments become empty lines, which the reader skips: its line numbers stay the file's.
    lines = csv.reader("" if line.startswith("#") else line for line in text.splitlines())
    head = [column.strip() for column in next(filter(None, lines), [])]
    if set(head) - {"off"} != set(columns):
        raise BadPattern(f"{own}: its columns are {', '.join(head) or 'none'}; they have to be {', '.join(columns)}, and off if need be")
    seen: set[Key] = set()
    for cells in filter(None, lines):
        where = f"{own}, line {lines.line_num}"
        if len(cells) != len(head):
            raise BadPattern(f"{where}: has {len(cells)} cells under a head of {len(head)}; put a cell that holds a comma in quotes")
        row = {column: cell.strip() for column, cell in zip(head, cells)}
        name = tuple(row[column] for column in KEYS[path.stem])
        if name in seen:
            raise BadPattern(f"{where}: {'/'.join(name)} stands there twice; leave one out")
        seen.add(name)
        if row.get("off") not in (None, "", "yes"):
            raise BadPattern(f"{where}: off is 'yes' or empty, not {row['off']!r}")
        if fault := _fault(path.stem, row):
            raise BadPattern(f"{where}: {fault}")
        yield lines.line_num, row


def _fault(table: str, row: Row) -> str:
    """What is wrong with a row, '' when nothing is."""
    for column, cell in row.items():
        if column == "off" or row.get("off") and column not in KEYS[table]:
            continue
        words = VOCABULARY.get((table, column))
        if not cell and column not in _OPTIONAL:
            return f"{column} is empty"
        if words and (strange := sorted(set(cell.split()) - set(words))):
            return f"{column} cannot be {strange[0]!r}; it is one of {', '.join(sorted(words))}"
        if cell and column in _NUMBERS and not _is_number(cell):
            return f"{column} has to be a positive number, not {cell!r}"
        if cell and column in _YEARS and not re.fullmatch(r"\d{4}", cell):
            return f"{column} has to be a year of four digits, not {cell!r}"
    if table == "unit" and not row.get("off") and bool(row["factor"]) != bool(row["base"]):
        return "factor and base go together: fill both or neither"
    return ""


def _is_number(cell: str) -> bool:
    """Whether a cell holds a positive number."""
    try:
        return Decimal(cell).is_finite() and Decimal(cell) > 0
    except InvalidOperation:
        return False


def _check_units(entries: dict[Key, Row], off: set[str], own: Path) -> None:
    """BadPattern when a unit is gone that others are reckoned in or that code names, or two contradict each other."""
    if needed := off & _NEEDED:
        raise BadPattern(f"{own}: {min(needed)} cannot be switched off; other rules count on it")
    for row in entries.values():
        said, name = f"{own}: {row['unit']} is reckoned in {row['canonical']}", row["canonical"]
        canonical = entries.get((name,))
        if name in off:
            raise BadPattern(f"{said}, which is switched off; keep that, or switch both off")
        if canonical is None or canonical is row:
            continue
        if canonical["canonical"] != name or Decimal(canonical["scale"]) != 1:
            raise BadPattern(f"{said}, which is itself reckoned in {canonical['canonical']}; name that one as canonical")
        if canonical["kind"] == row["kind"] and (canonical["factor"], canonical["base"]) != (row["factor"], row["base"]):
            raise BadPattern(f"{said}, whose factor and base are {canonical['factor'] or 'empty'} and {canonical['base'] or 'empty'}; give it the same")
