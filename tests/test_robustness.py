"""Damaged and hostile documents, and the laws that the fuzzer holds, on a few inputs of each sort."""

import importlib.util
import re
import subprocess
import sys

import faults
import fuzz
import pytest
import robustness
from conftest import ROOT, SEEDS
from hypothesis import given, settings
from hypothesis import strategies as st

BENCHMARKS = ROOT / "tests" / "benchmarks"

SAMPLES = [line for path in sorted(SEEDS.glob("*.txt")) for line in path.read_text(encoding="utf-8").split("\n") if line]
PIECES = st.lists(st.one_of(st.sampled_from(SAMPLES), st.text(max_size=6), st.sampled_from([*"0123456789.,-—（）“”《》\n\t 一二十百万亿多年月日"])), max_size=12).map("".join)
BYTES = st.one_of(st.binary(max_size=200), PIECES.map(lambda text: text.encode("utf-8", "surrogatepass")), PIECES.map(lambda text: text.encode("gb18030", "replace")[1:]))


def untimed(found: list[str]) -> list[str]:
    """The faults but those of the clock, which a busy machine makes; the benchmark counts them."""
    return [fault for fault in found if not re.search(r"[\d.]+ s for [\d,]+ characters$", fault)]


def test_damaged_documents():
    tallies, found = robustness.run([SEEDS], 6 * len(robustness.MUTATIONS), seed=7, with_hostile=False)
    assert not untimed(found) and set(tallies) == set(robustness.MUTATIONS)


@pytest.mark.slow
def test_hostile_documents():
    tallies, found = {}, []
    for name, text in [*robustness.hostile()][::9]:
        robustness._try(name, text, tallies.setdefault(name, robustness.Tally()), found)
    assert not untimed(found) and sum(tally.documents for tally in tallies.values()) > 80


def test_what_is_wrong_is_seen(monkeypatch):
    fact = robustness.convert_source(robustness.Source("a", "全县有104户。")).facts[0]
    fact.start += 1
    document = robustness.convert_source(robustness.Source("a", ""))
    monkeypatch.setattr(robustness, "convert_source", lambda source: type(document)(source, (fact,)))
    assert robustness.examine("全县有104户。")[0] == "a span that is not its text"
    monkeypatch.setattr(robustness, "convert_source", lambda source: 1 / 0)
    found = []
    robustness._try("broken", "全县", robustness.Tally(), found)
    assert found == ["broken: ZeroDivisionError: division by zero"]


def test_what_hangs_is_ended():
    with pytest.raises(TimeoutError), robustness.limited(0.05):
        while True:
            pass


@pytest.mark.parametrize("target", fuzz.TARGETS)
@settings(max_examples=60, deadline=None, database=None)
@given(data=BYTES)
def test_laws(target, data):
    fuzz.TARGETS[target](data)


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed")
def test_the_fuzzer_runs():
    ran = subprocess.run([sys.executable, str(BENCHMARKS / "fuzz.py"), "2", "numerals"], capture_output=True, text=True)
    assert ran.returncode == 0 and "numerals: holds" in ran.stdout


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
@pytest.mark.parametrize("fault", ["the_disk_is_full", "two_at_once", "the_clock_goes_back"])
def test_a_dataset_withstands(fault):
    assert [held for _, _, held in faults.run([fault], count=6)] == ["", ""]
