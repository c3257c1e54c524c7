"""`baobiao compact`: a folder of Parquet parts → one DuckDB file."""

from __future__ import annotations

from typing import Annotated

import typer

from extract.cli.console import say


def compact(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="A dataset in a folder, or at a URL. 数据集文件夹")],
    to: Annotated[str, typer.Option("--to", metavar="NAME.duckdb", help="The new file. 新文件")],
) -> None:
    """Load a folder of Parquet parts into one DuckDB file. 把 Parquet 文件夹装成一个 DuckDB 文件"""
    from extract.dataset.compact import compact as load

    counts = load(folder, to)
    say(f"{to}: " + ", ".join(f"{name} {number:,}" for name, number in counts.items() if number))
