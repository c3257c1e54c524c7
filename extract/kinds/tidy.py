"""A phrase as a name: the document's own characters without what only print needs."""

from __future__ import annotations

import re

_ASIDE = re.compile(r"[（(](?:包括|不包括|含|不含|未含|不计|以下简称|下同)[^（）()]*[）)]")
_GLOSS = re.compile(r"[（(][A-Za-z][A-Za-z0-9.+-]{0,9}[）)]|\^?[（(【〔]\d{1,2}[）)】〕]|［\d{1,3}］")  # 细颗粒物（PM2.5）, a note's mark
_BY_STANDARD = re.compile(r"(?:(?:已|均|全部|实现|如期|顺利|成功|高质量)|按[^，。；、]{2,8}?标准)++(?=(?:稳定)?(?:出列|摘帽|脱贫|退出贫困序列)$)")
_OUT_OF_POVERTY = ("出列", "摘帽", "脱贫", "退出贫困序列")
_ORDER = re.compile(r"[一二三四五六七八九十]{1,2}是(?=..)")
_DROPPED = str.maketrans("", "", "“”‘’\"'《》〈〉 \t\n\u3000")
_BRACKETS = frozenset("（(【〔")
_FOLDED = str.maketrans("［］", "[]")


def tidy(phrase: str) -> str:
    """A phrase of the document's own characters without quotes, blanks and note marks."""
    phrase = phrase.translate(_FOLDED)
    while "[" in phrase and "]" in phrase[phrase.index("["):]:
        start = phrase.index("[")
        phrase = phrase[:start] + phrase[phrase.index("]", start) + 1:]
    phrase = phrase.translate(_DROPPED)
    if not _BRACKETS.isdisjoint(phrase):
        phrase = _GLOSS.sub("", _ASIDE.sub("", phrase))
    if phrase.endswith(_OUT_OF_POVERTY):
        phrase = _BY_STANDARD.sub("", phrase)
    order = _ORDER.match(phrase)
    return phrase[order.end():] if order else phrase
