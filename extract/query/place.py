"""What a user calls a place → the paths of the dataset that mean it.

A division that was renamed, or whose prefecture was, has several paths over the years (毕节地区, 毕节市): the
gazetteer says which of them are one division. A name that fits several divisions is refused with the list of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from extract import gazetteer
from extract.gazetteer import Division
from extract.records import Refusal

Path = tuple[str, ...]
Identity = tuple[str, ...]  # the code that stands for the division, then what lies below it; else the bare path
_SHOWN = 8


class NoSuchPlace(Refusal):
    """No row of the dataset is about that place."""


class AmbiguousPlace(Refusal):
    """Several places of the dataset are called so."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A place that was asked for: its paths in the dataset, and the names by which lists of places may hold it."""

    asked: str
    paths: tuple[str, ...]
    names: tuple[str, ...]
    unplaced: bool = False  # a name that has no path (全国)


class Places:
    """The places of a dataset, from its pairs (path, code) and the names that have no path."""

    def __init__(self, pairs: Iterable[tuple[str, str]], bare: Iterable[str] = ()) -> None:
        self._bare = frozenset(bare)
        self._codes: dict[Path, str] = {}
        for path, code in pairs:
            parts = tuple(path.split("/"))
            for length in range(1, len(parts)):
                self._codes.setdefault(parts[:length], "")
            self._codes[parts] = self._codes.get(parts) or code
        self._paths: dict[str, list[Path]] = defaultdict(list)
        for path in self._codes:
            self._paths[path[-1]].append(path)
        self._ends: dict[str, list[str]] = defaultdict(list)
        for name in self._paths:
            self._ends[name[-2:]].append(name)

    def knows(self, name: str) -> bool:
        """Whether a place of the dataset has that very name, perhaps with those above it written in front."""
        return name in self._paths or name in self._bare or bool(self._written_out(name))

    def _written_out(self, name: str) -> list[Path]:
        """The paths that are written so with some of the names above in front (河北省高阳县)."""
        ends = (own for own in self._ends.get(name[-2:], ()) if name.endswith(own))
        return [path for own in ends for path in self._paths[own] if _spelled(path, name)]

    def _of(self, one: Identity) -> list[Path]:
        """The paths that mean a known division, or a place below one."""
        names = sorted(_named()[one[0]]) if len(one) == 1 else one[-1:]
        return [path for name in names for path in self._paths.get(name, ()) if identity(path) == one]

    def choose(self, asked: str) -> Chosen:
        """The place that a code, a path or a name means; NoSuchPlace, AmbiguousPlace."""
        wanted = gazetteer.plain(asked.strip())
        if wanted.isdigit():
            found = self._by_code(wanted)
        else:
            if wanted in self._bare:
                return Chosen(asked, (), (wanted,), unplaced=True)
            found = self._by_name(wanted)
        if not found:
            raise NoSuchPlace(self._missing(asked, wanted))
        groups: dict[Identity, list[Path]] = defaultdict(list)
        for path in found:
            groups[identity(path)].append(path)
        seats = [one for one in groups if any(_holds(other, one) for other in groups)]
        for one in seats:
            del groups[one]
        if len(groups) > 1:
            self._refuse(asked, groups)
        (one, paths), = groups.items()
        if _settled(one):
            paths = self._of(one)
        return Chosen(asked, tuple(sorted("/".join(path) for path in paths)), _list_names(one, paths))

    def _by_code(self, code: str) -> list[Path]:
        """The paths of the division of a code: as the dataset says, else as the gazetteer does."""
        found = [path for path, own in self._codes.items() if own == code]
        division = gazetteer.by_code(code.ljust(6, "0")) if len(code) <= 6 else None
        return found + (self._of((_lineage()[division.code],)) if division else [])

    def _by_name(self, wanted: str) -> list[Path]:
        """The paths whose last parts are those wanted: full names before short forms; a path from `/` is whole."""
        whole = wanted.startswith("/")
        parts = tuple(part for part in wanted.split("/") if part)
        if not parts:
            return []
        if parts in self._codes and (whole or len(parts) > 1):
            return [parts]
        if whole:
            return []
        full = [path for path in self._paths.get(parts[-1], ()) if _within(parts[:-1], path[:-1])]
        if full:
            return full
        short = [path for name in self._paths if _called(name, parts[-1]) for path in self._paths[name] if _within(parts[:-1], path[:-1])]
        if short:
            return short
        meant = {_lineage()[division.code] for division in gazetteer.names().full.get(parts[-1], ()) if _within(parts[:-1], division.path[:-1])}
        renamed = self._of((*meant,)) if len(meant) == 1 else []
        return renamed or (self._written_out(wanted) if len(parts) == 1 else [])

    def _missing(self, asked: str, wanted: str) -> str:
        """The sentence for a place that is not there, with places of similar names."""
        heart = re.split(r"/", wanted)[-1][:2]
        near = sorted({"/".join(path) for path in self._codes if heart and heart in path[-1]}, key=lambda path: (path.count("/"), path))
        hint = f"near it there are {_listed(near)}" if near else "`baobiao query DATASET --kind place` lists the places that there are"
        return f"{asked}: no row of the dataset is about that place; {hint}"

    def _refuse(self, asked: str, groups: Mapping[Identity, list[Path]]) -> None:
        """AmbiguousPlace with a path and code for each group."""
        shown = []
        for paths in groups.values():
            path = max(paths, key=lambda path: (len(path), bool(self._codes[path])))
            code = self._codes[path] or _code(path)
            shown.append(("" if len(path) > 1 or _settled(identity(path)) else "/") + "/".join(path) + (f" ({code})" if code else ""))
        raise AmbiguousPlace(f"{asked}: several places are called so: {_listed(sorted(shown))}; name one by its path or code")


def _listed(names: list[str]) -> str:
    """The names, the first few of many."""
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def _within(parts: Path, above: Path) -> bool:
    """Whether the parts stand in that order among those above."""
    rest = iter(above)
    return all(any(part == name or _called(name, part) for name in rest) for part in parts)


@lru_cache(maxsize=65536)
def _called(name: str, short: str) -> bool:
    """Whether a division's name has that short form.

    >>> _called("赫章县", "赫章"), _called("松林坡白族彝族苗族乡", "松林坡乡"), _called("赫章县", "章县")
    (True, True, False)
    """
    return bool(short) and name[0] == short[0] and (short in (gazetteer.stem(name), gazetteer.town_alias(name)) or any(
        short in (*spellings, brief) for spellings, brief in map(gazetteer.forms, gazetteer.names().full.get(name, ())[:1])))


def _spelled(path: Path, wanted: str) -> bool:
    """Whether the name is the path's last part with some of those above it written in front (河北省高阳县)."""
    for name in reversed(path):
        if wanted.endswith(name):
            wanted = wanted.removesuffix(name)
        elif name is path[-1]:
            return False
        elif (stem := gazetteer.stem(name)) and wanted.endswith(stem):
            wanted = wanted.removesuffix(stem)
    return not wanted


def _holds(wide: Identity, narrow: Identity) -> bool:
    """Whether the narrow place is a town or village of the wide one, as a county's seat of the same name is."""
    return len(narrow) > len(wide) and narrow[: len(wide)] == wide


def _list_names(one: Identity, paths: Iterable[Path]) -> tuple[str, ...]:
    """The names by which a list of places (桐庐县、淳安县) may hold the place: those that nothing else is called."""
    names = {path[-1] for path in paths} | {gazetteer.stem(path[-1]) for path in paths} - {""}
    names |= {spelling for name in tuple(names) for division in gazetteer.names().full.get(name, ())[:1] for spelling in gazetteer.forms(division)[0]}
    return tuple(sorted(
        name for name in names if {_lineage()[d.code] for d in _divisions(name)} <= {one[0]} and len(gazetteer.find_town(name)) < 2
    ))


def _divisions(name: str) -> tuple[Division, ...]:
    known = gazetteer.names()
    return known.full.get(name) or known.short.get(name, ())


@lru_cache(maxsize=1)
def _named() -> dict[str, set[str]]:
    """The code that stands for a division → the names that it has had."""
    found = defaultdict(set)
    for division in gazetteer.divisions():
        found[_lineage()[division.code]].add(division.name)
    return found


@lru_cache(maxsize=1)
def _lineage() -> dict[str, str]:
    """Code → the code that stands for the division through its changes of name, rank and code.

    A division goes on in its heir where it has one heir that begins as it ends and has no other forebear; a
    prefecture, of which the tables name no heirs, where a prefecture of the same stem in the same province follows it.
    """
    forebears: dict[str, set[str]] = defaultdict(set)
    versions: dict[str, list[Division]] = defaultdict(list)
    stems: dict[tuple[str, str], list[Division]] = defaultdict(list)
    for division in gazetteer.divisions():
        versions[division.code].append(division)
        for heir in division.heirs:
            forebears[heir].add(division.code)
        if division.level == "prefecture" and gazetteer.stem(division.name):
            stems[division.path[0], gazetteer.stem(division.name)].append(division)
    follows = {
        division.code: heir for division in gazetteer.divisions() for heir in division.heirs[:1]
        if len(division.heirs) == 1 and forebears[heir] == {division.code}
        and any(abs(later.start - division.end) <= 1 for later in versions[heir])
    }
    for group in stems.values():
        group.sort(key=lambda division: division.end)
        follows.update((one.code, other.code) for one, other in zip(group, group[1:], strict=False)
                       if one.code != other.code and one.end <= other.start)

    def last(code: str) -> str:
        chain = [code]
        while (after := follows.get(chain[-1])) and after not in chain:
            chain.append(after)
        if after is None:
            return chain[-1]
        # A county that went to another prefecture and back: the code that it has had last.
        return max(chain[chain.index(after):], key=lambda one: (max(division.end for division in versions[one]), one))

    return {code: last(code) for code in versions}


@lru_cache(maxsize=1)
def _by_path() -> dict[Path, set[str]]:
    """Path → the codes that stand for the divisions that have had it."""
    found: dict[Path, set[str]] = defaultdict(set)
    for division in gazetteer.divisions():
        found[division.path].add(_lineage()[division.code])
    return found


@lru_cache(maxsize=65536)
def identity(path: Path) -> Identity:
    """What the path means: the code that stands for its deepest known division, and the parts below it.

    >>> identity(("贵州省", "毕节地区", "赫章县")) == identity(("贵州省", "毕节市", "赫章县")) == identity(("赫章县",)) == ("520527",)
    True
    >>> identity(("贵州省", "毕节市", "赫章县", "松林坡乡")), identity(("鼓楼区",))
    (('520527', '松林坡乡'), ('鼓楼区',))
    """
    for length in range(len(path), 0, -1):
        codes = _by_path().get(path[:length]) or {
            _lineage()[division.code] for division in gazetteer.names().full.get(path[length - 1], ())
            if _within(path[: length - 1], division.path[:-1])
        }
        if len(codes) == 1:
            return (*codes, *path[length:])
    return path


def _settled(one: Identity) -> bool:
    """Whether the identity begins with a known division."""
    return one[0].isdigit()


def _code(path: Path) -> str:
    """The official code of a division's path, '' when it is none or several."""
    one = identity(path)
    return one[0] if len(one) == 1 and _settled(one) else ""
