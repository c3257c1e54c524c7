"""All reviews, and what can be downloaded of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from extract.dataset.schema import VOCABULARY
from extract.explore import review
from extract.explore.views.source import download

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from extract.explore.site import Site

_MOST = 500  # reviews that the page lists; the downloads hold all


def routes(site: Site) -> list[Route]:
    """The addresses."""
    from starlette.routing import Route

    view = Reviews(site)
    return [Route("/reviews", view.page), Route("/reviews.csv", view.table)]


class Reviews:
    """The views of the reviews."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def page(self, request: Request) -> Response:
        """The list, the latest first."""
        every = review.every(self._site.access)
        return self._site.show(
            request, "reviews.html", here="reviews", reviews=every[:_MOST], total=len(every), tally=Counter(one.verdict for one in every), words=tuple(VOCABULARY),
        )

    def table(self, request: Request) -> Response:
        """All reviews as CSV."""
        return download(review.table(review.every(self._site.access)), "reviews.csv", "text/csv")
