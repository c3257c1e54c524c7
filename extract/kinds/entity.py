"""Places that a trained model finds: names that no list has and no suffix rule takes.

A character CRF (`python -m extract.model train` makes its weights, `patterns/PLACE_MODEL.md` describes them) reads
the clauses in which the rules leave doubt, and proposes names beside those that rules found. Reading, that is path
and code, is the same work of `place_resolve` as for any other mention.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extract import gazetteer
from extract.kinds.place_edges import HAN, Edges, is_kind, role
from extract.records import Place
from extract.rules import patterns_dir
from extract.words import Words

WEIGHTS = "place_model.crfsuite"
#: What ends the stretch that the model reads at once; the marks of a list do not.
_CLAUSE = re.compile(r"[^，。；！？：:;!?,（）()“”\"\s]+")
#: Mentions whose neighbours need no second look.
_ALONE = frozenset(("place.listed", "place.short", "place.mask", "place.nature", "place.zone", "place.spot"))
#: Mentions whose left edge may be a guess, and the confidence that says so.
_GUESSED, _GUESS = frozenset(("place.village", "place.town")), 0.88
_LONGEST = 200  # characters read at once
_SURE = 0.85  # the least probability of a span that becomes a mention
_CERTAIN = 0.97  # where the span is a word of the language: 玉米, 治安
#: What a clause must hold, outside the places already found, to be read: a character on which a place's name may end.
_TRIGGER = re.compile("[村镇乡组区园街社县市州旗山河湖江海洞寺庙陵屯庄堡寨峡沟坪岭库港湾岛坝坡坳塘溪泉潭垭湿段]|公路|片区|等地")
#: What stands before a person's name, and what a span ends with that is a road or line, which the table does not list.
_TITLE = re.compile(r"(?:书记|主任|[省市县区镇乡村局处科部厅院校队组委会]长|村民|户主|同志|代表|主席|总理|干部|能人|教授|记者|贫困户|委员|支书)”?$")
_ROAD = re.compile("(?:[街路线站]|大道|大街|高速|铁路|公路|隧道|大厦|小区|桥)$")
_SEAT = re.compile("(?:街道|社区|居委会|[镇乡村组])$")
_FUNCTION = frozenset("于在由从到和与及对把被将让向以按为其该本各每")
_TAIL = re.compile("(?:居委会|社区|街道|委员会|景区|水库|园区|[新老]区|.)$")
_LEVELS = (
    (re.compile("(?:村|社区|居委会|屯|庄|寨|堡|湾|沟|坪|坝|坡|坳|塘|垭)$"), "village"), (re.compile("(?:镇|乡|街道|苏木)$"), "town"),
    (re.compile("(?:组)$"), "group"), (re.compile("(?:开发区|产业园|工业园|园区|新区|高新区)$"), "zone"),
    (re.compile("(?:山|河|湖|江|海|洞|寺|庙|陵|峡|岭|水库|岛|溪|泉|潭|湿地|景区|公园|瀑布|草原|古镇|遗址)$"), "spot"),
)


def features(text: str, start: int, end: int, words: Words) -> list[list[str]]:
    """What the model knows of every character of a stretch: its neighbours, and the segmenter's words around it."""
    first, last = bisect_left(words.ends, start + 1), bisect_left(words.starts, end)
    tags = ["", *(word.tag for word in words[first:last]), ""]
    marks: list[str] = []
    for before, tag, after, index in zip(tags, tags[1:], tags[2:], range(first, last)):
        size = min(words.ends[index], end) - max(words.starts[index], start)
        around = f"{before[:2]}|{tag}|{after[:2]}"
        marks += [f"s{tag}\t{around}"] if size == 1 else [f"b{tag}\t{around}", *[f"i{tag}\t{around}"] * (size - 2), f"e{tag}\t{around}"]
    padded = f"^^{text[start:end]}$$"
    rows = []
    for at, mark in enumerate(marks):
        a, b, c, d, e = padded[at:at + 5]
        place, around = mark.split("\t")
        rows.append(["c" + c, "b" + b, "d" + d, "a" + a, "e" + e, "<" + b + c, ">" + c + d, "(" + a + b, ")" + d + e,
                     "-" + b + c + d, "p" + place, "q" + c + place[0], "w" + around, "x" + place[0] + around])
    return rows


@lru_cache(maxsize=1)
def _tagger(path: str = ""):
    """The model, read once."""
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    tagger.open(path or str(patterns_dir() / WEIGHTS))
    return tagger


def decode(tagger, text: str, start: int, end: int, words: Words) -> Iterator[tuple[int, int, float]]:
    """The names in a stretch as start, end and probability."""
    labels = tagger.tag(features(text, start, end, words))
    at = 0
    while at < len(labels):
        if labels[at] == "O":
            at += 1
            continue
        stop = at + 1
        while stop < len(labels) and labels[stop] == "I":
            stop += 1
        sure = min(tagger.marginal(labels[i], i) for i in {at, stop - 1})
        if stop < len(labels):
            sure = min(sure, 1 - tagger.marginal("I", stop))
        yield start + at, start + stop, sure
        at = stop


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """The stretches that the model reads at once."""
    for hit in _CLAUSE.finditer(text):
        for start in range(hit.start(), hit.end(), _LONGEST):
            yield start, min(start + _LONGEST, hit.end())


def may_hold(text: str, start: int, end: int) -> bool:
    """Whether a stretch holds a character on which a place's name may end."""
    return _TRIGGER.search(text, start, end) is not None


def find(edges: Edges, taken: Sequence[Place]) -> list[Place]:
    """Those taken and the names that the model adds, in order: beside what lists and rules found, and in the place of a
    name whose left edge a rule only guessed: 将|那甲镇, not 将那|甲镇."""
    text, tagger = edges.text, _tagger()
    starts, added, dropped = [mention.start for mention in taken], [], set()
    for start, end in _doubtful(text, taken):
        for low, high, sure in decode(tagger, text, start, end, edges.words):
            if sure < _SURE or not _may_be(edges, low, high, sure):
                continue
            over = range(bisect_right(starts, low) - 1, bisect_left(starts, high))
            over = [i for i in over if i >= 0 and taken[i].end > low]
            if any(taken[i].end != high or taken[i].rule not in _GUESSED or taken[i].confidence > _GUESS for i in over):
                continue
            if not over or sure >= _CERTAIN and taken[over[0]].start != low:
                dropped.update(over)
                added.append(Place(low, high, "place", "place.model", round(0.9 * sure, 3), text[low:high], level=_level(text[low:high])))
    return sorted([*(m for i, m in enumerate(taken) if i not in dropped), *added], key=lambda mention: mention.start)


def governs(mention: Place) -> bool:
    """Whether a place may be what figures are about: of those that the model found only what a list has, or what is
    named as a town or village."""
    return mention.rule != "place.model" or bool(mention.code) or bool(_SEAT.search(mention.name))


def _doubtful(text: str, taken: Sequence[Place]) -> Iterator[tuple[int, int]]:
    """The clauses that hold a trigger outside the places already found, or a town or village beside which others may stand."""
    index, done = 0, 0
    for trigger in _TRIGGER.finditer(text):
        position = trigger.start()
        while index < len(taken) and taken[index].end <= position:
            index += 1
        inside = index < len(taken) and taken[index].start <= position
        if position < done or inside and taken[index].rule in _ALONE:
            continue
        start, done = _around(text, position, done)
        yield start, done


def _around(text: str, position: int, floor: int) -> tuple[int, int]:
    """The clause at a position, no further left than `floor` and no longer than the model reads at once."""
    hit = _CLAUSE.match(text, position, position + _LONGEST)
    low = position
    while low > floor and position - low < _LONGEST and _CLAUSE.match(text[low - 1]):
        low -= 1
    return low, hit.end()


def _may_be(edges: Edges, start: int, end: int, sure: float) -> bool:
    """Whether a proposed span can be a name at all: two to fifteen characters that are no word of the language and
    say more than a kind of place."""
    name, words = edges.text[start:end], edges.span(start, end)
    if not 2 <= len(name) <= 15 or not all(map(HAN.match, name)) or is_kind(name) or is_kind(_TAIL.sub("", name)) or name in role("kind") | role("common") | role("never"):
        return False
    if name in gazetteer.names().full or len(name) < 4 and name[0] in _FUNCTION:
        return False  # what lists have and rules refused: 省|和县; 由|于山|高
    first, tail = words[0], words[-1]
    if sure < _CERTAIN and first.start <= start and first.end >= end and first.tag[:2] not in ("ns", "nr", "nz", "x", "nt"):
        return False
    if _ROAD.search(name) or len(name) < 4 and first.tag.startswith("nr") and _TITLE.search(edges.text, max(0, start - 5), start):
        return False
    if first.tag[0] in "vdpc" and first.end < end <= first.end + 2 and first.end - first.start > 1:
        return False  # 补齐|社区
    return tail.end <= end or not edges.has_name(start, tail.start)


def _level(name: str) -> str:
    """The level that a name's end says; a bare name is taken for a town's or village's."""
    return next((level for regex, level in _LEVELS if regex.search(name)), "village")
