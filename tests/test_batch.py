"""Many documents: the same for any number of processes, and no fault stops the others."""

import io
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from conftest import ENDLESS, SEEDS

import extract
from extract import batch, pipeline, read, table
from extract.pool import Lost

TEXT = "青石县2018年工作总结\n全县共有贫困户3782户。"


def test_the_outcomes_do_not_depend_on_the_processes():
    files = [*read.documents([SEEDS])[:3], (Path("没有.txt"), "没有.txt")]
    one, two = list(batch.convert(files, jobs=1)), list(batch.convert(files, jobs=2))
    assert one == two
    assert [outcome.doc for outcome in one] == [doc for _, doc in files]
    assert "没有.txt: does not exist" in one[-1].failure


def test_a_fault_of_the_program_costs_one_document(tmp_path, monkeypatch):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")

    def convert_source(source):
        if source.doc == "a.txt":
            raise KeyError("甲")
        return extract.Document(source)

    monkeypatch.setattr(pipeline, "convert_source", convert_source)
    first, second = batch.convert(read.documents([tmp_path]), jobs=1)
    assert "a.txt: could not be converted (KeyError: '甲')" in first.failure and first.document is None
    assert second.document.source.doc == "b.txt"


def _ended_by_one(file):
    """The outcome of a file, in a process that the file called 1.txt ends."""
    if file[1] == "1.txt":
        os._exit(9)
    return batch._convert(file, encoding="")


def test_a_process_that_is_killed_costs_one_document(tmp_path):
    for number in range(8):
        (tmp_path / f"{number}.txt").write_text(TEXT, encoding="utf-8")
    files = read.documents([tmp_path])
    answers = list(batch.run(_ended_by_one, files, jobs=2))
    assert [file for file, _ in answers] == files
    assert [number for number, (_, answer) in enumerate(answers) if isinstance(answer, Lost)] == [1]
    assert "1.txt: its process was ended from outside" in batch.lost(files[1][0], answers[1][1], None)


def test_a_document_that_hangs_is_given_up_and_the_rest_is_converted(tmp_path, monkeypatch):
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(ENDLESS, encoding="utf-8")
    first, second, third = batch.convert(read.documents([tmp_path]), jobs=1, limit=5)
    assert first.document and third.document
    assert "b.txt: took longer than 5 seconds" in second.failure


def test_what_is_wanted_is_made_where_the_document_is(tmp_path):
    files = read.documents([SEEDS])[:2]
    one, two = ([outcome.document for outcome in batch.convert(files, jobs, of=partial(batch.rows, texts=True))] for jobs in (1, 2))
    assert one == two and one[0].document[0] == files[0][1] and sum(one[0].kinds.values()) == len(one[0].facts)


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_facts_do_not_depend_on_the_interpreters_hash_seed(seed):
    code = "import sys; from extract import batch, table; table.write(batch.facts(sys.argv[1]), sys.stdout, table.FULL_COLUMNS)"
    here = io.StringIO()
    table.write(batch.facts(SEEDS), here, table.FULL_COLUMNS)
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
    ran = subprocess.run([sys.executable, "-c", code, str(SEEDS)], capture_output=True, encoding="utf-8", env=environment, check=True)
    assert ran.stdout == here.getvalue()


def test_small_folders_are_converted_in_this_process():
    assert batch.worthwhile(read.documents([SEEDS])) == 1


def test_convert_takes_text_files_and_folders(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    frame = extract.convert(TEXT)
    assert frame.loc[frame["kind"] == "households", "value"].tolist() == [3782.0]
    assert [TEXT[a:b] for a, b in zip(frame["start"], frame["end"])] == frame["text"].tolist()
    for given in (path, str(path)):
        assert extract.convert(given)["text"].tolist() == frame["text"].tolist()
    with pytest.warns(UserWarning, match="b.txt: is empty"):
        assert set(extract.convert(tmp_path)["doc"]) == {"a.txt"}
    with pytest.raises(extract.Unreadable, match="is empty"):
        extract.convert(tmp_path / "b.txt")


def test_a_missing_files_name_is_not_taken_for_text():
    with pytest.raises(FileNotFoundError, match="没有.txt"):
        extract.convert("没有.txt")
    assert extract.convert("字" * 5000).empty and extract.convert("甲\0乙").empty


def test_full_columns_say_where_parts_came_from():
    frame = extract.convert(TEXT, columns="full")
    assert {"base_value", "how_place", "indicator_start"} <= set(frame.columns)


def test_import_is_light():
    """`import extract` loads no library that takes its time."""
    code = "import sys, extract; print(sorted({'pandas', 'pyarrow', 'jieba', 'rjieba', 'spacy', 'duckdb', 'typer', 'rich'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_rules_alone_need_no_model():
    code = f"import sys, extract; extract.convert({TEXT!r}); print(sorted({{'spacy', 'spacy_pkuseg', 'duckdb'}} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
