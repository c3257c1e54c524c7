"""Figures: span, kind, value, unit and qualifier of every form, and what is none."""

from decimal import Decimal

import pytest

from extract.pipeline import convert_source
from extract.records import FIGURES, Source


def figures(text):
    """The figures of a sentence in reading order."""
    return [fact for fact in convert_source(Source("doc", text)).facts if fact.kind in FIGURES]


def only(text):
    """The one figure of a sentence."""
    (fact,) = figures(text)
    return fact


#: Sentence → its figure: text, kind, value, unit.
SINGLE = {
    # numerals
    "全县完成投资1,260.8万元。": ("1,260.8万元", "amount", 12608000, "元"),
    "全镇存款１２．５亿元。": ("１２．５亿元", "amount", 1250000000, "元"),
    "修路花了一亿二千万元。": ("一亿二千万元", "amount", 120000000, "元"),
    "全乡两千一百户受益。": ("两千一百户", "households", 2100, "户"),
    "养鸡十万零五千只。": ("十万零五千只", "count", 105000, "只"),
    "规模一万五千亿元。": ("一万五千亿元", "amount", 1500000000000, "元"),
    "参会代表廿三人。": ("廿三人", "persons", 23, "人"),
    "投资壹佰贰拾万元。": ("壹佰贰拾万元", "amount", 1200000, "元"),
    "种植苹果2万3千亩。": ("2万3千亩", "area", 23000, "亩"),
    "新修梯田3.99万亩。": ("3.99万亩", "area", 39900, "亩"),
    "总量达到1.72万亿元。": ("1.72万亿元", "amount", 1720000000000, "元"),
    # percentages and fractions
    "贫困发生率17.92%。": ("17.92%", "percentage", "17.92", "%"),
    "比全省低5.62个百分点。": ("5.62个百分点", "percentage", "5.62", "百分点"),
    "三成农户用上自来水。": ("三成", "percentage", 30, "%"),
    "七成半的耕地能灌溉。": ("七成半", "percentage", 75, "%"),
    "发生率为百分之一点五七。": ("百分之一点五七", "percentage", "1.57", "%"),
    "占百分之三十。": ("百分之三十", "percentage", 30, "%"),
    "出生率8.5‰。": ("8.5‰", "percentage", "8.5", "‰"),
    "死亡率为千分之五。": ("千分之五", "percentage", 5, "‰"),
    "三分之二的村民参加。": ("三分之二", "percentage", "66.6667", "%"),
    # multiples and halves
    "收入是过去的2.3倍。": ("2.3倍", "multiple", "2.3", "倍"),
    "产值翻一番。": ("翻一番", "multiple", 2, "倍"),
    "产值翻两番。": ("翻两番", "multiple", 4, "倍"),
    "每户种菜半亩。": ("半亩", "area", "0.5", "亩"),
    "培训用了半年。": ("半年", "duration", "0.5", "年"),
    "工期两年半。": ("两年半", "duration", "2.5", "年"),
    # money
    "水费86元5角2分。": ("86元5角2分", "amount", "86.52", "元"),
    "外贸3.5亿美元。": ("3.5亿美元", "amount", 350000000, "美元"),
    "到账200万港元。": ("200万港元", "amount", 2000000, "港元"),
    "亩均产值3876元/亩。": ("3876元/亩", "amount", 3876, "元/亩"),
    "收入3876元/年。": ("3876元/年", "amount", 3876, "元/年"),
    "每斤三块五毛。": ("三块五毛", "amount", "3.5", "元"),
    "捐款港币两千九百六十元。": ("两千九百六十元", "amount", 2960, "港元"),
    "合同价为¥5000。": ("¥5000", "amount", 5000, "元"),
    "总投资3个亿。": ("3个亿", "amount", 300000000, "元"),
    "补助50元/（人·月）。": ("50元/（人·月）", "amount", 50, "元/人·月"),
    # a minus
    "自然增长率为-0.99‰。": ("-0.99‰", "percentage", "-0.99", "‰"),
    "人口差额为负三十二人。": ("负三十二人", "persons", -32, "人"),
    # discounts and parts
    "产量是上年的一又二分之一倍。": ("一又二分之一倍", "multiple", "1.5", "倍"),
    "苹果打八五折出售。": ("八五折", "percentage", 85, "%"),
    "规模占全国1/3以上。": ("1/3以上", "percentage", "33.3333", "%"),
    "只收了半成。": ("半成", "percentage", 5, "%"),
    # measures
    "每人分三斤半。": ("三斤半", "mass", "3.5", "斤"), "工期三个半月。": ("三个半月", "duration", "3.5", "个月"), "渠道一万二千米。": ("一万二千米", "length", 12000, "米"),
    "身高1米75。": ("1米75", "length", "1.75", "米"), "厂房800m2。": ("800m2", "area", 800, "平方米"), "含量0.5毫克/升。": ("0.5毫克/升", "mass", "0.5", "毫克/升"),
    "厂房36万平方米。": ("36万平方米", "area", 360000, "平方米"),
    "面积3250平方公里。": ("3250平方公里", "area", 3250, "平方公里"),
    "公路1860公里。": ("1860公里", "length", 1860, "公里"),
    "渠道12km。": ("12km", "length", 12, "公里"),
    "产粮3.2万吨。": ("3.2万吨", "mass", 32000, "吨"),
    "水库蓄水300万立方米。": ("300万立方米", "volume", 3000000, "立方米"),
    "用电3.2亿千瓦时。": ("3.2亿千瓦时", "energy", 320000000, "千瓦时"),
    "装机511万千瓦。": ("511万千瓦", "power", 5110000, "千瓦"),
    "装机1.2MW。": ("1.2MW", "power", 1200, "千瓦"),
    "功耗800mW。": ("800mW", "power", "0.0008", "千瓦"),
    "提前7天。": ("7天", "duration", 7, "天"),
    "历时18个月。": ("18个月", "duration", 18, "个月"),
    "最年长的82岁。": ("82岁", "age", 82, "岁"),
    # counted
    "全县有456个行政村。": ("456个", "count", 456, "个"),
    "村里有98个第一书记。": ("98个", "count", 98, "个"),
    "选派5000多名“科技特派员”。": ("5000多名", "persons", 5000, "人"),
    "接待77592人次。": ("77592人次", "persons", 77592, "人次"),
    "扶持429户企业。": ("429户", "count", 429, "户"),
    "市场主体达1.2万户。": ("1.2万户", "count", 12000, "户"),
    "危房改造320户。": ("320户", "households", 320, "户"),
    # the unit left out
    "帮助493万贫困人口脱贫。": ("493万", "persons", 4930000, "人"),
    # white space inside
    "贷款9859.38 万元。": ("9859.38 万元", "amount", 98593800, "元"),
    "增速为6 .5 %。": ("6 .5 %", "percentage", "6.5", "%"),
    "全村共有 86 户。": ("86 户", "households", 86, "户"),
}


@pytest.mark.parametrize("sentence", SINGLE)
def test_single_figure(sentence):
    fact = only(sentence)
    text, kind, value, unit = SINGLE[sentence]
    assert (fact.text, fact.kind, fact.value, fact.unit, fact.qualifier) == (
        text, kind, Decimal(value), unit, "over" if "多名" in text else "at_least" if "以上" in text else "exact")
    assert fact.value_max is None


#: Sentence → text, low, high, unit.
RANGES = {
    **{f"路宽3{dash}5米。": (f"3{dash}5米", 3, 5, "米") for dash in ("-", "－", "—", "–", "~", "～", "――", "至", "到")},
    "海拔168米-1500米。": ("168米-1500米", 168, 1500, "米"),
    "投入5万元至10万元。": ("5万元至10万元", 50000, 100000, "元"),
    "投入5万至10万元。": ("5万至10万元", 50000, 100000, "元"),
    "投入5-10万元。": ("5-10万元", 50000, 100000, "元"), "投入一千到两千万元。": ("一千到两千万元", 10000000, 20000000, "元"), "投入8500到3万元。": ("8500到3万元", 8500, 30000, "元"),
    "年龄40岁至60岁。": ("40岁至60岁", 40, 60, "岁"),
    "每组50—60户。": ("50—60户", 50, 60, "户"),
    "满意率在92-95%之间。": ("92-95%", 92, 95, "%"),
    "满意率在92%-95%之间。": ("92%-95%", 92, 95, "%"),
    "占百分之十到十五。": ("百分之十到十五", 10, 15, "%"),
    "每组两三户。": ("两三户", 2, 3, "户"),
    "寨子有三四十户。": ("三四十户", 30, 40, "户"),
    "每人发放二三百元。": ("二三百元", 200, 300, "元"),
}


@pytest.mark.parametrize("sentence", RANGES)
def test_range_is_one_figure(sentence):
    fact = only(sentence)
    assert (fact.text, fact.value, fact.value_max, fact.unit) == RANGES[sentence]
    assert fact.qualifier == "range"


#: Sentence → the figure's text and qualifier.
QUALIFIERS = {
    "约1000人参加。": ("约1000人", "about"), "有大约300户。": ("大约300户", "about"), "有近500人到场。": ("近500人", "about"),
    "比例接近20%。": ("接近20%", "about"), "将近4000人。": ("将近4000人", "about"), "来了300人左右。": ("300人左右", "about"), "均价500元上下。": ("500元上下", "about"),
    "发了3000余元。": ("3000余元", "over"), "有7000多人。": ("7000多人", "over"), "超过50户。": ("超过50户", "over"), "产值超50亿元。": ("超50亿元", "over"),
    "产值突破100亿元。": ("突破100亿元", "over"), "比例高于3%。": ("高于3%", "over"), "距离10公里以外。": ("10公里以外", "over"), "吸纳二十多个村。": ("二十多个", "over"),
    "投入五百多万元。": ("五百多万元", "over"),
    "不足10人。": ("不足10人", "under"), "不到8%。": ("不到8%", "under"), "未满18岁。": ("未满18岁", "under"), "低于5%。": ("低于5%", "under"), "少于30人。": ("少于30人", "under"), "不满20户。": ("不满20户", "under"),
    "90%以上。": ("90%以上", "at_least"), "不低于80%。": ("不低于80%", "at_least"), "不少于3次。": ("不少于3次", "at_least"), "至少5人。": ("至少5人", "at_least"),
    "50人以下。": ("50人以下", "at_most"), "3公里以内。": ("3公里以内", "at_most"), "不超过10%。": ("不超过10%", "at_most"), "不高于3%。": ("不高于3%", "at_most"), "至多2人。": ("至多2人", "at_most"),
    "联系几百户群众。": ("几百户", "about"), "覆盖数十家企业。": ("数十家", "about"), "涉及十几个村。": ("十几个", "about"),
    # settled in the contract
    "超过50%以上。": ("超过50%以上", "over"), "约需100口水窖。": ("100口", "about"),
}


@pytest.mark.parametrize("sentence", QUALIFIERS)
def test_qualifier(sentence):
    fact = only(sentence)
    assert (fact.text, fact.qualifier) == QUALIFIERS[sentence]


@pytest.mark.parametrize(("sentence", "text"), [("超50亿元。", "超50亿元"), ("过半农户入股。", "过半"), ("村民过半同意。", "过半"), ("上百户群众受益。", "上百户")])
def test_approximator_where_nothing_stands_before_it(sentence, text):
    fact = only(sentence)
    assert (fact.text, fact.qualifier) == (text, "over")


def test_about_holds_for_households_and_their_persons():
    assert [(f.text, f.qualifier) for f in figures("约110户120人受灾。")] == [("约110户", "about"), ("120人", "about")]


def test_a_word_that_ends_like_an_approximator_is_none():
    assert [(f.text, f.qualifier) for f in figures("全年节约30万元，最近3天签约12个。")] == [("30万元", "exact"), ("3天", "exact"), ("12个", "exact")]


#: Sentence → texts and units of its masked figures.
MASKED = {
    "全县有×万户。": [("×万户", "户")], "总长XX米。": [("XX米", "米")], "占××.×%。": [("××.×%", "%")], "共有XX户XX人。": [("XX户", "户"), ("XX人", "人")],
    "总户数 户。": [("户", "户")], "发放金额    万元。": [("万元", "元")], "海拔1200至XX米。": [("1200至XX米", "米")], "发放资金**万元。": [("**万元", "元")],
    "失业率降低了  个百分点。": [("个百分点", "百分点")], "每组XX—XX户。": [("XX—XX户", "户")],
}


@pytest.mark.parametrize("sentence", MASKED)
def test_masked_figure(sentence):
    found = figures(sentence)
    assert [(f.text, f.unit) for f in found] == MASKED[sentence]
    assert all(f.qualifier == "masked" and f.value is None and f.value_max is None for f in found)


NONE = [
    "印发〔2021〕2号文件。", "收到石政发〔2018〕24号通知。", "举办第25期培训班。", "召开第16次县委常委会。", "第一书记已驻村。", "推进第三方评估。",
    "电话0571-85000000。", "手机13912345678。", "邮编310000。", "两不愁三保障全面落实。", "开展“五个三”活动。", "实施1347工程。", "第八巡视组反馈。",
    "坚持四个一批。", "办五四制学校。", "软件版本V2.0。", "国家5A级景区。", "4/5G网络。", "修通G318国道。", "PM2.5浓度下降。", "S12高速。", "12345热线。",
    "一是抓教育，二是抓医疗。", "（一）基本情况\n1.人口情况\n（2）土地情况", "1、完善制度；2、抓好落实。", "注〔1〕见附表。", "—1—\n正文", "生产总值[2]稳定。",
    "三次产业比为19∶43∶38。", "与上年持平。", "一批项目，一系列措施，一定程度。", "全国两会精神。", "一方面抓生产。", "会议于8时30分开始。",
    "编号20180704X00132。", "落实“十三五”规划。", "党的十九大精神。", "实施九年义务教育。", "三峡库区、五指山、八里镇。", "一年一度。", "百姓百货。",
    "二期工程。", "三农工作。", "三公经费。", "单位：亿元", "2018年6月5日", "年过半百的村民。", "千方百计增收。", "目录" + "." * 80 + "12",
]


@pytest.mark.parametrize("sentence", NONE)
def test_no_figure(sentence):
    assert [f.text for f in figures(sentence)] == []


LISTS = {
    "全村104户312人。": ["104户", "312人"],
    "实施286户1102人易地搬迁工程。": ["286户", "1102人"],
    "规上工业总产值、城镇居民人均可支配收入分别达到38.2亿元、21450元。": ["38.2亿元", "21450元"],
    "已完工3项,9户受益。": ["3项", "9户"],
    "设六个组、两家企业。": ["六个", "两家"],
    "培育3个亿元产业。": ["3个"],
    "建成6.5万亩茶园、3个车间和12公里渠道。": ["6.5万亩", "3个", "12公里"],
}


@pytest.mark.parametrize("sentence", LISTS)
def test_each_figure_of_a_list_is_a_mention(sentence):
    assert [f.text for f in figures(sentence)] == LISTS[sentence]


#: Sentence → its figure, though the unit and the next character would make a word.
CROWDED = {
    "搬迁1102人生态移民。": "1102人", "全村312人均已脱贫。": "312人", "全村104户均已搬迁。": "104户", "全村86户用上自来水。": "86户", "有120人生活困难。": "120人",
    "表彰200名优秀教师。": "200名", "评出12个案例。": "12个", "召开5次会议。": "5次", "引进6家具有规模的企业。": "6家", "资助35名特困学生。": "35名", "改造36座位于河边的民房。": "36座",
}


@pytest.mark.parametrize("sentence", CROWDED)
def test_a_unit_behind_digits_is_no_beginning_of_another_word(sentence):
    assert [f.text for f in figures(sentence)] == [CROWDED[sentence]]


@pytest.mark.parametrize("text", ["七十百姓", "三人民公社", "第三产业", "两家庭", "一年级学生", "五成立", "四方面军"])
def test_a_unit_behind_a_chinese_numeral_may_begin_another_word(text):
    assert [f.text for f in figures(f"参加的有{text}。")] == []


def test_values_are_decimal_arithmetic():
    assert only("投入0.1万元。").value == Decimal(1000)
    assert only("投入36.284951亿元。").value == 3628495100


@pytest.mark.xfail(strict=False, reason="一半 alone is a loose share; the contract leaves loose numerals open")
def test_one_half():
    fact = only("一半的村通了客车。")
    assert (fact.text, fact.value, fact.unit) == ("一半", 50, "%")


#: Numbers that are printed without a unit of their own → text, kind, value, unit, qualifier.
UNIT_ELSEWHERE = {
    "分别高于全省平均水平3.1和4.6个百分点。": [("3.1", "percentage", "3.1", "百分点", "exact"), ("4.6个百分点", "percentage", "4.6", "百分点", "exact")],
    "两大产业产值分别突破80和60亿元。": [("突破80", "amount", 8000000000, "元", "over"), ("60亿元", "amount", 6000000000, "元", "exact")],
    "荒地面积分别减少1.6万、3.2万平方公里。": [("1.6万", "area", 16000, "平方公里", "exact"), ("3.2万平方公里", "area", 32000, "平方公里", "exact")],
    "全年农村贫困人口减少1200万。": [("1200万", "persons", 12000000, "人", "exact")],
    "人口控制在9亿以内。": [("9亿以内", "persons", 900000000, "人", "at_most")],
    "新增300万农村沼气用户。": [("300万", "households", 3000000, "户", "exact")],
    "资助120万贫困家庭学生。": [("120万", "persons", 1200000, "人", "exact")],
    "惠及全省6000万人民。": [("6000万", "persons", 60000000, "人", "exact")],
    "财政收入突破20亿大关。": [("突破20亿", "amount", 2000000000, "元", "over")],
    "年度总预算1530.00万，": [("1530.00万", "amount", 15300000, "元", "exact")],
}


@pytest.mark.parametrize("text", UNIT_ELSEWHERE)
def test_a_noun_or_the_next_number_tells_the_unit(text):
    expected = [(said, kind, Decimal(value), unit, qualifier) for said, kind, value, unit, qualifier in UNIT_ELSEWHERE[text]]
    assert [(f.text, f.kind, f.value, f.unit, f.qualifier) for f in figures(text)] == expected


@pytest.mark.parametrize("text", ["架设5万伏线路。", "国道105、108线改造。", "建设3、4号楼。", "实施2.0和3.0版标准。"])
def test_no_unit_is_made_up(text):
    assert figures(text) == []


@pytest.mark.parametrize(("text", "low", "high"), [("投资四、五十亿元。", 4000000000, 5000000000), ("改种一、二千万亩粮田。", 10000000, 20000000), ("用了两、三年。", 2, 3)])
def test_neighbouring_digits_with_a_pause_are_a_range(text, low, high):
    assert (only(text).value, only(text).value_max, only(text).qualifier) == (low, high, "range")


@pytest.mark.parametrize("text", ["三、四个意识要牢固树立。", "第三、四个五年计划完成。", "一、二产业协调发展。"])
def test_a_list_of_numbers_is_no_range(text):
    assert [f for f in figures(text) if f.qualifier == "range"] == []


@pytest.mark.parametrize("text", ["综合实力进入全省前50位。", "入围前二十名。", "建成30万吨级航道。", "打造15分钟健身圈。", "融入一小时交通圈。", "推行一村一品、一户一档。"])
def test_ranks_classes_and_ways_of_doing_are_no_figures(text):
    assert figures(text) == []


@pytest.mark.parametrize(("text", "said", "unit"), [("综合指数排名上升12位。", "12位", "位"), ("水质提升2个等级。", "2个", "个")])
def test_positions_gained_are_an_increase(text, said, unit):
    figure = only(text)
    assert (figure.text, figure.kind, figure.unit, figure.relation) == (said, "count", unit, "increase")


@pytest.mark.parametrize(("text", "value"), [("出院者平均住院日7.4日。", "7.4"), ("收入翻了一番。", "2"), ("日均客流36.5万乘次。", "365000"), ("出版电视剧80集。", "80")])
def test_units_of_communiques(text, value):
    assert only(text).value == Decimal(value)


@pytest.mark.parametrize(("text", "said", "kind"), [("惠及154万户家庭。", "154万户", "households"), ("为80万重点群体提供服务。", "80万", "persons")])
def test_a_unit_is_no_part_of_the_noun_behind_it(text, said, kind):
    assert (only(text).text, only(text).kind) == (said, kind)


@pytest.mark.parametrize("text", ["完成二轮土地承包。", "整治三四轮车。", "县十五次党代会召开。", "一亩泉复涌。"])
def test_numerals_inside_names(text):
    assert figures(text) == []
