"""The words and codes that name a row of a table: labels broken over lines, subject codes of accounts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from extract.tables import Lines, Span

_CODE = re.compile(r"\d{2,8}")
_DECIMALS = re.compile(r"\d\.\d\d?$")
_ENTRY = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]?\d{1,2}[）)、.．]|其中)|.*[：:]$")
_LONGEST = 16  # characters of one line of a narrow label column


def are_coded(text: str, body: Lines) -> bool:
    """Whether the rows of a table have subject codes and its figures decimals."""
    begin = any(len(spans) > 1 and re.fullmatch(r"[1-5]\d\d(?:\d\d){0,3}", text[slice(*spans[0])]) for spans in body)
    return begin and any(_DECIMALS.search(text, *span) for spans in body for span in spans)


def codes(text: str, spans: Sequence[Span], named: Sequence[Span]) -> frozenset[Span]:
    """The subject codes of a row of such a table, as in `30201 办公费 84.62` or `302 01 办公费 84.62 303 02 退休费 67.96`:
    integers at its beginning, before a label or another code, and at the end of a row that begins with a code."""
    found = set(takewhile(lambda span: _CODE.fullmatch(text, *span), spans))
    behind = len(spans) == 1 or _CODE.fullmatch(text, *spans[0]) is not None  # whether a code may end the row
    for span in reversed(spans):
        code = behind and _CODE.fullmatch(text, *span) is not None
        if code:
            found.add(span)
        behind = code or span in named
    return frozenset(found)


def pieces(text: str, body: Lines, is_number: Callable[[Span], bool]) -> dict[int, tuple[Span, ...]]:
    """For each row whose label is broken over lines, what stands of it above and below the row, in order, with the
    label in the row itself. A line with one short phrase between two rows belongs to the one without a label of its
    own; two such lines belong to one row each."""
    rows = [number for number, spans in enumerate(body) if any(map(is_number, spans))]
    labels = {number: _first_label(text, body[number], is_number) for number in rows}
    wide = max((span[1] - span[0] for span in labels.values() if span), default=0)
    above: dict[int, Span] = {}
    below: dict[int, Span] = {}
    for first, last in zip((-1, *rows), (*rows, len(body))):
        between = [body[number][0] for number in range(first + 1, last)]
        if not 1 <= len(between) <= 2 or any(is_entry(text, span) for span in between):
            continue
        if len(between) == 2 or first >= 0 and (last == len(body) or labels[last] is not None):
            if first >= 0 and (labels[first] is None or _is_cut(labels[first], wide)):
                below[first] = between[0]
        if last < len(body) and (labels[last] is None or len(between) == 2):
            above[last] = between[-1]
    found = {}
    for number in rows:
        parts = tuple(filter(None, (above.get(number), labels[number], below.get(number))))
        if len(parts) > 1 or labels[number] is None and parts:
            found[number] = parts
    return found


def _first_label(text: str, spans: Sequence[Span], is_number: Callable[[Span], bool]) -> Span | None:
    """The label at the beginning of a row, perhaps behind codes; None where a figure comes first."""
    for span in spans:
        if span[1] > span[0] and not is_number(span):
            return span
        if "." in text[slice(*span)]:
            return None
    return None


def is_entry(text: str, span: Span) -> bool:
    """Whether a line with one phrase is an entry of its own, not a part of a label."""
    return span[1] - span[0] > _LONGEST or _ENTRY.match(text, *span) is not None or text[span[0]:span[1]].isdigit()


def _is_cut(label: Span, wide: int) -> bool:
    """Whether a label is as long as its column, so that it may go on below."""
    return label[1] - label[0] >= wide - 2
