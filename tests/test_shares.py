"""Shares at several times, and what a list's lead-in says once for its items."""

import pytest

from extract.pipeline import convert_source
from extract.records import FIGURES, Source


def rows(text):
    """Text, indicator, relation and base of the figures of a text, in reading order."""
    return [(f.text, f.indicator, f.relation, f.base) for f in convert_source(Source("doc", text)).facts if f.kind in FIGURES]


#: What is said → its figures.
SAID = {
    "在农业总产值中，畜牧业所占的比重，2010年为31%，2015年上升为38%。": [("31%", "畜牧业", "share", "农业总产值"), ("38%", "畜牧业", "share", "农业总产值")],
    "在农业总产值中，畜牧业所占的比重由2010年的31%提高到38%。": [("31%", "畜牧业", "share", "农业总产值"), ("38%", "畜牧业", "share", "农业总产值")],
    "教育费在财政支出中所占的比重为21%。": [("21%", "教育费", "share", "财政支出")],
    "教育费占财政支出的21%，比上年的19%提高了2%。": [
        ("21%", "教育费", "share", "财政支出"), ("19%", "教育费", "share", "财政支出"), ("2%", "教育费占财政支出比重", "increase", "上年")],
    "茶叶出口占全国份额从14%提升到15.5%。": [("14%", "茶叶出口", "share", "全国"), ("15.5%", "茶叶出口", "share", "全国")],
    "2015年比2010年，茶叶增加了900吨，水果增加了3万吨。": [("900吨", "茶叶", "increase", "2010年"), ("3万吨", "水果", "increase", "2010年")],
    "货运量达到9万吨，比2010年增长20%；客运量达到3万人，增长10%。": [
        ("9万吨", "货运量", "level", ""), ("20%", "货运量", "increase", "2010年"), ("3万人", "客运量", "level", ""), ("10%", "客运量", "increase", "2010年")],
    "牛羊肉占肉类产量的比重，由2010年的20%提高到25%。": [("20%", "牛羊肉", "share", "肉类产量"), ("25%", "牛羊肉", "share", "肉类产量")],
    "职工人数，由2010年的8万人增加到9万人。": [("8万人", "职工人数", "level", ""), ("9万人", "职工人数", "level", "")],
    "国有重点企业的全员劳动生产率提高5%。": [("5%", "国有重点企业的全员劳动生产率", "increase", "")],
    "内河货物周转量9万吨公里；旅客周转量3万人公里。": [("9万吨公里", "内河货物周转量", "level", ""), ("3万人公里", "内河旅客周转量", "level", "")],
    "服务业增加值占生产总值比重提高2个百分点。": [("2个百分点", "服务业增加值占生产总值比重", "increase", "")],
    "参保率从2010年底的84%提升到2015年底的93%。": [("84%", "参保率", "level", ""), ("93%", "参保率", "level", "")],
    "茶叶产值达到9亿元，按可比价格计算平均每年增长8%。": [("9亿元", "茶叶产值", "level", ""), ("8%", "茶叶产值平均每年", "increase", "")],
    "教育支出五年累计7.5亿元。": [("7.5亿元", "教育支出", "level", "")],
    "茶叶产量计划增长8%。": [("8%", "茶叶产量", "increase", "")],
    "制造业中长期贷款余额增长9%。": [("9%", "制造业中长期贷款余额", "increase", "")],
    "第一产业占全部投资的2%，第二产业占41%。": [("2%", "第一产业", "share", "全部投资"), ("41%", "第二产业", "share", "全部投资")],
    "设备完好率99%，其中自有设备数量占62%。": [("99%", "设备完好率", "level", ""), ("62%", "自有设备数量", "share", "")],
    "全年降水量比常年值偏多7%。": [("7%", "降水量", "increase", "常年值")],
    "产值达到9亿元，比2010年增加3亿元，平均每年增长8%。": [
        ("9亿元", "产值", "level", ""), ("3亿元", "产值", "increase", "2010年"), ("8%", "产值平均每年", "increase", "")],
}


@pytest.mark.parametrize("said", SAID)
def test_shares_and_their_changes(said):
    assert rows(said) == SAID[said]


def test_a_lead_in_says_the_measure_of_its_items():
    text = "主要产品的计划产量比2010年增长的情况如下：\n\n茶叶：达到900吨，增长25%。\n\n水果3万吨，增长10%。\n\n各乡镇要加强领导，全县共有合作社12个。"
    assert rows(text) == [
        ("900吨", "茶叶产量", "level", ""), ("25%", "茶叶产量", "increase", "2010年"), ("3万吨", "水果产量", "level", ""), ("10%", "水果产量", "increase", "2010年"),
        ("12个", "合作社", "level", "")]


def test_the_amount_before_a_colon_is_the_whole_of_the_shares_in_the_next_paragraph():
    found = rows("全年支出307万元，主要用于以下方面：\n教育支出264万元，占86%；卫生支出43万元，占14%。")
    assert [row[1:] for row in found[1:]] == [
        ("教育支出", "level", ""), ("教育支出", "share", "支出"), ("卫生支出", "level", ""), ("卫生支出", "share", "支出")]


def test_an_item_is_named_to_its_end():
    found = rows("1.一般公共服务支出（类）社会工作事务（款）行政运行（项）。主要用于人员支出。全年预算为52万元。")
    assert [row[1] for row in found] == ["一般公共服务支出（类）社会工作事务（款）行政运行（项）"]
