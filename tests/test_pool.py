"""Worker processes: real ones, killed, hung and starved."""

import os
import re
import signal
import subprocess
import sys
import time
from itertools import count

import pytest

from extract import pool
from extract.pool import Lost, NoProcess, Pool


def double(number):
    """Twice the number; some numbers do harm."""
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 5:
        re.match(r"(a+)+$", "a" * 60 + "b")  # does not end in a lifetime, and holds the interpreter's lock
    if number == 3:
        time.sleep(0.3)
    return 2 * number


def large(number):
    return b"x" * 1_000_000


def fail():
    os._exit(1)


@pytest.mark.parametrize("jobs", [1, 3])
def test_answers_come_in_order(jobs):
    with Pool(double, jobs) as workers:
        assert list(workers.run(range(5))) == [(number, 2 * number) for number in range(5)]
        assert list(workers.run([10, 11])) == [(10, 20), (11, 22)], "a pool can be run again"


def test_answers_come_as_they_are_ready():
    with Pool(double, 2) as workers:
        answers = dict(workers.run([3, 1, 2, 4], ordered=False))
        assert answers == {number: 2 * number for number in (1, 2, 3, 4)}


def test_one_that_dies_and_one_that_hangs_cost_themselves_alone():
    with Pool(double, 2, limit=5) as workers:
        answers = dict(workers.run(range(12)))
    assert answers == {number: 2 * number for number in range(12)} | {5: Lost("hung"), 7: Lost("died")}


def test_few_tasks_are_taken_before_the_caller_has_had_the_first():
    taken = []

    def tasks():
        for number in count():
            taken.append(number)
            yield number

    with Pool(large, 1) as workers:
        answers = workers.run(tasks())
        next(answers)
        time.sleep(0.5)
        assert len(taken) <= pool._AHEAD + 1
        answers.close()


def test_a_fault_in_the_tasks_is_the_callers():
    def tasks():
        yield 1
        raise KeyError("two")

    with Pool(double, 1) as workers, pytest.raises(KeyError, match="two"):
        list(workers.run(tasks()))


def test_processes_that_do_not_start_are_told():
    with Pool(double, 1, prepare=fail) as workers, pytest.raises(NoProcess, match="end before they are ready"):
        list(workers.run([1]))


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="asks /proc which processes there are")
def test_processes_end_with_the_one_that_started_them(tmp_path):
    code = (
        "import sys, time; sys.path.insert(0, sys.argv[1]); import test_pool; from extract.pool import Pool\n"
        "if __name__ == '__main__':\n"
        "    workers = Pool(test_pool.double, 2); print(*(answer for _, answer in workers.run([1, 2])), flush=True)\n"
        "    print(*(worker.process.pid for worker in workers.workers), flush=True); time.sleep(60)\n"
    )
    script = tmp_path / "script.py"
    script.write_text(code)
    ran = subprocess.Popen([sys.executable, script, os.path.dirname(__file__)], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": os.getcwd()})
    assert ran.stdout.readline() == "2 4\n"
    children = [int(pid) for pid in ran.stdout.readline().split()]
    ran.kill()
    ran.wait()
    ran.stdout.close()
    for _ in range(100):
        if not any(os.path.exists(f"/proc/{child}") for child in children):
            break
        time.sleep(0.05)
    assert not any(os.path.exists(f"/proc/{child}") for child in children)
