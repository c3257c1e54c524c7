"""ZIP archives of documents: each file inside is a document of its own, named `archive.zip/inner/name.docx`.

Nothing is ever unpacked to a path that an archive names: members are read into memory.
"""

from __future__ import annotations

import zipfile
from functools import lru_cache
from pathlib import Path, PurePosixPath

from extract.read import Unreadable, is_document
from extract.read.package import check_zip, member
from extract.records import Source


def read(data: bytes, path: Path, encoding: str = "") -> Source:
    """Unreadable, always: an archive is no document, but may hold some."""
    names = members(path)
    if not names:
        raise Unreadable(path, "is an archive that holds no document of a kind that can be read")
    raise Unreadable(path, f"is an archive of {len(names)} documents; name one of them, such as {path}/{names[0]}")


def members(path: Path) -> list[str]:
    """The names of the documents in an archive, in order; Unreadable for one that is damaged or a bomb."""
    return [name for name in _opened(*_stamp(path))[1] if not _is_hidden(name) and is_document(PurePosixPath(name))]


def split(path: Path) -> tuple[Path, str] | None:
    """The archive on disk and the member that a path such as archive.zip/inner/name.docx means, or None."""
    for parent in path.parents:
        if parent.suffix.lower() == ".zip" and parent.is_file():
            return parent, path.as_posix()[len(parent.as_posix()) + 1:]
    return None


def holds(archive: Path, name: str) -> bool:
    """Whether an archive has a member of that name; Unreadable when it cannot be opened."""
    return name in _opened(*_stamp(archive))[1]


def content(archive: Path, name: str) -> bytes:
    """A member's bytes; Unreadable when there is none, or it may not be read."""
    path = f"{archive}/{name}"
    opened, names = _opened(*_stamp(archive))
    if name not in names and f"/{name}" in names:
        name = f"/{name}"  # a path that begins at the root is told here, not as a member that is missing
    if name not in names:
        raise Unreadable(path, "is not in the archive; check its name")
    if ".." in PurePosixPath(name).parts or name.startswith("/") or ":" in name[:3]:
        raise Unreadable(path, "names a place outside its archive; it is left alone")
    if name.lower().endswith(".zip"):
        raise Unreadable(path, "is an archive inside an archive; unpack the outer one first")
    return member(opened, names[name], path)


def _stamp(path: Path) -> tuple[Path, int, int]:
    """A file with its size and time of change, by which an opened archive is known to be still the same."""
    status = path.stat()
    return path, status.st_size, status.st_mtime_ns


@lru_cache(maxsize=2)  # the members of one archive are read one after another
def _opened(path: Path, size: int, changed: int) -> tuple[zipfile.ZipFile, dict[str, zipfile.ZipInfo]]:
    """The opened archive and its files by name, in the archive's order."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unreadable(path, f"is cut off or damaged ({error}); get a whole copy") from None
    check_zip(archive, path)
    return archive, {_name(entry): entry for entry in archive.infolist() if not entry.is_dir()}


def _name(entry: zipfile.ZipInfo) -> str:
    """A member's name: UTF-8 where the archive says so or the bytes are, else GBK, as Chinese Windows writes it."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        try:
            data = name.encode("cp437")
        except UnicodeEncodeError:
            return name.replace("\\", "/")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = data.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _is_hidden(name: str) -> bool:
    """Whether a member is a hidden one or lies in a hidden folder; macOS keeps its own in __MACOSX."""
    return any(part.startswith((".", "__MACOSX", "~$")) and part != ".." for part in name.split("/"))
