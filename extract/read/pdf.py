"""PDF → `Source`: characters with their boxes by PDFium, laid out by `page`; scanned pages by OCR where it is installed."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from extract.read import Unreadable
from extract.read.draft import Draft, Entry, one_line
from extract.read.formats import FORMATS, lacking
from extract.read.package import agreed
from extract.read.page import Page, Piece, Table, draft_pages
from extract.read.ruled import Grid, Stroke, grids
from extract.records import Source

PAGES = 3_000  # pages that are read; no report has more
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


def read(data: bytes, path: Path, encoding: str = "") -> Source:
    """The document in a PDF file."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise Unreadable(path, "is encrypted; save it without a password") from None
        raise Unreadable(path, f"is no whole PDF ({error}); get a whole copy") from None
    try:
        return _read(pdf, data, path)
    finally:
        pdf.close()


def _read(pdf, data: bytes, path: Path) -> Source:
    """The document in an opened PDF."""
    draft, pages, scans, broken = Draft(), [], [], 0
    for number in range(1, min(len(pdf), PAGES) + 1):
        page, is_scan = _page(pdf, number)
        broken += page is None
        if page:
            pages.append(page)
        if is_scan:
            scans.append(number)
    if len(pdf) > PAGES:
        draft.warnings.append(f"only the first {PAGES:,} of its {len(pdf):,} pages were read; split the file")
    if broken:
        draft.warnings.append(f"{broken} pages are damaged and were left out")
    recognized = _recognize(pdf, path, scans, pages, draft) if scans else False
    draft_pages(draft, sorted(pages, key=lambda page: page.number))
    if not draft.length:
        raise Unreadable(path, "holds no text" + (" and no picture that OCR finds text in" if scans else ""))
    said = pdf.get_metadata_dict()
    return draft.source(
        path, "pdf+ocr" if recognized else "pdf", data, joined=True, title=_title(said.get("Title", "")),
        date=agreed(_day(said.get("CreationDate", "")), _day(said.get("ModDate", ""))),
    )


def _title(said: str) -> str:
    """A PDF's title; the name of the file that it was printed from is none."""
    return "" if re.search(r"\.(?:docx?|wps|xlsx?|pdf|rtf|indd)$|^(?:Microsoft|untitled|anonymous|无标题|幻灯片)", said.strip(), re.IGNORECASE) else said


def _day(said: str) -> str:
    """A PDF's date as ISO 8601.

    >>> _day("D:20250916093508+08'00'")
    '2025-09-16'
    """
    match = re.match(r"D?:?(\d{4})(\d\d)(\d\d)", said)
    return "-".join(match.groups()) if match else ""


def _recognize(pdf, path: Path, scans: list[int], pages: list[Page], draft: Draft) -> bool:
    """Read scanned pages by OCR into `pages`, or say what it would take; whether any was."""
    missing = lacking(next(form for form in FORMATS if form.reader == "ocr"))
    if missing and len(scans) == min(len(pdf), PAGES):
        raise Unreadable(path, f"is a scan, which only OCR can read: {missing}")
    if missing:
        draft.warnings.append(f"{_numbers(scans)}: pictures of text, left out; to read them by OCR: {missing}")
        return False
    from extract.read import ocr

    if len(scans) > ocr.PAGES:
        draft.warnings.append(f"only the first {ocr.PAGES} of its {len(scans)} scanned pages were read; split the file")
    for number in scans[:ocr.PAGES]:
        with _closing(pdf[number - 1]) as page:
            width, height = page.get_size()
            scale = min(ocr.DPI / 72, ocr.LONGEST / max(width, height, 1))
            picture = page.render(scale=scale, grayscale=False).to_pil()
        found = ocr.recognize(picture, number)
        pages[:] = [page for page in pages if page.number != number] + [found]
    draft.warnings += ocr.doubtful(pages)
    return True


def _numbers(pages: list[int]) -> str:
    """Page numbers as a reader writes them.

    >>> _numbers([3]), _numbers([1, 2, 3, 7])
    ('page 3', 'pages 1-3, 7')
    """
    runs: list[list[int]] = []
    for number in pages:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return f"page{'s' * (len(pages) > 1)} {said}"


class _closing:
    """A PDFium object that is closed when the block ends."""

    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *_):
        self.thing.close()


# -- one page ----------------------------------------------------------------------------------------


def _page(pdf, number: int) -> tuple[Page | None, bool]:
    """What stands on a page (None for a damaged one), and whether it is the picture of a page."""
    import pypdfium2

    try:
        page = pdf[number - 1]
    except pypdfium2.PdfiumError:
        return None, False
    with _closing(page):
        width, height = page.get_size()
        place = _Placing(page, width, height)
        with _closing(page.get_textpage()) as text:
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


# -- tables ------------------------------------------------------------------------------------------


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
