"""Cues beside a figure: relation, base, plan or fact."""

import pytest

from extract import context
from extract.pipeline import convert_source
from extract.records import FIGURES, Source


def figures(text):
    """The figures of a text in reading order."""
    return [fact for fact in convert_source(Source("doc", text)).facts if fact.kind in FIGURES]


#: Sentence → (relation, base) of each figure.
RELATIONS = {
    "贫困发生率为9.6%。": [("level", "")],
    "电视覆盖率100%。": [("level", "")],
    "粮食总产量21万吨，比上年增长3.5%。": [("level", ""), ("increase", "上年")],
    "出口额同比增长12.5%。": [("increase", "")],
    "村集体收入增长了35万元。": [("increase", "")],
    "村集体收入增长到35万元。": [("level", "")],
    "财政收入增加到4.2亿元，支出减少了1200万元。": [("level", ""), ("decrease", "")],
    "贫困发生率由9.8%降至2.6%。": [("level", ""), ("level", "")],
    "贫困发生率下降1.2个百分点。": [("decrease", "")],
    "减少贫困人口4800人。": [("decrease", "")],
    "新增企业46家。": [("increase", "")],
    "城镇新增就业2350人，新增耕地360亩。": [("level", ""), ("level", "")],
    "卫生支出比2018年预算减少30万元。": [("decrease", "2018年预算")],
    "企业40家，比2018年末增加6家。": [("level", ""), ("increase", "2018年末")],
    "女性占全村人口的47.3%。": [("share", "全村人口")],
    "脱贫人口占全县贫困人口的62%。": [("share", "全县贫困人口")],
    "完成年初预算的95.3%。": [("share", "年初预算")],
    "全县森林覆盖率高出全省森林覆盖率4.8个百分点。": [("gap", "全省森林覆盖率")],
    "人均收入比全市平均水平低850元。": [("gap", "全市平均水平")],
    "年均增长8.1%。": [("increase", "")],
    "产值负增长2.1%。": [("decrease", "")],
}

RELATIONS |= {
    "小麦、玉米面积分别为3万亩、5万亩，同比分别增长2%、4%。": [("level", ""), ("level", ""), ("increase", ""), ("increase", "")],
    "年内共新增幼儿园5所、小学3所、改造中学2所。": [("increase", ""), ("increase", ""), ("level", "")],
    "全县新增企业48家。": [("increase", "")],
}


@pytest.mark.parametrize("text", RELATIONS)
def test_relation_and_base(text):
    assert [(f.relation, f.base) for f in figures(text)] == RELATIONS[text]


#: Sentence → status of each figure.
STATUS = {
    "全县现有农户3100户。": ["actual"], "截至2018年底，发放贷款2.3亿元。": ["actual"], "目前已开工12个。": ["actual"], "累计投入600万元。": ["actual"],
    "计划投资3000万元新建水厂。": ["planned"], "力争到2025年人均收入突破2万元。": ["planned"], "预计全年接待游客80万人次，收入3亿元。": ["planned", "planned"],
    "按照人均补助500元的标准发放。": ["planned"], "每年开展体检2次以上。": ["planned"], "目标是年底前搬迁120户。": ["planned"], "拟新建蓄水池15口。": ["planned"],
    "确保参保率达到98%以上。": ["planned"], "我县将建成大棚450座。": ["planned"], "规划总投资2.6亿元。": ["planned"],
    "计划搬迁120户，目前已搬迁86户。": ["planned", "actual"],
    "预期目标是：实际利用外资增长6%，城镇居民收入增长7%。": ["planned", "planned"],
    "年初预算为320万元，支出决算为305万元。": ["planned", "actual"],
    "完成了计划生育手术38例。": ["actual"],
}


@pytest.mark.parametrize("text", STATUS)
def test_status(text):
    assert [f.status for f in figures(text)] == STATUS[text]


@pytest.mark.parametrize(("text", "stripped"), [
    ("贫困发生率为", "贫困发生率"), ("总人口达到", "总人口"), ("企业共有", "企业"), ("参保率稳定在", "参保率"), ("收入分别为", "收入"), ("贫困发生率由2015年的", "贫困发生率"),
    ("生产总值[2]", "生产总值"), ("支出决算为", ""), ("农户", "农户"), ("", ""),
])
def test_linking_words_are_taken_off(text, stripped):
    assert text[:context.strip_links(text, 0, len(text))] == stripped


def test_comparison_gives_its_base():
    text = "存栏头数比去年同期"
    base, end = context.comparison(text + "增加", 0, len(text) + 2)
    assert text[:end] == "存栏头数" and text[slice(*base)] == "去年同期"


def test_every_cue_has_a_name():
    for name in ("planned", "done", "planned_heading", "budget", "done_heading", "compared", "share", "gap"):
        assert context.cue(name).pattern
    with pytest.raises((KeyError, StopIteration)):
        context.cue("no_such_cue")
