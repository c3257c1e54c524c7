"""The page as an application: its addresses, its few fixed files, and what is said when something fails."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from extract import twin
from extract.explore import views
from extract.explore.access import Busy
from extract.explore.site import Site
from extract.records import Refusal

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

_OWN, _SHARED = Path(__file__).parent / "static", Path(twin.__file__).parent
#: The only files that are served, by the names under which they are asked for.
STATIC = {
    "app.css": _OWN, "app.js": _OWN, "htmx.min.js": _OWN, "base.css": _SHARED, "twin.css": _SHARED, "marks.js": _SHARED, "twin.js": _SHARED,
}


def application(site: Site) -> Starlette:
    """All addresses of the page."""
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.routing import Route

    faults = Faults(site)
    handlers = {HTTPException: faults.lost, Busy: faults.busy, Refusal: faults.refused, Exception: faults.fault}
    return Starlette(routes=[*views.routes(site), Route("/static/{name}", static)], exception_handlers=handlers)


def static(request: Request) -> Response:
    """One of the fixed files."""
    from starlette.exceptions import HTTPException
    from starlette.responses import FileResponse

    name = request.path_params["name"]
    if name not in STATIC:
        raise HTTPException(404)
    return FileResponse(STATIC[name] / name, headers={"cache-control": "no-cache"})


class Faults:
    """What a reader is told when there is no answer."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def lost(self, request: Request, error: Exception) -> Response:
        """There is no such page, or not in that way."""
        return self._tell(request, error.status_code, self._site.say(request)("not_found"))

    def busy(self, request: Request, error: Exception) -> Response:
        """Another process writes the dataset: the page tries again by itself."""
        say = self._site.say(request)
        return self._tell(request, 503, say("busy"), f"{say('busy_hint')} ({error})", again=True)

    def refused(self, request: Request, error: Exception) -> Response:
        """The dataset cannot be read, or what was asked of it cannot be done."""
        return self._tell(request, 409, self._site.say(request)("fault"), str(error))

    def fault(self, request: Request, error: Exception) -> Response:
        """A fault of the program's own."""
        return self._tell(request, 500, self._site.say(request)("fault"), f"{type(error).__name__}: {error}")

    def _tell(self, request: Request, status: int, title: str, said: str = "", again: bool = False) -> Response:
        fragment = "hx-request" in request.headers
        return self._site.show(request, "told.html" if fragment else "fault.html", status, title=title, said=said, again=again, here="")
