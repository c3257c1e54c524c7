"""What several tests share: the project's folders and the command, run in this process."""

import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"


class Ran(NamedTuple):
    """What a command left: exit status, standard output, standard error."""

    status: int
    out: str
    err: str


@pytest.fixture
def baobiao(monkeypatch, capsys):
    """A function that runs `baobiao ARGUMENTS...`."""

    def run(*arguments) -> Ran:
        from extract.cli import main

        monkeypatch.setattr(sys, "argv", ["baobiao", *map(str, arguments)])
        status = 0
        try:
            main()
        except SystemExit as stop:
            status = stop.code or 0
        return Ran(status, *capsys.readouterr())

    return run
