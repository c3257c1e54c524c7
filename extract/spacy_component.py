"""baobiao as a part of a spaCy pipeline: `nlp.add_pipe("baobiao")` puts the mentions into `doc.spans["facts"]`.

Only spaCy loads this module, through the entry point `spacy_factories`; it is the one module that loads spaCy.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.pipeline import convert_source
from extract.records import KINDS, Fact, Source
from extract.table import COLUMNS, rows

#: The key under which a document keeps its rows; plain values, so that the document can be stored.
_ROWS = "baobiao"
_ALIGNMENTS = ("expand", "contract", "strict")
_LINE_END = re.compile("\r\n?")


@Language.factory("baobiao", default_config={"key": "facts", "kinds": None, "alignment": "expand", "model": True})
def create(nlp: Language, name: str, key: str, kinds: Sequence[str] | None, alignment: str, model: bool) -> Baobiao:
    """The component: `kinds` to keep (all), the group of spans that it fills, and what becomes of a mention that begins or
    ends inside a token: `expand` to whole tokens, `contract` to them, or `strict`, no span. ValueError names a bad setting."""
    return Baobiao(key, kinds, alignment, model)


class Baobiao:
    """Finds a document's mentions and marks them as spans, labelled with their kind.

    `span._.fact` is the mention's row, a dict of the fact table's columns, whose `start` and `end` are always the mention's
    own; `span._.whole` says whether the span is the mention exactly. `doc._.facts` has every row, those without a span too.
    """

    def __init__(self, key: str = "facts", kinds: Sequence[str] | None = None, alignment: str = "expand", model: bool = True):
        unknown = sorted(set(kinds or ()) - set(KINDS))
        if unknown:
            raise ValueError(f"baobiao knows no kind {unknown[0]!r}; kinds are {', '.join(KINDS)}")
        if alignment not in _ALIGNMENTS:
            raise ValueError(f"baobiao knows no alignment {alignment!r}; give one of {', '.join(_ALIGNMENTS)}")
        self.key, self.kinds, self.alignment, self.model = key, frozenset(kinds or KINDS), alignment, model
        for owner, extension, getter in ((Span, "fact", _fact), (Span, "whole", _whole), (Doc, "facts", _facts)):
            owner.set_extension(extension, getter=getter, force=True)

    def __call__(self, doc: Doc) -> Doc:
        """The document with its mentions marked."""
        text = _LINE_END.sub("\n", doc.text)
        facts = [fact for fact in convert_source(Source("", text), model=self.model).facts if fact.kind in self.kinds]
        shift = _shifts(doc.text)
        doc.user_data[_ROWS] = [_row(fact, shift) for fact in facts]
        spans = (
            doc.char_span(row["start"], row["end"], label=row["kind"], span_id=str(index), alignment_mode=self.alignment)
            for index, row in enumerate(doc.user_data[_ROWS])
        )
        doc.spans[self.key] = [span for span in spans if span is not None and len(span)]
        return doc

    def to_disk(self, path, *, exclude=()) -> None:
        """Nothing: the settings are the pipeline's, and nothing is learnt."""

    def from_disk(self, path, *, exclude=()) -> Baobiao:
        """The component itself."""
        return self


def segmenter() -> Path:
    """The folder of the pkuseg model that comes with baobiao, trained on official documents:
    `nlp.tokenizer.initialize(pkuseg_model=str(segmenter()))`."""
    return Path(__file__).parent / "model" / "pkuseg"


def _row(fact: Fact, shift: list[int]) -> dict[str, Any]:
    """The fact as a dict of plain values, its span in the document's own characters."""
    values = (float(value) if isinstance(value, Decimal) else value for value in next(rows([fact])))
    row = dict(zip(COLUMNS, values, strict=True))
    # What the reader makes one line end of may have been two characters.
    start, end = (position + bisect_left(shift, position) for position in (fact.start, fact.end))
    return row | {"start": start, "end": end}


def _shifts(text: str) -> list[int]:
    """Where, in the text with single line ends, a character of the document's was left out."""
    pairs = [hit.start() for hit in re.finditer("\r\n", text)]
    return [position - count for count, position in enumerate(pairs)]


def _fact(span: Span) -> dict[str, Any] | None:
    """The row of a span of ours; None for any other."""
    found = span.doc.user_data.get(_ROWS, ())
    return found[int(span.id_)] if span.id_.isdigit() and int(span.id_) < len(found) else None


def _whole(span: Span) -> bool:
    """Whether the span is its mention exactly, no token being cut."""
    row = _fact(span)
    return row is not None and (span.start_char, span.end_char) == (row["start"], row["end"])


def _facts(doc: Doc) -> list[dict[str, Any]]:
    """The document's rows."""
    return doc.user_data.get(_ROWS, [])
