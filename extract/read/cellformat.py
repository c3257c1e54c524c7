"""A spreadsheet's number with its format → the characters that the sheet shows.

13.37% is stored as 0.1337, 3,220.00 as 3220: what a reader saw, and what the report says, is the format's.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, NamedTuple

_TOKENS = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|([#0?,.%]+)|(E[+-])|([^"\\\[_*#0?,.%E]+|E)', re.DOTALL)


_WORDS = -1


class Format(NamedTuple):
    """What a number format prints: the text around the number, its decimals (None: as many as there are;
    `_WORDS`: the text alone, as - for zero), whether thousands are parted, and by what the number is multiplied."""

    before: str = ""
    after: str = ""
    decimals: int | None = None
    grouped: bool = False
    factor: Decimal = Decimal(1)


def shown(value: Any, code: str) -> str:
    """The characters that a cell shows.

    >>> shown(0.1337, "0.00%"), shown(3220, "#,##0.00"), shown(12.5, '0.0"万元"'), shown(0.1 + 0.2, "General"), shown(True, "General")
    ('13.37%', '3,220.00', '12.5万元', '0.3', 'TRUE')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (datetime, date, time, timedelta)):
        return _day(value)
    if not isinstance(value, (int, float)):
        return str(value)
    return _number(Decimal(repr(value)), code or "General")


def _number(value: Decimal, code: str) -> str:
    """A number in its format; in plain digits where the format is none of figures."""
    if not value.is_finite():
        return ""
    sections = _sections(code)
    section = sections[1] if value < 0 and len(sections) > 1 else sections[2] if value == 0 and len(sections) > 2 else sections[0]
    form = _parse(section)
    if form is None:
        return _plain(value)
    if form.decimals == _WORDS:
        return form.before.strip()
    own_sign = value < 0 and len(sections) > 1
    number = (-value if own_sign else value) * form.factor
    if form.decimals is None:
        digits = _plain(number)
    else:
        digits = f"{number.quantize(Decimal(1).scaleb(-form.decimals), ROUND_HALF_UP):{',' if form.grouped else ''}f}"
    if own_sign and form.before.strip() in ("", "(") and "-" not in form.before:
        return "-" + form.before.strip("( ") + digits + form.after.rstrip(") ")  # (1,200) is bookkeepers' minus
    return (form.before + digits + form.after).strip()


def _sections(code: str) -> list[str]:
    """The parts of a format for positive, negative, zero; `;` inside quotes parts nothing."""
    parts, quoted, last = [""], False, ""
    for c in code:
        if c == '"' and last != "\\":
            quoted = not quoted
        if c == ";" and not quoted and last != "\\":
            parts.append("")
        else:
            parts[-1] += c
        last = c
    return parts


@lru_cache(maxsize=512)
def _parse(section: str) -> Format | None:
    """What one section of a format prints, or None where it formats no plain number."""
    if section.strip().lower() in ("general", "@", "g/通用格式", ""):
        return Format()
    before, after, pattern = "", "", ""
    for literal, escaped, digits, exponent, other in _TOKENS.findall(section):
        if exponent:
            return None
        if digits and digits.strip("%"):
            if pattern and after.strip():
                return None  # a telephone number or a fraction
            pattern += digits.replace("%", "")
            after += "%" * digits.count("%")
            continue
        text = literal or escaped or digits or other
        if "?/" in text or "/" in text and not literal:
            return None
        if pattern:
            after += text
        else:
            before += text
    if "General" in section:
        return Format()
    if not pattern:
        return Format(before, "", _WORDS)
    scale = len(pattern) - len(pattern.rstrip(","))
    whole, _, decimals = pattern.rstrip(",").partition(".")
    factor = Decimal(100) ** (before + after).count("%") / Decimal(1000) ** scale
    return Format(before, after, len(decimals), "," in whole, factor)


def _plain(value: Decimal) -> str:
    """A number in plain digits, at the fifteen digits that a sheet keeps.

    >>> _plain(Decimal("0.30000000000000004")), _plain(Decimal("1E+3"))
    ('0.3', '1000')
    """
    text = f"{Decimal(f'{value:.15g}'):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day(value: date | time | timedelta) -> str:
    """A date or time as a report writes it.

    >>> _day(datetime(2018, 12, 31)), _day(date(2018, 6, 1))
    ('2018年12月31日', '2018年6月1日')
    """
    if isinstance(value, date):
        clock = f" {value:%H:%M}" if isinstance(value, datetime) and (value.hour or value.minute) else ""
        return f"{value.year}年{value.month}月{value.day}日{clock}"
    return str(value)
