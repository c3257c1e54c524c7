"""Figure ↔ indicator ↔ place ↔ period ↔ status: what each figure of a report means, and how it is known.

Sentences are read in order. What one says of place and time holds for the next until something nearer
speaks; headings and the report's frame hold where nothing does. Every link records how it was found.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace

from extract import context, frame, grid
from extract.kinds import period
from extract.kinds.indicator import EVENTS, Phrases, tidy, verbs
from extract.records import Figure, Link, Place, Text, Time
from extract.split import BODY, Report, Sentence
from extract.text import original


@dataclass(slots=True)
class Row:
    """A figure with its links, while they are being found; spans are clean."""

    figure: Figure
    sentence: Sentence
    indicator: Link = field(default_factory=Link)
    place: Link = field(default_factory=Link)
    place_is: Place | None = None
    period: Link = field(default_factory=Link)
    relation: str = "level"
    base: str = ""
    status: str = "actual"
    cell: str = ""


def link(text: Text, report: Report, figures: list[Figure], places: list[Place], times: list[Time],
         home: dict[str, Place], phrases: Phrases, cells: dict[int, grid.Cell]) -> tuple[list[Row], list[tuple[Time, str]]]:
    """The rows of a report's figures in reading order, and its times with the EDTF each one stands for."""
    linker = _Linker(text, report, figures, places, times, home, phrases, cells)
    for sentence in report.sentences:
        linker.read(sentence)
    return linker.rows, linker.resolved


# Heads that a list says once: 粮食总产量302万吨。其中，夏粮62万吨 is 夏粮产量.
_HEAD = re.compile(r"(增加值|总产值|产值|播种面积|种植面积|产量|面积|营业收入|收入|利润总额|利润|投资|价格|支出|零售额|销售额|出口额|进口额|贷款余额|存款余额|余额|吞吐量|周转量|运量)$")
_MEASURE = re.compile(
    r"(率|额|值|量|数|价格?|面积|收入|支出|投资|人口|利润|资金|费用?|指数|水平|人员|比重|税|GDP|总计|合计|存栏|出栏|里程|规模|容量|能力|贷款|存款|补助|补贴|预算|决算|金|款|费|债|人数|户数|储蓄)$"
)
_SUBGROUP = re.compile(r"(?:其中)?(?:一般|未脱贫|已脱贫|建档立卡|非)?贫困(?:户|人口|群众|劳动力|家庭)|建档立卡(?:贫困户|贫困人口|户|人口)|脱贫(?:户|人口)|非贫困户|低保户|五保户")
# 新增 is part of these indicators' names; before anything else it makes the figure an increase.
_NEW_BY_NAME = re.compile(r"^(?:耕地|“?四上|规上|登记|贷款|存款|社会融资|专项债|债券|财力|地方政府)")
_CHANGE_VERB = re.compile(r"净增加?|新增加?|调减|压减|减少|增加(?!值)|减(?![免排税负灾贫速缓])")
_LEVEL_OF = re.compile(r"(?:[省市县区乡镇村地州]|国家|中央){1,3}(?:[（(][^（）()\d]{1,8}[）)])?级")
_YEARLY = re.compile(r"(平均每年|每年平均|年平均|年均)(?:递)?(?:增长|增加|下降|减少|提高|降低|递增|递减)?(?:了|约|达|为)*$")
_LEADING = re.compile(r"^(?:共计|合计|共|要|已|可|均|还|再|约|总共|总计(?=.))(?!同|青|建|产|性|以|行|有|收)")
_SHARED_VERBS = ("走访", "拆除", "新建", "改造", "培训", "救助", "安置", "资助", "慰问", "帮扶")
_EVENT_STEM = re.compile(r"(?:总人口|人口|群众|人员|人数|户数|工程|总数|总户数)$")
_IS_EVENT = re.compile(r"搬迁|签订|入住|培训|改造|资助|就业|务工|参保|贷款|签约|受灾|补助|救助|流转|入股|帮扶")
# A bare measure needs the thing measured: 总投资 of what was named before.
_BARE_MEASURE = re.compile(r"(?:总?投资|总?产值|产量|总?面积|费用|资金|缺口资金|收入|总?收入|存量|总数|总量|巩固率|签约率|销售额|增加值|税收|利税|利润|总额|金额|产能|从业人员|在校生|在校学生|招生|毕业生|专任教师|营业收入|完成投资|实际完成投资|费用|余额)$")
_DELIMITERS = "，；：。！？（）\n"
_MARKS = re.compile(f"[{_DELIMITERS}]")
# Periods that may hold for the sentences behind; a single day does not.
_SPANS = re.compile(r"\d{4}(?:-12-31|-0[36]-3[01])?|\d{4}/\d{4}|\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d|\d{4}-\d\d/\d{4}-\d\d")
_TIME_AND_VERB = re.compile(r"(?:[一二三四五六七八九〇零十\d]{2,4}年(?:[底末]|\d{1,2}月)?|今年|去年|上年|目前|现在|预计|已经?|全年)?(?:为|是|达到?了?|上升为|下降为|上升到|下降到|增加到|增长到|提高到|约为?|分别为?|达)?")
_AMONG = re.compile(r"其中|包括|包含|（含")
_LOCAL = re.compile(r"[我全本](?:省|市|州|县|区|乡|镇|村)(?![长委])")
_COHORT = re.compile(r"[^，。；]{2,14}中(?!央|国|心|小|等|级|药|医)")
_NOT_GOVERNING_BEFORE = re.compile(r"(?:[比较]|与|同|和|高于|低于|超过|相比)$")
_ORGANISATION = re.compile(r"[^，。；、（）\d]{0,12}?(?:公司|集团|委员会|研究院|研究所|大学|学院|医院|银行|协会|报社?|日报|电视台|扶贫办|领导组|领导小组|调查队|统计局|人大|政协)")
_PASSIVE_BEFORE = re.compile(r"(?:位于|地处|距离?|赴|到|向|往|从|自|来自|属于?|隶属|接壤|与|同|由|被|经|跨|至|驻|引进|签约|对接|对口|支援|学习|前往|面向|辐射|服务|靠近|毗邻|承接|融入|疏解|辖|管辖|下辖|包括|包含)$")


class _Linker:
    """Reads one report's sentences in order and keeps what they leave in force."""

    def __init__(self, text, report, figures, places, times, home, phrases, cells):
        self.text, self.clean, self.report = text, text.clean, report
        self.figures, self.places, self.times = figures, places, times
        self.marks = [match.start() for match in _MARKS.finditer(self.clean, report.start, report.end)]
        self.figure_starts = [f.start for f in figures]
        self.place_starts = [p.start for p in places]
        self.time_starts = [t.start for t in times]
        self.home, self.phrases, self.cells = home, phrases, cells
        self.dates = frame.dates(self.clean, report, times)
        self.frames: list[frame.Frame] = [frame.title_frame(self.clean, report)]
        self.current = self.dates.period  # the year last stated, for 全年, 年末, 7月
        self.default_place = self._default_place()
        # Lines of a wrapped text (a PDF's) are no paragraphs: more than one line end in six was joined.
        lines = text.raw.count("\n")
        self.wrapped = lines > 8 and text.clean.count("\n") < 0.85 * lines
        self.line = -1
        self.carried_time: Link | None = None
        self.carried_place: tuple[Link, Place | None] | None = None
        self.previous: Row | None = None
        self.tail: _SentenceLinker | None = None
        self.rows: list[Row] = []
        self.resolved: list[tuple[Time, str]] = []

    # -- frame ---------------------------------------------------------------------------------

    def _default_place(self) -> tuple[Link, Place | None]:
        """The report's own place, as the last resort for a figure's place."""
        own = frame.lowest(self.home)
        if own:
            return Link(frame.full_name(own), "report", own.start, own.end, 0.85), own
        local = _LOCAL.search(self.clean, self.report.start, self.report.end)
        if frame.is_national(self.clean, self.report) or "全国" in self.clean[self.report.start:self.report.start + 400] and not local:
            return Link("全国", "report", -1, -1, 0.8), None
        return Link(), None

    def _enter(self, sentence: Sentence, times: list[Time]) -> None:
        """Update what is in force at a sentence's beginning."""
        if sentence.line != self.line:
            self.line = sentence.line
            if not self._goes_on(sentence):
                self.carried_place = None
                if not (self.carried_time and self.carried_time.value == f"{self.dates.period}-12-31"):
                    self.carried_time = None
                self.current = self._framed("period") or self.dates.period
        if sentence.level == BODY and not sentence.heading or sentence.end <= self.report.title_end:
            return
        laid = frame.heading_frame(self.clean, sentence, times if sentence.heading else [], self.dates)
        if not sentence.heading and sentence.level >= 6:
            laid = replace(laid, period="", planned=None)
        self.frames = [f for f in self.frames if f.level < laid.level] + [laid]
        self.carried_place = None
        if laid.level < 7:
            self.carried_time = None
        if laid.period and re.fullmatch(r"\d{4}", laid.period):
            self.current = laid.period

    def topic(self) -> Link | None:
        """The item that a numbered heading names, for the figures under it that name nothing."""
        for laid in reversed(self.frames):
            if laid.topic[1] > laid.topic[0]:
                return Link(tidy(original(self.text, *laid.topic)), "heading", *laid.topic, 0.7)
        return None

    def _goes_on(self, sentence: Sentence) -> bool:
        """Whether a new line of a wrapped text goes on with the paragraph before it."""
        return self.wrapped and sentence.level == BODY and not self.clean[max(0, sentence.start - 2):sentence.start].endswith("\n\n")

    def _framed(self, name: str):
        """The nearest heading's value of an attribute, or None."""
        for laid in reversed(self.frames):
            value = getattr(laid, name)
            if value not in ("", None):
                return value
        return None

    # -- sentences -----------------------------------------------------------------------------

    def _within(self, items, starts, sentence):
        return items[bisect_left(starts, sentence.start):bisect_left(starts, sentence.end)]

    def read(self, sentence: Sentence) -> None:
        """Link one sentence's figures and keep what it leaves in force."""
        times = self._within(self.times, self.time_starts, sentence)
        self._enter(sentence, times)
        figures = self._within(self.figures, self.figure_starts, sentence)
        places = self._within(self.places, self.place_starts, sentence)
        in_cells = [figure for figure in figures if figure.start in self.cells]
        self.rows.extend(_cell_row(self, sentence, self.cells[figure.start]) for figure in in_cells)
        in_words = [figure for figure in figures if figure.start not in self.cells]
        if in_words:
            _SentenceLinker(self, sentence, in_words, places, times).run()
        self.resolved.extend((time, self.resolve(time)) for time in times)
        self._carry(sentence, places, times)

    def _carry(self, sentence: Sentence, places: list[Place], times: list[Time]) -> None:
        """Keep what this sentence says of time and place for the next one of its paragraph."""
        body = sentence.start + sentence.marker
        said = [(time, self.resolve(time)) for time in times if self.governs(time)]
        said = [(time, value) for time, value in said if value and not self._future(value)]
        years = {value[:4] for _, value in said}
        for time, value in said:
            if re.fullmatch(r"\d{4}", time.period) and time.start - body <= 8:
                self.current = time.period
            if time.start - body <= 8 and _SPANS.fullmatch(value):
                self.carried_time = Link(value, "sentence", time.start, time.end, 0.85) if len(years) == 1 else None
        opens = sentence.start == self.report.start or "\n" in self.clean[max(0, sentence.start - 4):sentence.start] or sentence.level < BODY
        if not opens and self.carried_place and self.carried_place[0].how == "sentence" or any(
                frame.back_reference(self.clean, body, min(sentence.end, body + 10))):
            self.carried_place = None  # only a paragraph's first sentence gives the place of all of it
        for place in places:
            if (place.start - body <= 1 or re.fullmatch(r"(?:在|如|比如|其中|是|，)+", self.clean[body:place.start])) and place.level != "spot" and self.is_topic(place) and not self.foreign(place):
                last = self._last_nested(places, place)
                self.carried_place = (Link(last.name, "paragraph" if opens else "sentence", last.start, last.end, 0.8), last)
                break

    def _last_nested(self, places: list[Place], first: Place) -> Place:
        """The narrowest of the nested names that begin with `first`: 松林坡乡|箐营村."""
        last = first
        for place in places:
            if place.start == last.end:
                last = place
        return last

    def resolve(self, time: Time) -> str:
        """The EDTF of a time mention where it stands."""
        return time.period or period.resolve(time, self.dates.date, self.current)

    def _future(self, value: str) -> bool:
        return bool(self.dates.date) and period.is_future(value, self.dates.date)

    def governs(self, time: Time) -> bool:
        """Whether a time says when something was, not what it is compared with or which document is meant."""
        before = self.clean[max(self.report.start, time.start - 4):time.start].rstrip(" ")
        after = self.clean[time.end:time.end + 4]
        if _NOT_GOVERNING_BEFORE.search(before) or after.startswith(("相比", "同期相比")):
            return False
        if after[:1] == "的" and before.endswith(("是", "为", "于", "到", "达")):
            return False  # 是2011年的1.6倍
        if time.rule == "period.plan_period" and after[:1] not in ("，", "、", "（", "") and self.clean[time.end - 1] not in "期间来末初划":
            return False  # “十三五”易地搬迁任务
        return not self._in_title(time.start)

    def _in_title(self, position: int) -> bool:
        """Whether a position lies inside 《》."""
        opening = self.clean.rfind("《", max(0, position - 60), position)
        return opening >= 0 and self.clean.find("》", opening, position) < 0

    def above(self, place: Place) -> bool:
        """Whether a place holds the report's own place: 河北 in a report of 阜平县."""
        own = self.default_place[1]
        return own is not None and len(place.path) < len(own.path) and own.path[:len(place.path)] == place.path

    def foreign(self, place: Place) -> bool:
        """Whether a place lies neither in the report's own place nor above it."""
        own = self.default_place[1]
        if own is None or not own.path or not place.path:
            return False
        return place.path[:len(own.path)] != own.path and own.path[:len(place.path)] != place.path

    def is_topic(self, place: Place) -> bool:
        """Whether a place is what its clause is about, not a direction, a part of an organisation's
        name or of a title."""
        before = self.clean[max(self.report.start, place.start - 3):place.start]
        if _PASSIVE_BEFORE.search(before) or self._in_title(place.start):
            return False
        return not _ORGANISATION.match(self.clean, place.end)


class _SentenceLinker:
    """Links the figures of one sentence."""

    def __init__(self, linker: _Linker, sentence: Sentence, figures, places, times):
        self.linker, self.sentence = linker, sentence
        self.clean = linker.clean
        self.figures, self.places, self.times = figures, places, times
        self.body = sentence.start + sentence.marker
        self.subject: Link | None = None  # the indicator last stated at level, for 增长, 占 and the like
        self.whole: str = ""  # the indicator before 其中 or a colon, for shares without a stated whole
        self.parent = ""  # the indicator before a bracket or 其中, whose sub-groups follow
        self.outer: Link | None = None  # the indicator that was in force before a bracket opened
        self.head = ""  # the measure that a list says once
        self.with_base = ""
        self.rows: list[Row] = []

    def run(self) -> None:
        previous, tail = self.linker.previous, self.linker.tail
        if tail and self.clean[self.linker.previous.sentence.end - 1:self.linker.previous.sentence.end] == "；" and self.sentence.level == BODY:
            self.subject, self.whole, self.head = tail.subject, tail.whole, tail.head  # a list goes on in the next line
        if previous and _AMONG.match(self.clean, self.body):
            self.subject, self.whole = previous.indicator, previous.indicator.value
            self.head = _head_of(previous.indicator.value)
        for index, figure in enumerate(self.figures):
            self.rows.append(self._row(index, figure))
        self._fill_backwards()
        self._distribute()
        self.linker.rows.extend(self.rows)
        if self.rows:
            self.linker.previous, self.linker.tail = self.rows[-1], self

    def _row(self, index: int, figure: Figure) -> Row:
        previous = self.figures[index - 1] if index else None
        low = self._low(previous, figure)
        row = Row(figure, self.sentence)
        self._cross(previous.end if previous else self.body, figure.start)
        relation = context.read(self.clean, low, figure.start, figure.kind, figure.unit)
        row.relation = relation.name
        self._indicator(row, index, low, relation)
        self._share_behind(row)
        self._base(row, relation)
        self._place(row, index)
        self._period(row, index)
        self._status(row, index)
        if row.indicator.value and (row.relation == "level" or row.indicator.how == "clause"):
            self.subject = row.indicator
        return row

    def _low(self, previous: Figure | None, figure: Figure) -> int:
        """Where the words begin that can name a figure: its clause, or behind the figure before it and
        behind the 、 that parts them."""
        clause = self._clause_start(figure.start)
        if previous is None or previous.end < clause:
            return clause
        joint = self.clean.rfind("、", previous.end, figure.start)
        return joint + 1 if joint >= 0 else previous.end

    def _clause_start(self, position: int) -> int:
        """Where the clause of a position begins; brackets around plain words, as in 支出（类）, do not part it."""
        marks, clean = self.linker.marks, self.clean
        index = bisect_left(marks, position) - 1
        while index >= 0 and marks[index] >= self.body:
            mark = marks[index]
            if clean[mark] not in "（）":
                return mark + 1
            opening = mark if clean[mark] == "（" else clean.rfind("（", self.body, mark)
            closing = clean.find("）", opening, position) if opening >= 0 else -1
            if not (0 <= opening < closing <= opening + 10) or any(opening < f.start < closing for f in self.figures):
                return mark + 1
            index = bisect_left(marks, opening) - 1
        return self.body

    def _clause_end(self, position: int) -> int:
        """Where the clause of a position ends."""
        while position < self.sentence.end and self.clean[position] not in _DELIMITERS:
            position += 1
        return position

    def _cross(self, low: int, high: int) -> None:
        """Take note of 其中, colons and topics between two figures."""
        between = self.clean[low:high]
        if self.rows and (_AMONG.search(between) or "：" in between):
            self.whole = (self.subject or Link()).value
            self.head = _head_of(self.whole)
            self.parent = self.whole
        if self.rows and between.startswith(("（", "〔")):
            self.outer = self.subject
            self.parent = (self.subject or Link()).value
        elif re.match(r"[^（]*[）〕]", between):
            self.subject, self.outer = self.outer or self.subject, None
            self.parent = ""
        topic = re.search(r"([^，。；：]{2,30})(中|看|方面)[，：]", between)
        if topic and (head := _HEAD.search(topic.group(1))):
            self.head = head.group()
        if topic and topic.group(2) == "中" and not topic.group(1).endswith("其"):
            span = self.linker.phrases.before(low, low + topic.end(1))
            self.whole = self._say(span) if span else self.whole
        compared = re.search(r"(?:与|和|同)([^，。；]{2,16}?)(?:相比|比较|相较)，", between)
        if compared:
            self.with_base = compared.group(1).replace(" ", "")

    # -- indicator -----------------------------------------------------------------------------

    def _indicator(self, row: Row, index: int, low: int, relation: context.Relation) -> None:
        """Find the phrase before or behind the figure that names it; else what it shares with a neighbour."""
        figure = row.figure
        phrases = self.linker.phrases
        left = phrases.before(low, relation.phrase_end)
        right = self._right(index)
        if relation.name == "level":
            self._verb_and_noun(row, low, left)
        chosen, how = self._choose(figure, left, right, low, relation)
        if chosen is None and (yearly := _YEARLY.search(self.clean, self._clause_start(figure.start), figure.start)):
            shared = self._clause_subject(row) or self.subject or self._shared(row, index)
            row.indicator = replace(shared, value=shared.value + yearly.group(1)) if shared.value and not shared.value.endswith(yearly.group(1)) else shared
            return
        if chosen is None:
            row.indicator = Link() if self._names_nothing(low, figure) else self._shared(row, index)
            return
        value = self._say(chosen)
        if chosen == right and row.relation == "level":
            value = self._with_left(low, figure.start, left, value)
        if chosen == left:
            value = self._with_subject(low, chosen, value)
        if chosen == left and index:
            value = self._with_threshold(self.figures[index - 1], self.rows[-1], chosen, value)
        value = _LEADING.sub("", value) or value
        value = self._with_shared_verb(low, value)
        value = self._complete(row, value, index)
        row.indicator = Link(value, how, chosen[0], chosen[1], 0.9)

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
        if relation.name != "level":
            return (left, "clause") if left else (None, "")
        counted = figure.kind in ("count", "persons", "households")
        if counted and right and (left is None or self._only_verb(left) or right[0] - figure.end <= 1 and not self._is_event_only(right)):
            return right, "clause"
        if left and right and self._only_verb(left) and right[0] - figure.end <= 1:
            return right, "clause"
        if left and right and self.clean[figure.end] == "的" and _BARE_MEASURE.fullmatch(self._say(left)):
            return right, "clause"
        if left:
            return left, "clause"
        return (right, "clause") if right else (None, "")

    def _only_verb(self, span: tuple[int, int]) -> bool:
        """Whether the phrase before a figure is a verb alone (带动4万人就业)."""
        return self.clean[span[0]:span[1]] in verbs("keep")

    def _is_event_only(self, span: tuple[int, int]) -> bool:
        """Whether the phrase behind a figure is a bare event (脱贫, 竣工), which a label before it outranks."""
        return self.clean[span[0]:span[1]] in EVENTS

    def _with_shared_verb(self, low: int, value: str) -> str:
        """`拆除村庄28个、房屋5100处`: the verb before the first item of a list counts for the next."""
        if not self.rows or self.clean[low - 1:low] != "、":
            return value
        first = self.rows[-1].indicator.value
        verb = next((verb for verb in _SHARED_VERBS if first.startswith(verb)), "")
        return verb + value if verb and not value.startswith(verb) and not _IS_EVENT.search(value) else value

    def _with_subject(self, low: int, span: tuple[int, int], value: str) -> str:
        """`规模以上工业企业实现利润503亿元`: a bare measure behind 实现 or 完成 belongs to the subject before it."""
        if self.clean[span[0] - 2:span[0]] not in ("实现", "完成") or not _BARE_MEASURE.fullmatch(value):
            return value
        subject = self.linker.phrases.before(low, span[0] - 2)
        return self._say(subject) + value if subject else value

    def _with_threshold(self, bound: Figure, bound_row: Row, span: tuple[int, int], value: str) -> str:
        """`投资千万元以上项目47个`: a bound before the noun is part of what is counted."""
        if bound.qualifier not in ("at_least", "at_most", "over", "under", "range") or self.clean[bound.end:span[0]] not in ("", "的", "“"):
            return value
        named = bound_row.indicator
        start = named.start if named.how == "clause" and named.end == bound.start else bound.start
        return self._say((start, span[1]))

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
        return said + value if said in verbs("keep") and not value.startswith(said) else value

    def _verb_and_noun(self, row: Row, low: int, left) -> None:
        """`减少贫困人口3.99万人`, `净增企业1065户`: a verb of change before the noun."""
        if left is None:
            return
        match = _CHANGE_VERB.search(self.clean, max(low, left[0] - 3), left[0]) or _CHANGE_VERB.match(self.clean, left[0], left[1])
        if match is None or match.end() != left[0] and match.start() != left[0]:
            return
        verb = match.group()
        noun = self.clean[left[0]:left[1]].removeprefix(verb)
        if verb.startswith("新增") and self.clean[match.start() - 1:match.start()] not in tuple("，。；：、（ \n年内月计累共均已将要可年还") and match.start() > low:
            return  # 城镇新增就业: part of the name
        if verb.startswith("新增"):
            row.relation = "level" if _NEW_BY_NAME.search(noun) else "increase"
        elif verb == "退出" or not noun:
            return
        else:
            row.relation = "increase" if verb[0] in "净增" else "decrease"

    def _complete(self, row: Row, value: str, index: int) -> str:
        """Add what a list says once, and what a bare measure leaves out."""
        for verb in ("净增加", "净增", "调减", "压减", "减少", "增加"):
            if row.relation != "level" and value.startswith(verb) and len(value) > len(verb):
                value = value[len(verb):]
        if row.relation == "increase" and value.startswith("新增") and len(value) > 2:
            value = value[2:]
        subject = self.subject.value if self.subject else ""
        if self.head and not _MEASURE.search(value) and row.figure.kind in ("percentage", "amount", "area", "mass"):
            return value + self.head
        if value in ("年均", "平均每年", "年平均") and subject:
            return subject + value
        if _LEVEL_OF.fullmatch(value) and (self.parent or subject):
            return value + _LEVEL_OF.sub("", self.parent or subject)
        if re.fullmatch(r"第[一二三]产业", value) and (head := re.search(r"(?:生产总值|增加值)$", subject or self._before_sentence())):
            return value + head.group()
        if _BARE_MEASURE.fullmatch(value) and subject and self._measures(value, subject, row.figure):
            return _stem(subject) + value
        if _SUBGROUP.fullmatch(value) and self.parent and (stem := _EVENT_STEM.sub("", self.parent)) != value and _IS_EVENT.search(stem) and stem not in value:
            return stem + value
        head = _head_of(subject)
        if row.relation != "level" and row.figure.kind == "percentage" and head and not _MEASURE.search(value):
            return value + head
        return value

    def _before_sentence(self) -> str:
        """The indicator of the last figure before this sentence."""
        return self.linker.previous.indicator.value if self.linker.previous else ""

    def _measures(self, value: str, subject: str, figure: Figure) -> bool:
        """Whether a bare measure belongs to the subject before it; items joined with 、 stand alone."""
        if subject.endswith(value) or self.clean[self._low(self.rows[-1].figure if self.rows else None, figure) - 1] == "、":
            return False
        if value in ("投资", "资金", "收入", "完成投资", "实际完成投资", "总投资", "贷款"):
            return bool(re.search(r"(?:项目|工程|基地|园区|景区)$", _stem(subject)))
        return True

    def _shared(self, row: Row, index: int) -> Link:
        """The indicator of a figure with no phrase of its own."""
        previous = self.rows[-1] if self.rows else None
        if row.relation in ("increase", "decrease") and previous and previous.relation == "share" and previous.base and row.figure.unit in ("百分点", "千分点"):
            return Link(f"{previous.indicator.value}占{previous.base}比重", "sentence", previous.indicator.start, previous.indicator.end, 0.8)
        if row.relation != "level":
            source = self._clause_subject(row) or self.subject or (previous.indicator if previous else None) or (self.linker.previous.indicator if self.linker.previous else None)
            return replace(source, how="sentence", confidence=0.85) if source else Link()
        if topic := self._topic_clause(row):
            return topic
        if previous and self._adjacent(previous.figure, row.figure):
            return replace(previous.indicator, how="list", confidence=0.85)
        if row.figure.kind == "multiple" and self.subject:
            return replace(self.subject, how="sentence", confidence=0.85)
        for earlier in reversed(self.rows):
            if earlier.figure.kind == row.figure.kind and earlier.figure.unit == row.figure.unit and earlier.relation == row.relation:
                return replace(earlier.indicator, how="list", confidence=0.7)
        if self.subject:
            return replace(self.subject, how="sentence", confidence=0.6)
        topic = self.linker.topic()
        return topic or Link()

    def _topic_clause(self, row: Row) -> Link | None:
        """`工业所占的比重，一九五二年为[41.5%]`: the clause before names the figure, when it holds no figure
        and the figure's own clause holds no words but a time and a verb."""
        start = self._clause_start(row.figure.start)
        own = self.clean[start:row.figure.start]
        if start <= self.body or self.clean[start - 1] not in "，：" or not _TIME_AND_VERB.fullmatch(own):
            return None
        low = self._clause_start(start - 1)
        if re.match(r"按照?", self.clean[low:start]) and self.clean.endswith(("计算", "口径"), low, start - 1) and low > self.body:
            start, low = low, self._clause_start(low - 1)  # 按不变价格计算 stands between
        if any(f.end > low and f.start < start for f in self.figures):
            return None
        share = re.search(r"(?:所)?占的?(?:比重|比例)$", self.clean[low:start - 1])
        span = self.linker.phrases.before(low, low + share.start() if share else start - 1)
        if span is None:
            return None
        if share:
            row.relation = "share"
            among = re.search(r"在?([^，。；]{2,20})中，$", self.clean[self.body:low])
            row.base = among.group(1) if among else self.whole
        return Link(self._say(span), "sentence", span[0], span[1], 0.8)

    def _clause_subject(self, row: Row) -> Link | None:
        """`项目支出增加，较上年增加1133万元`: the subject of the clause before, when no figure parts them."""
        start = self._clause_start(row.figure.start)
        if start <= self.body or any(f.end > self._clause_start(start - 1) and f.start < start for f in self.figures):
            return None
        low = self._clause_start(start - 1)
        relation = context.read(self.clean, low, start - 1, "percentage", "%")
        changed = relation.name in ("increase", "decrease")
        if not changed and not re.search(r"(?:[率额值量数]|收入|支出|产量|面积|价格|指数|人口)$", self.clean[low:start - 1]):
            return None
        span = self.linker.phrases.before(low, relation.phrase_end if changed else start - 1)
        return Link(self._say(span), "sentence", span[0], span[1], 0.8) if span else None

    def _adjacent(self, first: Figure, second: Figure) -> bool:
        between = self.clean[first.end:second.start]
        return between in ("", "、", " ", "，", "和", "及", "约", "共", "，共", "/")

    def _fill_backwards(self) -> None:
        """`3782户19182人易地扶贫搬迁工程`: the noun behind the second names the first too."""
        for row, following in zip(reversed(self.rows[:-1]), reversed(self.rows[1:])):
            touching = self.clean[row.figure.end:following.figure.start] in ("", "、", "和")
            if touching and following.indicator.start >= following.figure.end and (not row.indicator.value or row.indicator.how in ("list", "sentence")):
                row.indicator = replace(following.indicator, how="list", confidence=0.85)

    # -- base ----------------------------------------------------------------------------------

    def _share_behind(self, row: Row) -> None:
        """`儿童之家覆盖50%的村`: the whole stands behind the figure."""
        figure = row.figure
        if row.relation != "level" or figure.kind != "percentage" or figure.unit != "%" or self.clean[figure.end:figure.end + 1] != "的":
            return
        whole = self.linker.phrases.after(figure.end + 1, self._clause_end(figure.end))
        if whole and not re.match(r"速度|标准|比例|增速|幅度|水平|要求|目标|利率|税率|增长|高|年", self.clean[whole[0]:whole[1]]):
            row.relation, row.base = "share", self._say(whole)

    def _base(self, row: Row, relation: context.Relation) -> None:
        if row.relation == "level" or row.base:
            return
        if relation.base:
            row.base = re.sub(r"[（(][^（）()]*[）)]$|比重$", "", self._say(relation.base).strip("的"))
        elif row.relation == "share":
            budget = self.rows and self.rows[-1].status == "planned" and re.search(r"(年初预算|预算|计划|任务)", self.clean[self.body:row.figure.start])
            row.base = budget.group() if budget and self.clean[row.figure.start - 2:row.figure.start] == "完成" else self.whole
        elif row.relation in ("increase", "decrease") and self._goes_with(row):
            row.base = self.rows[-1].base
        elif row.relation in ("increase", "decrease") and (other := self._other_side(row)):
            row.base = other
        elif self.with_base and row.relation in ("increase", "decrease"):
            row.base = self.with_base

    def _goes_with(self, row: Row) -> bool:
        """`比2014年增加0.82亿元，增长[12.6%]`: the same change said twice has one base."""
        previous = self.rows[-1] if self.rows else None
        return (previous is not None and previous.base != "" and previous.relation == row.relation and row.indicator.how != "clause"
                and previous.figure.kind != "percentage" and re.fullmatch(r"[，（、]?[^，；。（]{0,6}", self.clean[previous.figure.end:row.figure.start]) is not None)

    def _other_side(self, row: Row) -> str:
        """`比一九五二年的827亿元增长[68%]`: what stands between 比 and the figure before."""
        if not self.rows or self._clause_start(row.figure.start) > self.rows[-1].figure.start:
            return ""
        match = re.search(r"[比较]([^，。；]{2,14}?)的?$", self.clean[self._clause_start(self.rows[-1].figure.start):self.rows[-1].figure.start])
        return match.group(1) if match else ""

    # -- place ---------------------------------------------------------------------------------

    def _place(self, row: Row, index: int) -> None:
        """The nearest place that governs the figure."""
        linker, figure = self.linker, row.figure
        best = self._said_before(figure)
        if best:
            row.place, row.place_is = best
            return
        if self.linker.carried_place:
            row.place, row.place_is = self.linker.carried_place
            return
        row.place, row.place_is = linker.default_place

    def _said_before(self, figure: Figure) -> tuple[Link, Place | None] | None:
        """The last place or back-reference before the figure in its sentence that can govern it."""
        clause = self._clause_start(figure.start)
        choice: tuple[int, Link, Place | None] | None = None
        for match in frame.back_reference(self.clean, self.body, figure.start):
            if self._is_base(match.start()) or match.group(3) and self.linker.home or any(p.end == match.start() for p in self.places):
                continue
            name, place = frame.referent(match, self.linker.home, [p for p in self.linker.places if p.start < match.start()][-6:])
            choice = (match.start(), Link(name, "clause" if match.start() >= clause else "sentence", match.start(), match.end(), 0.95), place)
        for place in self.places:
            if place.start >= figure.start:
                break
            if choice and place.start < choice[0]:
                continue
            if self._governs(place, clause, figure):
                choice = (place.start, Link(place.name, "clause" if place.start >= clause else "sentence", place.start, place.end, 0.93), place)
        if choice is None:
            return None
        return self._listed(choice[1], choice[2])

    def _is_base(self, position: int) -> bool:
        """Whether a name stands in the other side of a comparison or the whole of a share."""
        before = self.clean[max(self.body, position - 4):position]
        return bool(re.search(r"(?:占|占到|高出|低于|高于|快于|超过|比|居|列|位居|位列|在|为|较|与|同|和|全面|排名|排)$", before)) and not re.search(r"(?:因为|成为|作为)$", before)

    def _governs(self, place: Place, clause: int, figure: Figure) -> bool:
        """Whether a place before the figure can be what it is about."""
        if self._is_base(place.start) and not self.clean.startswith(("的", "、"), place.end):
            return False
        if not self.linker.is_topic(place):
            return False
        bracket = self._closed_bracket(place.start, figure.start)
        if bracket:
            return self._names_outside(bracket, figure)
        if place.start < clause and not self._opens_clause(place):
            return False
        if self.linker.above(place):
            between = self.clean[place.end:figure.start]
            return len(between) <= 14 and "、" not in between and "，" not in between
        return not self.linker.foreign(place)

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
            if joint not in ("、", "和", "及", "与") or earlier.level != place.level or earlier.start < self.body:
                break
            names.insert(0, earlier.name)
            start, index = earlier.start, index - 1
        if len(names) == 1:
            return link, place
        return replace(link, value="、".join(names), start=start), place

    # -- period --------------------------------------------------------------------------------

    def _period(self, row: Row, index: int) -> None:
        """The time that the figure is about."""
        figure, linker = row.figure, self.linker
        clause = self._clause_start(figure.start)
        said = self._time_before(figure, clause)
        if said:
            row.period = said
            return
        if linker.carried_time:
            row.period = linker.carried_time
            return
        framed = linker._framed("period")
        if framed:
            row.period = Link(framed, "heading", -1, -1, 0.85)
            return
        if linker.dates.period:
            row.period = Link(linker.dates.period, "report", -1, -1, 0.75)

    def _time_before(self, figure: Figure, clause: int) -> Link | None:
        """The last governing time before the figure in its sentence; 目前 outranks the year of a cohort."""
        choice: Link | None = None
        now = False
        for time in self.times:
            if time.start >= figure.start:
                break
            value = self.linker.resolve(time)
            if value and self._is_other_side(time, figure):
                return Link(value, "clause", time.start, time.end, 0.93)
            if not value or not self.linker.governs(time):
                continue
            if now and _COHORT.match(self.clean, time.end):
                continue
            if time.start < clause and (self._closed_bracket(time.start, figure.start) or self._is_event_day(time)):
                continue
            before = self.clean[max(self.body, time.start - 1):time.start]
            if before in ("由", "从", "于") and any(time.end <= f.start < figure.start for f in self.figures) or before == "于" and time.start < clause:
                continue
            now = now or time.relative == "now"
            how = "clause" if time.start >= clause else "sentence"
            choice = Link(value, how, time.start, time.end, 0.93 if how == "clause" else 0.9)
        return choice

    def _is_event_day(self, time: Time) -> bool:
        """`2012年11月28日挂牌，面积…`: a day that dates an event says nothing of what stands in other clauses."""
        return re.fullmatch(r"\d{4}-\d\d-\d\d", self.linker.resolve(time)) is not None and time.rule != "period.relative_year" and (
            "日" in self.clean[time.start:time.end] and self.clean[time.end:time.end + 1] not in ("，", "、", "："))

    def _is_other_side(self, time: Time, figure: Figure) -> bool:
        """`比一九五二年的[827亿元]增长`: the figure that a change is compared with has the time before it."""
        return (self.clean[time.start - 1:time.start] in ("比", "较") and self.clean[time.end:time.end + 1] == "的"
                and figure.start - time.end <= 10 and not any(time.end <= f.start < figure.start for f in self.figures))

    # -- status --------------------------------------------------------------------------------

    def _status(self, row: Row, index: int) -> None:
        """Plan or fact."""
        linker, figure = self.linker, row.figure
        inherited = bool(linker._framed("planned"))
        value = row.period.value
        planned = context.is_planned(self.clean, self.body, figure.start, self._clause_end(figure.end), inherited)
        if value and row.period.how in ("clause", "sentence") and linker._future(value):
            planned = True
        if figure.qualifier in ("at_least", "at_most") and re.search(r"每[年月季周]", self.clean[self.body:figure.start]):
            planned = True
        if row.period.how == "clause" and any(self._is_other_side(t, figure) for t in self.times if t.start == row.period.start):
            planned = False
        row.status = "planned" if planned else "actual"
        if self._budgeted(figure):
            row.status = "planned"
            return
        if planned and row.period.how == "report" and not linker.frames[0].planned and "预计" not in self.clean[self.body:figure.start]:
            row.period = Link()

    def _budgeted(self, figure: Figure) -> bool:
        """`年初预算为54.53万元`: the figure is the budget's."""
        return re.search(r"(?:年初|调整|全年)预算数?(?:数|为|是|安排|：| )*$", self.clean[self.body:figure.start]) is not None

    # -- lists ---------------------------------------------------------------------------------

    def _distribute(self) -> None:
        """分别: labels, places or times in order to figures in order, when there are as many."""
        before: list[Row] = []
        for match in re.finditer("分别", self.clean[self.body:self.sentence.end]):
            before = _distribute(self, self.body + match.start(), self.body + match.end(), before)


_CHANGE_HEAD = re.compile(r"增长|增速|增幅|同比|±|增减")
_PLAN_HEAD = re.compile(r"预算|计划|目标")
_SHARE_HEAD = re.compile(r"比重|占比|构成")
_PLAIN_HEAD = re.compile(r"(?:年?初?预算数?|决算数?|执行数|金额|数量|数额|合计|本年|上年|本期|上期|累计|实际|完成数?|指标值?|数值|绝对[数量值]|总量|单位|产量)$")
_UNIT_BRACKET = re.compile(r"[（(\[][^（）()\[\]]{1,8}[）)\]]$")


def _cell_row(linker: _Linker, sentence: Sentence, cell: grid.Cell) -> Row:
    """The row of a figure in a table: its label and head say what it is, where and when."""
    clean = linker.clean
    label, head = clean[slice(*cell.label)].strip(), clean[slice(*cell.head)].strip()
    row = Row(cell.figure, sentence, cell=cell.name)
    said = [time if time and linker.governs(time) else None for time in (_in_span(linker.times, linker.time_starts, span) for span in (cell.head, cell.label))]
    place = _in_span(linker.places, linker.place_starts, cell.label) or _in_span(linker.places, linker.place_starts, cell.head)
    time = said[0] or said[1]
    named_by_head = place is not None and place.start == cell.label[0] or said[1] is not None or grid.is_total(label) and cell.head[1] > 0 and not said[0]
    main, other = (cell.head, "") if named_by_head and cell.head[1] else (cell.label, head)
    value = grid.plain_label(_UNIT_BRACKET.sub("", tidy(original(linker.text, *main)))) if main[1] > main[0] else ""
    if main == cell.label and cell.parent[1]:
        value = grid.plain_label(_UNIT_BRACKET.sub("", tidy(original(linker.text, *cell.parent)))) + value
    if other and not said[0] and cell.peers > 1 and not _PLAIN_HEAD.search(_UNIT_BRACKET.sub("", other)) and not _CHANGE_HEAD.search(other):
        value += tidy(_UNIT_BRACKET.sub("", other))
    row.indicator = Link(value, "heading", main[0], main[1], 0.85)
    caption = clean[slice(*cell.caption)]
    if (_CHANGE_HEAD.search(head) or re.search(r"涨跌|增长|增速|增减", caption)) and cell.figure.kind == "percentage":
        row.relation = "decrease" if cell.figure.value is not None and cell.figure.value < 0 else "increase"
        row.figure = grid.unsigned(cell).figure
        compared = re.search(r"[比较]([^，。（）]{2,8}?)(?:增|减|上|下|±|升|降)", head)
        row.base = compared.group(1) if compared else ""
    elif _SHARE_HEAD.search(head) and cell.figure.kind == "percentage":
        row.relation = "share"
    row.place, row.place_is = (Link(place.name, "list", place.start, place.end, 0.9), place) if place else linker.default_place
    row.period = _cell_period(linker, cell, label, time)
    row.status = "planned" if _PLAN_HEAD.search(head) and not re.search(r"完成|执行|报账|占", head) or linker._framed("planned") and not time else "actual"
    if re.search(r"预算(?:总?投资|资金|金额)$", value):
        row.status = "actual"
    return row


def _in_span(mentions, starts, span):
    """The first mention inside a span, or None."""
    index = bisect_left(starts, span[0])
    return mentions[index] if index < len(starts) and starts[index] < span[1] else None


def _cell_period(linker: _Linker, cell: grid.Cell, label: str, time: Time | None) -> Link:
    """The time of a cell: of its head or label; of all labels for a total; else of heading or report."""
    if time is not None:
        return Link(linker.resolve(time), "list", time.start, time.end, 0.9)
    if grid.is_total(label):
        spans = [_in_span(linker.times, linker.time_starts, span) for span in cell.labels]
        years = [linker.resolve(t) for t in spans if t is not None]
        if len(years) > 1:
            return Link(f"{period.year_of(years[0])}/{period.year_of(years[-1])}", "list", -1, -1, 0.8)
    framed = linker._framed("period")
    return Link(framed, "heading", -1, -1, 0.8) if framed else Link(linker.dates.period, "report", -1, -1, 0.75)


def _head_of(indicator: str) -> str:
    """The measure at the end of an indicator, for the items of a list below it: 总播种面积 → 播种面积."""
    match = _HEAD.search(indicator)
    return match.group(1) if match else ""


_STEM_END = re.compile(r"(?:总?投资|总?产值|总?产量|总?面积|费用|资金|率|总数|总量|金额|工程|项目数|入学率|总人口)$")


def _stem(subject: str) -> str:
    """What a bare measure belongs to: the subject without its own measure (小学和初中入学率 → 小学和初中)."""
    match = re.search(r"(?:入学率|巩固率|参保率|签约率|总?投资|总?产值|总?产量|存量|总?面积|费用|总?收入|利税|税收|增加值)$", subject)
    return subject[:match.start()] if match else subject


def _distribute(sentence: _SentenceLinker, cue_start: int, cue_end: int, before: list[Row]) -> list[Row]:
    """Cross labels, places or times before one 分别 with the figures behind it, which come back;
    `before` are those of the 分别 before, whose labels hold on when none are said."""
    clean = sentence.clean
    rows = _figures_behind(sentence, cue_end)
    if len(rows) < 2:
        return before
    start = max(clean.rfind(mark, sentence.body, cue_start) for mark in "；。：（\n") + 1
    start = max(start, sentence.body)
    earlier = [row.figure.end for row in sentence.rows if row.figure.end <= cue_start]
    start = max([start, *earlier])
    places = [p for p in sentence.places if start <= p.start < cue_start]
    times = [t for t in sentence.times if start <= t.start < cue_start and sentence.linker.resolve(t)]
    labels = _labels(sentence, start, cue_start)
    matched = False
    if len(times) == len(rows):
        for row, time in zip(rows, times):
            row.period = Link(sentence.linker.resolve(time), "list", time.start, time.end, 0.95)
        matched = True
    if len(places) == len(rows):
        for row, place in zip(rows, places):
            row.place, row.place_is = Link(place.name, "list", place.start, place.end, 0.95), place
        matched = True
    if len(labels) == len(rows) and len(labels) > 1:
        for row, (value, span) in zip(rows, labels):
            row.indicator = Link(value, "list", span[0], span[1], 0.95)
        matched = True
    elif len(before) == len(rows) and not labels:
        for row, earlier in zip(rows, before):
            row.indicator = replace(earlier.indicator, how="list")
    elif matched or len(labels) == 1:
        first = rows[0].indicator
        for row in rows[1:]:
            if row.relation == rows[0].relation:
                row.indicator = replace(first, how="list")
    elif len(labels) > 1:
        for row in rows:  # as many labels as figures are not there: nothing is crossed over
            row.indicator = Link(confidence=0.3)
    for row in rows[1:]:
        row.relation = rows[0].relation
        row.base = row.base or rows[0].base
    return rows


def _figures_behind(sentence: _SentenceLinker, position: int) -> list[Row]:
    """The rows of the coordinated figures right behind 分别."""
    found: list[Row] = []
    for row in sentence.rows:
        if row.figure.start < position:
            continue
        between = sentence.clean[(found[-1].figure.end if found else position):row.figure.start]
        if found and between.strip(" ") not in ("、", "和", "，", "与", "及"):
            break
        found.append(row)
    return found


def _labels(sentence: _SentenceLinker, low: int, high: int) -> list[tuple[str, tuple[int, int]]]:
    """The coordinated labels before 分别, each with its span; shared heads and modifiers are not split."""
    clean = sentence.clean
    relation = context.read(clean, low, high, "amount", "元")
    end = relation.phrase_end
    last = max(clean.rfind("，", low, end - 1), low - 1) + 1 if "、" in clean[low:end] else low
    stretch_start = last if "、" in clean[last:end] or "和" in clean[last:end] else low
    pieces, position = [], stretch_start
    depth = 0
    for index in range(stretch_start, end):
        character = clean[index]
        depth += (character == "（") - (character == "）")
        if depth == 0 and (character == "、" or character in "和与及" and not _in_word(sentence, index)):
            pieces.append((position, index))
            position = index + 1
    pieces.append((position, end))
    found = []
    for start, stop in pieces:
        span = sentence.linker.phrases.before(start, stop)
        if span:
            found.append((sentence._say(span), span))
    return _with_shared_end(sentence, found)


def _with_shared_end(sentence: _SentenceLinker, labels: list[tuple[str, tuple[int, int]]]):
    """`一产、二产、三产增加值`: what only the last label says belongs to all of them."""
    if len(labels) < 2:
        return labels
    value, (start, end) = labels[-1]
    phrases = sentence.linker.phrases
    second = bisect_right(phrases.starts, start)
    if second >= len(phrases.starts) or phrases.starts[second] >= end:
        return labels
    shared = tidy(original(sentence.linker.text, phrases.starts[second], end))
    if not _MEASURE.search(value) or any(_MEASURE.search(label) for label, _ in labels[:-1]):
        return labels
    return [(label + shared, span) for label, span in labels[:-1]] + labels[-1:]


def _in_word(sentence: _SentenceLinker, position: int) -> bool:
    """Whether a character is inside a longer word."""
    return sentence.linker.phrases._inside_word(position)
