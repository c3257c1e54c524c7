"""The page as an analyst uses it, in a browser: every part by clicks and keys."""

import csv
import io
import re
import shutil
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import SEEDS
from served import HOSTILE, made, own, run, served, serving  # noqa: F401 - fixtures

ROWS = "#results tr[data-row]"


@pytest.fixture
def page(tab):
    """A tab that waits for what is to come, and reports what the page fetched from elsewhere."""
    from playwright.sync_api import expect

    expect.set_options(timeout=30_000)
    foreign = []
    tab.on("request", lambda request: foreign.append(request.url) if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")) else None)
    # Requests that newer ones replaced, and those after the page's program was ended.
    tab.spared = ("htmx:sendAbort", "htmx:afterRequest", "htmx:sendError", "Failed to load resource: net::ERR_CONNECTION_REFUSED")
    yield tab
    assert not foreign


def see(page, selector):
    from playwright.sync_api import expect

    return expect(page.locator(selector))


def asked(page):
    """The query of the address."""
    return parse_qs(urlsplit(page.url).query)


def texts(page, selector):
    return page.locator(selector).all_inner_texts()


def total(page):
    """How many rows fit, as the page says."""
    see(page, "#results .total b").to_be_visible()
    return int(page.locator("#results .total b").inner_text().replace(",", ""))


# -- Facts ------------------------------------------------------------------------------------------

def test_kinds_narrow_the_table_and_stand_in_the_address(page, served, browser):
    page.goto(served)
    before = total(page)
    page.locator("#values-kind label", has_text="百分比").click()
    see(page, ".chip").to_have_count(1)
    page.locator("#values-kind label", has_text="金额").click()
    see(page, ".chip").to_have_count(2)
    assert asked(page) == {"kind": ["percentage", "amount"]} or asked(page) == {"kind": ["amount", "percentage"]}
    assert 0 < total(page) < before
    assert set(page.locator(f"{ROWS} .k").evaluate_all("marks => marks.map(mark => mark.classList[1])")) <= {"percentage", "amount"}
    other = browser.new_context(locale="zh-CN").new_page()  # the address alone gives the view again
    other.goto(page.url)
    assert texts(other, f"{ROWS} td.text") == texts(page, f"{ROWS} td.text")
    assert total(other) == total(page)
    other.context.close()
    page.locator(".chip").first.click()
    see(page, ".chip").to_have_count(1)


def test_places_are_a_tree(page, served):
    page.goto(served)
    page.locator("#values-place .branch", has_text="贵州省").locator("button.turn").first.click()
    page.locator("#values-place button.turn[data-under='贵州省/毕节市']").click()
    page.locator("#values-place label[title='贵州省/毕节市/赫章县']").click()
    see(page, ".chip").to_contain_text("赫章县")
    assert asked(page)["place"] == ["贵州省/毕节市/赫章县"]
    assert "河镇乡" in texts(page, f"{ROWS} td.place")  # what lies below belongs to it
    page.reload()
    see(page, "#values-place input:checked").to_have_value("贵州省/毕节市/赫章县")
    page.locator(".find-choice[data-facet=place]").fill("河镇")
    see(page, "#values-place label[title$='河镇乡']").to_be_visible()


def test_every_other_filter(page, served):
    page.goto(served)
    page.locator(".find-choice[data-facet=indicator]").fill("发生率")
    see(page, "#values-indicator label").not_to_have_count(40)
    page.locator("#values-indicator label", has_text="贫困发生率").first.click()
    see(page, ".chip").to_contain_text("贫困发生率")
    assert set(texts(page, f"{ROWS} td.indicator")) <= {"贫困发生率", "贫困发生率 差距", "贫困发生率 减少", "贫困发生率 增加", "贫困发生率 占比"}
    for facet in ("years", "status", "doc", "qualifier", "sure", "review"):
        page.locator(f".facet[data-facet={facet}] summary").click()
    page.locator("[name=since]").fill("2018")
    page.locator("[name=until]").fill("2019")
    see(page, ".chip").to_have_count(3)
    assert all(re.search("201[89]", period) for period in texts(page, f"{ROWS} td.period"))
    page.locator("#values-status label", has_text="实际").click()
    see(page, ".chip").to_have_count(4)
    page.locator("select[name=sure]").select_option("0.5")
    see(page, ".chip").to_have_count(5)
    page.locator("#values-doc label", has_text="hezhang_county").click()
    see(page, ".chip").to_have_count(6)
    page.locator("#values-qualifier label", has_text="确数").click()
    see(page, ".chip").to_have_count(7)
    page.locator(".facet[data-facet=review] label", has_text="未复核").click()
    see(page, ".chip").to_have_count(8)
    assert total(page) > 0 and set(asked(page)) == {"indicator", "since", "until", "status", "sure", "doc", "qualifier", "review"}
    page.locator(".filters-head a").click()
    see(page, ".chip").to_have_count(0)


def test_free_text_sort_and_pages(page, served):
    page.goto(served)
    page.locator("#q").fill("全村 投入")
    see(page, ".chip").to_have_count(1)
    assert total(page) >= 10_000
    page.locator("#results th.value a").click()
    see(page, "#results th.value").to_have_attribute("aria-sort", "descending")
    assert texts(page, f"{ROWS} td.text")[0] == "5000万元"
    page.locator("#results th.value a").click()
    see(page, "#results th.value").to_have_attribute("aria-sort", "ascending")
    page.locator("#results .pager [rel=next]").click()
    see(page, "#results").to_have_attribute("data-page", "2")
    see(page, ".pager .where").to_contain_text("第 2 / ")
    page.keyboard.press("]")
    see(page, "#results").to_have_attribute("data-page", "3")
    assert asked(page) == {"q": ["全村 投入"], "sort": ["value"], "page": ["3"]}
    page.go_back()
    see(page, "#results").to_have_attribute("data-page", "2")
    page.locator(".sizes a", has_text="200").click()
    see(page, ROWS).to_have_count(200)
    page.goto(served + "?page=190")  # deep in the table
    see(page, "#results").to_have_attribute("data-page", "190")
    assert page.locator(ROWS).count() == 50


def test_a_word_is_looked_for_when_it_is_whole(page, served):
    page.goto(served)
    see(page, "#results .total b").to_be_visible()
    keys, asked_for = page.context.new_cdp_session(page), []
    page.on("request", lambda request: asked_for.append(parse_qs(urlsplit(request.url).query)["q"][0]) if "/?q=" in request.url else None)
    page.locator("#q").focus()
    for letters in ("c", "cun", "cunmin"):  # an input method shows what is typed until a word is chosen
        keys.send("Input.imeSetComposition", {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)})
    page.wait_for_timeout(500)
    assert asked_for == []
    keys.send("Input.insertText", {"text": "村民"})
    see(page, ".chip").to_have_count(1)
    page.locator("#q").press_sequentially("小组")  # one by one: the last one is waited for
    see(page, ".chip").to_contain_text("村民小组")
    assert asked_for == ["村民", "村民小组"]


def test_nothing_fits(page, served):
    page.goto(served + "?q=没有这样的字")
    assert page.locator(".nothing").inner_text().startswith("没有符合条件的事实")
    page.locator(".nothing a").click()
    see(page, ROWS).to_have_count(50)


# -- Source -----------------------------------------------------------------------------------------

def open_row(page, address, doc, text):
    page.goto(f"{address}?doc={doc}&size=200")
    page.locator(ROWS).filter(has=page.get_by_text(text, exact=True)).first.click()
    see(page, "#paper .is-figure").not_to_have_count(0)


def test_a_click_shows_the_row_in_its_document(page, served):
    open_row(page, served, "hezhang_county.txt", "13.37%")
    assert texts(page, "#paper .is-figure") == ["13.37%"] and texts(page, "#paper .is-indicator") == ["贫困发生率"]
    assert "".join(texts(page, "#paper .is-place")) == "全县" and texts(page, "#paper .is-period") == ["2018年"]
    colours = {part: page.locator(f"#paper .is-{part}").first.evaluate("mark => getComputedStyle(mark).backgroundColor") for part in ("figure", "indicator", "place", "period")}
    assert len(set(colours.values())) == 4
    assert page.locator("#paper .m").count() > 100
    assert page.locator("#paper .chunk").evaluate_all("chunks => chunks.map(chunk => chunk.textContent).join('')") == (SEEDS / "hezhang_county.txt").read_text(encoding="utf-8")
    see(page, "#paper .is-figure").to_be_in_viewport()
    assert "13.37 %" in page.locator("#card").inner_text() and "贵州省/毕节市/赫章县" in page.locator("#card").inner_text()
    assert asked(page)["row"][0].endswith(".percentage.hezhang_county.txt")
    page.reload()  # the address opens the source again
    see(page, "#paper .is-figure").to_have_text("13.37%")
    see(page, "tr.on td.text").to_contain_text("13.37%")


def test_next_previous_and_hover(page, served):
    open_row(page, served, "hezhang_county.txt", "7059人")
    page.locator(".step[data-step='1']").click()
    see(page, "#paper .is-figure").to_have_text("6.87%")
    see(page, "#card .said").to_have_text("6.87%")
    see(page, "tr.on td.text").to_contain_text("6.87%")
    page.keyboard.press("p")
    page.keyboard.press("p")
    see(page, "#paper .is-figure").to_have_text("河镇乡")
    page.locator("#paper .m", has_text="10.27万人").hover()
    assert "102,700 人" in page.locator(".tip").inner_text() and "figure.number" in page.locator(".tip").inner_text()
    page.locator("#paper .m", has_text="20866人").click()
    see(page, "#card .said").to_have_text("20866人")
    with page.expect_download() as started:
        page.get_by_role("link", name="存为网页").click()
    assert "Content-Security-Policy" in started.value.path().read_text(encoding="utf-8")
    page.keyboard.press("Escape")
    see(page, ".desk.with-source").to_have_count(0)
    assert "row" not in asked(page)


def test_a_long_document_comes_in_pieces(page, served):
    open_row(page, served + "", "长.txt", "100户")
    assert page.locator("#paper .chunk").count() < 12
    page.goto(served + "?q=第2500段")
    page.locator(ROWS, has_text="2500户").first.click()
    see(page, "#paper .is-figure").to_have_text("2500户")
    see(page, "#paper .is-figure").to_be_in_viewport()
    before = page.locator("#paper .chunk").count()
    page.locator(".more[data-more=behind]").click()
    see(page, f"#paper .chunk >> nth={before}").to_be_attached()
    page.locator(".more[data-more=before]").click()
    see(page, f"#paper .chunk >> nth={before + 9}").to_be_attached()
    page.locator(".step[data-step='1']").click()
    see(page, "#paper .is-figure").to_have_text("2500万元")


def test_pages_and_their_pictures(page, served):
    pytest.importorskip("pypdfium2")
    open_row(page, served, "scan.pdf", "34户")
    see(page, "#leaf").to_have_text("第 2 页")
    page.locator("#picture-turn").click()
    see(page, "#picture img").to_be_visible()
    assert page.locator("#picture img").evaluate("image => image.decode().then(() => [image.naturalWidth, image.naturalHeight])") == [1100, 550]
    assert "page=2" in page.locator("#picture img").get_attribute("src")
    page.locator("#picture-turn").click()
    see(page, "#paper").to_be_visible()


# -- Comparing --------------------------------------------------------------------------------------

def test_an_indicator_is_compared_over_time(page, served):
    page.goto(served + "compare")
    page.locator("#find-indicator").click()
    page.locator("#find-indicator").fill("红茶")
    page.locator("[data-indicator='红茶产量']").click()
    see(page, ".chart").to_be_visible()
    assert asked(page)["indicator"] == ["红茶产量"]
    dots = page.locator(".chart a.point")
    see(page, ".chart a.point").to_have_count(5)  # actual 2020–2022, planned 2021 and 2022
    assert any("赫章县 2021: 128,000" in said for said in dots.evaluate_all("dots => dots.map(dot => dot.getAttribute('aria-label'))"))
    dots.first.click()
    see(page, "#paper .is-figure").not_to_have_count(0)
    with page.expect_download() as started:
        page.locator("#png").click()
    picture = started.value.path().read_bytes()
    assert picture.startswith(b"\x89PNG") and len(picture) > 10_000 and started.value.suggested_filename == "红茶产量.png"
    with page.expect_download() as started:
        page.get_by_role("link", name="CSV").click()
    rows = list(csv.DictReader(io.StringIO(started.value.path().read_text(encoding="utf-8-sig"))))
    assert [(row["year"], row["status"], row["value"]) for row in rows] == [
        ("2020", "actual", "120000"), ("2021", "actual", "128000"), ("2021", "planned", "130000"), ("2022", "actual", "141000"), ("2022", "planned", "140000"),
    ] and all(row["drawn"] == "yes" for row in rows)


def test_places_of_one_year_and_plans(page, served):
    page.goto(served + "compare?indicator=贫困人口")
    page.locator("input[value=places]").check()
    see(page, "select[name=year]").to_be_visible()
    page.locator("select[name=year]").select_option("2018")
    see(page, ".chart rect[rx]").not_to_have_count(0)
    assert "河镇乡" in page.locator(".chart").text_content()
    page.goto(served + "compare?indicator=红茶产量")
    page.locator("input[value=plan]").check()
    see(page, ".plan-table").to_be_visible()
    assert ["2021", "130,000", "128,000", "-2,000", "98.5%"] in [row.split("\t") for row in texts(page, ".plan-table tbody tr")]
    page.locator(".plan-table a.point").first.click()
    see(page, "#paper .is-figure").not_to_have_count(0)


# -- Audit ------------------------------------------------------------------------------------------

def test_disagreements_come_first_and_both_sides_are_marked(page, served):
    page.goto(served + "audit")
    assert texts(page, "tr[data-source] .badge") == ["不符", "截尾", "相符"]
    page.locator("tr[data-source]").first.click()
    see(page, "#paper .is-figure").to_have_text("69.76%")
    assert texts(page, "#paper .is-used") == ["1483人", "1035人"]
    see(page, "#paper .is-figure").to_be_in_viewport()
    assert "69.79" in page.locator("#card").inner_text()
    page.locator("tr[data-source]").nth(1).click()
    see(page, "#paper .is-figure").to_have_text("7059人")
    page.locator(".side.other").click()  # the other side stands in another document
    see(page, ".source-head").to_have_attribute("data-doc", "scan.pdf")
    see(page, "#paper .is-used").not_to_have_count(0)
    assert "".join(texts(page, "#paper .is-used")) == "34户"
    page.locator(".tabs a", has_text="相符").click()
    see(page, "tr[data-source]").to_have_count(1)


def test_what_the_audit_command_finds(page, own):
    dataset, address = own
    done = run("audit", dataset)
    assert done.returncode == 0, done.stderr
    page.goto(address + "audit?verdict=disagrees")
    see(page, "tr[data-source]").not_to_have_count(0)
    page.locator("tr[data-source]").first.click()
    see(page, "#paper .is-figure").not_to_have_count(0)
    see(page, "#paper .is-used").not_to_have_count(0)
    assert page.locator("#card .side").count() >= 2


# -- Reviews ----------------------------------------------------------------------------------------

def test_reviews_are_kept_beside_the_facts(page, own):
    dataset, address = own
    from extract.dataset import open_dataset

    with open_dataset(dataset) as opened:
        facts = opened.rows("SELECT * FROM facts ORDER BY ALL")
    open_row(page, address, "hezhang_county.txt", "13.37%")
    page.keyboard.press("y")
    see(page, "#card button.right").to_have_attribute("aria-pressed", "true")
    see(page, "tr.on .verdict").to_have_text("✓")
    page.locator(ROWS).filter(has=page.get_by_text("7059人", exact=True)).click()
    see(page, "#card .said").to_have_text("7059人")
    page.keyboard.press("x")
    see(page, "#card button.wrong").to_have_attribute("aria-pressed", "true")
    page.locator(ROWS).filter(has=page.get_by_text("6.87%", exact=True)).click()
    see(page, "#card .said").to_have_text("6.87%")
    page.keyboard.press("e")
    page.locator(".correction [name=value]").fill("六")
    page.locator(".correction .main").click()
    see(page, "#card .warning").to_contain_text("六")
    page.locator(".correction [name=value]").fill("6.9")
    page.locator(".correction [name=status]").select_option("planned")
    page.locator(".correction [name=note]").fill("四舍五入 <i>")
    page.locator(".correction [name=reviewer]").fill("王五")
    page.locator(".correction .main").click()
    see(page, "#card .corrections").to_contain_text("6.9")
    with open_dataset(dataset) as opened:
        assert opened.rows("SELECT * FROM facts ORDER BY ALL") == facts
        said = opened.rows("SELECT verdict, corrected, note, reviewer FROM reviews ORDER BY start")
    assert said[0][0] == "right" and said[1][0] == "wrong"
    assert said[2] == ("corrected", '{"value": 6.9, "status": "planned"}', "四舍五入 <i>", "王五")
    page.goto(address + "reviews")
    assert sorted(texts(page, "tbody .badge")) == sorted(["更正", "错误", "正确"]) and "四舍五入 <i>" in page.locator("tbody").inner_text()
    with page.expect_download() as started:
        page.get_by_role("link", name="CSV").click()
    rows = {row["text"]: row for row in csv.DictReader(io.StringIO(started.value.path().read_text(encoding="utf-8-sig")))}
    assert rows["13.37%"]["verdict"] == "right" and rows["6.87%"]["corrected"] == '{"value": 6.9, "status": "planned"}' and rows["6.87%"]["value"] == "6.87"
    page.goto(address + "?review=wrong")
    assert texts(page, f"{ROWS} td.text a") == ["7059人"]
    page.locator(ROWS).click()
    page.locator("#card button.quiet", has_text="撤回").click()
    see(page, "#card button.wrong").to_have_attribute("aria-pressed", "false")
    page.goto(address + "?review=wrong")
    see(page, ".nothing").to_be_visible()


def test_reviews_of_a_folder_of_parquet(page, made, tmp_path):
    from extract.dataset import open_dataset

    folder = tmp_path / "parts"
    assert run("convert", SEEDS, "--to", f"{folder}/", "--quiet").returncode == 0
    with serving(folder) as address:
        open_row(page, address, "masked_town.txt", "83公里")
        for key, verdict in (("y", "right"), ("x", "wrong")):
            page.keyboard.press(key)
            see(page, f"#card button.{verdict}").to_have_attribute("aria-pressed", "true")
        with open_dataset(folder) as opened:
            assert opened.rows("SELECT doc, kind, verdict FROM reviews") == [("masked_town.txt", "length", "wrong")]


# -- Files ------------------------------------------------------------------------------------------

DROP = """([name, text]) => {
  const files = new DataTransfer();
  files.items.add(new File([text], name));
  document.querySelector('#drop-zone').dispatchEvent(new DragEvent('drop', {dataTransfer: files, bubbles: true, cancelable: true}));
}"""


def test_a_dropped_file_is_shown_at_once_and_added_only_when_asked(page, own):
    from extract.dataset import open_dataset

    dataset, address = own
    page.goto(address + "open")
    page.evaluate(DROP, ["新报告.txt", "红岩县2021年情况\n2021年，全县有贫困户77户，投入资金880万元。\n"])
    see(page, ".doc .m").not_to_have_count(0)
    page.locator("tbody tr", has_text="880万元").click()
    see(page, ".doc .is-figure").to_have_text("880万元")
    assert "未放入数据集" in page.locator(".opened-bar").inner_text()
    with open_dataset(dataset) as opened:
        assert not opened.rows("SELECT 1 FROM documents WHERE doc = '新报告.txt'")
    with page.expect_download() as started:
        page.get_by_role("link", name="CSV").click()
    assert "880万元" in started.value.path().read_text(encoding="utf-8-sig")
    page.locator("#add").click()
    see(page, "#added").to_have_text("已放入数据集")
    page.locator("#see").click()
    see(page, ROWS).not_to_have_count(0)
    assert "880万元" in texts(page, f"{ROWS} td.text a")
    with open_dataset(dataset) as opened:
        assert opened.rows("SELECT facts > 0 FROM documents WHERE doc = '新报告.txt'") == [(True,)]
        assert opened.rows("SELECT count(*) FROM runs") == [(2,)]


def test_files_that_cannot_be_shown(page, own, tmp_path):
    big = tmp_path / "big.txt"
    with open(big, "wb") as file:
        file.truncate(32_000_001)
    page.goto(own[1] + "open")
    page.locator("#file").set_input_files({"name": "a.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"})
    see(page, "#drop-fault").to_contain_text("不能读取这种文件")
    page.locator("#file").set_input_files({"name": "../../空.txt", "mimeType": "text/plain", "buffer": b"  "})
    see(page, "#drop-fault").to_contain_text("holds nothing but white space")
    page.locator("#file").set_input_files(big)
    see(page, "#drop-fault").to_contain_text("32 MB")
    page.faults[:] = [fault for fault in page.faults if "422" not in fault]
    page.locator("#file").set_input_files({"name": "恶.txt", "mimeType": "text/plain", "buffer": HOSTILE.encode()})
    see(page, ".doc .m").not_to_have_count(0)
    assert page.locator(".doc script, .doc img, .doc svg").count() == 0 and "owned" not in page.title()


# -- The page as a whole ----------------------------------------------------------------------------

def test_chinese_and_english(page, served):
    page.goto(served + "?kind=amount")
    assert page.locator("nav a").first.inner_text() == "事实"
    page.locator("#language").click()
    assert page.locator("nav a").first.inner_text() == "Facts" and asked(page)["kind"] == ["amount"]
    page.goto(served + "compare")
    assert "Choose an indicator" in page.locator(".nothing").inner_text()
    assert page.locator("html").get_attribute("lang") == "en"


def test_by_keys_alone(page, served):
    page.goto(served + "?doc=hezhang_county.txt")
    page.keyboard.press("/")
    page.keyboard.type("贫困人口")
    see(page, ".chip").to_have_count(2)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    see(page, "#paper .is-figure").not_to_have_count(0)
    first = page.locator("#card .said").inner_text()
    page.keyboard.press("j")
    from playwright.sync_api import expect

    expect(page.locator("#card .said")).not_to_have_text(first)
    page.keyboard.press("?")
    see(page, "#keys-list").to_be_visible()
    page.keyboard.press("Escape")
    see(page, "#keys-list").not_to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (640, 800)])
@pytest.mark.parametrize("path", ["?size=50", "compare?indicator=红茶产量", "audit", "reviews", "open"])
def test_nothing_is_cut_or_overlaps(page, served, path, width, height):
    page.set_viewport_size({"width": width, "height": height})
    page.goto(served + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if path.startswith("?"):
        page.locator(ROWS).nth(5).click()
        see(page, "#paper .is-figure").not_to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        box = page.locator("#source").bounding_box()
        assert box["x"] + box["width"] <= width + 1 and box["width"] >= min(width, 560) and box["y"] + box["height"] <= height + 1
        hidden = page.locator("#source button:visible, #source a:visible").evaluate_all("""buttons => buttons.filter(button => {
            const box = button.getBoundingClientRect();
            return box.width && (box.left < 0 || box.right > innerWidth);
        }).length""")
        assert hidden == 0


def test_on_half_a_screen_filters_open_over_the_table(page, served):
    page.set_viewport_size({"width": 640, "height": 800})
    page.goto(served)
    assert not page.locator("#filter").is_visible()
    page.locator(".open-filters").click()
    page.locator("#values-kind label", has_text="百分比").click()
    see(page, ".chip").to_have_count(1)
    page.locator(".close-filters").click()
    see(page, "#filter").not_to_be_visible()


def test_a_hostile_document_is_text_everywhere(page, served):
    page.goto(served + "?doc=恶意 <b>.txt")
    page.locator(ROWS, has_text="3220万元").click()
    see(page, "#paper .is-figure").to_have_text("3220万元")
    said = page.locator("#paper").evaluate("paper => paper.textContent")
    assert "<script>document.title='owned'</script>" in said and "{{ 7 * 7 }} '; DROP TABLE facts; --" in said
    assert page.locator("#paper script, #paper img, #paper svg, #paper b").count() == 0 and "owned" not in page.title()
    assert page.locator("#paper .c").first.get_attribute("data-c") == "U+202E"
    assert page.locator("#paper").evaluate("paper => paper.scrollWidth <= paper.clientWidth")
    page.locator("#paper .m", has_text="5.2%").hover()
    assert "owned" not in page.title() and page.locator(".tip script, .tip img").count() == 0


def test_a_dataset_that_grows_meanwhile(page, own, tmp_path):
    dataset, address = own
    page.goto(address + "?q=蓝湖县")
    see(page, ".nothing").to_be_visible()
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "蓝湖.txt").write_text("蓝湖县2021年情况\n全县有贫困户31户。\n", encoding="utf-8")
    done = run("convert", tmp_path / "new", "--to", dataset, "--quiet")  # which waits until the page lets go of the file
    assert done.returncode == 0, done.stderr
    page.reload()
    see(page, ROWS).not_to_have_count(0)


def test_a_dataset_that_is_being_written(page, own):
    import duckdb

    dataset, address = own
    page.goto(address)
    see(page, ROWS).to_have_count(50)
    writer = None
    for _ in range(200):
        try:
            writer = _held_elsewhere(dataset)
            break
        except duckdb.IOException:
            continue
    with writer:
        page.goto(address)
        see(page, ".nothing").to_contain_text("正在被另一个程序写入")
        page.faults[:] = [fault for fault in page.faults if "503" not in fault]
    see(page, ROWS).to_have_count(50)  # by itself
    page.faults[:] = [fault for fault in page.faults if "503" not in fault]


def _held_elsewhere(dataset):
    """Another process that has the dataset open for writing, as a context."""
    import subprocess
    import sys
    from contextlib import contextmanager

    code = "import duckdb, sys, time\nwhile True:\n  try:\n    c = duckdb.connect(sys.argv[1]); break\n  except duckdb.IOException: time.sleep(.05)\nprint('held', flush=True); sys.stdin.read()"
    process = subprocess.Popen([sys.executable, "-c", code, str(dataset)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    process.stdout.readline()

    @contextmanager
    def held():
        try:
            yield
        finally:
            process.communicate("")

    return held()


def test_a_page_whose_program_has_ended(page, made, tmp_path):
    dataset = tmp_path / "gone.duckdb"
    shutil.copy(made, dataset)
    with serving(dataset) as address:
        page.goto(address)
        see(page, "#values-kind label").not_to_have_count(0)
    page.locator("#values-kind label", has_text="百分比").click()
    see(page, "#toast").to_contain_text("连接不上")
    page.faults.clear()


def test_an_empty_dataset(page, tmp_path):
    from extract.dataset import open_store

    open_store(str(tmp_path / "empty.duckdb")).close()
    with serving(tmp_path / "empty.duckdb") as address:
        page.goto(address)
        assert "还没有事实" in page.locator(".nothing").inner_text()
        for path, said in (("compare", "先选一个指标"), ("audit", "还没有勾稽结果"), ("reviews", "还没有复核")):
            page.goto(address + path)
            assert said in page.locator(".nothing").inner_text()
