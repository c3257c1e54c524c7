"""A file → `Source`: which files are documents, what they are called, and one module a format.

A file's suffix says who reads it, and its first bytes correct that: archives are full of web pages, RTF and
newer formats called `.doc`. Whatever is wrong with a file ends in `Unreadable`.

The text to which all spans refer is the decoded text with LF line ends: `\r\n` and a lone `\r` become
`\n`, so that a file's spans do not depend on the system that saved it. Nothing else is changed.
"""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path, PurePath

from extract.read.formats import READERS
from extract.records import Refusal, Source

BYTES = 500_000_000  # the largest file that is opened


class Unreadable(Refusal):
    """A file that gives no document: `str()` is one sentence with the file, the fault and the remedy."""

    def __init__(self, path: str | Path, reason: str):
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = str(path), reason

    def __reduce__(self):
        return type(self), (self.path, self.reason)


def read(path: str | Path, root: str | Path | None = None, encoding: str | None = None) -> Source:
    """The document in a file, named by its path below `root` (by its file name without one).

    `archive.zip/inner/name.docx` is the document of that name in the archive.
    """
    path = Path(path)
    data = content(path)
    if not data:
        raise Unreadable(path, "is empty")
    reader, note = _reader(path, data)
    try:
        source = import_module(f"extract.read.{reader}").read(data, path, encoding or "")
    except ImportError as error:
        raise Unreadable(path, f"cannot be read without the package {error.name}; `baobiao formats` tells how to get it") from None
    except (RecursionError, MemoryError):
        raise Unreadable(path, "is too large or nested too deeply to be read; split it or save it as text") from None
    named = _name(path.relative_to(root) if root else Path(path.name))
    return replace(source, doc=named, warnings=(*note, *source.warnings))


def exists(path: str | Path) -> bool:
    """Whether there is such a file, or such a member of an archive."""
    from extract.read import archive

    path = Path(path)
    if path.exists():
        return True
    inside = archive.split(path)
    try:
        return inside is not None and archive.holds(*inside)
    except (Unreadable, OSError):
        return False


def sha256(path: str | Path) -> str:
    """The SHA-256 of a file's bytes, or of an archive's member's; Unreadable where there are none."""
    return hashlib.sha256(content(Path(path))).hexdigest()


def content(path: Path) -> bytes:
    """The bytes of a file, or of a member of an archive; Unreadable where there are none or too many."""
    from extract.read import archive

    inside = None if path.exists() else archive.split(path)
    if not path.exists() and inside is None:
        raise Unreadable(path, "does not exist; check its name")
    if path.is_dir():
        raise Unreadable(path, "is a folder, not a document")
    if path.suffix.lower() not in READERS:
        raise Unreadable(path, f"is no kind of file that can be read ({', '.join(READERS)}); save it as one of these")
    try:
        if inside:
            return archive.content(*inside)
        if path.stat().st_size > BYTES:
            raise Unreadable(path, f"has more than {BYTES:,} bytes; split it")
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(path, f"cannot be opened ({error.strerror or error}); check that it may be read") from None


#: First bytes → the reader of such files, whatever their name.
_MAGIC = (
    (b"%PDF-", "pdf"), (b"{\\rtf", "legacy"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "legacy"), (b"\x89PNG\r\n", "ocr"),
    (b"\xff\xd8\xff", "ocr"), (b"II*\0", "ocr"), (b"MM\0*", "ocr"),
)
_PARTS = ((b"word/document.xml", "docx"), (b"xl/workbook.xml", "sheet"), (b"word/document2.xml", "docx"))


def _reader(path: Path, data: bytes) -> tuple[str, tuple[str, ...]]:
    """The module that reads a file, and a note where its first bytes belie its suffix."""
    named = READERS[path.suffix.lower()]
    if named in ("plain", "markdown", "archive") or not data:
        return named, ()
    found = next((reader for magic, reader in _MAGIC if data.startswith(magic)), "")
    if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0" in data and found == "legacy":
        raise Unreadable(path, "is encrypted; save it without a password")
    if data.startswith(b"PK\x03\x04"):
        found = next((reader for part, reader in _PARTS if part in data), named)
    if found == "" and named not in ("html", "sheet") and re.match(rb"[\s\xef\xbb\xbf]*<(?:!doctype html|html|head|meta)", data[:1000], re.IGNORECASE):
        found = "html"
    if found in ("", named):
        return named, ()
    return found, (f"its name ends in {path.suffix}, but it is {_CALLED[found]}, and was read as that",)


_CALLED = {"pdf": "a PDF", "legacy": "an older office document", "ocr": "a picture", "docx": "a DOCX document", "sheet": "a workbook", "html": "a web page"}


def from_text(text: str, doc: str = "text") -> Source:
    """A document whose text is at hand."""
    return Source(doc, unix(text))


def unix(text: str) -> str:
    """The text with LF line ends.

    >>> unix("甲\\r\\n乙\\r丙\\n")
    '甲\\n乙\\n丙\\n'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def documents(inputs: Iterable[str | Path]) -> list[tuple[Path, str]]:
    """Every file to be read with its document id: files as given, folders walked in order.

    The id is the path below the folder given, or the file's name. Where two inputs would give the
    same id, all ids are lengthened by the folders above the inputs until they differ.
    """
    found: dict[Path, tuple[Path, Path]] = {}
    for given in map(Path, inputs):
        files = _walk(given) if given.is_dir() else (given,)
        for file in files:
            absolute = Path(os.path.abspath(file))
            root = Path(os.path.abspath(given)) if given.is_dir() else absolute.parent
            found.setdefault(absolute, (file, root))
    for above in range(1 + max((len(root.parts) for _, root in found.values()), default=0)):
        ids = [_id(absolute, root, above) for absolute, (_, root) in found.items()]
        if len(set(ids)) == len(ids):
            break
    return [part for (file, _), doc in zip(found.values(), ids, strict=True) for part in _unpacked(file, doc)]


def _unpacked(file: Path, doc: str) -> list[tuple[Path, str]]:
    """A file, or the documents of an archive; one that cannot be opened stands for itself, to say so when read."""
    if file.suffix.lower() != ".zip" or not file.is_file():
        return [(file, doc)]
    from extract.read import archive

    try:
        return [(Path(f"{file}/{name}"), f"{doc}/{name}") for name in archive.members(file)] or [(file, doc)]
    except (Unreadable, OSError):
        return [(file, doc)]


def is_collection(path: str | Path) -> bool:
    """Whether a path holds documents rather than is one: a folder or an archive."""
    path = Path(path)
    return path.is_dir() or path.suffix.lower() == ".zip" and path.is_file()


def _id(file: Path, root: Path, above: int) -> str:
    """The file's path below its root, with the last `above` names of the root in front."""
    prefix = root.parts[1:][-above:] if above else ()
    return _name(Path(*prefix, file.relative_to(root)))


def _name(path: Path) -> str:
    """The path with `/`; bytes of a name that is not UTF-8 (GBK, from old archives) are written out, not guessed.

    >>> _name(Path("乡镇", b"\\xb1\\xa8.txt".decode("utf-8", "surrogateescape")))
    '乡镇/\\\\xb1\\\\xa8.txt'
    """
    return path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _walk(folder: Path) -> Iterator[Path]:
    """The readable files of a folder, sorted by path, without hidden ones and READMEs."""
    yield from (path for path in _visible(folder) if is_document(path) and not _is_table_of_ours(path))


_EXPECTED = (".facts.csv", ".checks.csv")


def is_document(path: PurePath) -> bool:
    """Whether a file of a folder is named like one to be read; expected tables are none, and `~$` begins the
    locks of office programs."""
    if path.name.endswith(_EXPECTED) or path.name.startswith("~$"):
        return False
    return path.suffix.lower() in READERS and path.stem.upper() != "README"


def _is_table_of_ours(path: Path) -> bool:
    """Whether a file is a table that this program wrote, or one expected of it: of facts, checks or documents."""
    if path.suffix.lower() not in (".csv", ".xlsx"):
        return False
    try:
        with path.open("rb") as file:
            head = file.read(200)
        if path.suffix.lower() == ".xlsx":
            with zipfile.ZipFile(path) as book:
                head = re.sub(rb"<[^>]*>+", b",", book.open("xl/worksheets/sheet1.xml").read(4000))
    except (OSError, KeyError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError):
        return False
    return re.search(rb"(?:^|,|\xbf)(?:doc,+(?:section,+start,+end|sha256),|(?:section,)?start,end,text,kind,)", head) is not None


def others(inputs: Iterable[str | Path]) -> list[Path]:
    """The files of the folders given that are not read, expected tables aside."""
    return [
        path for given in map(Path, inputs) if given.is_dir() for path in _visible(given)
        if not is_document(path) and not path.name.endswith(_EXPECTED)
    ]


def _visible(folder: Path) -> Iterator[Path]:
    """All files below a folder in the order of their paths, without hidden ones; OSError where it cannot be listed."""
    def refuse(error: OSError):
        raise error

    paths = []
    for parent, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths += [Path(parent, name) for name in files if not name.startswith(".")]
    return iter(sorted(paths, key=lambda path: path.parts))
