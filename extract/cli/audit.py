"""`baobiao audit`: figures that lean on each other, recomputed."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Annotated, Optional

import typer

from extract.cli.console import say


class Format(str, Enum):
    """How findings are written."""

    table = "table"
    csv = "csv"
    html = "html"
    json = "json"


class Verdict(str, Enum):
    """What a finding says."""

    disagrees = "disagrees"
    truncated = "truncated"
    agrees = "agrees"
    unsure = "unsure"


def audit(
    paths: Annotated[list[Path], typer.Argument(metavar="DOC|DATASET", help="Documents, folders of documents, or a dataset. 文件、文件夹或数据集")],
    everything: Annotated[bool, typer.Option("--all", help="Also what may be a relation (unsure). 也列出存疑的")] = False,
    only: Annotated[Optional[list[Verdict]], typer.Option("--only", metavar="VERDICT", help="Only this verdict; may be given several times: disagrees, truncated, agrees, unsure. 只列某种结论")] = None,
    form: Annotated[Format, typer.Option("--format", help="How to write the findings. 输出格式")] = Format.table,
    to: Annotated[Optional[str], typer.Option("--to", metavar="FILE", help="Write them to this file instead of standard output. 输出文件")] = None,
    fail: Annotated[bool, typer.Option("--fail", help="Exit with 1 when a document disagrees with itself. 有不符时以 1 退出")] = False,
    encoding: Annotated[str, typer.Option(metavar="NAME", help="The documents' encoding. 编码")] = "",
) -> None:
    """Recompute the figures that lean on each other, and list where they agree and disagree. 勾稽核对

    Shares, sums, rates, changes, products, restatements, and what cannot be, within what the printed digits
    allow. The exit status is 0 also where figures disagree, unless --fail is given; 2 when a document could not be read.
    """
    shown = {verdict.value for verdict in only} if only else {verdict.value for verdict in Verdict} - (set() if everything else {"unsure"})
    counts: Counter[str] = Counter()
    audited = _counted(_audited(paths, encoding, counts), shown, counts)
    with _output(to) as out:
        _WRITERS[form](audited, out)
    said = ", ".join(f"{verdict.value} {counts[verdict.value]:,}" for verdict in Verdict if counts[verdict.value])
    say(f"{counts['documents']:,} document{'s' if counts['documents'] != 1 else ''}: {said or 'no relations between figures found'}")
    if counts["failures"]:
        raise typer.Exit(2)
    if fail and counts["disagrees"]:
        raise typer.Exit(1)


def _audited(paths: list[Path], encoding: str, counts: Counter) -> Iterator:
    """Every document with its findings, from files, folders and datasets."""
    from extract import batch, read
    from extract.audit import Across, audit_dataset
    from extract.audit import audit as findings_of

    datasets = [path for path in paths if path.suffix.lower() == ".duckdb" or (path / "dataset.json").is_file()]
    for path in datasets:
        from extract.dataset import open_dataset

        with open_dataset(path) as dataset:
            yield from audit_dataset(dataset)
    files = read.documents([path for path in paths if path not in datasets])
    if not files and not datasets:
        say(f"baobiao: no documents ({', '.join(read.READERS)}) in {', '.join(map(str, paths))}")
        raise typer.Exit(2)
    across = Across()
    for outcome in batch.convert(files, 0, encoding):
        if outcome.document is None:
            counts["failures"] += 1
            say(f"baobiao: {outcome.failure}")
            continue
        yield outcome.document, [*findings_of(outcome.document), *across.add(outcome.document.facts)]


def _counted(audited: Iterator, shown: set[str], counts: Counter) -> Iterator:
    """(document id, text, findings to show), counting what there is."""
    for document, findings in audited:
        counts["documents"] += 1
        counts.update(finding.verdict for finding in findings)
        yield document.source.doc, document.source.raw, [finding for finding in findings if finding.verdict in shown]


@contextmanager
def _output(to: str | None):
    """The stream to write to; a file is in place when it is whole."""
    from extract import table

    if to is None or to == "-":
        sys.stdout.reconfigure(encoding="utf-8")
        yield sys.stdout
        return
    target = Path(to)
    if not target.parent.is_dir() or target.is_dir():
        raise table.BadTarget(f"{to}: cannot be written there; choose another name or folder")
    part = target.with_name(f".{target.name}.part")
    try:
        with open(part, "w", encoding="utf-8-sig" if target.suffix.lower() == ".csv" else "utf-8", newline="\n") as file:
            yield file
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _table(audited: Iterator, out) -> None:
    """For people: disagreements first, each with its verdict, relation, position and statement."""
    from rich.console import Console
    from rich.text import Text

    from extract.audit import VERDICTS
    from extract.audit.page import RULE_NAMES, VERDICT_NAMES

    styles = {"disagrees": "bold red", "truncated": "yellow", "agrees": "green", "unsure": "dim"}
    console = Console(file=out)
    for doc, _, findings in audited:
        if findings:
            console.print(Text(doc, "bold"), soft_wrap=True)
        for finding in sorted(findings, key=lambda f: (VERDICTS.index(f.verdict), f.spans)):
            line = Text("  ").append(VERDICT_NAMES[finding.verdict], styles[finding.verdict]).append(f" {RULE_NAMES[finding.rule]} ")
            line.append(f"{finding.spans[0][0]}-{finding.spans[0][1]}", "dim").append(f" {finding.statement}")
            if finding.why:
                line.append(f"（{finding.why}）", "dim")
            console.print(line, soft_wrap=True)


def _csv(audited: Iterator, out) -> None:
    """The rows of the table `checks`."""
    from extract import table
    from extract.audit import COLUMNS

    with table.writer(out, COLUMNS) as add:
        for _, _, findings in audited:
            add(finding.row() for finding in findings)


def _json(audited: Iterator, out) -> None:
    """One array of objects, with the quotes that the spans point to."""
    import json

    from extract.audit import COLUMNS

    out.write("[")
    first = True
    for _, text, findings in audited:
        for finding in findings:
            row = dict(zip(COLUMNS, finding.row(), strict=True))
            docs = finding.docs or (finding.doc,) * len(finding.spans)
            row["spans"] = [
                {"doc": doc, "start": a, "end": b, "text": text[a:b] if doc == finding.doc else ""} for doc, (a, b) in zip(docs, finding.spans, strict=True)
            ]
            out.write(("" if first else ",") + "\n" + json.dumps(row, ensure_ascii=False, default=float))
            first = False
    out.write("\n]\n")


def _html(audited: Iterator, out) -> None:
    """A page with the figures marked in their text."""
    from extract.audit.page import page

    out.writelines(page(audited))


_WRITERS = {Format.table: _table, Format.csv: _csv, Format.json: _json, Format.html: _html}
