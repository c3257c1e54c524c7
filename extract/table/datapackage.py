"""A Frictionless `datapackage.json`: what lies in a folder's tables, by the codebook.

Profile: https://datapackage.org (version 1 and 2 alike: `profile` and `$schema` are both given).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extract.codebook import LANGUAGES, Column
from extract.table.cells import BadTarget

NAME = "datapackage.json"
_TYPES = {str: "string", float: "number", int: "integer"}
_FORMATS = {".csv": ("csv", "text/csv"), ".parquet": ("parquet", "application/vnd.apache.parquet")}
_KEYS = {"facts": ("doc", "start", "end", "kind"), "documents": ("doc",)}


def check(target: Path) -> None:
    """Nothing, or BadTarget when a table of that name cannot be described in a package."""
    if target.suffix.lower() not in _FORMATS:
        raise BadTarget(f"{target}: a data package describes {' and '.join(_FORMATS)} files; choose one of these for --to")
    _read(target.with_name(NAME))


def describe(target: Path, name: str, columns: Sequence[Column], rows: int, lang: str = "en") -> Path:
    """The folder's `datapackage.json`, with the table in it; what it says of other files stays."""
    path = target.with_name(NAME)
    package = _read(path)
    others = [resource for resource in package["resources"] if resource.get("path") != target.name]
    package["resources"] = sorted([*others, _resource(target, name, columns, rows, lang) | {"name": _free(target, name, others)}], key=lambda resource: str(resource.get("path")))
    part = path.with_name(f".{NAME}.part")
    part.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    part.replace(path)
    return path


def _read(path: Path) -> dict[str, Any]:
    """The package that is there, or a new one; BadTarget when what is there is no package."""
    if not path.exists():
        return {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "profile": "data-package",
            "name": "baobiao", "title": "Facts from reports", "resources": [],
        }
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(package["resources"], list) and all(isinstance(resource, dict) for resource in package["resources"]):
            return package
    except (ValueError, KeyError, TypeError):
        pass
    raise BadTarget(f"{path}: is there and is no data package; move it away")


def _resource(target: Path, name: str, columns: Sequence[Column], rows: int, lang: str) -> dict[str, Any]:
    """What a package says of one file."""
    form, media = _FORMATS[target.suffix.lower()]
    digest = hashlib.sha256()
    with open(target, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    # Frictionless reads an empty number of a Parquet file as the text nan.
    schema: dict[str, Any] = {"fields": [_field(column, lang) for column in columns], "missingValues": [""] if form == "csv" else ["", "nan"]}
    if set(_KEYS.get(name, ("",))) <= {column.name for column in columns}:
        schema["primaryKey"] = list(_KEYS[name])
    csv = {"encoding": "utf-8", "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True}}
    return {
        "name": name, "title": name, "path": target.name,
        "type": "table", "profile": "tabular-data-resource", "format": form, "mediatype": media,
        **(csv if form == "csv" else {}), "bytes": target.stat().st_size, "hash": f"sha256:{digest.hexdigest()}", "rows": rows, "schema": schema,
    }


def _free(target: Path, name: str, others: Sequence[dict[str, Any]]) -> str:
    """A name for the file that no other has, of the letters that a package's names may have."""
    taken = {resource.get("name") for resource in others}
    stem = re.sub(r"[^a-z0-9._-]+", "-", target.stem.lower()).strip("-") or name
    names = (stem, f"{stem}-{target.suffix[1:].lower()}", *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    return next(free for free in names if free not in taken)


def _field(column: Column, lang: str) -> dict[str, Any]:
    """What a package says of one column."""
    at = LANGUAGES.index(lang)
    field: dict[str, Any] = {"name": column.name, "type": _TYPES[column.type], "title": column.titles[at] or column.name}
    meaning = column.meaning(lang)
    if column.values:
        meaning = "\n".join([meaning, *(f"{value.value}: {value.meanings[at]}" for value in column.values)])
        field["constraints"] = {"enum": [value.value for value in column.values]}
    if meaning:
        field["description"] = meaning
    if column.name == "confidence":
        field["constraints"] = {"minimum": 0, "maximum": 1}
    return field
