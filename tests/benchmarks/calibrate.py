"""How far `confidence` can be trusted, and the table behind it; Markdown on standard output.

    python tests/benchmarks/calibrate.py FOLDER [FOLDER ...] [--write]

A document is `NAME.txt` with `NAME.facts.csv` or `NAME.csv` beside it. A figure's row is right when the
scorer finds every attribute right, its base too; expected rows marked `optional` count for nothing. The odds
of `patterns/confidence.csv` are fitted by logistic regression, each document's predictions by a fit to all
the others; `--write` fits to all of them and writes the table.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np
from accuracy import markdown, pairs

from extract import confidence, convert_source
from extract.pipeline import propose
from extract.read import read
from extract.records import FIGURES, Fact
from extract.rules import patterns_dir
from extract.score import WHOLE_ROW, Row, of_facts, score
from extract.score import read as read_table
from extract.text import clean

#: Strength of the pull of every factor towards 1: a value seen in few rows says little.
_RIDGE = 10.0
_BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
_HEAD = """\
# How likely a figure's row is right in all that it says (value, unit, qualifier, indicator, relation, base, place, period, status).
# The odds of a row are those of `base` times the factor of each piece of evidence; probability = odds / (1 + odds). The commonest
# value of each evidence has factor 1; a value that is not listed counts as the worst of its evidence.
# evidence: indicator, place and period are how the part was found ("": not at all); relation; name: an indicator of at most
# three characters is short; layout: a table's cell or prose. rows, right: how many measured rows had it, and the share that was right.
# Fitted to {documents} documents with tables made by reading ({rows} figures). They are public reports and the samples in seeds/; only these
# counts were kept of them. Made for this project, same licence. Remade by: python tests/benchmarks/calibrate.py FOLDER ... --write
"""


class Seen(NamedTuple):
    """A figure's row that was compared: its document, evidence, mention's confidence, and whether it is right."""

    document: str
    evidence: confidence.Evidence
    mention: float
    right: bool


Factors = dict[str, dict[str, float]]


def main(folders: list[Path], write: bool) -> int:
    """Print how reliable the confidences are, and write the table if asked; 2 when there is nothing to compare."""
    seen = [row for folder in folders for path, table in pairs(folder) for row in _compare(path, table)]
    if not seen:
        print("no NAME.txt with NAME.facts.csv or NAME.csv in", *folders, file=sys.stderr)
        return 2
    right = np.array([row.right for row in seen], float)
    before, after = np.array([row.mention for row in seen]), _left_out(seen)
    print(f"{len({row.document for row in seen})} documents, {len(seen)} figures, {right.mean():.3f} of the rows right.\n")
    print(markdown(("confidence", "Brier score", "expected calibration error"), [
        (name, f"{np.mean((p - right) ** 2):.3f}", f"{_error(p, right):.3f}")
        for name, p in (("the mention's alone", before), ("the whole row's", after), ("their mean for all", np.full(len(seen), right.mean())))
    ]), end="\n\n")
    print(markdown(("confidence", "rows", "predicted", "right"), _reliability(after, right)))
    if write:
        _write(seen, patterns_dir() / "confidence.csv")
    return 0


def _compare(path: Path, table: Path) -> list[Seen]:
    """The figures of one document that its expected table rewards or punishes."""
    source = read(path)
    expected, facts = read_table(table), convert_source(source).facts
    result = score(expected, found := of_facts(facts))
    wrong = {_key(row) for row in result.extra} | {_key(row) for name in (*WHOLE_ROW, "base") for _, row in result.wrong[name]}
    judged = {_key(row) for row in expected if not row.get("optional")} | wrong
    text = clean(source.raw)
    sure = {text.raw_span(mention.start, mention.end): mention.confidence for mention in propose(text.clean).winners}
    return [
        Seen(str(path), _evidence(fact), sure[fact.start, fact.end], _key(row) not in wrong)
        for fact, row in zip(facts, found, strict=True) if fact.kind in FIGURES and _key(row) in judged
    ]


def _key(row: Row) -> tuple[int, int, str]:
    """What makes two rows the same mention."""
    return int(row["start"]), int(row["end"]), row["kind"]


def _evidence(fact: Fact) -> confidence.Evidence:
    """The evidence of a figure's row."""
    return confidence.evidence(fact.indicator, fact.how_indicator, fact.how_place, fact.how_period, fact.relation, bool(fact.table_cell))


def _fit(seen: list[Seen]) -> Factors:
    """The factors that make the rows seen likeliest, by Newton's method; the commonest value of each evidence has factor 1."""
    counts = Counter((column, value) for row in seen for column, value in zip(confidence.Evidence._fields, row.evidence, strict=True))
    names = sorted(counts)
    place = {name: index for index, name in enumerate(names, 1)}
    design = np.zeros((len(seen), len(names) + 1))
    design[:, 0] = 1
    for line, row in zip(design, seen, strict=True):
        line[[place[pair] for pair in zip(confidence.Evidence._fields, row.evidence, strict=True)]] = 1
    right = np.array([row.right for row in seen], float)
    pull = np.diag([1e-6, *[_RIDGE] * len(names)])
    logs = np.zeros(len(names) + 1)
    for _ in range(20):
        chance = 1 / (1 + np.exp(-design @ logs))
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + pull
        logs += np.linalg.solve(curve, design.T @ (right - chance) - pull @ logs)
    usual = {column: max(names, key=lambda name: (name[0] == column, counts[name])) for column in confidence.Evidence._fields}
    factors: Factors = {"base": {"": float(np.exp(logs[0] + sum(logs[place[name]] for name in usual.values())))}}
    for column, value in names:
        factors.setdefault(column, {})[value] = float(np.exp(logs[place[column, value]] - logs[place[usual[column]]]))
    return factors


def _left_out(seen: list[Seen]) -> np.ndarray:
    """The confidence of each row by factors that were fitted without its document."""
    factors = {document: _fit([row for row in seen if row.document != document]) for document in {row.document for row in seen}}
    return np.array([confidence.weighed(confidence.probability(row.evidence, factors[row.document]), row.mention) for row in seen])


def _binned(predicted: np.ndarray) -> list[np.ndarray]:
    """Which rows are in each bin."""
    return [(predicted >= low) & (predicted < high) for low, high in zip(_BINS, (*_BINS[1:-1], 2), strict=False)]


def _error(predicted: np.ndarray, right: np.ndarray) -> float:
    """The expected calibration error: how far predicted and observed are apart in a bin, weighed by its rows."""
    return float(sum(abs(np.sum(predicted[rows]) - np.sum(right[rows])) for rows in _binned(predicted)) / len(right))


def _reliability(predicted: np.ndarray, right: np.ndarray) -> list[tuple[str, ...]]:
    """What was predicted and what was right in every bin that has rows."""
    return [
        (f"{low:.2f}–{high:.2f}", str(int(rows.sum())), f"{predicted[rows].mean():.2f}", f"{right[rows].mean():.2f}")
        for low, high, rows in zip(_BINS, _BINS[1:], _binned(predicted), strict=False) if rows.any()
    ]


def _write(seen: list[Seen], path: Path) -> None:
    """Write the table that all rows together give."""
    groups: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for row in seen:
        for pair in (("base", ""), *zip(confidence.Evidence._fields, row.evidence, strict=True)):
            groups[pair].append(row.right)
    lines = ["evidence,odds,rows,right"]
    for column, values in _fit(seen).items():
        for value, factor in sorted(values.items(), key=lambda item: -item[1]):
            known = groups[column, value]
            lines.append(f"{column}{'' if column == 'base' else '='}{value},{factor:.2f},{len(known)},{sum(known) / len(known):.2f}")
    head = _HEAD.format(documents=len({row.document for row in seen}), rows=len(seen))
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    names = [name for name in sys.argv[1:] if name != "--write"]
    if not names:
        sys.exit(__doc__)
    sys.exit(main([Path(name) for name in names], "--write" in sys.argv))
