"""Text and facts → marked HTML: nothing of the text is lost, nothing of it becomes markup."""

import json
import re
from html import unescape
from html.parser import HTMLParser

import pytest
from conftest import SEEDS
from hypothesis import given
from hypothesis import strategies as st

from extract import from_text, read
from extract.pipeline import convert_source
from extract.records import Fact, Mark
from extract.twin.markup import Marked, html, links, visible

REPORT = "赫章县2018年情况\n全县贫困发生率为13.37%，投入资金3220万元。\n2019年计划减贫3.99万人。\n"


class _Text(HTMLParser):
    """What a browser would show as text, and the elements that it would make."""

    def __init__(self, page):
        super().__init__()
        self.said, self.tags = [], set()
        self.feed(page)
        self.close()

    def handle_data(self, data):
        self.said.append(data)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.said += [chr(int(value[2:], 16)) for name, value in attrs if name == "data-c"]


def shown(marked):
    return _Text("".join(marked.html(*piece) for piece in marked.pieces(200)))


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_the_page_holds_the_text_and_every_mention(path):
    document = convert_source(read.read(path))
    marked = Marked(document.source.raw, document.facts)
    page = shown(marked)
    assert "".join(page.said) == document.source.raw and page.tags <= {"p", "a", "span"}
    body = marked.html(0, len(document.source.raw))
    for index, fact in enumerate(document.facts):
        pieces = re.findall(rf'<a class="m \w+"(?: id="m{index}")? href="#r{index}" data-i="{index}" data-s="\d+">(.*?)</a>', body, re.S)
        assert unescape("".join(pieces)) == fact.text


@given(st.text(st.sampled_from("<>&\"'\n\t\x00\x0b\u202e\u2067\u200b\ud800增长5%万元年县"), max_size=60), st.data())
def test_any_text_is_shown_as_it_is(text, data):
    edges = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    facts = [Fact("d", 0, a, b, text[a:b], "amount", indicator_start=0, indicator_end=a or None) for a, b in zip(edges, edges[1:])]
    page = shown(Marked(text, facts))
    assert "".join(page.said) == text and page.tags <= {"p", "a", "span", "i"}


def test_a_span_is_shown_alike_however_the_text_is_cut():
    document = convert_source(from_text(REPORT))
    marked = Marked(document.source.raw, document.facts)
    assert "".join(marked.html(*piece) for piece in marked.pieces(20)) == marked.html(0, len(REPORT))


def test_what_a_row_was_taken_from():
    facts = convert_source(from_text(REPORT)).facts
    of = {fact.text: {part: REPORT[slice(*span)] for part, span in found._asdict().items() if span} for fact, found in zip(facts, links(facts))}
    assert of["13.37%"] == {"indicator": "贫困发生率", "place": "全县", "period": "2018年"}
    assert of["3.99万人"]["period"] == "2019年"


def test_data_tells_what_a_hover_says():
    document = convert_source(from_text(REPORT))
    marked = Marked(document.source.raw, document.facts)
    rows = json.loads(marked.data(0, len(REPORT), "zh"))
    assert [row[0] for row in rows] == list(range(len(document.facts)))
    told = dict(next(row[5] for row in rows if REPORT[slice(*row[1])] == "3220万元"))
    assert told["数值"] == "32,200,000 元" and told["指标"].startswith("投入资金（") or told["指标"].startswith("资金（")
    assert json.loads(marked.data(0, 5, "en"))[0][5][0][0] == "place"


def test_pages_are_marked_where_they_begin():
    marked = Marked("第一页\n第二页\n", (), (Mark(0, page=1), Mark(4, page=2)))
    assert marked.html(0, 8, "第 {} 页") == (
        '<div class="pg" data-page="1" data-said="第 1 页"></div><p>第一页\n</p><div class="pg" data-page="2" data-said="第 2 页"></div><p>第二页\n</p>'
    )


def test_unseen_characters_are_written_out():
    assert visible("a\u202eb\u200b") == "a⟨U+202E⟩b⟨U+200B⟩"
    assert html("<\u2066>") == '&lt;<i class="c" data-c="U+2066"></i>&gt;'
