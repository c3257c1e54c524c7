"""The loop that every adapter runs in its peer's environment: a line of JSON in, a line of JSON out.

In: `{"id": 1, "text": "…", "ask": "currency"}`. Out: `{"id": 1, "seconds": 0.01, "mentions": [[start, end, value,
value_max, unit], …]}`; values are strings of decimals or null. The first line out says the versions and the seconds
that loading took, the last (for `{"end": true}`) the greatest memory in MB. Seconds are processor time. An adapter
gives `load`, which imports the peer and gives a function for each thing that may be asked.
"""

import json
import os
import resource
import sys
from importlib import metadata
from time import process_time

ABSENT = "the peer has no such thing"


def serve(load, packages):
    """Answer the lines on standard input; `load()` gives what can be asked → function of a text → mentions."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")  # peers greet and log on standard output
    os.dup2(2, 1)
    begin = process_time()
    try:
        finders = load()
    except BaseException as error:
        say(out, {"failed": f"{type(error).__name__}: {error}"})
        return
    versions = {package: metadata.version(package) for package in packages}
    say(out, {"versions": versions, "load": process_time() - begin, "asks": sorted(finders)})
    for line in sys.stdin:
        question = json.loads(line)
        if question.get("end"):
            break
        begin = process_time()
        try:
            mentions, error = finders[question["ask"]](question["text"]), ""
        except Exception as raised:
            mentions, error = [], f"{type(raised).__name__}: {raised}"[:200]
        say(out, {"id": question["id"], "seconds": process_time() - begin, "mentions": [list(m) for m in mentions], "error": error})
    say(out, {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)})


def say(out, message):
    """Write one line of JSON."""
    out.write(json.dumps(message, ensure_ascii=False) + "\n")
    out.flush()


def text_of(value):
    """A number as the text of a decimal, None as None."""
    return None if value is None else str(value)
