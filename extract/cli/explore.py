"""`baobiao explore`: a local page over a dataset."""

from __future__ import annotations

import sys
from enum import Enum
from typing import Annotated, Optional

import typer

from extract.cli.console import Patterns


class Lang(str, Enum):
    """The languages of the page."""

    zh = "zh"
    en = "en"


def explore(
    dataset: Annotated[str, typer.Argument(metavar="DATASET", help="A dataset: NAME.duckdb or a folder of Parquet parts. 数据集")],
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="The port; 0: any that is free. 端口")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address. 不打开浏览器")] = False,
    lang: Annotated[Optional[Lang], typer.Option(help="The page's language; without it, the browser's. 界面语言")] = None,
    patterns: Patterns = None,
) -> None:
    """Look at a dataset on a local page: find, compare, verify and review its facts. 在浏览器中查看数据集

    Only this machine is answered. The address is printed; Ctrl-C ends it.
    """
    import webbrowser

    from extract.explore import serve

    def ready(address: str) -> None:
        print(address)
        sys.stdout.flush()
        if not no_browser:
            webbrowser.open(address)

    serve(dataset, port, lang.value if lang else "", ready)
