"""Two reports of the benchmarks held against each other: do their ratios agree?

    python tests/benchmarks/ratios.py ONE/report.md OTHER/report.md [--within 25]

Ratios are the columns whose head has a `×`: they are made of two things that took turns on the same text in one
run, so that they should hold on any machine. Prints those further apart than so many per cent, and those that
only one report has; 1 when there are any of the first.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from accuracy import markdown

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def main() -> int:
    """Print how far two reports' ratios are apart."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("reports", type=Path, nargs=2)
    parser.add_argument("--within", type=float, default=25.0, help="per cent")
    given = parser.parse_args()
    one, other = (dict(ratios(path.read_text(encoding="utf-8"))) for path in given.reports)
    far = [(*key, f"{one[key]:g}", f"{other[key]:g}", f"{apart(one[key], other[key]):.0%}") for key in one.keys() & other.keys() if apart(one[key], other[key]) > given.within / 100]
    print(f"{len(one.keys() & other.keys())} ratios in both reports, {len(far)} of them more than {given.within:g} % apart; {len(one.keys() ^ other.keys())} in one only.")
    if far:
        print("\n" + markdown(("part", "row", "column", "one", "other", "apart"), sorted(far)))
    return 1 if far else 0


def apart(one: float, other: float) -> float:
    """The greater of two ratios over the lesser, less 1.

    >>> apart(1.0, 1.25), apart(0.5, 0.4)
    (0.25, 0.25)
    """
    return max(one, other) / max(min(one, other), 1e-9) - 1


def ratios(report: str) -> Iterator[tuple[tuple[str, str, str], float]]:
    """(part, row, column) and ratio, of every column of a report's tables whose head has a `×`.

    >>> list(ratios("## Speed\\n\\n| tool | × jieba |\\n| --- | ---: |\\n| cpca | 0.5 |"))
    [(('Speed', 'cpca', '× jieba'), 0.5)]
    """
    part, head = "", []
    for line in report.splitlines():
        if line.startswith("#"):
            part = line.lstrip("# ")
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")] if line.startswith("|") else []
        if not cells:
            head = []
        elif not head:
            head = cells
        elif not cells[0].startswith("---"):
            for column, cell in zip(head[1:], cells[1:]):
                if "×" in column and _NUMBER.fullmatch(cell):
                    yield (part, cells[0], column), float(cell.replace(",", ""))


if __name__ == "__main__":
    sys.exit(main())
