"""Documents and datasets wherever fsspec reaches; memory:// stands for any of them."""

import io
import zipfile

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


def zipped(*members):
    """The bytes of a ZIP of such members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in members:
            archive.writestr(name, text)
    return made.getvalue()


def test_an_archive_at_a_url_is_listed_by_member(memory):
    memory.rm("/in", recursive=True)
    memory.pipe("/in/x.zip", zipped(("乡/一.txt", TEXT.format(7)), ("二.txt", TEXT.format(8)), ("图.mp3", "x")))
    memory.pipe("/in/空.zip", zipped(("图.mp3", "x")))
    memory.pipe("/in/坏.zip", b"PK\3\4")
    found = dict((doc, path) for path, doc in inputs.documents(["memory://in"]))
    assert found == {f"{name}": f"memory:///in/{name}" for name in ("x.zip/乡/一.txt", "x.zip/二.txt", "坏.zip", "空.zip")}
    url = "memory://out/z/"
    assert put_url(url)[0] == {"x.zip/乡/一.txt": "new", "x.zip/二.txt": "new", "坏.zip": "failed", "空.zip": "failed"}
    assert households(url) == [("x.zip/乡/一.txt", 7), ("x.zip/二.txt", 8)]
    told = sorted(row[3] for row in content(url)["failures"])
    assert "is an archive that holds no document" in told[1] and "is cut off or damaged" in told[0], told
    memory.pipe("/in/x.zip", zipped(("二.txt", TEXT.format(9))))
    states, gone = put_url(url)
    assert states["x.zip/二.txt"] == "replaced" and gone == ["x.zip/乡/一.txt"]
    assert inputs.documents(["memory://in/x.zip"]) == [("memory://in/x.zip/二.txt", "x.zip/二.txt")]


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
