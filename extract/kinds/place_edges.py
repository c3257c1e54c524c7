"""Word edges and word roles: the evidence on which place names begin and end."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extract.records import Word
from extract.rules import load, own_dir, table
from extract.words import Words

#: Parts of speech of names and of what the segmenter does not know.
NAME_TAGS = frozenset(("ns", "nr", "nrt", "nt", "nrfg", "x", "j", "eng"))
HAN = re.compile(r"[\u3400-\u9fff〇]")
#: What follows a name that is a street's: 北海市|重庆路.
ROAD = re.compile(r"[东西南北中]?(?:路|街(?!道)|大街|大道|胡同)(?![径线子由上网])")


@lru_cache(maxsize=1)
def rules() -> dict[str, re.Pattern[str]]:
    """The place rules by id."""
    return {rule.id: re.compile(rule.regex) for rule in load("place")}


# The characters with which the matches of a rule begin: `re` cannot see them behind a look at what stands before.
_BEGINS = {"counted": re.compile(r"[等两二三四五六七八九十\d]"), "mask": re.compile("[xX×*○●△□某甲乙丙丁]")}


def scan(rule: str, text: str) -> Iterator[re.Match[str]]:
    """The matches of a place rule, tried only where one can begin: several times faster than `finditer`,
    which is left to rules of one's own, as they may begin otherwise."""
    if own_dir():
        yield from rules()[rule].finditer(text)
        return
    match_at, position = rules()[rule].match, 0
    for begin in _BEGINS[rule].finditer(text):
        if begin.start() >= position and (hit := match_at(text, begin.start())):
            position = hit.end()
            yield hit


@lru_cache(maxsize=8)
def role(name: str) -> frozenset[str]:
    """The words of `place_word.csv` that have a role."""
    return frozenset(row["word"] for row in table("place_word") if row["role"] == name)


@lru_cache(maxsize=1)
def _kinds() -> re.Pattern[str]:
    words = sorted(role("kind"), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, words))})*的?")


@lru_cache(maxsize=8192)
def is_kind(stem: str) -> bool:
    """Whether a stem is made of kind-words alone: 深度贫困, 经济技术."""
    return bool(_kinds().fullmatch(stem))


class Edges:
    """The word edges of a text, for questions about a position."""

    __slots__ = ("text", "words", "starts")

    def __init__(self, text: str, words: Words):
        self.text, self.words = text, words
        self.starts = words.starts

    def index(self, position: int) -> int:
        """The index of the word that covers a position."""
        return max(bisect_right(self.starts, position) - 1, 0)

    def begins(self, position: int) -> bool:
        """Whether a word begins there (the end of the text counts)."""
        i = bisect_left(self.starts, position)
        return i == len(self.starts) or self.starts[i] == position

    def span(self, start: int, end: int) -> Sequence[Word]:
        """The words that touch a span."""
        return self.words[self.index(start):bisect_left(self.starts, end)]

    def before(self, start: int, floor: int) -> Iterator[Word]:
        """The words before `start` (the nearest cut there), nearest first, down to `floor`."""
        i = self.index(start - 1) if start else -1
        while i >= 0 and self.words[i].end > floor:
            word = self.words[i]
            yield Word(max(word.start, floor), min(word.end, start), word.tag)
            i -= 1

    def has_name(self, start: int, end: int) -> bool:
        """Whether a span touches a word that is tagged as a name."""
        return any(word.tag in NAME_TAGS for word in self.span(start, end))

    def proper(self, start: int, end: int) -> bool:
        """Whether a span holds a name, or single characters that make no word."""
        return any(word.tag in NAME_TAGS or min(word.end, end) - max(word.start, start) == 1
                   for word in self.span(start, end))

    def bounded(self, start: int) -> bool:
        """Whether what stands before is no character of a word."""
        return start == 0 or not HAN.match(self.text[start - 1])
