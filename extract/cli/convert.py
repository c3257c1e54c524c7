"""`baobiao convert`: documents → one table of facts."""

from __future__ import annotations

import os
import sys
from collections import Counter
from contextlib import ExitStack, contextmanager
from enum import Enum
from pathlib import Path
from typing import Annotated, Optional

import typer

from extract.cli import wishes
from extract.cli.console import say


class Columns(str, Enum):
    """Which columns a fact table has."""

    contract = "contract"
    full = "full"


def convert(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Documents, and folders of documents (.txt, .md). 文件或文件夹")],
    to: Annotated[str, typer.Option("--to", metavar="FILE", help="The fact table: .csv, .jsonl, .parquet, .xlsx, .dta or .sqlite; - for CSV on standard output. 事实表")],
    documents: Annotated[Optional[str], typer.Option(metavar="FILE", help="Also write the documents' texts, to which the spans point. 原文表")] = None,
    columns: Annotated[Columns, typer.Option(help="full: also where each row's parts came from. 列")] = Columns.contract,
    jobs: Annotated[int, typer.Option(min=0, metavar="N", help="Processes; 0: as many as the text repays. 进程数")] = 0,
    encoding: Annotated[str, typer.Option(metavar="NAME", help="Read every file in this encoding instead of finding it out. 编码")] = "",
    lang: wishes.Lang = wishes.Language.en,
    datapackage: wishes.DataPackage = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary; failures are still told. 安静")] = False,
) -> None:
    """Convert documents into one table of facts. 把报告转换成事实表

    A file that cannot be read is told on standard error, the rest is converted, and the exit status is 2.
    """
    from extract import batch, dataset, read, table

    if dataset.is_named(to):
        _into_dataset(paths, to, jobs, encoding, quiet)
        return
    for target in filter(None, (to, documents)):
        if target != "-":
            table.check(target, datapackage)
    if documents and os.path.abspath(documents) == os.path.abspath(to):
        raise table.BadTarget(f"{to}: cannot take both the facts and the documents; give --documents another name")
    files = read.documents(paths)
    if not files:
        say(f"baobiao: no documents ({', '.join(read.READERS)}) in {', '.join(map(str, paths))}")
        raise typer.Exit(2)
    counts: Counter[str] = Counter(others=len(read.others(paths)))
    with ExitStack() as stack:
        add = stack.enter_context(table.writer(_target(to), table.columns_of(columns.value), lang=lang.value, package=datapackage))
        keep = stack.enter_context(table.writer(_target(documents), table.DOCUMENT_COLUMNS, name="documents", lang=lang.value, package=datapackage)) if documents else None
        advance = stack.enter_context(_progress(len(files), quiet))
        for outcome in batch.convert(files, jobs, encoding):
            _take(outcome, counts, add, table.columns_of(columns.value), keep)
            advance()
    if not quiet:
        _summary(counts, to)
    if counts["failures"]:
        raise typer.Exit(2)


def _into_dataset(paths: list[Path], to: str, jobs: int, encoding: str, quiet: bool) -> None:
    """Convert documents into a dataset."""
    from extract import build, dataset, read

    files = read.documents(paths)
    if not files:
        say(f"baobiao: no documents ({', '.join(read.READERS)}) in {', '.join(map(str, paths))}")
        raise typer.Exit(2)
    counts: Counter[str] = Counter(others=len(read.others(paths)))
    with ExitStack() as stack:
        store = dataset.open_store(to)
        stack.callback(store.close)
        advance = stack.enter_context(_progress(len(files), quiet))
        for step in build.build(files, store, jobs, encoding):
            if step.failure:
                counts["failures"] += 1
                say(f"baobiao: {step.failure}")
            for warning in step.warnings:
                say(f"baobiao: {step.doc}: {warning}")
            counts.update(step.kinds or ())
            counts[step.state] += 1
            counts.update(documents=step.state != "failed", characters=step.characters, warnings=len(step.warnings))
            advance()
    if not quiet:
        _summary(counts, to)
    if counts["failures"]:
        raise typer.Exit(2)


def _target(name: str):
    """A file's name, or standard output for `-`, in UTF-8 without BOM."""
    if name != "-":
        return name
    sys.stdout.reconfigure(encoding="utf-8", newline="")
    return sys.stdout


def _take(outcome, counts: Counter, add, columns, keep) -> None:
    """Write one document's rows and count them, or tell why there are none."""
    from extract import table

    if outcome.document is None:
        counts["failures"] += 1
        say(f"baobiao: {outcome.failure}")
        return
    source, facts = outcome.document.source, outcome.document.facts
    add(table.rows(facts, columns))
    if keep:
        keep([table.document_row(source)])
    for warning in source.warnings:
        say(f"baobiao: {source.doc}: {warning}")
    counts.update(fact.kind for fact in facts)
    counts.update(documents=1, characters=len(source.raw), warnings=len(source.warnings))


def _summary(counts: Counter, to: str) -> None:
    """Print what was converted."""
    from extract.records import KINDS

    facts = sum(counts[kind] for kind in KINDS)
    where = "standard output" if to == "-" else to
    say(f"{where}: {facts:,} facts from {counts['documents']:,} of {counts['documents'] + counts['failures']:,} documents, {counts['characters']:,} characters")
    if facts:
        say("  " + ", ".join(f"{kind} {counts[kind]:,}" for kind in KINDS if counts[kind]))
    if counts["others"]:
        say(f"  other files, left alone: {counts['others']:,}")
    say(f"  warnings: {counts['warnings']:,}, failures: {counts['failures']:,}")


@contextmanager
def _progress(total: int, quiet: bool):
    """A function to call after each document; it moves a bar where standard error is a terminal."""
    if quiet or total < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    shown = (TextColumn("converting"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*shown, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        yield lambda: progress.advance(task)
