"""Names that only their list tells: 石桥、白泥两个居委会, 赫章、威宁两县.

The number says how many names the list has; where it has as many, each of them is a place of the kind named.
"""

from __future__ import annotations

from collections.abc import Iterator

from extract import gazetteer
from extract.kinds.place_edges import HAN, Edges, is_kind, role, scan
from extract.records import Place

_JOINT = "、和与及"
_NUMBERS = {char: number for number, char in enumerate("零一二三四五六七八九十")} | {"两": 2}
_LEVELS = {"县": "county", "市": "county", "区": "county", "旗": "county", "州": "prefecture", "省": "province", "镇": "town", "乡": "town",
           "街道": "town", "办事处": "town", "村": "village", "社区": "village", "委会": "village", "镇街": "town"}
_LONGEST = 5  # characters of a name without its suffix


def find(edges: Edges, taken: list[Place]) -> list[Place]:
    """The names of every counted list that hold together and overlap nothing taken."""
    covered = {position for mention in taken for position in range(mention.start, mention.end)}
    found = []
    for hit in scan("counted", edges.text):
        spans = _items(edges, hit.start(), _count(hit["count"]))
        level = next(level for suffix, level in _LEVELS.items() if hit["kind"].endswith(suffix))
        wide = level in ("county", "prefecture", "province")
        known = [(start, end) for start, end in spans if not wide or edges.text[start:end] in gazetteer.names().short]
        if len(known) == len(spans) and not all(_is_ordinary(edges, *span) for span in spans):
            rule = "place.short" if wide else "place.list"
            found += [Place(start, end, "place", rule, 0.85, edges.text[start:end], level="" if wide else level)
                      for start, end in spans if not covered & set(range(start, end))]
    return found


def _count(said: str) -> int:
    """The number that a short numeral says; 0 where it is none."""
    if said.isdigit():
        return int(said)
    if len(said) == 1:
        return _NUMBERS.get(said, 0)
    return 10 + _NUMBERS.get(said[1], 0) if said[0] == "十" else 0


def _items(edges: Edges, end: int, count: int) -> list[tuple[int, int]]:
    """The spans of as many joined names as are counted, right before `end`; none where the list has more or fewer,
    or an item is no name."""
    spans: list[tuple[int, int]] = []
    text = edges.text
    while len(spans) < count - 1:
        start = max((text.rfind(joint, max(0, end - _LONGEST - 1), end) for joint in _JOINT), default=-1) + 1
        if not start or not _is_name(edges, start, end):
            return []
        spans.append((start, end))
        end = start - 1
    first = next(_firsts(edges, end), None) if spans else None
    return [(first, end), *reversed(spans)] if first is not None else []


def _firsts(edges: Edges, end: int) -> Iterator[int]:
    """Where the list's first name may begin: at the left edge of what is written there, or behind a verb."""
    start = end
    for word in edges.before(end, end - _LONGEST):
        if not HAN.match(edges.text[word.start]):
            break
        if start < end - 1 and (word.tag[0] in "vpdcur" or edges.text[word.start:word.end] in role("lead")):
            break
        start = word.start
    if start < end and edges.text[start - 1:start] not in tuple(_JOINT) and _is_name(edges, start, end):
        yield start


def _is_name(edges: Edges, start: int, end: int) -> bool:
    """Whether a list's item may be a name: two to five characters that are no kind-word and hold no verb."""
    text = edges.text[start:end]
    if not 2 <= len(text) <= _LONGEST or not all(map(HAN.match, text)) or is_kind(text):
        return False
    return not any(word.tag[0] in "vdpcurmfst" and word.end - word.start > 1 for word in edges.span(start, end))


def _is_ordinary(edges: Edges, start: int, end: int) -> bool:
    """Whether the segmenter knows the item as a word of the language, and no list as a town's name."""
    words = edges.span(start, end)
    ordinary = len(words) == 1 and words[0].tag in ("n", "vn", "an", "a", "b", "l", "i", "j")
    return ordinary and not any(edges.text[start:end] + suffix in gazetteer.all_towns() for suffix in ("镇", "乡", "街道"))
