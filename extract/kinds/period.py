"""Dates and periods: mentions, and the EDTF that each one stands for.

A mention is absolute (`2018年底` → `2018-12-31`) or relative (`上年末`). A relative one holds a code
that `resolve` reads against the document's own dates:

- `now`: the report's own date;
- `OFFSET|TEMPLATE`: the template with `Y` for the year in force plus the offset (`-1|Y-12-31`);
  with `!` before the offset the report's own year counts, not the year in force (今年, 去年);
- `span|N`: the N years that end with the year in force;
- an empty code: the words say no more than that there is a time (近年来).
"""

from __future__ import annotations

import re
from calendar import monthrange

from extract import rules
from extract.records import Time

_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_NUMBERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
#: Five-year plans: number → years. The third began in 1966, after three years of adjustment.
PLANS = {1: (1953, 1957), 2: (1958, 1962), **{n: (1966 + 5 * (n - 3), 1970 + 5 * (n - 3)) for n in range(3, 16)}}
_PARTS = {
    "上半年": "Y-01-01/Y-06-30", "下半年": "Y-07-01/Y-12-31", "前三季度": "Y-01-01/Y-09-30", "三季度前": "Y-01-01/Y-09-30",
    "前二季度": "Y-01-01/Y-06-30", "前两季度": "Y-01-01/Y-06-30", "一季度": "Y-01-01/Y-03-31", "二季度": "Y-04-01/Y-06-30",
    "三季度": "Y-07-01/Y-09-30", "四季度": "Y-10-01/Y-12-31",
}
_YEAR = r"(?:19|20)\d\d"


def find(text: str) -> list[Time]:
    """All time mentions of a clean text, in order and without overlaps.

    >>> [(t.period, t.relative) for t in find("截至2015年底，比上年末增加；7月15日")]
    [('2015-12-31', ''), ('', '-1|Y-12-31'), ('', '0|Y-07-15')]
    """
    found = []
    for match in rules.scanner("period").finditer(text):
        period, relative = _read(match.lastgroup, match.group().replace(" ", ""))
        if period is not None:
            found.append(Time(match.start(), match.end(), "time", f"period.{match.lastgroup}", 0.98, period, relative))
    return found


def read(text: str) -> str:
    """The EDTF of one time expression, '' if it is none or not absolute.

    >>> read("2018年12月末"), read("“十二五”时期"), read("2019年1-6月"), read("二〇一八年九月二十日")
    ('2018-12-31', '2011/2015', '2019-01/2019-06', '2018-09-20')
    """
    match = rules.scanner("period").pattern.fullmatch(text)
    return (_read(match.lastgroup, text)[0] or "") if match else ""


def _read(rule: str, said: str) -> tuple[str | None, str]:
    """The period or the relative code of a mention; None for what is no date after all (13月)."""
    if rule == "plan_period":
        return _plan(said), ""
    if rule == "year_list":
        years = re.findall(_YEAR, said)
        return f"{years[0]}/{years[-1]}", ""
    if rule == "decade":
        return _decade(said), ""
    if rule == "now":
        return "", "now"
    if rule == "span_to_now":
        number = re.search(r"\d+|[一二两三四五六七八九十]+", said).group()
        return "", f"span|{_number(number)}"
    if rule == "vague":
        return "", ""
    if rule == "part_of_year":
        return "", "0|" + _PARTS.get(said.replace("第", ""), "Y")
    if rule == "hanzi_date":
        said = _plain(said)
    if rule == "short_year":
        century = "20" if said.strip("’'")[0] in "0123" else "19"
        said = century + said.strip("’'")
    if rule == "lone_year":
        return said[:4], ""
    return _dated(said)


def _plan(said: str) -> str | None:
    """“十二五”末 → 2015-12-31."""
    ordinal = re.search(r"([一二三四五六七八九]|十[一二三四五]?)(?:五|个五年)", said).group(1)
    years = PLANS.get(_number(ordinal))
    if years is None:
        return None
    if said.rstrip("期").endswith("末"):
        return f"{years[1]}-12-31"
    return f"{years[0]}/{years[1]}"


def _decade(said: str) -> str:
    """八十年代 → 198X; a decade of the century that is named, else of the last."""
    digit = re.search(r"([二三四五六七八九])十|(\d)0", said)
    number = int(digit.group(2) or _NUMBERS[digit.group(1)])
    century = "20" if "21世纪" in said or said.startswith("20") and "世纪" not in said else "19"
    return f"{century}{number}X"


def _number(said: str) -> int:
    """十二 → 12, 5 → 5."""
    if said.isdecimal():
        return int(said)
    tens, _, ones = said.rpartition("十")
    if "十" not in said:
        return _NUMBERS[said]
    return 10 * (_NUMBERS.get(tens, 1)) + _NUMBERS.get(ones, 0)


def _plain(said: str) -> str:
    """A date in Chinese digits with Arabic ones: 一九八二年十二月 → 1982年12月."""
    said = re.sub(r"[一二][九〇零○0][〇零○一二三四五六七八九]{2}(?=年)", lambda m: m.group().translate(_DIGITS), said)
    return re.sub(r"[一二三四五六七八九十]+(?=[月日])", lambda m: str(_number(m.group())), said)


_SINGLE = re.compile(
    rf"(?P<rel>今年|去年|上年|上一?年度?|上一度|前年|明年|本年度?|当年|次年|同年|全年|年)?(?P<year>{_YEAR})?(?:年度?)?"
    r"(?:(?P<part>上半年|下半年|前三季度|第?[一二三四]季度)|(?P<season>[春夏秋冬]季)|(?P<month>\d{1,2})月份?(?:(?P<day>\d{1,2})[日号](?:上午|下午|晚上?|凌晨)?)?(?P<third>[上中下]旬)?)?"
    r"(?P<edge>年?底|年?末|年?初|年?中)?(?:以来|同期)?"
)
_OFFSETS = {"今年": "!0", "去年": "!-1", "上年": "-1", "前年": "!-2", "明年": "!1", "次年": "1"}


def _dated(said: str) -> tuple[str | None, str]:
    """A date or a range of dates → its period, or its code when no year is said."""
    digital = re.fullmatch(rf"({_YEAR})[-/.](\d{{1,2}})[-/.](\d{{1,2}})", said)
    if digital:
        return _valid(f"{digital[1]}-{int(digital[2]):02d}-{int(digital[3]):02d}"), ""
    parts = re.split(r"-{1,2}|—{1,2}|~|至|到|－", said)
    if len(parts) == 2:
        return _ranged(*parts)
    if said == "本世纪末":
        return "2000-12-31", ""
    match = _SINGLE.fullmatch(said)
    if match is None:
        return "", ""
    template = _template(match)
    if template is None:
        return None, ""
    if match["year"]:
        return template.replace("Y", match["year"]), ""
    said_offset = match["rel"] or ""
    offset = _OFFSETS.get(said_offset, "-1" if said_offset.startswith("上") else "0")
    return "", f"{offset}|{template}"


def _template(match: re.Match[str]) -> str | None:
    """The EDTF of a single date with `Y` for its year; None for a month or day that does not exist."""
    edge = (match["edge"] or "")[-1:]
    if match["part"]:
        return _PARTS[match["part"].replace("第", "")]
    if match["month"]:
        month = int(match["month"])
        if not 1 <= month <= 12:
            return None
        if match["day"]:
            return f"Y-{month:02d}-{int(match['day']):02d}" if int(match["day"]) <= 31 else None
        if edge in ("底", "末"):
            return f"Y-{month:02d}-{monthrange(2001, month)[1]}"
        return f"Y-{month:02d}"
    return "Y-12-31" if edge in ("底", "末") else "Y"


def _ranged(first: str, second: str) -> tuple[str | None, str]:
    """A range: the second part takes from the first what it leaves out."""
    year = re.match(_YEAR, first)
    if not re.search("年", second) and re.search("月|日", second):
        if re.fullmatch(r"(?:.*月)?\d{1,2}", first) and "日" in second:
            first += "日"
        if re.fullmatch(r".*?\d{1,2}", first) and "月" in second and "月" not in first:
            first += "月"
        if "月" not in second and "月" in first:
            second = re.search(r"\d{1,2}月", first).group() + second
        if year:
            second = f"{year.group()}年{second}"
        relative = re.match("今年|去年|上年", first)
        if relative:
            second = relative.group() + second
    elif re.fullmatch(r"\d\d年.*", second) and year:
        second = first[:2] + second
    if re.fullmatch(_YEAR, first):
        first += "年"
    start, start_code = _dated(first)
    end, end_code = _dated(second)
    if start is None or end is None:
        return None, ""
    if start and end:
        return f"{start}/{end}", ""
    if start_code and end_code and "|" in start_code:
        return "", start_code + "/" + end_code.split("|")[1]
    return start or end or "", ""


def _valid(date: str) -> str | None:
    """The date, or None when there is no such day."""
    year, month, day = map(int, date.split("-"))
    return date if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None


def resolve(time: Time, report_date: str, current: str) -> str:
    """The EDTF of a mention where it stands: `report_date` is the report's own (EDTF or ''), `current`
    the year in force there; '' when the document does not let a reader know.

    >>> resolve(find("比上年末")[0], "2025-03-28", "2024"), resolve(find("今年")[0], "2010-02-03", "2009")
    ('2023-12-31', '2010')
    """
    if time.period or not time.relative:
        return time.period
    if time.relative == "now":
        return report_date or current
    own, in_force = report_date[:4], year_of(current) or report_date[:4]
    kind, _, template = time.relative.partition("|")
    if kind == "span":
        return f"{int(in_force) - int(template) + 1}/{in_force}".removeprefix(f"{in_force}/") if in_force else ""
    year = (own or in_force) if kind.startswith("!") else in_force
    return template.replace("Y", str(int(year) + int(kind.lstrip("!")))) if year else ""


def year_of(edtf: str) -> str:
    """The year in which an EDTF value ends, '' for none: 2018-12-31 → 2018, 2011/2015 → 2015."""
    end = end_of(edtf)
    return end[:4] if re.match(r"\d{4}", end) else ""


def end_of(edtf: str) -> str:
    """The last point of an EDTF value: 2011/2015 → 2015."""
    return edtf.rpartition("/")[2]


def is_future(edtf: str, report_date: str) -> bool:
    """Whether a period begins after the report's date, as far as both are known.

    >>> is_future("2020", "2018"), is_future("2018-12-31", "2018-06-05"), is_future("2018", "2018-06-05")
    (True, True, False)
    """
    start = edtf.partition("/")[0]
    length = min(len(start), len(report_date))
    return bool(length) and start[:length] > report_date[:length]
