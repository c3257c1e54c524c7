"""A file that a reader drops onto the page: converted at once, shown, and kept in memory only.

A process of its own converts it, so that a document that takes too long, or brings its process down, costs
that process alone. What was dropped reaches the dataset only when the reader asks for it.
"""

from __future__ import annotations

import re
import tempfile
import threading
from collections import OrderedDict
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from extract import batch, build, dataset, read
from extract.dataset import part as parts
from extract.explore.access import Access
from extract.records import Document, Refusal

MEGABYTES, SECONDS, _HELD = 32, 120, 12


class BadDrop(Refusal):
    """A file that cannot be shown: the key of what to tell, and what it is about."""

    def __init__(self, key: str, about: Any = "") -> None:
        super().__init__(key, about)
        self.key, self.about = key, about


class Dropped(NamedTuple):
    """A file that was dropped, and what was made of it."""

    number: int
    document: Document


class Tray:
    """What has been dropped lately, by number; the oldest goes when there are more than a dozen."""

    def __init__(self) -> None:
        self._held: OrderedDict[int, Dropped] = OrderedDict()
        self._turn, self._count = threading.Lock(), 0
        self._process = self._pipe = None

    def recent(self) -> list[Dropped]:
        """What is held, the latest first."""
        return list(reversed(self._held.values()))

    def get(self, number: int) -> Dropped | None:
        """What was dropped under that number, if it is still held."""
        return self._held.get(number)

    def warm(self) -> None:
        """Have the converting process ready before a file comes."""
        with self._turn:
            self._ready()

    def take(self, name: str, data: bytes) -> Dropped:
        """The document in a file's bytes; BadDrop, or Refusal with the reader's own sentence, where there is none."""
        suffix = Path(name).suffix.lower()
        if suffix not in read.READERS:
            raise BadDrop("no_such_kind", " ".join(read.READERS))
        doc = re.sub(r"[\x00-\x1f\x7f/\\]", "_", name)[-150:]
        with tempfile.TemporaryDirectory(prefix="baobiao-") as folder, self._turn:
            path = Path(folder, f"document{suffix}")  # nothing of the name that was sent is used in the file system
            path.write_bytes(data)
            outcome = self._convert((path, doc))
        if outcome.document is None:
            raise Refusal(outcome.failure.replace(str(path), doc))
        self._count += 1
        dropped = self._held[self._count] = Dropped(self._count, outcome.document)
        while len(self._held) > _HELD:
            self._held.popitem(last=False)
        return dropped

    def _ready(self) -> None:
        if self._process is None or not self._process.is_alive():
            context = get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_work, args=(theirs,), daemon=True)
            self._process.start()
            theirs.close()

    def _convert(self, file: batch.File) -> batch.Outcome:
        """What becomes of a file in the converting process."""
        self._ready()
        try:
            self._pipe.send(file)
            if self._pipe.poll(SECONDS):
                return self._pipe.recv()
        except (EOFError, OSError):
            self.close()
            return batch.Outcome(file[1], failure=f"{file[1]}: could not be converted: the process that tried it was ended")
        self.close()
        raise BadDrop("too_long", SECONDS)

    def close(self) -> None:
        """End the converting process."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None


def _work(pipe) -> None:
    """Convert the files that come through the pipe, until it is closed."""
    list(batch.convert([], 1))
    from extract.pipeline import convert_source

    convert_source(read.from_text("全县有贫困户104户。"))  # loads words and names
    while True:
        try:
            file = pipe.recv()
        except EOFError:
            return
        pipe.send(next(iter(batch.convert([file], 1))))


def add(access: Access, dropped: Dropped) -> None:
    """Put a dropped document into the dataset, as a run of its own; it has no path, as it came from none."""
    document = dropped.document
    with access.writing():
        store = access.patiently(lambda: dataset.open_store(access.path))
        try:
            run = build.Build(store)
            run.record()
            run.take(build.Step(document.source.doc, "new", facts=len(document.facts)))
            store.put(parts.of_document(document, "", run.run))
            run.finish()
        finally:
            store.close()
