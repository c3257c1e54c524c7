"""Laws that hold for every text, tried on generated ones."""

import signal
from dataclasses import asdict
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import numeral
from extract.pipeline import convert_source
from extract.records import FIGURES, Source
from extract.text import clean, fold

FRAGMENTS = (
    "全县", "我镇", "该村", "青田县", "船寮镇", "双河村", "×镇", "贵州省毕节市", "2018年", "今年", "上年末", "截至2015年底", "“十二五”时期", "1-6月", "目前", "7月15日",
    "86户", "312人", "3.99万亩", "1,260.8万元", "５.６２个百分点", "百分之三十", "三成", "两三户", "约110户120人", "×万户", "总户数 户", "5万元至10万元", "168米－1500米", "12 860.5万\n元",
    "贫困发生率", "人均纯收入", "粮食总产量", "其中", "分别", "占全县总人口的", "比上年增长", "降至", "增加到", "减少", "计划", "力争", "高出全省平均水平", "为", "达到", "和", "、", "，", "。", "；", "：",
    "（", "）", "“", "”", "《", "》", "\n", "\n\n", "  ", "\t", "|", "一、", "（二）", "1.", "一是", "——", "〔2021〕2号", "第25期", "单位：万元\n", "户数\t86\n", "……", "....", "万", "亿", "多", "以上", "\r\n",
    "𠮷岭村", "\u200b", "\u202e", "\ufeff", "\x00", "&nbsp;", "①", "⼆", "\u3000",
)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
TEXTS = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.sampled_from(FRAGMENTS), st.sampled_from(FRAGMENTS), ANY), max_size=40).map("".join)
WITH_SURROGATES = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=3), st.just("\ud83d")), max_size=20).map("".join)


def few(number):
    """So many examples, without a clock."""
    return settings(max_examples=number, deadline=None, database=None)


def facts(text):
    """The facts of a text."""
    return convert_source(Source("doc", text)).facts


def mentions(text, low=0, high=None):
    """(start, text, value, high end, unit, qualifier) of the figures and times inside a stretch, from its beginning."""
    return [(f.start - low, f.text, f.value, f.value_max, f.unit, f.qualifier) for f in facts(text)
            if f.kind != "place" and low <= f.start and (high is None or f.end <= high)]


@few(150)
@given(WITH_SURROGATES)
def test_cleaning_records_the_way_back(raw):
    text, folded = clean(raw), fold(raw)
    at = range(len(raw)) if text.at is None else text.at
    assert len(folded) == len(raw) and len(at) == len(text.clean)
    assert all(text.clean[i] == folded[position] for i, position in enumerate(at))
    assert all(a < b for a, b in zip(at, at[1:]))


@few(400)
@given(TEXTS)
def test_every_fact_is_where_it_says(raw):
    found = facts(raw)
    assert all(raw[f.start:f.end] == f.text != "" for f in found)
    assert [(f.section, f.start, f.end) for f in found] == sorted((f.section, f.start, f.end) for f in found)
    spans = [(f.start, f.end) for f in found if f.kind in FIGURES]
    assert all(end <= start for (_, end), (start, _) in zip(spans, spans[1:]))
    for fact in found:
        for start, end in ((fact.place_start, fact.place_end), (fact.indicator_start, fact.indicator_end)):
            assert (start is None) == (end is None) and (start is None or 0 <= start < end <= len(raw))


@few(40)
@given(TEXTS)
def test_twice_the_same(raw):
    assert facts(raw) == facts(raw)


@few(15)
@given(WITH_SURROGATES)
def test_half_a_character_is_no_end(raw):
    assert all(raw[f.start:f.end] == f.text for f in facts(raw))


@few(200)
@given(TEXTS)
def test_a_later_paragraph_changes_no_mention_before_it(raw):
    text = raw.strip() + "。\n\n"
    assert mentions(text + "另外还有客车26辆。", 0, len(text)) == mentions(text)


#: Clauses that keep to one line, for reports that are put together.
CLAUSES = st.lists(st.sampled_from((
    "全县现有农户3120户，", "其中脱贫户占18.5%，", "今年新修水渠12公里，", "比上年增长5.6%，", "船寮镇投入120万元，", "计划搬迁286户1102人，", "2018年底余额3亿元，", "每组两三户，", "约需100口水窖，",
    "贫困发生率由9.8%降至2.6%，", "栽植核桃3.99万亩，", "群众生活有了改善，", "干部作风有了转变，",
)), min_size=6, max_size=12).map("".join)


def report(name, bodies):
    """A report with a title of its own and numbered parts."""
    parts = "".join(f"{number}、{heading}\n{body}各项工作都有了新的起色。\n" for number, heading, body in zip("一二三", ("基本情况", "主要做法", "存在问题"), bodies))
    return f"{name}2019年工作总结\n{parts}"


@few(40)
@given(st.lists(CLAUSES, min_size=6, max_size=6))
def test_two_reports_in_a_file_give_the_mentions_of_both(bodies):
    first, second = report("青田县", bodies[:3]), report("遂昌县", bodies[3:])
    both = first + "\n" + second
    assert mentions(both, 0, len(first)) == mentions(first)
    assert mentions(both, len(first) + 1) == mentions(second)
    assert {f.section for f in facts(both)} == {0, 1}


WIDE = {ord(c): ord(c) + 0xFEE0 for c in "0123456789%,:;()"}


@few(200)
@given(TEXTS)
def test_full_width_and_half_width_give_the_same_rows(raw):
    wide = raw.translate(WIDE)
    if "&nbsp;" in raw or "[" in raw:
        return  # an entity is no longer one when its ; is wide
    assert [folded(f) for f in facts(wide)] == [folded(f) for f in facts(raw)]


def folded(fact):
    """A fact with its texts folded."""
    return {name: fold(value) if isinstance(value, str) else value for name, value in asdict(fact).items()}


FORMS = ("全县现有贫困人口{}人。", "贫困发生率由{}%降至2.6%。", "船寮镇投入{}万元，比上年增加35万元。", "其中女性占全村人口的{}%。", "计划新建茶园{}亩。", "2018年底，存栏生猪{}头。", "青田县、遂昌县分别修路{}公里、18公里。")


@few(40)
@given(st.sampled_from(FORMS), st.integers(1, 9).flatmap(lambda digits: st.tuples(*[st.integers(10 ** (digits - 1), 10**digits - 1)] * 2)))
def test_another_number_of_the_same_form_changes_only_the_number(form, numbers):
    one, other = ([asdict(f) for f in facts(form.format(number))] for number in numbers)
    for rows, number in ((one, numbers[0]), (other, numbers[1])):
        changed = next(row for row in rows if row["kind"] in FIGURES and row["text"].startswith(str(number)))
        assert changed["value"] in (number, number * 10**4)
        for row in rows:
            for name in ("text", "value", "base_value", "sentence"):
                row.pop(name)
    assert one == other


DIGITS, SMALL, LARGE = "零一二三四五六七八九", ("", "十", "百", "千"), ("", "万", "亿")


def in_chinese(number):
    """An integer below 10**12 as it is said: 105000 → 十万五千, 10050 → 一万零五十."""
    said, groups = "", [number // 10 ** (4 * order) % 10**4 for order in (2, 1, 0)]
    for group, large in zip(groups, reversed(LARGE)):
        if not group:
            continue
        part, pending = "", False
        for order in (3, 2, 1, 0):
            digit = group // 10**order % 10
            if digit:
                part += ("零" if pending and part else "") + DIGITS[digit] + SMALL[order]
                pending = False
            else:
                pending = True
        if said and group < 1000:
            part = "零" + part
        said += part + large
    said = said or "零"
    return said.removeprefix("一") if said.startswith("一十") else said


@few(200)
@given(st.integers(0, 10**12 - 1) | st.integers(0, 20000))
def test_a_number_in_chinese_is_read_back(number):
    said = in_chinese(number)
    assert numeral.read(said + "户", 0)[:2] == (len(said), number)


@few(100)
@given(st.integers(0, 10**12 - 1), st.integers(0, 4), st.sampled_from(("", "万", "亿", "万亿")))
def test_a_number_in_arabic_digits_is_read_back(number, decimals, multiplier):
    value = Decimal(number).scaleb(-decimals)
    for said in (f"{value:f}{multiplier}", f"{value:,f}{multiplier}"):
        factor = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}[multiplier]
        assert numeral.read(said + "元", 0)[:2] == (len(said), value * factor)


RUNS = ("7", " ", "\n", "一", "十", "万", "亿", "，", "（", "“", "年", "村", "的", "-", "…", "×", "第", "1.", "3,", "2018年", "石门镇、", "甲\t5\n", "一、\n")


@pytest.mark.slow
@pytest.mark.parametrize("run", [f"目录{'.' * 100_000}12", *(run * (50_000 // len(run)) for run in RUNS)], ids=["contents", *map(repr, RUNS)])
def test_long_runs_of_one_thing_come_to_an_end(run, bounded):
    facts(run)


@pytest.fixture
def bounded():
    """Twenty seconds, where the system can ring: what hangs fails, what is only slow does not."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def ring(*_):
        raise TimeoutError("no end after twenty seconds")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(20)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)
