"""Between documents: the same indicator, place and period with different values, and a whole dataset's audit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple, Protocol

from extract.audit.finding import Finding
from extract.audit.interval import Interval, Printed, printed
from extract.records import FIGURES, Document, Fact, Source

_FACT = tuple(field.name for field in fields(Fact))
_DECIMAL = frozenset({"value", "value_max", "base_value"})
_BATCH = 200  # documents whose facts are in memory at a time
_FAR = Decimal("0.05")  # values further apart than this are rather two things of one name


#: What is an office's own and not its place's.
_OF_OFFICES = re.compile("机关|三公|公务|部门|本级|出国|会议费|培训费")


class Readable(Protocol):
    """What is asked of a dataset."""

    def rows(self, sql: str, params: Any = ()) -> list[tuple]:
        """The rows of a SELECT."""


class _Stated(NamedTuple):
    """What a document was first seen to say of an indicator."""

    doc: str
    start: int
    end: int
    text: str
    interval: Interval
    truncated: Interval
    value: Decimal


class Across:
    """Restatements between the documents that are shown to it one after the other.

    It remembers of each standard indicator, place and period the first statement of each value: memory
    grows with what the documents say, not with their length.
    """

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str, str, str], list[_Stated]] = {}

    def add(self, facts: Iterable[Fact]) -> Iterator[Finding]:
        """The findings of one more document's facts against those before it."""
        facts = list(facts)
        latest = _own_year(facts) + 1
        for fact in facts:
            if not comparable(fact) or int(fact.period[:4]) > latest:
                continue
            shown = printed(fact)
            if shown is None:
                continue
            seen = self._seen.setdefault((fact.indicator_std, fact.place_code or fact.place_path, fact.period, fact.unit), [])
            others = [stated for stated in seen if stated.doc != fact.doc]
            if any(stated.interval.meets(shown.interval) for stated in seen):
                if not any(stated.doc == fact.doc for stated in seen):
                    continue
            elif others and len(others) == len(seen):
                yield _restated(fact, shown, others[0])
            if len(seen) < 8:
                seen.append(_Stated(fact.doc, fact.start, fact.end, fact.text, shown.interval, shown.truncated, shown.value))


def comparable(fact: Fact) -> bool:
    """Whether a fact says of itself what it is: a standard indicator's own actual value, with place and period."""
    return bool(
        fact.indicator_std and not _OF_OFFICES.search(fact.indicator_std) and fact.period[:4].isdigit() and fact.relation == "level" and fact.status == "actual" and fact.qualifier == "exact" and fact.period
        and (fact.place_code or fact.place == "全国") and fact.how_period in ("clause", "sentence") and fact.confidence >= 0.7
    )


def _own_year(facts: list[Fact]) -> int:
    """The year that most of a document's figures are about; 9999 when none says."""
    years = Counter(fact.period[:4] for fact in facts if fact.kind in FIGURES and fact.period[:4].isdigit())
    return int(years.most_common(1)[0][0]) if years else 9999


def _restated(fact: Fact, shown: Printed, first: _Stated) -> Finding:
    """The finding on a value that another document gives otherwise."""
    value = shown.value
    far = abs(value - first.value) > _FAR * max(abs(value), abs(first.value))
    cut = shown.truncated.meets(first.interval) or first.truncated.meets(shown.interval)
    statement = f"{fact.place}{fact.period}{fact.indicator_std}：{first.doc}为{_line(first.text)}，此处为{_line(fact.text)}"
    tolerance = (first.interval.high - first.interval.low) / 2 + shown.step / 2
    return Finding(
        fact.doc, fact.section, "restated", "truncated" if cut else "unsure" if far else "disagrees", statement, value, first.value, tolerance, fact.unit,
        ((fact.start, fact.end), (first.start, first.end)), "两份文件同一指标、地区、时间", (fact.doc, first.doc),
    )


def _line(text: str) -> str:
    """A figure's text on one line."""
    return "".join(text.split())


def audit_dataset(dataset: Readable) -> Iterator[tuple[Document, list[Finding]]]:
    """Each document of a dataset with its findings, those against the documents before it included.

    Documents are read in batches, in the order of their ids.
    """
    from extract.audit import audit

    across = Across()
    names = [name for (name,) in dataset.rows("SELECT doc FROM documents ORDER BY doc")]
    for start in range(0, len(names), _BATCH):
        for document in _documents(dataset, names[start:start + _BATCH]):
            yield document, [*audit(document), *across.add(document.facts)]


def _documents(dataset: Readable, names: list[str]) -> Iterator[Document]:
    """The documents of these names with their facts."""
    marks = ", ".join("?" * len(names))
    texts = dict(dataset.rows(f"SELECT doc, text FROM documents WHERE doc IN ({marks})", names))
    columns = ", ".join(f'"{name}"' for name in _FACT)
    found = dataset.rows(f'SELECT {columns} FROM facts WHERE doc IN ({marks}) ORDER BY doc, start, "end"', names)
    facts = {doc: tuple(map(_fact, group)) for doc, group in groupby(found, key=itemgetter(0))}
    for name in names:
        yield Document(Source(name, texts[name]), facts.get(name, ()))


def _fact(row: tuple) -> Fact:
    """A fact from its row; numbers as they were printed."""
    return Fact(*(Decimal(repr(value)) if name in _DECIMAL and value is not None else value for name, value in zip(_FACT, row, strict=True)))
