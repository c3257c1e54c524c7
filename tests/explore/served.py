"""A dataset of the samples and a running page over it, as fixtures for the tests of the page."""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest
from conftest import ROOT, SEEDS

pytest.importorskip("starlette", reason="the extra 'explore' is not installed")
pytest.importorskip("uvicorn", reason="the extra 'explore' is not installed")

HOSTILE = (
    "青石县2020年情况<script>document.title='owned'</script>\n"
    "<img src=x onerror=\"document.title='owned'\">全县有贫困户104户，\"><svg onload=alert(1)>投入资金3220万元。\n"
    "{{ 7 * 7 }} '; DROP TABLE facts; -- 增长\u202e5.2%\u202c，<b>共有</b>56户。\n" + "长" * 5000 + "行有7户。\n"
)
PLANS = "赫章县2021年工作报告\n2020年，全县红茶产量为12万吨。力争2021年红茶产量达到13万吨，2022年红茶产量达到14万吨。\n"
LATER = "赫章县2022年工作报告\n2021年，全县红茶产量为12.8万吨。2022年，全县红茶产量为14.1万吨。\n"


def pdf(pages: int) -> bytes:
    """A PDF of blank pages, each 200 by 100 points."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, b" ".join(b"%d 0 R" % (n + 3) for n in range(pages)))]
    objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>"] * pages
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table, len(objects) + 1, len(out))


def run(*arguments) -> subprocess.CompletedProcess:
    """`baobiao ARGUMENTS...` in a process of its own."""
    return subprocess.run([sys.executable, "-m", "extract", *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


@contextmanager
def serving(dataset, *options):
    """The address of a page over the dataset, as the command prints it."""
    command = [sys.executable, "-m", "extract", "explore", str(dataset), "--no-browser", *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        address = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address), address + process.stderr.read()
        yield address
    finally:
        process.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGINT)
        process.communicate(timeout=30)


def add_to(dataset, tmp_path):
    """What a conversion of the samples alone does not put in: checks, and a PDF with its pages."""
    import duckdb

    connection = duckdb.connect(str(dataset))
    text, = connection.execute("SELECT text FROM documents WHERE doc = 'hezhang_county.txt'").fetchone()

    def span(said: str) -> tuple[int, int]:
        return text.index(said), text.index(said) + len(said)

    stated, part, whole = span("69.76%"), span("1035人"), span("1483人")
    spans = " ".join(f"{start}-{end}" for start, end in (stated, part, whole))
    connection.execute("INSERT INTO checks VALUES ('hezhang_county.txt', 0, 'rate', 'agrees', '1035 ÷ 1483 = 69.79%', 69.76, 69.79, -0.03, 0.05, '%', ?, ?, ?, '')", [*part, spans])
    connection.execute("INSERT INTO checks VALUES ('hezhang_county.txt', 0, 'rate', 'disagrees', '1035 ÷ 1483 = 69.79%，文中为69.76%', 69.76, 69.79, -0.03, 0.01, '%', ?, ?, ?, '本句')", [*stated, spans])
    connection.execute("INSERT INTO checks VALUES ('hezhang_county.txt', 0, 'restated', 'truncated', '7059人，另一处为34户', 7059, 34, 7025, 0, '人', ?, ?, ?, '')", [*span("7059人"), f"{text.index('7059人')}-{text.index('7059人') + 5} scan.pdf:13-16"])
    file = tmp_path / "scan.pdf"
    file.write_bytes(pdf(2))
    text = "第一页有12户。\n第二页有34户。\n"
    at = text.index("第二页")
    connection.execute("INSERT INTO documents BY NAME SELECT * REPLACE ('scan.pdf' AS doc, ? AS path, ? AS sha256, '' AS title, ? AS text, 15 AS characters, 2 AS facts) FROM documents LIMIT 1",
                       [str(file), hashlib.sha256(file.read_bytes()).hexdigest(), text])
    for start, page in ((0, 1), (at, 2)):
        connection.execute("INSERT INTO marks VALUES ('scan.pdf', ?, ?, NULL, '')", [start, page])
        said = "12户" if page == 1 else "34户"
        connection.execute("INSERT INTO facts BY NAME SELECT * REPLACE ('scan.pdf' AS doc, ? AS start, ? AS \"end\", ? AS text, ? AS page, '' AS indicator) FROM facts WHERE kind = 'households' LIMIT 1",
                           [text.index(said), text.index(said) + 3, said, page])
    connection.close()


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A dataset of the samples, a hostile document, plans with what became of them, and a PDF."""
    if not _MADE:  # each test file that imports the fixture would make its own
        _MADE.append(_make(tmp_path_factory.mktemp("explore")))
    return _MADE[0]


_MADE = []


def _make(folder):
    """The dataset, made in the folder."""
    shutil.copytree(SEEDS, folder / "reports")
    (folder / "reports" / "恶意 <b>.txt").write_text(HOSTILE, encoding="utf-8")
    (folder / "reports" / "青石").mkdir()
    (folder / "reports" / "青石" / "2021.txt").write_text(PLANS, encoding="utf-8")
    (folder / "reports" / "青石" / "2022.txt").write_text(LATER, encoding="utf-8")
    (folder / "reports" / "长.txt").write_text("".join(f"第{n}段说，全村有{n}户，投入{n}万元。\n" for n in range(1, 5001)), encoding="utf-8")
    done = run("convert", folder / "reports", "--to", folder / "all.duckdb", "--quiet")
    assert done.returncode == 0, done.stderr
    add_to(folder / "all.duckdb", folder)
    return folder / "all.duckdb"


@pytest.fixture(scope="session")
def served(made):
    """The address of a page over a dataset that the tests only read."""
    with serving(made) as address:
        yield address


@pytest.fixture
def own(made, tmp_path):
    """A dataset that a test may change, and the address of a page over it."""
    dataset = tmp_path / "own.duckdb"
    shutil.copy(made, dataset)
    with serving(dataset) as address:
        yield dataset, address
