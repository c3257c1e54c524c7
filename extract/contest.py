"""Which mentions lost to which, and which text is no figure: what `show --why` tells beside the rows.

Worked out only when asked, as a conversion needs the winners alone. All spans are raw.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from extract import gazetteer, rules, tables
from extract.kinds import figure
from extract.kinds.place_edges import Edges, role
from extract.pipeline import Proposed, propose
from extract.records import Figure, Mention, Source, Text
from extract.text import text_of


class Contest(NamedTuple):
    """A mention that became no row, and what it lost to: a row, or a refusal."""

    loser: Mention
    winner: Mention


@lru_cache(maxsize=1)  # the rows of one document are explained one after another
def contests(source: Source) -> tuple[Contest, ...]:
    """The contests of a document, in the order of their losers.

    >>> [(lost.start, lost.kind, lost.rule, won.rule) for lost, won in contests(Source("a", "第3批补助2户。"))]
    [(1, 'count', 'figure.number', 'not_figure.ordinal')]
    """
    text = text_of(source)
    found = propose(text.clean, tables.given(text, source.tables))
    figures = found.winners
    lost = {
        *_overlapped(found, figures, len(text.clean)),
        *_replaced(found),
        *_blocked(text.clean, found, {(won.start, won.end) for won in figures}),
        *_listed_inside(text.clean, found),
    }
    ordered = sorted(lost, key=lambda pair: (pair.loser.start, pair.loser.end, pair.loser.rule, pair.winner.start))
    return tuple(Contest(*(_raw(text, mention) for mention in pair)) for pair in ordered)


def refusals(source: Source) -> tuple[Mention, ...]:
    """The stretches of a document that a `not_figure` rule keeps from being figures, in order; they have no kind.

    >>> [(m.start, m.end, m.rule) for m in refusals(Source("a", "第3批补助2户。"))]
    [(0, 3, 'not_figure.ordinal')]
    """
    text = text_of(source)
    return tuple(_raw(text, mention) for mention in _refused(text.clean))


def _raw(text: Text, mention: Mention) -> Mention:
    """The mention with its raw span."""
    start, end = text.raw_span(mention.start, mention.end)
    return Mention(start, end, mention.kind, mention.rule, mention.confidence)


def _refused(text: str) -> Iterator[Mention]:
    """What `figure.block` blocks, with the rule that does."""
    for match in rules.scanner("not_figure").finditer(text):
        yield Mention(*match.span(), "", f"not_figure.{match.lastgroup}")


def _lost_to(losers: Iterable[Mention], winners: Iterable[Mention], length: int) -> Iterator[Contest]:
    """Each loser with the winner that takes the first of its characters; of winners that overlap, the later given."""
    owners: list[Mention | None] = [None] * length
    for winner in winners:
        owners[winner.start:winner.end] = [winner] * (winner.end - winner.start)
    for loser in losers:
        if winner := next(filter(None, owners[loser.start:loser.end]), None):
            yield Contest(loser, winner)


def _overlapped(found: Proposed, figures: list[Figure], length: int) -> Iterator[Contest]:
    """Times and places that a figure overlaps."""
    return _lost_to((*found.times, *found.places), figures, length)


def _replaced(found: Proposed) -> Iterator[Contest]:
    """Figures of the prose that begin where a table's cell does and are read otherwise there."""
    for loser in found.figures:
        cell = found.cells.get(loser.start)
        if cell and cell.figure != loser:
            yield Contest(loser, cell.figure)


def _blocked(text: str, found: Proposed, won: set[tuple[int, int]]) -> Iterator[Contest]:
    """Figures that there would be, did no time, place or refusal stand in their way: 3批 in 第3批."""
    free = figure.find(text, found.words, bytearray(len(text) + 1))
    losers = [proposed for proposed in free if (proposed.start, proposed.end) not in won]
    return _lost_to(losers, (*_refused(text), *found.times, *found.places), len(text))


def _listed_inside(text: str, found: Proposed) -> Iterator[Contest]:
    """Names that the gazetteer lists and that begin a word inside another place: 贵阳 in 贵阳路社区."""
    edges = Edges(gazetteer.plain(text), found.words)
    for place in found.places:
        for start in filter(edges.begins, range(place.start, place.end)):
            if start == place.start and place.rule in _LISTED:
                continue  # 赫章 is how 赫章县 begins, no name beside it
            name = _listed_at(edges.text, start)
            if name:
                rule = "place.listed" if name in gazetteer.names().full else "place.short"
                yield Contest(Mention(start, start + len(name), "place", rule), place)


_LISTED = frozenset(("place.listed", "place.short"))


def _listed_at(text: str, start: int) -> str:
    """The longest listed name that begins at a position, or ''."""
    names = gazetteer.heads().get(text[start:start + 2], ())
    return next((name for name in names if text.startswith(name, start) and name not in role("never")), "")
