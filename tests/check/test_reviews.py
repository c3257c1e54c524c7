"""Reviews as expectations: from a table and from a dataset, by verdict, with what was corrected."""

import json

import pytest

from extract import convert_source, from_text, load
from extract.check import reviews
from extract.check.samples import BadSample

TEXT = "赫章县2018年情况\n全县有贫困户104户312人，投入资金3220万元。\n"


@pytest.fixture
def files(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    return [(tmp_path / "a.txt", "a.txt")]


def line(text, verdict, corrected=None, kind=None):
    """A review of a mention of the text as a CSV line."""
    kinds = {fact.text: fact.kind for fact in convert_source(from_text(TEXT)).facts}
    start = TEXT.index(text)
    said = json.dumps(corrected, ensure_ascii=False).replace('"', '""') if corrected else ""
    return f'a.txt,{start},{start + len(text)},{kind or kinds.get(text, "count")},{verdict},"{said}",\n'


def checked(tmp_path, files, *lines):
    path = tmp_path / "reviews.csv"
    path.write_text("doc,start,end,kind,verdict,corrected,note\n" + "".join(lines), encoding="utf-8-sig")
    return reviews.check(reviews.read(path), files)


def test_what_was_found_right_has_to_stay_and_what_was_wrong_to_go(tmp_path, files):
    result = checked(tmp_path, files, line("104户", "right"), line("全县", "right"), line("312人", "wrong"), line("投入", "wrong"))
    assert result.counts == {"right": (2, 1), "wrong": (2, 1), "corrected": (0, 0)}
    assert [item.label for item in result.differences] == ["lost: count", "gained: persons"]
    assert result.measures == {"reviews": {"all": 0.5, "right": 0.5, "wrong": 0.5}}


def test_what_was_corrected_has_to_be_so(tmp_path, files):
    result = checked(
        tmp_path, files, line("104户", "corrected", {"indicator": "农户", "value": 104.0}), line("3220万元", "corrected", {"value": "32200000", "status": "actual"}))
    assert [(item.label, item.quote) for item in result.differences] == [("indicator: 农户 → 贫困户", "全县有贫困户⟦104户⟧312人，投入资金3220万元。")]
    assert result.counts["corrected"] == (2, 1)


def test_a_corrected_span_moves_what_is_expected(tmp_path, files):
    start = TEXT.index("104户")
    result = checked(tmp_path, files, line("104", "corrected", {"start": start, "end": start + 4, "kind": "households"}, kind="count"))
    assert result.differences == () and result.counts["corrected"] == (1, 1)


def test_the_last_review_of_a_mention_counts_and_one_put_off_expects_nothing(tmp_path, files):
    result = checked(tmp_path, files, line("104户", "wrong"), line("104户", "right"), line("312人", "unsure"), line("全县", ""))
    assert result.differences == () and sum(count for count, _ in result.counts.values()) == 1


def test_reviewed_documents_that_are_not_there_are_told(tmp_path, files):
    result = checked(tmp_path, files, line("104户", "right"), line("104户", "right").replace("a.txt", "b.txt"))
    assert result.missing == ("b.txt",) and result.counts["right"] == (1, 1)
    with pytest.raises(BadSample, match="none of the documents was reviewed; the reviews are of b.txt"):
        checked(tmp_path, files, line("104户", "right").replace("a.txt", "b.txt"))


@pytest.mark.parametrize(("text", "said"), [
    ("a.txt,x,4,place,right,,\n", "line 2: 'x'-'4' of kind 'place' is no mention"),
    ("a.txt,1,4,town,right,,\n", "of kind 'town' is no mention"),
    ("a.txt,1,4,place,corrected,{,\n", "has to be a JSON object of columns"),
    ('a.txt,1,4,place,corrected,"[1]",\n', "has to be a JSON object"),
    ('a.txt,1,4,place,corrected,"{""colour"": 1}",\n', "there is no colour"),
])
def test_what_is_no_review_is_refused_by_its_line(tmp_path, files, text, said):
    with pytest.raises(BadSample, match=said):
        checked(tmp_path, files, text)


def test_the_reviews_of_a_dataset_expect_the_whole_rows_that_were_reviewed(tmp_path, files, monkeypatch):
    """What stands in the dataset is what the reader saw; here it is another indicator than today's."""
    seen = [load.cell(value) for value in ("a.txt", TEXT.index("104户"), TEXT.index("104户") + 4, "households")]
    row = dict(zip(("doc", "start", "end", "kind"), seen)) | {"text": "104户", "indicator": "农户", "value": "104"}
    review = dict(zip(("doc", "start", "end", "kind"), seen)) | {"verdict": "right", "corrected": "", "note": ""}
    monkeypatch.setattr(reviews, "_of_dataset", lambda path: ([review], {("a.txt", (TEXT.index("104户"), TEXT.index("104户") + 4, "households")): row}))
    result = reviews.check(reviews.read(tmp_path / "d.duckdb"), files)
    assert [item.label for item in result.differences] == ["indicator: 农户 → 贫困户"]


def test_the_reviews_are_read_from_a_dataset(tmp_path, files, baobiao):
    duckdb = pytest.importorskip("duckdb")
    assert baobiao("convert", files[0][0], "--to", tmp_path / "d.duckdb").status == 0
    start = TEXT.index("104户")
    with duckdb.connect(str(tmp_path / "d.duckdb")) as data:
        for verdict, at in (("wrong", "2024-01-01"), ("right", "2024-01-02")):
            data.execute("INSERT INTO reviews (doc, start, \"end\", kind, verdict, corrected, note, reviewer, \"at\") VALUES ('a.txt', ?, ?, 'households', ?, '', '', '', ?)", [start, start + 4, verdict, at])
    [review] = reviews.read(tmp_path / "d.duckdb")
    assert review.verdict == "right" and review.expected["indicator"] == "贫困户" and review.expected["value"] == "104"
    assert reviews.check([review], files).differences == ()


def test_the_explore_pages_csv_is_read_with_the_rows_as_they_were(tmp_path, files):
    start = TEXT.index("104户")
    head = "doc,start,end,kind,text,value,indicator,status,verdict,new_value,new_indicator,note,reviewer,at\n"
    one = f"a.txt,{start},{start + 4},households,104户,104,农户,actual,right,,,,,2024-01-02\n"
    two = f"a.txt,{start},{start + 4},households,104户,104,农户,actual,corrected,,贫困户,,,2024-01-01\n"
    (tmp_path / "r.csv").write_text(head + one + two, encoding="utf-8-sig")
    [review] = reviews.read(tmp_path / "r.csv")
    assert review.verdict == "right", "the latest counts"
    assert [item.label for item in reviews.check([review], files).differences] == ["indicator: 农户 → 贫困户"]
    (tmp_path / "r.csv").write_text(head + two, encoding="utf-8-sig")
    assert reviews.check(reviews.read(tmp_path / "r.csv"), files).differences == ()


def test_a_corrected_place_brings_its_own_path(tmp_path, files, baobiao):
    assert baobiao("convert", files[0][0], "--to", tmp_path / "facts.csv").status == 0
    text = (tmp_path / "facts.csv").read_text(encoding="utf-8-sig").replace("赫章县,贵州省/毕节市/赫章县,520527", "威宁县,贵州省/毕节市/威宁县,520526")
    head, *lines = text.splitlines()
    rows = [f"{line},corrected,赫章县" for line in lines if ",104户," in line]
    (tmp_path / "r.csv").write_text("\n".join([head + ",verdict,new_place", *rows]) + "\n", encoding="utf-8")
    result = reviews.check(reviews.read(tmp_path / "r.csv"), files)
    assert result.differences == () and result.counts["corrected"] == (1, 1)
