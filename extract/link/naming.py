"""The indicator of a figure: what the words beside it in its clause name."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from extract import context
from extract.kinds.phrase_words import EVENTS, MANNER, verbs
from extract.kinds.tidy import tidy
from extract.link.acting import NEW_BY_NAME
from extract.link.measure import BARE_MEASURE, is_measure
from extract.link.rows import Row
from extract.records import Figure, Link
from extract.text import original

_CHANGES = frozenset(("提升", "提高", "上升", "增加", "扩大", "增长", "上涨", "下降", "降低", "减少", "缩小", "回落"))
_CHANGES_TO = re.compile("(?:调整|拓展|扩展|延伸|发展)[到至为]")
_YEARLY = re.compile(r"(平均每年|每年平均|年平均|年均)(?:分别)?(?:递)?(?:增长|增加|下降|减少|提高|降低|递增|递减|上涨|上升|提升|回落|净?增|缩减|缩小|压减|扩大|增产|减产)?(?:了|约|近|超过?|达|为)*$")
_RECKONED = re.compile("(?:价格?|汇率|口径|标准)$")
_GROUP = re.compile(r"(?:第)?[一二三四五六七八九十]{1,3}(?:组|社)")
_IN_ALL = re.compile(r"(?:(?:总?共计?|合计|总计)(?:需要?|应|可|能|已经?)?|(?:还|尚|仍)(?:需要?|要|应)|需要|要)$")
_OWN_OFFICE = re.compile(r"(?:部门|单位)(?=..)")
_OFFICE = re.compile(r"[\u4e00-\u9fff]{0,16}?(?:委员会|办公室|工作部|[组宣统]\w{1,2}部|厅|局|院|中心|学校|委|办)(?:本级|机关|本部)?(?:财政拨款的)?(?=(?:财政拨款)?(?:总?收入|总?支出|收支|预算|决算|“?三公|机关运行经费|政府采购|项目支出|基本支出))")
_PER = re.compile(r"[亩户村校]均$")
_EACH_HAS = re.compile(r"([人户村亩]均)(?:约|近|达到?|为|有)*$")
_HANDED_ON = re.compile(r"上年度?$")
_DIVIDED = re.compile(r"(?:组|(?<!贫困)村|社区|乡|镇|街道|[居村]委会|屯|寨|面积|耕地|林地)$")
_THERE_ARE = re.compile(r"[^，。；、]{0,16}?(?:$|[，；、](?:现|共|总|目前|总计|全[村镇乡社区]+|合计|居住|有)*)")
_EVERY = re.compile(r"(?:每(?:年|月|季度|周|天|日|学期)|全年)$")
_YIELDED = frozenset(("招生", "毕业", "演出"))  # 技工院校共招生1.2万人: none is counted without it
_PER_HEAD = re.compile(r"每[十百千万亿]{1,2}(?:常住|户籍)?(?:人口?|户)?[\u4e00-\u9fff]{0,2}?(?:拥有量?|有)$")


_LEADERS = re.compile(r"[\d一二三四五六七八九十百]+[位名强]")  # 前|10位企业
_ALSO_UNIT = re.compile("（[\u4e00-\u9fff]{1,2}）(?=[\u4e00-\u9fff])")


_SIZES = frozenset(("area", "length", "mass", "volume", "energy", "power"))
# Behind a figure these name nothing: 突破2亿元|大关, 提升2个|等级, 跨上4万亿|两个台阶, 由20万辆|发展到35万辆.
_NO_NAME = re.compile(r"(?:历史)?大关|关口|(?:[一两三]个)?(?:大?台阶|大关|等级|位次|名次|档次)|(?:发展|调整|拓展|扩展|延伸)[到至为]")


class Naming:
    """The part of a sentence's linker that finds what its figures count."""

    def _indicator(self, row: Row, index: int, low: int, relation: context.Relation) -> None:
        """Find the phrase before or behind the figure that names it; else what it shares with a neighbour."""
        figure = row.figure
        phrases = self.linker.phrases
        left = self._not_reckoning(low, phrases.before(low, relation.phrase_end), figure)
        if left and figure.kind == "households" and self._divides(left):
            left = None
        behind = self._behind_place(figure)
        right = self._right(index, behind)
        if right and left is None and self._belongs_to_next(index, right):
            right = None
        if relation.name == "level":
            self._verb_and_noun(row, low, left)
        chosen, how = self._choose(figure, left, right, relation, behind)
        if chosen and chosen == left and (self.clean[slice(*left)] in _CHANGES or _CHANGES_TO.fullmatch(self.clean, left[0], left[1] + 1)):
            chosen = None  # 提升到去年底的13%
        if chosen is None and relation.name != "level" and index and self._joined(self.figures[index - 1], figure) and self.rows[-1].indicator.value.endswith("年均"):
            row.indicator = replace(self.rows[-1].indicator, how="list")  # 年均分别增长4.5%、17.2%
            return
        if chosen is None and (yearly := _YEARLY.search(self.clean, self._clause_start(figure.start), figure.start)):
            span = phrases.before(low, context.strip_links(self.clean, low, max(low, yearly.start())))
            span = None if span and self.clean.endswith("计算", *span) else span  # 按可比价格计算
            named = Link(self._say(span), "clause", *span, 0.85) if span else None
            shared = named or self._clause_subject(row) or self.subject or self._shared(row, index)
            row.indicator = replace(shared, value=shared.value + yearly.group(1)) if shared.value and not shared.value.endswith(yearly.group(1)) else shared
            return
        if chosen is None and (span := self._before_time(low, relation.phrase_end) or self._before_bracket(figure)):
            chosen, how = span, "clause"
        if chosen is None and (reached := self._reaching(low, figure.start)):
            row.indicator = Link(reached, "sentence", low, figure.start, 0.7)
            return
        if chosen is None:
            row.indicator = self._event(row, index) or Link() if self._names_nothing(low, figure) else self._of_each(figure, self._shared(row, index))
            return
        named_before = chosen == left
        if named_before and right is None and (self._only_verb(left) or left[1] - left[0] <= 2) and (subject := self._counted_subject(low, left[0])):
            if self.clean[slice(*left)] in _YIELDED:
                row.indicator = Link(self._say(subject) + self._say(left), how, subject[0], left[1], 0.85)
                return
            chosen, named_before = subject, subject == left
        value = self._say(chosen)
        if named_before and (named := self._named_behind(figure, left, index)):
            row.indicator = Link(named, how, left[0], left[1], 0.85)
            return
        if named_before and row.relation == "level" and (spent := self._for_what(figure, index, low, left, value)):
            row.indicator = Link(spent, how, left[0], left[1], 0.85)
            return
        if named_before:
            value = self._as_before(row, index, low, chosen, left, value)
        else:
            value = self._with_left(low, figure.start, left, value) if chosen == right and row.relation == "level" else value
            value = self._without_opening(figure, value)
        value = self._same_thing(figure, self._with_shared_verb(low, chosen[0], value))
        if row.relation == "level":
            value = self._with_done(figure, chosen, value, chosen == right)
        sized = figure.unit == "张" and figure.qualifier != "exact" and value.startswith("床位")  # 100张以下|床位医院
        value = "床位" if sized else self._complete(row, value)
        row.indicator = Link(value, how, chosen[0], chosen[1], 0.9)

    def _as_before(self, row: Row, index: int, low: int, chosen: tuple[int, int], left: tuple[int, int], value: str) -> str:
        """The phrase before a figure as a name: with what belongs to it further left, without its owner and its verbs."""
        figure = row.figure
        value = self._without_owner(chosen, self._with_subject(low, chosen, value))
        if index:
            value = self._with_threshold(self.figures[index - 1], self.rows[-1], chosen, value)
            if value.startswith("新增") and not NEW_BY_NAME.search(value[2:]) and row.relation == "level" and self._bounds_a_noun(self.figures[index - 1]):
                row.relation = "increase"  # 新增纳税超千万元企业6家
        if row.relation == "level" and value.endswith(("增收", "增产")) and figure.kind in ("amount", "mass") and not re.search("[均每]", self.clean[low:left[1]]):
            row.relation = "increase"  # but 户均增收 is a measure
        if figure.kind in ("households", "persons") and self.clean[left[0] - 1:left[0]] == "缺":
            value = "缺" + value  # 缺劳动力28户
        if self.clean[left[0] - 1:left[0]] == "均" and (per := _PER.search(self.clean, low, left[0])):
            value = per.group() + value
        if "每" in self.clean[max(low, left[0] - 10):left[0]] and (per := _PER_HEAD.search(self.clean, low, left[0])):
            value = per.group() + value  # 每万人口拥有|执业药师
        value = self._without_opening(figure, value)
        if value.startswith(("结转", "结余")) and (handed_on := _HANDED_ON.search(self.clean, low, chosen[0])):
            value = handed_on.group() + value
        value = value[2:] if value[:2] in MANNER and value[2:] in verbs("keep") else value  # 有效带动
        owner = self._owner_of(left)
        value = self._without_verb(value)
        value = owner + value if owner and owner not in value else value
        return self._kind_of(left, value) if figure.kind in ("count", "length", "area") else value

    def _belongs_to_next(self, index: int, right: tuple[int, int]) -> bool:
        """`贫困户104户[312人]合作医疗参合资金37200元`: what touches the figure before shares its name, and the
        noun behind it names the amount that follows."""
        if not index or index + 1 >= len(self.figures) or self.figures[index - 1].end != self.figures[index].start:
            return False
        following = self.figures[index + 1]
        return following.start == right[1] and following.kind not in ("households", "persons", "count") and self.rows[-1].indicator.how == "clause"

    def _of_each(self, figure: Figure, shared: Link) -> Link:
        """`耕地面积2860亩，人均[1.36亩]`: what a neighbour names, with the word that says it is of each."""
        each = _EACH_HAS.search(self.clean, max(self._clause_start(figure.start), figure.start - 6), figure.start)
        return replace(shared, value=each[1] + shared.value) if each and shared.value and each[1] not in shared.value and figure.kind != "percentage" else shared

    def _divides(self, span: tuple[int, int]) -> bool:
        """`3个村26个小组1260户`: whether a phrase is what the figure before counts, groups and the like of which households are no part."""
        before = self.rows[-1] if self.rows else None
        return before is not None and before.indicator.start == span[0] == before.figure.end and _DIVIDED.search(before.indicator.value) is not None

    def _names_nothing(self, low: int, figure: Figure) -> bool:
        """`全村共有535户`, `辖8个组，共412户`: only the place is named or what it is divided into, not what is counted."""
        before = self.rows[-1] if self.rows else None
        said = self.subject.value if self.subject and self.closed else before.indicator.value if before else ""
        if before and figure.kind == "households" and _DIVIDED.search(said) and _THERE_ARE.fullmatch(self.clean, before.figure.end, figure.start):
            return True
        return figure.kind in ("households", "persons") and re.fullmatch(r"(?:全[省市县区乡镇村社]|全街道)(?:现|总|共|目前|总计|共计|有|辖|计|，)*", self.clean[low:figure.start]) is not None

    def _say(self, span: tuple[int, int]) -> str:
        """The document's own characters of a span, tidied."""
        start, end = span
        start -= self.clean[start - 1:start] == "前" and _LEADERS.match(self.clean, start) is not None
        return tidy(original(self.linker.text, start, end))

    def _right(self, index: int, begin: int) -> tuple[int, int] | None:
        """The noun phrase right behind a figure, looked for from `begin`; None when nothing there names it."""
        figure = self.figures[index]
        end = self._clause_end(figure.end)
        while self.clean[end:end + 1] == "（" and 0 < (closing := self.clean.find("）", end, end + 6)) and self.clean[end + 1:closing].isalpha():
            end = self._clause_end(closing + 1)  # 村（居）
        if index + 1 < len(self.figures):
            following = self.figures[index + 1]
            end = self._next_item(figure, following) if following.start < end else end
        if self.clean[begin:begin + 1] == "的":
            begin += 1
            if self.clean.startswith(("标准", "要求", "原则", "速度", "比例", "目标", "幅度", "水平", "增速"), begin):
                return None
        if self.clean[begin:begin + 1] == "、" or _NO_NAME.match(self.clean, begin):
            return None
        governed = figure.kind == "count" and figure.unit != "家" and self.linker.phrases.carried_out(figure.start)
        found = self.linker.phrases.after(begin, end, governed)
        return self._without_measure(figure, found) if found and figure.kind == "count" and index + 1 < len(self.figures) else found

    def _next_item(self, figure: Figure, following: Figure) -> int:
        """Where the item ends that a figure counts: before the name of the next (4个村饮水工程、|小流域治理10平方公里)."""
        if self.clean[following.start - 1] == "等" and self.clean.startswith(following.unit or " ", following.end - len(following.unit or " ")):
            joint = self.clean.find("和", figure.end + 2, following.start)
            return joint if joint > 0 else following.start  # 2个协调组|和用工等6个服务组
        joint = self.clean.rfind("、", figure.end + 1, following.start)
        named_before = self.clean[following.end:following.end + 1] in tuple("，。；、）\n") and context.strip_links(self.clean, joint, following.start) == following.start
        return joint if joint > 0 and following.start - joint > 2 and named_before else following.start

    def _behind_place(self, figure: Figure) -> int:
        """Where the noun behind a figure begins: past a second unit and the place that it belongs to, as in 12家|杭州|企业."""
        if figure.kind not in ("count", "persons", "households"):
            return figure.end
        if self.clean[figure.end:figure.end + 1] == "（" and (also := _ALSO_UNIT.match(self.clean, figure.end)) and self.linker.phrases.after(also.end(), self._clause_end(also.end())):
            return also.end()  # 2万套（间）|危房
        index = bisect_left(self.place_starts, figure.end)
        place = self.places[index] if self.place_starts[index:index + 1] == [figure.end] else None
        return place.end if place and self.linker.phrases.is_noun_at(place.end) else figure.end

    def _choose(self, figure: Figure, left, right, relation: context.Relation, behind: int):
        """Which phrase names the figure, and how it was found."""
        if left and (self._names_no_count(left) or right and (right[0] == figure.end and left[1] == figure.start or figure.kind == "area" and self.clean[figure.end] == "的" and not self._cost_at_end(left)) and self.linker.phrases.is_plain_verb(*left)):
            left = None
        counted = figure.kind in ("count", "persons", "households")
        if left and right and left[1] - left[0] == 1 and right[0] - figure.end <= 1 and relation.name == "level":
            return right, "clause"  # 创造出|6万元人均产值
        if relation.name != "level":
            noun = right if counted and right and right[0] == behind + (self.clean[behind] == "“") and (left is None or self._only_verb(left)) else None
            return (noun or left, "clause") if noun or left else (None, "")  # 新增57例|本土病例
        near = right is not None and (right[0] - behind <= 1 or self.clean[right[0] - 1] == "的")  # 100家实力强的|企业
        if counted and right and (left is None or self._only_verb(left) or near and not self._is_event_only(right)):
            return right, "clause"
        if left and right and self._only_verb(left) and right[0] - behind <= 1:
            return right, "clause"
        if left and right and self.clean[figure.end] == "的" and BARE_MEASURE.fullmatch(self._say(left)) and not self._cost_at_end(left):
            return right, "clause"
        if left and right and self._is_sized(figure, left, right):
            return right, "clause"
        if left:
            return left, "clause"
        return (right, "clause") if right else (None, "")

    def _is_sized(self, figure: Figure, left: tuple[int, int], right: tuple[int, int]) -> bool:
        """Whether a size between two nouns is of the thing behind it: 国能电力[200兆瓦]光伏项目, 万泰公司[20万吨]水泥生产线."""
        return (figure.kind in _SIZES and left[1] == figure.start and right[0] == figure.end and not is_measure(self._say(left))
                and not self.clean.endswith("海拔", *left) and not self.clean.startswith("标", right[0]) and not self.linker.phrases.is_verb_at(right[0]))

    def _before_time(self, low: int, high: int) -> tuple[int, int] | None:
        """`财政收入[2019年]达到12亿元`: the phrase stands before the time."""
        time = next((t for t in reversed(self.times) if low < t.start and t.end <= high), None)
        if time is None or context.strip_links(self.clean, time.end, high) > time.end:
            return None
        span = self.linker.phrases.before(low, context.strip_links(self.clean, low, time.start))
        return span if span and span[1] - span[0] >= 2 and self.clean[span[0]] not in "比较" and self.clean[slice(*span)] not in _CHANGES else None

    def _before_bracket(self, figure: Figure) -> tuple[int, int] | None:
        """`次均药费（[133元]）占…`: a figure that is all a bracket holds belongs to the noun before it."""
        opening = figure.start - 1
        if self.clean[opening:figure.start] != "（" or self.clean[figure.end:figure.end + 1] != "）" or any(f.end == opening for f in self.figures):
            return None
        return self.linker.phrases.before(self._clause_start(opening), opening)

    def _not_reckoning(self, low: int, span: tuple[int, int] | None, figure: Figure) -> tuple[int, int] | None:
        """`门诊费用按可比价格下降[0.4%]`: how a change is reckoned names nothing; what stands before it may."""
        if span is None or span[1] == figure.start or not _RECKONED.search(self.clean, *span):
            return span
        by = self.clean.rfind("按", max(low, span[0] - 8), span[0] + 1)
        return self.linker.phrases.before(low, by) if by >= 0 else span

    def _names_no_count(self, span: tuple[int, int]) -> bool:
        """Whether a phrase is only a place (一组[96户]) or joins an amount in another unit (，合[3公顷])."""
        said = self.clean[span[0]:span[1]]
        return said in ("合", "即", "计", "折", "好", "发展") or _GROUP.fullmatch(said) is not None or said in self.linker.place_names

    def _counted_subject(self, low: int, verb: int) -> tuple[int, int] | None:
        """`特困供养人员共保障[2397户]`: behind 共 the verb says no more; what stands before it is counted."""
        adverb = _IN_ALL.search(self.clean, low, verb)
        subject = self.linker.phrases.before(low, adverb.start()) if adverb else None
        counted = subject and self.rows and self.rows[-1].figure.end == subject[0]  # 8个安置点|共安置1420户
        return None if counted else subject

    def _is_event_only(self, span: tuple[int, int]) -> bool:
        """Whether the phrase behind a figure is a bare event (脱贫, 竣工), which a label before it outranks."""
        return self.clean[span[0]:span[1]] in EVENTS

    def _with_subject(self, low: int, span: tuple[int, int], value: str) -> str:
        """`规模以上工业企业实现利润503亿元`: a bare measure behind 实现 or 完成 belongs to the subject before it,
        and `服务业占生产总值比重提高2个百分点` is of both."""
        if value.endswith(("比重", "比例", "份额")) and self.clean[span[0] - 1:span[0]] == "占" and (owner := self.linker.phrases.before(low, span[0] - 1)):
            return f"{self._say(owner)}占{value}"
        if len(value) <= 4 and (every := _EVERY.search(self.clean, low, span[0])):
            subject = self.linker.phrases.before(low, every.start())
            return self._say(subject) + value if subject else value  # 驻村干部每月住村
        if self.clean[span[0] - 2:span[0]] not in ("实现", "完成") or not BARE_MEASURE.fullmatch(value):
            return value
        subject = self.linker.phrases.before(low, span[0] - 2)
        return self._say(subject) + value if subject else value

    def _without_owner(self, span: tuple[int, int], value: str) -> str:
        """`青石县教育局收入预算[812万元]`, `本单位编报绩效目标的项目25个`: whose budget or accounts the report gives is no part of a name."""
        start = span[0]
        if self.clean[start - 1:start] in tuple("本该我") and (own := _OWN_OFFICE.match(value)) or self.places and any(place.end == start for place in self.places) and (own := _OFFICE.match(value)):
            return value[own.end():]
        return value.removeprefix("本部门").removeprefix("本单位") or value if value[0] == "本" else value

    def _with_left(self, low: int, high: int, left, value: str) -> str:
        """What stands before a figure and belongs to the noun behind it: a modifier with 的
        (`已出列的13个深度贫困村`), an event or a verb (`脱贫10个贫困村`, `带动45个贫困村`)."""
        while high > low and self.clean[high - 1] == " ":
            high -= 1
        if self.clean[high - 1:high] == "的" and high - low > 2:
            span = self.linker.phrases.before(low, high - 1)
            return self._say(span) + "的" + value if span and span[1] - span[0] <= 14 else value
        if left is None:
            return value
        said = self._say(left)
        if said in EVENTS:
            return value if said in value else value + said
        return said + value if said in verbs("keep") and not value.startswith(said) and not (said == "带动" and value in EVENTS) else value
