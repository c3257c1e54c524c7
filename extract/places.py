"""The places of a dataset or a document: what was found, how often, and what is known of each; the open ones first."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter

from extract import batch, dataset
from extract.records import FIGURES

#: How far a place is resolved, the open ones first. `ambiguous`: several codes are possible; `unlisted`: no list has it where
#: the report puts it (villages, zones, scenic places, names of another time); `masked`: blanked out; `resolved`: with code.
STATES = ("ambiguous", "unlisted", "masked", "resolved")
COLUMNS = ("state", "place", "path", "code", "mentions", "figures", "documents", "names", "candidates", "extractors", "first")


@dataclass(slots=True)
class Found:
    """One place: its path and code, and its mentions, the figures about it, and where it was found."""

    path: str
    code: str
    candidates: str
    names: Counter[str] = field(default_factory=Counter)
    extractors: Counter[str] = field(default_factory=Counter)
    docs: set[str] = field(default_factory=set)
    figures: int = 0

    @property
    def mentions(self) -> int:
        """How many mentions there are."""
        return sum(self.names.values())

    @property
    def state(self) -> str:
        """One of `STATES`."""
        if self.code:
            return "resolved"
        if self.candidates:
            return "ambiguous"
        return "masked" if set(self.extractors) == {"place.mask"} else "unlisted"

    def row(self) -> dict[str, str | int]:
        """The place as a row of `COLUMNS`."""
        values = (
            self.state, self.path.rpartition("/")[2], self.path, self.code, self.mentions, self.figures, len(self.docs),
            _commonest(self.names), self.candidates, _commonest(self.extractors), min(self.docs),
        )
        return dict(zip(COLUMNS, values, strict=True))


def survey(source: str | os.PathLike[str]) -> list[Found]:
    """The places of a dataset, or of a document or folder that is converted for it: the open ones first, then by their
    mentions. BadDataset or Unreadable says in one sentence why there are none."""
    name = os.fspath(source)
    mentions, figures = _of_dataset(name) if _is_dataset(name) else _of_documents(name)
    found: dict[tuple[str, str, str], Found] = {}
    by_path: dict[str, list[Found]] = defaultdict(list)
    for (doc, place, path, code, candidates, extractor), count in mentions:
        key = (path or place, code, candidates)
        if key not in found:
            found[key] = Found(*key)
            by_path[key[0]].append(found[key])
        one = found[key]
        one.names[place] += count
        one.extractors[extractor] += count
        one.docs.add(doc)
    for (path, code, candidates), count in figures:
        # A figure's place may be the report's own, read in another year than the mention: the path decides.
        same = found.get((path, code, candidates)) or next(iter(by_path.get(path, ())), None)
        if same is not None:
            same.figures += count
    return sorted(found.values(), key=lambda one: (STATES.index(one.state), -one.mentions, one.path, one.code))


def _is_dataset(name: str) -> bool:
    """Whether a dataset is named rather than documents."""
    if not os.path.isdir(name):
        return dataset.is_named(name)
    from extract import read

    return not any(True for _ in read.documents([name]))


def _of_dataset(name: str) -> tuple[list, list]:
    """The counted mentions and figures of a dataset."""
    with dataset.open_dataset(name) as opened:
        mentions = opened.rows(
            "SELECT doc, place, place_path, place_code, place_candidates, extractor, count(*) FROM facts WHERE kind = 'place' "
            "GROUP BY ALL ORDER BY ALL"
        )
        kinds = ", ".join(f"'{kind}'" for kind in sorted(FIGURES))
        figures = opened.rows(
            "SELECT CASE WHEN place_path = '' THEN place ELSE place_path END, place_code, place_candidates, count(*) FROM facts "
            f"WHERE kind IN ({kinds}) AND place <> '' GROUP BY ALL ORDER BY ALL"
        )
    return [(row[:-1], row[-1]) for row in mentions], [(row[:-1], row[-1]) for row in figures]


def _of_documents(name: str) -> tuple[Iterable, Iterable]:
    """The counted mentions and figures of documents."""
    mentions: Counter[tuple[str, ...]] = Counter()
    figures: Counter[tuple[str, ...]] = Counter()
    told = attrgetter("doc", "place", "place_path", "place_code", "place_candidates", "extractor")
    from pathlib import Path

    for fact in batch.facts(Path(name)):
        if fact.kind == "place":
            mentions[told(fact)] += 1
        elif fact.kind in FIGURES and fact.place:
            figures[fact.place_path or fact.place, fact.place_code, fact.place_candidates] += 1
    return mentions.items(), figures.items()


def _commonest(counts: Counter[str]) -> str:
    """The spellings, the commonest first."""
    return "、".join(name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
