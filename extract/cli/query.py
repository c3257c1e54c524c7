"""`baobiao query`: the facts of a dataset that meet conditions, or the answer to SQL."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Optional

import typer

from extract.cli import wishes
from extract.cli.console import say
from extract.cli.convert import Columns

_SHOWN = 50
_LISTED = ("place", "period", "indicator", "text", "value", "unit", "relation", "status", "confidence", "doc")


def query(
    dataset: wishes.Dataset,
    place: wishes.Place = None,
    indicator: wishes.Indicator = None,
    year: wishes.Year = "",
    kind: wishes.Kind = None,
    status: wishes.Status = None,
    relation: wishes.Relation = None,
    unit: wishes.Unit = None,
    qualifier: wishes.Qualifier = None,
    doc: wishes.Doc = None,
    text: wishes.Text = "",
    min_confidence: wishes.MinConfidence = 0.0,
    exact_place: wishes.ExactPlace = False,
    exact_indicator: wishes.ExactIndicator = False,
    order: Annotated[str, typer.Option(metavar="COLUMNS", help="Sort by columns (commas), - before one: greatest first. 排序")] = "",
    limit: Annotated[Optional[int], typer.Option(min=0, metavar="N", help="At most so many rows; 0: all. The terminal shows 50. 行数")] = None,
    sql: Annotated[str, typer.Option(metavar="SELECT", help="One SELECT over facts, documents, checks, marks, runs, reviews, instead of conditions. 只读 SQL")] = "",
    source: Annotated[bool, typer.Option("--source", help="Each row's document, page and sentence, the mention marked. 出处")] = False,
    columns: Annotated[Columns, typer.Option(help="full: also where each row's parts came from. 列")] = Columns.contract,
    form: Annotated[Optional[wishes.Form], typer.Option("--format", help="How to print the rows; a file's form is its suffix. 格式")] = None,
    to: wishes.To = None,
    lang: wishes.Lang = wishes.Language.en,
    datapackage: wishes.DataPackage = False,
) -> None:
    """Look up facts in a dataset. 查询数据集

    All conditions must hold; of one that is repeated, one value. Read-only: no query changes the dataset.
    """
    from extract.dataset import open_dataset
    from extract.query import BadWish, Search, wanted

    given = dict(
        place=place, indicator=indicator, year=year, kind=kind, status=status, relation=relation, unit=unit, qualifier=qualifier, doc=doc, text=text,
        min_confidence=min_confidence, exact_place=exact_place, exact_indicator=exact_indicator, order=order,
    )
    form = wishes.check(to, form, datapackage)
    with open_dataset(dataset) as opened:
        if sql:
            if source or any(given.values()):
                raise BadWish("--sql takes no conditions beside it; write them into the SQL")
            _answer(opened, sql, form, to, limit, lang.value, datapackage)
            return
        search = Search(opened, wanted(**given, limit=limit or None))
        total = search.count()
        if not total:
            say(f"baobiao: {search.nothing()}")
        if form is wishes.Form.table and to is None:
            _show(opened, search, total, limit, source)
        else:
            _export(opened, search, form, to, columns.value, source, lang.value, datapackage)


def _show(opened, search, total: int, limit: int | None, source: bool) -> None:
    """Print the first rows, with their sources when wanted."""
    from extract.query.source import NEEDED, Sources

    rows = search.rows((*_LISTED, *NEEDED), _SHOWN if limit is None else None)
    sources = Sources(opened)
    if source:
        for row in rows:
            _print_source(row, sources.of(row[len(_LISTED):]))
    elif rows:
        print_rows(_LISTED, rows)
    wishes.meant(search.places)
    if total > len(rows) and limit is None:
        say(f"{len(rows)} of {total:,} rows; --limit 0 shows all, --to FILE writes them")
    elif rows:
        say(f"{len(rows):,} of {total:,} rows" if total > len(rows) else f"{total:,} row{'s' * (total != 1)}")


def cell_text(name: str, value: object) -> str:
    """A cell as the terminal shows it: large numbers with commas."""
    from extract.table import plain

    if name in ("value", "value_max", "base_value") and isinstance(value, float):
        return f"{Decimal(plain(value)):,f}"
    return plain(value).replace("\n", " ")


def print_rows(names, rows, left=frozenset()) -> None:
    """Print rows as a table; numbers to the right, and where columns to the left are named, all others."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    grid = Table(box=None, header_style="bold", pad_edge=False)
    for name in names:
        grid.add_column(name, overflow="fold", justify="right" if name in ("value", "confidence") or left and name not in left else "left")
    for row in rows:
        grid.add_row(*(Text(cell_text(name, value)) for name, value in zip(names, row, strict=False)))
    (console if console.is_terminal else Console(width=200)).print(grid)


def _print_source(row, source) -> None:
    """Print one row on a line, where it stands, and its sentence."""
    from rich.console import Console
    from rich.text import Text

    console = Console()
    said = dict(zip(_LISTED, (cell_text(name, value) for name, value in zip(_LISTED, row, strict=False)), strict=False))
    figure = f"{said['text']} = {said['value']} {said['unit']}" if said["value"] else said["text"]
    shown = (said["place"], said["period"], said["indicator"], figure, said["relation"], said["status"], said["confidence"])
    console.print(Text(" · ".join(filter(None, shown)), "bold"), soft_wrap=True)
    console.print(Text(f"  {source.where}", "dim"), soft_wrap=True)
    mention = Text(source.mention, "bold green") if console.color_system else Text(f"⟦{source.mention}⟧")
    console.print(Text("  ") + Text(source.before) + mention + Text(source.after), soft_wrap=True)


def _export(opened, search, form, to: Path | None, choice: str, source: bool, lang: str, package: bool) -> None:
    """Write the rows to a file or to standard output."""
    from extract import table
    from extract.query.source import COLUMNS, NEEDED, Sources

    names = table.columns_of(choice)
    columns = (*names, *(COLUMNS if source else ()))
    sources = Sources(opened)

    def items():
        if not source:
            yield from search.batches(names)
            return
        for batch in search.batches((*names, *NEEDED)):
            found = (sources.of(row[len(names):]) for row in batch)
            yield [(*row[: len(names)], one.where, one.marked) for row, one in zip(batch, found, strict=True)]

    if to is None:
        add = wishes.stream(form, columns)
        for batch in items():
            add(batch)
        wishes.meant(search.places)
        return
    number = 0
    with table.writer(to, columns, lang=lang, package=package) as add:
        for batch in items():
            add(batch)
            number += len(batch)
    wishes.meant(search.places)
    say(f"{to}: {number:,} row{'s' * (number != 1)}")


def _answer(opened, sql: str, form, to: Path | None, limit: int | None, lang: str, package: bool) -> None:
    """Print or write what SQL gives."""
    from extract import table
    from extract.query import answer

    columns, rows = answer(opened, sql)
    total, rows = len(rows), rows[: limit or None]
    if to is not None:
        table.write_tables(to, [table.Table("answer", columns, rows)], lang=lang, package=package)
        say(f"{to}: {len(rows):,} row{'s' * (len(rows) != 1)}")
    elif form is wishes.Form.table:
        shown = rows[: _SHOWN if limit is None else None]
        print_rows([column.name for column in columns], shown)
        say(f"{len(shown)} of {total:,} rows; --limit 0 shows all, --to FILE writes them" if total > len(shown) else f"{total:,} row{'s' * (total != 1)}")
    else:
        wishes.stream(form, columns)(rows)
