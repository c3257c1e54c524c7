"""Expected facts for the annotation tools doccano and Label Studio, and back.

doccano: JSONL, one document a line: `{"text": …, "label": [[start, end, kind], …]}` of its sequence labelling
projects, or `entities` with ids of its relation projects. Label Studio: a JSON list, or JSONL, of tasks whose
`annotations` (else `predictions`) hold regions of a `Labels` control over a `Text` object. Everything that a
row says beside span and kind is kept where the tool keeps it: as doccano's metadata, as Label Studio's `meta`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from extract.records import KINDS, Refusal
from extract.score import Row

#: How a file for each tool is named, and how it is written.
SUFFIXES = {".doccano.jsonl": "doccano", ".labelstudio.json": "labelstudio", ".labelstudio.jsonl": "labelstudio", ".labelstudio.xml": "interface"}
_PLACED = ("start", "end", "text", "kind")
Exported = tuple[str, str, Sequence[Row]]  # document id, text, rows


class BadExchange(Refusal):
    """A file of an annotation tool that cannot be read or written; `str()` is one sentence with the remedy."""


def is_format(path: Path) -> bool:
    """Whether the name is that of a file for an annotation tool."""
    return any(path.name.lower().endswith(suffix) for suffix in SUFFIXES)


def export(path: Path, documents: Iterable[Exported]) -> str:
    """The documents with their rows as the file of the tool that the path's name says (`.labelstudio.xml`: the
    project's labeling interface instead)."""
    suffix = next(suffix for suffix in SUFFIXES if path.name.lower().endswith(suffix))
    if SUFFIXES[suffix] == "interface":
        return _interface()
    tasks = [(_to_doccano if SUFFIXES[suffix] == "doccano" else _to_label_studio)(number, *item) for number, item in enumerate(documents, 1)]
    if suffix.endswith(".json"):
        return json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"
    return "".join(json.dumps(task, ensure_ascii=False) + "\n" for task in tasks)


def _interface() -> str:
    """The labeling interface of a Label Studio project for these tasks: one label a kind."""
    labels = "".join(f'    <Label value="{kind}"/>\n' for kind in KINDS)
    return f'<View>\n  <Labels name="label" toName="text">\n{labels}  </Labels>\n  <Text name="text" value="$text"/>\n</View>\n'


def _says(row: Row) -> dict[str, str]:
    """What a row says beside its span and kind."""
    return {column: cell for column, cell in row.items() if cell and column not in (*_PLACED, "sentence", "doc")}


def _to_doccano(number: int, doc: str, text: str, rows: Sequence[Row]) -> dict[str, Any]:
    """A document as doccano imports it; what its labels cannot hold goes into the metadata by span and kind."""
    labels = [[int(row["start"]), int(row["end"]), row["kind"]] for row in rows]
    facts = {f"{row['start']}-{row['end']}-{row['kind']}": _says(row) for row in rows}
    return {"id": number, "text": text, "label": labels, "doc": doc, "facts": facts}


def _to_label_studio(number: int, doc: str, text: str, rows: Sequence[Row]) -> dict[str, Any]:
    """A document as Label Studio imports it: a task with one finished annotation.

    Its offsets count UTF-16 units, as JavaScript does: a character beyond the basic plane counts twice.
    """
    results = [
        {"id": f"m{row['start']}_{row['end']}_{row['kind']}", "from_name": "label", "to_name": "text", "type": "labels",
         "value": {"start": _units(text, int(row["start"])), "end": _units(text, int(row["end"])), "text": row["text"], "labels": [row["kind"]]},
         "meta": {"text": [json.dumps(_says(row), ensure_ascii=False)]}}
        for row in rows
    ]
    return {"id": number, "data": {"text": text, "doc": doc}, "annotations": [{"result": results}]}


def _units(text: str, position: int) -> int:
    """A position in UTF-16 units."""
    return position + sum(char > "\uffff" for char in text[:position])


def _characters(text: str, units: int) -> int:
    """The position of so many UTF-16 units."""
    position = min(units, len(text))
    while _units(text, position) > units:
        position -= 1
    return position


def read(path: Path, texts: Mapping[str, str]) -> dict[str, list[Row]]:
    """The annotations in a tool's export by document, whose texts are given; BadExchange names what does not fit."""
    found: dict[str, list[Row]] = {}
    by_text = {text: doc for doc, text in texts.items()}
    for where, task in _tasks(path):
        data = task.get("data", task)
        text = data.get("text") if isinstance(data, dict) else None
        if not isinstance(text, str):
            raise BadExchange(f"{where}: has no text; export from doccano as JSONL, from Label Studio as JSON")
        text = text.replace("\r\n", "\n")
        named = data.get("doc") or (task.get("meta") or {}).get("doc")
        doc = named if texts.get(named) == text else by_text.get(text)
        if doc is None:
            known = f"the document {named}" if named in texts else f"any of the {len(texts)} documents"
            raise BadExchange(f"{where}: its text is not that of {known}; give the documents that were annotated")
        if doc in found:
            raise BadExchange(f"{where}: {doc} is annotated twice; export one annotation of each document")
        try:
            rows = _of_label_studio(task, text, where) if "data" in task else _of_doccano(task, text, where)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            if isinstance(error, BadExchange):
                raise
            raise BadExchange(f"{where}: its annotations are not as doccano's JSONL or Label Studio's JSON has them ({type(error).__name__}: {error})") from None
        found[doc] = sorted(rows, key=lambda row: (int(row["start"]), int(row["end"])))
    return found


def _tasks(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The tasks in a JSON list or in JSONL, with where they stand."""
    if not path.is_file():
        raise BadExchange(f"{path}: does not exist; check its name")
    try:
        content = path.read_text(encoding="utf-8-sig")
        if content.lstrip().startswith("["):
            tasks = [(f"{path}, task {number}", task) for number, task in enumerate(json.loads(content), 1)]
        else:
            tasks = [(f"{path}, line {number}", json.loads(line)) for number, line in enumerate(content.split("\n"), 1) if line.strip()]
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadExchange(f"{path}: is no JSON in UTF-8: {error}") from None
    if not tasks or not all(isinstance(task, dict) for _, task in tasks):
        raise BadExchange(f"{path}: holds no tasks; export from doccano as JSONL, from Label Studio as JSON")
    yield from tasks


def _of_doccano(task: dict[str, Any], text: str, where: str) -> list[Row]:
    """The rows of a doccano document: `label`, `labels`, or `entities` with their offsets."""
    labels = [(item["start_offset"], item["end_offset"], item["label"]) for item in task.get("entities", ())]
    labels = labels or task.get("label") or task.get("labels") or []
    facts = task.get("facts") or (task.get("meta") or {}).get("facts") or {}
    return [_row(text, start, end, kind, facts.get(f"{start}-{end}-{kind}", {}), where) for start, end, kind in labels]


def _of_label_studio(task: dict[str, Any], text: str, where: str) -> list[Row]:
    """The rows of a Label Studio task: of its last annotation that was not cancelled, else of its prediction."""
    done = [item for item in task.get("annotations") or () if not item.get("was_cancelled")] or task.get("predictions") or []
    rows = []
    for item in done[-1]["result"] if done else ():
        if item.get("type") != "labels":
            continue
        value, notes = item["value"], (item.get("meta") or {}).get("text") or []
        start, end = _span(text, int(value["start"]), int(value["end"]), value.get("text"), where)
        for kind in value["labels"]:
            rows.append(_row(text, start, end, kind, _meta(notes), where))
    return rows


def _span(text: str, start: int, end: int, said: str | None, where: str) -> tuple[int, int]:
    """The span of a region: in UTF-16 units, or in characters where only so it gives the text that was marked."""
    read = (_characters(text, start), _characters(text, end)), (start, end)
    for first, last in read:
        if said is None or text[first:last] == said:
            return first, last
    raise BadExchange(f"{where}: at {start}-{end} the text has {text[start:end]!r}, not {said!r}; import the document's text unchanged")


def _meta(notes: Iterable[str]) -> dict[str, str]:
    """What the notes of a region say: our own as columns, an annotator's words as note."""
    says: dict[str, str] = {}
    for note in [notes] if isinstance(notes, str) else notes:
        try:
            known = json.loads(note)
        except json.JSONDecodeError:
            known = None
        says |= known if isinstance(known, dict) else {"note": note}
    return says


def _row(text: str, start: int, end: int, kind: str, says: Mapping[str, str], where: str) -> Row:
    """A row from a span, or BadExchange when there is no such span or kind."""
    if kind not in KINDS:
        raise BadExchange(f"{where}: {kind!r} is no kind; name the labels {', '.join(KINDS)}")
    if not 0 <= start < end <= len(text):
        raise BadExchange(f"{where}: the span {start}-{end} is not in the text, which has {len(text)} characters")
    return dict(says) | {"start": str(start), "end": str(end), "text": text[start:end], "kind": kind}
