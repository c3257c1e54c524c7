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
    assert len(tagged) == len(list(tagged)) and tagged[0] == Word(0, tagged.ends[0], tagged.tags[0]) == tagged[-len(tagged)]
    assert tagged[:2] == [tagged[0], tagged[1]]
    with pytest.raises(IndexError):
        tagged[len(tagged)]


def test_the_word_that_begins_at_a_position():
    tagged = words.tag("贫困人口减少")
    assert tagged.beginning(0) == tagged[0]
    assert tagged.beginning(tagged[1].start) == tagged[1]
    assert tagged.beginning(1) is None and tagged.beginning(99) is None


def test_twice_the_same():
    assert list(words.tag("核桃种植1200亩")) == list(words.tag("核桃种植1200亩"))
