"""`baobiao show DOC --html FILE`: one file with the document and its table, looked at in a browser."""

import re

import pytest
from conftest import SEEDS

HOSTILE = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">全县有贫困户104户。\n"
    "</p></article><a href=\"javascript:document.title='owned'\">链接</a> &lt;b&gt; 增长\u202e5.2%\u202c，投入3220万元。\n"
    + "长" * 3000 + "行共有56户。\n"
)


@pytest.fixture
def made(baobiao, tmp_path):
    """A function that writes a document's twin and gives its file."""

    def make(path, *options):
        target = tmp_path / "twin.html"
        ran = baobiao("show", path, "--html", target, *options)
        assert ran.status == 0 and ran.err.startswith(f"{target}: ")
        return target

    return make


def test_the_file_needs_nothing_else(made):
    page = made(SEEDS / "hezhang_county.txt").read_text(encoding="utf-8")
    assert not re.search(r"(?:src|href)=[\"'](?!#)|url\(|@import|fetch\(|https?:", page)
    assert "default-src 'none'" in page and "unsafe" not in page.partition("</head>")[0]


def test_the_same_document_gives_the_same_bytes(made):
    one, other = (made(SEEDS / "masked_town.txt").read_bytes() for _ in range(2))
    assert one == other


def test_where_it_cannot_be_written(baobiao, tmp_path):
    ran = baobiao("show", SEEDS / "masked_town.txt", "--html", tmp_path / "no" / "x.html")
    assert ran.status == 2 and "choose a name in a folder that exists" in ran.err and not list(tmp_path.iterdir())


def test_text_and_table_lead_to_one_another(made, tab):
    tab.goto(made(SEEDS / "hezhang_county.txt").as_uri())
    row = tab.locator("tbody tr", has_text="13.37%").first
    row.click()
    assert tab.locator(".doc .is-figure").all_inner_texts() == ["13.37%"]
    assert tab.locator(".doc .is-indicator").all_inner_texts() == ["贫困发生率"]
    assert "".join(tab.locator(".doc .is-place").all_inner_texts()) == "全县"
    assert tab.locator(".doc .is-period").all_inner_texts() == ["2018年"]
    tab.locator(".doc .m", has_text="7059人").click()
    assert tab.locator("tbody tr.on td.text").inner_text() == "7059人"
    tab.keyboard.press("j")
    assert tab.locator("tbody tr.on td.text").inner_text() == "6.87%" and tab.locator(".doc .is-figure").inner_text() == "6.87%"
    tab.keyboard.press("k")
    tab.keyboard.press("k")
    assert tab.locator("tbody tr.on td.text").inner_text() == "河镇乡"


def test_a_hover_tells_value_unit_and_how(made, tab):
    tab.goto(made(SEEDS / "hezhang_county.txt").as_uri())
    tab.locator(".doc .m", has_text="10.27万人").hover()
    said = tab.locator(".tip").inner_text()
    assert "102,700 人" in said and "贫困人口（" in said and "figure.number" in said


def test_search_and_kinds_narrow_the_table(made, tab):
    tab.goto(made(SEEDS / "hezhang_county.txt", "--lang", "en").as_uri())
    rows = tab.locator("tbody tr:visible")
    tab.get_by_role("button", name="percentage").click()
    assert 0 < rows.count() < 30 and set(rows.evaluate_all("rows => rows.map(row => row.dataset.kind)")) == {"percentage"}
    tab.keyboard.press("/")
    tab.keyboard.type("没有这样的行")
    assert rows.count() == 0 and tab.locator(".none").inner_text() == "No row fits"
    tab.keyboard.press("Escape")
    assert rows.count() > 0


def test_a_hostile_document_is_text(made, tab, tmp_path):
    path = tmp_path / "恶意<b>.txt"
    path.write_text(HOSTILE, encoding="utf-8")
    target = made(path)
    tab.goto(target.as_uri())
    assert "owned" not in tab.title() and tab.locator(".doc script, .doc img, .doc a:not(.m)").count() == 0
    said = tab.locator(".doc").evaluate("element => element.textContent")
    assert "<script>document.title='owned'</script><img src=x" in said and "&lt;b&gt;" in said
    assert tab.locator(".doc .c").first.get_attribute("data-c") == "U+202E"
    wide = tab.evaluate("document.querySelector('.doc').scrollWidth - document.querySelector('.doc').clientWidth")
    assert wide == 0 and tab.locator("h1").inner_text() == "恶意<b>.txt"


def test_it_reads_without_scripts(made, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 700, "height": 800})
    page = context.new_page()
    page.goto(made(SEEDS / "hezhang_county.txt").as_uri())
    page.locator("tbody a", has_text="7059人").click()
    assert page.url.endswith(page.locator(".doc .m", has_text="7059人").get_attribute("id"))
    context.close()


def test_a_document_without_facts_says_so(made, tab, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("这里没有事实。", encoding="utf-8")
    tab.goto(made(path).as_uri())
    assert tab.locator(".none").inner_text() == "此文档中没有找到事实。"
