"""`python -m extract.model train CORPUS... --out FILE`: train the place extractor; `segmenter CORPUS... --out FOLDER`: a
pkuseg model for spaCy users."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from extract.model import segment
from extract.model.train import DRAWN, FILLS, examples, train


def main(arguments: list[str]) -> int:
    """Train on the documents of the folders and the project's own sentences; 2 when there is nothing to train on."""
    given = _parser().parse_args(arguments)
    missing = [path for path in given.corpus if not path.exists()]
    if missing:
        print(f"{missing[0]}: does not exist; give a folder of documents", file=sys.stderr)
        return 2
    if given.command == "segmenter":
        segment.train(given.corpus, given.out, given.seed)
        return 0
    sentences = examples(given.corpus, given.seed, given.drawn, given.fills)
    train(sentences, given.out)
    held = sum(bool(sentence.spans) for sentence in sentences)
    print(f"{given.out}: {given.out.stat().st_size:,} bytes from {len(sentences):,} sentences, {held:,} with places, "
          f"{sum(len(sentence.text) for sentence in sentences):,} characters")
    return 0


def _parser() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser("python -m extract.model", description="Train the models of baobiao; the same documents and seed give the same weights.")
    commands = parser.add_subparsers(dest="command", required=True)
    model = commands.add_parser("train", help="documents → the weights of the place extractor")
    words = commands.add_parser("segmenter", help="documents → a pkuseg model for spaCy's segmenter")
    for command, out in ((model, "the weights, e.g. patterns/place_model.crfsuite"), (words, "the folder of the model, e.g. patterns/pkuseg")):
        command.add_argument("corpus", nargs="+", type=Path, help="folders of official documents; a NAME.facts.csv beside NAME.txt is taken for what it holds")
        command.add_argument("--out", required=True, type=Path, help=out)
        command.add_argument("--seed", type=int, default=1, help="of the draw (default 1)")
    model.add_argument("--drawn", type=int, default=DRAWN, help=f"clauses with places, and as many without (default {DRAWN})")
    model.add_argument("--fills", type=int, default=FILLS, help=f"times that a sentence with slots is filled (default {FILLS})")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
