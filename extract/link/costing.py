"""`总投资2亿元的食品园开工`: a cost or a size whose thing stands behind the figure."""

from __future__ import annotations

import re

from extract.kinds.phrase_words import EVENTS
from extract.records import Figure

_COST = re.compile(r"(?:(?:计划|预计|概算|协议)?总?投资(?:额|规模)?|(?:规划)?占地(?:面积)?|总?建筑面积|全长|总长)$")
_HOW = "(?:扎实|(?:进展)?顺利|成功|正式|加快|有序|全面|全部|陆续|相继|即将|如期|加紧|稳步)"
_DONE = f"{'|'.join(sorted(EVENTS))}|签约|落地|推进|实施|开工建设"
_EVENT_END = re.compile(rf"(?<=..)(?:{_HOW}++(?:{_DONE}|完成|建设|运营|运行|施工|进行|进展)?|{_DONE})$")
# The first project or work named in the clause is the thing; what follows are its parts or its progress.
_WORK = re.compile(r"(?P<name>[^，。；：]{0,24}?(?:项目|工程(?!师|机械|技术|车|款|量)))")

_NEXT_COST = re.compile(r"[、和与及](?:计划|预计|概算)?总?投资")


class Costing:
    """The part of a sentence's linker that finds what a cost before 的 is of."""

    def _cost_at_end(self, left: tuple[int, int]) -> str:
        """The cost or size that a phrase ends with: 继续抓好|总投资, A、B等|总投资."""
        cost = _COST.search(self.clean, *left)
        return cost.group() if cost else ""

    def _named_behind(self, figure: Figure, left: tuple[int, int], index: int) -> str:
        """What costs so much, with the word for the cost; '' when nothing behind the figure names it."""
        cost = self._cost_at_end(left) if self.clean[figure.end:figure.end + 1] == "的" else ""
        if not cost:
            return ""
        start, end = figure.end + 1, self._clause_end(figure.end)
        name = self._work(start, end, index) or self._phrase_behind(start, end, index)
        return name + cost if name else ""

    def _work(self, start: int, end: int, index: int) -> str:
        """The first 项目 or 工程 of the clause, from behind the figures that count it or its places."""
        for other in self.figures[index + 1:]:
            if other.start >= end or other.start > start + 16:
                break
            if "投资" in self.clean[start:other.start] or self._work_in(start, other.start):
                return self._work_in(start, other.start)  # 投资3亿元的甲项目和|投资6亿元的乙项目
            if other.start > start and "、" not in self.clean[start:other.start]:
                return ""  # 投资3亿元的甲、投资6亿元的乙|等6个项目: each costs its own
            start = other.end
            parted = self.clean.rfind("的", start, min(end, start + 12))
            start = parted + 1 if parted >= 0 else start
        return self._work_in(start, end)

    def _work_in(self, start: int, end: int) -> str:
        work = _WORK.match(self.clean, start, end)
        return self._say(work.span("name")) if work else ""

    def _phrase_behind(self, start: int, end: int, index: int) -> str:
        """The noun phrase behind 的, over the number that counts it and with the place that it begins with."""
        start += self.clean.startswith(" ", start)
        if index + 1 < len(self.figures) and self.figures[index + 1].start == start:
            start = self.figures[index + 1].end  # 的44个重点项目
        following = _NEXT_COST.search(self.clean, start, end)
        end = following.start() if following else end
        place = next((place for place in self.places if place.start == start), None)
        span = self.linker.phrases.after(place.end if place else start, end)
        if place and (span is None or span[0] != place.end):
            span = place.start, place.end
        elif place:
            span = place.start, span[1]
        ending = next((place for place in self.places if span and place.start == span[1]), None)
        span = (span[0], ending.end) if ending else span  # 军民融合|雷达产业园
        return _EVENT_END.sub("", self._say(span)) if span and span[0] - start <= 1 and span[1] - span[0] > 1 else ""
