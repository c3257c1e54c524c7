"""PNG, JPEG, TIFF, BMP, and the pictures of scanned PDF pages → text by OCR (RapidOCR with the models in its wheel).

Each line comes with its place and with how sure its characters are; `page` lays the lines out as a PDF's. The
classifier of upside-down lines stays off: with it whole lines vanished.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from extract.read import Unreadable
from extract.read.draft import Draft, Entry
from extract.read.formats import FORMATS, lacking
from extract.read.page import draft_pages
from extract.read.printed import Page, Piece, Table
from extract.read.ruled import Grid, Stroke, grids
from extract.records import Source

if TYPE_CHECKING:
    from PIL import Image

DPI, SIDE, LONGEST = 175, 2_300, 3_400  # dots an inch that are looked at; the longest side where a picture does not say its size; of any
_POINT = 72 / DPI  # points of a dot
PAGES = 300  # scanned pages of a file that are read: some twenty minutes
PIXELS = 170_000_000  # a page of A0 at 200 dots an inch has sixty millions
_LEAST = 0.3  # lines less sure than this are stains
_AROUND = 0.14  # the share of a line's box that is paper, above and below
_GAP = 0.8  # a gap of so many times the characters' height parts cells
_DOUBTFUL, _MOST = 0.8, 0.99  # below this a line was hard to read; no scan is certain


def read(data: bytes, path: Path, encoding: str = "") -> Source:
    """The document in a picture, or in the pictures of a TIFF."""
    if missing := lacking(next(form for form in FORMATS if form.reader == "ocr")):
        raise Unreadable(path, f"is a picture, which only OCR can read: {missing}")
    draft = Draft()
    pages = [recognize(picture, number) for number, picture in enumerate(_pictures(data, path, draft), 1)]
    draft_pages(draft, pages)
    if not draft.length:
        raise Unreadable(path, "is a picture in which no text was found; scan it again at 200 dots an inch or more")
    draft.warnings += doubtful(pages)
    return draft.source(path, "ocr", data, joined=True)


def doubtful(pages: list[Page]) -> list[str]:
    """A sentence about lines that were hard to read, if there are any."""
    pieces = [piece for page in pages for piece in page.pieces]
    count = sum(piece.confidence < _DOUBTFUL for piece in pieces)
    return [f"{count} of {len(pieces)} lines were hard to read; their rows have a lower confidence"] if count else []


def _pictures(data: bytes, path: Path, draft: Draft):
    """The pictures of a file, one after the other, upright and in colour."""
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(data))
            if picture.width * picture.height > PIXELS:
                raise Unreadable(path, f"has {picture.width:,} by {picture.height:,} dots, more than any page; make it smaller")
            for number, frame in enumerate(ImageSequence.Iterator(picture)):
                if number == PAGES:
                    draft.warnings.append(f"only the first {PAGES} of its pictures were read; split the file")
                    return
                if frame.width * frame.height > PIXELS:
                    raise Unreadable(path, f"has {frame.width:,} by {frame.height:,} dots, more than any page; make it smaller")
                upright = ImageOps.exif_transpose(frame).convert("RGB")
                side = _side(upright, frame.info.get("dpi"))
                upright.thumbnail((side, side))
                yield upright
    except Image.DecompressionBombError:
        raise Unreadable(path, "has more dots than any page; make it smaller") from None
    except (OSError, SyntaxError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        reason = "it is of no known kind" if isinstance(error, UnidentifiedImageError) else error
        raise Unreadable(path, f"is no whole picture ({reason}); scan or save it again") from None


def _side(picture: Image.Image, dpi) -> float:
    """How long a picture's longer side is to be at most, in dots."""
    try:
        inches = max(picture.size) / float(dpi[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        inches = 0.0
    return min(LONGEST, DPI * inches) if 5 <= inches <= 50 else SIDE


@lru_cache(maxsize=1)
def _engine():
    """The recognizer; it takes a second to load. In one of several processes it keeps to one core."""
    import logging
    from multiprocessing import parent_process

    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    return RapidOCR(params={
        "Global.use_cls": False, "Global.log_level": "critical", "Global.text_score": _LEAST, "Global.max_side_len": LONGEST,
        "Global.return_word_box": True, "Global.return_single_char_box": True,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1 if parent_process() else -1,
    })


def recognize(picture: Image.Image, number: int) -> Page:
    """What stands on the picture of a page."""
    import numpy

    dots = numpy.ascontiguousarray(numpy.asarray(picture.convert("RGB"))[:, :, ::-1])
    found = _engine()(dots)
    ruled = grids(*_strokes(dots))
    loose, inside = [], [{} for _ in ruled]
    for line in _lines(found):
        for piece, place in _parts(line, ruled):
            if place is None:
                loose.append(piece)
            else:
                inside[place[0]].setdefault(place[1], []).append(piece)
    return Page(number, picture.width * _POINT, picture.height * _POINT, loose, _tables(ruled, inside, loose))


class _Read(NamedTuple):
    """A line as it was read: its box in points, how sure it is, and its characters with where each begins and ends."""

    top: float
    bottom: float
    confidence: float
    chars: list[tuple[str, float, float]]


def _lines(found) -> Iterator[_Read]:
    """The lines that the recognizer read."""
    for index, text in enumerate(found.txts or ()):
        box, score = found.boxes[index] * _POINT, found.scores[index]
        text = text.strip()
        if not text or score < _LEAST:
            continue
        (x0, y0), (x1, y1) = box.min(axis=0).tolist(), box.max(axis=0).tolist()
        y0, y1 = y0 + _AROUND * (y1 - y0), y1 - _AROUND * (y1 - y0)
        sure = min(round(float(score), 3), _MOST)
        words = found.word_results[index] if index < len(found.word_results) else ()
        if [word[0] for word in words] != list("".join(text.split())):
            yield _Read(y0, y1, sure, [(text, x0, x1)])  # where its characters stand is not known
            continue
        blank_before = {len("".join(text[:at].split())) for at in range(1, len(text)) if text[at - 1].isspace()}
        edges = [[corner[0] * _POINT for corner in word[2]] for word in words]
        chars = [(" " * (at in blank_before) + word[0], min(edge), max(edge)) for at, (word, edge) in enumerate(zip(words, edges))]
        yield _Read(y0, y1, sure, chars)


def _parts(line: _Read, ruled: list[Grid]) -> Iterator[tuple[Piece, tuple[int, tuple] | None]]:
    """The pieces of a line, cut at wide gaps and at rules, each with the table and the cell that it stands in."""
    middle, widest = (line.top + line.bottom) / 2, _GAP * (line.bottom - line.top)
    run, place = [], None
    for char in line.chars:
        center = (char[1] + char[2]) / 2
        here = next(((number, cell) for number, grid in enumerate(ruled) if (cell := grid.cell(center, middle))), None)
        if run and (here != place or char[1] - run[-1][2] > widest):
            yield _piece(line, run), place
            run = []
        run, place = [*run, char], here
    yield _piece(line, run), place


def _piece(line: _Read, run: list[tuple[str, float, float]]) -> Piece:
    """Characters of a line that stand together."""
    return Piece("".join(char for char, _, _ in run).strip(), run[0][1], line.top, run[-1][2], line.bottom, line.confidence)


def _strokes(dots) -> tuple[list[Stroke], list[Stroke]]:
    """The ruled lines of a scanned page: dark runs far longer than any stroke of a character."""
    import cv2

    grey = cv2.cvtColor(dots, cv2.COLOR_BGR2GRAY)
    dark = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]
    found = []
    for flat in (True, False):
        length = max(40, dots.shape[1 if flat else 0] // 40)
        kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (length, 1) if flat else (1, length))
        runs = cv2.dilate(cv2.morphologyEx(dark, cv2.MORPH_OPEN, kernel), cv2.getStructuringElement(cv2.MORPH_RECT, (9, 3) if flat else (3, 9)))
        boxes = (cv2.boundingRect(contour) for contour in cv2.findContours(runs, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0])
        thin = ([k * _POINT for k in box] for box in boxes if box[3 if flat else 2] < 25)
        found.append([Stroke(y + h / 2, x, x + w) if flat else Stroke(x + w / 2, y, y + h) for x, y, w, h in thin])
    return found[0], found[1]


def _tables(ruled: list[Grid], inside: list[dict], loose: list[Piece]) -> list[Table]:
    """The tables that the rules of a page draw, with what stands in their cells; of a frame with words in one
    cell they go to `loose`."""
    tables = []
    for grid, cells in zip(ruled, inside):
        if len(cells) < 2:
            loose += [piece for own in cells.values() for piece in own]
            continue
        entries = tuple(Entry(_cell_text(cells.get(cell, ())), cell[0] + 1, cell[1] + 1, cell[2], cell[3]) for cell in sorted(set(grid.owner.values())))
        sure = min(p.confidence for own in cells.values() for p in own)
        tables.append(Table(entries, grid.ys[0], grid.ys[-1], tuple(grid.xs), sure))
    return tables


def _cell_text(pieces) -> str:
    """The text of a cell, a line a line."""
    return "\n".join(piece.text for piece in sorted(pieces, key=lambda p: (round(p.top / 4), p.x0)))
