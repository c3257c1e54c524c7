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
    r"(?P<open>（)|(?P<close>）)|(?P<list>其中|中，?有|分别(?:是|为|有|用于|投入|安排|完成|达)|主要用于|包括|包含|含(?![量有氧税]))|(?P<colon>：)|(?P<semi>；)"
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
    state = _State()
    for number, sentence in enumerate(report.sentences):
        state = state.on() if _goes_on(report, number) else _State()
        _sentence(report, number, sentence, nesting, state)
    return nesting


@dataclass(slots=True)
class _State:
    """Where a walk through a sentence stands: the open groups, the figures outside closed brackets, how many of
    them stood before each open bracket and before the last ；, and how many ； were passed."""

    stack: list[Group] = field(default_factory=list)
    seen: list[Item] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    stretch: int = 0
    since: int = 0

    def on(self) -> _State:
        """The state behind a ； that ends a line."""
        return _State(self.stack, self.seen, self.marks, self.stretch + 1, len(self.seen))


_MARKED = re.compile(r"\s*(?:[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．是]|[●•■◆—-])")


def _goes_on(report: Report, number: int) -> bool:
    """Whether a line goes on with the list of the line before it, which ended in ；."""
    if not number:
        return False
    before, this = report.sentences[number - 1], report.sentences[number]
    return before.text.rstrip().endswith("；") and this.start - before.end <= 3 and not _MARKED.match(this.text) and not _MARKED.match(before.text)


def _sentence(report: Report, number: int, sentence: Sentence, nesting: Nesting, state: _State) -> None:
    """Add the groups of one sentence."""
    for item in sentence.items:
        for match in _TOKEN.finditer(item.gap):
            if match.lastgroup == "close":
                _closed(state)
            elif match.lastgroup == "semi":
                state.stretch, state.since = state.stretch + 1, len(state.seen)
            else:
                group = _opened(report, number, match.group(), state, item)
                if match.lastgroup == "open":
                    state.marks.append(len(state.seen))
                if group is not None:
                    _push(state.stack, group)
                    nesting.groups.append(group)
        nesting.inside[item.order] = list(reversed(state.stack))
        if state.stack:
            state.stack[-1].parts.append((item, state.stretch))
        state.seen.append(item)


def _closed(state: _State) -> None:
    """A bracket closes: what stood in it is no longer seen."""
    while state.stack and state.stack.pop().how != "（":
        pass
    if state.marks:
        del state.seen[state.marks.pop():]


def _push(stack: list[Group], group: Group) -> None:
    """A group opens; 其中： is one mark, not two."""
    if group.how != "（" and stack and stack[-1].how != "（" and not stack[-1].parts:
        stack[-1] = group
    else:
        stack.append(group)


def _opened(report: Report, number: int, how: str, state: _State, first: Item) -> Group | None:
    """The group that a mark opens."""
    stack, seen = state.stack, state.seen
    outer = stack[-1] if stack else None
    if how == "（":
        return Group(how, list(seen), number, outer=outer)
    if how == "其中" or how.startswith(("含", "中")):
        behind = seen[state.since:]
        while behind and state.since and stack and stack[-1].how != "（":  # a new whole behind ；
            closed = stack.pop()
            closed.parts = [part for part in closed.parts if part[1] != state.stretch]
        return Group("其中", behind or list(seen) or _previous(report, number), number, outer=stack[-1] if stack else None)
    if not seen:
        topic = _topic(report, report.sentences[number], first)
        return Group("中" if topic else "：", topic or [], number)
    if stack and stack[-1].how == "其中" and not stack[-1].parts:
        return None  # 其中：
    return Group(how[:2], list(seen), number, outer=outer)


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
    found = [item for unit in sorted(report.units.get(name, ())) for item in report.called(name, unit, first.order)[-2:]]
    return sorted(found, key=lambda item: item.order)[-4:]
