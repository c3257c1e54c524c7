"""A report's frame: its own date and place, what headings lay down, what 全县 stands for."""

import pytest

from extract import frame, split
from extract.pipeline import convert_source
from extract.records import FIGURES, Place, Source


def figures(text):
    """The figures of a text in reading order."""
    return [fact for fact in convert_source(Source("doc", text)).facts if fact.kind in FIGURES]


@pytest.mark.parametrize(("heading", "status"), [("二、2021年工作打算", "planned"), ("二、下一步工作安排", "planned"), ("二、存在的问题", "actual"), ("二、取得的成效", "actual"), ("二、主要目标完成情况", "actual")])
def test_what_a_heading_lays_down(heading, status):
    facts = figures(f"青田县2020年工作总结\n一、基本情况\n全县现有农户3100户。\n{heading}\n新建茶园5000亩。")
    assert [f.status for f in facts] == ["actual", status]


def test_a_headings_year():
    facts = figures("青田县工作汇报\n一、2018年工作回顾\n新建茶园5000亩。\n二、2019年工作打算\n新建果园800亩。")
    assert [f.period for f in facts] == ["2018", "2019"]


COUNTY = Place(0, 3, "place", "rule", name="青田县", path=("浙江省", "丽水市", "青田县"), level="county")
TOWN = Place(0, 3, "place", "rule", name="船寮镇", path=("浙江省", "丽水市", "青田县", "船寮镇"), level="town")
VILLAGE = Place(0, 3, "place", "rule", name="双河村", path=("浙江省", "丽水市", "青田县", "船寮镇", "双河村"), level="village")
HOME = {"county": COUNTY, "town": TOWN}


@pytest.mark.parametrize(("said", "name"), [
    ("全县", "青田县"), ("我县", "青田县"), ("我镇", "船寮镇"), ("全镇", "船寮镇"), ("该村", "双河村"), ("此村", "双河村"), ("全国", "全国"), ("全省", ""), ("辖区", "船寮镇"),
])
def test_what_a_back_reference_stands_for(said, name):
    (match,) = frame.back_reference(said, 0, len(said))
    assert frame.referent(match, HOME, [VILLAGE])[0] == name


@pytest.mark.parametrize("said", ["全县级", "我镇政府", "全面", "该项目", "本级", "我省委"])
def test_no_back_reference(said):
    assert [m.group() for m in frame.back_reference(said, 0, len(said))] == []


def test_the_lowest_of_the_reports_own_places():
    assert frame.lowest(HOME) is TOWN and frame.lowest({}) is None


@pytest.mark.parametrize(("head", "national"), [("国务院总理代表国务院作工作报告\n", True), ("青田县人民政府工作报告\n", False)])
def test_whether_the_whole_country_reports(head, national):
    (report,) = split.reports(head + "粮食总产量6.8亿吨。")
    assert frame.is_national(head + "粮食总产量6.8亿吨。", report) is national


def test_a_budget_is_planned():
    assert [f.status for f in figures("青田县水利局2021年部门预算\n收入总额320万元。")] == ["planned"]
    assert [f.status for f in figures("青田县水利局2021年部门决算\n收入总额320万元。")] == ["actual"]


PART = "一、工业\n" + "各部门抓好生产，努力提高质量，降低消耗。" * 12 + "\n二、农业\n" + "各地方抓好春耕，努力扩大面积，提高单产。" * 12 + "\n"


def test_numbering_that_starts_again_without_a_title_goes_on_with_the_whole_countrys_report():
    text = f"同志们：\n我代表国务院作1985年政府工作报告。\n{PART}经济工作\n{PART}全国新建铁路1200公里。今年计划新建公路3000公里。去年，新建桥梁3座。"
    facts = [fact for fact in figures(text) if fact.unit in ("公里", "座")]
    assert facts[0].section == 1 and {fact.place for fact in facts} == {"全国"} and [fact.period for fact in facts[1:]] == ["1985", "1984"]


def test_numbering_that_starts_again_goes_on_with_the_counties_report_and_its_date():
    text = f"青田县政府工作报告\n——2015年2月6日在青田县人民代表大会上\n{PART}今年的主要任务是：\n{PART}去年，全县新建桥梁3座。"
    fact = [fact for fact in figures(text) if fact.unit == "座"][0]
    assert (fact.section, fact.place, fact.period) == (1, "青田县", "2014")
