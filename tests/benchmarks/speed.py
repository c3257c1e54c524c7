"""Time and memory of a conversion; Markdown on standard output.

    python tests/benchmarks/speed.py [FOLDER ...]

Converts every .txt file of the folders (default: seeds/), again and again where they are short. Times are
medians of three in processor seconds, taken beside `jieba.lcut` on the same texts in the same run, as only
the ratio carries over to another machine. What is loaded once (dictionaries, gazetteer, rules) is loaded
before.
"""

from __future__ import annotations

import logging
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import jieba

from extract import convert_source, grid, pipeline
from extract.kinds import figure, period, place
from extract.read import documents, from_text, read
from extract.text import clean
from extract.words import tag

_SEEDS = Path(__file__).resolve().parents[2] / "seeds"
_LEAST = 100_000  # characters in one timing
_SHORT = 20_000  # characters that are converted once and ten times over
_ROUNDS = (1, 2, 4, 8)
STAGE = ("stage", "characters/s", "time", "of the whole", "× of the time of jieba.lcut")


def main(folders: list[Path]) -> int:
    """Print rates, growth, memory and start-up; 2 when there is nothing to convert."""
    texts = [read(path).raw for path, _ in documents(folders) if path.suffix == ".txt"]
    if not texts:
        print("no .txt in", *folders, file=sys.stderr)
        return 2
    again = -(-_LEAST // sum(map(len, texts)))
    print(f"{len(texts)} documents, {sum(map(len, texts)):,} characters" + (f", {again} times over" if again > 1 else ""), end=".\n\n")
    memory = _memory(texts * again)  # first, while nothing else has raised the peak
    _print(STAGE, _stages(texts * again))
    growth = _growth("\n".join(texts * again)[:_SHORT])
    _print(("what", "measured", "bound", "held"), [growth, memory, _start()])
    return 0


def _seconds(call: Callable[[], object], calls: int = 3, clock: Callable[[], float] = process_time) -> float:
    """The median time of some calls; in processor seconds, as other processes may be busy."""
    times = []
    for _ in range(calls):
        begin = clock()
        call()
        times.append(clock() - begin)
    return median(times)


def _stages(texts: list[str]) -> list[tuple[str, ...]]:
    """The time of each stage, of the whole, and of jieba, on the same texts."""
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    for text in texts[:20]:
        jieba.lcut(text)
    cleaned = [clean(text).clean for text in texts]
    tagged = [(text, tag(text)) for text in cleaned]
    mentions = [(text, words, period.find(text), place.find(text, words)) for text, words in tagged]

    def figures() -> None:
        for text, words, times, places in mentions:
            blocked = pipeline._block(text, times, places)
            grid.find(text, figure.find(text, words, blocked))

    stages = {
        "clean": lambda: [clean(text) for text in texts],
        "words": lambda: [tag(text) for text in cleaned],
        "find times": lambda: [period.find(text) for text in cleaned],
        "find places, rules": lambda: [place.find(text, words, False) for text, words in tagged],
        "find figures, tables": figures,
    }
    times = {name: _seconds(call) for name, call in stages.items()}
    # In turn, text by text, so that all three meet the same disturbances.
    calls = (lambda text: convert_source(from_text(text), model=False), lambda text: convert_source(from_text(text)), jieba.lcut)
    alone, whole, lcut = map(sum, zip(*([_seconds(lambda: call(text)) for call in calls] for text in texts)))
    times["split, resolve, link, rows"] = max(alone - sum(times.values()), 0.0)
    times |= {"place model": max(whole - alone, 0.0), "**whole conversion, rules alone**": alone, "**whole conversion**": whole, "jieba.lcut": lcut}
    size = sum(map(len, texts))
    return [
        (name, f"{size / taken:,.0f}" if taken else "-", f"{taken:.2f} s", f"{taken / whole:.0%}", f"{taken / times['jieba.lcut']:.2f}")
        for name, taken in times.items()
    ]


def _growth(text: str) -> tuple[str, ...]:
    """How many times longer ten times the text takes."""
    short, long = from_text(text + "\n"), from_text((text + "\n") * 10)
    convert_source(short)
    # Ten conversions of the short one, taken in turn with the long one: both meet the same disturbances.
    ratios = [10 * _seconds(lambda: convert_source(long), 1) / _seconds(lambda: [convert_source(short) for _ in range(10)], 1) for _ in range(3)]
    ratio = median(ratios)
    return (f"time for 10 x {len(text):,} characters against 1 x", f"{ratio:.1f} x", "11 x", _held(ratio <= 11))


def _memory(texts: list[str]) -> tuple[str, ...]:
    """The peak memory after so many rounds of conversion; level when the last doubling adds under 2 %."""
    peaks, done = [], 0
    for rounds in _ROUNDS:
        for _ in range(rounds - done):
            for text in texts:
                convert_source(from_text(text))
        done = rounds
        peaks.append(_peak())
    said = " → ".join(f"{peak:.0f}" for peak in peaks)
    return (f"peak MB after {', '.join(map(str, _ROUNDS))} rounds", said, "last + 2 %", _held(peaks[-1] <= 1.02 * peaks[-2]))


def _peak() -> float:
    """The peak resident memory of this process in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


def _start() -> tuple[str, ...]:
    """How long `baobiao --help` takes beyond the interpreter's own start."""

    def run(*arguments: str) -> float:
        return _seconds(lambda: subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL), clock=perf_counter)

    taken = run("-m", "extract", "--help") - run("-c", "pass")
    return ("`baobiao --help` beyond the interpreter's start", f"{taken:.2f} s", "0.3 s", _held(taken <= 0.3))


def _held(good: bool) -> str:
    """Yes or no."""
    return "yes" if good else "no"


def _print(head: tuple[str, ...], lines: list[tuple[str, ...]]) -> None:
    """Print a Markdown table: the first column left, the others right."""
    for line in (head, ("---", *("---:" for _ in head[1:])), *lines):
        print("|", " | ".join(line), "|")
    print()


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]] or [_SEEDS]))
