"""Units: kind, canonical form and base value of what stands behind a number."""

from decimal import Decimal

import pytest

from extract import units
from extract.records import FIGURES

PRINTED = {
    "户": ("households", "户"), "人": ("persons", "人"), "名": ("persons", "人"), "人次": ("persons", "人次"),
    "元": ("amount", "元"), "美元": ("amount", "美元"), "港元": ("amount", "港元"), "港币": ("amount", "港元"), "欧元": ("amount", "欧元"),
    "%": ("percentage", "%"), "‰": ("percentage", "‰"), "个百分点": ("percentage", "百分点"), "百分点": ("percentage", "百分点"),
    "倍": ("multiple", "倍"), "亩": ("area", "亩"), "公顷": ("area", "公顷"), "㎡": ("area", "平方米"), "平方千米": ("area", "平方公里"), "km²": ("area", "平方公里"),
    "米": ("length", "米"), "km": ("length", "公里"), "千米": ("length", "公里"), "吨": ("mass", "吨"), "kg": ("mass", "公斤"), "千克": ("mass", "公斤"),
    "立方米": ("volume", "立方米"), "升": ("volume", "升"), "千瓦时": ("energy", "千瓦时"), "kWh": ("energy", "千瓦时"), "千瓦": ("power", "千瓦"), "MW": ("power", "千瓦"),
    "年": ("duration", "年"), "个月": ("duration", "个月"), "天": ("duration", "天"), "小时": ("duration", "小时"), "岁": ("age", "岁"), "周岁": ("age", "岁"),
    **{unit: ("count", unit) for unit in "个 所 家 条 座 张 场 次 项 头 口 套 份 篇 件 辆".split()},
}


@pytest.mark.parametrize("printed", PRINTED)
def test_kind_and_canonical_form(printed):
    unit = units.at(f"5{printed}", 1)
    assert (unit.text, unit.kind, unit.canonical) == (printed, *PRINTED[printed])


@pytest.mark.parametrize(("text", "longest"), [("人次参加", "人次"), ("个百分点", "个百分点"), ("个月内", "个月"), ("平方公里", "平方公里"), ("千瓦时", "千瓦时"), ("元人民币", "元人民币"), ("个村", "个")])
def test_the_longest_unit_wins(text, longest):
    assert units.at(text, 0).text == longest


@pytest.mark.parametrize("text", ["", "的", "，户"])
def test_no_unit(text):
    assert units.at(text, 0) is None


def test_mega_is_not_milli():
    assert units.table()["MW"].scale == units.table()["mW"].scale * 10**9


SAME = [("15亩", "1公顷"), ("1平方公里", "100公顷"), ("2斤", "1公斤"), ("1吨", "1000公斤"), ("1担", "50公斤"), ("1公里", "1000米"), ("1立方米", "1000升"), ("10‰", "1%"), ("24小时", "1天")]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_values_of_one_kind_compare(left, right):
    def base(text):
        digits = text.rstrip("".join(c for c in text if not c.isdecimal()))
        return units.to_base(Decimal(digits), text[len(digits):])

    assert base(left)[1] == base(right)[1]
    assert base(left)[0] == pytest.approx(base(right)[0], rel=Decimal("1e-6"))


@pytest.mark.parametrize("unit", ["美元", "元/年", "港元", "无此单位"])
def test_no_common_base(unit):
    assert units.to_base(Decimal(1), unit) is None


def test_the_table_is_sound():
    for text, unit in units.table().items():
        assert unit.text == text and unit.kind in FIGURES and unit.scale > 0, text
        assert (unit.factor is None) == (unit.base == ""), text
        assert set(text) & set(units.first_characters()) >= {text[0]}


def test_one_base_for_each_canonical_unit():
    bases = {}
    for unit in units.table().values():
        assert bases.setdefault(unit.canonical, (unit.kind, unit.factor, unit.base)) == (unit.kind, unit.factor, unit.base), unit.text
