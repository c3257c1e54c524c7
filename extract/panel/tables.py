"""A panel as tables: the wide one, the disagreements, and the source of every cell."""

from __future__ import annotations

from extract import codebook
from extract.codebook import Column
from extract.panel import Panel, Series, citations
from extract.panel.cell import Cell
from extract.table import Marked, Table, plain

_MEANINGS = {
    "level": ("the indicator's own value", "指标本身的数值"), "increase": ("an increase", "增加"), "decrease": ("a decrease", "减少"),
    "share": ("a share", "占比"), "gap": ("a gap", "差距"), "rank": ("a rank", "位次"),
}


def tables(panel: Panel) -> list[Table]:
    """The tables panel, disagreements and sources; a disputed cell is marked."""
    order = {pair: number for number, pair in enumerate(panel.rows)}
    keys = sorted(panel.cells, key=lambda key: (order[key[:2]], key[2]))
    known = tuple(codebook.tables()["sources"])
    return [
        Table("panel", columns(panel), wide(panel)),
        Table("disagreements", _listed(panel, known), citations(panel, panel.disputed)),
        Table("sources", _listed(panel, known), citations(panel, keys)),
    ]


def columns(panel: Panel) -> tuple[Column, ...]:
    """The columns of the wide table."""
    time = "year" if "year" in panel.by else "period"
    place = ("place", "place_path", "place_code")
    keys = (*place, time) if panel.by[0] == "place" else (time, *place)
    return (*codebook.columns(keys, "panel"), *map(_column, panel.series), *codebook.columns(["disagreements"], "panel"))


def _column(series: Series) -> Column:
    """The column of a series."""
    english, chinese = _MEANINGS[series.relation]
    planned = series.status == "planned"
    return Column(series.title, float, (series.title,) * 2, (
        f"{series.indicator}: {english}, {series.status}, in {series.unit or 'no unit'}",
        f"{series.indicator}：{chinese}，{'计划' if planned else '实际'}，单位{series.unit or '无'}",
    ))


def _listed(panel: Panel, known: tuple[str, ...]) -> tuple[str | Column, ...]:
    """The columns of the sources; the time is a number where it is a year."""
    found = codebook.columns(known, "sources")
    return tuple(column._replace(name="year", type=int, titles=("year", "年份")) if column.name == "time" and "year" in panel.by else column for column in found)


def wide(panel: Panel) -> list[tuple]:
    """The rows of the wide table; a disputed cell is Marked with what the documents say."""
    series, rows = panel.series, []
    for place, time in panel.rows:
        cells = [panel.cells.get((place, time, one)) for one in series]
        disputed = "; ".join(one.title for one, cell in zip(series, cells, strict=True) if cell and cell.disputed)
        names = (place.name, place.path, place.code)
        when = int(time) if "year" in panel.by else time
        keys = (*names, when) if panel.by[0] == "place" else (when, *names)
        rows.append((*keys, *map(_shown, cells), disputed))
    return rows


def _shown(cell: Cell | None):
    """A cell's value; Marked where documents disagree."""
    if cell is None:
        return None
    return Marked(cell.value, sayings(cell)) if cell.disputed else cell.value


def sayings(cell: Cell) -> str:
    """What each document says of a cell.

    >>> sayings(Cell(None))
    ''
    """
    return "; ".join(f"{plain(figure.value)} in {figure.doc} ({figure.start}-{figure.end})" for figure, use in cell.figures if use in ("used", "agrees", "disagrees"))
