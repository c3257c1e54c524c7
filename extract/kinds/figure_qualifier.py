"""The approximators around a figure: 约, 余, 以上; and where a figure with them begins and ends."""

from __future__ import annotations

import re
from dataclasses import replace

from extract.kinds import figure_parts as parts
from extract.records import Figure

# The approximators before and after a figure, longest first, with the qualifier each one gives.
BEFORE = {
    "大约": "about", "大概": "about", "将近": "about", "接近": "about", "约": "about", "近": "about",
    "超过": "over", "突破": "over", "高于": "over", "多于": "over", "大于": "over", "超": "over", "逾": "over",
    "不足": "under", "不到": "under", "未满": "under", "低于": "under", "少于": "under", "不满": "under", "未达": "under", "小于": "under",
    "不低于": "at_least", "不少于": "at_least", "至少": "at_least", "不小于": "at_least", "不短于": "at_least",
    "不超过": "at_most", "不高于": "at_most", "至多": "at_most", "不多于": "at_most", "不大于": "at_most",
    "过": "over", "上": "over", "成": "over", "几近": "about", "远超": "over", "不突破": "at_most",
    "最多": "at_most", "最少": "at_least", "小于等于": "at_most", "大于等于": "at_least",
}
AFTER = {
    "以上": "at_least", "及以上": "at_least", "（含）以上": "at_least", "或以上": "at_least", "或者以上": "at_least", "以下": "at_most", "及以下": "at_most",
    "（含）以下": "at_most", "以内": "at_most", "之内": "at_most", "左右": "about", "上下": "about", "以外": "over", "开外": "over",
}
_BEFORE_ORDER = sorted(BEFORE, key=len, reverse=True)
_BEFORE_LAST = frozenset(word[-1] for word in BEFORE)
_AFTER = re.compile("|".join(sorted(AFTER, key=len, reverse=True)))
_NOT_ABOUT = frozenset("节预签合公履契制特条盟守违")  # 节约, 预约, 签约 ...: the 约 of a word
_LACKED = re.compile(r"(?:[动能劳]力|资金|技术|意识|文化|后劲|保障|水源|土地)不足\Z")
_WHO = re.compile(r"\d[\d,]*(?:户|人|名|个)")
_NOT_NEAR = frozenset("最附靠临邻亲远逼")  # 最近, 附近


def finish(text: str, figure: Figure) -> Figure:
    """The figure with the approximators that touch it, and a sign before it."""
    start, end, qualifier = figure.start, figure.end, figure.qualifier
    after = _AFTER.match(text, end)
    if after:
        end = after.end()
        if qualifier in ("exact", "over", "about"):
            qualifier = AFTER[after.group()]
    blank = 1 if start > 1 and text[start - 1] == " " and text[start - 2] in _BEFORE_LAST else 0
    word = _before(text, start - blank)
    if word:
        start -= len(word) + blank
        if qualifier != "masked":
            qualifier = BEFORE[word] if qualifier != "range" else "range"
    elif qualifier == "exact" and _ABOUT_VERB.search(text, max(0, start - 4), start):
        qualifier = "about"
    elif start and text[start - 1] in "-负" and figure.value is not None and qualifier != "range" and parts.minus_before(text, start):
        start -= 1
        figure = replace(figure, value=-figure.value)
    if (start, end, qualifier) == (figure.start, figure.end, figure.qualifier):
        return figure
    return replace(figure, start=start, end=end, qualifier="masked" if figure.qualifier == "masked" else qualifier)


_MONEY = re.compile(r"\d[\d.]*[百千万亿]+元")
_ABOUT_VERB = re.compile(r"(?<![节预签合公履契])约(?:需要?|有|为|占|达|计|合|共|要|可)$")


def _before(text: str, start: int) -> str:
    """The approximator that ends right before `start`, or ''."""
    if not start or text[start - 1] not in _BEFORE_LAST:
        return ""
    for word in _BEFORE_ORDER:
        if text.endswith(word, max(0, start - 4), start):
            lead = text[start - len(word) - 1:start - len(word)] or "\n"
            if word == "约" and lead in _NOT_ABOUT and not (lead == "条" and text[start - 3].isdecimal()) or word == "近" and lead in _NOT_NEAR:
                return ""
            if word == "不足" and _LACKED.search(text[max(0, start - 4):start]) and _WHO.match(text, start):
                return ""  # 发展动力不足6户: what they lack, not how few they are
            if word in ("上", "成") and (text[start] not in "百千万亿" or lead in "以加之完变"):
                return ""
            if word == "超" and lead in "赶反" or word == "过" and (lead in "通超经不越度过透" or not text.startswith(("亿", "百", "千", "万", "半"), start) and not _MONEY.match(text, start)):
                return ""
            return word
    return ""
