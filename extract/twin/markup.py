"""A document's text and facts → HTML with marked spans.

The text is cut wherever a mention, or what a row's indicator, place or period was taken from, begins
or ends; so a page can colour the parts of any row without cutting anew. Text is untrusted: it is
escaped, and characters that would change how others are shown are written out (`U+202E`).
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from html import escape
from typing import NamedTuple

from extract.records import Fact, Mark
from extract.twin.wording import COLUMN, HOW, QUALIFIER, RELATION, STATUS, TWIN, sayer

Span = tuple[int, int]

#: Controls, soft hyphen, zero-width and direction marks, line separators, lone surrogates; not TAB and LF.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")
_NEAR = 400  # characters within which the time of a row is looked for behind it


def visible(text: str) -> str:
    """The text with every character that is not seen, or that turns others round, written out.

    >>> visible("增长\\u202e5%")
    '增长⟨U+202E⟩5%'
    """
    return _UNSEEN.sub(lambda hit: f"⟨U+{ord(hit[0]):04X}⟩", text)


def html(text: str) -> str:
    """The text as HTML in which it is shown as it is.

    >>> html("<b>\\u202e")
    '&lt;b&gt;<i class="c" data-c="U+202E"></i>'
    """
    return _UNSEEN.sub(lambda hit: f'<i class="c" data-c="U+{ord(hit[0]):04X}"></i>', escape(text))


def number(value: float | Decimal | None) -> str:
    """The number with its thousands parted and no zeros at its end, '' for none.

    >>> number(Decimal("32200000")), number(13.370), number(None)
    ('32,200,000', '13.37', '')
    """
    if value is None:
        return ""
    said = format(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), ",f")
    return said.rstrip("0").rstrip(".") if "." in said else said


def amount(fact: Fact) -> str:
    """The value with its unit, a range from its low to its high end; '' where none is known."""
    numbers = [number(value) for value in (fact.value, fact.value_max) if value is not None]
    return f"{'–'.join(numbers)} {fact.unit}".strip() if numbers else ""


class Links(NamedTuple):
    """The spans from which a row's parts were taken, where they are known."""

    indicator: Span | None
    place: Span | None
    period: Span | None


def links(facts: Sequence[Fact]) -> list[Links]:
    """The spans of every row's parts. Rows do not tell the span of their period: it is the mention of
    that time, in the same report, that stands nearest before the row, or soon behind it."""
    times: dict[tuple[int, str], list[Span]] = defaultdict(list)
    for fact in facts:
        if fact.kind == "time" and fact.period:
            times[fact.section, fact.period].append((fact.start, fact.end))
    return [
        Links(
            _span(fact.indicator_start, fact.indicator_end), _span(fact.place_start, fact.place_end),
            _nearest(times.get((fact.section, fact.period), ()), fact.start) if fact.kind != "time" else None,
        )
        for fact in facts
    ]


def _span(start: int | None, end: int | None) -> Span | None:
    return (start, end) if start is not None and end is not None and start < end else None


def _nearest(spans: Sequence[Span], at: int) -> Span | None:
    """The last span before a position; one that follows within _NEAR where the last is further away."""
    index = bisect_right(spans, (at, at))
    before = spans[index - 1] if index else None
    behind = spans[index] if index < len(spans) else None
    if before and (at - before[0] <= _NEAR or not behind or behind[0] - at > _NEAR):
        return before
    return behind or before


class Marked:
    """A document ready to be shown in pieces: its text, its facts in order, and where it is cut."""

    def __init__(self, raw: str, facts: Sequence[Fact], marks: Iterable[Mark] = ()):
        self.raw, self.facts, self.links = raw, facts, links(facts)
        self._starts = [fact.start for fact in facts]
        self._reach = max((fact.end - fact.start for fact in facts), default=0)
        spans = {span for found in self.links for span in found if span}
        self._covered = _union(spans)
        mentions = {edge for fact in facts for edge in (fact.start, fact.end)}
        self._cuts = sorted(mentions.union(*spans)) if spans else sorted(mentions)
        self._pages = sorted({mark.page: mark.start for mark in reversed(tuple(marks)) if mark.page is not None}.items(), key=lambda item: item[1])

    def pieces(self, size: int = 4_000) -> list[Span]:
        """The text in spans of about `size` characters, cut behind line ends where lines allow it."""
        found, at = [], 0
        while at < len(self.raw):
            end = self.raw.find("\n", at + size, at + 2 * size) + 1 or min(at + 2 * size, len(self.raw))
            found.append((at, end))
            at = end
        return found

    def html(self, start: int, end: int, page_words: str = "page {}") -> str:
        """The text from start to end as paragraphs, a page's beginning marked."""
        pages = [page for page in self._pages if start <= page[1] < end]
        out, at = [], start
        for stop, page in [*((where, number) for number, where in pages), (end, None)]:
            out.extend(self._paragraphs(at, stop))
            if page is not None:
                out.append(f'<div class="pg" data-page="{page}" data-said="{escape(page_words.format(page))}"></div>')
            at = stop
        return "".join(out)

    def _paragraphs(self, start: int, end: int) -> Iterator[str]:
        """One <p> a line, its LF included, so that the text of the page is the document's."""
        while start < end:
            stop = self.raw.find("\n", start, end) + 1 or end
            inner = "".join(self._segments(start, stop))
            yield f"<p>{inner}</p>" if self.raw[start:stop].strip() else f'<p class="e">{inner}</p>'
            start = stop

    def _segments(self, start: int, end: int) -> Iterator[str]:
        """The HTML of every stretch between two cuts."""
        first, last = bisect_right(self._cuts, start), bisect_left(self._cuts, end)
        edges = [start, *self._cuts[first:last], end]
        index = bisect_left(self._starts, start - self._reach)
        for at, stop in zip(edges, edges[1:], strict=False):
            while index < len(self.facts) and self.facts[index].end <= at:
                index += 1
            yield self._segment(at, stop, index)

    def _segment(self, at: int, stop: int, index: int) -> str:
        """A stretch that is a mention, the source of some row's part, or neither."""
        inner = html(self.raw[at:stop])
        fact = self.facts[index] if index < len(self.facts) else None
        if fact and fact.start <= at:
            anchor = f' id="m{index}"' if at == fact.start else ""
            return f'<a class="m {_tone(fact.kind)}"{anchor} href="#r{index}" data-i="{index}" data-s="{at}">{inner}</a>'
        return f'<span data-s="{at}">{inner}</span>' if self._is_covered(at) else inner

    def _is_covered(self, at: int) -> bool:
        index = bisect_right(self._covered, (at, len(self.raw) + 1)) - 1
        return index >= 0 and at < self._covered[index][1]

    def data(self, start: int, end: int, lang: str) -> str:
        """JSON of the facts that begin in the span: index, mention, spans of the parts, what a hover tells, kind."""
        tell = teller(lang)
        rows = [
            [index, [fact.start, fact.end], *self.links[index], tell(fact), fact.kind]
            for index in range(bisect_left(self._starts, start), bisect_left(self._starts, end)) for fact in (self.facts[index],)
        ]
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _union(spans: Iterable[Span]) -> list[Span]:
    """The spans with those that touch made one, in order."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _tone(kind: str) -> str:
    """The class by which a mention is coloured lightly."""
    return kind if kind in ("place", "time") else "figure"


def teller(lang: str) -> Callable[[Fact], list[tuple[str, str]]]:
    """A function that gives what a hover over a mention tells, as pairs of label and words."""
    label, word = sayer(lang, COLUMN, TWIN), sayer(lang, QUALIFIER, RELATION, STATUS, HOW)
    by = "（{}）" if lang == "zh" else " ({})"

    def linked(value: str, how: str) -> str:
        return visible(value) + (by.format(word(how)) if how and value else "")

    def tell(fact: Fact) -> list[tuple[str, str]]:
        value = amount(fact)
        if fact.qualifier and fact.qualifier != "exact":
            value = f"{value} · {word(fact.qualifier)}" if value else word(fact.qualifier)
        lines = [
            ("value", value), ("indicator", linked(fact.indicator, fact.how_indicator)),
            ("relation", "" if fact.relation in ("", "level") else word(fact.relation) + (f" · {visible(fact.base)}" if fact.base else "")),
            ("place", linked(fact.place_path or fact.place, fact.how_place)), ("period", linked(fact.period, fact.how_period)),
            ("status", word(fact.status)), ("extractor", fact.extractor), ("confidence", number(fact.confidence)),
        ]
        return [(label(name), said) for name, said in lines if said]

    return tell
