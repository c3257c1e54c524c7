"""Dates and periods: mentions, and the EDTF that each one stands for.

A mention is absolute (`2018年底` → `2018-12-31`) or relative (`上年末`). A relative one holds a code
that `resolve` reads against the document's own dates:

- `now`: the report's own date;
- `OFFSET|TEMPLATE`: the template with `Y` for the year in force plus the offset (`-1|Y-12-31`);
  with `!` before the offset the report's own year counts, not the year in force (今年, 去年);
- `span|N`: the N years that end with the year in force, or before the report's own when that has just begun;
- `since|START`: from START to the year in force;
- `century|`: the last day of the report's century;
- an empty code: the words say no more than that there is a time (近年来).

In a template `-00` for a day is the month's last.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace
from functools import lru_cache

from extract import rules
from extract.kinds.period_resolve import filled, resolved
from extract.records import Time

_HANZI = str.maketrans("〇零○O一二三四五六七八九", "0000123456789")
_NUMBERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
#: Five-year plans: number → years. The third began in 1966, after three years of adjustment.
PLANS = {1: (1953, 1957), 2: (1958, 1962), **{n: (1951 + 5 * n, 1955 + 5 * n) for n in range(3, 16)}}
#: Parts of a year, in the spelling of `_plain`.
_PARTS = {
    "上半年": "Y-01-01/Y-06-30", "下半年": "Y-07-01/Y-12-31", "前三季度": "Y-01-01/Y-09-30", "前二季度": "Y-01-01/Y-06-30",
    "前一季度": "Y-01-01/Y-03-31", "一季度": "Y-01-01/Y-03-31", "二季度": "Y-04-01/Y-06-30", "三季度": "Y-07-01/Y-09-30",
    "四季度": "Y-10-01/Y-12-31",
}
_SOLAR_TERMS = {"立春": 2, "春分": 3, "立夏": 5, "夏至": 6, "立秋": 8, "秋分": 9, "立冬": 11, "冬至": 12}
_THIRDS = {"上": ("01", "10"), "中": ("11", "20"), "下": ("21", "00")}
#: Words for a year → offset; `!` from the report's own year, else from the year in force.
_OFFSETS = {
    "今年": "!0", "去年": "!-1", "前年": "!-2", "明年": "!1", "上年": "-1", "上一年": "-1", "上一度": "-1", "次年": "1",
    "本年": "0", "当年": "0", "同年": "0",
}
_YEAR = r"(?:19|20)\d\d"
_TO = re.compile(r"-{1,2}|—{1,2}|~|至|到|、")


def find(text: str) -> list[Time]:
    """All time mentions of a clean text, in order and without overlaps.

    >>> [(t.period, t.relative) for t in find("截至2015年底，比上年末增加。7月15日")]
    [('2015-12-31', ''), ('2014-12-31', ''), ('', '0|Y-07-15')]
    """
    found: list[Time] = []
    anchors = _Anchors(text)
    for match in rules.scanner("period").finditer(text):
        period, relative = _read(match.lastgroup, match.group().replace(" ", ""))
        if period is not None:
            time = Time(match.start(), match.end(), "time", f"period.{match.lastgroup}", 0.98, period, relative)
            found.append(anchors.settle(time))
    return found


class _Anchors:
    """What the dates before a time in its sentence say of it: `2020年，…，9月末前` is in 2020."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.end = 0  # of the last time
        self.topic = self.day = ""  # the year that opens the sentence; the last day said, as EDTF or code
        self.near = ""  # the year last said in the sentence
        self.first = True  # whether the sentence has had no time yet
        self.spans: dict[int, Time] = {}  # number of years → the last span of so many: “十三五”时期, 过去五年

    def settle(self, time: Time) -> Time:
        """The time, absolute if its sentence decides it."""
        gap = self.text[self.end:time.start]
        self.end = time.end
        if _SENTENCE_END.search(gap):
            self.topic, self.near, self.first = "", "", True
            if "\n\n" in gap or len(gap) > 300:
                self.day = ""
        said = self.text[time.start:time.end]
        if said[:2] in ("当天", "当日"):
            code = "|" in self.day
            return replace(time, period="" if code else self.day, relative=self.day if code else "")
        if (said[0] == "这" or time.rule == "period.years_of_plan") and (named := self.spans.get(int(time.relative.partition("|")[2] or 0))):
            return replace(time, period=named.period, relative=named.relative)
        if time.relative[:2] in ("0|", "1|", "-1") and not said.startswith("本年"):
            year = self.near if said[:2] in ("当年", "同年", "次年") else self.topic
            if year:
                time = replace(time, period=resolved(time.relative, year), relative="")
        self._keep(time)
        self.first = False
        return time

    def _keep(self, time: Time) -> None:
        """Let a time with a year of its own decide the ones behind it."""
        kind, _, code = time.relative.partition("|")
        value = time.period or code
        if kind == "span":
            self.spans[int(code)] = time
        span = re.fullmatch(r"(\d{4})/(\d{4})", time.period)
        if span and (time.rule != "period.plan_period" or self.text[time.end - 1] in "期间"):
            self.spans[int(span[2]) - int(span[1]) + 1] = time
        if re.fullmatch(r"[\dY]+-\d\d-\d\d", value) and "日" in self.text[time.start:time.end]:
            self.day = time.period or time.relative
        if not re.fullmatch(r"\d{4}(?:-\d\d)*", time.period) or _NO_ANCHOR.search(self.text, max(0, time.start - 2), time.start):
            return
        self.near = time.period[:4]
        before = self.text[max(0, time.start - 6):time.start]
        if self.first and (len(before) < 6 or _SENTENCE_END.search(before)) or "-" in time.period and not time.period.endswith("-12-31"):
            self.topic = self.near


_SENTENCE_END = re.compile(r"[。！？\n]")
_NO_ANCHOR = re.compile(r"[比较由从按以是为同与和跟《“（]$")


def read(text: str) -> str:
    """The EDTF of one time expression, '' if it is none or not absolute.

    >>> read("2018年12月末"), read("“十二五”时期"), read("2019年1-6月"), read("二〇一八年九月二十日")
    ('2018-12-31', '2011/2015', '2019-01/2019-06', '2018-09-20')
    """
    match = rules.scanner("period").pattern.fullmatch(text)
    return (_read(match.lastgroup, text)[0] or "") if match else ""


def _read(rule: str, said: str) -> tuple[str | None, str]:
    """The period and the relative code of a mention; None for what is no date after all (2月30日)."""
    fixed = _meanings().get(rule)
    return (fixed, "") if fixed else _READERS.get(rule, _dated)(said)


@lru_cache(maxsize=1)
def _meanings() -> dict[str, str]:
    """Rule → the one period that it means, for rules that say so."""
    return {rule.id: rule.period for rule in rules.load("period") if rule.period}


def _fixed(relative: str):
    """A reader whose mentions all have one relative code."""
    return lambda said: ("", relative)


def _plan(said: str) -> tuple[str | None, str]:
    """“十二五”末 → 2015-12-31."""
    years = PLANS.get(number(_PLAN_NUMBER.search(said).group(1)))
    if years is None:
        return None, ""
    return (f"{years[1]}-12-31" if said.rstrip("期").endswith("末") else f"{years[0]}/{years[1]}"), ""


_PLAN_NUMBER = re.compile(r"(十[一二三四五]?|[一二三四五六七八九])(?=五|个五年)")


def _plan_part(said: str) -> tuple[str | None, str]:
    """“十一五”前四年 → 2006/2009."""
    years = PLANS.get(number(_PLAN_NUMBER.search(said).group(1)))
    if years is None:
        return None, ""
    first, last = (years[0], years[0] + number(said[-2]) - 1) if said[-3] in "前头" else (years[1] - number(said[-2]) + 1, years[1])
    return (f"{first}/{last}" if first < last else str(first)), ""


def _law_plan(said: str) -> tuple[str, str]:
    """“八五” before 普法 → 2021/2025; the first ran from 1986 to 1990."""
    first = 1981 + 5 * number(said[1])
    return f"{first}/{first + 4}", ""


def _year_list(said: str) -> tuple[str, str]:
    """2017、2018年 → 2017/2018."""
    years = re.findall(_YEAR, _plain(said))
    return f"{years[0]}/{years[-1]}", ""


def _years_to_now(said: str) -> tuple[str, str]:
    """近三年 → the three years that end with the one in force; nothing for 近两三年."""
    years = number(re.search(r"[0-9]+|[一二两三四五六七八九十]+", said).group())
    return "", f"span|{years}" if years else ""


def _since(said: str) -> tuple[str | None, str]:
    """2018年以来 → from 2018 on."""
    start, _ = _dated(said.removesuffix("以来"))
    return (None, "") if start is None else ("", f"since|{start}")


def _part_of_year(said: str) -> tuple[str, str]:
    """上半年, 年末, 立冬: in the year in force."""
    if said in _SOLAR_TERMS:
        return "", f"0|Y-{_SOLAR_TERMS[said]:02d}"
    return _dated("本年" if said == "全年" else f"本年{said}")


def _two_digits(said: str) -> tuple[str | None, str]:
    """21年 → 2021, ’98年 → 1998."""
    said = said.lstrip("’'")
    return _dated(("20" if said[0] in "0123" else "19") + said)


def _decade(said: str) -> tuple[str, str]:
    """八十年代 → 198X; a decade of the century that is named, else of the last."""
    digit = re.search(r"([二三四五六七八九])十年代|(\d)0年代", said)
    century = "20" if re.match("20(?!世纪)|21世纪|二十一世纪", said) else "18" if said.startswith(("19世纪", "十九世纪")) else "19"
    return f"{century}{digit.group(2) or _NUMBERS[digit.group(1)]}X", ""


def number(said: str) -> int | None:
    """十二 → 12, 5 → 5; None for what is no one number (两三)."""
    if said.isdecimal():
        return int(said)
    tens, _, ones = said.rpartition("十")
    return _NUMBERS.get(said) if "十" not in said else 10 * _NUMBERS.get(tens, 1) + _NUMBERS.get(ones, 0)


_HANZI_YEAR = re.compile(r"[一二][九〇零○O0][〇零○O0一二三四五六七八九]{2}")
_HANZI_NUMBER = re.compile(r"[一二三四五六七八九十]+(?=[月日号]|[至到、—~-]+[\d一二三四五六七八九十]+[月日号])")
_QUARTER = re.compile(r"(前|第)?([1-4一二两三四])个?季度(前)?")


def _plain(said: str) -> str:
    """A date in one spelling: 一九八二年十二月 → 1982年12月, 第1季度 → 一季度, 两季度前 → 前二季度."""
    said = _HANZI_YEAR.sub(lambda m: m.group().translate(_HANZI), said)
    said = _HANZI_NUMBER.sub(lambda m: str(number(m.group()) or m.group()), said)
    return _QUARTER.sub(_plain_quarter, said)


def _plain_quarter(match: re.Match[str]) -> str:
    """One spelling for a quarter."""
    number = match[2].replace("两", "二").translate(str.maketrans("1234", "一二三四"))
    return ("前" if match[1] == "前" or match[3] else "") + number + "季度"


_SINGLE = re.compile(
    rf"(?P<rel>今年|去年|上年|上一年|上一度|前年|明年|本年|当年|次年|同年)?(?P<year>{_YEAR})?(?:学?年?度?|财年)"
    r"(?:(?P<part>[上下]半年|前?[一二三四]季度)|[春夏秋冬]{1,2}[季天]?"
    r"|(?P<month>\d{1,2})月份?(?:(?P<day>\d{1,2})[日号](?:[上中下]午|晚上?|凌晨)?|(?P<third>[上中下])旬)?)?"
    r"(?P<edge>年?[底末初中])?(?:以来|同期)?"
)


def _dated(said: str) -> tuple[str | None, str]:
    """A date or a range of dates → its period, or its code when no year is said."""
    said = _plain(said)
    if days := re.findall(rf"({_YEAR})([-/.])(\d{{1,2}})\2(\d{{1,2}})", said):
        dates = [_valid(f"{year}-{int(month):02d}-{int(day):02d}") for year, _, month, day in days]
        return (None if None in dates else "/".join(dates)), ""
    first, *second = _TO.split(said, maxsplit=1)
    if second:
        return _ranged(first, second[0])
    match = _SINGLE.fullmatch(said)
    template = match and _template(match)
    if not template:
        return None, ""
    if match["year"]:
        return filled(template, match["year"]), ""
    return "", f"{_OFFSETS.get(match['rel'] or '', '0')}|{template}"


def _template(match: re.Match[str]) -> str | None:
    """The EDTF of a single date with `Y` for its year; None for a month or day that does not exist."""
    edge = (match["edge"] or "")[-1:]
    if match["part"]:
        part = _PARTS.get(match["part"])
        return part.rpartition("/")[2] if part and edge else part
    if not match["month"]:
        return "Y-12-31" if edge in ("底", "末") else "Y"
    month = f"Y-{int(match['month']):02d}"
    if match["day"]:
        return _valid(f"{month}-{int(match['day']):02d}")
    if match["third"]:
        first, last = _THIRDS[match["third"]]
        return f"{month}-{first}/{month}-{last}"
    return f"{month}-00" if edge in ("底", "末") else month


def _ranged(first: str, second: str) -> tuple[str | None, str]:
    """A range: each part takes from the other what it leaves out."""
    year = re.match(rf"{_YEAR}(?=年|$)|今年|去年|上年|明年|本年|当年|同年|次年|前年", first)
    if re.fullmatch(r"\d\d年度?", second) and year:
        second = first[:2] + second
    for unit in "月日":
        if unit in second and re.search(r"\d$", first) and not (unit == "日" and "月" not in first):
            first += unit if not re.fullmatch(_YEAR, first) else "年"
    if "日" in second and "月" not in second:
        second = re.search(r"\d{1,2}月", first).group() + second
    if "季度" in second and "季度" not in first:
        first = re.sub(r"1$", "一", first) + "季度"
    if year and not re.match(rf"{_YEAR}|.年", second):
        second = year.group() + ("年" if year.group().isdecimal() else "") + second
    start, start_code = _dated(first)
    end, end_code = _dated(second)
    if start is None or end is None:
        return None, ""
    if start and end:
        return f"{start.partition('/')[0]}/{end.rpartition('/')[2]}", ""
    return "", start_code.partition("/")[0] + "/" + end_code.partition("|")[2].rpartition("/")[2]


def _valid(date: str) -> str | None:
    """The date, or None when no year (`Y`), or not this one, has such a day."""
    year, month, day = date.split("-")
    if not 1 <= int(month) <= 12:
        return None
    return date if 1 <= int(day) <= monthrange(2000 if year == "Y" else int(year), int(month))[1] else None


_READERS = {
    "plan_period": _plan, "plan_part": _plan_part, "law_plan": _law_plan, "year_list": _year_list, "decade": _decade,
    "now": _fixed("now"), "years_of_plan": _fixed("span|5"), "vague": _fixed(""), "masked": _fixed(""), "before": _fixed(""), "century_end": _fixed("century|"), "within_year": _fixed("0|Y"),
    "span_to_now": _years_to_now, "date_since": _since, "part_of_year": _part_of_year,
    "short_year": _two_digits, "short_date": _two_digits,
}
