"""Training sentences: documents labelled by the rules, and the project's own sentences filled with names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from extract import gazetteer, read
from extract.kinds import entity, place
from extract.kinds.place_edges import is_kind
from extract.records import Place
from extract.rules import patterns_dir
from extract.score import read as read_table
from extract.text import clean
from extract.words import tag

#: Whole provinces whose names are kept from training, to measure on: 广西, 甘肃, 江西.
HELD_OUT = ("45", "62", "36")
_SLOT = re.compile(r"\{([^}]+)\}|\[([^]]+)\]")
_LEAST = 0.85  # the rules' confidence below which a clause is left out
_SUFFIX = re.compile("(?:街道|社区|居委会|[镇乡村])$")
_HAMLET = ("寨", "屯", "庄", "湾", "沟", "坪", "堡", "坡", "岭", "冲", "坝", "塘", "营", "垭", "坳", "凹", "岩", "井", "窑", "店")
_NATURE = ("山", "河", "湖", "江", "溪", "岭", "峡", "潭", "泉", "洞", "岛", "沟")
_SCENIC = ("水库", "古镇", "古城", "陵", "寺", "湿地", "风景区", "森林公园", "瀑布", "草原", "大峡谷", "遗址", "景区", "灌区")
_ZONE = ("经济开发区", "高新区", "工业园", "产业园", "工业园区", "物流园", "农业园区", "新区")


#: Slots that are no places: what they are made of, first part and second.
NO_PLACE = {
    "人名": ("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕", (
        "明", "建国", "秀英", "志强", "丽", "玉兰", "德才", "永福", "小平", "国庆", "海波", "春梅", "长山", "家村", "大江", "云河", "文庄", "玉坡",
        "光荣", "正海", "开湖", "朝岭", "贵州", "松林", "金泉", "宏沟", "社", "湾", "红旗", "永镇", "世乡", "加组")),
    "企业": (("华", "兴", "泰", "鑫", "恒", "盛", "宏", "联", "中", "东", "伊", "睿", "晟", "迪", "永", "海", "金", "天", "新", "龙"), (
        "嘉", "晟", "达", "利", "安", "和", "创", "源", "能", "丰", "瑞", "钢", "景", "湖", "江", "山", "港", "苑", "湾", "泉")),
}


class Sentence(NamedTuple):
    """A stretch of text and the spans of the names in it."""

    text: str
    spans: tuple[tuple[int, int], ...]


class Names:
    """Names to swap in, of the provinces that train or of those held out."""

    def __init__(self, random: Random, held_out: bool):
        self.random = random

        def inside(code: str) -> bool:
            return (code[:2] in HELD_OUT) == held_out

        current = [d for d in gazetteer.divisions() if d.end == 9999 and inside(d.code) and "直辖" not in d.name]
        by_level = {level: [d.name for d in current if d.level == level] for level in ("province", "prefecture", "county")}
        self.lists = {"省": by_level["province"], "市": by_level["prefecture"], "县": [name for name in by_level["county"] if len(name) > 2]}
        self.lists["县短"] = [stem for name in self.lists["县"] if (stem := gazetteer.stem(name))]
        codes = [d.code for d in current if d.level == "county"]
        self.lists["乡镇"] = [gazetteer.town_alias(name) for code in codes for name in gazetteer.town_names(code).values() if _SUFFIX.search(name)]
        some = random.sample(codes, min(len(codes), 400))
        self.lists["村"] = [name for code in sorted(some) for name in sorted(gazetteer.village_names(code)) if 2 < len(name) < 7 and _SUFFIX.search(name)]
        for kind in ("乡镇", "村"):
            self.lists[kind + "干"] = list(_bare(self.lists[kind]))
        for kind, marks in NO_PLACE.items():
            self.lists[kind] = [first + rest for first in marks[0] for rest in marks[1]]

    def pick(self, kind: str) -> str:
        """A name of a kind of slot."""
        tails = {"自然村": _HAMLET, "山水": _NATURE, "景区": _SCENIC, "园区": _ZONE}.get(kind)
        if not tails:
            return self.random.choice(self.lists[kind])
        stem = self.random.choice(self.lists["村干" if self.random.random() < 0.7 else "乡镇干"])
        return stem[:3] + self.random.choice(tails)


def _bare(names: Sequence[str]) -> Iterator[str]:
    """The names without their suffix, but for those that are then words of the language: 幸福村, 和平镇."""
    for stem in (_SUFFIX.sub("", name) for name in names):
        words = tag(stem)
        ordinary = len(words) == 1 and words[0].tag[:2] not in ("ns", "nr", "nz", "x")
        if 1 < len(stem) < 5 and not ordinary and not is_kind(stem):
            yield stem


def own(names: Names, fills: int) -> Iterator[Sentence]:
    """The project's own sentences: those with slots filled anew so many times, the others a few times as they are."""
    for line in (patterns_dir() / "place_train.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        slots = "{" in line
        for _ in range(fills if slots else max(1, fills // 3)):
            yield filled(line, names)


def filled(line: str, names: Names) -> Sentence:
    """A sentence with its slots filled and its marks taken off.

    >>> filled("[石桥]、[白泥]两个居委会", None)
    Sentence(text='石桥、白泥两个居委会', spans=((0, 2), (3, 5)))
    """
    text, spans, done = "", [], 0
    for slot in _SLOT.finditer(line):
        text += line[done:slot.start()]
        name = slot[2] or names.pick(slot[1])
        if slot[1] not in NO_PLACE:
            spans.append((len(text), len(text) + len(name)))
        text, done = text + name, slot.end()
    return Sentence(text + line[done:], tuple(spans))


def labelled(path: Path) -> Iterator[tuple[Sentence, tuple[str, ...]]]:
    """The clauses of a document that hold a place or might, with the kind of each place's name for swapping.

    The places are those of a table made by reading, `NAME.facts.csv` beside `NAME.txt`, else those of which the
    rules are sure; a clause with any less sure is left out.
    """
    raw = clean(read.read(path).raw)
    mentions = place.find(raw.clean, tag(raw.clean), model=False)
    told = _told(path) if raw.at is None else None
    if told is not None:
        known = {(m.start, m.end): m for m in mentions}
        mentions = [known.get(span) or Place(*span, "place", "table") for span in told]
    index = 0
    for start, end in entity.clauses(raw.clean):
        while index < len(mentions) and mentions[index].end <= start:
            index += 1
        stop = bisect_left(mentions, end, lo=index, key=lambda mention: mention.start)
        held = mentions[index:stop]
        whole = all(start <= m.start and m.end <= end and m.confidence >= _LEAST for m in held)
        if whole and (held or entity.may_hold(raw.clean, start, end)):
            spans = tuple((m.start - start, m.end - start) for m in held)
            yield Sentence(raw.clean[start:end], spans), tuple(map(_kind, held))


def _told(path: Path) -> list[tuple[int, int]] | None:
    """The spans of places in the table beside a document; None where there is none."""
    table = path.with_suffix(".facts.csv")
    if not table.is_file():
        return None
    return sorted((int(row["start"]), int(row["end"])) for row in read_table(table) if row["kind"] == "place")


def swapped(sentence: Sentence, kinds: Sequence[str], names: Names) -> Sentence:
    """The sentence with each of its names replaced by another of its kind ('' keeps it)."""
    text, spans, done = "", [], 0
    for (start, end), kind in zip(sentence.spans, kinds):
        text += sentence.text[done:start]
        name = names.pick(kind) if kind else sentence.text[start:end]
        spans.append((len(text), len(text) + len(name)))
        text, done = text + name, end
    return Sentence(text + sentence.text[done:], tuple(spans))


def _kind(mention: Place) -> str:
    """The slot whose names may stand for a mention; '' when none may."""
    if mention.rule == "place.short":
        return "县短"
    if mention.rule == "place.listed":
        return {"省": "省", "市": "市"}.get(mention.name[-1], "县")
    return {"place.town": "乡镇", "place.village": "村", "place.nature": "山水", "place.spot": "景区"}.get(mention.rule, "")
