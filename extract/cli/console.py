"""What several commands share: one line on standard error."""

from __future__ import annotations

import sys


def say(message: str) -> None:
    """Print one line to standard error."""
    print(message, file=sys.stderr)
