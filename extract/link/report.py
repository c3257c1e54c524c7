"""One report: its sentences in order, and what each leaves in force for the next."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace

from extract import frame
from extract.kinds import period_resolve
from extract.kinds.tidy import tidy
from extract.link.cells import cell_row
from extract.link.leading import Lead, lead_in
from extract.link.rows import Row
from extract.link.sentence import DELIMITERS, SentenceLinker
from extract.records import Link, Place, Time
from extract.split import BODY, Report, Sentence
from extract.text import original

_FROM = frozenset("由从自")  # 由2014年的: where something began, not the year that holds on
_SUFFIX = re.compile(r"(?:街道|居委会|社区|村委会|村|镇|乡|县|区|市|组)$")
_YEAR = re.compile(r"\d{4}")
_YEARS = re.compile(r"\d{4}/\d{4}")
_LEAD_IN = re.compile(r"(?:在|如|比如|其中|是|，)+")
_MARKS = re.compile(f"[{DELIMITERS}]")
# Periods that may hold for the sentences behind; a single day does not.
_SPANS = re.compile(r"\d{4}(?:-12-31|-0[36]-3[01])?|\d{4}/\d{4}|\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d|\d{4}-\d\d/\d{4}-\d\d")
_LOCAL = re.compile(r"[我全本](?:省|市|州|县|区|乡|镇|村)(?![长委])")
_HEADING = 32  # characters of a heading that stands in the line of its text
_HEAD = 600  # characters in which a report says what it is going to speak of
_OWN_TASKS = re.compile(r"(?:今年|(\d{4})年)(?:的?(?:政府|经济社会发展|主要)?工作)?的?(?:总体要求|总体思路|指导思想|主要任务|主要目标|预期目标|发展目标|重点工作|工作重点|任务)")
_COUNTRY = re.compile("全[国國]")
_MADE_BEFORE = re.compile(r"\d{4}年(?:[以之]|底)?前[^，。；\d]{1,8}的")
_QUOTED_BEFORE = re.compile("“[^”。]*$")
_TOTAL_OF = re.compile("[^，。；]{0,8}(?:总和|之和)")
_NOT_GOVERNING_BEFORE = re.compile(r"(?:[比较]|与|同|和|高于|低于|超过|相比)$")
_LOOKED_FORWARD_TO = re.compile("(?:奋进|决胜|建功|谋划|编制|开启|迎接|冲刺|展望)$")
_ORGANISATION = re.compile(r"[^，。；、（）\d]{0,12}?(?:公司|集团|委员会|研究院|研究所|大学|学院|医院|银行|交易所|协会|报社?|日报|电视台|扶贫办|领导组|领导小组|调查队|统计局|人大|政协)")
_PASSIVE_BEFORE = re.compile(r"(?:像|位于|地处|距离?|赴|到|向|往|从|自|来自|属于?|隶属|接壤|与|同|由|被|经|跨|至|驻|引进|签约|对接|对口|支援|学习|前往|面向|辐射|服务|靠近|毗邻|承接|融入|疏解|辖|管辖|下辖|包括|包含)$")


def _by_sentence(report: Report, mentions: list) -> dict[int, list]:
    """Where each sentence with mentions begins → its mentions."""
    starts = [sentence.start for sentence in report.sentences]
    found: dict[int, list] = {}
    for mention in mentions:
        found.setdefault(starts[bisect_right(starts, mention.start) - 1], []).append(mention)
    return found


class ReportLinker:
    """Reads one report's sentences in order and keeps what they leave in force."""

    def __init__(self, text, report, figures, places, times, home, dates, phrases, cells):
        self.text, self.clean, self.report = text, text.clean, report
        self.figures, self.places, self.times = figures, places, times
        self.marks = self._marks()
        self.figure_starts = [f.start for f in figures]
        self.place_starts = [p.start for p in places]
        self.time_starts = [t.start for t in times]
        self._said = tuple(_by_sentence(report, mentions) for mentions in (figures, places, times))
        self.home, self.phrases, self.cells = home, phrases, cells
        self.dates = dates
        self.frames: list[frame.Frame] = [frame.title_frame(self.clean, report, dates.plan)]
        self._laid: tuple[list[frame.Frame], dict] = self.frames, {}  # what is asked of the frames until others are laid
        self.current = self.dates.period  # the year last stated, for 全年, 年末, 7月
        self.turn = self._turn()
        self.default_place = self._default_place()
        self.line = -1
        self.carried_time: Link | None = None
        self.carried_place: tuple[Link, Place | None] | None = None
        self.previous: Row | None = None
        self.tail: SentenceLinker | None = None
        self.lead: Lead | None = None
        self.rows: list[Row] = []
        # Names of the report's places, with and without suffix: 石桥 beside 石桥居委会 counts nothing.
        self.place_names = {name for place in places for name in (place.name, _SUFFIX.sub("", place.name)) if len(name) > 1}
        self.resolved: list[tuple[Time, str]] = []

    def _marks(self) -> list[int]:
        """Where punctuation parts clauses; that inside a figure (10，300亿元) parts nothing."""
        marks = [match.start() for match in _MARKS.finditer(self.clean, self.report.start, self.report.end)]
        within = {match.start() for figure in self.figures for match in _MARKS.finditer(self.clean, figure.start, figure.end)}
        return [at for at in marks if at not in within] if within else marks

    # -- frame ---------------------------------------------------------------------------------

    def _default_place(self) -> tuple[Link, Place | None]:
        """The report's own place, as the last resort for a figure's place."""
        own = frame.lowest(self.home)
        if own:
            return Link(frame.full_name(own), "report", own.start, own.end, 0.85), own
        local = _LOCAL.search(self.clean, self.report.start, self.report.end)
        if self.home == frame.NATION or not local and _COUNTRY.search(self.clean, self.report.start, self.report.start + 400):
            return Link("全国", "report", -1, -1, 0.8), None
        return Link(), None

    def _enter(self, sentence: Sentence, times: list[Time], places: list[Place]) -> None:
        """Update what is in force at a sentence's beginning."""
        if sentence.line != self.line:
            self.line = sentence.line
            if not self._goes_on(sentence):
                self.carried_place = None
                if not (self.carried_time and self.carried_time.value == f"{self.dates.period}-12-31"):
                    self.carried_time = None
                self.current = self._framed("period") or self._year_of_plans() or self.period_at(sentence.start)
        if turn := frame.turn(self.clean, sentence, self.dates):
            # A budget is one from end to end, and its notes stand before its figures.
            self.frames = [self.frames[0], turn if turn.planned or not self.frames[0].planned else replace(turn, planned=None)]
            self.carried_time = None
            self.current = turn.period or self.period_at(sentence.start)
            return
        if sentence.level == BODY and not sentence.heading or sentence.end <= self.report.title_end:
            return
        laid = frame.heading_frame(self.clean, sentence, *((times, places) if sentence.heading else ([], [])), self.dates)
        if not sentence.heading and sentence.level >= 6:
            laid = replace(laid, period="", planned=None)
        self.frames = [f for f in self.frames if f.level < laid.level or self._holds_on(f, laid)] + [laid]
        self.carried_place = None
        if laid.level < 7:
            self.carried_time = None
        if _YEAR.fullmatch(laid.period):
            self.current = laid.period
        elif laid.planned:
            self.current = self._year_of_plans() or self.current

    def _holds_on(self, before: frame.Frame, laid: frame.Frame) -> bool:
        """Whether a heading stays in force under one of the same level or a higher that says nothing of its time: that of the year's
        tasks does (二、2009年工作安排, 三、加快项目建设), and one that looks back over unnumbered headings."""
        if laid.period or laid.planned is False or not before.period:
            return False
        if before.planned:
            in_review = before.level == frame.UNNUMBERED and any(f.planned is False and f.period for f in self.frames)
            return self.dates.early and before.level > 0 and before.period[:4] == self.dates.date[:4] and not in_review
        return before.planned is False and laid.planned is None and before.level == laid.level == frame.UNNUMBERED

    def period_at(self, position: int) -> str:
        """The period of what is dated no nearer: the report's, or its own year from where it turns to that year's tasks."""
        return self.dates.date[:4] if position >= self.turn else self.dates.period

    def _turn(self) -> int:
        """Where a report that looks back on the year before turns to its own: 今年工作的总体要求是."""
        if not self.dates.early or self.dates.period == self.dates.date:
            return self.report.end
        year = self.dates.date[:4]
        turns = _OWN_TASKS.finditer(self.clean, self.report.start + _HEAD, self.report.end)
        return next((turn.start() for turn in turns if turn.group(1) in (None, year)), self.report.end)

    def _year_of_plans(self) -> str:
        """The report's own year under a heading of plans, where what was done is of the year before."""
        return self.dates.date[:4] if self.dates.early and self._framed("planned") else ""

    def home_here(self) -> dict[str, Place]:
        """The report's own places by level, and the place that the heading names."""
        named = self._framed("place")
        return {**self.home, named.level: named} if named else self.home

    def place_here(self) -> tuple[Link, Place | None]:
        """The place of figures that say none: the heading's, else the report's."""
        named = self._framed("place")
        return (Link(named.name, "heading", named.start, named.end, 0.9), named) if named else self.default_place

    def topic(self) -> Link | None:
        """The item that a numbered heading names, for the figures under it that name nothing."""
        for laid in reversed(self.frames):
            if laid.topic[1] > laid.topic[0]:
                start, end = laid.topic
                end = min([end, *(f.start for f in self.figures[bisect_left(self.figure_starts, start):bisect_left(self.figure_starts, end)])])
                if end > start:
                    return Link(tidy(original(self.text, start, end)), "heading", start, end, 0.7)
        return None

    def _goes_on(self, sentence: Sentence) -> bool:
        """Whether a new line of a wrapped text goes on with the paragraph before it."""
        return self.text.wrapped and sentence.level == BODY and not self.clean[max(0, sentence.start - 2):sentence.start].endswith("\n\n")

    def _framed(self, name: str):
        """The nearest heading's value of an attribute, or None."""
        if self._laid[0] is not self.frames:
            self._laid = self.frames, {}
        known = self._laid[1]
        if name not in known:
            known[name] = next((value for laid in reversed(self.frames) if (value := getattr(laid, name)) not in ("", None)), None)
        return known[name]

    # -- sentences -----------------------------------------------------------------------------

    def read(self, sentence: Sentence) -> None:
        """Link one sentence's figures and keep what it leaves in force."""
        of_figures, of_places, of_times = self._said
        start = sentence.start
        figures, places, times = of_figures.get(start, []), of_places.get(start, []), of_times.get(start, [])
        if not (figures or places or times) and self._is_plain(sentence):
            return
        self._enter(sentence, times, places)
        in_words = figures
        if figures and self.cells:
            self.rows.extend(cell_row(self, sentence, self.cells[figure.start]) for figure in figures if figure.start in self.cells)
            in_words = [figure for figure in figures if figure.start not in self.cells]
        elif not figures and (lead := lead_in(self.clean[start:sentence.end])):
            self.lead = lead
        if in_words:
            SentenceLinker(self, sentence, in_words, places, times).run()
        if times:
            self.resolved.extend((time, self.resolve(time)) for time in times)
        self._carry(sentence, places, times)

    def _is_plain(self, sentence: Sentence) -> bool:
        """Whether a sentence goes on with its line; if it mentions nothing, reading it changes nothing."""
        return sentence.line == self.line and sentence.level == BODY and not sentence.heading

    def _carry(self, sentence: Sentence, places: list[Place], times: list[Time]) -> None:
        """Keep what this sentence says of time and place for the next one of its paragraph."""
        body = sentence.start + sentence.marker
        said = [(time, self.resolve(time)) for time in times if self.governs(time)] if times else []
        said = [(time, value) for time, value in said if value and not self._future(value) and (time.rule != "period.years_of_plan" or time.start - body <= 8)] if said else said
        years = {value[:4] for _, value in said}
        for time, value in said:
            if _YEAR.fullmatch(time.period) and time.start - body <= 8 and self.clean[time.start - 1:time.start] not in _FROM:
                self.current = time.period
            if time.relative == "now" and self.dates.early:
                continue  # 目前 in a report that looks back on the year before is of its own sentence
            if time.start - body <= 8 and _SPANS.fullmatch(value) and not self._leads_away(time):
                self.carried_time = Link(value, "sentence", time.start, time.end, 0.85) if len(years) == 1 else None
            elif self.carried_time and self.carried_time.value == f"{value}-12-31" and self.carried_time.start >= body:
                self.carried_time = replace(self.carried_time, value=value)  # 年末存栏…；全年出栏…。 and then what the year yielded
            elif self.carried_time and "/" in self.carried_time.value and self.carried_time.value.startswith(f"{value}-"):
                self.carried_time = None  # 去年一季度开局良好…。全年呈现…。 speaks of the year again
        opens = sentence.start == self.report.start or "\n" in self.clean[max(0, sentence.start - 4):sentence.start] or sentence.level < BODY
        if self.carried_place and (not opens and self.carried_place[0].how == "sentence" or any(
                frame.back_reference(self.clean, body, min(sentence.end, body + 10)))):
            self.carried_place = None  # only a paragraph's first sentence gives the place of all of it
        for place in places:
            if (place.start - body <= 1 or _LEAD_IN.fullmatch(self.clean, body, place.start)) and place.level != "spot" and self.is_topic(place) and not self.foreign(place) and (
                    self.is_own(place) or self._near_line(sentence) and self.leads(place)):
                if self.last_listed(place) is not place:
                    break  # a list governs its own sentence
                last = self._last_nested(places, place)
                if self.clean[last.end:last.end + 1] in ("、", "和", "与", "及") and any(other.start == last.end + 1 for other in places):
                    break  # 甲镇、乙镇分别…: none of a list is what the next sentence is about
                self.carried_place = (Link(last.name, "paragraph" if opens else "sentence", last.start, last.end, 0.8), last)
                break

    def _leads_away(self, time: Time) -> bool:
        """Whether a time only says where a change began: 由上年的17∶38∶45调整为."""
        return self.clean[time.start - 1:time.start] in _FROM and self.clean[time.end:time.end + 1] == "的"

    def _near_line(self, sentence: Sentence) -> bool:
        """Whether a sentence begins its paragraph, but for a heading of a few words: 二是改革情况。石桥社区…"""
        line = self.clean.rfind("\n", max(0, sentence.start - _HEADING), sentence.start)
        return line >= 0 or sentence.start - self.report.start < _HEADING or sentence.level < BODY

    def _last_nested(self, places: list[Place], first: Place) -> Place:
        """The narrowest of the nested names that begin with `first`: 松林坡乡|箐营村."""
        last = first
        for place in places:
            if place.start == last.end:
                last = place
        return last

    def resolve(self, time: Time) -> str:
        """The EDTF of a time mention where it stands."""
        if time.rule == "period.years_of_plan" and _YEARS.fullmatch(framed := self._framed("period") or ""):
            return framed
        return time.period or period_resolve.resolve(time, self.dates.date, self.current, self.dates.sitting)

    def _future(self, value: str) -> bool:
        return bool(self.dates.date) and period_resolve.is_future(value, self.dates.date)

    def governs(self, time: Time) -> bool:
        """Whether a time says when something was, not what it is compared with or which document is meant."""
        before = self.clean[max(self.report.start, time.start - 4):time.start].rstrip(" ")
        after = self.clean[time.end:time.end + 4]
        if _NOT_GOVERNING_BEFORE.search(before) or after.startswith(("相比", "同期相比")):
            return False
        if after.startswith(("不变价", "可比价", "价格")):
            return False  # 按1980年不变价格计算
        if after.removeprefix("同期")[:1] == "的" and before.endswith(("是", "为", "于", "到", "达")):
            return False  # 是2011年的1.6倍
        if before.endswith("创") or after.startswith(("新高", "最", "来新高", "来最")):
            return False  # 产量创近10年新高
        if before.endswith(("是", "于")) and _TOTAL_OF.match(self.clean, time.end):
            return False  # 是1950年到2002年53年的总和
        if time.rule == "period.law_plan" or time.rule == "period.plan_period" and _LOOKED_FORWARD_TO.search(before.rstrip("“")):
            return False  # “八五”普法全面推进, 激情奋进“十四五”: named, not told of
        if time.rule == "period.plan_period" and after[:1] not in ("，", "、", "（", "") and self.clean[time.end - 1] not in "期间来末初划":
            return False  # “十三五”易地搬迁任务
        if _YEAR.fullmatch(time.period) and after[:1] != "”" and _QUOTED_BEFORE.search(self.clean, max(self.report.start, time.start - 12), time.start):
            return False  # 荣获“2010年全省先进县”称号, “青田县2020年度十佳”
        if _MADE_BEFORE.match(self.clean, time.start):
            return False  # 2000年以前建成的57个小区
        if after.startswith("结转") and self.clean[time.start:time.end] in ("上年", "上年度"):
            return False  # 上年结转: handed on from last year to this
        return not self._in_title(time.start)

    def is_own(self, place: Place) -> bool:
        """Whether a place is the report's own, by whatever name."""
        own = self.default_place[1]
        return own is not None and own.path == place.path != ()

    def last_listed(self, place: Place) -> Place:
        """The last of the places that are joined with a place: 张掖 of 庆阳、张掖."""
        index = bisect_left(self.place_starts, place.start)
        while index + 1 < len(self.places) and self.clean[self.places[index].end:self.place_starts[index + 1]] in ("、", "和", "及", "与"):
            index += 1
        return self.places[index]

    def leads(self, place: Place) -> bool:
        """Whether a place that opens its sentence is the topic of the clauses behind its own: no noun makes it a part
        of a longer name (漳州|核电一期), or a figure has it."""
        end = self.last_listed(place).end
        return not self.phrases.is_noun_at(end) or self.counted(end)

    def counted(self, position: int) -> bool:
        """Whether a figure stands behind a position in its clause."""
        mark = bisect_left(self.marks, position)
        clause_end = self.marks[mark] if mark < len(self.marks) else self.report.end
        return bisect_left(self.figure_starts, clause_end) > bisect_left(self.figure_starts, position)

    def in_quotes(self, place: Place) -> bool:
        """Whether a place lies inside a short quotation: a slogan or brand (“好客山东”)."""
        opening = self.clean.rfind("“", max(self.report.start, place.start - 20), place.start)
        return opening >= 0 and self.clean.find("”", opening, place.start) < 0 and self.clean.find("”", place.end, place.end + 20) >= 0

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
        if own is None or not own.path or not place.path or place.level == "spot":
            return False  # a river or lake lies where the report says
        return place.path[:len(own.path)] != own.path and own.path[:len(place.path)] != place.path

    def is_topic(self, place: Place) -> bool:
        """Whether a place is what its clause is about, not a direction, a part of an organisation's
        name or of a title."""
        before = self.clean[max(self.report.start, place.start - 3):place.start]
        if _PASSIVE_BEFORE.search(before) or self._in_title(place.start):
            return False
        return not _ORGANISATION.match(self.clean, place.end) and not self.in_quotes(place)
