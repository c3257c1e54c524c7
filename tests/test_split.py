"""A file → reports → sentences: where each one begins and ends."""

import pytest

from extract import split

SENTENCES = {
    "产粮123.46吨.其中小麦2吨。完": ["产粮123.46吨.", "其中小麦2吨。", "完"],
    "增长5.8%。下降1.2%！吗？": ["增长5.8%。", "下降1.2%！", "吗？"],
    "他说：“修了路。”群众高兴。": ["他说：“修了路。”", "群众高兴。"],
    "第一行\n  第二行  \n\n第三行": ["第一行", "第二行", "第三行"],
    "3.全年完成造林2.5万亩。": ["3.全年完成造林2.5万亩。"],
    "（一共3户。）另有2户。": ["（一共3户。）", "另有2户。"],
    "投资3.5亿元；新建2所；": ["投资3.5亿元；新建2所；"],
    "": [], " \n\t\n": [],
}


@pytest.mark.parametrize("text", SENTENCES)
def test_sentences(text):
    assert [text[s.start:s.end] for s in split.sentences(text)] == SENTENCES[text]


LEVELS = {
    "第一章 总则": 1, "一、基本情况": 2, "第二节 收入": 2, "（三）存在问题": 3, "4.产业": 4, "4．产业": 4, "4、产业": 4, "（5）住房": 5, "①饮水": 5,
    "——坚持规划先行": 6, "一是抓产业。": 7, "二要抓教育。": 7, "首先，抓住房。": 7, "全县现有农户。": split.BODY, "4.5万亩茶园": split.BODY, "一、二、三产业增加值增长。": split.BODY, "二、三产业投资增长。": split.BODY, "二、三农工作": 2, "1.2019年收入": 4,
}


@pytest.mark.parametrize("text", LEVELS)
def test_level_of_a_marker(text):
    assert split.sentences(text)[0].level == LEVELS[text]


HEADINGS = {
    "一、基本情况": True, "（二）主要做法": True, "青田县2019年工作总结": True, "一、全县现有农户3100户": False, "全县农户住房安全。": False,
    "一是加强领导": False, "户数\t86": False, "：" * 60: False,
}


@pytest.mark.parametrize("text", HEADINGS)
def test_heading(text):
    assert split.sentences(text)[0].heading is HEADINGS[text]


def test_lines_are_counted():
    assert [s.line for s in split.sentences("甲。乙。\n丙。\n\n丁")] == [0, 0, 1, 3]


BODY = "全镇共有农户三千一百户，今年新修水渠十二公里，栽植核桃八百亩，群众生活有了改善，干部作风有了转变，各项工作都有了新的起色。" * 5


def report(name):
    """A numbered report of its own."""
    return f"{name}2019年工作总结\n一、基本情况\n{BODY}\n二、主要做法\n{BODY}\n三、存在问题\n{BODY}\n"


def test_one_report():
    found = split.reports(report("石门镇"))
    assert [(r.index, r.start) for r in found] == [(0, 0)]
    assert found[0].end == len(report("石门镇"))
    assert report("石门镇")[:found[0].title_end] == "石门镇2019年工作总结"


def test_several_reports_in_a_file():
    names = ["石门镇", "桐木乡", "青冈乡"]
    text = "".join(map(report, names))
    found = split.reports(text)
    assert [text[r.start:r.start + 3] for r in found] == names
    assert [r.index for r in found] == [0, 1, 2]


def test_reports_cover_the_text_and_hold_their_sentences():
    text = report("石门镇") + report("桐木乡")
    found = split.reports(text)
    assert found[0].start == 0 and found[-1].end == len(text)
    assert all(a.end == b.start for a, b in zip(found, found[1:]))
    assert [s for r in found for s in r.sentences] == split.sentences(text)
    assert all(r.start <= s.start and s.end <= r.end for r in found for s in r.sentences)


@pytest.mark.parametrize("text", [
    f"总结\n一、概况\n{BODY}\n（一）产业\n{BODY}\n（二）教育\n{BODY}\n二、打算\n{BODY}",
    f"{BODY}\n1.产业\n{BODY}\n1.教育\n{BODY}",
    "目录\n一、概况\n二、做法\n三、问题\n一、概况\n" + BODY,
])
def test_numbering_below_the_top_does_not_begin_a_report(text):
    assert len(split.reports(text)) == 1


def test_an_empty_text_is_one_empty_report():
    assert [(r.start, r.end, r.sentences) for r in split.reports("")] == [(0, 0, ())]


def test_the_sentence_at_a_position():
    text = "甲。\n 乙。"
    (found,) = split.reports(text)
    assert split.sentence_at(found, 0) == found.sentences[0]
    assert split.sentence_at(found, 4) == found.sentences[1]
    assert split.sentence_at(found, 3) is None


def test_a_text_without_full_stops_is_cut_into_bounded_pieces():
    text = "新修水渠，" * 3000
    found = split.sentences(text)
    assert max(s.end - s.start for s in found) <= 2000
    assert "".join(text[s.start:s.end] for s in found) == text


def test_a_letterhead_without_a_title_begins_a_report():
    body = "一、综合\n" + "全市经济运行平稳，就业形势稳定，居民收入提高。" * 8 + "\n二、农业\n" + "全市粮食生产稳定，农业投入增加，设施改善。" * 8 + "\n"
    text = f"青田市2023年统计公报\n{body}青田市统计局\n2023年3月\n2022年，全市经济平稳。\n{body}"
    first, second = split.reports(text)
    assert text[second.start:].startswith("青田市统计局\n2023年3月\n2022年")


def test_a_tables_title_begins_no_report():
    body = "一、综合\n" + "全市经济运行平稳，就业形势稳定，居民收入提高。" * 8 + "\n二、贸易\n" + "全市进出口稳定，外资投入增加，市场改善。" * 8 + "\n"
    text = f"青田市2022年统计公报\n{body}表5  2022年青田市贸易情况\n国别和地区\t出口额\n一、亚洲\t12.5\n二、欧洲\t3.1\n"
    assert len(split.reports(text)) == 1


def test_the_mark_of_a_markdown_heading_is_none_of_its_words():
    text = "### （二）医院\n共12家。"
    first, second = split.sentences(text)
    assert (text[first.start:first.end], first.level, first.heading) == ("（二）医院", 3, True)


def test_a_budget_with_a_table_of_contents_is_one_report():
    body = "".join(f"一、{name}\n" + "本部门承担有关的管理和服务工作，并按规定编制年度收支计划。" * 8 + "\n二、其他事项\n按规定办理。\n" for name in ("主要职能", "收支情况", "经费情况"))
    assert len(split.reports("青石县2025年部门预算\n目 录\n一、主要职能\n二、其他事项\n" + body)) == 1
    assert len(split.reports("青石县工作情况\n" + body)) == 3
