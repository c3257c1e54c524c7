"""Convert damaged and hostile documents; Markdown on standard output, 1 when anything went wrong.

    python tests/benchmarks/robustness.py [FOLDER ...] [--documents 10000] [--seed 0]

Documents of the folders (default: seeds/) are damaged in one way each, by turns; hostile ones are made
from nothing. Each must be converted (or, as bytes, be refused as unreadable) without an exception, in
less than a second of processor time for every 10,000 characters, with every span true: the text at a span
is the mention, rows are in order, figures do not overlap.
"""

from __future__ import annotations

import argparse
import random
import signal
import string
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time

from accuracy import markdown

from extract import rules
from extract.pipeline import convert_source
from extract.read import Unreadable, documents, plain, read
from extract.records import FIGURES, Source

_SEEDS = Path(__file__).resolve().parents[2] / "seeds"
_CUT = 4_000  # characters taken of a longer document
_RUN = 10_000  # characters of a hostile run
_PER_TEN_THOUSAND = 1.0  # seconds
_LEAST = 0.5  # seconds that even the shortest document may take, as another process may hold the cache
_GIVE_UP = 20.0  # seconds after which a document counts as hanging

_CONTROLS = [*map(chr, (*range(0x20), *range(0x7F, 0xA0)))]
_BIDI = [*"\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c"]
_PLANES = [*"𠮷𠀀𫝆𪚥𝟗𝟏🄐🀄😀👨‍👩‍👧\U0010ffff\U000e0001"]
_INVISIBLE = [*"\u200b\u200c\u200d\u2060\ufeff\u00ad\u3000\u00a0\u2028\u2029\x85\x0b\x0c"]


def cut_at_a_byte(chance: random.Random, text: str) -> bytes:
    """The bytes of the text in some encoding, cut somewhere."""
    data = text.encode(chance.choice(("utf-8", "gb18030", "utf-16", "big5")), "ignore")
    start = chance.randrange(len(data)) if chance.random() < 0.3 else 0
    return data[start:chance.randint(start, len(data))]


def flip_bytes(chance: random.Random, text: str) -> bytes:
    """The bytes of the text with some of them changed."""
    data = bytearray(text.encode(chance.choice(("utf-8", "gb18030"))))
    for _ in range(chance.randint(1, 20)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def swap_characters(chance: random.Random, text: str) -> str:
    """The text with neighbours swapped at many places."""
    characters = [*text]
    for _ in range(len(text) // 20 + 1):
        at = chance.randrange(max(1, len(characters) - 1))
        characters[at:at + 2] = reversed(characters[at:at + 2])
    return "".join(characters)


def double_digits(chance: random.Random, text: str) -> str:
    """The text with its digits said two to six times."""
    times = chance.randint(2, 6)
    return "".join(c * times if c in "0123456789一二三四五六七八九十百千万亿.,%" and chance.random() < 0.5 else c for c in text)


def drop_characters(chance: random.Random, text: str) -> str:
    """The text with one character in ten left out."""
    return "".join(c for c in text if chance.random() > 0.1)


def shuffle_clauses(chance: random.Random, text: str) -> str:
    """The pieces between some mark of the text in another order."""
    pieces = text.split(chance.choice("，。、；\n"))
    chance.shuffle(pieces)
    return chance.choice("，。、；\n ").join(pieces)


def sprinkle(characters: list[str]) -> Callable[[random.Random, str], str]:
    """A mutation that strews some characters over the text."""

    def mutate(chance: random.Random, text: str) -> str:
        pieces, position = [], 0
        for at in sorted(chance.randrange(len(text) + 1) for _ in range(len(text) // 15 + 1)):
            pieces += (text[position:at], chance.choice(characters) * chance.choice((1, 1, 1, 2, 5)))
            position = at
        return "".join((*pieces, text[position:]))

    return mutate


def repeat_a_piece(chance: random.Random, text: str) -> str:
    """A short piece of the text, over and over."""
    at = chance.randrange(len(text))
    piece = text[at:at + chance.randint(1, 12)] or "，"
    return piece * (_RUN // len(piece))


def nest_brackets(chance: random.Random, text: str) -> str:
    """Brackets 10,000 deep with a piece of the text inside, some of them never closed."""
    left, right = chance.choice(("（）", "“”", "《》", "()", "[]", "〔〕", "【】", "「」", "<>", "{}"))
    at = chance.randrange(len(text))
    return left * 10_000 + text[at:at + 100] + right * chance.choice((0, 5_000, 10_000, 20_000))


def no_punctuation(chance: random.Random, text: str) -> str:
    """The text without any mark or break, repeated."""
    return "".join(filter(str.isalnum, text)) * chance.randint(1, 4)


#: Name → what is done to a document. Bytes are read first, as a file's are.
MUTATIONS: dict[str, Callable[[random.Random, str], str | bytes]] = {
    "cut at a byte": cut_at_a_byte,
    "bytes changed": flip_bytes,
    "characters swapped": swap_characters,
    "digits doubled": double_digits,
    "characters dropped": drop_characters,
    "clauses shuffled": shuffle_clauses,
    "control characters": sprinkle(_CONTROLS),
    "lone surrogates": sprinkle(["\ud800", "\udbff", "\udc00", "\udfff"]),
    "characters beyond the first plane": sprinkle(_PLANES),
    "bidirectional marks": sprinkle(_BIDI),
    "invisible characters": sprinkle(_INVISIBLE),
    "figures everywhere": sprinkle([*"0123456789%‰.,，、-—~×年月日万亿元户人亩", "百分之", "分之", "至", "约", "第", "比"]),
    "a piece repeated": repeat_a_piece,
    "brackets 10,000 deep": nest_brackets,
    "punctuation left out": no_punctuation,
}


def hostile() -> Iterator[tuple[str, str]]:
    """(name, text) of documents that are hard for rules: a run of each character that a rule names, runs of
    small groups, a megabyte without punctuation."""
    named = {c for path in sorted(rules.patterns_dir().glob("*.toml")) for c in path.read_text(encoding="utf-8")}
    for character in sorted(named | {*string.printable} | {*"　·•…—―×■□○〇①②"}):
        yield "run of one character", character * _RUN
    for pair in ("1.", "1,", "1，", "1、", "1 ", "1年", "1月", "1-", "1/", "1：", "1比", "一、", "十百", "万亿", "多万", "几十", "第一", "比上", "的、", "村、",
                 "县、", "村村", "省市", "（1", "“一", "〔2", "\n1", "\n一", "\t1", " \n", "| ", "|1", "A1", "a-1", "其中", "分别", "、和", "：：", "年至", "到2", "占比", "1又", "又一", "三分之", "百分"):
        yield "run of two characters", pair * (_RUN // 2)
        yield "run of two characters", pair * (_RUN // 2) + "。"
    for line in ("1\t2\t3\n", "户数 1 2\n", "一、二、三\n", "2018年-2019年，", "截至2018年底，", "比上年增长5%，", "a村、b乡、", "单位：万元\n", "1" * 99 + "万元，"):
        yield "run of a line", line * (_RUN // len(line))
    yield "a megabyte without punctuation", "全县贫困人口三千二百户投入资金五亿元修路八公里" * (2**20 // 3 // 23)
    yield "a megabyte of digits", "1234567890" * (2**20 // 10)
    yield "a megabyte of one line", "全县有户数104户，增长3.1%；" * (2**20 // 3 // 16)


@dataclass
class Tally:
    """What came of one sort of documents."""

    documents: int = 0
    characters: int = 0
    refused: int = 0
    slowest: float = 0.0  # seconds of processor time for 10,000 characters
    faults: int = 0


def main(arguments: list[str]) -> int:
    """Print what came of each sort of document and the first faults."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("folders", nargs="*", type=Path, default=[_SEEDS])
    options.add_argument("--documents", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=0)
    chosen = options.parse_args(arguments)
    tallies, faults = run(chosen.folders, chosen.documents, chosen.seed)
    print(report(tallies, faults))
    return 1 if faults else 0


def run(folders: list[Path], count: int, seed: int = 0, with_hostile: bool = True) -> tuple[dict[str, Tally], list[str]]:
    """What came of so many damaged documents and of the hostile ones; the faults, one line each."""
    texts = [read(path).raw for path, _ in documents(folders) if path.suffix == ".txt"]
    tallies: dict[str, Tally] = {}
    faults: list[str] = []
    convert_source(Source("warm", texts[0]))
    for number in range(count):
        name = [*MUTATIONS][number % len(MUTATIONS)]
        chance = random.Random(f"{seed}/{number}")
        text = chance.choice(texts)
        at = chance.randrange(max(1, len(text) - _CUT))
        _try(f"{name}, --seed {seed}, number {number}", MUTATIONS[name](chance, text[at:at + _CUT]), tallies.setdefault(name, Tally()), faults)
    for name, text in hostile() if with_hostile else ():
        _try(f"{name}: {text[:12]!r}", text, tallies.setdefault(name, Tally()), faults)
    return tallies, faults


def _try(name: str, document: str | bytes, tally: Tally, faults: list[str]) -> None:
    """Convert one document, count it, and note what is wrong with it."""
    begin = process_time()
    try:
        wrong, size = examine(document)
    except Unreadable:
        wrong, size = "", len(document)
        tally.refused += 1
    except Exception as error:  # whatever it is, it is the finding
        wrong, size = f"{type(error).__name__}: {error}", len(document)
    taken = process_time() - begin
    if size > 1_000:
        tally.slowest = max(tally.slowest, taken / size * 10_000)
    if not wrong and taken > max(_LEAST, _PER_TEN_THOUSAND * size / 10_000):
        wrong = f"{taken:.1f} s for {size:,} characters"
    tally.documents += 1
    tally.characters += size
    if wrong:
        tally.faults += 1
        faults.append(f"{name}: {wrong}")


def examine(document: str | bytes) -> tuple[str, int]:
    """What is wrong with a document's facts ('' for nothing), and its length; Unreadable for bytes that are no text."""
    text = plain.decode(document)[0] if isinstance(document, bytes) else document
    with limited(_GIVE_UP):
        facts = convert_source(Source("document", text)).facts
    if any(text[fact.start:fact.end] != fact.text or not fact.text for fact in facts):
        return "a span that is not its text", len(text)
    spans = [(fact.section, fact.start, fact.end) for fact in facts]
    if spans != sorted(spans):
        return "rows out of order", len(text)
    figures = [(fact.start, fact.end) for fact in facts if fact.kind in FIGURES]
    if any(start < end for (_, end), (start, _) in zip(figures, figures[1:])):
        return "figures that overlap", len(text)
    return "", len(text)


class limited:
    """A block that ends with TimeoutError after so many seconds of processor time; regular expressions see it too."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __enter__(self) -> None:
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGVTALRM, self._stop)
            signal.setitimer(signal.ITIMER_VIRTUAL, self.seconds)

    def __exit__(self, *_: object) -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    def _stop(self, *_: object) -> None:
        raise TimeoutError(f"no end after {self.seconds:.0f} s")


def report(tallies: dict[str, Tally], faults: list[str]) -> str:
    """The tallies as a Markdown table, and the first faults."""
    lines = [(name, f"{t.documents:,}", f"{t.characters:,}", f"{t.refused:,}", f"{t.slowest:.2f}", str(t.faults)) for name, t in tallies.items()]
    lines.append(("**together**", f"{sum(t.documents for t in tallies.values()):,}", f"{sum(t.characters for t in tallies.values()):,}",
                  f"{sum(t.refused for t in tallies.values()):,}", f"{max(t.slowest for t in tallies.values()):.2f}", str(len(faults))))
    table = markdown(("documents", "number", "characters", "refused as unreadable", "slowest, s for 10,000 characters", "faults"), lines)
    return table + "".join(f"\n- {fault}" for fault in ["", *faults[:50]] if fault) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
