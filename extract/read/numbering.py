"""The automatic numbers of DOCX paragraphs: 一、 （一） 1. as Word prints them."""

from __future__ import annotations

import re
from collections import defaultdict

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_CHINESE = {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand", "ideographTraditional", "chineseLegalSimplified"}


class Numbering:
    """Counts a document's numbered paragraphs."""

    def __init__(self, numbering, styles):
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.lists: dict[str, str] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.styled: dict[str, tuple[str, int]] = {}
        for abstract in numbering.iter(W + "abstractNum") if numbering is not None else ():
            self.levels[abstract.get(W + "abstractNumId", "")] = {
                int(level.get(W + "ilvl", 0)): (_val(level, "numFmt"), _val(level, "lvlText"), int(_val(level, "start") or 1))
                for level in abstract.iter(W + "lvl")
            }
        for number in numbering.iter(W + "num") if numbering is not None else ():
            self.lists[number.get(W + "numId", "")] = _val(number, "abstractNumId")
        for style in styles.iter(W + "style") if styles is not None else ():
            if (found := _numbered(style.find(W + "pPr"))) and found[0]:
                self.styled[style.get(W + "styleId", "")] = (found[0], found[1] or 0)

    def of(self, paragraph) -> str:
        """The number that Word prints before a paragraph, counted on; '' for one without."""
        properties = paragraph.find(W + "pPr")
        if properties is None or not self.lists:
            return ""
        own, styled = _numbered(properties), self.styled.get(_val(properties, "pStyle"))
        number, level = own or styled or ("", 0)
        if own and not own[0] and styled:
            number = styled[0]
        level = level if level is not None else styled[1] if styled else 0
        kinds = self.levels.get(self.lists.get(number, ""), {})
        if number in ("", "0") or level not in kinds:
            return ""
        counts = self.counts[self.lists[number]]
        counts[level] = counts.get(level, kinds[level][2] - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        if kinds[level][0] in ("bullet", "none"):
            return ""
        return re.sub(r"%(\d)", lambda match: self._printed(kinds, counts, int(match.group(1)) - 1), kinds[level][1])

    def _printed(self, kinds, counts, level: int) -> str:
        """One level's count as it is printed."""
        kind, _, start = kinds.get(level, ("decimal", "", 1))
        return numeral(counts.get(level, start), kind)


def _numbered(properties) -> tuple[str, int | None] | None:
    """The list and level that paragraph properties name, or None."""
    found = properties.find(W + "numPr") if properties is not None else None
    if found is None:
        return None
    level = _val(found, "ilvl")
    return _val(found, "numId"), int(level) if level.isdigit() else None


def _val(element, name: str) -> str:
    """The `val` of a child, or ''."""
    found = element.find(W + name)
    return found.get(W + "val", "") if found is not None else ""


def numeral(number: int, kind: str) -> str:
    """A number in one of Word's number formats.

    >>> numeral(12, "chineseCountingThousand"), numeral(3, "decimalEnclosedCircleChinese"), numeral(2, "lowerLetter"), numeral(4, "decimal")
    ('十二', '③', 'b', '4')
    """
    if kind in _CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")
    if kind.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(0x245F + number)
    if kind in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        return chr((96 if kind == "lowerLetter" else 64) + number)
    if kind in ("lowerRoman", "upperRoman") and 0 < number < 40:
        tens, ones = divmod(number, 10)
        roman = "x" * tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]
        return roman if kind == "lowerRoman" else roman.upper()
    return str(number)
