"""`floors.toml`: below which no measure may fall, and the samples for which that was said."""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from extract.records import Refusal

NAME = "floors.toml"
Numbers = dict[str, dict[str, float]]

_HEAD = """\
# Below these figures no measure may fall. Set by: baobiao check FOLDER --update floors
# overall, kinds: F1 of mentions, of figures with value and unit, of whole rows; attributes: the share of the figures
# found that are right in it. samples: the files for which this was measured, by their SHA-256.
"""


class BadFloors(Refusal):
    """Floors that cannot be used, or that may not be lowered; `str()` is one sentence with the remedy."""


class Fall(NamedTuple):
    """A measure below its floor."""

    name: str
    floor: float
    measured: float


class Changes(NamedTuple):
    """The sample files that are not those for which the floors were set."""

    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __str__(self) -> str:
        """`changed: a.txt; new: b.txt`, '' when there is no change."""
        named = (("changed", self.changed), ("new", self.added), ("gone", self.gone))
        return "; ".join(f"{how}: {', '.join(files)}" for how, files in named if files)


@dataclass(frozen=True, slots=True)
class Floors:
    """The floors by group and name, and the fingerprint of every sample file."""

    floors: Numbers = field(default_factory=dict)
    samples: dict[str, str] = field(default_factory=dict)

    def fallen(self, measured: Numbers) -> list[Fall]:
        """The measures below their floors; what can no longer be measured has fallen to 0."""
        flat = [(f"{group}.{name}", floor, measured.get(group, {}).get(name, 0.0)) for group, names in self.floors.items() for name, floor in names.items()]
        return [Fall(*item) for item in flat if item[2] < item[1] - 1e-9]

    def changes(self, samples: dict[str, str]) -> Changes:
        """What of the samples is no longer as it was."""
        both = self.samples.keys() & samples.keys()
        return Changes(
            tuple(sorted(name for name in both if self.samples[name] != samples[name])),
            tuple(sorted(samples.keys() - self.samples.keys())), tuple(sorted(self.samples.keys() - samples.keys())),
        )

    def raised(self, measured: Numbers, samples: dict[str, str], allow_worse: bool = False) -> Floors:
        """The floors that the measures and the samples of today set; BadFloors where one would be lowered without leave."""
        fallen = self.fallen(measured)
        if fallen and not allow_worse:
            said = ", ".join(f"{name} from {floor:.4f} to {now:.4f}" for name, floor, now in fallen)
            raise BadFloors(f"this would lower {said}; if that is meant, add --allow-worse")
        return Floors({group: {name: _rounded(number) for name, number in names.items()} for group, names in measured.items()}, samples)


def _rounded(number: float) -> float:
    """Four digits, rounded down, so that the measure itself holds."""
    return math.floor(number * 10_000 + 1e-6) / 10_000


def fingerprints(files: Iterable[Path], folder: Path) -> dict[str, str]:
    """The fingerprint of each file's content by its path below the folder; line ends do not matter."""
    def digest(path: Path) -> str:
        return sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()[:16]

    return {Path(os.path.relpath(path, folder)).as_posix(): digest(path) for path in sorted(files)}


def read(path: Path) -> Floors:
    """The floors in a file; BadFloors when it is none."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        floors = {group: {name: float(number) for name, number in names.items()} for group, names in content.pop("floors", {}).items()}
        samples = {name: str(mark) for name, mark in content.pop("samples", {}).items()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, AttributeError, TypeError, ValueError) as error:
        raise BadFloors(f"{path}: holds no floors ({error}); set them anew with --update floors") from None
    if content or any(not 0 <= number <= 1 for names in floors.values() for number in names.values()):
        raise BadFloors(f"{path}: holds {', '.join(content) or 'floors'} that {'nothing reads' if content else 'are not from 0 to 1'}; set them anew with --update floors")
    return Floors(floors, samples)


def write(path: Path, floors: Floors) -> None:
    """Write the floors to a file."""
    lines = [_HEAD]
    for group, names in floors.floors.items():
        lines.append(f"[floors.{group}]\n" + "".join(f"{name} = {number:.4f}\n" for name, number in names.items()))
    lines.append("[samples]\n" + "".join(f"{_quoted(name)} = \"{mark}\"\n" for name, mark in floors.samples.items()))
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")


def _quoted(name: str) -> str:
    """A file's name as a TOML key."""
    escaped = "".join(f"\\u{ord(char):04x}" if ord(char) < 32 or ord(char) == 127 else "\\" + char if char in '"\\' else char for char in name)
    return f'"{escaped}"'
