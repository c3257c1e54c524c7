"""Indicator phrases: what a figure counts, in the document's own words."""

import pytest

from extract.kinds.indicator import tidy
from extract.pipeline import convert_source
from extract.records import FIGURES, Source


def indicators(text):
    """The indicators of a text's figures in reading order."""
    return [fact.indicator for fact in convert_source(Source("doc", text)).facts if fact.kind in FIGURES]


INDICATORS = {
    # before the figure
    "贫困发生率为9.6%。": ["贫困发生率"],
    "全县现有建档立卡贫困户3120户。": ["建档立卡贫困户"],
    "粮食总产量21.4万吨。": ["粮食总产量"],
    "村民人均可支配收入达到8796元。": ["村民人均可支配收入"],
    "规模以上工业产值占全县比重为41.2%。": ["规模以上工业产值"],
    "人均收入比全市平均水平低850元。": ["人均收入"],
    "总人口12.3万人（其中：男性6.3万人，女性6万人）。": ["总人口", "男性", "女性"],
    # behind it
    "全县有456个行政村。": ["行政村"],
    "购置25台农机。": ["农机"],
    "选派5000多名“科技特派员”。": ["科技特派员"],
    # lists
    "全县有企业312家、合作社86个、家庭农场41家。": ["企业", "合作社", "家庭农场"],
    "第一产业、第二产业、第三产业增加值分别为12亿元、35亿元和28亿元。": ["第一产业增加值", "第二产业增加值", "第三产业增加值"],
    "土坯房改造27户，生态搬迁31户。": ["土坯房改造", "生态搬迁"],
    # several indicators, one figure
    "义务教育入学率和巩固率均达到99%。": ["义务教育入学率和巩固率"],
    # an event that the counted noun went through, or that names those counted
    "年内12个贫困村按省级标准出列。": ["贫困村出列"],
    "至年底尚未脱贫26户81人。": ["尚未脱贫", "尚未脱贫"],
    "修渠6公里，1.3万人喝上自来水。": ["修渠", "喝上自来水"],
    "全县8.4万人用上了安全饮水。": ["用上了安全饮水"],
    "35户98人参加技能培训。": ["技能培训", "技能培训"],
    # what costs so much stands behind the figure
    "总投资3.2亿元的食品加工项目开工。": ["食品加工项目总投资"],
    "总投资58亿元的27个重点项目，完成投资21亿元。": ["重点项目总投资", "重点项目", "重点项目完成投资"],
    "重点抓好总投资1.5亿元的新区医院建设。": ["新区医院建设总投资"],
    "投资2亿元的啤酒生产项目和投资6亿元的绿色建材产业园项目签约。": ["啤酒生产项目投资", "绿色建材产业园项目投资"],
    "宏达重工、康泰医药等总投资34亿元的15个项目进场开工。": ["项目总投资", "项目进场开工"],
    "投资3亿元的宏达重工、投资6亿元的康泰医药等5个项目投产。": ["宏达重工投资", "康泰医药投资", "项目投产"],
    "投资1.6亿元的东坡、西坡等4个乡镇21个村的土地整治项目推进顺利。": ["土地整治项目投资", "乡镇", "村"],
    "完成了全长25公里的7条农村公路建设。": ["农村公路建设全长", "农村公路建设"],
    # what a bare measure belongs to
    "全年实施重点项目12个，总投资86亿元，完成投资25亿元。": ["实施重点项目", "重点项目总投资", "重点项目完成投资"],
    "香菇种植专业村发展到6个，存量900万棒，产值4000万元。": ["香菇种植专业村", "香菇存量", "香菇产值"],
    # instances give way to their kind behind a verb, not where they are the subject
    "举办“春茶节”、书法展等文化活动40场。": ["文化活动"],
    "发放家电、汽车等各类补贴460万元。": ["家电、汽车等各类补贴"],
    # what one item of a list says for the others
    "培训县级骨干教师500名、市级60名、省级10名。": ["培训县级骨干教师", "培训市级骨干教师", "培训省级骨干教师"],
    "国家级、省级研发平台分别达到5家、21家。": ["国家级研发平台", "省级研发平台"],
    "肉、奶产量分别达到2万吨和8万吨。": ["肉产量", "奶产量"],
    "改造道路7万平方米、新建绿地41万平方米。": ["改造道路", "新建绿地"],
    "综合指数、颗粒物浓度实现“双下降”，分别下降5%、6%。": ["综合指数", "颗粒物浓度"],
    # words that the segmenter cuts wrong
    "以12个重点村为示范。": ["重点村"],
    "存贷比达到46%，亩均收入达到2.4万元。": ["存贷比", "亩均收入"],
    # what an item of a list before it built costs it nothing
    "完成5所小学改扩建工程；投资1600万元，新建幼儿园。": ["小学改扩建工程", "投资"],
    "预算收入增长10%；第三产业占生产总值比重达到24%。": ["预算收入", "第三产业"],
    "新增纳税超千万元企业6家。": ["纳税", "纳税超千万元企业"],
    "年内谋划实施亿元以上项目21个。": ["项目", "亿元以上项目"],
    # those counted, and what is said of them before they are named
    "12所幼儿园投入使用。": ["幼儿园"],
    "公开招聘教师86名。": ["招聘教师"],
    "18家规上工业企业扩产。": ["规上工业企业"],
    "建成4个有一定规模的果蔬市场。": ["果蔬市场"],
    "剩余96户、231人贫困人口。": ["贫困人口", "贫困人口"],
    # changes go with the levels before them, in order
    "存、贷款余额分别为61亿元、44亿元，增长7.2%、9.1%。": ["存款余额", "贷款余额", "存款余额", "贷款余额"],
    "接待游客76万人次，实现旅游收入4.8亿元，分别增长6.2%、7.4%。": ["接待游客", "旅游收入", "接待游客", "旅游收入"],
    "苹果、核桃等果品基地新增900亩。": ["苹果、核桃等果品基地"],
    # what a change brought stands behind it
    "新增57例输入病例。": ["输入病例"],
    "日检测能力提升至 70 万份。": ["日检测能力"],
    # a note mark is no part of a name
    "粮食消费量〔注〕为46万吨。": ["粮食消费量"],
    # what a change belongs to
    "人均纯收入达到6500元，比上年净增420元，增幅6.9%。": ["人均纯收入"] * 3,
    "贫困发生率由9.8%降至2.6%。": ["贫困发生率", "贫困发生率"],
    "减少贫困人口4800人。": ["贫困人口"],
    # a verb only where it is what is counted
    "新增耕地360亩。": ["新增耕地"],
    "需求串户路12公里。": ["需求串户路"],
    "全村脱贫86户。": ["脱贫"],
    "286户1102人易地搬迁工程已动工。": ["易地搬迁工程", "易地搬迁工程"],
    # of each thousand: part of the name
    "每千人口执业医师达到3.2人。": ["每千人口执业医师"],
    # an adverb only where it begins the name of an account
    "全部财政收入4.6亿元。": ["全部财政收入"],
    "实际利用外资860万美元，实际完成投资3亿元。": ["实际利用外资", "投资"],
    # what the segmenter takes for one word, or cuts wrong
    "8家银行向35家企业发放贷款2.7亿元。": ["银行", "企业", "贷款"],
    "城乡居民养老保险参保率均超99%。": ["城乡居民养老保险参保率"],
    "民生领域支出占比超80%。": ["民生领域支出占比"],
    "设施蔬菜面积发展到6万亩。": ["设施蔬菜面积"],
    # an ordinal is none of it
    "二是投资260万元。": ["投资"],
    # a measure of its own takes no other
    "农民收入增长9%，单位生产总值能耗下降3%。": ["农民收入", "单位生产总值能耗"],
    # nothing said
    "全村共有535户。": [""],
}


@pytest.mark.parametrize("text", INDICATORS)
def test_indicator(text):
    assert indicators(text) == INDICATORS[text]


WHOLE = {
    "农村危桥改造缺口资金600万元。": ["农村危桥改造缺口资金"],
    "实施286户1102人易地搬迁工程。": ["易地搬迁工程", "易地搬迁工程"],
    "财政收入2019年达到12亿元。": ["财政收入"],
    "其中因病致贫860人，因残致贫240人。": ["因病致贫", "因残致贫"],
    "村集体收入增长到35万元。": ["村集体收入"],
    "城镇新增就业2350人。": ["城镇新增就业"],
    "粮食总产量年均增长3.1%。": ["粮食总产量年均"],
    "村集体经济收入2019年为12万元，2020年为19万元。": ["村集体经济收入", "村集体经济收入"],
    "粮食总产量创8年新高。": ["粮食总产量"],
}


@pytest.mark.parametrize("text", WHOLE)
def test_whole_indicator(text):
    assert indicators(text) == WHOLE[text]


def test_what_is_built_is_counted_not_the_building():
    """新建 may stay in front, as two figures may need it; alone it says nothing."""
    assert indicators("新建12座拦河坝。")[0] in ("拦河坝", "新建拦河坝")


@pytest.mark.parametrize(("phrase", "tidied"), [("“两不愁”问题", "两不愁问题"), ("贫困\n人口", "贫困人口"), ("生产总值[2]", "生产总值"), ("农 户", "农户"), ("《规划》项目", "规划项目")])
def test_tidy(phrase, tidied):
    assert tidy(phrase) == tidied


def test_an_indicator_across_a_wrap_is_whole():
    text = "全县今年继续发展种植业和养殖业，实现城镇居民人均可支\n配收入21450元，群众生活进一步改善，干部作风进一步转变，\n各项事业都有了新的起色，社会保持稳定，治安状况良好。"
    assert indicators(text) == ["城镇居民人均可支配收入"]


def test_its_span_is_the_source():
    text = "全县贫困发生率为9.6%。"
    (fact,) = [f for f in convert_source(Source("doc", text)).facts if f.kind in FIGURES]
    assert text[fact.indicator_start:fact.indicator_end] == fact.indicator == "贫困发生率"
