"""The place of a figure: the nearest that governs it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from extract import frame
from extract.kinds.phrase_words import openings
from extract.link.rows import Row
from extract.records import Figure, Link, Place

_NEAREST = 40  # places before a figure that are asked whether they govern it
_BASE_BEFORE = re.compile(r"(?:占|跃升至|上升[至到]|提升[至到]|跻身|挺进|进入|迈入|领跑|领先|闻名|享誉|占到|高出|低于|高于|快于|超过|比|居|列|位居|位列|在|为|较|与|同|和|全面|排名|排)$")
_NO_BASE_BEFORE = re.compile(r"(?:因为|成为|作为)$")

# 全市最大规模的改造工程: what follows in other clauses is not the whole city's.
_ACTS = re.compile(r"[^，。；]{0,6}(?:帮扶|援助|对口|支援|捐|投入|投资|派|协作|结对|对我|为我|给我|向我|与我|援建|集团|公司|财政|干部|人民|考察|来)")
_THE_REST = re.compile("其[余他它](?:各?[乡镇县市区村]|地区)")  # 其余乡镇占两成: not of those named before
_EACH_TOWN = re.compile("各(?:乡镇|镇街?|乡|街道)")  # none of the towns and villages named before
_LOW = ("town", "village", "group")
_LEFT_OUT = re.compile(r"[（〔](?:均|都)?(?:不含|不包括|未含|除)")
_RANKED = re.compile(r"最|首[个家批次例]|前[列茅三十]|唯一|领先|排名|率先|先进|平均")

_RANKS = re.compile(r"[^，。；]{0,10}?(?:最|首|第[一二三四五六七八九十\d]|[前后倒][列茅\d二三四五六七八九十]|排[名位]|位次|领先|率先|先进|平均)")
_COUNTS = re.compile("的?(?:首批|现有|共有|共)?")
_DIVISIONS = re.compile("[省市县州区乡镇村]|自治|社区|街道|城市|地区")
_LEAD_IN = re.compile("[，在如是]*|其中|比如|例如|特别是|尤其是")
_ELSEWHERE = re.compile("其余|其他|另有|另外|另，")  # 另有5个乡镇: not of the place that was spoken of
_JOINTS = ("、", "和", "及", "与")
_OTHERS = re.compile(r"等(?![级次待于候额])")


def _alike(first: Place, second: Place) -> bool:
    """Whether two places can be items of one list: of one level, or one of them a zone."""
    return first.level == second.level or "zone" in (first.level, second.level)


class Placing:
    """The part of a sentence's linker that finds where its figures hold."""

    def _place(self, row: Row) -> None:
        """The nearest place that governs the figure."""
        linker, figure = self.linker, row.figure
        best = self._invested_in(figure) or self._said_before(figure)
        clause = self._clause_start(figure.start)
        place, place_is = best or linker.carried_place or linker.place_here()
        others = best and _THE_REST.match(self.clean, clause) or place_is and place_is.level in _LOW and place_is.end <= clause and _EACH_TOWN.match(self.clean, clause)
        row.place, row.place_is = linker.place_here() if others else (place, place_is)

    def _invested_in(self, figure: Figure) -> tuple[Link, Place | None] | None:
        """`投资[6.5亿元]的雄县电池厂`, `投资[20万元]在大坪村修建水池`: of what the money goes to, the place stands behind it."""
        index = bisect_left(self.place_starts, figure.end + 1)
        if figure.kind != "amount" or self.clean[figure.end:figure.end + 1] not in ("的", "在", "为") or self.place_starts[index:index + 1] != [figure.end + 1]:
            return None
        place = self.places[index]
        if self.clean[figure.end] != "的" and not self._is_site(place):
            return None
        if self.linker.above(place) or self.linker.foreign(place) or not self.linker.is_topic(place):
            return None
        return Link(place.name, "clause", place.start, place.end, 0.9), place

    def _said_before(self, figure: Figure) -> tuple[Link, Place | None] | None:
        """The last place or back-reference before the figure in its sentence that can govern it."""
        clause = self._clause_start(figure.start)
        choice: tuple[Link, Place | None] | None = None
        behind = self.body
        for match in reversed(self.references):
            if match.start() < figure.start and not (match.start() < clause and (_RANKS if match.group(3) else _RANKED).match(self.clean, match.end())):
                before = bisect_left(self.linker.place_starts, match.start())
                name, place = frame.referent(match, self.linker.home_here(), self.linker.places[max(0, before - 6):before])
                if place is not None and self.linker.above(place) and not self._above_governs(match, clause, figure):
                    continue
                choice = Link(name, "clause" if match.start() >= clause else "sentence", match.start(), match.end(), 0.95), place
                behind = match.start()
                break
        last = bisect_left(self.place_starts, figure.start)
        for place in reversed(self.places[max(0, last - _NEAREST):last]):
            if place.start < behind:
                break
            if self._governs(place, clause, figure):
                choice = Link(place.name, "clause" if place.start >= clause else "sentence", place.start, place.end, 0.93), place
                break
        if choice is None:
            return None
        return self._listed(*choice)

    def _references(self) -> list[re.Match[str]]:
        """全县, 我镇, 该村 in the sentence, where they are not the other side of a comparison."""
        return [match for match in frame.back_reference(self.clean, self.body, self.sentence.end)
                if not self._is_base(match.start()) and not (match.group(3) and frame.lowest(self.linker.home))
                and not any(p.end == match.start() for p in self.places)]

    def _is_base(self, position: int) -> bool:
        """Whether a name stands in the other side of a comparison or the whole of a share."""
        low = max(self.body, position - 4)
        return _BASE_BEFORE.search(self.clean, low, position) is not None and not _NO_BASE_BEFORE.search(self.clean, low, position)

    def _governs(self, place: Place, clause: int, figure: Figure) -> bool:
        """Whether a place before the figure can be what it is about."""
        if self._is_base(place.start) and not self.clean.startswith(("的", "、"), place.end) and not self._is_site(place) and not self._ends_list(place):
            return False
        if not self.linker.is_topic(place):
            return False
        bracket = self._closed_bracket(place.start, figure.start)
        if bracket and _LEFT_OUT.match(self.clean, bracket[0]):
            return False
        if bracket:
            return self._names_outside(bracket, figure)
        own = self.linker.is_own(place)
        if not own and self._is_item(place, figure):
            return False
        if place.start < clause and (_ELSEWHERE.match(self.clean, clause) or not (self._opens_clause(place) and (own or self._leads(place)))):
            return False
        if self.linker.above(place):
            between = self.clean[place.end:figure.start]
            return len(between) <= 14 and "、" not in between and "，" not in between
        return not self.linker.foreign(place) or self._is_subject(place)

    def _ends_list(self, place: Place) -> bool:
        """Whether a place is the last of a list of its level: 白泥镇、石桥镇|和|大坪镇."""
        index = bisect_left(self.place_starts, place.start) - 1
        earlier = self.places[index] if index >= 0 else None
        return earlier is not None and _alike(earlier, place) and self.clean[earlier.end:place.start] in _JOINTS

    def _is_site(self, place: Place) -> bool:
        """`在大坪村修建水池3口`, `为石门村捐款2万元`: where something was done or for whom, in the report's own place."""
        if self.clean[place.start - 1:place.start] not in ("在", "为") or self.linker.above(place) or self.linker.foreign(place) or self.linker.is_own(place):
            return False
        return self.linker.phrases.is_verb_at(place.end) or self.clean.startswith(openings("keep"), place.end)

    def _above_governs(self, match: re.Match[str], clause: int, figure: Figure) -> bool:
        """Whether 全省 in a county's report says where a figure holds: it counts what the province has (成为全省首批[30家]
        基地之一), or opens the figure's clause, or an earlier one with a figure of its own, and ranks nothing."""
        if _RANKS.match(self.clean, match.end()) and not _COUNTS.fullmatch(self.clean, match.end(), figure.start):
            return False
        if match.start() < clause:
            return not self.clean[self._clause_start(match.start()):match.start()].strip() and self.linker.counted(match.end())
        if figure.unit != "位" and _COUNTS.fullmatch(self.clean, match.end(), figure.start):
            return True
        return not self.clean[clause:match.start()].strip()

    def _is_item(self, place: Place, figure: Figure) -> bool:
        """Whether a place is one of the things that a figure counts or a part of the name of one: 白泥、石桥[2个]居委会,
        老岚水库等水源型水库[58座]; what is listed in full and then spoken of (在册亨、罗甸等县建设[6万亩]) is none."""
        place = self.linker.last_listed(place)
        between = self.clean[place.end:figure.start]
        others = _OTHERS.search(between)
        if others is None:
            return figure.kind == "count" and between == "" and self.clean[place.start - 1:place.start] in tuple(_JOINTS)
        if "，" in between or "；" in between:
            return False
        if between[:1] in (*_JOINTS, "等"):
            return others.end() == len(between) and figure.kind == "count"
        return not self.linker.phrases.is_verb_at(place.end)

    def _leads(self, place: Place) -> bool:
        """Whether a place is the topic of clauses behind its own: a figure there has it and does not count it as an
        item, or it opens the sentence and is no part of a longer name."""
        end = self.linker.last_listed(place).end
        if self.linker.counted(end):
            counting = self.figures[bisect_left(self.figures, end, key=lambda figure: figure.start)]
            return not self._is_item(place, counting) or _DIVISIONS.match(self.clean, counting.end) is not None
        opening = max(self.body, self.clean.rfind("；", self.body, place.start) + 1)
        for time in self.times:
            opening = time.end if time.start == opening else opening
        return _LEAD_IN.fullmatch(self.clean, opening, place.start) is not None and self.linker.leads(place)

    def _is_subject(self, place: Place) -> bool:
        """`云南省常住人口4721万`: a sentence that opens with a place is about it, wherever the report is from,
        unless it acts upon the report's own place."""
        return place.start == self.body and place.level in ("province", "prefecture", "county") and not _ACTS.match(self.clean, place.end)

    def _closed_bracket(self, position: int, until: int) -> tuple[int, int] | None:
        """The bracket around a position if it closes before `until`."""
        opening = max(self.clean.rfind("（", self.body, position), self.clean.rfind("〔", self.body, position))
        if opening < 0:
            return None
        closing = min((c for c in (self.clean.find("）", opening, until), self.clean.find("〕", opening, until)) if c >= 0), default=-1)
        return (opening, closing) if closing > position else None

    def _names_outside(self, bracket: tuple[int, int], figure: Figure) -> bool:
        """`市级极贫乡镇5个（分别为结构乡、…），贫困人口[20866人]`: names in a bracket without figures stand
        for what is counted before it, until the next thing is counted."""
        if not any(f.end == bracket[0] for f in self.figures):
            return False  # 中节能（保定）二期
        within = any(bracket[0] < f.start < bracket[1] for f in self.figures)
        counted = any(bracket[1] < f.start <= figure.start and f.kind == "count" for f in self.figures)
        return not within and not counted

    def _opens_clause(self, place: Place) -> bool:
        """Whether a place stands at the beginning of its clause, or behind places and times that do."""
        start = self._clause_start(place.start)
        before = self.clean[start:place.start]
        for item in (*self.places, *self.times):
            if start <= item.start and item.end <= place.start:
                before = before.replace(self.clean[item.start:item.end], "", 1)
        return re.fullmatch(r"(?:在|如|比如|例如|是|为|、|和|及|与|的|以及|分别为?|级|\w{0,2}：|[\u4e00-\u9fff]{0,8}(?:分别为|乡镇|村|中)| )*", before) is not None

    def _listed(self, link: Link, place: Place | None) -> tuple[Link, Place | None]:
        """A list of places joined with 、 governs as a whole."""
        if place is None or link.start != place.start:
            return link, place
        index = bisect_left(self.linker.place_starts, place.start)
        names, start = [place.name], place.start
        while index > 0:
            earlier = self.linker.places[index - 1]
            joint = self.clean[earlier.end:start]
            if joint not in _JOINTS or not _alike(earlier, place) or earlier.start < self.body:
                break
            names.insert(0, earlier.name)
            start, index = earlier.start, index - 1
        if len(names) == 1:
            return link, place
        return replace(link, value="、".join(names), start=start), place
