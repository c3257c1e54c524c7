"""Markdown: the file's own characters, the markup no part of the words."""

import pytest

from extract import read
from extract.pipeline import convert_source
from extract.text import text_of

CLEANED = {
    "## 一、概况": "一、概况",
    "> 全县**3782户**，`12人`": "全县3782户，12人",
    "见[附件](http://127.0.0.1/a)共12户": "见附件共12户",
    "***镇共有××户": "***镇共有××户",
    "- 全县12户\n- 其中3户": "- 全县12户\n- 其中3户",
}


@pytest.mark.parametrize("text", CLEANED)
def test_markup_is_no_word(tmp_path, text):
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    source = read.read(tmp_path / "a.md")
    assert source.raw == text and text_of(source).clean == CLEANED[text]


def test_a_figure_with_markup_inside(tmp_path):
    (tmp_path / "a.md").write_text("全县共有农户**3782**户。", encoding="utf-8")
    document = convert_source(read.read(tmp_path / "a.md"))
    assert [(fact.text, fact.value) for fact in document.facts if fact.unit] == [("3782**户", 3782)]
