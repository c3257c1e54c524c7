"""The divisions, towns and villages that a name can stand for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from extract import gazetteer
from extract.gazetteer import Division
from extract.kinds.place_home import RANK, level_of
from extract.records import Place


class Node(NamedTuple):
    """A reading: the path, its level and code; `written` when the text itself says what it lies in."""

    path: tuple[str, ...]
    level: str
    code: str = ""
    candidates: tuple[str, ...] = ()
    sure: float = 1.0
    written: bool = False


def of_any_year(name: str) -> tuple[Division, ...]:
    """The divisions that were ever called so, by their full names or else by their short ones."""
    known = gazetteer.names()
    return known.full.get(name) or known.short.get(name, ())


def undecided(name: str, readings: tuple[Division, ...]) -> Node:
    """An open reading: the path as far as all candidates share it, no code."""
    shared = []
    for step in zip(*(d.path[:-1] for d in readings)):
        if len(set(step)) > 1:
            break
        shared.append(step[0])
    names = {d.name for d in readings}
    return Node((*shared, names.pop() if len(names) == 1 else name), readings[0].level, "",
                tuple(sorted({d.code for d in readings if d.code})), 0.9)


def choose(name: str, readings: tuple[Division, ...], votes: Counter) -> tuple[tuple[Division, ...], float]:
    """The readings that the document leaves, and how sure that is."""
    if len(readings) == 1:
        return readings, 1.0
    short = name not in gazetteer.names().full
    own = [d for d in readings if votes[d.path]]
    if short and own:
        # 海南 in a report of 海南省 and 海南州 is the one it names more, the wider one in doubt.
        best = max(votes[d.path] for d in own)
        own = [d for d in own if votes[d.path] == best]
        return tuple(d for d in own if RANK[d.level] == min(RANK[o.level] for o in own)), 0.97
    scored = {d: max((votes[a.path] * len(a.path) ** 2 for a in d.chain[:-1]), default=0) for d in readings}
    best = max(scored.values())
    if short:
        top = min(RANK[d.level] for d in readings)
        wide = [d for d in readings if RANK[d.level] == top]
        if len(wide) == 1 and (top < RANK["county"] or not best):
            return (wide[0],), 0.95
    return tuple(d for d in readings if scored[d] == best), 0.93


def parent_of(node: Node) -> Node:
    """What a node lies in, with level and code from the gazetteer where it is a division."""
    path = node.path[:-1]
    for division in gazetteer.names().full.get(path[-1], ()):
        if division.path == path:
            return Node(path, division.level, division.code)
    code = node.code[:9] if len(node.code) == 12 and node.level == "village" else ""
    return Node(path, level_of(path[-1]), code)


def upward_from(node: Node) -> Iterator[Node]:
    """A node and all it lies in."""
    yield node
    while len(node.path) > 1:
        node = parent_of(node)
        yield node


def town_below(name: str, parent: Node) -> Node | None:
    """A town of a county, or the only one of that name in a prefecture or province."""
    if parent.level == "county":
        code = gazetteer.towns(parent.code).get(name)
        return Node((*parent.path, name), "town", code) if code else None
    codes = gazetteer.find_town(name, parent.code[:2] if parent.level == "province" else parent.code[:4])
    if len(codes) != 1:
        return Node((*parent.path, name), "town", "", codes[:20], 0.9) if codes else None
    return _coded_town(name, codes[0])


def _coded_town(name: str, code: str) -> Node:
    division = gazetteer.by_code(code[:6]) or gazetteer.by_code(code[:4] + "00")
    return Node((*(division.path if division else ()), name), "town", code, sure=0.95)


def village_below(name: str, parent: Node) -> Node | None:
    """A village of a town, or the only one of that name in a county, prefecture or province."""
    if parent.level == "town":
        code = gazetteer.villages(parent.code).get(name)
        return Node((*parent.path, name), "village", code) if code else None
    prefixes = {"county": (parent.code,), "prefecture": (parent.code[:4],)}.get(parent.level)
    codes = [code for prefix in prefixes or gazetteer.prefectures(parent.code[:2])
             for code in gazetteer.find_village(name, prefix)]
    if len(codes) != 1:
        return Node((*parent.path, name), "village", "", tuple(codes[:20]), 0.9) if codes else None
    division = gazetteer.by_code(codes[0][:6])
    town = gazetteer.town_names(codes[0][:6]).get(codes[0][:9])
    if division is None or town is None:
        return None
    path = parent.path if parent.level == "county" else division.path
    return Node((*path, town, name), "village", codes[0], sure=0.93)


def bare_village_below(name: str, parent: Node) -> Node | None:
    """The one village or community of a town or county whose name lacks its suffix: 东闾 → 东闾村; None if several or none."""
    if parent.level not in ("town", "county"):
        return None
    found = [node for suffix in ("村", "社区", "居委会") if (node := village_below(name + suffix, parent))]
    return found[0] if len(found) == 1 and found[0].code else None


def standing_alone(mention: Place) -> Node:
    """A lower place in a report that names no division above it: unique in the country, or open."""
    codes = gazetteer.find_town(mention.name) if mention.rule == "place.town" else ()
    if len(codes) == 1:
        return _coded_town(mention.name, codes[0])
    return Node((mention.name,), mention.level, "", codes[:20], 0.95)


def divisions_named(name: str, year: int | None) -> list[Division]:
    """The divisions whose spellings a zone's name holds; of nested ones the narrower: 贵州|钟山|经济开发区."""
    held: list[Division] = []
    for start in range(len(name) - 3):
        spelling = next((s for s in gazetteer.heads().get(name[start:start + 2], ()) if name.startswith(s, start)), "")
        if spelling and len(spelling) < len(name):
            found = gazetteer.named(spelling, year)
            inside = [d for d in found if any(h.path == d.path[:len(h.path)] for h in held)]
            held = inside or held or list(found)
    return held
