"""Relations in sentences: what is found to disagree, to be cut off, to agree, and what stays silent."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import read
from extract.audit import COLUMNS, audit
from extract.pipeline import convert_source


def findings(text):
    """All findings of a short report."""
    return audit(convert_source(read.from_text(f"清水县2019年工作情况\n一、进展\n{text}\n", "a")))


def verdicts(text):
    """(rule, stated figure, verdict) of what is not unsure."""
    found = findings(text)
    whole = f"清水县2019年工作情况\n一、进展\n{text}\n"
    return {(f.rule, "".join(whole[slice(*f.spans[0])].split()), f.verdict) for f in found if f.verdict != "unsure"}


WRONG = [
    # shares
    ("全县总人口36.52万人，其中农业人口30.18万人，占83.64%。", "share", "83.64%"),
    ("全村共有农户320户1205人，其中脱贫户86户301人，占总人口的24.98%，占总户数的28.6%。", "share", "28.6%"),
    ("本年收入合计560.35万元，其中：财政拨款收入539.20万元，占96.23%；其他收入21.15万元，占3.67%。", "share", "3.67%"),
    ("项目总投资4850.6万元，已完成投资3120.5万元，占总投资的66.33%。", "share", "66.33%"),
    ("拆除危房86栋，占应拆总数102栋的86.3%。", "rate", "86.3%"),
    ("贫困人口中，因病致贫占42.3%，因残致贫占18.6%，缺技术占21.5%，其他占19.6%。", "share", "19.6%"),
    ("全场林地3050亩，其中林场、茶园、果园分别为1250亩、860亩和940亩，分别占40.98%、28.20%和31.82%。", "share", "31.82%"),
    # sums
    ("全镇贫困户215户768人。其中，2017年脱贫98户356人，2018年脱贫85户302人，2019年脱贫32户120人。", "sum", "768人"),
    ("建档立卡贫困户1256户（低保户423户，五保户86户，一般户757户）。", "sum", "1256户"),
    ("参训人员520人，其中男性290人、女性240人。", "sum", "520人"),
    ("公益岗位1286个，其中护林员560个、保洁员420个、护路员206个、其他110个。", "sum", "1286个"),
    ("共安排资金2860万元，分别用于产业发展1260万元、基础设施980万元、教育扶贫420万元、健康扶贫300万元。", "sum", "2860万元"),
    ("在册低保对象1256人，其中A类325人，B类486人，C类455人。", "sum", "1256人"),
    ("因病致贫132户，因残致贫75户，因学致贫28户，缺技术致贫65户，共计290户。", "sum", "290户"),
    ("甲村、乙村、丙村分别有贫困户32户、45户、28户，共106户。", "sum", "106户"),
    ("第一产业增加值12.36亿元，第二产业增加值25.48亿元，第三产业增加值18.31亿元。2020年，全县生产总值56.05亿元，"
     "其中第一产业增加值12.36亿元，第二产业增加值25.48亿元，第三产业增加值18.31亿元。", "sum", "56.05亿元"),
    ("2016—2019年，全县投入资金3240万元。其中，2016年投入560万元，2017年投入720万元，2018年投入810万元，2019年投入950万元。", "sum", "3240万元"),
    ("全县贫困村68个，已出列57个，还有12个未出列。", "sum", "68个"),
    ("目前已脱贫312户1056人，未脱贫25户68人，全村建档立卡贫困户共337户1134人。", "sum", "1134人"),
    ("出口12.5亿元，进口6.3亿元，进出口总额19.2亿元。", "sum", "19.2亿元"),
    ("全年出生率9.12‰，死亡率6.35‰，自然增长率2.87‰。", "sum", "2.87‰"),
    # rates
    ("计划改造危房860户，已竣工792户，竣工率95.1%。", "rate", "95.1%"),
    ("全村总人口1560人，贫困人口312人，贫困发生率20.6%。", "rate", "20.6%"),
    ("年初预算为452.40万元，支出决算为446.11万元，完成年初预算的96.81%。", "rate", "96.81%"),
    ("支出决算为320.50万元，完成年初预算350.00万元的93.57%。", "rate", "93.57%"),
    ("全镇16个村中，有9个村通了光纤，覆盖率为60%。", "rate", "60%"),
    ("贫困劳动力计划培训1070人，实际培训850人，计划完成率82.52%。", "rate", "82.52%"),
    # changes
    ("森林面积由85.6万亩增加到91.2万亩，净增6.8万亩。", "change", "6.8万亩"),
    ("贫困发生率由2015年的15.3%下降到2018年的3.6%，下降12.7个百分点。", "change", "12.7个百分点"),
    ("收入支出总计9859.38万元。与2018年度相比，收入支出总计增加1062.85万元，增长13.08%。", "change", "13.08%"),
    ("2019年纯收入7850元，比2018年的6920元增加980元。", "change", "980元"),
    ("学校由原来的36所减少到28所，减少9所。", "change", "9所"),
    ("年初预算为80.81万元，支出决算为80.38万元。决算数大于预算数的主要原因是人员变动。", "change", "决算数大于预算数"),
    ("贫困发生率由10.2%上升到3.1%。", "change", "3.1%"),
    ("2019年纯收入7850元，比2018年的6920元减少930元。", "change", "930元"),
    # products
    ("引导28户72人参加合作社，分红10.8万元，人均分红1650元。", "product", "1650元"),
    ("种植苹果800亩，亩产2500公斤，总产量220万公斤。", "product", "2500公斤"),
    ("新建公路12.5公里，总投资750万元，每公里造价65万元。", "product", "65万元"),
    # restated and impossible
    ("帮扶建档立卡贫困户104户312人。\n年底复核，建档立卡贫困户104户314人。", "restated", "314人"),
    ("2019年，甘肃省天水市清水县地区生产总值为56.05亿元。\n回顾全年，2019年清水县地区生产总值达到56.80亿元。", "restated", "56.80亿元"),
    ("全县参加合作医疗23.5万人，参合率达到103%。", "impossible", "103%"),
    ("有贫困村45个，其中深度贫困村58个。", "impossible", "58个"),
    ("2017年至2015年，全县共投入2亿元。", "impossible", "2017年至2015年"),
    ("2月30日，召开动员会。自2019年2月30日起执行。", "impossible", "2019年2月30日"),
]


@pytest.mark.parametrize(("text", "rule", "stated"), WRONG, ids=lambda value: value[:12])
def test_disagreements_are_found(text, rule, stated):
    assert (rule, stated, "disagrees") in verdicts(text)


@pytest.mark.parametrize(("text", "rule", "stated"), [
    ("投入资金3.22亿元，其中中央资金1.20亿元、省级资金0.62亿元、市级资金0.40亿元、县级资金10000万元。", "sum", "3.22亿元"),
    ("全县总人口36.52万人，其中农业人口30.18万人，占82.64%。", "share", "82.64%"),
    ("项目1222个，竣工1154个，竣工率94%。", "rate", "94%"),
    ("总面积约25.9平方公里（东片12平方公里，西片13.9平方公里）。", "sum", "约25.9平方公里"),
    ("2017年，公路通车800公里；2018年，公路通车1405公里，比上年增加605公里，增长75.6%。", "change", "75.6%"),
    ("粮食播种面积48.2万亩，粮食总产28.6万吨，平均亩产593公斤。", "product", "593公斤"),
    ("贫困人口中，因病致贫占42.3%，因残致贫占18.6%，缺技术占21.5%，其他占17.6%。", "share", "17.6%"),
    ("年末出口12.5亿元，进口6.3亿元，贸易顺差6.2亿元。", "sum", "6.2亿元"),
])
def test_agreements_are_found(text, rule, stated):
    assert (rule, stated, "agrees") in verdicts(text)


@pytest.mark.parametrize(("text", "stated"), [
    ("全村45户，拆旧房16户，拆除率35%。", "35%"),
    ("项目预算2232.26万元，报账金额2201.21万元，报账率98.60%。", "98.60%"),
    ("财政拨款收入9746.50万元，占本年支出合计的99.86%。本年支出合计9759.38万元。", "99.86%"),
])
def test_cut_off_figures_have_a_verdict_of_their_own(text, stated):
    assert {verdict for _, figure, verdict in verdicts(text) if figure == stated} == {"truncated"}


SILENT = [
    "完成固定资产投资25.6亿元，其中工业投资10.2亿元，农业投资6.3亿元。",  # 其中 names what matters
    "全县生产总值120亿元，比上年增加12亿元，增长8.2%，按可比价格计算。",  # comparable prices
    "全市人均可支配收入35600元，其中城镇42300元，农村18900元。",  # means do not add up
    "发放贷款约300万元，惠及贫困户约62户，户均近5万元。",  # all of it is approximate
    "存款余额542.8亿元，比年初增加47.6亿元，其中住户存款余额154.5亿元，企业存款余额169.3亿元。",  # of the balance, not of the rise
    "全年接待游客126.5万人次，旅游收入12.3亿元，分别增长12%和15%。",
    "粮食总产23.6万吨，增长2.1%；其中小麦8.2万吨，玉米10.1万吨。",
    "计划2020年脱贫1200人，其中一季度300人，二季度350人。",
    "全镇有小学12所、在校学生3560人，初中3所、在校学生1890人，入学率100%。",
    "超额完成任务，完成投资计划的112%。",
    "进出口总额占生产总值的128%。",
    "由2015年的3.2%提高到2019年的8.6%。",
    "2018年12月至2019年3月开展排查，2017—2019年连续三年受表彰。",
    "谋划过亿元项目15个，其中过5亿元项目5个，过10亿元项目3个。",
    "全县财政收入由3.2亿元增长到5.5亿元，工业增加值年均增长6.5%。",
    "全年发电465.72亿千瓦时。其中，火电463.84亿千瓦时；风电和光伏分别为0.83亿千瓦时和1.05亿千瓦时，合计占比0.4%。",
    # 经营费 of the second sentence is another one than that of the shares.
    "生产支出如下：水利支出为850万元，占经营费总数的50.00%。交通支出为510万元，占经营费总数的30.00%。种苗支出为340万元，占经营费总数的20.00%。乡级支出中，经营费为300万元，行政费为100万元。",
    "综合排名由全省第36位上升到第23位，景区游客满意度由85位上升到62位。",
]


@pytest.mark.parametrize("text", SILENT, ids=lambda value: value[:12])
def test_what_is_no_certain_relation_is_left_alone(text):
    assert not {verdict for *_, verdict in verdicts(text)} & {"disagrees", "truncated"}


def test_shares_of_one_whole_are_weighed_together():
    """Each fits the rounded whole by itself, but no whole fits all three."""
    text = "全县贫困人口10.27万人。甲乡贫困人口7059人，占全县贫困人口的6.87%；乙乡贫困人口20866人，占全县贫困人口的20.32%；丙片贫困人口51530人，占全县贫困人口的50.15%。"
    assert {(stated, verdict) for rule, stated, verdict in verdicts(text) if rule == "share"} == {
        ("6.87%", "agrees"), ("20.32%", "agrees"), ("50.15%", "disagrees"),
    }


def test_a_rate_keeps_the_denominator_that_the_report_gave_it():
    text = (
        "2014—2016年，项目预算投资9000.00万元，已报账7200.00万元，报账率80.00%。\n"
        "2016年，项目预算投资5000.00万元，实施金额4000.00万元，报账金额3900.00万元，报账率97.50%。"
    )
    assert ("rate", "97.50%", "disagrees") in verdicts(text)


def test_tables_add_up_and_their_columns_follow_from_one_another():
    rows = ["乡镇\t预算（万元）\t支出（万元）\t支出率（%）", "甲乡\t125.50\t115.30\t91.87", "乙乡\t98.20\t90.10\t91.75", "丙镇\t230.40\t225.60\t96.92", "合计\t454.10\t431.00\t94.91"]
    found = verdicts("\n".join(rows))
    assert {item for item in found if item[2] == "disagrees"} == {("rate", "96.92", "disagrees")}
    assert {("sum", "454.10", "agrees"), ("sum", "431.00", "agrees"), ("rate", "91.87", "agrees")} <= found
    rows[1] = "甲乡\t152.50\t115.30\t91.87"
    assert ("sum", "454.10", "disagrees") in verdicts("\n".join(rows))


TABLES = [
    ("类别\t人数（人）\t占比（%）\n因病\t432\t38.61\n因残\t186\t16.62\n缺技术\t356\t33.81\n其他\t145\t12.96\n合计\t1119\t100.00", "share", "33.81"),
    ("指标\t2019年（万元）\t2018年（万元）\t增长（%）\n工业\t12560\t11230\t11.84\n农业\t8650\t8120\t6.53\n服务业\t15230\t14020\t9.63", "change", "9.63"),
    ("乡镇\t一季度（万元）\t二季度（万元）\t三季度（万元）\t合计（万元）\n甲乡\t125\t132\t141\t398\n乙乡\t98\t102\t110\t310\n丙乡\t156\t149\t160\t475", "sum", "475"),
    ("项目\t户数（户）\t人数（人）\n总计\t390\t1396\n甲乡\t125\t432\n乙乡\t98\t356\n丙镇\t167\t598", "sum", "1396"),
    ("项目\t金额（万元）\n产业小计\t560.5\n种植\t320.5\n养殖\t240.0\n基础小计\t880.2\n道路\t500.1\n饮水\t370.1\n合计\t1440.7", "sum", "880.2"),
    ("村名\t面积（亩）\t产量（公斤）\t亩产（公斤）\n一村\t120\t60000\t500\n二村\t150\t78000\t520\n三村\t200\t98000\t495", "product", "495"),
    ("项目\t预算（万元）\t决算（万元）\t差额（万元）\n人员\t125.5\t120.3\t5.2\n公用\t86.2\t80.1\t6.1\n项目\t230.4\t225.6\t5.8", "change", "5.8"),
]


@pytest.mark.parametrize(("table", "rule", "stated"), TABLES, ids=lambda value: value[:8])
def test_tables_of_many_makes(table, rule, stated):
    assert {item for item in verdicts(table) if item[2] == "disagrees"} == {(rule, stated, "disagrees")}


CODES = """一般公共预算支出表
单位：万元
科目编码        科目名称          合计       基本支出     项目支出
201             一般公共服务支出        2106.66    1503.52     603.14
201   06        财政事务            2106.66    1503.52     603.14
201   06   01   行政运行            1511.89    1503.52       8.37
201   06   07   信息化建设            145.25                145.25
201   06   08   委托业务             459.52                459.52
208             社会保障支出           326.72     326.72
208   05        养老支出             326.72     326.72
208   05   01   离退休               84.65      84.65
208   05   05   养老保险             242.07     242.07
                合计              2433.38    1830.24     603.14
"""


def test_function_codes_add_up_level_by_level():
    """145.25 and 459.52 are ten more each than what their parent holds."""
    wrong = {stated for rule, stated, verdict in verdicts(CODES) if verdict == "disagrees"}
    assert wrong == {"2106.66", "603.14"}
    right = verdicts(CODES.replace("145.25", "135.25").replace("459.52", "459.52"))
    assert ("sum", "326.72", "agrees") in right and ("sum", "2433.38", "agrees") in right


def test_a_code_whose_name_takes_two_lines_counts_below_its_own():
    table = CODES.replace("208   05   05   养老保险             242.07", "               机关单位基本养\n208   05   05                        242.07").replace("     242.07\n", "     242.07\n               老保险缴费\n")
    assert "326.72" not in {stated for _, stated, verdict in verdicts(table) if verdict == "disagrees"}
    assert ("sum", "326.72", "agrees") in verdicts(table)


def test_years_told_apart_add_up_to_their_period():
    text = "\n".join([
        "2017—2019年，项目预算投资2100.50万元。", "1.2017年，项目预算投资600.20万元。", "2.2018年，项目预算投资700.10万元。", "3.2019年，项目预算投资810.20万元。",
    ])
    assert ("sum", "2100.50万元", "disagrees") in verdicts(text)
    assert ("sum", "2100.50万元", "agrees") in verdicts(text.replace("810.20", "800.20"))


def test_a_finding_says_what_it_computed_and_from_which_figures():
    text = "全县总人口82.05万人，其中农业人口76.87万人，占93.56%。"
    document = convert_source(read.from_text(text, "a"))
    finding = next(f for f in audit(document) if f.verdict == "disagrees")
    assert finding.statement == "76.87万人 ÷ 82.05万人 = 93.69%，文中为93.56%"
    assert [text[slice(*span)] for span in finding.spans] == ["93.56%", "76.87万人", "82.05万人"]
    assert finding.difference < 0 and abs(finding.difference) > finding.tolerance
    assert {fact.text for fact in document.facts if fact.value is not None} >= {"93.56%"}


def test_every_span_is_a_stretch_of_the_text():
    for text, *_ in WRONG:
        whole = f"清水县2019年工作情况\n一、进展\n{text}\n"
        for finding in findings(text):
            assert all(0 <= start < end <= len(whole) for start, end in finding.spans)


FRAGMENTS = st.sampled_from([
    "总人口", "贫困人口", "其中", "，占", "，占全县总人口的", "（", "）", "，比上年增加", "，增长", "，由", "增加到", "，合计", "，共", "，剩余", "，人均", "；", "。", "、",
    "，完成年初预算的", "，竣工率", "分别为", "：", "，其他", "\n", "\t", "2018年", "2016—2019年，", "已完成", "约", "三次产业结构为1:2:3", "决算数大于预算数", "×",
])
FIGURES = st.tuples(
    st.sampled_from(["0", "1", "12", "345", "6.78", "0.0", "1,234.5", "99999", "一百二十", "3-5"]), st.sampled_from(["户", "人", "万元", "%", "个百分点", "亩", "‰", "倍", "元/年", "成"]),
).map("".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(FRAGMENTS | FIGURES, max_size=40))
def test_nothing_that_a_text_may_hold_breaks_the_audit(pieces):
    text = "".join(pieces)
    for finding in audit(convert_source(read.from_text(text, "a"))):
        assert len(finding.row()) == len(COLUMNS) and finding.statement
        assert all(0 <= start < end <= len(text) for start, end in finding.spans)
