"""Place mentions: rules alone, the model alone, both, and peers, on the same texts; Markdown on standard output.

    python tests/benchmarks/places.py FOLDER... [--corpus FOLDER] [--ner FOLDER] [--peers PYTHON]

FOLDER holds documents, `NAME.txt` with `NAME.facts.csv` or `NAME.csv` beside it. With `--corpus` (official documents)
the model is trained anew without any of the tables and without every document of the corpus that shares a long line with
a document measured, so that all of them are new to it. Without it the shipped weights are measured; they have seen the
samples in `seeds/`. `--ner` is a folder of public test sets (`*.bio.xz`, `*.jsonl.xz`), on which
nothing is trained. `--peers` is an interpreter that has `cpca`, `jionlp` and `jieba`; those it lacks are left out.
Optional rows of a table are neither rewarded nor punished. The last set is made of sentences of this project's,
filled with names of provinces that were kept from training.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

import pycrfsuite

from extract import gazetteer
from extract.kinds import entity, place
from extract.kinds.place_edges import Edges
from extract.model.train import examples, train
from extract.model.weak import Names, filled
from extract.read import documents, read
from extract.score import Tally
from extract.text import clean
from extract.words import tag

Span = tuple[int, int]
_PEERS = Path(__file__).with_name("place_peers.py")
_LINE = 25  # characters of a line that two documents hardly share by chance
_UNSEEN = (
    "{县}{乡镇}今年修建水窖，{村}和{自然村}的群众用上了自来水。", "上周，工作队在{村}召开院坝会，{村干}、{村干}的代表也到了场。",
    "从{乡镇干}到{县短}的公路因滑坡中断，{村}转移群众。", "据统计，{乡镇}贫困户多集中在{村}、{村}、{自然村}。",
    "{市}的企业在{园区}投资建厂，产品销往{省}。", "{山水}沿岸的{村}、{村}种上了果树。", "游客从{县短}赶到{景区}，{乡镇}的农家乐天天客满。",
    "{乡镇}的贫困发生率最高，{乡镇}最低，{乡镇干}居中。", "抢修{乡镇干}至{村干}输电线路，恢复{村}供电。",
    "在{乡镇}成立合作社，{村}、{村}两村入股。", "我们到{村}{自然村}入户，见到了低保户。", "{村}小学并入{乡镇}中心小学。",
    "{村干}桥头修了挡墙，{自然村}的路灯亮了。", "{县}将{乡镇}、{乡镇}划入搬迁范围。",
    "贫困县和非贫困县同步考核，重点村、难点村逐村过堂。", "联络组和宣讲组分赴各乡镇，帮扶村的项目按期开工。",
    "建好文明村和康养小镇，壮大产业强镇。", "老工业区、新城片区和棚户区一起改。", "镇村两级干部轮流到空壳村蹲点。",
    "各组组长到村部开会，村组道路由村里养护。", "高寒山区、喀斯特石山区和水库库区发展不平衡。", "绿色园区、循环园区和双创园区通过评审。",
)


class Item(NamedTuple):
    """A text with the places it holds and those that may be found or not."""

    text: str
    spans: frozenset[Span]
    optional: frozenset[Span] = frozenset()


def tables(folder: Path) -> Iterator[tuple[Path, Item]]:
    """The documents of a folder with the places of their tables."""
    for path in sorted(folder.glob("*.txt")):
        for table in (path.with_suffix(".facts.csv"), path.with_suffix(".csv")):
            if table.is_file():
                with open(table, encoding="utf-8-sig", newline="") as file:
                    rows = [row for row in csv.DictReader(file) if row["kind"] == "place"]
                spans = [((int(row["start"]), int(row["end"])), bool(row.get("optional"))) for row in rows]
                yield path, Item(read(path).raw, frozenset(s for s, o in spans if not o), frozenset(s for s, o in spans if o))
                break


def bio(path: Path) -> Iterator[Item]:
    """The sentences of a BIO file with their LOC spans."""
    for block in lzma.open(path, "rt", encoding="utf-8").read().split("\n\n"):
        lines = [re.split(r"[\t ]", line) for line in block.splitlines() if line.strip()]
        text, spans = "".join(line[0] for line in lines), []
        for at, (_, label, *_) in enumerate(lines):
            if label == "B-LOC":
                spans.append((at, at + 1))
            elif label == "I-LOC" and spans and spans[-1][1] == at:
                spans[-1] = (spans[-1][0], at + 1)
        yield Item(text, frozenset(spans))


def addresses(path: Path) -> Iterator[Item]:
    """The sentences of a CLUENER file with their address spans."""
    for line in lzma.open(path, "rt", encoding="utf-8"):
        row = json.loads(line)
        spans = (span for places in row["label"].get("address", {}).values() for span in places)
        yield Item(row["text"], frozenset((start, end + 1) for start, end in spans))


def unseen(fills: int = 12) -> Iterator[Item]:
    """Sentences of this project's with names of the provinces kept from training."""
    names = Names(Random(5), held_out=True)
    for line in _UNSEEN:
        for _ in range(fills if "{" in line else 1):
            sentence = filled(line, names)
            yield Item(sentence.text, frozenset(sentence.spans))


def tally(item: Item, found: set[Span]) -> Tally:
    """How the spans found compare with the item's."""
    extra = [s for s in found - item.spans if not any(o[0] < s[1] and s[0] < o[1] for o in item.optional)]
    return Tally(len(found & item.spans), len(extra), len(item.spans - found))


def ours(item: Item, tagger) -> dict[str, Tally]:
    """The tallies of rules, model and both with the weights given."""
    text = clean(item.text)
    edges = Edges(gazetteer.plain(text.clean), tag(text.clean))
    rules = place._found(edges)
    alone = [(start, end) for a, b in entity.clauses(edges.text)
             for start, end, sure in entity.decode(tagger, edges.text, a, b, edges.words) if sure >= 0.5]
    entity._tagger = lambda *_: tagger
    both = [(m.start, m.end) for m in entity.find(edges, rules)]
    spans = {"rules alone": [(m.start, m.end) for m in rules], "model alone": alone, "rules and model": both}
    return {name: tally(item, {text.raw_span(*span) for span in found}) for name, found in spans.items()}


def peers(items: list[Item], python: str) -> dict[str, Tally]:
    """The tallies of what other programs find in the same texts, by an interpreter that has them."""
    ran = subprocess.run([python, str(_PEERS)], input=json.dumps([item.text for item in items]), capture_output=True, text=True, check=True)
    found = json.loads(ran.stdout.splitlines()[-1])
    return {name: sum((tally(item, set(map(tuple, spans))) for item, spans in zip(items, lists, strict=True)), Tally()) for name, lists in found.items()}


def opened(file: Path):
    """The model of a file."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(file))
    return tagger


def lines(text: str) -> set[str]:
    """What tells a text from others: the beginnings of its long lines."""
    return {re.sub(r"\s", "", line)[:_LINE] for line in text.splitlines() if len(line.strip()) >= _LINE}


def weights(found: list[tuple[Path, Item]], corpus: Path, file: Path) -> Path:
    """The file of a model that has seen none of these documents, nor any that shares a long line with them."""
    known = set().union(*(lines(item.text) for _, item in found))
    train(examples([path for path, _ in documents([corpus]) if not known & lines(read(path).raw)]), file)
    return file


def main(arguments: list[str]) -> int:
    """Print the tables; 2 when there is nothing to measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--ner", type=Path)
    parser.add_argument("--peers", metavar="PYTHON")
    given = parser.parse_args(arguments)
    found = [(path.resolve(), item) for folder in given.folders for path, item in tables(folder)]
    if not found:
        print("no NAME.txt with a table beside it in", *given.folders, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        shipped = entity.patterns_dir() / entity.WEIGHTS
        model = opened(weights(found, given.corpus, Path(folder, "weights")) if given.corpus else shipped)
        sets = {name: [item for path, item in found if path.parent.name == name] for name in dict.fromkeys(path.parent.name for path, _ in found)}
        sets["unseen names"] = list(unseen())
        for path in sorted(given.ner.iterdir()) if given.ner else ():
            sets[path.name.partition(".")[0]] = list(bio(path) if ".bio" in path.name else addresses(path))
        print("| texts | places | what | precision | recall | F1 |\n| --- | ---: | --- | ---: | ---: | ---: |")
        for name, items in sets.items():
            _print(name, items, model, given.peers)
    return 0


def _print(name: str, items: list[Item], model, python: str | None) -> None:
    """The lines of one set."""
    total: dict[str, Tally] = {}
    for item in items:
        for what, one in ours(item, model).items():
            total[what] = total.get(what, Tally()) + one
    if python:
        total |= peers(items, python)
    for what, one in total.items():
        print(f"| {name} | {one.hits + one.missed} | {what} | {one.precision:.3f} | {one.recall:.3f} | {one.f1:.3f} |", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
