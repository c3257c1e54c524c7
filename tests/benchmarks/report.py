"""The whole report of the benchmarks: Markdown with tables, charts as SVG.

    python tests/benchmarks/report.py GOLD [GOLD ...] CORPUS --out FOLDER [--quick]

GOLD holds documents with tables made by reading (`NAME.txt` with `NAME.csv` or `NAME.facts.csv`), CORPUS texts
of the genre in any number; tools are compared on the first GOLD, confidence is measured on all. Peers are installed from the package index into fresh environments below
`FOLDER/venvs`; one that does not install or does not run is named as such. Times are processor seconds, and
only ratios within one run are compared: they carry over to another machine, seconds do not (`ratios.py` holds
two reports against each other). What has a script of its own is run as such, and its table taken over. `--quick`
leaves out what takes long: texts beyond a million characters, most of the damaged documents, places, datasets and page.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

import accuracy
import charts
import compare
import faults
import robustness
import scaling
import speed
from accuracy import markdown
from peers import PEERS, Peer, Talk, environment
from specimen import FIELDS, load

from extract.read import documents, read
from extract.score import ATTRIBUTES, Score

_ENOUGH = 4.0  # seconds that a tool is timed
_CHUNK = 5_000  # characters that a tool and jieba take in turn


class Report:
    """The report as it grows: every part is written at once, so that a run that is stopped leaves what it had."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "report.md"
        self.path.write_text("# Benchmarks\n", encoding="utf-8")

    def add(self, *parts: str) -> None:
        """Write some paragraphs and say so."""
        with open(self.path, "a", encoding="utf-8") as file:
            file.write("".join(f"\n{part.rstrip()}\n" for part in parts if part))
        print(parts[0].splitlines()[0], flush=True)

    def chart(self, name: str, svg: str) -> str:
        """Write a chart and give the line that shows it."""
        (self.folder / f"{name}.svg").write_text(svg, encoding="utf-8")
        return f"![{name}]({name}.svg)"


def main(arguments: list[str]) -> int:
    """Make the report; 1 when a document was converted wrongly or a fault was not withstood."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("gold", type=Path, nargs="+")
    options.add_argument("corpus", type=Path)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--venvs", type=Path, help="environments of the peers (default: OUT/venvs)")
    options.add_argument("--quick", action="store_true")
    options.add_argument("--only", nargs="*", default=[], metavar="PART", help="some of: " + ", ".join(PARTS))
    chosen = options.parse_args(arguments)
    report = Report(chosen.out)
    bad = 0
    conditions(report)
    for name, part in PARTS.items():
        if name in chosen.only or not chosen.only and not (chosen.quick and name in _LONG):
            bad += bool(part(report, chosen))
    return 1 if bad else 0


def conditions(report: Report) -> None:
    """What the report was made with."""
    report.add("## Conditions", f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} processors. "
               "Times are processor seconds; a ratio compares two things that took turns on the same text in the same run.")


def own_accuracy(report: Report, gold: Path) -> None:
    """Mentions by kind, and whole rows, on documents with tables made by reading."""
    scores = {path.stem: accuracy._score(path, table) for path, table in accuracy.pairs(gold)}
    total = sum(scores.values(), Score())
    report.add(
        "## Accuracy on documents", "Documents with tables made by reading. F1 of mentions; attributes as shares of the figures found; a row is right when all that it says is.",
        markdown(accuracy._COLUMNS, [*(accuracy._line(name, one) for name, one in scores.items()), accuracy._line("**together**", total)]),
        markdown(("kind", "precision", "recall", "F1", "expected"), [
            (kind, f"{tally.precision:.3f}", f"{tally.recall:.3f}", f"{tally.f1:.3f}", str(tally.hits + tally.missed)) for kind, tally in total.kinds.items()]),
        report.chart("attributes", charts.bars("Figures with the right …", {"": {name: total.accuracy(name) for name in ATTRIBUTES} | {"whole row (F1)": total.rows.f1}}, top=1)),
    )


def tools(report: Report, gold: Path, corpus: Path, venvs: Path) -> None:
    """Every tool on the specimens, on the documents, and against the clock of jieba."""
    on_specimens, on_gold, rates, about = {}, {}, {}, []
    clock = next(peer for peer in PEERS if peer.name == "jieba")
    python, _ = environment(clock, venvs)
    pairs = accuracy.pairs(gold)
    for peer in PEERS:
        talk, said = open_talk(peer, venvs)
        if talk:
            with talk, Talk(clock, python) as jieba:
                said = talk.failed
                if not said:
                    warm(talk, jieba)
                    found = compare.specimens(talk), compare.gold(talk, pairs), against_jieba(talk, jieba, corpus)
                    said = talk.failed or "runs"
                    if not talk.failed:  # half an answer is none
                        on_specimens[peer.name], on_gold[peer.name] = found[:2]
                        rates |= found[2]
                    versions = ", ".join(f"{name} {version}" for name, version in talk.versions.items())
            about.append((peer.name, versions if said == "runs" else "", said, f"{talk.load:.1f}", f"{talk.peak:,.0f}", peer.cannot or "—"))
        else:
            about.append((peer.name, "", said, "", "", peer.cannot))
        print(f"  {about[-1][0]}: {about[-1][2]}", flush=True)
    report.add("## Tools", markdown(("tool", "version", "state", "seconds to load", "greatest memory, MB", "what it cannot do"), about))
    specimen_tables(report, on_specimens)
    gold_tables(report, on_gold)
    report.add(
        "## Speed of the tools", "Characters a second as a multiple of `jieba.lcut`'s on the same text, in turn with it. This project converts whole documents to rows with "
        "indicator, place, period and status; the others are given a line at a time and asked for all that they can find.",
        markdown(("tool", "× jieba.lcut", "characters"), [(name, f"{ratio:.3g}", f"{size:,}") for name, (ratio, size) in rates.items()]),
        report.chart("speed", charts.bars("Speed, × jieba.lcut", {"": {name: ratio for name, (ratio, _) in rates.items()}})),
    )


def open_talk(peer: Peer, venvs: Path) -> tuple[Talk | None, str]:
    """The conversation with a peer, or None and why there is none."""
    python, reason = environment(peer, venvs)
    return (Talk(peer, python), "") if python else (None, reason)


def warm(*talks: Talk) -> None:
    """Let the tools load what they load when first asked."""
    for talk in talks:
        for what in talk.asks:
            list(talk.ask(what, ["三百" if what == "value of" else "截至2018年底，贵州省毕节市有农户104户，增长3.1%，投资3.2亿元。"]))


def against_jieba(talk: Talk, jieba: Talk, corpus: Path) -> dict[str, tuple[float, int]]:
    """What was asked → (speed as a multiple of jieba's, characters), the two taking turns on the same pieces."""
    asks = {"with_jieba": ("words", "fast words", "tags"), "with_thulac": ("words", "all")}.get(talk.peer.adapter, ("all",))
    rates = {}
    for what in asks:
        own = other = 0.0
        size = 0
        for chunk in chunks(corpus, whole=not talk.peer.packages):
            texts = [chunk] if not talk.peer.packages or what in ("words", "fast words", "tags") else [line for _, line in compare.lines(chunk)]
            own += sum(seconds for _, seconds, _ in talk.ask(what, texts))
            other += sum(seconds for _, seconds, _ in jieba.ask("words", texts))
            size += len(chunk)
            if talk.failed or own > _ENOUGH or size > 2_000_000:
                break
        if own and not talk.failed:
            rates[talk.peer.name if what == "all" else f"{talk.peer.name}: {what}"] = other / own, size
    return rates


def chunks(corpus: Path, whole: bool) -> Iterator[str]:
    """The documents of the corpus, whole or in pieces of some lines; every seventh first, as neighbours are alike."""
    paths = [path for path, _ in documents([corpus]) if path.suffix == ".txt"]
    for path in (path for first in range(7) for path in paths[first::7]):
        text = read(path).raw
        while text and not whole:
            cut = text.find("\n", _CHUNK) + 1 or len(text)
            yield text[:cut]
            text = text[cut:]
        if whole:
            yield text


def specimen_tables(report: Report, results: dict[str, dict[str, compare.Result]]) -> None:
    """The tools on the specimens, by field and by pattern."""
    rows = [
        (field, name, f"{r.exact}/{r.asked}", f"{r.overlapping}/{r.asked}", f"{r.valued}/{r.values}", f"{r.valued / r.values:.3f}", f"{r.alarms}/{r.empty}" if r.empty else "not asked")
        for field in FIELDS for name, by_field in results.items() if (r := by_field.get(field))
    ]
    ours = results.get("baobiao", {})
    ahead = [
        (field, pattern, name, f"{r.right[pattern]}/{r.of[pattern]}", f"{ours[field].right[pattern]}/{r.of[pattern]}")
        for field in FIELDS for name, by_field in results.items() if name != "baobiao" and (r := by_field.get(field)) and field in ours
        for pattern in r.of if r.right[pattern] > ours[field].right[pattern]
    ]
    report.add(
        "## Specimens",
        f"{sum(bool(s.kind) for s in load())} figures and {sum(not s.kind for s in load())} sentences without one, written for this project in the manner of the published test suites of "
        "number, percentage, currency and measure recognizers (`specimens/*.csv`). They were looked at while the rules were written; no peer was. A span counts as exact when it is "
        "the number, the number with its unit, or these with their approximators; a value when number and unit are right, units of one kind converted.",
        markdown(("field", "tool", "exact span", "overlapping span", "value and unit", "share", "false alarms"), rows),
        report.chart("specimens", charts.bars("Specimens with the right value", {
            field: {name: r.valued / r.values for name, by_field in results.items() if (r := by_field.get(field))} for field in FIELDS}, top=1)),
        "Patterns of which another tool reads more than this project:" if ahead else "No pattern is read better by another tool than by this project.",
        markdown(("field", "pattern", "tool", "its values", "ours"), ahead) if ahead else "",
        "### By pattern",
        markdown(("field", "pattern", *results), [
            (field, pattern, *(f"{by_field[field].right[pattern]}/{by_field[field].of[pattern]}" if field in by_field else "—" for by_field in results.values()))
            for field in FIELDS for pattern in (ours[field].of if field in ours else ())]),
    )


def gold_tables(report: Report, results: dict[str, dict[str, compare.Found]]) -> None:
    """The tools on documents, by field: F1 by exact span and by overlap."""
    rows = [
        (field, name, str(r.there), str(r.given), f"{r.f1(r.exact):.3f}", f"{r.f1(r.overlapping):.3f}")
        for field in compare.GOLD for name, by_field in results.items() if (r := by_field.get(field))
    ]
    report.add(
        "## Mentions in documents, beside the peers",
        "The same documents as above. Peers are given a line at a time; any of the three spans counts as exact for a figure, the name for a place. The tables follow this project's "
        "contract (what is a time or a place there), so that overlap is the fairer measure for the peers.",
        markdown(("field", "tool", "there", "found", "F1, exact span", "F1, overlapping"), rows),
        report.chart("documents", charts.bars("F1 of mentions in documents, overlapping spans", {
            field: {name: r.f1(r.overlapping) for name, by_field in results.items() if (r := by_field.get(field))} for field in compare.GOLD}, top=1)),
    )


def stages(report: Report, corpus: Path, quick: bool) -> int:
    """The time of each stage of a conversion beside jieba, growth and memory; of the whole corpus or a part of it."""
    if not quick:
        return script(report, "Speed by stage, growth, memory", "speed.py", corpus)
    texts = sample(corpus, 600_000)
    report.add("## Speed by stage, growth, memory", f"{sum(map(len, texts)):,} characters.", markdown(speed.STAGE, speed._stages(texts)))
    return 0


def sample(corpus: Path, size: int) -> list[str]:
    """Documents of the corpus, every seventh first, until there are so many characters."""
    texts, length = [], 0
    for text in chunks(corpus, whole=True):
        texts.append(text)
        length += len(text)
        if length >= size:
            break
    return texts


def growth(report: Report, corpus: Path, quick: bool) -> None:
    """Time and memory by length of one text and by number of documents."""
    sizes = [10_000, 100_000, 1_000_000, *(() if quick else (10_000_000,))]
    of_length = [scaling.measure("length", size, corpus) for size in sizes]
    counts = [20, 100, 500, *(() if quick else (2_000,))]
    of_documents = [scaling.measure("documents", count, corpus) for count in counts]
    report.add(
        "## Growth with length", "One text of so many characters, each in a process of its own.",
        markdown(("characters", "rows", "µs a character", "× of jieba.lcut's speed", "memory before, MB", "greatest memory, MB", "bytes a character"), [
            (f"{m['size']:,}", f"{m['rows']:,}", f"{m['seconds'] / m['size'] * 1e6:.2f}", f"{m['jieba'] / m['seconds']:.2f}", f"{m['before']:.0f}", f"{m['peak']:.0f}",
             f"{(m['peak'] - m['before']) * 1e6 / m['size']:.0f}") for m in of_length]),
        report.chart("growth", charts.lines("Seconds by length of the text", {
            "conversion": [(m["size"], m["seconds"]) for m in of_length], "jieba.lcut": [(m["size"], m["jieba"]) for m in of_length]}, "characters", "seconds")),
        "### With the number of documents", "Documents of up to 10,000 characters, one process.",
        markdown(("documents", "characters", "µs a character", "greatest memory, MB"), [
            (f"{m['size']:,}", f"{m['characters']:,}", f"{m['seconds'] / m['characters'] * 1e6:.2f}", f"{m['peak']:.0f}") for m in of_documents]),
    )


def start(report: Report) -> None:
    """How long each command takes to start."""
    report.add("## Start", "Seconds beyond the interpreter's own start.", markdown(("command", "s"), [(f"`{name}`", f"{taken:.2f}") for name, taken in scaling.starts()]))


def hot(report: Report, corpus: Path) -> None:
    """The functions in which the time goes."""
    rows = scaling.profile(sample(corpus, 300_000))
    report.add("## Where the time goes", "Shares of the time inside a function, without what it calls, under the profiler.",
               markdown(("function", "calls", "share"), [(f"`{name}`", f"{calls:,}", f"{share:.1%}") for name, calls, share in rows]))


def damaged(report: Report, corpus: Path, count: int) -> int:
    """Damaged and hostile documents; how many faults."""
    tallies, found = robustness.run([corpus], count)
    report.add("## Robustness", robustness.report(tallies, found))
    return len(found)


def batch(report: Report) -> int:
    """Conversions of folders under fault; how many were not withstood."""
    rows = list(faults.run())
    report.add("## Conversion under fault", markdown(("fault", "what was looked for", "held"), [(name, wanted, "yes" if held == "" else f"**no**: {held}") for name, wanted, held in rows]))
    return sum(bool(held) for _, _, held in rows)


def script(report: Report, title: str, name: str, *arguments: object) -> int:
    """The tables that a script of its own prints, with its command; its exit status, 0 where the machine lacks what it needs."""
    done = subprocess.run([sys.executable, str(Path(__file__).with_name(name)), *map(str, arguments)], capture_output=True, text=True, env=scaling.environment())
    missing = "ModuleNotFoundError" in done.stderr or "Executable doesn't exist" in done.stderr
    said = done.stdout.strip() or f"Not measured: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'nothing was printed'}"
    report.add(f"## {title}", f"`python tests/benchmarks/{' '.join((name, *(str(part) if str(part).startswith('-') or not os.path.exists(part) else 'FOLDER' for part in map(str, arguments))))}`", said)
    return 0 if missing else done.returncode


#: The parts of the report in their order: name → function of the report and the arguments, truth of a fault.
PARTS = {
    "gold": lambda report, given: own_accuracy(report, given.gold[0]),
    "confidence": lambda report, given: script(report, "Confidence", "calibrate.py", *given.gold),
    "tools": lambda report, given: tools(report, given.gold[0], given.corpus, given.venvs or given.out / "venvs"),
    "places": lambda report, given: script(report, "Places", "places.py", *given.gold, "--corpus", given.corpus),
    "speed": lambda report, given: stages(report, given.corpus, given.quick),
    "scaling": lambda report, given: growth(report, given.corpus, given.quick),
    "start": lambda report, given: start(report),
    "profile": lambda report, given: hot(report, given.corpus),
    "robustness": lambda report, given: damaged(report, given.corpus, 450 if given.quick else 10_000),
    "faults": lambda report, given: batch(report),
    "dataset": lambda report, given: script(report, "Datasets", "dataset.py", given.corpus, "--times", 4),
    "page": lambda report, given: script(report, "The page", "explore.py", given.corpus),
}
_LONG = ("places", "dataset", "page")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
