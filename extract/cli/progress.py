"""How far a conversion is: a bar where standard error is a terminal, else a line now and then."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from extract import clock, inputs
from extract.cli.console import say

_EVERY = 30.0  # seconds between plain lines

Advance = Callable[["Path | str"], None]


@contextmanager
def progress(files: Sequence[tuple[Path | str, str]], quiet: bool) -> Iterator[Advance]:
    """A function to call with each file that is done. What is left is reckoned by the files' sizes."""
    if quiet or len(files) < 2:
        yield lambda path: None
        return
    total = sum(inputs.size(path) for path, _ in files)
    with (_bar if sys.stderr.isatty() else _lines)(len(files), total) as advance:
        yield advance


@contextmanager
def _bar(count: int, total: int) -> Iterator[Advance]:
    """A bar with documents done, their rate and the time that remains."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    begun, done = clock.seconds(), 0
    shown = (TextColumn("converting"), BarColumn(), TextColumn("{task.fields[done]:,}/{task.fields[count]:,}"), TextColumn("{task.fields[rate]:.1f}/s"), TimeRemainingColumn())
    with Progress(*shown, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, done=0, count=count, rate=0.0)

        def advance(path: Path | str) -> None:
            nonlocal done
            done += 1
            bar.update(task, advance=inputs.size(path), done=done, rate=done / max(clock.seconds() - begun, 0.1))

        yield advance


@contextmanager
def _lines(count: int, total: int) -> Iterator[Advance]:
    """A line every half minute."""
    begun = said = clock.seconds()
    done = size = 0

    def advance(path: Path | str) -> None:
        nonlocal done, size, said
        done, size, now = done + 1, size + inputs.size(path), clock.seconds()
        if now - said >= _EVERY and done < count:
            said, left = now, (now - begun) / size * (total - size)
            say(f"baobiao: {done:,} of {count:,} documents, {done / (now - begun):.1f} a second, {_time(left)} left")

    yield advance


def _time(seconds: float) -> str:
    """A time for people.

    >>> [_time(s) for s in (8, 90, 3000, 9000)]
    ['8 s', '2 min', '50 min', '2 h 30 min']
    """
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"
