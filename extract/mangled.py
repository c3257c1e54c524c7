"""What Excel makes of a cell → what stood in it, as far as that can be known.

Excel shortens long numbers (162119160000 → 1.62E+11), sets thousands apart, turns `2018-06` into a date,
takes off what looks to it like a sign at the beginning of a text, and counts days from 1899-12-30.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from extract.rules import EDTF
from extract.table import plain

_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}


class Cell(NamedTuple):
    """A cell set right, whether that is certain, and what had happened to it ('' when nothing had)."""

    text: str
    certain: bool = True
    what: str = ""


def number(cell: str) -> Cell | None:
    """A number as it should stand there; None when the cell is none.

    >>> number("39900"), number("104.0")
    (Cell(text='39900', certain=True, what=''), Cell(text='104', certain=True, what=''))
    >>> number("1,260.8").text, number("1.62E+11")[:2], number("13.37%").what, number("3.2万")
    ('1260.8', ('162000000000', False), 'is shown as a percentage', None)
    """
    said, what, certain = cell.strip(), "", True
    if re.fullmatch(r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?", said):
        said, what = re.sub("[,，]", "", said), "has separators"
    elif re.fullmatch(r"\d(?:\.\d+)?[eE][+-]?\d+", said):
        what, certain = "has been shortened", False
    elif re.fullmatch(r"\d+(?:\.\d+)?%", said):
        said, what, certain = said[:-1], "is shown as a percentage", False
    elif re.fullmatch(r"[¥￥$]\s?\d[\d,.]*", said):
        said, what = re.sub(r"[¥￥$,\s]", "", said), "is shown as money"
    try:
        value = Decimal(said)
    except InvalidOperation:
        return None
    return Cell(plain(value), certain, what) if value.is_finite() else None


def period(cell: str) -> Cell | None:
    """A period as ISO 8601 / EDTF; None when the cell is none.

    >>> period("2018-12-31").text, period("2018/6/1").text, period("Jun-18").text, period("2014/2018").what
    ('2018-12-31', '2018-06-01', '2018-06', '')
    """
    said = cell.strip()
    if not said or EDTF.fullmatch(said):
        return Cell(said)
    if match := re.fullmatch(r"(\d{4})[/.年-](\d{1,2})(?:[/.月-](\d{1,2})?日?)?(?:\s+0?0:00(?::00)?)?", said):
        year, month, day = match.groups()
        # Excel shows a month as its first day: 2018/6/1 may have been 2018-06.
        return _dated(int(year), int(month), int(day) if day else None, certain=day not in ("1", "01"))
    if match := re.fullmatch(r"([A-Za-z]{3})-(\d{2})", said):
        return _dated(_century(match[2]), _MONTHS.get(match[1].lower(), 0), None, True)
    if match := re.fullmatch(r"(\d{1,2})-([A-Za-z]{3})(?:-(\d{2}))?", said):
        return _dated(_century(match[3] or "0"), _MONTHS.get(match[2].lower(), 0), int(match[1]), bool(match[3]))
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", said):
        return _dated(int(match[3]), int(match[1]), int(match[2]), False)
    if re.fullmatch(r"(?:[2-4]\d{4})(?:\.0)?", said):
        day = date(1899, 12, 30) + timedelta(days=int(said.partition(".")[0]))
        return _dated(day.year, day.month, day.day, False)
    return None


def _century(digits: str) -> int:
    """The year of two digits, as Excel reads it."""
    return int(digits) + (2000 if int(digits) < 30 else 1900)


def _dated(year: int, month: int, day: int | None, certain: bool) -> Cell | None:
    """The cell of a date, if there is such a day."""
    try:
        found = date(year, month, day or 1)
    except ValueError:
        return None
    return Cell(found.isoformat() if day else found.isoformat()[:7], certain, "has been turned into a date")


def shortened(cell: str, said: str) -> str:
    """What Excel has taken off the beginning of a text, '' when it is another text: signs of a formula, an
    apostrophe, zeros, blanks.

    >>> shortened("5-10人", "=5-10人"), shortened("2号", "02号"), shortened("104户", "户104户")
    ('=', '0', '')
    """
    lost = said[: len(said) - len(cell)] if cell and said != cell and said.endswith(cell) else ""
    return lost if set(lost) <= set("=+-@'\"‘’0 \t\u3000") else ""


def looks_turned(cell: str) -> bool:
    """Whether a text looks as if Excel had read a date, a fault or a number of many digits in it.

    >>> [looks_turned(cell) for cell in ("6-Jan", "1月6日", "#NAME?", "2018/6/1", "1E+05", "104户")]
    [True, True, True, True, True, False]
    """
    return bool(re.fullmatch(r"\d{1,2}-[A-Za-z]{3}|[A-Za-z]{3}-\d{2}|\d{1,2}月\d{1,2}日|#\w+[?!/]\w*|\d{4}/\d{1,2}/\d{1,2}|\d(?:\.\d+)?E\+\d+", cell.strip()))
