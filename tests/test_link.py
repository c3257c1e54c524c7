"""Linking: the place, period, indicator and status of each figure, and how they were found."""

import pytest

from extract.pipeline import convert_source
from extract.records import FIGURES, Source

HEAD = "青田县2020年扶贫工作汇报\n"


def figures(text):
    """The figures of a text in reading order."""
    return [fact for fact in convert_source(Source("doc", text)).facts if fact.kind in FIGURES]


#: Text under the head of a county's report of 2020 → place of each figure.
PLACES = {
    "全县有贫困人口2.1万人。": ["青田县"],
    "我县新修公路36公里。": ["青田县"],
    "船寮镇有农户3100户。": ["船寮镇"],
    "船寮镇双河村有农户320户。": ["双河村"],
    "船寮镇双河村有农户320户，大坪村有农户210户。": ["双河村", "大坪村"],
    "船寮镇投入120万元，海溪乡投入85万元，全县共投入600万元。": ["船寮镇", "海溪乡", "青田县"],
    "船寮镇、海溪乡分别修路12公里、18公里。": ["船寮镇", "海溪乡"],
    "船寮镇、海溪乡共修路30公里。": ["船寮镇、海溪乡"],
    "船寮镇、海溪乡和章村乡均修通公路。全县新增客车26辆。": ["青田县"],
    "船寮镇双河村种植核桃1200亩，该村人均增收800元。": ["双河村", "双河村"],
    "船寮镇投入120万元。其中，教育投入35万元。": ["船寮镇", "船寮镇"],
    "农民人均收入低于丽水市平均水平1200元。": ["青田县"],
    "丽水市森林覆盖率81.7%，我县为80.2%。": ["丽水市", "青田县"],
    "青田县人民政府办公室发放资料3000份。": ["青田县"],
    "云南省常住人口4721万，人均产值5.5万元。": ["云南省", "云南省"],
    "青田石雕领跑全国，产值18亿元。": ["青田县"],
    "共有党员640名。": ["青田县"],
    "全县像船寮镇这样的大镇有9个。": ["青田县"],
    "县农商行为船寮镇捐资10万元，投资20万元在海溪乡新建水池3口。": ["船寮镇", "海溪乡", "海溪乡"],
    "船寮镇、海溪乡分别占全县的32%、25%，其余乡镇占四成。": ["船寮镇", "海溪乡", "青田县"],
    "船寮镇、海溪乡获评示范乡镇。全县新增客车26辆。": ["青田县"],
    "船寮镇、海溪乡获评示范乡镇。新增客车26辆。": ["青田县"],
    "一年来，全县上下同心协力，克服困难，各项事业有序推进，社会大局保持稳定，群众生活继续改善，民主法治建设和精神文明建设都迈出了新的步伐。全县产值60亿元（不含船寮镇，下同），增长9%。": ["青田县", "青田县"],
    "综合实力跃升至丽水市前列，力争建成院士工作站1个。": ["青田县"],
    "xx镇有农户5600户，×村有贫困户32户。": ["xx镇", "×村"],
}


def test_the_next_of_a_list_of_changes_is_one_too():
    facts = figures("城乡居民收入分别为2.4万元、1.1万元，比上年增长8.5%、9.7%。")
    assert [(f.relation, f.base) for f in facts[2:]] == [("increase", "上年"), ("increase", "上年")]


def test_those_bettered_are_no_change():
    assert [f.relation for f in figures("危房改造59户、改善提升610户。")] == ["level", "level"]


def test_a_heading_of_this_years_work_is_about_plans():
    facts = figures("2020年青田县政府工作报告\n2020年1月12日\n一、2019年工作回顾\n新修公路36公里。\n二、2020年工作\n新修公路40公里。")
    assert [f.status for f in facts] == ["actual", "planned"]


def test_the_best_of_the_whole_city_is_not_the_whole_citys():
    (fact,) = figures(HEAD + "实施了全市最大规模的清洁取暖工程，完成70个村改造。")
    assert fact.place == "青田县"


def test_what_is_done_is_no_plan():
    facts = figures(HEAD + "能耗降低率超额完成“十三五”规划目标，优良天数达到341天。")
    assert [f.status for f in facts] == ["actual"]


@pytest.mark.parametrize("text", PLACES)
def test_place(text):
    assert [f.place for f in figures(HEAD + text)] == PLACES[text]


def test_my_city_is_the_reports_own_city_not_the_one_above():
    facts = figures("保定市安国市2020年工作汇报\n全市有农户3100户，我市新修公路36公里。")
    assert [f.place for f in facts] == ["安国市", "安国市"]


#: Text behind a county report's opening → place of each figure.
TOPICS = {
    # What is counted is not where it is counted.
    "全县辖船寮镇、海溪乡2个乡镇。": ["青田县"],
    "完成船寮镇、海溪乡等6个乡镇的规划。": ["青田县"],
    "船寮镇电站、海溪乡水厂等12个项目开工。": ["青田县"],
    "在船寮镇、海溪乡等2个乡镇建设茶园800亩。": ["青田县", "船寮镇、海溪乡"],
    "船寮镇3个村通了水。": ["船寮镇"],
    "新建投资6.5亿元的船寮镇水厂、投资1.2亿元的海溪乡电站。": ["船寮镇", "海溪乡"],
    # The text moves on from a place that opens another clause, or is a part of a longer name.
    "农业稳步发展，船寮镇入选特色乡镇，新增合作社45家。": ["青田县"],
    "船寮镇水厂二期建成投用，工业投资增长6.1%。": ["青田县"],
    "船寮镇积极招商，引进企业9家，提供岗位450个。": ["船寮镇", "船寮镇"],
    "农业稳步发展，各乡镇粮食、蔬菜、水果生产条件不断改善，农民群众收入稳步增加。船寮镇入选特色乡镇。新增合作社45家。": ["青田县"],
    # A rank in the province or city is the county's own.
    "一般公共预算收入8.7亿元，全省第5，比上年前移3位。": ["青田县"] * 2,
    "空气质量居全市第一，新增绿地82万平方米。": ["青田县"],
    "跻身全省前列的企业有50家。": ["青田县"],
    "成为全省首批30家基地之一。": ["浙江省"],
    # What is left is not of the places that were named.
    "船寮镇、海溪乡分别占32%、25%，其余乡镇占43%。工程投入120万元。": ["船寮镇", "海溪乡", "青田县", "青田县"],
    "船寮镇有贫困户320户；另有5个重点乡镇。": ["船寮镇", "青田县"],
    # Brands and slogans.
    "“好客浙江”体验基地2处。": ["青田县"],
    "中旅（船寮镇）二期等投资41亿元的13个项目投产。": ["青田县", "青田县"],
}
OPENING = HEAD + "一年来，全县各级各部门认真落实上级决策部署，坚持稳中求进，扎实推进各项工作，经济社会保持平稳健康发展，群众生活不断改善，城乡面貌焕然一新。\n"


@pytest.mark.parametrize("text", TOPICS)
def test_what_a_place_is_the_topic_of(text):
    assert [f.place for f in figures(OPENING + text)] == TOPICS[text]


def test_a_headings_place_holds_for_what_stands_under_it():
    facts = figures(HEAD + "一、船寮镇\n全镇有农户3100户。\n二、海溪乡\n全乡有农户2200户。")
    assert [f.place for f in facts] == ["船寮镇", "海溪乡"]


def test_a_report_without_a_head_is_not_about_its_first_village():
    assert [f.place for f in figures("船寮镇双河村有农户320户，大坪村有农户210户。")] == ["双河村", "大坪村"]


def test_a_back_reference_does_not_take_a_later_name():
    assert [f.place for f in figures("一、青石镇\n全镇有农户3100户。\n二、白云镇\n全镇有农户2200户。")] == ["青石镇", "白云镇"]


def test_the_whole_city_is_the_reports_own():
    text = "浙江省丽水市龙泉市2021年政府工作报告\n2020年，全市粮食产量6万吨。"
    assert figures(text)[0].place == "龙泉市"


def test_nested_places_have_paths():
    (fact,) = figures("贵州省毕节市赫章县松林坡乡箐营村有农户104户。")
    assert (fact.place, fact.place_path) == ("箐营村", "贵州省/毕节市/赫章县/松林坡乡/箐营村")


def test_a_national_report_is_about_the_country():
    assert [f.place for f in figures("全国粮食总产量6.8亿吨。")] == ["全国"]


#: Text under the head → period of each figure.
PERIODS = {
    "全县有贫困人口2.1万人。": ["2020"],
    "截至2018年底，发放贷款2.3亿元。": ["2018-12-31"],
    "到2019年6月，建成大棚450座。": ["2019-06"],
    "2017、2018年共投入1.1亿元。": ["2017/2018"],
    "“十二五”时期完成投资60亿元。": ["2011/2015"],
    "2016年上半年接待游客15万人次。": ["2016-01-01/2016-06-30"],
    "2019年1-9月完成销售额5.4亿元。": ["2019-01/2019-09"],
    "2015年12月至2018年底，修建水池260口。": ["2015-12/2018-12-31"],
    "今年新修便道12公里。去年新修9公里。": ["2020", "2019"],
    "2013年和2017年分别拨款48万元、66万元。": ["2013", "2017"],
    "2018年底余额3亿元，2019年底余额4亿元。": ["2018-12-31", "2019-12-31"],
    "2018年，船寮镇投入120万元。2019年投入150万元。": ["2018", "2019"],
    "2015-2019年入库项目1250个。": ["2015/2019"],
    "贫困发生率由2015年9.8%降至2019年2.6%。": ["2015", "2019"],
    "贫困发生率由2015年的9.8%下降到2019年的2.6%。": ["2015", "2019"],
}


@pytest.mark.parametrize("text", PERIODS)
def test_period(text):
    assert [f.period for f in figures(HEAD + text)] == PERIODS[text]


def test_a_cohorts_year_does_not_override_the_time_of_the_state():
    (fact,) = figures("青田县2020年扶贫工作汇报\n（2021年1月8日）\n截至目前，2017年搬迁户中已入住58户。")
    assert fact.period == "2021-01-08"


def test_all_of_a_list_are_told_at_the_end_of_the_years():
    facts = figures("青田县2016年工作总结\n五年来，城乡居民收入分别达到3.02万元、1.03万元，年均分别增长6.7%、8.1%。")
    assert [f.period for f in facts] == ["2016", "2016", "2012/2016", "2012/2016"]
    assert [f.indicator for f in facts[2:]] == ["城乡居民收入年均", "城乡居民收入年均"]


def test_nothing_said_nothing_guessed():
    (fact,) = figures("新修便道12公里。")
    assert (fact.place, fact.place_path, fact.period) == ("", "", "")


@pytest.mark.xfail(strict=False, reason="without a date of its own, a report may have been written in either year")
def test_a_later_year_told_as_done_is_no_plan():
    assert [f.status for f in figures("2018年，船寮镇投入120万元。2019年投入150万元。")] == ["actual", "actual"]


UNNUMBERED = (
    "青田县2020年政府工作报告\n——2020年1月12日在青田县第十七届人民代表大会第四次会议上\n各位代表：现在，我向大会报告工作。\n"
    "2019年工作回顾\n一年来，全县上下团结一心，各项工作取得了新的成绩。\n经济运行迈出新的步伐\n全县生产总值增长6.5%。\n"
    "今年经济社会发展主要预期目标是：全县生产总值增长7%。围绕上述目标，要做好各项工作。\n加快重点项目建设\n实施重点项目48个。\n"
)


def test_headings_without_numbers_go_on_with_the_retrospect_until_the_targets_are_given():
    assert [(f.text, f.period, f.status) for f in figures(UNNUMBERED)] == [("6.5%", "2019", "actual"), ("7%", "2020", "planned"), ("48个", "2020", "planned")]


RESPECTIVELY = {
    "财政收入和税收可比增长13%和12%。": [("13%", "财政收入"), ("12%", "税收")],  # 分别 goes without saying
    "城镇、农村居民收入达到3万元、1万元。": [("3万元", "城镇居民收入"), ("1万元", "农村居民收入")],
    "财政收入和税收均增长13%以上。": [("13%以上", "财政收入和税收")],
    "粮食种植面积稳定在3万亩、5万亩。": [("3万亩", "粮食种植面积"), ("5万亩", "粮食种植面积")],
    "制茶项目12项、总投资4亿元，产值、利税分别增长5%和6%。": [("12项", "制茶项目"), ("4亿元", "制茶项目总投资"), ("5%", "产值"), ("6%", "利税")],
    "甲类医院、乙类医院使用率分别达到80%、75%。": [("80%", "甲类医院使用率"), ("75%", "乙类医院使用率")],
    "美丽河湖、美丽海湾达标率分别为30%、50%。": [("30%", "美丽河湖达标率"), ("50%", "美丽海湾达标率")],
    "存款、贷款余额分别为249亿元、108亿元，增长7.5%、12%。": [("249亿元", "存款余额"), ("108亿元", "贷款余额"), ("7.5%", "存款余额"), ("12%", "贷款余额")],
    "苯（C6H6）、甲醛和氨三项指标年均浓度分别为6微克/立方米、8微克/立方米和3微克/立方米。": [
        ("三项", "指标"), ("6微克/立方米", "苯年均浓度"), ("8微克/立方米", "甲醛年均浓度"), ("3微克/立方米", "氨年均浓度")],
    "参加医疗（生育）、失业、工伤保险人数分别为31万人、22万人和19万人。": [("31万人", "医疗（生育）保险人数"), ("22万人", "失业保险人数"), ("19万人", "工伤保险人数")],
    "规上工业总产值、城镇居民人均可支配收入分别达到38.2亿元、21450元。": [("38.2亿元", "规上工业总产值"), ("21450元", "城镇居民人均可支配收入")],
    "茶叶加工、竹木制品、小型电动机产值分别增长4%、5%、9%。": [("4%", "茶叶加工产值"), ("5%", "竹木制品产值"), ("9%", "小型电动机产值")],
    "缝纫机、采茶机出口分别增长12%、8%。": [("12%", "缝纫机出口"), ("8%", "采茶机出口")],
    "氨氮、二氧化硫排放总量首次出现双下降，比上年分别下降3%和4%。": [("3%", "氨氮排放总量"), ("4%", "二氧化硫排放总量")],
    "接待游客、旅游总花费分别增长20%、15%。": [("20%", "接待游客"), ("15%", "旅游总花费")],
    "财政收入、居民消费年均分别增长12%、8%。": [("12%", "财政收入年均"), ("8%", "居民消费年均")],
    "财政收入和居民消费，2015年分别达到12亿元和8亿元。": [("12亿元", "财政收入"), ("8亿元", "居民消费")],
    "一二三产增加值分别增长3%、6%、5%。": [("3%", "一产增加值"), ("6%", "二产增加值"), ("5%", "三产增加值")],
    "黄金、精炼铜、镍产量分别增长3%、6%、5%。": [("3%", "黄金产量"), ("6%", "精炼铜产量"), ("5%", "镍产量")],
    "火灾起数、伤亡人数较“十二五”同期分别下降21%、35%。": [("21%", "火灾起数"), ("35%", "伤亡人数")],
    "石雕园、茶业城等招商项目投产，实际利用内外资分别增长12%、8%。": [("12%", "实际利用内外资"), ("8%", "实际利用内外资")],
    "小麦、玉米、马铃薯产量分别为3万吨、5万吨和2万吨。": [("3万吨", "小麦产量"), ("5万吨", "玉米产量"), ("2万吨", "马铃薯产量")],
}


@pytest.mark.parametrize("text", RESPECTIVELY)
def test_respectively(text):
    assert [(f.text, f.indicator) for f in figures(text)] == RESPECTIVELY[text]


def test_respectively_crosses_places():
    facts = figures("东坡村、西坡村户均存粮分别为410公斤、530公斤。")
    assert [(f.text, f.place, f.indicator) for f in facts] == [("410公斤", "东坡村", "户均存粮"), ("530公斤", "西坡村", "户均存粮")]


def test_lists_of_unequal_length_are_not_crossed():
    facts = figures(HEAD + "船寮镇、海溪乡、章村乡分别修路12公里、18公里。")
    assert not {("12公里", "船寮镇"), ("18公里", "海溪乡")} <= {(f.text, f.place) for f in facts}


def test_among_them():
    facts = figures("全县现有贫困人口3120人，其中因残致贫240人。")
    assert [(f.indicator, f.relation) for f in facts] == [("贫困人口", "level"), ("因残致贫", "level")]


def test_a_measure_said_once_holds_for_its_parts():
    facts = figures("粮食总产量21万吨。其中，水稻12万吨，小麦4万吨。")
    assert [f.indicator for f in facts] == ["粮食总产量", "水稻产量", "小麦产量"]


HOWS = {"clause", "sentence", "paragraph", "list", "heading", "report", "metadata", ""}


@pytest.mark.parametrize("text", [*PLACES, *PERIODS, *RESPECTIVELY])
def test_every_link_says_how_it_was_found(text):
    whole = HEAD + text
    for fact in figures(whole):
        assert {fact.how_indicator, fact.how_place, fact.how_period} <= HOWS
        assert bool(fact.how_place) == bool(fact.place) and bool(fact.how_period) == bool(fact.period)
        for value, start, end in ((fact.place, fact.place_start, fact.place_end), (fact.indicator, fact.indicator_start, fact.indicator_end)):
            assert (start is None) == (end is None) and (start is None or 0 <= start < end <= len(whole)), value


@pytest.mark.parametrize(("text", "relation", "value"), [
    ("全县生产总值同比增长-2.3%。", "decrease", "2.3"), ("全县生产总值同比增长2.3%。", "increase", "2.3"), ("自然增长率为-0.99‰。", "level", "-0.99"),
])
def test_an_increase_below_zero_is_a_decrease(text, relation, value):
    assert [(f.relation, str(f.value)) for f in figures(HEAD + text)] == [(relation, value)]


def test_a_quarter_holds_no_longer_once_the_year_is_spoken_of():
    text = "青田县2025年政府工作报告\n一是稳增长。去年一季度开局良好，二季度下行压力加大。我们抓好项目，全年呈现前高后扬态势。设备投资增长15.7%。"
    assert [f.period for f in figures(text)] == ["2024"]


def test_falls_go_to_what_has_fallen_in_order():
    facts = figures("与2019年相比，臭氧浓度、细颗粒物年均浓度均有所下降，降幅分别为3%、7.5%。")
    assert [(f.indicator, f.relation, f.base) for f in facts] == [("臭氧浓度", "decrease", "2019年"), ("细颗粒物年均浓度", "decrease", "2019年")]


def test_a_time_of_averaging_is_part_of_the_name():
    (fact,) = figures("臭氧日最大8小时平均浓度为160微克/立方米。")
    assert fact.indicator == "臭氧日最大8小时平均浓度"


def test_years_past_end_in_the_level_that_was_reached():
    facts = figures(OPENING.replace("一年来", "五年来") + "2015年至2019年，茶园面积达到 5000亩，新修公路36公里。")
    assert [f.period for f in facts] == ["2019", "2015/2019"]


def test_a_yearly_rate_begins_with_the_year_that_a_multiple_is_of():
    facts = figures("青田县工作汇报\n2019年，全县生产总值119.8亿元，是2014年的 1.6 倍，年均增长 8.2%；财政收入5.4亿元。")
    assert [f.period for f in facts] == ["2019", "2019", "2015/2019", "2019"]


@pytest.mark.parametrize(("text", "expected"), [
    ("荒地面积净减少3万亩。", ("荒地面积", "decrease", "")),
    ("户籍人口净增加2万人。", ("户籍人口", "increase", "")),
    ("财政收入突破10亿元大关。", ("财政收入", "level", "")),
    ("水质综合指数提升2个等级。", ("水质综合指数", "increase", "")),
    ("清洁能源占比较上年提高2个百分点。", ("清洁能源占比", "increase", "上年")),
    ("茶叶价格降了三成。", ("茶叶价格", "decrease", "")),
])
def test_changes_and_what_they_reach(text, expected):
    (fact,) = figures(text)
    assert (fact.indicator, fact.relation, fact.base) == expected


def test_the_leaders_of_a_list_keep_their_name():
    facts = figures("医院药品销售额增长5%，前10位占比38.4%，前100位占比61.2%。")
    assert [f.indicator for f in facts[1:]] == ["前10位占比", "前100位占比"]


def test_a_list_whose_last_number_has_the_unit_is_shared_out():
    facts = figures("纺织、食品产值分别突破70和50亿元。")
    assert [(f.indicator, f.value) for f in facts] == [("纺织产值", 7 * 10**9), ("食品产值", 5 * 10**9)]


#: What the segmenter cuts or takes for other parts of speech, and what ends like a link → the name.
WHOLE_NAMES = {
    "可再生能源装机占比超过50%。": "可再生能源装机占比",
    "培育专精特新企业16家。": "专精特新企业",
    "现代服务业增加值增长7%。": "现代服务业增加值",
    "建成民族团结进步示范社区30个。": "民族团结进步示范社区",
    "建成紧密型县域医共体3个。": "紧密型县域医共体",
    "建成3个紧密型医疗集团。": "紧密型医疗集团",
    "退耕还林还草20万亩。": "退耕还林还草",
    "按时办结率100%。": "按时办结率",
    "发放稳岗返还230万元。": "稳岗返还",
    "转移支付4200亿元。": "转移支付",
    "目标人群覆盖率平均达93%。": "目标人群覆盖率",
    "完成45处矿山修复治理。": "矿山修复治理",
    "4个产业项目早日投产。": "产业项目",
    "57个行业全覆盖。": "行业",
    "整治占道经营200处。": "整治占道经营",
}


@pytest.mark.parametrize("text", WHOLE_NAMES)
def test_names_are_whole_and_end_where_the_verb_begins(text):
    assert [f.indicator for f in figures(HEAD + text)] == [WHOLE_NAMES[text]]


def test_the_whole_of_a_share_that_is_held():
    (fact,) = figures("现代工业在工农业总产值中所占的比重上升到36.5%。")
    assert (fact.indicator, fact.relation, fact.base) == ("现代工业", "share", "工农业总产值")


def test_each_of_the_towns_is_none_of_those_named_before():
    facts = figures(HEAD + "船寮镇、海溪乡和章村乡共修路30公里，各乡镇新增岗位200个。")
    assert [f.place for f in facts] == ["船寮镇、海溪乡、章村乡", "青田县"]


@pytest.mark.parametrize(("text", "names"), [
    ("4个乡镇共投入20万元。", ["乡镇", "投入"]),
    ("3个乡镇建成光伏电站12座。", ["乡镇", "光伏电站"]),
    ("5条公路建成通车。", ["公路"]),
])
def test_what_acts_and_what_is_done_are_named_apart(text, names):
    assert [f.indicator for f in figures(HEAD + text)] == names


@pytest.mark.parametrize(("text", "place"), [
    ("船寮镇和海溪乡修路30公里。", "船寮镇、海溪乡"),
    ("船寮镇、温溪开发区和海溪乡修路30公里。", "船寮镇、温溪开发区、海溪乡"),
])
def test_the_last_of_a_list_is_one_of_it(text, place):
    assert [f.place for f in figures(HEAD + text)] == [place]


def test_every_village_reached_is_no_village():
    assert [f.text for f in convert_source(Source("doc", "青田县工作汇报\n全县实现公路、电话村村通，工程投资30万元。")).facts if f.kind == "place"] == ["青田县"]
