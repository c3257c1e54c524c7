"""Which figure stands under which: 其中, brackets, colons, 分别, and sentences that begin with 其中.

A group is a list of parts with the figures that stood before it opened, which may be its whole. A group
opened by a bracket ends with the bracket; one opened by 其中 lasts to the end of its sentence, or to the
； behind which another 其中 has a whole of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extract.audit.reading import Item, Report, Sentence, core

_TOKEN = re.compile(
    r"(?P<open>（)|(?P<close>）)|(?P<list>其中|分别(?:是|为|有|用于|投入|安排|完成|达)|主要用于|包括|包含|含(?![量有氧税]))|(?P<colon>：)|(?P<semi>；)"
)
_TOPIC = re.compile(r"^(?:其中|在)?(?P<name>[^，。；：（）\d]{2,14})(?:中|按[^，：。\d]{2,12}分)[，：:]")


@dataclass(slots=True, eq=False)
class Group:
    """A list of parts: how it was opened, the figures that stood before it (nearest last), its parts in
    order with the number of the ；-separated stretch that each stands in, and the sentence."""

    how: str
    anchors: list[Item]
    sentence: int
    parts: list[tuple[Item, int]] = field(default_factory=list)
    outer: Group | None = None

    def wholes(self, unit: str, relation: str = "level") -> list[Item]:
        """The figures of a unit that may be the whole, nearest first."""
        return [item for item in reversed(self.anchors) if item.unit == unit and item.fact.relation == relation and item.fact.kind != "percentage"]


@dataclass(slots=True)
class Nesting:
    """The groups of a report, and of each figure the groups that it stands in, the innermost first."""

    groups: list[Group] = field(default_factory=list)
    inside: dict[int, list[Group]] = field(default_factory=dict)

    def over(self, item: Item) -> list[Group]:
        """The groups that a figure stands in, the innermost first."""
        return self.inside.get(item.order, [])


def nest(report: Report) -> Nesting:
    """The groups of a report's prose."""
    nesting = Nesting()
    for number, sentence in enumerate(report.sentences):
        _sentence(report, number, sentence, nesting)
    return nesting


def _sentence(report: Report, number: int, sentence: Sentence, nesting: Nesting) -> None:
    """Add the groups of one sentence."""
    stack: list[Group] = []
    seen: list[Item] = []  # the figures of this sentence that stand outside closed brackets
    marks: list[int] = []  # how many of them stood before each open bracket
    stretch, since = 0, 0
    for item in sentence.items:
        for match in _TOKEN.finditer(item.gap):
            kind = match.lastgroup
            if kind == "close":
                while stack:
                    if stack.pop().how == "（":
                        break
                if marks:
                    del seen[marks.pop():]
            elif kind == "semi":
                stretch, since = stretch + 1, len(seen)
            else:
                group = _opened(report, number, match.group(), seen, since, stack, item, stretch)
                if kind == "open":
                    marks.append(len(seen))
                if group is None:
                    continue
                if kind != "open" and stack and stack[-1].how != "（" and not stack[-1].parts:
                    stack[-1] = group  # 其中：
                else:
                    stack.append(group)
                nesting.groups.append(group)
        nesting.inside[item.order] = list(reversed(stack))
        if stack:
            stack[-1].parts.append((item, stretch))
        seen.append(item)


def _opened(report: Report, number: int, how: str, seen: list[Item], since: int, stack: list[Group], first: Item, stretch: int) -> Group | None:
    """The group that a mark opens."""
    if how == "（":
        return Group(how, list(seen), number, outer=stack[-1] if stack else None)
    if how in ("其中",) or how.startswith("含"):
        near = seen[since:] or seen
        if stack and stack[-1].how != "（" and since and seen[since:]:
            while stack and stack[-1].how not in ("（",):  # a new whole behind ；
                closed = stack.pop()
                closed.parts = [part for part in closed.parts if part[1] != stretch]
        anchors = near if near else _previous(report, number)
        return Group("其中", list(anchors), number, outer=stack[-1] if stack else None)
    if not seen:
        topic = _topic(report, report.sentences[number], first)
        return Group("中" if topic else "：", topic or [], number)
    if stack and stack[-1].how == "其中" and not stack[-1].parts:
        return None  # 其中：
    return Group(how[:2], list(seen), number, outer=stack[-1] if stack else None)


def _previous(report: Report, number: int) -> list[Item]:
    """The figures of the sentence before, when it stands close by."""
    if not number:
        return []
    before, this = report.sentences[number - 1], report.sentences[number]
    return list(before.items) if this.start - before.end <= 4 else []


def _topic(report: Report, sentence: Sentence, first: Item) -> list[Item]:
    """The figures that a topic names (医院中，…)."""
    match = _TOPIC.match("".join(sentence.text.split()))
    if match is None:
        return []
    name = core(match.group("name"))
    return [item for key, items in report.by_name.items() if key[0] == name for item in items if item.order < first.order][-4:]
