"""The gazetteer: what a spelling means in a year, and the codes of towns and villages."""

import pytest

from extract import gazetteer


def codes(name, year):
    return [division.code for division in gazetteer.named(name, year)]


@pytest.mark.parametrize(("name", "year", "expected"), [
    ("襄樊市", 2009, ["420600"]),
    ("綦江县", 2007, ["500222"]),
    ("綦江区", 2015, ["500110"]),
    ("钢城区", 2017, ["371203"]),
    ("钢城区", 2018, ["371203"]),
    ("钢城区", 2019, ["370117"]),
    ("重庆市", 1990, ["510200"]),
    ("重庆市", 2010, ["500000"]),
    ("毕节", 2018, ["520500"]),
    ("奉节", None, ["500236"]),
    ("内蒙古", None, ["150000"]),
    ("恩施州", None, ["422800"]),
    ("黔西南州", 2016, ["522300"]),
    ("鼓楼区", 2018, ["320106", "320302", "350102", "410204"]),
    ("无此县", 2018, []),
])
def test_a_name_means_the_divisions_of_its_year(name, year, expected):
    assert codes(name, year) == expected


def test_without_a_year_the_present_comes_first_then_the_past():
    assert codes("襄樊市", None) == ["420600"]
    assert codes("通州区", None) == ["110112", "320612"]


def test_a_path_is_that_of_its_time():
    assert gazetteer.named("綦江县", 1990)[0].path == ("四川省", "重庆市", "綦江县")
    assert gazetteer.named("綦江县", 2000)[0].path == ("重庆市", "綦江县")


def test_heirs_are_known():
    assert "500110" in gazetteer.named("綦江县", 2007)[0].heirs


@pytest.mark.parametrize(("name", "short"), [
    ("赫章县", "赫章"), ("黔南布依族苗族自治州", "黔南"), ("广西壮族自治区", "广西"), ("松桃苗族自治县", "松桃"),
    ("浦东新区", "浦东"), ("沧县", ""), ("香港特别行政区", "香港"), ("锡林郭勒盟", "锡林郭勒"),
])
def test_stem(name, short):
    assert gazetteer.stem(name) == short


def test_towns_are_found_by_everyday_names():
    assert gazetteer.towns("520527")["松林坡乡"] == gazetteer.towns("520527")["松林坡白族彝族苗族乡"] == "520527203"
    assert gazetteer.find_town("松林坡乡") == ("520527203",)
    assert len(gazetteer.find_town("城关镇")) > 20
    assert gazetteer.find_town("没有的镇") == ()


def test_villages_are_read_for_the_town_at_hand():
    assert gazetteer.villages("520527203")["箐营村"] == "520527203216"
    assert gazetteer.villages("999999999") == {}
    assert gazetteer.find_village("箐营村", "520527") == ("520527203216",)
    assert gazetteer.knows_village("箐营村", "52")
    assert not gazetteer.knows_village("箐营村", "11")


def test_every_code_is_well_formed_and_every_parent_wider():
    for division in gazetteer.divisions():
        assert len(division.code) == 6 and division.code.isdigit()
        assert division.parent is None or division.parent.code != division.code
        assert division.start <= division.end


def test_traditional_characters():
    assert gazetteer.plain("廣東省東莞市") == "广东省东莞市"
    text = "没有繁体"
    assert gazetteer.plain(text) is text
