"""Convert documents and score them against their expected tables; Markdown on standard output.

    python tests/benchmarks/accuracy.py FOLDER [FOLDER ...]

A document is `NAME.txt` with `NAME.facts.csv` or `NAME.csv` beside it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from extract import convert_source
from extract.read import read
from extract.score import ATTRIBUTES, Score, of_facts, score
from extract.score import read as read_table

_COLUMNS = ("document", "figures", "mentions F1", "core five F1", "place F1", "figures F1", *ATTRIBUTES, "rows F1")


def main(folders: list[Path]) -> int:
    """Print the scores of every document in the folders, and of all together; 2 when there is none."""
    scores = {path.stem: _score(path, table) for folder in folders for path, table in pairs(folder)}
    if not scores:
        print("no NAME.txt with NAME.facts.csv or NAME.csv in", *folders, file=sys.stderr)
        return 2
    total = sum(scores.values(), Score())
    print(markdown(_COLUMNS, [*(_line(name, one) for name, one in scores.items()), _line("**together**", total)]))
    print()
    print(markdown(("kind", "precision", "recall", "F1", "expected"), [
        (kind, f"{tally.precision:.3f}", f"{tally.recall:.3f}", f"{tally.f1:.3f}", str(tally.hits + tally.missed))
        for kind, tally in total.kinds.items()
    ]))
    return 0


def pairs(folder: Path) -> list[tuple[Path, Path]]:
    """The documents of a folder with their expected tables, by name."""
    pairs = []
    for path in sorted(folder.glob("*.txt")):
        tables = [table for table in (path.with_suffix(".facts.csv"), path.with_suffix(".csv")) if table.is_file()]
        pairs += [(path, table) for table in tables[:1]]
    return pairs


def _score(path: Path, table: Path) -> Score:
    """The score of one document."""
    return score(read_table(table), of_facts(convert_source(read(path)).facts))


def _line(name: str, result: Score) -> tuple[str, ...]:
    """One row of the table of documents."""
    f1 = (result.mentions.f1, result.core.f1, result.of(["place"]).f1, result.figures.f1)
    return (name, str(result.figures.hits + result.figures.missed), *(f"{x:.3f}" for x in f1),
            *(f"{result.accuracy(attribute):.3f}" for attribute in ATTRIBUTES), f"{result.rows.f1:.3f}")


def markdown(head: tuple[str, ...], lines: list[tuple[str, ...]]) -> str:
    """A Markdown table: the first column left, the others right."""
    rule = ("---", *("---:" for _ in head[1:]))
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, rule, *lines))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main([Path(name) for name in sys.argv[1:]]))
