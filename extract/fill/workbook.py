"""Numbers and comments into a workbook's own XML; every other part of the file stays byte for byte as it was.

Office Open XML (ECMA-376): a sheet's cells stand in its part, its comments in a part of their own, and the
boxes that show these in a VML drawing. Formulas are marked to be computed again when the file is opened.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from typing import Any, NamedTuple

from extract.records import Refusal

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_AFTER_DRAWING = ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst")
_BEFORE_CALC = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups", "externalReferences", "definedNames",
)
_AUTHOR = "baobiao"
# A drawing that another program wrote need not declare these for its whole: every shape does it for itself.
_SPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_VML = f"<xml {_SPACES}></xml>"
_SHAPETYPE = (
    f'<v:shapetype {_SPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    f'<v:shape {_SPACES} ' 'id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;width:300pt;height:120pt;z-index:1;visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left}, 15, {top}, 2, {right}, 15, {bottom}, 4</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


class BadTemplate(Refusal):
    """A template that is no workbook, or has nothing to fill."""


class Entry(NamedTuple):
    """What a cell is given."""

    value: float
    comment: str


def open_parts(path: Path) -> dict[str, bytes]:
    """The parts of a workbook by name, or BadTemplate."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
    except FileNotFoundError:
        raise BadTemplate(f"{path}: there is no such template; check its name") from None
    except (zipfile.BadZipFile, RuntimeError):
        raise BadTemplate(f"{path}: is no .xlsx workbook (or is locked by a password); save it as .xlsx") from None
    if "[Content_Types].xml" not in parts or _workbook(parts) not in parts:
        raise BadTemplate(f"{path}: is no .xlsx workbook; save it as .xlsx")
    return parts


def write(template: Path, target: Path, entries: dict[str, dict[str, Entry]]) -> None:
    """Write the template with the entries (sheet → cell → entry) under another name."""
    parts = open_parts(template)
    package = _Package(parts)
    for sheet, cells in entries.items():
        if cells:
            package.fill(sheet, cells)
    package.compute_again()
    part = target.with_name(f".{target.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in package.parts.items():
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


class _Package:
    """The parts of a workbook while some of them are changed."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        self.workbook = _workbook(parts)
        root = _xml(parts[self.workbook])
        rels = self.relations(self.workbook)
        self.sheets = {sheet.get("name"): rels[_relation_id(sheet)][1] for sheet in root.iter("{*}sheet")}

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """A part's relations: id → (type's last word, part)."""
        content = self.parts.get(_rels_of(part))
        if content is None:
            return {}
        found = {}
        for item in _xml(content):
            path = item.get("Target")
            path = path.lstrip("/") if path.startswith("/") else normpath(join(dirname(part), path))
            found[item.get("Id")] = (item.get("Type").rpartition("/")[2], path)
        return found

    def fill(self, sheet: str, cells: dict[str, Entry]) -> None:
        """Put the entries into a sheet."""
        part = self.sheets[sheet]
        root = _xml(self.parts[part])
        for cell, entry in cells.items():
            _set(root, cell, entry.value)
        drawn = self._comment(part, {cell: entry.comment for cell, entry in cells.items()})
        if drawn:
            self._draw(part, root, drawn)
        self.parts[part] = _bytes(root)

    def _comment(self, part: str, comments: dict[str, str]) -> list[str]:
        """Add comments to the sheet's part of them; the cells that had none and need a box."""
        path = self._related(part, "comments") or self._new(part, "comments", "xl/comments{}.xml", (
            f'<comments xmlns="{_MAIN}"><authors/><commentList/></comments>').encode())
        root = _xml(self.parts[path])
        space = root.tag.partition("}")[0] + "}"
        authors, listed = root.find(f"{space}authors"), root.find(f"{space}commentList")
        author = str(len(authors))
        _add(authors, f"{space}author", _AUTHOR)
        there = {comment.get("ref"): comment for comment in listed}
        for cell, said in comments.items():
            if cell in there:
                run = _add(there[cell].find(f"{space}text"), f"{space}r")
                _add(run, f"{space}t", f"\n{said}")
            else:
                text = _add(_add(listed, f"{space}comment", ref=cell, authorId=author), f"{space}text")
                _add(_add(text, f"{space}r"), f"{space}t", said)
        self.parts[path] = _bytes(root)
        return [cell for cell in comments if cell not in there]

    def _draw(self, part: str, root: Any, cells: list[str]) -> None:
        """Add the boxes of comments to the sheet's VML drawing. It is changed as text: Excel's VML is not always XML."""
        drawing = root.find("{*}legacyDrawing")
        path = self.relations(part)[_relation_id(drawing)][1] if drawing is not None else None
        if path is None:
            path = self._new(part, "vmlDrawing", "xl/drawings/vmlDrawing{}.vml", _VML.encode())
            _refer(root, next(key for key, (_, at) in self.relations(part).items() if at == path))
        vml = self.parts[path].decode("utf-8")
        shapes = "" if '"_x0000_t202"' in vml.replace("'", '"').replace('type="#', "") else _SHAPETYPE
        first = max(map(int, re.findall(r"_x0000_s(\d+)", vml)), default=1024) + 1
        for number, cell in enumerate(cells, first):
            column, row = _position(cell)
            shapes += _SHAPE.format(id=number, row=row - 1, column=column - 1, left=column, right=column + 5, top=max(row - 2, 0), bottom=row + 5)
        head, end, tail = vml.rpartition("</xml>")
        self.parts[path] = f"{head}{shapes}{end}{tail}".encode()

    def _related(self, part: str, kind: str) -> str | None:
        """The part of a kind to which a sheet is related."""
        return next((path for name, path in self.relations(part).values() if name == kind), None)

    def _new(self, owner: str, kind: str, pattern: str, content: bytes) -> str:
        """A new part with its relation and content type."""
        path = next(name for number in range(1, len(self.parts) + 2) if (name := pattern.format(number)) not in self.parts)
        self.parts[path] = content
        rels = _rels_of(owner)
        root = _xml(self.parts.get(rels, f'<Relationships xmlns="{_PACKAGE}/relationships"/>'.encode()))
        taken = {item.get("Id") for item in root}
        key = next(name for number in range(1, len(taken) + 2) if (name := f"rId{number}") not in taken)
        _add(root, f"{{{_PACKAGE}/relationships}}Relationship", Id=key, Type=f"{_OFFICE}/{kind}", Target=relpath(path, dirname(owner)))
        self.parts[rels] = _bytes(root)
        types = _xml(self.parts["[Content_Types].xml"])
        space = f"{{{_PACKAGE}/content-types}}"
        if kind == "comments":
            _add(types, f"{space}Override", PartName=f"/{path}", ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml")
        elif not any(item.get("Extension") == "vml" for item in types):
            vml = _add(types, f"{space}Default", Extension="vml", ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing")
            types.insert(0, vml)
        self.parts["[Content_Types].xml"] = _bytes(types)
        return path

    def compute_again(self) -> None:
        """Have formulas computed again when the workbook is opened, if there are any."""
        if not any(re.search(rb"<f[\s>]", self.parts[part]) for part in self.sheets.values()):
            return
        root = _xml(self.parts[self.workbook])
        calc = root.find("{*}calcPr")
        if calc is None:
            at = max((index for index, child in enumerate(root) if _local(child) in _BEFORE_CALC), default=-1)
            calc = _add(root, root.tag.partition("}")[0] + "}calcPr")
            root.insert(at + 1, calc)
        calc.set("fullCalcOnLoad", "1")
        self.parts[self.workbook] = _bytes(root)


def _set(root: Any, cell: str, value: float) -> None:
    """Put a number into a cell of a sheet; its format stays, or is that of its row or column."""
    space = root.tag.partition("}")[0] + "}"
    column, number = _position(cell)
    data = root.find(f"{space}sheetData")
    row = next((item for item in data if int(item.get("r", 0)) == number), None)
    if row is None:
        row = _add(data, f"{space}row", r=str(number))
        _in_order(data, row, lambda item: int(item.get("r", 0)), number)
    row.attrib.pop("spans", None)  # a hint that may no longer be so
    found = next((item for item in row if item.get("r") == cell), None)
    if found is None:
        found = _add(row, f"{space}c", r=cell)
        _in_order(row, found, lambda item: _position(item.get("r", "A1"))[0], column)
        style = row.get("s") if row.get("customFormat") in ("1", "true") else next(
            (item.get("style") for item in root.iterfind(f"{space}cols/{space}col") if int(item.get("min")) <= column <= int(item.get("max"))), None)
        if style:
            found.set("s", style)
    for child in list(found):
        found.remove(child)
    found.attrib.pop("t", None)
    _add(found, f"{space}v", repr(int(value)) if value == int(value) else repr(value))


def _in_order(parent: Any, child: Any, key, own: int) -> None:
    """Move a child before the first of its siblings that come after it."""
    later = next((item for item in parent if item is not child and key(item) > own), None)
    if later is not None:
        later.addprevious(child)


def _refer(root: Any, key: str) -> None:
    """Let a sheet refer to its VML drawing, at the place that the standard gives."""
    space = root.tag.partition("}")[0] + "}"
    drawing = _add(root, f"{space}legacyDrawing")
    drawing.set(f"{{{_OFFICE}}}id", key)
    later = next((item for item in root if _local(item) in _AFTER_DRAWING), None)
    if later is not None:
        later.addprevious(drawing)


def _position(cell: str) -> tuple[int, int]:
    """A cell's column and row.

    >>> _position("AB12")
    (28, 12)
    """
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column, int(digits)


def _workbook(parts: dict[str, bytes]) -> str:
    """The name of the workbook's main part."""
    rels = parts.get("_rels/.rels")
    found = [item.get("Target").lstrip("/") for item in _xml(rels) if item.get("Type").endswith("/officeDocument")] if rels else []
    return found[0] if found else ""


def _rels_of(part: str) -> str:
    """The name of the part that holds another's relations."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def _relation_id(element: Any) -> str:
    """The id by which an element refers to a part."""
    return next(value for name, value in element.attrib.items() if name.endswith("relationships}id"))


def _local(element: Any) -> str:
    """An element's name without namespace; '' for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _add(parent: Any, tag: str, text: str = "", **attributes: str) -> Any:
    """A new last child; its white space is kept."""
    from lxml import etree

    child = etree.SubElement(parent, tag, attributes)
    if text:
        child.text = text
        if text != text.strip() or "\n" in text:
            child.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return child


def _xml(content: bytes) -> Any:
    """The root of a part; entities are not looked up."""
    from lxml import etree

    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _bytes(root: Any) -> bytes:
    """A part's bytes."""
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
