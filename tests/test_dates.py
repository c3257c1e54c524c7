"""When a report was given: its own date, and the period of what it dates no nearer."""

import pytest

from extract import split
from extract.dates import dates_of
from extract.kinds import period
from extract.pipeline import convert_source
from extract.records import FIGURES, Source


def dates(text):
    """The dates of a text's one report."""
    (report,) = split.reports(text)
    return dates_of(text, report, period.find(text))


#: Text → the report's own date and the period of its undated facts.
DATES = {
    "青田县2019年工作总结\n全县现有农户3100户。": ("2019", "2019"),
    "青田县工作情况汇报\n（2019年3月12日）\n全县现有农户3100户。": ("2019-03-12", "2019-03-12"),
    "青田县2018年国民经济和社会发展统计公报\n青田县统计局\n2019年3月28日\n全县现有农户3100户。": ("2019-03-28", "2018"),
    "青田县脱贫工作情况\n全县现有农户3100户。\n青田县人民政府\n2020年6月5日": ("2020-06-05", "2020-06-05"),
    "青田镇2019年上半年工作小结\n全镇现有农户3100户。": ("2019-06-30", "2019-01-01/2019-06-30"),
    "青田镇2019年1-9月扶贫工作情况\n全镇现有农户3100户。\n2019年10月8日": ("2019-10-08", "2019-01/2019-09"),
    "青田镇扶贫工作汇报（2019年3月）\n全镇现有农户3100户。": ("2019-03", "2019-03"),
    "青田县“十三五”教育扶贫成效\n全县现有农户3100户。": ("2020", "2016/2020"),
    "青田镇2018—2019年扶贫规划\n全镇现有农户3100户。": ("", ""),
    "全县现有农户3100户。": ("", ""),
}


@pytest.mark.parametrize("text", DATES)
def test_dates(text):
    found = dates(text)
    assert (found.date, found.period) == DATES[text]


def test_the_date_of_a_web_page_is_not_the_reports():
    assert dates("青田县情况汇报\n发布时间：2021-05-06 来源：本站\n全县现有农户3100户。").date != "2021-05-06"


def sat(text):
    """The date of a work report, and whether it was given early in its year."""
    found = dates(text)
    return found.date, found.early


@pytest.mark.parametrize(("text", "date"), [
    ("各位代表：\n现在，我代表县政府作工作报告。\n一、2014年国内工作的回顾\n全县新建茶园5000亩。\n", "2015"),
    ("各位代表：\n现在，我代表县政府作工作报告。\n一、去年工作回顾\n2014年，全县新建茶园5000亩。\n", "2015"),
    ("各位代表：\n刚刚过去的2014年，是全县发展最好的一年。新建茶园5000亩。\n", "2015"),
    ("各位代表：\n一、关于2014年政府工作\n新建茶园5000亩。\n二、2015年发展的主要任务\n新建果园800亩。\n", "2015"),
    ("各位代表：\n过去五年，成绩来之不易。2014年，全县粮食总产量3.1万吨。2014年，全县生猪出栏8万头。到2020年，全县粮食总产量达到4万吨。\n", "2015"),
    ("各位代表：\n我代表国务院，向第四届全国人民代表大会作政府工作报告。全国解放以来，粮食增产一倍。1970年，粮食产量3亿吨。\n", "1975"),
    ("各位代表：\n我代表国务院，向第十一届全国人民代表大会第二次会议报告政府工作。新建公路3万公里。\n", "2009"),
    ("青田县2015年政府工作报告\n会议听取了县长的报告。全县去年新建茶园5000亩。2020年，力争建成茶园9000亩。\n", "2015"),
    ("各位代表：\n我代表县政府提出关于2014年预算执行和2015年预算的报告，请审议。2014年，全县收入3亿元。\n", "2015"),
])
def test_the_year_of_a_work_report_that_gives_no_day(text, date):
    assert sat(text) == (date, True)


@pytest.mark.parametrize("head", [
    "政府工作报告2015年2月6日在青田县第十四届人民代表大会\n第五次会议上\n", "内容摘要：政府工作报告2015年2月6日各位代表、同志们：现在，我代表县政府向大会作工作报告，请予审议，并请县政协委员和其他列席的同志提出意见。\n",
])
def test_the_day_of_a_session_inside_a_longer_line(head):
    assert sat(head + "全县去年新建茶园5000亩。\n") == ("2015-02-06", True)


def test_a_report_that_addresses_no_congress_is_of_the_year_of_which_it_tells():
    assert sat("一、2014年工作回顾\n全县新建茶园5000亩。\n")[0] == "2014"


def test_last_year_and_the_years_past_count_from_the_session():
    text = "各位代表：\n一、2014年工作回顾\n全县新建茶园5000亩。\n二、五年来的变化\n过去五年，全县新建公路90公里。今年，新建果园800亩。去年新建桥梁3座。\n"
    facts = [fact for fact in convert_source(Source("doc", text)).facts if fact.kind in FIGURES]
    assert [fact.period for fact in facts] == ["2014", "2010/2014", "2015", "2014"]


PLANS = {
    "中华人民共和国\n国民经济和社会发展第六个五年计划\n\n　　粮食产量平均每年增长3%。": "1981/1985",
    "青田县国民经济和社会发展第十三个五年规划纲要（草案）\n粮食产量稳定增长。": "2016/2020",
    "各位代表：\n　　我受国务院的委托，作关于第七个五年计划的报告。\n　　五年内，粮食产量增长8%。": "1986/1990",
    "青田县“十四五”规划执行情况的报告\n粮食产量增长3%。": "",
    "各位代表：\n　　现在，我报告工作，请连同《\n国民经济和社会发展第十个五年计划纲要（草案）\n》一并审议。": "",
}


@pytest.mark.parametrize("text", PLANS)
def test_the_years_of_the_plan_that_a_document_lays_down(text):
    assert dates(text).plan == PLANS[text]


def test_a_plan_speaks_of_its_years_in_all_chapters():
    under = "继续办好各项事业，认真落实各项措施，不断提高工作水平，努力完成各项任务。" * 8
    text = f"中华人民共和国\n国民经济和社会发展第六个五年计划\n一、农业\n造林900万亩。{under}\n二、水利\n{under}\n一、抓好施工\n{under}竣工电站12座。\n二、管好设施\n{under}"
    facts = [fact for fact in convert_source(Source("doc", text)).facts if fact.kind in FIGURES]
    assert [(fact.text, fact.period, fact.status, fact.place) for fact in facts] == [
        ("900万亩", "1981/1985", "planned", "全国"), ("12座", "1981/1985", "planned", "全国")]


def test_a_report_on_a_plan_looks_back_on_the_one_before():
    text = "各位代表：\n　　现在，我作关于第七个五年计划的报告。\n一、“六五”计划执行情况\n新建铁路2000公里。\n二、“七五”计划的任务\n新建铁路3600公里。"
    facts = [fact for fact in convert_source(Source("doc", text)).facts if fact.kind in FIGURES]
    assert [(fact.period, fact.status) for fact in facts] == [("1981/1985", "actual"), ("1986/1990", "planned")]


def test_what_a_congress_is_told_is_of_the_year_before_until_the_report_turns_to_its_own():
    told = "我们坚持稳中求进，着力改善民生，各项事业取得新的成绩，群众生活水平不断提高。" * 20
    text = f"青田县政府工作报告\n——2015年2月6日在青田县人民代表大会上\n各位代表：\n{told}新建茶园5000亩。\n今年工作的总体要求是稳中求进。\n全年新建果园800亩。\n"
    facts = [fact for fact in convert_source(Source("doc", text)).facts if fact.kind in FIGURES]
    assert [fact.period for fact in facts] == ["2014", "2015"]


def test_a_work_report_on_the_year_of_its_title():
    found = dates("青田县2018年政府工作报告\n2018年，全县粮食总产量3.1万吨。\n")
    assert (found.date, found.period, found.early) == ("2018", "2018", False)


def test_a_plan_that_is_named_or_looked_forward_to_dates_nothing():
    text = "青田县2022年政府工作报告\n2022年1月27日\n一、2021年工作回顾\n“八五”普法全面推进。深化改革，86项事项实现网办。激情奋进“十四五”，新建茶园300亩。"
    facts = [fact for fact in convert_source(Source("doc", text)).facts if fact.kind in FIGURES]
    assert [(fact.period, fact.status) for fact in facts] == [("2021", "actual"), ("2021", "actual")]
