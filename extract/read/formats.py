"""Which formats there are, which module reads each, and what this installation lacks for it."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from typing import NamedTuple


class Format(NamedTuple):
    """A family of files: what it is called, the suffixes of its files, the module of this package that reads
    them, and the Python packages, the extra that brings them and the program that it needs."""

    name: str
    suffixes: tuple[str, ...]
    reader: str
    packages: tuple[str, ...] = ()
    extra: str = ""
    program: str = ""


FORMATS = (
    Format("plain text", (".txt",), "plain"),
    Format("Markdown", (".md", ".markdown"), "markdown"),
    Format("web pages", (".html", ".htm", ".shtml", ".xhtml"), "html", ("lxml",)),
    Format("Word documents", (".docx", ".docm"), "docx", ("lxml",)),
    Format("workbooks", (".xlsx", ".xlsm"), "sheet", ("openpyxl", "lxml")),
    Format("tables of text", (".csv", ".tsv"), "sheet"),
    Format("PDF", (".pdf",), "pdf", ("pypdfium2",)),
    Format("archives of these", (".zip",), "archive"),
    Format("old Word, WPS, RTF, ODT", (".doc", ".wps", ".rtf", ".odt"), "legacy", ("lxml",), "legacy", "soffice"),
    Format("old workbooks, ODS", (".xls", ".et", ".ods"), "legacy", ("openpyxl",), "legacy", "soffice"),
    Format("scans, pictures", (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"), "ocr", ("rapidocr", "onnxruntime", "PIL"), "ocr"),
)

#: Suffix → the module of this package whose `read(data, path, encoding)` reads such files.
READERS = {suffix: form.reader for form in FORMATS for suffix in form.suffixes}
#: The programs by which LibreOffice may be called.
OFFICE = ("soffice", "libreoffice")
INSTALL_OFFICE = "install LibreOffice (Debian, Ubuntu: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui)"


def lacking(form: Format) -> str:
    """What this installation lacks to read a format and how to get it, or ''."""
    wanted = []
    if any(find_spec(package) is None for package in form.packages):
        wanted.append(f"pip install 'baobiao[{form.extra}]'" if form.extra else "pip install --force-reinstall baobiao")
    if form.program and office() is None:
        wanted.append(INSTALL_OFFICE)
    return "; ".join(wanted)


def office() -> str | None:
    """The path of LibreOffice's program, or None."""
    return next(filter(None, map(shutil.which, OFFICE)), None)
