"""What several commands share: one line on standard error, and the option for rules of one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer


def say(message: str) -> None:
    """Print one line to standard error."""
    print(message, file=sys.stderr)


def _use(context: typer.Context, folder: Optional[Path]) -> Optional[Path]:
    """Let the command run with the folder's rules; without the option with those that the environment names."""
    from extract import rules

    before = rules.own_dir()
    if folder is not None or before is not None:
        rules.use(folder or before)
        context.call_on_close(lambda: rules.use(before))
    return folder


#: The parameter of a command that converts: `patterns: Patterns = None` is all that it needs.
Patterns = Annotated[Optional[Path], typer.Option(
    "--patterns", metavar="DIR", callback=_use, help="Rules, units, indicators and names of your own. 自定义规则",
)]
