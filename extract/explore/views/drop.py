"""A file dropped onto the page: taken, shown with its marks and its table, put into the dataset when asked."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from urllib.parse import unquote

from markupsafe import Markup

from extract import read, table, twin
from extract.explore import drop
from extract.explore.views.source import download
from extract.records import Refusal

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from extract.explore.site import Site


def routes(site: Site) -> list[Route]:
    """The addresses."""
    from starlette.routing import Route

    view = Drops(site)
    return [
        Route("/open", view.page), Route("/open", view.take, methods=["POST"]), Route("/open/{number:int}", view.shown),
        Route("/open/{number:int}/facts.csv", view.table), Route("/open/{number:int}/twin", view.twin), Route("/open/{number:int}/add", view.add, methods=["POST"]),
    ]


class Drops:
    """The views of dropped files."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def page(self, request: Request) -> Response:
        """Where a file can be dropped, and what has been."""
        self._site.tray.warm()
        return self._site.show(request, "open.html", here="drop", recent=self._site.tray.recent(), megabytes=drop.MEGABYTES, suffixes=" ".join(read.READERS))

    async def take(self, request: Request) -> Response:
        """Convert the file that is the request's body; its name comes in a header. The answer is the address that
        shows it, or one sentence."""
        from starlette.concurrency import run_in_threadpool

        limit, data = drop.MEGABYTES * 1_000_000, bytearray()
        async for block in request.stream():
            data += block
            if len(data) > limit:
                return self._sentence(request, 413, "too_big", drop.MEGABYTES)
        name = unquote(request.headers.get("x-file-name", "")) or "document.txt"
        return await run_in_threadpool(self._taken, request, name, bytes(data))

    def _taken(self, request: Request, name: str, data: bytes) -> Response:
        from starlette.responses import PlainTextResponse

        try:
            dropped = self._site.tray.take(name, data)
        except drop.BadDrop as error:
            return self._sentence(request, 422, error.key, error.about)
        except Refusal as error:
            return PlainTextResponse(str(error), 422)
        return PlainTextResponse(f"/open/{dropped.number}")

    def _sentence(self, request: Request, status: int, key: str, about: object) -> Response:
        """One sentence in the reader's language."""
        from starlette.responses import PlainTextResponse

        return PlainTextResponse(self._site.say(request)(key).format(about), status)

    def shown(self, request: Request) -> Response:
        """A dropped document with its marks, its table beside it."""
        dropped = self._dropped(request)
        document, lang, access = dropped.document, self._site.lang(request), self._site.access
        has = bool(access.rows("SELECT 1 FROM documents WHERE doc = ?", [document.source.doc]))
        same = bool(access.rows("SELECT 1 FROM documents WHERE doc = ? AND sha256 = ? AND path = ''", [document.source.doc, document.source.sha256]))
        body = Markup("".join(twin.body(document, lang)))
        return self._site.show(request, "opened.html", here="drop", dropped=dropped, source=document.source, body=body, has=has, added=same)

    def table(self, request: Request) -> Response:
        """A dropped document's facts as CSV."""
        out, document = io.StringIO(), self._dropped(request).document
        table.write(document.facts, out)
        return download("\ufeff" + out.getvalue(), f"{document.source.doc}.facts.csv", "text/csv")

    def twin(self, request: Request) -> Response:
        """A dropped document as one file to be mailed."""
        document = self._dropped(request).document
        return download(twin.page(document, self._site.lang(request)), f"{document.source.doc}.html", "text/html")

    def add(self, request: Request) -> Response:
        """Put a dropped document into the dataset."""
        from starlette.responses import PlainTextResponse

        drop.add(self._site.access, self._dropped(request))
        return PlainTextResponse(self._site.say(request)("added"))

    def _dropped(self, request: Request) -> drop.Dropped:
        dropped = self._site.tray.get(request.path_params["number"])
        if dropped is None:
            raise Refusal(self._site.say(request)("dropped_gone"))
        return dropped
