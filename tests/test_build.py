"""Datasets that are built, rebuilt, interrupted and contended for: real files, real processes, really killed."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ENDLESS, ROOT, SEEDS

from extract import build, dataset, inputs, read

both_forms = pytest.mark.parametrize("target", ["d.duckdb", "d/"])
TEXT = "青石县2018年工作总结\n截至2018年底，全县共有贫困户{}户，投入资金3220万元。\n"


@pytest.fixture
def folder(tmp_path):
    """A folder of four documents."""
    home = tmp_path / "in"
    home.mkdir()
    for number in range(4):
        (home / f"{number}.txt").write_text(TEXT.format(100 + number), encoding="utf-8")
    return home


def put(path, folder, jobs=1, limit=None, prune=False, **options):
    """State of each document once the folder has been put into the dataset, and the vanished."""
    store = dataset.open_store(str(path))
    try:
        run = build.Build(store)
        states = {step.doc: step.state for steps in (run.sort(inputs.documents([folder]), **options), run.convert(jobs, limit)) for step in steps}
        if prune:
            run.prune()
        return states, run.gone
    finally:
        store.close()


def content(path):
    """The rows of a dataset, run numbers aside."""
    with dataset.open_dataset(path) as data:
        return {
            "documents": data.rows("SELECT * EXCLUDE run FROM documents ORDER BY doc"),
            "facts": data.rows('SELECT * FROM facts ORDER BY doc, start, "end", kind'),
            "marks": data.rows("SELECT * FROM marks ORDER BY doc, start"),
            "checks": data.rows("SELECT * FROM checks ORDER BY ALL"),
            "failures": data.rows("SELECT * EXCLUDE run FROM failures ORDER BY doc"),
        }


def households(path):
    with dataset.open_dataset(path) as data:
        return data.rows("SELECT doc, value FROM facts WHERE kind = 'households' ORDER BY ALL")


@both_forms
def test_only_what_changed_is_made_again(tmp_path, folder, target):
    path = f"{tmp_path}/{target}"
    assert set(put(path, folder)[0].values()) == {"new"}
    before = content(path)
    assert set(put(path, folder)[0].values()) == {"unchanged"} and content(path) == before
    (folder / "1.txt").write_text(TEXT.format(777), encoding="utf-8")
    (folder / "4.txt").write_text(TEXT.format(444), encoding="utf-8")
    assert put(path, folder)[0] == {"0.txt": "unchanged", "1.txt": "replaced", "2.txt": "unchanged", "3.txt": "unchanged", "4.txt": "new"}
    assert households(path) == [("0.txt", 100), ("1.txt", 777), ("2.txt", 102), ("3.txt", 103), ("4.txt", 444)]
    assert set(put(path, folder, again=True)[0].values()) == {"replaced"}
    with dataset.open_dataset(path) as data:
        assert data.rows("SELECT run, documents, failures, seconds IS NOT NULL FROM runs ORDER BY run") == [(1, 4, 0, True), (2, 2, 0, True), (3, 5, 0, True)]
        assert data.rows("SELECT DISTINCT run FROM documents") == [(3,)]
    assert len(content(path)["documents"]) == 5


@both_forms
def test_other_patterns_make_everything_again(tmp_path, folder, target, monkeypatch):
    path = f"{tmp_path}/{target}"
    put(path, folder)
    monkeypatch.setattr(build, "patterns_hash", lambda: "other")
    assert set(put(path, folder)[0].values()) == {"replaced"}


@both_forms
def test_vanished_documents_are_told_and_dropped_on_request(tmp_path, folder, target):
    path = f"{tmp_path}/{target}"
    put(path, folder)
    (folder / "2.txt").unlink()
    assert put(path, folder)[1] == ["2.txt"]
    assert len(households(path)) == 4
    assert put(path, folder, prune=True)[1] == ["2.txt"]
    assert [doc for doc, _ in households(path)] == ["0.txt", "1.txt", "3.txt"]
    assert put(path, folder)[1] == []


@both_forms
def test_failures_are_listed_left_alone_and_retried_on_request(tmp_path, folder, target):
    path = f"{tmp_path}/{target}"
    (folder / "1.txt").write_bytes(b"")
    assert put(path, folder)[0]["1.txt"] == "failed"
    assert [(doc, reason.rpartition(": ")[2]) for doc, _, _, reason in content(path)["failures"]] == [("1.txt", "is empty")]
    for options in ({}, {"retry": True}):
        assert put(path, folder, **options)[0] == {"0.txt": "unchanged", "1.txt": "failed", "2.txt": "unchanged", "3.txt": "unchanged"}
        assert len(content(path)["failures"]) == 1
    with dataset.open_dataset(path) as data:
        assert data.rows("SELECT max(run) FROM failures") == [(2,)], "the second time it was left alone"
    (folder / "1.txt").write_text(TEXT.format(101), encoding="utf-8")
    put(path, folder)
    assert content(path)["failures"] == [] and len(households(path)) == 4


@both_forms
def test_a_failure_takes_away_what_was_made_of_another_text_only(tmp_path, folder, target, monkeypatch):
    path = f"{tmp_path}/{target}"
    put(path, folder)
    monkeypatch.setattr(build, "patterns_hash", lambda: "other")
    monkeypatch.setattr("extract.pipeline.convert_source", lambda source: 1 / 0)
    (folder / "1.txt").write_text(TEXT.format(777), encoding="utf-8")
    assert set(put(path, folder)[0].values()) == {"failed"}
    assert [doc for doc, _ in households(path)] == ["0.txt", "2.txt", "3.txt"]
    assert len(content(path)["failures"]) == 4


@both_forms
def test_another_document_of_the_same_name_is_refused(tmp_path, folder, target):
    path = f"{tmp_path}/{target}"
    put(path, folder)
    other = tmp_path / "other"
    other.mkdir()
    (other / "1.txt").write_text(TEXT.format(777), encoding="utf-8")
    assert put(path, other) == ({"1.txt": "failed"}, [])
    assert ("1.txt", 101) in households(path)
    folder.rename(tmp_path / "moved")
    (tmp_path / "moved" / "1.txt").write_text(TEXT.format(778), encoding="utf-8")
    assert put(path, tmp_path / "moved")[0]["1.txt"] == "replaced", "a folder that was moved is the same folder"


@both_forms
def test_checks_come_and_go_with_their_document(tmp_path, folder, target, monkeypatch):
    def rows(document):
        if document.source.doc == "2.txt":
            raise KeyError("甲")
        return [(document.source.doc, 0, "sum", "disagrees", "1 + 1", 3.0, 2.0, 1.0, 0.0, "户", 0, 2, "0-2", document.source.raw.split("贫困户")[1][:3])]

    monkeypatch.setattr("extract.audit.rows", rows)
    path = f"{tmp_path}/{target}"
    put(path, folder)
    (folder / "1.txt").write_text(TEXT.format(777), encoding="utf-8")
    (folder / "3.txt").unlink()
    put(path, folder, prune=True)
    assert [(doc, why) for doc, *_, why in content(path)["checks"]] == [("0.txt", "100"), ("1.txt", "777")]
    with dataset.open_dataset(path) as data:
        assert data.rows("SELECT doc FROM documents WHERE warnings LIKE '%could not be audited (KeyError%'") == [("2.txt",)]


@both_forms
def test_rows_do_not_depend_on_the_processes(tmp_path, target):
    one, two = (f"{tmp_path}/{jobs}{target}" for jobs in (1, 2))
    put(one, SEEDS, 1)
    put(two, SEEDS, 2)
    assert content(one) == content(two)


def many(folder, count):
    """So many documents of some length in a folder."""
    texts = [path.read_text(encoding="utf-8") for path, _ in read.documents([SEEDS])]
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:03d}.txt").write_text(f"{texts[number % len(texts)]}\n全县共有农户{number + 1000}户。\n" * 2, encoding="utf-8")
    return folder


#: The command, that lets documents in four at a time and says each time that it has.
TALKING = """
from extract.dataset import file, folder
for store in (file.FileStore, folder.FolderStore):
    store.batch, store.seconds = 4, 1e9
    def put(self, part, put=store.put):
        put(self, part)
        print("put", flush=True)
    store.put = put
if __name__ == "__main__":
    from extract.cli import main
    main()
"""


@pytest.fixture
def command(tmp_path):
    """A function that starts `baobiao ARGUMENTS...` in a process of its own."""
    script = tmp_path / "talking.py"
    script.write_text(TALKING, encoding="utf-8")

    def start(*arguments):
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        # A shell that runs the tests in the background has them ignore Ctrl-C, and what they start with them.
        heeding = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)} if os.name == "posix" else {}
        return subprocess.Popen(
            [sys.executable, script, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, **heeding,
        )

    return start


@pytest.mark.slow
@both_forms
def test_killed_at_any_moment_nothing_is_lost_or_halved(tmp_path, target, command):
    source = many(tmp_path / "in", 40)
    whole, path = f"{tmp_path}/whole{target}", f"{tmp_path}/{target}"
    put(whole, source)
    chance = random.Random(target)
    kept = 0
    for puts in (1, 3, 0):
        process = command("convert", source, "--to", path, "--quiet", "--jobs", 1 + puts % 2)
        for _ in range(puts):
            assert process.stdout.readline() == "put\n", process.stderr.read()
        time.sleep(0.3 * chance.random())
        process.kill()
        process.communicate()
        if os.path.exists(path) or puts:
            with dataset.open_dataset(path) as data:
                rows = data.rows("SELECT d.facts, count(f.doc) FROM documents d LEFT JOIN facts f USING (doc) GROUP BY d.doc, d.facts")
            assert all(said == there for said, there in rows), "a document is whole or is not there"
            assert len(rows) >= kept + 4 * puts, "what was let in stays"
            kept = len(rows)
    states, _ = put(path, source)
    assert content(path) == content(whole)
    assert list(states.values()).count("unchanged") == kept >= 16


@pytest.mark.slow
@both_forms
def test_ctrl_c_keeps_what_is_done_and_says_so(tmp_path, target, command):
    source, path = many(tmp_path / "in", 80), f"{tmp_path}/{target}"
    process = command("convert", source, "--to", path, "--jobs", 2)
    assert process.stdout.readline() == "put\n", process.stderr.read()
    process.send_signal(signal.SIGINT)
    said = process.communicate()[1]
    assert process.returncode == 130, said
    assert said.startswith("baobiao: interrupted; ") and said.count("\n") == 1 and "the same command goes on from there" in said
    with dataset.open_dataset(path) as data:
        done = data.rows("SELECT count(*) FROM documents")[0][0]
        assert data.rows("SELECT documents, seconds FROM runs") == [(done, None)]
    assert f"{done} of 80 documents are in" in said and 4 <= done < 80
    assert list(put(path, source)[0].values()).count("unchanged") == done


def test_ctrl_c_leaves_no_half_table(tmp_path, command):
    process = command("convert", many(tmp_path / "in", 80), "--to", tmp_path / "t.csv")
    while not any(path.name.endswith(".part") for path in tmp_path.iterdir()):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    said = process.communicate()[1]
    assert process.returncode == 130 and said.startswith("baobiao: interrupted; ") and said.count("\n") == 1, said
    assert {path.name for path in tmp_path.iterdir()} == {"in", "talking.py"}


@both_forms
def test_a_document_that_hangs_is_a_failure_in_the_list(tmp_path, folder, target):
    (folder / "1.txt").write_text(ENDLESS, encoding="utf-8")
    assert put(f"{tmp_path}/{target}", folder, limit=5)[0]["1.txt"] == "failed"
    assert "took longer than 5 seconds" in content(f"{tmp_path}/{target}")["failures"][0][3] and len(households(f"{tmp_path}/{target}")) == 3


@both_forms
def test_a_second_writer_is_told(tmp_path, folder, target, command):
    path = f"{tmp_path}/{target}"
    store = dataset.open_store(path)
    try:
        process = command("convert", folder, "--to", path)
        said = process.communicate()[1]
    finally:
        store.close()
    assert process.returncode == 2 and "in use by another process" in said and said.count("\n") == 1
    assert set(put(path, folder)[0].values()) == {"new"}


def test_a_writer_waits_for_a_reader_that_soon_lets_go(tmp_path, folder):
    path = f"{tmp_path}/d.duckdb"
    assert set(put(path, folder)[0].values()) == {"new"}
    code = "import sys, time; from extract import dataset\nwith dataset.open_dataset(sys.argv[1]): print('held', flush=True); time.sleep(1)"
    reader = subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert reader.stdout.readline() == "held\n"
    assert set(put(path, folder)[0].values()) == {"unchanged"}
    assert reader.wait() == 0
    reader.stdout.close()


def test_a_file_that_is_written_cannot_be_read_and_a_folder_can(tmp_path, folder):
    for target, wanted in (("d.duckdb", 2), ("d/", 0)):
        store = dataset.open_store(f"{tmp_path}/{target}")
        code = "import sys; from extract import dataset\ntry: dataset.open_dataset(sys.argv[1])\nexcept dataset.BadDataset as error: print(error); sys.exit(2)"
        ran = subprocess.run([sys.executable, "-c", code, f"{tmp_path}/{target}"], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
        store.close()
        assert ran.returncode == wanted, ran.stderr
        assert wanted == 0 or "in use by another process" in ran.stdout


@both_forms
def test_what_is_no_dataset_is_refused(tmp_path, target):
    path = Path(f"{tmp_path}/{target}")
    with pytest.raises(dataset.BadDataset, match="there is no"):
        dataset.open_dataset(f"{tmp_path}/{target}")
    if target.endswith("/"):
        path.mkdir()
        (path / "notes.txt").write_text("mine")
    else:
        path.write_text("mine " * 5000)
    with pytest.raises(dataset.BadDataset, match="holds other files|is no DuckDB file"):
        dataset.open_store(f"{tmp_path}/{target}")
    assert (path / "notes.txt").read_text() == "mine" if path.is_dir() else path.read_text().startswith("mine")


@both_forms
@pytest.mark.parametrize(("number", "remedy"), [(0, "convert the documents again"), (99, "or a newer one")])
def test_another_schema_is_refused_by_name(tmp_path, folder, target, number, remedy, monkeypatch):
    for module in ("schema", "file", "files"):
        monkeypatch.setattr(f"extract.dataset.{module}.SCHEMA", number)
    put(f"{tmp_path}/{target}", folder)
    monkeypatch.undo()
    for opened in (dataset.open_dataset, dataset.open_store):
        with pytest.raises(dataset.BadDataset, match=f"has schema {number}, .*{remedy}"):
            opened(f"{tmp_path}/{target}")
