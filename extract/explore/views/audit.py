"""The cross-checks, disagreements first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.explore import audit

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from extract.explore.site import Site


def routes(site: Site) -> list[Route]:
    """The addresses."""
    from starlette.routing import Route

    def page(request: Request) -> Response:
        """The list of checks."""
        asked = audit.Asked.read(request.query_params)
        found, more = audit.checks(site.access, asked)
        verdicts, rules = audit.tallies(site.access)
        return site.show(request, "audit.html", here="audit", asked=asked, checks=found, more=more, verdicts=verdicts, rules=rules)

    return [Route("/audit", page)]
