"""Indicator phrases: the noun phrase before or after a figure that names what it counts.

Boundaries come from punctuation, mentions, parts of speech and a short list of verbs that never name
what is counted (`patterns/verb.csv`); there is no list of known indicators.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from extract.kinds.phrase_left import LeftEdge
from extract.kinds.phrase_right import RightEdge
from extract.kinds.phrase_words import EVENTS, verbs
from extract.records import Mention
from extract.words import Words

# Verbs by the tagger that are nouns before a figure.
_MONEY = re.compile(r"(?:[收支投存]入|支出|补[助贴]|贷款|用工)$")
_DECREED = re.compile("[和及与、][省市县区]$")


class Phrases(LeftEdge, RightEdge):
    """The words of one text and the mentions that no phrase crosses."""

    def __init__(self, text: str, words: Words, walls: Sequence[Mention]) -> None:
        self.text = text
        self.words = words
        self.starts = words.starts
        self.wall_starts = [wall.start for wall in walls]
        self.wall_ends = [wall.end for wall in walls]
        self.wall_after = frozenset(self.wall_ends)

    def is_verb_at(self, position: int) -> bool:
        """Whether a verb begins at a position."""
        word = self.words.beginning(position)
        return word is not None and word.tag in ("v", "vn", "vi")

    def is_plain_verb(self, start: int, end: int) -> bool:
        """Whether a span is one verb that names nothing by itself (加强, 抓好), no event and no verb that is counted."""
        word = self.words.beginning(start)
        said = self.text[start:end]
        return word is not None and word.end == end and word.tag == "v" and said not in EVENTS and said not in verbs("keep") and not _MONEY.search(said)

    def is_noun_at(self, position: int) -> bool:
        """Whether a noun or name begins at a position."""
        word = self.words.beginning(position)
        return word is not None and word.tag[0] in "nx"

    def _trim(self, start: int, end: int) -> tuple[int, int] | None:
        """The span without joints, quotes and blanks at its ends."""
        text = self.text
        if text.startswith("区", start) and start in self.wall_after and text[start - 1] == "市":
            start += 1  # 杭州市|区: the place is said with its 市区
        if (authority := _DECREED.search(text, start, end)) and text.startswith(("定", "级", "属"), end):
            end = authority.start()  # 17项民生工程|和县|定10项民生实事
        if text.startswith("各项", start) and end - start > 4:
            start += 2
        while start < end and (text[start] in " “”‘’、，：；的等《》〈〉\t" or text[start] in "和及与" and not self._inside_word(start)):
            start += 1
        while start < end and (text[end - 1] in " “‘、，：；《〈的\t" or text[end - 1] in "和及与" and not self._inside_word(end - 1)):
            end -= 1
        if end - start == 1 and text[start] in "一二三四五六七八九十" and text[end:end + 1] == "是":
            return None  # 一是确保完成
        return (start, end) if end > start else None

    def _inside_word(self, position: int) -> bool:
        """Whether the character at `position` is part of a longer word (和谐)."""
        index = bisect_right(self.starts, position) - 1
        word = self.words[index]
        return word.end - word.start > 1

    def _last_wall_end(self, low: int, high: int) -> int:
        """The end of the last mention that begins before `high`, or `low`."""
        index = bisect_left(self.wall_starts, high) - 1
        return self.wall_ends[index] if index >= 0 else low

    def _first_wall_start(self, low: int, high: int) -> int:
        """The start of the first mention at or behind `low`, or `high`."""
        index = bisect_left(self.wall_starts, low)
        return self.wall_starts[index] if index < len(self.wall_starts) else high
