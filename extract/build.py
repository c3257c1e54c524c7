"""Documents → a dataset: what is there already is skipped, what changed is replaced, a rerun goes on."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import extract
from extract import batch, clock, dataset, rules
from extract.dataset import part as parts

_DOCUMENTS, _SECONDS = 500, 3.0  # a transaction takes at most so many documents, or those of so many seconds


class Recipe(NamedTuple):
    """What a document is made with: one that was made with the same from the same bytes is not made again."""

    version: str
    patterns: str
    options: str


def recipe(encoding: str = "") -> Recipe:
    """The recipe of this program, its patterns and these options."""
    return Recipe(extract.__version__, patterns_hash(), json.dumps({"encoding": encoding} if encoding else {}, sort_keys=True))


def patterns_hash() -> str:
    """SHA-256 of all rules and tables, by name and content."""
    total = hashlib.sha256()
    for path in sorted(rules.patterns_dir().iterdir()):
        if path.is_file():
            total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one document: `converted`, `replaced`, `unchanged` or `failed`, with what is to be told of it."""

    doc: str
    state: str
    kinds: Counter[str] | None = None
    characters: int = 0
    warnings: tuple[str, ...] = ()
    failure: str = ""


class Known(NamedTuple):
    """A document that the dataset has: where it lay, its bytes' hash, and why there is none of it."""

    path: str
    sha256: str
    fresh: bool
    failure: str = ""


def known(store: dataset.Store, made: Recipe) -> dict[str, Known]:
    """Document id → what the dataset has of it; `fresh` when it was made by this recipe."""
    found = {}
    for table, reason in (("documents", "''"), ("failures", "reason")):
        sql = f"SELECT doc, path, sha256, {reason}, r.version, r.patterns, r.options FROM {table} LEFT JOIN runs r USING (run)"
        for doc, path, sha256, failure, *by in store.rows(sql):
            found[doc] = Known(path, sha256, tuple(by) == made, failure)
    return found


def name_of(path: str | Path) -> str:
    """The absolute path as it is kept; bytes that are not UTF-8 are written out."""
    return os.path.abspath(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def sha256_of(path: str | Path) -> str:
    """SHA-256 of a file's bytes; '' when it cannot be read."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def build(files: Sequence[batch.File], store: dataset.Store, jobs: int = 0, encoding: str = "") -> Iterator[Step]:
    """Put the documents into the dataset, a few at a time; what became of each, in order.

    What has been converted is let in also when the caller stops half-way.
    """
    made = recipe(encoding)
    have = known(store, made)
    run = 1 + max((number for number, in store.rows("SELECT run FROM runs")), default=0)
    started, begun = clock.now(), clock.seconds()
    counts: Counter[str] = Counter()

    def record(seconds: float | None) -> None:
        row = (run, *made, counts["documents"], counts["facts"], counts["failures"], started, seconds)
        store.record({"runs": parts.rows("runs", [row])})

    todo, same = [], []
    for file in files:
        before = have.get(file[1])
        (same if before and before.fresh and before.sha256 and before.sha256 == sha256_of(file[0]) else todo).append(file)
    for _, doc in same:
        yield Step(doc, "failed" if have[doc].failure else "unchanged", failure=have[doc].failure)
    if not todo:
        return
    record(None)
    pending: list[parts.Part] = []
    since = clock.seconds()
    try:
        for (path, doc), outcome in zip(todo, batch.convert(todo, jobs, encoding), strict=True):
            if outcome.document is None:
                counts["failures"] += 1
                pending.append(parts.of_failure(doc, name_of(path), sha256_of(path), outcome.failure, run))
                yield Step(doc, "failed", failure=outcome.failure)
            else:
                document = outcome.document
                counts.update(documents=1, facts=len(document.facts))
                pending.append(parts.of_document(document, name_of(path), run))
                yield Step(doc, "replaced" if doc in have else "converted", Counter(fact.kind for fact in document.facts), len(document.source.raw), document.source.warnings)
            if len(pending) >= _DOCUMENTS or clock.seconds() - since >= _SECONDS:
                store.put(parts.joined(pending))
                pending, since = [], clock.seconds()
    finally:
        if pending:
            store.put(parts.joined(pending))
    record(clock.seconds() - begun)
