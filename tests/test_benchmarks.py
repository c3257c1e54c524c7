"""The benchmarks' own parts: what counts as found, charts, conversations with adapters, a report."""

import doctest
import sys
from decimal import Decimal
from importlib import import_module
from xml.etree import ElementTree

import charts
import compare
import peers
import pytest
import report
import scaling
from conftest import ROOT, SEEDS
from specimen import FIELDS, Specimen, load, unmark

BENCHMARKS = ROOT / "tests" / "benchmarks"


def specimen(marked, kind, value, unit, high=None):
    text, spans = unmark(marked)
    return Specimen("dimension", "pattern", text, *spans, kind, Decimal(value), high and Decimal(high), unit, "exact")


@pytest.mark.parametrize(("mentions", "good"), [
    ([(1, 6, "12500", None, "米")], True), ([(1, 6, "12.5", None, "公里")], True), ([(1, 6, "12.5", None, "米")], False), ([], False),
    ([(1, 5, "12.5", None, "")], False), ([(1, 6, None, None, "公里")], False),
])
def test_a_measure_is_right_in_any_unit_of_its_kind(mentions, good):
    assert compare.valued(specimen("路{<12.5>公里}。", "length", "12.5", "公里"), mentions, bare=False) is good


@pytest.mark.parametrize(("mentions", "good"), [
    ([(0, 4, "3", "5", "米")], True), ([(0, 1, "3", None, "米"), (2, 4, "5", None, "米")], True), ([(2, 4, "5", None, "米")], False),
])
def test_a_range_is_one_mention_or_two(mentions, good):
    assert compare.valued(specimen("{<3-5>米}宽。", "length", 3, "米", 5), mentions, bare=False) is good


@pytest.mark.parametrize(("value", "unit", "wanted"), [("0.2", "", True), ("20", "%", True), ("2", "%", False)])
def test_a_share_may_be_said_in_two_ways(value, unit, wanted):
    assert compare.valued(specimen("{<五分之一>}的村。", "percentage", 20, "%"), [(0, 4, value, None, unit)], bare=True) is wanted


def test_any_of_three_spans_is_exact():
    result = compare.Result()
    for span in ((1, 5), (2, 5), (2, 4), (2, 3)):
        compare.count(result, specimen("有{约|<三百>亩}茶园。", "area", 300, "亩"), [(*span, "300", None, "亩")], bare=False)
    assert (result.asked, result.exact, result.overlapping, result.valued) == (4, 3, 4, 4)


def test_mentions_in_a_document():
    text = "甲县投入约3亿元，乙县投入2万元。"
    row = {"kind": "amount", "qualifier": "about", "optional": ""}
    rows = [row | {"start": "4", "end": "8"}, row | {"start": "13", "end": "16"}, row | {"start": "0", "end": "2", "optional": "1"}]
    found = compare.Found()
    compare.tally(found, text, rows, {"amount"}, [(5, 8), (12, 14), (0, 2)])
    assert (found.there, found.given, found.exact, found.overlapping) == (2, 2, [1, 1], [2, 2])
    assert found.f1(found.exact) == 0.5


def test_the_adapter_of_this_project_reads_all_that_it_is_asked():
    peer = peers.PEERS[0]
    python, reason = peers.environment(peer, SEEDS)
    assert not reason
    with peers.Talk(peer, python) as talk:
        assert not talk.failed and set(FIELDS) < set(talk.asks)
        (number, seconds, mentions), = talk.ask("currency", ["投入3.22亿元，涉及104户。"])
        assert number == 0 and seconds > 0 and mentions == [[2, 8, "322000000.00", None, "元"]]
        results = compare.specimens(talk)
    assert talk.peak > 10 and talk.errors == 0
    assert {field: result.asked + result.empty for field, result in results.items()} == {field: len(load(field)) for field in FIELDS}
    assert all(result.valued / result.values > 0.9 and not result.alarms for result in results.values())


def test_an_adapter_without_its_peer_says_so():
    peer = peers.Peer("none", "with_thulac", (), "")
    with peers.Talk(peer, sys.executable) as talk:
        assert "thulac" in talk.failed and list(talk.ask("place", ["甲县"])) == []


def test_a_peer_that_does_not_install_is_named(tmp_path):
    python, reason = peers.environment(peers.Peer("none", "with_none", ("--no-index", "no-such-package-of-that-name"), ""), tmp_path)
    assert python is None and reason.startswith("does not install: ERROR")


def test_every_peer_has_an_adapter_and_says_what_it_cannot():
    for peer in peers.PEERS:
        assert (BENCHMARKS / "adapters" / f"{peer.adapter}.py").is_file() and (peer.cannot or not peer.packages)


def test_charts_are_xml():
    bars = charts.bars("a < b", {"x & y": {"ours": 1.0, "theirs": 0.0}})
    lines = charts.lines("t", {"ours": [(1, 1), (10, 10)], "theirs": [(1, 2), (10, 30)]}, "n", "s")
    for chart in (bars, lines):
        assert ElementTree.fromstring(chart).tag.endswith("svg")


@pytest.mark.slow
def test_a_report(tmp_path):
    assert report.main([str(SEEDS), str(SEEDS), "--out", str(tmp_path), "--only", "gold", "profile", "confidence"]) == 0
    said = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "## Confidence\n\n`python tests/benchmarks/calibrate.py FOLDER`\n\n" in said and "Brier" in said
    assert "## Accuracy on documents" in said and "| **together** |" in said and "## Where the time goes" in said
    assert ElementTree.parse(tmp_path / "attributes.svg").getroot().tag.endswith("svg")


def test_a_script_that_fails_makes_a_fault_and_says_why(tmp_path):
    made = report.Report(tmp_path)
    (tmp_path / "empty").mkdir()
    assert report.script(made, "Datasets", "dataset.py", tmp_path / "empty") == 2
    assert "Not measured: no documents in" in made.path.read_text(encoding="utf-8")


def test_two_reports_against_each_other(tmp_path, monkeypatch, capsys):
    for name, rate, other in (("one", "1.00", "0.50"), ("other", "1.20", "0.80")):
        (tmp_path / f"{name}.md").write_text(f"## Speed\n\n| tool | × jieba.lcut | s |\n| --- | ---: | ---: |\n| ours | {rate} | 1 |\n| theirs | {other} | 2 |\n", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["ratios.py", str(tmp_path / "one.md"), str(tmp_path / "other.md")])
    assert import_module("ratios").main() == 1
    said = capsys.readouterr().out
    assert "2 ratios in both reports, 1 of them more than 25 % apart" in said and "| Speed | theirs | × jieba.lcut | 0.5 | 0.8 | 60% |" in said


def test_a_text_of_so_many_characters():
    assert scaling.one_text(["ab", "c"], 6) == "ab\nc\na" and len(scaling.one_text(["abc"], 100)) == 100


def test_the_commands_are_known():
    assert {"convert", "show"} <= set(scaling.commands())


@pytest.mark.parametrize("name", ["charts", "compare", "ratios", "scaling", "specimen"])
def test_examples_of_the_benchmarks(name):
    ran = doctest.testmod(import_module(name))
    assert ran.attempted and not ran.failed
