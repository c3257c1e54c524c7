"""Plans and work reports: which figures are planned, and for when."""

import pytest

from extract.pipeline import convert_source
from extract.records import FIGURES, Source

PLAN = "青田县国民经济和社会发展第十三个五年规划纲要\n\n一、主要目标\n"
REPORT = "各位代表：\n　　现在，我代表县人民政府报告工作。\n一、2018年工作回顾\n新建茶园5000亩。\n二、2019年工作安排\n"


def figures(text):
    """Text, period and status of the figures of a text, in reading order."""
    return [(fact.text, fact.period, fact.status) for fact in convert_source(Source("doc", text)).facts if fact.kind in FIGURES]


#: What a plan says → its figures.
SAID = {
    "2020年，粮食产量达到6.2万吨，比2015年的5.8万吨增加0.4万吨，平均每年增长1.4%。": [
        ("6.2万吨", "2020", "planned"), ("5.8万吨", "2015", "actual"), ("0.4万吨", "2020", "planned"), ("1.4%", "2016/2020", "planned")],
    "茶叶产值3亿元，比2015年的2亿元增长50%，平均每年增长8%。": [
        ("3亿元", "2020", "planned"), ("2亿元", "2015", "actual"), ("50%", "2020", "planned"), ("8%", "2016/2020", "planned")],
    "五年内，新建茶园5000亩；五年合计，财政支出60亿元。": [("5000亩", "2016/2020", "planned"), ("60亿元", "2016/2020", "planned")],
    "在整顿现有120个茶园的基础上，新建茶园30个。": [("120个", "2016/2020", "actual"), ("30个", "2016/2020", "planned")],
    "“十三五”期间，用于学校改造的资金为3亿元。": [("3亿元", "2016/2020", "planned")],
    "2014年，粮食产量只有5.6万吨。": [("5.6万吨", "2014", "actual")],
    "粮食亩产由2015年的380公斤提高到2020年的410公斤。": [("380公斤", "2015", "actual"), ("410公斤", "2020", "planned")],
    "按2015年价格计算，农业总产值达到12亿元。": [("12亿元", "2020", "planned")],
    "基本建设支出15亿元，比“十二五”时期增加2亿元。": [("15亿元", "2016/2020", "planned"), ("2亿元", "2016/2020", "planned")],
}


@pytest.mark.parametrize("said", SAID)
def test_the_figures_of_a_plan(said):
    assert figures(PLAN + said) == SAID[said]


@pytest.mark.parametrize("turn", ["今年经济社会发展的主要预期目标是：粮食产量6万吨。", "今年要重点做好以下几方面工作。"])
def test_a_report_turns_to_the_years_work(turn):
    text = "各位代表：\n　　现在，我报告工作。\n一、2018年工作回顾\n新建茶园5000亩。\n二、“十三五”中期情况\n" + turn + "\n（一）抓好农业。新建果园800亩。\n（二）抓好水利。去年末有水库12座。\n"
    assert figures(text)[-2:] == [("800亩", "2019", "planned"), ("12座", "2018-12-31", "actual")]


@pytest.mark.parametrize("note", ["名词解释\n“双随机”：随机抽取200家企业。", "[1]“双随机”：随机抽取200家企业。"])
def test_notes_below_a_report_are_no_plan(note):
    assert figures(REPORT + "新建果园800亩。\n" + note)[-1][2] == "actual"


@pytest.mark.parametrize("aside", ["在实际工作中争取更好结果", "争取实际达到的速度更高"])
def test_what_is_done_in_practice_takes_no_target_back(aside):
    text = REPORT + f"主要预期目标是：生产总值增长5%左右，{aside}；城镇新增就业2600人。\n"
    assert [f[2] for f in figures(text)[1:]] == ["planned", "planned"]


def test_a_target_that_was_met_at_a_clauses_end_plans_nothing():
    assert [f[2] for f in figures(REPORT.split("二、")[0] + "登记失业率2.1%，低于预期目标；城镇居民人均收入3万元。")][1:] == ["actual", "actual"]


def test_what_was_reached_in_five_years_is_of_their_end():
    text = "各位代表：\n　　现在，我报告工作。\n过去五年，生产总值突破90亿元，茶企增至61家，比重由30%提升到40%，累计投资突破50亿元。\n一、2018年工作回顾\n继续努力。"
    assert [f[1] for f in figures(text)] == ["2018", "2018", "", "2018", "2014/2018"]


def test_what_was_done_every_year_is_no_standard():
    text = "各位代表：\n　　现在，我报告工作。\n一、2018年工作回顾\n每年新增就业400人以上。\n二、2019年工作安排\n每年走访2次以上。"
    assert [f[2] for f in figures(text)] == ["actual", "planned"]


def test_the_years_of_the_next_plan_lie_ahead():
    text = "各位代表：\n　　现在，我报告工作。\n一、2025年工作回顾\n修路19公里。\n二、“十五五”时期主要目标\n推动文旅业增加值年均增长6%。\n三、2026年工作\n修桥28座。"
    assert [f[1:] for f in figures(text)][:2] == [("2025", "actual"), ("2026/2030", "planned")]


def test_years_from_and_to_hold_for_all_that_their_sentence_says():
    assert [f[1] for f in figures("从2011年到2015年，修路19公里，修桥28座。从2011年的19公里，增加到28公里，修桥3座。")][:2] == ["2011/2015", "2011/2015"]


def test_the_years_of_a_record_date_nothing():
    text = "各位代表：\n　　现在，我报告工作。\n一、2018年工作回顾\n茶叶产量创近10年新高，建成茶园28个。参保率超90%。"
    assert {f[1] for f in figures(text)} == {"2018"}


def test_a_total_that_a_figure_is_compared_with_dates_nothing():
    text = "各位代表：\n　　现在，我报告工作。\n2011年到 2015年，修路1900公里，是1950年到2010年60年的总和；修桥28座。\n一、2015年工作回顾\n继续努力。"
    assert {f[1] for f in figures(text)} == {"2011/2015"}


def test_where_a_change_began():
    text = "各位代表：\n　　现在，我报告工作。\n过去五年，新建茶园5000亩，生产总值从80亿元增加到120亿元。\n一、2018年工作回顾\n继续努力。"
    assert figures(text) == [("5000亩", "2014/2018", "actual"), ("80亿元", "", "actual"), ("120亿元", "2018", "actual")]


def test_punctuation_inside_a_figure_parts_no_clause():
    (fact,) = [f for f in convert_source(Source("doc", "2020年，产值2，980亿元，比2015年的2，333亿元增长27.7%。")).facts if f.text == "27.7%"]
    assert fact.base == "2015年"


def test_a_target_that_was_met_is_no_plan():
    assert [f[2] for f in figures("2018年，全面实现年初确定的主要目标，粮食产量增长2%。")] == ["actual"]


#: The parts of a work report behind its review → the last figure's period and status.
PARTS = {
    "三、加快项目建设\n开工项目30个。": ("30个", "2019", "planned"),
    "三、加快项目建设\n（一）夯实基础\n开工项目30个。": ("30个", "2019", "planned"),
    "主要预期目标是：\n粮食产量6万吨。\n三、加快项目建设\n开工项目30个。": ("30个", "2019", "planned"),
    "三、加快项目建设\n开工项目30个。\n附：名词解释\n1.“四好农村路”：全县已建成60公里。": ("60公里", "2018", "actual"),
}


@pytest.mark.parametrize("parts", PARTS)
def test_the_years_tasks_hold_under_headings_without_a_time(parts):
    assert figures(REPORT + "安排资金500万元。\n" + parts)[-1] == PARTS[parts]


def test_parts_that_are_each_numbered_anew_are_one_report():
    said = "\n".join(f"{number}、{name}\n{name}工作稳步推进，群众满意度提高，基础设施持续改善，管理水平不断提升，各项任务顺利完成。" * 2 for number, name in (("一", "农业"), ("二", "水利"), ("三", "交通")))
    text = "各位代表：\n　　现在，我代表县人民政府报告工作。\n2018年工作回顾\n" + said + "\n2019年主要任务\n一、抓好农业\n新建果园800亩。\n二、抓好水利\n新建水库2座。\n"
    assert figures(text) == [("800亩", "2019", "planned"), ("2座", "2019", "planned")]


def test_the_present_state_under_a_heading_is_no_plan():
    assert figures("各位代表：\n　　现在，我代表国务院报告工作。\n1981年11月30日\n一、当前形势\n粮食产量6万吨。\n")[-1][2] == "actual"


def test_now_and_a_title_of_honour_date_nothing_further():
    assert figures(REPORT.split("二、")[0] + "目前，有学校12所。投资800万元，新建公路30公里。荣获“全省2016年度文明县城”称号，绿化街道8条。\n") == [
        ("5000亩", "2018", "actual"), ("12所", "2019", "actual"), ("800万元", "2018", "actual"), ("30公里", "2018", "actual"), ("8条", "2018", "actual")]


def test_what_is_taken_as_an_aim_makes_no_plan():
    assert figures(REPORT.split("二、")[0] + "把群众满意作为奋斗目标，改造学校12所。\n")[-1] == ("12所", "2018", "actual")


def test_the_year_before_which_things_were_made_dates_them_not():
    assert figures(REPORT.split("二、")[0] + "完成2000年以前建成的57个小区改造。\n")[-1] == ("57个", "2018", "actual")
