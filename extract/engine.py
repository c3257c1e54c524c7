"""The same conversion on many machines: Dask tasks that take a batch of paths and write one part each.

A task writes its part under a temporary name and renames it, so that one that is begun again leaves no half
and no double; it converts in a process beside the worker, so that a document that hangs or ends its process
costs itself alone. Dask gives a batch whose worker died to another one; a batch that ends every worker is
halved until the document is found. No data passes through the scheduler.
"""

from __future__ import annotations

import logging
import multiprocessing
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from extract import batch, build, inputs, rules
from extract.dataset import part as parts
from extract.dataset.files import Folder, part_name
from extract.pool import Lost, Pool
from extract.records import Refusal

if TYPE_CHECKING:
    from distributed import Client

#: Documents in a part; fewer, but not under the least, where that gives every worker some parts.
PART, _LEAST, _PARTS_A_WORKER = 1_000, 25, 4
_AHEAD = 2  # batches a worker thread that the scheduler holds at a time


class BadEngine(Refusal):
    """The engine cannot be started, reached or used; `str()` is one sentence."""


def convert(run: build.Build, target: str, scheduler: str = "", jobs: int = 0, limit: float | None = None, part: int = PART) -> Iterator[build.Step]:
    """What became of each document in `run.todo`, a batch at a time, in the order in which batches end.

    Without a scheduler's address there is a cluster of this machine, of `jobs` workers (0: as many as cores).
    """
    if not run.todo:
        return
    run.record()
    try:
        with _client(scheduler, jobs) as client:
            yield from map(run.take, _steps(client, run, target, batch.LIMIT if limit is None else limit, part))
    finally:
        run.record()
    run.finish()


def _steps(client: Client, run: build.Build, target: str, limit: float, part: int) -> Iterator[build.Step]:
    """The steps of all batches; only so many are with the scheduler at a time. Dask blames all that a worker had
    when it died: a batch that did is halved, and a document that did is tried once more, with no other beside it."""
    from distributed import KilledWorker, as_completed

    numbers, size = count(1), min(part, max(_LEAST, len(run.todo) // (_PARTS_A_WORKER * _threads(client))))
    waiting = [run.todo[start:start + size] for start in range(0, len(run.todo), size)][::-1]
    running, batches, suspects = as_completed(loop=client.loop), {}, []

    own = rules.carried()

    def submit(files: Sequence[inputs.File], alone: bool = False) -> None:
        name = part_name(run.run, next(numbers), away=True)
        unsure = {doc: run.unsure[doc] for _, doc in files if doc in run.unsure}
        future = client.submit(convert_part, target, name, files, run.encoding, run.made_by, run.run, limit, unsure, own, key=f"baobiao-{name}", pure=False)
        batches[future] = name, files, alone
        running.add(future)

    while waiting and len(batches) < _AHEAD * _threads(client):
        submit(waiting.pop())
    for future in running:
        name, files, alone = batches.pop(future)
        fault = future.exception()
        if isinstance(fault, KilledWorker):
            if len(files) > 1:
                waiting += [files[len(files) // 2:], files[:len(files) // 2]]
            elif alone:
                yield _poisoned(target, name, files[0], run.run)
            else:
                suspects.append(files)
        elif isinstance(fault, BadEngine):
            raise fault
        elif fault:
            raise BadEngine(f"{target}: a batch could not be written on a worker ({type(fault).__name__}: {fault}); see that workers reach the documents and the folder")
        else:
            yield from future.result()
        future.release()
        while waiting and len(batches) < _AHEAD * _threads(client):
            submit(waiting.pop())
        if suspects and not batches:
            submit(suspects.pop(), alone=True)


def _threads(client: Client) -> int:
    """How many tasks the workers can do at a time; at least 1, as workers may still be on their way."""
    return max(1, sum(client.nthreads().values()))


def _poisoned(target: str, name: str, file: inputs.File, run: int) -> build.Step:
    """The step of a document that ended every worker it was given to, recorded as a part of its own."""
    path, doc = file
    made = build.failed(path, doc, f"{path}: ended every worker that it was given to; make sure that there is memory enough", run)
    Folder(target).write_part(name, made.part)
    return made.step


@contextmanager
def _client(scheduler: str, jobs: int) -> Iterator[Client]:
    """A client of the scheduler, or of a cluster of this machine that ends with the block."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise BadEngine("the engine dask is not installed; install it with `pip install 'baobiao[dask]'`") from None
    if scheduler:
        try:
            client = Client(scheduler, timeout=20, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise BadEngine(f"{scheduler}: no Dask scheduler answers there ({error}); see its address and that it runs") from None
        with client:
            yield client
        return
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with (
        LocalCluster(n_workers=jobs or multiprocessing.cpu_count(), threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=logging.CRITICAL) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client


_OWN = threading.local()  # the process beside each of a worker's threads, kept from batch to batch


def convert_part(
    target: str, name: str, files: Sequence[inputs.File], encoding: str, made_by: build.Recipe, run: int, limit: float, unsure: dict[str, str],
    own: tuple[tuple[str, bytes], ...] = (),
) -> list[build.Step]:
    """Convert a batch and write its part; what became of each document. A part that is there is left as it is,
    and so is a document of `unsure` whose bytes have that hash; `own` are the command's own rules (see `rules.carry`)."""
    rules.carry(own)
    if (ours := build.recipe(encoding)) != made_by:
        differs = "version" if ours.version != made_by.version else "patterns"
        raise BadEngine(f"this worker has another {differs} of baobiao ({getattr(ours, differs)}) than the command ({getattr(made_by, differs)})")
    folder = Folder(target)
    if folder.has(name):
        return _told(folder, name, files)
    made = []
    tasks = [(path, doc, unsure.get(doc, "")) for path, doc in files]
    for (path, doc, _), answer in _beside(encoding, run, limit).run(tasks, ordered=False):
        made.append(build.failed(path, doc, batch.lost(path, answer, limit), run) if isinstance(answer, Lost) else answer)
    made.sort(key=lambda one: one.step.doc)
    if part := parts.joined([one.part for one in made]):
        folder.write_part(name, part)
    return [one.step for one in made]


def _beside(encoding: str, run: int, limit: float) -> Pool:
    """The process beside this thread that converts for this run."""
    if getattr(_OWN, "key", None) != (encoding, run, limit):
        if hasattr(_OWN, "pool"):
            _OWN.pool.close()
        # A process that was itself started as a daemon may have no children; ours end when their pipe does.
        multiprocessing.current_process()._config["daemon"] = False
        _OWN.pool = Pool(partial(build.make, encoding=encoding, run=run), 1, limit, build.warm)
        _OWN.key = encoding, run, limit
    return _OWN.pool


def _told(folder: Folder, name: str, files: Sequence[inputs.File]) -> list[build.Step]:
    """The steps of a part that a worker wrote before it died."""
    paths = {doc: path for path, doc in files}
    part = folder.read_part(name)
    kinds: dict[str, Counter[str]] = {}
    for doc, kind in zip(part["facts"]["doc"].to_pylist(), part["facts"]["kind"].to_pylist(), strict=True):
        kinds.setdefault(doc, Counter())[kind] += 1
    steps = [
        build.Step(row["doc"], "new", paths[row["doc"]], row["facts"], kinds.get(row["doc"], Counter()), row["characters"], tuple(filter(None, row["warnings"].split("; "))))
        for row in part["documents"].select(["doc", "facts", "characters", "warnings"]).to_pylist()
    ]
    steps += [build.Step(row["doc"], "failed", paths[row["doc"]], failure=row["reason"]) for row in part["failures"].to_pylist()]
    left = paths.keys() - {step.doc for step in steps}
    return steps + [build.Step(doc, "unchanged", paths[doc]) for doc in sorted(left)]
