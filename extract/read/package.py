"""ZIP containers and XML from strangers: bounded, without entities, without the network."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from extract.read import Unreadable

if TYPE_CHECKING:
    from lxml import etree

#: What a container may hold at most. A report of a thousand pages has some tens of megabytes of XML.
ENTRIES, BYTES, RATIO = 20_000, 400_000_000, 200
_SMALL = 20_000_000  # a container that unpacks to less may be packed as tightly as it likes


def check_zip(archive: zipfile.ZipFile, path: str | Path) -> None:
    """Nothing, or Unreadable when unpacking would take more than a report can need."""
    entries = archive.infolist()
    size, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if len(entries) > ENTRIES:
        raise Unreadable(path, f"holds {len(entries):,} entries, more than the {ENTRIES:,} that are taken; split it")
    if size > BYTES or size > _SMALL and size > RATIO * max(packed, 1):
        raise Unreadable(path, f"would unpack to {size:,} bytes from {packed:,}, which no report does; it is left alone")


class Package:
    """An office document's container, opened once and checked."""

    def __init__(self, data: bytes, path: Path):
        self.path = path
        try:
            self.archive = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Unreadable(path, f"is cut off or damaged ({error}); get a whole copy") from None
        check_zip(self.archive, path)
        self.names = frozenset(self.archive.namelist())

    def bytes(self, name: str) -> bytes:
        """A part's bytes; b'' when there is no such part."""
        return member(self.archive, name, self.path) if name in self.names else b""

    def xml(self, name: str) -> etree._Element | None:
        """A part's root element, or None when there is no such part."""
        data = self.bytes(name)
        return parse_xml(data, self.path) if data else None


def member(archive: zipfile.ZipFile, name: str | zipfile.ZipInfo, path: str | Path) -> bytes:
    """The bytes of a ZIP's entry."""
    try:
        return archive.read(name)
    except RuntimeError:
        raise Unreadable(path, "is encrypted; save it without a password") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise Unreadable(path, f"is cut off or damaged ({error}); get a whole copy") from None


def parse_xml(data: bytes, path: Path) -> etree._Element:
    """The root element of an XML part; document types, by which entities swell or reach out, are refused."""
    from lxml import etree

    if b"<!DOCTYPE" in data or "<!DOCTYPE".encode("utf-16le") in data or "<!DOCTYPE".encode("utf-16be") in data:
        raise Unreadable(path, "declares an XML document type, which no office program writes; it is left alone")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(path, f"is damaged (its XML breaks off: {error.msg or 'empty'}); get a whole copy") from None


def metadata(package: Package) -> tuple[str, str]:
    """Title and date that an office document says of itself; '' where it says none that can be trusted."""
    root = package.xml("docProps/core.xml")
    if root is None:
        return "", ""
    said = {element.tag.rpartition("}")[2]: (element.text or "").strip() for element in root}
    if said.get("creator") == "python-docx" or said.get("creator") == "openpyxl":
        return said.get("title", ""), ""  # the library's own template's
    return said.get("title", ""), agreed(said.get("created", ""), said.get("modified", ""))


def agreed(created: str, modified: str) -> str:
    """The day of the last change, where the file was made in that year too; a form from years before says
    nothing, and neither does a copy saved years later.

    >>> agreed("2019-03-01T08:00:00Z", "2019-03-05T10:00:00Z"), agreed("2009-01-01", "2019-03-05")
    ('2019-03-05', '')
    """
    day = modified or created
    return day[:10] if day[:4].isdigit() and (created or day)[:4] == day[:4] and "1990" < day[:4] < "2100" else ""
