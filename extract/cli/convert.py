"""`baobiao convert`: documents → one table of facts, or a dataset."""

from __future__ import annotations

import os
import sys
from collections import Counter
from contextlib import ExitStack
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Annotated, Optional

import typer

from extract.cli import wishes
from extract.cli.console import Patterns, say
from extract.cli.progress import progress


class Columns(str, Enum):
    """Which columns a fact table has."""

    contract = "contract"
    full = "full"


class Engine(str, Enum):
    """Where documents are converted: in processes of this machine, or by Dask's workers."""

    local = "local"
    dask = "dask"


def convert(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Documents, folders and archives of documents, also as URLs (s3://…); `baobiao formats` lists the kinds. 文件或文件夹")],
    to: Annotated[str, typer.Option("--to", metavar="TARGET", help="A fact table (.csv, .jsonl, .parquet, .xlsx, .dta, .sqlite; - for CSV on standard output), or a dataset (NAME.duckdb, or FOLDER/ for Parquet). 事实表或数据集")],
    documents: Annotated[Optional[str], typer.Option(metavar="FILE", help="Beside a table: the documents' texts, to which the spans point. 原文表")] = None,
    columns: Annotated[Columns, typer.Option(help="Of a table; full: also where each row's parts came from. 列")] = Columns.contract,
    jobs: Annotated[int, typer.Option(min=0, metavar="N", help="Processes; 0: as many as the text repays. 进程数")] = 0,
    timeout: Annotated[Optional[float], typer.Option(min=0, metavar="SECONDS", help="Give a document up after so long (600 in processes of their own; 0: never). 单份文档限时")] = None,
    encoding: Annotated[str, typer.Option(metavar="NAME", help="Read every file in this encoding instead of finding it out. 编码")] = "",
    patterns: Patterns = None,
    again: Annotated[bool, typer.Option("--again", help="Into a dataset: convert unchanged documents too. 未变的也重做")] = False,
    retry: Annotated[bool, typer.Option("--retry", help="Into a dataset: try those again that failed before. 重试失败的")] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Into a dataset: drop the documents whose files vanished. 删去已不存在的")] = False,
    lang: wishes.Lang = wishes.Language.en,
    datapackage: wishes.DataPackage = False,
    engine: Annotated[Engine, typer.Option(help="Into a folder: dask converts with Dask's workers. 引擎")] = Engine.local,
    scheduler: Annotated[str, typer.Option(metavar="ADDRESS", help="The Dask scheduler (tcp://…); without one, workers on this machine. 调度器")] = "",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary; failures are still told. 安静")] = False,
) -> None:
    """Convert documents into one table of facts, or into a dataset. 把报告转换成事实表或数据集

    A file that cannot be read is told on standard error, the rest is converted, and the exit status is 2.
    """
    from extract import dataset, inputs, read

    if dataset.is_named(to):
        _check_dataset(to, documents, engine, scheduler)
    else:
        _check_table(to, documents, again or retry or prune or engine is Engine.dask, datapackage)
    files = inputs.documents(paths)
    if not files:
        say(f"baobiao: no documents ({', '.join(read.READERS)}) in {', '.join(paths)}")
        raise typer.Exit(2)
    counts: Counter[str] = Counter(files=len(files), others=len(read.others(path for path in paths if not inputs.is_url(path))))
    if dataset.is_named(to):
        work = partial(_by_dask, to=to, scheduler=scheduler) if engine is Engine.dask else _locally
        choice = {"again": again, "retry": retry, "away": engine is Engine.dask}
        _dataset(files, to, counts, encoding, partial(work, jobs=jobs, limit=timeout), choice, prune, quiet)
    else:
        style = {"lang": lang.value, "package": datapackage}
        _table(files, to, counts, documents, columns, style, encoding, jobs, timeout, quiet)
    if counts["failed"]:
        raise typer.Exit(2)


def _locally(run, jobs: int, limit: Optional[float]):
    """The steps of a run in processes of this machine."""
    return run.convert(jobs, limit)


def _by_dask(run, to: str, scheduler: str, jobs: int, limit: Optional[float]):
    """The steps of a run on Dask's workers."""
    from extract import engine

    return engine.convert(run, to, scheduler, jobs, limit)


def _check_dataset(to: str, documents: Optional[str], engine: Engine, scheduler: str) -> None:
    """Nothing, or BadDataset when what is asked for does not fit the dataset."""
    from extract import dataset

    if documents:
        raise dataset.BadDataset(f"{to}: a dataset holds the documents' texts itself; leave --documents out")
    if engine is Engine.dask and not dataset.is_folder(to):
        raise dataset.BadDataset(f"{to}: an engine writes a folder of parts; name one (FOLDER/), and load it with `baobiao compact FOLDER --to {to}`")
    if scheduler and engine is not Engine.dask:
        raise dataset.BadDataset(f"{scheduler}: a scheduler is for --engine dask; add that")


def _check_table(to: str, documents: Optional[str], for_datasets: bool, package: bool) -> None:
    """Nothing, or BadTarget when the tables cannot be written."""
    from extract import table

    for target in filter(None, (to, documents)):
        if target != "-":
            table.check(target, package)
    if documents and os.path.abspath(documents) == os.path.abspath(to):
        raise table.BadTarget(f"{to}: cannot take both the facts and the documents; give --documents another name")
    if for_datasets:
        raise table.BadTarget(f"{to}: --again, --retry, --prune and --engine are for datasets (NAME.duckdb, FOLDER/); a table is always made anew")


def _table(files, to: str, counts: Counter, documents, columns: Columns, style: dict, encoding: str, jobs: int, timeout, quiet: bool) -> None:
    """Convert the files into one table, with the list of failures beside it."""
    from extract import batch, table

    failures = []
    try:
        with ExitStack() as stack:
            add = stack.enter_context(table.writer(_target(to), table.columns_of(columns.value), **style))
            keep = stack.enter_context(table.writer(_target(documents), table.DOCUMENT_COLUMNS, name="documents", **style)) if documents else None
            advance = stack.enter_context(progress(files, quiet))
            rows = partial(batch.rows, columns=table.columns_of(columns.value), texts=bool(documents))
            for (path, _), outcome in zip(files, batch.convert(files, jobs, encoding, timeout, rows), strict=True):
                if outcome.document:
                    add(outcome.document.facts)
                    if keep:
                        keep([outcome.document.document])
                    _count(counts, outcome.doc, outcome.document)
                else:
                    failures.append((outcome.doc, str(path), outcome.failure))
                    _fail(counts, outcome.failure)
                advance(path)
    except KeyboardInterrupt:
        _interrupted(f"{'the table on standard output is not whole' if to == '-' else f'{to} was not written'}; a dataset (--to NAME.duckdb) keeps what is done")
    listed = _list_failures(to, failures)
    if not quiet:
        _summary(counts, "standard output" if to == "-" else to, f" (listed in {listed})" if listed else "")


def _dataset(files, to: str, counts: Counter, encoding: str, work, choice: dict[str, bool], prune: bool, quiet: bool) -> None:
    """Put the files into a dataset."""
    from extract import build, dataset

    try:
        with ExitStack() as stack:
            store = dataset.open_store(to)
            stack.callback(store.close)
            advance = stack.enter_context(progress(files, quiet))
            run = build.Build(store, encoding)
            for steps in (run.sort(files, **choice), work(run)):
                for step in steps:
                    _take(counts, step)
                    advance(step.path)
            if prune and run.gone:
                run.prune()
    except KeyboardInterrupt:
        done = sum(counts[state] for state in ("new", "replaced", "unchanged"))
        _interrupted(f"{done:,} of {len(files):,} documents are in {to}; the same command goes on from there")
    for doc in run.gone[:10]:
        say(f"baobiao: {doc}: its file is no longer there" + ("; it was dropped" if prune else "; --prune drops it"))
    if len(run.gone) > 10:
        say(f"baobiao: and so are those of {len(run.gone) - 10:,} more documents")
    if not quiet:
        _summary(counts, to, " (listed in the dataset's table failures)" if counts["failed"] else "")
        said = {"new": counts["new"], "replaced": counts["replaced"], "unchanged": counts["unchanged"], "dropped" if prune else "vanished": len(run.gone)}
        say("  documents: " + ", ".join(f"{state} {number:,}" for state, number in said.items()))


def _take(counts: Counter, step) -> None:
    """Count what became of a document, or tell why there is none."""
    counts[step.state] += 1
    if step.failure:
        say(f"baobiao: {step.failure}")
    elif step.state != "unchanged":
        _count(counts, step.doc, step)


def _count(counts: Counter, doc: str, made) -> None:
    """Count a document's facts and tell its warnings."""
    for warning in made.warnings:
        say(f"baobiao: {doc}: {warning}")
    counts.update(made.kinds)
    counts.update(converted=1, characters=made.characters, warnings=len(made.warnings))


def _fail(counts: Counter, failure: str) -> None:
    """Count and tell a failure."""
    counts["failed"] += 1
    say(f"baobiao: {failure}")


def _list_failures(to: str, failures: list) -> str:
    """The file beside the table that lists the failures, '' when there is none; one of an earlier run goes."""
    from extract import table

    if to == "-":
        return ""
    name = Path(to).with_suffix(".failures.csv")
    if not failures:
        name.unlink(missing_ok=True)
        return ""
    with table.writer(name, ("doc", "path", "reason")) as add:
        add(failures)
    return str(name)


def _interrupted(said: str) -> None:
    """Tell what an interruption left, and end as shells expect it."""
    say(f"baobiao: interrupted; {said}")
    raise typer.Exit(130)


def _target(name: str):
    """A file's name, or standard output for `-`, in UTF-8 without BOM."""
    if name != "-":
        return name
    sys.stdout.reconfigure(encoding="utf-8", newline="")
    return sys.stdout


def _summary(counts: Counter, to: str, where: str) -> None:
    """Print what was converted, and where the failures are listed."""
    from extract.records import KINDS

    facts = sum(counts[kind] for kind in KINDS)
    say(f"{to}: {facts:,} facts from {counts['converted']:,} of {counts['files']:,} documents, {counts['characters']:,} characters")
    if facts:
        say("  " + ", ".join(f"{kind} {counts[kind]:,}" for kind in KINDS if counts[kind]))
    if counts["others"]:
        say(f"  other files, left alone: {counts['others']:,}")
    say(f"  warnings: {counts['warnings']:,}, failures: {counts['failed']:,}{where}")
