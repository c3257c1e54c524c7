"""Names of towns, villages, groups, zones and spots: found by their suffix, walked back to their beginning."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from extract import gazetteer
from extract.kinds.place_edges import HAN, NAME_TAGS, Edges, is_kind, role, rules
from extract.records import Place

#: Single characters that end a walk to the left when the segmenter sees them as words of their own.
HARD = frozenset("的之做和与及在是了等各该本我其这那由将把被为对向到从至以如即驻赴入进住往含距经因并或像给让使用按据除都也已就又还所个名位家年月日辖跟同于省市县区乡镇村")
#: Characters after which a suffix names a kind: 千村, 通组, 全镇.
BARE = frozenset("一二两三四五六七八九十百千万多几每各全单整逐围带出净兴通驻进包联返离强富助撤建改设并坐")
#: Parts of speech before which a name begins, once something of it stands to the right.
STOP_TAGS = ("v", "d", "p", "c", "u", "r", "m", "t", "f", "y", "e", "l", "i")
#: The last one or two characters of a suffix → its rule and how far back the suffix may begin.
LAST = {"村": ("village", 2), "镇": ("town", 1), "乡": ("town", 3), "组": ("group", 6)}
LAST_TWO = {
    **dict.fromkeys(("社区", "嘎查", "委会"), ("village", 3)),
    **dict.fromkeys(("街道", "苏木", "事处"), ("town", 5)),
    **dict.fromkeys(("发区", "验区", "园区", "业园", "技园", "流园", "范园", "件园", "新区", "假区", "税区", "港区", "工区", "中区",
                     "聚区", "贸区", "作区", "开区", "范区", "贸港", "由港"), ("zone", 20)),
    **dict.fromkeys(("景区", "胜区", "公园", "护区", "水库", "灌区"), ("spot", 8)),
}
_CANDIDATE = re.compile("[村镇乡组区查会道木处园港库]")
_LOOSE = frozenset("城小市古集村圩粮画治酒")  # 新型城镇, 特色小镇, 集镇
_NUMERAL = re.compile(r"[一二三四五六七八九十]{1,3}|\d{1,2}")
_ORDER = {name: number for number, name in enumerate(("零", *"一二三四五六七八九十", "十一", "十二", "十三", "十四", "十五"))} | {
    str(number): number for number in range(1, 30)}
_NESTED = re.compile("[村乡镇县市]|社区|街道")
_NAMING = re.compile("(?:经济|高新)(?:技术)?(?:产业)?开发区|高新区|经开区|综合保税区|国家级?新区")
_SEAT = re.compile("开发区|高新区|新区|水库|灌区|景区")


def hits(text: str) -> Iterator[tuple[str, int, int]]:
    """Every suffix in a text as (rule, start of suffix, end)."""
    done, patterns = 0, rules()
    for last in _CANDIDATE.finditer(text):
        end = last.end()
        rule, reach = LAST_TWO.get(text[end - 2:end]) or LAST.get(last[0], ("", 0))
        if not rule:
            continue
        regex, stop = patterns[rule], end + 6
        found = regex.search(text, max(done, end - reach), stop)
        while found and found.end() < end:
            found = regex.search(text, found.end(), stop)
        if found and found.end() >= end and found.start() < end:
            yield rule, found.start(), found.end()
            done = found.end() - 1 if rule != "town" else done


class Search:
    """The search of one document; `found` grows in reading order."""

    def __init__(self, edges: Edges, fixed: list[Place], short: list[Place], frame: tuple[str, ...]):
        self.edges, self.text, self.fixed = edges, edges.text, fixed
        self.towns = frozenset().union(*map(gazetteer.towns, frame))
        self.villages = frozenset().union(*map(gazetteer.village_names, frame))
        self.provinces = tuple(dict.fromkeys(code[:2] for code in frame)) or _provinces(fixed)
        self.stops = {m.end: m for m in (*short, *fixed)}
        self.tentative = {m.end for m in short} - {m.end for m in fixed}
        self.heads = {m.start for m in (*short, *fixed)}
        self.found: list[Place] = []
        self.stems: set[str] = set()
        self.doubtful: list[tuple[Place, str]] = []

    def run(self) -> list[Place]:
        """All names by suffix that overlap no fixed mention."""
        taken = [(m.start, m.end) for m in self.fixed]
        for rule, suffix, end in hits(self.text):
            i = bisect_left(taken, (end, 0)) - 1
            if i >= 0 and taken[i][1] > suffix:
                continue
            floor = taken[i][1] if i >= 0 else 0
            if rule == "town" and end - 1 in self.heads and self._listed_start(rule, suffix, end, floor) is None:
                continue  # 浙江|镇海 holds no 浙江镇
            if not self._extended(rule, suffix, end, floor):
                self._add(self._name(rule, suffix, end, max(floor, self.found[-1].end if self.found else 0)), suffix)
        # What stood in doubt holds when the same stem is a name further down.
        self.found += [mention for mention, stem in self.doubtful if stem in self.stems]
        self.found.sort(key=lambda m: m.start)
        return self._without_lone_groups()

    def _add(self, mention: Place | None, suffix: int) -> None:
        if mention is None or self._is_division(mention):
            return
        self.found.append(mention)
        self.stops[mention.end] = mention
        if mention.level == "village":
            self.stems.add(self.text[mention.start:suffix])

    def _is_division(self, mention: Place) -> bool:
        """Whether a county's short form only looks like a town's name: 长沙|宁乡."""
        if mention.level != "town" or mention.name in gazetteer.all_towns():
            return False
        return any(self.text[i:mention.end] in gazetteer.names().short and self.edges.begins(i)
                   for i in range(mention.start, mention.end - 1))

    def _extended(self, rule: str, suffix: int, end: int, floor: int) -> bool:
        """Whether the last name was only the stem of this one: [河镇]乡, [魏村]镇."""
        last = self.found[-1] if self.found else None
        if rule != "town" or last is None or last.end != suffix and not (
                last.end < suffix and gazetteer.is_people(self.text[last.end:suffix] + "族")):  # [娄村]满族乡
            return False
        if last.level == "village" or self._listed_start(rule, suffix, end, max(floor, last.start)) == last.start:
            self.found.pop()
            self._add(self._place(rule, last.start, end, 0.92), suffix)
            return True
        return False

    def _place(self, rule: str, start: int, end: int, confidence: float) -> Place:
        return Place(start, end, "place", f"place.{rule}", confidence, self.text[start:end], level=rule)

    def _name(self, rule: str, suffix: int, end: int, floor: int) -> Place | None:
        """The name that ends with a suffix, or None when only a kind of place is named."""
        if rule == "group":
            return self._group(suffix, end, floor)
        if rule in ("zone", "spot"):
            return self._zone(rule, suffix, end, floor)
        text = self.text
        qualified = rule == "village" and text[floor:suffix].endswith(("行政", "自然"))
        suffix -= 2 if qualified else 0
        start, confidence = self._listed_start(rule, suffix, end, floor), 0.96
        if start is None:
            start, confidence = self._left(suffix, floor, 6), 0.88
        if start is None or start >= suffix or text[start - 1:start] in ("个", "座", "条") or rule == "village" and text.startswith("村通", end):
            return None  # 电话|村村通
        if qualified and not (start in self.stops or self.edges.has_name(start, suffix)):
            return None
        if confidence == 0.88 and (is_kind(text[start:suffix]) or not self._plausible(rule, start, suffix, end)):
            if rule == "village" and suffix - start > 1:
                self.doubtful.append((self._place(rule, start, end, 0.85), text[start:suffix]))
            return None
        return self._place(rule, start, end, confidence)

    # -- where a name begins

    def _listed_start(self, rule: str, suffix: int, end: int, floor: int) -> int | None:
        """Where the longest listed town or village that ends here begins, if that is a word edge."""
        text, known = self.text, gazetteer.all_towns() if rule == "town" else self.villages
        for start in range(max(floor, end - 12), suffix):
            if text[start:end] in known and self._edge(start, floor) and self._trusted(rule, start, suffix, end):
                return self._widened(start, floor)
        return None

    def _trusted(self, rule: str, start: int, suffix: int, end: int) -> bool:
        """Whether a listed spelling is meant as the name it is: 新城镇 only in the county that has it."""
        text, stem, local = self.text, self.text[start:suffix], self.towns if rule == "town" else self.villages
        beside = start in self.stops or start - 1 in self.stops and text[start - 1] in "、的和"
        if stem in role("kind") or stem in BARE or rule == "town" and stem[-1] in _LOOSE:
            listed = len(stem) > 1 and not is_kind(stem) and start - 1 in self.stops and text[start - 1] in "、和"  # 竹园镇、禾市镇
            return listed or text[start:end] in local and (beside or stem not in role("kind") and stem not in BARE)
        if len(stem) == 1:
            return beside or self.edges.has_name(start, suffix) or text[start:end] in local and (
                self.edges.bounded(start) or text[start - 1] in HARD)
        return beside or not is_kind(stem) or text[start:end] in local

    def _edge(self, start: int, floor: int) -> bool:
        """Whether a listed name may begin here."""
        return start == floor or self.edges.begins(start) or self.edges.bounded(start) or self.text[start - 1] in HARD

    def _widened(self, start: int, floor: int) -> int:
        """One character further left when only a position word is left there: [北]果园乡."""
        if start > floor and self.text[start - 1] in "东南西北上下大小前后新老" and (
                start - 1 == floor or self.edges.bounded(start - 1)):
            return start - 1
        return start

    def _left(self, suffix: int, floor: int, longest: int) -> int | None:
        """Where an unlisted name begins, going left from its suffix; None when there is no honest edge."""
        text, low = self.text, max(floor, suffix - longest)
        bound = suffix
        while bound > low and HAN.match(text[bound - 1]) and not self._ends_at(bound, suffix):
            bound -= 1
        if bound < suffix and text[suffix - 1] in BARE:
            return None
        closed = bound > suffix - longest or bound in (floor, 0)
        beside = closed and bound > 0 and (bound in self.stops or text[bound - 1] in "、的")
        start = suffix
        for word in self.edges.before(suffix, bound):
            if _stops(text[word.start:word.end], word.tag, start < suffix, beside and word.start == bound):
                usable = start < suffix and (suffix - start > 1 or closed or word.tag[0] in "uvpc")
                return start if usable else None
            start = word.start
        if closed and start < suffix - 2 and text[start] in "由在到从把被":
            start += 1  # the segmenter took 由兴胜 for a person
        return start if closed else None

    def _ends_at(self, position: int, suffix: int) -> bool:
        """Whether a place ends there and leaves a stem; a short form that may be none must leave two characters."""
        return position in self.stops and position < suffix - (1 if position in self.tentative else 0)

    def _plausible(self, rule: str, start: int, suffix: int, end: int) -> bool:
        """Whether an unlisted stem looks like a name, or its neighbours or the province's list speak for it."""
        text, stem = self.text, self.text[start:suffix]
        if stem in self.stems:
            return True
        if rule == "town" and stem[-1] in _LOOSE:
            return False
        nested = _NESTED.search(stem[:-1] if rule == "town" else stem)
        if not nested and not any(is_kind(text[i:suffix]) for i in range(start + 1, suffix - 1)):
            if start in self.stops or len(stem) > 1 and text[start - 1:start] in ("、", "的") and HAN.match(text[start - 2:start - 1] or " "):
                return True
            if len(stem) > 1 and self.edges.proper(start, suffix) and not (
                    rule == "town" and any(word.tag[0] == "v" for word in self.edges.span(start, suffix))):
                return True
        return rule == "village" and len(stem) > 1 and any(gazetteer.knows_village(text[start:end], code) for code in self.provinces)

    # -- groups

    def _group(self, suffix: int, end: int, floor: int) -> Place | None:
        """A villagers' group by its number or its name."""
        text = self.text
        if _NUMERAL.match(text, suffix):
            self._group_owner(suffix, floor)
            return self._place("group", suffix, end, 0.85)
        suffix = end - (4 if text[suffix:end].endswith("村民小组") else 1)
        start = self._left(suffix, floor, 5)
        if start is None or suffix - start < 2 or any(is_kind(text[i:suffix]) for i in range(start, suffix)):
            return None
        return self._place("group", start, end, 0.85)

    def _group_owner(self, end: int, floor: int) -> None:
        """Note the bare name of the village right before a numbered group: 石桥|八组."""
        start = self._left(end, floor, 4)
        if start is not None and end - start > 1 and end not in self.stops and self.edges.begins(start) and all(
                word.tag in NAME_TAGS for word in self.edges.span(start, end)):
            self._add(Place(start, end, "place", "place.echo", 0.75, self.text[start:end], level="village"), end)

    def _without_lone_groups(self) -> list[Place]:
        """What was found, less the groups that have no village, no parent and no neighbour to speak for them."""
        text, groups = self.text, [m for m in self.found if m.level == "group"]
        if not groups:
            return self.found
        around = {m.start for m in groups} | {m.end for m in groups}
        ends = {m.end for m in (*self.found, *self.fixed)}
        village = any(m.level == "village" for m in (*self.found, *self.fixed))

        counted = _in_sequence(groups)

        def stands(group: Place) -> bool:
            if not village:
                return False
            if group.start in counted:
                return True
            if _NUMERAL.match(text, group.end):
                return False
            after = text[group.end:group.end + 1] == "、" and group.end + 1 in around
            before = text[group.start - 1:group.start] in ("、", "和", "至") and group.start - 1 in around
            lone = group.name != "一组" and bool(re.match("[一二三四五六七八九十]", group.name))
            return group.start in ends or after or before or lone

        return [m for m in self.found if m.level != "group" or stands(m)]

    # -- zones and spots

    def _zone(self, rule: str, suffix: int, end: int, floor: int) -> Place | None:
        """A zone or spot with its whole name, a division's short form in front included (合肥高新区)."""
        text, kind = self.text, self.text[suffix:end]
        if suffix == floor and _NAMING.fullmatch(kind) and suffix in self.stops:
            return self._place(rule, self.stops[suffix].start, end, 0.9)  # [易县]经济开发区 is one name
        start = self._zone_left(suffix, floor)
        owners = [self.stops[i] for i in range(suffix, max(start, floor) - 1, -1)
                  if i in self.stops and self.stops[i].start >= floor and (i > start or i in (start, suffix))]
        if owners:
            first, rest = owners[-1].start, text[owners[0].end:suffix]
            if not (start < first and suffix - start < 9 and self.edges.has_name(start, first)):
                start = first
            if (rule == "spot" or kind.endswith("新区")) and rest and not is_kind(rest):
                start = owners[0].end  # 重庆市|北部新区
            if rule == "spot" and len(rest) == 1:
                start = owners[0].start  # 宝鸡峡灌区
            elif start == suffix or rule == "spot" and start < owners[0].end or "等" in text[start:suffix]:
                return None
        elif suffix - start < 2 or kind in ("自贸区", "自由贸易区") or "路" in text[start:suffix] or not (start in self.stops or start == floor > 0 or self._named_zone(start, suffix, kind)):
            return None
        return self._place(rule, start, end, 0.88)

    def _zone_left(self, suffix: int, floor: int) -> int:
        stops, self.stops = self.stops, {}
        start = self._left(suffix, floor, 9)
        self.stops = stops
        return suffix if start is None or is_kind(self.text[start:suffix]) else start

    def _named_zone(self, start: int, suffix: int, kind: str) -> bool:
        """Whether a zone's stem is a name; a trade alone (书画文创产业园) is none."""
        if self.edges.has_name(start, suffix):
            return True
        return bool(_SEAT.search(kind)) and len(self.edges.span(start, suffix)) > 1 and self.edges.proper(start, suffix)


def _stops(piece: str, tag: str, begun: bool, at_edge: bool) -> bool:
    """Whether a word left of a suffix stands before the name rather than in it."""
    if piece in HARD or piece in role("lead"):
        return True
    if len(piece) == 1:
        return False
    if len(piece) > 3 and tag not in NAME_TAGS:
        return True  # 全力支持|滨湖新区
    if at_edge and not begun:
        return tag[0] in "rpctmli"
    if not begun:
        return tag[0] in "vdpcrmtli" and tag != "vn"
    return tag.startswith(STOP_TAGS) and not (at_edge and tag[0] in "mf")


def _in_sequence(groups: list[Place]) -> set[int]:
    """Where the groups begin that a text takes one after the other: 一组96户, 二组88户, 三组102户."""
    found = set()
    for one, two, three in zip(groups, groups[1:], groups[2:]):
        numbers = [_ORDER.get(group.name.removesuffix("村民小组").removesuffix("组"), 0) for group in (one, two, three)]
        if numbers[0] and numbers[1:] == [numbers[0] + 1, numbers[0] + 2] and three.start - one.end < 80:
            found |= {one.start, two.start, three.start}
    return found


def _provinces(full: list[Place]) -> tuple[str, ...]:
    """The codes of the two provinces that a document without counties speaks of most."""
    counts = Counter(code for m in full for code in dict.fromkeys(d.code[:2] for d in gazetteer.names().full.get(m.name, ())))
    return tuple(code for code, _ in counts.most_common(2))
