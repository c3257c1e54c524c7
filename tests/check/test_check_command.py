"""`baobiao check` from its arguments to exit status, terminal and report files."""

import json
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from conftest import SEEDS

TEXT = "赫章县2018年情况\n全县有贫困户104户312人，投入资金3220万元。\n"


@pytest.fixture
def folder(tmp_path, baobiao):
    """Samples with floors, all of which hold."""
    samples = tmp_path / "samples"
    samples.mkdir()
    for name in ("a", "b<&"):
        (samples / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    assert baobiao("check", samples, "--update", "expectations").status == 0
    assert baobiao("check", samples, "--update", "floors").status == 0
    return samples


def spoil(folder):
    """Expect another indicator than is found, in one document."""
    path = folder / "a.facts.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("贫困户", "脱贫农户"), encoding="utf-8")


def test_floors_that_hold_are_status_0(folder, baobiao):
    ran = baobiao("check", folder)
    assert ran.status == 0 and ran.out.endswith("2 documents, 0 differences\nall floors hold\n")


def test_a_floor_that_falls_is_status_1_and_named(folder, baobiao):
    spoil(folder)
    ran = baobiao("check", folder)
    assert ran.status == 1
    assert "indicator: 脱贫农户 → 贫困户  2 in 1 document\n  a.txt:2  全县有贫困户⟦104户⟧312人" in ran.out
    assert "fell: overall.rows is 0.6666, its floor 1.0000" in ran.out.replace("0.6667", "0.6666")
    assert "samples changed since the floors were set (changed: a.facts.csv)" in ran.out


def test_floors_sink_only_with_leave(folder, baobiao):
    spoil(folder)
    before = (folder / "floors.toml").read_text(encoding="utf-8")
    ran = baobiao("check", folder, "--update", "floors")
    assert ran.status == 2 and "would lower overall.rows from 1.0000 to 0.66" in ran.err and "--allow-worse" in ran.err
    assert (folder / "floors.toml").read_text(encoding="utf-8") == before
    assert baobiao("check", folder, "--update", "floors", "--allow-worse").status == 0
    assert baobiao("check", folder).status == 0


def test_expectations_are_pinned_again(folder, baobiao):
    spoil(folder)
    ran = baobiao("check", folder, "--update", "expectations")
    assert ran.status == 0 and f"{folder / 'a.facts.csv'}: 5 facts expected: 0 more, 0 no longer, 2 changes in others" in ran.err
    assert baobiao("check", folder).out.endswith("all floors hold\n")


def test_one_document_is_not_held_to_the_floors_of_all(folder, baobiao):
    spoil(folder)
    ran = baobiao("check", folder / "a.txt")
    assert ran.status == 0 and "no floors" in ran.out
    assert baobiao("check", folder / "a.txt", "--floors", folder / "floors.toml").status == 1


def test_json(folder, baobiao):
    spoil(folder)
    ran = baobiao("check", folder, "--format", "json")
    content = json.loads(ran.out)
    assert ran.status == 1 and content["held"] is False
    assert content["samples"] == {"changed": ["a.facts.csv"], "new": [], "gone": []}
    assert content["measures"]["attributes"]["indicator"]["right_of_found"] == pytest.approx(4 / 6, abs=1e-3)
    [group] = content["groups"]
    assert (group["label"], group["count"], group["documents"]) == ("indicator: 脱贫农户 → 贫困户", 2, ["a.txt"])
    assert group["differences"][0]["line"] == 2 and group["differences"][0]["text"] == "104户"


def test_junit(folder, baobiao, tmp_path):
    spoil(folder)
    assert baobiao("check", folder, "--format", "junit", "--to", tmp_path / "report.xml").status == 1
    root = ElementTree.parse(tmp_path / "report.xml").getroot()
    floors, documents = root.findall("testsuite")
    failed = {f"{case.get('classname')}.{case.get('name')}": case.find("failure").get("message") for case in floors.findall("testcase") if case.find("failure") is not None}
    assert int(floors.get("failures")) == len(failed) and failed["floors.overall.rows"].endswith("is below the floor 1.0000")
    assert [case.get("name") for case in documents] == ["a.txt", "b<&.txt"]
    assert "a.txt:2: indicator: 脱贫农户 → 贫困户" in documents[0].findtext("system-out")


class Page(HTMLParser):
    """A page's addresses and whether its elements are closed in order."""

    def __init__(self):
        super().__init__()
        self.open, self.links = [], []

    def handle_starttag(self, tag, attrs):
        self.links += [value for name, value in attrs if name in ("src", "href")]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_html_is_one_whole_file_that_needs_nothing_else(folder, baobiao, tmp_path):
    spoil(folder)
    assert baobiao("check", folder, "--format", "html", "--to", tmp_path / "report.html").status == 1
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(text)
    assert page.open == [] and page.links == [] and "url(" not in text and "<script" not in text
    assert "<mark>104户</mark>" in text and "b&lt;&amp;.txt" in text and 'class="fell"' in text


def test_two_runs_are_compared(folder, baobiao, tmp_path):
    assert baobiao("convert", folder, "--to", tmp_path / "a.csv", "-q").status == 0
    text = (tmp_path / "a.csv").read_text(encoding="utf-8")
    (tmp_path / "b.csv").write_text(text.replace("贫困户,level", "农户,level"), encoding="utf-8")
    ran = baobiao("check", tmp_path / "a.csv", tmp_path / "b.csv", "--sample", 1)
    assert ran.status == 0
    assert "indicator: 贫困户 → 农户  4 in 2 documents" in ran.out and "… and 3 more" in ran.out
    assert "0 lost, 0 gained, 4 changed in 2 documents" in ran.out
    assert json.loads(baobiao("check", tmp_path / "a.csv", tmp_path / "b.csv", "--format", "json").out)["groups"][0]["count"] == 4
    assert ElementTree.fromstring(baobiao("check", tmp_path / "a.csv", tmp_path / "b.csv", "--format", "junit").out.encode()).find("testsuite").get("failures") == "2"
    page = Page()
    page.feed(baobiao("check", tmp_path / "a.csv", tmp_path / "b.csv", "--format", "html").out)
    assert page.open == []


def test_reviews_with_floors_of_their_own(folder, baobiao, tmp_path):
    start = TEXT.index("104户")
    (tmp_path / "r.csv").write_text(
        f'doc,start,end,kind,verdict,corrected,note\na.txt,{start},{start + 4},households,corrected,"{{""indicator"": ""农户""}}",\n', encoding="utf-8")
    ran = baobiao("check", folder, "--reviews", tmp_path / "r.csv")
    assert ran.status == 0 and "indicator: 农户 → 贫困户" in ran.out and "corrected: 0 of 1 reviews hold" in ran.out
    for format in ("json", "junit", "html"):
        assert "农户 → 贫困户" in baobiao("check", folder, "--reviews", tmp_path / "r.csv", "--format", format).out
    assert baobiao("check", folder, "--reviews", tmp_path / "r.csv", "--update", "floors", "--floors", tmp_path / "f.toml").status == 0
    assert baobiao("check", folder, "--reviews", tmp_path / "r.csv", "--floors", tmp_path / "f.toml").status == 0


@pytest.mark.parametrize(("arguments", "said"), [
    (("check", "没有"), "没有: does not exist"),
    (("check", SEEDS / "hezhang_county.txt", "--update", "floors"), "floors are set for one folder"),
    (("check", SEEDS, "--floors", "没有.toml"), "没有.toml: does not exist"),
    (("check", SEEDS, "--reviews", "没有.csv"), "没有.csv: does not exist"),
    (("check", SEEDS, "--format", "yaml"), "--format"),
    (("check",), "Missing argument"),
])
def test_bad_input_is_one_sentence_and_status_2(baobiao, arguments, said):
    ran = baobiao(*arguments)
    assert ran.status == 2 and said in ran.err and "Traceback" not in ran.err


def test_the_projects_samples_hold(baobiao):
    ran = baobiao("check", SEEDS)
    assert ran.status == 0 and ran.out.endswith("all floors hold\n")
