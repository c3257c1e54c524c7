"""One report written in every format: what the tests of the readers read."""

import html
import shutil
import subprocess
from pathlib import Path

import pytest

#: A report of our own: headings, prose, a list, tables with units in a line, in heads and in a column.
REPORT = """青田县2020年脱贫攻坚工作总结
2020年，青田县坚持以脱贫攻坚统揽经济社会发展全局，全县上下尽锐出战，较好完成了各项目标任务。现将有关情况总结如下：
一、基本情况
青田县辖12个乡镇、168个行政村，总面积2493平方公里，年末户籍人口56.8万人。截至2020年底，全县累计脱贫3782户11654人，贫困发生率由2014年的13.37%降至0。全年实现地区生产总值249.6亿元，比上年增长3.6%；农村居民人均可支配收入18865元，增长7.9%。
二、主要做法
（一）资金投入力度不断加大。全年统筹整合涉农资金3.22亿元，比上年增加4100万元，其中中央资金1.15亿元、省级资金9800万元。发放小额信贷2160笔、1.06亿元，惠及贫困户2043户。
（二）产业扶贫成效明显。新建油茶基地1.2万亩，改造低产茶园3500亩，带动贫困户1260户、3890人增收，户均增收约2600元。建成村级光伏电站86座，总装机容量5.4万千瓦。
（三）住房和饮水安全全面保障。改造农村危房427户，面积约3.1万平方米；实施饮水安全工程64处，解决1.87万人的饮水问题，农村自来水普及率达98.5%。
各乡镇帮扶情况如下：
单位：万元
乡镇\t户数（户）\t人口（人）\t投入资金\t比上年增长（%）
船寮镇\t310\t1024\t860.5\t5.2
海溪乡\t95\t301\t240\t-3.1
章村乡\t128\t415\t355.7\t8.4
合计\t533\t1740\t1456.2\t4.6
三、存在的问题
一是产业基础仍然薄弱，全县年经营收入超过10万元的村只有73个，占43.5%。二是劳动力外流较多，外出务工人员达8.9万人，超过劳动力总数的一半。
四、2021年工作打算
力争农村居民人均可支配收入增长8%以上，新建改建农村公路120公里，完成投资1.5亿元；培训农村实用人才2000人次以上，××户易返贫户全部落实帮扶措施。
主要指标完成情况
指标\t单位\t2019年\t2020年
粮食产量\t吨\t68200\t70150
油茶面积\t亩\t252000\t264000
通村公路\t公里\t1630\t1688
"""


def blocks(text):
    """The report's lines, and its runs of tabbed lines as tables (lists of rows)."""
    found = []
    for line in text.strip("\n").split("\n"):
        if "\t" not in line:
            found.append(line)
            continue
        if not found or isinstance(found[-1], str):
            found.append([])
        found[-1].append(line.split("\t"))
    return found


def write_html(path, text=REPORT):
    """The report as a page of a portal."""
    parts = []
    for block in blocks(text):
        if isinstance(block, str):
            parts.append(f"<p style='text-indent:2em'>{html.escape(block)}</p>")
        else:
            rows = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in block)
            parts.append(f"<table border='1'>{rows}</table>")
    page = (
        "<!DOCTYPE html><html><head><meta charset='gb2312'><title>总结_青田县人民政府</title><style>p{margin:0}</style></head><body>"
        "<div class='top-nav'><ul><li><a href='/'>首页</a></li><li><a href='/a'>政务公开</a></li></ul></div>"
        "<div class='dqwz'>您当前的位置：<a href='/'>首页</a> &gt; <a href='/a'>工作总结</a></div>"
        "<div class='article'><div class='info'>发布时间：2021-01-15　来源：扶贫办　浏览次数：<span>1024</span>次　【字号：<a href='#'>大</a> <a href='#'>中</a> <a href='#'>小</a>】</div>"
        + "".join(parts) + "</div><div class='bdsharebuttonbox'>分享到：<a href='#'>微信</a></div><p>上一篇：<a href='/1'>2019年工作总结</a></p>"
        "<div class='footer'>版权所有：青田县人民政府 浙ICP备00000000号</div><script>var count=1024;</script></body></html>"
    )
    path.write_bytes(page.encode("gb18030"))


def write_docx(path, text=REPORT):
    """The report as a Word document."""
    import docx

    document = docx.Document()
    for block in blocks(text):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), max(map(len, block)))
        for row, cells in zip(table.rows, block):
            for cell, words in zip(row.cells, cells):
                cell.text = words
    document.add_paragraph()  # Word never ends a document with a table
    document.save(path)


def write_xlsx(path, text=REPORT):
    """The report as a workbook: a paragraph in the first cell of its row, tables cell by cell, numbers as numbers."""
    import openpyxl

    book = openpyxl.Workbook()
    for block in blocks(text):
        for row in [[block]] if isinstance(block, str) else block:
            book.active.append([_as_number(cell) for cell in row])
    book.save(path)


def _as_number(cell):
    try:
        return int(cell)
    except ValueError:
        pass
    try:
        return float(cell)
    except ValueError:
        return cell


def write_pdf(path, text=REPORT, columns=1, rules=True, font="STSong-Light", size=12):
    """The report as a PDF: indented paragraphs, justified lines, a running head and page numbers, ruled tables."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A5
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import (
        BaseDocTemplate,
        Frame,
        PageTemplate,
        Paragraph,
        Spacer,
        Table,
        TableStyle,
    )

    if font == "STSong-Light":
        pdfmetrics.registerFont(UnicodeCIDFont(font))
    body = ParagraphStyle("body", fontName=font, fontSize=size, leading=1.6 * size, firstLineIndent=2 * size, wordWrap="CJK")
    title = ParagraphStyle("title", body, fontSize=1.4 * size, leading=2 * size, firstLineIndent=0, alignment=1)
    width, height = A5
    gap = 18

    def furniture(canvas, _):
        canvas.setFont(font, 8)
        canvas.drawCentredString(width / 2, height - 28, "青田县扶贫开发文件汇编")
        canvas.drawCentredString(width / 2, 22, f"— {canvas.getPageNumber()} —")

    each = (width - 80 - gap * (columns - 1)) / columns
    frames = [Frame(40 + k * (each + gap), 45, each, height - 90, 0, 0, 0, 0) for k in range(columns)]
    document = BaseDocTemplate(str(path), pagesize=A5)
    document.addPageTemplates(PageTemplate(frames=frames, onPage=furniture))
    flow = []
    for number, block in enumerate(blocks(text)):
        if isinstance(block, str):
            flow.append(Paragraph(html.escape(block), body if number else title))
            continue
        small = [("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 2)] if columns > 1 else []
        table = Table(block, style=TableStyle([*small, ("FONT", (0, 0), (-1, -1), font, min(9, each / 28)), *([("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if rules else [])]))
        flow += [table, Spacer(1, 8)]
    document.build(flow)


def office(path, suffix):
    """The file converted by LibreOffice beside it; the test is skipped where there is none."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    folder = path.parent
    subprocess.run(
        [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", suffix, "--outdir", str(folder), str(path)],
        check=True, capture_output=True, timeout=120,
    )
    return Path(folder, path.stem + "." + suffix.partition(":")[0])


def write_markdown(path, text=REPORT):
    """The report as Markdown."""
    lines = []
    for block in blocks(text):
        if isinstance(block, str):
            lines.append(f"## {block}" if block[1:2] == "、" else block.replace("3.22亿元", "**3.22亿元**"))
        else:
            rule = "|" + " --- |" * len(block[0])
            rows = ["| " + " | ".join(row) + " |" for row in block]
            lines.append("\n".join([rows[0], rule, *rows[1:]]))
    path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")


#: Fonts with hanzi whose outlines a PDF writer takes, where Debian puts them.
FONTS = ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", "/usr/share/fonts/truetype/arphic-gbsn00lp/gbsn00lp.ttf")


def scan(folder, text=REPORT, dots=200, **how):
    """The report as a PDF of pictures, as a scanner makes it; the test is skipped without OCR or without a font."""
    for package in ("rapidocr", "onnxruntime"):
        pytest.importorskip(package, reason="OCR is not installed")
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = next(filter(lambda name: Path(name).is_file(), FONTS), None)
    if font is None:
        pytest.skip("no TrueType font with hanzi (Debian: fonts-wqy-microhei)")
    import pypdfium2

    pdfmetrics.registerFont(TTFont("scanned", font, subfontIndex=0))
    write_pdf(folder / "printed.pdf", text, font="scanned", **{"size": 11, **how})
    pages = [page.render(scale=dots / 72).to_pil().convert("L") for page in pypdfium2.PdfDocument(folder / "printed.pdf")]
    pages[0].save(folder / "scanned.pdf", save_all=True, append_images=pages[1:], resolution=dots)
    return folder / "scanned.pdf"
