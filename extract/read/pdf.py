"""PDF → `Source`: characters with their boxes by PDFium, laid out by `page`; scanned pages by OCR where it is installed."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

from extract.read import Unreadable
from extract.read.draft import Draft
from extract.read.formats import FORMATS, lacking
from extract.read.package import agreed
from extract.read.page import draft_pages
from extract.read.pdf_page import page_of
from extract.read.printed import Page
from extract.records import Source

PAGES = 3_000  # pages that are read; no report has more


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
        page, is_scan = page_of(pdf, number)
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
        with closing(pdf[number - 1]) as page:
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
