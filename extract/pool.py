"""Worker processes, each with a pipe of its own: one that dies or hangs costs the task that it had in hand.

A thread keeps the workers fed and takes their answers, whatever the caller is doing meanwhile; only so many
answers wait for the caller, so that memory levels off. Processes share no lock and no queue: one that is
killed leaves nothing behind that could stop the others.
"""

from __future__ import annotations

import faulthandler
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import connection, get_context
from queue import SimpleQueue
from threading import Thread
from typing import Any

from extract import clock
from extract.records import Refusal

_SPAWN = get_context("spawn")  # not forked: threads run beside us, and every system does it alike
_START, _STARTS = 120.0, 3  # seconds in which a process has to be ready, and how many may fail to be
_GRACE = 10.0  # seconds after the limit at which a process ends itself, should nobody be left to end it
_HELD = 2  # tasks a process: one in hand, one waiting, so that no answer is waited for
_AHEAD = 16  # tasks a process that may be out or answered before the caller has taken the first


class NoProcess(Refusal):
    """Worker processes do not start on this system."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The answer to a task that ended its process twice (`died`), or that took too long (`hung`)."""

    how: str


class Pool:
    """Processes that answer tasks with `work(task)`, in at most `limit` seconds each (0: no limit).

    `work`, and `prepare`, which each process runs first, are functions that can be pickled; `work` raises nothing.
    """

    def __init__(self, work: Callable[[Any], Any], jobs: int, limit: float = 0.0, prepare: Callable[[], Any] | None = None) -> None:
        self.jobs, self.limit, self.workers = jobs, limit, []
        self._of_a_worker = work, limit, prepare

    def run(self, tasks: Iterable[Any], ordered: bool = True) -> Iterator[tuple[Any, Any]]:
        """(task, answer) for every task, in their order or as they come; an answer may be `Lost`."""
        run = _Run(self, iter(tasks), ordered)
        thread = Thread(target=run.serve, daemon=True)
        thread.start()
        try:
            while (item := run.answers.get()) is not None:
                if isinstance(item, BaseException):
                    raise item
                yield item
                run.take()
        finally:
            run.stop()
            thread.join()

    def fill(self) -> None:
        """Start the processes that are wanting."""
        while len(self.workers) < self.jobs:
            self.workers.append(_Worker(*self._of_a_worker))

    def close(self) -> None:
        """End all processes."""
        while self.workers:
            self.workers.pop().end()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Worker:
    """A process, its pipe, and the numbers of the tasks that it holds; the first is in hand."""

    def __init__(self, work: Callable, limit: float, prepare: Callable | None) -> None:
        self.pipe, theirs = _SPAWN.Pipe()
        self.process = _SPAWN.Process(target=_serve, args=(theirs, work, limit, prepare), daemon=True)
        self.process.start()
        theirs.close()
        self.limit, self.ready, self.since = limit, False, clock.seconds()
        self.held: deque[int] = deque()

    @property
    def deadline(self) -> float:
        """When the process will count as hung."""
        if not self.ready:
            return self.since + _START
        return self.since + self.limit if self.limit and self.held else float("inf")

    def end(self) -> None:
        """Kill the process."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _serve(pipe: connection.Connection, work: Callable, limit: float, prepare: Callable | None) -> None:
    """A process's life: tasks in, answers out, until the pipe's other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError), open(os.devnull, "w") as nowhere:
        if prepare:
            prepare()
        pipe.send(None)
        while True:
            task = pipe.recv()
            if limit:  # its thread needs no interpreter lock: also a regular expression that never ends is ended
                faulthandler.dump_traceback_later(limit + _GRACE, exit=True, file=nowhere)
            answer = work(task)
            faulthandler.cancel_dump_traceback_later()
            pipe.send(answer)


class _Run:
    """One run over a pool: which tasks are out, and which answers wait."""

    def __init__(self, pool: Pool, tasks: Iterator[Any], ordered: bool) -> None:
        self.pool, self.tasks, self.ordered = pool, tasks, ordered
        self.answers: SimpleQueue[Any] = SimpleQueue()
        self._bell, self._button = _SPAWN.Pipe(duplex=False)
        self._stopped = self._exhausted = False
        self._given = self._taken = self._next = 0  # tasks given out, answers taken, the next answer in order
        self._out: dict[int, Any] = {}
        self._again: deque[int] = deque()  # tasks that a process left undone
        self._suspects: set[int] = set()  # tasks that were in hand when a process died
        self._early: dict[int, tuple[Any, Any]] = {}
        self._failed_starts = 0

    def take(self) -> None:
        """The caller is done with an answer."""
        self._taken += 1
        self._press()

    def stop(self) -> None:
        """Let the run end at once; what is out is given up."""
        self._stopped = True
        self._press()

    def _press(self) -> None:
        with suppress(OSError):  # the thread has ended
            self._button.send_bytes(b"")

    def serve(self) -> None:
        """The thread: feed and listen until every task is answered; then None comes, or the fault that ended it."""
        if hasattr(signal, "pthread_sigmask"):  # Ctrl-C is the caller's; processes started here inherit that
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        last = None
        try:
            while not self._stopped and self._feed():
                self._listen()
        except BaseException as fault:  # also of the caller's own iterator: it is the caller's to see
            last = fault
        if self._out:
            self.pool.close()
        self._bell.close()
        self.answers.put(last)

    def _feed(self) -> bool:
        """Give tasks to the processes that wait; whether anything is still out."""
        self.pool.fill()
        for depth in range(_HELD):
            for worker in self.pool.workers:
                if worker.ready and len(worker.held) == depth and (number := self._draw()) is not None:
                    if not worker.held:
                        worker.since = clock.seconds()
                    worker.held.append(number)
                    with suppress(OSError):  # it has died: heard of in a moment
                        worker.pipe.send(self._out[number])
        return bool(self._out) or not self._exhausted

    def _draw(self) -> int | None:
        """The number of the next task, if there is one and it need not wait for the caller."""
        if self._again:
            return self._again.popleft()
        if self._exhausted or self._given - self._taken >= _AHEAD * self.pool.jobs:
            return None
        for task in self.tasks:
            self._out[self._given] = task
            self._given += 1
            return self._given - 1
        self._exhausted = True
        return None

    def _listen(self) -> None:
        """Wait for an answer, a death, the caller or the next deadline, and see to it."""
        workers = list(self.pool.workers)
        wait = min(worker.deadline for worker in workers) - clock.seconds()
        heard = connection.wait([self._bell, *(worker.pipe for worker in workers)], None if wait == float("inf") else max(0.0, wait))
        for worker in workers:
            if worker.pipe in heard:
                self._hear(worker)
            elif clock.seconds() >= worker.deadline:
                self._lose(worker, "hung")
        while self._bell.poll():
            self._bell.recv_bytes()

    def _hear(self, worker: _Worker) -> None:
        """Take a process's answer, or the news of its death."""
        try:
            answer = worker.pipe.recv()
        except (EOFError, OSError):
            self._lose(worker, "died")
            return
        if worker.ready:
            self._settle(worker.held.popleft(), answer)
        worker.ready, worker.since = True, clock.seconds()

    def _lose(self, worker: _Worker, how: str) -> None:
        """End a process; the task in hand is lost or, when it may not be the cause, tried once more."""
        worker.end()
        self.pool.workers.remove(worker)
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= _STARTS:
                raise NoProcess("worker processes end before they are ready; convert in one process (--jobs 1), or see that there is memory enough")
        if not worker.held:
            return
        in_hand = worker.held.popleft()
        self._again.extendleft(reversed(worker.held))
        if how == "hung" or in_hand in self._suspects:
            self._settle(in_hand, Lost(how))
        else:
            self._suspects.add(in_hand)
            self._again.appendleft(in_hand)

    def _settle(self, number: int, answer: Any) -> None:
        """Hand a task's answer over, at once or when those before it are there."""
        item = self._out.pop(number), answer
        if not self.ordered:
            self.answers.put(item)
            return
        self._early[number] = item
        while self._next in self._early:
            self.answers.put(self._early.pop(self._next))
            self._next += 1
