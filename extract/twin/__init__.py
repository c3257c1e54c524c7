"""A document and its facts → one HTML file that needs nothing else: the text with its mentions marked,
the table beside it, linked both ways. It can be mailed, and reads without scripts too.

The file forbids itself everything but its own style and script (by their hashes): whatever the text
holds, nothing else runs and nothing is fetched.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape
from pathlib import Path

from extract.records import KINDS, Document, Fact
from extract.twin.markup import Marked, amount, html, visible
from extract.twin.wording import COLUMN, KIND, QUALIFIER, RELATION, STATUS, TWIN, sayer

_FOLDER = Path(__file__).parent
_COLUMNS = ("text", "value", "indicator", "place", "period", "status", "confidence")


@lru_cache
def asset(name: str) -> str:
    """The text of a style or script that stands in this package."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def page(document: Document, lang: str = "zh") -> Iterator[str]:
    """The file in pieces, for a writer; `lang` is that of what stands around the text, `zh` or `en`."""
    style, script = asset("base.css") + asset("twin.css"), asset("marks.js") + asset("twin.js")
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    title = escape(visible(document.source.doc))
    yield f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{title} · baobiao</title>\n<style>{style}</style>\n</head>\n<body class=\"twin\">\n"
    yield from body(document, lang)
    yield f"<script>{script}</script>\n</body>\n</html>\n"


def body(document: Document, lang: str) -> Iterator[str]:
    """What the file shows: its head, the marked text and the table."""
    say = sayer(lang, TWIN)
    yield from _head(document, lang)
    yield f'<main>\n<article class="doc" data-marked lang="zh-CN" aria-label="{say("document")}" tabindex="0">\n'
    marked = Marked(document.source.raw, document.facts, document.source.marks)
    for start, end in marked.pieces():
        yield f'<div class="chunk" data-facts="{escape(marked.data(start, end, lang))}">{marked.html(start, end, say("page_mark"))}</div>\n'
    yield "</article>\n"
    yield from _table(document.facts, lang)
    yield "</main>\n"


def _hash(text: str) -> str:
    """The source expression by which a policy allows exactly this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _head(document: Document, lang: str) -> Iterator[str]:
    """The file's head line: its name, how many facts of each kind, a search field, what the colours mean."""
    say = sayer(lang, TWIN, KIND)
    seen = Counter(fact.kind for fact in document.facts)
    yield f'<header>\n<h1>{escape(visible(document.source.doc))}</h1>\n<div class="tools">\n'
    yield f'<input type="search" class="find" placeholder="{say("find")}" aria-label="{say("find")}">\n<div class="kinds">'
    yield f'<button type="button" data-kind="" aria-pressed="true">{say("all")} <b>{len(document.facts):,}</b></button>'
    for kind in KINDS:
        if seen[kind]:
            yield f'<button type="button" data-kind="{kind}" aria-pressed="false">{say(kind)} <b>{seen[kind]:,}</b></button>'
    yield "</div>\n</div>\n"
    for warning in document.source.warnings:
        yield f'<p class="warning">{html(warning)}</p>\n'
    yield f'<p class="legend">{say("legend")}{legend(lang)}<span class="keys">{say("keys")}</span></p>\n</header>\n'


def legend(lang: str) -> str:
    """The samples of the four colours, as HTML."""
    say = sayer(lang, COLUMN, TWIN)
    return "".join(f'<span class="sample on-{name}">{say(name)}</span>' for name in ("figure", "indicator", "place", "period"))


def _table(facts: Iterable[Fact], lang: str) -> Iterator[str]:
    """The table; a row's mention is a link to its place in the text."""
    say = sayer(lang, TWIN, COLUMN)
    yield f'<div class="rows" tabindex="0" aria-label="{say("table")}">\n<table>\n<thead><tr>'
    yield "".join(f'<th scope="col" class="{name}">{say(name)}</th>' for name in _COLUMNS) + "</tr></thead>\n<tbody>\n"
    empty = True
    for index, fact in enumerate(facts):
        empty = False
        yield _row(index, fact, lang)
    yield f'</tbody>\n</table>\n<p class="none"{"" if empty else " hidden"}>{say("empty" if empty else "nothing")}</p>\n</div>\n'


def _row(index: int, fact: Fact, lang: str) -> str:
    """One row of the table."""
    word = sayer(lang, QUALIFIER, RELATION, STATUS)
    notes = [word(fact.qualifier)] if fact.qualifier not in ("", "exact") else []
    notes += [word(fact.relation)] if fact.relation not in ("", "level") else []
    note = f' <small>{" · ".join(notes)}</small>' if notes else ""
    cells = {
        "text": f'<a href="#m{index}">{html(fact.text)}</a>', "value": escape(amount(fact)) + note,
        "indicator": html(fact.indicator), "place": html(fact.place), "period": escape(fact.period), "status": word(fact.status),
        "confidence": f"{fact.confidence:.2f}",
    }
    inner = "".join(f'<td class="{name}">{cells[name]}</td>' for name in _COLUMNS)
    return f'<tr id="r{index}" data-i="{index}" data-kind="{fact.kind}">{inner}</tr>\n'
