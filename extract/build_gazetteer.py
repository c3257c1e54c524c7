"""Build the gazetteer tables in `patterns/` from a folder of source files.

Run as `python -m extract.build_gazetteer SOURCE_FOLDER`; `patterns/GAZETTEER.md` names the
sources. Same sources in, same bytes out.
"""

from __future__ import annotations

import csv
import io
import json
import lzma
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

PATTERNS = Path(__file__).resolve().parent.parent / "patterns"

#: Entries of the statistical lists that are no places: statistical stand-ins, offices, firms.
NO_PLACE = re.compile(r"虚拟|公司$|监狱$|戒毒所$|管理局$|中心$|部分$|管理办公室$|发展局$|事务局$|乡级单位$")
VILLAGE_TAIL = re.compile(r"(?<=..)(?:村民委员会|村委会)$|(?<=社区)(?:居民委员会|居委会)$")


def main(source: Path) -> None:
    """Write all tables of the gazetteer."""
    write_xz("division.csv.xz", "depth,code,name,start,end,successors\n", divisions(source))
    write_xz("town.csv.xz", "county,towns\n", towns(source))
    write_villages(source)


def write_xz(name: str, header: str, lines: Iterator[str]) -> None:
    """Write lines as one xz file."""
    data = (header + "".join(line + "\n" for line in lines)).encode()
    (PATTERNS / name).write_bytes(lzma.compress(data, preset=9 | lzma.PRESET_EXTREME))


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    """The rows of an xz-packed CSV file."""
    with lzma.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def divisions(source: Path) -> Iterator[str]:
    """Province to county in tree order: a row's parent is the last row of a lesser depth."""
    tree = json.loads(lzma.open(source / "areacodes.json.xz").read())["items"]

    def walk(item: dict, depth: int) -> Iterator[str]:
        heirs = dict.fromkeys(str(heir["code"]) for heir in item.get("succ", ()) if "time" not in heir)
        if "、" not in item["name"] and "及其" not in item["name"]:
            yield ",".join((str(depth), str(item["code"]), item["name"], str(item["start"]),
                            str(item.get("end", "")), " ".join(heirs)))
        for child in item.get("children", ()):
            yield from walk(child, depth + 1)

    for province in tree:
        yield from walk(province, 0)


def county_names(source: Path) -> dict[str, str]:
    """The present name of every county, by code."""
    tree = json.loads(lzma.open(source / "areacodes.json.xz").read())["items"]
    below = [item for top in tree for item in top.get("children", ())]
    below += [item for parent in below for item in parent.get("children", ())]
    return {str(item["code"]): item["name"] for item in below if "end" not in item}


def towns(source: Path) -> Iterator[str]:
    """One row a county: its code, then each town as the last three digits of its code and its name."""
    counties, owners = defaultdict(list), county_names(source)
    for row in read_csv(source / "streets.csv.xz"):
        if not NO_PLACE.search(row["name"]):
            name = re.sub(r"街道办事处$", "街道", row["name"])
            owner = owners.get(row["code"][:6], "-")
            # 濮阳县渠村乡 is listed with its county's name: the town is 渠村乡.
            name = name[len(owner):] if name.startswith(owner) and len(name) > len(owner) + 2 else name
            counties[row["code"][:6]].append(row["code"][6:] + name)
    for county in sorted(counties):
        yield county + "," + " ".join(sorted(counties[county]))


def write_villages(source: Path) -> None:
    """Write one archive member a prefecture with one row a town, so that only the town at hand is read."""
    rows = defaultdict(lambda: defaultdict(list))
    for row in read_csv(source / "villages.csv.xz"):
        name = VILLAGE_TAIL.sub("", row["name"])
        if not NO_PLACE.search(name):
            # 箐营村村委会 and 箐营村委会 are both 箐营村: a bare stem of a 村委会 gets its 村 back.
            if name != row["name"] and name[-1] not in "村区" and "村" in row["name"]:
                name += "村"
            rows[row["code"][:4]][row["code"][:9]].append(row["code"][9:] + name)
    with zipfile.ZipFile(PATTERNS / "village.zip", "w", zipfile.ZIP_LZMA) as archive:
        for prefecture in sorted(rows):
            text = io.StringIO()
            for town in sorted(rows[prefecture]):
                text.write(town + "," + " ".join(sorted(rows[prefecture][town])) + "\n")
            member = zipfile.ZipInfo(prefecture + ".csv", (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_LZMA
            archive.writestr(member, text.getvalue())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
