"""Place mentions in a document: listed divisions, names by suffix, blanked names, short forms.

Listed names (province to county) are looked up at every word; names of towns and below are found by
their suffix (`place_suffix`). Reading, that is path and code, is the work of `place_resolve`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from extract import gazetteer
from extract.kinds import entity, place_list
from extract.kinds.place_edges import NAME_TAGS, ROAD, Edges, is_kind, role, rules, scan
from extract.kinds.place_resolve import home, resolve
from extract.kinds.place_suffix import Search
from extract.records import Place
from extract.words import Words

__all__ = ["find", "resolve", "home"]

_MASK_LEVEL = {"省": "province", "市": "prefecture", "县": "county", "区": "county", "村": "village", "社区": "village", "组": "group"}
_MASK_SUFFIX = re.compile(r"(?:乡镇|街道|社区|.)$")
_BESIDE = re.compile(r"整县|县城|县委|全县|人民|干部|、|等")
_TOWN_TAIL = re.compile(r"(?:街道|镇|乡|社区|居委会|村)$")
_AFTER_YEAR = re.compile(r"\d年")
_NOUNS = frozenset(("n", "s", "f", "vn"))
_TOWN = re.compile(r"(?:街道|镇|乡)$")


def find(text: str, words: Words, model: bool = True) -> list[Place]:
    """All place mentions of a document, in order and without overlap; by lists and rules, and the trained model's where
    these leave doubt, unless it is not wanted.

    >>> from extract.words import tag
    >>> text = "比如松林坡乡箐营村总人口1483人"
    >>> [mention.name for mention in find(text, tag(text))]
    ['松林坡乡', '箐营村']
    """
    plain = gazetteer.plain(text)
    edges = Edges(plain, words)
    found = _found(edges)
    if model:
        found = entity.find(edges, found)
    return found if plain is text else [replace(m, name=text[m.start:m.end]) for m in found]


def _found(edges: Edges) -> list[Place]:
    """All place mentions, in the plain spelling of their names."""
    text = edges.text
    masks = [_mask(hit) for hit in scan("mask", text)]
    full, short = _listed(edges)
    frame = _frame(full)
    fixed = _merged(masks, full)
    firm = _merged(Search(edges, fixed, short, frame).run(), fixed)
    firm = _merged(firm, _short_forms(edges, short, firm, frame))
    firm = _merged(firm, place_list.find(edges, firm))
    firm = _merged(firm, _echoes(edges, firm))
    return _with_nature(edges, firm)


def _merged(*lists: list[Place]) -> list[Place]:
    """All in reading order; of overlapping ones the longer that begins first, a zone before what it holds."""
    result: list[Place] = []
    for mention in sorted((m for part in lists for m in part), key=lambda m: (m.start, -m.end)):
        if not result or mention.start >= result[-1].end:
            result.append(mention)
    return result


# What is measured of a river or lake, whatever its name: 运河、苕溪|水质, 西湖|平均透明度.
_OF_WATER = re.compile("全湖|湖[区体]|(?:平均)?透明度|水质|水环境|干流|断面")
# 和 stands between names alone: in one of them too, a list could be read in more and more ways.
_WATERS = re.compile(r"(?<![\u4e00-\u9fff])(?:其中|[全\d]年)?(?:(?:(?!和)[\u4e00-\u9fff]){1,4}[江河湖溪淀浦][、和])*(?:(?!和)[\u4e00-\u9fff]){1,4}[江河湖溪淀浦]$")
_WATER = re.compile(
    "(?!主要|重点|其[他它]|各|全|城|入|[国省市县区][控考]|中小|[大小][江河]|江河|河湖|湖|[内外][江河湖]|农|黑臭|劣|[一两二三四五]|多|本|跨|流|所有|部分|[该此界])[^、和]{1,4}[江河湖溪淀浦]")


def _waters(text: str) -> Iterator[tuple[int, int]]:
    """The spans of rivers and lakes of which the water is measured."""
    for said in _OF_WATER.finditer(text):
        if said.start() and text[said.start() - 1] in "江河湖溪淀浦" and (names := _WATERS.search(text, max(0, said.start() - 30), said.start())):
            lead = re.match("其中|.年|", names[0]).end()
            yield from (name.span() for name in _WATER.finditer(text, names.start() + lead, said.start()))


def _with_nature(edges: Edges, firm: list[Place]) -> list[Place]:
    """The mentions with rivers, lakes and mountains; 巢湖 beside 太湖 is the lake, not the city."""
    text = edges.text
    named = (hit.span() for hit in rules()["nature"].finditer(text) if edges.begins(hit.start()))
    waters = set(_waters(text))
    nature = [Place(start, end, "place", "place.nature", 0.85, text[start:end], level="spot") for start, end in sorted(waters.union(named))]
    if not nature:
        return firm
    ends = {m.end for m in nature} | {m.start for m in nature}
    lakes = waters | {(m.start, m.end) for m in nature if text[m.start - 1:m.start] == "、" and m.start - 1 in ends
             or text[m.end:m.end + 1] == "、" and m.end + 1 in ends}
    return _merged([m for m in firm if (m.start, m.end) not in lakes], nature)


def _mask(hit: re.Match[str]) -> Place:
    level = _MASK_LEVEL.get(_MASK_SUFFIX.search(hit[0])[0], "town")
    return Place(*hit.span(), "place", "place.mask", 0.95, hit[0], level=level)


# -- listed names ------------------------------------------------------------------------------------


def _listed(edges: Edges) -> tuple[list[Place], list[Place]]:
    """Listed names in the text: those with a suffix that hold, and short forms still to be judged."""
    text, heads, known, never = edges.text, gazetteer.heads(), gazetteer.names(), role("never")
    full, short, end = [], [], 0
    for start in _starts(edges, heads):
        while start >= end:
            for name in heads.get(text[start:start + 2], ()):
                if not text.startswith(name, start):
                    continue
                stop = start + len(name)
                if name in known.full and name not in never and _holds(edges, start, stop, end):
                    full.append(Place(start, stop, "place", "place.listed", 0.97, name))
                    break
                if name in known.short and name not in never and (
                        start == end or edges.begins(start) or text.startswith("中国", start - 2)):
                    short.append(Place(start, stop, "place", "place.short", 0.92, name))
                    break
            else:
                break
            # A name may begin right where another ends, inside what the segmenter took for one word.
            start = end = stop
    return full, short


def _starts(edges: Edges, heads: dict[str, tuple[str, ...]]) -> list[int]:
    """Where a listed name may begin: at a word, inside a long word that the segmenter took for a name, after a year."""
    text, words, found = edges.text, edges.words, []
    for match in _sieve().finditer(text):
        position = match.start()
        if text[position:position + 2] not in heads:
            continue
        index = bisect_right(words.starts, position) - 1
        start, end = words.starts[index], words.ends[index]
        inside = position < end - 1 and end - start > 2 and (text[start:start + 2] in heads or words[index].tag[0] in "nx")
        if position == start or inside or _AFTER_YEAR.fullmatch(text, max(0, position - 2), position):
            found.append(position)
    return found


@lru_cache(maxsize=1)
def _sieve() -> re.Pattern[str]:
    """Two characters with which a listed name may begin; six in seven places of a text do not match."""
    first, second = ("".join(sorted(set(characters))) for characters in zip(*gazetteer.heads()))
    return re.compile(f"[{re.escape(first)}](?=[{re.escape(second)}])")


def _holds(edges: Edges, start: int, stop: int, previous: int) -> bool:
    """Whether a listed name with its suffix stands on word edges: not 示[范县], not [合肥市]场."""
    text = edges.text
    if rules()["bad_tail"].match(text, stop - 1) and _tail_is_word(edges, stop):
        return False
    if start and start == previous:
        return True
    if stop - start == 2 and text[stop - 1] == "区" or text[start:stop] in role("common") or text[start - 1:start].isdigit():
        return False  # 10[项城市]容貌整治
    if edges.begins(start):
        first, *rest = edges.span(start, stop)
        # 向|山区 are two words, not the former 向山区.
        return not (first.tag[0] in "pcud" and first.end == start + 1 and len(rest) == 1 and rest[0].end == stop and rest[0].tag in _NOUNS)
    return stop - start > 3 or text[start - 1] in "在是与和原对由至到以年月日"


def _tail_is_word(edges: Edges, stop: int) -> bool:
    """Whether the suffix and what follows are one word: 合肥|市场."""
    word = edges.words[edges.index(stop - 1)]
    return word.end > stop or word.end == stop and word.start >= stop - 1


def _frame(full: list[Place]) -> tuple[str, ...]:
    """The codes of the counties that a document speaks of most."""
    counts: Counter[str] = Counter()
    for mention in full:
        named = gazetteer.names().full[mention.name]
        if len({d.code for d in named}) <= 3:
            counts.update(list(dict.fromkeys(code for d in named if d.level == "county" for code in (d.code, *d.heirs[:1]))))
    return tuple(code for code, _ in counts.most_common(4))


# -- short forms -------------------------------------------------------------------------------------


def _short_forms(edges: Edges, short: list[Place], firm: list[Place], frame: tuple[str, ...]) -> list[Place]:
    """The short forms that stand as names; those that the report's own towns bear are towns."""
    named = {d for m in firm if m.rule == "place.listed" for d in gazetteer.names().full.get(m.name, ())}
    codes, near = {d.code for d in named}, {d.code[:4] for d in named}
    local = {_TOWN_TAIL.sub("", name) for county in frame[:1] for name in gazetteer.towns(county)}
    ends = {m.end: m for m in firm}
    accepted: list[Place] = []
    doubtful: list[Place] = []
    for mention in short:
        above = ends.get(mention.start)
        follows = above is not None and _inside(mention.name, above.name)
        if ROAD.match(edges.text, mention.end):
            continue
        if not _stands(edges, mention, follows, codes, near):
            doubtful.append(mention)
            continue
        divisions = gazetteer.names().short[mention.name]
        foreign = not any(d.code in codes or d.level == "province" for d in divisions)
        if mention.name in local and foreign and not follows:
            mention = Place(mention.start, mention.end, "place", "place.echo", 0.8, mention.name, level="town")
        mention = _widened(edges, mention)
        accepted.append(mention)
        ends[mention.end] = mention
    return accepted + _siblings(edges, doubtful, [*firm, *accepted])


def _widened(edges: Edges, mention: Place) -> Place:
    """The natural place or village that begins with a division's short form: 衡水|湖, 六合|屯."""
    end = mention.end + 1
    last = edges.text[mention.end:end]
    if last and last in "湖岛屯寨" and edges.begins(mention.end) and edges.begins(end):
        level = "village" if last in "屯寨" else "spot"
        rule = "place.village" if last in "屯寨" else "place.nature"
        return Place(mention.start, end, "place", rule, 0.75, edges.text[mention.start:end], level=level)
    return mention


def _siblings(edges: Edges, doubtful: list[Place], firm: list[Place]) -> list[Place]:
    """The doubtful short forms that stand in a list beside a division of the same province: 奉节、巫山."""
    known = gazetteer.names()
    provinces: dict[int, set[str]] = {}
    for mention in firm:
        divisions = known.full.get(mention.name) or known.short.get(mention.name, ())
        provinces[mention.start] = provinces[mention.end] = {d.code[:2] for d in divisions}
    found: dict[int, Place] = {}
    for mention in (*doubtful, *reversed(doubtful)):
        own = {d.code[:2] for d in known.short[mention.name]}
        before = provinces.get(mention.start - 1, set()) if edges.text[mention.start - 1:mention.start] == "、" else set()
        after = provinces.get(mention.end + 1, set()) if edges.text[mention.end:mention.end + 1] == "、" else set()
        if own & (before | after) and edges.begins(mention.end) and mention.start not in found:
            found[mention.start] = mention
            provinces[mention.start] = provinces[mention.end] = own
    return [*found.values()]


def _inside(name: str, above: str) -> bool:
    """Whether some division of the first name lies in one of the second."""
    known = gazetteer.names()
    wider = {d.path for d in known.full.get(above) or known.short.get(above, ())}
    return any(a.path in wider for d in known.short[name] for a in d.chain[:-1])


def _stands(edges: Edges, mention: Place, follows: bool, codes: set[str], near: set[str]) -> bool:
    """Whether a short form names its division here."""
    divisions = gazetteer.names().short[mention.name]
    wide = any(d.level != "county" for d in divisions)
    if not edges.begins(mention.end):
        word = edges.words[edges.index(mention.start)]
        # The segmenter has words that begin with a place: 香港回归, 台湾同胞, 北京音乐厅.
        tags = ("ns", "nt", "nz", "n") if any(d.level == "province" for d in divisions) else ("ns", "nt", "nz")
        return (wide and word.start == mention.start and word.tag in tags and word.end - mention.end > 1
                and mention.name not in role("common"))
    own = any(d.code in codes for d in divisions)
    if mention.name in role("common"):
        return follows or own and bool(_BESIDE.match(edges.text, mention.end))
    if own or follows or mention.name in role("known") or any(d.level == "province" for d in divisions):
        return True
    words = edges.span(mention.start, mention.end)
    if len(words) > 1:
        return len(mention.name) > 2
    return words[0].tag == "ns" or len(mention.name) > 2 or wide or (
        words[0].tag in ("nr", "nrt", "nz", "x", "nt", "nrfg") and any(d.code[:4] in near for d in divisions))


# -- echoes ------------------------------------------------------------------------------------------


def _echoes(edges: Edges, firm: list[Place]) -> list[Place]:
    """Short mentions of towns and communities that the document elsewhere names in full: 马曹庙."""
    stems: dict[str, set[str]] = {}
    for mention in firm:
        if mention.rule in ("place.town", "place.village", "place.list"):
            stem = _TOWN_TAIL.sub("", mention.name)
            if len(stem) > 1 and not is_kind(stem) and stem not in gazetteer.names().short:
                # A list that counts its names has named them bare: that is as good as two full forms.
                stems.setdefault(stem, set()).update((mention.name, mention.name + "村") if mention.rule == "place.list" else (mention.name,))
    if not stems:
        return []
    pattern = re.compile("|".join(sorted(map(re.escape, stems), key=len, reverse=True)))
    return [Place(*hit.span(), "place", "place.echo", 0.8, hit[0], level="town" if _TOWN.search(min(stems[hit[0]])) else "village")
            for hit in pattern.finditer(edges.text) if _is_echo(edges, hit, len(stems[hit[0]]))]


def _is_echo(edges: Edges, hit: re.Match[str], forms: int) -> bool:
    """Whether the hit stands on word edges, is no ordinary word and no street; a noun needs two full forms."""
    if not (edges.begins(hit.start()) and edges.begins(hit.end())) or ROAD.match(edges.text, hit.end()):
        return False
    words = edges.span(*hit.span())
    return len(words) > 1 or words[0].tag in NAME_TAGS or words[0].tag == "n" and forms > 1
