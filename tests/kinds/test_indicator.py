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
    "加强6个拆迁村的治理。": ["拆迁村"],  # a verb that names nothing
    "抓好12万亩林果，培育4个精品村。": ["林果", "精品村"],
    "增发8000亿元国债。": ["国债"],
    # words that say how a change came about
    "贫困人口大幅减少3万人。": ["贫困人口"],
    "电商交易额首次突破3亿元。": ["电商交易额"],
    "铁路、航空客运量双双超过千万人次。": ["铁路、航空客运量"],
    "退休人员养老金总体上调2%。": ["退休人员养老金"],
    "四是农民人均纯收入大幅提高，比上年增加900元。": ["农民人均纯收入"],
    # a note's mark, and a verb of its own in a list
    "认定“倍增计划”［3］入库项目49个。": ["认定倍增计划入库项目"],
    "改造农村厕所600座、新建公厕40座。": ["改造农村厕所", "新建公厕"],
    # a verb that becomes a noun
    "棚户区开工率、基本建成率均达100%。": ["棚户区开工率、基本建成率"],
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
    "总投资58亿元的27个重点项目，完成投资21亿元。": ["重点项目总投资", "重点项目", "重点项目投资"],
    # those counted, and what is said of them before they are named
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
    # a verb that says how, not what, goes from the front; one that names a measure stays
    "种植核桃860亩，种植面积居全市第一。": ["核桃"],
    "硬化巷道3.2公里，覆盖农户210户，带动就业45人。": ["巷道", "农户", "就业"],
    "共带动38人就业。": ["就业"],
    "种植面积860亩。": ["种植面积"],
    "积极争取专项资金320万元。": ["专项资金"],
    # verbs inside a noun
    "建成6个搬迁安置区。": ["搬迁安置区"],
    "组建乡村教师培训团队18个。": ["乡村教师培训团队"],
    # what each of those counted has is another figure's name
    "96户农户户均增收2300元。": ["农户", "农户户均增收"],
    "共带动70余户脱贫户年均增收万元以上。": ["带动脱贫户", "脱贫户年均增收"],
    # between the name and the figure
    "养老保险参保率和救助率均达到100%。": ["养老保险参保率和救助率"],
    "合格率始终保持99%以上。": ["合格率"],
    "桑园面积发展到4200亩。": ["桑园面积"],
    # a rate whose word stands in what was counted
    "组建律师签约服务站36个，签约率达到95%。": ["律师签约服务站", "律师签约率"],
    "旧房拆除16户，拆除率35%。": ["旧房拆除", "拆除率"],
    # how far it has come is no part of what costs so much
    "投资2.6亿元的果蔬市场项目成功签约。": ["果蔬市场项目投资"],
    # sub-groups in brackets: each takes what stands before its own bracket, and what follows goes on from there
    "领取补助的96户280人（脱贫户20户61人，非脱贫户76户219人）：2018年40户118人（脱贫户9户27人）；2019年56户162人。":
        ["领取补助", "领取补助", "领取补助脱贫户", "领取补助脱贫户", "非脱贫户", "非脱贫户", "领取补助", "领取补助", "领取补助脱贫户", "领取补助脱贫户", "领取补助", "领取补助"],
    "已签协议41户（贫困户29户）。": ["签协议", "签协议贫困户"],
    # what was done by or to those counted
    "640名民办教师进行了岗位转换。": ["民办教师岗位转换"],
    "对260户“特困对象”实施了住房修缮。": ["特困对象住房修缮"],
    "深入到12个乡镇36个村进行走访调研。": ["乡镇走访调研", "村走访调研"],
    "12类项目进行了清理。": ["项目"],
    "年内8个贫困乡、60个贫困村摘帽。": ["贫困乡摘帽", "贫困村摘帽"],
    "6个街道和18个村结成共建对子。": ["街道结成共建对子", "村结成共建对子"],
    "累计带动贫困户820户持续增收。": ["贫困户增收"],
    "可有效带动320户、860名脱贫人口稳定增收。": ["带动脱贫人口稳定增收", "带动脱贫人口稳定增收"],
    # what money was spent on
    "投资86万元，新建便民桥3座。": ["投资便民桥", "新建便民桥"],
    "投资2300万元完成41个村电网改造。": ["投资村电网改造", "村电网改造"],
    "累计投入资金1.2亿元，对860户“四类对象”实施了危房改造。": ["投入资金危房改造", "四类对象危房改造"],
    "投资5200万元，修建供水管网36公里、排水管网28公里。": ["投资供水管网", "供水管网", "排水管网"],
    "投资640万元，完成北坡小学等6所学校设备购置。": ["投资学校设备购置", "学校设备"],
    "县供销社累计投入资金300万元，实施项目12个。": ["投入资金", "实施项目"],
    "实施营养餐计划，全年投入资金86万元、惠及学生5200人次。": ["营养餐计划投入资金", "营养餐计划惠及学生"],
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
    "实施饮水安全工程，惠及2.1万人。": ["饮水安全工程惠及"],
    "投资86万元完善市政设施。": ["投资市政设施"],
    # a verb inside a noun that stands right before the figure
    "监测指标实现程度达到96%。": ["监测指标实现程度"],
    "年内新增农民专业合作组织6个。": ["农民专业合作组织"],
    "处理违规经营行为120起。": ["处理违规经营行为"],
    # where a change led is a level of the same thing
    "商品零售额年均增长7%，达到31亿元；财政支出年均增长6%，达到24亿元。": ["商品零售额年均", "商品零售额", "财政支出年均", "财政支出"],
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
