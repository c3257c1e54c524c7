"""What stands between the page and the rest of the world: this machine's own browser is answered, nothing else.

A name that another site points at 127.0.0.1 is refused by its Host header, another site's requests by
their Origin and by what browsers say of where they come from; whatever changes something needs the token
that only this page holds. The policy lets no script, style or picture in that is not the page's own.
"""

from __future__ import annotations

from http import HTTPStatus
from secrets import compare_digest

TOKEN = "x-baobiao-token"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = (
    (b"content-security-policy", POLICY.encode()), (b"x-content-type-options", b"nosniff"), (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"), (b"cross-origin-opener-policy", b"same-origin"), (b"cross-origin-resource-policy", b"same-origin"),
)
_FRESH = ((b"cache-control", b"no-store"),)
_SAFE = ("GET", "HEAD")


class Guard:
    """An ASGI application around another one; `port` is where both are heard, `token` the page's."""

    def __init__(self, app, port: int, token: str) -> None:
        self._app, self._token = app, token
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # a web socket: there are none
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self._refusal(scope["method"], headers)
        if refusal:
            await _refuse(send, refusal)
            return
        lasting = scope["path"].startswith("/static/")

        async def guarded(message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_ALWAYS, *(() if lasting else _FRESH)]
            await send(message)

        await self._app(scope, receive, guarded)

    def _refusal(self, method: str, headers: dict[str, str]) -> HTTPStatus | None:
        """Why a request is not answered, if it is not."""
        if headers.get("host", "") not in self._hosts:
            return HTTPStatus.MISDIRECTED_REQUEST
        site, origin = headers.get("sec-fetch-site", "none"), headers.get("origin")
        from_here = origin is None or origin.removeprefix("http://") in self._hosts
        if method in _SAFE:  # a link in a mail may lead here; a script or a frame of another site may not
            foreign = site not in ("none", "same-origin") and headers.get("sec-fetch-mode") != "navigate"
            return HTTPStatus.FORBIDDEN if foreign or not from_here else None
        if method != "POST":
            return HTTPStatus.METHOD_NOT_ALLOWED
        token = compare_digest(headers.get(TOKEN, "").encode(), self._token.encode())
        return None if token and from_here and site in ("none", "same-origin") else HTTPStatus.FORBIDDEN


async def _refuse(send, status: HTTPStatus) -> None:
    """A short answer without anything of the dataset."""
    await send({"type": "http.response.start", "status": status.value, "headers": [(b"content-type", b"text/plain"), *_ALWAYS, *_FRESH]})
    await send({"type": "http.response.body", "body": f"{status.value} {status.phrase}\n".encode()})
