"""Conversions into a dataset under fault; Markdown on standard output, 1 when one was not withstood.

    python tests/benchmarks/faults.py [FAULT ...]

Some samples of `seeds/`, many times over, are converted by the command itself in processes of its own, and
something goes wrong: a worker or the command is killed, the disk is full, the folder is read-only, a file vanishes or
changes as it is read, the clock goes backwards, two runs write at once. What must hold: whatever is said is one
sentence and no traceback, exit status 2 where something was not done, what was written can be read, and the same
command run once more gives what a conversion without fault gives.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

_ROOT = Path(__file__).resolve().parents[2]
if str(_ROOT) not in sys.path:
    sys.path.insert(0, str(_ROOT))

_DOCUMENTS = 80
_PATIENCE = 300.0  # seconds that one command may take


class Ran(NamedTuple):
    """What a command left: its exit status (negative: the signal that ended it) and what it said."""

    status: int
    said: str


class Wrong(Exception):
    """A fault that was not withstood; the text says how."""


class Desk:
    """A folder with documents, and the rows that their conversion gives without fault."""

    def __init__(self, home: Path, count: int = _DOCUMENTS) -> None:
        self.home, self.documents = home, home / "documents"
        self.documents.mkdir()
        samples = [path.read_text(encoding="utf-8") for path in sorted((_ROOT / "seeds").glob("*.txt"))]
        for number in range(count):
            text = "\n".join(random.Random(number).sample(samples, 3))
            (self.documents / f"{number:03}.txt").write_text(text, encoding="utf-8")
        self.whole = self.rows(self.converted("whole"))

    def converted(self, name: str) -> Path:
        """A dataset of all documents, made without fault."""
        ran = self.convert(name)
        if ran.status:
            raise Wrong(f"without any fault: status {ran.status}, {ran.said[:200]}")
        return self.home / name

    def start(self, name: str, *options: str, **how) -> subprocess.Popen:
        """The command that converts the documents, running."""
        arguments = [sys.executable, *how.pop("python", ()), "-m", "extract", "convert", str(self.documents), "--to", self.target(name), *options]
        return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", cwd=self.home,
                                env={**os.environ, "PYTHONPATH": str(_ROOT)}, start_new_session=True, **how)

    def target(self, name: str) -> str:
        """The dataset's path as the command takes it: a folder's ends with a slash."""
        return f"{self.home / name}{'' if name.endswith('.duckdb') else '/'}"

    def convert(self, name: str, *options: str, **how) -> Ran:
        """The command run to its end."""
        return ended(self.start(name, *options, **how))

    def rows(self, dataset: Path) -> list[tuple]:
        """The facts and the documents' digests of a dataset, in order."""
        from extract.dataset import open_dataset

        with open_dataset(str(dataset)) as opened:
            facts = opened.rows('SELECT doc, start, "end", kind, text, value FROM facts ORDER BY ALL')
            return facts + opened.rows("SELECT doc, sha256, characters, facts FROM documents ORDER BY ALL")

    def again(self, name: str, *options: str) -> None:
        """Run the command once more: now it must give what it gives without fault."""
        ran = self.convert(name, *options)
        if ran.status:
            raise Wrong(f"once more: status {ran.status}: {ran.said[-300:]}")
        self.same(name)

    def same(self, name: str) -> None:
        """The dataset holds what it holds without fault."""
        got = self.rows(self.home / name)
        if got != self.whole:
            raise Wrong(f"{len(got)} rows instead of {len(self.whole)}, or others")


def ended(process: subprocess.Popen) -> Ran:
    """What a command left; Wrong when it does not end, or ends with a traceback."""
    try:
        said, _ = process.communicate(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise Wrong("hangs") from None
    if "Traceback" in said:
        raise Wrong(f"a traceback: {said[-300:]}")
    return Ran(process.returncode, said)


def refused(ran: Ran) -> None:
    """The command said in a sentence that it could not do all, with status 2."""
    if ran.status != 2 or "baobiao: " not in ran.said:
        raise Wrong(f"status {ran.status}, said {ran.said[-300:]!r}")


def workers(process: subprocess.Popen) -> list[int]:
    """The processes that a running command started, from /proc."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError):
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[1]) == process.pid and b"spawn_main" in (path.parent / "cmdline").read_bytes():
                found.append(int(path.parent.name))
    return found


def waited(process: subprocess.Popen, ready: Callable[[], bool]) -> bool:
    """Whether something became so while a command was running."""
    deadline = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        if ready():
            return True
        time.sleep(0.02)
    return False


def a_worker_is_killed(desk: Desk, name: str) -> str:
    """kill -9 of a worker process in the middle: the run ends as if nothing had been."""
    process = desk.start(name, "--jobs", "2")
    if not waited(process, lambda: len(workers(process)) == 2):
        raise Wrong(f"no two workers: {ended(process)}")
    time.sleep(1.0)
    for worker in workers(process)[:1]:
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
    ran = ended(process)
    if ran.status:
        raise Wrong(f"status {ran.status}: {ran.said[-300:]}")
    desk.same(name)
    return "the run goes on and its rows are whole"


def the_command_is_killed(desk: Desk, name: str) -> str:
    """kill -9 of the command and all its processes at several moments; then once more."""
    for moment in (0.5, 1.5, 3.0):
        process = desk.start(name, "--jobs", "2")
        time.sleep(moment)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        ended(process)
    desk.again(name)
    return "the same command goes on to the same rows"


def the_parent_alone_is_killed(desk: Desk, name: str) -> str:
    """kill -9 of the command alone: its workers end too, and the dataset is free."""
    process = desk.start(name, "--jobs", "2")
    waited(process, lambda: len(workers(process)) == 2)
    orphans = workers(process)
    process.kill()
    ended(process)
    deadline = time.monotonic() + 60
    while any(Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:1] for pid in orphans):
        if time.monotonic() > deadline:
            raise Wrong("workers go on without the command")
        time.sleep(0.1)
    desk.again(name)
    return "no process is left behind; the same command goes on to the same rows"


def the_disk_is_full(desk: Desk, name: str) -> str:
    """A file may not grow beyond 64 KB: refused in a sentence; with room, once more."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, 65_536))

    refused(desk.convert(name, "--jobs", "1", preexec_fn=limit))
    shown = desk.home / name
    if shown.exists() and not shown.is_dir():
        with suppress(Exception):
            desk.rows(shown)
    desk.again(name, "--retry")
    return "one sentence, status 2; with room the same command goes on to the same rows"


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """A file system in memory at a folder; OSError where that is not allowed."""
    folder.mkdir(exist_ok=True)
    if not shutil.which("mount") or os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True).returncode:
        raise OSError("mounting is not allowed")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=True)


def the_file_system_is_full(desk: Desk, name: str) -> str:
    """A file system of 256 KB (where mounting is allowed): refused in a sentence; with room, once more."""
    with mounted(desk.home / "small", "size=256k"):
        refused(desk.convert(f"small/{name}", "--jobs", "1"))
        subprocess.run(["mount", "-o", "remount,size=200m", str(desk.home / "small")], check=True)
        desk.again(f"small/{name}", "--retry")
    return "one sentence, status 2; with room the same command goes on to the same rows"


def the_folder_is_read_only(desk: Desk, name: str) -> str:
    """A read-only file system (where mounting is allowed): refused in a sentence."""
    with mounted(desk.home / "fixed", "size=1m"):
        subprocess.run(["mount", "-o", "remount,ro", str(desk.home / "fixed")], check=True)
        refused(desk.convert(f"fixed/{name}", "--jobs", "1"))
        refused(table_into(desk, "fixed/facts.csv"))
    return "one sentence, status 2, for a dataset and for a table"


def table_into(desk: Desk, name: str) -> Ran:
    """The conversion into a table."""
    arguments = [sys.executable, "-m", "extract", "convert", str(desk.documents), "--to", str(desk.home / name), "--jobs", "1"]
    return ended(subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "PYTHONPATH": str(_ROOT)}, start_new_session=True))


def files_vanish(desk: Desk, name: str) -> str:
    """Files are deleted while others are converted: told by name, the rest is there; back again, once more."""
    last = sorted(desk.documents.iterdir())[-8:]
    kept = {path: path.read_bytes() for path in last}
    process = desk.start(name, "--jobs", "2")
    waited(process, lambda: len(workers(process)) == 2)
    for path in last:
        path.unlink()
    try:
        ran = ended(process)
        if ran.status and not any(path.name in ran.said for path in last):
            raise Wrong(f"status {ran.status}, and no file is named: {ran.said[-300:]}")
    finally:
        for path, data in kept.items():
            path.write_bytes(data)
    desk.again(name, "--retry")
    return "each is told by name, the rest is converted; when they are back the same command adds them"


def files_change(desk: Desk, name: str) -> str:
    """Files are written anew while they are converted, with the same size and time at the end: the last contents count."""
    changed = sorted(desk.documents.iterdir())[::4]
    kept = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in changed}
    process = desk.start(name, "--jobs", "2")
    try:
        for _ in range(3):
            for path, (data, _) in kept.items():
                path.write_bytes(data[:len(data) // 2])  # half a file, perhaps in the middle of a character
                time.sleep(0.02)
    finally:
        for path, (data, moment) in kept.items():
            path.write_bytes(data)
            os.utime(path, ns=(moment, moment))
    ended(process)
    desk.again(name, "--retry")
    return "once more gives the rows of the files' last contents, whatever their times say"


def the_clock_goes_back(desk: Desk, name: str) -> str:
    """The files are from the future, one of them is changed, and the clock is set back a year: the change is seen."""
    path = sorted(desk.documents.iterdir())[0]
    data, moment = path.read_bytes(), path.stat().st_mtime_ns
    desk.converted(name)
    path.write_bytes(data.replace("，".encode(), "。".encode(), 1))
    os.utime(path, ns=(moment, moment))
    ahead = time.time() + 10**8
    for other in desk.documents.iterdir():
        os.utime(other, (ahead, ahead))
    back = ("-c", "import time, runpy, sys; real = time.time; time.time = lambda: real() - 31_536_000; sys.argv[0:1] = []; runpy.run_module('extract', run_name='__main__')")
    process = subprocess.Popen([sys.executable, *back, "baobiao", "convert", str(desk.documents), "--to", desk.target(name)], stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True, cwd=desk.home, env={**os.environ, "PYTHONPATH": str(_ROOT)}, start_new_session=True)
    try:
        ran = ended(process)
        if ran.status or "replaced 1" not in ran.said:
            raise Wrong(f"the changed file was not seen: status {ran.status}: {ran.said[-300:]}")
    finally:
        path.write_bytes(data)
    desk.again(name)
    return "what a file holds decides, not its time: the one changed is replaced"


def two_at_once(desk: Desk, name: str) -> str:
    """Two runs into one dataset: one of them is refused in a sentence, or both end well; the rows are whole."""
    both = [desk.start(name, "--jobs", "1") for _ in range(2)]
    ran = [ended(process) for process in both]
    if all(one.status for one in ran):
        raise Wrong(f"both fail: {ran}")
    for one in ran:
        if one.status:
            refused(one)
    desk.same(name)
    return "the second is refused in a sentence; the rows are whole"


FAULTS: dict[str, Callable[[Desk, str], str]] = {fault.__name__: fault for fault in (
    a_worker_is_killed, the_command_is_killed, the_parent_alone_is_killed, the_disk_is_full, the_file_system_is_full, the_folder_is_read_only,
    files_vanish, files_change, the_clock_goes_back, two_at_once,
)}


def run(names: list[str] | None = None, count: int = _DOCUMENTS, kinds: tuple[str, ...] = ("duckdb", "folder")) -> Iterator[tuple[str, str, str]]:
    """(fault, what was looked for, '' when it held or else how it did not) of each fault, for each sort of dataset."""
    with tempfile.TemporaryDirectory() as home:
        desk = Desk(Path(home), count)
        for fault in names or FAULTS:
            for kind in kinds:
                yield f"{fault.replace('_', ' ')} ({kind})", *tried(desk, fault, f"{fault}.duckdb" if kind == "duckdb" else fault)


def tried(desk: Desk, fault: str, name: str) -> tuple[str, str]:
    """What was looked for under a fault, and how it did not hold ('' when it did)."""
    try:
        return FAULTS[fault](desk, name), ""
    except OSError as error:
        return f"not tried: {error}", ""
    except Wrong as error:
        return (FAULTS[fault].__doc__ or "").strip(), str(error)


def main(arguments: list[str]) -> int:
    """Print what held."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("faults", nargs="*", choices=[*FAULTS, []])
    chosen = options.parse_args(arguments)
    bad = 0
    print("| fault | what was looked for | held |\n| --- | --- | --- |")
    for fault, wanted, held in run(chosen.faults):
        bad += bool(held)
        print(f"| {fault} | {wanted} | {'**no**: ' + held.replace(chr(10), ' ') if held else 'yes'} |", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
