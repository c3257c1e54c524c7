"""Tables inside a text: which numbers are figures, and what label, head and unit stand over them."""

from decimal import Decimal

import pytest

from extract import grid
from extract.pipeline import convert_source
from extract.records import FIGURES, Source


def cells(text):
    """(text, value, unit, indicator) of each figure."""
    return [(f.text, f.value, f.unit, f.indicator) for f in convert_source(Source("doc", text)).facts if f.kind in FIGURES]


def test_unit_in_the_head():
    assert cells("乡镇\t户数（户）\t人口（人）\n青河镇\t310\t1,200\n白石乡\t95\t402") == [
        ("310", 310, "户", "户数"), ("1,200", 1200, "人", "人口"), ("95", 95, "户", "户数"), ("402", 402, "人", "人口")]


def test_unit_in_a_line_above():
    assert cells("单位：万元\n项目\t金额\n教育\t120\n卫生\t95.5") == [("120", 1200000, "元", "教育"), ("95.5", 955000, "元", "卫生")]


def test_unit_in_a_column():
    assert cells("指标\t单位\t数值\n粮食产量\t吨\t1200\n果园\t亩\t90") == [("1200", 1200, "吨", "粮食产量"), ("90", 90, "亩", "果园")]


def test_unit_known_from_the_label():
    assert cells("户数\t86\n人数\t312") == [("86", 86, "户", "户数"), ("312", 312, "人", "人数")]


@pytest.mark.parametrize("label", ["人口", "农户"])
def test_a_label_that_is_a_unit_too_is_a_label(label):
    assert [c[3] for c in cells(f"户数\t86\n{label}\t312")] == ["户数", label]


def test_the_unit_line_is_no_figure():
    assert cells("单位：亿元\n合计栏见下表。") == []


def test_bars_and_wide_blanks_part_cells_too():
    rows = [("120", 1200000, "元", "教育"), ("80", 800000, "元", "卫生")]
    assert cells("单位：万元\n| 项目 | 金额 |\n| 教育 | 120 |\n| 卫生 | 80 |") == rows
    assert cells("单位：万元\n项目    金额\n教育    120\n卫生    80") == rows


def test_years_in_the_head_are_the_period():
    text = "单位：万元\n项目\t2018年\t2019年\n教育\t120\t135\n卫生\t80\t95"
    facts = [f for f in convert_source(Source("doc", text)).facts if f.kind in FIGURES]
    assert [(f.indicator, f.period) for f in facts] == [("教育", "2018"), ("教育", "2019"), ("卫生", "2018"), ("卫生", "2019")]


def test_a_column_of_changes():
    text = "指标\t产量（吨）\t比上年增长（%）\n小麦\t300\t5.2\n玉米\t120\t-3.1"
    facts = [f for f in convert_source(Source("doc", text)).facts if f.kind in FIGURES]
    assert [(f.text, f.value, f.relation, f.base) for f in facts] == [
        ("300", 300, "level", ""), ("5.2", Decimal("5.2"), "increase", "上年"), ("120", 120, "level", ""), ("-3.1", Decimal("3.1"), "decrease", "上年")]


def test_places_in_the_first_column_and_a_total():
    text = "青田县2020年扶贫工作汇报\n乡镇\t户数（户）\n船寮镇\t310\n海溪乡\t95\n合计\t405"
    facts = [f for f in convert_source(Source("doc", text)).facts if f.kind in FIGURES]
    assert [(f.text, f.place) for f in facts] == [("310", "船寮镇"), ("95", "海溪乡"), ("405", "青田县")]


def test_a_total_of_places_is_not_about_the_last_one():
    text = "乡镇\t户数（户）\n青河镇\t310\n白石乡\t95\n合计\t405"
    facts = [f for f in convert_source(Source("doc", text)).facts if f.kind in FIGURES]
    assert facts[-1].place not in ("青河镇", "白石乡")


def test_where_a_cell_stands():
    text = "指标\t单位\t数值\n粮食产量\t吨\t1200"
    (fact,) = [f for f in convert_source(Source("doc", text)).facts if f.kind in FIGURES]
    assert fact.table_cell == "第2行第3列"


@pytest.mark.parametrize("text", ["目录\t1\n概况\t3\n收支\t12", "序号\t名称\n1\t水渠\n2\t便道", "电话\t0571-85000000\n邮编\t310000", "甲  乙\n丙  丁"])
def test_a_number_without_a_unit_is_no_figure(text):
    assert cells(text) == []


@pytest.mark.parametrize(("label", "plain"), [("其中：一般贸易", "一般贸易"), ("二、衣着", "衣着"), ("#新能源汽车", "新能源汽车"), ("（一）教育", "教育"), ("3.水利", "水利"), ("粮食", "粮食")])
def test_plain_label(label, plain):
    assert grid.plain_label(label) == plain


@pytest.mark.parametrize(("label", "total"), [("合计", True), ("合 计", True), ("全县", True), ("总计", True), ("教育", False), ("会计", False)])
def test_is_total(label, total):
    assert grid.is_total(label) is total


LEDGER = """                     支出决算表
编制单位：青石县文化馆                                          单位：万元
     收入                              支出
     项目          决算数          项目            决算数
一、财政拨款收入      812.30   一、文化支出       700.25
二、事业收入                二、教育支出
                       三、科学支出
                       四、住房支出         100.00
     本年收入合计     812.30   本年支出合计        800.25
总计          812.30   总计            812.30
"""


def test_a_table_of_two_sides_with_rows_that_hold_only_labels():
    assert [(text, name) for text, _, _, name in cells(LEDGER)] == [
        ("812.30", "财政拨款收入"), ("700.25", "文化支出"), ("100.00", "住房支出"), ("812.30", "收入合计"), ("800.25", "支出合计"),
        ("812.30", "收入总计"), ("812.30", "支出总计")]


def test_who_drew_up_a_table_is_not_its_unit():
    assert cells("编制单位：青石县文化馆   单位：元\n项目   预算数\n办公费   1,200.00\n水费   95.00")[0][1:3] == (1200, "元")


@pytest.mark.parametrize("rows", [
    "30101   基本工资   62.33   30201   办公费   21.21\n30102   津贴   38.58   30202\n                           印刷费   7.61",
    "301   01   基本工资   62.33   302   01   办公费   21.21\n301   02   津贴   38.58   302   02   印刷费   7.61",
])
def test_subject_codes_are_no_figures(rows):
    assert [(text, name) for text, _, _, name in cells(f"单位：万元\n科目   科目名称   决算数   科目   科目名称   决算数\n{rows}")] == [
        ("62.33", "基本工资"), ("21.21", "办公费"), ("38.58", "津贴"), ("7.61", "印刷费")]


def test_labels_broken_over_lines():
    table = """单位：万元
科目编码    科目名称       合计     基本支出
            社会保障和就
208                   54.75    54.75
            业支出
            行政单位离退
20805                  54.53    54.53
            休
20806     其他社会保障    0.22    0.22
"""
    assert [name for _, _, _, name in cells(table)[::2]] == ["社会保障和就业支出", "行政单位离退休", "其他社会保障"]


def test_amounts_parted_by_one_blank():
    assert [text for text, *_ in cells("单位：元\n项目   合计   人员经费\n文化支出   1,733.00 823,891.00 842.00\n合计   1,733.00 823,891.00 842.00")] == [
        "1,733.00", "823,891.00", "842.00"] * 2


def test_the_rule_below_the_head_of_a_markdown_table():
    assert cells("单位：万元\n| 项目 | 预算数 | 决算数 |\n| --- | ---: | --- |\n| 办公费 | 12.00 | 10.50 |") == [
        ("12.00", 120000, "元", "办公费"), ("10.50", 105000, "元", "办公费")]


def test_ages_are_labels_where_they_come_first():
    found = cells("指标\t年末数（万人）\t比重（%）\n常住人口\t40\t100\n0-15岁\t7\t18\n65岁及以上\t6\t15")
    assert [c[3] for c in found if c[0] in ("7", "18", "6", "15")] == ["0-15岁", "0-15岁比重", "65岁及以上", "65岁及以上比重"]


#: A page printed in columns, whose empty cells leave no trace.
PAGE = """单位：元
                  项目                                  支出预算
   科目编码       科目名称              合计          基本支出        项目支出
201         商贸事务            21,733.00     12,733.00      9,000.00
20101       行政运行            12,733.00     12,733.00
20102       一般行政管理事务         9,000.00                      9,000.00
20103    会议费           400.00                        400.00
"""


def test_a_printed_page_says_by_its_columns_which_head_a_figure_has():
    assert [(c[0], c[3]) for c in cells(PAGE)] == [
        ("21,733.00", "商贸事务"), ("12,733.00", "商贸事务基本支出"), ("9,000.00", "商贸事务项目支出"), ("12,733.00", "行政运行"), ("12,733.00", "行政运行基本支出"),
        ("9,000.00", "一般行政管理事务"), ("9,000.00", "一般行政管理事务项目支出"), ("400.00", "会议费"), ("400.00", "会议费项目支出")]


def test_two_blanks_part_cells_like_a_mark():
    found = cells("单位：万元\n合计  因公出国（境）费  公务接待费  公务用车购置费\n9.50  0  6.50  3.00")
    assert [c[3] for c in found] == ["合计", "因公出国（境）费", "公务接待费", "公务用车购置费"]


def test_a_rule_without_bars_at_its_ends_parts_head_and_body():
    assert [c[3] for c in cells("产品 | 产量（吨）\n--- | ---\n粮食 | 312\n油料 | 18")] == ["粮食", "油料"]


def test_a_row_of_changes_is_of_the_row_above():
    found = convert_source(Source("doc", "年份\t2021年\t2022年\n生产总值（亿元）\t114\t120\n比上年增长（%）\t9.2\t-3.5\n")).facts
    assert [(f.indicator, f.relation, f.base, f.period) for f in found if f.kind == "percentage"] == [
        ("生产总值", "increase", "上年", "2021"), ("生产总值", "decrease", "上年", "2022")]


def test_units_and_bounds_in_cells():
    text = "指标    单位    绝对数    增长（%）\n开发投资    亿元    12.6    -8.3\n施工面积    万平方米    73.5    6左右"
    assert [(c[0], c[3]) for c in cells(text)] == [("12.6", "开发投资"), ("-8.3", "开发投资"), ("73.5", "施工面积"), ("6左右", "施工面积")]
    table = "指标\t计量单位\t2023年实绩\t2024年计划\t增长（%）\n能耗\t吨标准煤/万元\t0.31\t0.3\t\n新增就业\t万人\t16.2\t15\t\n"
    found = [f for f in convert_source(Source("doc", "单位：万元\n" + table)).facts if f.kind in FIGURES]
    assert [(f.text, f.indicator, f.period, f.status) for f in found if f.kind == "persons"] == [("16.2", "新增就业", "2023", "actual"), ("15", "新增就业", "2024", "planned")]
    assert {f.indicator for f in found} == {"能耗", "新增就业"}
