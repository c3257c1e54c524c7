"""The page's addresses by subject: each asks the dataset, fills a template, and hands the HTML over."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.routing import Route

    from extract.explore.site import Site


def routes(site: Site) -> list[Route]:
    """Every address but those of the fixed files."""
    from extract.explore.views import audit, compare, drop, facts, review, source

    return [route for subject in (facts, source, review, compare, audit, drop) for route in subject.routes(site)]
