"""The report's own places: what 全县, 我镇 and 该村 stand for."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from extract import gazetteer
from extract.records import LEVELS, Place

RANK = {level: i for i, level in enumerate(LEVELS)}
_SIGNED = re.compile(r"(?:人民政府|县委|市委|委员会|[^\s。，]{0,10}[局办会组厅院])")
_DESCRIBED = re.compile(r"位于|地处|隶属|总面积|幅员|辖|现有|现辖|常住人口|户籍人口")
_OTHER = re.compile(r"(?:对口|支援|帮扶|协作|借鉴|学习|考察|援建)$")
_SPOKEN = re.compile(r"[全我](省|市|州|县|区|乡|镇|村)(?!长|委|政)")
_UPWARDS = "村镇乡县区州市省"
_SPOKEN_OFTEN = 5
_ALL_PROVINCES = 25  # provinces of which only a report of the country speaks
_OWN_LEVELS = frozenset(LEVELS) - {"group", "spot", "country"}


def home(mentions: list[Place], text: str, start: int, end: int, title_end: int) -> dict[str, Place]:
    """The own places by level from title, letterhead, opening, signature and prevalence, ancestors included."""
    weights: Counter[tuple[str, ...]] = Counter()
    sample: dict[tuple[str, ...], Place] = {}
    titled: set[tuple[str, ...]] = set()
    spread: dict[tuple[str, ...], tuple[int, int]] = {}
    for mention in mentions:
        if not mention.path or mention.candidates or mention.level not in _OWN_LEVELS:
            continue
        weight, in_title = _weight(mention, text, start, end, title_end)
        weights[mention.path] += weight
        sample.setdefault(mention.path, mention)
        spread[mention.path] = spread.get(mention.path, (mention.start, 0))[0], mention.end
        if in_title:
            titled.add(mention.path)
    # What a report speaks of in one place only (台湾 at the end of a national report) is not its own.
    wide = {path for path, (first, last) in spread.items()
            if first - start < 0.3 * (end - start) and last - first > 0.3 * (end - start)}
    spoken = Counter(_SPOKEN.findall(text, start, end))
    if spoken and spoken.most_common(1)[0][1] >= 3:  # it says 我县 and 全县: the county that it names most is its own
        wide |= {path for path in weights if path[-1].endswith(spoken.most_common(1)[0][0])}
    best = _best(weights, sample, titled, wide if end - start > 1000 else set(weights))
    if sum(len(path) == 1 and sample[path].level == "province" for path in weights) >= _ALL_PROVINCES and not any(m.path == best and m.start < title_end for m in mentions):
        return {}  # it goes through the whole country
    level = _own_level(spoken)
    if level and not (best and any(name.endswith(level) for name in best)) and not any(m.path == best and m.start < title_end for m in mentions):
        return _of_level(level, weights, sample)
    return _with_ancestors(sample[best], sample) if best else {}


def _own_level(spoken: Counter[str]) -> str:
    """The level for which a report speaks, by the suffix; '' where it hardly says. One of a county says 全市 as
    well, one of a city hardly 全县: the lowest of those that it says often."""
    often = max(spoken.values(), default=0)
    return next((suffix for suffix in _UPWARDS if spoken[suffix] >= max(_SPOKEN_OFTEN, 0.5 * often)), "")


def _of_level(suffix: str, weights: Counter, sample: dict[tuple[str, ...], Place]) -> dict[str, Place]:
    """The places of a report that says 全县 and is about none by its weight: the county in which most of what it
    names lies, if one stands out; nothing else, for the zone or province that it names more is not its own."""
    family: Counter[tuple[str, ...]] = Counter()
    below: dict[tuple[str, ...], Place] = {}
    for path, weight in weights.items():
        for depth in range(1, len(path) + 1):
            if path[depth - 1].endswith(suffix):
                family[path[:depth]] += weight
                below.setdefault(path[:depth], sample[path])
    ranked = sorted(family, key=lambda path: (-family[path], len(path)))
    if not ranked or weights[ranked[0]] < 2 or any(family[ranked[0]] < 1.3 * family[path] for path in ranked if not _kin(path, ranked[0])):
        return {}
    own = ranked[0]
    return _with_ancestors(sample.get(own) or ancestor(below[own], len(own)), sample)


def _weight(mention: Place, text: str, start: int, end: int, title_end: int) -> tuple[float, bool]:
    """How much a mention says about whose report this is, and whether title or opening says it."""
    weight, in_title = 1.0, False
    if mention.start < title_end:
        weight, in_title = weight + 6, True
    elif mention.start - max(start, title_end) < 60:
        weight, in_title = weight + 3, True
    if end - mention.end < 40 and _SIGNED.match(text, mention.end):
        weight += 3
    if _DESCRIBED.match(text, mention.end):
        weight, in_title = weight + 4, True
    if _OTHER.search(text, max(0, mention.start - 2), mention.start):
        weight *= 0.3
    if mention.level in ("village", "zone") and mention.rule != "place.mask":
        weight *= 0.5
    return weight, in_title


def _best(weights: Counter, sample: dict, titled: set, spread: set) -> tuple[str, ...] | None:
    """The path that the report is about: the heaviest, then whatever below it the title names as well."""
    wide = {p: w for p, w in weights.items() if RANK[sample[p].level] <= RANK["county"]}
    total, best = sum(weights.values()), None
    for path in sorted(wide, key=lambda p: (-wide[p], len(p)))[:1]:
        family = sum(w for p, w in weights.items() if _kin(p, path))
        rivals = max((w for p, w in wide.items() if not _kin(p, path)), default=0)
        strangers = max((w for p, w in weights.items() if not _kin(p, path)), default=0)
        alone = len(wide) == 1 and wide[path] >= strangers
        if wide[path] >= 1.3 * rivals and (
                path in titled or path in spread and (wide[path] >= 1.5 and family >= 0.45 * total or alone)):
            best = path
    if best is None:
        # No division stands out: a masked town or village of which the report speaks most may.
        best = max(weights, key=lambda p: (weights[p], -len(p)), default=None)
        if best is None or best in wide or weights[best] < 2:
            return None
    return _narrowed(best, weights, titled)


def _narrowed(best: tuple[str, ...], weights: Counter, titled: set) -> tuple[str, ...]:
    """Further down as long as one place below is named in the title or as often."""
    while True:
        below = {p: w for p, w in weights.items() if len(p) > len(best) and p[:len(best)] == best
                 and w >= 0.5 * weights[best] and (p in titled or w >= weights[best])}
        if not below:
            return best
        top = max(below, key=below.get)
        if any(w > 0.7 * below[top] for p, w in below.items() if not _kin(p, top)):
            return best
        best = top


def _kin(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one path lies in the other."""
    return one[:len(other)] == other or other[:len(one)] == one


def _with_ancestors(place: Place, sample: dict[tuple[str, ...], Place]) -> dict[str, Place]:
    """The place and every place that its path implies, by level."""
    frame: dict[str, Place] = {}
    for depth in range(1, len(place.path) + 1):
        own = sample.get(place.path[:depth]) or ancestor(place, depth)
        frame[own.level] = own
    return frame


def ancestor(place: Place, depth: int) -> Place:
    """The place that a path implies at a depth, on the span of the place that implies it."""
    path = place.path[:depth]
    for division in gazetteer.names().full.get(path[-1], ()):
        if division.path == path:
            return replace(place, name=path[-1], path=path, level=division.level, code=division.code, candidates=())
    return replace(place, name=path[-1], path=path, level=level_of(path[-1]), code="", candidates=())


def level_of(name: str) -> str:
    """The level that a name's suffix says, for places that no list has."""
    if re.search(r"(?:村|社区|居委会|嘎查)$", name):
        return "village"
    return "zone" if re.search(r"(?:区|园)$", name) else "town"
