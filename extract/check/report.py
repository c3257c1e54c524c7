"""A check or a comparison → JSON, JUnit XML, or one HTML file that needs nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from html import escape
from xml.etree import ElementTree

from extract.check.differ import Difference, Group, groups
from extract.check.floors import Changes, Fall, Floors
from extract.check.reviews import Reviewed
from extract.check.runs import Comparison
from extract.check.samples import Report, measures, tallies
from extract.score import Tally


@dataclass(frozen=True, slots=True)
class Verdict:
    """A report with its floors, those of them that fell, and the samples that changed since they were set."""

    report: Report
    floors: Floors = Floors()
    fallen: tuple[Fall, ...] = ()
    changes: Changes = Changes()

    def lines(self) -> list[tuple[str, str, Tally, float | None, float | None]]:
        """Every measure: group, name, tally, the share of the figures found (of attributes) and its floor."""
        score = self.report.score
        return [
            (group, name, tally, score.accuracy(name) if group == "attributes" else None, self.floors.floors.get(group, {}).get(name))
            for group, found in tallies(score, self.report.checks).items() for name, tally in found.items()
        ]


def as_json(verdict: Verdict) -> str:
    """The whole report: measures, floors, and every difference in its group."""
    found: dict[str, dict] = {}
    for group, name, tally, share, floor in verdict.lines():
        numbers = {"precision": tally.precision, "recall": tally.recall, "f1": tally.f1, "expected": tally.hits + tally.missed}
        numbers |= ({"right_of_found": share} if share is not None else {}) | ({"floor": floor} if floor is not None else {})
        found.setdefault(group, {})[name] = {key: round(number, 4) for key, number in numbers.items()}
    return _dumped({
        "held": not verdict.fallen,
        "fallen": [asdict_of(fall) for fall in verdict.fallen],
        "samples": {"changed": list(verdict.changes.changed), "new": list(verdict.changes.added), "gone": list(verdict.changes.gone)},
        "measures": found,
        "documents": [
            {"doc": one.sample.doc, "expected": len(one.expected), "differences": len(one.differences),
             "rows_f1": round(one.score.rows.f1, 4), "figures_f1": round(one.score.figures.f1, 4)} for one in verdict.report.checked
        ],
        "groups": _grouped(verdict.report.differences),
    })


def comparison_as_json(comparison: Comparison) -> str:
    """The whole comparison: counts, documents that only one run has, and every difference in its group."""
    return _dumped({
        "documents": comparison.documents, "facts": {"before": comparison.before, "after": comparison.after},
        "only_before": list(comparison.only_before), "only_after": list(comparison.only_after), "other_text": list(comparison.other_text),
        "columns": list(comparison.columns), "groups": _grouped(comparison.differences),
    })


def asdict_of(fall: Fall) -> dict:
    """A fall by the names of its parts."""
    return fall._asdict()


def _dumped(content: dict) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _grouped(differences: Iterable[Difference]) -> list[dict]:
    """Groups with their differences, as JSON has them."""
    return [{"label": group.label, "count": len(group.differences), "documents": list(group.documents),
             "differences": [asdict(item) for item in group.differences]} for group in groups(differences)]


def as_junit(verdict: Verdict) -> str:
    """One test case a floor, which fails where the floor fell, and one a document, which lists its differences."""
    fallen = {fall.name: fall for fall in verdict.fallen}
    measured = measures(verdict.report.score, verdict.report.checks)
    root = ElementTree.Element("testsuites", name="baobiao check")
    cases = [(group, name, floor) for group, names in verdict.floors.floors.items() for name, floor in names.items()]
    suite = ElementTree.SubElement(root, "testsuite", name="floors", tests=str(len(cases)), failures=str(len(fallen)), errors="0")
    for group, name, floor in cases:
        case = ElementTree.SubElement(suite, "testcase", classname=f"floors.{group}", name=name)
        if f"{group}.{name}" in fallen:
            said = f"{measured.get(group, {}).get(name, 0.0):.4f} is below the floor {floor:.4f}"
            ElementTree.SubElement(case, "failure", message=said, type="floor")
    if str(verdict.changes):
        ElementTree.SubElement(suite, "system-out").text = _legal(f"samples that changed since the floors were set: {verdict.changes}")
    suite = ElementTree.SubElement(root, "testsuite", name="documents", tests=str(len(verdict.report.checked)), failures="0", errors="0")
    for one in verdict.report.checked:
        case = ElementTree.SubElement(suite, "testcase", classname="documents", name=_legal(one.sample.doc))
        if one.differences:
            ElementTree.SubElement(case, "system-out").text = _legal("\n".join(f"{item.doc}:{item.line}: {item.label}: {item.quote}" for item in one.differences))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def reviews_as_json(reviewed: Reviewed) -> str:
    """How many reviews hold, and every one that does not in its group."""
    return _dumped({
        "documents": reviewed.documents, "reviews": {name: {"reviews": count, "held": held} for name, (count, held) in reviewed.counts.items()},
        "missing": list(reviewed.missing), "groups": _grouped(reviewed.differences),
    })


def reviews_as_html(reviewed: Reviewed, sample: int) -> str:
    """One page: how many reviews hold, and those that do not."""
    return _page("baobiao check: reviews", [
        f"<p>{reviewed.documents:,} documents</p>", _table(("verdict", "reviews", "held"), [_row((name, *map(str, pair))) for name, pair in reviewed.counts.items()]),
        "<h2>What does not hold</h2>", *_details(groups(reviewed.differences), sample),
    ])


def comparison_as_junit(comparison: Comparison | Reviewed) -> str:
    """One test case a document that differs, which fails; and one for all those that do not."""
    found: dict[str, list[Difference]] = {}
    for item in comparison.differences:
        found.setdefault(item.doc, []).append(item)
    lacking = comparison.missing if isinstance(comparison, Reviewed) else (*comparison.only_before, *comparison.only_after, *comparison.other_text)
    failures = len(found) + len(lacking)
    root = ElementTree.Element("testsuites", name="baobiao check")
    suite = ElementTree.SubElement(root, "testsuite", name="documents", tests=str(failures + 1), failures=str(failures), errors="0")
    ElementTree.SubElement(suite, "testcase", classname="documents", name=f"{comparison.documents - len(found)} documents without a difference")
    for doc, items in found.items():
        case = ElementTree.SubElement(suite, "testcase", classname="documents", name=_legal(doc))
        failure = ElementTree.SubElement(case, "failure", message=f"{len(items)} differences", type="difference")
        failure.text = _legal("\n".join(f"{item.line or item.start}: {item.label}: {item.quote}" for item in items))
    for doc in lacking:
        case = ElementTree.SubElement(suite, "testcase", classname="documents", name=_legal(doc))
        ElementTree.SubElement(case, "failure", message="is not in both runs with one text", type="document")
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _legal(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return "".join(char if char in "\t\n" or " " <= char < "\ud800" or "\ue000" <= char < "\ufffe" or char > "\uffff" else "\ufffd" for char in text)


_STYLE = """
body{font:15px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#222}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}
table{border-collapse:collapse}td,th{padding:.15rem .8rem;text-align:right;border-bottom:1px solid #ddd}td:first-child,th:first-child{text-align:left}
th{font-weight:600}.fell{background:#fde8e8}.held{color:#1a7f37}.bad{color:#b42318}
details{border-bottom:1px solid #eee;padding:.2rem 0}summary{cursor:pointer}summary b{font-weight:600}
ul{list-style:none;padding-left:1.2rem;margin:.3rem 0}li{margin:.15rem 0}mark{background:#fff1a8;padding:0 .1em}.at{color:#666;font-size:.85em;margin-right:.6em}
"""


def as_html(verdict: Verdict) -> str:
    """One page: verdict, measures with their floors, documents, and the differences in their groups."""
    score = verdict.report.score
    said = (f'<p class="bad">{len(verdict.fallen)} floors fell.</p>' if verdict.fallen else
            '<p class="held">All floors hold.</p>' if verdict.floors.floors else "<p>There are no floors.</p>")
    if str(verdict.changes):
        said += f'<p class="bad">Samples changed since the floors were set: {escape(str(verdict.changes))}</p>'
    fallen = {fall.name for fall in verdict.fallen}
    rows = []
    for group, name, tally, share, floor in verdict.lines():
        cells = (f"{group}: {name}", f"{tally.precision:.3f}", f"{tally.recall:.3f}", f"{tally.f1:.3f}",
                 "" if share is None else f"{share:.3f}", "" if floor is None else f"{floor:.3f}", f"{tally.hits + tally.missed:,}")
        rows.append(_row(cells, "fell" if f"{group}.{name}" in fallen else ""))
    documents = [
        _row((one.sample.doc, *(f"{tally.f1:.3f}" if tally != Tally() else "" for tally in (one.score.rows, one.score.figures)), str(len(one.differences))))
        for one in verdict.report.checked
    ]
    return _page("baobiao check", [
        f"<p>{len(verdict.report.checked)} documents, {score.figures.hits + score.figures.missed:,} figures expected.</p>", said,
        _table(("measure", "precision", "recall", "F1", "right of those found", "floor", "expected"), rows),
        "<h2>Documents</h2>", _table(("document", "rows F1", "figures F1", "differences"), documents),
        "<h2>Differences</h2>", *_details(groups(verdict.report.differences)),
    ])


def comparison_as_html(comparison: Comparison, sample: int) -> str:
    """One page: what changed between two runs, a sample of each group."""
    lacking = [("only in the first", comparison.only_before), ("only in the second", comparison.only_after), ("with another text", comparison.other_text)]
    return _page("baobiao check: two runs", [
        f"<p>{comparison.documents:,} documents; {comparison.before:,} facts before, {comparison.after:,} after, {len(comparison.differences):,} differences.</p>",
        *(f"<p>{len(docs)} documents {what}: {escape(', '.join(docs[:20]))}{' …' if len(docs) > 20 else ''}</p>" for what, docs in lacking if docs),
        "<h2>Differences</h2>", *_details(groups(comparison.differences), sample),
    ])


def _details(found: Sequence[Group], sample: int = 0) -> list[str]:
    """One foldable part a group; all of its differences, or a sample."""
    parts = []
    for group in found:
        shown = group.sample(sample) if sample else group.differences
        items = "".join(
            f'<li><span class="at">{escape(item.doc)}:{item.line or item.start}</span>{escape(item.left)}<mark>{escape(item.text)}</mark>{escape(item.right)}</li>'
            for item in shown)
        more = f"<li>… and {len(group.differences) - len(shown):,} more</li>" if len(shown) < len(group.differences) else ""
        parts.append(f"<details><summary><b>{escape(group.label)}</b> ({len(group.differences):,} in {len(group.documents):,} documents)</summary><ul>{items}{more}</ul></details>")
    return parts or ["<p>None.</p>"]


def _row(cells: Iterable[str], style: str = "") -> str:
    mark = f' class="{style}"' if style else ""
    return f"<tr{mark}>{''.join(f'<td>{escape(text)}</td>' for text in cells)}</tr>"


def _table(head: Iterable[str], rows: Iterable[str]) -> str:
    return f"<table><thead><tr>{''.join(f'<th>{escape(text)}</th>' for text in head)}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _page(title: str, parts: Iterable[str]) -> str:
    return (f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>\n" + "\n".join(parts) + "\n</body></html>\n")
