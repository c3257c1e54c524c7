"""A file → `Source`: which files are documents, what they are called, and one module a format.

The text to which all spans refer is the decoded text with LF line ends: `\r\n` and a lone `\r` become
`\n`, so that a file's spans do not depend on the system that saved it. Nothing else is changed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from extract.records import Refusal, Source

#: Suffix → the module of this package whose `read(path, encoding)` reads such files.
READERS = {".txt": "plain", ".md": "plain"}


class Unreadable(Refusal):
    """A file that gives no document: `str()` is one sentence with the file, the fault and the remedy."""

    def __init__(self, path: str | Path, reason: str):
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = str(path), reason

    def __reduce__(self):
        return type(self), (self.path, self.reason)


def read(path: str | Path, root: str | Path | None = None, encoding: str | None = None) -> Source:
    """The document in a file, named by its path below `root` (by its file name without one)."""
    path = Path(path)
    reader = READERS.get(path.suffix.lower())
    if not path.exists():
        raise Unreadable(path, "does not exist; check its name")
    if path.is_dir():
        raise Unreadable(path, "is a folder, not a document")
    if reader is None:
        raise Unreadable(path, f"is no kind of file that can be read ({', '.join(READERS)}); save it as one of these")
    try:
        source = import_module(f"extract.read.{reader}").read(path, encoding or "")
    except OSError as error:
        raise Unreadable(path, f"cannot be opened ({error.strerror or error}); check that it may be read") from None
    return replace(source, doc=_name(path.relative_to(root) if root else Path(path.name)))


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
    return [(file, doc) for (file, _), doc in zip(found.values(), ids, strict=True)]


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
    yield from filter(_is_document, _visible(folder))


def _is_document(path: Path) -> bool:
    """Whether a file of a folder is one to be read."""
    return path.suffix.lower() in READERS and path.stem.upper() != "README"


def others(inputs: Iterable[str | Path]) -> list[Path]:
    """The files of the folders given that are not read, expected tables aside."""
    return [
        path for given in map(Path, inputs) if given.is_dir() for path in _visible(given)
        if not _is_document(path) and not path.name.endswith((".facts.csv", ".checks.csv"))
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
