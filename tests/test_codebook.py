"""The codebook: every column is there, in both languages, and says what the data hold."""

from dataclasses import fields

from conftest import SEEDS

from extract import batch, codebook, table
from extract.audit import finding
from extract.dataset import TABLES
from extract.explore.filters import VERDICTS
from extract.records import KINDS, Fact


def test_every_column_of_a_fact_is_described_in_order():
    assert list(codebook.tables()["facts"]) == [field.name for field in fields(Fact)]
    assert set(table.DOCUMENT_COLUMNS) <= set(codebook.tables()["documents"])


def test_every_column_of_every_table_of_a_dataset_is_described_in_order():
    for name, held in TABLES.items():
        assert {column.name: column.type for column in codebook.tables()[name].values()} == held.columns, name
        assert list(codebook.tables()[name]) == list(held.columns) and codebook.table_title(name, "zh") != name


def test_the_verdicts_are_all_there():
    known = {name: tuple(value.value for value in values) for name, values in codebook.vocabularies().items()}
    assert known["rule"] == finding.RULES and known["verdict"] == finding.VERDICTS
    assert known["review"] == tuple(verdict for verdict in VERDICTS if verdict != "none")


def test_types_are_those_of_the_records():
    for field in fields(Fact):
        expected = float if "Decimal" in str(field.type) or field.type == "float" else int if "int" in str(field.type) else str
        assert codebook.tables()["facts"][field.name].type is expected, field.name


def test_a_name_has_one_type_in_every_table():
    seen = {}
    for columns in codebook.tables().values():
        for column in columns.values():
            assert seen.setdefault(column.name, column.type) is column.type, column.name


def test_everything_is_said_in_both_languages():
    for columns in codebook.tables().values():
        for column in columns.values():
            assert all(column.titles) and all(column.meanings), column.name
    assert all(all(value.meanings) for values in codebook.vocabularies().values() for value in values)
    titles = [column.title("zh") for column in codebook.tables()["facts"].values()]
    assert len(set(titles)) == len(titles)


def test_the_kinds_are_all_there():
    assert tuple(value.value for value in codebook.vocabularies()["kind"]) == KINDS


def test_the_samples_hold_no_value_that_the_codebook_lacks():
    seed_facts = list(batch.facts(SEEDS))
    for column in codebook.tables()["facts"].values():
        if column.values:
            found = {getattr(fact, column.name) for fact in seed_facts} - {""}
            assert found <= {value.value for value in column.values}, column.name


def test_another_tables_column_keeps_its_type():
    assert codebook.columns(["characters"], "facts")[0].type is int
    assert codebook.columns(["没有"], "facts")[0] == codebook.Column("没有")
