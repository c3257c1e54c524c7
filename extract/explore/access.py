"""The dataset as the page reads it: opened when something is asked, let go of soon after.

A DuckDB file that one process reads cannot be written by another, and the other way round. So the page
holds the file only while it answers and a moment longer; a conversion can go on meanwhile, and what it
has put in is seen at the next question.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from extract import clock, dataset
from extract.dataset import reviews
from extract.records import Fact, Mark, Refusal
from extract.table import FULL_COLUMNS

_HOLD = 0.4  # seconds for which the dataset stays open behind an answer
_WAIT = 4.0  # seconds for which a writer is waited for before the reader is told

FACT = ", ".join(f'f."{column}"' for column in FULL_COLUMNS)

Got = TypeVar("Got")


class Busy(Refusal):
    """The dataset is being written by another process; what was asked can be asked again."""


class Access:
    """One dataset for many requests at once."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)
        self._turn = threading.Condition()
        self._mine = threading.local()  # how often this thread is reading: one that reads may go on when a writer waits
        self._open: dataset.Dataset | None = None
        self._seen: tuple = ()
        self._readers, self._writing, self._timed = 0, False, False
        self._last, self._busy = 0.0, float("-inf")
        self._kept: dict[Any, Any] = {}

    def rows(self, sql: str, params: Sequence[Any] = ()) -> list[tuple]:
        """The rows of one SELECT."""
        with self._reading() as opened:
            return opened.rows(sql, params)

    def wake(self) -> None:
        """Have the dataset open for what a reader is about to ask, unless another process has it."""
        with suppress(dataset.BadDataset), self._reading(patient=False):
            pass

    def kept(self, key: Any, make: Callable[[], Got]) -> Got:
        """What `make` gives, made once as long as the dataset stays as it is; the last 64 are kept."""
        with self._reading():
            if key in self._kept:
                return self._kept[key]
            value = self._kept[key] = make()
            while len(self._kept) > 64:
                self._kept.pop(next(iter(self._kept)), None)
            return value

    def facts(self, doc: str) -> list[Fact]:
        """A document's facts in reading order."""
        return [Fact(*row) for row in self.rows(f'SELECT {FACT} FROM facts f WHERE doc = ? ORDER BY start, "end", kind', [doc])]

    def marks(self, doc: str) -> list[Mark]:
        """Where in the original the document's text comes from."""
        return [Mark(*row) for row in self.rows("SELECT start, page, paragraph, cell FROM marks WHERE doc = ? ORDER BY start", [doc])]

    def review(self, row: reviews.Review) -> None:
        """Keep a reader's review in the dataset."""
        with self.writing():
            self.patiently(lambda: reviews.keep(self.path, [row]))

    @contextmanager
    def writing(self):
        """A time in which this process does not read the dataset, so that it can write it."""
        with self._turn:
            self._turn.wait_for(lambda: not self._writing)
            self._writing = True
            self._turn.wait_for(lambda: not self._readers)
            self._close()
        try:
            yield
        finally:
            with self._turn:
                self._writing = False
                self._turn.notify_all()

    def close(self) -> None:
        """Let go of the dataset."""
        with self._turn:
            self._turn.wait_for(lambda: not self._readers, timeout=_WAIT)
            self._close()

    @contextmanager
    def _reading(self, patient: bool = True):
        """The dataset, open and as it is now."""
        depth = getattr(self._mine, "depth", 0)
        with self._turn:
            if not depth:
                self._turn.wait_for(lambda: not self._writing)
                self._refresh(patient)
            self._readers += 1
            opened = self._open
        self._mine.depth = depth + 1
        try:
            yield opened
        finally:
            self._mine.depth = depth
            with self._turn:
                self._readers -= 1
                self._last = clock.seconds()
                if not self._readers and not self._timed:
                    self._later()
                self._turn.notify_all()

    def _refresh(self, patient: bool) -> None:
        """Have the dataset open; anew, when it has changed and nobody reads it."""
        if self._open and not self._readers and self._seen != self._state():
            self._close()
        if not self._open:
            self._open = self.patiently(self._opened) if patient else self._opened()
            if self._seen != (now := self._state()):
                self._seen = now
                self._kept.clear()

    def _opened(self) -> dataset.Dataset:
        """The dataset, as another thread may have opened it meanwhile."""
        return self._open or dataset.open_dataset(self.path)

    def patiently(self, do: Callable[[], Got]) -> Got:
        """What `do` gives, tried again for a while when another process has the dataset; then Busy."""
        begun = clock.seconds()
        while True:
            try:
                return do()
            except dataset.BadDataset as error:
                if "another process" not in str(error):
                    raise
                now = clock.seconds()
                if now - begun > _WAIT or now - self._busy < 2 * _WAIT:  # who asks next need not wait as long again
                    self._busy = now
                    raise Busy(str(error)) from None
            self._turn.wait(0.1) if not self._writing else threading.Event().wait(0.1)

    def _later(self) -> None:
        """Look a moment later whether the dataset can be let go of."""
        self._timed = True
        timer = threading.Timer(_HOLD, self._let_go)
        timer.daemon = True
        timer.start()

    def _let_go(self) -> None:
        """Close the dataset when nobody has asked for a while."""
        with self._turn:
            self._timed = False
            if self._readers or clock.seconds() - self._last < _HOLD * 0.9:
                self._later()
            elif not Path(self.path).is_dir():  # the files of a folder stand in nobody's way
                self._close()

    def _close(self) -> None:
        if self._open:
            self._open.close()
            self._open = None

    def _state(self) -> tuple:
        """What changes whenever the dataset on disk does."""
        path = Path(self.path)
        files = [path, *sorted(path.iterdir())] if path.is_dir() else [path]
        return tuple((file.name, stat.st_mtime_ns, stat.st_size) for file in files if (stat := _stat(file)))


def _stat(path: Path) -> os.stat_result | None:
    """What the system says of a file, None when it went away meanwhile."""
    try:
        return path.stat()
    except OSError:
        return None
