"""What other programs take for places: texts in (JSON on standard input), spans out (the last line of standard output).

Run by `places.py` with an interpreter that has them; one that is absent is left out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator

Span = tuple[int, int]


def jieba_ns() -> Callable[[str], Iterator[Span]]:
    """Words tagged `ns` (place name)."""
    import jieba.posseg

    def find(text: str) -> Iterator[Span]:
        at = 0
        for word, flag in jieba.posseg.cut(text):
            if flag == "ns":
                yield at, at + len(word)
            at += len(word)

    return find


def cpca() -> Callable[[str], Iterator[Span]]:
    """The provinces, cities and districts that `transform_text_with_addrs` finds, as far as their names are spelt out."""
    import cpca

    def find(text: str) -> Iterator[Span]:
        if not text.strip():
            return
        table = cpca.transform_text_with_addrs(text, pos_sensitive=True)
        for level in "省市区":
            for name, at in zip(table[level], table[f"{level}_pos"]):
                if at >= 0 and name:
                    yield at, at + _spelt(text, at, name)

    return find


def jionlp() -> Callable[[str], Iterator[Span]]:
    """The places that `recognize_location` names, each looked up in the text, as it gives no spans."""
    import jionlp

    def find(text: str) -> Iterator[Span]:
        found = jionlp.recognize_location(text)
        names = {name for place, _ in found["domestic"] or () for name in place.values() if name} | set(found["others"] or ())
        for name in names:
            size = len(name)
            start = text.find(name)
            while start >= 0:
                yield start, start + size
                start = text.find(name, start + size)

    return find


def _spelt(text: str, at: int, name: str) -> int:
    """How much of a name stands at a place: 贵州 of 贵州省."""
    size = len(name)
    while size > 2 and text[at:at + size] != name[:size]:
        size -= 1
    return size


def _spans(find: Callable[[str], Iterator[Span]], text: str) -> list[Span]:
    """The spans in a text; none where the program fails on it."""
    try:
        return sorted(set(find(text)))
    except Exception as error:  # a fault of the other program's
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return []


def main() -> None:
    """Print the spans of every program that is there."""
    texts, found = json.load(sys.stdin), {}
    for name, make in (("jieba.posseg ns", jieba_ns), ("cpca", cpca), ("jionlp", jionlp)):
        try:
            find = make()
        except ImportError:
            continue
        found[name] = [_spans(find, text) for text in texts]
    print(json.dumps(found))


if __name__ == "__main__":
    main()
