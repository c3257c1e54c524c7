"""Two tables of one document → their differences, each with its quote and line, and groups of like ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from extract.records import FIGURES
from extract.score import ATTRIBUTES, WHOLE_ROW, Key, Row, key_of, spared

Same = Callable[[Row, Row], bool]

#: The columns of a figure, of a place and of a time that say what the mention means.
SAYS = ("value", "value_max", "unit", "qualifier", "indicator", "relation", "base", "place", "place_path", "place_code", "period", "status", "indicator_std")
_AROUND = 24  # characters of the line that are quoted on either side of a mention


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that is not what it was or should be. `how` is gained, lost or changed, `column` what of it
    changed (`span` and `kind` for a mention found otherwise), `before` and `after` its two readings."""

    how: str
    column: str
    before: str
    after: str
    doc: str
    start: int
    end: int
    kind: str
    text: str
    line: int = 0
    left: str = ""
    right: str = ""

    @property
    def label(self) -> str:
        """What it has in common with its like: `indicator: 贫困户 → 户`, `lost: households`."""
        return f"{self.column}: {self.before or '∅'} → {self.after or '∅'}" if self.how == "changed" else f"{self.how}: {self.kind}"

    @property
    def quote(self) -> str:
        """The mention in its line."""
        return f"{self.left}⟦{self.text}⟧{self.right}"


class Group(NamedTuple):
    """Differences that are alike, with the documents in which they stand."""

    label: str
    differences: tuple[Difference, ...]

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that have such a difference."""
        return tuple(dict.fromkeys(item.doc for item in self.differences))

    def sample(self, count: int) -> tuple[Difference, ...]:
        """So many of them, spread over all, and always the same ones."""
        chosen = sorted(self.differences, key=lambda d: sha256(f"{d.doc}\0{d.start}\0{d.end}\0{d.kind}".encode()).digest())[:count]
        return tuple(sorted(chosen, key=lambda d: (d.doc, d.start, d.end)))


def groups(items: Iterable[Difference]) -> list[Group]:
    """The differences by what they have in common: lost, gained, then what changed; the largest group first."""
    found: defaultdict[tuple[str, str, str], list[Difference]] = defaultdict(list)
    for item in items:
        found[item.how, item.column, item.label].append(item)
    order = {"lost": 0, "gained": 1, "changed": 2}
    columns = ("", "span", "kind", *dict.fromkeys((*WHOLE_ROW, *SAYS)))
    ranked = sorted(found.items(), key=lambda entry: (order[entry[0][0]], columns.index(entry[0][1]), -len(entry[1]), entry[0][2]))
    return [Group(label, tuple(alike)) for (_, _, label), alike in ranked]


def against_expected(doc: str, text: str, expected: Sequence[Row], found: Sequence[Row], exact: bool = False) -> list[Difference]:
    """What the program misses, adds and reads otherwise than expected, by the score's own judgement; `exact`:
    also indicators, bases and units that are only near enough. What `optional` rows touch is left out."""
    ignored = spared(expected)
    needed = {key_of(row): row for row in expected if not row.get("optional")}
    given = {key_of(row): row for row in found if key_of(row) in needed or not ignored(row)}
    return differences(doc, text, needed, given, _exactly if exact else _wrong)


def between_runs(doc: str, text: str, before: Iterable[Row], after: Iterable[Row], columns: Sequence[str] = SAYS) -> list[Difference]:
    """What changed from one run to another, in the columns that both have."""

    def changed(one: Row, other: Row) -> list[str]:
        return [column for column in columns if (one.get(column) or "") != (other.get(column) or "")]

    return differences(doc, text, {key_of(row): row for row in before}, {key_of(row): row for row in after}, changed)


def _wrong(expected: Row, found: Row) -> list[str]:
    """The columns that the score holds against a row; of a place and a time the score looks at the span alone."""
    if expected["kind"] not in FIGURES:
        return []
    return [name for name, same in ATTRIBUTES.items() if name != "indicator_exact" and not same(expected, found)]


def _exactly(expected: Row, found: Row) -> list[str]:
    """The columns in which a row is not to the letter what is expected; those that are not expected are left out."""
    same: dict[str, Same] = {"value": ATTRIBUTES["value"]}
    return [column for column in SAYS if column in expected and column != "value_max"
            and not same.get(column, lambda one, other: (one.get(column) or "") == (other.get(column) or ""))(expected, found)]


def differences(
    doc: str, text: str, before: Mapping[Key, Row], after: Mapping[Key, Row], changed: Callable[[Row, Row], list[str]], pair: bool = True,
) -> list[Difference]:
    """All differences between two tables, in reading order; `pair`: a mention that is found with another span
    or as another kind is one change, not a loss and a gain."""
    lost, gained = [key for key in before if key not in after], [key for key in after if key not in before]
    moved = dict(_overlapping(lost, gained)) if pair else {}
    taken = set(moved.values())
    where = _Lines(text)
    result = []
    for key, other in moved.items():
        column = "span" if key[2] == other[2] else "kind"
        said = (before[key]["text"], after[other]["text"]) if column == "span" else (key[2], other[2])
        result.append(where.difference("changed", column, *said, doc, before[key]))
    result += [where.difference("lost", "", "", "", doc, before[key]) for key in lost if key not in moved]
    result += [where.difference("gained", "", "", "", doc, after[key]) for key in gained if key not in taken]
    for key in before.keys() & after.keys():
        one, other = before[key], after[key]
        result += [where.difference("changed", column, _said(one, column), _said(other, column), doc, other) for column in changed(one, other)]
    return sorted(result, key=lambda item: (item.start, item.end, item.kind, item.column))


def _said(row: Row, column: str) -> str:
    """A column's content; a range with both ends."""
    ends = [row.get(column) or "", row.get("value_max") or "" if column == "value" else ""]
    return "–".join(filter(None, ends))


def _overlapping(lost: Iterable[Key], gained: Iterable[Key]) -> Iterable[tuple[Key, Key]]:
    """Pairs of mentions that overlap: one that is found with another span or as another kind."""
    waiting = sorted(gained)
    for key in sorted(lost):
        while waiting and waiting[0][1] <= key[0]:
            waiting.pop(0)
        for other in waiting:
            if other[0] >= key[1]:
                break
            if "place" not in (key[2], other[2]) or key[2] == other[2]:
                yield key, other
                waiting.remove(other)
                break


class _Lines:
    """A document's text, for the line and the surroundings of a span; the rows' sentences where there is none."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = self.line = 0

    def difference(self, how: str, column: str, before: str, after: str, doc: str, row: Row) -> Difference:
        """A difference at the row's mention."""
        start, end, kind = key_of(row)
        if not self.text:
            left, found, right = (row.get("sentence") or "").partition(row["text"])
            left, right = (left, right) if found else ("", "")
        else:
            first, last = self.text.rfind("\n", 0, start) + 1, self.text.find("\n", end)
            left, right = self.text[first:start], self.text[end:last if last >= 0 else len(self.text)]
        left = left if len(left) <= _AROUND else "…" + left[-_AROUND:]
        right = right if len(right) <= _AROUND else right[:_AROUND] + "…"
        return Difference(how, column, before, after, doc, start, end, kind, row["text"], self._line(start), left, right)

    def _line(self, start: int) -> int:
        """The number of the line in which a position lies, from 1; 0 when the text is not at hand."""
        if not self.text:
            return 0
        if start < self.position:
            self.position = self.line = 0
        self.line += self.text.count("\n", self.position, start)
        self.position = start
        return self.line + 1
