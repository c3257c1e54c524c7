"""The command `baobiao`; the only package that prints. One module a command.

Everything but typer is imported where it is used, so that `--help` answers at once.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from extract.cli.annotate import annotate
from extract.cli.audit import audit
from extract.cli.check import check
from extract.cli.compact import compact
from extract.cli.console import say
from extract.cli.convert import convert
from extract.cli.explore import explore
from extract.cli.formats import formats
from extract.cli.panel import panel
from extract.cli.patterns import patterns
from extract.cli.places import places
from extract.cli.query import query
from extract.cli.show import show

app = typer.Typer(
    name="baobiao", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Archived Chinese reports in, a table of facts with exact spans out. 报告 → 报表",
)
for command in (convert, show, formats, compact, query, panel, places, check, annotate, audit, explore):
    app.command()(command)
app.add_typer(patterns, name="patterns")


def _version(wanted: bool) -> None:
    """Print the version and stop, when wanted."""
    if wanted:
        from extract import __version__

        print(f"baobiao {__version__}")
        raise typer.Exit


@app.callback()
def _main(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version. 版本")] = False) -> None:
    pass


def main() -> None:
    """Run the command; every fault ends in one sentence, never in a traceback."""
    from extract.records import Refusal

    for stream in (sys.stdout, sys.stderr):  # a terminal that lacks a character shows its number instead
        stream.reconfigure(errors="backslashreplace")
    try:
        app(prog_name="baobiao")
    except Refusal as error:
        say(f"baobiao: {error}")
        sys.exit(2)
    except OSError as error:
        say(f"baobiao: {error.filename or 'output'}: {error.strerror or error}")
        sys.exit(2)
    except Exception as error:
        say(f"baobiao: a fault of the program's own ({type(error).__name__}: {error}); please report it with the file that shows it")
        sys.exit(1)
