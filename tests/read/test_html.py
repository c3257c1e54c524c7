"""HTML: the report without its portal, tables in place, encodings as they are."""

import pytest
import written

from extract import read
from extract.pipeline import convert_source
from extract.read import Unreadable


def page(tmp_path, body, head="", encoding="utf-8"):
    (tmp_path / "a.html").write_bytes(f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding))
    return read.read(tmp_path / "a.html")


def test_the_portal_is_left_out(tmp_path):
    written.write_html(tmp_path / "a.html")
    source = read.read(tmp_path / "a.html")
    lines = source.raw.split("\n")
    assert lines[0] == "青田县2020年脱贫攻坚工作总结" and lines[-2].startswith("通村公路")
    for word in ("首页", "政务公开", "分享", "字号", "浏览次数", "上一篇", "版权所有", "count"):
        assert word not in source.raw
    assert (source.encoding, source.date, source.title) == ("gb18030", "2021-01-15", "总结")


CHROME = [
    "【字号：大 中 小】", "【打印】【关闭】", "您当前的位置：首页 > 政务公开", "上一篇：没有了", "下一条：关于春耕的通知", "版权所有：青田县人民政府", "浙ICP备05000000号", "浏览次数：1024次",
    "分享到：", "首页 上一页 1 2 3 下一页 尾页", "第1/3页", "扫一扫在手机打开当前页",
]
KEPT = ["打印纸3200包。", "分享农户86户，", "首页工程投资3200万元。", "位置偏远的村有12个。", "来源地为12个县。", "下一步，力争增长8%。", "共12个", "阅读室86个。"]


@pytest.mark.parametrize("line", CHROME)
def test_lines_of_portals(tmp_path, line):
    assert page(tmp_path, f"<p>全县共有农户3782户。</p><p>{line}</p>").raw == "全县共有农户3782户。\n"


@pytest.mark.parametrize("line", KEPT)
def test_lines_of_reports(tmp_path, line):
    assert page(tmp_path, f"<p>全县共有农户3782户。</p><p>{line}</p>").raw == f"全县共有农户3782户。\n{line}\n"


@pytest.mark.parametrize("head", [
    "<meta name='PubDate' content='2021-03-05 10:20'><meta name='ArticleTitle' content='青田县扶贫工作汇报'>",
    "<meta property='og:title' content='青田县扶贫工作汇报'><meta name='publishdate' content='2021/3/5'>"])
def test_metadata(tmp_path, head):
    source = page(tmp_path, "<p>全县现有贫困户86户。</p>", head)
    assert (source.title, source.date) == ("青田县扶贫工作汇报", "2021-03-05")
    (fact,) = [fact for fact in convert_source(source).facts if fact.unit]
    assert (fact.place, fact.how_place, fact.period[:4], fact.how_period) == ("青田县", "metadata", "2021", "metadata")


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16"])
def test_the_bytes_decide_not_the_declaration(tmp_path, encoding):
    assert page(tmp_path, "<p>全县共有农户3782户，其中脱贫户1260户。</p>", "<meta charset='big5'>", encoding).raw.startswith("全县共有农户")


def test_spans_of_rows_and_columns(tmp_path):
    source = page(tmp_path, """<p>青田县2020年扶贫情况</p><table>
      <tr><td colspan=3>单位：万元</td></tr><tr><td rowspan=2>乡镇</td><td colspan=2>投入资金</td></tr><tr><td>中央</td><td>省级</td></tr>
      <tr><td>船寮镇</td><td>310</td><td>120</td></tr><tr><td>海溪乡</td><td></td><td>48</td></tr></table>""")
    facts = [fact for fact in convert_source(source).facts if fact.unit]
    assert [(fact.text, fact.value, fact.place, fact.table_cell) for fact in facts] == [
        ("310", 3_100_000, "船寮镇", "表1第4行第2列"), ("120", 1_200_000, "船寮镇", "表1第4行第3列"), ("48", 480_000, "海溪乡", "表1第5行第3列")]
    assert "中央" in facts[0].indicator and "省级" in facts[1].indicator


def test_a_table_that_lays_out_the_page(tmp_path):
    assert page(tmp_path, "<table><tr><td><table><tr><td>全县共有农户3782户。</td></tr></table></td></tr></table>").raw == "全县共有农户3782户。\n"


def test_lines_in_the_source_are_none_on_the_page(tmp_path):
    assert page(tmp_path, "<p>全县共有\n   农户3782户，\n人口11654人。<br>完</p>").raw == "全县共有农户3782户，人口11654人。\n完\n"


def test_hidden_text(tmp_path):
    assert page(tmp_path, "<div style='display: none'>1户</div><p hidden>2户</p><p>3户</p>").raw == "3户\n"


def test_a_page_without_a_report(tmp_path):
    with pytest.raises(Unreadable, match="no text"):
        page(tmp_path, "<script>var a = '3户';</script>")
