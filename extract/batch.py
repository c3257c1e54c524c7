"""Many documents: one after the other or in processes, always in the order given."""

from __future__ import annotations

import os
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from extract import read
from extract.read.formats import READERS
from extract.records import Document, Fact

_BYTES_A_PROCESS = 500_000  # less text than this is converted sooner than a process starts


File = tuple[Path, str]  # where a document lies and its id


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its document, or one sentence that says why there is none."""

    doc: str
    document: Document | None = None
    failure: str = ""


def convert(files: Sequence[File], jobs: int = 0, encoding: str = "") -> Iterator[Outcome]:
    """The outcome of every (file, document id), in order and the same for any number of jobs.

    0 jobs: as many processes as there are cores, where the text is long enough to repay them.
    """
    jobs = jobs or _worthwhile(files)
    one = partial(_convert, encoding=encoding)
    if jobs == 1 or len(files) < 2:
        return map(one, files)
    return _pooled(one, files, min(jobs, len(files)))


def _convert(file: File, encoding: str) -> Outcome:
    """The outcome of one file; no fault in it may end the others' conversion."""
    from extract.pipeline import convert_source

    path, doc = file
    try:
        source = replace(read.read(path, encoding=encoding), doc=doc)
        return Outcome(doc, convert_source(source))
    except read.Unreadable as error:
        return Outcome(doc, failure=str(error))
    except Exception as error:  # a fault of the program's, to be reported with the file that shows it
        return Outcome(doc, failure=f"{path}: could not be converted ({type(error).__name__}: {error}); please report this file")


def _pooled(one: Callable[[File], Outcome], files: Iterable[File], jobs: int) -> Iterator[Outcome]:
    """Outcomes from a pool; only a few documents a process wait at a time, so memory levels off."""
    waiting: deque[tuple[File, Future]] = deque()
    pool = _pool(jobs)
    try:
        for file in files:
            try:
                future = pool.submit(one, file)
            except BrokenProcessPool:
                pool.shutdown()
                pool = _pool(jobs)
                future = pool.submit(one, file)
            waiting.append((file, future))
            if len(waiting) >= 4 * jobs:
                yield _outcome(one, *waiting.popleft())
        while waiting:
            yield _outcome(one, *waiting.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(jobs: int) -> ProcessPoolExecutor:
    """Processes, spawned, not forked: a progress bar's thread runs beside them, and every system does it alike."""
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))


def _outcome(one: Callable[[File], Outcome], file: File, future: Future) -> Outcome:
    """The future's outcome. A process that is killed takes those waiting with it: each is then tried alone."""
    try:
        return future.result()
    except BrokenProcessPool:
        pass
    with _pool(1) as alone:
        try:
            return alone.submit(one, file).result()
        except BrokenProcessPool:
            return Outcome(file[1], failure=f"{file[0]}: its process was ended from outside, twice; make sure that there is memory enough")


def _worthwhile(files: Sequence[File]) -> int:
    """How many processes the files repay."""
    size = sum(path.stat().st_size for path, _ in files if path.is_file())
    return max(1, min(os.cpu_count() or 1, size // _BYTES_A_PROCESS))


def facts(text_or_path: str | os.PathLike[str]) -> Iterator[Fact]:
    """The facts of a text, a file or a folder's documents, as `extract.convert` describes."""
    from extract.pipeline import convert_source

    if not _is_path(text_or_path):
        yield from convert_source(read.from_text(text_or_path)).facts
        return
    path = Path(text_or_path)
    if not read.is_collection(path):
        yield from convert_source(read.read(path)).facts
        return
    for file, doc in read.documents([path]):
        try:
            source = replace(read.read(file), doc=doc)
        except read.Unreadable as error:
            warnings.warn(str(error), stacklevel=2)
            continue
        yield from convert_source(source).facts


def _is_path(text_or_path: str | os.PathLike[str]) -> bool:
    """Whether a path is meant; a missing file's name is a mistake, not a text.

    >>> _is_path(Path("没有.txt")), _is_path("全村共有535户。")
    (True, False)
    """
    if not isinstance(text_or_path, str):
        return True
    if "\n" in text_or_path or len(text_or_path) > 1000:
        return False
    try:
        if os.path.exists(text_or_path):
            return True
    except ValueError:  # a NUL
        return False
    if Path(text_or_path).suffix.lower() in READERS:
        raise FileNotFoundError(f"there is no file {text_or_path!r}; to convert it as text, put a line end behind it")
    return False
