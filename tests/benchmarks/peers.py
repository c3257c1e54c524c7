"""The peers: what each is asked, its environment, and the conversation with its adapter."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import venv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_ROOT = _HERE.parents[1]


@dataclass(frozen=True)
class Peer:
    """A tool, the packages that it needs, and what it cannot do, said as such."""

    name: str
    adapter: str
    packages: tuple[str, ...]
    cannot: str


PEERS = (
    Peer("baobiao", "with_baobiao", (), ""),
    Peer("recognizers-text", "with_recognizers", ("recognizers-text-suite", "emoji<2", "setuptools<81"), "no places, households, persons or counted things; no ‰; a range is two numbers; knows no document, so no indicator, period or place of a figure"),
    Peer("jionlp", "with_jionlp", ("jionlp",), "of figures only amounts; places come without spans (they are looked up in the text for it); relative times are measured from a date that it is given, not from the document"),
    Peer("cpca", "with_cpca", ("cpca",), "places down to the county only; no figures, no times"),
    Peer("cn2an", "with_cn2an", ("cn2an",), "finds nothing: it is handed each numeral, cut out for it; no units, no ranges"),
    Peer("quantulum3", "with_quantulum3", ("quantulum3",), "English text only"),
    Peer("thulac", "with_thulac", ("thulac",), "words with parts of speech: places and times are words so tagged; no values"),
    Peer("jiagu", "with_jiagu", ("jiagu",), "words and entities: places are entities so tagged; no values"),
    Peer("jieba", "with_jieba", ("jieba", "rjieba"), "words only: it is the measure of speed"),
)


def environment(peer: Peer, folder: Path) -> tuple[Path | None, str]:
    """The interpreter of a peer's fresh environment, or None and the reason that there is none."""
    if not peer.packages:
        return Path(sys.executable), ""
    home = folder / peer.name
    python, ready = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python"), home / "installed.txt"
    if ready.exists() and ready.read_text(encoding="utf-8") == "\n".join(peer.packages):
        return python, ""
    venv.create(home, with_pip=True, clear=True)
    command = [str(python), "-m", "pip", "install", "-q", "--prefer-binary", *peer.packages]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1800)
    if done.returncode == 0:
        ready.write_text("\n".join(peer.packages), encoding="utf-8")
        return python, ""
    said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or done.stderr.splitlines()
    return None, f"does not install: {said[-1] if said else 'pip failed'}"[:300]


@dataclass
class Talk:
    """A conversation with one adapter; `failed` says why there is none (any more)."""

    peer: Peer
    python: Path
    versions: dict[str, str] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    load: float = 0.0
    peak: float = 0.0
    failed: str = ""
    errors: int = 0

    def __enter__(self) -> Talk:
        command = [str(self.python), "-W", "ignore", str(_HERE / "adapters" / f"{self.peer.adapter}.py")]
        own = {"PYTHONPATH": str(_ROOT)} if not self.peer.packages else {}
        surroundings = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")} | own | {"TF_CPP_MIN_LOG_LEVEL": "3"}
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8", env=surroundings)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._process.stdout, selectors.EVENT_READ)
        hello = self._hear(300)
        self.failed = hello.get("failed", "" if "asks" in hello else "ends at once")
        self.versions, self.load, self.asks = hello.get("versions", {}), hello.get("load", 0.0), tuple(hello.get("asks", ()))
        return self

    def __exit__(self, *_: object) -> None:
        if not self.failed:
            self._say({"end": True})
            self.peak = self._hear(30).get("peak", 0.0)
        self._process.kill()
        self._process.wait()

    def _say(self, message: dict) -> None:
        self._process.stdin.write(json.dumps(message, ensure_ascii=False) + "\n")
        self._process.stdin.flush()

    def _hear(self, seconds: float) -> dict:
        """The next line, {} when the adapter ends or is silent for so long."""
        line = self._process.stdout.readline() if self._selector.select(seconds) else ""
        return json.loads(line) if line else {}

    def ask(self, what: str, texts: Iterable[str], enough: float = float("inf"), patience: float = 600.0) -> Iterator[tuple[int, float, list]]:
        """(number, seconds, mentions) of each text, until so many seconds of its processor time are used up."""
        used = 0.0
        for number, text in enumerate(texts):
            if self.failed or used > enough:
                return
            self._say({"id": number, "text": text, "ask": what})
            answer = self._hear(patience)
            if not answer:
                self.failed = f"no answer within {patience:.0f} s to a text of {len(text):,} characters"
                return
            used += answer["seconds"]
            self.errors += bool(answer["error"])
            yield number, answer["seconds"], answer["mentions"]
