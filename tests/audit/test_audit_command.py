"""`baobiao audit`: formats, options, datasets, restatements across documents, and its speed."""

import csv
import io
import json
import time
from html.parser import HTMLParser

import pytest

from extract import read
from extract.audit import COLUMNS, Across, audit
from extract.pipeline import convert_source

TEXT = "清水县2019年工作情况\n全县总人口82.05万人，其中农业人口76.87万人，占93.56%。\n计划改造危房860户，已竣工792户，竣工率92.1%。\n"


@pytest.fixture
def report(tmp_path):
    """A report with one disagreement and one agreement."""
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_table_lists_disagreements_first(report, baobiao):
    ran = baobiao("audit", report)
    lines = ran.out.splitlines()
    assert lines[0] == "report.txt" and "不符" in lines[1] and "76.87万人 ÷ 82.05万人 = 93.69%，文中为93.56%" in lines[1] and "相符" in lines[2]
    assert ran.err == "1 document: disagrees 1, agrees 1\n" and ran.status == 0


def test_fail_gives_a_status(report, baobiao):
    assert baobiao("audit", report, "--fail").status == 1
    report.write_text(TEXT.replace("93.56", "93.69"), encoding="utf-8")
    assert baobiao("audit", report, "--fail").status == 0


def test_only_some_verdicts(report, baobiao):
    assert "不符" not in baobiao("audit", report, "--only", "agrees").out
    assert "相符" not in baobiao("audit", report, "--only", "disagrees").out


def test_all_shows_what_is_unsure(report, baobiao):
    report.write_text("清水县2019年情况\n安排资金860万元，其中产业480万元，教育120万元。\n", encoding="utf-8")
    assert "存疑" not in baobiao("audit", report).out
    assert "存疑" in baobiao("audit", report, "--all").out


def test_csv(report, baobiao, tmp_path):
    table = list(csv.DictReader(io.StringIO(baobiao("audit", report, "--format", "csv").out)))
    assert tuple(table[0]) == COLUMNS and [row["verdict"] for row in table] == ["disagrees", "agrees"]
    assert TEXT[int(table[0]["start"]):int(table[0]["end"])] == "93.56%"
    assert baobiao("audit", report, "--format", "csv", "--to", tmp_path / "checks.csv").status == 0
    assert (tmp_path / "checks.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_json(report, baobiao):
    found = json.loads(baobiao("audit", report, "--format", "json").out)
    assert [item["text"] for item in found[0]["spans"]] == ["93.56%", "76.87万人", "82.05万人"]
    report.write_text("没有数字。", encoding="utf-8")
    assert json.loads(baobiao("audit", report, "--format", "json").out) == []


class Marks(HTMLParser):
    """The marked texts of a page, and everything that it would load."""

    def __init__(self):
        super().__init__()
        self.marked, self.loaded, self.open = [], [], None

    def handle_starttag(self, tag, attrs):
        self.open = dict(attrs).get("class", "") if tag == "mark" else None
        self.loaded += [value for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data):
        if self.open is not None:
            self.marked.append((data, self.open))
            self.open = None


def test_html_marks_all_figures_and_loads_nothing(report, baobiao, tmp_path):
    report.write_text(TEXT.replace("农业人口", "<b>农业人口"), encoding="utf-8")
    assert baobiao("audit", report, "--format", "html", "--to", tmp_path / "page.html").status == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    marks = Marks()
    marks.feed(page)
    assert marks.marked[:3] == [("82.05万人", ""), ("76.87万人", ""), ("93.56%", "stated")] and not marks.loaded
    assert "&lt;b&gt;农业人口" in page


def test_bad_input_is_one_sentence(tmp_path, baobiao, report):
    ran = baobiao("audit", tmp_path / "missing.txt", report)
    assert ran.status == 2 and "missing.txt: does not exist" in ran.err and "93.56%" in ran.out
    ran = baobiao("audit", tmp_path / "nothing.duckdb")
    assert ran.status == 2 and ran.err.count("\n") == 1
    ran = baobiao("audit", report, "--to", tmp_path / "no" / "page.html", "--format", "html")
    assert ran.status == 2 and "choose another name or folder" in ran.err


OTHER = "清水县2020年工作情况\n2019年，清水县地区生产总值为56.05亿元。\n"


def test_documents_that_contradict_one_another():
    documents = [
        convert_source(read.from_text(f"甘肃省天水市清水县{year}年工作情况\n2019年，甘肃省天水市清水县地区生产总值为{value}亿元。\n", f"{year}"))
        for year, value in (("2019", "56.05"), ("2020", "56.50"), ("2021", "56.1"))
    ]
    across = Across()
    found = [finding for document in documents for finding in across.add(document.facts)]
    assert [(f.doc, f.docs, f.verdict) for f in found] == [("2020", ("2020", "2019"), "disagrees")]
    assert "2019为56.05亿元，此处为56.50亿元" in found[0].statement


@pytest.mark.parametrize("target", ["facts.duckdb", "facts/"])
def test_a_dataset_gives_what_its_documents_give(tmp_path, baobiao, target):
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.txt").write_text(OTHER, encoding="utf-8")
    assert baobiao("convert", folder, "--to", f"{tmp_path}/{target}").status == 0
    of_files = baobiao("audit", folder, "--format", "csv", "--all")
    of_dataset = baobiao("audit", tmp_path / target.rstrip("/"), "--format", "csv", "--all")
    assert of_dataset.out == of_files.out and "93.56%" in of_dataset.out


@pytest.mark.slow
def test_time_is_linear_in_the_figures():
    lines = [
        f"{n}.第{n}村有农户{200 + n}户{800 + n}人，其中脱贫户{60 + n}户{190 + n}人，占总人口的{(190 + n) / (800 + n):.2%}。2019年，投入资金{300 + n}万元，比上年增加{20 + n}万元。"
        for n in range(1, 301)
    ]

    def seconds(times):
        document = convert_source(read.from_text("清水县2019年工作情况\n一、进展\n" + "\n".join(lines * times), "a"))
        start = time.process_time()
        audit(document)
        return time.process_time() - start

    assert seconds(8) < 8 * 2.5 * max(seconds(1), 0.01)
