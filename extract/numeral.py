"""A numeral as it is printed → its exact value, in Arabic, Chinese or mixed digits.

Values are `Decimal`; 万, 亿, 千 and 百 are folded in. A numeral that only blurs (数十, 几百) has no
value; an approximate pair (两三, 三四十) has two.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

DIGITS = {**{c: i for i, c in enumerate("零一二三四五六七八九")}, **{c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")}, "两": 2, "貳": 2, "叄": 3, "陸": 6}
MAGNITUDES = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000, "万": 10**4, "亿": 10**8}
_TENS = {"廿": 20, "卅": 30}
#: Every character a Chinese numeral may hold, apart from 点 and the blurs 多余来.
CHINESE = "".join((*DIGITS, *MAGNITUDES, *_TENS, "几数"))
_ARABIC = re.compile(r"(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|\d+)(?:\.\d+)?")
# 千 before 瓦, 米, 克 belongs to the unit (511万|千瓦), 百 to 百分点 and 百分之 (3|百分点).
_MULTIPLIERS = re.compile(r"([多余来几]?)((?:十|百(?!分[点之])|千(?![瓦米克伏卡])|万|亿)+)")
_OVER_HUNDRED_MILLION = re.compile("[多余]亿")
# Digits said one by one: 一七二零, 一二〇. Two or three without a zero are a pair or a list (三五户, 一二三产业).
_SPELT = re.compile(r"(?=[一二三四五六七八九]*[〇零]|[一二三四五六七八九]{4})[一二三四五六七八九][〇零一二三四五六七八九]+(?![〇零一二三四五六七八九十百千万亿拾佰仟点分年])")
# 四、五十亿: two neighbouring digits with a pause between them; not 一、二产业, nor the 三、 of a list's items.
_PAUSED = re.compile(r"(?<![\n \t。；：！、第])(?<!^)([一二两三四五六七八])、([二三四五六七八九])(?:([十百千万亿]+)(?![一二三四五六七八九])|(?<=[两三四五六七八]、[三四五六七八九])(?=年(?![级度])|个|天|倍|成))")
_DECIMALS = re.compile(rf"点([{''.join(DIGITS)}]+)((?:百|千|万|亿)*)")


class Numeral(NamedTuple):
    """A numeral read from `start` to `end`: its value (None when it only blurs), the high end of an
    approximate pair, the blur inside it (`over` for 多 and 余, `about` for 几 and 数), and the
    multiplier it ends with (10**4 for 3.2万)."""

    end: int
    value: Decimal | None
    high: Decimal | None = None
    blur: str = ""
    multiplier: Decimal = Decimal(1)


def read(text: str, start: int) -> Numeral | None:
    """The longest numeral that begins at `start`, or None.

    >>> read("2万3千户", 0).value, read("一亿二千万元", 0).value, read("1,260.8万元", 0).value
    (Decimal('23000'), Decimal('120000000'), Decimal('12608000.0'))
    >>> read("两三户", 0)[1:4]
    (Decimal('2'), Decimal('3'), '')
    >>> read("五百多万", 0)[1:4], read("数百户", 0)[1:4]
    ((Decimal('5000000'), None, 'over'), (None, None, 'about'))
    """
    found = _plain(text, start)
    return _and_fraction(text, found) if found and text.startswith("又", found.end) else found


def _plain(text: str, start: int) -> Numeral | None:
    """The longest numeral without a fraction behind it, or None."""
    return _arabic(text, start) if text[start:start + 1].isdecimal() else _chinese(text, start)


def _and_fraction(text: str, whole: Numeral) -> Numeral:
    """The numeral with the fraction behind 又 (一又二分之一), to twelve digits; itself when there is none."""
    lower = _plain(text, whole.end + 1)
    upper = _plain(text, lower.end + 2) if lower and text.startswith("分之", lower.end) else None
    if not upper or not lower.value or upper.value is None or whole.value is None or upper.value >= lower.value:
        return whole
    return Numeral(upper.end, whole.value + round(upper.value / lower.value, 12))


def _product(characters: str) -> Decimal:
    """What a run of multipliers comes to: 千万 → 10**7."""
    product = Decimal(1)
    for character in characters:
        product *= MAGNITUDES[character]
    return product


def _arabic(text: str, start: int) -> Numeral | None:
    """A numeral in Arabic digits, with multipliers (`3.99万`) and, after them, a smaller part (`2万3千`)."""
    match = _ARABIC.match(text, start)
    if not match:
        return None
    value = Decimal(match.group().replace(",", "").replace("，", ""))
    end, blur, multiplier = match.end(), "", Decimal(1)
    tail = _MULTIPLIERS.match(text, end)
    if tail:
        multiplier = _product(tail.group(2))
        blur = "about" if tail.group(1) in ("几", "来") else "over" if tail.group(1) else ""
        value, end = value * multiplier, tail.end()
        if multiplier == 10**4 and not blur and (again := _OVER_HUNDRED_MILLION.match(text, end)):
            return Numeral(again.end(), value * 10**8, None, "over", multiplier * 10**8)  # 4万多亿
        if not blur:
            smaller, end = _smaller_parts(text, end, multiplier)
            value += smaller
    return Numeral(end, value, None, blur, multiplier)


def _smaller_parts(text: str, end: int, multiplier: Decimal) -> tuple[Decimal, int]:
    """What falling parts add to a numeral with multipliers, and where they end: 4千6百 behind 5万, 零5百万 behind 1亿."""
    value = Decimal(0)
    while True:
        part = _ARABIC.match(text, end + text.startswith("零", end))
        rest = part and _MULTIPLIERS.match(text, part.end())
        if not rest or rest.group(1) or _product(rest.group(2)) >= multiplier:
            return value, end
        multiplier = _product(rest.group(2))
        value, end = value + Decimal(part.group().replace(",", "").replace("，", "")) * multiplier, rest.end()


def _chinese(text: str, start: int) -> Numeral | None:
    """A numeral in Chinese digits; stops where the order of magnitudes breaks (七十|百姓)."""
    spelt = _SPELT.match(text, start)
    if spelt:
        return Numeral(spelt.end(), Decimal("".join(str(DIGITS[c]) for c in spelt.group())))
    if text.startswith("、", start + 1) and (paused := _PAUSED.match(text, start)) and DIGITS[paused.group(2)] - DIGITS[paused.group(1)] == 1:
        multiplier = _product(paused.group(3) or "")
        return Numeral(paused.end(), DIGITS[paused.group(1)] * multiplier, DIGITS[paused.group(2)] * multiplier, "", multiplier)
    state = _Chinese()
    position = start
    while position < len(text) and state.take(text, position):
        position += 1
    if position == start or (position == start + 1 and text[start] in "数点"):
        return None
    numeral = state.result(position)
    decimals = _DECIMALS.match(text, position)
    if decimals and numeral.value is not None and numeral.high is None:
        fraction = Decimal("0." + "".join(str(DIGITS[c]) for c in decimals.group(1)))
        multiplier = _product(decimals.group(2))
        return Numeral(decimals.end(), (numeral.value + fraction) * multiplier, None, "", multiplier)
    return numeral


class _Chinese:
    """The running value of a Chinese numeral: parts above 亿 and 万 in `total`, the open part in
    `section`, the digit still waiting for its magnitude in `digit`."""

    __slots__ = ("total", "section", "digit", "second", "smallest", "used", "zero", "blur", "unknown", "last")

    def __init__(self) -> None:
        self.total = self.section = Decimal(0)
        self.digit: int | None = None
        self.second: int | None = None  # the 三 of 两三
        self.smallest = 10**4  # magnitudes fall within a section
        self.used: set[int] = set()  # 亿 may follow 万 (一万亿) and 万 follow 亿, each once
        self.zero = self.unknown = False
        self.blur = ""
        self.last = Decimal(1)

    def take(self, text: str, position: int) -> bool:
        """Whether the character at `position` goes on with the numeral; if so it is counted in."""
        character = text[position]
        if character == "两" and self.last > 1 and self.digit is None and text[position + 1:position + 2] not in MAGNITUDES:
            return False  # 三十两, 两万两: a weight; twelve thousand is 一万二
        if character in DIGITS:
            return self._digit(DIGITS[character])
        if character in _TENS:
            fits = self.digit is None and self.smallest > 10
            if fits:
                self.section, self.smallest = self.section + _TENS[character], 10
            return fits
        if character in MAGNITUDES:
            if self._begins_unit(text, position):
                return False
            return self._magnitude(MAGNITUDES[character])
        if character in "几数":
            fits = self.digit is None and not self.unknown
            if fits:
                self.unknown, self.blur, self.digit = True, "about", 0
            return fits
        if character in "多余来" and not self.blur and text[position + 1:position + 2] in ("万", "亿") and self.section + self.total + (self.digit or 0):
            self.blur = "about" if character == "来" else "over"
            return True
        return False

    def _begins_unit(self, text: str, position: int) -> bool:
        """Whether 千 or 百 belongs to the unit behind: 三|千瓦, 六|百分点; not so in 一万二千|米."""
        after = text[position + 1:position + 3]
        if text[position] == "千":
            return after[:1] in ("瓦", "米", "克", "伏", "卡") and not (self.digit and self.last == 10**4)
        return text[position] == "百" and after == "分点"

    def _digit(self, digit: int) -> bool:
        """A digit: waits for a magnitude; a second one in a row makes an approximate pair."""
        if digit == 0:
            self.zero = True
            return self.digit is None
        if self.digit is None:
            self.digit = digit
            return True
        fits = self.second is None and not self.unknown and (digit - self.digit == 1 or (self.digit, digit) == (3, 5))
        if fits:
            self.second = digit
        return fits

    def _magnitude(self, magnitude: int) -> bool:
        """十, 百, 千, 万 or 亿: multiplies what waits, if the order of magnitudes allows it."""
        waiting = self.digit is not None
        if magnitude < 10**4:
            if magnitude >= self.smallest or (not waiting and self.section and magnitude > 10):
                return False
            self._add(magnitude)
            self.smallest = magnitude
        else:
            if magnitude == self.last == 10**4 and self.digit is None:
                self.total *= magnitude  # 六万万: hundreds of millions, as reports of the fifties say
                self.used = {10**4, 10**8}
                return True
            if magnitude in self.used:
                return False
            self._close(magnitude)
        self.last, self.zero = Decimal(magnitude), False
        return True

    def _add(self, magnitude: int) -> None:
        """Digit times magnitude joins the open section."""
        if self.second is None:
            self.section += (1 if self.digit is None else self.digit) * magnitude
            self.digit = None
        else:  # 三四十: keep both, scaled
            self.total, self.section = self.total + self.section, Decimal(0)
            self.digit, self.second = self.digit * magnitude, self.second * magnitude

    def _close(self, magnitude: int) -> None:
        """万 or 亿 multiplies the open section; 亿 multiplies 万 parts too (一万五千亿)."""
        if self.second is not None:
            self.digit, self.second = self.digit * magnitude, self.second * magnitude
            self.total *= magnitude
        else:
            open_part = self.section + (self.digit or 0)
            if magnitude == 10**8:
                open_part, self.total = open_part + self.total, Decimal(0)
            if not open_part and not self.unknown:
                open_part = Decimal(1)
            self.total += open_part * magnitude
            self.section, self.digit = Decimal(0), None
        self.used = {10**8} if magnitude == 10**8 else self.used | {10**4}
        self.smallest = 10**4

    def result(self, end: int) -> Numeral:
        """The numeral read so far."""
        base = self.total + self.section
        if self.second is not None:
            return Numeral(end, base + self.digit, base + self.second, "", self.last)
        digit = Decimal(self.digit or 0)
        if digit and not self.zero and self.last >= 100 and base:
            digit *= self.last / 10  # 一万二 is 12,000
        value = base + digit
        if self.unknown and value == 0:
            return Numeral(end, None, None, "about", self.last)
        return Numeral(end, value, None, self.blur, self.last)
