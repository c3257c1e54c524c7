"""Documents → a dataset: what is there already is skipped, what changed is replaced, a rerun goes on."""

from __future__ import annotations

import json
import signal
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import extract
from extract import batch, clock, dataset, inputs, read, rules
from extract.dataset import part as parts
from extract.pool import Lost
from extract.records import Document


class Recipe(NamedTuple):
    """What a document is made with: one that was made with the same from the same bytes is not made again."""

    version: str
    patterns: str
    options: str


def recipe(encoding: str = "") -> Recipe:
    """The recipe of this program, its patterns and these options."""
    options = {"encoding": encoding} if encoding else {}
    return Recipe(extract.__version__, patterns_hash(), json.dumps(options, sort_keys=True))


def patterns_hash() -> str:
    """What changes with any rule or table in use, also of a folder of one's own."""
    return rules.fingerprint()


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one document: `new`, `replaced`, `unchanged` or `failed`, and what is to be told of it."""

    doc: str
    state: str
    path: Path | str = ""
    facts: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    characters: int = 0
    warnings: tuple[str, ...] = ()
    failure: str = ""


class Known(NamedTuple):
    """What the dataset has of a document: where its file lay, the hash of its bytes, whether it was made by
    this recipe, and the reason when there is none of it."""

    path: str
    sha256: str
    fresh: bool
    failure: str


class Build:
    """One run that puts documents into a dataset: first `sort` what is to be done, then `convert` it.

    What has been converted is let in also when the caller stops half-way.
    """

    def __init__(self, store: dataset.Store, encoding: str = "") -> None:
        self.store, self.encoding, self.made_by = store, encoding, recipe(encoding)
        self.known = {doc: Known(*row) for doc, *row in _known(store, self.made_by)}
        self.run = 1 + max((number for number, in store.rows("SELECT run FROM runs")), default=0)
        self.todo: list[inputs.File] = []
        self.unsure: dict[str, str] = {}  # document id → the hash of the bytes that it was made of
        self.gone: list[str] = []
        self.counts: Counter[str] = Counter()
        self._started, self._begun = clock.now(), clock.seconds()

    def sort(self, files: Sequence[inputs.File], again: bool = False, retry: bool = False, away: bool = False) -> Iterator[Step]:
        """The documents that are left alone; the others stand in `todo`, and those whose files vanished in `gone`.

        `again`: those that are unchanged are made again; `retry`: those that failed are tried again; `away`:
        workers elsewhere see whether documents at URLs are unchanged, which then stand in `unsure` too.
        """
        for path, doc in files:
            before = self.known.get(doc)
            if before is None:
                self.todo.append((path, doc))
                continue
            settled = before.fresh and before.sha256 and not again and not (retry and before.failure)
            if settled and away and inputs.is_url(path) and not before.failure and before.path == inputs.name(path):
                self.todo.append((path, doc))  # to be read by a worker, not by us
                self.unsure[doc] = before.sha256
            elif settled and before.sha256 == inputs.sha256(path):
                yield Step(doc, "failed" if before.failure else "unchanged", path, failure=before.failure)
            elif other := self._namesake(path, before):
                yield Step(doc, "failed", path, failure=f"{path}: the dataset has another document called {doc} ({other}); convert both folders in one command, into a new dataset")
            else:
                self.todo.append((path, doc))
        given = {doc for _, doc in files}
        self.gone = sorted(doc for doc, before in self.known.items() if doc not in given and before.path and inputs.is_gone(before.path))

    def _namesake(self, path: Path | str, before: Known) -> str:
        """The path of another document that has the same name in the dataset, if its file is still there."""
        return before.path if before.path != inputs.name(path) and not inputs.is_gone(before.path) and before.sha256 != inputs.sha256(path) else ""

    def convert(self, jobs: int = 0, limit: float | None = None) -> Iterator[Step]:
        """What became of each document in `todo`, as it is ready."""
        if not self.todo:
            self.store.tidy()  # a run that was ended may have left something
            return
        self.record()
        pending: list[Made] = []
        since = 0.0
        work = partial(make, encoding=self.encoding, run=self.run)
        try:
            for (path, doc), answer in batch.run(work, self.todo, jobs or batch.worthwhile(self.todo), limit, ordered=False, prepare=warm):
                made = failed(path, doc, batch.lost(path, answer, limit), self.run) if isinstance(answer, Lost) else answer
                since = since if pending else clock.seconds()
                pending.append(made)
                yield self.take(made.step)
                if len(pending) >= self.store.batch or clock.seconds() - since >= self.store.seconds:
                    pending, full = [], pending
                    self._put(full)
        finally:
            if pending:
                self._put(pending)
            self.record()
        self.finish()

    def take(self, step: Step) -> Step:
        """The step, counted, as the dataset sees it."""
        if step.state == "unchanged":
            return step
        self.counts.update({"failures" if step.failure else "documents": 1, "facts": step.facts})
        return replace(step, state="replaced") if step.state == "new" and step.doc in self.known else step

    def _put(self, made: list[Made]) -> None:
        """Let some documents in, whatever is pressed meanwhile."""
        with _uninterrupted():
            self.store.put(parts.joined([one.part for one in made]))

    def prune(self) -> None:
        """Remove the documents whose files vanished."""
        with _uninterrupted():
            self.store.drop(self.gone)

    def record(self, seconds: float | None = None) -> None:
        """Write what this run is and has done so far; without `seconds` it has not ended."""
        counts = self.counts["documents"], self.counts["facts"], self.counts["failures"]
        row = (self.run, *self.made_by, *counts, self._started, seconds)
        with _uninterrupted():
            self.store.record(parts.rows("runs", [row]))

    def finish(self) -> None:
        """Write that the run has ended, and clear away what it superseded."""
        with _uninterrupted():
            self.store.tidy()
        self.record(clock.seconds() - self._begun)


@dataclass(frozen=True, slots=True)
class Made:
    """A document's rows, and what is to be told of it."""

    part: parts.Part
    step: Step


def make(file: inputs.File | tuple[Path | str, str, str], encoding: str, run: int) -> Made:
    """The rows of one file, none where its bytes have the hash that stands behind it; no fault in it may end
    the others' conversion."""
    from extract.pipeline import convert_source

    path, doc, *unsure = file
    try:
        if any(unsure) and unsure[0] == inputs.sha256(path):
            return Made({}, Step(doc, "unchanged", path))
        source = batch.read_source(path, encoding)
        document, checks = _checked(convert_source(replace(source, doc=doc, sha256=source.sha256 or inputs.sha256(path))))
        kinds = Counter(fact.kind for fact in document.facts)
        step = Step(doc, "new", path, len(document.facts), kinds, len(source.raw), document.source.warnings)
        return Made(parts.of_document(document, inputs.name(path), run, checks), step)
    except read.Unreadable as error:
        return failed(path, doc, str(error), run)
    except Exception as error:  # a fault of the program's, to be reported with the file that shows it
        return failed(path, doc, f"{path}: could not be converted ({type(error).__name__}: {error}); please report this file", run)


def warm() -> None:
    """Load what the first document would load, so that its time is its own."""
    from extract.pipeline import convert_source

    document, checks = _checked(convert_source(batch.SMALL))
    parts.of_document(document, "", 0, checks)


def _checked(document: Document) -> tuple[Document, list[tuple]]:
    """The document with the rows of what its audit finds; a fault of the audit's costs the audit, not the document."""
    from extract import audit

    try:
        return document, list(audit.rows(document))
    except Exception as error:
        fault = f"could not be audited ({type(error).__name__}: {error}); please report this file"
        return replace(document, source=replace(document.source, warnings=(*document.source.warnings, fault))), []


def failed(path: Path | str, doc: str, reason: str, run: int) -> Made:
    """The row of a file that gives no document."""
    return Made(parts.of_failure(doc, inputs.name(path), inputs.sha256(path), reason, run), Step(doc, "failed", path, failure=reason))


def _known(store: dataset.Store, made_by: Recipe) -> Iterator[tuple]:
    """Each document's id and what `Known` says of it; of a failure after a success, the failure."""
    for table, reason in (("documents", "''"), ("failures", "reason")):
        sql = f"SELECT doc, path, sha256, {reason}, version, patterns, options FROM {table} LEFT JOIN runs USING (run)"
        for doc, path, sha256, failure, *by in store.rows(sql):
            yield doc, path, sha256, tuple(by) == made_by, failure


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C put off until the block ends."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before in (signal.SIG_IGN, None):
        yield
        return
    pressed = []
    signal.signal(signal.SIGINT, lambda *_: pressed.append(True))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt
