"""The examples in the docstrings of all modules hold."""

import doctest
import pkgutil
from importlib import import_module

import pytest

import extract

MODULES = ["extract", *(module.name for module in pkgutil.walk_packages(extract.__path__, "extract.") if not module.name.endswith("__main__"))]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    ran = doctest.testmod(import_module(name))
    assert ran.failed == 0


def test_there_are_examples():
    finder = doctest.DocTestFinder(exclude_empty=True)
    assert sum(len(test.examples) for name in MODULES for test in finder.find(import_module(name))) >= 20
