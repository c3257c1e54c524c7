"""When a report was given, and the period of what it dates no nearer: from the document alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from extract.context import cue
from extract.kinds.period import PLANS, number
from extract.kinds.period_resolve import end_of
from extract.records import Time
from extract.split import Report, Sentence

_RESIDUE = re.compile(r"时间：|发布|来源|更新|浏览|点击|字号|阅读|日期：|作者")
_SIGNED = 90  # a signature's date stands in the last lines
_DOCUMENT_YEAR = re.compile(r"[〔\[（【]((?:19|20)\d\d)[〕\]）】]\s?(?:第\s?)?\d+\s?号")
_EARLY = re.compile(r"\d{4}-0[1-4]")


@dataclass(frozen=True, slots=True)
class Dates:
    """A report's own date (EDTF, day or year, '' if unknown), the period that undated facts carry,
    whether it is a congress's report without a day, for these are given early in their year, and the
    years of the plan that it lays down (1981/1985)."""

    date: str = ""
    period: str = ""
    sitting: bool = False
    plan: str = ""

    @property
    def of_congress(self) -> bool:
        """Whether a congress heard the report or passed it: a work report or a plan."""
        return self.sitting or self.plan != ""

    @property
    def early(self) -> bool:
        """Whether the report was given early in its year, so that it looks back on the one before."""
        return self.sitting or _EARLY.match(self.date) is not None


def dates_of(text: str, report: Report, times: list[Time]) -> Dates:
    """The report's date and its facts' period, from the document alone."""
    found = _dated(text, report, times)
    plan = _plan_laid_down(text, report)
    if plan is None:
        return found
    first, last = plan
    known = "-" in found.date or found.sitting and first <= int(found.date) <= last
    return Dates(found.date if known else "", f"{first}/{last}", found.sitting and known, f"{first}/{last}")


# 第六个五年计划, “十四五”规划, at the end of a title or where a report says what it is about.
_PLAN = r"(?:第([一二三四五六七八九十]{1,3})个五年(?:计划|规划)|“?(十[一二三四五]?|[一二三四五六七八九])五”?(?:计划|规划))"
_PLAN_TAIL = r"(?:和[\d二〇三五]{4}年远景目标)?(?:纲要)?(?:（草案）|草案)?"
_PLAN_TITLE = re.compile(rf"(?m:^[^，。；《]{{0,40}}{_PLAN}{_PLAN_TAIL}(?:的?(?:报告|说明))?[·.]?(?:[（\n]?\d{{4}}[-—~一]+\d{{4}}年?）?)?$)")
_PLAN_NAMED = re.compile(_PLAN)
_PLAN_OPENING = re.compile(rf"作关于[^，。《》]{{0,24}}{_PLAN}{_PLAN_TAIL}的报告")


def _plan_laid_down(text: str, report: Report) -> tuple[int, int] | None:
    """The first and last year of the five-year plan that a report is or presents; None for other reports."""
    head_end = min(report.end, max(report.title_end, report.start) + 700)
    title = _PLAN_TITLE.search(text, report.start, head_end)
    if title and "《" in text[title.start() - 2:title.start()]:
        title = None  # the name of a document that the report speaks of, on a line of its own
    return _years_of(title or _PLAN_OPENING.search(text, report.start, head_end))


def plan_named(words: str) -> str:
    """The years of the plan that a heading names: “六五”计划执行情况 → 1981/1985; '' for none."""
    years = _years_of(_PLAN_NAMED.search(words))
    return f"{years[0]}/{years[1]}" if years else ""


def _years_of(match: re.Match[str] | None) -> tuple[int, int] | None:
    return PLANS.get(number(next(filter(None, match.groups())))) if match else None


def _dated(text: str, report: Report, times: list[Time]) -> Dates:
    """The date and period of a report."""
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
    if _is_congress(text, report):
        sitting = "" if date else _sitting(text, report, times)
        year = sitting or date[:4]
        if sitting or _EARLY.match(date) and covered in ("", year):
            return Dates(date or sitting, str(int(year) - 1), bool(sitting))  # what it tells of is the year before
    if not date and not covered:
        covered = _latest_year(text, report, times)
    return Dates(date or end_of(covered), covered or date)


def _is_congress(text: str, report: Report) -> bool:
    """Whether a report was given to a congress."""
    return text.find(_DELEGATES, report.start, report.end) >= 0 or text.find(_WORK_REPORT, report.start, max(report.title_end, report.start) + 160) >= 0


_YEARBOOK = re.compile(r"统计局|公报|调查队")
_DELEGATES = "各位代表"
_WORK_REPORT = "政府工作报告"
_REVIEW = re.compile(r"的?(?:国内|政府|主要|各项|(?:国民)?经济(?:和|与)?社会发展)*工作(?:情况)?的?(?:简要|简单|基本)?(?:回顾|回望|总结)")
_JUST_PAST = re.compile(r"过去的$")
_AHEAD = re.compile(r"[^，。；：]{0,16}(?:任务|目标|工作|建议|安排|重点|部署|要求)")
_BEHIND = re.compile(r"回[顾望]|总结|完成|执行|以来|报告")
_TITLE_YEAR = re.compile(r"年度?[^\n，。；]{0,40}报告")
_NO_FACT = re.compile(r"目标|要求|规划|计划|任务|预算")
_LONGEST = 200  # characters of a sentence to either side of a year
_COUNTED = re.compile(r"\d|[百千万亿][分万亿]")
_CLAUSE_END = re.compile(r"[。；\n]")
_LAST_YEAR = re.compile(r"(?:去年|上年|过去(?:的)?一年|一年来)(?:的?(?:国内|政府|主要)?工作)?(?:情况)?的?(?:简要)?回[顾望][。\s]*")


def _sitting(text: str, report: Report, times: list[Time]) -> str:
    """The year in which a congress heard a report that gives no day: the one after the year that it looks
    back on, that of its title or of the tasks that it sets, else the one after that of which it tells most."""
    if year := _session(text, report):
        return year
    years = [time for time in times if re.fullmatch(r"\d{4}", time.period) and text[time.end - 1] in "年度" and text[time.start - 1:time.start] not in ("到", "至")]
    heads = [sentence for sentence in report.sentences if sentence.heading]
    if year := _looked_back(text, years, heads):
        return year
    told = _most_told(text, years)
    if year := _titled(text, report, years):
        return "" if told >= year else year  # 2014年政府工作报告 of what was done in 2014
    if ahead := _set_ahead(text, years, heads):
        return next((year for year in ahead if told and year > told), ahead[-1])
    return str(int(told) + 1) if told and text.find(_DELEGATES, report.start, report.start + 600) >= 0 else ""


# 向第五届全国人民代表大会第二次会议作报告: the congress that heard the report says the year.
_SESSION = re.compile(r"向(?:第([一二三四五六七八九十]{1,3})届)全国人民代表大会(?:第([一二三四五])次会议)?[^，。；《]{0,40}报告")
_FIRST_SESSIONS = {1: 1954, 2: 1959, 3: 1964, 4: 1975, 5: 1978}  # every five years from then on


def _session(text: str, report: Report) -> str:
    """The year of the session of the national congress to which a report was given, '' where its opening names none."""
    match = _SESSION.search(text, report.start, max(report.title_end, report.start) + 600)
    if match is None:
        return ""
    congress, session = number(match.group(1)), number(match.group(2) or "一")
    if congress == 2 and session > 2:
        session += 1  # none met in 1961
    return str(_FIRST_SESSIONS.get(congress, 1978 + 5 * (congress - 5)) + session - 1)


def _looked_back(text: str, years: list[Time], heads: list[Sentence]) -> str:
    """The year after the one whose work is reviewed: 一、2014年工作回顾; 去年工作回顾, 2014年…; 刚刚过去的2014年."""
    named = {time.start: time for time in years}
    for time in years:
        if _REVIEW.match(text, time.end) or _JUST_PAST.search(text, time.start - 3, time.start):
            return _after(time)
    for head in heads:
        if review := _LAST_YEAR.search(text, head.start, head.end):
            end = re.compile(r"\s*").match(text, review.end()).end()
            return _after(named[end]) if end in named else ""
    return ""


def _titled(text: str, report: Report, years: list[Time]) -> str:
    """The last year in the title: 某县2014年政府工作报告, 关于2014年决算和2015年预算的报告."""
    head_end = max(report.title_end, report.start + 160)
    return max((time.period for time in years if time.start < head_end and _TITLE_YEAR.match(text, time.end - 1)), default="")


def _set_ahead(text: str, years: list[Time], heads: list[Sentence]) -> list[str]:
    """The years whose tasks headings set, in order: 二、2014年主要任务."""
    starts = [head.start for head in heads]
    found = set()
    for time in years:
        index = bisect_right(starts, time.start) - 1
        if index >= 0 and _AHEAD.match(text, time.end, heads[index].end) and not _BEHIND.search(text, heads[index].start, heads[index].end):
            found.add(time.period)
    return sorted(found)


def _most_told(text: str, years: list[Time]) -> str:
    """The year of which most is told in figures, the later of two; a congress of the spring tells of the year before."""
    told: Counter[str] = Counter()
    for time in years:
        begin = max(time.start - _LONGEST, *(text.rfind(mark, max(0, time.start - _LONGEST), time.start) + 1 for mark in "。；\n"))
        ending = _CLAUSE_END.search(text, time.end, time.end + _LONGEST)
        end = ending.start() if ending else time.end + _LONGEST
        opens = text[time.start - 1:time.start] in tuple("。，；\n ") and text[time.end:time.end + 1] != "的"
        if opens and _COUNTED.search(text, time.end, end) and not (cue("planned").search(text, begin, end) or _NO_FACT.search(text, begin, end)):
            told[time.period] += 1
    return max(told, key=lambda year: (told[year], year), default="")


def _after(time: Time) -> str:
    return str(int(time.period) + 1)


def _is_own(text: str, report: Report, time: Time) -> bool:
    """Whether a date in the head is the report's own: full, and not a web page's."""
    if not re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", time.period):
        return False
    line_start = text.rfind("\n", 0, time.start) + 1
    line_end = text.find("\n", time.end)
    line = text[line_start:line_end if line_end >= 0 else len(text)]
    if _RESIDUE.search(line) or time.start > max(report.title_end, report.start) + 160:
        return False
    return _alone(text, time) or _BRACKETED.fullmatch(text, time.start - 1, line_end if line_end >= 0 else len(text)) is not None or _IN_SESSION.match(text, time.end) is not None or line.startswith(("—", "－", "-", "（")) or len(line) <= 50 and re.search(r"会议|上的?$|讲话", line) is not None


_BRACKETED = re.compile(r"[（(][^（）()]{5,12}[）)]\s*")  # …工作汇报（2018年6月）
_IN_SESSION = re.compile(r"[）)]?\s*(?:在[^，。；\n]{2,45}(?:会议|大会)|各位代表)")


def _alone(text: str, time: Time) -> bool:
    """Whether a date stands on a line of its own, perhaps in brackets or before 印发."""
    line_start = text.rfind("\n", 0, time.start) + 1
    line_end = text.find("\n", time.end)
    rest = text[line_start:time.start] + text[time.end:line_end if line_end >= 0 else len(text)]
    return len(rest.strip(" （）()—-　\t:：")) <= 3


# 上半年, 第三季度, 1-6月 of one year.
_PART_OF_YEAR = re.compile(r"(\d{4})-\d\d(?:-\d\d)?/\1-\d\d(?:-\d\d)?")
# “十三五”教育扶贫成效: a title that looks back on years.
_YEARS = re.compile(r"\d{4}/\d{4}")
_LOOKS_BACK = re.compile(r"成效|成就|总结|回顾|纪实|综述|情况|汇报|小结")


def _covered_year(text: str, report: Report, times: list[Time], date: str) -> str:
    """The year, or the part of one in its title, that a report is about: named in its title or in the first words of its body."""
    for time in times:
        if time.start >= report.start + 400:
            break
        part = _PART_OF_YEAR.fullmatch(time.period) or _YEARS.fullmatch(time.period) and _LOOKS_BACK.search(text, time.end, max(report.title_end, time.end))
        if not part and not re.fullmatch(r"\d{4}", time.period):
            continue
        line_start = text.rfind("\n", 0, time.start) + 1
        line_end = text.find("\n", time.end)
        line = text[line_start:line_end if line_end >= 0 else len(text)]
        in_title = time.start < max(report.title_end, line_end if line_start == report.start else 0)
        if in_title and not re.search(r"计划|规划|工作报告|方案|要点", line) and (not date or date[:4] >= time.period[:4]):
            return time.period
        if not part and (time.start - line_start <= 3 or "年度" in text[time.start:time.end]) and time.start - max(report.title_end, report.start) <= 90 and (not date or time.period <= date[:4]):
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
