"""Where documents lie: paths on this machine, and URLs that fsspec reads (`s3://…`, `hdfs://…`)."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
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
        return _unpacked(url, root.rpartition("/")[2])
    below = sorted(path.removeprefix(root).lstrip("/") for path in fs.find(root))
    wanted = [doc for doc in below if not any(part.startswith(".") for part in doc.split("/")) and read.is_document(Path(doc))]
    return [part for doc in wanted for part in _unpacked(fs.unstrip_protocol(f"{root}/{doc}"), doc)]


def _unpacked(url: str, doc: str) -> list[File]:
    """A document at a URL, or the documents of the archive there, named as in an archive on this machine."""
    if not url.lower().endswith(".zip"):
        return [(url, doc)]
    archive = _copy(url)
    found = [name.removeprefix(archive.name) for _, name in read.documents([archive])]
    return [(url + name, doc + name) for name in found]


def _inside(url: str) -> tuple[str, str]:
    """The URL of an archive and the member that is meant in it; '' where the URL is a file's own.

    >>> _inside("s3://a/b.zip/c/d.txt"), _inside("s3://a/b.zip")
    (('s3://a/b.zip', 'c/d.txt'), ('s3://a/b.zip', ''))
    """
    match = re.match(r"(.+?://.*?\.zip)/(.+)", url, re.IGNORECASE | re.DOTALL)
    return (match[1], match[2]) if match else (url, "")


@contextmanager
def local(path: Path | str) -> Iterator[Path]:
    """The file on this machine: itself, or a copy under its own name while the block lasts; a member of an
    archive as its path in the copied archive."""
    if not is_url(path):
        yield Path(path)
        return
    import fsspec

    archive, member = _inside(path)
    fs, there = fsspec.core.url_to_fs(archive)
    if member and fs.isfile(there):
        yield _copy(archive) / member
        return
    fs, there = fsspec.core.url_to_fs(path)
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder, there.rstrip("/").rpartition("/")[2])
        if fs.exists(there):
            fs.get_file(there, str(here))
        yield here


def _copy(url: str) -> Path:
    """A copy of the archive at a URL as it is now, on this machine until another one is asked for."""
    import fsspec

    fs, there = fsspec.core.url_to_fs(url)
    return Path(_copied(url, str(fs.checksum(there))).name, there.rpartition("/")[2])


@lru_cache(maxsize=1)  # the members of one archive are read one after another
def _copied(url: str, version: str) -> tempfile.TemporaryDirectory[str]:
    """A folder, as long as it is held, with a copy of that version of the archive at a URL."""
    import fsspec

    fs, there = fsspec.core.url_to_fs(url)
    folder = tempfile.TemporaryDirectory()
    fs.get_file(there, str(Path(folder.name, there.rpartition("/")[2])))
    return folder


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
        if fs.exists(there):
            return False
        with local(named) as file:
            return not read.exists(file)
    return "\\x" not in named and not read.exists(named)


def size(path: Path | str) -> int:
    """The size in bytes of a file on this machine; at least 1, as nothing is done in no time."""
    try:
        return max(1, os.stat(path).st_size)
    except OSError:
        return 1
