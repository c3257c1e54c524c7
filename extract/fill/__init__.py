"""A user's template, places down and indicators across, filled from a dataset; each value cites its source.

Only empty cells are filled, only with what the panel of the dataset holds, and nothing else is changed. A cell that
cannot be filled stays empty, and the reason is given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from extract import gazetteer, rules
from extract.dataset import Dataset
from extract.fill.layout import Head, Sheet, Slot
from extract.fill.workbook import BadTemplate, Entry, open_parts, write
from extract.kinds.standard import wordings
from extract.panel import Panel, Series, build, place_of
from extract.panel.cell import Cell
from extract.panel.tables import sayings
from extract.query import Wanted, places, standards, years
from extract.query.place import NoSuchPlace, Places
from extract.query.source import Sources
from extract.records import Refusal
from extract.table import BadTarget, plain

__all__ = ["BadTemplate", "Filled", "fill"]

_SENTENCE = 400  # characters of a sentence in a comment


@dataclass(slots=True)
class Filled:
    """What became of a template: cells filled, cells left empty with the reason, cells that had something already."""

    number: int = 0
    empty: list[tuple[str, str]] = field(default_factory=list)
    taken: int = 0


def fill(dataset: Dataset, template: Path, target: Path, wanted: Wanted, prefer: str = "") -> Filled:
    """Write the template, filled, as `target`; BadTemplate, BadTarget, and the refusals of a query."""
    _check(template, target)
    open_parts(template)
    known = places(dataset)
    slots = _slots(template, known, wanted)
    if not any(slot.head.names for slot in slots):
        raise BadTemplate(f"{template}: no sheet has places down a column and indicators above the columns beside it")
    chosen = _indicators(dataset, {slot.head for slot in slots})
    panel = _panel(dataset, wanted, prefer, slots, [name for name in chosen.values() if name])
    table: dict[tuple[str, str, str], list[tuple[Series, Cell]]] = defaultdict(list)
    for (place, year, series), cell in panel.cells.items():
        table[place.path, year, series.indicator].append((series, cell))
    filled, entries, sources = Filled(), defaultdict(dict), Sources(dataset)
    for slot in slots:
        if slot.taken:
            filled.taken += 1
            continue
        answer = _answer(slot, chosen[slot.head], table, partial(_place, known, regions=wanted.place))
        if isinstance(answer, str):
            filled.empty.append((f"{slot.sheet}!{slot.cell}", answer))
        else:
            entries[slot.sheet][slot.cell] = _entry(slot, *answer, sources)
            filled.number += 1
    write(template, target, entries)
    return filled


def _check(template: Path, target: Path) -> None:
    """Nothing, or BadTarget when the filled copy cannot have that name."""
    if target.suffix.lower() != template.suffix.lower() or target.suffix.lower() not in (".xlsx", ".xlsm"):
        raise BadTarget(f"{target}: a filled template is an .xlsx as the template; rename it")
    if not target.parent.is_dir():
        raise BadTarget(f"{target}: there is no folder {target.parent}; make it first")
    if target.exists() and template.exists() and target.samefile(template):
        raise BadTarget(f"{target}: is the template itself; name another file")


def _slots(template: Path, known: Places, wanted: Wanted) -> list[Slot]:
    """The cells of all sheets that wait for a value."""
    import openpyxl

    first, last = years(wanted.year) if wanted.year else ("", "")
    is_place = partial(_is_place, known)
    book = openpyxl.load_workbook(template)
    return [slot for sheet in book.worksheets for slot in Sheet(sheet, is_place).slots(first if first == last else "")]


def _is_place(known: Places, text: str) -> bool:
    """Whether a text is the name of a place, of the dataset or of the gazetteer."""
    name = gazetteer.plain(text)
    if len(name) < 2 or name.isdigit():
        return False
    names = gazetteer.names()
    return known.knows(name) or (name in names.full and name not in ("市辖区", "郊区", "城区", "矿区")) or name in names.short or bool(gazetteer.find_town(name))


def _indicators(dataset: Dataset, heads: Iterable[Head]) -> dict[Head, str]:
    """What each head asks for: a standard indicator, else a phrase of the dataset; '' for neither."""
    heads = list(heads)
    names = sorted({name for head in heads for name in head.names})
    phrases = {name for name, in dataset.rows("SELECT DISTINCT indicator FROM facts WHERE indicator IN (SELECT unnest(?))", [names])} if names else set()
    chosen = {}
    for head in heads:
        if head.loose:
            chosen[head] = _mentioned(head.names[-1])
            continue
        standard = [one for name in head.names if len(found := standards(name)) == 1 for one in found]
        chosen[head] = next(iter([*standard, *(name for name in head.names if name in phrases)]), "")
    return chosen


def _mentioned(title: str) -> str:
    """The standard indicator with the longest name, or other name, that a title holds; '' for none or several.

    >>> _mentioned("各县一般公共预算收入情况表")
    '一般公共预算收入'
    """
    held = [(wording, row["name"]) for row in rules.table("indicator") for wording in wordings(row) if wording in title]
    longest = max((len(wording) for wording, _ in held), default=0)
    found = {name for wording, name in held if len(wording) == longest}
    return found.pop() if len(found) == 1 else ""


def _panel(dataset: Dataset, wanted: Wanted, prefer: str, slots: list[Slot], names: list[str]) -> Panel:
    """The panel that has what the slots ask for."""
    spoken = sorted({slot.year for slot in slots if slot.year})
    relations = ("level", "increase", "decrease") if any(slot.head.growth for slot in slots) else ("level",)
    if not names or not spoken:
        return Panel(("place", "year"))
    asked = replace(wanted, indicator=tuple(dict.fromkeys(names)), place=(), year=f"{spoken[0]}..{spoken[-1]}", relation=relations)
    return build(dataset, asked, ("place", "year"), prefer)


def _place(known: Places, names: Iterable[str], regions: Iterable[str]) -> str:
    """The path, by its latest name, of the first of the names that is one place; Refusal with the last reason."""
    reason: Refusal = NoSuchPlace("no place")
    for name in names:
        for spelling in (name, *(f"{region}/{name}" for region in regions)):
            try:
                found = known.choose(spelling)
            except Refusal as error:
                reason = error if isinstance(reason, NoSuchPlace) else reason
                continue
            paths = {place_of(path).path for path in found.paths} or set(found.names)
            if len(paths) == 1:
                return paths.pop()
    raise reason


def _answer(slot: Slot, indicator: str, table: dict, place) -> str | tuple[Series, Cell]:
    """The series and cell that fill a slot, or the reason why it stays empty."""
    head = slot.head
    if not head.names:
        return f"{slot.places[0]} is no place that is known; its row stays as it is"
    if not indicator:
        return f"no indicator of the dataset is called {head.names[0]}"
    if not slot.year:
        return "no year stands in the head, the row, the title or the sheet's name; give one with --year"
    try:
        path = place(slot.places)
    except NoSuchPlace:
        return f"no fact about {slot.places[-1]}"
    except Refusal as error:
        return str(error)
    wanted = ("increase", "decrease") if head.growth else ("level",)
    found = [(series, cell) for series, cell in table.get((path, slot.year, indicator), ()) if series.relation in wanted]
    if head.growth and not head.measure:
        found = [(series, cell) for series, cell in found if series.unit == "%"]
    if not found:
        return f"no fact about {indicator}{' (growth)' * head.growth} of {slot.places[-1]} in {slot.year}"
    fitting = [(series, cell) for series, cell in found if head.measure is None or series.unit == head.measure.unit]
    if not fitting:
        return f"the facts are in {', '.join(sorted({series.unit for series, _ in found}))}, the head asks for {head.measure.text}"
    if len(fitting) > 1:
        return f"several facts: {'; '.join(f'{series.title} {sayings(cell)}' for series, cell in fitting)}"
    (series, cell), = fitting
    return (series, cell) if cell.value is not None else f"documents disagree: {sayings(cell)}"


def _entry(slot: Slot, series: Series, cell: Cell, sources: Sources) -> Entry:
    """The number in the head's unit, a decrease below zero, and the comment that cites its source."""
    head = slot.head
    value = cell.value / (head.measure.size if head.measure else 1)
    value = float(f"{value:.12g}") * (-1 if series.relation == "decrease" else 1)
    figure, others = cell.used, [figure for figure, use in cell.figures if use in ("agrees", "disagrees") and figure is not cell.used]
    source = sources.of((figure.doc, figure.start, figure.end, figure.text, figure.sentence, figure.page, figure.paragraph, figure.table_cell))
    lines = [f"{plain(value)} {head.measure.text if head.measure else series.unit} ← {figure.text}, {figure.period}", source.where, source.marked[:_SENTENCE]]
    if figure.qualifier != "exact":
        lines.insert(1, f"qualifier: {figure.qualifier}")
    if others:
        says = "the others say otherwise" if cell.disputed else "also"
        lines.append(f"{says}: " + "; ".join(f"{other.text} in {other.doc} ({other.start}-{other.end})" for other in others[:5]))
    fraction = slot.percent and series.unit == "%"
    return Entry(float(f"{value / 100:.12g}") if fraction else value, "\n".join(lines))
