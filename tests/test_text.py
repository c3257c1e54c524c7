"""Cleaning: folds one to one, leaves wraps and blanks out, and records the way back."""

import re

import pytest

from extract.text import clean, fold, original

CLEANED = {
    # folded, one character to one
    "投资３.９９萬元": "投资3.99万元",
    "共３２戶(约)": "共32户（约）",
    "路宽3～5米、海拔168米－1500米": "路宽3~5米、海拔168米-1500米",
    "增长27·7％": "增长27.7%",
    "增速5①": "增速5①",  # a note mark is no digit
    "合计12,户": "合计12，户",
    # blanks inside figures and dates
    "贷款9859.38 万元": "贷款9859.38万元",
    "增速6 .5 %": "增速6.5%",
    "种植3.2万 亩": "种植3.2万亩",
    "企业370 多家": "企业370多家",
    "2 0 0 5年底": "2005年底",
    "2024 年 3 月 28 日": "2024年3月28日",
    "共有 86 户": "共有 86户",
    "投入12 860.5万元": "投入12860.5万元",
    # blanks between words stay, and so do those of a form without its figure
    "总户数 户": "总户数 户",
    "甲  乙": "甲  乙",
    # wraps
    "累计支付17402.6万\n元，完成": "累计支付17402.6万元，完成",
    "涉及青河镇、\n白石乡": "涉及青河镇、白石乡",
    # invisible marks
    "\ufeff共\u200b86户\u202e": "共86户",
}


@pytest.mark.parametrize("raw", CLEANED)
def test_clean(raw):
    assert clean(raw).clean == CLEANED[raw]


KEPT_BREAKS = [
    "第一行完了。\n第二行",  # a sentence's end
    "工作总结\n一、基本情况\n（一）人口",  # headings
    "户数\t86\n人口\t312",  # rows of a table
    "项目   金额\n教育   120",
    "短行\n\n另一段",
    "1.加强领导；\n2.落实资金，\n（三）监督",
]


@pytest.mark.parametrize("raw", KEPT_BREAKS)
def test_a_break_between_lines_stays(raw):
    assert clean(raw).clean.count("\n") == raw.count("\n")


def test_wrapped_prose_is_joined():
    raw = "全县今年完成退耕还林任务，栽植核桃和花椒两千余亩，\n惠及农户九百八十户，平均每户增收一千二百元，还新修\n了便道，方便群众出行，受到好评。\n"
    assert clean(raw).clean == raw[:-1].replace("\n", "") + "\n"


def test_the_way_back():
    text = clean("　累计12 860.5万\n元，惠及3\n204户。")
    start = text.clean.index("12860.5万元")
    assert text.raw_span(start, start + len("12860.5万元")) == (3, 14)
    assert text.raw[3:14] == "12 860.5万\n元"


@pytest.mark.parametrize(("text", "joined"), [
    ("农村自来水普及率提高到91.2%。竹园\n镇、公平镇、平安乡到位资金分别占32%、25%和18%。", True),
    ("建成集中供水工程36处，铺设管网212.5公里，受益人口4.6万\n余人受益面扩大", True),
    ("农村自来水普及率明显提高，受益面扩大\n县、乡两级财政支持水利建设。", False),
    ("农村自来水普及率明显提高，受益面扩大\n村、组公路建设加快。", False),
])
def test_a_names_suffix_on_the_next_line(text, joined):
    assert ("\n" not in clean(text).clean) is joined


def test_original_characters_without_wraps():
    text = clean("补助(人均)９.５萬 元")
    assert text.clean == "补助（人均）9.5万元"
    assert original(text, 0, len(text.clean)) == "补助(人均)９.５萬元"


@pytest.mark.parametrize("raw", [*CLEANED, *KEPT_BREAKS, "", "\n", " ", "\r\n", "𠮷岭村，８６户", "&nbsp;86&nbsp;户", "⼀⼆⼾"])
def test_law_of_cleaning(raw):
    text = clean(raw)
    at = range(len(raw)) if text.at is None else text.at
    folded = fold(raw)
    assert len(folded) == len(raw) and len(at) == len(text.clean)
    assert text.clean == "".join(folded[i] for i in at)
    assert all(a < b for a, b in zip(at, at[1:]))
    assert text.raw == raw


def test_web_entities_become_blanks_of_the_same_length():
    assert fold("共&nbsp;86户") == "共      86户"


def test_printed_radicals_become_characters():
    assert fold("⼾⼈⽉") == "户人月"


def test_folding_twice_changes_nothing():
    raw = "投资(３.９９萬元)：约1,260戶～5·5%"
    assert fold(fold(raw)) == fold(raw)


def test_a_row_of_numbers_takes_no_exploding_time():
    """A line of many numbers parted by blanks was tried in every way of parting it."""
    raw = "合计 " + "12 3.4 56 " * 2000 + "完"
    assert clean(raw).clean == raw


@pytest.mark.parametrize(("raw", "cleaned"), [
    ("达到百 分 之 2.4。", "达到百分之2.4。"), ("达到百分之五 十。", "达到百分之五十。"), ("民工十 余 万人。", "民工十余万人。"), ("群众7 万5 千4 百人。", "群众7万5千4百人。"),
    ("提高2.4   个百分点。", "提高2.4个百分点。"), ("一 二 三", "一 二 三"), ("第五 十里铺", "第五 十里铺"),
])
def test_blanks_inside_a_numeral_in_words(raw, cleaned):
    assert clean(raw).clean == cleaned


def test_every_digit_is_read_as_a_digit():
    """`\\d` matches the digits of all scripts; whatever it matches becomes plain."""
    digits = [c for c in map(chr, range(0x80, 0x110000)) if re.fullmatch(r"\d", c)]
    folded = dict(zip(digits, fold("".join(digits))))
    assert {c: f for c, f in folded.items() if f != str(int(c))} == {}
