"""A segmenter of the domain for spaCy's `pkuseg`: documents → a model trained on jieba's words with place names kept whole."""

from __future__ import annotations

import random
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from extract import read
from extract.kinds import place
from extract.text import clean
from extract.words import tag

_SENTENCE = re.compile(r"[^\n。！？]{8,120}[。！？]?")
_TESTED = 20  # every so manieth sentence is kept from training, for the score that is printed


def sentences(path: Path) -> Iterator[list[str]]:
    """The sentences of a document as lists of words; a place's name is one word."""
    text = clean(read.read(path).raw).clean
    words = tag(text)
    places = [(mention.start, mention.end) for mention in place.find(text, words)]
    inner = {position for start, end in places for position in range(start + 1, end)}
    cuts = sorted((set(words.starts) | {edge for span in places for edge in span}) - inner)
    for hit in _SENTENCE.finditer(text):
        own = cuts[bisect_right(cuts, hit.start()):bisect_left(cuts, hit.end())]
        found = ["".join(text[low:high].split()) for low, high in pairwise((hit.start(), *own, hit.end()))]
        yield list(filter(None, found))


def train(paths: Sequence[Path], out: Path, seed: int = 1, drawn: int = 3000, rounds: int = 6) -> None:
    """Train a pkuseg model on sentences drawn from the documents and write it into the folder `out`."""
    import spacy_pkuseg

    lines = list(dict.fromkeys(" ".join(words) for path, _ in read.documents(paths) for words in sentences(path)))
    lines = random.Random(seed).sample(lines, min(drawn, len(lines)))
    random.seed(seed)  # pkuseg shuffles by the shared generator
    with TemporaryDirectory() as folder:
        learn, test = Path(folder, "learn.txt"), Path(folder, "test.txt")
        learn.write_text("".join(line + "\n" for n, line in enumerate(lines) if n % _TESTED), encoding="utf-8")
        test.write_text("".join(line + "\n" for line in lines[::_TESTED]), encoding="utf-8")
        spacy_pkuseg.train(str(learn), str(test), str(out), train_iter=rounds)
