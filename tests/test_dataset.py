"""Datasets in their two forms: what is written is what is read, and nothing can be changed by reading."""

import pytest
from conftest import SEEDS

from extract import batch, build, dataset, read, table
from extract.table import FULL_COLUMNS

both_forms = pytest.mark.parametrize("target", ["d.duckdb", "d/"])


def made(path, folder=SEEDS, jobs=1, **options):
    """What became of each document of a folder put into a dataset."""
    store = dataset.open_store(str(path))
    try:
        run = build.Build(store)
        return [*run.sort(read.documents([folder]), **options), *run.convert(jobs)]
    finally:
        store.close()


@both_forms
def test_the_facts_are_those_of_the_table(tmp_path, target):
    path = f"{tmp_path}/{target}"
    assert {step.state for step in made(path)} == {"new"}
    columns = ", ".join(f'"{column}"' for column in FULL_COLUMNS)
    with dataset.open_dataset(path) as data:
        stored = data.rows(f'SELECT {columns} FROM facts ORDER BY doc, start, "end", kind')
        assert data.sql("SELECT count(*) AS n FROM documents")["n"].tolist() == [10]
    facts = sorted(batch.facts(SEEDS), key=lambda fact: (fact.doc, fact.start, fact.end, fact.kind))
    assert stored == [tuple(float(cell) if table.TYPES.get(column) is float and cell is not None else cell for column, cell in zip(FULL_COLUMNS, row, strict=True)) for row in table.rows(facts, FULL_COLUMNS)]


@both_forms
@pytest.mark.parametrize("sql", ["DELETE FROM facts", "COPY facts TO 'x.csv'", "SELECT 1; SELECT 2", "SELECT * FROM read_csv('/etc/hostname')", "SELECT", "SET threads = 1"])
def test_only_a_select_of_the_dataset_is_answered(tmp_path, target, sql):
    made(f"{tmp_path}/{target}")
    with dataset.open_dataset(f"{tmp_path}/{target}") as data, pytest.raises(dataset.BadQuery):
        data.rows(sql)


@both_forms
def test_what_is_there_is_not_made_again(tmp_path, target):
    path = f"{tmp_path}/{target}"
    made(path)
    assert {step.state for step in made(path)} == {"unchanged"}
    with dataset.open_dataset(path) as data:
        assert data.rows("SELECT count(*) FROM runs") == [(1,)]


def test_a_part_is_laid_out_for_filters_and_search(tmp_path):
    from pyarrow import parquet

    from extract.dataset.files import Folder
    from extract.dataset.part import rows

    folder, sentences = Folder(str(tmp_path)), [f"第{number}句说了{'很多话' * 40}" for number in range(10_000)]
    folder.write("marks", "1", rows("marks", [("a", number, None, None, sentences[number // 3]) for number in range(30_000)]))
    stored = parquet.ParquetFile(folder.file("marks", "1"))
    groups = [stored.metadata.row_group(number) for number in range(stored.metadata.num_row_groups)]
    assert [group.num_rows for group in groups] == [16_384, 13_616]
    assert all(group.column(4).total_uncompressed_size < 2_200_000 for group in groups), "every sentence once"
    assert stored.read()["cell"].to_pylist() == [sentences[number // 3] for number in range(30_000)]
