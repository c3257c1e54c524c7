"""The only module that looks at a clock: for records of runs, time limits and progress, never for a fact."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now() -> str:
    """The present time, UTC, ISO 8601 to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def seconds() -> float:
    """Seconds since some moment; only differences mean anything."""
    return time.monotonic()
