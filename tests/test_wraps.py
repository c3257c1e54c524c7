"""Where a sentence goes on in the next line."""

import pytest

from extract.text import clean
from extract.wraps import hangs, wraps

DOUBLE = """  （一）支出总体情况

  本年支出合计 812.30 万元，其中基本支出 602.10

万元，占 74.12%；项目支出 210.20 万元，占全部支

出的 25.88%。与上年相比，支出总计增加的金额是

31.05 万元，主要原因是年中人员增加。

  （二）具体情况

  1、文化支出（类）图书馆事务（款）县级图书馆运

行（项）。主要用于添置图书。年初预算为 30.00 万

元，支出决算为 29.40 万元，完成年初预算的 98.00%。
"""


def joined(raw: str) -> list[str]:
    """The lines with words of a cleaned text."""
    return [line.strip() for line in clean(raw).clean.split("\n") if line.strip()]


def test_a_page_with_a_blank_line_below_every_line():
    assert joined(DOUBLE) == [
        "（一）支出总体情况",
        "本年支出合计 812.30万元，其中基本支出 602.10万元，占 74.12%；项目支出 210.20万元，占全部支出的 25.88%。与上年相比，支出总计增加的金额是31.05万元，主要原因是年中人员增加。",
        "（二）具体情况",
        "1、文化支出（类）图书馆事务（款）县级图书馆运行（项）。主要用于添置图书。年初预算为 30.00万元，支出决算为 29.40万元，完成年初预算的 98.00%。",
    ]


def test_paragraphs_of_one_line_each_stay_apart():
    raw = "\n\n".join(["全县教育事业稳步发展因而校舍条件得到明显改善", "全县卫生事业稳步发展因而就医条件得到明显改善", "全县文化事业稳步发展因而读书条件得到明显改善"] * 3)
    assert not list(wraps(raw))


def test_a_number_is_never_broken():
    raw = "年末全县参加合作医疗的农村居民比上年增加了不少，其中新参加\n31204人，其余的是续保，参加率在全市各县当中居于前列的位\n置，受到群众好评，也得到了上级的肯定，明年继续把它办好。"
    assert len(joined(raw)) == 1


def test_a_latin_word_in_brackets_is_never_broken():
    text = "全年空气优良天数二百九十二天，比上年增加了六天。细颗粒物年均浓度\n下降，臭氧浓度也已下降，全部低于上年水平。城区中的可吸入颗粒物\n（PM10）年均浓度为60微克/立方米，比上年下降6.1%，优于省定目标值。"
    assert "可吸入颗粒物（PM10）年均浓度" in clean(text).clean


def test_a_line_that_begins_with_a_figure_and_a_comma_goes_on():
    assert joined("二〇二四年度全局财政拨款收入支出总计为数不多\n961.68 万元。较上年略减。") == ["二〇二四年度全局财政拨款收入支出总计为数不多961.68万元。较上年略减。"]
    assert len(joined("建档立卡户\n104户，其余见附表")) == 2


def test_lines_set_wide_letter_by_letter():
    raw = "   本 年 支 出 合 计 812.30 万 元 ， 其 中 ： 基 本 支 出 602.10\n万元，占 74.12%。"
    assert joined(raw) == ["本年支出合计 812.30万元，其中：基本支出 602.10万元，占 74.12%。"]
    assert clean("项 目   金 额   备 注   单 位   编 号   日 期").clean == "项 目   金 额   备 注   单 位   编 号   日 期"


@pytest.mark.parametrize(("line", "following", "goes_on"), [
    ("失业保险参保12万人，比上年末增加", "3100人。", True),
    ("全年排查河道，清理岸线长度", "38公里，清淤9处。", True),
    ("两县优良天数分别为301天、310天，优良率", "分别为82%、85%。", True),
    ("总氮为0.9毫克", "/升。", True),
    ("一、总体情况", "38公里公路已通车。", False),
])
def test_a_line_that_breaks_off_goes_on(line, following, goes_on):
    assert bool(hangs(line, following)) is goes_on


def test_a_unit_alone_on_its_line_belongs_to_the_tables_last_head():
    text = "指标\t余额（亿元）\t比上年末增长\n（%）\n住户存款\t108.2\t11.6"
    assert clean(text).clean.split("\n")[0] == "指标\t余额（亿元）\t比上年末增长（%）"


def test_a_prose_line_that_ends_in_a_word_goes_on():
    text = "全年举办技能培训班42期，培训人员3100人，其中学员\n结业率，合格率和上岗率均有提高。\n二、明年打算"
    assert "其中学员结业率" in clean(text).clean


def test_a_prose_line_that_ends_in_a_word_goes_on_before_a_word_and_its_figure():
    text = "年末全市共有博士后科研工作站 42 个，博士后科研流\n动站 36 个，累计招收培养博士后 310 人。\n二、明年打算"
    assert "博士后科研流动站 36个" in clean(text).clean
