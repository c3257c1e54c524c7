"""No regular expression may take time that explodes: each meets the strings that its own repetitions invite."""

import re

import pytest
from attacks import attacks, patterns
from robustness import limited

PATTERNS = {pattern.pattern: (name, pattern) for name, pattern in patterns()}


def explodes(pattern: re.Pattern[str], length: int = 400) -> str:
    """The beginning of a string of so many characters on which the pattern takes longer than a second, or ''."""
    for attack in attacks(pattern, length):
        try:
            with limited(1.0):
                for _ in pattern.finditer(attack):
                    pass
        except TimeoutError:
            return attack[:20]
    return ""


@pytest.mark.parametrize(("name", "pattern"), PATTERNS.values(), ids=[name for name, _ in PATTERNS.values()])
def test_a_pattern_takes_no_exploding_time(name, pattern):
    assert not explodes(pattern)


@pytest.mark.parametrize("regex", [r"(?:\d+)+年", r"第(?:一|一一)+条", r"(?:村{1,3}|村一)+组", r"(?<=县)\d+(?: ?\.? ?\d+)+年"])
def test_an_exploding_pattern_is_seen(regex):
    assert explodes(re.compile(regex))


def test_there_are_patterns():
    assert len(PATTERNS) > 150
