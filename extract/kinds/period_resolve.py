"""What a time means in its report, and how times in EDTF lie to each other."""

from __future__ import annotations

import re
from calendar import monthrange
from functools import lru_cache

from extract.records import Time


def filled(template: str, year: str) -> str:
    """A template with its year: Y-02-00 → 2020-02-29."""
    filled = template.replace("Y", year)
    return _LAST_DAY.sub(lambda m: f"{m[1]}-{m[2]}-{monthrange(int(m[1]), int(m[2]))[1]}", filled) if "-00" in filled else filled


_LAST_DAY = re.compile(r"(\d{4})-(\d\d)-00")


def resolved(code: str, year: str) -> str:
    """An `OFFSET|TEMPLATE` code with the year from which its offset counts."""
    offset, _, template = code.partition("|")
    return filled(template, str(int(year) + int(offset.lstrip("!"))))


def resolve(time: Time, report_date: str, current: str, early: bool = False) -> str:
    """The EDTF of a mention where it stands: `report_date` is the report's own (EDTF or ''), given `early` in
    its year or not, `current` the year in force there; '' when the document does not let a reader know.

    >>> from extract.kinds.period import find
    >>> resolve(find("比上年末")[0], "2025-03-28", "2024"), resolve(find("今年")[0], "2010-02-03", "2009")
    ('2023-12-31', '2010')
    """
    if time.period or not time.relative:
        return time.period
    if time.relative == "now":
        return report_date or current
    own, in_force = report_date[:4], year_of(current) or report_date[:4]
    kind, _, said = time.relative.partition("|")
    year = own or in_force
    if kind == "since":
        return f"{said}/{in_force}" if in_force > said[:4] else said
    if not year:
        return ""
    if kind == "century":
        return f"{(int(year) + 99) // 100}00-12-31"
    if kind == "span":
        last = int(own) - 1 if early or "01" <= report_date[5:7] <= "03" else int(in_force)
        return str(last) if said == "1" else f"{last - int(said) + 1}/{last}"
    if not kind.startswith("!"):
        year = own if _is_recent(said, report_date) else in_force
    return resolved(time.relative, year)


def _is_recent(template: str, report_date: str) -> bool:
    """Whether a day without a year lies shortly before a report's own day: the report tells what was just
    done, whatever year its title names. One of January or February looks back on the year before."""
    day = template.rpartition("/")[2]
    if not (re.fullmatch(r"Y-\d\d-\d\d", day) and re.fullmatch(r"\d{4}-\d\d-\d\d", report_date)):
        return False
    days = _day_of_year(report_date[5:]) - _day_of_year(day[2:])
    return 0 <= days <= (60 if report_date[5:7] > "02" else 10)


def _day_of_year(day: str) -> int:
    """Which day of a year `MM-DD` is, near enough to compare."""
    return 31 * int(day[:2]) + int(day[3:])


def year_of(edtf: str) -> str:
    """The year in which an EDTF value ends, '' for none: 2018-12-31 → 2018, 2011/2015 → 2015."""
    end = end_of(edtf)
    return end[:4] if re.match(r"\d{4}", end) else ""


def end_of(edtf: str) -> str:
    """The last point of an EDTF value: 2011/2015 → 2015."""
    return edtf.rpartition("/")[2]


@lru_cache(maxsize=4096)
def is_future(edtf: str, report_date: str) -> bool:
    """Whether a period begins after the report's date, as far as both are known.

    >>> is_future("2020", "2018"), is_future("2018-12-31", "2018-06-05"), is_future("2018", "2018-06-05")
    (True, True, False)
    """
    start = edtf.partition("/")[0].replace("X", "0")
    length = min(len(start), len(report_date))
    return bool(length) and start[:length] > report_date[:length]
