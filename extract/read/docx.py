"""DOCX → `Source`: paragraphs with their automatic numbers, tables in place, text boxes, notes.

The XML is walked here, because a paragraph's text is more than its direct runs: smart tags, content
controls, tracked insertions, simple fields and hyperlinks hold text too, deletions hold none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extract.read import Unreadable
from extract.read.draft import Draft, Entry
from extract.read.numbering import Numbering
from extract.read.package import Package, metadata
from extract.records import Source

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
#: Elements whose text is not on the page.
_UNSEEN = {W + name for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "sectPr", "tblPr", "trPr", "tcPr", "sdtPr", "rt", "fldChar")}
_BLOCKS = {W + "p", W + "tbl"}
_AS = {W + "tab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-", W + "ptab": "\t"}


def read(data: bytes, path: Path, encoding: str = "") -> Source:
    """The document in a DOCX file."""
    package = Package(data, path)
    name = "word/document.xml" if "word/document.xml" in package.names else "word/document2.xml"
    root = package.xml(name)
    body = root.find(W + "body") if root is not None else None
    if body is None:
        raise Unreadable(path, "is no DOCX document, though its name says so; open it and save it as DOCX")
    walker = _Walker(body, Numbering(package.xml("word/numbering.xml"), package.xml("word/styles.xml")))
    walker.blocks(body)
    for part in ("word/footnotes.xml", "word/endnotes.xml"):
        notes = package.xml(part)
        for note in notes if notes is not None else ():
            if note.get(W + "type") is None:
                walker.page = None
                walker.blocks(note)
    if not walker.draft.length:
        pictures = sum(name.startswith("word/media/") for name in package.names)
        raise Unreadable(path, f"holds {pictures} pictures and no text; save it as PDF and read that with OCR" if pictures else "holds no text")
    title, date = metadata(package)
    return walker.draft.source(path, "docx", data, title=title, date=date)


class _Walker:
    """Goes through a body in order and drafts its text."""

    def __init__(self, body, numbering: Numbering):
        self.draft, self.numbering = Draft(), numbering
        # Word notes where its last layout broke pages; without such notes only forced breaks are known.
        noted = next(body.iter(W + "lastRenderedPageBreak"), None) is not None
        forced = any(br.get(W + "type") == "page" for br in body.iter(W + "br"))
        self.breaks = W + "lastRenderedPageBreak" if noted else W + "br"
        self.page = 1 if noted or forced else None
        self.boxes: list = []

    def blocks(self, parent) -> None:
        """Draft the paragraphs and tables below an element, in order."""
        for element in parent:
            if element.tag == W + "p":
                self._paragraph(element)
            elif element.tag == W + "tbl":
                self._table(element)
            elif element.tag == _MC + "AlternateContent":
                self.blocks(_chosen(element))
            elif element.tag not in _UNSEEN:
                self.blocks(element)

    def _paragraph(self, element) -> None:
        """Draft a paragraph, then what stands in its text boxes."""
        page, text = self.page, self._said(element)
        if self.page and element[:1] and self._starts_page(element):
            page = self.page
        self.draft.line(text, page)
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.blocks(box)

    def _starts_page(self, element) -> bool:
        """Whether a page break stands before the first character of a paragraph."""
        for part in element.iter(W + "t", self.breaks):
            return part.tag != W + "t" and (part.tag != W + "br" or part.get(W + "type") == "page")
        return False

    def _said(self, element) -> str:
        """The paragraph's number and text."""
        text = "".join(self._runs(element))
        return self.numbering.of(element) + text if text.strip() else ""

    def _runs(self, parent) -> Iterator[str]:
        """The text below an element that can be seen, in order; text boxes are put aside."""
        for element in parent:
            tag = element.tag
            if tag == W + "t" or tag == _MATH + "t":
                yield element.text or ""
            elif tag in _AS:
                yield _AS[tag]
            elif tag in (W + "br", W + "lastRenderedPageBreak"):
                if tag == self.breaks and self.page and element.get(W + "type", "page" if tag != W + "br" else "") == "page":
                    self.page += 1
                yield "\n" if tag == W + "br" else ""
            elif tag == W + "r" and element.find(f"{W}rPr/{W}vanish") is not None and element.find(f"{W}rPr/{W}vanish").get(W + "val", "1") in ("1", "true"):
                continue
            elif tag == _MC + "AlternateContent":
                yield from self._runs(_chosen(element))
            elif tag == W + "txbxContent":
                self.boxes.append(element)
            elif tag not in _UNSEEN and tag not in _BLOCKS:
                yield from self._runs(element)

    def _table(self, table) -> None:
        """Draft a table; one inside a cell follows the row that it stands in."""
        entries, nested, open_above = [], [], {}
        for number, row in enumerate(_rows(table), 1):
            column = 1 + int(_value(row, "trPr/gridBefore") or 0)
            for cell in _children(row, "tc"):
                span = max(1, min(int(_value(cell, "tcPr/gridSpan") or 1), 200))
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(W + "val", "continue") == "continue" and column in open_above:
                    index = open_above[column]
                    entries[index] = entries[index]._replace(rows=number - entries[index].row + 1)
                else:
                    entries.append(Entry(self._cell(cell, nested), number, column, 1, span))
                    open_above.pop(column, None)
                    if merge is not None:
                        open_above[column] = len(entries) - 1
                column += span
        self.draft.table(entries, self.page)
        for inner in nested:
            self._table(inner)

    def _cell(self, cell, nested: list) -> str:
        """The text of a cell, a paragraph a line; tables in it are put aside."""
        lines = []
        for element in _descend(cell):
            if element.tag == W + "tbl":
                nested.append(element)
            else:
                lines.append(self._said(element))
        boxes, self.boxes = self.boxes, []
        lines += ["".join(self._runs(paragraph)) for box in boxes for paragraph in box.iter(W + "p")]
        return "\n".join(filter(None, lines))


def _chosen(alternate):
    """Of the versions of one thing, that which holds text; the first otherwise."""
    versions = [part for part in alternate if part.tag in (_MC + "Choice", _MC + "Fallback")]
    return next((part for part in versions if next(part.iter(W + "t"), None) is not None), versions[0] if versions else [])


def _descend(parent) -> Iterator:
    """The paragraphs and tables of a cell, in order."""
    for element in parent:
        if element.tag in _BLOCKS:
            yield element
        elif element.tag not in _UNSEEN:
            yield from _descend(element)


def _children(parent, name: str) -> Iterator:
    """The rows or cells below an element, through content controls and insertions."""
    for element in parent:
        if element.tag == W + name:
            yield element
        elif element.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "smartTag"):
            yield from _children(element, name)


def _rows(table) -> Iterator:
    """The rows of a table that were not deleted."""
    return (row for row in _children(table, "tr") if row.find(f"{W}trPr/{W}del") is None)


def _value(element, path: str) -> str:
    """The `val` of a property, or ''."""
    found = element.find("/".join(W + part for part in path.split("/")))
    value = found.get(W + "val", "") if found is not None else ""
    return value if value.isdigit() else ""
