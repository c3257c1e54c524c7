"""One cell of a panel: the figures that speak of it, whether they agree, and which of them fills it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

#: How a figure was used; the codebook's vocabulary of that name says what each means.
USED, AGREES, DISAGREES, APPROXIMATE, OTHER_TIME = "used", "agrees", "disagrees", "approximate", "other_time"
#: What decides where documents disagree, when the user wants a decision.
PREFERENCES = ("latest", "confident")

_CHANGED = (
    "(?:逐[年步]|大幅|稳步)?(?:下降|降低|降|减少|减|压[减缩]|缩[小减]|回落|增加|增长|增|提[高升]|上升|升|扩大|发展)[到至为]"  # 由10.2%降至3.1%
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.(\d+))?")


class Figure(NamedTuple):
    """A row of the facts that may fill a cell; `value` is in the series' unit, `date` the document's own."""

    doc: str
    date: str
    start: int
    end: int
    kind: str
    text: str
    sentence: str
    page: int | None
    paragraph: int | None
    table_cell: str
    confidence: float
    period: str
    qualifier: str
    value: float


@dataclass(slots=True)
class Cell:
    """A cell's value, None where documents disagree, and every figure with how it was used."""

    value: float | None
    figures: list[tuple[Figure, str]] = field(default_factory=list)
    disputed: bool = False

    @property
    def used(self) -> Figure | None:
        """The figure that fills the cell."""
        return next((figure for figure, use in self.figures if use == USED), None)


def rounding(figure: Figure) -> float:
    """Half a unit of the last digit that is printed: how far the value may be off by rounding; 0 for words.

    >>> one = Figure("", "", 0, 0, "", "3.99万人", "", None, None, "", 1, "", "", 39900)
    >>> rounding(one), rounding(one._replace(text="三万人"))
    (50.0, 0.0)
    """
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", figure.text))
    found = _NUMBER.search(text)
    number = float(found[0].replace(",", "")) if found else 0.0
    if not number:
        return 0.0
    return abs(figure.value) / number * 10.0 ** -len(found[1] or "") / 2


def begins(figure: Figure) -> bool:
    """Whether the figure is what a change began from, so that its time is an earlier one.

    >>> one = Figure("", "", 0, 0, "", "10.2%", "贫困发生率由10.2%降至3.1%。", None, None, "", 1, "", "", 10.2)
    >>> begins(one), begins(one._replace(text="3.1%"))
    (True, False)
    """
    return bool(re.search(f"[由从][^，。；]{{0,12}}{re.escape(figure.text)}{_CHANGED}", figure.sentence))


def agree(one: Figure, other: Figure) -> bool:
    """Whether two figures are the same number, one of them perhaps printed with fewer digits."""
    off = abs(one.value - other.value)
    return off <= max(rounding(one), rounding(other)) * (1 + 1e-9) if rounding(one) != rounding(other) else off <= 1e-9 * abs(one.value)


def settle(figures: Sequence[tuple[Figure, str]], prefer: str = "") -> Cell:
    """The cell of its figures, each with the time that it is of: '' for the whole time of the cell, else a day in it.

    What a change began from is of an earlier time. Figures of the whole time go before those of a day, of which
    the last day goes; exact figures before approximate ones. Of what then remains, the most exactly printed fills the cell if the others agree with it;
    else the cell stays empty, or is decided as `prefer` (latest, confident) says, unless that is a tie too.
    """
    ends = {(figure.doc, figure.sentence) for figure, _ in figures if not begins(figure)}
    now = [(figure, of) for figure, of in figures if not (begins(figure) and (figure.doc, figure.sentence) in ends)]
    day = "" if any(not of for _, of in now) else max(of for _, of in now)
    spoken = [figure for figure, of in now if of == day]
    cell = Cell(None, [(figure, OTHER_TIME) for figure, _ in figures if figure not in spoken])
    exact = [figure for figure in spoken if figure.qualifier == "exact"]
    cell.figures += [(figure, APPROXIMATE) for figure in spoken if exact and figure.qualifier != "exact"]
    ranked = sorted(exact or spoken, key=lambda figure: (rounding(figure), -figure.confidence, figure.doc, figure.start))
    chosen = ranked[0]
    cell.disputed = not all(agree(chosen, other) for other in ranked)
    if cell.disputed:
        chosen = _preferred(ranked, prefer)
    if chosen is not None:
        cell.value = chosen.value
    cell.figures[:0] = [
        (figure, USED if figure is chosen else AGREES if chosen is not None and agree(figure, chosen) else DISAGREES) for figure in ranked
    ]
    return cell


def _preferred(ranked: Sequence[Figure], prefer: str) -> Figure | None:
    """The figure that a preference decides for; None where there is none or it does not decide."""
    if not prefer:
        return None
    best = max((figure.date if prefer == "latest" else figure.confidence) for figure in ranked)
    first = [figure for figure in ranked if (figure.date if prefer == "latest" else figure.confidence) == best]
    return first[0] if best and all(agree(first[0], other) for other in first) else None
