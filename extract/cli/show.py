"""`baobiao show`: one document with its mentions, or the account of one row."""

from __future__ import annotations

import os
from collections import Counter
from enum import Enum
from pathlib import Path
from typing import Annotated, Optional

import typer

from extract.cli.console import Patterns, say, visible


class Lang(str, Enum):
    """The languages in which captions are shown."""

    zh = "zh"
    en = "en"


def show(
    doc: Annotated[Path, typer.Argument(metavar="DOC", help="A document. 文件")],
    why: Annotated[Optional[int], typer.Option("--why", metavar="START", help="Explain the row whose mention begins at this character or covers it, or why there is none. 说明一行的来历")] = None,
    section: Annotated[Optional[int], typer.Option(min=0, metavar="N", help="Only this report of the file, from 0. 只看第几篇")] = None,
    columns: Annotated[bool, typer.Option("--columns", help="List the rows below the text. 列出各行")] = False,
    encoding: Annotated[str, typer.Option(metavar="NAME", help="The file's encoding. 编码")] = "",
    html: Annotated[Optional[Path], typer.Option("--html", metavar="FILE", help="Write one HTML file instead: the text with its mentions, the table beside it. 写成一个网页文件")] = None,
    lang: Annotated[Lang, typer.Option(help="The language of that file's captions. 网页文字的语言")] = Lang.zh,
    patterns: Patterns = None,
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
    if html is not None:
        _write(document, html, lang.value)
        return
    try:
        start, end = view.section_span(document, section) if section is not None else (0, len(document.source.raw))
    except IndexError:
        say(f"baobiao: {doc} has no section {section}; sections count from 0")
        raise typer.Exit(2) from None
    _render(document, start, end, columns)


def _write(document, target: Path, lang: str) -> None:
    """Write the document's static twin, whole or not at all."""
    from extract import twin
    from extract.records import Refusal

    if not target.parent.is_dir() or target.is_dir():
        raise Refusal(f"{target}: no file can be written there; choose a name in a folder that exists")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with open(part, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.writelines(twin.page(document, lang))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    say(f"{target}: {len(document.facts):,} facts of {document.source.doc}")


def _explain(document, position: int) -> None:
    """Print the account of the rows at a position; else why there is none, or where the nearest one is."""
    from rich.console import Console
    from rich.text import Text

    from extract import show as view

    lines = [line for fact in view.at(document, position) for line in view.account(document, fact)] or view.refusal(document, position)
    if not lines:
        near = view.nearest(document, position)
        say(f"baobiao: no mention at {position}" + (f"; the nearest is {near.text!r} at {near.start}" if near else ""))
        raise typer.Exit(2)
    console = Console()
    for label, said in lines:
        console.print(Text(f"{label:<14}", "dim") + Text(visible(said)), soft_wrap=True)


def _render(document, start: int, end: int, columns: bool) -> None:
    """Print the text from start to end with its mentions marked, a legend, and the rows when asked for."""
    from rich.console import Console
    from rich.text import Text

    from extract import show as view

    console, text, seen = Console(), Text(), Counter()
    for piece, fact in view.stretches(document, start, end):
        piece = visible(piece)
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
        grid.add_row(*(Text(visible(plain(getattr(fact, name))).replace("\n", " ")) for name in names))
    return grid
