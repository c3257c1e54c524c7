"""How time and memory grow with a text's length and with the number of documents, how long each command takes
to start, and where the time goes.

Run as a script it is one measurement in a process of its own, as a peak of memory never falls again:

    python tests/benchmarks/scaling.py length 1000000 FOLDER
    python tests/benchmarks/scaling.py documents 100 FOLDER
"""

from __future__ import annotations

import cProfile
import json
import logging
import pstats
import resource
import subprocess
import sys
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

_ROOT = Path(__file__).resolve().parents[2]


def main(what: str, size: int, folder: Path) -> None:
    """Print one measurement as JSON."""
    print(json.dumps({"length": of_length, "documents": of_documents}[what](size, texts(folder))))


def texts(folder: Path) -> list[str]:
    """The texts of a folder in the order of their paths."""
    from extract.read import documents, read

    return [read(path).raw for path, _ in documents([folder]) if path.suffix == ".txt"]


def of_length(size: int, sources: list[str]) -> dict[str, float]:
    """Seconds of conversion and of jieba.lcut for one text of so many characters, rows, and the greatest memory in MB."""
    import jieba

    from extract import convert_source, from_text

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    text = one_text(sources, size)
    convert_source(from_text(text[:5_000]))
    before = peak()
    begin = process_time()
    rows = len(convert_source(from_text(text)).facts)
    taken, after = process_time() - begin, peak()
    begin = process_time()
    for start in range(0, size, 100_000):  # jieba's own memory grows with what it is given at once
        jieba.lcut(text[start:start + 100_000])
    return {"size": size, "seconds": taken, "jieba": process_time() - begin, "rows": rows, "before": before, "peak": after}


def one_text(sources: list[str], size: int) -> str:
    """So many characters of the texts, one after the other and again from the first."""
    parts, length = [], 0
    for source in cycle(sources):
        parts.append(source + "\n")
        length += len(parts[-1])
        if length >= size:
            break
    return "".join(parts)[:size]


def of_documents(size: int, sources: list[str]) -> dict[str, float]:
    """Seconds and memory of the conversion of so many documents of up to 10,000 characters in one process."""
    from extract import convert_source, from_text

    convert_source(from_text(sources[0][:5_000]))
    begin, characters = process_time(), 0
    for source in islice(cycle(sources), size):
        convert_source(from_text(source[:10_000]))
        characters += len(source[:10_000])
    return {"size": size, "seconds": process_time() - begin, "characters": characters, "peak": peak()}


def peak() -> float:
    """The greatest resident memory of this process in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most / 1e3


def measure(what: str, size: int, folder: Path) -> dict[str, float]:
    """One measurement in a process of its own."""
    done = subprocess.run([sys.executable, __file__, what, str(size), str(folder)], capture_output=True, text=True, check=True,
                          env={**environment(), "PYTHONHASHSEED": "0"})
    return json.loads(done.stdout.splitlines()[-1])


def environment() -> dict[str, str]:
    """The surroundings of a process that finds this checkout."""
    import os

    return {**os.environ, "PYTHONPATH": str(_ROOT)}


def starts() -> list[tuple[str, float]]:
    """(command, seconds beyond the interpreter's own start) of `--help` and of each command's."""

    def seconds(*arguments: str) -> float:
        times = []
        for _ in range(3):
            begin = perf_counter()
            subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=environment(), cwd=_ROOT)
            times.append(perf_counter() - begin)
        return median(times)

    bare = seconds("-c", "pass")
    return [(" ".join(("baobiao", *command, "--help")), seconds("-m", "extract", *command, "--help") - bare) for command in ((), *((name,) for name in commands()))]


def commands() -> list[str]:
    """The names of the subcommands."""
    import typer.main

    from extract.cli import app

    return sorted(typer.main.get_command(app).commands)


def profile(sources: list[str], rows: int = 20) -> list[tuple[str, int, float]]:
    """(function, calls, share of the time inside it) of the functions that take most time of a conversion."""
    from extract import convert_source, from_text

    profiler = cProfile.Profile(process_time)
    convert_source(from_text(sources[0][:5_000]))
    profiler.enable()
    for source in sources:
        convert_source(from_text(source))
    profiler.disable()
    stats = pstats.Stats(profiler).stats
    total = sum(own for _, _, own, _, _ in stats.values()) or 1.0
    most = sorted(stats.items(), key=lambda item: -item[1][2])[:rows]
    return [(named(*key), calls, own / total) for key, (_, calls, own, _, _) in most]


def named(file: str, line: int, function: str) -> str:
    """Where a function stands, below the package.

    >>> named("/x/extract/kinds/place.py", 7, "find"), named("~", 0, "<built-in method len>")
    ('kinds/place.py find', '<built-in method len>')
    """
    return f"{file.rpartition('/extract/')[2] if '/extract/' in file else Path(file).name} {function}" if file != "~" else function


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
