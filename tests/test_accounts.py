"""Budgets, final accounts and budget reports: what their usual sentences say."""

import pytest

from extract.pipeline import convert_source
from extract.records import FIGURES, Source

#: Text of a county's accounts → the indicators of its figures.
NAMED = {
    "2024年，青田县水利局收入预算812万元，其中：财政拨款收入700万元。": ["收入预算", "财政拨款收入"],
    "2024年本部门政府采购预算34万元。": ["政府采购"],
    "2024年度，本单位编报绩效目标的项目共25个。": ["编报绩效目标的项目"],
    "2024年度收、支总计均为812万元。": ["收、支总计"],
    "1.“农林水支出（类）支持水利事业发展（款）其他支持水利事业发展支出（项）”38万元，主要用于防汛。": ["农林水支出（类）支持水利事业发展（款）其他支持水利事业发展支出（项）"],
    "财政拨款支出812万元，主要用于：卫生健康支出（类）12万元，住房保障支出（类）9万元。": ["财政拨款支出", "卫生健康支出（类）", "住房保障支出（类）"],
    "公务用车保有量4辆，平均车龄9年。": ["公务用车保有量", "公务用车平均车龄"],
    "新建果园800亩，亩均投入1500元。": ["新建果园", "新建果园亩均投入"],
    "加上上年结转1.5亿元、债务还本支出2亿元，支出总计46亿元。": ["上年结转", "债务还本支出", "支出总计"],
    "工伤保险基金收入12亿元，支出11亿元，年末工伤保险基金累计结余3亿元。": ["工伤保险基金收入", "工伤保险基金支出", "工伤保险基金累计结余"],
    "全县政府性基金收入完成6.9亿元。": ["政府性基金收入"],
    "防汛物资储备项目绩效自评综述：全年预算数为120万元，执行数为118万元，完成预算的98.3%。": ["防汛物资储备项目"] * 3,
}


def figures(text):
    """The figures of a text under the head of a county's accounts."""
    return [fact for fact in convert_source(Source("doc", "青田县水利局2024年度部门决算说明\n" + text)).facts if fact.kind in FIGURES]


@pytest.mark.parametrize("text", NAMED)
def test_what_is_counted(text):
    assert [fact.indicator for fact in figures(text)] == NAMED[text]


def test_what_was_handed_on_from_last_year_is_this_years():
    assert [fact.period for fact in figures("2024年全县收入合计9亿元，上年结转1.5亿元，调入资金2亿元。")] == ["2024"] * 3


def test_the_whole_of_a_numbered_list():
    facts = figures("全年财政拨款支出800万元。按科目分：\n1.卫生健康支出80万元，占10%。年初预算70万元。\n2.农林水支出720万元，占90%。")
    assert [fact.base for fact in facts if fact.relation == "share"] == ["财政拨款支出"] * 2


def test_completed_against_the_years_beginning():
    fact, = figures("规划服务较年初完成92%。")
    assert (fact.indicator, fact.relation, fact.base) == ("规划服务", "share", "年初")


def test_a_form_that_names_both_directions():
    assert figures("培训费支出比2023年度减少2万元，下降（增长）27.8%。")[1].relation == "decrease"


def test_the_expenditure_budget_is_planned_and_the_accounts_are_not():
    assert [fact.status for fact in figures("“三公”经费支出预算为20万元，支出决算为12万元，完成预算的60%。")] == ["planned", "actual", "actual"]


def test_the_parts_of_a_budget_are_planned():
    text = "青田县水利局2025年部门预算\n目 录\n一、主要职能\n二、预算说明\n名词解释\n（一）其他收入：指上述以外的收入。\n其他相关情况说明\n一、2025年“三公”经费预算情况说明\n（一）因公出国（境）费0万元。\n（二）公务接待费28.5万元，与2024年预算持平。\n"
    facts = [fact for fact in convert_source(Source("doc", text)).facts if fact.kind == "amount"]
    assert [(fact.indicator, fact.status) for fact in facts] == [("因公出国（境）费", "planned"), ("公务接待费", "planned")]
