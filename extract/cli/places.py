"""`baobiao places`: the places of a dataset or a document, the open ones first."""

from __future__ import annotations

import sys
from collections import Counter
from enum import Enum
from pathlib import Path
from typing import Annotated, Optional

import typer

from extract.cli.console import say

_SHOWN = 50
_LISTED = ("state", "place", "path", "code", "mentions", "figures", "documents", "candidates")


class Format(str, Enum):
    """How the places are written."""

    table = "table"
    csv = "csv"
    json = "json"


def places(
    source: Annotated[str, typer.Argument(metavar="DATASET|DOC", help="A dataset (NAME.duckdb, FOLDER/), or a document or folder of documents. 数据集或文件")],
    form: Annotated[Optional[Format], typer.Option("--format", help="How to write the places; a file's form is its suffix (.csv, .json). 输出格式")] = None,
    to: Annotated[Optional[Path], typer.Option("--to", metavar="FILE", help="Write them to this file instead of standard output. 输出文件")] = None,
    limit: Annotated[Optional[int], typer.Option(min=0, metavar="N", help="At most so many; 0: all. The terminal shows 50. 行数")] = None,
) -> None:
    """List the places found, with path, code, mentions and figures; those not resolved first. 地名清单

    ambiguous: several official codes are possible; unlisted: no list has the name where the report puts it; masked: blanked
    out; resolved: with its code.
    """
    from extract import places as found
    from extract.records import Refusal

    suffix = to.suffix.lower().lstrip(".") if to else ""
    if to and suffix not in ("csv", "json"):
        raise Refusal(f"{to}: places are written as .csv or .json; rename it")
    form = form or (Format(suffix) if to else Format.table)
    if to and form.value != suffix:
        raise Refusal(f"{to}: is not named for --format {form.value}; name it {to.with_suffix('.csv' if form is Format.csv else '.json').name}")
    rows = [one.row() for one in found.survey(source)]
    shown = rows[: limit or None] if limit is not None or form is not Format.table else rows[:_SHOWN]
    if form is Format.table:
        _print(shown)
    else:
        _write(shown, form, to, found.COLUMNS)
    states = Counter(row["state"] for row in rows)
    told = ", ".join(f"{state} {states[state]:,}" for state in found.STATES if states[state])
    say(f"{to or source}: {len(rows):,} place{'s' * (len(rows) != 1)}" + (f": {told}" if rows else "")
        + (f"; {len(shown):,} shown, --limit 0 shows all" if len(shown) < len(rows) else ""))


def _print(rows) -> None:
    """Print the places as a table."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    grid = Table(box=None, header_style="bold", pad_edge=False)
    listed = _LISTED if any(row["candidates"] for row in rows) else _LISTED[:-1]
    for name in listed:
        grid.add_column(name, overflow="fold", justify="right" if name in ("mentions", "figures", "documents") else "left")
    for row in rows:
        grid.add_row(*(Text(str(row[name])) for name in listed))
    if rows:
        (console if console.is_terminal else Console(width=160)).print(grid)


def _write(rows, form: Format, to: Optional[Path], columns) -> None:
    """Write the places to a file (CSV with a BOM, for Excel) or to standard output."""
    import csv
    import io
    import json

    if form is Format.json:
        text = json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    else:
        file = io.StringIO()
        table = csv.DictWriter(file, columns, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
        text = file.getvalue()
    if to is None:
        sys.stdout.write(text)
    else:
        to.write_text(text, encoding="utf-8-sig" if form is Format.csv else "utf-8", newline="\n")
