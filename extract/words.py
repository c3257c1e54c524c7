"""A text → words with part of speech; the one door to the word segmenter.

`rjieba` gives the same words as jieba some twenty times faster; jieba itself serves where it has
no wheel. Words are evidence for rules, never coordinates: figures are not cut at word edges.
"""

from __future__ import annotations

from functools import lru_cache

from extract.records import Word


@lru_cache(maxsize=1)
def _tagger():
    """A function text → [(word, tag)], from whichever segmenter is installed."""
    try:
        import rjieba
    except ImportError:
        import logging

        import jieba
        import jieba.posseg

        jieba.setLogLevel(logging.WARNING)
        return lambda text: [(w.word, w.flag) for w in jieba.posseg.cut(text)]
    return rjieba.tag


def tag(text: str) -> list[Word]:
    """The words of a text in order, covering every character of it.

    >>> [text[w.start:w.end] for text in ["全县贫困人口减少"] for w in tag(text)]
    ['全县', '贫困人口', '减少']
    """
    words, start = [], 0
    for word, flag in _tagger()(text):
        end = start + len(word)
        words.append(Word(start, end, flag))
        start = end
    return words
