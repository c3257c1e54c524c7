"""Findings as one HTML page that needs nothing else: each with the text around its figures, these marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from extract.audit.finding import Finding, Span

VERDICT_NAMES = {"disagrees": "不符", "truncated": "截尾", "agrees": "相符", "unsure": "存疑"}
RULE_NAMES = {
    "share": "占比", "sum": "合计", "rate": "比率", "change": "增减", "product": "单价×数量", "restated": "重复表述", "impossible": "不可能",
}
_AROUND = 36  # characters shown on either side of a figure

_HEAD = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>勾稽核对</title><style>
body{font:16px/1.7 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222;background:#fff}
h2{font-size:1.15em;margin:2em 0 .5em;border-bottom:1px solid #ccc}
article{margin:0 0 1.2em;padding:.5em .9em;border-left:.3em solid #999;background:#f7f7f7}
article.disagrees{border-color:#b3261e}article.truncated{border-color:#b07d00}article.agrees{border-color:#2e7d32}
p{margin:.15em 0}.verdict{font-weight:bold}.disagrees .verdict{color:#b3261e}.truncated .verdict{color:#8a6100}.agrees .verdict{color:#2e7d32}
.why,.where{color:#666;font-size:.88em}blockquote{margin:.35em 0 .1em;padding:0;color:#444}
mark{background:#cfe3ff;color:inherit;padding:0 .1em}mark.stated{background:#ffd7d2;outline:1px solid #b3261e}
.truncated mark.stated{background:#ffecb8;outline-color:#b07d00}.agrees mark.stated{background:#d3efd5;outline-color:#2e7d32}
</style></head><body><h1>勾稽核对</h1>
<p class="where">框出的是文中的结论数字，底色标出的是参与计算的数字。</p>
"""


def page(documents: Iterable[tuple[str, str, list[Finding]]]) -> Iterator[str]:
    """The page in pieces, from (document id, text, findings); a document without findings is left out."""
    yield _HEAD
    counts: dict[str, int] = {}
    for doc, text, findings in documents:
        if findings:
            yield f"<h2>{escape(doc)}</h2>\n"
        for finding in findings:
            counts[finding.verdict] = counts.get(finding.verdict, 0) + 1
            yield _article(text, finding)
    said = "，".join(f"{name}{counts.get(verdict, 0)}处" for verdict, name in VERDICT_NAMES.items() if counts.get(verdict))
    yield f'<p class="where">{said or "没有可核对的数字关系"}</p></body></html>\n'


def _article(text: str, finding: Finding) -> str:
    """One finding with its excerpts."""
    docs = finding.docs or (finding.doc,) * len(finding.spans)
    spans = [span for span, doc in zip(finding.spans, docs, strict=True) if doc == finding.doc]
    quotes = "".join(f"<blockquote>{excerpt}</blockquote>" for excerpt in excerpts(text, spans))
    start, end = finding.spans[0]
    return (
        f'<article class="{finding.verdict}"><p><span class="verdict">{VERDICT_NAMES[finding.verdict]}</span> '
        f"{RULE_NAMES[finding.rule]}：{escape(finding.statement)}</p>{quotes}"
        f'<p class="why">{escape(finding.why)}　<span class="where">{start}–{end}</span></p></article>\n'
    )


def excerpts(text: str, spans: list[Span]) -> list[str]:
    """The text around the spans as HTML, those close together in one piece; the first span is the stated figure.

    >>> excerpts("总人口10人，其中农业人口4人，占50%。", [(17, 20), (3, 6)])
    ['总人口<mark>10人</mark>，其中农业人口4人，占<mark class="stated">50%</mark>。']
    """
    pieces: list[tuple[int, int, list[Span]]] = []
    for span in sorted(set(spans)):
        low, high = max(0, span[0] - _AROUND), min(len(text), span[1] + _AROUND)
        if pieces and low <= pieces[-1][1]:
            pieces[-1] = (pieces[-1][0], high, [*pieces[-1][2], span])
        else:
            pieces.append((low, high, [span]))
    return [_marked(text, low, high, inside, spans[0]) for low, high, inside in pieces]


def _marked(text: str, low: int, high: int, spans: list[Span], stated: Span) -> str:
    """A stretch of the text with its spans marked."""
    made, position = ["…" if low else ""], low
    for start, end in spans:
        if start < position:
            continue
        made.append(escape(text[position:start]))
        made.append(f'<mark{" class=" + chr(34) + "stated" + chr(34) if (start, end) == stated else ""}>{escape(text[start:end])}</mark>')
        position = end
    made += [escape(text[position:high]), "…" if high < len(text) else ""]
    return "".join(made)
