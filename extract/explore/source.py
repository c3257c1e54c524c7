"""A document beside the table: which part of its text is shown, its marks, a page's picture."""

from __future__ import annotations

import hashlib
import struct
import threading
import zlib
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from extract.explore.access import Access
from extract.explore.filters import Row
from extract.twin.markup import Marked

_AT_ONCE = 60_000  # characters that are shown before a reader asks for more
_WIDTH, _HEIGHT = 1100, 4000  # pixels that a page's picture has at most
_drawing = threading.Lock()  # PDFium draws one page at a time


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the dataset, ready to be shown."""

    doc: str
    path: str
    sha256: str
    title: str
    place: str
    date: str
    reader: str
    characters: int
    facts: int
    warnings: str
    marked: Marked
    pages: tuple[tuple[int, int], ...]  # where a page begins, and its number

    def index(self, row: Row) -> int | None:
        """The number of a fact among the document's."""
        for index, fact in enumerate(self.marked.facts):
            if (fact.start, fact.end, fact.kind) == (row.start, row.end, row.kind):
                return index
        return None

    def page(self, at: int) -> int | None:
        """The number of the page on which a character stands, where that is known."""
        index = bisect_right(self.pages, (at, 1 << 60)) - 1
        return self.pages[index][1] if index >= 0 else None


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a document's text as HTML, the data of its facts, and what lies before and behind."""

    chunks: list[tuple[str, str]]
    before: int | None
    behind: int | None


def paper(access: Access, doc: str) -> Paper | None:
    """The document of that name, None when the dataset has none."""

    def make() -> Paper | None:
        found = access.rows("SELECT doc, path, sha256, title, place, date, reader, characters, facts, warnings, text FROM documents WHERE doc = ?", [doc])
        if not found:
            return None
        *about, text = found[0]
        marks = access.marks(doc)
        pages = {mark.page: mark.start for mark in reversed(marks) if mark.page is not None}
        starts = tuple(sorted((start, page) for page, start in pages.items()))
        return Paper(*about, Marked(text, access.facts(doc), marks), starts)

    return access.kept(("paper", doc), make)


def around(shown: Paper, at: int, lang: str, page_words: str) -> Piece:
    """The text around a character: all of it when it is no longer than a reader would scroll through."""
    pieces = shown.marked.pieces()
    if len(shown.marked.raw) <= _AT_ONCE:
        return _piece(shown, 0, len(pieces), lang, page_words)
    middle = max(0, bisect_right(pieces, (at, 1 << 60)) - 1)
    return _piece(shown, max(0, middle - 4), min(len(pieces), middle + 5), lang, page_words)


def some(shown: Paper, first: int, last: int, lang: str, page_words: str) -> Piece:
    """The pieces of the text from `first` on and before `last`."""
    last = max(0, min(last, len(shown.marked.pieces())))
    return _piece(shown, max(0, min(first, last)), last, lang, page_words)


def _piece(shown: Paper, first: int, last: int, lang: str, page_words: str) -> Piece:
    pieces = shown.marked.pieces()
    chunks = [(shown.marked.html(*span, page_words), shown.marked.data(*span, lang)) for span in pieces[first:last]]
    return Piece(chunks, first if first else None, last if last < len(pieces) else None)


def has_picture(shown: Paper) -> bool:
    """Whether the file from which the document was made is at hand and can be drawn."""
    path = Path(shown.path)
    return path.suffix.lower() == ".pdf" and bool(shown.pages) and path.is_file() and _drawer() is not None


def picture(shown: Paper, page: int) -> bytes | None:
    """A page of the document as PNG; None when the file is gone, is not the one that was read, or has no such page."""
    pdfium, path = _drawer(), Path(shown.path)
    if not has_picture(shown) or page not in {number for _, number in shown.pages}:
        return None
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != shown.sha256:
        return None
    with _drawing:
        file = pdfium.PdfDocument(data)
        try:
            if not 1 <= page <= len(file):
                return None
            leaf = file[page - 1]
            scale = min(_WIDTH / max(1.0, leaf.get_width()), _HEIGHT / max(1.0, leaf.get_height()))
            drawn = leaf.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
            return _png(drawn.width, drawn.height, drawn.stride, drawn.n_channels, bytes(drawn.buffer))
        finally:
            file.close()


def _png(width: int, height: int, stride: int, channels: int, pixels: bytes) -> bytes:
    """Rows of 8-bit grey, RGB or RGBA pixels as PNG."""
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = b"".join(b"\0" + pixels[at:at + width * channels] for at in range(0, height * stride, stride))
    head = struct.pack(">IIBBBBB", width, height, 8, {1: 0, 3: 2, 4: 6}[channels], 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 6)) + chunk(b"IEND", b"")


def _drawer():
    """PDFium, where it is installed."""
    try:
        import pypdfium2
    except ImportError:
        return None
    return pypdfium2
