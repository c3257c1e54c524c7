"""`python -m extract.model train CORPUS... --out FILE`: train the place extractor."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from extract.model.train import DRAWN, FILLS, examples, train


def main(arguments: list[str]) -> int:
    """Train on the documents of the folders and the project's own sentences; 2 when there is nothing to train on."""
    parser = argparse.ArgumentParser("python -m extract.model", description="Train the place extractor; the same documents and seed give the same weights.")
    command = parser.add_subparsers(dest="command", required=True).add_parser("train", help="documents → weights")
    command.add_argument("corpus", nargs="+", type=Path, help="folders of official documents; a NAME.facts.csv beside NAME.txt is taken for what it holds")
    command.add_argument("--out", required=True, type=Path, help="the weights, e.g. patterns/place_model.crfsuite")
    command.add_argument("--seed", type=int, default=1, help="of the draw (default 1)")
    command.add_argument("--drawn", type=int, default=DRAWN, help=f"clauses with places, and as many without (default {DRAWN})")
    command.add_argument("--fills", type=int, default=FILLS, help=f"times that a sentence with slots is filled (default {FILLS})")
    given = parser.parse_args(arguments)
    missing = [path for path in given.corpus if not path.exists()]
    if missing:
        print(f"{missing[0]}: does not exist; give a folder of documents", file=sys.stderr)
        return 2
    sentences = examples(given.corpus, given.seed, given.drawn, given.fills)
    train(sentences, given.out)
    held = sum(bool(sentence.spans) for sentence in sentences)
    print(f"{given.out}: {given.out.stat().st_size:,} bytes from {len(sentences):,} sentences, {held:,} with places, "
          f"{sum(len(sentence.text) for sentence in sentences):,} characters")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
