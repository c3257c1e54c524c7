"""Place mentions and their reading, on sentences of the project's own."""

import re

import pytest

from extract.kinds.place import find, home, resolve
from extract.kinds.place_edges import rules, scan
from extract.rules import load
from extract.words import tag


def names(text):
    return [m.name for m in find(text, tag(text))]


def read(text, year=2018, title_end=0):
    return {m.name: m for m in resolve(text, find(text, tag(text)), year, title_end)}


def paths(text, year=2018, title_end=0):
    return {name: "/".join(m.path) for name, m in read(text, year, title_end).items()}


@pytest.mark.parametrize("rule", ["counted", "mask"])
def test_a_rule_is_tried_wherever_it_can_begin(rule):
    text = "石桥、白泥两个居委会。xx镇和×县、某村，甲村、******乡镇，等12个乡镇、十二个村、赫章、威宁两县。两市场，20个社区" * 2
    assert [hit.span() for hit in scan(rule, text)] == [hit.span() for hit in rules()[rule].finditer(text)] != []


@pytest.mark.parametrize("rule", load("place"), ids=lambda rule: rule.id)
def test_rules_find_their_examples(rule):
    for text in rule.yes:
        assert re.search(rule.regex, text), text
    for text in rule.no:
        assert not re.search(rule.regex, text), text


@pytest.mark.parametrize("text", [
    "村里的合作社发展到35家。", "再创一个示范县。", "沿海城市的企业来考察。", "提高安全生产水平。", "比如修路和通水。",
    "认真抓好全年工作，长安排、短计划。", "加强市场监管。", "朝阳产业和平稳发展。", "新华社记者报道。", "城区和郊区一体推进。",
    "全国、中央、全省、全县都在行动。", "我镇、该村、各乡镇、本村、各社区都要落实。", "行政村、自然村、贫困村、后进村、示范村逐一过关。",
    "工业强县、生态立县的思路。", "成立领导小组、工作组、督查组、联络组。", "第八巡视组反馈意见。", "干部分成四组入户。", "实现组组通、村村通。",
    "推进新型城镇化和乡村振兴。", "打造特色小镇和美丽乡村。", "统筹城乡发展，完善乡镇卫生院。", "经济开发区、高新区、产业园区建设加快。",
    "老旧小区和智慧社区建设。", "城乡低保、农村低保提标。", "驻村、包村、联村干部到岗。", "千企帮千村行动。",
])
def test_ordinary_words_are_no_places(text):
    assert names(text) == []


@pytest.mark.parametrize(("text", "expected"), [
    ("松林坡乡箐营村有1035人。", ["松林坡乡", "箐营村"]),
    ("地处奉节、巫溪之间。", ["奉节", "巫溪"]),
    ("与北京市委、天津立中集团座谈。", ["北京市", "天津"]),
    ("合肥市场监管部门到六安市调研。", ["合肥", "六安市"]),
    ("北海市重庆路改造完工。", ["北海市"]),
    ("西藏比如县的牧民。", ["西藏", "比如县"]),
    ("贵州省赫章县妈姑镇的马鞍山村和雉街乡的大凉山村。", ["贵州省", "赫章县", "妈姑镇", "马鞍山村", "雉街乡", "大凉山村"]),
    ("xx镇位于××县北部，某村有3户。", ["xx镇", "××县", "某村"]),
    ("由******乡镇负责。", ["******乡镇"]),
    ("中共××镇委员会", ["××镇"]),
    ("甲村、乙村收入增加。", ["甲村", "乙村"]),
    ("涉及石桥八组、十三组的道路。", ["石桥", "八组", "十三组"]),
    ("重庆市北部新区对口帮扶。", ["重庆市", "北部新区"]),
    ("河北雄安新区建设。", ["河北", "雄安新区"]),
    ("贵州钟山经济开发区和毕节试验区。", ["贵州钟山经济开发区", "毕节试验区"]),
    ("合肥高新区和经济开发区。", ["合肥高新区"]),
    ("毕节市赫章县河镇乡海雀村。", ["毕节市", "赫章县", "河镇乡", "海雀村"]),
    ("香港回归以来，台湾同胞往来增多。", ["香港", "台湾"]),
    ("贵州乌蒙山最高处与长江经济带项目。", ["贵州", "乌蒙山"]),
    ("广西壮族自治区和黔西南州。", ["广西壮族自治区", "黔西南州"]),
    ("帮扶重慶市綦江縣。", ["重慶市", "綦江縣"]),
    ("街道管辖石桥、白泥两个居委会，石桥有14个小组，白泥有8个小组。", ["石桥", "白泥", "石桥", "白泥"]),
    ("赫章、威宁两县粮食增产。", ["赫章", "威宁"]),
    ("覆盖柳林、观音和大庙三个乡镇。", ["柳林", "观音", "大庙"]),
    ("支持青龙、白云、玉泉等3个村。", ["青龙", "白云", "玉泉"]),
    ("涉及工业、农业两个县级部门。", []),
    ("保定市易县经济开发区扩区。", ["保定市", "易县经济开发区"]),
    ("涞水县娄村满族乡修路。", ["涞水县", "娄村满族乡"]),
    ("雄安新区和西咸新区开工。", ["雄安新区", "西咸新区"]),
    ("臺灣省臺北市的客商。", ["臺灣省", "臺北市"]),
    ("××村一组96户，二组88户，三组102户。", ["××村", "一组", "二组", "三组"]),
])
def test_mentions(text, expected):
    assert names(text) == expected


def test_mentions_are_verbatim_ordered_and_apart():
    text = "贵州省毕节市赫章县双坪乡红卫村、铁匠乡共同村，2018年贵州赫章经济开发区开工。"
    end = 0
    for mention in find(text, tag(text)):
        assert text[mention.start:mention.end] == mention.name
        assert mention.start >= end and mention.kind == "place" and mention.rule.startswith("place.")
        assert 0 < mention.confidence <= 1
        end = mention.end


def test_empty_text():
    assert find("", tag("")) == [] and resolve("", [], None) == [] and home([], "", 0, 0, 0) == {}


def test_a_town_is_echoed_without_its_suffix():
    text = "团风县召开现场会。与会人员先到马曹庙镇，再回县城；马曹庙的做法得到推广。"
    assert names(text) == ["团风县", "马曹庙镇", "马曹庙"]
    assert paths(text)["马曹庙"] == "湖北省/黄冈市/团风县/马曹庙镇"


# -- reading -----------------------------------------------------------------------------------------


def test_nested_names_get_path_and_code():
    found = read("贵州省毕节市赫章县松林坡乡箐营村有1035人。")
    assert "/".join(found["箐营村"].path) == "贵州省/毕节市/赫章县/松林坡乡/箐营村"
    assert [found[n].code for n in ("贵州省", "毕节市", "赫章县", "松林坡乡", "箐营村")] == [
        "520000", "520500", "520527", "520527203", "520527203216"]
    assert [found[n].level for n in ("贵州省", "毕节市", "赫章县", "松林坡乡", "箐营村")] == [
        "province", "prefecture", "county", "town", "village"]


def test_short_forms_read_as_official_names():
    assert paths("地处奉节、巫溪之间，黔西南州来访。") == {
        "奉节": "重庆市/奉节县", "巫溪": "重庆市/巫溪县", "黔西南州": "贵州省/黔西南布依族苗族自治州"}


def test_an_abolished_town_has_the_path_of_the_report_and_no_code():
    town = read("赫章县2016年工作报告\n赫章县有5个极贫乡，其中德卓乡贫困人口最多。", 2016, 12)["德卓乡"]
    assert "/".join(town.path) == "贵州省/毕节市/赫章县/德卓乡" and town.code == ""


def test_ambiguity_stays_open():
    district = read("江苏省鼓楼区财政收入增长。")["鼓楼区"]
    assert district.path == ("江苏省", "鼓楼区") and district.code == ""
    assert district.candidates == ("320106", "320302")
    alone = read("朝阳区户籍人口增加。")["朝阳区"]
    assert alone.path == ("朝阳区",) and alone.code == "" and len(alone.candidates) > 1


def test_same_named_districts_are_told_apart_by_their_towns():
    district = read("鼓楼区2023年总结\n鼓楼区现有户籍人口增加，黄楼街道和环城街道改造完成。", 2023, 10)["鼓楼区"]
    assert district.code == "320302"


def test_a_table_row_nests_across_cells():
    found = read("赫章县\n乡镇\t村\t户数\n双坪乡\t红卫村\t246\n")
    assert "/".join(found["红卫村"].path) == "贵州省/毕节市/赫章县/双坪乡/红卫村"
    assert [p for p in paths("天津 河北 山西").values()] == ["天津市", "河北省", "山西省"]


@pytest.mark.parametrize(("text", "year", "name", "path", "code"), [
    ("吉林通化市东昌区有86户。", 2018, "东昌区", "吉林省/通化市/东昌区", "220502"),
    ("湖北省襄樊市经济增长。", 2009, "襄樊市", "湖北省/襄樊市", "420600"),
    ("重庆市綦江县农民增收。", 2007, "綦江县", "重庆市/綦江县", "500222"),
    ("莱芜市钢城区完成投资。", 2017, "钢城区", "山东省/莱芜市/钢城区", "371203"),
    ("济南市钢城区完成投资。", 2020, "钢城区", "山东省/济南市/钢城区", "370117"),
    ("莱芜市钢城区完成投资。", 2021, "钢城区", "山东省/莱芜市/钢城区", ""),
    ("海南州共和县牧民增收。", 2019, "共和县", "青海省/海南藏族自治州/共和县", "632521"),
    ("广东省中山市小榄镇有35家。", 2020, "小榄镇", "广东省/中山市/小榄镇", "442000118"),
    ("南京市鼓楼区的学校。", 2018, "鼓楼区", "江苏省/南京市/鼓楼区", "320106"),
    ("西安市长安区的学校。", 2018, "长安区", "陕西省/西安市/长安区", "610116"),
    ("河北雄安新区建设。", 2019, "雄安新区", "河北省/雄安新区", ""),
    ("台湾省台北市客商投资。", 2019, "台北市", "台湾省/台北市", ""),
    ("××村属四川省雅安市汉源县河西乡。", 2016, "××村", "四川省/雅安市/汉源县/河西乡/××村", ""),
    ("辽宁省朝阳市朝阳区的学校。", 2018, "朝阳区", "辽宁省/朝阳市/朝阳区", ""),
    ("吉林省长春市朝阳区的学校。", 2018, "朝阳区", "吉林省/长春市/朝阳区", "220104"),
    ("西藏比如县的牧民。", 2018, "比如县", "西藏自治区/那曲市/比如县", "540622"),
    ("重庆市綦江县农民增收。", 2015, "綦江县", "重庆市/綦江县", ""),
    ("海南省和青海省海南州共和县结对。", 2018, "共和县", "青海省/海南藏族自治州/共和县", "632521"),
    ("贵州省六盘水市与贵州钟山经济开发区。", 2018, "贵州钟山经济开发区", "贵州省/六盘水市/贵州钟山经济开发区", ""),
    ("当涂县马鞍山村脱贫。", 2018, "马鞍山村", "安徽省/马鞍山市/当涂县/马鞍山村", ""),
    ("巫山县××镇汇报。", 2019, "××镇", "重庆市/巫山县/××镇", ""),
    ("xx镇位于巫山县城西北部，与奉节接壤。", 2019, "xx镇", "重庆市/巫山县/xx镇", ""),
    ("毕节地区毕节市鸭池镇。", 2008, "毕节市", "贵州省/毕节地区/毕节市", "522401"),
])
def test_paths_and_codes(text, year, name, path, code):
    place = read(text, year)[name]
    assert ("/".join(place.path), place.code) == (path, code)


def test_a_list_hands_on_the_town_it_lies_in():
    found = paths("赫章县财神镇的营山村和双龙村缺水。")
    assert found["双龙村"] == "贵州省/毕节市/赫章县/财神镇/双龙村"


def test_a_name_keeps_the_path_that_the_report_gave_it_once():
    text = "贵州省六盘水市钟山区大湾镇海嘎村变了样。海嘎村的书记说，海嘎村还要发展。"
    read_places = resolve(text, find(text, tag(text)), 2016)
    assert {"/".join(m.path) for m in read_places if m.name == "海嘎村"} == {"贵州省/六盘水市/钟山区/大湾镇/海嘎村"}


def test_the_reports_own_places():
    title = "贵州省赫章县2018年工作总结\n"
    text = title + "全县辖27个乡镇。双坪乡有246户，深圳市、大方县派员支援。\n赫章县人民政府\n"
    places = resolve(text, find(text, tag(text)), 2018, len(title))
    own = home(places, text, 0, len(text), len(title))
    assert {level: "/".join(place.path) for level, place in own.items()} == {
        "province": "贵州省", "prefecture": "贵州省/毕节市", "county": "贵州省/毕节市/赫章县"}
    assert own["prefecture"].code == "520500"


def test_a_provincial_report_has_no_county_of_its_own():
    text = "贵州要同步小康。贵州减贫656万人，贵州的大方县、晴隆县作了探索，贵州还在努力。"
    places = resolve(text, find(text, tag(text)), 2016)
    assert list(home(places, text, 0, len(text), 0)) == ["province"]


def test_a_masked_town_is_the_reports_own():
    text = "巫山县××镇工作汇报\n××镇地处巫山县西北部，××镇有××户。"
    places = resolve(text, find(text, tag(text)), 2019, 11)
    own = home(places, text, 0, len(text), 11)
    assert own["town"].name == "××镇" and own["county"].code == "500237"


def test_a_national_report_has_no_place_of_its_own():
    text = "一年来，国民经济稳定增长。香港、澳门保持繁荣。上海、深圳等地开展试点，西部地区加快发展。"
    assert home(resolve(text, find(text, tag(text)), 2010), text, 0, len(text), 0) == {}


@pytest.mark.parametrize(("text", "year", "codes"), [
    ("朝阳区户籍人口增加。", 2018, {"朝阳区": ""}),
    ("江苏鼓楼区的学校。", 2018, {"江苏": "320000", "鼓楼区": ""}),
    ("徐州鼓楼区、福州鼓楼区。", 2018, {"徐州": "320300", "福州": "350100", "鼓楼区": ("320302", "350102")}),
    ("海南州共和县的牧民。", 2018, {"海南州": "632500", "共和县": "632521"}),
    ("重庆市县域经济发展。", 2018, {"重庆市": "500000"}),
    ("重庆市县两级财政。", 2018, {"重庆市": "500000"}),
    ("吉林通化的企业。", 2018, {"吉林": "220000", "通化": "220500"}),
    ("北海市重庆路改造。", 2018, {"北海市": "450500"}),
    ("西藏比如县的牧民。", 2018, {"西藏": "540000", "比如县": "540622"}),
    ("比如，县里修了路。", 2018, {}),
    ("马鞍山村脱贫。", 2018, {"马鞍山村": ""}),
    ("大凉山村脱贫。", 2018, {"大凉山村": ""}),
    ("河北雄安新区开工。", 2018, {"河北": "130000", "雄安新区": ""}),
    ("莱芜市钢城区投资。", 2018, {"莱芜市": "371200", "钢城区": "371203"}),
    ("莱芜市钢城区投资。", 2020, {"莱芜市": "", "钢城区": ""}),
    ("济南市钢城区投资。", 2020, {"济南市": "370100", "钢城区": "370117"}),
    ("綦江县农民增收。", 2007, {"綦江县": "500222"}),
    ("綦江县农民增收。", 2015, {"綦江县": ""}),
    ("襄樊市经济增长。", 2015, {"襄樊市": ""}),
    ("长安区的学校。", 2018, {"长安区": ""}),
])
def test_no_code_is_invented(text, year, codes):
    found = resolve(text, find(text, tag(text)), year)
    assert {m.name for m in found} == set(codes)
    for mention in found:
        allowed = codes[mention.name]
        assert mention.code in (allowed if isinstance(allowed, tuple) else (allowed,))


def test_a_listed_town_whose_stem_is_a_kind_counts_in_a_list_of_towns():
    assert names("将竹园镇、禾市镇划入搬迁范围。")[-1] == "禾市镇"


OFTEN = "全县新建茶园。我县电商起步早。" * 4


@pytest.mark.parametrize(("text", "own"), [
    # A county's report that names a zone or its province more often than itself.
    ("雄安新区建设提速，雄安新区产业升级。" * 6 + OFTEN + "容城开放办学。容城变化大。容城县服装业增长。", "容城县"),
    ("河北省支持力度大。河北进入新阶段。" * 4 + OFTEN + "容城县服装业增长。容城县道路畅通。", "容城县"),
    # None stands out: nothing is known of the county, and what is named once is not it.
    ("河北省支持力度大。河北进入新阶段。" * 4 + OFTEN + "推广涉县经验。", ""),
    # The level that the report itself says is kept.
    ("河北省支持力度大。河北进入新阶段。" * 4 + "全省新建茶园。我省电商起步早。" * 4, "河北省"),
])
def test_a_report_that_says_my_county_is_of_a_county(text, own):
    found = home(resolve(text, find(text, tag(text)), 2019), text, 0, len(text), 0)
    assert (list(found.values())[-1].path[-1] if found else "") == own


def test_a_county_named_once_in_a_long_report_does_not_hold_its_towns():
    text = "双坪乡新建茶园5000亩。" + "各村修路架桥，群众满意。" * 300 + "推广涉县经验。双坪乡新建果园800亩。"
    town = resolve(text, find(text, tag(text)), 2019)[0]
    assert town.name == "双坪乡" and "涉县" not in town.path
