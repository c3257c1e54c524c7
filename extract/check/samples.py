"""Sample documents and their expected tables: which there are, and how the program does on them."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract import batch, load, read
from extract.check import audited
from extract.check.differ import (
    SAYS,
    Difference,
    Row,
    against_expected,
    between_runs,
)
from extract.records import Document, Refusal
from extract.score import Score, Tally, key_of, of_facts, score
from extract.table import COLUMNS

SUFFIX = ".facts.csv"
#: What an expected table has to say of a mention, and the two columns that only expected tables have.
NEEDED = ("start", "end", "text", "kind", "value", "value_max", "unit", "qualifier", "indicator", "relation", "base", "place", "period", "status")
EXTRA = ("optional", "note")


class BadSample(Refusal):
    """Samples or expected tables that cannot be used; `str()` is one sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A document and the table of the facts expected of it."""

    doc: str
    path: Path
    table: Path


@dataclass(frozen=True, slots=True)
class Checked:
    """How the program does on one sample."""

    sample: Sample
    document: Document
    expected: tuple[Row, ...]
    score: Score
    differences: tuple[Difference, ...]
    checks: dict[str, Tally]


@dataclass(frozen=True, slots=True)
class Report:
    """How it does on all samples together."""

    checked: tuple[Checked, ...]

    @property
    def score(self) -> Score:
        """The samples' scores added up."""
        return sum((one.score for one in self.checked), Score())

    @property
    def checks(self) -> dict[str, Tally]:
        """Verdict of the audit → its findings, over all samples that expect some."""
        verdicts = dict.fromkeys(verdict for one in self.checked for verdict in one.checks)
        return {verdict: sum((one.checks.get(verdict, Tally()) for one in self.checked), Tally()) for verdict in verdicts}

    @property
    def differences(self) -> list[Difference]:
        """All differences, by document."""
        return [item for one in self.checked for item in one.differences]


def tallies(total: Score, checks: dict[str, Tally]) -> dict[str, dict[str, Tally]]:
    """Every measure by its group and name: overall, by kind of mention, by attribute of a figure, by verdict of the audit."""
    return {
        "overall": {"mentions": total.mentions, "core": total.core, "figures": total.figures, "rows": total.rows},
        "kinds": dict(total.kinds),
        "attributes": {name: total.attribute(name) for name in (*_MEASURED, "indicator_exact")},
    } | ({"checks": checks} if checks else {})


def measures(total: Score, checks: dict[str, Tally]) -> dict[str, dict[str, float]]:
    """The one number of every measure: F1, and of an attribute the share of the figures found that have it right."""
    numbers = {group: {name: tally.f1 for name, tally in found.items()} for group, found in tallies(total, checks).items()}
    return numbers | {"attributes": {name: total.accuracy(name) for name in numbers["attributes"]}}


_MEASURED = ("value", "unit", "qualifier", "indicator", "relation", "base", "place", "period", "status")


def find(paths: Sequence[str | Path], without_table: bool = False) -> list[Sample]:
    """The samples among files and folders: documents with a table beside them (`NAME.facts.csv`, else
    `NAME.csv`); a document that is named must have one, a table must have a document."""
    for path in map(Path, paths):
        if not path.exists():
            raise BadSample(f"{path}: does not exist; check its name")
    found = [Sample(doc, path, _table_of(path)) for path, doc in read.documents(paths) if not path.name.endswith(SUFFIX)]
    kept = [sample for sample in found if without_table or sample.table.is_file()]
    named = {Path(path) for path in paths if Path(path).is_file()}
    for sample in found:
        if sample.path in named and sample not in kept:
            raise BadSample(f"{sample.path}: has no expected table {sample.table.name} beside it; write one with 'baobiao annotate {sample.path}'")
    for table in (table for path in map(Path, paths) if path.is_dir() for table in sorted(path.rglob(f"*{SUFFIX}"))):
        if table not in {sample.table for sample in found}:
            raise BadSample(f"{table}: there is no document {table.name.removesuffix(SUFFIX)} ({', '.join(read.READERS)}) beside it; add or rename it")
    if not kept:
        raise BadSample(f"{', '.join(map(str, paths))}: no document with an expected table NAME{SUFFIX} beside it; write tables with 'baobiao annotate'")
    return kept


def _table_of(path: Path) -> Path:
    """The expected table that belongs to a document."""
    own, plain = path.with_suffix(SUFFIX), path.with_suffix(".csv")
    return plain if plain.is_file() and not own.is_file() and plain != path else own


def check(samples: Sequence[Sample], jobs: int = 0, exact: bool = False) -> Iterator[Checked]:
    """How the program does on each sample in turn; BadSample where one cannot be read."""
    outcomes = batch.convert([(sample.path, sample.doc) for sample in samples], jobs)
    for sample, outcome in zip(samples, outcomes, strict=True):
        if outcome.document is None:
            raise BadSample(outcome.failure)
        text, found = outcome.document.source.raw, of_facts(outcome.document.facts)
        wanted = expected(sample.table, text)
        verdicts, unlike = audited.against_expected(sample.doc, outcome.document, audited.table_of(sample.path))
        changes = (*against_expected(sample.doc, text, wanted, found, exact), *unlike)
        yield Checked(sample, outcome.document, wanted, score(wanted, found), changes, verdicts)


def expected(path: Path, text: str) -> tuple[Row, ...]:
    """The rows of an expected table, whose spans all give their text; BadSample names the first line that does not."""
    loaded = load.load(path, NEEDED)
    seen: dict[tuple[str, str, str], int] = {}
    for row, line in zip(loaded.rows, loaded.lines):
        if not (row["start"].isdecimal() and row["end"].isdecimal()):
            raise BadSample(f"{path}, line {line}: start and end have to be whole numbers, not {row['start']!r} and {row['end']!r}; {_HELP}")
        if text[int(row["start"]):int(row["end"])] != row["text"]:
            raise BadSample(f"{path}, line {line}: the document has {text[int(row['start']):int(row['end'])][:40]!r} at {row['start']}-{row['end']}, not {row['text'][:40]!r}; {_HELP}")
        if (first := seen.setdefault((row["start"], row["end"], row["kind"]), line)) != line:
            raise BadSample(f"{path}, line {line}: says again what line {first} says; leave one out")
    return loaded.rows


_HELP = "'baobiao annotate DOC --check TABLE' finds all such lines"


def pin(sample: Sample, document: Document) -> tuple[int, list[Difference]]:
    """Write what the program finds as what is expected, with the old table's columns, optional marks and
    notes; the number of rows, and how they differ from those that were there."""
    old = load.load(sample.table) if sample.table.is_file() else None
    columns = old.columns if old else (*(column for column in COLUMNS if column not in _NOT_EXPECTED), *EXTRA)
    before = [row for row in old.rows if row.get("start", "").isdecimal() and row.get("end", "").isdecimal()] if old else []
    kept = {key_of(row): row for row in before}
    rows = of_facts(document.facts)
    for row in rows:
        row.update({column: kept.get(key_of(row), {}).get(column, "") for column in columns if column not in COLUMNS})
    bom = old is None or sample.table.read_bytes().startswith(b"\xef\xbb\xbf")
    write(sample.table, columns, rows, "utf-8-sig" if bom else "utf-8")
    return len(rows), between_runs(sample.doc, document.source.raw, before, rows, [column for column in SAYS if column in columns])


_NOT_EXPECTED = ("doc", "sentence", "extractor", "confidence", "place_code")


def write(path: Path, columns: Sequence[str], rows: Iterable[Row], encoding: str = "utf-8-sig") -> None:
    """Write an expected table; it is in place when it is whole."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(part, "w", encoding=encoding, newline="") as file:
            out = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
            out.writeheader()
            out.writerows(rows)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
