"""An indicator as a document words it → the standard indicator's name, by exact look-up.

The table is `patterns/indicator.csv`. Only what cannot change the meaning is set aside: quotes and
blanks, a unit in brackets, a leading word for the report's own place or time, a verb of completion,
and 数 behind what is counted. Words such as 农村, 人均, 年末, 新增 or 其中 stay: with them it is
another indicator, and one that the table does not know has no standard name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from extract import rules

#: A change or a share is said of an indicator of any kind: 粮食产量增长3%.
_OF_ANY = ("percentage", "multiple")
_COUNTED = frozenset(("count", "households", "persons"))
_DROPPED = str.maketrans("", "", "“”‘’\"'《》〈〉「」 \t\n\r")
_LEADING = re.compile(
    r"(?:(?:全|我|本|该)(?:国|省|区|市|州|盟|县|旗|乡|镇|村|街道|社区)的?"
    r"|(?:\d{4}年度?|全年度?|本年度?|当年|今年|上半年)的?|共?(?:完成|实现|达到))+"
)
_UNIT = re.compile(r"\((?:单位:)?([^()]{1,8})\)$")
_NUMBER = re.compile(r"(?:总数|总量|个数|户数|人数|数量|数)$")


def standard(indicator: str, kind: str) -> str:
    """The standard name of what a figure of a kind measures, or '' where the table does not know it.

    >>> standard("全县粮食总产量", "mass"), standard("建档立卡贫困户", "persons"), standard("人均粮食产量", "mass")
    ('粮食产量', '建档立卡贫困人口', '')
    """
    names, longest = _names()
    return _standard(indicator, kind) if 0 < len(indicator) <= 2 * longest else ""


@lru_cache(maxsize=4096)
def _standard(indicator: str, kind: str) -> str:
    """The standard name of an indicator that is not too long to have one."""
    names, _ = _names()
    phrase = fold(indicator)
    unit = _UNIT.search(phrase)
    if unit and unit.group(1) in _units():
        phrase = phrase[:unit.start()]
    bare = phrase[found.end():] if (found := _LEADING.match(phrase)) else phrase
    for wording in (phrase, bare):
        name = names.get((wording, kind))
        if not name and kind in _COUNTED:
            name = names.get((_NUMBER.sub("", wording), kind))
        if name:
            return name
    return ""


def fold(phrase: str) -> str:
    """A phrase as the table is asked for it: one width, capital letters, no quotes and blanks.

    >>> fold("研究与试验发展（Ｒ＆d） 经费")
    '研究与试验发展(R&D)经费'
    """
    return unicodedata.normalize("NFKC", phrase.translate(_DROPPED)).upper()


@lru_cache(maxsize=1)
def _names() -> tuple[dict[tuple[str, str], str], int]:
    """(folded wording, kind) → standard name, and the length of the longest wording.

    A percentage of a wording that two indicators share (贫困户: households, persons) goes to the
    indicator that bears it as its name, and to none where neither does.
    """
    names: dict[tuple[str, str], str] = {}
    shared: dict[str, set[str]] = {}
    for row in rules.table("indicator"):
        for wording in map(fold, wordings(row)):
            shared.setdefault(wording, set()).add(row["name"])
            names.update(((wording, kind), row["name"]) for kind in row["kinds"].split())
    own = {fold(row["name"]): row["name"] for row in rules.table("indicator")}
    for wording, found in shared.items():
        name = own.get(wording) or (found.pop() if len(found) == 1 else "")
        if name:
            for kind in _OF_ANY:
                names.setdefault((wording, kind), name)
    return names, max(map(len, shared))


def wordings(row: dict[str, str]) -> list[str]:
    """The name and the aliases of a row of the table."""
    return [row["name"], *filter(None, row["aliases"].split("、"))]


@lru_cache(maxsize=1)
def _units() -> frozenset[str]:
    """The units that may stand in brackets behind an indicator."""
    return frozenset(prefix + fold(row["unit"]) for row in rules.table("unit") for prefix in ("", "万", "亿"))
