"""The gazetteer: divisions of the country with their years, towns and villages with their codes.

Three tables, built by `build_gazetteer.py`: provinces to counties (read at first use), towns (read
at the first question about a town), villages (one prefecture at a time).
"""

from __future__ import annotations

import lzma
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from extract.rules import BadPattern, patterns_dir, table

PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|僳僳|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|"
    "达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
_PEOPLE = re.compile(rf"(?<=..)(?:(?:{PEOPLES})族|(?:蒙古|哈萨克|柯尔克孜|塔吉克|锡伯|达斡尔|鄂温克|朝鲜)族?)++$")
_PEOPLES = re.compile(rf"(?:(?:{PEOPLES})族)+")
_ETHNIC_TOWN = re.compile(rf"(?<=..)(?:(?:{PEOPLES})族)+(?:民族)?乡$|(?<=..)(?:朝鲜|鄂温克|达斡尔|鄂伦春|锡伯|赫哲)*民族乡$")
_AUTONOMOUS = re.compile(r"(?:(?:壮族|回族|维吾尔)?自治区|自治[州县旗]|特别行政区|省)$")
_OPEN = 9999
_DIVIDED = ("province", "prefecture", "county")


def is_people(text: str) -> bool:
    """Whether a text is the names of peoples, as an ethnic township has them: 满族, 彝族苗族."""
    return bool(_PEOPLES.fullmatch(text))


class Division(NamedTuple):
    """A province, prefecture or county as it stood from `start` to `end`, below `parent`; `path` holds
    the official names from the province down. The places of `place_extra.csv` (雄安新区) have no code."""

    code: str
    name: str
    level: str
    start: int
    end: int
    parent: Division | None
    heirs: tuple[str, ...]
    path: tuple[str, ...]

    @property
    def chain(self) -> tuple[Division, ...]:
        """The division and its ancestors, widest first."""
        return (*self.parent.chain, self) if self.parent else (self,)

    def covers(self, year: int) -> bool:
        """Whether the division existed in that year; the year of its end counts, as reports of it use the old name."""
        return self.start <= year <= self.end


@lru_cache(maxsize=1)
def _variants() -> tuple[re.Pattern[str], dict[int, str]]:
    """A regex for traditional characters of names, and the table that folds them."""
    pairs = {row["traditional"]: row["simplified"] for row in table("place_variant")}
    return re.compile(f"[{''.join(pairs)}]"), str.maketrans(pairs)


def plain(text: str) -> str:
    """The text with the traditional characters of place names folded, one to one.

    >>> plain("綦江縣")
    '綦江县'
    """
    traditional, fold = _variants()
    return text.translate(fold) if traditional.search(text) else text


@lru_cache(maxsize=1)
def divisions() -> tuple[Division, ...]:
    """All divisions from province to county since 1980."""
    rows, above = [], {}
    for line in _lines("division.csv.xz"):
        depth, code, name, start, end, heirs = line.split(",")
        level = "province" if depth == "0" else "prefecture" if code.endswith("00") else "county"
        parent = above.get(int(depth) - 1)
        path = (*parent.path, name) if parent else (name,)
        division = Division(code, name, level, _first_year(start), int(end or _OPEN), parent, tuple(heirs.split()), path)
        above[int(depth)] = division
        rows.append(division)
    own = {division.path: division for division in _own_names(rows)}
    return (*(division for division in rows if division.path not in own), *own.values()) if own else tuple(rows)


def _own_names(listed: list[Division]) -> Iterator[Division]:
    """The places of `place_name.csv`, each below the division, town or own place that its parent's path names."""
    known = {division.path: division for division in listed}
    for row in table("place_name"):
        above = tuple(filter(None, row["parent"].split("/")))
        parent = known.get(above) or _listed_town(known.get(above[:-1]), above)
        if above and parent is None:
            raise BadPattern(f"place_name.csv: {row['name']} lies in {row['parent']}, which is in no list; write the path as in 贵州省/毕节市/赫章县, or add that place first")
        path = (*above, row["name"])
        known[path] = Division(row["code"], row["name"], row["level"], int(row["start"] or 0), int(row["end"] or _OPEN), parent, (), path)
        yield known[path]


def _listed_town(county: Division | None, path: tuple[str, ...]) -> Division | None:
    """The town of that path as a division, if its county has it."""
    code = towns(county.code).get(path[-1]) if county and county.level == "county" else None
    return Division(code, path[-1], "town", 0, _OPEN, county, (), path) if code is not None else None


def _first_year(start: str) -> int:
    """The sources begin in 1981; what stood then may be older."""
    return 0 if start == "1981" else int(start)


def _lines(name: str) -> list[str]:
    """The lines of a packed table without its header."""
    return lzma.decompress((patterns_dir() / name).read_bytes()).decode().splitlines()[1:]


def stem(name: str) -> str:
    """The name without its suffix; empty when no usable short form is left.

    >>> [stem(n) for n in ("奉节县", "内蒙古自治区", "黔南布依族苗族自治州", "沧县")]
    ['奉节', '内蒙古', '黔南', '']
    """
    if "自治" in name or name.endswith(("行政区", "省")):
        short = _AUTONOMOUS.sub("", name)
        short = _PEOPLE.sub("", short) if name.endswith(("州", "县", "旗")) else short
    else:
        short = name[:-2] if name.endswith(("地区", "林区", "特区", "矿区", "新区", "群岛")) else name[:-1]
    return short if len(short) > 1 else ""


def forms(division: Division) -> tuple[tuple[str, ...], str]:
    """The spellings with a suffix, and the short form ('' when there is none)."""
    name, short = division.name, stem(division.name)
    if "自治" in name and short and division.level != "province":
        return (name, short + name[-1]), short
    return (name,), short


class Names(NamedTuple):
    """Spelling → divisions: full names, and short forms without suffix."""

    full: dict[str, tuple[Division, ...]]
    short: dict[str, tuple[Division, ...]]


@lru_cache(maxsize=1)
def names() -> Names:
    """Every spelling of every division from province to county."""
    full, short = defaultdict(list), defaultdict(list)
    for division in divisions():
        if division.name in ("市辖区", "县", "郊区", "城区", "矿区"):
            full[division.name].append(division)
            continue
        spellings, brief = forms(division)
        for spelling in spellings:
            full[spelling].append(division)
        if brief and division.level in _DIVIDED:
            short[brief].append(division)
    for row in table("place_alias"):
        bucket = short if row["suffix"] == "no" else full
        if row["name"] not in full:
            raise BadPattern(f"place_alias.csv: {row['alias']} stands for {row['name']}, which is in no list; add that to place_name.csv first")
        bucket[row["alias"]].extend(full[row["name"]])
    for row in table("place_extra"):
        parent = max((*full[row["parent"]],), key=lambda d: d.end)
        place = Division("", row["name"], row["level"], int(row["start"]), _OPEN, parent, (), (*parent.path, row["name"]))
        full[row["name"]].append(place)
        if row["short"]:
            short[row["short"]].append(place)
    return Names({k: tuple(v) for k, v in full.items()}, {k: tuple(v) for k, v in short.items()})


@lru_cache(maxsize=1)
def heads() -> dict[str, tuple[str, ...]]:
    """First two characters → spellings that begin with them, longest first."""
    grouped = defaultdict(set)
    for spelling in (*names().full, *names().short):
        if len(spelling) > 1 and spelling not in ("郊区", "城区", "矿区", "县", "市辖区"):
            grouped[spelling[:2]].add(spelling)
    return {head: tuple(sorted(group, key=len, reverse=True)) for head, group in grouped.items()}


def named(name: str, year: int | None) -> tuple[Division, ...]:
    """The divisions that a spelling can mean in a year.

    Those of that year; if there is none, those of other years, the nearest first to be kept. Without
    a year the present ones, else the past ones. Full names come before short forms.
    """
    known = names().full.get(name) or names().short.get(name, ())
    if year is None:
        present = tuple(d for d in known if d.end == _OPEN)
        return present or _latest(known)
    valid = tuple(d for d in known if d.covers(year))
    if valid:
        # In the year of a change the old map comes first: the report tells of what was.
        settled = tuple(d for d in valid if d.start < year)
        return settled or valid
    gap = {d: d.start - year if d.start > year else year - d.end for d in known}
    return tuple(d for d in known if gap[d] == min(gap.values()))


def _latest(known: tuple[Division, ...]) -> tuple[Division, ...]:
    """Of each code the last version."""
    return tuple({d.code: d for d in sorted(known, key=lambda d: d.end)}.values())


@lru_cache(maxsize=1)
def _town_rows() -> dict[str, str]:
    """County code → its towns as one packed line."""
    return dict(line.split(",") for line in _lines("town.csv.xz"))


def town_alias(name: str) -> str:
    """The name by which people call an ethnic township.

    >>> town_alias("松林坡白族彝族苗族乡")
    '松林坡乡'
    """
    return _ETHNIC_TOWN.sub("乡", name) if name.endswith("族乡") else name


@lru_cache(maxsize=1024)
def towns(county: str) -> dict[str, str]:
    """The towns of a county: name or everyday name → 9-digit code ('' where two share the name)."""
    found: dict[str, str] = {}
    for item in _town_rows().get(county, "").split():
        code, name = county + item[:3], item[3:]
        for spelling in {name, town_alias(name)}:
            found[spelling] = "" if spelling in found else code
    return found


@lru_cache(maxsize=64)
def town_names(county: str) -> dict[str, str]:
    """9-digit code → official name, for one county."""
    return {county + item[:3]: item[3:] for item in _town_rows().get(county, "").split()}


@lru_cache(maxsize=1)
def all_towns() -> frozenset[str]:
    """Every town name in the country, everyday names of ethnic townships included."""
    listed = {item[3:] for row in _town_rows().values() for item in row.split()}
    return frozenset(listed | {town_alias(name) for name in listed if name.endswith("族乡")})


@lru_cache(maxsize=4096)
def find_town(name: str, prefix: str = "") -> tuple[str, ...]:
    """The codes of all towns of that name whose code begins with `prefix`."""
    if name not in all_towns():
        return ()
    counties = (county for county in _town_rows() if county.startswith(prefix))
    return tuple(code for county in counties if name[:1] in _town_rows()[county]
                 and (code := towns(county).get(name)))


@lru_cache(maxsize=1)
def _archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(patterns_dir() / "village.zip")


@lru_cache(maxsize=None)
def _prefecture(code: str) -> str:
    """The village rows of a prefecture (4 digits), '' when there are none; all of the country take 11 MB."""
    try:
        return "\n" + _archive().read(code + ".csv").decode()
    except KeyError:
        return ""


@lru_cache(maxsize=64)
def villages(town: str) -> dict[str, str]:
    """The villages and communities of a town (9 digits): name → 12-digit code ('' where two share it)."""
    rows = _prefecture(town[:4])
    at = rows.find(f"\n{town},")
    found: dict[str, str] = {}
    if at >= 0:
        for item in rows[at + 11:rows.index("\n", at + 1)].split(" "):
            found[item[3:]] = "" if item[3:] in found else town + item[:3]
    return found


def find_village(name: str, prefix: str) -> tuple[str, ...]:
    """The codes of all villages of that name below a code of 4 or more digits."""
    rows, codes = _prefecture(prefix[:4]), []
    for hit in re.finditer(rf"[, ](\d\d\d){re.escape(name)}(?=[ \n])", rows):
        line = rows.rfind("\n", 0, hit.start()) + 1
        if rows.startswith(prefix, line):
            codes.append(rows[line:line + 9] + hit[1])
    return tuple(codes)


@lru_cache(maxsize=8)
def village_names(county: str) -> frozenset[str]:
    """The names of all villages and communities of a county."""
    rows = re.findall(rf"^{county}\d\d\d,(.*)$", _prefecture(county[:4]), re.M)
    return frozenset(item[3:] for row in rows for item in row.split(" "))


@lru_cache(maxsize=1)
def _by_code() -> dict[str, Division]:
    return {d.code: d for d in sorted(divisions(), key=lambda d: d.end) if d.code}


def by_code(code: str) -> Division | None:
    """The latest division of a 6-digit code."""
    return _by_code().get(code)


@lru_cache(maxsize=64)
def prefectures(prefix: str) -> tuple[str, ...]:
    """The 4-digit prefixes of the village table that begin with `prefix`."""
    return tuple(name[:4] for name in _archive().namelist() if name.startswith(prefix))


@lru_cache(maxsize=4096)
def knows_village(name: str, province: str) -> bool:
    """Whether any town of a province (2 digits) has a village or community of that name."""
    return any(f" {name} " in spaced for spaced in map(_spaced, prefectures(province)))


@lru_cache(maxsize=None)
def _spaced(prefecture: str) -> str:
    """The village names of a prefecture, each between blanks; all of the country take 6 MB."""
    return re.sub(r"[,\n ]+\d*", " ", _prefecture(prefecture)) + " "
