"""What belongs to a figure beside number and unit: denominators, small money, halves, signs, the
currency that stands before the number. Each reader looks at one position of the clean text."""

from __future__ import annotations

import re
from decimal import Decimal

from extract import numeral

_DENOMINATOR = (
    "(?:年|月|日|天|人次|人|户|亩|公顷|吨|公斤|千克|斤|次|个|平方米|立方米|平方公里|公里|千米|米|升|毫升|千瓦时|千瓦|度|秒|分钟|小时|班|学期|学年|头|只|株|棵|件|套|辆|床|间|座)"
)
_PER = re.compile(rf"[/／](?:{_DENOMINATOR}(?:[·/]{_DENOMINATOR})?|（{_DENOMINATOR}[·.、]{_DENOMINATOR}）)(?![a-zA-Z])")
_SMALL_MONEY = re.compile(r"(?:(\d|[一二三四五六七八九])[角毛])?(?:(\d|[一二三四五六七八九])分(?![之钟]))?")
_FLAT_MONEY = re.compile(r"([一二三四五六七八九])(?=[，。；、）]|$)")
_CENTIMETRES = re.compile(r"(?:(\d\d)|([一二三四五六七八九]{1,2}))(?=[，。；、）]|$)")
_NOT_HALF = frozenset("数年月径岛边天夜导成百路途生山价个截挂公辈")
_HALVED = frozenset(("duration", "area", "length", "mass", "volume"))
_HALF_MORE = re.compile(r"个半(月|小时|学时|学期)")
_CURRENCY = re.compile(r"(?:(港[币元])|(新?台币)|(美[元金])|(日[元币])|(欧元)|(英镑)|人民币)$")
_CURRENCIES = ("港元", "新台币", "美元", "日元", "欧元", "英镑")
_SIGN = re.compile(r"(?:US|HK|NT|RMB)?[$¥￥€£]$")
_SIGNED = {"$": "美元", "¥": "元", "￥": "元", "€": "欧元", "£": "英镑", "US$": "美元", "HK$": "港元", "NT$": "新台币", "RMB¥": "元", "RMB￥": "元"}
_MINUS = re.compile(r"(?:(?<![\d.a-zA-Z\u4e00-\u9fff）)%\-—])|(?<=[为是达到至于率值差额化长降]))-$|(?<=[为是达到至于约长])负$|(?:^|(?<=[，。；：（ \n\t|]))负$")


def per(text: str, stop: int) -> tuple[str, int]:
    """The denominators behind a unit, each after a `/`, and where they end: ('', stop) without any.

    >>> per("50元/亩", 3), per("50元/（人·月）", 3), per("50元", 3)
    (('/亩', 5), ('/人·月', 9), ('', 3))
    """
    match = _PER.match(text, stop)
    return ("/" + match.group()[1:].strip("（）").replace("、", "·").replace(".", "·"), match.end()) if match else ("", stop)


def small_money(text: str, stop: int, unit: str) -> tuple[Decimal, int]:
    """What 角 and 分 behind 元 or 块 add, in 元, and where they end.

    >>> small_money("86元5角2分", 3, "元"), small_money("三块五毛", 2, "块"), small_money("两块五。", 2, "块"), small_money("三块地", 2, "块")
    ((Decimal('0.52'), 7), (Decimal('0.5'), 4), (Decimal('0.5'), 3), (Decimal('0'), 2))
    """
    match = _SMALL_MONEY.match(text, stop)
    if match and match.end() > stop:
        tenths, hundredths = (_digits(digit) if digit else 0 for digit in match.groups())
        end = match.end() + text.startswith("钱", match.end())
        return Decimal(tenths) / 10 + Decimal(hundredths) / 100, end
    flat = _FLAT_MONEY.match(text, stop) if unit == "块" else None
    return (Decimal(numeral.DIGITS[flat.group(1)]) / 10, flat.end()) if flat else (Decimal(0), stop)


def _digits(said: str) -> int:
    """The number that one digit or several are, in either script.

    >>> _digits("75"), _digits("七五")
    (75, 75)
    """
    return int("".join(digit if digit.isdecimal() else str(numeral.DIGITS[digit]) for digit in said))


def centimetres(text: str, stop: int) -> tuple[Decimal, int]:
    """What bare digits behind 米 add, in 米, and where they end, at the end of a clause only.

    >>> centimetres("1米75。", 2), centimetres("一米七，", 2), centimetres("3米12座", 2)
    ((Decimal('0.75'), 4), (Decimal('0.7'), 3), (Decimal('0'), 2))
    """
    match = _CENTIMETRES.match(text, stop)
    return (Decimal(_digits(match.group())) / 10 ** len(match.group()), match.end()) if match else (Decimal(0), stop)


def half(text: str, stop: int, kind: str) -> int:
    """Where the 半 behind a unit ends (三斤半, 两年半), `stop` when there is none."""
    here = kind in _HALVED and text.startswith("半", stop) and text[stop + 1:stop + 2] not in _NOT_HALF
    return stop + 1 if here else stop


def half_more(text: str, end: int) -> tuple[str, int]:
    """The unit of 三个半月 or 一个半小时, behind the number, and where it ends; ('', end) else.

    >>> half_more("三个半月", 1), half_more("三个月", 1)
    (('个月', 4), ('', 1))
    """
    match = _HALF_MORE.match(text, end)
    return ({"月": "个月"}.get(match.group(1), match.group(1)), match.end()) if match else ("", end)


def currency_before(text: str, start: int) -> str:
    """The foreign currency that stands right before an amount in 元 (港币两千元 → 港元), or ''."""
    match = _CURRENCY.search(text, max(0, start - 3), start)
    found = match.lastindex if match else None
    return _CURRENCIES[found - 1] if found else ""


def sign_before(text: str, start: int) -> tuple[str, int]:
    """The currency whose sign stands right before a number, and the sign's length.

    >>> sign_before("计US$500", 4), sign_before("共500", 1)
    (('美元', 3), ('', 0))
    """
    match = _SIGN.search(text, max(0, start - 4), start)
    return (_SIGNED.get(match.group(), _SIGNED[match.group()[-1]]), len(match.group())) if match else ("", 0)


def minus_before(text: str, start: int) -> bool:
    """Whether a minus sign stands right before a figure, and is no hyphen and no dash of a range.

    >>> minus_before("增速为-0.3%", 4), minus_before("A-5户", 2), minus_before("减负3亿元", 2), minus_before("为负三人", 2)
    (True, False, False, True)
    """
    return _MINUS.search(text, max(0, start - 3), start) is not None
