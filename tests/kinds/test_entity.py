"""The trained place extractor: what it reads, what it adds, what it leaves alone."""

import pytest

from extract import gazetteer
from extract.kinds import entity
from extract.kinds.place import find, resolve
from extract.kinds.place_edges import Edges
from extract.records import Place
from extract.words import tag


def found(text):
    return [(m.name, m.rule) for m in find(text, tag(text))]


def of_model(text):
    return [name for name, rule in found(text) if rule == "place.model"]


@pytest.mark.parametrize(("text", "names"), [
    ("工作队在郎岱坝村召开院坝会。", ["郎岱坝村"]),
    ("县城环线和下坝至黑石头公路恢复通车。", ["黑石头"]),
    ("完成青杠林水库除险加固。", ["青杠林水库"]),
])
def test_it_finds_names_that_no_list_has(text, names):
    rules = [m.name for m in find(text, tag(text), model=False)]
    both = [name for name, _ in found(text)]
    assert set(names) <= set(both) and set(rules) <= set(both)


@pytest.mark.parametrize("text", [
    "联络组、宣讲组和核查组进驻，第三督导组离开。",
    "对深度贫困村、非贫困村、后进村分类施策。",
    "玉米、小麦、木材和供水价格稳定，社会祥和。",
    "由镇到村、由村到组，省和县、市和区分级负责。",
    "补齐社区短板，构建县域体系，培育镇街亮点。",
    "副县长李长山、村民王家村谈了想法。",
    "兴达实业、鑫源纺织两家公司和恒瑞花园小区动工。",
    "治安混乱地区重点整治，山脚和河边加固。",
])
def test_what_only_sounds_like_a_name_is_left_alone(text):
    assert found(text) == []


def test_what_rules_found_stays():
    text = "赫章县松林坡乡箐营村的群众到河镇乡赶场，再到老鹰嘴大沟取水。"
    rules = [(m.start, m.end) for m in find(text, tag(text), model=False)]
    assert set(rules) <= {(m.start, m.end) for m in find(text, tag(text))}


def test_mentions_are_verbatim_ordered_and_apart():
    text = "从岩脚到凉水井的路断了，凉水井、岩脚、黄泥堡三处转移群众，黄泥堡村的最多。"
    end = 0
    for mention in find(text, tag(text)):
        assert text[mention.start:mention.end] == mention.name and mention.start >= end
        assert 0 < mention.confidence <= 1
        end = mention.end


def resolved(text, *names, title_end=0):
    """The places of a text, with names that the model might have found among them."""
    places = find(text, tag(text), model=False)
    places += [Place(text.index(name), text.index(name) + len(name), "place", "place.model", 0.8, name, level="village") for name in names]
    return {m.name: m for m in resolve(text, sorted(places, key=lambda m: m.start), 2018, title_end)}


def test_a_bare_village_gets_path_and_code_from_the_reports_county():
    text = "赫章县2018年总结\n赫章县今年完成通村路建设，箐营至处卓公路通车。"
    village = resolved(text, "箐营", title_end=10)["箐营"]
    assert village.path[-1] == "箐营村" and village.code == "520527203216"


def test_a_short_form_of_another_province_gets_no_code():
    text = "赫章县2018年总结\n赫章县完成岩脚至平阳公路建设，平阳垃圾填埋场投入运行。"
    assert resolved(text, "平阳", title_end=10)["平阳"].code == ""


def test_a_short_form_of_the_reports_province_is_the_division():
    text = "赫章县2018年总结\n赫章县派人到晴隆学习。"
    assert resolved(text, title_end=10)["晴隆"].code == "522324"


def test_features_cover_every_character():
    text = "松林坡乡箐营村"
    words = tag(text)
    assert len(entity.features(text, 0, len(text), words)) == len(text)
    part = entity.features(text, 2, 6, words)
    assert len(part) == 4 and part[0][0] == "c坡"


def test_a_guessed_left_edge_may_be_widened_and_a_listed_one_not():
    text = "县里将那卡镇划入搬迁范围。"
    edges = Edges(gazetteer.plain(text), tag(text))
    sure = Place(4, 6, "place", "place.town", 0.96, "卡镇", level="town")
    assert sure in entity.find(edges, [sure])


def test_only_named_or_listed_places_govern_figures():
    spot = Place(0, 3, "place", "place.model", 0.8, "青龙山", level="spot")
    village = Place(0, 3, "place", "place.model", 0.8, "青龙村", level="village")
    assert not entity.governs(spot) and entity.governs(village)


def test_a_long_text_without_marks_is_read_in_pieces():
    assert find("村" * 5000, tag("村" * 5000)) is not None
    assert [end - start for start, end in entity.clauses("村" * 450)] == [200, 200, 50]
