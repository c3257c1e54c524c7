"""An indicator compared: the drawing, the table behind it, and the choice of indicators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from markupsafe import Markup

from extract.explore import chart, compare
from extract.explore.views.source import download
from extract.twin.markup import number

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from extract.explore.site import Site

_LISTED = 400  # figures that the page lists; the download holds all


def routes(site: Site) -> list[Route]:
    """The addresses."""
    from starlette.routing import Route

    view = Compare(site)
    return [Route("/compare", view.page), Route("/compare.csv", view.table), Route("/indicators", view.indicators)]


class Compare:
    """The views of a comparison."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def page(self, request: Request) -> Response:
        """The choice and what it gives; only the latter where the page asks for that."""
        asked = compare.Asked.read(request.query_params)
        data = compare.compared(self._site.access, asked)
        values = {
            "asked": asked, "data": data, "names": compare.names([place for place, _ in data.places] + [p for p in data.chosen if p not in dict(data.places)]),
            "drawing": Markup(self._drawing(request, asked, data)) if data.drawn else "", "query": asked.query(), "listed": _LISTED, "most": compare.DRAWN,
            "common": compare.indicators(self._site.access, "") if not asked.indicator else [],
        }
        if "hx-request" in request.headers:
            return self._site.show(request, "compared.html", headers={"hx-push-url": f"/compare?{asked.query()}"}, **values)
        return self._site.show(request, "compare.html", here="compare", **values)

    def _drawing(self, request: Request, asked: compare.Asked, data: compare.Compared) -> str:
        """The chart of a comparison."""
        say, lang = self._site.say(request), self._site.lang(request)
        words = {"planned": say("planned"), "actual": say("actual"), "lang": lang}
        names = compare.names(data.chosen)
        about = {"time": "", "places": f" · {data.year}", "plan": f" · {names[data.chosen[0]]}"}[asked.view] if data.chosen else ""
        title = f"{asked.indicator}{about}" + (f"（{data.unit}）" if data.unit else "")

        def dot(point: compare.Point, at: str) -> chart.Dot:
            told = f"{names[point.place]} {point.period}: {number(point.value)} {point.unit} ({say(point.status)}) · {point.row.doc}"
            return chart.Dot(at, point.value, point.status == "planned", told, "/?" + urlencode({"doc": point.row.doc, "row": str(point.row)}))

        drawn = data.drawn.values()
        if asked.view == "time":
            return chart.lines(title, self._lines(drawn, names, dot), sorted({p.year for p in drawn}), words)
        if asked.view == "places":
            groups = [place for place in data.chosen if any(p.place == place for p in drawn)]
            return chart.bars(title, [chart.Series("", [dot(p, names[p.place]) for p in drawn])], [names[place] for place in groups], words)
        ours = [p for p in drawn if p.place == data.chosen[0]]
        return chart.bars(title, [chart.Series("", [dot(p, p.year) for p in ours])], sorted({p.year for p in ours}), words)

    def _lines(self, drawn, names: dict[str, str], dot) -> Sequence[chart.Series]:
        """One line a place."""
        places = dict.fromkeys(point.place for point in drawn)
        return [chart.Series(names[place], [dot(point, point.year) for point in drawn if point.place == place]) for place in places]

    def table(self, request: Request) -> Response:
        """The table behind the drawing."""
        asked = compare.Asked.read(request.query_params)
        return download(compare.table(compare.compared(self._site.access, asked), asked.indicator), "compare.csv", "text/csv")

    def indicators(self, request: Request) -> Response:
        """Indicators whose name holds what was typed."""
        find = request.query_params.get("find-indicator", "").strip()[:100]
        return self._site.show(request, "indicators.html", found=compare.indicators(self._site.access, find))
