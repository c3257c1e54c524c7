"""Words cover the text, in order and with tags."""

import pytest

from extract import words
from extract.records import Word

TEXTS = ["", "全县贫困人口减少3120人。", "𠮷岭村有86户", "  \n\t ", "a1，b2", "１２.５万元", "\x00\u202e户", "百分之五"]


@pytest.mark.parametrize("text", TEXTS)
def test_words_cover_every_character_once(text):
    tagged = words.tag(text)
    assert "".join(text[word.start:word.end] for word in tagged) == text
    assert [word.start for word in tagged][1:] == [word.end for word in tagged][:-1]
    assert all(word.tag for word in tagged)


def test_it_is_a_sequence():
    tagged = words.tag("贫困人口减少")
    assert len(tagged) == len(list(tagged)) and tagged[0] == Word(0, tagged.ends[0], "n") == tagged[-len(tagged)]
    assert tagged[:2] == [tagged[0], tagged[1]]
    with pytest.raises(IndexError):
        tagged[len(tagged)]


@pytest.mark.parametrize("text", ["我们不忘初心，把贫困发生率降至3.1%。", "全年产粮123.46吨，其中小麦2吨；\n一、上年：1,234.5亿元", "𠮷岭村内卷"])
def test_tags_are_the_segmenters_own(text):
    """Also of 初心 and 降至, which are parted when they stand alone."""
    assert [(text[word.start:word.end], word.tag) for word in words.tag(text)] == words._segmenter()[1](text)


def test_the_word_that_begins_at_a_position():
    tagged = words.tag("贫困人口减少")
    assert tagged.beginning(0) == tagged[0]
    assert tagged.beginning(tagged[1].start) == tagged[1]
    assert tagged.beginning(1) is None and tagged.beginning(99) is None


def test_twice_the_same():
    assert list(words.tag("核桃种植1200亩")) == list(words.tag("核桃种植1200亩"))


@pytest.mark.parametrize("name", ["专精特新", "可再生能源", "全社会", "超长期特别国债", "民族团结进步示范"])
def test_names_are_not_parted(name):
    text = f"，去年{name}企业"
    (word,) = [word for word in words.tag(text) if word.start < 7 and word.end > 3 and text[word.start:word.end] == name]
    assert word.tag == "n"
