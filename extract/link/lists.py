"""分别 and parallel lists: labels, places or times in order to figures in order."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from extract import context
from extract.kinds.indicator import tidy
from extract.link.naming import is_measure
from extract.link.rows import Row
from extract.records import Link
from extract.text import original

if TYPE_CHECKING:
    from extract.link.sentence import SentenceLinker



def distribute(sentence: SentenceLinker, cue_start: int, cue_end: int, before: list[Row]) -> list[Row]:
    """Cross labels, places or times before one 分别 with the figures behind it, which come back;
    `before` are those of the 分别 before, whose labels hold on when none are said."""
    clean = sentence.clean
    rows = _figures_behind(sentence, cue_end)
    if len(rows) < 2:
        return before
    start = max(clean.rfind(mark, sentence.body, cue_start) for mark in "；。：（\n") + 1
    start = max(start, sentence.body)
    earlier = [row.figure.end for row in sentence.rows if row.figure.end <= cue_start]
    start = max([start, *earlier])
    places = [p for p in sentence.places if start <= p.start < cue_start]
    times = [t for t in sentence.times if start <= t.start < cue_start and sentence.linker.resolve(t)]
    labels = _labels(sentence, start, cue_start)
    matched = False
    if len(times) == len(rows):
        for row, time in zip(rows, times):
            row.period = Link(sentence.linker.resolve(time), "list", time.start, time.end, 0.95)
        matched = True
    if len(places) == len(rows):
        for row, place in zip(rows, places):
            row.place, row.place_is = Link(place.name, "list", place.start, place.end, 0.95), place
        matched = True
    if len(labels) == len(rows) and len(labels) > 1:
        for row, (value, span) in zip(rows, labels):
            row.indicator = Link(value, "list", span[0], span[1], 0.95)
        matched = True
    elif len(before) == len(rows) and not labels:
        for row, earlier in zip(rows, before):
            row.indicator = replace(earlier.indicator, how="list")
    elif matched or len(labels) == 1:
        first = rows[0].indicator
        for row in rows[1:]:
            if row.relation == rows[0].relation:
                row.indicator = replace(first, how="list")
    elif len(labels) > 1:
        for row in rows:  # as many labels as figures are not there: nothing is crossed over
            row.indicator = Link(confidence=0.3)
    for row in rows[1:]:
        row.relation = rows[0].relation
        row.base = row.base or rows[0].base
    return rows


def _figures_behind(sentence: SentenceLinker, position: int) -> list[Row]:
    """The rows of the coordinated figures right behind 分别."""
    found: list[Row] = []
    for row in sentence.rows:
        if row.figure.start < position:
            continue
        between = sentence.clean[(found[-1].figure.end if found else position):row.figure.start]
        if found and between.strip(" ") not in ("、", "和", "，", "与", "及"):
            break
        found.append(row)
    return found


def _labels(sentence: SentenceLinker, low: int, high: int) -> list[tuple[str, tuple[int, int]]]:
    """The coordinated labels before 分别, each with its span; shared heads and modifiers are not split."""
    clean = sentence.clean
    relation = context.read(clean, low, high, "amount", "元")
    end = relation.phrase_end
    last = max(clean.rfind("，", low, end - 1), low - 1) + 1 if "、" in clean[low:end] else low
    stretch_start = last if "、" in clean[last:end] or "和" in clean[last:end] else low
    pieces, position = [], stretch_start
    depth = 0
    for index in range(stretch_start, end):
        character = clean[index]
        depth += (character == "（") - (character == "）")
        if depth == 0 and (character == "、" or character in "和与及" and not _in_word(sentence, index)):
            pieces.append((position, index))
            position = index + 1
    pieces.append((position, end))
    found = []
    for start, stop in pieces:
        span = sentence.linker.phrases.before(start, stop)
        if span:
            found.append((sentence._say(span), span))
    return _with_shared_end(sentence, found)


def _with_shared_end(sentence: SentenceLinker, labels: list[tuple[str, tuple[int, int]]]):
    """`一产、二产、三产增加值`: what only the last label says belongs to all of them."""
    if len(labels) < 2:
        return labels
    value, (start, end) = labels[-1]
    phrases = sentence.linker.phrases
    second = bisect_right(phrases.starts, start)
    if second >= len(phrases.starts) or phrases.starts[second] >= end:
        return labels
    shared = tidy(original(sentence.linker.text, phrases.starts[second], end))
    if not is_measure(value) or any(is_measure(label) for label, _ in labels[:-1]):
        return labels
    return [(label + shared, span) for label, span in labels[:-1]] + labels[-1:]


def _in_word(sentence: SentenceLinker, position: int) -> bool:
    """Whether a character is inside a longer word."""
    return sentence.linker.phrases._inside_word(position)
