"""Rules of one's own: they are laid over the built-in ones, strictly, and reach every process."""

import os

import pytest

import extract
from extract import batch, rules, units

RULE = """
[[rule]]
id = "{id}"
why = "a test"
regex = '{regex}'
yes = ["{yes}"]
no = ["{no}"]
"""
UNIT = "unit,kind,canonical,scale,factor,base,off\n"


@pytest.fixture
def own(tmp_path):
    """A function that writes files of one's own and uses their folder."""

    def lay(**files):
        for name, content in files.items():
            suffix = ".toml" if "[" in content or content.startswith("off") else ".csv"
            (tmp_path / f"{name}{suffix}").write_text(content, encoding="utf-8")
        rules.use(tmp_path)
        return tmp_path

    yield lay
    rules.use(None)


def rows(text, *columns, **options):
    """The rows of a text's figures, the columns named."""
    table = extract.convert(text + "\n", **options)
    return table.loc[~table["kind"].isin(["place", "time"]), list(columns)].values.tolist()


def test_a_row_of_another_key_is_added(own):
    assert rows("投放鱼苗12缸。", "text") == []
    own(unit="# how fish are counted, here\n\n" + UNIT + "缸,count,缸,1,1,缸,\n")
    assert rows("投放鱼苗12缸。", "text", "kind", "unit") == [["12缸", "count", "缸"]]


def test_a_row_of_the_same_key_takes_the_built_in_ones_place(own):
    assert rows("共收粮2市担。", "value", "unit") == [[2.0, "担"]]
    own(unit=UNIT + "市担,mass,公斤,60,1,公斤,\n")
    assert rows("共收粮2市担。", "value", "unit") == [[120.0, "公斤"]]


def test_a_row_is_switched_off(own):
    assert rows("养羊3只，养鸡5羽。", "text") == [["3只"], ["5羽"]]
    own(unit=UNIT + "羽,,,,,,yes\n")
    assert rows("养羊3只，养鸡5羽。", "text") == [["3只"]]


def test_a_standard_indicator_is_added(own):
    own(indicator="name,aliases,kinds,note\n村集体经营收入,集体经营收入、村级经营收入,amount,\n")
    assert rows("2018年全村集体经营收入12万元。", "indicator_std", columns="full") == [["村集体经营收入"]]


def test_place_names_are_added_below_divisions_towns_and_each_other(own):
    own(place_name="name,level,parent,code,start,end\n"
        "韭菜坪,spot,贵州省/毕节市/赫章县,,,\n老林箐,village,贵州省/毕节市/赫章县/松林坡乡,520527203999,,\n上河坝,group,贵州省/毕节市/赫章县/松林坡乡/老林箐,,,\n")
    table = extract.convert("2018年韭菜坪有游客3000人，老林箐有农户12户，上河坝有农户3户。\n")
    places = table[table["kind"] == "place"].set_index("text")
    assert places["place_path"].to_dict() == {
        "韭菜坪": "贵州省/毕节市/赫章县/韭菜坪", "老林箐": "贵州省/毕节市/赫章县/松林坡乡/老林箐", "上河坝": "贵州省/毕节市/赫章县/松林坡乡/老林箐/上河坝"}
    assert places["place_code"].to_dict() == {"韭菜坪": "", "老林箐": "520527203999", "上河坝": ""}
    assert set(table["place"]) >= {"韭菜坪", "老林箐", "上河坝"}


def test_a_rule_for_times_may_say_what_its_words_mean(own):
    rule = RULE.format(id="congress", regex="党代会召开时|党代会以来", yes="党代会召开时", no="党代表") + 'period = "2017-10"\n'
    own(period="begins = '党'\n" + rule)
    assert rows("党代会召开时，全村有贫困户12户。", "period") == [["2017-10"]]
    [time] = [fact for fact in extract.convert_source(extract.from_text("党代会以来")).facts]
    assert (time.kind, time.period, time.extractor) == ("time", "2017-10", "period.congress")


def test_a_rule_of_another_name_is_added_and_tried_first(own):
    text = "建成3451工程，受益群众3451人。"
    assert rows(text, "text") == [["3451人"]]
    own(not_figure=RULE.format(id="masses", regex=r"\d+(?=人)", yes="受益群众3451人", no="3451工程"))
    assert rows(text, "text") == [] and rules.load("not_figure")[0].id == "masses"


def test_a_rule_that_would_never_be_tried_is_refused_with_the_remedy(own):
    rule = RULE.format(id="programme", regex=r"受益群众\d+人", yes="受益群众12人", no="群众12人")
    with pytest.raises(rules.BadPattern, match=r"'programme' would not be tried at '受益群众12人'.*begins = '\[受\]'"):
        own(not_figure=rule)
    own(not_figure="begins = '[受]'\n" + rule)
    assert rows("受益群众12人，群众13人。", "text") == [["13人"]]


def test_a_rule_of_the_same_name_takes_the_built_in_ones_place(own):
    assert rows("每千人床位6张。", "indicator") == [["每千人床位"]]
    own(not_figure=RULE.format(id="per_head", regex=r"每万人", yes="每万人", no="每千人"))
    assert "1000人" not in str(rows("每万人", "text"))
    assert [rule.regex for rule in rules.load("not_figure") if rule.id == "per_head"] == ["每万人"]


def test_a_rule_extends_a_built_in_one(own):
    text = "2018年谋划项目12个，计划项目3个。"
    assert rows(text, "status") == [["actual"], ["planned"]]
    own(cue=RULE.format(id="planned", regex="谋划", yes="谋划项目", no="建成项目") + "extends = true\n")
    assert rows(text, "status") == [["planned"], ["planned"]]


@pytest.mark.parametrize(("name", "id", "text", "columns", "before", "after"), [
    ("not_figure", "ordinal", "第16次会议", "text", [], [["16次"]]),
    ("cue", "share", "农业人口占93.56%。", "relation", [["share"]], [["level"]]),
])
def test_a_rule_is_switched_off(own, name, id, text, columns, before, after):
    assert rows(text, columns) == before
    own(**{name: f'off = ["{id}"]\n'})
    assert rows(text, columns) == after


@pytest.mark.parametrize(("files", "said"), [
    ({"units": UNIT}, "nothing reads a file of that name; the names are not_figure.toml"),
    ({"unit": "unit,kind\n缸,count\n"}, "they have to be unit, kind, canonical, scale, factor, base"),
    ({"unit": UNIT + "缸,pots,缸,1,,,\n"}, "line 2: kind cannot be 'pots'"),
    ({"unit": UNIT + "# a note\n缸,count,缸,一,,,\n"}, "line 3: scale has to be a positive number"),
    ({"unit": UNIT + "缸,count,缸,1,1,,\n"}, "factor and base go together"),
    ({"unit": UNIT + "缸,count,缸\n"}, "line 2: has 3 cells under a head of 7"),
    ({"unit": UNIT + "缸,count,缸,1,,,\n缸,count,缸,1,,,\n"}, "line 3: 缸 stands there twice"),
    ({"unit": UNIT + "缸,,,,,,yes\n"}, "there is no 缸 to switch off"),
    ({"unit": UNIT + "缸,count,缸,1,,,no\n"}, "off is 'yes' or empty"),
    ({"unit": UNIT + "户,,,,,,yes\n"}, "户 cannot be switched off"),
    ({"unit": UNIT + "亩,,,,,,yes\n"}, "is reckoned in 亩, which is switched off"),
    ({"unit": UNIT + "大亩,area,市亩,1,666,平方米,\n"}, "is itself reckoned in 亩"),
    ({"unit": UNIT + "大亩,area,亩,1,1000,平方米,\n"}, "whose factor and base are 666.6666666666667"),
    ({"verb": "verb,use\n开设,go\n"}, "use cannot be 'go'"),
    ({"place_alias": "alias,name,suffix\n乌有,乌有县,no\n"}, "乌有县, which is in no list"),
    ({"place_name": "name,level,parent,code,start,end\n甲,spot,乌有省/乌有县,,,\n"}, "which is in no list"),
    ({"place_name": "name,level,parent,code,start,end\n甲,spot,,,去年,\n"}, "a year of four digits"),
    ({"cue": RULE.format(id="proud", regex="自豪", yes="自豪", no="无")}, "there is no rule 'proud'"),
    ({"period": 'off = ["dte"]\n'}, "there is no rule 'dte'"),
    ({"period": RULE.format(id="a", regex="2", yes="2", no="3") + 'period = "去年"\n'}, "period has to be as 2018"),
    ({"cue": RULE.format(id="planned", regex="2", yes="2", no="3") + 'period = "2018"\n'}, "of a rule in period.toml"),
    ({"period": "of = []\n"}, "unknown ['of']"),
    ({"period": "off = [\n"}, "is no TOML in UTF-8"),
    ({"not_figure": RULE.format(id="a", regex="1(", yes="1", no="2")}, "does not compile"),
    ({"not_figure": RULE.format(id="a", regex="1", yes="2", no="3")}, "'a' does not find its example '2'"),
    ({"not_figure": RULE.format(id="a", regex="1", yes="1", no="21")}, "finds '1' in '21', which it must not"),
    ({"not_figure": RULE.format(id="a", regex="1*", yes="1", no="1")}, "matches nothing at all"),
    ({"not_figure": RULE.format(id="A", regex="1", yes="1", no="2")}, "an id of small letters"),
    ({"not_figure": RULE.format(id="a", regex="1", yes="1", no="2") + "extends = true\n"}, "extends a rule that is not there"),
    ({"not_figure": RULE.format(id="a", regex="2号", yes="〔2021〕2号", no="3号")}, "finds something sooner"),
    ({"not_figure": RULE.format(id="a", regex="(1)\\\\1", yes="11", no="2").replace("\\\\", "\\")}, "cannot be tried together"),
])
def test_what_cannot_be_used_is_refused_in_one_sentence_and_nothing_changes(own, files, said):
    with pytest.raises(rules.BadPattern) as raised:
        own(**files)
    assert said in str(raised.value) and "\n" not in str(raised.value)
    assert rules.own_dir() is None


def test_a_table_saved_by_excel_in_gbk_is_told(own, tmp_path):
    (tmp_path / "unit.csv").write_text(UNIT + "缸,count,缸,1,1,缸,\n", encoding="gbk")
    with pytest.raises(rules.BadPattern, match="save it as 'CSV UTF-8'"):
        own()
    (tmp_path / "unit.csv").write_text(UNIT + "缸,count,缸,1,1,缸,\n", encoding="utf-8-sig")
    own()
    assert rows("投放鱼苗12缸。", "unit") == [["缸"]]


def test_the_fingerprint_is_that_of_all_files_in_use(own, tmp_path):
    plain = rules.fingerprint()
    assert len(plain) == 16 and int(plain, 16) >= 0
    own()
    assert rules.fingerprint() == plain, "an empty folder changes nothing"
    own(unit=UNIT + "缸,count,缸,1,1,缸,\n")
    with_pot = rules.fingerprint()
    (tmp_path / "README.md").write_text("notes", encoding="utf-8")
    own(unit=UNIT + "缸,count,缸,1,1,缸,\n")
    assert with_pot == rules.fingerprint() != plain
    own(unit=UNIT + "罐,count,罐,1,1,罐,\n")
    assert rules.fingerprint() not in (plain, with_pot)
    rules.use(None)
    assert rules.fingerprint() == plain


def test_the_rules_of_one_call_are_forgotten_after_it(tmp_path):
    (tmp_path / "unit.csv").write_text(UNIT + "缸,count,缸,1,1,缸,\n", encoding="utf-8")
    assert rows("投放鱼苗12缸。", "unit", patterns=tmp_path) == [["缸"]]
    assert rows("投放鱼苗12缸。", "unit") == [] and rules.VARIABLE not in os.environ
    with rules.using(tmp_path), rules.using(None), rules.using(tmp_path):
        assert units.at("12缸", 2)
    assert units.at("12缸", 2) is None


@pytest.mark.slow
def test_processes_have_the_same_rules(own, tmp_path):
    files = []
    for name in ("a.txt", "b.txt"):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_text("投放鱼苗12缸。", encoding="utf-8")
        files.append((tmp_path / "in" / name, name))
    own(unit=UNIT + "缸,count,缸,1,1,缸,\n")
    assert [[fact.text for fact in outcome.document.facts] for outcome in batch.convert(files, jobs=2)] == [["12缸"], ["12缸"]]


def test_the_command_takes_them_and_leaves_none_behind(baobiao, tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "unit.csv").write_text(UNIT + "缸,count,缸,1,1,缸,\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("投放鱼苗12缸。", encoding="utf-8")
    assert "⟦12缸|count⟧" in baobiao("show", tmp_path / "a.txt", "--patterns", tmp_path / "own").out
    assert "⟦" not in baobiao("show", tmp_path / "a.txt").out
    ran = baobiao("show", tmp_path / "a.txt", "--patterns", tmp_path / "none")
    assert ran.status == 2 and "is no folder of rules" in ran.err


def test_the_environment_names_them_too(baobiao, tmp_path, monkeypatch):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "unit.csv").write_text(UNIT + "缸,count,缸,1,1,缸,\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("投放鱼苗12缸。", encoding="utf-8")
    monkeypatch.setenv(rules.VARIABLE, str(tmp_path / "own"))
    assert "⟦12缸|count⟧" in baobiao("show", tmp_path / "a.txt").out
    rules.use(None)


@pytest.fixture
def folder(tmp_path):
    """A folder of one's own with a bit of everything, in use by nobody yet."""
    (tmp_path / "unit.csv").write_text(UNIT + "缸,count,缸,1,1,缸,\n市担,mass,公斤,50,1,公斤,\n羽,,,,,,yes\n", encoding="utf-8")
    (tmp_path / "cue.toml").write_text(RULE.format(id="planned", regex="谋划", yes="谋划项目", no="建成项目") + 'extends = true\n', encoding="utf-8")
    (tmp_path / "period.toml").write_text('off = ["century_end"]\n', encoding="utf-8")
    (tmp_path / "examples.toml").write_text('[[example]]\ntext = "2018年谋划养鱼12缸。"\nfacts = [{ text = "12缸", value = 12, unit = "缸", status = "planned" }]\n', encoding="utf-8")
    (tmp_path / "README.md").write_text("our own", encoding="utf-8")
    return tmp_path


def test_the_command_lists_what_is_there(baobiao, folder):
    ran = baobiao("patterns", "list", folder)
    assert ran.status == 0 and ran.out.splitlines() == [
        "cue.toml         extends   planned: a test",
        "examples.toml    sentence  2018年谋划养鱼12缸。",
        "period.toml      off       century_end",
        "unit.csv         new       缸: count, 缸, 1, 1, 缸",
        "unit.csv         replaces  市担: mass, 公斤, 50, 1, 公斤",
        "unit.csv         off       羽",
    ]
    assert "unit.csv" in baobiao("patterns", "list").out
    plain = baobiao("patterns", "fingerprint").out
    assert plain == rules.fingerprint() + "\n" != baobiao("patterns", "fingerprint", folder).out


def test_the_command_runs_the_examples(baobiao, folder):
    ran = baobiao("patterns", "test", folder)
    assert (ran.status, ran.out, ran.err) == (0, "", "1 rules with 2 examples, 3 rows, 1 sentences: all hold\n")
    assert baobiao("patterns", "test").err.endswith("0 rows, 0 sentences: all hold\n")
    assert rules.own_dir() is None


@pytest.mark.parametrize(("name", "change", "said"), [
    ("cue.toml", ("谋划项目", "谋取项目"), "cue.toml: rule 'planned' does not find its example '谋取项目'"),
    ("cue.toml", ("建成项目", "谋划好了"), "cue.toml: rule 'planned' finds '谋划' in '谋划好了', which it must not"),
    ("examples.toml", ("value = 12", "value = 13"), "example 1: '12缸' has value '12', not '13'"),
    ("examples.toml", ('text = "12缸"', 'text = "12条"'), "example 1: '12条' is not found in '2018年谋划养鱼12缸。'"),
    ("examples.toml", ("养鱼12缸", "养鱼12缸、猪3头"), "example 1: '3头' (count) is found and not among the facts"),
])
def test_every_failing_example_is_printed_with_its_rule(baobiao, folder, name, change, said):
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    ran = baobiao("patterns", "test", folder)
    assert ran.status == 1 and said in ran.out and "faults\n" in ran.err


def test_a_rule_for_times_whose_words_are_no_date_is_told(baobiao, folder):
    (folder / "period.toml").write_text("begins = '党'\n" + RULE.format(id="congress", regex="党代会召开时", yes="党代会召开时", no="党代表"), encoding="utf-8")
    ran = baobiao("patterns", "test", folder)
    assert ran.status == 1 and "rule 'congress' finds no date in '党代会召开时' that can be read; say what it means" in ran.out


def test_a_wording_of_two_indicators_is_told(baobiao, folder):
    (folder / "indicator.csv").write_text("name,aliases,kinds,note\n本县总产值,地区生产总值,amount,\n", encoding="utf-8")
    ran = baobiao("patterns", "test", folder)
    assert ran.status == 1 and "'地区生产总值' leads to 地区生产总值 and to 本县总产值 for amount" in ran.out


@pytest.mark.parametrize(("name", "content", "said"), [
    ("examples.toml", "[[example]]\ntext = 1\n", "holds [[example]] tables"),
    ("examples.toml", '[[example]]\ntext = "甲"\nfacts = [{ colour = 1 }]\n', "a fact has no column 'colour'"),
    ("colours.csv", "a,b\n", "nothing reads a file of that name"),
])
def test_what_cannot_be_read_is_status_2(baobiao, folder, name, content, said):
    (folder / name).write_text(content, encoding="utf-8")
    ran = baobiao("patterns", "test", folder)
    assert ran.status == 2 and said in ran.err


def test_a_dataset_is_made_again_with_other_rules(baobiao, folder, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("投放鱼苗12缸。", encoding="utf-8")
    target = tmp_path / "d.duckdb"
    assert "0 facts" in baobiao("convert", tmp_path / "in", "--to", target).err
    own = tmp_path / "own"
    own.mkdir()
    (folder / "unit.csv").rename(own / "unit.csv")
    assert "1 facts" in baobiao("convert", tmp_path / "in", "--to", target, "--patterns", own).err
    assert "unchanged 1" in baobiao("convert", tmp_path / "in", "--to", target, "--patterns", own).err
    from extract import dataset

    with rules.using(own), dataset.open_dataset(target) as data:
        assert data.rows("SELECT patterns FROM runs ORDER BY run DESC LIMIT 1") == [(rules.fingerprint(),)]


def test_rules_are_carried_to_where_their_folder_is_not(own):
    folder = own(unit=UNIT + "缸,count,缸,1,1,缸,\n")
    sent, mark = rules.carried(), rules.fingerprint()
    rules.use(None)
    assert rules.carried() == () and rows("投放鱼苗12缸。", "unit") == []
    rules.carry(sent)
    assert rules.own_dir() != folder and rules.fingerprint() == mark and rows("投放鱼苗12缸。", "unit") == [["缸"]]
    there = rules.own_dir()
    rules.carry(sent)
    assert rules.own_dir() == there
    rules.carry(())
    assert rules.own_dir() is None and rows("投放鱼苗12缸。", "unit") == []
