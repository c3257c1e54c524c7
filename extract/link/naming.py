"""The indicator of a figure: what the words beside it in its clause name."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from extract import context
from extract.kinds.indicator import EVENTS, MANNER, openings, tidy, verbs
from extract.link.rows import Row
from extract.records import Figure, Link
from extract.text import original

# Heads that a list says once: 粮食总产量302万吨。其中，夏粮62万吨 is 夏粮产量.
_HEAD = re.compile(r"((?:年平?均|日均|平均)?浓度|增加值|总产值|产值|播种面积|种植面积|产量|面积|营业收入|收入|利润总额|利润|投资|价格|支出|零售额|销售额|(?<!进)出口额|进口额|贷款余额|存款余额|余额|吞吐量|周转量|运量|床位数?|诊疗量|[\u4e00-\u9fff]{2}人次)$")
_MEASURE = re.compile(
    r"(率|额|值|量|数|价格?|面积|收入|支出|投资|人口|利润|资金|费用?|指数|水平|人员|比重|税|投入|GDP|总计|合计|存栏|出栏|里程|规模|容量|能力|贷款|存款|补助|补贴|预算|决算|金|款|费|债|人数|户数|储蓄|耗|[浓强密]度|占比|比例)$"
)
_SUBGROUP = re.compile(r"(?:其中)?(?:未|已)脱贫|(?:其中)?(?:一般|未脱贫|已脱贫|建档立卡|非)?贫困(?:户|人口|群众|劳动力|家庭)|建档立卡(?:贫困户|贫困人口|户|人口)|脱贫(?:户|人口)|非贫困户|低保户|五保户")
# 新增 is part of these indicators' names; before anything else it makes the figure an increase.
_NEW_BY_NAME = re.compile(r"^(?:耕地|“?四上|规上|登记|贷款|存款|社会融资|专项债|债券|财力|地方政府)")
_CHANGE_VERB = re.compile(r"净增加?|新增加?|调减|压减|减少|增加(?!值)|减(?![免排税负灾贫速缓])")
_CLASS = re.compile(r"（[类款项]）$")  # 卫生健康支出（类）
_CHANGES = frozenset(("提升", "提高", "上升", "增加", "扩大", "增长", "上涨", "下降", "降低", "减少", "缩小", "回落"))
LEVEL_OF = re.compile(r"(?:[省市县区乡镇村地州]|国家|中央){1,3}(?:[（(][^（）()\d]{1,8}[）)])?级")
_YEARLY = re.compile(r"(平均每年|每年平均|年平均|年均)(?:递)?(?:增长|增加|下降|减少|提高|降低|递增|递减)?(?:了|约|达|为)*$")
_IN_LETTERS = re.compile(r"（[A-Za-z][\w.]*）$")
_PARTS = frozenset(("城市", "农村", "城镇", "乡村", "男性", "女性", "市区", "县域"))
_RECKONED = re.compile("(?:价格?|汇率|口径|标准)$")
_GROUP = re.compile(r"(?:第)?[一二三四五六七八九十]{1,3}(?:组|社)")
_IN_ALL = re.compile(r"(?:(?:总?共计?|合计|总计)(?:需要?|应|可|能|已经?)?|(?:还|尚|仍)(?:需要?|要|应)|需要|要)$")
_OWN_OFFICE = re.compile(r"(?:部门|单位)(?=..)")
_OFFICE = re.compile(r"[\u4e00-\u9fff]{0,16}?(?:委员会|办公室|工作部|[组宣统]\w{1,2}部|厅|局|院|中心|学校|委|办)(?:本级|机关|本部)?(?:财政拨款的)?(?=(?:财政拨款)?(?:总?收入|总?支出|收支|预算|决算|“?三公|机关运行经费|政府采购|项目支出|基本支出))")
_AGE = re.compile(r"平均[^，。平均]?龄")
_PER = re.compile(r"[亩户村校]均$")
_HANDED_ON = re.compile(r"上年度?$")
_ACCOUNT = re.compile(r".(?:收入|支出|结余)$")
_OTHER_SIDE = frozenset(("收入", "支出", "结余", "滚存结余", "当年结余", "年末滚存结余"))
_EVERY = re.compile(r"(?:每(?:年|月|季度|周|天|日|学期)|全年)$")
_LEADING = re.compile(r"^(?:全[省市县区](?=政府[性债采投])|加上|共计|合计|共|要|已|可|均|还|再|约|总共|总计(?=.))(?!同|青|建|产|性|以|行|有|收|束|定|谈|级|未)")
_SHARED_VERBS = ("带动", "走访", "拆除", "新建", "改造", "培训", "救助", "安置", "资助", "慰问", "帮扶")
_EVENT_STEM = re.compile(r"(?:总人口|人口|群众|人员|人数|户数|工程|总数|总户数)$")
# What may be said of a part of what was measured: 修通, 建成.
_STATES = frozenset(("修通", "完工", "未完工", "竣工", "开工", "通车", "建成", "完成", "动工", "验收", "硬化", "缺口"))
_LENGTH_END = re.compile(r"(?<=..)(?:全长|总长度?|总里程|总数|共计|总计)$")
_IS_EVENT = re.compile(r"搬迁|签订|入住|培训|改造|资助|就业|务工|参保|贷款|签约|受灾|补助|救助|流转|入股|帮扶|签|住进|享受|领取|参加|参与|受益|惠及|名单")
# A bare measure needs the thing measured: 总投资 of what was named before.
_BARE_MEASURE = re.compile(r"(?:总?投资|总?产值|产量|总?面积|价值|费用|资金|缺口资金|收入|总?收入|存量|总数|总量|巩固率|签约率|销售额|增加值|税收|利税|利润总额|总额|金额|产能|从业人员|在校生|在校学生|招生|毕业生|专任教师|床位|(?:卫生(?:技术)?)?人员|观众|演出|营业收入|营业利润|净?利润率?|完成投资|实际完成投资|费用|余额|出栏|存栏|出栏量|存栏量|资金缺口|缺口|装机|装机容量|卖价|里程|[客货]运量|营业额|交易额|保障面|覆盖面|受益面)$")


_MEMBERS = frozenset(("从业人员", "在校生", "在校学生", "招生", "毕业生", "专任教师", "床位", "人员", "卫生人员", "卫生技术人员", "观众", "演出"))
_INSTITUTION = re.compile(r"校|[大中小]学|[初高]中|教育|[院园馆站所场室]|中心|机构|团体|企业|公司|单位|业(?:$|个体)")
_OF_ALL_LEVELS = re.compile(r"^各级|(?:累计)?总[数量]$")  # 各级实验室总数277家，其中省级14家
_LONGEST_BARE = 8  # characters: 卫生技术人员
_JOINTS = "和、及与或"
_CHANGING = ("净增加", "净增", "调减", "压减", "减少", "增加")
_OWN_MEASURE = re.compile(r"(?:从业人员|在校学?生|招生|毕业生|专任教师|床位数?|(?:卫生(?:技术)?)?人员|观众|演出|入学率|巩固率|参保率|签约率|[出存]栏量?|资金缺口|缺口|装机|卖价|里程|保有量|[客货]运量|营业额|交易额|合同额|投资额|总?投资|总?产值|总?产量|存量|总?面积|费用|(?:主营业务|营业)?总?收入|营业利润|利润(?:总额)?|利税|税收|增加值)$")
_SECTOR = re.compile(r"第[一二三]产业")
# Verbs that are done to a thing are none of its measure: 实施|重点项目 12个，完成投资.
_DONE_TO = re.compile(r"^(?:(?:谋划|实施|推进|安排|启动)(?=..))+")
# 食用菌|种植专业村 10个，存量: what is measured is grown there.
_GROWN = re.compile(r"(?<=..)(?:种植|养殖)(?:专业村|大户|户|基地|小区|园区|示范区)?$")
_PROJECT = re.compile(r"(?:项目|工程|基地|园区|景区)$")


@lru_cache(maxsize=1)
def _verbs_alone() -> re.Pattern[str]:
    """One or more verbs that may begin a name: 谋划实施, 新建、续建."""
    return re.compile(f"(?:{'|'.join(sorted(verbs('keep'), key=len, reverse=True))}|建设|续建|、|和)+")


def head_of(indicator: str) -> str:
    """The measure at the end of an indicator, for the items of a list below it: 总播种面积 → 播种面积."""
    match = _HEAD.search(indicator)
    return match.group(1) if match else ""


def _fits(head: str, kind: str) -> bool:
    """Whether figures of a kind can be of a measure: 面积 of areas, 支出 of amounts, anything of shares."""
    if kind == "percentage":
        return True
    if head.endswith("面积"):
        return kind == "area"
    if head == "产量":
        return kind in ("mass", "volume", "energy")
    if head in ("床位", "床位数", "诊疗量") or head.endswith("人次"):
        return kind in ("count", "persons")
    return kind == "amount" or kind in ("mass", "volume", "count") and head in ("吞吐量", "周转量", "运量")


def joined(value: str, measure: str) -> str:
    """A phrase with a measure behind it, what both say written once: 亚洲出口|出口额 is 亚洲出口额."""
    said = next((size for size in range(len(measure), 1, -1) if value.endswith(measure[:size])), 0)
    return value + measure[said:]


def is_measure(value: str) -> bool:
    """Whether a phrase ends in a measure: 增加值, 率, 面积."""
    return _MEASURE.search(value) is not None


def stem(subject: str) -> str:
    """What a bare measure belongs to: the subject without its own measure (小学和初中入学率 → 小学和初中)."""
    match = _OWN_MEASURE.search(subject)
    subject = _DONE_TO.sub("", subject[:match.start()] if match else subject)
    return _GROWN.sub("", subject)


# A noun that a verb before it names, rather than being its object: 种植面积, 建设项目.
_NAMED_WITH_VERB = re.compile(r"(?:项目|用地|任务|规模|工期|投资|面积|资金|金额|标准|补[贴助]|经费|费用?|比例|[率额量户村]|工程|能力|收入|人[员口次]|大户|基地|专业|总[量数面]|活动|会)")


class Naming:
    """The part of a sentence's linker that finds what its figures count."""

    def _indicator(self, row: Row, index: int, low: int, relation: context.Relation) -> None:
        """Find the phrase before or behind the figure that names it; else what it shares with a neighbour."""
        figure = row.figure
        phrases = self.linker.phrases
        left = self._not_reckoning(low, phrases.before(low, relation.phrase_end), figure)
        right = self._right(index)
        if right and left is None and self._belongs_to_next(index, right):
            right = None
        if relation.name == "level":
            self._verb_and_noun(row, low, left)
        chosen, how = self._choose(figure, left, right, low, relation)
        if chosen and chosen == left and self.clean[slice(*left)] in _CHANGES:
            chosen = None  # 提升到去年底的13%
        if chosen is None and (yearly := _YEARLY.search(self.clean, self._clause_start(figure.start), figure.start)):
            span = phrases.before(low, max(low, yearly.start()))
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
            row.indicator = self._event(row, index) or Link() if self._names_nothing(low, figure) else self._shared(row, index)
            return
        named_before = chosen == left
        if named_before and right is None and (self._only_verb(left) or left[1] - left[0] <= 2) and (subject := self._counted_subject(low, left[0])):
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
        value = self._with_shared_verb(low, value)
        if row.relation == "level":
            value = self._with_done(figure, index, chosen, value, chosen == right)
        sized = figure.unit == "张" and figure.qualifier != "exact" and value.startswith("床位")  # 100张以下|床位医院
        value = "床位" if sized else self._complete(row, value, index)
        row.indicator = Link(value, how, chosen[0], chosen[1], 0.9)

    def _as_before(self, row: Row, index: int, low: int, chosen: tuple[int, int], left: tuple[int, int], value: str) -> str:
        """The phrase before a figure as a name: with what belongs to it further left, without its owner and its verbs."""
        figure = row.figure
        value = self._without_owner(chosen, self._with_subject(low, chosen, value))
        if index:
            value = self._with_threshold(self.figures[index - 1], self.rows[-1], chosen, value)
            if value.startswith("新增") and not _NEW_BY_NAME.search(value[2:]) and row.relation == "level" and self._bounds_a_noun(self.figures[index - 1]):
                row.relation = "increase"  # 新增纳税超千万元企业6家
        if row.relation == "level" and value.endswith(("增收", "增产")) and figure.kind in ("amount", "mass") and not re.search("[均每]", self.clean[low:left[1]]):
            row.relation = "increase"  # but 户均增收 is a measure
        if self.clean[left[0] - 1:left[0]] == "均" and (per := _PER.search(self.clean, low, left[0])):
            value = per.group() + value
        value = self._without_opening(figure, value)
        if value.startswith(("结转", "结余")) and (handed_on := _HANDED_ON.search(self.clean, low, chosen[0])):
            value = handed_on.group() + value
        value = value[2:] if value[:2] in MANNER and value[2:] in verbs("keep") else value  # 有效带动
        value = self._without_verb(value)
        return self._kind_of(left, value) if figure.kind == "count" else value

    def _without_opening(self, figure: Figure, value: str) -> str:
        """A name without adverbs at its beginning, and without verbs where its figure is only a bound: 新建|投资千万元以上项目."""
        if self._bounds_a_noun(figure):
            done = _verbs_alone().match(value)
            value = value[done.end():] if done and len(value) - done.end() > 1 else value
        return _LEADING.sub("", value) or value

    def _belongs_to_next(self, index: int, right: tuple[int, int]) -> bool:
        """`贫困户104户[312人]合作医疗参合资金37200元`: what touches the figure before shares its name, and the
        noun behind it names the amount that follows."""
        if not index or index + 1 >= len(self.figures) or self.figures[index - 1].end != self.figures[index].start:
            return False
        following = self.figures[index + 1]
        return following.start == right[1] and following.kind not in ("households", "persons", "count") and self.rows[-1].indicator.how == "clause"

    def _names_nothing(self, low: int, figure: Figure) -> bool:
        """`全村共有535户`: only the place is named, not what is counted."""
        return figure.kind in ("households", "persons") and re.fullmatch(r"(?:全[省市县区乡镇村社]|全街道)(?:现|总|共|目前|总计|共计|有|辖|计|，)*", self.clean[low:figure.start]) is not None

    def _say(self, span: tuple[int, int]) -> str:
        """The document's own characters of a span, tidied."""
        return tidy(original(self.linker.text, *span))

    def _right(self, index: int) -> tuple[int, int] | None:
        """The noun phrase right behind a figure."""
        figure = self.figures[index]
        end = self._clause_end(figure.end)
        while self.clean[end:end + 1] == "（" and 0 < (closing := self.clean.find("）", end, end + 6)) and self.clean[end + 1:closing].isalpha():
            end = self._clause_end(closing + 1)  # 村（居）
        if index + 1 < len(self.figures):
            end = min(end, self.figures[index + 1].start)
        begin = figure.end
        if self.clean[begin:begin + 1] == "的":
            begin += 1
            if self.clean.startswith(("标准", "要求", "原则", "速度", "比例", "目标", "幅度", "水平", "增速"), begin):
                return None
        return self.linker.phrases.after(begin, end) if self.clean[begin:begin + 1] != "、" else None

    def _choose(self, figure: Figure, left, right, low: int, relation: context.Relation):
        """Which phrase names the figure, and how it was found."""
        if left and (self._names_no_count(left) or right and right[0] == figure.end and left[1] == figure.start and self.linker.phrases.is_plain_verb(*left)):
            left = None
        counted = figure.kind in ("count", "persons", "households")
        if relation.name != "level":
            behind = right if counted and right and right[0] == figure.end and (left is None or self._only_verb(left)) else None
            return (behind or left, "clause") if behind or left else (None, "")  # 新增57例|本土病例
        if counted and right and (left is None or self._only_verb(left) or right[0] - figure.end <= 1 and not self._is_event_only(right)):
            return right, "clause"
        if left and right and self._only_verb(left) and right[0] - figure.end <= 1:
            return right, "clause"
        if left and right and self.clean[figure.end] == "的" and _BARE_MEASURE.fullmatch(self._say(left)) and not self._cost_at_end(left):
            return right, "clause"
        if left:
            return left, "clause"
        return (right, "clause") if right else (None, "")

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
        return said in ("合", "即", "计", "折") or _GROUP.fullmatch(said) is not None or said in self.linker.place_names

    def _only_verb(self, span: tuple[int, int]) -> bool:
        """Whether the phrase before a figure is a verb alone (带动4万人就业)."""
        said = self.clean[span[0]:span[1]]
        return _verbs_alone().fullmatch(said[2:] if said[:2] in MANNER else said) is not None

    def _begins_with_verb(self, span: tuple[int, int]) -> bool:
        """Whether a phrase begins with a verb (改造|中学2所)."""
        return self.clean.startswith(openings("keep"), *span)

    def _counted_subject(self, low: int, verb: int) -> tuple[int, int] | None:
        """`特困供养人员共保障[2397户]`: behind 共 the verb says no more; what stands before it is counted."""
        adverb = _IN_ALL.search(self.clean, low, verb)
        return self.linker.phrases.before(low, adverb.start()) if adverb else None

    def _is_event_only(self, span: tuple[int, int]) -> bool:
        """Whether the phrase behind a figure is a bare event (脱贫, 竣工), which a label before it outranks."""
        return self.clean[span[0]:span[1]] in EVENTS

    def _without_verb(self, value: str) -> str:
        """`覆盖贫困户820户`, `带动就业300人`: a verb at the front that says how, not what, goes; one with a measure
        behind it (种植面积) is a name."""
        dropped = openings("drop") if value.startswith(openings("drop")) else ()
        verb = next((verb for verb in dropped if value.startswith(verb) and len(value) > len(verb) + 1), "")
        if verb and value[len(verb)] not in _JOINTS and not _NAMED_WITH_VERB.match(value, len(verb)):
            return value[len(verb):]
        return value[2:] if value.startswith("带动") and value[2:] in EVENTS else value  # 带动就业

    def _with_shared_verb(self, low: int, value: str) -> str:
        """`拆除村庄28个、房屋5100处`: the verb before the first item of a list counts for the next."""
        if not self.rows or self.clean[low - 1:low] != "、":
            return value
        first = self.rows[-1].indicator.value
        verb = next((verb for verb in _SHARED_VERBS if first.startswith(verb)), "")
        if not verb or value.startswith(_SHARED_VERBS) or _IS_EVENT.search(value) or value.startswith(openings("keep")):
            return value
        if LEVEL_OF.fullmatch(value):
            return verb + value + LEVEL_OF.sub("", first.removeprefix(verb), count=1)  # 培训县级骨干教师500名、市级60名
        return verb + value

    def _with_subject(self, low: int, span: tuple[int, int], value: str) -> str:
        """`规模以上工业企业实现利润503亿元`: a bare measure behind 实现 or 完成 belongs to the subject before it,
        and `服务业占生产总值比重提高2个百分点` is of both."""
        if value.endswith(("比重", "比例", "份额")) and self.clean[span[0] - 1:span[0]] == "占" and (owner := self.linker.phrases.before(low, span[0] - 1)):
            return f"{self._say(owner)}占{value}"
        if len(value) <= 4 and (every := _EVERY.search(self.clean, low, span[0])):
            subject = self.linker.phrases.before(low, every.start())
            return self._say(subject) + value if subject else value  # 驻村干部每月住村
        if self.clean[span[0] - 2:span[0]] not in ("实现", "完成") or not _BARE_MEASURE.fullmatch(value):
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

    def _verb_and_noun(self, row: Row, low: int, left) -> None:
        """`减少贫困人口3.99万人`, `净增企业1065户`: a verb of change before the noun."""
        if left is None:
            return
        if self.added == len(self.rows) - 1 and self.rows and self.clean[low - 1:low] == "、" and left[0] - low <= 1 and not self._begins_with_verb(left):
            self.added += 1  # 新增幼儿园5所、小学3所
            row.relation = self.rows[-1].relation
            return
        match = _CHANGE_VERB.search(self.clean, max(low, left[0] - 3), left[0]) or _CHANGE_VERB.match(self.clean, left[0], left[1])
        if match is None or match.end() != left[0] and match.start() != left[0] or self._bounds_a_noun(row.figure):
            return
        verb = match.group()
        noun = self.clean[left[0]:left[1]].removeprefix(verb)
        if noun[:1] in tuple(_JOINTS):
            return  # 新增和改造绿地
        if verb.startswith("新增") and noun.startswith("就业") and match.start() > low:
            return  # 城镇新增就业: part of the name
        if verb.startswith("新增"):
            row.relation = "level" if _NEW_BY_NAME.search(noun) else "increase"
            self.added = len(self.rows) if row.relation == "increase" else -1
        elif verb == "退出" or not noun:
            return
        else:
            row.relation = "increase" if verb[0] in "净增" else "decrease"

    def _complete(self, row: Row, value: str, index: int) -> str:
        """Add what a list says once, and what a bare measure leaves out."""
        if row.relation != "level" and value.startswith(_CHANGING):
            verb = next(verb for verb in _CHANGING if value.startswith(verb))
            value = value[len(verb):] or value
        if row.relation == "increase" and value.startswith("新增") and len(value) > 2:
            value = value[2:]
        subject = self.subject.value if self.subject else ""
        if value in ("比重", "占比", "所占比重") and self.rows and self.rows[-1].relation == "share":
            return f"{self.rows[-1].indicator.value}占{self.rows[-1].base}比重"
        if part := self._like_whole(value, row.figure) or self._counterpart(value, subject):
            return part
        if (said := self.measured(row, value)) != value:
            return said
        if len(value) == 3 and value[2] == "率" and 1 < (echoed := subject.find(value[:2])) < len(subject) - 2:
            return _IN_LETTERS.sub("", subject[:echoed]) + value  # 土地流转面积9.6万亩，流转率: both are of 土地
        if value in _STATES and row.figure.kind in ("length", "area"):
            return self._with_counted(row, value)
        if value in ("年均", "平均每年", "年平均") and subject:
            return subject + value
        if value[-1:] == "级" and LEVEL_OF.fullmatch(value) and (self.parent or subject):
            return value + _OF_ALL_LEVELS.sub("", LEVEL_OF.sub("", self.parent or subject, count=1))
        if value[:1] == "第" and _SECTOR.fullmatch(value) and (head := re.search(r"(?:生产总值|增加值)$", subject or self._before_sentence())):
            return value + head.group()
        if (whole := self._other_side_of_account(value)) != value:
            return whole
        if value in _SHARED_VERBS and subject.endswith(value) and not subject.startswith("每") and row.relation == "level":
            return subject  # 厕所改造266万元，改造1640户
        if subject and value[:2] in ("平均", "亩均") and (_AGE.fullmatch(value) or value[0] == "亩" and self.rows and self.rows[-1].figure.unit == "亩") and stem(subject) not in EVENTS:
            return stem(subject) + value
        if subject and len(value) <= _LONGEST_BARE and _BARE_MEASURE.fullmatch(value) and self._measures(value, subject, row.figure):
            whole = stem(subject)
            done = value == "投资" and re.search("(?:实际)?完成$", self.clean[max(0, row.figure.start - 8):self.clean.rfind(value, 0, row.figure.start)])
            return joined(whole + (done.group() if done and _PROJECT.search(whole) else ""), value)
        if self.parent and _SUBGROUP.fullmatch(value) and (event := _EVENT_STEM.sub("", self.parent)) != value and _IS_EVENT.search(event) and event not in value:
            return event + value
        if row.relation == "level" or row.figure.kind != "percentage":
            return value
        head = head_of(subject)
        of_stated_whole = row.relation == "share" and self.clean[row.figure.start - 1] != "占"
        if not of_stated_whole and head and not _MEASURE.search(_CLASS.sub("", value)) and "、" not in subject:
            return joined(value, head)
        return value

    def measured(self, row: Row, value: str) -> str:
        """A name with the measure that its list says once: 零售额中，饮料类 is 饮料类零售额."""
        fits = self.head and not self._holds(row.figure) and (_fits(self.head, row.figure.kind) or self.led and row.figure.kind in ("count", "power", "length"))
        return joined(value, self.head) if fits and not _MEASURE.search(_CLASS.sub("", value)) else value

    def _other_side_of_account(self, value: str) -> str:
        """`社会保险基金收入12亿元，支出[11亿元]`: both are the fund's."""
        subject = self.subject.value if self.subject else ""
        return subject[:-2] + value if value in _OTHER_SIDE and _ACCOUNT.search(subject) and not subject.endswith(value) else value

    def _like_whole(self, value: str, figure: Figure) -> str:
        """`医院病床使用率78.8%，其中：公立医院[84.8%]`: the part of a whole that begins as the part ends has its measure;
        a rate's 城市 and 农村 are its own."""
        whole = self.whole
        if not whole:
            return ""
        if whole.endswith("率") and figure.kind == "percentage" and value in _PARTS:
            return value + whole
        size = next((size for size in (4, 3, 2) if len(value) > size and whole.startswith(value[-size:])), 0)
        return value + whole[size:] if size and whole[size:size + 1] != "总" and is_measure(whole) and not is_measure(value) else ""

    def _with_counted(self, row: Row, value: str) -> str:
        """`通村公路全长18公里，修通[14公里]`: a bare verb says how many of what was counted before in this unit."""
        previous = self.rows[-1] if self.rows else None
        if previous is None or previous.figure.unit != row.figure.unit or previous.relation != "level" or row.relation != "level":
            return value
        said = _LENGTH_END.sub("", previous.indicator.value)
        alone = not said or said in EVENTS or said in verbs("keep") or said in value or value in said
        return value if alone or self.clean[previous.figure.end:previous.figure.end + 1] not in "，、；（" else said + value

    def _before_sentence(self) -> str:
        """The indicator of the last figure before this sentence."""
        return self.linker.previous.indicator.value if self.linker.previous else ""

    def _measures(self, value: str, subject: str, figure: Figure) -> bool:
        """Whether a bare measure belongs to the subject before it; items joined with 、 stand alone."""
        if _BARE_MEASURE.fullmatch(subject):
            return False  # 货运量9万吨，客运量3万人
        if subject.endswith(value) and not subject.endswith("总投资") or self.clean[self._low(self.rows[-1].figure if self.rows else None, figure) - 1] == "、":
            return False
        if value in ("投资", "投入", "资金") and subject.startswith(("投资", "投入")):
            return False  # what the next amount was spent on is another thing
        if stem(subject) in EVENTS or value in _MEMBERS and not _INSTITUTION.search(subject):
            return False
        if value in ("投资", "资金", "收入", "完成投资", "实际完成投资", "总投资", "贷款"):
            if "；" in self.clean[self.rows[-1].figure.end if self.rows else self.body:figure.start]:
                return False  # …改扩建工程；投资1600万元，新建…
            return _PROJECT.search(stem(subject)) is not None
        return True
