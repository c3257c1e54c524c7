"""Documents and datasets wherever fsspec reaches; memory:// stands for any of them."""

import fsspec
import pytest
from test_build import TEXT, content, households, put

from extract import batch, inputs
from extract.dataset.compact import compact


@pytest.fixture
def memory():
    """An empty file system in memory, with two documents and some other files."""
    fs = fsspec.filesystem("memory")
    fs.rm("/", recursive=True) if fs.ls("/") else None
    for number, name in enumerate(("a.txt", "乡/b.txt")):
        fs.pipe(f"/in/{name}", TEXT.format(100 + number).encode())
    for name in ("README.md", ".hidden/c.txt", "d.mp3"):
        fs.pipe(f"/in/{name}", b"x")
    yield fs
    fs.rm("/", recursive=True)


def test_documents_at_a_url_are_named_by_their_path_below_it(memory, tmp_path):
    assert inputs.documents(["memory://in"]) == [("memory:///in/a.txt", "a.txt"), ("memory:///in/乡/b.txt", "乡/b.txt")]
    assert inputs.documents(["memory://in/a.txt"]) == [("memory://in/a.txt", "a.txt")]
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(inputs.BadInput, match="would be called a.txt"):
        inputs.documents(["memory://in", tmp_path])


def test_a_document_at_a_url_is_read_and_its_faults_name_the_url(memory):
    memory.pipe("/in/e.txt", b"")
    first, empty, _, gone = batch.convert([*inputs.documents(["memory://in"]), ("memory://in/f.txt", "f.txt")], jobs=1)
    assert first.document.source.doc == "a.txt" and first.document.facts
    assert empty.failure == "memory:///in/e.txt: is empty" and gone.failure.startswith("memory://in/f.txt: does not exist")


def test_a_dataset_at_a_url_is_like_any_other(memory, tmp_path, monkeypatch):
    url = "memory://out/d/"
    assert put_url(url)[0] == {"a.txt": "new", "乡/b.txt": "new"}
    assert households(url) == [("a.txt", 100), ("乡/b.txt", 101)]
    memory.pipe("/in/a.txt", TEXT.format(777).encode())
    memory.rm("/in/乡/b.txt")
    assert put_url(url) == ({"a.txt": "replaced"}, ["乡/b.txt"])
    assert put_url(url, prune=True)[1] == ["乡/b.txt"]
    assert households(url) == [("a.txt", 777)]
    assert put_url(url) == ({"a.txt": "unchanged"}, [])
    compact(url, str(tmp_path / "d.duckdb"))
    assert content(str(tmp_path / "d.duckdb")) == content(url)


def put_url(url, **options):
    return put(url, "memory://in", **options)
