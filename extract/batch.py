"""Many documents: one after the other or in processes, in the order given."""

from __future__ import annotations

import os
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from extract import inputs, read, table
from extract.inputs import File
from extract.pool import Lost, Pool
from extract.read.formats import READERS
from extract.records import Document, Fact, Source

_BYTES_A_PROCESS = 500_000  # less text than this is converted sooner than a process starts
#: Seconds that a document may take in a worker process where the caller names no limit.
LIMIT = 600.0
#: A document that needs all that documents need.
SMALL = read.from_text("青石县2018年共有农户3782户。")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its document, or what was asked for of it, or one sentence that says why there is none."""

    doc: str
    document: Any = None
    failure: str = ""


class Rows(NamedTuple):
    """What a fact table takes of a document: its rows, and its counts for the summary."""

    facts: list[table.Row]
    document: table.Row | None
    kinds: Counter[str]
    characters: int
    warnings: tuple[str, ...]


def rows(document: Document, columns: Sequence[str] = table.COLUMNS, texts: bool = False) -> Rows:
    """A document's rows, with its own row where the texts are wanted too."""
    source, facts = document.source, document.facts
    kinds = Counter(fact.kind for fact in facts)
    return Rows(list(table.rows(facts, columns)), table.document_row(source) if texts else None, kinds, len(source.raw), source.warnings)


def convert(
    files: Sequence[File], jobs: int = 0, encoding: str = "", limit: float | None = None, of: Callable[[Document], Any] | None = None,
) -> Iterator[Outcome]:
    """The outcome of every (file, document id), in order and the same for any number of jobs.

    0 jobs: as many processes as there are cores, where the text is long enough to repay them. A document
    that takes longer than `limit` seconds, or that ends its process, is a failure; one job without a limit
    converts in this process, where neither can be told. `of`, a function that can be pickled, is what is
    wanted of a document: it is called where the document was made.
    """
    work = partial(_convert, encoding=encoding, of=of)
    for (path, doc), answer in run(work, files, jobs or worthwhile(files), limit):
        yield Outcome(doc, failure=lost(path, answer, limit)) if isinstance(answer, Lost) else answer


def warm() -> None:
    """Load what the first document would load, so that its time is its own."""
    from extract.pipeline import convert_source

    convert_source(SMALL)


def run(
    work: Callable[[Any], Any], tasks: Iterable[Any], jobs: int, limit: float | None = None, ordered: bool = True, prepare: Callable[[], Any] = warm,
) -> Iterator[tuple[Any, Any]]:
    """(task, `work(task)` or `Lost`) for every task: in this process for one job without a limit, else in a pool
    whose processes `prepare` first."""
    tasks = iter(tasks)
    first = list(islice(tasks, jobs))
    if not first or jobs == 1 and limit is None:
        yield from ((task, work(task)) for task in chain(first, tasks))
        return
    with Pool(work, min(jobs, len(first)), LIMIT if limit is None else limit, prepare) as pool:
        yield from pool.run(chain(first, tasks), ordered)


def lost(path: Path | str, answer: Lost, limit: float | None) -> str:
    """The sentence for a document whose process was lost."""
    if answer.how == "hung":
        return f"{path}: took longer than {LIMIT if limit is None else limit:g} seconds and was given up; allow more with --timeout"
    return f"{path}: its process was ended from outside, twice; make sure that there is memory enough"


def read_source(path: Path | str, encoding: str = "") -> Source:
    """The document at a path or URL; Unreadable names it as it was given."""
    with inputs.local(path) as here:
        try:
            return read.read(here, encoding=encoding)
        except read.Unreadable as error:
            raise read.Unreadable(path, error.reason) from None


def _convert(file: File, encoding: str, of: Callable[[Document], Any] | None = None) -> Outcome:
    """The outcome of one file; no fault in it may end the others' conversion."""
    from extract.pipeline import convert_source

    path, doc = file
    try:
        document = convert_source(replace(read_source(path, encoding), doc=doc))
        return Outcome(doc, of(document) if of else document)
    except read.Unreadable as error:
        return Outcome(doc, failure=str(error))
    except Exception as error:  # a fault of the program's, to be reported with the file that shows it
        return Outcome(doc, failure=f"{path}: could not be converted ({type(error).__name__}: {error}); please report this file")


def worthwhile(files: Sequence[File]) -> int:
    """How many processes the files repay."""
    size = sum(inputs.size(path) for path, _ in files)
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
