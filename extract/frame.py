"""A report's frame: the place and the date that hold where a sentence says nothing nearer.

The frame comes from title, letterhead, opening sentence and signature; headings narrow it for what
stands under them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.context import cue
from extract.dates import Dates, plan_named
from extract.kinds import period_resolve
from extract.records import Place, Time
from extract.split import BODY, Report, Sentence

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


def title_frame(text: str, report: Report, plan: str = "") -> Frame:
    """What the title lays down for the whole report: the figures of a budget or of the `plan` for these years are planned."""
    if plan:
        return Frame(0, plan, True)
    title = text[report.start:report.title_end]
    budget = any(cue("budget").search(line) for line in title.split("\n"))
    return Frame(0, "", True if budget and not re.search("决算|执行", title) else None)


def heading_frame(text: str, sentence: Sentence, times: list[Time], places: list[Place], own: Dates) -> Frame:
    """What a heading lays down for the text under it."""
    words = text[sentence.start:sentence.end]
    level = sentence.level if sentence.level != BODY else UNNUMBERED
    stated = ""
    for time in times:
        value = own.plan if time.rule == "period.years_of_plan" and own.plan else time.period or period_resolve.resolve(time, own.date, own.period, own.sitting)
        if value and (value != own.date or len(value) == 4):  # ——2025年1月15日在…会议上 dates the report, not what stands under it
            stated = value
            break
    if not stated and _LOOKING_BACK.search(words) and own.early and "年" in words:
        stated = str(int(own.date[:4]) - 1)
    stated = stated or plan_named(words)
    if _CHART.match(words):
        stated = ""  # 图4 2018-2023年用电量: the chart's years are not those of the text under it
    done = cue("done_heading").search(words)
    planned = cue("planned_heading").search(words)
    state: bool | None = None  # 成就和主要目标 is about both
    if done and (not planned or done.start() > planned.start()):
        state = False
    elif planned and not done or cue("budget").search(words) and "决算" not in words and "执行" not in words:
        state = True
    elif sentence.heading and not done and stated == own.date[:4] and own.early and "年" in words:
        state = True  # 二、2020年工作, in a report of January 2020; but not 一、当前形势
    return Frame(level, stated, state, _item(text, sentence), _named(text, sentence, places))


# 今年发展的主要预期目标是; 今年要重点做好以下几方面工作。
_TURN = re.compile(
    r"(?:今年|(?P<year>\d{4})年)[^。，；\n]{0,16}(?:目标(?:是|为|：)|(?:做好|抓好|推进|完成)[^。；，\n]{0,12}(?:以下|如下|[几一二两三四五六七八九十\d]个?(?:方面|项|大))[^。；，\n]{0,8}(?:[。：]|$))"
)


# 名词解释, [3]“双随机”: notes below a report tell of no plan.
_NOTES_BEGIN = frozenset("名短相解注附※*【〔[0123456789.、")
_NOTES = re.compile(r"[※*【\[]?(?:附(?:件[一二三四五\d]?)?[：:])?(?:名词|名词术语|短语|相关名词)?(?:解释|注释|附注|注解|(?<=短语)说明)[※】\]]?[：:]?$|\d{0,2}[.、]?[〔\[](?:\d{1,3}[〕\]]\S|[^\d〕\]]{2,12}[〕\]]\S)")


def turn(text: str, sentence: Sentence, own: Dates) -> Frame | None:
    """The frame of all that follows a sentence with which a report given early in its year turns to that
    year's work, or to notes."""
    if sentence.line and text[sentence.start] in _NOTES_BEGIN and _NOTES.match(text, sentence.start, sentence.end):
        return Frame(1, "", False)
    year, start, end = own.date[:4], sentence.start, sentence.end
    aims = text.find("目标", start, end) >= 0  # sooner told than the patterns
    named = text.find("今年", start, end) >= 0 or year != "" and text.find(year + "年", start, end) >= 0
    if not (aims or named) or not own.early:
        return None
    match = named and _TURN.search(text, start, end) or aims and _targets(text, sentence)
    return Frame(1, year, True) if match and (match.group("year") or year) == year else None


# 主要预期目标是, with or without the year; those of five years are no turn.
_TARGETS = re.compile(r"(?:今年|(?P<year>20\d\d)年)?[^。；，]{0,24}(?:预期|奋斗|调控)目标(?:是|为|：)")
_LONGER = re.compile(r"五年|十[一二三四五]五|到20\d\d|届|三年|规划")


def _targets(text: str, sentence: Sentence) -> re.Match[str] | None:
    """Where a sentence that is no heading begins to state a year's targets."""
    match = None if sentence.heading else _TARGETS.search(text, sentence.start, min(sentence.end, sentence.start + 60))
    return match if match and not _LONGER.search(text, sentence.start, match.end()) else None


UNNUMBERED = 8  # the level of a heading without a number
_CHART = re.compile(r"图 ?[\d一二三四五六七八九十]")
_PLACE_ONLY = re.compile(r"(?:的?(?:基本|总体|贫困|有关)?(?:情况|概况|工作|村情|镇情|乡情|县情))?[：:]?")


def _named(text: str, sentence: Sentence, places: list[Place]) -> Place | None:
    """The place that is all a heading names."""
    if not places or places[0].start != sentence.start + sentence.marker or any(a.end != b.start for a, b in zip(places, places[1:])):
        return None
    return places[-1] if _PLACE_ONLY.fullmatch(text, places[-1].end, sentence.end) else None


_DATED = re.compile(r"\d年")  # a note that tells what happened names no item
_ITEM_END = re.compile(r"[，。：；！？]|情况|工作(?!事务|经费|部|站|者)|方面|$")


def _item(text: str, sentence: Sentence) -> tuple[int, int]:
    """The span of the item that a numbered line names: `1、社会保障支出（类）…（项）。`"""
    if sentence.level not in (4, 5) or sentence.marker == 0:
        return (0, 0)
    start = sentence.start + sentence.marker
    end = _ITEM_END.search(text, start, sentence.end).start()
    return (start, end) if 2 <= end - start <= 60 and not _DATED.search(text, start, end) else (0, 0)


def is_national(text: str, report: Report) -> bool:
    """Whether the whole country gives the report: the State Council's, or a ministry's."""
    return re.search(r"代表国务院|国务院(?:政府工作报告|总理)|中华人民共和国(?!成立|建国)|国家统计局\n|全国人民代表大会(?:常务委员会)?第",
                     text[report.start:report.start + 700]) is not None and not re.search(
                         r"代表[省市县区自]|人民政府(?:省长|市长|县长|区长|主席)|[省市县区](?:人大|人民代表大会)", text[report.start:report.start + 700])


#: The home of a report that the whole country gives.
NATION = {"country": Place(-1, -1, "place", "", 1.0, "全国", level="country")}


def continues(text: str, report: Report, home: dict[str, Place]) -> bool:
    """Whether a report without a place of its own may go on with the one before: it speaks of no level
    (我县) that the other has no place for; the whole country's may once or twice."""
    spoken = [match.group(1) for match in _BACK.finditer(text, report.start, report.end) if match.group(1)]
    return all(any(level in home for level in _LEVELS[suffix]) for suffix in spoken) or home == NATION and len(spoken) < 3


def same(one: dict[str, Place], other: dict[str, Place]) -> bool:
    """Whether two reports are of the same place."""
    first, second = lowest(one), lowest(other)
    return first == second if first is None or second is None else first.path == second.path


_BACK = re.compile(r"(?:全|我|本|该|此|我们)(省|市|州|盟|县|区|旗|乡|镇|村|街道|社区|自治区|自治州)(?![级委长民里内]|政府|直)|(辖区|境内)|(全国|我国)")
_LEVELS = {
    "省": ("province",), "自治区": ("province",), "市": ("county", "prefecture", "province"), "州": ("prefecture",), "自治州": ("prefecture",), "盟": ("prefecture",),
    "县": ("county",), "旗": ("county",), "区": ("county", "zone", "province", "prefecture"), "乡": ("town",), "镇": ("town",), "街道": ("town",), "村": ("village",), "社区": ("village",),
}

_USUAL = {"市": "prefecture"}


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
    if match.group()[0] in "该此" or not lowest(home):
        for place in reversed(recent):
            if place.level in _LEVELS[suffix] or place.name.endswith(suffix):
                return place.name, place
    own = lowest(home)
    for level in (*((own.level,) if own and (own.level in _LEVELS[suffix] or full_name(own).endswith(suffix)) else ()), *_LEVELS[suffix]):
        place = home.get(level)  # 全市 in a report of 安国市 in 保定市 is the lower one
        if place and (place.path[-1] if place.path else place.name).endswith(suffix):
            return full_name(place), place
    place = home.get(_USUAL.get(suffix, _LEVELS[suffix][0]))
    return (full_name(place), place) if place else ("", None)


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
