"""The table of facts and what narrows it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from extract.explore import facts
from extract.explore.filters import SIZES, Filter, Row

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from extract.explore.site import Site

_CHIPS = ("q", "place", "indicator", "kind", "since", "until", "status", "qualifier", "doc", "sure", "review")
_OPEN = {"kind", "place", "indicator"}  # what is unfolded from the start


def routes(site: Site) -> list[Route]:
    """The addresses."""
    from starlette.routing import Route

    view = Facts(site)
    return [Route("/", view.page), Route("/count", view.count), Route("/facet/{name}", view.facet), Route("/places", view.places), Route("/awake", view.awake)]


class Facts:
    """The views of the table."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def page(self, request: Request) -> Response:
        """The whole page, or only the table where the page asks for that."""
        asked, row = Filter.read(request.query_params), Row.read(request.query_params.get("row", ""))
        found = facts.page(self._site.access, asked)
        skipped = (asked.page - 1) * asked.size
        total = skipped + len(found.rows) if not found.more and (found.rows or not skipped) else None
        words = self._words(request)
        values = {
            "asked": asked, "row": row, "page": found, "total": total, "sizes": SIZES, "query": urlencode(asked.pairs()),
            "chips": [(name, value, words(name, value)) for name, value in asked.pairs() if name in _CHIPS],
        }
        if "hx-request" in request.headers:
            return self._site.show(request, "results.html", headers={"hx-push-url": asked.address()}, **values)
        chosen = {"years" if name in ("since", "until") else name for name, _ in asked.pairs()}
        return self._site.show(
            request, "facts.html", here="facts", chosen=chosen, opened=_OPEN | chosen,
            asked_values=lambda name: (asked.place,) * bool(asked.place) if name == "place" else getattr(asked, name), **values,
        )

    def _words(self, request: Request):
        """A function that gives a filter's value in the reader's words."""
        say, kind = self._site.say(request), self._site.say_kind(request)

        def words(name: str, value: str) -> str:
            if name in ("kind", "status", "qualifier", "review"):
                return kind(value) if name == "kind" else say(value)
            return value.rpartition("/")[2] if name in ("doc", "place") else value

        return words

    def count(self, request: Request) -> Response:
        """How many rows fit, and so how many pages there are."""
        asked = Filter.read(request.query_params)
        return self._site.show(request, "count.html", asked=asked, total=facts.count(self._site.access, asked))

    def awake(self, request: Request) -> Response:
        """A reader is about to choose or to type: have the dataset open by then."""
        from starlette.responses import Response

        self._site.access.wake()
        return Response(status_code=204)

    def facet(self, request: Request) -> Response:
        """The values to which the table can be narrowed in one field."""
        name, asked = request.path_params["name"], Filter.read(request.query_params)
        find = request.query_params.get(f"find-{name}", "").strip()[:100]
        if name == "place":
            return self._tree(request, asked, find)
        if name not in facts.CHOICES:
            from starlette.exceptions import HTTPException

            raise HTTPException(404)
        found = facts.choices(self._site.access, asked, name, find)
        return self._site.show(request, "facet.html", facet=name, choices=found, chosen=getattr(asked, name), most=facts.MOST)

    def _tree(self, request: Request, asked: Filter, find: str) -> Response:
        """The places as a tree, unfolded down to the one that is chosen; or those of a name."""
        access = self._site.access
        if find:
            tree = {"": facts.places(access, asked, find)}
        else:
            parts = asked.place.split("/")
            above = ["/".join(parts[:depth]) for depth in range(1, len(parts))] if asked.place else []
            tree = {under: facts.branches(access, asked, under) for under in ("", *above)}
        listed = any(one.path == asked.place for branch in tree.values() for one in branch)
        return self._site.show(request, "places.html", tree=tree, chosen=asked.place, listed=listed, whole=True)

    def places(self, request: Request) -> Response:
        """The places right below one."""
        asked, under = Filter.read(request.query_params), request.query_params.get("under", "")[:300]
        tree = {"": facts.branches(self._site.access, asked, under)}
        return self._site.show(request, "places.html", tree=tree, chosen=asked.place, listed=True, whole=False)
