"""A local page on which an analyst looks facts up, compares, verifies and reviews them.

Starlette and htmx serve it. Of what was tried they were first with rows to see (0.2 s) and the smallest
(13 MB against NiceGUI's 82), and leave plain HTML: text to mark, rows to click, addresses to keep. FastAPI,
their usual form, adds schemas that pages have no use for and documentation that loads from elsewhere.
htmx 2 stands in `static/` as npm has it (0BSD); the charts are our own SVG; nothing is fetched.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from secrets import token_urlsafe

from extract.explore.access import Access, Busy
from extract.records import Refusal

HOST = "127.0.0.1"


class BadPort(Refusal):
    """A port on which the page cannot be served; `str()` is one sentence with the remedy."""


def serve(path: str, port: int = 0, lang: str = "", ready: Callable[[str], None] = lambda address: None) -> None:
    """Serve the dataset's page on this machine alone until the process is interrupted; `ready` is called with
    its address as soon as it answers. Port 0 takes a free one. BadDataset where there is no dataset."""
    try:
        import uvicorn

        from extract.explore.app import application
        from extract.explore.guard import Guard
        from extract.explore.site import Site
    except ImportError as error:
        raise Refusal(f"the page needs {error.name}; install it with: pip install 'baobiao[explore]'") from None
    access = Access(path)
    try:
        access.rows("SELECT 1")
    except Busy:
        pass  # it can be read when the other process is done; the page says so until then
    with _listening(port) as listening:
        number = listening.getsockname()[1]
        site = Site(access, token_urlsafe(24), lang)
        site.warm()
        config = uvicorn.Config(Guard(application(site), number, site.token), log_level="critical", access_log=False, lifespan="off", ws="none", timeout_graceful_shutdown=1, server_header=False)
        server = _server(uvicorn, config, lambda: ready(f"http://{HOST}:{number}/"))
        try:
            server.run(sockets=[listening])
        except KeyboardInterrupt:
            pass
        finally:
            site.tray.close()
            access.close()


def _listening(port: int) -> socket.socket:
    """A socket on this machine's own address, that nobody else can be heard on."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # a port that was left a moment ago is free; elsewhere the option means something else
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except (OSError, OverflowError):
        listening.close()
        raise BadPort(f"port {port} is taken or not allowed; give another one with --port, or 0 for any that is free") from None
    listening.listen(64)
    return listening


def _server(uvicorn, config, started: Callable[[], None]):
    """A server that says when it answers."""

    class Server(uvicorn.Server):
        async def startup(self, sockets=None) -> None:
            await super().startup(sockets)
            started()

    return Server(config)


__all__ = ["BadPort", "serve"]
