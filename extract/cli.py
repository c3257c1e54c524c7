"""The command `baobiao`; the only module that prints.

Everything but typer is imported where it is used, so that `--help` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from contextlib import ExitStack, contextmanager
from enum import Enum
from pathlib import Path
from typing import Annotated, Optional

import typer

app = typer.Typer(
    name="baobiao", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Archived Chinese reports in, a table of facts with exact spans out. 报告 → 报表",
)


class Columns(str, Enum):
    """Which columns a fact table has."""

    contract = "contract"
    full = "full"


def _say(message: str) -> None:
    """Print one line to standard error."""
    print(message, file=sys.stderr)


def _version(wanted: bool) -> None:
    """Print the version and stop, when wanted."""
    if wanted:
        from extract import __version__

        print(f"baobiao {__version__}")
        raise typer.Exit


@app.callback()
def _main(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version. 版本")] = False) -> None:
    pass


@app.command()
def convert(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Documents, and folders of documents (.txt, .md). 文件或文件夹")],
    to: Annotated[str, typer.Option("--to", metavar="FILE", help="The fact table: .csv, .jsonl, .parquet or .xlsx; - for CSV on standard output. 事实表")],
    documents: Annotated[Optional[str], typer.Option(metavar="FILE", help="Also write the documents' texts, to which the spans point. 原文表")] = None,
    columns: Annotated[Columns, typer.Option(help="full: also where each row's parts came from. 列")] = Columns.contract,
    jobs: Annotated[int, typer.Option(min=0, metavar="N", help="Processes; 0: as many as the text repays. 进程数")] = 0,
    encoding: Annotated[str, typer.Option(metavar="NAME", help="Read every file in this encoding instead of finding it out. 编码")] = "",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary; failures are still told. 安静")] = False,
) -> None:
    """Convert documents into one table of facts. 把报告转换成事实表

    A file that cannot be read is told on standard error, the rest is converted, and the exit status is 2.
    """
    from extract import batch, read, table

    for target in filter(None, (to, documents)):
        if target != "-":
            table.check(target)
    if documents and os.path.abspath(documents) == os.path.abspath(to):
        raise table.BadTarget(f"{to}: cannot take both the facts and the documents; give --documents another name")
    files = read.documents(paths)
    if not files:
        _say(f"baobiao: no documents ({', '.join(read.READERS)}) in {', '.join(map(str, paths))}")
        raise typer.Exit(2)
    counts: Counter[str] = Counter(others=len(read.others(paths)))
    with ExitStack() as stack:
        add = stack.enter_context(table.writer(_target(to), table.columns_of(columns.value)))
        keep = stack.enter_context(table.writer(_target(documents), table.DOCUMENT_COLUMNS)) if documents else None
        advance = stack.enter_context(_progress(len(files), quiet))
        for outcome in batch.convert(files, jobs, encoding):
            _take(outcome, counts, add, table.columns_of(columns.value), keep)
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
        _say(f"baobiao: {outcome.failure}")
        return
    source, facts = outcome.document.source, outcome.document.facts
    add(table.rows(facts, columns))
    if keep:
        keep([table.document_row(source)])
    for warning in source.warnings:
        _say(f"baobiao: {source.doc}: {warning}")
    counts.update(fact.kind for fact in facts)
    counts.update(documents=1, characters=len(source.raw), warnings=len(source.warnings))


def _summary(counts: Counter, to: str) -> None:
    """Print what was converted."""
    from extract.records import KINDS

    facts = sum(counts[kind] for kind in KINDS)
    where = "standard output" if to == "-" else to
    _say(f"{where}: {facts:,} facts from {counts['documents']:,} of {counts['documents'] + counts['failures']:,} documents, {counts['characters']:,} characters")
    if facts:
        _say("  " + ", ".join(f"{kind} {counts[kind]:,}" for kind in KINDS if counts[kind]))
    if counts["others"]:
        _say(f"  other files, left alone: {counts['others']:,}")
    _say(f"  warnings: {counts['warnings']:,}, failures: {counts['failures']:,}")


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


@app.command()
def show(
    doc: Annotated[Path, typer.Argument(metavar="DOC", help="A document. 文件")],
    why: Annotated[Optional[int], typer.Option("--why", metavar="START", help="Explain the row whose mention begins at this character or covers it, or why there is none. 说明一行的来历")] = None,
    section: Annotated[Optional[int], typer.Option(min=0, metavar="N", help="Only this report of the file, from 0. 只看第几篇")] = None,
    columns: Annotated[bool, typer.Option("--columns", help="List the rows below the text. 列出各行")] = False,
    encoding: Annotated[str, typer.Option(metavar="NAME", help="The file's encoding. 编码")] = "",
) -> None:
    """Show a document with its mentions highlighted, or explain one row. 显示原文与标注

    Without colours (piped, or NO_COLOR set) a mention is shown as ⟦3220万元|amount⟧.
    """
    from extract import read
    from extract import show as view
    from extract.pipeline import convert_source

    document = convert_source(read.read(doc, encoding=encoding))
    if why is not None:
        _explain(document, why)
        return
    try:
        start, end = view.section_span(document, section) if section is not None else (0, len(document.source.raw))
    except IndexError:
        _say(f"baobiao: {doc} has no section {section}; sections count from 0")
        raise typer.Exit(2) from None
    _render(document, start, end, columns)


def _explain(document, position: int) -> None:
    """Print the account of the rows at a position; else why there is none, or where the nearest one is."""
    from rich.console import Console
    from rich.text import Text

    from extract import show as view

    lines = [line for fact in view.at(document, position) for line in view.account(document, fact)] or view.refusal(document, position)
    if not lines:
        near = view.nearest(document, position)
        _say(f"baobiao: no mention at {position}" + (f"; the nearest is {near.text!r} at {near.start}" if near else ""))
        raise typer.Exit(2)
    console = Console()
    for label, said in lines:
        console.print(Text(f"{label:<14}", "dim") + Text(said), soft_wrap=True)


def _render(document, start: int, end: int, columns: bool) -> None:
    """Print the text from start to end with its mentions marked, a legend, and the rows when asked for."""
    from rich.console import Console
    from rich.text import Text

    from extract import show as view

    console, text, seen = Console(), Text(), Counter()
    for piece, fact in view.stretches(document, start, end):
        if fact is None:
            text.append(piece)
            continue
        seen[fact.kind] += 1
        text.append(piece if console.color_system else f"⟦{piece}|{fact.kind}⟧", view.STYLES[fact.kind])
    console.print(text, soft_wrap=True, end="" if text.plain.endswith("\n") else "\n")
    legend = [Text(f"{kind} {seen[kind]}", style) for kind, style in view.STYLES.items() if seen[kind]]
    console.print(Text("\n") + Text("  ").join(legend), soft_wrap=True)
    if columns:
        rows = [fact for fact in document.facts if start <= fact.start < end]
        (console if console.is_terminal else Console(width=200)).print(_listed(rows))


def _listed(facts):
    """The facts as a terminal table."""
    from rich.table import Table
    from rich.text import Text

    from extract.table import plain

    names = ("start", "text", "kind", "value", "unit", "indicator", "relation", "place", "period", "status")
    grid = Table(box=None, header_style="bold", pad_edge=False)
    for name in names:
        grid.add_column(name, overflow="fold")
    for fact in facts:
        grid.add_row(*(Text(plain(getattr(fact, name)).replace("\n", " ")) for name in names))
    return grid


def main() -> None:
    """Run the command; every fault ends in one sentence, never in a traceback."""
    from extract.read import Unreadable
    from extract.table import BadTarget

    for stream in (sys.stdout, sys.stderr):  # a terminal that lacks a character shows its number instead
        stream.reconfigure(errors="backslashreplace")
    try:
        app(prog_name="baobiao")
    except (Unreadable, BadTarget) as error:
        _say(f"baobiao: {error}")
        sys.exit(2)
    except OSError as error:
        _say(f"baobiao: {error.filename or 'output'}: {error.strerror or error}")
        sys.exit(2)
    except Exception as error:
        _say(f"baobiao: a fault of the program's own ({type(error).__name__}: {error}); please report it with the file that shows it")
        sys.exit(1)


if __name__ == "__main__":
    main()
