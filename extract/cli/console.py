"""What several commands share: one line on standard error."""

from __future__ import annotations

import sys


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
