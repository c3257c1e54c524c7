"""`baobiao patterns`: rules of one's own, listed and tested."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from extract.cli.console import say

patterns = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="List or test rules, units, indicators and names of your own. 自定义规则",
)
_Folder = Annotated[Optional[Path], typer.Argument(metavar="DIR", help="The folder of your own rules; without it the built-in ones. 文件夹")]


@patterns.command()
def test(folder: _Folder = None) -> None:
    """Run the examples of the rules and print each that fails. 测试样例

    Exit status: 0 when all hold, 1 when one fails, 2 when a file cannot be used.
    """
    from extract import patterns as own
    from extract import rules

    rules.use(folder, examples=False)
    try:
        tested = own.test()
    finally:
        rules.use(None)
    for fault in tested.faults:
        print(fault)
    say(f"{tested.rules} rules with {tested.examples} examples, {tested.rows} rows, {tested.sentences} sentences: "
        + (f"{len(tested.faults)} faults" if tested.faults else "all hold"))
    if tested.faults:
        raise typer.Exit(1)


@patterns.command(name="list")
def list_(folder: _Folder = None) -> None:
    """List the rules and rows, and how they stand to the built-in ones. 列出规则"""
    from extract import patterns as own
    from extract import rules

    rules.use(folder, examples=False)
    try:
        if folder is None:
            for name, count in own.built_in():
                print(f"{name:<18} {count:>5,} {'rules' if name.endswith('.toml') else 'rows'}")
        for entry in own.entries():
            print(f"{entry.file:<16} {entry.how:<9} {entry.name}" + (f": {entry.why}" if entry.why else ""))
    finally:
        rules.use(None)


@patterns.command()
def fingerprint(folder: _Folder = None) -> None:
    """Print what a dataset records of the rules in use: it changes with any of them. 规则指纹"""
    from extract import rules

    with rules.using(folder):
        print(rules.fingerprint())
