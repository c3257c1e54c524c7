"""`baobiao annotate`: a first expected table to correct by hand, and what is wrong with a corrected one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from extract.cli.console import Patterns, say


def annotate(
    docs: Annotated[list[Path], typer.Argument(metavar="DOC", help="Documents, and folders of documents. 文件或文件夹")],
    to: Annotated[Optional[Path], typer.Option("--to", metavar="FILE", help="The table to write, .csv or .xlsx; .doccano.jsonl or .labelstudio.json for these tools (.labelstudio.xml: its labeling interface). Without it NAME.facts.csv beside the document. 输出")] = None,
    check: Annotated[Optional[Path], typer.Option("--check", metavar="FILE", help="Check this corrected table; with --to also write it, set right where that is certain. 检查改好的表")] = None,
    take: Annotated[Optional[Path], typer.Option("--from", metavar="FILE", help="Take the annotations that doccano or Label Studio exported. 导入标注")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over tables that are there. 覆盖")] = False,
    encoding: Annotated[str, typer.Option(metavar="NAME", help="The files' encoding. 编码")] = "",
    patterns: Patterns = None,
) -> None:
    """Write a document's facts as a table to correct by hand, or check a corrected one. 标注

    Exit status: 0 when all is well, 1 when the corrected table has faults, 2 on bad input.
    """
    from extract import exchange, read

    files = read.documents(docs)
    if not files:
        raise exchange.BadExchange(f"no documents ({', '.join(read.READERS)}) in {', '.join(map(str, docs))}; name one")
    if check is not None and take is not None:
        raise exchange.BadExchange("--check and --from do not go together: first take the annotations over, then check the table")
    if check is not None:
        if len(files) != 1:
            raise exchange.BadExchange(f"--check looks at one document's table, not at {len(files)}; name the document")
        _examine(files[0], check, to, force, encoding)
    elif take is not None:
        _import(files, take, force, encoding)
    elif to is not None and exchange.is_format(to):
        _export(files, to, force, encoding)
    else:
        _draft(files, to, force, encoding)


def _document(file, encoding: str):
    """The converted document."""
    from dataclasses import replace

    from extract import read
    from extract.pipeline import convert_source

    return convert_source(replace(read.read(file[0], encoding=encoding), doc=file[1]))


def _free(path: Path, force: bool) -> Path:
    """The path, when nothing is lost by writing there."""
    from extract import exchange

    if path.exists() and not force:
        raise exchange.BadExchange(f"{path}: is there already; choose another name with --to, or write over it with --force")
    return path


def _write(path: Path, rows) -> None:
    """Write an expected table as CSV or as a workbook whose cells Excel leaves alone."""
    from extract import annotate, exchange, table
    from extract.check import samples

    table.check(path)
    if path.suffix.lower() == ".csv":
        samples.write(path, annotate.COLUMNS, rows)
    elif path.suffix.lower() == ".xlsx":
        with table.writer(path, annotate.COLUMNS) as add:
            add(tuple(table.TYPES[column](row[column]) if column in table.TYPES and row[column] else row[column] or None for column in annotate.COLUMNS) for row in rows)
    else:
        raise exchange.BadExchange(f"{path}: a table to correct is .csv or .xlsx")


def _draft(files, to: Path | None, force: bool, encoding: str) -> None:
    """Write what is found in each document beside it."""
    from extract import annotate, exchange
    from extract.check import samples

    if to is not None and len(files) != 1:
        raise exchange.BadExchange(f"--to takes the table of one document, not of {len(files)}; leave it out")
    for file in files:
        path = _free(to or file[0].with_suffix(samples.SUFFIX), force)
        rows = annotate.draft(_document(file, encoding))
        _write(path, rows)
        say(f"{path}: {len(rows)} facts to correct; then: baobiao annotate {file[0]} --check {path}")


def _examine(file, table: Path, to: Path | None, force: bool, encoding: str) -> None:
    """Print what is wrong with a corrected table; write it set right when nothing is left to be corrected."""
    from rich.console import Console
    from rich.text import Text

    from extract import annotate, load

    loaded = load.load(table, annotate.NEEDED)
    result = annotate.examine(_document(file, encoding), loaded)
    console = Console(highlight=False)
    for note in loaded.notes:
        console.print(Text(f"{table}: {note}; it was read all the same, --to writes it anew in UTF-8"), soft_wrap=True)
    for fault in result.faults:
        where = f"{table}:{fault.line}" + (f" {fault.column}" if fault.column else "")
        console.print(Text.assemble((where, "bold"), " ", fault.said.replace("\n", "↵"), "; ", (fault.remedy, "green" if fault.mended else "")), soft_wrap=True)
    mended = len(result.faults) - len(result.open)
    say(f"{table}: {len(result.rows)} rows, {len(result.open)} faults" + (f", {mended} more set right" if mended else ""))
    if result.open:
        raise typer.Exit(1)
    if to is not None:
        _write(_free(to, force), [{column: row.get(column, "") for column in annotate.COLUMNS} for row in result.rows])
        say(f"{to}: written")
    elif mended or loaded.notes:
        say("write what was set right with --to FILE")
        raise typer.Exit(1)


def _export(files, to: Path, force: bool, encoding: str) -> None:
    """Write the documents' facts, or the expected ones beside them, for an annotation tool."""
    from extract import annotate, exchange
    from extract.check import samples

    if to.suffix.lower() == ".xml":
        _free(to, force).write_text(exchange.export(to, ()), encoding="utf-8", newline="\n")
        say(f"{to}: the labeling interface")
        return
    sources = []
    for file in files:
        document, table = _document(file, encoding), file[0].with_suffix(samples.SUFFIX)
        rows = samples.expected(table, document.source.raw) if table.is_file() else annotate.draft(document)
        sources.append((file[1], document.source.raw, list(rows)))
    _free(to, force).write_text(exchange.export(to, sources), encoding="utf-8", newline="\n")
    say(f"{to}: {sum(len(rows) for _, _, rows in sources)} annotations of {len(sources)} documents")


def _import(files, take: Path, force: bool, encoding: str) -> None:
    """Write the expected tables of what an annotation tool exported."""
    from extract import annotate, exchange
    from extract.check import samples

    documents = {file[1]: (_document(file, encoding), file[0].with_suffix(samples.SUFFIX)) for file in files}
    found = exchange.read(take, {doc: document.source.raw for doc, (document, _) in documents.items()})
    for doc, given in found.items():
        document, path = documents[doc]
        rows = annotate.filled(document, given)
        _write(_free(path, force), rows)
        say(f"{path}: {len(rows)} facts; then: baobiao annotate {path.with_name(doc.rpartition('/')[2])} --check {path}")
