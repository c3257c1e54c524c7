"""Standard indicator names: the table is sound, the look-up exact, and what differs stays apart."""

import pytest

from extract import rules
from extract.kinds.standard import fold, standard, wordings
from extract.records import FIGURES

ROWS = rules.table("indicator")


def test_there_are_enough_and_their_kinds_are_those_of_figures():
    assert len(ROWS) >= 250
    assert [row["name"] for row in ROWS if not row["kinds"] or not set(row["kinds"].split()) <= FIGURES] == []


def test_names_and_aliases_are_written_once():
    assert [row["name"] for row in ROWS if len(set(map(fold, wordings(row)))) < len(wordings(row))] == []
    assert len({fold(row["name"]) for row in ROWS}) == len(ROWS)


def test_no_wording_leads_to_two_names_for_one_kind():
    leads: dict[tuple[str, str], set[str]] = {}
    for row in ROWS:
        for wording in wordings(row):
            for kind in row["kinds"].split():
                leads.setdefault((fold(wording), kind), set()).add(row["name"])
    assert {key: names for key, names in leads.items() if len(names) > 1} == {}


def test_every_wording_leads_to_its_name_and_every_name_to_itself():
    wrong = [(wording, kind) for row in ROWS for wording in wordings(row) for kind in row["kinds"].split()
             if standard(wording, kind) != row["name"]]
    assert wrong == []


def test_a_change_of_any_indicator_may_be_a_percentage():
    assert [row["name"] for row in ROWS if standard(row["name"], "percentage") != row["name"]] == []


@pytest.mark.parametrize(("indicator", "kind", "name"), [
    ("生产总值", "amount", "地区生产总值"),
    ("全县地区生产总值", "amount", "地区生产总值"),
    ("规上工业增加值", "percentage", "规模以上工业增加值"),
    ("“社零”总额", "amount", "社会消费品零售总额"),
    ("2019年全市完成固定资产投资", "amount", "固定资产投资"),
    ("粮食总产量（万吨）", "mass", "粮食产量"),
    ("Ｒ＆Ｄ 经费支出", "amount", "研究与试验发展经费支出"),
    ("PM₂.₅平均浓度", "mass", "PM2.5平均浓度"),
    ("行政村总数", "count", "行政村"),
    ("建档立卡贫困户", "households", "建档立卡贫困户"),
    ("建档立卡贫困户", "persons", "建档立卡贫困人口"),
    ("贫困户", "percentage", "贫困户"),
])
def test_wordings_of_one_indicator_come_together(indicator, kind, name):
    assert standard(indicator, kind) == name


@pytest.mark.parametrize(("indicator", "kind"), [
    ("", "amount"),
    ("GDP", "amount"),  # of the nation or of a division: the words do not say
    ("投资", "amount"),
    ("贷款余额", "amount"),  # whose
    ("城乡居民人均可支配收入", "amount"),  # one figure for all, or the first of two
    ("其中贫困人口", "persons"),
    ("农村森林覆盖率", "percentage"),
    ("人均粮食产量", "mass"),
    ("生产总值年均", "percentage"),
    ("新增贫困户", "households"),
    ("粮食产量", "amount"),
    ("粮食产量、油料产量", "mass"),
    ("全县", "persons"),
    ("数", "count"),
    ("全县" * 100_000, "persons"),
])
def test_what_the_table_does_not_know_has_no_name(indicator, kind):
    assert standard(indicator, kind) == ""


@pytest.mark.parametrize(("one", "other", "kind"), [
    ("国内生产总值", "地区生产总值", "amount"),
    ("农村居民人均可支配收入", "农民人均纯收入", "amount"),
    ("城镇居民人均可支配收入", "居民人均可支配收入", "amount"),
    ("一般公共预算收入", "地方一般预算收入", "amount"),
    ("一般公共预算收入", "一般公共预算总收入", "amount"),
    ("财政收入", "一般公共预算收入", "amount"),
    ("全社会固定资产投资", "固定资产投资", "amount"),
    ("工业增加值", "规模以上工业增加值", "amount"),
    ("总人口", "年末总人口", "persons"),
    ("户籍人口", "常住人口", "persons"),
    ("贫困人口", "建档立卡贫困人口", "persons"),
    ("脱贫人口", "减贫人口", "persons"),
    ("脱贫人口", "累计脱贫人口", "persons"),
    ("新增就业", "城镇新增就业", "persons"),
    ("贫困村", "深度贫困村", "count"),
    ("生猪存栏", "生猪出栏", "count"),
    ("危房改造", "农村危房改造", "households"),
    ("高标准农田", "新建高标准农田", "area"),
    ("城镇登记失业率", "城镇调查失业率", "percentage"),
    ("常住人口城镇化率", "户籍人口城镇化率", "percentage"),
    ("社会消费品零售总额", "限额以上社会消费品零售额", "amount"),
])
def test_things_that_are_not_the_same_stay_apart(one, other, kind):
    assert standard(one, kind) and standard(other, kind)
    assert standard(one, kind) != standard(other, kind)
