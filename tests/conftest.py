"""What several tests share: the project's folders and the command, run in this process."""

import shutil
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"
#: A document that takes longer than any limit that a test sets.
ENDLESS = "全县共有农户3782户，人均收入6500元。" * 120_000


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


@pytest.fixture(scope="session")
def browser():
    """A Chromium without a window, where Playwright and the browser are installed."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        pytest.skip("there is no Chromium on this machine")
    flags = ("no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync")
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=[f"--{flag}" for flag in flags])
        yield running
        running.close()


@pytest.fixture
def tab(browser):
    """A fresh page of 1280 × 800; what a script or a policy complained of makes the test fail,
    unless it begins with one of `spared`."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    context.set_default_timeout(30_000)
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.faults, page.spared = faults, ()
    yield page
    context.close()
    assert not [fault for fault in faults if not fault.startswith(page.spared)]
