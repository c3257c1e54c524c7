"""One page of a PDF: its characters with their boxes by PDFium, the tables that its rules draw, its pieces of text."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import NamedTuple

from extract.read.draft import Entry, one_line
from extract.read.printed import Page, Piece, Table
from extract.read.ruled import Grid, Stroke, grids

CHARACTERS = 60_000  # characters of a page
OBJECTS = 30_000  # drawn things of a page among which rules are looked for
_FEW = 10  # a page with fewer characters than this and a picture is a scan
_GAP = 0.9  # a gap of so many characters' heights parts pieces


class Char(NamedTuple):
    """A character, its box in points from the page's top left, and how many blanks the file sets before it."""

    char: str
    x0: float
    top: float
    x1: float
    bottom: float
    blanks: int = 0


def page_of(pdf, number: int) -> tuple[Page | None, bool]:
    """What stands on a page (None for a damaged one), and whether it is the picture of a page."""
    import pypdfium2

    try:
        page = pdf[number - 1]
    except pypdfium2.PdfiumError:
        return None, False
    with closing(page):
        width, height = page.get_size()
        place = _Placing(page, width, height)
        with closing(page.get_textpage()) as text:
            chars = list(_chars(text, place))
        across, down, has_picture = _drawn(page, place)
        ruled = grids(across, down) if len(across) > 1 and down else []
        loose, tables = _tables(chars, ruled)
        return Page(number, width, height, list(_pieces(loose)), tables), has_picture and len(chars) < _FEW


class _Placing:
    """Turns a page's own coordinates into points from the top left, as it is shown."""

    def __init__(self, page, width: float, height: float):
        left, bottom, right, top = page.get_bbox()
        self.rotation = page.get_rotation() % 360
        self.left, self.bottom, self.right, self.top = left, bottom, right, top

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point is shown."""
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Where a box is shown: left, top, right, bottom."""
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


_BLANKS = frozenset((0x20, 0x0D, 0x0A, 0x09, 0xA0, 0x3000, 0xFFFE))


def _chars(text, place: _Placing) -> Iterator[Char]:
    """The characters of a page that have a place, in the order in which it sets them; blanks have none."""
    from pypdfium2 import raw

    loose, generated = raw.FPDFText_GetLooseCharBox, raw.FPDFText_IsGenerated
    rect = raw.FS_RECTF()
    reference, handle, upright = ctypes.byref(rect), text.raw, place.rotation == 0
    code, x0, top, blanks = 0, 0.0, 0.0, 0
    codes = _codes(text)
    for index, following in enumerate(codes):
        last, code = code, following
        if code in _BLANKS:
            blanks += code != 0xFFFE and code > 0x0D and not generated(handle, index)
            code = last
            continue
        if 0xD800 <= code < 0xDC00:  # the first half of a rare hanzi; the other follows
            code = 0x10000 + ((code - 0xD800) << 10) + (codes[min(index + 1, len(codes) - 1)] - 0xDC00 & 0x3FF)
        elif 0xDC00 <= code < 0xE000:
            continue
        if not loose(handle, index, reference):
            continue
        before = x0, top
        if upright:
            x0, top, x1, bottom = rect.left - place.left, place.top - rect.top, rect.right - place.left, place.top - rect.bottom
        else:
            x0, top, x1, bottom = place.box(rect.left, rect.bottom, rect.right, rect.top)
        if bottom <= top or code == last and abs(before[0] - x0) + abs(before[1] - top) < 0.2 * (bottom - top):
            continue  # printed twice, to look bold
        yield Char(chr(code) if code else "\ufffd", x0, top, x1, bottom, blanks)
        blanks = 0


def _codes(text) -> Sequence[int]:
    """The UTF-16 code of each character of a page: all at once where PDFium leaves none out, else one by one."""
    from pypdfium2 import raw

    count = min(text.count_chars(), CHARACTERS)
    buffer = (ctypes.c_ushort * (count + 1))()
    if count and raw.FPDFText_GetText(text.raw, 0, count, buffer) == count + 1:
        return buffer[:count]
    return [raw.FPDFText_GetUnicode(text.raw, index) for index in range(count)]


def _pieces(chars: Iterable[Char]) -> Iterator[Piece]:
    """Characters that stand side by side, put together, with blanks where they stand apart; Latin words stand
    closer than hanzi."""
    text, left, upper, lower = "", 0.0, 0.0, 0.0
    last_char, right, last_top, last_bottom = "", 0.0, 0.0, 0.0
    for char, x0, top, x1, bottom, blanks in chars:
        size = bottom - top
        smaller = min(size, last_bottom - last_top)
        gap = x0 - right
        if text and -0.6 * smaller < gap < _GAP * smaller and abs(top + bottom - last_top - last_bottom) < smaller:
            if gap > 0.12 * size and (blanks or gap > (0.2 if last_char < "\x7f" and char < "\x7f" else 0.42) * size):
                text += " " * min(max(blanks, 1), 8)
            text += char
            upper, lower = min(upper, top), max(lower, bottom)
        else:
            if text:
                yield Piece(text, left, upper, right, lower)
            text, left, upper, lower = char, x0, top, bottom
        last_char, right, last_top, last_bottom = char, x1, top, bottom
    if text:
        yield Piece(text, left, upper, right, lower)


def _tables(chars: list[Char], ruled: list[Grid]) -> tuple[list[Char], list[Table]]:
    """The characters outside of drawn tables, and the tables with the others."""
    if not ruled:
        return chars, []
    loose, inside = [], [{} for _ in ruled]
    for char in chars:
        x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
        for grid, cells in zip(ruled, inside):
            if cell := grid.cell(x, y):
                cells.setdefault(cell, []).append(char)
                break
        else:
            loose.append(char)
    tables = []
    for grid, cells in zip(ruled, inside):
        every = sorted(set(grid.owner.values())) if cells else []
        entries = tuple(Entry(_cell_text(cells.get(cell, ())), cell[0] + 1, cell[1] + 1, cell[2], cell[3]) for cell in every)
        if entries:
            tables.append(Table(entries, grid.ys[0], grid.ys[-1], tuple(grid.xs)))
    return loose, tables


def _cell_text(chars) -> str:
    """The text of a cell, its lines joined."""
    lines: list[list[Piece]] = []
    for piece in sorted(_pieces(chars), key=lambda p: (p.top + p.bottom, p.x0)):
        if lines and abs((piece.top + piece.bottom) - (lines[-1][0].top + lines[-1][0].bottom)) < piece.bottom - piece.top:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return one_line("\n".join(" ".join(p.text for p in sorted(line, key=lambda p: p.x0)) for line in lines))


def _drawn(page, place: _Placing) -> tuple[list[Stroke], list[Stroke], bool]:
    """The horizontal and vertical strokes of a page, and whether it holds a picture that may be a scan."""
    from pypdfium2 import raw

    across: list[Stroke] = []
    down: list[Stroke] = []
    picture = False
    for index, thing in enumerate(page.get_objects(max_depth=3)):
        if index > OBJECTS:
            return [], [], picture
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = thing.get_bounds()
            picture |= (right - left) * (top - bottom) > 0.3 * (place.right - place.left) * (place.top - place.bottom)
        elif thing.type == raw.FPDF_PAGEOBJ_PATH:
            for x0, y0, x1, y1 in _segments(thing, place):
                if y1 - y0 <= 2 and x1 - x0 >= 4:
                    across.append(Stroke((y0 + y1) / 2, x0, x1))
                elif x1 - x0 <= 2 and y1 - y0 >= 4:
                    down.append(Stroke((x0 + x1) / 2, y0, y1))
    return across, down, picture


def _segments(thing, place: _Placing) -> Iterator[tuple[float, float, float, float]]:
    """The boxes of a path's straight segments; of one that is a thin filled bar, the bar's."""
    from pypdfium2 import raw

    left, bottom, right, top = thing.get_bounds()
    if min(right - left, top - bottom) <= 2:
        yield place.box(left, bottom, right, top)
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(thing, ctypes.byref(fill), ctypes.byref(stroke))
    count = raw.FPDFPath_CountSegments(thing)
    if not stroke.value or count > 2000:
        return
    matrix = thing.get_matrix()
    x, y, last, first = ctypes.c_float(), ctypes.c_float(), None, None
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(thing, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_LINETO and last:
            yield place.box(*last, *point)
        elif kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        last = point
        if raw.FPDFPathSegment_GetClose(segment) and first:
            yield place.box(*last, *first)
