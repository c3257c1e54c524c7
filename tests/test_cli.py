"""The command, from its arguments to what stands in the files and on the terminal."""

import csv
import json
import os
import re
import subprocess
import sys
import time

import pytest
from conftest import ENDLESS, SEEDS

SEED = SEEDS / "hezhang_county.txt"


def read_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_convert_writes_facts_and_documents(baobiao, tmp_path):
    facts, documents = tmp_path / "facts.csv", tmp_path / "documents.jsonl"
    ran = baobiao("convert", SEEDS, "--to", facts, "--documents", documents)
    rows = read_csv(facts)
    assert ran.status == 0 and ran.out == ""
    assert f"{facts}: {len(rows):,} facts from 10 of 10 documents" in ran.err and "warnings: 0, failures: 0" in ran.err
    texts = {row["doc"]: row["text"] for row in map(json.loads, documents.read_text(encoding="utf-8").splitlines())}
    assert len(texts) == 10
    assert all(texts[row["doc"]][int(row["start"]):int(row["end"])] == row["text"] for row in rows)


def test_the_bytes_do_not_depend_on_the_processes(baobiao, tmp_path):
    for jobs in (1, 2):
        assert baobiao("convert", SEEDS, "--to", tmp_path / f"{jobs}.parquet", "--jobs", jobs, "--columns", "full").status == 0
    assert (tmp_path / "1.parquet").read_bytes() == (tmp_path / "2.parquet").read_bytes()


def test_a_dash_is_csv_on_standard_output(baobiao):
    ran = baobiao("convert", SEED, "--to", "-", "--quiet")
    assert ran.out.startswith("doc,section,start") and ran.err == ""
    assert baobiao("convert", SEED, "--to", "-").err.startswith("standard output: ")


def test_failures_are_told_one_by_one_and_the_rest_is_converted(baobiao, tmp_path):
    (tmp_path / "a.txt").write_text("全县共有农户3782户。", encoding="gbk")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    (tmp_path / "d.mp3").write_bytes(b"")
    ran = baobiao("convert", tmp_path, "没有.txt", "--to", tmp_path / "t.csv")
    assert ran.status == 2
    assert [row["text"] for row in read_csv(tmp_path / "t.csv")] == ["3782户"]
    assert sum(line.startswith("baobiao: ") for line in ran.err.splitlines()) == 3
    assert "failures: 3 (listed in" in ran.err and "other files, left alone: 1" in ran.err and "Traceback" not in ran.err
    assert [row["doc"] for row in read_csv(tmp_path / "t.failures.csv")] == ["b.txt", "c.txt", "没有.txt"]
    assert baobiao("convert", tmp_path / "a.txt", "--to", tmp_path / "t.csv").status == 0
    assert not (tmp_path / "t.failures.csv").exists()


def test_convert_makes_a_dataset_and_says_what_became_of_the_documents(baobiao, tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "in" / name).write_text("全县共有农户3782户。", encoding="utf-8")
    for target in (tmp_path / "d.duckdb", f"{tmp_path}/d/"):
        assert "new 2, replaced 0, unchanged 0, vanished 0" in baobiao("convert", tmp_path / "in", "--to", target).err
    (tmp_path / "in" / "b.txt").rename(tmp_path / "in" / "c.txt")
    (tmp_path / "in" / "d.txt").write_bytes(b"")
    for target in (tmp_path / "d.duckdb", tmp_path / "d"):  # a folder that is there needs no /
        ran = baobiao("convert", tmp_path / "in", "--to", target)
        assert ran.status == 2 and "b.txt: its file is no longer there; --prune drops it" in ran.err
        assert "failures: 1 (listed in the dataset's table failures)" in ran.err and "new 1, replaced 0, unchanged 1, vanished 1" in ran.err
        assert "dropped 1" in baobiao("convert", tmp_path / "in", "--to", target, "--prune").err


def test_a_document_that_hangs_is_named(baobiao, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("全县共有农户3782户。", encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text(ENDLESS, encoding="utf-8")
    ran = baobiao("convert", tmp_path / "in", "--to", tmp_path / "t.csv", "--timeout", "5")
    assert ran.status == 2 and "b.txt: took longer than 5 seconds" in ran.err and "1 facts from 1 of 2 documents" in ran.err


def test_progress_is_a_line_now_and_then_where_there_is_no_terminal(baobiao, tmp_path, monkeypatch):
    monkeypatch.setattr("extract.cli.progress._EVERY", 0.0)
    err = baobiao("convert", SEEDS, "--to", tmp_path / "t.csv").err
    assert re.search(r"^baobiao: 5 of 10 documents, [\d.]+ a second, \d+ s left$", err, re.M)


def test_an_encoding_can_be_given(baobiao, tmp_path):
    (tmp_path / "a.txt").write_text("全县共有农户3782户。", encoding="gbk")
    assert baobiao("convert", tmp_path, "--to", "-", "--encoding", "gbk").status == 0
    ran = baobiao("convert", tmp_path, "--to", "-", "--encoding", "utf-8")
    assert ran.status == 2 and "is not whole utf-8 text" in ran.err


@pytest.mark.parametrize(("arguments", "said"), [
    (("convert", SEED, "--to", "t.doc"), "ends in .csv"),
    (("convert", SEED, "--to", "no/such/t.csv"), "there is no folder"),
    (("convert", SEEDS.parent / "tests" / "read", "--to", "-"), "no documents"),
    (("convert", SEED, "--to", "-", "--documents", "-"), "cannot take both the facts and the documents"),
    (("convert", SEED, "--to", "t.csv", "--prune"), "are for datasets"),
    (("convert", SEED, "--to", "d.duckdb", "--documents", "t.csv"), "holds the documents' texts itself"),
    (("convert", SEED, "--to", "seeds/"), "holds other files"),
    (("convert", SEED), "Missing option '--to'"),
    (("convert", SEED, "--to", "-", "--columns", "all"), "--columns"),
    (("show", "没有.txt"), "没有.txt: does not exist"),
    (("show", SEED, "--why", "99999"), "no mention at 99999; the nearest is"),
    (("show", SEED, "--section", "9"), "has no section 9"),
    (("frobnicate",), "No such command"),
])
def test_mistakes_end_in_one_sentence_and_status_2(baobiao, arguments, said, monkeypatch):
    monkeypatch.chdir(SEEDS.parent)
    ran = baobiao(*arguments)
    assert ran.status == 2 and said in ran.err and "Traceback" not in ran.err


def test_a_fault_of_the_program_is_no_traceback(baobiao, monkeypatch):
    from extract import pipeline

    monkeypatch.setattr(pipeline, "convert_source", lambda source: 1 / 0)
    ran = baobiao("show", SEED)
    assert ran.status == 1 and "fault of the program's own (ZeroDivisionError" in ran.err and "Traceback" not in ran.err


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet", ".xlsx"])
def test_a_file_name_in_gbk_stops_nothing(baobiao, tmp_path, suffix):
    try:
        (tmp_path / b"\xb1\xa8.txt".decode("utf-8", "surrogateescape")).write_text("全县共有农户3782户。", encoding="utf-8")
    except OSError:
        pytest.skip("this system's file names are always Unicode")
    assert baobiao("convert", tmp_path, "--to", tmp_path / f"t{suffix}").status == 0


def test_a_terminal_without_chinese_is_no_fault():
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    for name, status in ((str(SEED), 0), ("没有.txt", 2)):
        ran = subprocess.run([sys.executable, "-m", "extract", "show", name], capture_output=True, env=environment, check=False)
        assert ran.returncode == status and b"fault" not in ran.stderr and b"\\u" in ran.stdout + ran.stderr


def test_show_marks_every_mention_and_keeps_the_text(baobiao):
    out = baobiao("show", SEED).out
    assert "⟦13.37%|percentage⟧" in out and "⟦赫章县|place⟧⟦2018年|time⟧" in out
    assert "percentage " in out.splitlines()[-1]


def test_show_in_colour(baobiao, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[1;32m赫章县\x1b[0m" in baobiao("show", SEED).out


def test_show_one_section_and_its_rows(baobiao):
    both, second = baobiao("show", SEEDS / "two_reports.txt").out, baobiao("show", SEEDS / "two_reports.txt", "--section", "1", "--columns").out
    assert "⟦一亿二千万元|amount⟧" in both and "⟦一亿二千万元|amount⟧" not in second and "奉节县" in second
    assert "indicator" in second


def test_show_why_gives_the_account_of_a_row(baobiao):
    start = SEED.read_text(encoding="utf-8").index("13.37%")
    out = baobiao("show", SEED, "--why", start + 1).out
    for said in ("'13.37%'", "figure.number: a number with a unit behind it", "13.37 %, exact", "贫困发生率", "赫章县", "贵州省/毕节市/赫章县", "2018"):
        assert said in out


def test_show_why_tells_what_lost_to_a_row(baobiao, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("比如2019年下拨的第3批资金补助2户。", encoding="utf-8")
    assert "lost to it    '2019年' at 2-7 as duration, by figure.number\n" in baobiao("show", path, "--why", 2).out
    assert "lost to it" not in baobiao("show", path, "--why", 17).out


def test_show_why_gives_the_rule_that_refuses_a_figure(baobiao, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("比如2019年下拨的第3批资金补助2户。", encoding="utf-8")
    ran = baobiao("show", path, "--why", 11)
    assert ran.status == 0
    first, rule, lost = ran.out.splitlines()
    assert first == "no figure     '第3批' at 10-13" and lost == "lost to it    '3批' at 11-13 as count, by figure.number"
    assert rule.startswith("rule          not_figure.ordinal: ") and rule.endswith("an order, not an amount")


def test_every_row_of_the_samples_can_be_explained():
    from extract import pipeline, read, show

    for path, _ in read.documents([SEEDS]):
        document = pipeline.convert_source(read.read(path))
        assert "".join(piece.text for piece in show.stretches(document)) == document.source.raw
        for fact in document.facts:
            assert show.why(fact.extractor), fact.extractor
            assert show.account(document, fact)[0].label == "mention"


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_answer_at_once(option):
    """Within 0.3 s of the interpreter's start: of the process's own time, as the machine has other work too."""
    bare = min(_seconds("-c", "") for _ in range(3))
    assert min(_seconds("-m", "extract", option) for _ in range(3)) - bare < 0.3


def _seconds(*arguments) -> float:
    """The processor time that Python takes for the arguments, where the system tells it, else the time by the clock."""
    begin, clock = os.times(), time.perf_counter()
    subprocess.run([sys.executable, *arguments], capture_output=True, check=True)
    end = os.times()
    used = end.children_user + end.children_system - begin.children_user - begin.children_system
    return used or time.perf_counter() - clock


def test_a_closed_pipe_is_no_fault():
    ran = subprocess.run(f"{sys.executable} -m extract convert {SEEDS} --to - --quiet | head -1", shell=True, capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("doc,") and ran.stderr == ""


def test_a_document_gives_no_orders_to_the_terminal(tmp_path, baobiao):
    """Control characters of a document's text or name are shown, not obeyed."""
    text = "全县有农户104户，\x1b]0;x\x07红字\x9bK\u202e。\n" + "村里种茶五十亩，收入八万元。\n" * 40
    path = tmp_path / "红\x1b[31m\n字.txt"
    path.write_text(text, encoding="utf-8")
    empty = tmp_path / "空\x1b[2J\n.txt"
    empty.write_text("", encoding="utf-8")
    for arguments in (["show", path], ["show", path, "--columns"], ["show", path, "--why", "4"], ["convert", tmp_path, "--to", tmp_path / "facts.csv"]):
        ran = baobiao(*arguments)
        assert not {c for c in ran.out + ran.err if c < " " and c not in "\n\t" or "\x7f" <= c < "\xa0" or c == "\u202e"}
    assert baobiao("show", path).out.startswith("全县有农户⟦104户|households⟧，␛]0;x␇红字�K�。\n")
    assert "空␛[2J␊.txt: is empty" in ran.err
    assert text[:20] in (tmp_path / "facts.csv").read_text(encoding="utf-8-sig"), "the table keeps the text as it is"


def test_convert_writes_every_kind_of_table_in_chinese_with_a_data_package(baobiao, tmp_path):
    import openpyxl
    import pandas

    for suffix in (".dta", ".sqlite", ".xlsx"):
        assert baobiao("convert", SEED, "--to", tmp_path / f"t{suffix}", "--lang", "zh", "--quiet").status == 0
    assert openpyxl.load_workbook(tmp_path / "t.xlsx").sheetnames == ["事实", "说明"]
    assert "13.37%" in pandas.read_stata(tmp_path / "t.dta")["text"].tolist()
    assert baobiao("convert", SEED, "--to", tmp_path / "t.csv", "--documents", tmp_path / "d.parquet", "--datapackage", "--quiet").status == 0
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert [(resource["path"], resource["rows"]) for resource in package["resources"]] == [("d.parquet", 1), ("t.csv", len(read_csv(tmp_path / "t.csv")))]
    assert "describes .csv and .parquet" in baobiao("convert", SEED, "--to", tmp_path / "t.xlsx", "--datapackage").err
