"""Coverage-guided fuzzing: what atheris makes of readers, splitter, numerals, rules and linking.

    python tests/benchmarks/fuzz.py [SECONDS] [TARGET ...]

Each target gets bytes or texts that are changed so as to reach code that no input reached before, from the samples
in `seeds/` on; it must raise nothing but `Unreadable` and keep its laws. Needs `pip install atheris` (not a
dependency: it has wheels for some interpreters only). Exit status 1 and the input's repr when a law is broken.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


def readers(data: bytes) -> None:
    """Bytes are a text in a known encoding, or refused."""
    from extract.read import Unreadable, plain

    try:
        text, name = plain.decode(data)
    except Unreadable:
        return
    assert isinstance(text, str) and name


def splitter(data: bytes) -> None:
    """Sentences and reports are in order, inside the text, and do not overlap."""
    from extract import split
    from extract.text import clean

    text = clean(said(data)).clean
    end = 0
    for report in split.reports(text):
        assert end <= report.start <= report.end <= len(text)
        for sentence in report.sentences:
            assert end <= sentence.start < sentence.end <= report.end
            end = sentence.end
        end = report.end


def cleaner(data: bytes) -> None:
    """Every clean character is the fold of the raw one it came from."""
    from extract.text import clean, fold

    raw = said(data)
    text, folded = clean(raw), fold(raw)
    at = range(len(raw)) if text.at is None else text.at
    assert len(folded) == len(raw) and all(text.clean[i] == folded[position] for i, position in enumerate(at))


def numerals(data: bytes) -> None:
    """A numeral ends behind its beginning and has a finite value."""
    from extract import numeral

    text = said(data)
    for start in range(min(len(text), 200)):
        found = numeral.read(text, start)
        if found is not None:
            assert start < found.end <= len(text)
            assert found.value is None or isinstance(found.value, Decimal) and found.value.is_finite()


def rules(data: bytes) -> None:
    """Times, places and figures are in order and inside the text."""
    from extract.pipeline import propose
    from extract.text import clean

    text = clean(said(data)).clean
    found = propose(text)
    for mentions in (found.times, found.places, found.figures):
        assert all(0 <= m.start < m.end <= len(text) for m in mentions)
        assert all(a.start <= b.start for a, b in zip(mentions, mentions[1:]))


def linking(data: bytes) -> None:
    """Every row's spans are true and its words are the document's."""
    from extract.pipeline import convert_source
    from extract.records import Source

    raw = said(data)
    for fact in convert_source(Source("fuzz", raw)).facts:
        assert raw[fact.start:fact.end] == fact.text != ""
        for start, end in ((fact.place_start, fact.place_end), (fact.indicator_start, fact.indicator_end)):
            assert (start is None) == (end is None) and (start is None or 0 <= start < end <= len(raw))


TARGETS: dict[str, Callable[[bytes], None]] = {target.__name__: target for target in (readers, splitter, cleaner, numerals, rules, linking)}


def said(data: bytes) -> str:
    """The bytes as a text; what is no UTF-8 becomes half characters, which texts may hold too."""
    return data.decode("utf-8", "surrogateescape")


def main(seconds: int, names: list[str]) -> int:
    """Fuzz each target in a process of its own, as the fuzzer ends its process."""
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed: pip install atheris", file=sys.stderr)
        return 2
    status = 0
    for name in names or TARGETS:
        done = subprocess.run([sys.executable, __file__, "--one", name, str(seconds)], capture_output=True, text=True, errors="replace", cwd=tempfile.mkdtemp())
        lines = (done.stderr + done.stdout).splitlines()
        last = next((line for line in reversed(lines) if "cov:" in line), "")
        print(f"{name}: {'holds' if done.returncode == 0 else 'BROKEN'} {last.strip()}", flush=True)
        if done.returncode:
            status = 1
            print("\n".join(lines[-40:]))
    return status


def one(name: str, seconds: int) -> None:
    """Fuzz one target in this process for so long."""
    import atheris

    sys.path.insert(0, str(_ROOT))
    with atheris.instrument_imports(include=["extract"]):
        import extract.pipeline
        import extract.read.plain  # noqa: F401
    corpus = Path(tempfile.mkdtemp())
    for path in sorted((_ROOT / "seeds").glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n")):
            (corpus / f"{path.stem}-{number}").write_text(line, encoding="utf-8")
    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=4096", "-timeout=20", "-rss_limit_mb=3000", "-verbosity=1", str(corpus)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    if "--one" in sys.argv:
        one(sys.argv[2], int(sys.argv[3]))
    else:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 30, sys.argv[2:]))
