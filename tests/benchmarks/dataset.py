"""Datasets at size; Markdown on standard output.

    python tests/benchmarks/dataset.py FOLDER [--times 50] [--parts killed,jobs,queries,engine] [--jobs 2] [--forms .duckdb,/]

Lays out the folder's documents so many times over under changed names, in a scratch folder, and measures:

    killed   a run that is killed twice with -9 at random moments and gone on with, against an undisturbed one
    jobs     the rate with several processes against that with one, on the same documents in turn
    queries  filters and full-text search over 1,000,000 facts, in both forms of a dataset
    engine   the rows of `--engine dask`, one of whose workers is killed half-way, against the local ones

What is measured by the clock is comparable within a run only: other work on the machine counts.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time, sleep

from extract import dataset
from extract.dataset.part import rows as arrow_rows
from extract.query import Search, wanted
from extract.read import documents

ROOT = Path(__file__).resolve().parents[2]
_FACTS = 1_000_000
_SAMPLE = 440  # documents on which processes are compared


def main() -> int:
    """Run the parts asked for; 1 when a bound does not hold, 2 without documents."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--parts", default="killed,jobs,queries,engine")
    parser.add_argument("--forms", default=".duckdb,/")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    files = documents([given.folder])
    if not files:
        print("no documents in", given.folder, file=sys.stderr)
        return 2
    measures = {"killed": _killed, "jobs": _jobs, "queries": _queries, "engine": _engine}
    good = True
    print("| what | measured | bound | held |\n| --- | ---: | ---: | ---: |", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        source = _laid_out(files, Path(scratch) / "in", given.times)
        for name in given.parts.split(","):
            for what, said, bound, held in measures[name](source, Path(scratch), given):
                print(f"| {what} | {said} | {bound} | {'yes' if held else '**no**'} |", flush=True)
                good &= held
    return 0 if good else 1


def _laid_out(files: list[tuple[Path, str]], folder: Path, times: int) -> Path:
    """The documents so many times over, each under a name of its own."""
    folder.mkdir()
    for again in range(times):
        below = folder / f"{again:03d}"
        below.mkdir()
        for number, (path, _) in enumerate(files):
            shutil.copyfile(path, below / f"{number:04d}{path.suffix}")
    return folder


def _command(source: Path, target: str, *options: object) -> list[str]:
    return [sys.executable, "-m", "extract", "convert", str(source), "--to", target, "--quiet", *map(str, options)]


def _convert(source: Path, target: str, *options: object) -> float:
    """The seconds that a conversion takes by the clock."""
    begin = perf_counter()
    subprocess.run(_command(source, target, *options), check=False, env=_environment(), cwd=source.parent)
    return perf_counter() - begin


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def fingerprint(path: str) -> dict[str, tuple]:
    """Table → number of rows and a sum over the rows' hashes, which no order changes; run numbers aside."""
    with dataset.open_dataset(path) as data:
        found = {}
        for name in ("documents", "facts", "marks", "checks", "failures"):
            columns = ", ".join(f'"{column}"' for column in dataset.TABLES[name].columns if column != "run")
            [found[name]] = data.rows(f"SELECT count(*), sum(hash({columns})::HUGEINT) FROM {name}")
        return found


def _killed(source: Path, scratch: Path, given: argparse.Namespace):
    """A run with two kills against an undisturbed one, in both forms."""
    chance = random.Random(given.seed)
    count = len(documents([source]))
    for form in given.forms.split(","):
        whole, broken = f"{scratch}/whole{form}", f"{scratch}/broken{form}"
        took = _convert(source, whole, "--jobs", given.jobs)
        counts = {name: number for name, (number, _) in fingerprint(whole).items()}
        kept = []
        for share in (chance.uniform(0.1, 0.45), chance.uniform(0.1, 0.45)):
            process = subprocess.Popen(_command(source, broken, "--jobs", given.jobs), env=_environment(), cwd=scratch)
            sleep(3 + share * took)
            process.kill()
            process.wait()
            kept.append(fingerprint(broken)["documents"][0])
        begin = perf_counter()
        _convert(source, broken, "--jobs", given.jobs)
        rest = perf_counter() - begin
        same = fingerprint(whole) == fingerprint(broken)
        yield f"{count:,} documents into `{form}`, {counts['facts']:,} facts", f"{took:,.0f} s, {count / took:.1f} documents/s", "", True
        yield f"`{form}` killed with {kept[0]:,} and {kept[1]:,} documents done, the rest in {rest:,.0f} s", "same rows" if same else "OTHER ROWS", "same rows", same
        again = _convert(source, whole, "--jobs", given.jobs)
        yield f"`{form}`: the same command again, nothing changed", f"{again:.1f} s", "", True


def _sample(source: Path, scratch: Path) -> Path:
    """A folder of the first few hundred documents."""
    sample = scratch / "sample"
    sample.mkdir(exist_ok=True)
    for number, (path, _) in enumerate(documents([source])[:_SAMPLE]):
        shutil.copyfile(path, sample / f"{number}{path.suffix}")
    return sample


def _jobs(source: Path, scratch: Path, given: argparse.Namespace):
    """The rate with several processes against that with one."""
    sample = _sample(source, scratch)
    times: dict[int, list[float]] = {1: [], given.jobs: []}
    for turn in range(3):
        for jobs in times:
            target = f"{scratch}/jobs{jobs}-{turn}.duckdb"
            times[jobs].append(_convert(sample, target, "--jobs", jobs))
            os.unlink(target)
    count = len(documents([sample]))
    one, several = min(times[1]), min(times[given.jobs])
    yield f"{count} documents with 1 process, best of 3", f"{count / one:.1f} documents/s", "", True
    yield f"with {given.jobs} processes", f"{count / several:.1f} documents/s, {one / several:.2f} ×", f"{0.85 * given.jobs:.1f} ×", one / several >= 0.85 * given.jobs


def _million(source: Path, scratch: Path) -> list[str]:
    """A dataset of 1,000,000 facts in each form: some documents' facts, over and over under other names."""
    import pyarrow
    from pyarrow import compute

    few, paths = scratch / "few", []
    few.mkdir(exist_ok=True)
    for path, _ in documents([source])[:220]:
        shutil.copyfile(path, few / path.name)
    seen = f"{scratch}/few.duckdb"
    _convert(few, seen, "--jobs", 2)
    with dataset.open_dataset(seen) as data:
        columns = ", ".join(f'"{column}"' for column in dataset.TABLES["facts"].columns)
        facts = arrow_rows("facts", data.rows(f"SELECT {columns} FROM facts ORDER BY doc, start"))
    for form in (".duckdb", "/"):
        paths.append(f"{scratch}/million{form}")
        store, left, number = dataset.open_store(paths[-1]), _FACTS, 0
        while left > 0:
            part = facts.slice(0, min(left, len(facts)))
            docs = compute.binary_join_element_wise(pyarrow.scalar(f"{number:03d}"), part["doc"].combine_chunks(), "/")
            part = part.set_column(0, "doc", docs.cast("string"))
            names = compute.unique(docs).to_pylist()
            told = arrow_rows("documents", [(doc, "", "", "", "", "", "", "", 0, 0, "", "", number + 1) for doc in names])
            store.put({"facts": part, "documents": told})
            left, number = left - len(part), number + 1
        store.tidy()
        store.close()
    return paths


_WANTED = {
    "place and all below it, indicator, years, kind, status, confidence": {
        "place": "保定市", "indicator": "一般公共预算收入", "year": "2010..2020", "kind": "amount", "status": "actual", "min_confidence": 0.8,
    },
    "one indicator of one place": {"place": "130600", "exact_place": True, "indicator": "地区生产总值"},
    "words of an indicator, years": {"indicator": "贫困 人口", "year": "2016..2018"},
    "full text, a word": {"text": "脱贫攻坚"},
    "full text, two words": {"text": "饮水 农村"},
}


def _queries(source: Path, scratch: Path, given: argparse.Namespace):
    """The time of filters and of full-text search over 1,000,000 facts, asked as `baobiao query` asks."""
    for path in _million(source, scratch):
        with dataset.open_dataset(path) as data:
            for what, conditions in _WANTED.items():
                times = []
                for _ in range(5):
                    begin, used = perf_counter(), process_time()
                    found = Search(data, wanted(**conditions)).rows()
                    times.append((perf_counter() - begin, process_time() - used))
                took, bound = min(times), 1.0 if "text" in what else 0.3
                form = ".duckdb" if path.endswith("b") else "/"
                yield f"1,000,000 facts in `{form}`, {what}: {len(found):,} rows", f"{took[0]:.2f} s ({took[1]:.2f} s of processors)", f"{bound} s", took[0] <= bound


def _engine(source: Path, scratch: Path, given: argparse.Namespace):
    """The rows of the engine, one of whose workers is killed half-way, against those of processes at home."""
    from distributed import Client, LocalCluster

    sample = _sample(source, scratch)
    home, away = f"{scratch}/home.duckdb", f"{scratch}/away/"
    took = _convert(sample, home, "--jobs", given.jobs)
    with LocalCluster(n_workers=given.jobs, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=50) as cluster:
        begin = perf_counter()
        running = subprocess.Popen(_command(sample, away, "--engine", "dask", "--scheduler", cluster.scheduler_address), env=_environment(), cwd=scratch)
        while running.poll() is None and len(list(Path(away).glob("documents/*.parquet"))) < 3:
            sleep(0.2)
        with Client(cluster, set_as_default=False) as client:
            os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
        running.wait()
        with_a_death = perf_counter() - begin
    same = fingerprint(home) == fingerprint(away)
    count = fingerprint(home)["documents"][0]
    yield f"{count:,} documents by Dask, a worker killed half-way ({with_a_death:.0f} s; at home {took:.0f} s)", "same rows" if same else "OTHER ROWS", "same rows", same


if __name__ == "__main__":
    sys.exit(main())
