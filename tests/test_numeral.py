"""Numerals: every printed form gives its exact value and stops where the number stops."""

from decimal import Decimal

import pytest

from extract import numeral

VALUES = {
    # Arabic digits, separators, multipliers
    "86": 86, "0.5": "0.5", "1,234,567": 1234567, "1，234，567": 1234567, "1,260.8万": 12608000, "007": 7,
    "3.99万": 39900, "1.72万亿": 1720000000000, "5百": 500, "3.5千": 3500, "12亿": 1200000000, "6百万": 6000000, "4千万": 40000000,
    # mixed
    "2万3千": 23000, "2亿5千万": 250000000, "1亿2000万": 120000000, "8千5百": 8500,
    # Chinese digits
    "七": 7, "十": 10, "一十": 10, "十五": 15, "二十": 20, "廿三": 23, "卅六": 36, "两百": 200, "两千一百": 2100, "一百二十": 120,
    "二百零五": 205, "一千零五十": 1050, "一万": 10000, "十万零五千": 105000, "三千万": 30000000, "百万": 1000000,
    "一亿二千万": 120000000, "十亿": 1000000000, "一万五千亿": 1500000000000, "一万亿": 1000000000000, "十万亿": 10000000000000,
    "二千三百四十五万六千七百八十九": 23456789, "九千九百九十九亿九千九百九十九万九千九百九十九": 999999999999,
    "零": 0, "〇": 0,
    # a last digit without its magnitude
    "一万二": 12000, "三百五": 350, "三万六": 36000,
    # digits said one by one, and 万 of 万
    "二〇": 20, "一二〇": 120, "一七二零": 1720, "一九七八": 1978, "六万万": 600000000, "10万万": 1000000000,
    # parts that fall
    "5万4千6百": 54600, "5亿1万4千6百": 500014600, "1亿零5百万": 105000000, "一万二千": 12000,
    # with a fraction
    "一又二分之一": "1.5", "3又1000分之23": "3.023", "十一又四分之三": "11.75",
    # numerals for documents
    "叁拾伍": 35, "貳佰叄拾": 230, "肆佰陸拾": 460, "壹万贰仟叁佰": 12300, "壹佰贰拾万零伍佰": 1200500, "玖仟": 9000,
    # decimals in words
    "十点五": "10.5", "零点三": "0.3", "十五点八万": 158000, "一点七八万亿": 1780000000000, "一点五七": "1.57",
}


@pytest.mark.parametrize("text", VALUES)
def test_value(text):
    assert numeral.read(text, 0)[:2] == (len(text), Decimal(VALUES[text]))


PAIRS = {"两三": (2, 3), "三五": (3, 5), "七八": (7, 8), "三四十": (30, 40), "二三百": (200, 300), "十二三": (12, 13), "一百三四十": (130, 140), "五六千": (5000, 6000), "四五万": (40000, 50000)}


@pytest.mark.parametrize("text", PAIRS)
def test_approximate_pair(text):
    assert numeral.read(text, 0)[:3] == (len(text), *PAIRS[text])


BLURS = {"五百多万": (5000000, "over"), "10余万": (100000, "over"), "10多亿": (1000000000, "over"), "4万多亿": (4000000000000, "over"), "十来万": (100000, "about"), "十几": (10, "about"), "几百": (None, "about"), "数千": (None, "about"), "数十万": (None, "about")}


@pytest.mark.parametrize("text", BLURS)
def test_blur_inside(text):
    read = numeral.read(text, 0)
    assert (read.end, read.value, read.blur) == (len(text), *BLURS[text])


STOPS = {
    "七十百姓": "七十", "3千瓦": "3", "500千米": "500", "三千克": "三", "12,34": "12", "1,2345": "1", "1.5.2": "1.5", "二两": "二",
    "十五个村": "十五", "三分之二": "三", "5000余": "5000", "二十多个": "二十", "3,9户": "3",
    "3百分点": "3", "三百分之一": "三百", "三十两": "三十", "两万两": "两万", "三五六": "三五", "一二三": "一二", "5万6万": "5万",
}


@pytest.mark.parametrize("text", STOPS)
def test_where_it_stops(text):
    assert text[:numeral.read(text, 0).end] == STOPS[text]


@pytest.mark.parametrize("text", ["", "村", "点五", "数", ".5", "-3"])
def test_no_numeral(text):
    assert numeral.read(text, 0) is None


def test_it_begins_where_it_is_told():
    assert numeral.read("投资3.2万元", 2)[:2] == (6, Decimal(32000))
    assert numeral.read("3.2万", 4) is None


@pytest.mark.parametrize(("text", "multiplier"), [("3.2万", 10**4), ("5千万", 10**7), ("86", 1), ("一亿", 10**8), ("七十", 10)])
def test_multiplier_that_it_ends_with(text, multiplier):
    assert numeral.read(text, 0).multiplier == multiplier


def test_values_are_exact_decimals():
    assert numeral.read("7.052813亿", 0).value == 705281300
    assert numeral.read("0.1万", 0).value == Decimal(1000)


def test_a_chain_of_fractions_that_are_none():
    assert numeral.read("1又" * 5000, 0)[:2] == (1, 1)
