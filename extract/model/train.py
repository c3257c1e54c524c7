"""Sentences → weights of the place extractor; the same sentences and seed give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from extract import read
from extract.kinds import entity
from extract.model.weak import Names, Sentence, labelled, own, swapped
from extract.words import tag

#: How many clauses with places and without are drawn from the documents, and how often each slotted sentence is filled.
DRAWN, FILLS = 6000, 40
_STEPS, _RARE, _L1, _L2 = 90, 2, 0.1, 0.01


def examples(paths: Sequence[Path], seed: int = 1, drawn: int = DRAWN, fills: int = FILLS) -> list[Sentence]:
    """The training sentences: drawn from documents, as they are and with names swapped, and the project's own."""
    random = Random(seed)
    names = Names(random, held_out=False)
    clauses = dict.fromkeys(item for path, _ in read.documents(paths) for item in labelled(path))
    some, none = [item for item in clauses if item[1]], [item[0] for item in clauses if not item[1]]
    some, none = random.sample(some, min(drawn, len(some))), random.sample(none, min(drawn, len(none)))
    found = [*none, *own(names, fills)]
    for sentence, kinds in some:
        found += [sentence, swapped(sentence, kinds, names)]
    random.shuffle(found)
    return found


def train(sentences: Iterable[Sentence], out: Path) -> None:
    """Fit the weights to the sentences and write them."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": _L1, "c2": _L2, "max_iterations": _STEPS, "feature.minfreq": _RARE, "feature.possible_transitions": True})
    for sentence in sentences:
        rows = entity.features(sentence.text, 0, len(sentence.text), tag(sentence.text))
        trainer.append(rows, labels(sentence))
    trainer.train(str(out))


def labels(sentence: Sentence) -> list[str]:
    """B for a name's first character, I for its others, O outside.

    >>> labels(Sentence("到石桥去", ((1, 3),)))
    ['O', 'B', 'I', 'O']
    """
    marks = ["O"] * len(sentence.text)
    for start, end in sentence.spans:
        marks[start:end] = ["B", *"I" * (end - start - 1)]
    return marks
