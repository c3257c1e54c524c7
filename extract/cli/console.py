"""What several commands share: one line on standard error, and the option for rules of one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer


def say(message: str) -> None:
    """Print one line to standard error."""
    print(visible(message).replace("\n", "␊"), file=sys.stderr)


#: Control characters → their pictures, line ends and tabs aside; those without one, and marks that turn the writing's
#: direction → a replacement character.
_PICTURES = {
    **dict.fromkeys((*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd"),
    **{code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"}, 0x7F: "␡",
}


def visible(text: str) -> str:
    """The text as it may stand on a terminal, which obeys control characters: as many characters, none of them obeyed.

    >>> visible("红\x1b[31m字\u202e")
    '红␛[31m字�'
    """
    return text.translate(_PICTURES)


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
