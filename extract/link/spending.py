"""What money was spent on: a bare 投资 or 投入资金 is completed with what its clause or the next one makes of it."""

from __future__ import annotations

import re

from extract.records import Figure

_SPENDING = re.compile(r"投资|(?:投入|投资|安排|筹集)?资金|投入")
# What may stand between the beginning of the clause and 投资: times and adverbs, but no subject.
_ADVERBS = re.compile(r"(?:[一二三四五六七八九十两\d]{1,4}年[来间内]?|[今去当全近]年来?|年内|累计|总共|共计|共|先后|计划|预计|拟|将|已经?|又|再|还|另|继续|重点|多渠道|积极|同时|，)*")
_HOW = r"(?:精准|全面|全部|重点|统一|继续|相继|陆续|先后|同步|分别|集中|高标准|高质量|已|正在|专项|主要)*"
# Verbs that make what stands behind them; the light ones say no more than that.
_LIGHT = r"(?:组织|启动|谋划|规划)?(?:实施|建设|新建|修建|兴建|完成|建成|落实|开展|打造|推进|推广|用于|援建|购置|新上|配备|安装|铺设|敷设|启动|完善)"
_HEAVY = r"改扩建|新改建|新扩建|改建|扩建|改造|整修|维修|修缮|修复|整治|治理|硬化|绿化|升级|更新|拓宽|提升|发展"
_MAKING = re.compile(rf"，?{_HOW}(?:{_LIGHT}了?|(?={_HEAVY}))")
# 实施营养餐计划，投入资金: the undertaking that the clause before names.
_UNDERTAKING = re.compile(r"(?:实施|开展|推进|推行|落实|启动)了?([^，。；：、\d]{2,24}(?:工程|计划|行动|项目|活动|政策|扶贫|治理|试点|改革))，")
_REACHING = re.compile(r"(?:累计|共|可|将|直接|已)*(惠及|受益)")
_REACHED = re.compile(r"(?:惠及|受益|资助)[^的]{1,4}")
# 对96户农户实施了房屋修缮: for whom, then what.
_FOR = re.compile(r"，?[对为给在向][^，。；：]{2,40}?(?:实施|进行|开展|完成|建设|新建|修建|落实)了?(?=[^，。；：])")

# 某集团累计投入帮扶资金: a donor and what it gave; the adverbs and verbs between them.
_DONOR = re.compile(r"(?:省|市|县)?([^，。；：、“”（）\d]{0,10}?(?:集团|公司|..银行|农发行|信用社|基金会|商会|协会))(?:累计|先后|直接|共|已|还|又|再)*(?:投入|发放|捐赠|捐资|实施|援建|提供|落实|引进)?了?")
_GIVEN = re.compile(r"帮扶|扶贫|援助|捐")
_TO_WHOM = re.compile(r"对“?([^，。；：、“”\d]{2,8})”?")


class Spending:
    """The part of a sentence's linker that finds what an amount was spent on."""

    def _for_what(self, figure: Figure, index: int, low: int, span: tuple[int, int], value: str) -> str:
        """The name of an amount by what it was spent on, or of a figure by the undertaking it belongs to; '' for others."""
        return self._spent_on(figure, index, low, span, value) or self._undertaking(low, span, value)

    def _spent_on(self, figure: Figure, index: int, low: int, span: tuple[int, int], value: str) -> str:
        """`投资[86万元]，新建便民桥3座`: 投资便民桥."""
        if figure.kind != "amount" or not _SPENDING.fullmatch(value) or not self._without_subject(low, span[0]):
            return ""
        end = self.sentence.end
        made = _MAKING.match(self.clean, figure.end, end) or _FOR.match(self.clean, figure.end, end)
        made = made and self._made(index, made.end(), self._clause_end(made.end()))
        return value + self._say(made) if made and made[1] - made[0] > 2 else ""

    def _undertaking(self, low: int, span: tuple[int, int], value: str) -> str:
        """`实施营养餐计划，投入资金[86万元]、惠及学生5200人`: 营养餐计划投入资金, 营养餐计划惠及学生."""
        if not (_SPENDING.fullmatch(value) or _REACHED.fullmatch(value)) or not self._without_subject(low, span[0]):
            return ""
        named = self._named_before(span[0])
        return named + value if named else ""

    def _owner_of(self, span: tuple[int, int]) -> str:
        """Who gave what a phrase names (航天集团累计投入|帮扶资金, 实施|帮扶项目) or to whom it was done (对四类人员|实施危房改造); '' for others."""
        clause = self._clause_start(span[0])
        to_whom = _TO_WHOM.fullmatch(self.clean, clause, span[0]) if self.clean.startswith("实施", span[0]) else None
        if to_whom:
            return self._say(to_whom.span(1))
        if not _GIVEN.search(self.clean, *span):
            return ""
        if donor := _DONOR.fullmatch(self.clean, clause, span[0]):
            self.donor = self._say((clause, donor.end(1)))
            return self.donor
        return self.donor if span[0] == clause else ""

    def _reaching(self, low: int, high: int) -> str:
        """`实施饮水安全工程，惠及[2.1万人]`: 饮水安全工程惠及."""
        verb = _REACHING.fullmatch(self.clean, low, high) if low == self._clause_start(high) else None
        named = self._named_before(high) if verb else ""
        return named + verb.group(1) if named else ""

    def _named_before(self, position: int) -> str:
        """The undertaking that the clause before a position's clause names, or ''."""
        start = self._clause_start(position)
        clause = self._clause_start(start - 1) if start > self.body and self.clean[start - 1] == "，" else start
        named = _UNDERTAKING.search(self.clean, clause, start)
        modifier = self.linker.phrases.before(named.start(1), named.end(1) - 2) if named and named.end() == start else None
        return self._say((modifier[0], named.end(1))) if modifier else ""

    def _without_subject(self, low: int, high: int) -> bool:
        """Whether no subject stands between the beginning of the clause and a verb."""
        start = max([low, *(place.end for place in self.places if low <= place.start < high)])
        return _ADVERBS.fullmatch(self.clean, start, high) is not None

    def _made(self, index: int, start: int, end: int) -> tuple[int, int] | None:
        """The noun phrase for what was made in a clause: behind its last figure (完成东桥等3座桥梁维修), or where
        nothing stands there before its first (修建水渠6公里、便桥3座)."""
        phrases = self.linker.phrases
        figures = [figure for figure in self.figures[index + 1:] if figure.start < end]
        if figures and figures[-1].end < end:
            return phrases.before(figures[-1].end, end)
        ends = (figures[0].start, figures[-1].start) if figures else (end,)
        return next((span for each in ends if (span := phrases.before(start, each))), None)
