"""Where documents lie: paths on this machine, and URLs that fsspec reads (`s3://…`, `hdfs://…`)."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from extract import read
from extract.records import Refusal

File = tuple[Path | str, str]  # where a document lies and its id


class BadInput(Refusal):
    """Documents that cannot be listed; `str()` is one sentence."""


def documents(given: Sequence[str | Path]) -> list[File]:
    """Every document with its id: `read.documents` for paths, and the same for what URLs hold."""
    found: list[File] = [*read.documents(path for path in given if not is_url(path))]
    for url in map(str, filter(is_url, given)):
        found += _remote(url)
    taken: dict[str, Path | str] = {}
    for path, doc in found:
        if doc in taken:
            raise BadInput(f"{path}: would be called {doc}, like {taken[doc]}; convert them into two datasets")
        taken[doc] = path
    return found


def is_url(path: str | Path) -> bool:
    """Whether a path is a URL.

    >>> is_url("s3://reports/2018"), is_url("reports/2018"), is_url(Path("s3:/x"))
    (True, False, False)
    """
    return isinstance(path, str) and "://" in path


def _remote(url: str) -> list[File]:
    """The documents at a URL, sorted, or the one that it names."""
    import fsspec

    fs, root = fsspec.core.url_to_fs(url)
    root = root.rstrip("/")
    if fs.isfile(root):
        return [(url, root.rpartition("/")[2])]
    below = sorted(path.removeprefix(root).lstrip("/") for path in fs.find(root))
    wanted = [doc for doc in below if not any(part.startswith(".") for part in doc.split("/")) and read.is_document(Path(doc))]
    return [(fs.unstrip_protocol(f"{root}/{doc}"), doc) for doc in wanted]


@contextmanager
def local(path: Path | str) -> Iterator[Path]:
    """The file on this machine: itself, or a copy under its own name while the block lasts."""
    if not is_url(path):
        yield Path(path)
        return
    import fsspec

    fs, there = fsspec.core.url_to_fs(path)
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder, there.rstrip("/").rpartition("/")[2])
        if fs.exists(there):
            fs.get_file(there, str(here))
        yield here


def name(path: Path | str) -> str:
    """The URL, or the absolute path; bytes that are not UTF-8 are written out."""
    if is_url(path):
        return str(path)
    return os.path.abspath(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def sha256(path: Path | str) -> str:
    """SHA-256 of a document's bytes; '' when it cannot be read."""
    try:
        with local(path) as file:
            if not file.is_file():  # a member of an archive; or a pipe, which would never end
                return read.sha256(file) if not file.exists() and read.exists(file) else ""
            with open(file, "rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, read.Unreadable):
        return ""


def is_gone(named: str) -> bool:
    """Whether a document of that `name` is no longer there; of one that was written out nobody knows."""
    if is_url(named):
        import fsspec

        fs, there = fsspec.core.url_to_fs(named)
        return not fs.exists(there)
    return "\\x" not in named and not read.exists(named)


def size(path: Path | str) -> int:
    """The size in bytes of a file on this machine; at least 1, as nothing is done in no time."""
    try:
        return max(1, os.stat(path).st_size)
    except OSError:
        return 1
