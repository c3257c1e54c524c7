"""Where a row stands in its document, and its sentence with the mention marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extract.codebook import Column
from extract.dataset import Dataset

#: The columns that a source is made of, and those that it adds to a table.
NEEDED = ("doc", "start", "end", "text", "sentence", "page", "paragraph", "table_cell")
COLUMNS = (
    Column("where", str, ("where", "出处"), ("document, page, and the mention's characters", "文档、页码和字符位置")),
    Column("marked", str, ("sentence with the mention marked", "标出提及的句子"), ("the sentence, the mention between ⟦ and ⟧", "句子，提及在 ⟦ ⟧ 之间")),
)
_AROUND = 40


class Source(NamedTuple):
    """A row's source: where it stands, and the sentence in three parts, the mention in the middle."""

    where: str
    before: str
    mention: str
    after: str

    @property
    def marked(self) -> str:
        """The sentence on one line with the mention between ⟦ and ⟧."""
        return f"{self.before}⟦{self.mention}⟧{self.after}"


class Sources:
    """The sources of rows; a document's text is fetched once for rows that follow each other."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset, self._doc, self._text = dataset, "", ""

    def of(self, row: Sequence) -> Source:
        """The source of a row of the NEEDED columns."""
        doc, start, end, text, sentence, page, paragraph, cell = row
        if doc != self._doc:
            found = self._dataset.rows("SELECT text FROM documents WHERE doc = ?", [doc])
            self._doc, self._text = doc, found[0][0] if found else ""
        raw = self._text
        if not raw:  # the documents' table was left out
            before, mention, after = sentence.partition(text)
            return Source(_where(doc, start, end, page, paragraph, cell), _line(before), _line(mention), _line(after))
        at = raw.rfind(sentence, max(0, end - len(sentence)), start + len(sentence)) if sentence else -1
        low, high = (at, at + len(sentence)) if at >= 0 else (max(0, start - _AROUND), end + _AROUND)
        return Source(_where(doc, start, end, page, paragraph, cell), _line(raw[low:start]), _line(raw[start:end]), _line(raw[end:high]))


def _where(doc: str, start: int, end: int, page: int | None, paragraph: int | None, cell: str) -> str:
    """A row's place in words.

    >>> _where("a.pdf", 10, 14, 3, None, "")
    'a.pdf, page 3, characters 10-14'
    """
    parts = [doc, f"page {page}" if page is not None else "", f"paragraph {paragraph}" if paragraph is not None else "", f"cell {cell}" if cell else ""]
    return ", ".join([*filter(None, parts), f"characters {start}-{end}"])


def _line(text: str) -> str:
    """The text on one line."""
    return text.replace("\r", "").replace("\n", "")
