"""Indicators as statistical communiqués write them: lists under one measure, institutions and what belongs to them."""

import pytest

from extract.pipeline import convert_source
from extract.records import FIGURES, Source


def figures(text):
    """The figures of a text in reading order."""
    return [fact for fact in convert_source(Source("doc", text)).facts if fact.kind in FIGURES]


INDICATORS = {
    # labels that are whole but for the measure, and levels of what was counted in all
    "软件和信息服务业、租赁和商务服务业增加值分别增长10%、9%。": ["软件和信息服务业增加值", "租赁和商务服务业增加值"],
    "各级重点实验室累计总数77家，其中省级14家，市级63家。": ["各级重点实验室累计总数", "省级重点实验室", "市级重点实验室"],
    "接待游客216万人次，旅游收入12亿元，分别比上个五年增长64万人次、4亿元。": ["接待游客", "旅游收入", "接待游客", "旅游收入"],
    # a measure that a list says once is not said twice
    "全市医院床位3.1万张，其中：公立医院床位占72%，民营医院床位占28%。": ["医院床位", "公立医院床位", "民营医院床位"],
    "全年出口额210亿元。其中，对欧洲出口42亿元。": ["出口额", "欧洲出口额"],
    "门诊人次860万。其中，乡镇卫生院210万人次。": ["门诊人次", "乡镇卫生院门诊人次"],
    "在全年总诊疗量中，县级医院320万人次。": ["县级医院诊疗量"],
    "文化馆座席利用率61.5%，其中：市属文化馆74%。": ["文化馆座席利用率", "市属文化馆座席利用率"],
    # 数 belongs to the name
    "空气质量达标天数为301天，达标率为82%。": ["空气质量达标天数", "空气质量达标率"],
    "居民恩格尔系数为31.2%。": ["居民恩格尔系数"],
    "剧场座席数4200个。": ["剧场座席数"],
    "大骨节病病区县（市、区）数31个。": ["大骨节病病区县（市、区）数"],
    # an abbreviation in brackets is none of the name
    "臭氧（O3）达标天数为290天。": ["臭氧达标天数"],
    # what belongs to an institution named before
    "全市网吧经营单位310家，从业人员2200人，营业收入1.6亿元。": ["网吧经营单位", "网吧经营单位从业人员", "网吧经营单位营业收入"],
    "全市有剧场24个，观众36万人次。": ["剧场", "剧场观众"],
    # words of one character, and words that are cut wrong
    "全市有210个村卫生室。": ["村卫生室"],
    "村卫生室诊疗人次92万。": ["村卫生室诊疗人次"],
    "中医药卫生人员4200人。": ["中医药卫生人员"],
    "其中，本地农民工62万人。": ["本地农民工"],
    "年末各项本外币存款余额810亿元。": ["本外币存款余额"],
    "年末失业保险基金累计结余3.2亿元。": ["失业保险基金累计结余"],
    "全年房地产开发投资41亿元。": ["房地产开发投资"],
    "全年实际使用外资1.2亿美元。": ["实际使用外资"],
    "规模以上工业企业每百元营业收入中的成本为83.2元。": ["规模以上工业企业每百元营业收入中的成本"],
    "图书馆实际使用房屋建筑面积2.1万平方米。": ["图书馆实际使用房屋建筑面积"],
    "培训农民工（包括在岗农民工和农村转移就业劳动者）1200人次。": ["培训农民工"],
    "4200人次取得职业资格证书或职业技能等级证书。": ["取得职业资格证书或职业技能等级证书"],
    "次均门诊费用361元，按可比价格下降0.4%。": ["次均门诊费用", "次均门诊费用"],
    "县级医院次均住院费用按当年价格比上年下降1.2%。": ["县级医院次均住院费用"],
    "人均产值6.1万元（按年平均汇率折算为8600美元）。": ["人均产值", "人均产值"],
    "按上网电价0.75元/千瓦时计算。": ["上网电价"],
    "实际使用外资82亿元，下降7.1%，折11亿美元，下降8.8%。": ["实际使用外资"] * 4,
    "门诊药费（133元）占门诊费用的36.8%，比上年（38.9%）下降2.1个百分点；住院药费（940元）占住院费用的21%，比上年（22%）下降1个百分点。":
        ["门诊药费"] * 4 + ["住院药费"] * 4,
    "婴儿死亡率4.0‰，其中：城市2.6‰，农村4.6‰。": ["婴儿死亡率", "城市婴儿死亡率", "农村婴儿死亡率"],
    "进出口额220亿元，其中，出口122亿元，进口98亿元。": ["进出口额", "出口", "进口"],
    "固定资产投资比上年增长[4]3.1%。": ["固定资产投资"],
    "公共场所被监督单位310个。": ["公共场所被监督单位"],
    "医院按床位数分：100张以下床位医院22家，100～199张床位医院13家。": ["床位", "100张以下床位医院", "床位", "100～199张床位医院"],
    "年末金融机构本外币各项存款余额570亿元。": ["金融机构本外币各项存款余额"],
    "全年地铁实现客运量1.2亿人次。": ["地铁客运量"],
    "分类型看，全年限额以上单位商品零售额中，汽车增长11.2%；书报类、家具类分别增长9.5%、7.6%。": ["汽车零售额", "书报类零售额", "家具类零售额"],
    "共有5个京剧人才提升计划项目。": ["京剧人才提升计划项目"],
    "断面水质达到或优于Ⅲ类的比例为92%。": ["断面水质达到或优于Ⅲ类的比例"],
    "总磷为0.06毫克/升、总氮为1.9毫克/升。": ["总磷", "总氮"],
    "农副食品加工业增加值增长4.1%。": ["农副食品加工业增加值"],
    # words that the tagger takes for times, pronouns or verbs
    "接待入境过夜游客9.2万人次。": ["接待入境过夜游客"],
    "功能区声环境昼间达标率97.1%，夜间达标率90.4%。": ["功能区声环境昼间达标率", "夜间达标率"],
    "耕地实际灌溉亩均用水量231立方米。": ["耕地实际灌溉亩均用水量"],
    "本科及以上学历人员占比31%。": ["本科及以上学历人员占比"],
    "县以上文化事业费5.1亿元，大专及以上文化程度人口3.4万人。": ["县以上文化事业费", "大专及以上文化程度人口"],
    "报告3例境外输入病例。": ["境外输入病例"],
    "可吸入颗粒物年均浓度为58微克/立方米。": ["可吸入颗粒物年均浓度"],
    "发放稳岗返还3200万元。": ["稳岗返还"],
    "2024年一般公共预算当年拨款812万元。": ["一般公共预算当年拨款"],
    # how a change is reckoned, and a rate of exchange, name nothing
    "一般公共预算收入9.1亿元，同口径增长3.2%。": ["一般公共预算收入", "一般公共预算收入"],
    "人民币平均汇率为1美元兑7.05元人民币，比上年贬值2%。": ["人民币平均汇率"] * 3,
    "基础养老金标准由每人每月120元提高到135元。": ["基础养老金标准", "基础养老金标准"],
    "平均利润率2.4%；净利润率1.9%。": ["平均利润率", "净利润率"],
    # a number with no unit that is known names the change behind it
    "移动互联网接入流量21.6亿GB，增长9%。工业品出厂价格指数为98.1，下降1.9%。": ["移动互联网接入流量", "工业品出厂价格指数"],
    # how many yielded what, each for so many people, those counted without what is measured of them
    "全年技工院校共招生1.2万人。": ["技工院校招生"],
    "平均每万人口拥有执业药师5.1人，同比增长2%。": ["每万人口拥有执业药师", "每万人口拥有执业药师"],
    "17家上市公司市值总计820亿元。": ["上市公司", "上市公司市值"],
    "每吨排放需要1个单位碳排放配额。": ["单位碳排放配额"],
    "全年为310名农民工追回工资420万元。": ["农民工", "工资"],
    "商品房销售面积21万平方米，其中住宅18万平方米。": ["商品房销售面积", "住宅销售面积"],
    # the first ones are a group, not a number
    "前10位企业销售总额31亿元。": ["前10位企业销售总额"],
    "载货汽车和三轮汽车1.1万辆。": ["载货汽车和三轮汽车"],
    # 现代 and 设立 inside a name, a leftover of a verb, what another number is reckoned for
    "现代服务业增加值31亿元，规上工业企业设立研发机构比例达47%。": ["现代服务业增加值", "规上工业企业设立研发机构比例"],
    "46万人口创造出8.1万元人均产值。": ["", "人均产值"],
    "公路密度139公里/百平方公里。": ["公路密度"],
    "统计口径由年主营业务收入500万元调整为2000万元。": ["统计口径由年主营业务收入", "统计口径由年主营业务收入"],
    # what is deducted names nothing; & is no end; 日照 is a city only where its neighbours are named
    "居民人均可支配收入3.1万元，扣除价格因素实际增长5%。": ["居民人均可支配收入", "居民人均可支配收入"],
    "R&D经费支出占GDP比重3.1%。": ["R&D经费支出"],
    "降水量871毫米，日照1790小时。": ["降水量", "日照"],
    "年末参保人数62万人，增加2万人，其中，参保职工44万人，离退休人员18万人，分别增加1.5万人和0.5万人。":
        ["参保人数", "参保人数", "参保职工", "离退休人员", "参保职工", "离退休人员"],
}


@pytest.mark.parametrize("text", INDICATORS)
def test_indicator(text):
    assert [fact.indicator for fact in figures(text)] == INDICATORS[text]


def test_more_grown_is_an_increase():
    facts = figures("夏粮产量24万吨，比上年增产3.2%；秋粮产量71万吨，减产1.5%。")
    assert [(f.indicator, f.relation, f.base) for f in facts] == [
        ("夏粮产量", "level", ""), ("夏粮产量", "increase", "上年"), ("秋粮产量", "level", ""), ("秋粮产量", "decrease", "")]


def test_a_river_whose_water_is_measured_is_the_place():
    facts = figures("桐庐县2020年环境公报\n沙溪、白河水质达标率为100%。青湖平均透明度1.4米。县控断面水质达标率96%。")
    assert [(f.indicator, f.place) for f in facts] == [("水质达标率", "沙溪、白河"), ("平均透明度", "青湖"), ("县控断面水质达标率", "桐庐县")]


def test_a_lake_gives_no_place_to_the_sentence_behind():
    facts = figures("庐州市2020年公报\n全市森林覆盖率31%。\n巢湖水质稳定。道路死亡12人。")
    assert "巢湖" not in [f.place for f in facts]


SHARES = {
    "销售额120亿元，占全省六大类商品销售总额的31%。": [("销售额", "level", ""), ("商品销售总额", "level", ""), ("销售额", "share", "全省六大类商品销售总额")],
    "三大片区销售额占全市销售总额的比重分别为：东片41%，西片32%。": [("东片销售额", "share", "全市销售总额"), ("西片销售额", "share", "全市销售总额")],
    "工业投资占固定资产投资比重由18%提高到25%。": [("工业投资", "share", "固定资产投资"), ("工业投资", "share", "固定资产投资")],
    "委托配送件数占比37.5%。": [("委托配送件数占比", "share", "")],
    "其中78%的企业具有电子标签系统。": [("具有电子标签系统", "share", "企业")],
    "县级医院中，64%开展预约诊疗。": [("开展预约诊疗", "share", "县级医院")],
}


@pytest.mark.parametrize("text", SHARES)
def test_share(text):
    assert [(f.indicator, f.relation, f.base) for f in figures(text)][-len(SHARES[text]):] == SHARES[text]


def test_a_charts_years_are_not_those_of_the_text_under_it():
    facts = figures("桐庐县2020年统计公报\n一、贸易\n图3 2016-2020年进出口总额\n按方式分，一般贸易出口12亿元。")
    assert [f.period for f in facts] == ["2020"]


def test_a_change_behind_a_note_mark_is_one():
    (fact,) = figures("房地产开发投资比上年下降[47]10.6%。")
    assert (fact.relation, fact.base) == ("decrease", "上年")


def test_the_level_of_the_year_before_in_brackets_is_what_a_change_is_from():
    facts = figures("住院药费（940元）占住院费用的21%，比上年（22%）下降1个百分点。")
    assert (facts[-1].relation, facts[-1].base) == ("decrease", "上年")


def test_a_note_names_nothing_for_the_text_behind_it():
    facts = figures("桐庐县2020年公报\n一、防治\n①猴痘于2019年9月纳入管理。\n二、服务\n全县共为410名夫妇提供检查。")
    assert facts[-1].indicator != "猴痘于2019年9月纳入管理"


def test_a_year_said_behind_its_end_holds_on():
    facts = figures("合肥市2024年统计公报\n年末生猪存栏9万头；全年生猪出栏14万头。肉类总产量2.1万吨。")
    assert [f.period for f in facts] == ["2024-12-31", "2024", "2024"]


def test_where_a_structure_came_from_dates_nothing_else():
    facts = figures("合肥市2024年统计公报\n产业结构由上年的17.6:38.4:44.0调整为17.0:38.8:44.2。人均生产总值46231元。")
    assert [(f.indicator, f.period) for f in facts] == [("人均生产总值", "2024")]


def test_a_county_that_no_list_has_is_what_the_whole_county_means():
    facts = figures("清溪县2022年统计公报\n全县粮食产量3万吨。")
    assert [(f.indicator, f.place) for f in facts] == [("粮食产量", "清溪县")]


def test_what_a_year_yields_has_no_day():
    facts = figures("合肥市2024年统计公报\n年末生猪存栏9万头；出栏14万头。粮食产量31万吨。农机总动力8万千瓦。")
    assert [(f.indicator, f.period) for f in facts] == [
        ("生猪存栏", "2024-12-31"), ("生猪出栏", "2024"), ("粮食产量", "2024"), ("农机总动力", "2024-12-31")]


def test_what_was_reached_again_is_a_share_of_that_year():
    facts = figures("合肥市2023年统计公报\n旅游总收入9.1亿元，恢复到2019年的92%。旅游人次相当于2019年同期的89%。")
    assert [(f.indicator, f.relation, f.base, f.period, f.status) for f in facts] == [
        ("旅游总收入", "level", "", "2023", "actual"), ("旅游总收入", "share", "2019年", "2023", "actual"), ("旅游人次", "share", "2019年同期", "2023", "actual")]


def test_the_day_that_is_reported_on_holds_in_the_clauses_behind():
    facts = figures("合肥市2020年疫情情况\n7月27日无新增病例，核酸检测量16万份。7月27日挂牌，床位300张。")
    assert [(f.indicator, f.period) for f in facts] == [("核酸检测量", "2020-07-27"), ("床位", "2020")]


PROVINCES = "河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海"
SHORT = "北京市 天津市 上海市 重庆市 广西壮族自治区"


def test_a_report_that_goes_through_all_provinces_is_the_countrys():
    names = [name + "省" for name in PROVINCES.split()] + SHORT.split()
    facts = figures("2020年中国各省情况\n全国新增病例68例。\n" + "".join(f"{name}常住人口3000万人。\n" for name in ["湖北省", *names]) + "湖北省防疫，全省设置救护站26个。")
    assert [facts[0].place, facts[1].place, facts[-1].place] == ["全国", "湖北省", "湖北省"]


def test_a_rank_in_the_whole_country_is_no_place_of_what_follows():
    facts = figures("2020年各地情况\n全国新增病例68例。\n广东省常住人口1.2亿人，是全国人口第一大省，新增病例4例。")
    assert facts[-1].place == "广东省"
