"""The indicator of a figure with no phrase of its own: what it shares with a neighbour, a clause or a heading."""

from __future__ import annotations

import re
from dataclasses import replace

from extract import context
from extract.kinds.phrase_words import EVENTS, verbs
from extract.link.measure import YEARLY_END, is_measure, joined
from extract.link.rows import Row
from extract.records import Figure, Link
from extract.text import original

_TIME_AND_VERB = re.compile(r"(?:(?:计划|相应地?|[已将可])*[由从])?(?:到?[一二三四五六七八九〇○零十\d]{2,4}年(?:[底末]|\d{1,2}月)?|今年|五年平均|去年|上年|目前已?|现已?|现在|[二三四五六七八九]十年代|预计|已经?|全年)?(?:的|为|是|达到?了?|上升为|下降为|上升到|下降到|增加到|增长到|提高到|约为?|分别为?|达)?")
_AT_ANOTHER_TIME = re.compile(rf"[，； ]?(?=[^，；]){_TIME_AND_VERB.pattern}|[又已将再]?(?:上升|增加|提高|提升|增长|扩大|下降|降低|减少|缩小|降)[到至为](?:[一二九〇○零三四五六七八\d]{{4}}年的|[今去上]年的|现在的|目前的)?")
_OTHER_SIDE = re.compile(r"[，、]?(?:即|又)?[比较由从][^，。；\d]{0,4}[^，。；]{0,10}的")
_HOLDING = re.compile(r"(?:所?占(?P<of>[^，。；占]{0,20}?)的?|在(?P<among>[^，。；占在]{2,16}?)[中里内]的?)(?:比重|比例|份额)$")
_BEFORE_EVENT = re.compile(r"(?:已经?|均|都|全部|仍|还|尚|顺利|稳定(?=在)|成功|实现了?|正在|陆续|先后|，|了)*")
# Verbs that the segmenter often cuts wrong behind 人: 万人用|上, 上岗 as a place.
_VERB = re.compile(rf"[走用喝吃住搬迁领拿考升转送进][上进到出入](?!学)|{'|'.join(sorted(EVENTS))}")
_TAKING_PART = re.compile(r"(?:参加|参与|享受|接受|得到|获得|受到|领取)?了?")
_NO_EVENT = re.compile(r"^是|呈|的|增长|增加|下降|减少|提高|超过|左右|达到|以上|占")
_REMAINING = ("剩余", "其余", "剩下", "余下")
_LABEL = re.compile(r"([^，。；：\d]{4,40}?)(?:绩效(?:自评|评价|目标)?)?(?:综述|(?:完成)?情况|结果)(?:说明)?：")
# 年均增长8%，达到[9亿元]: where the change led.
_UP_TO = re.compile(r"，(?:预计|力争|将|总[量数额]|累计|已|首次)*(?:完成|实现|达到?|突破|超过|增至|增加到|增长到|提高到|升至|降至|降到|下降到|减少到)了?")


# A number at the end of a clause whose unit no list has, or that has none: 指数为102.3.
_NO_UNIT = re.compile(r"(?<![\d.])\d[\d.]*[万亿]?[A-Za-z]{0,4}(?=，?$)")
# What a clause without a figure says of its subject.
_GROWN = re.compile("(?<=[\u4e00-\u9fff]{2})(?:扩大|增加|增长|提高|上升|提升|壮大|改善|加快|发展|回升|下降|减少|降低|缩小|好转|优化|再?创(?:历史|同期|近年来?)?新高)$")


class Sharing:
    """The part of a sentence's linker that names figures by what stands around them."""

    def _shared(self, row: Row, index: int) -> Link:
        """The indicator of a figure with no phrase of its own."""
        previous = self.rows[-1] if self.rows else None
        if previous and row.relation == "level" and (again := self._said_again(row, previous)):
            return again
        if row.relation in ("increase", "decrease") and previous and previous.relation == "share" and previous.base and (
                row.figure.unit in ("百分点", "千分点") or row.figure.unit == "%" and self._is_compared_share(previous)):
            return Link(f"{previous.indicator.value}占{previous.base}比重", "sentence", previous.indicator.start, previous.indicator.end, 0.8)
        if row.relation != "level":
            source = self._clause_subject(row) or self.subject or (previous.indicator if previous else None) or (self.linker.previous.indicator if self.linker.previous else None)
            return replace(source, value=YEARLY_END.sub("", source.value), how="sentence", confidence=0.85) if source else Link()
        if previous and previous.relation != "level" and _UP_TO.fullmatch(self.clean, previous.figure.end, row.figure.start):
            return replace(previous.indicator, value=YEARLY_END.sub("", previous.indicator.value), how="sentence", confidence=0.85)
        if topic := self._topic_clause(row):
            return replace(topic, value=joined(topic.value, self.head)) if self.led and self.head and not is_measure(topic.value) else topic
        if previous and not previous.indicator.value and previous.figure.end == row.figure.start and (event := self._event(row, index)):
            return event  # 28户[72人]参加特惠贷
        if previous and not previous.indicator.value and {previous.figure.kind, row.figure.kind} == {"households", "persons"}:
            return Link()  # 全村共有535户，共计[1729人]
        if subject := self._before_verb(row):
            return subject
        if previous and self.clean[previous.figure.end:row.figure.start] == "，" and (event := self._event(row, index)):
            return event  # 改建公路3公里，[15.6万人]喝上自来水
        if previous and previous.indicator.value and self._adjacent(previous.figure, row.figure):
            return replace(previous.indicator, how="list", confidence=0.85)
        if event := self._event(row, index):
            return event
        if row.figure.kind == "multiple" and self.subject:
            return replace(self.subject, how="sentence", confidence=0.85)
        if self.closed and (owner := self._owner(row.figure)):
            return owner  # 125户（贫困户30户）：2017年[45户]
        if self.subject and self.clean[row.figure.start - 1:row.figure.start] == "（" and self.clean[row.figure.end:row.figure.end + 1] == "）":
            return replace(self.subject, how="sentence", confidence=0.8)  # 比上年（36.9%）
        for earlier in reversed(self.rows):
            if earlier.figure.kind == row.figure.kind and earlier.figure.unit == row.figure.unit and earlier.relation == row.relation:
                return replace(earlier.indicator, how="list", confidence=0.7)
        if self.subject:
            return replace(self.subject, how="sentence", confidence=0.6)
        return self._label() or self.linker.topic() or Link()

    def _label(self) -> Link | None:
        """`防汛物资项目绩效自评综述：全年预算数为[120万元]`: what stands before the colon at the sentence's beginning."""
        match = _LABEL.match(self.clean, self.body, self.sentence.end)
        return Link(original(self.linker.text, *match.span(1)), "sentence", *match.span(1), 0.7) if match else None

    def _said_again(self, row: Row, previous: Row) -> Link | None:
        """`所占比重，1952年为41.5%，1957年上升为[56.5%]`, `占支出的27.9%，比上年的[38.1%]下降`: a share at another time."""
        between = self.clean[previous.figure.end:row.figure.start]
        if previous.relation != "share" or previous.figure.unit != row.figure.unit or not (_AT_ANOTHER_TIME.fullmatch(between) or _OTHER_SIDE.fullmatch(between)):
            return None
        row.relation, row.base = "share", previous.base
        return replace(previous.indicator, value=YEARLY_END.sub("", previous.indicator.value), how="list", confidence=0.85)

    def _is_compared_share(self, row: Row) -> bool:
        """Whether a share is the other side of the comparison that follows it."""
        before = self.rows[-2] if len(self.rows) > 1 else None
        return before is not None and before.relation == "share" and _OTHER_SIDE.fullmatch(self.clean, before.figure.end, row.figure.start) is not None

    def _owner(self, figure: Figure) -> Link | None:
        """What a bracket that closed was about, for the next figure of its kind."""
        alike = ("households", "persons") if figure.kind in ("households", "persons") else (figure.kind,)
        owner = next((row for row in reversed(self.rows) if row.indicator.value and self.subject and row.indicator.value == self.subject.value), None)
        return replace(owner.indicator, how="list", confidence=0.8) if owner and owner.figure.kind in alike else None

    def _topic_clause(self, row: Row) -> Link | None:
        """`工业所占的比重，一九五二年为[41.5%]`: the clause before names the figure, when it holds no figure
        and the figure's own clause holds no words but a time and a verb."""
        start = self._clause_start(row.figure.start)
        own = self.clean[start:row.figure.start]
        if not own and row.figure.kind in ("households", "persons"):
            return None  # 906户实现脱贫: what they did stands behind them
        if start <= self.body or self.clean[start - 1] not in "，：" or not _TIME_AND_VERB.fullmatch(own):
            return None
        low = self._clause_start(start - 1)
        if re.match(r"按照?", self.clean[low:start]) and self.clean.endswith(("计算", "口径"), low, start - 1) and low > self.body:
            start, low = low, self._clause_start(low - 1)  # 按不变价格计算 stands between
        if any(f.end > low and f.start < start for f in self.figures):
            return None
        share = _HOLDING.search(self.clean[low:start - 1])
        end = low + share.start() if share else start - 1
        if grown := _GROWN.search(self.clean, low, end):
            end = context.strip_links(self.clean, low, grown.start())  # 种植面积|逐年扩大，
        span = self.linker.phrases.before(low, end)
        if span is None:
            return None
        if share:
            row.relation = "share"
            among = re.search(r"在?([^，。；]{2,20})中，$", self.clean[self.body:low])
            row.base = share.group("of") or share.group("among") or (among.group(1) if among else self.whole)
        return Link(self._say(span), "sentence", span[0], span[1], 0.8)

    def _event(self, row: Row, index: int) -> Link | None:
        """`[15.6万人]喝上自来水`: with no noun around it, what those counted do."""
        figure = row.figure
        if figure.kind not in ("persons", "households", "count") or index + 1 < len(self.figures) and self.figures[index + 1].start <= figure.end + 1:
            return None
        end = self._clause_end(figure.end)
        verb = _BEFORE_EVENT.match(self.clean, figure.end, end).end()
        if not (self.linker.phrases.is_verb_at(verb) or _VERB.match(self.clean, verb, end)):
            return None
        span = (_TAKING_PART.match(self.clean, verb, end).end(), end)
        whole = index + 1 == len(self.figures) or self.figures[index + 1].start >= end
        if not whole or not 2 <= end - span[0] <= 18 or _NO_EVENT.search(self.clean, *span):
            return None
        return Link(self._say(span), "clause", *span, 0.6)

    def _before_verb(self, row: Row) -> Link | None:
        """`农村低保扩面达到[12179户]`: the subject of the clause, when its verb names nothing."""
        low = max(self._clause_start(row.figure.start), self.rows[-1].figure.end if self.rows else 0)
        end = context.strip_links(self.clean, low, row.figure.start)
        verb = self.linker.phrases.verb_at(end)
        if verb is not None and self.clean.startswith("共计", verb - 2):
            verb -= 2  # 经费共计安排
        if verb is not None and row.figure.kind != "duration":
            verb = context.strip_links(self.clean, low, verb)  # 投资|计划安排
        span = self.linker.phrases.before(low, verb) if verb is not None and verb > low else None
        return Link(self._other_side_of_account(self._say(span)), "sentence", span[0], span[1], 0.7) if span and span[1] == verb else None

    def _clause_subject(self, row: Row) -> Link | None:
        """`项目支出增加，较上年增加1133万元`: the subject of the clause before, when no figure parts them."""
        start = self._clause_start(row.figure.start)
        if start <= self.body or any(f.end > self._clause_start(start - 1) and f.start < start for f in self.figures):
            return None
        low = self._clause_start(start - 1)
        if bare := _NO_UNIT.search(self.clean, low, start - 1):  # 接入流量3376亿GB，增长11.6%
            span = self.linker.phrases.before(low, context.strip_links(self.clean, low, bare.start()))
            return Link(self._say(span), "sentence", span[0], span[1], 0.8) if span else None
        relation = context.read(self.clean, low, start - 1, "percentage", "%")
        changed = relation.name in ("increase", "decrease")
        if not changed and not re.search(r"(?:[率额值量数]|存款|贷款|投资|利润|税收|收入|支出|产量|面积|价格|指数|人口)$", self.clean[low:start - 1]):
            return None
        span = self.linker.phrases.before(low, relation.phrase_end if changed else start - 1)
        return Link(self._say(span), "sentence", span[0], span[1], 0.8) if span else None

    def _adjacent(self, first: Figure, second: Figure) -> bool:
        between = self.clean[first.end:second.start]
        return between in ("", "、", " ", "，", "和", "及", "约", "共", "，共", "/", "，合", "，即", "、共", "合", "（合", "（折合", "（约合")

    def _fill_backwards(self) -> None:
        """`3782户19182人易地扶贫搬迁工程`: the noun behind the second names the first too."""
        for row, following in zip(reversed(self.rows[:-1]), reversed(self.rows[1:])):
            touching = self.clean[row.figure.end:following.figure.start] in ("", "、", "和")
            bare = not row.indicator.value or row.indicator.how in ("list", "sentence") or row.indicator.value in verbs("keep") or row.indicator.value in _REMAINING
            if touching and following.indicator.start >= following.figure.end and bare:
                row.indicator = replace(following.indicator, how="list", confidence=0.85)
