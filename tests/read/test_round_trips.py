"""One report in every format gives the same facts."""

from collections import Counter

import pytest
import written

from extract import read
from extract.pipeline import convert_source
from extract.records import FIGURES

ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16le"]  # Big5 has no simplified characters


def rows(path):
    """The figures of a file, counted: kind, value, unit, indicator, relation, place, period, status."""
    facts = convert_source(read.read(path)).facts
    return Counter((f.kind, f.value, f.unit, f.indicator, f.relation, f.place, f.period, f.status) for f in facts if f.kind in FIGURES)


def kept(path, expected):
    """The share of the expected rows that a file gives, and how many it gives beyond them."""
    found = rows(path)
    return sum((found & expected).values()) / sum(expected.values()), sum((found - expected).values())


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    path = tmp_path_factory.mktemp("text") / "report.txt"
    path.write_text(written.REPORT, encoding="utf-8")
    found = rows(path)
    assert sum(found.values()) > 55
    return found


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text(tmp_path, expected, encoding):
    path = tmp_path / "report.txt"
    path.write_bytes(written.REPORT.encode(encoding))
    assert kept(path, expected) == (1.0, 0)


@pytest.mark.parametrize(("suffix", "write"), [
    ("html", written.write_html), ("docx", written.write_docx), ("xlsx", written.write_xlsx), ("pdf", written.write_pdf), ("md", written.write_markdown),
])
def test_what_the_plain_install_reads(tmp_path, expected, suffix, write):
    path = tmp_path / f"report.{suffix}"
    write(path)
    assert kept(path, expected) == (1.0, 0)


@pytest.mark.parametrize("how", [{"columns": 2, "size": 9}, {"rules": False}, {"size": 10}, {"columns": 2, "size": 8}])
def test_pdf_in_other_layouts(tmp_path, expected, how):
    path = tmp_path / "report.pdf"
    written.write_pdf(path, **how)
    share, more = kept(path, expected)
    assert share >= 0.99 and more == 0


@pytest.mark.slow
@pytest.mark.parametrize(("first", "suffix"), [("docx", "doc"), ("docx", "rtf"), ("docx", "odt"), ("docx", "pdf"), ("xlsx", "xls")])
def test_what_libreoffice_writes(tmp_path, expected, first, suffix):
    path = tmp_path / f"report.{first}"
    (written.write_docx if first == "docx" else written.write_xlsx)(path)
    assert kept(written.office(path, suffix), expected) == (1.0, 0)


@pytest.mark.slow
@pytest.mark.parametrize("rules", [True, False])
def test_scanned(tmp_path, expected, rules):
    share, more = kept(written.scan(tmp_path, rules=rules), expected)
    assert share >= 0.95 and more <= 2


def test_every_row_says_where_it_stands(tmp_path):
    written.write_pdf(tmp_path / "report.pdf")
    facts = convert_source(read.read(tmp_path / "report.pdf")).facts
    assert {fact.page for fact in facts} == {1, 2} and all(fact.paragraph for fact in facts)
    assert {fact.text: fact.table_cell for fact in facts}["860.5"] == "表1第2行第4列"


def test_spans_are_verbatim_in_every_format(tmp_path):
    for suffix, write in {"html": written.write_html, "docx": written.write_docx, "xlsx": written.write_xlsx, "pdf": written.write_pdf}.items():
        write(tmp_path / f"report.{suffix}")
        document = convert_source(read.read(tmp_path / f"report.{suffix}"))
        assert all(document.source.raw[fact.start:fact.end] == fact.text for fact in document.facts)
