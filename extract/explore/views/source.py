"""A document beside a table: its text with marks, the card of the chosen row or check, a page's picture."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, unquote

from extract import twin
from extract.dataset.schema import VOCABULARY
from extract.explore import audit, facts, review, source
from extract.explore.filters import Row
from extract.records import Document, Fact, Source
from extract.twin.markup import teller

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from extract.explore.site import Site

_LONGEST = 100_000  # bytes of a review
REVIEWER = "baobiao-reviewer"  # the cookie that remembers who reviews


def routes(site: Site) -> list[Route]:
    """The addresses."""
    from starlette.routing import Route

    view = Sources(site)
    return [
        Route("/source", view.source), Route("/card", view.card), Route("/piece", view.piece), Route("/picture", view.picture), Route("/twin", view.twin),
        Route("/review", view.review, methods=["POST"]),
    ]


class Sources:
    """The views of a document."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def source(self, request: Request) -> Response:
        """The document of a row, or of a check, with what belongs to it marked."""
        query = request.query_params
        check, row = (audit.one(self._site.access, query) if "rule" in query else None), Row.read(query.get("row", ""))
        doc = query.get("look") or (check.doc if check else row.doc if row else query.get("doc", ""))
        paper = source.paper(self._site.access, doc)
        if paper is None:
            return self._site.show(request, "source.html", paper=None)
        index = paper.index(row) if row else None
        figures = [(start, end, first == 0) for first, (name, start, end) in enumerate(check.figures) if name == doc] if check else []
        at = figures[0][0] if figures else row.start if row else 0
        values = self._card(request, row, paper.marked.facts[index] if index is not None else None)
        if check:
            values |= {"finding": check, "figures": self._figures(check, doc), "looking": doc}
        return self._site.show(
            request, "source.html", paper=paper, index=index, page=paper.page(at), pictures=source.has_picture(paper), warnings=paper.warnings,
            piece=source.around(paper, at, self._site.lang(request), self._site.say(request)("page_mark")), spans=figures, **values,
        )

    def _figures(self, check: audit.Check, doc: str) -> list[dict[str, Any]]:
        """The figures of a check as the card lists them."""
        found = []
        for number, (name, start, end) in enumerate(check.figures):
            paper = source.paper(self._site.access, name)
            found.append({"text": paper.marked.raw[start:end] if paper else "", "doc": name, "here": name == doc, "start": start, "stated": number == 0})
        return found

    def card(self, request: Request) -> Response:
        """What there is to say of a row."""
        row = Row.read(request.query_params.get("row", ""))
        fact = facts.one(self._site.access, row) if row else None
        return self._site.show(request, "card.html", **self._card(request, row, fact))

    def _card(self, request: Request, row: Row | None, fact: Fact | None, form: dict[str, str] | None = None, fault: str = "") -> dict[str, Any]:
        """What the card of a row shows."""
        if fact is None or row is None:
            return {"fact": None, "asked_row": row}
        said, lang = review.of(self._site.access, row, fact), self._site.lang(request)
        parts = review.PARTS_OF.get(fact.kind, review.PARTS)
        corrected = said.corrected if said else {}
        values = {part: review.said(corrected.get(part, getattr(fact, part))) for part in parts}
        values |= {"note": said.note if said else "", "reviewer": unquote(request.cookies.get(REVIEWER, ""))} | (form or {})
        more = [("base_value", f"{review.said(fact.base_value)} {fact.base_unit}" if fact.base_unit not in ("", fact.unit) else ""),
                ("indicator_std", fact.indicator_std if fact.indicator_std != fact.indicator else ""),
                ("candidates", fact.place_candidates), ("table_cell", fact.table_cell), ("place_code", fact.place_code)]
        say = self._site.say(request)
        told = teller(lang)(fact) + [(say(name), value) for name, value in more if value]
        return {
            "fact": fact, "key": row, "asked_row": row, "told": told, "review": said, "parts": parts, "values": values, "fault": fault,
            "vocabulary": VOCABULARY, "words": tuple(VOCABULARY),
        }

    async def review(self, request: Request) -> Response:
        """Keep what the reader says of a row, and show its card anew."""
        from starlette.concurrency import run_in_threadpool

        body = b""
        async for block in request.stream():
            body += block
            if len(body) > _LONGEST:
                raise _lost(413)
        form = dict(request.query_params) | dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        return await run_in_threadpool(self._review, request, form)

    def _review(self, request: Request, form: dict[str, str]) -> Response:
        row = Row.read(form.get("row", ""))
        fact = facts.one(self._site.access, row) if row else None
        if fact is None or row is None:
            return self._site.show(request, "card.html", fact=None, asked_row=row or "?")
        say, reviewer = self._site.say(request), form.get("reviewer", unquote(request.cookies.get(REVIEWER, "")))
        try:
            kept = review.make(fact, form | {"reviewer": reviewer})
        except review.BadReview as error:
            fault = say(error.args[0]).format(error.args[1])
            return self._site.show(request, "card.html", **self._card(request, row, fact, form, fault))
        self._site.access.review(kept)
        told = {"reviewed": {"row": str(row), "verdict": form.get("verdict", ""), "word": say(form.get("verdict") or "none"), "said": say("saved" if form.get("verdict") else "withdrawn")}}
        answer = self._site.show(request, "card.html", headers={"hx-trigger": json.dumps(told)}, **self._card(request, row, fact))
        answer.set_cookie(REVIEWER, quote(reviewer[:100]), max_age=31_536_000, samesite="strict", httponly=True)
        return answer

    def piece(self, request: Request) -> Response:
        """More of a long document's text."""
        query = request.query_params
        paper = source.paper(self._site.access, query.get("doc", ""))
        first, last = (_whole(query.get(name, "")) for name in ("from", "until"))
        if paper is None or (first is None and last is None):
            raise _lost()
        lang, words = self._site.lang(request), self._site.say(request)("page_mark")
        if last is not None:
            piece = replace(source.some(paper, last - 8, last, lang, words), behind=None)
        else:
            piece = replace(source.some(paper, first, first + 8, lang, words), before=None)
        return self._site.show(request, "piece.html", paper=paper, piece=piece)

    def picture(self, request: Request) -> Response:
        """A page of the document as a picture."""
        from starlette.responses import Response

        paper = source.paper(self._site.access, request.query_params.get("doc", ""))
        page = _whole(request.query_params.get("page", ""))
        drawn = source.picture(paper, page) if paper and page else None
        if drawn is None:
            raise _lost()
        return Response(drawn, media_type="image/png")

    def twin(self, request: Request) -> Response:
        """The document with its marks and its table as one file to be mailed."""
        paper = source.paper(self._site.access, request.query_params.get("doc", ""))
        if paper is None:
            raise _lost()
        marks = tuple(self._site.access.marks(paper.doc))
        document = Document(Source(paper.doc, paper.marked.raw, marks=marks), tuple(paper.marked.facts))
        return download(twin.page(document, self._site.lang(request)), f"{paper.doc}.html", "text/html")


def download(pieces: Any, name: str, kind: str) -> Response:
    """An answer that the browser saves under a name."""
    from starlette.responses import Response

    body = pieces if isinstance(pieces, bytes) else "".join(pieces).encode("utf-8", "replace")
    shown = quote(name.rpartition("/")[2])
    return Response(body, media_type=kind, headers={"content-disposition": f"attachment; filename*=UTF-8''{shown}"})


def _lost(status: int = 404):
    from starlette.exceptions import HTTPException

    return HTTPException(status)


def _whole(text: str) -> int | None:
    """The number that a text is, None where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
