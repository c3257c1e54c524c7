"""The page over a large dataset: first view and filters, from the click to the frame that shows their rows.

    python tests/benchmarks/explore.py FOLDER [ROWS]

converts a folder of reports, repeats them under other names until there are ROWS facts (1,000,000), and
looks at the page with a Chromium. Times are the middle of five, in seconds, and the longest.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 5
ROW = "#results tr[data-row]"
Step = Callable[[Page, str], float]  # the page and its address to seconds


def main(folder: str, rows: int) -> None:
    """Print the table of times."""
    with tempfile.TemporaryDirectory() as scratch:
        dataset = Path(scratch, "large.duckdb")
        subprocess.run([sys.executable, "-m", "extract", "convert", folder, "--to", str(dataset), "--quiet"], cwd=ROOT, check=False)
        _grow(dataset, rows)
        command = [sys.executable, "-m", "extract", "explore", str(dataset), "--no-browser"]
        server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        try:
            _measure(server.stdout.readline().strip())
        finally:
            server.terminate()
            server.wait()


def _grow(dataset: Path, rows: int) -> None:
    """Repeat the documents and their facts under other names."""
    with duckdb.connect(str(dataset)) as connection:
        have, = connection.execute("SELECT count(*) FROM facts").fetchone()
        connection.execute("CREATE TEMP TABLE one AS FROM facts; CREATE TEMP TABLE papers AS FROM documents")
        for copy in range(1, -(-rows // have)):
            connection.execute(f"INSERT INTO facts SELECT * REPLACE ('{copy:03}/' || doc AS doc) FROM one LIMIT {rows - have * copy}")
            connection.execute(f"INSERT INTO documents SELECT * REPLACE ('{copy:03}/' || doc AS doc) FROM papers")
        print(f"{connection.execute('SELECT count(*) FROM facts').fetchone()[0]:,} facts in {connection.execute('SELECT count(*) FROM documents').fetchone()[0]:,} documents")


def _measure(address: str) -> None:
    """Print how long each view takes."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="zh-CN")
        page.set_default_timeout(60_000)
        times = {name: [step(page, address) for _ in range(ROUNDS)] for name, step in STEPS.items()}
        browser.close()
    for name, measured in times.items():
        print(f"| {name} | {statistics.median(measured):.2f} | {max(measured):.2f} |")


def _first(page: Page, address: str) -> float:
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(ROW).first.wait_for()
    return time.perf_counter() - began


#: Timed in the page, as the driver's own steps take as long again: from the last click or letter to the frame
#: after the one in which an element with the text is there.
_SEEN = """([selector, text]) => {
  let began = 0;
  for (const kind of ["click", "input"]) addEventListener(kind, event => { began = event.timeStamp; }, true);
  const there = () => [...document.querySelectorAll(selector)].some(element => element.textContent.includes(text));
  window.seen = new Promise(done => {
    const look = () => requestAnimationFrame(() => began && there() ? requestAnimationFrame(() => done(performance.now() - began)) : look());
    look();
  });
}"""


def _until(selector: str, act: Callable[[Page], None], text: str = "") -> Step:
    """A step: the page as it is at first, an act, and an element that shows that it is done."""
    def step(page: Page, address: str) -> float:
        page.goto(address)
        page.locator("[data-total]").wait_for()
        page.wait_for_load_state("networkidle")
        page.evaluate(_SEEN, [selector, text])
        act(page)
        return page.evaluate("seen") / 1000

    return step


def _clicked(label: str, facet: str) -> Step:
    return _until(".chip", lambda page: page.locator(f"#values-{facet} label", has_text=label).first.click())


def _pasted(word: str) -> Step:
    return _until(".chip", lambda page: page.locator("#q").fill(word), word)


def _typed(word: str) -> Step:
    return _until(".chip", lambda page: page.locator("#q").press_sequentially(word, delay=100), word)


def _pressed(selector: str, done: str) -> Step:
    return _until(done, lambda page: page.locator(selector).first.click())


STEPS: dict[str, Step] = {
    "first view": _first, "a kind": _clicked("百分比", "kind"), "a province": _clicked("河北省", "place"), "free text": _pasted("农村"),
    "free text that few sentences hold": _pasted("饮水安全"), "free text, typed letter by letter, from the last one": _typed("GDP"),
    "sorted by value": _pressed("#results th.value a", "#results th.value[aria-sort=descending]"), "next page": _pressed("[rel=next]", "#results[data-page='2']"),
    "a row's source": _pressed(ROW, "#paper .is-figure"),
}

if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
