"""`baobiao panel`: places × years, a column for each indicator and unit; or a user's own template, filled."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated, Optional

import typer

from extract.cli import wishes
from extract.cli.console import say
from extract.cli.query import cell_text, print_rows

_SHOWN, _SERIES = 50, 6  # rows and columns that a terminal takes


def panel(
    dataset: wishes.Dataset,
    indicator: wishes.Indicator = None,
    place: wishes.Place = None,
    year: wishes.Year = "",
    by: Annotated[str, typer.Option("--by", metavar="AXES", help="place,year or place,period; the first one sorts. 行")] = "place,year",
    prefer: Annotated[str, typer.Option("--prefer", metavar="WHICH", help="Where documents disagree: latest (document) or confident; else the cell stays empty. 取舍")] = "",
    fill: Annotated[Optional[Path], typer.Option("--fill", metavar="TEMPLATE", help="Fill this .xlsx, places down and indicators across, and write it to --to. 填模板")] = None,
    relation: wishes.Relation = None,
    status: wishes.Status = None,
    kind: wishes.Kind = None,
    unit: wishes.Unit = None,
    qualifier: wishes.Qualifier = None,
    doc: wishes.Doc = None,
    text: wishes.Text = "",
    min_confidence: wishes.MinConfidence = 0.0,
    exact_place: wishes.ExactPlace = False,
    form: Annotated[Optional[wishes.Form], typer.Option("--format", help="How to print the panel; a file's form is its suffix. 格式")] = None,
    to: wishes.To = None,
    lang: wishes.Lang = wishes.Language.en,
    datapackage: wishes.DataPackage = False,
) -> None:
    """Make panel data: a row for each place and year. 面板数据

    Levels that are actual, unless other options say so. Where documents disagree, the cell stays empty and all that they say is listed.
    """
    from extract.dataset import open_dataset
    from extract.query import wanted
    from extract.records import Refusal

    asked = wanted(
        place=place, indicator=indicator, year=year, kind=kind, status=status, relation=relation, unit=unit, qualifier=qualifier,
        doc=doc, text=text, min_confidence=min_confidence, exact_place=exact_place,
    )
    if fill is not None:
        if to is None:
            raise Refusal(f"{fill}: the template stays as it is; add --to NAME.xlsx for the filled copy")
        with open_dataset(dataset) as opened:
            _fill(opened, asked, fill, to, prefer)
        return
    form = wishes.check(to, form, datapackage)
    from extract.panel import build

    with open_dataset(dataset) as opened:
        made = build(opened, asked, tuple(part.strip() for part in by.split(",")), prefer)
    if not made.cells:
        say(f"baobiao: {made.nothing}")
    _give(made, form, to, lang.value, datapackage)
    wishes.meant(made.places)
    _account(made, listed=to is None and form is wishes.Form.table)


def _give(made, form, to: Path | None, lang: str, package: bool) -> None:
    """Write the panel's tables to files, or print the wide one."""
    from extract import table
    from extract.panel.tables import columns, tables, wide

    if to is not None:
        given = tables(made)
        table.write_tables(to, given, lang=lang, package=package)
        lies = table.files(to, [one.name for one in given])
        for path in dict.fromkeys(lies):
            say(f"{path}: " + ", ".join(f"{one.name} {len(one.rows):,}" for one, at in zip(given, lies, strict=True) if at == path) + " rows")
        return
    if form is wishes.Form.table:
        _print(made)
    else:
        wishes.stream(form, columns(made))(map(table.unmarked, wide(made)))


def _print(made) -> None:
    """Print the first rows, with the columns that have the most values."""
    from extract.panel.tables import wide

    series, rows = made.series, made.rows
    filled = Counter(key[2] for key in made.cells)
    kept = sorted(sorted(series, key=lambda one: -filled[one])[:_SERIES], key=series.index)
    names = [place.name for place in dict(rows)]
    unique = len(names) == len(set(names))
    shown = []
    for (place, time), row in list(zip(rows, wide(made), strict=True))[:_SHOWN]:
        keys = (place.name if unique else place.path, time)
        shown.append([*(keys if made.by[0] == "place" else keys[::-1]), *(_shown(row[4 + series.index(one)]) for one in kept)])
    if rows:
        print_rows([*made.by, *(one.title for one in kept)], shown, set(made.by))
    if len(rows) > _SHOWN or len(series) > _SERIES:
        say(f"{min(len(rows), _SHOWN)} of {len(rows):,} rows, {len(kept)} of {len(series):,} columns; --to FILE writes them all")


def _shown(value) -> str:
    """A cell as the terminal shows it: ≠ where documents disagree."""
    from extract.table import Marked

    if isinstance(value, Marked):
        return f"{cell_text('value', value.value)} ≠".strip()
    return cell_text("value" if isinstance(value, float) else "", value)


def _account(made, listed: bool) -> None:
    """Say in which cells documents disagree, and what was left out."""
    from extract.panel import left_out
    from extract.panel.tables import sayings

    disputed = made.disputed
    if disputed:
        say(f"{len(disputed)} of {len(made.cells):,} cells in which documents disagree" + (":" if listed else ""))
    for place, time, series in disputed[: _SHOWN if listed else 0]:
        say(f"  {place.path} {time} {series.title}: {sayings(made.cells[place, time, series])}")
    if made.left_out:
        say(f"left out: {left_out(made.left_out)}")


def _fill(opened, asked, template: Path, to: Path, prefer: str) -> None:
    """Fill a template and say what could not be filled."""
    from extract.fill import fill

    filled = fill(opened, template, to, asked, prefer)
    for cell, reason in filled.empty[:_SHOWN]:
        say(f"  {cell}: {reason}")
    if len(filled.empty) > _SHOWN:
        say(f"  and {len(filled.empty) - _SHOWN:,} more")
    taken = f", {filled.taken:,} had a value already" if filled.taken else ""
    say(f"{to}: {filled.number:,} cell{'s' * (filled.number != 1)} filled, {len(filled.empty):,} left empty{taken}")
