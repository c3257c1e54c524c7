"""What every address of the page shares: the dataset, the token, the language, and how a template is filled."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from extract.explore.access import Access
from extract.explore.drop import Tray
from extract.explore.filters import Row
from extract.explore.wording import WORDING
from extract.twin.markup import amount, html, number, visible
from extract.twin.wording import KIND, LANGUAGES, sayer

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.requests import Request
    from starlette.responses import Response

_FOLDER = Path(__file__).parent
LANGUAGE = "baobiao-language"  # the cookie's name


class Site:
    """One page over one dataset."""

    def __init__(self, access: Access, token: str, lang: str = "") -> None:
        self.access, self.token, self.tray = access, token, Tray()
        self._lang = lang

    def lang(self, request: Request) -> str:
        """The reader's language: as chosen on the page, as the program was started, as the browser says."""
        chosen = request.query_params.get("lang") or request.cookies.get(LANGUAGE) or self._lang
        if chosen in LANGUAGES:
            return chosen
        accepted = request.headers.get("accept-language", "zh").lower()
        return "zh" if "zh" in accepted or "en" not in accepted else "en"

    def say(self, request: Request):
        """A function that gives a key's words in the reader's language."""
        return sayer(self.lang(request), *WORDING)

    def say_kind(self, request: Request):
        """The same for kinds of mention, one of which is called as a column is."""
        return sayer(self.lang(request), KIND)

    def show(self, request: Request, template: str, status: int = 200, headers: dict[str, str] | None = None, **values: Any) -> Response:
        """A template filled for this reader."""
        from starlette.responses import HTMLResponse

        lang = self.lang(request)
        kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
        other = urlencode([*kept, ("lang", "en" if lang == "zh" else "zh")])
        page = self._templates.get_template(template).render(
            t=self.say(request), kind_name=self.say_kind(request), lang=lang, token=self.token, name=Path(self.access.path).name,
            fragment="hx-request" in request.headers, other_language=other, **values,
        )
        answer = HTMLResponse(page.encode("utf-8", "replace"), status, headers)
        if request.query_params.get("lang") in LANGUAGES:
            answer.set_cookie(LANGUAGE, lang, max_age=31_536_000, samesite="strict", httponly=True)
        return answer

    def warm(self) -> None:
        """Have the templates ready before the first reader comes."""
        for name in ("facts.html", "source.html", "facet.html", "places.html", "count.html"):
            self._templates.get_template(name)

    @cached_property
    def _templates(self) -> Environment:
        """The templates. Whatever they show of a document is escaped, and what cannot be seen is written out."""
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
        from markupsafe import Markup, escape

        found = Environment(
            loader=FileSystemLoader(_FOLDER / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
            finalize=lambda value: visible(value) if type(value) is str else value,
        )
        found.filters |= {
            "exact": lambda text: Markup(escape(text)),  # a value that comes back: every character as it is
            "marked": lambda text: Markup(html(text)), "number": number, "count": lambda n: f"{n:,}",
            "rounded": lambda value: "" if value is None else number(float(f"{value:.7g}")), "query": urlencode,
        }
        found.globals |= {"amount": amount, "Row": Row}
        return found
