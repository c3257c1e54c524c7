"""A report's frame: the place and the date that hold where a sentence says nothing nearer.

The frame comes from title, letterhead, opening sentence and signature; headings narrow it for what
stands under them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.context import cue
from extract.kinds import period
from extract.records import Place, Time
from extract.split import BODY, Report, Sentence

_RESIDUE = re.compile(r"时间：|发布|来源|更新|浏览|点击|字号|阅读|日期：|作者")
_SIGNED = 90  # a signature's date stands in the last lines
_DOCUMENT_YEAR = re.compile(r"[〔\[（【]((?:19|20)\d\d)[〕\]）】]\s?(?:第\s?)?\d+\s?号")
_ANNUAL = re.compile(r"公报|决算|总结|年报|统计|预算执行|综述|回顾")
_LOOKING_BACK = re.compile(r"过去(?:的)?一年|一年来|回顾|上年工作|去年工作")


@dataclass(frozen=True, slots=True)
class Frame:
    """What a report or heading lays down: its level, the period, whether it is about plans, the span of
    the item that it names, and the place that is all it names (`一、青石镇`)."""

    level: int
    period: str = ""
    planned: bool | None = None
    topic: tuple[int, int] = (0, 0)
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Dates:
    """A report's own date (EDTF, day or year, '' if unknown) and the period that undated facts carry."""

    date: str = ""
    period: str = ""


def dates(text: str, report: Report, times: list[Time]) -> Dates:
    """The report's date and its facts' period, from the document alone."""
    head_end = max(report.title_end, report.start) + 160
    stated = ""
    for time in times:
        if time.start > head_end and time.start < report.end - _SIGNED:
            break
        if _is_own(text, report, time):
            stated = stated or time.period
    signed = [t.period for t in times if t.start >= report.end - _SIGNED and _alone(text, t) and re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", t.period)]
    date = signed[-1] if signed else stated
    covered = _covered_year(text, report, times, date)
    if not covered and re.fullmatch(r"\d{4}-0[1-5](?:-\d\d)?", date) and _YEARBOOK.search(text, report.start, head_end):
        covered = str(int(date[:4]) - 1)  # a communique of March is about the year before
    if not date and (reviewed := _reviewed_year(text, report)):
        return Dates(str(int(reviewed) + 1), str(int(reviewed) + 1))
    if not date and not covered:
        covered = _latest_year(text, report, times)
    return Dates(date or covered, covered or date)


_YEARBOOK = re.compile(r"统计局|公报|调查队")
_REVIEW = re.compile(r"(?:19|20)(\d\d)年(?:的?政府)?(?:主要)?工作(?:的?简要)?回顾")


def _reviewed_year(text: str, report: Report) -> str:
    """The year that a work report to a congress looks back on; it is given early in the next."""
    if "各位代表" not in text[report.start:report.start + 600]:
        return ""
    match = _REVIEW.search(text, report.start, min(report.end, report.start + 1200))
    return match.group()[:4] if match else ""


def _is_own(text: str, report: Report, time: Time) -> bool:
    """Whether a date in the head is the report's own: full, and not a web page's."""
    if not re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", time.period):
        return False
    line_start = text.rfind("\n", 0, time.start) + 1
    line_end = text.find("\n", time.end)
    line = text[line_start:line_end if line_end >= 0 else len(text)]
    if _RESIDUE.search(line) or time.start > max(report.title_end, report.start) + 160:
        return False
    return _alone(text, time) or line.startswith(("—", "－", "-", "（")) or len(line) <= 50 and re.search(r"会议|上的?$|讲话", line) is not None


def _alone(text: str, time: Time) -> bool:
    """Whether a date stands on a line of its own, perhaps in brackets or before 印发."""
    line_start = text.rfind("\n", 0, time.start) + 1
    line_end = text.find("\n", time.end)
    rest = text[line_start:time.start] + text[time.end:line_end if line_end >= 0 else len(text)]
    return len(rest.strip(" （）()—-　\t:：")) <= 3


def _covered_year(text: str, report: Report, times: list[Time], date: str) -> str:
    """The year that an annual report is about: named in its title or in the first words of its body."""
    for time in times:
        if time.start >= report.start + 400:
            break
        if not re.fullmatch(r"\d{4}", time.period):
            continue
        line_start = text.rfind("\n", 0, time.start) + 1
        line_end = text.find("\n", time.end)
        line = text[line_start:line_end if line_end >= 0 else len(text)]
        in_title = time.start < max(report.title_end, line_end if line_start == report.start else 0)
        if in_title and not re.search(r"计划|规划|工作报告|方案|要点", line) and (not date or date[:4] >= time.period):
            return time.period
        if (time.start - line_start <= 3 or "年度" in text[time.start:time.end]) and time.start - max(report.title_end, report.start) <= 90 and (not date or time.period <= date[:4]):
            return time.period
    return ""


def _latest_year(text: str, report: Report, times: list[Time]) -> str:
    """For a report without a date: the latest year of what it tells as done and of the documents that it
    names, for it cannot be older; else the first year of a plan that it lays out by years."""
    done, plans, titled = [], [], []
    for time in times:
        year = re.fullmatch(r"(\d{4})(?:-\d\d)*", time.period)
        line_start = text.rfind("\n", 0, time.start) + 1
        if year is None or _RESIDUE.search(text, line_start, time.start):
            continue
        before = text[max(report.start, time.start - 3):time.start]
        around = text[max(line_start, time.start - 12):time.end + 14]
        if cue("planned").search(around) or re.search(r"目标|要求|规划|计划", around) or before.endswith("到"):
            plans.append(year.group(1))
        elif re.search(r"(?:[。！？\n]|截[至止])\s*$", before) or not before or before[-1] in "，；" and len(year.group()) > 4:
            done.append(year.group(1))
        elif "年度" in text[time.start:time.end] or "《" in text[max(report.start, time.start - 30):time.start]:
            titled.append(year.group(1))
    known = done + titled + _DOCUMENT_YEAR.findall(text, report.start, report.end)
    if known:
        return max(known)
    return min(plans) if len(set(plans)) > 1 else ""  # a plan by years begins with its report's year; a lone target says nothing


def title_frame(text: str, report: Report) -> Frame:
    """What the title lays down for the whole report: a budget's figures are planned."""
    title = text[report.start:report.title_end]
    budget = any(cue("budget").search(line) for line in title.split("\n"))
    return Frame(0, "", True if budget and not re.search("决算|执行", title) else None)


def heading_frame(text: str, sentence: Sentence, times: list[Time], places: list[Place], own: Dates) -> Frame:
    """What a heading lays down for the text under it."""
    words = text[sentence.start:sentence.end]
    level = sentence.level if sentence.level != BODY else UNNUMBERED
    stated = ""
    for time in times:
        value = time.period or period.resolve(time, own.date, own.period)
        if value and (value != own.date or len(value) < 10):  # ——2025年1月15日在…会议上 dates the report, not what stands under it
            stated = value
            break
    if not stated and _LOOKING_BACK.search(words) and _EARLY.match(own.date) and "年" in words:
        stated = str(int(own.date[:4]) - 1)
    done = cue("done_heading").search(words)
    planned = cue("planned_heading").search(words)
    state: bool | None = None  # 成就和主要目标 is about both
    if done and (not planned or done.start() > planned.start()):
        state = False
    elif planned and not done or cue("budget").search(words) and "决算" not in words and "执行" not in words:
        state = True
    elif sentence.heading and not done and stated == own.date[:4] and _EARLY.match(own.date):
        state = True  # 二、2020年工作, in a report of January 2020
    return Frame(level, stated, state, _item(text, sentence), _named(text, sentence, places))


_TARGETS = re.compile(r"(?:今年|(?P<year>20\d\d)年)?[^。；，]{0,24}(?:预期|奋斗|调控)目标(?:是|为|：)")
_LONGER = re.compile(r"五年|十[一二三四五]五|到20\d\d|届|三年|规划")


def turns_to_plans(text: str, sentence: Sentence, own: Dates) -> Frame | None:
    """From where a report given early in a year states the year's targets it is about what is to be done."""
    if sentence.heading or not _EARLY.match(own.date):
        return None
    match = _TARGETS.search(text, sentence.start, min(sentence.end, sentence.start + 60))
    if match is None or match.group("year") not in (None, own.date[:4]) or _LONGER.search(text, sentence.start, match.end()):
        return None
    return Frame(0, own.date[:4], True)


UNNUMBERED = 8  # the level of a heading without a number
_EARLY = re.compile(r"\d{4}-0[1-4]")
_PLACE_ONLY = re.compile(r"(?:的?(?:基本|总体|贫困|有关)?(?:情况|概况|工作|村情|镇情|乡情|县情))?[：:]?")


def _named(text: str, sentence: Sentence, places: list[Place]) -> Place | None:
    """The place that is all a heading names."""
    if not places or places[0].start != sentence.start + sentence.marker or any(a.end != b.start for a, b in zip(places, places[1:])):
        return None
    return places[-1] if _PLACE_ONLY.fullmatch(text, places[-1].end, sentence.end) else None


_ITEM_END = re.compile(r"[，。：；！？]|情况|工作|方面|$")


def _item(text: str, sentence: Sentence) -> tuple[int, int]:
    """The span of the item that a numbered line names: `1、社会保障支出（类）…（项）。`"""
    if sentence.level not in (4, 5) or sentence.marker == 0:
        return (0, 0)
    start = sentence.start + sentence.marker
    end = _ITEM_END.search(text, start, sentence.end).start()
    return (start, end) if 2 <= end - start <= 60 else (0, 0)


def is_national(text: str, report: Report) -> bool:
    """Whether the whole country gives the report: the State Council's, or a ministry's."""
    return re.search(r"代表国务院|国务院(?:政府工作报告|总理)|中华人民共和国(?!成立|建国)|国家统计局\n|全国人民代表大会(?:常务委员会)?第",
                     text[report.start:report.start + 700]) is not None and not re.search(
                         r"代表[省市县区自]|人民政府(?:省长|市长|县长|区长|主席)|[省市县区](?:人大|人民代表大会)", text[report.start:report.start + 700])


def continues(text: str, report: Report, home: dict[str, Place]) -> bool:
    """Whether a report without a place of its own may go on with the one before: it speaks of no level
    (我县) that the other has no place for."""
    spoken = {match.group(1) for match in _BACK.finditer(text, report.start, report.end) if match.group(1)}
    known = {level for level in home}
    return all(any(level in known for level in _LEVELS[suffix]) for suffix in spoken)


_BACK = re.compile(r"(?:全|我|本|该|此|我们)(省|市|州|盟|县|区|旗|乡|镇|村|街道|社区|自治区|自治州)(?![级委长民里内]|政府|直)|(辖区|境内)|(全国|我国)")
_LEVELS = {
    "省": ("province",), "自治区": ("province",), "市": ("prefecture", "county", "province"), "州": ("prefecture",), "自治州": ("prefecture",), "盟": ("prefecture",),
    "县": ("county",), "旗": ("county",), "区": ("county", "zone", "province", "prefecture"), "乡": ("town",), "镇": ("town",), "街道": ("town",), "村": ("village",), "社区": ("village",),
}


def back_reference(text: str, start: int, end: int):
    """Matches of 全县, 我镇, 该村, 全国 in a stretch of text."""
    return _BACK.finditer(text, start, end)


def referent(match: re.Match[str], home: dict[str, Place], recent: list[Place]) -> tuple[str, Place | None]:
    """The name a back-reference stands for, and its place; '' when the document does not say."""
    if match.group(3):
        return "全国", None
    if match.group(2):
        own = lowest(home)
        return (own.name if own else ""), own
    suffix = match.group(1)
    if match.group()[0] in "该此":
        for place in reversed(recent):
            if place.level in _LEVELS[suffix] or place.name.endswith(suffix):
                return place.name, place
    own = lowest(home)
    for level in (*((own.level,) if own and own.level in _LEVELS[suffix] else ()), *_LEVELS[suffix]):
        place = home.get(level)  # 全市 in a report of 安国市 in 保定市 is the lower one
        if place and (place.path[-1] if place.path else place.name).endswith(suffix):
            return full_name(place), place
    for level in _LEVELS[suffix][:1]:
        if place := home.get(level):
            return full_name(place), place
    return "", None


def lowest(home: dict[str, Place]) -> Place | None:
    """The narrowest of the report's own places."""
    for level in ("village", "town", "zone", "county", "prefecture", "province"):
        if level in home:
            return home[level]
    return None


def full_name(place: Place) -> str:
    """A place's full name: the last part of its path, which also holds for short forms."""
    return place.path[-1] if place.path else place.name


_GENRE = re.compile(
    r"(?:报告|公报|总结|综述|方案|意见|规划|计划|预算|决算|要点|通知|汇报|情况|纪要|讲话|办法|决定|简报|概况|说明|材料|调查|清单|台账|项目库|一览表|统计表)"
    r"(?:[（(][^（）()]*[）)])?$"
)
_NO_TITLE = re.compile(r"[：:。，,]$|^[（(].*[）)]$|^\W*\d{4}年\d{1,2}月|会议?上?$|^来源")
_FIELD = re.compile(r"^(?:标题|题名)[：:]\s*|\s*(?:发文单位|发文时间|报告人|来源)[：:].*")


def title(text: str, report: Report) -> str:
    """The report's title on one line: what its head calls by the name of a genre (报告, 公报, 方案); '' without one."""
    lines = [" ".join(_FIELD.sub("", line).split()) for line in text[report.start:report.title_end].split("\n")]
    lines = [line for line in lines if line and not _NO_TITLE.search(line)]
    named = max((line for line in lines if _GENRE.search(line)), key=len, default="")
    if 0 < len(named) < 8:  # the second line of a title: 部门决算
        return " ".join(lines[:lines.index(named) + 1])
    return named
