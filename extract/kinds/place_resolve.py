"""Places of one report → path, level and code, from the document and the gazetteer.

Order of trust: what is written together (`铁匠乡|处卓村`, `财神镇的营山村`), the report's own frame (its
county's towns, its town's villages), the sentence, then uniqueness in the country. Where readings are
left the code stays empty and the candidates are listed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from extract import gazetteer
from extract.gazetteer import Division
from extract.kinds.place_home import RANK, home
from extract.kinds.place_node import (
    Node,
    bare_village_below,
    choose,
    divisions_named,
    of_any_year,
    parent_of,
    standing_alone,
    town_below,
    undecided,
    upward_from,
    village_below,
)
from extract.records import Place

_LISTING = re.compile(r"\s?(?:[、,，]|和|与|及|以及)\s?")
_INSIDE = re.compile(r"(?:位于|地处|隶属于?|属于?|坐落(?:于|在)|在)")
_SENTENCE = re.compile(r"[。！？!?;；\n]")
_LISTED = frozenset(("place.listed", "place.short"))
_BARE = frozenset(("place.echo", "place.list", "place.model"))  # names that may lack their suffix
_SUFFIX = re.compile("(?:街道|社区|居委会|[镇乡村组])$")
_LONG = 3000  # characters between a report's first and last place
_AHEAD = 1  # years by which a name may be ahead of the report: written after the change, dated before


def resolve(text: str, mentions: list[Place], year: int | None, title_end: int = 0) -> list[Place]:
    """The mentions of one report with path, level, code and candidates."""
    if not mentions:
        return []
    plain = [replace(m, name=gazetteer.plain(m.name)) if gazetteer.plain(m.name) != m.name else m for m in mentions]
    read = _Reading(text, plain, year, title_end).run()
    return [replace(r, name=m.name) if r.name != m.name else r for r, m in zip(read, mentions)]


def _filled(mention: Place, node: Node | None) -> Place:
    if node is None:
        node = Node((mention.name,) if mention.rule == "place.mask" else (), mention.level)
    return Place(mention.start, mention.end, "place", mention.rule, round(mention.confidence * node.sure, 3),
                 mention.name, node.path, node.level, node.code, node.candidates)


class _Reading:
    """One report under way: `nodes` fills up pass by pass, `memo` keeps what a name was found to be."""

    def __init__(self, text: str, mentions: list[Place], year: int | None, title_end: int):
        self.text, self.mentions, self.year, self.title_end = text, mentions, year, title_end
        self.nodes: list[Node | None] = [None] * len(mentions)
        self.memo: dict[str, Node] = {}
        self.base: Node | None = None

    def run(self) -> list[Place]:
        self._divisions()
        self._frame()
        for i, mention in enumerate(self.mentions):
            if mention.level == "zone":
                self.nodes[i] = self._zone(i, mention)
        self._written()
        self._frame()
        for i, mention in enumerate(self.mentions):
            if self.nodes[i] is None:
                self.nodes[i] = self._lower(i, mention)
                self.memo.setdefault(mention.name, self.nodes[i])
        return [_filled(mention, node) for mention, node in zip(self.mentions, self.nodes)]

    def _frame(self) -> None:
        """The report's own lowest place, as the parent of what has no other."""
        known = [_filled(mention, node) for mention, node in zip(self.mentions, self.nodes)]
        own = home(known, self.text, min(self.title_end, self.mentions[0].start), self.mentions[-1].end, self.title_end)
        self.base = None
        if own:
            place = max(own.values(), key=lambda p: len(p.path))
            self.base = Node(place.path, place.level, place.code)

    def _glued(self, i: int) -> bool:
        """Whether mention i stands right after the one before it, or in the next cell of a table."""
        if not i:
            return False
        between = self.text[self.mentions[i - 1].end:self.mentions[i].start]
        # 天津 河北 in a row are two provinces; only what carries its suffix may nest across blanks.
        return between in ("", "的") or between in (" ", "\u3000", "\t") and self.mentions[i].rule != "place.short"

    # -- provinces to counties

    def _divisions(self) -> None:
        """Read every listed name, those with one reading first; they are the evidence for the others."""
        found = [gazetteer.named(m.name, self.year) if m.rule in _LISTED else () for m in self.mentions]
        glued = [i for i in range(1, len(found)) if found[i] and found[i - 1] and self._glued(i)]
        for i in (*reversed(glued), *glued):
            self._narrow(found, i)
        votes: Counter[tuple[str, ...]] = Counter()
        for readings in found:
            if len(readings) == 1:
                votes.update(d.path for d in readings[0].chain)
        order = sorted((i for i, readings in enumerate(found) if readings), key=lambda i: self.mentions[i].rule)
        named: set[tuple[str, ...]] = set()
        for i in order:
            mention, readings = self.mentions[i], found[i]
            if mention.rule == "place.short":
                # A short form means what the report names in full, whatever the year: 清苑 beside 清苑区.
                readings = tuple(d for d in of_any_year(mention.name) if d.path in named)[:1] or readings
            self.nodes[i] = self._unlisted(i, readings) or self._division(mention.name, readings, votes)
            if mention.rule == "place.listed" and self.nodes[i].level == "county":
                named.add(self.nodes[i].path)
        self._short_of_model(votes)

    def _short_of_model(self, votes: Counter) -> None:
        """Read what the model found and is a division's short form, where the report names that division's province
        and no county whose town or village it may be."""
        counties = [node for node in self.nodes if node is not None and node.level == "county" and node.code]
        for i, mention in enumerate(self.mentions):
            if mention.rule != "place.model" or mention.name not in gazetteer.names().short:
                continue
            own = any(mention.name + suffix in gazetteer.towns(node.code) for node in counties for suffix in ("镇", "乡", "街道"))
            readings = tuple(d for d in gazetteer.named(mention.name, self.year) if votes[d.path[:1]])
            if len(readings) == 1 and not own:
                self.nodes[i] = self._division(mention.name, readings, votes)

    def _narrow(self, found: list[tuple[Division, ...]], i: int) -> None:
        """Keep of two names written together the readings that lie in each other: 吉林|通化市."""
        pairs = [(low, up) for low in found[i] for up in found[i - 1] if up.path in {d.path for d in low.chain[:-1]}]
        if not pairs and self.mentions[i - 1].end == self.mentions[i].start:
            # Both names may be of another year: 莱芜市钢城区 in a later report.
            pairs = [(low, up) for low in of_any_year(self.mentions[i].name) for up in of_any_year(self.mentions[i - 1].name)
                     if up in low.chain[:-1]]
            pairs = pairs if len({low.code for low, _ in pairs}) == 1 else []
        if not pairs:
            return
        found[i] = tuple(dict.fromkeys(low for low, _ in pairs))
        found[i - 1] = tuple(dict.fromkeys(up for _, up in pairs))

    def _division(self, name: str, readings: tuple[Division, ...], votes: Counter) -> Node:
        chosen, sure = choose(name, readings, votes)
        if len(chosen) > 1:
            chosen = self._with_own_towns(chosen)
        if len(chosen) > 1:
            return undecided(name, chosen)
        division = chosen[0]
        if self.year is not None and not division.start - _AHEAD <= self.year <= division.end:
            # Past or future names keep their path, but no code of the report's year.
            return Node(division.path, division.level, "", (division.code, *division.heirs) if division.code else (), sure)
        return Node(division.path, division.level, division.code, (), sure)

    def _unlisted(self, i: int, readings: tuple[Division, ...]) -> Node | None:
        """A county that the text writes right behind a city or province in which no map has it: it is none of the
        others of its name, so it gets the path as written and no code."""
        mention, above = self.mentions[i], self.mentions[i - 1] if i else None
        if above is None or above.end != mention.start or {above.rule, mention.rule} != {"place.listed"}:
            return None
        wider = gazetteer.named(above.name, self.year)
        if any(d.level != "county" for d in readings) or len({d.path for d in wider}) != 1 or wider[0].level == "county" or any(
                up in low.chain or up.path[-1] in low.path for low in of_any_year(mention.name) for up in wider):
            return None
        return Node((*wider[0].path, mention.name), "county", sure=0.8)

    def _with_own_towns(self, readings: tuple[Division, ...]) -> tuple[Division, ...]:
        """Of same-named counties the one whose towns the report names (鼓楼区 with 黄楼街道); all if none or several."""
        names = {m.name for m in self.mentions if m.rule == "place.town"}
        own = tuple(d for d in readings if d.level == "county" and names & gazetteer.towns(d.code).keys())
        return own if len(own) == 1 else readings

    # -- what is written together

    def _written(self) -> None:
        """Read the lower places whose parent the text names; they are evidence for the others."""
        for i, mention in enumerate(self.mentions):
            if self.nodes[i] is None or mention.level == "zone":
                parent = self._written_parent(i, mention)
                if parent is not None:
                    self.nodes[i] = self._below(mention, parent)._replace(written=True)
                    self.memo.setdefault(mention.name, self.nodes[i])
        for i, mention in enumerate(self.mentions):
            if self.nodes[i] is None and mention.rule == "place.mask":
                self.nodes[i] = self.memo.get(mention.name)

    def _written_parent(self, i: int, mention: Place) -> Node | None:
        """The wider place written right before, or the one that `X位于Y` names."""
        rank, above = RANK[mention.level], self.nodes[i - 1] if self._glued(i) else None
        if above is not None:
            if RANK[above.level] < rank and above.level != "zone":
                return above
            if above.level == "zone" and mention.level in ("town", "village", "group"):
                return above
        if i + 1 < len(self.mentions):
            beyond = self.mentions[i + 1]
            if _INSIDE.fullmatch(self.text, mention.end, beyond.start) and (after := self._nested(i + 1, rank)) is not None:
                return after
        return None

    def _nested(self, i: int, rank: int) -> Node | None:
        """The narrowest place wider than `rank` of those written together from mention i on: 四川省|雅安市|汉源县;
        None where a list goes on."""
        while i + 1 < len(self.mentions) and self._glued(i + 1) and RANK[self.mentions[i + 1].level or "county"] < rank:
            if self.nodes[i + 1] is None:
                if self.nodes[i] is None:
                    return None
                self.nodes[i + 1] = self._below(self.mentions[i + 1], self.nodes[i])._replace(written=True)
            i += 1
        node = self.nodes[i]
        if node is None or RANK[node.level] >= rank or self.text[self.mentions[i].end:self.mentions[i].end + 1] in tuple("、和与"):
            return None
        return node

    # -- the rest

    def _lower(self, i: int, mention: Place) -> Node:
        """A place below the county that has no parent written beside it."""
        if mention.rule == "place.nature":
            return Node((mention.name,), "spot")
        known = self.memo.get(mention.name)
        if known is None and mention.rule in _BARE and not _SUFFIX.search(mention.name):
            known = self._echo(mention)
        if known is not None:
            return known._replace(written=False)
        first = None
        for parent, written in self._parents(i, mention):
            node = self._below(mention, parent)._replace(written=written)
            if node.code:
                return node
            first = first or node
            if written:
                break
        return first or standing_alone(mention)

    def _parents(self, i: int, mention: Place) -> Iterator[tuple[Node, bool]]:
        """Possible parents, best first: its list's, its sentence's, the report's own and what that lies in."""
        rank, last = RANK[mention.level], self.nodes[i - 1] if i else None
        if last is not None and last.written and last.level == mention.level and len(last.path) > 1 and \
                _LISTING.fullmatch(self.text, self.mentions[i - 1].end, mention.start):
            yield parent_of(last), True  # 财神镇的营山村和双龙村
            return
        level = {"group": "village", "village": "town"}.get(mention.level)
        for j in range(i - 1, max(i - 12, -1), -1):
            if _SENTENCE.search(self.text, self.mentions[j].end, mention.start):
                break
            if self.nodes[j] is not None and self.nodes[j].level == level:
                yield self.nodes[j], False
                break
        base = self.base
        while base is not None and RANK[base.level] >= rank and base.level != "zone":
            base = parent_of(base) if len(base.path) > 1 else None
        if base is None and mention.rule != "place.mask":
            base = self._only_county()
        if base is not None:
            yield base, False

    def _only_county(self) -> Node | None:
        """The county, if the report names just one, and a long one not merely once: 浦江经验 is no report of 浦江."""
        counties = [node for node in self.nodes if node is not None and node.level == "county" and node.code]
        long = self.mentions[-1].end - self.mentions[0].start > _LONG
        return counties[0] if len({node.path for node in counties}) == 1 and len(counties) > long else None

    def _below(self, mention: Place, parent: Node) -> Node:
        """A lower place under a parent, with its code where the lists have it there."""
        plain = Node((*parent.path, mention.name), mention.level, sure=0.95)
        if parent.candidates or mention.rule == "place.mask" or not parent.code:
            return plain
        if mention.level == "town" and RANK[parent.level] <= RANK["county"]:
            return town_below(mention.name, parent) or plain
        if mention.level == "village" and RANK[parent.level] <= RANK["town"]:
            bare = mention.rule in _BARE and not _SUFFIX.search(mention.name)
            return village_below(mention.name, parent) or bare and bare_village_below(mention.name, parent) or plain
        return plain

    def _echo(self, mention: Place) -> Node | None:
        """A short mention of a town or village that report or county names in full: 马曹庙 → 马曹庙镇."""
        for suffix in ("镇", "乡", "街道"):
            if node := self.memo.get(mention.name + suffix):
                return node
        if self.base is not None:
            county = next((p for p in upward_from(self.base) if p.level == "county" and p.code), None)
            for suffix in ("镇", "乡", "街道") if county else ():
                if code := gazetteer.towns(county.code).get(mention.name + suffix):
                    return Node((*county.path, mention.name + suffix), "town", code)
        full = [self.memo[mention.name + s] for s in ("村", "社区", "居委会") if mention.name + s in self.memo]
        return full[0] if len(full) == 1 else None

    def _zone(self, i: int, mention: Place) -> Node:
        """A zone: below the division whose short form its name holds, else below the report's own."""
        held = divisions_named(mention.name, self.year)
        if self.base is not None and any(p.code for p in upward_from(self.base)):
            held = [d for d in held if d.path[:1] == self.base.path[:1]] or [d for d in held if len(d.path) < 3]
        top = min((RANK[d.level] for d in held), default=0)
        known = [d for d in held if RANK[d.level] == top]
        if len(known) == 1:
            # A zone named after a district lies beside it, in the city, unless the report is the district's.
            owner, own = known[0], self.base is not None and self.base.path[:len(known[0].path)] == known[0].path
            owner = owner.parent if owner.name.endswith("区") and len(owner.path) > 2 and not own else owner
            return Node((*owner.path, mention.name), "zone")
        base = self.base
        while base is not None and RANK[base.level] > RANK["county"]:
            base = parent_of(base) if len(base.path) > 1 else None
        return Node((*(base.path if base else ()), mention.name), "zone")
