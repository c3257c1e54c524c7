"""A document as an auditor reads it: its figures in order, each with the words before it, by sentence and report."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from extract.audit.interval import Interval, Printed, printed
from extract.records import FIGURES, Document, Fact
from extract.text import fold


@dataclass(slots=True, eq=False)
class Item:
    """A figure with a value: its fact, what it is printed as, where it stands in its report and sentence,
    `gap` (the words between the figure before it and itself), `lead` (those since the last mark) and the
    core of its indicator's name."""

    fact: Fact
    printed: Printed
    order: int
    sentence: int
    gap: str = ""
    lead: str = ""
    tail: str = ""
    name: str = ""

    @property
    def interval(self) -> Interval:
        """All values that it can stand for."""
        return self.printed.interval

    @property
    def unit(self) -> str:
        """Its unit."""
        return self.fact.unit

    @property
    def level(self) -> bool:
        """Whether it is its indicator's own value, and no percentage."""
        return self.fact.relation == "level" and self.fact.kind != "percentage"

    @property
    def usable(self) -> bool:
        """Whether it is such a level with bounds on both sides, above zero."""
        return self.level and self.interval.bounded and self.interval.low > 0


@dataclass(slots=True)
class Sentence:
    """A sentence of prose: its span, its folded text, and its figures."""

    start: int
    end: int
    text: str
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """One report of a document: its sentences in order, its figures in prose, and those in tables; `meant`
    tells of a rate's name which denominator the report was first seen to give it."""

    doc: str
    section: int
    text: str
    sentences: list[Sentence] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    cells: list[Item] = field(default_factory=list)
    by_name: dict[tuple[str, str], list[Item]] = field(default_factory=lambda: defaultdict(list))
    units: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    meant: dict[str, str] = field(default_factory=dict)

    def sentence_of(self, item: Item) -> Sentence:
        """The sentence in which a figure stands."""
        return self.sentences[item.sentence]

    def index(self, order: int) -> int:
        """How many figures of the report's prose stand before a position."""
        return bisect_left(self.items, order, key=_ORDER)

    def called(self, name: str, unit: str, order: int, behind: int = 0) -> list[Item]:
        """The levels of a name and unit near a position: the thirty before it, and so many behind it."""
        items = self.by_name.get((name, unit), [])
        at = bisect_left(items, order, key=_ORDER)
        return items[max(0, at - 30):at + behind]

    def adjoining(self, number: int) -> list[Item]:
        """The figures of the sentence before one, where nothing stands between the two."""
        if not number or self.sentences[number].start - self.sentences[number - 1].end > 4:
            return []
        return self.sentences[number - 1].items

    def before(self, item: Item) -> list[Item]:
        """The figures of its sentence that stand before it."""
        items = self.sentences[item.sentence].items
        return items[: bisect_left(items, item.order, key=_ORDER)]

    def after(self, item: Item) -> list[Item]:
        """The figures of its sentence that stand behind it."""
        items = self.sentences[item.sentence].items
        return items[bisect_left(items, item.order, key=_ORDER) + 1:]


def _ORDER(item: Item) -> int:
    return item.order


def reports(document: Document) -> Iterator[Report]:
    """The reports of a document."""
    text = fold(document.source.raw)
    report: Report | None = None
    said, spread = "", (0, 0)
    for fact in document.facts:
        if fact.kind not in FIGURES:
            continue
        if report is None or fact.section != report.section:
            if report is not None:
                yield report
            report, said = Report(fact.doc, fact.section, text), ""
        item = _item(fact, report)
        if item is None:
            continue
        if fact.table_cell:
            report.cells.append(item)
            continue
        if fact.sentence != said or not spread[0] <= fact.start < spread[1]:
            said = fact.sentence
            spread = _span(document.source.raw, fact)
            if _goes_on(report, spread, fact):  # a line break between a figure and the words before it
                report.sentences[-1].end = spread[1]
                _place(item, report)
                continue
            report.sentences.append(Sentence(*spread, text[slice(*spread)]))
        _place(item, report)
    if report is not None:
        yield report


def _goes_on(report: Report, spread: tuple[int, int], fact: Fact) -> bool:
    """Whether a sentence that begins with a figure only goes on with the line before it."""
    if not report.sentences or fact.start != spread[0]:
        return False
    end = report.sentences[-1].end
    between = report.text[end:spread[0]]
    return 0 < len(between) < 12 and not between.strip() and report.text[end - 1] not in "。！？；：" and "\n\n" not in between.replace(" ", "")


def _item(fact: Fact, report: Report) -> Item | None:
    """The figure as an item of a report; None without a value."""
    shown = printed(fact)
    if shown is None:
        return None
    return Item(fact, shown, fact.start, len(report.sentences), name=core(fact.indicator))


def _place(item: Item, report: Report) -> None:
    """Put a figure into its sentence, with the words before and behind it."""
    sentence = report.sentences[-1]
    item.sentence = len(report.sentences) - 1
    since = sentence.items[-1].fact.end if sentence.items else sentence.start
    item.gap = _squeeze(report.text[since:item.fact.start])
    item.lead = _MARKS.split(item.gap)[-1]
    item.tail = _squeeze(report.text[item.fact.end:min(item.fact.end + 24, sentence.end)])
    sentence.items.append(item)
    report.items.append(item)
    if item.name and item.level:
        report.by_name[item.name, item.unit].append(item)
        report.units[item.name].add(item.unit)


_MARKS = re.compile(r"[，。；：、（）]")
_BLANK = re.compile(r"\s+")


def _squeeze(text: str) -> str:
    """The text without white space."""
    return _BLANK.sub("", text).translate(_BRACKETS)


_BRACKETS = str.maketrans("〔〕［］[]", "（）（）（）")


def _span(raw: str, fact: Fact) -> tuple[int, int]:
    """The span of a fact's sentence."""
    length = len(fact.sentence)
    start = raw.find(fact.sentence, max(0, fact.end - length), fact.end + length)
    return (start, start + length) if 0 <= start <= fact.start else (fact.start, fact.end)


_NOISE = re.compile(r"[\s“”\"'《》的总共]|（[^（）]*）|[全我该本][国省市州县区镇乡村年部][^民]{0}")
_SUFFIX = re.compile(r"(?<=..)(?:人数|户数|数量|数|金额|额|人次)$")
_PREFIX = re.compile(r"^(?:现有|共有|还有|仍有|其中|已|新)(?=..)")


@lru_cache(maxsize=20_000)
def core(name: str) -> str:
    """An indicator's name without what varies when a report repeats it.

    >>> core("项目预算总投资") == core("项目预算投资"), core("报账金额") == core("报账")
    (True, True)
    >>> core("全县总人口"), core("的脱贫人数")
    ('人口', '脱贫')
    """
    return _PREFIX.sub("", _SUFFIX.sub("", _NOISE.sub("", name)))
